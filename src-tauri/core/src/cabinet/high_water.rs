//! The high-water file: how far the log had come, kept in another directory, so that a lost write-ahead log or an old
//! copy put in its place is noticed.

use std::path::{Path, PathBuf};

use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};

use super::error::{CabinetError, Result};
use super::file;
use super::hash::{Hash, hex, unhex};
use super::log::signed_by;
use super::open::Cabinet;
use crate::clock::Id;

const FORMAT: &str = "xunfang-high-water-1";

/// An entry that was in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    pub device: Id,
    pub seq: u64,
    pub hash: Hash,
}

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Marks {
    format: String,
    cabinet: Id,
    last: Mark,
    /// Marks of earlier times that the log no longer bore out when writing went on: evidence, never removed.
    lost: Vec<Mark>,
    sig: String,
}

/// What was read at opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Read {
    /// No file: a new machine, or someone removed it.
    Absent,
    /// A file that this device did not write, or that is damaged.
    Unreadable,
    /// The marks, newest last.
    Marks(Vec<Mark>),
}

/// Marks with what their signature is of, and the signature.
type Signed = (Read, Hash, [u8; 64]);

/// The file of one device in one cabinet: a copy that is restored elsewhere on the same machine is another device, and what it
/// writes says nothing of how far the first one had come.
#[derive(Debug, Clone)]
pub(super) struct HighWater {
    path: PathBuf,
    /// Where the first releases kept it: one file for the cabinet, whichever device wrote.
    before: PathBuf,
    cabinet: Id,
    device: Id,
}

impl HighWater {
    /// The file `CABINET-ID.DEVICE-ID.json` in `folder`, which is made when it is not there.
    pub(super) fn new(folder: &Path, cabinet: Id, device: Id) -> Self {
        let (path, before) = (folder.join(format!("{cabinet}.{device}.json")), folder.join(format!("{cabinet}.json")));
        Self { path, before, cabinet, device }
    }

    pub(super) fn read(&self, public_key: &[u8; 32]) -> Read {
        match self.found() {
            Ok((marks, digest, sig)) if signed_by(public_key, &digest, &sig) => marks,
            Ok(_) => Read::Unreadable,
            Err(other) => other,
        }
    }

    /// Gives a mark of the first releases its name of today. Where it cannot be moved, it is read where it lies.
    pub(super) fn settle(&self) {
        if !self.path.exists() && self.of_before().is_ok() {
            let _ = std::fs::rename(&self.before, &self.path);
        }
    }

    /// The folder it lies in.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// The marks, whoever signed them: a restore asks how far a device had come whose key it does not have.
    pub(super) fn read_any(&self) -> Read {
        self.found().map_or_else(|other| other, |(marks, ..)| marks)
    }

    fn found(&self) -> std::result::Result<Signed, Read> {
        match self.signed(&self.path) {
            Err(Read::Absent) => self.of_before(),
            found => found,
        }
    }

    /// The mark under its old name. One that another device wrote last is that device's, and none of ours.
    fn of_before(&self) -> std::result::Result<Signed, Read> {
        let found = self.signed(&self.before)?;
        let last = if let Read::Marks(marks) = &found.0 { marks.last().map(|mark| mark.device) } else { None };
        if last == Some(self.device) { Ok(found) } else { Err(Read::Absent) }
    }

    fn signed(&self, path: &Path) -> std::result::Result<Signed, Read> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(Read::Absent),
            Err(_) => return Err(Read::Unreadable),
        };
        let marks = serde_json::from_slice::<Marks>(&bytes).map_err(|_| Read::Unreadable)?;
        let sig = unhex(&marks.sig).and_then(|b| b.try_into().ok()).ok_or(Read::Unreadable)?;
        let digest = digest(&marks).map_err(|_| Read::Unreadable)?;
        if marks.format != FORMAT || marks.cabinet != self.cabinet {
            return Err(Read::Unreadable);
        }
        let mut all = marks.lost;
        all.push(marks.last);
        Ok((Read::Marks(all), digest, sig))
    }

    pub(super) fn write(&self, last: Mark, lost: &[Mark], key: &SigningKey) -> Result<()> {
        let mut marks = Marks { format: FORMAT.to_owned(), cabinet: self.cabinet, last, lost: lost.to_vec(), sig: String::new() };
        marks.sig = hex(&key.sign(digest(&marks)?.as_bytes()).to_bytes());
        let bytes = serde_json::to_vec(&marks).map_err(|e| CabinetError::Json(e.to_string()))?;
        if let Some(folder) = self.path.parent().filter(|folder| !folder.is_dir()) {
            std::fs::create_dir_all(folder).map_err(|e| CabinetError::io(folder, e))?;
        }
        file::replace(&self.path, &bytes)
    }
}

impl Cabinet {
    /// Whether the high-water file was last written by another device of the same cabinet: a backup of it was restored on this
    /// machine, for a rehearsal perhaps, and both keep their mark in the one place.
    #[must_use]
    pub fn marked_by_another(&self) -> bool {
        let Read::Marks(marks) = self.high_water.read_any() else { return false };
        marks.last().is_some_and(|last| last.device != self.device())
    }
}

fn digest(marks: &Marks) -> Result<Hash> {
    let mut rest = marks.clone();
    rest.sig = String::new();
    let bytes = serde_json_canonicalizer::to_vec(&rest).map_err(|e| CabinetError::Json(e.to_string()))?;
    Ok(Hash::labelled(FORMAT, &bytes))
}
