//! A closed month keeps its names and its 档号, whatever is set later.

use super::tests::{amended, march};
use super::tests_given::{asked, closed, stands, unpacked};
use super::*;
use crate::office::api::{RegisterInput, VolumeAsked, VolumeFormat, VolumeMode, VolumeSetting};

fn set(office: &Office, change: impl FnOnce(&mut VolumeSetting)) {
    let mut setting = office.volume_setting().unwrap();
    change(&mut setting);
    office.set_volume_setting(&setting).unwrap();
}

/// Another organisation, department and site, and other terms.
fn renamed(office: &Office) {
    office.set_setting("organisation", "新名物业").unwrap();
    office.set_setting("department", "新客服部").unwrap();
    let site = office.cabinet().read(|reader| office.month_post(reader)).unwrap();
    let input = RegisterInput { id: site.id, register: "site".into(), name: "新名花园".into(), facts: BTreeMap::new() };
    office.save_entry(&input).unwrap();
    set(office, |setting| {
        setting.fonds = "QZ99".into();
        setting.security = "秘密".into();
        setting.years = 30;
        setting.retention = [("revisit".to_owned(), 0)].into();
    });
}

/// What lies in the archive room bears these numbers: a second print must be the same paper.
#[test]
fn a_closed_month_prints_the_same_bytes_whatever_it_is_called_now() {
    let folder = tempfile::tempdir().unwrap();
    let office = super::tests::office(&folder);
    set(&office, |setting| setting.fonds = "QZ01".into());
    office.close_month(march(), "已逐项核对", &|_, _| true).unwrap();
    let made = |format| office.export_volume(&asked(format, false), &|_, _| true).unwrap();
    let formats = [VolumeFormat::Pdf, VolumeFormat::Xlsx, VolumeFormat::Csv, VolumeFormat::Jsonl];
    let before = formats.map(made);
    renamed(&office);
    for (format, before) in formats.into_iter().zip(before) {
        assert!(made(format) == before, "{format:?}: the same bytes");
    }
    let draft = VolumeAsked { draft: true, ..asked(VolumeFormat::Jsonl, false) };
    let draft = office.export_volume(&draft, &|_, _| true).unwrap();
    for new in ["新名物业", "新客服部", "新名花园", "QZ99-KF·2026-Y-03"] {
        assert!(stands(&draft, new), "{new}: what is not the closed volume is called as it is called now");
    }
}

/// Closings from before names were kept.
#[test]
fn a_closing_without_names_prints_as_of_today() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let body = office.cabinet().read(|reader| {
        let post = office.month_post(reader)?;
        close::closed(reader, &post, march())
    });
    let body = body.unwrap().unwrap();
    assert!(body.named.is_some(), "a closing of today keeps them");
    office.reopen_month(march(), "旧式归档").unwrap();
    let old = |tx: &mut crate::cabinet::Tx<'_>| {
        let post = office.month_post(tx)?;
        office.put_closing(tx, &post, march(), close::ClosingBody { named: None, ..body })
    };
    office.cabinet().write(old).unwrap();
    renamed(&office);
    let lines = office.export_volume(&asked(VolumeFormat::Jsonl, false), &|_, _| true).unwrap();
    assert!(stands(&lines, "新名物业") && stands(&lines, "QZ99-KF·2026-D30-03-0001"), "names and numbers of today");
}

/// A sheet that lies by itself in a box has no cover that says where it belongs.
#[test]
fn piece_by_piece_each_sheet_carries_its_own_number() {
    let folder = tempfile::tempdir().unwrap();
    let office = super::tests::office(&folder);
    set(&office, |setting| setting.fonds = "QZ01".into());
    office.close_month(march(), "已逐项核对", &|_, _| true).unwrap();
    let items = office.month(march()).unwrap().items;
    let number = |n: u32| format!("QZ01-KF·2026-D10-03-{n:04}");
    let made = || unpacked(&office.export_volume(&asked(VolumeFormat::Pdf, false), &|_, _| true).unwrap());
    let standing = |pages: &[u8]| (1..=items).filter(|n| stands(pages, &number(*n))).count();
    assert!(standing(&made()) <= 2, "a volume says on its cover alone from where to where it goes");
    set(&office, |setting| setting.mode = VolumeMode::Piece);
    amended(&office, "HF-A-202603-0034", "归档以后补记");
    let pieces = made();
    assert_eq!(standing(&pieces), usize::try_from(items).unwrap(), "piece by piece each of them is there");
    assert!(!stands(&pieces, &number(items + 1)) && !stands(&pieces, &number(0)), "what came later was given no number");
}
