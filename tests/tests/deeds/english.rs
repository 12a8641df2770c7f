//! The English window: no Chinese in it but what people wrote and what stands on the paper.
//!
//! Passed over are only the elements marked `data-own`, and there are four kinds of them:
//! - `typed`: what people wrote (names, reasons, what a sheet in a list is about), which is never translated;
//! - `entry`: entries of the registers; they are the department's own words, those that were proposed at first run as well;
//! - `paper`: the paper itself, drawn, and at signing the text that is signed, as it is signed;
//! - `name`: the program's own name.
//!
//! Beside them the switch of languages, where each language bears its own name.

use fantoccini::key::Key;
use serde_json::{Value, json};
use xunfang_core::form::English;
use xunfang_core::office::Office;
use xunfang_core::sheet::Reference;
use xunfang_tests::department;
use xunfang_tests::hands::Hands;

use super::{Desk, Made, signed_by_both, visited, visited_and_signed};

/// The English window and the Chinese found in it.
struct Walk {
    desk: Desk,
    left: Vec<String>,
}

impl Walk {
    /// Reads the whole screen: texts, and names for the screen reader, in which what was typed may be repeated.
    async fn read(&mut self, view: &str) {
        let script = "const own = '[data-own], [data-testid=language]'; const found = new Set(); \
            const typed = [...document.querySelectorAll('[data-own=typed], [data-own=entry]')].map(e => e.textContent.trim()).filter(t => t !== ''); \
            typed.sort((a, b) => b.length - a.length); \
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); \
            for (let n = walk.nextNode(); n; n = walk.nextNode()) \
                if (n.parentElement.checkVisibility() && !n.parentElement.closest(own)) found.add(n.textContent.trim()); \
            for (const e of document.querySelectorAll('body [aria-label], body [placeholder], body [title]')) \
                if (e.checkVisibility() && !e.closest(own)) for (const a of ['aria-label', 'placeholder', 'title']) \
                    found.add(typed.reduce((text, word) => text.replaceAll(word, ''), e.getAttribute(a) ?? '')); \
            const ours = [...document.querySelectorAll('[data-own=typed]')].map(e => e.textContent.trim()); \
            return { found: [...found], ours }";
        let seen = self.desk.window.run(script, Value::Null).await;
        let texts = |key: &str| serde_json::from_value::<Vec<String>>(seen[key].clone()).unwrap();
        let chinese = |c: char| matches!(c, '\u{3001}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}');
        self.left.extend(texts("found").iter().filter(|t| t.contains(chinese)).map(|text| format!("{view}: {text}")));
        // A word of a paper is not let through as something that was typed.
        let known = |text: &&String| text.split('\u{3000}').any(|word| English::shipped().words().contains_key(word));
        self.left.extend(texts("ours").iter().filter(known).map(|text| format!("{view}, not translated: {text}")));
    }

    async fn place(&mut self, name: &str) {
        self.desk.click(&format!("nav-{name}")).await;
        self.desk.ready(name).await;
    }

    async fn escape(&self) {
        self.desk.window.press(&[], char::from(Key::Escape)).await;
        self.desk.window.wait_gone("dialog[open]").await;
    }

    async fn blur(&self) {
        self.desk.window.run("document.activeElement?.blur()", Value::Null).await;
    }
}

/// A visit that was changed after the customer had signed it: its history and its findings have something to say.
fn changed(office: &Office, customer: &Reference) -> Made {
    let made = signed_by_both(office, customer, "噪声扰民");
    let draft = office.edit_sheet(&made.id).unwrap();
    let mut answers = draft.answers.clone();
    answers.fields.insert("summary".to_owned(), department::text("噪声扰民，写漏了"));
    office.save_draft(&draft.id, answers).unwrap();
    let mut finish = department::visited();
    finish.change_reason = "写漏了".to_owned();
    office.finish(&draft.id, &finish).unwrap();
    made
}

