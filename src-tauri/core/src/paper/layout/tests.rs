//! What must hold of every page, whatever was typed.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::sample::{self, label, lying_page, row, table, tall, text, upright_page};
use super::{Item, POINT, Page, Text, pages};
use crate::paper::grid::*;

/// A grid of nothing but answers, so that every text has a box to be in.
fn bare(sheet: SheetSize, tables: Vec<Table>) -> Grid {
    Grid {
        head: Head { title: "检查表".into(), ..Head::default() },
        parts: vec![Part { title: "检查表".into(), sheet, tables }],
        plates: Vec::new(),
        foot: Foot::default(),
        watermark: None,
    }
}

fn with_sources(mut table: Table) -> Table {
    for (n, row) in table.rows.iter_mut().enumerate() {
        for cell in &mut row.cells {
            cell.source = Some(Source { section: table.id.clone(), row: n.to_string(), field: cell.column.to_string() });
        }
    }
    table
}

fn rect(text: &Text) -> [f64; 4] {
    let em = text.size * POINT;
    let left = text.runs.first().map_or(0.0, |run| run.x);
    [text.x + left, text.y - 0.88 * em, text.x + text.width(), text.y + 0.12 * em]
}

fn words(text: &Text) -> String {
    text.runs.iter().map(|run| run.text.as_str()).collect()
}

/// Checks a page and collects what stands in each cell.
pub(crate) fn check(pages: &[Page], into: &mut BTreeMap<(String, String, String), String>) -> Result<(), TestCaseError> {
    for (n, page) in pages.iter().enumerate() {
        let cells: Vec<[f64; 4]> = page
            .boxes
            .iter()
            .map(|b| [b.x.get(), b.y.get(), (b.x.0 + b.width.0) as f64 / 100.0, (b.y.0 + b.height.0) as f64 / 100.0])
            .collect();
        for (k, a) in cells.iter().enumerate() {
            let sheet = [0.0, 0.0, page.width.get(), page.height.get()];
            prop_assert!(a[0] >= sheet[0] && a[1] >= sheet[1] && a[2] <= sheet[2] && a[3] <= sheet[3], "a cell leaves page {n}");
            prop_assert!(a[3] - a[1] >= 6.99, "a row of page {n} is lower than 7 mm");
            for b in &cells[k + 1..] {
                let apart = a[2] <= b[0] + 1e-6 || b[2] <= a[0] + 1e-6 || a[3] <= b[1] + 1e-6 || b[3] <= a[1] + 1e-6;
                prop_assert!(apart, "two cells of page {n} overlap: {a:?} {b:?}");
            }
        }
        let mut drawn: Vec<([f64; 4], String)> = Vec::new();
        for item in &page.filled {
            let Item::Text(text) = item else { continue };
            if words(text).starts_with('共') && words(text).ends_with('页') {
                continue;
            }
            let [left, top, right, bottom] = rect(text);
            let inside = cells
                .iter()
                .position(|c| left >= c[0] - 1e-6 && right <= c[2] + 1e-6 && top >= c[1] - 1e-6 && bottom <= c[3] + 1e-6);
            prop_assert!(
                inside.is_some(),
                "{:?} at {left:.2}..{right:.2} × {top:.2}..{bottom:.2} on page {n} is in no cell",
                words(text)
            );
            let source = &page.boxes[inside.unwrap()].source;
            into.entry((source.section.clone(), source.row.clone(), source.field.clone())).or_default().push_str(&words(text));
            drawn.push(([left, top, right, bottom], words(text)));
        }
        drawn.sort_by(|a, b| a.0[1].total_cmp(&b.0[1]));
        for (k, (a, words)) in drawn.iter().enumerate() {
            for (b, others) in drawn[k + 1..].iter().take_while(|(b, _)| b[1] < a[3] - 1e-6) {
                let apart = a[2] <= b[0] + 1e-6 || b[2] <= a[0] + 1e-6;
                prop_assert!(apart, "{words:?} and {others:?} overlap on page {n}");
            }
        }
    }
    Ok(())
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_overlaps_and_no_text_leaves_its_cell(
        notes in proptest::collection::vec("[一-十甲-癸，。、；：！？）》（《a-z0-9 \n㛃䶮𬭚𠅤]{0,60}", 1..60),
        group in 1_usize..9,
        long in "[一-十甲-癸，。a-z0-9]{0,5000}",
        at in 0_usize..60,
        narrow in 300_i32..3000,
        lying in any::<bool>(),
    ) {
        let mut rows = vec![row(vec![tall(2, label(0, "序号")), tall(2, label(1, "区域")), label(2, "问题描述"), label(3, "备注")]), row(vec![label(2, "上午"), label(3, "下午")])];
        let at = at % notes.len();
        for (n, note) in notes.iter().enumerate() {
            let mut cells = vec![text(0, &(n + 1).to_string())];
            if n % group == 0 {
                cells.push(tall(group.min(notes.len() - n), label(1, &format!("区域{n}"))));
            }
            cells.push(text(2, note));
            cells.push(text(3, if n == at { &long } else { "" }));
            rows.push(row(cells));
        }
        let sheet = if lying { lying_page() } else { upright_page() };
        let grid = bare(sheet, vec![with_sources(table("t", &[1200, narrow, 6000, 6000], 2, rows))]);
        let pages = pages(&grid).unwrap();
        let mut shown = BTreeMap::new();
        check(&pages, &mut shown)?;
        let of = |row: usize, column: &str| shown.get(&("t".to_owned(), (row + 2).to_string(), column.to_owned())).cloned().unwrap_or_default();
        for (n, note) in notes.iter().enumerate() {
            let (drawn, typed) = (squeezed(&of(n, "2")), squeezed(note));
            // Short words beside a row that goes over a page stand on both.
            prop_assert!(drawn == typed || (!typed.is_empty() && drawn.replace(&typed, "").is_empty()), "row {n} shows {drawn:?} for {typed:?}");
        }
        prop_assert_eq!(squeezed(&of(at, "3")).len(), squeezed(&long).len(), "long text is drawn whole, once");
        for page in &pages {
            let heads = page.filled.iter().filter(|item| matches!(item, Item::Text(text) if words(text) == "上午")).count();
            prop_assert!(narrow < 1000 || heads == 1, "the head stands once on each page");
        }
    }

    #[test]
    fn any_number_of_rows_is_laid_out(rows in 1_usize..300, long in 0_usize..300) {
        let body = (0..rows).map(|n| row(vec![text(0, &n.to_string()), text(1, if n == long { "很长的一段话。" } else { "短" })]));
        let rows: Vec<Row> = std::iter::once(row(vec![label(0, "序号"), label(1, "内容")])).chain(body).collect();
        let count = rows.len() - 1;
        let grid = bare(upright_page(), vec![with_sources(table("t", &[1500, 4000], 1, rows))]);
        let mut shown = BTreeMap::new();
        check(&pages(&grid).unwrap(), &mut shown)?;
        for n in 0..count {
            prop_assert_eq!(&shown[&("t".to_owned(), (n + 1).to_string(), "0".to_owned())], &n.to_string(), "each row stands once");
        }
    }
}

