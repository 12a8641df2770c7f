//! Sealing a key to a public key: X25519 (RFC 7748) with a key pair made for the one act, XChaCha20-Poly1305 under what both
//! sides agree on. Whoever has the public key can seal; only the private key opens.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::error::{CabinetError, Result};
use super::hash::{Hash, hex, unhex};
use crate::clock::Clock;

/// The public half of a slot's key pair and what is sealed to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pair {
    pub public: String,
    /// The data key.
    pub sealed: Sealed,
    /// The one that is about to take its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Sealed>,
}

/// A sealed key, in hex.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Sealed {
    ephemeral: String,
    nonce: String,
    bytes: String,
}

/// The private half, which is overwritten when it is dropped.
pub(super) struct Private(StaticSecret);

/// All it holds is.
impl ZeroizeOnDrop for Private {}

impl Private {
    pub(super) fn new(clock: &Clock) -> Result<Self> {
        Ok(Self::of(&Zeroizing::new(clock.random()?)))
    }

    pub(super) fn of(bytes: &[u8; 32]) -> Self {
        Self(StaticSecret::from(*bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    pub(super) fn public(&self) -> [u8; 32] {
        PublicKey::from(&self.0).to_bytes()
    }

    /// None when it was not sealed to this key, or for something else.
    pub(super) fn unseal(&self, pair: &Pair, sealed: &Sealed, aad: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        let ephemeral: [u8; 32] = unhex(&sealed.ephemeral)?.try_into().ok()?;
        let nonce: [u8; 24] = unhex(&sealed.nonce)?.try_into().ok()?;
        let public: [u8; 32] = unhex(&pair.public)?.try_into().ok()?;
        let cipher = agreed(&self.0, &ephemeral, &ephemeral, &public)?;
        let opened =
            cipher.decrypt(&XNonce::from(nonce), Payload { msg: &unhex(&sealed.bytes)?, aad }).ok().map(Zeroizing::new)?;
        opened.as_slice().try_into().ok().map(Zeroizing::new)
    }
}

/// Seals 32 bytes to a public key.
pub(super) fn seal(public: &[u8; 32], key: &[u8; 32], aad: &[u8], clock: &Clock) -> Result<Sealed> {
    let failed = || CabinetError::KeySlotsDamaged("the key could not be sealed".to_owned());
    let own = Private::new(clock)?;
    let nonce = clock.random::<24>()?;
    let cipher = agreed(&own.0, public, &own.public(), public).ok_or_else(failed)?;
    let bytes = cipher.encrypt(&XNonce::from(nonce), Payload { msg: key, aad }).map_err(|_| failed())?;
    Ok(Sealed { ephemeral: hex(&own.public()), nonce: hex(&nonce), bytes: hex(&bytes) })
}

/// The cipher that both sides come to; none for a public key that gives away what is agreed (RFC 7748 §6.1).
fn agreed(own: &StaticSecret, other: &[u8; 32], ephemeral: &[u8; 32], public: &[u8; 32]) -> Option<XChaCha20Poly1305> {
    let shared = own.diffie_hellman(&PublicKey::from(*other));
    if !shared.was_contributory() {
        return None;
    }
    let mut both = Zeroizing::new(Vec::with_capacity(96));
    [shared.as_bytes(), ephemeral, public].into_iter().for_each(|part| both.extend_from_slice(part));
    let key = Zeroizing::new(*Hash::labelled("xunfang-seal-1", &both).as_bytes());
    XChaCha20Poly1305::new_from_slice(key.as_slice()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Stamp;

    #[test]
    fn a_sealed_key_opens_for_its_private_key_and_purpose_alone() {
        let clock = Clock::seeded(5, Stamp::new(0, 480));
        let (hers, his) = (Private::new(&clock).unwrap(), Private::new(&clock).unwrap());
        let sealed = seal(&hers.public(), &[7; 32], b"cabinet", &clock).unwrap();
        let pair = Pair { public: hex(&hers.public()), sealed: sealed.clone(), next: None };
        assert_eq!(hers.unseal(&pair, &sealed, b"cabinet").as_deref(), Some(&[7; 32]), "hers");
        assert_eq!(his.unseal(&pair, &sealed, b"cabinet"), None, "not his");
        assert_eq!(hers.unseal(&pair, &sealed, b"another"), None, "and not for another cabinet");
        let weak = Sealed { ephemeral: hex(&[0; 32]), ..sealed };
        assert_eq!(hers.unseal(&pair, &weak, b"cabinet"), None, "a point of small order gives nothing away");
        assert!(seal(&[0; 32], &[7; 32], b"", &clock).is_err(), "nor is anything sealed to one");
    }
}
