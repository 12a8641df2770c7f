//! A sample department in a folder of its own, worked through the same use cases as the window and the terminal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use xunfang_core::archive::Month;
use xunfang_core::cabinet::{Cost, Secret};
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::office::api::{Draft, Finish, FirstRun, FirstRunArea, FirstRunPerson, RegisterInput, SignRequest};
use xunfang_core::office::demo::{self, DemoPlan};
use xunfang_core::office::{House, Office, OfficeError};
use xunfang_core::sheet::{Answers, Ink, Point, Pointer, Reference, Stroke, Value};

/// What opens every sample department.
pub const PASSPHRASE: &str = "示例口令 2026";

/// Where a sample department lives, and its clock.
#[derive(Debug)]
pub struct Department {
    /// The folder that holds everything of it.
    pub root: PathBuf,
    /// A seeded clock that stands until it is moved.
    pub clock: Arc<Clock>,
    /// Its door.
    pub house: House,
}

impl Department {
    /// The department in `root` on Tuesday 2026-02-24 at 09:00. Ids and salts come from `seed`: every opening needs its own.
    #[must_use]
    pub fn at(root: &Path, seed: u64) -> Self {
        let morning = Stamp::parse("2026-02-24T09:00+08:00").unwrap_or_else(|error| panic!("{error}"));
        Self::with_clock(root, Clock::seeded(seed, morning))
    }

    /// The same with another clock.
    #[must_use]
    pub fn with_clock(root: &Path, clock: Clock) -> Self {
        let clock = Arc::new(clock);
        let house = House::new(&root.join("cabinet"), &root.join("high-water"), Arc::clone(&clock), Cost::LIGHT);
        Self { root: root.to_path_buf(), clock, house }
    }

