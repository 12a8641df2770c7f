//! Lists whose rows are printed as blocks: a round of rectification has its own small grid of labels and answers, with room for
//! long words, and not one narrow line under a head.

use super::super::grid::{Align, Mm, Row as GridRow, Table};
use super::cells::{DENSE, words};
use super::{Composer, FaceKind, table};
use crate::form::Section;
use crate::sheet::Row;

impl Composer<'_> {
    /// The table of such a list.
    pub(super) fn blocks(&self, section: &Section) -> Option<Table> {
        let mut table = table(section, section.columns.iter().map(|w| Mm(*w)).collect());
        let rows = self.face.body.answers.list(&section.id);
        for row in rows {
            table.rows.extend(section.layout.iter().map(|layout| self.line(section, Some(row), layout)));
        }
        let least = usize::try_from(section.min_rows).unwrap_or(0);
        match self.face.kind {
            FaceKind::Sheet if least > 0 && rows.is_empty() && !self.awaits_rows(section) => {
                let cells = vec![words(0, section.columns.len(), "以下空白", DENSE, Align::Center)];
                table.rows.push(GridRow { height: Mm::whole(8), cells });
            }
            FaceKind::Sheet if !rows.is_empty() => {}
            _ => {
                for n in rows.len()..least {
                    let empty = Row { facts: [("number".to_owned(), (n + 1).to_string())].into(), ..Row::default() };
                    let lines = section.layout.iter().map(|layout| self.line(section, Some(&empty), layout));
                    table.rows.extend(lines.map(without_source));
                }
            }
        }
        (!table.rows.is_empty()).then_some(table)
    }

    /// Whether an empty list that grows may still be written by hand on a printed sheet: no stage after its own is over.
    pub(super) fn awaits_rows(&self, section: &Section) -> bool {
        let stages = &self.form().stages;
        let last = stages.len().saturating_sub(1);
        let at = |id: &str| stages.iter().position(|s| s.id == id);
        let own = section.fields.iter().find_map(|f| f.stage.as_deref().and_then(at)).unwrap_or(last);
        section.grows && !stages.iter().skip(own).any(|s| self.settled(&s.id))
    }
}

/// A row that is not there yet is written on paper and not edited in place.
fn without_source(mut row: GridRow) -> GridRow {
    row.cells.iter_mut().for_each(|cell| cell.source = None);
    row
}
