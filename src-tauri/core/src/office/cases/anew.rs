//! Limits on the paper of a case after they were counted anew, or after its grade or its receipt changed. What a signer was shown stays in the body as it stood: the paper
//! says beside it what counts now, as the log has it.

use std::collections::BTreeMap;

use super::super::error::Result;
use super::super::record::Record;
use super::project::{frozen, kept, seals_of};
use crate::cabinet::Reader;
use crate::casework::{Clock, Delivery, Ended, Facts, Receipt, begins, deliveries};
use crate::clock::Stamp;
use crate::deadline::Due;
use crate::form::{Compute, Form, RunsFrom};
use crate::sheet::{Answers, Began, Body, Value, long_date};

/// The body of a sheet for its paper: limits that were counted anew or regraded, each with what it was and why. An older version of a sheet
/// knows what was known when it was written.
pub(in crate::office) fn for_paper(reader: &Reader<'_>, record: &Record, newest: bool) -> Result<Body> {
    if record.form().case_kind().is_none() {
        return Ok(record.body.clone());
    }
    let clocks = if newest { kept(reader, record)? } else { frozen(&record.body).unwrap_or_default() };
    Ok(for_paper_by(record, &clocks))
}

/// The same by clocks of a case that were read before: its paper says what was known then, whatever was counted meanwhile.
pub(in crate::office) fn for_paper_by(record: &Record, clocks: &[Clock]) -> Body {
    let mut body = record.body.clone();
    say(record.form(), &body.answers, clocks, &mut body.computed);
    body
}

/// Computed limits, with the ends that later counts gave them.
fn say(form: &Form, answers: &Answers, clocks: &[Clock], computed: &mut BTreeMap<String, Value>) {
    for field in form.sections.iter().filter(|section| !section.is_rows()).flat_map(|section| &section.fields) {
        let (runs, how) = match &field.compute {
            Some(Compute::Deadline(runs)) => (runs, false),
            Some(Compute::Counted(runs)) => (runs, true),
            _ => continue,
        };
        let Some(clock) = counts(clocks, runs) else { continue };
        let regraded = rule(answers, runs).is_some_and(|first| *first != clock.rule);
        let former = former(clocks, clock);
        let Some(Value::Text(text)) = computed.get_mut(&field.id) else {
            // A signature that came after the revision began it: the department has the opinion.
            if !how {
                computed.insert(field.id.clone(), Value::Text(end(clock)));
            }
            continue;
        };
        if how {
            if clock.round > 1 {
                let counted = clock.regraded();
                text.push_str(&format!("第{}轮{}", clock.round, counted.strip_prefix("改级后").unwrap_or(&counted)));
            } else if regraded {
                text.push_str(&clock.regraded());
            }
            text.push_str(&clock.put_off());
            text.push_str(&clock.recounts());
        } else {
            *text = beside(&end(clock), &former.unwrap_or_else(|| text.clone()));
        }
    }
}

/// Since when a limit runs that begins with a row of a list, by the clocks of its case.
pub(in crate::office) fn began_by(clocks: &[Clock], runs: &RunsFrom) -> Began {
    counts(clocks, runs).map_or(Began::Not, |clock| Began::On(clock.rule.clone(), clock.from.in_china().date()))
}

/// The same by what a draft says. A paper that is no case has no clocks: its limits run since what is written, and that of an answer
/// since a department had what was delivered to it.
pub(in crate::office) fn began(base: Option<&Record>, form: &Form, answers: &Answers, runs: &RunsFrom) -> Began {
    let seals = base.map(|record| seals_of(record, form)).unwrap_or_default();
    let on = |rule: &str, from: Stamp| Began::On(rule.to_owned(), from.in_china().date());
    if let Some(facts) = Facts::read(form, answers, &seals, false) {
        return begins(&facts, |rule| about(runs, rule)).map_or(Began::Not, |(rule, from)| on(rule, from));
    }
    let taken = form.meant("delivery.received").map(|meant| format!("{}.{}", meant.section.id, meant.field.id));
    if taken.is_none_or(|path| path != runs.from) {
        return Began::Written;
    }
    let all = deliveries(form, answers, &seals);
    let said = |one: &Delivery| one.received.or(one.at).filter(|_| one.receipt.is_some_and(Receipt::arrived));
    let had = all.iter().find_map(Delivery::taken).or_else(|| all.iter().rev().find_map(said));
    had.map_or(Began::Not, |at| on(&runs.rule, at))
}

/// The end of the clock that counts now of those that a limit on paper is about.
pub(in crate::office) fn end_of(clocks: &[Clock], runs: &RunsFrom) -> Option<String> {
    counts(clocks, runs).map(end)
}

/// The clock that counts now of those that a limit on paper is about: of the newest round, and not one that another grade
/// replaced or that is counted no more.
fn counts<'c>(clocks: &'c [Clock], runs: &RunsFrom) -> Option<&'c Clock> {
    let stands = |clock: &&Clock| clock.ended.is_none_or(|end| end.how != Ended::Replaced);
    clocks.iter().filter(|clock| about(runs, &clock.rule)).filter(stands).max_by_key(|clock| clock.round)
}

fn about(runs: &RunsFrom, rule: &str) -> bool {
    if runs.by.is_empty() { rule == runs.rule } else { runs.rules.values().any(|of| of == rule) }
}

/// The end that a clock had before it was counted anew, or that of the grade before.
fn former(clocks: &[Clock], clock: &Clock) -> Option<String> {
    if let Some(first) = clock.recounted.first() {
        return Some(day_of(first.was, first.provisional));
    }
    let replaced = |one: &&Clock| {
        (one.step, one.round) == (clock.step, clock.round) && one.ended.is_some_and(|end| end.how == Ended::Replaced)
    };
    clocks.iter().rfind(replaced).map(|one| day_of(one.due, one.provisional))
}

/// The rule by the grade that was given at the beginning, which is what the sheet itself counts by.
fn rule<'a>(answers: &Answers, runs: &'a RunsFrom) -> Option<&'a String> {
    if runs.by.is_empty() { Some(&runs.rule) } else { runs.rules.get(&answers.fields.get(&runs.by)?.word()) }
}

/// 2026年2月26日, or with （暂定）.
fn end(clock: &Clock) -> String {
    day_of(clock.counted, clock.provisional)
}

fn day_of(end: Due, open: bool) -> String {
    let day = long_date(end.date());
    if open { day + OPEN } else { day }
}

/// Behind an end that a notice may still move.
const OPEN: &str = "（暂定）";

/// 2026年2月26日, and below it （原2月27日）: the year again only where it is another.
fn beside(now: &str, was: &str) -> String {
    if now == was {
        return now.to_owned();
    }
    let (day, open) = was.strip_suffix(OPEN).map_or((was, ""), |day| (day, "暂定"));
    let same = now.split_once('年').zip(day.split_once('年')).filter(|((year, _), (before, _))| year == before);
    format!("{now}\n（原{open}{}）", same.map_or(day, |(_, (_, rest))| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_end_stands_before_the_old_one() {
        assert_eq!(beside("2026年2月26日", "2026年2月27日"), "2026年2月26日\n（原2月27日）", "both are readable");
        assert_eq!(beside("2027年1月5日", "2027年1月5日（暂定）"), "2027年1月5日\n（原暂定1月5日）", "certain now");
        assert_eq!(
            beside("2027年1月4日（暂定）", "2026年12月31日"),
            "2027年1月4日（暂定）\n（原2026年12月31日）",
            "another year"
        );
        assert_eq!(beside("2026年2月27日", "2026年2月27日"), "2026年2月27日", "counted back to what it was");
    }
}
