//! A month that is over: what is missing is explained, it is closed with its reason, and opened again.

use fantoccini::key::Key;
use serde_json::{Value, json};
use xunfang_tests::department::{PASSPHRASE, sample_until_last_month};
use xunfang_tests::hands::Hands;
use xunfang_tests::window::Window;

use super::Desk;

/// How many gaps wait for a word, as the head of the view says.
async fn open_gaps(desk: &Desk) -> u64 {
    let script = "return Number(/\\d+/.exec(document.querySelector('.archgaps')?.textContent ?? '0')[0])";
    desk.window.run(script, Value::Null).await.as_u64().unwrap()
}

/// A window on the sample department with so many months of work, the last one over.
async fn worked(months: u32) -> Desk {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().to_path_buf();
    tokio::task::spawn_blocking(move || sample_until_last_month(&root, months)).await.unwrap().unwrap();
    let window = Window::open(home.path()).await;
    window.size(1280, 800).await;
    let desk = Desk { window, home };
    desk.unlock(PASSPHRASE).await;
    desk
}

#[tokio::test]
async fn a_month_is_explained_closed_with_a_reason_and_opened_again() {
    let mut desk = worked(2).await;

    // The month before this one is over and not closed: it is the one that is shown. Ctrl+K leads there.
    desk.window.press(&[Key::Control], 'k').await;
    desk.type_in("palette-text", "归档").await;
    desk.window.click("#pal-archive").await;
    desk.ready("archive").await;
    desk.window.wait("[data-testid=archive][data-stage=open] [data-testid=matrix]").await;
    desk.window.is_accessible("the matrix").await;
    let before = open_gaps(&desk).await;
    assert!(before > 1, "the sample department leaves gaps: {before}");

    matrix(&desk).await;
    explain(&desk, before).await;
    let left = open_gaps(&desk).await;
    figures(&desk).await;

    // A draft for review is made at any time, and closes nothing.
    desk.click("archive-draft").await;
    desk.window.wait("[data-testid=volume-dialog]").await;
    desk.window.is_accessible("making a draft").await;
    desk.click("volume-save").await;
    let draft = desk.file("saved", "pdf").await;
    assert!(draft.to_string_lossy().contains("送审稿"), "it says what it is: {}", draft.display());
    desk.window.wait_gone("[data-testid=volume-dialog]").await;

    // What is left to explain wants one reason.
    desk.click("archive-close").await;
    let locked = "return document.querySelector('[data-testid=close-go]').disabled";
    assert_eq!(desk.window.run(locked, Value::Null).await, json!(true), "gaps want a reason");
    desk.says("close-seals", &left.to_string()).await;
    desk.window.is_accessible("closing").await;
    desk.type_in("close-reason", "已逐项核对，其余随下月补办").await;
    desk.click("close-go").await;
    desk.window.wait("[data-testid=archive][data-stage=closed]").await;
    desk.says("archive-closing", "已逐项核对，其余随下月补办").await;
    assert_eq!(open_gaps(&desk).await, 0, "the reason stands for all that were left");
    desk.window.is_accessible("a closed month").await;
    let acts = "return document.querySelector('[data-testid=gap-explain], [data-testid=archive-close]') === null";
    assert_eq!(desk.window.run(acts, Value::Null).await, json!(true), "what is sealed is not changed");

    // The volume goes out masked; complete only with a reason.
    desk.click("archive-export").await;
    desk.press_words("[data-testid=volume-format]", "Excel").await;
    desk.press_words("[data-testid=volume-full]", "完整件").await;
    let locked = "return document.querySelector('[data-testid=volume-save]').disabled";
    assert_eq!(desk.window.run(locked, Value::Null).await, json!(true), "complete wants a reason");
    desk.press_words("[data-testid=volume-full]", "脱敏件").await;
    desk.click("volume-save").await;
    let book = desk.file("saved", "xlsx").await;
    assert!(book.to_string_lossy().contains("脱敏件"), "the masked copy: {}", book.display());
    desk.window.wait_gone("[data-testid=volume-dialog]").await;

    // It is written down: a window that died shows it closed.
    desk.window.battery_death().await;
    desk.unlock(PASSPHRASE).await;
    desk.click("nav-archive").await;
    desk.ready("archive").await;
    desk.click("archive-before").await;
    desk.window.wait("[data-testid=archive][data-stage=closed] [data-testid=archive-root]").await;

    desk.click("archive-reopen").await;
    desk.type_in("reopen-reason", "补齐审阅").await;
    desk.click("reopen-go").await;
    desk.window.wait("[data-testid=archive][data-stage=open]").await;
    desk.says("archive-history", "补齐审阅").await;
    assert_eq!(open_gaps(&desk).await, left, "what was explained one by one stays explained");
    desk.verified().await;
}

/// 取消 comes into sight as the work is asked for, and is pressed in that moment by the page itself: the program hears of it right
/// behind what it was asked, with a month of sheets to read. A hand that looks first may come too late.
const STOP: &str = "window.stopped = 0; new MutationObserver((_, watch) => { \
    const button = document.querySelector('[data-testid=job-cancel]'); \
    if (button) { watch.disconnect(); window.stopped += 1; button.click(); } \
    }).observe(document.body, { childList: true, subtree: true }); return true";

