//! 月度归档: a month with what is missing from it, its figures, its closing, and how volumes are bound.

use std::sync::Arc;

use tauri::State;
use xunfang_core::archive::Month;
use xunfang_core::archive::stats::Statistics;
use xunfang_core::office::api::{MonthLine, MonthView, SheetLine, VolumeSetting};

use crate::desktop::{Answer, Desktop, in_office};

type Held<'a> = State<'a, Arc<Desktop>>;

/// The months of the site, newest first.
#[tauri::command]
pub async fn months(desktop: Held<'_>) -> Answer<Vec<MonthLine>> {
    in_office(&desktop, |office| office.months()).await
}

/// One month: its rounds and what is missing.
#[tauri::command]
pub async fn month(desktop: Held<'_>, month: Month) -> Answer<MonthView> {
    in_office(&desktop, move |office| office.month(month)).await
}

/// Its figures, and their course over a year.
#[tauri::command]
pub async fn month_statistics(desktop: Held<'_>, month: Month) -> Answer<Statistics> {
    in_office(&desktop, move |office| office.month_statistics(month)).await
}

/// The sheets behind a figure.
#[tauri::command]
pub async fn sheet_lines(desktop: Held<'_>, sheets: Vec<String>) -> Answer<Vec<SheetLine>> {
    in_office(&desktop, move |office| office.sheet_lines(&sheets)).await
}

/// 缺件说明 of one gap.
#[tauri::command]
pub async fn explain_gap(desktop: Held<'_>, month: Month, key: String, words: String) -> Answer<MonthView> {
    in_office(&desktop, move |office| office.explain_gap(month, &key, &words)).await
}

/// 归档
#[tauri::command]
pub async fn close_month(desktop: Held<'_>, month: Month, reason: String) -> Answer<MonthView> {
    in_office(&desktop, move |office| office.close_month(month, &reason)).await
}

/// 重新开启
#[tauri::command]
pub async fn reopen_month(desktop: Held<'_>, month: Month, reason: String) -> Answer<MonthView> {
    in_office(&desktop, move |office| office.reopen_month(month, &reason)).await
}

/// How volumes are bound.
#[tauri::command]
pub async fn volume_setting(desktop: Held<'_>) -> Answer<VolumeSetting> {
    in_office(&desktop, |office| office.volume_setting()).await
}

/// Changes how volumes are bound.
#[tauri::command]
pub async fn set_volume_setting(desktop: Held<'_>, setting: VolumeSetting) -> Answer<VolumeSetting> {
    in_office(&desktop, move |office| office.set_volume_setting(&setting)).await
}
