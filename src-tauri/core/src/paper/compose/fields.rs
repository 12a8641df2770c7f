//! Sections of single fields: labels and answers in a grid.

use super::super::grid::{Align, Content, Mm, Row, Table};
use super::cells::{BODY, DENSE, label, words};
use super::{Composer, table};
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
                let applies = field.when.as_ref().is_none_or(|w| applies(&self.face.body.answers, None, w));
                let mut answer = self.answer(section, "", field, width, size);
                // What does not apply to this sheet prints as such, so that an empty cell is always one to be filled.
                if !applies && self.face.kind != super::FaceKind::Blank && answer.content == Content::Empty {
                    answer.content = words(0, 1, "/", size, Align::Left).content;
                }
                answer.column = first;
                answer.columns = *span;
                row.cells.push(answer);
            }
        }
    }
}
