//! What happens to the file, in the real window: it is gone, a page of it is bad, the window closes and leaves a backup.

use std::path::Path;
use std::sync::Arc;

use xunfang_core::cabinet::Cost;
use xunfang_core::clock::Clock;
use xunfang_core::office::{House, Office};
use xunfang_tests::department::{self, Department, PASSPHRASE, Taken};
use xunfang_tests::hands::Hands as _;

use serde_json::json;

use crate::{Desk, HIS_PIN, cabinet, visited};

/// A department that has just begun, with the code that was put into its envelope.
fn begun(home: &Path) -> (Office, String) {
    let clock = Arc::new(Clock::system());
    let house = House::new(&home.join("cabinet"), &home.join("high-water"), clock, Cost::LIGHT);
    let mut answers = house.door().first_run.unwrap_or_default();
    (answers.organisation, answers.department, answers.manager) = ("示例物业".into(), "客务部".into(), "张三".into());
    answers.sites = vec!["一期".into()];
    let code = house.begin_first_run(&answers, PASSPHRASE).unwrap().groups.join(" ");
    (house.finish_first_run(&code).unwrap(), code)
}

/// A passphrase in the place of a forgotten one, by the code; and the restore.
async fn restore_by_code(desk: &Desk, code: &str) {
    desk.window.click("[data-testid=restore-way] [role=radio]:nth-child(2)").await;
    desk.type_in("restore-code", code).await;
    desk.type_in("restore-new", "新的示例口令 2026").await;
    desk.type_in("restore-new2", "新的示例口令 2026").await;
    desk.click("restore-go").await;
    desk.window.wait("[data-testid=restored]").await;
}

#[tokio::test]
async fn a_cabinet_that_is_gone_comes_back_with_the_recovery_code() {
    let home = tempfile::tempdir().unwrap();
    let code = {
        let (office, code) = begun(home.path());
        office.back_up_today(false, &|_, _| true).unwrap();
        code
    };
    std::fs::remove_file(cabinet(home.path())).unwrap();
    let desk = Desk::open(home).await;
    desk.ready("door-problem").await;
    desk.window.is_accessible("door with a problem").await;
    desk.click("restore-open").await;
    desk.click("restore-pick").await;
    restore_by_code(&desk, &code).await;
    desk.click("restore-enter").await;
    desk.role("head").await;
    desk.click("nav-lock").await;
    desk.unlock("新的示例口令 2026").await;
    desk.role("head").await;
}

/// The laptop was stolen: a new one, the stick and the envelope are all there is.
#[tokio::test]
async fn on_a_new_machine_the_first_run_takes_the_department_from_a_stick() {
    let (stolen, stick) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (serial, code) = {
        let (office, code) = begun(stolen.path());
        let customer = department::customer(&office, "赵六").unwrap();
        let draft = department::visit_draft(&office, &customer, "电梯困人").unwrap();
        let serial = office.finish(&draft.id, &department::visited()).unwrap().serial;
        office.back_up(&stick.path().join("backup"), &|_, _| true).unwrap();
        (serial, code)
    };
    drop(stolen);
    let desk = Desk::with(tempfile::tempdir().unwrap(), stick).await;
    desk.window.wait("[data-testid=first-run]").await;
    desk.click("restore-open").await;
    desk.ready("restore").await;
    assert!(!desk.is_there("restore-pick").await, "this machine has no backups of its own");
    desk.window.is_accessible("a restore on a new machine").await;
    desk.click("restore-other").await;
    desk.window.wait("[data-testid=restore][data-step=open]").await;
    desk.window.click("[data-testid=restore-way] [role=radio]:nth-child(2)").await;
    desk.type_in("restore-code", "0000-0000").await;
    desk.type_in("restore-new", "新的示例口令 2026").await;
    desk.type_in("restore-new2", "新的示例口令 2026").await;
    desk.click("restore-go").await;
    desk.says("restore", "恢复码").await;
    assert!(!cabinet(desk.home.path()).exists(), "a wrong code makes nothing");
    restore_by_code(&desk, &code).await;
    desk.window.wait("[data-testid=restored][data-letter=B]").await;
    desk.says("restored", &serial).await;
    desk.window.is_accessible("restored on a new machine").await;
    desk.window.picture("restore-new-machine").await;
    desk.click("restore-enter").await;
    desk.role("head").await;
    desk.found(&serial).await;
    desk.click("nav-lock").await;
    desk.unlock("新的示例口令 2026").await;
    desk.role("head").await;
}

/// Mends from the newest backup, from the report of damage in 设置, as far as the page that tells what came of it.
async fn mend(desk: &Desk) {
    desk.unlock(PASSPHRASE).await;
    desk.window.wait("[data-testid=notice][data-code=damage-found]").await;
    desk.part("safety").await;
    desk.window.wait("[data-testid=last-check][data-ok=false]").await;
    desk.click("verify-all").await;
    desk.window.wait("[data-testid=verify-report][data-ok=false]").await;
    desk.click("mend").await;
    desk.click("restore-pick").await;
    desk.type_in("restore-pass", PASSPHRASE).await;
    desk.click("restore-go").await;
    desk.window.wait("[data-testid=restored]").await;
}

