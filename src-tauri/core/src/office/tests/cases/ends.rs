//! How cases end and do not end: 终结 by its signatures, attempts that are no revisit, a wrong clock, a refused step.

use super::*;
use crate::office::api::{CasesAsked, RegisterInput, TodayLine};

fn told(grade: &str) -> Json {
    json!({ "fields": {
        "received": "2026-02-24 09:00", "way": "来电", "customer": "赵六", "confidential": "否", "category": "工程", "grade": grade,
        "urgency": "紧急", "grade_reason": "影响出行", "content": "走道照明不亮", "validity": "有效", "own_due": "2026-02-25 12:00",
        "outside_number": "12345-20260224-0917", "outside_due": "2026-03-02 18:00"
    }, "finish": ["register"], "late_reason": "次日补录" })
}

fn consultation() -> Json {
    json!({ "fields": { "way": "来电", "customer": "赵六", "category": "收费", "content": "物业费可否按季度缴纳？",
        "at_once": "否", "department": "工程部", "why_not": "需核对收费依据", "told_at": "2026-02-24 09:00", "answer_due": "2026-02-25 18:00" },
        "finish": ["register"] })
}

fn opinion() -> Json {
    json!({ "fields": { "batch": "2026年上半年", "survey": "DC-B-202602-0003", "customer": "赵六", "category": "保洁",
        "content": "建议增加保洁频次" }, "finish": ["register"] })
}

fn notice() -> Json {
    json!({ "fields": { "notified": "保洁部", "notified_person": "李四", "source_kind": "检查", "source": "JC-B-202602-0007",
        "content": "消防通道堆放纸箱", "basis": "QR-KF-01", "demand": "清理", "limit": "2026-02-25 18:00" }, "finish": ["register"] })
}

fn overdue(d: &Department) -> Vec<TodayLine> {
    d.office.desk().unwrap();
    d.office.today().unwrap().lines.into_iter().filter(|line| line.overdue || line.group == "overdue").collect()
}

#[test]
fn what_is_terminated_waits_for_the_project_manager() {
    let d = Department::with_register();
    let sheet = complaint::through(&d, "一般", "走道照明不亮", "不满意");
    d.go_on(
        &sheet,
        json!({ "fields": { "told": "已书面告知", "closing": "终结", "closed": "2026-02-26 15:00", "conclusion": "客户要求超出物业职责" },
        "finish": ["close"] }),
    );
    d.sign(&sheet, "close_sign", "", "").unwrap();
    assert_eq!(d.state(&sheet).1, "待项目经理签字", "an ordinary complaint too: nobody is turned away by the department alone");
    let open = |d: &Department| {
        let asked = CasesAsked { open: Some(true), ..CasesAsked::default() };
        d.office.cases(&asked, "").unwrap().lines.iter().any(|line| line.sheet == sheet)
    };
    assert!(open(&d), "it is an open case while that signature is missing");
    let runs = |d: &Department, id: &str| d.office.case(&sheet).unwrap().clocks.iter().any(|c| c.id == id && c.ended.is_empty());
    assert!(runs(&d, "rectify.2"), "and its second round runs on");
    d.sign(&sheet, "manager_sign", "", "").unwrap();
    assert_eq!(d.state(&sheet).0, SheetState::Signed, "with it the case is ended");
    assert!(!open(&d) && !runs(&d, "rectify.2"), "and nothing of it runs");
}

#[test]
fn a_notice_and_a_question_are_terminated_by_the_project_manager_too() {
    let d = Department::with_register();
    let issued = d.fill("rectification", notice()).sheet;
    d.sign(&issued, "issue_sign", "", "").unwrap();
    let asked = d.fill("consultation", consultation()).sheet;
    d.wait_until("2026-02-24T10:05+08:00");
    d.go_on(&issued, json!({ "fields": { "closing": "终结", "closed": "2026-02-24 10:00" }, "finish": ["close"] }));
    d.go_on(
        &asked,
        json!({ "fields": { "answer": "客户撤回问题", "answered": "2026-02-24 10:00", "closing": "终结", "closed": "2026-02-24 10:00" },
        "finish": ["answer"] }),
    );
    for sheet in [&issued, &asked] {
        let serial = d.office.sheet(sheet).unwrap().serial;
        assert_eq!(d.state(sheet).1, "待项目经理签字", "{serial}: nobody ends it alone");
        assert_eq!(d.office.case(sheet).unwrap().line.state, "close", "{serial}: till then it is open");
        d.sign(sheet, "manager_sign", "", "").unwrap();
        assert_eq!(d.office.case(sheet).unwrap().line.state, "closed", "{serial}: with the signature it is ended");
    }
}

