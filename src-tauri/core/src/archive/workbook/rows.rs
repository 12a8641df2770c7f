//! The lines of ledgers, packed straight into their worksheets (ECMA-376 part 1, 18.3.1): one line at a time, so that beside the
//! lines themselves and the packed file a long ledger takes no more memory than a short one. A library that writes row by row keeps the rows in
//! temporary files, in clear; what customers said may not lie there.
//!
//! The library makes the workbook with everything but these lines; each worksheet has one row that shows how a cell of each kind
//! looks, and the lines take its place.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _};

use chrono::{NaiveDate, NaiveDateTime};
use rust_xlsxwriter::Worksheet;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::super::ledger::{Cell, Ledger};
use super::{COMPRESSION, Formats, LINE, lines};
use crate::paper::xlsx::XlsxError;

/// Most rows of a worksheet, the head included.
const ROWS: usize = 1_048_576;
/// Most characters of a cell.
const MOST: usize = 32_767;
/// Bytes that are packed at a time.
const CHUNK: usize = 1 << 16;
/// Lines between two looks at whether to go on.
const LOOK: usize = 1_000;

/// A ledger and the worksheet that it goes into.
pub(super) struct Filled<'a> {
    /// The worksheet's place among all of them, from one.
    pub sheet: usize,
    pub ledger: &'a Ledger,
}

/// Puts the row that shows the looks of cells.
pub(super) fn pattern(sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
    for (at, format) in (0_u16..).zip(formats.each()) {
        sheet.write_blank(1, at, format)?;
    }
    Ok(())
}

/// Packs a workbook anew with the lines of its ledgers. `look` is called now and then, and when a ledger is done.
///
/// # Errors
/// What `look` says; a ledger with more lines than a worksheet holds.
pub(super) fn fill(
    book: &[u8],
    ledgers: &[Filled<'_>],
    look: &mut dyn FnMut(bool) -> Result<(), XlsxError>,
) -> Result<Vec<u8>, XlsxError> {
    let mut from = ZipArchive::new(Cursor::new(book)).map_err(refused)?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..from.len() {
        let mut part = from.by_index(n).map_err(refused)?;
        let name = part.name().map_err(refused)?.into_owned();
        let of = |filled: &&Filled<'_>| name == format!("xl/worksheets/sheet{}.xml", filled.sheet);
        let Some(Filled { ledger, .. }) = ledgers.iter().find(of) else {
            to.raw_copy_file(part).map_err(refused)?;
            continue;
        };
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(COMPRESSION.into()))
            .last_modified_time(part.last_modified().unwrap_or_default());
        let mut sheet = String::new();
        part.read_to_string(&mut sheet).map_err(|error| XlsxError::Write(error.to_string()))?;
        to.start_file(name, options).map_err(refused)?;
        write(&sheet, ledger, &mut to, look)?;
        look(true)?;
    }
    Ok(to.finish().map_err(refused)?.into_inner())
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn refused(error: zip::result::ZipError) -> XlsxError {
    XlsxError::Write(error.to_string())
}

/// A worksheet with its lines.
fn write(
    sheet: &str,
    ledger: &Ledger,
    to: &mut dyn std::io::Write,
    look: &mut dyn FnMut(bool) -> Result<(), XlsxError>,
) -> Result<(), XlsxError> {
    if ledger.rows.len() >= ROWS {
        return Err(XlsxError::Write(format!("{}: more than {ROWS} rows", ledger.title)));
    }
    let failed = |error: std::io::Error| XlsxError::Write(error.to_string());
    let missing = || XlsxError::Write("the worksheet has no row for its looks".to_owned());
    let (before, rest) = sheet.split_once("<row r=\"2\"").ok_or_else(missing)?;
    let (row, after) = rest.split_once("</row>").ok_or_else(missing)?;
    let looks = Looks::read(row).ok_or_else(missing)?;
    let columns: Vec<String> = (0..ledger.columns.len()).map(letters).collect();
    let mut out = sized(before, columns.last().map_or("A", String::as_str), ledger.rows.len() + 1);
    for (n, cells) in ledger.rows.iter().enumerate() {
        line(&mut out, n + 2, ledger, &columns, cells, &looks);
        if out.len() >= CHUNK {
            to.write_all(out.as_bytes()).map_err(failed)?;
            out.clear();
        }
        if n % LOOK == LOOK - 1 {
            look(false)?;
        }
    }
    out.push_str(after);
    to.write_all(out.as_bytes()).map_err(failed)
}

/// What comes before the lines, with the range that the worksheet has with them: programs that read row by row go by it.
fn sized(before: &str, column: &str, rows: usize) -> String {
    let range = before.split_once("<dimension ref=\"").and_then(|(head, rest)| Some((head, rest.split_once('"')?.1)));
    match range {
        Some((head, rest)) => format!("{head}<dimension ref=\"A1:{column}{rows}\"{rest}"),
        None => before.to_owned(),
    }
}

/// The numbers of the looks in this workbook.
struct Looks([u32; 7]);

impl Looks {
    /// From the row that shows them.
    fn read(row: &str) -> Option<Self> {
        // What stands before the first of them is no look.
        let mut found = row.split(" s=\"").skip(1).map(|rest| rest.split('"').next()?.parse().ok());
        let mut looks = [0; 7];
        for look in &mut looks {
            *look = found.next().flatten()?;
        }
        Some(Self(looks))
    }

    fn of(&self, cell: &Cell) -> u32 {
        let Self([text, middle, date, time, number, money, share]) = self;
        match cell {
            Cell::Text(words) if super::short(words) => *middle,
            Cell::Text(_) | Cell::Empty => *text,
            Cell::Date(_) => *date,
            Cell::Time(_) => *time,
            Cell::Number(_) => *number,
            Cell::Money(_) => *money,
            Cell::Share(..) => *share,
        }
    }
}

fn line(out: &mut String, number: usize, ledger: &Ledger, columns: &[String], cells: &[Cell], looks: &Looks) {
    let high = cells.iter().zip(&ledger.columns).map(|(cell, column)| lines(cell, column.width)).max().unwrap_or(1);
    // Not every program makes a row as high as its words when it opens a file. Writing to a `String` never fails.
    let _ = if high > 1 {
        write!(out, "<row r=\"{number}\" ht=\"{}\" customHeight=\"1\">", LINE * f64::from(high))
    } else {
        write!(out, "<row r=\"{number}\">")
    };
    for (cell, column) in cells.iter().zip(columns) {
        let _ = write!(out, "<c r=\"{column}{number}\" s=\"{}\"", looks.of(cell));
        let value = match cell {
            Cell::Text(words) => {
                out.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
                escaped(out, words);
                out.push_str("</t></is></c>");
                continue;
            }
            Cell::Date(date) => serial(date.and_time(chrono::NaiveTime::MIN)),
            Cell::Time(at) => serial(*at),
            // A share of nothing is left empty.
            Cell::Empty | Cell::Number(_) | Cell::Money(_) | Cell::Share(..) => cell.number(),
        };
        let _ = match value {
            Some(value) => write!(out, "><v>{value}</v></c>"),
            None => write!(out, "/>"),
        };
    }
    out.push_str("</row>");
}

/// A moment as days since the 30th of December 1899 (18.17.4.1); none for what lies before it.
fn serial(at: NaiveDateTime) -> Option<f64> {
    let since = at - NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(chrono::NaiveTime::MIN);
    let seconds = i32::try_from(since.num_seconds() - since.num_days() * 86_400).ok()?;
    let days = i32::try_from(since.num_days()).ok().filter(|days| *days >= 0)?;
    Some(f64::from(days) + f64::from(seconds) / 86_400.0)
}

/// A, B, …, Z, AA.
fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => return letters.iter().rev().collect(),
        }
    }
}

