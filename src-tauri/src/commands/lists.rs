//! Lists of casework: looked at, to a file, in the viewer, for a calendar program.

use std::sync::Arc;

use tauri::{AppHandle, State};
use xunfang_core::office::api::{LedgerKind, LedgerView, ListAsked, RouteStop};
use xunfang_core::office::{OfficeError, Wanted};

use super::out::{Exported, ask_path, open_viewer, still_open, write_whole};
use crate::desktop::{Answer, Desktop, in_office, work};

type Held<'a> = State<'a, Arc<Desktop>>;

/// The revisits due by a day, in the order in which they are walked.
#[tauri::command]
pub async fn route(desktop: Held<'_>, to: String) -> Answer<Vec<RouteStop>> {
    in_office(&desktop, move |office| office.route(to.parse().map_err(|_| OfficeError::Missing("date"))?)).await
}

/// A 登记台账 of a span of days.
#[tauri::command]
pub async fn ledger(desktop: Held<'_>, kind: LedgerKind, from: String, to: String) -> Answer<LedgerView> {
    in_office(&desktop, move |office| {
        let day = |text: &str| text.parse().map_err(|_| OfficeError::Missing("date"));
        office.ledger(kind, day(&from)?, day(&to)?)
    })
    .await
}

/// A list to a file the user names; `null` when the dialog was cancelled.
#[tauri::command]
pub async fn save_list(app: AppHandle, desktop: Held<'_>, asked: ListAsked, format: Wanted) -> Answer<Option<Exported>> {
    let office = desktop.office()?;
    work(move || {
        let Some(path) = ask_path(&app, &office.list_name(&asked, format)) else { return Ok(None) };
        write_whole(&path, &office.list_paper(&asked, format)?).map(Some)
    })
    .await
}

/// A list in the system's viewer.
#[tauri::command]
pub async fn open_list(app: AppHandle, desktop: Held<'_>, asked: ListAsked) -> Answer<Exported> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || {
        let path = desktop.prints().join(office.list_name(&asked, Wanted::Pdf));
        let made = write_whole(&path, &office.list_paper(&asked, Wanted::Pdf)?)?;
        still_open(&desktop, &office)?;
        open_viewer(&app, &made.path)?;
        Ok(made)
    })
    .await
}

/// The running deadlines for a calendar program, to a file the user names; `null` when the dialog was cancelled.
#[tauri::command]
pub async fn save_feed(app: AppHandle, desktop: Held<'_>) -> Answer<Option<Exported>> {
    let office = desktop.office()?;
    work(move || {
        let Some(path) = ask_path(&app, "巡访簿 期限.ics") else { return Ok(None) };
        write_whole(&path, office.feed()?.text.as_bytes()).map(Some)
    })
    .await
}
