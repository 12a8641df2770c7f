//! Cases as the faces see them.

use serde::{Deserialize, Serialize};

use super::{SealView, SheetLine, SheetState};
use crate::casework::{Ended, Step};
use crate::deadline::Line;
use crate::form::CaseKind;

/// Which cases are wanted; what is empty or absent is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CasesAsked {
    /// Open ones, or closed and void ones.
    pub open: Option<bool>,
    /// Kind.
    pub kind: Option<CaseKind>,
    /// State: a step that is waited for, `closed`, `void`.
    pub state: String,
    /// Responsible department, by id.
    pub department: String,
    /// Customer, by id.
    pub customer: String,
}

/// A page of cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CasePage {
    /// Those received last first.
    pub lines: Vec<CaseLine>,
    /// Where the next page begins; empty when there is none.
    pub next: String,
}

/// How many cases stand in a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CaseCount {
    /// Kind.
    pub kind: CaseKind,
    /// State.
    pub state: String,
    /// 待整改
    pub words: String,
    /// How many.
    pub count: u32,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CaseLine {
    /// The case's sheet.
    pub sheet: String,
    /// Its number.
    pub serial: String,
    /// Kind.
    pub kind: CaseKind,
    /// A step that is waited for, `closed`, `void`.
    pub state: String,
    /// 待整改
    pub state_words: String,
    /// 重大 or 一般; empty for kinds without grades.
    pub grade: String,
    /// Round, from 1.
    pub round: u32,
    /// Whose and what.
    pub matter: String,
    /// Responsible department.
    pub department: String,
    /// `2026-02-24T08:40+08:00`
    pub received: String,
    /// The same; empty while it is open.
    pub closed: String,
    /// A 重大 complaint of which nobody above was told.
    pub unreported: bool,
    /// The clock that is due first.
    pub clock: Option<ClockLine>,
}

/// A clock of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ClockLine {
    /// Which of the case's clocks.
    pub id: String,
    /// What it waits for.
    pub step: Step,
    /// 整改
    pub word: String,
    /// Round; 0 for what no round concerns.
    pub round: u32,
    /// CPL-3; OWN, OUTSIDE, ASKED for limits that no rule gives.
    pub rule: String,
    /// Which limit it is: CPL-3, 内控时限（CPL-3）, 外部时限.
    pub limit: Line,
    /// Version of the rule it started with.
    pub version: u32,
    /// The event.
    pub from: String,
    /// The end before it rolled: `2026-02-25`, or a moment.
    pub raw: String,
    /// The end that counts.
    pub due: String,
    /// 2026年2月25日（周三）24:00
    pub due_words: Line,
    /// Extended with approval.
    pub extended: bool,
    /// 暂定
    pub provisional: bool,
    /// A change of the calendar or of its rule counted it anew; the explanation says what it was.
    pub recounted: bool,
    /// When it stopped; empty while it runs.
    pub ended: String,
    /// How.
    pub how: Option<Ended>,
    /// It was or is late.
    pub late: bool,
    /// 还有2个工作日, 超期3天; empty for one that stopped in time.
    pub left: Line,
    /// How its end was counted; only where one case is looked at.
    pub explanation: Vec<Line>,
}

/// A step of a case on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StepLine {
    /// Which.
    pub step: Step,
    /// 整改
    pub word: String,
    /// When it was taken in this round; empty while it is open.
    pub at: String,
    /// It is the one that is waited for.
    pub waited: bool,
    /// It can be taken now.
    pub possible: bool,
    /// The stage of the sheet that it fills; empty for lists that belong to none.
    pub stage: String,
}

/// One case with everything around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CaseView {
    /// As in the list.
    pub line: CaseLine,
    /// State of the sheet: whose signature it waits for.
    pub sheet_state: SheetState,
    /// The same in words.
    pub sheet_words: String,
    /// Its main steps in order.
    pub steps: Vec<StepLine>,
    /// Steps beside the order that are possible now: 延期, 改级, 上报.
    pub beside: Vec<StepLine>,
    /// Its clocks, running ones first, each with how it was counted.
    pub clocks: Vec<ClockLine>,
    /// Revisits, notices and bills that name it.
    pub related: Vec<SheetLine>,
    /// A draft on it that somebody has begun; empty when none.
    pub draft: String,
    /// Signatures that its steps wait for and that can be given now, in printed order.
    pub waits: Vec<SealView>,
}

/// A step that was begun: the draft, and the stage or list to fill.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StepBegun {
    /// Draft.
    pub draft: String,
    /// Stage; empty where the whole sheet is meant.
    pub stage: String,
    /// The list to write in where the step belongs to no stage: 上报, 改级. Empty otherwise.
    pub section: String,
    /// The sheet of the step that is there already and goes on where it stands, and then no draft: a revisit that waits for its
    /// signature. Empty otherwise.
    pub sheet: String,
}

/// What became of an overdue in the 超期台账.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum OverdueMark {
    /// It stands as it came.
    None,
    /// 更正: what was written since took it back, or made it shorter.
    Corrected,
    /// 补录: what had been done in time was entered behind the limit.
    Entered,
    /// 作废: its sheet.
    Void,
}

impl OverdueMark {
    /// The word on paper; empty where there is nothing to say.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Corrected => "更正",
            Self::Entered => "补录",
            Self::Void => "作废",
        }
    }
}

/// A clock that was or is late: a line of the 超期台账.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OverdueLine {
    /// The case's sheet.
    pub sheet: String,
    /// Its number.
    pub serial: String,
    /// Kind.
    pub kind: CaseKind,
    /// 重大 or 一般.
    pub level: String,
    /// Which step came late: 整改.
    pub step: String,
    /// The rule of its limit; OWN, OUTSIDE, ASKED for limits that no rule gives.
    pub rule: String,
    /// Which limit it is: CPL-3, 内控时限（CPL-3）, 外部时限.
    pub limit: Line,
    /// When the case was received.
    pub received: String,
    /// The end that counted.
    pub due: String,
    /// When the step was taken; empty where it was not.
    pub actual: String,
    /// Its limit runs on.
    pub open: bool,
    /// Days late, or how many it was before it was corrected; 0 on the day itself.
    pub days_late: u32,
    /// What the line is beside an overdue that stands.
    pub mark: OverdueMark,
    /// What it was before it was corrected, or why the sheet is void; empty for an overdue that nobody touched.
    pub note: Line,
    /// The approved new end; empty when it was not extended.
    pub extension: String,
    /// 超期原因, with its category.
    pub reason: String,
    /// 补救措施
    pub measures: String,
    /// Responsible department.
    pub department: String,
}

impl OverdueLine {
    /// What stands for the moment of a step that was not taken: its limit runs on, or ended without it; none where it was.
    #[must_use]
    pub fn untaken(&self) -> Option<&'static str> {
        self.actual.is_empty().then_some(if self.open { "未完成" } else { "—" })
    }
}
