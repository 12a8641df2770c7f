//! A volume printed on both sides: margins for its binding, and the corner of the running number.

use super::sample::{self, lying_page, row, table, text, upright_page};
use super::{Item, POINT, Page, pages};
use crate::paper::grid::{Edge, Foot, Grid, Head, Part, SheetSize, bound};

/// The words and lines of a page: left, top, right, bottom, mm.
fn extent(page: &Page) -> [f64; 4] {
    let mut all = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    let mut add = |x: f64, y: f64| all = [all[0].min(x), all[1].min(y), all[2].max(x), all[3].max(y)];
    for item in page.fixed.iter().chain(&page.filled) {
        match item {
            Item::Text(text) if text.turned == 0.0 => {
                let em = text.size * POINT;
                add(text.x, text.y - 0.88 * em);
                add(text.x + text.width(), text.y + 0.12 * em);
            }
            Item::Frame { at: [x, y, width, height], .. } => {
                add(*x, *y);
                add(x + width, y + height);
            }
            Item::Code { at, side, .. } => {
                add(at.0, at.1);
                add(at.0 + side, at.1 + side);
            }
            _ => {}
        }
    }
    all
}

/// Free edges of a page: left, top, right, bottom, mm.
fn free(page: &Page) -> [f64; 4] {
    let [left, top, right, bottom] = extent(page);
    [left, top, page.width.get() - right, page.height.get() - bottom]
}

/// A paper of many rows as wide as the office's margins allow.
fn long(sheet: SheetSize) -> Grid {
    let width = sheet.room().0;
    let rows = (0..90).map(|n| row(vec![text(0, &format!("第{n}行")), text(1, "内容")])).collect();
    Grid {
        head: Head { title: "登记".into(), left: "示例物业".into(), right: vec!["编号".into()] },
        parts: vec![Part { title: "登记".into(), sheet, tables: vec![table("t", &[3000, width - 3000], 1, rows)] }],
        plates: Vec::new(),
        foot: sample::foot(),
        watermark: None,
    }
}

fn roughly(got: [f64; 4], want: [f64; 4], slack: [f64; 4], what: &str) {
    for (n, side) in ["left", "top", "right", "bottom"].into_iter().enumerate() {
        let over = got[n] - want[n];
        assert!((-0.01..=slack[n] + 0.01).contains(&over), "{what}: {side} is {:.2} mm, {} wanted", got[n], want[n]);
    }
}

#[test]
fn the_binding_margin_of_an_upright_sheet_is_mirrored_on_backs() {
    let grid = bound(long(SheetSize { duplex: false, ..upright_page() }), true);
    let pages = pages(&grid).unwrap();
    assert!(pages.len() >= 3, "fronts and a back");
    for (n, page) in pages.iter().enumerate() {
        let want = if n % 2 == 0 { [25.0, 15.0, 15.0, 15.0] } else { [15.0, 15.0, 25.0, 15.0] };
        // Words of the head do not fill their line to the top.
        roughly(free(page), want, [0.1, 3.0, 0.1, 1.0], &format!("page {}", n + 1));
    }
    let single = super::pages(&bound(long(upright_page()), false)).unwrap();
    assert_eq!(free(&single[0])[0], free(&single[1])[0], "printed on one side, every page is a front");
}

#[test]
fn a_lying_sheet_is_bound_at_its_top_edge_and_its_back_at_the_bottom() {
    let grid = bound(long(SheetSize { duplex: false, ..lying_page() }), true);
    let pages = pages(&grid).unwrap();
    for (n, page) in pages.iter().enumerate().take(pages.len() - 1) {
        let want = if n % 2 == 0 { [15.0, 25.0, 15.0, 15.0] } else { [15.0, 15.0, 15.0, 25.0] };
        roughly(free(page), want, [0.1, 3.0, 0.1, 1.0], &format!("page {}", n + 1));
    }
    let table = &grid.parts[0].tables[0];
    let width: i32 = table.columns.iter().map(|column| column.0).sum();
    assert_eq!(width, 26_700, "the table is as wide as the page has room");
    assert_eq!(bound(grid.clone(), true), grid, "bound twice is bound once");
}

#[test]
fn the_corner_of_the_number_lies_in_the_outer_margin_clear_of_the_page() {
    for sheet in [upright_page(), lying_page()] {
        for duplex in [true, false] {
            let grid = bound(long(sheet), duplex);
            for (n, page) in pages(&grid).unwrap().iter().enumerate() {
                let back = duplex && n % 2 == 1;
                let (corner, [left, top, right, bottom]) = (page.corner, extent(page));
                let lying = grid.parts[0].sheet.edge == Edge::Top;
                assert_eq!(corner.turned, if lying { -90.0 } else { 0.0 }, "it reads as on the upright pages");
                assert_eq!(corner.ends, !back, "it grows away from the outer edge");
                if lying {
                    // The page is turned to the left for reading the volume: its right edge is then above.
                    assert!(corner.x > right + 2.0, "clear of what stands on the page");
                    let across = if back { corner.y } else { page.height.get() - corner.y };
                    assert!((across - 15.0).abs() < 0.01, "15 mm from the outer edge of the volume: {across}");
                } else {
                    assert!(corner.y < top - 0.5, "above what stands on the page: {} {top}", corner.y);
                    let across = if back { corner.x } else { page.width.get() - corner.x };
                    assert!((across - 15.0).abs() < 0.01, "15 mm from the outer edge of the volume: {across}");
                }
                assert!(left >= 14.9 && bottom <= page.height.get() - 14.9, "and the page keeps its margins");
            }
        }
    }
}

#[test]
fn binding_loses_no_word() {
    let words = |grid: &Grid| {
        let mut all: Vec<String> = Vec::new();
        for page in pages(grid).unwrap() {
            for cell in &page.boxes {
                all.push(format!("{:?}", cell.source));
            }
        }
        all.sort();
        all.dedup();
        all
    };
    let daily = sample::daily(7);
    assert_eq!(words(&daily), words(&bound(daily.clone(), true)), "every answer has its place in the volume");
    let bare = Grid { foot: Foot { plain: true, ..Foot::default() }, head: Head::default(), ..long(upright_page()) };
    let shown = format!("{:?}", pages(&bare).unwrap());
    assert!(!shown.contains("共3页"), "a plain page has no count of pages");
    let first = free(&pages(&bare).unwrap()[0]);
    assert!((first[1] - 15.0).abs() < 0.2, "and without a head it begins at its margin: {first:?}");
}
