//! Beginning a step: the draft of the case's sheet with a row to fill, or the sheet that the step is.

use std::str::FromStr as _;

use super::super::Office;
use super::super::api::{SheetState, StepBegun};
use super::super::error::{OfficeError, Result};
use super::super::index::DraftBody;
use super::super::people::role::Right;
use super::super::record::Record;
use super::super::working::Working;
use super::around::related_to;
use super::project::{delivered_to, facts, kept, value};
use crate::cabinet::{Reader, Tx};
use crate::casework::{Case, Facts, Refused, Step, Visit, not_yet, too_early};
use crate::clock::Id;
use crate::form::{CaseKind, Form, LoadedForm};
use crate::sheet::{Value, new_row};

impl Office {
    /// Begins a step of a case: its stage is there to be filled, with a row of its own where it has one; a revisit and a bill
    /// are sheets that begin from the case. What somebody has begun on the case is gone on with.
    ///
    /// # Errors
    /// `not-found` for a sheet that is no case, `case-closed`, `case-before` with what comes first.
    pub fn begin_step(&self, sheet: &str, step: Step) -> Result<StepBegun> {
        self.may(Right::Fill)?;
        let id = Id::from_str(sheet)?;
        let record = self.cabinet.read(|reader| Record::need(reader, id))?;
        let none = || OfficeError::NotFound("case".to_owned());
        let told = facts(&record).ok_or_else(none)?;
        let kind = told.kind;
        let refused = |refused| OfficeError::Case { refused, kind };
        let around = self.cabinet.read(|reader| related_to(reader, &record))?;
        let case = Case::of(&told, &around);
        if !case.state.open() {
            return Err(refused(Refused::Closed));
        }
        if !case.next.contains(&step) {
            let before = step.after(kind).unwrap_or(Step::Register);
            return Err(refused(not_yet(&told, step, before)));
        }
        // A revisit that is over and could not be taken over (its lateness wants a reason) is no reason for another.
        let over = |visit: &Visit| visit.over(kind != CaseKind::Service).is_some() && !too_early(&told, visit);
        let unlisted = |visit: &&Visit| told.rounds.iter().all(|round| round.visit != visit.serial);
        let waiting = around.visits.iter().filter(unlisted).find(|visit| over(visit)).filter(|_| step == Step::Revisit);
        let taken_over = waiting.is_some();
        if let Some(form) = self.sheet_of_step(step).filter(|_| !taken_over) {
            let done: Vec<&str> = around.visits.iter().filter(|visit| over(visit)).map(|visit| visit.serial.as_str()).collect();
            let begun = self.cabinet.read(|reader| self.begun_sheet(reader, &form.form, record.serial(), &done))?;
            if let Some(begun) = begun {
                return Ok(begun);
            }
            let draft = self.begin_from(&form.form.id, sheet, "")?;
            return Ok(StepBegun { draft: draft.id, ..StepBegun::default() });
        }
        let came = waiting.and_then(|visit| visit.over(kind != CaseKind::Service)).map(|(at, _)| at);
        let late = self.cabinet.read(|reader| kept(reader, &record))?;
        let late = late.iter().any(|c| c.step == step && c.running() && came.is_some_and(|at| c.due.is_past(at)));
        let draft = self.cabinet.write(|tx| {
            let draft = self.next_draft(tx, id)?;
            if late {
                self.reason_for(tx, draft, &record, step.late_word(kind))?;
            } else {
                self.row_for(tx, draft, &told, step)?;
            }
            Ok::<_, OfficeError>(draft)
        })?;
        if let Some(reasons) = record.form().meant("late.reason").filter(|_| late) {
            let section = reasons.section.id.clone();
            return Ok(StepBegun { draft: draft.to_string(), section, ..StepBegun::default() });
        }
        let stage = stage_of(record.form(), step);
        let section = if stage.is_empty() { list_of(record.form(), step) } else { String::new() };
        Ok(StepBegun { draft: draft.to_string(), stage, section, sheet: String::new() })
    }

    /// The sheet of a step that somebody has begun and that is not over: its draft, or the sheet that waits for the rest. One
    /// visit is one sheet, however many calls it takes. `done` are the numbers of those that are over.
    fn begun_sheet(&self, reader: &Reader<'_>, form: &Form, serial: &str, done: &[&str]) -> Result<Option<StepBegun>> {
        for draft in reader.drafts()?.into_iter().filter(|draft| draft.form.id == form.id && draft.base.is_none()) {
            let working = self.working(reader, draft.id)?;
            if value(working.form(), &working.body.answers, "source").is_some_and(|source| source.word() == serial) {
                return Ok(Some(StepBegun { draft: draft.id.to_string(), ..StepBegun::default() }));
            }
        }
        let open = |record: &Record| {
            use SheetState::{AwaitCustomer, AwaitPerson, AwaitReview, Open, Resign};
            !done.contains(&record.serial())
                && matches!(record.state().0, Open | AwaitCustomer | AwaitPerson | AwaitReview | Resign)
        };
        for sheet in reader.sheets_from(serial)?.into_iter().rev() {
            let record = Record::load(reader, sheet)?;
            if record.is_some_and(|record| record.form().id == form.id && open(&record)) {
                return Ok(Some(StepBegun { sheet: sheet.to_string(), ..StepBegun::default() }));
            }
        }
        Ok(None)
    }

