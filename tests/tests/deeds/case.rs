//! A case from its list through its first response.

use serde_json::json;
use xunfang_core::clock::Clock;
use xunfang_tests::hands::Hands;

use super::Desk;

#[tokio::test]
async fn the_first_response_to_a_complaint_is_given_and_its_clock_stops() {
    let now = Clock::system().now().in_china().local().format("%Y-%m-%d %H:%M").to_string();
    let (desk, serial) = Desk::open(|office, _| {
        let answers = json!({ "fields": { "received": now, "way": "来电", "customer": "赵六", "confidential": "否",
            "category": "工程", "grade": "一般", "urgency": "紧急", "grade_reason": "影响出行", "content": "走道照明不亮",
            "validity": "有效" }, "finish": ["register"] });
        office.fill("complaint", &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap().serial
    })
    .await;
    desk.click("nav-cases").await;
    desk.ready("cases").await;
    desk.window.click(&format!("[data-testid=case-line][data-serial='{serial}']")).await;
    desk.window.wait("[data-testid=case-view][data-state=respond]").await;
    desk.window.wait("[data-testid=case-step][data-step=respond] [data-testid=clock][data-running=true]").await;
    desk.click("step-respond").await;
    desk.ready("fill").await;
    desk.fill("response", "已致歉，告知今日派工").await;
    desk.saved().await;
    desk.finish().await;
    desk.click("to-case").await;
    desk.window.wait("[data-testid=case-view][data-state=deliver]").await;
    desk.window.wait("[data-testid=case-step][data-step=respond] [data-testid=clock][data-running=false]").await;
    desk.verified().await;
}

#[tokio::test]
async fn cases_are_narrowed_to_a_department_or_a_customer() {
    let now = Clock::system().now().in_china().local().format("%Y-%m-%d %H:%M").to_string();
    let (desk, (his, hers)) = Desk::open(|office, _| {
        xunfang_tests::department::customer(office, "钱七").unwrap();
        let fill = |customer: &str, department: &str| {
            let answers = json!({ "fields": { "received": now, "way": "来电", "customer": customer, "confidential": "否",
                "category": "工程", "grade": "一般", "urgency": "紧急", "grade_reason": "影响出行", "content": "走道照明不亮",
                "validity": "有效" }, "rows": { "deliveries": [{ "department": department, "delivered": now }] },
                "finish": ["register", "deliver"] });
            office.fill("complaint", &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap().serial
        };
        (fill("赵六", "工程部"), fill("钱七", "保洁部"))
    })
    .await;
    desk.click("nav-cases").await;
    desk.ready("cases").await;
    let line = |serial: &str| format!("[data-testid=case-line][data-serial='{serial}']");
    desk.window.wait(&line(&his)).await;
    desk.window.wait(&line(&hers)).await;
    for (register, typed) in [("department", "保洁"), ("customer", "钱")] {
        desk.type_in(&format!("whose-{register}"), typed).await;
        desk.window.wait("[data-testid=whose-list] [role=option]").await;
        desk.window.is_accessible("narrowing the cases").await;
        desk.window.press(&[], char::from(fantoccini::key::Key::Enter)).await;
        desk.window.wait_gone(&line(&his)).await;
        desk.window.wait(&line(&hers)).await;
        desk.window.picture(&format!("cases-by-{register}")).await;
        desk.click(&format!("whose-{register}-clear")).await;
        desk.window.wait(&line(&his)).await;
    }
}
