//! What a change of the calendar or of a rule does to clocks that run, before anything is written.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Day};
use super::due::Due;
use super::rules::Rules;
use super::text::moment;
use crate::clock::Stamp;

/// A clock that runs and whose end was counted. One that was extended, given or kept is not handed over: no calendar moves it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Running {
    /// The case.
    pub case: String,
    /// Which of its clocks.
    pub clock: String,
    /// Rule.
    pub rule: String,
    /// Version it started with.
    pub version: u32,
    /// 重大 or 一般 where the limit goes by grade.
    pub grade: String,
    /// The event.
    pub from: Stamp,
    /// The end as it stands.
    pub due: Due,
    /// Whether it is 暂定.
    pub provisional: bool,
}

impl Running {
    /// The same under another version of its rule: what a change of the rule would make of it.
    #[must_use]
    pub fn under(&self, version: u32) -> Self {
        Self { version, ..self.clone() }
    }
}

/// A clock whose end moved, or that is certain now: as the setting entry that moved it keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Recounted {
    /// The case.
    pub case: String,
    /// Which of its clocks.
    pub clock: String,
    /// Rule.
    pub rule: String,
    /// Version it is counted by now.
    pub version: u32,
    /// The event.
    #[serde(with = "moment")]
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub from: Stamp,
    /// The end before.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub old: Due,
    /// The end now, before rolling.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub raw: Due,
    /// The end now.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub new: Due,
    /// Whether it was 暂定.
    pub was_provisional: bool,
    /// Whether it is.
    pub provisional: bool,
}

/// The clocks whose end, or certainty, is another by these rules and this calendar. A clock of a rule that is unknown or
/// counts no days stays as it is.
#[must_use]
pub fn recount(running: &[Running], rules: &Rules, calendar: &Calendar) -> Vec<Recounted> {
    let one = |clock: &Running| {
        let rule = rules.version(&clock.rule, clock.version).ok()?;
        let (_, raw, due, count) = rules.ends(rule, &clock.grade, clock.from, calendar).ok()?;
        let moved = due != clock.due || count.provisional != clock.provisional;
        moved.then(|| Recounted {
            case: clock.case.clone(),
            clock: clock.clock.clone(),
            rule: clock.rule.clone(),
            version: clock.version,
            from: clock.from,
            old: clock.due,
            raw,
            new: due,
            was_provisional: clock.provisional,
            provisional: count.provisional,
        })
    };
    running.iter().filter_map(one).collect()
}

/// A day that is another by another calendar.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChangedDay {
    /// The day.
    #[cfg_attr(feature = "bindings", ts(type = "string"))]
    pub date: NaiveDate,
    /// What it was.
    pub was: Day,
    /// What it is.
    pub now: Day,
}

impl Calendar {
    /// The days of a span that are worked, named or certain in another way by `other`.
    #[must_use]
    pub fn changes(&self, other: &Self, from: NaiveDate, to: NaiveDate) -> Vec<ChangedDay> {
        let both = |date| ChangedDay { date, was: self.day(date), now: other.day(date) };
        from.iter_days().take_while(|d| *d <= to).map(both).filter(|c| c.was != c.now).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::{Rule, RuleChange, Year};

    fn running(rules: &Rules, calendar: &Calendar, rule: &str, from: &str) -> Running {
        let counted = rules.deadline(rule, "", Stamp::parse(from).unwrap(), calendar).unwrap();
        Running {
            case: format!("TS-{rule}"),
            clock: "整改".to_owned(),
            rule: rule.to_owned(),
            version: counted.version,
            grade: String::new(),
            from: counted.from,
            due: counted.due,
            provisional: counted.provisional,
        }
    }

    #[test]
    fn a_notice_moves_the_clocks_that_leant_on_it_and_no_others() {
        let (rules, calendar) = (Rules::shipped().unwrap(), Calendar::shipped().unwrap());
        let clocks = [
            running(&rules, &calendar, "CPL-1", "2026-12-31T10:00+08:00"),
            running(&rules, &calendar, "CPL-3", "2026-12-30T10:00+08:00"),
            running(&rules, &calendar, "CPL-3", "2026-11-02T10:00+08:00"),
        ];
        let json = r#"{"year":2027,"source":{"title":"样","number":"样","date":"2026-11-01"},"holidays":[
            {"name":"元旦","from":"2027-01-01","to":"2027-01-02","statutory":["2027-01-01"],"make_up":["2027-01-03"]}]}"#;
        let noticed = calendar.clone().with_year(&Year::parse(json).unwrap());
        let moved = recount(&clocks, &rules, &noticed);
        let said: Vec<_> = moved.iter().map(|m| (m.old.to_string(), m.new.to_string(), m.provisional)).collect();
        let expected = [("2027-01-04", "2027-01-03", false), ("2027-01-05", "2027-01-04", false)];
        assert_eq!(said, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c)), "old and new are both told");
        assert!(recount(&clocks, &rules, &calendar).is_empty(), "nothing moves by itself");
        let last = "2027-12-31".parse().unwrap();
        let days = calendar.changes(&noticed, "2026-01-01".parse().unwrap(), last);
        assert!(days.iter().any(|d| d.date.to_string() == "2027-01-03" && d.now.working && !d.was.working), "the made-up Sunday");
        assert!(days.iter().all(|d| d.date.to_string().as_str() >= "2026-12-25"), "what is settled stays");
    }

    #[test]
    fn a_changed_rule_moves_only_clocks_that_are_put_under_it() {
        let (rules, calendar) = (Rules::shipped().unwrap(), Calendar::shipped().unwrap());
        let clock = running(&rules, &calendar, "CPL-3", "2026-03-02T10:00+08:00");
        let rule = Rule { limit: Some(1), ..rules.rule("CPL-3").unwrap().clone() };
        let since = Stamp::parse("2026-03-03T00:00+08:00").unwrap();
        let change = RuleChange { version: 2, since, reason: "样".to_owned(), by: String::new(), rule };
        let rules = rules.with_change(change).unwrap();
        assert!(recount(std::slice::from_ref(&clock), &rules, &calendar).is_empty(), "a running clock keeps its version");
        let moved = recount(&[clock.under(2)], &rules, &calendar);
        let first = moved.first().unwrap();
        assert_eq!(
            (first.old.to_string().as_str(), first.new.to_string().as_str(), first.version),
            ("2026-03-05", "2026-03-03", 2),
            "unless it is recounted"
        );
        let written = serde_json::to_string(first).unwrap();
        assert!(written.contains(r#""old":"2026-03-05""#) && written.contains(r#""from":"2026-03-02T10:00+08:00""#), "{written}");
    }
}
