//! A page of words with a list below: 缺件说明, 缺号说明.

use super::super::super::grid::{Align, Foot, Frame, Grid, Lines, Mm, Row, Style, Table};
use super::super::cells::{BODY, DENSE, label, to_sign, words};
use super::super::listing::printable;
use super::{Top, row, styled, upright, widths};

/// A page of words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    /// 缺件说明
    pub title: String,
    /// Organisation and department; month and volume.
    pub top: Top,
    /// Each begins on a line of its own, two characters in.
    pub paragraphs: Vec<String>,
    /// The head of the list below: word, width in whole millimetres, how its words stand; 170 mm together. None, and there is
    /// no list.
    pub columns: Vec<(String, i32, Align)>,
    /// The lines of the list by column; what a line lacks is left to be written by hand.
    pub rows: Vec<Vec<String>>,
    /// Who signs at the end, two in a line.
    pub signers: Vec<String>,
    /// In the foot of every page.
    pub notes: Vec<String>,
}

fn list(statement: &Statement) -> Table {
    let columns = &statement.columns;
    let mut rows = vec![row(9, columns.iter().enumerate().map(|(n, (name, ..))| label(n, 1, &printable(name), DENSE)).collect())];
    for said in &statement.rows {
        let cell = |(n, (_, _, align)): (usize, &(String, i32, Align))| {
            words(n, 1, &printable(said.get(n).map_or("", String::as_str)), DENSE, *align)
        };
        rows.push(row(8, columns.iter().enumerate().map(cell).collect()));
    }
    rows.push(row(8, vec![words(0, columns.len(), "以下空白", DENSE, Align::Center)]));
    let across: Vec<i32> = columns.iter().map(|(_, width, _)| *width).collect();
    Table { id: "list".to_owned(), columns: widths(&across), head_rows: 1, rows, gap: Mm::whole(3), ..Table::default() }
}

fn signed(signers: &[String]) -> Vec<Row> {
    let place = |(n, signer): (usize, &String)| [label(2 * n, 1, &printable(signer), BODY), to_sign(2 * n + 1)];
    let mut rows: Vec<Row> = Vec::new();
    for two in signers.chunks(2) {
        let mut cells: Vec<_> = two.iter().enumerate().flat_map(place).collect();
        if two.len() == 1 {
            cells.push(words(2, 2, "", BODY, Align::Left));
        }
        rows.push(row(16, cells));
    }
    rows
}

/// The page as a grid: upright A4.
#[must_use]
pub fn statement(statement: &Statement) -> Grid {
    let open = Style { size: BODY, lines: Lines::Open, ..Style::default() };
    let said = statement.paragraphs.iter().map(|said| row(8, vec![styled(0, 1, &format!("\u{3000}\u{3000}{said}"), open)]));
    let mut tables = Vec::new();
    if !statement.paragraphs.is_empty() {
        tables.push(Table {
            id: "words".to_owned(),
            columns: widths(&[170]),
            rows: said.collect(),
            frame: Frame::Open,
            ..Table::default()
        });
    }
    if !statement.columns.is_empty() {
        tables.push(list(statement));
    }
    if !statement.signers.is_empty() {
        let rows = signed(&statement.signers);
        tables.push(Table {
            id: "signed".to_owned(),
            columns: widths(&[26, 59, 26, 59]),
            rows,
            keep: true,
            gap: Mm::whole(4),
            ..Table::default()
        });
    }
    let notes = statement.notes.iter().map(|note| printable(note)).collect();
    upright(&statement.title, statement.top.head(&statement.title), tables, Foot { notes, ..Foot::default() })
}
