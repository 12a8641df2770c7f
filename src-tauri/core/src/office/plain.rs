//! A sheet in plain words: every answer with its label, for the terminal. What is private is masked everywhere it stands.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Office;
use super::api::{HistoryLine, SealView, SheetState, SheetView, StageView};
use super::error::{OfficeError, Result};
use super::people::role::Right;
use super::record::Record;
use crate::clock::Id;
use crate::form::{Field, Section};
use crate::paper::mask::Mask;
use crate::sheet::{Answers, Change, Row, Value, applies, shown};

/// A finalised sheet in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlainSheet {
    /// Serial.
    pub serial: String,
    /// The sheet.
    pub sheet_id: String,
    /// Form id.
    pub form: String,
    /// Edition of the form.
    pub edition: String,
    /// Title with subtitle.
    pub title: String,
    /// State.
    pub state: SheetState,
    /// 待客户签字 and the like.
    pub state_words: String,
    /// `2026-02-24`
    pub date: String,
    /// 已签, drawn or on paper.
    pub signed: bool,
    /// Whether private answers are masked.
    pub masked: bool,
    /// Every answer and computed cell in printed order.
    pub lines: Vec<PlainLine>,
    /// The answers as they are kept.
    pub answers: Answers,
    /// Computed cells.
    pub computed: BTreeMap<String, Value>,
    /// Stages.
    pub stages: Vec<StageView>,
    /// Places for signatures.
    pub signatures: Vec<SealView>,
    /// Changes after the first finalisation.
    pub changes: Vec<Change>,
    /// What happened to it, oldest first.
    pub history: Vec<HistoryLine>,
    /// Reason of 作废; empty while it stands.
    pub void: String,
    /// The check code that is printed on the paper.
    pub check_code: String,
}

/// One answer in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlainLine {
    /// Section.
    pub section: String,
    /// Row, `@group`, or empty.
    pub row: String,
    /// Field.
    pub field: String,
    /// As printed, with the row's words before it.
    pub label: String,
    /// As printed.
    pub text: String,
}

impl Office {
    /// The id of the sheet with this serial, or of this id.
    ///
    /// # Errors
    /// `not-found`.
    pub fn sheet_named(&self, name: &str) -> Result<String> {
        self.may(Right::Read)?;
        let serial = name.trim().to_uppercase();
        let found = self.cabinet().read(|reader| match reader.sheet_by_serial(&serial)? {
            Some(row) => Ok::<_, OfficeError>(Some(row.sheet)),
            None => match name.trim().parse::<Id>() {
                Ok(id) => Ok(reader.sheet(id)?.filter(|row| !row.draft).map(|row| row.sheet)),
                Err(_) => Ok(None),
            },
        })?;
        found.map(|id| id.to_string()).ok_or_else(|| OfficeError::NotFound(name.trim().to_owned()))
    }

    /// A sheet in plain words by its serial or id; unmasked for a reason that is written into the log.
    ///
    /// # Errors
    /// `not-found`, `missing` without a reason.
    pub fn plain_sheet(&self, name: &str, unmask: Option<&str>) -> Result<PlainSheet> {
        let id = self.sheet_named(name)?;
        if unmask.is_some() {
            let serial = self.sheet(&id)?.serial;
            return Ok(plain(self.sheet_by_serial(&serial, unmask)?, false));
        }
        let id = id.parse()?;
        let view = self.cabinet().read(|reader| self.sheet_view(reader, &Record::need(reader, id)?, Mask::ALL))?;
        Ok(plain(view, true))
    }
}

fn plain(view: SheetView, masked: bool) -> PlainSheet {
    let lines = lines(&view);
    PlainSheet {
        serial: view.serial,
        sheet_id: view.sheet,
        edition: view.form_ref.edition,
        form: view.form_ref.id,
        title: view.form.full_title(),
        state: view.state,
        state_words: view.state_words,
        date: view.date,
        signed: matches!(view.state, SheetState::Signed | SheetState::SignedPaper),
        masked,
        lines,
        answers: view.answers,
        computed: view.computed,
        stages: view.stages,
        signatures: view.seals,
        changes: view.changes,
        history: view.history,
        void: view.void,
        check_code: view.check_code,
    }
}

fn lines(view: &SheetView) -> Vec<PlainLine> {
    let mut out = Vec::new();
    for section in &view.form.sections {
        if !section.is_rows() {
            let asked = |f: &&Field| f.when.as_ref().is_none_or(|w| applies(&view.answers, None, w));
            for field in section.fields.iter().filter(asked) {
                let value = view.answers.fields.get(&field.id).or_else(|| view.computed.get(&field.id));
                push(&mut out, section, "", field, &field.label, value);
            }
            continue;
        }
        let rows = view.answers.list(&section.id);
        let mut seen = BTreeSet::new();
        for row in rows {
            if seen.insert(row.group.clone()) {
                let cells = view.answers.groups.get(&section.id).and_then(|g| g.get(&row.group));
                for field in section.fields.iter().filter(|f| f.per_group) {
                    let label = joined(&[row.facts.get("group").map_or("", String::as_str), &field.label]);
                    push(&mut out, section, &format!("@{}", row.group), field, &label, cells.and_then(|c| c.get(&field.id)));
                }
            }
            for field in section.fields.iter().filter(|f| !f.per_group) {
                push(&mut out, section, &row.id, field, &row_label(row, field), row.cells.get(&field.id));
            }
        }
    }
    out
}

fn push(out: &mut Vec<PlainLine>, section: &Section, row: &str, field: &Field, label: &str, value: Option<&Value>) {
    let Some(value) = value.filter(|v| !v.is_empty()) else { return };
    out.push(PlainLine {
        section: section.id.clone(),
        row: row.to_owned(),
        field: field.id.clone(),
        label: label.to_owned(),
        text: shown(field, value),
    });
}

fn row_label(row: &Row, field: &Field) -> String {
    let fact = |name: &str| row.facts.get(name).map_or("", String::as_str);
    let mut words = vec![fact("group"), fact("name"), fact("item"), fact("round")];
    if words.iter().all(|w| w.is_empty()) {
        words.push(fact("number"));
    }
    // A list made of another names the outlet twice: as its group and as its name.
    words.dedup();
    words.push(&field.label);
    joined(&words)
}

fn joined(words: &[&str]) -> String {
    words.iter().copied().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("\u{3000}")
}