/// Words as the text of an element. What XML has no character for is written `_x001A_` (22.9.2.19), and what reads like that
/// already with its first `_` written so.
fn escaped(out: &mut String, words: &str) {
    for (at, c) in words.char_indices().take(MOST) {
        let _ = match c {
            '&' => write!(out, "&amp;"),
            '<' => write!(out, "&lt;"),
            '>' => write!(out, "&gt;"),
            '_' if reads_escaped(words.get(at..).unwrap_or_default()) => write!(out, "_x005F_"),
            '\t' | '\n' => write!(out, "{c}"),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => write!(out, "_x{:04X}_", u32::from(c)),
            c => write!(out, "{c}"),
        };
    }
}

fn reads_escaped(words: &str) -> bool {
    let bytes = words.as_bytes();
    bytes.starts_with(b"_x")
        && bytes.get(6) == Some(&b'_')
        && bytes.get(2..6).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_excel_names_them() {
        let named: Vec<String> = [0, 25, 26, 51, 52, 701, 702].into_iter().map(letters).collect();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn words_come_back_as_they_were_typed() {
        let of = |words: &str| {
            let mut out = String::new();
            escaped(&mut out, words);
            out
        };
        assert_eq!(of("A&B <c> \"d\"\n二"), "A&amp;B &lt;c&gt; \"d\"\n二");
        assert_eq!(of("\u{1}\r"), "_x0001__x000D_", "no character of XML");
        assert_eq!(of("_x0041_"), "_x005F_x0041_", "what was typed is no escape");
        assert_eq!(of("a_x004_ _x"), "a_x004_ _x");
        assert_eq!(of(&"长".repeat(40_000)).chars().count(), MOST, "no longer than a cell may be");
    }

    #[test]
    fn moments_are_counted_as_excel_counts_them() {
        let at = |text: &str| serial(text.parse().unwrap());
        assert_eq!(at("2026-10-27T00:00:00"), Some(46_322.0));
        assert_eq!(at("2026-10-27T18:00:00"), Some(46_322.75));
        assert_eq!(at("1899-12-29T00:00:00"), None, "nothing lies before its first day");
    }
}
