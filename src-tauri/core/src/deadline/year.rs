//! A year's arrangement of days off and make-up days, as the State Council's notice gives it.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A calendar file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not JSON of the expected form.
    #[error("the calendar file cannot be read: {0}")]
    Unreadable(String),
    /// A day does not belong to the file's year (December before and January after are allowed).
    #[error("{date} does not belong to the arrangement of {year}")]
    OutsideYear {
        /// Year of the file.
        year: i32,
        /// The day.
        date: NaiveDate,
    },
    /// A span that ends before it begins or is longer than 16 days.
    #[error("the days off of {name} do not run from {from} to {to}")]
    Span {
        /// Holiday.
        name: String,
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// A make-up day is named twice.
    #[error("{0} is named twice")]
    Twice(NaiveDate),
    /// A day belongs to two holidays.
    #[error("two holidays claim {0}")]
    Overlap(NaiveDate),
    /// A make-up day is one of the days off.
    #[error("{0} is both off and worked")]
    MakeUpInHoliday(NaiveDate),
    /// A make-up day is no weekend: it would be worked anyway.
    #[error("{0} is worked anyway")]
    MakeUpWorked(NaiveDate),
    /// A year before the yearly notices, or beyond this century.
    #[error("{0} is no year that a notice arranges")]
    YearRange(i32),
    /// A holiday has no name, or a year no holiday.
    #[error("a holiday or its name is missing")]
    Unnamed,
    /// An arrangement that does not say which notice it is: nobody could check it.
    #[error("the notice's title and number are missing")]
    NoSource,
    /// Working hours that end before they begin, overlap, or name a day that no year has.
    #[error("the working hours do not fit together")]
    Hours,
    /// A statutory day lies outside its holiday.
    #[error("{0} is no day of its holiday")]
    Statutory(NaiveDate),
    /// No day of the week is worked.
    #[error("a week needs at least one working day")]
    NoWorkingDay,
}

impl CalendarError {
    /// Stable code that the faces translate.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "calendar-unreadable",
            Self::OutsideYear { .. } => "calendar-outside-year",
            Self::Span { .. } => "calendar-span",
            Self::Twice(_) => "calendar-day-twice",
            Self::Overlap(_) => "calendar-overlap",
            Self::MakeUpInHoliday(_) => "calendar-make-up-in-holiday",
            Self::MakeUpWorked(_) => "calendar-make-up-worked",
            Self::YearRange(_) => "calendar-year-range",
            Self::Unnamed => "calendar-unnamed",
            Self::NoSource => "calendar-no-source",
            Self::Hours => "calendar-hours",
            Self::Statutory(_) => "calendar-statutory",
            Self::NoWorkingDay => "calendar-no-working-day",
        }
    }

    /// What it is about: a day, a holiday, a year; empty when the code says it all.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Unreadable(at) => at.clone(),
            Self::Span { name, .. } => name.clone(),
            Self::OutsideYear { date, .. }
            | Self::Twice(date)
            | Self::Overlap(date)
            | Self::MakeUpInHoliday(date)
            | Self::MakeUpWorked(date)
            | Self::Statutory(date) => date.to_string(),
            Self::YearRange(year) => year.to_string(),
            Self::Unnamed | Self::NoSource | Self::Hours | Self::NoWorkingDay => String::new(),
        }
    }
}

/// Where an arrangement comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "bindings", ts(rename = "YearNotice"))]
pub struct Notice {
    /// 国务院办公厅关于2026年部分节假日安排的通知
    pub title: String,
    /// 国办发明电〔2025〕7号
    pub number: String,
    /// Date of the notice.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub date: NaiveDate,
}

/// One holiday of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Holiday {
    /// 春节
    pub name: String,
    /// First day off.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: NaiveDate,
    /// Last day off.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub to: NaiveDate,
    /// The days among them that 全国年节及纪念日放假办法 names; the others are rest days moved here.
    #[cfg_attr(feature = "bindings", ts(type = "string[]"))]
    pub statutory: Vec<NaiveDate>,
    /// Weekend days that are worked for it (调休补班).
    #[cfg_attr(feature = "bindings", ts(type = "string[]"))]
    pub make_up: Vec<NaiveDate>,
}

impl Holiday {
    /// Its days off, in order.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.from.iter_days().take_while(|d| *d <= self.to)
    }
}

