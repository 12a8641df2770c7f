//! What stands around the tables: head, foot, the word across the page.

use super::canvas::{Draft, hundredths};
use super::cell::{base, draw_mark, hidden, span, text};
use super::page::{Corner, INK, Item, OVER, PALE, POINT, Run, Text};
use crate::paper::PaperError;
use crate::paper::font::Face;
use crate::paper::grid::{Code, Edge, Grid, Mm, SheetSize};
use crate::paper::line::{self, Line};

/// Sizes in points.
const TITLE: f64 = 20.0;
const SUBTITLE: f64 = 11.5;
const LEFT: f64 = 10.5;
const SMALL: f64 = 9.0;
/// Between the characters of title and subtitle, em.
const TITLE_SPACING: f64 = 0.12;
const SUBTITLE_SPACING: f64 = 0.06;
/// Between head and table, and between table and foot, mm.
const BELOW: f64 = 2.4;
const ABOVE: f64 = 2.0;
/// Side of the QR code, mm.
const CODE: f64 = 13.0;
/// Words on pages after the first.
const CONTINUED: &str = "（续）";

const SMALL_LEADING: f64 = SMALL * POINT * 1.42;

/// The head of one part's pages, measured.
pub(super) struct Head {
    title: Vec<Line>,
    /// Width of the last title line with （续）, mm, for what stands beside it.
    size: f64,
    subtitle: Option<Line>,
    left: Whose,
    right: Vec<Line>,
    /// Left and right stand in a line of their own under the title.
    under: bool,
    /// There are no words at all: the page begins at its margin.
    bare: bool,
}

fn spaced(line: &Line, size: f64, spacing: f64) -> f64 {
    let characters = line.pieces.iter().map(|piece| piece.text.chars().count()).sum::<usize>();
    (line.width + span(characters.saturating_sub(1)) * spacing) * size * POINT
}

impl Head {
    /// Measures the head for a part `width` mm wide.
    pub(super) fn new(grid: &Grid, part: &str, width: f64) -> Result<Self, PaperError> {
        let mut size = TITLE;
        let full = line::single(&format!("{}{CONTINUED}", grid.head.title), Face::Serif)?;
        if spaced(&full, size, TITLE_SPACING) > width {
            size = 18.0;
        }
        let room = (width / (size * POINT * (1.0 + TITLE_SPACING)) - 3.0).max(2.0);
        let title = line::lines(&grid.head.title, Face::Serif, room)?;
        let subtitle = if part.is_empty() || part == grid.head.title {
            None
        } else {
            let all = line::lines(part, Face::Sans, width / (SUBTITLE * POINT * (1.0 + SUBTITLE_SPACING)))?;
            all.into_iter().next()
        };
        let beside = (width - spaced(&full, size, TITLE_SPACING).min(width)) / 2.0 - 2.0;
        let column = |text: &str, size: f64, room: f64| line::lines(text, Face::Sans, (room / (size * POINT)).max(2.0));
        let columns = |room: f64| -> Result<(Whose, Vec<Line>), PaperError> {
            let left = whose(&grid.head.left, room)?;
            let mut right = Vec::new();
            for words in &grid.head.right {
                right.extend(column(words, SMALL, room)?);
            }
            Ok((left, right))
        };
        let (mut left, mut right) = columns(beside.max(10.0))?;
        let under = title.len() > 1 || beside < 34.0 || left.lines.len() > 3 || right.len() > grid.head.right.len();
        if under {
            (left, right) = columns(width / 2.0 - 3.0)?;
        }
        let bare = grid.head.title.is_empty() && grid.head.left.is_empty() && grid.head.right.is_empty();
        Ok(Self { title, size, subtitle, left, right, under, bare })
    }

    fn title_height(&self) -> f64 {
        let title = span(self.title.len()) * self.size * POINT * 1.2;
        title + if self.subtitle.is_some() { 0.8 + SUBTITLE * POINT * 1.2 } else { 0.0 }
    }

