//! What a signer is shown: the record as it is sealed, the question, the words agreed to.

use super::Office;
use super::apart::Seat;
use super::api::{Choice, SigningView};
use super::error::{OfficeError, Result};
use super::record::Record;
use super::sign::seat;
use crate::cabinet::Reader;
use crate::form::{Consent, SignatureRole, Who};
use crate::sheet::{ChangeKind, Scope, ScopeLine, Value, applies, scope, wanting};

impl Office {
    pub(super) fn signing_view(&self, reader: &Reader<'_>, record: &Record, role: &str, row: &str) -> Result<SigningView> {
        let organisation = record.body.organisation.clone();
        let site = record.body.answers.fields.get(&record.form().index.site).map(Value::word).unwrap_or_default();
        let heading = [organisation, site].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("·");
        let date = crate::sheet::long_date(self.clock().now().date());
        let view = SigningView {
            sheet: record.sheet.to_string(),
            serial: record.serial().to_owned(),
            title: record.form().full_title(),
            heading,
            role: role.to_owned(),
            row: row.to_owned(),
            label: String::new(),
            who: Who::Person,
            lines: Vec::new(),
            choice: None,
            consent: Consent { version: String::new(), text: String::new() },
            signer: String::new(),
            fixed: Seat { record, role, row }.is_heads(),
            date,
            wanted: Vec::new(),
            revision: record.newest().map(|e| e.hash.to_string()).unwrap_or_default(),
        };
        if let Some(n) = row.strip_prefix("change:") {
            let lines = correction_lines(record, n)?;
            let (label, who) = if role == "head" { ("部门负责人", Who::Head) } else { ("更正人", Who::Person) };
            let signer = self.proposed(reader, record, role, row)?;
            return Ok(SigningView { label: label.to_owned(), who, lines, signer, consent: correction_consent(), ..view });
        }
        let role_of = seat(record, role, row)?;
        let shown = scope(record.form(), &record.form_ref(), "", &record.body, role_of, row, "");
        let asked = role_of.choice.as_deref();
        let lines = shown.lines.into_iter().filter(|l| Some(l.field.as_str()) != asked).collect();
        Ok(SigningView {
            label: role_of.label.clone(),
            who: role_of.who,
            lines,
            choice: choice(record, role_of),
            consent: role_of.consent.clone(),
            signer: self.proposed_signer(reader, record, role_of, row)?,
            wanted: wanting(record.form(), &record.body.answers, role_of, row),
            ..view
        })
    }

    /// The name most likely to sign in a place, of a 更正页 too.
    pub(super) fn proposed(&self, reader: &Reader<'_>, record: &Record, role: &str, row: &str) -> Result<String> {
        match (row.strip_prefix("change:"), record.form().signature(role)) {
            (Some(_), _) if role == "head" => self.reviewer(reader, record, role, row),
            (Some(n), _) => {
                let change = n.parse::<usize>().ok().and_then(|n| record.body.changes.get(n));
                Ok(change.map(|change| change.by.text.clone()).unwrap_or_default())
            }
            (None, Some(role)) => self.proposed_signer(reader, record, role, row),
            (None, None) => Ok(String::new()),
        }
    }

    /// The name most likely to sign: the customer visited, the row's own people, the person of the account.
    fn proposed_signer(&self, reader: &Reader<'_>, record: &Record, role: &SignatureRole, row: &str) -> Result<String> {
        let answers = &record.body.answers;
        let section = record.form().field(&role.field).map(|(s, _)| s);
        if let Some(section) = section.filter(|s| s.is_rows()) {
            let fact = |name: &str| answers.row(&section.id, row).and_then(|r| r.facts.get(name)).cloned();
            let own = answers.groups.get(&section.id).and_then(|g| g.get(row.trim_start_matches('@')));
            let person = own.and_then(|c| c.values().find_map(|v| v.reference().map(|r| r.text.clone())));
            return Ok(person.or_else(|| fact("operator")).or_else(|| fact("name")).unwrap_or_default());
        }
        match role.who {
            Who::Customer => Ok(answers.fields.get(&record.form().index.customer).map(Value::word).unwrap_or_default()),
            Who::Witness => Ok(String::new()),
            Who::Person | Who::Head => self.reviewer(reader, record, &role.field, row),
        }
    }

    /// The one who works, unless they would review what they did.
    fn reviewer(&self, reader: &Reader<'_>, record: &Record, role: &str, row: &str) -> Result<String> {
        let author = self.author(reader)?.text;
        let barred = self.own_case(reader, Seat { record, role, row }, &author)?.is_some_and(|case| !case.instead.is_empty());
        Ok(if barred { String::new() } else { author })
    }

    pub(super) fn correction_scope(&self, record: &Record, role: &str, n: &str) -> Result<Scope> {
        let open = record.open_corrections();
        let number: usize = n.parse().map_err(|_| OfficeError::NotFound("correction".to_owned()))?;
        if !open.iter().any(|(at, missing)| *at == number && missing.contains(&role)) {
            return Err(OfficeError::NotOpen("更正页".to_owned()));
        }
        Ok(Scope {
            v: 1,
            record: record.sheet.to_string(),
            form: record.form_ref().hash,
            role: role.to_owned(),
            row: format!("change:{n}"),
            salt: self.salt()?,
            lines: correction_lines(record, n)?,
        })
    }
}

/// The question that a signer answers, when it applies.
pub(super) fn choice(record: &Record, role: &SignatureRole) -> Option<Choice> {
    let id = role.choice.as_ref()?;
    let (section, field) = record.form().field(id)?;
    if field.when.as_ref().is_some_and(|w| !applies(&record.body.answers, None, w)) {
        return None;
    }
    // The line for the customer's own wishes: the first text of the section that the customer may fill.
    let remark = section.fields.iter().find(|f| f.customer && f.id != *id && f.kind == crate::form::FieldKind::Text);
    Some(Choice {
        field: id.clone(),
        label: field.label.clone(),
        options: field.options.clone(),
        chosen: record.body.answers.fields.get(id).map(Value::word).unwrap_or_default(),
        remark_field: remark.map(|f| f.id.clone()).unwrap_or_default(),
        remark_label: remark.map(|f| f.label.clone()).unwrap_or_default(),
    })
}

/// What is agreed to with a 更正页.
pub(super) fn correction_consent() -> Consent {
    Consent { version: "1".to_owned(), text: "更正内容如上，原记载与签名仍保留。".to_owned() }
}

/// What a 更正页 shows: why, what was, what is.
fn correction_lines(record: &Record, n: &str) -> Result<Vec<ScopeLine>> {
    let missing = || OfficeError::NotFound("correction".to_owned());
    let number: usize = n.parse().map_err(|_| missing())?;
    let change = record.body.changes.get(number).filter(|c| c.kind == ChangeKind::Correction).ok_or_else(missing)?;
    let line = |label: String, text: String| ScopeLine { label, text, field: String::new(), blobs: Vec::new() };
    let mut lines = vec![line("更正原因".to_owned(), change.reason.clone())];
    for item in &change.items {
        lines.push(line(format!("{}\u{3000}原记载", item.label), item.was.clone()));
        lines.push(line(format!("{}\u{3000}更正为", item.label), item.is.clone()));
    }
    Ok(lines)
}
