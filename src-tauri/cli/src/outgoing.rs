//! A file that is whole or not there: written beside its place and moved there at the end.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::refused::{Refused, Result};

/// A file on its way. Dropped before [`Outgoing::finish`], it leaves nothing.
#[derive(Debug)]
pub struct Outgoing {
    to: PathBuf,
    beside: PathBuf,
    file: Option<File>,
}

impl Outgoing {
    /// Makes sure that the place can be written before anything is done for it.
    ///
    /// # Errors
    /// `file-missing`, `file-refused`, `disk-full`, `file-failed`.
    pub fn open(to: &Path) -> Result<Self> {
        if to.is_dir() {
            return Err(Refused::new("file-failed", format!("{}：是一个文件夹", to.display())));
        }
        let name = to.file_name().ok_or_else(|| Refused::usage("--to 要写文件名"))?.to_string_lossy().into_owned();
        let beside = to.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = OpenOptions::new().write(true).create_new(true).open(&beside).map_err(|e| Refused::file(to, &e))?;
        Ok(Self { to: to.to_owned(), beside, file: Some(file) })
    }

    /// Writes the bytes and puts the file in its place.
    ///
    /// # Errors
    /// As [`Outgoing::open`]; a file that was there before then stands.
    pub fn finish(mut self, bytes: &[u8]) -> Result<()> {
        let written = match self.file.as_mut() {
            Some(file) => file.write_all(bytes).and_then(|()| file.sync_all()),
            None => Ok(()),
        };
        // Windows moves no open file.
        self.file = None;
        written.and_then(|()| fs::rename(&self.beside, &self.to)).map_err(|e| Refused::file(&self.to, &e))
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        self.file = None;
        // After a finished write it is gone already.
        fs::remove_file(&self.beside).ok();
    }
}
