//! 月度归档: the matrix, what is missing, the figures, closing and what comes after.

use fantoccini::key::Key;
use serde_json::{Value, json};
use xunfang_tests::department::{PASSPHRASE, sample_until_last_month};
use xunfang_tests::window::Window;

use crate::hands::{choose, escape, place, press};
use crate::look::Look;

#[tokio::test]
async fn the_months_are_well_seen() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().to_path_buf();
    tokio::task::spawn_blocking(move || sample_until_last_month(&root, 2)).await.unwrap().unwrap();
    let mut look = Look::new(Window::open(home.path()).await).await;
    look.type_into("[data-testid=unlock-pass]", PASSPHRASE).await;
    look.click("[data-testid=unlock-go]").await;
    look.wait("[data-ready=today]").await;
    place(&look, "archive").await;
    look.wait("[data-testid=archive][data-stage=open] [data-testid=matrix]").await;
    look.at("month-matrix").await;
    gaps(&mut look).await;
    parts(&mut look).await;
    others(&mut look).await;
    closing(&mut look).await;
    setting(&mut look).await;
    english(&mut look).await;
    look.done();
}

async fn part(look: &Look, word: &str, there: &str) {
    choose(look, "[data-testid=archive-part]", word).await;
    look.wait(there).await;
}

async fn gaps(look: &mut Look) {
    look.click("[data-testid=check-line][data-tone=open]").await;
    look.wait("[data-testid=gap]").await;
    look.at("month-gaps").await;
    look.click("[data-testid=check-line][data-kind=review]").await;
    look.click("[data-testid=gap] [data-testid=gap-explain]").await;
    look.type_into("[data-testid=say-words]", "负责人出差，月初补审").await;
    look.at("month-say").await;
    look.click("[data-testid=say-go]").await;
    look.wait("[data-testid=gap][data-said=true]").await;
    look.at("month-said").await;
    look.click("[data-testid=archive-pick]").await;
    look.wait("[data-testid=archive-months]").await;
    look.at("month-months").await;
    press(look, char::from(Key::Escape)).await;
    look.wait_gone("[data-testid=archive-months]").await;
}

async fn parts(look: &mut Look) {
    part(look, "商业网点", "[data-testid=outlets]").await;
    look.at("month-outlets").await;
    part(look, "未办结", "[data-testid=carried], [data-testid=carried-none]").await;
    look.at("month-carried").await;
    part(look, "统计", "[data-testid=trend]").await;
    look.at("month-stats").await;
    look.run("document.querySelector('[data-testid=trend] details').open = true", Value::Null).await;
    look.run("document.querySelector('[data-testid=figure-group][data-id=complaints]').scrollIntoView()", Value::Null).await;
    look.at("month-stats-below").await;
    look.click("[data-testid=figure-group][data-id=inspection] [data-testid=figure][data-id='inspection.rate']").await;
    look.wait("[data-testid=figure-sheet]").await;
    look.at("month-figure").await;
    escape(look).await;
    part(look, "公共区域", "[data-testid=matrix]").await;
}

/// The month that runs, the one to come, and one in which nothing was.
async fn others(look: &mut Look) {
    look.click("[data-testid=archive-after]").await;
    look.wait("[data-testid=archive][data-stage=running]").await;
    look.at("month-running").await;
    look.click("[data-testid=archive-after]").await;
    look.wait("[data-testid=archive-future]").await;
    look.at("month-future").await;
    look.click("[data-testid=archive-pick]").await;
    look.click("li:last-child [data-testid=archive-month]").await;
    look.wait("[data-testid=archive-empty]").await;
    look.at("month-empty").await;
    look.click("[data-testid=archive-pick]").await;
    look.click("li:nth-child(2) [data-testid=archive-month]").await;
    look.wait("[data-testid=archive][data-stage=open] [data-testid=matrix]").await;
}

async fn closing(look: &mut Look) {
    look.click("[data-testid=archive-draft]").await;
    look.wait("[data-testid=volume-dialog]").await;
    look.at("month-draft").await;
    escape(look).await;
    look.click("[data-testid=archive-close]").await;
    look.type_into("[data-testid=close-reason]", "已逐项核对，其余随下月补办").await;
    look.at("month-close").await;
    look.click("[data-testid=close-go]").await;
    look.wait("[data-testid=archive][data-stage=closed] [data-testid=archive-closed]").await;
    look.wait_gone("dialog[open]").await;
    look.at("month-closed").await;
    look.click("[data-testid=archive-export]").await;
    choose(look, "[data-testid=volume-full]", "完整件").await;
    look.type_into("[data-testid=volume-reason]", "上级检查，核对原件").await;
    look.at("month-export").await;
    escape(look).await;
    look.click("[data-testid=archive-reopen]").await;
    look.type_into("[data-testid=reopen-reason]", "补齐两份审阅").await;
    look.at("month-reopen").await;
    look.click("[data-testid=reopen-go]").await;
    look.wait("[data-testid=archive][data-stage=open] [data-testid=archive-history]").await;
    look.at("month-again").await;
}

async fn setting(look: &mut Look) {
    place(look, "settings").await;
    look.click("[data-testid=set-volume]").await;
    look.wait("[data-testid=volume-setting]").await;
    look.at("month-setting").await;
    look.click("[data-testid=set-general]").await;
    choose(look, "[data-testid=language]", "English").await;
    look.wait("html[lang^=en]").await;
}

async fn english(look: &mut Look) {
    place(look, "archive").await;
    look.wait("[data-testid=matrix]").await;
    look.click("[data-testid=check-line][data-tone=open]").await;
    look.wait("[data-testid=gap]").await;
    look.at("month-english").await;
    choose(look, "[data-testid=archive-part]", "Statistics").await;
    look.wait("[data-testid=trend]").await;
    look.at("month-english-stats").await;
    let untold = "return [...document.querySelectorAll('.figs *')].filter(e => e.children.length === 0 && e.closest('[data-own]') === null) \
        .map(e => e.textContent.trim()).filter(text => /[\\u3400-\\u9fff]/.test(text))";
    assert_eq!(look.run(untold, Value::Null).await, json!([]), "the figures speak English");
}
