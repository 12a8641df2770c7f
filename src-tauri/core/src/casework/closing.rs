//! How a case ends: what each way out asks for before it stands on the paper.

use std::collections::BTreeSet;

use super::advance::Refused;
use super::case::{closed, decided, ever_major, taken_at, visit};
use super::facts::{Closing, Delivery, Effect, Facts, Receipt, Report};
use super::order::{later, not_yet};
use super::step::Step;
use super::visits::{Attempt, Related, Visit};
use crate::form::CaseKind;

/// Attempts after which a customer who was never met may be closed without a signature (department.md).
const ATTEMPTS: usize = 3;

pub(super) fn closing(before: Option<&Facts>, facts: &Facts, related: &Related) -> Result<(), Refused> {
    let served = facts.served.or(before.and_then(|before| before.served)).is_some();
    let Some(closing) = facts.closing.filter(|_| facts.closed.is_some()) else { return Ok(()) };
    // What was closed stays closed, whatever is corrected on its page, and by whatever rules an earlier release closed it: that it
    // is not worked on was looked at, and all that is left is to sign it again.
    if before.is_some_and(closed) {
        return Ok(());
    }
    // What was served is billed, or somebody says why nothing is to be paid.
    if facts.kind == CaseKind::Service && facts.served.is_some() && related.billed.is_none() && !facts.no_bill {
        let none = Refused::Before { step: Step::Close, before: Step::Bill };
        return Err(if related.unbilled.is_empty() { none } else { Refused::BillOpen(related.unbilled.clone()) });
    }
    if !before.is_some_and(|before| decided(before) && (before.closing, before.closed) == (facts.closing, facts.closed)) {
        rightly(facts, related, closing)?;
    }
    match closing {
        Closing::Done => match facts.kind {
            CaseKind::Complaint | CaseKind::Opinion if !signed_visit(facts, related) => Err(Refused::VisitUnsigned),
            _ => Ok(()),
        },
        Closing::Absent => {
            let attempts = in_vain(facts, related);
            if attempts < ATTEMPTS { Err(Refused::Attempts(attempts)) } else { Ok(()) }
        }
        Closing::Refused => {
            let by_telephone = |v: &Visit| {
                facts.kind == CaseKind::Service && v.attempts.iter().any(|a| a.refused && behind_the_work(facts, related, a))
            };
            let refused = of_round(facts, related).any(|v| v.refused.is_some() || by_telephone(v));
            if refused { Ok(()) } else { Err(Refused::NotRefused) }
        }
        Closing::Invalid if !facts.invalid => Err(Refused::NotInvalid),
        // 客户取消 is of what was not done yet, and what was done is not struck out in the same breath.
        Closing::Elsewhere if facts.kind == CaseKind::Service && served => Err(Refused::Served),
        Closing::Invalid | Closing::Terminated | Closing::Elsewhere => Ok(()),
    }
}

/// What a closing asks for whatever way it takes, beside that way's own.
fn rightly(facts: &Facts, related: &Related, closing: Closing) -> Result<(), Refused> {
    if facts.kind == CaseKind::Complaint && ever_major(facts) && !facts.reports.iter().any(Report::told) {
        return Err(Refused::Unreported);
    }
    // A special service has no round of rectification: its next call is the answer.
    let by_customer = facts.kind != CaseKind::Service && matches!(closing, Closing::Done | Closing::Absent | Closing::Refused);
    if by_customer && asked_again(facts, related) {
        return Err(Refused::Again);
    }
    // Whoever was given the paper and neither signed for it nor sent it back is waited for.
    let here = facts.standing().all(|one| one.taken().is_some());
    if closing == Closing::Done && Step::order(facts.kind).contains(&Step::Receive) && !here {
        return Err(not_yet(facts, Step::Close, Step::Receive));
    }
    // What one of several departments passed on lies with nobody.
    if closing == Closing::Done && Step::order(facts.kind).contains(&Step::Receive) && facts.to_pass_on() {
        return Err(Refused::Before { step: Step::Close, before: Step::Deliver });
    }
    let unsigned = if facts.kind == CaseKind::Rectification && closing == Closing::Done { unsigned(facts) } else { Vec::new() };
    if unsigned.is_empty() { Ok(()) } else { Err(Refused::Signatures(unsigned)) }
}

