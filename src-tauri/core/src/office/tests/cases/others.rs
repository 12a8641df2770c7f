//! 意见单, 特约服务单, 整改通知单, 咨询登记.

use super::*;

/// An opinion of the survey, registered.
pub(super) fn opinion(d: &Department, content: &str) -> String {
    let fields = json!({ "batch": "2026年上半年", "survey": "DC-B-202602-0003", "customer": "赵六", "category": "保洁", "content": content });
    d.fill("opinion", json!({ "fields": fields, "finish": ["register"] })).sheet
}

#[test]
fn an_opinion_goes_to_its_department_and_back_to_the_customer() {
    let d = Department::with_register();
    let sheet = opinion(&d, "电梯轿厢早高峰后异味重，建议增加保洁频次");
    assert_eq!(
        d.office.sheet(&sheet).unwrap().computed["deliver_due"],
        super::super::text("2026年2月26日"),
        "two days from 24 February"
    );
    d.go_on(
        &sheet,
        json!({ "rows": { "deliveries": [{ "department": "保洁部", "delivered": "2026-02-25 09:00" }] }, "finish": ["deliver"] }),
    );
    let row = d.row(&sheet, "deliveries", 0);
    d.go_on(&sheet, json!({ "rows": { "deliveries": [{ "id": row, "receipt": "签收", "taken": "2026-02-25 09:30" }] }, "finish": ["receive"] }));
    assert!(!d.office.sheet(&sheet).unwrap().computed.contains_key("answer_due"), "a moment that somebody typed is no receipt");
    d.sign(&sheet, "receipt_sign", &row, "").unwrap();
    assert_eq!(
        d.office.sheet(&sheet).unwrap().computed["answer_due"],
        super::super::text("2026年2月28日"),
        "three days, a make-up day"
    );
    d.go_on(
        &sheet,
        json!({ "rows": { "rounds": [{ "cause": "早高峰后未及时通风", "measures": "早高峰后增加一次清洁和通风",
        "planned": "2026-03-01", "answered": "2026-02-26 10:00", "accepted": "认可" }] }, "finish": ["answer"] }),
    );
    let round = d.row(&sheet, "rounds", 0);
    assert_eq!(d.state(&sheet).1, "待反馈人签字", "who answered for the department signs it");
    d.sign(&sheet, "answer_sign", &round, "").unwrap();
    d.go_on(&sheet, json!({ "rows": { "rounds": [{ "id": round, "rectified": "2026-02-28 17:00" }] }, "finish": ["rectify"] }));
    d.sign(&sheet, "rectify_sign", &round, "").unwrap();
    d.go_on(&sheet, json!({ "rows": { "rounds": [{ "id": round, "verdict": "合格", "rechecked": "2026-03-01 10:00" }] }, "finish": ["recheck"] }));
    d.sign(&sheet, "recheck_sign", &round, "").unwrap();
    d.visited(&sheet, "2026-03-04", "满意");
    d.go_on(&sheet, json!({ "fields": { "closing": "回访签字", "conclusion": "同意结案", "closed": "2026-03-05 10:00" }, "finish": ["close"] }));
    d.sign(&sheet, "close_sign", "", "").unwrap();
    assert_eq!(d.state(&sheet).0, SheetState::Signed, "closed");
    d.all_valid(&sheet);
    let (words, pages) = d.printed(&sheet, "opinion");
    assert_eq!(pages, 1, "one opinion is one page");
    assert!(words.contains("2026年3月16日"), "two weeks after 28 February end on a Saturday and roll to the Monday:\n{words}");
    assert!(!words.contains("2026年3月14日"), "the Saturday, which is no make-up day, stands nowhere as an end:\n{words}");
}

