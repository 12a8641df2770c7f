//! The calendar: a month of duties, meetings and deadlines, and one day of it in full.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use crate::cabinet::Reader;
use crate::casework::Clock;
use crate::clock::{CHINA_MIN, Stamp};
use crate::deadline::month_end;
use crate::form::CaseKind;
use crate::office::Office;
use crate::office::api::{DutyDay, DutyDue, DutyMonth, DutySlot, DutyState};
use crate::office::error::{OfficeError, Result};
use crate::office::people::role::Right;

/// Deadlines that a day of the month names; the rest is a number.
const FEW: usize = 4;
/// Deadlines that a day in full names.
const MANY: usize = 200;

/// The deadlines of a day.
#[derive(Debug, Default)]
struct Ends {
    named: Vec<DutyDue>,
    count: u32,
    late: u32,
}

impl Office {
    /// A month (`2026-02`) of duties, meetings and deadlines at the site in use.
    ///
    /// # Errors
    /// `not-found` when it is no month.
    pub fn duty_month(&self, month: &str) -> Result<DutyMonth> {
        self.may(Right::Read)?;
        let first = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d");
        let first = first.map_err(|_| OfficeError::NotFound("month".to_owned()))?;
        self.cabinet.read(|reader| {
            let days = self.duty_days(reader, first, month_end(first), FEW, false)?;
            let slots: Vec<&DutySlot> = days.iter().flat_map(|day| &day.slots).collect();
            let count = |what: &dyn Fn(&DutySlot) -> bool| {
                u32::try_from(slots.iter().filter(|slot| what(slot)).count()).unwrap_or(u32::MAX)
            };
            let missed = |slot: &DutySlot| slot.state == DutyState::Missed;
            Ok(DutyMonth {
                month: month.to_owned(),
                owed: count(&|slot| missed(slot) || slot.state.is_done()),
                done: count(&|slot| slot.state.is_done()),
                late: count(&|slot| slot.state == DutyState::Late),
                missed: count(&missed),
                unexplained: count(&|slot| missed(slot) && slot.explained.is_none()),
                days,
            })
        })
    }

    /// One day with everything on it.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn duty_day(&self, date: NaiveDate) -> Result<DutyDay> {
        self.may(Right::Read)?;
        let day = self.cabinet.read(|reader| self.duty_days(reader, date, date, MANY, true))?;
        day.into_iter().next().ok_or_else(|| OfficeError::NotFound("day".to_owned()))
    }

    fn duty_days(&self, reader: &Reader<'_>, from: NaiveDate, to: NaiveDate, most: usize, told: bool) -> Result<Vec<DutyDay>> {
        let mut slots: BTreeMap<String, Vec<DutySlot>> = BTreeMap::new();
        if let Some(post) = self.post_here(reader)? {
            let end = month_end(to);
            let all = self.slots_between(reader, &post, from.with_day(1).unwrap_or(from), end)?;
            for slot in all.into_iter().filter(|slot| slot.state != DutyState::Rest) {
                // What a month owes stands on the day it was done, else on the last it may be.
                let at = if slot.drawn.is_some() && slot.state.is_done() { slot.on.clone() } else { slot.date.clone() };
                slots.entry(at).or_default().push(slot);
            }
        }
        let mut meetings = BTreeMap::<String, Vec<_>>::new();
        for meeting in self.meetings_between(reader, from, to)? {
            meetings.entry(meeting.on.clone()).or_default().push(meeting);
        }
        let mut ends = self.ends_between(reader, from, to, most, told)?;
        let day = |date: NaiveDate| {
            let text = date.to_string();
            let ends = ends.remove(&date).unwrap_or_default();
            DutyDay {
                day: self.day_info(date),
                slots: slots.remove(&text).unwrap_or_default(),
                meetings: meetings.remove(&text).unwrap_or_default(),
                due: ends.named,
                due_count: ends.count,
                due_late: ends.late,
            }
        };
        Ok(from.iter_days().take_while(|d| *d <= to).map(day).collect())
    }

    /// The clocks of cases that run and end in a span, by day; on each day those that end first.
    fn ends_between(
        &self,
        reader: &Reader<'_>,
        from: NaiveDate,
        to: NaiveDate,
        most: usize,
        told: bool,
    ) -> Result<BTreeMap<NaiveDate, Ends>> {
        let midnight = to.succ_opt().unwrap_or(to);
        let end = Stamp::from_local(midnight, chrono::NaiveTime::MIN, CHINA_MIN).wall_ms();
        let now = self.now_counted();
        let veil = self.veil(reader)?;
        let mut days: BTreeMap<NaiveDate, Ends> = BTreeMap::new();
        for row in reader.running_clocks(i64::MIN..=end, usize::MAX)? {
            let clock: Clock = serde_json::from_str(&row.json)?;
            let date = clock.due.date();
            if date < from || date > to {
                continue;
            }
            let day = days.entry(date).or_default();
            day.count = day.count.saturating_add(1);
            day.late = day.late.saturating_add(u32::from(clock.late(now)));
            if day.named.len() >= most {
                continue;
            }
            let Some(case) = reader.case(row.sheet)? else { continue };
            let Some(kind) = CaseKind::of(&case.kind) else { continue };
            let sheet = reader.sheet(row.sheet)?;
            let matter = match sheet.as_ref().filter(|_| told) {
                Some(sheet) => self.row_words(reader, &veil, sheet)?,
                None => String::new(),
            };
            day.named.push(DutyDue {
                sheet: row.sheet.to_string(),
                serial: case.serial,
                step: clock.word(kind),
                kind: format!("{}{}", case.grade, sheet.map(|s| s.title).unwrap_or_default()),
                matter,
                due: clock.due.to_string(),
                late: clock.late(now),
                provisional: clock.provisional,
            });
        }
        Ok(days)
    }
}