    /// The folder of the cabinet.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.root.join("cabinet")
    }

    /// The first run, to its end.
    ///
    /// # Errors
    /// Why the cabinet could not be made.
    pub fn first_run(&self) -> Result<Office, OfficeError> {
        let proposed = self.house.door().first_run.unwrap_or_default();
        let answers = FirstRun {
            organisation: "示例物业".to_owned(),
            department: "客务部".to_owned(),
            sites: vec!["一期".to_owned()],
            people: vec![FirstRunPerson { name: "李四".to_owned(), post: "保洁主管".to_owned() }],
            manager: "张三".to_owned(),
            areas: proposed.areas.into_iter().map(|area| FirstRunArea { chosen: true, ..area }).collect(),
        };
        let code = self.house.begin_first_run(&answers, PASSPHRASE)?;
        self.house.finish_first_run(&code.groups.join(" "))
    }

    /// Opens the cabinet.
    ///
    /// # Errors
    /// Why it does not open.
    pub fn open(&self) -> Result<Office, OfficeError> {
        self.house.unlock(PASSPHRASE)
    }

    /// Moves the clock.
    pub fn later(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

/// Months of the sample department that end with the last day of the month before this one, so that a whole month lies behind.
///
/// # Errors
/// Why it could not be made.
pub fn sample_until_last_month(root: &Path, months: u32) -> Result<(), OfficeError> {
    let today = Clock::system().now().date();
    let until = Month::of(today).first().pred_opt().unwrap_or(today);
    let plan = DemoPlan { months, seed: 1, until, passphrase: None, by: None, practice: false };
    let made = demo::make(&root.join("cabinet"), &root.join("high-water"), &plan, &|_, _| true)?;
    assert_eq!(made.passphrase, PASSPHRASE, "the sample passphrase opens the sample department");
    Ok(())
}

/// A new customer.
///
/// # Errors
/// Why it could not be written.
pub fn customer(office: &Office, name: &str) -> Result<Reference, OfficeError> {
    let facts = [("room", "3栋2单元0801"), ("phone", "13800000001"), ("code", "H-0801"), ("type", "业主")];
    let made = office.save_entry(&RegisterInput {
        register: "customer".to_owned(),
        name: name.to_owned(),
        facts: facts.into_iter().map(|(key, fact)| (key.to_owned(), fact.to_owned())).collect(),
        ..RegisterInput::default()
    })?;
    Ok(Reference { id: made.id, register: made.register, text: made.name, facts: made.facts })
}

/// Someone of the staff by name, as an answer.
///
/// # Errors
/// When the register cannot be read.
pub fn person(office: &Office, name: &str) -> Result<Value, OfficeError> {
    let found = office.entries("person", name, false)?.into_iter().next().unwrap_or_else(|| panic!("there is no {name}"));
    Ok(Value::Ref { reference: Reference { id: found.id, register: "person".to_owned(), text: found.name, facts: found.facts } })
}

/// The answers of a visit, with `summary` as what it was about.
pub fn visit(answers: &mut Answers, customer: &Reference, summary: &str) {
    let fields: BTreeMap<&str, Value> = BTreeMap::from([
        ("kind", text("一般投诉")),
        ("customer", Value::Ref { reference: customer.clone() }),
        ("visited", text(&customer.text)),
        ("relation", text("本人")),
        ("rectified", text("2026-02-13T17:00+08:00")),
        ("summary", text(summary)),
    ]);
    answers.fields.extend(fields.into_iter().map(|(field, value)| (field.to_owned(), value)));
}

/// A draft of a visit that is complete, saved.
///
/// # Errors
/// Why it could not be saved.
pub fn visit_draft(office: &Office, customer: &Reference, summary: &str) -> Result<Draft, OfficeError> {
    let draft = office.begin_sheet("revisit")?;
    let mut answers = draft.answers.clone();
    visit(&mut answers, customer, summary);
    let mut row = office.add_row(&draft.id, "attempts")?;
    row.cells.insert("attempt_way".to_owned(), text("上门"));
    row.cells.insert("attempt_result".to_owned(), text("已见"));
    answers.rows.entry("attempts".to_owned()).or_default().push(row);
    office.save_draft(&draft.id, answers)?;
    office.draft(&draft.id)
}

/// 完成 of the visit.
#[must_use]
pub fn visited() -> Finish {
    Finish { stage: "visit".to_owned(), ..Finish::default() }
}

/// The customer's signature on a visit.
#[must_use]
pub fn signature(sheet: &str, signer: &str) -> SignRequest {
    SignRequest {
        revision: String::new(),
        sheet: sheet.to_owned(),
        role: "customer_sign".to_owned(),
        row: String::new(),
        ink: ink(),
        signer: signer.to_owned(),
        relation: "本人".to_owned(),
        witness: String::new(),
        choice: "满意".to_owned(),
        remark: String::new(),
    }
}

/// A text as an answer.
#[must_use]
pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A drawn name: two strokes of some centimetres.
#[must_use]
pub fn ink() -> Ink {
    let stroke = |x: i32, t: u64| {
        let point = |n: u16| Point {
            x: x + i32::from(n) * 60,
            y: 1_500 + i32::from(n % 5) * 200,
            t: t + u64::from(n) * 9_000,
            pressure: None,
            tilt: None,
        };
        Stroke { pointer: Pointer::Mouse, points: (0..20).map(point).collect() }
    };
    Ink { width: 12_000, height: 5_000, strokes: vec![stroke(1_000, 0), stroke(4_000, 400_000)] }
}

/// A department whose file has one bad page in a place where it still opens; the serials of its sheets, the first of
/// which the backup holds. The page is one of the first sheet: nothing is lost.
///
/// # Errors
/// What the office refuses.
pub fn with_a_bad_page(home: &Path) -> Result<Vec<String>, OfficeError> {
    // Long enough to fill pages of its own.
    let (first, later) = visits(home, &"经过如下；".repeat(700), 1)?;
    spoil(home, |_, named| Ok(named.contains(&first) && !later.iter().any(|serial| named.contains(serial))))?;
    Ok(std::iter::once(first).chain(later).collect())
}

/// What a bad page takes of the sheets that no backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Their entries in the log, and with them all that is known of them but their numbers.
    Entries,
    /// What was written on them; the log still knows that they were finished.
    Content,
}

