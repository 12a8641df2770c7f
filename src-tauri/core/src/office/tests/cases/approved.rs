//! An approval is of what it decides: a word that is corrected elsewhere on the page asks for the signature again, and takes back
//! neither the limit that was given nor the moment of it.

use super::*;
use crate::casework::Ended;
use crate::office::api::ClockLine;

fn clock(d: &Department, sheet: &str, id: &str) -> ClockLine {
    d.office.case(sheet).unwrap().clocks.into_iter().find(|clock| clock.id == id).unwrap()
}

/// Every clock with its end, when it stopped and how.
fn clocks(d: &Department, sheet: &str) -> Vec<(String, String, String, Option<Ended>)> {
    d.office.case(sheet).unwrap().clocks.into_iter().map(|clock| (clock.id, clock.due, clock.ended, clock.how)).collect()
}

fn mend(d: &Department, sheet: &str, fields: Json) {
    d.go_on(sheet, json!({ "fields": fields, "change_reason": "原文抄漏" }));
}

fn overdues(d: &Department) -> Vec<(String, String)> {
    let day = |day: &str| day.parse().unwrap();
    d.office.overdue(day("2026-02-01"), day("2026-03-31")).unwrap().into_iter().map(|line| (line.step, line.due)).collect()
}

#[test]
fn an_extension_goes_on_when_only_other_words_of_its_page_are_corrected() {
    let d = Department::with_register();
    let asked = json!({ "fields": { "notified": "保洁部", "notified_person": "李四", "source_kind": "检查",
        "content": "消防通道堆放纸箱", "demand": "清理", "limit": "2026-02-25 18:00" }, "finish": ["register"] });
    let sheet = d.fill("rectification", asked).sheet;
    d.go_on(&sheet, json!({ "rows": { "extensions": [{ "extension_reason": "等清运车", "extended": "2026-03-10 18:00" }] }, "finish": ["extend"] }));
    let row = d.row(&sheet, "extensions", 0);
    d.sign(&sheet, "extension_sign", &row, "").unwrap();
    let given = clocks(&d, &sheet);
    assert_eq!(given[0].1, "2026-03-10T18:00+08:00", "approved");

    // Behind the limit that was extended: without the approval it would be late for days.
    d.wait_until("2026-03-02T09:00+08:00");
    mend(&d, &sheet, json!({ "content": "消防通道堆放纸箱和旧家具" }));
    assert_eq!(d.state(&sheet).0, SheetState::Resign, "the approver signs for what it reads now");
    assert_eq!(clocks(&d, &sheet), given, "the limit that was given stands meanwhile");
    d.sign(&sheet, "extension_sign", &row, "").unwrap();
    assert_eq!(clocks(&d, &sheet), given, "and afterwards");
    assert_eq!(overdues(&d), [], "nothing was ever late");
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(clocks(&d, &sheet), given, "the log alone gives the same");

    // Another limit is another approval.
    d.go_on(
        &sheet,
        json!({ "rows": { "extensions": [{ "id": row, "extended": "2026-03-27 18:00" }] }, "change_reason": "清运车改期" }),
    );
    let asked = clock(&d, &sheet, "rectify.1");
    assert_eq!(asked.due, "2026-02-25T18:00+08:00", "nobody approved the 27th");
    d.sign(&sheet, "extension_sign", &row, "").unwrap();
    assert_eq!(
        clock(&d, &sheet, "rectify.1").due,
        "2026-02-25T18:00+08:00",
        "and what is approved when the limit is past takes back no overdue"
    );
}

#[test]
fn a_grade_that_was_lowered_with_approval_stays_lowered_when_another_word_is_corrected() {
    let d = Department::with_register();
    let told = json!({ "fields": { "received": "2026-02-24 08:40", "way": "来电", "customer": "赵六", "confidential": "否",
        "category": "工程", "grade": "重大", "urgency": "紧急", "grade_reason": "疑有人受困", "content": "电梯停运", "validity": "有效" },
        "finish": ["register"] });
    let sheet = d.fill("complaint", told).sheet;
    let lower = json!({ "grade_from": "重大", "grade_to": "一般", "regrade_reason": "核实后无人受困" });
    d.go_on(&sheet, json!({ "rows": { "gradings": [lower] } }));
    let row = d.row(&sheet, "gradings", 0);
    d.sign(&sheet, "regrade_sign", &row, "").unwrap();
    let stood = clocks(&d, &sheet);
    assert!(stood.iter().any(|(id, ..)| id == "rectify.1.g1"), "一般 runs: {stood:?}");
    d.wait_until("2026-02-26T09:00+08:00");
    mend(&d, &sheet, json!({ "content": "2号电梯停运" }));
    assert_eq!(clocks(&d, &sheet), stood, "while the page waits to be signed again");
    d.sign(&sheet, "regrade_sign", &row, "").unwrap();
    assert_eq!(clocks(&d, &sheet), stood, "and when it is: lowered since the first signature");
    assert_eq!(d.office.case(&sheet).unwrap().line.grade, "一般");
}

