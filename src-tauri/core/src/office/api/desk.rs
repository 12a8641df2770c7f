//! The desk: where one is, what day it is, what to do now.

use serde::{Deserialize, Serialize};

use super::{DutySlot, MeetingView, Notice, SheetState};
use crate::form::{Cadence, Orientation};
use crate::office::{Right, Role};
use crate::sheet::{Progress, Reference};

/// The frame of every view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Desk {
    /// Organisation.
    pub organisation: String,
    /// 客服部 / 客务部
    pub department: String,
    /// The site in use.
    pub site: Reference,
    /// All sites.
    pub sites: Vec<Reference>,
    /// The person who works.
    pub person: Reference,
    /// Their account; empty in a cabinet without accounts.
    pub account: String,
    /// Their role.
    pub role: Role,
    /// What the role may do, and what is delegated today. Views hide the rest; it is refused anyway.
    pub rights: Vec<Right>,
    /// Minutes without a hand at the machine after which the window locks.
    pub lock_after: u32,
    /// Today.
    pub day: DayInfo,
    /// What the user should know: a clock that looks wrong, missing entries, a sample department.
    pub notices: Vec<Notice>,
    /// Whether this is 练习.
    pub practice: bool,
    /// `zh-CN` or `en`.
    pub language: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// What each duty asks for, by rule (INS-2: 抽查). Set as the setting `target.INS-2`.
    pub targets: std::collections::BTreeMap<String, String>,
    /// Drafts waiting.
    pub drafts: u32,
}

/// A day on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DayInfo {
    /// `2026-02-24`
    pub date: String,
    /// 2026年2月24日
    pub words: String,
    /// 周二
    pub weekday: String,
    /// 工作日, 休息日, 法定节假日, 补班
    pub kind: String,
    /// The holiday it belongs to, or the department's own word; empty on other days.
    pub name: String,
    /// Whether it is worked.
    pub working: bool,
    /// The year's notice is not known yet.
    pub provisional: bool,
}

/// A paper that can be filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FormCard {
    /// Form.
    pub id: String,
    /// Edition.
    pub edition: String,
    /// QR-KF-01
    pub number: String,
    /// Title.
    pub title: String,
    /// What tells it from forms of the same title.
    pub subtitle: String,
    /// In English.
    pub english: String,
    /// How often.
    pub cadence: Cadence,
    /// Upright or lying.
    pub orientation: Orientation,
    /// Due today or this month and not finished.
    pub due: bool,
    /// The sheet or draft already begun for this day or month.
    pub begun: String,
    /// Where it stands among the others.
    pub shelf: Shelf,
}

/// How papers are sorted where one is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Shelf {
    /// Falls due by itself: the checks.
    Duty,
    /// Its sheets are cases.
    Case,
    /// Belongs to a case or stands alone.
    Beside,
}

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Today {
    /// The stages of the daily forms, in order.
    pub slots: Vec<Slot>,
    /// 漏检 of the last month that nobody explained yet, the newest first.
    pub missed: Vec<DutySlot>,
    /// How many more there are, in the calendar.
    pub missed_more: u32,
    /// Meetings of today, and those past that nobody recorded.
    pub meetings: Vec<MeetingView>,
    /// Lines in the order to do them.
    pub lines: Vec<TodayLine>,
    /// What a group of clocks has beyond its lines; it stands in the list of cases.
    pub rest: Vec<TodayRest>,
}

/// What a group has beyond the lines that are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TodayRest {
    /// Group, as its lines name it.
    pub group: String,
    /// How many more.
    pub count: u32,
}

/// A stage of a daily form: 上午检查.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Slot {
    /// Form.
    pub form: String,
    /// Stage.
    pub stage: String,
    /// 上午
    pub label: String,
    /// The draft in hand; empty when none.
    pub draft: String,
    /// The sheet finalised so far; empty when none.
    pub sheet: String,
    /// Inspector; may be empty.
    pub person: String,
    /// When it was begun, 09:51; may be empty.
    pub since: String,
    /// `open`, `begun`, `done`.
    pub state: String,
    /// The one to do now.
    pub current: bool,
    /// It is owed today: on a rest day it is not, and nothing is missed.
    pub owed: bool,
    /// How far.
    pub progress: Progress,
}

/// One line of 今日.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TodayLine {
    /// `overdue`, `due` (today), `soon`, `later` (a clock of a case), `open` (a case without a running clock), `sign` (待客户签字, 待审阅, 待重签), `rectify` (× not yet put right), `draft`, `paper` (a monthly form due).
    pub group: String,
    /// Kind: 回访记录表, 检查表.
    pub kind: String,
    /// What.
    pub matter: String,
    /// Who, where.
    pub detail: String,
    /// The department or person who is to take the step that a clock waits for; empty where there is none.
    pub who: String,
    /// Until when, in words.
    pub limit: String,
    /// Number of the sheet; empty before it has one.
    pub serial: String,
    /// State of the sheet, for other languages than the office's.
    pub state: Option<SheetState>,
    /// The day or moment that `limit` names, `2026-02-24` or `2026-02-24T10:02+08:00`.
    pub on: String,
    /// Days left until then, where it is a limit.
    pub left: Option<i32>,
    /// Past its limit.
    pub overdue: bool,
    /// Draft to open; empty when none.
    pub draft: String,
    /// Sheet to open; empty when none.
    pub sheet: String,
    /// Signature field to sign; empty when none.
    pub role: String,
    /// Form to begin; empty when none.
    pub form: String,
}
