//! What changed between two states of a sheet.

use std::collections::BTreeSet;

use super::{Answers, ChangeItem, Place, Value, shown};
use crate::form::Form;

/// Every answer that differs, in printed order. Rows that came or went differ in all their answers.
#[must_use]
pub fn differences(form: &Form, was: &Answers, is: &Answers) -> Vec<ChangeItem> {
    let places: BTreeSet<Place> = was.each().chain(is.each()).map(|(place, _)| place).collect();
    let mut items = Vec::new();
    for section in &form.sections {
        for field in &section.fields {
            let own = |p: &&Place| p.field == field.id && (p.section == section.id || p.section.is_empty());
            for place in places.iter().filter(own) {
                let (a, b) = (was.get(place), is.get(place));
                if same(a, b) {
                    continue;
                }
                let words = |v: Option<&Value>| v.map(|v| shown(field, v)).unwrap_or_default();
                let group = place.row.strip_prefix('@');
                let row = match group {
                    Some(group) => is.list(&section.id).iter().chain(was.list(&section.id)).find(|r| r.group == group).cloned(),
                    None => is.row(&section.id, &place.row).or_else(|| was.row(&section.id, &place.row)).cloned(),
                };
                let row = row.map(|mut r| {
                    if group.is_some() {
                        r.id.clone_from(&place.row);
                    }
                    r
                });
                let label = super::check::label(form, section, row.as_ref(), field);
                let place = Place { section: section.id.clone(), ..place.clone() };
                items.push(ChangeItem { place, label, was: words(a), is: words(b), was_value: a.cloned(), is_value: b.cloned() });
            }
        }
    }
    items
}

/// Whether every change is one that a 更正页 may make.
#[must_use]
pub fn is_correctable(form: &Form, items: &[ChangeItem]) -> bool {
    !items.is_empty() && items.iter().all(|i| form.field(&i.place.field).is_some_and(|(_, f)| f.correctable))
}

/// A reference to the same entry is the same answer: what it reads as was frozen, and stays frozen.
fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a.and_then(Value::reference), b.and_then(Value::reference)) {
        (Some(a), Some(b)) if !a.id.is_empty() => a.id == b.id,
        _ => a == b,
    }
}
