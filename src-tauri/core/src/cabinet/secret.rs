//! What opens a cabinet: a passphrase or the recovery code, and what a guess at it costs.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::error::{CabinetError, Result};
use super::recovery::RecoveryCode;

/// What a guess at a passphrase costs (argon2id, RFC 9106): memory in KiB, passes, lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory in KiB.
    pub m_kib: u32,
    /// Passes.
    pub t: u32,
    /// Lanes.
    pub p: u32,
}

impl Cost {
    /// For real data: 64 MiB, 3 passes, as OWASP asks for and more; about a quarter of a second.
    pub const STANDARD: Self = Self { m_kib: 64 * 1024, t: 3, p: 1 };
    /// For tests and sample data, where the passphrase is known anyway.
    pub const LIGHT: Self = Self { m_kib: 64, t: 1, p: 1 };

    /// Beyond these a damaged file could ask for all memory of the machine.
    pub(super) fn is_sane(self) -> bool {
        (8..=1024 * 1024).contains(&self.m_kib) && (1..=32).contains(&self.t) && (1..=16).contains(&self.p)
    }
}

/// What a person opens the cabinet with.
#[derive(Zeroize, ZeroizeOnDrop)]
pub enum Secret {
    /// A passphrase as typed.
    Passphrase(String),
    /// The recovery code as typed.
    Recovery(String),
}

impl Secret {
    /// A passphrase as typed.
    #[must_use]
    pub fn passphrase(text: &str) -> Self {
        Self::Passphrase(text.to_owned())
    }

    /// The recovery code as typed.
    #[must_use]
    pub fn recovery(text: &str) -> Self {
        Self::Recovery(text.to_owned())
    }

    pub(super) fn kind(&self) -> SlotKind {
        match self {
            Self::Passphrase(_) => SlotKind::Passphrase,
            Self::Recovery(_) => SlotKind::Recovery,
        }
    }

    /// The bytes that go into the derivation. NFC, so that another keyboard or system gives the same ones (RFC 8265 §4.2).
    pub(super) fn bytes(&self) -> Result<Zeroizing<Vec<u8>>> {
        match self {
            Self::Passphrase(text) if text.is_empty() => Err(CabinetError::PassphraseEmpty),
            Self::Passphrase(text) => Ok(Zeroizing::new(text.nfc().collect::<String>().into_bytes())),
            Self::Recovery(text) => Ok(Zeroizing::new(RecoveryCode::parse(text)?.as_str().as_bytes().to_vec())),
        }
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What kind of secret a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SlotKind {
    /// A passphrase.
    Passphrase,
    /// A recovery code.
    Recovery,
}
