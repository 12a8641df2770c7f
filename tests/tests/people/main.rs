//! People and their data in the real window: accounts and roles, the PIN, backups, a broken cabinet and its restore, the door
//! that shuts by itself.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot go on from")]

mod doors;
mod kept;
mod slept;

use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use serde_json::{Value, json};
use tempfile::TempDir;
use xunfang_core::cabinet::Cost;
use xunfang_core::clock::Clock;
use xunfang_core::office::Role;
use xunfang_tests::department::{self, Department, PASSPHRASE};
use xunfang_tests::hands::Hands;
use xunfang_tests::window::Window;

/// What opens the cabinet for the second person.
const HERS: &str = "李四的示例口令 2026";
const HIS_PIN: &str = "246810";
const HER_PIN: &str = "135791";

/// A window on a department of its own, and what a hand does there.
struct Desk {
    window: Window,
    home: TempDir,
    /// Where the folder dialog points: a stick of its own.
    _stick: TempDir,
}

impl Hands for Desk {
    fn window(&self) -> &Window {
        &self.window
    }
}

impl Desk {
    async fn open(home: TempDir) -> Self {
        Self::with(home, tempfile::tempdir().unwrap()).await
    }

    async fn with(home: TempDir, stick: TempDir) -> Self {
        let window = Window::open_saving(home.path(), stick.path()).await;
        window.size(1280, 800).await;
        Self { window, home, _stick: stick }
    }

    /// Chooses in a list by a part of its words.
    async fn choose(&self, testid: &str, word: &str) {
        let script = "const [testid, word] = arguments[0]; const list = document.querySelector(`[data-testid=${testid}]`); \
            const option = [...(list?.options ?? [])].find(o => o.textContent.includes(word)); if (!option) return false; \
            list.value = option.value; list.dispatchEvent(new Event('change', { bubbles: true })); return true";
        self.window.wait_until(&format!("{testid} does not offer {word}"), script, json!([testid, word])).await;
    }

    async fn part(&self, part: &str) {
        self.click("nav-settings").await;
        self.ready("settings").await;
        self.click(&format!("set-{part}")).await;
    }

    async fn set_pin(&self, pin: &str) {
        self.click("own-pin").await;
        self.type_in("pin-new", pin).await;
        self.type_in("pin-again", pin).await;
        self.click("pin-go").await;
        self.window.wait_gone("[data-testid=pin-dialog]").await;
    }

    async fn role(&self, role: &str) {
        self.window.wait(&format!("[data-testid=nav-person][data-role={role}]")).await;
    }

    async fn is_there(&self, testid: &str) -> bool {
        let script = "return document.querySelector(`[data-testid=${arguments[0]}]`) !== null";
        self.window.run(script, testid).await == json!(true)
    }

    /// What a command gives, asked past every view.
    async fn ask(&self, command: &str, arguments: Value) -> Value {
        let script = "const [[command, given], done] = arguments; \
            window.__TAURI_INTERNALS__.invoke(command, given).then(done, e => done({ refused: e.code }))";
        self.window.client().execute_async(script, vec![json!([command, arguments])]).await.unwrap()
    }

    /// How a command is refused, asked past every view.
    async fn refused(&self, command: &str, arguments: Value) -> String {
        let script = "const [[command, given], done] = arguments; \
            window.__TAURI_INTERNALS__.invoke(command, given).then(() => done(''), e => done(e.code))";
        let said = self.window.client().execute_async(script, vec![json!([command, arguments])]).await.unwrap();
        said.as_str().unwrap_or_default().to_owned()
    }

    async fn found(&self, serial: &str) {
        self.click("nav-sheets").await;
        self.type_in("search", serial).await;
        self.window.wait(&format!("[data-testid=hit][data-serial='{serial}']")).await;
    }
}

fn cabinet(home: &Path) -> PathBuf {
    home.join("cabinet/cabinet.db")
}

/// A department with one finished visit; its serial.
fn visited(home: &Path) -> String {
    let department = Department::with_clock(home, Clock::system());
    let office = department.first_run().unwrap();
    let customer = department::customer(&office, "赵六").unwrap();
    let draft = department::visit_draft(&office, &customer, "电梯困人").unwrap();
    office.finish(&draft.id, &department::visited()).unwrap().serial
}

