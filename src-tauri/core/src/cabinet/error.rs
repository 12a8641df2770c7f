//! What can go wrong in the cabinet, each with a code that never changes.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::clock::{Id, RandomError};

/// Why the cabinet refused or failed. Nothing was overwritten and no half of a transaction was kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CabinetError {
    /// The folder is not there.
    #[error("there is no folder {}", .0.display())]
    FolderMissing(PathBuf),
    /// The folder is there, the cabinet file is not.
    #[error("there is no cabinet.db in {}", .0.display())]
    FileMissing(PathBuf),
    /// The folder already holds a cabinet, or a part of one.
    #[error("{} already holds a cabinet", .0.display())]
    Exists(PathBuf),
    /// `keyslots.json` is not beside the cabinet file.
    #[error("keyslots.json is missing in {}", .0.display())]
    KeySlotsMissing(PathBuf),
    /// `keyslots.json` cannot be read as what it was.
    #[error("keyslots.json is damaged: {0}")]
    KeySlotsDamaged(String),
    /// The key slots beside the file are another cabinet's.
    #[error("the key slots belong to another cabinet")]
    KeySlotsForeign,
    /// No slot opens with this passphrase.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The code is well formed, but no slot opens with it.
    #[error("wrong recovery code")]
    WrongRecoveryCode,
    /// The code's check symbol does not fit: a slip of the pen.
    #[error("the recovery code was mistyped")]
    RecoveryCodeMistyped,
    /// An empty passphrase protects nothing.
    #[error("the passphrase is empty")]
    PassphraseEmpty,
    /// Another slot opens with this passphrase.
    #[error("choose another passphrase")]
    PassphraseTaken,
    /// The last slot of its kind cannot be removed.
    #[error("this is the last key slot of its kind")]
    LastKeySlot,
    /// There is no such key slot.
    #[error("there is no key slot {0}")]
    KeySlotUnknown(String),
    /// The data key cannot be changed yet: these slots hold the present one under their secrets alone.
    #[error("{} key slots of the first format were not used since", .0.len())]
    KeySlotsOld(Vec<Id>),
    /// The cabinet file has no bytes.
    #[error("cabinet.db is empty")]
    Empty,
    /// The cabinet file is shorter than it was.
    #[error("cabinet.db is cut off: it has {found} of {expected} pages (0: not known)")]
    Truncated {
        /// Whole pages there; 0 when that is not known.
        found: u64,
        /// Pages that there should be; 0 when that cannot be read.
        expected: u64,
    },
    /// The cabinet file cannot be decrypted or read.
    #[error("cabinet.db is damaged: {0}")]
    Damaged(String),
    /// Written by a later release.
    #[error("the cabinet has schema {found}, this program knows up to {known}")]
    Newer {
        /// Schema of the file.
        found: i64,
        /// Newest schema known here.
        known: i64,
    },
    /// A database, but not a cabinet.
    #[error("this file is not a cabinet")]
    Foreign,
    /// Nothing can be written here.
    #[error("the folder or the disk is read-only: {0}")]
    ReadOnly(String),
    /// No room left.
    #[error("the disk is full")]
    DiskFull,
    /// Another process has the cabinet open.
    #[error("the cabinet is open in another program")]
    Locked,
    /// The SQLite in this program is older than 3.51.3 and can lose a WAL.
    #[error("SQLite {0} is too old")]
    SqliteTooOld(String),
    /// A trigger refused to change what was written for good.
    #[error("the record is append-only: {0}")]
    AppendOnly(String),
    /// An entry names a parent that is not in the log.
    #[error("parent {0} is not in the log")]
    ParentUnknown(String),
    /// A revision does not follow from the newest one: the sheet was changed meanwhile.
    #[error("record {0} has moved on since")]
    BaseMoved(Id),
    /// An entry or draft names content or a blob that is not in the cabinet.
    #[error("{0} is not in the cabinet")]
    ContentUnknown(String),
    /// An entry names something that its body does not.
    #[error("the body does not name {0}")]
    NotInBody(String),
    /// The draft was saved by someone else meanwhile; what stands there was kept.
    #[error("draft {0} was changed elsewhere")]
    DraftMoved(Id),
    /// There is no such draft.
    #[error("there is no draft {0}")]
    DraftMissing(Id),
    /// Prefix or period of a serial have the wrong form.
    #[error("not a serial: {0}")]
    SerialInvalid(String),
    /// The number belongs to another sheet, or is void.
    #[error("{0} is taken")]
    SerialTaken(String),
    /// A number was drawn and no entry names it: it would be lost at the next rebuild.
    #[error("{0} was drawn and not recorded")]
    SerialNotLogged(String),
    /// The cursor is not one that a search gave.
    #[error("not a page mark: {0}")]
    CursorInvalid(String),
    /// What stands in the log cannot be read.
    #[error("entry {0} cannot be read")]
    EntryUnreadable(String),
    /// The folder holds no backup.
    #[error("there is no backup in {}", .0.display())]
    BackupMissing(PathBuf),
    /// A backup is not what was written, or a copy did not verify.
    #[error("the backup is damaged: {0}")]
    BackupDamaged(String),
    /// More than 702 devices.
    #[error("every device letter is taken")]
    LettersUsedUp,
    /// The caller asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// The system gave no randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// A value could not be written as canonical JSON.
    #[error("cannot be written as JSON: {0}")]
    Json(String),
    /// Another failure of a file.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another failure of SQLite.
    #[error("the database failed: {0}")]
    Sql(rusqlite::Error),
}

