//! An overdue that was incurred is never argued away: whatever is written afterwards, the ledger has it.

use super::tests::{CALENDAR, RULES, Run, at, clock, day, delivered, late, received, rectified, visited};
use super::tests_limits::minor;
use super::*;
use crate::clock::Stamp;
use crate::form::CaseKind;

/// Writes a change at a moment, with its reason, as the office does.
fn write(run: &mut Run, now: Stamp, reason: &str, change: impl FnOnce(&mut Facts)) -> Result<(), Refused> {
    let stood = run.clocks.clone();
    run.then(|f, _| change(f))?;
    keep_overdues(
        &stood,
        &mut run.clocks,
        &Cause { at: now, reason, entered: false, keying: Some((RULES.late_entry(), &*CALENDAR)) },
    );
    Ok(())
}

/// What stays on record of a clock: the end of then, days late, the reason.
fn kept(run: &Run, id: &str) -> Vec<(crate::deadline::Due, u32, String)> {
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
fn a_receipt_that_was_mistyped_is_set_right_and_what_it_was_stays_on_record() {
    let now = at("2026-03-09T09:30");
    let mut run = Run::begin(Facts { own_due: Some(day("2026-03-03T09:00+08:00")), ..minor() });
    write(&mut run, now, "受理时间写错", |f| f.received = Some(at("2026-03-09T09:00"))).unwrap();
    for (id, was, days, is) in
        [("respond", "2026-03-02T11:00+08:00", 7, "2026-03-09T11:00+08:00"), ("rectify.1", "2026-03-05", 4, "2026-03-12")]
    {
        let one = clock(&run.clocks, id);
        assert!(one.due == day(is) && one.running() && !one.late(now), "{id} is counted from the receipt that it says now");
        assert_eq!(kept(&run, id), [(day(was), days, "受理时间写错".into())], "{id}: the ledger has the overdue of then");
        assert_eq!(one.recounted.len(), 1, "{id}: and the case its other count, once");
    }
    assert!(clock(&run.clocks, "own").late(now), "an own limit that lies before the new receipt was missed");
    let lines = clock(&run.clocks, "rectify.1").explain(&RULES, &CALENDAR).unwrap();
    let said = |words: &str| lines.iter().any(|line| line.zh.contains(words));
    assert!(said("2026年3月9日09:30更正起算时间并重新计算，原自2026年3月2日09:00起，至2026年3月5日"), "{lines:?}");
    assert!(said("原因：受理时间写错"), "with the reason that was given: {lines:?}");
    let printed = clock(&run.clocks, "rectify.1").recounts();
    assert!(printed.contains("重新计算为2026年3月12日"), "the paper as well: {printed}");

    write(&mut run, now, "抄对了", |f| f.received = Some(at("2026-02-27T16:00"))).unwrap();
    let earlier = clock(&run.clocks, "rectify.1");
    assert_eq!(earlier.due, day("2026-03-03"), "an earlier receipt is stricter (the 28th is a make-up day)");
    assert_eq!(earlier.recounted.len(), 2, "each correction is told");
    let json = serde_json::to_string(&run.clocks).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Clock>>(&json).unwrap(), run.clocks, "and all of it comes back from a body");
    let before = run.clocks.clone();
    write(&mut run, now, "补写", |f| f.own_due = Some(day("2026-03-20"))).unwrap();
    assert_eq!(clock(&before, "rectify.1"), clock(&run.clocks, "rectify.1"), "what corrects something else counts nothing anew");
}

#[test]
fn a_receipt_that_was_mistyped_moves_the_limit_of_a_raised_grade_with_it() {
    let raise = |run: &mut Run, when: &str| {
        let grading =
            Grading { row: "g".into(), at: Some(at(when)), from: Some(Grade::Minor), to: Some(Grade::Major), approved: None };
        run.then(|f, _| f.gradings.push(grading)).unwrap();
    };
    let now = at("2026-11-30T10:00");
    // Received, raised, received in truth; what the raised grade has by then.
    for (received_at, raised, truth, due) in [
        ("2026-11-26T16:00", "2026-11-30T09:00", "2026-11-25T16:00", "2026-11-30"),
        ("2026-11-24T08:30", "2026-11-27T09:00", "2026-11-25T16:00", "2026-11-30"),
    ] {
        let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), received_at));
        raise(&mut run, raised);
        let stood = clock(&run.clocks, "rectify.1.g1").due;
        write(&mut run, now, "受理时间写错", |f| f.received = Some(at(truth))).unwrap();
        let mut fresh = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), truth));
        raise(&mut fresh, raised);
        let (is, entered) = (clock(&run.clocks, "rectify.1.g1"), clock(&fresh.clocks, "rectify.1.g1"));
        assert_eq!((is.due, is.unheeded), (entered.due, entered.unheeded), "as if it had been entered rightly ({received_at})");
        assert_eq!(is.due, day(due), "no more time than there was before it was raised, and no less");
        let told: Vec<_> = is.recounted.iter().map(|one| (one.was, one.from, one.reason.as_str())).collect();
        let moved = if stood == is.due { vec![] } else { vec![(stood, None, "受理时间写错")] };
        assert_eq!(told, moved, "and what it was");
    }
}

