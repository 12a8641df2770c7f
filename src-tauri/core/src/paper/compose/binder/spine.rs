//! 盒脊标签: cut out along its frame and stuck on the back of the box; read from top to bottom.

use super::super::super::grid::{Align, Cell, Foot, Frame, Grid, Head, Lines, Row, Style, Table};
use super::super::cells::DENSE;
use super::super::listing::printable;
use super::{nothing, row, styled, upright, widths};

/// A label for the back of a box.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spine {
    /// Across, whole millimetres: 30 or 50, as the box is thick.
    pub width: i32,
    /// 客务部月度归档, character below character.
    pub title: String,
    /// 全宗号
    pub fonds: String,
    /// 年度
    pub year: String,
    /// 月份
    pub month: String,
    /// 保管期限
    pub retention: String,
    /// 起止件号: the first and the last.
    pub span: [String; 2],
    /// 盒号
    pub number: String,
}

/// Between the margins, whole millimetres.
const ROOM: i32 = 170;
/// Heights of a label and of the words below it; with the title between they make 230 mm.
const LABEL: i32 = 7;
const WORDS: i32 = 11;
const SPAN: i32 = 19;
/// Tenths of a point in a millimetre, less the space between characters.
const POINTS: i32 = 24;
const TITLE: i32 = 230 - 6 * LABEL - 5 * WORDS - SPAN;

fn framed(cell: Cell, height: i32) -> Row {
    row(height, vec![nothing(0, 1), cell, nothing(2, 1)])
}

fn told(name: &str, words: &str, height: i32) -> [Row; 2] {
    let style = Style { align: Align::Center, label: true, ..Style::default() };
    [
        framed(styled(1, 1, name, Style { size: DENSE, ..style }), LABEL),
        framed(styled(1, 1, words, Style { size: 120, bold: true, ..style }), height),
    ]
}

/// The label as a grid: one upright A4 page, the label in its middle in full size.
#[must_use]
pub fn spine(spine: &Spine) -> Grid {
    let width = spine.width.clamp(20, 100);
    // Characters stand one above the other in one column: a long title in smaller ones.
    let letters = i32::try_from(spine.title.chars().count()).unwrap_or(1).max(1);
    let size = u16::try_from((TITLE * POINTS / letters).clamp(105, 10 * width.min(30))).unwrap_or(105);
    let title = Style { size, serif: true, upright: true, align: Align::Center, ..Style::default() };
    let mut rows = Vec::new();
    rows.extend(told("全宗号", &spine.fonds, WORDS));
    rows.extend(told("年度", &spine.year, WORDS));
    rows.extend(told("月份", &spine.month, WORDS));
    rows.push(framed(styled(1, 1, &spine.title, title), TITLE));
    rows.extend(told("保管期限", &spine.retention, WORDS));
    let [first, last] = &spine.span;
    let span = if first.is_empty() && last.is_empty() { String::new() } else { format!("{first}\n至\n{last}") };
    rows.extend(told("起止件号", &span, SPAN));
    rows.extend(told("盒号", &spine.number, WORDS));
    let side = (ROOM - width) / 2;
    let table = Table {
        id: "spine".to_owned(),
        columns: widths(&[side, width, ROOM - width - side]),
        rows,
        frame: Frame::Open,
        keep: true,
        ..Table::default()
    };
    let say = Style { size: DENSE, align: Align::Center, lines: Lines::Open, ..Style::default() };
    let hint = format!("盒脊标签：按实际大小打印，沿外框剪下（{width} × 230 毫米）");
    let hint = Table {
        id: "hint".to_owned(),
        columns: widths(&[ROOM]),
        rows: vec![row(10, vec![styled(0, 1, &hint, say)])],
        frame: Frame::Open,
        ..Table::default()
    };
    let foot = Foot { plain: true, ..Foot::default() };
    upright(&printable("盒脊标签"), Head::default(), vec![hint, table], foot)
}
