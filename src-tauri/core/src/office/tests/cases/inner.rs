//! 内控时限: a tighter limit in hours that the department sets beside a regulation's.

use super::*;
use crate::casework::Ended;
use crate::deadline::Graded;
use crate::office::api::{ClockLine, RuleEdit};

/// A rule as it ships with an own limit beside it.
pub(super) fn with_hours(d: &Department, rule: &str, hours: Option<u32>) -> Result<(), OfficeError> {
    d.office.change_rule(&recounted_hours(d, rule, hours, false)).map(drop)
}

/// The edit that does it, and that counts what runs anew.
pub(super) fn recounted_hours(d: &Department, rule: &str, hours: Option<u32>, recount: bool) -> RuleEdit {
    let shown = d.office.rules().unwrap().into_iter().find(|view| view.rule.id == rule).unwrap();
    let grades: Vec<Graded> = shown.rule.grades.clone();
    RuleEdit {
        rule: rule.to_owned(),
        limit: shown.rule.limit,
        grades,
        unit: shown.rule.unit,
        roll: shown.rule.roll,
        basis: shown.rule.basis,
        clause: String::new(),
        inner_hours: hours,
        since: String::new(),
        reason: "部门内控".to_owned(),
        recount,
    }
}

fn clock(d: &Department, sheet: &str, id: &str) -> Option<ClockLine> {
    d.office.case(sheet).unwrap().clocks.into_iter().find(|clock| clock.id == id)
}

fn told(at: &str) -> Json {
    super::lists::told(at, "一般", "走道照明不亮")
}

#[test]
fn an_own_limit_runs_beside_the_regulation_from_the_same_event_and_ends_with_the_same_step() {
    let d = Department::with_register();
    let before = d.fill("complaint", told("2026-02-24 08:50")).sheet;
    with_hours(&d, "CPL-3", Some(24)).unwrap();
    d.later(1);
    let now = d.clock.now().in_china().local().format("%Y-%m-%d %H:%M").to_string();
    let sheet = d.fill("complaint", told(&now)).sheet;
    assert!(clock(&d, &before, "own.rectify.1").is_none(), "what ran before keeps the version it started with, which had none");
    let own = clock(&d, &sheet, "own.rectify.1").unwrap();
    assert_eq!((own.rule.as_str(), own.word.as_str(), own.version), ("OWN", "整改（内控）", 2), "a clock of its own");
    assert_eq!((own.limit.zh.as_str(), own.limit.en.as_str()), ("内控时限（CPL-3）", "own limit (CPL-3)"), "which is named");
    assert_eq!(own.due, format!("2026-02-25T{}+08:00", &now[11..]), "hours of the clock, from the receipt");
    let said = &own.explanation[0];
    assert!(said.zh.starts_with("CPL-3（第2版）\u{3000}内控时限24小时，自2026年2月24日"), "how it was counted: {}", said.zh);
    assert!(said.en.starts_with("CPL-3 (version 2): own limit of 24 hours, from "), "in English too: {}", said.en);
    assert_eq!(clock(&d, &sheet, "rectify.1").unwrap().due, "2026-02-27", "the regulation's is as it was");
    assert!(
        d.office.today().unwrap().lines.iter().any(|line| line.detail.ends_with("整改（内控）")),
        "今日 says whose limit it is"
    );

    let since = d.clock.now();
    d.go_on(&sheet, json!({ "fields": { "responded": now, "response": "已致歉" }, "finish": ["respond"] }));
    d.go_on(&sheet, json!({ "rows": { "deliveries": [{ "department": "工程部", "delivered": now }] }, "finish": ["deliver"] }));
    d.go_on(
        &sheet,
        json!({ "rows": { "deliveries": [{ "id": "@last", "receipt": "签收", "taken": now }] }, "finish": ["receive"] }),
    );
    let row = d.row(&sheet, "deliveries", 0);
    d.sign(&sheet, "receipt_sign", &row, "").unwrap();
    d.wait_until("2026-02-25T10:00+08:00");
    let reminded = d.office.reminders(since).unwrap().now;
    assert!(reminded.iter().any(|said| said.words.zh.contains("整改（内控）超")), "it reminds as 内控: {reminded:?}");
    d.go_on(
        &sheet,
        json!({ "rows": { "rounds": [{ "cause": "灯管", "measures": "更换", "planned": "2026-02-25 12:00", "rectified": "2026-02-25 11:20" }] }, "finish": ["rectify"] }),
    );
    let own = clock(&d, &sheet, "own.rectify.1").unwrap();
    assert_eq!(
        (own.ended.as_str(), own.how, own.late),
        ("2026-02-25T11:20+08:00", Some(Ended::Done), true),
        "late, and no 超期原因 was asked for"
    );
    let day = chrono::NaiveDate::from_ymd_opt(2026, 2, 25).unwrap();
    let late: Vec<(String, String, String)> = d
        .office
        .overdue(day, day)
        .unwrap()
        .into_iter()
        .filter(|l| l.sheet == sheet)
        .map(|l| (l.step, l.rule, l.limit.zh))
        .collect();
    assert_eq!(late, [("整改".into(), "OWN".into(), "内控时限（CPL-3）".into())], "the ledger has it as what it is");
}

