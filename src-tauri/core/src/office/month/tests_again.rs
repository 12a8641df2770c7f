//! A month closed a second time, and the volume piece by piece.

use super::super::api::VolumeMode;
use super::tests::{amended, asked_late, march};
use super::tests_given::{asked, closed, stands, unpacked};
use super::*;
use crate::office::api::{VolumeAsked, VolumeFormat};

fn numbers(office: &Office) -> Vec<(String, u32)> {
    let bytes = office.export_volume(&asked(VolumeFormat::Jsonl, false), &|_, _| true).unwrap();
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let lines = lines.map(|line| serde_json::from_slice::<serde_json::Value>(line).unwrap());
    let catalogue = lines.filter(|line| line["ledger"] == "catalogue");
    catalogue
        .map(|line| (line["编号"].as_str().unwrap().to_owned(), line["件号"].as_u64().unwrap().try_into().unwrap()))
        .collect()
}

/// A records office does not number anew what was printed and filed.
#[test]
fn a_month_closed_again_keeps_its_numbers_and_puts_new_sheets_behind_them() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let first = numbers(&office);
    let page = unpacked(&office.export_volume(&asked(VolumeFormat::Pdf, false), &|_, _| true).unwrap());
    assert!(!stands(&page, "后重新打开"), "a month that was closed once has nothing to say of it");
    let late = asked_late(&office, "按季缴");
    let late = office.sheet(&late).unwrap().serial;
    amended(&office, "HF-A-202603-0034", "补记的话");
    office.reopen_month(march(), "补收咨询单").unwrap();
    let draft = VolumeAsked { draft: true, ..asked(VolumeFormat::Pdf, false) };
    let draft = unpacked(&office.export_volume(&draft, &|_, _| true).unwrap());
    assert!(stands(&draft, "后重新打开"), "a draft of it says that numbers were given before");
    office.close_month(march(), "重新归档", &|_, _| true).unwrap();
    let second = numbers(&office);
    assert_eq!(second[..first.len()], first, "every sheet keeps its 件号 and its place");
    let next = u32::try_from(first.len()).unwrap() + 1;
    assert_eq!(second[first.len()..], [(late, next)], "the late one has the next, although its paper stands further up");
    let page = unpacked(&office.export_volume(&asked(VolumeFormat::Pdf, false), &|_, _| true).unwrap());
    assert!(stands(&page, "归档，后重新打开"), "and the closing note says so");
    let proof = office.verify_volume(&office.export_volume(&asked(VolumeFormat::Pdf, true), &|_, _| true).unwrap()).unwrap();
    assert!(proof.ok, "the root is over the numbers as they are printed: {:?}", proof.problems);
}

#[test]
fn piece_by_piece_there_is_no_cover_and_who_puts_it_in_order_signs() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let volume = unpacked(&office.export_volume(&asked(VolumeFormat::Pdf, false), &|_, _| true).unwrap());
    let setting = office.volume_setting().unwrap();
    office.set_volume_setting(&super::super::api::VolumeSetting { mode: VolumeMode::Piece, ..setting }).unwrap();
    let pieces = unpacked(&office.export_volume(&asked(VolumeFormat::Pdf, false), &|_, _| true).unwrap());
    for (words, of_volume, of_pieces) in [
        ("卷内目录", true, false),
        ("归档文件目录", false, true),
        ("卷内备考表", true, false),
        ("立卷人", true, false),
        ("整理人", false, true),
        ("检查人", true, true),
        ("盒脊标签", true, true),
        ("本卷为", true, false),
        ("本盒为", false, true),
        ("册　次", true, false),
    ] {
        assert_eq!((stands(&volume, words), stands(&pieces, words)), (of_volume, of_pieces), "{words}");
    }
}
