//! The table of duties and their limits, as data that a manager may change.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::count::{Count, CountError, Counted};
use super::cutoff::Cutoff;
use super::long_date;
use crate::clock::Stamp;

/// A rule table cannot be read, or a rule gives no such limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// Not JSON of the expected form.
    #[error("the rules cannot be read: {0}")]
    Unreadable(String),
    /// No rule of that name.
    #[error("there is no rule {0}")]
    Unknown(String),
    /// The rule's limit does not fit its unit: missing, 0, too large, or present where there can be none.
    #[error("the limit of rule {0} does not fit its unit")]
    Limit(String),
    /// Two rules of one name.
    #[error("there are two rules {0}")]
    Twice(String),
    /// The rule is not counted in days (asked for a date) or not in minutes (asked for a time).
    #[error("rule {0} is not counted that way")]
    OtherUnit(String),
    /// The rule has limits by grade, and none for this one.
    #[error("rule {rule} has no limit for {grade:?}")]
    Grade {
        /// Rule.
        rule: String,
        /// Grade asked for.
        grade: String,
    },
    /// The days could not be counted.
    #[error(transparent)]
    Count(#[from] CountError),
}

impl RuleError {
    /// Stable code that the faces translate.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "rules-unreadable",
            Self::Unknown(_) => "rule-unknown",
            Self::Limit(_) => "rule-limit",
            Self::Twice(_) => "rule-twice",
            Self::OtherUnit(_) => "rule-other-unit",
            Self::Grade { .. } => "rule-grade",
            Self::Count(error) => error.code(),
        }
    }
}

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Graded {
    /// 重大
    pub grade: String,
    /// In the rule's unit.
    pub limit: u32,
}

/// A duty with its limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// CPL-3
    pub id: String,
    /// What starts the clock: 一般投诉受理.
    pub trigger: String,
    /// What is due: 整改完成.
    pub duty: String,
    /// The limit as people say it: 3个工作日.
    pub words: String,
    /// The limit in `unit`; absent when it goes by grade, and for units without a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// What the limit is counted in.
    pub unit: Unit,
    /// Where it comes from.
    pub basis: Basis,
    /// How much of it is asked for, in words, until the department sets its own; mostly empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// Limits by grade; mostly empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Graded>,
}

impl Rule {
    fn limit_for(&self, grade: &str) -> Result<u32, RuleError> {
        if let Some(limit) = self.limit {
            return Ok(limit);
        }
        let graded = self.grades.iter().find(|g| g.grade == grade).map(|g| g.limit);
        graded.ok_or_else(|| RuleError::Grade { rule: self.id.clone(), grade: grade.to_owned() })
    }

    fn check(&self) -> Result<(), RuleError> {
        let numbers: Vec<u32> = self.limit.into_iter().chain(self.grades.iter().map(|g| g.limit)).collect();
        let most = match self.unit {
            Unit::Date | Unit::Open => 0,
            Unit::PerDay => 24,
            Unit::PerMonth => 1000,
            Unit::Minutes => 366 * 24 * 60,
            Unit::WorkingDays | Unit::Days => 366,
        };
        let fits =
            if most == 0 { numbers.is_empty() } else { !numbers.is_empty() && numbers.iter().all(|n| (1..=most).contains(n)) };
        if fits && (self.limit.is_none() || self.grades.is_empty()) { Ok(()) } else { Err(RuleError::Limit(self.id.clone())) }
    }
}

/// A date by which something is due, and how it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Deadline {
    /// Rule it comes from.
    pub rule: String,
    /// Local date of the event.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub event: NaiveDate,
    /// The last day of the limit.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub date: NaiveDate,
    /// A notice that is not out yet may move it (暂定).
    pub provisional: bool,
    /// How it was counted, in one sentence: 一般投诉受理（2026年2月13日，当日不计）起3个工作日，至2026年2月25日。
    pub explanation: String,
    /// The same, day by day.
    pub days: Vec<Counted>,
}

/// The rules of a department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    roll: bool,
    late_entry: Cutoff,
    rules: Vec<Rule>,
}

