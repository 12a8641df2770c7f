//! A cabinet of the first release under a program of today: killed at every step of the way, and what is written down of it.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode};
use xunfang_core::cabinet::{Cabinet, Moving, Secret, about, backups, raw_key};
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::office::Office;
use xunfang_tests::department::{self, Department, PASSPHRASE};

use crate::kill::{inner, inside, killed_inside};

/// The file itself, opened by another program that has the key.
pub fn raw(folder: &Path) -> Connection {
    let key = raw_key(folder, &Secret::passphrase(PASSPHRASE)).unwrap();
    let file = Connection::open(folder.join("cabinet.db")).unwrap();
    file.execute_batch(&format!("PRAGMA key = \"{}\";", key.as_str())).unwrap();
    file
}

/// Takes away what later schemas brought, so that the file is as the first release would have left it.
pub fn back_to_first_schema(folder: &Path) {
    let first = Connection::open_in_memory().unwrap();
    first.execute_batch(include_str!("../../../src-tauri/core/src/cabinet/migrations/0001.sql")).unwrap();
    let names = |conn: &Connection| -> BTreeSet<(String, String)> {
        let sql = "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'trigger') AND name NOT LIKE 'sqlite_%'";
        let mut found = conn.prepare(sql).unwrap();
        found.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let file = raw(folder);
    // Triggers before their tables.
    for (kind, name) in names(&file).difference(&names(&first)).collect::<Vec<_>>().into_iter().rev() {
        file.execute_batch(&format!("DROP {kind} IF EXISTS {name};")).unwrap();
    }
    file.execute_batch("PRAGMA user_version = 1;").unwrap();
}

pub fn schema(conn: &Connection) -> usize {
    conn.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).unwrap().try_into().unwrap()
}

/// Every point at which a migration from the first schema can be cut.
fn steps() -> Vec<Moving> {
    let newest = usize::try_from(about().schema).unwrap();
    let each = (2..=newest).flat_map(|n| [Moving::Within(n), Moving::Reached(n)]);
    std::iter::once(Moving::BackedUp).chain(each).collect()
}

/// What the register says of backups.
fn told(office: &Office) -> usize {
    office.audit_lines(None).unwrap().iter().filter(|line| line.act == "backup").count()
}

/// Passes when a cabinet of the first schema opens whole, whichever step its migration was killed at.
#[test]
fn a_kill_during_a_migration_leaves_the_old_schema_or_the_new_one() {
    const ROLE: &str = "XUNFANG_FAULT_MOVER";
    const NAME: &str = "moving::a_kill_during_a_migration_leaves_the_old_schema_or_the_new_one";
    let steps = steps();
    let at = |round: u64| steps[usize::try_from(round).unwrap() % steps.len()];
    if let Some((folder, round)) = inner(ROLE) {
        let clock = Arc::new(Clock::seeded(round * 2, Stamp::parse("2026-02-24T09:00+08:00").unwrap()));
        let cut = |step: Moving| {
            if step == at(round) {
                inside()
            }
        };
        let (folder, marks) = (folder.join("cabinet"), folder.join("high-water"));
        Cabinet::open_watched(&folder, &marks, clock, &Secret::passphrase(PASSPHRASE), &cut).unwrap();
    }
    let root = tempfile::tempdir().unwrap();
    let office = Department::at(root.path(), 0).first_run().unwrap();
    let customer = department::customer(&office, "赵六").unwrap();
    let draft = department::visit_draft(&office, &customer, "升级之前写的").unwrap();
    let sheet = office.finish(&draft.id, &department::visited()).unwrap().sheet;
    let mut entries = office.cabinet().read(|reader| reader.entry_count()).unwrap();
    drop(office);
    let (folder, newest) = (root.path().join("cabinet"), usize::try_from(about().schema).unwrap());
    let halves = Cell::new(0);
    for round in 1..=30 {
        back_to_first_schema(&folder);
        let step = at(round);
        killed_inside(NAME, ROLE, &format!("{} {round}", root.path().display()), || {
            let file = raw(&folder);
            let (reached, open) = match step {
                Moving::BackedUp => (1, false),
                Moving::Within(n) => (n - 1, true),
                Moving::Reached(n) => (n, false),
            };
            assert_eq!(schema(&file), reached, "round {round}: others still see the schema before, at {step:?}");
            file.busy_timeout(std::time::Duration::ZERO).unwrap();
            let busy = file.execute_batch("BEGIN IMMEDIATE; ROLLBACK;").map_err(|e| e.sqlite_error_code());
            let expected = if open { Err(Some(ErrorCode::DatabaseBusy)) } else { Ok(()) };
            assert_eq!(busy, expected, "round {round}: the transaction of the step is open, or it is not, at {step:?}");
            halves.set(halves.get() + 1);
        });
        let kept = backups(&root.path().join("backups"));
        assert_eq!(kept.len(), 1, "round {round}: a backup was made before the file was changed, at {step:?}");
        let office = Department::at(root.path(), round * 2 + 1).open().unwrap();
        assert_eq!(office.cabinet().warnings(), [], "round {round}: nothing is missing");
        let report = office.verify(None, &|_, _| true).unwrap();
        assert!(report.ok && report.problems.is_empty(), "round {round}: the log is whole: {:?}", report.problems);
        // What is left of the way is taken at this opening, after a backup that is written down.
        entries += u64::from(step != Moving::Reached(newest));
        assert_eq!(
            office.cabinet().read(|reader| reader.entry_count()).unwrap(),
            entries,
            "round {round}: every entry, at {step:?}"
        );
        assert!(office.sheet(&sheet).is_ok(), "round {round}: the sheet is there");
        drop(office);
        assert_eq!(schema(&raw(&folder)), newest, "round {round}: and the file is of today");
        fs::remove_dir_all(root.path().join("backups")).unwrap();
    }
    assert_eq!(halves.get(), 30, "every kill fell inside the migration");
}

/// Passes when the backup that an opening makes by itself is in the register, like one that a person asked for.
#[test]
fn the_backup_before_a_migration_is_written_down_once() {
    let root = tempfile::tempdir().unwrap();
    drop(Department::at(root.path(), 1).first_run().unwrap());
    back_to_first_schema(&root.path().join("cabinet"));
    let office = Department::at(root.path(), 2).open().unwrap();
    let made = office.backups().unwrap();
    assert_eq!((made.own.len(), made.own[0].occasion.as_str()), (1, "before-migration"), "it was made");
    let lines = office.audit_lines(None).unwrap();
    let line = lines.iter().find(|line| line.act == "backup").unwrap();
    assert_eq!((line.by.as_str(), &line.detail), ("张三", &made.own[0].name), "and written down, by whom it was opened");
    assert!(Path::new(&made.own[0].folder).starts_with(&line.reason), "with its place: {}", line.reason);
    assert_eq!(made.proven.map(|proven| proven.name).as_ref(), Some(&made.own[0].name), "it was verified, and counts as such");
    assert!(office.verify(None, &|_, _| true).unwrap().ok, "in a log that is whole");
    drop(office);
    assert_eq!(told(&Department::at(root.path(), 3).open().unwrap()), 1, "once");
}
