//! The sample department is what it says it is.

use std::collections::BTreeMap;

use super::*;
use crate::cabinet::Secret;
use crate::form::CaseKind;
use crate::office::api::{CasesAsked, NoticeCode, SheetLine, SheetState};

fn plan(seed: u64) -> DemoPlan {
    DemoPlan { months: 1, seed, until: "2026-03-31".parse().unwrap(), passphrase: None, by: None, practice: false }
}

fn lines(office: &Office) -> Vec<SheetLine> {
    let (mut lines, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = office.search(&SearchQuery::default(), &cursor).unwrap();
        lines.extend(page.lines);
        if page.next.is_empty() {
            return lines;
        }
        cursor = page.next;
    }
}

#[test]
fn a_month_holds_every_kind_of_work_and_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let (cabinet, high_water) = (folder.path().join("cabinet"), folder.path().join("high-water"));
    let report = make(&cabinet, &high_water, &plan(1), &|_, _| true).unwrap();
    let clock = Arc::new(Clock::seeded(9, at("2026-03-31".parse().unwrap(), "12:30")));
    let office = Office::open(&cabinet, &high_water, clock, &Secret::passphrase(&report.passphrase)).unwrap();
    assert_eq!(office.cabinet().warnings(), [], "a fresh cabinet has nothing to warn of");
    let lines = lines(&office);
    assert_eq!(u32::try_from(lines.len()).unwrap(), report.sheets, "the report counts what the list shows");
    let mut states: BTreeMap<SheetState, usize> = BTreeMap::new();
    for line in &lines {
        *states.entry(line.state).or_default() += 1;
    }
    for state in [
        SheetState::Draft,
        SheetState::Open,
        SheetState::AwaitCustomer,
        SheetState::AwaitReview,
        SheetState::Resign,
        SheetState::Signed,
        SheetState::SignedPaper,
        SheetState::ClosedUnsigned,
        SheetState::Void,
    ] {
        assert!(states.contains_key(&state), "no sheet is {state:?}: {states:?}");
    }
    let label = |name: &str| ["受检人", "未见到", "之子", "之家属"].iter().any(|word| name.contains(word));
    for line in lines.iter().filter(|l| !l.serial.is_empty()) {
        let view = office.sheet(&line.sheet).unwrap();
        let nobody: Vec<_> = view.seals.iter().filter(|s| label(&s.signer)).map(|s| s.signer.clone()).collect();
        assert!(nobody.is_empty(), "{} is signed by people, each with a name: {nobody:?}", line.serial);
    }
    let verified = office.verify(None, &|_, _| true).unwrap();
    let damage: Vec<_> = verified.problems.iter().filter(|p| p.code.code() != "scope-changed").collect();
    assert!(damage.is_empty(), "nothing was damaged: {damage:?}");
}

/// Opens a department that was made, at half past twelve of its last day.
fn opened(folder: &tempfile::TempDir, plan: &DemoPlan) -> Office {
    let (cabinet, high_water) = (folder.path().join("cabinet"), folder.path().join("high-water"));
    let report = make(&cabinet, &high_water, plan, &|_, _| true).unwrap();
    let clock = Arc::new(Clock::seeded(9, at(plan.until, "12:30")));
    Office::open(&cabinet, &high_water, clock, &Secret::passphrase(&report.passphrase)).unwrap()
}

fn cases(office: &Office, open: bool, kind: CaseKind) -> Vec<crate::office::api::CaseLine> {
    let asked = CasesAsked { open: Some(open), kind: Some(kind), ..CasesAsked::default() };
    office.cases(&asked, "").unwrap().lines
}

