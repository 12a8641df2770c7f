//! The window itself, before any work is done in it: it opens, it keeps to itself, and it can be driven.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use serde_json::{Value, json};
use xunfang_tests::child::Owned;
use xunfang_tests::paths;
use xunfang_tests::pointer::{Pointer, signature};
use xunfang_tests::screen::Screen;
use xunfang_tests::window::{DEADLINE, Window};

#[tokio::test]
async fn the_window_opens_with_its_view_and_its_typefaces() {
    let home = tempfile::tempdir().unwrap();
    let mut window = Window::open(home.path()).await;
    window.size(1280, 800).await;
    let picture = window.picture("shell-1280x800").await;
    assert!(picture.metadata().unwrap().len() > 5_000, "a picture of nothing is small: the view must be drawn");
    for face in ["400 15px 'Noto Sans SC'", "700 15px 'Noto Sans SC'", "700 15px 'Noto Serif SC'"] {
        let script =
            "const [face, done] = arguments; document.fonts.load(face, '巡访簿').then(f => done(f.length), e => done(String(e)))";
        let loaded = window.client().execute_async(script, vec![json!(face)]).await.unwrap();
        assert_eq!(loaded, json!(1), "{face} must come out of the program: no system font is counted on");
    }
    window.is_accessible("first view").await;

    window.restart().await;
    window.battery_death().await;
    assert_eq!(window.client().title().await.unwrap(), "巡访簿", "the window opens again after a close and after a kill");
}

#[tokio::test]
async fn a_crash_of_the_window_would_leave_no_picture_of_the_memory() {
    let home = tempfile::tempdir().unwrap();
    let _window = Window::open(home.path()).await;
    let ours = home.path().to_string_lossy().into_owned();
    let mut looked_at = Vec::new();
    for process in std::fs::read_dir("/proc").unwrap().filter_map(Result::ok) {
        let about = |what: &str| std::fs::read(process.path().join(what)).unwrap_or_default();
        let named = String::from_utf8_lossy(&about("comm")).trim().to_owned();
        let of_ours = String::from_utf8_lossy(&about("environ")).contains(&ours);
        if !of_ours || !(named.starts_with("xunfang") || named.starts_with("WebKitWebProc")) {
            continue;
        }
        let limits = String::from_utf8_lossy(&about("limits")).into_owned();
        let core: String = limits.lines().filter(|line| line.starts_with("Max core")).flat_map(str::split_whitespace).collect();
        assert_eq!(core, "Maxcorefilesize00bytes", "{named} leaves no core file");
        looked_at.push(named);
    }
    assert!(looked_at.iter().any(|one| one.starts_with("xunfang")), "the program itself: {looked_at:?}");
    assert!(looked_at.iter().any(|one| one.starts_with("WebKitWebProc")), "and the view, which shows customers: {looked_at:?}");
}

#[tokio::test]
async fn the_window_never_leaves_the_program() {
    let home = tempfile::tempdir().unwrap();
    let window = Window::open(home.path()).await;
    let before = window.run("return location.href", Value::Null).await;
    window.run("document.body.dataset.stayed = 'yes'; location.href = 'https://example.org/'", Value::Null).await;
    window.run("return open('https://example.org/') === null", Value::Null).await;
    assert_eq!(window.run("return location.href", Value::Null).await, before, "another origin must be refused");
    assert_eq!(
        window.run("return document.body.dataset.stayed", Value::Null).await,
        json!("yes"),
        "the page must not have been loaded anew"
    );
    assert_eq!(window.client().windows().await.unwrap().len(), 1, "no second window may open");

    let script = "const [, done] = arguments; fetch('https://example.org/').then(() => done('sent'), () => done('refused'))";
    let sent = window.client().execute_async(script, vec![Value::Null]).await.unwrap();
    assert_eq!(sent, json!("refused"), "nothing may be sent over the network");
    let script = "const e = document.createElement('script'); e.textContent = 'window.ran = true'; document.head.append(e); return window.ran === true";
    assert_eq!(window.run(script, Value::Null).await, json!(false), "a script that slips into the page must not run");
}

