//! The key slots beside a cabinet are lost, or are another one's: the work of after the last backup is still in the file.

use std::fs;
use std::path::Path;

use xunfang_core::cabinet::Secret;
use xunfang_core::office::Office;
use xunfang_core::office::api::DoorState;
use xunfang_tests::department::{self, Department, PASSPHRASE};

fn on(_: u64, _: u64) -> bool {
    true
}

/// Puts the key slots of another department, which has the same passphrase, in the place of a cabinet's own.
pub fn foreign(folder: &Path) {
    let root = tempfile::tempdir().unwrap();
    let other = Department::at(root.path(), 77);
    drop(other.first_run().unwrap());
    fs::copy(other.folder().join("keyslots.json"), folder.join("keyslots.json")).unwrap();
}

fn visited(office: &Office, name: &str) -> String {
    let customer = department::customer(office, name).unwrap();
    let draft = department::visit_draft(office, &customer, "电梯困人").unwrap();
    office.finish(&draft.id, &department::visited()).unwrap().serial
}

/// A sheet in a backup and one after it; what is then done to the key slots; what the door says, and whether the restore of the
/// backup brings the later sheet back.
fn brought_back(damage: impl FnOnce(&Path)) -> &'static str {
    let (root, stick) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let department = Department::at(root.path(), 1);
    let office = department.first_run().unwrap();
    let early = visited(&office, "赵六");
    let made = office.back_up(stick.path(), &on).unwrap();
    let late = visited(&office, "孙七");
    drop(office);
    damage(&department.folder());

    let again = Department::at(root.path(), 2);
    let code = again.house.unlock(PASSPHRASE).err().map_or("it opened", |error| error.code());
    let from = stick.path().join(&made.name);
    let wrong = again.house.restore(&from, &Secret::passphrase("别的口令 2026"), &on).map(drop).unwrap_err();
    assert_eq!(wrong.code(), "wrong-passphrase", "{code}: nobody puts an old one in its place who cannot open it");
    let (office, restored) = again.house.restore(&from, &Secret::passphrase(PASSPHRASE), &on).unwrap();
    for serial in [&early, &late] {
        assert!(office.sheet_by_serial(serial, None).is_ok(), "{code}: {serial} is there");
    }
    assert!(restored.entries_saved > 0 && restored.numbers_missing.is_empty(), "{code}: nothing was lost: {restored:?}");
    assert!(office.verify(None, &on).unwrap().ok, "{code}: and all of it is whole");
    drop(office);
    assert_eq!(Department::at(root.path(), 3).house.door().state, DoorState::Locked, "{code}: it opens as before");
    code
}

/// Passes when a cabinet whose key slots are lost is opened by those of its backup, and loses nothing of what came after it.
#[test]
fn lost_key_slots_lose_nothing() {
    let code = brought_back(|folder| fs::remove_file(folder.join("keyslots.json")).unwrap());
    assert_eq!(code, "keyslots-missing", "the door says what is missing");
}

/// Passes when key slots of another cabinet are told as such, and the restore reads the cabinet with those of its backup.
#[test]
fn key_slots_of_another_cabinet_lose_nothing() {
    assert_eq!(brought_back(foreign), "keyslots-foreign", "the cabinet is not called damaged");
}

/// Passes when another cabinet that stands in the place is kept aside, and nothing of it is taken over.
#[test]
fn another_cabinet_in_the_place_is_kept_aside_whole() {
    let (root, elsewhere, stick) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let department = Department::at(root.path(), 1);
    let office = department.first_run().unwrap();
    visited(&office, "赵六");
    let made = office.back_up(stick.path(), &on).unwrap();
    drop(office);
    let other = Department::at(elsewhere.path(), 5);
    drop(other.first_run().unwrap());
    let from = stick.path().join(&made.name);
    let before = fs::read(other.folder().join("cabinet.db")).unwrap();
    let (office, restored) = other.house.restore(&from, &Secret::passphrase(PASSPHRASE), &on).unwrap();
    assert_eq!(restored.entries_saved, 0, "another cabinet's entries are none of this one's");
    assert!(office.verify(None, &on).unwrap().ok, "what was restored is whole");
    assert_eq!(fs::read(restored.aside.unwrap().join("cabinet.db")).unwrap(), before, "and the other lies aside as it was");
}
