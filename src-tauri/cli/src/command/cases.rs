//! `case`, `due`, `overdue`, `route`: cases and their clocks.

use std::path::Path;
use std::process::ExitCode;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use xunfang_core::archive::ledger::Cell;
use xunfang_core::office::api::{
    CaseLine, CaseList, CaseView, CasesAsked, Finished, LedgerKind, LedgerLine, ListAsked, OverdueLine, RouteStop, TodayLine,
};
use xunfang_core::office::{Office, OfficeError};

use super::audit::format;
use super::fill::{answers, beside};
use crate::args::{CaseCommand, Cli, DueOn, Overdue, RouteTo};
use crate::outgoing::Outgoing;
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::{headed, table, tell};
use crate::words::moment;

#[derive(Serialize)]
struct Written {
    serial: String,
    sheet_id: String,
    state: String,
}

/// `case …`.
pub fn run(cli: &Cli, what: &CaseCommand) -> Result<ExitCode> {
    match what {
        CaseCommand::New { kind, answers: file } => {
            let (office, wanted) = (room::open(cli)?, *kind);
            let none = || Refused::usage("没有这种事项的单据");
            let form = office.library().iter().find(|f| f.form.case_kind() == Some(wanted)).ok_or_else(none)?.form.id.clone();
            let done = office.fill(&form, &answers(file)?, &|name| std::fs::read(beside(file).join(name)))?;
            written(cli, &office, done)
        }
        CaseCommand::Step { serial, answers: file } => {
            let office = room::open(cli)?;
            let sheet = case_of(&office, serial)?.line.sheet;
            let done = office.fill_sheet(&sheet, &answers(file)?, &|name| std::fs::read(beside(file).join(name)))?;
            written(cli, &office, done)
        }
        CaseCommand::Show { serial } => {
            let view = case_of(&room::open(cli)?, serial)?;
            tell(cli.json, &view, || {
                let mut lines = vec![case_words(&view.line)];
                lines.extend(view.steps.iter().map(|s| {
                    let stands = if s.at.is_empty() && s.waited { "←".to_owned() } else { moment(&s.at) };
                    format!("  {}\t{stands}", s.word)
                }));
                for clock in &view.clocks {
                    let name = format!("{} {}", clock.limit.zh, clock.word);
                    lines.push(format!("{name}\t{}\t{}{}", clock.due_words.zh, clock.left.zh, clock.ended));
                    lines.extend(clock.explanation.iter().map(|line| format!("    {}", line.zh)));
                }
                lines.extend(view.related.iter().map(|s| format!("{}\t{}", s.serial, s.title)));
                lines.join("\n")
            })?;
            Ok(ExitCode::SUCCESS)
        }
        CaseCommand::List { all, kind } => {
            let office = room::open(cli)?;
            let asked = CasesAsked { open: (!all).then_some(true), kind: *kind, ..CasesAsked::default() };
            let (mut lines, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = office.cases(&asked, &cursor)?;
                lines.extend(page.lines);
                if page.next.is_empty() {
                    break;
                }
                cursor = page.next;
            }
            let heads = ["编号", "级别", "状态", "轮次", "内容", "责任部门", "时限"];
            tell(cli.json, &lines, || table(&headed(&heads, lines.iter().map(case_cells))))?;
            Ok(ExitCode::SUCCESS)
        }
        CaseCommand::Ledger { kind, from, to, out } => ledger(cli, *kind, span(from, to)?, out.as_deref()),
    }
}

/// The case of that number. A sheet of another kind is one, and is said to be no case.
fn case_of(office: &Office, serial: &str) -> Result<CaseView> {
    let sheet = office.sheet_by_serial(serial, None)?;
    office.case(&sheet.sheet).map_err(|error| match error {
        OfficeError::NotFound(what) if what == "case" => {
            let title = sheet.form.full_title();
            Refused::new("not-a-case", format!("{} 是{title}，不是事项；看它用 show，事项用 case list 列出", sheet.serial))
        }
        other => Refused::from(other),
    })
}

fn written(cli: &Cli, office: &Office, done: Finished) -> Result<ExitCode> {
    let state = office.case(&done.sheet)?.line.state_words;
    let written = Written { serial: done.serial, sheet_id: done.sheet, state };
    tell(cli.json, &written, || format!("{}\t{}", written.serial, written.state))?;
    Ok(ExitCode::SUCCESS)
}

fn case_words(line: &CaseLine) -> String {
    case_cells(line).into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("  ")
}

fn case_cells(line: &CaseLine) -> Vec<String> {
    let clock = line.clock.as_ref().map(|c| format!("{} {}", c.word, c.left.zh)).unwrap_or_default();
    let round = if line.round > 1 { format!("第{}轮", line.round) } else { String::new() };
    let own = [&line.serial, &line.grade, &line.state_words, &round, &line.matter, &line.department, &clock];
    own.map(|words| words.replace('\n', " ")).into()
}

