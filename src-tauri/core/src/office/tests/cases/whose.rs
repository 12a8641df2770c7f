//! Whose case a sheet speaks for: a revisit or a bill of another customer ends nothing.

use super::signed::{closing, refused, state, tried};
use super::*;
use crate::office::api::{Draft, RefuseSign};
use crate::sheet::{Reference, Value};

/// Another customer of the register.
fn other(d: &Department) -> Value {
    let input = crate::office::api::RegisterInput { register: "customer".into(), name: "钱八".into(), ..Default::default() };
    let made = d.office.save_entry(&input).unwrap();
    Value::Ref { reference: Reference { id: made.id, register: "customer".into(), text: made.name, facts: made.facts } }
}

fn typed(name: &str) -> Value {
    Value::Ref { reference: Reference { register: "customer".into(), text: name.into(), ..Reference::default() } }
}

/// A draft with its customer and the rest that a visit asks for.
fn visit_of(d: &Department, case: &str, who: Option<Value>) -> Draft {
    let draft = d.office.begin_from("revisit", case, "").unwrap();
    let answers = json!({ "fields": { "date": "2026-02-26", "visited": "赵六", "relation": "本人" },
        "rows": { "attempts": [{ "attempt_at": "2026-02-26 10:00", "attempt_way": "上门", "attempt_result": "已见" }] } });
    d.office.fill_draft(&draft.id, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap();
    let draft = d.office.draft(&draft.id).unwrap();
    d.save(&draft, |a| drop(who.map(|who| a.fields.insert("customer".into(), who))))
}

fn finish(d: &Department, draft: &Draft) -> Result<Finished, OfficeError> {
    let visit = super::super::Finish { stage: "visit".into(), late_reason: "次日补录".into(), ..Default::default() };
    d.office.finish(&draft.id, &visit)
}

#[test]
fn a_revisit_of_another_customer_is_refused_and_the_draft_is_kept() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-26T10:30+08:00");
    let draft = visit_of(&d, &case, Some(other(&d)));
    let error = finish(&d, &draft).unwrap_err();
    let serial = d.office.sheet(&case).unwrap().serial;
    assert_eq!((error.code(), error.detail()), ("other-customer", serial), "the case that is not theirs is named");
    assert_eq!(d.office.draft(&draft.id).unwrap().answers.fields["visited"].word(), "赵六", "and nothing is lost");
    let whose = d.office.sheet(&case).unwrap().answers.fields["customer"].clone();
    let draft = d.save(&d.office.draft(&draft.id).unwrap(), |a| drop(a.fields.insert("customer".into(), whose)));
    let sheet = finish(&d, &draft).unwrap().sheet;
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    assert_eq!(state(&d, &case), "close", "put right, it is the revisit of its case");
}

/// Passes when a wrong customer can be put right after the revisit: what was signed by somebody else is to be done again, and nothing
/// bars the correction.
#[test]
fn a_wrong_customer_is_put_right_after_the_revisit_and_the_right_one_is_asked() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-26T10:30+08:00");
    let whose = d.office.sheet(&case).unwrap().answers.fields["customer"].clone();
    let sheet = finish(&d, &visit_of(&d, &case, Some(whose))).unwrap().sheet;
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    assert_eq!(state(&d, &case), "close", "revisited");
    let right = other(&d);
    let next = d.office.edit_sheet(&case).unwrap();
    let next = d.save(&next, |a| drop(a.fields.insert("customer".into(), right.clone())));
    let why = super::super::Finish { change_reason: "投诉人登记错了".into(), ..Default::default() };
    d.office.finish(&next.id, &why).unwrap();
    assert_eq!(state(&d, &case), "revisit", "赵六 spoke for nobody");
    d.wait_until("2026-02-26T11:30+08:00");
    let again = finish(&d, &visit_of(&d, &case, Some(right))).unwrap().sheet;
    d.sign(&again, "customer_sign", "", "满意").unwrap();
    assert_eq!(state(&d, &case), "close", "钱八 did");
}

