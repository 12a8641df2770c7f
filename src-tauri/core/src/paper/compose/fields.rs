//! Sections of single fields: labels and answers in a grid.

use super::super::grid::{Align, Content, Mm, Row, Table, Vertical};
use super::cells::{BODY, DENSE, Room, label};
use super::{Composer, FaceKind, table};
use crate::form::{LayoutCell, Section};
use crate::sheet::applies;

/// Columns narrower than this are set in the dense size.
const NARROW: i32 = 1_800;

impl Composer<'_> {
    /// The table of a section of fields.
    pub(super) fn fields(&self, section: &Section) -> Option<Table> {
        let columns: Vec<Mm> = section.columns.iter().map(|w| Mm(*w)).collect();
        let dense = section.columns.iter().any(|w| *w < NARROW);
        let size = if dense { DENSE } else { BODY };
        let mut table = table(section, columns);
        for layout in &section.layout {
            let mut row = Row { height: Mm(layout.height.max(700)), cells: Vec::new() };
            let mut column = 0;
            for cell in layout.cells.iter().filter_map(|c| LayoutCell::parse(c)) {
                self.place(section, &table.columns, &cell, column, size, &mut row);
                column += cell.columns();
            }
            table.rows.push(row);
        }
        (!table.rows.is_empty()).then_some(table)
    }

    fn place(&self, section: &Section, widths: &[Mm], cell: &LayoutCell<'_>, column: usize, size: u16, row: &mut Row) {
        match cell {
            LayoutCell::Words { text, span } => row.cells.push(label(column, *span, text, size)),
            LayoutCell::Field { id, label: labelled, span } => {
                let Some(field) = section.field(id) else { return };
                let first = column + usize::from(*labelled);
                if *labelled {
                    row.cells.push(label(column, 1, &field.label, size));
                }
                let width = Mm(widths.iter().skip(first).take(*span).map(|w| w.0).sum());
                let role = self.form().signature(id).and_then(|r| r.when.as_ref());
                let when = [field.when.as_ref(), role].into_iter().flatten();
                let off = when.map(|w| applies(&self.face.body.answers, None, w)).any(|holds| !holds);
                let mut answer = self.answer(section, "", field, Room { width, height: row.height, size });
                // What does not apply to this sheet prints as such, so that an empty cell is always one to be filled.
                if off && self.face.kind == FaceKind::Sheet && is_empty(&answer.content) {
                    answer.content = Content::Text { text: "/".to_owned() };
                    answer.style.align = Align::Center;
                    answer.style.vertical = Vertical::Middle;
                }
                answer.column = first;
                answer.columns = *span;
                row.cells.push(answer);
            }
        }
    }
}

fn is_empty(content: &Content) -> bool {
    match content {
        Content::Empty => true,
        Content::Signature { seal } => seal.ink.is_none() && seal.words.is_empty(),
        _ => false,
    }
}
