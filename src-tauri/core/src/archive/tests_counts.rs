//! Each line of the check-list counts its own, and work is counted for whom the sheet names.

use super::facts::{Case, Facts, Fate, Handed, Holder, Number, Sheet, SlotState, Visit};
use super::gaps::{Coverage, GapKind, coverage, gaps};
use super::stats::Statistics;
use super::tests::{at, check, clock, complaint, date, facts, handed, sheet, slot};
use crate::casework::{Ended, State, Step};
use crate::form::{CaseKind, Mark};

fn line(facts: &Facts, kind: GapKind) -> (u32, u32, u32, u32) {
    let found = coverage(facts, &gaps(facts, &Default::default()));
    let line: &Coverage = found.iter().find(|line| line.kind == kind).unwrap();
    (line.done, line.all, line.open, line.said)
}

#[test]
fn each_line_of_the_check_list_counts_what_it_is_about() {
    let mut facts = facts();
    // Three complaints that closed with their signature, and four revisits of other cases that wait for one.
    facts.cases = ["1", "2", "3"].map(|id| complaint(id, "2026-10-02", Some("2026-10-09"))).to_vec();
    let waiting = |id: &str| Sheet {
        state: "await_customer".into(),
        state_word: "待客户签字".into(),
        ..sheet(id, &format!("HF-A-202610-{id}"), "2026-10-20", "")
    };
    facts.sheets = ["31", "32", "33", "34"].map(waiting).to_vec();
    assert_eq!(line(&facts, GapKind::Signature), (3, 7, 4, 0), "three are signed and four are not: seven were asked");
    assert_eq!(line(&facts, GapKind::Receipt), (3, 3, 0, 0), "each was taken by its department");
    assert_eq!(line(&facts, GapKind::Revisit), (3, 3, 0, 0), "and revisited");
    assert_eq!(line(&facts, GapKind::Unfinished), (4, 4, 0, 0), "the four are finished");
    assert_eq!(line(&facts, GapKind::Review), (0, 0, 0, 0), "a paper that wants no review is not among the reviewed");

    let reviewed = |id: &str, state: &str| Sheet { state: state.into(), reviewed: true, ..sheet(id, id, "2026-10-08", "") };
    facts.sheets = vec![
        reviewed("a", "await_review"),
        reviewed("b", "signed"),
        reviewed("c", "await_person"),
        Sheet { state: "closed_unsigned".into(), ..sheet("d", "d", "2026-10-08", "") },
        Sheet { state: "open".into(), ..sheet("e", "e", "2026-10-08", "") },
    ];
    assert_eq!(line(&facts, GapKind::Review), (1, 2, 1, 0), "what is not signed yet does not wait for the head");
    assert_eq!(line(&facts, GapKind::Signature), (5, 6, 1, 0), "who refused to sign is not counted as signed");
    assert_eq!(line(&facts, GapKind::Unfinished), (4, 5, 1, 0), "one is not finished");
}

#[test]
fn rounds_numbers_and_consultations_are_counted_by_what_fell_due() {
    let mut facts = facts();
    facts.slots = vec![
        slot("2026-10-12", "am", SlotState::Done),
        slot("2026-10-12", "pm", SlotState::Missed),
        slot("2026-10-13", "am", SlotState::Open),
        slot("2026-10-13", "pm", SlotState::Rest),
    ];
    assert_eq!(line(&facts, GapKind::Missed), (1, 2, 1, 0), "a round that is not due yet is neither made nor missed");
    let number =
        |n, fate| Number { serial: format!("JC-A-202610-{n:04}"), run: "JC-A-202610".into(), n, whose: Holder::Site, fate };
    facts.numbers = vec![number(1, Fate::Used), number(2, Fate::Used), number(5, Fate::Void)];
    assert_eq!(line(&facts, GapKind::Number), (2, 5, 2, 1), "numbers that were passed over are numbers too");
    let mut asked = |id: &str, received: &str, closed: Option<&str>| {
        let mut case = complaint(id, received, closed);
        case.kind = CaseKind::Consultation;
        if closed.is_none() {
            case.state = State::Awaiting(Step::Answer);
        }
        facts.cases.push(case);
    };
    asked("1", "2026-09-28", None);
    asked("2", "2026-10-02", Some("2026-10-03"));
    asked("3", "2026-09-01", Some("2026-09-02"));
    assert_eq!(line(&facts, GapKind::Consultation), (1, 2, 1, 0), "one of last month waits still; one was done with then");
    let mut late = complaint("4", "2026-10-05", None);
    late.clocks = vec![clock(Step::Rectify, "CPL-3", "2026-10-12", None)];
    facts.cases.push(late);
    assert_eq!(line(&facts, GapKind::Overdue), (0, 1, 1, 0), "of the steps that fell due one is overdue");
    assert_eq!(line(&facts, GapKind::Receipt), (1, 1, 0, 0), "the delivery of an open case was made");
}

