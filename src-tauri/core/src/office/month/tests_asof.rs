//! A file of a month shows one place of the log, that of its export: whatever somebody writes while it is drawn, and whatever the
//! registers and settings say by the time that it is verified.

use std::cell::Cell;

use serde_json::json;

use super::super::tests::brought_back::{codes, repainted};
use super::super::{PagesProof, Wanted};
use super::tests::{amended, march, office};
use super::tests_given::{asked, closed};
use super::*;
use crate::office::api::{RegisterInput, SearchQuery, VolumeAsked, VolumeFormat};

/// Passes when two departments that are the same hand out the same bytes, though in one of them everything is changed between two
/// sheets of the drawing: a revisit, a case with its limits, who is hidden, and how it is bound.
#[test]
fn a_file_is_drawn_at_one_place_of_the_log_while_others_write() {
    for (asked, what) in [
        (VolumeAsked { draft: true, ..asked(VolumeFormat::Pdf, false) }, "a draft"),
        (VolumeAsked { draft: true, ..asked(VolumeFormat::Pdf, true) }, "a complete draft"),
        (asked(VolumeFormat::Pdf, false), "a closed month"),
        (asked(VolumeFormat::Jsonl, true), "its lists"),
    ] {
        let made = |write: &dyn Fn(&Office)| {
            let folder = tempfile::tempdir().unwrap();
            let office = if asked.draft { office(&folder) } else { closed(&folder) };
            let late = Cell::new(true);
            let between = |done: usize, all: usize| {
                if done * 100 > all * 62 && late.take() {
                    write(&office);
                }
                true
            };
            let bytes = office.export_volume(&asked, &between).unwrap();
            assert!(!late.get(), "{what}: somebody wrote while it was drawn");
            bytes
        };
        let alone = made(&|_| {});
        let beside = made(&|office| {
            amended(office, "HF-A-202603-0034", "画到一半又写");
            recounted(office);
            rewritten_registers(office);
        });
        assert!(alone == beside, "{what}: the same bytes");
    }
}

/// A complaint that closed in March, with other words and one more limit.
fn recounted(office: &Office) {
    let case = office.cabinet().read(|reader| reader.sheet_by_serial("TS-A-202603-0001")).unwrap().unwrap();
    let clocks = || office.cabinet().read(|reader| reader.clocks_of(case.sheet)).unwrap().len();
    let before = clocks();
    for fields in [
        json!({ "content": "更正后的投诉内容" }),
        json!({ "own_due": "2026-03-29 18:00" }),
        json!({ "outside_number": "12345-1", "outside_due": "2026-03-29 18:00" }),
    ] {
        let answers = json!({ "fields": fields, "change_reason": "写错" });
        office.fill_sheet(&case.sheet.to_string(), &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap();
    }
    assert!(clocks() > before, "it has limits that it had not");
}

/// Somebody new whose name is a word of many sheets, somebody who is called otherwise, and another way of binding.
fn rewritten_registers(office: &Office) {
    let input = |id: &str, name: &str| RegisterInput {
        id: id.to_owned(),
        register: "customer".into(),
        name: name.into(),
        facts: [("room".to_owned(), "9栋9单元909".to_owned())].into(),
    };
    office.save_entry(&input("", "地面")).unwrap();
    let known = office.entries("customer", "", false).unwrap().into_iter().find(|one| one.name.chars().count() == 2).unwrap();
    office.save_entry(&input(&known.id, "尉迟敬德")).unwrap();
    let setting = office.volume_setting().unwrap();
    let duplex = !setting.duplex;
    office.set_volume_setting(&super::super::api::VolumeSetting { duplex, ..setting }).unwrap();
}

#[test]
fn a_masked_file_is_proved_by_what_was_hidden_when_it_was_given_out() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let pdf = office.export_volume(&asked(VolumeFormat::Pdf, false), &|_, _| true).unwrap();
    let sheets: Vec<String> = {
        let lines = office.search(&SearchQuery::default(), "").unwrap().lines;
        lines.into_iter().filter(|line| line.serial.starts_with("JC-")).map(|line| line.sheet).take(3).collect()
    };
    let printed = office.export(&sheets, Wanted::Pdf, &|_, _| true).unwrap();
    rewritten_registers(&office);
    let now = office.export_volume(&asked(VolumeFormat::Pdf, false), &|_, _| true).unwrap();
    assert!(now.len() != pdf.len(), "taken now it hides other words, and is bound otherwise");
    for (file, what) in [(&pdf, "before"), (&now, "since"), (&printed, "sheets of before")] {
        let proof = office.verify_volume(file).unwrap();
        assert_eq!((proof.ok, proof.pages, codes(&proof)), (true, PagesProof::Identical, vec![]), "{what}");
    }
    // Nothing passes that was painted over.
    assert!(!office.verify_volume(&repainted(&pdf)).unwrap().ok);
    office.reopen_month(march(), "漏了一张").unwrap();
    assert!(office.verify_volume(&pdf).unwrap().ok, "nor does a reopening change what it was");
}
