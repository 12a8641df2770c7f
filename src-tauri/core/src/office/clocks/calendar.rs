//! 日历: the year as it is shown, and its changes.

use chrono::{Datelike as _, Days, NaiveDate};

use super::{Counting, HOURS, OWN, WEEKS, WeekSince, YEAR, named};
use crate::cabinet::Reader;
use crate::deadline::{Calendar, CalendarError, DayClass, Holiday, Hours, Override, Recounted, Season, Week, Year, recount};
use crate::office::Office;
use crate::office::api::{CalendarChange, CalendarEffect, CalendarYear, WeekFrom, YearDay};
use crate::office::error::{OfficeError, Result};
use crate::office::finish::printable_in;
use crate::office::people::role::Right;

/// How far a change of the week is looked ahead: a year shows every kind of day.
const AHEAD: u64 = 366;
/// More own days than any department has in the years it keeps.
const OWN_MOST: usize = 2000;
/// A calendar file is a few kilobytes.
const FILE_MOST: usize = 256 * 1024;

/// A change that was read and checked: the setting it makes and the calendar it gives.
struct Made {
    key: String,
    value: serde_json::Value,
    calendar: Calendar,
    year: i32,
    span: (NaiveDate, NaiveDate),
    left_out: Vec<String>,
}

impl Office {
    /// A year of the calendar, 2000 to 2099.
    ///
    /// # Errors
    /// `not-found` for another year.
    pub fn calendar_year(&self, year: i32) -> Result<CalendarYear> {
        self.may(Right::Read)?;
        if !(2000..=2099).contains(&year) {
            return Err(OfficeError::NotFound("year".to_owned()));
        }
        let (weeks, entered) = self.cabinet.read(|reader| {
            let entered = reader.setting(&format!("{YEAR}{year}"))?;
            Ok::<_, OfficeError>((weeks(reader)?, entered.is_some_and(|json| json != "null")))
        })?;
        let counting = self.counting();
        let calendar = &counting.calendar;
        let own: Vec<Override> = calendar.overrides().collect();
        let first = date(year, 1, 1)?;
        let days = first.iter_days().take_while(|d| d.year() == year).map(|date| {
            let day = calendar.day(date);
            let own = own.binary_search_by_key(&date, |o| o.date).is_ok();
            YearDay { date: date.to_string(), kind: day.kind, name: day.name, own, provisional: day.provisional }
        });
        let notice = calendar.year(year);
        let base = WeekFrom { from: String::new(), days: Week::default().into() };
        let later = weeks.iter().map(|w| WeekFrom { from: w.from.to_string(), days: w.days.into() });
        Ok(CalendarYear {
            year,
            years: calendar.years().collect(),
            source: notice.map(|y| y.source().clone()),
            shipped: notice.is_some() && !entered,
            holidays: notice.map(|y| y.holidays().to_vec()).unwrap_or_default(),
            left_out: notice.map(|y| left_out(calendar, y)).unwrap_or_default(),
            days: days.collect(),
            weeks: std::iter::once(base).chain(later).collect(),
            hours: calendar.hours().seasons().to_vec(),
            own,
        })
    }

