//! Cases as chance works them.

use proptest::prelude::*;

use super::tests::{Run, at, counted, delivered, late, received, visited};
use super::*;
use crate::clock::Stamp;
use crate::deadline::Due;
use crate::form::CaseKind;

/// What chance does to a case: a change of its sheet at some minute after the receipt.
#[derive(Debug, Clone)]
enum Move {
    Respond(i64),
    Deliver(i64, Receipt),
    Rectify(i64),
    Recheck(i64, bool),
    Visit(i64, Effect),
    Regrade(i64, Grade, bool),
    Extend(i64, bool),
    Reason,
    Close(i64, Closing),
    Sign,
    Drop,
}

fn any_move() -> impl Strategy<Value = Move> {
    let minute = 0_i64..60 * 24 * 40;
    let receipt = prop_oneof![3 => Just(Receipt::Taken), 1 => Just(Receipt::Refused), 1 => Just(Receipt::Returned)];
    let effect = prop_oneof![2 => Just(Effect::Satisfied), 1 => Just(Effect::Dissatisfied)];
    let closing = prop_oneof![3 => Just(Closing::Done), 1 => Just(Closing::Terminated), 1 => Just(Closing::Absent)];
    prop_oneof![
        1 => minute.clone().prop_map(Move::Respond),
        1 => (minute.clone(), receipt).prop_map(|(m, r)| Move::Deliver(m, r)),
        2 => minute.clone().prop_map(Move::Rectify),
        2 => (minute.clone(), prop::bool::weighted(0.7)).prop_map(|(m, ok)| Move::Recheck(m, ok)),
        2 => (minute.clone(), effect).prop_map(|(m, e)| Move::Visit(m, e)),
        1 => (minute.clone(), prop_oneof![Just(Grade::Major), Just(Grade::Minor)], any::<bool>())
            .prop_map(|(m, g, ok)| Move::Regrade(m, g, ok)),
        1 => (minute.clone(), any::<bool>()).prop_map(|(m, ok)| Move::Extend(m, ok)),
        3 => Just(Move::Reason),
        1 => (minute, closing).prop_map(|(m, c)| Move::Close(m, c)),
        1 => Just(Move::Sign),
        1 => Just(Move::Drop),
    ]
}

fn make(step: &Move, n: usize, f: &mut Facts, r: &mut Related) {
    let start = f.received.unwrap();
    let when = |m: &i64| Stamp::new(start.wall_ms() + m * 60_000, start.offset_min());
    match step {
        Move::Respond(m) => f.responded = Some(when(m)),
        Move::Deliver(m, receipt) => f.deliveries.push(Delivery {
            at: Some(when(m)),
            received: Some(when(&(m + 5))),
            ..delivered(&format!("d{n}"), "2026-02-13T19:00", *receipt, "2026-02-13T19:05")
        }),
        Move::Rectify(m) => f.rounds.push(Round { row: format!("r{n}"), rectified: Some(when(m)), ..Round::default() }),
        Move::Recheck(m, ok) => {
            if let Some(round) = f.rounds.last_mut() {
                round.recheck = Some(*ok);
                round.rechecked = Some(when(m));
            }
        }
        Move::Visit(m, effect) => {
            let serial = format!("HF-A-202602-{n:04}");
            r.visits.push(Visit { signed: Some(when(m)), ..visited(&serial, "2026-02-13T19:00", *effect) });
            if let Some(round) = f.rounds.last_mut() {
                round.visit = serial;
                round.result = Some(*effect);
            }
        }
        Move::Regrade(m, to, approved) => f.gradings.push(Grading {
            row: format!("g{n}"),
            at: Some(when(m)),
            from: f.grade_now(),
            to: Some(*to),
            // Whoever approves does so after everything that was written.
            approved: approved.then(|| when(&(60 * 24 * 41))),
        }),
        Move::Extend(m, approved) => f.extensions.push(Extension {
            row: format!("e{n}"),
            due: Some(Due::At(when(m))),
            approved: approved.then(|| when(&(m / 2))),
            told: None,
        }),
        Move::Reason => f.lates.extend(["首次响应", "整改", "回访"].map(late)),
        Move::Close(m, closing) => {
            f.closing = Some(*closing);
            f.closed = Some(when(m));
        }
        Move::Sign => {
            f.close_signed = true;
            f.manager_signed = true;
        }
        Move::Drop => {
            f.deliveries.pop();
            f.rounds.pop();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    /// Whatever is tried: what is refused changes nothing, what is taken keeps every promise, and folding the same revisions
    /// again gives the same state and the same clocks.
    #[test]
    fn a_case_keeps_its_promises_whatever_is_tried(
        major in any::<bool>(), start in 0_i64..60 * 24 * 500, moves in prop::collection::vec(any_move(), 1..40),
    ) {
        let grade = if major { Grade::Major } else { Grade::Minor };
        let begun = Stamp::new(at("2024-12-01T08:00").wall_ms() + start * 60_000, 480);
        let mut run = Run::begin(Facts { received: Some(begun), ..received(CaseKind::Complaint, Some(grade), "2026-02-13T18:30") });
        let mut revisions = vec![(run.facts.clone(), run.related.clone())];
        for (n, step) in moves.iter().enumerate() {
            let before = (run.facts.clone(), run.related.clone(), run.clocks.clone());
            let late_before: Vec<String> = before.2.iter()
                .filter(|c| c.ended.is_some_and(|e| e.how != Ended::Dropped && c.due.is_past(e.at))).map(|c| c.id.clone()).collect();
            match run.then(|f, r| make(step, n, f, r)) {
                Err(refused) => {
                    prop_assert!(refused.code().starts_with("case-"), "every refusal has its code");
                    prop_assert_eq!(&(run.facts.clone(), run.related.clone(), run.clocks.clone()), &before, "what is refused changes nothing");
                }
                Ok(_) => revisions.push((run.facts.clone(), run.related.clone())),
            }
            let ids: std::collections::BTreeSet<&str> = run.clocks.iter().map(|c| c.id.as_str()).collect();
            prop_assert_eq!(ids.len(), run.clocks.len(), "each clock has its own name");
            for clock in &run.clocks {
                prop_assert!(clock.counted.end().wall_ms() > clock.from.wall_ms(), "no limit ends before its event: {:?}", clock);
                prop_assert!(clock.due.end().wall_ms() >= clock.counted.end().wall_ms(), "an extension never shortens");
            }
            if matches!(step, Move::Regrade(..)) {
                for id in &late_before {
                    let still = run.clocks.iter().find(|c| c.id == *id);
                    prop_assert!(still.is_some_and(|c| c.late(begun)), "regrading takes back no overdue: {}", id);
                }
            }
            let case = Case::of(&run.facts, &run.related);
            if case.state == State::Closed {
                prop_assert!(run.clocks.iter().all(|c| !c.running()), "nothing runs in a closed case");
                prop_assert!(case.next.is_empty(), "and nothing is left to do");
                let satisfied = run.facts.rounds.last().is_some_and(|r| r.result == Some(Effect::Satisfied));
                prop_assert!(satisfied || run.facts.closing != Some(Closing::Done), "closed as done means a signed revisit");
            } else {
                prop_assert!(!case.next.is_empty(), "an open case says what may be done");
            }
        }
        let mut kept: Vec<Clock> = Vec::new();
        for (facts, related) in &revisions {
            kept = counted(facts, related, &kept);
        }
        prop_assert_eq!(&kept, &run.clocks, "the same revisions give the same clocks");
    }
}
