//! Writing: everything of one act in one transaction, then the high-water file.

use std::ops::Deref;

use rusqlite::{Connection, ErrorCode, TransactionBehavior, params};

use super::connect::{Access, connect};
use super::error::{CabinetError, Result};
use super::hash::Hash;
use super::high_water::Mark;
use super::log::{Device, Entry, Kind, NewEntry, Tip};
use super::open::{Cabinet, DB, Writer, guard};
use super::project::Projection;
use super::read::Blob;
use super::warning::Warning;
use crate::clock::{Clock, Id, Stamp};

impl Cabinet {
    /// One act: `f` writes entries, content, blobs, drafts and projections; all of it is kept, or nothing.
    /// When this returns `Ok`, it has reached the disk.
    ///
    /// # Errors
    /// What `f` gives, `serial-not-logged`, `disk-full`, `cabinet-read-only` or another failure of the file.
    pub fn write<T, E: From<CabinetError>>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut writer = guard(&self.writer);
        let written = self.write_with(&mut writer, f);
        if written.is_err() && writer.conn.execute_batch("PRAGMA shrink_memory; SELECT 1 FROM cabinet;").is_err() {
            // SQLCipher gives nothing more on a connection that came upon a damaged page: the next act gets a new one.
            if let Ok(conn) = connect(&self.folder().join(DB), &guard(&self.key), Access::Write) {
                writer.conn = conn;
            }
        }
        written
    }

    fn write_with<T, E: From<CabinetError>>(
        &self,
        writer: &mut Writer,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Writer { conn, tip } = writer;
        let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| self.told(e))?;
        let mut tx = Tx {
            projection: Projection::new(&transaction),
            clock: &self.clock,
            device: &self.device,
            tip: *tip,
            drawn: Vec::new(),
        };
        let value = f(&mut tx)?;
        let after = tx.finish()?;
        transaction.commit().map_err(|e| self.told(e))?;
        if after.seq != tip.seq {
            *tip = after;
            let mark = Mark { device: self.device.id, seq: after.seq, hash: after.hash };
            // The entries are saved whatever becomes of the mark: saying otherwise would make people write them twice.
            if self.high_water.write(mark, &self.lost, &self.device.key).is_err() {
                self.warn(Warning::HighWaterUnwritable);
            }
        }
        Ok(value)
    }

    /// A write that failed, by what a person can do about it. SQLite says no more of a disk that became read-only under an open
    /// file than that it could not write: whether it is one, the folder's lock tells, which anybody who opens it writes.
    fn told(&self, error: rusqlite::Error) -> CabinetError {
        let failed = matches!(&error, rusqlite::Error::SqliteFailure(e, _) if e.code == ErrorCode::SystemIoFailure);
        let told = CabinetError::from(error);
        let lock = self.folder().join("lock");
        match std::fs::OpenOptions::new().write(true).open(&lock) {
            Err(why) if failed && matches!(told, CabinetError::Sql(_)) => CabinetError::io(&lock, why),
            _ => told,
        }
    }
}

/// A transaction. Reads what it wrote itself, by way of [`Projection`] and [`super::Reader`].
pub struct Tx<'c> {
    projection: Projection<'c>,
    clock: &'c Clock,
    device: &'c Device,
    tip: Tip,
    /// Serials that were drawn and that no entry names yet.
    drawn: Vec<String>,
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("tip", &self.tip).finish_non_exhaustive()
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = Projection<'c>;

    fn deref(&self) -> &Self::Target {
        &self.projection
    }
}

