//! Chance that is a value: the same seed throws the same dice.

use crate::clock::{Clock, RandomError, Stamp};

/// Draws from a seeded clock of its own, so that what the demo chooses does not depend on how many ids it needed.
#[derive(Debug)]
pub(super) struct Dice(Clock);

impl Dice {
    /// Dice of a seed; `use_for` parts one use from another.
    pub fn new(seed: u64, use_for: &str) -> Self {
        let mix = use_for.bytes().fold(seed ^ 0x9e37_79b9_7f4a_7c15, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        Self(Clock::seeded(mix, Stamp::new(0, 0)))
    }

    /// A number below `n`; 0 when `n` is 0.
    pub fn below(&self, n: usize) -> Result<usize, RandomError> {
        let drawn = u64::from_be_bytes(self.0.random::<8>()?);
        let n = u64::try_from(n).unwrap_or(u64::MAX);
        Ok(usize::try_from(drawn.checked_rem(n).unwrap_or(0)).unwrap_or(0))
    }

    /// A number from `-spread` to `spread`.
    pub fn about(&self, spread: i32) -> Result<i32, RandomError> {
        let width = usize::try_from(spread.max(0)).unwrap_or(0) * 2 + 1;
        Ok(i32::try_from(self.below(width)?).unwrap_or(0) - spread.max(0))
    }

    /// One of several.
    pub fn one<'a, T>(&self, of: &'a [T]) -> Result<Option<&'a T>, RandomError> {
        Ok(of.get(self.below(of.len())?))
    }

    /// `count` different ones, in their order.
    pub fn some<T: Clone>(&self, of: &[T], count: usize) -> Result<Vec<T>, RandomError> {
        let mut left: Vec<(usize, T)> = of.iter().cloned().enumerate().collect();
        let mut taken = Vec::new();
        while taken.len() < count && !left.is_empty() {
            taken.push(left.swap_remove(self.below(left.len())?));
        }
        taken.sort_by_key(|(at, _)| *at);
        Ok(taken.into_iter().map(|(_, t)| t).collect())
    }
}
