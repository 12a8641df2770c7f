//! Backups as the department makes them: beside the cabinet every day and at closing, and in a second place that a person
//! chose. Each one, and each restore, is written into the log.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::Office;
use super::check::Checked;
use super::door::{House, MIN_PASSPHRASE};
use super::error::{OfficeError, Result};
use super::index::{AuditBody, Index};
use super::people::role::Right;
use super::place::{BadPlace, bad_place, mounts, real, within};
use super::proven::{DAMAGED, Proven, WHOLE};
use crate::cabinet::{
    CabinetError, KeptBackup, Kind, Occasion, Place, Reader, Restored, Secret, backup_in, backups, backups_beside, restore,
    setting_record, superfluous,
};
use crate::clock::Id;

/// The setting that remembers the second place: `{"folder", "last_ms"}`.
const SECOND: &str = "backup.second";
/// Newest entries looked at for work that no backup holds; a backup in two places leaves three notes.
const NOTES: u32 = 20;
/// After so many days without a backup in a second place a banner asks for one.
const OVERDUE_DAYS: i64 = 7;
const DAY_MS: i64 = 86_400_000;

/// A backup as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Backup {
    /// Its folder's name, `2026-11-24_1800_A_daily`.
    pub name: String,
    /// Its whole path.
    pub folder: String,
    /// When, `2026-11-24T18:00+08:00`.
    pub made: String,
    /// daily, closing, before-migration, asked, before-restore.
    pub occasion: String,
    /// Letter of the device.
    pub letter: String,
    /// Entries in it.
    pub entries: u32,
    /// Bytes of its file.
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub size: u64,
}

impl From<&KeptBackup> for Backup {
    fn from(kept: &KeptBackup) -> Self {
        let occasion = serde_json::to_value(kept.manifest.occasion).unwrap_or_default();
        Self {
            name: kept.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            folder: kept.folder.to_string_lossy().into_owned(),
            made: kept.manifest.made.clone(),
            occasion: occasion.as_str().unwrap_or_default().to_owned(),
            letter: kept.manifest.letter.clone(),
            entries: u32::try_from(kept.manifest.entries).unwrap_or(u32::MAX),
            size: kept.manifest.size,
        }
    }
}

/// How the backups stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Backups {
    /// Beside the cabinet, newest first. Each was opened and verified whole when it was made.
    pub own: Vec<Backup>,
    /// The second place; empty when none was chosen.
    pub place: String,
    /// In the second place, newest first; empty while it is not at hand.
    pub second: Vec<Backup>,
    /// The second place is at hand.
    pub at_hand: bool,
    /// Days since the last backup in a second place; none when there never was one.
    pub days: Option<u32>,
    /// A backup in a second place is wanted: the last one, or the first run, is more than seven days ago.
    pub overdue: bool,
    /// The newest backup that was opened and verified whole; none before the first.
    pub proven: Option<Proven>,
}

/// What came of a restore, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RestoreShown {
    /// The letter that numbers carry from now on.
    pub letter: String,
    /// The letter before.
    pub before: String,
    /// Entries that were written after the backup and taken over from the cabinet that stood there.
    pub entries_saved: u32,
    /// Entries known to have been written after the backup that are not here; none when this machine knows nothing of them.
    pub entries_missing: Option<u32>,
    /// The last numbers in the backup: later ones may have been given.
    pub last_numbers: Vec<String>,
    /// Letter and month, `A-202602`: of any prefix, numbers of that month and later may be missing. Empty where they are known.
    pub numbers_from: String,
    /// Numbers known to have been given after the backup that are not here.
    pub numbers_missing: Vec<String>,
    /// What a part of is lost for good: serials, or 登记资料 and the like.
    pub lost: Vec<String>,
    /// A draft that was written after the backup could not be read.
    pub drafts_lost: bool,
    /// Where the cabinet that stood there lies now; empty when there was none.
    pub aside: String,
}

impl Office {
    fn own_place(&self) -> PathBuf {
        backups_beside(self.cabinet.folder())
    }

