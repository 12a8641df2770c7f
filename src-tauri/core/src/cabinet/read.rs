//! Reading the log, content and blobs, in one snapshot.

use std::cell::Cell;
use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _, Params, Row, params};

use super::connect::{Access, connect};
use super::error::{CabinetError, Result};
use super::hash::Hash;
use super::log::{Entry, Head, Kind};
use super::open::{Cabinet, DB, guard};
use super::pages::{Pages, sound};
use crate::clock::{Id, Stamp};

/// Idle reading connections that are kept.
const KEPT_READERS: usize = 4;

impl Cabinet {
    /// Reads in one snapshot: what is written meanwhile is not seen. Runs beside the writer.
    ///
    /// # Errors
    /// What `f` gives, or a failure of the file.
    pub fn read<T, E: From<CabinetError>>(&self, f: impl FnOnce(&Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        let (_at_work, conn) = self.reader()?;
        let snapshot = conn.unchecked_transaction().map_err(CabinetError::from)?;
        let value = f(&Reader::new(&snapshot));
        let sound = sound(&snapshot);
        // Nothing was written; ending the snapshot cannot lose anything.
        drop(snapshot);
        let mut readers = guard(&self.readers);
        if sound && value.is_ok() && readers.idle.len() < KEPT_READERS {
            readers.idle.push(conn);
        }
        drop(readers);
        counted(value, sound)
    }

    /// Reads on a connection that is let go afterwards, for whoever passes over what cannot be read.
    ///
    /// # Errors
    /// What `f` gives, or a failure of the file.
    pub fn look<T, E: From<CabinetError>>(&self, f: impl FnOnce(&Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        let (_at_work, conn) = self.reader()?;
        let value = f(&Reader::new(&conn));
        counted(value, sound(&conn))
    }

    /// The file for whoever looks for damage, and the mark that a reader is at work.
    pub(super) fn pages(&self) -> Result<(AtWork<'_>, Pages<'_>)> {
        let (at_work, first) = self.reader()?;
        let first = Cell::new(Some(first));
        let again = move || match first.take() {
            Some(conn) => Ok(conn),
            None => connect(&self.folder().join(DB), &guard(&self.key), Access::Read),
        };
        Ok((at_work, Pages::own(again)?))
    }

    /// A reading connection, and the mark that it is at work, which must outlive it.
    pub(super) fn reader(&self) -> Result<(AtWork<'_>, Connection)> {
        let mut readers = guard(&self.readers);
        let conn = match readers.idle.pop() {
            Some(conn) => conn,
            None => connect(&self.folder().join(DB), &guard(&self.key), Access::Read)?,
        };
        readers.out += 1;
        Ok((AtWork(self), conn))
    }
}

/// What was read, which does not count where it was read beside a damaged page: parts of it may be zeros, and what is said to be
/// wrong with it, or not to be there, may be so for them alone.
fn counted<T, E: From<CabinetError>>(value: Result<T, E>, sound: bool) -> Result<T, E> {
    if sound { value } else { Err(CabinetError::Damaged("a page does not verify".to_owned()).into()) }
}

/// Reading connections: those that wait for work, and how many are at work.
#[derive(Debug, Default)]
pub(super) struct Readers {
    pub idle: Vec<Connection>,
    pub out: usize,
}

/// That a reading connection is at work.
pub(super) struct AtWork<'c>(&'c Cabinet);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        let mut readers = guard(&self.0.readers);
        readers.out = readers.out.saturating_sub(1);
        self.0.returned.notify_all();
    }
}

/// A blob with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// SHA-256 of the bytes.
    pub hash: Hash,
    /// Such as `image/jpeg`.
    pub media_type: String,
    /// JSON: how it came here (original's hash, capture time).
    pub meta: Vec<u8>,
    /// The bytes themselves.
    pub bytes: Vec<u8>,
}

/// Something kept by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is here.
    Here(Vec<u8>),
    /// A destruction entry (its hash is given) took it away; 已销毁.
    Destroyed(Hash),
    /// It is not here, and nothing says why.
    Missing,
}

