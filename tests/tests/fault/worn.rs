//! Disks that give out at other moments than a save: while the log goes into the file, where the backups lie, and under an open
//! cabinet.

use std::fs;
use std::path::Path;
use std::process::Command;

use xunfang_tests::department::{self, Department};

use crate::disk::{code, fill_up, long, make_room, on_a_small_disk, remount, start};

fn on(_: u64, _: u64) -> bool {
    true
}

fn mount(words: &[&str], at: &Path) {
    let done = Command::new("mount").args(words).arg(at).output().unwrap();
    assert!(done.status.success(), "mount {words:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// Passes when what was acknowledged before the disk was full is there after it, and is written into the file once there is room.
#[test]
fn a_full_disk_while_the_log_goes_into_the_file_loses_nothing() {
    on_a_small_disk("worn::a_full_disk_while_the_log_goes_into_the_file_loses_nothing", |disk| {
        let (department, office, customer) = start(disk);
        let sheets: Vec<String> = (0..2)
            .map(|n| {
                let draft = department::visit_draft(&office, &customer, &long(n)).unwrap();
                office.finish(&draft.id, &department::visited()).unwrap().sheet
            })
            .collect();
        let length = |name: &str| fs::metadata(department.folder().join(name)).map_or(0, |meta| meta.len());
        let (file, log) = (length("cabinet.db"), length("cabinet.db-wal"));
        assert!(log > 0, "what was written is in the write-ahead log");
        fill_up(disk);
        // Closing takes the log into the file, which has no room to grow.
        drop(office);
        assert_eq!(
            (length("cabinet.db"), length("cabinet.db-wal")),
            (file, log),
            "the file could not grow, so the log stays whole"
        );
        make_room(disk);
        let office = Department::at(disk, 2).open().unwrap();
        assert_eq!(office.cabinet().warnings(), [], "nothing is missing");
        assert!(sheets.iter().all(|sheet| office.sheet(sheet).is_ok()), "every sheet is there");
        assert!(office.verify(None, &on).unwrap().ok, "and the log is whole");
        drop(office);
        assert!(length("cabinet.db") > file, "with room again the log goes into the file");
        assert_eq!(length("cabinet.db-wal"), 0, "all of it");
    });
}

/// Passes when the backup is refused with its code, and saving goes on.
#[test]
fn a_place_of_backups_that_became_read_only_is_said_and_stops_nothing_else() {
    on_a_small_disk("worn::a_place_of_backups_that_became_read_only_is_said_and_stops_nothing_else", |disk| {
        let (_department, office, customer) = start(disk);
        let stick = tempfile::tempdir().unwrap();
        let stick = stick.path();
        mount(&["-t", "tmpfs", "-o", "size=4m", "tmpfs"], stick);
        office.set_second_place(stick, &on).unwrap();
        remount(stick, "ro");
        assert_eq!(code(office.back_up(stick, &on)), "cabinet-read-only", "a backup says so");
        let draft = department::visit_draft(&office, &customer, "U盘写保护").unwrap();
        let sheet = office.finish(&draft.id, &department::visited()).unwrap().sheet;
        assert_eq!(code(office.back_up_today(true, &on)), "cabinet-read-only", "the closing backup says so as well");
        let there = office.backups().unwrap();
        assert_eq!(
            (there.own.len(), there.second.len()),
            (1, 1),
            "after the one beside the cabinet was made; the stick has its old one"
        );
        assert_eq!(
            there.proven.map(|proven| proven.name).as_ref(),
            Some(&there.own[0].name),
            "the new one is the one to count on"
        );
        assert!(office.sheet(&sheet).is_ok() && office.verify(None, &on).unwrap().ok, "nothing else came of it");
        remount(stick, "rw");
        office.back_up(stick, &on).unwrap();
        assert_eq!(office.backups().unwrap().second.len(), 2, "when it can be written again, it is");
        let done = Command::new("umount").arg(stick).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    });
}

/// Makes every write of this process fail, to files that are open and to those that are not, as a disk does that a failing
/// controller turned read-only. A file system cannot be made read-only while it is written: files that are open meet a limit of no
/// bytes, which SQLite sees as the same failed write, and whatever is opened anew meets a mount that is read-only.
struct ReadOnly<'a>(&'a Path);

impl<'a> ReadOnly<'a> {
    fn turn(disk: &'a Path) -> Self {
        mount(&["--bind", disk.to_str().unwrap()], disk);
        mount(&["-o", "remount,bind,ro"], disk);
        Self::limit("0");
        Self(disk)
    }

    fn limit(bytes: &str) {
        let limited = Command::new("prlimit")
            .args([format!("--pid={}", std::process::id()), format!("--fsize={bytes}:unlimited")])
            .output()
            .unwrap();
        assert!(limited.status.success(), "{}", String::from_utf8_lossy(&limited.stderr));
    }
}

impl Drop for ReadOnly<'_> {
    fn drop(&mut self) {
        Self::limit("unlimited");
        // Lazily: what was opened meanwhile may still be held.
        let done = Command::new("umount").arg("--lazy").arg(self.0).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

/// Passes when the save is refused with its code, what stood is read on, and when the disk can be written again it is saved.
#[test]
fn a_disk_that_turns_read_only_under_an_open_cabinet_is_said_and_loses_nothing() {
    on_a_small_disk("worn::a_disk_that_turns_read_only_under_an_open_cabinet_is_said_and_loses_nothing", |disk| {
        let (_department, office, customer) = start(disk);
        let draft = department::visit_draft(&office, &customer, "3号电梯困人").unwrap();
        let done = office.finish(&draft.id, &department::visited()).unwrap().sheet;
        let open = department::visit_draft(&office, &customer, "大堂漏水").unwrap();
        let mut answers = open.answers.clone();
        answers.fields.insert("findings".to_owned(), department::text(&long(1)));

        let turned = ReadOnly::turn(disk);
        for round in 1..=2 {
            assert_eq!(
                code(office.save_draft(&open.id, answers.clone())),
                "cabinet-read-only",
                "{round}: a save says what it is"
            );
            assert_eq!(code(office.finish(&open.id, &department::visited())), "cabinet-read-only", "{round}: so does 完成");
            assert_eq!(code(office.back_up_today(true, &on)), "cabinet-read-only", "{round}: and a backup");
            assert_eq!(office.draft(&open.id).unwrap().answers, open.answers, "{round}: the draft stands as it was saved");
            assert!(office.sheet(&done).is_ok(), "{round}: what is there can be read");
        }
        drop(turned);

        office.save_draft(&open.id, answers.clone()).unwrap();
        let second = office.finish(&open.id, &department::visited()).unwrap();
        assert_eq!(second.serial, "HF-A-202602-0002", "when it can be written again the work goes on, with the next number");
        drop(office);
        let office = Department::at(disk, 2).open().unwrap();
        assert_eq!(office.cabinet().warnings(), [], "nothing is missing after a restart");
        assert!(office.sheet(&second.sheet).is_ok() && office.verify(None, &on).unwrap().ok, "and all of it is whole");
    });
}
