//! Sections of single fields: labels and answers in a grid.

use super::super::grid::{Align, Content, Mm, Row as GridRow, Table, Vertical};
use super::cells::{BODY, DENSE, Room, label, words};
use super::{Composer, FaceKind, table};
use crate::form::{Condition, Field, FieldKind, LayoutCell, LayoutRow, Section};
use crate::sheet::{Row, applies};

/// Columns narrower than this are set in the dense size.
const NARROW: i32 = 1_800;

impl Composer<'_> {
    /// The table of a section of fields.
    pub(super) fn fields(&self, section: &Section) -> Option<Table> {
        let mut table = table(section, section.columns.iter().map(|w| Mm(*w)).collect());
        let rows = section.layout.iter().map(|layout| self.line(section, None, layout));
        table.rows.extend(rows);
        (!table.rows.is_empty()).then_some(table)
    }

    /// One row of a label–answer grid; `of` is the row of the list that it is a block of.
    pub(super) fn line(&self, section: &Section, of: Option<&Row>, layout: &LayoutRow) -> GridRow {
        let dense = section.columns.iter().any(|w| *w < NARROW);
        let size = if dense { DENSE } else { BODY };
        let mut row = GridRow { height: Mm(layout.height.max(700)), cells: Vec::new() };
        let mut column = 0;
        for cell in layout.cells.iter().filter_map(|c| LayoutCell::parse(c)) {
            self.place(section, of, &cell, column, size, &mut row);
            column += cell.columns();
        }
        row
    }

    fn place(&self, section: &Section, of: Option<&Row>, cell: &LayoutCell<'_>, column: usize, size: u16, row: &mut GridRow) {
        match cell {
            LayoutCell::Words { text, span } => row.cells.push(label(column, *span, text, size)),
            LayoutCell::Field { id, label: labelled, span } => {
                let Some(field) = section.field(id) else { return };
                let first = column + usize::from(*labelled);
                if *labelled {
                    row.cells.push(label(column, 1, &field.label, size));
                }
                let width = Mm(section.columns.iter().skip(first).take(*span).sum());
                let room = Room { width, height: row.height, size };
                let at = of.map_or("", |r| r.id.as_str());
                let mut answer = match (field.kind, of) {
                    (FieldKind::Fact, Some(of)) => {
                        let fact = field.fact.as_ref().and_then(|f| of.facts.get(f));
                        words(0, 1, fact.map_or("", String::as_str), size, Align::Center)
                    }
                    _ => self.answer(section, at, field, room),
                };
                // What does not apply to this sheet prints as such, so that an empty cell is always one to be filled.
                if self.face.kind == FaceKind::Sheet && self.unused(of, field, &answer.content) {
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
    fn unused(&self, of: Option<&Row>, field: &Field, content: &Content) -> bool {
        let empty = match content {
            Content::Empty => true,
            Content::Choice { options } => options.iter().all(|(_, on)| !on),
            Content::Signature { seal } => seal.ink.is_none() && seal.words.is_empty(),
            Content::SignedText { text, seal } => text.is_empty() && seal.ink.is_none() && seal.words.is_empty(),
            _ => false,
        };
        let role = self.form().signature(&field.id).and_then(|r| r.when.as_ref());
        let off = |when: &Condition| !applies(&self.face.body.answers, of, when) && !self.pending(of, when);
        let settled = || field.stage.as_ref().is_some_and(|s| self.settled(s));
        // A choice that was left open when its stage ended, 未签原因 beside a signature, is not to be made any more. In a list
        // its stage may have ended for another row.
        let passed = of.is_none() && field.kind == FieldKind::One && !field.required && field.when.is_none();
        empty && ([field.when.as_ref(), role].into_iter().flatten().any(off) || passed && settled())
    }
}
