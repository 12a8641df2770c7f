//! Drafts.

use std::sync::Arc;
use std::time::Duration;

use tauri::State;
use tauri::ipc::Response;
use xunfang_core::form::Mark;
use xunfang_core::office::Beginning;
use xunfang_core::office::api::{Draft, DraftChange, Finish, Finished, MarkedRest, SheetView};
use xunfang_core::sheet::{Answers, Row};

use crate::desktop::{Answer, Desktop, in_office};
use crate::intake::Errand;

type Held<'a> = State<'a, Arc<Desktop>>;

/// Begins a sheet of a form.
#[tauri::command]
pub async fn begin_sheet(desktop: Held<'_>, form: String) -> Answer<Draft> {
    in_office(&desktop, move |office| office.begin_sheet(&form)).await
}

/// Begins one more sheet of a form.
#[tauri::command]
pub async fn begin_another(desktop: Held<'_>, form: String) -> Answer<Draft> {
    in_office(&desktop, move |office| office.begin_another(&form)).await
}

/// Begins a sheet with the number of a printed blank.
#[tauri::command]
pub async fn begin_from_blank(desktop: Held<'_>, form: String, serial: String) -> Answer<Draft> {
    in_office(&desktop, move |office| office.begin_from_blank(&form, &serial)).await
}

/// Begins a sheet with what another one says.
#[tauri::command]
pub async fn begin_from(desktop: Held<'_>, form: String, sheet: String, row: String) -> Answer<Draft> {
    in_office(&desktop, move |office| office.begin_from(&form, &sheet, &row)).await
}

/// What can be begun from a sheet.
#[tauri::command]
pub async fn beginnings(desktop: Held<'_>, sheet: String) -> Answer<Vec<Beginning>> {
    in_office(&desktop, move |office| office.beginnings(&sheet)).await
}

/// A draft with everything needed to fill it.
#[tauri::command]
pub async fn draft(desktop: Held<'_>, id: String) -> Answer<Draft> {
    in_office(&desktop, move |office| office.draft(&id)).await
}

/// Saves a draft; when this answers, it has reached the disk.
#[tauri::command]
pub async fn save_draft(desktop: Held<'_>, id: String, answers: Answers) -> Answer<DraftChange> {
    in_office(&desktop, move |office| office.save_draft(&id, answers)).await
}

/// 本区域全部合格.
#[tauri::command]
pub async fn mark_rest(
    desktop: Held<'_>,
    id: String,
    section: String,
    of: String,
    stage: String,
    mark: Mark,
) -> Answer<MarkedRest> {
    in_office(&desktop, move |office| office.mark_rest(&id, &section, &of, &stage, mark)).await
}

/// A new row for a list.
#[tauri::command]
pub async fn add_row(desktop: Held<'_>, id: String, section: String) -> Answer<Row> {
    in_office(&desktop, move |office| office.add_row(&id, &section)).await
}

/// Throws a draft away.
#[tauri::command]
pub async fn discard_draft(desktop: Held<'_>, id: String) -> Answer<()> {
    in_office(&desktop, move |office| office.discard_draft(&id)).await
}

/// Brings a draft back.
#[tauri::command]
pub async fn restore_draft(desktop: Held<'_>, id: String) -> Answer<()> {
    in_office(&desktop, move |office| office.restore_draft(&id)).await
}

/// 完成.
#[tauri::command]
pub async fn finish(desktop: Held<'_>, id: String, finish: Finish) -> Answer<Finished> {
    in_office(&desktop, move |office| office.finish(&id, &finish)).await
}

/// A draft that goes on from a sheet.
#[tauri::command]
pub async fn edit_sheet(desktop: Held<'_>, sheet: String) -> Answer<Draft> {
    in_office(&desktop, move |office| office.edit_sheet(&sheet)).await
}

/// 作废.
#[tauri::command]
pub async fn void_sheet(desktop: Held<'_>, sheet: String, reason: String) -> Answer<SheetView> {
    in_office(&desktop, move |office| office.void_sheet(&sheet, &reason)).await
}

/// A ticket for a photo or file that goes into a draft's tray.
#[tauri::command(async)]
pub fn take_in(desktop: Held<'_>, draft: String, name: String) -> Answer<String> {
    desktop.ticket(Errand::Photo { draft, name })
}

/// A ticket for a picture of the camera, a JPEG, that goes into a draft's tray; `age_ms` is the time since the shutter.
#[tauri::command(async)]
pub fn take_shot(desktop: Held<'_>, draft: String, age_ms: u32) -> Answer<String> {
    desktop.ticket(Errand::Shot { draft, age: Duration::from_millis(age_ms.into()) })
}

/// The bytes of a stored picture or of its thumbnail.
#[tauri::command]
pub async fn picture(desktop: Held<'_>, blob: String, thumbnail: bool) -> Answer<Response> {
    in_office(&desktop, move |office| office.picture(&blob, thumbnail)).await.map(Response::new)
}
