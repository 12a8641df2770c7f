//! An overdue that was incurred is never argued away: whatever is written afterwards, the ledger has it.

use super::tests::{CALENDAR, RULES, Run, at, clock, day, delivered, late, raised, received, rectified, visited};
use super::tests_limits::minor;
use super::*;
use crate::clock::Stamp;
use crate::form::CaseKind;

/// Writes a change at a moment, with its reason, as the office does.
pub(super) fn write(run: &mut Run, now: Stamp, reason: &str, change: impl FnOnce(&mut Facts)) -> Result<(), Refused> {
    let stood = run.clocks.clone();
    run.then(|f, _| change(f))?;
    keep_on_record(
        &stood,
        &mut run.clocks,
        &Cause { at: now, reason, entered: false, keying: Some((RULES.late_entry(), &*CALENDAR)) },
    );
    Ok(())
}

/// What stays on record of a clock: the end of then, days late, the reason.
pub(super) fn kept(run: &Run, id: &str) -> Vec<(crate::deadline::Due, u32, String)> {
    clock(&run.clocks, id).corrected.iter().map(|one| (one.due, one.days, one.reason.clone())).collect()
}

fn opinion() -> Run {
    let mut run = Run::begin(received(CaseKind::Opinion, None, "2026-11-02T09:00"));
    run.then(|f, _| {
        f.deliveries.push(delivered("d1", "2026-11-03T09:00", Receipt::Taken, "2026-11-03T10:00"));
        f.rounds.push(Round {
            row: "1".into(),
            answered: Some(at("2026-11-04T09:00")),
            accepted: Some(true),
            planned: Some(day("2026-11-10")),
            ..Round::default()
        });
    })
    .unwrap();
    run
}

#[test]
fn a_limit_that_was_missed_is_moved_or_cleared_and_its_overdue_stays() {
    let now = at("2026-11-30T09:00");
    let asked = |kind| Run::begin(Facts { asked_due: Some(day("2026-11-12")), ..received(kind, None, "2026-11-09T09:00") });
    for (kind, id) in [(CaseKind::Rectification, "rectify.1"), (CaseKind::Consultation, "answer")] {
        let mut run = asked(kind);
        write(&mut run, now, "写错日期", |f| f.asked_due = Some(day("2026-12-25"))).unwrap();
        assert!(!clock(&run.clocks, id).late(now), "{kind:?}: the case goes on with the limit that it says now");
        assert_eq!(kept(&run, id), [(day("2026-11-12"), 18, "写错日期".into())], "{kind:?}: and was 18 days late by the other");
        write(&mut run, now, "又改", |f| f.asked_due = Some(day("2026-12-31"))).unwrap();
        assert_eq!(kept(&run, id).len(), 1, "{kind:?}: a limit that was not missed is no overdue");
    }
    let mut planned = opinion();
    write(&mut planned, now, "计划写错", |f| f.rounds[0].planned = Some(day("2026-12-31"))).unwrap();
    assert_eq!(kept(&planned, "rectify.1"), [(day("2026-11-10"), 20, "计划写错".into())], "SUR-2B is a promise");
    let mut again = asked(CaseKind::Rectification);
    again
        .then(|f, _| {
            f.deliveries.push(delivered("d1", "2026-11-09T10:00", Receipt::Taken, "2026-11-09T10:10"));
            let failed = Round { recheck: Some(false), ..rectified("1", "2026-11-11T09:00", "2026-11-11T10:00") };
            f.rounds.push(Round { next_due: Some(day("2026-11-14")), ..failed });
        })
        .unwrap();
    write(&mut again, now, "写错日期", |f| f.rounds[0].next_due = Some(day("2026-12-24"))).unwrap();
    assert_eq!(kept(&again, "rectify.2"), [(day("2026-11-14"), 16, "写错日期".into())], "再次期限 too");

    let mut beside = Run::begin(Facts {
        own_due: Some(day("2026-11-10")),
        outside_due: Some(day("2026-11-11")),
        ..received(CaseKind::Complaint, Some(Grade::Minor), "2026-11-09T09:00")
    });
    write(&mut beside, now, "不设", |f| (f.own_due, f.outside_due) = (None, None)).unwrap();
    assert_eq!(kept(&beside, "own"), [(day("2026-11-10"), 20, "不设".into())], "a limit that is cleared was missed all the same");
    assert_eq!(kept(&beside, "outside"), [(day("2026-11-11"), 19, "不设".into())], "one from outside too");
    write(&mut beside, now, "恢复", |f| f.own_due = Some(day("2026-12-10"))).unwrap();
    assert_eq!(kept(&beside, "own").len(), 1, "set again, it remembers");
}