#[test]
fn attempts_at_a_door_leave_the_revisit_due_and_late() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-03-02T10:30+08:00");
    let draft = d.office.begin_from("revisit", &case, "").unwrap();
    let answers = json!({ "fields": { "date": "2026-03-02", "visited": "赵六", "relation": "本人" }, "rows": { "attempts": [
        { "attempt_at": "2026-03-02 10:00", "attempt_way": "上门", "attempt_result": "不在", "attempt_next": "2026-03-03" },
        { "attempt_at": "2026-03-02 10:20", "attempt_way": "电话", "attempt_result": "未接", "attempt_next": "2026-03-03" }] } });
    d.office.fill_draft(&draft.id, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap();
    let finish = super::super::Finish { stage: "visit".into(), ..Default::default() };
    d.office.finish(&draft.id, &finish).unwrap();
    let view = d.office.case(&case).unwrap();
    assert_eq!(view.line.state, "revisit", "不在 and 未接 are attempts: the case waits for its revisit");
    let revisit = view.clocks.iter().find(|c| c.id == "revisit.1").unwrap();
    assert_eq!((revisit.due.as_str(), revisit.late), ("2026-03-11", false), "whose clock runs on");
    assert_eq!(overdue(&d), [], "nothing is late yet");
    d.wait_until("2026-03-12T09:00+08:00");
    let late = overdue(&d);
    assert_eq!(
        late.iter().filter(|line| line.sheet == case && line.detail.contains("\u{3000}回访\u{3000}下次回访3月3日")).count(),
        1,
        "and is late: {late:?}"
    );
}

#[test]
fn dozens_of_cases_and_a_clock_ten_years_ahead_make_nothing_overdue() {
    let d = Department::with_register();
    for _ in 0..4 {
        d.fill("complaint", told("一般"));
        d.fill("complaint", told("重大"));
        d.fill("opinion", opinion());
        d.fill("consultation", consultation());
        d.fill("rectification", notice());
        d.fill("complaint", told("一般"));
    }
    let open = CasesAsked { open: Some(true), ..CasesAsked::default() };
    assert_eq!(d.office.cases(&open, "").unwrap().lines.len(), 24, "two dozen are open");
    assert_eq!(overdue(&d), [], "and none is late");
    let since = d.clock.now();
    d.clock.set(crate::clock::Stamp::parse("2036-02-22T09:00+08:00").unwrap());
    assert_eq!(overdue(&d), [], "not even the first responses, which were in time when the clock was last trusted");
    let shown = d.office.today().unwrap().lines.iter().filter(|line| line.group == "due" || line.group == "soon").count();
    assert!(shown >= 24, "they stand there as they stood: {shown}");
    let person = RegisterInput { register: "person".into(), name: "乙".into(), ..Default::default() };
    d.office.save_entry(&person).unwrap();
    assert_eq!(overdue(&d), [], "nor after something was written by the wrong clock");
    let d = d.reopen(super::super::PASSPHRASE);
    assert_eq!(overdue(&d), [], "nor when the book is opened again");
    assert!(d.office.reminders(since).unwrap().now.is_empty(), "and nobody is reminded");
    let days = |text: &str| text.parse().unwrap();
    assert_eq!(d.office.overdue(days("2026-01-01"), days("2036-12-31")).unwrap(), [], "the ledger of what was late is empty");
}

#[test]
fn the_same_cases_are_overdue_by_a_clock_that_is_trusted() {
    let d = Department::with_register();
    for _ in 0..20 {
        d.fill("complaint", told("一般"));
    }
    d.clock.set(crate::clock::Stamp::parse("2026-03-10T09:00+08:00").unwrap());
    let late: std::collections::BTreeSet<String> = overdue(&d).into_iter().map(|line| line.sheet).collect();
    assert!(late.len() >= 15, "two weeks later they are late, as many as 今日 has room for: {}", late.len());
}

