//! Lines over time: broken where nothing was measured, told apart by dashes and marks.

use super::{EM, LEADING, Placed, Plot, centred, pattern, put, words};
use crate::paper::PaperError;
use crate::paper::chart::Chart;
use crate::paper::layout::page::{INK, Item, Seg};

/// Width of a line, mm.
const WEIGHT: f64 = 0.4;
/// Between the last mark and its value, mm.
const AFTER: f64 = 1.6;

/// A drawn length and the gap after it, mm; round ends add to the one and take from the other.
const DASHES: [&[f64]; 6] = [&[], &[2.0, 1.4], &[0.01, 1.2], &[3.2, 1.2, 0.01, 1.2], &[4.2, 1.6], &[1.0, 1.0]];

/// The shape of a mark: corners about its middle in units of its size, and whether it is filled.
fn mark(series: usize) -> (&'static [(f64, f64)], bool) {
    const ROUND: &[(f64, f64)] = &[
        (1.0, 0.0),
        (0.87, 0.5),
        (0.5, 0.87),
        (0.0, 1.0),
        (-0.5, 0.87),
        (-0.87, 0.5),
        (-1.0, 0.0),
        (-0.87, -0.5),
        (-0.5, -0.87),
        (0.0, -1.0),
        (0.5, -0.87),
        (0.87, -0.5),
    ];
    const SQUARE: &[(f64, f64)] = &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)];
    const TRIANGLE: &[(f64, f64)] = &[(0.0, -1.15), (1.05, 0.75), (-1.05, 0.75)];
    const DIAMOND: &[(f64, f64)] = &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)];
    match series % 6 {
        0 => (ROUND, true),
        1 => (SQUARE, false),
        2 => (TRIANGLE, true),
        3 => (DIAMOND, false),
        4 => (SQUARE, true),
        _ => (ROUND, false),
    }
}

fn draw_mark(series: usize, (x, y): (f64, f64), size: f64, out: &mut Vec<Item>) {
    let (corners, filled) = mark(series);
    let mut path: Vec<Seg> = corners.iter().map(|(a, b)| Seg::Line(x + a * size, y + b * size)).collect();
    if let Some(first) = path.first_mut()
        && let Seg::Line(x, y) = *first
    {
        *first = Seg::Move(x, y);
    }
    path.push(Seg::Close);
    if filled {
        out.push(Item::Area { path: path.clone(), tint: pattern::LINE });
    }
    out.push(Item::Stroke { path, weight: 0.25, tint: pattern::LINE });
}

/// Draws a way from point to point in the dashes of a series, clear of its marks when those are hollow.
fn draw_line(series: usize, points: &[(f64, f64)], clear: f64, out: &mut Vec<Item>) {
    let clear = if mark(series).1 { 0.0 } else { clear };
    let dashes = DASHES.get(series % DASHES.len()).copied().unwrap_or_default();
    let mut path = Vec::new();
    let mut rest = dashes.iter().cycle();
    let (mut drawn, mut left) = (true, rest.next().copied().unwrap_or(f64::INFINITY));
    for pair in points.windows(2) {
        let [from, to] = pair else { continue };
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let at = |along: f64| (from.0 + (to.0 - from.0) * along / length, from.1 + (to.1 - from.1) * along / length);
        let (mut along, end) = (clear, length - clear);
        while along < end {
            let step = left.min(end - along);
            if drawn {
                let (a, b) = (at(along), at(along + step));
                path.extend([Seg::Move(a.0, a.1), Seg::Line(b.0, b.1)]);
            }
            along += step;
            left -= step;
            if left <= 0.0 {
                drawn = !drawn;
                left = rest.next().copied().unwrap_or(f64::INFINITY);
            }
        }
    }
    if !path.is_empty() {
        out.push(Item::Stroke { path, weight: WEIGHT, tint: pattern::LINE });
    }
}

/// A piece of the line for the legend: left, middle, length.
pub(super) fn sample(series: usize, [x, y, length]: [f64; 3], out: &mut Vec<Item>) {
    let middle = (x + length / 2.0, y);
    draw_line(series, &[(x, y), middle, (x + length, y)], 1.3, out);
    draw_mark(series, middle, 0.95, out);
}

