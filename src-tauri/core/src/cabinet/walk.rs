//! Reading a device's log as far as it can be read: pages that a failing disk damaged are stepped over, and what stood on
//! them is named where another page tells it.

use std::collections::HashMap;

use rusqlite::{OptionalExtension as _, Row, params};

use super::error::Result;
use super::hash::Hash;
use super::log::Head;
use super::pages::Pages;
use super::read::{RawEntry, raw_entry};
use crate::clock::Id;

/// The row of an entry: raw head and the columns that repeat it.
pub(super) struct Columns {
    pub raw: RawEntry,
    pub device: Id,
    pub seq: u64,
    pub id: String,
    pub kind: String,
    pub record: String,
    pub lamport: u64,
    pub clock_suspect: bool,
    pub body_hash: Hash,
    pub prev_hash: Hash,
}

impl Columns {
    pub(super) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
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

    pub(super) fn agree_with(&self, head: &Head) -> bool {
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

/// Entries read at a time.
const BATCH: i64 = 256;

/// One place of a log.
pub(super) enum Step {
    /// The entry that stands there.
    Entry(Box<Columns>),
    /// It stands on a damaged page.
    Unreadable(u64),
}

/// Tells every place of a device's log after `from`, in order. Places that are simply not there are not told. No statement is
/// open while it tells: a damaged page that `tell` comes upon would spoil it.
pub(super) fn walk(pages: &Pages<'_>, device: Id, from: u64, tell: &mut dyn FnMut(Step) -> Result<()>) -> Result<()> {
    let (mut at, mut end) = (from, None);
    loop {
        if let Some(batch) = batch(pages, device, at)? {
            if batch.is_empty() {
                return Ok(());
            }
            for columns in batch {
                at = columns.seq;
                tell(Step::Entry(Box::new(columns)))?;
            }
            continue;
        }
        // Nothing of what was read beside a damaged page counts: these places are asked for one by one.
        let end = *end.get_or_insert_with(|| last_known(pages, device));
        let until = end.min(at.saturating_add(BATCH.unsigned_abs()));
        while at < until {
            at += 1;
            match entry_at(pages, device, at)? {
                Some(Some(columns)) => tell(Step::Entry(Box::new(columns)))?,
                Some(None) => {}
                None => tell(Step::Unreadable(at))?,
            }
        }
        if at >= end {
            return Ok(());
        }
    }
}

/// The next entries; none where a damaged page stands among them.
fn batch(pages: &Pages<'_>, device: Id, after: u64) -> Result<Option<Vec<Columns>>> {
    pages.ask(|conn| {
        let mut statement = conn.prepare_cached(include_str!("sql/verify_chain.sql"))?;
        let rows = statement.query_map(params![device, i64::try_from(after).unwrap_or(i64::MAX), BATCH], Columns::of)?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
    })
}

/// The entry in one place, read alone: the inner none when there is none, the outer when it stands on a damaged page. It is asked
/// for by its key, which leads past its neighbours' pages.
pub(super) fn entry_at(pages: &Pages<'_>, device: Id, seq: u64) -> Result<Option<Option<Columns>>> {
    pages.ask(|conn| {
        let mut statement = conn.prepare_cached(include_str!("sql/verify_entry.sql"))?;
        Ok(statement.query_row(params![device, i64::try_from(seq).unwrap_or(i64::MAX)], Columns::of).optional()?)
    })
}

/// The last place of a device's log that any page tells of.
fn last_known(pages: &Pages<'_>, device: Id) -> u64 {
    let sql = "SELECT max(seq) FROM entry WHERE device_id = ?1";
    let by_key = pages.ask(|conn| Ok(conn.query_row(sql, params![device], |row| row.get::<_, Option<i64>>(0))?));
    let by_key = by_key.ok().flatten().flatten();
    let places = records(pages);
    let by_index = places.keys().filter(|(of, _)| *of == device).map(|(_, seq)| *seq).max();
    by_key.unwrap_or(0).unsigned_abs().max(by_index.unwrap_or(0))
}

/// Which record stands in which place, by the index, which lies on other pages than the entries.
pub(super) fn records(pages: &Pages<'_>) -> HashMap<(Id, u64), Id> {
    let sql = "SELECT device_id, seq, record_id FROM entry INDEXED BY entry_of_record";
    let mut found = HashMap::new();
    // A damaged page of the index ends the list: what was read until there still tells something.
    let _ = pages.ask(|conn| {
        let mut statement = conn.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            found.insert((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()), row.get(2)?);
        }
        Ok(())
    });
    found
}
