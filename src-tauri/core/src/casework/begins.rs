//! Since when the limits on the paper of a case run, by what the paper says: a draft has no clocks yet.

use super::clocks::Ended;
use super::facts::Facts;
use super::visits::Related;
use super::wanted::{Limit, rounds, wanted};
use crate::clock::Stamp;
use crate::form::CaseKind;

/// The rule, of those that a limit may run by, and the event of its newest round that no other grade replaced.
#[must_use]
pub fn begins(facts: &Facts, by: impl Fn(&str) -> bool) -> Option<(&'static str, Stamp)> {
    let wanted = wanted(facts, &Related::default(), &[]);
    let stands = wanted.iter().filter(|one| one.ended.is_none_or(|end| end.how != Ended::Replaced));
    let about = stands.filter_map(|one| match one.limit {
        Limit::Rule(rule) if by(rule) => Some((one.round, rule, one.from)),
        _ => None,
    });
    about.max_by_key(|(round, ..)| *round).map(|(_, rule, from)| (rule, from))
}

/// When what the customer is asked about was done: put right, in the newest round that was and whose recheck did not fail, or served.
#[must_use]
pub fn done_at(facts: &Facts) -> Option<Stamp> {
    if facts.kind == CaseKind::Service {
        return facts.served;
    }
    let spans = rounds(facts, &Related::default(), facts.received?, &[]);
    spans.iter().rev().find_map(|span| span.rectified)
}
