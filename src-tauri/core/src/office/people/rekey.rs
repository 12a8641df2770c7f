//! A new data key for the cabinet, after somebody left who may have kept a copy of the key slots.

use serde::{Deserialize, Serialize};

use super::super::Office;
use super::super::backup::Backup;
use super::super::error::Result;
use super::accounts;
use super::role::{Right, Role};
use crate::cabinet::SlotKind;
use crate::clock::Id;

/// What a person must know before the data key is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct KeyChange {
    /// Who must open the cabinet once with their passphrase before: their key slots are of the first release.
    pub waiting: Vec<String>,
    /// The recovery code is of the first release: a new one must take its place before.
    pub code: bool,
    /// Backups that still open with the secrets of their time, newest first.
    pub backups: Vec<Backup>,
    /// The second place, where older backups may lie; empty when none was chosen.
    pub place: String,
    /// The second place is at hand, so its backups are among them.
    pub at_hand: bool,
}

impl Office {
    /// What stands before a change of the data key.
    ///
    /// # Errors
    /// `not-allowed`, `handed-over`, a failure of the file.
    pub fn key_change(&self) -> Result<KeyChange> {
        self.may(Right::People)?;
        let old = self.cabinet.slots_of_first_format();
        let recovery = |id: &Id| self.cabinet.slots().contains(&(*id, SlotKind::Recovery));
        let (codes, passphrases): (Vec<Id>, Vec<Id>) = old.into_iter().partition(recovery);
        let all = self.cabinet.read(accounts)?;
        let whose = |slot: &Id| all.iter().find(|account| account.holds(*slot)).map(|account| account.body.name.clone());
        let mut here = self.backups()?;
        here.own.append(&mut here.second);
        here.own.sort_by(|a, b| b.made.cmp(&a.made));
        Ok(KeyChange {
            waiting: passphrases.iter().filter_map(whose).collect(),
            code: !codes.is_empty(),
            backups: here.own,
            place: here.place,
            at_hand: here.at_hand,
        })
    }

    /// Puts a new data key in place of the present one. Who left and kept a copy of the key slots opens nothing that is written
    /// from now on; backups of before still open with the secrets of their time. Slots that belong to nobody go.
    ///
    /// # Errors
    /// `not-allowed`, `keyslots-old` while somebody is waited for, `cancelled`, `disk-full`, `cabinet-locked`: the present key
    /// then stays.
    pub fn change_data_key(&self, progress: &dyn Fn(u64, u64) -> bool) -> Result<()> {
        self.may(Right::People)?;
        // Who stands in for somebody does not shut the door that others hold keys to.
        self.reaches(Role::Head)?;
        // First: what could not be logged is not done. What then comes to nothing is told as well.
        self.tell_key("")?;
        let change = || {
            for slot in self.stray_slots()? {
                self.cabinet.remove_slot(slot)?;
            }
            Ok(self.cabinet.change_data_key(progress)?)
        };
        let done = change();
        if done.is_err() {
            let _ = self.tell_key("没有完成，原来的仍在用");
        }
        done
    }

    fn tell_key(&self, how: &str) -> Result<()> {
        self.cabinet.write(|tx| {
            let record = tx.new_id()?;
            self.audit(tx, record, "data-key", "", how, None)
        })
    }
}
