//! What was overdue stays in the ledger, whatever is written, signed or made void afterwards; and nothing has happened tomorrow.

use super::super::papers::scan;
use super::*;
use crate::clock::Stamp;
use crate::office::api::{CaseList, ListAsked, OverdueLine, OverdueMark, PaperSign};

fn ledger(d: &Department) -> Vec<OverdueLine> {
    let day = |text: &str| text.parse().unwrap();
    d.office.overdue(day("2026-02-01"), day("2026-03-31")).unwrap()
}

fn line(d: &Department, step: &str) -> OverdueLine {
    let lines = ledger(d);
    let found: Vec<&OverdueLine> = lines.iter().filter(|line| line.step == step).collect();
    assert_eq!(found.len(), 1, "one line for {step}: {lines:?}");
    found[0].clone()
}

/// What refuses a change; the draft that was begun for it is let go.
fn refused(d: &Department, sheet: &str, answers: Json) -> (String, String) {
    let error = d.office.fill_sheet(sheet, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap_err();
    for line in d.office.today().unwrap().lines.into_iter().filter(|line| line.group == "draft") {
        d.office.discard_draft(&line.draft).unwrap();
    }
    (error.code().to_owned(), error.detail())
}

fn question(due: &str) -> Json {
    json!({ "fields": { "received": "2026-02-24 08:40", "way": "来电", "content": "装修押金几时退", "at_once": "否",
        "why_not": "要问财务", "told_at": "2026-02-24 08:45", "answer_due": due }, "finish": ["register"] })
}

fn page(d: &Department, sheet: &str, role: &str, row: &str, signed_on: &str, choice: &str) -> PaperSign {
    PaperSign {
        sheet: sheet.to_owned(),
        role: role.into(),
        row: row.into(),
        signer: "张三".into(),
        signed_on: signed_on.into(),
        place: "客务部档案柜 2 号".into(),
        blob: scan(d),
        choice: choice.into(),
    }
}

#[test]
fn a_missed_limit_that_is_written_over_stays_in_the_ledger_as_corrected() {
    let d = Department::with_register();
    let sheet = d.fill("consultation", question("2026-02-25 17:00")).sheet;
    d.wait_until("2026-03-02T09:00+08:00");
    assert_eq!((line(&d, "答复").days_late, line(&d, "答复").mark), (5, OverdueMark::None), "five days late, and untouched");
    d.go_on(&sheet, json!({ "fields": { "answer_due": "2026-03-25 17:00" }, "change_reason": "日期写错" }));
    let kept = line(&d, "答复");
    assert_eq!((kept.days_late, kept.mark), (5, OverdueMark::Corrected), "the line of then stays: {kept:?}");
    assert_eq!((kept.due.as_str(), kept.actual.as_str()), ("2026-02-25T17:00+08:00", ""), "by the limit of then");
    assert!(
        kept.note.zh.contains("更正：原超期5天") && kept.note.zh.contains("原因：日期写错"),
        "and says why: {}",
        kept.note.zh
    );
    assert!(d.office.due_by(None).unwrap().is_empty(), "the case goes on with the limit that it says now");
    let asked = ListAsked { list: CaseList::Overdue, from: "2026-02-01".into(), to: "2026-03-31".into() };
    let pdf = d.office.list_paper(&asked, Wanted::Pdf).unwrap();
    let pdf = crate::paper::pdf::tests::text(&lopdf::Document::load_mem(&pdf).unwrap(), 0);
    assert!(pdf.contains("更正") && pdf.contains("日期写错"), "on paper too: {pdf}");
    look("overdue", "pdf", || d.office.list_paper(&asked, Wanted::Pdf).unwrap());
    let stood = ledger(&d);
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(ledger(&d), stood, "the log alone gives the same ledger");
    d.office.void_sheet(&sheet, "登记重复").unwrap();
    let void = line(&d, "答复");
    assert_eq!((void.days_late, void.mark), (5, OverdueMark::Void), "made void, it was late all the same");
    assert!(void.note.zh.contains("作废：登记重复") && void.note.zh.contains("日期写错"), "{}", void.note.zh);
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(line(&d, "答复"), void, "after a rebuild too");
}

#[test]
fn a_limit_that_is_moved_twice_and_is_still_late_tells_every_end_it_had() {
    let d = Department::with_register();
    let sheet = d.fill("consultation", question("2026-02-25 17:00")).sheet;
    d.wait_until("2026-03-02T09:00+08:00");
    for (to, why) in [("2026-02-27 17:00", "写错一"), ("2026-03-01 17:00", "写错二")] {
        d.go_on(&sheet, json!({ "fields": { "answer_due": to }, "change_reason": why }));
    }
    let now = line(&d, "答复");
    assert_eq!((now.days_late, now.mark), (1, OverdueMark::Corrected), "by the limit that it says now: {now:?}");
    for said in ["原超期5天", "写错一", "原超期3天", "写错二"] {
        assert!(now.note.zh.contains(said), "the longer overdue is told as well, {said}: {}", now.note.zh);
    }
}

#[test]
fn a_case_that_is_made_void_while_it_is_late_keeps_its_line_and_no_more_days() {
    let d = Department::with_register();
    let sheet = d.fill("consultation", question("2026-02-25 17:00")).sheet;
    d.wait_until("2026-03-02T09:00+08:00");
    d.office.void_sheet(&sheet, "登记重复").unwrap();
    d.wait_until("2026-03-20T09:00+08:00");
    let void = line(&d, "答复");
    assert_eq!((void.days_late, void.mark), (5, OverdueMark::Void), "late until it was made void: {void:?}");
    assert!(
        void.actual.is_empty() && void.note.zh.contains("2026年3月2日09:00事项终止，本步未做"),
        "no answer was given: {void:?}"
    );
    assert!(d.office.due_by(None).unwrap().is_empty(), "nobody is reminded of it");
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(line(&d, "答复"), void, "the log alone gives the same");
}

#[test]
fn nothing_that_happened_lies_ahead_and_a_clock_that_was_put_back_blocks_nothing() {
    let d = Department::with_register();
    let mut ahead = question("2026-03-25 17:00");
    ahead["fields"]["received"] = json!("2026-02-25 08:40");
    assert_eq!(d.try_fill("consultation", ahead.clone()).unwrap_err().code(), "moment-ahead", "nobody asked tomorrow");
    for line in d.office.today().unwrap().lines.into_iter().filter(|line| line.group == "draft") {
        d.office.discard_draft(&line.draft).unwrap();
    }
    let sheet = d.fill("consultation", question("2026-03-25 17:00")).sheet;
    let answer = |at: &str| json!({ "fields": { "answer": "本周五", "answered": at, "closing": "已答复", "closed": at }, "finish": ["answer"] });
    assert_eq!(
        refused(&d, &sheet, answer("2026-02-25 09:00")),
        ("moment-ahead".into(), "答复时间".into()),
        "the field is named; the limit, a month ahead, is none"
    );
    d.clock.set(Stamp::parse("2026-02-20T09:00+08:00").unwrap());
    d.go_on(&sheet, answer("2026-02-24 10:00"));
    assert_eq!(d.office.case(&sheet).unwrap().line.state, "closed", "the clock is wrong there, not the one who writes");
}

#[test]
fn ink_is_dated_between_the_receipt_and_today_and_counts_on_its_day() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-27T10:30+08:00");
    let draft = d.office.begin_from("revisit", &case, "").unwrap();
    let met = json!({ "fields": { "date": "2026-02-27", "visited": "赵六", "relation": "本人" },
        "rows": { "attempts": [{ "attempt_at": "2026-02-27 10:00", "attempt_way": "上门", "attempt_result": "已见" }] } });
    d.office.fill_draft(&draft.id, &serde_json::from_value(met).unwrap(), &|_| Ok(png())).unwrap();
    d.office.finish(&draft.id, &super::super::Finish { stage: "visit".into(), ..Default::default() }).unwrap();
    let ink = |on: &str| d.office.sign_paper(&page(&d, &draft.sheet, "customer_sign", "", on, "满意"));
    assert_eq!(ink("2026-02-28").unwrap_err().code(), "moment-ahead", "nobody signed tomorrow");
    assert_eq!(ink("2026-02-24").unwrap_err().code(), "case-earlier", "nor before it was put right");
    assert_eq!(ink("2026-02-26").unwrap_err().code(), "signed-early", "nor before the visit");
    // The revisit was due by the 11th of March; its page lay in a drawer until the 20th.
    d.wait_until("2026-03-20T09:00+08:00");
    assert!(line(&d, "回访").actual.is_empty(), "it stands as overdue, and somebody was asked about it");
    ink("2026-02-27").unwrap();
    let filed = line(&d, "回访");
    assert_eq!(filed.mark, OverdueMark::Entered, "signed in time and filed late, it stays as 补录: {filed:?}");
    assert_eq!(filed.actual, "2026-02-27T23:59+08:00", "at the end of its day: the hour is not known");
    assert!(filed.note.zh.contains("补录：2026年3月20日"), "with the day of the filing: {}", filed.note.zh);
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(line(&d, "回访"), filed, "the log alone gives the same");
}

