//! The content of one cell: its lines, the room it wants, and how it is drawn at its place.

use super::page::{INK, Item, POINT, Run, Seg, Text, Tint};
use super::{chart, seal};
use crate::form::Mark;
use crate::paper::PaperError;
use crate::paper::chart::Chart;
use crate::paper::font::Face;
use crate::paper::grid::{Align, Cell, Content, Seal, Style, Vertical};
use crate::paper::line::{self, Line};

/// Space above and below text, mm.
pub(super) const PAD_Y: f64 = 0.9;
/// Side of a drawn mark, mm.
const MARK: f64 = 3.1;

/// A row of text with the boxes that stand in it, em.
#[derive(Debug, Default)]
struct Bits {
    texts: Vec<(f64, Line)>,
    boxes: Vec<(f64, bool)>,
    width: f64,
}

/// What a cell draws, broken into lines for its width.
#[derive(Debug)]
pub(super) struct Block<'a> {
    style: Style,
    bits: Vec<Bits>,
    /// Size of the text, mm, and from line to line, mm.
    em: f64,
    leading: f64,
    pad: f64,
    /// Above and below the text, mm.
    pad_y: f64,
    mark: Option<Mark>,
    pub(super) seal: Option<&'a Seal>,
    pub(super) chart: Option<&'a Chart>,
    seal_height: f64,
}

/// Which part of a block goes in a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The first place of the cell: marks stand there.
    pub(super) first: bool,
    /// The last place: signatures stand there.
    pub(super) last: bool,
}

/// The face a style asks for.
pub(super) fn face(style: Style) -> Face {
    match (style.serif, style.bold) {
        (true, _) => Face::Serif,
        (false, true) => Face::SansBold,
        (false, false) => Face::Sans,
    }
}

/// The runs of a line of text, mm.
pub(super) fn text(line: &Line, x: f64, y: f64, size: f64, tint: Tint) -> Text {
    let em = size * POINT;
    let runs = line.pieces.iter().map(|p| Run { face: p.face, text: p.text.clone(), x: p.x * em, width: p.width * em }).collect();
    Text { x, y, size, tint, hidden: false, spacing: 0.0, turned: 0.0, runs }
}

/// A character that can be found and copied but is not drawn.
pub(super) fn hidden(c: &str, x: f64, y: f64, size: f64) -> Item {
    let runs = vec![Run { face: Face::Sans, text: c.into(), x: 0.0, width: size * POINT }];
    Item::Text(Text { x, y, size, tint: INK, hidden: true, spacing: 0.0, turned: 0.0, runs })
}

/// The base line of a line of text whose room begins at `top`, mm: the body of a Chinese character spans 0.88 em above the
/// base line to 0.12 below.
pub(super) fn base(top: f64, leading: f64, em: f64) -> f64 {
    top + (leading - em) / 2.0 + 0.88 * em
}

impl<'a> Block<'a> {
    /// Breaks the cell's content for a width in mm.
    pub(super) fn new(cell: &'a Cell, width: f64) -> Result<Self, PaperError> {
        let style = cell.style;
        let mut em = f64::from(style.size.clamp(50, 400)) / 10.0 * POINT;
        let mut pad = if style.label || style.align == Align::Center { 0.5 } else { 1.2 };
        if width - 2.0 * pad < em {
            // A column narrower than its text: rather small than outside.
            pad = 0.2_f64.min(width / 10.0);
            em = em.min(width - 2.0 * pad);
        }
        let room = (width - 2.0 * pad) / em;
        let ratio = if style.upright {
            1.1
        } else if style.size < 100 {
            1.26
        } else {
            1.3
        };
        // Two small characters that stand one above the other in a check cell fill a row of 7 mm.
        let pad_y = if style.upright && style.size < 100 && !style.label { 0.0 } else { PAD_Y };
        let (text, mark, seal) = match &cell.content {
            Content::Empty | Content::Choice { .. } | Content::Chart { .. } => ("", None, None),
            Content::Text { text } => (text.as_str(), None, None),
            Content::Mark { mark } => ("", Some(*mark), None),
            Content::Signature { seal } => ("", None, Some(seal)),
            Content::SignedText { text, seal } => (text.as_str(), None, Some(seal)),
        };
        let bits = if let Content::Choice { options } = &cell.content {
            choices(options, face(style), room)?
        } else {
            words(text, style, room)?
        };
        let chart = if let Content::Chart { chart } = &cell.content { Some(chart) } else { None };
        let seal_height = seal.map_or(Ok(0.0), |seal| seal::height(seal, width))?;
        Ok(Self { style, bits, em, leading: em * ratio, pad, pad_y, mark, seal, chart, seal_height })
    }

