//! Counting days, and showing how.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Day, DayKind};
use super::text::{english_date, english_holiday, long_date, weekday_word};

/// The count cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// More days than any rule needs, or nothing to count.
    #[error("a limit is 1 to {MOST} days, not {0}")]
    Limit(u32),
    /// The calendar ends, or nothing is worked for years on end.
    #[error("no working day follows {0}")]
    NoEnd(NaiveDate),
}

impl CountError {
    /// Stable code that the faces translate.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Limit(_) => "limit-out-of-range",
            Self::NoEnd(_) => "no-working-day-follows",
        }
    }
}

/// Ten years of days: beyond that a limit is a slip of the pen.
const MOST: u32 = 3660;

/// One day of a count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Counted {
    /// The day.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub date: NaiveDate,
    /// What it is.
    pub kind: DayKind,
    /// Holiday or exception; may be empty.
    pub name: String,
    /// Which day of the limit it is; absent for a day that is not counted, and for the days a limit rolls over.
    pub counted: Option<u32>,
    /// The notice for it is not out yet.
    pub provisional: bool,
}

impl Counted {
    /// `2026年2月24日　周二　工作日　第1日`
    #[must_use]
    pub fn words(&self) -> String {
        let count = self.counted.map_or_else(|| "不计".to_owned(), |n| format!("第{n}日"));
        self.said(&count)
    }

    /// The same with another word for how it counts: what a limit rolls over is neither counted nor left out.
    pub(super) fn said(&self, count: &str) -> String {
        let name = if self.name.is_empty() { String::new() } else { format!("（{}）", self.name) };
        let open = if self.provisional { "　暂定" } else { "" };
        format!("{}　{}　{}{name}　{count}{open}", long_date(self.date), weekday_word(self.date), self.kind.word())
    }

    /// `Tue 24 Feb 2026 · working day · day 1`
    #[must_use]
    pub fn english(&self) -> String {
        let count = self.counted.map_or_else(|| "not counted".to_owned(), |n| format!("day {n}"));
        self.said_in_english(&count)
    }

    pub(super) fn said_in_english(&self, count: &str) -> String {
        let name = if self.name.is_empty() { String::new() } else { format!(" ({})", english_holiday(&self.name)) };
        let open = if self.provisional { " · provisional" } else { "" };
        format!("{} · {}{name} · {count}{open}", english_date(self.date), self.kind.english())
    }
}

/// A count with its result.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Count {
    /// The day the limit ends; the whole of that day still belongs to it (民法典 203).
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub due: NaiveDate,
    /// A notice that is not out yet may move it (暂定).
    pub provisional: bool,
    /// Every day from the one after the event to the due day.
    pub days: Vec<Counted>,
}

impl Count {
    /// Nothing was counted in days.
    pub(super) fn empty(event: NaiveDate) -> Self {
        Self { due: event, provisional: false, days: Vec::new() }
    }
}

impl Calendar {
    /// The `n`-th working day after `event`; the day of the event is not counted (民法典 201).
    ///
    /// # Errors
    /// When `n` is 0 or above ten years, or no working day follows.
    pub fn working_days(&self, event: NaiveDate, n: u32) -> Result<Count, CountError> {
        let mut walk = Walk::begin(self, event, n)?;
        let mut counted = 0;
        while counted < n {
            walk.step(|day| {
                counted += u32::from(day.working);
                day.working.then_some(counted)
            })?;
        }
        Ok(walk.end())
    }

    /// `event` + `n` days; with `roll`, a last day that is not worked moves forward to the next working day (民法典 203).
    ///
    /// # Errors
    /// When `n` is 0 or above ten years, or no working day follows.
    pub fn days(&self, event: NaiveDate, n: u32, roll: bool) -> Result<Count, CountError> {
        let mut walk = Walk::begin(self, event, n)?;
        for i in 1..=n {
            walk.step(|_| Some(i))?;
        }
        while roll && !walk.on_working_day() {
            walk.step(|_| None)?;
        }
        // What lies between is certain to be counted whatever kind of day it is: only the last days decide.
        let provisional = roll && walk.days.iter().any(|d| d.provisional && d.counted.is_none_or(|i| i == n));
        Ok(Count { provisional, ..walk.end() })
    }

    /// `n` weeks of 7 days, see [`Calendar::days`].
    ///
    /// # Errors
    /// As [`Calendar::days`].
    pub fn weeks(&self, event: NaiveDate, n: u32, roll: bool) -> Result<Count, CountError> {
        self.days(event, n.saturating_mul(7), roll)
    }

    /// The first working day after `date`.
    ///
    /// # Errors
    /// When none follows.
    pub fn next_working_day(&self, date: NaiveDate) -> Result<NaiveDate, CountError> {
        Ok(self.working_days(date, 1)?.due)
    }
}

