//! The clocks of a case: what runs, since when, until when, and when it stopped.

use serde::{Deserialize, Serialize};

use super::case::{over, taken_at, visit};
use super::facts::{Facts, Grade, Related};
use super::step::Step;
use crate::clock::Stamp;
use crate::deadline::{ASKED_LIMIT, Calendar, Deadline, Due, Line, OUTSIDE_LIMIT, OWN_LIMIT, RuleError, Rules, Running};
use crate::form::CaseKind;

/// How a clock ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Ended {
    /// The step was taken.
    Done,
    /// Another took its place (改级); an overdue that was incurred stays.
    Replaced,
    /// The case ended without it (终结, 无效, 作废).
    Dropped,
}

/// A clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Clock {
    /// Unique in its case and the same for ever: `respond`, `rectify.1`, `revisit.2`, `own`, `outside`.
    pub id: String,
    /// What it waits for.
    pub step: Step,
    /// Round; 0 for what no round concerns.
    pub round: u32,
    /// Rule; see `deadline` for those that no rule gives.
    pub rule: String,
    /// Version it started with.
    pub version: u32,
    /// 重大 or 一般 where the limit goes by grade.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub grade: String,
    /// The event, `2026-02-13T18:30+08:00`.
    #[serde(with = "minute")]
    pub from: Stamp,
    /// The end as counted, before it rolled.
    pub raw: Due,
    /// The end as counted.
    pub counted: Due,
    /// The end that counts: as counted, or as extended with approval.
    pub due: Due,
    /// A notice that is not out yet may move it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// When it stopped, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<End>,
}

/// The end of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct End {
    /// When.
    #[serde(with = "minute")]
    pub at: Stamp,
    /// How.
    pub how: Ended,
}

