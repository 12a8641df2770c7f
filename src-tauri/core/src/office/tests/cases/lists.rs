//! Cases in lists, by their clocks, and after changes of calendar and clock.

use super::*;
use crate::casework::Step;
use crate::form::CaseKind;
use crate::office::api::{CalendarChange, CasesAsked};

pub(super) fn told(received: &str, grade: &str, content: &str) -> Json {
    json!({ "fields": {
        "received": received, "way": "来电", "customer": "赵六", "confidential": "否", "category": "工程", "grade": grade,
        "urgency": "紧急", "grade_reason": "影响出行", "content": content, "validity": "有效"
    }, "finish": ["register"], "late_reason": "次日补录" })
}

fn open(d: &Department) -> Vec<crate::office::api::CaseLine> {
    d.office.cases(&CasesAsked { open: Some(true), ..CasesAsked::default() }, "").unwrap().lines
}

#[test]
fn a_case_stands_in_the_list_with_its_next_clock_and_in_today_by_how_long_is_left() {
    let d = Department::with_register();
    let urgent = d.fill("complaint", told("2026-02-24 08:55", "重大", "电梯困人")).sheet;
    let usual = d.fill("complaint", told("2026-02-24 08:30", "一般", "走道照明不亮")).sheet;
    let lines = open(&d);
    assert_eq!(
        lines.iter().map(|l| l.sheet.as_str()).collect::<Vec<_>>(),
        [urgent.as_str(), &usual],
        "those received last first"
    );
    let first = &lines[0];
    assert_eq!(
        (first.grade.as_str(), first.state_words.as_str(), first.round),
        ("重大", "待首次响应", 1),
        "what it is and waits for"
    );
    assert!(first.unreported && first.matter.contains("电梯困人"), "somebody above is to be told, and what it is about");
    let clock = first.clock.as_ref().unwrap();
    assert_eq!((clock.rule.as_str(), clock.due.as_str()), ("RSP-1", "2026-02-24T09:25+08:00"), "half an hour by the clock");
    let counts = d.office.case_counts(&CasesAsked { open: Some(true), ..CasesAsked::default() }).unwrap();
    assert_eq!((counts.len(), counts[0].count, counts[0].words.as_str()), (1, 2, "待首次响应"), "both wait for the same step");

    let view = d.office.case(&urgent).unwrap();
    let waited: Vec<Step> = view.steps.iter().filter(|s| s.waited).map(|s| s.step).collect();
    assert_eq!(waited, [Step::Respond], "one step is the next");
    let beside: Vec<Step> = view.beside.iter().map(|s| s.step).collect();
    assert_eq!(beside, [Step::Report, Step::Extend, Step::Regrade], "and these are possible beside it");
    let rectify = view.clocks.iter().find(|c| c.id == "rectify.1").unwrap();
    assert_eq!(rectify.due, "2026-02-25", "one working day");
    assert!(rectify.explanation.last().unwrap().zh.contains("第1日"), "shown day by day: {:?}", rectify.explanation);

    d.later(60);
    let today = d.office.today().unwrap().lines;
    let report = today.iter().find(|l| l.detail.ends_with("上报")).unwrap();
    assert_eq!((report.sheet.as_str(), report.limit.as_str()), (urgent.as_str(), "还没有上报"), "somebody above is to be told");
    let of = |sheet: &str, group: &str| today.iter().any(|l| l.sheet == sheet && l.group == group);
    assert!(of(&urgent, "overdue"), "the first response is late");
    assert!(of(&usual, "due"), "the other's is due within the day");
    assert!(of(&urgent, "soon") && of(&usual, "soon"), "the rectifications come within the week");
    let first = today.iter().find(|l| l.sheet == urgent).unwrap();
    assert!(first.overdue && first.limit.contains("超时"), "and says how late: {}", first.limit);
}

