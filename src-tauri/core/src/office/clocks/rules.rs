//! 时限: the rules as they are shown, tried and changed.

use std::collections::BTreeMap;

use crate::cabinet::Reader;
use crate::casework::{Clock, clocked, inner_moved};
use crate::clock::{CHINA_MIN, Id, Stamp};
use crate::deadline::{Line, Recounted, Rule, RuleChange, RuleError, Rules, read_event, recount};
use crate::form::CaseKind;
use crate::office::Office;
use crate::office::api::{DeadlineView, RuleEdit, RuleEffect, RuleVersion, RuleView};
use crate::office::error::{OfficeError, Result};
use crate::office::finish::printable_in;
use crate::office::people::role::Right;

use super::{RULE, named};

impl Office {
    /// The rules with every version.
    ///
    /// # Errors
    /// While the device is handed over.
    pub fn rules(&self) -> Result<Vec<RuleView>> {
        self.may(Right::Read)?;
        let counting = self.counting();
        let now = self.now_in_china();
        counting.rules.all().map(|rule| view(&counting.rules, rule, now)).collect()
    }

    /// A worked example, as the rules are now.
    ///
    /// # Errors
    /// As [`Office::deadline`].
    pub fn count(&self, rule: &str, grade: &str, from: &str) -> Result<DeadlineView> {
        Ok(self.deadline(rule, grade, from)?.into())
    }

    /// What a change of a rule would do, with an example counted from an event; nothing is written.
    ///
    /// # Errors
    /// `not-allowed`, `missing` for what is no date, the `rule-…` codes.
    pub fn try_rule(&self, edit: &RuleEdit, from: &str) -> Result<RuleEffect> {
        self.may(Right::Settings)?;
        let (from, _) = read_event(from).ok_or(OfficeError::Missing("date"))?;
        let counting = self.counting();
        let rule = edited(&counting.rules, edit)?;
        let grades: Vec<&str> =
            if rule.grades.is_empty() { vec![""] } else { rule.grades.iter().map(|g| g.grade.as_str()).collect() };
        let example = |grade: &str| counting.rules.trial(&rule, grade, from, &counting.calendar).map(DeadlineView::from);
        let examples = if rule.unit.runs() { grades.into_iter().map(example).collect::<Result<_, _>>()? } else { Vec::new() };
        let changed = self.changed(edit, rule, "")?;
        let moved = self.cabinet.read(|reader| named(reader, self.moved_by(reader, &edit.rule, &changed.0, changed.1)?))?;
        Ok(RuleEffect { examples, moved })
    }

    /// Changes a rule: a new version, with its reason. Clocks that run keep the one they started with, unless they are to be
    /// counted anew; then the entry names them, old and new.
    ///
    /// # Errors
    /// `not-allowed`, `missing` for the reason or a day that is none or is past, the `rule-…` codes.
    pub fn change_rule(&self, edit: &RuleEdit) -> Result<Vec<RuleView>> {
        self.may(Right::Settings)?;
        if edit.reason.trim().is_empty() {
            return Err(OfficeError::Missing("reason"));
        }
        printable_in("原因", &edit.reason)?;
        printable_in("依据", &edit.clause)?;
        let rule = edited(&self.counting().rules, edit)?;
        if rule.inner_hours.is_some() && !clocked(&rule.id) {
            return Err(RuleError::Limit(rule.id).into());
        }
        self.cabinet.write(|tx| {
            let by = self.author(tx)?.text;
            let (rules, version) = self.changed(edit, rule, &by)?;
            let moved = if edit.recount { self.moved_by(tx, &edit.rule, &rules, version)? } else { Vec::new() };
            let newest = rules.changes_of(&edit.rule).last().ok_or_else(|| OfficeError::NotFound("rule".to_owned()))?;
            self.put_counted(tx, &format!("{RULE}{}.{version}", edit.rule), newest, &edit.reason, moved)
        })?;
        self.count_anew();
        self.rules()
    }