    /// Makes a backup in a folder that somebody named. In the second place it counts as that place's; anywhere else it answers for
    /// nothing: the second place is as old as it was, and which folder that is says [`Office::set_second_place`] alone.
    ///
    /// # Errors
    /// `not-allowed`, `cancelled`, `disk-full`, `cabinet-read-only`, `backup-damaged`: then none was made.
    pub fn back_up(&self, place: &Path, progress: &dyn Fn(u64, u64) -> bool) -> Result<Backup> {
        self.may(Right::BackUp)?;
        self.elsewhere(place)?;
        let made = self.back_up_for(place, Occasion::Asked, progress)?;
        if let Some(second) = self.second_place()?.filter(|second| real(second) == real(place)) {
            self.remember_second(&second)?;
        }
        Ok(made)
    }

    /// Whether a place lies where the cabinet and its own backups do: what takes one of them takes all.
    fn beside_cabinet(&self, place: &Path) -> bool {
        self.cabinet.folder().parent().is_some_and(|home| real(place).starts_with(real(home)))
    }

    /// Refuses the cabinet's own corner of the disk: what is asked for by hand is meant to outlive it.
    fn elsewhere(&self, place: &Path) -> Result<()> {
        let place = real(place);
        let inside = place.starts_with(real(self.cabinet.folder())) || place.starts_with(real(&self.own_place()));
        if inside { Err(OfficeError::SecondPlaceSame) } else { Ok(()) }
    }

    fn back_up_for(&self, place: &Path, occasion: Occasion, progress: &dyn Fn(u64, u64) -> bool) -> Result<Backup> {
        if self.is_practice() {
            return Err(OfficeError::Practice);
        }
        let kept = self.cabinet.back_up(place, occasion, progress)?;
        self.tell_proven("backup", &kept)?;
        Ok(Backup::from(&kept))
    }

    /// The backup that an opening made before it changed the file is in the register like any other. The file has changed by
    /// now, and the backup lies there: that it cannot be written down on a full disk keeps nobody out.
    pub(super) fn tell_backup_before_migration(&self) {
        if let Some(kept) = self.cabinet.before_migration() {
            let _ = self.tell_proven("backup", kept);
        }
    }

    /// The day's backup beside the cabinet, and in the second place when it is at hand: none when there is one of today
    /// that holds everything, or nothing was written since. Older ones that need not be kept are taken away.
    ///
    /// # Errors
    /// As [`Office::back_up`]. The second place is tried only after the first was made.
    pub fn back_up_today(&self, closing: bool, progress: &dyn Fn(u64, u64) -> bool) -> Result<Option<Backup>> {
        self.allowed(Right::BackUp)?;
        if self.is_practice() {
            return Ok(None);
        }
        let occasion = if closing { Occasion::Closing } else { Occasion::Daily };
        let own = self.own_place();
        let made = self.put_in(&own, occasion, progress)?;
        let second = self.second_place()?;
        if let Some(place) = second.filter(|place| place.is_dir())
            && self.put_in(&place, occasion, progress)?.is_some()
        {
            self.remember_second(&place)?;
        }
        Ok(made)
    }

    fn put_in(&self, place: &Path, occasion: Occasion, progress: &dyn Fn(u64, u64) -> bool) -> Result<Option<Backup>> {
        let own =
            |kept: &&KeptBackup| kept.manifest.cabinet == self.cabinet.id() && kept.manifest.device == self.cabinet.device();
        if let Some(newest) = backups(place).iter().find(own) {
            if !self.written_since(newest.manifest.seq)? {
                return Ok(None);
            }
            // A backup from a day to come was made by a clock that was wrong.
            let age = self.clock().now().wall_ms() - newest.manifest.made_ms;
            if occasion == Occasion::Daily && (0..DAY_MS).contains(&age) {
                return Ok(None);
            }
        }
        let made = self.back_up_for(place, occasion, progress)?;
        let there = backups(place);
        for folder in superfluous(&there, self.cabinet.id(), self.clock().now().offset_min()) {
            // An old backup that cannot be taken away takes room, nothing else.
            let _ = std::fs::remove_dir_all(folder);
        }
        Ok(Some(made))
    }