#[test]
fn every_kind_of_case_stands_there_and_each_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let office = opened(&folder, &plan(1));
    let closed = cases(&office, false, CaseKind::Complaint);
    let graded = |grade: &str| closed.iter().filter(|c| c.grade == grade && c.state == "closed").count();
    assert!(graded("一般") >= 2 && graded("重大") == 1, "complaints that were closed, a major one by two: {closed:?}");
    for case in &closed {
        let view = office.case(&case.sheet).unwrap();
        assert!(view.related.iter().any(|sheet| sheet.signed), "{} has its signed revisit beside it", case.serial);
        assert!(view.clocks.iter().all(|clock| !clock.ended.is_empty() && !clock.late), "{} was in time", case.serial);
    }
    let open = cases(&office, true, CaseKind::Complaint);
    let waiting = |state: &str| open.iter().filter(|c| c.state == state).collect::<Vec<_>>();
    let late =
        waiting("rectify").into_iter().filter(|c| c.round == 1 && c.clock.as_ref().is_some_and(|clock| clock.late)).count();
    assert_eq!(late, 1, "one is overdue and still open: {open:?}");
    assert_eq!(waiting("receive").len(), 1, "one waits for its receipt: {open:?}");
    assert_eq!(open.iter().filter(|c| c.round == 2).count(), 1, "one is in its second round: {open:?}");
    assert_eq!(waiting("revisit").len(), 2, "two were rechecked and wait for their revisit: {open:?}");
    let week = at("2026-04-07".parse().unwrap(), "00:00").date();
    let buildings: std::collections::BTreeSet<String> =
        office.route(week).unwrap().into_iter().map(|stop| stop.building).collect();
    assert!(buildings.len() >= 2, "the way of the coming week leads to different buildings: {buildings:?}");
    let opinions = cases(&office, true, CaseKind::Opinion);
    assert_eq!(
        opinions.first().map(|c| c.state.as_str()),
        Some("rectify"),
        "an opinion of a survey is being put right: {opinions:?}"
    );
    let service = cases(&office, false, CaseKind::Service);
    let papers: Vec<String> = office.case(&service[0].sheet).unwrap().related.into_iter().map(|sheet| sheet.form).collect();
    assert_eq!(papers, ["payment", "revisit"], "a service with its bill and its telephone revisit");
    assert_eq!(cases(&office, false, CaseKind::Consultation).len(), 1, "a question that was answered");
}

#[test]
fn cases_go_their_way_whatever_day_the_month_ends_on() {
    // Long holidays, a year whose notice is not known, a month that ends on a day off.
    for (seed, until) in [(2, "2026-02-26"), (3, "2026-10-12"), (4, "2027-01-05"), (5, "2026-05-03")] {
        let folder = tempfile::tempdir().unwrap();
        let office = opened(&folder, &DemoPlan { until: until.parse().unwrap(), ..plan(seed) });
        let open = cases(&office, true, CaseKind::Complaint);
        assert!(open.iter().any(|c| c.round == 2) && open.iter().any(|c| c.state == "receive"), "up to {until}: {open:?}");
        assert!(!cases(&office, false, CaseKind::Complaint).is_empty(), "and some are closed up to {until}");
    }
}

#[test]
fn a_folder_with_anything_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("note.txt"), "mine").unwrap();
    let error = make(folder.path(), &folder.path().join("hw"), &plan(1), &|_, _| true).unwrap_err();
    assert_eq!(error.code(), "cabinet-exists", "nothing is overwritten");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn a_stopped_demo_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let error = make(&folder.path().join("c"), &folder.path().join("hw"), &plan(1), &|done, _| done < 3).unwrap_err();
    assert_eq!(error.code(), "cancelled", "the caller stopped it");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.is_empty(), "no folder, no mark of how far the log had come: {left:?}");
    let deep = folder.path().join("not/there/yet");
    make(&deep, &folder.path().join("hw"), &plan(1), &|done, _| done < 3).unwrap_err();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nor the folders above it");
}

#[test]
fn an_empty_folder_stays_when_a_demo_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("mine");
    std::fs::create_dir(&own).unwrap();
    make(&own, &folder.path().join("hw"), &plan(1), &|done, _| done < 3).unwrap_err();
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["mine"], "what was there before stands, and nothing else");
}

