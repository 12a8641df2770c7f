//! Values of answers, and the words they are shown with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::money;
use crate::clock::Stamp;
use crate::form::{Compute, Field, FieldKind, Mark};

/// One answer. Bodies hold no floats: numbers are whole and within ±2⁵³, money is in 分, dates and times are text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number, or money in 分.
    Number(#[cfg_attr(feature = "bindings", ts(type = "number"))] i64),
    /// Text as typed; a date `2026-02-13`; a month `2026-02`; a time `2026-02-13T18:30+08:00`; a chosen word.
    Text(String),
    /// A check.
    Check {
        /// Which mark.
        mark: Mark,
    },
    /// A reference, with the words it read as when it was frozen.
    Ref {
        /// To what.
        #[serde(rename = "ref")]
        reference: Reference,
    },
    /// Photos and attachments.
    Photos {
        /// In order.
        photos: Vec<Photo>,
    },
    /// Chosen words.
    Words(Vec<String>),
}

/// An entry of a register as it read when last frozen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Reference {
    /// Record id; empty when only words are known.
    #[serde(default)]
    pub id: String,
    /// Register.
    #[serde(default)]
    pub register: String,
    /// The name.
    pub text: String,
    /// Further facts by name: phone, room, code, …
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
}

/// A picture or an attachment in the cabinet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Photo {
    /// SHA-256 of the stored bytes, lower-case hex.
    pub blob: String,
    /// SHA-256 of the file as it was taken in.
    #[serde(default)]
    pub original: String,
    /// File name as it came.
    #[serde(default)]
    pub name: String,
    /// Capture time as the camera wrote it; empty when it wrote none.
    #[serde(default)]
    pub taken: String,
    /// Pixels across; 0 for an attachment.
    #[serde(default)]
    pub width: u32,
    /// Pixels down; 0 for an attachment.
    #[serde(default)]
    pub height: u32,
    /// Kept as it came because it could not be read as a picture.
    #[serde(default)]
    pub attachment: bool,
}

impl Value {
    /// The text, when it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The mark, when it is a check.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        if let Self::Check { mark } = self { Some(*mark) } else { None }
    }

    /// The reference, when it is one.
    #[must_use]
    pub fn reference(&self) -> Option<&Reference> {
        if let Self::Ref { reference } = self { Some(reference) } else { None }
    }

    /// The photos; none for other values.
    #[must_use]
    pub fn photos(&self) -> &[Photo] {
        if let Self::Photos { photos } = self { photos } else { &[] }
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Words(words) => words.is_empty(),
            Self::Photos { photos } => photos.is_empty(),
            Self::Ref { reference } => reference.text.trim().is_empty(),
            Self::Flag(_) | Self::Number(_) | Self::Check { .. } => false,
        }
    }

    /// The word that conditions compare: the chosen word, 是/否, the mark's name, the reference's name.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Flag(true) => "是".to_owned(),
            Self::Flag(false) => "否".to_owned(),
            Self::Number(n) => n.to_string(),
            Self::Text(text) => text.clone(),
            Self::Check { mark } => mark.name().to_owned(),
            Self::Ref { reference } => reference.text.clone(),
            Self::Photos { photos } => photos.len().to_string(),
            Self::Words(words) => words.join("、"),
        }
    }
}

/// An answer as it is shown and printed, and as a signer sees it.
#[must_use]
pub fn shown(field: &Field, value: &Value) -> String {
    let text = match (field.kind, value) {
        (_, Value::Check { mark }) => mark.character().to_owned(),
        (_, Value::Photos { photos }) if photos.is_empty() => String::new(),
        (_, Value::Photos { photos }) => format!("{}张", photos.len()),
        (FieldKind::Money, Value::Number(fen)) => money::yuan(*fen),
        (FieldKind::Auto, Value::Number(fen)) if is_money(field) => money::yuan(*fen),
        (FieldKind::Date | FieldKind::Auto, Value::Text(text)) => date_words(text).unwrap_or_else(|| text.clone()),
        (FieldKind::Datetime, Value::Text(text)) => time_words(text).unwrap_or_else(|| text.clone()),
        (FieldKind::Month, Value::Text(text)) => month_words(text).unwrap_or_else(|| text.clone()),
        (_, value) => value.word(),
    };
    if field.unit.is_empty() || text.is_empty() { text } else { format!("{text}{}", field.unit) }
}

/// Whether the program fills the field with money.
fn is_money(field: &Field) -> bool {
    matches!(field.compute, Some(Compute::Product { .. } | Compute::Total { .. }))
}

/// `2026-02-13` or `2026-02-13T18:30+08:00` as 2026年2月13日 (with the time when there is one).
fn date_words(text: &str) -> Option<String> {
    let date = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    date.map(crate::sheet::long_date).or_else(|| time_words(text))
}

fn time_words(text: &str) -> Option<String> {
    let at = Stamp::parse(text).ok()?.local();
    Some(format!("{} {}", crate::sheet::long_date(at.date()), at.format("%H:%M")))
}

fn month_words(text: &str) -> Option<String> {
    let (year, month) = text.split_once('-')?;
    let (year, month): (i32, u32) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12).contains(&month).then(|| format!("{year}年{month}月"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: &str) -> Field {
        toml::from_str(&format!("id = \"x\"\nlabel = \"x\"\ntype = \"{kind}\"")).unwrap()
    }

    #[test]
    fn answers_are_shown_as_the_office_writes_them() {
        let text = |s: &str| Value::Text(s.into());
        for (kind, value, want) in [
            ("date", text("2026-02-13"), "2026年2月13日"),
            ("datetime", text("2026-02-13T08:05+08:00"), "2026年2月13日 08:05"),
            ("month", text("2026-02"), "2026年2月"),
            ("money", Value::Number(1205), "¥12.05"),
            ("yes_no", Value::Flag(false), "否"),
            ("check", Value::Check { mark: Mark::Fail }, "×"),
            ("some", Value::Words(vec!["甲".into(), "乙".into()]), "甲、乙"),
            ("date", text("下周三"), "下周三"),
        ] {
            assert_eq!(shown(&field(kind), &value), want, "what cannot be read as a {kind} is shown as typed");
        }
    }

    #[test]
    fn every_kind_of_value_survives_json() {
        let json = r#"[true,7,"x",{"mark":"undrawn"},{"ref":{"id":"a","register":"person","text":"张三","facts":{"phone":"1"}}},{"photos":[]},["a","b"]]"#;
        let values: Vec<Value> = serde_json::from_str(json).unwrap();
        assert_eq!(values.len(), 7, "one of each kind");
        assert!(matches!(values[3], Value::Check { mark: Mark::Undrawn }), "an object with a mark is a check");
        assert!(matches!(values[6], Value::Words(_)), "a list is a choice of words");
        let again: Vec<Value> = serde_json::from_str(&serde_json::to_string(&values).unwrap()).unwrap();
        assert_eq!(again, values, "nothing changes on the way through the cabinet");
    }
}
