//! The lines of a table: each drawn once, neighbours joined, the frame around them a little heavier.

use std::collections::BTreeMap;

use super::page::{FRAME, HAIR, Item};
use crate::paper::grid::Mm;

/// Width of the frame and of the lines inside, mm.
const OUTER: f64 = 0.3;
const INNER: f64 = 0.12;

/// Edges of cells, 0.01 mm: by their place across the line, from and to along it.
#[derive(Debug, Default)]
pub(super) struct Edges {
    level: BTreeMap<i32, Vec<(i32, i32)>>,
    upright: BTreeMap<i32, Vec<(i32, i32)>>,
}

impl Edges {
    /// Adds the four sides of a cell: left, top, right, bottom.
    pub(super) fn add(&mut self, [left, top, right, bottom]: [i32; 4]) {
        for y in [top, bottom] {
            self.level.entry(y).or_default().push((left, right));
        }
        for x in [left, right] {
            self.upright.entry(x).or_default().push((top, bottom));
        }
    }

    /// Draws all lines and the frame around them.
    pub(super) fn draw(&mut self, [left, top, right, bottom]: [i32; 4], out: &mut Vec<Item>) {
        let mm = |n: i32| Mm(n).get();
        for (y, spans) in std::mem::take(&mut self.level) {
            if y != top && y != bottom {
                for (from, to) in joined(spans) {
                    out.push(Item::Rule { from: (mm(from), mm(y)), to: (mm(to), mm(y)), weight: INNER, tint: HAIR });
                }
            }
        }
        for (x, spans) in std::mem::take(&mut self.upright) {
            if x != left && x != right {
                for (from, to) in joined(spans) {
                    out.push(Item::Rule { from: (mm(x), mm(from)), to: (mm(x), mm(to)), weight: INNER, tint: HAIR });
                }
            }
        }
        out.push(Item::Frame { at: [mm(left), mm(top), mm(right - left), mm(bottom - top)], weight: OUTER, tint: FRAME });
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