#[test]
fn a_step_that_is_refused_leaves_the_lists_and_clocks_of_its_case_as_they_were() {
    let d = Department::with_register();
    d.office.save_entry(&RegisterInput { register: "price".into(), name: "水龙头更换".into(), ..Default::default() }).unwrap();
    let tried = [
        (
            d.fill("complaint", told("一般")).sheet,
            json!({ "fields": { "closing": "回访签字", "closed": "2026-02-24 10:00", "conclusion": "同意" }, "finish": ["close"] }),
        ),
        (
            d.fill("opinion", opinion()).sheet,
            json!({ "rows": { "rounds": [{ "cause": "未通风", "measures": "增加通风", "planned": "2026-03-01",
            "answered": "2026-02-24 10:00", "accepted": "认可" }] }, "finish": ["answer"] }),
        ),
        (others::service(&d), json!({ "fields": { "closing": "电话回访", "closed": "2026-02-24 10:00" }, "finish": ["close"] })),
        (
            d.fill("consultation", consultation()).sheet,
            json!({ "fields": { "answer": "可以", "answered": "2026-02-26 10:00", "closing": "已答复",
            "closed": "2026-02-26 10:00" }, "finish": ["answer"] }),
        ),
        (
            d.fill("rectification", notice()).sheet,
            json!({ "rows": { "rounds": [{ "measures": "已清理", "verdict": "合格", "rechecked": "2026-02-24 10:00" }] },
            "finish": ["recheck"] }),
        ),
    ];
    d.wait_until("2026-02-26T10:05+08:00");
    for (sheet, mut answers) in tried {
        answers["late_reason"] = json!("次日补录");
        let stood = (d.office.cabinet().dump_projections().unwrap(), d.office.case(&sheet).unwrap());
        let refused = d.office.fill_sheet(&sheet, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap_err();
        assert!(refused.code().starts_with("case-"), "{}: refused by the order of steps: {refused:?}", stood.1.line.serial);
        for line in d.office.today().unwrap().lines.into_iter().filter(|line| line.group == "draft") {
            d.office.discard_draft(&line.draft).unwrap();
        }
        assert_eq!(
            d.office.cabinet().dump_projections().unwrap(),
            stood.0,
            "{}: the book says what it said",
            stood.1.line.serial
        );
        assert_eq!(d.office.case(&sheet).unwrap(), stood.1, "{}: and the case stands where it stood", stood.1.line.serial);
    }
}

#[test]
fn a_crowd_of_overdues_hides_nothing_that_is_due_today_and_each_line_says_whose_it_is() {
    let d = Department::with_register();
    for _ in 0..35 {
        d.fill("complaint", told("一般"));
    }
    d.clock.set(crate::clock::Stamp::parse("2026-03-10T09:00+08:00").unwrap());
    let question = json!({ "fields": { "received": "2026-03-10 08:50", "way": "来电", "customer": "赵六", "category": "收费", "content": "物业费可否按季度缴纳？",
        "at_once": "否", "department": "工程部", "why_not": "需核对收费依据", "told_at": "2026-03-10 08:55", "answer_due": "2026-03-10 18:00" },
        "finish": ["register"] });
    let due = d.fill("consultation", question).sheet;
    let today = d.office.today().unwrap();
    let of = |group: &str| today.lines.iter().filter(|line| line.group == group).collect::<Vec<_>>();
    assert_eq!(of("overdue").len(), 60, "as many of a group as one can look at");
    let all = d.office.due_by(Some("2026-03-09".parse().unwrap())).unwrap().len();
    let rest: Vec<(&str, u32)> = today.rest.iter().map(|rest| (rest.group.as_str(), rest.count)).collect();
    assert_eq!(rest, [("overdue", u32::try_from(all - 60).unwrap())], "the others are counted");
    let line = of("due").into_iter().find(|line| line.sheet == due).expect("what is due today stands there all the same");
    assert_eq!(line.who, "工程部", "with the department that owes the answer");
    let respond = of("overdue").into_iter().find(|line| line.detail.ends_with("首次响应")).unwrap();
    assert_eq!(respond.who, "张三", "and a first response is owed by the person who took the call");
}
