//! A disk without room, and one that cannot be written.
//!
//! The test runs itself again in a mount namespace of its own with a small disk in memory; as root, or as anybody where
//! the system lets people have user namespaces. The disk goes with the process.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use xunfang_core::cabinet::{Cabinet, Moving, Secret};
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::office::api::Finish;
use xunfang_core::office::{Office, OfficeError};
use xunfang_core::sheet::{Answers, Reference};
use xunfang_tests::department::{self, Department, PASSPHRASE};

use crate::again::again;
use crate::moving::{back_to_first_schema, raw, schema};

const ROLE: &str = "XUNFANG_FAULT_DISK";

/// Runs `body` on a small disk. The outer process says what the inner one said.
pub fn on_a_small_disk(name: &str, body: impl FnOnce(&Path)) {
    if let Some(disk) = std::env::var_os(ROLE) {
        return body(Path::new(&disk));
    }
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().to_str().unwrap();
    // A write past the limit that a test sets for itself is an error, and does not end the program.
    let script = format!("trap '' XFSZ; mount -t tmpfs -o size=4m,mode=0700 tmpfs '{disk}' && exec \"$@\"");
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut wrapper = vec!["unshare", "--mount", "--propagation", "private"];
    if !root {
        wrapper.push("--map-root-user");
    }
    wrapper.extend(["sh", "-c", &script, "sh"]);
    let done = again(&wrapper, name, ROLE, disk).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(
        done.status.success() && said.contains("1 passed"),
        "on a small disk (needs root, or user namespaces; nothing is skipped here):\n{said}"
    );
}

/// Takes all room that is left.
pub fn fill_up(disk: &Path) {
    let ballast = disk.join("ballast");
    let mut left = fs::File::create(&ballast).unwrap();
    let full = std::io::copy(&mut std::io::repeat(7), &mut left).unwrap_err();
    assert_eq!(full.kind(), std::io::ErrorKind::StorageFull, "the disk has an end");
}

pub fn make_room(disk: &Path) {
    fs::remove_file(disk.join("ballast")).unwrap();
}

pub fn remount(disk: &Path, how: &str) {
    let done = Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(disk).output().unwrap();
    assert!(done.status.success(), "the disk takes `{how}`: {}", String::from_utf8_lossy(&done.stderr));
}

pub fn start(disk: &Path) -> (Department, Office, Reference) {
    let department = Department::at(disk, 1);
    let office = department.first_run().unwrap();
    let customer = department::customer(&office, "赵六").unwrap();
    (department, office, customer)
}

/// The words of one more save; each is too long to fit into pages that are there already.
pub fn long(n: u32) -> String {
    format!("第{n}次：{}", "电梯困人约二十分钟，".repeat(400))
}

/// Saves on until the disk is full, with the last number that was saved.
fn save_until_full(office: &Office, draft: &str, answers: &mut Answers) -> (u32, OfficeError) {
    for n in 1..2_000 {
        let before = answers.fields.insert("findings".to_owned(), department::text(&long(n)));
        if let Err(error) = office.save_draft(draft, answers.clone()) {
            answers.fields.insert("findings".to_owned(), before.unwrap());
            return (n - 1, error);
        }
    }
    panic!("a full disk takes no 2,000 saves");
}

/// Passes when a save on a full disk is refused as such, the draft stands as it last was, and with room again it is saved.
#[test]
fn a_full_disk_stops_a_save_and_loses_nothing() {
    on_a_small_disk("disk::a_full_disk_stops_a_save_and_loses_nothing", |disk| {
        let (department, office, customer) = start(disk);
        let draft = department::visit_draft(&office, &customer, "3号电梯困人").unwrap();
        let mut answers = draft.answers.clone();
        answers.fields.insert("findings".to_owned(), department::text(&long(0)));
        office.save_draft(&draft.id, answers.clone()).unwrap();
        fill_up(disk);
        let (last, error) = save_until_full(&office, &draft.id, &mut answers);
        assert_eq!(error.code(), "disk-full", "the person is told what it is: {error}");
        assert_eq!(
            office.draft(&draft.id).unwrap().answers.fields["findings"],
            department::text(&long(last)),
            "what was saved stands"
        );

        let mut mine = answers.clone();
        mine.fields.insert("findings".to_owned(), department::text("磁盘满时写的话"));
        mine.fields.insert("summary".to_owned(), department::text(&long(9_999)));
        let refused = office.save_draft(&draft.id, mine.clone()).unwrap_err();
        assert_eq!(refused.code(), "disk-full", "and again, as long as it is so");
        make_room(disk);
        office.save_draft(&draft.id, mine.clone()).unwrap();
        let there = office.draft(&draft.id).unwrap().answers;
        assert_eq!(there.fields["summary"], mine.fields["summary"], "with room again the same answers are saved");
        assert_eq!(there.fields["findings"], department::text("磁盘满时写的话"), "all of them");
        assert!(office.verify(None, &|_, _| true).unwrap().ok, "and the cabinet is whole");
        drop(office);
        let again = Department::at(disk, 2);
        let office = again.open().unwrap();
        assert_eq!(office.cabinet().warnings(), [], "nothing is missing after a restart");
        assert_eq!(office.draft(&draft.id).unwrap().answers.fields["summary"], mine.fields["summary"], "the draft is offered");
        drop(department);
    });
}

