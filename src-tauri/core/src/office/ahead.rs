//! No event of the future: what is typed as having happened lies no later than today, and a page is signed no earlier than what
//! it is about.

use chrono::NaiveDate;

use super::Office;
use super::cases::{facts, value};
use super::error::{OfficeError, Result};
use super::record::Record;
use crate::cabinet::Tx;
use crate::casework::{Refused, Related, Step, taken_at};
use crate::clock::Stamp;
use crate::form::{CaseKind, Form};
use crate::sheet::{Answers, Value, long_date};

/// What the papers of casework say of something that happened. Limits, plans and appointments may lie ahead.
const EVENTS: [&str; 16] = [
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
];

impl Office {
    /// Refuses a moment of something that happened which lies behind the end of today. What stood there before is let be, and
    /// while the clock of the machine is doubted nothing is refused: one that was put back blocks no work.
    pub(super) fn none_ahead(&self, tx: &Tx<'_>, form: &Form, before: Option<&Answers>, after: &Answers) -> Result<()> {
        if tx.clock_suspect() {
            return Ok(());
        }
        let today = self.clock().now().in_china().date();
        for meaning in EVENTS {
            let Some(meant) = form.meant(meaning) else { continue };
            let said = |answers: &Answers| -> Vec<(String, Value)> {
                let here = answers.each().filter(|(place, _)| place.field == meant.field.id);
                here.map(|(place, value)| (place.row, value.clone())).collect()
            };
            let stood = before.map(said).unwrap_or_default();
            let ahead = |one: &(String, Value)| day(&one.1).is_some_and(|day| day > today) && !stood.contains(one);
            if said(after).iter().any(ahead) {
                return Err(OfficeError::Ahead(meant.field.label.clone()));
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

/// The day of a date or a moment, in the time of China.
fn day(value: &Value) -> Option<NaiveDate> {
    let text = value.text()?;
    text.parse().ok().or_else(|| Stamp::parse(text).ok().map(|at| at.in_china().date()))
}