/// Mends a file of which a page is lost: what the page afterwards tells under `told` is what that page took, and nothing else.
async fn mended_names(taken: Taken, told: &str, picture: &str) {
    let home = tempfile::tempdir().unwrap();
    let (serials, gone) = department::with_lost_sheets(home.path(), taken).unwrap();
    let desk = Desk::open(home).await;
    mend(&desk).await;
    let said = desk.window.text(&format!("[data-testid={told}]")).await;
    for serial in &serials {
        assert_eq!(said.contains(serial), gone.contains(serial), "{serial} of {gone:?}: {said}");
    }
    desk.window.is_accessible(picture).await;
    desk.window.picture(picture).await;
    desk.click("restore-enter").await;
    desk.role("head").await;
    desk.found(serials.first().unwrap()).await;
}

#[tokio::test]
async fn sheets_of_which_nothing_is_left_are_missed_by_their_numbers() {
    mended_names(Taken::Entries, "numbers-missing", "restore-numbers-missing").await;
}

#[tokio::test]
async fn sheets_whose_content_is_lost_are_named() {
    mended_names(Taken::Content, "lost", "restore-lost").await;
}

#[tokio::test]
async fn a_bit_that_shuts_the_door_is_answered_by_the_restore() {
    let home = tempfile::tempdir().unwrap();
    let serial = visited(home.path());
    Department::with_clock(home.path(), Clock::system()).open().unwrap().back_up_today(false, &|_, _| true).unwrap();
    let mut bytes = std::fs::read(cabinet(home.path())).unwrap();
    bytes[300] ^= 0x40;
    std::fs::write(cabinet(home.path()), &bytes).unwrap();
    let desk = Desk::open(home).await;
    desk.ready("unlock").await;
    assert!(!desk.is_there("restore-open").await, "nothing is known of the damage before the passphrase");
    desk.type_in("unlock-pass", PASSPHRASE).await;
    desk.click("unlock-go").await;
    desk.window.wait_text("#unlock-fault", "资料库损坏，没有打开").await;
    desk.click("restore-open").await;
    desk.click("restore-pick").await;
    desk.type_in("restore-pass", PASSPHRASE).await;
    desk.click("restore-go").await;
    desk.window.wait("[data-testid=restored]").await;
    desk.click("restore-enter").await;
    desk.role("head").await;
    desk.found(&serial).await;
}

#[tokio::test]
async fn closing_the_window_leaves_a_backup() {
    let home = tempfile::tempdir().unwrap();
    visited(home.path());
    let desk = Desk::open(home).await;
    desk.unlock(PASSPHRASE).await;
    desk.part("backup").await;
    desk.window.wait("[data-testid=backup][data-own=true]").await;
    desk.window.wait("[data-testid=proven]:not([data-made=''])").await;
    desk.says("proven", "最近一次核验通过的备份").await;
    desk.says("proven", &desk.home.path().join("backups").to_string_lossy()).await;
    desk.part("people").await;
    desk.set_pin(HIS_PIN).await;
    // The driver ends the program without asking the window; this is what the window asks for when a person closes it.
    assert_eq!(desk.refused("close_office", json!({})).await, "", "the closing backup is made");
    assert_eq!(desk.refused("close_office", json!({})).await, "", "and when nothing was written since, there is none to make");
    let kept: Vec<String> = std::fs::read_dir(desk.home.path().join("backups"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        kept.iter().filter(|name| name.ends_with("_closing")).count(),
        1,
        "what was done after the day's backup is in one of its own: {kept:?}"
    );
}

#[tokio::test]
async fn a_bad_page_is_found_in_the_background_and_mended_from_the_newest_backup() {
    let home = tempfile::tempdir().unwrap();
    let serials = department::with_a_bad_page(home.path()).unwrap();
    let desk = Desk::open(home).await;
    desk.unlock(PASSPHRASE).await;
    desk.ready("today").await;
    // Nobody asked: a week went by since the last check.
    desk.window.wait("[data-testid=notice][data-code=damage-found]").await;
    desk.window.is_accessible("today with damage").await;
    desk.part("safety").await;
    desk.window.wait("[data-testid=last-check][data-ok=false]").await;
    desk.says("last-check", &serials[0]).await;
    desk.click("verify-all").await;
    desk.window.wait("[data-testid=verify-report][data-ok=false]").await;
    desk.window.is_accessible("a report of damage").await;
    desk.click("mend").await;
    desk.ready("restore").await;
    desk.click("restore-pick").await;
    desk.type_in("restore-pass", PASSPHRASE).await;
    desk.click("restore-go").await;
    desk.window.wait("[data-testid=restored] [data-testid=entries-saved]").await;
    desk.window.is_accessible("restored with what came later").await;
    desk.click("restore-enter").await;
    desk.role("head").await;
    for serial in &serials {
        desk.found(serial).await;
    }
    desk.part("safety").await;
    desk.window.wait("[data-testid=last-check][data-ok=true]").await;
    desk.click("verify-all").await;
    desk.window.wait("[data-testid=verify-report][data-ok=true]").await;
}