/// A result of the cabinet.
pub type Result<T, E = CabinetError> = std::result::Result<T, E>;

impl CabinetError {
    /// A stable name for programs and translations.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FolderMissing(_) => "cabinet-folder-missing",
            Self::FileMissing(_) => "cabinet-file-missing",
            Self::Exists(_) => "cabinet-exists",
            Self::KeySlotsMissing(_) => "keyslots-missing",
            Self::KeySlotsDamaged(_) => "keyslots-damaged",
            Self::KeySlotsForeign => "keyslots-foreign",
            Self::WrongPassphrase => "wrong-passphrase",
            Self::WrongRecoveryCode => "wrong-recovery-code",
            Self::RecoveryCodeMistyped => "recovery-code-mistyped",
            Self::PassphraseEmpty => "passphrase-empty",
            Self::PassphraseTaken => "passphrase-taken",
            Self::LastKeySlot => "keyslot-last",
            Self::KeySlotUnknown(_) => "keyslot-unknown",
            Self::KeySlotsOld(_) => "keyslots-old",
            Self::Empty => "cabinet-empty",
            Self::Truncated { .. } => "cabinet-truncated",
            Self::Damaged(_) => "cabinet-damaged",
            Self::Newer { .. } => "cabinet-newer",
            Self::Foreign => "cabinet-foreign",
            Self::ReadOnly(_) => "cabinet-read-only",
            Self::DiskFull => "disk-full",
            Self::Locked => "cabinet-locked",
            Self::SqliteTooOld(_) => "sqlite-too-old",
            Self::AppendOnly(_) => "append-only",
            Self::ParentUnknown(_) => "parent-unknown",
            Self::BaseMoved(_) => "base-moved",
            Self::ContentUnknown(_) => "content-unknown",
            Self::NotInBody(_) => "not-in-body",
            Self::DraftMoved(_) => "draft-moved",
            Self::DraftMissing(_) => "draft-missing",
            Self::SerialInvalid(_) => "serial-invalid",
            Self::SerialTaken(_) => "serial-taken",
            Self::SerialNotLogged(_) => "serial-not-logged",
            Self::CursorInvalid(_) => "cursor-invalid",
            Self::EntryUnreadable(_) => "entry-unreadable",
            Self::BackupMissing(_) => "backup-missing",
            Self::BackupDamaged(_) => "backup-damaged",
            Self::LettersUsedUp => "letters-used-up",
            Self::Cancelled => "cancelled",
            Self::Random(_) => "no-randomness",
            Self::Json(_) => "json-unwritable",
            Self::Io { .. } => "file-failed",
            Self::Sql(_) => "database-failed",
        }
    }

    /// A failure of the file at `path`, sorted by what a person can do about it.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly(path.display().to_string()),
            _ => Self::Io { path: path.to_path_buf(), source },
        }
    }
}

impl From<rusqlite::Error> for CabinetError {
    fn from(error: rusqlite::Error) -> Self {
        // Result codes by their numbers at https://sqlite.org/rescode.html.
        const CONSTRAINT_TRIGGER: i32 = 1811;
        const IOERR_SHMSIZE: i32 = 4874;
        let rusqlite::Error::SqliteFailure(code, message) = &error else { return Self::Sql(error) };
        let text = || message.clone().unwrap_or_default();
        match (code.code, code.extended_code) {
            (_, CONSTRAINT_TRIGGER) => Self::AppendOnly(text()),
            (ErrorCode::DiskFull, _) | (_, IOERR_SHMSIZE) => Self::DiskFull,
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Locked,
            // The file was seen before it was opened, so what cannot be opened is its companion in a folder that refuses it.
            (ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied, _) => Self::ReadOnly(text()),
            (ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt, _) => Self::Damaged(text()),
            _ => Self::Sql(error),
        }
    }
}
