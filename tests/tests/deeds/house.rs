//! The house around the work: registers, settings, the other language.

use fantoccini::key::Key;
use serde_json::{Value, json};
use xunfang_core::form::Library;
use xunfang_tests::hands::Hands;

use super::{Desk, signed_by_both};

/// Texts of the program's own furniture that are still Chinese. The words of a paper (its titles, areas, stages, signatures) and
/// people's names are Chinese in any language; the pages themselves are not looked at.
async fn chinese(desk: &Desk) -> Vec<String> {
    let script = "const data = '.drawn, [data-testid=hit], [data-testid=agenda] .line, .site, .slip, svg, option, [data-testid=entry], [data-testid=draft]'; \
        const found = new Set(); const walk = document.createTreeWalker(document.querySelector('#app'), NodeFilter.SHOW_TEXT); \
        for (let n = walk.nextNode(); n; n = walk.nextNode()) \
            if (n.parentElement.checkVisibility() && !n.parentElement.closest(data)) found.add(n.textContent.trim()); \
        for (const e of document.querySelectorAll('#app [aria-label], #app [placeholder], #app [title]')) \
            if (e.checkVisibility() && !e.closest(data)) for (const a of ['aria-label', 'placeholder', 'title']) found.add(e.getAttribute(a) ?? ''); \
        return [...found]";
    let texts: Vec<String> = serde_json::from_value(desk.window.run(script, Value::Null).await).unwrap();
    let mut known: Vec<&str> = vec!["赵六", "张三", "示例物业", "客务部", "一期", "中文", "岗位"];
    for form in Library::shipped().iter().map(|f| &f.form) {
        known.extend([form.title.as_str(), &form.subtitle]);
        known.extend(form.stages.iter().map(|s| s.label.as_str()));
        known.extend(form.signatures.iter().map(|s| s.label.as_str()));
        known.extend(form.sections.iter().flat_map(|s| s.groups.iter().map(|g| g.label.as_str())));
    }
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let plain = |text: &String| known.iter().filter(|w| !w.is_empty()).fold(text.clone(), |text, word| text.replace(word, ""));
    texts.into_iter().filter(|text| han(&plain(text))).collect()
}

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
