//! The calendar and the rules as they are shown and changed.

use serde::{Deserialize, Serialize};

use crate::deadline::{
    Basis, ChangedDay, Counted, DayKind, Deadline, Graded, Holiday, Line, Notice, Override, Recounted, Rule, Season, Unit,
};

/// A year of the calendar, with what the department itself set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// Years whose notice is known, in order.
    pub years: Vec<i32>,
    /// The notice that arranges it; absent while it is 暂定.
    pub source: Option<Notice>,
    /// Whether the notice came with the program; else the department entered it.
    pub shipped: bool,
    /// The holidays of the notice.
    pub holidays: Vec<Holiday>,
    /// Days of the law that the notice does not give off, each with its name behind a full-width space.
    pub left_out: Vec<String>,
    /// Every day of the year.
    pub days: Vec<YearDay>,
    /// The weeks, from the first on.
    pub weeks: Vec<WeekFrom>,
    /// The department's own days, in all years.
    pub own: Vec<Override>,
    /// The working hours, by season.
    pub hours: Vec<Season>,
}

/// A day of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct YearDay {
    /// `2026-02-24`
    pub date: String,
    /// What it is.
    pub kind: DayKind,
    /// The holiday it belongs to, or the department's word; empty on other days.
    pub name: String,
    /// The department's own day.
    pub own: bool,
    /// The year's notice is not known yet.
    pub provisional: bool,
}

/// A week that is kept from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct WeekFrom {
    /// First day; empty for the one before all changes.
    pub from: String,
    /// Whether each day is worked, Monday first.
    pub days: [bool; 7],
}

/// A change of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum CalendarChange {
    /// A year's notice, typed in.
    Year {
        /// The year.
        year: i32,
        /// The notice.
        source: Notice,
        /// Its holidays.
        holidays: Vec<Holiday>,
    },
    /// A year's notice as a calendar file (JSON) holds it.
    File {
        /// The file's text.
        json: String,
    },
    /// The department's own entry of a year is withdrawn: what ships with the program holds again, or 暂定.
    Withdraw {
        /// The year.
        year: i32,
    },
    /// Another week from a day on.
    Week {
        /// First day.
        from: String,
        /// Whether each day is worked, Monday first.
        days: [bool; 7],
    },
    /// The department's own days, all of them.
    Own {
        /// The days.
        days: Vec<Override>,
    },
    /// The working hours, all seasons.
    Hours {
        /// The seasons.
        seasons: Vec<Season>,
    },
}

/// What a change of the calendar does, before and after it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CalendarEffect {
    /// The year that it is mostly about: the one to look at.
    pub year: i32,
    /// Days that become others.
    pub days: Vec<ChangedDay>,
    /// Clocks that move.
    pub moved: Vec<Recounted>,
    /// Days of the law that a typed notice does not give off.
    pub left_out: Vec<String>,
    /// Nothing becomes another.
    pub same: bool,
}

/// A rule as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RuleView {
    /// The newest version.
    pub rule: Rule,
    /// Its limit in Chinese and English.
    pub limit: Line,
    /// Whether a last day off rolls.
    pub rolls: bool,
    /// Whether an end can be counted from an event.
    pub runs: bool,
    /// Units that it may be changed to.
    pub units: Vec<Unit>,
    /// Whether the department may set a tighter limit of its own beside it, in hours.
    pub inner: bool,
    /// Every version, the newest first; the last is the one that ships.
    pub versions: Vec<RuleVersion>,
}

/// A version of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RuleVersion {
    /// From 1.
    pub version: u32,
    /// From when it holds; empty for the one that ships.
    pub since: String,
    /// It holds now.
    pub in_force: bool,
    /// Who made it; empty for the one that ships.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Its limit in Chinese and English.
    pub limit: Line,
    /// Whether a last day off rolls.
    pub rolls: bool,
    /// The clause it names.
    pub clause: String,
}

/// A change of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RuleEdit {
    /// Rule.
    pub rule: String,
    /// Limit, where it does not go by grade.
    pub limit: Option<u32>,
    /// Limits by grade.
    pub grades: Vec<Graded>,
    /// Unit.
    pub unit: Unit,
    /// Whether a last day off rolls; absent for the general policy.
    pub roll: Option<bool>,
    /// Where the limit comes from.
    pub basis: Basis,
    /// The clause, as the department cites it.
    pub clause: String,
    /// The department's own limit beside it, in hours; absent for none.
    #[serde(default)]
    pub inner_hours: Option<u32>,
    /// From which day it holds, `2026-03-01`; empty for now.
    pub since: String,
    /// Why.
    pub reason: String,
    /// Clocks that run already are counted by it too; else they keep the version they started with.
    pub recount: bool,
}

/// What a change of a rule would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RuleEffect {
    /// A worked example, one for each grade; none for rules without an end.
    pub examples: Vec<DeadlineView>,
    /// Clocks that would move when those that run are counted anew.
    pub moved: Vec<Recounted>,
}

/// A deadline with how it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DeadlineView {
    /// Rule.
    pub rule: String,
    /// Version.
    pub version: u32,
    /// Grade; mostly empty.
    pub grade: String,
    /// The event, `2026-02-13T18:30+08:00`.
    pub from: String,
    /// The end before rolling: `2026-02-25`, or a time.
    pub raw: String,
    /// The end.
    pub due: String,
    /// It rolled to a working day.
    pub rolled: bool,
    /// 暂定
    pub provisional: bool,
    /// How it was counted, in words.
    pub lines: Vec<Line>,
    /// How it was counted, day by day.
    pub days: Vec<Counted>,
}

impl From<Deadline> for DeadlineView {
    fn from(deadline: Deadline) -> Self {
        Self {
            rule: deadline.rule.clone(),
            version: deadline.version,
            grade: deadline.grade.clone(),
            from: deadline.from.to_minute(),
            raw: deadline.raw.to_string(),
            due: deadline.due.to_string(),
            rolled: deadline.rolled(),
            provisional: deadline.provisional,
            lines: deadline.explain(),
            days: deadline.days,
        }
    }
}
