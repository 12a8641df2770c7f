//! Lists: heads of one or two levels, rows, cells that count for a group, and 以下空白.

use super::super::grid::{Align, Cell, Content, Mm, Row as GridRow, Style, Table};
use super::cells::{DENSE, Room, label, mark_of, words};
use super::{Composer, FaceKind, table};
use crate::form::{Compute, Field, FieldKind, Mark, RowSource, Section};
use crate::sheet::{Place, Row, Value, applies};

/// Heads of columns narrower than this stand upright.
const UPRIGHT: i32 = 1_000;

impl Composer<'_> {
    /// The table of a list. A list of × without any is printed when it belongs to a part of its own only on a blank.
    pub(super) fn list(&self, section: &Section) -> Option<Table> {
        let rows = self.face.body.answers.list(&section.id);
        let fails = matches!(section.rows, Some(RowSource::Fails(_)));
        if fails && rows.is_empty() && self.face.kind != FaceKind::Blank {
            return None;
        }
        // A list for what seldom happens is printed when it has happened.
        if section.grows && rows.is_empty() && section.min_rows == 0 {
            return None;
        }
        let mut table = table(section, section.fields.iter().flat_map(widths).collect());
        table.rows = head(section);
        table.head_rows = table.rows.len();
        let merged = section.rows == Some(RowSource::Library);
        for (n, row) in rows.iter().enumerate() {
            let first = n == 0 || rows.get(n - 1).is_none_or(|before| before.group != row.group);
            let span = if first { rows.iter().skip(n).take_while(|r| r.group == row.group).count() } else { 0 };
            table.rows.push(self.row(section, row, merged, span));
        }
        self.fill_up(section, rows.len(), &mut table);
        Some(table)
    }

    /// One row; `span` is the number of rows of the group that begins here, 0 inside one.
    fn row(&self, section: &Section, row: &Row, merged: bool, span: usize) -> GridRow {
        let mut out = GridRow { height: Mm(section.row_height.max(700)), cells: Vec::new() };
        let mut column = 0;
        for field in &section.fields {
            let at = column;
            column += span_of(field);
            let grouped = field.per_group || (merged && field.fact.as_deref() == Some("group"));
            if grouped && merged && span == 0 {
                continue;
            }
            let place = if field.per_group { format!("@{}", row.group) } else { row.id.clone() };
            if field.spread {
                out.cells.extend(self.spread(section, row, field, at));
                continue;
            }
            let mut cell = self.cell(section, row, &place, field);
            cell.column = at;
            cell.rows = if grouped && merged { span } else { 1 };
            out.cells.push(cell);
        }
        out
    }

    /// A choice as columns of its words: √ in that of the chosen one.
    fn spread(&self, section: &Section, row: &Row, field: &Field, column: usize) -> Vec<Cell> {
        let chosen = self.value(section, &row.id, field).map(Value::word);
        let cell = |(n, word): (usize, &String)| {
            let chosen = chosen.as_ref() == Some(word);
            let content = if chosen { Content::Mark { mark: Mark::Pass } } else { Content::Empty };
            let source = Some(Place::new(&section.id, &row.id, &field.id));
            Cell { content, source, private: field.private, ..words(column + n, 1, "", DENSE, Align::Center) }
        };
        field.options.iter().enumerate().map(cell).collect()
    }

    fn cell(&self, section: &Section, row: &Row, place: &str, field: &Field) -> Cell {
        let fact = match (field.kind, &field.compute) {
            (FieldKind::Fact, _) => Some(field.fact.as_deref().unwrap_or_default()),
            (FieldKind::Auto, Some(Compute::Number)) => Some("number"),
            _ => None,
        };
        if let Some(fact) = fact {
            let text = row.facts.get(fact).map_or("", String::as_str);
            let align = if matches!(fact, "item" | "standard" | "name") { Align::Left } else { Align::Center };
            return Cell { private: field.private, ..words(0, 1, text, DENSE, align) };
        }
        let room = Room { width: Mm(field.width), height: Mm(section.row_height), size: DENSE };
        let mut cell = self.answer(section, place, field, room);
        let off = field.when.as_ref().is_some_and(|w| !applies(&self.face.body.answers, Some(row), w));
        if off && mark_of(self.value(section, place, field)).is_none() {
            cell.content = Content::Empty;
        }
        cell
    }

    /// Unused rows: to be filled by hand on a blank, 以下空白 once on a sheet.
    fn fill_up(&self, section: &Section, used: usize, table: &mut Table) {
        let least = usize::try_from(section.min_rows).unwrap_or(0);
        let library = section.rows == Some(RowSource::Library);
        if library || used >= least {
            return;
        }
        for n in used..least {
            let mut row = GridRow { height: Mm(section.row_height.max(700)), cells: Vec::new() };
            if n == used && self.face.kind == FaceKind::Sheet && !(used == 0 && self.awaits_rows(section)) {
                row.cells.push(words(0, table.columns.len(), "以下空白", DENSE, Align::Center));
                row.height = Mm(row.height.0.min(800));
                table.rows.push(row);
                return;
            } else {
                let spread = section.fields.iter().flat_map(|f| std::iter::repeat_n(f, span_of(f)));
                for (column, field) in spread.enumerate() {
                    let content = if field.kind == FieldKind::Signature && self.face.kind != FaceKind::Draft {
                        Content::Signature { seal: super::Seal::default() }
                    } else {
                        Content::Empty
                    };
                    let number = (field.fact.as_deref() == Some("number") && self.face.kind == FaceKind::Blank)
                        .then(|| (n + 1).to_string());
                    let mut cell = words(column, 1, number.as_deref().unwrap_or_default(), DENSE, Align::Center);
                    if number.is_none() {
                        cell.content = content;
                    }
                    row.cells.push(cell);
                }
            }
            table.rows.push(row);
        }
    }
}

