//! Ends that a decision brings or a revision froze, attempts that end nothing, and limits beside the regulations.

use super::tests::{Run, at, clock, counted, day, delivered, late, received, rectified, visited};
use super::*;
use crate::deadline::{OUTSIDE_LIMIT, OWN_LIMIT};
use crate::form::CaseKind;

/// A complaint that was answered, delivered and put right on 4 March 2026.
pub(super) fn put_right(facts: Facts) -> Run {
    let mut run = Run::begin(facts);
    run.then(|f, _| {
        f.responded = Some(at("2026-03-02T09:30"));
        f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Taken, "2026-03-02T10:10"));
        f.rounds.push(rectified("1", "2026-03-04T10:00", "2026-03-04T11:00"));
    })
    .unwrap();
    run
}

pub(super) fn minor() -> Facts {
    received(CaseKind::Complaint, Some(Grade::Minor), "2026-03-02T09:00")
}

#[test]
fn what_is_terminated_ends_with_the_project_managers_signature_and_not_before() {
    let mut run = put_right(minor());
    run.then(|f, r| {
        r.visits.push(visited("HF-A-202603-0001", "2026-03-06T15:00", Effect::Dissatisfied));
        f.rounds[0].visit = "HF-A-202603-0001".into();
        f.rounds[0].result = Some(Effect::Dissatisfied);
    })
    .unwrap();
    run.then(|f, _| {
        f.closing = Some(Closing::Terminated);
        f.closed = Some(at("2026-03-09T09:00"));
    })
    .unwrap();
    run.then(|f, _| f.head_at = f.closed).unwrap();
    let now = at("2026-03-30T09:00");
    assert_eq!(run.state(), State::Awaiting(Step::Close), "the head of the department alone ends nothing that did not satisfy");
    let second = clock(&run.clocks, "rectify.2");
    assert!(second.running() && second.late(now), "and the second round runs on and is late while 项目经理 has not signed");
    run.then(|f, _| (f.head_at, f.manager_at) = (None, f.closed)).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Close), "nor does 项目经理 without the department's word");
    run.then(|f, _| f.head_at = f.closed).unwrap();
    assert_eq!(run.state(), State::Closed, "with both signatures 终结 ends the case, though the customer never was satisfied");
    let second = clock(&run.clocks, "rectify.2");
    assert_eq!(second.ended.unwrap().how, Ended::Dropped, "what was still to do is dropped, not done");
    let mut done = put_right(minor());
    let by_visit = done.then(|f, _| (f.closing, f.closed) = (Some(Closing::Done), Some(at("2026-03-09T09:00"))));
    let refused = Refused::Before { step: Step::Close, before: Step::Revisit };
    assert_eq!(by_visit.unwrap_err(), refused, "the same case is not closed as 回访签字: only 终结 does without the customer");
}

#[test]
fn nobody_at_home_and_no_answer_are_attempts_and_the_revisit_runs_on() {
    let mut run = put_right(minor());
    assert_eq!(clock(&run.clocks, "revisit.1").due, day("2026-03-18"), "two weeks after it was put right");
    let away = |days: &[&str]| Visit {
        serial: "HF-A-202603-0001".into(),
        attempts: days.iter().map(|d| Attempt { at: at(&format!("{d}T10:00")), reached: false, refused: false }).collect(),
        ..Visit::default()
    };
    for days in [&["2026-03-09"][..], &["2026-03-09", "2026-03-12"], &["2026-03-09", "2026-03-12", "2026-03-16"]] {
        let visit = away(days);
        run.then(|_, r| r.visits = vec![visit]).unwrap();
        let revisit = clock(&run.clocks, "revisit.1");
        assert!(revisit.running(), "{} times 不在 or 未接 is no revisit", days.len());
        assert_eq!(run.state(), State::Awaiting(Step::Revisit), "the case still waits for one");
        assert!(!revisit.late(at("2026-03-18T23:59")), "in time to the last minute of its day");
        assert!(revisit.late(at("2026-03-19T00:00")), "and late when it is over, whatever was tried");
    }
    let named = run.then(|f, _| {
        f.rounds[0].visit = "HF-A-202603-0001".into();
        f.rounds[0].result = Some(Effect::Satisfied);
    });
    assert_eq!(named.unwrap_err(), Refused::VisitUnsigned, "an attempt has no result to be written on the case");
    let met = |f: &mut Facts, r: &mut Related| {
        r.visits = vec![visited("HF-A-202603-0001", "2026-03-20T10:00", Effect::Satisfied)];
        f.rounds[0].visit = "HF-A-202603-0001".into();
        f.rounds[0].result = Some(Effect::Satisfied);
    };
    assert_eq!(run.then(met).unwrap_err(), Refused::LateReason(Step::Revisit), "met on the 20th it is late, attempts or not");
    run.then(|f, r| {
        met(f, r);
        f.lates.push(late("回访"));
    })
    .unwrap();
    assert!(clock(&run.clocks, "revisit.1").late(at("2026-04-01T00:00")), "and with its reason it was late all the same");
}

