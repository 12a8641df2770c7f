//! Who sees what: the one place where the role of the reader becomes a mask, and where it is laid over what the office gives out.

use std::collections::BTreeMap;

use super::Office;
use super::api::{Event, HistoryLine, SealView};
use super::error::Result;
use super::index::RegisterBody;
use super::record::Record;
use super::working::Working;
use crate::cabinet::{Kept, Kind, Reader, SheetRow};
use crate::clock::Id;
use crate::form::{FieldKind, Form, Private, Who};
use crate::paper::mask::{Mask, Veil};
use crate::sheet::{Answers, Change, Reference, Value};

impl Office {
    /// What is hidden from the one who works. The private words of the registers are known where names are hidden.
    pub(super) fn veil(&self, reader: &Reader<'_>) -> Result<Veil> {
        self.veil_of(reader, self.role().mask())
    }

    pub(super) fn veil_of(&self, reader: &Reader<'_>, mask: Mask) -> Result<Veil> {
        self.veil_at(reader, mask, None)
    }

    /// The same by what the registers said at a place in the order of the log: what was hidden in a file that was given out there.
    pub(super) fn veil_at(&self, reader: &Reader<'_>, mask: Mask, up_to: Option<u64>) -> Result<Veil> {
        let mut veil = Veil::of(mask);
        if !mask.names && !mask.rooms {
            return Ok(veil);
        }
        // Mostly nothing was written into a register since, and its lists say the same.
        let since = match up_to {
            Some(lamport) if !reader.entries_of_kind(Kind::Register, lamport, 1)?.is_empty() => Some(lamport),
            _ => None,
        };
        for register in ["customer", "outlet"] {
            for item in reader.register(register, true)? {
                let body = match since {
                    Some(lamport) => said_at(reader, item.id, lamport)?,
                    None => Some(serde_json::from_str::<RegisterBody>(&item.json)?),
                };
                let Some(body) = body else { continue };
                veil.know(private(register, ""), &body.name);
                body.facts.iter().for_each(|(fact, text)| veil.know(private(register, fact), text));
            }
        }
        Ok(veil)
    }

    /// The line of a list, as the one who works may read it.
    pub(super) fn row_words(&self, reader: &Reader<'_>, veil: &Veil, row: &SheetRow) -> Result<String> {
        Ok(self.veil_about(reader, veil, row.sheet, "")?.free(&row.snippet))
    }

    /// A veil for words about a record: it knows the private words of that sheet, or of every sheet of the month that the record
    /// keeps, by its name.
    pub(super) fn veil_about(&self, reader: &Reader<'_>, veil: &Veil, record: Id, month: &str) -> Result<Veil> {
        let mut veil = veil.clone();
        // What the registers no longer say stands in the sheet.
        if veil.mask().names {
            match Record::load(reader, record)? {
                Some(record) => know_record(&mut veil, &record),
                None => {
                    if let Some(draft) = reader.drafts_of(record)?.first() {
                        know_draft(&mut veil, &self.working(reader, draft.id)?);
                    } else if let Ok(month) = month.parse() {
                        return self.veil_of_month(reader, veil, record, month);
                    }
                }
            }
        }
        Ok(veil)
    }
}

/// What an entry of a register said at a place in the order of the log; none where it was not there yet.
fn said_at(reader: &Reader<'_>, id: Id, lamport: u64) -> Result<Option<RegisterBody>> {
    let all = reader.entries_of(id)?;
    let entry = all.iter().rfind(|entry| entry.head.kind == Kind::Register && entry.head.lamport <= lamport);
    let stored = entry.map(|entry| reader.body(entry)).transpose()?.and_then(Kept::bytes);
    Ok(stored.map(|stored| serde_json::from_slice(&stored)).transpose()?)
}

/// How private the name (`""`) or a fact of a register's entry is.
pub(super) fn private(register: &str, fact: &str) -> Private {
    match (register, fact) {
        (_, "phone") => Private::Phone,
        ("customer", "") | ("outlet", "operator") => Private::Name,
        ("customer", "room" | "code") => Private::Room,
        _ => Private::None,
    }
}

/// Learns the private words of a sheet, of all it ever said, and of those who signed it.
pub(super) fn know_record(veil: &mut Veil, record: &Record) {
    know_answers(veil, record.form(), &record.body.answers, &record.body.computed);
    for item in record.body.changes.iter().flat_map(|change| &change.items) {
        let private = record.form().field(&item.place.field).map(|(_, f)| f.private).unwrap_or_default();
        veil.know(private, &item.was);
        veil.know(private, &item.is);
    }
    for signed in &record.signatures {
        if record.form().signature(&signed.body.role).is_some_and(|role| role.who == Who::Customer) {
            veil.know(Private::Name, &signed.body.signer);
        }
        veil.know(Private::Name, &signed.body.proxy_for);
    }
}

/// Learns the private words of a draft.
pub(super) fn know_draft(veil: &mut Veil, working: &Working) {
    know_answers(veil, working.form(), &working.body.answers, &BTreeMap::new());
    if let Some(base) = &working.base {
        know_record(veil, base);
    }
}

