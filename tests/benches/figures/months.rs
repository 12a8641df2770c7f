//! A month of a department of 100,000 sheets: looked at, counted over a year, bound.

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
    for (what, format, full) in [
        ("  its volume, masked (PDF/A-2b)", VolumeFormat::Pdf, false),
        ("  its volume, complete (PDF/A-3b)", VolumeFormat::Pdf, true),
        ("  its workbook", VolumeFormat::Xlsx, false),
    ] {
        let asked = VolumeAsked { month, format, full, reason: "测量".to_owned(), draft: true };
        let (cost, bytes) = cost(|| done(office.export_volume(&asked, &|_, _| true)));
        let size = f64::from(u32::try_from(bytes.len()).unwrap_or(u32::MAX)) / 1e6;
        let figure = format!("{:.2} s, {:.0} MB, {size:.1} MB", cost.wall, cost.peak);
        table.line(what, figure, "", "through the office: read, masked, counted over a year, drawn, bound");
    }
}
