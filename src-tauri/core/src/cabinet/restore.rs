//! Restoring a backup: on a clean machine, or in the place of a cabinet that is kept aside. What is restored is another
//! device from then on: numbers and entries that the backup does not know can never be given or written twice.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::backup::{self, KeptBackup, copy_pages};
use super::connect::{Access, connect};
use super::error::{CabinetError, Result};
use super::file;
use super::finding::Finding;
use super::graft::{Grafted, graft, same_cabinet};
use super::high_water::{HighWater, Read};
use super::keyslots::{self, DataKey};
use super::letters::Letters;
use super::making::{self, Making};
use super::migrate;
use super::open::{Cabinet, DB};
use super::pages::Pages;
use super::read::Reader;
use super::rebuild::Projector;
use super::secret::Secret;
use super::verify::{missing_from, verify_copy};
use crate::clock::{Clock, Id};

/// What came of a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The letter that numbers carry from now on.
    pub letter: String,
    /// The letter of the device that made the backup.
    pub before: String,
    /// Entries that were written after the backup and taken over from the cabinet that stood here.
    pub entries_saved: u64,
    /// Entries known to have been written after the backup that are not here; none when this machine knows nothing of them.
    pub entries_missing: Option<u64>,
    /// The last number of each prefix in the backup's month and later: numbers after it may have been given. Empty where
    /// `numbers_missing` is known.
    pub last_numbers: Vec<String>,
    /// Letter and month, `A-202602`: of any prefix, numbers of that month and later may have been given that are not here. Empty
    /// where `numbers_missing` is known.
    pub numbers_from: String,
    /// Numbers that were given after the backup and are not here, read from the cabinet that stood here.
    pub numbers_missing: Vec<String>,
    /// What is lost for good: places of entries, hashes of content and photos. `finish` tells it in an entry.
    pub lost: Vec<String>,
    /// The records it belonged to, where that is known.
    pub touched: Vec<Id>,
    /// A draft that was written after the backup could not be read.
    pub drafts_lost: bool,
    /// Where the cabinet that stood here lies now.
    pub aside: Option<PathBuf>,
    /// The key slots beside the cabinet that stood here refused the secret, and those of the backup know it: whether it is somebody's
    /// still, `finish` has to say.
    pub refused_here: bool,
    /// How far the log of each device had come in the backup: what is beyond was written after it.
    pub reached: Vec<(Id, u64)>,
}

/// Where and with what a restore works.
#[derive(Debug)]
pub struct Place<'a> {
    /// The folder of the cabinet.
    pub into: &'a Path,
    /// The folder of the high-water file.
    pub high_water: &'a Path,
    /// Other folders of high-water files on this machine, whose letters are taken as well.
    pub neighbours: &'a [PathBuf],
    /// The clock of the cabinet.
    pub clock: &'a Arc<Clock>,
    /// Opens the backup, and the cabinet that stands there: a passphrase or the recovery code.
    pub secret: &'a Secret,
}