#[tokio::test]
async fn a_volume_that_is_stopped_leaves_no_file_and_the_window_goes_on() {
    let desk = worked(1).await;
    desk.click("nav-archive").await;
    desk.ready("archive").await;
    desk.click("archive-draft").await;
    desk.window.wait("[data-testid=volume-dialog]").await;
    desk.window.run(STOP, Value::Null).await;
    desk.click("volume-save").await;
    desk.says("toasts", "已取消，没有留下文件").await;
    assert_eq!(
        desk.window.run("return window.stopped", Value::Null).await,
        json!(1),
        "it was pressed while the work was under way"
    );
    desk.window.wait_gone("[data-testid=volume-dialog]").await;
    let saved = desk.home.path().join("saved");
    let left = std::fs::read_dir(&saved).into_iter().flatten().flatten().map(|file| file.file_name()).collect::<Vec<_>>();
    assert_eq!(left, [""; 0], "no file, and no part of one");

    // What was stopped stands in the way of nothing.
    desk.window.wait("[data-testid=archive][data-stage=open] [data-testid=matrix]").await;
    desk.click("archive-draft").await;
    desk.click("volume-save").await;
    let draft = desk.file("saved", "pdf").await;
    assert!(std::fs::read(&draft).unwrap().starts_with(b"%PDF"), "made whole the second time");
    desk.window.wait_gone("[data-testid=volume-dialog]").await;

    // Closing counts a year: it is stopped the same way, and the month stays open.
    desk.click("archive-close").await;
    desk.type_in("close-reason", "已核对").await;
    desk.window.run(STOP, Value::Null).await;
    desk.click("close-go").await;
    desk.says("toasts", "没有归档").await;
    assert_eq!(desk.window.run("return window.stopped", Value::Null).await, json!(1), "pressed while it was counted");
    desk.window.wait_gone("[data-testid=close-dialog]").await;
    desk.window.wait("[data-testid=archive][data-stage=open] [data-testid=archive-close]").await;
    desk.verified().await;
}

/// The keys walk the matrix; Enter opens the sheet behind a cell, and one comes back to the month that was open.
async fn matrix(desk: &Desk) {
    let month = "return document.querySelector('[data-testid=archive]').dataset.month";
    let was = desk.window.run(month, Value::Null).await;
    let stand = "const cell = document.querySelector('[data-testid=matrix] [data-mark=pass]'); cell.click(); return true";
    desk.window.run(stand, Value::Null).await;
    desk.ready("sheet").await;
    desk.click("back").await;
    desk.ready("archive").await;
    desk.window.wait("[data-testid=matrix]").await;
    assert_eq!(desk.window.run(month, Value::Null).await, was, "the month that was left");
    let at = "const at = document.activeElement; return [Number(at.dataset.row), Number(at.dataset.col)]";
    desk.window.run("document.querySelector('[data-testid=matrix] [tabindex=\"0\"]').focus()", Value::Null).await;
    desk.window.press(&[Key::Control], char::from(Key::Home)).await;
    let corner = desk.window.run(at, Value::Null).await;
    desk.window.press(&[], char::from(Key::Down)).await;
    desk.window.press(&[], char::from(Key::Right)).await;
    let to = desk.window.run(at, Value::Null).await;
    assert_eq!(to[0], json!(corner[0].as_i64().unwrap() + 1), "a row down");
    assert!(to[1].as_i64() > corner[1].as_i64(), "a day on, over the days off");
    desk.window.press(&[], 'n').await;
    let missed = "return document.activeElement.dataset.mark";
    assert_eq!(desk.window.run(missed, Value::Null).await, json!("missed"), "N goes to what is to be explained");
    desk.window.press(&[], char::from(Key::Enter)).await;
    desk.window.wait("[data-testid=explain-dialog]").await;
    desk.press_words("[data-testid=explain-cause]", "停电").await;
    desk.type_in("explain-words", "全楼停电").await;
    desk.click("explain-go").await;
    desk.window.wait("[data-testid=matrix] [data-mark=missed-said]").await;
}

/// One thing after the other is explained where it is listed.
async fn explain(desk: &Desk, before: u64) {
    assert_eq!(open_gaps(desk).await, before - 1, "the missed round that was explained");
    let line = "[data-testid=check-line][data-kind=review]";
    desk.window.click(line).await;
    desk.window.click("[data-testid=gap][data-said=false] [data-testid=gap-explain]").await;
    desk.type_in("say-words", "负责人出差，月初补审").await;
    desk.window.is_accessible("explaining a gap").await;
    desk.click("say-go").await;
    desk.window.wait_text("[data-testid=gap][data-said=true]", "负责人出差").await;
    assert_eq!(open_gaps(desk).await, before - 2, "and the review");
}

/// A number leads to the sheets that it was counted from.
async fn figures(desk: &Desk) {
    desk.press_words("[data-testid=archive-part]", "统计").await;
    desk.window.wait("[data-testid=trend]").await;
    desk.window.is_accessible("the figures").await;
    let figure = "[data-testid=figure][data-id='complaints.received']";
    let count = desk.window.run("return document.querySelector(arguments[0]).querySelector('b').textContent", figure).await;
    desk.window.click(figure).await;
    desk.window.wait("[data-testid=figure-sheet]").await;
    desk.window.is_accessible("the sheets behind a figure").await;
    let sheets =
        desk.window.run("return String(document.querySelectorAll('[data-testid=figure-sheet]').length)", Value::Null).await;
    assert_eq!(sheets, count, "every complaint that was counted is listed");
    desk.window.click("[data-testid=figure-sheet]").await;
    desk.ready("sheet").await;
    desk.click("back").await;
    desk.ready("archive").await;
    desk.window.wait("[data-testid=trend]").await;
    desk.press_words("[data-testid=archive-part]", "公共区域").await;
    desk.window.wait("[data-testid=matrix]").await;
}