#[test]
fn a_step_is_begun_where_it_is_filled_and_what_is_not_its_turn_is_refused() {
    let d = Department::with_register();
    let sheet = d.fill("complaint", told("2026-02-24 08:55", "一般", "走道照明不亮")).sheet;
    let respond = d.office.begin_step(&sheet, Step::Respond).unwrap();
    assert_eq!(respond.stage, "respond", "the stage of the paper");
    d.office.discard_draft(&respond.draft).unwrap();
    let deliver = d.office.begin_step(&sheet, Step::Deliver).unwrap();
    let draft = d.office.draft(&deliver.draft).unwrap();
    assert!(!draft.answers.rows["deliveries"].is_empty(), "a row is there to be filled");
    assert_eq!(draft.id, d.office.begin_step(&sheet, Step::Deliver).unwrap().draft, "begun once, gone on with afterwards");
    d.office.discard_draft(&deliver.draft).unwrap();
    let early = d.office.begin_step(&sheet, Step::Recheck).unwrap_err();
    assert_eq!((early.code(), early.detail().as_str()), ("case-before", "复查　整改"), "what comes first is named");
    assert_eq!(
        d.office.begin_step(&sheet, Step::Revisit).unwrap_err().code(),
        "case-before",
        "no revisit before anything was done"
    );
}

