//! The projections of casework, made from entries alone.

use serde::{Deserialize, Serialize};

use super::super::clocks::Counting;
use super::super::error::Result;
use super::super::record::{Record, Signed};
use super::around::related_to;
use crate::cabinet::{CaseRow, ClockRow, Projection, Reader};
use crate::casework::{
    Case, Cause, Clock, Corrected, Delivery, Facts, Recount, SealAt, State, Step, clocks, inner_recounted, keep_on_record,
    keep_settled, settled,
};
use crate::clock::Stamp;
use crate::deadline::Recounted;
use crate::form::Form;
use crate::sheet::{Answers, Body, Method, Standing, Value};

/// Name under which a revision's body keeps the clocks of its case, and a file of an older program leaves them alone.
pub(in crate::office) const FROZEN: &str = "case";

/// What a revision's body keeps of its case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::office) struct Frozen {
    pub clocks: Vec<Clock>,
}

/// What the list needs beside the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::office) struct CaseExtra {
    /// Somebody above is to be told of it.
    #[serde(default)]
    pub unreported: bool,
    /// Name of the department as it read then.
    #[serde(default)]
    pub department: String,
    /// Name of the person who took the case up.
    #[serde(default)]
    pub person: String,
    /// When the customer is to be tried for again, `2026-02-28`; empty where nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub next_visit: String,
}

/// Brings the projections of casework up to a sheet that was written or signed.
pub(in crate::office) fn project(to: &Projection<'_>, record: &Record) -> Result<()> {
    let source = value(record.form(), &record.body.answers, "source").map(Value::word).unwrap_or_default();
    let before = to.source_of(record.sheet)?;
    if source != before {
        to.project_source(record.sheet, &source)?;
    }
    if record.form().case_kind().is_some() {
        project_case(to, record)?;
    }
    let mut named = vec![source, before];
    named.dedup();
    for serial in named.into_iter().filter(|serial| !serial.is_empty()) {
        let Some(row) = to.sheet_by_serial(&serial)? else { continue };
        if to.case(row.sheet)?.is_some()
            && let Some(case) = Record::load(to, row.sheet)?
        {
            project_case(to, &case)?;
        }
    }
    Ok(())
}

/// Puts the ends that a change of the calendar or of a rule gave, with what they were before, when and why.
pub(in crate::office) fn recount(to: &Projection<'_>, recounts: &[Recounted], at: Stamp, sure: bool, reason: &str) -> Result<()> {
    let own = |moved: &Recounted| moved.clock.starts_with("own.");
    let counting = recounts.iter().any(own).then(|| Counting::or_shipped(Counting::load(to)));
    for moved in recounts {
        let Ok(sheet) = moved.case.parse() else { continue };
        let rows = to.clocks_of(sheet)?;
        let clocks: Vec<Clock> = rows.iter().map(|row| serde_json::from_str(&row.json)).collect::<Result<_, _>>()?;
        if let Some(counting) = counting.as_ref().filter(|_| own(moved)) {
            let hours = counting.rules.version(&moved.rule, moved.version).ok().and_then(|rule| rule.inner_hours);
            let anew = inner_recounted(&clocks, moved, hours, at, reason);
            anew.map_or(Ok(()), |anew| recount_inner(to, sheet, &clocks, anew, sure.then_some((at, reason))))?;
            continue;
        }
        for clock in clocks {
            // The newest revision may know of it already, or of another event by now.
            if clock.id == moved.clock && clock.running() && clock.due == moved.old {
                let mut recounted = clock.recounted.clone();
                recounted.push(Recount {
                    at,
                    was: moved.old,
                    version: clock.version,
                    provisional: moved.was_provisional,
                    from: None,
                    reason: reason.to_owned(),
                });
                let mut anew = [Clock {
                    recounted,
                    version: moved.version,
                    raw: moved.raw,
                    counted: moved.new,
                    due: moved.new,
                    provisional: moved.provisional,
                    ..clock.clone()
                }];
                // By a clock that is doubted nothing was late.
                if sure {
                    keep_on_record(&[clock], &mut anew, &Cause { at, reason, entered: false, keying: None });
                }
                for clock in anew {
                    to.project_clock(&clock_row(sheet, &clock)?)?;
                    past_rows(sheet, &clock)?.iter().try_for_each(|row| to.project_clock(row))?;
                }
            }
        }
    }
    Ok(())
}

