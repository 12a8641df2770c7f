//! The axes: pale lines at round figures, and the labels below, as many as stand clear of each other.

use super::scale::Scale;
use super::{EM, GUIDE, LEADING, Plot, SIZE, SOFT, centred, pattern, put, words};
use crate::paper::PaperError;
use crate::paper::chart::Chart;
use crate::paper::font::Face;
use crate::paper::layout::cell::{span, text};
use crate::paper::layout::page::{FRAME, Item};
use crate::paper::line::{self, Line};

/// Between two labels, and between them and the axis, mm.
const APART: f64 = 1.2;
/// A label goes on over so many lines.
const LINES: usize = 3;

/// The figures of the axis with their words.
pub(super) fn ticks(chart: &Chart, scale: &Scale) -> Result<Vec<(i64, Line)>, PaperError> {
    scale.ticks().map(|value| Ok((value, words(&chart.unit.on_axis(value))?))).collect()
}

/// Draws the lines of the figures, and the axis.
pub(super) fn draw(plot: &Plot, ticks: &[(i64, Line)], out: &mut Vec<Item>) {
    let right = plot.left + plot.width;
    for (value, line) in ticks {
        let y = plot.level(*value);
        if *value == plot.scale.from {
            out.push(Item::Rule { from: (plot.left, y), to: (right, y), weight: 0.2, tint: FRAME });
        } else {
            // As an area, so that what is measured stands before it.
            pattern::plain([plot.left, y - 0.05, plot.width, 0.1], GUIDE, out);
        }
        put(line, plot.left - APART - line.width * EM, y - LEADING / 2.0, SOFT, out);
    }
}

/// The labels of a chart as they fit.
pub(super) enum Labels {
    /// In their places, on a few lines; every so many of them.
    Level(Vec<Vec<Line>>, usize),
    /// Turned to read upwards; every so many.
    Turned(Vec<Line>, usize),
}

fn widest<'l>(lines: impl Iterator<Item = &'l Line>) -> f64 {
    lines.map(|line| line.width * EM).fold(0.0, f64::max)
}

impl Labels {
    /// Names are broken before they are turned, and all are shown while there is room; of figures and dates in a row every
    /// second, third… tells the rest.
    pub(super) fn fit(chart: &Chart, slot: f64, deepest: f64) -> Result<Self, PaperError> {
        let single = chart.labels.iter().map(|label| words(label)).collect::<Result<Vec<_>, _>>()?;
        let every = |least: f64| (1..=single.len()).find(|n| span(*n) * slot >= least).unwrap_or(single.len().max(1));
        let across = every(widest(single.iter()) + APART);
        if across == 1 || chart.labels.iter().all(|label| label.starts_with(|c: char| c.is_ascii_digit())) {
            return Ok(Self::Level(single.into_iter().map(|line| vec![line]).collect(), across));
        }
        if slot >= 2.0 * EM + APART {
            let room = (slot - APART) / EM;
            let broken = chart.labels.iter().map(|label| line::balanced(label, Face::Sans, room));
            let broken = broken.collect::<Result<Vec<_>, _>>()?;
            if broken.iter().all(|lines| lines.len() <= LINES) {
                return Ok(Self::Level(broken, 1));
            }
        }
        let short = chart.labels.iter().map(|label| shortened(label, deepest)).collect::<Result<_, _>>()?;
        Ok(Self::Turned(short, every(LEADING)))
    }

    /// Height below the axis, mm.
    pub(super) fn height(&self) -> f64 {
        match self {
            Self::Level(labels, _) => APART + span(labels.iter().map(Vec::len).max().unwrap_or(0)) * LEADING,
            Self::Turned(labels, _) => 2.0 * APART + widest(labels.iter()),
        }
    }

    pub(super) fn draw(&self, plot: &Plot, out: &mut Vec<Item>) {
        let top = plot.bottom() + APART;
        match self {
            Self::Level(labels, every) => {
                for (n, lines) in labels.iter().enumerate().step_by(*every) {
                    for (k, line) in lines.iter().enumerate() {
                        centred(line, plot.centre(n), top + span(k) * LEADING, SOFT, out);
                    }
                }
            }
            Self::Turned(labels, every) => {
                for (n, line) in labels.iter().enumerate().step_by(*every) {
                    let at = (plot.centre(n) + 0.38 * EM, top + line.width * EM);
                    let mut turned = text(line, at.0, at.1, SIZE, SOFT);
                    turned.turned = 90.0;
                    out.push(Item::Text(turned));
                }
            }
        }
    }
}

/// A label cut to a length in mm.
fn shortened(label: &str, longest: f64) -> Result<Line, PaperError> {
    let whole = words(label)?;
    if whole.width * EM <= longest {
        return Ok(whole);
    }
    let mut kept: Vec<char> = label.chars().collect();
    loop {
        kept.pop();
        let line = words(&kept.iter().chain(['…'].iter()).collect::<String>())?;
        if line.width * EM <= longest || kept.is_empty() {
            return Ok(line);
        }
    }
}