impl Kept {
    /// The bytes, when they are here.
    #[must_use]
    pub fn bytes(self) -> Option<Vec<u8>> {
        if let Self::Here(bytes) = self { Some(bytes) } else { None }
    }
}

/// A view of the cabinet at one moment.
pub struct Reader<'c> {
    pub(super) conn: &'c Connection,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reader")
    }
}

impl<'c> Reader<'c> {
    pub(super) fn new(conn: &'c Connection) -> Self {
        Self { conn }
    }

    /// The entry with this hash.
    ///
    /// # Errors
    /// `entry-unreadable`, or a failure of the file.
    pub fn entry(&self, hash: &Hash) -> Result<Option<Entry>> {
        self.one("SELECT head, hash, sig FROM entry WHERE hash = ?1", params![hash])
    }

    /// The entry with this id.
    ///
    /// # Errors
    /// `entry-unreadable`, or a failure of the file.
    pub fn entry_by_id(&self, id: Id) -> Result<Option<Entry>> {
        self.one("SELECT head, hash, sig FROM entry WHERE id = ?1", params![id])
    }

    /// All entries of a record in the order of the log: by Lamport time, then device.
    ///
    /// # Errors
    /// `entry-unreadable`, or a failure of the file.
    pub fn entries_of(&self, record: Id) -> Result<Vec<Entry>> {
        self.many("SELECT head, hash, sig FROM entry WHERE record_id = ?1 ORDER BY lamport, device_id, seq", params![record])
    }

    /// The newest entries of the whole log, newest first, at most `limit`.
    ///
    /// # Errors
    /// `entry-unreadable`, or a failure of the file.
    pub fn newest_entries(&self, limit: u32) -> Result<Vec<Entry>> {
        self.many("SELECT head, hash, sig FROM entry ORDER BY lamport DESC, device_id DESC LIMIT ?1", params![limit])
    }

    /// How many entries the log holds.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn entry_count(&self) -> Result<u64> {
        Ok(self.conn.query_row("SELECT count(*) FROM entry", [], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    /// The revisions of a record that no later revision follows: none before the first, two in a conflict.
    ///
    /// # Errors
    /// `entry-unreadable`, or a failure of the file.
    pub fn heads(&self, record: Id) -> Result<Vec<Entry>> {
        let sql = "SELECT head, hash, sig FROM entry WHERE record_id = ?1 AND kind = 'revision' ORDER BY lamport, device_id";
        let revisions = self.many(sql, params![record])?;
        let followed: HashSet<Hash> = revisions.iter().flat_map(|entry| entry.head.parents.iter().copied()).collect();
        Ok(revisions.into_iter().filter(|entry| !followed.contains(&entry.hash)).collect())
    }

    /// The body of an entry.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn body(&self, entry: &Entry) -> Result<Kept> {
        self.kept(&entry.head.body_hash)
    }

    /// Content: a body, a form edition, strokes, a scope.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn content(&self, hash: &Hash) -> Result<Option<Vec<u8>>> {
        let mut statement = self.conn.prepare_cached("SELECT bytes FROM content WHERE hash = ?1")?;
        Ok(statement.query_row(params![hash], |row| row.get(0)).optional()?)
    }