#[tokio::test]
async fn the_english_window_has_no_chinese_but_what_was_written_and_the_paper() {
    let (desk, (again, open)) = Desk::open(|office, customer| {
        let again = changed(office, customer);
        visited(office, customer, "路灯不亮");
        (again, visited_and_signed(office, customer, "路灯不亮"))
    })
    .await;
    desk.click("nav-settings").await;
    // The registers come first and push the rest down.
    desk.window.wait("[data-testid=set-register-customer]").await;
    desk.click("set-general").await;
    desk.press_words("[data-testid=language]", "English").await;
    desk.says("nav-today", "Today").await;
    let mut walk = Walk { desk, left: Vec::new() };
    walk.read("settings").await;
    walk.desk.window.is_accessible("settings in English").await;
    places(&mut walk).await;
    daily(&mut walk).await;
    revisit(&mut walk).await;
    sheet(&mut walk, &again).await;
    signing(&mut walk, &open).await;
    settings(&mut walk).await;
    assert_eq!(walk.left, Vec::<String>::new(), "the window speaks English");
    walk.desk.click("set-general").await;
    walk.desk.press_words("[data-testid=language]", "中文").await;
    walk.desk.says("nav-today", "今日").await;
    walk.desk.verified().await;
}

async fn places(walk: &mut Walk) {
    for view in ["today", "papers", "sheets", "archive"] {
        walk.place(view).await;
        if view == "sheets" {
            walk.desk.window.wait("[data-testid=hit]").await;
        }
        if view == "archive" {
            walk.desk.window.wait("[data-testid=archive][data-read=true]").await;
        }
        walk.read(view).await;
        walk.desk.window.is_accessible(&format!("{view} in English")).await;
    }
    walk.desk.window.press(&[Key::Control], 'k').await;
    walk.desk.window.wait("[data-testid=palette]").await;
    walk.read("palette").await;
    walk.escape().await;
}

async fn daily(walk: &mut Walk) {
    walk.place("papers").await;
    walk.desk.click("start-inspection-daily").await;
    walk.desk.ready("fill").await;
    walk.read("daily: head").await;
    walk.desk.window.click("[data-testid=area][data-area=lobby]").await;
    walk.desk.window.wait("[data-testid=item]").await;
    walk.read("daily: lobby").await;
    walk.blur().await;
    walk.desk.window.press(&[], '2').await;
    let cursor = "return document.activeElement?.tagName === 'TEXTAREA'";
    walk.desk.window.wait_until("a × does not ask what is wrong", cursor, Value::Null).await;
    walk.desk.window.keys("玻璃门有手印").await;
    walk.read("daily: a fault").await;
    walk.desk.choose("severity", "Moderate").await;
    walk.desk.says("saved", "Saved").await;
    for area in ["storey", "roof", "lift", "toilet", "pantry", "outdoor", "refuse", "vacant", "escape", "stairs", "post"] {
        walk.desk.window.click(&format!("[data-testid=area][data-area={area}]")).await;
        walk.read(&format!("daily: {area}")).await;
    }
    walk.desk.window.click("[data-testid=areas] button:last-of-type").await;
    walk.read("daily: foot").await;
    walk.desk.click("open-tray").await;
    walk.read("tray").await;
    walk.escape().await;
    walk.desk.window.press(&[], char::from(Key::F1)).await;
    walk.desk.window.wait("dialog[open]").await;
    walk.read("keys").await;
    walk.escape().await;
    walk.desk.click("finish").await;
    walk.desk.window.wait("[data-testid=missing]").await;
    walk.read("daily: what is missing").await;
    walk.desk.click("go-first").await;
    walk.desk.window.wait_gone("dialog[open]").await;
    walk.read("daily: asked").await;
    for stage in ["Rectification", "Review"] {
        walk.desk.press_words("[data-testid=stages]", stage).await;
        walk.read(&format!("daily: {stage}")).await;
    }
    walk.desk.press_words("[data-testid=views]", "Paper").await;
    walk.desk.window.wait(".paperhold svg").await;
    walk.read("daily: paper").await;
    walk.place("today").await;
    walk.read("today with a round begun").await;
}

