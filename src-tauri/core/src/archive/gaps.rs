//! What is missing from a month, and what was said of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::facts::{Case, Facts, Fate, Sheet, SlotState};
use crate::casework::{Clock, Ended, Step};
use crate::clock::Stamp;
use crate::form::CaseKind;

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum GapKind {
    /// 漏检
    Missed,
    /// Fewer outlets than were asked for.
    Outlets,
    /// 送达 or 签收 is overdue, or a case closed without it.
    Receipt,
    /// 反馈, 整改 or another step is overdue.
    Overdue,
    /// 回访 is overdue.
    Revisit,
    /// A signature is missing.
    Signature,
    /// 咨询未答复
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
            Self::Overdue => "环节超期未办",
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
    /// How many are there.
    pub done: u32,
    /// How many there should be.
    pub all: u32,
    /// Missing, nothing said.
    pub open: u32,
    /// Missing, explained.
    pub said: u32,
}

/// Everything that is missing, in the order of the kinds and of the days.
#[must_use]
pub fn gaps(facts: &Facts, said: &BTreeMap<String, GapSaid>) -> Vec<Gap> {
    let mut out: Vec<Gap> = Vec::new();
    out.extend(slots(facts));
    for case in &facts.cases {
        of_case(facts, case, &mut out);
    }
    // A paper whose round was missed is told by that round.
    let missed = |sheet: &&Sheet| facts.slots.iter().any(|slot| slot.state == SlotState::Missed && slot.sheet == sheet.id);
    out.extend(facts.sheets.iter().filter(|sheet| sheet.state != "open" || !missed(sheet)).filter_map(of_sheet));
    out.extend(numbers(facts));
    for gap in &mut out {
        if let Some(word) = said.get(&gap.key) {
            gap.said = Some(word.clone());
        }
    }
    out.sort_by(|a, b| (a.kind, &a.date, &a.serial, &a.key).cmp(&(b.kind, &b.date, &b.serial, &b.key)));
    out.dedup_by(|a, b| a.key == b.key);
    out
}

fn gap(key: String, kind: GapKind, words: String) -> Gap {
    let empty = String::new;
    Gap { key, kind, words, serial: empty(), date: empty(), slot: None, sheet: empty(), draft: empty(), said: None }
}

fn slots(facts: &Facts) -> impl Iterator<Item = Gap> + '_ {
    facts.slots.iter().filter_map(|slot| {
        let key = |what: &str| [what, &slot.form, &slot.site, &slot.date.to_string(), &slot.stage].join(":");
        let day = slot.date.format("%-m月%-d日").to_string();
        let found = match slot.state {
            SlotState::Missed if slot.monthly => gap(key("missed"), GapKind::Missed, format!("本月{}未检查", slot.title)),
            SlotState::Missed => gap(key("missed"), GapKind::Missed, format!("{day}{}未检查", slot.label)),
            SlotState::Begun => gap(key("begun"), GapKind::Unfinished, format!("{day}{}检查未完成", slot.label)),
            SlotState::Done | SlotState::Late => {
                let (drawn, target) = (slot.drawn?, slot.target?);
                if drawn >= target {
                    return None;
                }
                gap(key("outlets"), GapKind::Outlets, format!("应抽查{target}户，实查{drawn}户"))
            }
            SlotState::Open | SlotState::Rest => return None,
        };
        let said = (!slot.said.is_empty()).then(|| GapSaid { words: slot.said.clone(), ..GapSaid::default() });
        Some(Gap {
            date: slot.date.to_string(),
            slot: (slot.state == SlotState::Missed).then(|| SlotKey {
                form: slot.form.clone(),
                site: slot.site.clone(),
                stage: slot.stage.clone(),
                label: slot.label.clone(),
            }),
            sheet: slot.sheet.clone(),
            draft: slot.draft.clone(),
            said,
            ..found
        })
    })
}

