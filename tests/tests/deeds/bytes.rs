//! No word of a customer lies in clear in any file that the program or its web view leaves on the machine.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xunfang_tests::department::{self, PASSPHRASE};
use xunfang_tests::hands::Hands;
use xunfang_tests::window::OUTSIDE;

use super::{Desk, PHOTO};

/// What must be nowhere: name, telephone, room, what was said, what opens the cabinet, the PIN.
const SECRET: [&str; 7] = ["赵六", "13800000001", "3栋2单元0801", "电梯困人二十分钟", "门禁失灵三天", PASSPHRASE, "246813579"];

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            files(&entry.path(), out);
        } else if kind.is_file() {
            out.push(entry.path());
        }
    }
}

/// Every file below a folder that holds a secret, in UTF-8 or UTF-16, with the secret.
fn told(folder: &Path, asked_for: &Path) -> Vec<(PathBuf, &'static str)> {
    let mut all = Vec::new();
    files(folder, &mut all);
    assert!(all.len() > 5, "there is something to look through");
    let mut found = Vec::new();
    for file in all.iter().filter(|file| !file.starts_with(asked_for)) {
        // A file that is gone by now tells nothing.
        let bytes = fs::read(file).unwrap_or_default();
        for secret in SECRET {
            let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let holds = |word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
            if holds(secret.as_bytes()) || holds(&wide) {
                found.push((file.clone(), secret));
            }
        }
    }
    found
}

#[tokio::test]
async fn after_a_day_of_work_no_file_of_the_machine_says_a_word_of_a_customer() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join(OUTSIDE)).unwrap();
    let (mut desk, serial) = Desk::open_in(home, |office, customer| {
        let draft = department::visit_draft(office, customer, "电梯困人二十分钟").unwrap();
        office.take_in(&draft.id, "现场.png", PHOTO).unwrap();
        let draft = department::visit_draft(office, customer, "电梯困人二十分钟").unwrap();
        let done = office.finish(&draft.id, &department::visited()).unwrap();
        office.sign(&department::signature(&done.sheet, "赵六")).unwrap();
        done.serial
    })
    .await;
    // Filled, looked at, copied, printed and exported in the window; a number seen; a backup made.
    desk.click("nav-today").await;
    desk.window.click("[data-testid=line][data-group=draft] button").await;
    desk.ready("fill").await;
    desk.fill("summary", "门禁失灵三天").await;
    desk.saved().await;
    desk.open_sheet(&serial).await;
    desk.click("reveal-phone").await;
    desk.press_words("[data-testid=reveal-why]", "核对信息").await;
    desk.click("reveal-go").await;
    desk.says("veiled-phone", "13800000001").await;
    let title = desk.window.client().title().await.unwrap();
    assert!(!SECRET.iter().any(|secret| title.contains(secret)), "the window's title says nothing: {title}");
    desk.click("print").await;
    desk.click("export-go").await;
    desk.window.wait_gone("dialog").await;
    desk.click("export").await;
    desk.click("export-go").await;
    desk.window.wait_gone("dialog").await;
    desk.click("nav-settings").await;
    desk.click("set-people").await;
    desk.click("own-pin").await;
    desk.type_in("pin-new", "246813579").await;
    desk.type_in("pin-again", "246813579").await;
    desk.click("pin-go").await;
    desk.window.wait_gone("[data-testid=pin-dialog]").await;
    desk.click("set-backup").await;
    desk.click("backup-now").await;
    desk.window.wait("[data-testid=backup]").await;
    assert!(desk.home.path().join("prints").is_dir(), "what the viewer was given lies there until the lock");
    desk.click("nav-lock").await;
    desk.ready("unlock").await;
    let prints = desk.home.path().join("prints");
    assert!(!prints.exists() || fs::read_dir(prints).unwrap().count() == 0, "after the lock no print lies about");
    // A battery death in the middle of the work, and the next morning.
    desk.unlock(PASSPHRASE).await;
    desk.window.click("[data-testid=line][data-group=draft] button").await;
    desk.ready("fill").await;
    desk.window.battery_death().await;
    let none: Vec<(PathBuf, &str)> = Vec::new();
    assert_eq!(told(desk.home.path(), &desk.window.saved()), none, "only what the user asked for may say it");
    let kept = "return JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage), document.title])";
    let kept = desk.window.run(kept, Value::Null).await;
    assert_eq!(kept, json!("[[\"hand\"],[],\"巡访簿\"]"), "the web view keeps which hand is the writing one, nothing else");
}