/// Room at the right for the last values of several lines, mm.
pub(super) fn after(chart: &Chart) -> Result<f64, PaperError> {
    if chart.series.len() < 2 {
        return Ok(0.0);
    }
    let mut widest = 0.0_f64;
    for (_, value) in (0..chart.series.len()).filter_map(|series| last(chart, series)) {
        widest = widest.max(words(&chart.unit.shown(value))?.width * EM);
    }
    Ok(widest)
}

fn last(chart: &Chart, series: usize) -> Option<(usize, i64)> {
    (0..chart.labels.len()).rev().find_map(|label| Some((label, chart.value(series, label)?)))
}

/// Draws the lines, then their values: of one line as many as have room, of several the last ones.
pub(super) fn draw(chart: &Chart, plot: &Plot, out: &mut Vec<Item>) -> Result<(), PaperError> {
    let size = if plot.slot() < 6.0 { 0.7 } else { 0.95 };
    let mut placed = Placed::on(plot);
    for series in 0..chart.series.len() {
        let point = |label: usize| Some((plot.centre(label), plot.level(chart.value(series, label)?)));
        let points: Vec<Option<(f64, f64)>> = (0..chart.labels.len()).map(point).collect();
        for way in points.split(Option::is_none) {
            let way: Vec<(f64, f64)> = way.iter().copied().flatten().collect();
            draw_line(series, &way, size + 0.35, out);
        }
        for at in points.iter().flatten() {
            draw_mark(series, *at, size, out);
            placed.taken.push([at.0 - size, at.1 - size, at.0 + size, at.1 + size]);
        }
    }
    if chart.series.len() == 1 {
        return values(chart, plot, size, out);
    }
    let end = chart.labels.len().saturating_sub(1);
    for (label, value) in (0..chart.series.len()).filter_map(|series| last(chart, series)).filter(|(label, _)| *label == end) {
        let line = words(&chart.unit.shown(value))?;
        let (x, top) = (plot.centre(label) + size + AFTER - 0.6, plot.level(value) - LEADING / 2.0);
        // Lines that end close together: the one that comes first in the legend says its value.
        if placed.free([x, top, x + line.width * EM, top + LEADING]) {
            put(&line, x, top, INK, out);
        }
    }
    Ok(())
}

/// The values of one line: the last, the lowest and the highest, and the others where all have room.
fn values(chart: &Chart, plot: &Plot, size: f64, out: &mut Vec<Item>) -> Result<(), PaperError> {
    let known: Vec<(usize, i64)> = (0..chart.labels.len()).filter_map(|label| Some((label, chart.value(0, label)?))).collect();
    let extremes = [known.last(), known.iter().min_by_key(|(_, value)| *value), known.iter().max_by_key(|(_, value)| *value)];
    let mut widest = 0.0_f64;
    for (_, value) in &known {
        widest = widest.max(words(&chart.unit.shown(*value))?.width * EM);
    }
    let others: &[(usize, i64)] = if widest + 0.8 <= plot.slot() { &known } else { &[] };
    let mut placed = Placed::on(plot);
    for (label, value) in extremes.into_iter().flatten().chain(others) {
        let line = words(&chart.unit.shown(*value))?;
        let (x, y) = (plot.centre(*label), plot.level(*value));
        let half = line.width * EM / 2.0 + 0.4;
        let top = y - size - LEADING - 0.1;
        // The line beside the point may rise through the words: they stand where both neighbours are lower.
        let near = |n: Option<usize>| n.and_then(|n| chart.value(0, n)).is_none_or(|value| plot.level(value) >= y - LEADING);
        let clear = near(label.checked_sub(1)) && near(label.checked_add(1));
        let below = y + size + 0.1;
        let top = if clear || below + LEADING > plot.bottom() { top } else { below };
        if placed.free([x - half, top, x + half, top + LEADING]) {
            centred(&line, x, top, INK, out);
        }
    }
    Ok(())
}
