//! Pages as they fill: where the next row goes, and when a new page begins.

use super::page::{CellBox, Item};
use crate::paper::PaperError;
use crate::paper::grid::SheetSize;

/// A page being filled.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) sheet: SheetSize,
    /// Words of the subtitle.
    pub(super) part: String,
    pub(super) fixed: Vec<Item>,
    pub(super) filled: Vec<Item>,
    pub(super) boxes: Vec<CellBox>,
}

/// The pages so far and the place on the last.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    pub(super) pages: Vec<Draft>,
    /// Where the next thing goes, 0.01 mm from the top of the page.
    pub(super) y: i32,
    head: i32,
    foot: i32,
    spare: Vec<Item>,
}

/// Millimetres in whole hundredths, rounded up, so that nothing measured is cut.
#[expect(clippy::cast_possible_truncation, reason = "clamped; paper is shorter than 20 km")]
pub(super) fn hundredths(mm: f64) -> i32 {
    (mm * 100.0 - 1e-6).ceil().clamp(0.0, 2e9) as i32
}

/// Least height between head and foot, 0.01 mm.
const LEAST_BODY: i32 = 3000;

impl Canvas {
    /// Begins a page of a part; `head` and `foot` are the heights taken above and below (0.01 mm).
    pub(super) fn open(&mut self, sheet: SheetSize, part: &str, head: i32, foot: i32) -> Result<(), PaperError> {
        (self.head, self.foot) = (head, foot);
        self.pages.push(Draft { sheet, part: part.into(), fixed: Vec::new(), filled: Vec::new(), boxes: Vec::new() });
        self.y = self.top();
        if self.bottom() - self.top() < LEAST_BODY || self.width() < 1000 {
            return Err(PaperError::Grid(format!("{part}: the margins leave no room on the page")));
        }
        Ok(())
    }

    /// Begins a further page of the same part.
    pub(super) fn turn(&mut self) -> Result<(), PaperError> {
        let Some((sheet, part)) = self.pages.last().map(|page| (page.sheet, page.part.clone())) else { return Ok(()) };
        self.open(sheet, &part, self.head, self.foot)
    }

    fn sheet(&self) -> Option<&SheetSize> {
        self.pages.last().map(|page| &page.sheet)
    }

    /// A margin of the present page: left, top, right, bottom.
    fn margin(&self, side: usize) -> i32 {
        let margins = self.sheet().map(|sheet| sheet.margins(self.pages.len()));
        margins.and_then(|margins| margins.get(side).copied()).unwrap_or_default().0
    }

    /// Left margin of the present page.
    pub(super) fn left(&self) -> i32 {
        self.margin(0)
    }

    /// Width between the margins.
    pub(super) fn width(&self) -> i32 {
        self.sheet().map_or(0, |sheet| sheet.room().0)
    }

    /// Where the body of the present page begins.
    pub(super) fn top(&self) -> i32 {
        self.margin(1) + self.head
    }

    /// Where it ends.
    pub(super) fn bottom(&self) -> i32 {
        self.sheet().map_or(0, |sheet| sheet.height.0) - self.margin(3) - self.foot
    }

    pub(super) fn fixed(&mut self) -> &mut Vec<Item> {
        self.pages.last_mut().map_or(&mut self.spare, |page| &mut page.fixed)
    }

    pub(super) fn filled(&mut self) -> &mut Vec<Item> {
        self.pages.last_mut().map_or(&mut self.spare, |page| &mut page.filled)
    }

    pub(super) fn add_box(&mut self, mut cell: CellBox) {
        cell.page = self.pages.len().saturating_sub(1);
        if let Some(page) = self.pages.last_mut() {
            page.boxes.push(cell);
        }
    }
}
