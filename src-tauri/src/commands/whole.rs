//! A file that is whole or not there: written beside its place and moved there at the end.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Names that are tried before it is given up: so many unfinished files beside one place are nobody's accident.
const TRIES: u32 = 100;

/// Writes the bytes. A failure leaves no half file, and no other file of the folder is touched.
///
/// # Errors
/// Why the folder could not be made or the file not be written.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let (mut file, aside) = beside(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    // Windows moves no open file.
    drop(file);
    let written = written.and_then(|()| fs::rename(&aside, path));
    if written.is_err() {
        // The first failure is the one to tell.
        let _ = fs::remove_file(&aside);
    }
    written
}

/// A new file in the folder of `path` under a name that nobody has.
fn beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for n in 0..TRIES {
        let aside = path.with_file_name(format!(".{name}.{}-{n}.part", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&aside) {
            Ok(file) => return Ok((file, aside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_takes_its_place_and_leaves_its_neighbours_alone() {
        let folder = tempfile::tempdir().unwrap();
        let first = format!(".表.pdf.{}-0.part", std::process::id());
        for mine in ["表.part", first.as_str()] {
            fs::write(folder.path().join(mine), "mine").unwrap();
        }
        write(&folder.path().join("表.pdf"), b"new").unwrap();
        assert_eq!(fs::read(folder.path().join("表.pdf")).unwrap(), b"new", "the file is there");
        for mine in ["表.part", first.as_str()] {
            assert_eq!(fs::read(folder.path().join(mine)).unwrap(), b"mine", "{mine} is somebody's file");
        }
        assert_eq!(names(folder.path()).len(), 3, "and nothing else: {:?}", names(folder.path()));
    }

    #[test]
    fn a_failed_write_leaves_no_half_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("表.pdf")).unwrap();
        write(&folder.path().join("表.pdf"), b"new").unwrap_err();
        assert_eq!(names(folder.path()), ["表.pdf"], "only the folder that stood in the way");
    }
}
