//! The door that shuts by itself: nobody has touched the machine, or the lid was shut for the night. What was in hand is written
//! down, the window is blank, the door stands before it.

use serde_json::{Value, json};
use xunfang_tests::department::PASSPHRASE;
use xunfang_tests::hands::Hands as _;

use crate::{Desk, visited};

/// Eight hours are gone for the page, and the program, which looks at the clock of its own accord, tells it so. What the program
/// makes of a jump is tested where it looks (`src-tauri/src/watch.rs`).
const WOKEN: &str = "const now = Date.now.bind(Date); Date.now = () => now() + 8 * 3_600_000; \
    const heard = window.__internal_unstable_listeners_object_id__?.['lock-now'] ?? {}; \
    const ids = Object.getOwnPropertyNames(heard).map(Number); \
    window.__internal_unstable_listeners_function_id__({ event: 'lock-now', payload: null }, ids); \
    const [, done] = arguments; \
    (async () => { for (let turn = 0; turn < 20; turn++) await null; })().then(() => done({ listeners: ids.length, \
        seen: [...document.querySelectorAll('body, body *')].filter(part => getComputedStyle(part).visibility === 'visible').length }))";

#[tokio::test]
async fn a_machine_that_slept_has_written_down_what_was_in_hand_and_shows_the_door() {
    const SAID: &str = "合上电脑之前的一句";
    let home = tempfile::tempdir().unwrap();
    let serial = visited(home.path());
    let desk = Desk::open(home).await;
    desk.unlock(PASSPHRASE).await;
    desk.click("nav-papers").await;
    desk.click("start-revisit").await;
    desk.ready("fill").await;
    desk.window.type_into("[data-testid=field-summary] textarea", SAID).await;
    let at_once = desk.window.client().execute_async(WOKEN, vec![Value::Null]).await.unwrap();
    assert_eq!(at_once["listeners"], json!(1), "the window listens for it, once");
    assert_eq!(at_once["seen"], json!(0), "blank at once, before anything is written down");
    desk.ready("unlock").await;
    desk.says("locked-for", "休眠").await;
    desk.window.picture("people-slept").await;
    let shown = "return document.documentElement.outerHTML + document.title + \
        [...document.querySelectorAll('input, textarea')].map(field => field.value).join('\\n')";
    let shown = desk.window.run(shown, Value::Null).await;
    let shown = shown.as_str().unwrap();
    for word in [SAID, serial.as_str(), "赵六", "13800000001"] {
        assert!(!shown.contains(word), "nothing of {word} is left behind the door");
    }
    for command in ["desk", "today", "accounts"] {
        assert_eq!(desk.refused(command, json!({})).await, "locked", "{command}: the cabinet is shut, not only hidden");
    }
    desk.unlock(PASSPHRASE).await;
    desk.window.wait("[data-testid=line][data-group=draft]").await;
    desk.window.click("[data-testid=line][data-group=draft] button").await;
    desk.ready("fill").await;
    desk.window.wait_text("[data-testid=field-summary] textarea", SAID).await;
}

#[tokio::test]
async fn a_window_left_alone_locks_and_keeps_what_was_written() {
    let home = tempfile::tempdir().unwrap();
    visited(home.path());
    let desk = Desk::open(home).await;
    desk.unlock(PASSPHRASE).await;
    desk.part("general").await;
    desk.window.click("[data-testid=lock-after] [role=radio]:nth-child(1)").await;
    desk.window.wait("[data-testid=lock-after] [role=radio]:nth-child(1)[aria-checked=true]").await;
    desk.click("nav-papers").await;
    desk.click("start-revisit").await;
    desk.ready("fill").await;
    desk.window.type_into("[data-testid=field-summary] textarea", "走开之前写的一句").await;
    // Six minutes pass at once.
    desk.window.run("const now = Date.now.bind(Date); Date.now = () => now() + 6 * 60_000", Value::Null).await;
    desk.ready("unlock").await;
    desk.says("locked-for", "已锁定").await;
    desk.window.is_accessible("locked by itself").await;
    assert_eq!(desk.refused("desk", json!({})).await, "locked", "the cabinet is shut, not only hidden");
    desk.unlock(PASSPHRASE).await;
    desk.window.wait("[data-testid=line][data-group=draft]").await;
    desk.window.click("[data-testid=line][data-group=draft] button").await;
    desk.ready("fill").await;
    desk.window.wait_text("[data-testid=field-summary] textarea", "走开之前写的一句").await;
}
