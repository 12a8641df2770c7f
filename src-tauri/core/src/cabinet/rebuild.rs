//! Dropping every projection and making it anew from the log.

use std::fmt::Write as _;

use rusqlite::{Connection, TransactionBehavior, params, types::ValueRef};

use super::draft::Draft;
use super::error::{CabinetError, Result};
use super::hash::hex;
use super::lists::sheet_row;
use super::log::Entry;
use super::open::{Cabinet, guard};
use super::project::{Projection, fed};
use super::read::{Reader, raw_entry};

/// How projections follow from entries and drafts. The office has one and calls it after each `append` and `save_draft`
/// as [`Cabinet::rebuild`] does: then both ways give the same.
pub trait Projector {
    /// What it fails with.
    type Error: From<CabinetError>;

    /// Takes one entry in. `body` is none when it was destroyed.
    ///
    /// # Errors
    /// When the projections could not be written; the transaction is then given up.
    fn entry(&self, to: &Projection<'_>, entry: &Entry, body: Option<&[u8]>) -> Result<(), Self::Error>;

    /// Takes one draft in.
    ///
    /// # Errors
    /// When the projections could not be written.
    fn draft(&self, to: &Projection<'_>, draft: &Draft) -> Result<(), Self::Error>;
}

/// The projection tables that hold plain rows.
const TABLES: [(&str, &str); 8] = [
    ("sheet", "sheet_id"),
    ("sheet_text", "(SELECT sheet_id FROM sheet WHERE sheet.order_key = sheet_text.order_key)"),
    ("register_item", "kind, id"),
    ("setting", "key"),
    ("number", "serial"),
    ("case_row", "sheet_id"),
    ("case_clock", "sheet_id, clock"),
    ("sheet_source", "sheet_id"),
];

impl Cabinet {
    /// Drops every projection and replays the log in order (Lamport time, then device), then the drafts, through
    /// `projector`, in one transaction. `progress` is told the entries done and all of them; false stops and keeps the old.
    ///
    /// # Errors
    /// What the projector gives, `cancelled`, or a failure of the file: the old projections then stand.
    pub fn rebuild<P: Projector>(&self, projector: &P, progress: &dyn Fn(u64, u64) -> bool) -> Result<u64, P::Error> {
        let mut writer = guard(&self.writer);
        let tx = writer.conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(CabinetError::from)?;
        tx.execute_batch(include_str!("sql/drop_projections.sql")).map_err(CabinetError::from)?;
        let projection = Projection::new(&tx);
        let all = projection.entry_count()?;
        let mut done = 0;
        {
            let sql = "SELECT head, hash, sig FROM entry ORDER BY lamport, device_id, seq";
            let mut statement = tx.prepare(sql).map_err(CabinetError::from)?;
            let mut rows = statement.query([]).map_err(CabinetError::from)?;
            while let Some(row) = rows.next().map_err(CabinetError::from)? {
                let entry = raw_entry(row).map_err(CabinetError::from)?.parse()?;
                let body = projection.content(&entry.head.body_hash)?;
                projection.number_from(&entry)?;
                projector.entry(&projection, &entry, body.as_deref())?;
                done += 1;
                if !progress(done, all) {
                    return Err(CabinetError::Cancelled.into());
                }
            }
        }
        let mut drafts = projection.drafts()?;
        drafts.sort_by_key(|draft| (draft.created_ms, draft.id));
        for draft in &drafts {
            projector.draft(&projection, draft)?;
        }
        tx.commit().map_err(CabinetError::from)?;
        Ok(done)
    }

    /// Every projection as text, one row a line, for comparing before and after a rebuild. Order keys are left out: two
    /// sheets of one second may stand either way.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn dump_projections(&self) -> Result<String> {
        self.read(|reader| {
            let mut text = String::new();
            for (table, order) in TABLES {
                dump_table(reader.conn, table, order, &mut text)?;
            }
            dump_search(reader, &mut text)?;
            Ok(text)
        })
    }
}

fn dump_table(conn: &Connection, table: &str, order: &str, text: &mut String) -> Result<()> {
    let mut statement = conn.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        text.push_str(table);
        for name in names.iter().filter(|name| *name != "order_key") {
            let _ = match row.get_ref(name.as_str())? {
                ValueRef::Null => write!(text, " {name}=null"),
                ValueRef::Integer(n) => write!(text, " {name}={n}"),
                ValueRef::Real(x) => write!(text, " {name}={x}"),
                ValueRef::Text(bytes) => write!(text, " {name}={:?}", String::from_utf8_lossy(bytes)),
                ValueRef::Blob(bytes) => write!(text, " {name}={}", hex(bytes)),
            };
        }
        text.push('\n');
    }
    Ok(())
}

/// The search index holds no text: asks it for each sheet with all of its tokens, and how many it knows.
fn dump_search(reader: &Reader<'_>, text: &mut String) -> Result<()> {
    let known: i64 = reader.conn.query_row("SELECT count(*) FROM sheet_search_docsize", [], |row| row.get(0))?;
    let _ = writeln!(text, "search holds {known}");
    let sql = "SELECT sheet.*, sheet_text.text AS text FROM sheet JOIN sheet_text USING (order_key) ORDER BY sheet_id";
    let mut statement = reader.conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (key, sheet): (i64, _) = (row.get("order_key")?, sheet_row(row)?);
        let all = fed(&sheet, &row.get::<_, String>("text")?);
        let sql = "SELECT 1 FROM sheet_search WHERE sheet_search MATCH ?1 AND rowid = ?2";
        let found = reader.has(sql, params![all, key])?;
        let _ = writeln!(text, "search {} {}", sheet.sheet, if found { "complete" } else { "incomplete" });
    }
    Ok(())
}
