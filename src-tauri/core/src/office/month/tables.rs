//! The ledgers of a month as a workbook, as CSV and as JSON Lines: the same cells in three forms.

use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use serde_json::{Map, Value as Json, json};

use super::super::api::VolumeAsked;
use super::super::error::{OfficeError, Result};
use super::super::printing::Printing;
use super::super::{Office, veil};
use super::export::{Given, kind};
use super::leaves;
use super::way::Way;
use crate::archive::ledger::{self, Cell, Ledger};
use crate::archive::stats::Statistics;
use crate::archive::volume::VolumeItem;
use crate::archive::workbook::{self, Workings};

/// Excel reads a file with this mark as UTF-8.
const BOM: &[u8] = "\u{FEFF}".as_bytes();
/// Up to where its sheets are read again, in hundredths of what is left after the figures.
const READ: usize = 60;
/// Characters of a file's name inside the ZIP file.
const NAME: usize = 60;
/// Words that begin with one of these are taken for a formula by programs that open CSV.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

impl Office {
    pub(super) fn volume_workbook(
        &self,
        given: &Given,
        statistics: &Statistics,
        printing: &Printing,
        way: Way<'_>,
    ) -> Result<Vec<u8>> {
        let ledgers = self.month_ledgers(given, way.part(0, READ))?;
        let way = way.part(READ, 100);
        let title = format!("{}{}{}归档", given.whose.site, given.whose.department, given.facts.month.words());
        let note = printing.note("导出");
        let month = Workings {
            title: &title,
            exporter: &printing.by,
            at: printing.at,
            note: &note,
            statistics,
            matrix: &given.matrix,
            ledgers: &ledgers,
        };
        let on =
            |done: usize, all: usize| if way.at(done, all).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        Ok(workbook::workbook(&month, &on)?)
    }

    /// One CSV a ledger, in one ZIP file, and before them what says what they are.
    pub(super) fn volume_csv(
        &self,
        asked: &VolumeAsked,
        given: &Given,
        statistics: &Statistics,
        printing: &Printing,
        way: Way<'_>,
    ) -> Result<Vec<u8>> {
        let ledgers = self.all_ledgers(given, statistics, way.part(0, READ))?;
        let way = way.part(READ, 100);
        let written = |error: zip::result::ZipError| OfficeError::File(error.to_string());
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        // Without a moment of its own in each entry, the same month gives the same bytes.
        let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        let mut names = Vec::new();
        let mut put = |title: &str, bytes: &[u8]| {
            let name = workbook::unique(&mut names, title, NAME);
            out.start_file(format!("{name}.csv"), options).map_err(written)?;
            out.write_all(bytes).map_err(|error| OfficeError::File(error.to_string()))
        };
        put("导出说明", &explained(asked, given, printing)?)?;
        for (n, ledger) in ledgers.iter().enumerate() {
            put(&ledger.title, &csv(ledger)?)?;
            way.at(n + 1, ledgers.len())?;
        }
        Ok(out.finish().map_err(written)?.into_inner())
    }

    /// One object a line: what the file is, and then which ledger, and what its columns say.
    pub(super) fn volume_lines(
        &self,
        asked: &VolumeAsked,
        given: &Given,
        statistics: &Statistics,
        printing: &Printing,
        way: Way<'_>,
    ) -> Result<Vec<u8>> {
        let ledgers = self.all_ledgers(given, statistics, way.part(0, READ))?;
        let way = way.part(READ, 100);
        let mut out = Vec::new();
        serde_json::to_writer(&mut out, &headed(asked, given, printing))?;
        out.push(b'\n');
        for (n, ledger) in ledgers.iter().enumerate() {
            for row in &ledger.rows {
                let mut line = Map::new();
                line.insert("ledger".to_owned(), Json::String(ledger.id.clone()));
                for (column, cell) in ledger.columns.iter().zip(row) {
                    line.insert(column.label.clone(), cell.json());
                }
                serde_json::to_writer(&mut out, &line)?;
                out.push(b'\n');
            }
            way.at(n + 1, ledgers.len())?;
        }
        Ok(out)
    }

    /// What the workbook holds, worksheet by worksheet.
    fn all_ledgers(&self, given: &Given, statistics: &Statistics, way: Way<'_>) -> Result<Vec<Ledger>> {
        let mut all = vec![ledger::figures(statistics), ledger::courses(statistics)];
        if !given.matrix.rows.is_empty() {
            all.push(ledger::matrix(&given.matrix));
        }
        all.extend(self.month_ledgers(given, way)?);
        Ok(all)
    }

