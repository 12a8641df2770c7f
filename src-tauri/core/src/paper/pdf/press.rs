//! Sheets are drawn in any number of goes and kept packed until the file is bound.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};

use sha2::{Digest, Sha256};

use super::bind::Binding;
use super::content::Writer;
use super::finish::{self, form_name};
use super::picture::Gallery;
use super::used::Used;
use super::{Continue, Packer, PrintInfo};
use crate::paper::grid::{Grid, Mm};
use crate::paper::layout::{self, Corner};
use crate::paper::{PaperError, Pictures};

/// A page as it goes into the file.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    pub(super) width: Mm,
    pub(super) height: Mm,
    pub(super) corner: Corner,
    /// The shared form that it paints.
    pub(super) form: Option<[u8; 32]>,
    pub(super) content: Vec<u8>,
}

/// The pages of one grid, drawn and packed.
#[derive(Debug, Clone)]
pub struct Drawn {
    pub(super) pages: Vec<Packed>,
}

impl Drawn {
    /// How many pages it takes.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Names what stands on the pages.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        for page in &self.pages {
            digest.update(page.content.len().to_be_bytes());
            digest.update(&page.content);
        }
        digest.finalize().into()
    }
}

type Forms = Mutex<BTreeMap<[u8; 32], Vec<u8>>>;

/// A file in the making: sheets are drawn in any number of goes, then bound in an order that may depend on how many pages
/// each took. What equal sheets have alike is kept once. Fonts and photos of all that was drawn go into the file: a sheet that
/// the file shall not have is not drawn for it.
pub struct Press<'a> {
    gallery: Gallery<'a>,
    /// Forms drawn by many pages; absent for a single sheet.
    forms: Option<Forms>,
    used: Mutex<Used>,
}

fn own<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Press<'a> {
    /// A file whose photos come from `pictures`.
    #[must_use]
    pub fn new(pictures: &'a dyn Pictures) -> Self {
        Self::sharing(pictures, true)
    }

    pub(super) fn sharing(pictures: &'a dyn Pictures, shared: bool) -> Self {
        Self { gallery: Gallery::new(pictures), forms: shared.then(Forms::default), used: Mutex::default() }
    }

    /// Draws `count` grids on every core, each asked for when its turn comes, on any thread: a thousand sheets need not be in
    /// memory at once. What is returned stands in the order asked for.
    ///
    /// `progress` is called on this thread after each grid with the number done and the number of all.
    ///
    /// # Errors
    /// What [`layout::pages`] refuses and what `grid` returns, of several the one of the first sheet;
    /// [`PaperError::Cancelled`] when `progress` says so.
    pub fn draw_each<'g, E: From<PaperError> + Send>(
        &self,
        count: usize,
        grid: &(dyn Fn(usize) -> Result<Cow<'g, Grid>, E> + Sync),
        progress: &dyn Fn(usize, usize) -> Continue,
    ) -> Result<Vec<Drawn>, E> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(count);
        if threads > 1 {
            return self.spread(count, threads, grid, progress);
        }
        let (mut used, mut packer) = (Used::default(), Packer::new());
        let mut sheets = Vec::with_capacity(count);
        for n in 0..count {
            sheets.push(self.sheet(&*grid(n)?, &mut used, &mut packer)?);
            if progress(n + 1, count).is_break() {
                return Err(PaperError::Cancelled.into());
            }
        }
        self.note(&used);
        Ok(sheets)
    }

    /// Draws one grid.
    ///
    /// # Errors
    /// What [`layout::pages`] refuses.
    pub fn draw(&self, grid: &Grid) -> Result<Drawn, PaperError> {
        let (mut used, mut packer) = (Used::default(), Packer::new());
        let drawn = self.sheet(grid, &mut used, &mut packer)?;
        self.note(&used);
        Ok(drawn)
    }

    /// Puts the file together.
    ///
    /// # Errors
    /// A bookmark that names no page, two attachments of one name, a font that cannot be embedded.
    pub fn bind(self, binding: Binding, info: &PrintInfo) -> Result<Vec<u8>, PaperError> {
        let mut out = Vec::new();
        self.bind_to(binding, info, &mut out)?;
        Ok(out)
    }

    /// As [`Self::bind`], written out as it is made: the file is not in memory a second time.
    ///
    /// # Errors
    /// As [`Self::bind`], and what stops the writing.
    pub fn bind_to(self, binding: Binding, info: &PrintInfo, out: &mut impl std::io::Write) -> Result<(), PaperError> {
        let shared = self.forms.map(own).unwrap_or_default();
        finish::finish(binding, shared, own(self.used), self.gallery, info, out)
    }

    fn note(&self, used: &Used) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).merge(used);
    }

    fn spread<'g, E: From<PaperError> + Send>(
        &self,
        count: usize,
        threads: usize,
        grid: &(dyn Fn(usize) -> Result<Cow<'g, Grid>, E> + Sync),
        progress: &dyn Fn(usize, usize) -> Continue,
    ) -> Result<Vec<Drawn>, E> {
        let next = AtomicUsize::new(0);
        let stop = AtomicBool::new(false);
        let (send, receive) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let send = send.clone();
                let (next, stop) = (&next, &stop);
                scope.spawn(move || {
                    let (mut used, mut packer) = (Used::default(), Packer::new());
                    while !stop.load(Ordering::Relaxed) {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        if n >= count {
                            break;
                        }
                        let made = grid(n).and_then(|grid| Ok(self.sheet(&grid, &mut used, &mut packer)?));
                        if send.send((n, made)).is_err() {
                            break;
                        }
                    }
                    self.note(&used);
                });
            }
            drop(send);
            collect(receive, count, &stop, progress)
        })
    }

    /// Lays out, writes and packs one grid.
    fn sheet(&self, grid: &Grid, used: &mut Used, packer: &mut Packer) -> Result<Drawn, PaperError> {
        let mut pages = Vec::new();
        for page in layout::pages(grid)? {
            let mut writer = Writer::new(&page, used, &self.gallery);
            writer.items(&page.fixed)?;
            let mut form = None;
            if let Some(forms) = &self.forms {
                let fixed = writer.finish();
                let hash: [u8; 32] = Sha256::digest(&fixed).into();
                let lock = || forms.lock().unwrap_or_else(PoisonError::into_inner);
                let known = lock().contains_key(&hash);
                if !known {
                    let packed = packer.pack(&fixed)?;
                    lock().entry(hash).or_insert(packed);
                }
                writer = Writer::new(&page, used, &self.gallery);
                writer.paint(&form_name(&hash));
                form = Some(hash);
            }
            writer.items(&page.filled)?;
            let content = packer.pack(&writer.finish())?;
            pages.push(Packed { width: page.width, height: page.height, corner: page.corner, form, content });
        }
        Ok(Drawn { pages })
    }
}

/// Takes the sheets as they come, tells of progress, and puts them in order.
fn collect<E: From<PaperError>>(
    receive: mpsc::Receiver<(usize, Result<Drawn, E>)>,
    count: usize,
    stop: &AtomicBool,
    progress: &dyn Fn(usize, usize) -> Continue,
) -> Result<Vec<Drawn>, E> {
    let mut sheets: Vec<Option<Drawn>> = (0..count).map(|_| None).collect();
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