#[test]
fn a_step_beside_the_order_is_written_in_its_list_and_needs_no_stage() {
    let d = Department::with_register();
    let sheet = d.fill("complaint", told("2026-02-24 08:55", "重大", "电梯困人")).sheet;
    let report = d.office.begin_step(&sheet, Step::Report).unwrap();
    assert_eq!((report.stage.as_str(), report.section.as_str()), ("", "reports"), "上报 is a list of its own");
    let answers = json!({ "rows": { "reports": [{ "id": "@last", "reported_to": "张三", "reported": "2026-02-24 08:58" }] } });
    d.office.fill_draft(&report.draft, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap();
    d.office.finish(&report.draft, &crate::office::api::Finish::default()).unwrap();
    let view = d.office.sheet(&sheet).unwrap();
    assert_eq!(view.answers.rows["reports"].len(), 1, "the row that waited is the one that was filled");
    assert!(!d.office.case(&sheet).unwrap().line.unreported, "somebody above knows");
    let none = json!({ "rows": { "deliveries": [{ "id": "@last", "department": "工程部" }] } });
    let refused = d.office.fill_sheet(&sheet, &serde_json::from_value(none).unwrap(), &|_| Ok(png())).unwrap_err();
    assert_eq!(refused.code(), "unknown-row", "an empty list has no last row");
}

#[test]
fn a_case_says_which_signatures_it_waits_for() {
    let d = Department::with_register();
    let sheet = d.fill("complaint", told("2026-02-24 08:55", "重大", "电梯困人")).sheet;
    let waits = || -> Vec<String> { d.office.case(&sheet).unwrap().waits.into_iter().map(|seal| seal.role).collect() };
    assert_eq!(waits(), [""; 0], "none yet");
    d.go_on(&sheet, json!({ "fields": { "responded": "2026-02-24 09:00", "response": "已致歉" },
        "rows": { "deliveries": [{ "department": "工程部", "responsible": "张三", "delivered": "2026-02-24 09:00" }] }, "finish": ["respond", "deliver"] }));
    assert_eq!(waits(), [""; 0], "what was not taken yet is not signed for");
    d.go_on(&sheet, json!({ "rows": { "deliveries": [{ "id": "@last", "receipt": "签收", "taken": "2026-02-24 09:10" }] }, "finish": ["receive"] }));
    let seal = d.office.case(&sheet).unwrap().waits.remove(0);
    assert_eq!(
        (seal.role.as_str(), seal.own_case),
        ("receipt_sign", None),
        "who is responsible may take it: that reviews nothing"
    );
    let row = d.row(&sheet, "deliveries", 0);
    d.sign(&sheet, "receipt_sign", &row, "").unwrap();
    assert_eq!(waits(), [""; 0], "and did");
    d.go_on(
        &sheet,
        json!({ "fields": { "closing": "终结", "closed": "2026-02-24 10:00", "conclusion": "客户撤回" },
            "rows": { "reports": [{ "reported_to": "张三", "reported": "2026-02-24 09:05" }] }, "finish": ["close"] }),
    );
    assert_eq!(waits(), ["close_sign", "manager_sign"], "two close a major one");
}

#[test]
fn a_revisit_that_is_under_way_is_gone_on_with_and_not_begun_twice() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-26T10:30+08:00");
    let begun = d.office.begin_step(&case, Step::Revisit).unwrap();
    assert_eq!(d.office.begin_step(&case, Step::Revisit).unwrap(), begun, "its draft is the one");
    let sheet = d.office.draft(&begun.draft).unwrap().sheet;
    let answers = json!({ "fields": { "visited": "赵六", "relation": "本人" },
        "rows": { "attempts": [{ "attempt_at": "2026-02-26 09:00", "attempt_way": "上门", "attempt_result": "不在" }] } });
    d.office.fill_draft(&begun.draft, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap();
    let visit = crate::office::api::Finish { stage: "visit".into(), late_reason: "次日补录".into(), ..Default::default() };
    d.office.finish(&begun.draft, &visit).unwrap();
    let again = d.office.begin_step(&case, Step::Revisit).unwrap();
    assert_eq!(
        (again.sheet.as_str(), again.draft.as_str()),
        (sheet.as_str(), ""),
        "nobody was at home: the next call is on the same paper"
    );
    assert_eq!(d.office.sheet(&sheet).unwrap().case, case, "and from it one comes back to its case");
    d.go_on(
        &sheet,
        json!({ "rows": { "attempts": [{ "attempt_at": "2026-02-26 10:00", "attempt_way": "上门", "attempt_result": "已见" }] },
        "change_reason": "第二次上门" }),
    );
    d.sign(&sheet, "customer_sign", "", "不满意").unwrap();
    d.sign(&sheet, "visitor_sign", "", "").unwrap();
    assert_eq!(d.office.case(&case).unwrap().line.round, 2, "the customer is not satisfied");
    d.go_on(
        &case,
        json!({ "rows": { "rounds": [{ "cause": "只换了灯管", "measures": "更换接线盒", "rectified": "2026-02-26 11:00" }] } }),
    );
    d.go_on(&case, json!({ "rows": { "rounds": [{ "id": "@last", "verdict": "合格", "rechecked": "2026-02-26 12:00" }] } }));
    let second = d.office.begin_step(&case, Step::Revisit).unwrap();
    assert!(
        second.sheet.is_empty() && !second.draft.is_empty(),
        "the second round has a revisit of its own, though the first waits for its review"
    );
}

#[test]
fn a_revisit_may_be_on_the_day_of_the_rectification_and_not_before_it() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    let on = |day: &str| {
        let draft = d.office.begin_from("revisit", &case, "").unwrap();
        let answers = json!({ "fields": { "date": day, "visited": "赵六", "relation": "本人", "rectified": "2026-02-25 11:20" },
            "rows": { "attempts": [{ "attempt_at": format!("{day} 16:00"), "attempt_way": "上门", "attempt_result": "已见" }] } });
        d.office.fill_draft(&draft.id, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap().wrong.len()
    };
    assert_eq!(on("2026-02-24"), 1, "the day before nothing was put right");
    assert_eq!(on("2026-02-25"), 0, "a date has no time of day that could lie before the noon of its own day");
}

#[test]
fn a_revisit_is_begun_from_its_case_and_lists_with_it() {
    let d = Department::with_register();
    let case = complaint::through(&d, "一般", "走道照明不亮", "满意");
    let view = d.office.case(&case).unwrap();
    assert_eq!(view.related.len(), 1, "its revisit lies beside it");
    assert_eq!(view.line.state, "close", "only the closing is left");
    let by_customer = d.office.entries("customer", "赵六", false).unwrap().remove(0).id;
    let asked = CasesAsked { customer: by_customer, kind: Some(CaseKind::Complaint), ..CasesAsked::default() };
    assert_eq!(d.office.cases(&asked, "").unwrap().lines.len(), 1, "and it is found by its customer");
    let days = |text: &str| text.parse().unwrap();
    assert_eq!(d.office.overdue(days("2026-02-01"), days("2026-03-31")).unwrap(), [], "nothing of it was late");
}

#[test]
fn a_revisit_that_came_late_waits_for_its_reason_and_not_for_another_revisit() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.visited(&case, "2026-03-20", "满意");
    assert_eq!(d.office.case(&case).unwrap().line.state, "revisit", "the step is open while nobody says why it was late");
    let begun = d.office.begin_step(&case, Step::Revisit).unwrap();
    let draft = d.office.draft(&begun.draft).unwrap();
    assert_eq!((draft.sheet.as_str(), begun.section.as_str()), (case.as_str(), "lates"), "the case itself, where it asks why");
    let row = &draft.answers.rows["lates"][0];
    assert_eq!(
        (row.cells["late_step"].word(), row.cells["late_department"].word()),
        ("回访".into(), "工程部".into()),
        "what is known stands there"
    );
    assert_eq!(d.office.begin_step(&case, Step::Revisit).unwrap(), begun, "and is asked once");
    assert_eq!(d.office.draft(&begun.draft).unwrap().answers.rows["lates"].len(), 1, "in one row");
    d.go_on(&case, json!({ "rows": { "lates": [{ "id": "@last", "late_kind": "客户原因", "late_reason": "客户出差" }] } }));
    assert_eq!(d.office.case(&case).unwrap().line.state, "close", "with the reason the revisit counts");
}

