//! Volumes of a month that went on: each is proved as of its own export, and none whose pages were cut.

use lopdf::Document;

use super::super::tests::brought_back::{codes, repainted, saved};
use super::super::{PagesProof, verify_volume};
use super::tests::{amended, asked_late, march};
use super::tests_given::{asked, closed};
use super::*;
use crate::office::api::VolumeFormat;

fn volume(office: &Office, full: bool) -> Vec<u8> {
    office.export_volume(&asked(VolumeFormat::Pdf, full), &|_, _| true).unwrap()
}

/// The file without its last pages, all else as it was.
fn cut(pdf: &[u8], kept: usize) -> Vec<u8> {
    let mut doc = Document::load_mem(pdf).unwrap();
    let last = u32::try_from(doc.get_pages().len()).unwrap();
    let gone: Vec<u32> = (1..=last).skip(kept).collect();
    doc.delete_pages(&gone);
    saved(doc)
}

#[test]
fn each_volume_is_proved_as_of_its_export_and_none_with_pages_cut() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let mut given_out = vec![volume(&office, false), volume(&office, true)];
    let check = |given_out: &[Vec<u8>], when: &str| {
        for (n, pdf) in given_out.iter().enumerate() {
            let proof = office.verify_volume(pdf).unwrap();
            assert_eq!((proof.ok, proof.pages, codes(&proof)), (true, PagesProof::Identical, vec![]), "{when}: file {n}");
        }
        for pdf in &given_out[..2] {
            let proof = office.verify_volume(&cut(pdf, 100)).unwrap();
            assert_eq!((proof.ok, codes(&proof)), (false, vec!["pages-differ"]), "{when}: cut at page 100");
            assert!(proof.problems[0].message.contains("现有100页"), "and it says so: {:?}", proof.problems);
        }
    };
    check(&given_out, "at once");
    // Acts are told apart by the second.
    office.cabinet().clock().advance(std::time::Duration::from_secs(60));
    amended(&office, "HF-A-202603-0034", "归档以后又看了一次");
    let late = asked_late(&office, "按季缴");
    let open = serde_json::json!({ "fields": { "received": "2026-04-14 10:00", "way": "来访", "category": "收费", "content": "车位费怎么交？",
        "at_once": "否", "answer_due": "2026-04-20 18:00", "why_not": "须问财务", "told_at": "2026-04-14 10:05" }, "finish": ["register"] });
    let of_april = office.fill("consultation", &serde_json::from_value(open).unwrap(), &|_| Ok(Vec::new())).unwrap().sheet;
    given_out.extend([volume(&office, false), volume(&office, true)]);
    check(&given_out, "after two supplements");
    amended(&office, "HF-A-202603-0034", "又改了一次");
    let other = serde_json::json!({ "fields": { "content": "车位费怎么交，能不能按月？" }, "change_reason": "补记" });
    office.fill_sheet(&of_april, &serde_json::from_value(other).unwrap(), &|_| Ok(Vec::new())).unwrap();
    office.reopen_month(march(), "漏了一张").unwrap();
    check(&given_out, "after another one and a reopening");
    // What was written since, of another month too, changes nothing of a closed month's file: a page that was painted over is told
    // as such.
    for pdf in &given_out {
        let proof = office.verify_volume(&repainted(pdf)).unwrap();
        assert_eq!(
            (proof.ok, proof.pages, codes(&proof)),
            (false, PagesProof::Different, vec!["pages-differ"]),
            "{:?}",
            proof.notes
        );
    }
    assert!(given_out.len() > 2, "also one that has supplements");
    // Only where a supplement that it shows was corrected since, nothing is known of its pages: the lists of today may have it on
    // another day.
    let correction = serde_json::json!({ "fields": { "answer": "按月缴" }, "change_reason": "写错" });
    office.fill_sheet(&late, &serde_json::from_value(correction).unwrap(), &|_| Ok(Vec::new())).unwrap();
    for (n, pdf) in given_out.iter().enumerate() {
        let code = if n < 2 { "pages-differ" } else { "pages-unproven" };
        assert_eq!(codes(&office.verify_volume(&repainted(pdf)).unwrap()), [code], "file {n}");
    }
}

/// Passes when the attachments of a complete draft are what its list was counted over, though somebody writes while it is drawn.
#[test]
fn a_draft_is_drawn_as_the_log_was_at_its_export() {
    let folder = tempfile::tempdir().unwrap();
    let office = super::tests::office(&folder);
    let asked = crate::office::api::VolumeAsked { draft: true, ..asked(VolumeFormat::Pdf, true) };
    let late = std::cell::Cell::new(true);
    // Behind the figures the sheets are drawn, one by one.
    let write = |done: usize, all: usize| {
        if done * 100 > all * 62 && late.take() {
            amended(&office, "HF-A-202603-0034", "画到一半又写");
        }
        true
    };
    let pdf = office.export_volume(&asked, &write).unwrap();
    assert!(!late.get(), "somebody wrote while it was drawn");
    let proof = office.verify_volume(&pdf).unwrap();
    assert!(!codes(&proof).contains(&"root-differs"), "nobody is said to have changed its list: {:?}", proof.problems);
}

