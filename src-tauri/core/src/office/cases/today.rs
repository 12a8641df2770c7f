//! 今日: the clocks of cases that are late, due today, or due soon, each with what it is and how long is left.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::super::Office;
use super::super::api::{ClockLine, TodayLine, TodayRest};
use super::super::error::Result;
use super::super::people::role::Right;
use super::groups::{Groups, Spans, WAITING, rank};
use super::project::CaseExtra;
use crate::cabinet::{CaseRow, ClockRow, Reader};
use crate::casework::{Clock, State, Step};
use crate::clock::{CHINA_MIN, Id, Stamp};
use crate::deadline::Due;
use crate::form::CaseKind;
use crate::paper::mask::Veil;

/// Days ahead that 今日 looks first.
const AHEAD: u64 = 7;

/// The lines of 今日 that clocks make, and how many more of each group run.
type Clocks = (Vec<TodayLine>, Vec<TodayRest>);

impl Office {
    /// The clocks that run and end by a day, that day included; by today when none is named.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn due_by(&self, on: Option<chrono::NaiveDate>) -> Result<Vec<TodayLine>> {
        self.may(Right::Read)?;
        let on = on.unwrap_or_else(|| self.now_counted().in_china().date());
        self.cabinet.read(|reader| {
            let rows = reader.running_clocks(i64::MIN..=behind(on), usize::MAX)?;
            self.clock_rows(reader, &self.veil(reader)?, &rows, false)
        })
    }

    /// The lines of 今日 that cases make: their clocks, those due first on top, what waits for a department, then what is open and
    /// has no clock; with a limit for each group and the rest of it counted. What waits for a department stands there alone, and what
    /// is due behind the week is told once of each case that has nothing to do sooner.
    pub(in crate::office) fn clock_today(&self, reader: &Reader<'_>, veil: &Veil) -> Result<Clocks> {
        let groups = Groups::of(reader.running_ends()?, reader.unclocked_cases()?, &waiting(reader)?, &self.spans());
        let rows = groups.clocks().filter_map(|(sheet, clock)| reader.clock(*sheet, clock).transpose());
        let rows = rows.collect::<std::result::Result<Vec<_>, _>>()?;
        let mut lines = self.clock_rows(reader, veil, &rows, true)?;
        let apart = groups.waiting();
        for line in lines.iter_mut().filter(|line| line.left.is_some() && apart.contains(&line.sheet)) {
            line.detail = [line.serial.as_str(), &standing(reader, &line.sheet)?].join("\u{3000}");
            line.group = WAITING.to_owned();
        }
        for (group, sheet) in groups.unclocked() {
            let case = reader.case(sheet)?;
            lines.extend(case.map(|case| self.open_line(reader, veil, &case, group)).transpose()?.flatten());
        }
        let rest = groups.rest();
        lines.sort_by_key(|line| rank(&line.group));
        Ok((lines, rest))
    }

    fn spans(&self) -> Spans {
        let now = self.now_counted();
        let today = now.in_china().date();
        // The end of a limit is the first moment that is too late.
        Spans { late: now.wall_ms(), tonight: behind(today), week: end_of_week(today) }
    }

    /// A case that waits without a limit: a closing, a service that was not done yet, a question without 答复期限.
    fn open_line(&self, reader: &Reader<'_>, veil: &Veil, case: &CaseRow, group: &str) -> Result<Option<TodayLine>> {
        let Some(kind) = CaseKind::of(&case.kind) else { return Ok(None) };
        let State::Awaiting(step) = State::of(&case.state) else { return Ok(None) };
        let Some(sheet) = reader.sheet(case.sheet)? else { return Ok(None) };
        let extra: CaseExtra = serde_json::from_str(&case.extra)?;
        let received = Stamp::new(case.received_ms, CHINA_MIN).local().date();
        let this_year = self.now_counted().in_china().date().year() == received.year();
        let year = if this_year { String::new() } else { format!("{}年", received.year()) };
        let unreported = if extra.unreported { "，还没有上报" } else { "" };
        Ok(Some(TodayLine {
            group: group.to_owned(),
            kind: format!("{}{}", case.grade, sheet.title),
            matter: self.row_words(reader, veil, &sheet)?,
            detail: [case.serial.as_str(), &format!("{}{unreported}", State::of(&case.state).word(kind))].join("\u{3000}"),
            limit: format!("{year}{}月{}日 {}", received.month(), received.day(), Step::Register.word(kind)),
            who: who(step, &extra),
            serial: case.serial.clone(),
            on: received.to_string(),
            sheet: case.sheet.to_string(),
            ..TodayLine::default()
        }))
    }

    fn clock_rows(&self, reader: &Reader<'_>, veil: &Veil, rows: &[ClockRow], reports: bool) -> Result<Vec<TodayLine>> {
        let today = self.now_counted().in_china().date();
        let spans = self.spans();
        let mut lines = Vec::new();
        let mut reported = BTreeSet::new();
        for row in rows {
            let clock: Clock = serde_json::from_str(&row.json)?;
            let Some(case) = reader.case(row.sheet)? else { continue };
            let Some(kind) = CaseKind::of(&case.kind) else { continue };
            let told = self.clock_line(row, kind, false)?;
            let due = clock.due.date();
            let group = spans.of(clock.due.end().wall_ms());
            let sheet = reader.sheet(row.sheet)?;
            let matter = sheet.as_ref().map(|sheet| self.row_words(reader, veil, sheet)).transpose()?.unwrap_or_default();
            let named = format!("{}{}", case.grade, sheet.map(|s| s.title).unwrap_or_default());
            let extra: CaseExtra = serde_json::from_str(&case.extra)?;
            // Who above was not told is said beside the first clock of the case, by which it is still early.
            let unreported = (reports && extra.unreported && reported.insert(row.sheet)).then(|| TodayLine {
                group: "due".to_owned(),
                kind: named.clone(),
                matter: matter.clone(),
                detail: [case.serial.as_str(), "上报"].join("\u{3000}"),
                limit: "还没有上报".to_owned(),
                who: extra.person.clone(),
                serial: case.serial.clone(),
                on: today.to_string(),
                sheet: row.sheet.to_string(),
                ..TodayLine::default()
            });
            lines.push(TodayLine {
                group: group.to_owned(),
                kind: named,
                matter,
                detail: [case.serial.as_str(), &told.word, &next_visit(clock.step, &extra)]
                    .into_iter()
                    .filter(|words| !words.is_empty())
                    .collect::<Vec<_>>()
                    .join("\u{3000}"),
                who: who(clock.step, &extra),
                limit: limit(&told, due, &clock),
                serial: case.serial,
                on: clock.due.to_string(),
                left: i32::try_from((due - today).num_days()).ok(),
                overdue: told.late,
                sheet: row.sheet.to_string(),
                ..TodayLine::default()
            });
            lines.extend(unreported);
        }
        // Those due today stand together, whichever clock brought them.
        lines.sort_by_key(|line| rank(&line.group));
        Ok(lines)
    }
}

