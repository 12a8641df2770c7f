//! What goes on beside the views: the day's backup, the week's full check, and a look at whether the machine slept.

use std::sync::Arc;
use std::time::Duration;

use tauri::{AppHandle, Emitter};
use xunfang_core::office::Office;

use crate::commands::job::job as under;
use crate::desktop::{CHECK, DAILY, Desktop, Refusal};

/// Time between two looks at the clock.
const LOOK: Duration = Duration::from_secs(5);
/// A look that comes so much later than it should, or an hour that is not the expected one, in milliseconds: the machine
/// slept, or somebody set its clock.
const JUMP_MS: i64 = 45_000;
/// Time that the views have to write down what is in hand before the cabinet is closed without them.
const FLUSH: Duration = Duration::from_secs(5);

/// Makes the day's backup in the background, then the full check when a week went by. The views hear of a backup that failed and
/// of a check that ended.
pub fn daily(app: AppHandle, desktop: &Arc<Desktop>, office: &Arc<Office>) {
    let stop = desktop.begin_job(DAILY);
    // A window that is locked meanwhile stops it at its next step.
    let (desktop, office) = (desktop.clone(), office.clone());
    std::thread::spawn(move || {
        let made = office.back_up_today(false, &|_, _| !stop.load(std::sync::atomic::Ordering::Relaxed));
        desktop.end_job(DAILY);
        let stopped = stop.load(std::sync::atomic::Ordering::Relaxed);
        if let Err(error) = made
            && !matches!(error.code(), "cancelled" | "not-allowed")
        {
            let _ = app.emit("backup-failed", Refusal::from(error));
        }
        if !stopped && office.check_due() && under(&app, &desktop, CHECK, |progress| office.check_now(progress)).is_ok() {
            let _ = app.emit("checked", ());
        }
    });
}

/// Locks the window after the machine slept.
pub fn sleep(app: AppHandle, desktop: Arc<Desktop>) {
    std::thread::spawn(move || {
        let mut last = desktop.clock().now().wall_ms();
        loop {
            std::thread::sleep(LOOK);
            let now = desktop.clock().now().wall_ms();
            if jumped(last, now)
                && let Ok(office) = desktop.office()
            {
                let office = Arc::downgrade(&office);
                // The views write down what is in hand and lock; a view that hangs keeps nothing open.
                let _ = app.emit("lock-now", ());
                std::thread::sleep(FLUSH);
                if desktop.office().is_ok_and(|now| std::ptr::eq(Arc::as_ptr(&now), office.as_ptr())) {
                    desktop.leave();
                }
            }
            last = now;
        }
    });
}

/// Whether more or less time went by between two looks than there should.
fn jumped(last: i64, now: i64) -> bool {
    let wanted = i64::try_from(LOOK.as_millis()).unwrap_or_default();
    now.saturating_sub(last).saturating_sub(wanted).abs() > JUMP_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_slept_is_told_from_one_that_is_busy() {
        assert!(!jumped(0, 5_000), "the usual look");
        assert!(!jumped(0, 30_000), "a busy machine is late and has not slept");
        assert!(jumped(0, 3_600_000), "an hour is missing: the lid was closed");
        assert!(jumped(3_600_000, 0), "a clock that was put back is looked at again at the door");
    }
}
