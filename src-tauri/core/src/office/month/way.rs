//! How far long work on a month is, and the way to stop it.

use super::super::error::Result;
use crate::cabinet::CabinetError;

/// What the whole of a work is told as; parts of it are told as shares of this.
const WHOLE: usize = 1000;

/// A work, or a part of one, as whoever waits for it is told of it.
#[derive(Clone, Copy)]
pub(super) struct Way<'p> {
    told: &'p dyn Fn(usize, usize) -> bool,
    from: usize,
    to: usize,
}

impl<'p> Way<'p> {
    /// The whole of a work. `told` hears what is done and what is to do; its `false` stops the work.
    pub(super) fn new(told: &'p dyn Fn(usize, usize) -> bool) -> Self {
        Self { told, from: 0, to: WHOLE }
    }

    /// A work that is over before anybody would stop it.
    pub(super) fn short() -> Way<'static> {
        Way::new(&|_, _| true)
    }

    /// A part of it, in hundredths.
    pub(super) fn part(self, from: usize, to: usize) -> Self {
        let at = |percent: usize| self.from + (self.to - self.from) * percent.min(100) / 100;
        Self { from: at(from), to: at(to), ..self }
    }

    /// Tells how far this part is.
    ///
    /// # Errors
    /// `cancelled` when it is to stop.
    pub(super) fn at(self, done: usize, all: usize) -> Result<()> {
        let done = self.from + (self.to - self.from) * done.min(all) / all.max(1);
        if (self.told)(done, WHOLE) { Ok(()) } else { Err(CabinetError::Cancelled.into()) }
    }
}
