//! Walking the chain: is every entry the one that was written, in its place, with what it names? A damaged page does not stop
//! the walk: what stood on it is named, and everything else is looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::{CabinetError, Result};
use super::finding::{Finding, Problem, Report};
use super::hash::Hash;
use super::log::{Entry, Head, Kind, head_hash, signed_by};
use super::migrate;
use super::open::Cabinet;
use super::read::Reader;
use super::walk::{Columns, Step, records, unless_damaged, walk};
use crate::clock::Id;

impl Cabinet {
    /// Checks everything: file pages, triggers, every device's chain, signatures, columns, bodies, named content and blobs,
    /// and the high-water marks. Runs beside the writer. `progress` is told the entries done and all of them; false stops.
    ///
    /// # Errors
    /// `cancelled`, or a failure of the file that is no damage.
    pub fn verify(&self, progress: &dyn Fn(u64, u64) -> bool) -> Result<Report> {
        self.look(|reader| {
            let mut check = Check::new(reader, true)?;
            let last = check.everything(progress)?;
            check.marks(&self.lost, last.get(&self.device.id).copied().unwrap_or(0));
            Ok(check.report)
        })
    }

    /// Checks every page of the file: its code of authentication (`cipher_integrity_check`), tables, indexes and constraints
    /// (`integrity_check`). What the database says, at most 200 lines; none when all is well.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn integrity(&self) -> Result<Vec<String>> {
        self.look(|reader| {
            let mut said = asked(reader.conn, "PRAGMA cipher_integrity_check")?;
            said.extend(asked(reader.conn, "PRAGMA integrity_check(100)")?);
            Ok(said)
        })
    }

    /// Checks the entries of one record, with all that they name, and that each follows from its neighbour.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn verify_record(&self, record: Id) -> Result<Report> {
        self.look(|reader| {
            let mut check = Check::new(reader, true)?;
            let mut statement = reader.conn.prepare(include_str!("sql/verify_record.sql"))?;
            let entries = statement.query_map(params![record], Columns::of)?.collect::<rusqlite::Result<Vec<_>>>()?;
            for columns in entries {
                let before = unless_damaged(reader.hash_at(columns.device, columns.seq.saturating_sub(1)))?.flatten();
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
    check.everything(progress)?;
    Ok(check.report)
}

/// The same, with what is not there and nobody told: `DEVICE:SEQ` of entries, hashes of the rest.
pub(super) fn missing_from(reader: &Reader<'_>, progress: &dyn Fn(u64, u64) -> bool) -> Result<(Report, BTreeSet<String>)> {
    let mut check = Check::new(reader, true)?;
    check.everything(progress)?;
    Ok((check.report, check.missing))
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

/// How `lost` names the place of an entry.
pub(super) fn place(device: Id, seq: u64) -> String {
    format!("{device}:{seq}")
}

struct Check<'r, 'c> {
    reader: &'r Reader<'c>,
    keys: HashMap<Id, [u8; 32]>,
    /// Content and blobs looked at already: a form edition is named by every sheet.
    seen: HashSet<Hash>,
    with_blobs: bool,
    /// Schema of the file: an older one has fewer tables and triggers.
    schema: usize,
    /// Which record stands in a place that cannot be read; asked for at the first of them.
    records: Option<HashMap<(Id, u64), Id>>,
    /// What is not there and nobody told.
    missing: BTreeSet<String>,
    report: Report,
}

impl<'r, 'c> Check<'r, 'c> {
    fn new(reader: &'r Reader<'c>, with_blobs: bool) -> Result<Self> {
        let mut statement = reader.conn.prepare("SELECT device_id, public_key FROM device")?;
        let keys = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        let schema = migrate::check(reader.conn, migrate::STEPS)?;
        Ok(Self {
            reader,
            keys,
            seen: HashSet::new(),
            with_blobs,
            schema,
            records: None,
            missing: BTreeSet::new(),
            report: Report::default(),
        })
    }

    /// Everything but the high-water marks; gives the last place of each device.
    fn everything(&mut self, progress: &dyn Fn(u64, u64) -> bool) -> Result<BTreeMap<Id, u64>> {
        self.file()?;
        self.guards()?;
        let all = unless_damaged(self.reader.entry_count())?.unwrap_or(0);
        let mut last = BTreeMap::new();
        for device in self.devices()? {
            last.insert(device, self.chain(device, 0, &mut |done| progress(done, all.max(done)))?);
        }
        self.strays()?;
        Ok(last)
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

    /// A place whose page is damaged.
    fn unreadable(&mut self, device: Id, seq: u64) {
        let records = self.records.get_or_insert_with(|| records(self.reader.conn));
        let record = records.get(&(device, seq)).copied();
        let detail = "the page of this entry".to_owned();
        self.report.problems.push(Problem {
            finding: Finding::FileDamaged,
            device: Some(device),
            seq,
            entry: None,
            record,
            detail,
        });
    }

    fn file(&mut self) -> Result<()> {
        for line in asked(self.reader.conn, "PRAGMA quick_check(20)")? {
            self.found(Finding::FileDamaged, None, line);
        }
        Ok(())
    }

    /// The triggers as the migrations make them.
    fn guards(&mut self) -> Result<()> {
        let fresh = Connection::open_in_memory()?;
        migrate::STEPS.iter().take(self.schema).try_for_each(|step| fresh.execute_batch(step))?;
        let there = triggers(self.reader.conn)?;
        for (name, wanted) in triggers(&fresh)? {
            if there.get(&name) != Some(&wanted) {
                self.found(Finding::GuardMissing, None, name);
            }
        }
        Ok(())
    }

    /// Every device that was let in, and every one that the log names.
    fn devices(&self) -> Result<BTreeSet<Id>> {
        let mut devices: BTreeSet<Id> = self.keys.keys().copied().collect();
        let mut statement = self.reader.conn.prepare("SELECT DISTINCT device_id FROM entry")?;
        let in_log = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<Id>>>();
        devices.extend(unless_damaged(in_log.map_err(CabinetError::from))?.unwrap_or_default());
        Ok(devices)
    }

    /// Walks a device's log after place `from`; gives its last place.
    fn chain(&mut self, device: Id, from: u64, progress: &mut dyn FnMut(u64) -> bool) -> Result<u64> {
        let before = if from == 0 { Some(Hash::ZERO) } else { unless_damaged(self.reader.hash_at(device, from))?.flatten() };
        let (mut before, mut last) = (before, from);
        walk(self.reader.conn, device, from, &mut |step| {
            match step {
                Step::Unreadable(seq) => {
                    self.unreadable(device, seq);
                    (last, before) = (seq, None);
                }
                Step::Entry(columns) => {
                    if columns.seq != last + 1 {
                        self.gap(&columns, last + 1)?;
                        before = None;
                    }
                    self.entry(&columns, before)?;
                    (last, before) = (columns.seq, Some(columns.raw.hash));
                }
            }
            if progress(self.report.checked) { Ok(()) } else { Err(CabinetError::Cancelled) }
        })?;
        Ok(last)
    }

    /// The places from `first` up to an entry are empty.
    fn gap(&mut self, next: &Columns, first: u64) -> Result<()> {
        let mut untold = Vec::new();
        for seq in first..next.seq {
            let what = place(next.device, seq);
            if !self.told(&what)? {
                untold.push(what);
            }
        }
        let finding = if untold.is_empty() { Finding::Lost } else { Finding::EntriesMissing };
        self.found(finding, Some(next), format!("{first} to {}", next.seq.saturating_sub(1)));
        self.missing.extend(untold);
        Ok(())
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
        match unless_damaged(self.named(columns))? {
            Some(named) => named.into_iter().try_for_each(|(hash, store)| self.kept(hash, store, columns)),
            None => {
                self.found(Finding::FileDamaged, Some(columns), "the page of what it names");
                Ok(())
            }
        }
    }

    fn named(&self, columns: &Columns) -> Result<Vec<(Hash, Store)>> {
        let sql = "SELECT hash, store FROM entry_name WHERE device_id = ?1 AND seq = ?2 ORDER BY hash";
        let mut statement = self.reader.conn.prepare_cached(sql)?;
        let seq = i64::try_from(columns.seq).unwrap_or(i64::MAX);
        let store = |word: String| if word == "blob" { Store::Blob } else { Store::Content };
        let named = statement.query_map(params![columns.device, seq], |row| Ok((row.get(0)?, store(row.get(1)?))))?;
        Ok(named.collect::<rusqlite::Result<_>>()?)
    }

    fn kept(&mut self, hash: Hash, store: Store, columns: &Columns) -> Result<()> {
        if (store == Store::Blob && !self.with_blobs) || !self.seen.insert(hash) {
            return Ok(());
        }
        let (changed, missing) = match store {
            Store::Content => (Finding::ContentChanged, Finding::ContentMissing),
            Store::Blob => (Finding::BlobChanged, Finding::BlobMissing),
        };
        match unless_damaged(self.same(&hash, store))? {
            Some(Some(true)) => return Ok(()),
            Some(Some(false)) => self.found(changed, Some(columns), hash),
            Some(None) if self.lawfully_destroyed(&hash)? => self.found(Finding::Destroyed, Some(columns), hash),
            Some(None) if self.told(&hash.to_string())? => self.found(Finding::Lost, Some(columns), hash),
            Some(None) => {
                self.missing.insert(hash.to_string());
                self.found(missing, Some(columns), hash);
            }
            None => self.found(Finding::FileDamaged, Some(columns), hash),
        }
        // Said again for every entry that names it: each of those sheets is touched.
        self.seen.remove(&hash);
        Ok(())
    }

    /// Whether what is kept under a hash has it; none when nothing is kept.
    fn same(&self, hash: &Hash, store: Store) -> Result<Option<bool>> {
        let sql = match store {
            Store::Blob => "SELECT bytes FROM blob WHERE hash = ?1",
            Store::Content => "SELECT bytes FROM content WHERE hash = ?1",
        };
        let mut statement = self.reader.conn.prepare_cached(sql)?;
        Ok(statement.query_row(params![hash], |row| Ok(Hash::of(row.get_ref(0)?.as_blob()?) == *hash)).optional()?)
    }

    /// Is there a signed destruction entry whose body names this hash?
    fn lawfully_destroyed(&self, hash: &Hash) -> Result<bool> {
        match unless_damaged(self.reader.destroyed_by(hash))?.flatten() {
            Some(by) => self.vouched(&by, Kind::Destruction, &hash.to_string()),
            None => Ok(false),
        }
    }

    /// Is there a signed entry of a restore whose body names this as lost?
    fn told(&self, what: &str) -> Result<bool> {
        if self.schema < 2 {
            return Ok(false);
        }
        let mut statement = self.reader.conn.prepare_cached("SELECT entry_hash FROM lost WHERE what = ?1")?;
        let by = statement.query_row(params![what], |row| row.get::<_, Hash>(0)).optional();
        match unless_damaged(by.map_err(CabinetError::from))?.flatten() {
            Some(by) => self.vouched(&by, Kind::Audit, what),
            None => Ok(false),
        }
    }

    /// Whether entry `by` is of this kind, signed by its device, and has a body that names `what`.
    fn vouched(&self, by: &Hash, kind: Kind, what: &str) -> Result<bool> {
        // What cannot be read vouches for nothing.
        let entry: Option<Entry> = unless_damaged(self.reader.entry(by))?.flatten();
        let Some(entry) = entry.filter(|entry| entry.head.kind == kind) else { return Ok(false) };
        let key = self.keys.get(&entry.head.device);
        let body = unless_damaged(self.reader.content(&entry.head.body_hash))?.flatten().unwrap_or_default();
        Ok(key.is_some_and(|key| signed_by(key, &entry.hash, &entry.sig))
            && entry.head.to_bytes().is_ok_and(|head| head_hash(&head) == entry.hash)
            && Hash::of(&body) == entry.head.body_hash
            && body.windows(what.len()).any(|part| part == what.as_bytes()))
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
        // A damaged page was named by the walk of the chain already; what stands behind it cannot be asked here.
        while let Some(Some(row)) = unless_damaged(rows.next().map_err(CabinetError::from))? {
            let columns = Columns::of(row)?;
            let parent: String = row.get("parent")?;
            if self.told(&parent)? {
                self.found(Finding::Lost, Some(&columns), format!("parent {parent}"));
            } else {
                self.found(Finding::EntriesMissing, Some(&columns), format!("parent {parent}"));
                self.missing.insert(parent);
            }
        }
        Ok(())
    }
}

/// What a checking pragma says, at most 100 lines; none when all is well. That it cannot even be asked is damage too.
fn asked(conn: &Connection, pragma: &str) -> Result<Vec<String>> {
    let ask = || -> rusqlite::Result<Vec<rusqlite::Result<String>>> {
        let mut statement = conn.prepare(pragma)?;
        Ok(statement.query_map([], |row| row.get(0))?.take(100).collect())
    };
    let lines = ask().unwrap_or_else(|error| vec![Err(error)]);
    let mut said = Vec::new();
    for line in lines {
        match line.map_err(CabinetError::from) {
            Ok(line) if line == "ok" => {}
            Ok(line) | Err(CabinetError::Damaged(line)) => said.push(line),
            Err(error) => return Err(error),
        }
    }
    Ok(said)
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
