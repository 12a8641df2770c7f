//! The ledger of a paper: a line a sheet, a column a question.

use chrono::NaiveDate;

use super::{Cell, Column, Ledger, column};
use crate::clock::Stamp;
use crate::form::{Compute, Field, FieldKind, Form, Private};
use crate::paper::mask::Veil;
use crate::sheet::{Body, Value, shown};

/// The columns of a paper's own ledger: its number and state, then each of its single questions. What it is counted in stands in
/// the head, so that the cell is a number.
#[must_use]
pub fn of_form(form: &Form) -> Ledger {
    let mut columns = vec![column("编号", 20, 33), column("状态", 12, 18)];
    for field in questions(form) {
        let width = match field.kind {
            FieldKind::Text => 40,
            FieldKind::Date | FieldKind::Month | FieldKind::Number | FieldKind::Quantity => 12,
            FieldKind::Datetime => 17,
            _ => 16,
        };
        let label = if field.unit.is_empty() { field.label.clone() } else { format!("{}（{}）", field.label, field.unit) };
        columns.push(Column { id: field.id.clone(), ..column(&label, width, 20) });
    }
    Ledger { id: form.id.clone(), title: form.full_title(), columns, rows: Vec::new() }
}

/// Puts the columns of another edition among those of a ledger, each behind the one that it follows there. A question that both
/// editions ask is one column; sheets of the edition without it have nothing there.
fn joined(ledger: &mut Ledger, form: &Form) {
    let mut at = 0;
    for column in of_form(form).columns {
        match ledger.columns.iter().position(|known| known.id == column.id) {
            Some(known) => at = known + 1,
            None => {
                ledger.columns.insert(at, column);
                ledger.rows.iter_mut().for_each(|row| row.insert(at, Cell::Empty));
                at += 1;
            }
        }
    }
}

/// Puts a sheet of any edition into its paper's ledger.
pub fn take(ledger: &mut Ledger, form: &Form, line: Vec<Cell>) {
    let of_line = of_form(form).columns;
    if of_line.iter().any(|column| ledger.columns.iter().all(|known| known.id != column.id)) {
        joined(ledger, form);
    }
    let mut row = vec![Cell::Empty; ledger.columns.len()];
    for (column, cell) in of_line.iter().zip(line) {
        let place = ledger.columns.iter().position(|known| known.id == column.id).and_then(|at| row.get_mut(at));
        if let Some(place) = place {
            *place = cell;
        }
    }
    ledger.rows.push(row);
}

/// A sheet as a line of its paper's ledger, as the reader may see it.
#[must_use]
pub fn line(form: &Form, serial: &str, state: &str, body: &Body, veil: &Veil) -> Vec<Cell> {
    let mut row = vec![Cell::text(serial), Cell::text(state)];
    row.extend(questions(form).map(|field| {
        let value = if field.kind == FieldKind::Auto { body.computed.get(&field.id) } else { body.answers.fields.get(&field.id) };
        let Some(value) = value.filter(|value| !value.is_empty()) else { return Cell::Empty };
        number(field, value).unwrap_or_else(|| Cell::text(&veil.text(field.private, &shown(field, value))))
    }));
    row
}

/// Days, moments, numbers, money and shares are cells of their own kind, so that Excel sorts, filters and adds them up.
fn number(field: &Field, value: &Value) -> Option<Cell> {
    let money = matches!(field.compute, Some(Compute::Total { .. } | Compute::Product { .. })) || field.kind == FieldKind::Money;
    match value {
        Value::Number(fen) if money => Some(Cell::Money(*fen)),
        Value::Number(n) if field.private == Private::None => Some(Cell::Number(*n)),
        Value::Text(text) if matches!(field.compute, Some(Compute::Rate { .. })) => share(text).or_else(|| day(text)),
        Value::Text(text) if matches!(field.compute, Some(Compute::Deadline(_))) => deadline(text).or_else(|| day(text)),
        Value::Text(text) => day(text),
        _ => None,
    }
}

/// 97.7% of a body, in thousandths.
fn share(text: &str) -> Option<Cell> {
    let (whole, tenth) = text.strip_suffix('%')?.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(tenth) || tenth.len() != 1 {
        return None;
    }
    let permille = whole.parse::<u32>().ok()?.checked_mul(10)?.checked_add(tenth.parse().ok()?)?;
    Some(Cell::Share(permille, 1000))
}

/// A deadline as the office writes it; one that is 暂定, or has a time, is more than a day and stays words.
fn deadline(text: &str) -> Option<Cell> {
    NaiveDate::parse_from_str(text, "%Y年%m月%d日").ok().map(Cell::Date)
}

fn day(text: &str) -> Option<Cell> {
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(Cell::Date(date));
    }
    Stamp::parse(text).ok().map(|at| Cell::Time(at.in_china().local()))
}

fn questions(form: &Form) -> impl Iterator<Item = &Field> {
    let single = form.sections.iter().filter(|section| !section.is_rows());
    let fields = single.flat_map(|section| &section.fields);
    fields.filter(|field| !matches!(field.kind, FieldKind::Signature | FieldKind::Photo))
}
