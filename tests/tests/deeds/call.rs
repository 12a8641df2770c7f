//! A call, the lists of casework, and what is begun from a sheet.

use fantoccini::key::Key;
use serde_json::json;
use xunfang_core::clock::Clock;
use xunfang_tests::hands::Hands;

use super::Desk;

/// A date so many days from now, as answers write it.
fn day(days: i64) -> String {
    let now = Clock::system().now().in_china();
    xunfang_core::clock::Stamp::new(now.wall_ms() + days * 86_400_000, 480).local().format("%Y-%m-%d").to_string()
}

#[tokio::test]
async fn a_call_becomes_a_complaint_and_what_was_said_is_never_lost() {
    let (desk, ()) = Desk::open(|_, _| ()).await;
    // In the middle of something: Ctrl+J.
    desk.window.press(&[Key::Control], 'j').await;
    desk.ready("call").await;
    desk.type_in("call-find", "0801").await;
    desk.click("caller-found").await;
    desk.says("caller", "赵六").await;
    desk.says("caller", "没有未结的事项").await;
    desk.type_in("call-said", "十二层东侧走道照明又不亮了").await;
    desk.click("take-complaint").await;
    desk.ready("fill").await;
    let script = "const box = document.querySelector('[data-testid=field-content] textarea'); return box?.value.includes('走道照明又不亮了') ?? false";
    desk.window.wait_until("what was said stands in the sheet", script, json!(null)).await;

    // The next call is not finished: what was said is a draft.
    desk.click("call").await;
    desk.ready("call").await;
    desk.type_in("call-find", "13900000009").await;
    desk.click("call-new").await;
    desk.says("caller-new", "新客户").await;
    desk.type_in("call-said", "物业费可以按季度缴吗").await;
    desk.click("nav-papers").await;
    desk.ready("papers").await;
    let script = "return document.querySelectorAll('[data-testid=draft]').length === 2";
    desk.window.wait_until("both calls wait as drafts", script, json!(null)).await;
    desk.verified().await;
}

#[tokio::test]
async fn what_is_late_and_the_deadlines_leave_as_files() {
    let (desk, serial) = Desk::open(|office, _| {
        let answers = json!({ "fields": { "received": format!("{} 09:00", day(-20)), "way": "来电", "customer": "赵六", "confidential": "否",
            "category": "工程", "grade": "一般", "urgency": "紧急", "grade_reason": "影响出行", "content": "走道照明不亮",
            "validity": "有效" }, "finish": ["register"], "late_reason": "次日补录" });
        office.fill("complaint", &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap().serial
    })
    .await;
    desk.click("nav-cases").await;
    desk.ready("cases").await;
    desk.press_words("[data-testid=cases-how]", "超期台账").await;
    desk.ready("overdue").await;
    let from = format!("{} ", day(-40));
    desk.window.type_into(".listbar .fieldbox:first-child input", from.trim()).await;
    desk.window.press(&[], char::from(Key::Tab)).await;
    desk.window.wait(&format!("[data-testid=overdue-line][data-serial='{serial}']")).await;
    desk.click("list-export").await;
    desk.file("saved", "xlsx").await;
    desk.press_words("[data-testid=cases-how]", "登记台账").await;
    desk.ready("ledger").await;
    desk.window.type_into(".listbar .fieldbox:first-child input", from.trim()).await;
    desk.window.press(&[], char::from(Key::Tab)).await;
    desk.window.wait(&format!("[data-testid=ledger-line][data-serial='{serial}']")).await;
    desk.click("feed").await;
    let feed = std::fs::read_to_string(desk.file("saved", "ics").await).unwrap();
    assert!(feed.contains(&serial) && !feed.contains("赵六"), "numbers and steps, no customer: {feed}");
    desk.verified().await;
}

#[tokio::test]
async fn a_fault_of_the_round_becomes_a_notice() {
    let (desk, serial) = Desk::open(|office, _| {
        let answers = json!({ "all": { "check": { "am": "pass" } },
            "rows": { "check": [{ "area": "卫生间", "item": "台面镜面", "am": "×" }],
                "fails": [{ "id": "toilet.mirror@am", "severity": "一般", "problem": "镜面大片水渍", "person": "李四" }] },
            "fields": { "am_method": "全查", "am_from": format!("{} 00:05", day(0)), "am_to": format!("{} 00:10", day(0)) }, "finish": ["am"] });
        office.fill("inspection-daily", &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap().serial
    })
    .await;
    desk.open_sheet(&serial).await;
    desk.click("from-rectification").await;
    desk.ready("fill").await;
    let script = "const box = document.querySelector('[data-testid=field-content] textarea'); return box?.value.includes('镜面大片水渍') ?? false";
    desk.window.wait_until("the notice says what is wrong", script, json!(null)).await;
    desk.verified().await;
}
