//! 部门例会: planned by the calendar, and what became of each: held, moved to another day, or not held.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime};

use crate::cabinet::{Reader, setting_record};
use crate::clock::Stamp;
use crate::deadline::{DutyError, Line};
use crate::office::Office;
use crate::office::api::{MeetingOutcome, MeetingState, MeetingView};
use crate::office::error::{OfficeError, Result};
use crate::office::finish::printable_in;
use crate::office::index::RegisterBody;
use crate::office::people::role::Right;

/// The register that the outcomes are kept in; it is not among those that people see.
const MEETING: &str = "meeting";
/// The rule that names the duty.
const RULE: &str = "MTG-1";
/// Days back that 今日 asks what became of a meeting.
const LAST_DAYS: u64 = 31;

/// What is known of a meeting, by its regular day.
#[derive(Debug, Clone, Default)]
struct Told {
    /// The day it is on.
    on: Option<NaiveDate>,
    /// The days it was on before, in order.
    before: Vec<NaiveDate>,
    /// `held`, `not-held`; empty while it is to come.
    outcome: String,
    time: String,
    held: String,
    reason: String,
    by: String,
}

impl Told {
    fn read(body: &RegisterBody) -> Self {
        let fact = |name: &str| body.facts.get(name).cloned().unwrap_or_default();
        Self {
            on: fact("on").parse().ok(),
            before: fact("before").split(',').filter_map(|day| day.parse().ok()).collect(),
            outcome: fact("outcome"),
            time: fact("time"),
            held: fact("held"),
            reason: fact("reason"),
            by: fact("by"),
        }
    }

    fn facts(&self, regular: NaiveDate) -> BTreeMap<String, String> {
        let before: Vec<String> = self.before.iter().map(NaiveDate::to_string).collect();
        [
            ("regular", regular.to_string()),
            ("on", self.on.map(|day| day.to_string()).unwrap_or_default()),
            ("before", before.join(",")),
            ("outcome", self.outcome.clone()),
            ("time", self.time.clone()),
            ("held", self.held.clone()),
            ("reason", self.reason.clone()),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into()
    }
}

impl Office {
    /// Says what became of a meeting, by its regular day.
    ///
    /// # Errors
    /// `not-found` for a day without a meeting; `missing` for a reason or a time; `duty-not-yet` for a meeting that is to come and
    /// one moved into the past.
    pub fn record_meeting(&self, regular: NaiveDate, outcome: &MeetingOutcome) -> Result<Vec<MeetingView>> {
        self.may(Right::Fill)?;
        let reasoned = |reason: &str| -> Result<String> {
            printable_in("原因", reason)?;
            Some(reason.trim().to_owned()).filter(|r| !r.is_empty()).ok_or(OfficeError::Missing("reason"))
        };
        let today = self.today_date();
        self.cabinet.write(|tx| {
            let told = self.told_meetings(tx)?;
            let planned = self.planned_for(tx, regular)?;
            let mut one = told.get(&regular).cloned().unwrap_or_default();
            let on = one.on.or(planned.map(|(on, _)| on)).ok_or_else(|| OfficeError::NotFound(MEETING.to_owned()))?;
            if let (true, Some((_, time))) = (one.time.is_empty(), planned) {
                one.time = time.format("%H:%M").to_string();
            }
            one.on = Some(on);
            match outcome {
                MeetingOutcome::Held { at } => {
                    let at = Stamp::parse(at).map_err(|_| OfficeError::Missing("time"))?;
                    if at.wall_ms() > self.clock().now().wall_ms() {
                        return Err(DutyError::NotYet.into());
                    }
                    (one.outcome, one.held, one.reason) = ("held".to_owned(), at.in_china().to_minute(), String::new());
                }
                MeetingOutcome::NotHeld { reason } => {
                    (one.outcome, one.held, one.reason) = ("not-held".to_owned(), String::new(), reasoned(reason)?);
                }
                MeetingOutcome::Moved { to, reason } => {
                    let to: NaiveDate = to.parse().map_err(|_| OfficeError::Missing("date"))?;
                    if to < today || to == on {
                        return Err(DutyError::NotYet.into());
                    }
                    one.before.push(on);
                    (one.on, one.outcome, one.held, one.reason) = (Some(to), String::new(), String::new(), reasoned(reason)?);
                }
            }
            self.put_fact(tx, MEETING, &format!("{MEETING}\u{3000}{regular}"), one.facts(regular))?;
            let to = one.on.unwrap_or(on).max(on);
            self.meetings_between(tx, on.min(to), to)
        })
    }