impl Tx<'_> {
    fn conn(&self) -> &Connection {
        self.projection.conn
    }

    /// The clock that was handed down.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.clock
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Stamp {
        self.clock.now()
    }

    /// Is the clock earlier than the last trusted entry, or more than 45 days past it?
    #[must_use]
    pub fn clock_suspect(&self) -> bool {
        self.tip.suspects(self.clock.now())
    }

    /// Adds an entry at the end of this device's log, with its body.
    ///
    /// # Errors
    /// `base-moved` when a revision does not name every present head of its record; `parent-unknown`;
    /// `content-unknown` and `not-in-body` for what it names; `serial-taken`, `serial-invalid`; a failure of the file.
    pub fn append(&mut self, new: NewEntry<'_>) -> Result<Entry> {
        self.check_parents(&new)?;
        self.check_names(&new)?;
        let now = self.clock.now();
        let (entry, head) = self.device.entry(&self.tip, self.clock.id()?, now, &new)?;
        self.put_content(new.body)?;
        self.insert(&entry, &head, &new)?;
        self.number_from(&entry)?;
        if let Some(serial) = &entry.head.serial {
            self.drawn.retain(|drawn| drawn != serial);
        }
        self.tip = self.tip.after(&entry);
        Ok(entry)
    }

    fn insert(&self, entry: &Entry, head: &[u8], new: &NewEntry<'_>) -> Result<()> {
        put_entry(self.conn(), entry, head)?;
        let form = new.form.as_ref().map(|form| form.hash);
        for (hash, store) in new.contents.iter().chain(&form).map(|h| (h, "content")).chain(new.blobs.iter().map(|h| (h, "blob")))
        {
            put_name(self.conn(), entry, hash, store)?;
        }
        for hash in &new.blobs {
            self.touch_blob(hash)?;
        }
        Ok(())
    }

    fn check_parents(&self, new: &NewEntry<'_>) -> Result<()> {
        for parent in &new.parents {
            if !self.has("SELECT 1 FROM entry WHERE hash = ?1", params![parent])? {
                return Err(CabinetError::ParentUnknown(parent.to_string()));
            }
        }
        if new.kind == Kind::Revision {
            let mut heads: Vec<Hash> = self.heads(new.record)?.into_iter().map(|entry| entry.hash).collect();
            let mut parents = new.parents.clone();
            heads.sort_unstable();
            parents.sort_unstable();
            if heads != parents {
                return Err(CabinetError::BaseMoved(new.record));
            }
        }
        Ok(())
    }

    fn check_names(&self, new: &NewEntry<'_>) -> Result<()> {
        let form = new.form.as_ref().map(|form| form.hash);
        for hash in new.contents.iter().chain(&form) {
            if !self.has("SELECT 1 FROM content WHERE hash = ?1", params![hash])? {
                return Err(CabinetError::ContentUnknown(hash.to_string()));
            }
        }
        for hash in &new.blobs {
            if !self.has("SELECT 1 FROM blob WHERE hash = ?1", params![hash])? {
                return Err(CabinetError::ContentUnknown(hash.to_string()));
            }
        }
        for hash in new.contents.iter().chain(&new.blobs) {
            let text = hash.to_string();
            if !new.body.windows(text.len()).any(|part| part == text.as_bytes()) {
                return Err(CabinetError::NotInBody(text));
            }
        }
        Ok(())
    }

    /// Keeps bytes by their hash: a form edition, strokes, a scope. What is there already stays as it is.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn put_content(&mut self, bytes: &[u8]) -> Result<Hash> {
        let hash = Hash::of(bytes);
        if !self.has("SELECT 1 FROM content WHERE hash = ?1", params![hash])? {
            put_content(self.conn(), &hash, bytes)?;
        }
        Ok(hash)
    }

    /// Keeps a photo or scan by its hash. `meta` is JSON of the caller's. Name it in a draft or entry of the same
    /// transaction; what nobody names for seven days is swept.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn put_blob(&mut self, media_type: &str, bytes: &[u8], meta: &[u8]) -> Result<Hash> {
        let hash = Hash::of(bytes);
        if self.has("SELECT 1 FROM blob WHERE hash = ?1", params![hash])? {
            self.touch_blob(&hash)?;
        } else {
            let blob = Blob { hash, media_type: media_type.to_owned(), meta: meta.to_vec(), bytes: bytes.to_vec() };
            put_blob(self.conn(), &blob, self.now().wall_ms())?;
        }
        Ok(hash)
    }

    /// Starts a blob's seven days anew.
    pub(super) fn touch_blob(&self, hash: &Hash) -> Result<()> {
        let mut statement = self.conn().prepare_cached(include_str!("sql/touch_blob.sql"))?;
        statement.execute(params![hash, self.now().wall_ms()])?;
        Ok(())
    }

    /// Draws the next number of this device for a prefix (two capitals, `TS`) and a month (`202611`):
    /// `TS-A-202611-0031`. An entry of the same transaction must name it.
    ///
    /// # Errors
    /// `serial-invalid`, or a failure of the file.
    pub fn reserve_serial(&mut self, prefix: &str, period: &str) -> Result<String> {
        let serial = self.projection.draw_number(prefix, &self.device.letter, period)?;
        self.drawn.push(serial.clone());
        Ok(serial)
    }

    /// Takes away content and blobs that the destruction entry `entry` names in its body; the entries that named them stay.
    ///
    /// # Errors
    /// `append-only` when `entry` is no destruction entry or does not name one of them.
    pub fn destroy(&mut self, entry: &Entry, hashes: &[Hash]) -> Result<()> {
        for hash in hashes {
            let conn = self.conn();
            conn.execute("INSERT INTO destroyed (hash, entry_hash) VALUES (?1, ?2)", params![hash, entry.hash])?;
            conn.execute("DELETE FROM content WHERE hash = ?1", params![hash])?;
            conn.execute("DELETE FROM draft_name WHERE hash = ?1", params![hash])?;
            conn.execute("DELETE FROM blob WHERE hash = ?1", params![hash])?;
        }
        Ok(())
    }

    /// Keeps that `what` is lost, which the entry `entry` names in its body: a check says so and no longer takes it for damage.
    ///
    /// # Errors
    /// `append-only` when `entry` is no audit entry or does not name all of it.
    pub fn tell_lost(&mut self, entry: &Entry, what: &[String]) -> Result<()> {
        let mut statement = self.conn().prepare_cached("INSERT INTO lost (what, entry_hash) VALUES (?1, ?2)")?;
        what.iter().try_for_each(|what| statement.execute(params![what, entry.hash]).map(drop).map_err(CabinetError::from))
    }

    /// A new id from the clock.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn new_id(&self) -> Result<Id> {
        Ok(self.clock.id()?)
    }

    fn finish(self) -> Result<Tip> {
        match self.drawn.into_iter().next() {
            Some(serial) => Err(CabinetError::SerialNotLogged(serial)),
            None => Ok(self.tip),
        }
    }
}

