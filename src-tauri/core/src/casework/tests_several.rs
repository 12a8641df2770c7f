//! Papers that lie with several departments, grades in the order of their times, and what was closed before the rules of today.

use super::tests::{CALENDAR, RULES, Run, at, clock, delivered, raised, received, visited};
use super::tests_limits::{minor, put_right};
use super::*;
use crate::deadline::{Rule, RuleChange, Rules, Unit};
use crate::form::CaseKind;

/// Brought, and not answered yet.
fn brought(row: &str, department: &str, sent: &str) -> Delivery {
    let open = Delivery { receipt: None, received: None, signed: false, ..delivered(row, sent, Receipt::Taken, sent) };
    Delivery { department: department.into(), ..open }
}

fn signs(one: &mut Delivery, when: &str) {
    (one.receipt, one.received, one.signed) = (Some(Receipt::Taken), Some(at(when)), true);
}

/// An opinion that went to two departments on one morning.
fn to_two() -> Run {
    let mut run = Run::begin(received(CaseKind::Opinion, None, "2026-04-02T09:00"));
    run.then(|f, _| {
        f.deliveries.push(brought("d1", "工程部", "2026-04-02T10:00"));
        f.deliveries.push(brought("d2", "保洁部", "2026-04-02T10:05"));
    })
    .unwrap();
    run
}

#[test]
fn what_is_brought_to_two_departments_is_waited_for_from_both() {
    let mut run = to_two();
    run.then(|f, _| signs(&mut f.deliveries[1], "2026-04-02T11:00")).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Receive), "the first has not signed yet");
    assert!(clock(&run.clocks, "deliver").running(), "and SUR-1 runs for it");
    let refused = run.then(|f, _| (f.closing, f.closed) = (Some(Closing::Done), Some(at("2026-04-02T12:00")))).unwrap_err();
    assert_eq!(refused, Refused::Before { step: Step::Close, before: Step::Revisit }, "nor is it over");
    run.then(|f, _| signs(&mut f.deliveries[0], "2026-04-03T09:00")).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Answer), "both have it");
    let ended = |run: &Run| clock(&run.clocks, "deliver").ended.map(|end| end.at);
    assert_eq!(ended(&run), Some(at("2026-04-03T09:00")), "SUR-1 ended when the last one had it");
    assert_eq!(clock(&run.clocks, "answer").from, at("2026-04-02T11:00"), "SUR-2 runs since the first one had it");

    // One of them passes it on: the other goes on, and what was, was.
    run.then(|f, _| f.deliveries[0].receipt = Some(Receipt::PassedOn)).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Answer), "保洁部 has it still");
    assert_eq!(ended(&run), Some(at("2026-04-03T09:00")), "and SUR-1 is not told anew");
    assert!(Case::of(&run.facts, &run.related).next.contains(&Step::Deliver), "who is to have it next may be given it");
    let early = run.then(|f, _| f.deliveries.push(brought("d3", "客服部", "2026-04-03T08:00"))).unwrap_err();
    assert_eq!(early, Refused::Earlier { step: Step::Deliver, before: Step::Receive }, "not before it came back");
    run.then(|f, _| f.deliveries.push(brought("d3", "客服部", "2026-04-03T09:30"))).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Receive), "and then they are waited for");
}

#[test]
fn one_that_sends_it_back_leaves_the_other_though_nobody_had_signed() {
    let mut run = to_two();
    run.then(|f, _| {
        (f.deliveries[0].receipt, f.deliveries[0].received) = (Some(Receipt::Returned), Some(at("2026-04-02T10:30")))
    })
    .unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Receive), "保洁部 was brought it before that one came back");
    run.then(|f, _| signs(&mut f.deliveries[1], "2026-04-02T11:00")).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Answer));
    run.then(|f, _| f.deliveries[1].receipt = Some(Receipt::PassedOn)).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Deliver), "only when nobody has it, it is delivered again");
}

