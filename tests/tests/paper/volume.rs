//! A bound volume as other programs read it: veraPDF, qpdf, poppler.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;
use xunfang_core::clock::Stamp;
use xunfang_core::paper::PaperError;
use xunfang_core::paper::chart::{Chart, ChartKind, Series, Unit};
use xunfang_core::paper::compose::binder::{Catalogue, ClosingNote, Cover, Entry, catalogue, cover, note};
use xunfang_core::paper::compose::listing::{Column, Listing, listing};
use xunfang_core::paper::grid::{Align, Cell, Content, Grid, Mm, Row, Table, bound};
use xunfang_core::paper::pdf::{Attachment, Binding, Bookmark, Drawn, Leaf, Press, Relationship, numbers};

use super::files::{Grey, Word, conform, forms, info, sheet, squeezed, words};

/// How many of each paper the volume holds.
const EACH: usize = 3;

/// A lying list with a drawing of its figures below it: the summary of a month.
fn summary() -> Grid {
    let columns = [
        Column { label: "日期", width: 5_700, align: Align::Center },
        Column { label: "内容", width: 20_000, align: Align::Left },
    ];
    let mut grid = listing(&Listing {
        title: "月度统计",
        left: "示例物业".into(),
        right: vec!["2026年10月".into()],
        columns: &columns,
        rows: (0..40).map(|n| vec![n.to_string(), "一行".into()]).collect(),
        signers: &["制表人"],
        notes: Vec::new(),
    });
    for kind in [ChartKind::Bars, ChartKind::Lines, ChartKind::Stacked] {
        let series = |name: &str, k: i64| Series {
            name: name.into(),
            values: (0..12).map(|n| (n != 4).then_some(400 + (n * 37 + k) % 600)).collect(),
        };
        let chart = Chart {
            kind,
            caption: "合格率".into(),
            labels: (1..=12).map(|n| format!("{n}月")).collect(),
            series: vec![series("保洁", 1), series("秩序", 90), series("工程", 200)],
            unit: Unit::Percent,
            max: None,
        };
        let cell = Cell { columns: 1, rows: 1, content: Content::Chart { chart }, ..Cell::default() };
        let rows = vec![Row { height: Mm::whole(60), cells: vec![cell] }];
        grid.parts[0].tables.push(Table { id: "chart".into(), columns: vec![Mm::whole(257)], rows, ..Table::default() });
    }
    grid
}

fn serial(n: usize) -> String {
    format!("XF-A-202610-{n:04}")
}

/// The sheets of the volume, each with a number of its own.
fn sheets() -> Vec<Grid> {
    let all = (0..EACH).flat_map(|k| forms().into_iter().map(move |id| sheet(id, 4 + 9 * k, k as u64).grid()));
    let numbered = all.enumerate().map(|(n, mut grid)| {
        grid.head.right = vec![format!("编号 {}", serial(n))];
        grid
    });
    numbered.collect()
}

struct Volume {
    bytes: Vec<u8>,
    /// Leaf by leaf: where it begins in the file, from 0, and its first running number.
    places: Vec<usize>,
    numbers: Vec<Option<u32>>,
    titles: Vec<String>,
}

fn attachments(count: usize) -> Vec<Attachment> {
    let one = |n: usize| Attachment {
        name: format!("{}.json", serial(n)),
        media_type: "application/json".into(),
        description: "单据的存储内容".into(),
        bytes: format!("{{\"n\":{n},\"文\":\"内容\\u0000\"}}\r\n").repeat(n % 40 + 1).into_bytes(),
        modified: Stamp::parse("2026-10-31T18:30+08:00").unwrap(),
        relationship: Relationship::Source,
    };
    let list = Attachment {
        name: "清单.csv".into(),
        media_type: "text/csv".into(),
        description: "每份附件的校验值".into(),
        bytes: b"\xEF\xBB\xBFa,b\n".to_vec(),
        relationship: Relationship::Supplement,
        ..one(0)
    };
    (0..count).map(one).chain([list]).collect()
}

/// Cover, catalogue, summary, sheets, closing note.
fn volume(attachments: Vec<Attachment>) -> Volume {
    volume_of(sheets().len(), attachments)
}

