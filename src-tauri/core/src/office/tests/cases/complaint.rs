//! 投诉处理单.

use super::*;

/// What is told at the counter.
fn told(grade: &str, content: &str) -> Json {
    json!({ "fields": {
        "received": "2026-02-24 08:40", "way": "来电", "customer": "赵六", "confidential": "否", "category": "工程",
        "grade": grade, "urgency": "紧急", "grade_reason": "影响夜间出行安全", "content": content,
        "demand": "三天内修好并书面答复", "place": "3栋12层东侧走道", "happened": "2026-02-23 21:10",
        "outside_number": "12345-20260224-0917", "outside_due": "2026-03-02 18:00", "validity": "有效"
    }, "finish": ["register"] })
}

/// One after the other as it really goes: answered, delivered, taken, put right, rechecked, revisited.
pub(super) fn through(d: &Department, grade: &str, content: &str, effect: &str) -> String {
    let sheet = rechecked(d, grade, content);
    d.visited(&sheet, "2026-02-26", effect);
    sheet
}

/// The same up to the recheck.
pub(super) fn rechecked(d: &Department, grade: &str, content: &str) -> String {
    let sheet = d.fill("complaint", told(grade, content)).sheet;
    assert_eq!(d.state(&sheet).1, "未完成", "a complaint is open work and waits for nobody's signature yet");
    on_to_recheck(d, &sheet);
    sheet
}

/// One that was received, from its first response to the recheck.
pub(super) fn on_to_recheck(d: &Department, sheet: &str) {
    d.go_on(sheet, json!({ "fields": { "responded": "2026-02-24 08:50", "response": "已致歉，告知今日派工", "stopgap": "加装临时照明" },
        "rows": { "reports": [{ "reported_to": "张三", "reported": "2026-02-24 08:45", "report_note": "电话" }] }, "finish": ["respond"] }));
    d.go_on(
        sheet,
        json!({ "rows": { "deliveries": [{ "department": "保洁部", "delivered": "2026-02-24 09:00" }] }, "finish": ["deliver"] }),
    );
    assert_eq!(d.state(sheet).1, "待部门签收", "what was delivered waits for its receipt");
    let first = d.row(sheet, "deliveries", 0);
    d.go_on(sheet, json!({ "rows": { "deliveries": [{ "id": first, "receipt": "转办", "taken": "2026-02-24 09:10", "delivery_note": "非本部门" }] },
        "finish": ["receive"] }));
    assert_eq!(d.state(sheet).1, "未完成", "what was passed on waits for no receipt");
    d.go_on(
        sheet,
        json!({ "rows": { "deliveries": [{ "department": "工程部", "responsible": "王五", "delivered": "2026-02-24 09:20" }] } }),
    );
    let second = d.row(sheet, "deliveries", 1);
    d.go_on(sheet, json!({ "rows": { "deliveries": [{ "id": second, "receipt": "签收", "taken": "2026-02-24 09:25" }] } }));
    d.sign(sheet, "receipt_sign", &second, "").unwrap();
    d.go_on(
        sheet,
        json!({ "rows": { "rounds": [{ "cause": long(90), "measures": long(110), "planned": "2026-02-25 12:00",
        "rectified": "2026-02-25 11:20" }] }, "finish": ["rectify"] }),
    );
    assert_eq!(d.state(sheet).1, "待责任人签字", "the first round waits for the one who put it right");
    let round = d.row(sheet, "rounds", 0);
    d.sign(sheet, "rectify_sign", &round, "").unwrap();
    d.go_on(sheet, json!({ "rows": { "rounds": [{ "id": round, "verdict": "合格", "rechecked": "2026-02-25 15:00" }] }, "finish": ["recheck"] }));
    d.sign(sheet, "recheck_sign", &round, "").unwrap();
}

/// What is said at the end.
pub(super) fn close(d: &Department, sheet: &str, at: &str) {
    d.wait_until(&format!("{}+08:00", at.replace(' ', "T")));
    d.go_on(
        sheet,
        json!({ "fields": { "told": "2月25日电话告知处理结果，客户表示认可", "closing": "回访签字", "closed": at,
        "conclusion": "处理及时，同意结案" }, "finish": ["close"] }),
    );
}

#[test]
fn a_complaint_goes_from_the_call_to_its_closing() {
    let d = Department::with_register();
    let sheet = through(&d, "一般", &long(120), "满意");
    let round = d.office.sheet(&sheet).unwrap().answers.rows["rounds"][0].cells.clone();
    assert!(round["revisit"].word().starts_with("HF-A-"), "the signed revisit took its case along");
    assert_eq!(round["revisit_result"].word(), "满意", "with what the customer said");
    close(&d, &sheet, "2026-02-26 15:00");
    assert_eq!(d.state(&sheet).1, "待结案审批", "the head of the department closes it");
    d.sign(&sheet, "close_sign", "", "").unwrap();
    assert_eq!(d.state(&sheet).0, SheetState::Signed, "an ordinary complaint needs no one else");
    d.all_valid(&sheet);
    let view = d.office.sheet(&sheet).unwrap();
    assert!(view.serial.starts_with("TS-A-202602-"), "its number is the sheet's");
    assert_eq!(view.changes, [], "every step was a stage that was open, none was a change of what stood");
    let (words, pages) = d.printed(&sheet, "complaint");
    assert_eq!(pages, 2, "the complaint and its delivery on the first page, what was done about it on the second");
    for said in [
        "2026年2月27日",
        "起3个工作日",
        "2月25日 周三 工作日 第1日",
        "2月27日 周五 工作日 第3日",
        "转办",
        "HF-A-202602-0001",
        "以下空白",
    ] {
        assert!(words.contains(said), "{said} stands on the paper:\n{words}");
    }
}

