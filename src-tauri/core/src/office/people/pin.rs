//! PINs: short, so they are good for nothing but an open cabinet, and never leave it. Kept as argon2id (RFC 9106).

use argon2::{Algorithm, Argon2, Params, Version};

use super::super::error::{OfficeError, Result};
use crate::cabinet::{Cost, hex, unhex};
use crate::clock::Clock;

/// Least number of digits.
const LEAST: usize = 6;

/// Could this be a PIN at all?
pub(super) fn is_one(text: &str) -> bool {
    text.len() >= LEAST && text.bytes().all(|b| b.is_ascii_digit())
}

/// `memory,passes,lanes,salt,hash`.
pub(super) fn seal(pin: &str, cost: Cost, clock: &Clock) -> Result<String> {
    if !is_one(pin) {
        return Err(OfficeError::PinShort);
    }
    let salt = clock.random::<16>()?;
    let hash = hash(pin, &salt, cost).ok_or(OfficeError::PinShort)?;
    Ok(format!("{},{},{},{},{}", cost.m_kib, cost.t, cost.p, hex(&salt), hex(&hash)))
}

/// Does this PIN fit what was sealed?
pub(super) fn fits(pin: &str, sealed: &str) -> bool {
    let read = || {
        let mut parts = sealed.split(',');
        let mut number = || parts.next()?.parse::<u32>().ok();
        let cost = Cost { m_kib: number()?, t: number()?, p: number()? };
        let (salt, known) = (unhex(parts.next()?)?, unhex(parts.next()?)?);
        Some(hash(pin, &salt, cost)?.as_slice() == known.as_slice())
    };
    read().unwrap_or(false)
}

fn hash(pin: &str, salt: &[u8], cost: Cost) -> Option<[u8; 32]> {
    let params = Params::new(cost.m_kib, cost.t, cost.p, Some(32)).ok()?;
    let mut out = [0_u8; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(pin.as_bytes(), salt, &mut out).ok()?;
    Some(out)
}