    /// Number of lines.
    pub(super) fn lines(&self) -> usize {
        self.bits.len()
    }

    /// Height wanted by the lines from `from` on and the signature, mm.
    pub(super) fn need(&self, from: usize) -> f64 {
        let lines = self.bits.len().saturating_sub(from);
        let text = if lines == 0 { 0.0 } else { span(lines) * self.leading + 2.0 * self.pad_y };
        let chart = if self.chart.is_some() { chart::LEAST } else { 0.0 };
        text + self.seal_height + chart
    }

    /// How many lines from `from` on fit a height, mm.
    pub(super) fn fit(&self, from: usize, height: f64) -> usize {
        let left = self.bits.len().saturating_sub(from);
        (1..=left).take_while(|n| span(*n) * self.leading + 2.0 * self.pad_y <= height + 1e-6).last().unwrap_or(0)
    }

    /// Whether a part on a later page shows the words again: labels, and short words beside many rows.
    pub(super) fn repeats(&self) -> bool {
        self.seal.is_none() && self.chart.is_none() && self.mark.is_none() && (self.style.label || self.bits.len() <= 3)
    }

    /// Draws a share of the block in a place (left, top, width, height in mm).
    pub(super) fn draw(&self, place: [f64; 4], share: Share, out: &mut Vec<Item>) -> Result<(), PaperError> {
        let [x, y, width, height] = place;
        if let (Some(mark), true) = (self.mark, share.first) {
            draw_mark(mark, x + width / 2.0, y + height / 2.0, MARK, out);
            let em = MARK * 1.1;
            out.push(hidden(mark.character(), x + width / 2.0 - em / 2.0, y + height / 2.0 + 0.38 * em, em / POINT));
        }
        if let Some(chart) = self.chart.filter(|_| share.first) {
            chart::draw(chart, place, out)?;
        }
        let seal = self.seal.filter(|_| share.last);
        let seal_height = if self.bits.is_empty() { height } else { self.seal_height };
        if let Some(seal) = seal {
            seal::draw(seal, [x, y + height - seal_height, width, seal_height], out)?;
        }
        let height = if seal.is_some() && !self.bits.is_empty() { height - seal_height } else { height };
        let shown = self.bits.get(share.from..share.to).unwrap_or_default();
        let whole = share.from == 0 && share.to == self.bits.len();
        let used = span(shown.len()) * self.leading;
        let middle = self.style.vertical == Vertical::Middle && seal.is_none() && (whole || self.style.label);
        let top = if middle { y + (height - used) / 2.0 } else { y + self.pad_y };
        for (n, bits) in shown.iter().enumerate() {
            self.draw_bits(bits, x, base(top + span(n) * self.leading, self.leading, self.em), width, out);
        }
        Ok(())
    }

