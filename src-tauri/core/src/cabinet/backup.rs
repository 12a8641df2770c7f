//! Backups: a folder with a copy of the file, its key slots and a manifest. A copy is opened and verified whole before it
//! gets its name, so what looks like a backup is one.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::connect::{Access, connect, pragma};
use super::error::{CabinetError, Result};
use super::file;
use super::finding::Report;
use super::hash::Hash;
use super::keyslots::{self, DataKey, KeySlots};
use super::migrate;
use super::open::{Cabinet, DB, guard};
use super::read::Reader;
use super::secret::Secret;
use super::verify::verify_copy;
use crate::clock::{Id, Stamp};

const FORMAT: &str = "xunfang-backup-1";
const MANIFEST: &str = "manifest.json";
/// What the folder of a backup is called until it was verified.
const UNFINISHED: &str = "unfinished-";
/// Pages copied between two looks at `progress`; 4 MiB.
const PAGES: i32 = 1024;

/// Why a backup was made; it says how long it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Occasion {
    /// Once a day, at the first chance.
    Daily,
    /// When the program was closed.
    Closing,
    /// Before a new release changed the file.
    BeforeMigration,
    /// Somebody asked for it.
    Asked,
    /// What stood in the place of a restored cabinet.
    BeforeRestore,
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    /// Whose backup.
    pub cabinet: Id,
    /// The device that made it.
    pub device: Id,
    /// That device's letter.
    pub letter: String,
    /// When, `2026-11-24T18:00+08:00`.
    pub made: String,
    /// Milliseconds of UTC since 1970.
    pub made_ms: i64,
    /// Why.
    pub occasion: Occasion,
    /// Schema of the file.
    pub schema: u32,
    /// Entries of all devices.
    pub entries: u64,
    /// The device's last entry.
    pub seq: u64,
    /// Its hash.
    pub head: Hash,
    /// Bytes of the file.
    pub size: u64,
    /// SHA-256 of the file.
    pub file: Hash,
    /// SHA-256 of the key slots.
    pub slots: Hash,
}

/// A backup that lies in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBackup {
    /// Its folder.
    pub folder: PathBuf,
    /// What it says.
    pub manifest: Manifest,
}

impl Cabinet {
    /// Makes a backup in a folder of its own within `place`, which is made when it is not there, while others go on reading
    /// and writing. `progress` is told the steps done and all of them; false stops.
    ///
    /// # Errors
    /// `cancelled`, `disk-full`, `cabinet-read-only`, `backup-damaged` when the copy does not verify. The place then holds what
    /// it held before.
    pub fn back_up(&self, place: &Path, occasion: Occasion, progress: &dyn Fn(u64, u64) -> bool) -> Result<KeptBackup> {
        // The file and its slots belong together: nobody changes the data key meanwhile.
        let _whole = guard(&self.whole);
        fs::create_dir_all(place).map_err(|e| CabinetError::io(place, e))?;
        let made = self.clock().now();
        sweep(place, made);
        let temp = place.join(format!("{UNFINISHED}{}", self.clock().id()?));
        fs::create_dir(&temp).map_err(|e| CabinetError::io(&temp, e))?;
        let kept = file::keep_private(&temp)
            .and_then(|()| self.copy_to(&temp, made, occasion, progress))
            .and_then(|manifest| named(place, &temp, &manifest).map(|folder| KeptBackup { folder, manifest }));
        if kept.is_err() {
            // Encrypted and useless: that it cannot be removed now harms nothing, the next backup tries again.
            let _ = fs::remove_dir_all(&temp);
        }
        kept
    }

    fn copy_to(&self, temp: &Path, made: Stamp, occasion: Occasion, progress: &dyn Fn(u64, u64) -> bool) -> Result<Manifest> {
        let path = temp.join(DB);
        // The slots first: a passphrase changed meanwhile opens the copy by its older slot or its newer one, never by none.
        let slots = guard(&self.slots).bytes()?;
        file::replace(&temp.join(keyslots::FILE_NAME), &slots)?;
        let key = guard(&self.key).clone();
        let (_at_work, source) = self.reader()?;
        copy_pages(&source, &path, &key, &|done, all| progress(done, all.saturating_mul(2)))?;
        let copy = connect(&path, &key, Access::Read)?;
        let (report, mut manifest) = self.examine(&copy, made, occasion, progress)?;
        copy.close().map_err(|(_, e)| e)?;
        if !report.is_whole() {
            let first = report.problems.iter().find(|problem| problem.finding.is_damage());
            return Err(CabinetError::BackupDamaged(first.map_or_else(String::new, |p| p.finding.code().to_owned())));
        }
        file::sync(&path)?;
        (manifest.file, manifest.size) = hash_of(&path)?;
        manifest.slots = Hash::of(&slots);
        let text = serde_json::to_vec_pretty(&manifest).map_err(|e| CabinetError::Json(e.to_string()))?;
        file::replace(&temp.join(MANIFEST), &text)?;
        Ok(manifest)
    }

