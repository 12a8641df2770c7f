//! Every way in which opening fails has its own code, and nothing is overwritten.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use super::super::*;
use super::support::*;

/// All files of the folder but the lock.
fn files(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(desk.folder()) else { return BTreeMap::new() };
    let files = entries.map(|entry| entry.unwrap()).filter(|entry| entry.file_name() != "lock");
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())).collect()
}

/// A closed cabinet with a few sheets after `damage`; opening it must fail with the code and change nothing.
fn refused(damage: impl FnOnce(&Desk), expected: &str) {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    for n in 0..5 {
        finalise(&cabinet, desk.clock.id().unwrap(), &format!("第{n}张 {}", "内容".repeat(600))).unwrap();
    }
    drop(cabinet);
    damage(&desk);
    let before = files(&desk);
    assert_eq!(code(desk.open()), expected, "the code tells people what happened");
    assert!(files(&desk) == before, "{expected}: nothing was overwritten, made or removed");
    if before.keys().any(|name| name != "lock") {
        let again =
            Cabinet::create(&desk.folder(), &desk.marks(), Arc::clone(&desk.clock), PASSPHRASE, Cost::LIGHT, Purpose::Work);
        assert_eq!(code(again), "cabinet-exists", "{expected}: a first run never goes over it");
        assert!(files(&desk) == before, "{expected}: nor touches it");
    }
}

fn patch(desk: &Desk, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let path = desk.folder().join(name);
    let mut bytes = fs::read(&path).unwrap();
    change(&mut bytes);
    fs::write(&path, bytes).unwrap();
}

#[test]
fn a_missing_folder_or_file_is_not_made() {
    refused(|desk| fs::remove_dir_all(desk.folder()).unwrap(), "cabinet-folder-missing");
    refused(|desk| fs::remove_file(desk.folder().join("cabinet.db")).unwrap(), "cabinet-file-missing");
}

#[test]
fn missing_and_damaged_key_slots_are_told_apart() {
    refused(|desk| fs::remove_file(desk.folder().join("keyslots.json")).unwrap(), "keyslots-missing");
    refused(|desk| patch(desk, "keyslots.json", |bytes| bytes.truncate(100)), "keyslots-damaged");
    refused(|desk| patch(desk, "keyslots.json", Vec::clear), "keyslots-damaged");
    let flip = |bytes: &mut Vec<u8>| {
        let at = String::from_utf8(bytes.clone()).unwrap().find("wrapped").unwrap() + 15;
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
    };
    refused(|desk| patch(desk, "keyslots.json", flip), "keyslots-damaged");
}

#[test]
fn an_empty_cut_or_damaged_file_is_refused() {
    refused(|desk| patch(desk, "cabinet.db", Vec::clear), "cabinet-empty");
    refused(|desk| patch(desk, "cabinet.db", |bytes| bytes.truncate(100)), "cabinet-truncated");
    refused(|desk| patch(desk, "cabinet.db", |bytes| bytes.truncate(bytes.len() - 1)), "cabinet-truncated");
    refused(|desk| patch(desk, "cabinet.db", |bytes| bytes.truncate(bytes.len() / 8192 * 4096)), "cabinet-truncated");
    refused(|desk| patch(desk, "cabinet.db", |bytes| bytes.truncate(4096)), "cabinet-truncated");
    refused(|desk| patch(desk, "cabinet.db", |bytes| bytes[200] ^= 1), "cabinet-damaged");
    refused(|desk| patch(desk, "cabinet.db", |bytes| bytes.fill(0)), "cabinet-damaged");
    refused(
        |desk| {
            patch(desk, "cabinet.db", |bytes| {
                for at in (4096..bytes.len()).step_by(4096) {
                    bytes[at + 99] ^= 1;
                }
            });
        },
        "cabinet-damaged",
    );
}

#[test]
fn what_is_no_cabinet_or_a_later_one_is_refused() {
    refused(
        |desk| {
            let path = desk.folder().join("cabinet.db");
            fs::remove_file(&path).unwrap();
            rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
        },
        "cabinet-foreign",
    );
    refused(|desk| desk.raw().execute_batch("PRAGMA application_id = 5;").unwrap(), "cabinet-foreign");
    refused(|desk| desk.raw().execute_batch("PRAGMA user_version = 99;").unwrap(), "cabinet-newer");
}

