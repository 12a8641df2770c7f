//! Which backups were opened and verified whole, and which were found damaged: what the log says of them, gathered into one row,
//! so that 设置 › 备份 can say which one a restore can count on.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Office;
use super::error::{OfficeError, Result};
use super::index::AuditBody;
use super::people::role::Right;
use super::wait::Waits;
use crate::cabinet::{CabinetError, KeptBackup, Projection, Secret, backup_in, verify_backup};

/// What the row is called.
const KEY: &str = "backup.proven";
/// The act of a backup that was verified by hand and is whole.
pub(super) const WHOLE: &str = "backup-whole";
/// The act of one that is not.
pub(super) const DAMAGED: &str = "backup-damaged";
/// Damaged ones that are kept in mind; they leave the places of backups long before there are more.
const MOST: usize = 20;

/// The newest backup that is known to be whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Proven {
    /// Its folder's name, `2026-11-24_1800_A_daily`.
    pub name: String,
    /// The folder that it lies in.
    pub place: String,
    /// When it was made, `2026-11-24T18:00+08:00`.
    pub made: String,
    /// When it was last opened and verified: at the making, or by hand since.
    pub at: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Row {
    whole: Option<Proven>,
    /// Place and name of those found damaged.
    damaged: Vec<(String, String)>,
}

/// Brings the row up to an act about a backup.
pub(super) fn project(to: &Projection<'_>, body: &AuditBody) -> Result<()> {
    let mut row = read(to.setting(KEY)?);
    let told = Proven { name: body.detail.clone(), place: body.reason.clone(), made: body.made.clone(), at: body.at.clone() };
    let same = |place: &str, name: &str| place == told.place && name == told.name;
    row.damaged.retain(|(place, name)| !same(place, name));
    if body.act == DAMAGED {
        row.whole = row.whole.filter(|whole| !same(&whole.place, &whole.name));
        row.damaged.push((told.place, told.name));
        let over = row.damaged.len().saturating_sub(MOST);
        row.damaged.drain(..over);
    } else if row.whole.as_ref().is_none_or(|whole| whole.made <= told.made) {
        // An older one that is verified by hand is not what a restore would take first.
        row.whole = Some(told);
    }
    to.project_setting(KEY, &serde_json::to_string(&row)?)?;
    Ok(())
}

fn read(json: Option<String>) -> Row {
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// Place and name of a backup.
fn place_and_name(kept: &KeptBackup) -> (String, String) {
    let place = kept.folder.parent().unwrap_or(&kept.folder).to_string_lossy().into_owned();
    (place, kept.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default())
}

impl Office {
    /// Opens a backup as a restore would and checks everything of it. What came of it is written into the log. Wrong secrets cost the
    /// same waits as at the door.
    ///
    /// # Errors
    /// `backup-missing`, `backup-damaged`, `wrong-passphrase`, `wrong-recovery-code`, `wait` after five of them.
    pub fn verify_backup(&self, folder: &Path, secret: &Secret, progress: &dyn Fn(u64, u64) -> bool) -> Result<bool> {
        self.may(Right::BackUp)?;
        let kept = backup_in(folder)?;
        let waits = Waits::at(self.cabinet.state_folder(), &kept.folder);
        let found = waits.guard(self.clock(), || Ok(verify_backup(&kept, secret, progress)?.is_whole()));
        let damaged =
            matches!(found, Ok(false) | Err(OfficeError::Cabinet(CabinetError::BackupDamaged(_) | CabinetError::Damaged(_))));
        // Another cabinet's backup is none that this one would be restored from, and of 练习 nothing is kept.
        let ours = kept.manifest.cabinet == self.cabinet.id() && !self.is_practice();
        if ours && (damaged || found.is_ok()) {
            let told = self.tell_proven(if damaged { DAMAGED } else { WHOLE }, &kept);
            // That it is damaged is said whether it can be written down or not.
            if !damaged {
                told?;
            }
        }
        found
    }

    /// Writes down what a verification of a backup gave.
    pub(super) fn tell_proven(&self, act: &str, kept: &KeptBackup) -> Result<()> {
        let (reason, detail) = place_and_name(kept);
        self.cabinet.write(|tx| {
            let record = tx.new_id()?;
            let body =
                AuditBody { act: act.to_owned(), reason, detail, made: kept.manifest.made.clone(), ..AuditBody::default() };
            self.note(tx, record, body, None)?;
            Ok::<_, OfficeError>(())
        })
    }

    /// The newest backup that is known to be whole: as the log says it; where that was written by a release that did not say it,
    /// the newest of those `at_hand`, which were verified before they got their names.
    pub(super) fn proven<'a>(&self, at_hand: impl Iterator<Item = &'a KeptBackup>) -> Result<Option<Proven>> {
        let row = read(self.cabinet.read(|reader| reader.setting(KEY))?);
        let lies = at_hand.filter(|kept| kept.manifest.cabinet == self.cabinet.id()).filter_map(|kept| {
            let ((place, name), made) = (place_and_name(kept), kept.manifest.made.clone());
            let known = row.damaged.contains(&(place.clone(), name.clone()));
            (!known).then(|| Proven { name, place, at: made.clone(), made })
        });
        let lies = lies.max_by(|a, b| a.made.cmp(&b.made));
        Ok(match (row.whole, lies) {
            (Some(told), Some(lies)) if lies.made > told.made => Some(lies),
            (told, lies) => told.or(lies),
        })
    }
}
