//! `case`, `due`, `overdue`: cases and their clocks.

use std::process::ExitCode;

use chrono::NaiveDate;
use serde::Serialize;
use xunfang_core::form::CaseKind;
use xunfang_core::office::Office;
use xunfang_core::office::api::{CaseLine, CasesAsked, Finished, OverdueLine, TodayLine};

use super::fill::{answers, beside};
use crate::args::{CaseCommand, Cli, DueOn, Kind, Overdue};
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::{table, tell};

impl From<Kind> for CaseKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Complaint => Self::Complaint,
            Kind::Opinion => Self::Opinion,
            Kind::Service => Self::Service,
            Kind::Consultation => Self::Consultation,
            Kind::Rectification => Self::Rectification,
        }
    }
}

#[derive(Serialize)]
struct Written {
    serial: String,
    sheet_id: String,
    state: String,
}

/// `case …`.
pub fn run(cli: &Cli, what: &CaseCommand) -> Result<ExitCode> {
    let office = room::open(cli)?;
    match what {
        CaseCommand::New { kind, answers: file } => {
            let wanted = CaseKind::from(*kind);
            let none = || Refused::usage("没有这种事项的单据");
            let form = office.library().iter().find(|f| f.form.case_kind() == Some(wanted)).ok_or_else(none)?.form.id.clone();
            let done = office.fill(&form, &answers(file)?, &|name| std::fs::read(beside(file).join(name)))?;
            written(cli, &office, done)
        }
        CaseCommand::Step { serial, answers: file } => {
            let sheet = office.sheet_by_serial(serial, None)?.sheet;
            let done = office.fill_sheet(&sheet, &answers(file)?, &|name| std::fs::read(beside(file).join(name)))?;
            written(cli, &office, done)
        }
        CaseCommand::Show { serial } => {
            let view = office.case(&office.sheet_by_serial(serial, None)?.sheet)?;
            tell(cli.json, &view, || {
                let mut lines = vec![case_words(&view.line)];
                lines.extend(view.steps.iter().map(|s| {
                    let stands = if !s.at.is_empty() {
                        s.at.as_str()
                    } else if s.waited {
                        "←"
                    } else {
                        ""
                    };
                    format!("  {}\t{stands}", s.word)
                }));
                for clock in &view.clocks {
                    let name = format!("{} {}", clock.rule, clock.word);
                    lines.push(format!("{name}\t{}\t{}{}", clock.due_words.zh, clock.left.zh, clock.ended));
                    lines.extend(clock.explanation.iter().map(|line| format!("    {}", line.zh)));
                }
                lines.extend(view.related.iter().map(|s| format!("{}\t{}", s.serial, s.title)));
                lines.join("\n")
            })?;
            Ok(ExitCode::SUCCESS)
        }
        CaseCommand::List { all, kind } => {
            let asked = CasesAsked { open: (!all).then_some(true), kind: kind.map(CaseKind::from), ..CasesAsked::default() };
            let (mut lines, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = office.cases(&asked, &cursor)?;
                lines.extend(page.lines);
                if page.next.is_empty() {
                    break;
                }
                cursor = page.next;
            }
            tell(cli.json, &lines, || lines.iter().map(case_words).collect::<Vec<_>>().join("\n"))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn written(cli: &Cli, office: &Office, done: Finished) -> Result<ExitCode> {
    let state = office.case(&done.sheet)?.line.state_words;
    let written = Written { serial: done.serial, sheet_id: done.sheet, state };
    tell(cli.json, &written, || format!("{}\t{}", written.serial, written.state))?;
    Ok(ExitCode::SUCCESS)
}

fn case_words(line: &CaseLine) -> String {
    let clock = line.clock.as_ref().map(|c| format!("{} {}", c.word, c.left.zh)).unwrap_or_default();
    let round = if line.round > 1 { format!("第{}轮", line.round) } else { String::new() };
    let words = [&line.serial, &line.grade, &line.state_words, &round, &line.matter, &line.department, &clock];
    words.into_iter().filter(|w| !w.is_empty()).cloned().collect::<Vec<_>>().join("\t")
}

/// Clocks that run and end by a day.
pub fn due(cli: &Cli, args: &DueOn) -> Result<ExitCode> {
    let on = args.on.as_deref().map(date).transpose()?;
    let lines: Vec<TodayLine> = room::open(cli)?.due_by(on)?;
    tell(cli.json, &lines, || {
        table(
            &lines
                .iter()
                .map(|l| vec![l.serial.clone(), l.detail.clone(), l.limit.clone(), l.matter.clone()])
                .collect::<Vec<_>>(),
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The 超期台账.
pub fn overdue(cli: &Cli, args: &Overdue) -> Result<ExitCode> {
    let lines: Vec<OverdueLine> = room::open(cli)?.overdue(date(&args.from)?, date(&args.to)?)?;
    tell(cli.json, &lines, || {
        let row = |l: &OverdueLine| {
            let actual = if l.actual.is_empty() { "未完成".to_owned() } else { l.actual.clone() };
            vec![
                l.serial.clone(),
                l.level.clone(),
                l.step.clone(),
                l.due.clone(),
                actual,
                format!("{}天", l.days_late),
                l.reason.clone(),
            ]
        };
        table(&lines.iter().map(row).collect::<Vec<_>>())
    })?;
    Ok(ExitCode::SUCCESS)
}

fn date(text: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| Refused::usage(format!("日期的写法不对：{text}，应写 2026-02-13")))
}
