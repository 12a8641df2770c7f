//! Cells that every table is made of.

use chrono::Datelike as _;

use super::super::grid::{Align, Cell, Content, Mm, Seal, Style, Vertical};
use super::when::line_width;
use super::{Composer, FaceKind};
use crate::form::{Compute, Field, FieldKind, Mark, Private, Section, Who};
use crate::sheet::{Place, Value, long_date};

/// Tenths of a point.
pub(crate) const BODY: u16 = 105;
pub(crate) const DENSE: u16 = 90;

/// Paragraphs begin at the top of a cell at least this high, 0.01 mm.
const HIGH: i32 = 1_200;
/// A place for a signature in a list has room for a date from this width and height on, 0.01 mm.
const DATED: (i32, i32) = (2_600, 1_200);

/// The room of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Across.
    pub(super) width: Mm,
    /// Down, at least.
    pub(super) height: Mm,
    /// Size of the text, tenths of a point.
    pub(super) size: u16,
}

/// A head or label cell.
pub(crate) fn label(column: usize, columns: usize, text: &str, size: u16) -> Cell {
    Cell {
        column,
        columns,
        rows: 1,
        content: Content::Text { text: text.to_owned() },
        style: Style { size, label: true, align: Align::Center, ..Style::default() },
        ..Cell::default()
    }
}

/// A cell of words.
pub(crate) fn words(column: usize, columns: usize, text: &str, size: u16, align: Align) -> Cell {
    let content = if text.is_empty() { Content::Empty } else { Content::Text { text: text.to_owned() } };
    Cell { column, columns, rows: 1, content, style: Style { size, align, ..Style::default() }, ..Cell::default() }
}

/// An empty place to sign in ink, with room for the date.
pub(crate) fn to_sign(column: usize) -> Cell {
    Cell {
        column,
        columns: 1,
        rows: 1,
        content: Content::Signature { seal: Seal { dated: true, ..Seal::default() } },
        style: Style { size: DENSE, align: Align::Center, ..Style::default() },
        ..Cell::default()
    }
}

