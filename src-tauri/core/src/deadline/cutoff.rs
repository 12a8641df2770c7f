//! Until when an entry is in time: the round is walked, not typed.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::count::CountError;

/// The end of the time in which keying a round in is ordinary; past it an entry is 补录 and asks a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cutoff {
    /// Working days after the day of the inspection; 0 is the day itself.
    pub working_days: u32,
    /// Local time on that day, to the minute.
    #[serde(with = "super::text::minute")]
    pub time: NaiveTime,
}

impl Cutoff {
    /// The last moment, local time, at which an entry for `date` is in time; past it it is late. By default 10:00 on the
    /// next working day.
    ///
    /// # Errors
    /// When no working day follows.
    pub fn late_after(&self, date: NaiveDate, calendar: &Calendar) -> Result<NaiveDateTime, CountError> {
        let day = if self.working_days == 0 { date } else { calendar.working_days(date, self.working_days)?.due };
        Ok(day.and_time(self.time))
    }

    /// Whether an entry for `date` made at `now` (local time) is 补录. The minute of the cut-off is still in time.
    ///
    /// # Errors
    /// When no working day follows.
    pub fn is_late(&self, date: NaiveDate, now: NaiveDateTime, calendar: &Calendar) -> Result<bool, CountError> {
        Ok(now >= self.late_after(date, calendar)? + chrono::TimeDelta::minutes(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::Rules;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
    }

    #[test]
    fn an_entry_is_late_past_ten_on_the_next_working_day() {
        let (calendar, cutoff) = (Calendar::shipped().unwrap(), Rules::shipped().unwrap().late_entry());
        let cases = [
            ("2026-03-04", "2026-03-05T10:00"),
            ("2026-03-06", "2026-03-09T10:00"),
            ("2026-02-13", "2026-02-14T10:00"),
            ("2026-02-14", "2026-02-24T10:00"),
        ];
        for (round, last) in cases {
            let date = round.parse().unwrap();
            assert_eq!(cutoff.late_after(date, &calendar).unwrap(), at(last), "round of {round}");
            assert!(!cutoff.is_late(date, at(last), &calendar).unwrap(), "{last} itself is in time");
            let later = at(last) + chrono::TimeDelta::minutes(1);
            assert!(cutoff.is_late(date, later, &calendar).unwrap(), "a minute later is 补录");
        }
    }

    #[test]
    fn the_cut_off_is_data() {
        let same_day: Cutoff = serde_json::from_str(r#"{"working_days":0,"time":"18:30"}"#).unwrap();
        let calendar = Calendar::shipped().unwrap();
        let date = "2026-03-04".parse().unwrap();
        assert_eq!(same_day.late_after(date, &calendar).unwrap(), at("2026-03-04T18:30"), "a stricter department");
        assert!(serde_json::from_str::<Cutoff>(r#"{"working_days":1,"time":"25:00"}"#).is_err(), "no such time");
    }
}
