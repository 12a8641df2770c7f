//! Taking over what survives: entries, content, photos and drafts of a damaged cabinet that a backup does not hold. Only what
//! verifies is taken; what cannot be read is counted and named.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, params};
use serde::de::IgnoredAny;

use super::draft::{Draft, put_draft, put_draft_name};
use super::error::{CabinetError, Result};
use super::hash::Hash;
use super::log::{Entry, Head, head_hash, signed_by};
use super::pages::Pages;
use super::read::Reader;
use super::verify::place;
use super::walk::{Columns, Step, records, walk};
use super::write::{put_blob, put_content, put_entry, put_name};
use crate::clock::Id;

/// Keeps entries in their places; put back when the places were filled.
const IN_ORDER: &str = "entry_no_replace";

/// What was taken over and what was not.
#[derive(Debug, Default)]
pub(super) struct Grafted {
    /// Entries.
    pub entries: u64,
    /// A draft, or the list of them, could not be read.
    pub drafts_lost: bool,
    /// Places and hashes that could not be read.
    pub lost: BTreeSet<String>,
    /// The records they belonged to, where that is known.
    pub touched: BTreeSet<Id>,
}

/// Takes over from `from`, another state of the same cabinet, into `into`, a connection within a transaction.
pub(super) fn graft(from: &Pages<'_>, into: &Connection, progress: &dyn Fn(u64, u64) -> bool) -> Result<Grafted> {
    let all = from.ask(|conn| Reader::new(conn).entry_count())?.unwrap_or(0);
    let mut places = None;
    let mut graft = Graft { from, into, keys: devices(from, into)?, done: Grafted::default() };
    let guard: String =
        into.query_row("SELECT sql FROM sqlite_schema WHERE name = ?1 AND type = 'trigger'", params![IN_ORDER], |row| {
            row.get(0)
        })?;
    into.execute_batch(&format!("DROP TRIGGER {IN_ORDER}"))?;
    let devices: Vec<Id> = graft.keys.keys().copied().collect();
    for device in devices {
        let sql = "SELECT coalesce(max(seq), 0) FROM entry WHERE device_id = ?1";
        let have: i64 = into.query_row(sql, params![device], |row| row.get(0))?;
        walk(from, device, have.unsigned_abs(), &mut |step| {
            match step {
                Step::Unreadable(seq) => {
                    graft.done.lost.insert(place(device, seq));
                    graft.done.touched.extend(places.get_or_insert_with(|| records(from)).get(&(device, seq)));
                }
                Step::Entry(columns) => graft.entry(&columns)?,
            }
            if progress(graft.done.entries, all.max(graft.done.entries)) { Ok(()) } else { Err(CabinetError::Cancelled) }
        })?;
    }
    into.execute_batch(&guard)?;
    graft.told("destroyed", "hash")?;
    graft.told("lost", "what")?;
    graft.drafts()?;
    Ok(graft.done)
}

