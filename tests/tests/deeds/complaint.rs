//! A major complaint of a Friday afternoon, put right on the make-up Saturday behind it and entered afterwards from paper:
//! from its first word to its two closing signatures.

use serde_json::{Value, json};
use xunfang_tests::hands::Hands;

use super::Desk;
use super::steps::{customer_signs, goes_on, picks, rechecked, signs, visited};

#[tokio::test]
async fn a_major_complaint_of_the_eve_of_a_make_up_day_goes_its_whole_way() {
    let (desk, ()) = Desk::open(|_, _| ()).await;
    let serial = received(&desk).await;
    responded_and_told_above(&desk).await;
    delivered_and_taken(&desk).await;
    put_right_on_the_make_up_day(&desk).await;
    revisited_late(&desk).await;
    closed_by_two(&desk, &serial).await;
}

/// 受理, from the paper that was written on the day: 补录 with its reason and the true times.
async fn received(desk: &Desk) -> String {
    desk.click("nav-papers").await;
    desk.click("start-complaint").await;
    desk.ready("fill").await;
    desk.fill("received", "2026-5-8 16:00").await;
    desk.choose("way", "来电").await;
    picks(desk, "customer", "赵六").await;
    desk.choose("confidential", "否").await;
    desk.fill("place", "3号电梯").await;
    desk.choose("category", "工程").await;
    desk.choose("grade", "重大").await;
    desk.choose("urgency", "紧急").await;
    desk.fill("grade_reason", "电梯困人，涉及人身安全").await;
    desk.fill("content", "三号电梯困人约二十分钟，对讲无人应答").await;
    desk.choose("validity", "有效").await;
    desk.saved().await;
    desk.click("finish").await;
    desk.type_in("late-reason", "周末值班用纸单登记，今日照纸补录").await;
    desk.click("finish-now").await;
    desk.ready("sheet").await;
    let serial = desk.window.text(".sheetview .bar h1").await;
    desk.click("nav-cases").await;
    desk.ready("cases").await;
    desk.window.click(&format!("[data-testid=case-line][data-serial='{serial}']")).await;
    desk.window.wait("[data-testid=case-view][data-state=respond]").await;
    serial
}

async fn responded_and_told_above(desk: &Desk) {
    desk.click("step-respond").await;
    desk.ready("fill").await;
    desk.fill("responded", "2026-5-8 16:10").await;
    desk.fill("response", "已到场安抚，维保单位已放人").await;
    desk.saved().await;
    desk.finish().await;
    goes_on(desk, "deliver").await;

    // Nobody above was told yet; that belongs to no step of the order and is written in a list of its own.
    desk.window.wait_text("[data-testid=case-view] .casetitle", "未上报").await;
    desk.click("step-report").await;
    desk.ready("fill").await;
    let lists = desk.window.run("return document.querySelectorAll('.questions').length", Value::Null).await;
    assert_eq!(lists, json!(1), "上报 asks what 上报 needs, and nothing else");
    picks(desk, "reported_to", "张三").await;
    desk.fill("reported", "2026-5-8 16:12").await;
    desk.saved().await;
    desk.window.picture("case-report").await;
    desk.finish().await;
    goes_on(desk, "deliver").await;
    let told = "return !document.querySelector('[data-testid=case-view] .casetitle').textContent.includes('未上报')";
    desk.window.wait_until("somebody above knows of it", told, Value::Null).await;
}

async fn delivered_and_taken(desk: &Desk) {
    desk.click("step-deliver").await;
    desk.ready("fill").await;
    picks(desk, "department", "工程部").await;
    picks(desk, "responsible", "李四").await;
    desk.fill("delivered", "2026-5-8 16:30").await;
    desk.saved().await;
    desk.finish().await;
    goes_on(desk, "receive").await;
    desk.click("step-receive").await;
    desk.ready("fill").await;
    desk.choose("receipt", "签收").await;
    desk.fill("taken", "2026-5-8 16:40").await;
    desk.saved().await;
    desk.finish().await;
    // A moment that is typed is no receipt.
    goes_on(desk, "receive").await;
    desk.window.picture("case-waits-sign").await;
    // Who is responsible takes it: that reviews nothing.
    signs(desk, "receipt_sign", "李四").await;
    desk.window.wait("[data-testid=case-view][data-state=rectify]").await;
}

