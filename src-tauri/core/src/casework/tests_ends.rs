//! What nobody talks away: overdues by a typed closing or receipt, time by a raised grade, receipts and bills by a word.

use super::tests::{CALENDAR, RULES, Run, at, clock, day, delivered, late, raised, received, rectified, visited};
use super::tests_limits::{minor, put_right};
use super::*;
use crate::form::CaseKind;

#[test]
fn a_closing_without_its_steps_counts_from_when_it_was_decided_and_dates_no_overdue_away() {
    let overdue = at("2026-03-10T09:00");
    let mut run = Run::begin(minor());
    run.then(|f, _| f.responded = Some(at("2026-03-02T09:30"))).unwrap();
    assert!(clock(&run.clocks, "rectify.1").late(overdue), "due on the 5th and not put right");
    run.then(|f, _| {
        (f.closing, f.closed) = (Some(Closing::Terminated), Some(at("2026-03-04T09:00")));
        f.entered = Some(overdue);
        f.lates.push(late("整改"));
    })
    .unwrap();
    run.then(|f, _| f.head_at = Some(at("2026-03-10T10:00"))).unwrap();
    run.then(|f, _| f.manager_at = Some(at("2026-03-11T10:00"))).unwrap();
    let dropped = clock(&run.clocks, "rectify.1");
    assert_eq!(dropped.ended.unwrap().at, at("2026-03-11T10:00"), "it was over with the last signature, not on the day typed");
    assert!(dropped.late(at("2026-04-01T00:00")), "and is late for ever");

    let mut asked =
        Run::begin(Facts { asked_due: Some(day("2026-03-03")), ..received(CaseKind::Consultation, None, "2026-03-02T09:00") });
    asked
        .then(|f, _| {
            (f.closing, f.closed, f.entered) = (Some(Closing::Elsewhere), Some(at("2026-03-03T09:00")), Some(overdue));
            f.lates.push(late("答复"));
        })
        .unwrap();
    let answer = clock(&asked.clocks, "answer");
    assert_eq!(
        (answer.ended.unwrap().at, answer.late(overdue)),
        (overdue, true),
        "where nobody signs, from when it was written down"
    );

    let mut done = put_right(minor());
    done.then(|f, r| {
        r.visits.push(visited("HF-A-202603-0001", "2026-03-06T15:00", Effect::Satisfied));
        (f.rounds[0].visit, f.rounds[0].result) = ("HF-A-202603-0001".into(), Some(Effect::Satisfied));
        (f.closing, f.closed, f.entered) = (Some(Closing::Done), Some(at("2026-03-06T16:00")), Some(at("2026-03-30T09:00")));
        f.head_at = Some(at("2026-03-30T09:30"));
    })
    .unwrap();
    assert!(
        done.clocks.iter().all(|c| !c.late(at("2026-04-01T00:00"))),
        "what was revisited in time is in time, whenever it is keyed in"
    );
}

#[test]
fn a_raised_grade_gives_no_more_time_than_there_was() {
    let raise = |run: &mut Run, when: &str| {
        run.then(|f, _| f.gradings.push(raised("g", when))).unwrap();
    };
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-11-25T09:00"));
    run.then(|f, _| f.responded = Some(at("2026-11-25T09:30"))).unwrap();
    assert_eq!(clock(&run.clocks, "rectify.1").due, day("2026-11-30"), "three working days over a weekend");
    raise(&mut run, "2026-11-30T15:00");
    let raised = clock(&run.clocks, "rectify.1.g1");
    assert_eq!(
        (raised.rule.as_str(), raised.due),
        ("CPL-1", day("2026-11-30")),
        "a 重大 complaint has not a day more than before"
    );
    let lines = raised.explain(&RULES, &CALENDAR).unwrap();
    let told = &lines.last().unwrap().zh;
    assert!(told.contains("12月1日") && told.contains("以改级前的2026年11月30日"), "and the count says why: {told}");
    assert!(raised.as_running("c").is_none(), "a rule that changes counts no end that it did not give");
    run.then(|f, _| {
        let approved = Some(at("2026-11-30T16:00"));
        f.extensions.push(Extension { row: "e".into(), due: Some(day("2026-12-01")), approved, told: None });
    })
    .unwrap();
    let extended = clock(&run.clocks, "rectify.1.g1");
    assert_eq!(extended.due, day("2026-12-01"), "more time is an extension, with approval");
    let lines = extended.explain(&RULES, &CALENDAR).unwrap();
    assert!(lines.last().unwrap().zh.contains("经批准延期至2026年12月1日"), "which it says: {lines:?}");
    let mut missed = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-11-25T09:00"));
    raise(&mut missed, "2026-12-02T15:00");
    assert!(clock(&missed.clocks, "rectify.1").late(at("2026-12-03T00:00")), "what was missed already stays missed");
    assert_eq!(clock(&missed.clocks, "rectify.1.g1").due, day("2026-12-03"), "and the higher grade has its own day from there");
}

