//! One page in several cuts: what is of every cut is repeated in each, and edited in the first alone.

use super::super::grid::{Cut, Mm, Part, Table};
use super::Composer;

impl Composer<'_> {
    /// The part that holds the cuts one below the other.
    pub(super) fn cut_page(&self) -> Option<Part> {
        let form = self.form();
        let mut part = self.part(form.sections.first()?);
        for (n, cut) in form.cuts.iter().enumerate() {
            let own = form.sections.iter().filter(|s| s.cuts.is_empty() || s.cuts.contains(cut));
            let mut tables: Vec<Table> = Vec::new();
            for section in own {
                let again = n > 0 && section.cuts.is_empty();
                tables.extend(self.tables(section).into_iter().map(|t| if again { read_only(t) } else { t }));
            }
            if let Some(first) = tables.first_mut() {
                let number = if self.face.serial.is_empty() { "编号" } else { self.face.serial };
                first.gap = Mm(0);
                first.cut = Some(Cut { heading: cut.clone(), line: (n > 0).then(|| number.to_owned()) });
            }
            part.tables.extend(tables);
        }
        Some(part)
    }
}

fn read_only(mut table: Table) -> Table {
    table.rows.iter_mut().flat_map(|r| &mut r.cells).for_each(|cell| cell.source = None);
    table
}