#[test]
fn only_who_cannot_be_reached_in_this_round_is_closed_as_absent() {
    let attempt = |when: &str, reached| Attempt { at: at(when), reached, refused: false };
    let sheet = |serial: &str, attempts| Visit { serial: serial.into(), attempts, ..Visit::default() };
    let absent = |f: &mut Facts, _: &mut Related| (f.closing, f.closed) = (Some(Closing::Absent), Some(at("2026-03-18T17:00")));
    let mut run = put_right(minor());
    let met = [("2026-03-09T10:00", false), ("2026-03-10T10:00", false), ("2026-03-11T10:00", true)];
    let met = met.map(|(when, reached)| attempt(when, reached)).to_vec();
    run.then(|_, r| r.visits.push(sheet("HF-A-202603-0001", met))).unwrap();
    assert_eq!(run.then(absent).unwrap_err(), Refused::Attempts(0), "met on the third they can be reached: the visit is signed");
    let mut run = put_right(minor());
    let gone = ["2026-03-05T10:00", "2026-03-05T15:00", "2026-03-06T09:00"].map(|when| attempt(when, false)).to_vec();
    run.then(|f, r| {
        r.visits.push(Visit { refused: Some(at("2026-03-06T09:05")), ..sheet("HF-A-202603-0001", gone) });
        r.visits.push(visited("HF-A-202603-0002", "2026-03-06T15:00", Effect::Dissatisfied));
        (f.rounds[0].visit, f.rounds[0].result) = ("HF-A-202603-0002".into(), Some(Effect::Dissatisfied));
        f.rounds.push(rectified("2", "2026-03-09T10:00", "2026-03-09T11:00"));
    })
    .unwrap();
    assert_eq!(run.then(absent).unwrap_err(), Refused::Attempts(0), "what was tried in the first round was answered by it");
    let refused = run.then(|f, _| (f.closing, f.closed) = (Some(Closing::Refused), Some(at("2026-03-18T17:00"))));
    assert_eq!(refused.unwrap_err(), Refused::NotRefused, "nor is a refusal of the first round one of the second");
    let again = ["2026-03-10T10:00", "2026-03-11T10:00"].map(|when| attempt(when, false)).to_vec();
    run.then(|_, r| r.visits.push(sheet("HF-A-202603-0003", again))).unwrap();
    assert_eq!(run.then(absent).unwrap_err(), Refused::Attempts(2), "two in this round are two");
    run.then(|_, r| r.visits.push(sheet("HF-A-202603-0004", vec![attempt("2026-03-12T10:00", false)]))).unwrap();
    run.then(absent).unwrap();
}

#[test]
fn a_call_that_nobody_takes_is_no_revisit_of_a_service_either() {
    let mut run = Run::begin(received(CaseKind::Service, None, "2026-03-02T09:00"));
    run.then(|f, r| {
        f.served = Some(at("2026-03-03T15:00"));
        r.billed = Some(at("2026-03-04T09:00"));
        let missed = Attempt { at: at("2026-03-05T10:00"), reached: false, refused: false };
        r.visits.push(Visit { serial: "HF-A-202603-0003".into(), attempts: vec![missed; 2], ..Visit::default() });
    })
    .unwrap();
    let revisit = clock(&run.clocks, "revisit.1");
    assert_eq!((revisit.running(), revisit.due), (true, day("2026-03-10")), "a week, and 未接 does not stop it");
    assert!(revisit.late(at("2026-03-11T00:00")), "late when its end passes");
    assert_eq!(run.state(), State::Awaiting(Step::Revisit), "the call is still to be made");
}

