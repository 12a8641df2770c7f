//! What must hold of every chart, whatever its figures.

use super::*;
use crate::paper::chart::{Series, Unit};
use crate::paper::layout::page::{Seg, Text};

/// The room of a chart on an upright page.
const PLACE: [f64; 4] = [25.0, 40.0, 170.0, 60.0];

fn chart(kind: ChartKind, labels: &[String], series: usize, unit: Unit) -> Chart {
    let value = |series: usize, label: usize| {
        let n = i64::try_from(label * 37 + series * 53).unwrap();
        let value = if unit == Unit::Percent { 1000 - n % 430 } else { n % 23 };
        (n % 11 != 3).then_some(value)
    };
    let names = ["保洁", "秩序", "工程", "客服", "收费", "商业网点"];
    let series =
        (0..series).map(|s| Series { name: names[s].into(), values: (0..labels.len()).map(|label| value(s, label)).collect() });
    Chart { kind, caption: "图".into(), labels: labels.to_vec(), series: series.collect(), unit, max: None }
}

fn months() -> Vec<String> {
    (1..=12).map(|n| format!("{n}月")).collect()
}

fn days() -> Vec<String> {
    (1..=31).map(|n| n.to_string()).collect()
}

fn departments() -> Vec<String> {
    ["保洁绿化部", "秩序维护部", "工程维修部（含外包单位）", "客户服务部", "财务收费组", "商业网点管理组", "项目经理室"]
        .map(str::to_owned)
        .to_vec()
}

fn drawn(chart: &Chart) -> Vec<Item> {
    let mut out = Vec::new();
    draw(chart, PLACE, &mut out).unwrap();
    out
}

/// Left, top, right, bottom of a line of text as it stands.
fn rect(text: &Text) -> [f64; 4] {
    let em = text.size * POINT;
    if text.turned == 90.0 {
        return [text.x - 0.88 * em, text.y - text.width(), text.x + 0.12 * em, text.y];
    }
    assert_eq!(text.turned, 0.0, "words stand level or read upwards");
    [text.x, text.y - 0.88 * em, text.x + text.width(), text.y + 0.12 * em]
}

fn said(items: &[Item]) -> Vec<String> {
    let words = |text: &Text| text.runs.iter().map(|run| run.text.as_str()).collect();
    items.iter().filter_map(|item| if let Item::Text(text) = item { Some(words(text)) } else { None }).collect()
}

fn points(item: &Item) -> Vec<(f64, f64)> {
    match item {
        Item::Rule { from, to, .. } => vec![*from, *to],
        Item::Frame { at: [x, y, width, height], .. } => vec![(*x, *y), (x + width, y + height)],
        Item::Area { path, .. } | Item::Stroke { path, .. } => path
            .iter()
            .filter_map(|seg| if let Seg::Move(x, y) | Seg::Line(x, y) = seg { Some((*x, *y)) } else { None })
            .collect(),
        _ => Vec::new(),
    }
}

fn holds(name: &str, chart: &Chart) {
    let items = drawn(chart);
    let [left, top, right, bottom] = [PLACE[0], PLACE[1], PLACE[0] + PLACE[2], PLACE[1] + PLACE[3]];
    let inside = |x: f64, y: f64| x >= left && x <= right && y >= top && y <= bottom;
    let texts: Vec<([f64; 4], &Text)> =
        items.iter().filter_map(|item| if let Item::Text(text) = item { Some((rect(text), text)) } else { None }).collect();
    for (n, (a, text)) in texts.iter().enumerate() {
        assert!(text.size >= 9.0, "{name}: nothing is smaller than 9 pt");
        assert!(inside(a[0], a[1]) && inside(a[2], a[3]), "{name}: {:?} stands in its place: {a:?}", text.runs);
        for (b, other) in &texts[n + 1..] {
            let apart = a[2] <= b[0] + 1e-6 || b[2] <= a[0] + 1e-6 || a[3] <= b[1] + 1e-6 || b[3] <= a[1] + 1e-6;
            assert!(apart, "{name}: {:?} and {:?} overlap", text.runs, other.runs);
        }
    }
    for (x, y) in items.iter().flat_map(points) {
        assert!(inside(x, y), "{name}: what is drawn stands in its place: {x} {y}");
    }
}