/// The same of a limit that the department set itself (内控时限); `sure` is when and why, where the clock was not doubted.
fn recount_inner(
    to: &Projection<'_>,
    sheet: crate::clock::Id,
    clocks: &[Clock],
    own: Clock,
    sure: Option<(Stamp, &str)>,
) -> Result<()> {
    let was: Vec<Clock> = clocks.iter().filter(|clock| clock.id == own.id).cloned().collect();
    let mut anew = [own];
    if let Some((at, reason)) = sure.filter(|_| !was.is_empty()) {
        keep_on_record(&was, &mut anew, &Cause { at, reason, entered: false, keying: None });
    }
    for clock in anew {
        to.project_clock(&clock_row(sheet, &clock)?)?;
        past_rows(sheet, &clock)?.iter().try_for_each(|row| to.project_clock(row))?;
    }
    Ok(())
}

fn project_case(to: &Projection<'_>, record: &Record) -> Result<()> {
    let Some(facts) = facts(record) else { return Ok(()) };
    let related = related_to(to, record)?;
    let kept = kept(to, record)?;
    let clocks = match frozen(&record.body).filter(|_| facts.void) {
        // Whatever came before, its clocks stopped where the revision says that made it void.
        Some(clocks) => clocks,
        None => {
            let counting = Counting::or_shipped(Counting::load(to));
            // A rule that cannot be counted by any more leaves what was counted.
            let mut now = clocks(&facts, &related, &counting.rules, &counting.calendar, &kept).unwrap_or(kept);
            if settled(&facts) {
                keep_settled(&frozen(&record.body).unwrap_or_default(), &mut now);
            }
            now
        }
    };
    let case = Case::of(&facts, &related);
    let answers = &record.body.answers;
    let reference = |meaning: &str| value(record.form(), answers, meaning).and_then(Value::reference);
    let department = reference("department").cloned().or_else(|| delivered_to(record)).unwrap_or_default();
    let ms = |at: Option<Stamp>| at.map_or(0, |at| at.wall_ms());
    let person = reference("receiver").map(|r| r.text.clone()).unwrap_or_default();
    let next_visit = related.visits.iter().rev().find_map(|visit| visit.next).map(|day| day.to_string()).unwrap_or_default();
    let named = having(&facts, case.state).unwrap_or_else(|| department.text.clone());
    let extra = CaseExtra { unreported: case.unreported, department: named, person, next_visit };
    let row = CaseRow {
        sheet: record.sheet,
        serial: record.serial().to_owned(),
        kind: facts.kind.code().to_owned(),
        state: case.state.code().to_owned(),
        open: case.state.open(),
        unclocked: case.state.open() && clocks.iter().all(|clock| !clock.running()),
        grade: case.grade.map(crate::casework::Grade::word).unwrap_or_default().to_owned(),
        round: case.round,
        site: reference("site").map(|r| r.id.clone()).unwrap_or_default(),
        customer: reference("customer").map(|r| r.id.clone()).unwrap_or_default(),
        department: department.id,
        received_ms: ms(facts.received),
        closed_ms: if case.state == State::Closed { ms(facts.closed) } else { 0 },
        extra: serde_json::to_string(&extra)?,
    };
    let mut rows = clocks.iter().map(|clock| clock_row(record.sheet, clock)).collect::<Result<Vec<_>>>()?;
    for clock in &clocks {
        rows.extend(past_rows(record.sheet, clock)?);
    }
    Ok(to.project_case(&row, &rows)?)
}

