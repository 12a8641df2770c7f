//! Marks of a check cell, and how private an answer is.

use serde::{Deserialize, Serialize};

/// A drawn mark. Its character stands in the text layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Mark {
    /// √ 合格
    Pass,
    /// × 不合格
    Fail,
    /// / 不适用
    Na,
    /// ○ 未抽: the item was not drawn in the sample.
    Undrawn,
}

impl Mark {
    /// The character that stands in the text layer and in Excel.
    #[must_use]
    pub fn character(self) -> &'static str {
        match self {
            Self::Pass => "√",
            Self::Fail => "×",
            Self::Na => "/",
            Self::Undrawn => "○",
        }
    }

    /// The name it has in files: pass, fail, na, undrawn.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Na => "na",
            Self::Undrawn => "undrawn",
        }
    }

    /// The word for it: 合格, 不合格, 不适用, 未抽.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "合格",
            Self::Fail => "不合格",
            Self::Na => "不适用",
            Self::Undrawn => "未抽",
        }
    }
}

/// How private an answer is; the mask looks at this.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Private {
    /// Anyone in the department may read it.
    #[default]
    None,
    /// A customer's name.
    Name,
    /// A telephone number.
    Phone,
    /// A room number.
    Room,
    /// A number of an identity paper.
    Id,
    /// The office's own, for everybody to read: the number to call with questions, the account to pay into. Printed as it is,
    /// although it looks like a number that is hidden elsewhere.
    Public,
}
