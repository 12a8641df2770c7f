//! A bound file as others read it.

use std::borrow::Cow;

use lopdf::{Dictionary, Document, Object};

use super::tests::{go, info, text};
use super::*;
use crate::paper::NoPictures;
use crate::paper::grid::bound;
use crate::paper::layout::sample;

fn cover() -> Grid {
    let mut grid = sample::revisit("封面");
    grid.head.right.clear();
    grid
}

/// A cover, `count` sheets of the forms in turn (of two pages or of one) and a closing page.
fn volume(press: &Press<'_>, count: usize, duplex: bool) -> Vec<Leaf> {
    let leaf = |drawn, numbered| Leaf { drawn, numbered };
    let sheet = |n: usize| {
        let n = i32::try_from(n).unwrap();
        let grid = if n % 3 == 1 { sample::daily(n) } else { sample::bench(n) };
        Ok::<_, PaperError>(Cow::Owned(bound(grid, duplex)))
    };
    let mut leaves = vec![leaf(press.draw(&bound(cover(), duplex)).unwrap(), false)];
    leaves.extend(press.draw_each(count, &sheet, &go).unwrap().into_iter().map(|drawn| leaf(drawn, true)));
    leaves.push(leaf(press.draw(&bound(cover(), duplex)).unwrap(), false));
    leaves
}

fn bookmark(title: &str, leaf: usize, page: usize, children: Vec<Bookmark>) -> Bookmark {
    Bookmark { title: title.into(), leaf, page, open: true, children }
}

fn attachment(name: &str, bytes: &[u8]) -> Attachment {
    Attachment {
        name: name.into(),
        media_type: "application/json".into(),
        description: "单据的存储内容".into(),
        bytes: bytes.to_vec(),
        modified: info().printed_at,
        relationship: Relationship::Source,
    }
}

fn bind(count: usize, duplex: bool, attachments: Vec<Attachment>) -> (Vec<u8>, Vec<usize>, Vec<Option<u32>>) {
    let press = Press::new(&NoPictures);
    let leaves = volume(&press, count, duplex);
    let sheets = (1..=count).map(|n| bookmark(&format!("第{n}件"), n, 0, Vec::new())).collect();
    let outline =
        vec![bookmark("封面", 0, 0, Vec::new()), bookmark("单据", 1, 0, sheets), bookmark("备考表", count + 1, 0, vec![])];
    let binding = Binding { leaves, outline, attachments, duplex };
    let (places, numbers) = (binding.places(), binding.numbers());
    (press.bind(binding, &info()).unwrap(), places, numbers)
}

fn words(object: &Object) -> String {
    let bytes = object.as_str().unwrap();
    let units: Vec<u16> = bytes[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).unwrap()
}

fn dict<'d>(doc: &'d Document, object: &Object) -> &'d Dictionary {
    doc.get_dictionary(object.as_reference().unwrap()).unwrap()
}

/// The bookmarks of a level with their pages, from 0, deeper ones behind a mark.
fn bookmarks(doc: &Document, parent: &Dictionary, depth: usize, into: &mut Vec<(usize, String, usize)>) {
    let pages: Vec<_> = doc.get_pages().into_values().collect();
    let mut next = parent.get(b"First").ok();
    while let Some(id) = next {
        let item = dict(doc, id);
        let to = item.get(b"Dest").and_then(Object::as_array).unwrap()[0].as_reference().unwrap();
        into.push((depth, words(item.get(b"Title").unwrap()), pages.iter().position(|page| *page == to).unwrap()));
        bookmarks(doc, item, depth + 1, into);
        next = item.get(b"Next").ok();
    }
}

#[test]
fn numbers_count_numbered_pages_alone_and_are_known_before_binding() {
    let leaves = [(1, false), (3, true), (2, false), (1, true), (2, true)];
    assert_eq!(numbers(leaves), [None, Some(1), None, Some(4), Some(5)], "covers and lists between them are not counted");
}

