//! What is owed, since when, and to whom: nothing before the department has the paper, nothing where nobody pays, and nothing of
//! what comes after the end.

use super::tests::{Run, at, clock, day, delivered, late, received, rectified};
use super::tests_kept::{kept, write};
use super::tests_limits::{minor, put_right};
use super::*;
use crate::form::CaseKind;

fn opinion() -> Run {
    let mut run = Run::begin(received(CaseKind::Opinion, None, "2026-11-23T09:00"));
    run.then(|f, _| f.deliveries.push(delivered("d1", "2026-11-24T09:00", Receipt::Taken, "2026-11-24T09:30"))).unwrap();
    run
}

fn answered(when: &str, accepted: Option<bool>, planned: &str) -> Round {
    Round { row: "1".into(), answered: Some(at(when)), accepted, planned: Some(day(planned)), ..Round::default() }
}

fn in_vain(serial: &str, times: &[&str]) -> Visit {
    let attempts = times.iter().map(|time| Attempt { at: at(time), reached: false, refused: false }).collect();
    Visit { serial: serial.into(), attempts, ..Visit::default() }
}

#[test]
fn a_customer_who_is_met_after_the_end_moves_it_nowhere() {
    let mut run = put_right(minor());
    run.then(|f, r| {
        r.visits.push(in_vain("HF-A-202603-0001", &["2026-03-06T15:00", "2026-03-07T15:00", "2026-03-09T09:00"]));
        (f.closing, f.closed, f.entered) = (Some(Closing::Absent), Some(at("2026-03-09T10:00")), Some(at("2026-03-09T10:01")));
        f.head_at = Some(at("2026-03-09T11:00"));
    })
    .unwrap();
    let ended = clock(&run.clocks, "revisit.1").ended.unwrap();
    assert_eq!((run.state(), ended.at), (State::Closed, at("2026-03-09T11:00")), "over when it was approved");
    // Somebody looks in weeks later, behind the limit.
    run.related.visits.push(in_vain("HF-A-202603-0009", &["2026-03-30T15:00"]));
    let clocks = super::tests::counted(&run.facts, &run.related, &run.clocks);
    assert_eq!(clock(&clocks, "revisit.1").ended.unwrap(), ended, "it is still over since then");
    assert!(!clock(&clocks, "revisit.1").late(at("2026-04-01T00:00")), "and was never late");
}

#[test]
fn where_nothing_is_to_be_paid_no_bill_is_owed() {
    let served = Facts { served: Some(at("2026-11-20T15:00")), ..received(CaseKind::Service, None, "2026-11-20T09:00") };
    let free = Run::begin(Facts { no_bill: true, ..served.clone() });
    let bill = clock(&free.clocks, "bill");
    assert!(!bill.running() && !bill.late(at("2026-12-31T09:00")), "written with the service: it never ran: {bill:?}");
    // Closed a week later with the reason: nothing was owed, and nobody explains why it was late.
    let mut run = Run::begin(Facts { no_bill: true, ..served.clone() });
    run.then(|f, r| {
        r.visits.push(in_vain("HF-A-202611-0001", &["2026-11-21T10:00", "2026-11-22T10:00", "2026-11-23T10:00"]));
        (f.closing, f.closed) = (Some(Closing::Absent), Some(at("2026-11-27T09:00")));
    })
    .unwrap();
    assert_eq!(run.state(), State::Closed);
    // Said only when the limit was past, a bill was owed till then: that wants its reason like any late step.
    let mut overdue = Run::begin(served.clone());
    assert!(clock(&overdue.clocks, "bill").running(), "somebody owes a bill");
    let said = |f: &mut Facts| (f.no_bill, f.entered) = (true, Some(at("2026-11-30T09:00")));
    let refused = write(&mut overdue, at("2026-11-30T09:00"), "", said).unwrap_err();
    assert_eq!(refused, Refused::LateReason(Step::Bill), "无需缴费 is no way round 超期原因");
    write(&mut overdue, at("2026-11-30T09:00"), "", |f| {
        said(f);
        f.lates.push(late("送达"));
    })
    .unwrap();
    let bill = clock(&overdue.clocks, "bill").clone();
    let end = End { at: at("2026-11-30T09:00"), how: Ended::Dropped };
    assert_eq!((bill.ended, bill.late(end.at)), (Some(end), true), "it ends when that was said, and late");
    assert_eq!(kept(&overdue, "bill").len(), 0, "one line in the ledger, its own");
    // What is written on the case afterwards moves that end nowhere.
    write(&mut overdue, at("2026-12-02T09:00"), "", |f| f.entered = Some(at("2026-12-02T09:00"))).unwrap();
    assert_eq!(clock(&overdue.clocks, "bill"), &bill);
    // Said in time it was never late.
    let mut soon = Run::begin(served);
    write(&mut soon, at("2026-11-22T09:00"), "", |f| (f.no_bill, f.entered) = (true, Some(at("2026-11-22T09:00")))).unwrap();
    assert!(!clock(&soon.clocks, "bill").late(at("2026-12-31T09:00")), "nothing was owed before the limit");
}