/// Passes when nothing half done is left: no revision, no signature, no number is spent, and with room again both go through.
#[test]
fn a_full_disk_stops_finishing_and_signing_and_loses_nothing() {
    on_a_small_disk("disk::a_full_disk_stops_finishing_and_signing_and_loses_nothing", |disk| {
        let (_department, office, customer) = start(disk);
        let first = department::visit_draft(&office, &customer, "3号电梯困人").unwrap();
        let second = department::visit_draft(&office, &customer, "大堂漏水").unwrap();
        let signed = office.finish(&second.id, &department::visited()).unwrap();
        // Another draft takes what is left of the room, so that not a page more is to be had.
        let filler = department::visit_draft(&office, &customer, "占位").unwrap();
        let mut answers = filler.answers.clone();
        answers.fields.insert("findings".to_owned(), department::text(""));
        fill_up(disk);
        let (_, error) = save_until_full(&office, &filler.id, &mut answers);
        assert_eq!(error.code(), "disk-full", "there is no room: {error}");

        let entries = || office.cabinet().read(|reader| reader.entry_count()).unwrap();
        let before = entries();
        assert_eq!(code(office.finish(&first.id, &department::visited())), "disk-full", "完成 says so");
        assert_eq!(code(office.sign(&department::signature(&signed.sheet, "赵六"))), "disk-full", "signing says so");
        assert_eq!(entries(), before, "neither left a half of itself");
        assert_eq!(office.draft(&first.id).unwrap().answers, first.answers, "the draft stands as it was");
        assert_eq!(office.sheet(&signed.sheet).unwrap().seals[0].how, "none", "the sheet is unsigned");

        make_room(disk);
        let done = office.finish(&first.id, &department::visited()).unwrap();
        office.sign(&department::signature(&signed.sheet, "赵六")).unwrap();
        office.sign(&department::signature(&done.sheet, "赵六")).unwrap();
        assert_eq!(done.serial, "HF-A-202602-0002", "no number was used up by what failed");
        let report = office.verify(None, &|_, _| true).unwrap();
        assert!(report.ok && report.problems.is_empty(), "the log is whole: {:?}", report.problems);
        let lists = office.cabinet().dump_projections().unwrap();
        office.rebuild(&|_, _| true).unwrap();
        assert!(office.cabinet().dump_projections().unwrap() == lists, "and its lists follow from it");
    });
}

/// Passes when a cabinet that cannot be written is refused with its own code, and no byte of it changed.
#[test]
fn a_disk_that_became_read_only_is_said_and_nothing_is_overwritten() {
    on_a_small_disk("disk::a_disk_that_became_read_only_is_said_and_nothing_is_overwritten", |disk| {
        let (department, office, customer) = start(disk);
        let draft = department::visit_draft(&office, &customer, "3号电梯困人").unwrap();
        drop(office);
        let before = files(&department.folder());
        remount(disk, "ro");
        assert_eq!(code(department.open()), "cabinet-read-only", "it does not open only to fail at the first save");
        let elsewhere = Department::at(&disk.join("new"), 3);
        let refused = code(elsewhere.first_run());
        assert_eq!(refused, "cabinet-read-only", "a first run says so too");
        assert!(files(&department.folder()) == before, "nothing was overwritten, made or removed");
        remount(disk, "rw");
        let office = Department::at(disk, 4).open().unwrap();
        assert_eq!(office.draft(&draft.id).unwrap().answers, draft.answers, "when it can be written again, all is there");
        office.finish(&draft.id, &Finish { stage: "visit".to_owned(), ..Finish::default() }).unwrap();
    });
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

pub fn code<T>(result: Result<T, OfficeError>) -> &'static str {
    result.err().map_or("it worked", |error| error.code())
}