/// Years that a notice can be entered for: the yearly notices began in 2000.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;

/// The arrangement of one year, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Year {
    year: i32,
    source: Notice,
    holidays: Vec<Holiday>,
}

/// A year as a file or a body holds it: what is read from there is checked like what is typed in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    year: i32,
    source: Notice,
    holidays: Vec<Holiday>,
}

impl TryFrom<Unchecked> for Year {
    type Error = CalendarError;

    fn try_from(read: Unchecked) -> Result<Self, Self::Error> {
        Self::new(read.year, read.source, read.holidays)
    }
}

impl Year {
    /// Reads a calendar file (JSON, see `calendars/2026.json`).
    ///
    /// # Errors
    /// When the file is not of that form, or its days contradict each other.
    pub fn parse(json: &str) -> Result<Self, CalendarError> {
        let read: Unchecked = serde_json::from_str(json).map_err(|e| CalendarError::Unreadable(place(&e)))?;
        read.try_into()
    }

    /// An arrangement typed in by hand.
    ///
    /// # Errors
    /// When its days contradict each other.
    pub fn new(year: i32, source: Notice, holidays: Vec<Holiday>) -> Result<Self, CalendarError> {
        let year = Self { year, source, holidays };
        year.check()?;
        Ok(year)
    }

    /// The year it arranges.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.year
    }

    /// Where it comes from.
    #[must_use]
    pub fn source(&self) -> &Notice {
        &self.source
    }

    /// The holidays in the order of the notice.
    #[must_use]
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }

    fn check(&self) -> Result<(), CalendarError> {
        if !YEARS.contains(&self.year) {
            return Err(CalendarError::YearRange(self.year));
        }
        if self.source.title.trim().is_empty() || self.source.number.trim().is_empty() {
            return Err(CalendarError::NoSource);
        }
        if self.holidays.is_empty() || self.holidays.iter().any(|h| h.name.trim().is_empty()) {
            return Err(CalendarError::Unnamed);
        }
        let mut off = BTreeSet::new();
        for holiday in &self.holidays {
            let span = (holiday.to - holiday.from).num_days();
            if !(0..16).contains(&span) {
                return Err(CalendarError::Span { name: holiday.name.clone(), from: holiday.from, to: holiday.to });
            }
            for date in holiday.days() {
                self.belongs(date)?;
                if !off.insert(date) {
                    return Err(CalendarError::Overlap(date));
                }
            }
            if let Some(date) = holiday.statutory.iter().find(|d| **d < holiday.from || **d > holiday.to) {
                return Err(CalendarError::Statutory(*date));
            }
        }
        let mut worked = BTreeSet::new();
        for date in self.holidays.iter().flat_map(|h| &h.make_up) {
            self.belongs(*date)?;
            if off.contains(date) {
                return Err(CalendarError::MakeUpInHoliday(*date));
            }
            // Notices speak of the week from Monday to Friday, whatever week the department keeps.
            if date.weekday().number_from_monday() <= 5 {
                return Err(CalendarError::MakeUpWorked(*date));
            }
            if !worked.insert(*date) {
                return Err(CalendarError::Twice(*date));
            }
        }
        Ok(())
    }

    /// A notice reaches into the December before (2018-12-29 was worked for 元旦 2019) and, at most, the January after.
    fn belongs(&self, date: NaiveDate) -> Result<(), CalendarError> {
        let ok = date.year() == self.year
            || (date.year() == self.year - 1 && date.month() == 12)
            || (date.year() == self.year + 1 && date.month() == 1);
        if ok { Ok(()) } else { Err(CalendarError::OutsideYear { year: self.year, date }) }
    }
}

/// Where a file stops being readable; what stands there is not repeated.
fn place(error: &serde_json::Error) -> String {
    format!("line {}, column {}", error.line(), error.column())
}