#[test]
fn the_plan_of_a_department_is_its_clock_once_its_measures_are_accepted() {
    let mut run = opinion();
    run.then(|f, _| f.rounds.push(answered("2026-11-25T09:00", None, "2026-11-26"))).unwrap();
    assert!(run.clocks.iter().all(|clock| clock.step != Step::Rectify), "nobody has accepted them: {:?}", run.clocks);
    run.then(|f, _| f.rounds[0].accepted = Some(true)).unwrap();
    let plan = clock(&run.clocks, "rectify.1");
    assert_eq!((plan.from, plan.due), (at("2026-11-25T09:00"), day("2026-11-26")), "SUR-2B");
    run.then(|f, _| f.rounds[0].accepted = Some(false)).unwrap();
    let gone = clock(&run.clocks, "rectify.1").ended.unwrap();
    assert!(
        gone.at.wall_ms() >= at("2026-11-25T09:00").wall_ms(),
        "what is not accepted after all ends no earlier than it began"
    );
}

#[test]
fn nothing_is_answered_or_put_right_before_the_department_has_the_paper() {
    let mut run = Run::begin(received(CaseKind::Opinion, None, "2026-11-23T09:00"));
    let answer = |when: &'static str| move |f: &mut Facts, _: &mut Related| f.rounds.push(answered(when, None, "2026-12-01"));
    let early = Refused::Before { step: Step::Answer, before: Step::Receive };
    assert_eq!(run.then(answer("2026-11-23T12:00")).unwrap_err(), early, "it has no paper to answer");
    run.then(|f, _| f.deliveries.push(delivered("d1", "2026-11-24T09:00", Receipt::Taken, "2026-11-24T09:30"))).unwrap();
    let before = Refused::Earlier { step: Step::Answer, before: Step::Receive };
    assert_eq!(run.then(answer("2026-11-23T12:00")).unwrap_err(), before, "nor had it one then");
    run.then(answer("2026-11-25T09:00")).unwrap();

    // A recheck that failed is a recheck all the same.
    let failed = || Round { recheck: Some(false), ..rectified("1", "2026-03-03T10:00", "2026-03-03T11:00") };
    for kind in [CaseKind::Complaint, CaseKind::Opinion, CaseKind::Rectification] {
        let grade = (kind == CaseKind::Complaint).then_some(Grade::Minor);
        let mut run = Run::begin(received(kind, grade, "2026-03-02T09:00"));
        let refused = run.then(|f, _| f.rounds.push(failed())).unwrap_err();
        assert_eq!(refused, Refused::Before { step: Step::Rectify, before: Step::Receive }, "{kind:?}: nobody was told of it");
    }
    let mut run = opinion();
    let failed = || Round { recheck: Some(false), ..rectified("1", "2026-11-25T10:00", "2026-11-25T11:00") };
    let refused = run.then(|f, _| f.rounds.push(failed())).unwrap_err();
    assert_eq!(refused, Refused::Before { step: Step::Rectify, before: Step::Answer }, "its measures were not accepted");
}

#[test]
fn only_those_whom_a_closing_asks_are_asked_to_sign_it_again() {
    let mut run = put_right(minor());
    run.then(|f, _| {
        (f.closing, f.closed, f.entered) =
            (Some(Closing::Terminated), Some(at("2026-03-06T16:00")), Some(at("2026-03-06T16:00")));
        f.manager_at = Some(at("2026-03-06T17:00"));
    })
    .unwrap();
    // The customer was met after all: an ordinary closing, which 项目经理 has nothing to do with; what they signed does not stand.
    run.then(|f, r| {
        r.visits.push(super::tests::visited("HF-A-202603-0001", "2026-03-07T15:00", Effect::Satisfied));
        (f.rounds[0].visit, f.rounds[0].result) = ("HF-A-202603-0001".into(), Some(Effect::Satisfied));
        (f.closing, f.closed) = (Some(Closing::Done), Some(at("2026-03-07T16:00")));
        (f.manager_at, f.manager_again) = (None, true);
        f.lates.push(late("回访"));
    })
    .unwrap();
    run.then(|f, _| f.head_at = Some(at("2026-03-07T17:00"))).unwrap();
    assert_eq!(run.state(), State::Closed, "the head's signature is all that it asks for");
    run.facts.head_again = true;
    assert_eq!(run.state(), State::Awaiting(Step::Close), "and that is asked for again where its page was corrected");
}

