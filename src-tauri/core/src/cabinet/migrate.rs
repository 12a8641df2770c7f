//! From one schema to the next: each step in one transaction with its number, after a backup that was verified whole.

use std::sync::PoisonError;

use rusqlite::{Connection, TransactionBehavior};

use super::backup::{Occasion, backups_beside};
use super::connect::{APPLICATION_ID, pragma};
use super::error::{CabinetError, Result};
use super::open::Cabinet;

/// Schema n is made by step n − 1 of this list. Once released a step never changes.
pub(super) const STEPS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
];

/// Makes the schema of a new file.
pub(super) fn make(conn: &mut Connection) -> Result<()> {
    conn.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID};"))?;
    upgrade(conn, 0, STEPS, &|_| ())
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

/// How far a migration has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moving {
    /// The backup before it has its name.
    BackedUp,
    /// The step to this schema is done and its transaction still open.
    Within(usize),
    /// The file has this schema.
    Reached(usize),
}

/// Takes the steps after `done`. Whoever calls it on a file with rows in it has a verified copy of the file.
pub(super) fn upgrade(conn: &mut Connection, done: usize, steps: &[&str], at: &dyn Fn(Moving)) -> Result<()> {
    // The file has those before.
    for (n, step) in steps.iter().enumerate().skip(done) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        tx.execute_batch(&format!("PRAGMA user_version = {};", n + 1))?;
        at(Moving::Within(n + 1));
        tx.commit()?;
        at(Moving::Reached(n + 1));
    }
    Ok(())
}

impl Cabinet {
    /// Brings an older file to the newest schema, after a backup beside it that was verified whole.
    pub(super) fn migrate(&mut self, found: usize, steps: &[&str], at: &dyn Fn(Moving)) -> Result<()> {
        if found == steps.len() {
            return Ok(());
        }
        let kept = self.back_up(&backups_beside(&self.folder), Occasion::BeforeMigration, &|_, _| true);
        self.before_migration = Some(kept.map_err(|error| match error {
            CabinetError::BackupDamaged(what) => CabinetError::Damaged(what),
            other => other,
        })?);
        at(Moving::BackedUp);
        // Readers of the old schema are let go.
        self.readers.get_mut().unwrap_or_else(PoisonError::into_inner).idle.clear();
        upgrade(&mut self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).conn, found, steps, at)
    }
}
