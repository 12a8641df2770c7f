//! The grid: a form and a sheet, laid out as the bordered table that every office paper is.
//!
//! One [`Grid`] is drawn four ways: the paper view and the preview (SVG), the PDF and the Excel sheet. It knows columns in
//! millimetres, rows and spanning cells; it knows nothing of pages, fonts or files.

use serde::{Deserialize, Serialize};

use super::chart::Chart;
use crate::form::{Mark, Private};
use crate::sheet::Ink;

/// A length on paper in hundredths of a millimetre: sums are exact, so that columns meet their frame.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mm(pub i32);

impl Mm {
    /// Whole millimetres.
    #[must_use]
    pub const fn whole(mm: i32) -> Self {
        Self(mm * 100)
    }
    /// The length in millimetres, for drawing.
    #[must_use]
    pub fn get(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

/// A paper ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Grid {
    /// What stands above the table on every page.
    pub head: Head,
    /// The parts in order. Each begins on a new page and, in Excel, on its own worksheet.
    pub parts: Vec<Part>,
    /// Photo pages behind the tables, six a page, in order. A part without tables makes no page of its own then, but gives
    /// these its title.
    pub plates: Vec<Plate>,
    /// What stands below the table on every page.
    pub foot: Foot,
    /// A word printed large and pale across every page: 作废, 草稿, 脱敏件.
    pub watermark: Option<String>,
}

/// A part of a paper: tables on pages of one size (the check-list upright, the rectification record lying).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Part {
    /// The part's own title, printed in place of the head's subtitle and used as the worksheet's name; never empty.
    pub title: String,
    /// Size, margins, binding side.
    pub sheet: SheetSize,
    /// The tables from top to bottom.
    pub tables: Vec<Table>,
}

/// Paper size and margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct SheetSize {
    /// Across.
    pub width: Mm,
    /// Down.
    pub height: Mm,
    /// At the left of a front page.
    pub left: Mm,
    /// At its right.
    pub right: Mm,
    /// Above the head of a front page.
    pub top: Mm,
    /// Below its foot.
    pub bottom: Mm,
    /// Printed on both sides: the binding margin of every even page is on the other side.
    pub duplex: bool,
    /// The edge of a front page at which it is bound.
    pub edge: Edge,
}

/// The edge of a front page at which it is bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Edge {
    /// At the left; a back at the right.
    #[default]
    Left,
    /// At the top, as a lying page in a volume of upright ones; a back, turned the same way, at the bottom.
    Top,
}

impl SheetSize {
    /// Left, top, right and bottom margin of page `number`, from 1.
    #[must_use]
    pub fn margins(&self, number: usize) -> [Mm; 4] {
        let back = self.duplex && number.is_multiple_of(2);
        match (self.edge, back) {
            (_, false) => [self.left, self.top, self.right, self.bottom],
            (Edge::Left, true) => [self.right, self.top, self.left, self.bottom],
            (Edge::Top, true) => [self.left, self.bottom, self.right, self.top],
        }
    }

    /// Width between the margins.
    #[must_use]
    pub fn room(&self) -> Mm {
        Mm(self.width.0 - self.left.0 - self.right.0)
    }

    /// The same page in a volume bound at the left of its upright pages: a lying one is bound at its top edge.
    #[must_use]
    pub fn bound(self, duplex: bool) -> Self {
        if self.width <= self.height || self.edge == Edge::Top {
            return Self { duplex, ..self };
        }
        // The margin for binding moves from the left to the top; what was at the top is at the left.
        Self { left: self.top, top: self.left, duplex, edge: Edge::Top, ..self }
    }
}

/// A grid as it is printed into a volume: see [`SheetSize::bound`]. Tables of a lying part become as much wider as its pages
/// have more room across.
#[must_use]
pub fn bound(mut grid: Grid, duplex: bool) -> Grid {
    for part in &mut grid.parts {
        let before = i64::from(part.sheet.room().0.max(1));
        part.sheet = part.sheet.bound(duplex);
        let now = i64::from(part.sheet.room().0);
        if now == before {
            continue;
        }
        for table in &mut part.tables {
            // By the places of their edges, so that the sum is exact.
            let (mut sum, mut edge) = (0_i64, 0_i32);
            for column in &mut table.columns {
                sum += i64::from(column.0);
                let next = i32::try_from(sum * now / before).unwrap_or(i32::MAX);
                *column = Mm(next - edge);
                edge = next;
            }
        }
    }
    grid
}

/// The head of every page; from the second page on the title carries （续）.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Head {
    /// 客务部工作检查表
    pub title: String,
    /// Organisation and department, at the left.
    pub left: String,
    /// Form number with edition, serial: at the right, one line each.
    pub right: Vec<String>,
}

/// The foot of every page; 共×页 第×页 is added between by the layout.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Foot {
    /// Key of symbols.
    pub legend: Vec<(Mark, String)>,
    /// Further words at the left: 照片见附页, or who exported it and when.
    pub notes: Vec<String>,
    /// Identifies the record and its content.
    pub code: Option<Code>,
    /// Without 共×页 第×页: a cover, a label for a box.
    pub plain: bool,
}

