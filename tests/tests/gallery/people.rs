//! People, backups and the restore at the door.

use xunfang_core::clock::Clock;
use xunfang_tests::department::{self, Department, PASSPHRASE};
use xunfang_tests::window::Window;

use crate::hands::{escape, place};
use crate::look::Look;

pub async fn walk(look: &mut Look) {
    place(look, "settings").await;
    look.click("[data-testid=set-people]").await;
    look.wait("[data-testid=accounts]").await;
    look.at("people").await;
    for (button, dialog, view) in [
        ("account-add", "account-dialog", "people-add"),
        ("own-pass", "pass-dialog", "people-pass"),
        ("own-pin", "pin-dialog", "people-pin"),
        ("new-code", "code-dialog", "people-code"),
        ("delegate-add", "delegate-dialog", "people-delegate"),
        ("rekey", "rekey-dialog", "people-rekey"),
        ("nav-person", "switch-dialog", "people-switch"),
    ] {
        look.click(&format!("[data-testid={button}]")).await;
        look.wait(&format!("[data-testid={dialog}]")).await;
        look.at(view).await;
        escape(look).await;
    }
    // A month of work and no second place: 今日 says so and leads there.
    place(look, "today").await;
    look.click("[data-testid=notice-backup]").await;
    look.wait("[data-testid=backup]").await;
    look.at("backup").await;
    look.click("[data-testid=backup-verify]").await;
    look.type_into("[data-testid=verify-pass]", "不是这个口令").await;
    look.click("[data-testid=verify-go]").await;
    look.wait("[data-testid=verify-dialog] .problem").await;
    look.at("backup-verify").await;
    escape(look).await;
    look.click("[data-testid=backup-affected]").await;
    look.type_into("[data-testid=affected-reason]", "前台电脑被盗").await;
    look.at("backup-affected").await;
    escape(look).await;
    place(look, "settings").await;
    look.click("[data-testid=set-looked]").await;
    look.wait("[data-testid=looked-print]:enabled").await;
    look.at("looked").await;
    look.run(
        "const list = document.querySelector('[data-testid=looked-month]'); list.value = list.options[20].value; \
            list.dispatchEvent(new Event('change', { bubbles: true }))",
        serde_json::Value::Null,
    )
    .await;
    look.wait("[data-testid=looked-empty]").await;
    look.at("looked-empty").await;
}

#[tokio::test]
async fn a_cabinet_that_is_gone_is_well_seen() {
    let home = tempfile::tempdir().unwrap();
    {
        let department = Department::with_clock(home.path(), Clock::system());
        let office = department.first_run().unwrap();
        office.back_up_today(false, &|_, _| true).unwrap();
        std::fs::remove_file(department.folder().join("cabinet.db")).unwrap();
    }
    let mut look = Look::new(Window::open(home.path()).await).await;
    look.wait("[data-ready=door-problem]").await;
    look.at("door-problem").await;
    look.click("[data-testid=restore-open]").await;
    look.wait("[data-testid=restore-pick]").await;
    look.at("restore-choose").await;
    look.click("[data-testid=restore-pick]").await;
    look.click("[data-testid=restore-way] [role=radio]:nth-child(2)").await;
    look.wait("[data-testid=restore-code]").await;
    look.at("restore-code").await;
    look.click("[data-testid=restore-way] [role=radio]:nth-child(1)").await;
    look.type_into("[data-testid=restore-pass]", PASSPHRASE).await;
    look.click("[data-testid=restore-go]").await;
    look.wait("[data-testid=restored]").await;
    look.at("restore-done").await;
    look.click("[data-testid=restore-enter]").await;
    look.wait("[data-ready=today]").await;
    look.done();
}

#[tokio::test]
async fn a_damaged_cabinet_is_well_seen() {
    let home = tempfile::tempdir().unwrap();
    department::with_a_bad_page(home.path()).unwrap();
    let mut look = Look::new(Window::open(home.path()).await).await;
    look.wait("[data-ready=unlock]").await;
    look.type_into("[data-testid=unlock-pass]", PASSPHRASE).await;
    look.click("[data-testid=unlock-go]").await;
    look.wait("[data-testid=notice][data-code=damage-found]").await;
    look.at("today-damage").await;
    place(&look, "settings").await;
    look.click("[data-testid=set-safety]").await;
    look.click("[data-testid=verify-all]").await;
    look.wait("[data-testid=verify-report]").await;
    look.at("settings-damage").await;
    look.click("[data-testid=mend]").await;
    look.wait("[data-testid=restore-pick]").await;
    look.click("[data-testid=restore-pick]").await;
    look.type_into("[data-testid=restore-pass]", PASSPHRASE).await;
    look.click("[data-testid=restore-go]").await;
    look.wait("[data-testid=entries-saved]").await;
    look.at("restore-mended").await;
    look.done();
}
