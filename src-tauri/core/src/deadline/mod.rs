//! Floor 1: time limits as pure functions of event, rule and calendar.
//!
//! A [`Calendar`] knows which days are worked: the State Council's yearly notices, the department's week, its own exceptions
//! and its hours. [`Rules`] is the table of duties with their limits, as data in versions. [`Rules::deadline`] answers when a
//! duty is due after an event, and [`Deadline::explain`] how that was counted, day by day, as the Civil Code counts (民法典 201,
//! 203: the day of the event is not counted; a last day that is no working day rolls forward). [`Calendar::left`] says how far
//! off an end is, [`recount()`] what a change would move.
//!
//! Dates are those of China (UTC+8), whatever zone a machine is set to. Nothing here reads the clock.

mod calendar;
mod class;
mod count;
mod cutoff;
#[expect(clippy::module_inception, reason = "the value that the room is named for")]
mod deadline;
mod due;
mod duty;
mod error;
mod hours;
mod recount;
mod rule;
mod rules;
mod statutory;
mod text;
mod year;

#[cfg(test)]
mod tests;

pub use calendar::{Calendar, Day, DayKind, Override, Week};
pub use class::DayClass;
pub use count::{Count, CountError, Counted};
pub use cutoff::Cutoff;
pub use deadline::{ASKED_LIMIT, Deadline, Line, OUTSIDE_LIMIT, OWN_LIMIT, rule_english, rule_word};
pub use due::{Due, Left};
pub use duty::{DutyError, DutyPlan, DutyPlans, MeetingPlan, OutletTarget, PlannedMeeting, RoundDays, month_end};
pub use error::RuleError;
pub use hours::{Hours, Season, Span};
pub use recount::{ChangedDay, Recounted, Running, recount};
pub use rule::{Basis, EnglishDuty, Graded, Rule, Unit};
pub use rules::{RuleChange, Rules};
pub use text::{long_date, read_event, weekday_word};
pub use year::{CalendarError, Holiday, Notice, Year};
