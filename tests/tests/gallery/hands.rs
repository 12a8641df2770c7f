//! What the walks do over and over.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::look::Look;

/// To one of the places of the rail.
pub async fn place(look: &Look, name: &str) {
    look.click(&format!("[data-testid=nav-{name}]")).await;
    look.wait(&format!("[data-ready={name}]")).await;
}

/// Presses a key with nothing held.
pub async fn press(look: &Look, key: char) {
    look.press(&[], key).await;
}

/// Closes the dialog that is open, by Esc.
pub async fn escape(look: &Look) {
    press(look, char::from(Key::Escape)).await;
    look.wait_gone("dialog[open]").await;
}

/// Chooses from a list that drops down.
pub async fn select(look: &Look, css: &str, value: &str) {
    look.wait_until("there is no such list", "return document.querySelector(arguments[0]) !== null", css).await;
    let script = "const [css, value] = arguments[0]; const list = document.querySelector(css); list.value = value; \
        list.dispatchEvent(new Event('change', { bubbles: true })); return list.value === value";
    assert_eq!(look.run(script, json!([css, value])).await, json!(true), "{css} offers {value}");
}

/// Presses the radio of a group that says `word`.
pub async fn choose(look: &Look, group: &str, word: &str) {
    look.wait(&format!("{group} [role=radio]")).await;
    let script = "const [group, word] = arguments[0]; const radio = [...document.querySelectorAll(`${group} [role=radio]`)]\
        .find(r => r.textContent.trim().startsWith(word)); radio?.click(); return radio !== undefined";
    assert_eq!(look.run(script, json!([group, word])).await, json!(true), "{group} offers {word}");
}

/// Drops a photo where photos are taken in.
pub async fn drop_photo(look: &Look, css: &str) {
    look.wait(css).await;
    let photo: &[u8] = include_bytes!("../../../icons/128x128@2x.png");
    let script = "const [css, bytes] = arguments[0]; const carried = new DataTransfer(); \
        carried.items.add(new File([new Uint8Array(bytes)], '现场.png')); \
        document.querySelector(css).dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried }))";
    look.run(script, json!([css, photo])).await;
}

/// Lets the focus go, so that keys reach the view.
pub async fn blur(look: &Look) {
    look.run("document.activeElement?.blur()", Value::Null).await;
}
