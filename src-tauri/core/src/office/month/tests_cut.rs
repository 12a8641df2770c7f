//! Volumes of a month that went on: each is proved as of its own export, and none whose pages were cut.

use lopdf::Document;

use super::super::tests::brought_back::{codes, repainted};
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
    let mut out = Vec::new();
    doc.save_to(&mut out).unwrap();
    out
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
    amended(&office, "HF-A-202603-0034", "归档以后又看了一次");
    asked_late(&office, "按季缴");
    given_out.extend([volume(&office, false), volume(&office, true)]);
    check(&given_out, "after two supplements");
    amended(&office, "HF-A-202603-0034", "又改了一次");
    office.reopen_month(march(), "漏了一张").unwrap();
    check(&given_out, "after another one and a reopening");
    // A page that was painted over is not proved, and is not passed either.
    for pdf in &given_out[..2] {
        let proof = office.verify_volume(&repainted(pdf)).unwrap();
        assert_eq!((proof.ok, codes(&proof)), (false, vec!["pages-unproven"]), "{:?}", proof.notes);
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
    assert!(whole.ok && whole.notes == ["没有资料库，只核对了附件和页数，页面内容没有核对"], "{whole:?}");
    assert_eq!(codes(&verify_volume(&cut(&pdf, 100)).unwrap()), ["pages-differ"], "its last pages are gone");
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
