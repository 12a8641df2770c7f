//! Cases in lists, one case with its clocks, and what was late.

use std::collections::BTreeSet;
use std::str::FromStr as _;

use super::super::api::{
    CaseCount, CaseLine, CasePage, CaseView, CasesAsked, ClockLine, OverdueLine, OverdueMark, SealView, SheetLine, StepLine,
};
use super::super::error::{OfficeError, Result};
use super::super::people::role::Right;
use super::super::record::Record;
use super::super::{Office, veil};
use super::around::related_to;
use super::project::{CaseExtra, facts};
use crate::cabinet::{CaseQuery, CaseRow, ClockRow, Reader};
use crate::casework::{Case, Clock, Corrected, Ended, Facts, Related, State, Step, taken_at};
use crate::clock::{CHINA_MIN, Id, Stamp};
use crate::deadline::Line;
use crate::form::CaseKind;
use crate::paper::mask::Veil;

/// Lines of a page.
const PAGE: usize = 50;

impl Office {
    /// A page of cases, those received last first.
    ///
    /// # Errors
    /// `cursor-invalid` for a page mark that no list gave.
    pub fn cases(&self, asked: &CasesAsked, cursor: &str) -> Result<CasePage> {
        self.may(Right::Read)?;
        let after = mark(cursor)?;
        let query = query(asked);
        self.cabinet.read(|reader| {
            let mut rows = reader.cases(&query, after, PAGE + 1)?;
            let more = rows.len() > PAGE;
            rows.truncate(PAGE);
            let next = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.received_ms, row.sheet)).unwrap_or_default();
            let veil = self.veil(reader)?;
            Ok(CasePage { lines: rows.iter().map(|row| self.case_line(reader, &veil, row)).collect::<Result<_>>()?, next })
        })
    }

    /// How many of the cases asked for stand in each state, in the order in which a case takes its steps.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn case_counts(&self, asked: &CasesAsked) -> Result<Vec<CaseCount>> {
        self.may(Right::Read)?;
        let query = query(asked);
        self.cabinet.read(|reader| {
            let counts = reader.case_counts(&query)?.into_iter().filter_map(|(kind, state, count)| {
                let kind = CaseKind::of(&kind)?;
                let words = State::of(&state).word(kind);
                Some(CaseCount { kind, state, words, count: u32::try_from(count).unwrap_or(u32::MAX) })
            });
            let mut counts: Vec<CaseCount> = counts.collect();
            counts.sort_by_key(|c| (State::of(&c.state), c.kind));
            Ok(counts)
        })
    }

    /// One case with its steps, its clocks and the sheets that name it.
    ///
    /// # Errors
    /// `not-found` for a sheet that is no case.
    pub fn case(&self, sheet: &str) -> Result<CaseView> {
        self.may(Right::Read)?;
        let sheet = Id::from_str(sheet)?;
        self.cabinet.read(|reader| {
            let none = || OfficeError::NotFound("case".to_owned());
            let row = reader.case(sheet)?.ok_or_else(none)?;
            let record = Record::need(reader, sheet)?;
            let facts = facts(&record).ok_or_else(none)?;
            let related = related_to(reader, &record)?;
            let mut veil = self.veil(reader)?;
            veil::know_record(&mut veil, &record);
            let case = Case::of(&facts, &related);
            let step = |step: Step| step_line(&record, &facts, &related, &case, step);
            let (state, _) = record.state();
            let beside = [Step::Report, Step::Extend, Step::Regrade].into_iter().filter(|step| case.next.contains(step));
            Ok(CaseView {
                line: self.case_line(reader, &veil, &row)?,
                sheet_state: state,
                sheet_words: record.state_words(),
                steps: Step::order(facts.kind).iter().copied().map(step).collect(),
                beside: beside.map(step).collect(),
                clocks: self.clock_lines(reader, &row, facts.kind)?,
                related: self.naming(reader, &veil, record.serial())?,
                draft: reader.drafts_of(sheet)?.first().map(|draft| draft.id.to_string()).unwrap_or_default(),
                waits: veil::seals(&veil, self.seals_for(reader, &record)?.into_iter().filter(waits).collect()),
            })
        })
    }

    /// Clocks whose end fell between two days, both included, and that were late or still are: the 超期台账.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn overdue(&self, from: chrono::NaiveDate, to: chrono::NaiveDate) -> Result<Vec<OverdueLine>> {
        self.may(Right::Read)?;
        let midnight = |date| Stamp::from_local(date, chrono::NaiveTime::MIN, CHINA_MIN).wall_ms();
        // An end is the first moment that is too late: that of a whole day is the midnight behind it.
        let (first, last) = (midnight(from), midnight(to).saturating_add(86_400_000));
        let now = self.now_counted();
        self.cabinet.read(|reader| {
            let veil = self.veil(reader)?;
            let rows = reader.late_clocks(first, last, now.wall_ms())?;
            // What is late and was later once is one line, and says both.
            let late: BTreeSet<(Id, &str)> =
                rows.iter().filter(|row| row.name().1.is_none()).map(|row| (row.sheet, row.clock.as_str())).collect();
            let own = |row: &&ClockRow| row.name().1.is_none() || !late.contains(&(row.sheet, row.name().0));
            rows.iter().filter(own).filter_map(|row| self.overdue_line(reader, &veil, row, now).transpose()).collect()
        })
    }

    fn overdue_line(&self, reader: &Reader<'_>, veil: &Veil, row: &ClockRow, now: Stamp) -> Result<Option<OverdueLine>> {
        let clock: Clock = serde_json::from_str(&row.json)?;
        let (Some(case), Some(record)) = (reader.case(row.sheet)?, Record::load(reader, row.sheet)?) else { return Ok(None) };
        let (Some(kind), Some(facts)) = (CaseKind::of(&case.kind), facts(&record)) else { return Ok(None) };
        let once = row.name().1.and_then(|n| clock.corrected.get(n));
        // A line of its own for what is in time by now; one that is still late says every end that it had.
        let noted: Vec<&Corrected> = once.map_or_else(|| clock.corrected.iter().collect(), |one| vec![one]);
        let untaken = clock.untaken().filter(|_| once.is_none());
        let words: Vec<Line> = untaken.into_iter().chain(noted.iter().map(|one| one.words())).collect();
        let words = Line {
            zh: words.iter().map(|line| line.zh.as_str()).collect(),
            en: words.iter().map(|line| line.en.as_str()).collect::<Vec<_>>().join(" "),
        };
        let (mark, note) = if case.state == "void" {
            let why = &record.body.void;
            let void = Line { zh: format!("作废：{why}。{}", words.zh), en: format!("Void: {why}. {}", words.en) };
            (OverdueMark::Void, void)
        } else {
            let mark = |one: &Corrected| if one.entered { OverdueMark::Entered } else { OverdueMark::Corrected };
            (noted.last().map_or(OverdueMark::None, |one| mark(one)), words)
        };
        let until = clock.ended.map_or(now, |end| end.at);
        let taken = clock.ended.filter(|end| end.how == Ended::Done).map(|end| end.at);
        let extra: CaseExtra = serde_json::from_str(&case.extra)?;
        let told = facts.lates.iter().filter(|late| !clock.inner() && late.step == clock.step.late_word(kind));
        let told = told.clone().nth(clock.round.saturating_sub(1) as usize).or_else(|| told.clone().next());
        // Who was away, and under which number, stands in what people typed.
        let mut veil = veil.clone();
        veil::know_record(&mut veil, &record);
        let reason = told.map(|late| [late.category.as_str(), &late.reason].join("\u{3000}")).unwrap_or_default();
        Ok(Some(OverdueLine {
            sheet: row.sheet.to_string(),
            serial: case.serial,
            kind,
            level: if clock.grade.is_empty() { case.grade } else { clock.grade.clone() },
            step: clock.step.word(kind).to_owned(),
            rule: clock.rule.clone(),
            limit: clock.limit_name(),
            received: Stamp::new(case.received_ms, CHINA_MIN).to_minute(),
            due: once.map_or(clock.due, |one| one.due).to_string(),
            actual: taken.map(|at| at.to_minute()).unwrap_or_default(),
            open: once.is_none() && clock.running(),
            days_late: once.map_or_else(|| u32::try_from(clock.due.days_late(until)).unwrap_or(0), |one| one.days),
            mark,
            note,
            extension: if clock.extended() { clock.due.to_string() } else { String::new() },
            reason: veil.free(reason.trim()),
            measures: told.map(|late| veil.free(&late.remedy)).unwrap_or_default(),
            department: told.map(|late| late.department.clone()).filter(|d| !d.is_empty()).unwrap_or(extra.department),
        }))
    }

    pub(in crate::office) fn case_line(&self, reader: &Reader<'_>, veil: &Veil, row: &CaseRow) -> Result<CaseLine> {
        let kind = CaseKind::of(&row.kind).ok_or_else(|| OfficeError::NotFound("case".to_owned()))?;
        let extra: CaseExtra = serde_json::from_str(&row.extra)?;
        let running =
            reader.clocks_of(row.sheet)?.into_iter().filter(|clock| clock.ended_ms == 0).min_by_key(|clock| clock.due_ms);
        let matter = reader.sheet(row.sheet)?.map(|sheet| self.row_words(reader, veil, &sheet)).transpose()?;
        let minute = |ms: i64| if ms == 0 { String::new() } else { Stamp::new(ms, CHINA_MIN).to_minute() };
        Ok(CaseLine {
            sheet: row.sheet.to_string(),
            serial: row.serial.clone(),
            kind,
            state: row.state.clone(),
            state_words: State::of(&row.state).word(kind),
            grade: row.grade.clone(),
            round: row.round,
            matter: matter.unwrap_or_default(),
            department: extra.department,
            received: minute(row.received_ms),
            closed: minute(row.closed_ms),
            unreported: extra.unreported && row.open,
            clock: running.map(|clock| self.clock_line(&clock, kind, false)).transpose()?,
        })
    }

    fn clock_lines(&self, reader: &Reader<'_>, row: &CaseRow, kind: CaseKind) -> Result<Vec<ClockLine>> {
        let mut rows = reader.clocks_of(row.sheet)?;
        rows.sort_by_key(|clock| (clock.ended_ms != 0, clock.due_ms));
        rows.iter().map(|clock| self.clock_line(clock, kind, true)).collect()
    }

    pub(in crate::office) fn clock_line(&self, row: &ClockRow, kind: CaseKind, explained: bool) -> Result<ClockLine> {
        let clock: Clock = serde_json::from_str(&row.json)?;
        let now = self.now_counted();
        let counting = self.counting();
        let left = counting.calendar.left(&clock.due, now);
        let left = if clock.running() { Line { zh: left.words(), en: left.english() } } else { Line::default() };
        // A rule that is gone is no reason to hide the clock.
        let explain = || clock.explain(&counting.rules, &counting.calendar).unwrap_or_default();
        Ok(ClockLine {
            id: clock.id.clone(),
            step: clock.step,
            word: clock.word(kind),
            round: clock.round,
            rule: clock.rule.clone(),
            limit: clock.limit_name(),
            version: clock.version,
            from: clock.from.to_minute(),
            raw: clock.raw.to_string(),
            due: clock.due.to_string(),
            due_words: Line { zh: clock.due.words(), en: clock.due.english() },
            extended: clock.extended(),
            provisional: clock.provisional,
            recounted: !clock.recounted.is_empty(),
            ended: clock.ended.map(|end| end.at.to_minute()).unwrap_or_default(),
            how: clock.ended.map(|end| end.how),
            late: clock.late(now),
            left,
            explanation: if explained { explain() } else { Vec::new() },
        })
    }

    fn naming(&self, reader: &Reader<'_>, veil: &Veil, serial: &str) -> Result<Vec<SheetLine>> {
        let mut lines = Vec::new();
        for sheet in reader.sheets_from(serial)? {
            if let Some(row) = reader.sheet(sheet)? {
                lines.push(self.line(reader, veil, &row)?);
            }
        }
        Ok(lines)
    }
}

