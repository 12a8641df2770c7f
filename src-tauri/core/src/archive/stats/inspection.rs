//! 日常检查: pass rates by area and item, repeats, rectification.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::facts::{Check, Facts, Fault, SlotState};
use crate::archive::figure::{Figure, FigureGroup, FigureLine, FigureTable};
use crate::archive::matrix::{PASSED, judged};
use crate::form::Mark;

pub(super) fn group(facts: &Facts) -> FigureGroup {
    let daily = || facts.checks.iter().filter(|check| !check.monthly);
    let monthly = || facts.checks.iter().filter(|check| check.monthly);
    let rounds = facts.slots.iter().filter(|slot| slot.state != SlotState::Rest && slot.state != SlotState::Open);
    let made = rounds.map(|slot| (slot.sheet.clone(), matches!(slot.state, SlotState::Done | SlotState::Late)));
    let figures = vec![
        Figure::rate("inspection.made", "检查完成率", "已完成的轮次÷应查轮次；补录的计入完成，未到时限的不计", made),
        Figure::rate("inspection.rate", "公共区域合格率", PASSED, judged(daily())),
        Figure::rate("inspection.outlets", "商业网点合格率", PASSED, judged(monthly())),
        repeats(facts),
        rectified(facts),
    ];
    let tables = vec![
        by("inspection.area", "各区域合格率", "区域", daily(), |check| check.area.clone()),
        by("inspection.item", "不合格项目", "区域　项目", with_fails(facts), |check| {
            format!("{}　{}", check.area, check.item)
        }),
        by("inspection.outlet", "各网点合格率", "网点", monthly(), |check| check.area.clone()),
    ];
    FigureGroup { id: "inspection".into(), title: "日常检查".into(), figures, tables }
}

/// Only what failed at least once: the list of all items says nothing.
fn with_fails(facts: &Facts) -> impl Iterator<Item = &Check> {
    let failed: BTreeSet<(&str, &str)> = facts
        .checks
        .iter()
        .filter(|check| !check.monthly && check.mark == Mark::Fail)
        .map(|check| (check.area.as_str(), check.item.as_str()))
        .collect();
    facts.checks.iter().filter(move |check| !check.monthly && failed.contains(&(check.area.as_str(), check.item.as_str())))
}

/// Lines in the order in which their names first stand in the month, so that areas read as on the paper.
fn by<'a>(
    id: &str,
    title: &str,
    head: &str,
    checks: impl Iterator<Item = &'a Check>,
    name: impl Fn(&Check) -> String,
) -> FigureTable {
    let mut order: Vec<String> = Vec::new();
    let mut of: BTreeMap<String, Vec<&Check>> = BTreeMap::new();
    for check in checks {
        let name = name(check);
        if !of.contains_key(&name) {
            order.push(name.clone());
        }
        of.entry(name).or_default().push(check);
    }
    let line = |name: String| {
        let checks = of.get(&name).map_or(&[][..], Vec::as_slice);
        let failed = checks.iter().filter(|check| check.mark == Mark::Fail).map(|check| check.sheet.clone());
        let key = |what: &str| format!("{id}.{what}.{name}");
        FigureLine {
            figures: vec![
                Figure::count(&key("fails"), "不合格", "打×的项数", failed),
                Figure::rate(&key("rate"), "合格率", PASSED, judged(checks.iter().copied())),
            ],
            label: name,
        }
    };
    let lines = order.into_iter().map(line).collect();
    FigureTable {
        id: id.into(), title: title.into(), head: head.into(), heads: vec!["不合格".into(), "合格率".into()], lines
    }
}

/// The same item of the same area that failed in more than one round.
fn repeats(facts: &Facts) -> Figure {
    let mut of: BTreeMap<(&str, &str), Vec<&Check>> = BTreeMap::new();
    for check in facts.checks.iter().filter(|check| check.mark == Mark::Fail) {
        of.entry((&check.area, &check.item)).or_default().push(check);
    }
    let again = of.values().filter(|checks| checks.len() > 1);
    let sheets: Vec<String> = again.clone().flatten().map(|check| check.sheet.clone()).collect();
    let mut figure =
        Figure::count("inspection.repeats", "重复不合格项", "同一区域同一项目本月不合格两次及以上的，计一项", sheets);
    figure.part = u32::try_from(again.count()).unwrap_or(u32::MAX);
    figure
}

/// Rectified by its limit, of what was due by the end of what is counted.
fn rectified(facts: &Facts) -> Figure {
    let due = |fault: &&Fault| fault.due.is_some_and(|due| due.wall_ms() < facts.until.wall_ms());
    let kept = |fault: &Fault| {
        let in_time = fault.done.zip(fault.due).is_some_and(|(done, due)| done.wall_ms() <= due.wall_ms());
        (fault.sheet.clone(), in_time && fault.passed != Some(false))
    };
    let basis = "期限内整改且复查未判不合格的÷期限已到的不合格项；未到期的不计";
    Figure::rate("inspection.rectified", "不合格项按期整改率", basis, facts.faults.iter().filter(due).map(kept))
}