/// Whether the newest revisit that was made asks for another rectification, and nothing was put right since: such a customer is
/// neither satisfied nor out of reach, whoever signed that sheet or did not.
fn asked_again(facts: &Facts, related: &Related) -> bool {
    let made = related.visits.iter().filter_map(|visit| Some((visit.made()?, visit)));
    let Some((at, newest)) = made.max_by_key(|(at, _)| at.wall_ms()) else { return false };
    let done = facts.rounds.iter().filter_map(|round| round.rectified);
    newest.asks_again() && done.into_iter().all(|done| done.wall_ms() <= at.wall_ms())
}

/// Whose signature a rectification notice lacks before it is closed: who issued it, who took it (or the witness before whom it
/// was refused), and who rechecked.
fn unsigned(facts: &Facts) -> Vec<&'static str> {
    let taken = |one: &Delivery| one.taken().is_some() && (one.receipt == Some(Receipt::Refused) || !one.sign_again);
    let received = facts.standing().next().is_some() && facts.standing().all(taken);
    let rechecked = facts.current().is_some_and(|round| round.recheck_signed);
    let places = [("签发人", facts.issued != Some(false)), ("接收人", received), ("复查人", rechecked)];
    places.into_iter().filter(|(_, signed)| !signed).map(|(who, _)| who).collect()
}

/// Whether the revisit of the round in hand was made, and its page reads as the customer signed it.
fn signed_visit(facts: &Facts, related: &Related) -> bool {
    let found = facts.current().and_then(|round| visit(round, related));
    taken_at(facts, related, Step::Revisit).is_some() && found.is_some_and(|visit| !visit.sign_again)
}

/// The revisit sheets of the round that is being worked on. Those that came before the customer was not satisfied belong to a
/// round that is over: what was tried then says nothing about whether the customer can be reached now.
fn of_round<'r>(facts: &Facts, related: &'r Related) -> impl Iterator<Item = &'r Visit> {
    let dissatisfied = facts.rounds.iter().filter(|round| round.result == Some(Effect::Dissatisfied));
    let over: Vec<&Visit> = dissatisfied.filter_map(|round| visit(round, related)).collect();
    let began =
        over.iter().filter_map(|v| v.attempts.iter().map(|a| a.at.wall_ms()).max().or(v.signed.map(|at| at.wall_ms()))).max();
    let earlier = move |v: &Visit| began.is_some_and(|began| v.attempts.iter().all(|a| a.at.wall_ms() <= began));
    related.visits.iter().filter(move |v| over.iter().all(|past| past.serial != v.serial) && !earlier(v))
}

/// How often the customer was tried for in vain in this round, since they were last reached. Somebody who can be met is not
/// absent, and a refusal (拒访) is no absence either: it has its own way out. An attempt asks about what was done before it, and
/// what is written twice for one minute was tried once.
fn in_vain(facts: &Facts, related: &Related) -> usize {
    let asked = |attempt: &&Attempt| behind_the_work(facts, related, attempt);
    let mut attempts: Vec<_> = of_round(facts, related).flat_map(|visit| &visit.attempts).filter(asked).collect();
    attempts.sort_by_key(|attempt| attempt.at.wall_ms());
    let in_vain = attempts.iter().rev().take_while(|attempt| !attempt.reached).filter(|attempt| !attempt.refused);
    in_vain.map(|attempt| attempt.at.wall_ms() / 60_000).collect::<BTreeSet<i64>>().len()
}

/// Whether the work that an attempt asks about was done before it: the service, or the rectification of the round in hand.
fn behind_the_work(facts: &Facts, related: &Related, attempt: &Attempt) -> bool {
    let work = if facts.kind == CaseKind::Service { facts.served } else { taken_at(facts, related, Step::Rectify) };
    work.is_some_and(|done| !later(done, attempt.at))
}

/// Whether a call asked about a service before it was done: it is no revisit of it.
#[must_use]
pub fn too_early(facts: &Facts, visit: &Visit) -> bool {
    let called = visit.reached().filter(|_| facts.kind == CaseKind::Service && visit.signed.is_none());
    called.zip(facts.served).is_some_and(|(at, served)| later(served, at))
}
