//! Missed rounds: one explained, one filled late, both seen in the month and told by the terminal.

use serde_json::{Value, json};
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::deadline::{DutyPlan, RoundDays};
use xunfang_core::form::Mark;
use xunfang_core::office::Office;
use xunfang_core::sheet::Value as Answer;
use xunfang_tests::department::{self, Department, PASSPHRASE};
use xunfang_tests::hands::Hands;
use xunfang_tests::window::Window;

use super::Desk;

const DAILY: &str = "inspection-daily";

/// Days back that the department began: further than the longest holiday, so that the first days are past their cut-off.
const BACK: i64 = 20;
const DAY_MS: i64 = 86_400_000;

/// A morning that was walked and never finished.
fn walked(office: &Office, day: Stamp) {
    let date = day.date();
    let draft = office.begin_on(DAILY, date).unwrap();
    let mut answers = draft.answers;
    let fields = [
        ("am_person", department::person(office, "李四").unwrap()),
        ("am_from", department::text(&format!("{date}T09:05+08:00"))),
        ("am_to", department::text(&format!("{date}T09:55+08:00"))),
        ("am_method", department::text("全查")),
    ];
    answers.fields.extend(fields.map(|(field, value)| (field.to_owned(), value)));
    for row in answers.rows.get_mut("check").unwrap() {
        row.cells.insert("am".to_owned(), Answer::Check { mark: Mark::Pass });
    }
    office.save_draft(&draft.id, answers).unwrap();
}

#[tokio::test]
async fn a_missed_round_is_explained_another_filled_late_and_both_stand_in_the_month() {
    let home = tempfile::tempdir().unwrap();
    let now = Clock::system().now();
    let back = |days: i64| Stamp::new(now.wall_ms() - days * DAY_MS, now.offset_min());
    let (first, second) = (back(BACK), back(BACK - 1));
    {
        let department = Department::with_clock(home.path(), Clock::seeded(7, first));
        let office = department.first_run().unwrap();
        // Whatever the calendar says of these days, their rounds are owed.
        let plan = DutyPlan { rounds: RoundDays::Every, ..DutyPlan::usual(first.date()) };
        office.change_duty_plan(&plan, "开业期间每天都查").unwrap();
        department.clock.set(second);
        walked(&office, second);
    }
    let (first, second) = (first.date().to_string(), second.date().to_string());
    let window = Window::open(home.path()).await;
    window.size(1280, 800).await;
    let desk = Desk { window, home };
    desk.unlock(PASSPHRASE).await;
    let line = |date: &str, stage: &str| format!("[data-testid=missed-line][data-date='{date}'][data-stage={stage}]");

    // The list names the latest; the rest is one press away.
    desk.window.wait("[data-testid=missed-line]").await;
    desk.window.click("section.late .linemore button").await;
    desk.window.is_accessible("missed rounds").await;
    desk.window.click(&format!("{} [data-testid=missed-explain]", line(&first, "am"))).await;
    desk.press_words("[data-testid=explain-cause]", "停电").await;
    desk.type_in("explain-words", "全楼停电至中午").await;
    desk.window.is_accessible("explaining").await;
    desk.click("explain-go").await;
    desk.window.wait_gone(&line(&first, "am")).await;

    // The round that was walked is finished now, with its reason.
    desk.window.click(&format!("{} [data-testid=missed-fill]", line(&second, "am"))).await;
    desk.ready("fill").await;
    desk.click("finish").await;
    desk.type_in("late-reason", "当晚停电，照纸补录").await;
    desk.click("finish-now").await;
    desk.ready("sheet").await;

    desk.click("nav-today").await;
    desk.ready("today").await;
    desk.press_words("[data-testid=today-how]", "月历").await;
    desk.window.wait("[data-testid=duty-month][data-read=true]").await;
    for (date, state, said) in [(&first, "missed", "全楼停电至中午"), (&second, "late", "照纸补录")] {
        let cell = format!("[data-testid=duty-day][data-date='{date}']");
        let shown = "return document.querySelector(arguments[0]) !== null";
        if desk.window.run(shown, cell.as_str()).await == json!(false) {
            desk.click("month-before").await;
            desk.window.wait("[data-testid=duty-month][data-read=true]").await;
        }
        desk.window.click(&cell).await;
        desk.window.wait(&format!("[data-testid=day-slot][data-stage=am][data-state={state}]")).await;
        desk.says("day-panel", said).await;
    }
    desk.window.is_accessible("the month").await;
    // The arrows walk the days, over the end of a month as well.
    desk.window.run("document.querySelector('[data-testid=duty-grid] [tabindex=\"0\"]').focus()", Value::Null).await;
    desk.window.press(&[], char::from(fantoccini::key::Key::Up)).await;
    desk.window.wait(&format!("[data-testid=day-panel][data-date='{}']", back(BACK - 1 + 7).date())).await;

    let told = desk.xunfang(&["duties", "--from", &first, "--to", &second]).await;
    let slot = |date: &str, stage: &str| {
        let found = told.as_array().unwrap().iter().find(|s| s["date"] == date && s["stage"] == stage);
        found.unwrap().clone()
    };
    let explained = slot(&first, "am");
    assert_eq!((&explained["state"], &explained["explanation"]["cause"]), (&json!("missed"), &json!("停电")), "漏检, explained");
    assert_eq!(slot(&first, "pm")["explanation"], Value::Null, "the afternoon still waits for a word");
    let filled = slot(&second, "am");
    assert_eq!((&filled["state"], &filled["late"]), (&json!("late"), &json!(true)), "补录");
    desk.verified().await;
}
