//! Passphrases: one's own, another's who forgot theirs, and the recovery code that speaks for the head of the department.

use std::str::FromStr as _;

use super::super::error::{OfficeError, Result};
use super::super::{MIN_PASSPHRASE, Office, lock};
use super::role::{Right, Role};
use super::{Account, find};
use crate::cabinet::{CabinetError, Cost, RecoveryCode, SlotKind};
use crate::clock::Id;

impl Office {
    /// After the recovery code: the head of the department gets a new passphrase, and the forgotten one opens no more.
    pub(in super::super) fn recover_head(&self, passphrase: &str, cost: Cost) -> Result<()> {
        let own = lock(&self.session).account;
        match own {
            Some(own) => self.reset_passphrase(&own.to_string(), passphrase, cost).map(drop),
            None => Ok(self.cabinet.add_passphrase(passphrase, cost).map(drop)?),
        }
    }

    /// Puts a new passphrase in place of one's own.
    ///
    /// # Errors
    /// `wrong-passphrase`, `passphrase-short`, or the key slots could not be written: then the old one still opens.
    pub fn change_passphrase(&self, old: &str, new: &str, cost: Cost) -> Result<()> {
        self.may(Right::Read)?;
        long_enough(new)?;
        let own = lock(&self.session).account;
        let before = self.cabinet.slot_of(old)?;
        if let Some(own) = own {
            let slot = self.cabinet.read(|r| Ok::<_, OfficeError>(find(r, &own.to_string())?.fact("slot").to_owned()))?;
            if slot != before.to_string() {
                return Err(CabinetError::WrongPassphrase.into());
            }
        }
        let slot = self.cabinet.add_passphrase(new, cost)?;
        if let Some(own) = own {
            self.change_account(&own.to_string(), "口令", |stored| stored.set("slot", slot.to_string()))?;
        }
        // Last: until here the old one opens and belongs to someone.
        self.cabinet.remove_slot(before)?;
        Ok(())
    }

    /// Puts a new passphrase in place of another's who forgot theirs.
    ///
    /// # Errors
    /// `not-allowed`, `not-found`, `passphrase-short`, or the key slots could not be written.
    pub fn reset_passphrase(&self, account: &str, new: &str, cost: Cost) -> Result<Account> {
        self.may(Right::People)?;
        self.reaches_account(account)?;
        long_enough(new)?;
        let old = self.cabinet.read(|reader| Ok::<_, OfficeError>(find(reader, account)?.fact("slot").to_owned()))?;
        let slot = self.cabinet.add_passphrase(new, cost)?;
        let changed = self.change_account(account, "重设口令", |stored| stored.set("slot", slot.to_string()))?;
        if let Ok(old) = Id::from_str(&old)
            && self.cabinet.slots().contains(&(old, SlotKind::Passphrase))
        {
            self.cabinet.remove_slot(old)?;
        }
        Ok(changed)
    }

    /// A new recovery code in place of every earlier one. It is shown once.
    ///
    /// # Errors
    /// `not-allowed`, or the key slots could not be written: then the old code still opens.
    pub fn new_recovery_code(&self, cost: Cost) -> Result<RecoveryCode> {
        self.may(Right::People)?;
        // Who stands in for somebody gets no key to everything for good.
        self.reaches(Role::Head)?;
        // First: what could not be logged is not done, and a code that nobody saw must not be the only one.
        self.cabinet.write(|tx| {
            let record = tx.new_id()?;
            self.audit(tx, record, "recovery-code", "", "", None)
        })?;
        Ok(self.cabinet.new_recovery_code(cost)?)
    }

    /// Refuses what is not the passphrase of the one who works.
    ///
    /// # Errors
    /// `wrong-passphrase`, of another's as well.
    pub(in super::super) fn is_own_passphrase(&self, typed: &str) -> Result<()> {
        let slot = self.cabinet.slot_of(typed)?;
        let Some(own) = lock(&self.session).account else { return Ok(()) };
        let own = self.cabinet.read(|reader| Ok::<_, OfficeError>(find(reader, &own.to_string())?.fact("slot").to_owned()))?;
        if own == slot.to_string() { Ok(()) } else { Err(CabinetError::WrongPassphrase.into()) }
    }
}

/// Refuses what protects nothing.
pub(super) fn long_enough(passphrase: &str) -> Result<()> {
    if passphrase.chars().count() < MIN_PASSPHRASE { Err(OfficeError::PassphraseShort) } else { Ok(()) }
}
