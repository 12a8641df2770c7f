//! Pages → PDF/A-2b (ISO 19005-2), or with attachments PDF/A-3b (ISO 19005-3), the same bytes for the same input.
//!
//! Pages are laid out, written and packed one sheet at a time on every core ([`Press`]), and only the packed bytes are kept: a
//! thousand forms in one file need little more memory than the file. What equal sheets have alike is kept once.

mod about;
mod attach;
mod attached;
mod bind;
mod content;
mod embed;
mod finish;
mod icc;
mod label;
mod number;
mod outline;
mod picture;
mod press;
mod said;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod tests_bind;
mod used;

use std::borrow::Cow;
use std::io::Write as _;
use std::ops::ControlFlow;

use lopdf::Object;

use super::grid::Grid;
use super::{PaperError, Pictures};
use crate::clock::Stamp;
pub use attached::attached;
pub use bind::{Attachment, Binding, Bookmark, Leaf, Relationship, numbers};
pub(super) use content::runs;
pub use press::{Drawn, Press};
pub use said::{Said, said};

/// Whether to go on: `ControlFlow::Break(())` stops, and nothing is made.
pub type Continue = ControlFlow<()>;

/// What the file says of itself.
#[derive(Debug, Clone)]
pub struct PrintInfo {
    /// 客务部工作检查表 JC-A-202602-0031
    pub title: String,
    /// Who prints or exports.
    pub exporter: String,
    /// When.
    pub printed_at: Stamp,
    /// What it shows, for a program to read: in PDF its keywords. ASCII; empty, and the file says nothing.
    pub keywords: String,
}

/// Draws grids one after the other into one file.
///
/// `progress` is called on this thread after each grid with the number done and the number of all.
///
/// # Errors
/// What [`layout::pages`](super::layout::pages) refuses; [`PaperError::Cancelled`] when `progress` says so. Nothing is made
/// then.
pub fn render(
    grids: &[Grid],
    pictures: &dyn Pictures,
    info: &PrintInfo,
    progress: &dyn Fn(usize, usize) -> Continue,
) -> Result<Vec<u8>, PaperError> {
    let grid = |n: usize| grids.get(n).map(Cow::Borrowed).ok_or_else(|| PaperError::Grid(format!("no sheet {n}")));
    render_each(grids.len(), &grid, pictures, info, progress)
}

/// As [`render`] for `count` sheets, each asked for when its turn comes, on any thread: a thousand sheets need not be in
/// memory at once. The caller's own errors pass through; of several the one of the first sheet.
///
/// # Errors
/// As [`render`], and what `grid` returns.
pub fn render_each<'g, E: From<PaperError> + Send>(
    count: usize,
    grid: &(dyn Fn(usize) -> Result<Cow<'g, Grid>, E> + Sync),
    pictures: &dyn Pictures,
    info: &PrintInfo,
    progress: &dyn Fn(usize, usize) -> Continue,
) -> Result<Vec<u8>, E> {
    let press = Press::sharing(pictures, count > 1);
    let drawn = press.draw_each(count, grid, progress)?;
    let leaves = drawn.into_iter().map(|drawn| Leaf { drawn, numbered: false }).collect();
    Ok(press.bind(Binding { leaves, ..Binding::default() }, info)?)
}

/// Packs bytes (zlib, level 6).
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), flate2::Compression::new(6));
    // Writing into a vector cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Packs many things one after the other with one set of tables: these are large, and made anew for each would leave holes in
/// memory that only small things fill.
struct Packer(flate2::Compress);

impl Packer {
    fn new() -> Self {
        Self(flate2::Compress::new(flate2::Compression::new(6), true))
    }

    fn pack(&mut self, bytes: &[u8]) -> Result<Vec<u8>, PaperError> {
        self.0.reset();
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let read = usize::try_from(self.0.total_in()).unwrap_or(usize::MAX);
            let rest = bytes.get(read..).unwrap_or_default();
            let status = self.0.compress_vec(rest, &mut out, flate2::FlushCompress::Finish);
            match status.map_err(|error| PaperError::Write(error.to_string()))? {
                flate2::Status::StreamEnd => break,
                _ => out.reserve(out.len().max(1024)),
            }
        }
        out.shrink_to_fit();
        Ok(out)
    }
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}