#[test]
fn an_extension_in_ink_counts_on_the_day_of_receipt_and_one_filed_late_hides_nothing() {
    let d = Department::with_register();
    let notice = |d: &Department| {
        let fields = json!({ "fields": { "notified": "保洁部", "notified_person": "李四", "source_kind": "检查",
            "content": "消防通道堆放纸箱", "demand": "清理", "limit": "2026-02-25 18:00" }, "finish": ["register"] });
        let sheet = d.fill("rectification", fields).sheet;
        d.go_on(&sheet, json!({ "rows": { "extensions": [{ "extension_reason": "等清运车", "extended": "2026-03-27 18:00" }] }, "finish": ["extend"] }));
        let row = d.row(&sheet, "extensions", 0);
        (sheet, row)
    };
    let due = |d: &Department, sheet: &str| d.office.case(sheet).unwrap().clocks[0].due.clone();
    let (sheet, row) = notice(&d);
    assert_eq!(
        d.office.sign_paper(&page(&d, &sheet, "extension_sign", &row, "2026-02-23", "")).unwrap_err().code(),
        "signed-early",
        "nothing is extended before it is asked for"
    );
    d.office.sign_paper(&page(&d, &sheet, "extension_sign", &row, "2026-02-24", "")).unwrap();
    assert_eq!(due(&d, &sheet), "2026-03-27T18:00+08:00", "approved on the day of the receipt, it counts");
    let (late, row) = notice(&d);
    d.wait_until("2026-03-02T09:00+08:00");
    assert_eq!(line(&d, "整改").days_late, 5, "five days late while nobody knows of an approval");
    d.office.sign_paper(&page(&d, &late, "extension_sign", &row, "2026-02-24", "")).unwrap();
    assert_eq!(due(&d, &late), "2026-03-27T18:00+08:00", "the page says that it was approved in time");
    let kept = line(&d, "整改");
    assert_eq!(
        (kept.mark, kept.days_late),
        (OverdueMark::Entered, 5),
        "and the ledger that it was filed when it was late: {kept:?}"
    );
    d.all_valid(&late);
}

