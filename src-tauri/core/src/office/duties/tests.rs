//! Slots through their days: open, missed, explained, filled late; plans, months, meetings.

use chrono::{NaiveDate, NaiveTime};

use crate::clock::Stamp;
use crate::deadline::{DutyPlan, MeetingPlan, OutletTarget, RoundDays};
use crate::form::Mark;
use crate::office::Office;
use crate::office::api::{DutySlot, DutyState, Finish, MeetingOutcome, MeetingState, MissedCause, RegisterInput};
use crate::office::error::Result;
use crate::office::tests::{Department, text};
use crate::sheet::{Answers, Value};

const DAILY: &str = "inspection-daily";
const OUTLETS: &str = "inspection-outlets";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(d: &Department, moment: &str) {
    d.clock.set(Stamp::parse(&format!("{moment}+08:00")).unwrap());
}

fn code<T>(result: Result<T>) -> &'static str {
    result.map(drop).unwrap_err().code()
}

/// The slot of a day and stage at the site in use.
fn slot(office: &Office, date: &str, stage: &str) -> DutySlot {
    let site = office.desk().unwrap().site.id;
    let found = office.duties(day(date), day(date)).unwrap();
    found.into_iter().find(|s| s.stage == stage && s.site == site).unwrap()
}

fn state(office: &Office, date: &str, stage: &str) -> DutyState {
    slot(office, date, stage).state
}

fn marks(a: &mut Answers, list: &str, columns: &[&str], rows: usize) {
    for row in a.rows.get_mut(list).unwrap().iter_mut().take(rows) {
        for column in columns {
            row.cells.insert((*column).into(), Value::Check { mark: Mark::Pass });
        }
    }
}

/// A round of a day, walked and keyed in, with a reason where it is late.
fn walk(d: &Department, date: &str, stage: &str, late: &str) -> Result<String> {
    let draft = d.office.begin_on(DAILY, day(date)).unwrap();
    let hour = if stage == "am" { "09" } else { "15" };
    let draft = d.save(&draft, |a| {
        a.fields.insert(format!("{stage}_person"), d.person("李四"));
        a.fields.insert(format!("{stage}_from"), text(&format!("{date}T{hour}:05+08:00")));
        a.fields.insert(format!("{stage}_to"), text(&format!("{date}T{hour}:55+08:00")));
        a.fields.insert(format!("{stage}_method"), text("全查"));
        marks(a, "check", &[stage], 99);
    });
    let finish = Finish { stage: stage.into(), late_reason: late.into(), ..Finish::default() };
    Ok(d.office.finish(&draft.id, &finish)?.sheet)
}

fn explain(office: &Office, date: &str, stage: &str) -> Result<DutySlot> {
    let site = office.desk().unwrap().site.id;
    office.explain_missed(DAILY, &site, day(date), stage, MissedCause::Power, "全楼停电")
}

