//! Passphrases: one's own, another's who forgot theirs, and the head's after the recovery code.
//!
//! The log says first which slot an account will have and which it has, then the key slots change in one file at a time: whenever
//! the power goes, the passphrase that opens belongs to its account, the old one before that moment and the new one after it.

use crate::cabinet::{CabinetError, Cost, Kind, Reader, RecoveryCode, SlotKind};
use crate::clock::Id;

use super::super::error::{OfficeError, Result};
use super::super::index::AuditBody;
use super::super::wait::Waits;
use super::super::{MIN_PASSPHRASE, Office, lock};
use super::role::{Right, Role};
use super::{ACCOUNT, Account, accounts, find};

/// What has reached the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The account names the new slot beside the old one.
    Told,
    /// The new slot stands in the place of the old one.
    Put,
}

impl Office {
    /// After the recovery code: the head of the department gets a new passphrase, and the forgotten one opens no more.
    pub(in super::super) fn recover_head(&self, passphrase: &str, cost: Cost) -> Result<()> {
        let own = lock(&self.session).account;
        match own {
            // It was not forgotten after all.
            Some(_) if self.is_own_passphrase(passphrase).is_ok() => Ok(()),
            Some(own) => self.reset_passphrase_by(&own.to_string(), passphrase, cost, &|_| Ok(())).map(drop),
            None => Ok(self.cabinet.add_passphrase(passphrase, cost).map(drop)?),
        }
    }

    /// Puts a new passphrase in place of one's own.
    ///
    /// # Errors
    /// `wrong-passphrase`, `passphrase-short`, `passphrase-taken`, `wait` after five of them, or the key slots could not be written:
    /// then the old one still opens.
    pub fn change_passphrase(&self, old: &str, new: &str, cost: Cost) -> Result<()> {
        self.change_passphrase_by(old, new, cost, &|_| Ok(()))
    }

    /// [`Self::change_passphrase`]; `at` hears of every step that has reached the disk, and may fail it.
    pub(super) fn change_passphrase_by(&self, old: &str, new: &str, cost: Cost, at: &dyn Fn(Step) -> Result<()>) -> Result<()> {
        self.may(Right::Read)?;
        long_enough(new)?;
        let own = lock(&self.session).account;
        // An open desk is no place to guess at its owner's passphrase, nor at another's by asking for it as one's own: both cost the
        // same waits as at the door.
        let waits = Waits::of(self.cabinet.state_folder(), self.cabinet.id());
        let (before, gone) = waits.guard(self.clock(), || {
            let before = self.cabinet.slot_of(old)?;
            match own {
                // In a cabinet of the first release there is one passphrase and no account; elsewhere it is nobody's slot.
                None if self.cabinet.read(accounts)?.is_empty() => {}
                None => return Err(OfficeError::NotFound(ACCOUNT.to_owned())),
                Some(own) if self.cabinet.read(|reader| find(reader, &own.to_string()))?.holds(before) => {}
                Some(_) => return Err(CabinetError::WrongPassphrase.into()),
            }
            Ok((before, self.refuse_taken(new)?))
        })?;
        match own {
            None => Ok(self.cabinet.put_passphrase(self.cabinet.new_slot()?, new, cost, &[before])?),
            Some(own) => self.replace(&own.to_string(), "口令", new, cost, gone, at).map(drop),
        }
    }

    /// Puts a new passphrase in place of another's who forgot theirs. One's own is changed by whoever knows it, not by whoever finds
    /// the desk open ([`Self::change_passphrase`]).
    ///
    /// # Errors
    /// `not-allowed`, `own-account`, `not-found`, `passphrase-short`, `passphrase-taken`, or the key slots could not be written: then the old one
    /// still opens.
    pub fn reset_passphrase(&self, account: &str, new: &str, cost: Cost) -> Result<Account> {
        self.may(Right::People)?;
        self.not_own(account)?;
        self.reset_passphrase_by(account, new, cost, &|_| Ok(()))
    }

    /// [`Self::reset_passphrase`], after the recovery code one's own as well; `at` hears of every step that has reached the disk, and
    /// may fail it.
    pub(super) fn reset_passphrase_by(
        &self,
        account: &str,
        new: &str,
        cost: Cost,
        at: &dyn Fn(Step) -> Result<()>,
    ) -> Result<Account> {
        self.may(Right::People)?;
        self.reaches_account(account)?;
        long_enough(new)?;
        let gone = self.refuse_taken(new)?;
        self.replace(account, "重设口令", new, cost, gone, at)
    }

