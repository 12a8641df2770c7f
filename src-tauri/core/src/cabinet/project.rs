//! Projections: what lists and look-ups read. The cabinet keeps them; how they follow from entries the caller knows.

use std::collections::BTreeSet;
use std::ops::Deref;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::{CabinetError, Result};
use super::log::{Entry, Kind};
use super::read::Reader;
use super::tokens;
use crate::clock::Id;

/// A sheet as lists show it and search filters it. `site`, `customer`, `areas`, `persons` hold whatever the caller
/// filters by, ids as a rule; what people read stands in `title`, `snippet` and `extra`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The sheet's record id.
    pub sheet: Id,
    /// Its number; none for a draft.
    pub serial: Option<String>,
    /// The form's id.
    pub form: String,
    /// The form's edition.
    pub edition: String,
    /// What lists show first.
    pub title: String,
    /// A word of the caller's for its state.
    pub state: String,
    /// The date on the paper: orders the list and is filtered by.
    pub date: NaiveDate,
    /// When it was begun, milliseconds of UTC: orders the sheets of a day, and never changes.
    pub created_ms: i64,
    /// When it last changed, milliseconds of UTC.
    pub updated_ms: i64,
    /// Site.
    pub site: String,
    /// Customer.
    pub customer: String,
    /// Areas that it covers.
    pub areas: Vec<String>,
    /// People who appear as inspector, visitor and the like.
    pub persons: Vec<String>,
    /// It holds a ×.
    pub has_fail: bool,
    /// Every signature that it asks for is there.
    pub signed: bool,
    /// It is a draft.
    pub draft: bool,
    /// A line of text for the list.
    pub snippet: String,
    /// JSON of the caller's.
    pub extra: String,
}

impl SheetRow {
    /// A row with nothing but what orders it.
    #[must_use]
    pub fn new(sheet: Id, date: NaiveDate, created_ms: i64) -> Self {
        Self {
            sheet,
            serial: None,
            form: String::new(),
            edition: String::new(),
            title: String::new(),
            state: String::new(),
            date,
            created_ms,
            updated_ms: created_ms,
            site: String::new(),
            customer: String::new(),
            areas: Vec::new(),
            persons: Vec::new(),
            has_fail: false,
            signed: false,
            draft: false,
            snippet: String::new(),
            extra: "{}".to_owned(),
        }
    }
}

/// A line of a register: a site, an area, a person, a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterItem {
    /// Which register, a word of the caller's.
    pub kind: String,
    /// The record's id.
    pub id: Id,
    /// What people read.
    pub name: String,
    /// No longer offered, still shown where it stands.
    pub retired: bool,
    /// Orders the list; equal positions go by name.
    pub position: i64,
    /// Further words that find it, separated by line ends: 房号, 户号, 电话, 拼音.
    pub search: String,
    /// JSON of the caller's: the whole record.
    pub json: String,
}

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberState {
    /// Printed on a blank, not filled yet.
    Reserved,
    /// 已用
    Used,
    /// 作废
    Void,
}

impl NumberState {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Used => "used",
            Self::Void => "void",
        }
    }

    pub(super) fn of(word: &str) -> Self {
        match word {
            "used" => Self::Used,
            "void" => Self::Void,
            _ => Self::Reserved,
        }
    }
}

/// A serial number and its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Such as `TS-A-202611-0031`.
    pub serial: String,
    /// What became of it.
    pub state: NumberState,
    /// The sheet that used it.
    pub sheet: Option<Id>,
}

/// The projections inside a transaction. Given to the [`super::Projector`] at each write and at a rebuild.
pub struct Projection<'c> {
    reader: Reader<'c>,
}

impl std::fmt::Debug for Projection<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Projection")
    }
}

impl<'c> Deref for Projection<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Self::Target {
        &self.reader
    }
}

impl<'c> Projection<'c> {
    pub(super) fn new(conn: &'c Connection) -> Self {
        Self { reader: Reader::new(conn) }
    }

