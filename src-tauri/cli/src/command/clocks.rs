//! `deadline` and `calendar`: when something is due, what a day is, a year's notice taken in. The first two count by what ships
//! with the program when no cabinet is named.

use std::path::Path;
use std::process::ExitCode;

use chrono::NaiveDate;
use serde::Serialize;
use xunfang_core::deadline::{Calendar, DayClass, Deadline, Rules, Year, long_date, read_event, weekday_word};
use xunfang_core::office::OfficeError;
use xunfang_core::office::api::CalendarChange;

use crate::args::{CalendarCommand, Cli, Due};
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::{table, tell};
use crate::words;

/// The keys of this line are what scripts read: no more and no fewer.
#[derive(Serialize)]
struct DueLine {
    rule: String,
    from: String,
    raw: String,
    due: String,
    rolled: bool,
    provisional: bool,
    explanation: Vec<String>,
}

impl DueLine {
    fn of(from: &str, deadline: &Deadline, english: bool) -> Self {
        Self {
            rule: deadline.rule.clone(),
            // A date stays a date; a time is told with its offset.
            from: if from.contains('T') { deadline.from.to_minute() } else { deadline.from.date().to_string() },
            raw: deadline.raw.to_string(),
            due: deadline.due.to_string(),
            rolled: deadline.rolled(),
            provisional: deadline.provisional,
            explanation: deadline.explain().into_iter().map(|line| if english { line.en } else { line.zh }).collect(),
        }
    }
}

/// When the duty of a rule is due.
pub fn deadline(cli: &Cli, args: &Due) -> Result<ExitCode> {
    let Some((at, timed)) = read_event(&args.from) else {
        return Err(Refused::usage(format!("--from 的写法不对：{}，应写 2026-02-13 或 2026-02-13T18:30", args.from)));
    };
    let grade = args.grade.as_deref().unwrap_or_default();
    let counted = if cli.cabinet.is_some() {
        room::open(cli)?.deadline(&args.rule, grade, &args.from)?
    } else {
        let (rules, calendar) = shipped()?;
        let counted = match timed {
            true => rules.deadline(&args.rule, grade, at, &calendar),
            false => rules.due(&args.rule, grade, at.date(), &calendar),
        };
        counted.map_err(OfficeError::from)?
    };
    let line = DueLine::of(&args.from, &counted, args.english);
    tell(cli.json, &line, || line.explanation.join("\n"))?;
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct DayLine {
    date: NaiveDate,
    working: bool,
    kind: DayClass,
}

#[derive(Serialize)]
struct Taken {
    year: i32,
    days: usize,
    moved: usize,
    left_out: Vec<String>,
}

/// What a day is; a calendar file taken in.
pub fn calendar(cli: &Cli, what: &CalendarCommand) -> Result<ExitCode> {
    match what {
        CalendarCommand::Classify { dates } => {
            let lines = classify(cli, dates)?;
            tell(cli.json, &lines, || {
                let row = |l: &DayLine| vec![long_date(l.date), weekday_word(l.date).to_owned(), l.kind.word().to_owned()];
                table(&lines.iter().map(row).collect::<Vec<_>>())
            })?;
        }
        CalendarCommand::Import { file, yes } => {
            let taken = import(cli, file, *yes)?;
            tell(cli.json, &taken, || {
                let mut said = format!("已录入{}年：{}天有变化，{}个期限重新计算", taken.year, taken.days, taken.moved);
                for day in &taken.left_out {
                    said.push_str(&format!("\n请核对：没有放假　{day}"));
                }
                said
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn classify(cli: &Cli, dates: &[NaiveDate]) -> Result<Vec<DayLine>> {
    let found = if cli.cabinet.is_some() {
        room::open(cli)?.classify(dates)?
    } else {
        let calendar = shipped()?.1;
        dates.iter().map(|d| (*d, calendar.works(*d), calendar.class(*d))).collect()
    };
    Ok(found.into_iter().map(|(date, working, kind)| DayLine { date, working, kind }).collect())
}

/// Moved deadlines named in one line; the others are counted.
const NAMED: usize = 5;

/// What it would do is looked at first: a notice that moves deadlines which people reckon with is taken in when that was agreed to.
fn import(cli: &Cli, file: &Path, agreed: bool) -> Result<Taken> {
    let json = std::fs::read_to_string(file).map_err(|e| Refused::file(file, &e))?;
    let change = CalendarChange::File { json };
    let office = room::open(cli)?;
    let would = office.preview_calendar(&change).map_err(|error| untaken(file, &change, error))?;
    let ends: Vec<_> = would.moved.iter().filter(|one| one.old != one.new).collect();
    if !agreed && !ends.is_empty() {
        let named = ends.iter().take(NAMED).map(|one| format!("{} {} {}→{}", one.case, one.rule, one.old, one.new));
        let named = named.collect::<Vec<_>>().join("；");
        let more = if ends.len() > NAMED { " 等" } else { "" };
        let words = format!(
            "{}年有{}天会变化，{}个正在计算的期限会重新计算，其中{}个日期改动：{named}{more}。确认无误后加 --yes 录入；日历没有改动",
            would.year,
            would.days.len(),
            would.moved.len(),
            ends.len()
        );
        return Err(Refused::new("calendar-moves", words));
    }
    let effect = office.change_calendar(&change, "").map_err(|error| untaken(file, &change, error))?;
    Ok(Taken { year: effect.year, days: effect.days.len(), moved: effect.moved.len(), left_out: effect.left_out })
}

/// What is wrong with a calendar file, where more can be said than the place: the office does not repeat what stands in it.
fn untaken(file: &Path, change: &CalendarChange, error: OfficeError) -> Refused {
    match (error.code(), change) {
        (code @ "calendar-unreadable", CalendarChange::File { json }) => {
            let why = serde_json::from_str::<Year>(json).err().map_or_else(|| words::of(&error), |e| words::unreadable(&e));
            Refused::new(code, format!("{}：{why}。日历没有改动", file.display()))
        }
        _ => Refused::from(error),
    }
}

fn shipped() -> Result<(Rules, Calendar)> {
    let rules = Rules::shipped().map_err(OfficeError::from)?;
    let calendar = Calendar::shipped().map_err(OfficeError::from)?;
    Ok((rules, calendar))
}