#[tokio::test]
async fn a_colleague_works_under_her_own_name_and_a_broken_cabinet_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let serial = visited(home.path());
    let desk = Desk::open(home).await;
    desk.unlock(PASSPHRASE).await;
    desk.role("head").await;

    // An account of her own, and a PIN for him.
    desk.part("people").await;
    desk.window.wait("[data-testid=account][data-person=张三][data-role=head]").await;
    desk.window.is_accessible("people").await;
    desk.click("account-add").await;
    desk.choose("account-person", "李四").await;
    desk.choose("role-pick", "客服专员").await;
    desk.type_in("new-pass", "短").await;
    desk.type_in("new-pass2", "短").await;
    desk.click("account-go").await;
    desk.says("account-dialog", "口令太短").await;
    desk.type_in("new-pass", HERS).await;
    desk.type_in("new-pass2", HERS).await;
    desk.window.is_accessible("new account").await;
    desk.window.picture("people-add").await;
    desk.click("account-go").await;
    desk.window.wait("[data-testid=account][data-person=李四][data-role=specialist]").await;
    desk.set_pin(HIS_PIN).await;
    desk.window.picture("people").await;

    // She stands in for him, and no longer: it is revoked before it does anything.
    desk.click("delegate-add").await;
    desk.choose("delegate-of", "张三").await;
    desk.choose("delegate-to", "李四").await;
    desk.window.is_accessible("appointing").await;
    desk.window.picture("people-delegate").await;
    desk.click("delegate-go").await;
    desk.window.wait("[data-testid=delegation][data-to=李四][data-running=now]").await;
    desk.window.is_accessible("standing in").await;
    desk.window.picture("people-delegations").await;
    desk.click("delegation-revoke").await;
    desk.window.wait("[data-testid=delegation][data-to=李四][data-running=revoked]").await;

    // She opens with her passphrase; what she may not do has no button, and is refused when asked for all the same.
    desk.click("nav-lock").await;
    desk.unlock(HERS).await;
    desk.role("specialist").await;
    desk.part("people").await;
    desk.window.wait("[data-testid=account][data-person=李四]").await;
    assert!(!desk.is_there("account-add").await, "a specialist makes no accounts");
    assert!(!desk.is_there("new-code").await, "and no recovery code");
    for (command, arguments) in [
        ("set_setting", json!({ "key": "organisation", "value": "别的物业" })),
        ("add_account", json!({ "person": "x", "role": "head", "passphrase": "一句很长的话" })),
        ("new_recovery_code", json!({})),
    ] {
        assert_eq!(desk.refused(command, arguments).await, "not-allowed", "{command} asks the role, whatever the view shows");
    }
    desk.set_pin(HER_PIN).await;

    // He takes over with his PIN, without locking.
    desk.click("nav-person").await;
    desk.window.click("[data-testid=switch-who][data-person=张三]").await;
    desk.type_in("switch-pin", "000000").await;
    desk.click("switch-go").await;
    desk.says("switch-dialog", "PIN 不对").await;
    desk.window.is_accessible("changing person").await;
    desk.window.picture("people-switch").await;
    desk.type_in("switch-pin", HIS_PIN).await;
    desk.window.press(&[], char::from(Key::Enter)).await;
    desk.role("head").await;
    desk.ready("today").await;

    // Backups: to a folder, to a second place, and one is checked.
    desk.part("backup").await;
    desk.window.wait("[data-testid=second-place]").await;
    desk.click("backup-now").await;
    desk.says("toasts", "备份已做好").await;
    desk.click("second-choose").await;
    desk.window.wait("[data-testid=second-place][data-days='0']").await;
    desk.window.wait("[data-testid=backup][data-own=false]").await;
    desk.window.is_accessible("backups").await;
    desk.window.picture("backups").await;
    desk.window.click("[data-testid=backup][data-own=false] [data-testid=backup-verify]").await;
    desk.type_in("verify-pass", "不是这个口令").await;
    desk.click("verify-go").await;
    desk.says("verify-dialog", "口令不对").await;
    desk.type_in("verify-pass", PASSPHRASE).await;
    desk.click("verify-go").await;
    desk.window.wait("[data-testid=backup-whole][data-ok=true]").await;
    desk.window.is_accessible("checking a backup").await;
    desk.window.press(&[], char::from(Key::Escape)).await;

    // The disk dies. The door says so, offers a restore, and every sheet is there again.
    desk.click("nav-lock").await;
    desk.ready("unlock").await;
    // In one act: the door looks at the file whenever it likes, and an empty one has words of its own.
    let worn = desk.home.path().join("worn");
    std::fs::write(&worn, vec![7_u8; 8192]).unwrap();
    std::fs::rename(&worn, cabinet(desk.home.path())).unwrap();
    desk.type_in("unlock-pass", PASSPHRASE).await;
    desk.click("unlock-go").await;
    desk.click("restore-open").await;
    desk.ready("restore").await;
    desk.window.wait("[data-testid=restore-pick]").await;
    desk.window.is_accessible("choosing a backup").await;
    desk.window.picture("restore-choose").await;
    desk.click("restore-other").await;
    desk.window.wait("[data-testid=restore][data-step=open]").await;
    desk.type_in("restore-pass", "不是这个口令").await;
    desk.click("restore-go").await;
    desk.says("restore", "口令不对").await;
    desk.window.is_accessible("opening a backup").await;
    desk.window.picture("restore-open").await;
    desk.type_in("restore-pass", PASSPHRASE).await;
    desk.click("restore-go").await;
    desk.window.wait("[data-testid=restored][data-letter=B]").await;
    let aside = PathBuf::from(desk.window.text("[data-testid=aside]").await);
    assert_eq!(std::fs::read(aside.join("cabinet.db")).unwrap(), vec![7_u8; 8192], "what stood there is kept as it was");
    desk.window.is_accessible("restored").await;
    desk.window.picture("restore-done").await;
    desk.click("restore-enter").await;
    desk.role("head").await;
    desk.found(&serial).await;
    // Her account came back with it.
    desk.click("nav-lock").await;
    desk.unlock(HERS).await;
    desk.role("specialist").await;

    // She leaves: the next question is the data key, with the backups that her passphrase still opens.
    desk.click("nav-lock").await;
    desk.unlock(PASSPHRASE).await;
    desk.role("head").await;
    desk.part("people").await;
    desk.window.click("[data-testid=account][data-person=李四] [data-testid=account-leave]").await;
    desk.click("leave-account-go").await;
    desk.window.wait("[data-testid=rekey-backups]").await;
    desk.window.is_accessible("changing the data key").await;
    desk.window.picture("people-rekey").await;
    desk.window.click("[data-testid=rekey-go]:not(:disabled)").await;
    desk.says("toasts", "资料密钥已更换").await;
    desk.window.wait_gone("[data-testid=rekey-dialog]").await;
    desk.found(&serial).await;
    desk.click("nav-lock").await;
    desk.unlock(PASSPHRASE).await;
    desk.role("head").await;
    desk.click("nav-lock").await;
    desk.ready("unlock").await;
    desk.type_in("unlock-pass", HERS).await;
    desk.click("unlock-go").await;
    desk.says("unlock", "口令不对").await;
}

