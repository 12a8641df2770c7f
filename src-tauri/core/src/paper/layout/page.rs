//! What a page is made of: primitives at places in millimetres from its top left corner.

use crate::paper::font::Face;
use crate::paper::grid::{Mm, Source};
use crate::paper::ink::Outline;

/// Millimetres in a point (1/72 inch).
pub const POINT: f64 = 25.4 / 72.0;

/// A colour, red green blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tint(pub u8, pub u8, pub u8);

/// Body text.
pub const INK: Tint = Tint(0x1F, 0x23, 0x28);
/// The frame of a table.
pub const FRAME: Tint = Tint(0x3B, 0x3F, 0x45);
/// The lines inside it.
pub const HAIR: Tint = Tint(0x6E, 0x72, 0x77);
/// Signatures: blue-black.
pub const PEN: Tint = Tint(0x1B, 0x2A, 0x4A);
/// Words across a page.
pub const PALE: Tint = Tint(0xEC, 0xEA, 0xE4);
/// The same as outlines over a picture.
pub const OVER: Tint = Tint(0x8C, 0x8A, 0x84);
/// Width of those outlines, mm.
pub const OUTLINE: f64 = 0.6;

/// A laid-out page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Across.
    pub width: Mm,
    /// Down.
    pub height: Mm,
    /// What every sheet of this form has alike: frames, labels, title. The PDF keeps equal ones once.
    pub fixed: Vec<Item>,
    /// What was filled in.
    pub filled: Vec<Item>,
    /// The cells whose answers can be edited in place.
    pub boxes: Vec<CellBox>,
    /// Where its number in a volume stands.
    pub corner: Corner,
}

/// Where a page's number in a volume stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corner {
    /// On the base line, mm.
    pub x: f64,
    /// On the base line, mm.
    pub y: f64,
    /// About that point, degrees counter-clockwise.
    pub turned: f64,
    /// The number ends there; else it begins there.
    pub ends: bool,
}

/// Where a cell with an answer stands on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellBox {
    /// Page, from 0.
    pub page: usize,
    /// Left edge.
    pub x: Mm,
    /// Top edge.
    pub y: Mm,
    /// Across.
    pub width: Mm,
    /// Down.
    pub height: Mm,
    /// The answer shown there.
    pub source: Source,
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A line of text.
    Text(Text),
    /// A line of text above all else, its characters as outlines.
    Over(Text),
    /// A straight line, butt ends.
    Rule {
        /// From x, y to x, y.
        from: (f64, f64),
        /// End.
        to: (f64, f64),
        /// Width, mm.
        weight: f64,
        /// Colour.
        tint: Tint,
    },
    /// A stroked rectangle.
    Frame {
        /// Left, top, width, height.
        at: [f64; 4],
        /// Width of the line, mm.
        weight: f64,
        /// Colour.
        tint: Tint,
    },
    /// A filled area, below all lines.
    Area {
        /// Its outline.
        path: Vec<Seg>,
        /// Colour.
        tint: Tint,
    },
    /// A drawn mark: stroked with round ends.
    Stroke {
        /// The path.
        path: Vec<Seg>,
        /// Width of the line, mm.
        weight: f64,
        /// Colour.
        tint: Tint,
    },
    /// A signature: filled outlines in whole units of `unit` mm from `at`.
    Signature {
        /// Left, top.
        at: (f64, f64),
        /// Size of a unit, mm.
        unit: f64,
        /// One a stroke.
        outlines: Vec<Outline>,
    },
    /// A picture, kept in proportion and centred in its box.
    Picture {
        /// Left, top, width, height.
        at: [f64; 4],
        /// SHA-256 of the stored picture.
        blob: String,
    },
    /// A QR code.
    Code {
        /// Left, top.
        at: (f64, f64),
        /// Side, mm.
        side: f64,
        /// Rows of modules, true is dark; as many as there are in a row.
        modules: Vec<Vec<bool>>,
    },
}

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Seg {
    /// Go to.
    Move(f64, f64),
    /// Straight to.
    Line(f64, f64),
    /// Cubic to: two control points, end.
    Curve([f64; 6]),
    /// Back to the beginning.
    Close,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Left end, mm.
    pub x: f64,
    /// Base line, mm.
    pub y: f64,
    /// Size in points.
    pub size: f64,
    /// Colour.
    pub tint: Tint,
    /// Not drawn, only there to be copied and found: the character of a drawn mark.
    pub hidden: bool,
    /// Added after each character, mm (titles).
    pub spacing: f64,
    /// Turned about its left end, degrees counter-clockwise.
    pub turned: f64,
    /// Runs in one face; their x is from the text's x, mm.
    pub runs: Vec<Run>,
}

/// Characters in one face.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The face.
    pub face: Face,
    /// The characters.
    pub text: String,
    /// From the left end of the text, mm.
    pub x: f64,
    /// Width, mm.
    pub width: f64,
}

impl Text {
    /// Width from the left end to the end of the last run, mm.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.runs.last().map_or(0.0, |run| run.x + run.width)
    }
}