impl Clock {
    /// Whether it runs.
    #[must_use]
    pub fn running(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether it was or is late: at its end, or now.
    #[must_use]
    pub fn late(&self, now: Stamp) -> bool {
        self.due.is_past(self.ended.map_or(now, |end| end.at))
    }

    /// Whether its end was extended.
    #[must_use]
    pub fn extended(&self) -> bool {
        self.due != self.counted
    }

    /// As a change of the calendar or of its rule sees it; `None` for one that no count moves: ended, extended or given.
    #[must_use]
    pub fn as_running(&self, case: &str) -> Option<Running> {
        let counted = self.running() && !self.extended() && !given(&self.rule);
        counted.then(|| Running {
            case: case.to_owned(),
            clock: self.id.clone(),
            rule: self.rule.clone(),
            version: self.version,
            grade: self.grade.clone(),
            from: self.from,
            due: self.due,
            provisional: self.provisional,
        })
    }

    /// How its end was counted, line by line.
    ///
    /// # Errors
    /// The codes of `deadline`.
    pub fn explain(&self, rules: &Rules, calendar: &Calendar) -> Result<Vec<Line>, RuleError> {
        let deadline = if given(&self.rule) {
            Deadline::given(&self.rule, self.from, self.counted)?
        } else {
            rules.deadline_under(&self.rule, self.version, &self.grade, self.from, calendar)?
        };
        let deadline = if self.extended() { deadline.extended(self.due)? } else { deadline };
        Ok(deadline.explain())
    }
}

/// Whether an end is a date that somebody gave rather than a count.
fn given(rule: &str) -> bool {
    matches!(rule, OWN_LIMIT | OUTSIDE_LIMIT | ASKED_LIMIT | PLANNED)
}

/// The department's own planned completion.
const PLANNED: &str = "SUR-2B";

/// A clock that should run by the facts.
struct Wanted {
    id: String,
    step: Step,
    round: u32,
    limit: Limit,
    grade: Option<Grade>,
    from: Stamp,
    ended: Option<End>,
    /// Extensions move it.
    extends: bool,
}

enum Limit {
    Rule(&'static str),
    Given(&'static str, Due),
}

/// The clocks of a case. `kept` are those that its newest revision froze: what runs there keeps the version it started with
/// and the end it was counted to; what is new is counted by the rules in force at its event.
///
/// # Errors
/// The codes of `deadline`: a rule that is unknown or that does not fit.
pub fn clocks(
    facts: &Facts,
    related: &Related,
    rules: &Rules,
    calendar: &Calendar,
    kept: &[Clock],
) -> Result<Vec<Clock>, RuleError> {
    let over = end_of_case(facts);
    let mut clocks = Vec::new();
    for wanted in wanted(facts, related) {
        let same = kept.iter().find(|clock| clock.id == wanted.id);
        let mut clock = started(&wanted, same, rules, calendar)?;
        // A step that was taken was taken under the grade of then.
        let taken = same.and_then(|kept| kept.ended).filter(|end| end.how == Ended::Done);
        let replaced = wanted.ended.is_some_and(|end| end.how == Ended::Replaced);
        clock.ended = taken.filter(|_| replaced).or(wanted.ended).or(over);
        clock.due = if wanted.extends { extended(facts, &clock) } else { clock.counted };
        clocks.push(clock);
    }
    // What ran once and is not wanted any more stays with its end: an overdue that was incurred is not lost.
    let gone: Vec<Clock> = kept.iter().filter(|kept| clocks.iter().all(|clock| clock.id != kept.id)).cloned().collect();
    let replaced = End { at: last_change(facts), how: Ended::Replaced };
    clocks.extend(gone.into_iter().map(|clock| Clock { ended: clock.ended.or(Some(replaced)), ..clock }));
    Ok(clocks)
}

/// When the grade changed last; the receipt where it never did.
fn last_change(facts: &Facts) -> Stamp {
    let changed = facts.gradings.iter().filter_map(super::facts::Grading::effect).map(|(at, _)| at).next_back();
    changed.or(facts.received).unwrap_or_else(|| Stamp::new(0, crate::clock::CHINA_MIN))
}

fn started(wanted: &Wanted, kept: Option<&Clock>, rules: &Rules, calendar: &Calendar) -> Result<Clock, RuleError> {
    let grade = wanted.grade.map(Grade::word).unwrap_or_default();
    if let Some(kept) = kept.filter(|kept| kept.from.to_minute() == wanted.from.to_minute() && kept.grade == grade)
        && !matches!(&wanted.limit, Limit::Given(_, due) if *due != kept.counted)
    {
        return Ok(kept.clone());
    }
    let deadline = match &wanted.limit {
        Limit::Given(rule, due) => Deadline::given(rule, wanted.from, *due)?,
        Limit::Rule(rule) => match kept {
            Some(kept) if kept.rule == *rule => rules.deadline_under(rule, kept.version, grade, wanted.from, calendar)?,
            _ => rules.deadline(rule, grade, wanted.from, calendar)?,
        },
    };
    Ok(Clock {
        id: wanted.id.clone(),
        step: wanted.step,
        round: wanted.round,
        rule: deadline.rule.clone(),
        version: deadline.version,
        grade: grade.to_owned(),
        from: wanted.from,
        raw: deadline.raw,
        counted: deadline.due,
        due: deadline.due,
        provisional: deadline.provisional,
        ended: None,
    })
}

/// The latest extension that was approved while the limit still ran. One that came afterwards takes back no overdue, and what
/// is approved in a later round leaves the rounds before as they were.
fn extended(facts: &Facts, clock: &Clock) -> Due {
    let mut due = clock.counted;
    let mut extensions: Vec<(Stamp, Due)> = facts.extensions.iter().filter_map(|e| Some((e.approved?, e.due?))).collect();
    extensions.sort_by_key(|(approved, _)| approved.wall_ms());
    for (approved, to) in extensions {
        let running =
            approved.wall_ms() >= clock.from.wall_ms() && clock.ended.is_none_or(|end| approved.wall_ms() <= end.at.wall_ms());
        if running && !due.is_past(approved) && to.end().wall_ms() > due.end().wall_ms() {
            due = to;
        }
    }
    due
}

/// The end of everything, when the case ended before its steps did.
fn end_of_case(facts: &Facts) -> Option<End> {
    let closed = super::case::closed(facts) || facts.void;
    closed.then(|| facts.closed.or(facts.received)).flatten().map(|at| End { at, how: Ended::Dropped })
}

fn done_at(at: Option<Stamp>) -> Option<End> {
    at.map(|at| End { at, how: Ended::Done })
}

fn wanted(facts: &Facts, related: &Related) -> Vec<Wanted> {
    let Some(received) = facts.received else { return Vec::new() };
    let mut out = Vec::new();
    let mut want = |id: &str, step, limit, from, at: Option<Stamp>| {
        out.push(Wanted { id: id.to_owned(), step, round: 0, limit, grade: None, from, ended: done_at(at), extends: false });
    };
    match facts.kind {
        CaseKind::Complaint | CaseKind::Rectification => {}
        CaseKind::Opinion => {
            let arrived = facts.arrived();
            let here = arrived.and_then(|d| d.received.or(d.at));
            want("deliver", Step::Receive, Limit::Rule("SUR-1"), received, here);
            if let Some(here) = here {
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
            }
        }
    }
    // Limits beside the regulations end with what they are about: the rectification, or the answer.
    let first = facts.rounds.iter().find_map(|r| r.rectified).or(facts.answered).or(facts.served);
    if let Some(due) = facts.own_due {
        want("own", Step::Rectify, Limit::Given(OWN_LIMIT, due), received, first);
    }
    if let Some(due) = facts.outside_due {
        want("outside", Step::Rectify, Limit::Given(OUTSIDE_LIMIT, due), received, first);
    }
    match facts.kind {
        CaseKind::Complaint => graded(facts, related, received, &mut out),
        CaseKind::Opinion => by_round(facts, related, received, &mut out),
        CaseKind::Rectification => by_notice(facts, received, &mut out),
        CaseKind::Service | CaseKind::Consultation => {}
    }
    out.retain(|wanted| !matches!(&wanted.limit, Limit::Given(_, due) if due.is_past(wanted.from)));
    out
}

/// Spans of one grade: since when, and what follows.
fn spans(facts: &Facts, received: Stamp) -> Vec<(Stamp, Grade)> {
    let Some(grade) = facts.grade else { return Vec::new() };
    let mut spans = vec![(received, grade)];
    for (at, to) in facts.gradings.iter().filter_map(super::facts::Grading::effect) {
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
    run(&Chain { id: "respond", step: Step::Respond, round: 0, rule: |_| "RSP-1", event: received, at: facts.responded });
    let rectify = |grade| if grade == Grade::Major { "CPL-1" } else { "CPL-3" };
    let revisit = |grade| if grade == Grade::Major { "CPL-2" } else { "CPL-4" };
    for span in rounds(facts, related, received) {
        let (round, began, at) = (span.number, span.began, span.rectified);
        run(&Chain { id: &format!("rectify.{round}"), step: Step::Rectify, round, rule: rectify, event: began, at });
        if let Some(event) = span.rectified {
            let at = span.revisited;
            run(&Chain { id: &format!("revisit.{round}"), step: Step::Revisit, round, rule: revisit, event, at });
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
            out.push(Wanted {
                id: if n == 0 { self.id.to_owned() } else { format!("{}.g{n}", self.id) },
                step: self.step,
                round: self.round,
                limit: Limit::Rule((self.rule)(*grade)),
                // One rule with a limit for each grade asks which.
                grade: (self.step == Step::Respond).then_some(*grade),
                from: if raised { *since } else { self.event },
                ended: replaced.map(|at| End { at, how: Ended::Replaced }).or(done_at(self.at)),
                extends: self.step == Step::Rectify,
            });
        }
        out
    }
}

/// Planned completion and revisit of an opinion, round by round.
fn by_round(facts: &Facts, related: &Related, received: Stamp, out: &mut Vec<Wanted>) {
    let mut want = |id: &str, round: u32, step, limit, from, at: Option<Stamp>| {
        let (id, ended) = (format!("{id}.{round}"), done_at(at));
        out.push(Wanted { id, step, round, limit, grade: None, from, ended, extends: step == Step::Rectify });
    };
    for span in rounds(facts, related, received) {
        if let Some(due) = span.planned {
            let from = span.planned_at.unwrap_or(span.began);
            want("rectify", span.number, Step::Rectify, Limit::Given(PLANNED, due), from, span.rectified);
        }
        if let Some(rectified) = span.rectified {
            want("revisit", span.number, Step::Revisit, Limit::Rule("SUR-3"), rectified, span.revisited);
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
        out.push(Wanted { id, step: Step::Rectify, round, limit, grade: None, from, ended, extends: true });
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
struct Span {
    number: u32,
    began: Stamp,
    planned: Option<Due>,
    planned_at: Option<Stamp>,
    rectified: Option<Stamp>,
    revisited: Option<Stamp>,
}

/// The rounds with their times. A recheck that failed leaves the clock of the rectification running; a customer who was not
/// satisfied begins the next round at the moment of that revisit.
fn rounds(facts: &Facts, related: &Related, received: Stamp) -> Vec<Span> {
    let fresh = |number, began| Span { number, began, planned: None, planned_at: None, rectified: None, revisited: None };
    let mut spans = vec![fresh(1, received)];
    for row in &facts.rounds {
        let Some(span) = spans.last_mut() else { break };
        span.planned = row.planned.filter(|_| row.accepted != Some(false)).or(span.planned);
        span.planned_at = row.answered.or(span.planned_at);
        span.rectified = if row.recheck == Some(false) { None } else { row.rectified };
        let visited = visit(row, related).and_then(|visit| over(facts.kind, visit));
        span.revisited = visited.map(|(at, _)| at);
        if row.result == Some(super::facts::Effect::Dissatisfied) {
            let began = span.revisited.or(row.rechecked).or(row.rectified).unwrap_or(received);
            let number = span.number + 1;
            spans.push(fresh(number, began));
        }
    }
    spans
}

/// Moments in bodies: to the minute.
mod minute {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::clock::Stamp;

    pub fn serialize<S: Serializer>(at: &Stamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&at.to_minute())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Stamp, D::Error> {
        Stamp::parse(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}