#[tokio::test]
async fn the_recovery_code_is_replaced_and_typed_back() {
    let home = tempfile::tempdir().unwrap();
    visited(home.path());
    let desk = Desk::open(home).await;
    desk.unlock(PASSPHRASE).await;
    desk.part("people").await;
    desk.click("new-code").await;
    desk.click("code-make").await;
    let code = desk.window.text("[data-testid=recovery-code]").await;
    desk.click("recovery-print").await;
    let page = desk.home.path().join("prints/资料库恢复码.pdf");
    desk.window.wait("[data-testid=recovery-print][aria-busy=false]").await;
    assert!(std::fs::read(&page).unwrap().starts_with(b"%PDF"), "a page for the envelope goes to the viewer");
    desk.click("code-kept").await;
    desk.says("code-dialog", "与上面的恢复码不一致").await;
    desk.window.press(&[], char::from(Key::Escape)).await;
    desk.window.wait("[data-testid=code-dialog]").await;
    desk.window.is_accessible("new recovery code").await;
    desk.window.picture("people-code").await;
    desk.type_in("recovery-typed", &code).await;
    desk.click("code-kept").await;
    desk.window.wait_gone("[data-testid=code-dialog]").await;
    desk.click("own-pass").await;
    assert!(!page.exists(), "the page does not outlast the dialog");
    desk.type_in("old-pass", PASSPHRASE).await;
    desk.type_in("new-pass", HERS).await;
    desk.type_in("new-pass2", HERS).await;
    desk.click("pass-go").await;
    desk.window.wait_gone("[data-testid=pass-dialog]").await;
    desk.click("nav-lock").await;
    desk.unlock(HERS).await;
    desk.click("nav-lock").await;
    desk.ready("unlock").await;
    desk.click("unlock-other").await;
    desk.type_in("unlock-code", &code).await;
    desk.type_in("unlock-new", PASSPHRASE).await;
    desk.type_in("unlock-new2", PASSPHRASE).await;
    desk.click("unlock-go").await;
    desk.ready("today").await;
}

