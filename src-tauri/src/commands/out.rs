//! Paper out: files, the system's viewer, blanks, the clipboard.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde::Serialize;
use tauri::{AppHandle, Emitter, State};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;
use xunfang_core::office::api::Blank;
use xunfang_core::office::{AuditAsked, AuditPage, Office, OfficeError, Wanted};

use super::whole;
use crate::desktop::{Answer, Desktop, Refusal, in_office, work};

type Held<'a> = State<'a, Arc<Desktop>>;

/// Saves go to this folder without asking, and no viewer is opened: for tests and for kiosks without a file dialog.
pub(super) const SAVE_TO: &str = "XUNFANG_SAVE_TO";

/// A file that was made.
#[derive(Debug, Serialize)]
pub struct Exported {
    pub(super) path: String,
}

#[derive(Debug, Clone, Serialize)]
struct Progress {
    job: String,
    done: usize,
    total: usize,
}

/// Exports sheets to a file the user names; `null` when the dialog was cancelled.
#[tauri::command]
pub async fn save_as(
    app: AppHandle,
    desktop: Held<'_>,
    sheets: Vec<String>,
    format: Wanted,
    job: String,
) -> Answer<Option<Exported>> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || {
        let Some(path) = ask_path(&app, &office.file_name(&sheets, format)?) else { return Ok(None) };
        let bytes = make(&app, &desktop, &office, &sheets, format, &job)?;
        write_whole(&path, &bytes).map(Some)
    })
    .await
}

/// Makes a PDF in the program's own folder and opens it in the system's viewer.
#[tauri::command]
pub async fn open_pdf(app: AppHandle, desktop: Held<'_>, sheets: Vec<String>, job: String) -> Answer<Exported> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || {
        let path = desktop.prints().join(office.file_name(&sheets, Wanted::Pdf)?);
        let made = write_whole(&path, &make(&app, &desktop, &office, &sheets, Wanted::Pdf, &job)?)?;
        still_open(&desktop, &office)?;
        open_viewer(&app, &made.path)?;
        Ok(made)
    })
    .await
}

/// Makes the PDF of an earlier version in the program's own folder and opens it in the system's viewer.
#[tauri::command]
pub async fn open_version(app: AppHandle, desktop: Held<'_>, sheet: String, revision: String) -> Answer<Exported> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || {
        let bytes = office.export_version(&sheet, &revision)?;
        let short: String = revision.chars().take(12).collect();
        let name = office.file_name(&[sheet], Wanted::Pdf)?;
        let path = desktop.prints().join(format!("{} {short}.pdf", name.trim_end_matches(".pdf")));
        let made = write_whole(&path, &bytes)?;
        still_open(&desktop, &office)?;
        open_viewer(&app, &made.path)?;
        Ok(made)
    })
    .await
}

/// Refuses to show what was made when the program was locked meanwhile, and takes it away.
pub(super) fn still_open(desktop: &Desktop, office: &Arc<Office>) -> Answer<()> {
    if desktop.holds(office) {
        return Ok(());
    }
    desktop.clear_prints();
    Err(Refusal::new("locked", "the cabinet was locked meanwhile"))
}

/// A part of the register of looking and printing.
#[tauri::command]
pub async fn audit_page(desktop: Held<'_>, asked: AuditAsked) -> Answer<AuditPage> {
    in_office(&desktop, move |office| office.audit_page(&asked)).await
}

/// The register of looking and printing to a file the user names; `null` when the dialog was cancelled.
#[tauri::command]
pub async fn save_audit(app: AppHandle, desktop: Held<'_>, asked: AuditAsked, format: Wanted) -> Answer<Option<Exported>> {
    let office = desktop.office()?;
    work(move || {
        let Some(path) = ask_path(&app, &office.audit_name(&asked, format)) else { return Ok(None) };
        write_whole(&path, &office.audit_paper(&asked, format)?).map(Some)
    })
    .await
}

