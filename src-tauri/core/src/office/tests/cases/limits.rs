//! What a paper says of a limit is what the clocks of its case count.

use super::*;
use crate::casework::Ended;
use crate::deadline::Due;
use crate::sheet::long_date;

/// Every limit that the paper of a case prints beside what its clocks say, as field and day; both must be the same.
fn agrees(d: &Department, sheet: &str, when: &str) -> Vec<(String, String)> {
    use crate::form::Compute;
    let view = d.office.sheet(sheet).unwrap();
    let clocks = d.office.case(sheet).unwrap().clocks;
    let (paper, _) = d.printed(sheet, "limits");
    let mut said = Vec::new();
    for field in view.form.sections.iter().flat_map(|section| &section.fields) {
        let Some(Compute::Deadline(runs)) = &field.compute else { continue };
        let about = |rule: &String| *rule == runs.rule || runs.rules.values().any(|of| of == rule);
        let stands = clocks.iter().filter(|clock| about(&clock.rule) && clock.how != Some(Ended::Replaced));
        let counted = stands.max_by_key(|clock| clock.round).map(|clock| long_date(clock.due.parse::<Due>().unwrap().date()));
        let shown = view.computed.get(&field.id).map(|value| value.word().lines().next().unwrap_or_default().to_owned());
        assert_eq!(shown, counted, "{when}: {}", field.label);
        if let Some(day) = shown {
            assert!(paper.contains(&day), "{when}: {} stands on the paper as well:\n{paper}", field.label);
            said.push((field.id.clone(), day));
        }
    }
    said
}

fn of<'a>(said: &'a [(String, String)], field: &str) -> Option<&'a str> {
    said.iter().find(|(id, _)| id == field).map(|(_, day)| day.as_str())
}

/// An opinion that was delivered to a department and came back from it with that result, signed for where it was taken.
fn delivered(d: &Department, sheet: &str, n: usize, (department, result): (&str, &str), at: &str) {
    d.go_on(sheet, json!({ "rows": { "deliveries": [{ "department": department, "delivered": at }] }, "finish": if n == 0 { vec!["deliver"] } else { vec![] } }));
    let row = d.row(sheet, "deliveries", n);
    d.go_on(sheet, json!({ "rows": { "deliveries": [{ "id": row, "receipt": result, "taken": at, "delivery_note": "见备注" }] }, "finish": if n == 0 { vec!["receive"] } else { vec![] } }));
    if result == "签收" {
        d.sign(sheet, "receipt_sign", &row, "").unwrap();
    }
}

#[test]
fn an_opinion_prints_the_limits_that_run_whatever_way_it_goes() {
    let d = Department::with_register();
    let sheet = others::opinion(&d, "电梯轿厢早高峰后异味重");
    agrees(&d, &sheet, "collected");
    delivered(&d, &sheet, 0, ("保洁部", "退回"), "2026-02-24 10:00");
    assert_eq!(of(&agrees(&d, &sheet, "sent back"), "answer_due"), None, "nobody has it: no clock, and no limit on the paper");
    delivered(&d, &sheet, 1, ("工程部", "签收"), "2026-02-24 14:00");
    assert_eq!(of(&agrees(&d, &sheet, "taken"), "answer_due"), Some("2026年2月27日"), "three days since it was signed for");
    // It turns out to be for another department, two days later: the first clock goes on.
    delivered(&d, &sheet, 2, ("保洁部", "签收"), "2026-02-26 09:00");
    assert_eq!(of(&agrees(&d, &sheet, "passed on"), "answer_due"), Some("2026年2月27日"), "passing it on gives no new days");
    d.go_on(
        &sheet,
        json!({ "rows": { "rounds": [{ "cause": "未通风", "measures": "增加通风", "planned": "2026-03-01",
        "answered": "2026-02-26 10:00", "accepted": "认可" }] }, "finish": ["answer"] }),
    );
    let round = d.row(&sheet, "rounds", 0);
    d.sign(&sheet, "answer_sign", &round, "").unwrap();
    d.go_on(&sheet, json!({ "rows": { "rounds": [{ "id": round, "rectified": "2026-02-28 17:00" }] }, "finish": ["rectify"] }));
    d.sign(&sheet, "rectify_sign", &round, "").unwrap();
    assert_eq!(of(&agrees(&d, &sheet, "put right"), "revisit_due"), Some("2026年3月16日"), "two weeks");
    d.go_on(&sheet, json!({ "rows": { "rounds": [{ "id": round, "verdict": "不合格", "rechecked": "2026-03-01 10:00" }] }, "finish": ["recheck"] }));
    d.sign(&sheet, "recheck_sign", &round, "").unwrap();
    assert_eq!(
        of(&agrees(&d, &sheet, "failed"), "revisit_due"),
        None,
        "what did not pass is not put right: nobody is to revisit yet"
    );
}

