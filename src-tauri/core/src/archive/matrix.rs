//! 月度检查汇总: area × day × 上/下, as the paper shows it.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Month;
use super::facts::{Check, Facts, SlotState};
use super::figure::Figure;
use crate::form::Mark;

/// A month's rounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Matrix {
    /// Which month.
    pub month: Month,
    /// Its days.
    pub days: Vec<MatrixDay>,
    /// Areas and rounds from above.
    pub rows: Vec<MatrixRow>,
    /// 合格率 of each day.
    pub rates: Vec<Figure>,
    /// 漏检次数 of each day.
    pub missed: Vec<Figure>,
    /// 整改率 of what was found on each day.
    pub rectified: Vec<Figure>,
    /// 应查, 实查, 漏检, 补录, 合格率, 整改率 of the month.
    pub totals: Vec<Figure>,
}

/// A day's head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MatrixDay {
    /// `2026-10-01`
    pub date: String,
    /// 1 to 31
    pub day: u32,
    /// Monday is 0.
    pub weekday: u32,
    /// Whether it is worked.
    pub working: bool,
    /// 补班
    pub makeup: bool,
    /// 国庆节; empty on ordinary days.
    pub name: String,
}

/// An area in one round of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MatrixRow {
    /// 大堂
    pub area: String,
    /// Stage of the form.
    pub stage: String,
    /// 上午
    pub label: String,
    /// One a day.
    pub cells: Vec<MatrixCell>,
}

/// What one area was found to be in one round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MatrixCell {
    /// What it shows.
    pub mark: MatrixMark,
    /// 补录
    pub late: bool,
    /// The sheet; empty when there is none.
    pub sheet: String,
    /// The draft in hand.
    pub draft: String,
}

/// What a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum MatrixMark {
    /// √: all that was looked at is in order.
    Pass,
    /// ×: something is not.
    Fail,
    /// /: nothing of it applies here.
    Na,
    /// 未抽: the round was made, the area not drawn.
    Undrawn,
    /// 漏检, and nobody said why.
    Missed,
    /// 漏检, explained.
    MissedSaid,
    /// 休: not owed.
    Rest,
    /// In hand.
    Begun,
    /// To come.
    Open,
}

impl MatrixMark {
    /// As it stands in the cell of the paper.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "√",
            Self::Fail => "×",
            Self::Na => "/",
            Self::Undrawn => "未抽",
            Self::Missed | Self::MissedSaid => "漏检",
            Self::Rest => "休",
            Self::Begun | Self::Open => "",
        }
    }
}

impl Matrix {
    /// The rounds of a month.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let mut stages: Vec<(&str, &str)> = Vec::new();
        for slot in facts.slots.iter().filter(|slot| !slot.monthly) {
            if !stages.contains(&(&slot.stage, &slot.label)) {
                stages.push((&slot.stage, &slot.label));
            }
        }
        let mut found: BTreeMap<(NaiveDate, &str, &str), Vec<&Check>> = BTreeMap::new();
        let mut areas = facts.areas.clone();
        for check in facts.checks.iter().filter(|check| !check.monthly) {
            found.entry((check.date, &check.stage, &check.area)).or_default().push(check);
            if !areas.contains(&check.area) {
                areas.push(check.area.clone());
            }
        }
        let slots: BTreeMap<(NaiveDate, &str), &super::facts::Slot> =
            facts.slots.iter().filter(|slot| !slot.monthly).map(|slot| ((slot.date, slot.stage.as_str()), slot)).collect();
        let mut rows = Vec::new();
        for area in &areas {
            for (stage, label) in &stages {
                let cell = |day: &super::facts::Day| {
                    let checks = found.get(&(day.date, *stage, area.as_str())).map_or(&[][..], Vec::as_slice);
                    cell(slots.get(&(day.date, *stage)).copied(), checks)
                };
                rows.push(MatrixRow {
                    area: area.clone(),
                    stage: (*stage).to_owned(),
                    label: (*label).to_owned(),
                    cells: facts.days.iter().map(cell).collect(),
                });
            }
        }
        let day = |day: &super::facts::Day| MatrixDay {
            date: day.date.to_string(),
            day: day.date.day(),
            weekday: day.date.weekday().num_days_from_monday(),
            working: day.working,
            makeup: day.makeup,
            name: day.name.clone(),
        };
        let rate = |day: &super::facts::Day| {
            let of_day = facts.checks.iter().filter(|check| !check.monthly && check.date == day.date);
            Figure::rate(&format!("matrix.{}", day.date), "合格率", PASSED, judged(of_day))
        };
        Self {
            month: facts.month,
            days: facts.days.iter().map(day).collect(),
            rows,
            rates: facts.days.iter().map(rate).collect(),
            missed: facts.days.iter().map(|day| missed(facts, day.date)).collect(),
            rectified: facts.days.iter().map(|day| rectified(facts, Some(day.date))).collect(),
            totals: totals(facts),
        }
    }
}

