//! Casework as use cases: steps are stages of a case's sheet, and every revision of it is checked by `casework` and carries
//! the clocks as they stood.

mod anew;
mod around;
mod fits;
mod follow;
mod groups;
mod ledgers;
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
use crate::casework::{Cause, Facts, Related, Visit, advance, clocks, closed, keep_on_record, keep_settled, settled, too_early};
use crate::clock::Id;
use crate::form::{CaseKind, Form};
use crate::sheet::{Answers, Body, Place, Problem, ProblemCode, Row, Value};

pub(super) use anew::{began, began_by, end_of, for_paper, for_paper_by};
pub(super) use around::{Whose, customer, listed, related, related_up_to};
pub(super) use lists::brief;
use project::{FROZEN, Frozen, closing_entered, facts_of, keep_noted};
pub(super) use project::{delivered_to, facts, frozen, kept, kept_at, project, recount, value};
pub use remind::{Reminders, Said};

impl Office {
    /// Checks what a revision would make of a case, fills in the revisits that are over, and freezes its clocks.
    pub(super) fn advance_case(&self, tx: &Tx<'_>, form: &Form, sheet: Id, serial: &str, body: &mut Body) -> Result<()> {
        let Some(kind) = form.case_kind() else { return Ok(()) };
        let known = Record::load(tx, sheet)?;
        let before = known.as_ref().and_then(facts);
        let listed = before.as_ref().map(listed).unwrap_or_default();
        let related = related(tx, serial, &Whose { customer: customer(form, &body.answers), listed })?;
        // What is closed has its results; a rule of today finds no new ones on it.
        if !before.as_ref().is_some_and(closed) {
            self.enter_visits(form, &mut body.answers, &related)?;
        }
        if before.as_ref().is_some_and(|before| before.closing.is_some()) {
            withdraw_closing(form, body);
        }
        let after = match &known {
            Some(record) => facts_of(&record.under(tx, body)?, form),
            None => Facts::read(form, &body.answers, &[], false),
        };
        let Some(mut after) = after else { return Ok(()) };
        after.void = !body.void.is_empty();
        let due_anew = before.as_ref().is_none_or(|before| before.outside_due != after.outside_due);
        if after.outside_due.is_some() && due_anew && !after.void {
            outside_numbered(form, &body.answers)?;
        }
        let closing = closing_entered(form, body).filter(|_| !after.void);
        after.entered = closing.or_else(|| Some(self.now_counted()));
        let mut kept = known.as_ref().map(|record| kept(tx, record)).transpose()?.unwrap_or_default();
        keep_noted(&mut kept, body);
        let counting = self.counting();
        let mut clocks = clocks(&after, &related, &counting.rules, &counting.calendar, &kept)?;
        let over = |facts: &Facts| settled(facts).then_some((facts.closing, facts.closed));
        if before.as_ref().and_then(over).is_some_and(|before| over(&after) == Some(before)) {
            keep_settled(&kept, &mut clocks);
        }
        let changes = known.as_ref().map_or(0, |record| record.body.changes.len());
        let reason = body.changes.get(changes..).and_then(<[_]>::last).map(|change| change.reason.as_str()).unwrap_or_default();
        let keying = Some((counting.rules.late_entry(), &counting.calendar));
        keep_on_record(&kept, &mut clocks, &Cause { at: self.now_counted(), reason, entered: false, keying });
        // A revision that only keeps what was overdue says nothing new of the case.
        let same = |record: &Record| record.body.answers == body.answers && record.body.stages == body.stages;
        let anew = !known.as_ref().is_some_and(same);
        if !after.void && anew {
            advance(before.as_ref(), &after, &related, &clocks).map_err(|refused| OfficeError::Case { refused, kind })?;
        }
        body.other.insert(FROZEN.to_owned(), serde_json::to_value(Frozen { clocks })?);
        Ok(())
    }

    /// Writes the numbers and results of revisits that are over where the case's paper shows them.
    fn enter_visits(&self, form: &Form, answers: &mut Answers, related: &Related) -> Result<()> {
        let (Some(number), Some(result)) = (form.meant("round.revisit"), form.meant("round.result")) else { return Ok(()) };
        let service = form.case_kind() == Some(CaseKind::Service);
        let Some(told) = Facts::read(form, answers, &[], false) else { return Ok(()) };
        // A call that was made before the service was done asked about nothing.
        let over = |visit: &&Visit| visit.over(!service).is_some() && !too_early(&told, visit);
        for visit in related.visits.iter().filter(over) {
            let word = visit.result_word().to_owned();
            let rows = answers.rows.entry(number.section.id.clone()).or_default();
            let says = |row: &Row, field: &str| row.cells.get(field).map(Value::word).unwrap_or_default();
            // A number whose sheet counts no more (it is another customer's now) gives way.
            let free = |row: &Row| {
                let named = says(row, &number.field.id);
                named.is_empty() || !related.visits.iter().any(|visit| visit.serial == named)
            };
            let at = rows.iter().position(|row| says(row, &number.field.id) == visit.serial).or_else(|| {
                let last = rows.iter().rposition(|row| row.cells.values().any(|value| !value.is_empty()))?;
                rows.get(last).filter(|row| free(row)).map(|_| last)
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
}

/// An outside deadline is somebody's: without their number nobody can answer them.
fn outside_numbered(form: &Form, answers: &Answers) -> Result<()> {
    let Some(meant) = form.meant("outside_number").filter(|_| value(form, answers, "outside_number").is_none()) else {
        return Ok(());
    };
    let label = meant.field.label.clone();
    Err(OfficeError::Incomplete(vec![Problem {
        place: Place::new(&meant.section.id, "", &meant.field.id),
        code: ProblemCode::Required,
        message: format!("请填写{label}"),
        params: vec![label.clone()],
        label,
        wrong: false,
    }]))
}

/// A closing that is taken back is not finished any more: the next is written down at a moment of its own.
fn withdraw_closing(form: &Form, body: &mut Body) {
    let (Some(closing), Some(closed)) = (form.meant("closing"), form.meant("closed")) else { return };
    let says = |field: &str| body.answers.fields.get(field).is_some_and(|value| !value.is_empty());
    if let Some(stage) = closed.field.stage.as_ref().filter(|_| !says(&closing.field.id)) {
        body.stages.remove(stage);
    }
}
