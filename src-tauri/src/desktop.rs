//! What the window holds between two commands: the door, the open office, and the jobs under way.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use xunfang_core::cabinet::Cost;
use xunfang_core::clock::Clock;
use xunfang_core::office::{House, Office, OfficeError, demo};
use xunfang_core::sheet::Problem;

use crate::intake::{Errand, Tickets};

/// A refusal as the views get it.
#[derive(Debug, Clone, Serialize)]
pub struct Refusal {
    /// Stable; the views have the words for it.
    pub code: String,
    /// For the log and for codes that the views do not know.
    pub message: String,
    /// What it is about: a character, a field, a name.
    pub detail: String,
    /// What keeps a sheet from being finished.
    pub problems: Vec<Problem>,
}

impl Refusal {
    /// A refusal with a stable code.
    pub fn new(code: &str, message: &str) -> Self {
        Self { code: code.to_owned(), message: message.to_owned(), detail: String::new(), problems: Vec::new() }
    }

    /// A file outside the cabinet could not be written.
    pub fn file(error: &std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull => "disk-full",
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => "file-refused",
            _ => "file-failed",
        };
        Self::new(code, &error.to_string())
    }
}

impl From<OfficeError> for Refusal {
    fn from(error: OfficeError) -> Self {
        let (code, message, detail) = (error.code().to_owned(), error.to_string(), error.detail());
        let problems = if let OfficeError::Incomplete(problems) = error { problems } else { Vec::new() };
        Self { code, message, detail, problems }
    }
}

/// An answer of a command.
pub type Answer<T> = Result<T, Refusal>;

/// What deriving a key costs.
pub const COST: Cost = Cost::STANDARD;
/// Folders of the practice department and of its high-water file.
const PRACTICE: [&str; 2] = ["practice", "practice-high-water"];
/// Name of the day's backup among the jobs.
pub const DAILY: &str = "backup-daily";
/// Name of the week's full check among the jobs.
pub const CHECK: &str = "check-weekly";
/// Name of the closing backup among the jobs.
pub const CLOSING: &str = "backup-closing";
/// Looks at whether the cabinet has been let go, each [`LET_GO_LOOK`] apart.
const LET_GO_LOOKS: u32 = 100;
const LET_GO_LOOK: Duration = Duration::from_millis(20);

/// The state of the one window.
#[derive(Debug)]
pub struct Desktop {
    home: PathBuf,
    clock: Arc<Clock>,
    house: House,
    office: Mutex<Option<Arc<Office>>>,
    jobs: Mutex<HashMap<String, Arc<AtomicBool>>>,
    tickets: Tickets,
}

impl Desktop {
    /// The desktop whose data lies in `home`.
    #[must_use]
    pub fn new(home: &Path) -> Self {
        let clock = Arc::new(Clock::system());
        let house = House::new(&home.join("cabinet"), &home.join("high-water"), clock.clone(), COST);
        let desktop = Self {
            home: home.to_owned(),
            clock,
            house,
            office: Mutex::default(),
            jobs: Mutex::default(),
            tickets: Tickets::default(),
        };
        desktop.clear_prints();
        desktop.clear_practice();
        desktop
    }

    /// The clock that everything here goes by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The door.
    pub fn house(&self) -> &House {
        &self.house
    }

    /// Makes a practice department in folders of its own and opens it.
    ///
    /// # Errors
    /// Why it could not be made; `cancelled` when `progress` said so.
    pub fn practise(&self, progress: &dyn Fn(u64, u64) -> bool) -> Result<Office, OfficeError> {
        let [folder, high_water] = PRACTICE.map(|name| self.home.join(name));
        demo::practise(&folder, &high_water, self.clock.clone(), progress)
    }

    /// Leaves the practice department and forgets it. Another open office stays open.
    pub fn end_practice(&self) {
        if lock(&self.office).as_ref().is_some_and(|office| !office.is_practice()) {
            return;
        }
        self.leave();
        self.clear_practice();
    }