    /// Puts a sheet's row in place of its former one. `text` is what people typed, fields separated by line ends; the
    /// serial is found without being in it.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn project_sheet(&self, row: &SheetRow, text: &str) -> Result<()> {
        self.remove_sheet(row.sheet)?;
        let key = self.free_key(row)?;
        let list = |items: &[String]| serde_json::to_string(items).map_err(|e| CabinetError::Json(e.to_string()));
        self.conn.prepare_cached(include_str!("sql/project_sheet.sql"))?.execute(params![
            key,
            row.sheet,
            row.serial.as_deref().unwrap_or_default(),
            row.form,
            row.edition,
            row.title,
            row.state,
            row.date.format("%Y-%m-%d").to_string(),
            row.created_ms,
            row.updated_ms,
            row.site,
            row.customer,
            list(&row.areas)?,
            list(&row.persons)?,
            row.has_fail,
            row.signed,
            row.draft,
            row.snippet,
            row.extra,
        ])?;
        let text = tokens::normal(&format!("{text}\n{}", row.serial.as_deref().unwrap_or_default()));
        let cut = fed(row, &text);
        self.conn.prepare_cached("INSERT INTO sheet_text (order_key, text) VALUES (?1, ?2)")?.execute(params![key, text])?;
        self.conn.prepare_cached("INSERT INTO sheet_search (rowid, t) VALUES (?1, ?2)")?.execute(params![key, cut])?;
        Ok(())
    }

    /// Takes a sheet out of the lists: a deleted draft.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn remove_sheet(&self, sheet: Id) -> Result<()> {
        let mut find = self.conn.prepare_cached("SELECT order_key FROM sheet WHERE sheet_id = ?1")?;
        let Some(key) = find.query_row(params![sheet], |row| row.get::<_, i64>(0)).optional()? else { return Ok(()) };
        for sql in [
            "DELETE FROM sheet WHERE order_key = ?1",
            "DELETE FROM sheet_text WHERE order_key = ?1",
            "DELETE FROM sheet_search WHERE rowid = ?1",
        ] {
            self.conn.prepare_cached(sql)?.execute(params![key])?;
        }
        Ok(())
    }

    /// The first free order key of the row's day and second, from a start that depends on the sheet alone.
    fn free_key(&self, row: &SheetRow) -> Result<i64> {
        let mut key = tokens::order_key(row.date, row.created_ms, row.sheet);
        while self.has("SELECT 1 FROM sheet WHERE order_key = ?1", params![key])? {
            key += 1;
        }
        Ok(key)
    }

    /// Puts a register's line in place of its former one.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn project_register(&self, item: &RegisterItem) -> Result<()> {
        let search = tokens::normal(&format!("{}\n{}", item.name, item.search));
        self.conn.prepare_cached(include_str!("sql/project_register.sql"))?.execute(params![
            item.kind,
            item.id,
            item.name,
            item.retired,
            item.position,
            search,
            item.json
        ])?;
        Ok(())
    }

    /// Sets a setting; the value is JSON of the caller's.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn project_setting(&self, key: &str, json: &str) -> Result<()> {
        let sql = "INSERT INTO setting (key, json) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET json = excluded.json";
        self.conn.prepare_cached(sql)?.execute(params![key, json])?;
        Ok(())
    }

    /// Says what became of a number, when an entry says so: a blank that was spoilt is `Void`.
    ///
    /// # Errors
    /// `serial-invalid`, or a failure of the file.
    pub fn project_number(&self, number: &Number) -> Result<()> {
        let (prefix, letter, period, n) = split_serial(&number.serial)?;
        let sheet = number.sheet.map(|id| id.to_string()).unwrap_or_default();
        let sql = include_str!("sql/project_number.sql");
        self.conn.prepare_cached(sql)?.execute(params![number.serial, prefix, letter, period, n, number.state.word(), sheet])?;
        Ok(())
    }

    /// Keeps numbers as the log says: a revision takes its number into use, any other entry reserves it.
    pub(super) fn number_from(&self, entry: &Entry) -> Result<()> {
        let Some(serial) = &entry.head.serial else { return Ok(()) };
        let stored = self.number(serial)?;
        let used = entry.head.kind == Kind::Revision;
        match stored {
            Some(number) if used && number.state == NumberState::Void => Err(CabinetError::SerialTaken(serial.clone())),
            Some(number) if used && number.sheet.is_some_and(|sheet| sheet != entry.head.record) => {
                Err(CabinetError::SerialTaken(serial.clone()))
            }
            Some(_) if !used => Ok(()),
            _ => {
                let (state, sheet) =
                    if used { (NumberState::Used, Some(entry.head.record)) } else { (NumberState::Reserved, None) };
                self.project_number(&Number { serial: serial.clone(), state, sheet })
            }
        }
    }

    pub(super) fn draw_number(&self, prefix: &str, letter: &str, period: &str) -> Result<String> {
        let practice = letter == PRACTICE_LETTER;
        let period = if practice { PRACTICE_PERIOD } else { period };
        let sql = "SELECT coalesce(max(n), 0) + 1 FROM number WHERE prefix = ?1 AND letter = ?2 AND period = ?3";
        let n: i64 = self.conn.prepare_cached(sql)?.query_row(params![prefix, letter, period], |row| row.get(0))?;
        let serial = if practice { format!("{PRACTICE}-{prefix}-{n:04}") } else { format!("{prefix}-{letter}-{period}-{n:04}") };
        self.project_number(&Number { serial: serial.clone(), state: NumberState::Reserved, sheet: None })?;
        Ok(serial)
    }
}

