//! Composed papers.

use std::collections::BTreeSet;

use super::sample::*;
use super::text::text_of;
use super::*;
use crate::form::{FieldKind, Private};
use crate::paper::grid::{Cell, Mm};
use crate::paper::layout;

fn cells(grid: &Grid) -> impl Iterator<Item = &Cell> {
    grid.parts.iter().flat_map(|p| &p.tables).flat_map(|t| &t.rows).flat_map(|r| &r.cells)
}

fn all() -> Vec<(&'static str, Sample)> {
    vec![
        ("daily", daily()),
        ("daily-blank", blank("inspection-daily", FaceKind::Blank)),
        ("daily-draft", blank("inspection-daily", FaceKind::Draft)),
        ("monthly", monthly()),
        ("monthly-blank", blank("inspection-outlets", FaceKind::Blank)),
        ("revisit", revisit()),
        ("revisit-blank", blank("revisit", FaceKind::Blank)),
        ("revisit-amended", amended()),
    ]
}

#[test]
fn papers_read_as_they_did() {
    for (name, sample) in all() {
        insta::assert_snapshot!(name, text_of(&sample.grid()));
    }
}

#[test]
fn the_same_sheet_gives_the_same_grid() {
    for ((name, one), (_, other)) in all().into_iter().zip(all()) {
        assert!(one.grid() == other.grid(), "{name} composed twice from the same input is the same grid");
    }
}

#[test]
fn part_one_of_the_daily_sheet_fits_one_duplex_sheet() {
    let mut late_twice = daily();
    late_twice.body.stages.get_mut("am").unwrap().late = "停电，次日照纸补录，原表存档".into();
    for sample in [daily(), late_twice, blank("inspection-daily", FaceKind::Blank), blank("inspection-daily", FaceKind::Draft)] {
        let mut grid = sample.grid();
        grid.parts.truncate(1);
        grid.plates.clear();
        let pages = layout::pages(&grid).unwrap();
        assert_eq!(pages.len(), 2, "48 items, their signatures and the foot stand on the front and back of one sheet");
    }
}

#[test]
fn the_revisit_stands_on_one_page() {
    for sample in [revisit(), blank("revisit", FaceKind::Blank)] {
        let pages = layout::pages(&sample.grid()).unwrap();
        assert_eq!(pages.len(), 1, "a revisit of usual length is one page");
    }
}

#[test]
fn cells_cover_every_table_exactly_once() {
    for (name, sample) in all() {
        for table in sample.grid().parts.iter().flat_map(|p| &p.tables) {
            let mut covered = BTreeSet::new();
            for (y, row) in table.rows.iter().enumerate() {
                for cell in &row.cells {
                    for at in (y..y + cell.rows).flat_map(|y| (cell.column..cell.column + cell.columns).map(move |x| (y, x))) {
                        assert!(covered.insert(at), "{name} {}: no two cells overlap at {at:?}", table.id);
                        assert!(at.0 < table.rows.len() && at.1 < table.columns.len(), "{name} {}: {at:?} is inside", table.id);
                    }
                }
            }
            assert_eq!(covered.len(), table.rows.len() * table.columns.len(), "{name} {}: no hole in the table", table.id);
        }
    }
}

#[test]
fn tables_fit_between_the_margins() {
    for (name, sample) in all() {
        for part in &sample.grid().parts {
            let room = part.sheet.width.0 - part.sheet.left.0 - part.sheet.right.0;
            for table in &part.tables {
                let width: i32 = table.columns.iter().map(|w| w.0).sum();
                assert_eq!(width, room, "{name} {}: the frame reaches from margin to margin", table.id);
            }
        }
    }
}

#[test]
fn rows_are_at_least_seven_millimetres_and_text_nine_points() {
    for (name, sample) in all() {
        let grid = sample.grid();
        for table in grid.parts.iter().flat_map(|p| &p.tables) {
            for row in table.rows.iter().skip(table.head_rows) {
                assert!(row.height >= Mm::whole(7), "{name} {}: rows leave room to write", table.id);
            }
        }
        assert!(cells(&grid).all(|c| c.style.size >= 90), "{name}: nothing is smaller than 9 pt");
    }
}

#[test]
fn every_answer_can_be_edited_where_it_prints() {
    for (name, sample) in [("daily", daily()), ("monthly", monthly()), ("revisit", revisit())] {
        let grid = sample.grid();
        let sources: BTreeSet<&Place> = cells(&grid).filter_map(|c| c.source.as_ref()).collect();
        let opinions: BTreeSet<&str> = sample.form.signatures.iter().filter_map(|s| s.opinion.as_deref()).collect();
        // What the program filled when the sheet was begun is shown, not typed.
        let typed = |p: &Place| sample.form.field(&p.field).is_none_or(|(_, f)| f.kind != FieldKind::Auto);
        for (place, _) in sample.body.answers.each().filter(|(p, _)| !opinions.contains(p.field.as_str()) && typed(p)) {
            let found = sources.iter().any(|s| s.field == place.field && s.row == place.row);
            assert!(found, "{name}: the answer at {place:?} has a cell");
        }
    }
}