#[test]
fn a_complaint_prints_the_limits_that_run_through_a_failed_recheck_and_a_second_round() {
    let d = Department::with_register();
    let sheet = complaint::rechecked(&d, "重大", "十二层东侧走道照明多次熄灭");
    assert_eq!(of(&agrees(&d, &sheet, "rechecked"), "revisit_due"), Some("2026年3月4日"), "a week since 25 February");
    d.visited(&sheet, "2026-02-26", "不满意");
    let said = agrees(&d, &sheet, "not satisfied");
    assert_eq!(of(&said, "due"), Some("2026年2月27日"), "the second round has its own working day");
    let view = d.office.sheet(&sheet).unwrap();
    assert!(
        view.computed["due"].word().contains("原2月25日"),
        "and the first one's stands beside it: {}",
        view.computed["due"].word()
    );
    assert!(
        view.computed["due_how"].word().contains("第2轮按CPL-1"),
        "with how it was counted: {}",
        view.computed["due_how"].word()
    );
    d.go_on(
        &sheet,
        json!({ "rows": { "rounds": [{ "cause": "接线盒进水", "measures": "更换接线盒", "rectified": "2026-02-26 16:00" }] } }),
    );
    let second = d.row(&sheet, "rounds", 1);
    d.sign(&sheet, "rectify_sign", &second, "").unwrap();
    assert_eq!(of(&agrees(&d, &sheet, "put right again"), "revisit_due"), Some("2026年3月5日"), "a week since 26 February");
    d.go_on(&sheet, json!({ "rows": { "rounds": [{ "id": second, "verdict": "不合格", "rechecked": "2026-02-26 17:00" }] } }));
    let said = agrees(&d, &sheet, "failed");
    assert_eq!(
        of(&said, "revisit_due"),
        Some("2026年3月4日"),
        "of the second round nothing is to be revisited; the first one's stays"
    );
}

#[test]
fn a_draft_shows_the_limits_that_the_paper_will_print() {
    let d = Department::with_register();
    let sheet = others::opinion(&d, "电梯轿厢早高峰后异味重");
    delivered(&d, &sheet, 0, ("工程部", "签收"), "2026-02-24 14:00");
    let draft = d.office.edit_sheet(&sheet).unwrap();
    assert_eq!(draft.computed["answer_due"].word(), "2026年2月27日", "the first that has it");
    let draft = d.save(&draft, |answers| {
        let mut row = answers.rows["deliveries"][0].clone();
        row.id = d.clock.id().unwrap().to_string();
        row.cells.insert("taken".into(), super::super::text("2026-02-26T09:00+08:00"));
        answers.rows.get_mut("deliveries").unwrap().push(row);
    });
    assert_eq!(draft.computed["answer_due"].word(), "2026年2月27日", "and no later delivery moves it");
}

#[test]
fn the_paper_of_a_department_with_many_opinions_counts_since_the_first_receipt_too() {
    let d = Department::with_register();
    let row = json!({ "opinion": "YJ-A-202602-0001", "who": "赵六", "room": "3栋2单元0801", "content": "大堂地面有水渍", "category": "保洁" });
    let sheet = d
        .fill("delivery", json!({ "fields": { "batch": "2026年上半年", "department": "保洁部", "collected": "2026-02-24" },
            "rows": { "opinions": [row], "deliveries": [{ "delivered": "2026-02-24 10:00" }] }, "finish": ["collect", "deliver"] }))
        .sheet;
    let due = || d.office.sheet(&sheet).unwrap().computed.get("answer_due").map(|value| value.word());
    let first = d.row(&sheet, "deliveries", 0);
    d.go_on(&sheet, json!({ "rows": { "deliveries": [{ "id": first, "receipt": "退回", "taken": "2026-02-24 11:00" }] }, "finish": ["receive"] }));
    assert_eq!(due(), None, "what came back is with nobody");
    d.go_on(&sheet, json!({ "rows": { "deliveries": [{ "delivered": "2026-02-24 14:00", "receipt": "签收", "taken": "2026-02-24 15:00" }] } }));
    assert_eq!(due().as_deref(), Some("2026年2月27日"), "three days");
    let second = d.row(&sheet, "deliveries", 1);
    d.sign(&sheet, "receipt_sign", &second, "").unwrap();
    d.go_on(&sheet, json!({ "rows": { "deliveries": [{ "delivered": "2026-02-26 09:00", "receipt": "签收", "taken": "2026-02-26 09:30" }] } }));
    assert_eq!(due().as_deref(), Some("2026年2月27日"), "passed on, it is no later");
}

