//! 客户满意度调查表, 客户意见汇总·送达·反馈单, 缴费通知单, and what one paper takes over from another.

use super::*;
use crate::form::Mark;
use crate::office::tests::text;
use crate::sheet::Value;

fn survey(d: &Department) -> String {
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
    let scores = ["满意", "非常满意", "一般", "满意", "不满意", "满意", "满意", "一般", "满意", "非常不满意", "满意", "满意"];
    let rows: Vec<Json> = items.iter().zip(scores).map(|(i, s)| json!({ "item": i, "score": s })).collect();
    d.fill("survey", json!({ "fields": { "batch": "2026年上半年", "customer": "赵六", "way": "上门询问", "why": "大堂地面早高峰有水渍；收费明细不清楚",
        "advice": "建议雨天增加保洁频次并铺设地垫", "revisit_wish": "是" }, "rows": { "items": rows } }))
    .sheet
}

#[test]
fn a_survey_is_one_page_with_a_tick_for_each_item() {
    let d = Department::with_register();
    let sheet = survey(&d);
    assert_eq!(d.state(&sheet).1, "待客户签字", "the customer signs what was ticked for them");
    d.sign(&sheet, "customer_sign", "", "").unwrap();
    assert_eq!(d.state(&sheet).0, SheetState::Signed, "and that is all");
    let (words, pages) = d.printed(&sheet, "survey");
    assert_eq!(pages, 1, "one page");
    assert_eq!(words.matches('√').count(), 12, "one tick for each of twelve items");
    assert!(words.contains("非常不满意") && words.contains("总体评价"), "items and grades in words:\n{words}");
}

#[test]
fn an_opinion_begins_with_what_the_survey_says() {
    let d = Department::with_register();
    let from = survey(&d);
    let offered = d.office.beginnings(&from).unwrap();
    assert_eq!(
        offered.iter().map(|b| b.form.as_str()).collect::<Vec<_>>(),
        ["opinion"],
        "a survey that says something offers it"
    );
    let draft = d.office.begin_from("opinion", &from, "").unwrap();
    let said = |field: &str| draft.answers.fields[field].word();
    assert_eq!((said("batch"), said("customer")), ("2026年上半年".into(), "赵六".into()), "whose, and of which survey");
    assert_eq!(said("content"), "建议雨天增加保洁频次并铺设地垫", "in the customer's words");
    assert_eq!(said("survey"), d.office.sheet(&from).unwrap().serial, "and where it stands");
}

#[test]
fn a_revisit_begins_with_its_case_and_keeps_what_it_took_over() {
    let d = Department::with_register();
    let case = complaint::through(&d, "重大", "十二层东侧走道照明多次熄灭", "满意");
    let draft = d.office.begin_from("revisit", &case, "").unwrap();
    let said = |field: &str| draft.answers.fields[field].word();
    assert_eq!(said("kind"), "重大投诉", "by the grade of the case");
    assert_eq!(said("department"), "工程部", "the department that took it, not the one that passed it on");
    assert_eq!(said("rectified"), "2026-02-25T11:20+08:00", "when it was really put right");
    assert!(said("summary").starts_with("十二层东侧") && said("summary").contains("整改措施："), "what it was and what was done");
    let again = d.office.begin_from("revisit", &case, "nowhere").unwrap_err();
    assert_eq!(again.code(), "not-found", "a row that is not there");
    let offered = d.office.beginnings(&case).unwrap();
    assert_eq!(offered.iter().map(|b| b.form.as_str()).collect::<Vec<_>>(), ["rectification"], "a complaint may be notified of");
    d.office.void_sheet(&case, "重复登记").unwrap();
    assert!(d.office.beginnings(&case).unwrap().is_empty(), "nothing is offered from what no longer counts");
    assert_eq!(
        d.office.begin_from("revisit", &case, "").unwrap_err().code(),
        "sheet-void",
        "nothing begins from what no longer counts"
    );
}

#[test]
fn a_rectification_begins_with_the_fault_of_a_check_sheet() {
    let d = Department::with_register();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let draft = d.save(&draft, |a| {
        for row in a.rows.get_mut("check").unwrap() {
            let mark = if row.id.ends_with(".mirror") { Mark::Fail } else { Mark::Pass };
            row.cells.insert("am".into(), Value::Check { mark });
        }
        a.fields.insert("am_to".into(), text("2026-02-24T09:55+08:00"));
        a.fields.insert("am_method".into(), text("全查"));
    });
    let row = draft.answers.rows["fails"][0].id.clone();
    let draft = d.save(&draft, |a| {
        let fail = &mut a.rows.get_mut("fails").unwrap()[0];
        fail.cells.insert("problem".into(), text("镜面大片水渍"));
        fail.cells.insert("severity".into(), text("一般"));
        fail.cells.insert("person".into(), d.person("李四"));
    });
    d.later(60);
    let check =
        d.office.finish(&draft.id, &crate::office::api::Finish { stage: "am".into(), ..Default::default() }).unwrap().sheet;
    let offered = d.office.beginnings(&check).unwrap();
    let about: Vec<(&str, &str, &str)> = offered.iter().map(|b| (b.form.as_str(), b.row.as_str(), b.about.as_str())).collect();
    let said = "卫生间\u{3000}台面镜面：镜面大片水渍";
    assert_eq!(about, [("rectification", row.as_str(), said)], "each × offers its notice, in words");
    let notice = d.office.begin_from("rectification", &check, &row).unwrap();
    let said = |field: &str| notice.answers.fields[field].word();
    assert_eq!(
        (said("source_kind"), said("content")),
        ("检查".into(), "卫生间\u{3000}台面镜面：镜面大片水渍".into()),
        "where and what"
    );
    assert_eq!(said("limit"), "2026-02-24T18:00+08:00", "the limit that was given on the round");
    let whole = d.office.begin_from("rectification", &check, "").unwrap();
    assert!(!whole.answers.fields.contains_key("content"), "a sheet with many faults means none of them by itself");
}

