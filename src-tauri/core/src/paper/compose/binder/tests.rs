//! The pages of the volume as they are laid out.

use super::*;
use crate::paper::grid::{Plate, bound};
use crate::paper::layout::{self, Item, POINT, Page};

fn top() -> Top {
    Top { left: "示例物业·一期　客务部".into(), right: vec!["2026年10月".into(), "第1册（共1册）".into()] }
}

pub(crate) fn a_cover() -> Cover {
    Cover {
        organisation: "示例物业服务有限公司".into(),
        title: "客务部2026年10月月度归档".into(),
        fonds: "QZ-001".into(),
        year: "2026".into(),
        month: "10".into(),
        volume: "第1册（共1册）".into(),
        retention: "10年".into(),
        secrecy: "内部".into(),
        items: "128件".into(),
        pages: "391页".into(),
        span: "0001—0128".into(),
        archived: "2026年11月3日".into(),
    }
}

pub(crate) fn a_catalogue(count: usize) -> Catalogue {
    let entry = |n: usize| Entry {
        number: (n + 1).to_string(),
        serial: format!("TS-A-202610-{n:04}"),
        responsible: "客务部".into(),
        title: if n.is_multiple_of(5) {
            "关于3栋1单元电梯厅地面长期积水、多次报修无果的投诉处理单、整改通知单及回访记录"
        } else {
            "投诉处理单"
        }
        .into(),
        date: format!("202610{:02}", n % 31 + 1),
        page: (n * 3 + 1).to_string(),
        remark: if n.is_multiple_of(7) { "结转" } else { "" }.into(),
    };
    Catalogue { title: "卷内目录".into(), top: top(), entries: (0..count).map(entry).collect(), notes: Vec::new() }
}

pub(crate) fn a_note() -> ClosingNote {
    let count = |name: &str, said: &str| (name.to_owned(), said.to_owned());
    ClosingNote {
        title: "卷内备考表".into(),
        top: top(),
        state: vec![
            "本卷收入2026年10月形成的检查、投诉、意见、回访等单据共128件，按事项分类、编号顺序排列。".into(),
            "公共区域检查漏检2次，原因见缺件说明；未办结事项3件结转下月，见未办结结转表。".into(),
        ],
        counts: vec![count("件数", "128件"), count("页数", "391页"), count("电子签名", "342个"), count("纸质签字", "17个")],
        gaps: vec!["10月7日上午公共区域检查：值班人员调整，未检。".into(), "TS-A-202610-0012：空白单领出后作废。".into()],
        root: "7f3ac21e09b45d8890aa16e3f2c4b7d60135978ace4f12b3d5e7f9081a2b3c4d".into(),
        payload: "XF1:month:2026-10:7f3ac21e09b45d8890aa16e3f2c4b7d60135978ace4f12b3d5e7f9081a2b3c4d".into(),
        signers: ["立卷人".into(), "检查人".into()],
        date: String::new(),
        notes: Vec::new(),
    }
}

pub(crate) fn a_spine(width: i32) -> Spine {
    Spine {
        width,
        title: "客务部月度归档".into(),
        fonds: "QZ-001".into(),
        year: "2026".into(),
        month: "10".into(),
        retention: "10年".into(),
        span: ["0001".into(), "0128".into()],
        number: "12".into(),
    }
}

pub(crate) fn a_statement() -> Statement {
    Statement {
        title: "缺件说明".into(),
        top: top(),
        paragraphs: vec![
            "2026年10月归档时，下列单据缺件或未办齐，经核实说明如下。缺件不影响其余单据归档，补齐后以补充件归入当月。".into(),
        ],
        columns: vec![
            ("序号".into(), 14, Align::Center),
            ("应有单据".into(), 60, Align::Left),
            ("缺件原因".into(), 96, Align::Left),
        ],
        rows: vec![vec!["1".into(), "10月7日上午公共区域检查".into(), "值班人员调整，未检".into()]],
        signers: vec!["说明人".into(), "部门负责人".into()],
        notes: Vec::new(),
    }
}

fn pages(grid: &Grid) -> Vec<Page> {
    layout::pages(grid).unwrap()
}

