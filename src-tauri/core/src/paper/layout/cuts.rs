//! A page that is cut into parts: a dashed line from edge to edge through the number, and the heading of each part.

use super::canvas::Canvas;
use super::table::Prepared;
use super::{CAPTION, FRAME, INK, Item, POINT, cell};
use crate::paper::PaperError;
use crate::paper::font::Face;
use crate::paper::grid::{Cut, Mm, Table};
use crate::paper::line;

/// Room for the line, and for a heading, 0.01 mm.
const LINE: i32 = 550;
const HEADING: i32 = 550;
/// Points.
const SIZE: f64 = 10.5;
/// A dash and the gap after it, mm.
const DASH: (f64, f64) = (2.0, 1.4);

/// Draws what stands above a part, on a new page when the part does not fit on this one.
pub(super) fn begin(cut: &Cut, tables: &[Table], canvas: &mut Canvas) -> Result<(), PaperError> {
    let own = tables.iter().enumerate().take_while(|(n, table)| *n == 0 || table.cut.is_none());
    let mut needed = HEADING + if cut.line.is_some() { LINE } else { 0 };
    for (_, table) in own {
        let caption = if table.caption.is_empty() { 0 } else { CAPTION };
        needed += table.gap.0.max(0) + caption + Prepared::new(table, canvas.width())?.height();
    }
    if canvas.y > canvas.top() && canvas.y + needed > canvas.bottom() {
        canvas.turn()?;
    } else if let Some(words) = &cut.line {
        rule(words, canvas)?;
    }
    heading(&cut.heading, canvas)?;
    canvas.y += HEADING;
    Ok(())
}

fn rule(words: &str, canvas: &mut Canvas) -> Result<(), PaperError> {
    let y = Mm(canvas.y + LINE / 2).get();
    let em = SIZE * POINT;
    let (left, width) = (Mm(canvas.left()).get(), Mm(canvas.width()).get());
    let line = line::lines(words, Face::Sans, width / em)?.into_iter().next().unwrap_or_default();
    let (from, to) = (left + (width - line.width * em) / 2.0, left + (width + line.width * em) / 2.0);
    canvas.fixed().push(Item::Text(cell::text(&line, from, cell::base(y - 3.0, 6.0, em), SIZE, INK)));
    let sides = [(0.0, from - 1.5), (to + 1.5, left + width + 15.0)];
    for (mut x, end) in sides {
        while x < end {
            let rule = Item::Rule { from: (x, y), to: ((x + DASH.0).min(end), y), weight: 0.2, tint: FRAME };
            canvas.fixed().push(rule);
            x += DASH.0 + DASH.1;
        }
    }
    canvas.y += LINE;
    Ok(())
}

fn heading(words: &str, canvas: &mut Canvas) -> Result<(), PaperError> {
    let em = SIZE * POINT;
    let (left, width) = (Mm(canvas.left()).get(), Mm(canvas.width()).get());
    let line = line::lines(words, Face::Serif, width / em)?.into_iter().next().unwrap_or_default();
    let y = cell::base(Mm(canvas.y).get(), Mm(HEADING).get(), em);
    canvas.fixed().push(Item::Text(cell::text(&line, left + (width - line.width * em) / 2.0, y, SIZE, INK)));
    Ok(())
}
