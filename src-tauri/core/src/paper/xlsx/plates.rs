//! The photos behind the tables: six a page, on a worksheet of their own.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};
use rust_xlsxwriter::{FormatAlign, Image, Worksheet};

use super::lattice::Lattice;
use super::measure::text_height;
use super::part::{self, Pen};
use super::{XlsxError, pixels, raster, room, style};
use crate::paper::Pictures;
use crate::paper::font::Face;
use crate::paper::grid::{Edge, Frame, Grid, Mm, SheetSize, Table};

/// The worksheet's name and title.
pub(super) const TITLE: &str = "照片附页";
/// Between photos.
const GAP: Mm = Mm::whole(5);
/// Lines of a caption that there is room for.
const CAPTION: u32 = 2;
/// Around a photo in its cell, pixels.
const CLEAR: u32 = 3;
/// Part of the page's height that the photos of a page use; the rest is for programs that print a little larger.
const SPARE: f64 = 0.94;
/// A4 upright with the office's margins, for papers without a part.
const A4: SheetSize = SheetSize {
    width: Mm::whole(210),
    height: Mm::whole(297),
    left: Mm::whole(25),
    right: Mm::whole(15),
    top: Mm::whole(15),
    bottom: Mm::whole(15),
    duplex: false,
    edge: Edge::Left,
};

/// Writes the photos of a grid.
pub(super) fn write(grid: &Grid, pictures: &dyn Pictures, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let size = grid.parts.first().map_or(A4, |part| part.sheet);
    let across: u16 = if size.width > size.height { 3 } else { 2 };
    let down = 6 / u32::from(across);
    let room = room(&size);
    let columns = columns(across, room);
    let lattice = Lattice::new(std::slice::from_ref(&columns), room)?;
    let mut pen = Pen { sheet, row: 0, columns: lattice.columns() };
    for (column, width) in (0_u16..).zip(lattice.widths()) {
        pen.sheet.set_column_width_pixels(column, width)?;
    }
    part::head(grid, TITLE, &lattice, room, &mut pen)?;
    pen.space(Mm::whole(2))?;
    let above = pen.row;
    let line = text_height("照", Face::Sans, 9.0, room);
    let page = f64::from(pixels(Mm(size.height.0 - size.top.0 - size.bottom.0))) * SPARE;
    let rest = page - f64::from(above) * f64::from(pixels(Mm::whole(9)));
    let high = (rest / f64::from(down) - f64::from(CAPTION * line + 12)).clamp(60.0, 530.0) as u32;
    let mut breaks = Vec::new();
    for (n, plates) in grid.plates.chunks(usize::from(across)).enumerate() {
        if n > 0 && n % down as usize == 0 {
            breaks.push(pen.row);
        }
        let row = pen.row;
        pen.sheet.set_row_height_pixels(row, high)?;
        pen.sheet.set_row_height_pixels(row + 1, CAPTION * line)?;
        pen.sheet.set_row_height_pixels(row + 2, 10)?;
        for (column, plate) in (0_u16..).step_by(2).zip(plates) {
            let wide = lattice.widths().get(usize::from(column)).copied().unwrap_or(1);
            let caption = style::side(9.0, FormatAlign::Center);
            pen.put([row + 1, row + 1], [column, column], &plate.caption, &caption)?;
            match pictures.picture(&plate.blob).and_then(|picture| readable(&picture.bytes)) {
                Some(image) => fit(&image?, &plate.caption, [row, u32::from(column)], [wide, high], &mut pen)?,
                None => pen.put([row, row], [column, column], "（照片缺失）", &caption)?,
            }
        }
        pen.row += 3;
    }
    part::foot(grid, &lattice, room, &mut pen)?;
    let last = pen.row.saturating_sub(1);
    part::setup(grid, &size, sheet)?;
    sheet.set_print_area(0, 0, last, lattice.columns() - 1)?;
    sheet.set_repeat_rows(0, above.saturating_sub(1))?;
    // Where a program follows only one of the two, the rows are high enough to break in the same places.
    sheet.set_page_breaks(&breaks)?;
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Photos and the gaps between them, as columns.
fn columns(across: u16, room: Mm) -> Table {
    let gaps = i32::from(across) - 1;
    let wide = Mm((room.0 - gaps * GAP.0) / i32::from(across));
    let columns = (0..2 * across - 1).map(|n| if n % 2 == 0 { wide } else { GAP }).collect();
    Table {
        id: "plates".into(),
        columns,
        head_rows: 0,
        rows: Vec::new(),
        gap: Mm(0),
        caption: String::new(),
        keep: false,
        tail: 0,
        cut: None,
        frame: Frame::Single,
    }
}

/// The picture as a workbook can hold it: JPEG and PNG as they are, others written again as PNG; nothing when it cannot be
/// read.
fn readable(bytes: &[u8]) -> Option<Result<Image, XlsxError>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(512 * 1024 * 1024);
    reader.limits(limits);
    if matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png)) {
        reader.into_dimensions().ok()?;
        return Some(Image::new_from_buffer(bytes).map_err(XlsxError::from));
    }
    let picture = reader.decode().ok()?;
    Some(raster::png(picture).and_then(|png| Ok(Image::new_from_buffer(&png)?)))
}

/// Puts a picture in the middle of its cell, as large as fits.
fn fit(image: &Image, caption: &str, [row, column]: [u32; 2], [wide, high]: [u32; 2], pen: &mut Pen) -> Result<(), XlsxError> {
    // A hair clear of the row above: rounding would show a line of the picture on the page before.
    let (wide, high) = (wide.saturating_sub(2 * CLEAR), high.saturating_sub(2 * CLEAR));
    let scale = (f64::from(wide) / image.width().max(1.0)).min(f64::from(high) / image.height().max(1.0));
    let (across, down) = ((image.width() * scale) as u32, (image.height() * scale) as u32);
    let (left, top) = (CLEAR + wide.saturating_sub(across) / 2, CLEAR + high.saturating_sub(down) / 2);
    let image = image.clone().set_alt_text(caption).set_scale_to_size(across.max(1), down.max(1), false);
    pen.sheet.insert_image_with_offset(row, u16::try_from(column).unwrap_or(0), &image, left, top)?;
    Ok(())
}
