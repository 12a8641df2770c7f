//! The door: the first run, unlocking, and what to say when the cabinet cannot be opened.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::Value as Json;
use zeroize::Zeroizing;

use super::api::{Door, DoorState, FirstRun, FirstRunArea, RecoveryShown, RegisterInput};
use super::error::{OfficeError, Result};
use super::finish::printable_in;
use super::place::real;
use super::wait::Waits;
use super::{Office, lock};
use crate::cabinet::{Cabinet, CabinetError, Cost, Making, Purpose, RecoveryCode, Secret, end_restore};
use crate::clock::Clock;
use crate::form::{Library, RowSource};

/// Least length of a passphrase in characters.
pub const MIN_PASSPHRASE: usize = 8;

/// Where a cabinet lies, before it is open.
#[derive(Debug)]
pub struct House {
    folder: PathBuf,
    high_water: PathBuf,
    neighbours: Vec<PathBuf>,
    clock: Arc<Clock>,
    cost: Cost,
    purpose: Purpose,
    pending: Mutex<Option<Pending>>,
}

/// A first run whose recovery code has not been typed back.
struct Pending {
    code: RecoveryCode,
    passphrase: Zeroizing<String>,
    office: Office,
    /// Where the cabinet is made until the code has been typed back; after the office, which has it open.
    making: Making,
}

impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pending")
    }
}

impl House {
    /// The cabinet in `folder`, its high-water file in `high_water`.
    #[must_use]
    pub fn new(folder: &Path, high_water: &Path, clock: Arc<Clock>, cost: Cost) -> Self {
        Self {
            folder: folder.to_owned(),
            high_water: high_water.to_owned(),
            neighbours: Vec::new(),
            clock,
            cost,
            purpose: Purpose::Work,
            pending: Mutex::default(),
        }
    }

    /// The same beside another house on this machine, whose high-water files lie in `high_water`: a copy that is restored here
    /// takes no letter that was given out there.
    #[must_use]
    pub fn beside(mut self, high_water: &Path) -> Self {
        if high_water != self.high_water {
            self.neighbours.push(high_water.to_owned());
        }
        self
    }

    /// The same for 练习: what a first run makes here never draws a number of the department's.
    #[must_use]
    pub(super) fn for_practice(self) -> Self {
        Self { purpose: Purpose::Practice, ..self }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn high_water(&self) -> &Path {
        &self.high_water
    }

    /// Where papers made for the system's viewer lie in clear, beside the cabinet.
    #[must_use]
    pub fn prints(&self) -> PathBuf {
        self.folder.with_file_name("prints")
    }

    /// Takes away what was made for the viewer: papers with customers' data do not lie about. A file that the viewer still holds
    /// open goes the next time.
    pub fn clear_prints(&self) {
        let _ = fs::remove_dir_all(self.prints());
    }

    pub(super) fn neighbours(&self) -> &[PathBuf] {
        &self.neighbours
    }

    pub(super) fn cost(&self) -> Cost {
        self.cost
    }

    pub(super) fn clock(&self) -> &Arc<Clock> {
        &self.clock
    }

    /// What stands at the door. Nothing is opened, made or changed, but a restore that was cut off at its very end is ended.
    #[must_use]
    pub fn door(&self) -> Door {
        self.end_restore();
        let (db, slots) = (self.folder.join("cabinet.db"), self.folder.join("keyslots.json"));
        let wait_s = Waits::at(&self.high_water, &self.folder).left_s(self.clock.now().wall_ms());
        let door = |state, code: &str| Door { state, code: code.to_owned(), first_run: None, wait_s };
        match (fs::metadata(&db), slots.exists()) {
            (Ok(meta), _) if meta.len() == 0 => door(DoorState::Problem, "cabinet-empty"),
            (Ok(_), false) => door(DoorState::Problem, "keyslots-missing"),
            (Ok(_), true) => door(DoorState::Locked, ""),
            (Err(_), true) => door(DoorState::Problem, "cabinet-file-missing"),
            (Err(_), false) => Door { first_run: Some(self.kept_answers()), ..door(DoorState::FirstRun, "") },
        }
    }

    /// The answers proposed for a first run, or those kept from one that was left.
    fn kept_answers(&self) -> FirstRun {
        let kept = fs::read(self.answers_file()).ok().and_then(|b| serde_json::from_slice(&b).ok());
        kept.unwrap_or_else(proposal)
    }

    fn answers_file(&self) -> PathBuf {
        self.folder.with_extension("firstrun.json")
    }

    /// Ends a restore that was cut off between putting aside what stood here and taking its place: otherwise the door would
    /// offer a first run beside two cabinets.
    pub(super) fn end_restore(&self) {
        // Where it cannot be done, the cabinet is missing at the door as it is on the disk.
        end_restore(&real(&self.folder), &self.high_water).ok();
    }

    /// Keeps the answers of a first run that is left before its end. The passphrase is never among them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_answers(&self, answers: &FirstRun) -> Result<()> {
        let failed = |e: std::io::Error| OfficeError::File(e.to_string());
        if let Some(parent) = self.folder.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        fs::write(self.answers_file(), serde_json::to_vec_pretty(answers)?).map_err(failed)
    }

