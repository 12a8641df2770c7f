//! The door: first run, unlocking, locking, the sample department.

use std::sync::Arc;

use tauri::{AppHandle, State};
use xunfang_core::office::api::{Desk, Door, DoorState, FirstRun, RecoveryShown};

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
pub async fn finish_first_run(desktop: Held<'_>, typed_code: String) -> Answer<Desk> {
    let desktop = desktop.inner().clone();
    work(move || Ok(desktop.enter(desktop.house().finish_first_run(&typed_code)?).desk()?)).await
}

/// Opens the cabinet.
#[tauri::command]
pub async fn unlock(app: AppHandle, desktop: Held<'_>, passphrase: String) -> Answer<Desk> {
    let desktop = desktop.inner().clone();
    work(move || {
        let office = desktop.enter(desktop.house().unlock(&passphrase)?);
        daily(app, &desktop, &office);
        Ok(office.desk()?)
    })
    .await
}

/// Opens the cabinet with the recovery code and sets a new passphrase.
#[tauri::command]
pub async fn recover(desktop: Held<'_>, code: String, new_passphrase: String) -> Answer<Desk> {
    let desktop = desktop.inner().clone();
    work(move || Ok(desktop.enter(desktop.house().recover(&code, &new_passphrase)?).desk()?)).await
}

/// Closes the cabinet.
#[tauri::command(async)]
pub fn lock(desktop: Held<'_>) {
    desktop.leave();
}

/// Makes a sample department in a folder of its own and opens it.
#[tauri::command]
pub async fn open_demo(desktop: Held<'_>) -> Answer<Desk> {
    let desktop = desktop.inner().clone();
    work(move || Ok(desktop.enter(desktop.open_demo()?).desk()?)).await
}

/// Closes the sample department and forgets it.
#[tauri::command]
pub async fn close_demo(desktop: Held<'_>) -> Answer<Door> {
    let desktop = desktop.inner().clone();
    work(move || {
        desktop.close_demo();
        Ok(desktop.house().door())
    })
    .await
}
