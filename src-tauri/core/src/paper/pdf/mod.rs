//! Pages → PDF/A-2b (ISO 19005-2), the same bytes for the same input.
//!
//! Pages are laid out, written and packed one sheet at a time on every core, and only the packed bytes are kept: a thousand
//! forms in one file need little more memory than the file. What equal sheets have alike is kept once.

mod content;
mod embed;
mod finish;
mod icc;
mod picture;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};

use lopdf::Object;
use sha2::{Digest, Sha256};

use super::grid::{Grid, Mm};
use super::{PaperError, Pictures, layout};
use crate::clock::Stamp;
pub(super) use content::runs;
use content::{Used, Writer};
use picture::Gallery;

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
}

/// A page as it goes into the file.
#[derive(Debug)]
struct Packed {
    width: Mm,
    height: Mm,
    content: Vec<u8>,
}

/// The pages of one grid.
#[derive(Debug)]
struct Sheet {
    pages: Vec<Packed>,
}

type Forms = Mutex<BTreeMap<[u8; 32], Vec<u8>>>;

/// Draws grids one after the other into one file.
///
/// `progress` is called on this thread after each grid with the number done and the number of all.
///
/// # Errors
/// What [`layout::pages`] refuses; [`PaperError::Cancelled`] when `progress` says so. Nothing is made then.
pub fn render(
    grids: &[Grid],
    pictures: &dyn Pictures,
    info: &PrintInfo,
    progress: &dyn Fn(usize, usize) -> Continue,
) -> Result<Vec<u8>, PaperError> {
    let gallery = Gallery::new(grids, pictures);
    let forms = (grids.len() > 1).then(Forms::default);
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(grids.len());
    let (sheets, used) = if threads > 1 {
        spread(grids, threads, &gallery, forms.as_ref(), progress)?
    } else {
        let mut used = Used::default();
        let mut sheets = Vec::with_capacity(grids.len());
        for (n, grid) in grids.iter().enumerate() {
            sheets.push(sheet(grid, &gallery, forms.as_ref(), &mut used)?);
            if progress(n + 1, grids.len()).is_break() {
                return Err(PaperError::Cancelled);
            }
        }
        (sheets, used)
    };
    let shared = forms.map(|forms| forms.into_inner().unwrap_or_else(PoisonError::into_inner)).unwrap_or_default();
    finish::finish(sheets, shared, &used, gallery, info)
}

fn spread(
    grids: &[Grid],
    threads: usize,
    gallery: &Gallery,
    forms: Option<&Forms>,
    progress: &dyn Fn(usize, usize) -> Continue,
) -> Result<(Vec<Sheet>, Used), PaperError> {
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let all = Mutex::new(Used::default());
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let send = send.clone();
            let (next, stop, all) = (&next, &stop, &all);
            scope.spawn(move || {
                let mut used = Used::default();
                while !stop.load(Ordering::Relaxed) {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(grid) = grids.get(n) else { break };
                    if send.send((n, sheet(grid, gallery, forms, &mut used))).is_err() {
                        break;
                    }
                }
                all.lock().unwrap_or_else(PoisonError::into_inner).merge(&used);
            });
        }
        drop(send);
        let mut sheets: Vec<Option<Sheet>> = grids.iter().map(|_| None).collect();
        let mut failed: Option<(usize, PaperError)> = None;
        let mut done = 0;
        for (n, result) in receive {
            match result {
                Ok(sheet) => {
                    if let Some(slot) = sheets.get_mut(n) {
                        *slot = Some(sheet);
                    }
                    done += 1;
                    if !stop.load(Ordering::Relaxed) && progress(done, grids.len()).is_break() {
                        stop.store(true, Ordering::Relaxed);
                        failed.get_or_insert((usize::MAX, PaperError::Cancelled));
                    }
                }
                // The first grid that fails is the one that is told of, whichever thread was quicker.
                Err(error) => {
                    stop.store(true, Ordering::Relaxed);
                    if failed.as_ref().is_none_or(|(first, _)| n < *first) {
                        failed = Some((n, error));
                    }
                }
            }
        }
        match failed {
            Some((_, error)) => Err(error),
            None => Ok(sheets.into_iter().flatten().collect()),
        }
    })
    .map(|sheets: Vec<Sheet>| (sheets, all.into_inner().unwrap_or_else(PoisonError::into_inner)))
}

/// Lays out, writes and packs one grid.
fn sheet(grid: &Grid, gallery: &Gallery, forms: Option<&Forms>, used: &mut Used) -> Result<Sheet, PaperError> {
    let mut pages = Vec::new();
    for page in layout::pages(grid)? {
        let content = if let Some(forms) = forms {
            let mut writer = Writer::new(&page, used, gallery);
            writer.items(&page.fixed)?;
            let fixed = writer.finish();
            let hash: [u8; 32] = Sha256::digest(&fixed).into();
            let known = forms.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&hash);
            if !known {
                let packed = deflated(&fixed);
                forms.lock().unwrap_or_else(PoisonError::into_inner).entry(hash).or_insert(packed);
            }
            let mut writer = Writer::new(&page, used, gallery);
            writer.paint(&finish::form_name(&hash));
            writer.items(&page.filled)?;
            writer.finish()
        } else {
            let mut writer = Writer::new(&page, used, gallery);
            writer.items(&page.fixed)?;
            writer.items(&page.filled)?;
            writer.finish()
        };
        pages.push(Packed { width: page.width, height: page.height, content: deflated(&content) });
    }
    Ok(Sheet { pages })
}

/// Packs bytes (zlib, level 6).
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), flate2::Compression::new(6));
    // Writing into a vector cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}
