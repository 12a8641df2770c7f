//! Grids → an Excel workbook (ECMA-376) that prints like the paper: one worksheet per part, A4, one page wide.
//!
//! The tables of a part stand on one lattice of columns, the union of all their column edges; cells are merged over it. An
//! xlsx carries no fonts and every program wraps text in its own way, so rows get the height of our own line count with some
//! to spare. Everything is written as text: an answer that begins like a formula stays what was typed.

mod lattice;
mod measure;
mod name;
mod part;
mod plates;
mod raster;
mod style;
#[cfg(test)]
mod tests;

use chrono::{Datelike, Timelike};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::Pictures;
use super::grid::{Grid, Mm, SheetSize};
pub use super::pdf::{Continue, PrintInfo};

/// Why no workbook was made.
#[derive(Debug, thiserror::Error)]
pub enum XlsxError {
    /// A grid that names columns or rows which it does not have, or whose cells overlap.
    #[error("the paper's grid is malformed: {0}")]
    Grid(String),
    /// The words of the QR code do not fit one.
    #[error("the QR code cannot hold {0} bytes")]
    Code(usize),
    /// The workbook could not be put together.
    #[error("the workbook could not be written: {0}")]
    Write(String),
    /// The caller asked to stop; nothing was made.
    #[error("stopped before it was finished")]
    Cancelled,
}

impl XlsxError {
    /// The stable code that the faces turn into words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Grid(_) => "grid-malformed",
            Self::Code(_) => "qr-too-long",
            Self::Write(_) => "xlsx-write",
            Self::Cancelled => "cancelled",
        }
    }
}

impl From<rust_xlsxwriter::XlsxError> for XlsxError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        use rust_xlsxwriter::XlsxError::{MergeRangeOverlaps, MergeRangeSingleCell, RowColumnLimitError, RowColumnOrderError};
        match error {
            MergeRangeOverlaps(..) | MergeRangeSingleCell | RowColumnLimitError | RowColumnOrderError => {
                Self::Grid(error.to_string())
            }
            other => Self::Write(other.to_string()),
        }
    }
}

/// Pixels of Excel's screen to the inch: column widths and row heights are whole pixels.
const PIXELS_PER_MM: f64 = 96.0 / 25.4;

/// Draws grids one after the other into one workbook, each part on a worksheet of its own, photos on a last one.
///
/// `progress` is called after each grid with the number done and the number of all. The same input gives the same bytes.
///
/// # Errors
/// A grid that contradicts itself, a QR code whose words are too long; [`XlsxError::Cancelled`] when `progress` says so.
/// Nothing is made then.
pub fn render(
    grids: &[Grid],
    pictures: &dyn Pictures,
    info: &PrintInfo,
    progress: &dyn Fn(usize, usize) -> Continue,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(info)?);
    let mut names = name::Names::default();
    for (n, grid) in grids.iter().enumerate() {
        let serial = if grids.len() > 1 { name::serial(grid) } else { "" };
        for part in &grid.parts {
            let sheet = book.add_worksheet();
            sheet.set_name(names.take(serial, &part.title))?;
            part::write(grid, part, sheet)?;
        }
        if !grid.plates.is_empty() {
            let sheet = book.add_worksheet();
            sheet.set_name(names.take(serial, plates::TITLE))?;
            plates::write(grid, pictures, sheet)?;
        }
        if progress(n + 1, grids.len()).is_break() {
            return Err(XlsxError::Cancelled);
        }
    }
    if book.worksheets().is_empty() {
        // A workbook without a sheet is refused by Excel.
        book.add_worksheet().set_name(names.take("", ""))?;
    }
    Ok(book.save_to_buffer()?)
}

fn properties(info: &PrintInfo) -> Result<DocProperties, XlsxError> {
    let utc = crate::clock::Stamp::new(info.printed_at.wall_ms(), 0).local();
    let part = |n: u32| u8::try_from(n).unwrap_or(0);
    let (year, hour) = (u16::try_from(utc.year()).unwrap_or(1970), u16::try_from(utc.hour()).unwrap_or(0));
    let at = ExcelDateTime::from_ymd(year, part(utc.month()), part(utc.day()))?;
    let at = at.and_hms(hour, part(utc.minute()), utc.second())?;
    Ok(DocProperties::new().set_title(&info.title).set_author(&info.exporter).set_creation_datetime(&at))
}

/// Whole pixels of a length on paper.
fn pixels(length: Mm) -> u32 {
    (length.get() * PIXELS_PER_MM).round().clamp(0.0, 100_000.0) as u32
}

/// Width between the margins.
fn room(sheet: &SheetSize) -> Mm {
    Mm((sheet.width.0 - sheet.left.0 - sheet.right.0).max(1000))
}
