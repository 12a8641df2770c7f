//! The days that the law itself names: they stand in for a notice that is not out yet, and show what a typed one left out.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::year::{CalendarError, Year};

const FILE: &str = include_str!("../../calendars/statutory.json");

/// The first year of the law as the file has it (国务院令第795号 added 除夕 and 5月2日).
const SINCE: i32 = 2025;

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
    pub(super) fn shipped() -> Result<Self, CalendarError> {
        let file: StatutoryFile = serde_json::from_str(FILE).map_err(|e| CalendarError::Unreadable(e.to_string()))?;
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

    /// Days of the law that the arrangement does not give off, as far as the file knows the year's moon.
    pub(super) fn left_out(&self, year: &Year) -> Vec<(NaiveDate, String)> {
        if year.year() < SINCE {
            return Vec::new();
        }
        let off = |date: NaiveDate| year.holidays().iter().any(|h| (h.from..=h.to).contains(&date));
        let first = NaiveDate::from_ymd_opt(year.year(), 1, 1).into_iter().flat_map(|d| d.iter_days());
        let days = first.take_while(|d| d.year() == year.year());
        days.filter(|d| !off(*d)).filter_map(|d| Some((d, self.name(d)?.to_owned()))).collect()
    }
}
