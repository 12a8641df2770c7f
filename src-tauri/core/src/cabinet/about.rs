//! What the cabinet is made with.

use super::migrate;

/// Versions that a report of the cabinet's health names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// SQLite within SQLCipher: 3.54.1.
    pub sqlite: String,
    /// Schema that this program writes and reads.
    pub schema: u32,
}

/// The versions of this program's cabinet.
#[must_use]
pub fn about() -> About {
    About { sqlite: rusqlite::version().to_owned(), schema: u32::try_from(migrate::STEPS.len()).unwrap_or(u32::MAX) }
}
