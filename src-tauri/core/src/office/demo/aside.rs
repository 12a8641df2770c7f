//! The place beside a folder in which its content is made. It moves into the folder as a whole at the end; what a killed
//! program left there is cleared by the next one that makes the same folder.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::super::error::{OfficeError, Result};
use crate::cabinet::CabinetError;

/// Lies in the place while something is made there.
const LOCK: &str = "making.lock";

/// A folder in the making. Dropped before [`Aside::settle`], it leaves nothing.
#[derive(Debug)]
pub(super) struct Aside {
    to: PathBuf,
    place: PathBuf,
    /// Held while the folder is in the making: another program then neither clears nor joins it.
    lock: Option<File>,
    /// The folders above that were not there before, the outermost first.
    made: Vec<PathBuf>,
}

impl Aside {
    /// Begins beside `to`, which must be empty or not there.
    ///
    /// # Errors
    /// `cabinet-exists`, `cabinet-locked` when it is being made right now, `file-failed`.
    pub fn begin(to: &Path) -> Result<Self> {
        let empty = || to.is_dir() && fs::read_dir(to).is_ok_and(|mut inside| inside.next().is_none());
        if to.exists() && !empty() {
            return Err(CabinetError::Exists(to.to_owned()).into());
        }
        let Some(name) = to.file_name() else { return Err(CabinetError::Exists(to.to_owned()).into()) };
        let place = to.with_file_name(format!(".{}.making", name.to_string_lossy()));
        // Before there is anything whose drop could clear what another program makes.
        clear_leftover(&place)?;
        let missing = place.ancestors().skip(1).take_while(|p| !p.as_os_str().is_empty() && !p.exists());
        let mut made: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        made.reverse();
        let mut aside = Self { to: to.to_owned(), place, lock: None, made };
        fs::create_dir_all(&aside.place).map_err(failed)?;
        let lock = File::create(aside.place.join(LOCK)).map_err(failed)?;
        // A file system that knows no locks is no reason to refuse: the folder itself is ours.
        lock.try_lock().ok();
        aside.lock = Some(lock);
        Ok(aside)
    }

    /// Where the content is made.
    pub fn inside(&self, name: &str) -> PathBuf {
        self.place.join(name)
    }

    /// Moves `inside` to the folder that was asked for, and the files of `marks` into the folder `marks_to`.
    ///
    /// # Errors
    /// `file-failed`; nothing is then left.
    pub fn settle(self, inside: &str, marks: &str, marks_to: &Path) -> Result<()> {
        let moved = || -> io::Result<()> {
            fs::create_dir_all(marks_to)?;
            for mark in fs::read_dir(self.place.join(marks))? {
                let mark = mark?;
                // It may lie on another disk, where nothing can be moved to.
                fs::copy(mark.path(), marks_to.join(mark.file_name()))?;
            }
            // An empty folder stands in the way of a move on some systems.
            if self.to.exists() {
                fs::remove_dir(&self.to)?;
            }
            fs::rename(self.place.join(inside), &self.to)
        };
        moved().map_err(failed)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        self.lock = None;
        fs::remove_dir_all(&self.place).ok();
        for folder in self.made.iter().rev() {
            // Only while nothing lies in it.
            fs::remove_dir(folder).ok();
        }
    }
}

/// Clears what a killed program left.
fn clear_leftover(place: &Path) -> Result<()> {
    if !place.exists() {
        return Ok(());
    }
    let held = File::open(place.join(LOCK)).is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)));
    if held {
        return Err(CabinetError::Locked.into());
    }
    fs::remove_dir_all(place).map_err(failed)
}

fn failed(error: io::Error) -> OfficeError {
    OfficeError::File(error.to_string())
}
