//! Lists of casework that leave the program: the 超期台账, the route of the revisits, the calendar feed.

use serde::{Deserialize, Serialize};

use crate::deadline::Line;
use crate::form::CaseKind;

/// A list of casework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum CaseList {
    /// 超期台账: what was late, by the day that its limit fell on.
    Overdue,
    /// 回访路线单: the revisits due, building by building.
    Route,
}

/// Which list, of which days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ListAsked {
    /// List.
    pub list: CaseList,
    /// First day, `2026-02-01`; the route has none and leaves it empty.
    #[serde(default)]
    pub from: String,
    /// Last day, that day included.
    pub to: String,
}

/// A place on the route of the revisits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RouteStop {
    /// 3幢; empty where the room does not say.
    pub building: String,
    /// Room as the sheet has it.
    pub room: String,
    /// Customer.
    pub customer: String,
    /// Their number, masked.
    pub phone: String,
    /// The case's sheet.
    pub sheet: String,
    /// Its number.
    pub serial: String,
    /// Kind.
    pub kind: CaseKind,
    /// 重大 or 一般; empty for kinds without grades.
    pub grade: String,
    /// What it is about, in its first words.
    pub matter: String,
    /// The end that counts: `2026-02-25`, or a moment.
    pub due: String,
    /// 还有2个工作日, 超期3天
    pub left: Line,
    /// Past its end.
    pub late: bool,
    /// Visits that found nobody so far.
    pub attempts: u32,
}

/// The deadlines as a file for a calendar program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// iCalendar (RFC 5545).
    pub text: String,
    /// Events in it.
    pub events: usize,
}
