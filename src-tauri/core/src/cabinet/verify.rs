//! Walking the chain: is every entry the one that was written, in its place, with what it names?

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::error::{CabinetError, Result};
use super::hash::Hash;
use super::log::{Entry, Head, head_hash, signed_by};
use super::open::Cabinet;
use super::read::{RawEntry, Reader, raw_entry};
use crate::clock::Id;

/// What is wrong with an entry, or was done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Finding {
    /// Head and hash do not belong together: the head was changed.
    HeadChanged,
    /// The signature is not the device's.
    SignatureInvalid,
    /// No device of this cabinet has this key.
    UnknownKey,
    /// The entry does not follow from the one before it.
    ChainBroken,
    /// Entries between two others, or at the end, are gone.
    EntriesMissing,
    /// A column says something else than the head.
    ColumnMismatch,
    /// The head cannot be read.
    EntryUnreadable,
    /// The stored bytes are not those that were written.
    ContentChanged,
    /// A body, scope, form or strokes are gone.
    ContentMissing,
    /// A photo's or scan's bytes are not those that were written.
    BlobChanged,
    /// A photo or scan is gone.
    BlobMissing,
    /// 已销毁: taken away by a destruction entry; no damage.
    Destroyed,
    /// A trigger that forbids changes is gone.
    GuardMissing,
    /// The file itself has damaged pages.
    FileDamaged,
}

impl Finding {
    /// A stable name for programs and translations.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::HeadChanged => "head-changed",
            Self::SignatureInvalid => "signature-invalid",
            Self::UnknownKey => "unknown-key",
            Self::ChainBroken => "chain-broken",
            Self::EntriesMissing => "entries-missing",
            Self::ColumnMismatch => "column-mismatch",
            Self::EntryUnreadable => "entry-unreadable",
            Self::ContentChanged => "content-changed",
            Self::ContentMissing => "content-missing",
            Self::BlobChanged => "blob-changed",
            Self::BlobMissing => "blob-missing",
            Self::Destroyed => "destroyed",
            Self::GuardMissing => "guard-missing",
            Self::FileDamaged => "file-damaged",
        }
    }

    /// False for what was done by the rules.
    #[must_use]
    pub fn is_damage(self) -> bool {
        self != Self::Destroyed
    }
}

/// A finding and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What.
    pub finding: Finding,
    /// The device's log; none when the whole file is meant.
    pub device: Option<Id>,
    /// Place in that log; the first missing one where entries are missing.
    pub seq: u64,
    /// The entry, when it is there.
    pub entry: Option<Hash>,
    /// Its record, when known.
    pub record: Option<Id>,
    /// The content or blob meant, or a word of the database's, for the support log.
    pub detail: String,
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries checked.
    pub checked: u64,
    /// Findings in the order of the log.
    pub problems: Vec<Problem>,
}

impl Report {
    /// No damage: at most content that was destroyed by the rules.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.problems.iter().any(|problem| problem.finding.is_damage())
    }
}

impl Cabinet {
    /// Checks everything: file pages, triggers, every device's chain, signatures, columns, bodies, named content and blobs,
    /// and the high-water marks. Runs beside the writer. `progress` is told the entries done and all of them; false stops.
    ///
    /// # Errors
    /// `cancelled`, or a failure of the file.
    pub fn verify(&self, progress: &dyn Fn(u64, u64) -> bool) -> Result<Report> {
        self.read(|reader| {
            let mut check = Check::new(reader, true)?;
            check.file()?;
            check.guards()?;
            let all = reader.entry_count()?;
            let devices = check.devices_in_log()?;
            for device in devices {
                let last = check.chain(device, 0, &mut |done| progress(done, all))?;
                if device == self.device.id {
                    check.marks(&self.lost, last);
                }
            }
            check.strays()?;
            Ok(check.report)
        })
    }

