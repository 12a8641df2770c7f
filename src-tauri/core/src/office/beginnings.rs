//! What can be begun from a sheet: a rectification notice from a ×, a complaint or an opinion; an opinion from its survey. Forms are found
//! by what their fields mean.

use std::str::FromStr as _;

use serde::{Deserialize, Serialize};

use super::error::Result;
use super::people::role::Right;
use super::record::Record;
use super::{Office, veil};
use crate::clock::Id;
use crate::form::{CaseKind, Form};
use crate::sheet::{Row, Value};

/// A sheet that can be begun from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Beginning {
    /// Form.
    pub form: String,
    /// 整改通知单及反馈
    pub title: String,
    /// Row that is meant; empty for the sheet as a whole.
    pub row: String,
    /// What the row says, place and item first; empty for the sheet as a whole.
    pub about: String,
}

/// Most rows offered; a sheet with more is answered by one notice.
const ROWS: usize = 40;

impl Office {
    /// What can be begun from a sheet, as it stands. Nothing from one that is void or unsaved.
    ///
    /// # Errors
    /// `not-found`.
    pub fn beginnings(&self, sheet: &str) -> Result<Vec<Beginning>> {
        self.may(Right::Read)?;
        let sheet = Id::from_str(sheet)?;
        self.cabinet.read(|reader| {
            let record = Record::need(reader, sheet)?;
            if !record.body.void.is_empty() {
                return Ok(Vec::new());
            }
            let mut veil = self.veil(reader)?;
            veil::know_record(&mut veil, &record);
            let form = record.form();
            let of = |kind: CaseKind| self.library.iter().find(move |loaded| loaded.form.case_kind() == Some(kind));
            let one = |to: &Form, row: &str, about: String| Beginning {
                form: to.id.clone(),
                title: to.full_title(),
                row: row.to_owned(),
                about,
            };
            let mut out = Vec::new();
            if let (Some(fault), Some(to)) = (form.meant("fault.text"), of(CaseKind::Rectification)) {
                let rows = record.body.answers.list(&fault.section.id).iter().take(ROWS);
                out.extend(rows.map(|row| one(&to.form, &row.id, veil.free(&about(form, row)))));
            }
            let asked = matches!(form.case_kind(), Some(CaseKind::Complaint | CaseKind::Opinion));
            if let Some(to) = of(CaseKind::Rectification).filter(|_| asked) {
                out.push(one(&to.form, "", String::new()));
            }
            // A survey says something of its own and is no case; what collects opinions for a department is delivered.
            let survey = form.case_kind().is_none() && form.meant("batch").is_some() && form.meant("delivery.at").is_none();
            let advice = form.meant("content").and_then(|meant| record.body.answers.fields.get(&meant.field.id));
            if survey
                && advice.is_some_and(|advice| !advice.is_empty())
                && let Some(to) = of(CaseKind::Opinion)
            {
                out.push(one(&to.form, "", String::new()));
            }
            Ok(out)
        })
    }
}

/// 大堂　玻璃门无手印：有手印
fn about(form: &Form, row: &Row) -> String {
    let said = |meaning: &str| {
        let Some(meant) = form.meant(meaning) else { return String::new() };
        let fact = meant.field.fact.as_ref().and_then(|fact| row.facts.get(fact)).cloned();
        fact.or_else(|| row.cells.get(&meant.field.id).map(Value::word)).unwrap_or_default()
    };
    let place: Vec<String> = ["fault.area", "fault.item"].map(said).into_iter().filter(|word| !word.is_empty()).collect();
    let words = [place.join("\u{3000}"), said("fault.text")];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("：")
}