#[test]
fn what_was_late_stands_in_the_ledger_with_its_reason_open_or_done() {
    let d = Department::with_register();
    let late = d.fill("complaint", told("2026-02-23 09:00", "一般", "走道照明不亮")).sheet;
    d.go_on(&late, json!({ "fields": { "responded": "2026-02-23 15:00", "response": "已致歉" }, "rows": { "lates": [
        { "late_step": "首次响应", "late_kind": "客服部门", "late_reason": "值班人员在处理另一起", "late_department": "保洁部", "remedy": "加派一人" }] },
        "finish": ["respond"], "late_reason": "次日补录" }));
    d.later(5 * 24 * 60);
    let days = |text: &str| text.parse().unwrap();
    let lines = d.office.overdue(days("2026-02-01"), days("2026-03-31")).unwrap();
    let steps: Vec<(&str, &str, u32)> = lines.iter().map(|l| (l.step.as_str(), l.actual.as_str(), l.days_late)).collect();
    assert_eq!(steps, [("首次响应", "2026-02-23T15:00+08:00", 0), ("整改", "", 3)], "one was done late, one is still open");
    assert!(lines[0].reason.contains("值班人员") && lines[0].measures == "加派一人", "with reason and remedy: {:?}", lines[0]);
    assert_eq!(d.office.overdue(days("2026-03-01"), days("2026-03-31")).unwrap(), [], "the span is that of the limit's end");
}