    fn examine(
        &self,
        copy: &Connection,
        made: Stamp,
        occasion: Occasion,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<(Report, Manifest)> {
        let reader = Reader::new(copy);
        let report = verify_copy(copy, &|done, all| progress(all.saturating_add(done), all.saturating_mul(2)))?;
        let last = reader.last_of(self.device.id, false)?;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            cabinet: self.id(),
            device: self.device.id,
            letter: self.device.letter.clone(),
            made: made.to_minute(),
            made_ms: made.wall_ms(),
            occasion,
            schema: u32::try_from(migrate::check(copy, migrate::STEPS)?).unwrap_or(u32::MAX),
            entries: reader.entry_count()?,
            seq: last.as_ref().map_or(0, |entry| entry.head.seq),
            head: last.map_or(Hash::ZERO, |entry| entry.hash),
            size: 0,
            file: Hash::ZERO,
            slots: Hash::ZERO,
        };
        Ok((report, manifest))
    }
}

/// Copies a database page by page into a new file with the same key that needs no companion files.
pub(super) fn copy_pages(source: &Connection, path: &Path, key: &DataKey, progress: &dyn Fn(u64, u64) -> bool) -> Result<()> {
    let mut copy = connect(path, key, Access::Create)?;
    {
        let backup = Backup::new(source, &mut copy)?;
        loop {
            let step = backup.step(PAGES)?;
            let told = backup.progress();
            let whole = |n: i32| u64::try_from(n).unwrap_or(0);
            if !progress(whole(told.pagecount - told.remaining), whole(told.pagecount)) {
                return Err(CabinetError::Cancelled);
            }
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => return Err(CabinetError::Locked),
            }
        }
    }
    let mode: String = copy.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
    if mode != "delete" || pragma(&copy, "page_count")? == 0 {
        return Err(CabinetError::BackupDamaged(format!("journal mode {mode}")));
    }
    copy.close().map_err(|(_, e)| e)?;
    Ok(())
}

/// Gives a verified backup its name: `2026-11-24_1800_A_daily`.
fn named(place: &Path, temp: &Path, manifest: &Manifest) -> Result<PathBuf> {
    let time: String = manifest.made.chars().take(16).filter(|c| *c != ':').map(|c| if c == 'T' { '_' } else { c }).collect();
    let word = serde_json::to_value(manifest.occasion).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    let name = format!("{time}_{}_{word}", manifest.letter);
    let free = (1_u32..).map(|n| place.join(if n == 1 { name.clone() } else { format!("{name}_{n}") })).find(|p| !p.exists());
    let folder = free.unwrap_or_else(|| place.join(&name));
    file::sync_folder_of(&temp.join(MANIFEST))?;
    file::rename(temp, &folder).map_err(|e| CabinetError::io(&folder, e))?;
    file::sync_folder_of(&folder)?;
    Ok(folder)
}

/// Takes away what backups left that broke off more than a day ago: nothing else, and nothing that may still be written.
fn sweep(place: &Path, now: Stamp) {
    let entries = fs::read_dir(place).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(id) = name.strip_prefix(UNFINISHED).and_then(|id| id.parse::<Id>().ok()) else { continue };
        if now.wall_ms().saturating_sub(id.unix_ms()) > 86_400_000 {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn hash_of(path: &Path) -> Result<(Hash, u64)> {
    let failed = |e| CabinetError::io(path, e);
    let mut file = File::open(path).map_err(failed)?;
    let (mut sum, mut size, mut part) = (Sha256::new(), 0, vec![0_u8; 1 << 16]);
    loop {
        let read = file.read(&mut part).map_err(failed)?;
        let Some(bytes) = part.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        sum.update(bytes);
        size += u64::try_from(read).unwrap_or(0);
    }
    Ok((Hash::from_bytes(sum.finalize().into()), size))
}

/// The backup in a folder.
///
/// # Errors
/// `backup-missing` when the folder holds none, `backup-damaged` when its manifest cannot be read.
pub fn backup_in(folder: &Path) -> Result<KeptBackup> {
    let path = folder.join(MANIFEST);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(CabinetError::BackupMissing(folder.to_path_buf())),
        Err(e) => return Err(CabinetError::io(&path, e)),
    };
    let damaged = |why: String| CabinetError::BackupDamaged(why);
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|e| damaged(e.to_string()))?;
    if manifest.format != FORMAT {
        return Err(damaged("unknown format".to_owned()));
    }
    Ok(KeptBackup { folder: folder.to_path_buf(), manifest })
}

