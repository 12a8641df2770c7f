//! Small files that are whole or not there: temp, fsync, rename, fsync of the folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

#[cfg(test)]
use super::acts::note;
use super::error::{CabinetError, Result};

#[cfg(not(test))]
fn note(_act: &'static str, _path: &Path) {}

/// Puts `bytes` at `path` so that a power cut leaves the old file or the new one, never a mixture.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let temp = path.with_extension("tmp");
    let written = write_synced(&temp, bytes).and_then(|()| rename(&temp, path));
    if let Err(source) = written {
        // The temporary file holds nothing that is not in memory; that it cannot be removed changes nothing.
        let _ = std::fs::remove_file(&temp);
        return Err(CabinetError::io(path, source));
    }
    sync_folder_of(path)
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all().inspect(|()| note("synced", path))
}

/// Gives a file or folder its name.
pub(super) fn rename(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::rename(from, to).inspect(|()| note("named", to))
}

/// Sends a finished file to the disk. Windows flushes only what was opened for writing.
pub(super) fn sync(path: &Path) -> Result<()> {
    let file = OpenOptions::new().read(true).write(true).open(path);
    let synced = file.and_then(|file| file.sync_all()).inspect(|()| note("synced", path));
    synced.map_err(|source| CabinetError::io(path, source))
}

/// Makes a rename in the folder of `path` outlast a power cut. Windows keeps its own journal and has no such call.
pub(super) fn sync_folder_of(path: &Path) -> Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let synced = File::open(folder).and_then(|folder| folder.sync_all()).inspect(|()| note("folder synced", folder));
        synced.map_err(|source| CabinetError::io(folder, source))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Times that a lock is tried, and the pause between two of them. A program that this process starts (a viewer, a browser)
/// holds every open file of it, locks included, for the moment until it is another program.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(10);

/// Takes the one lock of a cabinet folder; it is let go when the file is dropped or the process ends.
pub(super) fn lock(path: &Path) -> Result<File> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    let file = file.map_err(|source| CabinetError::io(path, source))?;
    for _ in 1..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(source)) => return Err(CabinetError::io(path, source)),
        }
    }
    file.try_lock().map(|()| file).map_err(|error| match error {
        TryLockError::WouldBlock => CabinetError::Locked,
        TryLockError::Error(source) => CabinetError::io(path, source),
    })
}

/// Lets only this user into the folder; what lies in it is then out of others' reach as well.
#[cfg(unix)]
pub(super) fn keep_private(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(|e| CabinetError::io(folder, e))
}

/// Elsewhere the user's own folders are private as they are.
#[cfg(not(unix))]
pub(super) fn keep_private(_folder: &Path) -> Result<()> {
    Ok(())
}
