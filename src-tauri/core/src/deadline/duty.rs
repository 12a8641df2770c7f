//! Duties that the calendar itself makes due: the rounds of a day, the outlets of a month, the department's meeting. A plan says
//! on which days, from a day on; what was owed before that day stays owed.

#[cfg(test)]
mod tests;
mod words;

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Week};

/// A regular day is looked for this far back: no holiday is longer, so that no meeting is moved further.
const LOOK_BACK: u64 = 31;
/// Outlets a target may ask for.
const MOST_OUTLETS: u32 = 10_000;
/// A month has no more working days that a meeting could be set for: the shortest has hardly 15.
const MOST_NTH: i8 = 15;

/// On which days the rounds are owed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum RoundDays {
    /// 工作日, make-up days included.
    #[default]
    Working,
    /// Every day of the year.
    Every,
    /// Chosen days of the week, whatever the calendar says of them.
    Weekdays {
        /// Monday first.
        days: [bool; 7],
    },
    /// None: the duty rests.
    Never,
}

/// How many outlets a month asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum OutletTarget {
    /// 抽查: a spot check, how many is left to the one who walks.
    #[default]
    Sample,
    /// So many of them.
    Number {
        /// Outlets.
        n: u32,
    },
    /// A share of them.
    Share {
        /// Of a hundred.
        percent: u32,
    },
    /// All.
    All,
}

impl OutletTarget {
    /// As the paper says it: 抽查, 12户, 30%, 全部.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Sample => "抽查".to_owned(),
            Self::Number { n } => format!("{n}户"),
            Self::Share { percent } => format!("{percent}%"),
            Self::All => "全部".to_owned(),
        }
    }

    /// What a paper's words ask for; words of another kind leave it to the one who walks.
    #[must_use]
    pub fn read(words: &str) -> Self {
        let words = words.trim();
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|n| *n > 0);
        if words == "全部" {
            return Self::All;
        }
        let (text, share) = match words.strip_suffix(['%', '％']) {
            Some(text) => (text, true),
            None => match words.strip_prefix("百分之") {
                Some(text) => (text, true),
                None => (words.strip_suffix(['户', '家', '个']).unwrap_or(words), false),
            },
        };
        match number(text) {
            Some(percent) if share && percent <= 100 => Self::Share { percent },
            Some(n) if !share && n <= MOST_OUTLETS => Self::Number { n },
            _ => Self::Sample,
        }
    }

    /// How many of `outlets` are asked for, a share rounded up; `None` where it is left open.
    #[must_use]
    pub fn of(self, outlets: u32) -> Option<u32> {
        match self {
            Self::Sample => None,
            Self::Number { n } => Some(n.min(outlets)),
            Self::Share { percent } => {
                let exact = u64::from(outlets) * u64::from(percent);
                u32::try_from(exact.div_ceil(100)).ok()
            }
            Self::All => Some(outlets),
        }
    }
}

/// When the department meets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "every", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum MeetingPlan {
    /// Not regularly.
    #[default]
    None,
    /// Each week on a day; where that is a rest day, on the next working day.
    Week {
        /// 0 for Monday to 6 for Sunday.
        weekday: u8,
        /// Local time.
        #[serde(with = "super::text::minute")]
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        time: NaiveTime,
    },
    /// On the n-th working day of each month.
    Month {
        /// From 1; −1 is the last.
        nth: i8,
        /// Local time.
        #[serde(with = "super::text::minute")]
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        time: NaiveTime,
    },
}

/// What is owed, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DutyPlan {
    /// The first day it counts for.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: NaiveDate,
    /// The rounds of a day (INS-1).
    pub rounds: RoundDays,
    /// The outlets of a month (INS-2).
    pub outlets: OutletTarget,
    /// The meeting (MTG-1).
    pub meeting: MeetingPlan,
}

/// A meeting that a plan makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlannedMeeting {
    /// The day it is: a working day.
    pub on: NaiveDate,
    /// The day it would be if that were worked: what it is known by.
    pub regular: NaiveDate,
    /// Local time.
    pub time: NaiveTime,
}

/// Why a plan, or an act about a duty, was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DutyError {
    /// A plan counts from today on at the earliest: what was owed stays owed.
    #[error("a plan does not reach back")]
    Past,
    /// No day of the week was chosen.
    #[error("no day of the week is chosen")]
    NoDay,
    /// No such number or share of outlets.
    #[error("no such number of outlets")]
    Outlets,
    /// No such day for a meeting.
    #[error("no such day for a meeting")]
    Meeting,
    /// Only a 漏检 is explained.
    #[error("the slot was not missed")]
    NotMissed,
    /// The day is to come.
    #[error("the day is to come")]
    NotYet,
}

impl DutyError {
    /// Stable code that the faces translate.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Past => "duty-plan-past",
            Self::NoDay => "duty-plan-no-day",
            Self::Outlets => "duty-plan-outlets",
            Self::Meeting => "duty-plan-meeting",
            Self::NotMissed => "duty-not-missed",
            Self::NotYet => "duty-not-yet",
        }
    }
}

impl DutyPlan {
    /// Every working day, a spot check of the outlets, no meeting: what holds until a department says otherwise.
    #[must_use]
    pub fn usual(from: NaiveDate) -> Self {
        Self { from, rounds: RoundDays::Working, outlets: OutletTarget::Sample, meeting: MeetingPlan::None }
    }

