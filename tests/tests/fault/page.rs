//! A disk that fails here and there: one bit in 200 places, the first bytes, the companion files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use xunfang_core::cabinet::{Secret, Warning};
use xunfang_core::office::Office;
use xunfang_core::office::api::DoorState;
use xunfang_tests::department::{self, Department, PASSPHRASE};

const PLACES: usize = 200;
const PAGE: usize = 4096;

fn on(_: u64, _: u64) -> bool {
    true
}

/// A department with a backup of its first sheets and others after it, one of them still a draft.
struct Scene {
    root: tempfile::TempDir,
    backup: PathBuf,
    sheets: Vec<String>,
    /// Their numbers, in the same order.
    serials: Vec<String>,
    draft: String,
}

impl Scene {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let department = Department::at(root.path(), 1);
        let office = department.first_run().unwrap();
        let customer = department::customer(&office, "赵六").unwrap();
        let (mut sheets, mut serials) = (Vec::new(), Vec::new());
        let mut work = |n: usize| {
            let draft = department::visit_draft(&office, &customer, &format!("第{n}次：{}", "电梯困人。".repeat(30))).unwrap();
            let done = office.finish(&draft.id, &department::visited()).unwrap();
            office.sign(&department::signature(&done.sheet, "赵六")).unwrap();
            sheets.push(done.sheet);
            serials.push(done.serial);
        };
        (0..6).for_each(&mut work);
        let place = root.path().join("stick");
        let backup = office.back_up(&place, &on).unwrap();
        (6..12).for_each(&mut work);
        let draft = department::visit_draft(&office, &customer, "没写完的").unwrap().id;
        drop(office);
        Self { backup: place.join(backup.name), root, sheets, serials, draft }
    }

    /// Another folder with the same files.
    fn copy(&self) -> tempfile::TempDir {
        let other = tempfile::tempdir().unwrap();
        for part in ["cabinet", "high-water"] {
            fs::create_dir(other.path().join(part)).unwrap();
            for file in fs::read_dir(self.root.path().join(part)).unwrap().map(Result::unwrap) {
                fs::copy(file.path(), other.path().join(part).join(file.file_name())).unwrap();
            }
        }
        other
    }

    fn restore(&self, root: &Path) -> (Office, xunfang_core::cabinet::Restored) {
        let department = Department::at(root, 77);
        department.house.restore(&self.backup, &Secret::passphrase(PASSPHRASE), &on).unwrap()
    }
}