/// How 合格率 is counted.
pub(super) const PASSED: &str = "合格项数÷（合格项数＋不合格项数）；未抽、不适用的不计";

/// What counts for 合格率.
pub(super) fn judged<'a>(checks: impl Iterator<Item = &'a Check>) -> impl Iterator<Item = (String, bool)> {
    checks.filter(|check| matches!(check.mark, Mark::Pass | Mark::Fail)).map(|c| (c.sheet.clone(), c.mark == Mark::Pass))
}

fn cell(slot: Option<&super::facts::Slot>, checks: &[&Check]) -> MatrixCell {
    let Some(slot) = slot else {
        return MatrixCell { mark: MatrixMark::Rest, late: false, sheet: String::new(), draft: String::new() };
    };
    let any = |mark: Mark| checks.iter().any(|check| check.mark == mark);
    let mark = match slot.state {
        SlotState::Rest => MatrixMark::Rest,
        SlotState::Open => MatrixMark::Open,
        SlotState::Begun => MatrixMark::Begun,
        SlotState::Missed if slot.said.is_empty() => MatrixMark::Missed,
        SlotState::Missed => MatrixMark::MissedSaid,
        SlotState::Done | SlotState::Late if any(Mark::Fail) => MatrixMark::Fail,
        SlotState::Done | SlotState::Late if any(Mark::Pass) => MatrixMark::Pass,
        SlotState::Done | SlotState::Late if !checks.is_empty() && checks.iter().all(|c| c.mark == Mark::Na) => MatrixMark::Na,
        SlotState::Done | SlotState::Late => MatrixMark::Undrawn,
    };
    let late = slot.state == SlotState::Late;
    MatrixCell { mark, late, sheet: slot.sheet.clone(), draft: slot.draft.clone() }
}

fn totals(facts: &Facts) -> Vec<Figure> {
    let owed = || facts.slots.iter().filter(|slot| !slot.monthly && slot.state != SlotState::Rest);
    let of =
        |states: &'static [SlotState]| owed().filter(move |slot| states.contains(&slot.state)).map(|slot| slot.sheet.clone());
    let rounds = |states: &'static [SlotState], id: &str, label: &str, basis: &str| Figure::count(id, label, basis, of(states));
    vec![
        Figure::count("matrix.owed", "应查次数", "按检查安排应查的轮次，休息日不计", owed().map(|s| s.sheet.clone())),
        rounds(&[SlotState::Done, SlotState::Late], "matrix.done", "实查次数", "已完成的轮次，补录的计入"),
        rounds(&[SlotState::Missed], "matrix.missed", "漏检次数", "过了录入时限仍没有检查的轮次，已说明的计入"),
        rounds(&[SlotState::Late], "matrix.late", "补录次数", "过了录入时限才录入的轮次"),
        Figure::rate("matrix.rate", "合格率", PASSED, judged(facts.checks.iter().filter(|check| !check.monthly))),
        rectified(facts, None),
    ]
}

fn missed(facts: &Facts, date: NaiveDate) -> Figure {
    let of_day = facts.slots.iter().filter(|slot| !slot.monthly && slot.date == date && slot.state == SlotState::Missed);
    Figure::count(&format!("matrix.missed.{date}"), "漏检次数", "当天漏检的轮次", of_day.map(|slot| slot.sheet.clone()))
}

/// 整改率 of what was found on the rounds of the month, or of a day: as 合格率, without the monthly sheet of the outlets.
fn rectified(facts: &Facts, day: Option<NaiveDate>) -> Figure {
    let here = facts.faults.iter().filter(|fault| !fault.monthly && day.is_none_or(|day| fault.date == day));
    let all = here.map(|fault| (fault.sheet.clone(), fault.done.is_some() && fault.passed != Some(false)));
    let id = day.map_or_else(|| "matrix.rectified".to_owned(), |day| format!("matrix.rectified.{day}"));
    Figure::rate(&id, "整改率", "已整改且复查未判不合格的不合格项÷全部不合格项，商业网点月查不计", all)
}
