//! A later schema over an existing cabinet with rows in it.

use super::super::connect::{Access, connect, pragma};
use super::super::error::Result;
use super::super::keyslots::KeySlots;
use super::super::migrate::STEPS;
use super::super::*;
use super::support::*;

const LATER: &str = "ALTER TABLE sheet ADD COLUMN later TEXT NOT NULL DEFAULT 'x'; CREATE TABLE later (x TEXT NOT NULL) STRICT;";

fn filled() -> Desk {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    finalise(&cabinet, desk.clock.id().unwrap(), "一").unwrap();
    desk
}

fn migrated(desk: &Desk, steps: &[&str]) -> Result<rusqlite::Connection> {
    let secret = Secret::passphrase(PASSPHRASE);
    drop(Cabinet::open_at(&desk.folder(), &desk.marks(), desk.clock.clone(), &secret, (steps, &|_| ()))?);
    let (key, _) = KeySlots::load(&desk.folder())?.unlock(&secret)?;
    connect(&desk.folder().join("cabinet.db"), &key, Access::Read)
}

#[test]
fn rows_outlast_a_migration_and_a_checked_copy_is_kept() {
    let desk = filled();
    let steps = [STEPS, &[LATER]].concat();
    let conn = migrated(&desk, &steps).unwrap();
    assert_eq!(pragma(&conn, "user_version").unwrap(), 1 + STEPS.len() as i64, "the schema has its number");
    let row: (String, String) =
        conn.query_row("SELECT title, later FROM sheet", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(row, ("一".to_owned(), "x".to_owned()), "the row has its new column");
    drop(conn);
    assert_eq!(code(desk.open()), "cabinet-newer", "the release before refuses it");
    let kept = backups(&backups_beside(&desk.folder()));
    assert_eq!(kept.len(), 1, "a backup was made first");
    assert_eq!(kept[0].manifest.occasion, Occasion::BeforeMigration, "and says what for");
    std::fs::copy(kept[0].folder.join("cabinet.db"), desk.folder().join("cabinet.db")).unwrap();
    let cabinet = desk.open().unwrap();
    assert!(cabinet.verify(&|_, _| true).unwrap().is_whole(), "and it is the whole cabinet of before");
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let desk = filled();
    let broken = format!("{LATER} INSERT INTO nowhere VALUES (1);");
    assert_eq!(code(migrated(&desk, &[STEPS, &[&broken]].concat())), "database-failed", "a step that cannot be done");
    let cabinet = desk.open().unwrap();
    assert_eq!(cabinet.warnings(), [], "the cabinet opens as before");
    let there = cabinet.read(|r| r.has("SELECT 1 FROM sqlite_schema WHERE name = 'later'", [])).unwrap();
    assert!(!there, "no half of the step was kept");
}

#[test]
fn the_fourth_schema_knows_which_open_cases_had_no_clock() {
    let conn = rusqlite::Connection::open_in_memory().unwrap();
    STEPS.iter().take(3).for_each(|step| conn.execute_batch(step).unwrap());
    conn.execute_batch(
        "INSERT INTO case_row (sheet_id, kind, state, open) VALUES ('a', 'service', 'serve', 1), ('b', 'complaint', 'rectify', 1),
           ('c', 'complaint', 'close', 1), ('d', 'complaint', 'closed', 0);
         INSERT INTO case_clock VALUES ('b', 'rectify.1', 9, 0, '{}'), ('c', 'revisit.1', 9, 5, '{}'), ('d', 'revisit.1', 9, 5, '{}');",
    )
    .unwrap();
    conn.execute_batch(STEPS[3]).unwrap();
    let mut found = conn.prepare("SELECT sheet_id FROM case_row WHERE unclocked = 1 ORDER BY sheet_id").unwrap();
    let found: Vec<String> = found.query_map([], |row| row.get(0)).unwrap().map(std::result::Result::unwrap).collect();
    assert_eq!(found, ["a", "c"], "one that never had a clock, and one whose clocks stopped before it was closed");
}
