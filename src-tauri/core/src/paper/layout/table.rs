//! A table over pages: row heights, breaks between rows, repeated heads, spans carried over.

use super::canvas::{Canvas, hundredths};
use super::cell::{Block, Share};
use super::edges::Edges;
use super::page::CellBox;
use crate::paper::PaperError;
use crate::paper::grid::{Cell, Mm, Table};

/// Least height of a row, 0.01 mm.
const LEAST: i32 = 700;
/// Rows that go along to the page of what is kept whole behind a table.
const LAST: usize = 2;
/// Room that must be left on a page for a high row to begin there, 0.01 mm.
const BEGIN: i32 = 2500;
/// A table of more rows than this on a page that holds none is a malformed one.
const ROUNDS: usize = 20_000;

struct Ready<'a> {
    cell: &'a Cell,
    row: usize,
    /// First row below.
    end: usize,
    x: i32,
    width: i32,
    block: Block<'a>,
}

/// A table measured for its columns.
pub(super) struct Prepared<'a> {
    table: &'a Table,
    cells: Vec<Ready<'a>>,
    /// First cell of each row, and one past the last.
    starts: Vec<usize>,
    /// Heights with every span fulfilled, 0.01 mm.
    heights: Vec<i32>,
    head: usize,
    width: i32,
}

/// A cell that goes on below the row at hand.
struct Open {
    cell: usize,
    top: i32,
    from: usize,
    /// Its words stood whole on an earlier page.
    shown: bool,
    first: bool,
}

impl<'a> Prepared<'a> {
    /// Measures a table for a page `room` wide (0.01 mm).
    pub(super) fn new(table: &'a Table, room: i32) -> Result<Self, PaperError> {
        let mut xs = vec![0_i32];
        for column in &table.columns {
            xs.push(xs.last().copied().unwrap_or(0).saturating_add(column.0.max(0)));
        }
        let sum = xs.last().copied().unwrap_or(0);
        if sum > room && sum > 0 {
            for x in &mut xs {
                *x = i32::try_from(i64::from(*x) * i64::from(room) / i64::from(sum)).unwrap_or(room);
            }
        }
        let head = table.head_rows.min(table.rows.len());
        let mut cells = Vec::new();
        let mut starts = Vec::with_capacity(table.rows.len() + 1);
        for (row, content) in table.rows.iter().enumerate() {
            starts.push(cells.len());
            for cell in &content.cells {
                let (last, end) = (cell.column + cell.columns.max(1), row + cell.rows.max(1));
                let limit = if row < head { head } else { table.rows.len() };
                let (Some(x), Some(right), true) = (xs.get(cell.column), xs.get(last), end <= limit) else {
                    return Err(PaperError::Grid(format!("{}: a cell of row {row} leaves its table", table.id)));
                };
                let block = Block::new(cell, Mm(right - x).get())?;
                cells.push(Ready { cell, row, end, x: *x, width: right - x, block });
            }
        }
        starts.push(cells.len());
        let mut heights: Vec<i32> = table.rows.iter().map(|row| row.height.0.max(LEAST)).collect();
        for pass in [true, false] {
            for ready in cells.iter().filter(|r| (r.end - r.row == 1) == pass) {
                let need = hundredths(ready.block.need(0));
                let have: i32 = heights.get(ready.row..ready.end).map_or(0, |rows| rows.iter().sum());
                if let Some(last) = heights.get_mut(ready.end - 1) {
                    *last += (need - have).max(0);
                }
            }
        }
        Ok(Self { table, cells, starts, heights, head, width: xs.last().copied().unwrap_or(0) })
    }

    /// Height of the whole table without breaks, 0.01 mm.
    pub(super) fn height(&self) -> i32 {
        self.heights.iter().sum()
    }

    /// Height of head and first row: what must fit below a table's caption.
    pub(super) fn beginning(&self) -> i32 {
        self.heights.iter().take(self.head + 1).sum()
    }

    fn of_row(&self, row: usize) -> std::ops::Range<usize> {
        let at = |n: usize| self.starts.get(n).copied().unwrap_or(self.cells.len());
        at(row)..at(row + 1)
    }

    /// Draws the table from the canvas's place on, taking new pages as needed. `reserved` is the height of what stands behind it
    /// and is kept whole, 0.01 mm.
    pub(super) fn flow(&self, canvas: &mut Canvas, reserved: i32) -> Result<(), PaperError> {
        let mut flow = Flow { table: self, canvas, edges: Edges::default(), top: 0, open: Vec::new(), rounds: 0, fresh: false };
        flow.begin()?;
        flow.fresh &= flow.top == flow.canvas.top();
        let along = if reserved > 0 { LAST } else { 0 };
        for row in self.head..self.table.rows.len() {
            let left = self.table.rows.len() - row;
            let torn = left == along && flow.leaves_alone(row, reserved) || left == self.table.tail && flow.leaves_alone(row, 0);
            if torn || flow.orphans(row) {
                flow.turn()?;
            }
            flow.row(row)?;
        }
        flow.finish();
        Ok(())
    }
}

