//! What a second reading of the casework found.

use super::inner::recounted_hours;
use super::signed::refused;
use super::*;
use crate::casework::Ended;
use crate::office::api::{ClockLine, LedgerKind, TodayLine};
use crate::sheet::{Reference, Value};

fn told(at: &str) -> Json {
    lists::told(at, "一般", "走道照明不亮")
}

fn clock(d: &Department, sheet: &str, id: &str) -> Option<ClockLine> {
    d.office.case(sheet).unwrap().clocks.into_iter().find(|clock| clock.id == id)
}

fn no_drafts(d: &Department) {
    for line in d.office.today().unwrap().lines.into_iter().filter(|line| line.group == "draft") {
        d.office.discard_draft(&line.draft).unwrap();
    }
}

/// What a sheet that is filled is refused for.
fn tries(d: &Department, form: &str, answers: Json) -> Result<String, (String, String)> {
    d.later(1);
    let done = d.try_fill(form, answers).map(|done| done.sheet).map_err(|error| (error.code().to_owned(), error.detail()));
    no_drafts(d);
    done
}

#[test]
fn a_change_of_an_own_limit_offers_to_recount_what_runs_and_keeps_old_and_new() {
    let d = Department::with_register();
    let sheet = d.fill("complaint", told("2026-02-24 08:30")).sheet;
    let serial = d.office.sheet(&sheet).unwrap().serial;
    let offered = d.office.try_rule(&recounted_hours(&d, "CPL-3", Some(24), true), "2026-02-24").unwrap().moved;
    let said: Vec<(&str, &str, String, String)> =
        offered.iter().map(|m| (m.case.as_str(), m.clock.as_str(), m.old.to_string(), m.new.to_string())).collect();
    let first = ("2026-02-27".to_owned(), "2026-02-25T08:30+08:00".to_owned());
    assert_eq!(said, [(serial.as_str(), "own.rectify.1", first.0, first.1)], "by its number, from the regulation's end to ours");
    d.office.change_rule(&recounted_hours(&d, "CPL-3", Some(24), false)).unwrap();
    assert!(clock(&d, &sheet, "own.rectify.1").is_none(), "nobody asked for it: what runs goes on by its version");
    d.office.change_rule(&recounted_hours(&d, "CPL-3", Some(30), true)).unwrap();
    let own = clock(&d, &sheet, "own.rectify.1").unwrap();
    assert_eq!((own.due.as_str(), own.version, own.recounted), ("2026-02-25T14:30+08:00", 3, true), "asked for, it runs");
    assert!(own.explanation.iter().any(|line| line.zh.contains("部门内控")), "with its reason: {:?}", own.explanation);
    assert_eq!(clock(&d, &sheet, "rectify.1").unwrap().due, "2026-02-27", "the regulation's is as it was");
    d.office.change_rule(&recounted_hours(&d, "CPL-3", Some(20), true)).unwrap();
    let own = clock(&d, &sheet, "own.rectify.1").unwrap();
    assert_eq!(own.due, "2026-02-25T04:30+08:00", "tighter still");
    let line = own.explanation.iter().rfind(|line| line.zh.contains("重新计算")).unwrap();
    assert!(line.zh.contains("原为2026年2月25日") && line.zh.contains("14:30"), "and says what it was: {}", line.zh);

    d.go_on(&sheet, json!({ "fields": { "responded": "2026-02-24 09:20", "response": "已致歉" }, "finish": ["respond"] }));
    assert_eq!(clock(&d, &sheet, "own.rectify.1").unwrap().due, "2026-02-25T04:30+08:00", "a step leaves it as it was counted");
    d.office.change_rule(&recounted_hours(&d, "CPL-3", None, true)).unwrap();
    assert_eq!(clock(&d, &sheet, "own.rectify.1").unwrap().how, Some(Ended::Replaced), "withdrawn, it is counted no more");
    d.go_on(
        &sheet,
        json!({ "rows": { "deliveries": [{ "department": "工程部", "delivered": "2026-02-24 09:30" }] }, "finish": ["deliver"] }),
    );
    assert_eq!(clock(&d, &sheet, "own.rectify.1").unwrap().how, Some(Ended::Replaced), "and stays so");
    let before = d.office.cabinet().dump_projections().unwrap();
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(d.office.cabinet().dump_projections().unwrap(), before, "the log alone gives the same clocks");
}

