//! What the day of `journey.rs` passes by, in the real window: ink on paper, refusals and proxies, files and blanks, changes,
//! registers, the door. Every test has a department of its own, made through the office as far as the window need not.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it cannot go on from")]

mod bytes;
mod call;
mod camera;
mod case;
mod change;
mod complaint;
mod destroy;
mod door;
mod duties;
mod english;
mod house;
mod month;
mod opinion;
mod out;
mod paper;
mod seal;
mod secret;
mod steps;

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use fantoccini::key::Key;
use serde_json::{Value, json};
use tempfile::TempDir;
use xunfang_core::clock::Clock;
use xunfang_core::office::Office;
use xunfang_core::sheet::Reference;
use xunfang_tests::department::{self, Department, PASSPHRASE};
use xunfang_tests::hands::Hands;
use xunfang_tests::paths;
use xunfang_tests::pointer::{Pointer, signature};
use xunfang_tests::window::{DEADLINE, Window};

/// A small picture with something in it, and no code.
const PHOTO: &[u8] = include_bytes!("../../../icons/128x128@2x.png");

/// A window on a department of its own, unlocked, and what a hand does there.
struct Desk {
    window: Window,
    home: TempDir,
}

/// A sheet that was made for a test.
struct Made {
    id: String,
    serial: String,
}

impl Hands for Desk {
    fn window(&self) -> &Window {
        &self.window
    }
}

impl Desk {
    /// Opens the window on a department that `prepare` has furnished.
    async fn open<T>(prepare: impl FnOnce(&Office, &Reference) -> T) -> (Self, T) {
        Self::open_in(tempfile::tempdir().unwrap(), prepare).await
    }

    /// The same in a home that was furnished before.
    async fn open_in<T>(home: TempDir, prepare: impl FnOnce(&Office, &Reference) -> T) -> (Self, T) {
        let made = {
            let department = Department::with_clock(home.path(), Clock::system());
            let office = department.first_run().unwrap();
            let customer = department::customer(&office, "赵六").unwrap();
            prepare(&office, &customer)
        };
        let window = Window::open(home.path()).await;
        window.size(1280, 800).await;
        let desk = Self { window, home };
        desk.unlock(PASSPHRASE).await;
        (desk, made)
    }

    /// Presses a button by the words on it, within `css`.
    async fn press_words(&self, css: &str, words: &str) {
        let missing = format!("no button “{words}” in `{css}`");
        let script = "const [css, words] = arguments[0]; const button = [...document.querySelectorAll(css + ' :is(button, [role=radio], [role=option])')]\
            .find(b => b.textContent.trim() === words && !b.disabled && b.checkVisibility()); button?.click(); return button !== undefined";
        self.window.wait_until(&missing, script, json!([css, words])).await;
    }

    /// Chooses a word of a field, be it radios or a list.
    async fn choose(&self, field: &str, word: &str) {
        let script = "const [field, word] = arguments[0]; const boxes = [...document.querySelectorAll(`[data-testid=field-${field}]`)]; const box = boxes.at(-1); \
            if (!box) return false; const select = box.querySelector('select'); \
            if (select) { const o = [...select.options].find(o => o.textContent.trim() === word); if (!o) return false; select.value = o.value; \
                select.dispatchEvent(new Event('change', { bubbles: true })); return true; } \
            const radio = [...box.querySelectorAll('[role=radio]')].find(r => r.textContent.trim() === word && !r.disabled); radio?.click(); return radio !== undefined";
        self.window.wait_until(&format!("{field} does not offer {word}"), script, json!([field, word])).await;
    }

    /// Types into the newest box of a field and leaves it.
    async fn fill(&self, field: &str, text: &str) {
        let last =
            "[...document.querySelectorAll(`[data-testid=field-${arguments[0]}] :is(input, textarea):not([type=file])`)].at(-1)";
        let script = format!(
            "const box = {last}; document.querySelectorAll('[data-here]').forEach(b => delete b.dataset.here); if (!box) return false; box.dataset.here = 'yes'; return true"
        );
        self.window.wait_until(&format!("there is no box for {field}"), &script, field).await;
        self.window.type_into("[data-here]", text).await;
        self.window.press(&[], char::from(Key::Tab)).await;
    }

    /// Adds a row to the list of attempts; `count` is how many there are then.
    async fn add_row(&self, count: usize) {
        // Half under the foot of the view it cannot be pressed.
        let script = "document.querySelector('[data-testid=add-row]')?.scrollIntoView({ block: 'center' })";
        self.window.wait("[data-testid=add-row]").await;
        self.window.run(script, Value::Null).await;
        self.click("add-row").await;
        let script = "return document.querySelectorAll('.rowlist > li').length === arguments[0]";
        self.window.wait_until(&format!("there are not {count} rows"), script, count).await;
    }