    /// Puts a passphrase that is nobody's in the place of an account's; `gone` are nobody's slots, which go with it.
    fn replace(
        &self,
        account: &str,
        what: &str,
        new: &str,
        cost: Cost,
        mut gone: Vec<Id>,
        at: &dyn Fn(Step) -> Result<()>,
    ) -> Result<Account> {
        let stored = self.cabinet.read(|reader| find(reader, account))?;
        let present = self.cabinet.slots().into_iter().map(|(slot, _)| slot).find(|slot| stored.holds(*slot));
        gone.extend(present);
        let slot = self.cabinet.new_slot()?;
        let changed = self.change_account(account, what, |stored| {
            stored.set("slot_before", present.map(|slot| slot.to_string()).unwrap_or_default());
            stored.set("slot", slot.to_string());
        })?;
        at(Step::Told)?;
        self.cabinet.put_passphrase(slot, new, cost, &gone)?;
        at(Step::Put)?;
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

    /// Refuses what opened a restored cabinet and is good no more: a passphrase that nobody who works here has now, a recovery code that
    /// was replaced beyond `reached`, where the backup ends. Without accounts the log says nothing of the one passphrase there is.
    pub(in super::super) fn opened_by_present(&self, reached: &[(Id, u64)]) -> Result<()> {
        let slot = self.cabinet.opened_by();
        if self.cabinet.slots().contains(&(slot, SlotKind::Recovery)) {
            let replaced = self.cabinet.read(|reader| code_replaced(reader, reached))?;
            return if replaced { Err(CabinetError::WrongRecoveryCode.into()) } else { Ok(()) };
        }
        let (all, slot) = (self.cabinet.read(accounts)?, slot.to_string());
        let present = all.is_empty() || all.iter().any(|account| !account.body.retired && account.fact("slot") == slot);
        if present { Ok(()) } else { Err(CabinetError::WrongPassphrase.into()) }
    }

    /// Slots that belong to nobody: the power went while an account was made, or a passphrase changed in an earlier release.
    pub(super) fn stray_slots(&self) -> Result<Vec<Id>> {
        let all = self.cabinet.read(accounts)?;
        let nobodys = |slot: Id| !all.is_empty() && slot != self.cabinet.opened_by() && !all.iter().any(|a| a.holds(slot));
        let slots = self.cabinet.slots().into_iter();
        Ok(slots.filter(|(slot, kind)| *kind == SlotKind::Passphrase && nobodys(*slot)).map(|(slot, _)| slot).collect())
    }

    /// Refuses a passphrase that is somebody's: two people with the same one would be the first of them. Gives the slots that are
    /// nobody's, whose passphrases are free, and which go with the next change.
    pub(super) fn refuse_taken(&self, new: &str) -> Result<Vec<Id>> {
        let stray = self.stray_slots()?;
        match self.cabinet.slot_of(new) {
            Ok(slot) if !stray.contains(&slot) => Err(CabinetError::PassphraseTaken.into()),
            _ => Ok(stray),
        }
    }

    /// Refuses what is not the passphrase of the one who works.
    ///
    /// # Errors
    /// `wrong-passphrase`, of another's as well.
    pub(in super::super) fn is_own_passphrase(&self, typed: &str) -> Result<()> {
        let slot = self.cabinet.slot_of(typed)?;
        let Some(own) = lock(&self.session).account else { return Ok(()) };
        let own = self.cabinet.read(|reader| find(reader, &own.to_string()))?;
        if own.holds(slot) { Ok(()) } else { Err(CabinetError::WrongPassphrase.into()) }
    }
}

/// Whether the log tells of a new recovery code beyond where a backup ends. An act that cannot be read may be one.
fn code_replaced(reader: &Reader<'_>, reached: &[(Id, u64)]) -> Result<bool> {
    let mut replaced = false;
    reader.each_entry(|entry| {
        let end = reached.iter().find(|(device, _)| *device == entry.head.device).map_or(0, |(_, seq)| *seq);
        if entry.head.kind == Kind::Audit && entry.head.seq > end {
            let body = reader.body(&entry)?.bytes().and_then(|bytes| serde_json::from_slice::<AuditBody>(&bytes).ok());
            replaced |= body.is_none_or(|body| body.act == "recovery-code");
        }
        Ok::<_, OfficeError>(())
    })?;
    Ok(replaced)
}

pub(super) fn long_enough(passphrase: &str) -> Result<()> {
    if passphrase.chars().count() < MIN_PASSPHRASE { Err(OfficeError::PassphraseShort) } else { Ok(()) }
}