#[test]
fn a_name_that_was_only_typed_is_compared_as_a_name() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-26T10:30+08:00");
    let draft = visit_of(&d, &case, Some(typed("钱八")));
    assert_eq!(finish(&d, &draft).unwrap_err().code(), "other-customer", "another name");
    let draft = d.save(&d.office.draft(&draft.id).unwrap(), |a| drop(a.fields.insert("customer".into(), typed("赵六"))));
    let sheet = finish(&d, &draft).unwrap().sheet;
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    assert_eq!(state(&d, &case), "close", "the same name is the same customer");
}

#[test]
fn a_revisit_counts_no_more_once_the_case_is_another_customers() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-26T10:30+08:00");
    let visit = tried(&d, &case, &[("2026-02-26 10:00", "已见")]);
    let next = d.office.edit_sheet(&case).unwrap();
    let next = d.save(&next, |a| drop(a.fields.insert("customer".into(), other(&d))));
    let why = super::super::Finish { change_reason: "投诉人登记错了".into(), ..Default::default() };
    d.office.finish(&next.id, &why).unwrap();
    d.sign(&visit, "customer_sign", "", "满意").unwrap();
    assert_eq!(state(&d, &case), "revisit", "赵六 is revisited for nobody: it was 钱八 who complained");
    d.wait_until("2026-02-26T11:00+08:00");
    assert_eq!(refused(&d, &case, closing("回访签字", "2026-02-26 11:00")).0, "case-before", "and the case is not closed by it");
}

#[test]
fn a_bill_made_out_to_another_is_no_bill_of_the_service() {
    let d = Department::with_register();
    let service = served(&d);
    let draft = d.office.begin_from("payment", &service, "").unwrap();
    let draft = d.save(&draft, |a| {
        a.fields.insert("customer".into(), other(&d));
        a.fields.insert("pay_by".into(), super::super::text("2026-03-10"));
    });
    let issue = super::super::Finish { stage: "issue".into(), ..Default::default() };
    assert_eq!(d.office.finish(&draft.id, &issue).unwrap_err().code(), "other-customer");
    let clock = |d: &Department| {
        let clocks = d.office.case(&service).unwrap().clocks;
        clocks.into_iter().find(|clock| clock.rule == "SVC-1").unwrap().how
    };
    assert_eq!(clock(&d), None, "and SVC-1 runs on");
}

#[test]
fn a_case_that_names_nobody_takes_any_sheet_that_names_it() {
    let d = Department::with_register();
    let asked = json!({ "fields": { "way": "来电", "category": "收费", "content": "物业费可否按季度缴纳？", "at_once": "是" } });
    let case = d.fill("consultation", asked).sheet;
    d.wait_until("2026-02-26T10:30+08:00");
    let serial = d.office.sheet(&case).unwrap().serial;
    let draft = d.office.begin_sheet("revisit").unwrap();
    let answers = json!({ "fields": { "date": "2026-02-26", "kind": "日常", "source": serial, "customer": "赵六", "visited": "赵六", "relation": "本人", "summary": "问缴费" },
        "rows": { "attempts": [{ "attempt_at": "2026-02-26 10:00", "attempt_way": "上门", "attempt_result": "已见" }] } });
    d.office.fill_draft(&draft.id, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap();
    finish(&d, &draft).unwrap();
}

/// 是否重新整改 is answered at the review.
fn asks_again(d: &Department, visit: &str) {
    d.go_on(visit, json!({ "fields": { "opinion": "客户要求重新整改", "again": "是" }, "finish": ["review"] }));
}

#[test]
fn a_customer_who_wants_it_done_again_and_does_not_sign_is_not_closed_over() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-27T10:30+08:00");
    let visit = tried(&d, &case, &[("2026-02-27 10:00", "已见")]);
    asks_again(&d, &visit);
    assert_eq!(state(&d, &case), "revisit", "nothing of it is signed yet");
    d.wait_until("2026-03-03T17:00+08:00");
    tried(&d, &case, &[("2026-02-28 10:00", "不在"), ("2026-03-02 10:00", "未接"), ("2026-03-03 16:00", "不在")]);
    assert_eq!(refused(&d, &case, closing("多次不在", "2026-03-03 17:00")).0, "case-again", "three calls do not answer them");
    let refusal = RefuseSign {
        sheet: visit.clone(),
        role: "customer_sign".into(),
        row: String::new(),
        signer: "赵六".into(),
        reason: "要求重新整改".into(),
        witness: "周七".into(),
    };
    d.office.sign_refused(&refusal).unwrap();
    let view = d.office.case(&case).unwrap();
    assert_eq!(
        (view.line.state.as_str(), view.line.round),
        ("rectify", 2),
        "refused before a witness, it opens the second round"
    );
    let paper = d.office.sheet(&case).unwrap().answers.rows["rounds"][0].cells.clone();
    assert_eq!(paper["revisit_result"].word(), "不满意", "and the paper says why");
    d.wait_until("2026-03-03T17:30+08:00");
    assert_eq!(refused(&d, &case, closing("拒签", "2026-03-03 17:30")).0, "case-again", "and that refusal closes nothing");
}

