//! Until when: a whole day, or a moment of clock time; and how far off that is.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::text::{english_date, long_date, weekday_word};
use crate::clock::{CHINA_MIN, Stamp, StampError};

/// The end of a limit. As text `2026-02-25` or `2026-02-13T19:00+08:00`, which is also how bodies hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Due {
    /// The whole of this day still belongs to the limit: it ends at 24:00 in the time of China (民法典 203).
    Day(NaiveDate),
    /// A moment; its minute is still in time.
    At(Stamp),
}

impl Due {
    /// The date on which it ends, in the time of China.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        match self {
            Self::Day(date) => *date,
            Self::At(at) => at.in_china().date(),
        }
    }

    /// The first moment that is too late. Limits are compared and ordered by it.
    #[must_use]
    pub fn end(&self) -> Stamp {
        match self {
            Self::Day(date) => {
                let midnight = Stamp::from_local(*date, NaiveTime::MIN, CHINA_MIN);
                Stamp::new(midnight.wall_ms() + DAY_MS, CHINA_MIN)
            }
            Self::At(at) => Stamp::new(at.wall_ms().saturating_add(MINUTE_MS), CHINA_MIN),
        }
    }

    /// Whether something done, or still open, at `at` is late.
    #[must_use]
    pub fn is_past(&self, at: Stamp) -> bool {
        at.wall_ms() >= self.end().wall_ms()
    }

    /// Days late: how many dates lie between the last day and that of `at`; 0 when in time, and on the day itself.
    #[must_use]
    pub fn days_late(&self, at: Stamp) -> i64 {
        if self.is_past(at) { (at.in_china().date() - self.date()).num_days() } else { 0 }
    }

    /// Minutes late by the clock, from the first moment that is too late; 0 when in time.
    #[must_use]
    pub fn minutes_late(&self, at: Stamp) -> i64 {
        let past = at.wall_ms().saturating_sub(self.end().wall_ms());
        if past < 0 { 0 } else { past / MINUTE_MS + 1 }
    }

    /// `2026年2月25日（周三）24:00`, `2026年2月13日（周五）19:00`.
    #[must_use]
    pub fn words(&self) -> String {
        let date = self.date();
        format!("{}（{}）{}", long_date(date), weekday_word(date), self.hour())
    }

    /// The same in English: `Wed 25 Feb 2026, 24:00`.
    #[must_use]
    pub fn english(&self) -> String {
        format!("{}, {}", english_date(self.date()), self.hour())
    }

    fn hour(&self) -> String {
        match self {
            Self::Day(_) => "24:00".to_owned(),
            Self::At(at) => at.in_china().local().format("%H:%M").to_string(),
        }
    }
}

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::At(at) => f.write_str(&at.in_china().to_minute()),
        }
    }
}

impl FromStr for Due {
    type Err = StampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            Ok(date) => Ok(Self::Day(date)),
            Err(_) => Ok(Self::At(Stamp::parse(text)?.in_china())),
        }
    }
}

impl TryFrom<String> for Due {
    type Error = StampError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Due> for String {
    fn from(due: Due) -> Self {
        due.to_string()
    }
}

/// How far off an end is. The faces show [`Left::words`] beside the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Left {
    /// Past its end.
    pub overdue: bool,
    /// Dates from today to the end's; negative when that is behind.
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub days: i64,
    /// Working days after today, up to and with the end's date; absent when overdue, or further off than a year.
    pub working_days: Option<u32>,
    /// Minutes to a moment, negative when past; absent for whole days.
    #[cfg_attr(feature = "bindings", ts(type = "number | null"))]
    pub minutes: Option<i64>,
}

