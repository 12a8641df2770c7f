//! What stands in full where a sheet is signed or changed: a signature binds what was shown, and what is changed must be read. Where
//! it holds words that are hidden elsewhere, that they were shown is a line in the log.

use super::api::SigningView;
use super::error::Result;
use super::record::Record;
use super::working::Working;
use super::{Office, lock, veil};
use crate::clock::Id;
use crate::form::Form;
use crate::paper::mask::Veil;
use crate::sheet::{Answers, ScopeLine};

/// Why a draft of a finished sheet is shown.
const CHANGE: &str = "更改";

impl Office {
    /// Writes down that a signer is shown what is hidden elsewhere, before they are.
    pub(super) fn tell_signing(&self, record: &Record, view: &SigningView) -> Result<()> {
        let veil = Veil::of(self.role().mask());
        if view.lines.iter().any(|line| hides(&veil, record.form(), line)) {
            self.tell_shown(record.sheet, &view.label)?;
        }
        Ok(())
    }

    /// Writes down that a draft of a finished sheet shows what is hidden elsewhere: once for each who opens it, until the cabinet is
    /// locked.
    pub(super) fn tell_draft(&self, working: &Working) -> Result<()> {
        let Some(base) = &working.base else { return Ok(()) };
        let veil = Veil::of(self.role().mask());
        let form = base.form();
        if !answers_hide(&veil, form, &base.body.answers) {
            return Ok(());
        }
        let key = (self.account_id(), working.draft.id.to_string());
        if !lock(&self.shown).contains(&key) {
            self.tell_shown(base.sheet, CHANGE)?;
            lock(&self.shown).insert(key);
        }
        Ok(())
    }

    fn tell_shown(&self, sheet: Id, why: &str) -> Result<()> {
        self.cabinet.write(|tx| self.audit(tx, sheet, "shown", why, "", None))
    }
}

fn hides(veil: &Veil, form: &Form, line: &ScopeLine) -> bool {
    // The line of a 更正页 names no field; its words are looked through like any.
    let private = form.field(&line.field).map(|(_, field)| field.private).unwrap_or_default();
    veil.text(private, &line.text) != line.text
}

/// Whether what stands as typed in a draft is hidden in the finished sheet.
fn answers_hide(veil: &Veil, form: &Form, answers: &Answers) -> bool {
    let drafted = veil::drafted(veil, answers.clone());
    veil::answers(veil, form, drafted.clone()) != drafted
}
