//! One part of a paper on its worksheet.

use rust_xlsxwriter::{Format, FormatAlign, Image, Worksheet};

use super::lattice::Lattice;
use super::measure::{self, Heights, choice_words, heights, millimetres, seal_words, text_height};
use super::style::{self, Sides};
use super::{XlsxError, pixels, raster, room};
use crate::paper::font::Face;
use crate::paper::grid::{Cell, Content, Grid, Mm, Part, Seal, SheetSize, Style, Table};

/// Most characters of a cell that Excel takes.
const MOST: usize = 32_767;
/// Side of the QR code, as in print.
const CODE: Mm = Mm::whole(13);
/// Room for the QR code with its words.
const CHECK: Mm = Mm::whole(46);
/// Space around a signature in its cell, pixels.
const AIR: u32 = 4;
/// Part of a page that may be spent on repeated heads.
const REPEATED: f64 = 0.4;

/// Writes a part.
pub(super) fn write(grid: &Grid, part: &Part, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let room = room(&part.sheet);
    let lattice = Lattice::new(&part.tables, room)?;
    let widths: Vec<u32> = lattice.widths();
    let mut pen = Pen { sheet, row: 0, columns: lattice.columns() };
    for (column, width) in (0_u16..).zip(&widths) {
        pen.sheet.set_column_width_pixels(column, *width)?;
    }
    head(grid, &part.title, &lattice, room, &mut pen)?;
    let mut repeated: Option<(u32, u32, u32)> = None;
    for (n, table) in part.tables.iter().filter(|t| !t.rows.is_empty() && !t.columns.is_empty()).enumerate() {
        if n > 0 && table.gap.0 > 0 {
            pen.space(table.gap)?;
        }
        if let Some(cut) = &table.cut {
            // A sheet of cells is not cut; the line is told in words.
            let words = [cut.line.as_deref().unwrap_or_default(), &cut.heading].join("\u{3000}");
            let words =
                if cut.line.is_some() { format!("- - - - -\u{3000}{words}\u{3000}- - - - -") } else { cut.heading.clone() };
            pen.across(&words, &style::subtitle(), text_height(&words, Face::Serif, 12.0, room))?;
        }
        if !table.caption.trim().is_empty() {
            let height = text_height(&table.caption, Face::Serif, 12.0, room);
            pen.across(&table.caption, &style::subtitle(), height)?;
        }
        let first = pen.row;
        let (height, head) = place(table, &lattice, room, &mut pen)?;
        if let Some(last) = head
            && repeated.is_none_or(|(highest, ..)| height > highest)
        {
            repeated = Some((height, if n == 0 { 0 } else { first }, last));
        }
    }
    foot(grid, &lattice, room, &mut pen)?;
    let last = pen.row.saturating_sub(1);
    setup(grid, &part.sheet, sheet)?;
    sheet.set_print_area(0, 0, last, lattice.columns() - 1)?;
    sheet.set_print_fit_to_pages(1, 0);
    if let Some((_, first, last)) = repeated {
        sheet.set_repeat_rows(first, last)?;
    }
    Ok(())
}

/// Where the next row of the sheet begins.
pub(super) struct Pen<'s> {
    pub sheet: &'s mut Worksheet,
    pub row: u32,
    pub columns: u16,
}

impl Pen<'_> {
    /// An empty row.
    pub(super) fn space(&mut self, height: Mm) -> Result<(), XlsxError> {
        self.height(pixels(height).max(1))?;
        self.row += 1;
        Ok(())
    }

    /// A row of one text over all columns.
    pub(super) fn across(&mut self, text: &str, format: &Format, height: u32) -> Result<(), XlsxError> {
        self.height(height)?;
        self.put([self.row, self.row], [0, self.columns - 1], text, format)?;
        self.row += 1;
        Ok(())
    }

    fn height(&mut self, height: u32) -> Result<(), XlsxError> {
        self.sheet.set_row_height_pixels(self.row, height)?;
        Ok(())
    }

    /// Writes text into cells from first to last row and column, merged when there are several.
    pub(super) fn put(&mut self, rows: [u32; 2], columns: [u16; 2], text: &str, format: &Format) -> Result<(), XlsxError> {
        let ([top, bottom], [left, right]) = (rows, columns);
        let text = clean(text);
        let format = style::guarded(format.clone(), &text);
        if (top, left) == (bottom, right) {
            if text.is_empty() {
                self.sheet.write_blank(top, left, &format)?;
            } else {
                self.sheet.write_string_with_format(top, left, text.as_str(), &format)?;
            }
        } else {
            self.sheet.merge_range(top, left, bottom, right, &text, &format)?;
        }
        Ok(())
    }
}