#[test]
fn a_slot_is_open_until_its_cut_off_then_missed_then_explained_then_filled_late() {
    let d = Department::new();
    let o = &d.office;
    assert_eq!(state(o, "2026-02-24", "am"), DutyState::Open, "09:00, nothing begun");
    assert_eq!(code(explain(o, "2026-02-24", "am")), "duty-not-missed", "an open slot needs no word");
    let draft = o.begin_sheet(DAILY).unwrap();
    d.save(&draft, |a| marks(a, "check", &["am"], 3));
    assert_eq!(state(o, "2026-02-24", "am"), DutyState::Begun, "a draft");
    o.discard_draft(&draft.id).unwrap();
    at(&d, "2026-02-25T10:00");
    assert_eq!(state(o, "2026-02-24", "am"), DutyState::Open, "10:00 of the next working day is still in time");
    at(&d, "2026-02-25T10:01");
    assert_eq!(state(o, "2026-02-24", "am"), DutyState::Missed, "a minute later it is 漏检");
    let today = o.today().unwrap();
    let missed: Vec<_> = today.missed.iter().map(|s| (s.date.as_str(), s.stage.as_str())).collect();
    assert_eq!(missed, [("2026-02-24", "pm"), ("2026-02-24", "am")], "今日 names both, the latest first");
    let said = explain(o, "2026-02-24", "am").unwrap();
    assert_eq!(said.state, DutyState::Missed, "an explanation excuses nothing");
    let explained = said.explained.unwrap();
    assert_eq!((explained.by.as_str(), explained.at.as_str()), ("张三", "2026-02-25T10:01+08:00"), "who and when");
    assert_eq!(o.today().unwrap().missed.len(), 1, "what is explained leaves 今日");
    assert_eq!(state(o, "2026-02-24", "am"), DutyState::Missed, "and stays in the calendar");
    assert_eq!(walk(&d, "2026-02-24", "am", "").unwrap_err().code(), "late-reason", "filling it now needs a reason");
    walk(&d, "2026-02-24", "am", "来电后补录").unwrap();
    let filled = slot(o, "2026-02-24", "am");
    assert_eq!((filled.state, filled.late.as_str()), (DutyState::Late, "来电后补录"), "补录, with its reason");
    assert_eq!(filled.entered, "2026-02-25T10:01+08:00", "the true time of the entry");
    assert_eq!(filled.explained.unwrap().words, "全楼停电", "what was said before is kept");
    assert_eq!(code(explain(o, "2026-02-24", "am")), "duty-not-missed", "it is no 漏检 any more");
    assert_eq!(state(o, "2026-02-24", "pm"), DutyState::Missed, "the afternoon is another slot");
    let before = o.cabinet().dump_projections().unwrap();
    o.rebuild(&|_, _| true).unwrap();
    assert_eq!(o.cabinet().dump_projections().unwrap(), before, "the log alone tells all of it");
    assert_eq!(slot(o, "2026-02-24", "am").state, DutyState::Late, "after a rebuild too");
}

#[test]
fn a_sheet_of_a_past_day_says_that_day_and_no_time_of_now() {
    let d = Department::new();
    at(&d, "2026-02-26T11:00");
    let draft = d.office.begin_on(DAILY, day("2026-02-25")).unwrap();
    assert_eq!(draft.answers.fields["date"], text("2026-02-25"), "the day of the round");
    assert!(!draft.answers.fields.contains_key("am_from"), "nobody began it now");
    let draft = d.save(&draft, |a| marks(a, "check", &["pm"], 1));
    assert!(!draft.answers.fields.contains_key("pm_from"), "nor the afternoon");
    let again = d.office.begin_on(DAILY, day("2026-02-25")).unwrap();
    assert_eq!(again.id, draft.id, "the day has one sheet");
    assert_eq!(code(d.office.begin_on(DAILY, day("2026-02-27"))), "duty-not-yet", "tomorrow is not walked today");
    assert_eq!(code(d.office.begin_on("revisit", day("2026-02-25"))), "not-found", "a revisit is no duty of the calendar");
}

#[test]
fn rest_days_owe_nothing_and_make_up_days_do() {
    let d = Department::new();
    at(&d, "2026-03-04T11:00");
    for (date, wanted) in [
        ("2026-02-23", DutyState::Rest),
        ("2026-02-27", DutyState::Missed),
        ("2026-02-28", DutyState::Missed),
        ("2026-03-01", DutyState::Rest),
        ("2026-03-02", DutyState::Missed),
        ("2026-03-04", DutyState::Open),
        ("2026-03-07", DutyState::Rest),
    ] {
        assert_eq!(state(&d.office, date, "pm"), wanted, "{date}: before the start, a working day, 补班, Sunday, to come");
    }
    walk(&d, "2026-03-01", "am", "周日加查").unwrap();
    assert_eq!(state(&d.office, "2026-03-01", "am"), DutyState::Late, "what was done beyond what is owed counts");
    assert_eq!(state(&d.office, "2026-03-01", "pm"), DutyState::Rest, "and makes nothing owed");
}

