//! A rule or a year changes while cases run.

use super::*;
use crate::deadline::{Basis, Unit};
use crate::office::api::{ClockLine, RuleEdit};

fn told(content: &str) -> Json {
    json!({ "fields": {
        "received": "2026-02-24 08:30", "way": "来电", "customer": "赵六", "confidential": "否", "category": "工程", "grade": "一般",
        "urgency": "紧急", "grade_reason": "影响出行", "content": content, "validity": "有效"
    }, "finish": ["register"], "late_reason": "次日补录" })
}

fn tighter(limit: u32, recount: bool) -> RuleEdit {
    RuleEdit {
        rule: "CPL-3".to_owned(),
        limit: Some(limit),
        grades: Vec::new(),
        unit: Unit::WorkingDays,
        roll: None,
        basis: Basis::Own,
        clause: "客服部〔2026〕3号".to_owned(),
        since: String::new(),
        reason: "试行更紧的时限".to_owned(),
        recount,
    }
}

fn rectify(d: &Department, sheet: &str) -> ClockLine {
    d.office.case(sheet).unwrap().clocks.into_iter().find(|c| c.id == "rectify.1").unwrap()
}

/// End, version, and whether it was counted anew.
fn stands(d: &Department, sheet: &str) -> (String, u32, bool) {
    let clock = rectify(d, sheet);
    (clock.due, clock.version, clock.recounted)
}

#[test]
fn a_tighter_rule_recounts_what_runs_when_that_is_asked_for_and_the_case_says_so() {
    let d = Department::with_register();
    let open = d.fill("complaint", told("走道照明不亮")).sheet;
    let done = d.fill("complaint", told("首层大堂漏水")).sheet;
    complaint::on_to_recheck(&d, &done);
    let extended = d.fill("complaint", told("门禁失灵")).sheet;
    d.go_on(
        &extended,
        json!({ "rows": { "extensions": [
        { "extension_reason": "配件外地调货", "extended": "2026-03-03 18:00", "told_at": "2026-02-24 10:00", "told_how": "电话" }] }, "finish": ["extend"] }),
    );
    let row = d.row(&extended, "extensions", 0);
    d.sign(&extended, "extension_sign", &row, "").unwrap();
    let mut major = told("电梯困人");
    major["fields"]["grade"] = json!("重大");
    let major = d.fill("complaint", major).sheet;
    let others = [&done, &extended, &major].map(|sheet| stands(&d, sheet));

    let offered = d.office.try_rule(&tighter(2, true), "2026-02-24").unwrap().moved;
    let moves: Vec<(&str, String, String)> =
        offered.iter().map(|m| (m.case.as_str(), m.old.to_string(), m.new.to_string())).collect();
    let expected = (open.as_str(), "2026-02-27".to_owned(), "2026-02-26".to_owned());
    assert_eq!(moves, [expected], "only what runs under the rule and was counted: not the ended, the extended, the major one");
    assert_eq!(stands(&d, &open), ("2026-02-27".to_owned(), 1, false), "an offer changes nothing");
    let silent = RuleEdit { reason: "  ".to_owned(), ..tighter(2, true) };
    assert_eq!(d.office.change_rule(&silent).unwrap_err().code(), "missing", "and no recount is without its reason");

    d.office.change_rule(&tighter(2, true)).unwrap();
    assert_eq!(stands(&d, &open), ("2026-02-26".to_owned(), 2, true), "the new end, by the new version");
    let explained = rectify(&d, &open).explanation;
    let last = explained.last().unwrap();
    for said in ["重新计算，原为2026年2月27日", "规则第1版", "原因：试行更紧的时限"] {
        assert!(last.zh.contains(said), "the case says {said}: {}", last.zh);
    }
    assert!(last.en.contains("Counted anew 2026-02-24"), "in English too: {}", last.en);
    assert!(explained.iter().any(|line| line.zh.contains("第2日")), "and the new end is explained day by day: {explained:?}");
    assert_eq!([&done, &extended, &major].map(|sheet| stands(&d, sheet)), others, "the others keep their version and their end");

    let later = d.fill("complaint", told("楼道堆物")).sheet;
    assert_eq!(
        stands(&d, &later),
        ("2026-02-27".to_owned(), 1, false),
        "what was received before the change is under the old one"
    );
    d.go_on(&open, json!({ "fields": { "responded": "2026-02-24 08:50", "response": "已致歉" }, "finish": ["respond"] }));
    assert_eq!(stands(&d, &open), ("2026-02-26".to_owned(), 2, true), "the next step does not count it back");

    d.office.change_rule(&tighter(5, false)).unwrap();
    assert_eq!(stands(&d, &open), ("2026-02-26".to_owned(), 2, true), "a change that recounts nothing leaves what runs");
    d.office.change_rule(&tighter(1, true)).unwrap();
    let twice = rectify(&d, &open).explanation;
    let before: Vec<&str> = twice.iter().filter(|l| l.zh.contains("原为")).map(|l| l.zh.as_str()).collect();
    assert_eq!(before.len(), 2, "every end it had is kept: {before:?}");
    assert!(before[0].contains("2月27日") && before[1].contains("2月26日"), "oldest first: {before:?}");

    let lists = d.office.cabinet().dump_projections().unwrap();
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(d.office.cabinet().dump_projections().unwrap(), lists, "the log alone gives the same ends and what they were");
    assert!(d.office.verify(None, &|_, _| true).unwrap().ok, "and is whole");
}