/// Text as a cell can hold it: without control characters, at most what Excel takes.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut used = 0;
    let tail = "…（以下见PDF）";
    let room = MOST - tail.chars().count();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for c in text.chars().filter(|c| *c == '\n' || *c == '\t' || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))) {
        used += c.len_utf16();
        if used > room {
            out.push_str(tail);
            break;
        }
        out.push(c);
    }
    out
}

/// Title, part, organisation, form number and serial.
pub(super) fn head(grid: &Grid, part: &str, lattice: &Lattice, room: Mm, pen: &mut Pen) -> Result<(), XlsxError> {
    let title = &grid.head.title;
    pen.across(title, &style::title(), text_height(title, Face::Serif, 18.0, room))?;
    let part = if part == title { "" } else { part };
    let words = grid.watermark.as_deref().map_or_else(|| part.to_owned(), |word| format!("{part}【{word}】"));
    if !words.is_empty() {
        pen.across(&words, &style::subtitle(), text_height(&words, Face::Serif, 12.0, room))?;
    }
    let right = grid.head.right.join("\n");
    beside(&grid.head.left, 10.5, &right, 9.0, lattice, pen)
}

/// A row of two texts, at the left and at the right; one below the other where there is a single column.
fn beside(left: &str, left_size: f64, right: &str, right_size: f64, lattice: &Lattice, pen: &mut Pen) -> Result<(), XlsxError> {
    let all = lattice.width(0, lattice.columns());
    let (left_format, right_format) = (style::side(left_size, FormatAlign::Left), style::side(right_size, FormatAlign::Right));
    if left.is_empty() && right.is_empty() {
        return Ok(());
    }
    if lattice.columns() < 2 {
        for (text, size, format) in [(left, left_size, left_format), (right, right_size, right_format)] {
            if !text.is_empty() {
                pen.across(text, &format, text_height(text, Face::Sans, size, all))?;
            }
        }
        return Ok(());
    }
    let parting = lattice.parting(Mm(all.0 / 2));
    let (wide_left, wide_right) = (lattice.width(0, parting), lattice.width(parting, lattice.columns()));
    let height = text_height(left, Face::Sans, left_size, wide_left).max(text_height(right, Face::Sans, right_size, wide_right));
    pen.height(height)?;
    let row = [pen.row, pen.row];
    pen.put(row, [0, parting - 1], left, &left_format)?;
    pen.put(row, [parting, lattice.columns() - 1], right, &right_format)?;
    pen.row += 1;
    Ok(())
}

/// Key of symbols and notes at the left, the record's check code with its QR code at the right.
pub(super) fn foot(grid: &Grid, lattice: &Lattice, room: Mm, pen: &mut Pen) -> Result<(), XlsxError> {
    let legend = grid.foot.legend.iter().map(|(mark, word)| format!("{} {word}", mark.character()));
    let notes: Vec<String> = legend.chain(grid.foot.notes.iter().cloned()).collect();
    let notes = notes.join("　");
    let code = grid.foot.code.as_ref();
    if notes.is_empty() && code.is_none() {
        return Ok(());
    }
    pen.space(Mm::whole(2))?;
    let words = code.map_or_else(String::new, |code| format!("{}\n{}", code.label, code.short));
    let side = pixels(CODE);
    let parting = if lattice.columns() < 2 { 0 } else { lattice.before(Mm(room.0 - CHECK.0)) };
    let wide = lattice.width(0, parting);
    let height = text_height(&notes, Face::Sans, 9.0, if parting == 0 { room } else { wide });
    if parting == 0 {
        pen.across(&notes, &style::side(9.0, FormatAlign::Left), height)?;
    }
    let row = pen.row;
    let height = if parting == 0 { side + 4 } else { height.max(if code.is_some() { side + 4 } else { 0 }) };
    pen.height(height)?;
    if parting > 0 {
        pen.put([row, row], [0, parting - 1], &notes, &style::side(9.0, FormatAlign::Left))?;
    }
    // The code stands at the left edge of its cell, and the indent keeps the words clear of it (9 pixels a step): programs
    // differ on how wide a column is, but not on where it begins.
    let format = style::side(9.0, FormatAlign::Left).set_indent(6);
    pen.put([row, row], [parting, pen.columns - 1], &words, &format)?;
    if let Some(code) = code {
        let image =
            Image::new_from_buffer(&raster::code(&code.payload)?)?.set_alt_text(&code.short).set_scale_to_size(side, side, true);
        pen.sheet.insert_image_with_offset(row, parting, &image, 1, 2)?;
    }
    pen.row += 1;
    Ok(())
}