#[test]
fn a_step_that_is_dated_back_is_in_time_now_and_was_late_before() {
    let now = at("2026-11-30T09:00");
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-11-10T09:00"));
    run.then(|f, _| {
        f.responded = Some(at("2026-11-10T15:00"));
        f.deliveries.push(delivered("d1", "2026-11-10T10:00", Receipt::Taken, "2026-11-10T10:10"));
        f.rounds.push(rectified("1", "2026-11-25T10:00", "2026-11-25T11:00"));
        f.lates.extend(["首次响应", "整改"].map(late));
    })
    .unwrap();
    write(&mut run, now, "抄错", |f| {
        f.responded = Some(at("2026-11-10T09:10"));
        f.rounds[0].rectified = Some(at("2026-11-12T10:00"));
    })
    .unwrap();
    assert_eq!(kept(&run, "respond"), [(day("2026-11-10T11:00+08:00"), 0, "抄错".into())], "当天 is late too");
    assert_eq!(kept(&run, "rectify.1"), [(day("2026-11-13"), 12, "抄错".into())], "twelve days with their reason");
    let one = &clock(&run.clocks, "rectify.1").corrected[0];
    assert_eq!(
        (one.ended, one.at, one.entered),
        (Some(at("2026-11-25T10:00")), now, false),
        "what it said then, and when it was changed"
    );
    for said in ["更正：原超期12天", "原记2026年11月25日10:00完成", "2026年11月30日09:00更正", "原因：抄错"]
    {
        assert!(one.words().zh.contains(said), "the ledger says {said}: {}", one.words().zh);
    }

    let mut sent = Run::begin(received(CaseKind::Opinion, None, "2026-11-02T09:00"));
    sent.then(|f, _| {
        f.deliveries.push(delivered("d1", "2026-11-13T09:00", Receipt::Taken, "2026-11-13T10:00"));
        f.lates.push(late("签收"));
    })
    .unwrap();
    write(&mut sent, now, "抄错", |f| {
        f.deliveries[0].at = Some(at("2026-11-03T09:00"));
        f.deliveries[0].received = Some(at("2026-11-03T10:00"));
    })
    .unwrap();
    assert_eq!(kept(&sent, "deliver"), [(day("2026-11-04"), 9, "抄错".into())], "nine days by SUR-1");
}

#[test]
fn a_step_that_is_entered_behind_its_limit_says_so_and_shorter_is_told_beside_what_stands() {
    let now = at("2026-11-30T09:00");
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-11-10T09:00"));
    write(&mut run, now, "", |f| f.responded = Some(at("2026-11-10T09:30"))).unwrap();
    let one = &clock(&run.clocks, "respond").corrected[0];
    assert!(one.entered && one.words().zh.starts_with("补录"), "in time, and written down twenty days later: {one:?}");
    run.then(|f, _| {
        f.deliveries.push(delivered("d1", "2026-11-10T10:00", Receipt::Taken, "2026-11-10T10:10"));
        f.rounds.push(rectified("1", "2026-11-25T10:00", "2026-11-25T11:00"));
        f.lates.push(late("整改"));
    })
    .unwrap();
    write(&mut run, now, "抄错", |f| f.rounds[0].rectified = Some(at("2026-11-16T10:00"))).unwrap();
    let both = clock(&run.clocks, "rectify.1");
    assert!(both.late(now), "late by three days still");
    assert_eq!(kept(&run, "rectify.1"), [(day("2026-11-13"), 12, "抄错".into())], "and by twelve once");
    let explained = both.explain(&super::tests::RULES, &super::tests::CALENDAR).unwrap();
    assert!(explained.last().unwrap().zh.contains("原超期12天"), "the case shows it: {explained:?}");
    let body = serde_json::to_string(both).unwrap();
    assert_eq!(&serde_json::from_str::<Clock>(&body).unwrap(), both, "a body keeps it");
    let older = body.replace(&body[body.find(",\"corrected\"").unwrap()..], "}");
    assert!(serde_json::from_str::<Clock>(&older).unwrap().corrected.is_empty(), "and one of an older program reads on");
}

