//! The calendar of a year and the time limits.

use serde_json::Value;
use xunfang_core::clock::Clock;
use xunfang_tests::department::{Department, PASSPHRASE};
use xunfang_tests::window::Window;

use crate::hands::{choose, escape, place};
use crate::look::Look;

/// A notice as a manager gets it, made up for a year that has none.
const NOTICE: &str = r#"{"year":2027,"source":{"title":"国务院办公厅关于2027年部分节假日安排的通知","number":"示例〔2026〕1号","date":"2026-11-03"},"holidays":[
    {"name":"元旦","from":"2027-01-01","to":"2027-01-03","statutory":["2027-01-01"],"make_up":[]},
    {"name":"春节","from":"2027-02-05","to":"2027-02-11","statutory":["2027-02-05"],"make_up":["2027-01-31","2027-02-20"]}]}"#;

#[tokio::test]
async fn the_calendar_and_the_limits_are_well_seen() {
    let home = tempfile::tempdir().unwrap();
    drop(Department::with_clock(home.path(), Clock::system()).first_run().unwrap());
    let mut look = Look::new(Window::open(home.path()).await).await;
    look.type_into("[data-testid=unlock-pass]", PASSPHRASE).await;
    look.click("[data-testid=unlock-go]").await;
    look.wait("[data-ready=today]").await;
    place(&look, "settings").await;
    calendar(&mut look).await;
    rules(&mut look).await;
    look.click("[data-testid=set-general]").await;
    choose(&look, "[data-testid=language]", "English").await;
    look.wait("html[lang^=en]").await;
    look.click("[data-testid=set-calendar]").await;
    look.wait("[data-testid=wall]").await;
    look.at("english-calendar").await;
    look.click("[data-testid=set-rules]").await;
    look.wait("[data-rule='MTG-1']").await;
    look.at("english-rules").await;
    look.done();
}

async fn calendar(look: &mut Look) {
    look.click("[data-testid=set-calendar]").await;
    look.wait("[data-testid=wall]").await;
    year(look, 2026).await;
    look.at("calendar").await;
    year(look, 2027).await;
    look.wait("[data-testid=year-missing]").await;
    look.at("calendar-missing").await;
    look.click("[data-testid=year-enter]").await;
    look.wait("[data-testid=year-dialog] [data-testid=holiday]").await;
    look.type_into("[data-testid=year-number]", "示例〔2026〕1号").await;
    look.type_into("[data-testid=year-issued] input", "20261103").await;
    look.type_into("[data-testid=holiday]:nth-of-type(2) div:nth-of-type(1) input", "20270101").await;
    look.type_into("[data-testid=holiday]:nth-of-type(2) > input:nth-of-type(2)", "1/3").await;
    look.wait("[data-testid=year-dialog] [data-testid=effect]").await;
    look.at("calendar-enter").await;
    look.type_into("[data-testid=holiday]:nth-of-type(3) div:nth-of-type(1) input", "20270101").await;
    look.type_into("[data-testid=holiday]:nth-of-type(3) > input:nth-of-type(2)", "2/20").await;
    look.wait("[data-testid=year-dialog] .preview .problem").await;
    look.at("calendar-refused").await;
    escape(look).await;
    let give = "const input = document.querySelector('[data-testid=year-file]'); const given = new DataTransfer(); \
        given.items.add(new File([arguments[0]], '2027.json', { type: 'application/json' })); input.files = given.files; \
        input.dispatchEvent(new Event('change', { bubbles: true }))";
    look.run(give, NOTICE).await;
    look.wait("[data-testid=file-dialog] [data-testid=effect]").await;
    look.at("calendar-import").await;
    look.click("[data-testid=change-go]").await;
    look.wait_gone("[data-testid=file-dialog]").await;
    look.wait("[data-testid=year-withdraw]").await;
    look.at("calendar-entered").await;
    for (button, dialog, view) in [
        ("week-edit", "week-dialog", "calendar-week"),
        ("own-edit", "own-dialog", "calendar-own"),
        ("hours-edit", "hours-dialog", "calendar-hours"),
    ] {
        look.click(&format!("[data-testid={button}]")).await;
        look.wait(&format!("[data-testid={dialog}]")).await;
        if button == "week-edit" {
            look.click("[data-testid=week-5]").await;
            look.wait("[data-testid=effect] li").await;
        }
        look.at(view).await;
        escape(look).await;
    }
}

async fn rules(look: &mut Look) {
    look.click("[data-testid=set-rules]").await;
    look.wait("[data-rule='SVC-2'] [data-testid=due]").await;
    look.at("rules").await;
    look.click("[data-rule='CPL-4'] [data-testid=due]").await;
    look.wait("[data-testid=count-dialog] [data-testid=counted] li").await;
    look.at("rules-count").await;
    escape(look).await;
    look.click("[data-rule='CPL-4'] [data-testid=rule-edit]").await;
    look.type_into("[data-testid=rule-limit]", "10").await;
    look.type_into("[data-testid=rule-reason]", "业主代表会议要求尽快回访").await;
    look.wait("[data-testid=rule-example]").await;
    look.click("[data-testid=rule-example] summary").await;
    look.at("rules-edit").await;
    look.click("[data-testid=rule-go]").await;
    look.wait_gone("[data-testid=rule-dialog]").await;
    look.click("[data-rule='CPL-4'] [data-testid=rule-versions]").await;
    look.wait("[data-testid=version]:nth-child(2)").await;
    look.at("rules-versions").await;
    escape(look).await;
}

/// Turns to a year.
async fn year(look: &Look, wanted: i32) {
    loop {
        let shown: i32 =
            look.text("[data-testid=year]").await.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
        if shown == wanted {
            break;
        }
        let button = if shown < wanted { "year-after" } else { "year-before" };
        look.click(&format!("[data-testid={button}]")).await;
        let turned = "return !document.querySelector('[data-testid=year]').textContent.includes(arguments[0])";
        look.wait_until("the year does not turn", turned, Value::from(shown.to_string())).await;
    }
    let drawn = "return document.querySelector(`[data-date='${arguments[0]}-01-01']`) !== null";
    look.wait_until("the year is not drawn", drawn, Value::from(wanted.to_string())).await;
}
