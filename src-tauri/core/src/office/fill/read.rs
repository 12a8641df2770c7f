//! One answer of a file, read by the type of its field.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::super::error::Result;
use super::super::register::REGISTERS;
use super::super::{Office, OfficeError};
use super::FillError;
use crate::cabinet::Reader;
use crate::clock::{Id, Stamp};
use crate::form::{Field, FieldKind, Mark};
use crate::sheet::money::fen;
use crate::sheet::{Photo, Reference, Value};

/// The value of a field; `None` clears it.
pub(super) fn value(
    office: &Office,
    reader: &Reader<'_>,
    photos: &BTreeMap<String, Photo>,
    field: &Field,
    json: &Json,
) -> Result<Option<Value>> {
    let wrong = |wanted| -> OfficeError { FillError::WrongValue { field: field.id.clone(), wanted }.into() };
    if matches!(field.kind, FieldKind::Auto | FieldKind::Fact | FieldKind::Signature) {
        return Err(FillError::NotFillable(field.id.clone()).into());
    }
    if json.is_null() || json.as_str().is_some_and(|t| t.trim().is_empty()) {
        return Ok(None);
    }
    let text = || json.as_str().map(str::to_owned);
    let value = match field.kind {
        FieldKind::Line | FieldKind::Text => Value::Text(text().ok_or_else(|| wrong("text"))?),
        FieldKind::One => Value::Text(text().ok_or_else(|| wrong("one of its words"))?),
        FieldKind::Date => Value::Text(text().ok_or_else(|| wrong("a date such as 2026-02-13"))?),
        FieldKind::Month => Value::Text(text().ok_or_else(|| wrong("a month such as 2026-02"))?),
        FieldKind::Datetime => {
            let at = text().ok_or_else(|| wrong("a time such as 2026-02-13T18:30"))?;
            Value::Text(time(&at, office.clock().now().offset_min()))
        }
        FieldKind::Some => Value::Words(words(json).map(str::to_owned).collect()),
        FieldKind::Check => Value::Check { mark: json.as_str().and_then(mark).ok_or_else(|| wrong(MARKS))? },
        FieldKind::Number => {
            let number = json.as_i64().or_else(|| json.as_str().and_then(|t| t.trim().parse().ok()));
            Value::Number(number.ok_or_else(|| wrong("a whole number"))?)
        }
        FieldKind::Money => Value::Number(fen(&decimal(json)).ok_or_else(|| wrong("an amount in 元 such as 12.50"))?),
        FieldKind::Quantity => Value::Text(decimal(json)),
        FieldKind::YesNo => Value::Flag(match (json.as_bool(), json.as_str()) {
            (Some(flag), _) => flag,
            (_, Some("是")) => true,
            (_, Some("否")) => false,
            _ => return Err(wrong("true or false")),
        }),
        FieldKind::Photo => Value::Photos { photos: words(json).filter_map(|name| photos.get(name).cloned()).collect() },
        FieldKind::Ref => {
            let register = field.register.as_deref().unwrap_or_default();
            Value::Ref { reference: reference(office, reader, &field.id, register, json)? }
        }
        FieldKind::Auto | FieldKind::Fact | FieldKind::Signature => return Ok(None),
    };
    Ok(Some(value))
}

/// A number as it was written: JSON's own digits, never by way of a float.
fn decimal(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), |text| text.trim().to_owned())
}

const MARKS: &str = "pass, fail, na or undrawn (√ × / ○)";

/// A mark by its name, its character or its word.
fn mark(word: &str) -> Option<Mark> {
    let marks = [Mark::Pass, Mark::Fail, Mark::Na, Mark::Undrawn];
    let word = word.trim();
    let other = match word {
        "✓" | "V" | "v" => Some(Mark::Pass),
        "x" | "X" | "✗" => Some(Mark::Fail),
        "／" => Some(Mark::Na),
        "〇" => Some(Mark::Undrawn),
        _ => None,
    };
    marks.into_iter().find(|m| [m.name(), m.character(), m.word()].contains(&word)).or(other)
}

/// A mark that may be set for many cells at once: what failed is named one by one.
pub(super) fn bulk(column: &str, word: &str) -> Result<Mark> {
    match mark(word) {
        Some(mark @ (Mark::Pass | Mark::Undrawn)) => Ok(mark),
        _ => Err(FillError::WrongValue { field: column.to_owned(), wanted: "pass or undrawn" }.into()),
    }
}

/// The words of a text or a list of texts.
pub(super) fn words(json: &Json) -> impl Iterator<Item = &str> {
    let many = json.as_array().into_iter().flatten().filter_map(Json::as_str);
    json.as_str().into_iter().chain(many).filter(|w| !w.trim().is_empty())
}

/// A time with or without its offset, with `T` or a space, as bodies hold it. What is no time is left for the form to refuse.
fn time(text: &str, offset_min: i32) -> String {
    let text = text.trim().replacen(' ', "T", 1);
    if let Ok(at) = Stamp::parse(&text) {
        return at.to_minute();
    }
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let read = local.iter().find_map(|form| chrono::NaiveDateTime::parse_from_str(&text, form).ok());
    read.map_or(text, |at| Stamp::from_local(at.date(), at.time(), offset_min).to_minute())
}

/// A reference by name, or `{"id": …}` where several have the same name.
pub(super) fn reference(office: &Office, reader: &Reader<'_>, field: &str, register: &str, json: &Json) -> Result<Reference> {
    let label = REGISTERS.iter().find(|(id, ..)| *id == register).map_or(register, |(_, label, ..)| label);
    let unknown = |name: &str| FillError::UnknownName { register: label.to_owned(), name: name.to_owned() };
    if let Some(id) = json.get("id").and_then(Json::as_str) {
        let known = id.parse::<Id>().is_ok();
        let found = if known { office.reference(reader, register, id)? } else { None };
        return found.ok_or_else(|| unknown(id).into());
    }
    let name = json.as_str().or_else(|| json.get("name").and_then(Json::as_str)).map(str::trim);
    let name = name.ok_or_else(|| FillError::WrongValue { field: field.to_owned(), wanted: "a name or {\"id\": …}" })?;
    let entries = reader.register(register, false)?;
    let mut found = entries.iter().filter(|e| e.name == name);
    let Some(first) = found.next() else { return Err(unknown(name).into()) };
    let others = found.count();
    if others > 0 {
        let (register, name) = (label.to_owned(), name.to_owned());
        return Err(FillError::AmbiguousName { register, name, count: others + 1 }.into());
    }
    office.reference(reader, register, &first.id.to_string())?.ok_or_else(|| unknown(name).into())
}
