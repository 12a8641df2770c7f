//! A month as one Excel workbook (ECMA-376): figures with native charts, the matrix, one ledger a paper, the catalogue.
//!
//! Days, numbers and shares are cells of their own kind, so that Excel sorts, filters and adds them up. Words are written as
//! text, whatever they begin with.

mod figures;
mod rows;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use rows::Filled;

use super::ledger::{self, Cell, Column, Ledger};
use super::matrix::Matrix;
use super::stats::Statistics;
use crate::clock::Stamp;
use crate::paper::xlsx::{Continue, XlsxError};

/// What goes into the workbook.
#[derive(Debug)]
pub struct Workings<'a> {
    /// 一期客务部2026年10月归档
    pub title: &'a str,
    /// Who exports it, and when.
    pub exporter: &'a str,
    /// When.
    pub at: Stamp,
    /// In the foot of every page.
    pub note: &'a str,
    /// Figures.
    pub statistics: &'a Statistics,
    /// Rounds.
    pub matrix: &'a Matrix,
    /// One worksheet each, behind the figures and the matrix: those of cases and papers, the catalogue, what is missing.
    pub ledgers: &'a [Ledger],
}

/// Characters that the name of a worksheet or of a file may not have, and how long that of a worksheet may be.
const FORBIDDEN: [char; 10] = ['[', ']', ':', '*', '?', '/', '\\', '<', '>', '|'];
const NAME: usize = 31;

/// Points of a line.
const LINE: f64 = 15.0;
/// Most characters of short words.
const SHORT: usize = 12;

/// Formats that many cells share.
struct Formats {
    title: Format,
    head: Format,
    text: Format,
    middle: Format,
    date: Format,
    time: Format,
    number: Format,
    money: Format,
    share: Format,
    basis: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = || Format::new().set_font_name("宋体").set_font_size(10.5).set_align(FormatAlign::VerticalCenter);
        let bordered = || cell().set_border(FormatBorder::Thin);
        Self {
            title: cell().set_font_size(16).set_bold(),
            head: bordered().set_bold().set_align(FormatAlign::Center).set_text_wrap().set_background_color("EDF3F1"),
            text: bordered().set_text_wrap(),
            middle: bordered().set_align(FormatAlign::Center),
            date: bordered().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
            time: bordered().set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Center),
            number: bordered().set_num_format("0").set_align(FormatAlign::Center),
            money: bordered().set_num_format("¥#,##0.00"),
            share: bordered().set_num_format("0.0%").set_align(FormatAlign::Center),
            basis: bordered().set_text_wrap().set_font_size(9),
        }
    }

    /// That of a cell: words that are short stand in the middle.
    /// Those of the cells of a ledger: long words and nothing, short words, a day, a moment, a number, money, a share.
    fn each(&self) -> [&Format; 7] {
        [&self.text, &self.middle, &self.date, &self.time, &self.number, &self.money, &self.share]
    }

    fn of(&self, cell: &Cell) -> &Format {
        match cell {
            Cell::Text(text) if short(text) => &self.middle,
            Cell::Text(_) | Cell::Empty => &self.text,
            Cell::Date(_) => &self.date,
            Cell::Time(_) => &self.time,
            Cell::Number(_) => &self.number,
            Cell::Money(_) => &self.money,
            Cell::Share(..) => &self.share,
        }
    }
}

/// Words that stand in the middle.
fn short(words: &str) -> bool {
    words.chars().nth(SHORT).is_none()
}

/// Of a ledger of 100,000 lines a third of the time of level 6 went into a file that is a quarter smaller.
const COMPRESSION: u8 = 2;

/// Width of the columns, in digits, that A4 lying takes with type of 7 points.
const LEGIBLE: u32 = 214;
/// Columns that stand again on each page across.
const AGAIN: u16 = 2;