/// The backups of a place, newest first. Folders that are none are passed over.
#[must_use]
pub fn backups(place: &Path) -> Vec<KeptBackup> {
    let entries = fs::read_dir(place).into_iter().flatten().flatten();
    let finished = entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with(UNFINISHED));
    let mut found: Vec<KeptBackup> = finished.filter_map(|entry| backup_in(&entry.path()).ok()).collect();
    let age = |kept: &KeptBackup| (kept.manifest.made_ms, kept.manifest.entries);
    found.sort_by(|a, b| age(b).cmp(&age(a)).then_with(|| b.folder.cmp(&a.folder)));
    found
}

/// Opens a backup with a secret and checks everything of it, as a restore would.
///
/// # Errors
/// `backup-damaged` when the file is not the one that was written, `wrong-passphrase`, a failure of the file.
pub fn verify_backup(kept: &KeptBackup, secret: &Secret, progress: &dyn Fn(u64, u64) -> bool) -> Result<Report> {
    verify_copy(&open_copy(kept, secret)?, progress)
}

/// Opens a backup as it lies.
pub(super) fn open_copy(kept: &KeptBackup, secret: &Secret) -> Result<Connection> {
    let key = unlock(kept, secret, None)?;
    let copy = connect(&kept.folder.join(DB), &key, Access::Read)?;
    migrate::check(&copy, migrate::STEPS)?;
    Ok(copy)
}

/// The key of a backup whose bytes are those that were written: by a secret of its time, or the key of the cabinet that it is
/// a backup of, which stays the same when passphrases change.
pub(super) fn unlock(kept: &KeptBackup, secret: &Secret, standing: Option<&DataKey>) -> Result<DataKey> {
    // It is the backup that they are missing from, not the cabinet.
    let slots = KeySlots::load(&kept.folder).map_err(|error| match error {
        CabinetError::KeySlotsDamaged(what) => CabinetError::BackupDamaged(format!("key slots: {what}")),
        other => other,
    })?;
    if slots.cabinet() != kept.manifest.cabinet {
        return Err(CabinetError::BackupDamaged("the key slots belong to another cabinet".to_owned()));
    }
    let db = kept.folder.join(DB);
    if !db.is_file() {
        return Err(CabinetError::BackupDamaged(format!("there is no {DB}")));
    }
    let key = match (slots.unlock(secret), standing) {
        (Ok((key, _)), _) => key,
        (Err(wrong), Some(key)) => connect(&db, key, Access::Read).map(|_| key.clone()).map_err(|_| wrong)?,
        (Err(wrong), None) => return Err(wrong),
    };
    let (hash, size) = hash_of(&db)?;
    if (hash, size) != (kept.manifest.file, kept.manifest.size) {
        return Err(CabinetError::BackupDamaged("the file is not the one that was written".to_owned()));
    }
    Ok(key)
}

/// Where backups lie beside a cabinet.
#[must_use]
pub fn backups_beside(cabinet: &Path) -> PathBuf {
    cabinet.with_file_name("backups")
}

/// Backups of a cabinet in a place that need not be kept any longer: of the daily and closing ones stay the newest of each of the last 14
/// days that have one and of the last 12 months that have one; what was asked for or made before a change stays.
#[must_use]
pub fn superfluous(newest_first: &[KeptBackup], cabinet: Id, offset_min: i32) -> Vec<PathBuf> {
    let (mut days, mut months) = (Vec::new(), Vec::new());
    let mut drop = Vec::new();
    for kept in newest_first.iter().filter(|kept| kept.manifest.cabinet == cabinet) {
        let day = Stamp::new(kept.manifest.made_ms, offset_min).to_minute();
        let (month, day) = (day.chars().take(7).collect::<String>(), day.chars().take(10).collect::<String>());
        let mut stays = !matches!(kept.manifest.occasion, Occasion::Daily | Occasion::Closing);
        for (seen, period, most) in [(&mut days, day, 14), (&mut months, month, 12)] {
            if !seen.contains(&period) {
                stays |= seen.len() < most;
                seen.push(period);
            }
        }
        if !stays {
            drop.push(kept.folder.clone());
        }
    }
    drop
}
