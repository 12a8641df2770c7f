//! Accounts: everyone works under their own name. A passphrase opens the cabinet by a key slot of its own; who it belongs to
//! stands inside, encrypted. Once it is open, others take over by PIN.

mod delegation;
mod passphrase;
mod pin;
mod rekey;
pub mod role;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

use serde::{Deserialize, Serialize};

use super::error::{OfficeError, Result};
use super::index::RegisterBody;
use super::{Office, bytes, lock};
use crate::cabinet::{CabinetError, Cost, Kind, NewEntry, Reader, RegisterItem, SlotKind, Tx};
use crate::clock::Id;
use crate::paper::mask::Veil;
use crate::sheet::Reference;
pub(super) use delegation::StandIn;
pub use delegation::{Delegate, Delegation, Running, Scope};
use passphrase::long_enough;
pub use rekey::KeyChange;
use role::{Right, Role};

/// The register that accounts are kept in; it is not among those that people see.
const ACCOUNT: &str = "account";

/// Who is working.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Session {
    /// None in a cabinet without accounts, made by the first release.
    pub account: Option<Id>,
    /// The person's id; empty before there is one.
    pub person: String,
    pub role: Role,
    pub wrong_pins: u32,
}

/// A person as far as they are known: by their entry in the register, or by a name alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Whom {
    /// The entry; empty where there is only a name.
    pub person: String,
    /// As it reads.
    pub name: String,
}

/// An account as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Account {
    /// Record id.
    pub id: String,
    /// Whose.
    pub person: Reference,
    /// Role.
    pub role: Role,
    /// 主管
    pub role_word: String,
    /// Has a passphrase of its own that opens the cabinet.
    pub opens: bool,
    /// Can take over by PIN.
    pub pin: bool,
    /// No longer works here.
    pub left: bool,
    /// The one who is working now.
    pub present: bool,
    /// May be appointed to stand in for another: works here, and does more than look.
    pub stands_in: bool,
}

/// An account as the log holds it.
#[derive(Debug, Clone)]
struct Stored {
    id: Id,
    body: RegisterBody,
}

impl Stored {
    /// Whether another's rights may be lent to them.
    fn stands_in(&self) -> bool {
        !self.body.retired && self.role() != Role::Inspector
    }

    fn read(item: &RegisterItem) -> Result<Self> {
        Ok(Self { id: item.id, body: serde_json::from_str(&item.json)? })
    }

    fn fact(&self, key: &str) -> &str {
        self.body.facts.get(key).map_or("", String::as_str)
    }

    fn set(&mut self, key: &str, value: String) {
        if value.is_empty() {
            self.body.facts.remove(key);
        } else {
            self.body.facts.insert(key.to_owned(), value);
        }
    }

    /// Whether a key slot is theirs: the present one, or the one that was being replaced when the power went.
    fn holds(&self, slot: Id) -> bool {
        let slot = slot.to_string();
        !self.body.retired && (self.fact("slot") == slot || self.fact("slot_before") == slot)
    }

    /// Whether it was the slot of someone who has left.
    fn left_with(&self, slot: Id) -> bool {
        let slot = slot.to_string();
        self.body.retired && (self.fact("slot") == slot || self.fact("slot_before") == slot)
    }

    /// A role that a later release knows reads like the least of ours.
    fn role(&self) -> Role {
        Role::of(self.fact("role")).unwrap_or(Role::Inspector)
    }

    fn session(&self) -> Session {
        Session { account: Some(self.id), person: self.fact("person").to_owned(), role: self.role(), wrong_pins: 0 }
    }
}

impl Office {
    /// Whether the person who works may do this.
    ///
    /// # Errors
    /// `handed-over` while the device is in a customer's hands, `not-allowed`.
    pub(super) fn may(&self, right: Right) -> Result<()> {
        self.at_desk()?;
        self.allowed(right)
    }

