//! What a workbook says, read back by another reader, and its parts as they stand in the file.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;

use super::*;
use crate::clock::Stamp;
use crate::paper::grid::*;
use crate::paper::layout::sample;
use crate::paper::{NoPictures, Picture};

fn info() -> PrintInfo {
    PrintInfo {
        title: "客务部工作检查表 JC-A-202602-0007".into(),
        exporter: "张三".into(),
        printed_at: Stamp::parse("2026-02-24T18:30+08:00").unwrap(),
        keywords: String::new(),
    }
}

fn go(_: usize, _: usize) -> Continue {
    ControlFlow::Continue(())
}

fn book(grids: &[Grid]) -> Vec<u8> {
    render(grids, &NoPictures, &info(), &go).unwrap()
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

/// All words of a sheet, in reading order.
fn words(bytes: &[u8], sheet: &str) -> Vec<String> {
    let range = open(bytes).worksheet_range(sheet).unwrap();
    let text = |data: &Data| match data {
        Data::Empty => None,
        Data::String(text) => Some(text.clone()),
        other => panic!("{other:?} is not text: everything on a paper is"),
    };
    range.used_cells().filter_map(|(_, _, data)| text(data)).collect()
}

/// The files in a zip archive, by name, and whether every one carries the first day of the zip calendar (1980-01-01).
fn unzip(bytes: &[u8]) -> (BTreeMap<String, Vec<u8>>, bool) {
    let number = |at: usize, len: usize| bytes[at..at + len].iter().rev().fold(0, |n, b| n * 256 + usize::from(*b));
    let end = bytes.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
    let (count, mut at) = (number(end + 10, 2), number(end + 16, 4));
    let (mut files, mut fixed) = (BTreeMap::new(), true);
    for _ in 0..count {
        let (method, size, name_len) = (number(at + 10, 2), number(at + 20, 4), number(at + 28, 2));
        fixed &= (number(at + 12, 2), number(at + 14, 2)) == (0, 0x21);
        let local = number(at + 42, 4);
        let name = String::from_utf8(bytes[at + 46..at + 46 + name_len].to_vec()).unwrap();
        let start = local + 30 + number(local + 26, 2) + number(local + 28, 2);
        let packed = &bytes[start..start + size];
        let mut content = Vec::new();
        match method {
            0 => content.extend(packed),
            _ => {
                flate2::read::DeflateDecoder::new(packed).read_to_end(&mut content).unwrap();
            }
        }
        files.insert(name, content);
        at += 46 + name_len + number(at + 30, 2) + number(at + 32, 2);
    }
    (files, fixed)
}

fn file(bytes: &[u8], name: &str) -> String {
    String::from_utf8(unzip(bytes).0.remove(name).unwrap_or_else(|| panic!("no {name}"))).unwrap()
}

/// The words that a grid's tables hold, in reading order.
fn expected(part: &Part) -> Vec<String> {
    let mut out = Vec::new();
    let mut push = |text: &str| {
        if !text.is_empty() {
            out.push(text.to_owned());
        }
    };
    for table in &part.tables {
        push(&table.caption);
        for row in &table.rows {
            let mut feet = Vec::new();
            for cell in &row.cells {
                match &cell.content {
                    Content::Empty => {}
                    Content::Text { text } => push(text),
                    Content::Chart { chart } => push(&chart.caption),
                    Content::Mark { mark } => push(mark.character()),
                    Content::Choice { options } => push(&measure::choice_words(options)),
                    Content::Signature { seal } => push(&measure::seal_words(seal)),
                    Content::SignedText { text, seal } => {
                        push(text);
                        feet.push(measure::seal_words(seal));
                    }
                }
            }
            feet.iter().for_each(|foot| push(foot));
        }
    }
    out
}

#[test]
fn every_cell_of_the_papers_reads_back() {
    for grid in [sample::daily(7), sample::revisit("客户说地漏不再返味，“谢谢你们”。")] {
        let bytes = book(std::slice::from_ref(&grid));
        for part in &grid.parts {
            let read = words(&bytes, &part.title);
            let mut wanted = vec![grid.head.title.clone()];
            if part.title != grid.head.title {
                wanted.push(part.title.clone());
            }
            wanted.extend([grid.head.left.clone(), grid.head.right.join("\n")]);
            wanted.extend(expected(part));
            wanted.push("√ 合格　× 不合格　/ 不适用　○ 未抽　照片见附页".into());
            wanted.push("记录与内容校验\n7F3A·C21E·09B4".into());
            wanted.retain(|text| !text.is_empty());
            assert_eq!(read, wanted, "{}: cell by cell, in reading order", part.title);
        }
    }
}

#[test]
fn a_chart_is_its_caption_in_a_workbook() {
    let mut grid = sample::revisit("好");
    let chart = crate::paper::chart::Chart { caption: "近十二个月合格率".into(), ..Default::default() };
    grid.parts[0].tables[0].rows[0].cells[0].content = Content::Chart { chart };
    let read = words(&book(std::slice::from_ref(&grid)), &grid.parts[0].title);
    assert!(read.contains(&"近十二个月合格率".to_owned()), "charts of a workbook are its own: {read:?}");
}

#[test]
fn cells_are_merged_as_on_paper() {
    let bytes = book(&[sample::daily(7)]);
    let on_first = open(&bytes).merge_cells_by_sheet_name("公共区域保洁").unwrap().len();
    assert!(on_first > 60, "{on_first} merged regions: areas span their items, columns span the lattice");
    let xml = file(&bytes, "xl/worksheets/sheet1.xml");
    let widths: f64 = xml.split(" width=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap()).sum();
    assert!(widths > 85.0 && widths < 105.0, "the columns together are the 170 mm between the margins: {widths} characters");
}

#[test]
fn a_text_that_begins_like_a_formula_stays_text() {
    let dangerous = ["=1+1", "+86 13800000001", "-3", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "0012", "1/2", "TRUE"];
    let rows = dangerous.iter().map(|text| sample::row(vec![sample::text(0, text), sample::text(1, text)])).collect();
    let part =
        Part { title: "样".into(), sheet: sample::upright_page(), tables: vec![sample::table("t", &[5000, 5000], 0, rows)] };
    let bytes = book(&[Grid { parts: vec![part], ..sample::revisit("") }]);
    let read = words(&bytes, "样");
    for text in dangerous {
        assert_eq!(read.iter().filter(|r| *r == text).count(), 2, "{text} is as it was typed");
    }
    let xml = file(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>") && !xml.contains("<f "), "no formula anywhere");
    assert!(file(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""), "it stays text when its cell is edited");
}

#[test]
fn it_prints_on_a4_one_page_wide_with_head_and_foot_on_every_page() {
    let bytes = book(&[sample::daily(7)]);
    let (first, second) = (file(&bytes, "xl/worksheets/sheet1.xml"), file(&bytes, "xl/worksheets/sheet2.xml"));
    assert!(first.contains("paperSize=\"9\"") && first.contains("fitToHeight=\"0\""), "A4, one page wide, any number high");
    assert!(!first.contains("orientation=\"landscape\""), "the check list stands");
    assert!(second.contains("orientation=\"landscape\""), "the rectification record lies");
    assert!(first.contains("共 &amp;N 页　第 &amp;P 页"), "pages are numbered");
    assert!(first.contains("JC-A-202602-0007"), "every page carries the serial");
    let margin = |name: &str| -> f64 {
        let rest = first.split(&format!(" {name}=\"")).nth(1).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    assert!((margin("left") * 25.4 - 25.0).abs() < 0.01, "25 mm to bind: {}", margin("left") * 25.4);
    assert!((margin("right") * 25.4 - 15.0).abs() < 0.01, "15 mm elsewhere");
    let names = file(&bytes, "xl/workbook.xml");
    assert!(names.contains("_xlnm.Print_Area") && names.contains("_xlnm.Print_Titles"), "print area and repeated head are set");
    // Facts (3 rows) come before the list, whose head of two rows is repeated: rows 7 and 8 of the sheet.
    assert!(names.contains("公共区域保洁!$7:$8"), "the head of the list is repeated: {names}");
}

#[test]
fn signatures_are_pictures_and_unsigned_places_stay_empty() {
    let grid = sample::revisit("");
    let (files, _) = unzip(&book(std::slice::from_ref(&grid)));
    let pictures: Vec<&Vec<u8>> =
        files.iter().filter(|(name, _)| name.starts_with("xl/media/")).map(|(_, bytes)| bytes).collect();
    assert_eq!(pictures.len(), 2, "one signature and the QR code; the two unsigned places have none");
    let drawn = pictures.iter().map(|bytes| image::load_from_memory(bytes).unwrap()).find(|p| p.color().has_alpha()).unwrap();
    let inked = drawn.to_rgba8().pixels().filter(|p| p.0[3] > 200).count();
    let clear = drawn.to_rgba8().pixels().filter(|p| p.0[3] == 0).count();
    assert!(inked > 300 && clear > inked, "lines on a clear ground: {inked} dots of ink, {clear} clear");
    let half = drawn.to_rgba8().pixels().filter(|p| p.0[3] > 20 && p.0[3] < 235).count();
    assert!(half > 100, "edges are smooth: {half} dots are half covered");
    let drawing = String::from_utf8(files.get("xl/drawings/drawing1.xml").unwrap().clone()).unwrap();
    assert!(drawing.contains("手写签名"), "a reader that cannot see is told what it is");
}

#[test]
fn the_qr_code_of_the_sheet_can_be_read_again() {
    let (files, _) = unzip(&book(&[sample::revisit("")]));
    let codes: Vec<String> = files
        .iter()
        .filter(|(name, _)| name.starts_with("xl/media/"))
        .flat_map(|(_, bytes)| crate::sheet::photo::qr::read(bytes))
        .collect();
    assert_eq!(codes, [sample::foot().code.unwrap().payload], "a signed print of the sheet can be recognised");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let grids = [sample::daily(7), sample::revisit("一样的话")];
    let first = book(&grids);
    assert_eq!(first, book(&grids), "nothing in the file depends on when or where it was made");
    assert!(unzip(&first).1, "the times inside the archive are fixed");
    let core = file(&first, "docProps/core.xml");
    assert!(core.contains("2026-02-24T10:30:00Z") && core.contains("张三"), "it says when it was made, and by whom: {core}");
}

struct Photos(Vec<u8>);

impl Pictures for Photos {
    fn picture(&self, hash: &str) -> Option<Picture> {
        (hash != "missing").then(|| Picture { media_type: "image/jpeg".into(), bytes: self.0.clone() })
    }
}

#[test]
fn photos_stand_on_a_last_sheet_six_a_page() {
    let mut jpeg = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(800, 600, |x, _| image::Rgb([(x / 4) as u8, 90, 120]));
    image::DynamicImage::from(picture).write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let plate = |n: usize| Plate {
        blob: if n == 8 { "missing".into() } else { format!("{n:064x}") },
        caption: format!("图{}　大堂", n + 1),
        private: crate::form::Private::None,
        whole: false,
    };
    let grid = Grid { plates: (0..9).map(plate).collect(), ..sample::daily(7) };
    let bytes = render(&[grid], &Photos(jpeg.into_inner()), &info(), &go).unwrap();
    let read = words(&bytes, "照片附页");
    for n in 1..=9 {
        assert!(read.contains(&format!("图{n}　大堂")), "photo {n} has its caption");
    }
    assert!(read.contains(&"（照片缺失）".to_owned()), "a photo that is gone is said to be gone");
    let sheet = file(&bytes, "xl/worksheets/sheet3.xml");
    assert_eq!(sheet.matches("<brk ").count(), 1, "nine photos are two pages");
    let drawing = file(&bytes, "xl/drawings/drawing3.xml");
    assert_eq!(drawing.matches("<xdr:pic>").count(), 8 + 1, "eight photos and the QR code");
}

#[test]
fn several_papers_have_sheets_of_their_own() {
    let long = Part {
        title: "很长的名字[带/坏:字*符?]很长的名字很长的名字很长的名字".into(),
        ..sample::revisit("").parts[0].clone()
    };
    let odd = Grid { parts: vec![long.clone(), long], ..sample::revisit("") };
    let bytes = book(&[sample::daily(1), sample::daily(2), odd.clone()]);
    let names = open(&bytes).sheet_names();
    assert_eq!(names.len(), 6, "two parts each");
    assert_eq!(&names[0], "JC-A-202602-0001 公共区域保洁", "several papers are told apart by their serial");
    for name in &names {
        assert!(name.encode_utf16().count() <= 31, "{name} is short enough for Excel");
    }
    let alone = open(&book(&[odd])).sheet_names();
    assert_ne!(alone[0], alone[1], "no two sheets have one name");
    assert!(!alone[0].contains(['[', ']', ':', '*', '?', '/', '\\']), "{} has none of the characters Excel refuses", alone[0]);
}

#[test]
fn a_long_answer_gets_rows_enough_and_loses_nothing() {
    let long = "整改后复查，客户表示满意。".repeat(400);
    let bytes = book(&[sample::revisit(&long)]);
    assert!(words(&bytes, "回访记录表").contains(&long), "5,200 characters are all there");
    let xml = file(&bytes, "xl/worksheets/sheet1.xml");
    let heights: Vec<f64> =
        xml.split(" ht=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap()).collect();
    assert!(heights.iter().all(|h| *h <= 409.5), "no row is higher than Excel allows");
    assert!(heights.iter().sum::<f64>() > 2000.0, "the answer has the room of its 140 lines");
}

#[test]
fn a_watermark_stands_at_the_head_of_every_page() {
    let grid = Grid { watermark: Some("作废".into()), ..sample::revisit("") };
    let bytes = book(&[grid]);
    assert!(file(&bytes, "xl/worksheets/sheet1.xml").contains("&amp;KBFBFBF作废"), "large and pale above the page");
    assert!(words(&bytes, "回访记录表").contains(&"【作废】".to_owned()), "and below the title");
}

#[test]
fn it_stops_when_asked_and_tells_how_far_it_is() {
    let grids = [sample::revisit("一"), sample::revisit("二"), sample::revisit("三")];
    let seen = std::sync::Mutex::new(Vec::new());
    let stopped = render(&grids, &NoPictures, &info(), &|done, all| {
        seen.lock().unwrap().push((done, all));
        if done == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(stopped.unwrap_err().code(), "cancelled", "nothing is made");
    assert_eq!(*seen.lock().unwrap(), [(1, 3), (2, 3)], "asked after every paper");
}

#[test]
fn a_malformed_grid_is_refused() {
    let table = |rows| Grid {
        parts: vec![Part {
            title: "样".into(),
            sheet: sample::upright_page(),
            tables: vec![sample::table("t", &[3000, 3000], 0, rows)],
        }],
        ..sample::revisit("")
    };
    let cases = [
        ("a column that is not there", vec![sample::row(vec![sample::text(2, "x")])]),
        ("a span over the edge", vec![sample::row(vec![sample::wide(3, sample::text(0, "x"))])]),
        ("rows that are not there", vec![sample::row(vec![sample::tall(3, sample::text(0, "x"))])]),
        (
            "cells that overlap",
            vec![
                sample::row(vec![sample::tall(2, sample::text(0, "x"))]),
                sample::row(vec![sample::wide(2, sample::text(0, "y"))]),
            ],
        ),
    ];
    for (what, rows) in cases {
        assert_eq!(render(&[table(rows)], &NoPictures, &info(), &go).unwrap_err().code(), "grid-malformed", "{what}");
    }
    let mut endless = sample::revisit("");
    endless.foot.code = Some(Code { payload: "x".repeat(5000), short: String::new(), label: String::new() });
    assert_eq!(render(&[endless], &NoPictures, &info(), &go).unwrap_err().code(), "qr-too-long", "no code holds that");
    assert!(!book(&[]).is_empty(), "no papers make an empty workbook, not a broken one");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_answers_give_a_workbook_that_holds_them(
        answers in prop::collection::vec("(\\PC|\n|[\u{0}-\u{1f}]|䶮|𬭚|_x0041_){0,80}", 1..60), wide in 600..9000_i32,
    ) {
        let rows = answers.iter().map(|text| sample::row(vec![sample::text(0, text), sample::mark(1, crate::form::Mark::Fail)])).collect();
        let tables = vec![sample::table("t", &[wide, 1000], 0, rows)];
        let part = Part { title: answers.concat(), sheet: sample::upright_page(), tables };
        let bytes = book(&[Grid { parts: vec![part], plates: Vec::new(), ..sample::revisit("") }]);
        let name = open(&bytes).sheet_names()[0].clone();
        let read = words(&bytes, &name);
        prop_assert_eq!(read.iter().filter(|t| *t == "×").count() >= answers.len(), true, "every row is there");
        for text in &answers {
            let kept: String = text.chars().filter(|c| *c == '\n' || *c == '\t' || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))).collect();
            if text.contains('\r') || kept.is_empty() {
                continue;
            }
            prop_assert!(read.contains(&kept), "{:?} is lost", kept);
        }
    }
}
