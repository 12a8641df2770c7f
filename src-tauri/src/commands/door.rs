//! The door: first run, unlocking, locking, 练习, the page of the recovery code.

use std::sync::Arc;

use tauri::{AppHandle, State};
use xunfang_core::office::api::{Desk, Door, DoorState, FirstRun, RecoveryShown};
use xunfang_core::office::{Office, recovery_page_name};

use super::job::job as under;
use super::out::{Exported, open_viewer, write_whole};
use crate::desktop::{Answer, Desktop, work};
use crate::watch::daily;

type Held<'a> = State<'a, Arc<Desktop>>;

/// What stands at the door.
#[tauri::command(async)]
pub fn door(desktop: Held<'_>) -> Door {
    let door = desktop.house().door();
    if desktop.is_open() { Door { state: DoorState::Open, ..door } } else { door }
}

/// Keeps the answers of a first run that is left.
#[tauri::command]
pub async fn keep_first_run(desktop: Held<'_>, answers: FirstRun) -> Answer<()> {
    let desktop = desktop.inner().clone();
    work(move || Ok(desktop.house().keep_answers(&answers)?)).await
}

/// Makes the cabinet aside and shows its recovery code.
#[tauri::command]
pub async fn begin_first_run(desktop: Held<'_>, answers: FirstRun, passphrase: String) -> Answer<RecoveryShown> {
    let desktop = desktop.inner().clone();
    work(move || Ok(desktop.house().begin_first_run(&answers, &passphrase)?)).await
}

/// Puts the cabinet in its place when the code was typed back.
#[tauri::command]
pub async fn finish_first_run(app: AppHandle, desktop: Held<'_>, typed_code: String) -> Answer<Desk> {
    let desktop = desktop.inner().clone();
    work(move || {
        let office = desktop.house().finish_first_run(&typed_code)?;
        arrive(app, &desktop, office)
    })
    .await
}

/// Opens the cabinet.
#[tauri::command]
pub async fn unlock(app: AppHandle, desktop: Held<'_>, passphrase: String) -> Answer<Desk> {
    let desktop = desktop.inner().clone();
    work(move || {
        let office = desktop.house().unlock(&passphrase)?;
        arrive(app, &desktop, office)
    })
    .await
}

/// Opens the cabinet with the recovery code and sets a new passphrase.
#[tauri::command]
pub async fn recover(app: AppHandle, desktop: Held<'_>, code: String, new_passphrase: String) -> Answer<Desk> {
    let desktop = desktop.inner().clone();
    work(move || {
        let office = desktop.house().recover(&code, &new_passphrase)?;
        arrive(app, &desktop, office)
    })
    .await
}

/// Whoever came in by whatever key sits down at the desk, and the day's backup and the week's check begin behind them.
fn arrive(app: AppHandle, desktop: &Arc<Desktop>, office: Office) -> Answer<Desk> {
    let office = desktop.enter(office);
    daily(app, desktop, &office);
    Ok(office.desk()?)
}

/// Closes the cabinet.
#[tauri::command(async)]
pub fn lock(desktop: Held<'_>) {
    desktop.leave();
}

/// Makes a practice department in a folder of its own; when it is there, whatever was open is left and it is opened.
#[tauri::command]
pub async fn begin_practice(app: AppHandle, desktop: Held<'_>, job: String) -> Answer<Desk> {
    let desktop = desktop.inner().clone();
    work(move || {
        let office = under(&app, &desktop, &job, |progress| desktop.practise(progress))?;
        desktop.leave();
        Ok(desktop.enter(office).desk()?)
    })
    .await
}

/// Leaves the practice department and forgets it.
#[tauri::command]
pub async fn end_practice(desktop: Held<'_>) -> Answer<Door> {
    let desktop = desktop.inner().clone();
    work(move || {
        desktop.end_practice();
        Ok(desktop.house().door())
    })
    .await
}

/// The recovery code that was just made as a page for an envelope, in the system's viewer.
#[tauri::command]
pub async fn open_recovery_page(app: AppHandle, desktop: Held<'_>, code: String) -> Answer<Exported> {
    let desktop = desktop.inner().clone();
    work(move || {
        let made = desktop.office().map_or_else(|_| desktop.house().recovery_page(&code), |o| o.recovery_page(&code))?;
        let made = write_whole(&desktop.prints().join(recovery_page_name()), &made)?;
        open_viewer(&app, &made.path)?;
        Ok(made)
    })
    .await
}

/// Takes away what was made for the viewer: the recovery code is on paper now.
#[tauri::command(async)]
pub fn clear_prints(desktop: Held<'_>) {
    desktop.clear_prints();
}
