//! Form + sheet → grid: the one place where answers become cells.
//!
//! Needs a frozen body and the form's edition, nothing else: an old sheet reads in ten years as it reads today.

pub mod binder;
mod blocks;
pub(crate) mod cells;
#[cfg(test)]
mod chance;
mod changes;
mod cuts;
pub mod envelope;
mod fields;
pub mod listing;
mod rows;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_chance;
#[cfg(test)]
mod text;
mod when;

use std::collections::BTreeMap;

use super::grid::{Code, Content, Edge, Foot, Frame, Grid, Head, Mm, Part, Plate, Seal, SheetSize, Table};
use crate::form::{Compute, Condition, Field, FieldKind, Form, Mark, Orientation, Private, Section, SignatureRole};
use crate::sheet::{Body, ChangeKind, Photo, Place, Row, Value, shown};

/// What a paper shows beside the form.
#[derive(Debug, Clone)]
pub struct Face<'a> {
    /// The form's edition.
    pub form: &'a Form,
    /// The frozen body; an empty one for a blank.
    pub body: &'a Body,
    /// Serial; empty for a draft without a number.
    pub serial: &'a str,
    /// Signatures by place.
    pub seals: &'a [SealFace],
    /// QR code and check words; absent for drafts.
    pub code: Option<Code>,
    /// What kind of paper it is.
    pub kind: FaceKind,
    /// Further words in the foot: who exported it and when.
    pub notes: Vec<String>,
}

/// What kind of paper is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaceKind {
    /// A finalised sheet.
    Sheet,
    /// A draft: a pale 草稿 across every page.
    Draft,
    /// A numbered blank to be filled by hand.
    Blank,
}

/// A signature in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealFace {
    /// Signature field; `author` or `head` for a 更正页.
    pub role: String,
    /// Row, `@group`, `change:n`, or empty.
    pub row: String,
    /// What stands there.
    pub seal: Seal,
}

/// Draws a sheet as a grid.
#[must_use]
pub fn compose(face: &Face<'_>) -> Grid {
    let composer = Composer::new(face);
    let mut parts: Vec<Part> = Vec::new();
    if face.form.cuts.is_empty() {
        for section in &face.form.sections {
            if section.part.is_some() || parts.is_empty() {
                parts.push(composer.part(section));
            }
            if let Some(part) = parts.last_mut() {
                part.tables.extend(composer.tables(section));
            }
        }
    } else {
        parts.extend(composer.cut_page());
    }
    parts.retain(|p| !p.tables.is_empty());
    if let Some(part) = parts.first_mut() {
        part.tables.extend(composer.late(part.sheet));
    }
    if let Some(part) = parts.last_mut() {
        part.tables.extend(composer.amendments(part.sheet));
    }
    parts.extend(composer.corrections());
    let plates = composer.plates();
    let mut notes = face.notes.clone();
    if !plates.is_empty() {
        let what = if composer.numbers.is_empty() { "附件" } else { "照片" };
        notes.insert(0, format!("{what}见附页"));
    }
    if !face.body.void.is_empty() {
        notes.insert(0, format!("作废原因：{}", face.body.void));
    }
    let changed = |kind| face.body.changes.iter().any(|c| c.kind == kind);
    for (kind, words) in [(ChangeKind::Amendment, "有修改，见修改记录"), (ChangeKind::Correction, "有更正，见更正页")]
    {
        if changed(kind) {
            notes.push(words.to_owned());
        }
    }
    let watermark = match face.kind {
        _ if !face.body.void.is_empty() => Some("作废".to_owned()),
        FaceKind::Draft => Some("草稿".to_owned()),
        FaceKind::Sheet | FaceKind::Blank => None,
    };
    Grid { head: composer.head(), parts, plates, foot: composer.foot(notes), watermark }
}

/// A face with what is looked up in it again and again.
struct Composer<'a> {
    face: &'a Face<'a>,
    /// Number of each photo by hash, in printed order.
    numbers: BTreeMap<String, usize>,
}

impl<'a> Composer<'a> {
    fn new(face: &'a Face<'a>) -> Self {
        let mut numbers = BTreeMap::new();
        for found in photos(face).into_iter().filter(|f| !f.document && !f.photo.attachment) {
            let next = numbers.len() + 1;
            numbers.entry(found.photo.blob.clone()).or_insert(next);
        }
        Self { face, numbers }
    }

    /// The tables of a section.
    fn tables(&self, section: &Section) -> Vec<Table> {
        match section.is_rows() {
            true if section.layout.is_empty() => self.list(section).into_iter().collect(),
            true => self.blocks(section),
            false => self.fields(section).into_iter().collect(),
        }
    }