#[test]
fn one_reason_is_asked_for_a_step_of_a_round_however_many_limits_it_breaks() {
    let mut run = Run::begin(Facts { own_due: Some(day("2026-03-03T09:00+08:00")), ..minor() });
    run.then(|f, _| {
        f.responded = Some(at("2026-03-02T09:30"));
        f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Taken, "2026-03-02T10:10"));
    })
    .unwrap();
    let put_right = |f: &mut Facts| f.rounds.push(rectified("1", "2026-03-06T10:00", "2026-03-06T11:00"));
    assert_eq!(run.then(|f, _| put_right(f)).unwrap_err(), Refused::LateReason(Step::Rectify), "late by both, it asks");
    run.then(|f, _| {
        put_right(f);
        f.lates.push(late("整改"));
    })
    .unwrap();
    let late = ["own", "rectify.1"].map(|id| clock(&run.clocks, id).late(at("2026-04-01T00:00")));
    assert_eq!(late, [true, true], "内控时限 and CPL-3 were both missed, and one row says why");
}

#[test]
fn what_was_overdue_when_the_case_is_broken_off_asks_why() {
    let mut run = Run::begin(minor());
    run.then(|f, _| f.responded = Some(at("2026-03-02T09:30"))).unwrap();
    let terminated = |f: &mut Facts, entered: &str| {
        (f.closing, f.closed) = (Some(Closing::Terminated), Some(at("2026-03-04T09:00")));
        f.entered = Some(at(entered));
    };
    let silent = run.then(|f, _| terminated(f, "2026-03-10T09:00"));
    assert_eq!(
        silent.unwrap_err(),
        Refused::LateReason(Step::Rectify),
        "the rectification was due on the 5th, whatever day is typed"
    );
    let mut in_time = Run::begin(minor());
    in_time.then(|f, _| f.responded = Some(at("2026-03-02T09:30"))).unwrap();
    in_time.then(|f, _| terminated(f, "2026-03-04T09:10")).unwrap();
    run.then(|f, _| {
        terminated(f, "2026-03-10T09:00");
        f.lates.push(late("整改"));
    })
    .unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Close), "with its reason it waits for the signatures only");
}

#[test]
fn a_delivery_is_received_by_its_signature_and_by_no_typed_moment() {
    let mut run = Run::begin(received(CaseKind::Opinion, None, "2026-04-02T09:00"));
    let unsigned = Delivery { signed: false, ..delivered("d1", "2026-04-03T09:00", Receipt::Taken, "2026-04-03T10:00") };
    run.then(|f, _| f.deliveries.push(unsigned)).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Receive), "签收 with its time typed waits for the one who took it");
    assert!(clock(&run.clocks, "deliver").running(), "and SUR-1 runs");
    let early = run.then(|f, _| {
        let answered = Some(at("2026-04-03T11:00"));
        f.rounds.push(Round { row: "1".into(), answered, accepted: Some(true), ..Round::default() });
    });
    assert_eq!(early.unwrap_err(), Refused::ReceiptUnsigned, "nobody answers what nobody signed for, and that is what it says");
    let taken = run.then(|f, _| f.deliveries[0].signed = true).unwrap();
    assert_eq!(taken, [Step::Receive], "the signature is the step");
    let deliver = clock(&run.clocks, "deliver").ended.unwrap();
    assert_eq!((deliver.at, deliver.how), (at("2026-04-03T10:00"), Ended::Done), "at the moment that the receipt says");
    assert_eq!(clock(&run.clocks, "answer").from, at("2026-04-03T10:00"), "from which the department has its time");
}

