//! Floor 4: the cabinet. An encrypted SQLite file that holds one append-only log of signed entries for each device, the
//! content and blobs that they name, drafts, and projections that can be dropped and rebuilt from the log.
//!
//! It knows nothing of forms, sheets and papers: bodies are bytes, rows are words that the office gives. All SQL is here.

mod about;
#[cfg(test)]
mod acts;
mod backup;
mod cases;
mod connect;
mod draft;
mod error;
mod file;
mod finding;
mod first_run;
mod graft;
mod hash;
mod high_water;
mod keyslots;
mod letters;
mod lists;
mod log;
mod look;
mod making;
mod memory;
mod migrate;
mod months;
mod open;
mod pages;
mod project;
mod read;
mod rebuild;
#[cfg(test)]
mod recounted;
mod recovery;
mod rekey;
mod restore;
mod retire;
mod sealed;
mod search;
mod secret;
mod secrets;
mod sql_types;
#[cfg(test)]
mod tests;
mod tokens;
mod verify;
mod vouch;
mod walk;
mod warning;
mod write;

pub use about::{About, about};
pub use backup::{KeptBackup, Manifest, Occasion, backup_in, backups, backups_beside, superfluous, verify_backup};
pub use cases::{CaseQuery, CaseRow, ClockRow, RunningEnd};
pub use draft::{Draft, SaveDraft};
pub use error::{CabinetError, Result};
pub use finding::{Finding, Problem, Report};
pub use hash::{Hash, HashError};
pub(crate) use hash::{hex, unhex};
pub use log::{Entry, FormRef, Head, Kind, NewEntry, setting_record};
pub use look::look_into;
pub use making::Making;
pub use memory::leave_no_core;
#[doc(hidden)]
pub use migrate::Moving;
#[doc(hidden)]
pub use open::raw_key;
pub use open::{Cabinet, Purpose};
pub use project::{Number, NumberState, Projection, RegisterItem, SheetRow};
pub use read::{Blob, Kept, Reader};
pub use rebuild::Projector;
pub use recovery::RecoveryCode;
pub use restore::{Place, Restored, end_restore, restore};
pub use search::{Cursor, Page, SheetQuery};
pub use secret::{Cost, Secret, SlotKind};
pub use secrets::cabinet_of;
pub use warning::Warning;
pub use write::Tx;