#[test]
fn a_notice_that_nobody_signed_is_not_closed() {
    let d = Department::with_register();
    let sheet = d
        .fill(
            "rectification",
            json!({ "fields": { "notified": "保洁部", "notified_person": "李四", "source_kind": "检查",
            "content": "消防通道堆放纸箱", "demand": "清理并每日巡查", "limit": "2026-02-25 18:00" }, "finish": ["register"] }),
        )
        .sheet;
    d.go_on(
        &sheet,
        json!({ "rows": { "deliveries": [{ "department": "保洁部", "delivered": "2026-02-24 10:00", "receipt": "拒收",
        "taken": "2026-02-24 10:05", "witness": "周七" }] }, "finish": ["deliver", "receive"] }),
    );
    let round =
        json!({ "rectified": "2026-02-25 09:00", "measures": "已清理", "verdict": "合格", "rechecked": "2026-02-25 16:00" });
    d.go_on(&sheet, json!({ "rows": { "rounds": [round] }, "finish": ["rectify", "recheck"] }));
    let close = || json!({ "fields": { "closing": "整改合格", "closed": "2026-02-25 17:00" }, "finish": ["close"] });
    d.wait_until("2026-02-25T17:00+08:00");
    let lacks = |d: &Department| refused(d, &sheet, close());
    assert_eq!(
        lacks(&d),
        ("case-signatures".into(), "签发人、复查人".into()),
        "a refused receipt has its witness, the rest is named"
    );
    d.sign(&sheet, "issue_sign", "", "").unwrap();
    assert_eq!(lacks(&d).1, "复查人");
    d.sign(&sheet, "recheck_sign", &d.row(&sheet, "rounds", 0), "").unwrap();
    d.go_on(&sheet, close());
    assert_eq!(state(&d, &sheet), "closed");
}

#[test]
fn what_happened_today_is_not_typed_hours_ahead() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-26T00:41+08:00");
    let again = |at: &str| json!({ "rows": { "reports": [{ "reported_to": "张三", "reported": at }] } });
    assert_eq!(refused(&d, &case, again("2026-02-26 23:40")), ("moment-ahead".into(), "上报时间".into()), "tonight has not come");
    assert_eq!(refused(&d, &case, again("2026-02-26 00:57")).0, "moment-ahead", "nor has the next quarter of an hour");
    let rounded: FillAnswers = serde_json::from_value(again("2026-02-26 00:55")).unwrap();
    d.office.fill_sheet(&case, &rounded, &|_| Ok(png())).unwrap();
}

#[test]
fn a_number_that_no_sheet_has_is_named_by_none() {
    let d = Department::with_register();
    let told = |number: &str, more: &[(&str, &str)]| {
        let mut told = lists::told("2026-02-24 08:30", "一般", "走道照明不亮");
        told["fields"]["repeat"] = json!(number);
        more.iter().for_each(|(field, said)| told["fields"][*field] = json!(said));
        told
    };
    let tries = |told: Json| {
        let error = d.try_fill("complaint", told).map(|done| done.sheet);
        for line in d.office.today().unwrap().lines.into_iter().filter(|line| line.group == "draft") {
            d.office.discard_draft(&line.draft).unwrap();
        }
        error.map_err(|error| (error.code().to_owned(), error.detail()))
    };
    let none = "TS-A-202602-0099";
    assert_eq!(tries(told(none, &[])).unwrap_err(), ("no-such-serial".to_owned(), none.to_owned()), "重复投诉 of nothing");
    tries(told("旧系统 2025-117", &[])).unwrap();
    let due = [("outside_due", "2026-03-02 18:00")];
    assert_eq!(tries(told("", &due)).unwrap_err().0, "incomplete", "an outside deadline has its number");
    tries(told("", &[due[0], ("outside_number", "12345-20260224-0917")])).unwrap();
    let asked = json!({ "fields": { "way": "来电", "category": "收费", "content": "物业费可否按季度缴纳？", "at_once": "否",
        "why_not": "需核对收费依据", "answer_due": "2026-02-25 18:00" } });
    assert_eq!(d.try_fill("consultation", asked).unwrap_err().code(), "incomplete", "who waits for an answer was told why");
}