#[tokio::test]
async fn wrong_passphrases_cost_time_that_is_counted_down() {
    let home = tempfile::tempdir().unwrap();
    visited(home.path());
    let desk = Desk::open(home).await;
    desk.ready("unlock").await;
    for _ in 0..6 {
        desk.type_in("unlock-pass", "不是这个口令").await;
        desk.click("unlock-go").await;
        desk.window
            .wait_until(
                "it is still busy",
                "return document.querySelector('[data-testid=unlock-go][aria-busy=true]') === null",
                Value::Null,
            )
            .await;
        if desk.window.run("return document.querySelector('[data-testid=unlock-go]').disabled", Value::Null).await == json!(true)
        {
            break;
        }
    }
    desk.says("unlock", "秒再试").await;
    desk.window.wait("[data-testid=unlock-go]:disabled").await;
    desk.window.is_accessible("waiting at the door").await;
    assert_eq!(
        desk.refused("unlock", json!({ "passphrase": PASSPHRASE })).await,
        "wait",
        "the program keeps the wait, whatever the view does"
    );
}

#[tokio::test]
async fn head_office_reads_and_finds_no_button_that_writes() {
    let home = tempfile::tempdir().unwrap();
    let serial = {
        let department = Department::with_clock(home.path(), Clock::system());
        let office = department.first_run().unwrap();
        let customer = department::customer(&office, "赵六").unwrap();
        let draft = department::visit_draft(&office, &customer, "电梯困人").unwrap();
        let done = office.finish(&draft.id, &department::visited()).unwrap();
        let person = office.entries("person", "李四", false).unwrap().remove(0);
        office.add_account(&person.id, Role::Inspector, HERS, Cost::LIGHT).unwrap();
        done.serial
    };
    let desk = Desk::open(home).await;
    desk.unlock(HERS).await;
    desk.role("inspector").await;
    assert!(!desk.is_there("nav-papers").await, "who fills no papers has no place for them");
    desk.window.is_accessible("today of head office").await;
    desk.found(&serial).await;
    desk.click("peek-open").await;
    desk.ready("sheet").await;
    for testid in ["amend", "void", "sign-next", "go-on", "reveal-phone"] {
        assert!(!desk.is_there(testid).await, "no {testid} on a sheet that is only read");
    }
    for part in ["people", "backup"] {
        desk.part(part).await;
        desk.window.wait(&format!("[data-testid=set-body][data-part={part}]")).await;
        desk.window.is_accessible(part).await;
    }
    assert!(!desk.is_there("backup-now").await, "and no backups are made");
    let place = json!({ "section": "head", "row": "", "field": "phone" });
    for (command, arguments) in [
        ("reveal_answer", json!({ "target": { "sheet": "x" }, "place": place, "reason": "核对信息" })),
        ("begin_sheet", json!({ "form": "revisit" })),
        ("back_up", json!({ "job": "x" })),
        ("save_entry", json!({ "entry": { "id": "", "register": "customer", "name": "某人", "facts": {} } })),
    ] {
        assert_eq!(desk.refused(command, arguments).await, "not-allowed", "{command} is refused past every view");
    }
}