#[test]
fn what_a_killed_demo_left_is_cleared_by_the_next_one_unless_it_is_still_at_work() {
    let folder = tempfile::tempdir().unwrap();
    let cabinet = folder.path().join("c");
    let left = folder.path().join("c.making-01a22aaa-a50d-7723-9eac-c5e49708ffed");
    let mine = [folder.path().join("c.making-of-my-film"), folder.path().join(".c.making")];
    mine.iter().for_each(|folder| std::fs::create_dir(folder).unwrap());
    std::fs::create_dir_all(left.join("cabinet")).unwrap();
    std::fs::write(left.join("cabinet/cabinet.db"), "half").unwrap();
    let lock = std::fs::File::create(left.join("making.lock")).unwrap();
    lock.lock().unwrap();
    make(&cabinet, &folder.path().join("hw"), &plan(1), &|done, _| done < 3).unwrap_err();
    assert!(left.join("cabinet/cabinet.db").exists(), "what is being made is left alone");
    drop(lock);
    make(&cabinet, &folder.path().join("hw"), &plan(1), &|done, _| done < 3).unwrap_err();
    assert!(!left.exists(), "the left-over is gone");
    assert!(mine.iter().all(|folder| folder.is_dir()), "and what only looks like one is not");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), mine.len(), "nothing else is left");
}

#[test]
fn the_same_plan_prints_the_same_bytes() {
    let print = || {
        let folder = tempfile::tempdir().unwrap();
        let (cabinet, high_water) = (folder.path().join("cabinet"), folder.path().join("high-water"));
        let report = make(&cabinet, &high_water, &plan(3), &|_, _| true).unwrap();
        let clock = Arc::new(Clock::seeded(9, at("2026-03-31".parse().unwrap(), "12:30")));
        let office = Office::open(&cabinet, &high_water, clock, &Secret::passphrase(&report.passphrase)).unwrap();
        let all: Vec<String> = lines(&office).into_iter().filter(|l| !l.serial.is_empty()).map(|l| l.sheet).take(8).collect();
        let pdf = office.export(&all, super::super::Wanted::Pdf, &|_, _| true).unwrap();
        (lines(&office), pdf)
    };
    let (first, again) = (print(), print());
    assert_eq!(first.0, again.0, "ids, serials and states are a value of the plan");
    assert!(first.1 == again.1, "the same plan, print time and exporter give the same PDF");
}

#[test]
fn each_month_of_the_span_has_one_monthly_sheet_of_its_own() {
    for until in ["2025-10-09", "2026-01-02", "2026-03-01", "2026-03-31", "2026-05-02", "2026-11-24"] {
        let plan = DemoPlan { months: 6, until: until.parse().unwrap(), ..plan(1) };
        let days = checks::month_days(&Span::of(&plan), 6);
        let months: std::collections::BTreeSet<String> = days.iter().map(|d| d.format("%Y-%m").to_string()).collect();
        assert_eq!((days.len(), months.len()), (6, 6), "up to {until}: {days:?}");
    }
}

