//! A folder in the making, beside the place that it takes as a whole at the end. It has a name that nothing had before, so that
//! nobody else's folder is ever written into or cleared; what a killed program left is known by its name and cleared by the
//! next one that makes the same folder.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use super::error::{CabinetError, Result};
use super::file;
use crate::clock::{Clock, Id};

/// Held while something is made in the folder.
const LOCK: &str = "making.lock";
/// Lies in a folder of which nothing is wanting but its name, and says what is to be done after that.
const READY: &str = "making.ready";

/// A folder in the making. Dropped before it took its place, it leaves nothing.
#[derive(Debug)]
pub struct Making {
    to: PathBuf,
    place: PathBuf,
    lock: Option<File>,
    /// The folders above that were not there before, the outermost first.
    above: Vec<PathBuf>,
}

impl Making {
    /// Begins beside `to`, and clears what killed programs left of the same folder.
    ///
    /// # Errors
    /// `cabinet-exists` for a place that has no name of its own; a failure of the file.
    pub fn begin(to: &Path) -> Result<Self> {
        let Some(name) = to.file_name() else { return Err(CabinetError::Exists(to.to_owned())) };
        for (left, _) in left_of(to).into_iter().filter(|(left, lock)| lock.is_some() && !left.join(READY).exists()) {
            // What cannot be cleared is in nobody's way: it is only not needed any more.
            let _ = fs::remove_dir_all(left);
        }
        let place = to.with_file_name(format!("{}{}", prefix(&name.to_string_lossy()), Clock::system().id()?));
        // The folders above it; the place itself is made when it is full.
        let missing = place.ancestors().skip(1).take_while(|p| !p.as_os_str().is_empty() && !p.exists());
        let mut above: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        above.reverse();
        let failed = |e| CabinetError::io(&place, e);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::create_dir(&place).map_err(failed)?;
        // From here on its drop clears what was made.
        let mut making = Self { to: to.to_owned(), place, lock: None, above };
        file::keep_private(&making.place)?;
        let lock = File::create(making.place.join(LOCK)).map_err(|e| CabinetError::io(&making.place, e))?;
        // A file system that knows no locks is no reason to refuse: nobody else has this name.
        let _ = lock.try_lock();
        making.lock = Some(lock);
        Ok(making)
    }

    /// Where it is made.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.place
    }

    /// From now on a program that finds it brings it to its end ([`found_ready`]).
    pub(super) fn ready(&self, then: &[u8]) -> Result<()> {
        file::replace(&self.place.join(READY), then)
    }

    /// It takes its place, in which nothing may stand.
    ///
    /// # Errors
    /// `cabinet-exists` when something stands there by now, a failure of the file. Nothing is then left of it.
    pub fn take_place(mut self) -> Result<()> {
        if cfg!(windows) {
            // No folder with an open file in it can be moved there.
            self.lock = None;
        }
        take(&self.place, &self.to)?;
        self.above.clear();
        self.place = PathBuf::new();
        let _ = fs::remove_file(self.to.join(LOCK));
        Ok(())
    }

    /// What was made inside takes the place; the rest goes.
    ///
    /// # Errors
    /// As [`Making::take_place`].
    pub fn give_place_to(self, inside: &Path) -> Result<()> {
        take(inside, &self.to)
    }

    /// What a power cut leaves of it.
    #[cfg(test)]
    pub fn cut_off(mut self) {
        self.lock = None;
        self.above.clear();
        self.place = PathBuf::new();
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        self.lock = None;
        if !self.place.as_os_str().is_empty() {
            let _ = fs::remove_dir_all(&self.place);
        }
        for folder in self.above.iter().rev() {
            // Only while nothing lies in it.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Brings to its end what was cut off between being ready and having its name: gives what is to be done then. After that
/// [`settled`] is called. What is ready and whose place was never made free (`freed` says so of what it is to do) was cut off
/// before that: what stands in the place has gone on since, and the left-over is cleared.
pub(super) fn found_ready(to: &Path, freed: impl Fn(&[u8]) -> bool) -> Result<Option<Vec<u8>>> {
    let mut waits: Vec<(PathBuf, File)> = Vec::new();
    for (left, lock) in left_of(to) {
        let (Some(lock), Ok(then)) = (lock, fs::read(left.join(READY))) else { continue };
        if freed(&then) {
            waits.push((left, lock));
        } else {
            drop(lock);
            // What cannot be cleared now is not taken for more than it is the next time either.
            let _ = fs::remove_dir_all(left);
        }
    }
    // Names are in the order of their making.
    if let Some((newest, lock)) = waits.into_iter().max_by(|a, b| a.0.cmp(&b.0)).filter(|_| !holds_something(to)) {
        if cfg!(windows) {
            drop(lock);
        }
        take(&newest, to)?;
    }
    Ok(fs::read(to.join(READY)).ok())
}

/// Everything is done that was to be done after it took its place.
pub(super) fn settled(to: &Path) {
    for name in [READY, LOCK] {
        // What stays says only what was done already, and is done again.
        let _ = fs::remove_file(to.join(name));
    }
}

fn take(place: &Path, to: &Path) -> Result<()> {
    if holds_something(to) {
        return Err(CabinetError::Exists(to.to_owned()));
    }
    // An empty folder stands in the way of a move on some systems.
    if to.is_dir() {
        fs::remove_dir(to).map_err(|e| CabinetError::io(to, e))?;
    }
    file::rename(place, to)
        .map_err(|e| if holds_something(to) { CabinetError::Exists(to.to_owned()) } else { CabinetError::io(to, e) })?;
    file::sync_folder_of(to)
}

fn holds_something(to: &Path) -> bool {
    to.exists() && !fs::read_dir(to).is_ok_and(|mut inside| inside.next().is_none())
}

fn prefix(name: &str) -> String {
    format!("{name}.making-")
}

/// What programs left that made the folder `to`; the lock of each that nobody makes any more.
fn left_of(to: &Path) -> Vec<(PathBuf, Option<File>)> {
    let Some((name, folder)) = to.file_name().zip(to.parent()) else { return Vec::new() };
    let prefix = prefix(&name.to_string_lossy());
    let ours = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.strip_prefix(&prefix).is_some_and(|rest| rest.parse::<Id>().is_ok()) && path.join(LOCK).is_file()
    };
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let inside = fs::read_dir(here).into_iter().flatten().flatten().map(|entry| entry.path());
    inside
        .filter(|path| ours(path))
        .map(|path| {
            let lock = OpenOptions::new().read(true).write(true).open(path.join(LOCK)).ok();
            let lock = lock.filter(|lock| lock.try_lock().is_ok());
            (path, lock)
        })
        .collect()
}
