//! Walking the chain: is every entry the one that was written, in its place, with what it names? A damaged page does not stop
//! the walk: what stood on it is named, and everything else is looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, params};

use super::error::{CabinetError, Result};
use super::finding::{Finding, Problem, Report};
use super::hash::Hash;
use super::log::{Head, head_hash, signed_by};
use super::migrate;
use super::open::Cabinet;
use super::pages::{CIPHER, Pages, asked};
use super::read::Reader;
use super::walk::{Columns, Step, entry_at, records, walk};
use crate::clock::Id;

impl Cabinet {
    /// Checks everything: file pages, triggers, every device's chain, signatures, columns, bodies, named content and blobs,
    /// and the high-water marks. Runs beside the writer. `progress` is told the entries done and all of them; false stops.
    ///
    /// # Errors
    /// `cancelled`, or a failure of the file that is no damage.
    pub fn verify(&self, progress: &dyn Fn(u64, u64) -> bool) -> Result<Report> {
        let (_at_work, pages) = self.pages()?;
        let mut check = Check::new(&pages, true)?;
        let last = check.everything(progress)?;
        check.marks(&self.lost, last.get(&self.device.id).copied().unwrap_or(0));
        Ok(check.report)
    }

    /// Checks every page of the file: its code of authentication (`cipher_integrity_check`), tables, indexes and constraints
    /// (`integrity_check`). What the database says, at most 200 lines; none when all is well.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn integrity(&self) -> Result<Vec<String>> {
        let (_at_work, pages) = self.pages()?;
        let broken = asked(&pages, CIPHER)?;
        // Where pages do not even verify, what else is said of the file follows from that.
        if broken.is_empty() { asked(&pages, "PRAGMA integrity_check(100)") } else { Ok(broken) }
    }

    /// Checks the entries of one record, with all that they name, and that each follows from its neighbour.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn verify_record(&self, record: Id) -> Result<Report> {
        let (_at_work, pages) = self.pages()?;
        let mut check = Check::new(&pages, true)?;
        let places = pages.must(|conn| {
            let mut statement = conn.prepare(include_str!("sql/verify_record.sql"))?;
            let places = statement.query_map(params![record], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
            Ok(places.collect::<rusqlite::Result<Vec<_>>>()?)
        })?;
        for (device, seq) in places {
            let Some(columns) = entry_at(&pages, device, seq)?.flatten() else {
                check.unreadable(device, seq);
                continue;
            };
            let before = check.hash_at(columns.device, columns.seq.saturating_sub(1))?;
            let first = columns.seq == 1;
            check.entry(&columns, if first { Some(Hash::ZERO) } else { before })?;
        }
        Ok(check.report)
    }
}

/// Checks everything of a copy that was never written to: file pages, triggers, every chain, what entries name.
pub(super) fn verify_copy(conn: &Connection, progress: &dyn Fn(u64, u64) -> bool) -> Result<Report> {
    let pages = Pages::Borrowed(conn);
    let mut check = Check::new(&pages, true)?;
    check.everything(progress)?;
    Ok(check.report)
}

/// The same, with what is not there and nobody told: `DEVICE:SEQ` of entries, hashes of the rest.
pub(super) fn missing_from(conn: &Connection, progress: &dyn Fn(u64, u64) -> bool) -> Result<(Report, BTreeSet<String>)> {
    let pages = Pages::Borrowed(conn);
    let mut check = Check::new(&pages, true)?;
    check.everything(progress)?;
    Ok((check.report, check.missing))
}

/// Checks the last `count` entries of a device without their blobs: quick enough for every start.
pub(super) fn check_tail(pages: &Pages<'_>, device: Id, count: u64) -> Result<Vec<Problem>> {
    let mut check = Check::new(pages, false)?;
    check.guards()?;
    let sql = "SELECT coalesce(max(seq), 0) FROM entry WHERE device_id = ?1";
    let last: i64 = pages.must(|conn| Ok(conn.query_row(sql, params![device], |row| row.get(0))?))?;
    check.chain(device, last.unsigned_abs().saturating_sub(count), &mut |_| true)?;
    Ok(check.report.problems.into_iter().filter(|problem| problem.finding.is_damage()).collect())
}

