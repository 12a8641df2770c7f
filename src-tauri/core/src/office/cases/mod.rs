//! Casework as use cases: steps are stages of a case's sheet, and every revision of it is checked by `casework` and carries
//! the clocks as they stood.

mod anew;
mod lists;
mod look;
mod project;
mod remind;
mod step;
mod today;

use super::Office;
use super::error::{OfficeError, Result};
use super::record::Record;
use crate::cabinet::Tx;
use crate::casework::{Related, advance, clocks};
use crate::clock::Id;
use crate::form::{CaseKind, Form};
use crate::sheet::{Answers, Body, Row, Value};

pub(super) use anew::for_paper;
pub(super) use lists::brief;
use project::{FROZEN, Frozen, closing_entered, facts_of};
pub(super) use project::{delivered_to, facts, kept, project, recount, related, related_up_to, value};
pub use remind::{Reminders, Said};

impl Office {
    /// Checks what a revision would make of a case, fills in the revisits that are over, and freezes its clocks.
    pub(super) fn advance_case(&self, tx: &Tx<'_>, form: &Form, sheet: Id, serial: &str, body: &mut Body) -> Result<()> {
        let Some(kind) = form.case_kind() else { return Ok(()) };
        let known = Record::load(tx, sheet)?;
        let related = related(tx, serial)?;
        self.enter_visits(form, &mut body.answers, &related)?;
        let before = known.as_ref().and_then(facts);
        let after = match &known {
            Some(record) => facts_of(record, form, &body.answers),
            None => crate::casework::Facts::read(form, &body.answers, &[], false),
        };
        let Some(mut after) = after else { return Ok(()) };
        after.void = !body.void.is_empty();
        after.entered = closing_entered(form, body).or_else(|| Some(self.now_counted()));
        let kept = known.as_ref().map(|record| kept(tx, record)).transpose()?.unwrap_or_default();
        let counting = self.counting();
        let clocks = clocks(&after, &related, &counting.rules, &counting.calendar, &kept)?;
        if !after.void {
            advance(before.as_ref(), &after, &related, &clocks).map_err(|refused| OfficeError::Case { refused, kind })?;
        }
        body.other.insert(FROZEN.to_owned(), serde_json::to_value(Frozen { clocks })?);
        Ok(())
    }

    /// Writes the numbers and results of revisits that are over where the case's paper shows them.
    fn enter_visits(&self, form: &Form, answers: &mut Answers, related: &Related) -> Result<()> {
        let (Some(number), Some(result)) = (form.meant("round.revisit"), form.meant("round.result")) else { return Ok(()) };
        let service = form.case_kind() == Some(CaseKind::Service);
        for visit in related.visits.iter().filter(|visit| visit.over(!service).is_some()) {
            let word = visit.result_word().to_owned();
            let rows = answers.rows.entry(number.section.id.clone()).or_default();
            let says = |row: &Row, field: &str| row.cells.get(field).map(Value::word).unwrap_or_default();
            let at = rows.iter().position(|row| says(row, &number.field.id) == visit.serial).or_else(|| {
                let last = rows.iter().rposition(|row| row.cells.values().any(|value| !value.is_empty()))?;
                rows.get(last).filter(|row| says(row, &number.field.id).is_empty()).map(|_| last)
            });
            let at = match at {
                Some(at) => at,
                // A special service has a row for each call.
                None if service => {
                    rows.push(Row { id: self.clock().id()?.to_string(), ..Row::default() });
                    rows.len() - 1
                }
                None => continue,
            };
            if let Some(row) = rows.get_mut(at) {
                row.cells.insert(number.field.id.clone(), Value::Text(visit.serial.clone()));
                row.cells.insert(result.field.id.clone(), Value::Text(word));
            }
        }
        Ok(())
    }

    /// After a revisit was signed or finished: its case takes the step with it, unless somebody is just writing on the case;
    /// then the step comes with what they finish.
    pub(super) fn follow_visit(&self, tx: &mut Tx<'_>, sheet: Id) -> Result<()> {
        let source = tx.source_of(sheet)?;
        let Some(row) = (if source.is_empty() { None } else { tx.sheet_by_serial(&source)? }) else { return Ok(()) };
        if tx.case(row.sheet)?.is_none() || !tx.drafts_of(row.sheet)?.is_empty() {
            return Ok(());
        }
        let Some(record) = Record::load(tx, row.sheet)?.filter(|record| record.body.void.is_empty()) else { return Ok(()) };
        let mut body = record.body.clone();
        self.enter_visits(record.form(), &mut body.answers, &related(tx, record.serial())?)?;
        if body.answers == record.body.answers {
            return Ok(());
        }
        let written = self.append_revision(tx, &record.form, row.sheet, record.newest().map(|e| e.hash), source, body);
        match written {
            // What the case forbids now (a reason that is still asked for, a rule that no longer counts) is done when somebody
            // works on it; the customer's signature stands whatever becomes of the case.
            Err(OfficeError::Case { .. } | OfficeError::Rule(_)) => Ok(()),
            other => other.map(drop),
        }
    }
}
