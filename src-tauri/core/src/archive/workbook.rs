//! A month as one Excel workbook (ECMA-376): figures with native charts, the matrix, one ledger a paper, the catalogue.
//!
//! Days, numbers and shares are cells of their own kind, so that Excel sorts, filters and adds them up. Words are written as
//! text, whatever they begin with.

use rust_xlsxwriter::{
    Chart, ChartLegendPosition, ChartType, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::figure::{Figure, FigureGroup, FigureTable, Trend};
use super::ledger::{Cell, Ledger};
use super::matrix::{Matrix, MatrixCell, MatrixMark};
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
    /// One worksheet each: ledgers, catalogue, what goes on, what is missing.
    pub ledgers: &'a [Ledger],
}

/// Characters that a worksheet's name may not have, and how long it may be.
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
const NAME: usize = 31;
/// Rows that a chart takes on the screen, and pixels of its size.
const CHART_ROWS: u32 = 15;
const CHART: (u32, u32) = (640, 288);

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
            money: bordered().set_num_format("#,##0.00"),
            share: bordered().set_num_format("0.0%").set_align(FormatAlign::Center),
            basis: bordered().set_text_wrap().set_font_size(9),
        }
    }
}

/// Writes the workbook. `progress` is told of each worksheet.
///
/// # Errors
/// [`XlsxError::Cancelled`] when `progress` says so; what the workbook refuses.
pub fn workbook(month: &Workings<'_>, progress: &dyn Fn(usize, usize) -> Continue) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(month)?);
    let formats = Formats::new();
    let all = month.ledgers.len() + 2;
    let mut done = 0;
    let mut step = || {
        done += 1;
        if progress(done, all).is_break() { Err(XlsxError::Cancelled) } else { Ok(()) }
    };
    figures(book.add_worksheet(), month, &formats)?;
    step()?;
    if !month.matrix.rows.is_empty() {
        matrix(book.add_worksheet(), month, &formats)?;
    }
    step()?;
    let mut names: Vec<String> = Vec::new();
    for ledger in month.ledgers {
        let name = unique(&mut names, &ledger.title);
        listed(book.add_worksheet(), &name, ledger, month.note, &formats)?;
        step()?;
    }
    Ok(book.save_to_buffer()?)
}

fn properties(month: &Workings<'_>) -> Result<DocProperties, XlsxError> {
    use chrono::{Datelike as _, Timelike as _};
    let utc = Stamp::new(month.at.wall_ms(), 0).local();
    let part = |n: u32| u8::try_from(n).unwrap_or(0);
    let day = ExcelDateTime::from_ymd(u16::try_from(utc.year()).unwrap_or(1970), part(utc.month()), part(utc.day()))?;
    let at = day.and_hms(u16::try_from(utc.hour()).unwrap_or(0), part(utc.minute()), utc.second())?;
    Ok(DocProperties::new().set_title(month.title).set_author(month.exporter).set_creation_datetime(&at))
}

/// A name that no other worksheet has.
fn unique(names: &mut Vec<String>, title: &str) -> String {
    let plain: String = title.chars().filter(|c| !FORBIDDEN.contains(c)).collect();
    let mut name: String = plain.chars().take(NAME).collect();
    let mut n = 2;
    while names.contains(&name) {
        let end = format!(" {n}");
        name = plain.chars().take(NAME - end.chars().count()).collect::<String>() + &end;
        n += 1;
    }
    names.push(name.clone());
    name
}

/// Lying A4, one page wide, with the note and the page in the foot.
fn page(sheet: &mut Worksheet, note: &str) {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_footer(format!("&L{}&R第 &P 页　共 &N 页", note.replace('&', "&&")));
}

