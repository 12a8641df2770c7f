//! The file as others read it.

use lopdf::{Document, Object};

use super::*;
use crate::paper::layout::sample;
use crate::paper::{NoPictures, Picture};

pub(super) fn info() -> PrintInfo {
    let printed_at = Stamp::parse("2026-02-24T16:00+08:00").unwrap();
    PrintInfo { title: "客务部工作检查表 <一>&".into(), exporter: "张三".into(), printed_at, keywords: String::new() }
}

pub(super) fn go(_: usize, _: usize) -> Continue {
    ControlFlow::Continue(())
}

/// The text of a page as its codes say it, forms included.
pub(crate) fn text(doc: &Document, page: usize) -> String {
    let id = doc.get_pages()[&u32::try_from(page + 1).unwrap()];
    let mut streams: Vec<Vec<u8>> = vec![doc.get_page_content(id)];
    let resources = doc.get_page_resources(id).unwrap();
    let all = doc.get_dictionary(resources.1[0]).unwrap();
    if let Ok(objects) = all.get(b"XObject").and_then(Object::as_dict) {
        for (name, object) in objects {
            let painted = format!("/{} Do", String::from_utf8_lossy(name));
            if String::from_utf8_lossy(&streams[0]).contains(&painted) {
                let form = doc.get_object(object.as_reference().unwrap()).unwrap().as_stream().unwrap();
                if form.dict.get(b"Subtype").and_then(Object::as_name).unwrap() == b"Form" {
                    streams.insert(0, form.decompressed_content().unwrap());
                }
            }
        }
    }
    let mut units = Vec::new();
    for stream in streams {
        for operation in lopdf::content::Content::decode(&stream).unwrap().operations {
            for item in operation.operands.iter().filter_map(|operand| operand.as_array().ok()).flatten() {
                if let Ok(bytes) = item.as_str() {
                    units.extend(bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])));
                }
            }
        }
    }
    String::from_utf16_lossy(&units)
}

#[test]
fn the_same_grids_give_the_same_bytes() {
    let grids: Vec<Grid> = (0..5).map(sample::daily).collect();
    let one = render(&grids[..1], &NoPictures, &info(), &go).unwrap();
    assert_eq!(one, render(&grids[..1], &NoPictures, &info(), &go).unwrap(), "one sheet, twice");
    let many = render(&grids, &NoPictures, &info(), &go).unwrap();
    assert_eq!(many, render(&grids, &NoPictures, &info(), &go).unwrap(), "several on several threads, twice");
    let later = PrintInfo { printed_at: Stamp::parse("2026-02-24T16:01+08:00").unwrap(), ..info() };
    assert_ne!(one, render(&grids[..1], &NoPictures, &later, &go).unwrap(), "the time of printing is part of the file");
}

#[test]
fn the_text_of_the_file_is_the_text_of_the_paper() {
    let bytes = render(&[sample::revisit("客户㛃说：好（2026年）。")], &NoPictures, &info(), &go).unwrap();
    let doc = Document::load_mem(&bytes).unwrap();
    let shown = text(&doc, 0);
    for words in ["回访记录表", "客户㛃说：好（2026年）。", "☑基本满意", "□不满意", "√", "13800000001", "待重签", "共1页　第1页"]
    {
        assert!(shown.contains(words), "{words:?} can be found and copied; the page says {shown}");
    }
}

