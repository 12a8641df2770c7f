//! Floor 1: time limits as pure functions of event, rule and calendar.
//!
//! A [`Calendar`] knows which days are worked: the State Council's yearly notices, the department's week and its own
//! exceptions. [`Calendar::working_days`] and [`Calendar::days`] count as the Civil Code does (民法典 201, 203: the day
//! of the event is not counted; a last day that is no working day rolls forward), and the answer explains itself day by
//! day. [`Rules`] is the table of duties with their limits, as data.
//!
//! Nothing here reads the clock.

mod calendar;
mod count;
mod cutoff;
mod rules;
mod year;

pub use calendar::{Calendar, Day, DayKind, Override, Week};
pub use count::{Count, CountError, Counted};
pub use cutoff::Cutoff;
pub use rules::{Basis, Deadline, Graded, Rule, RuleError, Rules, Unit};
pub use year::{CalendarError, Holiday, Notice, Year};

/// `2026年2月13日`: how papers and explanations write a date.
#[must_use]
pub fn long_date(date: chrono::NaiveDate) -> String {
    use chrono::Datelike;
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// `周一` to `周日`.
#[must_use]
pub fn weekday_word(date: chrono::NaiveDate) -> &'static str {
    use chrono::{Datelike, Weekday};
    match date.weekday() {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}
