//! `backup` and `restore`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::cabinet::{CabinetError, Secret};
use xunfang_core::office::{OfficeError, RestoreShown};

use crate::args::{Backup, Cli, Restore};
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::{Progress, tell};
use crate::words::{self, moment};

pub fn backup(cli: &Cli, args: &Backup) -> Result<ExitCode> {
    let office = room::open(cli)?;
    let to = std::path::absolute(&args.to).map_err(|e| Refused::file(&args.to, &e))?;
    let progress = Progress::new(cli.json, "正在备份");
    let step = |done, all| progress.step(done, all);
    let made = if args.second_place {
        let made = make_folder(&to)?;
        let kept = office.set_second_place(&to, &step);
        if kept.is_err() {
            // Only while it is empty: what somebody put there meanwhile stays.
            let _ = made.iter().try_for_each(std::fs::remove_dir);
        }
        kept.map_err(unkept)?
            .second
            .into_iter()
            .next()
            .ok_or_else(|| Refused::new("backup-missing", format!("{} 里没有找到备份", to.display())))?
    } else {
        office.back_up(&to, &step).map_err(unkept)?
    };
    let daily = if args.second_place { "\n以后每天也备份到这里" } else { "" };
    tell(cli.json, &made, || format!("已备份并核验：{}\n{}，{}条记录{daily}", made.folder, moment(&made.made), made.entries))?;
    Ok(ExitCode::SUCCESS)
}

/// Makes a folder, and says which were made for it, the innermost first.
fn make_folder(to: &Path) -> Result<Vec<PathBuf>> {
    let lacking = to.ancestors().take_while(|folder| !folder.exists()).map(Path::to_path_buf).collect();
    std::fs::create_dir_all(to).map_err(|e| Refused::file(to, &e))?;
    Ok(lacking)
}

/// Why there is no backup, where it is the place that would not take it.
fn unkept(error: OfficeError) -> Refused {
    match error.code() {
        code @ ("file-failed" | "cabinet-read-only" | "disk-full") => {
            let why = match &error {
                OfficeError::Cabinet(CabinetError::ReadOnly(place)) => format!("{place} 不能写入"),
                OfficeError::Cabinet(CabinetError::DiskFull) => "磁盘已满".to_owned(),
                other => words::of(other),
            };
            let kept = "资料库和以前的备份都没有改动；请换一个能写入、有空间的文件夹（U盘要先插好），再备份一次";
            Refused::new(code, format!("备份没有完成，{why}。{kept}"))
        }
        _ => Refused::from(error),
    }
}

#[derive(Serialize)]
struct Restored {
    cabinet: String,
    #[serde(flatten)]
    shown: RestoreShown,
}

pub fn restore(cli: &Cli, args: &Restore) -> Result<ExitCode> {
    let into = std::path::absolute(&args.into).map_err(|e| Refused::file(&args.into, &e))?;
    let house = room::house(&into)?;
    let progress = Progress::new(cli.json, "正在恢复");
    let step = |done, all| progress.step(done, all);
    let done = match &args.recovery_code_file {
        Some(file) => {
            let code = room::first_line(file)?;
            // Asked for before anything is done: opened by the code alone, the cabinet would have no key of anybody's.
            let new = room::new_passphrase(args.new_passphrase_file.as_deref())?;
            house.restore_with_code(&args.from, &code, &new, &step)
        }
        None => house.restore(&args.from, &Secret::passphrase(&room::given(cli)?), &step),
    };
    let (office, restored) = done.map_err(|error| unrestored(&args.from, error))?;
    let restored = Restored { cabinet: into.display().to_string(), shown: office.restored(&restored)? };
    tell(cli.json, &restored, || told(&restored))?;
    Ok(ExitCode::SUCCESS)
}

/// What is wrong with the backup, where more can be said than that it is damaged.
fn unrestored(from: &Path, error: OfficeError) -> Refused {
    let lacking = ["cabinet.db", "keyslots.json"].into_iter().find(|name| !from.join(name).is_file());
    match (error.code(), lacking) {
        (code @ ("backup-damaged" | "keyslots-missing"), Some(name)) => {
            let (from, kept) = (from.display(), "没有用它，原来的内容未动");
            Refused::new(code, format!("备份 {from} 里缺少 {name}，{kept}；请把备份的文件夹重新完整复制，或换一份备份"))
        }
        _ => Refused::from(error),
    }
}

fn told(Restored { cabinet, shown: restored }: &Restored) -> String {
    let mut out = format!(
        "已恢复到 {cabinet}\n新编号用字母 {}（原来是 {}）；同一份备份不要在另一台电脑上也恢复来用，两边的编号互不知道\n",
        restored.letter, restored.before
    );
    if restored.entries_saved > 0 {
        out.push_str(&format!("备份之后写的记录，带回了{}条\n", restored.entries_saved));
    }
    if let Some(missing) = restored.entries_missing.filter(|n| *n > 0) {
        out.push_str(&format!("备份之后写的记录，另有{missing}条没有找回\n"));
    }
    if restored.numbers_missing.is_empty() {
        if !restored.last_numbers.is_empty() {
            out.push_str(&format!("这些编号之后的可能缺号：{}\n", restored.last_numbers.join("、")));
        }
        if !restored.numbers_from.is_empty() {
            let also = if restored.last_numbers.is_empty() { "" } else { "其他" };
            out.push_str(&format!("{also}带 {} 及以后月份的编号，备份之后也可能给出过\n", restored.numbers_from));
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
