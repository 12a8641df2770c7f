//! Whether something applies, and whether a stage has begun.

use super::{Answers, Place, Row, Value};
use crate::form::{Condition, Field, FieldKind, Form, Mark, Section};

/// Whether a condition holds. With a row, a field is looked up in it first (its facts count as answers), then in the sheet.
#[must_use]
pub fn applies(answers: &Answers, row: Option<&Row>, condition: &Condition) -> bool {
    match condition {
        Condition::Is { field, of } => word(answers, row, field).is_some_and(|w| of.contains(&w)),
        Condition::Not { field, of } => word(answers, row, field).is_none_or(|w| !of.contains(&w)),
        Condition::Filled { field } => word(answers, row, field).is_some(),
        Condition::Some { section, field, of } => {
            answers.list(section).iter().any(|r| r.cells.get(field).is_some_and(|v| of.contains(&v.word())))
        }
        Condition::All(of) => of.iter().all(|c| applies(answers, row, c)),
        Condition::Any(of) => of.iter().any(|c| applies(answers, row, c)),
        Condition::Checked { section, of } => {
            let seen = |r: &Row| of.iter().any(|c| matches!(r.cells.get(c).and_then(Value::mark), Some(Mark::Pass | Mark::Fail)));
            row.map_or_else(|| answers.list(section).iter().any(seen), seen)
        }
        Condition::Has { section, mark } => {
            answers.list(section).iter().flat_map(|r| r.cells.values()).any(|v| v.mark() == Some(*mark))
        }
        Condition::Gaps { section, of } => {
            let gap = |mark: Option<Mark>| mark.is_none_or(|m| m == Mark::Undrawn);
            answers.list(section).iter().any(|r| of.iter().any(|c| gap(r.cells.get(c).and_then(Value::mark))))
        }
    }
}

fn word(answers: &Answers, row: Option<&Row>, field: &str) -> Option<String> {
    let own =
        row.and_then(|r| r.cells.get(field).filter(|v| !v.is_empty()).map(Value::word).or_else(|| r.facts.get(field).cloned()));
    own.or_else(|| answers.fields.get(field).filter(|v| !v.is_empty()).map(Value::word))
}

/// Whether a field applies in this row of this sheet.
#[must_use]
pub(super) fn field_applies(answers: &Answers, row: Option<&Row>, field: &Field) -> bool {
    field.when.as_ref().is_none_or(|when| applies(answers, row, when))
}

/// Whether a stage has begun: a check of it is marked, or a field of it that the app does not propose has an answer.
#[must_use]
pub fn begun(form: &Form, answers: &Answers, stage: &str) -> bool {
    form.sections.iter().any(|section| {
        section.fields.iter().filter(|f| f.stage.as_deref() == Some(stage)).any(|field| {
            field.propose.is_none()
                && !matches!(field.kind, FieldKind::Auto | FieldKind::Fact)
                && answered(answers, section, field)
        })
    })
}

/// Whether a field has an answer anywhere.
fn answered(answers: &Answers, section: &Section, field: &Field) -> bool {
    if section.is_rows() {
        let rows = answers.list(&section.id).iter().any(|r| r.cells.get(&field.id).is_some_and(|v| !v.is_empty()));
        let groups = answers.groups.get(&section.id);
        rows || groups.is_some_and(|g| g.values().any(|c| c.get(&field.id).is_some_and(|v| !v.is_empty())))
    } else {
        answers.get(&Place::new(&section.id, "", &field.id)).is_some()
    }
}