#[test]
fn what_was_done_before_a_paper_was_passed_on_stays_done() {
    let mut run = opinion();
    run.then(|f, _| f.rounds.push(answered("2026-11-25T09:00", Some(false), "2026-12-01"))).unwrap();
    run.then(|f, _| f.deliveries[0].receipt = Some(Receipt::PassedOn)).unwrap();
    let next = delivered("d2", "2026-11-26T09:00", Receipt::Taken, "2026-11-26T10:00");
    run.then(|f, _| f.deliveries.push(Delivery { signed: false, ..next })).unwrap();
    run.then(|f, _| {
        f.deliveries[1].signed = true;
        f.lates.push(late(Step::Receive.late_word(CaseKind::Opinion)));
    })
    .unwrap();
    run.then(|f, _| f.rounds.push(Round { row: "2".into(), ..answered("2026-11-27T09:00", Some(true), "2026-12-01") })).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Rectify), "the other department goes on");

    // Accepted or put right, and passed on only then.
    let mut run = opinion();
    run.then(|f, _| f.rounds.push(answered("2026-11-25T09:00", Some(true), "2026-12-01"))).unwrap();
    run.then(|f, _| f.deliveries[0].receipt = Some(Receipt::PassedOn)).unwrap();
    let mut run = put_right(minor());
    run.then(|f, _| f.deliveries[0].receipt = Some(Receipt::PassedOn)).unwrap();

    let mut run = put_right(minor());
    run.then(|f, _| f.rounds[0].recheck = Some(false)).unwrap();
    run.then(|f, _| f.deliveries[0].receipt = Some(Receipt::PassedOn)).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Deliver), "it was another department's after all");
}

#[test]
fn what_an_earlier_release_took_goes_on() {
    // A failed recheck before any delivery.
    let facts = received(CaseKind::Complaint, Some(Grade::Minor), "2026-03-02T09:00");
    let mut run = Run::begin(facts);
    run.facts.rounds.push(Round { recheck: Some(false), ..rectified("1", "2026-03-03T10:00", "2026-03-03T11:00") });
    run.then(|f, _| {
        f.responded = Some(at("2026-03-02T09:30"));
        f.deliveries.push(delivered("d1", "2026-03-04T10:00", Receipt::Taken, "2026-03-04T10:10"));
    })
    .unwrap();
    run.then(|f, _| f.rounds.push(rectified("2", "2026-03-05T10:00", "2026-03-05T11:00"))).unwrap();
    // A plan that ran before anybody accepted it: counted anew from the log alone it runs on, and is late on.
    let mut run = opinion();
    run.then(|f, _| f.rounds.push(answered("2026-11-25T09:00", Some(true), "2026-11-26"))).unwrap();
    run.facts.rounds[0].accepted = None;
    let anew = super::tests::counted(&run.facts, &run.related, &run.clocks);
    assert!(clock(&anew, "rectify.1").late(at("2026-11-30T09:00")), "{anew:?}");
    // Not so the plan of a later answer that nobody has accepted.
    let mut run = opinion();
    run.then(|f, _| f.rounds.push(answered("2026-11-25T09:00", Some(true), "2026-11-26"))).unwrap();
    run.then(|f, _| f.rounds[0].accepted = Some(false)).unwrap();
    run.then(|f, _| f.rounds.push(Round { row: "2".into(), ..answered("2026-11-26T09:00", None, "2026-12-01") })).unwrap();
    assert!(!clock(&run.clocks, "rectify.1").running(), "{:?}", run.clocks);
}

#[test]
fn a_bill_that_is_delivered_after_the_end_moves_it_nowhere() {
    let served = Facts { served: Some(at("2026-11-20T15:00")), ..received(CaseKind::Service, None, "2026-11-20T09:00") };
    let mut run = Run::begin(Facts { no_bill: true, ..served });
    run.then(|f, r| {
        r.visits.push(in_vain("HF-A-202611-0001", &["2026-11-21T10:00", "2026-11-22T10:00", "2026-11-23T10:00"]));
        (f.closing, f.closed, f.entered) = (Some(Closing::Absent), Some(at("2026-11-24T09:00")), Some(at("2026-11-24T09:01")));
    })
    .unwrap();
    run.related.billed = Some(at("2026-12-20T09:00"));
    let clocks = super::tests::counted(&run.facts, &run.related, &run.clocks);
    assert!(clocks.iter().all(|clock| !clock.late(at("2026-12-31T09:00"))), "nothing of it was late: {clocks:?}");
}

#[test]
fn a_lowering_that_is_approved_behind_a_later_grade_lowers_nothing() {
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Major), "2026-03-02T09:00"));
    let lower = Grading { from: Some(Grade::Major), to: Some(Grade::Minor), ..super::tests::raised("a", "2026-03-02T09:10") };
    let approved = Grading { row: "b".into(), approved: Some(at("2026-03-02T09:15")), ..lower.clone() };
    run.then(|f, _| f.gradings.push(lower)).unwrap();
    run.then(|f, _| f.gradings.push(approved)).unwrap();
    run.then(|f, _| f.gradings.push(super::tests::raised("c", "2026-03-02T09:20"))).unwrap();
    let stood = run.clocks.clone();
    run.then(|f, _| f.gradings[0].approved = Some(at("2026-03-02T10:30"))).unwrap();
    assert_eq!(run.facts.grade_now(), Some(Grade::Major), "what was decided after it stands");
    assert_eq!(run.clocks, stood, "and no clock is another: the first response is late by its half hour");
}
