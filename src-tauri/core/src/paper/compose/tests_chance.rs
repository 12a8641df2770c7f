//! Whatever is answered can be drawn: random sheets of the shipped papers, from nothing to 300 rows and 5,000 characters.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::FaceKind;
use super::chance::{Wish, made};
use crate::form::{Library, LoadedForm, Mark, SHIPPED};
use crate::paper::grid::*;
use crate::paper::ink::{Outline, Step};
use crate::paper::layout::{self, Item, Page};
use crate::sheet::{Place, Reference, Value};

fn form(id: &str) -> &'static LoadedForm {
    Library::shipped().get(id).unwrap()
}

/// The grid with every cell marked, so that the layout says where each stands, and nothing but tables on the pages.
fn marked(grid: &Grid) -> Grid {
    let mut grid = grid.clone();
    grid.head = Head { title: "表".into(), ..Head::default() };
    grid.foot = Foot::default();
    grid.watermark = None;
    grid.plates.clear();
    for (p, part) in grid.parts.iter_mut().enumerate() {
        part.title = "表".into();
        for (t, table) in part.tables.iter_mut().enumerate() {
            table.caption.clear();
            for (r, row) in table.rows.iter_mut().enumerate() {
                for cell in &mut row.cells {
                    cell.source =
                        Some(Source { section: format!("{p}.{t}"), row: r.to_string(), field: cell.column.to_string() });
                }
            }
        }
    }
    grid
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether every character of the one is in the other, as often.
fn among(want: &str, got: &str) -> bool {
    let mut left: BTreeMap<char, usize> = BTreeMap::new();
    for c in got.chars() {
        *left.entry(c).or_default() += 1;
    }
    want.chars().all(|c| left.get_mut(&c).filter(|n| **n > 0).map(|n| *n -= 1).is_some())
}

/// What a cell must show, as characters one after the other.
fn shown(cell: &Cell) -> String {
    squeezed(&match &cell.content {
        Content::Text { text } | Content::SignedText { text, .. } => text.clone(),
        Content::Chart { chart } => chart.caption.clone(),
        Content::Mark { mark } => mark.character().to_owned(),
        Content::Signature { seal } => seal.words.clone(),
        Content::Choice { options } => options.iter().map(|(word, _)| word.as_str()).collect(),
        Content::Empty => String::new(),
    })
}

/// The points an outline goes through, in its own units.
fn points(outline: &Outline) -> Vec<(f64, f64)> {
    let end = |step: &Step| match step {
        Step::Move(to) | Step::Line(to) => *to,
        Step::Curve([.., x, y]) => [*x, *y],
    };
    outline.iter().map(end).map(|[x, y]| (f64::from(x), f64::from(y))).collect()
}

/// Every cell's words stand in its place, whole; heads are repeated; signatures stay in their cells.
fn check(grid: &Grid) -> Result<Vec<Page>, TestCaseError> {
    let grid = marked(grid);
    let pages = layout::pages(&grid).map_err(|e| TestCaseError::fail(e.to_string()))?;
    let mut drawn = BTreeMap::new();
    layout::tests::check(&pages, &mut drawn)?;
    for (p, part) in grid.parts.iter().enumerate() {
        for (t, table) in part.tables.iter().enumerate() {
            let id = format!("{p}.{t}");
            for (r, row) in table.rows.iter().enumerate() {
                for cell in &row.cells {
                    let want = shown(cell);
                    let got = drawn.get(&(id.clone(), r.to_string(), cell.column.to_string())).cloned().unwrap_or_default();
                    let got = squeezed(&got);
                    let sealed =
                        matches!(cell.content, Content::SignedText { .. } | Content::Signature { .. } | Content::Choice { .. });
                    // The words of a signature stand among those of its cell; short words beside a row that goes over a page
                    // stand on both.
                    let enough = if sealed {
                        among(&want, &got)
                    } else {
                        got == want || !want.is_empty() && !got.is_empty() && got.replace(&want, "").is_empty()
                    };
                    let begins = |text: &str| text.chars().take(60).collect::<String>();
                    prop_assert!(
                        enough,
                        "{} row {r} column {}: {:?}… ({}) is drawn for {:?}… ({})",
                        table.id,
                        cell.column,
                        begins(&got),
                        got.chars().count(),
                        begins(&want),
                        want.chars().count()
                    );
                }
            }
            for (n, page) in pages.iter().enumerate() {
                let rows: BTreeSet<usize> =
                    page.boxes.iter().filter(|b| b.source.section == id).map(|b| b.source.row.parse().unwrap()).collect();
                let body = rows.iter().any(|r| *r >= table.head_rows);
                let heads = rows.iter().filter(|r| **r < table.head_rows).count();
                prop_assert!(!body || heads == table.head_rows, "page {n} shows rows of {} without its head", table.id);
            }
        }
    }
    for (n, page) in pages.iter().enumerate() {
        for item in &page.filled {
            let Item::Signature { at, unit, outlines } = item else { continue };
            for (x, y) in outlines.iter().flat_map(points) {
                let (x, y) = (at.0 + x * unit, at.1 + y * unit);
                let inside = |b: &layout::CellBox| {
                    let (left, top) = (b.x.get(), b.y.get());
                    x >= left && x <= left + b.width.get() && y >= top && y <= top + b.height.get()
                };
                prop_assert!(page.boxes.iter().any(inside), "ink at {x:.2} {y:.2} of page {n} is in no cell");
            }
        }
    }
    Ok(pages)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_answered_can_be_drawn(
        which in 0_usize..SHIPPED.len(),
        rows in prop_oneof![Just(0_usize), 1_usize..12, 12_usize..60, 200_usize..=300],
        filled in prop_oneof![Just(0_usize), 10_usize..60, 60_usize..95, Just(100_usize)],
        texts in proptest::collection::vec("[一-十甲-癸，。、；：！？）》（《a-z0-9 \n㛃䶮𬭚𠅤]{0,60}", 1..5),
        long in prop_oneof![3 => Just(0_usize), 1 => 200_usize..5000],
        seed in any::<u64>(),
        kind in prop_oneof![3 => Just(FaceKind::Sheet), 1 => Just(FaceKind::Draft), 1 => Just(FaceKind::Blank)],
    ) {
        let mut texts = texts;
        // One text of up to 5,000 characters, where the rows are few: 300 such rows are a book.
        if rows < 12 && long > 0 {
            let few = "客户说电梯里有异味，垃圾桶也满了；";
            texts.push(few.chars().cycle().take(long).collect());
        }
        let id = SHIPPED[which].0.trim_end_matches(".toml");
        let made = made(form(id), &Wish { rows, texts: &texts, filled, seed });
        check(&made.paper(kind))?;
    }
}

#[test]
fn five_thousand_characters_go_over_pages_with_the_head_repeated() {
    let texts = ["客户说电梯里有异味。".repeat(500)];
    let made = made(form("inspection-daily"), &Wish { rows: 4, texts: &texts, filled: 100, seed: 3 });
    let pages = check(&made.grid()).unwrap_or_else(|e| panic!("{e}"));
    assert!(pages.len() > 3, "5,000 characters in a column of 38 mm take more than a page: {}", pages.len());
}

#[test]
fn part_one_of_the_daily_paper_fits_both_sides_of_a_sheet() {
    // The library of the eleven areas and the posts, with words as long as a site is likely to have them.
    let pages_with = |area: usize, keeper: usize, spots: usize| {
        let mut made = made(form("inspection-daily"), &Wish { rows: 0, texts: &[String::new()], filled: 0, seed: 1 });
        made.body.stages.clear();
        made.body.changes.clear();
        let long = |n: usize| "长".repeat(n);
        for row in made.body.answers.rows.get_mut("check").unwrap() {
            row.facts.insert("group".into(), long(area));
            row.cells.insert("am".into(), Value::Check { mark: Mark::Pass });
            row.cells.insert("pm".into(), Value::Check { mark: Mark::Pass });
        }
        let groups: BTreeSet<String> = made.body.answers.list("check").iter().map(|r| r.group.clone()).collect();
        for group in groups {
            let person = Reference { text: long(keeper), ..Reference::default() };
            let group = format!("@{group}");
            made.body.answers.set(&Place::new("check", &group, "keeper"), Some(Value::Ref { reference: person }));
            made.body.answers.set(&Place::new("check", &group, "spot"), Some(Value::Text(long(area))));
        }
        for field in ["am_spots", "pm_spots"] {
            made.body.answers.fields.insert(field.into(), Value::Text(long(spots)));
        }
        let mut grid = made.grid();
        grid.parts.truncate(1);
        layout::pages(&grid).unwrap().len()
    };
    assert_eq!(pages_with(4, 4, 20), 2, "the usual");
    assert_eq!(pages_with(12, 15, 27), 2, "areas and places of 12 characters, people of 15, the round's places of 27");
    assert!(pages_with(16, 20, 45) > 2, "a third page is taken rather than anything cut");
}
