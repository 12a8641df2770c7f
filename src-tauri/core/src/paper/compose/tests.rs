//! Composed papers.

use super::sample::*;
use super::*;
use crate::clock::Stamp;
use crate::paper::{NoPictures, layout, pdf};

#[test]
fn dump() {
    let Ok(dir) = std::env::var("XF_DUMP") else { return };
    let info = pdf::PrintInfo {
        title: "t".into(),
        exporter: "张三".into(),
        printed_at: Stamp::parse("2026-02-24T18:00+08:00").unwrap(),
    };
    for (name, sample) in [
        ("daily", daily()),
        ("daily-blank", blank("inspection-daily", FaceKind::Blank)),
        ("monthly", monthly()),
        ("monthly-blank", blank("inspection-outlets", FaceKind::Blank)),
        ("revisit", revisit()),
        ("revisit-blank", blank("revisit", FaceKind::Blank)),
        ("amended", amended()),
    ] {
        let bytes = pdf::render(&[sample.grid()], &NoPictures, &info, &|_, _| std::ops::ControlFlow::Continue(())).unwrap();
        std::fs::write(format!("{dir}/{name}.pdf"), bytes).unwrap();
    }
}

#[test]
fn part_one_of_the_daily_sheet_fits_one_duplex_sheet() {
    for sample in [daily(), blank("inspection-daily", FaceKind::Blank)] {
        let mut grid = sample.grid();
        grid.parts.truncate(1);
        grid.plates.clear();
        let pages = layout::pages(&grid).unwrap();
        assert_eq!(pages.len(), 2, "48 items, their signatures and the foot stand on the front and back of one sheet");
    }
}
