//! Finding sheets: any substring of one, two or more characters, filters, newest first, page by page.

use std::fmt::Write as _;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use rusqlite::ToSql;
use serde::{Deserialize, Serialize};

use super::error::{CabinetError, Result};
use super::lists::sheet_row;
use super::project::SheetRow;
use super::read::Reader;
use super::tokens;

/// Pairs of one word that go into the index query; the rest is left to the comparison with the text.
const PAIRS: usize = 24;
/// Characters of a query that are looked at.
const LONGEST: usize = 400;

/// What sheets are wanted. Everything that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetQuery {
    /// Words separated by space; a sheet must hold each of them somewhere, in any position.
    pub text: String,
    /// The same in another writing, which will do as well.
    pub or_text: Option<String>,
    /// A part of the serial.
    pub serial: String,
    /// First date.
    pub date_from: Option<NaiveDate>,
    /// Last date.
    pub date_to: Option<NaiveDate>,
    /// A form's id.
    pub form: Option<String>,
    /// As [`SheetRow::persons`] holds it.
    pub person: Option<String>,
    /// As [`SheetRow::areas`] holds it.
    pub area: Option<String>,
    /// As [`SheetRow::site`] holds it.
    pub site: Option<String>,
    /// As [`SheetRow::customer`] holds it.
    pub customer: Option<String>,
    /// As [`SheetRow::state`] holds it.
    pub state: Option<String>,
    /// Holds a × or holds none.
    pub has_fail: Option<bool>,
    /// Signed or not.
    pub signed: Option<bool>,
    /// Drafts only, or none.
    pub draft: Option<bool>,
}

/// Where the next page begins. Its text can be handed to a window and back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Cursor(i64);

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        cursor.0.to_string()
    }
}

impl TryFrom<String> for Cursor {
    type Error = CabinetError;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl FromStr for Cursor {
    type Err = CabinetError;

    fn from_str(text: &str) -> Result<Self> {
        text.parse().map(Self).map_err(|_| CabinetError::CursorInvalid(text.chars().take(30).collect()))
    }
}

/// A page of sheets, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The sheets.
    pub rows: Vec<SheetRow>,
    /// Where the next page begins; none on the last.
    pub next: Option<Cursor>,
}

/// A query in the index's terms.
struct Plan {
    /// Tokens that must all be there.
    tokens: Vec<String>,
    /// Words that must be in the text as they stand.
    confirm: Vec<String>,
    /// Both of the other writing, where there is one: either will do.
    other: Option<(Vec<String>, Vec<String>)>,
    /// Tokens that must be there whatever the writing.
    filters: Vec<String>,
    /// A part of the serial.
    serial: String,
    low: i64,
    high: i64,
}

impl SheetQuery {
    fn plan(&self, after: Option<Cursor>) -> Plan {
        let mut plan = Plan {
            tokens: Vec::new(),
            confirm: Vec::new(),
            other: None,
            filters: Vec::new(),
            serial: String::new(),
            low: 0,
            high: i64::MAX,
        };
        if let Some(from) = self.date_from {
            plan.low = tokens::day_key(from);
        }
        if let Some(next) = self.date_to.and_then(|to| to.checked_add_days(Days::new(1))) {
            plan.high = tokens::day_key(next) - 1;
        }
        if let Some(Cursor(key)) = after {
            plan.high = plan.high.min(key.saturating_sub(1));
        }
        if let Some(text) = self.or_text.as_deref().filter(|_| !self.text.trim().is_empty()) {
            plan.words(text);
            plan.other = Some((std::mem::take(&mut plan.tokens), std::mem::take(&mut plan.confirm)));
        }
        plan.words(&self.text);
        let own = std::mem::take(&mut plan.tokens);
        let serial: String = self.serial.chars().take(LONGEST).filter(|c| !c.is_whitespace()).collect();
        plan.serial = tokens::normal(&serial);
        let serial = plan.serial.clone();
        plan.want(&serial);
        let values = [
            ("form", &self.form),
            ("person", &self.person),
            ("area", &self.area),
            ("site", &self.site),
            ("customer", &self.customer),
            ("state", &self.state),
        ];
        plan.tokens.extend(values.iter().filter_map(|(key, value)| value.as_ref().map(|value| tokens::filter(key, value))));
        plan.tokens.extend(self.has_fail.map(|value| tokens::flag("fail", value)));
        plan.tokens.extend(self.signed.map(|value| tokens::flag("signed", value)));
        plan.tokens.extend(self.draft.map(|draft| tokens::filter("draft", if draft { "draft" } else { "kept" })));
        plan.filters = std::mem::replace(&mut plan.tokens, own);
        plan
    }
}

