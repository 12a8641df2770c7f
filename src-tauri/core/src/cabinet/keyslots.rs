//! The key slots: one random data key, wrapped once for every secret that opens the cabinet. No names, no hints.

use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::error::{CabinetError, Result};
use super::file;
use super::hash::{Hash, hex, unhex};
use super::recovery::RecoveryCode;
use crate::clock::{Clock, Id};

const FORMAT: &str = "xunfang-keyslots-1";
pub(super) const FILE_NAME: &str = "keyslots.json";

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
    fn is_sane(self) -> bool {
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

    fn kind(&self) -> SlotKind {
        match self {
            Self::Passphrase(_) => SlotKind::Passphrase,
            Self::Recovery(_) => SlotKind::Recovery,
        }
    }

    /// The bytes that go into the derivation. NFC, so that another keyboard or system gives the same ones (RFC 8265 §4.2).
    fn bytes(&self) -> Result<Zeroizing<Vec<u8>>> {
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

/// The key of the file and the salt of its cipher.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(super) struct DataKey {
    key: [u8; 32],
    salt: [u8; 16],
}

impl DataKey {
    /// The raw form that SQLCipher takes: `x'key‖salt'`.
    pub(super) fn raw(&self) -> Zeroizing<String> {
        let (key, salt) = (Zeroizing::new(hex(&self.key)), hex(&self.salt));
        Zeroizing::new(format!("x'{}{salt}'", key.as_str()))
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Slot {
    id: Id,
    kind: SlotKind,
    cost: Cost,
    salt: String,
    nonce: String,
    wrapped: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Slots {
    format: String,
    cabinet: Id,
    cipher_salt: String,
    slots: Vec<Slot>,
    /// SHA-256 of the rest: tells a damaged file from a wrong passphrase.
    check: String,
}

/// `keyslots.json` in memory, without any key.
#[derive(Debug, Clone)]
pub(super) struct KeySlots {
    path: PathBuf,
    file: Slots,
}

impl KeySlots {
    /// New slots for a new cabinet, not written yet, and its key.
    pub(super) fn create(folder: &Path, cabinet: Id, clock: &Clock) -> Result<(Self, DataKey)> {
        let data = DataKey { key: clock.random()?, salt: clock.random()? };
        let file =
            Slots { format: FORMAT.to_owned(), cabinet, cipher_salt: hex(&data.salt), slots: Vec::new(), check: String::new() };
        Ok((Self { path: folder.join(FILE_NAME), file }, data))
    }

    /// Reads and checks the slots of a cabinet folder.
    pub(super) fn load(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE_NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                return Err(CabinetError::KeySlotsMissing(folder.to_path_buf()));
            }
            Err(e) => return Err(CabinetError::io(&path, e)),
        };
        let damaged = |why: &str| CabinetError::KeySlotsDamaged(why.to_owned());
        let file: Slots = serde_json::from_slice(&bytes).map_err(|e| CabinetError::KeySlotsDamaged(e.to_string()))?;
        if file.format != FORMAT {
            return Err(damaged("unknown format"));
        }
        if file.check != check_of(&file)? {
            return Err(damaged("the check sum does not fit"));
        }
        if file.slots.is_empty() || !file.slots.iter().all(|slot| slot.cost.is_sane()) {
            return Err(damaged("no slot that can be used"));
        }
        Ok(Self { path, file })
    }

    pub(super) fn cabinet(&self) -> Id {
        self.file.cabinet
    }

    /// Opens a slot: the data key and the slot's id.
    pub(super) fn unlock(&self, secret: &Secret) -> Result<(DataKey, Id)> {
        let bytes = secret.bytes()?;
        let damaged = || CabinetError::KeySlotsDamaged("a value has the wrong length".to_owned());
        let salt = unhex(&self.file.cipher_salt).and_then(|b| b.try_into().ok()).ok_or_else(damaged)?;
        for slot in self.file.slots.iter().filter(|slot| slot.kind == secret.kind()) {
            let slot_salt = unhex(&slot.salt).ok_or_else(damaged)?;
            let nonce: [u8; 24] = unhex(&slot.nonce).and_then(|b| b.try_into().ok()).ok_or_else(damaged)?;
            let wrapped = unhex(&slot.wrapped).ok_or_else(damaged)?;
            let aad = self.aad(slot.id, slot.kind, slot.cost, &slot.salt)?;
            let cipher = wrapping(&bytes, &slot_salt, slot.cost)?;
            let opened = cipher.decrypt(&XNonce::from(nonce), Payload { msg: &wrapped, aad: &aad }).map(Zeroizing::new);
            if let Ok(opened) = opened {
                let key = opened.as_slice().try_into().map_err(|_| damaged())?;
                return Ok((DataKey { key, salt }, slot.id));
            }
        }
        Err(match secret {
            Secret::Passphrase(_) => CabinetError::WrongPassphrase,
            Secret::Recovery(_) => CabinetError::WrongRecoveryCode,
        })
    }

    /// Adds a slot for a secret; [`Self::save`] makes it last.
    pub(super) fn add(&mut self, data: &DataKey, secret: &Secret, cost: Cost, clock: &Clock) -> Result<Id> {
        let bytes = secret.bytes()?;
        let (id, kind) = (clock.id()?, secret.kind());
        let salt = clock.random::<16>()?;
        let nonce = clock.random::<24>()?;
        let aad = self.aad(id, kind, cost, &hex(&salt))?;
        let wrapped = wrapping(&bytes, &salt, cost)?
            .encrypt(&XNonce::from(nonce), Payload { msg: &data.key, aad: &aad })
            .map_err(|_| CabinetError::KeySlotsDamaged("the key could not be wrapped".to_owned()))?;
        self.file.slots.push(Slot { id, kind, cost, salt: hex(&salt), nonce: hex(&nonce), wrapped: hex(&wrapped) });
        Ok(id)
    }

    /// Takes a slot out; the last of its kind stays.
    pub(super) fn remove(&mut self, id: Id) -> Result<()> {
        let kind = self.file.slots.iter().find(|slot| slot.id == id).map(|slot| slot.kind);
        let kind = kind.ok_or_else(|| CabinetError::KeySlotUnknown(id.to_string()))?;
        if self.file.slots.iter().filter(|slot| slot.kind == kind).count() < 2 {
            return Err(CabinetError::LastKeySlot);
        }
        self.file.slots.retain(|slot| slot.id != id);
        Ok(())
    }

    /// Ids and kinds of the slots in order.
    pub(super) fn list(&self) -> Vec<(Id, SlotKind)> {
        self.file.slots.iter().map(|slot| (slot.id, slot.kind)).collect()
    }

    /// Writes the file whole: temp, fsync, rename.
    pub(super) fn save(&mut self) -> Result<()> {
        self.file.check = check_of(&self.file)?;
        file::replace(&self.path, &self.bytes()?)
    }

    /// The file's bytes as they were last saved or read.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec_pretty(&self.file).map_err(|e| CabinetError::Json(e.to_string()))
    }

    /// What the wrapping is bound to: a slot cannot be moved to another cabinet, nor made cheaper.
    fn aad(&self, id: Id, kind: SlotKind, cost: Cost, salt: &str) -> Result<Vec<u8>> {
        canonical(&serde_json::json!({
            "format": FORMAT, "cabinet": self.file.cabinet, "cipher_salt": self.file.cipher_salt,
            "id": id, "kind": kind, "cost": cost, "salt": salt,
        }))
    }
}

fn check_of(file: &Slots) -> Result<String> {
    let mut rest = file.clone();
    rest.check = String::new();
    Ok(Hash::labelled("xunfang-keyslots-check", &canonical(&rest)?).to_string())
}

fn canonical<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value).map_err(|e| CabinetError::Json(e.to_string()))
}

/// The cipher that a secret gives.
fn wrapping(secret: &[u8], salt: &[u8], cost: Cost) -> Result<XChaCha20Poly1305> {
    let failed = |e: argon2::Error| CabinetError::KeySlotsDamaged(e.to_string());
    let params = Params::new(cost.m_kib, cost.t, cost.p, Some(32)).map_err(failed)?;
    let mut key = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret, salt, key.as_mut_slice())
        .map_err(failed)?;
    XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|e| CabinetError::KeySlotsDamaged(e.to_string()))
}