fn said(pages: &[Page]) -> String {
    let items = pages.iter().flat_map(|page| page.fixed.iter().chain(&page.filled));
    items
        .filter_map(|item| if let Item::Text(text) = item { Some(text) } else { None })
        .flat_map(|text| text.runs.iter().map(|run| run.text.as_str()))
        .collect()
}

#[test]
fn nothing_is_smaller_than_nine_points_and_all_stands_within_the_margins() {
    let all = [
        cover(&a_cover()),
        catalogue(&a_catalogue(90)),
        note(&a_note()),
        spine(&a_spine(30)),
        spine(&a_spine(50)),
        statement(&a_statement()),
    ];
    for grid in all {
        for (n, page) in pages(&bound(grid.clone(), true)).iter().enumerate() {
            let [left, top, right, bottom] = grid.parts[0].sheet.bound(true).margins(n + 1).map(Mm::get);
            for item in page.fixed.iter().chain(&page.filled) {
                let Item::Text(text) = item else { continue };
                assert!(text.size >= 9.0, "{}: {:?}", grid.parts[0].title, text.runs);
                let em = text.size * POINT;
                let inside = text.x >= left - 0.01
                    && text.x + text.width() <= 210.0 - right + 0.01
                    && text.y - 0.88 * em >= top - 0.01
                    && text.y + 0.12 * em <= 297.0 - bottom + 0.01;
                assert!(inside, "{}: {:?} leaves the margins", grid.parts[0].title, text.runs);
            }
        }
    }
}

#[test]
fn a_cover_is_one_page_in_a_double_frame_and_says_no_more_than_it_must() {
    let pages = pages(&cover(&a_cover()));
    assert_eq!(pages.len(), 1, "a cover is one page");
    let frames = pages[0].fixed.iter().filter(|item| matches!(item, Item::Frame { .. })).count();
    assert_eq!(frames, 2, "in a double frame");
    let shown = said(&pages);
    for word in ["示例物业服务有限公司", "客务部2026年10月月度归档", "全宗号", "QZ-001", "保管期限", "0001—0128", "2026年11月3日"]
    {
        assert!(shown.contains(word), "{word} stands on the cover: {shown}");
    }
    assert!(!shown.contains("共1页"), "a cover is not counted");
    let long = Cover {
        organisation: "示例物业服务有限责任公司西南分公司第一项目管理中心".into(),
        title: "客户服务部（一期、二期及商业街）2026年10月月度归档".into(),
        ..a_cover()
    };
    assert_eq!(super::tests::pages(&cover(&long)).len(), 1, "and long names keep to it");
}

#[test]
fn a_catalogue_goes_over_many_pages_under_its_head_and_ends() {
    let pages = pages(&catalogue(&a_catalogue(120)));
    assert!(pages.len() >= 4, "120 items are several pages: {}", pages.len());
    for page in &pages {
        let shown = said(std::slice::from_ref(page));
        assert!(shown.contains("顺序号") && shown.contains("页号"), "the head stands on every page");
    }
    let shown = said(&pages);
    assert!(shown.contains("TS-A-202610-0119") && shown.ends_with(&format!("页　第{}页", pages.len())), "to the last item");
    assert_eq!(shown.matches("以下空白").count(), 1, "and says once that nothing follows");
    assert!(
        said(&super::tests::pages(&catalogue(&a_catalogue(0)))).contains("以下空白"),
        "an empty month has an empty catalogue"
    );
}

#[test]
fn a_closing_note_bears_the_whole_hash_and_room_for_two_to_sign() {
    let grid = note(&a_note());
    let pages = pages(&grid);
    assert_eq!(pages.len(), 1, "a note is one page");
    let shown = said(&pages).replace(' ', "");
    assert!(shown.contains(&a_note().root.to_uppercase()), "every figure of the hash: {shown}");
    let code = pages[0].filled.iter().find_map(|item| if let Item::Code { side, .. } = item { Some(*side) } else { None });
    assert!(code.is_some_and(|side| side >= 12.0), "and a code to be read by a machine");
    let signed = grid.parts[0].tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
    let mut places = 0;
    for (table, row) in signed {
        for cell in row.cells.iter().filter(|cell| matches!(cell.content, Content::Signature { .. })) {
            let width: i32 = table.columns[cell.column..cell.column + cell.columns].iter().map(|width| width.0).sum();
            assert!(width >= 3_500 && row.height.0 >= 1_200, "35 × 12 mm to sign in");
            places += 1;
        }
    }
    assert_eq!(places, 2, "立卷人 and 检查人");
    assert!(said(&super::tests::pages(&note(&ClosingNote { gaps: Vec::new(), ..a_note() }))).contains('无'), "no gap says so");
}

