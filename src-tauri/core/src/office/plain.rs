//! A sheet in plain words: every answer with its label, for the terminal. What is private is masked everywhere it stands.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::Office;
use super::api::{HistoryLine, SealView, SheetState, SheetView, StageView};
use super::error::{OfficeError, Result};
use super::people::role::Right;
use crate::clock::Id;
use crate::form::{Field, FieldKind, Form, Private, Section, Who};
use crate::paper::mask::masked_text;
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
        let mut view = self.sheet(&id)?;
        if unmask.is_some() {
            view = self.sheet_by_serial(&view.serial, unmask)?;
            return Ok(plain(view, false));
        }
        let hidden = private_words(&view);
        let sheet = plain(view, true);
        let mut json = serde_json::to_value(&sheet)?;
        hide(&mut json, &hidden);
        Ok(serde_json::from_value(json)?)
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

/// Every private word of the sheet with what stands in its place, the longest first.
fn private_words(view: &SheetView) -> Vec<(String, String)> {
    let mut words: BTreeMap<String, String> = BTreeMap::new();
    let mut add = |private: Private, text: &str| {
        let masked = masked_text(private, text);
        if text.trim().chars().count() > 1 && masked != text {
            words.insert(text.to_owned(), masked);
        }
    };
    let form: &Form = &view.form;
    for (place, value) in view.answers.each() {
        let private = form.field(&place.field).map(|(_, f)| f.private).unwrap_or_default();
        match value {
            Value::Text(text) => add(private, text),
            Value::Ref { reference } if private != Private::None => {
                add(private, &reference.text);
                for (fact, text) in &reference.facts {
                    match fact.as_str() {
                        "room" | "code" => add(Private::Room, text),
                        "phone" => add(Private::Phone, text),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    for (id, value) in &view.computed {
        if let Value::Text(text) = value {
            add(form.field(id).map(|(_, f)| f.private).unwrap_or_default(), text);
        }
    }
    for section in form.sections.iter().filter(|s| s.is_rows()) {
        for field in section.fields.iter().filter(|f| f.kind == FieldKind::Fact && f.private != Private::None) {
            let fact = field.fact.clone().unwrap_or_default();
            view.answers.list(&section.id).iter().filter_map(|r| r.facts.get(&fact)).for_each(|t| add(field.private, t));
        }
    }
    view.seals.iter().filter(|s| s.who == Who::Customer).for_each(|s| add(Private::Name, &s.signer));
    let mut words: Vec<(String, String)> = words.into_iter().collect();
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
    words
}

fn hide(json: &mut Json, words: &[(String, String)]) {
    match json {
        Json::String(text) => {
            for (word, masked) in words {
                if text.contains(word.as_str()) {
                    *text = text.replace(word.as_str(), masked);
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|i| hide(i, words)),
        Json::Object(map) => map.iter_mut().for_each(|(_, v)| hide(v, words)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}
