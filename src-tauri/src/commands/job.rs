//! Long work: the views hear how far it is and may stop it by name.

use std::cell::Cell;
use std::sync::atomic::Ordering;

use serde::Serialize;
use tauri::{AppHandle, Emitter};
use xunfang_core::office::OfficeError;

use crate::desktop::{Answer, Desktop};

/// Steps at which the views are told.
const STEPS: u64 = 200;

#[derive(Debug, Clone, Serialize)]
struct Progress<'a> {
    job: &'a str,
    done: u64,
    total: u64,
}

/// Does a piece of work under a name.
///
/// # Errors
/// What the work refuses; `cancelled` when it was stopped.
pub fn job<T>(
    app: &AppHandle,
    desktop: &Desktop,
    job: &str,
    act: impl FnOnce(&dyn Fn(u64, u64) -> bool) -> Result<T, OfficeError>,
) -> Answer<T> {
    let stop = desktop.begin_job(job);
    let last = Cell::new(u64::MAX);
    let done = act(&|done, total| {
        let step = done.saturating_mul(STEPS) / total.max(1);
        if last.replace(step) != step {
            // A window that no longer listens is no reason to stop.
            let _ = app.emit("progress", Progress { job, done, total });
        }
        !stop.load(Ordering::Relaxed)
    });
    desktop.end_job(job);
    Ok(done?)
}