#[test]
fn a_closed_case_keeps_its_figures_though_its_customer_is_put_right() {
    let d = Department::with_register();
    let case = complaint::through(&d, "一般", "走道照明不亮", "满意");
    complaint::close(&d, &case, "2026-02-26 15:00");
    d.sign(&case, "close_sign", "", "").unwrap();
    let stands = |d: &Department| {
        let view = d.office.case(&case).unwrap();
        let clocks: Vec<_> = view.clocks.into_iter().map(|clock| (clock.id, clock.due, clock.ended, clock.how)).collect();
        let days = ["2026-02-01", "2026-02-28"].map(|day| day.parse().unwrap());
        let cells = d.office.ledger(LedgerKind::Complaint, days[0], days[1]).unwrap().lines.remove(0).cells;
        let revisited = cells.iter().map(|cell| format!("{cell:?}")).filter(|cell| cell.contains("满意")).count();
        (clocks, revisited)
    };
    let stood = stands(&d);
    assert_eq!(stood.1, 1, "the ledger has what the customer said");
    let input = crate::office::api::RegisterInput { register: "customer".into(), name: "钱八".into(), ..Default::default() };
    let other = d.office.save_entry(&input).unwrap();
    let other = Reference { id: other.id, register: "customer".into(), text: other.name, facts: other.facts };
    let next = d.office.edit_sheet(&case).unwrap();
    let next = d.save(&next, |a| drop(a.fields.insert("customer".into(), Value::Ref { reference: other })));
    let why = super::super::Finish { change_reason: "投诉人登记错了".into(), ..Default::default() };
    d.office.finish(&next.id, &why).unwrap();
    assert_eq!(stands(&d), stood, "what was closed by that revisit says so");
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(stands(&d), stood, "by the log alone too");
}

#[test]
fn two_departments_that_have_a_paper_are_both_named_while_they_are_waited_for() {
    let d = Department::with_register();
    let case = d.fill("complaint", told("2026-02-24 08:30")).sheet;
    d.go_on(&case, json!({ "fields": { "responded": "2026-02-24 09:00", "response": "已致歉" }, "finish": ["respond"] }));
    let rows = json!([{ "department": "工程部", "delivered": "2026-02-24 09:10" }, { "department": "保洁部", "delivered": "2026-02-24 09:12" }]);
    d.go_on(&case, json!({ "rows": { "deliveries": rows }, "finish": ["deliver"] }));
    let department = |d: &Department| d.office.case(&case).unwrap().line.department;
    assert_eq!(department(&d), "工程部、保洁部", "both are waited for");
    let rows = [0, 1].map(|n| d.row(&case, "deliveries", n));
    let taken = |n: usize, at: &str| json!({ "id": rows[n], "receipt": "签收", "taken": format!("2026-02-24 {at}") });
    // The one signs while the other has not said anything.
    d.go_on(&case, json!({ "rows": { "deliveries": [taken(1, "09:30")] }, "finish": ["receive"] }));
    d.sign(&case, "receipt_sign", &rows[1], "").unwrap();
    assert_eq!(department(&d), "工程部", "保洁部 signed");
    assert_eq!(d.office.case(&case).unwrap().line.state, "receive", "and is no receipt of the other's");
    d.go_on(&case, json!({ "rows": { "deliveries": [taken(0, "09:40")] } }));
    d.sign(&case, "receipt_sign", &rows[0], "").unwrap();
    let line = d.office.case(&case).unwrap().line;
    assert_eq!((line.state.as_str(), line.department.as_str()), ("rectify", "工程部、保洁部"), "now both are at work");
}

#[test]
fn who_sent_a_paper_back_is_neither_waited_for_nor_answerable() {
    let d = Department::with_register();
    let case = d.fill("complaint", told("2026-02-24 08:30")).sheet;
    d.go_on(&case, json!({ "fields": { "responded": "2026-02-24 09:00", "response": "已致歉" }, "finish": ["respond"] }));
    let rows = json!([{ "department": "工程部", "delivered": "2026-02-24 09:10" }, { "department": "保洁部", "delivered": "2026-02-24 09:12" }]);
    d.go_on(&case, json!({ "rows": { "deliveries": rows }, "finish": ["deliver"] }));
    let second = d.row(&case, "deliveries", 1);
    let back = json!({ "id": second, "receipt": "退回", "taken": "2026-02-24 09:20" });
    d.go_on(&case, json!({ "rows": { "deliveries": [back] }, "finish": ["receive"] }));
    let line = d.office.case(&case).unwrap().line;
    assert_eq!((line.state.as_str(), line.department.as_str()), ("receive", "工程部"), "the one that has it is waited for");
    let first = d.row(&case, "deliveries", 0);
    d.go_on(&case, json!({ "rows": { "deliveries": [{ "id": first, "receipt": "签收", "taken": "2026-02-24 09:22" }] } }));
    d.sign(&case, "receipt_sign", &first, "").unwrap();
    assert_eq!(
        d.office.case(&case).unwrap().line.department,
        "工程部",
        "and is answerable, though another stands in the last row"
    );
}

