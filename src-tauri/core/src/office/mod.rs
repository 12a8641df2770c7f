//! Floor 5: the use cases. The faces parse, call one function here, and show the answer.
//!
//! [`House`] stands at the door: first run and unlocking. [`Office`] is an open cabinet with the person who works in it; each
//! of its methods is one use case, and each act is one transaction of the cabinet.

mod affected;
mod ahead;
mod apart;
pub mod api;
mod audit;
mod backup;
mod beginnings;
mod blank;
mod call;
mod cases;
mod check;
mod clocks;
mod copy;
pub mod demo;
mod desk;
mod door;
mod draft;
mod duties;
mod envelope;
mod error;
mod fill;
mod find;
mod finish;
mod from_case;
mod hand_over;
mod health;
mod index;
mod live;
mod mark;
mod month;
mod named;
mod next;
mod paper_proof;
mod people;
mod photo;
mod place;
mod plain;
mod print;
mod printing;
mod propose;
mod proven;
mod record;
mod register;
mod reveal;
mod shown;
mod sign;
mod signing;
mod source;
mod standing;

mod today;
mod touched;
mod veil;
mod verify;
mod view;
mod wait;
mod working;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::Value as Json;

pub use affected::Affected;
pub use audit::{AuditAsked, AuditLine, AuditPage};
pub use backup::{Backup, Backups, RestoreShown};
pub use beginnings::Beginning;
pub use cases::{Reminders, Said};
pub use check::Checked;
pub use door::{House, MIN_PASSPHRASE};
pub use envelope::recovery_page_name;
pub use error::{OfficeError, Result};
pub use fill::{Files, FillAnswers, FillError};
pub use health::Health;
pub use month::{VolumeProblem, VolumeProof, verify_volume};
pub use paper_proof::{NamedSheet, PagesProof, Printed};
pub use people::role::{Right, Role, table as role_table};
pub use people::{Account, Delegate, Delegation, KeyChange, Running, Scope as DelegationScope};
pub use place::Within;
pub use plain::{PlainLine, PlainSheet};
pub use print::{Target, Wanted};
pub use proven::Proven;
pub use register::REGISTERS;
pub use reveal::Revealed;

use crate::cabinet::{Cabinet, Entry, Kind, NewEntry, Projector as _, Reader, Secret, Tx, setting_record};
use crate::clock::{Clock, Id};
use crate::form::Library;
use crate::sheet::Reference;

use index::{AuditBody, Index, SettingBody};

/// An open cabinet and the person who works in it.
#[derive(Debug)]
pub struct Office {
    cabinet: Cabinet,
    library: Library,
    /// What deadlines are counted by.
    counting: Mutex<Arc<clocks::Counting>>,
    /// Drafts thrown away in this session: undo brings them back.
    discarded: Mutex<HashMap<Id, draft::Discarded>>,
    /// When the clock was last trusted, while it is doubted.
    counted_from: Mutex<Option<crate::clock::Stamp>>,
    /// The last full check, when one was made since opening.
    last_check: Mutex<Option<Checked>>,
    /// Who works.
    session: Mutex<people::Session>,
    /// What the customer holds the device for; everything else is refused meanwhile.
    handed_over: Mutex<Option<hand_over::HandOver>>,
    /// Drafts whose hidden words were shown to somebody since the cabinet was opened: account and draft.
    shown: Mutex<std::collections::BTreeSet<(String, String)>>,
}

impl Office {
    /// Opens the cabinet in `folder` with the forms that ship. `high_water` is the folder of the high-water file.
    ///
    /// # Errors
    /// A distinct code for each way in which a cabinet can fail to open.
    pub fn open(folder: &Path, high_water: &Path, clock: Arc<Clock>, secret: &Secret) -> Result<Self> {
        let office = Self::of(Cabinet::open(folder, high_water, clock, secret)?);
        office.sign_in()?;
        office.tell_backup_before_migration();
        office.count_known_years();
        Ok(office)
    }

