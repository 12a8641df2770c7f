//! The door: locking, a wrong passphrase, the recovery code, the sample department, and a battery that dies in the middle.

use serde_json::{Value, json};
use xunfang_core::cabinet::Cost;
use xunfang_core::clock::Clock;
use xunfang_core::office::House;
use xunfang_tests::department::PASSPHRASE;
use xunfang_tests::hands::Hands;
use xunfang_tests::window::Window;

use super::Desk;

#[tokio::test]
async fn a_forgotten_passphrase_is_replaced_with_the_recovery_code() {
    let home = tempfile::tempdir().unwrap();
    let code = {
        let clock = std::sync::Arc::new(Clock::system());
        let house = House::new(&home.path().join("cabinet"), &home.path().join("high-water"), clock, Cost::LIGHT);
        let mut answers = house.door().first_run.unwrap_or_default();
        (answers.organisation, answers.department, answers.manager) = ("示例物业".into(), "客务部".into(), "张三".into());
        answers.sites = vec!["一期".into()];
        let code = house.begin_first_run(&answers, PASSPHRASE).unwrap().groups.join(" ");
        house.finish_first_run(&code).unwrap();
        code
    };
    let window = Window::open(home.path()).await;
    window.size(1280, 800).await;
    let desk = Desk { window, home };
    desk.ready("unlock").await;
    desk.type_in("unlock-pass", "不是这个口令").await;
    desk.click("unlock-go").await;
    desk.says("unlock", "口令不对").await;
    desk.window.is_accessible("wrong passphrase").await;
    desk.click("unlock-other").await;
    desk.type_in("unlock-code", &code.to_lowercase()).await;
    desk.type_in("unlock-new", "新的示例口令 2026").await;
    desk.type_in("unlock-new2", "新的示例口令").await;
    desk.click("unlock-go").await;
    desk.says("unlock", "两次输入的口令不一致").await;
    desk.type_in("unlock-new2", "新的示例口令 2026").await;
    desk.window.is_accessible("recovery").await;
    desk.click("unlock-go").await;
    desk.ready("today").await;
    desk.click("nav-lock").await;
    desk.unlock("新的示例口令 2026").await;
    desk.click("nav-lock").await;
    desk.ready("unlock").await;
    desk.type_in("unlock-pass", PASSPHRASE).await;
    desk.click("unlock-go").await;
    desk.says("unlock", "口令不对").await;
}

