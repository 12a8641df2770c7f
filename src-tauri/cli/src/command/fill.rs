//! `fill`: a sheet from an answers file.

use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::office::FillAnswers;

use crate::args::{Cli, Fill};
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::tell;
use crate::words::unreadable;

#[derive(Serialize)]
struct Filled {
    serial: String,
    sheet_id: String,
}

pub fn run(cli: &Cli, args: &Fill) -> Result<ExitCode> {
    let text = read(&args.answers)?;
    let answers: FillAnswers = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|e| Refused::new("answers-unreadable", format!("{}：{}", args.answers.display(), unreadable(&e))))?;
    let office = room::open(cli)?;
    // Photos are named as they lie beside the answers file.
    let beside = args.answers.parent().unwrap_or(Path::new(""));
    let done = office.fill(&args.form, &answers, &|name| std::fs::read(beside.join(name)))?;
    let filled = Filled { serial: done.serial, sheet_id: done.sheet };
    tell(cli.json, &filled, || filled.serial.clone())?;
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path) -> Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|e| Refused::file(file, &e))?;
        return Ok(text);
    }
    std::fs::read_to_string(file).map_err(|e| Refused::file(file, &e))
}