#[test]
fn a_special_service_is_quoted_done_accepted_and_added_up() {
    let d = Department::with_register();
    let price = super::super::RegisterInput { register: "price".into(), name: "水龙头更换".into(), ..Default::default() };
    d.office.save_entry(&price).unwrap();
    let sheet = service(&d);
    assert_eq!(d.state(&sheet).1, "待客户确认", "nothing is begun before the customer agrees to the price");
    d.sign(&sheet, "confirm_sign", "", "").unwrap();
    done(&d, &sheet);
    let view = d.office.sheet(&sheet).unwrap();
    assert_eq!(view.computed["total"], crate::sheet::Value::Number(14_625), "2.5 × ¥12.50 + ¥115.00");
    assert_eq!(view.computed["capital"], super::super::text("壹佰肆拾陆元贰角伍分"), "the total in capital numerals");
    d.sign(&sheet, "server_sign", "", "").unwrap();
    d.sign(&sheet, "customer_sign", "", "合格").unwrap();
    assert_eq!(d.state(&sheet).1, "未完成", "a service is open until its telephone revisit");
    let bill = |d: &Department| {
        let clocks = d.office.case(&sheet).unwrap().clocks;
        clocks.into_iter().find(|clock| clock.rule == "SVC-1").map(|clock| (clock.ended, clock.how)).unwrap()
    };
    d.visited(&sheet, "2026-02-26", "满意");
    let close = json!({ "fields": { "closing": "电话回访", "closed": "2026-02-27 10:00" }, "finish": ["close"] });
    d.wait_until("2026-02-27T16:00+08:00");
    let refused = d.office.fill_sheet(&sheet, &serde_json::from_value(close.clone()).unwrap(), &|_| Ok(png())).unwrap_err();
    assert_eq!(refused.detail(), "结案\u{3000}送达缴费通知", "a service is not closed before its bill came");
    for line in d.office.today().unwrap().lines.into_iter().filter(|line| line.group == "draft") {
        d.office.discard_draft(&line.draft).unwrap();
    }
    assert_eq!(bill(&d).1, None, "whose clock runs");
    let notice = d.office.begin_from("payment", &sheet, "").unwrap();
    let answers = json!({ "fields": { "pay_by": "2026-03-10", "pay_way": "前台刷卡", "basis": "特约服务价目表" } });
    d.office.fill_draft(&notice.id, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap();
    d.office.finish(&notice.id, &crate::office::api::Finish { stage: "issue".into(), ..Default::default() }).unwrap();
    let lacks = |d: &Department, what: &str| {
        let refused = d.office.fill_sheet(&sheet, &serde_json::from_value(close.clone()).unwrap(), &|_| Ok(png())).unwrap_err();
        assert_eq!((refused.code(), refused.detail().as_str()), ("case-bill-open", what), "what is missing is said");
        assert_eq!(bill(d).1, None, "and SVC-1 runs");
        for line in d.office.today().unwrap().lines.into_iter().filter(|line| line.group == "draft" && line.sheet == sheet) {
            d.office.discard_draft(&line.draft).unwrap();
        }
    };
    lacks(&d, "开具人签字、送达时间、送达人签字");
    let keyed = json!({ "fields": { "deliver_way": "当面" }, "finish": ["deliver"] });
    let refused = d.office.fill_sheet(&notice.sheet, &serde_json::from_value(keyed).unwrap(), &|_| Ok(png())).unwrap_err();
    assert_eq!(refused.code(), "incomplete", "a delivery says when");
    for line in d.office.today().unwrap().lines.into_iter().filter(|line| line.group == "draft" && line.sheet == notice.sheet) {
        d.office.discard_draft(&line.draft).unwrap();
    }
    d.go_on(&notice.sheet, json!({ "fields": { "deliver_way": "当面", "handed": "2026-02-27 16:05" }, "finish": ["deliver"] }));
    lacks(&d, "开具人签字、送达人签字");
    d.sign(&notice.sheet, "deliver_sign", "", "").unwrap();
    lacks(&d, "开具人签字");
    d.sign(&notice.sheet, "issue_sign", "", "").unwrap();
    let ended = bill(&d);
    assert_eq!(
        (ended.0.as_str(), ended.1),
        ("2026-02-27T16:05+08:00", Some(crate::casework::Ended::Done)),
        "issued and delivered under their names, SVC-1 stopped when the notice came to the customer"
    );
    d.go_on(&sheet, close);
    assert_eq!(bill(&d), ended, "and stays so when the service is closed");
    assert_eq!(d.state(&sheet).0, SheetState::Signed, "and then closed");
    d.all_valid(&sheet);
    let (words, pages) = d.printed(&sheet, "service");
    assert_eq!(pages, 1, "one page");
    for said in ["¥146.25", "¥31.25", "壹佰肆拾陆元贰角伍分", "¥150.00"] {
        assert!(words.contains(said), "{said} stands on the paper:\n{words}");
    }
}

/// A service that was ordered and quoted.
pub(super) fn service(d: &Department) -> String {
    d.fill(
        "service",
        json!({ "fields": { "way": "来电", "customer": "赵六", "service": "水龙头更换", "content": "厨房水龙头滴水，更换",
        "appointed": "2026-02-24 14:00", "quote": "150" }, "finish": ["register", "confirm"] }),
    )
    .sheet
}

/// What was done and what it cost.
pub(super) fn done(d: &Department, sheet: &str) {
    d.go_on(sheet, json!({ "fields": { "server": "王五", "arrived": "2026-02-24 14:05", "done": "2026-02-24 15:10" }, "rows": { "materials": [
        { "material": "生料带", "spec": "20 m", "unit": "卷", "quantity": 2.5, "price": "12.5" },
        { "material": "人工费", "unit": "次", "quantity": "1", "price": 115 }
    ] }, "finish": ["work"] }));
}

#[test]
fn a_rectification_notice_carries_its_answer_and_asks_again() {
    let d = Department::with_register();
    let sheet = d
        .fill("rectification", json!({ "fields": { "notified": "保洁部", "notified_person": "李四", "source_kind": "检查", "source": "JC-B-202602-0007",
            "content": "3栋12层消防通道堆放纸箱6件", "basis": "QR-KF-01 防火通道 畅通", "demand": "清理并每日巡查",
            "limit": "2026-02-25 18:00" }, "finish": ["register"] }))
        .sheet;
    assert_eq!(d.state(&sheet).1, "待签发", "a notice is issued by its signature");
    d.sign(&sheet, "issue_sign", "", "").unwrap();
    assert_eq!(d.state(&sheet).1, "未完成", "issued is not closed");
    d.go_on(
        &sheet,
        json!({ "rows": { "deliveries": [{ "department": "保洁部", "delivered": "2026-02-24 10:00" }] }, "finish": ["deliver"] }),
    );
    let row = d.row(&sheet, "deliveries", 0);
    d.go_on(&sheet, json!({ "rows": { "deliveries": [{ "id": row, "receipt": "签收", "taken": "2026-02-24 10:05" }] }, "finish": ["receive"] }));
    d.sign(&sheet, "receipt_sign", &row, "").unwrap();
    for (n, (verdict, day)) in [("不合格", "25"), ("合格", "26")].into_iter().enumerate() {
        let mut answered = json!({ "rows": { "rounds": [{ "rectified": format!("2026-02-{day} 09:00"), "measures": "已清理，列入每日巡查" }] },
            "finish": ["rectify"] });
        if n == 1 {
            answered["rows"]["lates"] = json!([{ "late_step": "整改", "late_kind": "责任部门", "late_reason": "首次清理不彻底", "late_department": "保洁部" }]);
        }
        d.go_on(&sheet, answered);
        let round = d.row(&sheet, "rounds", n);
        d.sign(&sheet, "rectify_sign", &round, "").unwrap();
        d.sign(&sheet, "lead_sign", &round, "").unwrap();
        let mut checked = json!({ "id": round, "verdict": verdict, "rechecked": format!("2026-02-{day} 16:00") });
        if n == 0 {
            checked["next_due"] = json!("2026-02-26 12:00");
        }
        d.go_on(&sheet, json!({ "rows": { "rounds": [checked] }, "finish": ["recheck"] }));
        d.sign(&sheet, "recheck_sign", &round, "").unwrap();
    }
    d.go_on(&sheet, json!({ "fields": { "closing": "整改合格", "closed": "2026-02-26 17:00" }, "finish": ["close"] }));
    assert_eq!(d.state(&sheet).0, SheetState::Signed, "closed after the second round");
    d.all_valid(&sheet);
    let (words, _) = d.printed(&sheet, "rectification");
    assert!(words.contains("整改反馈") && words.contains("JC-B-202602-0007"), "notice above, answer below:\n{words}");
}

#[test]
fn a_question_is_done_when_it_is_answered_and_nobody_signs() {
    let d = Department::with_register();
    let sheet = d
        .fill("consultation", json!({ "fields": { "way": "来电", "customer": "赵六", "category": "收费", "content": "物业费可否按季度缴纳？",
            "at_once": "否", "department": "工程部", "why_not": "需核对收费依据", "told_at": "2026-02-24 09:05", "answer_due": "2026-02-25 18:00" },
            "finish": ["register"] }))
        .sheet;
    assert_eq!(d.state(&sheet).0, SheetState::Open, "it waits for its answer");
    d.go_on(
        &sheet,
        json!({ "fields": { "answer": "可以，签订补充协议后按季度缴纳", "answered": "2026-02-25 10:00", "closing": "已答复",
        "closed": "2026-02-25 10:00" }, "finish": ["answer"] }),
    );
    assert_eq!(d.state(&sheet), (SheetState::Done, "已办结".to_owned()), "answered is done");
    assert_eq!(d.printed(&sheet, "consultation").1, 1, "one page");
}

#[test]
fn what_is_open_and_has_no_limit_stands_in_today_with_what_it_waits_for() {
    let d = Department::with_register();
    let open = |d: &Department| -> Vec<(String, String)> {
        let lines = d.office.today().unwrap().lines;
        lines.into_iter().filter(|line| line.group == "open").map(|line| (line.sheet, line.detail)).collect()
    };
    let waits =
        |d: &Department, sheet: &str, what: &str| open(d).iter().any(|(own, detail)| own == sheet && detail.ends_with(what));
    let asked = json!({ "fields": { "way": "来电", "category": "收费", "content": "物业费可否按季度缴纳？", "at_once": "是" } });
    let question = d.fill("consultation", asked).sheet;
    assert!(waits(&d, &question, "待答复"), "answered at once, it is said, and no answer stands there: {:?}", open(&d));
    let price = super::super::RegisterInput { register: "price".into(), name: "水龙头更换".into(), ..Default::default() };
    d.office.save_entry(&price).unwrap();
    let serving = service(&d);
    assert!(open(&d).iter().all(|(sheet, _)| *sheet != serving), "it waits for a signature, which is said once");
    d.sign(&serving, "confirm_sign", "", "").unwrap();
    assert!(waits(&d, &serving, "待服务"), "a service that was agreed and not done yet: {:?}", open(&d));
    done(&d, &serving);
    assert!(open(&d).iter().all(|(sheet, _)| *sheet != serving), "from there SVC-1 and SVC-2 run");
    d.office.void_sheet(&question, "重复登记").unwrap();
    assert!(open(&d).is_empty(), "what is void waits for nothing: {:?}", open(&d));
}

#[test]
fn a_department_that_signed_for_a_paper_has_it_though_the_paper_is_corrected_since() {
    let d = Department::with_register();
    let sheet = opinion(&d, "电梯轿厢异味重");
    let delivery = json!({ "department": "保洁部", "delivered": "2026-02-24 09:00" });
    d.go_on(&sheet, json!({ "rows": { "deliveries": [delivery] }, "finish": ["deliver"] }));
    let row = d.row(&sheet, "deliveries", 0);
    d.go_on(&sheet, json!({ "rows": { "deliveries": [{ "id": row, "receipt": "签收", "taken": "2026-02-24 09:05" }] }, "finish": ["receive"] }));
    d.sign(&sheet, "receipt_sign", &row, "").unwrap();
    let clocks = |d: &Department| -> Vec<(String, String)> {
        d.office.case(&sheet).unwrap().clocks.into_iter().map(|clock| (clock.id, clock.ended)).collect()
    };
    let stood = clocks(&d);
    assert_eq!(stood, [("answer".to_owned(), String::new()), ("deliver".to_owned(), "2026-02-24T09:05+08:00".to_owned())]);
    d.wait_until("2026-03-02T09:00+08:00");
    d.go_on(&sheet, json!({ "fields": { "content": "电梯轿厢早高峰后异味重" }, "change_reason": "原文抄漏" }));
    assert_eq!(d.state(&sheet).0, SheetState::Resign, "the department signs for what it reads now");
    assert_eq!(clocks(&d), stood, "and has had it since that morning: SUR-1 is over, SUR-2 runs on");
    let late: Vec<(String, String)> =
        d.office.overdue(day("2026-02-01"), day("2026-03-31")).unwrap().into_iter().map(|l| (l.step, l.due)).collect();
    assert_eq!(late, [("反馈".to_owned(), "2026-02-27".to_owned())], "one overdue: that of the answer");
    d.sign(&sheet, "receipt_sign", &row, "").unwrap();
    assert_eq!(clocks(&d), stood, "signed for again, it is the same receipt");
}

#[test]
fn an_approval_that_is_given_again_counts_again() {
    let d = Department::with_register();
    let sheet = d
        .fill(
            "consultation",
            json!({ "fields": { "way": "来电", "category": "收费", "content": "物业费可否按季度缴纳？", "at_once": "是" } }),
        )
        .sheet;
    d.wait_until("2026-02-24T11:00+08:00");
    d.go_on(&sheet, json!({ "fields": { "answer": "请向财务咨询", "answered": "2026-02-24 10:00", "closing": "终结", "closed": "2026-02-24 10:00" }, "finish": ["answer"] }));
    let closed = |d: &Department| d.office.case(&sheet).unwrap().line.state == "closed";
    assert!(!closed(&d), "终结 waits for 项目经理");
    d.sign(&sheet, "manager_sign", "", "").unwrap();
    assert!(closed(&d), "with the signature it is closed");
    d.go_on(&sheet, json!({ "fields": { "answer": "请向财务部咨询" }, "change_reason": "补全" }));
    assert!(!closed(&d), "an approval of other words is none");
    d.sign(&sheet, "manager_sign", "", "").unwrap();
    assert!(closed(&d), "and the new one counts");
}

fn day(day: &str) -> chrono::NaiveDate {
    day.parse().unwrap()
}
