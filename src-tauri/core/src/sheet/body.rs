//! The body of a revision: everything a sheet says, frozen. Rendering needs it and the form's bytes, nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{Answers, Place, Reference, Value};

/// The body of a revision, as stored in the cabinet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Version of this description; 1.
    pub v: u32,
    /// 128 random bits in hex: the body's hash says nothing once the body is destroyed.
    pub salt: String,
    /// Organisation as printed at the head.
    pub organisation: String,
    /// Department as printed at the head.
    pub department: String,
    /// All answers, with every reference as it read then.
    pub answers: Answers,
    /// Every computed cell as it came out then: field → value (single fields only; row numbers are facts).
    pub computed: BTreeMap<String, Value>,
    /// Stages that were finished.
    #[serde(default)]
    pub stages: BTreeMap<String, StageEntry>,
    /// What was changed after the first finalisation, oldest first.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Reason of 作废; empty while the sheet stands.
    #[serde(default)]
    pub void: String,
    /// What a later version of the program wrote here and this one does not know.
    #[serde(flatten)]
    pub other: Map<String, Json>,
}

/// When and by whom a stage was first finished.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StageEntry {
    /// 录入时间, `2026-02-13T18:30+08:00`.
    pub entered: String,
    /// The account's person.
    pub by: Reference,
    /// Reason of 补录; empty when it was in time.
    #[serde(default)]
    pub late: String,
}

/// What one later revision changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Change {
    /// Amendment or 更正页.
    pub kind: ChangeKind,
    /// Why.
    pub reason: String,
    /// The account's person.
    pub by: Reference,
    /// When, `2026-02-13T18:30+08:00`.
    pub at: String,
    /// What was and what is.
    pub items: Vec<ChangeItem>,
}

/// How a change was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum ChangeKind {
    /// A new revision with a reason; signatures whose scope it touches must be signed again.
    Amendment,
    /// A 更正页 for fields that the form calls correctable, signed by its author and the head of the department.
    Correction,
}

/// One answer that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChangeItem {
    /// Where.
    pub place: Place,
    /// The field's label (with the row's words before it).
    pub label: String,
    /// As shown before.
    pub was: String,
    /// As shown now.
    pub is: String,
    /// The value before.
    #[serde(default)]
    pub was_value: Option<Value>,
    /// The value now.
    #[serde(default)]
    pub is_value: Option<Value>,
}