fn know_answers(veil: &mut Veil, form: &Form, answers: &Answers, computed: &BTreeMap<String, Value>) {
    for (place, value) in answers.each() {
        let own = form.field(&place.field).map(|(_, f)| f.private).unwrap_or_default();
        match value {
            Value::Text(text) => veil.know(own, text),
            Value::Ref { reference } => {
                veil.know(own, &reference.text);
                veil.know(private(&reference.register, ""), &reference.text);
                reference.facts.iter().for_each(|(fact, text)| veil.know(private(&reference.register, fact), text));
            }
            _ => {}
        }
    }
    for (id, value) in computed {
        if let Value::Text(text) = value {
            veil.know(form.field(id).map(|(_, f)| f.private).unwrap_or_default(), text);
        }
    }
    for (section, field) in form.sections.iter().flat_map(|s| s.fields.iter().map(move |f| (s, f))) {
        if let (FieldKind::Fact, Some(fact)) = (field.kind, &field.fact) {
            let rows = answers.list(&section.id).iter();
            rows.filter_map(|row| row.facts.get(fact)).for_each(|text| veil.know(field.private, text));
        }
    }
}

/// The facts of a register's entry.
pub(super) fn facts(veil: &Veil, register: &str, facts: &mut BTreeMap<String, String>) {
    for (fact, text) in facts {
        let private = private(register, fact);
        if private != Private::None {
            *text = veil.text(private, text);
        }
    }
}

/// An entry of a register.
pub(super) fn reference(veil: &Veil, reference: &mut Reference) {
    facts(veil, &reference.register, &mut reference.facts);
    let own = private(&reference.register, "");
    if own != Private::None {
        reference.text = veil.text(own, &reference.text);
    }
}

/// What the registers say in a draft: the words in it are being written and stand as typed.
pub(super) fn drafted(veil: &Veil, mut answers: Answers) -> Answers {
    answers.references_mut().for_each(|r| reference(veil, r));
    for row in answers.rows.values_mut().flatten() {
        facts(veil, "", &mut row.facts);
    }
    answers
}

/// The answers of a finalised sheet.
pub(super) fn answers(veil: &Veil, form: &Form, mut answers: Answers) -> Answers {
    answers.fields = values(veil, form, answers.fields);
    for (section, rows) in &mut answers.rows {
        let kinds = form.section(section).map(|s| s.fields.as_slice()).unwrap_or_default();
        for row in rows {
            row.cells = values(veil, form, std::mem::take(&mut row.cells));
            for (fact, text) in &mut row.facts {
                let field = kinds.iter().find(|f| f.kind == FieldKind::Fact && f.fact.as_ref() == Some(fact));
                let own = field.map(|f| f.private).filter(|p| *p != Private::None);
                *text = veil.text(own.unwrap_or_else(|| private("outlet", fact)), text);
            }
        }
    }
    for cells in answers.groups.values_mut().flat_map(|g| g.values_mut()) {
        *cells = values(veil, form, std::mem::take(cells));
    }
    answers
}

/// Single answers or computed cells by field.
pub(super) fn values(veil: &Veil, form: &Form, mut values: BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    for (id, of) in &mut values {
        let field = form.field(id);
        value(veil, field.map(|(_, f)| f.private).unwrap_or_default(), of);
        // A paper the sheet rests on (委托书) names its signer.
        if let (Value::Photos { photos }, Some((section, _))) = (&mut *of, field)
            && !section.is_rows()
            && veil.hides(Private::Name)
        {
            photos.clear();
        }
    }
    values
}

fn value(veil: &Veil, private: Private, value: &mut Value) {
    match value {
        Value::Text(text) => *text = veil.text(private, text),
        Value::Words(words) => words.iter_mut().for_each(|word| *word = veil.free(word)),
        Value::Ref { reference: of } => {
            reference(veil, of);
            of.text = veil.text(private, &of.text);
        }
        Value::Photos { photos } => photos.iter_mut().for_each(|photo| photo.name = veil.free(&photo.name)),
        Value::Flag(_) | Value::Number(_) | Value::Check { .. } => {}
    }
}

/// What was and what is.
pub(super) fn changes(veil: &Veil, form: &Form, changes: &[Change]) -> Vec<Change> {
    let mut changes = changes.to_vec();
    for change in &mut changes {
        change.reason = veil.free(&change.reason);
        facts(veil, "person", &mut change.by.facts);
        for item in &mut change.items {
            let private = form.field(&item.place.field).map(|(_, f)| f.private).unwrap_or_default();
            for text in [&mut item.was, &mut item.is] {
                *text = veil.text(private, text);
            }
            for kept in [&mut item.was_value, &mut item.is_value].into_iter().flatten() {
                value(veil, private, kept);
            }
        }
    }
    changes
}

/// Who signed where.
pub(super) fn seals(veil: &Veil, mut seals: Vec<SealView>) -> Vec<SealView> {
    for seal in &mut seals {
        let private = if seal.who == Who::Customer { Private::Name } else { Private::None };
        seal.signer = veil.text(private, &seal.signer);
        seal.proposed = veil.text(private, &seal.proposed);
        seal.label = veil.free(&seal.label);
        if veil.hides(private) {
            seal.blob.clear();
        }
    }
    seals
}

/// What happened to a sheet.
pub(super) fn history(veil: &Veil, mut lines: Vec<HistoryLine>) -> Vec<HistoryLine> {
    for line in &mut lines {
        for text in [&mut line.by, &mut line.what, &mut line.reason] {
            *text = veil.free(text);
        }
        match &mut line.event {
            Event::Signed { kept, .. } => *kept = veil.free(kept),
            Event::Amended { labels } | Event::Corrected { labels } => labels.iter_mut().for_each(|l| *l = veil.free(l)),
            Event::Finished { .. }
            | Event::Late { .. }
            | Event::Added
            | Event::Voided
            | Event::Destroyed
            | Event::Audit { .. } => {}
        }
    }
    lines
}