#[test]
fn a_payment_notice_is_begun_from_its_service_in_three_cuts() {
    let d = Department::with_register();
    let price = super::super::RegisterInput { register: "price".into(), name: "水龙头更换".into(), ..Default::default() };
    d.office.save_entry(&price).unwrap();
    let from = others::service(&d);
    others::done(&d, &from);
    let draft = d.office.begin_from("payment", &from, "").unwrap();
    assert_eq!(draft.answers.rows["items"].len(), 2, "every line of the service is a line of the bill");
    assert_eq!(draft.computed["total"], Value::Number(14_625), "added up already");
    let answers = json!({ "fields": { "waiver": "6.25", "waiver_by": "张三 2026-02-24", "pay_by": "2026-03-10", "pay_way": "前台刷卡、扫码或转账",
        "account": "示例物业 6222 0000 0000 0000", "basis": "特约服务价目表（2026版）", "ask": "0571-00000000",
        "invoice": "赵六" } });
    d.office.fill_draft(&draft.id, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap();
    d.office.finish(&draft.id, &crate::office::api::Finish { stage: "issue".into(), ..Default::default() }).unwrap();
    let sheet = draft.sheet;
    d.sign(&sheet, "issue_sign", "", "").unwrap();
    assert!(!draft.answers.fields.contains_key("handed"), "nobody has delivered it yet, and nothing says so");
    d.go_on(&sheet, json!({ "fields": { "deliver_way": "当面", "handed": "2026-02-24 16:00" }, "finish": ["deliver"] }));
    for role in ["deliver_sign", "receipt_sign"] {
        d.sign(&sheet, role, "", "").unwrap();
    }
    assert_eq!(d.state(&sheet).0, SheetState::Signed, "issued, delivered, taken");
    let (words, pages) = d.printed(&sheet, "payment");
    assert_eq!(pages, 1, "three cuts on one A4");
    let serial = d.office.sheet(&sheet).unwrap().serial;
    for (said, times) in [("存根联", 1), ("客户联", 1), ("财务联", 1), ("壹佰肆拾元整", 3), ("¥140.00", 3), (serial.as_str(), 3)]
    {
        assert_eq!(words.matches(said).count(), times, "{said} stands {times} times:\n{words}");
    }
    assert!(words.contains("本单非收款凭证"), "and it says that it is no receipt");
    d.go_on(&sheet, json!({ "fields": { "paid": 140, "paid_on": "2026-03-02", "receipt": "0012345", "cashier": "周七" }, "finish": ["paid"] }));
    d.all_valid(&sheet);
    d.printed(&sheet, "payment-paid");
}

#[test]
fn opinions_are_delivered_to_one_department_and_answered_together() {
    let d = Department::with_register();
    let row = |n: u32, content: &str| json!({ "opinion": format!("YJ-A-202602-{n:04}"), "who": "赵六", "room": "3栋2单元0801", "content": content, "category": "保洁" });
    let sheet = d
        .fill("delivery", json!({ "fields": { "batch": "2026年上半年", "department": "保洁部", "collected": "2026-02-24" }, "rows": { "opinions": [
            row(1, "大堂地面早高峰有水渍"), row(2, &long(80)), row(3, "电梯轿厢异味")
        ] }, "finish": ["collect"] }))
        .sheet;
    d.go_on(&sheet, json!({ "rows": { "deliveries": [{ "delivered": "2026-02-25 09:00" }] }, "finish": ["deliver"] }));
    let first = d.row(&sheet, "deliveries", 0);
    d.sign(&sheet, "deliver_sign", &first, "").unwrap();
    d.go_on(&sheet, json!({ "rows": { "deliveries": [{ "id": first, "receipt": "签收", "taken": "2026-02-25 09:30" }] }, "finish": ["receive"] }));
    d.sign(&sheet, "receipt_sign", &first, "").unwrap();
    let answers: Vec<Json> = (0..3)
        .map(|n| json!({ "id": d.row(&sheet, "opinions", n), "cause": "早高峰人员不足", "measures": "早高峰增加一人，雨天铺地垫", "planned": "2026-03-05",
            "keeper": "李四", "accepted": "认可" }))
        .collect();
    d.go_on(
        &sheet,
        json!({ "fields": { "answered": "2026-02-27 10:00" }, "rows": { "opinions": answers }, "finish": ["answer"] }),
    );
    d.sign(&sheet, "lead_sign", "", "").unwrap();
    d.sign(&sheet, "taker_sign", "", "").unwrap();
    d.all_valid(&sheet);
    let (words, pages) = d.printed(&sheet, "delivery");
    assert_eq!(pages, 1, "a few opinions are one page lying");
    assert!(
        words.contains("2026年2月26日") && words.contains("2026年2月28日"),
        "delivery and answer have their limits:\n{words}"
    );
}
