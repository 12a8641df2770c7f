//! 案卷封面: one page, nothing on it but what names the volume.

use super::super::super::grid::{Align, Cell, Foot, Frame, Grid, Head, Lines, Row, Style, Table};
use super::{nothing, row, styled, upright, widths};

/// What names the volume.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover {
    /// 全宗名称: the organisation.
    pub organisation: String,
    /// 题名: 客务部2026年10月月度归档
    pub title: String,
    /// 全宗号
    pub fonds: String,
    /// 年度
    pub year: String,
    /// 月份
    pub month: String,
    /// 册次: 第1册（共2册）
    pub volume: String,
    /// 保管期限
    pub retention: String,
    /// 密级
    pub secrecy: String,
    /// 件数
    pub items: String,
    /// 页数
    pub pages: String,
    /// 起止件号: 0001—0128
    pub span: String,
    /// 归档日期
    pub archived: String,
}

/// From edge to edge: the frame, a label and its words twice, the frame.
const COLUMNS: [i32; 7] = [15, 24, 42, 8, 24, 42, 15];

fn serif(size: u16, align: Align, lines: Lines) -> Style {
    Style { size, serif: true, align, lines, ..Style::default() }
}

/// A line of its own across the page.
fn across(height: i32, words: &str, size: u16) -> Row {
    let middle = styled(1, 5, words, serif(size, Align::Center, Lines::Open));
    row(height, vec![nothing(0, 1), middle, nothing(6, 1)])
}

fn space(height: i32) -> Row {
    row(height, vec![nothing(0, 7)])
}

fn told(column: usize, columns: usize, label: &str, words: &str) -> [Cell; 2] {
    [
        styled(column, 1, label, serif(140, Align::Left, Lines::Open)),
        styled(column + 1, columns, words, serif(140, Align::Center, Lines::Below)),
    ]
}

fn pair(left: (&str, &str), right: (&str, &str)) -> Row {
    let mut cells = vec![nothing(0, 1)];
    cells.extend(told(1, 1, left.0, left.1));
    cells.push(nothing(3, 1));
    cells.extend(told(4, 1, right.0, right.1));
    cells.push(nothing(6, 1));
    row(10, cells)
}

fn wide(label: &str, words: &str) -> Row {
    let mut cells = vec![nothing(0, 1)];
    cells.extend(told(1, 4, label, words));
    cells.push(nothing(6, 1));
    row(10, cells)
}

/// The cover as a grid: upright A4, without head, foot and number.
#[must_use]
pub fn cover(cover: &Cover) -> Grid {
    let rows = vec![
        space(28),
        across(20, &cover.organisation, 200),
        space(24),
        across(32, &cover.title, 280),
        space(62),
        pair(("全宗号", &cover.fonds), ("册　次", &cover.volume)),
        pair(("年　度", &cover.year), ("月　份", &cover.month)),
        pair(("保管期限", &cover.retention), ("密　级", &cover.secrecy)),
        pair(("件　数", &cover.items), ("页　数", &cover.pages)),
        wide("起止件号", &cover.span),
        wide("归档日期", &cover.archived),
        space(30),
    ];
    let table =
        Table { id: "cover".to_owned(), columns: widths(&COLUMNS), rows, frame: Frame::Double, keep: true, ..Table::default() };
    upright(&cover.title, Head::default(), vec![table], Foot { plain: true, ..Foot::default() })
}
