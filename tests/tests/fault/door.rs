//! Starting on what is no whole cabinet: each fault has its own word, and not a byte is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use xunfang_core::cabinet::{Secret, raw_key};
use xunfang_core::office::api::DoorState;
use xunfang_tests::department::{self, Department, PASSPHRASE};

/// Every file below a folder, but the lock.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).filter(|entry| entry.file_name() != "lock");
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

/// A closed department with a sheet, after `damage`: what the door says, and what unlocking with `passphrase` says.
fn fault(damage: impl FnOnce(&Path), passphrase: &str) -> (DoorState, String, &'static str) {
    let root = tempfile::tempdir().unwrap();
    let department = Department::at(root.path(), 1);
    let office = department.first_run().unwrap();
    let customer = department::customer(&office, "赵六").unwrap();
    let draft = department::visit_draft(&office, &customer, &"电梯困人。".repeat(500)).unwrap();
    office.finish(&draft.id, &department::visited()).unwrap();
    drop(office);
    damage(&department.folder());
    let (before, marks) = (files(&department.folder()), files(&root.path().join("high-water")));

    let again = Department::at(root.path(), 2);
    let door = again.house.door();
    let code = again.house.unlock(passphrase).err().map_or("it opened", |error| error.code());
    assert!(door.first_run.is_none(), "{code}: a first run is not offered over it");
    let over = again.first_run().err().map_or("it went over it", |error| error.code());
    assert_eq!(over, "cabinet-exists", "{code}: nor done");
    assert!(files(&department.folder()) == before, "{code}: nothing was overwritten, made or removed");
    let mut after = files(&root.path().join("high-water"));
    // Wrong passphrases are counted; nothing else is noted.
    let before = after.len();
    after.retain(|name, _| !name.starts_with("door-"));
    assert_eq!(after.len() < before, code == "wrong-passphrase", "{code}: only a wrong passphrase counts as one");
    assert!(after == marks, "{code}: nor in the other folder");
    (door.state, door.code, code)
}

fn patch(folder: &Path, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let path = folder.join(name);
    let mut bytes = fs::read(&path).unwrap();
    change(&mut bytes);
    fs::write(&path, bytes).unwrap();
}

/// Passes when every damaged, empty, cut or foreign file is refused with a code of its own, and not a byte of the folder changed.
#[test]
fn every_fault_at_the_door_has_its_own_word_and_changes_nothing() {
    type Damage = fn(&Path);
    let faults: [(&str, &str, Damage); 7] = [
        ("keyslots-missing", PASSPHRASE, |folder| fs::remove_file(folder.join("keyslots.json")).unwrap()),
        ("keyslots-damaged", PASSPHRASE, |folder| patch(folder, "keyslots.json", |bytes| bytes.truncate(80))),
        ("keyslots-foreign", PASSPHRASE, super::keys::foreign),
        ("cabinet-empty", PASSPHRASE, |folder| patch(folder, "cabinet.db", Vec::clear)),
        ("cabinet-truncated", PASSPHRASE, |folder| {
            patch(folder, "cabinet.db", |bytes| bytes.truncate(bytes.len() / 8192 * 4096))
        }),
        ("cabinet-damaged", PASSPHRASE, |folder| patch(folder, "cabinet.db", |bytes| bytes[300] ^= 0x40)),
        ("wrong-passphrase", "别的口令 2026", |_| ()),
    ];
    let mut words = BTreeSet::new();
    for (expected, passphrase, damage) in faults {
        let (state, door, unlock) = fault(damage, passphrase);
        assert_eq!(unlock, expected, "unlocking names the fault");
        // What can be seen without the passphrase is said before it is asked for.
        if matches!(expected, "keyslots-missing" | "cabinet-empty") {
            assert_eq!((state, door.as_str()), (DoorState::Problem, expected), "the door names it at once");
        } else {
            assert_eq!(state, DoorState::Locked, "{expected}: the passphrase is asked for first");
        }
        assert!(words.insert(unlock), "{unlock}: two faults share a word");
    }
}

/// Passes when a newer schema is refused untouched.
#[test]
fn a_cabinet_of_a_later_release_is_left_alone() {
    let later = |folder: &Path| {
        let key = raw_key(folder, &Secret::passphrase(PASSPHRASE)).unwrap();
        let file = rusqlite::Connection::open(folder.join("cabinet.db")).unwrap();
        file.execute_batch(&format!("PRAGMA key = \"{}\"; PRAGMA user_version = 4711;", key.as_str())).unwrap();
    };
    let (_, _, code) = fault(later, PASSPHRASE);
    assert_eq!(code, "cabinet-newer", "it says that the program is the older one");
}

/// Passes when where a cabinet was, no empty one is made in its place.
#[test]
fn a_missing_file_is_no_first_run() {
    let (state, door, code) = fault(|folder| fs::remove_file(folder.join("cabinet.db")).unwrap(), PASSPHRASE);
    assert_eq!((state, door.as_str()), (DoorState::Problem, "cabinet-file-missing"), "key slots without a cabinet are a loss");
    assert_eq!(code, "cabinet-file-missing", "unlocking says the same");
}
