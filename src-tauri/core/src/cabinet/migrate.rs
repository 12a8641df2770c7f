//! From one schema to the next: each step in one transaction with its number, after a copy that was opened and checked.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::backup::copy_pages;
use super::connect::{APPLICATION_ID, Access, connect, pragma};
use super::error::{CabinetError, Result};
use super::file;
use super::keyslots::DataKey;

/// Schema n is made by step n − 1 of this list. Once released a step never changes.
pub(super) const STEPS: &[&str] = &[include_str!("migrations/0001.sql")];

/// Makes the schema of a new file.
pub(super) fn make(conn: &mut Connection) -> Result<()> {
    conn.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID};"))?;
    run(conn, 0, STEPS)
}

/// Refuses what is no cabinet or a later one, untouched; gives the file's schema.
pub(super) fn check(conn: &Connection, steps: &[&str]) -> Result<usize> {
    if pragma(conn, "application_id")? != APPLICATION_ID {
        return Err(CabinetError::Foreign);
    }
    let found = pragma(conn, "user_version")?;
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(CabinetError::Newer { found, known });
    }
    usize::try_from(found).ok().filter(|found| *found > 0).ok_or(CabinetError::Foreign)
}

/// Brings an existing cabinet to the newest schema of `steps`, after a copy `before-schema-N.db` beside it.
pub(super) fn upgrade(conn: &mut Connection, folder: &Path, key: &DataKey, found: usize, steps: &[&str]) -> Result<()> {
    if found == steps.len() {
        return Ok(());
    }
    keep_copy(conn, &folder.join(format!("before-schema-{}.db", steps.len())), key)?;
    run(conn, found, steps)
}

fn run(conn: &mut Connection, done: usize, steps: &[&str]) -> Result<()> {
    for (n, step) in steps.iter().enumerate().skip(done) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        tx.execute_batch(&format!("PRAGMA user_version = {};", n + 1))?;
        tx.commit()?;
    }
    Ok(())
}

/// A copy with the same key that was opened, checked and counted before it got its name.
fn keep_copy(conn: &Connection, path: &Path, key: &DataKey) -> Result<()> {
    let temp = path.with_extension("db.tmp");
    match std::fs::remove_file(&temp) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(CabinetError::io(&temp, e)),
        _ => {}
    }
    copy_pages(conn, &temp, key, &|_, _| true)?;
    let copy = connect(&temp, key, Access::Read)?;
    let verdict: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    let count = |conn: &Connection| conn.query_row("SELECT count(*) FROM entry", [], |row| row.get::<_, i64>(0));
    if verdict != "ok" || count(&copy)? != count(conn)? || pragma(&copy, "user_version")? != pragma(conn, "user_version")? {
        return Err(CabinetError::Damaged(format!("the copy before the migration is not whole: {verdict}")));
    }
    copy.close().map_err(|(_, e)| e)?;
    file::sync(&temp)?;
    std::fs::rename(&temp, path).map_err(|e| CabinetError::io(path, e))?;
    file::sync_folder_of(path)
}