#[test]
fn the_own_limit_and_the_outside_deadline_are_clocks_of_their_own() {
    let (own, outside) = (day("2026-03-03T09:00+08:00"), day("2026-03-04T18:00+08:00"));
    let facts = Facts { own_due: Some(own), outside_due: Some(outside), ..minor() };
    let mut run = Run::begin(facts.clone());
    for (id, rule, due) in
        [("own", OWN_LIMIT, own), ("outside", OUTSIDE_LIMIT, outside), ("rectify.1", "CPL-3", day("2026-03-05"))]
    {
        let clock = clock(&run.clocks, id);
        assert_eq!((clock.rule.as_str(), clock.due, clock.step), (rule, due, Step::Rectify), "{id} waits for the rectification");
        assert_eq!(clock.from, at("2026-03-02T09:00"), "{id} starts with the receipt");
        assert!(clock.running(), "{id} runs");
    }
    let late_on = |run: &Run, when: &str| ["own", "outside", "rectify.1"].map(|id| clock(&run.clocks, id).late(at(when)));
    assert_eq!(late_on(&run, "2026-03-03T08:59"), [false, false, false], "before the first of them ends");
    assert_eq!(late_on(&run, "2026-03-03T09:01"), [true, false, false], "内控时限 is the tightest");
    assert_eq!(late_on(&run, "2026-03-04T18:01"), [true, true, false], "12345 asks before the regulation does");
    run.then(|f, _| {
        f.responded = Some(at("2026-03-02T09:30"));
        f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Taken, "2026-03-02T10:10"));
    })
    .unwrap();
    assert!(["own", "outside"].iter().all(|id| clock(&run.clocks, id).running()), "neither answer nor delivery ends them");
    let extension =
        Extension { row: "e".into(), due: Some(day("2026-03-10")), approved: Some(at("2026-03-03T08:00")), told: None };
    run.then(|f, _| f.extensions.push(extension)).unwrap();
    assert_eq!(clock(&run.clocks, "rectify.1").due, day("2026-03-10"), "an extension moves the regulation's");
    let beside = ["own", "outside"].map(|id| clock(&run.clocks, id).due);
    assert_eq!(beside, [own, outside], "what others set is not for the department to extend");
    let put_right = |f: &mut Facts| f.rounds.push(rectified("1", "2026-03-05T10:00", "2026-03-05T11:00"));
    let silent = run.then(|f, _| put_right(f));
    assert_eq!(silent.unwrap_err(), Refused::LateReason(Step::Rectify), "late by them, it asks why");
    run.then(|f, _| {
        put_right(f);
        f.lates.push(late("整改"));
    })
    .unwrap();
    for id in ["own", "outside", "rectify.1"] {
        let end = clock(&run.clocks, id).ended.unwrap();
        assert_eq!((end.at, end.how), (at("2026-03-05T10:00"), Ended::Done), "{id} ends with the rectification");
    }
    assert_eq!(late_on(&run, "2026-04-01T00:00"), [true, true, false], "late by both, in time by the regulation, for ever");
    let in_time = put_right_by(facts, "2026-03-02T18:00");
    assert_eq!(late_on(&in_time, "2026-04-01T00:00"), [false; 3], "put right the same evening nothing is late");
}

#[test]
fn a_recheck_that_fails_leaves_the_limits_beside_the_regulations_running_too() {
    let facts = Facts { outside_due: Some(day("2026-03-04T18:00+08:00")), ..minor() };
    let mut run = put_right_by(facts, "2026-03-02T18:00");
    run.then(|f, _| f.rounds[0].recheck = Some(false)).unwrap();
    assert!(clock(&run.clocks, "outside").running(), "what was not put right answers no 12345");
    assert!(clock(&run.clocks, "outside").late(at("2026-03-04T18:01")), "and is late when its end passes");
    run.then(|f, _| f.rounds.push(rectified("2", "2026-03-03T16:00", "2026-03-03T17:00"))).unwrap();
    assert_eq!(clock(&run.clocks, "outside").ended.unwrap().at, at("2026-03-03T16:00"), "the round that held ends it");
}

