//! The office's own volume as a reader opens it: bookmarks, one side or both; and the charts of its workbook.

use std::io::Read as _;

use lopdf::{Document, Object, ObjectId};

use super::tests::march;
use super::tests_given::{asked, closed};
use super::*;
use crate::office::api::VolumeFormat;

fn volume(office: &Office) -> Vec<u8> {
    office.export_volume(&asked(VolumeFormat::Pdf, false), &|_, _| true).unwrap()
}

/// What each page draws.
fn pages(pdf: &[u8]) -> Vec<Vec<u8>> {
    let doc = Document::load_mem(pdf).unwrap();
    doc.get_pages().values().map(|page| doc.get_page_content(*page)).collect()
}

/// A bookmark with those below it.
#[derive(Debug)]
struct Mark {
    title: String,
    below: Vec<Mark>,
}

fn outline(doc: &Document, first: Option<ObjectId>) -> Vec<Mark> {
    let (mut out, mut next) = (Vec::new(), first);
    while let Some(id) = next {
        let dict = doc.get_object(id).and_then(Object::as_dict).unwrap();
        let wide: Vec<u16> = dict
            .get(b"Title")
            .unwrap()
            .as_str()
            .unwrap()
            .chunks(2)
            .skip(1)
            .map(|two| u16::from_be_bytes([two[0], two[1]]))
            .collect();
        let of = |key: &[u8]| dict.get(key).and_then(Object::as_reference).ok();
        out.push(Mark { title: String::from_utf16(&wide).unwrap(), below: outline(doc, of(b"First")) });
        next = of(b"Next");
    }
    out
}

#[test]
fn bookmarks_lie_one_in_the_other_as_the_volume_is_ordered() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let doc = Document::load_mem(&volume(&office)).unwrap();
    let root = doc.catalog().unwrap().get(b"Outlines").and_then(Object::as_reference).unwrap();
    let first = doc.get_object(root).and_then(Object::as_dict).unwrap().get(b"First").and_then(Object::as_reference).unwrap();
    let all = outline(&doc, Some(first));
    let titles: Vec<&str> = all.iter().map(|mark| mark.title.as_str()).collect();
    assert_eq!(titles[..2], ["封面", "卷内目录"], "{titles:?}");
    let under = |name: &str| &all.iter().find(|mark| mark.title == name).unwrap_or_else(|| panic!("{name}: {titles:?}")).below;
    assert!(under("台账").iter().any(|mark| mark.title == "投诉登记台账"), "ledgers under one bookmark");
    let read = |reader: &Reader<'_>| Ok::<_, OfficeError>(close::closed(reader, &office.month_post(reader)?, march())?.unwrap());
    let sealed = office.cabinet().read(read).unwrap();
    let case = sealed
        .items
        .iter()
        .find(|item| item.set == item.serial && sealed.items.iter().any(|of| of.set == item.set && of != *item));
    let case = case.expect("the sample closed a case with its revisit");
    fn find<'m>(marks: &'m [Mark], title: &str) -> Option<&'m Mark> {
        marks.iter().find_map(|mark| if mark.title.starts_with(title) { Some(mark) } else { find(&mark.below, title) })
    }
    let set = find(under("单据"), &case.serial).unwrap();
    let below: Vec<&str> = set.below.iter().map(|mark| mark.title.split('\u{3000}').next().unwrap()).collect();
    let of: Vec<&str> = sealed
        .items
        .iter()
        .filter(|item| item.set == case.set && item.sheet != case.sheet)
        .map(|item| item.serial.as_str())
        .collect();
    assert_eq!(below, of, "what goes with a case lies under it");
    for item in &sealed.items {
        assert!(find(under("单据"), &item.serial).is_some(), "{} has its bookmark", item.serial);
    }
}

#[test]
fn printed_on_one_side_there_are_no_empty_backs() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let set = |duplex: bool| {
        let setting = office.volume_setting().unwrap();
        office.set_volume_setting(&super::super::api::VolumeSetting { duplex, ..setting }).unwrap();
        pages(&volume(&office))
    };
    let (both, one) = (set(true), set(false));
    let empty = |pages: &[Vec<u8>]| pages.iter().filter(|page| page.iter().all(u8::is_ascii_whitespace)).count();
    assert!(empty(&both) > 0, "on both sides a sheet of one page has an empty back");
    assert_eq!((empty(&one), one.len()), (0, both.len() - empty(&both)), "on one side it has none, and all else is there");
}

#[test]
fn every_table_and_course_of_the_workbook_has_its_native_chart() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    let bytes = office.export_volume(&asked(VolumeFormat::Xlsx, false), &|_, _| true).unwrap();
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let parts: Vec<String> =
        book.file_names().map(|name| name.unwrap().into_owned()).filter(|name| name.starts_with("xl/charts/chart")).collect();
    let mut charts = Vec::new();
    for part in parts {
        let mut text = String::new();
        book.by_name(&part).unwrap().read_to_string(&mut text).unwrap();
        charts.push(text);
    }
    let tables = stats.groups.iter().flat_map(|group| &group.tables).filter(|table| table.lines.len() > 1);
    let tables: Vec<(&str, &str)> = tables.map(|table| (table.title.as_str(), "<c:barChart>")).collect();
    let courses: Vec<(&str, &str)> = stats.trends.iter().map(|trend| (trend.label.as_str(), "<c:lineChart>")).collect();
    assert!(tables.len() > 5 && courses.len() == stats::HEADLINES.len(), "the sample has tables and courses");
    for (title, kind) in tables.iter().chain(&courses) {
        let own = charts.iter().filter(|chart| chart.contains(&format!("<a:t>{title}</a:t>"))).collect::<Vec<_>>();
        assert_eq!(own.len(), 1, "{title} is drawn once");
        assert!(own[0].contains(kind), "{title} as {kind}");
        assert!(
            own[0].contains("<c:f>月度综述!$") || own[0].contains("<c:f>&apos;月度综述&apos;!$"),
            "{title} reads cells, not a picture"
        );
    }
    assert_eq!(charts.len(), tables.len() + courses.len(), "and nothing else");
}
