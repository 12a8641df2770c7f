//! What comes before what: every step behind the one before it, every round behind the round that it follows.

use super::advance::Refused;
use super::case::taken_at;
use super::facts::{Closing, Delivery, Effect, Facts, Receipt, Round};
use super::step::Step;
use super::visits::Related;
use crate::clock::Stamp;
use crate::form::CaseKind;

/// Every step that was taken has the one before it, and lies no earlier.
pub(super) fn order(before: Option<&Facts>, facts: &Facts, related: &Related) -> Result<(), Refused> {
    // What is broken off waits for no step.
    let broken_off = facts.closing.is_some_and(|closing| closing != Closing::Done);
    for step in Step::ALL.into_iter().filter(|step| *step != Step::Close || !broken_off) {
        let (Some(at), Some(before)) = (taken_at(facts, related, step), step.after(facts.kind)) else { continue };
        // What was done before a paper was passed on stays done: the first department had it.
        let first = || facts.deliveries.iter().find_map(Delivery::proved).filter(|_| before == Step::Receive);
        let earlier = first().or_else(|| taken_at(facts, related, before)).ok_or_else(|| not_yet(facts, step, before))?;
        // When a revisit was signed and a bill delivered, the machine's clock or the page says: one that was put back blocks
        // nothing, and of a page signed in ink only the day is known.
        let free = matches!(step, Step::Revisit | Step::Bill);
        let by_day = before == Step::Revisit && earlier.in_china().date() == at.in_china().date();
        if !free && !by_day && later(earlier, at) {
            return Err(Refused::Earlier { step, before });
        }
    }
    let Some(received) = facts.received else { return Ok(()) };
    for (n, delivery) in facts.deliveries.iter().enumerate() {
        let Some(at) = delivery.at else { continue };
        if let Some(before) = follows(before, facts, n, at) {
            return Err(Refused::Earlier { step: Step::Deliver, before });
        }
        if later(received, at) {
            return Err(Refused::Earlier { step: Step::Deliver, before: Step::Register });
        }
        if delivery.received.is_some_and(|taken| later(at, taken)) {
            return Err(Refused::Earlier { step: Step::Receive, before: Step::Deliver });
        }
    }
    // Once saved it is fixed, so it must not begin wrong.
    if facts.gradings.iter().filter_map(|grading| grading.at).any(|at| later(received, at)) {
        return Err(Refused::Earlier { step: Step::Regrade, before: Step::Register });
    }
    // Nobody is told of an extension before there is a case.
    let told = facts.extensions.iter().filter(|one| {
        !before.is_some_and(|before| before.extensions.iter().any(|was| was.row == one.row && was.told == one.told))
    });
    if told.filter_map(|one| one.told).any(|at| later(received, at)) {
        return Err(Refused::Earlier { step: Step::Extend, before: Step::Register });
    }
    rounds(before, facts, received)
}

/// The step of an earlier delivery behind which this one lies and is dated before: a paper is brought again to a department after it
/// was brought there, and passed on after it came back. What was brought to others beside that one follows nothing, nor does what was
/// written down in one act with the return: it may have lain beside it.
fn follows(before: Option<&Facts>, facts: &Facts, n: usize, at: Stamp) -> Option<Step> {
    let this = facts.deliveries.get(n)?;
    let known = |one: &Delivery, all: bool| {
        let same = |was: &Delivery| was.row == one.row && was.at == one.at && (!all || was.received == one.received);
        before.is_some_and(|before| before.deliveries.iter().any(same))
    };
    let earlier = facts.deliveries.iter().take(n).filter(|was| !(known(was, true) && known(this, true)));
    let mut ended = earlier.filter_map(|was| {
        let (end, step) = was.received.map(|at| (at, Step::Receive)).or(was.at.map(|at| (at, Step::Deliver)))?;
        // It was under way before that one came back, or another followed.
        let followed = || facts.deliveries.iter().skip(n + 1).filter_map(|next| next.at).any(|next| !later(end, next));
        let next = was.department == this.department || was.sent_back() && known(was, true) && !known(this, false) && !followed();
        (next && later(end, at)).then_some(step)
    });
    ended.next()
}

