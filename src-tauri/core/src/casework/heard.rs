//! When what a ladder has to say is told: in working hours, and 重大 at any hour. A machine may sleep over a moment and wake at
//! night or on a holiday; what fell due meanwhile is held back, and told once at the next moment that is worked.

use std::ops::Range;

use crate::clock::Stamp;

/// Up to when reminders were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// Those that are told at any hour.
    any_hour: Stamp,
    /// The others: it moves along in working hours alone.
    working: Stamp,
}

impl From<Stamp> for Heard {
    /// Everything up to a moment.
    fn from(at: Stamp) -> Self {
        Self { any_hour: at, working: at }
    }
}

impl Heard {
    /// Up to when those of a kind were told.
    #[must_use]
    pub fn until(self, any_hour: bool) -> Stamp {
        if any_hour { self.any_hour } else { self.working }
    }

    /// The earlier of both.
    #[must_use]
    pub fn earliest(self) -> Stamp {
        if self.working.wall_ms() < self.any_hour.wall_ms() { self.working } else { self.any_hour }
    }

    /// Up to when they are told after a look at `now`.
    #[must_use]
    pub fn after(self, now: Stamp, at_work: bool) -> Self {
        Self { any_hour: now, working: if at_work { now } else { self.working } }
    }
}

/// What is known of the time to come without the cabinet: when something falls due, and when somebody works.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ahead {
    /// Moments at which something falls due that was not told yet, earliest first, and whether it is told at any hour.
    pub moments: Vec<(Stamp, bool)>,
    /// The hours that are worked, earliest first.
    pub hours: Vec<Range<Stamp>>,
    /// Up to when the moments are known; nothing is known where it is absent.
    pub until: Option<Stamp>,
}

impl Ahead {
    /// Whether something is to be told at `now`, and up to when everything is told after that.
    #[must_use]
    pub fn look(&self, heard: Heard, now: Stamp) -> (bool, Heard) {
        let within = |from: Stamp, to: Stamp| from.wall_ms() <= now.wall_ms() && now.wall_ms() < to.wall_ms();
        let at_work = self.hours.iter().any(|span| within(span.start, span.end));
        let due = |&(at, any_hour): &(Stamp, bool)| {
            (any_hour || at_work) && at.wall_ms() > heard.until(any_hour).wall_ms() && at.wall_ms() <= now.wall_ms()
        };
        // Of what fell due behind the moments that are known nothing was told: it is told when the cabinet is open again.
        let Some(until) = self.until else { return (false, heard) };
        let after = heard.after(now, at_work);
        let known = |at: Stamp| if until.wall_ms() < at.wall_ms() { until } else { at };
        (self.moments.iter().any(due), Heard { any_hour: known(after.any_hour), working: known(after.working) })
    }
}
