//! Computed cells: counts, rates, score, deadlines, facts of references.

use std::collections::BTreeMap;

use super::condition::{begun, field_applies};
use super::{Answers, StageEntry, Value, money};
use crate::clock::Stamp;
use crate::deadline::OutletTarget;
use crate::form::{Compute, FieldKind, Form, Mark, RunsFrom, Section, Tally};

/// What computing needs from outside the answers.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// Serial number; empty for a draft.
    pub serial: &'a str,
    /// Stages finished so far.
    pub stages: &'a BTreeMap<String, StageEntry>,
    /// Rule id and event date → due date as text, `2026-02-24`, or with 暂定.
    pub due: &'a dyn Fn(&str, chrono::NaiveDate) -> Option<String>,
    /// Rule id and event date → how that was counted, in a sentence.
    pub counted: &'a dyn Fn(&str, chrono::NaiveDate) -> Option<String>,
    /// Since when a limit runs that begins with a row of a list.
    pub began: &'a dyn Fn(&RunsFrom) -> Began,
}

/// Since when a limit runs that begins with a row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Began {
    /// Since what the last row says that says it.
    Written,
    /// It does not run: what was delivered was sent back, what was put right did not pass.
    Not,
    /// By this rule, since this day: what the clocks of its case count from.
    On(String, chrono::NaiveDate),
}

/// Every computed cell of a sheet, as field → value. Cells that do not apply, or have nothing to say, are absent.
#[must_use]
pub fn computed(form: &Form, answers: &Answers, moment: &Moment<'_>) -> BTreeMap<String, Value> {
    let mut out = BTreeMap::new();
    for section in form.sections.iter().filter(|s| !s.is_rows()) {
        for field in section.fields.iter().filter(|f| f.kind == FieldKind::Auto && field_applies(answers, None, f)) {
            // What was put right by hand, or frozen when the sheet was begun, stands before what is computed.
            let kept = answers.fields.get(&field.id).filter(|v| !v.is_empty()).cloned();
            let made = || field.compute.as_ref().and_then(|c| cell(form, answers, moment, c, &out));
            if let Some(value) = kept.or_else(made) {
                out.insert(field.id.clone(), value);
            }
        }
    }
    out
}

/// One cell; `made` are those before it.
fn cell(form: &Form, answers: &Answers, moment: &Moment<'_>, compute: &Compute, made: &BTreeMap<String, Value>) -> Option<Value> {
    let text = match compute {
        Compute::Serial => moment.serial.to_owned(),
        Compute::Number | Compute::Target { .. } | Compute::Product { .. } => return None,
        Compute::Total { section, column, plus, less } => return total(answers, section, column, plus, less).map(Value::Number),
        Compute::Capital { field } => match made.get(field).or_else(|| answers.fields.get(field))? {
            Value::Number(fen) => money::capital(*fen)?,
            _ => return None,
        },
        Compute::Fixed { text } => text.clone(),
        Compute::Fact { field, fact } => answers.fields.get(field)?.reference()?.facts.get(fact)?.clone(),
        Compute::Entered { stage } => moment.stages.get(stage)?.entered.clone(),
        Compute::Count { section, of } => {
            return i64::try_from(count(form, answers, form.section(section)?, *of)).ok().map(Value::Number);
        }
        Compute::Rate { section } => rate(form, answers, form.section(section)?)?,
        Compute::Score { section, column, from } => {
            let taken: i64 = answers.list(section).iter().filter_map(|r| r.cells.get(column)).filter_map(number).sum();
            return Some(Value::Number((i64::from(*from) - taken).max(0)));
        }
        Compute::Deadline(runs) => {
            let (rule, date) = event(answers, runs, moment)?;
            (moment.due)(&rule, date)?
        }
        Compute::Counted(runs) => {
            let (rule, date) = event(answers, runs, moment)?;
            (moment.counted)(&rule, date)?
        }
    };
    (!text.is_empty()).then_some(Value::Text(text))
}

/// The rule of a deadline and the date it runs from.
fn event(answers: &Answers, runs: &RunsFrom, moment: &Moment<'_>) -> Option<(String, chrono::NaiveDate)> {
    let event = match runs.from.split_once('.') {
        Some((list, column)) => match (moment.began)(runs) {
            Began::Written => answers.list(list).iter().rev().find_map(|r| r.cells.get(column).filter(|v| !v.is_empty()))?,
            Began::Not => return None,
            Began::On(rule, date) => return Some((rule, date)),
        },
        None => answers.fields.get(&runs.from)?,
    };
    let event = event.text()?;
    let date = chrono::NaiveDate::parse_from_str(event, "%Y-%m-%d").ok().or_else(|| Some(Stamp::parse(event).ok()?.date()))?;
    let rule = if runs.by.is_empty() { &runs.rule } else { runs.rules.get(&answers.fields.get(&runs.by)?.word())? };
    Some((rule.clone(), date))
}