    fn form(&self) -> &'a Form {
        self.face.form
    }

    /// Whether nothing more is expected of a stage: it was finished or signed, or the sheet is 作废.
    fn settled(&self, stage: &str) -> bool {
        let signed = |role: &SignatureRole| self.face.seals.iter().any(|s| s.role == role.field);
        let sealing = |role: &&SignatureRole| role.stage.as_deref() == Some(stage);
        self.face.body.stages.contains_key(stage)
            || !self.face.body.void.is_empty()
            || self.form().signatures.iter().filter(sealing).any(signed)
    }

    /// Whether a condition waits for an answer that may still be given: what hangs on it is left empty, so that it can be
    /// filled by hand on a printed sheet.
    fn pending(&self, row: Option<&Row>, condition: &Condition) -> bool {
        let (Condition::Is { field, .. } | Condition::Not { field, .. } | Condition::Filled { field }) = condition else {
            let (Condition::All(of) | Condition::Any(of)) = condition else { return false };
            return of.iter().any(|c| self.pending(row, c));
        };
        let of_row = row.and_then(|r| r.cells.get(field));
        let empty = of_row.or_else(|| self.face.body.answers.fields.get(field)).is_none_or(Value::is_empty);
        let asked = self.form().field(field);
        empty && asked.is_some_and(|(_, f)| f.stage.as_ref().is_some_and(|s| !self.settled(s)))
    }

    fn head(&self) -> Head {
        let (form, body) = (self.face.form, self.face.body);
        let site = body.answers.fields.get(&form.index.site).map(Value::word).unwrap_or_default();
        let whose = [body.organisation.as_str(), &site].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("·");
        let left = [whose.as_str(), &body.department].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("\u{3000}");
        let mut right = vec![format!("表号 {}\u{3000}版次 {}", form.number, form.edition)];
        right.push(if self.face.serial.is_empty() { "编号".to_owned() } else { format!("编号 {}", self.face.serial) });
        Head { title: form.title.clone(), left, right }
    }

    fn foot(&self, notes: Vec<String>) -> Foot {
        let legend = self.form().legend.iter().map(|m: &Mark| (*m, m.word().to_owned())).collect();
        Foot { legend, notes, code: self.face.code.clone(), plain: false }
    }

    fn part(&self, section: &Section) -> Part {
        let form = self.form();
        let own = if form.subtitle.is_empty() { &form.title } else { &form.subtitle };
        let title = section.part.as_ref().unwrap_or(own).clone();
        let orientation = section.orientation.unwrap_or(form.orientation);
        Part { title, sheet: sheet_size(orientation, form.duplex), tables: Vec::new() }
    }

    /// An answer or a computed cell.
    fn value(&self, section: &Section, row: &str, field: &Field) -> Option<&'a Value> {
        if field.kind == FieldKind::Auto && row.is_empty() {
            return self.face.body.computed.get(&field.id);
        }
        self.face.body.answers.get(&Place::new(&section.id, row, &field.id))
    }

    /// The words of an answer as printed: photos by their numbers, a late entry marked as such.
    fn words(&self, field: &Field, value: Option<&Value>, room: cells::Room) -> String {
        let Some(value) = value else { return String::new() };
        if !value.photos().is_empty() {
            let mut words: Vec<String> = value.photos().iter().map(|p| self.photo_word(p)).collect();
            words.dedup();
            return words.join("、");
        }
        let words = self.short_when(field, value, room.width, room.size).unwrap_or_else(|| shown(field, value));
        match &field.compute {
            Some(Compute::Entered { stage }) if self.face.body.stages.get(stage).is_some_and(|s| !s.late.is_empty()) => {
                format!("{words}（补录）")
            }
            _ => words,
        }
    }

    fn photo_word(&self, photo: &Photo) -> String {
        if photo.attachment {
            return "附件".to_owned();
        }
        self.numbers.get(&photo.blob).map_or_else(|| "见附页".to_owned(), |n| format!("图{n}"))
    }

    fn seal(&self, role: &str, row: &str) -> Seal {
        let found = self.face.seals.iter().find(|s| s.role == role && s.row == row);
        found.map(|s| s.seal.clone()).unwrap_or_else(|| Seal { dated: true, ..Seal::default() })
    }

    /// Photo pages in the order of their numbers, each with where it belongs; documents behind them under their own names.
    fn plates(&self) -> Vec<Plate> {
        let mut seen = std::collections::BTreeSet::new();
        let mut plates = Vec::new();
        let mut all = photos(self.face);
        all.sort_by_key(|found| !self.numbers.contains_key(&found.photo.blob));
        for Found { words, photo, document } in all {
            if photo.attachment || !seen.insert(photo.blob.clone()) {
                continue;
            }
            let number = self.numbers.get(&photo.blob).map(|n| format!("图{n}")).unwrap_or_default();
            let taken = photo.taken.replace('T', " ");
            let taken = taken.get(..16).unwrap_or(&taken);
            let caption =
                [number.as_str(), &words, taken].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("\u{3000}");
            let private = if document { Private::Name } else { Private::None };
            plates.push(Plate { blob: photo.blob.clone(), caption, private, whole: false });
        }
        plates
    }
}

