//! An opinion of a survey, collected, delivered, answered, put right and revisited within a day.

use serde_json::json;
use xunfang_core::office::Office;
use xunfang_tests::department;
use xunfang_tests::hands::Hands;

use super::Desk;
use super::steps::{customer_signs, goes_on, picks, rechecked, signs, visited};

/// A survey that says something; its number.
fn surveyed(office: &Office) -> String {
    let items = [
        "接待",
        "电话接听",
        "报修投诉处理",
        "回访",
        "保洁",
        "绿化",
        "秩序",
        "工程维修",
        "公共设施",
        "收费",
        "特约服务",
        "总体评价",
    ];
    let rows: Vec<_> = items.iter().map(|item| json!({ "item": item, "score": "满意" })).collect();
    let answers = json!({ "fields": { "batch": "上半年满意度调查", "customer": "赵六", "way": "上门询问", "why": "大堂早高峰有水渍",
        "advice": "建议雨天增加保洁频次并铺地垫", "revisit_wish": "是" }, "rows": { "items": rows } });
    let made = office.fill("survey", &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap();
    let mut signature = department::signature(&made.sheet, "赵六");
    signature.choice = String::new();
    office.sign(&signature).unwrap();
    made.serial
}

/// A clock of a step runs, or has stopped in time.
async fn clock(desk: &Desk, id: &str, runs: bool) {
    let late = if runs { "" } else { ":not(.late)" };
    desk.window.wait(&format!("[data-testid=case-view] [data-clock='{id}'][data-running={runs}]{late}")).await;
}

/// The clock of an id goes by a rule.
async fn by_rule(desk: &Desk, id: &str, rule: &str) {
    desk.window.wait_text(&format!("[data-testid=case-view] [data-clock='{id}']"), rule).await;
}

#[tokio::test]
async fn an_opinion_goes_from_its_survey_to_its_signed_revisit() {
    let (desk, survey) = Desk::open(|office, _| surveyed(office)).await;
    desk.open_sheet(&survey).await;
    desk.click("from-opinion").await;
    desk.ready("fill").await;
    desk.window.wait_text("[data-testid=field-content] textarea", "铺地垫").await;
    desk.window.wait_text("[data-testid=field-survey] input", &survey).await;
    desk.choose("category", "保洁").await;
    desk.saved().await;
    desk.finish().await;
    goes_on(&desk, "deliver").await;
    clock(&desk, "deliver", true).await;
    by_rule(&desk, "deliver", "SUR-1").await;

    desk.click("step-deliver").await;
    desk.ready("fill").await;
    picks(&desk, "department", "保洁部").await;
    desk.saved().await;
    desk.finish().await;
    goes_on(&desk, "receive").await;
    desk.click("step-receive").await;
    desk.ready("fill").await;
    desk.choose("receipt", "签收").await;
    desk.fill("taken", "现在").await;
    desk.saved().await;
    desk.finish().await;
    goes_on(&desk, "receive").await;
    clock(&desk, "deliver", true).await;
    signs(&desk, "receipt_sign", "李四").await;
    desk.window.wait("[data-testid=case-view][data-state=answer]").await;
    clock(&desk, "deliver", false).await;
    clock(&desk, "answer", true).await;
    by_rule(&desk, "answer", "SUR-2").await;

    desk.click("step-answer").await;
    desk.ready("fill").await;
    desk.fill("cause", "早高峰只有一人在岗").await;
    desk.fill("measures", "雨天早高峰加一人，入口铺地垫").await;
    desk.fill("planned", "明天").await;
    desk.choose("accepted", "认可").await;
    desk.saved().await;
    desk.finish().await;
    goes_on(&desk, "rectify").await;
    clock(&desk, "answer", false).await;
    clock(&desk, "rectify.1", true).await;
    by_rule(&desk, "rectify.1", "SUR-2B").await;
    signs(&desk, "answer_sign", "李四").await;

    desk.click("step-rectify").await;
    desk.ready("fill").await;
    // A moment that nobody has written yet is this one, by one press.
    desk.window.click("[data-testid=field-rectified] [data-testid=time-now]").await;
    desk.saved().await;
    desk.window.picture("case-fill-rectify").await;
    desk.finish().await;
    goes_on(&desk, "recheck").await;
    clock(&desk, "rectify.1", false).await;
    clock(&desk, "revisit.1", true).await;
    by_rule(&desk, "revisit.1", "SUR-3").await;
    signs(&desk, "rectify_sign", "李四").await;

    rechecked(&desk, "现在").await;
    visited(&desk).await;
    customer_signs(&desk, "基本满意").await;
    // The signed revisit took its case along.
    goes_on(&desk, "close").await;
    clock(&desk, "revisit.1", false).await;

    desk.click("step-close").await;
    desk.ready("fill").await;
    desk.choose("closing", "回访签字").await;
    desk.fill("conclusion", "同意结案").await;
    desk.saved().await;
    desk.finish().await;
    goes_on(&desk, "close").await;
    signs(&desk, "close_sign", "张三").await;
    desk.window.wait("[data-testid=case-view][data-state=closed]").await;
    desk.window.wait("[data-testid=case-view] [data-testid=related]").await;
    desk.verified().await;
}
