//! What the month's volume prints beside the sheets: the matrix, the figures with their charts, ledgers, what is missing.

mod lists;
mod matrix;
mod summary;

pub use lists::ledger;
pub use matrix::matrix;
pub use summary::summary;

use crate::paper::compose::listing::printable;
use crate::paper::grid::{Align, Cell, Foot, Frame, Grid, Head, Mm, Part, Row, SheetSize, Table};

/// What stands above and below every page of the volume's own papers.
#[derive(Debug, Clone, Default)]
pub struct Letterhead {
    /// Organisation, site and department.
    pub left: String,
    /// 归档月份 2026年10月
    pub right: Vec<String>,
    /// In the foot: who exported it, when it was closed.
    pub notes: Vec<String>,
    /// 送审稿, 脱敏件; empty for none.
    pub watermark: String,
}

fn row(height: i32, cells: Vec<Cell>) -> Row {
    Row { height: Mm::whole(height), cells }
}

fn table(id: &str, columns: Vec<Mm>, head_rows: usize, rows: Vec<Row>, caption: &str) -> Table {
    Table {
        id: id.to_owned(),
        columns,
        head_rows,
        rows,
        gap: Mm::whole(4),
        caption: caption.to_owned(),
        keep: false,
        tail: 0,
        cut: None,
        frame: Frame::Single,
    }
}

fn paper(head: &Letterhead, title: &str, sheet: SheetSize, tables: Vec<Table>) -> Grid {
    Grid {
        head: Head {
            title: title.to_owned(),
            left: printable(&head.left),
            right: head.right.iter().map(|line| printable(line)).collect(),
        },
        parts: vec![Part { title: title.to_owned(), sheet, tables }],
        plates: Vec::new(),
        foot: Foot { notes: head.notes.iter().map(|note| printable(note)).collect(), ..Foot::default() },
        watermark: (!head.watermark.is_empty()).then(|| head.watermark.clone()),
    }
}

/// Widths of columns by weight, whose sum is exactly `room`.
fn widths(weights: &[u16], room: Mm) -> Vec<Mm> {
    let all: i64 = weights.iter().map(|weight| i64::from(*weight)).sum::<i64>().max(1);
    let (mut sum, mut edge) = (0_i64, 0_i32);
    weights
        .iter()
        .map(|weight| {
            sum += i64::from(*weight);
            let next = i32::try_from(i64::from(room.0) * sum / all).unwrap_or(room.0);
            let width = Mm(next - edge);
            edge = next;
            width
        })
        .collect()
}

/// Words at the left, numbers in the middle.
fn said(column: usize, text: &str, align: Align) -> Cell {
    crate::paper::compose::cells::words(column, 1, &printable(text), crate::paper::compose::cells::DENSE, align)
}
