//! Look-ups for a month's archive.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension as _, params};

use super::cases::{CaseRow, case_row};
use super::error::Result;
use super::read::Reader;
use crate::clock::Id;

impl Reader<'_> {
    /// The cases of a site that a span of time concerns: received, due or closed in it, or received before its end and not closed
    /// by then. Milliseconds of UTC, the end not included. In the order of their numbers.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn cases_between(&self, site: &str, from_ms: i64, to_ms: i64) -> Result<Vec<CaseRow>> {
        let sql = include_str!("sql/cases_between.sql");
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map(params![site, from_ms, to_ms], case_row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The cases of a kind that a site received in a span of time, milliseconds of UTC, the end not included. In the order of
    /// their numbers.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn cases_received(&self, site: &str, kind: &str, from_ms: i64, to_ms: i64) -> Result<Vec<Id>> {
        // Named open and closed, they are found by the index of the list.
        let sql = "SELECT sheet_id FROM case_row WHERE open IN (0, 1) AND received_ms >= ?3 AND received_ms < ?4
                   AND site = ?1 AND kind = ?2 ORDER BY serial, sheet_id";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map(params![site, kind, from_ms, to_ms], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Prefixes of the numbers that were given for a month, `202610`.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn prefixes(&self, period: &str) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached("SELECT DISTINCT prefix FROM number WHERE period = ?1 ORDER BY prefix")?;
        Ok(statement.query_map(params![period], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The first day that a sheet of a site says.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn first_day(&self, site: &str) -> Result<Option<NaiveDate>> {
        let sql = "SELECT date FROM sheet WHERE site = ?1 ORDER BY order_key LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let date: Option<String> = statement.query_row(params![site], |row| row.get(0)).optional()?;
        Ok(date.and_then(|date| date.parse().ok()))
    }
}
