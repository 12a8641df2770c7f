//! 投诉, and how the steps of every kind kept to their limits.

use std::collections::BTreeMap;

use crate::archive::Month;
use crate::archive::facts::{Case, Facts};
use crate::archive::figure::{Figure, FigureGroup, FigureLine, FigureTable};
use crate::casework::{Clock, Ended, State};
use crate::clock::Stamp;
use crate::deadline::rule_word;
use crate::form::CaseKind;

/// Whether a moment lies in the month.
fn in_month(month: Month, at: Option<Stamp>) -> bool {
    at.is_some_and(|at| month.holds(at.in_china().date()))
}

/// Whether a case was received in the month. One that was voided is none.
pub(super) fn is_received(facts: &Facts, case: &Case) -> bool {
    in_month(facts.month, case.received) && !matches!(case.state, State::Void)
}

pub(super) fn complaints(facts: &Facts) -> FigureGroup {
    let all = || facts.cases.iter().filter(|case| case.kind == CaseKind::Complaint);
    let received = || all().filter(|case| is_received(facts, case));
    let sheets =
        |of: &dyn Fn(&Case) -> bool| received().filter(|case| of(case)).map(|case| case.sheet.clone()).collect::<Vec<_>>();
    let closed = || all().filter(|case| in_month(facts.month, case.closed) && !case.invalid);
    let once = |case: &Case| (case.sheet.clone(), case.round == 1 && matches!(case.effect.as_str(), "满意" | "基本满意"));
    let figures = vec![
        Figure::count("complaints.received", "受理投诉", "受理时间在本月的，作废的不计", sheets(&|_| true)),
        Figure::count(
            "complaints.major",
            "重大投诉",
            "受理时间在本月、现级别为重大的，作废的不计",
            sheets(&|case| case.grade == "重大"),
        ),
        Figure::count(
            "complaints.invalid",
            "无效投诉",
            "受理时间在本月、经批准认定无效的，作废的不计",
            sheets(&|case| case.invalid),
        ),
        Figure::count(
            "complaints.closed",
            "结案投诉",
            "结案时间在本月的，无效的不计；归档后更正、结案待重新签字的仍计",
            closed().map(|case| case.sheet.clone()),
        ),
        Figure::rate("complaints.once", "一次解决率", "第一轮整改后回访满意或基本满意的÷本月结案的有效投诉", closed().map(once)),
    ];
    let table = |id: &str, title: &str, head: &str, name: &dyn Fn(&Case) -> String| {
        let mut of: BTreeMap<String, Vec<&Case>> = BTreeMap::new();
        for case in received() {
            let name = name(case);
            of.entry(if name.is_empty() { "未填".to_owned() } else { name }).or_default().push(case);
        }
        let mut lines: Vec<(usize, FigureLine)> = of
            .into_iter()
            .map(|(label, cases)| {
                let count = |what: &str, words: &str, keep: &dyn Fn(&Case) -> bool| {
                    let sheets = cases.iter().filter(|case| keep(case)).map(|case| case.sheet.clone());
                    Figure::count(&format!("{id}.{what}.{label}"), words, "受理时间在本月的，作废的不计", sheets)
                };
                let figures = vec![
                    count("all", "件数", &|_| true),
                    count("major", "重大", &|case| case.grade == "重大"),
                    count("minor", "一般", &|case| case.grade != "重大"),
                ];
                (cases.len(), FigureLine { label, figures })
            })
            .collect();
        // The most first, so that the chart reads from above.
        lines.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.label.cmp(&b.1.label)));
        FigureTable {
            id: id.into(),
            title: title.into(),
            head: head.into(),
            heads: vec!["件数".into(), "重大".into(), "一般".into()],
            lines: lines.into_iter().map(|(_, line)| line).collect(),
        }
    };
    let tables = vec![
        table("complaints.category", "投诉类别", "类别", &|case| case.category.clone()),
        table("complaints.department", "责任部门", "部门", &|case| case.department.clone()),
        table("complaints.cause", "投诉原因", "原因类别", &|case| case.cause.clone()),
    ];
    FigureGroup { id: "complaints".into(), title: "投诉".into(), figures, tables }
}

/// By which day a clock is counted into the month.
#[derive(Clone, Copy)]
enum By {
    /// 应完成日
    Due,
    /// 受理日
    Received,
}

impl By {
    fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Received => "received",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Due => "按应完成日",
            Self::Received => "按受理日",
        }
    }

    fn basis(self) -> String {
        let which = match self {
            Self::Due => "应完成日在本月",
            Self::Received => "受理时间在本月",
        };
        format!("期限内完成的÷{which}的；统计时未到期的不计，经批准延期的按新期限，因改级、终结而停止的不计")
    }
}