    /// Checks every page of the file: its code of authentication (`cipher_integrity_check`), tables, indexes and constraints
    /// (`integrity_check`). What the database says, at most 200 lines; none when all is well.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn integrity(&self) -> Result<Vec<String>> {
        self.read(|reader| {
            let mut said = Vec::new();
            for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check(100)"] {
                let mut statement = reader.conn.prepare(pragma)?;
                let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
                for line in lines.take(100) {
                    match line.map_err(CabinetError::from) {
                        Ok(line) if line == "ok" => {}
                        Ok(line) | Err(CabinetError::Damaged(line)) => said.push(line),
                        Err(error) => return Err(error),
                    }
                }
            }
            Ok(said)
        })
    }

    /// Checks the entries of one record, with all that they name, and that each follows from its neighbour.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn verify_record(&self, record: Id) -> Result<Report> {
        self.read(|reader| {
            let mut check = Check::new(reader, true)?;
            let mut statement = reader.conn.prepare(include_str!("sql/verify_record.sql"))?;
            let mut rows = statement.query(params![record])?;
            while let Some(row) = rows.next()? {
                let columns = Columns::of(row)?;
                let before = reader.hash_at(columns.device, columns.seq.saturating_sub(1))?;
                let first = columns.seq == 1;
                check.entry(&columns, if first { Some(Hash::ZERO) } else { before })?;
            }
            Ok(check.report)
        })
    }
}

/// Checks everything of a copy that was never written to: file pages, triggers, every chain, what entries name.
pub(super) fn verify_copy(reader: &Reader<'_>, progress: &dyn Fn(u64, u64) -> bool) -> Result<Report> {
    let mut check = Check::new(reader, true)?;
    check.file()?;
    check.guards()?;
    let all = reader.entry_count()?;
    for device in check.devices_in_log()? {
        check.chain(device, 0, &mut |done| progress(done, all))?;
    }
    check.strays()?;
    Ok(check.report)
}

/// Checks the last `count` entries of a device without their blobs: quick enough for every start.
pub(super) fn check_tail(conn: &Connection, device: Id, count: u64) -> Result<Vec<Problem>> {
    let reader = Reader::new(conn);
    let mut check = Check::new(&reader, false)?;
    check.guards()?;
    let last: i64 =
        conn.query_row("SELECT coalesce(max(seq), 0) FROM entry WHERE device_id = ?1", params![device], |row| row.get(0))?;
    check.chain(device, last.unsigned_abs().saturating_sub(count), &mut |_| true)?;
    Ok(check.report.problems.into_iter().filter(|problem| problem.finding.is_damage()).collect())
}

/// The row of an entry: raw head and the columns that repeat it.
struct Columns {
    raw: RawEntry,
    device: Id,
    seq: u64,
    id: String,
    kind: String,
    record: String,
    lamport: u64,
    clock_suspect: bool,
    body_hash: Hash,
    prev_hash: Hash,
}

impl Columns {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            raw: raw_entry(row)?,
            device: row.get("device_id")?,
            seq: row.get::<_, i64>("seq")?.unsigned_abs(),
            id: row.get("id")?,
            kind: row.get("kind")?,
            record: row.get("record_id")?,
            lamport: row.get::<_, i64>("lamport")?.unsigned_abs(),
            clock_suspect: row.get("clock_suspect")?,
            body_hash: row.get("body_hash")?,
            prev_hash: row.get("prev_hash")?,
        })
    }

    fn agree_with(&self, head: &Head) -> bool {
        head.device == self.device
            && head.seq == self.seq
            && head.id.to_string() == self.id
            && head.kind.word() == self.kind
            && head.record.to_string() == self.record
            && head.lamport == self.lamport
            && head.clock_suspect == self.clock_suspect
            && head.body_hash == self.body_hash
            && head.prev_hash == self.prev_hash
    }
}

struct Check<'r, 'c> {
    reader: &'r Reader<'c>,
    keys: HashMap<Id, [u8; 32]>,
    /// Content and blobs looked at already: a form edition is named by every sheet.
    seen: HashSet<Hash>,
    with_blobs: bool,
    report: Report,
}

