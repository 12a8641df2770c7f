//! First run and opening.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use ed25519_dalek::SigningKey;
use rusqlite::Connection;
use zeroize::Zeroizing;

use super::backup::KeptBackup;
use super::connect::{Access, connect, pragma};
use super::error::{CabinetError, Result};
use super::file;
use super::first_run;
use super::high_water::{HighWater, Mark};
use super::keyslots::{DataKey, KeySlots};
use super::letters::Letters;
use super::log::{Device, Tip};
use super::migrate::{self, Moving};
use super::pages::Pages;
use super::project::{FIRST_LETTER, PRACTICE_LETTER};
use super::read::{Reader, Readers};
use super::recovery::RecoveryCode;
use super::secret::{Cost, Secret};
use super::verify::check_tail;
use super::warning::{Warning, compare};
use crate::clock::{Clock, Id, Stamp};

pub(super) const DB: &str = "cabinet.db";
const PAGE: u64 = 4096;
/// Entries that are checked at every start.
const CHECKED_AT_START: u64 = 100;

/// The writer's side: one at a time.
pub(super) struct Writer {
    pub conn: Connection,
    pub tip: Tip,
}

/// An open cabinet. Shared between threads: one writes at a time, readers read beside.
pub struct Cabinet {
    pub(super) writer: Mutex<Writer>,
    pub(super) readers: Mutex<Readers>,
    pub(super) returned: Condvar,
    pub(super) clock: Arc<Clock>,
    pub(super) device: Device,
    pub(super) high_water: HighWater,
    pub(super) lost: Vec<Mark>,
    warnings: Mutex<Vec<Warning>>,
    pub(super) slots: Mutex<KeySlots>,
    pub(super) key: Mutex<DataKey>,
    /// Held by whoever copies the file together with its slots.
    pub(super) whole: Mutex<()>,
    opened_by: Id,
    pub(super) before_migration: Option<KeptBackup>,
    pub(super) folder: PathBuf,
    id: Id,
    // Dropped last, so that the folder is let go only when every connection is closed.
    _lock: File,
}

impl std::fmt::Debug for Cabinet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cabinet").field("folder", &self.folder).field("id", &self.id).finish_non_exhaustive()
    }
}

/// What a cabinet is made for. It can never be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The department's work.
    Work,
    /// 练习: it never draws a number that could be taken for one of the department's.
    Practice,
}

impl Cabinet {
    /// First run: makes the folder (when it is not there), the encrypted file, the key slots for `passphrase` and for a
    /// new recovery code, and the device A.
    ///
    /// # Errors
    /// `cabinet-exists` over anything that is or was a cabinet; `passphrase-empty`, `cabinet-read-only`, `disk-full`.
    /// After a failure the folder holds no half cabinet.
    pub fn create(
        folder: &Path,
        high_water_folder: &Path,
        clock: Arc<Clock>,
        passphrase: &str,
        cost: Cost,
        purpose: Purpose,
    ) -> Result<(Self, RecoveryCode)> {
        let letter = match purpose {
            Purpose::Work => FIRST_LETTER,
            Purpose::Practice => PRACTICE_LETTER,
        };
        let secret = Secret::passphrase(passphrase);
        if passphrase.is_empty() {
            return Err(CabinetError::PassphraseEmpty);
        }
        first_run::refuse_existing(folder)?;
        std::fs::create_dir_all(folder).map_err(|e| CabinetError::io(folder, e))?;
        file::keep_private(folder)?;
        let lock = file::lock(&folder.join("lock"))?;
        let made = first_run::make(folder, &clock, &secret, cost, letter);
        let code = match made {
            Ok(code) => code,
            Err(error) => {
                first_run::clear_unfinished(folder);
                return Err(error);
            }
        };
        let cabinet = Self::open_locked(folder, high_water_folder, clock, &secret, lock, true, (migrate::STEPS, &|_| ()))?;
        Ok((cabinet, code))
    }

    /// Opens an existing cabinet. Nothing is ever created, replaced or repaired here.
    ///
    /// # Errors
    /// One distinct code for each way in which it can fail; see [`CabinetError`].
    pub fn open(folder: &Path, high_water_folder: &Path, clock: Arc<Clock>, secret: &Secret) -> Result<Self> {
        Self::open_at(folder, high_water_folder, clock, secret, (migrate::STEPS, &|_| ()))
    }

    /// [`Cabinet::open`] for tests that cut it short: `at` hears of every step of a migration, and may never return.
    ///
    /// # Errors
    /// As for [`Cabinet::open`].
    #[doc(hidden)]
    pub fn open_watched(
        folder: &Path,
        high_water_folder: &Path,
        clock: Arc<Clock>,
        secret: &Secret,
        at: &dyn Fn(Moving),
    ) -> Result<Self> {
        Self::open_at(folder, high_water_folder, clock, secret, (migrate::STEPS, at))
    }