#[test]
fn no_case_is_closed_as_done_while_a_department_has_not_answered_its_paper() {
    let mut run = put_right(minor());
    run.then(|f, _| f.deliveries.push(brought("d2", "保洁部", "2026-03-05T09:00"))).unwrap();
    let visit = visited("HF-A-202603-0001", "2026-03-06T15:00", Effect::Satisfied);
    run.then(|f, r| {
        (f.rounds[0].visit, f.rounds[0].result) = (visit.serial.clone(), Some(Effect::Satisfied));
        r.visits.push(visit);
    })
    .unwrap();
    let close = |f: &mut Facts, _: &mut Related| (f.closing, f.closed) = (Some(Closing::Done), Some(at("2026-03-06T17:00")));
    assert_eq!(run.then(close).unwrap_err(), Refused::Before { step: Step::Close, before: Step::Receive }, "保洁部 is asked");
    run.then(|f, _| signs(&mut f.deliveries[1], "2026-03-06T16:00")).unwrap();
    run.then(close).unwrap();
}

#[test]
fn a_grade_is_judged_by_its_time_and_not_by_its_place_in_the_list() {
    let mut run = Run::begin(minor());
    let row = |row: &str, from, when: &str| Grading { from: Some(from), ..raised(row, when) };
    run.then(|f, _| f.gradings.push(row("a", Grade::Minor, "2026-03-04T12:00"))).unwrap();
    let wrong = run.then(|f, _| f.gradings.push(row("b", Grade::Major, "2026-03-03T09:00"))).unwrap_err();
    assert_eq!(wrong, Refused::NotInForce(Grade::Minor), "the day before it was 一般 still");
    run.then(|f, _| f.gradings.push(row("b", Grade::Minor, "2026-03-03T09:00"))).unwrap();
    let major = clock(&run.clocks, "rectify.1.g1");
    assert_eq!(major.from, at("2026-03-03T09:00"), "重大 since the earlier of the two, though it stands below");

    // Lowered in the upper row, and raised before that in the lower one: what came last counts.
    let lowered = Grading {
        from: Some(Grade::Major),
        to: Some(Grade::Minor),
        approved: Some(at("2026-03-04T16:00")),
        ..raised("l", "2026-03-04T15:00")
    };
    let facts = Facts { gradings: vec![lowered, row("r", Grade::Minor, "2026-03-03T09:00")], ..minor() };
    assert_eq!(facts.grade_now(), Some(Grade::Minor), "the lowering was approved after it was raised");
}

#[test]
fn what_is_closed_keeps_its_clocks_though_its_revisit_counts_no_more() {
    let mut run = put_right(minor());
    let visit = visited("HF-A-202603-0001", "2026-03-06T15:00", Effect::Satisfied);
    run.then(|f, r| {
        (f.rounds[0].visit, f.rounds[0].result) = (visit.serial.clone(), Some(Effect::Satisfied));
        r.visits.push(visit);
    })
    .unwrap();
    run.then(|f, _| {
        (f.closing, f.closed) = (Some(Closing::Done), Some(at("2026-03-06T17:00")));
        f.head_at = Some(at("2026-03-06T17:00"));
    })
    .unwrap();
    assert!(settled(&run.facts), "closed");
    let stood = run.clocks.clone();
    // Read again by a rule under which the visit is somebody else's.
    let mut anew = clocks(&run.facts, &Related::default(), &RULES, &CALENDAR, &stood).unwrap();
    assert_ne!(anew, stood, "of an open case that would be told anew");
    keep_settled(&stood, &mut anew);
    assert_eq!(anew, stood, "a closed one says what it said");
}

#[test]
fn what_lies_beside_a_return_follows_nothing_whatever_row_it_stands_in() {
    for swapped in [false, true] {
        let mut run = Run::begin(received(CaseKind::Opinion, None, "2026-04-02T04:00"));
        let back = Delivery {
            receipt: Some(Receipt::Returned),
            received: Some(at("2026-04-02T04:25")),
            ..brought("d1", "工程部", "2026-04-02T04:20")
        };
        let mut rows = vec![back, brought("d2", "保洁部", "2026-04-02T04:20")];
        if swapped {
            rows.reverse();
        }
        run.then(|f, _| f.deliveries.extend(rows)).unwrap();
        assert_eq!(run.state(), State::Awaiting(Step::Receive), "保洁部 has it");
    }
}

