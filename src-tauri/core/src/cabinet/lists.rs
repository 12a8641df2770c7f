//! Reading projections: sheets, registers, settings, numbers.

use rusqlite::{OptionalExtension as _, Row, params};

use super::error::Result;
use super::project::{Number, NumberState, RegisterItem, SheetRow};
use super::read::Reader;
use super::tokens;
use crate::clock::Id;

impl Reader<'_> {
    /// A sheet's row.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn sheet(&self, sheet: Id) -> Result<Option<SheetRow>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM sheet WHERE sheet_id = ?1")?;
        Ok(statement.query_row(params![sheet], sheet_row).optional()?)
    }

    /// The row of the sheet with this number.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn sheet_by_serial(&self, serial: &str) -> Result<Option<SheetRow>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM sheet WHERE serial = ?1 AND serial <> ''")?;
        Ok(statement.query_row(params![serial], sheet_row).optional()?)
    }

    /// A register in its order.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn register(&self, kind: &str, with_retired: bool) -> Result<Vec<RegisterItem>> {
        let sql = "SELECT * FROM register_item WHERE kind = ?1 AND retired <= ?2 ORDER BY position, name, id";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map(params![kind, with_retired], register_row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// A line of a register, retired or not.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn register_item(&self, kind: &str, id: Id) -> Result<Option<RegisterItem>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM register_item WHERE kind = ?1 AND id = ?2")?;
        Ok(statement.query_row(params![kind, id], register_row).optional()?)
    }

    /// Pick as you type: lines of a register that are not retired and hold every word typed; those whose name begins with
    /// the first word come first, then those of which another word does.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn lookup_register(&self, kind: &str, typed: &str, limit: usize) -> Result<Vec<RegisterItem>> {
        let typed = tokens::normal(typed);
        let mut terms = typed.split_whitespace();
        let first = terms.next().unwrap_or_default();
        let rest: Vec<&str> = terms.collect();
        let mut statement = self.conn.prepare_cached(include_str!("sql/lookup_register.sql"))?;
        let mut rows = statement.query(params![kind, first])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()?
            && found.len() < limit
        {
            let item = register_row(row)?;
            let all = tokens::normal(&format!("{}\n{}", item.name, item.search));
            if rest.iter().all(|term| all.contains(term)) {
                found.push(item);
            }
        }
        Ok(found)
    }

    /// A setting's JSON.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let mut statement = self.conn.prepare_cached("SELECT json FROM setting WHERE key = ?1")?;
        Ok(statement.query_row(params![key], |row| row.get(0)).optional()?)
    }

    /// When the cabinet was made, in milliseconds of UTC since 1970.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn made_ms(&self) -> Result<i64> {
        Ok(self.conn.query_row("SELECT created_ms FROM cabinet", [], |row| row.get(0))?)
    }

    /// All settings by key.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn settings(&self) -> Result<Vec<(String, String)>> {
        let mut statement = self.conn.prepare_cached("SELECT key, json FROM setting ORDER BY key")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// What became of a number; none when it was never drawn.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn number(&self, serial: &str) -> Result<Option<Number>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM number WHERE serial = ?1")?;
        Ok(statement.query_row(params![serial], number_row).optional()?)
    }

    /// The number of a sheet, also of one whose content is lost; none when it has none yet.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn number_of(&self, sheet: Id) -> Result<Option<Number>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM number WHERE sheet_id = ?1")?;
        Ok(statement.query_row(params![sheet], number_row).optional()?)
    }

    /// The numbers of a prefix and month in order, over all devices.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn numbers(&self, prefix: &str, period: &str) -> Result<Vec<Number>> {
        let sql = "SELECT * FROM number WHERE prefix = ?1 AND period = ?2 ORDER BY letter, n";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map(params![prefix, period], number_row)?.collect::<rusqlite::Result<_>>()?)
    }
}

pub(super) fn sheet_row(row: &Row<'_>) -> rusqlite::Result<SheetRow> {
    let list = |name: &str| -> rusqlite::Result<Vec<String>> {
        Ok(serde_json::from_str(&row.get::<_, String>(name)?).unwrap_or_default())
    };
    let serial: String = row.get("serial")?;
    Ok(SheetRow {
        sheet: row.get("sheet_id")?,
        serial: Some(serial).filter(|serial| !serial.is_empty()),
        form: row.get("form")?,
        edition: row.get("edition")?,
        title: row.get("title")?,
        state: row.get("state")?,
        date: row.get::<_, String>("date")?.parse().unwrap_or_default(),
        created_ms: row.get("created_ms")?,
        updated_ms: row.get("updated_ms")?,
        site: row.get("site")?,
        customer: row.get("customer")?,
        areas: list("areas")?,
        persons: list("persons")?,
        has_fail: row.get("has_fail")?,
        signed: row.get("signed")?,
        draft: row.get("draft")?,
        snippet: row.get("snippet")?,
        extra: row.get("extra")?,
    })
}

fn register_row(row: &Row<'_>) -> rusqlite::Result<RegisterItem> {
    // The stored search text begins with the name and its line end.
    let search: String = row.get("search")?;
    Ok(RegisterItem {
        kind: row.get("kind")?,
        id: row.get("id")?,
        name: row.get("name")?,
        retired: row.get("retired")?,
        position: row.get("position")?,
        search: search.split_once('\n').map_or_else(String::new, |(_, rest)| rest.to_owned()),
        json: row.get("json")?,
    })
}

fn number_row(row: &Row<'_>) -> rusqlite::Result<Number> {
    Ok(Number {
        serial: row.get("serial")?,
        state: NumberState::of(&row.get::<_, String>("state")?),
        sheet: row.get::<_, String>("sheet_id")?.parse().ok(),
    })
}
