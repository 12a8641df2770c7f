//! Dates and times in the room a cell has: 2026年2月13日 08:05 where it fits, else what the sheet's own date already says is
//! left out.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::super::grid::Mm;
use super::Composer;
use crate::clock::Stamp;
use crate::form::{Compute, Field, FieldKind};
use crate::sheet::{Value, long_date};

impl Composer<'_> {
    /// The short words of a date or time whose full words do not stand in one line of the cell; `None` when they do, or when
    /// it is neither.
    pub(super) fn short_when(&self, field: &Field, value: &Value, width: Mm, size: u16) -> Option<String> {
        let entered = matches!(field.compute, Some(Compute::Entered { .. } | Compute::Deadline(_)));
        if !entered && !matches!(field.kind, FieldKind::Date | FieldKind::Datetime) {
            return None;
        }
        let text = value.text()?;
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let at = Stamp::parse(text).ok().map(|s| s.local());
        let full = match (day, at) {
            (Some(day), _) => long_date(day),
            (None, Some(at)) => format!("{} {}", long_date(at.date()), at.format("%H:%M")),
            (None, None) => return None,
        };
        if line_width(&full, size) <= width.0 - 240 {
            return None;
        }
        let sheet = self.date();
        Some(match (day, at) {
            (Some(day), _) => short_date(day, sheet),
            (None, Some(at)) => short_time(at, sheet, field.kind == FieldKind::Datetime && self.is_own(field)),
            (None, None) => return None,
        })
    }

    /// Whether the field stands alone on the sheet, under its date, and not in a list of things that happen later.
    fn is_own(&self, field: &Field) -> bool {
        self.form().field(&field.id).is_some_and(|(section, _)| !section.is_rows())
    }

    /// The date of the sheet, as its index knows it.
    pub(super) fn date(&self) -> Option<NaiveDate> {
        let text = self.face.body.answers.fields.get(&self.form().index.date)?.text()?;
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().or_else(|| Some(Stamp::parse(text).ok()?.date()))
    }
}

/// 2月24日 within the sheet's year.
pub(super) fn short_date(day: NaiveDate, sheet: Option<NaiveDate>) -> String {
    match sheet {
        Some(sheet) if sheet.year() == day.year() => format!("{}月{}日", day.month(), day.day()),
        _ => long_date(day),
    }
}

/// 09:51 on the sheet's day, 2月24日 09:51 in its year.
fn short_time(at: NaiveDateTime, sheet: Option<NaiveDate>, own: bool) -> String {
    let time = at.format("%H:%M").to_string();
    if own && sheet == Some(at.date()) { time } else { format!("{} {time}", short_date(at.date(), sheet)) }
}

/// About how wide a line is, 0.01 mm: a Chinese character is one em, others a little over half of one.
pub(super) fn line_width(text: &str, size: u16) -> i32 {
    let em = i32::from(size) * 3_528 / 1_000;
    let hundredths: i32 = text.chars().map(|c| if c.is_ascii() { 57 } else { 100 }).sum();
    em.saturating_mul(hundredths) / 100
}