#[test]
fn every_sheet_begins_on_a_front_page_with_its_running_number_in_the_text() {
    let (bytes, places, numbers) = bind(5, true, Vec::new());
    let doc = Document::load_mem(&bytes).unwrap();
    let pages = doc.get_pages();
    assert!(places.iter().all(|place| place % 2 == 0), "fronts have even places from 0: {places:?}");
    for (n, (place, number)) in places.iter().zip(&numbers).enumerate() {
        let (shown, own) = (text(&doc, *place), number.map(|n| n.to_string()));
        match own {
            Some(number) => assert!(shown.ends_with(&number), "leaf {n} shows {number} last: {shown}"),
            None => assert!(shown.contains("封面"), "cover and closing page stand without a number"),
        }
    }
    // The first sheet has one page, so that its back is empty; the second has three.
    let back = doc.get_dictionary(pages[&u32::try_from(places[1] + 2).unwrap()]).unwrap();
    assert!(!back.has(b"Contents"), "the back of a sheet of one page is empty");
    assert_eq!(numbers[3].unwrap() - numbers[2].unwrap(), 3, "each page of a sheet is counted");
    assert_eq!(places[3] - places[2], 4, "its empty back takes a place and no number");
}

#[test]
fn page_labels_say_what_stands_on_the_pages() {
    let (bytes, places, numbers) = bind(4, true, Vec::new());
    let doc = Document::load_mem(&bytes).unwrap();
    let tree = doc.catalog().unwrap().get(b"PageLabels").and_then(Object::as_dict).unwrap();
    let nums = tree.get(b"Nums").and_then(Object::as_array).unwrap();
    let ranges: Vec<(i64, &Dictionary)> =
        nums.chunks(2).map(|pair| (pair[0].as_i64().unwrap(), pair[1].as_dict().unwrap())).collect();
    let label = |place: usize| {
        let place = i64::try_from(place).unwrap();
        let (from, range) = ranges.iter().rfind(|(from, _)| *from <= place).unwrap();
        let style = range.get(b"S").and_then(Object::as_name).unwrap_or_default();
        let first = range.get(b"St").and_then(Object::as_i64).unwrap_or(1);
        (String::from_utf8(style.to_vec()).unwrap(), first + place - from)
    };
    assert_eq!(label(0), ("r".into(), 1), "the cover is i");
    assert_eq!(label(1).0, "", "its empty back has no name");
    for (place, number) in places.iter().zip(&numbers).filter_map(|(place, number)| Some((place, (*number)?))) {
        assert_eq!(label(*place), ("D".into(), i64::from(number)), "the label is the running number");
    }
    assert_eq!(label(*places.last().unwrap()), ("r".into(), 2), "the closing page goes on in Roman figures");
    let plain = Document::load_mem(&render(&[cover()], &NoPictures, &info(), &go).unwrap()).unwrap();
    assert!(!plain.catalog().unwrap().has(b"PageLabels"), "a file without running numbers has no labels");
}

#[test]
fn bookmarks_read_back_nested_and_lead_to_their_pages() {
    let (bytes, places, _) = bind(3, true, Vec::new());
    let doc = Document::load_mem(&bytes).unwrap();
    let root = dict(&doc, doc.catalog().unwrap().get(b"Outlines").unwrap());
    let mut read = Vec::new();
    bookmarks(&doc, root, 0, &mut read);
    let wanted = [
        (0, "封面", places[0]),
        (0, "单据", places[1]),
        (1, "第1件", places[1]),
        (1, "第2件", places[2]),
        (1, "第3件", places[3]),
        (0, "备考表", places[4]),
    ];
    assert_eq!(read, wanted.map(|(depth, title, page)| (depth, title.to_owned(), page)), "titles, depth and pages");
    assert_eq!(root.get(b"Count").and_then(Object::as_i64).unwrap(), 6, "all are shown when it is opened");
    let press = Press::new(&NoPictures);
    let drawn = press.draw(&cover()).unwrap();
    let binding = Binding {
        leaves: vec![Leaf { drawn, numbered: true }],
        outline: vec![bookmark("无", 0, 1, Vec::new())],
        ..Binding::default()
    };
    assert_eq!(press.bind(binding, &info()).unwrap_err().code(), "pdf-write", "a bookmark to no page is refused");
}