#[test]
fn a_major_complaint_is_closed_by_the_project_manager_too_and_a_second_round_keeps_the_first() {
    let d = Department::with_register();
    let sheet = through(&d, "重大", &long(700), "不满意");
    d.go_on(&sheet, json!({ "rows": {
        "rounds": [{ "cause": "接线盒进水，前次只换了灯管", "measures": "更换接线盒并做防水", "rectified": "2026-02-26 16:00" }],
        "extensions": [{ "extension_reason": "配件外地调货", "extended": "2026-02-27 18:00", "told_at": "2026-02-26 16:30", "told_how": "电话" }],
        "lates": [{ "late_step": "整改", "late_kind": "材料配件", "late_reason": "配件未到", "late_department": "工程部", "remedy": "先用临时照明" }]
    } }));
    let (first, second) = (d.row(&sheet, "rounds", 0), d.row(&sheet, "rounds", 1));
    d.sign(&sheet, "rectify_sign", &second, "").unwrap();
    let extension = d.row(&sheet, "extensions", 0);
    d.sign(&sheet, "extension_sign", &extension, "").unwrap();
    let view = d.office.sheet(&sheet).unwrap();
    let standing = |role: &str, row: &str| view.seals.iter().find(|s| s.role == role && s.row == row).unwrap().standing;
    assert_eq!(standing("rectify_sign", &first), Some(Standing::Valid), "the first round's signature is not touched");
    d.go_on(&sheet, json!({ "rows": { "rounds": [{ "id": second, "verdict": "合格", "rechecked": "2026-02-26 17:00" }] } }));
    d.sign(&sheet, "recheck_sign", &second, "").unwrap();
    d.visited(&sheet, "2026-02-27", "满意");
    close(&d, &sheet, "2026-02-27 15:00");
    d.sign(&sheet, "close_sign", "", "").unwrap();
    assert_eq!(d.state(&sheet).1, "待项目经理签字", "a major complaint is closed by two");
    d.sign(&sheet, "manager_sign", "", "").unwrap();
    assert_eq!(d.state(&sheet).0, SheetState::Signed, "and then it is");
    let (words, pages) = d.printed(&sheet, "complaint-major");
    assert!(words.contains("2026年2月25日") && pages <= 4, "one working day, and its rounds: {pages} pages");
}

#[test]
fn an_invalid_complaint_waits_for_approval_and_no_lowered_grade_is_kept_without() {
    let d = Department::with_register();
    let mut invalid = told("一般", "与物业无关的纠纷");
    invalid["fields"]["validity"] = json!("无效");
    assert_eq!(d.try_fill("complaint", invalid.clone()).unwrap_err().code(), "incomplete", "why it is not valid is said");
    invalid["fields"]["invalid_reason"] = json!("邻里债务，不属物业服务");
    let sheet = d.fill("complaint", invalid).sheet;
    assert_eq!(d.state(&sheet).1, "待批准", "nobody sets a complaint aside alone");
    let major = d.fill("complaint", told("重大", "电梯困人")).sheet;
    d.go_on(
        &major,
        json!({ "rows": { "gradings": [{ "grade_from": "重大", "grade_to": "一般", "regrade_reason": "核实后无人受困" }] } }),
    );
    assert_eq!(d.state(&major).1, "待批准", "a grade that is lowered waits for approval");
    let row = d.row(&major, "gradings", 0);
    d.sign(&major, "regrade_sign", &row, "").unwrap();
    assert_eq!(d.state(&major).1, "未完成", "and goes on");
    d.printed(&major, "complaint-open");
}

#[test]
fn a_complaint_closes_by_its_signed_revisit_and_no_step_comes_before_its_time() {
    let d = Department::with_register();
    let sheet = d.fill("complaint", told("一般", "走道照明不亮")).sheet;
    let try_on = |answers: Json| {
        let refused = d.office.fill_sheet(&sheet, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap_err();
        for draft in d.office.today().unwrap().lines.into_iter().filter(|line| line.group == "draft") {
            d.office.discard_draft(&draft.draft).unwrap();
        }
        (refused.code().to_owned(), refused.detail())
    };
    d.wait_until("2026-02-24T11:00+08:00");
    let close =
        json!({ "fields": { "closing": "回访签字", "closed": "2026-02-24 10:00", "conclusion": "同意" }, "finish": ["close"] });
    assert_eq!(try_on(close), ("case-before".into(), "结案\u{3000}回访".into()), "nobody closes what nobody was revisited for");
    let late = json!({ "fields": { "responded": "2026-02-24 11:00", "response": "已致歉" }, "finish": ["respond"] });
    assert_eq!(try_on(late), ("case-late-reason".into(), "首次响应".into()), "two hours are over: why?");
    assert_eq!(d.office.case(&sheet).unwrap().line.state, "respond", "what was refused changed nothing");
}