    /// Whether anything but the notes of backups was written after this device's entry `seq`.
    fn written_since(&self, seq: u64) -> Result<bool> {
        self.cabinet.read(|reader| {
            let device = self.cabinet.device();
            for entry in reader.newest_entries(NOTES)? {
                if entry.head.device == device && entry.head.seq <= seq {
                    return Ok(false);
                }
                let note = match entry.head.kind {
                    Kind::Setting => entry.head.record == setting_record(SECOND),
                    Kind::Audit => {
                        let body = reader.body(&entry)?.bytes().and_then(|b| serde_json::from_slice::<AuditBody>(&b).ok());
                        body.is_some_and(|body| ["backup", WHOLE, DAMAGED].contains(&body.act.as_str()))
                    }
                    _ => false,
                };
                if !note {
                    return Ok(true);
                }
            }
            Ok(true)
        })
    }

    /// Names the second place (a USB stick, another disk) and makes a backup there.
    ///
    /// # Errors
    /// `not-allowed`, `not-found` when it is no folder, `second-place-same` within the cabinet's own, and as [`Office::back_up`].
    pub fn set_second_place(&self, place: &Path, progress: &dyn Fn(u64, u64) -> bool) -> Result<Backups> {
        self.may(Right::BackUp)?;
        if !place.is_dir() {
            return Err(OfficeError::NotFound("folder".to_owned()));
        }
        if self.beside_cabinet(place) {
            return Err(OfficeError::SecondPlaceSame);
        }
        self.back_up_for(place, Occasion::Asked, progress)?;
        self.remember_second(place)?;
        self.backups()
    }

    /// How the backups stand.
    ///
    /// # Errors
    /// `not-allowed`, a failure of the file.
    pub fn backups(&self) -> Result<Backups> {
        self.may(Right::Read)?;
        let place = self.second_place()?;
        let own = backups(&self.own_place());
        let second = place.as_deref().map(backups).unwrap_or_default();
        let list = |kept: &[KeptBackup]| kept.iter().map(Backup::from).collect::<Vec<_>>();
        Ok(Backups {
            proven: self.proven(own.iter().chain(&second))?,
            own: list(&own),
            second: list(&second),
            at_hand: place.as_deref().is_some_and(Path::is_dir),
            place: place.map(|place| place.to_string_lossy().into_owned()).unwrap_or_default(),
            days: self.days_since_second()?.map(|days| u32::try_from(days).unwrap_or(0)),
            overdue: self.backup_overdue(),
        })
    }

    /// Whether a banner should ask for a backup in a second place: more than seven days after the last one, or after the first
    /// run when there never was one. It goes by days alone: a sheet a day is as much to lose as a hundred.
    pub(super) fn backup_overdue(&self) -> bool {
        let since = self.last_second_ms().ok().flatten().or_else(|| self.cabinet.read(|reader| reader.made_ms()).ok());
        let now = self.clock().now().wall_ms();
        !self.is_practice() && since.is_none_or(|since| now - since > OVERDUE_DAYS * DAY_MS)
    }

