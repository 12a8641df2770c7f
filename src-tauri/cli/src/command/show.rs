//! `show`: one sheet in plain words.

use std::process::ExitCode;

use xunfang_core::office::PlainSheet;

use crate::args::{Cli, Show};
use crate::refused::Result;
use crate::room;
use crate::told::{table, tell};
use crate::words::moment;

pub fn run(cli: &Cli, args: &Show) -> Result<ExitCode> {
    let office = room::open(cli)?;
    let reason = args.reason.as_deref().filter(|_| args.full);
    let sheet = office.plain_sheet(&args.serial, reason)?;
    tell(cli.json, &sheet, || words(&sheet))?;
    Ok(ExitCode::SUCCESS)
}

fn words(sheet: &PlainSheet) -> String {
    let mut out = format!("{}　{}　版本{}　{}\n", sheet.title, sheet.serial, sheet.edition, sheet.state_words);
    if !sheet.void.is_empty() {
        out.push_str(&format!("作废原因：{}\n", sheet.void));
    }
    if sheet.masked {
        out.push_str("姓名、电话、房号已遮盖；要看全，用 --full --reason 写明事由\n");
    }
    let cell = |text: &str| text.replace('\n', " ");
    let lines: Vec<Vec<String>> = sheet.lines.iter().map(|l| vec![cell(&l.label), cell(&l.text)]).collect();
    part(&mut out, "填写", &lines);
    let seals = sheet.signatures.iter().filter(|s| s.standing.is_some()).map(|s| {
        let how = match s.how.as_str() {
            "paper" => "纸质",
            "refused" => "拒签",
            "proxy" => "委托代签",
            _ => "手写",
        };
        let valid = matches!(s.standing, Some(xunfang_core::sheet::Standing::Valid));
        let standing = if valid { "" } else { "　不再对应现在的内容" };
        vec![s.label.clone(), format!("{}　{how}　{}{standing}", s.signer, moment(&s.at))]
    });
    part(&mut out, "签字", &seals.collect::<Vec<_>>());
    let history = sheet.history.iter().map(|h| {
        let reason = if h.reason.is_empty() { String::new() } else { format!("（{}）", cell(&h.reason)) };
        vec![moment(&h.at), h.by.clone(), format!("{}{reason}", h.what)]
    });
    part(&mut out, "经过", &history.collect::<Vec<_>>());
    out.push_str(&format!("\n校验码 {}\n", sheet.check_code));
    out
}

fn part(out: &mut String, title: &str, rows: &[Vec<String>]) {
    if !rows.is_empty() {
        out.push_str(&format!("\n【{title}】\n{}", table(rows)));
    }
}