#[test]
fn a_given_limit_that_is_past_when_its_event_comes_is_overdue_at_once() {
    let run = Run::begin(Facts {
        own_due: Some(day("2026-11-27T08:00+08:00")),
        outside_due: Some(day("2026-11-26")),
        ..received(CaseKind::Complaint, Some(Grade::Minor), "2026-11-27T09:00")
    });
    for id in ["own", "outside"] {
        let clock = clock(&run.clocks, id);
        assert!(clock.running() && clock.late(at("2026-11-27T09:00")), "{id} was missed before the call came");
        let lines = clock.explain(&super::tests::RULES, &super::tests::CALENDAR).unwrap();
        assert!(lines.iter().any(|line| line.zh.contains("起算时期限已过")), "{id} says so: {lines:?}");
    }
    let asked = Facts { asked_due: Some(day("2026-11-26")), ..received(CaseKind::Consultation, None, "2026-11-27T09:00") };
    assert!(clock(&Run::begin(asked).clocks, "answer").running(), "a question whose answer was due yesterday waits for one");
    let mut plan = opinion();
    plan.then(|f, _| f.rounds[0].planned = Some(day("2026-11-01"))).unwrap();
    assert!(clock(&plan.clocks, "rectify.1").late(at("2026-11-04T10:00")), "no open case is without a running clock");
}

#[test]
fn what_a_regrading_says_is_not_rewritten() {
    let mut run = Run::begin(minor());
    let raised = raised("g1", "2026-03-02T10:00");
    run.then(|f, _| f.gradings.push(raised.clone())).unwrap();
    for other in [
        Grading { to: Some(Grade::Minor), ..raised.clone() },
        Grading { at: Some(at("2026-03-20T10:00")), ..raised.clone() },
        Grading { from: None, ..raised.clone() },
    ] {
        let refused = run.then(|f, _| f.gradings[0] = other).unwrap_err();
        assert_eq!(refused, Refused::Fixed(Step::Regrade), "a grade is lowered by a row of its own, with approval");
    }
    let before = Grading { row: "g2".into(), at: Some(at("2026-03-01T10:00")), ..raised.clone() };
    let refused = Run::begin(minor()).then(|f, _| f.gradings.push(before)).unwrap_err();
    let order = Refused::Earlier { step: Step::Regrade, before: Step::Register };
    assert_eq!(refused, order, "nothing is regraded before it came");
    let mut late = Run::begin(minor());
    write(&mut late, at("2026-03-16T09:00"), "", |f| f.gradings.push(raised)).unwrap();
    let raised = clock(&late.clocks, "rectify.1.g1");
    assert_eq!((raised.due, raised.due.days_late(at("2026-03-16T09:00"))), (day("2026-03-03"), 13), "later by the tighter limit");
    assert!(kept(&late, "rectify.1").is_empty(), "which goes on: no second line of one overdue");
}

