//! What cannot have been, and what no closing passes over: customers who ask for more, papers that nobody signed, a 重大 complaint
//! that nobody above knows of.

use super::tests::{Run, at, day, delivered, late, raised, received, rectified, visited};
use super::tests_limits::{minor, put_right};
use super::*;
use crate::form::CaseKind;

fn close(f: &mut Facts, closing: Closing, when: &str) {
    (f.closing, f.closed) = (Some(closing), Some(at(when)));
}

fn tried(serial: &str, times: &[&str]) -> Visit {
    let attempts = times.iter().map(|time| Attempt { at: at(time), reached: false, refused: false }).collect();
    Visit { serial: serial.into(), attempts, ..Visit::default() }
}

#[test]
fn whoever_was_met_and_asks_for_more_is_not_closed_over_though_nobody_signed() {
    let mut run = put_right(minor());
    // Met, dissatisfied, and not signed: then three days away.
    let met = Visit { signed: None, ..visited("HF-A-202603-0001", "2026-03-06T15:00", Effect::Dissatisfied) };
    run.then(|_, r| {
        r.visits.push(met);
        r.visits.push(tried("HF-A-202603-0002", &["2026-03-07T10:00", "2026-03-08T10:00", "2026-03-09T10:00"]));
    })
    .unwrap();
    for closing in [Closing::Absent, Closing::Refused] {
        let refused = run.then(|f, _| close(f, closing, "2026-03-09T11:00")).unwrap_err();
        assert_eq!(refused, Refused::Again, "{closing:?}: what they asked for is not answered");
    }
    // Put right again, behind the limit of the round that is not over, and tried for in vain since.
    run.then(|f, r| {
        f.lates.push(late("整改"));
        f.rounds.push(rectified("2", "2026-03-10T10:00", "2026-03-10T11:00"));
        r.visits.push(tried("HF-A-202603-0003", &["2026-03-11T10:00", "2026-03-12T10:00", "2026-03-13T10:00"]));
    })
    .unwrap();
    run.then(|f, _| close(f, Closing::Absent, "2026-03-13T11:00")).unwrap();
}

#[test]
fn a_refusal_to_sign_that_asks_for_more_opens_the_next_round() {
    let mut run = put_right(minor());
    let at_the_door = at("2026-03-06T15:20");
    let refused = Visit {
        signed: None,
        refused: Some(at_the_door),
        ..visited("HF-A-202603-0001", "2026-03-06T15:00", Effect::Dissatisfied)
    };
    assert_eq!(refused.over(true), Some((at_the_door, Effect::Dissatisfied)), "before its witness it takes effect");
    let content = Visit { effect: None, again: false, word: String::new(), ..refused.clone() };
    assert_eq!(content.over(true), None, "who refuses and asks for nothing has not said that they are satisfied");
    run.then(|f, r| {
        r.visits.push(refused);
        (f.rounds[0].visit, f.rounds[0].result) = ("HF-A-202603-0001".into(), Some(Effect::Dissatisfied));
    })
    .unwrap();
    assert_eq!((run.state(), Case::of(&run.facts, &run.related).round), (State::Awaiting(Step::Rectify), 2), "round 2");
    let second = super::tests::clock(&run.clocks, "rectify.2");
    assert_eq!(second.from, at_the_door, "since then");
    let closed = run.then(|f, _| close(f, Closing::Refused, "2026-03-09T11:00")).unwrap_err();
    assert_eq!(closed, Refused::Again, "and that refusal closes nothing");
}

#[test]
fn a_notice_is_not_closed_before_its_signatures() {
    let mut run =
        Run::begin(Facts { asked_due: Some(day("2026-03-06")), ..received(CaseKind::Rectification, None, "2026-03-02T09:00") });
    run.then(|f, _| {
        f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Refused, "2026-03-02T10:10"));
        f.rounds.push(rectified("1", "2026-03-04T10:00", "2026-03-04T11:00"));
    })
    .unwrap();
    let done = |f: &mut Facts, _: &mut Related| close(f, Closing::Done, "2026-03-04T12:00");
    assert_eq!(run.then(done).unwrap_err(), Refused::Signatures(vec!["签发人", "复查人"]), "what is missing is named");
    run.then(|f, _| f.issued = Some(true)).unwrap();
    assert_eq!(run.then(done).unwrap_err(), Refused::Signatures(vec!["复查人"]));
    run.then(|f, _| f.rounds[0].recheck_signed = true).unwrap();
    let (facts, related) = (run.facts.clone(), run.related.clone());
    let unseen = Facts {
        deliveries: vec![Delivery {
            receipt: Some(Receipt::Taken),
            signed: true,
            sign_again: true,
            ..facts.deliveries[0].clone()
        }],
        ..facts
    };
    let ended = Facts { closing: Some(Closing::Done), closed: Some(at("2026-03-04T12:00")), ..unseen.clone() };
    assert_eq!(
        advance(Some(&unseen), &ended, &related, &run.clocks).unwrap_err(),
        Refused::Signatures(vec!["接收人"]),
        "a receipt that waits to be signed again is none"
    );
    run.then(done).unwrap();
    assert_eq!(run.state(), State::Closed, "refused before its witness, issued and rechecked under their names");
}