/// The same with so many sheets: when those that are drawn do not suffice, those of the fewest pages are bound again and again.
fn volume_of(count: usize, attachments: Vec<Attachment>) -> Volume {
    let press = Press::new(&Grey);
    let grids = sheets();
    let go = |_: usize, _: usize| ControlFlow::Continue(());
    let grid = |n: usize| {
        let grid = if n == 0 { summary() } else { grids[n - 1].clone() };
        Ok::<_, PaperError>(Cow::Owned(bound(grid, true)))
    };
    let mut drawn = press.draw_each(grids.len() + 1, &grid, &go).unwrap();
    let fewest = drawn[1..].iter().map(Drawn::pages).min().unwrap();
    let again: Vec<_> = if count > grids.len() {
        drawn.iter().skip(1).filter(|drawn| drawn.pages() == fewest).cycle().take(count).cloned().collect()
    } else {
        drawn.drain(1..).collect()
    };
    drawn.truncate(1);
    drawn.extend(again);
    let known = numbers(drawn.iter().map(|drawn| (drawn.pages(), true)));
    let entry = |(n, number): (usize, &Option<u32>)| Entry {
        serial: serial(n),
        title: "单据".into(),
        date: "20261013".into(),
        page: number.unwrap_or(0).to_string(),
        ..Entry::default()
    };
    let entries = known[1..].iter().enumerate().map(entry).collect();
    let list = catalogue(&Catalogue { title: "卷内目录".into(), entries, ..Catalogue::default() });
    let front = cover(&Cover {
        organisation: "示例物业".into(), title: "客务部2026年10月月度归档".into(), ..Cover::default()
    });
    let end = note(&ClosingNote {
        title: "卷内备考表".into(),
        state: vec!["本卷齐全。".into()],
        root: "7f3ac21e09b45d8890aa16e3f2c4b7d60135978ace4f12b3d5e7f9081a2b3c4d".into(),
        payload: "XF1:month".into(),
        signers: ["立卷人".into(), "检查人".into()],
        ..ClosingNote::default()
    });
    let plain = |grid: Grid| Leaf { drawn: press.draw(&bound(grid, true)).unwrap(), numbered: false };
    let mut leaves = vec![plain(front), plain(list)];
    leaves.extend(drawn.into_iter().map(|drawn| Leaf { drawn, numbered: true }));
    leaves.push(plain(end));
    let mark = |title: &str, leaf: usize, children| Bookmark { title: title.into(), leaf, page: 0, open: leaf == 3, children };
    let below: Vec<Bookmark> = (0..count).map(|n| mark(&serial(n), n + 3, Vec::new())).collect();
    let titles = ["封面", "卷内目录", "月度统计", "单据"].map(str::to_owned).into_iter();
    let titles = titles.chain((0..count).map(serial)).chain(["卷内备考表".to_owned()]).collect();
    let outline = vec![
        mark("封面", 0, Vec::new()),
        mark("卷内目录", 1, Vec::new()),
        mark("月度统计", 2, Vec::new()),
        mark("单据", 3, below),
        mark("卷内备考表", count + 3, Vec::new()),
    ];
    let binding = Binding { leaves, outline, attachments, duplex: true };
    let (places, numbers) = (binding.places(), binding.numbers());
    let bytes = press.bind(binding, &info("客务部2026年10月月度归档")).unwrap();
    Volume { bytes, places, numbers, titles }
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, bytes).unwrap();
    file
}

fn qpdf(file: &Path, words: &[&str]) -> String {
    let out = Command::new("qpdf").args(words).arg(file).output().unwrap();
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success(), "qpdf {words:?}: {said}{}", String::from_utf8_lossy(&out.stderr));
    said
}

#[test]
fn a_volume_is_pdf_a_2b_and_with_files_in_it_3b() {
    let folder = tempfile::tempdir().unwrap();
    let plain = put(folder.path(), "plain.pdf", &volume(Vec::new()).bytes);
    let full = put(folder.path(), "full.pdf", &volume(attachments(6)).bytes);
    for file in [&plain, &full] {
        assert!(qpdf(file, &["--check"]).contains("No syntax or stream encoding errors found"), "qpdf finds no error");
    }
    conform("2b", std::slice::from_ref(&plain));
    conform("3b", std::slice::from_ref(&full));
}

/// A volume as large as a busy month's: whatever is counted in it passes no limit of the format.
#[test]
fn a_volume_of_a_thousand_sheets_conforms_like_a_small_one() {
    const SHEETS: usize = 1000;
    let folder = tempfile::tempdir().unwrap();
    let plain = volume_of(SHEETS, Vec::new());
    assert_eq!(plain.places.len(), SHEETS + 4, "cover, catalogue, summary, each sheet, closing note");
    let plain = put(folder.path(), "plain.pdf", &plain.bytes);
    let full = put(folder.path(), "full.pdf", &volume_of(SHEETS, attachments(SHEETS)).bytes);
    std::thread::scope(|both| {
        both.spawn(|| conform("2b", std::slice::from_ref(&plain)));
        conform("3b", std::slice::from_ref(&full));
    });
}

#[test]
fn files_in_a_volume_come_out_as_they_went_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = put(folder.path(), "full.pdf", &volume(attachments(6)).bytes);
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let done = Command::new("pdfdetach").arg("-saveall").arg("-o").arg(&out).arg(&file).output().unwrap();
    assert!(done.status.success(), "pdfdetach takes them out: {}", String::from_utf8_lossy(&done.stderr));
    for attachment in attachments(6) {
        let read = std::fs::read(out.join(&attachment.name)).unwrap();
        assert_eq!(read, attachment.bytes, "{} is the same byte for byte", attachment.name);
    }
}