async fn put_right_on_the_make_up_day(desk: &Desk) {
    let clock = "[data-testid=case-step][data-step=rectify] [data-clock='rectify.1']";
    desk.window.wait(&format!("{clock}[data-running=true].late")).await;
    desk.window.wait_text(clock, "5月9日").await;
    desk.window.click(&format!("{clock} summary")).await;
    for said in ["1个工作日", "5月9日", "补班", "第1日"] {
        desk.window.wait_text(&format!("{clock} [data-testid=counting]"), said).await;
    }
    desk.click("step-rectify").await;
    desk.ready("fill").await;
    desk.fill("cause", "门锁触点氧化，安全回路断开").await;
    desk.fill("measures", "更换门锁触点，全部层门逐层检查").await;
    desk.fill("rectified", "2026-5-9 15:00").await;
    desk.saved().await;
    desk.finish().await;
    goes_on(desk, "recheck").await;
    desk.window.wait(&format!("{clock}[data-running=false]:not(.late)")).await;
    desk.window.wait_text(clock, "按时完成").await;
    signs(desk, "rectify_sign", "李四").await;
    rechecked(desk, "2026-5-9 16:30").await;
}

/// The revisit comes months late: the customer signs it, and the case asks why before it takes it over.
async fn revisited_late(desk: &Desk) {
    visited(desk).await;
    // From the revisit there is a way back to its case, and from the case to the revisit that was begun.
    goes_on(desk, "revisit").await;
    desk.click("step-revisit").await;
    desk.ready("sheet").await;
    customer_signs(desk, "满意").await;
    desk.standing("customer_sign", "valid").await;
    goes_on(desk, "revisit").await;
    desk.click("step-revisit").await;
    desk.ready("fill").await;
    // The way leads to where the reason is asked for, and what is known stands there.
    desk.window.wait("[data-testid=section-lates] [data-testid=field-late_step] [aria-checked=true]").await;
    desk.window.wait_text("[data-testid=field-late_department] input", "工程部").await;
    desk.choose("late_kind", "客户原因").await;
    desk.fill("late_reason", "客户出国，约定回来后回访").await;
    desk.saved().await;
    desk.window.picture("case-late-reason").await;
    desk.finish().await;
    goes_on(desk, "close").await;
    desk.window.wait("[data-testid=case-step][data-step=revisit] [data-testid=clock][data-running=false].late").await;
}

async fn closed_by_two(desk: &Desk, serial: &str) {
    desk.click("step-close").await;
    desk.ready("fill").await;
    desk.choose("closing", "回访签字").await;
    desk.fill("conclusion", "原因已查清，同意结案").await;
    desk.saved().await;
    desk.finish().await;
    goes_on(desk, "close").await;
    signs(desk, "close_sign", "张三").await;
    signs(desk, "manager_sign", "张三").await;
    desk.window.wait("[data-testid=case-view][data-state=closed]").await;
    desk.window.picture("case-closed").await;
    desk.click("case-paper").await;
    desk.ready("sheet").await;
    desk.state("signed").await;
    desk.click("export").await;
    desk.click("export-go").await;
    let words: String =
        xunfang_tests::pdf::text(&std::fs::read(desk.file("saved", "pdf").await).unwrap()).split_whitespace().collect();
    for said in ["2026年5月9日", "起1个工作日", "客户出国", serial] {
        assert!(words.contains(said), "the paper says {said}:\n{words}");
    }
    // Each drawn name has the day of its signing beside it: receipt, rectification, recheck, and the two that close.
    let today = xunfang_core::clock::Clock::system().now().in_china().local().format("%Y年%-m月%-d日").to_string();
    let dated = words.matches(&today).count();
    assert!(dated >= 7, "five signatures are dated today, beside 补录 and 结案时间: {dated}\n{words}");
    let shown = desk.xunfang(&["show", serial]).await;
    let signers: Vec<&str> = shown["signatures"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|s| s["standing"] == "valid")
        .filter_map(|s| s["signer"].as_str())
        .collect();
    assert_eq!(signers, ["李四", "李四", "张三", "张三", "张三"], "all of them stand: {shown}");
    let listed = desk.xunfang(&["case", "show", serial]).await;
    assert_eq!(listed["line"]["state"], json!("closed"), "closed in the cabinet as well: {listed}");
    desk.verified().await;
}