    /// The form of a step that is a sheet of its own.
    fn sheet_of_step(&self, step: Step) -> Option<&LoadedForm> {
        let wanted = |form: &Form| match step {
            Step::Revisit => form.meant("effect").is_some(),
            Step::Bill => form.case_kind().is_none() && form.meant("total").is_some() && form.meant("source").is_some(),
            _ => false,
        };
        self.library.iter().find(|loaded| wanted(&loaded.form)).map(AsRef::as_ref)
    }

    /// A step that writes into a list finds a row there that waits for it.
    fn row_for(&self, tx: &mut Tx<'_>, draft: Id, told: &Facts, step: Step) -> Result<()> {
        let mut working = self.working(tx, draft)?;
        let (meaning, fresh) = match step {
            Step::Deliver => ("delivery.at", told.deliveries.is_empty() || told.to_deliver_again()),
            Step::Answer | Step::Rectify => ("round.rectified", told.current().is_none()),
            Step::Extend => ("extension.due", true),
            Step::Regrade => ("grading.to", true),
            Step::Report => ("report.at", true),
            _ => return Ok(()),
        };
        let form = working.form().clone();
        let Some(meant) = form.meant(meaning).filter(|_| fresh) else { return Ok(()) };
        let rows = working.body.answers.rows.entry(meant.section.id.clone()).or_default();
        // A row that nobody has written in yet is the one.
        let empty = |row: &crate::sheet::Row| row.cells.values().all(Value::is_empty);
        if rows.iter().any(|row| empty(row) || !row.cells.contains_key(&meant.field.id)) {
            return Ok(());
        }
        let row = new_row(meant.section, &self.clock().id()?.to_string(), &self.proposals(tx)?);
        rows.push(row);
        self.keep(tx, &working)
    }

    /// A row for why a step came late, which says which step, and the department that has the case; unless one waits already.
    fn reason_for(&self, tx: &mut Tx<'_>, draft: Id, record: &Record, word: &str) -> Result<()> {
        let mut working = self.working(tx, draft)?;
        let form = working.form().clone();
        let (Some(step), Some(reason)) = (form.meant("late.step"), form.meant("late.reason")) else { return Ok(()) };
        let rows = working.body.answers.rows.entry(step.section.id.clone()).or_default();
        if rows.iter().any(|row| row.cells.get(&reason.field.id).is_none_or(Value::is_empty)) {
            return Ok(());
        }
        let mut row = new_row(step.section, &self.clock().id()?.to_string(), &self.proposals(tx)?);
        row.cells.insert(step.field.id.clone(), Value::Text(word.to_owned()));
        if let (Some(meant), Some(reference)) = (form.meant("late.department"), delivered_to(record)) {
            row.cells.insert(meant.field.id.clone(), Value::Ref { reference });
        }
        rows.push(row);
        self.keep(tx, &working)
    }

    /// Writes a draft down as it stands in hand.
    fn keep(&self, tx: &mut Tx<'_>, working: &Working) -> Result<()> {
        let body = DraftBody { answers: working.body.answers.clone(), blank: working.body.blank.clone() };
        let kept = &working.draft;
        self.store(tx, &working.form, &body, kept.id, kept.sheet, kept.base, kept.version)?;
        Ok(())
    }
}

/// The list that a step writes in.
fn list_of(form: &Form, step: Step) -> String {
    form.meant(moment(step, form))
        .filter(|meant| meant.section.is_rows())
        .map(|meant| meant.section.id.clone())
        .unwrap_or_default()
}

/// The stage of a form that a step fills: that of the moment at which it is taken.
pub(super) fn stage_of(form: &Form, step: Step) -> String {
    form.meant(moment(step, form)).and_then(|meant| meant.field.stage.clone()).unwrap_or_default()
}

/// The meaning of the answer that says when a step was taken; empty where that is a sheet of its own.
fn moment(step: Step, form: &Form) -> &'static str {
    match step {
        Step::Register => "received",
        Step::Respond => "responded",
        Step::Report => "report.at",
        Step::Deliver => "delivery.at",
        Step::Receive => "delivery.received",
        Step::Answer if form.meant("answered").is_some() => "answered",
        Step::Answer => "round.answered",
        Step::Serve => "done",
        Step::Extend => "extension.due",
        Step::Regrade => "grading.to",
        Step::Rectify => "round.rectified",
        Step::Recheck => "round.rechecked",
        Step::Revisit => "round.revisit",
        Step::Bill => "",
        Step::Close => "closed",
    }
}