/// No limit runs for the receipt of a complaint: whether one is missing at the end of the month, its deliveries say.
#[test]
fn an_open_case_that_waits_for_its_delivery_or_receipt_lacks_it() {
    let mut facts = facts();
    let told = |facts: &Facts| {
        let found = gaps(facts, &Default::default()).into_iter().filter(|gap| gap.kind == GapKind::Receipt);
        found.map(|gap| gap.words).collect::<Vec<_>>()
    };
    let taken = handed("工程部", "2026-10-20", Some(("2026-10-20", "15:00")));
    let november = handed("环境部", "2026-11-02", None);
    for (deliveries, words) in [
        (vec![], Some("尚未送达")),
        (vec![november.clone()], Some("尚未送达")),
        (vec![Handed { at: None, ..november.clone() }, taken.clone()], Some("尚未送达")),
        (vec![handed("工程部", "2026-10-20", None)], Some("尚未签收：工程部")),
        (vec![handed("工程部", "2026-10-31", Some(("2026-11-01", "09:00")))], Some("尚未签收：工程部")),
        (vec![taken.clone(), handed("安管部", "2026-10-21", None)], Some("尚未签收：安管部")),
        (vec![taken.clone()], None),
        // Whoever was given it after the month had nothing to sign for in it.
        (vec![taken.clone(), november.clone()], None),
    ] {
        for kind in [CaseKind::Complaint, CaseKind::Opinion, CaseKind::Rectification] {
            facts.cases = vec![Case { kind, deliveries: deliveries.clone(), ..complaint("1", "2026-10-20", None) }];
            assert_eq!(told(&facts), words.into_iter().collect::<Vec<_>>(), "{kind:?} {deliveries:?}");
            let done = u32::from(words.is_none());
            assert_eq!(line(&facts, GapKind::Receipt), (done, 1, 1 - done, 0), "one case, there or missing: {deliveries:?}");
        }
        for kind in [CaseKind::Consultation, CaseKind::Service] {
            facts.cases = vec![Case { kind, deliveries: deliveries.clone(), ..complaint("1", "2026-10-20", None) }];
            assert_eq!(line(&facts, GapKind::Receipt), (0, 0, 0, 0), "{kind:?} is delivered to nobody");
        }
    }
    // An opinion whose receipt is overdue says so, once.
    let late = clock(Step::Receive, "SUR-1", "2026-10-22", None);
    let deliveries = vec![handed("工程部", "2026-10-21", None)];
    let opinion = Case { kind: CaseKind::Opinion, deliveries, clocks: vec![late], ..complaint("1", "2026-10-20", None) };
    facts.cases = vec![opinion.clone()];
    assert_eq!(line(&facts, GapKind::Receipt), (0, 1, 1, 0), "{:?}", told(&facts));
    let kept = clock(Step::Receive, "SUR-1", "2026-10-22", Some((at("2026-10-20", "15:00"), Ended::Done)));
    facts.cases = vec![Case { deliveries: vec![taken], clocks: vec![kept], ..opinion }];
    assert_eq!(line(&facts, GapKind::Receipt), (1, 1, 0, 0), "nor is one that was taken counted by its limit as well");
}

