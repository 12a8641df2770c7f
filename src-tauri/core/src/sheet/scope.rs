//! A scope: exactly what a signer is shown, as bytes whose hash the signature binds.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::condition::field_applies;
use super::{Body, ChangeKind, Row, Value, shown};
use crate::form::{Compute, Field, FieldKind, Form, FormRef, RowSource, ScopeRef, Section, SignatureRole};

/// What a signer is shown. Its canonical JSON (RFC 8785) is kept as content of the cabinet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Version of this description; 1.
    pub v: u32,
    /// The sheet.
    pub record: String,
    /// SHA-256 of the form's bytes.
    pub form: String,
    /// The signature field.
    pub role: String,
    /// The row or `@group` it stands in; empty for a single one.
    pub row: String,
    /// 128 random bits in hex.
    pub salt: String,
    /// Labels and answers, exactly as shown and in order.
    pub lines: Vec<ScopeLine>,
}

/// One label with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ScopeLine {
    /// As shown.
    pub label: String,
    /// As shown; empty when unanswered.
    pub text: String,
    /// The field it comes from.
    pub field: String,
    /// Photos named by the answer, by hash: they are sealed with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blobs: Vec<String>,
}

impl Scope {
    /// The bytes that are kept and hashed.
    ///
    /// # Errors
    /// Never for text; the canonical form refuses only numbers, and a scope holds none but its version.
    pub fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json_canonicalizer::to_vec(self)
    }

    /// The fields that read otherwise in another scope of the same place, each once.
    #[must_use]
    pub fn changed(&self, other: &Self) -> Vec<String> {
        let answers = |scope: &'_ Self, field: &str| -> Vec<(String, Vec<String>)> {
            scope.lines.iter().filter(|line| line.field == field).map(|line| (line.text.clone(), line.blobs.clone())).collect()
        };
        let fields: BTreeSet<&String> = self.lines.iter().chain(&other.lines).map(|line| &line.field).collect();
        fields.into_iter().filter(|field| answers(self, field) != answers(other, field)).cloned().collect()
    }
}

/// What the signer of `role` (in `row`) is shown of a body.
#[must_use]
pub fn scope(form: &Form, form_ref: &FormRef, record: &str, body: &Body, role: &SignatureRole, row: &str, salt: &str) -> Scope {
    let mut lines = Vec::new();
    for section in &form.sections {
        for field in &section.fields {
            if matches!(field.kind, FieldKind::Signature | FieldKind::Fact) || !covers(role, section, field) {
                continue;
            }
            if section.is_rows() {
                list_lines(section, field, body, role, row, &mut lines);
            } else if field_applies(&body.answers, None, field) {
                let value = body.answers.fields.get(&field.id).or_else(|| body.computed.get(&field.id));
                lines.push(line(field.label.clone(), field, value));
            }
        }
    }
    Scope {
        v: 1,
        record: record.to_owned(),
        form: form_ref.hash.clone(),
        role: role.field.clone(),
        row: row.to_owned(),
        salt: salt.to_owned(),
        lines,
    }
}

/// The scope as it must come out if nothing the signer saw has changed: changes made by 更正页 after the signature (those from
/// `corrections_from` on, and only those `signed` says are signed) are taken back first, because the signature stands for the
/// old text and both print.
#[must_use]
#[expect(clippy::too_many_arguments, reason = "a scope is named by all of these; a struct would only move the list")]
pub fn rebuild_scope(
    form: &Form,
    form_ref: &FormRef,
    record: &str,
    body: &Body,
    role: &SignatureRole,
    row: &str,
    salt: &str,
    changes_from: usize,
    signed: &dyn Fn(usize) -> bool,
) -> Scope {
    let mut before = body.clone();
    for (n, change) in body.changes.iter().enumerate().skip(changes_from).rev() {
        if change.kind == ChangeKind::Correction && signed(n) {
            for item in change.items.iter().rev() {
                before.answers.set(&item.place, item.was_value.clone());
            }
        }
    }
    scope(form, form_ref, record, &before, role, row, salt)
}

/// Whether a role's scope covers a field.
pub(crate) fn covers(role: &SignatureRole, section: &Section, field: &Field) -> bool {
    let own_list = || section.fields.iter().any(|f| f.id == role.field);
    role.scope.iter().any(|s| match s {
        ScopeRef::Section(id) => *id == section.id,
        ScopeRef::Field(id) => *id == field.id,
        ScopeRef::Stage(id) => field.stage.as_deref() == Some(id.as_str()) || (field.stage.is_none() && is_fails(section)),
        // The morning's check of an area is not touched by the afternoon's in the same row.
        ScopeRef::Row => own_list() && (field.stage.is_none() || field.stage == role.stage),
    })
}

