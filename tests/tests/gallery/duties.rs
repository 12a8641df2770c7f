//! Scheduled duties: what was missed, the month with its days, meetings, the plan.

use serde_json::{Value, json};
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::deadline::{DutyPlan, MeetingPlan, OutletTarget, RoundDays};
use xunfang_core::form::Mark;
use xunfang_core::office::Office;
use xunfang_core::office::api::{Finish, MissedCause, RegisterInput};
use xunfang_core::sheet::Value as Answer;
use xunfang_tests::department::{self, Department, PASSPHRASE};
use xunfang_tests::window::Window;

use crate::hands::{choose, escape, place};
use crate::look::Look;

const DAY_MS: i64 = 86_400_000;
/// Days that the department has been at work.
const BACK: i64 = 24;

/// The rounds of a day, walked and keyed in when the clock stands.
fn walk(office: &Office, day: Stamp, stages: &[&str], late: &str) {
    let date = day.date();
    for stage in stages {
        let draft = office.begin_on("inspection-daily", date).unwrap();
        let mut answers = draft.answers;
        let at = |time: &str| department::text(&format!("{date}T{time}+08:00"));
        answers.fields.insert(format!("{stage}_person"), department::person(office, "李四").unwrap());
        answers.fields.insert(format!("{stage}_from"), at("09:05"));
        answers.fields.insert(format!("{stage}_to"), at("09:55"));
        answers.fields.insert(format!("{stage}_method"), department::text("全查"));
        for row in answers.rows.get_mut("check").unwrap() {
            row.cells.insert((*stage).to_owned(), Answer::Check { mark: Mark::Pass });
        }
        office.save_draft(&draft.id, answers).unwrap();
        let finish = Finish { stage: (*stage).to_owned(), late_reason: late.to_owned(), ..Finish::default() };
        office.finish(&draft.id, &finish).unwrap();
    }
}

/// Weeks of rounds with a missed day, a late one and one explained; a meeting a week; very many limits on one day.
fn furnish(department: &Department, office: &Office, day: impl Fn(i64) -> Stamp) {
    let nine = "09:30".parse().unwrap();
    let meeting = MeetingPlan::Week { weekday: 0, time: nine };
    let outlets = OutletTarget::Number { n: 12 };
    let plan = DutyPlan { rounds: RoundDays::Every, outlets, meeting, ..DutyPlan::usual(day(BACK).date()) };
    office.change_duty_plan(&plan, "开业期间每天都查").unwrap();
    for n in 0..15 {
        let input = RegisterInput { register: "outlet".to_owned(), name: format!("示例店{n}"), ..RegisterInput::default() };
        office.save_entry(&input).unwrap();
    }
    for back in (1..=BACK).rev() {
        // In the afternoon, when the rounds were walked, whatever time it is now.
        let four = "16:00".parse().unwrap();
        department.clock.set(Stamp::from_local(day(back).in_china().date(), four, 480));
        match back {
            22 => walk(office, day(back), &["am"], ""),
            20 | 21 => {}
            _ => walk(office, day(back), &["am", "pm"], ""),
        }
    }
    let site = office.desk().unwrap().site.id;
    let missed = day(21).date();
    office.explain_missed("inspection-daily", &site, missed, "am", MissedCause::Power, "全楼停电至中午").unwrap();
    walk(office, day(22), &["pm"], "当晚停电，照纸补录");
    for n in 0..9 {
        let received = department.clock.now().local().format("%Y-%m-%d %H:%M").to_string();
        let told = json!({ "fields": { "received": received, "way": "来电", "customer": "赵六", "confidential": "否",
            "category": "工程", "grade": "一般", "urgency": "紧急", "grade_reason": "影响出行",
            "content": format!("{}号楼走道照明不亮", n + 1), "validity": "有效" }, "finish": ["register"] });
        office.fill("complaint", &serde_json::from_value(told).unwrap(), &|_| Ok(Vec::new())).unwrap();
    }
}