    fn draw_bits(&self, bits: &Bits, x: f64, y: f64, width: f64, out: &mut Vec<Item>) {
        let (em, size) = (self.em, self.em / POINT);
        let left = match self.style.align {
            Align::Left => x + self.pad,
            Align::Center => x + (width - bits.width * em) / 2.0,
            Align::Right => x + width - self.pad - bits.width * em,
        };
        let mut boxes = bits.boxes.iter();
        for (at, line) in &bits.texts {
            if let Some((at, ticked)) = boxes.next() {
                draw_box(left + at * em, y, em, *ticked, out);
            }
            out.push(Item::Text(text(line, left + at * em, y, size, INK)));
            if self.style.struck {
                let (from, to) = (left + at * em, left + (at + line.width) * em);
                out.push(Item::Rule { from: (from, y - 0.36 * em), to: (to, y - 0.36 * em), weight: 0.25, tint: INK });
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines are small")]
pub(super) fn span(lines: usize) -> f64 {
    lines as f64
}

fn words(text: &str, style: Style, room: f64) -> Result<Vec<Bits>, PaperError> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let face = face(style);
    let lines = if style.upright {
        let mut lines = Vec::new();
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            lines.push(line::single(c.encode_utf8(&mut [0; 4]), face)?);
        }
        lines
    } else if style.label {
        line::balanced(text, face, room)?
    } else {
        line::lines(text, face, room)?
    };
    Ok(lines.into_iter().map(|line| Bits { width: line.width, texts: vec![(0.0, line)], boxes: Vec::new() }).collect())
}

/// Side of a box to tick and the space after it, em.
const BOX: f64 = 0.86;
const AFTER_BOX: f64 = 0.22;
const BETWEEN: f64 = 0.8;

/// Options one after the other; a line breaks between options, and within one only when it is wider than the cell.
fn choices(options: &[(String, bool)], face: Face, room: f64) -> Result<Vec<Bits>, PaperError> {
    let mut out: Vec<Bits> = Vec::new();
    for (word, ticked) in options {
        let indent = BOX + AFTER_BOX;
        let mut lines = line::lines(word, face, (room - indent).max(1.0))?.into_iter();
        let first = lines.next().unwrap_or_default();
        let mut start = 0.0;
        match out.last_mut() {
            Some(row) if row.width + BETWEEN + indent + first.width <= room => {
                start = row.width + BETWEEN;
            }
            _ => out.push(Bits::default()),
        }
        if let Some(row) = out.last_mut() {
            row.boxes.push((start, *ticked));
            row.width = start + indent + first.width;
            row.texts.push((start + indent, first));
        }
        for line in lines {
            out.push(Bits { width: indent + line.width, texts: vec![(indent, line)], boxes: Vec::new() });
        }
    }
    Ok(out)
}

fn draw_box(x: f64, y: f64, em: f64, ticked: bool, out: &mut Vec<Item>) {
    let side = BOX * em;
    let inset = 0.05 * em;
    let at = [x + inset, y - 0.80 * em + inset, side - 2.0 * inset, side - 2.0 * inset];
    out.push(Item::Frame { at, weight: 0.22, tint: INK });
    if ticked {
        draw_mark(Mark::Pass, x + side / 2.0, y - 0.80 * em + side / 2.0, side * 0.78, out);
    }
    out.push(hidden(if ticked { "☑" } else { "□" }, x, y, em / POINT));
}

/// Draws a mark about its middle.
pub(super) fn draw_mark(mark: Mark, x: f64, y: f64, side: f64, out: &mut Vec<Item>) {
    let unit = side / 12.0;
    let at = |a: f64, b: f64| (x + (a - 6.0) * unit, y + (b - 6.0) * unit);
    let go = |(a, b): (f64, f64)| Seg::Move(a, b);
    let to = |(a, b): (f64, f64)| Seg::Line(a, b);
    let path = match mark {
        Mark::Pass => vec![go(at(1.5, 6.7)), to(at(4.6, 10.3)), to(at(10.6, 1.6))],
        Mark::Fail => vec![go(at(2.1, 2.1)), to(at(9.9, 9.9)), go(at(9.9, 2.1)), to(at(2.1, 9.9))],
        Mark::Na => vec![go(at(9.0, 1.6)), to(at(3.0, 10.4))],
        Mark::Undrawn => circle(x, y, 4.3 * unit),
    };
    out.push(Item::Stroke { path, weight: (1.4 * unit).max(0.3), tint: INK });
}

fn circle(x: f64, y: f64, r: f64) -> Vec<Seg> {
    let k = r * 0.552_284_75;
    vec![
        Seg::Move(x + r, y),
        Seg::Curve([x + r, y + k, x + k, y + r, x, y + r]),
        Seg::Curve([x - k, y + r, x - r, y + k, x - r, y]),
        Seg::Curve([x - r, y - k, x - k, y - r, x, y - r]),
        Seg::Curve([x + k, y - r, x + r, y - k, x + r, y]),
        Seg::Close,
    ]
}