    /// # Errors
    /// `duty-plan-no-day`, `duty-plan-outlets`, `duty-plan-meeting`.
    pub fn check(&self) -> Result<(), DutyError> {
        let outlets = match self.outlets {
            OutletTarget::Number { n } => (1..=MOST_OUTLETS).contains(&n),
            OutletTarget::Share { percent } => (1..=100).contains(&percent),
            OutletTarget::Sample | OutletTarget::All => true,
        };
        let meeting = match self.meeting {
            MeetingPlan::None => true,
            MeetingPlan::Week { weekday, .. } => weekday < 7,
            MeetingPlan::Month { nth, .. } => nth == -1 || (1..=MOST_NTH).contains(&nth),
        };
        match self.rounds {
            RoundDays::Weekdays { days } if !days.contains(&true) => Err(DutyError::NoDay),
            _ if !outlets => Err(DutyError::Outlets),
            _ if !meeting => Err(DutyError::Meeting),
            _ => Ok(()),
        }
    }

    fn owes_round(&self, date: NaiveDate, calendar: &Calendar) -> bool {
        match self.rounds {
            RoundDays::Working => calendar.works(date),
            RoundDays::Every => true,
            RoundDays::Weekdays { days } => Week::new(days).is_ok_and(|week| week.works(date.weekday())),
            RoundDays::Never => false,
        }
    }

    /// The meeting that the plan sets for this regular day.
    fn meeting_of(&self, regular: NaiveDate, calendar: &Calendar) -> Option<PlannedMeeting> {
        match self.meeting {
            MeetingPlan::None => None,
            MeetingPlan::Week { weekday, time } => {
                if regular.weekday().num_days_from_monday() != u32::from(weekday) {
                    return None;
                }
                let on = if calendar.works(regular) { regular } else { calendar.next_working_day(regular).ok()? };
                Some(PlannedMeeting { on, regular, time })
            }
            MeetingPlan::Month { nth, time } => {
                let month = regular.with_day(1)?.iter_days().take_while(|d| d.month() == regular.month());
                let mut worked = month.filter(|d| calendar.works(*d));
                let on = if nth < 0 { worked.last() } else { worked.nth(usize::try_from(nth).ok()?.checked_sub(1)?) };
                (on? == regular).then_some(PlannedMeeting { on: regular, regular, time })
            }
        }
    }
}

/// The plans of a department, each from its day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyPlans(Vec<DutyPlan>);

impl DutyPlans {
    /// The plans in any order.
    #[must_use]
    pub fn new(mut plans: Vec<DutyPlan>) -> Self {
        plans.sort_by_key(|plan| plan.from);
        Self(plans)
    }

    /// All, the earliest first.
    #[must_use]
    pub fn all(&self) -> &[DutyPlan] {
        &self.0
    }

    /// The one in force on a day; none before the first.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Option<&DutyPlan> {
        self.0.iter().rev().find(|plan| plan.from <= date)
    }

    /// The same with a plan from a day on, in place of those that would begin then or later. While no day was counted yet (the
    /// first plan begins today or later), it takes the place of all.
    ///
    /// # Errors
    /// `duty-plan-past`, and what [`DutyPlan::check`] gives.
    pub fn with(&self, plan: DutyPlan, today: NaiveDate) -> Result<Self, DutyError> {
        plan.check()?;
        if plan.from < today {
            return Err(DutyError::Past);
        }
        let counted = self.0.iter().any(|old| old.from < today);
        let mut plans: Vec<DutyPlan> = self.0.iter().filter(|old| counted && old.from < plan.from).cloned().collect();
        plans.push(plan);
        Ok(Self::new(plans))
    }

    /// Whether the rounds of a day are owed.
    #[must_use]
    pub fn owes_round(&self, date: NaiveDate, calendar: &Calendar) -> bool {
        self.on(date).is_some_and(|plan| plan.owes_round(date, calendar))
    }

    /// The days of a span, both ends included, whose rounds are owed.
    #[must_use]
    pub fn rounds_owed(&self, from: NaiveDate, to: NaiveDate, calendar: &Calendar) -> Vec<NaiveDate> {
        from.iter_days().take_while(|d| *d <= to).filter(|d| self.owes_round(*d, calendar)).collect()
    }

    /// Whether a month's outlets are owed: from the first month that was counted whole.
    #[must_use]
    pub fn owes_month(&self, day: NaiveDate) -> bool {
        day.with_day(1).is_some_and(|first| self.on(first).is_some())
    }

    /// The meetings of a span, both ends included. Two that a long holiday moves to one day are one.
    #[must_use]
    pub fn meetings(&self, from: NaiveDate, to: NaiveDate, calendar: &Calendar) -> Vec<PlannedMeeting> {
        let begin = from.checked_sub_days(Days::new(LOOK_BACK)).unwrap_or(from);
        let regular = begin.iter_days().take_while(|d| *d <= to);
        let all = regular.filter_map(|day| self.on(day)?.meeting_of(day, calendar));
        let mut found: Vec<PlannedMeeting> = all.filter(|m| m.on >= from && m.on <= to).collect();
        found.sort();
        found.dedup_by(|later, kept| {
            let same = later.on == kept.on;
            if same {
                *kept = *later;
            }
            same
        });
        found
    }
}

/// The last day of a month.
#[must_use]
pub fn month_end(day: NaiveDate) -> NaiveDate {
    let next = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    next.and_then(|first| first.pred_opt()).unwrap_or(day)
}