#[test]
fn a_void_sheet_is_no_round_and_a_changed_date_hides_no_late_entry() {
    let d = Department::new();
    at(&d, "2026-02-24T10:00");
    let sheet = walk(&d, "2026-02-24", "am", "").unwrap();
    assert_eq!(state(&d.office, "2026-02-24", "am"), DutyState::Done, "in time");
    at(&d, "2026-02-27T12:00");
    let today = walk(&d, "2026-02-27", "am", "").unwrap();
    let draft = d.office.edit_sheet(&today).unwrap();
    let draft = d.save(&draft, |a| {
        for (field, said) in [("date", "2026-02-25"), ("am_from", "2026-02-25T09:05+08:00"), ("am_to", "2026-02-25T09:55+08:00")]
        {
            a.fields.insert(field.into(), text(said));
        }
    });
    d.office.finish(&draft.id, &Finish { change_reason: "日期写错".into(), ..Finish::default() }).unwrap();
    assert_eq!(state(&d.office, "2026-02-25", "am"), DutyState::Late, "keyed in on the 27th, whatever its date says");
    d.office.void_sheet(&sheet, "填错").unwrap();
    assert_eq!(state(&d.office, "2026-02-24", "am"), DutyState::Missed, "作废 is no round");
}

#[test]
fn a_change_of_plan_neither_owes_nor_excuses_a_past_day() {
    let d = Department::new();
    let o = &d.office;
    at(&d, "2026-03-04T12:00");
    let plan = DutyPlan { rounds: RoundDays::Never, ..DutyPlan::usual(day("2026-03-03")) };
    assert_eq!(code(o.change_duty_plan(&plan, "装修")), "duty-plan-past", "yesterday is owed");
    let plan = DutyPlan { from: day("2026-03-05"), ..plan };
    assert_eq!(code(o.change_duty_plan(&plan, " ")), "missing", "why?");
    let lines = o.try_duty_plan(&plan).unwrap();
    assert!(lines[0].zh.contains("3月5日起") && lines[0].zh.contains("暂不"), "it is said before it is done: {lines:?}");
    o.change_duty_plan(&plan, "大堂装修").unwrap();
    assert_eq!(state(o, "2026-03-03", "am"), DutyState::Missed, "what was missed stays missed");
    assert_eq!(state(o, "2026-03-05", "am"), DutyState::Rest, "the new plan owes nothing");
    let again = DutyPlan { rounds: RoundDays::Every, ..DutyPlan::usual(day("2026-03-07")) };
    let shown = o.change_duty_plan(&again, "恢复").unwrap();
    assert_eq!(shown.plans.len(), 3, "the one that ships, the pause, the new one");
    assert_eq!((shown.plans[1].reason.as_str(), shown.plans[1].by.as_str()), ("大堂装修", "张三"), "each with its reason");
    assert!(shown.plans[0].coming && shown.plans[2].now, "what holds today, what is to come");
    assert_eq!(state(o, "2026-03-06", "am"), DutyState::Rest, "Friday rests");
    assert_eq!(state(o, "2026-03-08", "am"), DutyState::Open, "Sunday is owed");
}

#[test]
fn another_site_has_its_own_slots_from_the_day_it_was_entered() {
    let d = Department::new();
    at(&d, "2026-02-26T10:00");
    let site = RegisterInput { register: "site".into(), name: "二期".into(), ..RegisterInput::default() };
    let second = d.office.save_entry(&site).unwrap();
    walk(&d, "2026-02-26", "am", "").unwrap();
    at(&d, "2026-02-27T12:00");
    let all = d.office.duties(day("2026-02-25"), day("2026-02-26")).unwrap();
    let of =
        |name: &str, date: &str| all.iter().find(|s| s.site_name == name && s.date == date && s.stage == "am").unwrap().state;
    assert_eq!(of("一期", "2026-02-26"), DutyState::Done, "walked");
    assert_eq!(of("二期", "2026-02-26"), DutyState::Missed, "not walked there");
    assert_eq!(of("二期", "2026-02-25"), DutyState::Rest, "it was not there yet");
    d.office.use_site(&second.id).unwrap();
    assert!(d.office.today().unwrap().missed.iter().all(|s| s.site == second.id), "今日 speaks of the site in use");
}