#[test]
fn the_ledger_of_what_was_late_says_the_same_in_a_spreadsheet_and_on_paper() {
    use crate::office::api::{CaseList, ListAsked};
    use calamine::{Data, Reader as _, Xlsx};
    let d = Department::with_register();
    let late = d.fill("complaint", told("2026-02-23 09:00", "一般", "走道照明不亮")).sheet;
    d.go_on(&late, json!({ "fields": { "responded": "2026-02-23 15:00", "response": "已致歉" }, "rows": { "lates": [
        { "late_step": "首次响应", "late_kind": "客服部门", "late_reason": "值班人员在处理另一起", "late_department": "保洁部", "remedy": "加派一人" }] },
        "finish": ["respond"], "late_reason": "次日补录" }));
    d.later(5 * 24 * 60);
    let serial = d.office.sheet(&late).unwrap().serial;
    let asked = ListAsked { list: CaseList::Overdue, from: "2026-02-01".into(), to: "2026-03-31".into() };
    let sheet = d.office.list_paper(&asked, Wanted::Xlsx).unwrap();
    let mut book = Xlsx::new(std::io::Cursor::new(sheet)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let rows: Vec<Vec<String>> = range
        .rows()
        .map(|row| {
            row.iter().filter(|cell| **cell != Data::Empty).map(ToString::to_string).filter(|text| !text.is_empty()).collect()
        })
        .collect();
    let row = |step: &str| {
        let found = rows.iter().find(|row| row.iter().any(|cell| cell == step));
        found.unwrap_or_else(|| panic!("a row for {step}: {rows:?}"))
    };
    let first = row("首次响应");
    for said in [
        &serial,
        "一般",
        "RSP-1",
        "保洁部",
        "2026-02-23 09:00",
        "2026-02-23 11:00",
        "2026-02-23 15:00",
        "当天",
        "客服部门\u{3000}值班人员在处理另一起",
        "加派一人",
    ] {
        assert!(first.iter().any(|cell| cell == said), "the late answer says {said}: {first:?}");
    }
    let open = row("整改");
    for said in ["2026-02-26", "未完成", "3"] {
        assert!(open.iter().any(|cell| cell == said), "what is still open says {said}: {open:?}");
    }
    let pdf = d.office.list_paper(&asked, Wanted::Pdf).unwrap();
    let pdf = crate::paper::pdf::tests::text(&lopdf::Document::load_mem(&pdf).unwrap(), 0);
    for said in ["超期台账", &serial, "首次响应", "当天", "加派一人", "未完成"] {
        assert!(pdf.contains(said), "the paper says {said}: {pdf}");
    }
}

#[test]
fn the_lists_of_cases_are_rebuilt_as_they_were() {
    let d = Department::with_register();
    let case = complaint::through(&d, "重大", "走道照明不亮", "不满意");
    d.fill("complaint", told("2026-02-24 08:55", "一般", "电梯异响"));
    d.office.void_sheet(&case, "重复登记").unwrap();
    let before = d.office.cabinet().dump_projections().unwrap();
    assert!(before.contains("rectify.2"), "there are rounds and clocks to be rebuilt");
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(d.office.cabinet().dump_projections().unwrap(), before, "the log alone gives the same lists and clocks");
}

#[test]
fn a_notice_that_comes_later_recounts_what_was_provisional_and_keeps_both_ends() {
    let d = Department::with_register();
    d.wait_until("2026-12-30T10:00+08:00");
    let sheet = d.fill("complaint", told("2026-12-30 09:50", "一般", "走道照明不亮")).sheet;
    let end = |d: &Department| {
        let clocks = d.office.case(&sheet).unwrap().clocks;
        let clock = clocks.into_iter().find(|c| c.id == "rectify.1").unwrap();
        (clock.due, clock.provisional)
    };
    let first = end(&d);
    assert!(first.1, "the notice for 2027 is not out: 暂定");
    let json = r#"{"year":2027,"source":{"title":"样","number":"样","date":"2026-12-31"},"holidays":[
        {"name":"元旦","from":"2027-01-01","to":"2027-01-03","statutory":["2027-01-01"],"make_up":["2027-01-04"]}]}"#;
    // A make-up day next to the holiday: nothing moves but the doubt.
    let year = CalendarChange::File { json: json.replace("2027-01-04", "2027-01-09") };
    let moved = d.office.change_calendar(&year, "年度通知已发").unwrap();
    assert_eq!(moved.moved.len(), 1, "the one clock that leant on it: {moved:?}");
    let second = end(&d);
    assert_eq!(second, ("2027-01-05".to_owned(), false), "31 December, 4 and 5 January are worked");
    let told = d.office.case(&sheet).unwrap().clocks.into_iter().find(|c| c.id == "rectify.1").unwrap();
    let said = told.explanation.last().unwrap().zh.clone();
    assert!(told.recounted && said.contains("暂定") && said.contains("原因：年度通知已发"), "the case says so: {said}");
    let was = crate::deadline::Due::words(&first.0.parse().unwrap());
    assert!(said.contains(&format!("原为{was}")), "with the end it had: {said}");
    let before = d.office.cabinet().dump_projections().unwrap();
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(d.office.cabinet().dump_projections().unwrap(), before, "and it stays so when the lists are rebuilt");
    d.go_on(&sheet, json!({ "fields": { "responded": "2026-12-30 10:00", "response": "已致歉" }, "finish": ["respond"] }));
    assert_eq!(end(&d), second, "the next step does not count it back");
}