    fn side_height(&self) -> f64 {
        (span(self.left.lines.len()) * self.left.leading()).max(span(self.right.len()) * SMALL_LEADING)
    }

    fn words_height(&self) -> f64 {
        if self.under { self.title_height() + 1.2 + self.side_height() } else { self.title_height().max(self.side_height()) }
    }

    /// Height with the space below, 0.01 mm.
    pub(super) fn height(&self) -> i32 {
        if self.bare { 0 } else { hundredths(self.words_height() + BELOW) }
    }

    /// Draws the head of page `number`.
    pub(super) fn draw(&self, page: &mut Draft, number: usize) -> Result<(), PaperError> {
        if self.bare {
            return Ok(());
        }
        let (x, width) = across(&page.sheet, number);
        let [_, top, ..] = page.sheet.margins(number).map(Mm::get);
        let bottom = top + self.words_height();
        let mut y = top + if self.under { 0.0 } else { (self.words_height() - self.title_height()).max(0.0) };
        let leading = self.size * POINT * 1.2;
        for (n, line) in self.title.iter().enumerate() {
            let last = n + 1 == self.title.len();
            let words = if last && number > 1 { format!("{}{CONTINUED}", line.text()) } else { line.text() };
            centred(
                &line::single(&words, Face::Serif)?,
                x,
                width,
                base(y, leading, self.size * POINT),
                self.size,
                TITLE_SPACING,
                page,
            );
            y += leading;
        }
        if let Some(subtitle) = &self.subtitle {
            let leading = SUBTITLE * POINT * 1.2;
            centred(subtitle, x, width, base(y + 0.8, leading, SUBTITLE * POINT), SUBTITLE, SUBTITLE_SPACING, page);
        }
        let (size, leading) = (self.left.size, self.left.leading());
        let mut y = bottom - span(self.left.lines.len()) * leading;
        for line in &self.left.lines {
            page.filled.push(Item::Text(text(line, x, base(y, leading, size * POINT), size, INK)));
            y += leading;
        }
        let widest = self.right.iter().map(|line| line.width).fold(0.0, f64::max) * SMALL * POINT;
        let mut y = bottom - span(self.right.len()) * SMALL_LEADING;
        for line in &self.right {
            let at = base(y, SMALL_LEADING, SMALL * POINT);
            page.filled.push(Item::Text(text(line, x + width - widest, at, SMALL, INK)));
            y += SMALL_LEADING;
        }
        Ok(())
    }
}

/// Whose paper it is, in lines.
struct Whose {
    lines: Vec<Line>,
    /// Points.
    size: f64,
}

impl Whose {
    fn leading(&self) -> f64 {
        self.size * POINT * 1.35
    }
}

/// 示例物业·一期　客务部 in a column `room` mm wide: on one line, else the department below, else the organisation above
/// site and department, else each by itself; in smaller type before a name is broken.
fn whose(words: &str, room: f64) -> Result<Whose, PaperError> {
    if words.is_empty() {
        return Ok(Whose { lines: Vec::new(), size: LEFT });
    }
    let breaks = ['\u{3000}', '·'];
    let one_break = |at: char| words.split_once(at).map(|(above, below)| format!("{above}\n{below}"));
    let mut ways = vec![words.to_owned()];
    ways.extend(breaks.iter().filter_map(|at| one_break(*at)));
    ways.push(words.replace(breaks, "\n"));
    for size in [LEFT, SMALL] {
        let em = (room / (size * POINT)).max(2.0);
        for way in &ways {
            let lines = line::lines(way, Face::Sans, em)?;
            if lines.len() == way.split('\n').count() {
                return Ok(Whose { lines, size });
            }
        }
    }
    let last = ways.last().map_or(words, String::as_str);
    Ok(Whose { lines: line::lines(last, Face::Sans, (room / (SMALL * POINT)).max(2.0))?, size: SMALL })
}