struct Flow<'f, 'a, 'c> {
    table: &'f Prepared<'a>,
    canvas: &'c mut Canvas,
    edges: Edges,
    /// Where the table begins on this page.
    top: i32,
    open: Vec<Open>,
    rounds: usize,
    /// No row but the head stands on this page yet.
    fresh: bool,
}

/// A cell of the row at hand: how much of it was drawn on earlier pages.
struct Part {
    cell: usize,
    from: usize,
    first: bool,
    done: bool,
}

impl<'f, 'a> Flow<'f, 'a, '_> {
    fn ready(&self, cell: usize) -> Option<&'f Ready<'a>> {
        self.table.cells.get(cell)
    }

    /// Begins the table on the present page with its head.
    fn begin(&mut self) -> Result<(), PaperError> {
        self.top = self.canvas.y;
        self.edges = Edges::default();
        for row in 0..self.table.head {
            for cell in self.table.of_row(row) {
                let Some(ready) = self.table.cells.get(cell) else { continue };
                let height = self.table.heights.get(row..ready.end).map_or(0, |rows| rows.iter().sum());
                let share = Share { from: 0, to: ready.block.lines(), first: true, last: true };
                self.place(cell, self.canvas.y, height, share)?;
            }
            self.canvas.y += self.table.heights.get(row).copied().unwrap_or(0);
        }
        self.fresh = true;
        Ok(())
    }

    /// Whether the last rows and what is kept behind them do not fit on this page, and do on the next.
    fn leaves_alone(&self, row: usize, reserved: i32) -> bool {
        let height: i32 = self.table.heights.iter().skip(row).sum();
        let (room, page) = (self.canvas.bottom() - self.canvas.y, self.canvas.bottom() - self.canvas.top());
        let head: i32 = self.table.heights.iter().take(self.table.head).sum();
        let inside = self.open.is_empty() && !self.fresh && row > self.table.head;
        inside && height + reserved > room && head + height + reserved <= page
    }

    /// Whether a span (an area of a check sheet) would begin here with its first row alone on this page, and fits on the next.
    fn orphans(&self, row: usize) -> bool {
        let spans = self.table.of_row(row).filter_map(|cell| self.ready(cell)).map(|ready| ready.end);
        let Some(end) = spans.max().filter(|end| end - row > 1) else { return false };
        let height = |rows: usize| self.table.heights.iter().skip(row).take(rows).sum::<i32>();
        let (room, page) = (self.canvas.bottom() - self.canvas.y, self.canvas.bottom() - self.canvas.top());
        let head: i32 = self.table.heights.iter().take(self.table.head).sum();
        self.open.is_empty() && !self.fresh && height(2) > room && head + height(end - row) <= page
    }

    fn finish(&mut self) {
        let (left, right) = (self.canvas.left(), self.canvas.left() + self.table.width);
        if self.canvas.y > self.top {
            self.edges.draw(self.table.table.frame, [left, self.top, right, self.canvas.y], self.canvas.fixed());
        }
    }

    /// Ends the page: spans that go on get their frame and as many of their words as fit.
    fn turn(&mut self) -> Result<(), PaperError> {
        let y = self.canvas.y;
        let mut open = std::mem::take(&mut self.open);
        for span in &mut open {
            if y > span.top {
                self.close(span, y, false)?;
            }
        }
        self.finish();
        self.canvas.turn()?;
        self.begin()?;
        for span in &mut open {
            span.top = self.canvas.y;
        }
        self.open = open;
        Ok(())
    }

    /// Draws the part of a span that stands on this page.
    fn close(&mut self, span: &mut Open, bottom: i32, last: bool) -> Result<(), PaperError> {
        let Some(ready) = self.ready(span.cell) else { return Ok(()) };
        let height = bottom - span.top;
        let lines = ready.block.lines();
        let repeats = ready.block.repeats();
        let from = if span.shown { if repeats { 0 } else { lines } } else { span.from };
        let seal = if last { ready.block.need(lines) } else { 0.0 };
        let fit = ready.block.fit(from, Mm(height).get() - seal);
        let mut to = from + fit;
        if to < lines && from == 0 && repeats && !last {
            // A label is shown whole or on the next page.
            to = from;
        }
        if last {
            to = lines;
        }
        let share = Share { from, to, first: span.first, last };
        self.place(span.cell, span.top, height, share)?;
        span.first = false;
        span.from = to;
        span.shown |= to == lines;
        Ok(())
    }

    /// What a span still wants, 0.01 mm.
    fn wants(&self, span: &Open) -> i32 {
        let Some(ready) = self.ready(span.cell) else { return 0 };
        let lines = ready.block.lines();
        let from = if !span.shown {
            span.from
        } else if ready.block.repeats() {
            0
        } else {
            lines
        };
        hundredths(ready.block.need(from))
    }

    fn part_wants(&self, part: &Part) -> i32 {
        let Some(ready) = self.ready(part.cell) else { return 0 };
        if part.done { 0 } else { hundredths(ready.block.need(part.from)) }
    }

    fn row(&mut self, row: usize) -> Result<(), PaperError> {
        let mut least = self.table.table.rows.get(row).map_or(LEAST, |row| row.height.0.max(LEAST));
        let mut parts = Vec::new();
        for cell in self.table.of_row(row) {
            match self.ready(cell) {
                Some(ready) if ready.end - row > 1 => {
                    self.open.push(Open { cell, top: self.canvas.y, from: 0, shown: false, first: true });
                }
                _ => parts.push(Part { cell, from: 0, first: true, done: false }),
            }
        }
        loop {
            self.rounds += 1;
            if self.rounds > ROUNDS {
                return Err(PaperError::Grid(format!("{}: row {row} does not fit any page", self.table.table.id)));
            }
            let y = self.canvas.y;
            let ending = |span: &&Open| self.ready(span.cell).is_some_and(|ready| ready.end == row + 1);
            let spans = self.open.iter().filter(ending).map(|span| self.wants(span) - (y - span.top)).max().unwrap_or(0);
            let singles = parts.iter().map(|part| self.part_wants(part)).max().unwrap_or(0);
            let need = least.max(spans).max(singles);
            let room = self.canvas.bottom() - y;
            if need <= room {
                return self.commit(row, &parts, need);
            }
            let page = self.canvas.bottom() - self.canvas.top() - self.table.heights.iter().take(self.table.head).sum::<i32>();
            if !self.fresh && (need <= page || room < BEGIN) {
                self.turn()?;
                continue;
            }
            self.split(&mut parts, room)?;
            least = (least - room).max(LEAST);
            self.turn()?;
        }
    }

    /// The row fits: its cells and the spans that end with it are drawn.
    fn commit(&mut self, row: usize, parts: &[Part], height: i32) -> Result<(), PaperError> {
        let y = self.canvas.y;
        for part in parts {
            let lines = self.ready(part.cell).map_or(0, |ready| ready.block.lines());
            let again = self
                .ready(part.cell)
                .is_some_and(|ready| ready.block.repeats() && ready.block.fit(0, Mm(height).get()) == ready.block.lines());
            let from = if part.done && !again { lines } else { part.from };
            self.place(part.cell, y, height, Share { from, to: lines, first: part.first, last: !part.done })?;
        }
        self.canvas.y = y + height;
        let (mut ending, going): (Vec<_>, Vec<_>) = std::mem::take(&mut self.open)
            .into_iter()
            .partition(|span| self.ready(span.cell).is_none_or(|ready| ready.end <= row + 1));
        for span in &mut ending {
            self.close(span, y + height, true)?;
        }
        self.open = going;
        self.fresh = false;
        Ok(())
    }

    /// The row is higher than a page: what fits is drawn, the rest goes on.
    fn split(&mut self, parts: &mut [Part], room: i32) -> Result<(), PaperError> {
        let y = self.canvas.y;
        for part in parts {
            let Some(ready) = self.ready(part.cell) else { continue };
            let lines = ready.block.lines();
            let whole = hundredths(ready.block.need(part.from)) <= room;
            let from = if part.done && !ready.block.repeats() { lines } else { part.from };
            let to = if whole { lines } else { (from + ready.block.fit(from, Mm(room).get()).max(1)).min(lines) };
            self.place(part.cell, y, room, Share { from, to, first: part.first, last: whole && !part.done })?;
            part.first = false;
            part.done |= whole;
            // Short words stand again on the next page, long text goes on.
            part.from = if part.done && self.ready(part.cell).is_some_and(|ready| ready.block.repeats()) { 0 } else { to };
        }
        self.canvas.y = y + room;
        Ok(())
    }

    /// Draws a cell's share with its frame, and remembers where its answer stands.
    fn place(&mut self, cell: usize, y: i32, height: i32, share: Share) -> Result<(), PaperError> {
        let Some(ready) = self.table.cells.get(cell) else { return Ok(()) };
        let (x, width) = (self.canvas.left() + ready.x, ready.width);
        self.edges.add([x, y, x + width, y + height], ready.cell.style.lines);
        let place = [Mm(x), Mm(y), Mm(width), Mm(height)];
        let alike = ready.cell.source.is_none() && ready.block.seal.is_none() && ready.block.chart.is_none();
        let out = if alike { self.canvas.fixed() } else { self.canvas.filled() };
        ready.block.draw(place.map(Mm::get), share, out)?;
        if let Some(source) = &ready.cell.source {
            let [x, y, width, height] = place;
            self.canvas.add_box(CellBox { page: 0, x, y, width, height, source: source.clone() });
        }
        Ok(())
    }
}