    /// Makes the cabinet aside with a new recovery code. It takes its place when the code is typed back.
    ///
    /// # Errors
    /// `missing` for an empty answer, `passphrase-short`, or why the cabinet could not be made.
    pub fn begin_first_run(&self, answers: &FirstRun, passphrase: &str) -> Result<RecoveryShown> {
        let named = |what, text: &str| if text.trim().is_empty() { Err(OfficeError::Missing(what)) } else { Ok(()) };
        named("organisation", &answers.organisation)?;
        named("department", &answers.department)?;
        named("site", answers.sites.first().map_or("", String::as_str))?;
        named("manager", &answers.manager)?;
        printable_in("单位名称", &answers.organisation)?;
        printable_in("部门名称", &answers.department)?;
        let mut names = answers.people.iter().map(|p| &p.name).chain([&answers.manager]);
        names.try_for_each(|name| printable_in("姓名", name))?;
        answers.sites.iter().try_for_each(|site| printable_in("项目/楼宇", site))?;
        answers.areas.iter().try_for_each(|area| printable_in("区域", &area.name))?;
        if passphrase.chars().count() < MIN_PASSPHRASE {
            return Err(OfficeError::PassphraseShort);
        }
        self.good_place()?;
        if self.folder.join("cabinet.db").exists() || self.folder.join("keyslots.json").exists() {
            return Err(CabinetError::Exists(self.folder.clone()).into());
        }
        let mut pending = lock(&self.pending);
        *pending = None;
        let making = Making::begin(&self.folder)?;
        let (cabinet, code) =
            Cabinet::create(making.path(), &self.high_water, self.clock.clone(), passphrase, self.cost, self.purpose)?;
        let office = Office::of(cabinet);
        office.furnish(answers)?;
        let groups = code.as_str().split('-').map(str::to_owned).collect();
        *pending = Some(Pending { code, passphrase: Zeroizing::new(passphrase.to_owned()), office, making });
        Ok(RecoveryShown { groups })
    }

    /// Ends the first run: the cabinet takes its place and is opened.
    ///
    /// # Errors
    /// `code-differs` when another code was typed (the cabinet waits on), `no-first-run`, or a failure of the files.
    pub fn finish_first_run(&self, typed: &str) -> Result<Office> {
        let mut held = lock(&self.pending);
        match held.as_ref() {
            None => return Err(OfficeError::NoFirstRun),
            Some(pending) if !pending.code.is(typed) => return Err(OfficeError::CodeDiffers),
            Some(_) => {}
        }
        let Some(pending) = held.take() else { return Err(OfficeError::NoFirstRun) };
        drop(pending.office);
        pending.making.take_place()?;
        // The code is on paper now, and its page in clear opens everything.
        self.clear_prints();
        // The answers were kept for a first run that is left; what cannot be removed does no harm.
        fs::remove_file(self.answers_file()).ok();
        self.unlock(&pending.passphrase)
    }

    /// Opens the cabinet with a passphrase.
    ///
    /// # Errors
    /// `wait` after five wrong ones in a row; a distinct code for each way in which it can fail.
    pub fn unlock(&self, passphrase: &str) -> Result<Office> {
        self.with_secret(&Secret::passphrase(passphrase))
    }

    /// Opens the cabinet with the recovery code and sets a new passphrase beside the old ones.
    ///
    /// # Errors
    /// `recovery-code-mistyped`, `wrong-recovery-code`, `passphrase-short`, or another way in which it can fail.
    pub fn recover(&self, code: &str, new_passphrase: &str) -> Result<Office> {
        if new_passphrase.chars().count() < MIN_PASSPHRASE {
            return Err(OfficeError::PassphraseShort);
        }
        let office = self.with_secret(&Secret::recovery(code))?;
        office.recover_head(new_passphrase, self.cost)?;
        Ok(office)
    }
}

