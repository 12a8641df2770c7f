//! 今日: the clocks of cases that are late, due today, or due soon, each with what it is and how long is left.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::super::Office;
use super::super::api::{ClockLine, TodayLine, TodayRest};
use super::super::error::Result;
use super::super::people::role::Right;
use super::project::CaseExtra;
use crate::cabinet::{CaseRow, ClockRow, Reader};
use crate::casework::{Clock, State, Step};
use crate::clock::{CHINA_MIN, Id, Stamp};
use crate::deadline::Due;
use crate::form::CaseKind;
use crate::paper::mask::Veil;

/// Days ahead that 今日 looks first.
const AHEAD: u64 = 7;
/// Most lines of a group: what is long overdue hides nothing of what is due today.
const LINES: usize = 60;
/// The group of cases that wait for a step of a department, and are not late nor due today.
const WAITING: &str = "waiting";
/// The group of cases of which nothing is due within the week.
const LATER: &str = "later";
/// The group of open cases of which no clock runs.
const OPEN: &str = "open";

/// A group of lines: those that are shown, and how many more there are.
#[derive(Default)]
struct Group {
    shown: Vec<(Id, String)>,
    rest: u32,
}

impl Group {
    fn add(&mut self, line: impl FnOnce() -> (Id, String)) {
        if self.shown.len() < LINES {
            self.shown.push(line());
        } else {
            self.rest = self.rest.saturating_add(1);
        }
    }
}

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
        let now = self.now_counted();
        let today = now.in_china().date();
        // The end of a limit is the first moment that is too late.
        let (late, tonight) = (now.wall_ms(), behind(today));
        let week = end_of_week(today);
        let waiting = waiting(reader)?;
        let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
        let (mut pressing, mut near, mut told) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for end in reader.running_ends()? {
            let group = match end.due_ms {
                due if due <= late => "overdue",
                due if due <= tonight => "due",
                _ if waiting.contains(&end.sheet) && !pressing.contains(&end.sheet) => WAITING,
                due if due <= week => "soon",
                _ => LATER,
            };
            match group {
                // Each once, by the limit that ends first.
                WAITING if !told.insert(end.sheet) => continue,
                LATER if near.contains(&end.sheet) || !told.insert(end.sheet) => continue,
                "overdue" | "due" => drop(pressing.insert(end.sheet)),
                _ => {}
            }
            if group != WAITING && group != LATER {
                near.insert(end.sheet);
            }
            groups.entry(group).or_default().add(|| (end.sheet, end.clock));
        }
        let mut unclocked: BTreeMap<&str, Group> = BTreeMap::new();
        for sheet in reader.unclocked_cases()? {
            let group = if waiting.contains(&sheet) { WAITING } else { OPEN };
            unclocked.entry(group).or_default().add(|| (sheet, String::new()));
        }
        let shown = |group: &str| groups.get(group).map(|group| group.shown.as_slice()).unwrap_or_default();
        let in_order = ["overdue", "due", "soon", WAITING, LATER].into_iter().flat_map(shown);
        let rows = in_order.filter_map(|(sheet, clock)| reader.clock(*sheet, clock).transpose());
        let rows = rows.collect::<std::result::Result<Vec<_>, _>>()?;
        let mut lines = self.clock_rows(reader, veil, &rows, true)?;
        let apart: BTreeSet<String> = shown(WAITING).iter().map(|(sheet, _)| sheet.to_string()).collect();
        for line in lines.iter_mut().filter(|line| line.left.is_some() && apart.contains(&line.sheet)) {
            if let Some(words) = awaited(reader, &line.sheet)? {
                line.detail = [line.serial.as_str(), &words].join("\u{3000}");
                line.group = WAITING.to_owned();
            }
        }
        for (sheet, _) in unclocked.values().flat_map(|group| &group.shown) {
            let case = reader.case(*sheet)?;
            lines.extend(case.map(|case| self.open_line(reader, veil, &case)).transpose()?.flatten());
        }
        let mut rest: BTreeMap<&str, u32> = BTreeMap::new();
        for (name, group) in groups.iter().chain(&unclocked) {
            *rest.entry(name).or_default() += group.rest;
        }
        let rest = rest.into_iter().filter(|(_, count)| *count > 0);
        let rest = rest.map(|(group, count)| TodayRest { group: group.to_owned(), count }).collect();
        lines.sort_by_key(|line| rank(&line.group));
        Ok((lines, rest))
    }

    /// A case that waits without a limit: a closing, a service that was not done yet, a question without 答复期限.
    fn open_line(&self, reader: &Reader<'_>, veil: &Veil, case: &CaseRow) -> Result<Option<TodayLine>> {
        let Some(kind) = CaseKind::of(&case.kind) else { return Ok(None) };
        let State::Awaiting(step) = State::of(&case.state) else { return Ok(None) };
        let Some(sheet) = reader.sheet(case.sheet)? else { return Ok(None) };
        let extra: CaseExtra = serde_json::from_str(&case.extra)?;
        let received = Stamp::new(case.received_ms, CHINA_MIN).local().date();
        let this_year = self.now_counted().in_china().date().year() == received.year();
        let year = if this_year { String::new() } else { format!("{}年", received.year()) };
        let unreported = if extra.unreported { "，还没有上报" } else { "" };
        Ok(Some(TodayLine {
            group: if theirs(step) && !extra.department.is_empty() && !extra.unreported { WAITING } else { OPEN }.to_owned(),
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
        let week = end_of_week(today);
        let mut lines = Vec::new();
        let mut reported = BTreeSet::new();
        for row in rows {
            let clock: Clock = serde_json::from_str(&row.json)?;
            let Some(case) = reader.case(row.sheet)? else { continue };
            let Some(kind) = CaseKind::of(&case.kind) else { continue };
            let told = self.clock_line(row, kind, false)?;
            let due = clock.due.date();
            let group = if told.late {
                "overdue"
            } else if due <= today {
                "due"
            } else if clock.due.end().wall_ms() <= week {
                "soon"
            } else {
                LATER
            };
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

/// The order of the groups.
fn rank(group: &str) -> u8 {
    match group {
        "overdue" => 0,
        "due" => 1,
        "soon" => 2,
        WAITING => 3,
        LATER => 4,
        _ => 5,
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

/// What a case waits for, where that is a department's to do: 待部门签收, 待反馈, 待整改.
fn awaited(reader: &Reader<'_>, sheet: &str) -> Result<Option<String>> {
    let Some(case) = reader.case(sheet.parse()?)? else { return Ok(None) };
    let state = State::of(&case.state);
    let extra: CaseExtra = serde_json::from_str(&case.extra)?;
    let awaited = matches!(state, State::Awaiting(step) if theirs(step)) && !extra.department.is_empty();
    Ok(CaseKind::of(&case.kind).filter(|_| awaited).map(|kind| state.word(kind)))
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
