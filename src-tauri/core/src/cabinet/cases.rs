//! Projections of casework: where each case stands, its clocks, and which sheet names which other.

use std::ops::RangeInclusive;

use rusqlite::{OptionalExtension as _, Row, ToSql, params};

use super::error::Result;
use super::project::Projection;
use super::read::Reader;
use crate::clock::Id;

/// A case as lists show it. Words are the caller's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// The case's sheet.
    pub sheet: Id,
    /// Its number.
    pub serial: String,
    /// Kind.
    pub kind: String,
    /// Where it stands.
    pub state: String,
    /// Work is left.
    pub open: bool,
    /// Work is left, and no clock runs.
    pub unclocked: bool,
    /// 重大 or 一般; empty for kinds without grades.
    pub grade: String,
    /// Round, from 1.
    pub round: u32,
    /// Site, by id.
    pub site: String,
    /// Customer, by id.
    pub customer: String,
    /// Responsible department, by id.
    pub department: String,
    /// When it was received, milliseconds of UTC: orders the list.
    pub received_ms: i64,
    /// When it was closed, milliseconds of UTC; 0 while it is open.
    pub closed_ms: i64,
    /// JSON of the caller's.
    pub extra: String,
}

/// A clock of a case as look-ups see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRow {
    /// The case's sheet.
    pub sheet: Id,
    /// Which of its clocks; with a `!` and a number, an overdue that it had once: such a row stands in the ledger only.
    pub clock: String,
    /// The first moment that is too late, milliseconds of UTC.
    pub due_ms: i64,
    /// When it stopped, milliseconds of UTC; 0 while it runs.
    pub ended_ms: i64,
    /// JSON of the caller's: the whole clock.
    pub json: String,
}

impl ClockRow {
    /// The name of an overdue that a clock had once, by its place among them.
    #[must_use]
    pub fn past(clock: &str, n: usize) -> String {
        format!("{clock}!{n}")
    }

    /// The clock, and the place of the overdue of then where the row is of one.
    #[must_use]
    pub fn name(&self) -> (&str, Option<usize>) {
        match self.clock.split_once('!') {
            Some((clock, n)) => (clock, n.parse().ok()),
            None => (&self.clock, None),
        }
    }
}

/// A clock that runs, without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningEnd {
    /// The case's sheet.
    pub sheet: Id,
    /// Which of its clocks.
    pub clock: String,
    /// The first moment that is too late, milliseconds of UTC.
    pub due_ms: i64,
}

/// Which cases are wanted; what is empty or `None` is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseQuery {
    /// Open ones, or closed ones.
    pub open: Option<bool>,
    /// Kind.
    pub kind: String,
    /// State.
    pub state: String,
    /// Responsible department.
    pub department: String,
    /// Customer.
    pub customer: String,
    /// Site.
    pub site: String,
}

impl CaseQuery {
    /// The conditions and their values. Only what is asked stands among them: so each has its index, and a page is read without
    /// the rest of the list.
    fn asked(&self) -> (Vec<&'static str>, Vec<(&'static str, &dyn ToSql)>) {
        let open = self.open.as_ref().map(|open| ("open = :open", ":open", open as &dyn ToSql));
        let words = [
            ("kind = :kind", ":kind", &self.kind),
            ("state = :state", ":state", &self.state),
            ("department = :department", ":department", &self.department),
            ("customer = :customer", ":customer", &self.customer),
            ("site = :site", ":site", &self.site),
        ];
        let words = words.into_iter().filter(|(.., word)| !word.is_empty());
        let words = words.map(|(condition, name, word)| (condition, name, word as &dyn ToSql));
        open.into_iter().chain(words).map(|(condition, name, value)| (condition, (name, value))).unzip()
    }
}

fn all_of(asked: &[&str]) -> String {
    if asked.is_empty() { String::new() } else { format!("WHERE {}", asked.join(" AND ")) }
}