impl Rules {
    /// The rules that ship.
    ///
    /// # Errors
    /// When the shipped file cannot be read.
    pub fn shipped() -> Result<Self, RuleError> {
        Self::parse(include_str!("rules.json"))
    }

    /// No rules at all: nothing falls due, and entries are in time until the default cut-off.
    #[must_use]
    pub fn none() -> Self {
        let time = chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
        Self { roll: true, late_entry: Cutoff { working_days: 1, time }, rules: Vec::new() }
    }

    /// Reads a rule table (JSON, see `rules.json`).
    ///
    /// # Errors
    /// When it is not of that form, a rule stands twice, or a limit does not fit its unit.
    pub fn parse(json: &str) -> Result<Self, RuleError> {
        let rules: Self = serde_json::from_str(json).map_err(|e| RuleError::Unreadable(e.to_string()))?;
        let mut seen = std::collections::BTreeSet::new();
        for rule in &rules.rules {
            rule.check()?;
            if !seen.insert(rule.id.as_str()) {
                return Err(RuleError::Twice(rule.id.clone()));
            }
        }
        Ok(rules)
    }

    /// All rules, in the order of the table.
    #[must_use]
    pub fn all(&self) -> &[Rule] {
        &self.rules
    }

    /// Whether a limit of days whose last day is no working day rolls forward.
    #[must_use]
    pub fn roll(&self) -> bool {
        self.roll
    }

    /// Until when an entry is in time.
    #[must_use]
    pub fn late_entry(&self) -> Cutoff {
        self.late_entry
    }

    /// The rule of that name.
    ///
    /// # Errors
    /// When there is none.
    pub fn rule(&self, id: &str) -> Result<&Rule, RuleError> {
        self.rules.iter().find(|r| r.id == id).ok_or_else(|| RuleError::Unknown(id.to_owned()))
    }

    /// The last day for the duty of rule `id`, counted from the local date of its event.
    ///
    /// # Errors
    /// When there is no such rule, it is not counted in days, or the days cannot be counted.
    pub fn due(&self, id: &str, event: NaiveDate, calendar: &Calendar) -> Result<Deadline, RuleError> {
        let rule = self.rule(id)?;
        let count = match rule.unit {
            Unit::WorkingDays => calendar.working_days(event, rule.limit_for("")?)?,
            Unit::Days => calendar.days(event, rule.limit_for("")?, self.roll)?,
            Unit::PerDay | Unit::PerMonth | Unit::Minutes | Unit::Date | Unit::Open => {
                return Err(RuleError::OtherUnit(rule.id.clone()));
            }
        };
        let rolled = count.days.last().is_some_and(|d| d.counted.is_none());
        let explanation = format!(
            "{}（{}，当日不计）起{}，{}{}{}。",
            rule.trigger,
            long_date(event),
            rule.words,
            if rolled { "末日非工作日，顺延至" } else { "至" },
            long_date(count.due),
            if count.provisional { "（暂定）" } else { "" },
        );
        let Count { due, provisional, days } = count;
        Ok(Deadline { rule: rule.id.clone(), event, date: due, provisional, explanation, days })
    }

