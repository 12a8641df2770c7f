//! The house around the work: registers, settings, the other language.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{Desk, signed_by_both};

/// Chinese words in the program's own furniture: what is data, or the paper itself, stands apart.
async fn chinese(desk: &Desk) -> Vec<String> {
    let script = "const data = '.drawn, .sheetpage, [lang=zh-CN] [lang=zh-CN], [data-testid=hit], [data-testid=agenda] .line, .site, .slip, svg, textarea, option, [data-testid=entry], [data-testid=draft], [data-data]'; \
        const han = /\\p{Script=Han}/u; const found = new Set(); \
        const walk = document.createTreeWalker(document.querySelector('#app'), NodeFilter.SHOW_TEXT); \
        for (let n = walk.nextNode(); n; n = walk.nextNode()) { const e = n.parentElement; \
            if (han.test(n.textContent) && e.checkVisibility() && !e.closest(data)) found.add(n.textContent.trim()); } \
        for (const e of document.querySelectorAll('#app [aria-label], #app [placeholder], #app [title]')) \
            if (e.checkVisibility() && !e.closest(data)) for (const a of ['aria-label', 'placeholder', 'title']) \
                if (han.test(e.getAttribute(a) ?? '')) found.add(a + ': ' + e.getAttribute(a)); \
        return [...found]";
    serde_json::from_value(desk.window.run(script, Value::Null).await).unwrap()
}

#[tokio::test]
async fn registers_are_kept_in_settings_and_from_the_field_that_needs_them() {
    let (desk, ()) = Desk::open(|_, _| ()).await;
    desk.click("nav-settings").await;
    desk.click("set-register-department").await;
    desk.click("register-add").await;
    desk.type_in("entry-name", "工程部").await;
    desk.type_in("entry-lead", "孙八").await;
    desk.window.is_accessible("register dialog").await;
    // Enter keeps it: no hand leaves the keyboard.
    desk.window.press(&[], char::from(Key::Enter)).await;
    desk.window.wait_gone("[data-testid=register-dialog]").await;
    desk.says("entry", "孙八").await;
    desk.press_words("[data-testid=entry]", "改").await;
    desk.type_in("entry-lead", "周九").await;
    desk.click("entry-save").await;
    desk.says("entry", "周九").await;
    desk.window.is_accessible("registers").await;
    desk.click("retire").await;
    desk.window.wait_gone("[data-testid=entry]").await;
    desk.press_words("[data-testid=toasts]", "撤销").await;
    desk.says("entry", "工程部").await;
    desk.click("retire").await;
    desk.window.wait_gone("[data-testid=entry]").await;
    desk.window.click(".checkline input").await;
    desk.says("entry", "已停用").await;

    // A retired one is not offered; a new one is made where it is needed.
    desk.click("nav-papers").await;
    desk.click("start-revisit").await;
    desk.ready("fill").await;
    desk.window.type_into("[data-testid=field-department] input", "工程").await;
    desk.window.wait("[data-testid=ref-new]").await;
    let offered = "return [...document.querySelectorAll('[data-testid=ref-list] [role=option]')].length";
    assert_eq!(desk.window.run(offered, Value::Null).await, json!(1), "only the new one is offered, the retired is not");
    desk.window.press(&[], char::from(Key::Enter)).await;
    desk.type_in("entry-name", "工程二部").await;
    desk.click("entry-save").await;
    desk.window.wait_gone("[data-testid=register-dialog]").await;
    let kept = "return document.querySelector('[data-testid=field-department] input').value";
    desk.window.wait_until("the new department is not in the field", &format!("{kept} === '工程二部'").replacen("return ", "return (", 1).replace(" ===", ") ==="), Value::Null).await;
    desk.saved().await;
    desk.click("nav-settings").await;
    desk.click("set-register-department").await;
    desk.says("entry", "工程二部").await;
    desk.verified().await;
}

#[tokio::test]
async fn the_program_speaks_english_and_chinese_again() {
    let (desk, made) = Desk::open(|office, customer| signed_by_both(office, customer, "噪声扰民")).await;
    desk.click("nav-settings").await;
    desk.click("set-general").await;
    desk.window.is_accessible("settings").await;
    desk.press_words("[data-testid=language]", "English").await;
    desk.says("nav-today", "Today").await;
    let mut left = Vec::new();
    for (view, words) in [("settings", "settings"), ("today", "today"), ("papers", "papers"), ("sheets", "sheets")] {
        desk.click(&format!("nav-{view}")).await;
        desk.ready(view).await;
        left.extend(chinese(&desk).await.into_iter().map(|text| format!("{words}: {text}")));
        desk.window.is_accessible(&format!("{words} in English")).await;
    }
    desk.open_sheet(&made.serial).await;
    desk.ready("sheet").await;
    left.extend(chinese(&desk).await.into_iter().map(|text| format!("sheet: {text}")));
    println!("Chinese in the English window: {left:#?}");
    assert!(left.is_empty(), "the furniture speaks English: {left:#?}");
    desk.click("nav-settings").await;
    desk.click("set-general").await;
    desk.press_words("[data-testid=language]", "中文").await;
    desk.says("nav-today", "今日").await;
}
