//! The order of a volume: which sheets it holds, in which order, and which are carried over.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::facts::{Case, Facts, Sheet};
use super::looked::open_at;
use crate::casework::State;
use crate::form::CaseKind;

/// What is hashed before the items of a month, so that nothing else can pass for one.
const LABEL: &str = "xunfang-month-1\0";

/// 备注 of a sheet that was made void.
const VOID: &str = "作废";

/// 备注 of a case that stays where it was filed while its closing is to be signed again.
const RESIGN: &str = "更正后结案待重新签字";

/// A sheet in the volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct VolumeItem {
    /// 件号, from 1.
    pub number: u32,
    /// Sheet.
    pub sheet: String,
    /// Its number.
    pub serial: String,
    /// Form.
    pub form: String,
    /// 题名
    pub title: String,
    /// 责任者
    pub author: String,
    /// `2026-10-27`
    pub date: String,
    /// The number of the case whose set it is of; empty for a sheet by itself. The case's own sheet comes first of its set.
    pub set: String,
    /// 备注: 作废, 更正后结案待重新签字, 随第12件.
    pub note: String,
    /// What the log held of it: a closing freezes this.
    pub mark: String,
}

impl VolumeItem {
    /// Whether it says of itself that it is 作废.
    #[must_use]
    pub fn is_void(&self) -> bool {
        self.note.split('，').any(|word| word == VOID)
    }
}

/// A case that goes on: a line of the 未办结结转表.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Carried {
    /// The case's sheet.
    pub sheet: String,
    /// Its number.
    pub serial: String,
    /// 投诉
    pub kind: CaseKind,
    /// 重大
    pub grade: String,
    /// `2026-10-27T09:10+08:00`
    pub received: String,
    /// What it is about.
    pub matter: String,
    /// 责任部门
    pub department: String,
    /// What it waits for.
    pub waits: String,
    /// Until when; empty where no clock runs.
    pub due: String,
}

/// What a month holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Volume {
    /// In the order of the catalogue.
    pub items: Vec<VolumeItem>,
    /// What is carried over.
    pub carried: Vec<Carried>,
}

/// 件号 that the closings of a month gave: a number that was printed stays that of its sheet, and goes to no other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    of: BTreeMap<String, u32>,
    last: u32,
}

impl Numbers {
    /// Of closings, oldest first. Where two disagree the newer one holds.
    #[must_use]
    pub fn of<'i>(closings: impl DoubleEndedIterator<Item = &'i [VolumeItem]>) -> Self {
        let mut out = Self::default();
        let mut taken = BTreeSet::new();
        for item in closings.rev().flatten() {
            out.last = out.last.max(item.number);
            if !out.of.contains_key(&item.sheet) && taken.insert(item.number) {
                out.of.insert(item.sheet.clone(), item.number);
            }
        }
        out
    }
}

