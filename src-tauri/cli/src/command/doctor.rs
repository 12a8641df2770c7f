//! `doctor`: quick facts, and what needs a person.

use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::office::Health;
use xunfang_core::office::api::{Notice, NoticeCode, VerifyReport};

use crate::args::Cli;
use crate::refused::Result;
use crate::room;
use crate::told::{Progress, table, tell};
use crate::words::moment;

/// Less free space than this is a problem: a month of sheets with photos takes about as much.
const LEAST_FREE: u64 = 50_000_000;

#[derive(Serialize)]
struct Examined {
    ok: bool,
    program: &'static str,
    folder: String,
    high_water: String,
    /// Bytes; absent where the system does not say.
    free_bytes: Option<u64>,
    #[serde(flatten)]
    health: Health,
    /// What the full check found; absent when it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    full: Option<VerifyReport>,
}

pub fn run(cli: &Cli, full: bool) -> Result<ExitCode> {
    let office = room::open(cli)?;
    let folder = room::folder(cli)?;
    let mut health = office.health()?;
    let free_bytes = fs4::available_space(&folder).ok();
    if let Some(free) = free_bytes.filter(|free| *free < LEAST_FREE) {
        let message = format!("磁盘只剩{}，请腾出空间", size(free));
        health.problems.push(Notice { code: NoticeCode::DiskLow, message, count: 0 });
    }
    let progress = Progress::new(cli.json, "正在核对");
    let full = if full { Some(office.examine(&|done, all| progress.step(done, all))?) } else { None };
    let examined = Examined {
        ok: health.problems.is_empty() && full.as_ref().is_none_or(|report| report.ok),
        program: env!("CARGO_PKG_VERSION"),
        high_water: room::high_water(&folder)?.display().to_string(),
        folder: folder.display().to_string(),
        free_bytes,
        health,
        full,
    };
    tell(cli.json, &examined, || words(&examined))?;
    Ok(if examined.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn words(examined: &Examined) -> String {
    let health = &examined.health;
    let row = |label: &str, text: String| vec![label.to_owned(), text];
    let free = examined.free_bytes.map_or_else(|| "不知道".to_owned(), size);
    let mut out = table(&[
        row("程序", format!("{}　SQLite {}　资料库版式 {}", examined.program, health.sqlite, health.schema)),
        row("资料库", examined.folder.clone()),
        row("防丢失标记", examined.high_water.clone()),
        row("设备", format!("{}　{}", health.letter, health.device)),
        row("记录", format!("{}条，最后一条　{}", health.entries, moment(&health.last_entry))),
        row("草稿", format!("{}份", health.drafts)),
        row("今天", format!("{}　{}　{}", health.today.words, health.today.weekday, health.today.kind)),
        row("磁盘剩余", free),
    ]);
    for note in &health.notes {
        out.push_str(&format!("提醒　{}　{}\n", note.code.code(), note.message));
    }
    for problem in &health.problems {
        out.push_str(&format!("问题　{}　{}\n", problem.code.code(), problem.message));
    }
    if let Some(report) = &examined.full {
        for problem in &report.problems {
            out.push_str(&format!("{}　{}\n", problem.code.code(), problem.message));
        }
        out.push_str(&format!("核对了文件的每一页和{}条记录\n", report.checked));
    }
    out.push_str(if examined.ok { "没有发现问题" } else { "有问题，见上" });
    out
}

fn size(bytes: u64) -> String {
    let mb = bytes / 1_000_000;
    if mb >= 10_000 { format!("{} GB", mb / 1000) } else { format!("{mb} MB") }
}