/// The tokens of a row and its normalised text, as the search index is fed.
pub(super) fn fed(row: &SheetRow, text: &str) -> String {
    let mut cut: BTreeSet<String> = tokens::of_text(text);
    let day = if row.draft { "draft" } else { "kept" };
    let one =
        [("form", row.form.as_str()), ("state", &row.state), ("site", &row.site), ("customer", &row.customer), ("draft", day)];
    cut.extend(one.iter().map(|(key, value)| tokens::filter(key, value)));
    cut.extend(row.areas.iter().map(|area| tokens::filter("area", area)));
    cut.extend(row.persons.iter().map(|person| tokens::filter("person", person)));
    cut.insert(tokens::flag("fail", row.has_fail));
    cut.insert(tokens::flag("signed", row.signed));
    cut.into_iter().collect::<Vec<_>>().join(" ")
}

/// The letter of the first device.
pub(super) const FIRST_LETTER: &str = "A";
/// The letter of a cabinet for 练习; no department's device ever gets it.
pub(super) const PRACTICE_LETTER: &str = "LX";
/// What stands in place of a number in 练习 begins so: nobody can take `练习-JC-0031` for one of the department's.
const PRACTICE: &str = "练习";
/// Sheets of 练习 are counted without regard to the month.
const PRACTICE_PERIOD: &str = "000000";

/// `[A-Z]{2}-[A-Z]{1,2}-\d{6}-\d{4,}` in its parts; `练习-[A-Z]{2}-\d{4,}` in 练习.
fn split_serial(serial: &str) -> Result<(&str, &str, &str, i64)> {
    let invalid = || CabinetError::SerialInvalid(serial.to_owned());
    let parts: Vec<&str> = serial.split('-').collect();
    let (prefix, letter, period, n) = match parts.as_slice() {
        [PRACTICE, prefix, n] => (*prefix, PRACTICE_LETTER, PRACTICE_PERIOD, *n),
        [prefix, letter, period, n] => (*prefix, *letter, *period, *n),
        _ => return Err(invalid()),
    };
    let capitals = |text: &str| text.bytes().all(|b| b.is_ascii_uppercase());
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let fits = prefix.len() == 2 && capitals(prefix) && (1..=2).contains(&letter.len()) && capitals(letter);
    if !fits || period.len() != 6 || !digits(period) || n.len() < 4 || !digits(n) {
        return Err(invalid());
    }
    n.parse().ok().filter(|n| *n > 0).map(|n| (prefix, letter, period, n)).ok_or_else(invalid)
}