/// Clocks that run and end by a day.
pub fn due(cli: &Cli, args: &DueOn) -> Result<ExitCode> {
    if let Some(file) = &args.ics {
        let outgoing = Outgoing::open(file)?;
        let feed = room::open(cli)?.feed()?;
        outgoing.finish(feed.text.as_bytes())?;
        return kept(cli, file, feed.events);
    }
    let on = args.on.as_deref().map(date).transpose()?;
    let lines: Vec<TodayLine> = room::open(cli)?.due_by(on)?;
    tell(cli.json, &lines, || {
        // Its number stands in the detail.
        let row = |l: &TodayLine| vec![l.detail.clone(), l.who.clone(), l.limit.clone(), l.matter.clone()];
        table(&headed(&["事项", "谁办", "时限", "内容"], lines.iter().map(row)))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The 超期台账.
pub fn overdue(cli: &Cli, args: &Overdue) -> Result<ExitCode> {
    let (from, to) = span(&args.from, &args.to)?;
    if let Some(file) = &args.out {
        let asked = ListAsked { list: CaseList::Overdue, from: from.to_string(), to: to.to_string() };
        return list(cli, &asked, file, |office| Ok(office.overdue(from, to)?.len()));
    }
    let lines: Vec<OverdueLine> = room::open(cli)?.overdue(from, to)?;
    tell(cli.json, &lines, || if lines.is_empty() { String::new() } else { table(&overdue_table(&lines)) })?;
    Ok(ExitCode::SUCCESS)
}

/// Every column of the 超期台账 under its head; a cell without words is a dash, so that the columns of a line can be counted.
fn overdue_table(lines: &[OverdueLine]) -> Vec<Vec<String>> {
    const HEADS: [&str; 13] = [
        "编号",
        "级别",
        "环节",
        "时限",
        "责任部门",
        "受理时间",
        "应完成",
        "实际完成",
        "超期天数",
        "标记",
        "延期至",
        "超期原因",
        "补救措施",
    ];
    let row = |l: &OverdueLine| {
        let reason = [l.reason.as_str(), &l.note.zh].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
        [
            l.serial.clone(),
            l.level.clone(),
            l.step.clone(),
            l.limit.zh.clone(),
            l.department.clone(),
            moment(&l.received),
            moment(&l.due),
            l.untaken().map_or_else(|| moment(&l.actual), str::to_owned),
            if l.days_late == 0 { "当天".to_owned() } else { format!("{}天", l.days_late) },
            l.mark.word().to_owned(),
            moment(&l.extension),
            reason.join("\u{3000}"),
            l.measures.clone(),
        ]
        .map(|cell| if cell.is_empty() { "—".to_owned() } else { cell.replace('\n', " ") })
        .to_vec()
    };
    std::iter::once(HEADS.map(str::to_owned).to_vec()).chain(lines.iter().map(row)).collect()
}

/// A 登记台账.
fn ledger(cli: &Cli, kind: LedgerKind, (from, to): (NaiveDate, NaiveDate), out: Option<&Path>) -> Result<ExitCode> {
    if let Some(file) = out {
        let asked = ListAsked { list: CaseList::Ledger(kind), from: from.to_string(), to: to.to_string() };
        return list(cli, &asked, file, |office| Ok(office.ledger(kind, from, to)?.lines.len()));
    }
    let ledger = room::open(cli)?.ledger(kind, from, to)?;
    // As the JSON Lines of a month have them: by the head of the column.
    let line = |line: &LedgerLine| -> Map<String, Json> {
        let heads = ledger.columns.iter().map(|column| column.label.clone());
        let own = [("sheet".to_owned(), Json::String(line.sheet.clone()))];
        own.into_iter().chain(heads.zip(line.cells.iter().map(Cell::json))).collect()
    };
    let lines: Vec<Map<String, Json>> = ledger.lines.iter().map(line).collect();
    tell(cli.json, &lines, || {
        let row = |line: &LedgerLine| line.cells.iter().map(Cell::words).collect();
        let heads: Vec<&str> = ledger.columns.iter().map(|column| column.label.as_str()).collect();
        table(&headed(&heads, ledger.lines.iter().map(row)))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The revisits due, in the order in which they are walked.
pub fn route(cli: &Cli, args: &RouteTo) -> Result<ExitCode> {
    let office = room::open(cli)?;
    let week = || office.desk().map(|desk| desk.day.date.parse::<NaiveDate>().unwrap_or_default() + chrono::Days::new(7));
    let to = args.to.as_deref().map(date).transpose()?.map_or_else(|| week().map_err(Refused::from), Ok)?;
    if let Some(file) = &args.out {
        drop(office);
        let asked = ListAsked { list: CaseList::Route, from: String::new(), to: to.to_string() };
        return list(cli, &asked, file, |office| Ok(office.route(to)?.len()));
    }
    let stops: Vec<RouteStop> = office.route(to)?;
    tell(cli.json, &stops, || {
        let row = |s: &RouteStop| {
            let next = if s.next.is_empty() { String::new() } else { format!("下次{}", s.next) };
            vec![
                s.building.clone(),
                s.room.clone(),
                s.customer.clone(),
                s.serial.clone(),
                s.left.zh.clone(),
                next,
                s.matter.clone(),
            ]
        };
        table(&headed(&["楼宇", "房号", "客户", "编号", "时限", "内容"], stops.iter().map(row)))
    })?;
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct Kept {
    file: String,
    lines: usize,
}

/// A list as a file.
fn list(cli: &Cli, asked: &ListAsked, file: &Path, count: impl Fn(&Office) -> Result<usize>) -> Result<ExitCode> {
    let format = format(file)?;
    let office = room::open(cli)?;
    let outgoing = Outgoing::open(file)?;
    outgoing.finish(&office.list_paper(asked, format)?)?;
    kept(cli, file, count(&office)?)
}

fn kept(cli: &Cli, file: &Path, lines: usize) -> Result<ExitCode> {
    let kept = Kept { file: file.display().to_string(), lines };
    tell(cli.json, &kept, || format!("{}项：{}", kept.lines, kept.file))?;
    Ok(ExitCode::SUCCESS)
}

/// Two days, both included.
fn span(from: &str, to: &str) -> Result<(NaiveDate, NaiveDate)> {
    let (from, to) = (date(from)?, date(to)?);
    if from > to { Err(Refused::usage("--from 的日期在 --to 之后")) } else { Ok((from, to)) }
}

fn date(text: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| Refused::usage(format!("日期的写法不对：{text}，应写 2026-02-13")))
}
