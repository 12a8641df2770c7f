//! A form: its sections, stages, signature roles and print layout.

use serde::{Deserialize, Serialize};

use super::{CaseBlock, Field, Mark, Rule, SignatureRole};

/// A paper form, edition by edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Form {
    /// Version of this description; 1.
    pub schema: u32,
    /// Never changes between editions.
    pub id: String,
    /// A/0, A/1, …
    pub edition: String,
    /// QR-KF-01
    pub number: String,
    /// The two letters before every serial: JC.
    pub serial: String,
    /// 客务部工作检查表
    pub title: String,
    /// What tells it from forms with the same title: 公共区域保洁.
    #[serde(default)]
    pub subtitle: String,
    /// Title and subtitle in English, for the English screen.
    #[serde(default)]
    pub english: String,
    /// Upright or lying.
    pub orientation: Orientation,
    /// Printed on both sides.
    #[serde(default)]
    pub duplex: bool,
    /// How often it falls due.
    #[serde(default)]
    pub cadence: Cadence,
    /// Key of symbols in the foot.
    #[serde(default)]
    pub legend: Vec<Mark>,
    /// Which fields feed the columns of the index.
    #[serde(default)]
    pub index: Index,
    /// What its fields mean to casework.
    #[serde(default)]
    pub case: Option<CaseBlock>,
    /// The page is cut into these parts (存根联, 客户联, 财务联), each with the sections that are of it.
    #[serde(default)]
    pub cuts: Vec<String>,
    /// Stages in their order.
    #[serde(default, rename = "stage")]
    pub stages: Vec<Stage>,
    /// Sections in printed order.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
    /// Who signs what.
    #[serde(default, rename = "signature")]
    pub signatures: Vec<SignatureRole>,
    /// What must hold when a stage is finished.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
}

/// Upright or lying A4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Orientation {
    /// 210 × 297 mm.
    Portrait,
    /// 297 × 210 mm.
    Landscape,
}

/// How often a form falls due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Cadence {
    /// When something calls for it.
    #[default]
    None,
    /// Every day, each of its stages once.
    Daily,
    /// Once a month.
    Monthly,
}

/// Which field feeds which column of the index; empty when none does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Index {
    /// Date or month of the sheet.
    pub date: String,
    /// Site.
    pub site: String,
    /// Area.
    pub area: String,
    /// Customer.
    pub customer: String,
    /// Inspector, visitor.
    pub person: String,
}

/// A group of fields with its own people, times and signature: 上午轮, 回访, 审阅.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Stage {
    /// Short name in the file.
    pub id: String,
    /// 上午
    pub label: String,
    /// The date or time whose next working day, 10:00, is the cut-off past which an entry is 补录.
    #[serde(default)]
    pub late_after: Option<String>,
}

/// A section: single fields in a label–answer grid, or a list of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Section {
    /// Never changes between editions.
    pub id: String,
    /// Fields or rows.
    pub kind: SectionKind,
    /// Words above the table: 《不合格项整改记录》.
    #[serde(default)]
    pub caption: String,
    /// Begins a part of its own (a new page, an own worksheet) with this name.
    #[serde(default)]
    pub part: Option<String>,
    /// Orientation of that part.
    #[serde(default)]
    pub orientation: Option<Orientation>,
    /// Widths of the grid's columns in 0.01 mm (in mm in the file): of a section of fields, and of a list whose rows are printed
    /// as blocks.
    #[serde(default, deserialize_with = "super::load::mms")]
    pub columns: Vec<i32>,
    /// Rows of the grid. A list that has a layout prints each of its rows as such a block (a round of rectification), and not
    /// as one line under a head.
    #[serde(default)]
    pub layout: Vec<LayoutRow>,
    /// The fields, or the columns of the list.
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
    /// Where the rows come from (Rows only).
    #[serde(default)]
    pub rows: Option<RowSource>,
    /// The item library, group by group (rows = library).
    #[serde(default, rename = "group")]
    pub groups: Vec<LibraryGroup>,
    /// Least height of a row in 0.01 mm (in mm in the file); 7 mm when absent.
    #[serde(default = "super::load::row_height", deserialize_with = "super::load::mm")]
    pub row_height: i32,
    /// How many rows are printed at least (Rows only).
    #[serde(default)]
    pub min_rows: u32,
    /// What is added to it, or filled where nothing was, is no change of what stood, whichever stages were finished: rounds,
    /// deliveries, extensions come as they come (Rows only).
    #[serde(default)]
    pub grows: bool,
    /// The cuts it is printed in; in all of them when empty.
    #[serde(default, rename = "cut")]
    pub cuts: Vec<String>,
    /// Joins the frame of the section above instead of standing off it.
    #[serde(default)]
    pub joined: bool,
    /// Kept whole on one page (the foot with its signatures).
    #[serde(default)]
    pub keep: bool,
}

/// What a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum SectionKind {
    /// Single fields.
    Fields,
    /// A list.
    Rows,
}

/// One row of a label–answer grid. Each entry is `field` (a label column and an answer column), `field:3` (the answer spans
/// three columns), `-field:4` (no label) or `=words:2` (fixed words).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LayoutRow {
    /// Least height in 0.01 mm (in mm in the file); 8 mm when absent.
    #[serde(default = "super::load::field_height", deserialize_with = "super::load::mm")]
    pub height: i32,
    /// What stands in the row, from left to right.
    pub cells: Vec<String>,
}

/// Where the rows of a list come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum RowSource {
    /// The item library of this section, for the areas in the register that carry the group's name.
    Library,
    /// Every active entry of a register: outlet.
    Register(String),
    /// The user adds them.
    User,
    /// One row for each × of another list.
    Fails(String),
}

/// A group of the item library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LibraryGroup {
    /// Never changes between editions.
    pub id: String,
    /// 大堂
    pub label: String,
    /// Always checked, whichever areas the site has (岗位).
    #[serde(default)]
    pub always: bool,
    /// Items in order.
    pub items: Vec<LibraryItem>,
}

/// An item of the library, written `["id", "地面", "无垃圾水渍"]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LibraryItem(
    /// Id within the group.
    pub String,
    /// 检查项目
    pub String,
    /// 标准
    pub String,
);

impl Form {
    /// The section of that id.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|s| s.id == id)
    }

    /// The field of that id, with its section. Field ids are unique in a form.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<(&Section, &Field)> {
        self.sections.iter().find_map(|s| s.fields.iter().find(|f| f.id == id).map(|f| (s, f)))
    }

    /// The stage of that id.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|s| s.id == id)
    }

    /// The signature role that fills the field.
    #[must_use]
    pub fn signature(&self, field: &str) -> Option<&SignatureRole> {
        self.signatures.iter().find(|s| s.field == field)
    }

    /// Title and subtitle in one line: 客务部工作检查表·公共区域保洁.
    #[must_use]
    pub fn full_title(&self) -> String {
        if self.subtitle.is_empty() { self.title.clone() } else { format!("{}·{}", self.title, self.subtitle) }
    }
}

impl Section {
    /// Whether the section is a list.
    #[must_use]
    pub fn is_rows(&self) -> bool {
        self.kind == SectionKind::Rows
    }

    /// The columns with a check cell.
    pub fn checks(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|f| f.kind == super::FieldKind::Check)
    }

    /// The field of that id in this section.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.id == id)
    }
}
