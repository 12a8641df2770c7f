//! 回访, 签字 and 满意: three figures that are not each other.

use std::collections::BTreeMap;

use crate::archive::facts::{Case, Facts, Survey, Visit};
use crate::archive::figure::{Figure, FigureGroup, FigureLine, FigureTable};
use crate::casework::{Ended, State, Step};
use crate::clock::Stamp;
use crate::form::{CaseKind, Mark};

/// Words of a revisit that count as satisfied.
pub(super) const PLEASED: [&str; 2] = ["满意", "基本满意"];
/// The five words of a survey; the first two count as satisfied.
const SCALE: [&str; 5] = ["非常满意", "满意", "一般", "不满意", "非常不满意"];

/// How many surveys were handed out.
const ISSUED: &str = "本月日期、已定稿的调查表＋本月日期的草稿＋本月印出、空白未交回的编号调查表；作废的不计";

/// How the share of what was to be revisited is counted.
const DUE: &str =
    "见到或接通客户的÷应回访截止日在本月的投诉和意见（无效的不计）；统计时未到期也未回访的不计，没有回访就结案的按未回访计";

pub(super) fn revisits(facts: &Facts) -> FigureGroup {
    let asked = |case: &&Case| matches!(case.kind, CaseKind::Complaint | CaseKind::Opinion) && !case.invalid;
    let closed =
        || facts.cases.iter().filter(asked).filter(|case| case.closed.is_some_and(|at| facts.month.holds(at.in_china().date())));
    let before = |at: Stamp| at.wall_ms() < facts.until.wall_ms();
    let due = facts.cases.iter().filter(asked).filter(|case| !matches!(case.state, State::Void)).filter_map(|case| {
        let mut clocks = case
            .clocks
            .iter()
            .filter(|clock| clock.step == Step::Revisit && !clock.inner() && facts.month.holds(clock.due.date()));
        // A clock that another took the place of asks for nothing any longer.
        let due = clocks.find(|clock| clock.ended.is_none_or(|end| end.how != Ended::Replaced))?;
        let made = case.revisited.is_some_and(before);
        let over = due.due.is_past(facts.until) || case.closed.is_some_and(before);
        (made || over).then(|| (case.sheet.clone(), made))
    });
    let revisited = |case: &Case| (case.sheet.clone(), case.revisited.is_some());
    let signed = |case: &Case| (case.sheet.clone(), case.signed);
    let pleased = |visit: &Visit| (visit.sheet.clone(), PLEASED.contains(&visit.effect.as_str()));
    let judged = |visit: &&Visit| !facts.is_of_void(visit);
    let answered = || facts.visits.iter().filter(judged).filter(|visit| !visit.effect.is_empty());
    let figures = vec![
        Figure::rate("revisit.made", "回访率", "见到或接通客户的÷本月结案的投诉和意见（无效的不计）", closed().map(revisited)),
        Figure::rate("revisit.due", "回访率（按应回访日）", DUE, due),
        Figure::rate(
            "revisit.signed",
            "签字率",
            "客户在回访记录上签字的÷本月结案的投诉和意见（无效的不计）",
            closed().map(signed),
        ),
        Figure::rate(
            "revisit.satisfied",
            "回访满意率",
            "满意和基本满意的÷本月回访中填了整改效果的；作废事项的回访不计",
            answered().map(pleased),
        ),
    ];
    let names: Vec<String> = facts.visits.iter().filter(judged).flat_map(|v| &v.marks).map(|(name, _)| name.clone()).fold(
        Vec::new(),
        |mut all, name| {
            if !all.contains(&name) {
                all.push(name);
            }
            all
        },
    );
    let of_mark = |name: String| {
        let marks = facts.visits.iter().filter(judged).flat_map(|v| v.marks.iter().map(move |(n, m)| (v, n, m)));
        let judged = marks.filter(|(_, n, m)| **n == name && matches!(m, Mark::Pass | Mark::Fail));
        let all = judged.map(|(v, _, m)| (v.sheet.clone(), *m == Mark::Pass));
        let figure = Figure::rate(&format!("revisit.mark.{name}"), "合格率", "打√的÷打√或×的；作废事项的回访不计", all);
        FigureLine { label: name, figures: vec![figure] }
    };
    let mut kinds: BTreeMap<&str, Vec<&Visit>> = BTreeMap::new();
    for visit in &facts.visits {
        kinds.entry(&visit.kind).or_default().push(visit);
    }
    let of_kind = |(kind, visits): (&str, Vec<&Visit>)| FigureLine {
        label: if kind.is_empty() { "未填".to_owned() } else { kind.to_owned() },
        figures: vec![
            Figure::count(&format!("revisit.kind.{kind}"), "次数", "回访日期在本月的", visits.iter().map(|v| v.sheet.clone())),
            Figure::rate(
                &format!("revisit.kind.satisfied.{kind}"),
                "满意率",
                "满意和基本满意的÷填了整改效果的；作废事项的回访不计",
                visits.iter().filter(|v| judged(v) && !v.effect.is_empty()).map(|v| pleased(v)),
            ),
        ],
    };
    let tables = vec![
        FigureTable {
            id: "revisit.kind".into(),
            title: "回访类型".into(),
            head: "类型".into(),
            heads: vec!["次数".into(), "满意率".into()],
            lines: kinds.into_iter().map(of_kind).collect(),
        },
        FigureTable {
            id: "revisit.mark".into(),
            title: "服务评价".into(),
            head: "项目".into(),
            heads: vec!["合格率".into()],
            lines: names.into_iter().map(of_mark).collect(),
        },
    ];
    FigureGroup { id: "revisit".into(), title: "回访".into(), figures, tables }
}