/// The same with a bad page that takes some of the later sheets; the serials, the first of which the backup holds, and those of
/// the sheets that are lost.
///
/// # Errors
/// What the office refuses.
pub fn with_lost_sheets(home: &Path, taken: Taken) -> Result<(Vec<String>, Vec<String>), OfficeError> {
    let (first, later) = visits(home, "备份之前的回访", 8)?;
    let mut gone = Vec::new();
    spoil(home, |n, named| {
        if named.contains(&first) || !later.iter().any(|serial| named.contains(serial)) {
            return Ok(false);
        }
        // What a page holds is known by what a restore misses; it is tried on a copy.
        let other = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        for part in ["cabinet", "high-water"] {
            copy(&home.join(part), &other.path().join(part));
        }
        let backup = Department::at(home, n).house.backups_in(None)?.remove(0).folder;
        let secret = Secret::passphrase(PASSPHRASE);
        let (office, restored) =
            Department::at(other.path(), n + 500).house.restore(Path::new(&backup), &secret, &|_, _| true)?;
        let shown = office.restored(&restored)?;
        let (lost, kept) = match taken {
            Taken::Entries => (shown.numbers_missing, shown.lost.len() < later.len()),
            Taken::Content => (shown.lost, shown.numbers_missing.is_empty()),
        };
        gone = later.iter().filter(|serial| lost.contains(serial)).cloned().collect();
        Ok(kept && !gone.is_empty())
    })?;
    Ok((std::iter::once(first).chain(later).collect(), gone))
}

fn copy(from: &Path, to: &Path) {
    let done = std::fs::create_dir_all(to).and_then(|()| {
        std::fs::read_dir(from)?.try_for_each(|file| {
            let file = file?;
            std::fs::copy(file.path(), to.join(file.file_name())).map(drop)
        })
    });
    done.unwrap_or_else(|error| panic!("{}: {error}", from.display()));
}

/// A finished visit, a backup, and finished visits after it; their serials.
fn visits(home: &Path, before: &str, after: usize) -> Result<(String, Vec<String>), OfficeError> {
    let office = Department::with_clock(home, Clock::system()).first_run()?;
    let customer = customer(&office, "赵六")?;
    let visit = |findings: &str| -> Result<String, OfficeError> {
        let draft = visit_draft(&office, &customer, "电梯困人")?;
        let mut answers = draft.answers;
        answers.fields.insert("findings".to_owned(), text(findings));
        office.save_draft(&draft.id, answers)?;
        Ok(office.finish(&draft.id, &visited())?.serial)
    };
    let first = visit(before)?;
    office.back_up_today(false, &|_, _| true)?;
    let later = (0..after).map(|_| visit("备份之后的回访")).collect::<Result<_, _>>()?;
    Ok((first, later))
}

/// Flips a bit of a page with which the cabinet still opens and shows 今日, one that `fits` by the serials that the doctor
/// names (and by a number that no page has twice, for clocks).
fn spoil(home: &Path, mut fits: impl FnMut(u64, &[String]) -> Result<bool, OfficeError>) -> Result<(), OfficeError> {
    let file = home.join("cabinet").join("cabinet.db");
    let whole = std::fs::read(&file).unwrap_or_else(|error| panic!("{error}"));
    for (n, page) in (50..).zip((2..whole.len() / 4096).rev()) {
        let mut bytes = whole.clone();
        bytes.iter_mut().skip(page * 4096 + 99).take(1).for_each(|byte| *byte ^= 4);
        std::fs::write(&file, bytes).unwrap_or_else(|error| panic!("{error}"));
        let Ok(office) = Department::at(home, n).open() else { continue };
        let named: Vec<String> = office.examine(&|_, _| true)?.problems.into_iter().map(|p| p.serial).collect();
        let shown = office.desk().is_ok() && office.today().is_ok();
        drop(office);
        if shown && fits(n, &named)? {
            return Ok(());
        }
    }
    panic!("some page fits")
}
