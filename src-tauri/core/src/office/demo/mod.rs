//! The sample department: months of believable work, done through the same use cases as everyone's, with a clock that walks
//! through the days. The same plan gives the same bytes.

mod aside;
mod checks;
mod data;
mod dice;
mod hand;
mod ink;
mod picture;
mod stories;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Days, Months, NaiveDate, NaiveTime};

use super::api::{FirstRun, FirstRunArea, FirstRunPerson, RegisterInput, SearchQuery};
use super::error::{OfficeError, Result};
use super::{House, Office};
use crate::cabinet::{CabinetError, Cost};
use crate::clock::{Clock, Stamp};
use crate::deadline::Calendar;
use data::{Data, Department};
use dice::Dice;
use hand::Hand;

/// What sample department is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPlan {
    /// Months of work that end on `until`; at least 1, at most 60.
    pub months: u32,
    /// Chooses among equals: who walked, what failed, who was at home.
    pub seed: u64,
    /// The last day. Its morning has been worked, its afternoon has not.
    pub until: NaiveDate,
    /// The passphrase; the sample one when absent.
    pub passphrase: Option<String>,
    /// Nothing is written later than this: the last day is not over where it is made. None for a day of the past.
    pub by: Option<Stamp>,
    /// For 练习: no number is drawn that could be taken for one of a department's, and every paper says 练习.
    pub practice: bool,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoReport {
    /// Folder of the cabinet.
    pub cabinet: PathBuf,
    /// What opens it.
    pub passphrase: String,
    /// Its recovery code.
    pub recovery: String,
    /// Sheets and drafts in the list.
    pub sheets: u32,
    /// Drafts among them.
    pub drafts: u32,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
}

/// China stands eight hours ahead of UTC all year.
const OFFSET_MIN: i32 = 480;
/// No act of the demo takes longer, in minutes.
const LONGEST_ACT_MIN: i64 = 60;

/// Makes the sample department in `folder`, which must be empty or not there. `progress` is told the acts done and to do;
/// `false` stops. It is made beside the folder and takes its place at the end: what fails, is stopped or killed leaves the
/// folder as it was.
///
/// # Errors
/// `cabinet-exists` for a folder with anything in it, `cancelled`, or why
/// an act was refused.
pub fn make(folder: &Path, high_water: &Path, plan: &DemoPlan, progress: &dyn Fn(u64, u64) -> bool) -> Result<DemoReport> {
    let making = aside::begin(folder)?;
    let (cabinet, marks) = (making.path().join("cabinet"), making.path().join("high-water"));
    let made = play(&cabinet, &marks, plan, progress)?;
    aside::settle(making, &cabinet, &marks, high_water)?;
    Ok(DemoReport { cabinet: folder.to_owned(), ..made })
}

fn play(folder: &Path, high_water: &Path, plan: &DemoPlan, progress: &dyn Fn(u64, u64) -> bool) -> Result<DemoReport> {
    let data = Data::shipped()?;
    let span = Span::of(plan);
    let seed = plan.seed.wrapping_mul(0x0100_0000_01b3) ^ u64::from(plan.months) << 40 ^ u64::from(span.until_number());
    let clock = Arc::new(Clock::seeded(seed, span.opening()));
    let house = House::new(folder, high_water, clock.clone(), Cost::LIGHT);
    let house = if plan.practice { house.for_practice() } else { house };
    let passphrase = plan.passphrase.clone().unwrap_or_else(|| data.department.passphrase.clone());
    let code = house.begin_first_run(&first_run(&house, &data.department), &passphrase)?;
    let recovery = code.groups.join("-");
    let office = house.finish_first_run(&recovery)?;
    enter_registers(&office, &data.department)?;

    let hand = Hand::new(&office, clock, Dice::new(plan.seed, "acts"));
    let plans = Dice::new(plan.seed, "plans");
    let mut checks = checks::Checks::plan(&data, &span);
    let mut stories = stories::Stories::plan(&data, &span, &plans)?;
    let mut agenda: Vec<(Stamp, Turn)> = Vec::new();
    agenda.extend(checks.turns().map(|(at, n)| (at, Turn::Check(n))));
    let taken_over = &data.department.taken_over;
    agenda.extend(span.last_days(taken_over.days).first().map(|day| (at(*day, "07:45"), Turn::TakeOver)));
    agenda.extend(stories.turns().map(|(at, n)| (at, Turn::Story(n))));
    let last = plan.by.map_or(i64::MAX, |by| shifted(by, -LONGEST_ACT_MIN).wall_ms()).min(span.closing().wall_ms());
    agenda.retain(|(at, _)| at.wall_ms() <= last);
    agenda.sort_by_key(|(at, turn)| (at.wall_ms(), *turn));
    let all = u64::try_from(agenda.len()).unwrap_or(u64::MAX);
    for (done, (at, turn)) in (0..).zip(agenda) {
        if !progress(done, all) {
            return Err(CabinetError::Cancelled.into());
        }
        hand.at(at);
        match turn {
            Turn::TakeOver => enter_site(&office, &taken_over.site)?,
            Turn::Check(n) => checks.act(&hand, n)?,
            Turn::Story(n) => stories.act(&hand, n)?,
        }
    }
    progress(all, all);
    let (sheets, drafts) = count(&office)?;
    Ok(DemoReport { cabinet: folder.to_owned(), passphrase, recovery, sheets, drafts, from: span.from, until: span.until })
}

