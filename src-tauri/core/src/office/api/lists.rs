//! Lists of casework that leave the program: the 超期台账, the route of the revisits, the calendar feed.

use serde::{Deserialize, Serialize};

use crate::archive::ledger::Cell;
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
    /// 登记台账: the cases received, or the revisits made, between two days.
    Ledger(LedgerKind),
}

/// What a 登记台账 lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum LedgerKind {
    /// 投诉登记台账
    Complaint,
    /// 客户意见台账
    Opinion,
    /// 特约服务台账
    Service,
    /// 咨询登记台账
    Consultation,
    /// 整改台账
    Rectification,
    /// 回访台账
    Revisit,
}

impl LedgerKind {
    /// Every ledger.
    pub const ALL: [Self; 6] =
        [Self::Complaint, Self::Opinion, Self::Service, Self::Consultation, Self::Rectification, Self::Revisit];

    /// Stable word: that of its cases, or `revisit`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.cases().map_or("revisit", CaseKind::code)
    }

    /// The kind of its cases; none for that of the revisits.
    #[must_use]
    pub fn cases(self) -> Option<CaseKind> {
        match self {
            Self::Complaint => Some(CaseKind::Complaint),
            Self::Opinion => Some(CaseKind::Opinion),
            Self::Service => Some(CaseKind::Service),
            Self::Consultation => Some(CaseKind::Consultation),
            Self::Rectification => Some(CaseKind::Rectification),
            Self::Revisit => None,
        }
    }
}

/// A 登记台账 of some days at the site in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LedgerView {
    /// 投诉登记台账
    pub title: String,
    /// Its columns, those of the month's volume.
    pub columns: Vec<LedgerColumn>,
    /// Cases by number, revisits by day.
    pub lines: Vec<LedgerLine>,
}

/// A column of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LedgerColumn {
    /// Its head: 受理时间.
    pub label: String,
    /// Words that are read from the left.
    pub left: bool,
    /// Share of the width, by weight.
    pub weight: u16,
}

/// A line of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LedgerLine {
    /// Sheet of the case or of the revisit.
    pub sheet: String,
    /// State of the case, as in its list; empty for a revisit.
    pub state: String,
    /// Cell by column: words, `2026-02-24`, `2026-02-24T08:40+08:00`, a number, or nothing.
    #[cfg_attr(feature = "bindings", ts(type = "Array<string | number | null>"))]
    pub cells: Vec<Cell>,
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
    /// 下次回访, `2026-02-28`; empty where nobody said.
    pub next: String,
}

/// The deadlines as a file for a calendar program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// iCalendar (RFC 5545).
    pub text: String,
    /// Events in it.
    pub events: usize,
}
