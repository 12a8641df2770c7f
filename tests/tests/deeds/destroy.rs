//! 到期销毁: what has been kept long enough is read, asked for by one head, and destroyed by another.

use serde_json::{Value, json};
use xunfang_core::archive::Month;
use xunfang_core::cabinet::Cost;
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::office::Role;
use xunfang_tests::department::{self, Department, PASSPHRASE};
use xunfang_tests::hands::Hands;
use xunfang_tests::window::Window;

use super::Desk;

/// What opens the cabinet for the second head.
const SECOND: &str = "第二位负责人的口令";
/// Days of a month, in seconds: its sheets are filed then.
const TEN_DAYS: u64 = 10 * 86_400;

/// A department whose visits of 2010 were filed and kept for ten years, with two heads today; the serials.
fn kept_long_enough(home: &std::path::Path) -> Vec<String> {
    let then = Department::with_clock(home, Clock::seeded(7, Stamp::parse("2010-02-24T09:00+08:00").unwrap()));
    let office = then.first_run().unwrap();
    let customer = department::customer(&office, "赵六").unwrap();
    let visit = |summary: &str| {
        let draft = department::visit_draft(&office, &customer, summary).unwrap();
        let mut answers = draft.answers;
        answers.fields.insert("rectified".to_owned(), department::text("2010-02-13T17:00+08:00"));
        office.save_draft(&draft.id, answers).unwrap();
        office.finish(&draft.id, &department::visited()).unwrap().serial
    };
    let serials = ["走道照明", "电梯困人"].map(visit).to_vec();
    then.later(TEN_DAYS);
    let month: Month = "2010-02".parse().unwrap();
    office.close_month(month, "已逐项核对", &|_, _| true).unwrap();
    drop(office);
    let now = Department::with_clock(home, Clock::system()).open().unwrap();
    // Sixteen years are a leap that somebody must have said is right.
    now.desk().unwrap();
    now.trust_clock().unwrap();
    let other = now.entries("person", "李四", false).unwrap().remove(0);
    now.add_account(&other.id, Role::Head, SECOND, Cost::LIGHT).unwrap();
    serials
}

/// The list, where the settings have it.
async fn listed(desk: &Desk) {
    desk.click("nav-settings").await;
    desk.ready("settings").await;
    desk.click("set-volume").await;
    desk.window.wait("[data-testid=destruction]").await;
}

async fn is_there(desk: &Desk, testid: &str) -> bool {
    let script = "return document.querySelector(`[data-testid=${arguments[0]}]`) !== null";
    desk.window.run(script, testid).await == json!(true)
}

/// Whether the act of a dialog cannot be pressed yet.
async fn is_locked(desk: &Desk, dialog: &str) -> bool {
    let script = "return document.querySelector(`[data-testid=${arguments[0]}] .btn-go`).disabled";
    desk.window.run(script, dialog).await == json!(true)
}

#[tokio::test]
async fn what_is_kept_long_enough_is_asked_for_by_one_and_destroyed_by_another() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().to_path_buf();
    let serials = tokio::task::spawn_blocking(move || kept_long_enough(&root)).await.unwrap();
    let window = Window::open(home.path()).await;
    window.size(1280, 800).await;
    let desk = Desk { window, home };
    desk.unlock(PASSPHRASE).await;

    // Read: every sheet that may go, with the day since when, and the list for two signatures.
    listed(&desk).await;
    for serial in &serials {
        desk.says("destruction", serial).await;
    }
    desk.says("destruction", "保管期满 2 件").await;
    desk.says("destruction", "2021").await;
    desk.window.is_accessible("what is kept long enough").await;
    desk.click("destruction-print").await;
    let paper = xunfang_tests::pdf::text(&std::fs::read(desk.file("saved", "pdf").await).unwrap());
    assert!(serials.iter().all(|serial| paper.contains(serial)), "on paper too: {paper}");
    assert!(!is_there(&desk, "destruction-approve").await, "what nobody asked for cannot be approved");

    // Asked for with a reason; what is called off has asked for nothing.
    desk.click("destruction-ask").await;
    desk.window.wait("[data-testid=ask-destruction]").await;
    desk.window.is_accessible("asking for a destruction").await;
    assert!(is_locked(&desk, "ask-destruction").await, "it wants a reason");
    desk.type_in("destruction-reason", "保管期满").await;
    desk.press_words("[data-testid=ask-destruction]", "取消").await;
    desk.window.wait_gone("[data-testid=ask-destruction]").await;
    assert!(is_there(&desk, "destruction-ask").await, "nothing was asked for");
    desk.click("destruction-ask").await;
    desk.type_in("destruction-reason", "保管期满，已核对清册").await;
    desk.press_words("[data-testid=ask-destruction]", "提请销毁").await;
    desk.window.wait_gone("[data-testid=ask-destruction]").await;
    desk.says("destruction", "提请人不能批准自己的提请").await;
    assert!(!is_there(&desk, "destruction-approve").await, "who asked does not approve");
    assert!(!is_there(&desk, "destruction-ask").await, "nor ask twice");
    desk.window.is_accessible("waiting for the second person").await;

    // The same person at another day is still the same person; another head is not.
    desk.click("nav-lock").await;
    desk.unlock(PASSPHRASE).await;
    listed(&desk).await;
    desk.says("destruction", "提请人不能批准自己的提请").await;
    assert!(!is_there(&desk, "destruction-approve").await, "who asked does not approve later either");
    desk.click("nav-lock").await;
    desk.unlock(SECOND).await;
    listed(&desk).await;
    desk.says("destruction", "保管期满，已核对清册").await;
    desk.click("destruction-approve").await;
    desk.window.wait("[data-testid=approve-destruction]").await;
    desk.says("approve-destruction", "不能恢复").await;
    desk.window.is_accessible("approving a destruction").await;
    assert!(is_locked(&desk, "approve-destruction").await, "what cannot be undone wants a word more");
    desk.press_words("[data-testid=approve-destruction]", "取消").await;
    desk.window.wait_gone("[data-testid=approve-destruction]").await;
    desk.says("destruction", "保管期满 2 件").await;
    desk.click("destruction-approve").await;
    desk.click("destruction-understood").await;
    desk.press_words("[data-testid=approve-destruction]", "批准销毁").await;
    desk.window.wait_gone("[data-testid=approve-destruction]").await;

    // Nothing is left to destroy, and the log still proves the rest.
    desk.says("toasts", "已销毁2件").await;
    desk.says("destruction", "没有保管期满的单据").await;
    let rows = "return document.querySelectorAll('[data-testid=destruction] tbody tr').length";
    assert_eq!(desk.window.run(rows, Value::Null).await, json!(0), "the list is empty");
    desk.verified().await;
    let acts = desk.xunfang(&["audit"]).await;
    let of = |act: &str| acts.as_array().unwrap().iter().filter(|line| line["act"] == act).count();
    assert_eq!((of("destruction-asked"), of("destruction")), (1, 1), "both acts are on record");
}
