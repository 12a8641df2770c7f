//! A failing disk takes a page here and there: every damage is found, nothing else is lost.

use std::collections::BTreeSet;
use std::fs;

use super::super::*;
use super::backing_up::{entries, on, place, put_back, secret};
use super::support::*;

/// A department with a backup and three sheets after it.
struct Scene {
    desk: Desk,
    kept: KeptBackup,
    all: BTreeSet<Hash>,
}

impl Scene {
    fn new() -> Self {
        let desk = Desk::new();
        let (cabinet, _) = desk.create();
        let before = |n: u32| finalise(&cabinet, desk.clock.id().unwrap(), &format!("第{n}张 {}", "内容".repeat(900))).unwrap();
        (0..12).for_each(|n| drop(before(n)));
        let kept = cabinet.back_up(&place(&desk), Occasion::Daily, &on).unwrap();
        (12..30).for_each(|n| drop(before(n)));
        let draft = desk.clock.id().unwrap();
        cabinet
            .write(|tx| {
                let sheet = tx.new_id()?;
                save(tx, draft, sheet, "没写完的", &[], 0)
            })
            .unwrap();
        let all = entries(&cabinet).into_iter().collect();
        drop(cabinet);
        Self { desk, kept, all }
    }

    fn file(&self) -> std::path::PathBuf {
        self.desk.folder().join("cabinet.db")
    }

    fn whole(&self) -> Vec<u8> {
        fs::read(self.file()).unwrap()
    }
}

#[test]
fn whatever_page_is_damaged_is_found_and_mended_with_all_that_can_be_read() {
    let scene = Scene::new();
    let whole = scene.whole();
    let pages = whole.len() / 4096;
    let (mut shut, mut kept_all, mut lost_some) = (0, 0, 0);
    for page in (0..pages).step_by(6) {
        let folder = scene.desk.folder();
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let mut bytes = whole.clone();
        bytes[page * 4096 + 1234] ^= 0x10;
        fs::write(scene.file(), bytes).unwrap();
        fs::copy(scene.kept.folder.join("keyslots.json"), folder.join("keyslots.json")).unwrap();
        match scene.desk.open() {
            Err(error) => {
                assert_eq!(error.code(), "cabinet-damaged", "page {page}: refused with its reason");
                shut += 1;
            }
            Ok(cabinet) => {
                let said = cabinet.integrity().unwrap();
                assert!(!said.is_empty(), "page {page}: the full check sees every damaged page");
            }
        }
        let restored = put_back(&scene.desk, &scene.kept, &secret()).unwrap();
        let cabinet = scene.desk.open().unwrap();
        let report = cabinet.verify(&on).unwrap();
        assert!(report.is_whole(), "page {page}: what came of it is whole: {:?}", report.problems);
        let there: BTreeSet<Hash> = entries(&cabinet).into_iter().collect();
        let gone = scene.all.difference(&there).count();
        let places = restored.lost.iter().filter(|what| what.contains(':')).count();
        assert!(gone >= places, "page {page}: no loss is told that is none");
        if page > 0 && restored.entries_missing == Some(0) {
            assert_eq!(gone, 0, "page {page}: what is not told as missing is there");
        }
        if gone == 0 && restored.lost.is_empty() {
            kept_all += 1
        } else {
            lost_some += 1
        }
        assert!(
            cabinet.back_up(&scene.desk.root.path().join(format!("after-{page}")), Occasion::Asked, &on).is_ok(),
            "page {page}: and it can be backed up from now on"
        );
        drop(cabinet);
        let _ = fs::remove_dir_all(restored.aside.unwrap());
    }
    println!(
        "every sixth of {pages} pages: {shut} shut the cabinet, {kept_all} mended whole, {lost_some} with a loss that is told"
    );
    assert!(kept_all > lost_some, "a page is small: most damage loses nothing");
}