#[test]
fn what_ran_late_under_the_first_grade_is_told_when_it_is_keyed_in_behind_a_raise_in_hindsight() {
    let raised = Grading {
        row: "g".into(),
        at: Some(at("2026-11-11T09:00")),
        from: Some(Grade::Minor),
        to: Some(Grade::Major),
        approved: None,
    };
    let begin = || {
        let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-11-10T09:00"));
        // The first save, of which the clocks are known since.
        keep_overdues(&[], &mut run.clocks, &Cause { at: at("2026-11-10T09:05"), reason: "", entered: false, keying: None });
        run.then(|f, _| f.responded = Some(at("2026-11-10T09:30"))).unwrap();
        run
    };
    let done = |f: &mut Facts| {
        f.deliveries.push(delivered("d1", "2026-11-11T10:00", Receipt::Taken, "2026-11-11T10:10"));
        f.rounds.push(rectified("1", "2026-11-12T10:00", "2026-11-12T11:00"));
    };
    let now = at("2026-11-30T09:00");
    let told = |run: &Run| run.clocks.iter().flat_map(|clock| &clock.corrected).filter(|one| one.days >= 17).count();
    let mut run = begin();
    write(&mut run, now, "", |f| f.gradings.push(raised.clone())).unwrap();
    assert_eq!(told(&run), 0, "it is late on under the next grade, which is one overdue");
    write(&mut run, now, "", done).unwrap();
    assert_eq!(told(&run), 1, "and what was in time is a 补录 of that: the program waited since the 10th: {:?}", run.clocks);

    // Raised before the first limit passed, behind the tighter one that nobody saw; what was put right in time is keyed in then.
    let mut soon = begin();
    let early = Grading { at: Some(at("2026-11-10T09:30")), ..raised.clone() };
    write(&mut soon, at("2026-11-12T14:00"), "", |f| f.gradings.push(early)).unwrap();
    let right = |f: &mut Facts| {
        f.deliveries.push(delivered("d1", "2026-11-11T10:00", Receipt::Taken, "2026-11-11T10:10"));
        f.rounds.push(rectified("1", "2026-11-11T16:00", "2026-11-11T17:00"));
    };
    write(&mut soon, at("2026-11-12T14:05"), "", right).unwrap();
    let made = soon.clocks.iter().filter(|clock| clock.step == Step::Rectify).flat_map(|clock| &clock.corrected).count();
    assert_eq!(made, 0, "no overdue that there never was: {:?}", soon.clocks);

    // Raised and answered in one save, a little late: ordinary keying in.
    let mut fresh = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-11-10T09:00"));
    keep_overdues(&[], &mut fresh.clocks, &Cause { at: at("2026-11-10T09:05"), reason: "", entered: false, keying: None });
    write(&mut fresh, at("2026-11-10T14:00"), "", |f| {
        f.gradings.push(Grading { at: Some(at("2026-11-10T09:30")), ..raised.clone() });
        f.responded = Some(at("2026-11-10T09:40"));
    })
    .unwrap();
    assert!(fresh.clocks.iter().all(|clock| clock.corrected.is_empty()), "no overdue is made of it: {:?}", fresh.clocks);
}

#[test]
fn a_recheck_that_fails_begins_the_revisit_anew_and_corrects_nothing() {
    let mut run = Run::begin(minor());
    let now = at("2026-03-05T09:00");
    write(&mut run, now, "", |f| {
        f.responded = Some(at("2026-03-02T09:30"));
        f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Taken, "2026-03-02T10:10"));
        f.rounds.push(Round { recheck: None, rechecked: None, ..rectified("1", "2026-03-03T10:00", "2026-03-03T11:00") });
    })
    .unwrap();
    assert!(clock(&run.clocks, "revisit.1").running(), "CPL-4 runs since it was put right");
    write(&mut run, now, "", |f| {
        f.rounds[0] = Round { recheck: Some(false), ..rectified("1", "2026-03-03T10:00", "2026-03-03T11:00") };
    })
    .unwrap();
    write(&mut run, now, "", |f| f.rounds.push(rectified("2", "2026-03-04T10:00", "2026-03-04T11:00"))).unwrap();
    let revisit = clock(&run.clocks, "revisit.1");
    assert!(revisit.running() && revisit.recounted.is_empty(), "the ordinary way: {revisit:?}");
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
    let raised = Grading {
        row: "g1".into(),
        at: Some(at("2026-03-02T10:00")),
        from: Some(Grade::Minor),
        to: Some(Grade::Major),
        approved: None,
    };
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
        keep_overdues(&[], &mut run.clocks, &cause);
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