fn clock_row(sheet: crate::clock::Id, clock: &Clock) -> Result<ClockRow> {
    Ok(ClockRow {
        sheet,
        clock: clock.id.clone(),
        due_ms: clock.due.end().wall_ms(),
        ended_ms: clock.ended.map_or(0, |end| end.at.wall_ms()),
        json: serde_json::to_string(clock)?,
    })
}

/// The overdues that a clock had once, each by the end of then: the ledger finds them there.
fn past_rows(sheet: crate::clock::Id, clock: &Clock) -> Result<Vec<ClockRow>> {
    let json = serde_json::to_string(clock)?;
    let row = |(n, one): (usize, &Corrected)| ClockRow {
        sheet,
        clock: ClockRow::past(&clock.id, n),
        due_ms: one.due.end().wall_ms(),
        ended_ms: one.ended.unwrap_or(one.at).wall_ms(),
        json: json.clone(),
    };
    Ok(clock.corrected.iter().enumerate().map(row).collect())
}

/// The clocks that a body froze.
pub(in crate::office) fn frozen(body: &Body) -> Option<Vec<Clock>> {
    let json = body.other.get(FROZEN)?;
    serde_json::from_value::<Frozen>(json.clone()).ok().map(|frozen| frozen.clocks)
}

/// Overdues and counts that a body keeps on record, whatever the list says.
pub(super) fn keep_noted(kept: &mut [Clock], body: &Body) {
    for clock in frozen(body).unwrap_or_default() {
        if let Some(known) = kept.iter_mut().find(|known| known.id == clock.id) {
            known.keep_noted(&clock);
        }
    }
}

/// The clocks of a case as they are kept: by the list, which knows of recounts, else by the newest revision.
pub(in crate::office) fn kept(reader: &Reader<'_>, record: &Record) -> Result<Vec<Clock>> {
    let rows = reader.clocks_of(record.sheet)?;
    let mut kept: Vec<Clock> = rows.iter().map(|row| serde_json::from_str(&row.json)).collect::<Result<_, _>>()?;
    for mut clock in frozen(&record.body).unwrap_or_default() {
        match kept.iter_mut().find(|known| known.id == clock.id) {
            // Another event, or a count behind those that the list knows: the revision is newer.
            Some(known) if known.from.to_minute() != clock.from.to_minute() || clock.newer_than(known) => {
                clock.keep_noted(known);
                *known = clock;
            }
            Some(known) => known.keep_noted(&clock),
            None => kept.push(clock),
        }
    }
    Ok(kept)
}

/// The clocks of a case as they were kept at a moment that is past: by the revision that was its newest then, with what the
/// calendar and the rules had recounted by then.
pub(in crate::office) fn kept_at(reader: &Reader<'_>, record: &Record, at: &str) -> Result<Vec<Clock>> {
    let Some(mut clocks) = frozen(&record.body) else { return kept(reader, record) };
    let until = Stamp::parse(at).map(|at| at.wall_ms()).unwrap_or(i64::MAX);
    for now in kept(reader, record)? {
        let by_then = now.recounted.iter().all(|one| one.at.wall_ms() <= until);
        if let Some(clock) = clocks.iter_mut().find(|clock| clock.id == now.id && clock.from == now.from)
            && by_then
            && now.newer_than(clock)
        {
            let (ended, corrected) = (clock.ended, clock.corrected.clone());
            *clock = Clock { ended, corrected, ..now };
        }
    }
    Ok(clocks)
}

/// What a case's sheet says.
pub(in crate::office) fn facts(record: &Record) -> Option<Facts> {
    let mut facts = facts_of(record, record.form())?;
    let closing = closing_entered(record.form(), &record.body).filter(|_| !facts.void);
    facts.entered = closing.or_else(|| record.newest().map(|entry| entry.head.stamp()));
    Some(facts)
}

