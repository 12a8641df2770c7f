//! How high the rows of a table want to be, in whole pixels.

use super::{PIXELS_PER_MM, XlsxError, pixels};
use crate::paper::font::Face;
use crate::paper::grid::{Cell, Content, Mm, Row, Seal, Style};
use crate::paper::line;

/// Excel allows 409.5 pt (546 px) a row; a higher row of the paper becomes several rows of the sheet.
const HIGHEST: u32 = 530;
/// Least height of a row, as in print.
const LEAST: Mm = Mm::whole(7);
/// Room for a signature.
const INK: Mm = Mm(1000);
/// Excel's own space at the left and right of text, both together, mm.
const SIDES: f64 = 2.0;
/// Points to mm.
const POINT: f64 = 25.4 / 72.0;
/// From line to line, em: what Noto needs where the fonts named in the file are missing; the others need less.
const LEADING: f64 = 1.45;
/// Part of the width that is counted on: every program measures a little differently.
const SPARE: f64 = 0.96;
/// Words this much wider than their cell are made smaller instead of broken.
const SNUG: f64 = 1.1;

/// The words that stand in a place for a signature: flag, words, date.
pub(super) fn seal_words(seal: &Seal) -> String {
    let blank = "　　　年　　月　　日";
    let date = if seal.date.trim().is_empty() && seal.dated { blank } else { seal.date.as_str() };
    let lines = [seal.flag.as_str(), seal.words.as_str(), date];
    lines.into_iter().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// □满意　☑基本满意
pub(super) fn choice_words(options: &[(String, bool)]) -> String {
    let words = options.iter().map(|(word, chosen)| format!("{}{word}", if *chosen { '☑' } else { '□' }));
    words.collect::<Vec<_>>().join("　")
}

/// Height of text of `size` points in a column `width` wide.
pub(super) fn text_height(text: &str, face: Face, size: f64, width: Mm) -> u32 {
    let em = size * POINT;
    let room = ((width.get() - SIDES) * SPARE / em).max(1.0);
    let count: usize = text.split('\n').map(|paragraph| lines(paragraph, face, room)).sum();
    lines_height(count, size)
}

fn lines(paragraph: &str, face: Face, room: f64) -> usize {
    let rough: f64 = paragraph.chars().map(|c| if c.is_ascii() { 0.62 } else { 1.0 }).sum();
    if rough <= room {
        return 1;
    }
    // A character that the bundled fonts lack is no trouble here: the program that opens the file has its own.
    line::lines(paragraph, face, room).map_or_else(|_| (rough / room).ceil() as usize + 1, |lines| lines.len())
}

/// Whether words nearly fill the width: programs differ on whether they fit, so that they are set on one line and made a
/// little smaller where they do not.
pub(super) fn snug(text: &str, style: Style, width: Mm) -> bool {
    if style.upright || text.is_empty() || text.contains('\n') {
        return false;
    }
    let room = ((width.get() - SIDES) / (points(style) * POINT)).max(1.0);
    line::single(text, face(style)).is_ok_and(|line| line.width > room * SPARE && line.width <= room * SNUG)
}

/// Height of so many lines with the space above and below them.
fn lines_height(count: usize, size: f64) -> u32 {
    let line = (size * POINT * LEADING * PIXELS_PER_MM).ceil() as u32;
    u32::try_from(count).unwrap_or(u32::MAX).saturating_mul(line).saturating_add(5)
}

/// Size of a cell's text in points.
pub(super) fn points(style: Style) -> f64 {
    f64::from(style.size.clamp(60, 400)) / 10.0
}

/// The face whose widths a style is measured with.
fn face(style: Style) -> Face {
    match (style.serif, style.bold) {
        (true, _) => Face::Serif,
        (false, true) => Face::SansBold,
        (false, false) => Face::Sans,
    }
}

fn words_height(text: &str, style: Style, width: Mm) -> u32 {
    if style.upright {
        return lines_height(text.chars().filter(|c| !c.is_control()).count(), points(style));
    }
    if snug(text, style, width) {
        return lines_height(1, points(style));
    }
    text_height(text, face(style), points(style), width)
}

fn seal_height(seal: &Seal, style: Style, width: Mm) -> u32 {
    let words = seal_words(seal);
    let words = if words.is_empty() { 0 } else { words_height(&words, seal_style(style), width) };
    let ink = if seal.ink.is_some() || seal.words.trim().is_empty() { pixels(INK) } else { 0 };
    (ink + words).max(pixels(INK))
}

/// Words beside a signature are small.
pub(super) fn seal_style(style: Style) -> Style {
    Style { size: style.size.clamp(90, 95), upright: false, ..style }
}

/// Height that a cell wants, and how much of it at the foot is its signature below words.
fn want(cell: &Cell, width: Mm) -> (u32, u32) {
    match &cell.content {
        Content::Empty => (0, 0),
        Content::Mark { .. } => (lines_height(1, points(cell.style)), 0),
        Content::Text { text } => (words_height(text, cell.style, width), 0),
        Content::Chart { chart } => (words_height(&chart.caption, cell.style, width), 0),
        Content::Choice { options } => (words_height(&choice_words(options), cell.style, width), 0),
        Content::Signature { seal } => (seal_height(seal, cell.style, width), 0),
        Content::SignedText { text, seal } => {
            let foot = seal_height(seal, cell.style, width);
            let words = if text.trim().is_empty() { 0 } else { words_height(text, cell.style, width) };
            (words.max(8) + foot, foot)
        }
    }
}

/// The heights of the sheet's rows for each row of a table. The last of a row's heights is its foot when `signed` says so:
/// the part that holds the signature of cells with words above it.
#[derive(Debug)]
pub(super) struct Heights {
    pub rows: Vec<Vec<u32>>,
    pub signed: Vec<bool>,
}

/// Measures the rows of a table. `width` tells the width of a cell, or nothing when the cell leaves its table.
pub(super) fn heights(id: &str, rows: &[Row], width: &dyn Fn(&Cell) -> Option<Mm>) -> Result<Heights, XlsxError> {
    let mut total: Vec<u32> = rows.iter().map(|row| pixels(row.height.max(LEAST))).collect();
    let mut feet = vec![0_u32; rows.len()];
    let mut spans = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        for cell in &row.cells {
            let leaves = || XlsxError::Grid(format!("{id}: a cell of row {n} leaves its table"));
            let wide = width(cell).ok_or_else(leaves)?;
            let last = n + cell.rows.max(1) - 1;
            let (want, foot) = want(cell, wide);
            *feet.get_mut(last).ok_or_else(leaves)? = feet.get(last).copied().unwrap_or(0).max(foot);
            if cell.rows > 1 {
                spans.push((n, last, want));
            } else if let Some(height) = total.get_mut(n) {
                *height = (*height).max(want);
            }
        }
    }
    for (first, last, want) in spans {
        let have: u32 = total.get(first..=last).map_or(0, |rows| rows.iter().sum());
        if let Some(height) = total.get_mut(last) {
            *height += want.saturating_sub(have);
        }
    }
    let rows = total.iter().zip(&feet).map(|(height, foot)| pieces(*height, *foot)).collect();
    Ok(Heights { rows, signed: feet.iter().map(|foot| *foot > 0).collect() })
}

/// Cuts a height in pieces that Excel allows, the foot a piece of its own.
fn pieces(height: u32, foot: u32) -> Vec<u32> {
    let foot = foot.min(HIGHEST);
    let upper = if foot > 0 { height.saturating_sub(foot).max(8) } else { height };
    let count = upper.div_ceil(HIGHEST).max(1);
    let mut out: Vec<u32> = (0..count).map(|n| upper * (n + 1) / count - upper * n / count).collect();
    if foot > 0 {
        out.push(foot);
    }
    out
}

/// Millimetres of whole pixels.
pub(super) fn millimetres(pixels: u32) -> f64 {
    f64::from(pixels) / PIXELS_PER_MM
}
