//! Seeing one masked answer: for a reason, which stands in the log before anything is shown.

use std::str::FromStr as _;

use serde::{Deserialize, Serialize};

use super::Office;
use super::error::{OfficeError, Result};
use super::finish::freeze;
use super::people::role::Right;
use super::print::Target;
use super::record::Record;
use crate::cabinet::Reader;
use crate::clock::Id;
use crate::form::{Form, Private};
use crate::sheet::{Answers, Place, Value, shown};

/// A masked answer as it reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Revealed {
    /// What the form calls it.
    pub label: String,
    /// The whole answer.
    pub text: String,
}

impl Office {
    /// One masked answer of a draft or a sheet. Who asked and why is in the log when this returns.
    ///
    /// # Errors
    /// `not-allowed`, `missing` without a reason, `not-found` for an answer that is not masked or not there.
    pub fn reveal_answer(&self, of: Target<'_>, place: &Place, reason: &str) -> Result<Revealed> {
        self.may(Right::Reveal)?;
        if reason.trim().is_empty() {
            return Err(OfficeError::Missing("reason"));
        }
        self.cabinet.write(|tx| {
            let (sheet, found) = self.plain_answer(tx, of, place)?;
            let found = found.ok_or_else(|| OfficeError::NotFound("answer".to_owned()))?;
            self.audit(tx, sheet, "reveal", reason.trim(), &found.label, None)?;
            Ok(found)
        })
    }

    fn plain_answer(&self, reader: &Reader<'_>, of: Target<'_>, place: &Place) -> Result<(Id, Option<Revealed>)> {
        match of {
            Target::Sheet(id) => {
                let record = Record::need(reader, Id::from_str(id)?)?;
                let computed = record.body.computed.get(&place.field);
                Ok((record.sheet, answer(record.form(), &record.body.answers, computed, place)))
            }
            Target::Draft(id) => {
                let working = self.working(reader, Id::from_str(id)?)?;
                let mut answers = working.body.answers.clone();
                // A draft came back from the screen with what the screen was shown: the registers know the rest.
                freeze(self, reader, &mut answers, working.base_answers())?;
                let stages = working.base.as_ref().map(|r| r.body.stages.clone()).unwrap_or_default();
                let serial = working.base.as_ref().map_or("", |r| r.serial());
                let computed = self.computed(working.form(), &answers, serial, &stages, (working.base.as_ref(), None));
                Ok((working.draft.sheet, answer(working.form(), &answers, computed.get(&place.field), place)))
            }
            Target::Version { .. } => Err(OfficeError::NotFound("answer".to_owned())),
        }
    }
}

fn answer(form: &Form, answers: &Answers, computed: Option<&Value>, place: &Place) -> Option<Revealed> {
    let (_, field) = form.field(&place.field).filter(|(_, f)| f.private != Private::None)?;
    let value = answers.get(place).or(computed).filter(|value| !value.is_empty())?;
    Some(Revealed { label: field.label.clone(), text: shown(field, value) })
}