pub(super) fn surveys(facts: &Facts) -> FigureGroup {
    let returned = |survey: &Survey| (survey.sheet.clone(), survey.returned);
    let answers = || facts.surveys.iter().flat_map(|survey| survey.answers.iter().map(move |(item, word)| (survey, item, word)));
    let pleased = |word: &str| SCALE.iter().take(2).any(|of| *of == word);
    let basis = "非常满意和满意的÷作了评价的；没有评价的项目不计";
    let all = answers().map(|(survey, _, word)| (survey.sheet.clone(), pleased(word)));
    // A blank that was handed out and did not come back has no sheet to be opened.
    let blank = || (0..facts.blank_surveys).map(|_| String::new());
    let issued = facts.surveys.iter().map(|s| s.sheet.clone()).chain(blank());
    let back = facts.surveys.iter().map(returned).chain(blank().map(|none| (none, false)));
    let figures = vec![
        Figure::count("survey.issued", "发放", ISSUED, issued),
        Figure::rate("survey.returned", "回收率", &format!("至少评价了一项、已定稿的÷发放的；发放：{ISSUED}"), back),
        Figure::rate("survey.satisfied", "调查满意率", basis, all),
    ];
    let mut items: Vec<&String> = Vec::new();
    for (_, item, _) in answers() {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    let line = |item: &String| {
        let of_item = || answers().filter(move |(_, i, _)| *i == item);
        let mut figures: Vec<Figure> = SCALE
            .iter()
            .map(|word| {
                let sheets = of_item().filter(|(.., w)| w.as_str() == *word).map(|(s, ..)| s.sheet.clone());
                Figure::count(&format!("survey.item.{item}.{word}"), word, "选了这一项的份数", sheets)
            })
            .collect();
        let rate = of_item().map(|(s, _, word)| (s.sheet.clone(), pleased(word)));
        figures.push(Figure::rate(&format!("survey.item.{item}"), "满意率", basis, rate));
        FigureLine { label: item.clone(), figures }
    };
    let heads = SCALE.iter().map(|word| (*word).to_owned()).chain(["满意率".to_owned()]).collect();
    let lines = items.into_iter().map(line).collect();
    let table = FigureTable { id: "survey.item".into(), title: "各项评价".into(), head: "评价项目".into(), heads, lines };
    FigureGroup { id: "survey".into(), title: "满意度调查".into(), figures, tables: vec![table] }
}
