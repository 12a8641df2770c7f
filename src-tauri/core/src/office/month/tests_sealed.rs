//! A month that was closed: whatever is done afterwards, its lists, figures and limits read as they were sealed.

use std::cell::Cell;

use serde_json::{Value as Json, json};

use super::super::PagesProof;
use super::tests::{amended, march, office};
use super::tests_given::{asked, closed};
use super::*;
use crate::office::FillAnswers;
use crate::office::api::{SearchQuery, VolumeFormat};

/// The lines of a month behind the one that says who took them and when, without the list of what changed since.
fn lines(office: &Office) -> Vec<Json> {
    let bytes = office.export_volume(&asked(VolumeFormat::Jsonl, true), &|_, _| true).unwrap();
    let all = bytes.split(|byte| *byte == b'\n').skip(1).filter(|line| !line.is_empty());
    let all = all.map(|line| serde_json::from_slice::<Json>(line).unwrap());
    all.filter(|line| line["ledger"] != "supplements").collect()
}

/// The same lines in the same order; else those that are not in both.
fn same(office: &Office, sealed: &[Json], why: &str) {
    let now = lines(office);
    let new: Vec<&Json> = now.iter().filter(|line| !sealed.contains(line)).collect();
    let gone: Vec<&Json> = sealed.iter().filter(|line| !now.contains(line)).collect();
    assert!(new.is_empty() && gone.is_empty(), "{why}: new {new:#?}, gone {gone:#?}");
    assert!(now == sealed, "{why}: in another order");
}

fn fill(office: &Office, sheet: &str, answers: Json) {
    let answers: FillAnswers = serde_json::from_value(answers).unwrap();
    office.fill_sheet(sheet, &answers, &|_| Ok(Vec::new())).unwrap();
}

fn question(office: &Office, answers: &Json) -> String {
    let answers: FillAnswers = serde_json::from_value(answers.clone()).unwrap();
    office.fill("consultation", &answers, &|_| Ok(Vec::new())).unwrap().sheet
}

#[test]
fn what_goes_on_after_the_closing_changes_no_line_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    // Asked in March, to be answered by the end of April: it goes on over the end of the month.
    let open = json!({ "fields": { "received": "2026-03-30 10:00", "way": "来访", "category": "收费", "content": "车位费怎么交？",
        "at_once": "否", "answer_due": "2026-04-20 18:00", "why_not": "须问财务", "told_at": "2026-03-30 10:05" }, "finish": ["register"] });
    let asked_of = question(&office, &open);
    // Another that was answered between the end of the month and its closing.
    let over = json!({ "fields": { "received": "2026-03-30 11:00", "way": "来访", "category": "收费", "content": "发票怎么开？",
        "at_once": "否", "answer_due": "2026-04-20 18:00", "why_not": "须问财务", "told_at": "2026-03-30 11:05", "answer": "到前台开", "answered": "2026-04-03 10:00",
        "closing": "已答复", "closed": "2026-04-03 10:00" }, "finish": ["register", "answer"] });
    let answered = question(&office, &over);
    office.close_month(march(), "已逐项核对", &|_, _| true).unwrap();
    let (view, figures, sealed) = (office.month(march()).unwrap(), figures(&office), lines(&office));
    let went_on = |sheet: &str| view.carried.iter().find(|case| case.sheet == sheet).unwrap().clone();
    assert!(went_on(&asked_of).due.contains("2026年4月20日"), "{:?}", went_on(&asked_of));
    assert_eq!(went_on(&answered).waits, "4月3日已结案", "what was over by then says since when");

    // A receipt that was mistyped by two days: the question is not of March any more, and then it is answered.
    fill(&office, &asked_of, json!({ "fields": { "received": "2026-04-01 10:00" }, "change_reason": "日期写错" }));
    same(&office, &sealed, "the registers keep the lines that were sealed");
    fill(
        &office,
        &asked_of,
        json!({ "fields": { "answer": "每月五日前", "answered": "2026-04-15 09:00", "closing": "已答复", "closed": "2026-04-15 09:00" },
            "finish": ["answer"] }),
    );
    same(&office, &sealed, "answered in April, March still says what it waited for, and until when");
    // A revisit that was on another day is not of March any more.
    let all = office.search(&SearchQuery::default(), "").unwrap().lines;
    let visit = all.iter().find(|line| line.serial == "HF-A-202603-0034").unwrap().sheet.clone();
    fill(&office, &visit, json!({ "fields": { "date": "2026-04-02" }, "change_reason": "日期写错" }));
    same(&office, &sealed, "the registers keep the lines that were sealed");
    amended(&office, "HF-A-202603-0033", "归档以后才写的话");

    let later = office.month(march()).unwrap();
    assert_eq!((later.items, &later.matrix, &later.carried), (view.items, &view.matrix, &view.carried), "nor does the screen");
    assert_eq!(later.coverage, view.coverage, "what was there of what was wanted");
    assert_eq!(self::figures(&office), figures, "with its figures");
    assert!(later.supplements.len() > view.supplements.len(), "what changed stands beside it");
}

