//! Figures drawn: what a cell of a grid holds in place of words. Where the lines stand is the layout's.

use serde::Serialize;

/// A chart. Its title stands beside it: the caption of its table, or the cell above.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// What it shows, in words: for a workbook, for pasted text, and for those who do not see it. Not drawn.
    pub caption: String,
    /// Along the axis: 一月, 保洁, 31.
    pub labels: Vec<String>,
    /// What is compared, at most six.
    pub series: Vec<Series>,
    /// What the values are.
    pub unit: Unit,
    /// End of the axis; without it the first round figure above all values, for rates above one half 100%. Bars begin at nothing;
    /// lines of rates that are all high begin at 50% or 80%, where their rise and fall can be seen.
    pub max: Option<i64>,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChartKind {
    /// Side by side.
    #[default]
    Bars,
    /// Over time.
    Lines,
    /// Parts of a whole, one upon the other.
    Stacked,
}

/// One of the things compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Series {
    /// 上门率
    pub name: String,
    /// A value for each label; none where there was nothing to measure. Less than zero is drawn as zero.
    pub values: Vec<Option<i64>>,
}

/// What values are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Things counted.
    #[default]
    Count,
    /// Tenths of a percent.
    Percent,
}

impl Unit {
    /// A value as it is printed beside its bar.
    #[must_use]
    pub fn shown(self, value: i64) -> String {
        match self {
            Self::Percent if value % 10 != 0 => format!("{}.{}", value / 10, (value % 10).abs()),
            Self::Percent => (value / 10).to_string(),
            Self::Count => value.to_string(),
        }
    }

    /// A value as it is printed on the axis.
    #[must_use]
    pub fn on_axis(self, value: i64) -> String {
        let sign = if self == Self::Percent { "%" } else { "" };
        format!("{}{sign}", self.shown(value))
    }
}

impl Chart {
    /// The value of a series at a label; none below the line.
    #[must_use]
    pub fn value(&self, series: usize, label: usize) -> Option<i64> {
        self.series.get(series)?.values.get(label).copied().flatten().map(|value| value.max(0))
    }

    /// The highest value, or for parts of a whole the highest whole.
    #[must_use]
    pub fn peak(&self) -> i64 {
        let at = |label: usize| (0..self.series.len()).filter_map(move |series| self.value(series, label));
        let high = |label: usize| {
            if self.kind == ChartKind::Stacked { at(label).fold(0, i64::saturating_add) } else { at(label).max().unwrap_or(0) }
        };
        (0..self.labels.len()).map(high).max().unwrap_or(0)
    }

    /// The lowest value of all.
    #[must_use]
    pub fn least(&self) -> Option<i64> {
        let all = |label: usize| (0..self.series.len()).filter_map(move |series| self.value(series, label));
        (0..self.labels.len()).flat_map(all).min()
    }

    /// Whether there is any value at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.least().is_none()
    }
}
