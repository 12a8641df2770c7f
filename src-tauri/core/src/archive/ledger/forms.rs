//! The ledgers of a paper: a line a sheet, a column a question; and of its lists, a line a row.

use chrono::NaiveDate;

use super::{Cell, Column, Ledger, column};
use crate::clock::Stamp;
use crate::form::{Compute, Field, FieldKind, Form, Private, Section};
use crate::paper::mask::Veil;
use crate::sheet::{Body, Row, Value, shown};

/// The columns of a paper's own ledger: its number and state, then each of its single questions. What it is counted in stands in
/// the head, so that the cell is a number.
#[must_use]
pub fn of_form(form: &Form) -> Ledger {
    let mut columns = vec![column("编号", 20, 33), column("状态", 12, 18)];
    columns.extend(questions(form).map(of_field));
    Ledger { id: form.id.clone(), title: form.full_title(), columns, rows: Vec::new() }
}

fn of_field(field: &Field) -> Column {
    let width = match field.kind {
        FieldKind::Text => 40,
        FieldKind::Date | FieldKind::Month | FieldKind::Number | FieldKind::Quantity => 12,
        FieldKind::Datetime => 17,
        _ => 16,
    };
    let label = if field.unit.is_empty() { field.label.clone() } else { format!("{}（{}）", field.label, field.unit) };
    Column { id: field.id.clone(), ..column(&label, width, 20) }
}

/// What of a paper goes on line by line and is asked for as a list of its own: × with their rectification, rounds of a case, attempts
/// of a revisit. Each by a meaning that its rows bind, and the word for it.
const LISTED: [(&str, &str); 3] =
    [("fault.item", "不合格项整改"), ("round.rectified", "整改经过"), ("attempt.result", "回访经过")];

/// The lists of a paper that have ledgers of their own, each with its word.
pub fn lists(form: &Form) -> impl Iterator<Item = (&Section, &'static str)> {
    LISTED.into_iter().filter_map(|(meaning, word)| Some((form.meant(meaning)?.section, word))).filter(|(list, _)| list.is_rows())
}

/// The columns of such a ledger: number and state of the sheet, then what stands in each of its rows.
#[must_use]
pub fn of_list(form: &Form, list: &Section, word: &str) -> Ledger {
    let mut columns = vec![column("编号", 20, 33), column("状态", 12, 18)];
    columns.extend(told(list).map(of_field));
    Ledger { id: format!("{}.{}", form.id, list.id), title: format!("{}·{word}", form.full_title()), columns, rows: Vec::new() }
}

/// The rows of a list of a sheet as lines of its ledger, as the reader may see them.
#[must_use]
pub fn list_lines(list: &Section, serial: &str, state: &str, body: &Body, veil: &Veil) -> Vec<Vec<Cell>> {
    let cell = |row: &Row, field: &Field| {
        if field.kind == FieldKind::Fact {
            let fact = field.fact.as_ref().and_then(|fact| row.facts.get(fact)).map(String::as_str).unwrap_or_default();
            return fact.parse().map_or_else(|_| Cell::text(&veil.text(field.private, fact)), Cell::Number);
        }
        row.cells.get(&field.id).map_or(Cell::Empty, |value| said(field, value, veil))
    };
    let rows = body.answers.list(&list.id).iter().filter(|row| row.cells.values().any(|value| !value.is_empty()));
    rows.map(|row| [serial, state].map(Cell::text).into_iter().chain(told(list).map(|field| cell(row, field))).collect())
        .collect()
}

fn said(field: &Field, value: &Value, veil: &Veil) -> Cell {
    if value.is_empty() {
        return Cell::Empty;
    }
    number(field, value).unwrap_or_else(|| Cell::text(&veil.text(field.private, &shown(field, value))))
}

/// What of a row is words or numbers; who signed and what was photographed is on the paper.
fn told(list: &Section) -> impl Iterator<Item = &Field> {
    list.fields.iter().filter(|field| !matches!(field.kind, FieldKind::Signature | FieldKind::Photo))
}

/// Puts the columns of another edition among those of a ledger, each behind the one that it follows there. A question that both
/// editions ask is one column; sheets of the edition without it have nothing there.
fn joined(ledger: &mut Ledger, columns: &[Column]) {
    let mut at = 0;
    for column in columns.iter().cloned() {
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

/// Puts a line of any edition, with its columns there, into the ledger of its paper or list.
pub fn take(ledger: &mut Ledger, of_line: &[Column], line: Vec<Cell>) {
    if of_line.iter().any(|column| ledger.columns.iter().all(|known| known.id != column.id)) {
        joined(ledger, of_line);
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
        value.map_or(Cell::Empty, |value| said(field, value, veil))
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