#[test]
fn a_service_is_closed_with_its_bill_or_with_the_reason_why_there_is_none() {
    let served = || {
        let mut run = Run::begin(received(CaseKind::Service, None, "2026-03-02T09:00"));
        run.then(|f, r| {
            f.served = Some(at("2026-03-03T15:00"));
            r.visits.push(Visit { signed: None, ..visited("HF-A-202603-0003", "2026-03-05T10:00", Effect::Satisfied) });
            let (visit, result) = ("HF-A-202603-0003".into(), Some(Effect::Satisfied));
            f.rounds.push(Round { row: "1".into(), visit, result, ..Round::default() });
        })
        .unwrap();
        run
    };
    let close = |f: &mut Facts| (f.closing, f.closed) = (Some(Closing::Done), Some(at("2026-03-05T11:00")));
    let mut run = served();
    let unbilled = run.then(|f, _| close(f)).unwrap_err();
    assert_eq!(unbilled, Refused::Before { step: Step::Close, before: Step::Bill }, "nobody forgets the money");
    run.then(|_, r| r.billed = Some(at("2026-03-05T10:30"))).unwrap();
    run.then(|f, _| close(f)).unwrap();
    assert_eq!(clock(&run.clocks, "bill").ended.unwrap().how, Ended::Done, "SVC-1 ends by the delivery");
    let mut free = served();
    free.then(|f, _| f.no_bill = true).unwrap();
    assert_eq!(free.state(), State::Awaiting(Step::Close), "with its reason no bill is waited for");
    free.then(|f, _| close(f)).unwrap();
    assert_eq!(free.state(), State::Closed, "and the case is closed");
    let mut cancelled = Run::begin(received(CaseKind::Service, None, "2026-03-02T09:00"));
    cancelled.then(|f, _| (f.closing, f.closed) = (Some(Closing::Elsewhere), Some(at("2026-03-02T10:00")))).unwrap();
    assert_eq!(cancelled.state(), State::Closed, "what was never done is not paid for");
}

#[test]
fn nobody_is_closed_without_signature_but_after_three_attempts_a_refusal_or_a_decision() {
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-03-02T09:00"));
    let close = |closing| {
        move |f: &mut Facts, _: &mut Related| {
            f.closing = Some(closing);
            f.closed = Some(at("2026-03-20T09:00"));
            f.lates.extend(["首次响应", "整改"].map(late));
        }
    };
    assert_eq!(run.then(close(Closing::Invalid)).unwrap_err(), Refused::NotInvalid, "it was found valid");
    assert_eq!(run.then(close(Closing::Refused)).unwrap_err(), Refused::NotRefused, "nobody refused");
    assert!(matches!(run.then(close(Closing::Done)).unwrap_err(), Refused::Before { .. }), "nothing was done yet");
    let tried = |times: &[&str]| Visit {
        serial: "HF-A-202603-0001".into(),
        attempts: times.iter().map(|time| Attempt { at: at(time), reached: false, refused: false }).collect(),
        ..Visit::default()
    };
    let times = ["2026-03-10T09:00", "2026-03-10T18:30", "2026-03-11T09:00"];
    run.then(|_, r| r.visits.push(tried(&times))).unwrap();
    assert_eq!(run.then(close(Closing::Absent)).unwrap_err(), Refused::Attempts(0), "nothing was put right that they ask about");
    run.then(|f, _| {
        f.responded = Some(at("2026-03-02T09:30"));
        f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Taken, "2026-03-02T10:10"));
        f.rounds.push(rectified("1", "2026-03-10T15:00", "2026-03-10T15:30"));
        f.lates.push(late("整改"));
    })
    .unwrap();
    assert_eq!(run.then(close(Closing::Absent)).unwrap_err(), Refused::Attempts(2), "one of the three came before the work");
    run.then(|_, r| r.visits[0] = tried(&[times[1], times[1], times[2]])).unwrap();
    assert_eq!(
        run.then(close(Closing::Absent)).unwrap_err(),
        Refused::Attempts(2),
        "one minute twice is one attempt, and two are not three"
    );
    run.then(|_, r| r.visits[0] = tried(&[times[1], times[2], "2026-03-12T09:00"])).unwrap();
    run.then(close(Closing::Absent)).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Close), "the manager's approval is asked for");
    run.then(|f, _| f.head_at = f.closed).unwrap();
    assert_eq!(run.state(), State::Closed, "and given");
    assert_eq!(clock(&run.clocks, "revisit.1").ended.unwrap().how, Ended::Dropped, "no clock runs on in a closed case");
}
