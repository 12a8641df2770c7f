//! Registers: sites, places, areas, posts, people, departments, outlets, customers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a register is and which facts its entries have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RegisterKind {
    /// site, place, area, post, person, department, outlet, customer.
    pub id: String,
    /// 客户
    pub label: String,
    /// In English.
    pub english: String,
    /// Facts in order: id, label, English label, options (empty for free text), register (when the fact names an entry).
    pub facts: Vec<FactKind>,
}

/// A fact that entries of a register have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FactKind {
    /// phone, room, code, …
    pub id: String,
    /// 电话
    pub label: String,
    /// In English.
    pub english: String,
    /// Words to choose from.
    pub options: Vec<String>,
    /// The same in English, one for one.
    #[serde(default)]
    pub english_options: Vec<String>,
    /// Shown in lists and beside the name when picking.
    pub shown: bool,
}

/// An entry of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RegisterEntry {
    /// Record id.
    pub id: String,
    /// Register.
    pub register: String,
    /// Name.
    pub name: String,
    /// Facts; phones masked unless asked for with a reason.
    pub facts: BTreeMap<String, String>,
    /// No longer in use: not offered, kept for old sheets.
    pub retired: bool,
}

/// An entry to add or change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RegisterInput {
    /// Empty for a new one.
    #[serde(default)]
    pub id: String,
    /// Register.
    pub register: String,
    /// Name.
    pub name: String,
    /// Facts; a phone that comes back masked is left as it was.
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
}
