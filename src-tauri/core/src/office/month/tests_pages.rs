//! A month's file brought back: whose closing it names, and whether it is the one that was handed out.

use super::super::tests::brought_back::{codes, repainted};
use super::super::{PagesProof, Wanted, verify_volume};
use super::tests::{amended, march};
use super::tests_given::{asked, closed};
use super::*;
use crate::office::api::{SearchQuery, VolumeAsked, VolumeFormat};

fn given_out(office: &Office, full: bool, draft: bool) -> Vec<u8> {
    office.export_volume(&VolumeAsked { draft, ..asked(VolumeFormat::Pdf, full) }, &|_, _| true).unwrap()
}

#[test]
fn a_masked_volume_is_proved_by_the_cabinet_and_stays_so() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let closing = office.month(march()).unwrap().closing.unwrap();
    let pdf = given_out(&office, false, false);
    let alone = verify_volume(&pdf).unwrap();
    assert_eq!(
        (alone.kind.as_str(), alone.month, &alone.root, alone.items),
        ("volume", Some(march()), &closing.root, closing.items)
    );
    assert_eq!((alone.ok, codes(&alone)), (false, vec!["cabinet-wanted"]), "by itself it proves nothing");
    let proof = office.verify_volume(&pdf).unwrap();
    assert_eq!((proof.ok, proof.pages, codes(&proof)), (true, PagesProof::Identical, vec![]), "made again it is the same");
    assert!(!proof.site.is_empty() && proof.printed.is_some() && proof.notes.is_empty(), "{proof:?}");
    assert_eq!(codes(&office.verify_volume(&repainted(&pdf)).unwrap()), ["pages-differ"], "a figure on a page");
    let other = crate::office::tests::Department::new();
    assert_eq!(codes(&other.office.verify_volume(&pdf).unwrap()), ["root-unknown"], "another cabinet never sealed it");
    let at = pdf.windows(5).position(|five| five == b"XFM1:").unwrap() + 20;
    let mut forged = pdf.clone();
    forged[at] = if forged[at] == b'0' { b'1' } else { b'0' };
    assert_eq!(codes(&office.verify_volume(&forged).unwrap()), ["names-differ"], "one of the places that name it");

    // Time alone changes nothing of a month that is closed.
    office.cabinet().clock().advance(std::time::Duration::from_secs(2 * 366 * 86_400));
    office.desk().unwrap();
    office.trust_clock().unwrap();
    let proof = office.verify_volume(&pdf).unwrap();
    assert_eq!((proof.ok, proof.pages), (true, PagesProof::Identical), "two years later: {:?}", proof.problems);
    office.reopen_month(march(), "漏了一张").unwrap();
    let proof = office.verify_volume(&pdf).unwrap();
    assert_eq!((proof.ok, proof.pages), (true, PagesProof::Identical), "an earlier closing is printed again as it was");
    assert!(proof.notes[0].contains("撤销了归档"), "and it is said that it is one: {:?}", proof.notes);
}

#[test]
fn the_pages_of_a_complete_volume_are_compared_and_a_draft_is_called_one() {
    let folder = tempfile::tempdir().unwrap();
    let office = super::tests::office(&folder);
    let draft = given_out(&office, false, true);
    let proof = office.verify_volume(&draft).unwrap();
    assert_eq!((proof.kind.as_str(), proof.ok, proof.pages), ("draft", true, PagesProof::Identical), "{:?}", proof.problems);
    assert!(proof.notes[0].contains("送审稿"), "{:?}", proof.notes);
    amended(&office, "HF-A-202603-0034", "又看了一次");
    assert_eq!(codes(&office.verify_volume(&draft).unwrap()), ["pages-unproven"], "the month went on");

    office.close_month(march(), "已逐项核对", &|_, _| true).unwrap();
    let full = given_out(&office, true, false);
    assert_eq!(office.verify_volume(&full).unwrap().pages, PagesProof::Identical, "attachments and pages");
    let changed = repainted(&full);
    let alone = verify_volume(&changed).unwrap();
    let note = alone.notes.iter().any(|note| note.contains("页面内容没有核对"));
    assert_eq!((alone.ok, codes(&alone), note), (true, vec![], true), "the attachments alone prove no page, and that is said");
    assert_eq!(codes(&office.verify_volume(&changed).unwrap()), ["pages-differ"], "the cabinet knows the pages");
    amended(&office, "HF-A-202603-0034", "归档以后又看了一次");
    let proof = office.verify_volume(&full).unwrap();
    assert_eq!((proof.ok, proof.pages), (true, PagesProof::Identical), "a supplement that came since is not in it");
    assert!(proof.notes.iter().any(|note| note.contains("不在这份文件里")), "and that is said: {:?}", proof.notes);
}

