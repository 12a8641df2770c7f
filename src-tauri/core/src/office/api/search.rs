//! Finding sheets again.

use serde::{Deserialize, Serialize};

use super::{SealTally, SheetState};

/// What to look for; empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SearchQuery {
    /// Any part of what was typed into a sheet, its serial, its form's name.
    pub text: String,
    /// Form id.
    pub form: String,
    /// First date, `2026-02-01`.
    pub from: String,
    /// Last date.
    pub to: String,
    /// Person's name or id.
    pub person: String,
    /// Area's name or id.
    pub area: String,
    /// Site's id.
    pub site: String,
    /// Has a ×.
    pub has_fail: Option<bool>,
    /// 已签 or not.
    pub signed: Option<bool>,
    /// State.
    pub state: Option<SheetState>,
}

/// A page of results, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SearchPage {
    /// Lines.
    pub lines: Vec<SheetLine>,
    /// Hand in to get the next page; empty at the end.
    pub next: String,
    /// How many in all, when that is cheap to know.
    pub total: Option<u32>,
}

/// A sheet in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SheetLine {
    /// The sheet.
    pub sheet: String,
    /// The draft, when it is one; empty otherwise.
    pub draft: String,
    /// Serial; empty for drafts.
    pub serial: String,
    /// Form id.
    pub form: String,
    /// Edition.
    pub edition: String,
    /// Title with subtitle.
    pub title: String,
    /// Upright or lying, for the thumbnail.
    pub landscape: bool,
    /// Who and where, in words.
    pub detail: String,
    /// Text around the hit; empty when the hit is in the fields above.
    pub hit: String,
    /// `2026-02-24`
    pub date: String,
    /// State.
    pub state: SheetState,
    /// Signed rows of the list in which every row is signed; absent where the form has none.
    pub tally: Option<SealTally>,
    /// 已签, drawn or on paper.
    pub signed: bool,
    /// Has a ×.
    pub has_fail: bool,
}
