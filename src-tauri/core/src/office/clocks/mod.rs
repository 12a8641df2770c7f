//! What deadlines are counted by: the calendar and the rules that ship, with what the department changed. Every change is a
//! setting entry of the log that carries its reason and the clocks it moved, old and new.

mod calendar;
mod rules;
#[cfg(test)]
mod tests;

use std::sync::{Arc, LazyLock};

use chrono::Datelike as _;
use serde::{Deserialize, Serialize};

use super::error::{OfficeError, Result};
use super::index::SettingBody;
use super::people::role::Right;
use super::{Office, bytes, lock};
use crate::cabinet::{Kind, NewEntry, Reader, Tx, setting_record};
use crate::clock::Stamp;
use crate::deadline::{Calendar, Deadline, Override, Recounted, RuleChange, Rules, Running, Week, Year, read_event, recount};

/// Settings that hold a year's notice begin so; the year follows.
const YEAR: &str = "calendar.year.";
/// The weeks, each from a day on.
const WEEKS: &str = "calendar.weeks";
/// The department's own days.
const OWN: &str = "calendar.own";
/// The working hours.
const HOURS: &str = "calendar.hours";
/// The years whose notice came with a newer program, with the clocks that this moved.
const RECOUNTED: &str = "calendar.recounted";
/// Settings that hold a later version of a rule begin so; rule and version follow: `rule.CPL-3.2`. Each version has a record
/// of its own, so that it never changes once it is written.
const RULE: &str = "rule.";

/// What deadlines are counted by.
#[derive(Debug, Clone)]
pub(super) struct Counting {
    pub calendar: Calendar,
    pub rules: Rules,
    /// A setting could not be read: the calendar and the rules that ship are used in its place.
    pub unread: bool,
}

/// A week as the setting keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeekSince {
    from: chrono::NaiveDate,
    days: Week,
}

impl Counting {
    /// What ships.
    pub fn shipped() -> Self {
        // Read once: every step of a case is counted by it.
        static SHIPPED: LazyLock<Counting> = LazyLock::new(|| Counting {
            calendar: Calendar::shipped().unwrap_or_default(),
            rules: Rules::shipped().unwrap_or_else(|_| Rules::none()),
            unread: false,
        });
        SHIPPED.clone()
    }

    /// What ships and what the department changed.
    ///
    /// # Errors
    /// A failure of the file, or a setting that cannot be read.
    pub fn load(reader: &Reader<'_>) -> Result<Self> {
        let mut counting = Self::shipped();
        let mut versions: Vec<RuleChange> = Vec::new();
        for (key, json) in reader.settings()? {
            // A withdrawn setting is null.
            if json == "null" {
                continue;
            }
            let calendar = std::mem::take(&mut counting.calendar);
            counting.calendar = if key.starts_with(YEAR) {
                calendar.with_year(&serde_json::from_str::<Year>(&json)?)
            } else if key == WEEKS {
                let weeks: Vec<WeekSince> = serde_json::from_str(&json)?;
                weeks.into_iter().fold(calendar, |calendar, week| calendar.with_week_from(week.from, week.days))
            } else if key == OWN {
                let own: Vec<Override> = serde_json::from_str(&json)?;
                own.into_iter().fold(calendar, Calendar::with_override)
            } else if key == HOURS {
                calendar.with_hours(serde_json::from_str(&json)?)
            } else {
                calendar
            };
            if key.starts_with(RULE) {
                versions.push(serde_json::from_str(&json)?);
            }
        }
        versions.sort_by_key(|change| change.version);
        counting.rules = versions.into_iter().try_fold(counting.rules, Rules::with_change)?;
        Ok(counting)
    }

    /// The same; where something cannot be read, what ships, and that it is so.
    pub fn or_shipped(found: Result<Self>) -> Self {
        found.unwrap_or_else(|_| Self { unread: true, ..Self::shipped() })
    }
}