    /// [`Cabinet::open`] with the schemas up to the last of `steps`.
    pub(super) fn open_at(
        folder: &Path,
        high_water_folder: &Path,
        clock: Arc<Clock>,
        secret: &Secret,
        steps: (&[&str], &dyn Fn(Moving)),
    ) -> Result<Self> {
        if !folder.is_dir() {
            return Err(CabinetError::FolderMissing(folder.to_path_buf()));
        }
        let db = folder.join(DB);
        let size = match std::fs::metadata(&db) {
            Ok(meta) => meta.len(),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(CabinetError::FileMissing(folder.to_path_buf())),
            Err(e) => return Err(CabinetError::io(&db, e)),
        };
        if size == 0 {
            return Err(CabinetError::Empty);
        }
        let lock = file::lock(&folder.join("lock"))?;
        Self::open_locked(folder, high_water_folder, clock, secret, lock, false, steps)
    }

    /// A restored cabinet before it takes its place: the high-water file of its device begins.
    pub(super) fn open_restored(folder: &Path, marks: &Path, clock: &Arc<Clock>, secret: &Secret) -> Result<Self> {
        let lock = file::lock(&folder.join("lock"))?;
        Self::open_locked(folder, marks, Arc::clone(clock), secret, lock, true, (migrate::STEPS, &|_| ()))
    }

    fn open_locked(
        folder: &Path,
        high_water_folder: &Path,
        clock: Arc<Clock>,
        secret: &Secret,
        lock: File,
        first: bool,
        (steps, at): (&[&str], &dyn Fn(Moving)),
    ) -> Result<Self> {
        let mut slots = KeySlots::load(folder)?;
        let opened = slots.open(secret)?;
        let (key, opened_by) = (opened.key_of(&folder.join(DB)), opened.slot);
        let conn = open_writer(folder, &key, steps).map_err(|error| match error {
            // The file begins with the salt of its key: where another one stands there, these slots are not its own.
            CabinetError::Damaged(_) if !slots.salted(&folder.join(DB)) => CabinetError::KeySlotsForeign,
            other => other,
        })?;
        let found = migrate::check(&conn, steps)?;
        let id: Id = conn.query_row("SELECT cabinet_id FROM cabinet", [], |row| row.get(0))?;
        if id != slots.cabinet() {
            return Err(CabinetError::KeySlotsForeign);
        }
        slots.settle(&opened, &key, secret, &clock);
        let device = own_device(&conn)?;
        let tip = read_tip(&conn, device.id)?;
        let high_water = HighWater::new(high_water_folder, id, device.id);
        let mut warnings = Vec::new();
        let lost = if first { Vec::new() } else { compare(&conn, &high_water, &device, &tip, &mut warnings)? };
        high_water.settle();
        if !first {
            // A restore elsewhere on this machine must not give this letter again. Where it cannot be written, the backups that
            // are made from now on still tell it.
            let _ = Letters::new(high_water_folder, id).remember(device.id, &device.letter, folder);
        }
        // On a connection of its own: a damaged page that it comes upon must not spoil the one that writes.
        let tail = Pages::own(|| connect(&folder.join(DB), &key, Access::Read))?;
        let problems = check_tail(&tail, device.id, CHECKED_AT_START)?;
        drop(tail);
        if !problems.is_empty() {
            warnings.push(Warning::Problems(problems));
        }
        let mut cabinet = Self {
            writer: Mutex::new(Writer { conn, tip }),
            readers: Mutex::default(),
            returned: Condvar::new(),
            clock,
            device,
            high_water,
            lost,
            warnings: Mutex::new(warnings),
            slots: Mutex::new(slots),
            key: Mutex::new(key),
            whole: Mutex::default(),
            opened_by,
            before_migration: None,
            folder: folder.to_path_buf(),
            id,
            _lock: lock,
        };
        cabinet.migrate(found, steps, at)?;
        Ok(cabinet)
    }

