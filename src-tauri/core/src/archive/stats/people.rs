//! What each person did: rounds, cases received, revisits; and how it kept to its limits and what it came to.

use std::collections::BTreeMap;

use super::cases;
use super::satisfaction::PLEASED;
use crate::archive::facts::{Facts, SlotState, Visit};
use crate::archive::figure::{Figure, FigureGroup, FigureLine, FigureTable};
use crate::form::Mark;

#[derive(Default)]
struct Done<'a> {
    /// Sheet and round, and whether it was keyed in in time.
    rounds: BTreeMap<(&'a str, &'a str), bool>,
    faults: Vec<String>,
    received: Vec<String>,
    /// Steps that fell due, of the cases received.
    steps: Vec<(String, bool)>,
    visits: Vec<&'a Visit>,
    /// Those of them in which somebody said what they thought of something that stands.
    answered: Vec<&'a Visit>,
}

pub(super) fn group(facts: &Facts) -> FigureGroup {
    let people = people(facts);
    let table = |id: &str, title: &str, heads: &[&str], figures: fn(&str, &Done<'_>) -> Vec<Figure>| FigureTable {
        id: id.to_owned(),
        title: title.to_owned(),
        head: "人员".to_owned(),
        heads: heads.iter().map(|head| (*head).to_owned()).collect(),
        lines: people.iter().map(|(name, done)| FigureLine { label: (*name).to_owned(), figures: figures(name, done) }).collect(),
    };
    let tables = vec![
        table("people", "人员工作量", &["检查轮次", "发现不合格", "受理事项", "回访"], counts),
        table("people.rates", "人员办理质量", &["检查按时率", "按期办理率", "回访签字率", "回访满意率"], rates),
    ];
    FigureGroup { id: "people".into(), title: "人员".into(), figures: Vec::new(), tables }
}

fn people(facts: &Facts) -> BTreeMap<&str, Done<'_>> {
    let late = |sheet: &str, stage: &str| {
        facts.slots.iter().any(|slot| slot.state == SlotState::Late && slot.sheet == sheet && slot.stage == stage)
    };
    let mut people: BTreeMap<&str, Done<'_>> = BTreeMap::new();
    for check in &facts.checks {
        for by in &check.by {
            let done = people.entry(by).or_default();
            let round = done.rounds.entry((&check.sheet, &check.stage));
            round.or_insert_with(|| !late(&check.sheet, &check.stage));
            if check.mark == Mark::Fail {
                done.faults.push(check.sheet.clone());
            }
        }
    }
    for case in facts.cases.iter().filter(|case| cases::is_received(facts, case)) {
        people.entry(&case.person).or_default().received.push(case.sheet.clone());
    }
    for (case, good) in cases::due(facts) {
        people.entry(&case.person).or_default().steps.push((case.sheet.clone(), good));
    }
    for visit in &facts.visits {
        let done = people.entry(&visit.person).or_default();
        done.visits.push(visit);
        if !visit.effect.is_empty() && !facts.is_of_void(visit) {
            done.answered.push(visit);
        }
    }
    people.remove("");
    people
}

fn counts(name: &str, done: &Done<'_>) -> Vec<Figure> {
    let count =
        |what: &str, label: &str, basis: &str, of: Vec<String>| Figure::count(&format!("people.{what}.{name}"), label, basis, of);
    let rounds = done.rounds.keys().map(|(sheet, _)| (*sheet).to_owned()).collect();
    vec![
        count("rounds", "检查轮次", "检查人写的是本人、已完成的轮次；几人同查的，每人各计一次", rounds),
        count("faults", "发现不合格", "本人检查的轮次里打×的项数", done.faults.clone()),
        count("received", "受理事项", "本月由本人受理的事项，作废的不计", done.received.clone()),
        count("visits", "回访", "本月由本人做的回访", done.visits.iter().map(|visit| visit.sheet.clone()).collect()),
    ]
}

fn rates(name: &str, done: &Done<'_>) -> Vec<Figure> {
    let rate = |what: &str, label: &str, basis: &str, all: Vec<(String, bool)>| {
        Figure::rate(&format!("people.{what}.{name}"), label, basis, all)
    };
    let answered =
        |good: fn(&Visit) -> bool| done.answered.iter().map(|visit| (visit.sheet.clone(), good(visit))).collect::<Vec<_>>();
    let rounds = done.rounds.iter().map(|((sheet, _), good)| ((*sheet).to_owned(), *good)).collect();
    let steps = format!("本人受理的事项各环节：{}", cases::basis_due());
    vec![
        rate("rounds.intime", "检查按时率", "按时录入的÷检查人写的是本人、已完成的轮次；补录的不算按时", rounds),
        rate("steps", "按期办理率", &steps, done.steps.clone()),
        rate(
            "visits.signed",
            "回访签字率",
            "客户签字的÷本月由本人做、填了整改效果的回访；作废事项的回访不计",
            answered(|visit| visit.signed),
        ),
        rate(
            "visits.satisfied",
            "回访满意率",
            "满意和基本满意的÷本月由本人做、填了整改效果的回访；作废事项的回访不计",
            answered(|visit| PLEASED.contains(&visit.effect.as_str())),
        ),
    ]
}
