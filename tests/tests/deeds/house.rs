//! The house around the work: registers.

use fantoccini::key::Key;
use serde_json::{Value, json};
use xunfang_tests::hands::Hands;

use super::Desk;

#[tokio::test]
async fn registers_are_kept_in_settings_and_from_the_field_that_needs_them() {
    let (desk, ()) = Desk::open(|_, _| ()).await;
    desk.click("nav-settings").await;
    desk.click("set-register-department").await;
    desk.click("register-add").await;
    desk.type_in("entry-name", "工程部").await;
    desk.says("register-dialog", "已有“工程部”").await;
    desk.type_in("entry-name", "电梯维保部").await;
    desk.window.wait_gone("[data-testid=register-dialog] .problem").await;
    desk.type_in("entry-lead", "孙八").await;
    desk.window.is_accessible("register dialog").await;
    // Enter keeps it: no hand leaves the keyboard.
    desk.window.press(&[], char::from(Key::Enter)).await;
    desk.window.wait_gone("[data-testid=register-dialog]").await;
    desk.says("entry", "孙八").await;
    desk.press_words("[data-testid=entry]:has([aria-label='改 电梯维保部'])", "改").await;
    desk.type_in("entry-lead", "周九").await;
    desk.click("entry-save").await;
    desk.says("entry", "周九").await;
    desk.window.is_accessible("registers").await;
    let row = "[data-testid=entry]:has([aria-label='改 电梯维保部'])";
    desk.press_words(row, "停用").await;
    desk.window.wait_gone(row).await;
    desk.press_words("[data-testid=toasts]", "撤销").await;
    desk.window.wait(row).await;
    desk.press_words(row, "停用").await;
    desk.window.wait_gone(row).await;
    desk.window.click(".checkline input").await;
    desk.says("entry", "已停用").await;

    // A retired one is not offered; a new one is made where it is needed.
    desk.click("nav-papers").await;
    desk.click("start-revisit").await;
    desk.ready("fill").await;
    desk.window.type_into("[data-testid=field-department] input", "电梯").await;
    desk.window.wait("[data-testid=ref-new]").await;
    let offered = "return [...document.querySelectorAll('[data-testid=ref-list] [role=option]')].length";
    assert_eq!(desk.window.run(offered, Value::Null).await, json!(1), "only the new one is offered, the retired is not");
    desk.window.press(&[], char::from(Key::Enter)).await;
    desk.type_in("entry-name", "电梯维保二部").await;
    desk.click("entry-save").await;
    desk.window.wait_gone("[data-testid=register-dialog]").await;
    let kept = "return document.querySelector('[data-testid=field-department] input').value";
    desk.window
        .wait_until(
            "the new department is not in the field",
            &format!("{kept} === '电梯维保二部'").replacen("return ", "return (", 1).replace(" ===", ") ==="),
            Value::Null,
        )
        .await;
    desk.saved().await;
    desk.click("nav-settings").await;
    desk.click("set-register-department").await;
    desk.says("entry", "电梯维保二部").await;
    desk.verified().await;
}