#[test]
fn the_revisits_due_are_a_way_through_the_buildings() {
    use crate::office::Wanted;
    use crate::office::api::{CaseList, ListAsked};
    let d = Department::with_register();
    for (name, room) in [("甲", "10栋1单元0101"), ("乙", "2栋1单元1001"), ("丙", "2栋1单元0801")] {
        let facts = [("room", room), ("phone", "13800000002")].map(|(k, v)| (k.to_owned(), v.to_owned())).into();
        let input =
            crate::office::api::RegisterInput { register: "customer".into(), name: name.into(), facts, ..Default::default() };
        d.office.save_entry(&input).unwrap();
        let mut answers = told("2026-02-24 08:40", "一般", "水管渗漏");
        answers["fields"]["customer"] = json!(name);
        let sheet = d.fill("complaint", answers).sheet;
        super::complaint::on_to_recheck(&d, &sheet);
    }
    let to = chrono::NaiveDate::from_ymd_opt(2026, 3, 31).unwrap();
    let stops = d.office.route(to).unwrap();
    let way: Vec<(&str, &str)> = stops.iter().map(|s| (s.building.as_str(), s.customer.as_str())).collect();
    assert_eq!(way, [("2栋", "丙"), ("2栋", "乙"), ("10栋", "甲")], "by building, then by room");
    assert!(stops.iter().all(|s| s.phone == "138****0002"), "numbers are masked on a paper that is carried about");
    let asked = ListAsked { list: CaseList::Route, from: String::new(), to: "2026-03-31".into() };
    assert!(d.office.list_paper(&asked, Wanted::Pdf).unwrap().starts_with(b"%PDF-"), "and a paper to carry");
    let acts = d.office.audit_lines(None).unwrap();
    assert!(
        acts.iter().any(|l| l.act == "print-register" && l.detail.contains("回访路线单")),
        "printing it is a line of the register"
    );
    let none = d.office.route(chrono::NaiveDate::from_ymd_opt(2026, 2, 24).unwrap()).unwrap();
    assert!(none.is_empty(), "what is due later stands on a later way");
}

#[test]
fn the_deadlines_go_to_a_calendar_without_the_customers() {
    let d = Department::with_register();
    d.fill("complaint", told("2026-02-24 08:30", "一般", "走道照明不亮"));
    let feed = d.office.feed().unwrap();
    assert_eq!(feed.events, 2, "the first response and the rectification run");
    assert_eq!(feed.text.matches("PRODID").count(), 1, "one name of the program (RFC 5545 3.7.3): {}", feed.text);
    assert!(feed.text.contains("张三 2026-02-24"), "and who took it, when: {}", feed.text);
    assert_eq!(feed.text.matches("BEGIN:VEVENT").count(), 2, "each is an event");
    assert!(feed.text.contains("DTSTART;VALUE=DATE:20260227"), "three working days: {}", feed.text);
    assert!(!feed.text.contains("赵六") && !feed.text.contains("照明"), "a telephone's calendar is anybody's: no customer in it");
    assert_eq!(feed.text, d.office.feed().unwrap().text, "the same moment gives the same bytes");
}

