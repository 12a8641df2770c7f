//! The closed list of verbs that conditions, computed cells and rules may use. An unknown one is refused at loading.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Mark;

/// When something applies. A field is looked up in the same row first, then in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Condition {
    /// The answer is one of these words (a check by its mark's name, yes/no as 是/否).
    Is {
        /// Field.
        field: String,
        /// Words.
        of: Vec<String>,
    },
    /// The answer is none of these words (an empty answer counts as none).
    Not {
        /// Field.
        field: String,
        /// Words.
        of: Vec<String>,
    },
    /// The field has an answer.
    Filled {
        /// Field.
        field: String,
    },
    /// Some row of the list has one of these words in a column.
    Some {
        /// List.
        section: String,
        /// Column.
        field: String,
        /// Words.
        of: Vec<String>,
    },
    /// All of these hold.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// Some check cell of these columns is √ or ×: in the row that is asked about, else in any row.
    Checked {
        /// List.
        section: String,
        /// Columns of checks.
        of: Vec<String>,
    },
    /// Some check of the list has this mark.
    Has {
        /// List.
        section: String,
        /// Mark.
        mark: Mark,
    },
    /// Some check cell of these columns has no mark, or is 未抽.
    Gaps {
        /// List.
        section: String,
        /// Columns of checks.
        of: Vec<String>,
    },
}

/// What a count counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Tally {
    /// 应查: every cell (of a stage that has begun), 不适用 left out.
    Due,
    /// 实查: √ and ×.
    Done,
    /// √.
    Pass,
    /// ×.
    Fail,
    /// 未抽.
    Undrawn,
    /// Rows with at least one √ or ×.
    RowsDone,
    /// All rows.
    Rows,
    /// The rows that the target of the duty asks for (12户, 30%, 全部); all where it leaves that open.
    Asked,
}

/// What a deadline runs from, and by which rule: one, or the one that the answer of a field chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RunsFrom {
    /// Date or date-time it runs from: a field, or `list.column` for the last row that says it.
    pub from: String,
    /// The field whose word chooses the rule.
    #[serde(default)]
    pub by: String,
    /// Word → rule id.
    #[serde(default)]
    pub rules: BTreeMap<String, String>,
    /// The rule, where no word chooses it.
    #[serde(default)]
    pub rule: String,
}

/// How the app fills a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Compute {
    /// The serial number.
    Serial,
    /// The number of the row in its list, from 1.
    Number,
    /// Words that are always the same.
    Fixed {
        /// The words.
        text: String,
    },
    /// The target of a duty, as the department set it when the sheet was begun: 抽查, 每月不少于20户.
    Target {
        /// Rule of the duty: INS-2.
        rule: String,
    },
    /// A fact of the entry that a reference points to.
    Fact {
        /// The reference.
        field: String,
        /// 电话: `phone`, 房号: `room`, …
        fact: String,
    },
    /// When the stage was first finished in the app: 录入时间.
    Entered {
        /// Stage.
        stage: String,
    },
    /// How many cells or rows.
    Count {
        /// List.
        section: String,
        /// What.
        of: Tally,
    },
    /// √ ÷ (√ + ×), in percent with one decimal.
    Rate {
        /// List.
        section: String,
    },
    /// `from` less the sum of a column, at least 0.
    Score {
        /// List.
        section: String,
        /// Column of numbers.
        column: String,
        /// Full marks.
        from: i32,
    },
    /// A deadline of the rules.
    Deadline(RunsFrom),
    /// How that deadline was counted, in words.
    Counted(RunsFrom),
    /// A quantity times a unit price in the same row, to the 分, half a 分 up (a column of a list).
    Product {
        /// Column of quantities or whole numbers.
        quantity: String,
        /// Column of money.
        price: String,
    },
    /// The sum of a column of money, less the fields of money named, at least 0.
    Total {
        /// List.
        section: String,
        /// Column of money, or of products.
        column: String,
        /// Fields of money that are added.
        #[serde(default)]
        plus: Vec<String>,
        /// Fields of money that are taken off.
        #[serde(default)]
        less: Vec<String>,
    },
    /// Money in capital numerals: 壹佰贰拾元整.
    Capital {
        /// Field of money, or a total.
        field: String,
    },
}

/// What must hold between answers when a stage is finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Rule {
    /// Where a sample was drawn, each group has at least one cell with √ or × in the stage.
    Sampled {
        /// List.
        section: String,
    },
    /// Every check cell of the stage has a mark.
    Marked {
        /// List.
        section: String,
    },
    /// `first` is not after `then`.
    Order {
        /// Date or date-time.
        first: String,
        /// Date or date-time.
        then: String,
    },
    /// At least one row of the list has been filled.
    SomeRow {
        /// List.
        section: String,
    },
    /// At least so many rows of the list have been filled, when the condition holds.
    Rows {
        /// List.
        section: String,
        /// How many.
        least: u32,
        /// Only then.
        when: Condition,
        /// What is said when there are fewer.
        message: String,
    },
    /// A word may be chosen only when the condition holds.
    Allowed {
        /// Field.
        field: String,
        /// Word of its options.
        word: String,
        /// Only then.
        when: Condition,
        /// What is said when it was chosen all the same.
        message: String,
    },
}
