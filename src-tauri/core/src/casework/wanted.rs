//! Which clocks a case has by its facts: what each waits for, since when, and by which limit.

use super::case::{decided, over, over_at, taken_at, visit};
use super::clocks::{Clock, End, Ended, PLANNED};
use super::facts::{Delivery, Effect, Facts, Grade};
use super::inner::PROMISED;
use super::step::Step;
use super::visits::Related;
use crate::clock::Stamp;
use crate::deadline::{ASKED_LIMIT, Due, OUTSIDE_LIMIT, OWN_LIMIT, Rules};
use crate::form::CaseKind;

/// A clock that should run by the facts.
pub(super) struct Wanted {
    pub id: String,
    pub step: Step,
    pub round: u32,
    pub limit: Limit,
    pub grade: Option<Grade>,
    pub from: Stamp,
    /// Rechecks of its round that failed before its event.
    pub failed: u32,
    pub ended: Option<End>,
    /// Extensions move it.
    pub extends: bool,
    /// The clock of the lower grade, than which it ends no later.
    pub tightens: Option<String>,
}

pub(super) enum Limit {
    Rule(&'static str),
    Given(&'static str, Due),
}

impl Limit {
    /// Whether it gives an end: some rules are for the department to set (由部门规定).
    pub(super) fn is_set(&self, rules: &Rules, from: Stamp) -> bool {
        match self {
            Self::Given(..) => true,
            Self::Rule(rule) => rules.in_force(rule, from).map_or(true, |(_, rule)| rule.unit.runs()),
        }
    }
}

fn done_at(at: Option<Stamp>) -> Option<End> {
    at.map(|at| End { at, how: Ended::Done })
}

/// Every clock that should run or should have run, in the order of the steps.
pub(super) fn wanted(facts: &Facts, related: &Related, kept: &[Clock]) -> Vec<Wanted> {
    let Some(received) = facts.received else { return Vec::new() };
    let mut out = Vec::new();
    let mut want = |id: &str, step, limit, from, at: Option<Stamp>| {
        out.push(Wanted {
            id: id.to_owned(),
            step,
            round: 0,
            limit,
            grade: None,
            from,
            failed: 0,
            ended: done_at(at),
            extends: false,
            tightens: None,
        });
    };
    match facts.kind {
        CaseKind::Complaint | CaseKind::Rectification => {}
        CaseKind::Opinion => {
            want("deliver", Step::Receive, Limit::Rule("SUR-1"), received, facts.all_arrived());
            if let Some(here) = facts.arrived().and_then(Delivery::taken) {
                let answered = facts.rounds.iter().find(|r| r.accepted != Some(false)).and_then(|r| r.answered);
                want("answer", Step::Answer, Limit::Rule("SUR-2"), here, answered);
            }
        }
        CaseKind::Service => {
            if let Some(served) = facts.served {
                want("bill", Step::Bill, Limit::Rule("SVC-1"), served, related.billed);
                want("revisit.1", Step::Revisit, Limit::Rule("SVC-2"), served, taken_at(facts, related, Step::Revisit));
            }
        }
        CaseKind::Consultation => {
            if let Some(due) = facts.asked_due {
                want("answer", Step::Answer, Limit::Given(ASKED_LIMIT, due), received, facts.answered);
                // Where the department set a limit for every such answer, whatever was promised.
                want("answer.set", Step::Answer, Limit::Rule(PROMISED), received, facts.answered);
            }
        }
    }
    // Limits beside the regulations end with what they are about: the rectification, unless its recheck failed, or the answer.
    let mut held = facts.rounds.iter().filter(|round| round.recheck != Some(false));
    let first = held.find_map(|round| round.rectified).or(facts.answered).or(facts.served);
    if let Some(due) = facts.own_due {
        want("own", Step::Rectify, Limit::Given(OWN_LIMIT, due), received, first);
    }
    if let Some(due) = facts.outside_due {
        want("outside", Step::Rectify, Limit::Given(OUTSIDE_LIMIT, due), received, first);
    }
    match facts.kind {
        CaseKind::Complaint => graded(facts, related, received, &mut out),
        CaseKind::Opinion => by_round(facts, related, received, kept, &mut out),
        CaseKind::Rectification => by_notice(facts, received, &mut out),
        CaseKind::Service => nothing_owed(facts, related, kept, &mut out),
        CaseKind::Consultation => {}
    }
    out
}

/// Where nothing is to be paid no bill was ever owed, though one is delivered after the end. Said only when the limit was over, it
/// ends there, and late: till then a bill was owed and nobody brought it.
fn nothing_owed(facts: &Facts, related: &Related, kept: &[Clock], out: &mut [Wanted]) {
    let over = if decided(facts) { over_at(facts, related) } else { None };
    let billed = related.billed.is_some_and(|at| over.is_none_or(|over| at.wall_ms() <= over.wall_ms()));
    for bill in out.iter_mut().filter(|one| one.step == Step::Bill && facts.no_bill && !billed) {
        let said = kept.iter().find(|clock| clock.id == bill.id).and_then(|clock| match clock.ended {
            Some(end) => Some(end.at).filter(|_| end.how == Ended::Dropped),
            None => facts.entered.filter(|at| clock.due.is_past(*at)),
        });
        bill.ended =
            Some(End { at: said.filter(|at| at.wall_ms() > bill.from.wall_ms()).unwrap_or(bill.from), how: Ended::Dropped });
    }
}

/// Spans of one grade: since when, and what follows.
fn spans(facts: &Facts, received: Stamp) -> Vec<(Stamp, Grade)> {
    let Some(grade) = facts.grade else { return Vec::new() };
    let mut spans = vec![(received, grade)];
    for (at, to) in facts.effects() {
        if spans.last().is_some_and(|(_, grade)| *grade != to) {
            spans.push((at, to));
        }
    }
    spans
}

/// First response, rectification and revisit of a complaint, round by round and grade by grade. Since a grade was raised its
/// limit runs from that moment; since it was lowered, from the receipt: lowering gives the time that the lower grade has, and
/// takes back no overdue.
fn graded(facts: &Facts, related: &Related, received: Stamp, out: &mut Vec<Wanted>) {
    let spans = spans(facts, received);
    let mut run = |chain: &Chain<'_>| out.extend(chain.clocks(&spans));
    run(&Chain {
        id: "respond",
        step: Step::Respond,
        round: 0,
        rule: |_| "RSP-1",
        event: received,
        failed: 0,
        at: facts.responded,
    });
    let rectify = |grade| if grade == Grade::Major { "CPL-1" } else { "CPL-3" };
    let revisit = |grade| if grade == Grade::Major { "CPL-2" } else { "CPL-4" };
    for span in rounds(facts, related, received, &[]) {
        let (round, began, at) = (span.number, span.began, span.rectified);
        run(&Chain { id: &format!("rectify.{round}"), step: Step::Rectify, round, rule: rectify, event: began, failed: 0, at });
        if let Some(event) = span.rectified {
            let (failed, at) = (span.failed, span.revisited);
            run(&Chain { id: &format!("revisit.{round}"), step: Step::Revisit, round, rule: revisit, event, failed, at });
        }
    }
}

/// The clocks of one step while its grade changes.
struct Chain<'a> {
    id: &'a str,
    step: Step,
    round: u32,
    rule: fn(Grade) -> &'static str,
    event: Stamp,
    failed: u32,
    at: Option<Stamp>,
}

impl Chain<'_> {
    /// One clock for each span of a grade in which the step was open.
    fn clocks(&self, spans: &[(Stamp, Grade)]) -> Vec<Wanted> {
        let mut out = Vec::new();
        for (n, (since, grade)) in spans.iter().enumerate() {
            let next = spans.get(n + 1).map(|(until, _)| *until);
            // A grade that ended before the event, or began after the step was taken, has no clock.
            let before = next.is_some_and(|until| until.wall_ms() <= self.event.wall_ms());
            let after = n > 0 && self.at.is_some_and(|at| at.wall_ms() <= since.wall_ms());
            if before || after {
                continue;
            }
            let raised = n > 0 && *grade == Grade::Major && since.wall_ms() > self.event.wall_ms();
            let replaced = next.filter(|until| self.at.is_none_or(|at| until.wall_ms() < at.wall_ms()));
            let id = |n: usize| if n == 0 { self.id.to_owned() } else { format!("{}.g{n}", self.id) };
            out.push(Wanted {
                id: id(n),
                step: self.step,
                round: self.round,
                limit: Limit::Rule((self.rule)(*grade)),
                // One rule with a limit for each grade asks which.
                grade: (self.step == Step::Respond).then_some(*grade),
                from: if raised { *since } else { self.event },
                failed: self.failed,
                ended: replaced.map(|at| End { at, how: Ended::Replaced }).or(done_at(self.at)),
                extends: self.step == Step::Rectify,
                tightens: n.checked_sub(1).filter(|_| raised).map(id),
            });
        }
        out
    }
}

