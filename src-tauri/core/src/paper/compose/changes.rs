//! What was changed after the first finalisation: the amended sheet says so, and the original stays readable.

use super::super::grid::{Align, Cell, Content, Mm, Part, Row, Style, Table};
use super::cells::{DENSE, label, words};
use super::{Composer, sheet_size};
use crate::form::Orientation;
use crate::sheet::{Change, ChangeKind};

/// Columns of the record of changes: number, field, was, is: 170 mm.
const COLUMNS: [i32; 4] = [10, 40, 60, 60];

impl Composer<'_> {
    /// 修改记录 for amendments, a 更正页 for each correction.
    pub(super) fn changes(&self) -> Vec<Part> {
        let all = || self.face.body.changes.iter().enumerate();
        let sheet = sheet_size(Orientation::Portrait, self.form().duplex);
        let mut parts = Vec::new();
        let amendments: Vec<Table> =
            all().filter(|(_, c)| c.kind == ChangeKind::Amendment).map(|(n, c)| self.change(n, c, "修改")).collect();
        if !amendments.is_empty() {
            parts.push(Part { title: "修改记录".to_owned(), sheet, tables: amendments });
        }
        let corrections = all().filter(|(_, c)| c.kind == ChangeKind::Correction);
        for (page, (n, change)) in corrections.enumerate() {
            let title = if page == 0 { "更正页".to_owned() } else { format!("更正页（{}）", page + 1) };
            let mut table = self.change(n, change, "更正");
            table.rows.push(self.signatures(n));
            parts.push(Part { title, sheet, tables: vec![table] });
        }
        parts
    }

    fn change(&self, n: usize, change: &Change, word: &str) -> Table {
        let mut rows = vec![plain(vec![
            label(0, 1, "序号", DENSE),
            label(1, 1, "项目", DENSE),
            label(2, 1, "原记载", DENSE),
            label(3, 1, &format!("{word}为"), DENSE),
        ])];
        for (n, item) in change.items.iter().enumerate() {
            let private = self.form().field(&item.place.field).map(|(_, f)| f.private).unwrap_or_default();
            let text = |column, text: &str, struck| {
                let cell = words(column, 1, text, DENSE, Align::Left);
                Cell { private, style: Style { struck, ..cell.style }, ..cell }
            };
            rows.push(plain(vec![
                words(0, 1, &(n + 1).to_string(), DENSE, Align::Center),
                words(1, 1, &item.label, DENSE, Align::Left),
                text(2, &item.was, true),
                text(3, &item.is, false),
            ]));
        }
        let at = change.at.replace('T', " ");
        let at = at.get(..16).unwrap_or(&at);
        rows.push(plain(vec![label(0, 2, &format!("{word}原因"), DENSE), words(2, 2, &change.reason, DENSE, Align::Left)]));
        rows.push(plain(vec![
            label(0, 2, &format!("{word}人、时间"), DENSE),
            words(2, 2, &format!("{}\u{3000}{at}", change.by.text), DENSE, Align::Left),
        ]));
        Table {
            id: format!("change_{n}"),
            columns: COLUMNS.iter().map(|w| Mm::whole(*w)).collect(),
            head_rows: 1,
            rows,
            gap: Mm::whole(4),
            caption: String::new(),
            keep: false,
        }
    }

    /// The two places for signatures of a 更正页.
    fn signatures(&self, n: usize) -> Row {
        let row = format!("change:{n}");
        let place = |role: &str, column| Cell {
            column,
            columns: 1,
            rows: 1,
            content: Content::Signature { seal: self.seal(role, &row) },
            style: Style { size: DENSE, align: Align::Center, ..Style::default() },
            ..Cell::default()
        };
        let mut cells = vec![label(0, 1, "更正人", DENSE)];
        cells.push(Cell { columns: 1, ..place("author", 1) });
        cells.push(label(2, 1, "部门负责人", DENSE));
        cells.push(place("head", 3));
        Row { height: Mm::whole(16), cells }
    }
}

fn plain(cells: Vec<Cell>) -> Row {
    Row { height: Mm::whole(8), cells }
}
