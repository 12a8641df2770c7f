//! A file that is whole or not there: written beside its place when its bytes are there, and moved there at the end. What an
//! interrupted run left beside it is cleared by the next.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::refused::{Refused, Result};

/// A file that is to be made. Nothing of it is in its folder yet.
#[derive(Debug)]
pub struct Outgoing {
    to: PathBuf,
    beside: PathBuf,
}

/// A file that is written, beside its place. Dropped before [`Written::place`], it leaves nothing.
#[derive(Debug)]
struct Written {
    to: PathBuf,
    beside: PathBuf,
    /// Locked while this run goes on, by which the next knows what was left.
    file: Option<File>,
    placed: bool,
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
        clear(to, &name);
        let beside = to.with_file_name(format!(".{name}.{}.part", std::process::id()));
        // Tried and taken away again: while the bytes are being made, whatever ends the program leaves nothing.
        drop(create(&beside).map_err(|e| Refused::file(to, &e))?);
        fs::remove_file(&beside).map_err(|e| Refused::file(to, &e))?;
        Ok(Self { to: to.to_owned(), beside })
    }

    /// Writes the bytes and puts the file in its place.
    ///
    /// # Errors
    /// As [`Outgoing::open`]; a file that was there before then stands.
    pub fn finish(self, bytes: &[u8]) -> Result<()> {
        self.written(bytes)?.place()
    }

    fn written(self, bytes: &[u8]) -> Result<Written> {
        let refused = |e: &std::io::Error| Refused::file(&self.to, e);
        let mut file = create(&self.beside).map_err(|e| refused(&e))?;
        // Where files cannot be locked, the next run may take one that is still being written; it is then refused below.
        file.try_lock().ok();
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        let made = Written { to: self.to.clone(), beside: self.beside.clone(), file: Some(file), placed: false };
        written.map_err(|e| refused(&e))?;
        Ok(made)
    }
}

/// Puts several files into their places, all or none: every one is written before the first is moved, and one that cannot be
/// moved takes back those that were. A file that another stood in for is not to be had back: it is named.
///
/// # Errors
/// As [`Outgoing::open`].
pub fn place_all(files: Vec<(Outgoing, Vec<u8>)>) -> Result<()> {
    let written: Vec<Written> = files.into_iter().map(|(to, bytes)| to.written(&bytes)).collect::<Result<_>>()?;
    let mut placed: Vec<(PathBuf, bool)> = Vec::new();
    for file in written {
        let (to, replaced) = (file.to.clone(), file.to.exists());
        if let Err(refused) = file.place() {
            return Err(taken_back(&placed, refused));
        }
        placed.push((to, replaced));
    }
    Ok(())
}

fn taken_back(placed: &[(PathBuf, bool)], refused: Refused) -> Refused {
    let stays = |(to, replaced): &&(PathBuf, bool)| *replaced || fs::remove_file(to).is_err();
    let left: Vec<String> = placed.iter().filter(stays).map(|(to, _)| to.display().to_string()).collect();
    if left.is_empty() {
        return refused;
    }
    Refused { message: format!("{}；已换成新的文件：{}", refused.message, left.join("、")), ..refused }
}

impl Written {
    fn place(mut self) -> Result<()> {
        // Windows moves no open file.
        self.file = None;
        fs::rename(&self.beside, &self.to).map_err(|e| Refused::file(&self.to, &e))?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        self.file = None;
        if !self.placed {
            fs::remove_file(&self.beside).ok();
        }
    }
}

fn create(at: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(at)
}

/// Takes away what runs that were interrupted left of this file. What another run is writing is locked, and stays.
fn clear(to: &Path, name: &str) {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let head = format!(".{name}.");
    // A folder that cannot be read is told by what is done next.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let left = entry.file_name().to_string_lossy().into_owned();
        let run = left.strip_prefix(&head).and_then(|rest| rest.strip_suffix(".part"));
        if run.is_some_and(|run| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit()))
            && let Ok(file) = OpenOptions::new().write(true).open(entry.path())
            && file.try_lock().is_ok()
        {
            fs::remove_file(entry.path()).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let all = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let mut all: Vec<String> = all.collect();
        all.sort();
        all
    }

    #[test]
    fn nothing_is_there_before_the_bytes_are_and_what_was_left_is_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("归档.pdf");
        for left in [".归档.pdf.77.part", ".归档.pdf.x.part", ".别的.pdf.77.part"] {
            fs::write(folder.path().join(left), "").unwrap();
        }
        let busy = folder.path().join(".归档.pdf.78.part");
        let writing = create(&busy).unwrap();
        writing.try_lock().unwrap();
        let outgoing = Outgoing::open(&to).unwrap();
        let others = [".别的.pdf.77.part", ".归档.pdf.78.part", ".归档.pdf.x.part"];
        assert_eq!(names(folder.path()), others, "only what an earlier run left of this file is gone, and nothing is there yet");
        outgoing.finish(b"x").unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"x", "and then the file");
        assert_eq!(names(folder.path()).len(), 4, "with nothing beside it");
    }

    #[test]
    fn several_files_are_placed_together_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let to = |name: &str| folder.path().join(name);
        fs::write(to("b"), "before").unwrap();
        let open = |name: &str| (Outgoing::open(&to(name)).unwrap(), name.as_bytes().to_vec());
        let files = vec![open("a"), open("c")];
        // It could be written when it was tried.
        fs::create_dir(to("c")).unwrap();
        place_all(files).unwrap_err();
        assert_eq!(names(folder.path()), ["b", "c"], "the first is taken back");
        fs::remove_dir(to("c")).unwrap();
        let files = vec![open("b"), open("c")];
        fs::create_dir(to("c")).unwrap();
        let refused = place_all(files).unwrap_err();
        assert!(refused.message.contains("已换成新的文件") && refused.message.contains("/b"), "{}", refused.message);
        fs::remove_dir(to("c")).unwrap();
        place_all(vec![open("a"), open("c")]).unwrap();
        assert_eq!(names(folder.path()), ["a", "b", "c"], "all of them");
    }
}