/// The groups of 今日 in which a case stands; that somebody can sign on it is said beside them.
fn groups(d: &Department, sheet: &str) -> Vec<String> {
    let lines = d.office.today().unwrap().lines.into_iter();
    lines.filter(|line| line.sheet == sheet && line.group != "sign").map(|line| line.group).collect()
}

#[test]
fn what_waits_for_a_department_stands_in_a_group_of_its_own_once_until_it_is_due() {
    let d = Department::with_register();
    let sheet = d.fill("complaint", told("2026-02-24 08:55", "一般", "走道照明不亮")).sheet;
    assert_eq!(groups(&d, &sheet), ["due", "soon"], "the first response is ours, and due today");
    d.go_on(&sheet, json!({ "fields": { "responded": "2026-02-24 09:00", "response": "已致歉", "outside_due": "2026-03-20 18:00", "outside_number": "12345-1" },
        "finish": ["respond"], "change_reason": "补记外部期限" }));
    assert_eq!(groups(&d, &sheet), ["soon"], "to be delivered: that is ours too");
    d.go_on(
        &sheet,
        json!({ "rows": { "deliveries": [{ "department": "工程部", "delivered": "2026-02-24 09:10" }] }, "finish": ["deliver"] }),
    );
    assert_eq!(groups(&d, &sheet), ["waiting"], "it waits for the receipt, and stands once, whatever other limits run");
    let line = d.office.today().unwrap().lines.into_iter().find(|line| line.sheet == sheet).unwrap();
    assert!(line.detail.ends_with("待部门签收") && line.who == "工程部", "what for, and for whom: {line:?}");
    assert!(line.limit.contains("2月27日"), "and until when: {}", line.limit);
    // A notice whose limit lies further off than a week waits there as well, not behind it.
    let notice = json!({ "fields": { "notified": "保洁部", "notified_person": "李四", "source_kind": "检查", "content": "通道堆放纸箱",
        "basis": "防火通道 畅通", "demand": "清理", "limit": "2026-03-20 18:00" }, "finish": ["register"], "late_reason": "次日补录" });
    let notice = d.fill("rectification", notice).sheet;
    d.sign(&notice, "issue_sign", "", "").unwrap();
    assert_eq!(groups(&d, &notice), ["later"], "to be delivered first");
    let row = json!({ "department": "保洁部", "delivered": "2026-02-24 09:20", "receipt": "签收", "taken": "2026-02-24 09:20" });
    d.go_on(&notice, json!({ "rows": { "deliveries": [row] }, "finish": ["deliver", "receive"] }));
    let row = d.row(&notice, "deliveries", 0);
    d.sign(&notice, "receipt_sign", &row, "").unwrap();
    assert_eq!(groups(&d, &notice), ["waiting"], "the department is to put it right");
    let question = json!({ "fields": { "received": "2026-02-24 09:00", "customer": "赵六", "category": "收费", "content": "可否按季度缴费？",
        "at_once": "否", "department": "工程部", "why_not": "需核对", "told_at": "2026-02-24 09:10", "answer_due": "2026-02-27 18:00", "way": "来电" }, "finish": ["register"] });
    let question = d.fill("consultation", question).sheet;
    assert_eq!(groups(&d, &question), ["waiting"], "and to say what is to be answered");
    d.wait_until("2026-02-27T09:00+08:00");
    assert_eq!(groups(&d, &sheet)[0], "due", "on its day it stands with what is due");
    assert!(!groups(&d, &sheet).contains(&"waiting".to_owned()), "and not among what waits");
    let order: Vec<String> = d.office.today().unwrap().lines.into_iter().map(|line| line.group).collect();
    let first = |group: &str| order.iter().position(|of| of == group);
    assert!(first("due") < first("waiting"), "what is due today comes first: {order:?}");
}