    /// Content, or what became of it.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn kept(&self, hash: &Hash) -> Result<Kept> {
        if let Some(bytes) = self.content(hash)? {
            return Ok(Kept::Here(bytes));
        }
        Ok(self.destroyed_by(hash)?.map_or(Kept::Missing, Kept::Destroyed))
    }

    /// The hash of the destruction entry that took this content or blob away.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn destroyed_by(&self, hash: &Hash) -> Result<Option<Hash>> {
        let mut statement = self.conn.prepare_cached("SELECT entry_hash FROM destroyed WHERE hash = ?1")?;
        Ok(statement.query_row(params![hash], |row| row.get(0)).optional()?)
    }

    /// A blob: a photo, a scan.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn blob(&self, hash: &Hash) -> Result<Option<Blob>> {
        let mut statement = self.conn.prepare_cached("SELECT media_type, meta, bytes FROM blob WHERE hash = ?1")?;
        let blob = statement.query_row(params![hash], |row| {
            Ok(Blob { hash: *hash, media_type: row.get(0)?, meta: row.get(1)?, bytes: row.get(2)? })
        });
        Ok(blob.optional()?)
    }

    pub(super) fn last_of(&self, device: Id, trusted: bool) -> Result<Option<Entry>> {
        let sql = "SELECT head, hash, sig FROM entry WHERE device_id = ?1 AND clock_suspect <= ?2 ORDER BY seq DESC LIMIT 1";
        self.one(sql, params![device, !trusted])
    }

    /// When the newest entry of any device was written whose clock was trusted.
    pub(super) fn last_trusted(&self) -> Result<Option<Stamp>> {
        let sql = "SELECT head, hash, sig FROM entry WHERE clock_suspect = 0 ORDER BY lamport DESC LIMIT 1";
        Ok(self.one(sql, params![])?.map(|entry| entry.head.stamp()))
    }

    pub(super) fn hash_at(&self, device: Id, seq: u64) -> Result<Option<Hash>> {
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        let mut statement = self.conn.prepare_cached("SELECT hash FROM entry WHERE device_id = ?1 AND seq = ?2")?;
        Ok(statement.query_row(params![device, seq], |row| row.get(0)).optional()?)
    }

    pub(super) fn has(&self, sql: &'static str, values: impl Params) -> Result<bool> {
        Ok(self.conn.prepare_cached(sql)?.exists(values)?)
    }

    fn one(&self, sql: &'static str, values: impl Params) -> Result<Option<Entry>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let raw = statement.query_row(values, raw_entry).optional()?;
        raw.map(RawEntry::parse).transpose()
    }

    fn many(&self, sql: &'static str, values: impl Params) -> Result<Vec<Entry>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let raws = statement.query_map(values, raw_entry)?;
        raws.map(|raw| raw?.parse()).collect()
    }
}

/// An entry's columns before its head is read.
pub(super) struct RawEntry {
    pub head: Vec<u8>,
    pub hash: Hash,
    pub sig: [u8; 64],
}

/// Reads the columns `head, hash, sig`.
pub(super) fn raw_entry(row: &Row<'_>) -> rusqlite::Result<RawEntry> {
    Ok(RawEntry { head: row.get("head")?, hash: row.get("hash")?, sig: row.get("sig")? })
}

impl RawEntry {
    pub(super) fn parse(self) -> Result<Entry> {
        let head: Head = serde_json::from_slice(&self.head).map_err(|_| CabinetError::EntryUnreadable(self.hash.to_string()))?;
        Ok(Entry { head, hash: self.hash, sig: self.sig })
    }
}

/// The whole log, for whoever must not miss anything.
impl Reader<'_> {
    /// Every entry of every device, one after the other in the order of the log, each let go before the next is read.
    ///
    /// # Errors
    /// `entry-unreadable`, a failure of the file, or what `see` gives.
    pub fn each_entry<E: From<CabinetError>>(
        &self,
        mut see: impl FnMut(Entry) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let sql = "SELECT head, hash, sig FROM entry ORDER BY lamport, device_id, seq";
        let mut statement = self.conn.prepare_cached(sql).map_err(CabinetError::from)?;
        let mut rows = statement.query([]).map_err(CabinetError::from)?;
        while let Some(row) = rows.next().map_err(CabinetError::from)? {
            see(raw_entry(row).map_err(CabinetError::from)?.parse()?)?;
        }
        Ok(())
    }
}

/// A page of a list by kind, for archives and audits: the entries of one kind after `after` in the order of the log.
impl Reader<'_> {
    /// Entries of one kind, in the order of the log, after Lamport time `after`; at most `limit`.
    ///
    /// # Errors
    /// `entry-unreadable`, or a failure of the file.
    pub fn entries_of_kind(&self, kind: Kind, after: u64, limit: u32) -> Result<Vec<Entry>> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let sql = "SELECT head, hash, sig FROM entry WHERE kind = ?1 AND lamport > ?2 ORDER BY lamport, device_id, seq LIMIT ?3";
        self.many(sql, params![kind.word(), after, limit])
    }
}