/// Whether a case was still open at the end of what is counted.
#[must_use]
pub fn open_at(case: &Case, until: Stamp) -> bool {
    let received = case.received.is_none_or(|at| at.wall_ms() < until.wall_ms());
    received
        && !matches!(case.state, crate::casework::State::Void)
        && case.closed.is_none_or(|at| at.wall_ms() >= until.wall_ms())
}

fn of_case(facts: &Facts, case: &Case, out: &mut Vec<Gap>) {
    let about = |key: &str, kind: GapKind, words: String| Gap {
        serial: case.serial.clone(),
        sheet: case.sheet.clone(),
        date: case.received.map(|at| at.in_china().date().to_string()).unwrap_or_default(),
        ..gap(format!("case:{}:{key}", case.sheet), kind, words)
    };
    if matches!(case.state, crate::casework::State::Void) || case.invalid {
        return;
    }
    if open_at(case, facts.until) {
        if case.kind == CaseKind::Consultation {
            out.push(about("answer", GapKind::Consultation, "咨询尚未答复".to_owned()));
            return;
        }
        for clock in case.clocks.iter().filter(|clock| overdue_at(clock, facts.until)) {
            let step = clock.step.word(case.kind);
            let kind = match clock.step {
                Step::Deliver | Step::Receive => GapKind::Receipt,
                Step::Revisit => GapKind::Revisit,
                _ => GapKind::Overdue,
            };
            let reason = case.late.iter().find(|(word, _)| word == clock.step.late_word(case.kind));
            let said = reason.map(|(_, words)| GapSaid { words: words.clone(), ..GapSaid::default() });
            out.push(Gap { said, ..about(&clock.id, kind, format!("{step}应于{}完成，尚未办", clock.due.words())) });
        }
        return;
    }
    let here = case.closed.is_some_and(|at| facts.month.holds(at.in_china().date()));
    if !here {
        return;
    }
    let closing =
        (!case.closing.is_empty()).then(|| GapSaid { words: format!("结案方式：{}", case.closing), ..GapSaid::default() });
    if matches!(case.kind, CaseKind::Complaint | CaseKind::Opinion) && !case.signed {
        out.push(Gap {
            said: closing.clone(), ..about("signature", GapKind::Signature, "结案时没有客户签字".to_owned())
        });
    }
    if matches!(case.kind, CaseKind::Complaint | CaseKind::Opinion | CaseKind::Rectification) && !case.delivered {
        out.push(Gap { said: closing, ..about("receipt", GapKind::Receipt, "没有责任部门的签收".to_owned()) });
    }
}

/// Whether a clock was past its end, and not stopped, at a moment.
fn overdue_at(clock: &Clock, until: Stamp) -> bool {
    let stopped = clock.ended.is_some_and(|end| end.at.wall_ms() < until.wall_ms() || end.how != Ended::Done);
    !stopped && clock.due.is_past(until)
}

fn of_sheet(sheet: &Sheet) -> Option<Gap> {
    if sheet.void || (!sheet.case.is_empty() && sheet.case == sheet.id) {
        return None;
    }
    let kind = match sheet.state.as_str() {
        "await_review" => GapKind::Review,
        "await_customer" | "await_person" | "resign" => GapKind::Signature,
        "open" | "draft" => GapKind::Unfinished,
        _ => return None,
    };
    let id = if sheet.serial.is_empty() { &sheet.draft } else { &sheet.id };
    Some(Gap {
        serial: sheet.serial.clone(),
        date: sheet.date.to_string(),
        sheet: if sheet.serial.is_empty() { String::new() } else { sheet.id.clone() },
        draft: sheet.draft.clone(),
        ..gap(format!("sheet:{id}"), kind, format!("{}　{}", sheet.title, sheet.state_word))
    })
}

