//! `month`, and `verify FILE.pdf`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::office::api::{MonthStage, MonthView, VolumeAsked, VolumeFormat};
use xunfang_core::office::{Office, PagesProof, VolumeProof, verify_volume};

use crate::args::{Cli, Month, MonthAct, VolumeKind};
use crate::outgoing::{Outgoing, place_all};
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::{Progress, tell};
use crate::words::moment;

impl From<VolumeKind> for VolumeFormat {
    fn from(kind: VolumeKind) -> Self {
        match kind {
            VolumeKind::Pdf => Self::Pdf,
            VolumeKind::Xlsx => Self::Xlsx,
            VolumeKind::Csv => Self::Csv,
            VolumeKind::Jsonl => Self::Jsonl,
        }
    }
}

#[derive(Serialize)]
struct Made {
    files: Vec<PathBuf>,
}

/// `month …`.
pub fn run(cli: &Cli, args: &Month) -> Result<ExitCode> {
    match &args.act {
        Some(MonthAct::Status { month }) => told(cli, &room::open(cli)?.month(*month)?),
        Some(MonthAct::Close { month, reason }) => {
            let progress = Progress::new(cli.json, "正在统计");
            let office = room::open(cli)?;
            told(cli, &office.close_month(*month, reason, &|done, all| progress.step(count(done), count(all)))?)
        }
        Some(MonthAct::Reopen { month, reason }) => told(cli, &room::open(cli)?.reopen_month(*month, reason)?),
        Some(MonthAct::Explain { month, key, words }) => told(cli, &room::open(cli)?.explain_gap(*month, key, words)?),
        None => export(cli, args),
    }
}

fn told(cli: &Cli, view: &MonthView) -> Result<ExitCode> {
    tell(cli.json, view, || words(view))?;
    Ok(ExitCode::SUCCESS)
}

fn words(view: &MonthView) -> String {
    let stage = match view.stage {
        MonthStage::Future => "还没有到",
        MonthStage::Running => "还没有过完",
        MonthStage::Open => "未归档",
        MonthStage::Closed => "已归档",
    };
    let mut lines = vec![format!("{} {}　{stage}", view.site, view.month.words())];
    if let Some(closing) = view.closing.as_ref().filter(|_| view.stage == MonthStage::Closed) {
        let at = moment(&closing.at);
        lines.push(format!("{at} {} 归档，校验 {}", closing.by, closing.root.get(..16).unwrap_or_default()));
    }
    lines.push(format!("卷内{}件，未办结{}件，补充{}件", view.items, view.carried.len(), view.supplements.len()));
    for figure in &view.matrix.totals {
        lines.push(format!("{}\t{}", figure.label, figure.words()));
    }
    if view.gaps.is_empty() {
        lines.push("没有缺件".to_owned());
        return lines.join("\n");
    }
    lines.push(format!("缺件{}处，未说明{}处：", view.gaps.len(), view.open_gaps));
    for gap in &view.gaps {
        let about =
            [gap.kind.word(), &gap.words, &gap.serial].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("　");
        let said = gap.said.as_ref().map_or_else(|| "未说明".to_owned(), |said| format!("说明：{}", said.words));
        lines.push(format!("  {about}　{said}　［{}］", gap.key));
    }
    lines.join("\n")
}

fn export(cli: &Cli, args: &Month) -> Result<ExitCode> {
    let month = args.month.ok_or_else(|| Refused::usage("缺少月份，如 month 2026-10 --out DIR"))?;
    let out = args.out.as_ref().ok_or_else(|| Refused::usage("缺少 --out DIR：文件放到哪个文件夹"))?;
    let made_folder = folder(out)?;
    let made = export_into(cli, args, month, out);
    // What was refused leaves no empty folder; one that is not empty stays.
    if made.is_err() && made_folder {
        std::fs::remove_dir(out).ok();
    }
    made
}

/// Makes the folder where it is not there; whether it was made.
fn folder(out: &Path) -> Result<bool> {
    if out.is_dir() {
        return Ok(false);
    }
    std::fs::create_dir(out).map_err(|error| Refused::file(out, &error))?;
    Ok(true)
}

