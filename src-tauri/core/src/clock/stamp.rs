//! A moment as the cabinet keeps it: milliseconds of UTC and the local offset it was read with.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

/// The text is no moment of the form `2026-02-13T18:30+08:00`.
#[derive(Debug, thiserror::Error)]
#[error("not a time: {0:?}")]
pub struct StampError(String);

/// A moment: `wall_ms` milliseconds since 1970-01-01T00:00Z and the offset of local time from UTC in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    wall_ms: i64,
    utc_offset_min: i32,
}

impl Stamp {
    /// A moment from its parts. An offset beyond ±18 hours counts as 0, a moment beyond the years ±200,000 as the end of
    /// that span: both come only from a broken clock, which never stops a save.
    #[must_use]
    pub fn new(wall_ms: i64, utc_offset_min: i32) -> Self {
        const SPAN_MS: i64 = 200_000 * 365 * 86_400_000;
        let utc_offset_min = if utc_offset_min.abs() <= 18 * 60 { utc_offset_min } else { 0 };
        Self { wall_ms: wall_ms.clamp(-SPAN_MS, SPAN_MS), utc_offset_min }
    }

    /// Local date and time at an offset of `utc_offset_min` minutes.
    #[must_use]
    pub fn from_local(date: NaiveDate, time: NaiveTime, utc_offset_min: i32) -> Self {
        let utc = NaiveDateTime::new(date, time).and_utc().timestamp_millis();
        Self::new(utc - i64::from(utc_offset_min) * 60_000, utc_offset_min)
    }

    /// Reads `2026-02-13T18:30+08:00`, with or without seconds.
    ///
    /// # Errors
    /// When the text has another form.
    pub fn parse(text: &str) -> Result<Self, StampError> {
        DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z")
            .or_else(|_| DateTime::parse_from_rfc3339(text))
            .map(|at| Self::new(at.timestamp_millis(), at.offset().local_minus_utc() / 60))
            .map_err(|_| StampError(text.chars().take(60).collect()))
    }

    /// Milliseconds since 1970-01-01T00:00Z.
    #[must_use]
    pub fn wall_ms(&self) -> i64 {
        self.wall_ms
    }

    /// Minutes that local time was ahead of UTC.
    #[must_use]
    pub fn offset_min(&self) -> i32 {
        self.utc_offset_min
    }

    /// The same moment on a clock in China (UTC+8): whole days are counted there, wherever a machine stands.
    #[must_use]
    pub fn in_china(self) -> Self {
        Self { utc_offset_min: super::CHINA_MIN, ..self }
    }

    /// The moment in local time.
    #[must_use]
    pub fn local(&self) -> NaiveDateTime {
        DateTime::from_timestamp_millis(self.wall_ms).unwrap_or_default().naive_utc()
            + TimeDelta::minutes(i64::from(self.utc_offset_min))
    }

    /// The local date.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        self.local().date()
    }

    /// `2026-02-13T18:30+08:00`: the form that bodies hold, to the minute.
    #[must_use]
    pub fn to_minute(&self) -> String {
        let local = self.local().format("%Y-%m-%dT%H:%M");
        let (sign, minutes) = if self.utc_offset_min < 0 { ('-', -self.utc_offset_min) } else { ('+', self.utc_offset_min) };
        format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_back_as_it_was_written() {
        for text in ["2026-02-13T18:30+08:00", "1999-12-31T23:59-03:30", "2026-01-01T00:00+00:00"] {
            assert_eq!(Stamp::parse(text).unwrap().to_minute(), text, "bodies hold times in this form");
        }
        assert!(Stamp::parse("2026-02-30T10:00+08:00").is_err(), "a day that is not on the calendar is refused");
    }

    #[test]
    fn the_local_date_is_the_one_on_the_wall() {
        let at = Stamp::parse("2026-02-13T00:30+08:00").unwrap();
        assert_eq!(at.date().to_string(), "2026-02-13", "half past midnight in Beijing is still the day before in UTC");
    }
}