    /// The office of an open cabinet.
    #[must_use]
    pub fn of(cabinet: Cabinet) -> Self {
        let counting = clocks::Counting::or_shipped(cabinet.read(clocks::Counting::load));
        Self {
            cabinet,
            library: Library::shipped().clone(),
            counting: Mutex::new(Arc::new(counting)),
            discarded: Mutex::default(),
            counted_from: Mutex::default(),
            last_check: Mutex::default(),
            session: Mutex::new(people::Session { account: None, person: String::new(), role: Role::Head, wrong_pins: 0 }),
            handed_over: Mutex::default(),
            shown: Mutex::default(),
        }
    }

    /// The same office with other current form editions (a department's own forms).
    #[must_use]
    pub fn with_library(mut self, library: Library) -> Self {
        self.library = library;
        self
    }

    /// Whether this is 练习: sample data, without numbers, kept by nobody.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.cabinet.is_practice()
    }

    /// The cabinet below.
    #[must_use]
    pub fn cabinet(&self) -> &Cabinet {
        &self.cabinet
    }

    /// The current forms.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }

    fn clock(&self) -> &Clock {
        self.cabinet.clock()
    }

    /// The moment as bodies hold it.
    fn now_text(&self) -> String {
        self.clock().now().to_minute()
    }

    fn salt(&self) -> Result<String> {
        Ok(self.clock().random::<16>()?.iter().map(|b| format!("{b:02x}")).collect())
    }

    /// The person of the account; the office itself before there is one.
    fn author(&self, reader: &Reader<'_>) -> Result<Reference> {
        let id = lock(&self.session).person.clone();
        if id.is_empty() {
            return Ok(Reference::default());
        }
        Ok(self.reference(reader, "person", &id)?.unwrap_or_default())
    }

    fn text_setting(&self, reader: &Reader<'_>, key: &str) -> Result<String> {
        let json = reader.setting(key)?.and_then(|json| serde_json::from_str::<Json>(&json).ok());
        Ok(json.and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default())
    }

    /// Writes an entry and brings the projections up to it.
    fn append(&self, tx: &mut Tx<'_>, new: NewEntry<'_>) -> Result<Entry> {
        let body = new.body;
        let entry = tx.append(new)?;
        Index.entry(tx, &entry, Some(body))?;
        Ok(entry)
    }

    fn put_setting(&self, tx: &mut Tx<'_>, key: &str, value: Json) -> Result<()> {
        let author = self.author(tx)?.id;
        let body = SettingBody { v: 1, salt: self.salt()?, key: key.to_owned(), value, ..SettingBody::default() };
        let body = bytes(&body)?;
        let mut new = NewEntry::new(Kind::Setting, setting_record(key), &body);
        new.author = author;
        self.append(tx, new)?;
        Ok(())
    }

    /// Writes what was done with a record into the log.
    fn audit(&self, tx: &mut Tx<'_>, record: Id, act: &str, reason: &str, detail: &str, serial: Option<String>) -> Result<()> {
        let blank = serial.clone().unwrap_or_default();
        let (act, reason, detail) = (act.to_owned(), reason.to_owned(), detail.to_owned());
        // Only printing a blank reserves its number; later acts name it in the body alone.
        let serial = serial.filter(|_| act == "blank");
        self.note(tx, record, AuditBody { act, reason, detail, blank, ..AuditBody::default() }, serial)?;
        Ok(())
    }

    /// Writes an audit entry; who, when and the salt are put in here.
    fn note(&self, tx: &mut Tx<'_>, record: Id, body: AuditBody, serial: Option<String>) -> Result<Entry> {
        let author = self.author(tx)?;
        let body = bytes(&AuditBody { v: 1, salt: self.salt()?, by: author.text, at: self.now_text(), ..body })?;
        let mut new = NewEntry::new(Kind::Audit, record, &body);
        new.author = author.id;
        new.serial = serial;
        self.append(tx, new)
    }

    /// Refuses while the device is in a customer's hands.
    fn at_desk(&self) -> Result<()> {
        if lock(&self.handed_over).is_some() { Err(OfficeError::HandedOver) } else { Ok(()) }
    }
}

/// A body's bytes. Stored and hashed as made here; never made again from what was read.
fn bytes<T: Serialize>(body: &T) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(body)?)
}

/// A poisoned lock only means that another thread stopped; what it guards is replaced whole or not at all.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