/// Writes the workbook. `progress` is told of each worksheet, and asked now and then within a long one.
///
/// # Errors
/// [`XlsxError::Cancelled`] when `progress` says so; what the workbook refuses.
pub fn workbook(month: &Workings<'_>, progress: &dyn Fn(usize, usize) -> Continue) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_zip_compression_level(COMPRESSION);
    book.set_properties(&properties(month)?);
    let formats = Formats::new();
    let all = month.ledgers.len() + 2;
    let mut done = 0;
    let mut look = |on: bool| {
        done += usize::from(on);
        if progress(done, all).is_break() { Err(XlsxError::Cancelled) } else { Ok(()) }
    };
    figures::figures(book.add_worksheet(), month, &formats)?;
    look(true)?;
    if !month.matrix.rows.is_empty() {
        matrix(book.add_worksheet(), month, &formats)?;
    }
    look(true)?;
    let mut names: Vec<String> = ["月度综述", "月度检查汇总"].map(str::to_owned).into();
    let mut filled = Vec::new();
    for ledger in month.ledgers {
        let name = unique(&mut names, &ledger.title, NAME);
        listed(book.add_worksheet(), &name, ledger, month.note, &formats)?;
        filled.push(Filled { sheet: book.worksheets().len(), ledger });
    }
    rows::fill(&book.save_to_buffer()?, &filled, &mut look)
}

fn properties(month: &Workings<'_>) -> Result<DocProperties, XlsxError> {
    use chrono::{Datelike as _, Timelike as _};
    let utc = Stamp::new(month.at.wall_ms(), 0).local();
    let part = |n: u32| u8::try_from(n).unwrap_or(0);
    let day = ExcelDateTime::from_ymd(u16::try_from(utc.year()).unwrap_or(1970), part(utc.month()), part(utc.day()))?;
    let at = day.and_hms(u16::try_from(utc.hour()).unwrap_or(0), part(utc.minute()), utc.second())?;
    Ok(DocProperties::new().set_title(month.title).set_author(month.exporter).set_creation_datetime(&at))
}

/// A name of at most so many characters that no other worksheet or file has: without those that neither may bear, and told apart
/// by more than capitals.
#[must_use]
pub fn unique(names: &mut Vec<String>, title: &str, most: usize) -> String {
    let plain: String = title.chars().filter(|c| !FORBIDDEN.contains(c)).collect();
    let mut name: String = plain.chars().take(most).collect();
    let mut n = 2;
    while names.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
        let end = format!(" {n}");
        name = plain.chars().take(most.saturating_sub(end.chars().count())).collect::<String>() + &end;
        n += 1;
    }
    names.push(name.clone());
    name
}

/// Lying A4, so many pages wide, with the note and the page in the foot.
fn page(sheet: &mut Worksheet, note: &str, across: u16) {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(across, 0).set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_footer(format!("&L{}&R第 &P 页　共 &N 页", note.replace('&', "&&")));
}

/// Lines that a cell takes in a column of so many digits. A Chinese character is as wide as two of them, and one more is left at
/// the edge.
fn lines(cell: &Cell, width: u16) -> u32 {
    let text = match cell {
        Cell::Text(text) if !short(text) => text,
        _ => return 1,
    };
    let room = usize::from(width).saturating_sub(1).max(2);
    let wide = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let lines: usize = text.split('\n').map(|line| wide(line).div_ceil(room).max(1)).sum();
    // Excel's rows end at 409 points.
    u32::try_from(lines.min(27)).unwrap_or(27)
}

/// Pages across on which a ledger is printed: one, unless its type would be too small to read there. Number and state stand again
/// on each.
fn across(ledger: &Ledger) -> u16 {
    let width = |columns: &[Column]| columns.iter().map(|column| u32::from(column.width)).sum::<u32>();
    let (all, again) = (width(&ledger.columns), width(ledger.columns.get(..usize::from(AGAIN)).unwrap_or_default()));
    if all <= LEGIBLE {
        return 1;
    }
    u16::try_from(all.saturating_sub(again).div_ceil(LEGIBLE.saturating_sub(again).max(1))).unwrap_or(u16::MAX)
}