    /// The moment by which the duty of a rule in minutes is due; `grade` picks the limit (重大, 一般).
    ///
    /// # Errors
    /// When there is no such rule or grade, or the rule is not counted in minutes.
    pub fn due_at(&self, id: &str, grade: &str, event: Stamp) -> Result<Stamp, RuleError> {
        let rule = self.rule(id)?;
        if rule.unit != Unit::Minutes {
            return Err(RuleError::OtherUnit(rule.id.clone()));
        }
        let minutes = i64::from(rule.limit_for(grade)?);
        Ok(Stamp::new(event.wall_ms().saturating_add(minutes * 60_000), event.offset_min()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> (Rules, Calendar) {
        (Rules::shipped().unwrap(), Calendar::shipped().unwrap())
    }

    #[test]
    fn the_table_is_the_department_s() {
        let (rules, _) = shipped();
        let ids: Vec<&str> = rules.all().iter().map(|r| r.id.as_str()).collect();
        let expected = [
            "INS-1", "INS-2", "RSP-1", "CPL-1", "CPL-2", "CPL-3", "CPL-4", "SUR-1", "SUR-2", "SUR-2B", "SUR-3", "SVC-1", "SVC-2",
            "CON-1", "MTG-1",
        ];
        assert_eq!(ids, expected, "every rule of the department, once");
        let written = serde_json::to_string(&rules).unwrap();
        assert_eq!(Rules::parse(&written).unwrap(), rules, "a changed table is kept as data and read again");
    }

    #[test]
    fn a_deadline_names_its_rule_and_explains_itself() {
        let (rules, calendar) = shipped();
        let due = rules.due("CPL-3", "2026-02-13".parse().unwrap(), &calendar).unwrap();
        assert_eq!(due.date.to_string(), "2026-02-25", "three working days over 春节");
        assert_eq!(
            due.explanation, "一般投诉受理（2026年2月13日，当日不计）起3个工作日，至2026年2月25日。",
            "the sentence says event, rule and result"
        );
        let rolled = rules.due("CPL-2", "2026-02-08".parse().unwrap(), &calendar).unwrap();
        assert_eq!(
            rolled.explanation, "重大投诉实际整改完成（2026年2月8日，当日不计）起1周（7日），末日非工作日，顺延至2026年2月24日。",
            "a rolled limit says so"
        );
        let open = rules.due("CPL-1", "2026-12-31".parse().unwrap(), &calendar).unwrap();
        assert!(open.provisional && open.explanation.ends_with("（暂定）。"), "a deadline of a year without notice says 暂定");
    }

    #[test]
    fn a_response_is_due_in_minutes_by_grade() {
        let (rules, calendar) = shipped();
        let at = Stamp::parse("2026-02-13T23:50+08:00").unwrap();
        assert_eq!(rules.due_at("RSP-1", "重大", at).unwrap().to_minute(), "2026-02-14T00:20+08:00", "clock time, over midnight");
        assert_eq!(rules.due_at("RSP-1", "一般", at).unwrap().to_minute(), "2026-02-14T01:50+08:00", "two hours");
        assert_eq!(rules.due_at("RSP-1", "特大", at).unwrap_err().code(), "rule-grade", "no such grade");
        assert_eq!(rules.due("RSP-1", at.date(), &calendar).unwrap_err().code(), "rule-other-unit", "minutes are no days");
        assert_eq!(rules.due("MTG-1", at.date(), &calendar).unwrap_err().code(), "rule-other-unit", "no limit is set");
        assert_eq!(rules.due("XXX-9", at.date(), &calendar).unwrap_err().code(), "rule-unknown", "no such rule");
    }

    #[test]
    fn a_manager_may_change_limits_but_not_to_nonsense() {
        let table = |rule: &str| format!(r#"{{"roll":false,"late_entry":{{"working_days":1,"time":"10:00"}},"rules":[{rule}]}}"#);
        let rule = |rest: &str| format!(r#"{{"id":"A-1","trigger":"样","duty":"样","words":"样","basis":"own",{rest}}}"#);
        let good = Rules::parse(&table(&rule(r#""limit":5,"unit":"days""#))).unwrap();
        let due = good.due("A-1", "2026-02-10".parse().unwrap(), &Calendar::shipped().unwrap()).unwrap();
        assert_eq!(due.date.to_string(), "2026-02-15", "the policy roll is off in this table");
        for bad in [
            r#""limit":0,"unit":"days""#,
            r#""unit":"days""#,
            r#""limit":5,"unit":"open""#,
            r#""limit":9999,"unit":"working-days""#,
        ] {
            assert_eq!(Rules::parse(&table(&rule(bad))).unwrap_err().code(), "rule-limit", "refused: {bad}");
        }
        let twice = [rule(r#""limit":5,"unit":"days""#), rule(r#""limit":6,"unit":"days""#)].join(",");
        assert_eq!(Rules::parse(&table(&twice)).unwrap_err().code(), "rule-twice", "which of the two would count?");
        assert_eq!(Rules::parse("{").unwrap_err().code(), "rules-unreadable", "not JSON");
    }
}