#[test]
fn a_practice_uses_no_number_of_the_departments_and_every_paper_of_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (cabinet, high_water) = (folder.path().join("practice"), folder.path().join("practice-high-water"));
    let clock = || Arc::new(Clock::seeded(9, at("2026-04-01".parse().unwrap(), "12:30")));
    let office = practise(&cabinet, &high_water, clock(), &|_, _| true).unwrap();
    assert!(office.is_practice() && office.desk().unwrap().practice, "the window knows it and puts its band up");
    let serials: Vec<String> = lines(&office).into_iter().map(|line| line.serial).filter(|serial| !serial.is_empty()).collect();
    assert!(serials.len() > 40, "a month of work to look at: {}", serials.len());
    assert!(serials.iter().all(|serial| serial.starts_with("练习-")), "nothing that a department's number could be taken for");
    assert_eq!(serials.iter().collect::<std::collections::BTreeSet<_>>().len(), serials.len(), "and each only once");
    let sheet = lines(&office).into_iter().find(|line| !line.serial.is_empty()).unwrap();
    let grid = office.grid(crate::office::Target::Sheet(&sheet.sheet), crate::paper::mask::Mask::NONE, Vec::new()).unwrap();
    assert!(grid.watermark.unwrap().starts_with("练习"), "it stands across every page");
    assert!(office.print_blanks("inspection-daily", 1).is_ok(), "blanks can be tried too");
    let problems = office.verify(None, &|_, _| true).unwrap().problems;
    let told = |problem: &crate::office::api::VerifyProblem| problem.code == crate::office::api::FindingCode::ScopeChanged;
    assert!(problems.iter().all(told), "its log is sound but for the signatures that the sample itself has 待重签: {problems:?}");
    let kept = office.back_up(&folder.path().join("stick"), &|_, _| true).unwrap_err();
    assert_eq!(kept.code(), "practice", "nothing of it is kept");
    drop(office);
    let again = practise(&cabinet, &high_water, clock(), &|done, _| done < 3).unwrap_err();
    assert_eq!(again.code(), "cancelled", "the next one can be stopped while it is made");
    let left = std::fs::read_dir(&cabinet).map(Iterator::count).unwrap_or_default();
    assert_eq!(left, 0, "and leaves nothing");
}

#[test]
fn a_department_made_in_the_morning_has_nothing_of_the_afternoon() {
    for (seed, time) in [(7, "08:40"), (1, "11:50")] {
        let folder = tempfile::tempdir().unwrap();
        let (cabinet, high_water) = (folder.path().join("cabinet"), folder.path().join("high-water"));
        let now = at("2026-03-31".parse().unwrap(), time);
        let plan = DemoPlan { by: Some(now), ..plan(seed) };
        let report = make(&cabinet, &high_water, &plan, &|_, _| true).unwrap();
        let clock = Arc::new(Clock::seeded(9, now));
        let office = Office::open(&cabinet, &high_water, clock, &Secret::passphrase(&report.passphrase)).unwrap();
        let last = office.cabinet().read(|reader| reader.newest_entries(1)).unwrap()[0].head.wall_ms;
        assert!(last <= now.wall_ms(), "at {time} the last entry lies {} min ahead", (last - now.wall_ms()) / 60_000);
        assert_eq!(office.desk().unwrap().notices.iter().filter(|n| n.code == NoticeCode::ClockSuspect).count(), 0, "{time}");
        assert!(report.sheets > 40, "the days before are all there: {}", report.sheets);
    }
}

#[test]
fn the_second_site_is_walked_from_the_day_it_was_taken_over() {
    use crate::office::api::DutyState;
    let folder = tempfile::tempdir().unwrap();
    let office = opened(&folder, &plan(1));
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let slots = office.duties(day("2026-03-02"), day("2026-03-31")).unwrap();
    let there = |state: DutyState| {
        let all = slots
            .iter()
            .filter(|slot| slot.site_name == "示例广场二期" && slot.form == "inspection-daily" && slot.state == state);
        all.map(|slot| slot.date.clone()).collect::<Vec<_>>()
    };
    assert!(there(DutyState::Rest).contains(&"2026-03-23".to_owned()), "nothing was owed before");
    assert_eq!(there(DutyState::Missed), ["2026-03-26"], "one afternoon of the first week was not walked");
    assert_eq!(there(DutyState::Done).len(), 10, "the others were, up to the last morning: {:?}", there(DutyState::Done));
    let sheet = lines(&office)
        .into_iter()
        .find(|line| line.state == SheetState::Signed && line.date == "2026-03-25" && line.form == "inspection-daily");
    assert!(sheet.is_some(), "and their sheets are reviewed");
    assert_eq!(office.desk().unwrap().site.text, "示例广场一期", "the desk stands at the first site");
}