/// Planned completion and revisit of an opinion, round by round.
fn by_round(facts: &Facts, related: &Related, received: Stamp, kept: &[Clock], out: &mut Vec<Wanted>) {
    let mut want = |id: &str, span: &Span, step, limit, (from, failed): (Stamp, u32), at: Option<Stamp>| {
        let (id, ended) = (format!("{id}.{}", span.number), done_at(at));
        let extends = step == Step::Rectify;
        out.push(Wanted { id, step, round: span.number, limit, grade: None, from, failed, ended, extends, tightens: None });
    };
    for span in rounds(facts, related, received, kept) {
        if let Some(due) = span.planned {
            let from = span.planned_at.unwrap_or(span.began);
            want("rectify", &span, Step::Rectify, Limit::Given(PLANNED, due), (from, 0), span.rectified);
        }
        if let Some(rectified) = span.rectified {
            want("revisit", &span, Step::Revisit, Limit::Rule("SUR-3"), (rectified, span.failed), span.revisited);
        }
    }
}

/// The limit that a notice asks for; a recheck that failed and set another one begins the next.
fn by_notice(facts: &Facts, received: Stamp, out: &mut Vec<Wanted>) {
    let Some(asked) = facts.asked_due else { return };
    let (mut due, mut from, mut round) = (asked, received, 1);
    let mut want = |round: u32, due, from, at: Option<Stamp>| {
        let limit = Limit::Given(ASKED_LIMIT, due);
        let (id, ended) = (format!("rectify.{round}"), done_at(at));
        let (step, grade, extends) = (Step::Rectify, None, true);
        out.push(Wanted { id, step, round, limit, grade, from, failed: 0, ended, extends, tightens: None });
    };
    let mut open = None;
    for row in &facts.rounds {
        open = row.rectified;
        if row.recheck == Some(false) {
            open = None;
            if let Some(next) = row.next_due {
                want(round, due, from, row.rectified);
                (due, from, round) = (next, row.rechecked.unwrap_or(from), round + 1);
            }
        }
    }
    want(round, due, from, open);
}