impl Projection<'_> {
    /// Puts a case and its clocks in place of the former ones.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn project_case(&self, row: &CaseRow, clocks: &[ClockRow]) -> Result<()> {
        self.remove_case(row.sheet)?;
        let sql = "INSERT INTO case_row VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        self.conn.prepare_cached(sql)?.execute(params![
            row.sheet,
            row.serial,
            row.kind,
            row.state,
            row.open,
            row.grade,
            row.round,
            row.site,
            row.customer,
            row.department,
            row.received_ms,
            row.closed_ms,
            row.extra,
            row.unclocked,
        ])?;
        clocks.iter().try_for_each(|clock| self.project_clock(clock))
    }

    /// Puts one clock in place of the former one of its name: a recount.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn project_clock(&self, clock: &ClockRow) -> Result<()> {
        let sql = "INSERT INTO case_clock VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (sheet_id, clock) DO UPDATE SET due_ms = ?3, ended_ms = ?4, json = ?5";
        let values = params![clock.sheet, clock.clock, clock.due_ms, clock.ended_ms, clock.json];
        self.conn.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Takes a case away.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn remove_case(&self, sheet: Id) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM case_clock WHERE sheet_id = ?1")?.execute(params![sheet])?;
        self.conn.prepare_cached("DELETE FROM case_row WHERE sheet_id = ?1")?.execute(params![sheet])?;
        Ok(())
    }

    /// Notes the number that a sheet names; an empty one takes the note away.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn project_source(&self, sheet: Id, source: &str) -> Result<()> {
        if source.is_empty() {
            self.conn.prepare_cached("DELETE FROM sheet_source WHERE sheet_id = ?1")?.execute(params![sheet])?;
        } else {
            let sql = "INSERT INTO sheet_source VALUES (?1, ?2) ON CONFLICT (sheet_id) DO UPDATE SET source = ?2";
            self.conn.prepare_cached(sql)?.execute(params![sheet, source])?;
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// A case.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn case(&self, sheet: Id) -> Result<Option<CaseRow>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM case_row WHERE sheet_id = ?1")?;
        Ok(statement.query_row(params![sheet], case_row).optional()?)
    }

    /// The clocks of a case by name.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn clocks_of(&self, sheet: Id) -> Result<Vec<ClockRow>> {
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM case_clock WHERE sheet_id = ?1 AND clock NOT LIKE '%!%' ORDER BY clock")?;
        Ok(statement.query_map(params![sheet], clock_row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Cases, those received last first; `after` is the last one that was shown.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn cases(&self, query: &CaseQuery, after: Option<(i64, Id)>, limit: usize) -> Result<Vec<CaseRow>> {
        let (mut asked, mut values) = query.asked();
        if let Some((ms, sheet)) = &after {
            asked.push("(received_ms < :ms OR (received_ms = :ms AND sheet_id > :sheet))");
            values.extend([(":ms", ms as &dyn ToSql), (":sheet", sheet)]);
        }
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        values.push((":limit", &limit));
        let asked = all_of(&asked);
        let sql = format!("SELECT * FROM case_row {asked} ORDER BY received_ms DESC, sheet_id LIMIT :limit");
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_map(values.as_slice(), case_row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// How many of the cases that are asked for stand in each state, by kind and state.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn case_counts(&self, query: &CaseQuery) -> Result<Vec<(String, String, u64)>> {
        let (asked, values) = query.asked();
        let sql = format!("SELECT kind, state, count(*) FROM case_row {} GROUP BY kind, state", all_of(&asked));
        let mut statement = self.conn.prepare_cached(&sql)?;
        let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?.unsigned_abs()));
        Ok(statement.query_map(values.as_slice(), row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Clocks that run, those due first: all whose end lies in a span, milliseconds of UTC.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn running_clocks(&self, due_ms: RangeInclusive<i64>, limit: usize) -> Result<Vec<ClockRow>> {
        let sql = "SELECT * FROM case_clock WHERE ended_ms = 0 AND due_ms BETWEEN ?1 AND ?2
                   ORDER BY due_ms, sheet_id, clock LIMIT ?3";
        let mut statement = self.conn.prepare_cached(sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        Ok(statement.query_map(params![due_ms.start(), due_ms.end(), limit], clock_row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Every clock that runs, those due first: what is counted over all of them needs no more.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn running_ends(&self) -> Result<Vec<RunningEnd>> {
        let sql = "SELECT sheet_id, clock, due_ms FROM case_clock WHERE ended_ms = 0 ORDER BY due_ms, sheet_id, clock";
        let mut statement = self.conn.prepare_cached(sql)?;
        let end = |row: &Row<'_>| Ok(RunningEnd { sheet: row.get(0)?, clock: row.get(1)?, due_ms: row.get(2)? });
        Ok(statement.query_map([], end)?.collect::<rusqlite::Result<_>>()?)
    }

    /// A clock of a case.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn clock(&self, sheet: Id, clock: &str) -> Result<Option<ClockRow>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM case_clock WHERE sheet_id = ?1 AND clock = ?2")?;
        Ok(statement.query_row(params![sheet, clock], clock_row).optional()?)
    }

    /// The cases that stand in a state.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn cases_in(&self, state: &str) -> Result<Vec<(Id, String)>> {
        let mut statement = self.conn.prepare_cached("SELECT sheet_id, extra FROM case_row WHERE state = ?1")?;
        let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        Ok(statement.query_map(params![state], row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Open cases of which no clock runs, those received first on top.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn unclocked_cases(&self) -> Result<Vec<Id>> {
        let sql = "SELECT sheet_id FROM case_row WHERE unclocked = 1 ORDER BY received_ms, sheet_id";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Clocks whose end fell into a span and that were late: stopped after it, or still running at `now_ms`.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn late_clocks(&self, from_ms: i64, to_ms: i64, now_ms: i64) -> Result<Vec<ClockRow>> {
        let sql = "SELECT * FROM case_clock WHERE due_ms > ?1 AND due_ms <= ?2
                   AND due_ms <= CASE ended_ms WHEN 0 THEN ?3 ELSE ended_ms END ORDER BY due_ms, sheet_id, clock";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map(params![from_ms, to_ms, now_ms], clock_row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The number that a sheet names; empty when it names none.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn source_of(&self, sheet: Id) -> Result<String> {
        let mut statement = self.conn.prepare_cached("SELECT source FROM sheet_source WHERE sheet_id = ?1")?;
        Ok(statement.query_row(params![sheet], |row| row.get(0)).optional()?.unwrap_or_default())
    }

    /// Sheets that name a number, oldest first.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn sheets_from(&self, source: &str) -> Result<Vec<Id>> {
        let sql = "SELECT sheet_source.sheet_id FROM sheet_source JOIN sheet USING (sheet_id)
                   WHERE source = ?1 ORDER BY sheet.created_ms, sheet.sheet_id";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map(params![source], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }
}

pub(super) fn case_row(row: &Row<'_>) -> rusqlite::Result<CaseRow> {
    Ok(CaseRow {
        sheet: row.get("sheet_id")?,
        serial: row.get("serial")?,
        kind: row.get("kind")?,
        state: row.get("state")?,
        open: row.get("open")?,
        unclocked: row.get("unclocked")?,
        grade: row.get("grade")?,
        round: row.get("round")?,
        site: row.get("site")?,
        customer: row.get("customer")?,
        department: row.get("department")?,
        received_ms: row.get("received_ms")?,
        closed_ms: row.get("closed_ms")?,
        extra: row.get("extra")?,
    })
}

fn clock_row(row: &Row<'_>) -> rusqlite::Result<ClockRow> {
    Ok(ClockRow {
        sheet: row.get("sheet_id")?,
        clock: row.get("clock")?,
        due_ms: row.get("due_ms")?,
        ended_ms: row.get("ended_ms")?,
        json: row.get("json")?,
    })
}
