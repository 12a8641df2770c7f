//! A month of hand-made facts, counted.

use chrono::{NaiveDate, NaiveTime};

use super::facts::{Case, Check, Day, Facts, Fate, Fault, Handed, Holder, Number, Sheet, Slot, SlotState, Survey};
use super::figure::{percent, permille};
use super::gaps::{GapKind, coverage, gaps};
use super::matrix::{Matrix, MatrixMark};
use super::stats::Statistics;
use super::volume::Volume;
use super::*;
use crate::casework::{Clock, End, Ended, State, Step};
use crate::clock::{CHINA_MIN, Stamp};
use crate::form::{CaseKind, Mark};

pub(super) fn at(day: &str, time: &str) -> Stamp {
    Stamp::from_local(day.parse().unwrap(), NaiveTime::parse_from_str(time, "%H:%M").unwrap(), CHINA_MIN)
}

pub(super) fn date(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

/// October 2026, counted to its end, with nothing in it.
pub(super) fn facts() -> Facts {
    let month: Month = "2026-10".parse().unwrap();
    let day = |date| Day { date, working: true, makeup: false, name: String::new() };
    Facts { days: month.days().map(day).collect(), areas: vec!["大堂".into()], ..Facts::none(month, at("2026-11-01", "00:00")) }
}

pub(super) fn slot(day: &str, stage: &str, state: SlotState) -> Slot {
    Slot {
        form: "daily".into(),
        title: "公共区域保洁".into(),
        stage: stage.into(),
        label: if stage == "am" { "上午" } else { "下午" }.into(),
        site: "s".into(),
        date: date(day),
        monthly: false,
        state,
        said: String::new(),
        sheet: if matches!(state, SlotState::Done | SlotState::Late) { format!("sheet-{day}") } else { String::new() },
        draft: String::new(),
        drawn: None,
        target: None,
    }
}

pub(super) fn check(day: &str, stage: &str, item: &str, mark: Mark) -> Check {
    Check {
        sheet: format!("sheet-{day}"),
        date: date(day),
        monthly: false,
        stage: stage.into(),
        area: "大堂".into(),
        item: item.into(),
        mark,
        by: vec!["李四".into()],
    }
}

pub(super) fn sheet(id: &str, serial: &str, day: &str, case: &str) -> Sheet {
    Sheet {
        id: id.into(),
        draft: String::new(),
        serial: serial.into(),
        form: "f".into(),
        title: "单据".into(),
        form_number: "QR-KF-05".into(),
        date: date(day),
        state: "signed".into(),
        state_word: "已签".into(),
        signed: true,
        reviewed: false,
        void: false,
        case: case.into(),
        author: "李四".into(),
        mark: "m".into(),
    }
}

pub(super) fn clock(step: Step, rule: &str, due: &str, ended: Option<(Stamp, Ended)>) -> Clock {
    Clock {
        id: format!("{}.1", step.code()),
        step,
        round: 1,
        rule: rule.into(),
        version: 1,
        grade: String::new(),
        from: at("2026-10-01", "09:00"),
        failed: 0,
        raw: due.parse().unwrap(),
        counted: due.parse().unwrap(),
        due: due.parse().unwrap(),
        provisional: false,
        known: None,
        ended: ended.map(|(at, how)| End { at, how }),
        recounted: Vec::new(),
        unheeded: None,
        corrected: Vec::new(),
        beside: String::new(),
        again: None,
    }
}

/// Given to a department at ten.
pub(super) fn handed(department: &str, day: &str, taken: Option<(&str, &str)>) -> Handed {
    Handed { department: department.into(), at: Some(at(day, "10:00")), taken: taken.map(|(day, time)| at(day, time)) }
}

pub(super) fn complaint(id: &str, received: &str, closed: Option<&str>) -> Case {
    Case {
        sheet: id.into(),
        serial: format!("TS-A-202610-{id}"),
        kind: CaseKind::Complaint,
        grade: "一般".into(),
        category: "工程".into(),
        cause: String::new(),
        department: "工程部".into(),
        person: "吴九".into(),
        customer: "赵**".into(),
        room: "3栋***".into(),
        matter: "电梯异响".into(),
        received: Some(at(received, "09:00")),
        closed: closed.map(|day| at(day, "17:00")),
        again: None,
        filed: None,
        closing: if closed.is_some() { "回访签字".into() } else { String::new() },
        state: if closed.is_some() { State::Closed } else { State::Awaiting(Step::Rectify) },
        round: 1,
        invalid: false,
        deliveries: vec![handed("工程部", received, Some((received, "11:00")))],
        answered: true,
        rectified: true,
        served: false,
        settled: None,
        revisited: closed.map(|day| at(day, "16:00")),
        effect: if closed.is_some() { "满意".into() } else { String::new() },
        signed: closed.is_some(),
        clocks: Vec::new(),
        late: Vec::new(),
    }
}

#[test]
fn a_month_is_read_and_written_as_people_write_it() {
    let month: Month = "2026-2".parse().unwrap();
    assert_eq!(month.to_string(), "2026-02", "one way to write it, whichever was typed");
    assert_eq!((month.words(), month.period()), ("2026年2月".into(), "202602".into()), "on paper, and in numbers");
    assert_eq!(month.last(), date("2026-02-28"), "its own length");
    assert_eq!((month.back(2).to_string(), month.next().to_string()), ("2025-12".into(), "2026-03".into()), "over the year");
    for wrong in ["", "2026", "2026-13", "2026-00", "26-02", "2026-02-01", "20260-2", "二〇二六-2", "1999-12", "2026-+2"] {
        assert!(wrong.parse::<Month>().is_err(), "{wrong:?} is no month");
    }
}

#[test]
fn shares_are_rounded_half_up_and_nothing_is_divided_by_nothing() {
    assert_eq!(permille(1, 3), Some(333), "33.3 %");
    assert_eq!(permille(2, 3), Some(667), "66.7 %");
    assert_eq!(permille(1, 2000), Some(1), "half a thousandth counts up");
    assert_eq!(permille(0, 0), None, "no share of nothing");
    assert_eq!(permille(u32::MAX, u32::MAX), Some(1000), "no overflow");
    assert_eq!((percent(1000), percent(985)), ("100%".into(), "98.5%".into()), "no idle zero");
}

#[test]
fn the_matrix_tells_apart_what_the_paper_tells_apart() {
    let mut facts = facts();
    for (day, state) in [
        ("2026-10-08", SlotState::Done),
        ("2026-10-09", SlotState::Done),
        ("2026-10-12", SlotState::Late),
        ("2026-10-13", SlotState::Missed),
        ("2026-10-14", SlotState::Missed),
        ("2026-10-15", SlotState::Rest),
        ("2026-10-16", SlotState::Done),
        ("2026-10-19", SlotState::Done),
    ] {
        facts.slots.push(slot(day, "am", state));
    }
    facts.slots[4].said = "停电".into();
    facts.checks = vec![
        check("2026-10-08", "am", "地面", Mark::Pass),
        check("2026-10-09", "am", "地面", Mark::Fail),
        check("2026-10-09", "am", "墙面", Mark::Pass),
        check("2026-10-12", "am", "地面", Mark::Pass),
        check("2026-10-16", "am", "地面", Mark::Undrawn),
        check("2026-10-19", "am", "地面", Mark::Na),
    ];
    let matrix = Matrix::of(&facts);
    assert_eq!(matrix.rows.len(), 1, "one area, one round");
    let cell = |day: usize| &matrix.rows[0].cells[day - 1];
    assert_eq!(cell(8).mark, MatrixMark::Pass, "√");
    assert_eq!(cell(9).mark, MatrixMark::Fail, "one × makes the area ×");
    assert_eq!((cell(12).mark, cell(12).late), (MatrixMark::Pass, true), "补录 is a round that was made");
    assert_eq!(cell(13).mark, MatrixMark::Missed, "漏检");
    assert_eq!(cell(14).mark, MatrixMark::MissedSaid, "漏检, explained, stays 漏检");
    assert_eq!(cell(15).mark, MatrixMark::Rest, "休");
    assert_eq!(cell(16).mark, MatrixMark::Undrawn, "未抽 is no missed check and no √");
    assert_eq!(cell(19).mark, MatrixMark::Na, "/");
    let total = |id: &str| matrix.totals.iter().find(|figure| figure.id == id).unwrap();
    assert_eq!(total("matrix.owed").part, 7, "what was not owed is not counted");
    assert_eq!(
        (total("matrix.done").part, total("matrix.missed").part, total("matrix.late").part),
        (5, 2, 1),
        "补录 counts as done"
    );
    assert_eq!(total("matrix.rate").words(), "75%（3/4）", "未抽 and 不适用 are in neither part of the share");
}

#[test]
fn clocks_count_by_due_day_and_by_receipt_and_what_is_not_due_yet_does_not() {
    let mut facts = facts();
    let mut september = complaint("1", "2026-09-29", Some("2026-10-20"));
    september.clocks = vec![
        clock(Step::Rectify, "CPL-3", "2026-10-12", Some((at("2026-10-12", "23:00"), Ended::Done))),
        clock(Step::Revisit, "CPL-4", "2026-10-26", Some((at("2026-10-27", "09:00"), Ended::Done))),
    ];
    let mut october = complaint("2", "2026-10-30", None);
    october.clocks = vec![
        clock(Step::Respond, "RSP-1", "2026-10-30T11:00+08:00", Some((at("2026-10-30", "12:00"), Ended::Replaced))),
        clock(Step::Rectify, "CPL-3", "2026-11-04", None),
    ];
    let mut dropped = complaint("3", "2026-10-10", Some("2026-10-12"));
    dropped.clocks = vec![clock(Step::Rectify, "CPL-3", "2026-10-15", Some((at("2026-10-12", "10:00"), Ended::Dropped)))];
    facts.cases = vec![september, october, dropped];
    let stats = Statistics::of(&facts);
    let words = |id: &str| stats.figure(id).unwrap().words();
    assert_eq!(
        words("ontime.complaint.due"),
        "33.3%（1/3）",
        "the last minute of the day is in time; a replaced clock that was late stays late; one that was stopped in time is no case of either"
    );
    assert_eq!(
        words("ontime.complaint.received"),
        "0%（0/1）",
        "of what was received in October only the response was due by its end; the rectification runs into November"
    );
    assert_eq!(words("ontime.rule.CPL-3..due"), "100%（1/1）", "by rule");
    let figure = stats.figure("ontime.complaint.due").unwrap();
    assert_eq!(
        (figure.met.as_slice(), figure.unmet.len()),
        (&["1".to_owned()][..], 2),
        "the sheets behind both parts can be opened"
    );
    assert!(figure.basis.contains("未到期的不计"), "and the figure says how it was counted");
}

#[test]
fn complaints_are_counted_by_receipt_and_solved_ones_by_closing() {
    let mut facts = facts();
    let mut again = complaint("2", "2026-10-03", Some("2026-10-28"));
    again.round = 2;
    let mut unsigned = complaint("3", "2026-10-05", Some("2026-10-30"));
    (unsigned.signed, unsigned.revisited, unsigned.effect) = (false, None, String::new());
    let mut void = complaint("4", "2026-10-06", Some("2026-10-09"));
    void.invalid = true;
    facts.cases =
        vec![complaint("1", "2026-09-20", Some("2026-10-02")), again, unsigned, void, complaint("5", "2026-10-31", None)];
    let stats = Statistics::of(&facts);
    let words = |id: &str| stats.figure(id).unwrap().words();
    assert_eq!(words("complaints.received"), "4", "received in the month, invalid ones too");
    assert_eq!(words("complaints.closed"), "3", "closed in the month, without the invalid one");
    assert_eq!(
        words("complaints.once"),
        "33.3%（1/3）",
        "a second round is no solution at once, nor is one that nobody confirmed"
    );
    assert_eq!(
        (words("revisit.made"), words("revisit.signed")),
        ("66.7%（2/3）".into(), "66.7%（2/3）".into()),
        "回访率 and 签字率"
    );
}

#[test]
fn survey_items_left_empty_count_in_no_share() {
    let mut facts = facts();
    let survey = |n: u32, answers: &[(&str, &str)]| Survey {
        sheet: format!("s{n}"),
        batch: "一".into(),
        returned: !answers.is_empty(),
        answers: answers.iter().map(|(item, word)| ((*item).to_owned(), (*word).to_owned())).collect(),
    };
    facts.surveys = vec![survey(1, &[("保洁", "满意"), ("绿化", "非常满意")]), survey(2, &[("保洁", "一般")]), survey(3, &[])];
    let stats = Statistics::of(&facts);
    let words = |id: &str| stats.figure(id).unwrap().words();
    assert_eq!(words("survey.returned"), "66.7%（2/3）", "an empty one was given out and not returned");
    assert_eq!(words("survey.satisfied"), "66.7%（2/3）", "of what was answered");
    assert_eq!(
        (words("survey.item.保洁"), words("survey.item.绿化")),
        ("50%（1/2）".into(), "100%（1/1）".into()),
        "item by item"
    );
}

#[test]
fn what_is_missing_is_told_with_where_it_leads() {
    let mut facts = facts();
    facts.slots = vec![slot("2026-10-13", "pm", SlotState::Missed)];
    facts.sheets = vec![
        Sheet {
            state: "await_review".into(), state_word: "待审阅".into(), ..sheet("a", "JC-A-202610-0001", "2026-10-08", "")
        },
        Sheet { void: true, state: "void".into(), ..sheet("b", "JC-A-202610-0002", "2026-10-08", "") },
    ];
    let number =
        |n, fate| Number { serial: format!("JC-A-202610-{n:04}"), run: "JC-A-202610".into(), n, whose: Holder::Site, fate };
    facts.numbers = vec![number(1, Fate::Used), number(2, Fate::Used), number(4, Fate::Reserved), number(5, Fate::Void)];
    let mut late = complaint("9", "2026-10-12", None);
    late.clocks = vec![clock(Step::Rectify, "CPL-3", "2026-10-15", None)];
    facts.cases = vec![late];
    let said =
        [("number:JC-A-202610-0003".to_owned(), gaps::GapSaid { words: "打印时卡纸，已撕毁".into(), ..Default::default() })];
    let found = gaps(&facts, &said.into());
    let of = |kind: GapKind| found.iter().filter(|gap| gap.kind == kind).collect::<Vec<_>>();
    assert_eq!(of(GapKind::Missed)[0].words, "10月13日下午未检查", "in the words of the paper");
    assert_eq!(of(GapKind::Review)[0].sheet, "a", "it leads to its sheet");
    assert_eq!(of(GapKind::Overdue)[0].serial, "TS-A-202610-9", "a step that is overdue at the end of the month");
    let numbers: Vec<(&str, bool)> = of(GapKind::Number).iter().map(|gap| (gap.serial.as_str(), gap.said.is_some())).collect();
    assert_eq!(
        numbers,
        [("JC-A-202610-0003", true), ("JC-A-202610-0004", false), ("JC-A-202610-0005", true)],
        "a number without a sheet, a blank that is still out, one that was spoilt; what was said stands with it"
    );
    assert_eq!(found.iter().filter(|gap| gap.sheet == "b").count(), 0, "a sheet that is 作废 wants nothing");
    let covered = coverage(&facts, &found);
    let line = covered.iter().find(|line| line.kind == GapKind::Number).unwrap();
    assert_eq!((line.open, line.said), (1, 2), "what is open and what is explained are counted apart");
}

#[test]
fn a_case_is_one_set_in_the_month_that_closes_it() {
    let mut facts = facts();
    facts.cases = vec![complaint("1", "2026-09-20", Some("2026-10-02")), complaint("2", "2026-10-20", None)];
    facts.sheets = vec![
        sheet("x", "JC-A-202610-0002", "2026-10-09", ""),
        sheet("w", "JC-A-202610-0001", "2026-10-08", ""),
        sheet("v", "HF-A-202610-0001", "2026-10-02", "1"),
        sheet("1", "TS-A-202610-1", "2026-09-20", "1"),
        sheet("2", "TS-A-202610-2", "2026-10-20", "2"),
        sheet("u", "HF-A-202610-0002", "2026-10-22", "2"),
        sheet("t", "JC-A-202609-0001", "2026-09-30", ""),
        Sheet { serial: String::new(), ..sheet("draft", "", "2026-10-10", "") },
    ];
    let volume = Volume::of(&facts);
    let order: Vec<&str> = volume.items.iter().map(|item| item.sheet.as_str()).collect();
    assert_eq!(order, ["w", "x", "1", "v"], "sheets by number; the case first of its set, whatever day it was received");
    assert_eq!(volume.items.iter().map(|item| item.number).collect::<Vec<_>>(), [1, 2, 3, 4], "件号 without gaps");
    assert_eq!(volume.items[3].note, "随第3件", "what belongs to a set says to which");
    assert_eq!(
        volume.carried.iter().map(|case| case.sheet.as_str()).collect::<Vec<_>>(),
        ["2"],
        "an open case goes on, with all its sheets"
    );
    // A visit to the first one in November, and one that was made void: they go with it, and the second waits for its own month.
    let mut after = facts.clone();
    after.sheets.extend([
        sheet("n", "HF-A-202611-0001", "2026-11-05", "1"),
        Sheet { void: true, ..sheet("m", "HF-A-202611-0002", "2026-11-06", "1") },
        Sheet { void: true, ..sheet("l", "HF-A-202611-0003", "2026-11-07", "2") },
    ]);
    let november = Facts { month: "2026-11".parse().unwrap(), until: at("2026-12-01", "00:00"), ..after.clone() };
    assert_eq!(Volume::of(&november).items, [], "what is bound in October is not bound in November too");
    let october = Volume::of(&after);
    let with: Vec<(&str, &str)> = october.items[4..].iter().map(|item| (item.sheet.as_str(), item.note.as_str())).collect();
    assert_eq!(with, [("n", "随第3件"), ("m", "作废，随第3件")], "and lies there with its case");
    let closed = Facts { cases: vec![complaint("2", "2026-10-20", Some("2026-11-09"))], ..november };
    let order: Vec<String> = Volume::of(&closed).items.into_iter().map(|item| item.sheet).collect();
    assert!(["2", "u", "l"].iter().all(|id| order.iter().filter(|known| known == id).count() == 1), "each once: {order:?}");
    let mut changed = facts.clone();
    changed.sheets[0].mark = "n".into();
    assert_ne!(Volume::of(&changed).root(), volume.root(), "the root tells of every change");
    assert_eq!(Volume::of(&facts).root(), volume.root(), "and of nothing else");
}

#[test]
fn faults_are_kept_to_their_limits() {
    let mut facts = facts();
    let fault = |due: &str, done: Option<&str>, passed| Fault {
        sheet: "s".into(),
        date: date("2026-10-08"),
        monthly: false,
        area: "大堂".into(),
        item: "地面".into(),
        due: Some(at(due, "18:00")),
        done: done.map(|day| at(day, "18:00")),
        passed,
    };
    facts.faults = vec![
        fault("2026-10-08", Some("2026-10-08"), Some(true)),
        fault("2026-10-09", Some("2026-10-10"), Some(true)),
        fault("2026-10-09", Some("2026-10-09"), Some(false)),
        fault("2026-11-03", None, None),
    ];
    let stats = Statistics::of(&facts);
    let words = stats.figure("inspection.rectified").unwrap().words();
    assert_eq!(words, "33.3%（1/3）", "late, or found wanting at the recheck, is not kept; what is not due is not counted");
}