#[test]
fn without_a_cabinet_a_cut_volume_fails_and_a_whole_one_says_what_was_not_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = volume(&closed(&folder), true);
    let whole = verify_volume(&pdf).unwrap();
    assert!(whole.ok && whole.notes == ["没有资料库，只核对了附件和写明的页数，页面内容没有核对"], "{whole:?}");
    assert_eq!(codes(&verify_volume(&cut(&pdf, 100)).unwrap()), ["pages-differ"], "its last pages are gone");
    // Whoever cuts it can take the count out as well: a file that says nothing of its pages is passed no more than that.
    let mute = without_keywords(&cut(&pdf, 100));
    let told = verify_volume(&mute).unwrap();
    assert_eq!((told.ok, codes(&told)), (false, vec!["pages-unproven"]), "{:?}", told.problems);
    assert!(told.problems[0].message.contains("没有写明有几页"), "and it is said why: {:?}", told.problems);
}

/// The file with nothing that names what it shows, in both places.
fn without_keywords(pdf: &[u8]) -> Vec<u8> {
    let mut doc = Document::load_mem(pdf).unwrap();
    let info = doc.trailer.get(b"Info").and_then(lopdf::Object::as_reference).unwrap();
    doc.get_object_mut(info).unwrap().as_dict_mut().unwrap().remove(b"Keywords");
    let metadata = doc.catalog().unwrap().get(b"Metadata").and_then(lopdf::Object::as_reference).unwrap();
    let lopdf::Object::Stream(stream) = doc.get_object_mut(metadata).unwrap() else { panic!("it has metadata") };
    let xmp = String::from_utf8(stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())).unwrap();
    let (before, rest) = xmp.split_once("<pdf:Keywords>").unwrap();
    let behind = rest.split_once("</pdf:Keywords>").unwrap().1;
    stream.set_plain_content([before, behind].concat().into_bytes());
    saved(doc)
}

/// A complete volume that another build of the same version made, by its own word alone: what it carries is proved, and its pages
/// are not, since whoever exchanges them can write that word as well.
#[test]
fn the_pages_of_a_volume_that_says_it_is_of_another_build_are_not_proved() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let program = super::super::named::PROGRAM;
    let (version, build) = program.split_once('+').unwrap();
    assert!(build.len() >= 8 && build.bytes().all(|b| b.is_ascii_hexdigit()), "the build has a name: {program}");
    let other = |pdf: &[u8]| {
        let mut out = pdf.to_vec();
        let (own, else_) = (format!("program={program}"), format!("program={version}+{}", "0".repeat(build.len())));
        let places: Vec<usize> = (0..out.len()).filter(|at| out[*at..].starts_with(own.as_bytes())).collect();
        assert_eq!(places.len(), 2, "named in the properties and in the metadata");
        places.into_iter().for_each(|at| out[at..at + own.len()].copy_from_slice(else_.as_bytes()));
        out
    };
    let full = other(&volume(&office, true));
    let proof = office.verify_volume(&full).unwrap();
    assert_eq!((proof.ok, proof.pages, codes(&proof)), (false, PagesProof::Unproven, vec!["pages-unproven"]), "{proof:?}");
    let said = &proof.problems[0].message;
    assert!(said.contains("按文件自己写的") && said.contains("另一次构建"), "whose word it is: {said}");
    assert!(
        said.contains("附件已和资料库核对，没有发现问题") && said.contains("没有证明"),
        "what was found and what not: {said}"
    );
    let exchanged = office.verify_volume(&other(&repainted(&volume(&office, true)))).unwrap();
    assert_eq!((exchanged.ok, codes(&exchanged)), (false, vec!["pages-unproven"]), "with a page exchanged it is no better");
    assert!(verify_volume(&full).unwrap().ok, "what it carries proves itself without a cabinet");
    let masked = office.verify_volume(&other(&volume(&office, false))).unwrap();
    assert_eq!((masked.ok, codes(&masked)), (false, vec!["pages-unproven"]), "a masked one carries nothing that proves it");
    assert!(masked.problems[0].message.contains("另一次构建"), "{:?}", masked.problems);
}

#[test]
fn a_draft_of_a_closed_month_says_that_the_month_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let draft = || {
        let asked = crate::office::api::VolumeAsked { draft: true, ..asked(VolumeFormat::Pdf, false) };
        let given = office.given(&asked, None, None, Way::short()).unwrap();
        (leaves::notes(&asked, &given), leaves::cover_of(&given, 1).archived)
    };
    let (foot, cover) = draft();
    assert_eq!(foot, ["本月归档于 2026-04-15，此件为送审稿　脱敏件"], "in every foot");
    assert_eq!(cover, "归档于2026年4月15日，此件为送审稿", "and on its cover");
    office.reopen_month(march(), "漏了一张").unwrap();
    assert_eq!(draft(), (vec!["未归档　脱敏件".to_owned()], "未归档（送审稿）".to_owned()), "opened again it is not closed");
}