fn query(asked: &CasesAsked) -> CaseQuery {
    CaseQuery {
        open: asked.open,
        kind: asked.kind.map(|kind| kind.code().to_owned()).unwrap_or_default(),
        state: asked.state.clone(),
        department: asked.department.clone(),
        customer: asked.customer.clone(),
        site: String::new(),
    }
}

/// Whether a place for a signature is one that the case waits for: it can be signed as it stands.
fn waits(seal: &SealView) -> bool {
    seal.open && seal.wanted.is_empty()
}

fn step_line(record: &Record, facts: &Facts, related: &Related, case: &Case, step: Step) -> StepLine {
    let at = taken_at(facts, related, step);
    StepLine {
        step,
        word: step.word(facts.kind).to_owned(),
        at: at.map(|at| at.to_minute()).unwrap_or_default(),
        waited: case.state == State::Awaiting(step),
        possible: case.next.contains(&step),
        stage: super::step::stage_of(record.form(), step),
    }
}

/// The mark of a page: the moment and the sheet of its last line.
fn mark(cursor: &str) -> Result<Option<(i64, Id)>> {
    if cursor.is_empty() {
        return Ok(None);
    }
    let invalid = || OfficeError::NotFound("cursor".to_owned());
    let (ms, sheet) = cursor.split_once('.').ok_or_else(invalid)?;
    Ok(Some((ms.parse().map_err(|_| invalid())?, sheet.parse()?)))
}
