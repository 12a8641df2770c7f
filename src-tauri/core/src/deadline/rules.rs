//! The table of duties and their limits, as data that a manager may change. What was in force stays known: a running clock
//! keeps the version it started with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cutoff::Cutoff;
use super::error::RuleError;
use super::rule::Rule;
use crate::clock::Stamp;

/// A later version of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RuleChange {
    /// 2 and up; 1 is the rule that ships.
    pub version: u32,
    /// From when it holds: an event from this moment on is counted by it.
    #[serde(with = "super::text::moment")]
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub since: Stamp,
    /// Why it was changed.
    pub reason: String,
    /// Who changed it, as the log names them.
    pub by: String,
    /// The rule as it reads since.
    pub rule: Rule,
}

/// The rules of a department: the table that ships and every change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    roll: bool,
    late_entry: Cutoff,
    rules: Vec<Rule>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    changes: BTreeMap<String, Vec<RuleChange>>,
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
        Self { roll: true, late_entry: Cutoff { working_days: 1, time }, rules: Vec::new(), changes: BTreeMap::new() }
    }

    /// Reads a rule table (JSON, see `rules.json`).
    ///
    /// # Errors
    /// When it is not of that form, a rule stands twice, or a limit does not fit its unit.
    pub fn parse(json: &str) -> Result<Self, RuleError> {
        let mut rules: Self = serde_json::from_str(json).map_err(|e| RuleError::Unreadable(e.to_string()))?;
        let mut seen = std::collections::BTreeSet::new();
        for rule in &rules.rules {
            rule.check()?;
            if !seen.insert(rule.id.as_str()) {
                return Err(RuleError::Twice(rule.id.clone()));
            }
        }
        let changes = std::mem::take(&mut rules.changes);
        changes.into_values().flatten().try_fold(rules, Self::with_change)
    }

    /// The same with a later version of a rule.
    ///
    /// # Errors
    /// `rule-unknown`; `rule-version` when it is not the next version or begins before the one it follows; `rule-limit`;
    /// `rule-unit-fixed` when what is counted would become something else.
    pub fn with_change(mut self, change: RuleChange) -> Result<Self, RuleError> {
        let id = &change.rule.id;
        let shipped = self.shipped_rule(id)?;
        let last = self.changes_of(id).last();
        let follows = change.version == last.map_or(1, |c| c.version) + 1
            && last.is_none_or(|c| c.since.wall_ms() <= change.since.wall_ms());
        if !follows {
            return Err(RuleError::Version { rule: id.clone(), version: change.version });
        }
        if !shipped.unit.choices().contains(&change.rule.unit) {
            return Err(RuleError::UnitFixed(id.clone()));
        }
        change.rule.check()?;
        self.changes.entry(id.clone()).or_default().push(change);
        Ok(self)
    }

    /// All rules as the newest version has them, in the order of the table. A version that only holds from a later day is
    /// among them: see [`Rules::in_force`].
    pub fn all(&self) -> impl Iterator<Item = &Rule> + '_ {
        self.rules.iter().map(|rule| self.changes_of(&rule.id).last().map_or(rule, |change| &change.rule))
    }

    /// Whether a limit of days whose last day is no working day rolls forward, unless its rule says otherwise.
    #[must_use]
    pub fn roll(&self) -> bool {
        self.roll
    }

    /// Whether the limit of this rule rolls forward.
    #[must_use]
    pub fn rolls(&self, rule: &Rule) -> bool {
        rule.roll.unwrap_or(self.roll)
    }

    /// Until when an entry is in time.
    #[must_use]
    pub fn late_entry(&self) -> Cutoff {
        self.late_entry
    }

    /// The newest version of the rule of that name.
    ///
    /// # Errors
    /// When there is none.
    pub fn rule(&self, id: &str) -> Result<&Rule, RuleError> {
        let shipped = self.shipped_rule(id)?;
        Ok(self.changes_of(id).last().map_or(shipped, |change| &change.rule))
    }

    /// The number of the newest version.
    ///
    /// # Errors
    /// When there is no such rule.
    pub fn newest(&self, id: &str) -> Result<u32, RuleError> {
        self.shipped_rule(id)?;
        Ok(self.changes_of(id).last().map_or(1, |change| change.version))
    }

    /// The version that is in force for an event at this moment, with its number.
    ///
    /// # Errors
    /// When there is no such rule.
    pub fn in_force(&self, id: &str, at: Stamp) -> Result<(u32, &Rule), RuleError> {
        let shipped = self.shipped_rule(id)?;
        let holds = |change: &&RuleChange| change.since.wall_ms() <= at.wall_ms();
        Ok(self.changes_of(id).iter().rfind(holds).map_or((1, shipped), |change| (change.version, &change.rule)))
    }

    /// A version by its number.
    ///
    /// # Errors
    /// `rule-unknown`, `rule-no-version`.
    pub fn version(&self, id: &str, version: u32) -> Result<&Rule, RuleError> {
        let shipped = self.shipped_rule(id)?;
        if version == 1 {
            return Ok(shipped);
        }
        let found = self.changes_of(id).iter().find(|change| change.version == version);
        found.map(|change| &change.rule).ok_or_else(|| RuleError::NoVersion { rule: id.to_owned(), version })
    }

    /// The later versions of a rule, in order.
    #[must_use]
    pub fn changes_of(&self, id: &str) -> &[RuleChange] {
        self.changes.get(id).map_or(&[], Vec::as_slice)
    }

    /// The rule as it ships: version 1.
    ///
    /// # Errors
    /// When there is no such rule.
    pub fn shipped_rule(&self, id: &str) -> Result<&Rule, RuleError> {
        self.rules.iter().find(|r| r.id == id).ok_or_else(|| RuleError::Unknown(id.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::{Calendar, Unit};

    fn at(text: &str) -> Stamp {
        Stamp::parse(text).unwrap()
    }

    fn change(rules: &Rules, version: u32, since: &str, limit: u32) -> RuleChange {
        let rule = Rule { limit: Some(limit), ..rules.shipped_rule("CPL-3").unwrap().clone() };
        RuleChange { version, since: at(since), reason: "试行".to_owned(), by: String::new(), rule }
    }

    #[test]
    fn the_table_is_the_department_s() {
        let rules = Rules::shipped().unwrap();
        let ids: Vec<&str> = rules.all().map(|r| r.id.as_str()).collect();
        let expected = [
            "INS-1", "INS-2", "RSP-1", "CPL-1", "CPL-2", "CPL-3", "CPL-4", "SUR-1", "SUR-2", "SUR-2B", "SUR-3", "SVC-1", "SVC-2",
            "CON-1", "MTG-1",
        ];
        assert_eq!(ids, expected, "every rule of the department, once");
        let written = serde_json::to_string(&rules).unwrap();
        assert_eq!(Rules::parse(&written).unwrap(), rules, "a changed table is kept as data and read again");
    }

    #[test]
    fn the_version_in_force_at_an_event_is_found_and_a_clock_keeps_its_own() {
        let rules = Rules::shipped().unwrap();
        let two = change(&rules, 2, "2026-03-02T00:00+08:00", 2);
        let rules = rules.with_change(two).unwrap();
        let three = change(&rules, 3, "2026-04-01T00:00+08:00", 1);
        let rules = rules.with_change(three).unwrap();
        let calendar = Calendar::shipped().unwrap();
        for (event, version, due) in [
            ("2026-03-01T23:59+08:00", 1, "2026-03-04"),
            ("2026-03-01T16:00+00:00", 2, "2026-03-04"),
            ("2026-03-31T10:00+08:00", 2, "2026-04-02"),
            ("2026-04-01T10:00+08:00", 3, "2026-04-02"),
        ] {
            let counted = rules.deadline("CPL-3", "", at(event), &calendar).unwrap();
            assert_eq!((counted.version, counted.due.to_string().as_str()), (version, due), "event at {event}");
        }
        let kept = rules.deadline_under("CPL-3", 1, "", at("2026-04-01T10:00+08:00"), &calendar).unwrap();
        assert_eq!(kept.due.to_string(), "2026-04-07", "a clock of version 1 goes on by it");
        assert!(kept.explain().first().unwrap().zh.contains("3个工作日"), "and says so");
        assert_eq!(rules.rule("CPL-3").unwrap().limit, Some(1), "the newest");
        assert_eq!(rules.changes_of("CPL-3").len(), 2, "the history is kept");
        let written = serde_json::to_string(&rules).unwrap();
        assert_eq!(Rules::parse(&written).unwrap(), rules, "versions are data");
    }

    #[test]
    fn a_manager_may_change_limits_but_not_to_nonsense() {
        let rules = Rules::shipped().unwrap();
        let with = |mend: fn(&mut RuleChange)| {
            let mut new = change(&rules, 2, "2026-03-02T00:00+08:00", 2);
            mend(&mut new);
            rules.clone().with_change(new).map_err(|e| e.code())
        };
        assert!(with(|c| c.rule.unit = Unit::Days).is_ok(), "days for working days");
        assert_eq!(with(|c| c.rule.limit = Some(0)), Err("rule-limit"), "0");
        assert_eq!(with(|c| c.rule.limit = None), Err("rule-limit"), "nothing");
        assert_eq!(with(|c| c.rule.limit = Some(9999)), Err("rule-limit"), "years");
        assert_eq!(with(|c| c.rule.unit = Unit::Open), Err("rule-limit"), "a number where there is none");
        assert_eq!(with(|c| c.rule.unit = Unit::PerDay), Err("rule-unit-fixed"), "a limit is no number of occasions");
        assert_eq!(with(|c| c.rule.id = "XXX-9".to_owned()), Err("rule-unknown"), "no such rule");
        assert_eq!(with(|c| c.version = 3), Err("rule-version"), "a version is left out");
        let two = with(|_| {}).unwrap();
        let early = change(&two, 3, "2026-03-01T00:00+08:00", 1);
        assert_eq!(two.with_change(early).unwrap_err().code(), "rule-version", "it would begin before the one it follows");
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let table = |rule: &str| format!(r#"{{"roll":false,"late_entry":{{"working_days":1,"time":"10:00"}},"rules":[{rule}]}}"#);
        let rule = |rest: &str| format!(r#"{{"id":"A-1","trigger":"样","duty":"样","basis":"own",{rest}}}"#);
        let good = Rules::parse(&table(&rule(r#""limit":5,"unit":"days""#))).unwrap();
        let calendar = Calendar::shipped().unwrap();
        let due = |rules: &Rules| rules.deadline("A-1", "", at("2026-02-10T09:00+08:00"), &calendar).unwrap().due.to_string();
        assert_eq!(due(&good), "2026-02-15", "the policy roll is off in this table");
        let own = Rules::parse(&table(&rule(r#""limit":5,"unit":"days","roll":true"#))).unwrap();
        assert_eq!(due(&own), "2026-02-24", "a rule has its own policy");
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