    fn second(&self) -> Result<Json> {
        let json = self.cabinet.read(|reader| reader.setting(SECOND))?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    /// Backups of this cabinet at hand that stay until somebody takes them away: what was asked for by hand, and what was made before
    /// a change.
    pub(super) fn backups_that_stay(&self, reader: &Reader<'_>) -> Result<u32> {
        let mut places = vec![self.own_place()];
        let second = reader.setting(SECOND)?.map(|json| serde_json::from_str::<Json>(&json)).transpose()?;
        places.extend(second.as_ref().and_then(|of| of.get("folder")).and_then(Json::as_str).map(PathBuf::from));
        let stays = |kept: &KeptBackup| {
            kept.manifest.cabinet == self.cabinet.id() && !matches!(kept.manifest.occasion, Occasion::Daily | Occasion::Closing)
        };
        let count = places.iter().flat_map(|place| backups(place)).filter(stays).count();
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    fn second_place(&self) -> Result<Option<PathBuf>> {
        Ok(self.second()?.get("folder").and_then(Json::as_str).map(PathBuf::from))
    }

    fn last_second_ms(&self) -> Result<Option<i64>> {
        Ok(self.second()?.get("last_ms").and_then(Json::as_i64))
    }

    fn days_since_second(&self) -> Result<Option<i64>> {
        Ok(self.last_second_ms()?.map(|last| (self.clock().now().wall_ms() - last).max(0) / DAY_MS))
    }

    fn remember_second(&self, place: &Path) -> Result<()> {
        let value = json!({ "folder": place.to_string_lossy(), "last_ms": self.clock().now().wall_ms() });
        self.cabinet.write(|tx| self.put_setting(tx, SECOND, value))
    }
}

impl Office {
    /// A restore of this cabinet in words, with the sheets that lost something by name.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn restored(&self, restored: &Restored) -> Result<RestoreShown> {
        let named = |id: &Id| -> Result<Option<String>> {
            // A sheet whose content is lost stands in no list any more; its number is known all the same.
            let number = self.cabinet.read(|reader| reader.number_of(*id))?.map(|number| number.serial);
            let title = || Ok::<_, OfficeError>(self.cabinet.read(|reader| reader.sheet(*id))?.map(|row| row.title));
            number.map_or_else(title, |number| Ok(Some(number)))
        };
        let mut lost = restored.touched.iter().map(named).collect::<Result<Vec<_>>>()?;
        if lost.is_empty() && !restored.lost.is_empty() {
            lost.push(None);
        }
        let mut lost: Vec<String> =
            lost.into_iter().map(|name| name.unwrap_or_else(|| "登记资料、设置或查阅登记".to_owned())).collect();
        lost.sort();
        lost.dedup();
        let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(RestoreShown {
            letter: restored.letter.clone(),
            before: restored.before.clone(),
            entries_saved: count(restored.entries_saved),
            entries_missing: restored.entries_missing.map(count),
            last_numbers: restored.last_numbers.clone(),
            numbers_from: restored.numbers_from.clone(),
            numbers_missing: restored.numbers_missing.clone(),
            lost,
            drafts_lost: restored.drafts_lost,
            aside: restored.aside.as_deref().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default(),
        })
    }

    /// Writes down a restore in the cabinet that came of it: from which backup, which numbers are not there, what was lost.
    fn tell_restored(&self, name: &str, restored: &Restored) -> Result<()> {
        self.sign_in()?;
        self.cabinet.write(|tx| {
            let record = tx.new_id()?;
            let missing = restored.numbers_missing.join("、");
            let detail = match (missing.as_str(), restored.numbers_from.as_str()) {
                ("", "") => name.to_owned(),
                ("", from) => format!("{name}　{from} 起可能缺号"),
                (missing, _) => format!("{name}　缺号 {missing}"),
            };
            let body = AuditBody { act: "restore".to_owned(), detail, lost: restored.lost.clone(), ..AuditBody::default() };
            let entry = self.note(tx, record, body, None)?;
            Ok::<_, OfficeError>(tx.tell_lost(&entry, &restored.lost)?)
        })?;
        // The copy was verified whole a moment ago.
        self.remember_check(&Checked { sheets: Vec::new(), ..self.checked_now(true) })
    }
}

impl House {
    /// Puts a backup in the cabinet's place and opens it. What stood there is kept beside it.
    ///
    /// # Errors
    /// `backup-missing`, `backup-damaged`, `wrong-passphrase`, `wrong-recovery-code`, `wait`, `cabinet-locked`, `place-synced`,
    /// `place-network`, `restore-in-cabinet`, `restore-in-backup`, `restore-in-backups`, `place-taken`: what stood there then still stands there. `restored-shut` when the backup took its place and could not
    /// be opened.
    pub fn restore(&self, from: &Path, secret: &Secret, progress: &dyn Fn(u64, u64) -> bool) -> Result<(Office, Restored)> {
        self.restore_and(from, secret, |_| Ok(()), progress)
    }