fn texts(page: &Page) -> Vec<String> {
    page.fixed
        .iter()
        .chain(&page.filled)
        .filter_map(|item| if let Item::Text(text) = item { Some(words(text)) } else { None })
        .collect()
}

#[test]
fn the_daily_list_fits_one_sheet_and_carries_its_spans_over() {
    let grid = sample::daily(1);
    let pages = pages(&grid).unwrap();
    assert_eq!(pages.len(), 3, "part one takes the two sides of a sheet, part two a page of its own");
    let (first, second) = (texts(&pages[0]), texts(&pages[1]));
    assert!(
        first.contains(&"外围".to_owned()) && second.contains(&"外围".to_owned()),
        "an area cut by the page names itself on both"
    );
    assert!(second.contains(&"客务部工作检查表（续）".to_owned()), "the title says that it goes on");
    assert!(!first.iter().any(|text| text.contains('续')), "the first page does not");
    assert!(second.contains(&"检查项目".to_owned()), "the head of the table is repeated");
    for (n, page) in pages.iter().enumerate() {
        assert!(texts(page).contains(&format!("共3页　第{}页", n + 1)), "page {} counts the pages", n + 1);
    }
    assert!(pages[2].width > pages[2].height, "the second part lies");
}

#[test]
fn a_long_organisation_stands_whole_above_its_site_and_department() {
    let head = |left: &str, sheet| {
        let mut grid = bare(sheet, vec![table("t", &[17_000], 0, vec![row(vec![text(0, "一")])])]);
        grid.head = Head { title: "客务部工作检查表".into(), left: left.into(), right: vec!["编号".into()] };
        texts(&pages(&grid).unwrap()[0])
    };
    let words = "示例物业服务有限公司·示例广场一期　客务部";
    assert!(head(words, lying_page()).contains(&words.to_owned()), "one line where there is room");
    let narrow = head(words, upright_page());
    for line in ["示例物业服务有限公司", "示例广场一期　客务部"] {
        assert!(narrow.contains(&line.to_owned()), "{line} is one line: {narrow:?}");
    }
    assert!(
        head("示例物业·一期　客务部", upright_page()).contains(&"示例物业·一期".to_owned()),
        "a short one only gives its department a line"
    );
    let longer = head("示例物业服务管理有限公司·示例广场一期　客务部", upright_page());
    assert!(longer.contains(&"示例物业服务管理有限公司".to_owned()), "smaller type before a name is broken: {longer:?}");
}

