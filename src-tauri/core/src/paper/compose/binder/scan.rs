//! The scan of a page that was signed in ink, in the place of the volume where the page would stand.

use super::super::super::grid::{Foot, Grid, Plate};
use super::super::listing::printable;
use super::{Top, upright};
use crate::form::Private;

/// A scanned page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// 纸质签字页
    pub title: String,
    /// Organisation and department; the number of the sheet.
    pub top: Top,
    /// SHA-256 of each picture, lower-case hex, and the words below it: a page each.
    pub pictures: Vec<(String, String)>,
    /// How private the pictures are: a signed page bears names.
    pub private: Private,
    /// In the foot of every page.
    pub notes: Vec<String>,
}

/// The pages as a grid: upright A4, a picture each, as large as the page allows.
#[must_use]
pub fn scan(scan: &Scan) -> Grid {
    let plate = |(blob, caption): &(String, String)| Plate {
        blob: blob.clone(),
        caption: printable(caption),
        private: scan.private,
        whole: true,
    };
    let foot = Foot { notes: scan.notes.iter().map(|note| printable(note)).collect(), ..Foot::default() };
    let mut grid = upright(&scan.title, scan.top.head(&scan.title), Vec::new(), foot);
    grid.plates = scan.pictures.iter().map(plate).collect();
    grid
}