impl House {
    /// Whether a cabinet can be put into the folder: it holds one, or nothing.
    ///
    /// # Errors
    /// `place-taken` when it holds something else, `file-failed`.
    pub(super) fn free_or_cabinet(&self) -> Result<()> {
        if self.folder.join("cabinet.db").exists() || self.folder.join("keyslots.json").exists() {
            return Ok(());
        }
        let taken = || OfficeError::PlaceTaken(self.folder.display().to_string());
        if self.folder.exists() && !self.folder.is_dir() {
            return Err(taken());
        }
        let inside = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let mut others = inside.filter(|name| name != "lock");
        if others.next().is_some() {
            return Err(taken());
        }
        // The lock of a cabinet that was moved away is all there is; a folder can only be put in the place of an empty one.
        match fs::remove_file(self.folder.join("lock")) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(OfficeError::File(e.to_string())),
            _ => Ok(()),
        }
    }

    /// Shows the first run that waits for its code.
    ///
    /// # Errors
    /// `no-first-run`, or what the look refuses.
    pub(super) fn with_pending<T>(&self, look: impl FnOnce(&Office, &RecoveryCode) -> Result<T>) -> Result<T> {
        lock(&self.pending).as_ref().map_or(Err(OfficeError::NoFirstRun), |pending| look(&pending.office, &pending.code))
    }

    fn with_secret(&self, secret: &Secret) -> Result<Office> {
        // A cabinet may have been moved since its first run: nothing of it is touched where it cannot lie safely.
        self.good_place()?;
        self.end_restore();
        self.waiting(&self.folder, || Office::open(&self.folder, &self.high_water, self.clock.clone(), secret))
    }

    /// Whatever a secret opens here waits after wrong ones: the cabinet, or a backup by the cabinet it is of.
    pub(super) fn waiting<T>(&self, slots: &Path, open: impl FnOnce() -> Result<T>) -> Result<T> {
        Waits::at(&self.high_water, slots).guard(&self.clock, open)
    }
}

/// What a first run proposes: the areas are the groups of the first shipped form that has an item library.
fn proposal() -> FirstRun {
    let groups = Library::shipped().iter().flat_map(|f| f.form.sections.iter()).find(|s| s.rows == Some(RowSource::Library));
    let areas = groups.into_iter().flat_map(|s| s.groups.iter()).filter(|g| !g.always).map(|g| FirstRunArea {
        name: g.label.clone(),
        library: g.id.clone(),
        chosen: true,
    });
    FirstRun { department: "客服部".to_owned(), sites: vec![String::new()], areas: areas.collect(), ..FirstRun::default() }
}

impl Office {
    /// Fills the registers of a new cabinet from the five answers, in one act.
    fn furnish(&self, answers: &FirstRun) -> Result<()> {
        self.cabinet.write(|tx| {
            let entry = |register: &str, name: &str, facts: &[(&str, &str)]| RegisterInput {
                id: String::new(),
                register: register.to_owned(),
                name: name.trim().to_owned(),
                facts: facts.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            };
            let manager = self.put_entry(tx, &entry("person", &answers.manager, &[("post", "部门负责人")]), false)?;
            lock(&self.session).person.clone_from(&manager.id);
            self.first_account(tx, &manager.id, &manager.name)?;
            self.put_setting(tx, "organisation", Json::String(answers.organisation.trim().to_owned()))?;
            self.put_setting(tx, "department", Json::String(answers.department.trim().to_owned()))?;
            let mut first = None;
            for site in answers.sites.iter().filter(|s| !s.trim().is_empty()) {
                let made = self.put_entry(tx, &entry("site", site, &[]), false)?;
                first.get_or_insert(made.id);
            }
            self.put_setting(tx, "site", Json::String(first.unwrap_or_default()))?;
            for area in answers.areas.iter().filter(|a| a.chosen && !a.name.trim().is_empty()) {
                // The library's own name keys the area, so that its rows are called the same in every cabinet.
                self.put_entry(tx, &entry("area", &area.name, &[("library", &area.library), ("key", &area.library)]), false)?;
            }
            for person in answers.people.iter().filter(|p| !p.name.trim().is_empty()) {
                self.put_entry(tx, &entry("person", &person.name, &[("post", &person.post)]), false)?;
            }
            for department in ["保洁部", "秩序部", "工程部", &answers.department] {
                self.put_entry(tx, &entry("department", department, &[]), false)?;
            }
            for post in ["项目经理", "部门负责人", "保洁主管", "客户协调主管", "组长", "客服专员", "保洁员"]
            {
                self.put_entry(tx, &entry("post", post, &[]), false)?;
            }
            Ok(())
        })
    }
}
