//! Page content: primitives → operators, as bytes (ISO 32000-1 §8, §9).
//!
//! Coordinates are rounded to 0.01 pt. Text is written in two-byte codes that are the characters themselves, so that a page
//! can be written before it is known which characters the whole file uses.

use std::collections::BTreeMap;
use std::io::Write as _;

use super::number::{centi, digits, number, pt};
use super::picture::Gallery;
use super::used::Used;
use crate::paper::PaperError;
use crate::paper::font::{Face, fonts};
use crate::paper::grid::Mm;
use crate::paper::ink::Step;
use crate::paper::layout::{Item, OUTLINE, POINT, Page, Seg, Text, Tint};

/// What the text and graphics state was last set to; only changes are written.
#[derive(Debug, Default)]
struct State {
    font: Option<(Face, i64)>,
    tint: Option<Tint>,
    hidden: bool,
    spacing: i64,
}

/// Writes the content of one page.
pub(super) struct Writer<'a> {
    out: Vec<u8>,
    height: f64,
    state: State,
    used: &'a mut Used,
    gallery: &'a Gallery<'a>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(page: &Page, used: &'a mut Used, gallery: &'a Gallery<'a>) -> Self {
        Self { out: Vec::with_capacity(8 * 1024), height: page.height.get(), state: State::default(), used, gallery }
    }

    /// A further stream of a page whose first one left the state of text as it last was.
    pub(super) fn after(page: Mm, used: &'a mut Used, gallery: &'a Gallery<'a>) -> Self {
        let mut writer = Self { out: Vec::new(), height: page.get(), state: State::default(), used, gallery };
        writer.word("0 Tr 0 Tc\n");
        writer
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.out
    }

    /// Paints a shared form.
    pub(super) fn paint(&mut self, name: &str) {
        self.word(&format!("/{name} Do\n"));
    }

    fn word(&mut self, word: &str) {
        self.out.extend_from_slice(word.as_bytes());
    }

    fn numbers<const N: usize>(&mut self, numbers: [i64; N]) {
        for n in numbers {
            number(&mut self.out, n);
        }
    }

    fn y(&self, mm: f64) -> i64 {
        pt(self.height - mm)
    }

    fn point(&mut self, x: f64, y: f64) {
        let y = self.y(y);
        self.numbers([pt(x), y]);
    }

    fn color(&mut self, tint: Tint, operator: &str) {
        for part in [tint.0, tint.1, tint.2] {
            // Thousandths of full, without trailing zeros; one in hundredths would shift the colour by a step.
            let n = (u32::from(part) * 1000 + 127) / 255;
            let text = if n >= 1000 { "1".into() } else { format!(".{n:03}") };
            let short = text.trim_end_matches('0');
            self.word(if short == "." { "0" } else { short });
            self.out.push(b' ');
        }
        self.word(operator);
        self.out.push(b'\n');
    }

    fn fill(&mut self, tint: Tint) {
        if self.state.tint != Some(tint) {
            self.state.tint = Some(tint);
            self.color(tint, "rg");
        }
    }

    /// Writes items: turned words first, then areas, lines, marks, ink and pictures, then text, and outlines over all.
    pub(super) fn items(&mut self, items: &[Item]) -> Result<(), PaperError> {
        for item in items {
            if let Item::Text(text) = item
                && text.turned != 0.0
            {
                self.turned(text)?;
            }
        }
        self.areas(items);
        self.lines(items);
        for item in items {
            match item {
                Item::Signature { at, unit, outlines } => self.signature(*at, *unit, outlines),
                Item::Picture { at, blob } => self.picture(*at, blob),
                Item::Code { at, side, modules } => self.code(*at, *side, modules),
                Item::Text(_)
                | Item::Over(_)
                | Item::Rule { .. }
                | Item::Frame { .. }
                | Item::Stroke { .. }
                | Item::Area { .. } => {}
            }
        }
        self.texts(items)?;
        for item in items {
            if let Item::Over(text) = item {
                self.over(text)?;
            }
        }
        Ok(())
    }

    /// Words as outlines.
    fn over(&mut self, text: &Text) -> Result<(), PaperError> {
        self.word("1 Tr 0 Tc 1 j ");
        self.numbers([pt(OUTLINE)]);
        self.word("w ");
        self.color(text.tint, "RG");
        self.turned(text)?;
        self.word("0 Tr 0 j\n");
        (self.state.hidden, self.state.spacing) = (false, 0);
        Ok(())
    }

    /// Filled areas, in their order.
    fn areas(&mut self, items: &[Item]) {
        for item in items {
            if let Item::Area { path, tint } = item {
                self.fill(*tint);
                self.path(path);
                self.word("f\n");
            }
        }
    }

    /// Lines and marks, grouped by the way they are stroked: one setting, one stroke a group.
    fn lines(&mut self, items: &[Item]) {
        let mut groups: BTreeMap<(bool, Tint, i64), Vec<&Item>> = BTreeMap::new();
        for item in items {
            match item {
                Item::Rule { weight, tint, .. } | Item::Frame { weight, tint, .. } => {
                    groups.entry((false, *tint, pt(*weight))).or_default().push(item);
                }
                Item::Stroke { weight, tint, .. } => groups.entry((true, *tint, pt(*weight))).or_default().push(item),
                _ => {}
            }
        }
        for ((round, tint, weight), items) in groups {
            let ends = i64::from(round) * 100;
            self.numbers([ends]);
            self.word("J ");
            self.numbers([ends]);
            self.word("j ");
            self.numbers([weight]);
            self.word("w ");
            self.color(tint, "RG");
            for item in items {
                match item {
                    Item::Rule { from, to, .. } => {
                        self.point(from.0, from.1);
                        self.word("m ");
                        self.point(to.0, to.1);
                        self.word("l\n");
                    }
                    Item::Frame { at: [x, y, width, height], .. } => {
                        self.point(*x, y + height);
                        self.numbers([pt(*width), pt(*height)]);
                        self.word("re\n");
                    }
                    Item::Stroke { path, .. } => self.path(path),
                    _ => {}
                }
            }
            self.word("S\n");
        }
    }

    fn path(&mut self, path: &[Seg]) {
        for seg in path {
            match seg {
                Seg::Move(x, y) => {
                    self.point(*x, *y);
                    self.word("m ");
                }
                Seg::Line(x, y) => {
                    self.point(*x, *y);
                    self.word("l ");
                }
                Seg::Curve([a, b, c, d, x, y]) => {
                    self.point(*a, *b);
                    self.point(*c, *d);
                    self.point(*x, *y);
                    self.word("c ");
                }
                Seg::Close => self.word("h "),
            }
        }
        self.out.push(b'\n');
    }

    /// Sets a system of coordinates with whole numbers of `unit` mm from a place, y downward.
    fn grid(&mut self, at: (f64, f64), unit: f64) {
        let scale = unit / POINT;
        // Writing into a vector cannot fail.
        let _ = write!(self.out, "q {scale:.5} 0 0 {:.5} ", -scale);
        self.point(at.0, at.1);
        self.word("cm\n");
    }

    fn whole<const N: usize>(&mut self, numbers: [i32; N], operator: &str) {
        for n in numbers {
            digits(&mut self.out, n.into());
            self.out.push(b' ');
        }
        self.word(operator);
        self.out.push(b'\n');
    }

    fn signature(&mut self, at: (f64, f64), unit: f64, outlines: &[crate::paper::ink::Outline]) {
        self.fill(crate::paper::layout::PEN);
        self.grid(at, unit);
        for step in outlines.iter().flatten() {
            match step {
                Step::Move(to) => self.whole(*to, "m"),
                Step::Line(to) => self.whole(*to, "l"),
                Step::Curve(to) => self.whole(*to, "c"),
            }
        }
        self.word("f Q\n");
    }

    fn code(&mut self, at: (f64, f64), side: f64, modules: &[Vec<bool>]) {
        let count = i32::try_from(modules.len()).unwrap_or(1).max(1);
        self.fill(Tint(0, 0, 0));
        self.grid(at, side / f64::from(count));
        for (row, y) in modules.iter().zip(0..) {
            for (from, length) in runs(row) {
                self.whole([from, y, length, 1], "re");
            }
        }
        self.word("f Q\n");
    }

    fn picture(&mut self, at: [f64; 4], blob: &str) {
        let [x, y, width, height] = at;
        let Some((name, across, down)) = self.gallery.find(blob) else {
            // The picture is not there: an empty frame keeps its place and its caption.
            self.word("0 J .5 w ");
            self.color(crate::paper::layout::HAIR, "RG");
            self.point(x, y + height);
            self.numbers([pt(width), pt(height)]);
            self.word("re S\n");
            return;
        };
        let scale = (width / f64::from(across.max(1))).min(height / f64::from(down.max(1)));
        let (wide, high) = (f64::from(across) * scale, f64::from(down) * scale);
        self.word("q ");
        self.numbers([pt(wide), 0, 0, pt(high)]);
        self.point(x + (width - wide) / 2.0, y + (height + high) / 2.0);
        self.word("cm /");
        self.word(&name);
        self.word(" Do Q\n");
    }

    fn turned(&mut self, text: &Text) -> Result<(), PaperError> {
        let (sin, cos) = text.turned.to_radians().sin_cos();
        self.word("BT\n");
        self.fill(text.tint);
        let _ = write!(self.out, "{cos:.4} {sin:.4} {:.4} {cos:.4} ", -sin);
        self.point(text.x, text.y);
        self.word("Tm ");
        self.show(text)?;
        self.word("ET\n");
        Ok(())
    }

    fn texts(&mut self, items: &[Item]) -> Result<(), PaperError> {
        let mut at = (0, 0);
        let mut begun = false;
        for item in items {
            let Item::Text(text) = item else { continue };
            if text.turned != 0.0 || text.runs.is_empty() {
                continue;
            }
            if !begun {
                begun = true;
                self.word("BT\n");
            }
            self.fill(text.tint);
            if self.state.hidden != text.hidden {
                self.state.hidden = text.hidden;
                self.word(if text.hidden { "3 Tr " } else { "0 Tr " });
            }
            let spacing = pt(text.spacing);
            if self.state.spacing != spacing {
                self.state.spacing = spacing;
                self.numbers([spacing]);
                self.word("Tc ");
            }
            let first = text.runs.first().map_or(0.0, |run| run.x);
            let place = (pt(text.x + first), self.y(text.y));
            self.numbers([place.0 - at.0, place.1 - at.1]);
            self.word("Td ");
            at = place;
            self.show(text)?;
        }
        if begun {
            self.word("ET\n");
        }
        Ok(())
    }

    /// Shows the runs of a text one after the other; a shift between them is an adjustment, not a character.
    fn show(&mut self, text: &Text) -> Result<(), PaperError> {
        let size = centi(text.size);
        let em = text.size * POINT;
        let mut end = text.runs.first().map_or(0.0, |run| run.x);
        let mut open = false;
        for run in &text.runs {
            if self.state.font != Some((run.face, size)) {
                if open {
                    self.word("]TJ ");
                    open = false;
                }
                self.state.font = Some((run.face, size));
                let name = format!("/F{} ", run.face.index());
                self.word(&name);
                self.numbers([size]);
                self.word("Tf ");
            }
            if !open {
                open = true;
                self.out.push(b'[');
            }
            // Spacing is added after the last character as well.
            let shift = centi((end - run.x) / em * 10.0);
            if shift != 0 {
                digits(&mut self.out, shift);
            }
            self.string(run.face, &run.text)?;
            end = run.x + run.width + text.spacing;
        }
        if open {
            self.word("]TJ\n");
        }
        Ok(())
    }

    fn string(&mut self, face: Face, text: &str) -> Result<(), PaperError> {
        self.out.push(b'(');
        for c in text.chars() {
            let code = fonts().table(face).code(c).ok_or_else(|| PaperError::MissingGlyph { ch: c, near: text.into() })?;
            self.used.add(face, code);
            for byte in code.to_be_bytes() {
                match byte {
                    b'(' | b')' | b'\\' => self.out.extend_from_slice(&[b'\\', byte]),
                    b'\r' => self.out.extend_from_slice(b"\\r"),
                    _ => self.out.push(byte),
                }
            }
        }
        self.out.push(b')');
        Ok(())
    }
}

/// Dark modules of a row as (first, count).
pub(in crate::paper) fn runs(row: &[bool]) -> Vec<(i32, i32)> {
    let mut out: Vec<(i32, i32)> = Vec::new();
    for (dark, x) in row.iter().zip(0..) {
        match out.last_mut() {
            Some((from, length)) if *dark && *from + *length == x => *length += 1,
            _ if *dark => out.push((x, 1)),
            _ => {}
        }
    }
    out
}
