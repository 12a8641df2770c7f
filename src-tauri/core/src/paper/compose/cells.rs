//! Cells that every table is made of.

use super::super::grid::{Align, Cell, Content, Mm, Style, Vertical};
use super::{Composer, FaceKind};
use crate::form::{Field, FieldKind, Mark, Section};
use crate::sheet::{Place, Value};

/// Tenths of a point.
pub(super) const BODY: u16 = 105;
pub(super) const DENSE: u16 = 90;

/// A head or label cell.
pub(super) fn label(column: usize, columns: usize, text: &str, size: u16) -> Cell {
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
pub(super) fn words(column: usize, columns: usize, text: &str, size: u16, align: Align) -> Cell {
    let content = if text.is_empty() { Content::Empty } else { Content::Text { text: text.to_owned() } };
    Cell { column, columns, rows: 1, content, style: Style { size, align, ..Style::default() }, ..Cell::default() }
}

impl Composer<'_> {
    /// The answer of a field in a cell of the given width.
    pub(super) fn answer(&self, section: &Section, row: &str, field: &Field, width: Mm, size: u16) -> Cell {
        let value = self.value(section, row, field);
        let content = self.content(section, row, field, value, width, size);
        let paragraph = field.kind == FieldKind::Text;
        let centred = section.is_rows() && !paragraph && field.kind != FieldKind::Line
            || matches!(field.kind, FieldKind::Check | FieldKind::Signature);
        let style = Style {
            size,
            align: if centred { Align::Center } else { Align::Left },
            vertical: if paragraph && !section.is_rows() { Vertical::Top } else { Vertical::Middle },
            ..Style::default()
        };
        let editable = !matches!(field.kind, FieldKind::Auto | FieldKind::Fact);
        let source = editable.then(|| Place::new(&section.id, row, &field.id));
        Cell { column: 0, columns: 1, rows: 1, content, style, source, private: field.private }
    }

    fn content(&self, section: &Section, row: &str, field: &Field, value: Option<&Value>, width: Mm, size: u16) -> Content {
        match field.kind {
            FieldKind::Signature => self.signature(section, row, field),
            FieldKind::Check => match value.and_then(Value::mark) {
                Some(mark) => Content::Mark { mark },
                None => Content::Empty,
            },
            FieldKind::One | FieldKind::YesNo if !section.is_rows() && self.fits_boxes(field, width, size) => {
                let chosen = value.map(Value::word).unwrap_or_default();
                Content::Choice { options: options(field).into_iter().map(|o| (o.clone(), o == chosen)).collect() }
            }
            _ => match self.words(field, value) {
                text if text.is_empty() => Content::Empty,
                text => Content::Text { text },
            },
        }
    }

    fn signature(&self, _section: &Section, row: &str, field: &Field) -> Content {
        let seal = self.seal(&field.id, row);
        let opinion = self.form().signature(&field.id).and_then(|r| r.opinion.as_ref());
        match opinion {
            Some(opinion) => {
                let text = self.face.body.answers.fields.get(opinion).map(Value::word).unwrap_or_default();
                Content::SignedText { text, seal }
            }
            None => Content::Signature { seal },
        }
    }

    /// Whether the boxes of a choice stand in one line; else the chosen word alone is printed. A blank always has boxes.
    fn fits_boxes(&self, field: &Field, width: Mm, size: u16) -> bool {
        let em = i64::from(size) * 3_528 / 1_000; // tenths of a point in 0.01 mm: 1 pt = 0.3528 mm
        let needed: i64 =
            options(field).iter().map(|o| em * i64::try_from(o.chars().count() + 2).unwrap_or(i64::MAX / em.max(1))).sum();
        self.face.kind == FaceKind::Blank || needed <= i64::from(width.0) - 200
    }
}

fn options(field: &Field) -> Vec<String> {
    if field.kind == FieldKind::YesNo { vec!["是".to_owned(), "否".to_owned()] } else { field.options.clone() }
}

/// The mark of a value, for the text of lists.
#[must_use]
pub(super) fn mark_of(value: Option<&Value>) -> Option<Mark> {
    value.and_then(Value::mark)
}
