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
    let answers = answers(&args.answers)?;
    let office = room::open(cli)?;
    let done = office.fill(&args.form, &answers, &|name| std::fs::read(beside(&args.answers).join(name)))?;
    let filled = Filled { serial: done.serial, sheet_id: done.sheet };
    tell(cli.json, &filled, || filled.serial.clone())?;
    Ok(ExitCode::SUCCESS)
}

/// What an answers file says.
pub(super) fn answers(file: &Path) -> Result<FillAnswers> {
    let text = read(file)?;
    let text = text.trim_start_matches('\u{feff}');
    let refused = |why: String| Refused::new("answers-unreadable", format!("{}：{why}", file.display()));
    // A list would be read as the answers in the order of their names, an empty one as no answers at all.
    if text.trim_start().starts_with('[') {
        return Err(refused("应是一个对象 { … }，这里是一个列表 [ … ]".to_owned()));
    }
    serde_json::from_str(text).map_err(|e| refused(unreadable(&e)))
}

/// Photos are named as they lie beside the answers file.
pub(super) fn beside(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

fn read(file: &Path) -> Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|e| Refused::file(file, &e))?;
        return Ok(text);
    }
    std::fs::read_to_string(file).map_err(|e| Refused::file(file, &e))
}