    /// As [`Self::may`], in a customer's hands as well.
    pub(super) fn allowed(&self, right: Right) -> Result<()> {
        let role = lock(&self.session).role;
        if role.may(right) || self.delegated(right)? { Ok(()) } else { Err(OfficeError::NotAllowed { role, right }) }
    }

    /// The role of the person who works.
    #[must_use]
    pub fn role(&self) -> Role {
        lock(&self.session).role
    }

    /// The account of the person who works; empty in a cabinet without accounts.
    pub(super) fn account_id(&self) -> String {
        lock(&self.session).account.map(|account| account.to_string()).unwrap_or_default()
    }

    /// Finds whose slot opened the cabinet. Without accounts the one person of the first release has it all.
    pub(super) fn sign_in(&self) -> Result<()> {
        let slot = self.cabinet.opened_by();
        let left = self.cabinet.read(|reader| Ok::<_, OfficeError>(accounts(reader)?.iter().any(|one| one.left_with(slot))))?;
        if left {
            // The power went between their entry and their slot.
            let _ = self.cabinet.remove_slot(slot);
            return Err(CabinetError::WrongPassphrase.into());
        }
        let found = self.cabinet.read(|reader| {
            let accounts = accounts(reader)?;
            if accounts.is_empty() {
                let person = self.text_setting(reader, "account.person")?;
                return Ok(Session { account: None, person, role: Role::Head, wrong_pins: 0 });
            }
            let by_slot = accounts.iter().find(|account| account.holds(slot));
            // The recovery code is nobody's: whoever holds it speaks for the head of the department. A passphrase that is
            // nobody's was being set when the power went; it opens, and changes nothing.
            let recovery = self.cabinet.slots().contains(&(slot, SlotKind::Recovery));
            let account = if recovery { head(&accounts) } else { by_slot };
            let nobody = Session { account: None, person: String::new(), role: Role::Inspector, wrong_pins: 0 };
            Ok::<_, OfficeError>(account.map_or(nobody, Stored::session))
        })?;
        *lock(&self.session) = found;
        self.look_at_clock();
        Ok(())
    }

    /// The account of the first run, whose slot is the one that was just made.
    pub(super) fn first_account(&self, tx: &mut Tx<'_>, person: &str, name: &str) -> Result<()> {
        let mut account = new_account(tx, person, name, Role::Head)?;
        account.set("slot", self.cabinet.opened_by().to_string());
        self.put_account(tx, account)?;
        Ok(())
    }