async fn revisit(walk: &mut Walk) {
    walk.place("papers").await;
    walk.read("papers with a draft").await;
    walk.desk.click("start-revisit").await;
    walk.desk.window.wait("[data-ready=fill] [data-testid=fill-view][data-form=revisit]").await;
    walk.desk.add_row(1).await;
    walk.desk.choose("kind", "Ordinary complaint").await;
    walk.desk.choose("attempt_way", "Visit").await;
    walk.desk.choose("attempt_result", "Met").await;
    walk.desk.window.type_into("[data-testid=field-customer] input", "赵六").await;
    walk.desk.window.wait("[data-testid=ref-list] [role=option]").await;
    walk.read("revisit: picking").await;
    walk.desk.window.press(&[], char::from(Key::Enter)).await;
    walk.desk.fill("rectified", "yesterday 5pm").await;
    walk.desk.says("saved", "Saved").await;
    walk.read("revisit").await;
    let due =
        "return /^\\d+ [A-Z][a-z]+ \\d{4}/.test(document.querySelector('[data-testid=field-due] output').textContent.trim())";
    walk.desk.window.wait_until("the deadline is not in English", due, Value::Null).await;
    walk.desk.click("finish").await;
    walk.desk.window.wait("[data-testid=missing]").await;
    walk.read("revisit: what is missing").await;
    walk.escape().await;
    for stage in ["Customer's signature", "Review"] {
        walk.desk.press_words("[data-testid=stages]", stage).await;
        walk.read(&format!("revisit: {stage}")).await;
    }
}

async fn sheet(walk: &mut Walk, made: &Made) {
    walk.desk.open_sheet(&made.serial).await;
    walk.desk.ready("sheet").await;
    walk.read("sheet").await;
    walk.desk.window.is_accessible("sheet in English").await;
    walk.desk.says("seals", "changed since signing").await;
    let history = walk.desk.window.text(".history").await;
    for said in ["Finished　Revisit", "Amended　What it was about", "Customer's signature"] {
        assert!(history.contains(said), "the history tells “{said}”: {history}");
    }
    walk.desk.click("verify").await;
    walk.desk.window.wait("[data-testid=toasts] .toast").await;
    walk.desk.says("toasts", "Changed after it was signed").await;
    walk.read("findings of a sheet").await;
    for (button, dialog) in [("export", "export-dialog"), ("print", "export-dialog"), ("void", "void-dialog")] {
        walk.desk.click(button).await;
        walk.desk.window.wait(&format!("[data-testid={dialog}]")).await;
        walk.read(dialog).await;
        walk.escape().await;
    }
    walk.desk.click("other-customer_sign").await;
    walk.desk.window.wait("[data-testid=seal-dialog] [data-testid=seal-how]").await;
    for way in ["Signed on paper", "By proxy", "Refused"] {
        walk.desk.press_words("[data-testid=seal-how]", way).await;
        walk.read(way).await;
    }
    walk.escape().await;
}

async fn signing(walk: &mut Walk, made: &Made) {
    walk.desk.open_sheet(&made.serial).await;
    walk.desk.ready("sheet").await;
    walk.desk.click("sign-customer_sign").await;
    walk.desk.ready("sign").await;
    walk.read("signing").await;
    walk.desk.window.is_accessible("signing in English").await;
    let signed = walk.desk.window.text("[data-testid=sign-view]").await;
    for words in ["回访记录表", "整改效果", "满意", "本人签字确认"] {
        assert!(signed.contains(words), "the signer reads what is signed as it is signed: {words}");
    }
    walk.desk.press_words("[data-testid=sign-view]", "满意").await;
    walk.desk.sign().await;
    walk.desk.window.wait("[data-testid=thanks]").await;
    walk.read("thanks").await;
    walk.desk.take_back().await;
    walk.read("sheet after signing").await;
    let kept = "return [...document.querySelectorAll('[data-role=customer_sign]')].map(e => e.dataset.standing)";
    assert_eq!(walk.desk.window.run(kept, Value::Null).await, json!(["valid"]), "the signature stands");
}

async fn settings(walk: &mut Walk) {
    walk.place("settings").await;
    for part in ["site", "place", "area", "post", "person", "department", "outlet", "customer"] {
        walk.desk.click(&format!("set-register-{part}")).await;
        walk.desk.window.wait(&format!("[data-part=register-{part}]")).await;
        walk.read(part).await;
        walk.desk.click("register-add").await;
        walk.desk.window.wait("[data-testid=entry-save]").await;
        walk.read(&format!("{part}: a new one")).await;
        walk.escape().await;
    }
    for part in ["people", "backup", "blanks"] {
        walk.desk.click(&format!("set-{part}")).await;
        walk.desk.window.wait(&format!("[data-part={part}]")).await;
        walk.read(part).await;
    }
    walk.desk.click("set-safety").await;
    walk.desk.click("verify-all").await;
    walk.desk.says("verify-report", "Customer's signature　Changed after it was signed").await;
    walk.read("verification").await;
}