/// Paper, margins, head and foot of the page, and what the screen shows.
pub(super) fn setup(grid: &Grid, size: &SheetSize, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let inches = |mm: Mm| mm.get().max(0.0) / 25.4;
    let long = size.width.0.max(size.height.0);
    // 9 is A4, 8 is A3 (ECMA-376 part 1, 18.3.1.63).
    sheet.set_paper_size(if long > 40_000 { 8 } else { 9 });
    if size.width > size.height {
        sheet.set_landscape();
    }
    let edge = inches(Mm::whole(6));
    sheet.set_margins(inches(size.left), inches(size.right), inches(size.top), inches(size.bottom), edge, edge);
    let plain = |text: &str| -> String { clean(text).replace('\n', " ").replace('&', "&&").chars().take(60).collect() };
    let serial = grid.head.right.last().map_or("", String::as_str);
    let code = grid.foot.code.as_ref().map_or("", |code| code.short.as_str());
    sheet.set_footer(format!(
        "&L&\"等线,Regular\"&9 {} {}&C&\"等线,Regular\"&9 共 &N 页　第 &P 页&R&\"等线,Regular\"&9 {}",
        plain(&grid.head.title),
        plain(serial),
        plain(code)
    ));
    if let Some(word) = &grid.watermark {
        sheet.set_header(format!("&C&\"等线,Bold\"&20&KBFBFBF{}", plain(word)));
    }
    sheet.set_screen_gridlines(false);
    Ok(())
}

/// Writes a table from the pen's row on; its height in pixels, and the last row of its head when that is to be repeated.
fn place(table: &Table, lattice: &Lattice, room: Mm, pen: &mut Pen) -> Result<(u32, Option<u32>), XlsxError> {
    let places = lattice.places(table, room);
    let columns = |cell: &Cell| -> Option<[u16; 2]> {
        let (from, to) = (places.get(cell.column)?, places.get(cell.column + cell.columns.max(1))?);
        Some([*from, *to])
    };
    let width = |cell: &Cell| columns(cell).map(|[from, to]| lattice.width(from, to));
    let measured = heights(&table.id, &table.rows, &width)?;
    let mut starts = Vec::with_capacity(table.rows.len() + 1);
    for pieces in &measured.rows {
        starts.push(pen.row);
        for height in pieces {
            pen.height(*height)?;
            pen.row += 1;
        }
    }
    starts.push(pen.row);
    let spot = Spot { starts: &starts, heights: &measured };
    for (n, row) in table.rows.iter().enumerate() {
        for cell in &row.cells {
            let leaves = || XlsxError::Grid(format!("{}: a cell of row {n} leaves its table", table.id));
            let [from, to] = columns(cell).ok_or_else(leaves)?;
            let rows = spot.rows(n, cell).ok_or_else(leaves)?;
            draw(cell, rows, [from, to - 1], lattice.width(from, to), &spot, n, pen)?;
        }
    }
    let height = measured.rows.iter().flatten().sum();
    let head: u32 = measured.rows.iter().take(table.head_rows).flatten().sum();
    let page = f64::from(pixels(Mm::whole(180))) * REPEATED;
    let last = starts.get(table.head_rows).map(|row| row.saturating_sub(1));
    Ok((height, last.filter(|_| table.head_rows > 0 && f64::from(head) < page)))
}

