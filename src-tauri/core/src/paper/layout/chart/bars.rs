//! Bars, side by side or one upon the other.

use super::{EM, LEADING, Placed, Plot, SOFT, centred, pattern, words};
use crate::paper::PaperError;
use crate::paper::chart::Chart;
use crate::paper::layout::cell::span;
use crate::paper::layout::page::{INK, Item};
use crate::paper::line::Line;

/// Part of a label's room that bars take, and the widest one, mm.
const SHARE: f64 = 0.72;
const WIDEST: f64 = 14.0;
/// Where there is no value.
const MISSING: &str = "—";

/// The words of every value by label and series.
fn said(chart: &Chart) -> Result<Vec<Vec<Line>>, PaperError> {
    let one = |label: usize, series: usize| {
        words(&chart.value(series, label).map_or_else(|| MISSING.to_owned(), |value| chart.unit.shown(value)))
    };
    (0..chart.labels.len()).map(|label| (0..chart.series.len()).map(|series| one(label, series)).collect()).collect()
}

/// Bars side by side; their values stand above them when all have room.
pub(super) fn side_by_side(chart: &Chart, plot: &Plot, out: &mut Vec<Item>) -> Result<(), PaperError> {
    let count = span(chart.series.len().max(1));
    let bar = (plot.slot() * SHARE / count).min(WIDEST);
    let said = said(chart)?;
    let widest = said.iter().flatten().map(|line| line.width * EM).fold(0.0, f64::max);
    // With one series a word may be as wide as the whole room of its label.
    let pitch = if chart.series.len() == 1 { plot.slot() } else { bar };
    let room = widest + 0.6 <= pitch;
    for (label, said) in said.iter().enumerate() {
        for (series, line) in said.iter().enumerate() {
            let left = plot.centre(label) + (span(series) - count / 2.0) * bar;
            let value = chart.value(series, label);
            let top = plot.level(value.unwrap_or(0));
            pattern::area(series, [left, top, bar, plot.bottom() - top], out);
            if room {
                let tint = if value.is_some() { INK } else { SOFT };
                centred(line, left + bar / 2.0, top - LEADING - 0.2, tint, out);
            }
        }
    }
    Ok(())
}

/// Bars of parts; each part that has room says its value, and the whole stands above.
pub(super) fn stacked(chart: &Chart, plot: &Plot, out: &mut Vec<Item>) -> Result<(), PaperError> {
    let bar = (plot.slot() * SHARE).min(WIDEST);
    let mut placed = Placed::on(plot);
    for (label, said) in said(chart)?.iter().enumerate() {
        let left = plot.centre(label) - bar / 2.0;
        let (mut sum, mut any) = (0_i64, false);
        for (series, line) in said.iter().enumerate() {
            let Some(value) = chart.value(series, label) else { continue };
            any = true;
            let bottom = plot.level(sum);
            sum = sum.saturating_add(value);
            let top = plot.level(sum);
            pattern::area(series, [left, top, bar, bottom - top], out);
            let fits = bottom - top >= LEADING && line.width * EM + 0.6 <= bar;
            if let Some(tint) = pattern::words_on(series).filter(|_| fits) {
                centred(line, left + bar / 2.0, (top + bottom - LEADING) / 2.0, tint, out);
            }
        }
        let whole = words(&if any { chart.unit.shown(sum) } else { MISSING.to_owned() })?;
        let (half, top) = (whole.width * EM / 2.0, plot.level(sum) - LEADING - 0.2);
        let x = plot.centre(label);
        if placed.free([x - half - 0.3, top, x + half + 0.3, top + LEADING]) {
            centred(&whole, x, top, if any { INK } else { SOFT }, out);
        }
    }
    Ok(())
}
