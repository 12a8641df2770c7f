//! Sections of single fields: labels and answers in a grid.

use super::super::grid::{Align, Content, Mm, Row, Table, Vertical};
use super::cells::{BODY, DENSE, Room, label};
use super::{Composer, FaceKind, table};
use crate::form::{Condition, Field, FieldKind, LayoutCell, Section};
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
                let mut answer = self.answer(section, "", field, Room { width, height: row.height, size });
                // What does not apply to this sheet prints as such, so that an empty cell is always one to be filled.
                if self.face.kind == FaceKind::Sheet && self.unused(field, &answer.content) {
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

    /// Whether an empty cell is one that nobody will fill.
    fn unused(&self, field: &Field, content: &Content) -> bool {
        let empty = match content {
            Content::Empty => true,
            Content::Choice { options } => options.iter().all(|(_, on)| !on),
            Content::Signature { seal } => seal.ink.is_none() && seal.words.is_empty(),
            _ => false,
        };
        let role = self.form().signature(&field.id).and_then(|r| r.when.as_ref());
        let off = |when: &Condition| !applies(&self.face.body.answers, None, when) && !self.pending(when);
        let settled = || field.stage.as_ref().is_some_and(|s| self.settled(s));
        // A choice that was left open when its stage ended, 未签原因 beside a signature, is not to be made any more.
        let passed = field.kind == FieldKind::One && !field.required && field.when.is_none();
        empty && ([field.when.as_ref(), role].into_iter().flatten().any(off) || passed && settled())
    }
}
