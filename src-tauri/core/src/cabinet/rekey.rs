//! A new data key in place of the present one: for when somebody left who may have kept a copy of the key slots.
//!
//! In this order, so that the power may go at any point: `keyslots.json` gets the next key beside the present one; the file is
//! copied page by page under the next key and verified whole; the old file is closed without a write-ahead log; the new file
//! takes its name; `keyslots.json` forgets the old key. Between, an opening tries both keys.

use std::fs;
use std::path::Path;
use std::sync::PoisonError;
use std::time::Duration;

use rusqlite::Connection;

use super::backup::copy_pages;
use super::connect::{Access, connect};
use super::error::{CabinetError, Result};
use super::file;
use super::keyslots::DataKey;
use super::migrate;
use super::open::{Cabinet, DB, guard, open_writer};
use super::read::Reader;
use super::verify::verify_copy;
use crate::clock::Id;

/// What the file under the next key is called until it takes its place.
const NEW_DB: &str = "cabinet.db.rekeyed";
/// How long readers at work are waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// What has reached the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The slots hold both keys.
    Offered,
    /// The new file is there, verified.
    Copied,
    /// The old file is closed.
    Closed,
    /// The new file has taken its name.
    Named,
    /// The slots hold the new key alone.
    Done,
}

impl Cabinet {
    /// Puts a new random data key in place of the present one, for every slot that is left. Nobody's secret is needed.
    /// Nothing is written meanwhile; others go on reading. `progress` is told the steps done and all of them; false stops.
    ///
    /// # Errors
    /// `keyslots-old` with the slots whose secrets must be used first, `cancelled`, `disk-full`, `cabinet-damaged` for a file
    /// that does not verify, `cabinet-locked` when readers do not end. The present key then stays.
    pub fn change_data_key(&self, progress: &dyn Fn(u64, u64) -> bool) -> Result<()> {
        self.change_data_key_by(progress, &|_| Ok(()))
    }

    /// Slots that [`Self::change_data_key`] waits for.
    #[must_use]
    pub fn slots_of_first_format(&self) -> Vec<Id> {
        guard(&self.slots).of_first_format()
    }

    /// [`Self::change_data_key`]; `at` hears of every step that has reached the disk, and may fail it.
    pub(super) fn change_data_key_by(&self, progress: &dyn Fn(u64, u64) -> bool, at: &dyn Fn(Step) -> Result<()>) -> Result<()> {
        let _whole = guard(&self.whole);
        let mut slots = guard(&self.slots);
        let mut both = slots.clone();
        let next = both.offer_next(&self.clock)?;
        let taken = both.save().and_then(|()| at(Step::Offered)).and_then(|()| self.take(&next, progress, at));
        if !self.is_under(&next) {
            clear(self.folder());
            // Where this cannot be written either, the next opening does it.
            let _ = slots.save();
            return taken.and(Err(CabinetError::Locked));
        }
        // The new file stands, whatever came after it. The slots on the disk hold both keys, so that it opens as well when they
        // cannot be written now; and they stay so while it is not certain that the new name outlasts a power cut.
        both.promote();
        *slots = both;
        taken?;
        let _ = slots.save();
        at(Step::Done)
    }

    fn is_under(&self, key: &DataKey) -> bool {
        connect(&self.folder().join(DB), key, Access::Read).is_ok()
    }

    fn take(&self, next: &DataKey, progress: &dyn Fn(u64, u64) -> bool, at: &dyn Fn(Step) -> Result<()>) -> Result<()> {
        let (db, new_db) = (self.folder().join(DB), self.folder().join(NEW_DB));
        clear(self.folder());
        let mut writer = guard(&self.writer);
        self.copy_under(next, &new_db, progress)?;
        at(Step::Copied)?;
        let mut readers = guard(&self.readers);
        while readers.out > 0 {
            let (held, waited) = self.returned.wait_timeout(readers, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            readers = held;
            if waited.timed_out() && readers.out > 0 {
                return Err(CabinetError::Locked);
            }
        }
        readers.idle.clear();
        let named = close(std::mem::replace(&mut writer.conn, Connection::open_in_memory()?))
            .and_then(|()| at(Step::Closed))
            .and_then(|()| fs::rename(&new_db, &db).map_err(|e| CabinetError::io(&db, e)))
            .and_then(|()| file::sync_folder_of(&db));
        // Whatever failed: the file that bears the name is the one that is opened again.
        let mut key = guard(&self.key);
        if self.is_under(next) {
            key.clone_from(next);
        }
        writer.conn = open_writer(self.folder(), &key, migrate::STEPS)?;
        named.and_then(|()| at(Step::Named))
    }

    fn copy_under(&self, next: &DataKey, new_db: &Path, progress: &dyn Fn(u64, u64) -> bool) -> Result<()> {
        let (_at_work, source) = self.reader()?;
        copy_pages(&source, new_db, next, &|done, all| progress(done, all.saturating_mul(2)))?;
        let copy = connect(new_db, next, Access::Read)?;
        let report = verify_copy(&copy, &|done, all| progress(all.saturating_add(done), all.saturating_mul(2)))?;
        if !report.is_whole() || Reader::new(&copy).entry_count()? != Reader::new(&source).entry_count()? {
            return Err(CabinetError::Damaged(format!("{} findings", report.problems.len())));
        }
        copy.close().map_err(|(_, e)| e)?;
        file::sync(new_db)?;
        file::sync_folder_of(new_db)
    }
}

/// Closes the old file so that no write-ahead log is left, which would be taken for the new file's.
fn close(conn: Connection) -> Result<()> {
    let mode: String = conn.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
    if mode != "delete" {
        return Err(CabinetError::Locked);
    }
    conn.close().map_err(|(_, e)| e.into())
}

/// Takes away what a change of the data key left that came to no end.
pub(super) fn clear(folder: &Path) {
    for name in [NEW_DB, "cabinet.db.rekeyed-journal", "cabinet.db.rekeyed-wal", "cabinet.db.rekeyed-shm"] {
        let _ = fs::remove_file(folder.join(name));
    }
}
