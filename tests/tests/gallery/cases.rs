//! 事项: the list, the board, one case.

use serde_json::{Value, json};
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::office::Office;
use xunfang_tests::department::{self, Department, PASSPHRASE};
use xunfang_tests::window::Window;

use crate::hands::{choose, place};
use crate::look::Look;

fn told(received: &str, grade: &str, content: &str) -> Value {
    json!({ "fields": { "received": received, "way": "来电", "customer": "赵六", "confidential": "否", "category": "工程",
        "grade": grade, "urgency": "紧急", "grade_reason": "影响出行", "content": content, "validity": "有效" },
        "finish": ["register"], "late_reason": "次日补录" })
}

/// Complaints: one of weeks ago that is late, one of a moment ago, one answered; questions, one without a limit, one that has time.
fn furnish(office: &Office) {
    let now = Clock::system().now();
    let at = |hours: i64| {
        let then = Stamp::new(now.wall_ms() - hours * 3_600_000, 480).local();
        then.format("%Y-%m-%d %H:%M").to_string()
    };
    let fill = |answers: Value| {
        let answers = serde_json::from_value(answers).unwrap();
        office.fill("complaint", &answers, &|_| Ok(Vec::new())).unwrap().sheet
    };
    let late = fill(told(&at(500), "重大", "三号电梯困人约二十分钟，对讲无人应答，同乘的还有两名儿童"));
    // A limit of the department's own that was missed, and then said to have been copied wrong.
    for (due, why) in [(at(400), "领导交办的期限"), (at(-48), "期限抄错，应为后天")] {
        let answers = json!({ "fields": { "own_due": due }, "change_reason": why });
        office.fill_sheet(&late, &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap();
    }
    fill(told(&at(0), "一般", "走道照明不亮"));
    let answered = fill(told(&at(1), "一般", "首层大堂漏水"));
    // It lies with its department, which has not answered: 等待部门.
    let answers = json!({ "fields": { "responded": at(0), "response": "已致歉，告知派工" },
        "rows": { "deliveries": [{ "department": "工程部", "delivered": at(0) }] }, "finish": ["respond", "deliver"] });
    office.fill_sheet(&answered, &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap();
    let asked = |at_once: &str, content: &str, due: &str| {
        let fields = json!({ "way": "来电", "customer": "赵六", "category": "收费", "at_once": at_once, "content": content });
        let waits = json!({ "way": "来电", "customer": "赵六", "category": "收费", "at_once": at_once, "content": content,
            "why_not": "需询问工程部", "told_at": at(0), "answer_due": due });
        json!({ "fields": if due.is_empty() { fields } else { waits } })
    };
    for answers in [asked("是", "物业费可否按季度缴纳？", ""), asked("否", "地下车库何时加装充电桩？", &at(-24 * 12))]
    {
        office.fill("consultation", &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap();
    }
}

#[tokio::test]
async fn the_cases_are_well_seen() {
    let home = tempfile::tempdir().unwrap();
    let office = Department::with_clock(home.path(), Clock::system()).first_run().unwrap();
    department::customer(&office, "赵六").unwrap();
    furnish(&office);
    drop(office);
    let mut look = Look::new(Window::open(home.path()).await).await;
    look.type_into("[data-testid=unlock-pass]", PASSPHRASE).await;
    look.click("[data-testid=unlock-go]").await;
    look.wait("[data-ready=today]").await;
    look.wait("[data-testid=line][data-group=overdue]").await;
    look.at("cases-today").await;
    look.wait("[data-testid=line][data-group=waiting]").await;
    look.run("document.querySelector('[data-testid=line][data-group=waiting]').scrollIntoView({ block: 'center' })", Value::Null)
        .await;
    look.at("cases-waiting").await;
    place(&look, "cases").await;
    look.wait("[data-testid=case-line]").await;
    look.at("cases-list").await;
    choose(&look, "[data-testid=cases-how]", "看板").await;
    look.wait("[data-testid=case-card]").await;
    look.at("cases-board").await;
    choose(&look, "[data-testid=cases-how]", "超期台账").await;
    look.wait("[data-testid=overdue-mark]").await;
    look.at("cases-overdue").await;
    choose(&look, "[data-testid=cases-how]", "回访路线").await;
    look.wait("[data-testid=route-empty]").await;
    look.at("cases-route").await;
    ledger(&mut look, "登记台账", "cases-ledger").await;
    choose(&look, "[data-testid=ledger-kind]", "回访").await;
    look.wait("[data-testid=ledger-empty]").await;
    look.at("cases-ledger-empty").await;
    place(&look, "papers").await;
    look.click("[data-testid=start-service]").await;
    look.wait("[data-ready=fill] [data-testid=fill-view][data-form=service]").await;
    look.at("case-service").await;
    look.click("[data-testid=call]").await;
    look.wait("[data-ready=call]").await;
    look.type_into("[data-testid=call-find]", "赵六").await;
    look.wait("[data-testid=caller-found]").await;
    look.at("call-found").await;
    look.click("[data-testid=caller-found]").await;
    look.type_into("[data-testid=call-said]", "十二层东侧走道照明又不亮了").await;
    look.at("call-known").await;
    look.click("[data-testid=call-another]").await;
    look.type_into("[data-testid=call-find]", "13912345678").await;
    look.click("[data-testid=call-new]").await;
    look.at("call-new").await;
    place(&look, "cases").await;
    choose(&look, "[data-testid=cases-how]", "列表").await;
    look.click("[data-testid=case-line]").await;
    look.wait("[data-ready=case]").await;
    look.click("[data-testid=clock][data-running=true] summary").await;
    look.at("case-open").await;
    place(&look, "cases").await;
    choose(&look, "[data-testid=cases-which]", "已结").await;
    look.wait("[data-testid=cases-empty]").await;
    look.at("case-empty").await;
    place(&look, "settings").await;
    look.click("[data-testid=set-general]").await;
    choose(&look, "[data-testid=language]", "English").await;
    look.wait("html[lang^=en]").await;
    // What was said in Chinese of the call is put away.
    // It may have gone by itself.
    look.run("document.querySelector('[data-testid=toasts] .btn-icon')?.click()", Value::Null).await;
    place(&look, "cases").await;
    ledger(&mut look, "Ledgers", "cases-ledger-english").await;
    let untold = "return [...document.querySelectorAll('.cases *')].filter(e => e.children.length === 0 && e.closest('[data-own]') === null) \
        .map(e => e.textContent.trim()).filter(text => /[\\u3400-\\u9fff]/.test(text))";
    assert_eq!(look.run(untold, Value::Null).await, json!([]), "the ledger speaks English");
    look.done();
}

/// The ledger of the complaints, from long enough ago to hold them all.
async fn ledger(look: &mut Look, name: &str, view: &str) {
    choose(look, "[data-testid=cases-how]", name).await;
    look.wait("[data-testid=ledger], [data-testid=ledger-empty]").await;
    look.type_into(".listbar .fieldbox:first-child input", "2026-01-01").await;
    look.press(&[], char::from(fantoccini::key::Key::Tab)).await;
    look.wait_until(
        "the ledger has every complaint",
        "return document.querySelectorAll('[data-testid=ledger-line]').length === 3",
        Value::Null,
    )
    .await;
    look.at(view).await;
}
