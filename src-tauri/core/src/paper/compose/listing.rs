//! A list that is no sheet: made from the log or a backup, on the paper of the office.

use super::super::grid::{Align, Cell, Foot, Frame, Grid, Head, Mm, Part, Row, Table};
use super::cells::{DENSE, label, to_sign, words};
use super::sheet_size;
use crate::form::Orientation;
use crate::paper::font::missing_glyphs;

/// A column of a list.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// 时间
    pub label: &'a str,
    /// In hundredths of a millimetre; at most 25,700 together.
    pub width: i32,
    /// How its words stand.
    pub align: Align,
}

/// A list: landscape A4, the head on every page, signed in ink at its end.
#[derive(Debug, Clone)]
pub struct Listing<'a> {
    /// 客户信息查阅/导出登记
    pub title: &'a str,
    /// Organisation and department.
    pub left: String,
    /// Form number, period: one line each.
    pub right: Vec<String>,
    /// Its columns.
    pub columns: &'a [Column<'a>],
    /// Words by row and column; what a row lacks is left to be written by hand.
    pub rows: Vec<Vec<String>>,
    /// Who signs at the end.
    pub signers: &'a [&'static str],
    /// In the foot of every page.
    pub notes: Vec<String>,
}

/// The grid of a list. What no typeface can print stands as 〓: a list of what happened is never refused.
#[must_use]
pub fn listing(list: &Listing<'_>) -> Grid {
    let sheet = sheet_size(Orientation::Landscape, false);
    let row = |cells: Vec<Cell>| Row { height: Mm::whole(8), cells };
    let head = list.columns.iter().enumerate().map(|(n, column)| label(n, 1, column.label, DENSE));
    let mut rows = vec![row(head.collect())];
    for said in &list.rows {
        let cell = |(n, column): (usize, &Column<'_>)| {
            words(n, 1, &printable(said.get(n).map_or("", String::as_str)), DENSE, column.align)
        };
        rows.push(row(list.columns.iter().enumerate().map(cell).collect()));
    }
    rows.push(row(vec![words(0, list.columns.len(), "以下空白", DENSE, Align::Center)]));
    let table = |id: &str, columns: Vec<Mm>, head_rows, rows, keep| Table {
        id: id.to_owned(),
        columns,
        head_rows,
        rows,
        gap: Mm::whole(3),
        caption: String::new(),
        keep,
        tail: 0,
        cut: None,
        frame: Frame::Single,
    };
    let columns: Vec<Mm> = list.columns.iter().map(|column| Mm(column.width)).collect();
    let width: i32 = columns.iter().map(|column| column.0).sum();
    let mut tables = vec![table("list", columns, 1, rows, false)];
    if !list.signers.is_empty() {
        tables.push(table("foot", halves(width, list.signers.len()), 0, vec![signed(list.signers)], true));
    }
    Grid {
        head: Head {
            title: list.title.to_owned(),
            left: printable(&list.left),
            right: list.right.iter().map(|l| printable(l)).collect(),
        },
        parts: vec![Part { title: list.title.to_owned(), sheet, tables }],
        plates: Vec::new(),
        foot: Foot { legend: Vec::new(), notes: list.notes.iter().map(|note| printable(note)).collect(), ..Foot::default() },
        watermark: None,
    }
}

/// A label of 28 mm and a place to sign for each signer, together as wide as the list.
fn halves(width: i32, signers: usize) -> Vec<Mm> {
    let count = i32::try_from(signers).unwrap_or(1).max(1);
    (0..count).flat_map(|_| [Mm(2_800), Mm(width / count - 2_800)]).collect()
}

fn signed(signers: &[&str]) -> Row {
    let cells = signers.iter().enumerate().flat_map(|(n, signer)| [label(2 * n, 1, signer, DENSE), to_sign(2 * n + 1)]);
    Row { height: Mm::whole(14), cells: cells.collect() }
}

/// Words with 〓 in place of what no typeface can print.
pub(crate) fn printable(text: &str) -> String {
    let missing = missing_glyphs(text);
    if missing.is_empty() {
        text.to_owned()
    } else {
        text.chars().map(|c| if missing.contains(&c) { '〓' } else { c }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_three_hundred_lines_has_its_head_on_every_page_and_refuses_no_character() {
        let columns = [
            Column { label: "时间", width: 10_000, align: Align::Center },
            Column { label: "事由", width: 15_700, align: Align::Left },
        ];
        let rows = (0..300).map(|n| vec![n.to_string(), "上门\u{1F600}维修".to_owned()]).collect();
        let right = vec!["表号".to_owned()];
        let list = Listing {
            title: "登记",
            left: String::new(),
            right,
            columns: &columns,
            rows,
            signers: &["制表人"],
            notes: Vec::new(),
        };
        let grid = listing(&list);
        let pages = crate::paper::layout::pages(&grid).unwrap();
        assert!(pages.len() > 10, "three hundred lines are many pages: {}", pages.len());
        assert!(format!("{grid:?}").contains("上门〓维修"), "what cannot be printed stands as a block");
    }
}