#[tokio::test]
async fn what_the_program_does_not_offer_is_refused_in_the_frame() {
    let home = tempfile::tempdir().unwrap();
    let window = Window::open(home.path()).await;
    let asked = async |command: &str, given: Value| {
        let script = "const [[command, given], done] = arguments; \
            window.__TAURI_INTERNALS__.invoke(command, given).then(() => done('answered'), e => done(e.code ?? String(e)))";
        let said = window.client().execute_async(script, vec![json!([command, given])]).await.unwrap();
        said.as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(asked("desk", json!({})).await, "locked", "a command of ours reaches the program");
    for (command, given) in [
        ("erase_everything", json!({})),
        ("plugin:opener|open_url", json!({ "url": "https://example.org/" })),
        ("plugin:dialog|open", json!({ "options": {} })),
        ("plugin:window|create", json!({ "options": { "label": "second" } })),
        ("desk", json!("no object")),
        ("take_in", json!([1, 2, 3])),
    ] {
        let said = asked(command, given).await;
        // A release says it in other words around these.
        assert!(said.contains("refused not allowed"), "{command} must not get past the frame: {said}");
    }
    let malformed = "const [, done] = arguments; \
        window.__TAURI_INTERNALS__.invoke('take_in', { many: 1n }).then(() => done('answered'), e => done(String(e)))";
    let said = window.client().execute_async(malformed, vec![Value::Null]).await.unwrap();
    let said = said.as_str().unwrap_or_default();
    assert!(said.contains("refused not allowed"), "what is too malformed to be looked at gets an answer all the same: {said}");

    let script = "const [address, done] = arguments; fetch(address, { method: 'POST', body: new Uint8Array(3) })\
        .then(r => r.json()).then(said => done(said.Err.code), () => done('no answer'))";
    let said = window.client().execute_async(script, vec![json!("intake://localhost/guessed")]).await.unwrap();
    assert_eq!(said, json!("not-found"), "a file that nobody was given a ticket for is refused");
}

#[tokio::test]
async fn every_kind_of_pointer_draws() {
    let home = tempfile::tempdir().unwrap();
    let window = Window::open(home.path()).await;
    window.size(1280, 800).await;
    let prepare = "const pad = document.createElement('canvas'); pad.id = 'pad'; pad.style.cssText = ''; \
        Object.assign(pad.style, { position: 'fixed', inset: '100px', width: '600px', height: '300px', touchAction: 'none' }); \
        window.seen = []; for (const kind of ['pointerdown', 'pointermove', 'pointerup']) \
        pad.addEventListener(kind, e => window.seen.push(e.pointerType + ' ' + kind)); document.body.append(pad)";
    window.run(prepare, Value::Null).await;
    let count = async |event: &str| {
        let seen = window.run("return window.seen", Value::Null).await;
        seen.as_array().unwrap().iter().filter(|one| **one == json!(event)).count()
    };
    for (pointer, seen_as) in [(Pointer::Mouse, "mouse"), (Pointer::Touch, "mouse"), (Pointer::Pen, "pen")] {
        window.run("window.seen.length = 0", Value::Null).await;
        window.draw("#pad", pointer, &signature()).await;
        assert_eq!(count(&format!("{seen_as} pointerdown")).await, 2, "each stroke of {pointer:?} begins once");
        assert_eq!(count(&format!("{seen_as} pointerup")).await, 2, "each stroke of {pointer:?} ends once");
        assert!(count(&format!("{seen_as} pointermove")).await >= 30, "{pointer:?} must leave its points");
    }
    for (pointer, name) in [(Pointer::Touch, "touch"), (Pointer::Pen, "pen")] {
        window.run("window.seen.length = 0", Value::Null).await;
        window.pretend("#pad", pointer, 0.5, &signature()).await;
        assert_eq!(count(&format!("{name} pointerdown")).await, 2, "the page must see a {name} where the test pretends one");
    }
}

#[tokio::test]
async fn closing_the_window_leaves_no_paper_in_clear() {
    let home = tempfile::tempdir().unwrap();
    let window = Window::open(home.path()).await;
    let prints = home.path().join("prints");
    std::fs::create_dir(&prints).unwrap();
    std::fs::write(prints.join("HF-A-202602-0001.pdf"), "%PDF of a sample").unwrap();
    // What the view asks for when a person closes the window; said a moment later, so that the driver still gets its answer.
    let close = "setTimeout(() => window.__TAURI_INTERNALS__.invoke('plugin:window|destroy', { label: 'main' }), 50)";
    window.run(close, Value::Null).await;
    until("papers made for the viewer must go with the window", || !prints.exists()).await;
}

/// Starts the program once more beside a window, on a folder, and waits for its end; whether it ended by itself and well.
async fn start_again(window: &Window, home: &Path, bus: &str) -> bool {
    let again = tokio::process::Command::new(paths::program("xunfang-desktop"))
        .envs([("DISPLAY", window.display()), ("GDK_BACKEND", "x11"), ("NO_AT_BRIDGE", "1"), ("DBUS_SESSION_BUS_ADDRESS", bus)])
        .env("XUNFANG_HOME", home)
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .status();
    matches!(tokio::time::timeout(DEADLINE, again).await, Ok(Ok(ended)) if ended.success())
}

/// Waits for a state of the display.
async fn until(what: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + DEADLINE;
    while !holds() {
        assert!(Instant::now() < end, "{what}");
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
}

#[tokio::test]
async fn a_second_start_ends_and_brings_the_first_window_to_the_front() {
    let home = tempfile::tempdir().unwrap();
    let log = paths::left_behind().join("session-bus.log");
    let mut session = Owned::start("dbus-daemon", &["--session", "--nofork", "--print-address=1"], &[], &log);
    let bus = session.first_line();
    let window = Window::open_in_session(home.path(), &bus).await;
    window.run("document.body.dataset.first = 'yes'", Value::Null).await;
    let screen = Screen::of(window.display());
    let own = screen.of_program("xunfang-desktop");
    assert_eq!(own.len(), 1, "the program has one window: {own:?}");
    let own = *own.first().unwrap();

    let other = screen.cover();
    assert_eq!(screen.front(), Some(other), "the window is covered");
    assert!(!screen.has_keyboard(own), "and what is typed goes elsewhere");
    // The same folder by another path is the same office.
    let by_another_path = home.path().join("webview").join("..");
    assert!(start_again(&window, &by_another_path, &bus).await, "a second start is no failure");
    until("the first window must come to the front", || screen.front() == Some(own)).await;
    until("what is typed must go to it", || screen.has_keyboard(own)).await;

    screen.take_off(own);
    assert!(screen.of_program("xunfang-desktop").is_empty(), "the window is put away");
    assert!(start_again(&window, home.path(), &bus).await, "a second start is no failure");
    until("the window that was put away must come back", || screen.front() == Some(own)).await;
    assert_eq!(screen.of_program("xunfang-desktop").len(), 1, "no second window was opened");
    assert_eq!(window.run("return document.body.dataset.first", Value::Null).await, json!("yes"), "it is as it was left");
}
