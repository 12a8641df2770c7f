//! Scheduled duties as the faces see them: the slots of a day, the month, meetings, the plan.

use serde::{Deserialize, Serialize};

use super::DayInfo;
use crate::deadline::{DutyPlan, Line};

/// How a slot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum DutyState {
    /// 已检
    Done,
    /// 补录: done, and keyed in past its cut-off.
    Late,
    /// 检查中: a draft is in hand.
    Begun,
    /// 待检
    Open,
    /// 漏检: its cut-off is past and no round was finished.
    Missed,
    /// 休: not owed.
    Rest,
}

impl DutyState {
    /// In the words of the office.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "已检",
            Self::Late => "补录",
            Self::Begun => "检查中",
            Self::Open => "待检",
            Self::Missed => "漏检",
            Self::Rest => "休",
        }
    }

    /// Whether the round was made.
    #[must_use]
    pub fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::Late)
    }
}

/// Why a slot was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum MissedCause {
    /// 停电
    Power,
    /// 人手不足
    Staff,
    /// 恶劣天气
    Weather,
    /// 其他, in words
    Other,
}

impl MissedCause {
    /// All, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Power, Self::Staff, Self::Weather, Self::Other];

    /// In the words of the office, as the log keeps it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Power => "停电",
            Self::Staff => "人手不足",
            Self::Weather => "恶劣天气",
            Self::Other => "其他",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.word() == word)
    }
}

/// Why a slot was missed, as somebody explained it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Explained {
    /// Why.
    pub cause: MissedCause,
    /// In their words; may be empty.
    pub words: String,
    /// Who.
    pub by: String,
    /// When, `2026-02-26T09:10+08:00`.
    pub at: String,
}

/// One slot of a scheduled duty: a round of a day at a site, the outlets of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DutySlot {
    /// INS-1
    pub rule: String,
    /// Form.
    pub form: String,
    /// 公共区域保洁
    pub title: String,
    /// The same in English.
    pub english: String,
    /// Stage of the form.
    pub stage: String,
    /// 上午
    pub label: String,
    /// Site, by id.
    pub site: String,
    /// Its name.
    pub site_name: String,
    /// The day; of a month's duty its last.
    pub date: String,
    /// How it stands.
    pub state: DutyState,
    /// The last moment that is in time, `2026-02-26T10:00+08:00`; empty where none follows.
    pub until: String,
    /// The day on the paper, where it is done or begun.
    pub on: String,
    /// When it was keyed in; empty while it is not done.
    pub entered: String,
    /// Reason of 补录.
    pub late: String,
    /// Why it was missed, where somebody said so; kept when it was filled afterwards.
    pub explained: Option<Explained>,
    /// The draft in hand; empty when none.
    pub draft: String,
    /// The sheet; empty when none.
    pub sheet: String,
    /// Outlets drawn so far, of a month's duty.
    pub drawn: Option<u32>,
    /// Outlets asked for; absent where it is left open.
    pub target: Option<u32>,
    /// 抽查, 12户, 30%
    pub target_words: String,
}

/// How a meeting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum MeetingState {
    /// To come, or today.
    Planned,
    /// Past, and nobody said what became of it.
    Unrecorded,
    /// 已召开
    Held,
    /// 改期: it is on another day now.
    Moved,
    /// 未召开
    NotHeld,
}

impl MeetingState {
    /// In the words of the office.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "待召开",
            Self::Unrecorded => "未登记",
            Self::Held => "已召开",
            Self::Moved => "已改期",
            Self::NotHeld => "未召开",
        }
    }
}

/// A meeting of the department on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MeetingView {
    /// MTG-1
    pub rule: String,
    /// The regular day: what it is known by.
    pub regular: String,
    /// The day this line stands on.
    pub on: String,
    /// `09:00`
    pub time: String,
    /// How it stands.
    pub state: MeetingState,
    /// 部门例会：项目经理召集或主持，…
    pub duty: Line,
    /// When it was held.
    pub held: String,
    /// The day it was moved to.
    pub moved_to: String,
    /// Why it was moved or not held.
    pub reason: String,
    /// Who said so.
    pub by: String,
}

/// What became of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum MeetingOutcome {
    /// 已召开
    Held {
        /// When, `2026-02-24T09:00+08:00`.
        at: String,
    },
    /// 改期
    Moved {
        /// The new day.
        to: String,
        /// Why.
        reason: String,
    },
    /// 未召开
    NotHeld {
        /// Why.
        reason: String,
    },
}

/// A limit of a case that ends on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DutyDue {
    /// The case's sheet.
    pub sheet: String,
    /// Its number.
    pub serial: String,
    /// 整改
    pub step: String,
    /// 重大投诉处理单
    pub kind: String,
    /// What it is about; only where one day is looked at.
    pub matter: String,
    /// `2026-02-25`, or a moment.
    pub due: String,
    /// Past.
    pub late: bool,
    /// 暂定
    pub provisional: bool,
}

/// A day of the duty calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DutyDay {
    /// What day it is.
    pub day: DayInfo,
    /// Slots that are owed or done.
    pub slots: Vec<DutySlot>,
    /// Meetings.
    pub meetings: Vec<MeetingView>,
    /// The first of the limits that end on it.
    pub due: Vec<DutyDue>,
    /// How many there are.
    pub due_count: u32,
    /// How many of them are past.
    pub due_late: u32,
}

/// A month of duties and deadlines at the site in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DutyMonth {
    /// `2026-02`
    pub month: String,
    /// Every day of it.
    pub days: Vec<DutyDay>,
    /// Slots whose cut-off is past, done or not.
    pub owed: u32,
    /// Of these, done (补录 included).
    pub done: u32,
    /// 补录
    pub late: u32,
    /// 漏检
    pub missed: u32,
    /// 漏检 that nobody explained yet.
    pub unexplained: u32,
}

/// A plan as the settings show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DutyPlanView {
    /// The plan.
    pub plan: DutyPlan,
    /// In words.
    pub lines: Vec<Line>,
    /// It holds today.
    pub now: bool,
    /// It holds from a later day.
    pub coming: bool,
    /// Who made it; empty for the one that ships.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// The plans of the department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DutyPlansView {
    /// The latest first.
    pub plans: Vec<DutyPlanView>,
    /// Outlets in the register now.
    pub outlets: u32,
}