#[test]
fn attachments_come_out_as_they_went_in_and_make_it_a_file_of_the_third_part() {
    let mut all: Vec<(String, Vec<u8>)> = (0..40_u8)
        .map(|n| (format!("单据-{:02}.json", 39 - n), (0..=n).flat_map(|k| [k, b'\r', b'\n', 0, 255]).collect()))
        .collect();
    // One that does not get smaller, and one of nothing.
    let noise = (0..100_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).rotate_left(n % 29).to_le_bytes());
    all.extend([("大.bin".to_owned(), noise.collect()), ("空.bin".to_owned(), Vec::new())]);
    let (bytes, ..) = bind(1, false, all.iter().map(|(name, bytes)| attachment(name, bytes)).collect());
    let doc = Document::load_mem(&bytes).unwrap();
    let catalog = doc.catalog().unwrap();
    let files = catalog.get(b"AF").and_then(Object::as_array).unwrap();
    assert_eq!(files.len(), 42, "each is told of in the catalog");
    for (file, (name, bytes)) in files.iter().zip(&all) {
        let spec = dict(&doc, file);
        assert_eq!(&words(spec.get(b"UF").unwrap()), name, "in the order given");
        assert_eq!(spec.get(b"AFRelationship").and_then(Object::as_name).unwrap(), b"Source", "and what it is to the pages");
        let embedded = spec.get(b"EF").and_then(Object::as_dict).unwrap().get(b"F").and_then(Object::as_reference).unwrap();
        let stream = doc.get_object(embedded).unwrap().as_stream().unwrap();
        assert_eq!(&stream.decompressed_content().unwrap(), bytes, "byte for byte");
        assert!(stream.dict.get(b"Params").and_then(Object::as_dict).unwrap().has(b"ModDate"), "with the time of its making");
    }
    let tree = catalog.get(b"Names").and_then(Object::as_dict).unwrap().get(b"EmbeddedFiles").and_then(Object::as_dict).unwrap();
    let names: Vec<&[u8]> =
        tree.get(b"Names").and_then(Object::as_array).unwrap().iter().step_by(2).map(|name| name.as_str().unwrap()).collect();
    assert!(names.is_sorted(), "the tree of names is in order, as readers expect");
    let metadata = doc.get_object(catalog.get(b"Metadata").and_then(Object::as_reference).unwrap()).unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(metadata.content.clone()).unwrap();
    assert!(xmp.contains("<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"), "PDF/A-3b");
    let press = Press::new(&NoPictures);
    let twice = vec![attachment("a", b"1"), attachment("a", b"2")];
    let binding = Binding { attachments: twice, ..Binding::default() };
    assert_eq!(press.bind(binding, &info()).unwrap_err().code(), "pdf-write", "two files of one name are refused");
}

#[test]
fn the_same_volume_gives_the_same_bytes_and_every_part_is_in_its_identity() {
    let make = || bind(6, true, vec![attachment("a.json", b"{}")]).0;
    assert_eq!(make(), make(), "twice");
    let id = |bytes: &[u8]| Document::load_mem(bytes).unwrap().trailer.get(b"ID").unwrap().clone();
    let one = id(&make());
    assert_ne!(one, id(&bind(6, true, vec![attachment("a.json", b"[]")]).0), "another attachment is another file");
    assert_ne!(one, id(&bind(6, false, vec![attachment("a.json", b"{}")]).0), "other margins are another file");
}

#[test]
fn a_sheet_that_was_drawn_and_not_bound_leaves_no_words_behind() {
    let press = Press::new(&NoPictures);
    let _ = press.draw(&sample::bench(7)).unwrap();
    let drawn = press.draw(&cover()).unwrap();
    let binding = Binding { leaves: vec![Leaf { drawn, numbered: false }], ..Binding::default() };
    let bytes = press.bind(binding, &info()).unwrap();
    let doc = Document::load_mem(&bytes).unwrap();
    let forms = doc.objects.values().filter(|object| {
        object.as_stream().is_ok_and(|s| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Form"))
    });
    assert_eq!(forms.count(), 1, "only the form of the sheet that is in it");
}
