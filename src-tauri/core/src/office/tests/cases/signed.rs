//! What ends a case without ink on a screen: ink on paper, nobody at home, a refusal before a witness; and a receipt that is refused.

use super::super::papers::scan;
use super::*;
use crate::casework::Ended;
use crate::office::api::ClockLine;
use crate::office::api::{PaperSign, RefuseSign};

fn clock(d: &Department, sheet: &str, id: &str) -> ClockLine {
    d.office.case(sheet).unwrap().clocks.into_iter().find(|clock| clock.id == id).unwrap()
}

pub(super) fn state(d: &Department, sheet: &str) -> String {
    d.office.case(sheet).unwrap().line.state
}

/// A revisit of a case with these attempts, each with its moment and what it came to.
pub(super) fn tried(d: &Department, case: &str, attempts: &[(&str, &str)]) -> String {
    let draft = d.office.begin_from("revisit", case, "").unwrap();
    let rows: Vec<Json> = attempts
        .iter()
        .map(|(at, result)| json!({ "attempt_at": at, "attempt_way": "上门", "attempt_result": result }))
        .collect();
    let day = &attempts.last().unwrap().0[..10];
    let answers = json!({ "fields": { "date": day, "visited": "赵六", "relation": "本人" }, "rows": { "attempts": rows } });
    d.office.fill_draft(&draft.id, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap();
    let finish = super::super::Finish { stage: "visit".into(), late_reason: "次日补录".into(), ..Default::default() };
    d.office.finish(&draft.id, &finish).unwrap();
    draft.sheet
}

pub(super) fn closing(word: &str, at: &str) -> Json {
    json!({ "fields": { "told": "已电话告知", "closing": word, "closed": at, "conclusion": "同意结案" }, "finish": ["close"] })
}

/// Tries to close, is refused, and lets go of what was begun.
pub(super) fn refused(d: &Department, sheet: &str, answers: Json) -> (String, String) {
    let error = d.office.fill_sheet(sheet, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap_err();
    for line in d.office.today().unwrap().lines.into_iter().filter(|line| line.group == "draft") {
        d.office.discard_draft(&line.draft).unwrap();
    }
    (error.code().to_owned(), error.detail())
}

#[test]
fn a_revisit_signed_in_ink_stops_its_clock_on_the_day_of_the_page_and_closes_its_case() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-27T10:30+08:00");
    let visit = tried(&d, &case, &[("2026-02-27 10:00", "已见")]);
    assert_eq!(clock(&d, &case, "revisit.1").how, None, "met is not signed");
    d.wait_until("2026-03-02T09:00+08:00");
    let page = PaperSign {
        sheet: visit,
        role: "customer_sign".into(),
        row: String::new(),
        signer: "赵六".into(),
        signed_on: "2026-02-27".into(),
        place: "客务部档案柜 2 号".into(),
        blob: scan(&d),
        choice: "满意".into(),
    };
    d.office.sign_paper(&page).unwrap();
    let revisit = clock(&d, &case, "revisit.1");
    assert_eq!((revisit.how, &revisit.ended[..10]), (Some(Ended::Done), "2026-02-27"), "the day of the ink, not of the scan");
    assert_eq!(state(&d, &case), "close", "the case took the step");
    d.go_on(&case, closing("回访签字", "2026-03-02 09:00"));
    d.sign(&case, "close_sign", "", "").unwrap();
    assert_eq!(state(&d, &case), "closed", "a signature in ink closes like one on the screen");
}

#[test]
fn three_attempts_in_vain_and_the_approval_close_a_case() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-03-03T17:00+08:00");
    tried(&d, &case, &[("2026-02-27 10:00", "不在"), ("2026-03-02 10:00", "未接")]);
    let close = || closing("多次不在", "2026-03-03 17:00");
    assert_eq!(refused(&d, &case, close()), ("case-attempts".into(), "2".into()), "two are not three");
    tried(&d, &case, &[("2026-03-03 16:00", "不在")]);
    d.go_on(&case, close());
    assert_eq!(d.state(&case).1, "待结案审批", "nobody decides that alone");
    assert_eq!(clock(&d, &case, "revisit.1").how, None, "and the revisit runs on till then");
    d.wait_until("2026-03-04T09:00+08:00");
    d.sign(&case, "close_sign", "", "").unwrap();
    let revisit = clock(&d, &case, "revisit.1");
    assert_eq!((state(&d, &case).as_str(), revisit.how), ("closed", Some(Ended::Dropped)), "approved, it ends without the visit");
    assert_eq!(&revisit.ended[..10], "2026-03-04", "on the day of the approval");
    let d = Department::with_register();
    let other = complaint::rechecked(&d, "一般", "门禁失灵");
    d.wait_until("2026-03-03T17:00+08:00");
    tried(
        &d,
        &other,
        &[("2026-02-27 10:00", "不在"), ("2026-03-02 10:00", "未接"), ("2026-03-03 16:00", "不在"), ("2026-03-03 16:30", "已见")],
    );
    assert_eq!(refused(&d, &other, close()).0, "case-attempts", "who was met at last is not absent");
}

