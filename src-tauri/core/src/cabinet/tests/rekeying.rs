//! A new data key: who left opens nothing any more, and the power may go at any point.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::super::rekey::Step;
use super::super::*;
use super::backing_up::{entries, on, place, put_back, secret};
use super::support::*;
use crate::clock::{Clock, Stamp};

const HERS: &str = "李四的示例口令";

/// A folder as a power cut would leave it.
fn keep(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap().map(|file| file.unwrap().path()) {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

fn filled(desk: &Desk) -> (Cabinet, RecoveryCode) {
    let (cabinet, recovery) = desk.create();
    for n in 0..12 {
        finalise(&cabinet, desk.clock.id().unwrap(), &format!("样本第{n}张 {}", "内容".repeat(900))).unwrap();
    }
    (cabinet, recovery)
}

#[test]
fn who_left_with_a_copy_of_the_key_slots_opens_nothing_that_is_written_afterwards() {
    let desk = Desk::new();
    let (cabinet, recovery) = filled(&desk);
    let hers = cabinet.add_passphrase(HERS, Cost::LIGHT).unwrap();
    let kept = cabinet.back_up(&place(&desk), Occasion::Asked, &on).unwrap();
    let stolen = desk.root.path().join("stolen.json");
    fs::copy(desk.folder().join("keyslots.json"), &stolen).unwrap();
    cabinet.remove_slot(hers).unwrap();
    let before = entries(&cabinet);
    cabinet.change_data_key(&on).unwrap();
    assert_eq!(entries(&cabinet), before, "the open cabinet reads on, entry by entry");
    finalise(&cabinet, desk.clock.id().unwrap(), "更换之后").unwrap();
    assert!(cabinet.verify(&on).unwrap().is_whole(), "and is whole");
    let after = cabinet.back_up(&place(&desk), Occasion::Daily, &on).unwrap();
    assert!(verify_backup(&after, &secret(), &on).unwrap().is_whole(), "a backup of it opens with what opens it");
    cabinet.add_passphrase("新人的示例口令", Cost::LIGHT).unwrap();
    drop(cabinet);
    for known in [secret(), Secret::recovery(recovery.as_str()), Secret::passphrase("新人的示例口令")] {
        assert_eq!(entries(&desk.open_with(&known).unwrap()).len(), 13, "nobody had to type anything, and everybody opens it");
    }
    assert_eq!(code(verify_backup(&after, &Secret::passphrase(HERS), &on)), "wrong-passphrase", "not her any more");
    assert!(
        verify_backup(&kept, &Secret::passphrase(HERS), &on).unwrap().is_whole(),
        "an old backup still opens with hers: said"
    );
    fs::copy(&stolen, desk.folder().join("keyslots.json")).unwrap();
    let tried = desk.open_with(&Secret::passphrase(HERS));
    assert_eq!(code(tried), "keyslots-foreign", "her copy of the slots gives a key that this file does not know");
    let restored = Desk::new();
    put_back(&restored, &after, &Secret::recovery(recovery.as_str())).unwrap();
    assert_eq!(entries(&restored.open().unwrap()).len(), 14, "and a backup made since restores elsewhere");
}

#[test]
fn the_power_may_go_at_any_point_and_the_cabinet_opens() {
    let desk = Desk::new();
    let (cabinet, recovery) = filled(&desk);
    let before = entries(&cabinet);
    let cuts = RefCell::new(Vec::new());
    let cut = |name: String| {
        let to = desk.root.path().join(name).join("cabinet");
        keep(&desk.folder(), &to);
        cuts.borrow_mut().push(to);
    };
    let copied = |done: u64, _: u64| {
        cut(format!("copying-{done}"));
        true
    };
    cabinet
        .change_data_key_by(&copied, &|step| {
            cut(format!("{step:?}"));
            Ok(())
        })
        .unwrap();
    drop(cabinet);
    let cuts = cuts.into_inner();
    assert!(cuts.len() > 6, "every step and the copying between: {cuts:?}");
    for folder in cuts {
        let marks = folder.with_file_name("marks");
        let open = |secret: &Secret| Cabinet::open(&folder, &marks, desk.clock.clone(), secret).unwrap();
        let cabinet = open(&secret());
        assert_eq!(entries(&cabinet), before, "cut at {}", folder.display());
        assert!(cabinet.verify(&on).unwrap().is_whole(), "and whole");
        cabinet.add_passphrase(HERS, Cost::LIGHT).unwrap();
        drop(cabinet);
        for again in [secret(), Secret::recovery(recovery.as_str()), Secret::passphrase(HERS)] {
            assert_eq!(entries(&open(&again)), before, "what was cut short is settled for everybody");
        }
        let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(left.len(), 3, "the file, its slots and the lock: {left:?}");
    }
}

#[test]
fn a_failure_at_any_step_leaves_a_cabinet_that_works_on_and_opens() {
    for failing in [Step::Offered, Step::Copied, Step::Closed, Step::Named, Step::Done] {
        let desk = Desk::new();
        let (cabinet, recovery) = filled(&desk);
        let full = |step| if step == failing { Err(CabinetError::DiskFull) } else { Ok(()) };
        assert_eq!(code(cabinet.change_data_key_by(&on, &full)), "disk-full", "{failing:?}");
        finalise(&cabinet, desk.clock.id().unwrap(), "之后").unwrap();
        let hers = cabinet.add_passphrase(HERS, Cost::LIGHT).unwrap();
        assert!(cabinet.verify(&on).unwrap().is_whole(), "{failing:?}: the open cabinet goes on");
        drop(cabinet);
        for known in [secret(), Secret::passphrase(HERS), Secret::recovery(recovery.as_str())] {
            let cabinet = desk.open_with(&known).unwrap();
            assert_eq!(entries(&cabinet).len(), 13, "{failing:?}: and opens for everyone");
        }
        let cabinet = desk.open().unwrap();
        cabinet.remove_slot(hers).unwrap();
        cabinet.change_data_key(&on).unwrap();
        assert_eq!(entries(&cabinet).len(), 13, "{failing:?}: and the key can be changed after all");
    }
}

#[test]
fn it_can_be_stopped_and_waits_for_readers_that_end() {
    let desk = Desk::new();
    let (cabinet, _) = filled(&desk);
    assert_eq!(code(cabinet.change_data_key(&|_, _| false)), "cancelled", "a person may stop it");
    finalise(&cabinet, desk.clock.id().unwrap(), "之后").unwrap();
    let (begun, heard) = std::sync::mpsc::channel();
    std::thread::scope(|threads| {
        threads.spawn(|| {
            cabinet.read(|reader| {
                begun.send(()).unwrap();
                // Long enough for some of the change to run beside it, whatever the machine.
                (0..50).try_for_each(|_| reader.newest_entries(100).map(drop))
            })
        });
        heard.recv().unwrap();
        cabinet.change_data_key(&on).unwrap();
    });
    assert_eq!(entries(&cabinet).len(), 13, "who read meanwhile ended first");
}

#[test]
fn slots_of_the_first_format_open_and_are_made_over_when_they_are_used() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/cabinet-v1");
    let clock = Arc::new(Clock::seeded(2, Stamp::parse("2026-02-20T09:00+08:00").unwrap()));
    let desk = Desk { clock, root: tempfile::TempDir::new().unwrap() };
    keep(&fixture, &desk.folder());
    let old = fs::read(desk.folder().join("keyslots.json")).unwrap();
    let cabinet = desk.open().unwrap();
    let recovery: Vec<_> =
        cabinet.slots().into_iter().filter(|(_, kind)| *kind == SlotKind::Recovery).map(|(id, _)| id).collect();
    assert_eq!(cabinet.slots_of_first_format(), recovery, "the passphrase was used, the recovery code was not");
    assert_eq!(code(cabinet.change_data_key(&on)), "keyslots-old", "nobody can seal a key to the code that lies in its envelope");
    let code_now = cabinet.new_recovery_code(Cost::LIGHT).unwrap();
    assert_eq!(cabinet.slots_of_first_format(), [], "a new code is of today");
    let before = entries(&cabinet);
    cabinet.change_data_key(&on).unwrap();
    drop(cabinet);
    assert_eq!(entries(&desk.open().unwrap()), before, "opens with the new key");
    assert_eq!(entries(&desk.open_with(&Secret::recovery(code_now.as_str())).unwrap()), before, "with the code as well");
    fs::write(desk.folder().join("keyslots.json"), old).unwrap();
    assert_eq!(code(desk.open()), "keyslots-foreign", "the slots of before give the key of before");
}

#[test]
fn a_next_key_that_is_lost_or_damaged_does_not_stand_in_the_way() {
    let desk = Desk::new();
    let (cabinet, _) = filled(&desk);
    let offered = desk.root.path().join("offered");
    let cut = |step| {
        if step == Step::Offered {
            keep(&desk.folder(), &offered);
        }
        Err(CabinetError::DiskFull)
    };
    assert_eq!(code(cabinet.change_data_key_by(&on, &cut)), "disk-full", "cut short");
    drop(cabinet);
    let open = |folder: &Path| Cabinet::open(folder, &desk.marks(), desk.clock.clone(), &secret());
    for stray in ["", "no database at all"] {
        fs::write(offered.join("cabinet.db.rekeyed"), stray).unwrap();
        let slots = fs::read(offered.join("keyslots.json")).unwrap();
        assert_eq!(entries(&open(&offered).unwrap()).len(), 12, "half a new file is thrown away");
        assert!(!offered.join("cabinet.db.rekeyed").exists(), "and leaves nothing");
        fs::write(offered.join("keyslots.json"), slots).unwrap();
    }
    let text = fs::read_to_string(offered.join("keyslots.json")).unwrap();
    fs::write(offered.join("keyslots.json"), text.replace("\"next_salt\": \"", "\"next_salt\": \"00")).unwrap();
    assert_eq!(code(open(&offered)), "keyslots-damaged", "a file that was changed is named as such, never opened half");
}