/// The revisit of a case with kind, completion and story as they are given.
fn typed(d: &Department, source: &str, told: Json) -> crate::office::api::SheetView {
    let mut fields = json!({ "source": source, "customer": "赵六", "date": "2026-02-26", "visited": "赵六", "relation": "本人",
        "department": "工程部" });
    fields.as_object_mut().unwrap().extend(told.as_object().unwrap().clone());
    let answers = json!({ "fields": fields, "finish": ["visit"],
        "rows": { "attempts": [{ "attempt_at": "2026-02-26 10:00", "attempt_way": "上门", "attempt_result": "已见" }] } });
    let sheet = d.fill("revisit", answers).sheet;
    d.office.sheet(&sheet).unwrap()
}

#[test]
fn a_revisit_takes_kind_completion_and_limit_from_its_case_whatever_was_typed() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "十二层东侧走道照明多次熄灭");
    let serial = d.office.sheet(&case).unwrap().serial;
    let view = typed(&d, &serial, json!({ "kind": "重大投诉", "rectified": "2026-02-24 12:00" }));
    let said = |field: &str| view.answers.fields[field].word();
    assert_eq!((said("kind"), said("rectified")), ("一般投诉".into(), "2026-02-25T11:20+08:00".into()), "as the case says");
    assert_eq!(view.computed["due"].word(), "2026年3月11日", "two weeks since it was really put right");
    assert!(said("summary").starts_with("十二层东侧") && said("summary").contains("整改措施"), "what it was is told by the case");
    assert!(d.printed(&view.sheet, "revisit-typed").0.contains("2026年3月11日"), "and printed");
    let own = typed(&d, "", json!({ "kind": "重大投诉", "rectified": "2026-02-24 12:00", "summary": "旧档投诉" }));
    assert_eq!(own.computed["due"].word(), "2026年3月3日", "without a case it is as it was typed");
    assert_eq!(own.answers.fields["kind"].word(), "重大投诉", "kind as well");
}

#[test]
fn a_revisit_that_was_finished_keeps_what_it_took_when_its_case_is_regraded() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "十二层东侧走道照明多次熄灭");
    let serial = d.office.sheet(&case).unwrap().serial;
    let visit = typed(&d, &serial, json!({ "summary": "走道照明" }));
    assert_eq!(visit.answers.fields["summary"].word(), "走道照明", "what somebody told stands");
    d.sign(&visit.sheet, "customer_sign", "", "满意").unwrap();
    d.go_on(&case, json!({ "rows": { "gradings": [{ "graded": "2026-02-26 11:00", "grade_from": "一般", "grade_to": "重大", "regrade_reason": "涉及老人" }] } }));
    d.sign(&visit.sheet, "visitor_sign", "", "").unwrap();
    d.go_on(&visit.sheet, json!({ "fields": { "again": "否", "opinion": "已核实" } }));
    let view = d.office.sheet(&visit.sheet).unwrap();
    assert_eq!(
        (view.answers.fields["kind"].word(), view.computed["due"].word()),
        ("一般投诉".into(), "2026年3月11日".into()),
        "as it was when it was signed"
    );
    d.all_valid(&visit.sheet);
    let next = d.office.begin_from("revisit", &case, "").unwrap();
    assert_eq!(next.answers.fields["kind"].word(), "重大投诉", "the next one is of the grade of now");
    let saved = d.save(&next, |answers| {
        answers.fields.insert("kind".into(), super::super::text("一般投诉"));
    });
    assert_eq!(saved.answers.fields["kind"].word(), "重大投诉", "and the draft shows it so, whatever is typed");
}
