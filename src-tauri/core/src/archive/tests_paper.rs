//! The month's rounds on paper.

use super::facts::SlotState;
use super::matrix::{Matrix, MatrixMark};
use super::paper::{Letterhead, matrix};
use super::tests::{check, date, facts, slot};
use crate::form::Mark;
use crate::paper::grid::{Cell, Content};
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
    let grid = matrix(&month, &Letterhead::default());
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
    for notation in ["补√", "补×", "补／", "补未"] {
        assert!(key.contains(notation), "the key of symbols names {notation}: {key}");
    }
    assert_eq!(pages(&grid).unwrap().len(), 1, "a month in which nearly all was late is one page still");
}