#[test]
fn what_is_private_is_marked_in_its_cells() {
    let grid = amended().grid();
    for (words, private) in
        [("3栋1单元502", Private::Room), ("13800000000", Private::Phone), ("示例客户甲（住户）", Private::Name)]
    {
        let holds = |c: &&Cell| matches!(&c.content, Content::Text { text } if text == words);
        let found: Vec<_> = cells(&grid).filter(holds).collect();
        assert!(!found.is_empty(), "{words} is printed");
        assert!(found.iter().all(|c| c.private == private), "{words} can be masked wherever it stands");
    }
    let corrected = |c: &&Cell| matches!(&c.content, Content::Text { text } if text == "示例客户乙");
    assert!(cells(&grid).filter(corrected).all(|c| c.private == Private::Name), "the old text of a 更正页 is masked as well");
}

#[test]
fn unsigned_places_print_empty_and_changed_ones_ask_again() {
    let unsigned = blank("revisit", FaceKind::Blank).grid();
    let seals = |grid: &Grid| -> Vec<Seal> {
        let seal = |c: &Cell| match &c.content {
            Content::Signature { seal } | Content::SignedText { seal, .. } => Some(seal.clone()),
            _ => None,
        };
        cells(grid).filter_map(seal).collect()
    };
    let empty = |s: &Seal| s.ink.is_none() && s.words.is_empty() && s.date.is_empty();
    assert!(seals(&unsigned).iter().all(empty), "a blank can be signed in ink");
    assert_eq!(seals(&unsigned).len(), 4, "customer, visitor, witness, head");
    let flags: Vec<String> = seals(&amended().grid()).into_iter().map(|s| s.flag).filter(|f| !f.is_empty()).collect();
    assert_eq!(flags, ["待重签"], "only the customer's signature asks to be given again");
}

#[test]
fn unused_rows_say_so_once() {
    for (name, sample) in [("daily", daily()), ("monthly", monthly()), ("revisit", revisit())] {
        let said = text_of(&sample.grid()).matches("以下空白").count();
        assert_eq!(said, 1, "{name}: one row says that nothing follows");
    }
    assert!(!text_of(&blank("revisit", FaceKind::Blank).grid()).contains("以下空白"), "a blank is to be filled by hand");
}

#[test]
fn photos_are_numbered_as_they_are_printed() {
    let grid = daily().grid();
    let numbers: Vec<&str> = grid.plates.iter().map(|p| p.caption.split('\u{3000}').next().unwrap_or_default()).collect();
    assert_eq!(numbers, ["图1", "图2", "图3", "图4", "图5"], "in the order of the rows, before and after together");
    assert_eq!(grid.plates[0].caption, "图1\u{3000}大堂\u{3000}玻璃门\u{3000}2026-02-24 10:02", "where, what, when it was taken");
    assert!(grid.foot.notes.iter().any(|n| n == "照片见附页"), "the foot says where the photos are");
}

#[test]
fn a_sheet_without_faults_has_no_second_part() {
    let mut sample = blank("inspection-daily", FaceKind::Sheet);
    sample.settle();
    assert_eq!(sample.grid().parts.len(), 1, "nothing to rectify, nothing to print");
    assert_eq!(blank("inspection-daily", FaceKind::Blank).grid().parts.len(), 2, "a blank has the rows to fill by hand");
}

#[test]
fn late_entries_and_changes_are_told_on_the_paper() {
    let daily = text_of(&daily().grid());
    assert!(daily.contains("2月25日 10:30（补录）"), "the time of entry says that it was late");
    assert!(daily.contains("停电，次日补录"), "and the reason is printed");
    let amended = amended().grid();
    assert!(amended.foot.notes.iter().any(|n| n.contains("修改")), "every page says that something was changed");
    assert_eq!(amended.parts.last().unwrap().title, "更正页", "a correction is a page of its own");
    let text = text_of(&amended);
    for words in ["~~满意~~", "客户来电更改评价", "~~示例客户乙~~", "王芳\u{3000}2026年2月25日 10:00"] {
        assert!(text.contains(words), "was, is, reason, who and when are printed: {words}");
    }
}

#[test]
fn a_frozen_sheet_does_not_look_at_registers() {
    let sample = monthly();
    let before = sample.grid();
    let stored = serde_json::to_string(&sample.body).unwrap();
    let read: Body = serde_json::from_str(&stored).unwrap();
    let again = Sample { body: read, ..monthly() };
    assert!(before == again.grid(), "the stored body and the form's bytes are all a paper needs");
}
