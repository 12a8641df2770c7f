//! Lists whose rows are printed as blocks: a round of rectification has its own small grid of labels and answers, with room for
//! long words, and not one narrow line under a head.

use super::super::grid::{Align, Mm, Row as GridRow, Table};
use super::cells::{DENSE, words};
use super::{Composer, FaceKind, table};
use crate::form::Section;
use crate::sheet::Row;

impl Composer<'_> {
    /// A table for each of its rows, so that a round stays on one page.
    pub(super) fn blocks(&self, section: &Section) -> Vec<Table> {
        let rows = self.face.body.answers.list(&section.id);
        let block = |row: &Row| section.layout.iter().map(|layout| self.line(section, Some(row), layout)).collect();
        let mut blocks: Vec<Vec<GridRow>> = rows.iter().map(block).collect();
        let least = usize::try_from(section.min_rows).unwrap_or(0);
        match self.face.kind {
            FaceKind::Sheet if least > 0 && rows.is_empty() && !self.awaits_rows(section) => {
                let cells = vec![words(0, section.columns.len(), "以下空白", DENSE, Align::Center)];
                blocks.push(vec![GridRow { height: Mm::whole(8), cells }]);
            }
            FaceKind::Sheet if !rows.is_empty() => {}
            _ => {
                for n in rows.len()..least {
                    let empty = Row { facts: [("number".to_owned(), (n + 1).to_string())].into(), ..Row::default() };
                    blocks.push(block(&empty).into_iter().map(without_source).collect());
                }
            }
        }
        let columns: Vec<Mm> = section.columns.iter().map(|w| Mm(*w)).collect();
        let whole = |(n, rows): (usize, Vec<GridRow>)| {
            let table = Table { rows, keep: true, ..table(section, columns.clone()) };
            // A block follows the one before it, under the words that stand above the first.
            if n == 0 { table } else { Table { gap: Mm(0), caption: String::new(), ..table } }
        };
        blocks.into_iter().enumerate().map(whole).collect()
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