impl<'r, 'c> Check<'r, 'c> {
    fn new(reader: &'r Reader<'c>, with_blobs: bool) -> Result<Self> {
        let mut statement = reader.conn.prepare("SELECT device_id, public_key FROM device")?;
        let keys = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        Ok(Self { reader, keys, seen: HashSet::new(), with_blobs, report: Report::default() })
    }

    fn found(&mut self, finding: Finding, at: Option<&Columns>, detail: impl ToString) {
        self.report.problems.push(Problem {
            finding,
            device: at.map(|columns| columns.device),
            seq: at.map_or(0, |columns| columns.seq),
            entry: at.map(|columns| columns.raw.hash),
            record: at.and_then(|columns| columns.record.parse().ok()),
            detail: detail.to_string(),
        });
    }

    fn file(&mut self) -> Result<()> {
        let mut statement = self.reader.conn.prepare("PRAGMA quick_check(20)")?;
        let said = statement.query_map([], |row| row.get::<_, String>(0))?;
        for line in said {
            match line.map_err(CabinetError::from) {
                Ok(line) if line == "ok" => {}
                Ok(line) => self.found(Finding::FileDamaged, None, line),
                Err(CabinetError::Damaged(line)) => self.found(Finding::FileDamaged, None, line),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The triggers as the migrations make them.
    fn guards(&mut self) -> Result<()> {
        let fresh = Connection::open_in_memory()?;
        super::migrate::STEPS.iter().try_for_each(|step| fresh.execute_batch(step))?;
        let there = triggers(self.reader.conn)?;
        for (name, wanted) in triggers(&fresh)? {
            if there.get(&name) != Some(&wanted) {
                self.found(Finding::GuardMissing, None, name);
            }
        }
        Ok(())
    }

    fn devices_in_log(&self) -> Result<Vec<Id>> {
        let mut statement = self.reader.conn.prepare("SELECT DISTINCT device_id FROM entry ORDER BY device_id")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Walks a device's log after place `from`; gives its last place.
    fn chain(&mut self, device: Id, from: u64, progress: &mut dyn FnMut(u64) -> bool) -> Result<u64> {
        let mut before = if from == 0 { Some(Hash::ZERO) } else { self.reader.hash_at(device, from)? };
        let mut last = from;
        let mut statement = self.reader.conn.prepare(include_str!("sql/verify_chain.sql"))?;
        let mut rows = statement.query(params![device, i64::try_from(from).unwrap_or(i64::MAX)])?;
        while let Some(row) = rows.next()? {
            let columns = Columns::of(row)?;
            if columns.seq != last + 1 {
                self.found(Finding::EntriesMissing, Some(&columns), format!("{} to {}", last + 1, columns.seq.saturating_sub(1)));
                before = None;
            }
            self.entry(&columns, before)?;
            last = columns.seq;
            before = Some(columns.raw.hash);
            if !progress(self.report.checked) {
                return Err(CabinetError::Cancelled);
            }
        }
        Ok(last)
    }

    /// Checks one entry. `before` is the hash of the one before it; none when that is missing (and said so already).
    fn entry(&mut self, columns: &Columns, before: Option<Hash>) -> Result<()> {
        self.report.checked += 1;
        if head_hash(&columns.raw.head) != columns.raw.hash {
            self.found(Finding::HeadChanged, Some(columns), "");
        }
        match self.keys.get(&columns.device) {
            None => self.found(Finding::UnknownKey, Some(columns), columns.device),
            Some(key) if !signed_by(key, &columns.raw.hash, &columns.raw.sig) => {
                self.found(Finding::SignatureInvalid, Some(columns), "");
            }
            Some(_) => {}
        }
        match serde_json::from_slice::<Head>(&columns.raw.head) {
            Err(e) => self.found(Finding::EntryUnreadable, Some(columns), e),
            Ok(head) => {
                if !columns.agree_with(&head) {
                    self.found(Finding::ColumnMismatch, Some(columns), "");
                }
                if before.is_some_and(|before| before != head.prev_hash) {
                    self.found(Finding::ChainBroken, Some(columns), "");
                }
                self.kept(head.body_hash, Store::Content, columns)?;
                if let Some(form) = head.form {
                    self.kept(form.hash, Store::Content, columns)?;
                }
            }
        }
        self.named(columns)
    }

    fn named(&mut self, columns: &Columns) -> Result<()> {
        let sql = "SELECT hash, store FROM entry_name WHERE device_id = ?1 AND seq = ?2 ORDER BY hash";
        let mut statement = self.reader.conn.prepare_cached(sql)?;
        let seq = i64::try_from(columns.seq).unwrap_or(i64::MAX);
        let named = statement.query_map(params![columns.device, seq], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        for pair in named {
            let (hash, store) = pair?;
            self.kept(hash, if store == "blob" { Store::Blob } else { Store::Content }, columns)?;
        }
        Ok(())
    }

    fn kept(&mut self, hash: Hash, store: Store, columns: &Columns) -> Result<()> {
        if (store == Store::Blob && !self.with_blobs) || !self.seen.insert(hash) {
            return Ok(());
        }
        let sql = if store == Store::Blob {
            "SELECT bytes FROM blob WHERE hash = ?1"
        } else {
            "SELECT bytes FROM content WHERE hash = ?1"
        };
        let mut statement = self.reader.conn.prepare_cached(sql)?;
        let same = statement.query_row(params![hash], |row| Ok(Hash::of(row.get_ref(0)?.as_blob()?) == hash)).optional()?;
        let (changed, missing) = match store {
            Store::Content => (Finding::ContentChanged, Finding::ContentMissing),
            Store::Blob => (Finding::BlobChanged, Finding::BlobMissing),
        };
        match same {
            Some(true) => return Ok(()),
            Some(false) => self.found(changed, Some(columns), hash),
            None if self.lawfully_destroyed(&hash)? => self.found(Finding::Destroyed, Some(columns), hash),
            None => self.found(missing, Some(columns), hash),
        }
        // Said again for every entry that names it: each of those sheets is touched.
        self.seen.remove(&hash);
        Ok(())
    }

    /// Is there a signed destruction entry whose body names this hash?
    fn lawfully_destroyed(&self, hash: &Hash) -> Result<bool> {
        let Some(by) = self.reader.destroyed_by(hash)? else { return Ok(false) };
        let entry: Option<Entry> = self.reader.entry(&by)?;
        let Some(entry) = entry.filter(|entry| entry.head.kind == super::Kind::Destruction) else { return Ok(false) };
        let key = self.keys.get(&entry.head.device);
        let body = self.reader.content(&entry.head.body_hash)?.unwrap_or_default();
        let text = hash.to_string();
        Ok(key.is_some_and(|key| signed_by(key, &entry.hash, &entry.sig))
            && entry.head.to_bytes().is_ok_and(|head| head_hash(&head) == entry.hash)
            && Hash::of(&body) == entry.head.body_hash
            && body.windows(text.len()).any(|part| part == text.as_bytes()))
    }

    /// High-water marks that the log did not bear out when the cabinet was opened.
    fn marks(&mut self, lost: &[super::high_water::Mark], last: u64) {
        for mark in lost {
            let finding = if mark.seq > last { Finding::EntriesMissing } else { Finding::ChainBroken };
            self.report.problems.push(Problem {
                finding,
                device: Some(mark.device),
                seq: if mark.seq > last { last + 1 } else { mark.seq },
                entry: Some(mark.hash),
                record: None,
                detail: format!("the high-water file knows entry {}", mark.seq),
            });
        }
    }

    /// Parents that are not in the log: entries of a device whose whole log is gone.
    fn strays(&mut self) -> Result<()> {
        let mut statement = self.reader.conn.prepare(include_str!("sql/verify_parents.sql"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let columns = Columns::of(row)?;
            let parent: String = row.get("parent")?;
            self.found(Finding::EntriesMissing, Some(&columns), format!("parent {parent}"));
        }
        Ok(())
    }
}

/// The triggers of a file by name.
fn triggers(conn: &Connection) -> Result<BTreeMap<String, String>> {
    let mut statement = conn.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Store {
    Content,
    Blob,
}
