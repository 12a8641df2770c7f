//! What each person did: rounds, cases received, revisits.

use std::collections::BTreeMap;

use crate::archive::facts::Facts;
use crate::archive::figure::{Figure, FigureGroup, FigureLine, FigureTable};
use crate::form::Mark;

#[derive(Default)]
struct Done {
    rounds: BTreeMap<(String, String), bool>,
    faults: Vec<String>,
    received: Vec<String>,
    visits: Vec<String>,
}

pub(super) fn group(facts: &Facts) -> FigureGroup {
    let mut people: BTreeMap<&str, Done> = BTreeMap::new();
    for check in &facts.checks {
        let done = people.entry(&check.by).or_default();
        done.rounds.insert((check.sheet.clone(), check.stage.clone()), true);
        if check.mark == Mark::Fail {
            done.faults.push(check.sheet.clone());
        }
    }
    for case in facts.cases.iter().filter(|case| case.received.is_some_and(|at| facts.month.holds(at.in_china().date()))) {
        people.entry(&case.person).or_default().received.push(case.sheet.clone());
    }
    for visit in &facts.visits {
        people.entry(&visit.person).or_default().visits.push(visit.sheet.clone());
    }
    let line = |(name, done): (&str, Done)| {
        let count = |what: &str, label: &str, basis: &str, of: Vec<String>| {
            Figure::count(&format!("people.{what}.{name}"), label, basis, of)
        };
        FigureLine {
            label: name.to_owned(),
            figures: vec![
                count("rounds", "检查轮次", "由本人完成的轮次", done.rounds.into_keys().map(|(sheet, _)| sheet).collect()),
                count("faults", "发现不合格", "本人打×的项数", done.faults),
                count("received", "受理事项", "本月由本人受理的事项", done.received),
                count("visits", "回访", "本月由本人做的回访", done.visits),
            ],
        }
    };
    let heads = ["检查轮次", "发现不合格", "受理事项", "回访"].map(str::to_owned).to_vec();
    let lines = people.into_iter().filter(|(name, _)| !name.is_empty()).map(line).collect();
    let table = FigureTable { id: "people".into(), title: "人员工作量".into(), head: "人员".into(), heads, lines };
    FigureGroup { id: "people".into(), title: "人员".into(), figures: Vec::new(), tables: vec![table] }
}
