//! What a check of the cabinet can find.

use serde::{Deserialize, Serialize};

use super::hash::Hash;
use crate::clock::Id;

/// What is wrong with an entry, or was done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Finding {
    /// Head and hash do not belong together: the head was changed.
    HeadChanged,
    /// The signature is not the device's.
    SignatureInvalid,
    /// No device of this cabinet has this key.
    UnknownKey,
    /// The entry does not follow from the one before it.
    ChainBroken,
    /// Entries between two others, or at the end, are gone.
    EntriesMissing,
    /// A column says something else than the head.
    ColumnMismatch,
    /// The head cannot be read.
    EntryUnreadable,
    /// The stored bytes are not those that were written.
    ContentChanged,
    /// A body, scope, form or strokes are gone.
    ContentMissing,
    /// A photo's or scan's bytes are not those that were written.
    BlobChanged,
    /// A photo or scan is gone.
    BlobMissing,
    /// 已销毁: taken away by a destruction entry; no damage.
    Destroyed,
    /// Lost to a damaged disk and told so by the restore that mended it; no further damage.
    Lost,
    /// A trigger that forbids changes is gone.
    GuardMissing,
    /// The file itself has damaged pages.
    FileDamaged,
}

impl Finding {
    /// A stable name for programs and translations.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::HeadChanged => "head-changed",
            Self::SignatureInvalid => "signature-invalid",
            Self::UnknownKey => "unknown-key",
            Self::ChainBroken => "chain-broken",
            Self::EntriesMissing => "entries-missing",
            Self::ColumnMismatch => "column-mismatch",
            Self::EntryUnreadable => "entry-unreadable",
            Self::ContentChanged => "content-changed",
            Self::ContentMissing => "content-missing",
            Self::BlobChanged => "blob-changed",
            Self::BlobMissing => "blob-missing",
            Self::Destroyed => "destroyed",
            Self::Lost => "lost",
            Self::GuardMissing => "guard-missing",
            Self::FileDamaged => "file-damaged",
        }
    }

    /// False for what was done by the rules, and for losses that were told.
    #[must_use]
    pub fn is_damage(self) -> bool {
        !matches!(self, Self::Destroyed | Self::Lost)
    }
}

/// A finding and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What.
    pub finding: Finding,
    /// The device's log; none when the whole file is meant.
    pub device: Option<Id>,
    /// Place in that log; the first missing one where entries are missing.
    pub seq: u64,
    /// The entry, when it is there.
    pub entry: Option<Hash>,
    /// Its record, when known.
    pub record: Option<Id>,
    /// The content or blob meant, or a word of the database's, for the support log.
    pub detail: String,
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries checked.
    pub checked: u64,
    /// Findings in the order of the log.
    pub problems: Vec<Problem>,
}

impl Report {
    /// No damage: at most content that was destroyed by the rules.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.problems.iter().any(|problem| problem.finding.is_damage())
    }
}