#[test]
fn the_binding_margin_changes_sides_on_the_back_of_a_sheet() {
    let pages = pages(&sample::daily(1)).unwrap();
    let left =
        |page: &Page| page.fixed.iter().find_map(|item| if let Item::Frame { at, .. } = item { Some(at[0]) } else { None });
    assert_eq!(left(&pages[0]), Some(25.0), "25 mm on the left of a front page");
    assert_eq!(left(&pages[1]), Some(15.0), "15 mm on the left of its back");
}

#[test]
fn a_table_that_is_kept_whole_goes_to_the_next_page() {
    let filler = table("a", &[5000], 0, (0..32).map(|_| row(vec![text(0, "行")])).collect());
    let closing =
        Table { keep: true, ..table("b", &[5000], 0, (0..6).map(|n| row(vec![text(0, &format!("末{n}"))])).collect()) };
    let grid = bare(upright_page(), vec![filler, closing]);
    let pages = pages(&grid).unwrap();
    assert_eq!(pages.len(), 2, "both do not fit one page");
    assert!(texts(&pages[1]).contains(&"末0".to_owned()) && texts(&pages[1]).contains(&"末5".to_owned()), "the foot is not torn");
}

#[test]
fn what_is_kept_whole_gives_no_rows_to_what_stands_behind_it() {
    let filler = table("a", &[5000], 0, (0..20).map(|_| row(vec![text(0, "行")])).collect());
    let kept = |id: &str, name: &str, rows: usize| Table {
        keep: true,
        ..table(id, &[5000], 0, (0..rows).map(|n| row(vec![text(0, &format!("{name}{n}"))])).collect())
    };
    let pages = pages(&bare(upright_page(), vec![filler, kept("b", "表", 4), kept("c", "图", 12)])).unwrap();
    let first = texts(&pages[0]);
    assert!((0..4).all(|n| first.contains(&format!("表{n}"))), "a short table that fits stands whole: {first:?}");
    assert!(texts(&pages[1]).contains(&"图0".to_owned()), "and what is kept behind it is on the next page");
}

#[test]
fn a_chart_goes_to_the_next_page_with_a_line_of_its_table() {
    let rows: Vec<_> = (0..60).map(|n| row(vec![text(0, &format!("行{n}"))])).collect();
    let fits = pages(&bare(upright_page(), vec![table("a", &[5000], 0, rows.clone())])).unwrap();
    let last = texts(&fits[0]).iter().filter(|text| text.starts_with('行')).count();
    assert!(last < rows.len(), "the table is longer than a page");
    // A tail that would be cut by the end of the page moves there as a whole.
    let rows = rows.into_iter().take(last + 1).collect();
    let kept = pages(&bare(upright_page(), vec![Table { tail: 3, ..table("a", &[5000], 0, rows) }])).unwrap();
    assert!(!texts(&kept[0]).contains(&format!("行{}", last - 2)), "the last three rows are not torn");
    assert!((last - 2..=last).all(|n| texts(&kept[1]).contains(&format!("行{n}"))), "they stand together");
}

#[test]
fn an_area_does_not_begin_with_one_row_at_the_foot_of_a_page() {
    let area = |name: &str, n: usize| {
        (0..n)
            .map(|at| {
                let item = text(1, &format!("{name}{at}"));
                row(if at == 0 { vec![tall(n, text(0, name)), item] } else { vec![item] })
            })
            .collect::<Vec<_>>()
    };
    let fits = pages(&bare(upright_page(), vec![table("a", &[3000, 5000], 0, area("前", 60))])).unwrap();
    let most = texts(&fits[0]).iter().filter(|text| text.starts_with('前') && *text != "前").count();
    let at = |before: usize| {
        let rows = area("前", before).into_iter().chain(area("后", 4)).collect();
        pages(&bare(upright_page(), vec![table("a", &[3000, 5000], 0, rows)])).unwrap()
    };
    assert!(!texts(&at(most - 1)[0]).contains(&"后0".to_owned()), "one row alone goes along with its area");
    assert!(texts(&at(most - 2)[0]).contains(&"后1".to_owned()), "two rows may stand there");
}

#[test]
fn a_grid_that_makes_no_sense_is_refused() {
    let beyond = bare(upright_page(), vec![table("t", &[1000], 0, vec![row(vec![text(3, "列外")])])]);
    assert_eq!(pages(&beyond).unwrap_err().code(), "grid-malformed", "a column that is not there");
    let below = bare(upright_page(), vec![table("t", &[1000], 0, vec![row(vec![tall(5, text(0, "行外"))])])]);
    assert_eq!(pages(&below).unwrap_err().code(), "grid-malformed", "rows that are not there");
    let tight =
        bare(SheetSize { top: Mm::whole(280), ..upright_page() }, vec![table("t", &[1000], 0, vec![row(vec![text(0, "一")])])]);
    assert_eq!(pages(&tight).unwrap_err().code(), "grid-malformed", "margins that leave no room");
    assert_eq!(pages(&bare(upright_page(), Vec::new())).unwrap().len(), 1, "a paper without tables is a page with its head");
}