/// A photo with the words of the place it belongs to.
struct Found<'a> {
    words: String,
    photo: &'a Photo,
    /// It is no picture of a place in a list but a paper that the sheet rests on, such as 委托书: it goes by its own name and
    /// has no number among the 图.
    document: bool,
}

/// Every photo in printed order.
fn photos<'a>(face: &Face<'a>) -> Vec<Found<'a>> {
    let mut out = Vec::new();
    let answers = &face.body.answers;
    for section in &face.form.sections {
        let fields: Vec<&Field> = section.fields.iter().filter(|f| f.kind == FieldKind::Photo).collect();
        if !section.is_rows() {
            for field in fields {
                let value = answers.fields.get(&field.id);
                let named = |photo| Found { words: field.label.clone(), photo, document: true };
                out.extend(value.into_iter().flat_map(Value::photos).map(named));
            }
            continue;
        }
        for row in answers.list(&section.id) {
            for field in &fields {
                let facts = ["group", "name", "item"].iter().filter_map(|n| row.facts.get(*n));
                let mut words: Vec<&str> = facts.map(String::as_str).filter(|w| !w.is_empty()).collect();
                words.dedup();
                // Photos after rectification are told from those of the fault by the words of their column's stage.
                if let Some(stage) = field.stage.as_ref().and_then(|s| face.form.stage(s)) {
                    words.push(&stage.label);
                }
                let words = words.join("\u{3000}");
                let value = row.cells.get(&field.id);
                let placed = |photo| Found { words: words.clone(), photo, document: false };
                out.extend(value.into_iter().flat_map(Value::photos).map(placed));
            }
        }
    }
    out
}

/// The words of a grid, one line a row, cells set off by a full-width space: for pasting where papers cannot go.
#[must_use]
pub fn plain_text(grid: &Grid) -> String {
    let mut out = format!("{}\n{}\n", grid.head.title, grid.head.right.join("\u{3000}"));
    for part in &grid.parts {
        for row in part.tables.iter().flat_map(|t| &t.rows) {
            let words: Vec<String> = row.cells.iter().map(cell_words).filter(|w| !w.is_empty()).collect();
            if !words.is_empty() {
                out.push_str(&words.join("\u{3000}"));
                out.push('\n');
            }
        }
    }
    out
}

fn cell_words(cell: &super::grid::Cell) -> String {
    match &cell.content {
        Content::Empty => String::new(),
        Content::Text { text } => text.replace('\n', " "),
        Content::Mark { mark } => mark.character().to_owned(),
        Content::Choice { options } => {
            options.iter().filter(|(_, on)| *on).map(|(w, _)| w.as_str()).collect::<Vec<_>>().join("、")
        }
        Content::Signature { seal } => seal_words(seal),
        Content::SignedText { text, seal } => [text.as_str(), &seal_words(seal)].join(" ").trim().to_owned(),
        Content::Chart { chart } => chart.caption.clone(),
    }
}

fn seal_words(seal: &Seal) -> String {
    if seal.ink.is_some() { format!("已签 {}", seal.date) } else { seal.words.replace('\n', " ") }
}

/// A4 with the office's margins: 25 mm on the binding side, 15 mm elsewhere.
pub(crate) fn sheet_size(orientation: Orientation, duplex: bool) -> SheetSize {
    let (width, height) = match orientation {
        Orientation::Portrait => (Mm::whole(210), Mm::whole(297)),
        Orientation::Landscape => (Mm::whole(297), Mm::whole(210)),
    };
    let margin = Mm::whole(15);
    SheetSize { width, height, left: Mm::whole(25), right: margin, top: margin, bottom: margin, duplex, edge: Edge::Left }
}

/// The space above a table.
fn gap(section: &Section) -> Mm {
    if section.joined { Mm(0) } else { Mm::whole(3) }
}

fn table(section: &Section, columns: Vec<Mm>) -> Table {
    Table {
        id: section.id.clone(),
        columns,
        head_rows: 0,
        rows: Vec::new(),
        gap: gap(section),
        caption: section.caption.clone(),
        keep: section.keep,
        tail: 0,
        cut: None,
        frame: Frame::Single,
    }
}
