//! Grid → pages: where every line of text, rule, mark, signature and picture stands.
//!
//! Everything is measured with the widths of the bundled faces, in millimetres from the top left corner of the page, so
//! that the preview and the print are the same.

mod canvas;
mod cell;
mod chart;
mod cuts;
mod edges;
mod frame;
mod page;
mod plates;
#[cfg(test)]
pub(crate) mod sample;
mod seal;
mod table;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod tests_bound;

use super::PaperError;
use super::font::Face;
use super::grid::{Edge, Grid, Mm, Part, SheetSize, Table};
use super::line;
use canvas::Canvas;
use frame::{Foot, Head};
pub use page::{CellBox, Corner, FRAME, HAIR, INK, Item, OUTLINE, PALE, PEN, POINT, Page, Run, Seg, Text, Tint};
use table::Prepared;

/// Height of a table's caption with the space around it, 0.01 mm, and its size in points.
const CAPTION: i32 = 800;
const CAPTION_SIZE: f64 = 12.0;

/// A4 upright with the office's margins, for papers that name no size.
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

/// Lays a grid out on pages.
///
/// # Errors
/// A character that no bundled face has, a grid that names columns or rows it does not have, margins that leave no room, or
/// a QR code whose words are too long.
pub fn pages(grid: &Grid) -> Result<Vec<Page>, PaperError> {
    let mut canvas = Canvas::default();
    // Head and foot of each run of pages, with the number of pages there are once it ends.
    let mut frames: Vec<(Head, Foot, usize)> = Vec::new();
    let shown = |part: &&Part| grid.plates.is_empty() || !part.tables.is_empty();
    for part in grid.parts.iter().filter(shown) {
        let (head, foot) = begin(grid, &part.title, part.sheet, &mut canvas)?;
        for (n, table) in part.tables.iter().enumerate() {
            if let Some(cut) = &table.cut {
                cuts::begin(cut, part.tables.get(n..).unwrap_or_default(), &mut canvas)?;
            }
            let behind = part.tables.get(n + 1).filter(|next| next.keep && next.cut.is_none());
            place(table, &part.title, behind, &mut canvas)?;
        }
        frames.push((head, foot, canvas.pages.len()));
    }
    if !grid.plates.is_empty() || grid.parts.is_empty() {
        let sheet = grid.parts.first().map_or(A4, |part| part.sheet);
        let title = match grid.parts.last() {
            _ if grid.plates.is_empty() => "",
            Some(part) if part.tables.is_empty() => &part.title,
            _ => plates::TITLE,
        };
        let (head, foot) = begin(grid, title, sheet, &mut canvas)?;
        plates::flow(&grid.plates, &mut canvas)?;
        frames.push((head, foot, canvas.pages.len()));
    }
    let count = canvas.pages.len();
    let mut out = Vec::with_capacity(count);
    let mut frames = frames.iter();
    let mut frame = frames.next();
    for (n, mut page) in canvas.pages.into_iter().enumerate() {
        while frame.is_some_and(|(_, _, end)| n >= *end) {
            frame = frames.next();
        }
        if let Some((head, foot, _)) = frame {
            head.draw(&mut page, n + 1)?;
            foot.draw(&mut page, n + 1, count)?;
        }
        if let Some(words) = &grid.watermark {
            frame::watermark(words, &mut page)?;
        }
        let (width, height) = (page.sheet.width, page.sheet.height);
        let corner = frame::corner(&page.sheet, n + 1);
        out.push(Page { width, height, fixed: page.fixed, filled: page.filled, boxes: page.boxes, corner });
    }
    Ok(out)
}

fn begin<'a>(grid: &'a Grid, part: &str, sheet: SheetSize, canvas: &mut Canvas) -> Result<(Head, Foot<'a>), PaperError> {
    let width = sheet.room().get();
    let (head, foot) = (Head::new(grid, part, width)?, Foot::new(grid, width)?);
    canvas.open(sheet, part, head.height(), foot.height())?;
    Ok((head, foot))
}

/// Places a table below what is there, or on a new page when it would not begin well here. One that is kept whole `behind` it
/// does not stand alone on a page: the last rows go there with it.
fn place(table: &Table, part: &str, behind: Option<&Table>, canvas: &mut Canvas) -> Result<(), PaperError> {
    if table.rows.is_empty() || table.columns.is_empty() {
        return Ok(());
    }
    let prepared = Prepared::new(table, canvas.width())?;
    // A caption that only says the part's subtitle again is left out.
    let said = table.caption.trim().trim_matches(['《', '》']);
    let caption = if said.is_empty() || said == part { 0 } else { CAPTION };
    let above = if canvas.y == canvas.top() { 0 } else { table.gap.0.max(0) };
    let (room, page) = (canvas.bottom() - canvas.y, canvas.bottom() - canvas.top());
    let whole = above + caption + prepared.height();
    let begins = above + caption + prepared.beginning();
    let turn = (table.keep && whole > room && caption + prepared.height() <= page) || begins > room;
    if turn && canvas.y > canvas.top() {
        canvas.turn()?;
    } else {
        canvas.y += above;
    }
    if caption > 0 {
        let em = CAPTION_SIZE * POINT;
        let words =
            line::lines(&table.caption, Face::Serif, Mm(canvas.width()).get() / em)?.into_iter().next().unwrap_or_default();
        let left = Mm(canvas.left()).get() + (Mm(canvas.width()).get() - words.width * em) / 2.0;
        let y = cell::base(Mm(canvas.y).get() + 1.0, 6.0, em);
        canvas.fixed().push(Item::Text(cell::text(&words, left, y, CAPTION_SIZE, INK)));
        canvas.y += CAPTION;
    }
    // What is kept whole itself gives no rows away.
    let reserved = match behind.filter(|next| !table.keep && !next.rows.is_empty() && !next.columns.is_empty()) {
        Some(next) => next.gap.0.max(0) + Prepared::new(next, canvas.width())?.height(),
        None => 0,
    };
    prepared.flow(canvas, reserved)
}