/// How `lost` names the place of an entry.
pub(super) fn place(device: Id, seq: u64) -> String {
    format!("{device}:{seq}")
}

pub(super) struct Check<'r, 'c> {
    pub(super) pages: &'r Pages<'c>,
    pub(super) keys: HashMap<Id, [u8; 32]>,
    /// Content and blobs looked at already: a form edition is named by every sheet.
    pub(super) seen: HashSet<Hash>,
    pub(super) with_blobs: bool,
    /// Schema of the file: an older one has fewer tables and triggers.
    pub(super) schema: usize,
    /// Which record stands in a place that cannot be read; asked for at the first of them.
    records: Option<HashMap<(Id, u64), Id>>,
    /// What is not there and nobody told.
    pub(super) missing: BTreeSet<String>,
    report: Report,
}

impl<'r, 'c> Check<'r, 'c> {
    fn new(pages: &'r Pages<'c>, with_blobs: bool) -> Result<Self> {
        let (keys, schema) = pages.must(|conn| {
            let mut statement = conn.prepare("SELECT device_id, public_key FROM device")?;
            let keys = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
            Ok((keys, migrate::check(conn, migrate::STEPS)?))
        })?;
        Ok(Self {
            pages,
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
        let all = self.read(|reader| reader.entry_count())?.unwrap_or(0);
        let mut last = BTreeMap::new();
        for device in self.devices()? {
            last.insert(device, self.chain(device, 0, &mut |done| progress(done, all.max(done)))?);
        }
        self.strays()?;
        Ok(last)
    }

    pub(super) fn read<T>(&self, f: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<Option<T>> {
        self.pages.ask(|conn| f(&Reader::new(conn)))
    }

    fn hash_at(&self, device: Id, seq: u64) -> Result<Option<Hash>> {
        Ok(self.read(|reader| reader.hash_at(device, seq))?.flatten())
    }

    pub(super) fn found(&mut self, finding: Finding, at: Option<&Columns>, detail: impl ToString) {
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
        let records = self.records.get_or_insert_with(|| records(self.pages));
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
        let mut said = asked(self.pages, "PRAGMA quick_check(20)")?;
        if !said.is_empty() {
            // Which pages do not verify says more than what follows from them.
            let broken = asked(self.pages, CIPHER)?;
            said = if broken.is_empty() { said } else { broken };
        }
        said.into_iter().for_each(|line| self.found(Finding::FileDamaged, None, line));
        Ok(())
    }

    /// The triggers as the migrations make them.
    fn guards(&mut self) -> Result<()> {
        let fresh = Connection::open_in_memory()?;
        migrate::STEPS.iter().take(self.schema).try_for_each(|step| fresh.execute_batch(step))?;
        let there = self.pages.must(triggers)?;
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
        let in_log = self.pages.ask(|conn| {
            let mut statement = conn.prepare("SELECT DISTINCT device_id FROM entry")?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<Id>>>()?)
        })?;
        devices.extend(in_log.unwrap_or_default());
        Ok(devices)
    }

    /// Walks a device's log after place `from`; gives its last place.
    fn chain(&mut self, device: Id, from: u64, progress: &mut dyn FnMut(u64) -> bool) -> Result<u64> {
        let before = if from == 0 { Some(Hash::ZERO) } else { self.hash_at(device, from)? };
        let (mut before, mut last) = (before, from);
        walk(self.pages, device, from, &mut |step| {
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
        match self.named(columns)? {
            Some(named) => named.into_iter().try_for_each(|(hash, store)| self.kept(hash, store, columns)),
            None => {
                self.found(Finding::FileDamaged, Some(columns), "the page of what it names");
                Ok(())
            }
        }
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
        let mut strays = Vec::new();
        // A damaged page was named by the walk of the chain already; what stands behind it cannot be asked here.
        self.pages.ask(|conn| {
            let mut statement = conn.prepare(include_str!("sql/verify_parents.sql"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                strays.push((Columns::of(row)?, row.get::<_, String>("parent")?));
            }
            Ok(())
        })?;
        for (columns, parent) in strays {
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

/// The triggers of a file by name.
fn triggers(conn: &Connection) -> Result<BTreeMap<String, String>> {
    let mut statement = conn.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Store {
    Content,
    Blob,
}
