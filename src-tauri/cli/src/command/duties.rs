//! `duties`: what each day owed at each site, and how it stands.

use std::process::ExitCode;

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;
use xunfang_core::office::api::{DutySlot, DutyState, Explained, MeetingState, MeetingView};

use crate::args::{Cli, Duties};
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::{headed, table, tell};

/// A slot as scripts read it.
#[derive(Serialize)]
struct Told {
    date: String,
    site: String,
    rule: String,
    stage: String,
    /// 上午, for people.
    #[serde(skip)]
    label: String,
    state: String,
    state_words: &'static str,
    /// 补录
    late: bool,
    late_reason: String,
    until: String,
    entered: String,
    sheet_id: String,
    explanation: Option<Explanation>,
}

/// Why it was missed, or a meeting moved or not held.
#[derive(Serialize)]
struct Explanation {
    cause: String,
    words: String,
    by: String,
    at: String,
}

impl From<Explained> for Explanation {
    fn from(said: Explained) -> Self {
        Self { cause: said.cause.word().to_owned(), words: said.words, by: said.by, at: said.at }
    }
}

impl From<DutySlot> for Told {
    fn from(slot: DutySlot) -> Self {
        Self {
            state: code(&slot.state),
            state_words: slot.state.word(),
            late: slot.state == DutyState::Late,
            late_reason: slot.late,
            explanation: slot.explained.map(Explanation::from),
            date: slot.date,
            site: slot.site_name,
            rule: slot.rule,
            stage: slot.stage,
            label: slot.label,
            until: slot.until,
            entered: slot.entered,
            sheet_id: slot.sheet,
        }
    }
}

impl From<MeetingView> for Told {
    fn from(meeting: MeetingView) -> Self {
        let said = !meeting.reason.is_empty();
        let explanation = Explanation { cause: String::new(), words: meeting.reason, by: meeting.by, at: String::new() };
        Self {
            date: meeting.on,
            site: String::new(),
            rule: meeting.rule,
            stage: "meeting".to_owned(),
            label: "部门例会".to_owned(),
            state: code(&meeting.state),
            state_words: meeting.state.word(),
            late: false,
            late_reason: String::new(),
            until: String::new(),
            entered: meeting.held,
            sheet_id: String::new(),
            explanation: said.then_some(explanation),
        }
    }
}

/// The stable word of a state.
fn code(state: &impl Serialize) -> String {
    serde_json::to_value(state).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}

/// `duties`.
pub fn run(cli: &Cli, args: &Duties) -> Result<ExitCode> {
    let office = room::open(cli)?;
    let today: NaiveDate = office.desk()?.day.date.parse().unwrap_or_default();
    let to = args.to.unwrap_or(today);
    let from = args.from.unwrap_or_else(|| to.with_day(1).unwrap_or(to));
    if from > to {
        return Err(Refused::usage("--from 的日期在 --to 之后"));
    }
    let mut told: Vec<Told> = office.duties(from, to)?.into_iter().map(Told::from).collect();
    told.extend(office.meetings(from, to)?.into_iter().map(Told::from));
    told.sort_by(|a, b| a.date.cmp(&b.date));
    tell(cli.json, &told, || {
        let owed = told.iter().filter(|t| t.state != code(&DutyState::Rest) && t.state != code(&MeetingState::Moved));
        let row = |t: &Told| {
            let why = t.explanation.as_ref().map(|e| [e.cause.as_str(), &e.words].join(" ").trim().to_owned());
            let why = why.unwrap_or_else(|| t.late_reason.clone());
            vec![t.date.clone(), t.site.clone(), t.rule.clone(), t.label.clone(), t.state_words.to_owned(), why]
        };
        table(&headed(&["日期", "项目", "规则", "轮次", "状态", "说明"], owed.map(row)))
    })?;
    Ok(ExitCode::SUCCESS)
}