#[tokio::test]
async fn the_duties_are_well_seen() {
    let home = tempfile::tempdir().unwrap();
    let now = Clock::system().now();
    let day = |back: i64| Stamp::new(now.wall_ms() - back * DAY_MS, now.offset_min());
    {
        let morning = Stamp::from_local(day(BACK).in_china().date(), "08:00".parse().unwrap(), 480);
        let department = Department::with_clock(home.path(), Clock::seeded(3, morning));
        let office = department.first_run().unwrap();
        department::customer(&office, "赵六").unwrap();
        furnish(&department, &office, day);
    }
    let mut look = Look::new(Window::open(home.path()).await).await;
    look.type_into("[data-testid=unlock-pass]", PASSPHRASE).await;
    look.click("[data-testid=unlock-go]").await;
    look.wait("[data-ready=today]").await;
    look.wait("[data-testid=missed-line]").await;
    look.at("today-missed").await;
    look.click("[data-testid=missed-explain]").await;
    look.wait("[data-testid=explain-dialog]").await;
    choose(&look, "[data-testid=explain-cause]", "其他").await;
    look.at("today-explain").await;
    escape(&look).await;
    look.click("[data-testid=meeting-record]").await;
    choose(&look, "[data-testid=meeting-what]", "改期").await;
    look.wait("[data-testid=meeting-to]").await;
    look.at("today-meeting").await;
    escape(&look).await;
    months(&mut look, &day(21).date().to_string()).await;
    plans(&mut look).await;
    choose_english(&look).await;
    look.at("english-duties").await;
    // 今日 is as it was left: the month.
    look.click("[data-testid=nav-today]").await;
    look.wait("[data-testid=duty-grid]").await;
    look.at("english-month").await;
    look.done();
}

async fn months(look: &mut Look, missed: &str) {
    choose(look, "[data-testid=today-how]", "月历").await;
    read(look).await;
    look.at("today-month").await;
    // The day on which very many limits end: wherever the calendar put it.
    let many = "const cell = [...document.querySelectorAll('[data-testid=duty-day]')].find(c => /还有\\d+件/.test(c.textContent)); \
        cell?.click(); return cell !== undefined";
    if look.run(many, Value::Null).await != json!(true) {
        look.click("[data-testid=month-after]").await;
        read(look).await;
        assert_eq!(look.run(many, Value::Null).await, json!(true), "a day has more than four lines");
    }
    look.wait("[data-testid=day-due]:nth-child(9)").await;
    look.at("today-month-many").await;
    let cell = format!("[data-testid=duty-day][data-date='{missed}']");
    for _ in 0..3 {
        if look.run("return document.querySelector(arguments[0]) !== null", cell.as_str()).await == json!(true) {
            break;
        }
        look.click("[data-testid=month-before]").await;
        read(look).await;
    }
    look.click(&cell).await;
    look.wait("[data-testid=day-slot][data-state=missed]").await;
    look.at("today-month-missed").await;
    // The first month whose notice is not out: its days are 暂定.
    for _ in 0..24 {
        if look.run("return document.querySelector('.dutymonth .openyear') !== null", Value::Null).await == json!(true) {
            break;
        }
        look.click("[data-testid=month-after]").await;
        read(look).await;
    }
    look.wait(".dutymonth .openyear").await;
    look.at("today-month-provisional").await;
    look.click("[data-testid=month-today]").await;
    read(look).await;
}

/// Waits until the month that was turned to is read.
async fn read(look: &Look) {
    look.wait("[data-testid=duty-month][data-read=true] [data-testid=duty-day]").await;
}

async fn plans(look: &mut Look) {
    place(look, "settings").await;
    look.click("[data-testid=set-duties]").await;
    look.wait("[data-testid=plan]").await;
    look.at("duty-plans").await;
    look.click("[data-testid=plan-edit]").await;
    look.wait("[data-testid=plan-dialog]").await;
    choose(look, "[data-testid=plan-rounds]", "选定").await;
    choose(look, "[data-testid=plan-outlets]", "比例").await;
    look.type_into("[data-testid=plan-percent]", "30").await;
    choose(look, "[data-testid=plan-meeting]", "每月").await;
    look.type_into("[data-testid=plan-reason]", "例会改为每月").await;
    look.wait("[data-testid=plan-follows] li").await;
    look.at("duty-plan-edit").await;
    escape(look).await;
}

async fn choose_english(look: &Look) {
    look.click("[data-testid=set-general]").await;
    choose(look, "[data-testid=language]", "English").await;
    look.wait("html[lang^=en]").await;
    look.click("[data-testid=set-duties]").await;
    look.wait("[data-testid=plan]").await;
}
