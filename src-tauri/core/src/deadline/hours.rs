//! Working hours of the day, by season: when people are reminded, and what "by the end of the day" means on a form.

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::year::CalendarError;

/// A span of a day that is worked, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Span {
    /// Begin, `09:00`.
    #[serde(with = "super::text::minute")]
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: NaiveTime,
    /// End, `12:00`.
    #[serde(with = "super::text::minute")]
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub to: NaiveTime,
}

/// The hours of a part of the year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Season {
    /// 夏季
    pub name: String,
    /// First day in every year, `05-01`. It ends where the next one begins.
    pub from: String,
    /// Spans of a day, in order.
    pub spans: Vec<Span>,
}

/// The seasons of a year; there is always one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Season>", into = "Vec<Season>")]
pub struct Hours(Vec<Season>);

impl Hours {
    /// Hours from their seasons, in the order of the year.
    ///
    /// # Errors
    /// `calendar-hours` when there is no season, a day is none, or spans overlap or end before they begin.
    pub fn new(mut seasons: Vec<Season>) -> Result<Self, CalendarError> {
        let mut days: Vec<_> = seasons.iter().map(|s| month_day(&s.from)).collect::<Option<_>>().ok_or(CalendarError::Hours)?;
        days.sort_unstable();
        days.dedup();
        let apart = days.len() == seasons.len() && !seasons.is_empty();
        let spans = |season: &Season| {
            let ends: Vec<NaiveTime> = season.spans.iter().flat_map(|s| [s.from, s.to]).collect();
            !ends.is_empty() && ends.is_sorted_by(|a, b| a < b)
        };
        if !apart || !seasons.iter().all(spans) {
            return Err(CalendarError::Hours);
        }
        seasons.sort_by_key(|s| month_day(&s.from));
        Ok(Self(seasons))
    }

    /// The seasons, in the order of the year.
    #[must_use]
    pub fn seasons(&self) -> &[Season] {
        &self.0
    }

    /// The spans worked on a working day. The season before the first of the year is the last one.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> &[Span] {
        let day = (date.month(), date.day());
        let season = self.0.iter().rev().find(|s| month_day(&s.from).is_some_and(|from| from <= day)).or(self.0.last());
        season.map_or(&[], |s| &s.spans)
    }
}

impl Default for Hours {
    /// 09:00 to 12:00 and 14:00 to 18:00, all the year.
    fn default() -> Self {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        let spans = vec![Span { from: at(9), to: at(12) }, Span { from: at(14), to: at(18) }];
        Self(vec![Season { name: "全年".to_owned(), from: "01-01".to_owned(), spans }])
    }
}

impl TryFrom<Vec<Season>> for Hours {
    type Error = CalendarError;
    fn try_from(seasons: Vec<Season>) -> Result<Self, Self::Error> {
        Self::new(seasons)
    }
}

impl From<Hours> for Vec<Season> {
    fn from(hours: Hours) -> Self {
        hours.0
    }
}

/// Month and day of `05-01`; 29 February is no day on which a season begins every year.
fn month_day(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    let date = NaiveDate::from_ymd_opt(2025, month.parse().ok()?, day.parse().ok()?)?;
    Some((date.month(), date.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn season(from: &str, spans: &[(&str, &str)]) -> Season {
        let at = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        let spans = spans.iter().map(|(from, to)| Span { from: at(from), to: at(to) }).collect();
        Season { name: "样".to_owned(), from: from.to_owned(), spans }
    }

    #[test]
    fn summer_and_winter_have_their_own_hours() {
        let hours = Hours::new(vec![season("10-01", &[("08:30", "17:00")]), season("05-01", &[("08:00", "11:30")])]).unwrap();
        let first = |day: &str| hours.on(day.parse().unwrap()).first().unwrap().from.to_string();
        assert_eq!(first("2026-05-01"), "08:00:00", "summer begins with its first day");
        assert_eq!(first("2026-09-30"), "08:00:00", "and lasts to the day before the next season");
        assert_eq!(first("2026-12-31"), "08:30:00", "winter");
        assert_eq!(first("2026-01-01"), "08:30:00", "winter goes on in the next year");
        let written = serde_json::to_string(&hours).unwrap();
        assert_eq!(serde_json::from_str::<Hours>(&written).unwrap(), hours, "hours are kept as data");
        assert!(written.contains(r#""from":"05-01""#), "the body reads plainly: {written}");
    }

    #[test]
    fn hours_that_do_not_fit_are_refused() {
        let whole = [("09:00", "18:00")];
        for (seasons, why) in [
            (vec![], "no season"),
            (vec![season("13-01", &whole)], "no such day"),
            (vec![season("02-29", &whole)], "a day that most years lack"),
            (vec![season("05-01", &[("12:00", "09:00")])], "ends before it begins"),
            (vec![season("05-01", &[("09:00", "12:00"), ("11:00", "18:00")])], "spans overlap"),
            (vec![season("05-01", &[])], "nothing is worked"),
            (vec![season("05-01", &whole), season("05-01", &whole)], "two begin on one day"),
        ] {
            assert_eq!(Hours::new(seasons).unwrap_err().code(), "calendar-hours", "{why}");
        }
    }
}
