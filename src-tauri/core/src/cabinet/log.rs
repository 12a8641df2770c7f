//! An entry of the log: its head, hash and signature.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::error::{CabinetError, Result};
use super::hash::Hash;
use crate::clock::{Id, Stamp};

/// The version of heads written by this program.
const HEAD_VERSION: u32 = 1;
/// What is hashed before the head, so that nothing else can pass for one.
const LABEL: &str = "xunfang-entry-1";
/// A wall clock more than this many milliseconds past the last trusted entry is doubted: 45 days.
const TRUSTED_GAP_MS: i64 = 45 * 86_400_000;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A sheet as it was finalised.
    Revision,
    /// A signature, on screen or on paper.
    Signature,
    /// Who looked at, printed, copied or exported what.
    Audit,
    /// A register's record: a site, a person, a customer.
    Register,
    /// A setting of the department.
    Setting,
    /// The closing of a month.
    Closing,
    /// The destruction of content, named by hash.
    Destruction,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Revision, Self::Signature, Self::Audit, Self::Register, Self::Setting, Self::Closing, Self::Destruction];

    /// The word that heads and columns hold.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Revision => "revision",
            Self::Signature => "signature",
            Self::Audit => "audit",
            Self::Register => "register",
            Self::Setting => "setting",
            Self::Closing => "closing",
            Self::Destruction => "destruction",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Kind {
    type Err = CabinetError;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == text).ok_or_else(|| CabinetError::EntryUnreadable(text.to_owned()))
    }
}

/// The edition of a form that a sheet was filled on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FormRef {
    /// Its id.
    pub id: String,
    /// Its edition, such as `A/0`.
    pub edition: String,
    /// SHA-256 of its bytes, which are content of the cabinet.
    pub hash: Hash,
}

/// Everything of an entry but its body. Written as canonical JSON (RFC 8785).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Version of this shape.
    pub version: u32,
    /// The entry's own id.
    pub id: Id,
    /// What it is.
    pub kind: Kind,
    /// The record it belongs to: a sheet, a person, a setting.
    pub record: Id,
    /// Entry hashes that it follows from.
    pub parents: Vec<Hash>,
    /// The form of a sheet.
    pub form: Option<FormRef>,
    /// The number of a sheet.
    pub serial: Option<String>,
    /// The device that wrote it.
    pub device: Id,
    /// Its place in the device's log, from 1, without gaps.
    pub seq: u64,
    /// Lamport time: greater than that of every entry known when it was written.
    pub lamport: u64,
    /// Milliseconds of UTC since 1970 by the device's clock.
    pub wall_ms: i64,
    /// Minutes that local time was ahead of UTC.
    pub utc_offset_min: i32,
    /// The clock was earlier than the last trusted entry, or more than 45 days past it.
    pub clock_suspect: bool,
    /// The person's id, or empty when the program itself wrote.
    pub author: String,
    /// SHA-256 of the body's bytes.
    pub body_hash: Hash,
    /// Hash of the device's entry before this one; zeros before the first.
    pub prev_hash: Hash,
}

impl Head {
    /// When it was written by the device's clock.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp::new(self.wall_ms, self.utc_offset_min)
    }

    /// A head that was given out with an entry, if it is the one that has this hash.
    #[must_use]
    pub fn proven(bytes: &[u8], hash: &Hash) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|_| head_hash(bytes) == *hash)
    }

    /// The canonical bytes, as text: with them whoever has the entry's hash can see for themselves what it is of.
    ///
    /// # Errors
    /// None that can happen to an entry that was read.
    pub fn to_text(&self) -> Result<String> {
        String::from_utf8(self.to_bytes()?).map_err(|e| CabinetError::Json(e.to_string()))
    }

    /// The canonical bytes that are stored and hashed.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>> {
        serde_json_canonicalizer::to_vec(self).map_err(|e| CabinetError::Json(e.to_string()))
    }
}

/// An entry as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it says.
    pub head: Head,
    /// SHA-256 of `xunfang-entry-1`, a zero byte and the head's bytes.
    pub hash: Hash,
    /// Ed25519 signature of the hash by the device's key.
    pub sig: [u8; 64],
}

