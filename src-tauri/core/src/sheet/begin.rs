//! A new sheet: its row lists made from the item library and the registers, and what the app proposes.

use std::collections::BTreeMap;

use super::{Answers, Reference, Row, Value};
use crate::clock::Stamp;
use crate::form::{Compute, Field, FieldKind, Form, LibraryGroup, Propose, RowSource, Section};

/// What the registers hold, as plain values.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// Active entries by register, in their order.
    pub registers: BTreeMap<String, Vec<RosterEntry>>,
}

/// An entry of a register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterEntry {
    /// Record id.
    pub id: String,
    /// Its name.
    pub text: String,
    /// Its facts: an area's `key` and `library`, an outlet's `code`, `operator`, `trade`.
    pub facts: BTreeMap<String, String>,
}

/// What the app proposes for empty answers.
#[derive(Debug, Clone, Default)]
pub struct Proposals {
    /// The moment.
    pub now: Option<Stamp>,
    /// The person of the account.
    pub author: Option<Reference>,
    /// The site in use.
    pub site: Option<Reference>,
    /// The end of the working day at hand, `2026-02-13T18:00+08:00`.
    pub end_of_day: String,
    /// Targets of duties by rule.
    pub targets: BTreeMap<String, String>,
    /// What the sheet it is begun from says, by meaning.
    pub source: BTreeMap<String, Value>,
    /// The rows that a list of items begins with, each with its id and what it says, by meaning.
    pub items: Vec<(String, BTreeMap<String, Value>)>,
}

/// What another sheet said, as an answer of this field; `None` where the types do not fit.
fn fitted(field: &Field, value: &Value) -> Option<Value> {
    let words = || Value::Text(value.word().replace('\n', " "));
    match (field.kind, value) {
        (FieldKind::Ref, Value::Ref { reference }) => {
            (field.register.as_ref() == Some(&reference.register)).then(|| value.clone())
        }
        (FieldKind::One, Value::Text(word)) => field.options.contains(word).then(|| value.clone()),
        (FieldKind::Text, Value::Text(_)) => Some(value.clone()),
        (FieldKind::Line, Value::Text(_) | Value::Ref { .. }) => Some(words()),
        (FieldKind::Text, Value::Ref { .. }) => Some(words()),
        (FieldKind::Date, Value::Text(text)) => text.get(..10).map(|day| Value::Text(day.to_owned())),
        (FieldKind::Datetime, Value::Text(text)) => Stamp::parse(text).is_ok().then(|| value.clone()),
        (FieldKind::Money, Value::Number(_)) | (FieldKind::YesNo, Value::Flag(_)) | (FieldKind::Photo, Value::Photos { .. }) => {
            Some(value.clone())
        }
        (FieldKind::Quantity, Value::Text(_)) => Some(value.clone()),
        _ => None,
    }
}

/// A new sheet of a form: rows made, proposals filled in, no result given.
#[must_use]
pub fn begin(form: &Form, roster: &Roster, proposals: &Proposals) -> Answers {
    let mut answers = Answers::default();
    for section in &form.sections {
        match &section.rows {
            Some(RowSource::Library) => {
                answers.rows.insert(section.id.clone(), library_rows(section, roster));
            }
            Some(RowSource::Register(register)) => {
                answers.rows.insert(section.id.clone(), register_rows(register, roster));
            }
            Some(RowSource::User) => {
                answers.rows.insert(section.id.clone(), item_rows(section, proposals));
            }
            Some(RowSource::Fails(_)) => {
                answers.rows.insert(section.id.clone(), Vec::new());
            }
            None => {
                for field in section.fields.iter().filter(|f| f.stage.is_none()) {
                    if let Some(value) = proposed(field, proposals) {
                        answers.fields.insert(field.id.clone(), value);
                    }
                }
            }
        }
    }
    if let Some(first) = form.stages.first() {
        propose_stage(form, &first.id, &mut answers, proposals);
    }
    answers
}

/// The rows of a list that takes over the items of the source sheet; none where it takes none.
fn item_rows(section: &Section, proposals: &Proposals) -> Vec<Row> {
    let takes = |f: &Field| matches!(&f.propose, Some(Propose::Source(m)) if m.starts_with("item."));
    if !section.fields.iter().any(takes) {
        return Vec::new();
    }
    let row = |(id, said): &(String, BTreeMap<String, Value>)| {
        let own = Proposals { source: said.clone(), items: Vec::new(), ..proposals.clone() };
        let cells = section.fields.iter().filter_map(|f| Some((f.id.clone(), proposed(f, &own)?))).collect();
        Row { id: id.clone(), cells, ..Row::default() }
    };
    numbered(proposals.items.iter().map(row).collect())
}