/// When the stage of the closing was finished.
pub(in crate::office) fn closing_entered(form: &Form, body: &Body) -> Option<Stamp> {
    let stage = form.meant("closed")?.field.stage.as_ref()?;
    body.stages.get(stage).and_then(|entry| Stamp::parse(&entry.entered).ok())
}

/// The same by a form of another edition, and without the moment of the closing.
pub(in crate::office) fn facts_of(record: &Record, form: &Form) -> Option<Facts> {
    Facts::read(form, &record.body.answers, &seals_of(record, form), !record.body.void.is_empty())
}

/// The signatures that were given on a sheet.
pub(super) fn seals_of(record: &Record, form: &Form) -> Vec<SealAt> {
    let closing = closing_entered(form, &record.body);
    record.signatures.iter().filter(|signed| given(signed)).map(|signed| seal(signed, closing)).collect()
}

/// Whether a signature was given: it stands or waits to be given again, and is no refusal.
fn given(signed: &Signed) -> bool {
    matches!(signed.standing, Standing::Valid | Standing::Changed) && !matches!(signed.body.method, Method::Refused { .. })
}

fn seal(signed: &Signed, closing: Option<Stamp>) -> SealAt {
    let minute = |at: Stamp| at.wall_ms() / 60_000;
    SealAt {
        field: signed.body.role.clone(),
        row: signed.body.row.clone(),
        at: signed_at(signed),
        stands: signed.standing == Standing::Valid,
        changed: signed.changed.clone(),
        of_earlier_closing: closing.is_some_and(|closing| minute(signed.entry.head.stamp()) < minute(closing)),
    }
}

/// When it was signed: by the clock of the machine, or in ink on the day that the page says. Of such a day the hour is not known:
/// filed on it, it counts from then; filed afterwards, at the end of that day, so that no hour is given away.
pub(super) fn signed_at(signed: &Signed) -> Stamp {
    let entered = signed.entry.head.stamp();
    let Method::Paper { signed_on, .. } = &signed.body.method else { return entered };
    if *signed_on == entered.in_china().date().to_string() {
        return entered;
    }
    Stamp::parse(&format!("{signed_on}T23:59+08:00")).unwrap_or(entered)
}

/// Whom an open case waits for: of the departments that its paper is with those that have not signed for it, else all of them. None
/// where nobody has it.
fn having(facts: &Facts, state: State) -> Option<String> {
    let all: Vec<&Delivery> = facts.standing().filter(|one| !one.department.is_empty()).collect();
    let named = |all: &[&Delivery]| all.iter().map(|one| one.department.as_str()).collect::<Vec<_>>().join("、");
    let open: Vec<&Delivery> = all.iter().copied().filter(|one| one.taken().is_none()).collect();
    let asked = if state == State::Awaiting(Step::Receive) && !open.is_empty() { open } else { all.clone() };
    (!all.is_empty()).then(|| named(&asked))
}

/// The department that is answerable for a case: the last that was given its paper and has not sent it back.
pub(in crate::office) fn delivered_to(record: &Record) -> Option<crate::sheet::Reference> {
    let meant = record.form().meant("delivery.department")?;
    let rows = record.body.answers.list(&meant.section.id);
    let result = record.form().meant("delivery.result").map(|meant| &meant.field.id);
    let back = |row: &&crate::sheet::Row| {
        result.and_then(|id| row.cells.get(id)).is_some_and(|said| crate::casework::sent_back(&said.word()))
    };
    let named = |row: &crate::sheet::Row| row.cells.get(&meant.field.id)?.reference().cloned();
    // Who sent it back or passed it on is answerable for it no more, unless nobody else was given it.
    let here = rows.iter().rev().filter(|row| !back(row)).find_map(named);
    here.or_else(|| rows.iter().rev().find_map(named))
}

/// A single answer by its meaning.
pub(in crate::office) fn value<'a>(form: &Form, answers: &'a Answers, meaning: &str) -> Option<&'a Value> {
    let meant = form.meant(meaning)?;
    answers.fields.get(&meant.field.id).filter(|v| !v.is_empty())
}