    /// The ledgers of cases and revisits, one of every other paper that the month holds and of its rectifications and attempts, and
    /// the lists of the volume.
    fn month_ledgers(&self, given: &Given, way: Way<'_>) -> Result<Vec<Ledger>> {
        let mut all = leaves::ledgers(given);
        let (mut papers, mut listed) = (Vec::new(), Vec::new());
        self.cabinet.read(|reader| {
            for (n, item) in given.items.iter().enumerate() {
                way.at(n, given.items.len())?;
                let Some(record) = self.item_record(reader, item, given.up_to())? else { continue };
                let form = record.form();
                let mut veil = given.veil.clone();
                veil::know_record(&mut veil, &record);
                let (serial, state) = (record.serial(), record.state_words());
                taken(&mut papers, ledger::of_form(form), vec![ledger::line(form, serial, &state, &record.body, &veil)]);
                for (list, word) in ledger::lists(form) {
                    let lines = ledger::list_lines(list, serial, &state, &record.body, &veil);
                    taken(&mut listed, ledger::of_list(form, list, word), lines);
                }
            }
            Ok::<_, OfficeError>(())
        })?;
        all.extend(papers);
        all.extend(listed);
        all.extend([
            ledger::catalogue(&referenced(given), &given.said),
            ledger::carried(&given.carried, &given.said),
            ledger::missing(&given.gaps, &given.said),
        ]);
        if !given.supplements.is_empty() {
            all.push(ledger::supplements(&given.supplements, &given.said));
        }
        Ok(all)
    }
}

/// Puts lines into the ledger that they are of, whatever edition its first were; `fresh` is that ledger without a line.
fn taken(ledgers: &mut Vec<Ledger>, fresh: Ledger, lines: Vec<Vec<Cell>>) {
    if lines.is_empty() {
        return;
    }
    if let Some(known) = ledgers.iter_mut().find(|known| known.id == fresh.id) {
        lines.into_iter().for_each(|line| ledger::take(known, &fresh.columns, line));
    } else {
        ledgers.push(Ledger { rows: lines, ..fresh });
    }
}

/// What a file of JSON Lines is of, who took it and when; of a complete one, why.
fn headed(asked: &VolumeAsked, given: &Given, printing: &Printing) -> Json {
    let mut head = json!({
        "kind": "export",
        "month": asked.month.to_string(),
        "organisation": given.whose.organisation,
        "site": given.whose.site,
        "department": given.whose.department,
        "by": printing.by,
        "at": printing.at.to_minute(),
        "draft": asked.draft,
        "masked": !asked.full,
    });
    if let (true, Some(head)) = (asked.full, head.as_object_mut()) {
        head.insert("reason".to_owned(), asked.reason.trim().into());
    }
    head
}

/// The same as a table of its own.
fn explained(asked: &VolumeAsked, given: &Given, printing: &Printing) -> Result<Vec<u8>> {
    let at = printing.at.local();
    let hides = if asked.full { "完整" } else { "脱敏：姓名、电话、证件号、房号已隐去" };
    let mut lines = vec![
        ("月份", asked.month.words()),
        ("单位", given.whose.organisation.clone()),
        ("项目", given.whose.site.clone()),
        ("部门", given.whose.department.clone()),
        ("文件", kind(asked).to_owned()),
        ("内容", hides.to_owned()),
        ("导出人", printing.by.clone()),
        ("导出时间", at.format("%Y-%m-%d %H:%M").to_string()),
    ];
    if asked.full {
        lines.push(("事由", asked.reason.trim().to_owned()));
    }
    let rows = lines.into_iter().map(|(what, words)| [what, words.as_str()].map(|words| plain(&Cell::Text(words.to_owned()))));
    table(["条目".to_owned(), "说明".to_owned()], rows)
}

/// The sheets of a volume, each with its 档号.
fn referenced(given: &Given) -> Vec<(VolumeItem, String)> {
    given.items.iter().map(|item| (item.clone(), given.reference(item))).collect()
}

fn csv(ledger: &Ledger) -> Result<Vec<u8>> {
    let heads = ledger.columns.iter().map(|column| column.label.clone());
    table(heads, ledger.rows.iter().map(|row| row.iter().map(plain)))
}

/// A file of CSV (RFC 4180) that Excel reads as UTF-8.
fn table<H, R>(heads: H, rows: impl Iterator<Item = R>) -> Result<Vec<u8>>
where
    H: IntoIterator<Item = String>,
    R: IntoIterator<Item = String>,
{
    let failed = |error: csv::Error| OfficeError::File(error.to_string());
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BOM.to_vec());
    out.write_record(heads).map_err(failed)?;
    for row in rows {
        out.write_record(row).map_err(failed)?;
    }
    out.into_inner().map_err(|error| OfficeError::File(error.to_string()))
}

/// Words that a program would take for a formula stand behind an apostrophe, as spreadsheets mark text.
fn plain(cell: &Cell) -> String {
    let words = cell.words();
    match cell {
        Cell::Text(text) if text.starts_with(FORMULA) => format!("'{words}"),
        _ => words,
    }
}