fn outlets(d: &Department, n: usize) {
    for i in 0..n {
        let input = RegisterInput { register: "outlet".into(), name: format!("示例店{i}"), ..RegisterInput::default() };
        d.office.save_entry(&input).unwrap();
    }
}

#[test]
fn a_month_without_a_round_of_the_outlets_is_missed_on_the_next_working_day() {
    let d = Department::new();
    let o = &d.office;
    assert_eq!(state(o, "2026-02-28", "inspect"), DutyState::Rest, "no outlets, and the month was not whole");
    outlets(&d, 10);
    at(&d, "2026-03-10T09:00");
    assert_eq!(state(o, "2026-03-31", "inspect"), DutyState::Open, "March is owed");
    let plan = DutyPlan { outlets: OutletTarget::Share { percent: 25 }, ..DutyPlan::usual(day("2026-03-10")) };
    o.change_duty_plan(&plan, "定目标").unwrap();
    let line = |o: &Office| o.today().unwrap().lines.into_iter().find(|l| l.group == "paper");
    assert_eq!(line(o).unwrap().detail, "本月还没有检查\u{3000}目标3户", "a quarter of ten, rounded up");
    let draft = o.begin_sheet(OUTLETS).unwrap();
    assert_eq!(draft.computed["due_outlets"], Value::Number(3), "应查 follows the target");
    let columns = ["order", "stall", "board", "poster", "scrawl", "poultry", "livestock", "pet"];
    let draft = d.save(&draft, |a| marks(a, "check", &columns, 2));
    let begun = line(o).unwrap();
    assert_eq!((begun.detail.as_str(), begun.draft), ("已抽2户\u{3000}目标3户", draft.id.clone()), "and how far it is");
    assert!(o.today().unwrap().lines.iter().all(|l| l.group != "draft"), "one line for one sheet");
    at(&d, "2026-04-01T10:00");
    assert_eq!(state(o, "2026-03-31", "inspect"), DutyState::Begun, "until ten on the first working day of April");
    at(&d, "2026-04-01T10:01");
    assert_eq!(state(o, "2026-03-31", "inspect"), DutyState::Missed, "a draft is no round");
    let missed = o.today().unwrap().missed;
    assert!(
        missed.iter().any(|s| s.stage == "inspect" && s.drawn == Some(2) && s.target == Some(3)),
        "今日 names it: {missed:?}"
    );
    let draft = d.office.begin_on(OUTLETS, day("2026-03-31")).unwrap();
    let draft = d.save(&draft, |a| {
        a.fields.insert("gap_note".into(), text("月底人手不足"));
        for row in a.rows.get_mut("check").unwrap().iter_mut().skip(2) {
            for column in columns {
                row.cells.insert(column.into(), Value::Check { mark: Mark::Undrawn });
            }
        }
    });
    let late = Finish { stage: "inspect".into(), late_reason: "月底忙".into(), ..Finish::default() };
    d.office.finish(&draft.id, &late).unwrap();
    let filled = slot(o, "2026-03-31", "inspect");
    assert_eq!((filled.state, filled.drawn), (DutyState::Late, Some(2)), "补录; 未抽 is not 漏检");
}