/// No closing has the root of a draft, and its own list proves no more than itself: the making does.
#[test]
fn a_complete_draft_is_proved_by_the_cabinet_until_the_month_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let office = super::tests::office(&folder);
    let draft = given_out(&office, true, true);
    let proof = office.verify_volume(&draft).unwrap();
    assert_eq!((proof.kind.as_str(), codes(&proof), proof.pages), ("draft-full", vec![], PagesProof::Identical));
    assert!(proof.ok && proof.printed.is_some() && proof.notes == ["这是送审稿，不是归档的文件"], "{proof:?}");
    assert_eq!(codes(&verify_volume(&draft).unwrap()), ["cabinet-wanted"], "by itself it proves nothing: nobody signed its root");
    assert_eq!(codes(&office.verify_volume(&repainted(&draft)).unwrap()), ["pages-unproven"], "a page of one that was changed");
    office.close_month(march(), "已逐项核对", &|_, _| true).unwrap();
    let proof = office.verify_volume(&draft).unwrap();
    assert!(proof.ok && proof.notes[0] == "这是送审稿，件和后来归档的一样", "closed as it was shown: {proof:?}");
    office.reopen_month(march(), "漏了一张").unwrap();
    amended(&office, "HF-A-202603-0034", "又看了一次");
    let later = given_out(&office, true, true);
    amended(&office, "HF-A-202603-0034", "再看了一次");
    let proof = office.verify_volume(&later).unwrap();
    assert_eq!((proof.ok, codes(&proof)), (false, vec!["pages-unproven"]), "the month went on: nothing proves it any more");
    assert_eq!((proof.pages, proof.printed), (PagesProof::Unproven, None), "and nothing is claimed of it");
}

#[test]
fn a_draft_of_another_site_is_found_at_its_site() {
    let folder = tempfile::tempdir().unwrap();
    let office = super::tests::office(&folder);
    let drafts = [given_out(&office, false, true), given_out(&office, true, true)];
    let input = super::super::api::RegisterInput { register: "site".into(), name: "二期".into(), ..Default::default() };
    let other = office.save_entry(&input).unwrap();
    office.use_site(&other.id).unwrap();
    for draft in drafts {
        let proof = office.verify_volume(&draft).unwrap();
        assert_eq!((proof.ok, proof.pages, codes(&proof)), (true, PagesProof::Identical, vec![]), "{:?}", proof.kind);
    }
}

#[test]
fn every_sheet_of_the_sample_is_proved_after_the_department_went_on() {
    let folder = tempfile::tempdir().unwrap();
    let office = super::tests::office(&folder);
    let lines = office.search(&SearchQuery::default(), "").unwrap().lines;
    let sheets: Vec<String> = lines.iter().filter(|line| !line.serial.is_empty()).map(|line| line.sheet.clone()).collect();
    assert!(sheets.len() > 20, "papers of many kinds");
    let pdf = office.export(&sheets, Wanted::Pdf, &|_, _| true).unwrap();
    amended(&office, "HF-A-202603-0034", "又看了一次");
    let complaint = lines.iter().find(|line| line.serial.starts_with("TS-")).unwrap();
    let change = serde_json::json!({ "fields": { "content": "后来又坏一次" }, "change_reason": "补记" });
    office.fill_sheet(&complaint.sheet, &serde_json::from_value(change).unwrap(), &|_| Ok(Vec::new())).unwrap();
    let proof = office.verify_volume(&pdf).unwrap();
    assert_eq!((proof.ok, proof.pages), (true, PagesProof::Identical), "{:?}", proof.problems);
    let older = |serial: &str| proof.sheets.iter().any(|sheet| sheet.serial == serial && sheet.state == "older");
    assert!(older(&complaint.serial), "and which of them have a newer revision now");
}
