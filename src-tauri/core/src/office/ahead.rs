//! No event of the future: what is typed as having happened lies no later than now, a round is walked before it is finished and
//! on its own day, and a page is signed no earlier than what it is about.

use chrono::NaiveDate;

use super::Office;
use super::cases::{facts, value};
use super::error::{OfficeError, Result};
use super::record::Record;
use crate::cabinet::Tx;
use crate::casework::{Refused, Related, Step, taken_at};
use crate::clock::Stamp;
use crate::form::{Cadence, CaseKind, Field, FieldKind, Form};
use crate::sheet::{Answers, Body, Value, long_date};

/// How far ahead of the clock a moment may be typed: a quarter of an hour.
const AHEAD_MS: i64 = 15 * 60_000;

/// What the papers of casework say of something that happened. Limits, plans and appointments may lie ahead.
const EVENTS: [&str; 18] = [
    "received",
    "happened",
    "responded",
    "arrived",
    "answered",
    "done",
    "closed",
    "delivery.at",
    "delivery.received",
    "round.answered",
    "round.rectified",
    "round.rechecked",
    "extension.told",
    "grading.at",
    "report.at",
    "attempt.at",
    "handed",
    "told",
];

impl Office {
    /// Refuses a moment of something that happened which has not come yet. What stood there before is let be, and while the clock
    /// of the machine is doubted nothing is refused: one that was put back blocks no work.
    pub(super) fn none_ahead(&self, tx: &Tx<'_>, form: &Form, before: Option<&Answers>, after: &Answers) -> Result<()> {
        if tx.clock_suspect() {
            return Ok(());
        }
        let now = self.clock().now();
        let events = EVENTS.iter().filter_map(|meaning| form.meant(meaning)).map(|meant| meant.field);
        for field in events.chain(mended(form)) {
            let said = |answers: &Answers| -> Vec<(String, Value)> {
                let here = answers.each().filter(|(place, _)| place.field == field.id);
                here.map(|(place, value)| (place.row, value.clone())).collect()
            };
            let stood = before.map(said).unwrap_or_default();
            if said(after).iter().any(|one| to_come(&one.1, now) && !stood.contains(one)) {
                return Err(OfficeError::Ahead(field.label.clone()));
            }
        }
        Ok(())
    }

    /// Refuses to finish a round that was not walked: its day, its month and its times have come, and it begins and ends on its own
    /// day. `stages` are those that are being finished; of what was finished before only what is written over is looked at, and
    /// what is still a draft may say anything.
    pub(super) fn round_was(
        &self,
        tx: &Tx<'_>,
        form: &Form,
        stages: &[String],
        before: Option<&Body>,
        after: &Answers,
    ) -> Result<()> {
        if form.cadence == Cadence::None {
            return Ok(());
        }
        let walked = |stage: &String| form.stage(stage).is_some_and(|stage| stage.late_after.is_some());
        let rounds: Vec<&String> = stages.iter().filter(|stage| walked(stage)).collect();
        let finished = |stage: &String| before.is_some_and(|before| before.stages.contains_key(stage));
        let now = self.clock().now();
        let moved = |field: &String| before.and_then(|before| before.answers.fields.get(field)) != after.fields.get(field);
        let date = after.fields.get(&form.index.date).and_then(day);
        let fields = form.sections.iter().filter(|section| !section.is_rows()).flat_map(|section| &section.fields);
        for field in fields.filter(|f| matches!(f.kind, FieldKind::Date | FieldKind::Datetime | FieldKind::Month)) {
            let fresh = match &field.stage {
                Some(stage) if !walked(stage) => continue,
                Some(stage) => rounds.contains(&stage),
                None => !rounds.is_empty(),
            };
            let known = field.stage.as_ref().is_none_or(finished);
            let Some(value) = after.fields.get(&field.id).filter(|value| !value.is_empty()) else { continue };
            if (fresh || known && moved(&field.id)) && !tx.clock_suspect() && to_come(value, now) {
                return Err(OfficeError::Ahead(field.label.clone()));
            }
            let asked = fresh || known && (moved(&field.id) || moved(&form.index.date));
            if field.kind == FieldKind::Datetime && asked && day(value).is_some_and(|day| Some(day) != date) {
                return Err(OfficeError::AnotherDay(field.label.clone()));
            }
        }
        Ok(())
    }

    /// Refuses a day on which a page is said to have been signed in ink: one that has not come, one before what it is about was
    /// received, and of a customer one before the work that the revisit asks about was done.
    pub(super) fn ink_day(&self, tx: &Tx<'_>, record: &Record, role: &str, signed_on: &str) -> Result<()> {
        let signed: NaiveDate = signed_on.parse().map_err(|_| OfficeError::Missing("signed_on"))?;
        if !tx.clock_suspect() && signed > self.clock().now().in_china().date() {
            return Err(OfficeError::Ahead("签字日期".to_owned()));
        }
        let (form, answers) = (record.form(), &record.body.answers);
        let mut first = value(form, answers, "received").and_then(day);
        let source = value(form, answers, "source").map(Value::word).unwrap_or_default();
        let case = if source.is_empty() { None } else { tx.sheet_by_serial(&source)? };
        if let Some(case) = case.map(|row| Record::load(tx, row.sheet)).transpose()?.flatten()
            && let Some(told) = facts(&case)
        {
            let of_customer = form.meant("effect").is_some() && form.meant("customer_seal").is_some_and(|m| m.field.id == role);
            let before = if told.kind == CaseKind::Service { Step::Serve } else { Step::Rectify };
            let work = taken_at(&told, &Related::default(), before).map(|at| at.in_china().date());
            if of_customer && work.is_some_and(|done| done > signed) {
                return Err(OfficeError::Case { refused: Refused::Earlier { step: Step::Revisit, before }, kind: told.kind });
            }
            first = first.max(told.received.map(|at| at.in_china().date()));
        }
        match first.filter(|day| *day > signed) {
            Some(day) => Err(OfficeError::SignedEarly(long_date(day))),
            None => Ok(()),
        }
    }
}

/// What the row of a × says of something that happened: every moment of it but its limit.
fn mended(form: &Form) -> impl Iterator<Item = &Field> {
    let limit = form.meant("fault.due").map(|meant| meant.field.id.as_str());
    let fields = form.meant("fault.done").into_iter().flat_map(|meant| &meant.section.fields);
    fields.filter(move |field| matches!(field.kind, FieldKind::Date | FieldKind::Datetime) && Some(field.id.as_str()) != limit)
}

/// Whether a day or a month begins after today, or a moment lies further ahead than people round up and clocks differ.
fn to_come(value: &Value, now: Stamp) -> bool {
    let Some(text) = value.text() else { return false };
    let month = || format!("{text}-01").parse::<NaiveDate>();
    match text.parse::<NaiveDate>().or_else(|_| month()) {
        Ok(day) => day > now.in_china().date(),
        Err(_) => Stamp::parse(text).is_ok_and(|at| at.wall_ms() > now.wall_ms().saturating_add(AHEAD_MS)),
    }
}

/// The day of a date or a moment, in the time of China.
fn day(value: &Value) -> Option<NaiveDate> {
    let text = value.text()?;
    text.parse().ok().or_else(|| Stamp::parse(text).ok().map(|at| at.in_china().date()))
}