#[test]
fn a_missing_character_is_named_wherever_it_stands() {
    let grid = sample::revisit("王𡋾说好");
    let error = pages(&grid).unwrap_err();
    assert_eq!(error.code(), "glyph-missing", "nothing is printed with a box in it");
    assert!(error.to_string().contains('𡋾'), "{error} names the character");
}

#[test]
fn photos_stand_six_on_a_page_each_with_its_caption() {
    let mut grid = sample::daily(1);
    grid.plates = (1..=7)
        .map(|n| Plate {
            blob: format!("{n:064}"),
            caption: format!("图{n}　卫生间　地面　2026-02-24 10:02"),
            private: crate::form::Private::None,
            whole: false,
        })
        .collect();
    let pages = pages(&grid).unwrap();
    let on = |page: &Page| page.filled.iter().filter(|item| matches!(item, Item::Picture { .. })).count();
    assert_eq!(pages.iter().map(on).collect::<Vec<_>>(), [0, 0, 0, 6, 1], "six, then the seventh");
    assert!(texts(&pages[4]).iter().any(|text| text.starts_with("图7")), "the caption stays with its photo");
}

/// A word under a scan that fills the page is hidden by it: there it stands above, in outline.
#[test]
fn a_word_across_the_page_stands_above_pictures_that_fill_it() {
    let mut grid = sample::daily(1);
    let plate = |n: usize, whole: bool| Plate { blob: format!("{n:064}"), whole, ..Plate::default() };
    grid.plates = vec![plate(1, true), plate(2, false)];
    grid.watermark = Some("送审稿".into());
    let pages = pages(&grid).unwrap();
    let under = |page: &Page| matches!(page.fixed.first(), Some(Item::Text(text)) if text.turned != 0.0);
    let over = |page: &Page| page.filled.iter().position(|item| matches!(item, Item::Over(_)));
    let told: Vec<(bool, bool)> = pages.iter().map(|page| (under(page), over(page).is_some())).collect();
    assert_eq!(told[told.len() - 2..], [(false, true), (true, false)], "above the scan, under a photo in a corner");
    assert!(told[..told.len() - 2].iter().all(|page| *page == (true, false)), "and under all words: {told:?}");
    let scan = &pages[pages.len() - 2];
    let picture = scan.filled.iter().position(|item| matches!(item, Item::Picture { .. }));
    assert!(picture.is_some() && picture < over(scan), "drawn behind the picture");
}

#[test]
fn a_date_stays_in_its_cell_however_narrow() {
    for width in [1200, 1800, 2300, 2420, 2600, 4000, 9000] {
        for (flag, words, date) in [
            ("", "", "2026年12月24日"),
            ("", "", ""),
            ("待重签", "", "2026年12月24日"),
            ("代", "已签（纸质）：原件存客务部", "2026年2月4日"),
        ] {
            let seal =
                Seal { ink: Some(sample::ink(6, 1)), words: words.into(), date: date.into(), dated: true, flag: flag.into() };
            let grid = bare(upright_page(), vec![with_sources(table("t", &[width], 0, vec![row(vec![sample::seal(0, seal)])]))]);
            let pages = pages(&grid).unwrap();
            check(&pages, &mut BTreeMap::new()).unwrap_or_else(|error| panic!("{width}, {flag}: {error}"));
            let cell = &pages[0].boxes[0];
            for item in &pages[0].filled {
                if let Item::Signature { at, outlines, unit } = item {
                    let right = outlines.iter().flatten().map(|step| match step {
                        crate::paper::ink::Step::Move([x, _])
                        | crate::paper::ink::Step::Line([x, _])
                        | crate::paper::ink::Step::Curve([.., x, _]) => *x,
                    });
                    let right = at.0 + f64::from(right.max().unwrap()) * unit;
                    assert!(right <= cell.x.get() + cell.width.get(), "ink stays in a cell of {width}");
                }
            }
        }
    }
}

#[test]
fn a_long_signature_cell_has_room_for_ink_and_date() {
    let pages = pages(&sample::revisit("好")).unwrap();
    let ink = pages[0].filled.iter().filter(|item| matches!(item, Item::Signature { .. })).count();
    assert_eq!(ink, 1, "the drawn signature");
    assert!(texts(&pages[0]).iter().filter(|text| *text == "年月日").count() >= 2, "unsigned cells can be signed by hand");
}
