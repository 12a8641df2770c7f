//! Photo pages: six a page, each in proportion with its caption below.

use super::canvas::Canvas;
use super::cell::{base, span, text};
use super::page::{INK, Item, POINT};
use crate::paper::PaperError;
use crate::paper::font::Face;
use crate::paper::grid::{Mm, Plate};
use crate::paper::line;

/// Subtitle of the photo pages.
pub(super) const TITLE: &str = "照片附页";

const SIZE: f64 = 9.0;
const LEADING: f64 = SIZE * POINT * 1.3;
/// Pictures of a page.
const PAGE: usize = 6;
/// Lines of a caption.
const CAPTION: usize = 2;
/// Between pictures, mm.
const GAP: f64 = 5.0;

/// Lays the plates out from the canvas's page on: two across and three down, on a lying page three across and two down;
/// one that takes a page of its own as large as the page allows.
pub(super) fn flow(plates: &[Plate], canvas: &mut Canvas) -> Result<(), PaperError> {
    let mut rest = plates;
    while let Some(first) = rest.first() {
        if rest.len() < plates.len() {
            canvas.turn()?;
        }
        let count = if first.whole { 1 } else { rest.iter().take(PAGE).take_while(|plate| !plate.whole).count() };
        let (page, after) = rest.split_at(count);
        rest = after;
        let (left, width) = (Mm(canvas.left()).get(), Mm(canvas.width()).get());
        let (top, height) = (Mm(canvas.top()).get(), Mm(canvas.bottom() - canvas.top()).get());
        let (across, down) = match (first.whole, width > height) {
            (true, _) => (1, 1),
            (_, true) => (3, 2),
            _ => (2, 3),
        };
        let (wide, high) = ((width - span(across - 1) * GAP) / span(across), (height - span(down - 1) * GAP) / span(down));
        for (n, plate) in page.iter().enumerate() {
            let (x, y) = (left + span(n % across) * (wide + GAP), top + span(n / across) * (high + GAP));
            let words = span(CAPTION) * LEADING + 1.0;
            canvas.filled().push(Item::Picture { at: [x, y, wide, high - words], blob: plate.blob.clone() });
            let lines = line::lines(&plate.caption, Face::Sans, wide / (SIZE * POINT))?;
            for (n, line) in lines.iter().take(CAPTION).enumerate() {
                let at = x + (wide - line.width * SIZE * POINT) / 2.0;
                let y = base(y + high - words + 1.0 + span(n) * LEADING, LEADING, SIZE * POINT);
                canvas.filled().push(Item::Text(text(line, at, y, SIZE, INK)));
            }
        }
    }
    Ok(())
}