#[test]
fn what_was_sealed_as_missing_stays_missing_when_it_comes_later() {
    let mut facts = facts();
    let waiting = Sheet { state: "await_customer".into(), ..sheet("31", "HF-A-202610-0031", "2026-10-20", "") };
    facts.sheets = vec![waiting, sheet("32", "HF-A-202610-0032", "2026-10-20", "")];
    let sealed = gaps(&facts, &Default::default());
    facts.sheets.iter_mut().for_each(|sheet| sheet.state = "signed".into());
    let line = coverage(&facts, &sealed).into_iter().find(|line| line.kind == GapKind::Signature).unwrap();
    assert_eq!((line.done, line.all, line.open), (1, 2, 1), "the check-list is that of the closing, and counts nothing twice");
}

#[test]
fn work_is_counted_for_those_whom_the_sheet_names_with_how_well_it_was_done() {
    let mut facts = facts();
    facts.slots = vec![slot("2026-10-12", "am", SlotState::Done), slot("2026-10-13", "am", SlotState::Late)];
    let both =
        |day: &str, mark| super::facts::Check { by: vec!["李四".into(), "吴九".into()], ..check(day, "am", "地面", mark) };
    facts.checks = vec![both("2026-10-12", Mark::Fail), check("2026-10-13", "am", "地面", Mark::Pass)];
    let mut case = complaint("1", "2026-10-02", Some("2026-10-09"));
    case.clocks = vec![
        clock(Step::Respond, "RSP-1", "2026-10-03", Some((at("2026-10-03", "09:00"), Ended::Done))),
        clock(Step::Rectify, "CPL-3", "2026-10-06", Some((at("2026-10-08", "09:00"), Ended::Done))),
    ];
    facts.cases = vec![case];
    facts.visits = vec![Visit {
        sheet: "v".into(),
        serial: "HF-A-202610-0001".into(),
        source: String::new(),
        date: date("2026-10-09"),
        kind: String::new(),
        customer: String::new(),
        room: String::new(),
        person: "吴九".into(),
        effect: "满意".into(),
        reached: true,
        attempts: 1,
        signed: false,
        unsigned: String::new(),
        marks: Vec::new(),
    }];
    let stats = Statistics::of(&facts);
    let told = |id: &str| {
        let figure = stats.figure(id).unwrap_or_else(|| panic!("{id}"));
        assert!(!figure.basis.is_empty(), "{id} says how it was counted");
        (figure.part, figure.whole)
    };
    assert_eq!(told("people.rounds.李四"), (2, None), "each of two who made a round made it");
    assert_eq!(told("people.rounds.吴九"), (1, None), "and nobody else");
    assert_eq!(told("people.faults.吴九"), (1, None), "with what they found");
    assert_eq!(told("people.rounds.intime.李四"), (1, Some(2)), "one of the two was keyed in late");
    assert_eq!(told("people.steps.吴九"), (1, Some(2)), "of the cases somebody received, the steps that were in time");
    assert_eq!(told("people.visits.signed.吴九"), (0, Some(1)), "met, and nobody signed");
    assert_eq!(told("people.visits.satisfied.吴九"), (1, Some(1)), "but pleased");
    assert_eq!(told("people.steps.李四"), (0, Some(0)), "who received nothing has no rate");
}