#[test]
fn a_meeting_moved_by_a_holiday_is_asked_about_until_somebody_says() {
    let d = Department::new();
    let o = &d.office;
    let time = NaiveTime::from_hms_opt(9, 30, 0).unwrap();
    let plan = DutyPlan { meeting: MeetingPlan::Week { weekday: 0, time }, ..DutyPlan::usual(day("2026-02-24")) };
    o.change_duty_plan(&plan, "每周一例会").unwrap();
    at(&d, "2026-04-07T08:00");
    let now = o.today().unwrap().meetings;
    let monday = now.iter().find(|m| m.regular == "2026-04-06").unwrap();
    assert_eq!((monday.on.as_str(), monday.state), ("2026-04-07", MeetingState::Planned), "清明节 moves it to Tuesday");
    assert!(monday.duty.zh.contains("客户协调主管"), "who should attend");
    assert_eq!(now.iter().filter(|m| m.state == MeetingState::Unrecorded).count(), 4, "and those of March wait for a word");
    let monday = day("2026-04-06");
    let moved = |to: &str| MeetingOutcome::Moved { to: to.into(), reason: "项目经理外出".into() };
    assert_eq!(code(o.record_meeting(day("2026-04-08"), &moved("2026-04-09"))), "not-found", "no meeting that day");
    assert_eq!(code(o.record_meeting(monday, &moved("2026-04-03"))), "duty-not-yet", "not into the past");
    o.record_meeting(monday, &moved("2026-04-09")).unwrap();
    let week = o.meetings(day("2026-04-06"), day("2026-04-12")).unwrap();
    let told: Vec<_> = week.iter().map(|m| (m.on.as_str(), m.state, m.moved_to.as_str())).collect();
    let expected = [("2026-04-07", MeetingState::Moved, "2026-04-09"), ("2026-04-09", MeetingState::Planned, "")];
    assert_eq!(told, expected, "it stands on both days");
    let held = |at: &str| MeetingOutcome::Held { at: format!("{at}+08:00") };
    assert_eq!(code(o.record_meeting(monday, &held("2026-04-09T09:30"))), "duty-not-yet", "not before it was");
    at(&d, "2026-04-10T10:01");
    assert!(o.today().unwrap().meetings.iter().any(|m| m.on == "2026-04-09"), "past, and nobody said");
    o.record_meeting(monday, &held("2026-04-09T09:40")).unwrap();
    assert!(o.today().unwrap().meetings.iter().all(|m| m.on != "2026-04-09"), "said");
    let not = MeetingOutcome::NotHeld { reason: " ".into() };
    assert_eq!(code(o.record_meeting(day("2026-03-30"), &not)), "missing", "why?");
    let before = o.meetings(day("2026-03-01"), day("2026-04-30")).unwrap();
    o.rebuild(&|_, _| true).unwrap();
    assert_eq!(o.meetings(day("2026-03-01"), day("2026-04-30")).unwrap(), before, "the log alone tells it");
}

#[test]
fn a_month_shows_what_each_day_owes_and_what_ends_on_it() {
    let d = Department::new();
    at(&d, "2026-02-24T10:00");
    walk(&d, "2026-02-24", "am", "").unwrap();
    let received = serde_json::json!({ "fields": { "received": "2026-02-24 09:00", "way": "来电", "confidential": "否",
        "category": "工程", "grade": "一般", "urgency": "紧急", "grade_reason": "影响出行", "content": "走道照明不亮",
        "validity": "有效", "customer": d.customer().text }, "finish": ["register"] });
    let answers = serde_json::from_value(received).unwrap();
    for _ in 0..6 {
        d.office.fill("complaint", &answers, &|_| Ok(Vec::new())).unwrap();
    }
    at(&d, "2026-02-26T11:00");
    let month = d.office.duty_month("2026-02").unwrap();
    assert_eq!(month.days.len(), 28, "every day");
    let of = |date: &str| month.days.iter().find(|d| d.day.date == date).unwrap();
    let states: Vec<_> = of("2026-02-24").slots.iter().map(|s| s.state).collect();
    assert_eq!(states, [DutyState::Done, DutyState::Missed], "上午 walked, 下午 missed");
    assert!(of("2026-02-22").slots.is_empty() && !of("2026-02-22").day.working, "a rest day owes nothing");
    assert_eq!((month.owed, month.done, month.missed), (4, 1, 3), "two days are over");
    let due = of("2026-02-27");
    assert_eq!((due.due_count, due.due.len(), due.due_late), (6, 4, 0), "three working days; four are named");
    let full = d.office.duty_day(day("2026-02-27")).unwrap();
    assert_eq!(full.due.len(), 6, "the day in full names them all");
    assert!(full.due[0].matter.contains("走道照明不亮"), "and what they are about");
    assert_eq!(code(d.office.duty_month("2026-13")), "not-found", "no such month");
    assert_eq!(code(d.office.duties(day("0001-01-01"), day("9999-12-31"))), "missing", "ages are no span");
}