impl Left {
    /// 今天到期, 还有2个工作日, 还有25分钟, 超期3天, 超时15分钟.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.overdue, self.minutes, self.working_days) {
            (true, Some(minutes), _) if self.days == 0 => format!("超时{}", clock_words(-minutes)),
            (true, ..) if self.days == 0 => "已超期".to_owned(),
            (true, ..) => format!("超期{}天", -self.days),
            (false, Some(minutes), _) if minutes < 24 * 60 => format!("还有{}", clock_words(minutes)),
            (false, ..) if self.days == 0 => "今天到期".to_owned(),
            (false, _, Some(working)) if working > 0 => format!("还有{working}个工作日"),
            (false, ..) => format!("还有{}天", self.days),
        }
    }

    /// The same in English.
    #[must_use]
    pub fn english(&self) -> String {
        match (self.overdue, self.minutes, self.working_days) {
            (true, Some(minutes), _) if self.days == 0 => format!("{} late", clock_english(-minutes)),
            (true, ..) if self.days == 0 => "overdue".to_owned(),
            (true, ..) => format!("{} late", many(-self.days, "day")),
            (false, Some(minutes), _) if minutes < 24 * 60 => format!("{} left", clock_english(minutes)),
            (false, ..) if self.days == 0 => "due today".to_owned(),
            (false, _, Some(working)) if working > 0 => format!("{} left", many(i64::from(working), "working day")),
            (false, ..) => format!("{} left", many(self.days, "day")),
        }
    }
}

fn clock_words(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}分钟"),
        (hours, 0) => format!("{hours}小时"),
        (hours, minutes) => format!("{hours}小时{minutes}分"),
    }
}

