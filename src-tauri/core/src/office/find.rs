//! Finding sheets again.

use chrono::NaiveDate;

use super::Office;
use super::api::{SearchPage, SearchQuery, SheetLine, SheetState};
use super::error::Result;
use super::index::Extra;
use super::people::role::Right;
use crate::cabinet::{Cursor, Reader, SheetQuery, SheetRow};
use crate::paper::mask::Veil;

/// Lines of a page.
const PAGE: u32 = 50;

impl Office {
    /// A page of sheets and drafts, newest first.
    ///
    /// # Errors
    /// `cursor-invalid` for a page mark that no search gave.
    pub fn search(&self, query: &SearchQuery, cursor: &str) -> Result<SearchPage> {
        self.may(Right::Read)?;
        let after: Option<Cursor> = if cursor.is_empty() { None } else { Some(cursor.parse()?) };
        self.cabinet.read(|reader| {
            let veil = self.veil(reader)?;
            let page = reader.search(&plan(query), after, PAGE)?;
            let mut lines: Vec<SheetLine> = page.rows.iter().map(|row| self.line(reader, &veil, row)).collect::<Result<_>>()?;
            // What is hidden is not found either: a name or a number could be tried out, word by word.
            if veil.mask().names {
                lines.retain(|line| stands_in(line, &query.text));
            }
            Ok(SearchPage { lines, next: page.next.map(String::from).unwrap_or_default(), total: None })
        })
    }

    /// Sheets by their ids, each as a line of the list, in the order given. What is not there (any more) is left out.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn sheet_lines(&self, sheets: &[String]) -> Result<Vec<SheetLine>> {
        self.may(Right::Read)?;
        self.cabinet.read(|reader| {
            let veil = self.veil(reader)?;
            let mut lines = Vec::new();
            for id in sheets.iter().filter_map(|id| id.parse().ok()) {
                if let Some(row) = reader.sheet(id)? {
                    lines.push(self.line(reader, &veil, &row)?);
                }
            }
            Ok(lines)
        })
    }

    pub(super) fn line(&self, reader: &Reader<'_>, veil: &Veil, row: &SheetRow) -> Result<SheetLine> {
        let extra: Extra = serde_json::from_str(&row.extra)?;
        Ok(SheetLine {
            sheet: row.sheet.to_string(),
            draft: extra.draft,
            serial: row.serial.clone().unwrap_or_default(),
            form: row.form.clone(),
            edition: row.edition.clone(),
            title: row.title.clone(),
            landscape: extra.landscape,
            detail: self.row_words(reader, veil, row)?,
            hit: String::new(),
            date: row.date.to_string(),
            state: SheetState::of(&row.state),
            tally: extra.tally,
            signed: row.signed,
            has_fail: row.has_fail,
        })
    }
}

/// Whether every word that was searched for stands in what the line shows.
fn stands_in(line: &SheetLine, text: &str) -> bool {
    let shown = [line.serial.as_str(), &line.title, &line.detail].join("\n").to_lowercase();
    text.to_lowercase().split_whitespace().all(|word| shown.contains(word))
}

fn plan(query: &SearchQuery) -> SheetQuery {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let date = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    SheetQuery {
        text: query.text.clone(),
        serial: String::new(),
        date_from: date(&query.from),
        date_to: date(&query.to),
        form: some(&query.form),
        person: some(&query.person),
        area: some(&query.area),
        site: some(&query.site),
        customer: None,
        state: query.state.map(|s| s.code().to_owned()),
        has_fail: query.has_fail,
        signed: query.signed,
        draft: None,
    }
}
