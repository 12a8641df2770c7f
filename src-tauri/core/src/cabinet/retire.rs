//! What a destruction takes: everything that the log keeps of a record and of nothing else.

use std::collections::BTreeSet;

use rusqlite::params;

use super::error::Result;
use super::hash::Hash;
use super::log::Kind;
use super::project::Projection;
use super::read::Reader;
use crate::clock::Id;

impl Reader<'_> {
    /// The content and blobs of these records' revisions and signatures: bodies, scopes, strokes, photos and scans. What another
    /// record names as well, and the editions of forms, stay.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn kept_by_only(&self, records: &[Id]) -> Result<Vec<Hash>> {
        let all: BTreeSet<Id> = records.iter().copied().collect();
        let mut found: BTreeSet<Hash> = BTreeSet::new();
        let mut forms: BTreeSet<Hash> = BTreeSet::new();
        let mut names = self.conn.prepare_cached("SELECT hash FROM entry_name WHERE device_id = ?1 AND seq = ?2")?;
        for record in &all {
            for entry in self.entries_of(*record)? {
                if !matches!(entry.head.kind, Kind::Revision | Kind::Signature) {
                    continue;
                }
                found.insert(entry.head.body_hash);
                forms.extend(entry.head.form.map(|form| form.hash));
                let seq = i64::try_from(entry.head.seq).unwrap_or(i64::MAX);
                for hash in names.query_map(params![entry.head.device, seq], |row| row.get(0))? {
                    found.insert(hash?);
                }
            }
        }
        let mut others = self.conn.prepare_cached(
            "SELECT DISTINCT entry.record_id FROM entry_name JOIN entry USING (device_id, seq) WHERE entry_name.hash = ?1
             UNION SELECT record_id FROM entry WHERE body_hash = ?1",
        )?;
        let mut out = Vec::new();
        for hash in found.difference(&forms) {
            let named: Vec<Id> = others.query_map(params![hash], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            if named.iter().all(|record| all.contains(record)) && self.destroyed_by(hash)?.is_none() {
                out.push(*hash);
            }
        }
        Ok(out)
    }
}

impl Projection<'_> {
    /// Takes a record that was destroyed out of every list, and its words out of the search index for good.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn forget(&self, records: &[Id]) -> Result<()> {
        for record in records {
            self.remove_sheet(*record)?;
            self.remove_case(*record)?;
            self.project_source(*record, "")?;
        }
        // What was taken out is only marked until the index is merged.
        self.conn.execute_batch("INSERT INTO sheet_search (sheet_search) VALUES ('optimize')")?;
        Ok(())
    }
}