/// An entry to be written.
#[derive(Debug, Clone)]
pub struct NewEntry<'a> {
    /// What it is.
    pub kind: Kind,
    /// The record it belongs to.
    pub record: Id,
    /// Entry hashes that it follows from. A revision names every present head of its record, the first one none.
    pub parents: Vec<Hash>,
    /// The form of a sheet.
    pub form: Option<FormRef>,
    /// The number of a sheet; a revision takes it into use, any other entry only reserves it.
    pub serial: Option<String>,
    /// The person's id, or empty.
    pub author: String,
    /// The body, with its own random salt. Stored and hashed as given.
    pub body: &'a [u8],
    /// Other content that the body names by its hash in hexadecimal: strokes, scope. (The form's is taken from `form`.)
    pub contents: Vec<Hash>,
    /// Blobs that the body names by their hash in hexadecimal.
    pub blobs: Vec<Hash>,
    /// A person confirmed today's date: the clock is trusted from here on, whatever it said before.
    pub clock_confirmed: bool,
}

impl<'a> NewEntry<'a> {
    /// An entry without parents, form, serial, author and named things.
    #[must_use]
    pub fn new(kind: Kind, record: Id, body: &'a [u8]) -> Self {
        Self {
            kind,
            record,
            parents: Vec::new(),
            form: None,
            serial: None,
            author: String::new(),
            body,
            contents: Vec::new(),
            blobs: Vec::new(),
            clock_confirmed: false,
        }
    }
}

/// Where this device's log ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tip {
    pub seq: u64,
    pub hash: Hash,
    /// Greatest Lamport time in the cabinet, over all devices.
    pub lamport: u64,
    /// The last entry of this device whose clock was trusted.
    pub trusted: Option<Stamp>,
}

impl Tip {
    pub(super) const START: Self = Self { seq: 0, hash: Hash::ZERO, lamport: 0, trusted: None };

    /// Is a clock that shows `now` to be doubted?
    pub(super) fn suspects(&self, now: Stamp) -> bool {
        self.trusted.is_some_and(|last| {
            let gap = now.wall_ms().saturating_sub(last.wall_ms());
            !(0..=TRUSTED_GAP_MS).contains(&gap)
        })
    }

    pub(super) fn after(&self, entry: &Entry) -> Self {
        let trusted = if entry.head.clock_suspect { self.trusted } else { Some(entry.head.stamp()) };
        Self { seq: entry.head.seq, hash: entry.hash, lamport: entry.head.lamport, trusted }
    }
}

/// The key of this device.
pub(super) struct Device {
    pub id: Id,
    pub letter: String,
    pub key: SigningKey,
}

impl Device {
    /// Writes the head that follows `tip` and signs it.
    pub(super) fn entry(&self, tip: &Tip, id: Id, now: Stamp, new: &NewEntry<'_>) -> Result<(Entry, Vec<u8>)> {
        let head = Head {
            version: HEAD_VERSION,
            id,
            kind: new.kind,
            record: new.record,
            parents: new.parents.clone(),
            form: new.form.clone(),
            serial: new.serial.clone(),
            device: self.id,
            seq: tip.seq + 1,
            lamport: tip.lamport + 1,
            wall_ms: now.wall_ms(),
            utc_offset_min: now.offset_min(),
            clock_suspect: !new.clock_confirmed && tip.suspects(now),
            author: new.author.clone(),
            body_hash: Hash::of(new.body),
            prev_hash: tip.hash,
        };
        let bytes = head.to_bytes()?;
        let hash = head_hash(&bytes);
        let sig = self.key.sign(hash.as_bytes()).to_bytes();
        Ok((Entry { head, hash, sig }, bytes))
    }
}

/// The hash of an entry with these head bytes.
pub(super) fn head_hash(head: &[u8]) -> Hash {
    Hash::labelled(LABEL, head)
}

/// Did this key sign this hash?
pub(super) fn signed_by(key: &[u8; 32], hash: &Hash, sig: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify_strict(hash.as_bytes(), &Signature::from_bytes(sig)).is_ok())
}

/// The record id of a setting: the same key is the same record in every cabinet.
#[must_use]
pub fn setting_record(key: &str) -> Id {
    let hash = Hash::labelled("xunfang-setting-1", key.as_bytes());
    let mut random = [0; 10];
    for (to, from) in random.iter_mut().zip(hash.as_bytes()) {
        *to = *from;
    }
    Id::from_parts(0, random)
}