/// Bookmarks with the pages they lead to, from 1, those below after theirs.
fn bookmarks(level: &Json, into: &mut Vec<(String, u64)>) {
    for mark in level.as_array().unwrap() {
        into.push((mark["title"].as_str().unwrap().to_owned(), mark["destpageposfrom1"].as_u64().unwrap()));
        bookmarks(&mark["kids"], into);
    }
}

#[test]
fn bookmarks_lead_to_the_pages_where_the_sheets_begin() {
    let folder = tempfile::tempdir().unwrap();
    let made = volume(Vec::new());
    let file = put(folder.path(), "plain.pdf", &made.bytes);
    let json: Json = serde_json::from_str(&qpdf(&file, &["--json", "--json-key=outlines"])).unwrap();
    let mut read = Vec::new();
    bookmarks(&json["outlines"], &mut read);
    let titles: Vec<&str> = read.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, made.titles, "every title in its order");
    let sheets = &read[3..read.len() - 1];
    assert_eq!(sheets[0].1, sheets[1].1, "the heading leads to the first sheet");
    for ((title, page), place) in sheets[1..].iter().zip(&made.places[3..]) {
        assert_eq!(usize::try_from(*page).unwrap(), place + 1, "{title} leads to its first page");
    }
}

/// Whether a word stands in a corner of the page that belongs to its binding: above, at the outer edge.
fn in_the_corner(word: &Word, back: bool, lying: bool) -> bool {
    let [left, top, right, bottom] = word.at;
    if lying {
        let along = if back { top > 14.0 && top < 16.5 } else { bottom > 193.5 && bottom < 196.0 };
        return left > 283.0 && along;
    }
    bottom < 13.0 && if back { left > 14.0 && left < 16.5 } else { right > 193.5 && right < 196.0 }
}

#[test]
fn every_sheet_stands_on_the_page_that_the_catalogue_names() {
    let folder = tempfile::tempdir().unwrap();
    let made = volume(Vec::new());
    let file = put(folder.path(), "plain.pdf", &made.bytes);
    let pages = words(&file);
    let text = |page: &[Word]| squeezed(&page.iter().map(|word| word.text.as_str()).collect::<String>());
    let last = made.places.len() - 1;
    let listed = &pages[made.places[1]..made.places[2]];
    // A line of the catalogue: what stands as high as the number of the sheet.
    let line = |serial: &str| -> Vec<&str> {
        let on = |page: &&Vec<Word>| page.iter().any(|word| word.text == serial);
        let page = listed.iter().find(on).unwrap();
        let own = page.iter().find(|word| word.text == serial).unwrap();
        let level = |word: &Word| (word.at[1] + word.at[3]) / 2.0;
        let near = page.iter().filter(|word| (level(word) - level(own)).abs() < 1.0);
        near.map(|word| word.text.as_str()).collect()
    };
    let labels: Json = serde_json::from_str(&qpdf(&file, &["--json", "--json-key=pagelabels"])).unwrap();
    let label = |place: usize| {
        let ranges = labels["pagelabels"].as_array().unwrap();
        let range = ranges.iter().rfind(|range| range["index"].as_u64().unwrap() <= place as u64).unwrap();
        let first = range["label"]["/St"].as_u64().unwrap_or(1);
        (range["label"]["/S"].as_str().unwrap_or_default().to_owned(), first + place as u64 - range["index"].as_u64().unwrap())
    };
    let mut lying = 0;
    for (n, place) in made.places[3..last].iter().enumerate() {
        let number = made.numbers[n + 3].unwrap();
        assert!(text(&pages[*place]).contains(&serial(n)), "{} begins on page {place}", serial(n));
        assert!(line(&serial(n)).contains(&number.to_string().as_str()), "the catalogue names page {number}");
        let (mut number, mut page) = (number, *place);
        while page < made.places[n + 4] && !pages[page].is_empty() {
            // What is printed on lying pages reads as the volume is turned: poppler finds it upright or turned alike.
            let own = number.to_string();
            let found = |lying| pages[page].iter().any(|word| word.text == own && in_the_corner(word, page % 2 == 1, lying));
            assert!(found(false) || found(true), "page {page} bears {own} in its corner");
            lying += usize::from(found(true));
            assert_eq!(label(page), ("/D".to_owned(), u64::from(number)), "and viewers call it so");
            number += 1;
            page += 1;
        }
    }
    assert!(lying > 3, "lying sheets are among them");
    assert_eq!(label(0), ("/r".to_owned(), 1), "the cover has a Roman figure and nothing printed");
    assert!(!pages[made.places[last]].iter().any(|word| in_the_corner(word, false, false)), "a closing note bears no number");
}
