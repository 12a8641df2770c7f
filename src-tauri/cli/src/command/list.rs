//! `list`: sheets and drafts, newest first.

use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::office::OfficeError;
use xunfang_core::office::api::{SearchQuery, SheetLine, SheetState};

use crate::args::{Cli, List, State};
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::{headed, table, tell};

#[derive(Serialize)]
struct Line {
    serial: Option<String>,
    sheet_id: String,
    form: String,
    edition: String,
    title: String,
    state: SheetState,
    date: String,
    signed: bool,
    draft_id: Option<String>,
    has_fail: bool,
}

impl From<SheetLine> for Line {
    fn from(line: SheetLine) -> Self {
        let some = |text: String| Some(text).filter(|t| !t.is_empty());
        Self {
            serial: some(line.serial),
            sheet_id: line.sheet,
            form: line.form,
            edition: line.edition,
            title: line.title,
            state: line.state,
            date: line.date,
            signed: line.signed,
            draft_id: some(line.draft),
            has_fail: line.has_fail,
        }
    }
}

impl From<State> for SheetState {
    fn from(state: State) -> Self {
        match state {
            State::Draft => Self::Draft,
            State::Open => Self::Open,
            State::AwaitCustomer => Self::AwaitCustomer,
            State::AwaitPerson => Self::AwaitPerson,
            State::AwaitReview => Self::AwaitReview,
            State::Resign => Self::Resign,
            State::Signed => Self::Signed,
            State::SignedPaper => Self::SignedPaper,
            State::ClosedUnsigned => Self::ClosedUnsigned,
            State::Done => Self::Done,
            State::Void => Self::Void,
        }
    }
}

pub fn run(cli: &Cli, args: &List) -> Result<ExitCode> {
    if args.from.zip(args.to).is_some_and(|(from, to)| from > to) {
        return Err(Refused::usage("--from 的日期在 --to 之后"));
    }
    let office = room::open(cli)?;
    if !args.form.is_empty() && office.library().iter().all(|known| known.form.id != args.form) {
        return Err(OfficeError::NotFound(format!("form {}", args.form)).into());
    }
    let date = |date: Option<chrono::NaiveDate>| date.map(|d| d.to_string()).unwrap_or_default();
    let query = SearchQuery {
        text: args.search.clone(),
        form: args.form.clone(),
        from: date(args.from),
        to: date(args.to),
        person: args.person.clone(),
        area: args.area.clone(),
        site: String::new(),
        has_fail: args.failed.then_some(true),
        signed: if args.signed { Some(true) } else { args.unsigned.then_some(false) },
        state: args.state.map(SheetState::from),
    };
    let limit = args.limit.unwrap_or(usize::MAX);
    let (mut lines, mut cursor): (Vec<Line>, _) = (Vec::new(), String::new());
    while lines.len() < limit {
        let page = office.search(&query, &cursor)?;
        lines.extend(page.lines.into_iter().map(Line::from));
        if page.next.is_empty() {
            break;
        }
        cursor = page.next;
    }
    lines.truncate(limit);
    tell(cli.json, &lines, || {
        if lines.is_empty() {
            return "没有找到".to_owned();
        }
        let row = |l: &Line| {
            let name = l.serial.clone().unwrap_or_else(|| "（还没有编号）".to_owned());
            vec![l.date.clone(), name, l.state.word().to_owned(), if l.has_fail { "×" } else { "" }.to_owned(), l.title.clone()]
        };
        let rows = headed(&["日期", "编号", "状态", "×", "单据"], lines.iter().map(row));
        format!("{}共{}份", table(&rows), lines.len())
    })?;
    Ok(ExitCode::SUCCESS)
}
