//! A month of a department of 100,000 sheets: looked at, counted over a year, bound.

use std::process::Command;

use xunfang_core::office::api::{VolumeAsked, VolumeFormat};

use crate::department::{Built, done};
use crate::measure::{Table, cost};

pub fn run(table: &mut Table, built: &Built) {
    let office = built.open(31);
    // The newest month that is whole: the one before that which runs.
    let months = done(office.months());
    let Some(month) = months.get(1).map(|line| line.month) else { return };
    let (looked, view) = cost(|| done(office.month(month)));
    let seconds = |wall: f64| format!("{wall:.2} s");
    let of = format!("{month}, {} sheets in the volume, {} gaps", view.items, view.gaps.len());
    table.line("a month: rounds and what is missing", seconds(looked.wall), "", of);
    let (counted, _) = cost(|| done(office.month_statistics(month, &|_, _| true)));
    table.line("a month: every figure, with twelve months of courses", seconds(counted.wall), "", "each sheet of a year is read");
    drop(office);
    for (what, case) in [
        ("  its volume, masked (PDF/A-2b)", "pdf"),
        ("  its volume, complete (PDF/A-3b)", "pdf-full"),
        ("  its workbook", "xlsx"),
        ("  its ledgers as JSON Lines", "jsonl"),
    ] {
        let said = Command::new(std::env::current_exe().unwrap_or_default())
            .arg(format!("case:month-{case}"))
            .args([built.home.as_os_str(), built.sheets.to_string().as_ref(), month.to_string().as_ref()])
            .output()
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(said.status.success(), "{case}: {}", String::from_utf8_lossy(&said.stderr));
        let how = "through the office in a process of its own: read, masked, counted over a year, drawn, bound";
        table.line(what, String::from_utf8_lossy(&said.stdout).trim().to_owned(), "", how);
    }
}

/// A month given out once, in a process that did nothing else.
pub fn case(case: &str, rest: &[String]) {
    let [home, sheets, month] = rest else { panic!("a case needs a home, its size and a month") };
    let built = Built { home: home.into(), sheets: sheets.parse().unwrap_or(0) };
    let office = built.open(41 + u64::try_from(case.len()).unwrap_or(0));
    let (name, full) = case.strip_suffix("-full").map_or((case, false), |name| (name, true));
    let format = match name {
        "xlsx" => VolumeFormat::Xlsx,
        "jsonl" => VolumeFormat::Jsonl,
        _ => VolumeFormat::Pdf,
    };
    let month = month.parse().unwrap_or_else(|error| panic!("{error}"));
    let asked = VolumeAsked { month, format, full, reason: "测量".to_owned(), draft: true };
    let (cost, bytes) = cost(|| done(office.export_volume(&asked, &|_, _| true)));
    let size = f64::from(u32::try_from(bytes.len()).unwrap_or(u32::MAX)) / 1e6;
    println!("{:.2} s, peak {:.0} MB, file {size:.1} MB", cost.wall, cost.peak);
}