#[test]
fn words_never_overlap_and_nothing_leaves_its_place() {
    for kind in [ChartKind::Bars, ChartKind::Lines, ChartKind::Stacked] {
        for labels in [vec!["十月".to_owned()], months()[..2].to_vec(), months(), days(), departments()] {
            for series in 1..=6 {
                for unit in [Unit::Count, Unit::Percent] {
                    let name = format!("{kind:?} {} labels {series} series {unit:?}", labels.len());
                    holds(&name, &chart(kind, &labels, series, unit));
                }
            }
        }
    }
}

#[test]
fn large_figures_and_long_names_keep_to_their_place() {
    for kind in [ChartKind::Bars, ChartKind::Lines, ChartKind::Stacked] {
        let mut large = chart(kind, &months(), 2, Unit::Count);
        large.series[0].values = (0..12).map(|n| Some(1_234_567 * n)).collect();
        large.series[1].name = "一个名称很长很长的责任部门".repeat(4);
        holds("large", &large);
        large.labels = (0..12).map(|n| format!("名称很长很长很长的第{n}个片区和楼宇")).collect();
        holds("long names", &large);
    }
}

#[test]
fn every_other_label_is_left_out_where_all_would_touch() {
    let shown = said(&drawn(&chart(ChartKind::Lines, &days(), 1, Unit::Percent)));
    assert!(shown.iter().any(|word| word == "31"), "31 figures have room across a page");
    let dates: Vec<String> = (1..=31).map(|n| format!("10-{n:02}")).collect();
    let shown = said(&drawn(&chart(ChartKind::Lines, &dates, 1, Unit::Percent)));
    let kept = shown.iter().filter(|word| word.starts_with("10-")).count();
    assert!((8..=16).contains(&kept), "of 31 dates every second or third is shown: {kept}");
    let shown: String = said(&drawn(&chart(ChartKind::Bars, &departments(), 1, Unit::Count))).concat();
    assert!(departments().iter().all(|name| shown.contains(&name[..6])), "of names none is left out");
}

#[test]
fn what_was_not_measured_is_told_from_nothing() {
    let mut one = chart(ChartKind::Bars, &months()[..3], 1, Unit::Count);
    one.series[0].values = vec![Some(4), Some(0), None];
    let shown = said(&drawn(&one));
    assert!(shown.iter().any(|word| word == "—"), "a dash where there is no value");
    assert!(shown.iter().filter(|word| *word == "0").count() == 2, "0 on the axis, and above the bar of nothing");
    one.series[0].values = vec![None; 3];
    assert_eq!(said(&drawn(&one)), ["无数据"], "no figure at all draws no axis");
    one.series[0].values = vec![Some(0); 3];
    assert!(said(&drawn(&one)).iter().filter(|word| *word == "0").count() == 4, "all nothing is an answer");
}

#[test]
fn series_are_told_apart_without_colour() {
    let mut seen: Vec<Vec<Item>> = Vec::new();
    for series in 0..6 {
        let mut bar = Vec::new();
        pattern::area(series, [0.0, 0.0, 10.0, 10.0], &mut bar);
        assert!(!seen.contains(&bar), "bar {series} has a shade or hatch of its own");
        let mut line = Vec::new();
        lines::sample(series, [0.0, 0.0, 20.0], &mut line);
        assert!(!seen.contains(&line), "line {series} has dashes and marks of its own");
        seen.extend([bar, line]);
    }
}

#[test]
fn a_chart_on_the_screen_and_on_paper() {
    use crate::paper::grid::{Cell, Content, Foot, Grid, Head, Mm, Part, Row, Table};
    let cell = |chart| Cell { columns: 1, rows: 1, content: Content::Chart { chart }, ..Cell::default() };
    let row = |chart| Row { height: Mm::whole(62), cells: vec![cell(chart)] };
    let rows = vec![
        row(chart(ChartKind::Bars, &months()[..3], 2, Unit::Percent)),
        row(chart(ChartKind::Lines, &months()[..3], 2, Unit::Count)),
    ];
    let table = Table { id: "charts".into(), columns: vec![Mm::whole(170)], rows, ..Table::default() };
    let grid = Grid {
        head: Head { title: "统计图".into(), ..Head::default() },
        parts: vec![Part { title: "统计图".into(), sheet: super::super::A4, tables: vec![table] }],
        plates: Vec::new(),
        foot: Foot::default(),
        watermark: None,
    };
    let pages = crate::paper::svg::pages(&grid, &crate::paper::NoPictures).unwrap();
    insta::assert_snapshot!(pages.concat());
}
