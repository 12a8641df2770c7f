//! Fills that can be told apart without colour: shades of one ink, and hatches.

use crate::paper::layout::page::{INK, Item, Seg, Tint};

const DARK: Tint = Tint(0x2E, 0x45, 0x63);
const MIDDLE: Tint = Tint(0x8C, 0xA0, 0xB8);
const LIGHT: Tint = Tint(0xD5, 0xDE, 0xE8);
const WHITE: Tint = Tint(0xFF, 0xFF, 0xFF);
/// Between the lines of a hatch across, mm.
const APART: f64 = 1.1;

/// How the lines of a hatch run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hatch {
    None,
    Rising,
    Falling,
}

/// Neighbours differ as much as they can.
const FILLS: [(Tint, Hatch); 6] = [
    (DARK, Hatch::None),
    (LIGHT, Hatch::None),
    (WHITE, Hatch::Rising),
    (MIDDLE, Hatch::None),
    (WHITE, Hatch::Falling),
    (WHITE, Hatch::None),
];

fn fill(series: usize) -> (Tint, Hatch) {
    FILLS.get(series % FILLS.len()).copied().unwrap_or((DARK, Hatch::None))
}

/// The ink of words upon a fill; none where lines would cross them.
pub(super) fn words_on(series: usize) -> Option<Tint> {
    match fill(series) {
        (DARK, _) => Some(WHITE),
        (_, Hatch::None) => Some(INK),
        _ => None,
    }
}

/// The ink of lines.
pub(super) const LINE: Tint = DARK;

/// Fills a rectangle (left, top, width, height in mm) with one ink.
pub(super) fn plain([x, y, width, height]: [f64; 4], tint: Tint, out: &mut Vec<Item>) {
    let path =
        vec![Seg::Move(x, y), Seg::Line(x + width, y), Seg::Line(x + width, y + height), Seg::Line(x, y + height), Seg::Close];
    out.push(Item::Area { path, tint });
}

/// Fills a rectangle (left, top, width, height in mm) as a series is filled.
pub(super) fn area(series: usize, [x, y, width, height]: [f64; 4], out: &mut Vec<Item>) {
    if width <= 0.0 || height <= 0.0 {
        return;
    }
    let (tint, hatch) = fill(series);
    plain([x, y, width, height], tint, out);
    let mut at = APART / 2.0 - height;
    while hatch != Hatch::None && at < width {
        // Along the line from the lower edge: what of it lies within.
        let (from, to) = ((-at).max(0.0), height.min(width - at));
        if from < to {
            let across = |along: f64| if hatch == Hatch::Rising { x + at + along } else { x + width - at - along };
            let point = |along: f64| (across(along), y + height - along);
            out.push(Item::Rule { from: point(from), to: point(to), weight: 0.15, tint: LINE });
        }
        at += APART;
    }
    if tint != DARK {
        out.push(Item::Frame { at: [x, y, width, height], weight: 0.15, tint: LINE });
    }
}
