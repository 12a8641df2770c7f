//! Charts: thin axis, pale lines, values beside what they measure; shades of one ink, hatches, dashes and marks, so that a
//! black-and-white print can be read as well. Nothing is smaller than 9 pt, and no words overlap.

mod axis;
mod bars;
mod lines;
mod pattern;
mod scale;
#[cfg(test)]
mod tests;

use super::cell::{base, text};
use super::page::{INK, Item, POINT, Tint};
use crate::paper::PaperError;
use crate::paper::chart::{Chart, ChartKind};
use crate::paper::font::Face;
use crate::paper::line::{self, Line};
use scale::Scale;

/// Least height of a chart, mm.
pub(super) const LEAST: f64 = 40.0;
/// Around the chart in its cell, mm.
const PAD: f64 = 2.0;
/// Words: 9 pt.
const SIZE: f64 = 9.0;
const EM: f64 = SIZE * POINT;
/// From line to line.
const LEADING: f64 = EM * 1.25;
/// Lines at the round figures.
const GUIDE: Tint = Tint(0xDC, 0xDF, 0xE3);
/// The words of the axes.
const SOFT: Tint = Tint(0x4A, 0x4F, 0x56);

/// Where the values stand.
struct Plot {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    slots: usize,
    scale: Scale,
}

impl Plot {
    fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Room for one label.
    fn slot(&self) -> f64 {
        self.width / super::cell::span(self.slots.max(1))
    }

    fn centre(&self, label: usize) -> f64 {
        self.left + (super::cell::span(label) + 0.5) * self.slot()
    }

    /// The height on the page of a value.
    fn level(&self, value: i64) -> f64 {
        let Scale { from, top, .. } = self.scale;
        self.bottom() - self.height * real(value - from) / real((top - from).max(1))
    }
}

#[expect(clippy::cast_precision_loss, reason = "figures of a month are far below 2^53")]
fn real(value: i64) -> f64 {
    value as f64
}

/// What stands already, as left, top, right, bottom: words that would lie over it, or over the axis, are left out.
struct Placed {
    taken: Vec<[f64; 4]>,
    from: f64,
}

impl Placed {
    fn on(plot: &Plot) -> Self {
        Self { taken: Vec::new(), from: plot.left }
    }

    fn free(&mut self, [left, top, right, bottom]: [f64; 4]) -> bool {
        let apart = |b: &[f64; 4]| right <= b[0] || b[2] <= left || bottom <= b[1] || b[3] <= top;
        let clear = left >= self.from && self.taken.iter().all(apart);
        if clear {
            self.taken.push([left, top, right, bottom]);
        }
        clear
    }
}

fn words(words: &str) -> Result<Line, PaperError> {
    line::single(words, Face::Sans)
}

fn put(line: &Line, x: f64, top: f64, tint: Tint, out: &mut Vec<Item>) {
    out.push(Item::Text(text(line, x, base(top, LEADING, EM), SIZE, tint)));
}

fn centred(line: &Line, x: f64, top: f64, tint: Tint, out: &mut Vec<Item>) {
    put(line, x - line.width * EM / 2.0, top, tint, out);
}

/// Draws a chart in a place (left, top, width, height in mm).
pub(super) fn draw(chart: &Chart, place: [f64; 4], out: &mut Vec<Item>) -> Result<(), PaperError> {
    let [left, top, width, height] = [place[0] + PAD, place[1] + PAD, place[2] - 2.0 * PAD, place[3] - 2.0 * PAD];
    if chart.is_empty() || chart.labels.is_empty() {
        centred(&words("无数据")?, left + width / 2.0, top + height / 2.0 - LEADING / 2.0, SOFT, out);
        return Ok(());
    }
    let legend = legend(chart, [left, top, width], out)?;
    // A value above the highest bar stands above the end of the axis.
    let (above, below) = (legend + LEADING + 0.4, 1.0 + LEADING);
    let scale = Scale::of(chart, height - above - below);
    let ticks = axis::ticks(chart, &scale)?;
    let beside = ticks.iter().map(|(_, line)| line.width * EM).fold(0.0, f64::max) + 1.6;
    let after = if chart.kind == ChartKind::Lines { lines::after(chart)? } else { 0.0 };
    let mut plot = Plot {
        left: left + beside,
        top: top + above,
        width: width - beside - after,
        height: height - above - below,
        slots: chart.labels.len(),
        scale,
    };
    let labels = axis::Labels::fit(chart, plot.slot(), height * 0.4)?;
    plot.height = height - above - labels.height();
    axis::draw(&plot, &ticks, out);
    labels.draw(&plot, out);
    match chart.kind {
        ChartKind::Bars => bars::side_by_side(chart, &plot, out),
        ChartKind::Stacked => bars::stacked(chart, &plot, out),
        ChartKind::Lines => lines::draw(chart, &plot, out),
    }
}

/// What is what, when there is more than one; the height it takes.
fn legend(chart: &Chart, [left, top, width]: [f64; 3], out: &mut Vec<Item>) -> Result<f64, PaperError> {
    if chart.series.len() < 2 {
        return Ok(0.0);
    }
    let sample = if chart.kind == ChartKind::Lines { 8.0 } else { 4.0 };
    let indent = sample + 1.2;
    let (mut x, mut y) = (left, top);
    for (n, series) in chart.series.iter().enumerate() {
        // A name longer than the chart is wide goes on below.
        let lines = line::lines(&series.name, Face::Sans, ((width - indent) / EM).max(2.0))?;
        let widest = lines.iter().map(|line| line.width * EM).fold(0.0, f64::max);
        if x > left && x + indent + widest > left + width {
            (x, y) = (left, y + LEADING);
        }
        let middle = y + LEADING / 2.0;
        if chart.kind == ChartKind::Lines {
            lines::sample(n, [x, middle, sample], out);
        } else {
            pattern::area(n, [x, middle - 1.3, sample, 2.6], out);
        }
        for (k, line) in lines.iter().enumerate() {
            y += if k > 0 { LEADING } else { 0.0 };
            put(line, x + indent, y, INK, out);
        }
        x += indent + widest + 5.0;
    }
    Ok(y + LEADING + 0.8 - top)
}