fn put_right_by(facts: Facts, when: &str) -> Run {
    let mut run = Run::begin(facts);
    run.then(|f, _| {
        f.responded = Some(at("2026-03-02T09:30"));
        f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Taken, "2026-03-02T10:10"));
        f.rounds.push(rectified("1", when, when));
    })
    .unwrap();
    run
}

#[test]
fn no_round_follows_a_satisfied_customer_and_none_is_dated_before_the_one_it_follows() {
    let mut run = put_right(minor());
    run.then(|f, _| f.rounds[0].recheck = Some(false)).unwrap();
    let back = run.then(|f, _| f.rounds.push(rectified("2", "2026-03-04T09:00", "2026-03-04T12:00")));
    let refused = Refused::Earlier { step: Step::Rectify, before: Step::Recheck };
    assert_eq!(back.unwrap_err(), refused, "put right again before it was found wrong: an overdue could be dated away");
    run.then(|f, r| {
        f.rounds.push(rectified("2", "2026-03-04T14:00", "2026-03-04T15:00"));
        r.visits.push(visited("HF-A-202603-0001", "2026-03-20T15:00", Effect::Satisfied));
        f.rounds[1].visit = "HF-A-202603-0001".into();
        f.rounds[1].result = Some(Effect::Satisfied);
        f.lates.push(late("回访"));
    })
    .unwrap();
    assert!(clock(&run.clocks, "revisit.1").late(at("2026-04-01T00:00")), "the revisit came late");
    let more = run.then(|f, _| f.rounds.push(rectified("3", "2026-03-21T10:00", "2026-03-21T11:00")));
    let refused = Refused::Before { step: Step::Rectify, before: Step::Close };
    assert_eq!(more.unwrap_err(), refused, "a satisfied customer ends the rounds: another would begin that revisit's limit anew");
}

#[test]
fn the_first_plan_of_a_round_stands_and_other_measures_take_back_no_overdue() {
    let mut run = Run::begin(received(CaseKind::Opinion, None, "2026-04-02T09:00"));
    let planned = |row: &str, answered: &str, plan: &str| Round {
        row: row.into(),
        answered: Some(at(answered)),
        accepted: Some(true),
        planned: Some(day(plan)),
        ..Round::default()
    };
    run.then(|f, _| {
        f.deliveries.push(delivered("d1", "2026-04-03T09:00", Receipt::Taken, "2026-04-03T10:00"));
        f.rounds.push(Round { accepted: Some(false), ..planned("1", "2026-04-03T11:00", "2026-04-07") });
        f.rounds.push(planned("2", "2026-04-03T15:00", "2026-04-10"));
    })
    .unwrap();
    assert_eq!(clock(&run.clocks, "rectify.1").due, day("2026-04-10"), "the plan that was accepted counts, not the one refused");
    run.then(|f, _| {
        (f.rounds[1].rectified, f.rounds[1].recheck) = (Some(at("2026-04-13T10:00")), Some(false));
        f.rounds[1].rechecked = Some(at("2026-04-13T11:00"));
        f.lates.push(late("整改"));
        f.rounds.push(planned("3", "2026-04-13T12:00", "2026-04-30"));
    })
    .unwrap();
    let plan = clock(&run.clocks, "rectify.1");
    assert_eq!((plan.due, plan.from), (day("2026-04-10"), at("2026-04-03T15:00")), "a later plan is no extension");
    assert!(plan.running() && plan.late(at("2026-04-13T12:00")), "it was late and is late");
}

#[test]
fn a_clock_keeps_the_end_that_its_revision_froze() {
    let facts = received(CaseKind::Complaint, Some(Grade::Minor), "2026-12-30T09:00");
    let first = counted(&facts, &Related::default(), &[]);
    assert!(clock(&first, "rectify.1").provisional, "the notice for the next year is not out");
    let recounted: Vec<Clock> = first
        .iter()
        .map(|c| Clock { counted: day("2027-01-08"), due: day("2027-01-08"), provisional: false, ..c.clone() })
        .collect();
    let again = counted(&facts, &Related::default(), &recounted);
    assert_eq!(clock(&again, "rectify.1").due, day("2027-01-08"), "what was recounted is not counted back");
    let moved = Facts { received: Some(at("2026-12-29T09:00")), ..facts };
    assert_ne!(clock(&counted(&moved, &Related::default(), &recounted), "rectify.1").due, day("2027-01-08"), "another event is");
}
