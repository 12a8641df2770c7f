//! Every view at every size, by day and by lamp: axe finds nothing serious, nothing is cut off, all can be reached.
//! `XUNFANG_GALLERY=FOLDER` leaves the pictures there.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot go on from")]

mod archive;
mod cases;
mod clocks;
mod duties;
mod english;
mod finished;
mod hands;
mod look;
mod people;
mod rounds;

use fantoccini::key::Key;
use hands::place;
use look::Look;
use xunfang_core::cabinet::Cost;
use xunfang_core::clock::Clock;
use xunfang_core::office::Role;
use xunfang_core::office::demo::{self, DemoPlan};
use xunfang_tests::department::{Department, PASSPHRASE};
use xunfang_tests::window::Window;

#[tokio::test]
async fn the_first_run_is_well_seen() {
    let home = tempfile::tempdir().unwrap();
    let mut look = Look::new(Window::open(home.path()).await).await;
    look.wait("[data-testid=first-run][data-step='1']").await;
    look.at("first-1").await;
    look.click("[data-testid=first-next]").await;
    look.wait("#first-said").await;
    look.at("first-1-missing").await;
    look.type_into("[data-testid=first-org]", "示例物业服务有限公司").await;
    look.type_into("[data-testid=first-department]", "客务部").await;
    look.click("[data-testid=first-next]").await;
    look.type_into("[data-testid=first-site]", "示例广场一期").await;
    look.click("[data-testid=first-add-site]").await;
    look.at("first-2").await;
    look.click("[data-testid=first-run][data-step='2'] [data-testid=first-next]").await;
    look.wait("[data-testid=first-run][data-step='3']").await;
    look.at("first-3").await;
    look.click("[data-testid=first-run][data-step='3'] [data-testid=first-next]").await;
    look.type_into("[data-testid=first-name]", "张三").await;
    look.type_into("[data-testid=first-people]", "李四").await;
    look.type_into("[data-testid=first-pass]", PASSPHRASE).await;
    look.type_into("[data-testid=first-pass2]", "示例口令").await;
    look.click("[data-testid=first-run][data-step='4'] [data-testid=first-next]").await;
    look.wait("#first-said").await;
    look.at("first-4").await;
    look.type_into("[data-testid=first-pass2]", PASSPHRASE).await;
    look.click("[data-testid=first-run][data-step='4'] [data-testid=first-next]").await;
    let code = look.text("[data-testid=recovery-code]").await;
    look.at("first-5").await;
    look.type_into("[data-testid=recovery-typed]", &code.split_whitespace().collect::<Vec<_>>().join("-")).await;
    look.click("[data-testid=first-open]").await;
    look.wait("[data-ready=today]").await;
    look.at("today-new").await;
    look.click("[data-testid=nav-sheets]").await;
    look.wait("[data-ready=sheets]").await;
    look.at("sheets-empty").await;
    practice(&mut look).await;
    look.done();
}

/// A month of the sample department, closed.
async fn department() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let (cabinet, high_water) = (home.path().join("cabinet"), home.path().join("high-water"));
    let made = tokio::task::spawn_blocking(move || {
        let yesterday = Clock::system().now().date().pred_opt().unwrap();
        let plan = DemoPlan { months: 1, seed: 1, until: yesterday, passphrase: None, by: None, practice: false };
        demo::make(&cabinet, &high_water, &plan, &|_, _| true).map(|report| report.passphrase)
    });
    assert_eq!(made.await.unwrap().unwrap(), PASSPHRASE, "the sample passphrase opens the sample department");
    // A colleague with an account, so that somebody can stand in.
    let office = Department::with_clock(home.path(), Clock::system()).open().unwrap();
    let colleague = office.entries("person", "李四", false).unwrap().swap_remove(0);
    office.add_account(&colleague.id, Role::Supervisor, "李四的示例口令 2026", Cost::LIGHT).unwrap();
    home
}

#[tokio::test]
async fn a_department_at_work_is_well_seen() {
    let home = department().await;
    let mut look = Look::new(Window::open(home.path()).await).await;
    look.wait("[data-ready=unlock]").await;
    look.at("unlock").await;
    look.type_into("[data-testid=unlock-pass]", "不是这个").await;
    look.click("[data-testid=unlock-go]").await;
    look.wait("#unlock-fault").await;
    look.at("unlock-wrong").await;
    look.click("[data-testid=unlock-other]").await;
    look.wait("[data-testid=unlock-code]").await;
    look.at("unlock-code").await;
    look.click("[data-testid=unlock-other]").await;
    look.type_into("[data-testid=unlock-pass]", PASSPHRASE).await;
    look.click("[data-testid=unlock-go]").await;
    look.wait("[data-ready=today]").await;
    rounds::walk(&mut look).await;
    people::walk(&mut look).await;
    finished::walk(&mut look).await;
    look.done();
}

async fn practice(look: &mut Look) {
    place(look, "today").await;
    look.press(&[Key::Control], 'k').await;
    look.wait("[data-testid=palette]").await;
    look.keys("练习").await;
    look.press(&[], char::from(Key::Enter)).await;
    look.wait("[data-testid=practice-dialog]").await;
    look.at("practice-ask").await;
    look.click("[data-testid=practice-begin]").await;
    // A month of work is made: more than a view may take.
    let end = std::time::Instant::now() + 6 * xunfang_tests::window::DEADLINE;
    while look.run("return document.querySelector('[data-testid=practice-band]') === null", serde_json::Value::Null).await == true
    {
        assert!(std::time::Instant::now() < end, "the practice department does not open");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    look.wait("[data-ready=today]").await;
    look.at("practice-today").await;
    place(look, "sheets").await;
    look.wait("[data-testid=hit]").await;
    look.at("practice-sheets").await;
    place(look, "cases").await;
    look.wait("[data-testid=case-line]").await;
    look.at("practice-cases").await;
    hands::choose(look, "[data-testid=cases-how]", "看板").await;
    look.wait("[data-testid=case-card]").await;
    look.at("practice-board").await;
    hands::choose(look, "[data-testid=cases-how]", "回访路线").await;
    look.wait("[data-testid=stop]").await;
    look.at("practice-route").await;
}
