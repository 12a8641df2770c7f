//! Looks of cells.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::measure::points;
use crate::paper::grid::{Align, Style, Vertical};

/// Song-style face of titles, and the face of everything else: both come with every Chinese Windows, Office and WPS. Where
/// they are missing the program takes its own Chinese face.
const SONG: &str = "宋体";
const PLAIN: &str = "等线";
/// GB2312 in the file's font records: lets a program without these faces choose another Chinese one.
const GB2312: u8 = 134;
const ROMAN: u8 = 1;
const SWISS: u8 = 2;
/// Lines of tables, as in print.
const LINE: u32 = 0x3B_3F45;
const INK: u32 = 0x1F_2328;

/// Which sides of a cell have a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sides {
    /// None: words outside tables.
    None,
    /// All four.
    All,
    /// All but the bottom: words above their signature.
    Upper,
    /// All but the top: the signature below them.
    Lower,
}

/// A face and size without alignment.
fn plain(serif: bool, size: f64) -> Format {
    let (name, family) = if serif { (SONG, ROMAN) } else { (PLAIN, SWISS) };
    Format::new()
        .set_font_name(name)
        .set_font_family(family)
        .set_font_charset(GB2312)
        .set_font_size(size)
        .set_font_color(Color::RGB(INK))
        .set_text_wrap()
}

/// The format of a table's cell.
pub(super) fn cell(style: Style, sides: Sides) -> Format {
    let mut format = plain(style.serif, points(style)).set_align(match style.align {
        Align::Left => FormatAlign::Left,
        Align::Center => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    });
    format = format.set_align(match style.vertical {
        Vertical::Top => FormatAlign::Top,
        Vertical::Middle => FormatAlign::VerticalCenter,
    });
    if style.bold {
        format = format.set_bold();
    }
    if style.struck {
        format = format.set_font_strikethrough();
    }
    if style.upright {
        format = format.unset_text_wrap().set_rotation(270);
    }
    lined(format, sides)
}

fn lined(mut format: Format, sides: Sides) -> Format {
    let line = Color::RGB(LINE);
    if sides == Sides::None {
        return format;
    }
    format = format.set_border_left(FormatBorder::Thin).set_border_left_color(line);
    format = format.set_border_right(FormatBorder::Thin).set_border_right_color(line);
    if sides != Sides::Lower {
        format = format.set_border_top(FormatBorder::Thin).set_border_top_color(line);
    }
    if sides != Sides::Upper {
        format = format.set_border_bottom(FormatBorder::Thin).set_border_bottom_color(line);
    }
    format
}

/// Words beside or below a signature: at the foot of the cell.
pub(super) fn seal(style: Style, words: bool, sides: Sides) -> Format {
    let format = plain(false, points(super::measure::seal_style(style)));
    let across = if words { FormatAlign::Left } else { FormatAlign::Right };
    lined(format.set_align(across).set_align(FormatAlign::Bottom), sides)
}

/// The paper's title.
pub(super) fn title() -> Format {
    plain(true, 18.0).set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
}

/// Title of a part or caption of a table.
pub(super) fn subtitle() -> Format {
    plain(true, 12.0).set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
}

/// Words above and below the tables, `size` points.
pub(super) fn side(size: f64, align: FormatAlign) -> Format {
    plain(false, size).set_align(align).set_align(FormatAlign::VerticalCenter)
}

/// One line, made smaller where it does not fit.
pub(super) fn on_one_line(format: Format) -> Format {
    format.unset_text_wrap().set_shrink()
}

/// Makes a text that begins like a formula stay text when somebody edits its cell.
pub(super) fn guarded(format: Format, text: &str) -> Format {
    if text.trim_start().starts_with(['=', '+', '-', '@']) { format.set_quote_prefix() } else { format }
}