fn centred(line: &Line, x: f64, width: f64, y: f64, size: f64, spacing: f64, page: &mut Draft) {
    let em = size * POINT;
    let left = x + (width - spaced(line, size, spacing)) / 2.0;
    let mut out = text(line, left, y, size, INK);
    out.spacing = spacing * em;
    let mut before = 0;
    for run in &mut out.runs {
        let count = run.text.chars().count();
        run.x += span(before) * out.spacing;
        run.width += span(count.saturating_sub(1)) * out.spacing;
        before += count;
    }
    page.fixed.push(Item::Text(out));
}

/// Left edge and width between the margins, mm.
pub(super) fn across(sheet: &SheetSize, number: usize) -> (f64, f64) {
    let [left, ..] = sheet.margins(number);
    (left.get(), sheet.room().get())
}

/// The upper outer corner of page `number`, within the margin: outside whatever the page shows. A lying page that is bound at
/// its top edge is turned when the volume is read; its corner is the one that the upright pages have, and reads as theirs.
pub(super) fn corner(sheet: &SheetSize, number: usize) -> Corner {
    let back = sheet.duplex && number.is_multiple_of(2);
    let [left, top, right, bottom] = sheet.margins(number).map(Mm::get);
    let (width, height) = (sheet.width.get(), sheet.height.get());
    let into = |margin: f64| margin * 2.0 / 3.0;
    match (sheet.edge, back) {
        (Edge::Left, false) => Corner { x: width - right, y: into(top), turned: 0.0, ends: true },
        (Edge::Left, true) => Corner { x: left, y: into(top), turned: 0.0, ends: false },
        (Edge::Top, false) => Corner { x: width - into(right), y: height - bottom, turned: -90.0, ends: true },
        (Edge::Top, true) => Corner { x: width - into(right), y: top, turned: -90.0, ends: false },
    }
}

/// A mark with its word, or a note.
enum Note {
    Mark(crate::form::Mark, Line),
    Words(Line),
}

impl Note {
    fn width(&self) -> f64 {
        let em = SMALL * POINT;
        match self {
            Self::Mark(_, line) => (1.15 + line.width) * em,
            Self::Words(line) => line.width * em,
        }
    }
}

/// The foot of one part's pages, measured.
pub(super) struct Foot<'a> {
    /// Lines of notes at the left.
    notes: Vec<Vec<Note>>,
    code: Option<(&'a Code, Vec<Vec<bool>>)>,
    plain: bool,
}

impl<'a> Foot<'a> {
    /// Measures the foot for a part `width` mm wide.
    pub(super) fn new(grid: &'a Grid, width: f64) -> Result<Self, PaperError> {
        let em = SMALL * POINT;
        let room = width / 2.0 - 16.0;
        let mut all = Vec::new();
        for (mark, word) in &grid.foot.legend {
            all.push(Note::Mark(*mark, line::single(word, Face::Sans)?));
        }
        for words in &grid.foot.notes {
            all.extend(line::lines(words, Face::Sans, room / em)?.into_iter().map(Note::Words));
        }
        let mut notes: Vec<Vec<Note>> = Vec::new();
        let mut used = 0.0;
        for note in all {
            match notes.last_mut() {
                Some(row) if used + em + note.width() <= room => {
                    used += em + note.width();
                    row.push(note);
                }
                _ => {
                    used = note.width();
                    notes.push(vec![note]);
                }
            }
        }
        let code = match &grid.foot.code {
            Some(code) => Some((code, modules(&code.payload)?)),
            None => None,
        };
        Ok(Self { notes, code, plain: grid.foot.plain })
    }

    fn words_height(&self) -> f64 {
        let least = usize::from(!self.plain);
        let notes = span(self.notes.len().max(least)) * SMALL_LEADING;
        if self.code.is_some() { notes.max(CODE) } else { notes }
    }

    /// Height with the space above, 0.01 mm.
    pub(super) fn height(&self) -> i32 {
        let words = self.words_height();
        if words > 0.0 { hundredths(words + ABOVE) } else { 0 }
    }