#[test]
fn a_closing_that_is_signed_again_was_decided_when_it_was_signed_first() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-03-03T09:00+08:00");
    let close = |word: &str| {
        json!({ "fields": { "told": "已电话告知", "closing": word, "closed": "2026-03-03 09:00", "conclusion": "同意结案" },
        "finish": ["close"], "change_reason": "改结案方式" })
    };
    d.go_on(&case, close("终结"));
    d.sign(&case, "close_sign", "", "").unwrap();
    d.sign(&case, "manager_sign", "", "").unwrap();
    let (state, ended) = (|d: &Department| d.office.case(&case).unwrap().line.state, clocks(&d, &case));
    let revisit = clock(&d, &case, "revisit.1");
    assert_eq!((state(&d).as_str(), revisit.how), ("closed", Some(Ended::Dropped)));
    // The revisit would have been due by the 11th.
    d.wait_until("2026-03-20T09:00+08:00");
    mend(&d, &case, json!({ "content": "二层走道照明不亮" }));
    assert_eq!(state(&d), "close", "it is not closed while a signature is wanted again");
    assert_eq!(clocks(&d, &case), ended, "but no clock of it runs again");
    d.sign(&case, "close_sign", "", "").unwrap();
    assert_eq!(state(&d), "close", "each that signed signs again");
    d.sign(&case, "manager_sign", "", "").unwrap();
    assert_eq!((state(&d).as_str(), clocks(&d, &case)), ("closed", ended), "ended when it was decided");
    assert_eq!(overdues(&d), [], "and never late");

    // While it waits to be signed again the end itself may be withdrawn.
    mend(&d, &case, json!({ "content": "二层东侧走道照明不亮" }));
    mend(&d, &case, json!({ "closing": "", "closed": "" }));
    assert!(clock(&d, &case, "revisit.1").how.is_none(), "the revisit is owed again");
    assert_eq!(overdues(&d), [("回访".to_owned(), "2026-03-11".to_owned())], "and was, all the time");
}

#[test]
fn what_was_signed_for_one_closing_is_no_approval_of_the_next() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-03-03T09:00+08:00");
    let close = |d: &Department, at: &str| {
        d.go_on(
            &case,
            json!({ "fields": { "told": "已电话告知", "closing": "终结", "closed": at, "conclusion": "同意结案" },
            "finish": ["close"], "change_reason": "改结案", "rows": { "lates": [{ "late_step": "回访", "late_kind": "客户原因",
            "late_reason": "联系不上", "late_department": "客务部" }] } }),
        );
    };
    close(&d, "2026-03-03 09:00");
    d.sign(&case, "close_sign", "", "").unwrap();
    d.sign(&case, "manager_sign", "", "").unwrap();
    mend(&d, &case, json!({ "content": "二层走道照明不亮" }));
    mend(&d, &case, json!({ "closing": "", "closed": "" }));
    d.wait_until("2026-03-20T09:00+08:00");
    // The same word with the same moment, written weeks later.
    close(&d, "2026-03-03 09:00");
    assert!(clock(&d, &case, "revisit.1").how.is_none(), "nobody has decided this one: the revisit is owed, and late");
    d.sign(&case, "close_sign", "", "").unwrap();
    d.sign(&case, "manager_sign", "", "").unwrap();
    let revisit = clock(&d, &case, "revisit.1");
    assert_eq!((revisit.how, &revisit.ended[..10]), (Some(Ended::Dropped), "2026-03-20"), "over when it was decided");
}

#[test]
fn a_revisit_whose_page_is_corrected_was_made_when_the_customer_signed_it() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    let visit = d.visited(&case, "2026-02-26", "满意");
    let stood = clock(&d, &case, "revisit.1");
    assert_eq!(stood.how, Some(Ended::Done));
    d.wait_until("2026-03-20T09:00+08:00");
    d.go_on(&visit, json!({ "fields": { "findings": "灯具已更换，亮度正常" }, "change_reason": "补记" }));
    assert_eq!(d.state(&visit).0, SheetState::Resign, "the customer is asked to sign what it says now");
    assert_eq!(clock(&d, &case, "revisit.1"), stood, "and was revisited on that day all the same");
    let close = json!({ "fields": { "told": "已电话告知", "closing": "回访签字", "closed": "2026-03-20 09:00", "conclusion": "同意" },
        "finish": ["close"] });
    let refused = d.office.fill_sheet(&case, &serde_json::from_value(close).unwrap(), &|_| Ok(png())).unwrap_err();
    assert_eq!(refused.code(), "case-visit-unsigned", "but no case is closed by a page that waits for its signature");
    d.sign(&visit, "customer_sign", "", "满意").unwrap();
    assert_eq!(clock(&d, &case, "revisit.1"), stood, "signed again, it is the same revisit");
    assert_eq!(overdues(&d), []);
}

#[test]
fn who_signed_a_closing_that_ends_otherwise_can_sign_what_it_says_now() {
    let d = Department::with_register();
    let case = complaint::rechecked(&d, "一般", "走道照明不亮");
    d.wait_until("2026-02-26T09:00+08:00");
    d.go_on(
        &case,
        json!({ "fields": { "told": "已电话告知", "closing": "终结", "closed": "2026-02-26 09:00", "conclusion": "同意" },
        "finish": ["close"] }),
    );
    d.sign(&case, "manager_sign", "", "").unwrap();
    // Before the head signs the customer is met after all.
    d.visited(&case, "2026-02-26", "满意");
    mend(&d, &case, json!({ "closing": "回访签字", "closed": "2026-02-26 15:00" }));
    d.sign(&case, "close_sign", "", "").unwrap();
    assert_eq!(d.office.case(&case).unwrap().line.state, "closed", "it asks for nobody else");
    assert_eq!(d.state(&case).0, SheetState::Resign, "what 项目经理 signed reads otherwise now");
    d.sign(&case, "manager_sign", "", "").unwrap();
    assert_eq!(d.state(&case).0, SheetState::Signed, "and nothing waits for ever");
    d.all_valid(&case);
}
