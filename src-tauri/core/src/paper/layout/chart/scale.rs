//! The axis of values: it ends at a round figure, and begins at nothing but for lines of high rates.

use crate::paper::chart::{Chart, ChartKind, Unit};

/// From `from` to `top`, with a line each `step`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    pub(super) from: i64,
    pub(super) top: i64,
    pub(super) step: i64,
}

/// Least room between two lines, mm.
const APART: f64 = 8.0;
/// All of it, in tenths of a percent.
const WHOLE: i64 = 1000;
/// Steps that end at the whole.
const WHOLES: [i64; 6] = [20, 50, 100, 200, 250, 500];
/// Lines of rates that all reach the one begin at the other.
const HIGH: [(i64, i64); 2] = [(850, 800), (600, 500)];

impl Scale {
    /// The axis of a chart whose values have `height` mm.
    pub(super) fn of(chart: &Chart, height: f64) -> Self {
        let most = (1..=5).take_while(|n| super::real(*n) * APART <= height).last().unwrap_or(1);
        let peak = chart.peak();
        let end = match (chart.max, chart.unit) {
            (Some(max), _) => Some(max.max(peak)),
            (None, Unit::Percent) if peak == 0 || (WHOLE / 2..=WHOLE).contains(&peak) => Some(WHOLE),
            _ => None,
        };
        let from = match chart.least() {
            Some(least) if chart.kind == ChartKind::Lines && end == Some(WHOLE) && chart.unit == Unit::Percent => {
                HIGH.into_iter().find(|(all, _)| least >= *all).map_or(0, |(_, from)| from)
            }
            _ => 0,
        };
        let whole = |span: i64| WHOLES.into_iter().find(|step| span % step == 0 && span / step <= most);
        let step = match end {
            Some(WHOLE) if chart.unit == Unit::Percent => whole(WHOLE - from),
            _ => None,
        };
        let step = step.unwrap_or_else(|| round((end.unwrap_or(peak) - from).max(1), most));
        let top = end.unwrap_or_else(|| ceiling(peak.max(1), step));
        Self { from, top, step }
    }

    /// The figures of its lines.
    pub(super) fn ticks(self) -> impl Iterator<Item = i64> {
        let step = usize::try_from(self.step.max(1)).unwrap_or(1);
        (self.from..=self.top).step_by(step)
    }
}

/// The first whole number of steps that reaches a figure.
fn ceiling(end: i64, step: i64) -> i64 {
    let over = end % step;
    if over == 0 { end } else { end.saturating_add(step - over) }
}

/// The least of 1, 2, 5, 10, 20… of which `most` reach `end`.
fn round(end: i64, most: i64) -> i64 {
    let mut unit = 1_i64;
    loop {
        for step in [1, 2, 5].map(|n| unit.saturating_mul(n)) {
            if step.saturating_mul(most) >= end {
                return step;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::chart::Series;

    fn scale(unit: Unit, max: Option<i64>, values: &[i64]) -> (i64, i64) {
        let chart = Chart {
            labels: values.iter().map(ToString::to_string).collect(),
            series: vec![Series { name: String::new(), values: values.iter().copied().map(Some).collect() }],
            unit,
            max,
            ..Chart::default()
        };
        let scale = Scale::of(&chart, 45.0);
        assert_eq!(scale.from, 0, "bars begin at nothing");
        (scale.top, scale.step)
    }

    #[test]
    fn lines_of_high_rates_begin_where_they_can_be_seen() {
        let from = |values: [i64; 2]| {
            let series = vec![Series { name: String::new(), values: values.map(Some).to_vec() }];
            let labels = vec!["1".to_owned(), "2".to_owned()];
            let chart = Chart { kind: ChartKind::Lines, labels, series, unit: Unit::Percent, ..Chart::default() };
            Scale::of(&chart, 45.0)
        };
        assert_eq!(from([980, 1000]), Scale { from: 800, top: 1000, step: 50 }, "nearly all");
        assert_eq!(from([640, 1000]), Scale { from: 500, top: 1000, step: 100 }, "most");
        assert_eq!(from([100, 1000]), Scale { from: 0, top: 1000, step: 200 }, "some");
    }

    #[test]
    fn the_axis_ends_at_a_round_figure_above_all_values() {
        assert_eq!(scale(Unit::Count, None, &[3, 7]), (8, 2), "counts in whole steps");
        assert_eq!(scale(Unit::Count, None, &[0, 0]), (1, 1), "nothing at all still has an axis");
        assert_eq!(scale(Unit::Count, None, &[1_234]), (1_500, 500), "thousands");
        assert_eq!(scale(Unit::Percent, None, &[983, 1000]), (1000, 200), "high rates are seen against the whole");
        assert_eq!(scale(Unit::Percent, None, &[32, 48]), (50, 10), "low rates against a few percent");
        assert_eq!(scale(Unit::Percent, None, &[0]), (1000, 200), "none of all");
        assert_eq!(scale(Unit::Count, Some(10), &[3]), (10, 2), "an end asked for");
        assert_eq!(scale(Unit::Count, Some(10), &[30]), (30, 10), "never lower than a value");
        assert_eq!(scale(Unit::Percent, Some(1000), &[32]), (1000, 200), "a low rate against the whole, when asked for");
        assert_eq!(scale(Unit::Count, None, &[i64::MAX]).0, i64::MAX, "and the largest figure there is ends");
    }
}