#[test]
fn a_grade_that_was_raised_in_hindsight_is_one_overdue_in_the_ledger() {
    let d = Department::with_register();
    let told = json!({ "fields": { "received": "2026-02-24 08:30", "way": "来电", "customer": "赵六", "confidential": "否", "category": "工程",
        "grade": "一般", "urgency": "紧急", "grade_reason": "影响出行", "content": "走道照明不亮", "validity": "有效",
        "responded": "2026-02-24 08:50", "response": "已致歉" }, "finish": ["register", "respond"], "late_reason": "次日补录" });
    let sheet = d.fill("complaint", told).sheet;
    d.wait_until("2026-03-03T09:00+08:00");
    let raised = json!({ "grade_from": "一般", "grade_to": "重大", "graded": "2026-02-26 09:00", "regrade_reason": "有人摔倒" });
    d.go_on(&sheet, json!({ "rows": { "gradings": [raised] } }));
    let lines = d.office.overdue("2026-02-01".parse().unwrap(), "2026-03-31".parse().unwrap()).unwrap();
    let lines: Vec<_> =
        lines.iter().map(|l| (l.step.as_str(), l.level.as_str(), l.due.as_str(), l.actual.as_str(), l.mark)).collect();
    assert_eq!(lines, [("整改", "重大", "2026-02-27", "", OverdueMark::None)], "one step, one limit, and nobody did it");
}
