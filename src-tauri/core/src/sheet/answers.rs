//! The answers of a sheet: single fields, lists of rows, and answers that count for a group of rows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{Photo, Value};
use crate::form::Mark;

/// Where an answer stands. `row` is empty for a single field and `@group` for an answer of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Place {
    /// Section of the form.
    pub section: String,
    /// Row of a list, `@group`, or empty.
    #[serde(default)]
    pub row: String,
    /// Field of the form.
    pub field: String,
}

impl Place {
    /// A place in a section.
    #[must_use]
    pub fn new(section: &str, row: &str, field: &str) -> Self {
        Self { section: section.to_owned(), row: row.to_owned(), field: field.to_owned() }
    }
}

/// All answers of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Answers {
    /// Single fields by id.
    #[serde(default)]
    pub fields: BTreeMap<String, Value>,
    /// Lists by section, rows in order.
    #[serde(default)]
    pub rows: BTreeMap<String, Vec<Row>>,
    /// Section → group → field.
    #[serde(default)]
    pub groups: BTreeMap<String, BTreeMap<String, BTreeMap<String, Value>>>,
    /// Acts that set many answers at once.
    #[serde(default)]
    pub acts: Vec<Act>,
    /// Rows of × that were withdrawn while the draft is open, so that a × set again finds its details. Never finalised.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parked: BTreeMap<String, Vec<Row>>,
    /// 待归位: photos that were taken in and not yet put to their place, by capture time. Never finalised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tray: Vec<Photo>,
    /// Stages whose fields have been given their proposals: what was cleared since is not proposed again. Never finalised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposed: Vec<String>,
    /// What a later version of the program wrote here and this one does not know.
    #[serde(flatten)]
    #[cfg_attr(feature = "bindings", ts(skip))]
    pub other: Map<String, Json>,
}

/// One row of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Row {
    /// Unique in its list and the same for ever.
    pub id: String,
    /// The group it belongs to; may be empty.
    #[serde(default)]
    pub group: String,
    /// What the row stands for: group, item, standard, code, name, …
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
    /// Its answers by column.
    #[serde(default)]
    pub cells: BTreeMap<String, Value>,
}

/// "本区域全部合格": one act of a person that set several results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Act {
    /// `all_pass` or `all_undrawn`.
    pub kind: String,
    /// List.
    pub section: String,
    /// Group.
    pub group: String,
    /// Column of checks.
    pub column: String,
    /// When, `2026-02-13T18:30+08:00`.
    pub at: String,
    /// By whom.
    pub by: String,
    /// The rows it set.
    pub rows: Vec<String>,
}

impl Answers {
    /// The answer at a place; an empty one counts as none.
    #[must_use]
    pub fn get(&self, place: &Place) -> Option<&Value> {
        let value = match place.row.as_str() {
            "" => self.fields.get(&place.field),
            row => match row.strip_prefix('@') {
                Some(group) => self.groups.get(&place.section)?.get(group)?.get(&place.field),
                None => self.row(&place.section, row)?.cells.get(&place.field),
            },
        };
        value.filter(|v| !v.is_empty())
    }

    /// Sets or clears the answer at a place. A row that does not exist is not made: `false`.
    pub fn set(&mut self, place: &Place, value: Option<Value>) -> bool {
        let cells = match place.row.as_str() {
            "" => &mut self.fields,
            row => match row.strip_prefix('@') {
                Some(group) => self.groups.entry(place.section.clone()).or_default().entry(group.to_owned()).or_default(),
                None => match self.rows.get_mut(&place.section).and_then(|rows| rows.iter_mut().find(|r| r.id == row)) {
                    Some(row) => &mut row.cells,
                    None => return false,
                },
            },
        };
        match value {
            Some(value) => cells.insert(place.field.clone(), value),
            None => cells.remove(&place.field),
        };
        true
    }

    /// The rows of a list.
    #[must_use]
    pub fn list(&self, section: &str) -> &[Row] {
        self.rows.get(section).map_or(&[], Vec::as_slice)
    }

    /// A row of a list.
    #[must_use]
    pub fn row(&self, section: &str, row: &str) -> Option<&Row> {
        self.list(section).iter().find(|r| r.id == row)
    }

    /// The mark of a check cell.
    #[must_use]
    pub fn mark(&self, section: &str, row: &str, column: &str) -> Option<Mark> {
        self.row(section, row)?.cells.get(column)?.mark()
    }

    /// All answers with their places, in no particular order.
    pub fn each(&self) -> impl Iterator<Item = (Place, &Value)> {
        let fields = self.fields.iter().map(|(f, v)| (Place::new("", "", f), v));
        let rows = self
            .rows
            .iter()
            .flat_map(|(s, rows)| rows.iter().flat_map(move |r| r.cells.iter().map(move |(f, v)| (Place::new(s, &r.id, f), v))));
        let groups = self.groups.iter().flat_map(|(s, groups)| {
            groups.iter().flat_map(move |(g, cells)| cells.iter().map(move |(f, v)| (Place::new(s, &format!("@{g}"), f), v)))
        });
        fields.chain(rows).chain(groups)
    }

    /// Every reference, to be read again from the registers when the sheet is frozen.
    pub fn references_mut(&mut self) -> impl Iterator<Item = &mut super::Reference> {
        let rows = self.rows.values_mut().flatten().flat_map(|r| r.cells.values_mut());
        let groups = self.groups.values_mut().flat_map(|g| g.values_mut()).flat_map(|c| c.values_mut());
        self.fields.values_mut().chain(rows).chain(groups).filter_map(|v| match v {
            Value::Ref { reference } => Some(reference),
            _ => None,
        })
    }

    /// The hashes of all photos and attachments that the answers name.
    pub fn blobs(&self) -> impl Iterator<Item = &str> {
        let all = self.fields.values().chain(self.rows.values().flatten().flat_map(|r| r.cells.values()));
        let groups = self.groups.values().flat_map(|g| g.values()).flat_map(|c| c.values());
        let placed = all.chain(groups).flat_map(|v| v.photos());
        placed.chain(&self.tray).map(|p| p.blob.as_str())
    }
}