/// Why a step is not to be taken yet: the one before it was not, or it was written down and only its signature is missing.
#[must_use]
pub fn not_yet(facts: &Facts, step: Step, before: Step) -> Refused {
    let written = |one: &Delivery| one.receipt == Some(Receipt::Taken) && one.received.is_some() && !one.signed;
    let mut standing = facts.standing();
    let unsigned = before == Step::Receive && standing.any(written);
    if unsigned { Refused::ReceiptUnsigned } else { Refused::Before { step, before } }
}

/// Round follows round: none after the customer was satisfied, and none dated before the one that it follows.
fn rounds(before: Option<&Facts>, facts: &Facts, received: Stamp) -> Result<(), Refused> {
    let mut earlier: Option<(Stamp, Step)> = None;
    let (mut satisfied, mut accepted) = (false, false);
    for round in &facts.rounds {
        // A special service has a row for each call.
        if satisfied && facts.kind != CaseKind::Service {
            return Err(Refused::Before { step: Step::Rectify, before: Step::Close });
        }
        satisfied |= round.result == Some(Effect::Satisfied);
        accepted |= round.accepted == Some(true);
        let same = |was: &Round| was.row == round.row && (was.answered, was.rectified) == (round.answered, round.rectified);
        // What was recorded before is not asked again: the department may have passed it on since.
        if !before.is_some_and(|before| before.rounds.iter().any(same)) {
            begun(facts, round, accepted)?;
        }
        if let Some(rectified) = round.rectified {
            if later(received, rectified) {
                return Err(Refused::Earlier { step: Step::Rectify, before: Step::Register });
            }
            // A row goes on where the one before it ended: dated before that it would take back an overdue of the same clock.
            if let Some((_, before)) = earlier.filter(|(at, _)| later(*at, rectified)) {
                return Err(Refused::Earlier { step: Step::Rectify, before });
            }
            if round.rechecked.is_some_and(|at| later(rectified, at)) {
                return Err(Refused::Earlier { step: Step::Recheck, before: Step::Rectify });
            }
        } else if round.rechecked.is_some() || round.recheck.is_some() {
            return Err(Refused::Before { step: Step::Recheck, before: Step::Rectify });
        }
        let ended = round.rechecked.map(|at| (at, Step::Recheck)).or(round.rectified.map(|at| (at, Step::Rectify)));
        earlier = ended.or(earlier);
    }
    Ok(())
}

/// Nothing is answered or put right before the department has the paper, nor what an opinion asks for before its measures were
/// accepted; also in a row whose recheck failed. `accepted` is whether those of this row or of one before were.
fn begun(facts: &Facts, round: &Round, accepted: bool) -> Result<(), Refused> {
    let (answer, asks) = (facts.kind == CaseKind::Opinion, facts.kind != CaseKind::Service);
    let work = [(Step::Answer, round.answered.filter(|_| answer)), (Step::Rectify, round.rectified.filter(|_| asks))];
    for (step, at) in work {
        let Some(at) = at else { continue };
        let before = Step::Receive;
        let here = facts.deliveries.iter().find_map(Delivery::proved).ok_or_else(|| not_yet(facts, step, before))?;
        if later(here, at) {
            return Err(Refused::Earlier { step, before });
        }
        if step == Step::Rectify && answer && !accepted {
            return Err(Refused::Before { step, before: Step::Answer });
        }
    }
    Ok(())
}

/// Whether the first lies later, minute by minute. A date without a time is the beginning of its day and is compared as one.
pub(super) fn later(first: Stamp, then: Stamp) -> bool {
    let day_only = |at: Stamp| at.in_china().local().time() == chrono::NaiveTime::MIN;
    if day_only(first) || day_only(then) {
        return first.in_china().date() > then.in_china().date();
    }
    first.wall_ms() / 60_000 > then.wall_ms() / 60_000
}