/// Numbers that were passed over, and blanks that nobody used.
fn numbers(facts: &Facts) -> Vec<Gap> {
    let mut runs: BTreeMap<&str, BTreeMap<i64, (&str, Fate)>> = BTreeMap::new();
    for number in &facts.numbers {
        runs.entry(&number.run).or_default().insert(number.n, (&number.serial, number.fate));
    }
    let mut out = Vec::new();
    for (run, given) in runs {
        let last = given.keys().next_back().copied().unwrap_or(0);
        let known: BTreeSet<i64> = given.keys().copied().collect();
        for n in (1..=last).filter(|n| !known.contains(n)) {
            let serial = format!("{run}-{n:04}");
            let words = "编号没有对应的单据".to_owned();
            out.push(Gap { serial: serial.clone(), ..gap(format!("number:{serial}"), GapKind::Number, words) });
        }
        for (serial, fate) in given.values() {
            let (words, said) = match fate {
                Fate::Used => continue,
                Fate::Reserved => ("空白编号单未交回", None),
                Fate::Void => ("空白编号单已作废", Some(GapSaid { words: "已作废".into(), ..GapSaid::default() })),
            };
            out.push(Gap {
                serial: (*serial).to_owned(),
                said,
                ..gap(format!("number:{serial}"), GapKind::Number, words.to_owned())
            });
        }
    }
    out
}

/// The check-list: each kind with what is there and what is missing.
#[must_use]
pub fn coverage(facts: &Facts, gaps: &[Gap]) -> Vec<Coverage> {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    GapKind::ALL
        .into_iter()
        .map(|kind| {
            let of_kind = || gaps.iter().filter(move |gap| gap.kind == kind);
            let said = count(of_kind().filter(|gap| gap.said.is_some()).count());
            let missing = count(of_kind().count());
            let all = all_of(kind, facts).unwrap_or(missing).max(missing);
            let done = match kind {
                GapKind::Outlets => outlets(facts).0.min(all),
                _ => all.saturating_sub(missing),
            };
            Coverage { kind, done, all, open: missing - said, said }
        })
        .collect()
}

/// Outlets drawn and asked for.
fn outlets(facts: &Facts) -> (u32, u32) {
    let monthly = facts.slots.iter().filter(|slot| slot.monthly && slot.state != SlotState::Rest);
    monthly.fold((0, 0), |(drawn, asked), slot| {
        let done = slot.drawn.unwrap_or(0);
        (drawn + done, asked + slot.target.unwrap_or(done))
    })
}

/// How many of a kind there should be; `None` where only what is missing can be counted.
fn all_of(kind: GapKind, facts: &Facts) -> Option<u32> {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let closed = |case: &&Case| !case.invalid && case.closed.is_some_and(|at| facts.month.holds(at.in_china().date()));
    let rooted = |case: &&Case| matches!(case.kind, CaseKind::Complaint | CaseKind::Opinion);
    Some(match kind {
        GapKind::Missed => count(facts.slots.iter().filter(|slot| slot.state != SlotState::Rest).count()),
        GapKind::Outlets => outlets(facts).1,
        GapKind::Receipt => {
            let asked = |case: &&Case| rooted(case) || case.kind == CaseKind::Rectification;
            count(facts.cases.iter().filter(closed).filter(asked).count())
        }
        GapKind::Revisit | GapKind::Signature => count(facts.cases.iter().filter(closed).filter(rooted).count()),
        GapKind::Consultation => {
            let here = |case: &&Case| {
                case.kind == CaseKind::Consultation && case.received.is_some_and(|at| facts.month.holds(at.in_china().date()))
            };
            count(facts.cases.iter().filter(here).count())
        }
        GapKind::Review | GapKind::Unfinished => {
            count(facts.sheets.iter().filter(|sheet| !sheet.void && (kind == GapKind::Review || sheet.case != sheet.id)).count())
        }
        GapKind::Number => count(facts.numbers.len()),
        GapKind::Overdue => return None,
    })
}
