//! Finalised sheets: looking, finding, checking.

use std::sync::Arc;

use serde::Deserialize;
use tauri::State;
use xunfang_core::office::api::{Pages, SearchPage, SearchQuery, SheetView, VerifyReport};
use xunfang_core::office::{Revealed, Target};
use xunfang_core::sheet::Place;

use crate::desktop::{Answer, Desktop, in_office};

type Held<'a> = State<'a, Arc<Desktop>>;

/// A draft or a sheet, for drawing.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    /// A draft.
    Draft(String),
    /// A finalised sheet.
    Sheet(String),
}

/// A finalised sheet.
#[tauri::command]
pub async fn sheet(desktop: Held<'_>, id: String) -> Answer<SheetView> {
    in_office(&desktop, move |office| office.sheet(&id)).await
}

/// Its pages, drawn.
#[tauri::command]
pub async fn pages(desktop: Held<'_>, target: Asked) -> Answer<Pages> {
    in_office(&desktop, move |office| match &target {
        Asked::Draft(id) => office.pages(Target::Draft(id)),
        Asked::Sheet(id) => office.pages(Target::Sheet(id)),
    })
    .await
}

/// One masked answer of a draft or a sheet, for a reason.
#[tauri::command]
pub async fn reveal_answer(desktop: Held<'_>, target: Asked, place: Place, reason: String) -> Answer<Revealed> {
    in_office(&desktop, move |office| match &target {
        Asked::Draft(id) => office.reveal_answer(Target::Draft(id), &place, &reason),
        Asked::Sheet(id) => office.reveal_answer(Target::Sheet(id), &place, &reason),
    })
    .await
}

/// A page of sheets and drafts, newest first.
#[tauri::command]
pub async fn search(desktop: Held<'_>, query: SearchQuery, cursor: String) -> Answer<SearchPage> {
    in_office(&desktop, move |office| office.search(&query, &cursor)).await
}

/// Checks a sheet, or the whole cabinet.
#[tauri::command]
pub async fn verify(desktop: Held<'_>, sheet: Option<String>) -> Answer<VerifyReport> {
    in_office(&desktop, move |office| office.verify(sheet.as_deref(), &|_, _| true)).await
}

/// Makes the projections anew.
#[tauri::command]
pub async fn rebuild(desktop: Held<'_>) -> Answer<()> {
    in_office(&desktop, |office| office.rebuild(&|_, _| true).map(drop)).await
}