#[test]
fn a_wrong_secret_is_told_from_a_mistyped_code() {
    let desk = Desk::new();
    let (cabinet, recovery) = desk.create();
    drop(cabinet);
    assert_eq!(code(desk.open_with(&Secret::passphrase("别的口令"))), "wrong-passphrase", "no slot opens");
    assert_eq!(code(desk.open_with(&Secret::passphrase(""))), "passphrase-empty", "nothing was typed");
    assert_eq!(code(desk.open_with(&Secret::recovery("ABCD"))), "recovery-code-mistyped", "a slip of the pen");
    let other = Desk::new();
    other.clock.id().unwrap();
    let (_, foreign) = other.create();
    assert_eq!(code(desk.open_with(&Secret::recovery(foreign.as_str()))), "wrong-recovery-code", "another cabinet's code");
    desk.open_with(&Secret::recovery(recovery.as_str())).unwrap();
}

#[test]
fn a_cabinet_is_open_once() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    assert_eq!(code(desk.open()), "cabinet-locked", "a second program would write beside the first");
    drop(cabinet);
    desk.open().unwrap();
}

#[test]
fn a_first_run_that_broke_off_can_be_done_again() {
    let desk = Desk::new();
    fs::create_dir_all(desk.folder()).unwrap();
    fs::write(desk.folder().join("cabinet.db.new"), b"half").unwrap();
    fs::write(desk.folder().join("keyslots.json"), b"{}").unwrap();
    assert_eq!(code(desk.open()), "cabinet-file-missing", "it never became a cabinet");
    desk.create();
}

#[test]
fn a_first_run_without_passphrase_makes_nothing() {
    let desk = Desk::new();
    let made = Cabinet::create(&desk.folder(), &desk.marks(), Arc::clone(&desk.clock), "", Cost::LIGHT, Purpose::Work);
    assert_eq!(code(made), "passphrase-empty", "an empty passphrase protects nothing");
    assert!(!desk.folder().exists(), "and no folder is left behind");
}

#[test]
fn the_file_shows_nothing_of_what_it_holds() {
    let desk = Desk::new();
    let (cabinet, recovery) = desk.create();
    finalise(&cabinet, desk.clock.id().unwrap(), "zhang-sample-name").unwrap();
    for (name, bytes) in files(&desk) {
        for secret in ["zhang-sample-name", "SQLite format", PASSPHRASE, recovery.as_str()] {
            let there = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!there, "{name} shows {secret:?}");
        }
    }
}

#[test]
fn entries_that_only_the_write_ahead_log_holds_are_kept() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    finalise(&cabinet, desk.clock.id().unwrap(), "一").unwrap();
    // As after a power cut: the files as they stand while the cabinet is open.
    let copy = Desk { clock: Arc::clone(&desk.clock), root: tempfile::TempDir::new().unwrap() };
    fs::create_dir_all(copy.folder()).unwrap();
    for (name, bytes) in files(&desk).into_iter().filter(|(name, _)| !name.ends_with("shm")) {
        fs::write(copy.folder().join(name), bytes).unwrap();
    }
    fs::create_dir_all(copy.marks()).unwrap();
    for file in fs::read_dir(desk.marks()).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.marks().join(file.file_name())).unwrap();
    }
    let recovered = copy.open().unwrap();
    assert_eq!(recovered.warnings(), [], "nothing is missing");
    assert_eq!(recovered.read(|r| r.entry_count()).unwrap(), 1, "the saved sheet is there");
    drop(recovered);

    // And without its write-ahead log the loss is noticed.
    let cut = Desk { clock: Arc::clone(&desk.clock), root: tempfile::TempDir::new().unwrap() };
    fs::create_dir_all(cut.folder()).unwrap();
    for (name, bytes) in files(&desk).into_iter().filter(|(name, _)| !name.contains("db-")) {
        fs::write(cut.folder().join(name), bytes).unwrap();
    }
    fs::create_dir_all(cut.marks()).unwrap();
    for file in fs::read_dir(desk.marks()).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), cut.marks().join(file.file_name())).unwrap();
    }
    assert_eq!(cut.open().unwrap().warnings(), [Warning::EntriesMissing { expected: 1, found: 0 }], "a lost WAL is said");
}