/// Whether a role's scope covers a field in this row: what a × was recorded with belongs to the stage of the ×, so that the
/// afternoon's × are nothing to the morning's inspector.
pub(crate) fn covers_row(role: &SignatureRole, section: &Section, field: &Field, row: &Row) -> bool {
    if !covers(role, section, field) {
        return false;
    }
    let whole = role.scope.iter().any(|s| match s {
        ScopeRef::Section(id) => *id == section.id,
        ScopeRef::Field(id) => *id == field.id,
        ScopeRef::Stage(id) => field.stage.as_deref() == Some(id.as_str()),
        ScopeRef::Row => section.fields.iter().any(|f| f.id == role.field),
    });
    let stage = row.facts.get("stage");
    whole || role.scope.iter().any(|s| matches!(s, ScopeRef::Stage(id) if stage == Some(id)))
}

fn is_fails(section: &Section) -> bool {
    matches!(section.rows, Some(RowSource::Fails(_)))
}

fn list_lines(section: &Section, field: &Field, body: &Body, role: &SignatureRole, own: &str, lines: &mut Vec<ScopeLine>) {
    // A signature inside a list sees its own row (or its group's rows) of that list, and nothing of the others.
    let inside = section.fields.iter().any(|f| f.id == role.field);
    let group = own.strip_prefix('@');
    let visible = |row: &&Row| !inside || group.map_or(row.id == own, |g| row.group == g) || own.is_empty();
    let rows = body.answers.list(&section.id).iter().filter(visible);
    if field.per_group {
        let mut last: Option<&str> = None;
        for row in rows {
            if last == Some(row.group.as_str()) {
                continue;
            }
            last = Some(&row.group);
            let value = body.answers.groups.get(&section.id).and_then(|g| g.get(&row.group)).and_then(|c| c.get(&field.id));
            let name = row.facts.get("group").map_or("", String::as_str);
            lines.push(line(joined(&[name, &field.label]), field, value));
        }
        return;
    }
    for row in rows.filter(|r| covers_row(role, section, field, r) && field_applies(&body.answers, Some(r), field)) {
        let number = match &field.compute {
            Some(Compute::Number) => row.facts.get("number").cloned().map(Value::Text),
            _ => None,
        };
        let mut words: Vec<&str> = Vec::new();
        // The number of a × changes when another is found before it, and says nothing about it.
        let names = ["number", "group", "name", "item", "standard", "round"].into_iter().skip(usize::from(is_fails(section)));
        words.extend(names.filter_map(|name| row.facts.get(name)).map(String::as_str));
        words.dedup();
        words.push(&field.label);
        lines.push(line(joined(&words), field, number.as_ref().or_else(|| row.cells.get(&field.id))));
    }
}

fn line(label: String, field: &Field, value: Option<&Value>) -> ScopeLine {
    ScopeLine {
        label,
        text: value.map(|v| shown(field, v)).unwrap_or_default(),
        field: field.id.clone(),
        blobs: value.map(|v| v.photos().iter().map(|p| p.blob.clone()).collect()).unwrap_or_default(),
    }
}

fn joined(words: &[&str]) -> String {
    words.iter().copied().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("\u{3000}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Library, Mark};
    use crate::sheet::{Place, Proposals, Roster, begin, settle};

    fn marked(body: &mut Body, form: &Form, row: &str, column: &str, mark: Mark) {
        assert!(body.answers.set(&Place::new("check", row, column), Some(Value::Check { mark })), "the row is there");
        settle(form, &mut body.answers, &Proposals::default());
    }

    #[test]
    fn a_fault_belongs_to_the_round_it_was_found_in() {
        let loaded = Library::shipped().get("inspection-daily").unwrap();
        let form = &loaded.form;
        let mut body = Body { answers: begin(form, &Roster::default(), &Proposals::default()), ..Body::default() };
        marked(&mut body, form, "toilet.floor", "am", Mark::Fail);
        let problem = |body: &mut Body, words: &str| {
            let place = Place::new("fails", "toilet.floor@am", "problem");
            assert!(body.answers.set(&place, Some(Value::Text(words.into()))), "part two has a row for the ×");
        };
        problem(&mut body, "有积水");
        let role = form.signature("am_sign").unwrap();
        let of = |body: &Body| scope(form, &loaded.reference(), "sheet", body, role, "", "salt");
        let signed = of(&body);
        assert!(signed.lines.iter().any(|l| l.text == "有积水"), "the morning's inspector signs what he wrote of his ×");

        // Found before it in printed order, so that the morning's × takes another number.
        marked(&mut body, form, "lobby.door", "pm", Mark::Fail);
        assert_eq!(of(&body), signed, "a × of the afternoon leaves the morning's signature alone");
        problem(&mut body, "没有积水");
        assert_ne!(of(&body), signed, "a change of the morning's own × asks for a new signature");
    }
}
