//! What a person must be told although the cabinet opened: what the high-water file knows and the log does not.

use rusqlite::Connection;

use super::error::Result;
use super::finding::Problem;
use super::hash::Hash;
use super::high_water::{self, HighWater, Mark};
use super::log::{Device, Tip};
use super::read::Reader;

/// Something that a person must be told although the cabinet opened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// The high-water file knows entries that are not in the log: a lost write-ahead log or an old copy.
    EntriesMissing {
        /// Last entry that was there.
        expected: u64,
        /// Last entry that is there.
        found: u64,
    },
    /// Entry `seq` is there, but is not the one that was written.
    HistoryReplaced {
        /// Its place in the device's log.
        seq: u64,
    },
    /// There is no high-water file: a new machine, or it was removed.
    HighWaterAbsent,
    /// The high-water file is damaged or was not written by this device.
    HighWaterUnreadable,
    /// The high-water file could not be written; the entries themselves are saved.
    HighWaterUnwritable,
    /// The newest entries do not verify.
    Problems(Vec<Problem>),
}

impl Warning {
    /// A stable name for programs and translations.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::EntriesMissing { .. } => "entries-missing",
            Self::HistoryReplaced { .. } => "history-replaced",
            Self::HighWaterAbsent => "high-water-absent",
            Self::HighWaterUnreadable => "high-water-unreadable",
            Self::HighWaterUnwritable => "high-water-unwritable",
            Self::Problems(_) => "entries-damaged",
        }
    }
}

/// Compares the log with the high-water file; gives the marks that the log does not bear out.
pub(super) fn compare(
    conn: &Connection,
    file: &HighWater,
    device: &Device,
    tip: &Tip,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Mark>> {
    let marks = match file.read(&device.key.verifying_key().to_bytes()) {
        high_water::Read::Absent if tip.seq == 0 => return Ok(Vec::new()),
        high_water::Read::Absent => {
            warnings.push(Warning::HighWaterAbsent);
            return Ok(Vec::new());
        }
        high_water::Read::Unreadable => {
            warnings.push(Warning::HighWaterUnreadable);
            return Ok(Vec::new());
        }
        high_water::Read::Marks(marks) => marks,
    };
    let mut lost = Vec::new();
    for mark in marks {
        let there: Option<Hash> = Reader::new(conn).hash_at(mark.device, mark.seq)?;
        match there {
            Some(hash) if hash == mark.hash => continue,
            Some(_) => warnings.push(Warning::HistoryReplaced { seq: mark.seq }),
            None => warnings.push(Warning::EntriesMissing { expected: mark.seq, found: tip.seq }),
        }
        lost.push(mark);
    }
    Ok(lost)
}
