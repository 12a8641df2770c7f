//! A year's arrangement of days off and make-up days, as the State Council's notice gives it, and the statutory days that
//! stand in for a notice that is not out yet.

use std::collections::{BTreeMap, BTreeSet};

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
    /// A day is named twice, or is both off and worked.
    #[error("{0} is named twice")]
    Twice(NaiveDate),
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
            Self::Statutory(_) => "calendar-statutory",
            Self::NoWorkingDay => "calendar-no-working-day",
        }
    }
}

/// Where an arrangement comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// 国务院办公厅关于2026年部分节假日安排的通知
    pub title: String,
    /// 国办发明电〔2025〕7号
    pub number: String,
    /// Date of the notice.
    pub date: NaiveDate,
}

/// One holiday of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// 春节
    pub name: String,
    /// First day off.
    pub from: NaiveDate,
    /// Last day off.
    pub to: NaiveDate,
    /// The days among them that 全国年节及纪念日放假办法 names; the others are rest days moved here.
    pub statutory: Vec<NaiveDate>,
    /// Weekend days that are worked for it (调休补班).
    pub make_up: Vec<NaiveDate>,
}

/// The arrangement of one year, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    year: i32,
    source: Notice,
    holidays: Vec<Holiday>,
}

impl Year {
    /// Reads a calendar file (JSON, see `calendars/2026.json`).
    ///
    /// # Errors
    /// When the file is not of that form, or its days contradict each other.
    pub fn parse(json: &str) -> Result<Self, CalendarError> {
        let year: Self = serde_json::from_str(json).map_err(|e| CalendarError::Unreadable(e.to_string()))?;
        year.check()?;
        Ok(year)
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
        let mut seen = BTreeSet::new();
        for holiday in &self.holidays {
            let span = (holiday.to - holiday.from).num_days();
            if !(0..16).contains(&span) {
                return Err(CalendarError::Span { name: holiday.name.clone(), from: holiday.from, to: holiday.to });
            }
            for date in holiday.from.iter_days().take_while(|d| *d <= holiday.to).chain(holiday.make_up.iter().copied()) {
                self.belongs(date)?;
                if !seen.insert(date) {
                    return Err(CalendarError::Twice(date));
                }
            }
            if let Some(date) = holiday.statutory.iter().find(|d| **d < holiday.from || **d > holiday.to) {
                return Err(CalendarError::Statutory(*date));
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

/// Statutory days by law, for years without a notice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Statutory {
    each_year: BTreeMap<(u32, u32), String>,
    single: BTreeMap<NaiveDate, String>,
}

#[derive(Deserialize)]
struct StatutoryFile {
    each_year: Vec<Named<String>>,
    by_moon_and_sun: Vec<Named<NaiveDate>>,
}

#[derive(Deserialize)]
struct Named<T> {
    name: String,
    days: Vec<T>,
}

impl Statutory {
    pub(super) fn parse(json: &str) -> Result<Self, CalendarError> {
        let file: StatutoryFile = serde_json::from_str(json).map_err(|e| CalendarError::Unreadable(e.to_string()))?;
        let mut this = Self::default();
        for named in file.each_year {
            for day in named.days {
                let parts = day.split_once('-').and_then(|(m, d)| Some((m.parse().ok()?, d.parse().ok()?)));
                let parts = parts.ok_or_else(|| CalendarError::Unreadable(day.clone()))?;
                this.each_year.insert(parts, named.name.clone());
            }
        }
        for named in file.by_moon_and_sun {
            for day in named.days {
                this.single.insert(day, named.name.clone());
            }
        }
        Ok(this)
    }

    pub(super) fn name(&self, date: NaiveDate) -> Option<&str> {
        self.single.get(&date).or_else(|| self.each_year.get(&(date.month(), date.day()))).map(String::as_str)
    }
}

/// The years that ship with the program, and the statutory days.
pub(super) const SHIPPED: [&str; 3] = [
    include_str!("../../calendars/2024.json"),
    include_str!("../../calendars/2025.json"),
    include_str!("../../calendars/2026.json"),
];
pub(super) const STATUTORY: &str = include_str!("../../calendars/statutory.json");

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
        assert!(Statutory::parse(STATUTORY).is_ok(), "the statutory days are readable");
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
                r#"{"name":"样","from":"2030-05-01","to":"2030-05-03","statutory":[],"make_up":["2030-05-02"]}"#,
                "calendar-day-twice",
            ),
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
        let december =
            r#"{"name":"元旦","from":"2029-12-30","to":"2030-01-01","statutory":["2030-01-01"],"make_up":["2029-12-29"]}"#;
        assert!(with(december).is_ok(), "notices have reached into the December before");
    }
}