/// Whether a clock was kept; `None` where that cannot be said: not due yet, or stopped without its step.
fn kept(clock: &Clock, until: Stamp) -> Option<bool> {
    match clock.ended {
        Some(end) if end.at.wall_ms() < until.wall_ms() => match end.how {
            Ended::Done => Some(!clock.due.is_past(end.at)),
            // An overdue that was incurred before it stopped stays one.
            Ended::Replaced | Ended::Dropped => clock.due.is_past(end.at).then_some(false),
        },
        _ => clock.due.is_past(until).then_some(false),
    }
}

/// The clocks of a month with their cases.
fn counted(facts: &Facts, by: By) -> impl Iterator<Item = (&Case, &Clock, bool)> {
    let until = facts.until;
    let month = facts.month;
    let cases = facts.cases.iter().filter(|case| !case.invalid && !matches!(case.state, State::Void));
    cases.flat_map(|case| case.clocks.iter().map(move |clock| (case, clock))).filter_map(move |(case, clock)| {
        let here = match by {
            By::Due => month.holds(clock.due.date()),
            By::Received => in_month(month, case.received),
        };
        here.then(|| kept(clock, until)).flatten().map(|good| (case, clock, good))
    })
}

/// The steps that fell due in the month, each with its case and whether it was in time. What the department set itself beside a
/// regulation counts in no rate of it.
pub(super) fn due(facts: &Facts) -> impl Iterator<Item = (&Case, bool)> {
    counted(facts, By::Due).filter(|(_, clock, _)| !clock.inner()).map(|(case, _, good)| (case, good))
}

/// How they are counted.
pub(super) fn basis_due() -> String {
    By::Due.basis()
}

pub(super) fn on_time(facts: &Facts) -> FigureGroup {
    let rate = |id: String, label: &str, by: By, keep: &dyn Fn(&Case, &Clock) -> bool| {
        let all: Vec<(String, bool)> = counted(facts, by)
            .filter(|(case, clock, _)| keep(case, clock))
            .map(|(case, _, good)| (case.sheet.clone(), good))
            .collect();
        Figure::rate(&format!("{id}.{}", by.code()), label, &by.basis(), all)
    };
    let complaint = |case: &Case, clock: &Clock| case.kind == CaseKind::Complaint && !clock.inner();
    let figures = vec![
        rate("ontime.all".into(), "按期完成率", By::Due, &|_, clock| !clock.inner()),
        rate("ontime.complaint".into(), "投诉按期办理率", By::Due, &complaint),
        rate("ontime.complaint".into(), "投诉按期办理率（按受理日）", By::Received, &complaint),
    ];
    let mut rules: BTreeMap<(String, String, String), String> = BTreeMap::new();
    let mut departments: Vec<String> = Vec::new();
    for (case, clock, _) in counted(facts, By::Due).chain(counted(facts, By::Received)) {
        let label = [clock.grade.as_str(), case.kind.words().first().copied().unwrap_or_default(), clock.step.word(case.kind)];
        rules.entry((clock.rule.clone(), clock.grade.clone(), clock.beside.clone())).or_insert_with(|| label.concat());
        if !case.department.is_empty() && !departments.contains(&case.department) {
            departments.push(case.department.clone());
        }
    }
    departments.sort();
    let both = |id: String, keep: &dyn Fn(&Case, &Clock) -> bool| {
        [By::Due, By::Received].map(|by| rate(id.clone(), by.words(), by, keep)).to_vec()
    };
    let heads = || vec![By::Due.words().to_owned(), By::Received.words().to_owned()];
    let by_rule = rules.into_iter().map(|((rule, grade, beside), words)| {
        let of_rule = |_: &Case, clock: &Clock| clock.rule == rule && clock.grade == grade && clock.beside == beside;
        // An own limit beside a regulation's is a line of its own, and no part of that one's.
        let (id, named) = if beside.is_empty() {
            (rule.clone(), rule_word(&rule).to_owned())
        } else {
            (format!("{rule}.{beside}"), format!("{}（{beside}）", rule_word(&rule)))
        };
        FigureLine { label: format!("{words}　{named}"), figures: both(format!("ontime.rule.{id}.{grade}"), &of_rule) }
    });
    let by_department = departments.into_iter().map(|name| {
        let figures = both(format!("ontime.department.{name}"), &|case, clock| case.department == name && !clock.inner());
        FigureLine { label: name, figures }
    });
    let tables = vec![
        FigureTable {
            id: "ontime.rule".into(),
            title: "各环节按期率".into(),
            head: "环节　规则".into(),
            heads: heads(),
            lines: by_rule.collect(),
        },
        FigureTable {
            id: "ontime.department".into(),
            title: "各部门按期率".into(),
            head: "责任部门".into(),
            heads: heads(),
            lines: by_department.collect(),
        },
    ];
    FigureGroup { id: "ontime".into(), title: "办理时限".into(), figures, tables }
}
