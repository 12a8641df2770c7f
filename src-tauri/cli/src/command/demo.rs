//! `demo`: a believable department to look at.

use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::clock::Clock;
use xunfang_core::office::demo::{DemoPlan, make};

use crate::args::{Cli, Demo};
use crate::refused::Result;
use crate::room;
use crate::told::{Progress, table, tell};

#[derive(Serialize)]
struct Made {
    cabinet: String,
    passphrase: String,
    sheets: u32,
    drafts: u32,
    from: String,
    until: String,
    recovery: String,
}

pub fn run(cli: &Cli, args: &Demo) -> Result<ExitCode> {
    let folder = room::folder(cli)?;
    let now = Clock::system().now();
    let until = args.until.unwrap_or_else(|| now.date());
    // Of a day that is not over, what has not happened yet is left out.
    let by = (until == now.date()).then_some(now);
    let plan = DemoPlan { months: args.months, seed: args.seed, until, passphrase: room::passphrase(cli)?, by, practice: false };
    let progress = Progress::new(cli.json, "正在做示例部门");
    let report = make(&folder, &room::high_water(&folder)?, &plan, &|done, all| progress.step(done, all))?;
    let made = Made {
        cabinet: report.cabinet.display().to_string(),
        passphrase: report.passphrase,
        sheets: report.sheets,
        drafts: report.drafts,
        from: report.from.to_string(),
        until: report.until.to_string(),
        recovery: report.recovery,
    };
    tell(cli.json, &made, || {
        let row = |label: &str, text: &str| vec![label.to_owned(), text.to_owned()];
        let sheets = format!("{}份（其中草稿{}份），{}至{}", made.sheets, made.drafts, made.from, made.until);
        table(&[
            row("资料库", &made.cabinet),
            row("口令", &made.passphrase),
            row("恢复码", &made.recovery),
            row("单据", &sheets),
            row("", "人名、电话和事情都是编的。"),
        ])
    })?;
    Ok(ExitCode::SUCCESS)
}