fn listed(sheet: &mut Worksheet, name: &str, ledger: &Ledger, note: &str, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let across = across(ledger);
    page(sheet, note, across);
    if across > 1 {
        sheet.set_repeat_columns(0, AGAIN - 1)?;
    }
    let last = u16::try_from(ledger.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for (n, column) in (0_u16..).zip(&ledger.columns) {
        sheet.set_column_width(n, f64::from(column.width))?;
        sheet.write_string_with_format(0, n, &column.label, &formats.head)?;
    }
    sheet.set_row_height(0, 24)?;
    rows::pattern(sheet, formats)?;
    let rows = u32::try_from(ledger.rows.len()).unwrap_or(u32::MAX);
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.autofilter(0, 0, rows.max(1), last)?;
    Ok(())
}

/// Writes a cell.
fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, format)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        Cell::Date(date) => sheet.write_datetime_with_format(row, column, date, format)?,
        Cell::Time(at) => sheet.write_datetime_with_format(row, column, at, format)?,
        // A share of nothing is left empty.
        Cell::Number(_) | Cell::Money(_) | Cell::Share(..) => match cell.number() {
            Some(value) => sheet.write_number_with_format(row, column, value, format)?,
            None => sheet.write_blank(row, column, format)?,
        },
    };
    Ok(())
}

fn matrix(sheet: &mut Worksheet, month: &Workings<'_>, formats: &Formats) -> Result<(), XlsxError> {
    let ledger = ledger::matrix(month.matrix);
    sheet.set_name(&ledger.title)?;
    page(sheet, month.note, 1);
    for (at, column) in (0_u16..).zip(&ledger.columns) {
        sheet.set_column_width(at, f64::from(column.width))?;
        match column.label.parse::<u32>() {
            Ok(day) => sheet.write_number_with_format(0, at, day, &formats.head)?,
            Err(_) => sheet.write_string_with_format(0, at, &column.label, &formats.head)?,
        };
    }
    let mut below = 1;
    for row in &ledger.rows {
        for (at, cell) in (0_u16..).zip(row) {
            put(sheet, below, at, cell, formats.of(cell))?;
        }
        below += 1;
    }
    // How its rates are counted; the month's own stand with what they were counted from.
    let last = u16::try_from(ledger.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let totals = u32::try_from(month.matrix.totals.len()).unwrap_or(u32::MAX);
    for (row, figure) in (below.saturating_sub(totals)..below).zip(&month.matrix.totals) {
        let counted = format!("{}\u{3000}{}", figure.words(), figure.basis);
        sheet.merge_range(row, 2, row, last.max(3), &counted, &formats.basis)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_is_as_many_pages_wide_as_its_type_stays_legible() {
        let of = |columns: usize| Ledger {
            id: "a".into(),
            title: "一".into(),
            columns: vec![Column { id: "a".into(), label: "一".into(), width: 19, weight: 20, left: false }; columns],
            rows: Vec::new(),
        };
        assert_eq!(across(&of(11)), 1, "eleven columns, as the registers of cases have them, are one page wide");
        assert_eq!(across(&of(12)), 2, "twelve are two, with the first two again on the second");
        assert_eq!(across(&of(20)), 2, "nine more on each page");
        assert_eq!(across(&of(21)), 3);
    }

    #[test]
    fn a_row_is_as_high_as_its_longest_words() {
        let of = |words: &str| lines(&Cell::Text(words.to_owned()), 21);
        assert_eq!(of("TS-A-202611-0001"), 1, "in one line");
        assert_eq!(of("走道照明不亮"), 1, "short words stand in the middle and are not broken");
        assert_eq!(of("单元门闭门器坏了，关门声很大，晚上影响休息。"), 3, "ten characters a line");
        assert_eq!(of("一、已派工。\n二、当日修复，已告知客户。"), 3, "a line of its own for each that was typed");
        assert_eq!(of(&"长".repeat(5_000)), 27, "no higher than a row may be");
        assert_eq!(lines(&Cell::Number(1), 6), 1, "a number is not broken");
    }
}
