//! A sheet that is begun from another: a revisit from its case, a rectification from a × or a complaint, a payment notice from
//! its service sheet, an opinion from its survey. What is taken over is named by meaning on both sides, and no form by name.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use super::Office;
use super::api::Draft;
use super::error::{OfficeError, Result};
use super::people::role::Right;
use super::record::Record;
use crate::cabinet::Reader;
use crate::clock::Id;
use crate::form::{CaseKind, Field, FieldKind, MEANINGS};
use crate::sheet::{Proposals, Row, Value};

/// The sheet that another is begun from.
#[derive(Debug, Clone)]
pub(super) struct DraftSource {
    sheet: Id,
    /// The row of it that is meant; empty for the sheet as a whole.
    row: String,
}

impl Office {
    /// Begins a sheet of a form with what another sheet says; `row` names a row of it (the ×), or is empty.
    ///
    /// # Errors
    /// `not-found` for an unknown form, sheet or row; `sheet-void` when that sheet no longer counts.
    pub fn begin_from(&self, form: &str, sheet: &str, row: &str) -> Result<Draft> {
        self.may(Right::Fill)?;
        let loaded = self.library.get(form).ok_or_else(|| OfficeError::NotFound("form".to_owned()))?.clone();
        let source = DraftSource { sheet: Id::from_str(sheet)?, row: row.to_owned() };
        let id = self.cabinet.write(|tx| self.new_draft_from(tx, &loaded, "", Some(&source)))?;
        self.draft(&id.to_string())
    }

    /// Lays what the source says into the proposals of a new sheet.
    pub(super) fn propose_from(&self, reader: &Reader<'_>, source: &DraftSource, proposals: &mut Proposals) -> Result<()> {
        let record = Record::need(reader, source.sheet)?;
        if !record.body.void.is_empty() {
            return Err(OfficeError::Void);
        }
        let known = |r: &Row| r.id == source.row;
        if !source.row.is_empty() && !record.body.answers.rows.values().flatten().any(known) {
            return Err(OfficeError::NotFound("row".to_owned()));
        }
        let said = Said { record: &record, row: &source.row };
        proposals.source = MEANINGS.iter().filter_map(|(m, ..)| Some(((*m).to_owned(), said.of(m)?))).collect();
        let text = |words: String| (!words.is_empty()).then_some(Value::Text(words));
        for (name, value) in [
            ("serial", text(record.serial().to_owned())),
            ("revisit_kind", said.revisit_kind().and_then(text)),
            ("origin", said.origin().map(|w| Value::Text(w.to_owned()))),
            ("summary", text(said.summary())),
            ("story", text(said.story())),
            ("in_charge", said.of("delivery.department").or_else(|| said.of("department"))),
            ("ended", said.of("round.rectified").or_else(|| said.of("done"))),
        ] {
            if let Some(value) = value {
                proposals.source.insert(name.to_owned(), value);
            }
        }
        for item in said.items() {
            proposals.items.push((self.clock().id()?.to_string(), item));
        }
        Ok(())
    }
}

/// A sheet as it is asked by meaning.
pub(super) struct Said<'a> {
    record: &'a Record,
    row: &'a str,
}

impl<'a> Said<'a> {
    /// A sheet as a whole.
    pub(super) fn of_sheet(record: &'a Record) -> Self {
        Self { record, row: "" }
    }
}

impl Said<'_> {
    /// What the sheet answers to a meaning: of a list the row that was named, else the one that counts now.
    fn of(&self, meaning: &str) -> Option<Value> {
        let meant = self.record.form().meant(meaning)?;
        let body = &self.record.body;
        if !meant.section.is_rows() {
            let value = body.answers.fields.get(&meant.field.id).or_else(|| body.computed.get(&meant.field.id));
            return value.filter(|v| !v.is_empty()).cloned();
        }
        let rows = body.answers.list(&meant.section.id);
        let row = match rows.iter().find(|r| r.id == self.row) {
            Some(named) => named,
            None if meaning.starts_with("fault.") => return None,
            None if meaning.starts_with("delivery.") => self.taken(rows).or(rows.last())?,
            None => rows.iter().rev().find(|r| cell(r, meant.field).is_some())?,
        };
        cell(row, meant.field)
    }

    /// The last delivery that was signed for.
    fn taken<'r>(&self, rows: &'r [Row]) -> Option<&'r Row> {
        let result = self.record.form().meant("delivery.result")?.field;
        rows.iter().rev().find(|r| cell(r, result).is_some_and(|v| v.word() == "签收"))
    }

    fn words(&self, meaning: &str) -> String {
        self.of(meaning).map(|v| v.word()).unwrap_or_default()
    }

    /// 重大投诉, 一般投诉, 满意度调查意见, 特约服务. A complaint that was regraded is what it was last graded, with approval.
    pub(super) fn revisit_kind(&self) -> Option<String> {
        match self.record.form().case_kind()? {
            CaseKind::Complaint => {
                let counts = super::cases::facts(self.record).and_then(|facts| facts.grade_now());
                let grade = counts.map_or_else(|| self.words("grade"), |grade| grade.word().to_owned());
                Some(format!("{grade}投诉"))
            }
            CaseKind::Opinion => Some("满意度调查意见".to_owned()),
            CaseKind::Service => Some("特约服务".to_owned()),
            CaseKind::Consultation | CaseKind::Rectification => Some("日常".to_owned()),
        }
    }

    /// Where a rectification notice comes from.
    fn origin(&self) -> Option<&'static str> {
        match self.record.form().case_kind() {
            Some(CaseKind::Complaint) => Some("投诉"),
            Some(CaseKind::Opinion) => Some("满意度"),
            Some(CaseKind::Service | CaseKind::Consultation | CaseKind::Rectification) => None,
            None => self.record.form().meant("fault.text").map(|_| "检查"),
        }
    }

    /// What it is about: the words of the customer, or the place and item of a × with what is wrong.
    fn summary(&self) -> String {
        let fault = self.words("fault.text");
        if fault.is_empty() {
            return self.words("content");
        }
        let place = [self.words("fault.area"), self.words("fault.item")];
        let place: Vec<String> = place.into_iter().filter(|w| !w.is_empty()).collect();
        if place.is_empty() { fault } else { format!("{}：{fault}", place.join("\u{3000}")) }
    }

    /// The same with what was done about it.
    pub(super) fn story(&self) -> String {
        let measures = self.words("round.measures");
        let story = [self.summary(), if measures.is_empty() { measures } else { format!("整改措施：{measures}") }];
        story.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The rows of the list of items, each by meaning.
    fn items(&self) -> Vec<BTreeMap<String, Value>> {
        let form = self.record.form();
        let columns: Vec<(&str, &Field)> = MEANINGS
            .iter()
            .filter(|(m, ..)| m.starts_with("item."))
            .filter_map(|(m, ..)| Some((*m, form.meant(m)?.field)))
            .collect();
        let Some(list) = form.meant("item.name") else { return Vec::new() };
        let item = |row: &Row| columns.iter().filter_map(|(m, f)| Some(((*m).to_owned(), cell(row, f)?))).collect();
        self.record.body.answers.list(&list.section.id).iter().map(item).filter(|i: &BTreeMap<_, _>| !i.is_empty()).collect()
    }
}

/// An answer of a row, or a fact that is printed in it.
fn cell(row: &Row, field: &Field) -> Option<Value> {
    if field.kind == FieldKind::Fact {
        return row.facts.get(field.fact.as_ref()?).filter(|t| !t.is_empty()).cloned().map(Value::Text);
    }
    row.cells.get(&field.id).filter(|v| !v.is_empty()).cloned()
}
