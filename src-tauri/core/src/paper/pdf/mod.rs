//! Pages → PDF/A-2b (ISO 19005-2), the same bytes for the same input.
//!
//! Pages are laid out, written and packed one sheet at a time on every core, and only the packed bytes are kept: a thousand
//! forms in one file need little more memory than the file. What equal sheets have alike is kept once.

mod content;
mod embed;
mod finish;
mod icc;
mod number;
mod picture;
#[cfg(test)]
mod tests;
mod used;

use std::borrow::Cow;
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
use content::Writer;
pub(super) use content::runs;
use picture::Gallery;
use used::Used;

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
    let job = Job { gallery: Gallery::new(pictures), forms: (count > 1).then(Forms::default) };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(count);
    let (sheets, used) = if threads > 1 {
        spread(count, threads, grid, &job, progress)?
    } else {
        let mut used = Used::default();
        let mut sheets = Vec::with_capacity(count);
        for n in 0..count {
            sheets.push(job.sheet(&*grid(n)?, &mut used)?);
            if progress(n + 1, count).is_break() {
                return Err(PaperError::Cancelled.into());
            }
        }
        (sheets, used)
    };
    let shared = job.forms.map(|forms| forms.into_inner().unwrap_or_else(PoisonError::into_inner)).unwrap_or_default();
    Ok(finish::finish(sheets, shared, &used, job.gallery, info)?)
}

fn spread<'g, E: From<PaperError> + Send>(
    count: usize,
    threads: usize,
    grid: &(dyn Fn(usize) -> Result<Cow<'g, Grid>, E> + Sync),
    job: &Job<'_>,
    progress: &dyn Fn(usize, usize) -> Continue,
) -> Result<(Vec<Sheet>, Used), E> {
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let all = Mutex::new(Used::default());
    let (send, receive) = mpsc::channel();
    let sheets = std::thread::scope(|scope| {
        for _ in 0..threads {
            let send = send.clone();
            let (next, stop, all) = (&next, &stop, &all);
            scope.spawn(move || {
                let mut used = Used::default();
                while !stop.load(Ordering::Relaxed) {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        break;
                    }
                    let made = grid(n).and_then(|grid| Ok(job.sheet(&grid, &mut used)?));
                    if send.send((n, made)).is_err() {
                        break;
                    }
                }
                all.lock().unwrap_or_else(PoisonError::into_inner).merge(&used);
            });
        }
        drop(send);
        collect(receive, count, &stop, progress)
    })?;
    Ok((sheets, all.into_inner().unwrap_or_else(PoisonError::into_inner)))
}

/// Takes the sheets as they come, tells of progress, and puts them in order.
fn collect<E: From<PaperError>>(
    receive: mpsc::Receiver<(usize, Result<Sheet, E>)>,
    count: usize,
    stop: &AtomicBool,
    progress: &dyn Fn(usize, usize) -> Continue,
) -> Result<Vec<Sheet>, E> {
    let mut sheets: Vec<Option<Sheet>> = (0..count).map(|_| None).collect();
    let mut failed: Option<(usize, E)> = None;
    let mut done = 0;
    for (n, result) in receive {
        match result {
            Ok(sheet) => {
                if let Some(slot) = sheets.get_mut(n) {
                    *slot = Some(sheet);
                }
                done += 1;
                if !stop.load(Ordering::Relaxed) && progress(done, count).is_break() {
                    stop.store(true, Ordering::Relaxed);
                    failed.get_or_insert((usize::MAX, PaperError::Cancelled.into()));
                }
            }
            // The first sheet that fails is the one that is told of, whichever thread was quicker.
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
}

/// What the pages of one file have in common.
struct Job<'a> {
    gallery: Gallery<'a>,
    /// Forms drawn by many pages; absent for a single sheet.
    forms: Option<Forms>,
}

impl Job<'_> {
    /// Lays out, writes and packs one grid.
    fn sheet(&self, grid: &Grid, used: &mut Used) -> Result<Sheet, PaperError> {
        let mut pages = Vec::new();
        for page in layout::pages(grid)? {
            let mut writer = Writer::new(&page, used, &self.gallery);
            writer.items(&page.fixed)?;
            if let Some(forms) = &self.forms {
                let fixed = writer.finish();
                let hash: [u8; 32] = Sha256::digest(&fixed).into();
                let lock = || forms.lock().unwrap_or_else(PoisonError::into_inner);
                let known = lock().contains_key(&hash);
                if !known {
                    let packed = deflated(&fixed);
                    lock().entry(hash).or_insert(packed);
                }
                writer = Writer::new(&page, used, &self.gallery);
                writer.paint(&finish::form_name(&hash));
            }
            writer.items(&page.filled)?;
            pages.push(Packed { width: page.width, height: page.height, content: deflated(&writer.finish()) });
        }
        Ok(Sheet { pages })
    }
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