/// What is next on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// A second site comes to the department.
    TakeOver,
    Check(usize),
    Story(usize),
}

/// The days of the demo.
pub(super) struct Span {
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// Each month with its working days.
    pub months: Vec<Vec<NaiveDate>>,
    calendar: Calendar,
}

impl Span {
    fn of(plan: &DemoPlan) -> Self {
        let calendar = Calendar::shipped().unwrap_or_default();
        let back = |n: u32| plan.until.checked_sub_months(Months::new(n)).unwrap_or(plan.until);
        let after = |day: NaiveDate| day.checked_add_days(Days::new(1)).unwrap_or(day);
        let count = plan.months.clamp(1, 60);
        let month = |n: u32| {
            let days = after(back(n)).iter_days().take_while(|d| *d <= back(n - 1));
            days.filter(|d| calendar.day(*d).working).collect::<Vec<_>>()
        };
        let months = (1..=count).rev().map(month).collect();
        Self { from: after(back(count)), until: plan.until, months, calendar }
    }

    /// Half past seven on the first day: the office is furnished.
    fn opening(&self) -> Stamp {
        at(self.from, "07:30")
    }

    /// When the demo stops: noon of the last day.
    fn closing(&self) -> Stamp {
        at(self.until, "12:00")
    }

    fn until_number(&self) -> u32 {
        u32::try_from(chrono::Datelike::num_days_from_ce(&self.until)).unwrap_or(0)
    }

    /// The last working days of the span.
    pub fn last_days(&self, count: usize) -> Vec<NaiveDate> {
        let days: Vec<NaiveDate> = self.months.iter().flatten().copied().collect();
        days.into_iter().rev().take(count).rev().collect()
    }

    /// The `n`-th working day after `day`, 0 for the day itself.
    pub fn later(&self, day: NaiveDate, n: usize) -> NaiveDate {
        (0..n).fold(day, |d, _| self.calendar.next_working_day(d).unwrap_or(d))
    }

    /// The `n`-th working day before `day`.
    pub fn earlier(&self, day: NaiveDate, n: usize) -> NaiveDate {
        let before = day.pred_opt().unwrap_or(day);
        let mut days =
            std::iter::successors(Some(before), NaiveDate::pred_opt).take(60).filter(|d| self.calendar.day(*d).working);
        days.nth(n.saturating_sub(1)).unwrap_or(before)
    }
}

/// A moment of a day, `09:05`.
fn at(day: NaiveDate, time: &str) -> Stamp {
    let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap_or_default();
    Stamp::from_local(day, time, OFFSET_MIN)
}

/// A moment some minutes later, or earlier.
fn shifted(at: Stamp, minutes: i64) -> Stamp {
    Stamp::new(at.wall_ms() + minutes * 60_000, at.offset_min())
}

fn first_run(house: &House, department: &Department) -> FirstRun {
    let proposed = house.door().first_run.unwrap_or_default();
    let areas = proposed.areas.into_iter().map(|a| FirstRunArea { chosen: true, ..a }).collect();
    let person = |(name, post): &(String, String)| FirstRunPerson { name: name.clone(), post: post.clone() };
    FirstRun {
        organisation: department.organisation.clone(),
        department: department.department.clone(),
        sites: department.sites.clone(),
        areas,
        people: department.people.iter().map(person).collect(),
        manager: department.manager.clone(),
    }
}

fn enter_site(office: &Office, name: &str) -> Result<()> {
    let input = RegisterInput { register: "site".to_owned(), name: name.to_owned(), ..RegisterInput::default() };
    office.save_entry(&input).map(drop)
}

fn enter_registers(office: &Office, department: &Department) -> Result<()> {
    for register in &department.registers {
        for row in &register.rows {
            let Some((name, facts)) = row.split_first() else { continue };
            let facts = register.facts.iter().cloned().zip(facts.iter().cloned()).collect();
            office.save_entry(&RegisterInput { id: String::new(), register: register.id.clone(), name: name.clone(), facts })?;
        }
    }
    Ok(())
}

fn count(office: &Office) -> Result<(u32, u32)> {
    let (mut sheets, mut drafts, mut cursor) = (0, 0, String::new());
    loop {
        let page = office.search(&SearchQuery::default(), &cursor)?;
        for line in &page.lines {
            sheets += 1;
            drafts += u32::from(line.serial.is_empty());
        }
        if page.next.is_empty() {
            return Ok((sheets, drafts));
        }
        cursor = page.next;
    }
}

/// Makes one month of the sample department up to the day before today, and opens it: 练习. What an earlier practice left
/// behind is made anew. `progress` is told the acts done and to do; `false` stops, and nothing is left.
///
/// # Errors
/// As [`make`].
pub fn practise(folder: &Path, high_water: &Path, clock: Arc<Clock>, progress: &dyn Fn(u64, u64) -> bool) -> Result<Office> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|e| OfficeError::File(e.to_string()))?;
    }
    let yesterday = clock.now().date().pred_opt().unwrap_or_default();
    let plan = DemoPlan { months: 1, seed: 1, until: yesterday, passphrase: None, by: None, practice: true };
    let made = make(folder, high_water, &plan, progress)?;
    let secret = crate::cabinet::Secret::passphrase(&made.passphrase);
    Office::open(folder, high_water, clock, &secret)
}