#[test]
fn a_major_complaint_is_not_closed_before_somebody_above_was_told() {
    let told = |named| Report { row: "r".into(), at: Some(at("2026-03-02T09:20")), named };
    let grown = || {
        let mut run = put_right(minor());
        run.then(|f, _| f.gradings.push(raised("g", "2026-03-04T12:00"))).unwrap();
        run
    };
    let major = received(CaseKind::Complaint, Some(Grade::Major), "2026-03-02T09:00");
    let first = || put_right(Facts { lates: vec![late("整改")], ..major.clone() });
    for (what, mut run) in [("raised", grown()), ("from the beginning", first())] {
        let ended = |f: &mut Facts, _: &mut Related| close(f, Closing::Terminated, "2026-03-05T09:00");
        assert_eq!(run.then(ended).unwrap_err(), Refused::Unreported, "{what}: 终结 asks for it too");
        run.then(|f, _| f.reports.push(told(false))).unwrap();
        assert_eq!(run.then(ended).unwrap_err(), Refused::Unreported, "{what}: a time without a name tells nobody");
        run.then(|f, _| f.reports[0].named = true).unwrap();
        run.then(ended).unwrap();
    }
    put_right(minor()).then(|f, _| close(f, Closing::Terminated, "2026-03-05T09:00")).unwrap();
}

#[test]
fn a_grade_is_changed_from_the_one_in_force_to_another() {
    let mut run = put_right(minor());
    let row = |row: &str, from, to| Grading { from: Some(from), to: Some(to), ..raised(row, "2026-03-04T12:00") };
    let mut tries = |row: Grading| run.then(|f, _| f.gradings.push(row));
    assert_eq!(tries(row("a", Grade::Major, Grade::Minor)).unwrap_err(), Refused::NotInForce(Grade::Minor), "it is 一般");
    assert_eq!(tries(row("a", Grade::Minor, Grade::Minor)).unwrap_err(), Refused::SameGrade, "一般 to 一般 changes nothing");
    tries(row("a", Grade::Minor, Grade::Major)).unwrap();
    assert_eq!(
        tries(row("b", Grade::Minor, Grade::Major)).unwrap_err(),
        Refused::NotInForce(Grade::Major),
        "since then it is 重大"
    );
    tries(row("b", Grade::Major, Grade::Minor)).unwrap();
}

#[test]
fn a_paper_is_passed_on_after_it_came_and_nobody_is_told_of_an_extension_before_there_is_a_case() {
    let mut run = Run::begin(minor());
    run.then(|f, _| f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Returned, "2026-03-02T15:00"))).unwrap();
    for (when, after) in [("2026-03-02T09:30", "the delivery"), ("2026-03-02T14:00", "the return")] {
        let next = delivered("d2", when, Receipt::Taken, "2026-03-02T16:00");
        let refused = run.then(|f, _| f.deliveries.push(next)).unwrap_err();
        assert_eq!(
            refused,
            Refused::Earlier { step: Step::Deliver, before: Step::Receive },
            "dated before {after} that it follows"
        );
    }
    run.then(|f, _| f.deliveries.push(delivered("d2", "2026-03-02T15:00", Receipt::Taken, "2026-03-02T16:00"))).unwrap();
    let extension =
        |told: &str| Extension { row: "e".into(), due: Some(day("2026-03-09")), approved: None, told: Some(at(told)) };
    let early = run.then(|f, _| f.extensions.push(extension("2026-03-01T18:00"))).unwrap_err();
    assert_eq!(early, Refused::Earlier { step: Step::Extend, before: Step::Register });
    run.then(|f, _| f.extensions.push(extension("2026-03-03T18:00"))).unwrap();
}