/// A round in the sense of 一次解决率, with the rows that a failed recheck added to it.
pub(super) struct Span {
    number: u32,
    began: Stamp,
    planned: Option<Due>,
    planned_at: Option<Stamp>,
    pub(super) rectified: Option<Stamp>,
    /// Rechecks that failed before that.
    failed: u32,
    revisited: Option<Stamp>,
}

/// The rounds with their times. A recheck that failed leaves the clock of the rectification running; a customer who was not
/// satisfied begins the next round at the moment of that revisit.
pub(super) fn rounds(facts: &Facts, related: &Related, received: Stamp, kept: &[Clock]) -> Vec<Span> {
    let fresh =
        |number, began| Span { number, began, planned: None, planned_at: None, rectified: None, failed: 0, revisited: None };
    let mut spans = vec![fresh(1, received)];
    for row in &facts.rounds {
        let Some(span) = spans.last_mut() else { break };
        // The first plan that was accepted stands for its round; later measures take back no overdue, an extension moves the end.
        // Earlier releases began it before that, and what runs goes on.
        let from = row.answered.unwrap_or(span.began).to_minute();
        let replaced = |clock: &Clock| clock.ended.is_some_and(|end| end.how == Ended::Replaced);
        let runs = |clock: &Clock| clock.rule == PLANNED && clock.from.to_minute() == from && !replaced(clock);
        let accepted = row.accepted.unwrap_or_else(|| kept.iter().any(|clock| clock.round == span.number && runs(clock)));
        if span.planned.is_none() && accepted {
            (span.planned, span.planned_at) = (row.planned, row.answered);
        }
        let failed = row.recheck == Some(false);
        span.rectified = if failed { None } else { row.rectified };
        span.failed += u32::from(failed);
        let visited = visit(row, related).and_then(|visit| over(facts.kind, visit));
        span.revisited = visited.map(|(at, _)| at);
        if row.result == Some(Effect::Dissatisfied) {
            let began = span.revisited.or(row.rechecked).or(row.rectified).unwrap_or(received);
            let number = span.number + 1;
            spans.push(fresh(number, began));
        }
    }
    spans
}