    /// All accounts, those who left last.
    ///
    /// # Errors
    /// `not-allowed`, `handed-over`, a failure of the file.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        self.may(Right::Read)?;
        self.cabinet.read(|reader| {
            let mut all = accounts(reader)?;
            all.sort_by_key(|account| (account.body.retired, account.role(), account.body.position));
            all.iter().map(|account| self.account_view(reader, account)).collect()
        })
    }

    /// Gives a person an account with a passphrase of its own.
    ///
    /// # Errors
    /// `not-allowed`, `not-found`, `account-exists`, `passphrase-short`, or the key slots could not be written.
    pub fn add_account(&self, person: &str, role: Role, passphrase: &str, cost: Cost) -> Result<Account> {
        self.may(Right::People)?;
        self.reaches(role)?;
        long_enough(passphrase)?;
        let whose = self.cabinet.read(|reader| {
            let whose = self.reference(reader, "person", person)?.ok_or_else(|| OfficeError::NotFound("person".to_owned()))?;
            let taken = accounts(reader)?.iter().any(|account| !account.body.retired && account.fact("person") == person);
            if taken { Err(OfficeError::AccountExists) } else { Ok(whose) }
        })?;
        let slot = self.cabinet.new_slot()?;
        let stray = self.refuse_taken(passphrase)?;
        self.cabinet.put_passphrase(slot, passphrase, cost, &stray)?;
        let made = self.cabinet.write(|tx| {
            let mut account = new_account(tx, person, &whose.text, role)?;
            account.set("slot", slot.to_string());
            self.audit(tx, account.id, "account", &whose.text, role.word(), None)?;
            self.put_account(tx, account)
        });
        if made.is_err() {
            // A slot that belongs to nobody opens nothing for anyone; better that it goes.
            self.cabinet.remove_slot(slot)?;
        }
        made
    }

    /// Whether one's own role, not one that was lent, reaches as far as an account of this role: the head of the department sees
    /// to everyone but 项目经理 (whom they may appoint where there is none), who stands in to those of their own role and below.
    fn reaches(&self, role: Role) -> Result<()> {
        let own = self.role();
        let first = role == Role::ProjectManager
            && own == Role::Head
            && self.cabinet.read(|reader| self.at_work(reader))?.iter().all(|(_, role)| *role != Role::ProjectManager);
        if role >= own || first { Ok(()) } else { Err(OfficeError::NotAllowed { role: own, right: Right::People }) }
    }

    fn reaches_account(&self, account: &str) -> Result<()> {
        let role = self.cabinet.read(|reader| Ok::<_, OfficeError>(find(reader, account)?.role()))?;
        self.reaches(role)
    }

    /// Gives an account another role. Nobody changes their own. What others were appointed for of the old one ends.
    ///
    /// # Errors
    /// `not-allowed`, `not-found`, `own-account`.
    pub fn set_role(&self, account: &str, role: Role) -> Result<Account> {
        self.may(Right::People)?;
        self.not_own(account)?;
        self.reaches(role)?;
        self.reaches_account(account)?;
        self.cabinet.write(|tx| {
            let stored = find(tx, account)?;
            if stored.role() != role {
                // Who was appointed for the one role is not appointed for the other; 总部检查 stands in for nobody.
                self.end_delegations(tx, stored.id, role == Role::Inspector)?;
            }
            self.change_in(tx, account, role.word(), |stored| stored.set("role", role.code().to_owned()))
        })
    }

    /// Somebody leaves: the account ends and its passphrase opens nothing any more.
    ///
    /// # Errors
    /// `not-allowed`, `not-found`, `own-account`, or the key slots could not be written.
    pub fn end_account(&self, account: &str) -> Result<Account> {
        self.end_account_by(account, &|| Ok(()))
    }

    /// [`Self::end_account`]; `at` is asked once their entry has reached the disk, and may fail what follows.
    fn end_account_by(&self, account: &str, at: &dyn Fn() -> Result<()>) -> Result<Account> {
        self.may(Right::People)?;
        self.not_own(account)?;
        self.reaches_account(account)?;
        let stored = self.cabinet.read(|reader| find(reader, account))?;
        let slots: Vec<Id> = self.cabinet.slots().iter().map(|(slot, _)| *slot).filter(|slot| stored.holds(*slot)).collect();
        // The entry keeps the slots' names: should the power go here, they open nothing all the same.
        let ended = self.cabinet.write(|tx| {
            self.end_delegations(tx, stored.id, true)?;
            self.change_in(tx, account, "离任", |stored| {
                stored.body.retired = true;
                stored.set("pin", String::new());
            })
        })?;
        at()?;
        for slot in slots {
            self.cabinet.remove_slot(slot)?;
        }
        Ok(ended)
    }

    /// Everyone who has an account now, with their role.
    pub(super) fn at_work(&self, reader: &Reader<'_>) -> Result<Vec<(Whom, Role)>> {
        let mut found = Vec::new();
        for account in accounts(reader)?.iter().filter(|account| !account.body.retired) {
            found.push((self.whose_account(reader, account)?, account.role()));
        }
        Ok(found)
    }

    fn whose_account(&self, reader: &Reader<'_>, account: &Stored) -> Result<Whom> {
        Ok(Whom { person: account.fact("person").to_owned(), name: self.name_of(reader, account)? })
    }

    /// The entries of everyone who has an account, or had one.
    pub(super) fn staff(&self, reader: &Reader<'_>) -> Result<BTreeSet<String>> {
        Ok(accounts(reader)?.iter().map(|account| account.fact("person").to_owned()).collect())
    }

    /// Every name that somebody's entry ever had: what was signed before it was changed carries an earlier one.
    pub(super) fn names_of(&self, reader: &Reader<'_>, whom: &Whom) -> Result<BTreeSet<String>> {
        let mut names = BTreeSet::from([whom.name.clone()]);
        let Ok(person) = Id::from_str(&whom.person) else { return Ok(names) };
        for entry in reader.entries_of(person)?.iter().filter(|entry| entry.head.kind == Kind::Register) {
            if let Some(body) = reader.body(entry)?.bytes().and_then(|bytes| serde_json::from_slice::<RegisterBody>(&bytes).ok())
            {
                names.insert(body.name.trim().to_owned());
            }
        }
        Ok(names)
    }

    fn not_own(&self, account: &str) -> Result<()> {
        let own = lock(&self.session).account.is_some_and(|own| own.to_string() == account);
        if own { Err(OfficeError::OwnAccount) } else { Ok(()) }
    }

    fn change_account(&self, account: &str, what: &str, change: impl FnOnce(&mut Stored)) -> Result<Account> {
        self.cabinet.write(|tx| self.change_in(tx, account, what, change))
    }

    fn change_in(&self, tx: &mut Tx<'_>, account: &str, what: &str, change: impl FnOnce(&mut Stored)) -> Result<Account> {
        let mut stored = find(tx, account)?;
        change(&mut stored);
        let whose = self.name_of(tx, &stored)?;
        self.audit(tx, stored.id, "account", &whose, what, None)?;
        self.put_account(tx, stored)
    }

    fn put_account(&self, tx: &mut Tx<'_>, mut account: Stored) -> Result<Account> {
        account.body.salt = self.salt()?;
        let stored = bytes(&account.body)?;
        let mut new = NewEntry::new(Kind::Register, account.id, &stored);
        new.author = self.author(tx)?.id;
        self.append(tx, new)?;
        self.account_view(tx, &account)
    }

    fn account_view(&self, reader: &Reader<'_>, account: &Stored) -> Result<Account> {
        let mut person = self.reference(reader, "person", account.fact("person"))?.unwrap_or_default();
        super::veil::reference(&Veil::of(self.role().mask()), &mut person);
        Ok(Account {
            id: account.id.to_string(),
            person,
            role: account.role(),
            role_word: account.role().word().to_owned(),
            opens: !account.body.retired && !account.fact("slot").is_empty(),
            pin: !account.fact("pin").is_empty(),
            left: account.body.retired,
            present: lock(&self.session).account == Some(account.id),
            stands_in: account.stands_in(),
        })
    }
}

