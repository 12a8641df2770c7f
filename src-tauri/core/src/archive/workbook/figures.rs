//! The first worksheet: the figures with what each was counted from, and native charts beside their tables.

use rust_xlsxwriter::{Chart, ChartLegendPosition, ChartType, Worksheet};

use super::{Formats, Workings, page};
use crate::archive::figure::{Figure, FigureGroup, FigureTable, Trend};
use crate::paper::xlsx::XlsxError;

/// Rows that a chart takes on the screen, and pixels of its size.
const CHART_ROWS: u32 = 15;
const CHART: (u32, u32) = (640, 288);
/// The last column of the figures; charts stand behind it.
const LAST: u16 = 10;

/// The figures, group by group, each table with its chart beside it.
pub(super) fn figures(sheet: &mut Worksheet, month: &Workings<'_>, formats: &Formats) -> Result<(), XlsxError> {
    let name = "月度综述";
    sheet.set_name(name)?;
    page(sheet, month.note, 1);
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
        let basis = month.statistics.figure(&trend.id).map(|figure| figure.basis.as_str()).unwrap_or_default();
        row = course(sheet, name, row, (trend, basis), formats)?;
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
        sheet.merge_range(row, 4, row, LAST, &figure.basis, &formats.basis)?;
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

/// A table: of a share its parts stand behind it, and below the lines how each column was counted.
fn compared(sheet: &mut Worksheet, name: &str, row: u32, table: &FigureTable, formats: &Formats) -> Result<u32, XlsxError> {
    let share = |n: usize| table.is_share(n);
    // Where each figure stands: a share takes three columns.
    let mut at = Vec::with_capacity(table.heads.len());
    let mut next = 1_u16;
    for n in 0..table.heads.len() {
        at.push(next);
        next += if share(n) { 3 } else { 1 };
    }
    sheet.write_string_with_format(row, 0, format!("{}　{}", table.title, table.head), &formats.head)?;
    for (n, (column, head)) in at.iter().zip(&table.heads).enumerate() {
        sheet.write_string_with_format(row, *column, head, &formats.head)?;
        if share(n) {
            sheet.write_string_with_format(row, column + 1, "分子", &formats.head)?;
            sheet.write_string_with_format(row, column + 2, "分母", &formats.head)?;
        }
    }
    let mut last = row;
    for line in &table.lines {
        last += 1;
        sheet.write_string_with_format(last, 0, &line.label, &formats.text)?;
        for (n, (column, figure)) in at.iter().zip(&line.figures).enumerate() {
            value(sheet, last, *column, figure, formats)?;
            if share(n) {
                sheet.write_number_with_format(last, column + 1, figure.part, &formats.number)?;
                sheet.write_number_with_format(last, column + 2, figure.whole.unwrap_or(0), &formats.number)?;
            }
        }
    }
    if table.lines.len() > 1 {
        // The share where there is one, else the first count.
        let n = (0..table.heads.len()).find(|n| share(*n)).unwrap_or(0);
        let column = at.get(n).copied().unwrap_or(1);
        let head = table.heads.get(n).cloned().unwrap_or_default();
        let mut chart = Chart::new(ChartType::Column);
        let values = (name, row + 1, column, last, column);
        chart.add_series().set_categories((name, row + 1, 0, last, 0)).set_values(values).set_name(&head);
        chart.title().set_name(&table.title);
        chart.legend().set_hidden();
        axis(&mut chart, share(n));
        placed(sheet, row, &mut chart)?;
    }
    for basis in table.bases() {
        last += 1;
        basis_line(sheet, last, &basis, formats)?;
    }
    Ok(last.max(row + CHART_ROWS) + 2)
}

fn basis_line(sheet: &mut Worksheet, row: u32, words: &str, formats: &Formats) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, 0, "口径", &formats.basis)?;
    sheet.merge_range(row, 1, row, LAST, words, &formats.basis)?;
    Ok(())
}

/// An axis of values begins at nothing, as on paper, so that a column is as high as what it stands for; shares are of a whole.
fn axis(chart: &mut Chart, share: bool) {
    let axis = chart.y_axis().set_min(0.0);
    if share {
        axis.set_max(1.0).set_num_format("0%");
    } else {
        axis.set_num_format("0");
    }
}

fn placed(sheet: &mut Worksheet, row: u32, chart: &mut Chart) -> Result<(), XlsxError> {
    chart.set_width(CHART.0).set_height(CHART.1);
    sheet.insert_chart(row, 11, chart)?;
    Ok(())
}

fn course(
    sheet: &mut Worksheet,
    name: &str,
    row: u32,
    (trend, basis): (&Trend, &str),
    formats: &Formats,
) -> Result<u32, XlsxError> {
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
    let lines = last;
    last += 1;
    basis_line(sheet, last, basis, formats)?;
    let mut chart = Chart::new(ChartType::Line);
    let (names, values) = ((name, row + 1, 0, lines, 0), (name, row + 1, 1, lines, 1));
    chart.add_series().set_categories(names).set_values(values).set_name(&trend.label);
    chart.title().set_name(&trend.label);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_hidden();
    axis(&mut chart, trend.share);
    placed(sheet, row, &mut chart)?;
    Ok(last.max(row + CHART_ROWS) + 2)
}
