//! One duty with its limit.

use serde::{Deserialize, Serialize};

use super::due::many;
use super::error::RuleError;

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Unit {
    /// So many times each day.
    PerDay,
    /// So many times each month.
    PerMonth,
    /// Minutes of clock time, day and night.
    Minutes,
    /// Working days 工作日.
    WorkingDays,
    /// Days 日, rolling when the policy says so.
    Days,
    /// The date that a department itself planned.
    Date,
    /// Set by the department; none yet.
    Open,
}

impl Unit {
    /// Whether a limit of this unit runs from an event to an end that the rule alone gives.
    #[must_use]
    pub fn runs(self) -> bool {
        matches!(self, Self::Minutes | Self::WorkingDays | Self::Days)
    }

    /// The units that a rule of this one may be changed to. A rule that counts occasions never becomes one that counts days:
    /// what starts it would be another event.
    #[must_use]
    pub fn choices(self) -> &'static [Self] {
        match self {
            Self::PerDay => &[Self::PerDay],
            Self::PerMonth => &[Self::PerMonth],
            Self::Date => &[Self::Date],
            Self::Minutes | Self::WorkingDays | Self::Days | Self::Open => {
                &[Self::Minutes, Self::WorkingDays, Self::Days, Self::Open]
            }
        }
    }

    fn most(self) -> u32 {
        match self {
            Self::Date | Self::Open => 0,
            Self::PerDay => 24,
            Self::PerMonth => 1000,
            Self::Minutes => 366 * 24 * 60,
            Self::WorkingDays | Self::Days => 366,
        }
    }

    fn words(self, limit: u32) -> String {
        match self {
            Self::PerDay => format!("每日{limit}次"),
            Self::PerMonth => format!("每月{limit}次"),
            Self::Minutes if limit.is_multiple_of(60) => format!("{}小时", limit / 60),
            Self::Minutes => format!("{limit}分钟"),
            Self::WorkingDays => format!("{limit}个工作日"),
            Self::Days if limit.is_multiple_of(7) => format!("{}周（{limit}日）", limit / 7),
            Self::Days => format!("{limit}日"),
            Self::Date => "按计划完成时间".to_owned(),
            Self::Open => "由部门规定".to_owned(),
        }
    }

    fn english(self, limit: u32) -> String {
        let n = i64::from(limit);
        match self {
            Self::PerDay => format!("{} a day", many(n, "time")),
            Self::PerMonth => format!("{} a month", many(n, "time")),
            Self::Minutes if limit.is_multiple_of(60) => many(n / 60, "hour"),
            Self::Minutes => many(n, "minute"),
            Self::WorkingDays => many(n, "working day"),
            Self::Days if limit.is_multiple_of(7) => format!("{} ({limit} days)", many(n / 7, "week")),
            Self::Days => many(n, "day"),
            Self::Date => "as planned".to_owned(),
            Self::Open => "set by the department".to_owned(),
        }
    }
}

/// Where a limit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Basis {
    /// The department's regulations give it.
    Regulation,
    /// The department's own, tighter than or beside the regulations.
    Own,
    /// The regulations give none; this is a proposal.
    Proposed,
}

/// A limit for one grade (重大, 一般).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Graded {
    /// 重大
    pub grade: String,
    /// In the rule's unit.
    pub limit: u32,
}

/// The words of a duty in English, for readers of the window; papers are Chinese.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EnglishDuty {
    /// What starts the clock.
    pub trigger: String,
    /// What is due.
    pub duty: String,
}

/// A duty with its limit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "bindings", ts(rename = "DutyRule"))]
pub struct Rule {
    /// CPL-3
    pub id: String,
    /// What starts the clock: 一般投诉受理.
    pub trigger: String,
    /// What is due: 整改完成.
    pub duty: String,
    /// The same in English.
    #[serde(default)]
    pub english: EnglishDuty,
    /// The limit in `unit`; absent when it goes by grade, and for units without a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional = nullable))]
    pub limit: Option<u32>,
    /// What the limit is counted in.
    pub unit: Unit,
    /// Whether a last day that is not worked rolls forward, for days; absent where the table's policy holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional = nullable))]
    pub roll: Option<bool>,
    /// Where it comes from.
    pub basis: Basis,
    /// The clause that gives it, as the department cites it; mostly empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clause: String,
    /// How much of it is asked for, in words, until the department sets its own; mostly empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// Limits by grade; mostly empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Graded>,
    /// The department's own tighter limit beside it, in hours of clock time (内控时限); absent while it sets none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional = nullable))]
    pub inner_hours: Option<u32>,
}