/// The clocks that a change moves as people are shown them: by the number of their case. The log names the sheet.
fn named(reader: &Reader<'_>, moved: Vec<Recounted>) -> Result<Vec<Recounted>> {
    let one = |clock: Recounted| {
        let case = clock.case.parse().ok().map(|sheet| reader.case(sheet)).transpose()?.flatten();
        Ok(Recounted { case: case.map(|case| case.serial).unwrap_or(clock.case.clone()), ..clock })
    };
    moved.into_iter().map(one).collect()
}

impl Office {
    /// What deadlines are counted by now.
    pub(super) fn counting(&self) -> Arc<Counting> {
        lock(&self.counting).clone()
    }

    /// Reads the calendar and the rules anew: after a change, and at the next look when they could not be read.
    pub(super) fn count_anew(&self) {
        let found = Counting::or_shipped(self.cabinet.read(Counting::load));
        *lock(&self.counting) = Arc::new(found);
    }

    /// When the duty of a rule is due after an event (`2026-02-13` or `2026-02-13T18:30`), by the department's calendar and the
    /// version in force then.
    ///
    /// # Errors
    /// `missing` for what is no date, `rule-needs-time` for a limit in minutes without a time of day; the codes of the count.
    pub fn deadline(&self, rule: &str, grade: &str, from: &str) -> Result<Deadline> {
        self.may(Right::Read)?;
        let (from, timed) = read_event(from).ok_or(OfficeError::Missing("date"))?;
        let counting = self.counting();
        let (rules, calendar) = (&counting.rules, &counting.calendar);
        Ok(if timed { rules.deadline(rule, grade, from, calendar)? } else { rules.due(rule, grade, from.date(), calendar)? })
    }

    /// Counts 暂定 ends again where the notice of their year is known by now, because a newer program brought it: old and new
    /// ends are written down. Whatever goes wrong leaves the clocks as they are; the next opening tries again.
    pub(super) fn count_known_years(&self) {
        let counting = self.counting();
        let known = |reader: &Reader<'_>| -> Result<Vec<Recounted>> {
            let running: Vec<Running> = Self::running(reader)?.into_iter().filter(|clock| clock.provisional).collect();
            let moved = recount(&running, &counting.rules, &counting.calendar);
            Ok(moved.into_iter().filter(|clock| !clock.provisional).collect())
        };
        let Ok(moved) = self.cabinet.read(known) else { return };
        if moved.is_empty() || counting.unread {
            return;
        }
        let years: std::collections::BTreeSet<i32> = moved.iter().map(|clock| clock.new.date().year()).collect();
        let reason = "程序带来了新的年度放假安排";
        let _ = self.cabinet.write(|tx| self.put_counted(tx, RECOUNTED, &years, reason, moved.clone()));
    }

    /// The clocks that run and whose end is counted.
    fn running(reader: &Reader<'_>) -> Result<Vec<Running>> {
        let rows = reader.running_clocks(i64::MIN..=i64::MAX, usize::MAX)?;
        let clock = |row: &crate::cabinet::ClockRow| {
            let clock: crate::casework::Clock = serde_json::from_str(&row.json)?;
            Ok(clock.as_running(&row.sheet.to_string()))
        };
        rows.iter().map(clock).filter_map(Result::transpose).collect()
    }

    /// Writes a change of the calendar or of a rule with its reason and the clocks it moves.
    fn put_counted(
        &self,
        tx: &mut Tx<'_>,
        key: &str,
        value: &impl Serialize,
        reason: &str,
        recounts: Vec<Recounted>,
    ) -> Result<()> {
        let author = self.author(tx)?.id;
        let body = SettingBody {
            v: 1,
            salt: self.salt()?,
            key: key.to_owned(),
            value: serde_json::to_value(value)?,
            reason: reason.trim().to_owned(),
            recounts,
        };
        let stored = bytes(&body)?;
        let mut new = NewEntry::new(Kind::Setting, setting_record(key), &stored);
        new.author = author;
        self.append(tx, new)?;
        Ok(())
    }

    fn now_in_china(&self) -> Stamp {
        self.clock().now().in_china()
    }
}