/// Writes the row of an entry with the bytes of its head.
pub(super) fn put_entry(conn: &Connection, entry: &Entry, head: &[u8]) -> Result<()> {
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    conn.prepare_cached(include_str!("sql/append.sql"))?.execute(params![
        entry.head.device,
        whole(entry.head.seq),
        entry.head.id,
        entry.head.kind.word(),
        entry.head.record,
        whole(entry.head.lamport),
        entry.head.clock_suspect,
        head,
        entry.head.body_hash,
        entry.head.prev_hash,
        entry.hash,
        entry.sig,
    ])?;
    Ok(())
}

/// Writes that an entry names something in `store`: content or blob.
pub(super) fn put_name(conn: &Connection, entry: &Entry, hash: &Hash, store: &str) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO entry_name (hash, device_id, seq, store) VALUES (?1, ?2, ?3, ?4)";
    let seq = i64::try_from(entry.head.seq).unwrap_or(i64::MAX);
    conn.prepare_cached(sql)?.execute(params![hash, entry.head.device, seq, store])?;
    Ok(())
}

/// Writes content that is not there yet.
pub(super) fn put_content(conn: &Connection, hash: &Hash, bytes: &[u8]) -> Result<()> {
    conn.prepare_cached("INSERT INTO content (hash, bytes) VALUES (?1, ?2)")?.execute(params![hash, bytes])?;
    Ok(())
}

/// Writes a blob that is not there yet; nothing has named it since `idle_ms`.
pub(super) fn put_blob(conn: &Connection, blob: &Blob, idle_ms: i64) -> Result<()> {
    let size = i64::try_from(blob.bytes.len()).unwrap_or(i64::MAX);
    let sql = "INSERT INTO blob (hash, media_type, meta, size, idle_ms, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    conn.prepare_cached(sql)?.execute(params![blob.hash, blob.media_type, blob.meta, size, idle_ms, blob.bytes])?;
    Ok(())
}
