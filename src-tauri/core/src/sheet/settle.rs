//! Keeps a draft in step with itself: the rows of part two follow the × of part one.

use std::collections::BTreeMap;

use super::begin::{numbered, propose_stage, proposed};
use super::{Answers, Proposals, Row, Value, begun};
use crate::form::{Form, Mark, Propose, RowSource, Section};

/// Brings derived rows in step with the checks: a row for every ×, in the order of part one. A row whose × was withdrawn is
/// parked with its details, and comes back with them when the × does.
pub fn settle(form: &Form, answers: &mut Answers, proposals: &Proposals) {
    for stage in &form.stages {
        if begun(form, answers, &stage.id) {
            propose_stage(form, &stage.id, answers, proposals);
        }
    }
    for section in &form.sections {
        match &section.rows {
            Some(RowSource::Fails(of)) => {
                if let Some(source) = form.section(of) {
                    settle_fails(form, section, source, answers, proposals);
                }
            }
            Some(RowSource::User) => {
                let rows = answers.rows.remove(&section.id).unwrap_or_default();
                answers.rows.insert(section.id.clone(), numbered(rows));
            }
            _ => {}
        }
    }
    super::compute::products(form, answers);
}

/// A new row for a list the user adds to, with what the app proposes.
#[must_use]
pub fn new_row(section: &Section, id: &str, proposals: &Proposals) -> Row {
    let mut row = Row { id: id.to_owned(), ..Row::default() };
    fill_proposals(section, &mut row, &BTreeMap::new(), proposals);
    row
}

fn settle_fails(form: &Form, section: &Section, source: &Section, answers: &mut Answers, proposals: &Proposals) {
    let mut old: BTreeMap<String, Row> = BTreeMap::new();
    for rows in [answers.parked.remove(&section.id), answers.rows.remove(&section.id)].into_iter().flatten() {
        old.extend(rows.into_iter().map(|r| (r.id.clone(), r)));
    }
    let mut rows = Vec::new();
    for row in answers.list(&source.id) {
        for column in source.checks() {
            if row.cells.get(&column.id).and_then(Value::mark) != Some(Mark::Fail) {
                continue;
            }
            let id = format!("{}@{}", row.id, column.id);
            let kept = old.remove(&id);
            let fresh = kept.is_none();
            let mut fail = kept.unwrap_or_default();
            fail.id.clone_from(&id);
            fail.group.clone_from(&row.group);
            fail.facts = row.facts.clone();
            fail.facts.insert("of".to_owned(), row.id.clone());
            fail.facts.insert("column".to_owned(), column.id.clone());
            if let Some(stage) = column.stage.as_ref().and_then(|s| form.stage(s)) {
                fail.facts.insert("stage".to_owned(), stage.id.clone());
                fail.facts.insert("round".to_owned(), stage.label.clone());
            }
            fail.facts.entry("item".to_owned()).or_insert_with(|| column.label.clone());
            if !fail.facts.contains_key("group") {
                let name = row.facts.get("name").cloned().unwrap_or_default();
                fail.facts.insert("group".to_owned(), name);
            }
            if fresh {
                let group = answers.groups.get(&source.id).and_then(|g| g.get(&row.group)).cloned().unwrap_or_default();
                fill_proposals(section, &mut fail, &group, proposals);
            }
            rows.push(fail);
        }
    }
    let parked: Vec<Row> = old.into_values().filter(|r| r.cells.values().any(|v| !v.is_empty())).collect();
    if !parked.is_empty() {
        answers.parked.insert(section.id.clone(), parked);
    }
    answers.rows.insert(section.id.clone(), numbered(rows));
}

fn fill_proposals(section: &Section, row: &mut Row, group: &BTreeMap<String, Value>, proposals: &Proposals) {
    for field in &section.fields {
        let value = match &field.propose {
            Some(Propose::GroupPerson) => group.values().find(|v| v.reference().is_some_and(|r| r.register == "person")).cloned(),
            _ => proposed(field, proposals),
        };
        if let Some(value) = value {
            row.cells.insert(field.id.clone(), value);
        }
    }
}
