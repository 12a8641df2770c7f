//! Drafts: mutable rows of their own, and the sweep of blobs that nothing names.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::error::{CabinetError, Result};
use super::hash::Hash;
use super::log::FormRef;
use super::open::{Cabinet, guard};
use super::read::Reader;
use super::write::Tx;
use crate::clock::Id;

/// A blob that nothing names is kept this long: 7 days.
const IDLE_MS: i64 = 7 * 86_400_000;

/// A sheet being filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its own id.
    pub id: Id,
    /// The sheet that it becomes or amends.
    pub sheet: Id,
    /// The form edition that it is filled on.
    pub form: FormRef,
    /// The revision that it amends; none for a new sheet.
    pub base: Option<Hash>,
    /// What lists show.
    pub title: String,
    /// The answers as JSON of the caller's.
    pub answers: Vec<u8>,
    /// Counts the saves, from 1.
    pub version: u64,
    /// First saved, milliseconds of UTC.
    pub created_ms: i64,
    /// Last saved, milliseconds of UTC.
    pub updated_ms: i64,
}

/// A draft to be saved.
#[derive(Debug, Clone)]
pub struct SaveDraft<'a> {
    /// Its own id.
    pub id: Id,
    /// The sheet that it becomes or amends.
    pub sheet: Id,
    /// The form edition; its bytes must be content of the cabinet.
    pub form: FormRef,
    /// The revision that it amends.
    pub base: Option<Hash>,
    /// What lists show.
    pub title: &'a str,
    /// The answers as JSON of the caller's.
    pub answers: &'a [u8],
    /// Every blob that the answers name.
    pub blobs: &'a [Hash],
    /// The version that the caller last saw; 0 for a new draft.
    pub seen: u64,
}

impl Tx<'_> {
    /// Saves a draft whole.
    ///
    /// # Errors
    /// `draft-moved` when it was saved or deleted elsewhere since `seen` (what stands there is kept); `content-unknown`
    /// for a form or blob that is not in the cabinet; a failure of the file.
    pub fn save_draft(&mut self, save: &SaveDraft<'_>) -> Result<Draft> {
        let stored = self.draft(save.id)?;
        if stored.as_ref().map_or(0, |draft| draft.version) != save.seen {
            return Err(CabinetError::DraftMoved(save.id));
        }
        if self.content(&save.form.hash)?.is_none() {
            return Err(CabinetError::ContentUnknown(save.form.hash.to_string()));
        }
        let now = self.now().wall_ms();
        let draft = Draft {
            id: save.id,
            sheet: save.sheet,
            form: save.form.clone(),
            base: save.base,
            title: save.title.to_owned(),
            answers: save.answers.to_vec(),
            version: save.seen + 1,
            created_ms: stored.map_or(now, |draft| draft.created_ms),
            updated_ms: now,
        };
        put_draft(self.conn, &draft)?;
        self.name_blobs(save)?;
        Ok(draft)
    }

    fn name_blobs(&self, save: &SaveDraft<'_>) -> Result<()> {
        for hash in self.draft_blobs(save.id)?.iter().filter(|hash| !save.blobs.contains(hash)) {
            self.conn.execute("DELETE FROM draft_name WHERE draft_id = ?1 AND hash = ?2", params![save.id, hash])?;
            self.touch_blob(hash)?;
        }
        for hash in save.blobs {
            if !self.has("SELECT 1 FROM blob WHERE hash = ?1", params![hash])? {
                return Err(CabinetError::ContentUnknown(hash.to_string()));
            }
            if put_draft_name(self.conn, save.id, hash)? {
                self.touch_blob(hash)?;
            }
        }
        Ok(())
    }

    /// Deletes a draft. Its blobs stay for seven days, unless an entry names them.
    ///
    /// # Errors
    /// `draft-missing`, or a failure of the file.
    pub fn delete_draft(&mut self, id: Id) -> Result<()> {
        let named = self.draft_blobs(id)?;
        if self.conn.execute("DELETE FROM draft WHERE id = ?1", params![id])? == 0 {
            return Err(CabinetError::DraftMissing(id));
        }
        named.iter().try_for_each(|hash| self.touch_blob(hash))
    }
}

/// Writes the row of a draft, over the one that is there.
pub(super) fn put_draft(conn: &Connection, draft: &Draft) -> Result<()> {
    conn.prepare_cached(include_str!("sql/save_draft.sql"))?.execute(params![
        draft.id,
        draft.sheet,
        draft.form.id,
        draft.form.edition,
        draft.form.hash,
        draft.base,
        draft.title,
        draft.answers,
        i64::try_from(draft.version).unwrap_or(i64::MAX),
        draft.created_ms,
        draft.updated_ms,
    ])?;
    Ok(())
}

/// Writes that a draft names a blob; false when it did already.
pub(super) fn put_draft_name(conn: &Connection, draft: Id, hash: &Hash) -> Result<bool> {
    let sql = "INSERT OR IGNORE INTO draft_name (draft_id, hash) VALUES (?1, ?2)";
    Ok(conn.prepare_cached(sql)?.execute(params![draft, hash])? > 0)
}

impl Reader<'_> {
    /// A draft.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn draft(&self, id: Id) -> Result<Option<Draft>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM draft WHERE id = ?1")?;
        Ok(statement.query_row(params![id], draft_row).optional()?)
    }

    /// All drafts, the last saved first.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM draft ORDER BY updated_ms DESC, id")?;
        Ok(statement.query_map([], draft_row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The drafts of a sheet, the last saved first.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn drafts_of(&self, sheet: Id) -> Result<Vec<Draft>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM draft WHERE sheet_id = ?1 ORDER BY updated_ms DESC, id")?;
        Ok(statement.query_map(params![sheet], draft_row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The blobs that a draft names.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn draft_blobs(&self, id: Id) -> Result<Vec<Hash>> {
        let mut statement = self.conn.prepare_cached("SELECT hash FROM draft_name WHERE draft_id = ?1 ORDER BY hash")?;
        Ok(statement.query_map(params![id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Has the sheet moved on since the draft was begun? Then the draft is a conflict for a person to look at:
    /// 完成 would be refused with `base-moved`.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn base_moved(&self, draft: &Draft) -> Result<bool> {
        let heads: Vec<Hash> = self.heads(draft.sheet)?.into_iter().map(|entry| entry.hash).collect();
        Ok(heads != draft.base.into_iter().collect::<Vec<_>>())
    }
}

fn draft_row(row: &Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        id: row.get("id")?,
        sheet: row.get("sheet_id")?,
        form: FormRef { id: row.get("form_id")?, edition: row.get("form_edition")?, hash: row.get("form_hash")? },
        base: row.get("base")?,
        title: row.get("title")?,
        answers: row.get("answers")?,
        version: row.get::<_, i64>("version")?.unsigned_abs(),
        created_ms: row.get("created_ms")?,
        updated_ms: row.get("updated_ms")?,
    })
}

impl Cabinet {
    /// Removes blobs that neither an entry nor a draft has named for seven days; gives how many. Does nothing while the
    /// clock is doubted: a clock a month ahead would make every photo look idle.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn sweep_blobs(&self) -> Result<usize> {
        let now = self.clock.now();
        let writer = guard(&self.writer);
        if writer.tip.suspects(now) {
            return Ok(0);
        }
        Ok(writer.conn.execute(include_str!("sql/sweep_blobs.sql"), params![now.wall_ms().saturating_sub(IDLE_MS)])?)
    }
}