fn listed(sheet: &mut Worksheet, name: &str, ledger: &Ledger, note: &str, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    page(sheet, note);
    let last = u16::try_from(ledger.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for (n, column) in (0_u16..).zip(&ledger.columns) {
        sheet.set_column_width(n, f64::from(column.width))?;
        sheet.write_string_with_format(0, n, &column.label, &formats.head)?;
    }
    sheet.set_row_height(0, 24)?;
    for (n, row) in (1_u32..).zip(&ledger.rows) {
        for (at, cell) in (0_u16..).zip(row) {
            write(sheet, n, at, cell, formats)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    let rows = u32::try_from(ledger.rows.len()).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, rows.max(1), last)?;
    Ok(())
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &formats.text)?,
        Cell::Text(text) => {
            let format = if text.chars().count() <= 12 { &formats.middle } else { &formats.text };
            sheet.write_string_with_format(row, column, text, format)?
        }
        Cell::Date(date) => sheet.write_datetime_with_format(row, column, date, &formats.date)?,
        Cell::Time(at) => sheet.write_datetime_with_format(row, column, at, &formats.time)?,
        Cell::Number(n) => sheet.write_number_with_format(row, column, exact(*n), &formats.number)?,
        Cell::Money(fen) => sheet.write_number_with_format(row, column, exact(*fen) / 100.0, &formats.money)?,
    };
    Ok(())
}

/// Excel has no other numbers; within ±2⁵³ they are exact.
#[expect(clippy::cast_precision_loss, reason = "bodies hold nothing beyond ±2⁵³")]
fn exact(n: i64) -> f64 {
    n as f64
}

/// The figures, group by group, each table with its chart beside it.
fn figures(sheet: &mut Worksheet, month: &Workings<'_>, formats: &Formats) -> Result<(), XlsxError> {
    let name = "月度综述";
    sheet.set_name(name)?;
    page(sheet, month.note);
    for (column, width) in [(0_u16, 30.0), (1, 14.0), (2, 12.0), (3, 12.0), (4, 12.0), (5, 12.0), (6, 12.0)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(0, 0, month.title, &formats.title)?;
    let mut row = 2;
    for group in &month.statistics.groups {
        row = headlines(sheet, row, group, formats)?;
        for table in group.tables.iter().filter(|table| !table.lines.is_empty()) {
            row = compared(sheet, name, row, table, formats)?;
        }
    }
    for trend in &month.statistics.trends {
        row = course(sheet, name, row, trend, formats)?;
    }
    Ok(())
}

/// A group's own figures: value, what it is made of, 口径.
fn headlines(sheet: &mut Worksheet, mut row: u32, group: &FigureGroup, formats: &Formats) -> Result<u32, XlsxError> {
    if group.figures.is_empty() {
        return Ok(row);
    }
    for (column, head) in (0_u16..).zip([group.title.as_str(), "数值", "分子", "分母", "口径"]) {
        sheet.write_string_with_format(row, column, head, &formats.head)?;
    }
    row += 1;
    for figure in &group.figures {
        sheet.write_string_with_format(row, 0, &figure.label, &formats.text)?;
        value(sheet, row, 1, figure, formats)?;
        sheet.write_number_with_format(row, 2, figure.part, &formats.number)?;
        match figure.whole {
            Some(whole) => sheet.write_number_with_format(row, 3, whole, &formats.number)?,
            None => sheet.write_blank(row, 3, &formats.text)?,
        };
        sheet.merge_range(row, 4, row, 10, &figure.basis, &formats.basis)?;
        row += 1;
    }
    Ok(row + 1)
}

/// A share as a share, a count as a count; what has nothing to divide by is left empty.
fn value(sheet: &mut Worksheet, row: u32, column: u16, figure: &Figure, formats: &Formats) -> Result<(), XlsxError> {
    match figure.whole {
        Some(0) => sheet.write_blank(row, column, &formats.text)?,
        Some(whole) => {
            let share = f64::from(figure.part) / f64::from(whole);
            sheet.write_number_with_format(row, column, share, &formats.share)?
        }
        None => sheet.write_number_with_format(row, column, figure.part, &formats.number)?,
    };
    Ok(())
}

fn compared(sheet: &mut Worksheet, name: &str, row: u32, table: &FigureTable, formats: &Formats) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(row, 0, format!("{}　{}", table.title, table.head), &formats.head)?;
    for (column, head) in (1_u16..).zip(&table.heads) {
        sheet.write_string_with_format(row, column, head, &formats.head)?;
    }
    let mut last = row;
    for line in &table.lines {
        last += 1;
        sheet.write_string_with_format(last, 0, &line.label, &formats.text)?;
        for (column, figure) in (1_u16..).zip(&line.figures) {
            value(sheet, last, column, figure, formats)?;
        }
    }
    // The share where there is one, else the first count.
    let shares = table.lines.first().and_then(|line| line.figures.iter().position(|figure| figure.whole.is_some()));
    let at = u16::try_from(shares.unwrap_or(0) + 1).unwrap_or(1);
    let column = usize::from(at - 1);
    if table.lines.len() > 1 {
        let mut chart = Chart::new(ChartType::Column);
        let head = table.heads.get(column).cloned().unwrap_or_default();
        chart.add_series().set_categories((name, row + 1, 0, last, 0)).set_values((name, row + 1, at, last, at)).set_name(&head);
        chart.title().set_name(&table.title);
        chart.legend().set_hidden();
        placed(sheet, row, &mut chart)?;
    }
    Ok(last.max(row + CHART_ROWS) + 2)
}