struct Walk<'a> {
    calendar: &'a Calendar,
    event: NaiveDate,
    at: NaiveDate,
    days: Vec<Counted>,
}

impl<'a> Walk<'a> {
    fn begin(calendar: &'a Calendar, event: NaiveDate, n: u32) -> Result<Self, CountError> {
        if n == 0 || n > MOST {
            return Err(CountError::Limit(n));
        }
        Ok(Self { calendar, event, at: event, days: Vec::new() })
    }

    fn step(&mut self, count: impl FnOnce(&Day) -> Option<u32>) -> Result<(), CountError> {
        // One working day a week and long holidays still end within this many days.
        if self.days.len() > MOST as usize * 8 {
            return Err(CountError::NoEnd(self.event));
        }
        self.at = self.at.succ_opt().ok_or(CountError::NoEnd(self.event))?;
        let day = self.calendar.day(self.at);
        let counted = count(&day);
        self.days.push(Counted { date: self.at, kind: day.kind, name: day.name, counted, provisional: day.provisional });
        Ok(())
    }

    fn on_working_day(&self) -> bool {
        self.days.last().is_some_and(|d| d.kind.working())
    }

    fn end(self) -> Count {
        Count { due: self.at, provisional: self.days.iter().any(|d| d.provisional), days: self.days }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deadline::Week;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The arrangements of 2025 and 2026, as the department counts them.
    #[test]
    fn known_answers_come_out() {
        let calendar = Calendar::shipped().unwrap();
        let working = [
            (1, "2025-01-24", "2025-01-26"),
            (1, "2025-02-07", "2025-02-08"),
            (1, "2025-09-30", "2025-10-09"),
            (1, "2026-01-03", "2026-01-04"),
            (1, "2026-05-08", "2026-05-09"),
            (1, "2026-09-30", "2026-10-08"),
            (3, "2025-01-26", "2025-02-06"),
            (3, "2025-04-25", "2025-04-29"),
            (3, "2026-02-13", "2026-02-25"),
            (3, "2026-09-18", "2026-09-22"),
            // The turn of the years, on two notices each.
            (1, "2024-12-31", "2025-01-02"),
            (3, "2024-12-30", "2025-01-03"),
            (1, "2025-12-31", "2026-01-04"),
            (3, "2025-12-30", "2026-01-05"),
        ];
        for (n, event, due) in working {
            let count = calendar.working_days(date(event), n).unwrap();
            assert_eq!((count.due, count.provisional), (date(due), false), "{n} working days after {event}");
        }
        let days = [
            (2, "2025-04-25", "2025-04-27"),
            (2, "2026-04-02", "2026-04-07"),
            (2, "2026-09-18", "2026-09-20"),
            (3, "2025-09-30", "2025-10-09"),
            (3, "2026-02-12", "2026-02-24"),
            (7, "2026-02-08", "2026-02-24"),
            (7, "2026-04-28", "2026-05-06"),
            (7, "2026-05-02", "2026-05-09"),
            (14, "2025-09-18", "2025-10-09"),
            (14, "2026-02-14", "2026-02-28"),
            (14, "2026-06-05", "2026-06-22"),
            (14, "2026-09-26", "2026-10-10"),
            (7, "2024-12-25", "2025-01-02"),
            (7, "2025-12-26", "2026-01-04"),
        ];
        for (n, event, due) in days {
            let count = calendar.days(date(event), n, true).unwrap();
            assert_eq!((count.due, count.provisional), (date(due), false), "{n} days after {event}");
            if n % 7 == 0 {
                assert_eq!(calendar.weeks(date(event), n / 7, true).unwrap(), count, "a week is 7 days");
            }
        }
    }

    #[test]
    fn a_count_into_a_year_without_notice_is_provisional_and_skips_its_new_year() {
        let calendar = Calendar::shipped().unwrap();
        let count = calendar.working_days(date("2026-12-31"), 1).unwrap();
        assert!(count.provisional, "the notice for 2027 is not out");
        assert_ne!(count.due, date("2027-01-01"), "元旦 is a day off by law, whatever the notice says");
        assert_eq!(count.due, date("2027-01-04"), "Friday 元旦 and the weekend behind it");
        assert!(calendar.days(date("2026-12-20"), 14, true).unwrap().provisional, "plain days roll by the missing notice too");
        let fixed = calendar.days(date("2026-12-20"), 14, false).unwrap();
        assert!(!fixed.provisional, "without rolling, no notice can move it");
    }

    #[test]
    fn when_the_notice_comes_the_count_is_certain_and_may_move() {
        let json = r#"{"year":2027,"source":{"title":"样","number":"样","date":"2026-11-01"},"holidays":[
            {"name":"元旦","from":"2027-01-01","to":"2027-01-02","statutory":["2027-01-01"],"make_up":["2027-01-03"]}]}"#;
        let calendar = Calendar::shipped().unwrap().with_year(&crate::deadline::Year::parse(json).unwrap());
        let count = calendar.working_days(date("2026-12-31"), 1).unwrap();
        assert_eq!((count.due, count.provisional), (date("2027-01-03"), false), "the Sunday is worked in this made-up notice");
    }

    #[test]
    fn a_count_explains_itself_day_by_day() {
        let calendar = Calendar::shipped().unwrap();
        let count = calendar.working_days(date("2026-02-13"), 3).unwrap();
        let lines: Vec<String> = count.days.iter().map(Counted::words).collect();
        assert_eq!(lines.len(), 12, "every day from the one after the event to the due day");
        assert_eq!(lines.first().unwrap(), "2026年2月14日　周六　补班（春节）　第1日", "a make-up day counts");
        assert_eq!(lines.get(1).unwrap(), "2026年2月15日　周日　休息日（春节）　不计", "a day off does not");
        assert_eq!(lines.last().unwrap(), "2026年2月25日　周三　工作日　第3日", "the last line is the due day");
        let rolled = calendar.days(date("2026-02-12"), 3, true).unwrap();
        assert_eq!(rolled.days.iter().filter(|d| d.counted.is_none()).count(), 9, "nine days rolled over to the 24th");
    }

    #[test]
    fn limits_without_sense_are_refused() {
        let calendar = Calendar::shipped().unwrap();
        assert_eq!(calendar.working_days(date("2026-01-05"), 0).unwrap_err().code(), "limit-out-of-range", "nothing to count");
        assert_eq!(
            calendar.days(date("2026-01-05"), u32::MAX, true).unwrap_err().code(),
            "limit-out-of-range",
            "a slip of the pen"
        );
        assert_eq!(calendar.weeks(date("2026-01-05"), u32::MAX, true).unwrap_err().code(), "limit-out-of-range", "no overflow");
        assert_eq!(calendar.days(NaiveDate::MAX, 1, true).unwrap_err().code(), "no-working-day-follows", "the calendar ends");
    }

    fn any_calendar() -> impl Strategy<Value = Calendar> {
        any::<[bool; 7]>().prop_map(|week| Calendar::shipped().unwrap().with_week(Week::new(week).unwrap_or_default()))
    }

    proptest! {
        #[test]
        fn working_days_are_after_the_event_worked_monotone_and_gapless(
            calendar in any_calendar(), offset in 0_i64..1500, n in 1_u32..40,
        ) {
            let event = date("2023-11-01") + chrono::TimeDelta::days(offset);
            let count = calendar.working_days(event, n).unwrap();
            prop_assert!(count.due > event, "the day of the event is not counted");
            prop_assert!(calendar.day(count.due).working, "a limit of working days ends on one");
            prop_assert!(calendar.working_days(event, n + 1).unwrap().due > count.due, "one day more ends later");
            prop_assert!(calendar.working_days(event.succ_opt().unwrap(), n).unwrap().due >= count.due, "a later event never ends earlier");
            let numbers: Vec<u32> = count.days.iter().filter_map(|d| d.counted).collect();
            prop_assert_eq!(numbers, (1..=n).collect::<Vec<_>>(), "every working day is counted once");
            prop_assert_eq!(count.days.len() as i64, (count.due - event).num_days(), "no day is left out of the explanation");
            let first = calendar.working_days(event, 1).unwrap().due;
            if n > 1 {
                prop_assert_eq!(calendar.working_days(first, n - 1).unwrap().due, count.due, "counting in two steps is the same");
            }
        }

        #[test]
        fn days_roll_forward_to_the_next_working_day_and_no_further(
            calendar in any_calendar(), offset in 0_i64..1500, n in 1_u32..40,
        ) {
            let event = date("2023-11-01") + chrono::TimeDelta::days(offset);
            let plain = calendar.days(event, n, false).unwrap();
            prop_assert_eq!(plain.due, event + chrono::TimeDelta::days(i64::from(n)), "event and n days");
            let rolled = calendar.days(event, n, true).unwrap();
            prop_assert!(calendar.day(rolled.due).working, "rolling never lands on a day of rest");
            prop_assert!(rolled.due >= plain.due, "rolling goes forward");
            let mut between = plain.due;
            while between < rolled.due {
                prop_assert!(!calendar.day(between).working, "a worked day was rolled over");
                between = between.succ_opt().unwrap();
            }
            prop_assert!(calendar.days(event, n + 1, true).unwrap().due >= rolled.due, "one day more never ends earlier");
        }
    }
}
