//! From one schema to the next: each step in one transaction with its number, after a backup that was verified whole.

use rusqlite::{Connection, TransactionBehavior};

use super::connect::{APPLICATION_ID, pragma};
use super::error::{CabinetError, Result};

/// Schema n is made by step n − 1 of this list. Once released a step never changes.
pub(super) const STEPS: &[&str] =
    &[include_str!("migrations/0001.sql"), include_str!("migrations/0002.sql"), include_str!("migrations/0003.sql")];

/// Makes the schema of a new file.
pub(super) fn make(conn: &mut Connection) -> Result<()> {
    conn.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID};"))?;
    upgrade(conn, 0, STEPS)
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

/// Takes the steps after `done`. Whoever calls it on a file with rows in it has a verified copy of the file.
pub(super) fn upgrade(conn: &mut Connection, done: usize, steps: &[&str]) -> Result<()> {
    for (n, step) in steps.iter().enumerate().skip(done) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        tx.execute_batch(&format!("PRAGMA user_version = {};", n + 1))?;
        tx.commit()?;
    }
    Ok(())
}