/// The register of looking and printing in the system's viewer.
#[tauri::command]
pub async fn open_audit(app: AppHandle, desktop: Held<'_>, asked: AuditAsked) -> Answer<Exported> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || {
        let path = desktop.prints().join(office.audit_name(&asked, Wanted::Pdf));
        let made = write_whole(&path, &office.audit_paper(&asked, Wanted::Pdf)?)?;
        still_open(&desktop, &office)?;
        open_viewer(&app, &made.path)?;
        Ok(made)
    })
    .await
}

/// Asks a job to stop.
#[tauri::command(async)]
pub fn cancel_job(desktop: Held<'_>, job: String) {
    desktop.cancel_job(&job);
}

/// Shows a file that was made in its folder.
#[tauri::command(async)]
pub fn show_in_folder(app: AppHandle, path: String) -> Answer<()> {
    if std::env::var_os(SAVE_TO).is_some() {
        return Ok(());
    }
    app.opener().reveal_item_in_dir(path).map_err(|e| OfficeError::File(e.to_string()).into())
}

/// Prints numbered blanks to a file the user names and opens it; `null` when the dialog was cancelled (no number is then used).
#[tauri::command]
pub async fn print_blanks(app: AppHandle, desktop: Held<'_>, form: String, count: u32) -> Answer<Option<Exported>> {
    let office = desktop.office()?;
    work(move || {
        let Some(path) = ask_path(&app, &office.blank_name(&form)?) else { return Ok(None) };
        let made = write_whole(&path, &office.print_blanks(&form, count)?)?;
        open_viewer(&app, &made.path)?;
        Ok(Some(made))
    })
    .await
}

/// The numbers of printed blanks and what became of them.
#[tauri::command]
pub async fn blanks(desktop: Held<'_>) -> Answer<Vec<Blank>> {
    in_office(&desktop, |office| office.blanks()).await
}

/// 作废 of a blank.
#[tauri::command]
pub async fn void_blank(desktop: Held<'_>, serial: String, reason: String) -> Answer<Vec<Blank>> {
    in_office(&desktop, move |office| office.void_blank(&serial, &reason)).await
}

/// Masked words of a sheet for the clipboard.
#[tauri::command]
pub async fn copy_text(desktop: Held<'_>, sheet: String) -> Answer<String> {
    in_office(&desktop, move |office| office.copy_text(&sheet)).await
}

/// Writes down that words picked out on the screen are about to be copied: a line for each row they stand in.
#[tauri::command]
pub async fn note_copy(desktop: Held<'_>, of: Vec<String>) -> Answer<()> {
    in_office(&desktop, move |office| office.note_copy(&of)).await
}

/// A masked page of a sheet for the clipboard, as SVG.
#[tauri::command]
pub async fn copy_picture(desktop: Held<'_>, sheet: String, page: usize) -> Answer<String> {
    in_office(&desktop, move |office| office.copy_picture(&sheet, page)).await
}

/// Draws the sheets, telling the views how far it is.
fn make(app: &AppHandle, desktop: &Desktop, office: &Office, sheets: &[String], format: Wanted, job: &str) -> Answer<Vec<u8>> {
    let stop = desktop.begin_job(job);
    let made = office.export(sheets, format, &|done, total| {
        // A window that no longer listens is no reason to stop.
        let _ = app.emit("progress", Progress { job: job.to_owned(), done, total });
        !stop.load(Ordering::Relaxed)
    });
    desktop.end_job(job);
    Ok(made?)
}

pub(super) fn ask_path(app: &AppHandle, name: &str) -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(SAVE_TO) {
        return Some(PathBuf::from(folder).join(name));
    }
    let kind = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or("pdf").to_owned();
    let chosen = app.dialog().file().set_file_name(name).add_filter(kind.to_uppercase(), &[&kind]).blocking_save_file()?;
    chosen.into_path().ok()
}

pub(super) fn open_viewer(app: &AppHandle, path: &str) -> Answer<()> {
    if std::env::var_os(SAVE_TO).is_some() {
        return Ok(());
    }
    app.opener().open_path(path, None::<&str>).map_err(|e| OfficeError::File(e.to_string()).into())
}

/// A file as a whole, or none.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Answer<Exported> {
    whole::write(path, bytes).map_err(|error| Refusal::file(&error))?;
    Ok(Exported { path: path.to_string_lossy().into_owned() })
}