impl Volume {
    /// The sheets of a month in the order of their papers and numbers; a case as one set in the month it closes.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        Self::after(facts, &Numbers::default())
    }

    /// The same of a month that was closed before: its sheets keep their 件号, new ones stand behind them.
    #[must_use]
    pub fn after(facts: &Facts, given: &Numbers) -> Self {
        let case_of = |sheet: &Sheet| facts.cases.iter().find(|case| case.sheet == sheet.case);
        let closed_here = |case: &Case| {
            case.lies().is_some_and(|at| facts.month.holds(at.in_china().date()) && at.wall_ms() < facts.until.wall_ms())
        };
        let mut single: Vec<&Sheet> = Vec::new();
        let mut sets: Vec<(&Case, Vec<&Sheet>)> = Vec::new();
        for sheet in facts.sheets.iter().filter(|sheet| !sheet.serial.is_empty()) {
            match case_of(sheet) {
                Some(case) if closed_here(case) => match sets.iter_mut().find(|(known, _)| known.sheet == case.sheet) {
                    Some((_, of)) => of.push(sheet),
                    None => sets.push((case, vec![sheet])),
                },
                // It goes with its case, in the month that closes it or has closed it, one that is 作废 too: its own day may lie in
                // another, and no sheet is bound twice. A case that is 作废 and was filed lies where it was filed.
                Some(case) if case.filed.is_some() || !matches!(case.state, State::Void) => {}
                _ if facts.month.holds(sheet.date) => single.push(sheet),
                _ => {}
            }
        }
        single.sort_by(|a, b| by_paper(a, b));
        sets.sort_by(|a, b| (a.0.kind, &a.0.serial).cmp(&(b.0.kind, &b.0.serial)));
        let mut items = Vec::new();
        for sheet in single {
            items.push(item(sheet, ""));
        }
        for (case, mut sheets) in sets {
            sheets.sort_by(|a, b| (a.id != case.sheet).cmp(&(b.id != case.sheet)).then_with(|| by_paper(a, b)));
            items.extend(sheets.into_iter().map(|sheet| {
                let mut item = item(sheet, &case.serial);
                if case.resign() && sheet.id == case.sheet {
                    item.note = [item.note.as_str(), RESIGN].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("，");
                }
                item
            }));
        }
        let mut last = given.last;
        for item in &mut items {
            item.number = given.of.get(&item.sheet).copied().unwrap_or_else(|| {
                last = last.saturating_add(1);
                last
            });
        }
        items.sort_by_key(|item| item.number);
        let cases: BTreeMap<String, u32> =
            items.iter().filter(|item| item.set == item.serial).map(|item| (item.serial.clone(), item.number)).collect();
        for item in items.iter_mut().filter(|item| item.set != item.serial) {
            if let Some(case) = cases.get(&item.set) {
                let with = format!("随第{case}件");
                item.note = [item.note.as_str(), &with].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("，");
            }
        }
        let mut carried: Vec<Carried> = facts.cases.iter().filter(|case| open_at(case, facts.until)).map(carried).collect();
        carried.sort_by(|a, b| (a.kind, &a.serial).cmp(&(b.kind, &b.serial)));
        Self { items, carried }
    }

    /// The root hash of a month over its items, each with what the log held of it. Lower-case hex.
    #[must_use]
    pub fn root(&self) -> String {
        root_of(self.items.iter().map(|item| (item.number, item.sheet.as_str(), item.serial.as_str(), item.mark.clone())))
    }
}

/// What a volume keeps of a sheet: SHA-256 over the hashes of its revisions in their order, then of its signatures in that of
/// their hashes. Lower-case hex.
#[must_use]
pub fn mark_of(entries: &[String]) -> String {
    let mut hash = Sha256::new();
    entries.iter().for_each(|entry| hash.update(entry));
    hex(hash)
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The root hash of items: 件号, sheet, number of the sheet and mark of each, in their order. SHA-256, lower-case hex.
#[must_use]
pub fn root_of<'i>(items: impl IntoIterator<Item = (u32, &'i str, &'i str, String)>) -> String {
    let mut hash = Sha256::new();
    hash.update(LABEL);
    for (number, sheet, serial, mark) in items {
        for part in [number.to_string().as_str(), sheet, serial, &mark] {
            hash.update(part);
            hash.update([0]);
        }
    }
    hex(hash)
}

/// By paper, day and number.
fn by_paper(a: &Sheet, b: &Sheet) -> Ordering {
    (&a.form_number, a.date, &a.serial, &a.id).cmp(&(&b.form_number, b.date, &b.serial, &b.id))
}

fn item(sheet: &Sheet, set: &str) -> VolumeItem {
    VolumeItem {
        number: 0,
        sheet: sheet.id.clone(),
        serial: sheet.serial.clone(),
        form: sheet.form.clone(),
        title: sheet.title.clone(),
        author: sheet.author.clone(),
        date: sheet.date.to_string(),
        set: set.to_owned(),
        note: if sheet.void { VOID.to_owned() } else { String::new() },
        mark: sheet.mark.clone(),
    }
}

fn carried(case: &Case) -> Carried {
    let running =
        case.clocks.iter().filter(|clock| clock.running() && !clock.inner()).min_by_key(|clock| clock.due.end().wall_ms());
    Carried {
        sheet: case.sheet.clone(),
        serial: case.serial.clone(),
        kind: case.kind,
        grade: case.grade.clone(),
        received: case.received.map(|at| at.to_minute()).unwrap_or_default(),
        matter: case.matter.clone(),
        department: case.department.clone(),
        // A month is closed some days after its end, when a case that went on over it may be over.
        waits: match case.closed {
            Some(closed) => {
                let on = closed.in_china().date();
                format!("{}月{}日{}", on.month(), on.day(), case.state.word(case.kind))
            }
            None => case.state.word(case.kind),
        },
        due: running.map(|clock| clock.due.words()).unwrap_or_default(),
    }
}