#[test]
fn a_finished_service_ends_with_its_call_and_a_call_before_it_is_none() {
    let served = |run: &mut Run| {
        run.then(|f, _| (f.served, f.no_bill) = (Some(at("2026-11-29T11:00")), true)).unwrap();
    };
    let begin = || Run::begin(received(CaseKind::Service, None, "2026-11-28T09:00"));
    let cancel = |f: &mut Facts| (f.closing, f.closed) = (Some(Closing::Elsewhere), Some(at("2026-11-29T12:00")));
    let mut run = begin();
    served(&mut run);
    assert_eq!(run.then(|f, _| cancel(f)).unwrap_err(), Refused::Served, "what was done is not cancelled");
    let struck = run.then(|f, _| {
        f.served = None;
        cancel(f);
    });
    assert_eq!(struck.unwrap_err(), Refused::Served, "nor struck out and cancelled in one breath");
    let mut undone = begin();
    undone.then(|f, _| cancel(f)).unwrap();
    assert_eq!(undone.state(), State::Closed, "what was not done is");

    let early = Visit { signed: None, ..visited("HF-A-202611-0001", "2026-11-29T08:00", Effect::Satisfied) };
    assert!(too_early(&run.facts, &early), "nobody asks at eight about what was done at eleven");
    let told = Round { row: "1".into(), visit: early.serial.clone(), result: Some(Effect::Satisfied), ..Round::default() };
    let entered = run.then(|f, r| {
        r.visits.push(early);
        f.rounds.push(told);
    });
    let refused = Refused::Earlier { step: Step::Revisit, before: Step::Serve };
    assert_eq!(entered.unwrap_err(), refused, "typed moments keep the order of the steps");
    assert!(clock(&run.clocks, "revisit.1").running(), "and SVC-2 runs on");

    let close = |f: &mut Facts| (f.closing, f.closed) = (Some(Closing::Absent), Some(at("2026-11-30T12:00")));
    let missed = |times: [&str; 3]| Visit {
        serial: "HF-A-202611-0002".into(),
        attempts: times.iter().map(|time| Attempt { at: at(time), reached: false, refused: false }).collect(),
        ..Visit::default()
    };
    let same = ["2026-11-29T15:00"; 3];
    run.then(|_, r| r.visits.push(missed(same))).unwrap();
    assert_eq!(run.then(|f, _| close(f)).unwrap_err(), Refused::Attempts(1), "three rows of one minute are one call");
    run.then(|_, r| r.visits[0] = missed(["2026-11-29T15:00", "2026-11-29T18:00", "2026-11-30T10:00"])).unwrap();
    run.then(|f, _| close(f)).unwrap();
    assert_eq!(run.state(), State::Closed, "three calls at three times are three");
}

#[test]
fn a_case_that_is_made_void_keeps_what_it_was_overdue_by_then() {
    let mut run = Run::begin(minor());
    run.facts.void = true;
    run.facts.entered = Some(at("2026-03-16T09:00"));
    let clocks = super::tests::counted(&run.facts, &run.related, &run.clocks);
    let rectify = clock(&clocks, "rectify.1");
    assert_eq!(rectify.ended.unwrap(), End { at: at("2026-03-16T09:00"), how: Ended::Dropped }, "it ran until it was made void");
    assert!(rectify.late(at("2026-04-01T00:00")), "eleven days late for ever");
    let again = super::tests::counted(&run.facts, &run.related, &clocks);
    assert_eq!(again, clocks, "looked at anew it is the same");
}

#[test]
fn what_was_in_time_and_is_keyed_in_as_people_do_was_never_late() {
    let minor = || received(CaseKind::Complaint, Some(Grade::Minor), "2026-11-10T09:00");
    let begun = |known: &str| {
        let mut run = Run::begin(minor());
        let cause = Cause { at: at(known), reason: "", entered: false, keying: None };
        keep_on_record(&[], &mut run.clocks, &cause);
        run
    };
    // Answered at half past nine, due at eleven; keyed in after lunch, or in the morning of the next working day.
    for keyed in ["2026-11-10T14:00", "2026-11-11T10:00"] {
        let mut run = begun("2026-11-10T09:05");
        write(&mut run, at(keyed), "", |f| f.responded = Some(at("2026-11-10T09:30"))).unwrap();
        assert_eq!(kept(&run, "respond"), [], "{keyed}: the round is walked, not typed");
    }
    let mut run = begun("2026-11-10T09:05");
    write(&mut run, at("2026-11-11T10:01"), "", |f| f.responded = Some(at("2026-11-10T09:30"))).unwrap();
    assert_eq!(kept(&run, "respond").len(), 1, "a minute behind the cut-off it is 补录, and the program had waited");
    // A case that is taken over from paper was not here while its limit passed, however many times 完成 is pressed.
    let mut run = begun("2026-11-30T09:00");
    write(&mut run, at("2026-11-30T09:01"), "", |f| f.responded = Some(at("2026-11-10T09:30"))).unwrap();
    assert_eq!(kept(&run, "respond"), [], "nothing waited for it");
    write(&mut run, at("2026-11-30T09:02"), "抄错", |f| {
        f.responded = Some(at("2026-11-10T11:30"));
        f.lates.push(late("首次响应"));
    })
    .unwrap();
    write(&mut run, at("2026-11-30T09:03"), "又抄错", |f| f.responded = Some(at("2026-11-10T09:30"))).unwrap();
    assert_eq!(kept(&run, "respond").len(), 1, "but what was written as late and rewritten is kept");
}
