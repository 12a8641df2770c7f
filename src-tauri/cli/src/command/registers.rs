//! `registers`: the names that an answers file may use, register by register.

use std::process::ExitCode;

use serde_json::{Map, Value as Json};
use xunfang_core::office::api::{RegisterEntry, RegisterKind};

use crate::args::{Cli, Registers};
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::{headed, table, tell};

/// `registers [REGISTER] [--search TEXT]`.
pub fn run(cli: &Cli, args: &Registers) -> Result<ExitCode> {
    let office = room::open(cli)?;
    let kinds = office.registers()?;
    let Some(name) = args.register.as_deref() else {
        tell(cli.json, &kinds, || {
            let row = |kind: &RegisterKind| vec![kind.id.clone(), kind.label.clone()];
            table(&headed(&["代号", "名册"], kinds.iter().map(row)))
        })?;
        return Ok(ExitCode::SUCCESS);
    };
    let Some(kind) = kinds.iter().find(|kind| kind.id == name || kind.label == name) else {
        let known: Vec<&str> = kinds.iter().map(|kind| kind.id.as_str()).collect();
        return Err(Refused::new("not-found", format!("没有名册“{name}”，有 {}", known.join("、"))));
    };
    let entries = office.entries(&kind.id, &args.search, false)?;
    let told: Vec<Map<String, Json>> = entries.iter().map(object).collect();
    tell(cli.json, &told, || {
        let shown: Vec<_> = kind.facts.iter().filter(|fact| fact.shown).collect();
        let heads: Vec<&str> = std::iter::once("名称").chain(shown.iter().map(|fact| fact.label.as_str())).collect();
        let row = |entry: &RegisterEntry| {
            let facts = shown.iter().map(|fact| entry.facts.get(&fact.id).cloned().unwrap_or_default());
            std::iter::once(entry.name.clone()).chain(facts).collect()
        };
        table(&headed(&heads, entries.iter().map(row)))
    })?;
    Ok(ExitCode::SUCCESS)
}

fn object(entry: &RegisterEntry) -> Map<String, Json> {
    let facts = entry.facts.iter().map(|(name, value)| (name.clone(), Json::String(value.clone()))).collect();
    let own =
        [("id", Json::String(entry.id.clone())), ("name", Json::String(entry.name.clone())), ("facts", Json::Object(facts))];
    own.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
