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
        inner_hours: None,
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
    let serial = d.office.sheet(&open).unwrap().serial;
    let expected = (serial.as_str(), "2026-02-27".to_owned(), "2026-02-26".to_owned());
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
    assert!(last.en.contains("Counted anew 2026-02-25"), "in English too: {}", last.en);
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

/// What stands on the paper of a sheet in the cell behind a label.
fn printed(d: &Department, sheet: &str, label: &str) -> String {
    let grid = d.office.grid(Target::Sheet(sheet), crate::paper::mask::Mask::NONE, Vec::new()).unwrap();
    let cells: Vec<_> = grid.parts.into_iter().flat_map(|p| p.tables).flat_map(|t| t.rows).flat_map(|r| r.cells).collect();
    let text = |cell: &crate::paper::grid::Cell| match &cell.content {
        crate::paper::grid::Content::Text { text } => text.clone(),
        _ => String::new(),
    };
    let at = cells.iter().position(|cell| cell.style.label && text(cell) == label).unwrap();
    text(&cells[at + 1])
}

/// Delivered, taken and signed for.
fn received(d: &Department, sheet: &str) {
    d.go_on(
        sheet,
        json!({ "fields": { "responded": "2026-02-24 08:50", "response": "已致歉" },
        "rows": { "deliveries": [{ "department": "工程部", "responsible": "王五", "delivered": "2026-02-24 09:00" }] },
        "finish": ["respond", "deliver"] }),
    );
    let row = d.row(sheet, "deliveries", 0);
    d.go_on(sheet, json!({ "rows": { "deliveries": [{ "id": row, "receipt": "签收", "taken": "2026-02-24 09:05" }] }, "finish": ["receive"] }));
    d.sign(sheet, "receipt_sign", &row, "").unwrap();
}

fn standings(d: &Department, sheet: &str) -> Vec<Option<Standing>> {
    let seals = d.office.sheet(sheet).unwrap().seals;
    seals.into_iter().filter(|seal| seal.role == "receipt_sign").map(|seal| seal.standing).collect()
}

#[test]
fn a_paper_shows_the_new_end_with_the_old_one_beside_and_what_was_signed_for_stays_signed() {
    let d = Department::with_register();
    let sheet = d.fill("complaint", told("走道照明不亮")).sheet;
    received(&d, &sheet);
    assert_eq!(printed(&d, &sheet, "整改期限"), "2026年2月27日", "as counted by the rule at the event");
    d.office.change_rule(&tighter(2, true)).unwrap();
    let after = |d: &Department| {
        assert_eq!(printed(d, &sheet, "整改期限"), "2026年2月26日\n（原2月27日）", "both ends are kept on the paper");
        let how = printed(d, &sheet, "期限计算");
        assert!(how.contains("重新计算为2026年2月26日") && how.ends_with("原因：试行更紧的时限。"), "with the reason: {how}");
        assert_eq!(standings(d, &sheet), [Some(Standing::Valid)], "whoever signed for the old end signed for that");
    };
    after(&d);
    let round = json!({ "rows": { "rounds": [{ "cause": "灯管老化", "measures": "更换", "rectified": "2026-02-24 09:10" }] } });
    d.go_on(&sheet, round);
    after(&d);
}

#[test]
fn a_changed_calendar_moves_no_end_that_was_signed_for_without_a_word() {
    use crate::deadline::Override;
    use crate::office::api::CalendarChange;
    let d = Department::with_register();
    let sheet = d.fill("complaint", told("走道照明不亮")).sheet;
    received(&d, &sheet);
    let day = |date: &str, working| Override { date: date.parse().unwrap(), working, name: "设备检修".to_owned() };
    let off = CalendarChange::Own { days: vec![day("2026-02-26", false)] };
    d.office.change_calendar(&off, "设备检修停工").unwrap();
    let after = |d: &Department| {
        assert_eq!(printed(d, &sheet, "整改期限"), "2026年2月28日\n（原2月27日）", "a make-up Saturday is the next day worked");
        assert_eq!(standings(d, &sheet), [Some(Standing::Valid)], "the receipt says what its signer was shown");
    };
    after(&d);
    d.go_on(
        &sheet,
        json!({ "rows": { "rounds": [{ "cause": "灯管老化", "measures": "更换", "rectified": "2026-02-24 09:10" }] } }),
    );
    after(&d);
}