/// Passes when each is refused as full, no half file takes a name, and the cabinet opens as before.
#[test]
fn a_full_disk_stops_a_backup_a_migration_and_a_restore_and_loses_nothing() {
    let name = "disk::a_full_disk_stops_a_backup_a_migration_and_a_restore_and_loses_nothing";
    on_a_small_disk(name, |disk| {
        let (department, office, customer) = start(disk);
        let draft = department::visit_draft(&office, &customer, "3号电梯困人").unwrap();
        let sheet = office.finish(&draft.id, &department::visited()).unwrap().sheet;
        let stick = disk.join("stick");
        let kept = office.back_up(&stick, &|_, _| true).unwrap();
        fill_up(disk);
        assert_eq!(code(office.back_up(&stick, &|_, _| true)), "disk-full", "a backup says so");
        assert_eq!(fs::read_dir(&stick).unwrap().count(), 1, "and leaves no half of itself");
        assert!(office.verify(None, &|_, _| true).unwrap().ok, "the cabinet is as it was");
        drop(office);

        let secret = Secret::passphrase(PASSPHRASE);
        let from = stick.join(&kept.name);
        let refused = department.house.restore(&from, &secret, &|_, _| true).map(drop).unwrap_err();
        assert_eq!(refused.code(), "disk-full", "a restore says so: {refused}");
        let office = Department::at(disk, 3).open().unwrap();
        assert!(office.sheet(&sheet).is_ok(), "what stood there stands there");
        drop(office);

        make_room(disk);
        back_to_first_schema(&disk.join("cabinet"));
        fill_up(disk);
        let refused = Department::at(disk, 4).open().map(drop).unwrap_err();
        assert_eq!(refused.code(), "disk-full", "without room for its backup no file is changed: {refused}");
        make_room(disk);
        let office = Department::at(disk, 5).open().unwrap();
        assert!(office.sheet(&sheet).is_ok(), "with room it is brought up to date");
        assert!(office.verify(None, &|_, _| true).unwrap().ok, "whole");
    });
}

/// Passes when a migration that has its backup and then no room for its own transaction is refused as full, the file stands at its
/// old schema whole, and with room again it is brought up to date.
#[test]
fn a_full_disk_within_a_migration_leaves_the_old_schema() {
    on_a_small_disk("disk::a_full_disk_within_a_migration_leaves_the_old_schema", |disk| {
        let (department, office, customer) = start(disk);
        let draft = department::visit_draft(&office, &customer, "3号电梯困人").unwrap();
        let sheet = office.finish(&draft.id, &department::visited()).unwrap().sheet;
        let before = office.cabinet().read(|reader| reader.entry_count()).unwrap();
        drop(office);
        let (folder, marks) = (department.folder(), disk.join("high-water"));
        back_to_first_schema(&folder);
        let clock = Arc::new(Clock::seeded(4, Stamp::parse("2026-02-24T09:00+08:00").unwrap()));
        let filled = Cell::new(false);
        let fill = |step: Moving| {
            if step == Moving::BackedUp {
                fill_up(disk);
                filled.set(true);
            }
        };
        let refused =
            Cabinet::open_watched(&folder, &marks, clock, &Secret::passphrase(PASSPHRASE), &fill).map(drop).unwrap_err();
        assert!(filled.get(), "the backup was made, and only then the disk was full");
        assert_eq!(refused.code(), "disk-full", "the migration itself says so: {refused}");
        assert_eq!(schema(&raw(&folder)), 1, "the file stands at its old schema");
        make_room(disk);
        let office = Department::at(disk, 5).open().unwrap();
        assert!(office.sheet(&sheet).is_ok(), "with room it is brought up to date");
        assert_eq!(office.cabinet().warnings(), [], "nothing is missing");
        let after = office.cabinet().read(|reader| reader.entry_count()).unwrap();
        assert!(after > before, "every entry is there, and the backup is written down: {before}, {after}");
        assert!(office.verify(None, &|_, _| true).unwrap().ok, "whole");
    });
}