    /// The day and time that the plan gives the meeting of a regular day.
    fn planned_for(&self, reader: &Reader<'_>, regular: NaiveDate) -> Result<Option<(NaiveDate, NaiveTime)>> {
        let until = regular.checked_add_days(Days::new(LAST_DAYS)).unwrap_or(regular);
        let planned = self.plans(reader)?.meetings(regular, until, &self.counting().calendar);
        Ok(planned.into_iter().find(|m| m.regular == regular).map(|m| (m.on, m.time)))
    }

    fn told_meetings(&self, reader: &Reader<'_>) -> Result<BTreeMap<NaiveDate, Told>> {
        let mut all = BTreeMap::new();
        for item in reader.register(MEETING, true)? {
            let body: RegisterBody = serde_json::from_str(&item.json)?;
            let regular = body.facts.get("regular").and_then(|day| day.parse().ok());
            // Only what was written under its own day: the log may hold a register of that name made otherwise.
            if let Some(regular) = regular.filter(|day| item.id == setting_record(&format!("{MEETING}\u{3000}{day}"))) {
                all.insert(regular, Told::read(&body));
            }
        }
        Ok(all)
    }

    /// The meetings that stand on the days of a span: where they are, and where they were before they were moved.
    pub(super) fn meetings_between(&self, reader: &Reader<'_>, from: NaiveDate, to: NaiveDate) -> Result<Vec<MeetingView>> {
        let counting = self.counting();
        let told = self.told_meetings(reader)?;
        let planned = self.plans(reader)?.meetings(from, to, &counting.calendar);
        let mut all: BTreeMap<NaiveDate, (Told, Option<NaiveTime>)> = BTreeMap::new();
        for meeting in planned {
            let plain = || Told { on: Some(meeting.on), ..Told::default() };
            let one = told.get(&meeting.regular).cloned().unwrap_or_else(plain);
            all.insert(meeting.regular, (one, Some(meeting.time)));
        }
        for (regular, one) in told {
            all.entry(regular).or_insert((one, None));
        }
        let now = self.now_counted().in_china().local();
        let veil = self.veil(reader)?;
        let duty = counting.rules.rule(RULE).map(|r| Line { zh: r.duty.clone(), en: r.english.duty.clone() }).unwrap_or_default();
        let mut views = Vec::new();
        for (regular, (one, time)) in all {
            let Some(on) = one.on else { continue };
            let time =
                if one.time.is_empty() { time.map(|t| t.format("%H:%M").to_string()).unwrap_or_default() } else { one.time };
            let cut = counting.rules.late_entry().late_after(on, &counting.calendar);
            let state = match one.outcome.as_str() {
                "held" => MeetingState::Held,
                "not-held" => MeetingState::NotHeld,
                _ if cut.is_ok_and(|cut| now >= cut + chrono::TimeDelta::minutes(1)) => MeetingState::Unrecorded,
                _ => MeetingState::Planned,
            };
            let view = |day: NaiveDate, state: MeetingState, moved_to: String| MeetingView {
                rule: RULE.to_owned(),
                regular: regular.to_string(),
                on: day.to_string(),
                time: time.clone(),
                state,
                duty: duty.clone(),
                held: one.held.clone(),
                moved_to,
                reason: veil.free(&one.reason),
                by: one.by.clone(),
            };
            views.extend(one.before.iter().map(|day| view(*day, MeetingState::Moved, on.to_string())));
            views.push(view(on, state, String::new()));
        }
        let (from, to) = (from.to_string(), to.to_string());
        views.retain(|view| view.on >= from && view.on <= to);
        views.sort_by(|a, b| a.on.cmp(&b.on));
        Ok(views)
    }

    /// The meeting of today, and those of the last month of which nobody said what became of them.
    pub(in crate::office) fn meetings_today(&self, reader: &Reader<'_>) -> Result<Vec<MeetingView>> {
        let today = self.today_date();
        let from = today.checked_sub_days(Days::new(LAST_DAYS)).unwrap_or(today);
        let mut all = self.meetings_between(reader, from, today)?;
        all.retain(|m| matches!(m.state, MeetingState::Planned | MeetingState::Unrecorded));
        Ok(all)
    }

    /// Meetings of a span.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn meetings(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<MeetingView>> {
        self.may(Right::Read)?;
        self.cabinet.read(|reader| self.meetings_between(reader, from, to))
    }
}
