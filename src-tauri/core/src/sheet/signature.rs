//! The signature event: what it binds, and where a signature stands afterwards.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::InkError;
use crate::form::Consent;

/// The body of a signature entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureBody {
    /// Version of this description; 1.
    pub v: u32,
    /// 128 random bits in hex.
    pub salt: String,
    /// The sheet.
    pub sheet: String,
    /// Hash of the revision's entry.
    pub revision: String,
    /// The signature field.
    pub role: String,
    /// The row or `@group` it stands in; empty for a single one. `change:n` with role `author` or `head` signs a 更正页.
    #[serde(default)]
    pub row: String,
    /// SHA-256 of the scope's bytes, which are kept as content.
    pub scope: String,
    /// How many changes the revision's body had: later 更正页 leave the signature standing.
    pub changes: u32,
    /// How it was signed.
    pub method: Method,
    /// The sentence signed under.
    pub consent: Consent,
    /// Name of the signer as given.
    pub signer: String,
    /// Relation to the customer, or post.
    #[serde(default)]
    pub relation: String,
    /// Name of a witness.
    #[serde(default)]
    pub witness: String,
    /// Signed in place of the named person (代): who for.
    #[serde(default)]
    pub proxy_for: String,
    /// Device it was signed on.
    pub device: String,
    /// When, `2026-02-13T18:30+08:00`.
    pub at: String,
    /// What a later version of the program wrote here and this one does not know.
    #[serde(flatten)]
    pub other: Map<String, Json>,
}

/// How a place for a signature was filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Method {
    /// Drawn on the screen; the strokes are content of the cabinet.
    Drawn {
        /// SHA-256 of the strokes' bytes.
        strokes: String,
    },
    /// 纸质签署: ink on the printed page, of which a scan or photo is kept.
    Paper {
        /// SHA-256 of the scan.
        blob: String,
        /// When it was signed, as written: `2026-02-13`.
        signed_on: String,
        /// Where the original lies.
        place: String,
    },
    /// 拒签, before a witness.
    Refused {
        /// Why, in the customer's words or the visitor's.
        reason: String,
    },
    /// 委托代签: drawn by someone else, whose authority is a document.
    Proxy {
        /// SHA-256 of the strokes' bytes.
        strokes: String,
        /// SHA-256 of the document; empty when it is kept with the paper.
        document: String,
    },
}

/// Where a signature stands after later revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Standing {
    /// What was signed reads as it did.
    Valid,
    /// 待重签: what was signed has changed since.
    Changed,
    /// What was signed has been destroyed by a destruction entry.
    Destroyed,
    /// The kept bytes are not the ones that were signed.
    Broken,
}

/// A signature was refused. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SignatureError {
    /// The pad.
    #[error(transparent)]
    Ink(#[from] InkError),
    /// The form has no such role.
    #[error("no signature {0:?} in this form")]
    NoRole(String),
    /// The customer has not chosen.
    #[error("the choice is missing")]
    NoChoice,
    /// The signer has no name.
    #[error("the signer's name is missing")]
    NoSigner,
    /// A refusal or a proxy without a witness or a document.
    #[error("the witness is missing")]
    NoWitness,
}

impl SignatureError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Ink(e) => e.code(),
            Self::NoRole(_) => "signature-role",
            Self::NoChoice => "signature-choice",
            Self::NoSigner => "signature-signer",
            Self::NoWitness => "signature-witness",
        }
    }
}
