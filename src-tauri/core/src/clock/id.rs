//! Identifiers: UUIDv7 by RFC 9562, written in lower case with hyphens.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is no UUID.
#[derive(Debug, thiserror::Error)]
#[error("not an id: {0:?}")]
pub struct IdError(String);

/// The name of a record, a blob's row or a device. Nothing is ordered by it alone: a clock may be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(Uuid);

impl Id {
    /// Puts an id together from milliseconds since 1970 (the low 48 bits count) and 10 random bytes.
    #[must_use]
    pub fn from_parts(unix_ms: u64, random: [u8; 10]) -> Self {
        Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid())
    }

    /// Milliseconds since 1970 by the clock that made it.
    #[must_use]
    pub fn unix_ms(&self) -> i64 {
        self.bytes().iter().take(6).fold(0, |ms, byte| ms << 8 | i64::from(*byte))
    }

    /// The 16 bytes of the id.
    #[must_use]
    pub fn bytes(&self) -> [u8; 16] {
        *self.0.as_bytes()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for Id {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::try_parse(text).map(Self).map_err(|_| IdError(text.chars().take(60).collect()))
    }
}