#[test]
fn a_bill_is_not_brought_before_the_service_was_done() {
    let d = Department::with_register();
    let input =
        crate::office::api::RegisterInput { register: "price".into(), name: "水龙头更换".into(), ..Default::default() };
    d.office.save_entry(&input).unwrap();
    let service = others::service(&d);
    d.sign(&service, "confirm_sign", "", "").unwrap();
    others::done(&d, &service);
    let served = d.office.sheet(&service).unwrap().answers.fields["done"].word();
    let at = crate::clock::Stamp::parse(&served).unwrap();
    let minute = |more: i64| {
        let at = crate::clock::Stamp::new(at.wall_ms() + more * 60_000, 480);
        at.in_china().local().format("%Y-%m-%d %H:%M").to_string()
    };
    let draft = d.office.begin_from("payment", &service, "").unwrap();
    let draft = d.save(&draft, |a| {
        a.fields.insert("date".into(), super::super::text(&served[..10]));
        a.fields.insert("pay_by".into(), super::super::text("2026-03-10"));
    });
    let issue = super::super::Finish { stage: "issue".into(), ..Default::default() };
    d.office.finish(&draft.id, &issue).unwrap();
    d.wait_until("2026-02-27T16:00+08:00");
    let keyed = |handed: String| json!({ "fields": { "deliver_way": "当面", "handed": handed }, "finish": ["deliver"] });
    assert_eq!(
        refused(&d, &draft.sheet, keyed(minute(-1))),
        ("case-earlier".into(), "送达缴费通知\u{3000}服务".into()),
        "a minute before it was done nobody knew what is to be paid"
    );
    d.go_on(&draft.sheet, keyed(minute(0)));
}

#[test]
fn a_source_exists_is_keyed_in_and_is_of_a_kind_that_this_comes_from() {
    let d = Department::with_register();
    d.office.print_blanks("complaint", 1).unwrap();
    let blank = d.office.blanks().unwrap()[0].serial.clone();
    let case = d.fill("complaint", told("2026-02-24 08:30")).sheet;
    let case = d.office.sheet(&case).unwrap().serial;
    let notice = |origin: &str, source: &str| {
        json!({ "fields": { "notified": "保洁部", "notified_person": "李四", "source_kind": origin, "source": source,
            "content": "消防通道堆放纸箱", "demand": "清理并每日巡查", "limit": "2026-03-20 18:00" }, "finish": ["register"] })
    };
    let opinion = |source: &str| {
        json!({ "fields": { "batch": "2026年上半年", "survey": source, "customer": "赵六", "category": "保洁",
            "content": "电梯轿厢异味重" }, "finish": ["register"] })
    };
    let refused = |form: &str, answers: Json| tries(&d, form, answers).unwrap_err();
    let why = |code: &str, serial: &str| (code.to_owned(), serial.to_owned());
    assert_eq!(refused("rectification", notice("投诉", &blank)), why("blank-out", &blank), "a blank is keyed in first");
    let mut again = told("2026-02-24 08:40");
    again["fields"]["repeat"] = json!(blank);
    assert_eq!(refused("complaint", again), why("blank-out", &blank), "before it is known what it is about");
    let none = "TS-A-202602-0099";
    assert_eq!(refused("rectification", notice("投诉", none)), why("no-such-serial", none), "a notice comes from something");
    assert_eq!(refused("opinion", opinion("DC-A-202602-0099")), why("no-such-serial", "DC-A-202602-0099"), "so does an opinion");
    assert_eq!(refused("rectification", notice("检查", &case)), why("source-kind", &case), "a complaint is no check sheet");
    assert_eq!(refused("opinion", opinion(&case)), why("source-kind", &case), "nor a survey");
    tries(&d, "rectification", notice("投诉", &case)).unwrap();
    tries(&d, "rectification", notice("例会", "例会〔2026〕2号")).unwrap();
    tries(&d, "opinion", opinion("旧问卷 17")).unwrap();
}