/// The cases that wait for a step of a department that is named; of which somebody above is to be told, that is ours to do first.
fn waiting(reader: &Reader<'_>) -> Result<BTreeSet<Id>> {
    let mut waiting = BTreeSet::new();
    for step in Step::ALL.into_iter().filter(|step| theirs(*step)) {
        for (sheet, extra) in reader.cases_in(step.code())? {
            let extra: CaseExtra = serde_json::from_str(&extra)?;
            waiting.extend((!extra.department.is_empty() && !extra.unreported).then_some(sheet));
        }
    }
    Ok(waiting)
}

/// Where a case stands: 待部门签收, 待反馈, 待整改.
fn standing(reader: &Reader<'_>, sheet: &str) -> Result<String> {
    let case = reader.case(sheet.parse()?)?;
    let words = case.and_then(|case| Some(State::of(&case.state).word(CaseKind::of(&case.kind)?)));
    Ok(words.unwrap_or_default())
}

/// Whether a step is for the responsible department to take.
fn theirs(step: Step) -> bool {
    matches!(step, Step::Receive | Step::Answer | Step::Rectify)
}

/// The midnight behind the last day that 今日 looks at first.
fn end_of_week(today: chrono::NaiveDate) -> i64 {
    behind(today.checked_add_days(chrono::Days::new(AHEAD)).unwrap_or(today))
}

/// The midnight behind a day.
fn behind(day: chrono::NaiveDate) -> i64 {
    Stamp::from_local(day.succ_opt().unwrap_or(day), chrono::NaiveTime::MIN, CHINA_MIN).wall_ms()
}

/// Who is to take a step: the department that has the matter, or the person who took it up where it is the department's own.
fn who(step: Step, extra: &CaseExtra) -> String {
    let (first, then) = if theirs(step) { (&extra.department, &extra.person) } else { (&extra.person, &extra.department) };
    if first.is_empty() { then.clone() } else { first.clone() }
}

/// 下次回访2月28日, of a revisit that found nobody.
fn next_visit(step: Step, extra: &CaseExtra) -> String {
    let day = extra.next_visit.parse::<chrono::NaiveDate>().ok().filter(|_| step == Step::Revisit);
    day.map(|day| format!("下次回访{}月{}日", day.month(), day.day())).unwrap_or_default()
}

/// 还有2个工作日　2月25日 周三; a limit of hours says its hour.
fn limit(told: &ClockLine, due: chrono::NaiveDate, clock: &Clock) -> String {
    let day = format!("{}月{}日 {}", due.month(), due.day(), crate::deadline::weekday_word(due));
    let open = if clock.provisional { "（暂定）" } else { "" };
    let hour = match clock.due {
        Due::Day(_) => String::new(),
        Due::At(at) => at.in_china().local().format(" %H:%M").to_string(),
    };
    format!("{}\u{3000}{day}{hour}{open}", told.left.zh)
}