/// The sum of a column of money with what is added and taken off; `None` while no row has an amount.
fn total(answers: &Answers, section: &str, column: &str, plus: &[String], less: &[String]) -> Option<i64> {
    let fen = |v: Option<&Value>| match v {
        Some(Value::Number(n)) => *n,
        _ => 0,
    };
    let rows = answers.list(section);
    let single = |ids: &[String]| ids.iter().map(|id| fen(answers.fields.get(id))).fold(0, i64::saturating_add);
    let added = single(plus);
    if added == 0 && !rows.iter().any(|r| r.cells.contains_key(column)) {
        return None;
    }
    let sum = rows.iter().map(|r| fen(r.cells.get(column))).fold(added, i64::saturating_add);
    Some(sum.saturating_sub(single(less)).max(0))
}

/// 单价 × 数量 of every row that has both, in its column; the cell is empty while one is missing.
pub(super) fn products(form: &Form, answers: &mut Answers) {
    for section in form.sections.iter().filter(|s| s.is_rows()) {
        for field in &section.fields {
            let Some(Compute::Product { quantity, price }) = &field.compute else { continue };
            for row in answers.rows.get_mut(&section.id).into_iter().flatten() {
                let many = match row.cells.get(quantity) {
                    Some(Value::Text(text)) => money::thousandths(text),
                    Some(Value::Number(n)) => n.checked_mul(1_000),
                    _ => None,
                };
                let each = match row.cells.get(price) {
                    Some(Value::Number(fen)) => Some(*fen),
                    _ => None,
                };
                match many.zip(each).and_then(|(many, each)| money::product(many, each)) {
                    Some(fen) => row.cells.insert(field.id.clone(), Value::Number(fen)),
                    None => row.cells.remove(&field.id),
                };
            }
        }
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(n) => Some((*n).clamp(-1_000_000, 1_000_000)),
        _ => None,
    }
}

/// Marks of the check columns whose stage has begun (columns without a stage always count); `None` where unmarked.
pub(super) fn cells<'a>(form: &'a Form, answers: &'a Answers, section: &'a Section) -> impl Iterator<Item = Option<Mark>> + 'a {
    let columns: Vec<&str> =
        section.checks().filter(|c| c.stage.as_deref().is_none_or(|s| begun(form, answers, s))).map(|c| c.id.as_str()).collect();
    answers
        .list(&section.id)
        .iter()
        .flat_map(move |row| columns.clone().into_iter().map(move |column| row.cells.get(column).and_then(Value::mark)))
}

/// How many of `rows` the target asks for that the sheet was begun with.
fn asked(form: &Form, answers: &Answers, rows: usize) -> usize {
    let fields = form.sections.iter().filter(|s| !s.is_rows()).flat_map(|s| &s.fields);
    let target = fields.filter(|f| matches!(f.compute, Some(Compute::Target { .. }))).find_map(|f| answers.fields.get(&f.id));
    let target = OutletTarget::read(&target.map(Value::word).unwrap_or_default());
    let asked = u32::try_from(rows).ok().and_then(|n| target.of(n)).and_then(|n| usize::try_from(n).ok());
    asked.unwrap_or(rows)
}

/// Rows of a list in which something was found to be right or wrong, of all its rows.
#[must_use]
pub fn drawn(form: &Form, answers: &Answers, section: &Section) -> (usize, usize) {
    (count(form, answers, section, Tally::RowsDone), answers.list(&section.id).len())
}

fn count(form: &Form, answers: &Answers, section: &Section, of: Tally) -> usize {
    let rows = answers.list(&section.id);
    match of {
        Tally::Rows => rows.len(),
        Tally::Asked => asked(form, answers, rows.len()),
        Tally::RowsDone => {
            let done = |v: &Value| matches!(v.mark(), Some(Mark::Pass | Mark::Fail));
            rows.iter().filter(|r| section.checks().any(|c| r.cells.get(&c.id).is_some_and(done))).count()
        }
        _ => cells(form, answers, section)
            .filter(|mark| match of {
                Tally::Due => *mark != Some(Mark::Na),
                Tally::Done => matches!(mark, Some(Mark::Pass | Mark::Fail)),
                Tally::Pass => *mark == Some(Mark::Pass),
                Tally::Fail => *mark == Some(Mark::Fail),
                Tally::Undrawn => *mark == Some(Mark::Undrawn),
                Tally::Rows | Tally::RowsDone | Tally::Asked => false,
            })
            .count(),
    }
}

/// √ ÷ (√ + ×) in tenths of a percent, rounded down so that 100% means all.
fn rate(form: &Form, answers: &Answers, section: &Section) -> Option<String> {
    let pass = count(form, answers, section, Tally::Pass);
    let done = count(form, answers, section, Tally::Done);
    let tenths = (pass * 1000).checked_div(done)?;
    Some(format!("{}.{}%", tenths / 10, tenths % 10))
}
