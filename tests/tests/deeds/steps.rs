//! What is done again and again on the way of a case.

use fantoccini::key::Key;
use xunfang_tests::hands::Hands;

use super::Desk;

/// Picks an entry of a register by its name.
pub async fn picks(desk: &Desk, field: &str, name: &str) {
    desk.window.type_into(&format!("[data-testid=field-{field}] input"), name).await;
    desk.window.wait("[data-testid=ref-list] [role=option]").await;
    desk.window.press(&[], char::from(Key::Enter)).await;
}

/// From a sheet back to its case, which stands at a step now.
pub async fn goes_on(desk: &Desk, state: &str) {
    desk.click("to-case").await;
    desk.window.wait(&format!("[data-testid=case-view][data-state={state}]")).await;
}

/// Signs what the case waits for, by its own button, on the pad; the case is shown again behind it.
pub async fn signs(desk: &Desk, role: &str, name: &str) {
    desk.window.click(&format!("[data-testid=case-sign-{role}]")).await;
    desk.ready("sign").await;
    // In a place of approval the name of the one who works stands there, and no other can be written.
    let fixed = desk.window.run("return document.querySelector('[data-testid=signer-fixed]') !== null", serde_json::Value::Null);
    if fixed.await == serde_json::json!(true) {
        desk.says("signer-fixed", name).await;
    } else {
        desk.type_in("signer", name).await;
    }
    desk.sign().await;
    desk.ready("sheet").await;
    desk.standing(role, "valid").await;
    desk.click("to-case").await;
    desk.window.wait_gone(&format!("[data-testid=case-sign-{role}]")).await;
}

/// The customer is handed the device, chooses, signs, and gives it back.
pub async fn customer_signs(desk: &Desk, choice: &str) {
    desk.click("sign-customer_sign").await;
    desk.ready("sign").await;
    desk.press_words("[data-testid=sign-view]", choice).await;
    desk.sign().await;
    desk.take_back().await;
}

/// The recheck that passes, with its signature; the case waits for its revisit then.
pub async fn rechecked(desk: &Desk, at: &str) {
    desk.click("step-recheck").await;
    desk.ready("fill").await;
    desk.choose("verdict", "合格").await;
    desk.fill("rechecked", at).await;
    desk.saved().await;
    desk.finish().await;
    goes_on(desk, "revisit").await;
    signs(desk, "recheck_sign", "张三").await;
}

/// The customer is met at the door: the visit is written down and finished.
pub async fn visited(desk: &Desk) {
    desk.click("step-revisit").await;
    desk.ready("fill").await;
    desk.fill("visited", "赵六").await;
    desk.choose("relation", "本人").await;
    desk.add_row(1).await;
    desk.choose("attempt_way", "上门").await;
    desk.choose("attempt_result", "已见").await;
    desk.fill("attempt_at", "现在").await;
    desk.saved().await;
    desk.finish().await;
}
