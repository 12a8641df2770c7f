//! The place for a signature: ink, words in its stead, date, flag.

use super::cell::{base, span, text};
use super::page::{INK, Item, POINT, Text};
use crate::paper::PaperError;
use crate::paper::font::Face;
use crate::paper::grid::Seal;
use crate::paper::ink::{self, outlines};
use crate::paper::line::{self, Line};

/// Words beside a signature are set in 9 pt, the least size of the office's papers.
const SIZE: f64 = 9.0;
const EM: f64 = SIZE * POINT;
const LEADING: f64 = EM * 1.28;
const PAD: f64 = 1.0;
/// Beside a date that just fits its cell.
const TIGHT: f64 = 0.35;
/// Least room for ink (a signature cell in a row is 24 × 9 mm).
const INK_HEIGHT: f64 = 9.0;

struct Plan {
    words: Vec<Line>,
    flag: Option<Line>,
    date: Option<Date>,
    /// The date stands beside the ink instead of below it.
    beside: bool,
    /// Lines at the foot.
    foot: usize,
    ink: bool,
}

enum Date {
    /// One line; more where the cell is narrower than the date.
    Written(Vec<Line>),
    /// 年 月 日 with this much room before each, mm.
    Blank(Vec<Line>, f64),
}

impl Date {
    fn width(&self) -> f64 {
        match self {
            Self::Written(lines) => lines.iter().map(|line| line.width).fold(0.0, f64::max) * EM,
            Self::Blank(units, gap) => span(units.len()) * (gap + EM),
        }
    }
}

fn plan(seal: &Seal, width: f64) -> Result<Plan, PaperError> {
    let room = (width - 2.0 * PAD).max(EM);
    let words = if seal.words.trim().is_empty() { Vec::new() } else { line::lines(&seal.words, Face::Sans, room / EM)? };
    let flag = if seal.flag.trim().is_empty() { None } else { Some(line::single(&seal.flag, Face::SansBold)?) };
    let date = if !seal.date.trim().is_empty() {
        Some(Date::Written(line::lines(&seal.date, Face::Sans, (width - 2.0 * TIGHT).max(EM) / EM)?))
    } else if seal.dated {
        let gap = ((room - 3.0 * EM) / 3.0).clamp(0.2, 6.5);
        let units = ["年", "月", "日"].into_iter().map(|unit| line::single(unit, Face::Sans)).collect::<Result<_, _>>()?;
        Some(Date::Blank(units, gap))
    } else {
        None
    };
    let ink = seal.ink.is_some() || words.is_empty();
    let date_width = date.as_ref().map_or(0.0, Date::width);
    let flag_width = flag.as_ref().map_or(0.0, |flag| flag.width * EM + 2.0);
    let beside = ink && width >= 34.0 + date_width + flag_width;
    let dated = match &date {
        Some(Date::Written(lines)) => lines.len(),
        Some(Date::Blank(..)) => 1,
        None => 0,
    };
    let apart = flag.is_some() && (dated == 0 || date_width + flag_width > room);
    let foot = dated + usize::from(apart);
    Ok(Plan { words, flag, date, beside, foot, ink })
}

/// Height wanted, mm.
pub(super) fn height(seal: &Seal, width: f64) -> Result<f64, PaperError> {
    let plan = plan(seal, width)?;
    let ink = if plan.ink { INK_HEIGHT } else { 0.0 };
    let words = span(plan.words.len()) * LEADING + if plan.words.is_empty() { 0.0 } else { PAD };
    let foot = if plan.beside || plan.foot == 0 { 0.0 } else { span(plan.foot) * LEADING + 0.6 };
    Ok((ink + words + foot).max(INK_HEIGHT))
}

/// Draws the seal in a place (left, top, width, height in mm).
pub(super) fn draw(seal: &Seal, place: [f64; 4], out: &mut Vec<Item>) -> Result<(), PaperError> {
    let [x, y, width, height] = place;
    let plan = plan(seal, width)?;
    let put = |line: &Line, x: f64, top: f64| Item::Text(text(line, x, base(top, LEADING, EM), SIZE, INK));
    let mut top = y + if plan.words.is_empty() { 0.3 } else { PAD };
    if !plan.ink {
        // Words alone stand in the middle of what the foot leaves.
        let free = height - span(plan.foot) * LEADING - 0.6 - span(plan.words.len()) * LEADING;
        top = y + (free / 2.0).max(PAD.min(free.max(0.0)));
    }
    for words in &plan.words {
        out.push(put(words, x + PAD, top));
        top += LEADING;
    }
    let last = y + height - LEADING - 0.6;
    let mut right = x + width - PAD;
    if let Some(date) = &plan.date {
        let edge = if date.width() > width - 2.0 * PAD { x + width - TIGHT } else { right };
        right = edge - date.width();
        match date {
            Date::Written(lines) => {
                for (n, line) in lines.iter().rev().enumerate() {
                    out.push(put(line, edge - line.width * EM, last - span(n) * LEADING));
                }
            }
            Date::Blank(units, gap) => {
                let mut runs = Vec::new();
                for (n, unit) in units.iter().enumerate() {
                    let at = span(n) * (gap + EM) + gap;
                    runs.extend(
                        text(unit, 0.0, 0.0, SIZE, INK).runs.into_iter().map(|run| crate::paper::layout::Run { x: at, ..run }),
                    );
                }
                let y = base(last, LEADING, EM);
                out.push(Item::Text(Text { x: right, y, size: SIZE, tint: INK, hidden: false, spacing: 0.0, turned: 0.0, runs }));
            }
        }
    }
    if let Some(flag) = &plan.flag {
        if plan.beside {
            right -= flag.width * EM + 2.0;
            out.push(put(flag, right, last));
        } else {
            // In the first line of the foot: beside the date when there is one line, above it else.
            out.push(put(flag, x + PAD, last - span(plan.foot.saturating_sub(1)) * LEADING));
        }
    }
    if let Some(drawn) = &seal.ink {
        let bottom =
            if plan.beside || plan.foot == 0 { y + height - 0.3 } else { last - span(plan.foot.saturating_sub(1)) * LEADING };
        let end = if plan.beside { right - 2.0 } else { x + width - PAD };
        let (room_x, room_y) = (end - x - PAD, bottom - top);
        let outlines = outlines(drawn, room_x.max(2.0), room_y.max(2.0));
        if !outlines.is_empty() {
            out.push(Item::Signature { at: (x + PAD, top), unit: ink::UNIT, outlines });
        }
    }
    Ok(())
}
