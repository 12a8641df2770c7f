//! The key slots: one random data key for all, and for every secret that opens the cabinet a key pair that the data key is
//! sealed to. The private half is wrapped under the secret, so the data key can be changed without asking anybody for theirs.
//! Slots of the first format wrap the data key itself until their secret is next used. No names, no hints.

use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::connect::{Access, connect};
use super::error::{CabinetError, Result};
use super::file;
use super::hash::{Hash, hex, unhex};
use super::rekey;
use super::sealed::{Pair, Private, seal};
use super::secret::{Cost, Secret, SlotKind};
use crate::clock::{Clock, Id};

/// A file, and a slot, whose secrets wrap the data key itself.
const FORMAT_1: &str = "xunfang-keyslots-1";
/// A file with a slot that the data key is sealed to, or with a next data key.
const FORMAT_2: &str = "xunfang-keyslots-2";
pub(super) const FILE_NAME: &str = "keyslots.json";

/// The key of the file and the salt of its cipher.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(super) struct DataKey {
    key: [u8; 32],
    salt: [u8; 16],
}

impl DataKey {
    fn new(clock: &Clock) -> Result<Self> {
        Ok(Self { key: clock.random()?, salt: clock.random()? })
    }

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
    /// The private key of `pair`; the data key itself where there is none.
    wrapped: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pair: Option<Pair>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Slots {
    format: String,
    cabinet: Id,
    cipher_salt: String,
    /// While the data key is being changed: the cipher salt of the next one, which every slot then holds as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next_salt: Option<String>,
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

/// What a secret opened.
pub(super) struct Opened {
    /// The data key.
    pub key: DataKey,
    /// The one that may have taken its place already, when a change of the data key was cut short.
    pub next: Option<DataKey>,
    /// Whose slot it was.
    pub slot: Id,
    /// The slot still wraps the data key itself.
    pub first_format: bool,
}

impl Opened {
    /// The key that the file opens with. Where neither does, the file is damaged, and the present key says how.
    pub(super) fn key_of(&self, db: &Path) -> DataKey {
        let next = self.next.as_ref().filter(|next| connect(db, next, Access::Read).is_ok());
        next.unwrap_or(&self.key).clone()
    }
}

/// Bytes of a page of the file.
const PAGE: u64 = 4096;

impl KeySlots {
    /// New slots for a new cabinet, not written yet, and its key.
    pub(super) fn create(folder: &Path, cabinet: Id, clock: &Clock) -> Result<(Self, DataKey)> {
        let data = DataKey::new(clock)?;
        let file = Slots {
            format: FORMAT_2.to_owned(),
            cabinet,
            cipher_salt: hex(&data.salt),
            next_salt: None,
            slots: Vec::new(),
            check: String::new(),
        };
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
        if ![FORMAT_1, FORMAT_2].contains(&file.format.as_str()) {
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

    /// Whether a file begins with the salt of a key in these slots, as its own does. What was cut or wiped begins with none at all,
    /// and one that cannot be read is taken for its own.
    pub(super) fn salted(&self, db: &Path) -> bool {
        let mut head = [0_u8; 16];
        let read = std::fs::File::open(db).and_then(|mut file| {
            std::io::Read::read_exact(&mut file, &mut head)?;
            Ok(file.metadata()?.len() % PAGE == 0)
        });
        let wiped = head.iter().all(|byte| head.first() == Some(byte));
        let head = hex(&head);
        wiped || !read.unwrap_or(false) || self.file.cipher_salt == head || self.file.next_salt.as_ref() == Some(&head)
    }

    pub(super) fn cabinet(&self) -> Id {
        self.file.cabinet
    }

    /// Opens a slot: the data key and the slot's id.
    pub(super) fn unlock(&self, secret: &Secret) -> Result<(DataKey, Id)> {
        self.open(secret).map(|opened| (opened.key.clone(), opened.slot))
    }

    /// Opens a slot.
    pub(super) fn open(&self, secret: &Secret) -> Result<Opened> {
        let bytes = secret.bytes()?;
        for slot in self.file.slots.iter().filter(|slot| slot.kind == secret.kind()) {
            let slot_salt = unhex(&slot.salt).ok_or_else(wrong_length)?;
            let nonce: [u8; 24] = unhex(&slot.nonce).and_then(|b| b.try_into().ok()).ok_or_else(wrong_length)?;
            let wrapped = unhex(&slot.wrapped).ok_or_else(wrong_length)?;
            let aad = self.aad(slot.id, slot.kind, slot.cost, &slot.salt, slot.pair.as_ref())?;
            let cipher = wrapping(&bytes, &slot_salt, slot.cost)?;
            let opened = cipher.decrypt(&XNonce::from(nonce), Payload { msg: &wrapped, aad: &aad }).map(Zeroizing::new);
            let Ok(opened) = opened else { continue };
            let inner: Zeroizing<[u8; 32]> = Zeroizing::new(opened.as_slice().try_into().map_err(|_| wrong_length())?);
            return self.opened(slot, &inner);
        }
        Err(match secret {
            Secret::Passphrase(_) => CabinetError::WrongPassphrase,
            Secret::Recovery(_) => CabinetError::WrongRecoveryCode,
        })
    }

    fn opened(&self, slot: &Slot, inner: &[u8; 32]) -> Result<Opened> {
        let salt_of = |text: &str| unhex(text).and_then(|b| b.try_into().ok()).ok_or_else(wrong_length);
        let salt = salt_of(&self.file.cipher_salt)?;
        let Some(pair) = &slot.pair else {
            return Ok(Opened { key: DataKey { key: *inner, salt }, next: None, slot: slot.id, first_format: true });
        };
        let private = Private::of(inner);
        let lost = || CabinetError::KeySlotsDamaged("the data key cannot be read from its slot".to_owned());
        let unsealed = |sealed, salt: &str| private.unseal(pair, sealed, &self.seal_aad(slot.id, salt)?).ok_or_else(lost);
        let key = DataKey { key: *unsealed(&pair.sealed, &self.file.cipher_salt)?, salt };
        let next = match (&self.file.next_salt, &pair.next) {
            (Some(salt), Some(sealed)) => Some(DataKey { key: *unsealed(sealed, salt)?, salt: salt_of(salt)? }),
            _ => None,
        };
        Ok(Opened { key, next, slot: slot.id, first_format: false })
    }

    /// Adds a slot for a secret; [`Self::save`] makes it last.
    pub(super) fn add(&mut self, data: &DataKey, secret: &Secret, cost: Cost, clock: &Clock) -> Result<Id> {
        let id = clock.id()?;
        self.add_as(id, data, secret, cost, clock)?;
        Ok(id)
    }

    /// [`Self::add`] under an id that was chosen before.
    pub(super) fn add_as(&mut self, id: Id, data: &DataKey, secret: &Secret, cost: Cost, clock: &Clock) -> Result<()> {
        let slot = self.slot(id, data, secret, cost, clock)?;
        self.file.slots.push(slot);
        self.file.format = FORMAT_2.to_owned();
        Ok(())
    }

    /// Makes a slot of the first format over into one of the second; only its secret can.
    pub(super) fn renew(&mut self, id: Id, data: &DataKey, secret: &Secret, clock: &Clock) -> Result<()> {
        let old = self.file.slots.iter().find(|slot| slot.id == id).map(|slot| slot.cost);
        let cost = old.ok_or_else(|| CabinetError::KeySlotUnknown(id.to_string()))?;
        let made = self.slot(id, data, secret, cost, clock)?;
        self.file.slots.iter_mut().filter(|slot| slot.id == id).for_each(|slot| slot.clone_from(&made));
        self.file.format = FORMAT_2.to_owned();
        Ok(())
    }

    fn slot(&self, id: Id, data: &DataKey, secret: &Secret, cost: Cost, clock: &Clock) -> Result<Slot> {
        let (bytes, kind) = (secret.bytes()?, secret.kind());
        let private = Private::new(clock)?;
        let sealed = seal(&private.public(), &data.key, &self.seal_aad(id, &hex(&data.salt))?, clock)?;
        let pair = Pair { public: hex(&private.public()), sealed, next: None };
        let (salt, nonce) = (clock.random::<16>()?, clock.random::<24>()?);
        let aad = self.aad(id, kind, cost, &hex(&salt), Some(&pair))?;
        let wrapped = wrapping(&bytes, &salt, cost)?
            .encrypt(&XNonce::from(nonce), Payload { msg: private.bytes(), aad: &aad })
            .map_err(|_| CabinetError::KeySlotsDamaged("the key could not be wrapped".to_owned()))?;
        Ok(Slot { id, kind, cost, salt: hex(&salt), nonce: hex(&nonce), wrapped: hex(&wrapped), pair: Some(pair) })
    }

    /// Seals a new data key to every slot, beside the present one. Both open until [`Self::promote`].
    pub(super) fn offer_next(&mut self, clock: &Clock) -> Result<DataKey> {
        let first = self.of_first_format();
        if !first.is_empty() {
            return Err(CabinetError::KeySlotsOld(first));
        }
        let data = DataKey::new(clock)?;
        let salt = hex(&data.salt);
        let aads = self.file.slots.iter().map(|slot| self.seal_aad(slot.id, &salt)).collect::<Result<Vec<_>>>()?;
        for (slot, aad) in self.file.slots.iter_mut().zip(aads) {
            let Some(pair) = &mut slot.pair else { continue };
            let public = unhex(&pair.public).and_then(|b| b.try_into().ok()).ok_or_else(wrong_length)?;
            pair.next = Some(seal(&public, &data.key, &aad, clock)?);
        }
        self.file.next_salt = Some(salt);
        self.file.format = FORMAT_2.to_owned();
        Ok(data)
    }

    /// The next data key takes the place of the present one; nothing opens with the old one any more.
    pub(super) fn promote(&mut self) {
        let Some(salt) = self.file.next_salt.take() else { return };
        self.file.cipher_salt = salt;
        for pair in self.file.slots.iter_mut().filter_map(|slot| slot.pair.as_mut()) {
            if let Some(next) = pair.next.take() {
                pair.sealed = next;
            }
        }
    }

    /// The next data key is given up.
    pub(super) fn withdraw(&mut self) {
        self.file.next_salt = None;
        self.file.slots.iter_mut().filter_map(|slot| slot.pair.as_mut()).for_each(|pair| pair.next = None);
    }

    /// At an opening: ends a change of the data key that was cut short, one way or the other, and makes a slot of the first
    /// format over. What cannot be written now, on a full disk or a read-only one, is tried again at the next opening.
    pub(super) fn settle(&mut self, opened: &Opened, key: &DataKey, secret: &Secret, clock: &Clock) {
        let mut settled = self.clone();
        if opened.next.as_ref().is_some_and(|next| next.salt == key.salt) {
            settled.promote();
        } else if self.file.next_salt.is_some() {
            settled.withdraw();
        }
        let renewed = !opened.first_format || settled.renew(opened.slot, key, secret, clock).is_ok();
        let changed = opened.first_format || self.file.next_salt.is_some();
        if renewed && changed && settled.save().is_ok() {
            if let Some(folder) = self.path.parent() {
                rekey::clear(folder);
            }
            *self = settled;
        }
    }

    /// Slots that wrap the data key itself: it cannot be changed before their secrets were used, or the slots are gone.
    pub(super) fn of_first_format(&self) -> Vec<Id> {
        self.file.slots.iter().filter(|slot| slot.pair.is_none()).map(|slot| slot.id).collect()
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

    /// What the wrapping is bound to: a slot cannot be moved to another cabinet, made cheaper, nor given another's public key.
    fn aad(&self, id: Id, kind: SlotKind, cost: Cost, salt: &str, pair: Option<&Pair>) -> Result<Vec<u8>> {
        let cabinet = self.file.cabinet;
        match pair {
            None => canonical(&serde_json::json!({
                "format": FORMAT_1, "cabinet": cabinet, "cipher_salt": self.file.cipher_salt,
                "id": id, "kind": kind, "cost": cost, "salt": salt,
            })),
            Some(pair) => canonical(&serde_json::json!({
                "format": FORMAT_2, "cabinet": cabinet, "public": pair.public,
                "id": id, "kind": kind, "cost": cost, "salt": salt,
            })),
        }
    }

    /// What a sealed data key is bound to: its cabinet, its slot, and the file that it opens.
    fn seal_aad(&self, id: Id, cipher_salt: &str) -> Result<Vec<u8>> {
        canonical(&serde_json::json!({
            "format": FORMAT_2, "cabinet": self.file.cabinet, "id": id, "cipher_salt": cipher_salt,
        }))
    }
}

fn wrong_length() -> CabinetError {
    CabinetError::KeySlotsDamaged("a value has the wrong length".to_owned())
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
