//! `audit`: who looked at, printed and exported what.

use std::process::ExitCode;

use chrono::NaiveDate;

use crate::args::Cli;
use crate::refused::Result;
use crate::room;
use crate::told::{table, tell};
use crate::words::moment;

pub fn run(cli: &Cli, since: Option<NaiveDate>) -> Result<ExitCode> {
    let lines = room::open(cli)?.audit_lines(since)?;
    tell(cli.json, &lines, || {
        let row = |line: &xunfang_core::office::AuditLine| {
            let more = [&line.what, &line.detail, &line.reason].map(String::as_str);
            let more = more.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("　");
            vec![moment(&line.at), line.by.clone(), line.act_word.clone(), more]
        };
        let rows = table(&lines.iter().map(row).collect::<Vec<_>>());
        format!("{rows}共{}条", lines.len())
    })?;
    Ok(ExitCode::SUCCESS)
}
