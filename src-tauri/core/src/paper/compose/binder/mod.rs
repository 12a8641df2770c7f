//! The pages of a month's volume that are no sheets: cover, catalogue, closing note, spine label, statements, scans.
//!
//! They know what is printed and nothing of where it comes from. What no typeface can print stands as 〓: a volume is never
//! refused for a name. What a reader may not see is masked by whoever fills them in.

mod catalogue;
mod cover;
mod note;
mod scan;
mod spine;
mod statement;
#[cfg(test)]
pub(crate) mod tests;

pub use catalogue::{Catalogue, Entry, catalogue};
pub use cover::{Cover, cover};
pub use note::{ClosingNote, note};
pub use scan::{Scan, scan};
pub use spine::{Spine, spine};
pub use statement::{Statement, statement};

use super::super::grid::{Align, Cell, Content, Foot, Grid, Head, Lines, Mm, Part, Row, Style, Table};
use super::listing::printable;
use super::sheet_size;
use crate::form::Orientation;

/// What stands at the head of a page of the volume.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Top {
    /// Organisation and department, at the left.
    pub left: String,
    /// Month, volume: at the right, one line each.
    pub right: Vec<String>,
}

impl Top {
    fn head(&self, title: &str) -> Head {
        let right = self.right.iter().map(|words| printable(words)).collect();
        Head { title: printable(title), left: printable(&self.left), right }
    }
}

/// An upright page of the volume.
fn upright(title: &str, head: Head, tables: Vec<Table>, foot: Foot) -> Grid {
    let sheet = sheet_size(Orientation::Portrait, false);
    let parts = vec![Part { title: printable(title), sheet, tables }];
    Grid { head, parts, plates: Vec::new(), foot, watermark: None }
}

/// Words in a style of their own.
fn styled(column: usize, columns: usize, text: &str, style: Style) -> Cell {
    let content = if text.is_empty() { Content::Empty } else { Content::Text { text: printable(text) } };
    Cell { column, columns, rows: 1, content, style, ..Cell::default() }
}

/// Nothing, without lines.
fn nothing(column: usize, columns: usize) -> Cell {
    styled(column, columns, "", Style { lines: Lines::Open, align: Align::Center, ..Style::default() })
}

fn row(height: i32, cells: Vec<Cell>) -> Row {
    Row { height: Mm::whole(height), cells }
}

fn widths(millimetres: &[i32]) -> Vec<Mm> {
    millimetres.iter().copied().map(Mm::whole).collect()
}
