//! 卷内目录, 归档文件目录: what is in the volume, in its order, and on which page.

use super::super::super::grid::{Align, Foot, Grid, Mm, Row, Table};
use super::super::cells::{DENSE, label, words};
use super::super::listing::printable;
use super::{Top, row, upright, widths};

/// A catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// 卷内目录 for a volume, 归档文件目录 for single items.
    pub title: String,
    /// Organisation and department; month and volume.
    pub top: Top,
    /// In the order of the volume.
    pub entries: Vec<Entry>,
    /// In the foot of every page.
    pub notes: Vec<String>,
}

/// An item of the volume.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// 顺序号; empty for what the volume itself adds before its sheets.
    pub number: String,
    /// 编号
    pub serial: String,
    /// 责任者
    pub responsible: String,
    /// 题名
    pub title: String,
    /// 日期, in eight figures: 20261013
    pub date: String,
    /// 页号: the running number it begins on, or both of the first and the last item
    pub page: String,
    /// 备注
    pub remark: String,
}

const COLUMNS: [(&str, i32, Align); 7] = [
    ("顺序号", 13, Align::Center),
    ("编号", 34, Align::Center),
    ("责任者", 18, Align::Center),
    ("题名", 55, Align::Left),
    ("日期", 19, Align::Center),
    ("页号", 14, Align::Center),
    ("备注", 17, Align::Left),
];

fn line(entry: &Entry) -> Row {
    let said = [&entry.number, &entry.serial, &entry.responsible, &entry.title, &entry.date, &entry.page, &entry.remark];
    let cells = said.into_iter().zip(COLUMNS).enumerate();
    row(8, cells.map(|(at, (said, (_, _, align)))| words(at, 1, &printable(said), DENSE, align)).collect())
}

/// The catalogue as a grid: upright A4, its head on every page.
#[must_use]
pub fn catalogue(catalogue: &Catalogue) -> Grid {
    let mut rows = vec![row(9, COLUMNS.iter().enumerate().map(|(n, (name, ..))| label(n, 1, name, DENSE)).collect())];
    rows.extend(catalogue.entries.iter().map(line));
    rows.push(row(8, vec![words(0, COLUMNS.len(), "以下空白", DENSE, Align::Center)]));
    let table = Table {
        id: "catalogue".to_owned(),
        columns: widths(&COLUMNS.map(|(_, width, _)| width)),
        head_rows: 1,
        rows,
        gap: Mm::whole(3),
        ..Table::default()
    };
    let notes = catalogue.notes.iter().map(|note| printable(note)).collect();
    upright(&catalogue.title, catalogue.top.head(&catalogue.title), vec![table], Foot { notes, ..Foot::default() })
}