#[test]
fn a_spine_label_has_its_true_size_and_its_title_stands() {
    for width in [30, 50] {
        let pages = pages(&spine(&a_spine(width)));
        assert_eq!(pages.len(), 1, "a label is one page");
        let uprights = pages[0].fixed.iter().filter_map(|item| match item {
            Item::Rule { from, to, .. } if from.0 == to.0 => Some((from.0, (to.1 - from.1).abs())),
            _ => None,
        });
        let sides: Vec<(f64, f64)> = uprights.collect();
        assert_eq!(sides.len(), 2, "two sides to cut along: {sides:?}");
        assert!((sides[1].0 - sides[0].0 - f64::from(width)).abs() < 0.01, "as wide as the box");
        assert!(sides.iter().all(|(_, height)| (height - 230.0).abs() < 0.01), "230 mm high: {sides:?}");
        let x: Vec<f64> = pages[0]
            .fixed
            .iter()
            .filter_map(|item| if let Item::Text(text) = item { Some(text) } else { None })
            .filter(|text| text.runs.len() == 1 && "月度归档".contains(&text.runs[0].text) && text.size > 12.0)
            .map(|text| text.x)
            .collect();
        assert_eq!(x.len(), 4, "each character in a line of its own");
        assert!(x.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 0.01), "one below the other");
    }
}

#[test]
fn a_name_that_no_typeface_has_refuses_no_volume() {
    let odd = "张\u{1F600}";
    let shown = [
        said(&pages(&cover(&Cover { organisation: odd.into(), ..a_cover() }))),
        said(&pages(&catalogue(&Catalogue {
            entries: vec![Entry { responsible: odd.into(), ..Entry::default() }],
            ..a_catalogue(0)
        }))),
        said(&pages(&note(&ClosingNote { gaps: vec![odd.into()], ..a_note() }))),
        said(&pages(&statement(&Statement { paragraphs: vec![odd.into()], ..a_statement() }))),
    ];
    assert!(shown.iter().all(|shown| shown.contains("张〓")), "it stands as a block");
}

#[test]
fn a_scanned_page_takes_a_page_and_the_title_of_its_part() {
    let picture = |n: usize| (format!("{n:064}"), format!("第{n}页"));
    let asked = Scan { title: "纸质签字页".into(), top: top(), pictures: (1..=2).map(picture).collect(), ..Scan::default() };
    let laid = pages(&bound(scan(&asked), true));
    assert_eq!(laid.len(), 2, "a page a picture, and none before them");
    for (n, page) in laid.iter().enumerate() {
        let size = page.filled.iter().find_map(|item| if let Item::Picture { at, .. } = item { Some(*at) } else { None });
        let [left, _, width, height] = size.unwrap();
        assert!(width > 169.0 && height > 220.0, "as large as the page allows: {width} × {height}");
        assert_eq!(left, if n == 0 { 25.0 } else { 15.0 }, "with the margin for binding");
    }
    assert!(!said(&laid).contains("照片附页"), "it is no photo of a place");
    let mut mixed = scan(&asked);
    mixed.plates.extend((0..7).map(|n| Plate { blob: format!("{n:064}"), ..Plate::default() }));
    assert_eq!(pages(&mixed).len(), 4, "photos after it stand six a page");
}

#[test]
fn signatures_stand_below_a_line_of_what_is_signed() {
    let mut ends = std::collections::BTreeSet::new();
    for lines in 1..80 {
        let rows = (1..=lines).map(|n| vec![n.to_string(), format!("第{n}项"), "值班人员调整，未检".into()]).collect();
        let pages = pages(&statement(&Statement { rows, ..a_statement() }));
        let signed = pages.iter().position(|page| said(std::slice::from_ref(page)).contains("说明人")).unwrap();
        let page = said(&pages[signed..=signed]);
        assert!(page.contains(&format!("第{lines}项")) && page.contains("以下空白"), "{lines} lines: {page}");
        ends.insert(signed);
    }
    assert!(ends.len() > 2, "lists of one page, of two and of three");
}
