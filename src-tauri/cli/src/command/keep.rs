//! `backup` and `restore`.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::cabinet::Secret;
use xunfang_core::office::RestoreShown;

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
    #[serde(flatten)]
    shown: RestoreShown,
}

pub fn restore(cli: &Cli, args: &Restore) -> Result<ExitCode> {
    let into = std::path::absolute(&args.into).map_err(|e| Refused::file(&args.into, &e))?;
    let secret = match &args.recovery_code_file {
        Some(file) => Secret::recovery(&room::first_line(file)?),
        None => Secret::passphrase(&room::given(cli)?),
    };
    let progress = Progress::new(cli.json, "正在恢复");
    let (office, restored) = room::house(&into)?.restore(&args.from, &secret, &|done, all| progress.step(done, all))?;
    let restored = Restored { cabinet: into.display().to_string(), shown: office.restored(&restored)? };
    tell(cli.json, &restored, || words(&restored))?;
    Ok(ExitCode::SUCCESS)
}

fn words(Restored { cabinet, shown: restored }: &Restored) -> String {
    let mut out = format!(
        "已恢复到 {cabinet}\n新编号用字母 {}（原来是 {}）；同一份备份不要在另一台电脑上也恢复来用，两边的编号互不知道\n",
        restored.letter, restored.before
    );
    if restored.entries_saved > 0 {
        out.push_str(&format!("备份之后写的{}条记录也已带回\n", restored.entries_saved));
    }
    if let Some(missing) = restored.entries_missing.filter(|n| *n > 0) {
        out.push_str(&format!("备份之后写的{missing}条记录没有找回\n"));
    }
    if restored.numbers_missing.is_empty() {
        if !restored.last_numbers.is_empty() {
            out.push_str(&format!("这些编号之后的可能缺号：{}\n", restored.last_numbers.join("、")));
        }
    } else {
        out.push_str(&format!("缺号：{}\n", restored.numbers_missing.join("、")));
    }
    if !restored.lost.is_empty() {
        out.push_str(&format!("有内容已经损坏，找不回来：{}\n", restored.lost.join("、")));
    }
    if restored.drafts_lost {
        out.push_str("有草稿读不出来了\n");
    }
    if !restored.aside.is_empty() {
        out.push_str(&format!("原来的资料库在 {}\n", restored.aside));
    }
    out
}