#[test]
fn a_customer_who_will_not_sign_closes_a_case_before_a_witness_and_with_approval() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-27T10:30+08:00");
    let visit = tried(&d, &case, &[("2026-02-27 10:00", "已见")]);
    let close = || closing("拒签", "2026-02-27 11:00");
    d.wait_until("2026-02-27T11:00+08:00");
    assert_eq!(refused(&d, &case, close()).0, "case-not-refused", "met is no refusal");
    let refusal = |witness: &str| RefuseSign {
        sheet: visit.clone(),
        role: "customer_sign".into(),
        row: String::new(),
        signer: "赵六".into(),
        reason: "不同意整改结果".into(),
        witness: witness.into(),
    };
    assert!(d.office.sign_refused(&refusal("")).is_err(), "nobody refuses without a witness");
    d.office.sign_refused(&refusal("周七")).unwrap();
    d.go_on(&case, close());
    assert_eq!(d.state(&case).1, "待结案审批", "and the head of the department approves");
    d.sign(&case, "close_sign", "", "").unwrap();
    assert_eq!(state(&d, &case), "closed", "then it is closed without the customer's signature");
}

#[test]
fn a_receipt_waits_for_its_signature_and_a_refused_one_has_its_witness() {
    let d = Department::with_register();
    let opinion = || {
        let sheet = d
            .fill(
                "opinion",
                json!({ "fields": { "batch": "2026年上半年", "survey": "DC-B-202602-0003", "customer": "赵六", "category": "保洁",
            "content": "建议增加保洁频次" }, "finish": ["register"] }),
            )
            .sheet;
        d.go_on(&sheet, json!({ "rows": { "deliveries": [{ "department": "保洁部", "delivered": "2026-02-24 09:10" }] }, "finish": ["deliver"] }));
        sheet
    };
    let taken = opinion();
    let row = d.row(&taken, "deliveries", 0);
    d.go_on(&taken, json!({ "rows": { "deliveries": [{ "id": row, "receipt": "签收", "taken": "2026-02-24 09:15" }] }, "finish": ["receive"] }));
    assert_eq!(
        (state(&d, &taken).as_str(), clock(&d, &taken, "deliver").how),
        ("receive", None),
        "SUR-1 asks for a signed receipt"
    );
    d.sign(&taken, "receipt_sign", &row, "").unwrap();
    let deliver = clock(&d, &taken, "deliver");
    assert_eq!(
        (deliver.how, deliver.ended.as_str()),
        (Some(Ended::Done), "2026-02-24T09:15+08:00"),
        "signed, it stopped when it was taken"
    );
    assert_eq!(state(&d, &taken), "answer", "and the department has it");

    let sheet = opinion();
    let row = d.row(&sheet, "deliveries", 0);
    let unseen = json!({ "rows": { "deliveries": [{ "id": row, "receipt": "拒收", "taken": "2026-02-24 09:20", "delivery_note": "认为非本部门" }] },
        "finish": ["receive"] });
    assert_eq!(refused(&d, &sheet, unseen).0, "incomplete", "a refusal names its witness");
    d.go_on(
        &sheet,
        json!({ "rows": { "deliveries": [{ "id": row, "receipt": "拒收", "taken": "2026-02-24 09:20", "witness": "周七" }] },
        "finish": ["receive"] }),
    );
    let deliver = clock(&d, &sheet, "deliver");
    assert_eq!(
        (deliver.how, deliver.ended.as_str()),
        (Some(Ended::Done), "2026-02-24T09:20+08:00"),
        "refused before a witness it counts as delivered"
    );
    assert_eq!(clock(&d, &sheet, "answer").from, "2026-02-24T09:20+08:00", "and the answer is due from there");
}