/// The years that ship with the program.
pub(super) const SHIPPED: [&str; 3] = [
    include_str!("../../calendars/2024.json"),
    include_str!("../../calendars/2025.json"),
    include_str!("../../calendars/2026.json"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn with(holidays: &str) -> Result<Year, CalendarError> {
        Year::parse(&format!(
            r#"{{"year":2030,"source":{{"title":"样","number":"样","date":"2029-11-01"}},"holidays":[{holidays}]}}"#
        ))
    }

    #[test]
    fn every_shipped_year_is_sound_and_names_its_notice() {
        for (json, year) in SHIPPED.iter().zip([2024, 2025, 2026]) {
            let parsed = Year::parse(json).unwrap();
            assert_eq!(parsed.year(), year, "each file is the year it is shipped as");
            assert!(parsed.source().number.starts_with("国办发明电"), "a calendar without its notice cannot be checked");
            assert_eq!(parsed.source().date.year(), year - 1, "the notice for {year} came out the autumn before");
            let written = serde_json::to_string(&parsed).unwrap();
            assert_eq!(Year::parse(&written).unwrap(), parsed, "an exported year can be imported again");
        }
    }

    #[test]
    fn statutory_days_count_as_the_law_of_their_year_says() {
        // 2014 to 2024: 11 days; from 2025: 13 (除夕 and 5月2日 added).
        for (json, days) in SHIPPED.iter().zip([11, 13, 13]) {
            let year = Year::parse(json).unwrap();
            let count: usize = year.holidays().iter().map(|h| h.statutory.len()).sum();
            assert_eq!(count, days, "statutory days of {}", year.year());
        }
    }

    #[test]
    fn make_up_days_are_weekends() {
        for json in SHIPPED {
            for holiday in Year::parse(json).unwrap().holidays() {
                for day in &holiday.make_up {
                    assert!(day.weekday().number_from_monday() > 5, "{day} would be worked anyway");
                }
            }
        }
    }

    #[test]
    fn contradictions_are_refused_with_their_reason() {
        let cases = [
            (r#"{"name":"样","from":"2030-05-05","to":"2030-05-01","statutory":[],"make_up":[]}"#, "calendar-span"),
            (r#"{"name":"样","from":"2030-05-01","to":"2030-05-30","statutory":[],"make_up":[]}"#, "calendar-span"),
            (
                r#"{"name":"样","from":"2030-05-01","to":"2030-05-05","statutory":[],"make_up":["2030-05-04"]}"#,
                "calendar-make-up-in-holiday",
            ),
            (
                r#"{"name":"样","from":"2030-05-01","to":"2030-05-03","statutory":[],"make_up":["2030-05-11","2030-05-11"]}"#,
                "calendar-day-twice",
            ),
            (
                r#"{"name":"样","from":"2030-05-01","to":"2030-05-03","statutory":[],"make_up":["2030-05-06"]}"#,
                "calendar-make-up-worked",
            ),
            (
                r#"{"name":"样","from":"2030-05-01","to":"2030-05-03","statutory":[],"make_up":[]},
                   {"name":"另","from":"2030-05-03","to":"2030-05-04","statutory":[],"make_up":[]}"#,
                "calendar-overlap",
            ),
            (r#"{"name":" ","from":"2030-05-01","to":"2030-05-03","statutory":[],"make_up":[]}"#, "calendar-unnamed"),
            ("", "calendar-unnamed"),
            (
                r#"{"name":"样","from":"2030-05-01","to":"2030-05-03","statutory":["2030-05-04"],"make_up":[]}"#,
                "calendar-statutory",
            ),
            (r#"{"name":"样","from":"2031-05-01","to":"2031-05-03","statutory":[],"make_up":[]}"#, "calendar-outside-year"),
            (r#"{"name":"样","from":"2030-05-01"}"#, "calendar-unreadable"),
        ];
        for (json, code) in cases {
            assert_eq!(with(json).unwrap_err().code(), code, "refused: {json}");
        }
        let sourceless = r#"{"year":2030,"source":{"title":"","number":"","date":"2029-11-01"},"holidays":[]}"#;
        assert_eq!(Year::parse(sourceless).unwrap_err().code(), "calendar-no-source", "nobody could check it");
        let century = r#"{"year":203,"source":{"title":"样","number":"样","date":"2029-11-01"},"holidays":[]}"#;
        assert_eq!(Year::parse(century).unwrap_err().code(), "calendar-year-range", "a slip of the pen");
        let december =
            r#"{"name":"元旦","from":"2029-12-30","to":"2030-01-01","statutory":["2030-01-01"],"make_up":["2029-12-29"]}"#;
        assert!(with(december).is_ok(), "notices have reached into the December before");
    }
}
