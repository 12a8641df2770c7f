//! What an entry names: is it kept as it was written, and where it is not, does a signed entry say that it was destroyed by the
//! rules, or lost to a damaged disk?

use rusqlite::{OptionalExtension as _, params};

use super::error::Result;
use super::finding::Finding;
use super::hash::Hash;
use super::log::{Entry, Kind, head_hash, signed_by};
use super::verify::{Check, Store};
use super::walk::Columns;

impl Check<'_, '_> {
    /// What an entry names; none when the page that lists it is damaged.
    pub(super) fn named(&self, columns: &Columns) -> Result<Option<Vec<(Hash, Store)>>> {
        let sql = "SELECT hash, store FROM entry_name WHERE device_id = ?1 AND seq = ?2 ORDER BY hash";
        let seq = i64::try_from(columns.seq).unwrap_or(i64::MAX);
        let store = |word: String| if word == "blob" { Store::Blob } else { Store::Content };
        self.pages.ask(|conn| {
            let mut statement = conn.prepare_cached(sql)?;
            let named = statement.query_map(params![columns.device, seq], |row| Ok((row.get(0)?, store(row.get(1)?))))?;
            Ok(named.collect::<rusqlite::Result<_>>()?)
        })
    }

    pub(super) fn kept(&mut self, hash: Hash, store: Store, columns: &Columns) -> Result<()> {
        if (store == Store::Blob && !self.with_blobs) || !self.seen.insert(hash) {
            return Ok(());
        }
        let (changed, missing) = match store {
            Store::Content => (Finding::ContentChanged, Finding::ContentMissing),
            Store::Blob => (Finding::BlobChanged, Finding::BlobMissing),
        };
        match self.same(&hash, store)? {
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

    /// Whether what is kept under a hash has it: the inner none when nothing is kept, the outer when it cannot be read.
    fn same(&self, hash: &Hash, store: Store) -> Result<Option<Option<bool>>> {
        let sql = match store {
            Store::Blob => "SELECT bytes FROM blob WHERE hash = ?1",
            Store::Content => "SELECT bytes FROM content WHERE hash = ?1",
        };
        self.pages.ask(|conn| {
            let mut statement = conn.prepare_cached(sql)?;
            Ok(statement.query_row(params![hash], |row| Ok(Hash::of(row.get_ref(0)?.as_blob()?) == *hash)).optional()?)
        })
    }

    /// Is there a signed destruction entry whose body names this hash?
    fn lawfully_destroyed(&self, hash: &Hash) -> Result<bool> {
        match self.read(|reader| reader.destroyed_by(hash))?.flatten() {
            Some(by) => self.vouched(&by, Kind::Destruction, &hash.to_string()),
            None => Ok(false),
        }
    }

    /// Is there a signed entry of a restore whose body names this as lost?
    pub(super) fn told(&self, what: &str) -> Result<bool> {
        if self.schema < 2 {
            return Ok(false);
        }
        let sql = "SELECT entry_hash FROM lost WHERE what = ?1";
        let by = self
            .pages
            .ask(|conn| Ok(conn.prepare_cached(sql)?.query_row(params![what], |row| row.get::<_, Hash>(0)).optional()?))?;
        match by.flatten() {
            Some(by) => self.vouched(&by, Kind::Audit, what),
            None => Ok(false),
        }
    }

    /// Whether entry `by` is of this kind, signed by its device, and has a body that names `what`.
    fn vouched(&self, by: &Hash, kind: Kind, what: &str) -> Result<bool> {
        // What cannot be read vouches for nothing.
        let entry: Option<Entry> = self.read(|reader| reader.entry(by))?.flatten();
        let Some(entry) = entry.filter(|entry| entry.head.kind == kind) else { return Ok(false) };
        let key = self.keys.get(&entry.head.device);
        let body = self.read(|reader| reader.content(&entry.head.body_hash))?.flatten().unwrap_or_default();
        Ok(key.is_some_and(|key| signed_by(key, &entry.hash, &entry.sig))
            && entry.head.to_bytes().is_ok_and(|head| head_hash(&head) == entry.hash)
            && Hash::of(&body) == entry.head.body_hash
            && body.windows(what.len()).any(|part| part == what.as_bytes()))
    }
}