    /// Whether a day is worked and what it is, for a list of days.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn classify(&self, dates: &[NaiveDate]) -> Result<Vec<(NaiveDate, bool, DayClass)>> {
        self.may(Right::Read)?;
        let counting = self.counting();
        Ok(dates.iter().map(|d| (*d, counting.calendar.works(*d), counting.calendar.class(*d))).collect())
    }

    /// What a change of the calendar would do; nothing is written.
    ///
    /// # Errors
    /// `not-allowed`; the `calendar-…` codes of an arrangement that contradicts itself; `not-found`, `missing`.
    pub fn preview_calendar(&self, change: &CalendarChange) -> Result<CalendarEffect> {
        self.may(Right::Settings)?;
        self.cabinet.read(|reader| {
            let made = self.made(reader, change)?;
            let moved = named(reader, self.moved(reader, &made.calendar)?)?;
            Ok(self.effect(&made, moved))
        })
    }

    /// Makes a change of the calendar: an entry of the log that carries its reason and the clocks it moves.
    ///
    /// # Errors
    /// As [`Office::preview_calendar`]; `missing` for the reason of another week or of a withdrawn year.
    pub fn change_calendar(&self, change: &CalendarChange, reason: &str) -> Result<CalendarEffect> {
        self.may(Right::Settings)?;
        if reason.trim().is_empty() && matches!(change, CalendarChange::Week { .. } | CalendarChange::Withdraw { .. }) {
            return Err(OfficeError::Missing("reason"));
        }
        printable_in("原因", reason)?;
        let effect = self.cabinet.write(|tx| {
            let made = self.made(tx, change)?;
            let moved = self.moved(tx, &made.calendar)?;
            self.put_counted(tx, &made.key, &made.value, reason, moved.clone())?;
            Ok::<_, OfficeError>(self.effect(&made, named(tx, moved)?))
        })?;
        self.count_anew();
        Ok(effect)
    }

    fn moved(&self, reader: &Reader<'_>, calendar: &Calendar) -> Result<Vec<Recounted>> {
        Ok(recount(&Self::running(reader)?, &self.counting().rules, calendar))
    }

    fn effect(&self, made: &Made, moved: Vec<Recounted>) -> CalendarEffect {
        let days = self.counting().calendar.changes(&made.calendar, made.span.0, made.span.1);
        let same = days.is_empty() && made.calendar == self.counting().calendar;
        CalendarEffect { year: made.year, days, moved, left_out: made.left_out.clone(), same }
    }

    /// Reads and checks a change against what is kept.
    fn made(&self, reader: &Reader<'_>, change: &CalendarChange) -> Result<Made> {
        match change {
            CalendarChange::Year { year, source, holidays } => {
                let holidays = self.counting().calendar.with_statutory(sorted(holidays));
                self.made_year(&Year::new(*year, source.clone(), holidays)?)
            }
            CalendarChange::File { json } if json.len() > FILE_MOST => Err(CalendarError::Unreadable(String::new()).into()),
            CalendarChange::File { json } => self.made_year(&Year::parse(json.trim_start_matches('\u{feff}'))?),
            CalendarChange::Withdraw { year } => {
                let key = format!("{YEAR}{year}");
                let entered = reader.setting(&key)?.is_some_and(|json| json != "null");
                if !entered {
                    return Err(OfficeError::NotFound("year".to_owned()));
                }
                let now = self.counting().calendar.clone().without_year(*year);
                let calendar = match Counting::shipped().calendar.year(*year) {
                    Some(shipped) => now.with_year(shipped),
                    None => now,
                };
                let value = serde_json::Value::Null;
                Ok(Made { key, value, calendar, year: *year, span: around(*year)?, left_out: Vec::new() })
            }
            CalendarChange::Week { from, days } => {
                let from: NaiveDate = from.parse().map_err(|_| OfficeError::Missing("date"))?;
                let week = Week::new(*days)?;
                let mut kept = weeks(reader)?;
                kept.retain(|w| w.from != from);
                kept.push(WeekSince { from, days: week });
                kept.sort_by_key(|w| w.from);
                let until = from.checked_add_days(Days::new(AHEAD)).unwrap_or(from);
                Ok(Made {
                    key: WEEKS.to_owned(),
                    value: serde_json::to_value(&kept)?,
                    calendar: self.counting().calendar.clone().with_week_from(from, week),
                    year: from.year(),
                    span: (from, until),
                    left_out: Vec::new(),
                })
            }
            CalendarChange::Own { days } => self.made_own(days),
            CalendarChange::Hours { seasons } => self.made_hours(seasons),
        }
    }

    fn made_year(&self, year: &Year) -> Result<Made> {
        printable_in("通知名称", &year.source().title)?;
        printable_in("文号", &year.source().number)?;
        year.holidays().iter().try_for_each(|h| printable_in("节日名称", &h.name))?;
        let counting = self.counting();
        Ok(Made {
            key: format!("{YEAR}{}", year.year()),
            value: serde_json::to_value(year)?,
            left_out: left_out(&counting.calendar, year),
            calendar: counting.calendar.clone().with_year(year),
            year: year.year(),
            span: around(year.year())?,
        })
    }

    fn made_own(&self, days: &[Override]) -> Result<Made> {
        let mut days = days.to_vec();
        days.sort_by_key(|d| d.date);
        if let Some((twice, _)) = days.iter().zip(days.iter().skip(1)).find(|(a, b)| a.date == b.date) {
            return Err(CalendarError::Twice(twice.date).into());
        }
        if days.len() > OWN_MOST || days.iter().any(|d| d.name.trim().is_empty()) {
            return Err(CalendarError::Unnamed.into());
        }
        days.iter().try_for_each(|d| printable_in("自定日", &d.name))?;
        let counting = self.counting();
        let now = counting.calendar.clone().without_overrides();
        let calendar = days.iter().cloned().fold(now, Calendar::with_override);
        let touched = counting.calendar.overrides().map(|d| d.date).chain(days.iter().map(|d| d.date));
        let today = self.now_in_china().date();
        let (from, to) = touched.fold((today, today), |(from, to), d| (from.min(d), to.max(d)));
        Ok(Made {
            key: OWN.to_owned(),
            value: serde_json::to_value(&days)?,
            calendar,
            year: days.last().map_or(today.year(), |d| d.date.year()),
            span: (from, to),
            left_out: Vec::new(),
        })
    }

    fn made_hours(&self, seasons: &[Season]) -> Result<Made> {
        seasons.iter().try_for_each(|s| printable_in("作息", &s.name))?;
        let hours = Hours::new(seasons.to_vec())?;
        let today = self.now_in_china().date();
        Ok(Made {
            key: HOURS.to_owned(),
            value: serde_json::to_value(hours.seasons())?,
            calendar: self.counting().calendar.clone().with_hours(hours),
            year: today.year(),
            span: (today, today),
            left_out: Vec::new(),
        })
    }
}

fn weeks(reader: &Reader<'_>) -> Result<Vec<WeekSince>> {
    Ok(reader.setting(WEEKS)?.map(|json| serde_json::from_str(&json)).transpose()?.unwrap_or_default())
}

/// In the order of the year, as notices have them.
fn sorted(holidays: &[Holiday]) -> Vec<Holiday> {
    let mut holidays = holidays.to_vec();
    holidays.sort_by_key(|h| h.from);
    holidays
}

fn left_out(calendar: &Calendar, year: &Year) -> Vec<String> {
    calendar.left_out(year).into_iter().map(|(date, name)| format!("{date}\u{3000}{name}")).collect()
}

/// The days that a year's notice can touch.
fn around(year: i32) -> Result<(NaiveDate, NaiveDate)> {
    Ok((date(year - 1, 12, 1)?, date(year + 1, 1, 31)?))
}

fn date(year: i32, month: u32, day: u32) -> Result<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| OfficeError::NotFound("year".to_owned()))
}