/// A practice department is asked for, made (more than a view may take) and stands open.
async fn practise(desk: &Desk) {
    desk.click("practice-begin").await;
    let end = std::time::Instant::now() + 6 * xunfang_tests::window::DEADLINE;
    while desk.window.run("return document.querySelector('[data-testid=practice-band]') === null", Value::Null).await
        == json!(true)
    {
        assert!(std::time::Instant::now() < end, "the practice department does not open");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    desk.ready("today").await;
}

#[tokio::test]
async fn a_practice_is_looked_at_from_the_first_run_and_forgotten() {
    let home = tempfile::tempdir().unwrap();
    let window = Window::open(home.path()).await;
    window.size(1280, 800).await;
    let desk = Desk { window, home };
    desk.window.wait("[data-testid=first-run]").await;
    desk.type_in("first-org", "真的物业").await;
    desk.click("first-demo").await;
    desk.window.wait("[data-testid=practice-dialog]").await;
    desk.window.is_accessible("before a practice").await;
    desk.click("practice-begin").await;
    desk.click("job-cancel").await;
    desk.window.wait("[data-testid=practice-begin]:enabled").await;
    assert!(!desk.home.path().join("practice").exists(), "stopped, it leaves nothing");
    practise(&desk).await;
    desk.window.is_accessible("practice").await;
    desk.click("nav-sheets").await;
    desk.window.wait("[data-testid=hit]").await;
    desk.click("practice-end").await;
    desk.window.wait("[data-testid=first-run]").await;
    // What was answered before the look is still there.
    desk.says("first-run", "真的物业").await;
    assert!(!desk.home.path().join("practice").exists(), "and nothing of the practice is left");
}

#[tokio::test]
async fn a_practice_takes_the_place_of_the_open_cabinet_and_touches_nothing_of_it() {
    let (desk, made) = Desk::open(|office, customer| crate::visited(office, customer, "电梯厅灯不亮")).await;
    let before = desk.xunfang(&["list"]).await;
    desk.window.wait("[data-testid=unlock-practice]").await;
    desk.unlock(PASSPHRASE).await;
    // From inside: the draft in hand is kept, the cabinet is locked.
    desk.click("nav-papers").await;
    desk.click("start-revisit").await;
    desk.ready("fill").await;
    desk.fill("summary", "练习之前写的一句").await;
    desk.window.press(&[fantoccini::key::Key::Control], 'k').await;
    desk.window.wait("[data-testid=palette]").await;
    desk.window.keys("练习").await;
    desk.press_words("[data-testid=palette]", "练习（示例数据）").await;
    desk.window.wait("[data-testid=practice-dialog]").await;
    practise(&desk).await;
    // Nothing here has a number of the department's.
    desk.click("nav-sheets").await;
    desk.window.wait_text("[data-testid=hit]", "练习-").await;
    let lock = "return document.querySelector('[data-testid=nav-lock]') === null";
    assert_eq!(desk.window.run(lock, Value::Null).await, json!(true), "there is nothing to lock");
    desk.click("practice-end").await;
    desk.unlock(PASSPHRASE).await;
    desk.window.wait_text("[data-testid=line][data-group=draft]", "回访记录表").await;
    let after = desk.xunfang(&["list"]).await;
    let numbered = |list: &Value| {
        let all = list["sheets"].as_array().or(list.as_array()).cloned().unwrap_or_default();
        all.into_iter().filter(|line| line["serial"].as_str().is_some_and(|s| !s.is_empty())).collect::<Vec<_>>()
    };
    assert!(numbered(&before).iter().any(|line| line["serial"] == json!(made.serial)), "there is a sheet to be left alone");
    assert_eq!(numbered(&after), numbered(&before), "the department's own sheets are as they were");
    desk.verified().await;
}

#[tokio::test]
async fn what_was_read_for_one_desk_does_not_stay_on_the_next() {
    let (desk, _) = Desk::open(|office, customer| crate::visited(office, customer, "电梯厅灯不亮")).await;
    desk.window.wait_text("[data-testid=agenda]", "电梯厅灯不亮").await;
    // From 今日 to 今日: the same view over another cabinet.
    desk.window.press(&[fantoccini::key::Key::Control], 'k').await;
    desk.window.wait("[data-testid=palette]").await;
    desk.window.keys("练习").await;
    desk.press_words("[data-testid=palette]", "练习（示例数据）").await;
    desk.window.wait("[data-testid=practice-dialog]").await;
    practise(&desk).await;
    desk.window.wait("[data-testid=line][data-group=overdue]").await;
    let gone = "return !document.querySelector('[data-testid=agenda]').textContent.includes('电梯厅灯不亮')";
    desk.window.wait_until("the department's customer stands in the practice", gone, Value::Null).await;
    // The other site, where nobody ever checks.
    let other = "const list = document.querySelector('[data-testid=site]'); list.selectedIndex = 1; \
        list.dispatchEvent(new Event('change', { bubbles: true })); return list.options.length";
    assert_eq!(desk.window.run(other, Value::Null).await, json!(2), "the practice has two sites");
    desk.window.wait("[data-testid=missed-line]").await;
}

#[tokio::test]
async fn a_draft_open_when_the_battery_died_is_offered_and_not_forced() {
    let (mut desk, ()) = Desk::open(|_, _| ()).await;
    desk.click("nav-papers").await;
    desk.click("start-revisit").await;
    desk.ready("fill").await;
    desk.fill("summary", "电池没电前写的一句").await;
    desk.saved().await;
    desk.window.battery_death().await;
    desk.unlock(PASSPHRASE).await;
    assert_eq!(
        desk.window.run("return document.querySelector('[data-testid=fill-view]') === null", Value::Null).await,
        json!(true),
        "the day begins at 今日, not inside the draft"
    );
    desk.window.wait("[data-testid=line][data-group=draft]").await;
    desk.window.is_accessible("today with a draft").await;
    desk.press_words("[data-testid=line][data-group=draft]", "接着写").await;
    desk.ready("fill").await;
    desk.window.wait_text("[data-testid=field-summary] textarea", "电池没电前写的一句").await;
}