/// Puts a backup into `place`. A cabinet that stands there is kept beside it under another name; what it holds beyond the
/// backup and can be read is taken over, and the lists are made anew by `projector`. `finish` gets the cabinet, open, before it
/// takes its place: it writes down what was lost ([`super::Tx::tell_lost`]).
///
/// # Errors
/// `backup-damaged` and `backup-missing`; `wrong-passphrase`, `wrong-recovery-code` for one that does not open the backup, or
/// not the cabinet that stands there; `cabinet-locked` when the cabinet that stands there is open, `disk-full`,
/// `cabinet-read-only`, and what `finish` gives. What stood there then still stands there.
pub fn restore<P: Projector>(
    from: &KeptBackup,
    place: &Place<'_>,
    projector: &P,
    finish: impl FnOnce(Cabinet, &Restored) -> Result<(), P::Error>,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Restored, P::Error> {
    let device = place.clock.id().map_err(CabinetError::from)?;
    let done = restore_in(from, place, device, projector, finish, progress);
    if done.is_err() {
        Letters::new(place.high_water, from.manifest.cabinet).take_back(device, place.neighbours);
    }
    done
}

/// What is to be done once a restored cabinet has its place.
#[derive(Debug, Serialize, Deserialize)]
struct Then {
    cabinet: Id,
    device: Id,
    /// The name under which what stood there is put aside; none when nothing did.
    aside: Option<String>,
}

/// Brings a restore to its end that was cut off after everything was done but the names: the cabinet that stood there is aside
/// by then, and the restored one waits beside its place. Where nothing waits, nothing is done.
///
/// # Errors
/// A failure of the file: then it waits on.
pub fn end_restore(into: &Path, high_water: &Path) -> Result<()> {
    let freed = |then: &[u8]| {
        let aside = serde_json::from_slice::<Then>(then).ok().map(|then| then.aside);
        aside.is_some_and(|aside| aside.is_none_or(|name| into.with_file_name(name).exists()))
    };
    let Some(then) = making::found_ready(into, freed)? else { return Ok(()) };
    if let Ok(Then { cabinet, device, .. }) = serde_json::from_slice(&then) {
        take_mark(&into.join("marks"), high_water, cabinet, device);
    }
    making::settled(into);
    Ok(())
}

fn restore_in<P: Projector>(
    from: &KeptBackup,
    place: &Place<'_>,
    device: Id,
    projector: &P,
    finish: impl FnOnce(Cabinet, &Restored) -> Result<(), P::Error>,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Restored, P::Error> {
    let into = place.into;
    let stands = into.join(DB).exists() || into.join(keyslots::FILE_NAME).exists();
    // Nobody may write into what is about to be moved.
    let mut lock = if stands { Some(file::lock(&into.join("lock"))?) } else { None };
    let standing = Standing::of(into, from, place.secret)?;
    let key = backup::unlock(from, place.secret, standing.as_ref().map(|standing| &standing.key))?;
    let making = Making::begin(into)?;
    let made_in = making.path();
    let mut restored = make(from, place, made_in, device, &key, standing.as_ref(), progress)?;
    let cabinet = Cabinet::open_restored(made_in, &made_in.join("marks"), place.clock, place.secret)?;
    cabinet.rebuild(projector, progress)?;
    if let Some(given) = standing.as_ref().and_then(|standing| given_since(standing, &cabinet).ok()) {
        // What is known needs no guess.
        restored.numbers_missing = given;
        restored.last_numbers.clear();
        restored.numbers_from.clear();
    }
    finish(cabinet, &restored)?;
    if !restored.lost.is_empty() {
        let conn = connect(&made_in.join(DB), standing.as_ref().map_or(&key, |standing| &standing.key), Access::Read)?;
        let report = verify_copy(&conn, progress)?;
        if !report.is_whole() {
            return Err(CabinetError::BackupDamaged(format!("{} findings", report.problems.len())).into());
        }
    }
    drop(standing);
    if cfg!(windows) {
        // No folder with an open file in it can be moved there. Elsewhere it is held until the restored one stands in its place.
        drop(lock.take());
    }
    let aside = stands.then(|| free_aside(into, place.clock));
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let then = Then { cabinet: from.manifest.cabinet, device, aside: aside.as_ref().and_then(name) };
    let then = serde_json::to_vec(&then);
    making.ready(&then.map_err(|e| CabinetError::Json(e.to_string()))?)?;
    if let Some(aside) = &aside {
        fs::rename(into, aside).map_err(|e| CabinetError::io(into, e))?;
        file::sync_folder_of(aside)?;
    }
    restored.aside = aside;
    if let Err(error) = making.take_place() {
        if let Some(aside) = &restored.aside {
            let _ = fs::rename(aside, into);
        }
        return Err(error.into());
    }
    // What is left undone here is done when the cabinet is next opened.
    let _ = end_restore(into, place.high_water);
    Ok(restored)
}

/// The cabinet that stands in the place of a backup, as far as it can be read.
struct Standing {
    slots: Vec<u8>,
    key: DataKey,
    pages: Option<Pages<'static>>,
    /// Its own slots refused the secret.
    refused: bool,
}

impl Standing {
    /// None when there is none, or only another one. Where its key slots are lost, or do not open it, those of the backup do,
    /// unless the data key was changed since. So they do for a passphrase or a recovery code that they know and the slots beside the
    /// cabinet refuse: these may be an older copy. Whether it is good still, the log says to `finish`.
    fn of(into: &Path, from: &KeptBackup, secret: &Secret) -> Result<Option<Self>> {
        let own = keyslots::KeySlots::load(into);
        let foreign = own.as_ref().is_ok_and(|own| own.cabinet() != from.manifest.cabinet);
        let own = match own {
            Ok(own) if !foreign => match Self::by(&own, into, from, secret) {
                Err(wrong @ (CabinetError::WrongPassphrase | CabinetError::WrongRecoveryCode)) => {
                    let slots =
                        keyslots::KeySlots::load(&from.folder).ok().filter(|slots| slots.cabinet() == from.manifest.cabinet);
                    let found = slots.and_then(|slots| Self::by(&slots, into, from, secret).ok());
                    let found = found.filter(|found| found.pages.is_some()).ok_or(wrong)?;
                    return Ok(Some(Self { refused: true, ..found }));
                }
                found => Some(found?),
            },
            _ => None,
        };
        if own.as_ref().is_some_and(|own| own.pages.is_some()) || !into.join(DB).exists() {
            return Ok(own);
        }
        let Ok(slots) = keyslots::KeySlots::load(&from.folder) else { return Ok(own) };
        if slots.cabinet() != from.manifest.cabinet {
            return Ok(own);
        }
        match Self::by(&slots, into, from, secret) {
            Ok(found) if found.pages.is_some() => Ok(Some(found)),
            // What cannot be read with them is another cabinet, or damaged: there the slots beside it count.
            Ok(_) if own.is_some() || foreign => Ok(own),
            Ok(found) => Ok(Some(found)),
            Err(_) if own.is_some() => Ok(own),
            Err(error) => Err(error),
        }
    }

    /// As it is read with these slots.
    fn by(slots: &keyslots::KeySlots, into: &Path, from: &KeptBackup, secret: &Secret) -> Result<Self> {
        // Who may not open the cabinet that stands there may not put an old one in its place.
        let key = slots.open(secret)?.key_of(&into.join(DB));
        let (db, id) = (into.join(DB), from.manifest.cabinet);
        let again = {
            let key = key.clone();
            move || {
                let conn = connect(&db, &key, Access::Read)?;
                // What is put aside stays as it was found.
                conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
                Ok(conn)
            }
        };
        let readable = again().is_ok_and(|conn| migrate::check(&conn, migrate::STEPS).is_ok());
        let pages = if readable { Pages::own(again).ok().filter(|pages| same_cabinet(pages, id)) } else { None };
        Ok(Self { slots: slots.bytes()?, key, pages, refused: false })
    }
}

fn make(
    from: &KeptBackup,
    place: &Place<'_>,
    made_in: &Path,
    device: Id,
    key: &DataKey,
    standing: Option<&Standing>,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Restored> {
    fs::create_dir_all(made_in).map_err(|e| CabinetError::io(made_in, e))?;
    file::keep_private(made_in)?;
    let db = made_in.join(DB);
    // The slots that stand here are the newer ones: who has left since does not come back with a backup.
    match standing {
        Some(standing) => {
            file::replace(&made_in.join(keyslots::FILE_NAME), &standing.slots)?;
            copy_pages(&connect(&from.folder.join(DB), key, Access::Read)?, &db, &standing.key, &|_, _| true)?;
        }
        None => {
            for name in [keyslots::FILE_NAME, DB] {
                let to = made_in.join(name);
                fs::copy(from.folder.join(name), &to).map_err(|e| CabinetError::io(&to, e))?;
                file::sync(&to)?;
            }
        }
    }
    let mut conn = connect(&db, standing.map_or(key, |standing| &standing.key), Access::Write)?;
    let found = migrate::check(&conn, migrate::STEPS)?;
    migrate::upgrade(&mut conn, found, migrate::STEPS, &|_| ())?;
    let report = verify_copy(&conn, progress)?;
    if !report.is_whole() {
        return Err(CabinetError::BackupDamaged(format!("{} findings", report.problems.len())));
    }
    let known = devices(&conn)?;
    let reached = reached(&Reader::new(&conn), &known)?;
    let survivors = standing.and_then(|standing| standing.pages.as_ref());
    let (saved, lost) = survivors.map_or(Ok(Default::default()), |old| take_over(old, &mut conn, progress))?;
    let letter = join_as_new_device(&mut conn, device, from.manifest.cabinet, place)?;
    let period = period(&from.manifest.made);
    let last_numbers = last_numbers(&conn, &from.manifest.letter, &period)?;
    let missing = missing(place, from, &known, &Reader::new(&conn))?;
    conn.close().map_err(|(_, e)| e)?;
    file::sync(&db)?;
    Ok(Restored {
        letter,
        before: from.manifest.letter.clone(),
        entries_saved: saved.entries,
        entries_missing: missing.map(|missing| missing + lost.iter().filter(|what| what.contains(':')).count() as u64),
        last_numbers,
        numbers_from: format!("{}-{period}", from.manifest.letter),
        numbers_missing: Vec::new(),
        touched: saved.touched.into_iter().collect(),
        drafts_lost: saved.drafts_lost,
        lost: lost.into_iter().collect(),
        aside: None,
        refused_here: standing.is_some_and(|standing| standing.refused),
        reached,
    })
}

/// Takes over what survives in one transaction. Where that gives more than gaps, nothing is taken: a backup that is whole is
/// worth more than one with strange things in it.
fn take_over(old: &Pages<'_>, conn: &mut Connection, progress: &dyn Fn(u64, u64) -> bool) -> Result<(Grafted, BTreeSet<String>)> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let grafted = graft(old, &tx, progress)?;
    let (report, missing) = missing_from(&tx, progress)?;
    let gap = |finding| matches!(finding, Finding::EntriesMissing | Finding::ContentMissing | Finding::BlobMissing);
    if report.problems.iter().any(|problem| problem.finding.is_damage() && !gap(problem.finding)) {
        tx.rollback()?;
        return Ok(Default::default());
    }
    tx.commit()?;
    let touched = report.problems.iter().filter(|problem| gap(problem.finding)).filter_map(|problem| problem.record);
    Ok((Grafted { touched: grafted.touched.iter().copied().chain(touched).collect(), ..grafted }, missing))
}

/// The high-water file that the restored cabinet wrote while it was being made is its own from now on. Those of the other
/// devices stay: a rehearsal elsewhere says nothing of how far the cabinet had come that people work in.
fn take_mark(marks: &Path, high_water: &Path, cabinet: Id, device: Id) {
    let name = format!("{cabinet}.{device}.json");
    if let Ok(bytes) = fs::read(marks.join(&name)) {
        // A mark that cannot be written is missed at the next opening, and written with the next entry.
        let _ = fs::create_dir_all(high_water).map(|()| file::replace(&high_water.join(&name), &bytes));
    }
    let _ = fs::remove_dir_all(marks);
}

/// A new key and the next letter that is free: the log of the device that made the backup goes on nowhere.
fn join_as_new_device(conn: &mut Connection, device: Id, cabinet: Id, place: &Place<'_>) -> Result<String> {
    let seed = Zeroizing::new(place.clock.random::<32>()?);
    let now = place.clock.now().wall_ms();
    let public = SigningKey::from_bytes(&seed).verifying_key().to_bytes();
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let letter = {
        let mut statement = tx.prepare("SELECT letter FROM device")?;
        let taken = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        Letters::new(place.high_water, cabinet).give(device, &taken, place.neighbours, place.into)?
    };
    tx.execute(
        "INSERT INTO device (device_id, letter, public_key, joined_ms) VALUES (?1, ?2, ?3, ?4)",
        params![device, letter, public, now],
    )?;
    tx.execute("UPDATE own_device SET device_id = ?1, seed = ?2", params![device, seed.as_slice()])?;
    tx.commit()?;
    Ok(letter)
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

/// Numbers in the cabinet that stands here which were given after the backup and are not in what was made.
fn given_since(standing: &Standing, made: &Cabinet) -> Result<Vec<String>> {
    let Some(here) = &standing.pages else { return Err(CabinetError::Damaged(String::new())) };
    let serials = |conn: &Connection| -> Result<Vec<String>> {
        let mut statement = conn.prepare("SELECT serial FROM number ORDER BY serial")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    };
    let known: HashSet<String> = made.read(|reader| serials(reader.conn))?.into_iter().collect();
    Ok(here.must(serials)?.into_iter().filter(|serial| !known.contains(serial)).collect())
}

/// The devices that a backup knows.
fn devices(conn: &Connection) -> Result<Vec<Id>> {
    let mut statement = conn.prepare("SELECT device_id FROM device")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The last entry of each of some devices.
fn reached(reader: &Reader<'_>, devices: &[Id]) -> Result<Vec<(Id, u64)>> {
    let last = |device: &Id| Ok((*device, reader.last_of(*device, false)?.map_or(0, |entry| entry.head.seq)));
    devices.iter().map(last).collect()
}

/// How many entries this machine saw of the device that made the backup, and of those that worked in this place since, after
/// the last ones that are here.
fn missing(place: &Place<'_>, from: &KeptBackup, known: &[Id], here: &Reader<'_>) -> Result<Option<u64>> {
    let cabinet = from.manifest.cabinet;
    let mut devices = Letters::new(place.high_water, cabinet).devices_in(place.into);
    // What came before the device that made the backup is in it, or was missed when it was restored.
    devices.retain(|device| !known.contains(device));
    devices.push(from.manifest.device);
    let mut missing = None;
    for device in devices {
        let Read::Marks(marks) = HighWater::new(place.high_water, cabinet, device).read_any() else { continue };
        let Some(seen) = marks.iter().filter(|mark| mark.device == device).map(|mark| mark.seq).max() else { continue };
        let reached = here.last_of(device, false)?.map_or(0, |entry| entry.head.seq);
        missing = Some(missing.unwrap_or(0) + seen.saturating_sub(reached));
    }
    Ok(missing)
}

/// A name beside the place that nothing has.
fn free_aside(into: &Path, clock: &Clock) -> PathBuf {
    let time: String = clock.now().to_minute().chars().take(16).filter(|c| *c != ':').collect();
    let name = into.file_name().map_or_else(|| "cabinet".into(), |name| name.to_string_lossy().into_owned());
    let of = |n: u32| into.with_file_name(if n == 1 { format!("{name}_{time}") } else { format!("{name}_{time}_{n}") });
    (1..).map(of).find(|path| !path.exists()).unwrap_or_else(|| of(1))
}