#[test]
fn an_own_limit_beside_a_regulation_counts_in_no_rate_of_it_and_is_nothing_that_the_volume_lacks() {
    let mut facts = facts();
    let done = |day: &str| Some((at(day, "09:00"), Ended::Done));
    let own = |mut clock: crate::casework::Clock| {
        (clock.rule, clock.beside) = ("OWN".into(), "CPL-3".into());
        clock
    };
    let mut kept = complaint("1", "2026-10-02", Some("2026-10-09"));
    kept.clocks = vec![
        clock(Step::Rectify, "CPL-3", "2026-10-09", done("2026-10-08")),
        own(clock(Step::Rectify, "CPL-3", "2026-10-07", done("2026-10-08"))),
    ];
    let mut open = complaint("2", "2026-10-05", None);
    open.clocks = vec![own(clock(Step::Rectify, "CPL-3", "2026-10-06", None))];
    facts.cases = vec![kept, open];
    let groups = Statistics::of(&facts).groups;
    let group = groups.iter().find(|group| group.id == "ontime").unwrap();
    for figure in &group.figures {
        assert_eq!(figure.words(), "100%（1/1）", "{}: the regulation was kept", figure.label);
    }
    let table = |id: &str| group.tables.iter().find(|table| table.id == id).unwrap();
    let lines: Vec<(&str, String)> =
        table("ontime.rule").lines.iter().map(|line| (line.label.as_str(), line.figures[0].words())).collect();
    let expected = [("投诉整改　CPL-3", "100%（1/1）"), ("投诉整改　内控时限（CPL-3）", "0%（0/2）")];
    for (label, words) in expected {
        assert!(lines.iter().any(|(l, w)| (*l, w.as_str()) == (label, words)), "{label} is a line of its own: {lines:?}");
    }
    assert!(gaps(&facts, &Default::default()).iter().all(|gap| gap.kind != GapKind::Overdue), "it asks for no word of why");
}

/// A complaint that was voided is none, in no table and for nobody.
#[test]
fn what_was_voided_was_not_received() {
    let mut facts = facts();
    let major = |id: &str, state: State| {
        let case = complaint(id, "2026-10-02", None);
        crate::archive::facts::Case { grade: "重大".into(), cause: "设备故障".into(), state, ..case }
    };
    facts.cases = vec![major("1", State::Awaiting(Step::Rectify)), major("2", State::Void)];
    let stats = Statistics::of(&facts);
    for id in [
        "complaints.received",
        "complaints.major",
        "complaints.category.all.工程",
        "complaints.category.major.工程",
        "complaints.department.all.工程部",
        "complaints.cause.all.设备故障",
        "people.received.吴九",
    ] {
        let figure = stats.figure(id).unwrap();
        assert_eq!((figure.part, figure.met.as_slice()), (1, &["1".to_owned()][..]), "{id}");
        assert!(figure.basis.contains("作废的不计"), "{id} says so: {}", figure.basis);
    }
    facts.cases = vec![crate::archive::facts::Case { invalid: true, ..major("2", State::Void) }];
    assert_eq!(Statistics::of(&facts).figure("complaints.invalid").unwrap().part, 0, "nor is it an invalid one");
}

/// A revisit of what was voided was made, and is counted as work; what was said in it is of nothing that stands.
#[test]
fn a_revisit_of_what_was_voided_says_nothing_of_satisfaction() {
    let mut facts = facts();
    let visit = |n: u32, effect: &str| Visit {
        sheet: format!("v{n}"),
        serial: format!("HF-A-202610-000{n}"),
        source: format!("TS-A-202610-{n}"),
        date: date("2026-10-09"),
        kind: "一般投诉".into(),
        customer: String::new(),
        room: String::new(),
        person: "吴九".into(),
        effect: effect.into(),
        reached: true,
        attempts: 1,
        signed: true,
        unsigned: String::new(),
        marks: vec![("及时性".into(), if effect == "满意" { Mark::Pass } else { Mark::Fail })],
    };
    let stands = complaint("1", "2026-10-02", Some("2026-10-09"));
    facts.cases =
        vec![stands, crate::archive::facts::Case { state: State::Void, closed: None, ..complaint("2", "2026-10-02", None) }];
    facts.visits = vec![visit(1, "满意"), visit(2, "不满意")];
    let stats = Statistics::of(&facts);
    for id in [
        "revisit.satisfied",
        "revisit.mark.及时性",
        "revisit.kind.satisfied.一般投诉",
        "people.visits.satisfied.吴九",
        "people.visits.signed.吴九",
    ] {
        let figure = stats.figure(id).unwrap();
        assert_eq!((figure.part, figure.whole), (1, Some(1)), "{id}");
        assert!(figure.basis.contains("作废事项的回访不计"), "{id} says so: {}", figure.basis);
    }
    assert_eq!(stats.figure("people.visits.吴九").unwrap().part, 2, "both were made");
    assert_eq!(stats.figure("revisit.kind.一般投诉").unwrap().part, 2, "and are revisits of the month");
}
