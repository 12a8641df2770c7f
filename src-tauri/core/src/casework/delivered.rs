//! Which departments have the paper of a case: several may have it at the same time.

use super::facts::{Delivery, Facts, Receipt};
use crate::clock::Stamp;

impl Facts {
    /// The deliveries that count now: of each department its last, but for what it sent back or passed on. Several departments may
    /// have a paper at the same time, and what one of them does with it is no other's affair.
    pub fn standing(&self) -> impl Iterator<Item = &Delivery> {
        let last = |n: usize, one: &Delivery| self.deliveries.iter().skip(n + 1).all(|next| next.department != one.department);
        let all = self.deliveries.iter().enumerate();
        all.filter(move |(n, one)| !one.sent_back() && last(*n, one)).map(|(_, one)| one)
    }

    /// Whether a paper came back or was passed on, and nobody was given it since.
    #[must_use]
    pub fn to_deliver_again(&self) -> bool {
        self.passed_or_sent(Delivery::sent_back)
    }

    /// Whether of the deliveries that ended so one has none behind it.
    fn passed_or_sent(&self, so: impl Fn(&Delivery) -> bool) -> bool {
        let given = |n: usize, one: &Delivery| {
            let back = one.received.or(one.at).map(|at| at.wall_ms());
            self.deliveries.iter().skip(n + 1).any(|next| next.at.map(|at| at.wall_ms()) >= back)
        };
        self.deliveries.iter().enumerate().any(|(n, one)| so(one) && !given(n, one))
    }

    /// Whether a department passed its part on and nobody was given that since. What it sent back may be no department's affair.
    #[must_use]
    pub fn to_pass_on(&self) -> bool {
        self.passed_or_sent(|one| one.receipt == Some(Receipt::PassedOn))
    }

    /// The first delivery that arrived, since which the department has it.
    #[must_use]
    pub fn arrived(&self) -> Option<&Delivery> {
        let taken = self.deliveries.iter().filter_map(|d| Some((d.taken()?.wall_ms(), d)));
        taken.min_by_key(|(at, _)| *at).map(|(_, d)| d)
    }

    /// When everybody had it to whom it was delivered by the day on which the first one had it; none while one of them has not. Who
    /// had it and passed it on had it then.
    #[must_use]
    pub fn all_arrived(&self) -> Option<Stamp> {
        let first = self.arrived()?.taken()?.in_china().date();
        let together = |one: &&Delivery| one.at.is_none_or(|at| at.in_china().date() <= first);
        let now = self.standing().filter(together).map(Delivery::taken).collect::<Option<Vec<Stamp>>>()?;
        let once = self.deliveries.iter().filter(|one| one.sent_back()).filter(together).filter_map(Delivery::proved);
        now.into_iter().chain(once).max_by_key(Stamp::wall_ms)
    }
}