#[test]
fn every_kind_of_case_may_have_one_and_what_is_no_tighter_has_none() {
    let d = Department::with_register();
    for (rule, hours) in [("SUR-1", 4), ("RSP-1", 1), ("CON-1", 2), ("SVC-1", 24), ("SVC-2", 48)] {
        with_hours(&d, rule, Some(hours)).unwrap();
    }
    d.wait_until("2026-02-25T09:00+08:00");
    let major = d.fill("complaint", super::lists::told("2026-02-25 09:00", "重大", "电梯困人")).sheet;
    assert!(clock(&d, &major, "own.respond").is_none(), "an hour is no tighter than half of one");
    let usual = d.fill("complaint", told("2026-02-25 09:00")).sheet;
    assert_eq!(clock(&d, &usual, "own.respond").unwrap().due, "2026-02-25T10:00+08:00", "an hour of two");
    let opinion = others::opinion(&d, "电梯轿厢早高峰后异味重");
    assert_eq!(clock(&d, &opinion, "own.deliver").unwrap().limit.zh, "内控时限（SUR-1）", "an opinion");
    let question = json!({ "fields": { "received": "2026-02-25 09:00", "customer": "赵六", "category": "收费", "content": "可否按季度缴费？",
        "at_once": "否", "department": "工程部", "why_not": "需核对", "told_at": "2026-02-25 09:05", "answer_due": "2026-02-27 18:00", "way": "来电" }, "finish": ["register"] });
    let question = d.fill("consultation", question).sheet;
    assert_eq!(
        clock(&d, &question, "own.answer").unwrap().due,
        "2026-02-25T11:00+08:00",
        "a question, by the rule of its promise"
    );
}

#[test]
fn an_own_limit_is_a_version_of_its_rule_like_everything_else() {
    let d = Department::with_register();
    let refused = |rule, hours| with_hours(&d, rule, Some(hours)).unwrap_err().code();
    assert_eq!((refused("CPL-3", 0), refused("CPL-3", 9_000)), ("rule-limit", "rule-limit"), "from an hour to a year");
    assert_eq!((refused("INS-1", 4), refused("MTG-1", 4)), ("rule-limit", "rule-limit"), "what is no clock of a case has none");
    with_hours(&d, "CPL-3", Some(24)).unwrap();
    let view = d.office.rules().unwrap().into_iter().find(|view| view.rule.id == "CPL-3").unwrap();
    assert_eq!(
        (view.limit.zh.as_str(), view.limit.en.as_str()),
        ("3个工作日；内控24小时", "3 working days; own limit 24 hours"),
        "as it is said"
    );
    assert_eq!(
        view.versions.iter().map(|v| v.limit.zh.as_str()).collect::<Vec<_>>(),
        ["3个工作日；内控24小时", "3个工作日"],
        "with its history"
    );
    assert!(view.inner, "and may be set");
    with_hours(&d, "CPL-3", None).unwrap();
    d.later(1);
    let now = d.clock.now().in_china().local().format("%Y-%m-%d %H:%M").to_string();
    let sheet = d.fill("complaint", told(&now)).sheet;
    assert!(clock(&d, &sheet, "own.rectify.1").is_none(), "taken away, the next one has none");
}
