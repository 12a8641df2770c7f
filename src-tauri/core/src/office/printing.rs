//! A printing as the log knows it, and the files that come of it: who printed and when are taken from its entry, and the sheets
//! are read as the log had them at it. So the same file can be made again from the log, and compared.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::str::FromStr as _;

use super::Office;
use super::error::{OfficeError, Result};
use super::index::AuditBody;
use super::named::{Named, Shows};
use super::print::Stored;
use super::record::Record;
use super::veil;
use crate::cabinet::{Entry, Hash, Kind, Reader};
use crate::clock::{Id, Stamp};
use crate::paper::grid::Grid;
use crate::paper::mask::{Mask, Veil};
use crate::paper::pdf::{self, Continue, PrintInfo};

/// Who printed, when, and where that stands in the order of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Printing {
    pub by: String,
    pub at: Stamp,
    pub lamport: u64,
}

impl Printing {
    pub(super) fn of(entry: &Entry, by: String) -> Self {
        Self { by, at: entry.head.stamp(), lamport: entry.head.lamport }
    }

    /// 张三 2026-11-24 18:00 导出
    pub(super) fn note(&self, verb: &str) -> String {
        noted(&self.by, self.at, verb)
    }

    /// What a file of it says of itself.
    pub(super) fn info(&self, title: String, named: &Named) -> PrintInfo {
        PrintInfo { title, exporter: self.by.clone(), printed_at: self.at, keywords: named.line() }
    }
}

/// 张三 2026-11-24 18:00 导出: what everything that leaves the program says of itself.
pub(super) fn noted(who: &str, at: Stamp, verb: &str) -> String {
    format!("{who} {} {verb}", at.local().format("%Y-%m-%d %H:%M")).trim().to_owned()
}

impl Office {
    /// Writes a printing of records into the log, one entry each, all with the same act.
    pub(super) fn log_printing(&self, records: &[Id], act: &str, reason: &str, detail: &str) -> Result<Printing> {
        self.cabinet.write(|tx| {
            let mut last = None;
            for record in records {
                let (act, reason, detail) = (act.to_owned(), reason.to_owned(), detail.to_owned());
                last = Some(self.note(tx, *record, AuditBody { act, reason, detail, ..AuditBody::default() }, None)?);
            }
            let last = last.ok_or(OfficeError::Missing("sheets"))?;
            Ok(Printing::of(&last, self.author(tx)?.text))
        })
    }

    /// What was hidden at a printing: by what the registers said then, read once for every sheet.
    pub(super) fn printed_veil(&self, mask: Mask, printing: &Printing) -> Result<Veil> {
        self.cabinet.read(|reader| self.veil_at(reader, mask, Some(printing.lamport)))
    }

    /// A sheet as the log had it at a printing. `newest`: with what is known of a case now, else with what its revision knew.
    /// `veil` is that of [`Office::printed_veil`].
    pub(super) fn printed_grid(&self, sheet: &str, veil: &Veil, printing: &Printing, newest: bool) -> Result<Grid> {
        self.cabinet.read(|reader| {
            let id = Id::from_str(sheet)?;
            let Some(record) = Record::at(reader, id, Some(printing.lamport))? else {
                Record::need(reader, id)?;
                return Err(OfficeError::NotFound("revision".to_owned()));
            };
            let mut veil = veil.clone();
            veil::know_record(&mut veil, &record);
            let grid = self.sheet_grid(reader, &record, newest, vec![printing.note("导出")])?;
            Ok(self.marked(veil.grid(&grid)))
        })
    }

    /// Sheets in one PDF file, which names the revision of each.
    pub(super) fn sheets_pdf(
        &self,
        sheets: &[String],
        mask: Mask,
        printing: &Printing,
        newest: bool,
        on: &dyn Fn(usize, usize) -> Continue,
    ) -> Result<Vec<u8>> {
        let shown = self.cabinet.read(|reader| {
            let one = |sheet: &String| {
                let id = Id::from_str(sheet)?;
                Ok((id, revision_at(reader, id, printing.lamport)?))
            };
            sheets.iter().map(one).collect::<Result<Vec<_>>>()
        })?;
        let info = printing.info(self.file_title(sheets)?, &Named::new(Shows::Sheets(shown), mask, printing.at));
        let veil = self.printed_veil(mask, printing)?;
        // Each sheet is read when its turn comes: a thousand of them need little more memory than their file.
        let grid = |n: usize| {
            let sheet = sheets.get(n).ok_or(OfficeError::Missing("sheets"))?;
            self.printed_grid(sheet, &veil, printing, newest).map(Cow::Owned)
        };
        pdf::render_each(sheets.len(), &grid, &Stored(self), &info, on)
    }

    /// An earlier version of a sheet as PDF, which names it.
    pub(super) fn version_pdf(&self, sheet: &str, revision: &Hash, mask: Mask, printing: &Printing) -> Result<Vec<u8>> {
        let id = Id::from_str(sheet)?;
        let grid = self.cabinet.read(|reader| {
            let mut veil = self.veil_at(reader, mask, Some(printing.lamport))?;
            let grid =
                self.version_grid(reader, (id, revision), Some(printing.lamport), &mut veil, vec![printing.note("导出")])?;
            Ok::<_, OfficeError>(self.marked(veil.grid(&grid)))
        })?;
        let named = Named::new(Shows::Version(id, *revision), mask, printing.at);
        let info = printing.info(self.file_title(&[sheet.to_owned()])?, &named);
        Ok(pdf::render(&[grid], &Stored(self), &info, &|_, _| ControlFlow::Continue(()))?)
    }
}

/// The newest revision of a sheet up to a place in the order of the log.
fn revision_at(reader: &Reader<'_>, sheet: Id, lamport: u64) -> Result<Hash> {
    let own = |e: &&Entry| e.head.kind == Kind::Revision && e.head.lamport <= lamport;
    let entries = reader.entries_of(sheet)?;
    entries.iter().rfind(own).map(|entry| entry.hash).ok_or_else(|| OfficeError::NotFound("sheet".to_owned()))
}