fn figures(office: &Office) -> Json {
    serde_json::to_value(office.month_statistics(march(), &|_, _| true).unwrap()).unwrap()
}

/// A round whose paper is made void after the closing was there when it was closed: the check-list is one of then.
#[test]
fn the_check_list_of_a_closed_month_counts_what_was_there_when_it_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let sealed = office.month(march()).unwrap().coverage;
    let rounds = |office: &Office| office.month(march()).unwrap().matrix.rows.iter().flat_map(|row| &row.cells).count();
    assert!(rounds(&office) > 0 && sealed.iter().any(|line| line.done > 10), "the sample walks its rounds: {sealed:?}");
    let all = office.search(&SearchQuery::default(), "").unwrap().lines;
    for line in all.iter().filter(|line| line.serial.starts_with("JC-A-202603-") || line.serial.starts_with("WD-A-202603-")) {
        office.void_sheet(&line.sheet, "登记错误").unwrap();
    }
    assert_eq!(office.month(march()).unwrap().coverage, sealed, "word for word");
    office.reopen_month(march(), "作废检查表").unwrap();
    assert_ne!(office.month(march()).unwrap().coverage, sealed, "opened again it counts what is there now");
}

#[test]
fn what_is_written_while_a_month_is_read_is_read_too() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let written = Cell::new(false);
    let beside = |_: usize, _: usize| {
        if !written.replace(true) {
            amended(&office, "HF-A-202603-0034", "导出时才写的话");
        }
        true
    };
    let pdf = office.export_volume(&asked(VolumeFormat::Pdf, true), &beside).unwrap();
    let proof = office.verify_volume(&pdf).unwrap();
    assert_eq!((proof.ok, proof.pages), (true, PagesProof::Identical), "the log names the act behind what it shows: {proof:?}");
    let again = Cell::new(0);
    let busy = |done: usize, _: usize| {
        if done == 0 {
            again.set(again.get() + 1);
            amended(&office, "HF-A-202603-0034", &format!("第{}次", again.get()));
        }
        true
    };
    assert_eq!(office.export_volume(&asked(VolumeFormat::Pdf, true), &busy).unwrap_err().code(), "month-moved", "not for ever");
}

#[test]
fn a_revisit_that_names_another_case_since_is_still_that_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    // Any customer of the sample will do.
    let customers = office.entries("customer", "", false).unwrap();
    let made = |content: &str| {
        let answers = json!({ "late_reason": "照纸补录", "fields": { "received": "2026-03-30 09:00", "way": "来电", "customer": customers[0].name, "confidential": "否",
            "category": "工程", "grade": "一般", "urgency": "一般", "grade_reason": "影响出行", "content": content, "validity": "有效" },
            "finish": ["register"] });
        let answers: FillAnswers = serde_json::from_value(answers).unwrap();
        office.fill("complaint", &answers, &|_| Ok(Vec::new())).unwrap()
    };
    let (first, second) = (made("走道照明不亮"), made("单元门关不上"));
    let draft = office.begin_from("revisit", &first.sheet, "").unwrap();
    let met = json!({ "fields": { "date": "2026-03-31", "rectified": "2026-03-30 18:00", "visited": "本人", "relation": "本人" },
        "rows": { "attempts": [{ "attempt_at": "2026-03-31 10:00", "attempt_way": "上门", "attempt_result": "不在" }] } });
    office.fill_draft(&draft.id, &serde_json::from_value(met).unwrap(), &|_| Ok(Vec::new())).unwrap();
    let finish = crate::office::api::Finish { stage: "visit".into(), late_reason: "补录".into(), ..Default::default() };
    office.finish(&draft.id, &finish).unwrap();
    // Nothing was delivered of the one; the other went to a department that did not sign for it.
    let department = office.entries("department", "", false).unwrap()[0].name.clone();
    fill(
        &office,
        &second.sheet,
        json!({ "rows": { "deliveries": [{ "department": department, "delivered": "2026-03-30 15:00" }] }, "finish": ["deliver"], "late_reason": "补录" }),
    );
    let gaps = office.month(march()).unwrap().gaps;
    let lacks = |sheet: &str| {
        let of = gaps.iter().filter(|gap| gap.kind == crate::archive::gaps::GapKind::Receipt && gap.sheet == sheet);
        of.map(|gap| gap.words.clone()).collect::<Vec<_>>()
    };
    assert_eq!(lacks(&first.sheet), ["尚未送达"], "what is open and was not delivered lacks its receipt at the end of the month");
    assert_eq!(lacks(&second.sheet), [format!("尚未签收：{department}")], "so does what nobody signed for");
    office.close_month(march(), "已逐项核对", &|_, _| true).unwrap();
    let sealed = lines(&office);
    assert!(sealed.iter().any(|line| line["来源单号"] == first.serial.as_str()), "the visit goes with its case, which goes on");
    let visit = draft.sheet;
    fill(&office, &visit, json!({ "fields": { "source": second.serial, "date": "2026-04-02" }, "change_reason": "单号写错" }));
    same(&office, &sealed, "the registers of March are those that were sealed");
}
