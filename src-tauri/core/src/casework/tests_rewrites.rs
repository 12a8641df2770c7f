//! What chance writes over what stood: the moments of steps, and the limits that papers give.

use proptest::prelude::*;

use super::tests_moves::minutes;
use super::*;
use crate::clock::Stamp;
use crate::deadline::Due;

/// Where a limit is put: earlier, later, or nowhere.
pub(super) fn limit() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![3 => (-60_i64 * 24 * 9..60 * 24 * 30).prop_map(Some), 1 => Just(None)]
}

/// Writes the moment of a step over: by days earlier, or by a day at most ahead, as a slip of the pen; but no later than now, for
/// the office refuses what has not come.
pub(super) fn move_step(which: usize, by: i64, now: Stamp, facts: &mut Facts) {
    let (round, delivery) = (facts.rounds.last_mut(), facts.deliveries.last_mut());
    let step = match which {
        0 => Some(&mut facts.responded),
        1 => Some(&mut facts.answered),
        2 => Some(&mut facts.served),
        3 => round.map(|round| &mut round.rectified),
        4 => round.map(|round| &mut round.rechecked),
        5 => round.map(|round| &mut round.answered),
        6 => delivery.map(|delivery| &mut delivery.at),
        _ => delivery.map(|delivery| &mut delivery.received),
    };
    if let Some(step) = step {
        let typed = step.map(|at| minutes(at, by));
        *step = typed.map(|at| if at.wall_ms() > now.wall_ms() { now } else { at });
    }
}

pub(super) fn move_limit(which: usize, to: Option<Due>, facts: &mut Facts) {
    let (first, last) = (facts.rounds.iter().position(|round| round.planned.is_some()), facts.rounds.len());
    match which {
        0 => facts.own_due = to,
        1 => facts.outside_due = to,
        // Only its own paper asks for a limit.
        2 if facts.asked_due.is_some() => facts.asked_due = to,
        3 => {
            if let Some(round) = first.and_then(|n| facts.rounds.get_mut(n)) {
                round.planned = to;
            }
        }
        4 => {
            if let Some(round) = last.checked_sub(1).and_then(|n| facts.rounds.get_mut(n)).filter(|r| r.next_due.is_some()) {
                round.next_due = to;
            }
        }
        _ => {}
    }
}