#[test]
fn each_case_stands_once_and_the_numbers_of_today_agree_with_its_lines() {
    let d = Department::with_register();
    let case = d.fill("complaint", told("2026-02-24 08:55")).sheet;
    d.go_on(&case, json!({ "fields": { "responded": "2026-02-24 09:00", "response": "已致歉" }, "finish": ["respond"] }));
    d.go_on(
        &case,
        json!({ "rows": { "deliveries": [{ "department": "工程部", "delivered": "2026-02-24 09:10" }] }, "finish": ["deliver"] }),
    );
    let of = |d: &Department, sheet: &str| -> Vec<String> {
        d.office.today().unwrap().lines.into_iter().filter(|line| line.sheet == sheet).map(|line| line.group).collect()
    };
    assert_eq!(of(&d, &case), ["waiting"], "the receipt that it waits for is no second thing to sign");
    let notice = json!({ "fields": { "notified": "保洁部", "notified_person": "李四", "source_kind": "检查", "content": "通道堆放纸箱",
        "demand": "清理", "limit": "2026-02-27 18:00" }, "finish": ["register"] });
    let notice = d.fill("rectification", notice).sheet;
    let row = json!({ "department": "保洁部", "delivered": "2026-02-24 09:20", "receipt": "签收", "taken": "2026-02-24 09:20" });
    d.go_on(&notice, json!({ "rows": { "deliveries": [row] }, "finish": ["deliver", "receive"] }));
    let row = d.row(&notice, "deliveries", 0);
    d.sign(&notice, "receipt_sign", &row, "").unwrap();
    let line = |d: &Department| -> TodayLine {
        let mut lines: Vec<_> = d.office.today().unwrap().lines.into_iter().filter(|line| line.sheet == notice).collect();
        assert_eq!(lines.len(), 1, "named once: {lines:?}");
        lines.remove(0)
    };
    if line(&d).group == "sign" {
        assert!(line(&d).limit.contains("2月27日"), "who issued it has not signed: said with the limit that runs");
        d.sign(&notice, "issue_sign", "", "").unwrap();
    }
    assert_eq!(line(&d).group, "waiting", "signed, it waits for the department");
    let question = json!({ "fields": { "received": "2026-02-24 09:00", "customer": "赵六", "category": "收费", "content": "可否按季度缴费？",
        "at_once": "否", "department": "工程部", "why_not": "需核对", "told_at": "2026-02-24 09:10", "answer_due": "2026-02-27 18:00", "way": "来电" }, "finish": ["register"] });
    for _ in 0..62 {
        d.fill("consultation", question.clone());
    }
    let today = d.office.today().unwrap();
    let shown = today.lines.iter().filter(|line| line.group == "waiting").count();
    let rest = |group: &str| today.rest.iter().filter(|rest| rest.group == group).map(|rest| rest.count).sum::<u32>();
    assert_eq!((shown, rest("waiting")), (60, 4), "all 64 that wait for a department are in the number of the head");
    assert_eq!(rest("soon"), 0, "and none of them is counted among what comes");
    assert!(today.lines.iter().all(|line| line.group != "soon"), "where none of them stands");
}

/// 整改通知单 as an edition that has no place for 签发人 and 复查人 among what it means.
fn without_seals() -> crate::form::Library {
    let old = |file: &str, bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap();
        let gone = |line: &&str| ["issue_seal =", "\"round.recheck_seal\" ="].iter().any(|gone| line.starts_with(gone));
        let notice = text.contains("id = \"rectification\"");
        let kept: Vec<&str> = text.lines().filter(|line| !notice || !gone(line)).collect();
        let text = if notice { format!("{}\n", kept.join("\n")).replace("\"A/1\"", "\"A/0\"") } else { text.to_owned() };
        crate::form::LoadedForm::read(file, text.as_bytes()).unwrap()
    };
    crate::form::Library::of(crate::form::SHIPPED.iter().map(|(file, bytes)| old(file, bytes)).collect())
}

#[test]
fn a_notice_of_an_edition_without_places_for_signatures_closes_by_what_it_has() {
    let mut d = Department::with_register();
    d.office = d.office.with_library(without_seals());
    let notice = json!({ "fields": { "notified": "保洁部", "notified_person": "李四", "source_kind": "检查", "content": "通道堆放纸箱",
        "demand": "清理", "limit": "2026-02-25 18:00" }, "finish": ["register"] });
    let notice = d.fill("rectification", notice).sheet;
    let row = json!({ "department": "保洁部", "delivered": "2026-02-24 10:00", "receipt": "拒收", "taken": "2026-02-24 10:05", "witness": "周七" });
    d.go_on(&notice, json!({ "rows": { "deliveries": [row] }, "finish": ["deliver", "receive"] }));
    let round =
        json!({ "rectified": "2026-02-25 09:00", "measures": "已清理", "verdict": "合格", "rechecked": "2026-02-25 16:00" });
    d.go_on(&notice, json!({ "rows": { "rounds": [round] }, "finish": ["rectify", "recheck"] }));
    d.go_on(&notice, json!({ "fields": { "closing": "整改合格", "closed": "2026-02-25 17:00" }, "finish": ["close"] }));
    assert_eq!(d.office.case(&notice).unwrap().line.state, "closed", "nobody asks for a signature that it has no place for");
}
