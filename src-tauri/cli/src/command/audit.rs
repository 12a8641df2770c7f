//! `audit`: who looked at, printed and exported what. `affected`: whose data a backup holds.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::cabinet::Secret;
use xunfang_core::office::{AuditAsked, AuditLine, Wanted};

use crate::args::{Affected, Audit, Cli};
use crate::outgoing::Outgoing;
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::{Progress, table, tell};
use crate::words::moment;

#[derive(Serialize)]
struct Printed {
    file: String,
}

#[derive(Serialize)]
struct Listed {
    file: String,
    customers: u32,
}

pub fn run(cli: &Cli, args: &Audit) -> Result<ExitCode> {
    if let Some(out) = &args.out {
        return print(cli, args, out);
    }
    let lines = room::open(cli)?.audit_lines(args.since)?;
    tell(cli.json, &lines, || {
        let row = |line: &AuditLine| {
            let more = [&line.customer, &line.what, &line.detail, &line.reason].map(String::as_str);
            let more = more.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("　");
            vec![moment(&line.at), line.by.clone(), line.act_word.clone(), more]
        };
        let rows = table(&lines.iter().map(row).collect::<Vec<_>>());
        format!("{rows}共{}条", lines.len())
    })?;
    Ok(ExitCode::SUCCESS)
}

fn print(cli: &Cli, args: &Audit, out: &Path) -> Result<ExitCode> {
    let format = format(out)?;
    let office = room::open(cli)?;
    let outgoing = Outgoing::open(out)?;
    let from = args.since.map(|day| day.to_string()).unwrap_or_default();
    // A single day is no month: without a last day it goes on until today.
    outgoing.finish(&office.audit_paper(&AuditAsked { from, ..AuditAsked::default() }, format)?)?;
    let printed = Printed { file: out.display().to_string() };
    tell(cli.json, &printed, || format!("登记表：{}", printed.file))?;
    Ok(ExitCode::SUCCESS)
}

pub fn affected(cli: &Cli, args: &Affected) -> Result<ExitCode> {
    let format = format(&args.out)?;
    let passphrase = room::given(cli)?;
    let office = room::open_with(cli, &passphrase)?;
    let secret = match &args.recovery_code_file {
        Some(file) => Secret::recovery(&room::first_line(file)?),
        None => Secret::passphrase(&passphrase),
    };
    let outgoing = Outgoing::open(&args.out)?;
    let progress = Progress::new(cli.json, "正在核验备份");
    let made = office.affected(&args.backup, &secret, &args.reason, format, &|done, all| progress.step(done, all))?;
    outgoing.finish(&made.file)?;
    let listed = Listed { file: args.out.display().to_string(), customers: made.customers };
    tell(cli.json, &listed, || format!("涉及{}人：{}", listed.customers, listed.file))?;
    Ok(ExitCode::SUCCESS)
}

/// The format that a file's name asks for.
pub(super) fn format(out: &Path) -> Result<Wanted> {
    match out.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase().as_str() {
        "pdf" => Ok(Wanted::Pdf),
        "xlsx" => Ok(Wanted::Xlsx),
        _ => Err(Refused::usage("--out 的扩展名要是 pdf 或 xlsx")),
    }
}