fn clock_english(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

pub(super) fn many(n: i64, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Beyond this many days nobody asks for working days; the days are told.
const NEAR: i64 = 366;

impl Calendar {
    /// Working days after `from`, up to and with `until`; 0 when that is no later.
    #[must_use]
    pub fn working_days_between(&self, from: NaiveDate, until: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|d| *d <= until).filter(|d| self.works(*d)).count();
        u32::try_from(days).unwrap_or(u32::MAX)
    }

    /// How far off `due` is at `now`.
    #[must_use]
    pub fn left(&self, due: &Due, now: Stamp) -> Left {
        let (today, date) = (now.in_china().date(), due.date());
        let (overdue, days) = (due.is_past(now), (date - today).num_days());
        let near = !overdue && days <= NEAR;
        Left {
            overdue,
            days,
            working_days: near.then(|| self.working_days_between(today, date)),
            minutes: match due {
                Due::Day(_) => None,
                Due::At(_) if overdue => Some(-due.minutes_late(now)),
                Due::At(at) => Some(at.wall_ms().div_euclid(MINUTE_MS) - now.wall_ms().div_euclid(MINUTE_MS)),
            },
        }
    }

    /// Whether the department works at this moment: on a working day, within its hours.
    #[must_use]
    pub fn at_work(&self, now: Stamp) -> bool {
        let local = now.in_china().local();
        let (date, time) = (local.date(), local.time());
        self.works(date) && self.hours().on(date).iter().any(|span| span.from <= time && time < span.to)
    }

    /// The hours that are worked from the day of `now` on, for so many days, earliest first.
    #[must_use]
    pub fn hours_ahead(&self, now: Stamp, days: usize) -> Vec<std::ops::Range<Stamp>> {
        let worked = now.in_china().date().iter_days().take(days).filter(|day| self.works(*day));
        let spans = |day| self.hours().on(day).iter().map(move |span| (day, *span));
        let at = |day, time| Stamp::from_local(day, time, CHINA_MIN);
        worked.flat_map(spans).map(|(day, span)| at(day, span.from)..at(day, span.to)).collect()
    }

    /// Whether a day is worked: [`Calendar::day`] without its words.
    #[must_use]
    pub fn works(&self, date: NaiveDate) -> bool {
        self.kind(date).working()
    }

    /// Whether its year, or the one that may reach back into it, has no notice yet.
    #[must_use]
    pub fn waits_for_notice(&self, date: NaiveDate) -> Option<i32> {
        self.provisional(date).then(|| if self.year(date.year()).is_none() { date.year() } else { date.year() + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Stamp {
        Stamp::parse(text).unwrap()
    }

    #[test]
    fn a_day_ends_at_midnight_in_china_whatever_zone_a_moment_was_written_in() {
        let due: Due = "2026-02-25".parse().unwrap();
        for (moment, late) in [
            ("2026-02-25T23:59+08:00", false),
            ("2026-02-26T00:00+08:00", true),
            ("2026-02-25T07:59-08:00", false),
            ("2026-02-25T08:00-08:00", true),
            ("2026-02-25T15:59+00:00", false),
            ("2026-02-25T16:00+00:00", true),
        ] {
            assert_eq!(due.is_past(at(moment)), late, "{moment}");
        }
        assert_eq!(due.days_late(at("2026-02-27T20:00+00:00")), 3, "it is the 28th in China");
        assert_eq!(due.days_late(at("2026-02-25T12:00+08:00")), 0, "in time");
        assert_eq!(due.to_string(), "2026-02-25", "bodies hold it so");
    }

    #[test]
    fn the_minute_of_a_moment_is_still_in_time() {
        let due: Due = "2026-02-13T11:00+00:00".parse().unwrap();
        assert_eq!(due.to_string(), "2026-02-13T19:00+08:00", "written in the time of China");
        assert!(!due.is_past(at("2026-02-13T19:00+08:00")), "on the minute");
        assert!(due.is_past(at("2026-02-13T19:01+08:00")), "a minute later");
        assert_eq!(due.minutes_late(at("2026-02-13T19:01+08:00")), 1, "counted from the minute it was due");
        assert_eq!(due.words(), "2026年2月13日（周五）19:00", "words");
        let written = serde_json::to_string(&due).unwrap();
        assert_eq!(serde_json::from_str::<Due>(&written).unwrap(), due, "and read again");
    }

    #[test]
    fn what_is_left_is_said_in_working_days() {
        let calendar = Calendar::shipped().unwrap();
        let say = |due: &str, now: &str| {
            let left = calendar.left(&due.parse().unwrap(), at(now));
            (left.words(), left.english())
        };
        for (due, now, zh, en) in [
            ("2026-02-25", "2026-02-14T09:00+08:00", "还有2个工作日", "2 working days left"),
            ("2026-02-25", "2026-02-25T23:00+08:00", "今天到期", "due today"),
            ("2026-02-25", "2026-02-26T00:00+08:00", "超期1天", "1 day late"),
            ("2026-02-22", "2026-02-15T09:00+08:00", "还有7天", "7 days left"),
            ("2028-02-25", "2026-02-25T09:00+08:00", "还有730天", "730 days left"),
            ("2026-02-13T19:00+08:00", "2026-02-13T18:35+08:00", "还有25分钟", "25 min left"),
            ("2026-02-13T19:00+08:00", "2026-02-13T17:00+08:00", "还有2小时", "2 h left"),
            ("2026-02-13T19:00+08:00", "2026-02-13T20:15+08:00", "超时1小时15分", "1 h 15 min late"),
            ("2026-02-13T23:50+08:00", "2026-02-15T09:00+08:00", "超期2天", "2 days late"),
        ] {
            assert_eq!(say(due, now), (zh.to_owned(), en.to_owned()), "{due} at {now}");
        }
    }

    #[test]
    fn people_are_at_work_on_working_days_within_their_hours() {
        let calendar = Calendar::shipped().unwrap();
        for (moment, works) in [
            ("2026-02-14T09:00+08:00", true),
            ("2026-02-14T12:30+08:00", false),
            ("2026-02-14T18:00+08:00", false),
            ("2026-02-15T10:00+08:00", false),
            ("2026-02-13T18:00-08:00", true),
        ] {
            assert_eq!(calendar.at_work(at(moment)), works, "{moment}");
        }
    }
}
