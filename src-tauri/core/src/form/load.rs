//! Reading a form file, and saying which file, which line and why when it is not one.

use serde::{Deserialize, Deserializer};

use super::Form;

/// A form file was refused. Nothing was taken from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct FormError {
    /// File name as given.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl FormError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "form-refused"
    }
}

/// Millimetres with at most two decimals, kept in hundredths.
pub(super) fn mm<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
    hundredths(f64::deserialize(from)?).map_err(serde::de::Error::custom)
}

pub(super) fn mms<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<i32>, D::Error> {
    Vec::<f64>::deserialize(from)?.into_iter().map(|v| hundredths(v).map_err(serde::de::Error::custom)).collect()
}

pub(super) fn row_height() -> i32 {
    700
}

pub(super) fn field_height() -> i32 {
    800
}

fn hundredths(mm: f64) -> Result<i32, String> {
    if (0.0..=1000.0).contains(&mm) {
        #[expect(clippy::cast_possible_truncation, reason = "0 to 100,000 after the check above")]
        let rounded = (mm * 100.0).round() as i32;
        Ok(rounded)
    } else {
        Err(format!("{mm} mm is no length on paper"))
    }
}

impl Form {
    /// Reads and checks a form file. `file` is only named in errors.
    ///
    /// # Errors
    /// When the text is no form of schema 1: with the line and the reason.
    pub fn load(file: &str, text: &str) -> Result<Self, FormError> {
        let form: Self = toml::from_str(text).map_err(|e| FormError {
            file: file.to_owned(),
            line: e.span().map_or(1, |s| line_at(text, s.start)),
            reason: e.message().to_owned(),
        })?;
        super::check::check(file, text, &form)?;
        Ok(form)
    }
}

/// The line of a byte offset, from 1.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

/// One entry of a layout row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutCell<'a> {
    /// A field: with its label in the column before, or alone.
    Field {
        /// Field.
        id: &'a str,
        /// Whether a label column precedes it.
        label: bool,
        /// Columns of the answer.
        span: usize,
    },
    /// Fixed words.
    Words {
        /// The words.
        text: &'a str,
        /// Columns.
        span: usize,
    },
}

impl<'a> LayoutCell<'a> {
    /// Reads `field`, `field:3`, `-field:4`, `=words:2`.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let (name, span) = match text.rsplit_once(':') {
            Some((name, span)) => (name, span.parse().ok().filter(|n| (1..=40).contains(n))?),
            None => (text, 1),
        };
        Some(match name.as_bytes().first()? {
            b'-' => Self::Field { id: name.get(1..)?, label: false, span },
            b'=' => Self::Words { text: name.get(1..)?, span },
            _ => Self::Field { id: name, label: true, span },
        })
    }

    /// Columns it fills, label included.
    #[must_use]
    pub fn columns(&self) -> usize {
        match self {
            Self::Field { label, span, .. } => span + usize::from(*label),
            Self::Words { span, .. } => *span,
        }
    }
}