#[test]
fn what_one_of_two_passed_on_is_brought_to_somebody_before_all_is_done() {
    let mut run = to_two();
    run.then(|f, _| signs(&mut f.deliveries[0], "2026-04-02T11:00")).unwrap();
    run.then(|f, _| {
        (f.deliveries[1].receipt, f.deliveries[1].received) = (Some(Receipt::PassedOn), Some(at("2026-04-02T12:00")))
    })
    .unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Answer), "工程部 is at work");
    assert!(run.facts.to_pass_on(), "and a part lies with nobody");
    run.then(|f, _| f.deliveries.push(brought("d3", "秩序部", "2026-04-02T14:00"))).unwrap();
    assert!(!run.facts.to_pass_on(), "till another has it");
}

#[test]
fn a_machine_that_was_locked_for_longer_than_is_known_ahead_has_heard_no_more_than_that() {
    let (since, until, now) = (at("2026-03-02T09:00"), at("2026-03-09T09:00"), at("2026-03-11T10:00"));
    let hours = vec![at("2026-03-11T09:00")..at("2026-03-11T18:00")];
    let ahead = Ahead { moments: Vec::new(), hours, until: Some(until) };
    let (due, heard) = ahead.look(Heard::from(since), now);
    assert!(!due, "of what falls due behind that nothing is known while it is locked");
    assert_eq!([heard.until(true), heard.until(false)], [until, until], "and nothing of it was told");
    let rungs = [
        Reminder { at: at("2026-03-10T09:00"), rung: Rung::Late(1) },
        Reminder { at: at("2026-03-11T09:00"), rung: Rung::Late(2) },
    ];
    let said = rung_between(&rungs, heard.until(false), now).map(|one| one.rung);
    assert_eq!(said, Some(Rung::Late(2)), "unlocked, the rung of now is said");
    let started = Ahead::default().look(Heard::from(since), now);
    assert_eq!(started, (false, Heard::from(since)), "of a window that was not open yet nothing is known, and nothing was told");
    let (_, soon) = ahead.look(Heard::from(since), at("2026-03-05T10:00"));
    assert_eq!(soon.until(true), at("2026-03-05T10:00"), "within the week it goes along");
}

#[test]
fn an_answer_that_the_department_set_a_limit_for_runs_by_it_and_a_rule_without_one_blocks_nothing() {
    let change = |rules: &Rules, id: &str, unit, limit| {
        let rule = Rule { unit, limit, grades: Vec::new(), ..rules.rule(id).unwrap().clone() };
        let change = RuleChange { version: 2, since: at("2026-01-01T00:00"), reason: "试行".into(), by: "张三".into(), rule };
        rules.clone().with_change(change).unwrap()
    };
    let asked =
        Facts { asked_due: Some("2026-03-20".parse().unwrap()), ..received(CaseKind::Consultation, None, "2026-03-02T09:00") };
    let ids = |rules: &Rules, facts: &Facts| -> Vec<(String, String)> {
        let clocks = clocks(facts, &Related::default(), rules, &CALENDAR, &[]).unwrap();
        clocks.into_iter().map(|clock| (clock.id, clock.due.to_string())).collect()
    };
    let promised = ("answer".to_owned(), "2026-03-20".to_owned());
    assert_eq!(
        ids(&RULES, &asked),
        std::slice::from_ref(&promised),
        "as it ships CON-1 is for the department to set: what was promised counts"
    );
    let set = change(&RULES, "CON-1", Unit::WorkingDays, Some(3));
    assert_eq!(
        ids(&set, &asked),
        [promised, ("answer.set".to_owned(), "2026-03-05".to_owned())],
        "set, it runs beside the promise"
    );
    let at_once = Facts { asked_due: None, ..asked };
    assert_eq!(ids(&set, &at_once), [], "what is answered at once has neither");
    let open = change(&RULES, "RSP-1", Unit::Open, None);
    assert!(ids(&open, &minor()).iter().all(|(id, _)| id != "respond"), "a limit that was taken away has no clock");
    assert!(ids(&open, &minor()).iter().any(|(id, _)| id == "rectify.1"), "and the others run");
}