    /// What a person must be told since opening.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        guard(&self.warnings).clone()
    }

    pub(super) fn warn(&self, warning: Warning) {
        let mut warnings = guard(&self.warnings);
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }

    /// The cabinet's own id; copies share it.
    #[must_use]
    pub fn id(&self) -> Id {
        self.id
    }

    /// This device's id.
    #[must_use]
    pub fn device(&self) -> Id {
        self.device.id
    }

    /// Whether it was made for 练习.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.device.letter == PRACTICE_LETTER
    }

    /// This device's letter, as serials carry it.
    #[must_use]
    pub fn letter(&self) -> &str {
        &self.device.letter
    }

    /// The backup that this opening made before it brought the file to a new schema.
    #[must_use]
    pub fn before_migration(&self) -> Option<&KeptBackup> {
        self.before_migration.as_ref()
    }

    /// The key slot whose secret opened it.
    #[must_use]
    pub fn opened_by(&self) -> Id {
        self.opened_by
    }

    /// The folder of the high-water file, where what must outlive a restored cabinet is kept.
    #[must_use]
    pub fn state_folder(&self) -> &Path {
        self.high_water.folder()
    }

    /// The folder that was opened.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The clock that was handed down.
    #[must_use]
    pub fn clock(&self) -> &Arc<Clock> {
        &self.clock
    }

    /// Is the clock earlier than the last trusted entry, or more than 45 days past it? Then 今日 asks for the date.
    #[must_use]
    pub fn clock_suspect(&self) -> bool {
        guard(&self.writer).tip.suspects(self.clock.now())
    }

    /// When the last entry with a trusted clock was written.
    #[must_use]
    pub fn last_trusted(&self) -> Option<Stamp> {
        guard(&self.writer).tip.trusted
    }
}

/// A poisoned lock only means that another thread stopped: its transaction was rolled back, what stands is whole.
pub(super) fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The key of a cabinet folder in the raw form of SQLCipher, for whoever has a secret that opens it: tests that damage a
/// cabinet from outside use it.
///
/// # Errors
/// As for [`Cabinet::open`] before the file itself is opened.
#[doc(hidden)]
pub fn raw_key(folder: &Path, secret: &Secret) -> Result<Zeroizing<String>> {
    KeySlots::load(folder)?.open(secret).map(|opened| opened.key_of(&folder.join(DB)).raw())
}

/// Opens the one writing connection and makes sure that the file is whole enough to be read and may be written.
pub(super) fn open_writer(folder: &Path, key: &DataKey, steps: &[&str]) -> Result<Connection> {
    let path = folder.join(DB);
    let length = |name: &str| std::fs::metadata(folder.join(name)).map_or(0, |meta| meta.len());
    let (size, wal) = (length(DB), length("cabinet.db-wal"));
    if is_plain(&path)? {
        return Err(CabinetError::Foreign);
    }
    if size % PAGE != 0 {
        return Err(CabinetError::Truncated { found: size / PAGE, expected: size.div_ceil(PAGE) });
    }
    let conn = connect(&path, key, Access::Write)?;
    let pages = pragma(&conn, "page_count")?.unsigned_abs();
    if size / PAGE + wal / PAGE < pages {
        return Err(CabinetError::Truncated { found: size / PAGE, expected: pages });
    }
    migrate::check(&conn, steps)?;
    conn.execute_batch("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; ROLLBACK;")?;
    Ok(conn)
}

fn is_plain(path: &Path) -> Result<bool> {
    use std::io::Read as _;
    let mut start = Vec::with_capacity(16);
    let file = File::open(path).map_err(|e| CabinetError::io(path, e))?;
    file.take(16).read_to_end(&mut start).map_err(|e| CabinetError::io(path, e))?;
    Ok(start == b"SQLite format 3\0")
}

fn own_device(conn: &Connection) -> Result<Device> {
    let sql = "SELECT device_id, letter, seed, public_key FROM own_device JOIN device USING (device_id)";
    let (id, letter, seed, public) = conn.query_row(sql, [], |row| {
        Ok((row.get(0)?, row.get(1)?, Zeroizing::new(row.get::<_, [u8; 32]>(2)?), row.get::<_, [u8; 32]>(3)?))
    })?;
    let key = SigningKey::from_bytes(&seed);
    if key.verifying_key().to_bytes() != public {
        return Err(CabinetError::Damaged("the device's key does not fit its seed".to_owned()));
    }
    Ok(Device { id, letter, key })
}

fn read_tip(conn: &Connection, device: Id) -> Result<Tip> {
    let reader = Reader::new(conn);
    // A device that has written nothing yet follows what the others wrote: its entries come after theirs.
    let lamport: i64 = conn.query_row("SELECT coalesce(max(lamport), 0) FROM entry", [], |row| row.get(0))?;
    let before = Tip { lamport: lamport.unsigned_abs(), trusted: reader.last_trusted()?, ..Tip::START };
    let Some(last) = reader.last_of(device, false)? else { return Ok(before) };
    let trusted = reader.last_of(device, true)?.map(|entry| entry.head.stamp());
    Ok(Tip { seq: last.head.seq, hash: last.hash, trusted, ..before })
}
