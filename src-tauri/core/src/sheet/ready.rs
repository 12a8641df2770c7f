//! What a place for a signature still waits for.

use super::check::{Problem, ProblemCode, label};
use super::condition::applies;
use super::{Answers, Place, Row};
use crate::form::{Condition, Form, SignatureRole};

/// What must be there before `role` is signed in `row` (`""` for a single place): the answers it needs, then the conditions of
/// its form that do not hold.
#[must_use]
pub fn wanting(form: &Form, answers: &Answers, role: &SignatureRole, row: &str) -> Vec<Problem> {
    let own = form.field(&role.field).map(|(s, _)| s);
    let row = own.filter(|s| s.is_rows()).and_then(|s| answers.row(&s.id, row));
    let needs = role.needs.iter().filter_map(|id| need(form, answers, row, id));
    let ready = role.ready.iter().filter(|r| !applies(answers, row, &r.when)).map(|r| {
        let place = place_of(form, row, &r.when);
        let label = form.field(&place.field).map(|(_, f)| f.label.clone()).unwrap_or_default();
        let (message, params) = (r.message.clone(), vec![r.english.clone()]);
        Problem { place, code: ProblemCode::SignNotYet, label, message, params, wrong: false }
    });
    needs.chain(ready).collect()
}

/// Whether a row is one that `role` signs for: what its form asks of a row beside its answers holds there. A merchant whose
/// shop was not looked at has nothing to sign.
#[must_use]
pub fn signs_for(form: &Form, answers: &Answers, role: &SignatureRole, row: &str) -> bool {
    let own = form.field(&role.field).map(|(s, _)| s);
    let row = own.filter(|s| s.is_rows()).and_then(|s| answers.row(&s.id, row));
    role.ready.iter().all(|r| applies(answers, row, &r.when))
}

fn need(form: &Form, answers: &Answers, row: Option<&Row>, id: &str) -> Option<Problem> {
    let (section, field) = form.field(id)?;
    let row = row.filter(|_| section.is_rows());
    let value = match row {
        Some(row) => row.cells.get(id),
        None => answers.fields.get(id),
    };
    if value.is_some_and(|v| !v.is_empty()) {
        return None;
    }
    Some(Problem {
        place: Place::new(&section.id, row.map_or("", |r| r.id.as_str()), id),
        code: ProblemCode::SignNeeds,
        label: label(form, section, row, field),
        message: format!("先填写{}", field.label),
        params: vec![field.label.clone()],
        wrong: false,
    })
}

/// Where what a condition asks for is written.
fn place_of(form: &Form, row: Option<&Row>, condition: &Condition) -> Place {
    let (field, own) = match condition {
        Condition::All(of) | Condition::Any(of) => {
            return of.first().map_or_else(Place::default, |first| place_of(form, row, first));
        }
        Condition::Is { field, .. } | Condition::Not { field, .. } | Condition::Filled { field } => (Some(field), row),
        Condition::Some { field, .. } => (Some(field), None),
        Condition::Checked { of, .. } | Condition::Gaps { of, .. } => (of.first(), row),
        Condition::Has { .. } => (None, None),
    };
    let found = field.and_then(|id| form.field(id));
    let section = found.map_or("", |(s, _)| s.id.as_str());
    Place::new(section, own.map_or("", |r| r.id.as_str()), field.map_or("", String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Library;
    use crate::sheet::{Proposals, Roster, Value, begin};

    #[test]
    fn a_condition_of_a_list_is_asked_of_the_row_that_is_signed() {
        let form = &Library::shipped().get("revisit").unwrap().form;
        let mut answers = begin(form, &Roster::default(), &Proposals::default());
        let role = form.signature("customer_sign").unwrap();
        let missing = wanting(form, &answers, role, "");
        assert_eq!(missing.len(), 1, "nobody was met yet");
        assert_eq!(
            (missing[0].place.section.as_str(), missing[0].place.field.as_str()),
            ("attempts", "attempt_result"),
            "where to go"
        );
        let cells = [("attempt_result".to_owned(), Value::Text("接通".into()))].into();
        answers.rows.insert("attempts".into(), vec![Row { id: "1".into(), cells, ..Row::default() }]);
        assert_eq!(wanting(form, &answers, role, ""), [], "one attempt that reached the customer is enough");
    }
}
