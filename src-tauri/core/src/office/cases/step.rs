//! Beginning a step: the draft of the case's sheet with a row to fill, or the sheet that the step is.

use std::str::FromStr as _;

use super::super::Office;
use super::super::api::StepBegun;
use super::super::error::{OfficeError, Result};
use super::super::index::DraftBody;
use super::super::people::role::Right;
use super::super::record::Record;
use super::project::{facts, related};
use crate::cabinet::Tx;
use crate::casework::{Case, Facts, Receipt, Refused, Step, Visit};
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
        let around = self.cabinet.read(|reader| related(reader, record.serial()))?;
        let case = Case::of(&told, &around);
        if !case.state.open() {
            return Err(refused(Refused::Closed));
        }
        if !case.next.contains(&step) {
            let before = step.after(kind).unwrap_or(Step::Register);
            return Err(refused(Refused::Before { step, before }));
        }
        // A revisit that is over and could not be taken over (its lateness wants a reason) is no reason for another.
        let over = |visit: &Visit| visit.over(kind != CaseKind::Service).is_some();
        let unlisted = |visit: &&Visit| told.rounds.iter().all(|round| round.visit != visit.serial);
        let taken_over = step == Step::Revisit && around.visits.iter().filter(unlisted).any(over);
        if let Some(form) = self.sheet_of_step(step).filter(|_| !taken_over) {
            let draft = self.begin_from(&form.form.id, sheet, "")?;
            return Ok(StepBegun { draft: draft.id, stage: String::new() });
        }
        let draft = self.cabinet.write(|tx| {
            let draft = self.next_draft(tx, id)?;
            self.row_for(tx, draft, &told, step)?;
            Ok::<_, OfficeError>(draft)
        })?;
        Ok(StepBegun { draft: draft.to_string(), stage: stage_of(record.form(), step) })
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
        let sent_back = told.delivery().is_some_and(|d| d.receipt.is_some_and(|receipt: Receipt| !receipt.arrived()));
        let (meaning, fresh) = match step {
            Step::Deliver => ("delivery.at", told.deliveries.is_empty() || sent_back),
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
        let body = DraftBody { answers: working.body.answers.clone(), blank: working.body.blank.clone() };
        let kept = &working.draft;
        self.store(tx, &working.form, &body, kept.id, kept.sheet, kept.base, kept.version)?;
        Ok(())
    }
}

/// The stage of a form that a step fills: that of the moment at which it is taken.
pub(super) fn stage_of(form: &Form, step: Step) -> String {
    let moment = match step {
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
        Step::Bill => return String::new(),
        Step::Close => "closed",
    };
    form.meant(moment).and_then(|meant| meant.field.stage.clone()).unwrap_or_default()
}