/// The QR code of a page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Code {
    /// What the QR code says.
    pub payload: String,
    /// The check code people can read out: 7F3A·C21E·09B4.
    pub short: String,
    /// Word above the check code: 记录与内容校验.
    pub label: String,
}

/// One bordered table: columns of fixed width and the rows in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Table {
    /// The section of the form it shows.
    pub id: String,
    /// Column widths; their sum is at most the width between the margins.
    pub columns: Vec<Mm>,
    /// How many of the first rows are the head, repeated on each page the table reaches.
    pub head_rows: usize,
    /// All rows, head first.
    pub rows: Vec<Row>,
    /// Space between this table and the one above; 0 joins their frames.
    pub gap: Mm,
    /// A line of words above the table (《不合格项整改记录》); may be empty.
    pub caption: String,
    /// Keep whole on one page when it fits a page (the foot with its signatures).
    pub keep: bool,
    /// So many of its last rows stand together (a chart with what it shows above it); 0 where none do.
    pub tail: usize,
    /// Begins a part of a page that is cut into parts: what stands until the next one stays on one page when it fits one.
    pub cut: Option<Cut>,
    /// The lines around it.
    pub frame: Frame,
}

/// The lines around a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Frame {
    /// One, a little heavier than those inside.
    #[default]
    Single,
    /// Two: the cover of a volume.
    Double,
    /// None.
    Open,
}

/// Where a page is cut.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Cut {
    /// 客户联, above the part.
    pub heading: String,
    /// The words that the dashed line runs through, so that both halves bear a piece of them (骑缝编号); the first part has no
    /// line above it.
    pub line: Option<String>,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Row {
    /// Least height; long text makes the row higher.
    pub height: Mm,
    /// The cells that begin in this row, by column. Positions covered by a span from above or from the left are absent.
    pub cells: Vec<Cell>,
}

/// A cell, possibly spanning columns and rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Cell {
    /// First column, from 0.
    pub column: usize,
    /// Columns covered, at least 1.
    pub columns: usize,
    /// Rows covered, at least 1.
    pub rows: usize,
    /// What is in it.
    pub content: Content,
    /// How it looks.
    pub style: Style,
    /// The answer it shows, for editing in place; absent for fixed words.
    pub source: Option<Source>,
    /// How private the content is; the mask looks at this.
    pub private: Private,
}

/// What a cell holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// Nothing: printed empty, to be filled by hand.
    #[default]
    Empty,
    /// Words; `\n` begins a new line.
    Text {
        /// As typed.
        text: String,
    },
    /// A drawn mark.
    Mark {
        /// Which.
        mark: Mark,
    },
    /// Boxes to tick, the chosen ones ticked: □满意 ☑基本满意.
    Choice {
        /// Words and whether each is chosen.
        options: Vec<(String, bool)>,
    },
    /// A place for a signature.
    Signature {
        /// Empty, drawn, on paper.
        seal: Seal,
    },
    /// Words with a signature below them, in one cell (主管审核: opinion, then signature and date).
    SignedText {
        /// As typed.
        text: String,
        /// The signature at the foot of the cell.
        seal: Seal,
    },
    /// Figures drawn.
    Chart {
        /// Which.
        chart: Chart,
    },
}

/// A place for a signature, and what stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Seal {
    /// The drawn signature, when there is one.
    pub ink: Option<Ink>,
    /// Words in place of ink: 已签(纸质) with who and where the original lies, 拒签 with the witness, 委托代签.
    pub words: String,
    /// `2026年2月24日`; empty prints 年 月 日 with room to write when `dated`.
    pub date: String,
    /// Whether the cell has a line for the date.
    pub dated: bool,
    /// Printed beside it: 待重签, 代; may be empty.
    pub flag: String,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Style {
    /// Size in tenths of a point: 105 is 10.5 pt, the body; 90 is the least.
    pub size: u16,
    /// Bold weight.
    pub bold: bool,
    /// Song-style face instead of the sans.
    pub serif: bool,
    /// Across.
    pub align: Align,
    /// Down.
    pub vertical: Vertical,
    /// A head or label cell.
    pub label: bool,
    /// The text is struck through (the old text on a 更正页).
    pub struck: bool,
    /// Characters stand one above the other (narrow heads: 上午, 序号).
    pub upright: bool,
    /// The lines of the cell.
    pub lines: Lines,
}

/// The lines of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lines {
    /// On all four sides.
    #[default]
    All,
    /// Below its words only: a line to write on.
    Below,
    /// None.
    Open,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            size: 105,
            bold: false,
            serif: false,
            align: Align::Left,
            vertical: Vertical::Middle,
            label: false,
            struck: false,
            upright: false,
            lines: Lines::All,
        }
    }
}

/// Position across the cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// Position down the cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vertical {
    /// At the top.
    Top,
    /// In the middle.
    #[default]
    Middle,
}

/// The answer a cell shows, for editing in place.
pub use crate::sheet::Place as Source;

/// A photo behind the tables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Plate {
    /// SHA-256 of the stored picture, lower-case hex.
    pub blob: String,
    /// 图3　卫生间　地面　2026-02-24 10:02
    pub caption: String,
    /// A paper that names someone (委托书) is as private as the name.
    pub private: Private,
    /// A page of its own: the scan of a signed sheet.
    pub whole: bool,
}
