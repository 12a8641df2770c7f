//! `verify` and `rebuild`.

use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::office::api::{FindingCode, VerifyProblem};

use crate::args::Cli;
use crate::refused::Result;
use crate::room;
use crate::told::{Progress, tell};

#[derive(Serialize)]
struct Verified {
    ok: bool,
    checked: u32,
    problems: Vec<Finding>,
    /// Signatures that wait to be given again. In a check of the whole cabinet they are work, not damage.
    resign: Vec<Finding>,
}

#[derive(Serialize)]
struct Finding {
    serial: Option<String>,
    code: String,
    message: String,
}

impl From<VerifyProblem> for Finding {
    fn from(problem: VerifyProblem) -> Self {
        Self {
            serial: Some(problem.serial).filter(|s| !s.is_empty()),
            code: problem.code.code().to_owned(),
            message: problem.message.replace('\u{3000}', " "),
        }
    }
}

pub fn verify(cli: &Cli, serial: Option<&str>) -> Result<ExitCode> {
    let office = room::open(cli)?;
    let sheet = serial.map(|s| office.sheet_named(s)).transpose()?;
    let progress = Progress::new(cli.json, "正在核验");
    let report = office.verify(sheet.as_deref(), &|done, all| progress.step(done, all))?;
    let whole = sheet.is_none();
    let (resign, problems): (Vec<_>, Vec<_>) =
        report.problems.into_iter().partition(|p| whole && p.code == FindingCode::ScopeChanged);
    // What was destroyed by the rules, or was lost and told, is no problem.
    let ok = report.ok || (whole && problems.iter().all(|p| matches!(p.code, FindingCode::Cabinet(found) if !found.is_damage())));
    let list = |found: Vec<VerifyProblem>| found.into_iter().map(Finding::from).collect();
    let verified = Verified { ok, checked: report.checked, problems: list(problems), resign: list(resign) };
    tell(cli.json, &verified, || words(&verified))?;
    Ok(if verified.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn words(verified: &Verified) -> String {
    let mut out = String::new();
    for problem in &verified.problems {
        out.push_str(&format!("{}　{}\n", problem.code, problem.message));
    }
    if !verified.resign.is_empty() {
        out.push_str(&format!("待重签 {} 处：\n", verified.resign.len()));
        for problem in &verified.resign {
            out.push_str(&format!("  {}\n", problem.message));
        }
    }
    let end = if verified.ok { "没有发现问题" } else { "有问题，见上" };
    out.push_str(&format!("核对了{}条记录，{end}", verified.checked));
    out
}

#[derive(Serialize)]
struct Rebuilt {
    entries: u64,
}

pub fn rebuild(cli: &Cli) -> Result<ExitCode> {
    let office = room::open(cli)?;
    let progress = Progress::new(cli.json, "正在重建索引");
    let rebuilt = Rebuilt { entries: office.rebuild(&|done, all| progress.step(done, all))? };
    tell(cli.json, &rebuilt, || format!("按{}条记录重建了索引", rebuilt.entries))?;
    Ok(ExitCode::SUCCESS)
}
