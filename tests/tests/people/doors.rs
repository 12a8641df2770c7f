//! By whatever door somebody comes in, the day's backup begins behind them; and before the recovery code was typed back there is
//! no cabinet to back up.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use xunfang_core::cabinet::Cost;
use xunfang_core::clock::Clock;
use xunfang_core::office::House;
use xunfang_core::office::api::FirstRun;
use xunfang_tests::department::PASSPHRASE;
use xunfang_tests::hands::Hands as _;
use xunfang_tests::window::DEADLINE;

use crate::{Desk, cabinet, visited};

const NEW: &str = "新的示例口令 2026";

fn answers() -> FirstRun {
    FirstRun {
        organisation: "示例物业".into(),
        department: "客务部".into(),
        sites: vec!["一期".into()],
        manager: "张三".into(),
        ..FirstRun::default()
    }
}

/// A department without a backup, and its recovery code.
fn made(home: &Path) -> String {
    let clock = Arc::new(Clock::system());
    let house = House::new(&home.join("cabinet"), &home.join("high-water"), clock, Cost::LIGHT);
    let code = house.begin_first_run(&answers(), PASSPHRASE).unwrap().groups.join(" ");
    house.finish_first_run(&code).unwrap();
    code
}

/// The day's backups that are whole, by name.
fn daily(home: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(home.join("backups")).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains("daily") && !name.starts_with("unfinished")).collect()
}

/// Waits for the day's backup of a device.
async fn backed_up(desk: &Desk, letter: &str) {
    let end = Instant::now() + DEADLINE;
    while !daily(desk.home.path()).iter().any(|name| name.contains(&format!("_{letter}_"))) {
        assert!(Instant::now() < end, "no daily backup of {letter} begins: {:?}", daily(desk.home.path()));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_first_run_is_backed_up_once_its_code_was_typed_back() {
    let desk = Desk::open(tempfile::tempdir().unwrap()).await;
    desk.window.wait("[data-testid=first-run]").await;
    let asked = json!({ "answers": answers(), "passphrase": PASSPHRASE });
    let shown = desk.ask("begin_first_run", asked).await;
    let groups: Vec<&str> = shown["groups"].as_array().unwrap().iter().map(|group| group.as_str().unwrap()).collect();
    assert_eq!(desk.refused("finish_first_run", json!({ "typedCode": "7Q2M" })).await, "code-differs", "not the code");
    assert_eq!(desk.refused("desk", json!({})).await, "locked", "nobody sits down before it was written off the screen");
    assert!(!cabinet(desk.home.path()).exists(), "there is no cabinet yet");
    assert_eq!(daily(desk.home.path()), [] as [&str; 0], "and nothing was backed up that nobody could open later");
    let desk_behind = desk.ask("finish_first_run", json!({ "typedCode": groups.join(" ") })).await;
    assert_eq!(desk_behind["department"], "客务部", "typed back, the door opens: {desk_behind}");
    backed_up(&desk, "A").await;
}

#[tokio::test]
async fn unlocking_begins_the_days_backup() {
    let home = tempfile::tempdir().unwrap();
    visited(home.path());
    let desk = Desk::open(home).await;
    desk.ready("unlock").await;
    assert_eq!(daily(desk.home.path()), [] as [&str; 0], "none at the door");
    desk.unlock(PASSPHRASE).await;
    backed_up(&desk, "A").await;
}

#[tokio::test]
async fn the_recovery_code_begins_the_days_backup() {
    let home = tempfile::tempdir().unwrap();
    let code = made(home.path());
    let desk = Desk::open(home).await;
    desk.ready("unlock").await;
    let desk_behind = desk.ask("recover", json!({ "code": code, "newPassphrase": NEW })).await;
    assert_eq!(desk_behind["department"], "客务部", "the code opens: {desk_behind}");
    backed_up(&desk, "A").await;
}

#[tokio::test]
async fn a_restore_at_the_door_is_backed_up_as_the_device_it_now_is() {
    let home = tempfile::tempdir().unwrap();
    let folder = {
        visited(home.path());
        let clock = Arc::new(Clock::system());
        let house = House::new(&home.path().join("cabinet"), &home.path().join("high-water"), clock, Cost::LIGHT);
        house.unlock(PASSPHRASE).unwrap().back_up_today(false, &|_, _| true).unwrap().unwrap().folder
    };
    std::fs::remove_file(cabinet(home.path())).unwrap();
    let desk = Desk::open(home).await;
    desk.ready("door-problem").await;
    let asked = json!({ "folder": folder, "secret": { "passphrase": PASSPHRASE }, "job": "restore" });
    let restored = desk.ask("restore", asked).await;
    assert_eq!(restored["restored"]["letter"], "B", "it is another device: {restored}");
    backed_up(&desk, "B").await;
}