/// Where the rows of a table stand in the sheet.
struct Spot<'t> {
    starts: &'t [u32],
    heights: &'t Heights,
}

impl Spot<'_> {
    /// First and last row of the sheet that a cell covers.
    fn rows(&self, row: usize, cell: &Cell) -> Option<[u32; 2]> {
        let (first, end) = (self.starts.get(row)?, self.starts.get(row + cell.rows.max(1))?);
        Some([*first, end - 1])
    }

    /// Height of a cell in pixels.
    fn height(&self, row: usize, cell: &Cell) -> u32 {
        let rows = self.heights.rows.get(row..row + cell.rows.max(1)).unwrap_or_default();
        rows.iter().flatten().sum()
    }

    /// Height of the foot below the words of a signed text.
    fn foot(&self, row: usize, cell: &Cell) -> Option<u32> {
        let last = row + cell.rows.max(1) - 1;
        self.heights.signed.get(last).filter(|signed| **signed)?;
        self.heights.rows.get(last)?.last().copied()
    }
}

fn draw(
    cell: &Cell,
    rows: [u32; 2],
    columns: [u16; 2],
    width: Mm,
    spot: &Spot,
    row: usize,
    pen: &mut Pen,
) -> Result<(), XlsxError> {
    let [top, bottom] = rows;
    let look = |sides| style::cell(cell.style, sides);
    match &cell.content {
        Content::Empty => pen.put(rows, columns, "", &look(Sides::All)),
        // A workbook has charts of its own.
        Content::Chart { chart } => pen.put(rows, columns, &chart.caption, &look(Sides::All)),
        Content::Text { text } if measure::snug(text, cell.style, width) => {
            pen.put(rows, columns, text, &style::on_one_line(look(Sides::All)))
        }
        Content::Text { text } => pen.put(rows, columns, text, &look(Sides::All)),
        Content::Choice { options } => pen.put(rows, columns, &choice_words(options), &look(Sides::All)),
        Content::Mark { mark } => {
            let style = Style { align: crate::paper::grid::Align::Center, ..cell.style };
            pen.put(rows, columns, mark.character(), &style::cell(style, Sides::All))
        }
        Content::Signature { seal } => {
            let place = Place { rows, columns, width, height: spot.height(row, cell), sides: Sides::All };
            sign(seal, cell.style, &place, pen)
        }
        Content::SignedText { text, seal } => match spot.foot(row, cell).filter(|_| bottom > top) {
            Some(height) => {
                pen.put([top, bottom - 1], columns, text, &look(Sides::Upper))?;
                let place = Place { rows: [bottom, bottom], columns, width, height, sides: Sides::Lower };
                sign(seal, cell.style, &place, pen)
            }
            None => pen.put(rows, columns, text, &look(Sides::All)),
        },
    }
}

struct Place {
    rows: [u32; 2],
    columns: [u16; 2],
    width: Mm,
    height: u32,
    sides: Sides,
}

/// The words of a signature at the foot of its place, the ink above them.
fn sign(seal: &Seal, style: Style, place: &Place, pen: &mut Pen) -> Result<(), XlsxError> {
    let words = seal_words(seal);
    let small = measure::seal_style(style);
    let left = !seal.words.trim().is_empty();
    pen.put(place.rows, place.columns, &words, &style::seal(style, left, place.sides))?;
    let Some(ink) = &seal.ink else { return Ok(()) };
    let taken = if words.is_empty() { 0 } else { text_height(&words, Face::Sans, measure::points(small), place.width) };
    let (wide, high) = (pixels(place.width).saturating_sub(2 * AIR), place.height.saturating_sub(taken + 2 * AIR));
    if wide < AIR || high < AIR {
        return Ok(());
    }
    if let Some(bytes) = raster::signature(ink, millimetres(wide), millimetres(high))? {
        let image = Image::new_from_buffer(&bytes)?.set_alt_text("手写签名").set_scale_to_size(wide, high, false);
        let ([row, _], [column, _]) = (place.rows, place.columns);
        pen.sheet.insert_image_with_offset(row, column, &image, AIR, AIR)?;
    }
    Ok(())
}