#[test]
fn sheets_in_one_file_share_what_they_have_alike_and_keep_their_text() {
    // The same rows carry a note in each, so that their rows are of the same height.
    let grids: Vec<Grid> = (0..4).map(|n| sample::bench(n * 9)).collect();
    let doc = Document::load_mem(&render(&grids, &NoPictures, &info(), &go).unwrap()).unwrap();
    assert_eq!(doc.get_pages().len(), 4, "a page a sheet");
    let forms = doc.objects.values().filter(|object| {
        object.as_stream().is_ok_and(|s| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Form"))
    });
    assert_eq!(forms.count(), 1, "the frame of the form is kept once");
    for n in 0..4 {
        let shown = text(&doc, n);
        assert!(shown.contains(&format!("编号 JC-A-202602-{:04}", n * 9)), "sheets stand in order");
        assert!(shown.contains("检查项目"), "and show their labels");
    }
}

#[test]
fn a_stop_and_a_missing_character_leave_no_file() {
    let grids: Vec<Grid> = (0..4).map(sample::bench).collect();
    let stop = |_: usize, _: usize| ControlFlow::Break(());
    assert_eq!(render(&grids, &NoPictures, &info(), &stop).unwrap_err().code(), "cancelled", "stopped on request");
    let mut grids = grids;
    grids.push(sample::revisit("𡋾"));
    assert_eq!(render(&grids, &NoPictures, &info(), &go).unwrap_err().code(), "glyph-missing", "one bad sheet stops all");
}

#[test]
fn packing_with_old_tables_gives_what_new_ones_give() {
    let mut packer = Packer::new();
    for text in ["", "客务部", &"0 0 m 12.5 0 l S ".repeat(9_000), "客务部"] {
        assert_eq!(packer.pack(text.as_bytes()).unwrap(), deflated(text.as_bytes()), "no trace of what was packed before");
    }
}

#[test]
fn progress_counts_every_sheet() {
    let grids: Vec<Grid> = (0..5).map(sample::bench).collect();
    let seen = std::cell::RefCell::new(Vec::new());
    let count = |done: usize, all: usize| {
        seen.borrow_mut().push((done, all));
        ControlFlow::Continue(())
    };
    render(&grids, &NoPictures, &info(), &count).unwrap();
    assert_eq!(seen.into_inner(), (1..=5).map(|n| (n, 5)).collect::<Vec<_>>(), "one call a sheet");
}

#[test]
fn photos_are_embedded_once_in_their_proportions() {
    struct Shots(Vec<u8>);
    impl Pictures for Shots {
        fn picture(&self, hash: &str) -> Option<Picture> {
            let bytes = match hash {
                "jpeg" => self.0.clone(),
                "broken" => vec![1, 2, 3],
                _ => return None,
            };
            Some(Picture { media_type: "image/jpeg".into(), bytes })
        }
    }
    let mut jpeg = Vec::new();
    let picture = image::RgbImage::from_pixel(40, 30, image::Rgb([200, 120, 40]));
    picture.write_to(&mut std::io::Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).unwrap();
    let mut grid = sample::revisit("好");
    for blob in ["jpeg", "jpeg", "broken", "absent"] {
        grid.plates.push(crate::paper::grid::Plate {
            blob: blob.into(),
            caption: "图　卫生间".into(),
            private: crate::form::Private::None,
            whole: false,
        });
    }
    let bytes = render(&[grid], &Shots(jpeg.clone()), &info(), &go).unwrap();
    let doc = Document::load_mem(&bytes).unwrap();
    let images: Vec<_> = doc
        .objects
        .values()
        .filter_map(|o| o.as_stream().ok())
        .filter(|s| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image"))
        .collect();
    assert_eq!(images.len(), 1, "the same photo is kept once, one that cannot be read prints as an empty place");
    assert_eq!(images[0].content, jpeg, "a JPEG goes in as it was stored");
}

/// In the order of the operators the scan comes first, then the outlines of the word across it.
#[test]
fn a_draft_is_marked_as_one_on_a_scanned_page_too() {
    struct Scan(Vec<u8>);
    impl Pictures for Scan {
        fn picture(&self, _: &str) -> Option<Picture> {
            Some(Picture { media_type: "image/jpeg".into(), bytes: self.0.clone() })
        }
    }
    let mut jpeg = Vec::new();
    let picture =
        image::RgbImage::from_fn(210, 297, |x, y| image::Rgb(if y % 12 < 3 && x % 50 > 5 { [30; 3] } else { [250; 3] }));
    picture.write_to(&mut std::io::Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).unwrap();
    let asked = crate::paper::compose::binder::Scan {
        title: "纸质签字页".into(),
        pictures: vec![("a".into(), "签字页".into())],
        ..Default::default()
    };
    let grid = Grid { watermark: Some("送审稿".into()), ..crate::paper::compose::binder::scan(&asked) };
    let bytes = render(&[grid], &Scan(jpeg), &info(), &go).unwrap();
    let doc = Document::load_mem(&bytes).unwrap();
    let content = doc.get_page_content(doc.get_pages()[&1]);
    let operations = lopdf::content::Content::decode(&content).unwrap().operations;
    let outlined = operations.iter().position(|one| one.operator == "Tr" && one.operands[0].as_i64().ok() == Some(1)).unwrap();
    let scan = operations.iter().rposition(|one| one.operator == "Do").unwrap();
    assert!(scan < outlined, "the word is drawn over the scan: {scan} {outlined}");
    assert!(operations[outlined..].iter().any(|one| one.operator == "TJ"), "and it is words that are drawn so");
    assert!(text(&doc, 0).contains("送审稿"), "which can be found");
}

#[test]
fn the_file_says_that_it_is_an_archive_file() {
    let bytes = render(&[sample::bench(1)], &NoPictures, &info(), &go).unwrap();
    let doc = Document::load_mem(&bytes).unwrap();
    let catalog = doc.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).unwrap(), b"zh-CN", "the language is told");
    let metadata = doc.get_object(catalog.get(b"Metadata").and_then(Object::as_reference).unwrap()).unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(metadata.content.clone()).unwrap();
    assert!(xmp.contains("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"), "PDF/A-2b");
    assert!(xmp.contains("客务部工作检查表 &lt;一&gt;&amp;"), "the title is escaped");
    assert!(doc.trailer.has(b"ID"), "and has an identity");
}