    fn clear_practice(&self) {
        for folder in PRACTICE {
            // What the system still holds goes with the next start.
            let _ = std::fs::remove_dir_all(self.home.join(folder));
        }
    }

    /// Folder of PDFs made for the system's viewer.
    pub fn prints(&self) -> PathBuf {
        self.house.prints()
    }

    /// Takes away what was made for the viewer: papers with customers' data do not lie about.
    pub fn clear_prints(&self) {
        self.house.clear_prints();
    }

    /// The open office.
    ///
    /// # Errors
    /// `locked` when none is open.
    pub fn office(&self) -> Answer<Arc<Office>> {
        lock(&self.office).clone().ok_or_else(|| Refusal::new("locked", "the cabinet is locked"))
    }

    /// The tickets of files that are on their way.
    pub fn tickets(&self) -> &Tickets {
        &self.tickets
    }

    /// A ticket for a file.
    ///
    /// # Errors
    /// `locked` when no office is open to take it in.
    pub fn ticket(&self, errand: Errand) -> Answer<String> {
        self.office()?;
        let ticket = self.clock.id().map_err(OfficeError::from)?.to_string();
        self.tickets.give(&ticket, errand);
        Ok(ticket)
    }

    /// Puts an office on the desk.
    pub fn enter(&self, office: Office) -> Arc<Office> {
        let office = Arc::new(office);
        *lock(&self.office) = Some(office.clone());
        office
    }

    /// Leaves the office: the cabinet is closed and its key forgotten as soon as the last command that uses it ends.
    pub fn leave(&self) {
        let left = lock(&self.office).take();
        self.tickets.void();
        self.clear_prints();
        let Some(left) = left.map(|office| Arc::downgrade(&office)) else { return };
        lock(&self.jobs).values().for_each(|stop| stop.store(true, Ordering::Relaxed));
        // Whoever unlocks next must not find it held by what is just ending.
        for _ in 0..LET_GO_LOOKS {
            if left.strong_count() == 0 {
                break;
            }
            std::thread::sleep(LET_GO_LOOK);
        }
    }

    /// Whether this office is still the one on the desk: what a job made must not outlast the lock.
    pub fn holds(&self, office: &Arc<Office>) -> bool {
        lock(&self.office).as_ref().is_some_and(|present| Arc::ptr_eq(present, office))
    }

    /// Whether an office is open.
    pub fn is_open(&self) -> bool {
        lock(&self.office).is_some()
    }

    /// Begins a job that can be cancelled by name.
    pub fn begin_job(&self, job: &str) -> Arc<AtomicBool> {
        lock(&self.jobs).entry(job.to_owned()).or_default().clone()
    }

    /// Ends a job, finished or not.
    pub fn end_job(&self, job: &str) {
        lock(&self.jobs).remove(job);
    }

    /// Asks a job to stop at its next step if it is under way.
    pub fn stop_job(&self, job: &str) {
        if let Some(stop) = lock(&self.jobs).get(job) {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Asks a job to stop at its next step, or as soon as it begins.
    pub fn cancel_job(&self, job: &str) {
        // It may come before the job has begun: then it ends as soon as it does.
        lock(&self.jobs).entry(job.to_owned()).or_default().store(true, Ordering::Relaxed);
    }
}

/// A poisoned lock only means that another thread stopped; what it guards is replaced whole or not at all.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a use case beside the threads that serve the window.
///
/// # Errors
/// What the use case refuses; `internal` when it was broken off.
pub async fn work<T: Send + 'static>(task: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    match tokio::task::spawn_blocking(task).await {
        Ok(answer) => answer,
        Err(error) => Err(Refusal::new("internal", &error.to_string())),
    }
}

/// Runs a use case of the open office.
///
/// # Errors
/// `locked`, or what the use case refuses.
pub async fn in_office<T: Send + 'static>(
    desktop: &Desktop,
    case: impl FnOnce(&Office) -> Result<T, OfficeError> + Send + 'static,
) -> Answer<T> {
    let office = desktop.office()?;
    work(move || Ok(case(&office)?)).await
}
