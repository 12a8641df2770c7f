//! Which letters of a cabinet this machine has given out, beside the high-water files: two copies restored from one backup are
//! two devices, and neither knows of the other. What another machine gave out cannot be known here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::{CabinetError, Result};
use super::file;
use super::project::PRACTICE_LETTER;
use crate::clock::Id;

const FORMAT: &str = "xunfang-letters-1";

/// A device of the cabinet that works, or worked, on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Given {
    letter: String,
    device: Id,
    /// Where its cabinet lay when it was last opened: what was lost there is asked about in that place alone.
    folder: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Ledger {
    format: String,
    given: Vec<Given>,
}

/// The letters of one cabinet.
#[derive(Debug, Clone)]
pub(super) struct Letters {
    path: PathBuf,
}

impl Letters {
    /// The file `CABINET-ID.letters.json` in the folder of the high-water files.
    pub(super) fn new(folder: &Path, cabinet: Id) -> Self {
        Self { path: folder.join(format!("{cabinet}.letters.json")) }
    }

    /// Gives the first letter that is free to a device: in none of `taken`, and given to nobody on this machine, in this folder
    /// of high-water files or in one of the `neighbours`.
    ///
    /// # Errors
    /// `letters-used-up`; when it cannot be written down: a letter that is forgotten would be given twice.
    pub(super) fn give(&self, device: Id, taken: &[String], neighbours: &[PathBuf], folder: &Path) -> Result<String> {
        let _alone = self.lock()?;
        let mut used: BTreeSet<String> = taken.iter().cloned().collect();
        let here = std::iter::once(self.clone()).chain(neighbours.iter().map(|place| self.beside(place)));
        used.extend(here.flat_map(|letters| letters.read().given).map(|given| given.letter));
        used.insert(PRACTICE_LETTER.to_owned());
        let letter = letters().find(|letter| !used.contains(letter)).ok_or(CabinetError::LettersUsedUp)?;
        self.put(device, &letter, folder)?;
        for place in neighbours {
            // Theirs is a second look at the same machine; ours is what this restore is held by.
            let _ = self.beside(place).put(device, &letter, folder);
        }
        Ok(letter)
    }

    /// Takes back what a restore was given that came to nothing.
    pub(super) fn take_back(&self, device: Id, neighbours: &[PathBuf]) {
        for letters in std::iter::once(self.clone()).chain(neighbours.iter().map(|place| self.beside(place))) {
            // Without the lock a letter stays taken and is skipped, nothing else.
            let Ok(_alone) = letters.lock() else { continue };
            let mut ledger = letters.read();
            let before = ledger.given.len();
            ledger.given.retain(|given| given.device != device);
            if ledger.given.len() < before {
                let _ = letters.write(&ledger);
            }
        }
    }

    /// Keeps in mind who works here, and where.
    pub(super) fn remember(&self, device: Id, letter: &str, folder: &Path) -> Result<()> {
        let now = Given { letter: letter.to_owned(), device, folder: folder.to_string_lossy().into_owned() };
        if self.read().given.contains(&now) { Ok(()) } else { self.lock().and_then(|_alone| self.put(device, letter, folder)) }
    }

    /// The devices whose cabinet lay in `folder`.
    pub(super) fn devices_in(&self, folder: &Path) -> Vec<Id> {
        let folder = folder.to_string_lossy();
        self.read().given.into_iter().filter(|given| given.folder == folder).map(|given| given.device).collect()
    }

    fn put(&self, device: Id, letter: &str, folder: &Path) -> Result<()> {
        let mut ledger = self.read();
        ledger.given.retain(|given| given.device != device);
        ledger.given.push(Given { letter: letter.to_owned(), device, folder: folder.to_string_lossy().into_owned() });
        self.write(&ledger)
    }

    /// What is written down; nothing where the file is not there or is no such file.
    fn read(&self) -> Ledger {
        let found = std::fs::read(&self.path).ok().and_then(|bytes| serde_json::from_slice::<Ledger>(&bytes).ok());
        found.filter(|ledger| ledger.format == FORMAT).unwrap_or_default()
    }

    fn write(&self, ledger: &Ledger) -> Result<()> {
        let bytes = serde_json::to_vec(&Ledger { format: FORMAT.to_owned(), given: ledger.given.clone() });
        file::replace(&self.path, &bytes.map_err(|e| CabinetError::Json(e.to_string()))?)
    }

    fn beside(&self, place: &Path) -> Self {
        Self { path: place.join(self.path.file_name().unwrap_or_default()) }
    }

    /// Two restores at a time take their letters one after the other.
    fn lock(&self) -> Result<std::fs::File> {
        let folder = self.path.parent().unwrap_or(&self.path);
        std::fs::create_dir_all(folder).map_err(|e| CabinetError::io(folder, e))?;
        file::lock(&folder.join("letters.lock"))
    }
}

/// A to Z, then AA to ZZ.
fn letters() -> impl Iterator<Item = String> {
    let one = || ('A'..='Z').map(String::from);
    one().chain(one().flat_map(move |first| one().map(move |second| format!("{first}{second}"))))
}
