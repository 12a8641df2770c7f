//! The device in a customer's hands: locked to one signature until the one who works takes it back.

use super::api::{Desk, SigningView};
use super::error::{OfficeError, Result};
use super::people::role::Right;
use super::wait::Waits;
use super::{Office, lock};

/// What the customer holds the device for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HandOver {
    sheet: String,
    role: String,
    row: String,
}

impl Office {
    /// Hands the device over: until [`Office::end_hand_over`] everything but this one signature is refused.
    ///
    /// # Errors
    /// As [`Office::signing`]; `not-ready` with what must be written down first.
    pub fn begin_hand_over(&self, sheet: &str, role: &str, row: &str) -> Result<SigningView> {
        self.may(Right::Fill)?;
        let view = self.signing(sheet, role, row)?;
        if !view.wanted.is_empty() {
            return Err(OfficeError::NotReady(view.wanted));
        }
        *lock(&self.handed_over) = Some(HandOver { sheet: sheet.to_owned(), role: role.to_owned(), row: row.to_owned() });
        Ok(view)
    }

    /// Takes the device back. Needs the employee: their PIN, or a passphrase of the cabinet.
    ///
    /// # Errors
    /// `wrong-pin` and `pin-locked` for digits where the one who works has a PIN; `wrong-passphrase`, `wait` after five of them.
    pub fn end_hand_over(&self, secret: &str) -> Result<Desk> {
        // The device is in a customer's hands: guessing at a passphrase costs the same waits as at the door, and five wrong PINs
        // leave only the passphrase.
        if !self.is_own_pin(secret)? {
            // Another's passphrase opens the cabinet, but not in the name of the one who handed the device over.
            Waits::of(self.cabinet.state_folder(), self.cabinet.id()).guard(self.clock(), || self.is_own_passphrase(secret))?;
        }
        *lock(&self.handed_over) = None;
        self.desk()
    }

    /// While the device is handed over, only the place it was handed over for answers.
    pub(super) fn handed_for(&self, sheet: &str, role: &str, row: &str) -> Result<()> {
        match lock(&self.handed_over).as_ref() {
            Some(h) if h.sheet != sheet || h.role != role || h.row != row => Err(OfficeError::HandedOver),
            _ => Ok(()),
        }
    }
}
