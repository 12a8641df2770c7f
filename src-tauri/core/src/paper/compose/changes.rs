//! What was changed after the first finalisation, and what was entered late: the amended sheet says so, and the original stays
//! readable.

use super::super::grid::{Align, Cell, Content, Frame, Mm, Part, Row, SheetSize, Style, Table};
use super::cells::{DENSE, label, words};
use super::{Composer, sheet_size};
use crate::clock::Stamp;
use crate::form::Orientation;
use crate::sheet::{Change, ChangeKind, long_date};

/// Columns of the record of changes: number, field, was, and is (two columns, so that two signatures stand below).
const UPRIGHT: [i32; 5] = [1_000, 3_500, 5_000, 2_500, 5_000];
const LYING: [i32; 5] = [1_000, 5_700, 7_500, 3_500, 8_000];

impl Composer<'_> {
    /// 补录说明: why a stage was entered past the cut-off.
    pub(super) fn late(&self, sheet: SheetSize) -> Option<Table> {
        let mut rows = Vec::new();
        for stage in &self.form().stages {
            let Some(entry) = self.face.body.stages.get(&stage.id).filter(|e| !e.late.is_empty()) else { continue };
            let at = moment(&entry.entered);
            let text = format!("{}\u{3000}{at}\u{3000}{}\u{3000}{}", stage.label, entry.by.text, entry.late);
            let text = text.replace("\u{3000}\u{3000}", "\u{3000}");
            rows.push(Row {
                height: Mm::whole(7),
                cells: vec![label(0, 1, "补录说明", DENSE), words(1, 1, &text, DENSE, Align::Left)],
            });
        }
        let room = sheet.width.0 - sheet.left.0 - sheet.right.0;
        let table = Table {
            id: "late".to_owned(),
            columns: vec![Mm(2_400), Mm(room - 2_400)],
            head_rows: 0,
            rows,
            gap: Mm(0),
            caption: String::new(),
            keep: true,
            tail: 0,
            cut: None,
            frame: Frame::Single,
        };
        (!table.rows.is_empty()).then_some(table)
    }

    /// 修改记录, behind the last part.
    pub(super) fn amendments(&self, sheet: SheetSize) -> Vec<Table> {
        let columns = if sheet.width.0 > sheet.height.0 { LYING } else { UPRIGHT };
        let changes = self.face.body.changes.iter().enumerate().filter(|(_, c)| c.kind == ChangeKind::Amendment);
        let mut tables: Vec<Table> = changes.map(|(n, change)| self.change(n, change, "修改", columns)).collect();
        if let Some(first) = tables.first_mut() {
            first.caption = "修改记录".to_owned();
        }
        tables
    }

    /// A 更正页 for each correction.
    pub(super) fn corrections(&self) -> Vec<Part> {
        let sheet = sheet_size(Orientation::Portrait, self.form().duplex);
        let changes = self.face.body.changes.iter().enumerate().filter(|(_, c)| c.kind == ChangeKind::Correction);
        let part = |(page, (n, change)): (usize, (usize, &Change))| {
            let title = if page == 0 { "更正页".to_owned() } else { format!("更正页（{}）", page + 1) };
            let mut table = self.change(n, change, "更正", UPRIGHT);
            table.rows.push(self.signatures(n));
            Part { title, sheet, tables: vec![table] }
        };
        changes.enumerate().map(part).collect()
    }

    fn change(&self, n: usize, change: &Change, word: &str, columns: [i32; 5]) -> Table {
        let mut rows = vec![plain(vec![
            label(0, 1, "序号", DENSE),
            label(1, 1, "项目", DENSE),
            label(2, 1, "原记载", DENSE),
            label(3, 2, &format!("{word}为"), DENSE),
        ])];
        for (n, item) in change.items.iter().enumerate() {
            let private = self.form().field(&item.place.field).map(|(_, f)| f.private).unwrap_or_default();
            let text = |column, columns, text: &str, struck| {
                let cell = words(column, columns, text, DENSE, Align::Left);
                Cell { private, style: Style { struck, ..cell.style }, ..cell }
            };
            rows.push(plain(vec![
                words(0, 1, &(n + 1).to_string(), DENSE, Align::Center),
                words(1, 1, &item.label, DENSE, Align::Left),
                text(2, 1, &item.was, true),
                text(3, 2, &item.is, false),
            ]));
        }
        rows.push(plain(vec![label(0, 2, &format!("{word}原因"), DENSE), words(2, 3, &change.reason, DENSE, Align::Left)]));
        let who = format!("{}\u{3000}{}", change.by.text, moment(&change.at));
        rows.push(plain(vec![label(0, 2, &format!("{word}人、时间"), DENSE), words(2, 3, &who, DENSE, Align::Left)]));
        Table {
            id: format!("change_{n}"),
            columns: columns.into_iter().map(Mm).collect(),
            head_rows: 1,
            rows,
            gap: Mm::whole(4),
            caption: String::new(),
            keep: false,
            tail: 0,
            cut: None,
            frame: Frame::Single,
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
        let cells = vec![label(0, 2, "更正人", DENSE), place("author", 2), label(3, 1, "部门负责人", DENSE), place("head", 4)];
        Row { height: Mm::whole(16), cells }
    }
}

fn plain(cells: Vec<Cell>) -> Row {
    Row { height: Mm::whole(8), cells }
}

/// `2026-02-25T09:12+08:00` as 2026年2月25日 09:12; what is no time as it stands.
fn moment(text: &str) -> String {
    Stamp::parse(text).map_or_else(
        |_| text.to_owned(),
        |at| {
            let at = at.local();
            format!("{} {}", long_date(at.date()), at.format("%H:%M"))
        },
    )
}