#[test]
fn a_paper_prints_the_limit_of_the_grade_that_counts_now() {
    let d = Department::with_register();
    let sheet = d.fill("complaint", told("走道照明不亮")).sheet;
    received(&d, &sheet);
    assert_eq!(printed(&d, &sheet, "整改期限"), "2026年2月27日", "three working days of an ordinary one");
    d.go_on(
        &sheet,
        json!({ "rows": { "gradings": [{ "grade_from": "一般", "grade_to": "重大", "regrade_reason": "有人摔倒" }] } }),
    );
    assert_eq!(rectify(&d, &sheet).how, Some(crate::casework::Ended::Replaced), "the first limit was replaced");
    assert_eq!(printed(&d, &sheet, "整改期限"), "2026年2月25日\n（原2月27日）", "one working day since it was raised");
    let how = printed(&d, &sheet, "期限计算");
    assert!(how.contains("改级后按CPL-1自2026年2月24日"), "and how that was counted: {how}");
    assert!(how.contains("逐日：2月25日 周三 工作日 第1日。"), "day by day: {how}");
    let view = d.office.case(&sheet).unwrap();
    let raised = view.clocks.iter().find(|clock| clock.rule == "CPL-1").unwrap();
    let sentence = &raised.explanation[0];
    assert!(sentence.zh.starts_with("CPL-1\u{3000}改为重大（2026年2月24日，当日不计）"), "since it was raised: {}", sentence.zh);
    assert!(sentence.en.starts_with("CPL-1: raised to major ("), "in English too: {}", sentence.en);
    assert_eq!(standings(&d, &sheet), [Some(Standing::Valid)], "what was signed for before stays signed");
}

#[test]
fn a_receipt_that_was_mistyped_prints_the_limit_that_counts_and_what_it_was() {
    let d = Department::with_register();
    let sheet = d.fill("complaint", told("走道照明不亮")).sheet;
    d.wait_until("2026-02-25T09:00+08:00");
    let other = json!({ "fields": { "received": "2026-02-25 08:30", "responded": "2026-02-25 08:40", "response": "已致歉" },
        "change_reason": "记错受理时间" });
    d.go_on(&sheet, other);
    assert_eq!(rectify(&d, &sheet).due, "2026-02-28", "three working days since the receipt as it says now (28th: make-up day)");
    assert_eq!(printed(&d, &sheet, "整改期限"), "2026年2月28日\n（原2月27日）", "which is what the paper says, and what it was");
    let how = printed(&d, &sheet, "期限计算");
    for said in ["更正起算时间（原自2026年2月24日", "至2026年2月27日", "重新计算为2026年2月28日", "原因：记错受理时间"]
    {
        assert!(how.contains(said), "from when and until when it was counted before, and why: {said}: {how}");
    }
}

#[test]
fn a_receipt_that_is_corrected_behind_a_raise_is_counted_in_the_list_the_case_and_the_next_revision() {
    let d = Department::with_register();
    let sheet = d.fill("complaint", told("走道照明不亮")).sheet;
    d.wait_until("2026-02-27T10:00+08:00");
    let raised = json!({ "graded": "2026-02-27 09:00", "grade_from": "一般", "grade_to": "重大", "regrade_reason": "有人摔倒" });
    d.go_on(&sheet, json!({ "rows": { "gradings": [raised] } }));
    let major = |d: &Department| {
        let clocks = d.office.case(&sheet).unwrap().clocks;
        let clock = clocks.into_iter().find(|clock| clock.id == "rectify.1.g1").unwrap();
        (clock.due, clock.recounted, clock.late)
    };
    assert_eq!(major(&d), ("2026-02-27".to_owned(), false, false), "no more time than the three days had left");
    d.go_on(&sheet, json!({ "fields": { "received": "2026-02-26 16:00" }, "change_reason": "受理时间写错" }));
    let counted = ("2026-02-28".to_owned(), true, false);
    assert_eq!(major(&d), counted, "one working day since it was raised: the three days end later now");
    assert_eq!(d.office.due_by(Some("2026-02-28".parse().unwrap())).unwrap().iter().filter(|l| l.on == "2026-02-28").count(), 1);
    d.go_on(&sheet, json!({ "fields": { "content": "二层走道照明不亮" }, "change_reason": "补全" }));
    assert_eq!(major(&d), counted, "what is written next keeps it");
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(major(&d), counted, "and the log alone gives it");
}
