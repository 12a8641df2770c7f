//! Look-ups for a month's archive.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension as _, params};

use super::cases::{CaseRow, case_row};
use super::error::Result;
use super::read::Reader;

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
