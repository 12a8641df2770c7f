//! The month's rounds on paper.

use super::facts::SlotState;
use super::matrix::{Matrix, MatrixMark};
use super::paper::{Letterhead, matrix, summary};
use super::stats::{Statistics, headlines, trends};
use super::tests::{check, complaint, date, facts, slot};
use crate::form::Mark;
use crate::paper::grid::{Cell, Content, bound};
use crate::paper::layout::pages;

/// A cell as it is read.
fn read(cell: &Cell) -> String {
    match &cell.content {
        Content::Mark { mark } => mark.character().to_owned(),
        Content::Text { text } => text.clone(),
        _ => String::new(),
    }
}

/// What was found does not disappear behind its having been keyed in late.
#[test]
fn every_cell_of_the_paper_says_what_was_found_and_that_it_came_late() {
    let mut facts = facts();
    facts.areas = (1..=12).map(|n| format!("区域{n}")).collect();
    let marks = [Mark::Pass, Mark::Fail, Mark::Na, Mark::Undrawn];
    for day in facts.month.days() {
        let n = usize::try_from(chrono::Datelike::day(&day)).unwrap();
        let state = match n {
            30 => SlotState::Missed,
            31 => SlotState::Rest,
            n if n <= 8 => SlotState::Done,
            _ => SlotState::Late,
        };
        for stage in ["am", "pm"] {
            facts.slots.push(slot(&day.to_string(), stage, state));
            for area in facts.areas.clone().into_iter().filter(|_| matches!(state, SlotState::Done | SlotState::Late)) {
                let found = check(&day.to_string(), stage, "地面", marks[n % 4]);
                facts.checks.push(super::facts::Check { area, date: date(&day.to_string()), ..found });
            }
        }
    }
    let month = Matrix::of(&facts);
    let head = Letterhead { notes: vec!["归档 2026-11-03　脱敏件".into()], ..Letterhead::default() };
    let grid = matrix(&month, &head);
    let table = &grid.parts[0].tables[0];
    for (row, line) in table.rows[table.head_rows..].iter().zip(month.rows.iter().filter(|line| line.stage == "am")) {
        for (day, found) in line.cells.iter().enumerate() {
            let Some(cell) = row.cells.iter().find(|cell| cell.column == 1 + 2 * day) else { continue };
            let word = match found.mark {
                MatrixMark::Pass => "√",
                MatrixMark::Fail => "×",
                MatrixMark::Na => {
                    if found.late {
                        "／"
                    } else {
                        Mark::Na.character()
                    }
                }
                MatrixMark::Undrawn => "未",
                MatrixMark::Missed => "漏",
                _ => "休",
            };
            let expected = if found.late { format!("补{word}") } else { word.to_owned() };
            assert_eq!(read(cell), expected, "{} day {}", line.area, day + 1);
        }
    }
    let key = grid.foot.notes.join("");
    assert!(key.contains("补√×／未＝补录"), "the key of symbols names what came late: {key}");
    assert_eq!(pages(&bound(grid, true)).unwrap().len(), 1, "a month in which nearly all was late is one page still, bound too");
}

/// Charts are drawn as vectors into the summary: bars beside the tables and a line for each headline.
#[test]
fn the_printed_summary_has_its_bars_and_lines() {
    use crate::paper::chart::ChartKind;
    let mut facts = facts();
    let of = |id: &str, category: &str| super::facts::Case {
        category: category.into(),
        ..complaint(id, "2026-10-02", Some("2026-10-09"))
    };
    facts.cases = vec![of("1", "工程"), of("2", "保洁"), of("3", "保洁")];
    let mut stats = Statistics::of(&facts);
    stats.trends = trends(&[("2026-09".parse().unwrap(), headlines(&facts)), (facts.month, headlines(&facts))]);
    assert!(!stats.trends.is_empty(), "there are courses to be drawn");
    let grid = summary(&stats, &Letterhead::default());
    let cells = grid.parts.iter().flat_map(|part| &part.tables).flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let charts: Vec<_> =
        cells.filter_map(|cell| if let Content::Chart { chart } = &cell.content { Some(chart) } else { None }).collect();
    let lines = charts.iter().filter(|chart| chart.kind == ChartKind::Lines).count();
    assert_eq!(lines, stats.trends.len(), "a line for each course");
    let bars: Vec<_> = charts.iter().filter(|chart| chart.kind == ChartKind::Bars).collect();
    let categories = bars.iter().find(|chart| chart.labels.contains(&"保洁".to_owned())).expect("bars of the categories");
    assert_eq!(categories.labels, ["保洁", "工程"], "the most first");
}
