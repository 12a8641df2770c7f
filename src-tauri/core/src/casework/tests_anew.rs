//! What is corrected or raised is counted anew, says what it was counted to before, and makes no overdue of its own.

use super::tests::{CALENDAR, RULES, Run, at, clock, day, delivered, raised, received, rectified};
use super::tests_kept::{kept, write};
use super::tests_limits::minor;
use super::*;
use crate::form::CaseKind;

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
    let now = at("2026-11-30T10:00");
    // Received, raised, received in truth; what the raised grade has by then.
    for (received_at, since, truth, due) in [
        ("2026-11-26T16:00", "2026-11-30T09:00", "2026-11-25T16:00", "2026-11-30"),
        ("2026-11-24T08:30", "2026-11-27T09:00", "2026-11-25T16:00", "2026-11-30"),
    ] {
        let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), received_at));
        run.then(|f, _| f.gradings.push(raised("g", since))).unwrap();
        let stood = clock(&run.clocks, "rectify.1.g1").due;
        write(&mut run, now, "受理时间写错", |f| f.received = Some(at(truth))).unwrap();
        let mut fresh = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), truth));
        fresh.then(|f, _| f.gradings.push(raised("g", since))).unwrap();
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
    let raised = raised("g", "2026-11-11T09:00");
    let begin = || {
        let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-11-10T09:00"));
        // The first save, of which the clocks are known since.
        keep_on_record(&[], &mut run.clocks, &Cause { at: at("2026-11-10T09:05"), reason: "", entered: false, keying: None });
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
    keep_on_record(&[], &mut fresh.clocks, &Cause { at: at("2026-11-10T09:05"), reason: "", entered: false, keying: None });
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
fn a_second_rectification_begins_the_revisit_anew_whatever_else_is_written_with_it() {
    let now = at("2026-03-05T09:00");
    let begin = || {
        let mut run = Run::begin(minor());
        write(&mut run, now, "", |f| {
            f.responded = Some(at("2026-03-02T09:30"));
            f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Taken, "2026-03-02T10:10"));
            f.rounds.push(Round { recheck: None, rechecked: None, ..rectified("1", "2026-03-03T10:00", "2026-03-03T11:00") });
        })
        .unwrap();
        run
    };
    let failed = || Round { recheck: Some(false), ..rectified("1", "2026-03-03T10:00", "2026-03-03T11:00") };
    // The failed recheck and what was done about it in one save.
    let mut once = begin();
    write(&mut once, now, "", |f| {
        f.rounds[0] = failed();
        f.rounds.push(rectified("2", "2026-03-04T10:00", "2026-03-04T11:00"));
    })
    .unwrap();
    // Raised meanwhile, and only then keyed in that the recheck had failed before it.
    let mut raise = begin();
    write(&mut raise, now, "", |f| f.gradings.push(raised("g", "2026-03-04T15:00"))).unwrap();
    write(&mut raise, now, "", |f| f.rounds[0] = failed()).unwrap();
    write(&mut raise, now, "", |f| f.rounds.push(rectified("2", "2026-03-04T10:00", "2026-03-04T11:00"))).unwrap();
    for (what, run) in [("in one", once), ("with a raise", raise)] {
        let revisits = run.clocks.iter().filter(|clock| clock.id.starts_with("revisit"));
        for clock in revisits {
            assert!(clock.recounted.is_empty() && clock.corrected.is_empty(), "{what}: nothing was corrected: {clock:?}");
        }
        assert_eq!(clock(&run.clocks, "revisit.1").from, at("2026-03-04T10:00"), "{what}: it runs since the second");
    }
    // The same row with another moment is a correction, and is told.
    let mut moved = begin();
    write(&mut moved, now, "写错", |f| f.rounds[0].rectified = Some(at("2026-03-04T10:00"))).unwrap();
    assert_eq!(clock(&moved.clocks, "revisit.1").recounted.len(), 1);
}

#[test]
fn two_records_of_one_clock_keep_what_either_knows() {
    let mut run = Run::begin(minor());
    let told = |now: &str, reason: &str, to: &str| {
        let mut one = Run { clocks: run.clocks.clone(), facts: run.facts.clone(), related: run.related.clone() };
        write(&mut one, at(now), reason, |f| f.received = Some(at(to))).unwrap();
        clock(&one.clocks, "rectify.1").clone()
    };
    let (here, there) =
        (told("2026-03-02T10:00", "甲机", "2026-03-02T09:30"), told("2026-03-02T11:00", "乙机", "2026-03-02T09:45"));
    let mut both = here.clone();
    both.keep_noted(&there);
    let reasons: Vec<&str> = both.recounted.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(reasons, ["甲机", "乙机"], "as many counts are not the same counts");
    let mut again = there.clone();
    again.keep_noted(&here);
    assert_eq!(again.recounted, both.recounted, "whichever comes first");
    both.keep_noted(&there);
    assert_eq!(both.recounted.len(), 2, "and none twice");
    assert!(there.newer_than(&here) && !here.newer_than(&there), "the later count is the newer");
    run.clocks.clear();
}
