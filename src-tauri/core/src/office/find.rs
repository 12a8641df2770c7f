//! Finding sheets again.

use chrono::NaiveDate;

use super::Office;
use super::api::{SearchPage, SearchQuery, SheetLine, SheetState};
use super::error::{OfficeError, Result};
use super::index::{Extra, typed};
use super::people::role::Right;
use super::record::Record;
use crate::cabinet::{Cursor, Page, Reader, SheetQuery, SheetRow};
use crate::form::Private;
use crate::paper::mask::{Veil, as_figures, asks_figures, finds, stand_in};

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
            let plan = plan(query);
            let mut page = reader.search(&plan, after, PAGE)?;
            let mut lines = self.may_be_found(reader, &veil, &query.text, &page)?;
            let mut next = page.next;
            // Of what is left out nothing is told, not even that there is a further page of it: the mark stands where something
            // follows that is shown.
            while let (Some(on), true) = (page.next, sifted(&veil, &query.text)) {
                page = reader.search(&plan, Some(on), PAGE)?;
                let more = self.may_be_found(reader, &veil, &query.text, &page)?;
                if lines.len() >= PAGE as usize {
                    if !more.is_empty() {
                        break;
                    }
                    next = next.filter(|_| page.next.is_some());
                } else {
                    lines.extend(more);
                    next = page.next;
                }
            }
            Ok(SearchPage { lines, next: next.map(String::from).unwrap_or_default(), total: None })
        })
    }

    /// The lines of a page that may be found by such words. What is hidden is not found either: a name could be tried out word by
    /// word, and a number figure by figure.
    fn may_be_found(&self, reader: &Reader<'_>, veil: &Veil, text: &str, page: &Page) -> Result<Vec<SheetLine>> {
        let mut lines = Vec::new();
        for row in &page.rows {
            let line = self.line(reader, veil, row)?;
            let whole = |office: &Self| Ok::<_, OfficeError>(finds(text, &office.typed_in(reader, row)?, false));
            if !sifted(veil, text) || stands_in(&line, text) || !veil.mask().names && whole(self)? {
                lines.push(line);
            }
        }
        Ok(lines)
    }

    /// What the search reads of a sheet or draft, each text with how private it is.
    fn typed_in(&self, reader: &Reader<'_>, row: &SheetRow) -> Result<Vec<(Private, String)>> {
        let serial = (Private::None, row.serial.clone().unwrap_or_default());
        let mut texts = match Record::load(reader, row.sheet)? {
            Some(record) => {
                let signers = record.signatures.iter().map(|signed| (Private::Name, signed.body.signer.clone()));
                typed(record.form(), &record.body.answers).into_iter().chain(signers).collect()
            }
            None => match reader.drafts_of(row.sheet)?.first() {
                Some(draft) => {
                    let working = self.working(reader, draft.id)?;
                    typed(working.form(), &working.body.answers)
                }
                None => Vec::new(),
            },
        };
        texts.push(serial);
        Ok(texts)
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

/// Whether what was found by such words is looked at again before it is shown.
fn sifted(veil: &Veil, text: &str) -> bool {
    !text.trim().is_empty() && (veil.mask().names || asks_figures(text))
}

/// Whether every word that was searched for stands in what the line shows.
fn stands_in(line: &SheetLine, text: &str) -> bool {
    stand_in(&[line.serial.as_str(), &line.title, &line.detail].join("\n"), text)
}

fn plan(query: &SearchQuery) -> SheetQuery {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let date = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    SheetQuery {
        text: query.text.clone(),
        or_text: as_figures(&query.text),
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