#[test]
fn the_feed_is_written_as_calendar_programs_read_it_and_its_events_stay_the_same_ones() {
    let d = Department::with_register();
    inner::with_hours(&d, "CPL-1", Some(4)).unwrap();
    d.wait_until("2026-02-24T09:30+08:00");
    for n in 0..3 {
        let mut told = told("2026-02-24 09:30", "重大", "走道照明不亮");
        told["fields"]["outside_due"] = json!("2026-03-02 18:00");
        told["fields"]["outside_number"] = json!(format!("12345-{n}"));
        d.fill("complaint", told);
    }
    let feed = d.office.feed().unwrap();
    assert_eq!(feed.text.matches('\n').count(), feed.text.matches("\r\n").count(), "every line ends with CRLF (RFC 5545 3.1)");
    assert!(feed.text.ends_with("END:VCALENDAR\r\n"), "the last one too");
    for line in feed.text.split("\r\n") {
        assert!(line.len() <= 75, "folded at 75 octets (RFC 5545 3.1), not in the midst of a character: {} {line}", line.len());
    }
    assert!(feed.text.contains("\r\n "), "and here there was something to fold");
    let unfolded = feed.text.replace("\r\n ", "");
    assert!(
        unfolded.contains("SUMMARY:TS-A-202602-0001\u{3000}重大首次响应到期"),
        "unfolded it reads as it was written: {unfolded}"
    );
    let uids = |text: &str| -> Vec<String> {
        text.replace("\r\n ", "").split("\r\n").filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    let first = uids(&feed.text);
    let own: std::collections::BTreeSet<&String> = first.iter().collect();
    assert_eq!((first.len(), own.len()), (24, 24), "twelve events and their alarms, each with an identity of its own (3.8.4.7)");
    d.later(24 * 60);
    assert_eq!(
        uids(&d.office.feed().unwrap().text),
        first,
        "on another day they are the same ones: a calendar moves what it knows"
    );
    assert!(unfolded.contains("-PT1800S"), "a limit of hours rings half an hour before");
}

#[test]
fn when_somebody_is_to_be_called_on_again_stands_on_the_way_and_in_today() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-26T10:30+08:00");
    let draft = d.office.begin_from("revisit", &case, "").unwrap();
    let answers = json!({ "fields": { "date": "2026-02-26", "visited": "赵六", "relation": "本人" },
        "rows": { "attempts": [{ "attempt_at": "2026-02-26 10:00", "attempt_way": "上门", "attempt_result": "不在", "attempt_next": "2026-02-28" }] } });
    d.office.fill_draft(&draft.id, &serde_json::from_value(answers).unwrap(), &|_| Ok(png())).unwrap();
    d.office.finish(&draft.id, &crate::office::api::Finish { stage: "visit".into(), ..Default::default() }).unwrap();
    let stop = d.office.route(chrono::NaiveDate::from_ymd_opt(2026, 3, 31).unwrap()).unwrap().remove(0);
    assert_eq!((stop.attempts, stop.next.as_str()), (1, "2026-02-28"), "nobody was in; on that day again");
    let line =
        || d.office.today().unwrap().lines.into_iter().find(|line| line.sheet == case && line.detail.contains("回访")).unwrap();
    assert!(line().detail.ends_with("下次回访2月28日"), "今日 says it: {}", line().detail);
    d.go_on(&draft.sheet, json!({ "rows": { "attempts": [{ "attempt_at": "2026-02-28 10:00", "attempt_way": "上门", "attempt_result": "已见" }] }, "change_reason": "再次上门" }));
    assert!(!line().detail.contains("下次"), "who was met is called on no more: {}", line().detail);
}