fn flip(root: &Path, at: usize) {
    let file = root.join("cabinet").join("cabinet.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[at] ^= 1 << (at % 8);
    fs::write(&file, bytes).unwrap();
}

/// The sheets that cannot be shown any more, or whose signature cannot be checked.
fn unreadable(office: &Office, sheets: &[String]) -> BTreeSet<String> {
    sheets.iter().filter(|sheet| office.sheet(sheet).map_or(true, |view| view.seals[0].how != "drawn")).cloned().collect()
}

/// Passes when each flipped bit is found (by a refusal to open or by the full check), every sheet that can no longer be shown
/// is named, and the restore brings back a cabinet that is whole, has every sheet that was readable, and names the others.
#[test]
fn one_bit_in_two_hundred_places_is_found_named_and_mended() {
    let scene = Scene::new();
    let size = usize::try_from(fs::metadata(scene.root.path().join("cabinet/cabinet.db")).unwrap().len()).unwrap();
    let (mut shut, mut named, mut whole, mut told, mut by_title, mut undrawn) = (0, 0, 0, 0, 0, 0);
    for n in 0..PLACES {
        // Spread over all pages and all places in a page; the first 16 bytes have a test of their own.
        let at = (n * size / PLACES + n * 37 % PAGE).clamp(16, size - 1);
        let copy = scene.copy();
        flip(copy.path(), at);
        let before = Department::at(copy.path(), 2);
        // Whatever the door says, the backup holds the first six.
        let mut gone: BTreeSet<String> = scene.sheets[6..].iter().cloned().collect();
        let door_was_shut = match before.open() {
            Err(error) => {
                // The word at which the window offers the restore (`people::kept` does that), as long as the door is there.
                assert_eq!(error.code(), "cabinet-damaged", "byte {at}: refused by its name");
                assert_eq!(before.house.door().state, DoorState::Locked, "byte {at}: and the door stays, nothing is begun anew");
                let offered = before.house.backups_in(Some(scene.backup.parent().unwrap())).unwrap();
                assert!(offered.iter().any(|one| Path::new(&one.folder) == scene.backup), "byte {at}: the backup is offered");
                shut += 1;
                true
            }
            Ok(office) => {
                let report = office.check_now(&on).unwrap_or_else(|error| {
                    panic!("byte {at}: {error} {:?} {:?}", office.cabinet().integrity(), office.cabinet().verify(&on).map(drop))
                });
                assert!(!report.ok && report.problems.iter().any(|p| p.code.code() == "file-damaged"), "byte {at} is found");
                gone = unreadable(&office, &scene.sheets);
                let checked = office.last_check().unwrap().unwrap();
                let of_form = |message: &str| message.contains("回访记录表") && message.contains("2026年2月24日");
                for sheet in &gone {
                    let serial = &scene.serials[scene.sheets.iter().position(|one| one == sheet).unwrap()];
                    // Where no page that bears its number can be read any more, its form and its day are what is left to say.
                    let title = || report.problems.iter().any(|p| p.serial.is_empty() && of_form(&p.message));
                    if !checked.sheets.contains(serial) {
                        assert!(title(), "byte {at}: sheet {serial} is touched and not named: {:?}", report.problems);
                        by_title += 1;
                    }
                }
                match office.desk() {
                    Ok(desk) => {
                        let asked = desk.notices.iter().any(|n| n.code.code() == "damage-found");
                        assert!(asked, "byte {at}: 今日 asks for the repair");
                    }
                    // Where even 今日 cannot be drawn, the window shows the damage itself.
                    Err(error) => {
                        assert_eq!(error.code(), "cabinet-damaged", "byte {at}: 今日 says why it cannot be drawn");
                        undrawn += 1;
                    }
                }
                named += usize::from(!gone.is_empty());
                false
            }
        };
        let (office, restored) = scene.restore(copy.path());
        let report = office.check_now(&on).unwrap();
        assert!(report.ok, "byte {at}: what came of it is whole: {:?}", report.problems);
        let lost = unreadable(&office, &scene.sheets);
        if restored.lost.is_empty() && restored.entries_missing == Some(0) {
            assert_eq!(lost, BTreeSet::new(), "byte {at}: nothing is lost that is not told");
            whole += 1;
        } else {
            told += 1;
        }
        assert!(scene.sheets[..6].iter().all(|sheet| !lost.contains(sheet)), "byte {at}: what the backup holds is back");
        assert!(
            lost.is_subset(&gone),
            "byte {at}: what could be read before the restore can be read after it: {lost:?} {gone:?}"
        );
        if door_was_shut {
            drop(office);
            let office = Department::at(copy.path(), 78).open().unwrap();
            assert_eq!(office.cabinet().warnings(), [], "byte {at}: the same door opens on the restored cabinet");
            assert!(scene.sheets[..6].iter().all(|sheet| office.sheet(sheet).is_ok()), "byte {at}: with its sheets");
        }
    }
    assert!(shut > 0, "some bit shuts the door, or that way was never taken");
    println!(
        "{PLACES} bits: {shut} shut the door, {named} touched sheets ({by_title} named by form and day), {undrawn} left no 今日, \
         {whole} mended without loss, {told} with a loss that is told"
    );
    assert!(whole > PLACES / 2, "most damage loses nothing");
}

/// Passes when nothing at all is lost: the salt of the cipher is kept in the key slots.
#[test]
fn the_first_sixteen_bytes_may_be_destroyed() {
    let scene = Scene::new();
    let copy = scene.copy();
    let file = copy.path().join("cabinet/cabinet.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[..16].fill(0xAA);
    fs::write(&file, bytes).unwrap();
    let office = Department::at(copy.path(), 2).open().unwrap();
    assert_eq!(office.cabinet().warnings(), [], "the cabinet opens as if nothing had happened");
    let report = office.verify(None, &on).unwrap();
    assert!(report.ok, "every record is there: {:?}", report.problems);
    assert!(office.draft(&scene.draft).is_ok(), "the draft as well");
}

/// What a crash leaves of a department that finished a sheet: its files while the program runs, or once it was closed, without the
/// write-ahead log. Gives the sheet and the length that the file had before the log went into it.
fn without_its_log(closed: bool) -> (tempfile::TempDir, String, usize) {
    let root = tempfile::tempdir().unwrap();
    let department = Department::at(root.path(), 1);
    let office = department.first_run().unwrap();
    let customer = department::customer(&office, "赵六").unwrap();
    let draft = department::visit_draft(&office, &customer, &"写进去又丢了的。".repeat(400)).unwrap();
    let done = office.finish(&draft.id, &department::visited()).unwrap();
    let file = |root: &Path, name: &str| root.join("cabinet").join(name);
    assert!(file(root.path(), "cabinet.db-wal").exists(), "there is a write-ahead log to lose");
    let before = usize::try_from(fs::metadata(file(root.path(), "cabinet.db")).unwrap().len()).unwrap();
    let office = if closed {
        drop(office);
        None
    } else {
        Some(office)
    };
    let after = tempfile::tempdir().unwrap();
    for part in ["cabinet", "high-water"] {
        fs::create_dir(after.path().join(part)).unwrap();
        for file in fs::read_dir(root.path().join(part)).unwrap().map(Result::unwrap) {
            let name = file.file_name().into_string().unwrap();
            if !name.ends_with("-wal") && !name.ends_with("-shm") {
                fs::copy(file.path(), after.path().join(part).join(name)).unwrap();
            }
        }
    }
    drop(office);
    (after, done.sheet, before)
}

/// Passes when the loss is said at the next opening, and everything that had reached the file itself is there.
#[test]
fn a_write_ahead_log_that_was_deleted_is_missed() {
    let (after, sheet, _) = without_its_log(false);
    let office = Department::at(after.path(), 2).open().unwrap();
    let missed = office.cabinet().warnings();
    assert!(matches!(missed.as_slice(), [Warning::EntriesMissing { .. }]), "the loss is said: {missed:?}");
    assert_eq!(office.sheet(&sheet).map(drop).unwrap_err().code(), "not-found", "this sheet had not reached the file");
    assert!(!office.verify(None, &on).unwrap().ok, "and the check says so too");
}

/// Passes when nothing is missed where there was nothing to lose: the log had gone into the file.
#[test]
fn a_write_ahead_log_that_had_gone_into_the_file_may_be_deleted() {
    let (after, sheet, _) = without_its_log(true);
    let office = Department::at(after.path(), 2).open().unwrap();
    assert_eq!(office.cabinet().warnings(), [], "nothing is missing");
    assert!(office.sheet(&sheet).is_ok() && office.verify(None, &on).unwrap().ok, "and all of it is there");
}

/// Passes when a file that the log had begun to go into, and whose log is gone, is refused as what it is, and comes back from the
/// files' next best: nothing is written over it.
#[test]
fn a_write_ahead_log_that_was_deleted_half_way_into_the_file_leaves_a_file_that_is_refused() {
    let (after, _, before) = without_its_log(true);
    let file = after.path().join("cabinet/cabinet.db");
    let mut bytes = fs::read(&file).unwrap();
    assert!(bytes.len() > before, "the file had grown by what was in the log");
    // The first page says how long the file is; the pages at its end were still to be written.
    bytes.truncate(before);
    fs::write(&file, &bytes).unwrap();
    assert_eq!(Department::at(after.path(), 2).open().map(drop).unwrap_err().code(), "cabinet-truncated", "refused by its name");
    assert_eq!(fs::read(&file).unwrap(), bytes, "and left as it is");
}

/// Passes when a restore into an empty folder has every revision and signature byte for byte.
#[test]
fn a_restore_into_a_clean_folder_is_the_same_revision_by_revision() {
    let scene = Scene::new();
    let all = |office: &Office| {
        office.cabinet().read(|reader| {
            let mut entries = reader.newest_entries(10_000)?;
            entries.reverse();
            let body = |entry: &xunfang_core::cabinet::Entry| reader.content(&entry.head.body_hash);
            entries.iter().map(|entry| Ok((entry.clone(), body(entry)?))).collect::<xunfang_core::cabinet::Result<Vec<_>>>()
        })
    };
    let office = Department::at(scene.root.path(), 2).open().unwrap();
    let place = scene.root.path().join("second");
    let name = office.back_up(&place, &on).unwrap().name;
    let before = all(&office).unwrap();
    let clean = tempfile::tempdir().unwrap();
    let department = Department::at(clean.path(), 3);
    let (restored, came) = department.house.restore(&place.join(name), &Secret::passphrase(PASSPHRASE), &on).unwrap();
    let after = all(&restored).unwrap();
    // The original wrote down its backup after it was made; the restored one that it was restored, and that it was checked.
    let shared = after.len() - 2;
    assert_eq!(after[..shared], before[..shared], "every entry with its body, in the same order");
    assert!(before.len() - shared <= 1, "nothing else is missing: {} of {}", shared, before.len());
    assert_eq!(came.lost, [""; 0], "nothing is lost");
    for sheet in &scene.sheets {
        let (one, other) = (office.sheet(sheet).unwrap(), restored.sheet(sheet).unwrap());
        assert_eq!((one.serial, one.answers, one.state), (other.serial, other.answers, other.state), "{sheet} reads the same");
    }
    assert_eq!(restored.draft(&scene.draft).unwrap().answers, office.draft(&scene.draft).unwrap().answers, "so does the draft");
}

/// Passes when a save waits for another program that holds the file and is made when that lets go, and when the wait has an end
/// that is said.
#[test]
fn another_program_that_holds_the_file_is_waited_for_and_then_said() {
    let scene = Scene::new();
    let folder = scene.root.path().join("cabinet");
    let department = Department::at(scene.root.path(), 2);
    let office = department.open().unwrap();
    let second = Department::at(scene.root.path(), 3).open().map(drop).unwrap_err();
    assert_eq!(second.code(), "cabinet-locked", "a second program of ours is told at the door");
    let key = xunfang_core::cabinet::raw_key(&folder, &Secret::passphrase(PASSPHRASE)).unwrap();
    let other = rusqlite::Connection::open(folder.join("cabinet.db")).unwrap();
    other.execute_batch(&format!("PRAGMA key = \"{}\"; BEGIN IMMEDIATE;", key.as_str())).unwrap();

    let (says, heard) = std::sync::mpsc::channel();
    std::thread::scope(|threads| {
        let office = &office;
        threads.spawn(move || {
            says.send(None).unwrap();
            says.send(Some(department::customer(office, "钱七").map(drop).map_err(|error| error.code()))).unwrap();
        });
        assert_eq!(heard.recv().unwrap(), None, "somebody begins to save");
        // Work enough for a save that waits for nobody to have failed many times over.
        for sheet in scene.sheets.iter().cycle().take(120) {
            assert!(office.sheet(sheet).is_ok(), "reading goes on meanwhile");
        }
        assert!(heard.try_recv().is_err(), "the save has neither been made nor refused: it waits");
        other.execute_batch("ROLLBACK;").unwrap();
        assert_eq!(heard.recv().unwrap(), Some(Ok(())), "the other lets go, and it is made");
    });
    assert_eq!(office.entries("customer", "钱七", false).unwrap().len(), 1, "once");

    other.execute_batch("BEGIN IMMEDIATE;").unwrap();
    let refused = department::customer(&office, "孙八").map(drop).unwrap_err();
    assert_eq!(refused.code(), "cabinet-locked", "who waits in vain is told why");
    other.execute_batch("ROLLBACK;").unwrap();
    assert_eq!(office.entries("customer", "孙八", false).unwrap().len(), 0, "and nothing came of it");
    department::customer(&office, "孙八").unwrap();
    assert!(office.verify(None, &on).unwrap().ok, "the log is whole");
}
