//! Changing what opens a cabinet, while it is open.

use std::path::Path;

use super::error::{CabinetError, Result};
use super::keyslots::{DataKey, KeySlots};
use super::open::{Cabinet, guard};
use super::recovery::RecoveryCode;
use super::secret::{Cost, Secret, SlotKind};
use crate::clock::{Clock, Id};

/// The id of the cabinet (or of the cabinet of a backup) whose key slots lie in `folder`. Every slot is bound to it: where it is
/// changed, nothing opens.
///
/// # Errors
/// `keyslots-missing`, `keyslots-damaged`.
pub fn cabinet_of(folder: &Path) -> Result<Id> {
    Ok(KeySlots::load(folder)?.cabinet())
}

impl Cabinet {
    /// Whether `secret` opens this cabinet: the employee is back.
    ///
    /// # Errors
    /// `wrong-passphrase`, `wrong-recovery-code`, `recovery-code-mistyped`.
    pub fn check(&self, secret: &Secret) -> Result<()> {
        // A copy: the derivation takes a quarter of a second, and nobody need wait for it.
        let slots = guard(&self.slots).clone();
        slots.unlock(secret).map(drop)
    }

    /// The slot that a passphrase opens.
    ///
    /// # Errors
    /// `wrong-passphrase`, `passphrase-empty`.
    pub fn slot_of(&self, passphrase: &str) -> Result<Id> {
        let slots = guard(&self.slots).clone();
        slots.unlock(&Secret::passphrase(passphrase)).map(|(_, slot)| slot)
    }

    /// Puts a new recovery code in place of all earlier ones.
    ///
    /// # Errors
    /// When the file could not be written: then the old code still opens.
    pub fn new_recovery_code(&self, cost: Cost) -> Result<RecoveryCode> {
        self.change_slots(|slots, key, clock| {
            let old = slots.list();
            let code = RecoveryCode::new(clock)?;
            slots.add(key, &Secret::recovery(code.as_str()), cost, clock)?;
            old.iter().filter(|(_, kind)| *kind == SlotKind::Recovery).try_for_each(|(id, _)| slots.remove(*id))?;
            Ok(code)
        })
    }

    /// Adds a passphrase for another person; gives the slot's id.
    ///
    /// # Errors
    /// `passphrase-empty`, `passphrase-taken`, or the file could not be written.
    pub fn add_passphrase(&self, passphrase: &str, cost: Cost) -> Result<Id> {
        // Two people with the same one would be the first of them.
        if self.slot_of(passphrase).is_ok() {
            return Err(CabinetError::PassphraseTaken);
        }
        self.change_slots(|slots, key, clock| slots.add(key, &Secret::passphrase(passphrase), cost, clock))
    }

    /// An id for a slot that is to come.
    ///
    /// # Errors
    /// The system gave no randomness.
    pub fn new_slot(&self) -> Result<Id> {
        Ok(self.clock.id()?)
    }

    /// Puts a slot for a passphrase in the place of the slots in `gone`, in one act: a power cut leaves those or this one. Whether
    /// the passphrase is somebody's already is asked before, by [`Self::slot_of`].
    ///
    /// # Errors
    /// `passphrase-empty`, `keyslot-unknown` for one of `gone` that is not there, or the file could not be written: then they stay.
    pub fn put_passphrase(&self, slot: Id, passphrase: &str, cost: Cost, gone: &[Id]) -> Result<()> {
        self.change_slots(|slots, key, clock| {
            slots.add_as(slot, key, &Secret::passphrase(passphrase), cost, clock)?;
            gone.iter().try_for_each(|slot| slots.remove(*slot))
        })
    }

    /// Takes a slot out; the last of its kind stays.
    ///
    /// # Errors
    /// `keyslot-unknown`, `keyslot-last`, or the file could not be written.
    pub fn remove_slot(&self, slot: Id) -> Result<()> {
        self.change_slots(|slots, _, _| slots.remove(slot))
    }

    /// The key slots: id and kind.
    #[must_use]
    pub fn slots(&self) -> Vec<(Id, SlotKind)> {
        guard(&self.slots).list()
    }

    fn change_slots<T>(&self, change: impl FnOnce(&mut KeySlots, &DataKey, &Clock) -> Result<T>) -> Result<T> {
        let mut slots = guard(&self.slots);
        let mut next = slots.clone();
        let value = change(&mut next, &guard(&self.key), &self.clock)?;
        next.save()?;
        *slots = next;
        Ok(value)
    }
}