impl Composer<'_> {
    /// The answer of a field in a cell of the given width.
    pub(super) fn answer(&self, section: &Section, row: &str, field: &Field, room: Room) -> Cell {
        let size = room.size;
        let high = room.height.0 >= HIGH;
        let value = self.value(section, row, field);
        let content = self.content(section, row, field, value, room);
        let paragraph = field.kind == FieldKind::Text;
        let listed = listed(section);
        let centred = listed && !paragraph && field.kind != FieldKind::Line
            || matches!(field.kind, FieldKind::Check | FieldKind::Signature);
        let style = Style {
            size,
            align: match content {
                Content::SignedText { .. } => Align::Left,
                _ if is_amount(field) => Align::Right,
                _ if centred => Align::Center,
                _ => Align::Left,
            },
            vertical: if paragraph && !listed && high { Vertical::Top } else { Vertical::Middle },
            ..Style::default()
        };
        // What the program filled is put right by hand only where the form calls it correctable, and once it has been frozen.
        let frozen = self.face.kind == FaceKind::Draft && !self.face.serial.is_empty();
        let editable = match field.kind {
            FieldKind::Auto => field.correctable && frozen,
            FieldKind::Fact => false,
            _ => true,
        };
        let source = editable.then(|| Place::new(&section.id, row, &field.id));
        Cell { column: 0, columns: 1, rows: 1, content, style, source, private: self.private(field) }
    }

    /// How private an answer is. A customer's signature is a name.
    fn private(&self, field: &Field) -> Private {
        let customers = self.form().signature(&field.id).is_some_and(|role| role.who == Who::Customer);
        if customers { Private::Name } else { field.private }
    }

    fn content(&self, section: &Section, row: &str, field: &Field, value: Option<&Value>, room: Room) -> Content {
        match field.kind {
            FieldKind::Signature => self.signature(section, row, field, room),
            FieldKind::Check => match value.and_then(Value::mark) {
                Some(mark) => Content::Mark { mark },
                None => Content::Empty,
            },
            FieldKind::One | FieldKind::YesNo if !listed(section) && self.fits_boxes(field, room) => {
                let chosen = value.map(Value::word).unwrap_or_default();
                Content::Choice { options: options(field).into_iter().map(|o| (o.clone(), o == chosen)).collect() }
            }
            _ => match self.words(field, value, room) {
                text if text.is_empty() => self.guide(section, field, room),
                text => Content::Text { text },
            },
        }
    }

    fn signature(&self, section: &Section, row: &str, field: &Field, room: Room) -> Content {
        let mut seal = self.seal(&field.id, row);
        if section.is_rows() && (room.width.0 < DATED.0 || room.height.0 < DATED.1) {
            self.shorten(&mut seal, room);
        }
        let opinion = self.form().signature(&field.id).and_then(|r| r.opinion.as_ref());
        match opinion {
            Some(opinion) => {
                let text = self.face.body.answers.fields.get(opinion).map(Value::word).unwrap_or_default();
                Content::SignedText { text, seal }
            }
            None => Content::Signature { seal },
        }
    }

    /// What an empty cell of a blank shows, so that a date is filled in the way the office writes it.
    fn guide(&self, section: &Section, field: &Field, room: Room) -> Content {
        if self.face.kind != FaceKind::Blank || listed(section) && room.width.0 < 4_000 {
            return Content::Empty;
        }
        const MOMENT: &str = "\u{3000}\u{3000}年\u{3000}月\u{3000}日\u{3000}时\u{3000}分";
        let text = match field.kind {
            FieldKind::Date if room.width.0 >= 2_800 => "\u{3000}\u{3000}年\u{3000}月\u{3000}日",
            FieldKind::Month if room.width.0 >= 2_200 => "\u{3000}\u{3000}年\u{3000}月",
            FieldKind::Datetime if line_width(MOMENT, room.size) <= room.width.0 - 240 => MOMENT,
            _ => return Content::Empty,
        };
        Content::Text { text: text.to_owned() }
    }

    /// A small place in a list is all for the name: the date is left out on the sheet's own day, and short on another.
    fn shorten(&self, seal: &mut Seal, room: Room) {
        seal.dated = false;
        let Some(sheet) = self.date() else { return };
        if seal.date == long_date(sheet) {
            seal.date.clear();
        } else if line_width(&seal.date, DENSE) > room.width.0 - 240
            && let Some(short) = seal.date.strip_prefix(&format!("{}年", sheet.year()))
        {
            seal.date = short.to_owned();
        }
    }

    /// Whether the boxes of a choice stand in the cell; else the chosen word alone is printed. A blank always has boxes.
    fn fits_boxes(&self, field: &Field, room: Room) -> bool {
        let needed: i32 = options(field).iter().map(|o| line_width(o, room.size) + line_width("口", room.size) * 17 / 10).sum();
        let lines = (room.height.0 / 700).max(1);
        // A choice that breaks over lines leaves some of each empty.
        let lines = if lines > 1 { lines * 3 / 4 } else { 1 };
        self.face.kind == FaceKind::Blank || needed <= (room.width.0 - 240) * lines.max(1)
    }
}

/// Whether a section's answers stand in lines under a head, and not each beside its label.
pub(super) fn listed(section: &Section) -> bool {
    section.is_rows() && section.layout.is_empty()
}

/// Money and quantities stand at the right, so that their places are under one another.
fn is_amount(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Money | FieldKind::Quantity)
        || matches!(field.compute, Some(Compute::Product { .. } | Compute::Total { .. }))
}

fn options(field: &Field) -> Vec<String> {
    if field.kind == FieldKind::YesNo { vec!["是".to_owned(), "否".to_owned()] } else { field.options.clone() }
}

/// The mark of a value, for the text of lists.
#[must_use]
pub(super) fn mark_of(value: Option<&Value>) -> Option<Mark> {
    value.and_then(Value::mark)
}
