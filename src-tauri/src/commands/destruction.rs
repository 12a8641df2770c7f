//! What has been kept long enough: the list, the two people, the paper that they sign.

use std::sync::Arc;

use tauri::{AppHandle, State};
use xunfang_core::office::Wanted;
use xunfang_core::office::api::{Destroyed, DestructionList};

use super::out::{Exported, ask_path, write_whole};
use crate::desktop::{Answer, Desktop, in_office, work};

type Held<'a> = State<'a, Arc<Desktop>>;

/// What has been kept long enough, and who asked for its destruction.
#[tauri::command]
pub async fn destruction_list(desktop: Held<'_>) -> Answer<DestructionList> {
    in_office(&desktop, |office| office.destruction_list()).await
}

/// The first of the two people.
#[tauri::command]
pub async fn ask_destruction(desktop: Held<'_>, list: String, reason: String) -> Answer<DestructionList> {
    in_office(&desktop, move |office| office.ask_destruction(&list, &reason)).await
}

/// The second.
#[tauri::command]
pub async fn destroy(desktop: Held<'_>, list: String) -> Answer<Destroyed> {
    in_office(&desktop, move |office| office.destroy(&list)).await
}

/// 销毁清册 to a file the user names; `null` when the dialog was cancelled.
#[tauri::command]
pub async fn save_destruction(app: AppHandle, desktop: Held<'_>) -> Answer<Option<Exported>> {
    let office = desktop.office()?;
    work(move || {
        let Some(path) = ask_path(&app, "销毁清册.pdf") else { return Ok(None) };
        write_whole(&path, &office.destruction_paper(Wanted::Pdf)?).map(Some)
    })
    .await
}
