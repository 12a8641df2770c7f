//! The lines of a table: each drawn once, neighbours joined, the frame around them a little heavier.

use std::collections::BTreeMap;

use super::page::{FRAME, HAIR, Item};
use crate::paper::grid::{Frame, Lines, Mm};

/// Width of the frame and of the lines inside, mm.
const OUTER: f64 = 0.3;
const INNER: f64 = 0.12;
/// Between the two lines of a double frame, 0.01 mm.
const BETWEEN: i32 = 140;

/// Edges of cells, 0.01 mm: by their place across the line, from and to along it.
#[derive(Debug, Default)]
pub(super) struct Edges {
    level: BTreeMap<i32, Vec<(i32, i32)>>,
    upright: BTreeMap<i32, Vec<(i32, i32)>>,
}

impl Edges {
    /// Adds the sides of a cell: left, top, right, bottom.
    pub(super) fn add(&mut self, [left, top, right, bottom]: [i32; 4], lines: Lines) {
        let level: &[i32] = match lines {
            Lines::All => &[top, bottom],
            Lines::Below => &[bottom],
            Lines::Open => &[],
        };
        for y in level {
            self.level.entry(*y).or_default().push((left, right));
        }
        if lines == Lines::All {
            for x in [left, right] {
                self.upright.entry(x).or_default().push((top, bottom));
            }
        }
    }

    /// Draws all lines and the frame around them; where there is none, the lines of the cells stand at the edge as well.
    pub(super) fn draw(&mut self, frame: Frame, [left, top, right, bottom]: [i32; 4], out: &mut Vec<Item>) {
        let mm = |n: i32| Mm(n).get();
        let open = frame == Frame::Open;
        for (y, spans) in std::mem::take(&mut self.level) {
            if open || (y != top && y != bottom) {
                for (from, to) in joined(spans) {
                    out.push(Item::Rule { from: (mm(from), mm(y)), to: (mm(to), mm(y)), weight: INNER, tint: HAIR });
                }
            }
        }
        for (x, spans) in std::mem::take(&mut self.upright) {
            if open || (x != left && x != right) {
                for (from, to) in joined(spans) {
                    out.push(Item::Rule { from: (mm(x), mm(from)), to: (mm(x), mm(to)), weight: INNER, tint: HAIR });
                }
            }
        }
        if open {
            return;
        }
        let around = |inset: i32| [left + inset, top + inset, right - left - 2 * inset, bottom - top - 2 * inset].map(mm);
        out.push(Item::Frame { at: around(0), weight: OUTER, tint: FRAME });
        if frame == Frame::Double {
            out.push(Item::Frame { at: around(BETWEEN), weight: INNER, tint: FRAME });
        }
    }
}

/// Spans that touch or overlap become one.
fn joined(mut spans: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    spans.sort_unstable();
    let mut out: Vec<(i32, i32)> = Vec::new();
    for (from, to) in spans {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}