/// Most hours of an own limit: a year.
const MOST_HOURS: u32 = 366 * 24;

impl Rule {
    /// The limit as people say it: 3个工作日; 重大30分钟，一般2小时; 3日（建议）.
    #[must_use]
    pub fn words(&self) -> String {
        let graded = self.grades.iter().map(|g| format!("{}{}", g.grade, self.unit.words(g.limit)));
        let said = if self.grades.is_empty() {
            self.unit.words(self.limit.unwrap_or_default())
        } else {
            graded.collect::<Vec<_>>().join("，")
        };
        let said = if self.basis == Basis::Proposed { format!("{said}（建议）") } else { said };
        self.inner_hours.map_or_else(|| said.clone(), |hours| format!("{said}；内控{hours}小时"))
    }

    /// The same in English.
    #[must_use]
    pub fn english_words(&self) -> String {
        let graded = self.grades.iter().map(|g| format!("{} {}", english_grade(&g.grade), self.unit.english(g.limit)));
        let said = if self.grades.is_empty() {
            self.unit.english(self.limit.unwrap_or_default())
        } else {
            graded.collect::<Vec<_>>().join(", ")
        };
        let said = if self.basis == Basis::Proposed { format!("{said} (proposed)") } else { said };
        self.inner_hours.map_or_else(|| said.clone(), |hours| format!("{said}; own limit {}", many(i64::from(hours), "hour")))
    }

    /// The limit for a grade alone, in Chinese and English.
    pub(super) fn limit_words(&self, limit: u32) -> (String, String) {
        (self.unit.words(limit), self.unit.english(limit))
    }

    pub(super) fn limit_for(&self, grade: &str) -> Result<u32, RuleError> {
        if let Some(limit) = self.limit {
            return Ok(limit);
        }
        let graded = self.grades.iter().find(|g| g.grade == grade).map(|g| g.limit);
        graded.ok_or_else(|| RuleError::Grade { rule: self.id.clone(), grade: grade.to_owned() })
    }

    pub(super) fn check(&self) -> Result<(), RuleError> {
        let numbers: Vec<u32> = self.limit.into_iter().chain(self.grades.iter().map(|g| g.limit)).collect();
        let most = self.unit.most();
        let fits =
            if most == 0 { numbers.is_empty() } else { !numbers.is_empty() && numbers.iter().all(|n| (1..=most).contains(n)) };
        // What counts occasions runs to no end, beside which another could be.
        let inner = self
            .inner_hours
            .is_none_or(|hours| !matches!(self.unit, Unit::PerDay | Unit::PerMonth) && (1..=MOST_HOURS).contains(&hours));
        if inner && fits && (self.limit.is_none() || self.grades.is_empty()) {
            Ok(())
        } else {
            Err(RuleError::Limit(self.id.clone()))
        }
    }
}

fn english_grade(grade: &str) -> &str {
    match grade {
        "重大" => "major",
        "一般" => "ordinary",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use crate::deadline::Rules;

    #[test]
    fn a_limit_is_said_from_its_numbers() {
        let rules = Rules::shipped().unwrap();
        for (id, zh, en) in [
            ("INS-1", "每日2次", "2 times a day"),
            ("INS-2", "每月1次", "1 time a month"),
            ("RSP-1", "重大30分钟，一般2小时", "major 30 minutes, ordinary 2 hours"),
            ("CPL-1", "1个工作日", "1 working day"),
            ("CPL-2", "1周（7日）", "1 week (7 days)"),
            ("SUR-1", "2日", "2 days"),
            ("SUR-2B", "按计划完成时间", "as planned"),
            ("SVC-1", "3日（建议）", "3 days (proposed)"),
            ("CON-1", "由部门规定", "set by the department"),
        ] {
            let rule = rules.rule(id).unwrap();
            assert_eq!((rule.words().as_str(), rule.english_words().as_str()), (zh, en), "{id}");
            assert!(!rule.english.trigger.is_empty() && !rule.english.duty.is_empty(), "{id} is said in English too");
        }
    }
}
