//! Restoring a backup: on a clean machine, or in the place of a cabinet that is kept aside. What is restored is another
//! device from then on: numbers and entries that the backup does not know can never be given or written twice.

use std::fs;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use rusqlite::{Connection, TransactionBehavior, params};
use zeroize::Zeroizing;

use super::backup::{self, KeptBackup};
use super::connect::{Access, connect};
use super::error::{CabinetError, Result};
use super::file;
use super::high_water::{HighWater, Read};
use super::keyslots::{self, DataKey, Secret};
use super::migrate;
use super::open::DB;
use super::read::Reader;
use super::verify::verify_copy;
use crate::clock::Clock;

/// What came of a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The letter that numbers carry from now on.
    pub letter: String,
    /// The letter of the device that made the backup.
    pub before: String,
    /// Entries known to have been written after the backup; none when this machine knows nothing of them.
    pub entries_missing: Option<u64>,
    /// The last number of each prefix in the backup's month and later: numbers after it may have been given. Empty where
    /// `numbers_missing` is known.
    pub last_numbers: Vec<String>,
    /// Numbers that were given after the backup, read from the cabinet that stood here.
    pub numbers_missing: Vec<String>,
    /// Where that cabinet lies now.
    pub aside: Option<PathBuf>,
}

/// Puts a backup into `into`. A cabinet that stands there is kept beside it under another name. `secret` opens the backup:
/// a passphrase of its time, or its recovery code.
///
/// # Errors
/// `backup-damaged` and `backup-missing`; `wrong-passphrase`, `wrong-recovery-code` for one that does not open the backup, or
/// not the cabinet that stands there; `cabinet-locked` when the cabinet that stands
/// there is open, `disk-full`, `cabinet-read-only`. What stood there then still stands there.
pub fn restore(
    from: &KeptBackup,
    into: &Path,
    high_water: &Path,
    clock: &Clock,
    secret: &Secret,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Restored> {
    let key = backup::unlock(from, secret)?;
    let stands = into.join(DB).exists() || into.join(keyslots::FILE_NAME).exists();
    // Nobody may write into what is about to be moved.
    let mut lock = if stands { Some(file::lock(&into.join("lock"))?) } else { None };
    // Who may not open the cabinet that stands there may not put an old one in its place.
    if let Ok(standing) = keyslots::KeySlots::load(into)
        && standing.cabinet() == from.manifest.cabinet
    {
        standing.unlock(secret)?;
    }
    let made_in = into.with_extension("restoring");
    if made_in.exists() {
        fs::remove_dir_all(&made_in).map_err(|e| CabinetError::io(&made_in, e))?;
    }
    let made = make(from, &made_in, &key, clock, progress).and_then(|mut restored| {
        if let Some(given) = stands.then(|| given_since(into, &key, from).ok()).flatten() {
            // What is known needs no guess.
            restored.numbers_missing = given;
            restored.last_numbers.clear();
        }
        restored.entries_missing = missing(high_water, from);
        // Windows moves no folder with an open file in it.
        drop(lock.take());
        restored.aside = if stands { Some(put_aside(into, clock)?) } else { None };
        if let Err(e) = fs::rename(&made_in, into) {
            if let Some(aside) = &restored.aside {
                let _ = fs::rename(aside, into);
            }
            return Err(CabinetError::io(into, e));
        }
        file::sync_folder_of(into)?;
        Ok(restored)
    });
    if made.is_err() {
        let _ = fs::remove_dir_all(&made_in);
    }
    made
}

fn make(
    from: &KeptBackup,
    made_in: &Path,
    key: &DataKey,
    clock: &Clock,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Restored> {
    fs::create_dir_all(made_in).map_err(|e| CabinetError::io(made_in, e))?;
    file::keep_private(made_in)?;
    for name in [keyslots::FILE_NAME, DB] {
        let to = made_in.join(name);
        fs::copy(from.folder.join(name), &to).map_err(|e| CabinetError::io(&to, e))?;
        file::sync(&to)?;
    }
    let mut conn = connect(&made_in.join(DB), key, Access::Write)?;
    let found = migrate::check(&conn, migrate::STEPS)?;
    migrate::upgrade(&mut conn, made_in, key, found, migrate::STEPS)?;
    let report = verify_copy(&Reader::new(&conn), progress)?;
    if !report.is_whole() {
        return Err(CabinetError::BackupDamaged(format!("{} findings", report.problems.len())));
    }
    let letter = join_as_new_device(&mut conn, clock)?;
    let last_numbers = last_numbers(&conn, &from.manifest.letter, &period(&from.manifest.made))?;
    conn.close().map_err(|(_, e)| e)?;
    file::sync(&made_in.join(DB))?;
    Ok(Restored {
        letter,
        before: from.manifest.letter.clone(),
        entries_missing: None,
        last_numbers,
        numbers_missing: Vec::new(),
        aside: None,
    })
}

/// A new key and the next letter: the log of the device that made the backup goes on nowhere.
fn join_as_new_device(conn: &mut Connection, clock: &Clock) -> Result<String> {
    let seed = Zeroizing::new(clock.random::<32>()?);
    let (device, now) = (clock.id()?, clock.now().wall_ms());
    let public = SigningKey::from_bytes(&seed).verifying_key().to_bytes();
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let letter = {
        let mut statement = tx.prepare("SELECT letter FROM device")?;
        let taken = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        letters().find(|letter| !taken.contains(letter)).ok_or(CabinetError::LettersUsedUp)?
    };
    tx.execute(
        "INSERT INTO device (device_id, letter, public_key, joined_ms) VALUES (?1, ?2, ?3, ?4)",
        params![device, letter, public, now],
    )?;
    tx.execute("UPDATE own_device SET device_id = ?1, seed = ?2", params![device, seed.as_slice()])?;
    tx.commit()?;
    Ok(letter)
}

/// A to Z, then AA to ZZ.
fn letters() -> impl Iterator<Item = String> {
    let one = || ('A'..='Z').map(String::from);
    one().chain(one().flat_map(move |first| one().map(move |second| format!("{first}{second}"))))
}

/// `2026-11-24T18:00+08:00` → `202611`.
fn period(made: &str) -> String {
    made.chars().take(7).filter(char::is_ascii_digit).collect()
}

fn last_numbers(conn: &Connection, letter: &str, period: &str) -> Result<Vec<String>> {
    let sql = "SELECT serial, max(n) FROM number WHERE letter = ?1 AND period >= ?2 GROUP BY prefix, period ORDER BY serial";
    let mut statement = conn.prepare(sql)?;
    Ok(statement.query_map(params![letter, period], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Numbers in the cabinet that stands here which were given after the backup was made.
fn given_since(into: &Path, key: &DataKey, from: &KeptBackup) -> Result<Vec<String>> {
    let theirs = connect(&from.folder.join(DB), key, Access::Read)?;
    let here = connect(&into.join(DB), key, Access::Read)?;
    let serials = |conn: &Connection| -> Result<Vec<String>> {
        let mut statement = conn.prepare("SELECT serial FROM number ORDER BY serial")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    };
    let known: std::collections::HashSet<String> = serials(&theirs)?.into_iter().collect();
    Ok(serials(&here)?.into_iter().filter(|serial| !known.contains(serial)).collect())
}

/// How many entries this machine saw after the backup was made.
fn missing(high_water: &Path, from: &KeptBackup) -> Option<u64> {
    let file = HighWater::new(high_water, from.manifest.cabinet);
    let Read::Marks(marks) = file.read_any() else { return None };
    let seen = marks.iter().filter(|mark| mark.device == from.manifest.device).map(|mark| mark.seq).max()?;
    Some(seen.saturating_sub(from.manifest.seq))
}

fn put_aside(into: &Path, clock: &Clock) -> Result<PathBuf> {
    let time: String = clock.now().to_minute().chars().take(16).filter(|c| *c != ':').collect();
    let name = into.file_name().map_or_else(|| "cabinet".into(), |name| name.to_string_lossy().into_owned());
    let of = |n: u32| into.with_file_name(if n == 1 { format!("{name}_{time}") } else { format!("{name}_{time}_{n}") });
    let aside = (1..).map(of).find(|path| !path.exists()).unwrap_or_else(|| of(1));
    fs::rename(into, &aside).map_err(|e| CabinetError::io(into, e))?;
    file::sync_folder_of(&aside)?;
    Ok(aside)
}