    /// The rules with the change, and its version.
    fn changed(&self, edit: &RuleEdit, rule: Rule, by: &str) -> Result<(Rules, u32)> {
        let counting = self.counting();
        let now = self.now_in_china();
        let since = if edit.since.trim().is_empty() {
            now
        } else {
            let day = edit.since.trim().parse().map_err(|_| OfficeError::Missing("date"))?;
            // What was counted stands: a rule changes from today on at the earliest, and from now when that is today.
            if day < now.date() {
                return Err(OfficeError::Missing("date"));
            }
            if day == now.date() { now } else { Stamp::from_local(day, chrono::NaiveTime::MIN, CHINA_MIN) }
        };
        let version = counting.rules.newest(&edit.rule)? + 1;
        let (reason, by) = (edit.reason.trim().to_owned(), by.to_owned());
        Ok((counting.rules.clone().with_change(RuleChange { version, since, reason, by, rule })?, version))
    }

    fn moved_by(&self, reader: &Reader<'_>, rule: &str, rules: &Rules, version: u32) -> Result<Vec<Recounted>> {
        let running = Self::running(reader)?.into_iter().filter(|clock| clock.rule == rule);
        let under: Vec<_> = running.map(|clock| clock.under(version)).collect();
        let mut moved = recount(&under, rules, &self.counting().calendar);
        // The limits that the department set itself beside it; a clock that was extended or given may have one as well.
        let mut cases: BTreeMap<Id, Vec<Clock>> = BTreeMap::new();
        for row in reader.running_clocks(i64::MIN..=i64::MAX, usize::MAX)? {
            cases.entry(row.sheet).or_default().push(serde_json::from_str(&row.json)?);
        }
        let changed = rules.version(rule, version)?;
        let mut inner = Vec::new();
        for (sheet, clocks) in cases {
            let Some(kind) = reader.case(sheet)?.and_then(|case| CaseKind::of(&case.kind)) else { continue };
            inner.extend(inner_moved(&clocks, &sheet.to_string(), kind, changed, version, &moved));
        }
        moved.extend(inner);
        Ok(moved)
    }
}

/// The rule as the edit leaves it: what starts it and what is due stay what the cases mean by its name.
fn edited(rules: &Rules, edit: &RuleEdit) -> Result<Rule> {
    Ok(Rule {
        limit: edit.limit,
        grades: edit.grades.clone(),
        unit: edit.unit,
        roll: edit.roll,
        basis: edit.basis,
        clause: edit.clause.trim().to_owned(),
        inner_hours: edit.inner_hours,
        ..rules.rule(&edit.rule)?.clone()
    })
}

fn view(rules: &Rules, rule: &Rule, now: Stamp) -> Result<RuleView> {
    let said = |rule: &Rule| Line { zh: rule.words(), en: rule.english_words() };
    let (in_force, _) = rules.in_force(&rule.id, now)?;
    let later = rules.changes_of(&rule.id).iter().rev().map(|change| RuleVersion {
        version: change.version,
        since: change.since.to_minute(),
        in_force: change.version == in_force,
        by: change.by.clone(),
        reason: change.reason.clone(),
        limit: said(&change.rule),
        rolls: rules.rolls(&change.rule),
        clause: change.rule.clause.clone(),
    });
    let shipped = rules.shipped_rule(&rule.id)?;
    let first = RuleVersion {
        version: 1,
        since: String::new(),
        in_force: in_force == 1,
        by: String::new(),
        reason: String::new(),
        limit: said(shipped),
        rolls: rules.rolls(shipped),
        clause: shipped.clause.clone(),
    };
    Ok(RuleView {
        limit: said(rule),
        rolls: rules.rolls(rule),
        runs: rule.unit.runs(),
        units: shipped.unit.choices().to_vec(),
        inner: clocked(&rule.id),
        versions: later.chain(std::iter::once(first)).collect(),
        rule: rule.clone(),
    })
}