/// The keys of all devices; those that only `from` knows are let in.
fn devices(from: &Pages<'_>, into: &Connection) -> Result<HashMap<Id, [u8; 32]>> {
    let sql = "SELECT device_id, letter, public_key, joined_ms FROM device";
    let known = from.ask(|conn| {
        let mut statement = conn.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        Ok(rows.collect::<rusqlite::Result<Vec<(Id, String, [u8; 32], i64)>>>()?)
    })?;
    for (id, letter, key, joined) in known.unwrap_or_default() {
        let sql = "INSERT OR IGNORE INTO device (device_id, letter, public_key, joined_ms) VALUES (?1, ?2, ?3, ?4)";
        into.execute(sql, params![id, letter, key, joined])?;
    }
    let mut statement = into.prepare("SELECT device_id, public_key FROM device")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

struct Graft<'c, 'p> {
    from: &'c Pages<'p>,
    into: &'c Connection,
    keys: HashMap<Id, [u8; 32]>,
    done: Grafted,
}

impl Graft<'_, '_> {
    /// Takes an entry that is what its device wrote, with whatever of its content can be read.
    fn entry(&mut self, columns: &Columns) -> Result<()> {
        let genuine = head_hash(&columns.raw.head) == columns.raw.hash
            && self.keys.get(&columns.device).is_some_and(|key| signed_by(key, &columns.raw.hash, &columns.raw.sig));
        let head = serde_json::from_slice::<Head>(&columns.raw.head).ok().filter(|head| genuine && columns.agree_with(head));
        let Some(head) = head else {
            self.done.lost.insert(place(columns.device, columns.seq));
            self.done.touched.extend(columns.record.parse::<Id>());
            return Ok(());
        };
        let entry = Entry { head, hash: columns.raw.hash, sig: columns.raw.sig };
        put_entry(self.into, &entry, &columns.raw.head)?;
        self.done.entries += 1;
        let head = &entry.head;
        let body = self.content(head.body_hash, head)?.unwrap_or_default();
        let form = head.form.as_ref().map(|form| form.hash);
        // What an entry names stands in its body: so the names survive the page that lists them.
        for hash in hashes_in(&body).into_iter().chain(form) {
            let store = if self.content(hash, head)?.is_some() {
                "content"
            } else if self.blob(hash, head)? {
                "blob"
            } else {
                continue;
            };
            put_name(self.into, &entry, &hash, store)?;
        }
        Ok(())
    }

    /// Content of that hash, taken over when it was not there; none when nobody has it.
    fn content(&mut self, hash: Hash, head: &Head) -> Result<Option<Vec<u8>>> {
        match self.content_of(hash)? {
            Some(taken) => Ok(taken),
            None => self.missed(hash, head).map(|()| None),
        }
    }

    /// Takes content over; the inner none when there is none, the outer when it cannot be read.
    fn content_of(&self, hash: Hash) -> Result<Option<Option<Vec<u8>>>> {
        if let Some(bytes) = Reader::new(self.into).content(&hash)? {
            return Ok(Some(Some(bytes)));
        }
        match self.from.ask(|conn| Reader::new(conn).content(&hash))? {
            Some(Some(bytes)) if Hash::of(&bytes) == hash => {
                put_content(self.into, &hash, &bytes)?;
                Ok(Some(Some(bytes)))
            }
            Some(None) => Ok(Some(None)),
            _ => Ok(None),
        }
    }

    fn blob(&mut self, hash: Hash, head: &Head) -> Result<bool> {
        if self.into.prepare_cached("SELECT 1 FROM blob WHERE hash = ?1")?.exists(params![hash])? {
            return Ok(true);
        }
        match self.blob_of(hash)? {
            Some(taken) => Ok(taken),
            None => self.missed(hash, head).map(|()| false),
        }
    }

    /// Takes a blob over; false when there is none, none when it cannot be read.
    fn blob_of(&self, hash: Hash) -> Result<Option<bool>> {
        let idle = "SELECT idle_ms FROM blob WHERE hash = ?1";
        let read = self.from.ask(|conn| {
            let Some(blob) = Reader::new(conn).blob(&hash)? else { return Ok(None) };
            Ok(Some((blob, conn.query_row(idle, params![hash], |row| row.get::<_, i64>(0))?)))
        })?;
        let Some(found) = read else { return Ok(None) };
        let Some((blob, idle)) = found else { return Ok(Some(false)) };
        if Hash::of(&blob.bytes) != hash {
            return Ok(None);
        }
        put_blob(self.into, &blob, idle)?;
        Ok(Some(true))
    }

    fn missed(&mut self, hash: Hash, head: &Head) -> Result<()> {
        self.done.lost.insert(hash.to_string());
        self.done.touched.insert(head.record);
        Ok(())
    }

    /// Destructions and losses that were told since the backup, and what they take away.
    fn told(&self, table: &str, column: &str) -> Result<()> {
        let there = "SELECT 1 FROM sqlite_schema WHERE name = ?1";
        let sql = format!("SELECT {column}, entry_hash FROM {table}");
        let mut rows = Vec::new();
        self.from.ask(|conn| {
            if conn.prepare(there)?.exists(params![table])? {
                let mut statement = conn.prepare(&sql)?;
                let mut told = statement.query([])?;
                while let Some(row) = told.next()? {
                    rows.push((row.get::<_, rusqlite::types::Value>(0)?, row.get::<_, Hash>(1)?));
                }
            }
            Ok(())
        })?;
        for (what, by) in rows {
            let known = format!("SELECT 1 FROM {table} WHERE {column} = ?1");
            let entry = self.into.prepare_cached("SELECT 1 FROM entry WHERE hash = ?1")?.exists(params![by])?;
            if entry && !self.into.prepare_cached(&known)?.exists(params![what])? {
                let sql = format!("INSERT INTO {table} ({column}, entry_hash) VALUES (?1, ?2)");
                match self.into.execute(&sql, params![what, by]).map_err(CabinetError::from) {
                    // Its body is among what was lost: then it vouches for nothing.
                    Ok(_) | Err(CabinetError::AppendOnly(_)) => {}
                    Err(other) => return Err(other),
                }
            }
        }
        for sql in [
            "DELETE FROM content WHERE hash IN (SELECT hash FROM destroyed)",
            "DELETE FROM draft_name WHERE hash IN (SELECT hash FROM destroyed)",
            "DELETE FROM blob WHERE hash IN (SELECT hash FROM destroyed)",
        ] {
            self.into.execute(sql, [])?;
        }
        Ok(())
    }

    /// Drafts as they stand in `from`. One that is gone there was finished or thrown away since the backup: it stays only when a
    /// page of drafts cannot be read, or when what it became was lost.
    fn drafts(&mut self) -> Result<()> {
        let here = Reader::new(self.into);
        let ids = |conn: &Connection, sql: &str| -> Result<Vec<Id>> {
            let mut statement = conn.prepare(sql)?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        const BY_KEY: &str = "SELECT id FROM draft";
        // The index lies on other pages.
        const BY_SHEET: &str = "SELECT id FROM draft INDEXED BY draft_of_sheet";
        let listed = match self.from.ask(|conn| ids(conn, BY_KEY))? {
            Some(listed) => Some(listed),
            None => self.from.ask(|conn| ids(conn, BY_SHEET))?,
        };
        self.done.drafts_lost |= listed.is_none();
        if let Some(listed) = &listed {
            for id in ids(self.into, BY_KEY)?.iter().filter(|id| !listed.contains(id)) {
                if here.draft(*id)?.is_some_and(|draft| self.done.touched.contains(&draft.sheet)) {
                    continue;
                }
                self.into.execute("DELETE FROM draft WHERE id = ?1", params![id])?;
            }
        }
        for id in listed.unwrap_or(ids(self.into, BY_KEY)?) {
            let draft = self.from.ask(|conn| Reader::new(conn).draft(id))?.flatten();
            // No hash vouches for a draft, and SQLCipher can give zeros for a part of a row whose page is damaged.
            let whole =
                |draft: &Draft| serde_json::from_slice::<IgnoredAny>(&draft.answers).is_ok() && !draft.title.contains('\0');
            let Some(draft) = draft.filter(whole) else {
                self.done.drafts_lost = true;
                continue;
            };
            let older = here.draft(id)?.is_some_and(|kept| kept.version >= draft.version);
            if older || self.content_of(draft.form.hash)?.flatten().is_none() {
                continue;
            }
            put_draft(self.into, &draft)?;
            for hash in self.from.ask(|conn| Reader::new(conn).draft_blobs(id))?.unwrap_or_default() {
                if self.into.prepare_cached("SELECT 1 FROM blob WHERE hash = ?1")?.exists(params![hash])?
                    || self.blob_of(hash)? == Some(true)
                {
                    put_draft_name(self.into, id, &hash)?;
                }
            }
        }
        Ok(())
    }
}

/// Every run of 64 hexadecimal digits: what a body can name.
fn hashes_in(body: &[u8]) -> BTreeSet<Hash> {
    let text = String::from_utf8_lossy(body);
    let runs = text.split(|c: char| !c.is_ascii_hexdigit()).filter(|run| run.len() == 64);
    runs.filter_map(|run| run.parse().ok()).collect()
}

/// Whether a file that may be damaged can be read at all and is the cabinet with this id. Where the very page that says so is
/// damaged, the key that opened it and the slots beside it have said enough.
pub(super) fn same_cabinet(pages: &Pages<'_>, id: Id) -> bool {
    let says = |conn: &Connection| Ok(conn.query_row("SELECT cabinet_id FROM cabinet", [], |row| row.get::<_, Id>(0))?);
    pages.ask(says).is_ok_and(|found| found.is_none_or(|found| found == id))
}