fn accounts(reader: &Reader<'_>) -> Result<Vec<Stored>> {
    reader.register(ACCOUNT, true)?.iter().map(Stored::read).collect()
}

fn find(reader: &Reader<'_>, account: &str) -> Result<Stored> {
    let item = reader.register_item(ACCOUNT, Id::from_str(account)?)?;
    Stored::read(&item.ok_or_else(|| OfficeError::NotFound(ACCOUNT.to_owned()))?)
}

/// For whom the recovery code speaks: the head of the department; where there is none, the highest who still works here.
fn head(accounts: &[Stored]) -> Option<&Stored> {
    let here = accounts.iter().filter(|account| !account.body.retired);
    here.min_by_key(|account| (account.role() != Role::Head, account.role()))
}

fn new_account(tx: &Tx<'_>, person: &str, name: &str, role: Role) -> Result<Stored> {
    let position = i64::try_from(tx.register(ACCOUNT, true)?.len()).unwrap_or(i64::MAX);
    let facts = BTreeMap::from([("person".to_owned(), person.to_owned()), ("role".to_owned(), role.code().to_owned())]);
    let body =
        RegisterBody { v: 1, register: ACCOUNT.to_owned(), name: name.to_owned(), facts, position, ..RegisterBody::default() };
    Ok(Stored { id: tx.new_id()?, body })
}