fn export_into(cli: &Cli, args: &Month, month: xunfang_core::archive::Month, out: &Path) -> Result<ExitCode> {
    let office = room::open(cli)?;
    let reason = args.reason.clone().unwrap_or_default();
    let asked = |kind: &VolumeKind| VolumeAsked {
        month,
        format: (*kind).into(),
        full: args.full,
        reason: reason.clone(),
        draft: args.draft,
    };
    let mut files = Vec::new();
    let mut outgoing = Vec::new();
    for asked in args.format.iter().map(asked) {
        let file = out.join(office.volume_name(&asked)?);
        if !files.contains(&file) {
            outgoing.push((asked, Outgoing::open(&file)?));
            files.push(file);
        }
    }
    // All are made before the first is in its place: what is refused leaves none.
    let made = outgoing.into_iter().map(|(asked, to)| Ok((to, bytes(cli, &office, &asked)?))).collect::<Result<Vec<_>>>()?;
    place_all(made)?;
    let made = Made { files };
    tell(cli.json, &made, || made.files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join("\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn bytes(cli: &Cli, office: &Office, asked: &VolumeAsked) -> Result<Vec<u8>> {
    let progress = Progress::new(cli.json, "正在生成");
    Ok(office.export_volume(asked, &|done, all| progress.step(count(done), count(all)))?)
}

/// `verify FILE.pdf`: by what it carries, and by the cabinet when one is named.
pub fn verify(cli: &Cli, file: &Path) -> Result<ExitCode> {
    let pdf = std::fs::read(file).map_err(|error| Refused::file(file, &error))?;
    let proof = match &cli.cabinet {
        Some(_) => room::open(cli)?.verify_volume(&pdf)?,
        None => verify_volume(&pdf)?,
    };
    tell(cli.json, &proof, || proved(&proof))?;
    Ok(if proof.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Sheets of a bundle that are told one by one.
const MOST: usize = 200;

fn proved(proof: &VolumeProof) -> String {
    let mut lines = Vec::new();
    if let Some(month) = proof.month {
        let kind = match proof.kind.as_str() {
            "volume" => "（脱敏件）",
            "draft" | "draft-full" => "（送审稿）",
            _ => "",
        };
        lines.push(format!("{} {}归档{kind}，{}件", proof.site, month.words(), proof.items).trim().to_owned());
        lines.push(format!("本月内容校验 {}", proof.root));
    }
    match proof.kind.as_str() {
        "sheets" => lines.push(format!("单据打印件，{}张", proof.items)),
        "version" => lines.push("单据早先一版的打印件".to_owned()),
        "blanks" => lines.push(format!("空白表，{}张", proof.items)),
        _ => {}
    }
    if !matches!(proof.kind.as_str(), "" | "blanks") {
        let word = |hidden: &String| match hidden.as_str() {
            "names" => "姓名",
            "phones" => "电话",
            "rooms" => "房号",
            _ => "证件号",
        };
        let hides: Vec<&str> = proof.hides.iter().map(word).collect();
        lines.push(if hides.is_empty() { "没有遮盖".to_owned() } else { format!("遮盖：{}", hides.join("、")) });
    }
    // What is not known of a sheet stands among the problems.
    let known = proof.sheets.iter().filter(|sheet| sheet.state != "unknown");
    lines.extend(known.clone().take(MOST).map(|sheet| joined(&sheet.serial, &sheet.message)));
    if let Some(more) = known.count().checked_sub(MOST).filter(|more| *more > 0) {
        lines.push(format!("……另有{more}张，用 --json 看全部"));
    }
    lines.extend(proof.problems.iter().map(|problem| joined(&problem.serial, &problem.message)));
    lines.extend(proof.notes.iter().cloned());
    lines.push(verdict(proof));
    lines.join("\n")
}

fn joined(serial: &str, words: &str) -> String {
    [serial, words].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("　")
}

/// The last line: what was checked, and no more.
fn verdict(proof: &VolumeProof) -> String {
    let unproven = ["cabinet-wanted", "supplement-unproven", "pages-unproven", "print-unknown"];
    // These carry files and a list that prove themselves.
    let listed = matches!(proof.kind.as_str(), "" | "volume-full" | "draft-full");
    if !proof.ok {
        let only = proof.problems.iter().all(|problem| unproven.contains(&problem.code.as_str()));
        return match (only, listed && !proof.compared) {
            (true, true) => "没有证明：附件和清单没有发现问题，其余要和资料库核对（用 --cabinet 指定），见上",
            (true, false) => "没有证明，见上",
            (false, _) => "有问题，见上",
        }
        .to_owned();
    }
    let mut said = Vec::new();
    if listed {
        let with = if proof.compared { "并和资料库核对过" } else { "没有和资料库核对（用 --cabinet 指定）" };
        said.push(format!("附件和清单没有发现问题，{with}"));
    }
    match (proof.pages, &proof.printed) {
        (PagesProof::Identical, Some(printed)) => {
            let at = moment(&printed.at);
            said.push(format!("整个文件和资料库重新打印的逐字节一致（{} {at} 导出）", printed.by));
        }
        _ => said.push("页面上印的字没有核对，以附件为准".to_owned()),
    }
    said.join("；")
}