    /// Draws the foot of page `number` of `count`.
    pub(super) fn draw(&self, page: &mut Draft, number: usize, count: usize) -> Result<(), PaperError> {
        let (x, width) = across(&page.sheet, number);
        let [.., below] = page.sheet.margins(number).map(Mm::get);
        let bottom = page.sheet.height.get() - below;
        let em = SMALL * POINT;
        let at = |lines: usize| base(bottom - span(lines) * SMALL_LEADING, SMALL_LEADING, em);
        for (n, row) in self.notes.iter().enumerate() {
            let y = at(self.notes.len() - n);
            let mut left = x;
            for note in row {
                match note {
                    Note::Mark(mark, line) => {
                        draw_mark(*mark, left + 0.45 * em, y - 0.36 * em, 0.85 * em, &mut page.fixed);
                        page.fixed.push(hidden(mark.character(), left, y, SMALL));
                        page.fixed.push(Item::Text(text(line, left + 1.15 * em, y, SMALL, INK)));
                    }
                    Note::Words(line) => page.filled.push(Item::Text(text(line, left, y, SMALL, INK))),
                }
                left += note.width() + em;
            }
        }
        if !self.plain {
            let pages = line::single(&format!("共{count}页　第{number}页"), Face::Sans)?;
            page.filled.push(Item::Text(text(&pages, x + (width - pages.width * em) / 2.0, at(1), SMALL, INK)));
        }
        if let Some((code, modules)) = &self.code {
            let left = x + width - CODE;
            page.filled.push(Item::Code { at: (left, bottom - CODE), side: CODE, modules: modules.clone() });
            for (n, (words, face)) in [(&code.short, Face::Sans), (&code.label, Face::Sans)].into_iter().enumerate() {
                let line = line::single(words, face)?;
                page.filled.push(Item::Text(text(&line, left - 2.2 - line.width * em, at(n + 1), SMALL, INK)));
            }
        }
        Ok(())
    }
}

fn modules(payload: &str) -> Result<Vec<Vec<bool>>, PaperError> {
    let code =
        qrcode::QrCode::with_error_correction_level(payload, qrcode::EcLevel::M).map_err(|_| PaperError::Code(payload.len()))?;
    let colors = code.to_colors();
    Ok(colors.chunks(code.width().max(1)).map(|row| row.iter().map(|c| *c == qrcode::Color::Dark).collect()).collect())
}

/// The share of a page from which its pictures hide what lies under them.
const HIDES: f64 = 0.3;

/// Whether pictures cover so much of a page that a word under them is lost.
fn covered(page: &Draft) -> bool {
    let area = |item: &Item| if let Item::Picture { at: [_, _, width, height], .. } = item { width * height } else { 0.0 };
    let all: f64 = page.filled.iter().chain(&page.fixed).map(area).sum();
    all > page.sheet.width.get() * page.sheet.height.get() * HIDES
}

/// A word across the page, large and pale, under everything else; over pictures that fill the page, in outline, so that what they
/// show can be read through it.
pub(super) fn watermark(words: &str, page: &mut Draft) -> Result<(), PaperError> {
    let line = line::single(words, Face::SansBold)?;
    if line.width <= 0.0 {
        return Ok(());
    }
    let (width, height) = (page.sheet.width.get(), page.sheet.height.get());
    let em = (width.min(height) * 0.72 / line.width).min(46.0);
    // Turned by 30 degrees about the middle of the page.
    let (cos, sin) = (0.866_025_403_784, 0.5);
    let half = line.width * em / 2.0;
    let (x, y) = (width / 2.0 - half * cos + 0.36 * em * sin, height / 2.0 + half * sin + 0.36 * em * cos);
    let runs = line.pieces.iter().map(|p| Run { face: p.face, text: p.text.clone(), x: p.x * em, width: p.width * em }).collect();
    let text = Text { x, y, size: em / POINT, tint: PALE, hidden: false, spacing: 0.0, turned: 30.0, runs };
    if covered(page) {
        page.filled.push(Item::Over(Text { tint: OVER, ..text }));
    } else {
        page.fixed.insert(0, Item::Text(text));
    }
    Ok(())
}
