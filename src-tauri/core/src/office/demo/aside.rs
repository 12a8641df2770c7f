//! The sample department is made beside its folder, with marks of its own, and moves there as a whole at the end.

use std::path::Path;
use std::{fs, io};

use super::super::error::{OfficeError, Result};
use crate::cabinet::{CabinetError, Making};

/// Begins beside `to`, which must be empty or not there.
///
/// # Errors
/// `cabinet-exists`, `file-failed`.
pub(super) fn begin(to: &Path) -> Result<Making> {
    let empty = || to.is_dir() && fs::read_dir(to).is_ok_and(|mut inside| inside.next().is_none());
    if to.exists() && !empty() {
        return Err(CabinetError::Exists(to.to_owned()).into());
    }
    Ok(Making::begin(to)?)
}

/// Moves `cabinet` to the folder that was asked for, and the files of `marks` into the folder `marks_to`; what else lies in the
/// making goes with it.
///
/// # Errors
/// `cabinet-exists` when something stands there by now, `file-failed`; nothing is then left.
pub(super) fn settle(making: Making, cabinet: &Path, marks: &Path, marks_to: &Path) -> Result<()> {
    let remembered = || -> io::Result<()> {
        fs::create_dir_all(marks_to)?;
        for mark in fs::read_dir(marks)? {
            let mark = mark?;
            let known = marks_to.join(mark.file_name());
            // The same sample made twice is one cabinet to this machine: a letter that was given out once stays given.
            if known.exists() && known.to_string_lossy().ends_with(".letters.json") {
                continue;
            }
            // It may lie on another disk, where nothing can be moved to.
            fs::copy(mark.path(), known)?;
        }
        Ok(())
    };
    remembered().map_err(|error| OfficeError::File(error.to_string()))?;
    Ok(making.give_place_to(cabinet)?)
}
