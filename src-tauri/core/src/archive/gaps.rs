//! What is missing from a month, and what was said of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::facts::{Facts, SlotState};
use super::looked::looked;

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum GapKind {
    /// 漏检
    Missed,
    /// Fewer outlets than were asked for.
    Outlets,
    /// A case waits for its 送达 or 签收, or closed without it.
    Receipt,
    /// 反馈, 整改 or another step is overdue, or a case closed without it.
    Overdue,
    /// 回访 is overdue, or a case closed without it.
    Revisit,
    /// A signature is missing.
    Signature,
    /// 咨询未答复, also where it was closed so.
    Consultation,
    /// 审阅未签
    Review,
    /// A sheet or a draft that was never finished.
    Unfinished,
    /// 缺号, or a numbered blank that nobody used.
    Number,
}

impl GapKind {
    /// All, in the order they are told.
    pub const ALL: [Self; 10] = [
        Self::Missed,
        Self::Outlets,
        Self::Receipt,
        Self::Overdue,
        Self::Revisit,
        Self::Signature,
        Self::Consultation,
        Self::Review,
        Self::Unfinished,
        Self::Number,
    ];

    /// In the words of the office.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Missed => "漏检",
            Self::Outlets => "网点抽查不足",
            Self::Receipt => "送达未签收",
            Self::Overdue => "环节未办",
            Self::Revisit => "未回访",
            Self::Signature => "未签字",
            Self::Consultation => "咨询未答复",
            Self::Review => "未审阅",
            Self::Unfinished => "未完成",
            Self::Number => "缺号",
        }
    }
}

/// What somebody said of a gap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GapSaid {
    /// 说明
    pub words: String,
    /// Who; empty where the sheet itself says it.
    pub by: String,
    /// When, `2026-11-02T09:10+08:00`.
    pub at: String,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Gap {
    /// The same whenever the month is looked at: what an explanation is kept under.
    pub key: String,
    /// What is missing.
    pub kind: GapKind,
    /// In the words of the office, as the 缺件说明 prints them: 10月27日下午未检查.
    pub words: String,
    /// The number of the sheet, or the number that is missing.
    pub serial: String,
    /// The day it is about, `2026-10-27`; empty for none.
    pub date: String,
    /// The round of a 漏检: form, site, stage; empty otherwise.
    pub slot: Option<SlotKey>,
    /// The sheet that it leads to; empty for none.
    pub sheet: String,
    /// The draft that it leads to; empty for none.
    pub draft: String,
    /// What was said of it.
    pub said: Option<GapSaid>,
}

/// Which round was missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SlotKey {
    /// Form.
    pub form: String,
    /// Site, by id.
    pub site: String,
    /// Stage.
    pub stage: String,
    /// 下午
    pub label: String,
}

/// A line of the check-list: how far one thing is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Coverage {
    /// What.
    pub kind: GapKind,
    /// How many are there. Of the outlets: how many were drawn.
    pub done: u32,
    /// How many there should be: those that are there and those that are missing. Of the outlets: how many were asked for.
    pub all: u32,
    /// Gaps of which nothing is said.
    pub open: u32,
    /// Gaps that are explained.
    pub said: u32,
}

/// Everything that is missing, in the order of the kinds and of the days.
#[must_use]
pub fn gaps(facts: &Facts, said: &BTreeMap<String, GapSaid>) -> Vec<Gap> {
    let mut out: Vec<Gap> = looked(facts).into_iter().filter_map(|looked| looked.gap).collect();
    for gap in &mut out {
        if let Some(word) = said.get(&gap.key) {
            gap.said = Some(word.clone());
        }
    }
    out.sort_by(|a, b| (a.kind, &a.date, &a.serial, &a.key).cmp(&(b.kind, &b.date, &b.serial, &b.key)));
    out.dedup_by(|a, b| a.key == b.key);
    out
}

/// The check-list: each kind with what is there and what is missing, of what was looked at for it and of nothing else. `gaps` are
/// those of the month, of a closed one as they were sealed.
#[must_use]
pub fn coverage(facts: &Facts, gaps: &[Gap]) -> Vec<Coverage> {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let looked = looked(facts);
    GapKind::ALL
        .into_iter()
        .map(|kind| {
            let missing: BTreeSet<&str> = gaps.iter().filter(|gap| gap.kind == kind).map(|gap| gap.key.as_str()).collect();
            let there = looked.iter().filter(|looked| looked.kind == kind && looked.gap.is_none());
            // What was sealed as missing and came later is missing still.
            let there: BTreeSet<&str> = there.map(|looked| looked.key.as_str()).filter(|key| !missing.contains(key)).collect();
            let said = count(gaps.iter().filter(|gap| gap.kind == kind && gap.said.is_some()).count());
            let (done, all) = match kind {
                GapKind::Outlets => outlets(facts),
                _ => (count(there.len()), count(there.len() + missing.len())),
            };
            Coverage { kind, done, all, open: count(missing.len()).saturating_sub(said), said }
        })
        .collect()
}

/// Outlets drawn and asked for.
fn outlets(facts: &Facts) -> (u32, u32) {
    let monthly = facts.slots.iter().filter(|slot| slot.monthly && slot.state != SlotState::Rest);
    monthly.fold((0, 0), |(drawn, asked), slot| {
        let target = slot.target.or(slot.drawn).unwrap_or(0);
        (drawn + slot.drawn.unwrap_or(0).min(target), asked + target)
    })
}