/// 缴费通知单 as it was before it asked when it came to the customer.
fn first_edition() -> crate::form::Library {
    let old = |file: &str, bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap();
        if !text.contains("id = \"payment\"") {
            return crate::form::LoadedForm::read(file, bytes).unwrap();
        }
        let gone = ["issue_seal =", "handed =", "handed_seal =", "  { id = \"handed\""];
        let kept: Vec<&str> = text.lines().filter(|line| !gone.iter().any(|gone| line.starts_with(gone))).collect();
        let text = format!("{}\n", kept.join("\n"))
            .replace("edition = \"A/1\"", "edition = \"A/0\"")
            .replace("\"deliver_way:3\", \"handed\"", "\"deliver_way:5\"")
            .replace(", \"field:handed\"", "")
            .replace("\"deliver_way\", \"handed\"", "\"deliver_way\"")
            .replace("\n[[rule]]\nverb = \"order\"\nfirst = \"date\"\nthen = \"handed\"\n", "");
        crate::form::LoadedForm::read(file, text.as_bytes()).unwrap()
    };
    crate::form::Library::of(crate::form::SHIPPED.iter().map(|(file, bytes)| old(file, bytes)).collect())
}

/// A service that was done, and its SVC-1.
fn served(d: &Department) -> String {
    let price =
        crate::office::api::RegisterInput { register: "price".into(), name: "水龙头更换".into(), ..Default::default() };
    d.office.save_entry(&price).unwrap();
    let service = others::service(d);
    d.sign(&service, "confirm_sign", "", "").unwrap();
    others::done(d, &service);
    service
}

#[test]
fn a_bill_of_the_first_edition_counts_as_it_did() {
    let mut d = Department::with_register();
    d.office = d.office.with_library(first_edition());
    let service = served(&d);
    let draft = d.office.begin_from("payment", &service, "").unwrap();
    let draft = d.save(&draft, |a| drop(a.fields.insert("pay_by".into(), super::super::text("2026-03-10"))));
    let issue = super::super::Finish { stage: "issue".into(), ..Default::default() };
    d.office.finish(&draft.id, &issue).unwrap();
    d.go_on(&draft.sheet, json!({ "fields": { "deliver_way": "当面" }, "finish": ["deliver"] }));
    let clocks = d.office.case(&service).unwrap().clocks;
    let bill = clocks.into_iter().find(|clock| clock.rule == "SVC-1").unwrap();
    let done = (bill.ended.as_str(), bill.how);
    assert_eq!(done, (d.clock.now().to_minute().as_str(), Some(crate::casework::Ended::Done)), "when its delivery was keyed");
}

#[test]
fn a_bill_that_is_owed_no_more_after_its_limit_says_why_in_the_ledger() {
    let d = Department::with_register();
    let service = served(&d);
    d.wait_until("2026-03-10T09:00+08:00");
    let free = |why: Json| json!({ "fields": { "no_bill": "保修期内" }, "rows": { "lates": why }, "change_reason": "补记" });
    assert_eq!(
        refused(&d, &service, free(json!([]))),
        ("case-late-reason".into(), "送达缴费通知".into()),
        "无需缴费 said a week behind the limit asks for its reason"
    );
    let why = json!([{ "late_step": "送达", "late_kind": "客服部门", "late_reason": "漏查保修期", "late_department": "保洁部" }]);
    d.go_on(&service, free(why));
    let days = ["2026-02-01", "2026-03-31"].map(|day| day.parse().unwrap());
    let lines = d.office.overdue(days[0], days[1]).unwrap();
    let line = lines.iter().find(|line| line.sheet == service && line.step == "送达缴费通知").unwrap();
    assert!(line.reason.contains("漏查保修期") && line.days_late > 5, "the line stays, with its reason: {line:?}");
}
