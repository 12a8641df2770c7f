//! The window itself, before any work is done in it: it opens, it keeps to itself, and it can be driven.
#![cfg(target_os = "linux")]

use serde_json::{Value, json};
use xunfang_tests::pointer::{Pointer, signature};
use xunfang_tests::window::Window;

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
