//! What must hold of any bytes that are read as a form, as answers or as ink: nothing breaks off, and what is accepted goes
//! all the way to the paper or is refused with a code. `cargo xtask fuzz` looks for bytes of which it does not hold;
//! `tests/tests/fuzz.rs` holds it of all that were kept.

mod answers;
mod form;
mod ink;

use std::ops::ControlFlow;

use xunfang_core::clock::Stamp;
use xunfang_core::paper::grid::Grid;
use xunfang_core::paper::{NoPictures, PaperError, layout, pdf, svg, xlsx};

/// Breaks off where something does not hold of an input.
pub type Holds = fn(&[u8]);

/// A kind of input, by the name of its folder below `tests/fuzz/corpus`, with what must hold of it.
pub const TARGETS: [(&str, Holds); 4] =
    [("form", form::form), ("answers", answers::answers), ("fill", answers::fill), ("ink", ink::ink)];

/// Whether kept answers or a kept answers file come to a finished sheet, so that a fuzzer that begins from them begins deep.
#[must_use]
pub fn finishes(kind: &str, data: &[u8]) -> bool {
    if kind == "fill" { answers::filled(data) } else { answers::saved(data) }
}

/// Longest input that is looked at, bytes: four times the longest form that ships.
pub const LONGEST: usize = 96 * 1024;

/// Draws a paper with every face. `thorough` makes the files as well.
fn drawn(grid: &Grid, thorough: bool) {
    match layout::pages(grid) {
        Ok(pages) => {
            assert!(!pages.is_empty(), "a paper has a page");
            for page in &pages {
                let svg = svg::draw(page, &NoPictures);
                assert!(svg.starts_with("<svg"), "a page is drawn");
                assert!(!svg.contains("NaN") && !svg.contains("inf\""), "every length is a number");
            }
        }
        Err(PaperError::MissingGlyph { .. } | PaperError::Code(_)) => return,
        Err(error) => panic!("what was accepted must be drawn: {error}"),
    }
    if !thorough {
        return;
    }
    let at = Stamp::new(1_772_000_000_000, 480);
    let info = pdf::PrintInfo { title: "样".to_owned(), exporter: "张三".to_owned(), printed_at: at, keywords: String::new() };
    let grids = std::slice::from_ref(grid);
    let on = |_, _| ControlFlow::Continue(());
    let file = pdf::render(grids, &NoPictures, &info, &on).unwrap_or_else(|error| panic!("laid out, so it is printed: {error}"));
    assert!(file.starts_with(b"%PDF-"), "a PDF");
    let book =
        xlsx::render(grids, &NoPictures, &info, &on).unwrap_or_else(|error| panic!("laid out, so it is exported: {error}"));
    assert!(book.starts_with(b"PK"), "a workbook");
}

/// Something of the input that is not random and not the same for all: what takes long is done for one input in so many.
fn one_in(many: u16, data: &[u8]) -> bool {
    data.iter().fold(0_u16, |sum, byte| sum.wrapping_mul(31).wrapping_add(u16::from(*byte))).is_multiple_of(many)
}
