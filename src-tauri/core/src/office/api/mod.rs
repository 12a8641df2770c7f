//! What the faces hand in and get back: plain values, the same for the window, the terminal and, later, the tablet.
//!
//! The window's TypeScript types are generated from these (feature `bindings`).

mod access;
mod call;
mod cases;
mod clocks;
mod desk;
mod duties;
mod lists;
mod month;
mod people;
mod search;
mod sheets;
mod signing;
mod told;

pub use access::{Door, DoorState, FirstRun, FirstRunArea, FirstRunPerson, RecoveryShown};
pub use call::{Call, Caller};
pub use cases::{CaseCount, CaseLine, CasePage, CaseView, CasesAsked, ClockLine, OverdueLine, OverdueMark, StepBegun, StepLine};
pub use clocks::{
    CalendarChange, CalendarEffect, CalendarYear, DeadlineView, RuleEdit, RuleEffect, RuleVersion, RuleView, WeekFrom, YearDay,
};
pub use desk::{DayInfo, Desk, FormCard, Shelf, Slot, Today, TodayLine, TodayRest};
pub use duties::{
    DutyDay, DutyDue, DutyMonth, DutyPlanView, DutyPlansView, DutySlot, DutyState, Explained, MeetingOutcome, MeetingState,
    MeetingView, MissedCause,
};
pub use lists::{CaseList, Feed, LedgerColumn, LedgerKind, LedgerLine, LedgerView, ListAsked, RouteStop};
pub use month::{
    ClosingLine, Destroyed, DestructionItem, DestructionList, MonthLine, MonthStage, MonthView, Supplement, VolumeAsked,
    VolumeFormat, VolumeMode, VolumeSetting,
};
pub use people::{FactKind, RegisterEntry, RegisterInput, RegisterKind};
pub use search::{SearchPage, SearchQuery, SheetLine};
pub use sheets::{
    Blank, Draft, DraftChange, Finish, Finished, HistoryLine, MarkedRest, NextAct, OwnCaseView, PageBox, Pages, PhotoIn,
    SealTally, SealView, SheetState, SheetView, StageView, VerifyReport,
};
pub use signing::{Choice, PaperSign, ProxySign, RefuseSign, SignRequest, SigningView};
pub use told::{AuditAct, Event, FindingCode, Notice, NoticeCode, SheetPart, VerifyProblem, Whose};
