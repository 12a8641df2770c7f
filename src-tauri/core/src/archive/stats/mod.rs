//! Statistics of a month. Every figure says how it was counted and which sheets it was counted from.

mod cases;
mod inspection;
mod people;
mod satisfaction;

use serde::{Deserialize, Serialize};

use super::Month;
use super::facts::Facts;
use super::figure::{Figure, FigureGroup, Trend, TrendPoint};
use crate::paper::mask::Veil;

/// The statistics of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Statistics {
    /// Which month.
    pub month: Month,
    /// Up to when it was counted, `2026-11-01T00:00+08:00`.
    pub until: String,
    /// Figures that belong together, in the order they are read.
    pub groups: Vec<FigureGroup>,
    /// The figures that tell most, over twelve months.
    pub trends: Vec<Trend>,
}

impl Statistics {
    /// Counts a month; trends are put in by whoever knows the months before.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        Self {
            month: facts.month,
            until: facts.until.to_minute(),
            groups: vec![
                inspection::group(facts),
                cases::complaints(facts),
                cases::on_time(facts),
                satisfaction::revisits(facts),
                satisfaction::surveys(facts),
                people::group(facts),
            ],
            trends: Vec::new(),
        }
    }

    /// The figures as their reader may see them: what a line is of may be someone.
    #[must_use]
    pub fn shown(mut self, veil: &Veil) -> Self {
        let lines = self.groups.iter_mut().flat_map(|group| &mut group.tables).flat_map(|table| &mut table.lines);
        lines.for_each(|line| line.label = veil.free(&line.label));
        self
    }

    /// A figure by its stable name.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        let single = self.groups.iter().flat_map(|group| &group.figures);
        let lines = self.groups.iter().flat_map(|g| &g.tables).flat_map(|t| &t.lines).flat_map(|l| &l.figures);
        single.chain(lines).find(|figure| figure.id == id)
    }
}

/// The figures whose course over a year is shown.
pub const HEADLINES: [&str; 6] =
    ["inspection.rate", "complaints.received", "ontime.complaint.due", "complaints.once", "revisit.signed", "revisit.satisfied"];

/// What of a month goes into the trends.
#[must_use]
pub fn headlines(facts: &Facts) -> Vec<Figure> {
    // A month before there was a department is no month without complaints.
    if facts.sheets.is_empty() && facts.cases.is_empty() {
        return Vec::new();
    }
    let all = Statistics::of(facts);
    HEADLINES.iter().filter_map(|id| all.figure(id).cloned()).collect()
}

/// The course of the headlines; months in their order, oldest first.
#[must_use]
pub fn trends(months: &[(Month, Vec<Figure>)]) -> Vec<Trend> {
    HEADLINES
        .iter()
        .filter_map(|id| {
            let of = |figures: &[Figure]| figures.iter().find(|figure| figure.id == *id).cloned();
            let newest = months.iter().rev().find_map(|(_, figures)| of(figures))?;
            let value = |figure: Figure| if figure.whole.is_some() { figure.permille() } else { Some(figure.part) };
            let point =
                |(month, figures): &(Month, Vec<Figure>)| TrendPoint { month: *month, value: of(figures).and_then(value) };
            Some(Trend {
                id: (*id).to_owned(),
                label: newest.label,
                share: newest.whole.is_some(),
                points: months.iter().map(point).collect(),
            })
        })
        .collect()
}
