//! `render` and `blank`: papers as files.

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::office::Wanted;

use crate::args::{Blank, Cli, Render};
use crate::outgoing::Outgoing;
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::tell;

#[derive(Serialize)]
struct Rendered {
    file: String,
    serial: String,
    format: &'static str,
    /// Page of an SVG file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    /// Pages of the paper, said for an SVG file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<usize>,
}

#[derive(Serialize)]
struct Blanks {
    file: String,
    serials: Vec<String>,
}

enum Format {
    Svg,
    File(Wanted),
}

pub fn render(cli: &Cli, args: &Render) -> Result<ExitCode> {
    let (format, name) = match extension(&args.to).as_str() {
        "pdf" => (Format::File(Wanted::Pdf), "pdf"),
        "xlsx" => (Format::File(Wanted::Xlsx), "xlsx"),
        "svg" => (Format::Svg, "svg"),
        _ => return Err(Refused::usage("--to 的扩展名要是 pdf、svg 或 xlsx")),
    };
    if args.page.is_some() && !matches!(format, Format::Svg) {
        return Err(Refused::usage("--page 只用于 svg；pdf 和 xlsx 总是整份"));
    }
    let office = room::open(cli)?;
    let sheet = office.sheet_named(&args.serial)?;
    let serial = office.sheet(&sheet)?.serial;
    let outgoing = Outgoing::open(&args.to)?;
    let (bytes, page, pages) = match format {
        Format::File(wanted) => (office.export(std::slice::from_ref(&sheet), wanted, &|_, _| true)?, None, None),
        Format::Svg => {
            let mut drawn = office.svg_pages(&sheet)?;
            let (page, pages) = (args.page.unwrap_or(1), drawn.len());
            let at = usize::try_from(page).unwrap_or(usize::MAX).saturating_sub(1);
            if at >= pages {
                return Err(Refused::new("not-found", format!("没有第{page}页，一共{pages}页")));
            }
            (drawn.swap_remove(at).into_bytes(), Some(page), Some(pages))
        }
    };
    outgoing.finish(&bytes)?;
    let rendered = Rendered { file: args.to.display().to_string(), serial, format: name, page, pages };
    tell(cli.json, &rendered, || rendered.file.clone())?;
    Ok(ExitCode::SUCCESS)
}

pub fn blank(cli: &Cli, args: &Blank) -> Result<ExitCode> {
    if extension(&args.to) != "pdf" {
        return Err(Refused::usage("空白表存成 pdf 文件"));
    }
    let office = room::open(cli)?;
    let outgoing = Outgoing::open(&args.to)?;
    let bytes = office.print_blanks(&args.form, args.count)?;
    outgoing.finish(&bytes)?;
    let count = usize::try_from(args.count).unwrap_or(usize::MAX);
    let mut serials: Vec<String> = office.blanks()?.into_iter().take(count).map(|b| b.serial).collect();
    serials.reverse();
    let blanks = Blanks { file: args.to.display().to_string(), serials };
    tell(cli.json, &blanks, || format!("{}\n{}", blanks.file, blanks.serials.join("\n")))?;
    Ok(ExitCode::SUCCESS)
}

fn extension(path: &Path) -> String {
    path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase()
}
