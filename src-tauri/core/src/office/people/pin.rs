//! Changing person at the open desk, and taking the device back, by PIN. PINs are short, so they are good for nothing but an open
//! cabinet, and never leave it. Kept as argon2id (RFC 9106).

use argon2::{Algorithm, Argon2, Params, Version};

use super::super::error::{OfficeError, Result};
use super::super::{Office, lock};
use super::passphrase::long_enough;
use super::role::Right;
use super::{ACCOUNT, Account, Session, find};
use crate::cabinet::{Cost, hex, unhex};
use crate::clock::Clock;

/// Least number of digits.
const LEAST: usize = 6;
/// Wrong PINs in a row before the cabinet is locked and wants a passphrase.
const WRONG_PINS: u32 = 5;

impl Office {
    /// Sets one's own PIN, six digits or more.
    ///
    /// # Errors
    /// `pin-short`, `not-found` in a cabinet without accounts.
    pub fn set_pin(&self, pin: &str, cost: Cost) -> Result<Account> {
        self.may(Right::Read)?;
        let own = lock(&self.session).account.ok_or_else(|| OfficeError::NotFound(ACCOUNT.to_owned()))?;
        let sealed = seal(pin, cost, self.clock())?;
        self.change_account(&own.to_string(), "PIN", |stored| stored.set("pin", sealed))
    }

    /// Another person takes over the open cabinet by PIN. After five wrong ones in a row only a passphrase helps.
    ///
    /// # Errors
    /// `wrong-pin`, `pin-locked`, `not-found`, `handed-over`.
    pub fn take_over(&self, account: &str, pin: &str) -> Result<Account> {
        self.at_desk()?;
        if lock(&self.session).wrong_pins >= WRONG_PINS {
            return Err(OfficeError::PinLocked);
        }
        let stored = self.cabinet.read(|reader| find(reader, account))?;
        if stored.body.retired || !fits(pin, stored.fact("pin")) {
            let mut session = lock(&self.session);
            session.wrong_pins += 1;
            return Err(if session.wrong_pins >= WRONG_PINS { OfficeError::PinLocked } else { OfficeError::WrongPin });
        }
        // Wrong ones stay counted until a passphrase opens again: one's own PIN must not buy more guesses at another's.
        let wrong_pins = lock(&self.session).wrong_pins;
        *lock(&self.session) = Session { wrong_pins, ..stored.session() };
        self.cabinet.read(|reader| self.account_view(reader, &stored))
    }

    /// Whether this is the PIN of the one who works; false for what cannot be one, and where they have none.
    ///
    /// # Errors
    /// `wrong-pin`; `pin-locked` after five in a row, until a passphrase opens again.
    pub(in super::super) fn is_own_pin(&self, typed: &str) -> Result<bool> {
        let Some(own) = lock(&self.session).account else { return Ok(false) };
        let sealed = self.cabinet.read(|reader| Ok::<_, OfficeError>(find(reader, &own.to_string())?.fact("pin").to_owned()))?;
        if sealed.is_empty() || !is_one(typed) {
            return Ok(false);
        }
        let locked = lock(&self.session).wrong_pins >= WRONG_PINS;
        if !locked && fits(typed, &sealed) {
            return Ok(true);
        }
        // So many digits may be a passphrase as well: then that is what they are counted as.
        if long_enough(typed).is_ok() {
            return Ok(false);
        }
        if locked {
            return Err(OfficeError::PinLocked);
        }
        let mut session = lock(&self.session);
        session.wrong_pins += 1;
        Err(if session.wrong_pins >= WRONG_PINS { OfficeError::PinLocked } else { OfficeError::WrongPin })
    }
}

/// Could this be a PIN at all?
fn is_one(text: &str) -> bool {
    text.len() >= LEAST && text.bytes().all(|b| b.is_ascii_digit())
}

/// `memory,passes,lanes,salt,hash`.
fn seal(pin: &str, cost: Cost, clock: &Clock) -> Result<String> {
    if !is_one(pin) {
        return Err(OfficeError::PinShort);
    }
    let salt = clock.random::<16>()?;
    let hash = hash(pin, &salt, cost).ok_or(OfficeError::PinShort)?;
    Ok(format!("{},{},{},{},{}", cost.m_kib, cost.t, cost.p, hex(&salt), hex(&hash)))
}

/// Does this PIN fit what was sealed?
fn fits(pin: &str, sealed: &str) -> bool {
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
