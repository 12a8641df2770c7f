//! 月度归档: a month with what is missing from it, its figures, its closing, and how volumes are bound.

use std::sync::Arc;

use tauri::{AppHandle, State};
use xunfang_core::archive::Month;
use xunfang_core::archive::stats::Statistics;
use xunfang_core::office::api::{MonthLine, MonthView, SheetLine, VolumeAsked, VolumeSetting};
use xunfang_core::office::{Office, OfficeError};

use super::job::job;
use super::out::{Exported, ask_path, open_viewer, still_open, write_whole};
use crate::desktop::{Answer, Desktop, in_office, work};

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
pub async fn month_statistics(app: AppHandle, desktop: Held<'_>, month: Month, job: String) -> Answer<Statistics> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || counting(&app, &desktop, &job, |told| office.month_statistics(month, told))).await
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
pub async fn close_month(app: AppHandle, desktop: Held<'_>, month: Month, reason: String, job: String) -> Answer<MonthView> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || counting(&app, &desktop, &job, |told| office.close_month(month, &reason, told))).await
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

/// A month to a file the user names; `null` when the dialog was cancelled.
#[tauri::command]
pub async fn save_volume(app: AppHandle, desktop: Held<'_>, asked: VolumeAsked, job: String) -> Answer<Option<Exported>> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || {
        let Some(path) = ask_path(&app, &office.volume_name(&asked)?) else { return Ok(None) };
        write_whole(&path, &bind(&app, &desktop, &office, &asked, &job)?).map(Some)
    })
    .await
}

/// A month in the program's own folder, shown in the system's viewer.
#[tauri::command]
pub async fn open_volume(app: AppHandle, desktop: Held<'_>, asked: VolumeAsked, job: String) -> Answer<Exported> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || {
        let path = desktop.prints().join(office.volume_name(&asked)?);
        let made = write_whole(&path, &bind(&app, &desktop, &office, &asked, &job)?)?;
        still_open(&desktop, &office)?;
        open_viewer(&app, &made.path)?;
        Ok(made)
    })
    .await
}

/// Makes the file, telling the views how far it is.
fn bind(app: &AppHandle, desktop: &Desktop, office: &Office, asked: &VolumeAsked, name: &str) -> Answer<Vec<u8>> {
    counting(app, desktop, name, |told| office.export_volume(asked, told))
}

/// Long work on a month, which the views hear of and may stop.
fn counting<T>(
    app: &AppHandle,
    desktop: &Desktop,
    name: &str,
    act: impl FnOnce(&dyn Fn(usize, usize) -> bool) -> Result<T, OfficeError>,
) -> Answer<T> {
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    job(app, desktop, name, |told| act(&|done, total| told(count(done), count(total))))
}