/// How many columns of the table a column of the form takes.
fn span_of(field: &Field) -> usize {
    if field.spread { field.options.len().max(1) } else { 1 }
}

/// Their widths; a choice that is spread shares its own out evenly.
fn widths(field: &Field) -> Vec<Mm> {
    let count = span_of(field);
    let share = i32::try_from(count).map_or(field.width, |n| field.width / n);
    let mut widths = vec![Mm(share); count];
    if let Some(last) = widths.last_mut() {
        last.0 += field.width - share * i32::try_from(count).unwrap_or(1);
    }
    widths
}

/// The head: one row, or two where neighbours share a head above them.
fn head(section: &Section) -> Vec<GridRow> {
    let two = section.fields.iter().any(|f| !f.head.is_empty() || f.spread);
    let height = Mm::whole(if two { 6 } else { 8 });
    let mut upper = GridRow { height, cells: Vec::new() };
    let mut lower = GridRow { height: Mm::whole(8), cells: Vec::new() };
    let (mut column, mut at) = (0, 0);
    while let Some(field) = section.fields.get(column) {
        if field.spread {
            let words = field.options.iter().enumerate();
            upper.cells.push(label(at, field.options.len(), &field.label, DENSE));
            lower.cells.extend(words.map(|(n, word)| label(at + n, 1, word, DENSE)));
            at += field.options.len();
            column += 1;
            continue;
        }
        let run = section.fields.iter().skip(column).take_while(|f| f.head == field.head && !f.spread).count().max(1);
        if field.head.is_empty() {
            let mut cell = head_cell(at, field);
            cell.rows = if two { 2 } else { 1 };
            upper.cells.push(cell);
            column += 1;
            at += 1;
            continue;
        }
        upper.cells.push(label(at, run, &field.head, DENSE));
        for (n, below) in section.fields.iter().skip(column).take(run).enumerate() {
            lower.cells.push(head_cell(at + n, below));
        }
        column += run;
        at += run;
    }
    if two { vec![upper, lower] } else { vec![upper] }
}

fn head_cell(column: usize, field: &Field) -> Cell {
    // 乱设摊点 below 乱设 prints 摊点: elsewhere the label stands alone and must say all.
    let short = field.label.strip_prefix(&field.head).filter(|s| !s.is_empty()).unwrap_or(&field.label);
    let cell = label(column, 1, short, DENSE);
    let upright = field.upright || field.width < UPRIGHT;
    Cell { style: Style { upright, ..cell.style }, ..cell }
}
