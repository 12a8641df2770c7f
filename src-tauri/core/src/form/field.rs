//! Fields: the types of answers, and what a form says about each.

use serde::{Deserialize, Serialize};

use super::{Compute, Condition, Private};

/// The type of an answer (department.md, "Field types").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum FieldKind {
    /// T: one line of text.
    Line,
    /// TT: a paragraph.
    Text,
    /// D: a date, `2026-02-13`.
    Date,
    /// A month, `2026-02`.
    Month,
    /// DT: date and time, `2026-02-13T18:30+08:00`.
    Datetime,
    /// E: one of the options.
    One,
    /// M: some of the options.
    Some,
    /// C: a check cell.
    Check,
    /// N: a whole number.
    Number,
    /// ¥: money in 分.
    Money,
    /// A quantity with at most three decimals, kept as the text it was typed as: `2.5`.
    Quantity,
    /// P: photos.
    Photo,
    /// S: a signature.
    Signature,
    /// R: a reference to a register.
    Ref,
    /// B: yes or no.
    YesNo,
    /// A: filled by the app.
    Auto,
    /// A fact of the row (its number, group, item, standard, or a fact of the register entry it stands for).
    Fact,
}

/// What the app proposes for an empty answer. A result of a check is never proposed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Propose {
    /// Today's date (or month).
    Today,
    /// The moment the field is first reached.
    Now,
    /// The person of the account.
    Author,
    /// The site in use.
    Site,
    /// The end of the working day at hand, 18:00.
    EndOfDay,
    /// The person posted at the row's area, as last entered for the group.
    GroupPerson,
    /// What the sheet it is begun from says of this meaning (see [`super::MEANINGS`]): its customer, its summary. Beside the
    /// meanings of its `[case]` block every sheet has a `serial` (its number), `revisit_kind` (重大投诉, 特约服务, …), `origin`
    /// (检查, 投诉, 满意度), `summary` (what it is about), `story` (with what was done), `in_charge` (the department that took
    /// it) and `ended` (when it was put right or done).
    Source(String),
}

/// One question of a form, or one column of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Field {
    /// Never changes its meaning between editions.
    pub id: String,
    /// As printed.
    pub label: String,
    /// Type of the answer.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// What is wanted, in a few words, for the screen.
    #[serde(default)]
    pub hint: String,
    /// The stage it belongs to; without one it belongs to the sheet.
    #[serde(default)]
    pub stage: Option<String>,
    /// Must be answered when its stage (or the sheet) is finished, as far as it applies.
    #[serde(default)]
    pub required: bool,
    /// Need not be answered then, although it is required.
    #[serde(default)]
    pub optional: Option<Condition>,
    /// Applies only then; an answer that does not apply is neither asked, printed nor counted.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The words to choose from (One, Some).
    #[serde(default)]
    pub options: Vec<String>,
    /// Which register a Ref points to: site, place, area, post, person, department, outlet, customer, sheet.
    #[serde(default)]
    pub register: Option<String>,
    /// Least number, or least count of chosen words.
    #[serde(default)]
    pub min: Option<i32>,
    /// Greatest number, or greatest length of a text in characters.
    #[serde(default)]
    pub max: Option<i32>,
    /// How private the answer is.
    #[serde(default)]
    pub private: Private,
    /// A slip of the pen here may be put right by a 更正页 without a new signature.
    #[serde(default)]
    pub correctable: bool,
    /// The customer answers it in the signing view.
    #[serde(default)]
    pub customer: bool,
    /// How the app fills it (Auto).
    #[serde(default)]
    pub compute: Option<Compute>,
    /// Which fact of the row it shows (Fact).
    #[serde(default)]
    pub fact: Option<String>,
    /// What is proposed while it is empty.
    #[serde(default)]
    pub propose: Option<Propose>,
    /// Width of the column, 0.01 mm (lists only; written in mm in the file).
    #[serde(default, deserialize_with = "super::load::mm")]
    pub width: i32,
    /// The words above this and its neighbours with the same (two-level heads).
    #[serde(default)]
    pub head: String,
    /// One answer for all rows of the group (the area's people, its signature).
    #[serde(default)]
    pub per_group: bool,
    /// Printed behind the answer: 分, 层.
    #[serde(default)]
    pub unit: String,
    /// The words of a choice stand as columns of their own, with √ in that of the chosen one (lists only).
    #[serde(default)]
    pub spread: bool,
    /// The column's head stands upright, one character above the other.
    #[serde(default)]
    pub upright: bool,
}