fn placed(sheet: &mut Worksheet, row: u32, chart: &mut Chart) -> Result<(), XlsxError> {
    chart.set_width(CHART.0).set_height(CHART.1);
    sheet.insert_chart(row, 11, chart)?;
    Ok(())
}

fn course(sheet: &mut Worksheet, name: &str, row: u32, trend: &Trend, formats: &Formats) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(row, 0, format!("{}　近{}个月", trend.label, trend.points.len()), &formats.head)?;
    sheet.write_string_with_format(row, 1, if trend.share { "比率" } else { "件数" }, &formats.head)?;
    let mut last = row;
    for point in &trend.points {
        last += 1;
        sheet.write_string_with_format(last, 0, point.month.to_string(), &formats.middle)?;
        match point.value {
            Some(of) if trend.share => sheet.write_number_with_format(last, 1, f64::from(of) / 1000.0, &formats.share)?,
            Some(count) => sheet.write_number_with_format(last, 1, count, &formats.number)?,
            None => sheet.write_blank(last, 1, &formats.text)?,
        };
    }
    let mut chart = Chart::new(ChartType::Line);
    chart.add_series().set_categories((name, row + 1, 0, last, 0)).set_values((name, row + 1, 1, last, 1)).set_name(&trend.label);
    chart.title().set_name(&trend.label);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_hidden();
    placed(sheet, row, &mut chart)?;
    Ok(last.max(row + CHART_ROWS) + 2)
}

fn matrix(sheet: &mut Worksheet, month: &Workings<'_>, formats: &Formats) -> Result<(), XlsxError> {
    let matrix: &Matrix = month.matrix;
    sheet.set_name("月度检查汇总")?;
    page(sheet, month.note);
    sheet.set_column_width(0, 14)?;
    sheet.set_column_width(1, 6)?;
    for (column, head) in (0_u16..).zip(["区域", "轮次"]) {
        sheet.write_string_with_format(0, column, head, &formats.head)?;
    }
    for (column, day) in (2_u16..).zip(&matrix.days) {
        sheet.set_column_width(column, 5)?;
        sheet.write_number_with_format(0, column, day.day, &formats.head)?;
    }
    for (row, line) in (1_u32..).zip(&matrix.rows) {
        sheet.write_string_with_format(row, 0, &line.area, &formats.text)?;
        sheet.write_string_with_format(row, 1, &line.label, &formats.middle)?;
        for (column, cell) in (2_u16..).zip(&line.cells) {
            sheet.write_string_with_format(row, column, said(cell), &formats.middle)?;
        }
    }
    let below = u32::try_from(matrix.rows.len() + 1).unwrap_or(u32::MAX);
    let feet = [("合格率", &matrix.rates), ("漏检次数", &matrix.missed), ("整改率", &matrix.rectified)];
    for (row, (head, figures)) in (below..).zip(feet) {
        sheet.write_string_with_format(row, 0, head, &formats.head)?;
        sheet.write_blank(row, 1, &formats.head)?;
        for (column, figure) in (2_u16..).zip(figures) {
            value(sheet, row, column, figure, formats)?;
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn said(cell: &MatrixCell) -> &'static str {
    match cell.mark {
        MatrixMark::Pass if cell.late => "补√",
        MatrixMark::Fail if cell.late => "补×",
        mark => mark.word(),
    }
}
