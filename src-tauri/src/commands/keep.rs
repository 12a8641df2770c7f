//! Keeping: backups, and a restore at the door.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;
use xunfang_core::cabinet::Secret;
use xunfang_core::office::api::{Desk, VerifyReport};
use xunfang_core::office::{Backup, Backups, Checked, RestoreShown, Wanted};

use super::door::arrive;
use super::job::job as under;
use super::out::{SAVE_TO, ask_path, write_whole};
use crate::desktop::{Answer, CHECK, CLOSING, DAILY, Desktop, in_office, work};

type Held<'a> = State<'a, Arc<Desktop>>;

/// What came of a restore, and the desk behind it.
#[derive(Debug, Serialize)]
pub struct RestoredDesk {
    restored: RestoreShown,
    desk: Desk,
}

/// How the backups stand.
#[tauri::command]
pub async fn backups(desktop: Held<'_>) -> Answer<Backups> {
    in_office(&desktop, |office| office.backups()).await
}

/// Makes a backup in a folder that the user names; `null` when the dialog was cancelled.
#[tauri::command]
pub async fn back_up(app: AppHandle, desktop: Held<'_>, job: String) -> Answer<Option<Backup>> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || {
        let Some(place) = ask_folder(&app, "backup") else { return Ok(None) };
        under(&app, &desktop, &job, |progress| office.back_up(&place, progress)).map(Some)
    })
    .await
}

/// Makes a backup in a folder that the user names, which is the second place from then on; `null` when the dialog was cancelled.
#[tauri::command]
pub async fn set_second_place(app: AppHandle, desktop: Held<'_>, job: String) -> Answer<Option<Backups>> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || {
        let Some(place) = ask_folder(&app, "second") else { return Ok(None) };
        under(&app, &desktop, &job, |progress| office.set_second_place(&place, progress)).map(Some)
    })
    .await
}

/// Opens a backup as a restore would, and checks everything in it.
#[tauri::command]
pub async fn verify_backup(app: AppHandle, desktop: Held<'_>, folder: PathBuf, secret: Key, job: String) -> Answer<bool> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || under(&app, &desktop, &job, |progress| office.verify_backup(&folder, &secret.of(), progress))).await
}

/// The full check: every page, every record; remembered with what it found.
#[tauri::command]
pub async fn check_now(app: AppHandle, desktop: Held<'_>, job: String) -> Answer<VerifyReport> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    desktop.stop_job(CHECK);
    work(move || under(&app, &desktop, &job, |progress| office.check_now(progress))).await
}

/// The last full check; `null` before the first.
#[tauri::command]
pub async fn last_check(desktop: Held<'_>) -> Answer<Option<Checked>> {
    in_office(&desktop, |office| office.last_check()).await
}

/// The customers of a backup in a file that was made.
#[derive(Debug, Serialize)]
pub struct Listed {
    path: String,
    customers: u32,
}

/// Lists the customers of a backup in a file the user names; `null` when the dialog was cancelled.
#[tauri::command]
pub async fn list_affected(app: AppHandle, desktop: Held<'_>, asked: AffectedAsked, job: String) -> Answer<Option<Listed>> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || {
        let (AffectedAsked { folder, secret, reason, format }, desktop) = (asked, &desktop);
        let list = |progress: &dyn Fn(u64, u64) -> bool| office.affected(&folder, &secret.of(), &reason, format, progress);
        let made = under(&app, desktop, &job, list)?;
        let Some(path) = ask_path(&app, &made.name) else { return Ok(None) };
        Ok(Some(Listed { path: write_whole(&path, &made.file)?.path, customers: made.customers }))
    })
    .await
}

/// Which backup, what opens it, why, and in what kind of file.
#[derive(serde::Deserialize)]
pub struct AffectedAsked {
    folder: PathBuf,
    secret: Key,
    reason: String,
    format: Wanted,
}

/// The closing backup; false when there was nothing to back up or it could not be made. Never in the way for long: the
/// views cancel it.
#[tauri::command]
pub async fn close_office(app: AppHandle, desktop: Held<'_>) -> Answer<bool> {
    let Ok(office) = desktop.office() else { return Ok(false) };
    let desktop = desktop.inner().clone();
    desktop.stop_job(DAILY);
    desktop.stop_job(CHECK);
    let made = work(move || under(&app, &desktop, CLOSING, |progress| office.back_up_today(true, progress))).await;
    Ok(made.is_ok_and(|made| made.is_some()))
}

/// The backups beside the cabinet that could be restored.
#[tauri::command]
pub async fn kept_backups(desktop: Held<'_>) -> Answer<Vec<Backup>> {
    let desktop = desktop.inner().clone();
    work(move || Ok(desktop.house().backups_in(None)?)).await
}

/// The backups of a folder that the user names; `null` when the dialog was cancelled.
#[tauri::command]
pub async fn find_backups(app: AppHandle, desktop: Held<'_>) -> Answer<Option<Vec<Backup>>> {
    let desktop = desktop.inner().clone();
    work(move || {
        let Some(folder) = ask_folder(&app, "backup") else { return Ok(None) };
        Ok(Some(desktop.house().backups_in(Some(&folder))?))
    })
    .await
}

/// Puts a backup in the cabinet's place and opens it; what was restored is backed up at once, as the device it now is.
#[tauri::command]
pub async fn restore(app: AppHandle, desktop: Held<'_>, folder: PathBuf, secret: Key, job: String) -> Answer<RestoredDesk> {
    let desktop = desktop.inner().clone();
    work(move || {
        desktop.leave();
        let house = desktop.house();
        let (office, restored) = under(&app, &desktop, &job, |progress| match &secret {
            Key::Passphrase(text) => house.restore(&folder, &Secret::passphrase(text), progress),
            Key::Code(code, new) => house.restore_with_code(&folder, code, new, progress),
        })?;
        let restored = office.restored(&restored)?;
        Ok(RestoredDesk { restored, desk: arrive(app, &desktop, office)? })
    })
    .await
}

/// What opens a backup.
#[derive(serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Key {
    /// A passphrase of its time.
    Passphrase(String),
    /// The recovery code, and the passphrase that is to be set.
    Code(String, String),
}

impl Key {
    fn of(&self) -> Secret {
        match self {
            Self::Passphrase(text) => Secret::passphrase(text),
            Self::Code(code, _) => Secret::recovery(code),
        }
    }
}

/// A folder that the user names; below the folder for tests it is made.
fn ask_folder(app: &AppHandle, name: &str) -> Option<PathBuf> {
    if let Some(saved) = std::env::var_os(SAVE_TO) {
        let folder = Path::new(&saved).join(name);
        return std::fs::create_dir_all(&folder).ok().map(|()| folder);
    }
    app.dialog().file().blocking_pick_folder()?.into_path().ok()
}