/// Fills what is proposed for a stage's single fields, once: a later stage is proposed for when it begins, so that its times
/// and people are those of that moment.
pub fn propose_stage(form: &Form, stage: &str, answers: &mut Answers, proposals: &Proposals) {
    if answers.proposed.iter().any(|s| s == stage) {
        return;
    }
    answers.proposed.push(stage.to_owned());
    for field in form.sections.iter().filter(|s| !s.is_rows()).flat_map(|s| &s.fields) {
        let empty = answers.fields.get(&field.id).is_none_or(Value::is_empty);
        if field.stage.as_deref() == Some(stage)
            && empty
            && let Some(value) = proposed(field, proposals)
        {
            answers.fields.insert(field.id.clone(), value);
        }
    }
}

/// Takes the proposals of stages that have not begun out again: nobody has said them.
pub fn withdraw_proposals(form: &Form, answers: &mut Answers, finished: impl Fn(&str) -> bool) {
    for stage in
        form.stages.iter().filter(|s| !finished(&s.id) && !super::begun(form, answers, &s.id)).map(|s| &s.id).collect::<Vec<_>>()
    {
        for field in
            form.sections.iter().flat_map(|s| &s.fields).filter(|f| f.propose.is_some() && f.stage.as_ref() == Some(stage))
        {
            answers.fields.remove(&field.id);
        }
    }
}

/// What is proposed for a field; a check never.
#[must_use]
pub(super) fn proposed(field: &Field, proposals: &Proposals) -> Option<Value> {
    if field.kind == FieldKind::Check {
        return None;
    }
    if let Some(Compute::Target { rule }) = &field.compute {
        return proposals.targets.get(rule).filter(|t| !t.is_empty()).cloned().map(Value::Text);
    }
    match field.propose.as_ref()? {
        Propose::Today => {
            let date = proposals.now?.date();
            let form = if field.kind == FieldKind::Month { "%Y-%m" } else { "%Y-%m-%d" };
            Some(Value::Text(date.format(form).to_string()))
        }
        Propose::Now => Some(Value::Text(proposals.now?.to_minute())),
        Propose::Author => proposals.author.clone().map(|reference| Value::Ref { reference }),
        Propose::Site => proposals.site.clone().map(|reference| Value::Ref { reference }),
        Propose::EndOfDay => Some(proposals.end_of_day.clone()).filter(|t| !t.is_empty()).map(Value::Text),
        Propose::Source(meaning) => proposals.source.get(meaning).and_then(|value| fitted(field, value)),
        Propose::GroupPerson => None,
    }
}

/// The item library laid over the areas of the register: an area takes the items of the group its `library` names. Without
/// any area in the register the library's own groups stand.
fn library_rows(section: &Section, roster: &Roster) -> Vec<Row> {
    let empty = Vec::new();
    let areas = roster.registers.get("area").unwrap_or(&empty);
    let mut rows = Vec::new();
    if areas.is_empty() {
        for group in &section.groups {
            push_group(&mut rows, &group.id, &group.label, group);
        }
        return numbered(rows);
    }
    for area in areas {
        let library = area.facts.get("library").map_or("", String::as_str);
        if let Some(group) = section.groups.iter().find(|g| g.id == library) {
            let key = area.facts.get("key").filter(|k| !k.is_empty()).unwrap_or(&area.id);
            push_group(&mut rows, key, &area.text, group);
        }
    }
    for group in section.groups.iter().filter(|g| g.always) {
        push_group(&mut rows, &group.id, &group.label, group);
    }
    numbered(rows)
}

fn push_group(rows: &mut Vec<Row>, key: &str, label: &str, group: &LibraryGroup) {
    for item in &group.items {
        let facts = [("group", label), ("item", &item.1), ("standard", &item.2)];
        rows.push(Row {
            id: format!("{key}.{}", item.0),
            group: key.to_owned(),
            facts: facts.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
            cells: BTreeMap::new(),
        });
    }
}

fn register_rows(register: &str, roster: &Roster) -> Vec<Row> {
    let entries = roster.registers.get(register).into_iter().flatten();
    let rows = entries.map(|entry| {
        let mut facts = entry.facts.clone();
        facts.insert("name".to_owned(), entry.text.clone());
        facts.insert("ref".to_owned(), entry.id.clone());
        let id = facts.get("code").filter(|c| !c.is_empty()).unwrap_or(&entry.id).clone();
        Row { id, group: String::new(), facts, cells: BTreeMap::new() }
    });
    let mut rows: Vec<Row> = rows.collect();
    // Two entries with the same code would be one row to every signature: the later takes its record id.
    let mut seen = std::collections::BTreeSet::new();
    for row in &mut rows {
        if !seen.insert(row.id.clone()) {
            row.id = row.facts.get("ref").cloned().unwrap_or_default();
        }
    }
    numbered(rows)
}

/// Gives every row the number it is printed with.
pub(super) fn numbered(mut rows: Vec<Row>) -> Vec<Row> {
    for (n, row) in rows.iter_mut().enumerate() {
        row.facts.insert("number".to_owned(), (n + 1).to_string());
    }
    rows
}
