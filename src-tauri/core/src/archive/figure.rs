//! A number with what it was counted from: no figure stands without its 口径, and the sheets behind it can be opened.

use serde::{Deserialize, Serialize};

/// A share or a count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Figure {
    /// Stable name: `rate.CPL-3.due`.
    pub id: String,
    /// 一般投诉按期整改率
    pub label: String,
    /// 口径: how it was counted.
    pub basis: String,
    /// Of a share how many are met; of a count how many there are.
    pub part: u32,
    /// Of a share how many there are in all; absent for a count.
    pub whole: Option<u32>,
    /// The sheets behind `part`, by id, each once.
    pub met: Vec<String>,
    /// The sheets behind `whole` that are not behind `part`.
    pub unmet: Vec<String>,
}

impl Figure {
    /// A count of things, each on a sheet.
    #[must_use]
    pub fn count(id: &str, label: &str, basis: &str, sheets: impl IntoIterator<Item = String>) -> Self {
        let mut met: Vec<String> = sheets.into_iter().collect();
        let part = u32::try_from(met.len()).unwrap_or(u32::MAX);
        tidy(&mut met);
        Self { id: id.into(), label: label.into(), basis: basis.into(), part, whole: None, met, unmet: Vec::new() }
    }

    /// A share: of all things those that are met.
    #[must_use]
    pub fn rate(id: &str, label: &str, basis: &str, all: impl IntoIterator<Item = (String, bool)>) -> Self {
        let (mut met, mut unmet) = (Vec::new(), Vec::new());
        for (sheet, good) in all {
            if good { met.push(sheet) } else { unmet.push(sheet) }
        }
        let part = u32::try_from(met.len()).unwrap_or(u32::MAX);
        let whole = u32::try_from(met.len() + unmet.len()).unwrap_or(u32::MAX);
        tidy(&mut met);
        tidy(&mut unmet);
        Self { id: id.into(), label: label.into(), basis: basis.into(), part, whole: Some(whole), met, unmet }
    }

    /// The share in thousandths, rounded half up; `None` for a count, and where there is nothing to divide by.
    #[must_use]
    pub fn permille(&self) -> Option<u32> {
        permille(self.part, self.whole?)
    }

    /// 98.5%（64/65）, 12, or — where nothing was to be counted.
    #[must_use]
    pub fn words(&self) -> String {
        match self.whole {
            None => self.part.to_string(),
            Some(whole) => match self.permille() {
                Some(of) => format!("{}（{}/{whole}）", percent(of), self.part),
                None => "—".to_owned(),
            },
        }
    }
}

/// A share in thousandths, rounded half up; `None` of nothing.
#[must_use]
pub fn permille(part: u32, whole: u32) -> Option<u32> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    let twice = (part * 2000).checked_add(whole)?.checked_div(whole * 2)?;
    u32::try_from(twice).ok()
}

/// 98.5%, and 100% without a fraction.
#[must_use]
pub fn percent(permille: u32) -> String {
    if permille.is_multiple_of(10) { format!("{}%", permille / 10) } else { format!("{}.{}%", permille / 10, permille % 10) }
}

fn tidy(sheets: &mut Vec<String>) {
    sheets.retain(|sheet| !sheet.is_empty());
    sheets.sort();
    sheets.dedup();
}

/// A table of figures: one line a level, a department, a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FigureTable {
    /// Stable name: `complaints.category`.
    pub id: String,
    /// 投诉分类
    pub title: String,
    /// What the first column says: 类别.
    pub head: String,
    /// Heads of the figures.
    pub heads: Vec<String>,
    /// Lines.
    pub lines: Vec<FigureLine>,
}

impl FigureTable {
    /// Whether the figures under a head are shares.
    #[must_use]
    pub fn is_share(&self, n: usize) -> bool {
        self.lines.iter().any(|line| line.figures.get(n).is_some_and(|figure| figure.whole.is_some()))
    }

    /// How its columns were counted, 不合格：打×的项数. Columns that were counted alike are named together.
    #[must_use]
    pub fn bases(&self) -> Vec<String> {
        let mut all: Vec<(Vec<&str>, &str)> = Vec::new();
        for (n, head) in self.heads.iter().enumerate() {
            let Some(basis) = self.lines.iter().find_map(|line| line.figures.get(n)).map(|figure| figure.basis.as_str()) else {
                continue;
            };
            match all.iter_mut().find(|(_, known)| *known == basis) {
                Some((heads, _)) => heads.push(head),
                None => all.push((vec![head], basis)),
            }
        }
        all.into_iter().map(|(heads, basis)| format!("{}：{basis}", heads.join("、"))).collect()
    }
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FigureLine {
    /// 保洁
    pub label: String,
    /// One a head.
    pub figures: Vec<Figure>,
}

/// Figures that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FigureGroup {
    /// Stable name: `inspection`.
    pub id: String,
    /// 日常检查
    pub title: String,
    /// The figures that are read first.
    pub figures: Vec<Figure>,
    /// What they are made of.
    pub tables: Vec<FigureTable>,
}

/// A figure month by month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Trend {
    /// Stable name, that of the figure.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Thousandths, not a count.
    pub share: bool,
    /// One a month, oldest first: `2025-11` and the value; absent where nothing was to be counted.
    pub points: Vec<TrendPoint>,
}

/// A month of a trend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TrendPoint {
    /// `2025-11`
    pub month: super::Month,
    /// Thousandths of a share, or how many.
    pub value: Option<u32>,
}