    /// The same; what `then` does in the cabinet is done before it takes its place, and keeps it from doing so if it fails.
    fn restore_and(
        &self,
        from: &Path,
        secret: &Secret,
        then: impl FnOnce(&Office) -> Result<()>,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<(Office, Restored)> {
        self.good_place()?;
        self.end_restore();
        self.free_or_cabinet()?;
        let kept = backup_in(from)?;
        // A link goes on leading to where the cabinet lies: what it leads to is put aside and replaced, not the link.
        let into = &real(self.folder());
        if let Some(within) = within(into, |folder| backup_in(folder).is_ok()) {
            return Err(OfficeError::RestoreInside(within));
        }
        let name = Backup::from(&kept).name;
        let (high_water, neighbours) = (self.high_water(), self.neighbours());
        let place = Place { into, high_water, neighbours, clock: self.clock(), secret };
        // Only whose role includes it puts a backup in the place of the cabinet; until here nothing has taken its place.
        let finish = |cabinet, restored: &Restored| {
            let office = Office::of(cabinet);
            office.sign_in()?;
            if restored.refused_here {
                // It may be one of before: the slots of the backup know it, the log does not any more.
                office.opened_by_present(&restored.reached)?;
            }
            office.allowed(Right::People)?;
            office.tell_restored(&name, restored)?;
            then(&office)
        };
        let restored = self.waiting(&kept.folder, || restore(&kept, &place, &Index, finish, progress))?;
        match Office::open(self.folder(), self.high_water(), self.clock().clone(), secret) {
            Ok(office) => Ok((office, restored)),
            // The backup stands in its place by now: what stood there before is named, so that nobody looks for it.
            Err(error) => Err(OfficeError::RestoredShut {
                why: error.code(),
                aside: restored.aside.map(|aside| aside.to_string_lossy().into_owned()).unwrap_or_default(),
            }),
        }
    }

    /// The same with the recovery code: the head of the department gets a new passphrase.
    ///
    /// # Errors
    /// `passphrase-short`, `passphrase-taken`, and as [`House::restore`].
    pub fn restore_with_code(
        &self,
        from: &Path,
        code: &str,
        new_passphrase: &str,
        progress: &dyn Fn(u64, u64) -> bool,
    ) -> Result<(Office, Restored)> {
        if new_passphrase.chars().count() < MIN_PASSPHRASE {
            return Err(OfficeError::PassphraseShort);
        }
        let anew = |office: &Office| office.recover_head(new_passphrase, self.cost());
        self.restore_and(from, &Secret::recovery(code), anew, progress)
    }

    /// The backups that can be restored, newest first: those beside the cabinet, or the one that `folder` is or those in it.
    ///
    /// # Errors
    /// `backup-missing` when the folder holds none, `backup-damaged` when it is one that cannot be read.
    pub fn backups_in(&self, folder: Option<&Path>) -> Result<Vec<Backup>> {
        let list = |place: &Path| backups(place).iter().map(Backup::from).collect::<Vec<_>>();
        let Some(folder) = folder else { return Ok(list(&backups_beside(self.folder()))) };
        match backup_in(folder) {
            Ok(kept) => Ok(vec![Backup::from(&kept)]),
            Err(missing @ CabinetError::BackupMissing(_)) => {
                let found = list(folder);
                if found.is_empty() { Err(missing.into()) } else { Ok(found) }
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Whether a cabinet may lie here.
    pub(super) fn good_place(&self) -> Result<()> {
        match bad_place(&real(self.folder()), &mounts()) {
            None => Ok(()),
            Some(BadPlace::Synced(program)) => Err(OfficeError::PlaceSynced(program)),
            Some(BadPlace::Network) => Err(OfficeError::PlaceNetwork),
        }
    }
}
