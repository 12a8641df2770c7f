//! `backup` and `restore`.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::cabinet::Secret;

use crate::args::{Cli, Restore};
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::{Progress, tell};
use crate::words::moment;

pub fn backup(cli: &Cli, to: &Path) -> Result<ExitCode> {
    let office = room::open(cli)?;
    let to = std::path::absolute(to).map_err(|e| Refused::file(to, &e))?;
    let progress = Progress::new(cli.json, "正在备份");
    let made = office.back_up(&to, &|done, all| progress.step(done, all))?;
    tell(cli.json, &made, || format!("已备份并核验：{}\n{}，{}条记录", made.folder, moment(&made.made), made.entries))?;
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct Restored {
    cabinet: String,
    /// Letter of new numbers.
    letter: String,
    /// Letter of the device that made the backup.
    before: String,
    /// Entries written after the backup, as far as this machine knows; null when it knows nothing.
    entries_missing: Option<u64>,
    /// Numbers after these may be missing.
    last_numbers: Vec<String>,
    /// Numbers that are known to be missing.
    numbers_missing: Vec<String>,
    /// Where the cabinet lies that stood there.
    aside: Option<String>,
}

pub fn restore(cli: &Cli, args: &Restore) -> Result<ExitCode> {
    let into = std::path::absolute(&args.into).map_err(|e| Refused::file(&args.into, &e))?;
    let secret = match &args.recovery_code_file {
        Some(file) => Secret::recovery(&room::first_line(file)?),
        None => Secret::passphrase(&room::given(cli)?),
    };
    let progress = Progress::new(cli.json, "正在恢复");
    let (_, restored) = room::house(&into)?.restore(&args.from, &secret, &|done, all| progress.step(done, all))?;
    let restored = Restored {
        cabinet: into.display().to_string(),
        letter: restored.letter,
        before: restored.before,
        entries_missing: restored.entries_missing,
        last_numbers: restored.last_numbers,
        numbers_missing: restored.numbers_missing,
        aside: restored.aside.map(|aside| aside.display().to_string()),
    };
    tell(cli.json, &restored, || words(&restored))?;
    Ok(ExitCode::SUCCESS)
}

fn words(restored: &Restored) -> String {
    let mut out = format!("已恢复到 {}\n新编号用字母 {}（原来是 {}）\n", restored.cabinet, restored.letter, restored.before);
    if let Some(missing) = restored.entries_missing.filter(|n| *n > 0) {
        out.push_str(&format!("备份之后还有{missing}条记录，不在这份备份里\n"));
    }
    if restored.numbers_missing.is_empty() {
        if !restored.last_numbers.is_empty() {
            out.push_str(&format!("这些编号之后的可能缺号：{}\n", restored.last_numbers.join("、")));
        }
    } else {
        out.push_str(&format!("缺号：{}\n", restored.numbers_missing.join("、")));
    }
    if let Some(aside) = &restored.aside {
        out.push_str(&format!("原来的资料库在 {aside}\n"));
    }
    out
}