impl Plan {
    /// Asks for every word of a text.
    fn words(&mut self, text: &str) {
        let text: String = text.chars().take(LONGEST).collect();
        for word in tokens::normal(&text).split_whitespace() {
            if self.want(word) {
                self.confirm.push(word.to_owned());
            }
        }
    }

    /// What the index is asked for; nothing where the query names nothing.
    fn matching(&self) -> String {
        let all = |tokens: &[String]| tokens.join(" AND ");
        let text = match &self.other {
            Some((other, _)) if !self.tokens.is_empty() && !other.is_empty() => {
                format!("(({}) OR ({}))", all(&self.tokens), all(other))
            }
            _ => all(&self.tokens),
        };
        [text, all(&self.filters)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" AND ")
    }

    /// Asks for a word; true when its pairs do not settle that it stands there in one piece.
    fn want(&mut self, word: &str) -> bool {
        let chars: Vec<char> = word.chars().collect();
        match chars.as_slice() {
            [] => return false,
            [one] => self.tokens.push(tokens::single(*one)),
            more => {
                // Each character with the one behind it.
                let pairs = more.iter().zip(more.iter().skip(1)).map(|(a, b)| tokens::pair(*a, *b));
                for pair in pairs.take(PAIRS) {
                    if !self.tokens.contains(&pair) {
                        self.tokens.push(pair);
                    }
                }
            }
        }
        chars.len() > 2
    }
}

impl Reader<'_> {
    /// A page of the sheets that a query asks for, newest first by date, then by time of making; at most `limit`.
    /// Pages follow each other without gaps and repetitions, also while sheets are added.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn search(&self, query: &SheetQuery, after: Option<Cursor>, limit: u32) -> Result<Page> {
        let plan = query.plan(after);
        let asked = i64::from(limit) + 1;
        let matching = plan.matching();
        let mut sql = String::from("SELECT sheet.* FROM ");
        let mut values: Vec<&dyn ToSql> = vec![&plan.low, &plan.high, &asked];
        let key = if matching.is_empty() { "sheet.order_key" } else { "sheet_search.rowid" };
        if matching.is_empty() {
            sql.push_str("sheet WHERE true");
        } else {
            // CROSS JOIN keeps the order of the loops: the index leads, newest first, and stops at the limit.
            sql.push_str("sheet_search CROSS JOIN sheet ON sheet.order_key = sheet_search.rowid WHERE sheet_search MATCH ?4");
            values.push(&matching);
        }
        let _ = write!(sql, " AND {key} BETWEEN ?1 AND ?2");
        let own = standing(&plan.confirm, key, &mut values);
        match &plan.other {
            None => sql.push_str(&own),
            Some((_, other)) => {
                let other = standing(other, key, &mut values);
                let _ = write!(sql, " AND ((true{own}) OR (true{other}))");
            }
        }
        if !plan.serial.is_empty() {
            values.push(&plan.serial);
            let _ = write!(sql, " AND instr(lower(sheet.serial), ?{}) > 0", values.len());
        }
        let _ = write!(sql, " ORDER BY {key} DESC LIMIT ?3");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut found = statement.query(values.as_slice())?;
        let mut page = Page { rows: Vec::new(), next: None };
        let mut last = None;
        while let Some(row) = found.next()? {
            if page.rows.len() >= usize::try_from(limit).unwrap_or(usize::MAX) {
                page.next = last;
                break;
            }
            last = Some(Cursor(row.get("order_key")?));
            page.rows.push(sheet_row(row)?);
        }
        Ok(page)
    }
}

/// That words stand in a sheet's text as they are, as a condition.
fn standing<'v>(words: &'v [String], key: &str, values: &mut Vec<&'v dyn ToSql>) -> String {
    let mut sql = String::new();
    for word in words {
        values.push(word);
        let _ = write!(sql, " AND instr((SELECT text FROM sheet_text WHERE order_key = {key}), ?{}) > 0", values.len());
    }
    sql
}
