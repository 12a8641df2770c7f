//! `forms`: the papers that ship, and a form file checked. Neither needs a cabinet.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::form::{Library, LoadedForm};

use crate::args::{Cli, FormsCommand};
use crate::refused::{Refused, Result};
use crate::told::{table, tell};

#[derive(Serialize)]
struct FormLine {
    id: String,
    edition: String,
    number: String,
    title: String,
    hash: String,
}

impl From<&LoadedForm> for FormLine {
    fn from(loaded: &LoadedForm) -> Self {
        let form = &loaded.form;
        Self {
            id: form.id.clone(),
            edition: form.edition.clone(),
            number: form.number.clone(),
            title: form.full_title(),
            hash: loaded.hash.clone(),
        }
    }
}

pub fn run(cli: &Cli, what: &FormsCommand) -> Result<ExitCode> {
    match what {
        FormsCommand::List => {
            let lines: Vec<FormLine> = Library::shipped().iter().map(|f| FormLine::from(f.as_ref())).collect();
            tell(cli.json, &lines, || {
                let row = |l: &FormLine| vec![l.id.clone(), l.number.clone(), l.edition.clone(), l.title.clone()];
                table(&lines.iter().map(row).collect::<Vec<_>>())
            })?;
        }
        FormsCommand::Check { file } => {
            let line = check(file)?;
            tell(cli.json, &line, || format!("{} {} {}　没有问题", line.id, line.edition, line.title))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(file: &Path) -> Result<FormLine> {
    let bytes = std::fs::read(file).map_err(|e| Refused::file(file, &e))?;
    let loaded = LoadedForm::read(&file.display().to_string(), &bytes)?;
    Ok(FormLine::from(&loaded))
}