    async fn saved(&self) {
        self.says("saved", "已保存").await;
    }

    /// 完成 of the stage at hand; the sheet opens.
    async fn finish(&self) {
        self.click("finish").await;
        self.click("finish-now").await;
        self.ready("sheet").await;
    }

    /// Finds a sheet by any words and opens it.
    async fn open_sheet(&self, words: &str) {
        self.click("nav-sheets").await;
        self.type_in("search", words).await;
        // The search goes with the typing: the sheet must be the one at hand before it is opened.
        self.window.wait(&format!("[data-testid=hit].on[data-serial='{words}']")).await;
        self.click("peek-open").await;
        self.window.wait(&format!("[data-testid=sheet-view][data-serial='{words}']")).await;
    }

    /// Hands a file to the field for files: the system's own dialog is out of the driver's reach.
    async fn give_file(&self, css: &str, name: &str, bytes: &[u8]) {
        let path = self.home.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let element = self.window.wait_any(css).await;
        if let Err(error) = element.send_keys(&path.to_string_lossy()).await {
            self.window.fail(&format!("`{css}` takes no file: {error}")).await;
        }
    }

    /// Draws a name on the pad and presses 完成.
    async fn sign(&self) {
        self.ready("sign").await;
        self.window.draw("[data-testid=pad-canvas]", Pointer::Mouse, &signature()).await;
        self.click("sign-done").await;
    }

    /// The customer is thanked, and the employee takes the device back.
    async fn take_back(&self) {
        self.click("thanks] [data-testid=staff").await;
        self.type_in("leave-pass", PASSPHRASE).await;
        self.click("leave-go").await;
        self.ready("sheet").await;
    }

    /// The state of the sheet that is shown.
    async fn state(&self, state: &str) {
        self.window.wait(&format!(".sheetview .bar [data-testid=state][data-state={state}]")).await;
    }

    /// How a signature stands, as the list beside the paper says.
    async fn standing(&self, role: &str, standing: &str) {
        let css = format!("[data-testid=seal][data-role={role}][data-standing={standing}]");
        self.window.wait_any(&css).await;
    }

    /// A file of a kind in the folder to which the program saves, or below another one of the home.
    async fn file(&self, below: &str, kind: &str) -> PathBuf {
        let folder = self.home.path().join(below);
        let end = Instant::now() + DEADLINE;
        loop {
            let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            if let Some(path) = files.map(|f| f.path()).find(|p| p.extension().is_some_and(|e| e == kind)) {
                return path;
            }
            assert!(Instant::now() < end, "no .{kind} reached {}", folder.display());
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
    }

    /// What the terminal says of the same cabinet, which the window has closed.
    async fn xunfang(&self, words: &[&str]) -> Value {
        if self.window.run("return document.querySelector('[data-testid=nav-lock]') !== null", Value::Null).await == json!(true) {
            self.click("nav-lock").await;
        }
        self.ready("unlock").await;
        let mut command = Command::new(paths::program("xunfang"));
        command
            .env("XUNFANG_PASSPHRASE", PASSPHRASE)
            .env_remove("XUNFANG_STATE")
            .arg("--cabinet")
            .arg(self.home.path().join("cabinet"));
        let said = command.arg("--json").args(words).output().unwrap();
        assert!(
            said.stdout.starts_with(b"{") || said.stdout.starts_with(b"["),
            "{words:?}: {}",
            String::from_utf8_lossy(&said.stderr)
        );
        serde_json::from_slice(&said.stdout).unwrap()
    }

    /// The log is whole: nothing that was done by hand broke it.
    async fn verified(&self) {
        let said = self.xunfang(&["verify"]).await;
        assert_eq!(said["ok"], json!(true), "the whole log verifies: {said}");
    }
}

/// A finished visit to the customer, met at home.
fn visited(office: &Office, customer: &Reference, summary: &str) -> Made {
    let draft = department::visit_draft(office, customer, summary).unwrap();
    let done = office.finish(&draft.id, &department::visited()).unwrap();
    Made { id: done.sheet, serial: done.serial }
}

/// The same with the visitor's and the customer's signatures on it.
fn signed_by_both(office: &Office, customer: &Reference, summary: &str) -> Made {
    let made = visited_and_signed(office, customer, summary);
    office.sign(&department::signature(&made.id, &customer.text)).unwrap();
    made
}

/// A finished visit with the visitor's signature on it.
fn visited_and_signed(office: &Office, customer: &Reference, summary: &str) -> Made {
    let made = visited(office, customer, summary);
    let mut request = department::signature(&made.id, "张三");
    request.role = "visitor_sign".to_owned();
    (request.relation, request.choice) = (String::new(), String::new());
    office.sign(&request).unwrap();
    made
}
