//! A closed complaint of a closed month that is corrected: its closing is to be signed again, and it lies where it was filed. So does
//! one that is made void.

use serde_json::json;

use super::tests::march;
use super::tests_given::{asked, closed};
use super::*;
use crate::archive::gaps::GapKind;
use crate::archive::volume::VolumeItem;
use crate::office::api::VolumeFormat;

/// A complaint that closed in March with a revisit in its set, and that revisit.
fn filed(office: &Office) -> (VolumeItem, VolumeItem) {
    let items = sealed(office).items;
    let visit = |item: &VolumeItem| items.iter().find(|of| of.set == item.serial && of.serial.starts_with("HF-")).cloned();
    items
        .iter()
        .filter(|item| item.set == item.serial && item.serial.starts_with("TS-"))
        .find_map(|item| Some((item.clone(), visit(item)?)))
        .unwrap()
}

fn sealed(office: &Office) -> super::close::ClosingBody {
    let read = |reader: &Reader<'_>| Ok::<_, OfficeError>(close::closed(reader, &office.month_post(reader)?, march())?.unwrap());
    office.cabinet().read(read).unwrap()
}

fn corrected(office: &Office, sheet: &str, fields: serde_json::Value) {
    let answers = json!({ "fields": fields, "change_reason": "写错", "late_reason": "更正" });
    office.fill_sheet(sheet, &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap();
}

fn told(office: &Office) -> Vec<(String, String)> {
    office.month(march()).unwrap().supplements.into_iter().map(|one| (one.serial, one.words)).collect()
}

#[test]
fn a_correction_of_a_closed_complaint_corrects_it_and_moves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let (case, visit) = filed(&office);
    let before = sealed(&office);
    corrected(&office, &case.sheet, json!({ "content": "更正后的投诉内容" }));
    let open = office.cabinet().read(|reader| reader.case(case.sheet.parse().unwrap())).unwrap().unwrap();
    assert!(open.open, "its closing is to be signed again");
    let right = (case.serial.clone(), format!("更正第{}件", case.number));
    assert_eq!(told(&office), [right], "the sheet that was corrected, and not its set");

    // Closed again while the signature is still to come.
    office.reopen_month(march(), "更正投诉内容").unwrap();
    let running = office.month(march()).unwrap();
    let gap = running.gaps.iter().find(|gap| gap.sheet == case.sheet && gap.words.contains("待重新签字")).unwrap();
    assert_eq!(
        (gap.kind, gap.said.is_none()),
        (GapKind::Signature, true),
        "what is to be signed again is missing from the month"
    );
    assert!(running.carried.iter().all(|one| one.sheet != case.sheet), "it does not go on");
    let april = office.month("2026-04".parse().unwrap()).unwrap();
    assert!(april.carried.iter().all(|one| one.sheet != case.sheet), "nor does another month carry it");
    office.close_month(march(), "签字随后补", &|_, _| true).unwrap();
    let after = sealed(&office);
    let order =
        |closing: &close::ClosingBody| closing.items.iter().map(|item| (item.number, item.sheet.clone())).collect::<Vec<_>>();
    assert_eq!(order(&after), order(&before), "every sheet where it was, no number is vacant");
    let note = |serial: &str| after.items.iter().find(|item| item.serial == serial).unwrap().note.clone();
    assert_eq!(
        (note(&case.serial), note(&visit.serial)),
        ("更正后结案待重新签字".to_owned(), format!("随第{}件", case.number)),
        "and the catalogue says what is to come"
    );
    let bytes = office.export_volume(&asked(VolumeFormat::Jsonl, false), &|_, _| true).unwrap();
    assert!(String::from_utf8(bytes).unwrap().contains("更正后结案待重新签字"), "so does the list that is given out");
    assert_eq!(told(&office), [], "nothing is beside it");
    corrected(&office, &visit.sheet, json!({ "findings": "补记的话" }));
    let right = (visit.serial.clone(), format!("更正第{}件", visit.number));
    assert_eq!(told(&office), [right], "a later supplement is but its own");
}

#[test]
fn a_case_that_is_worked_on_again_and_a_sheet_of_another_day_leave_the_month() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let (case, visit) = filed(&office);
    // It waits for its signature, and was closed in another month by what its paper says then.
    corrected(&office, &case.sheet, json!({ "content": "更正后的投诉内容" }));
    corrected(&office, &case.sheet, json!({ "closed": "2026-04-10 10:00" }));
    let told = told(&office);
    let words = |serial: &str| told.iter().find(|(of, _)| of == serial).map(|(_, words)| words.clone());
    let went = |n: u32| Some(format!("第{n}件所属事项重新办理，随结案月份归档"));
    assert_eq!((words(&case.serial), words(&visit.serial)), (went(case.number), went(visit.number)), "with its set: {told:?}");
}

/// Another way of closing asks for one more signature, that of 项目经理: nobody gave it yet, and still nothing is worked on again.
#[test]
fn another_way_of_closing_corrects_the_sheet_and_moves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let (case, visit) = filed(&office);
    // What is closed stays closed until a word of it is corrected; then its closing is open to be corrected too.
    corrected(&office, &case.sheet, json!({ "content": "更正后的投诉内容" }));
    corrected(&office, &case.sheet, json!({ "closing": "终结" }));
    let told_of = |serial: &str| told(&office).into_iter().find(|(of, _)| of == serial).map(|(_, words)| words);
    assert_eq!(told_of(&case.serial), Some(format!("更正第{}件", case.number)), "the sheet was corrected");
    assert_eq!(told_of(&visit.serial), None, "and its set was not");
    office.reopen_month(march(), "结案方式写错").unwrap();
    let running = office.month(march()).unwrap();
    assert!(running.carried.iter().all(|one| one.sheet != case.sheet), "it does not go on");
    let gap = running.gaps.iter().find(|gap| gap.sheet == case.sheet && gap.kind == GapKind::Signature);
    assert!(gap.is_some_and(|gap| gap.said.is_none()), "the signature that it waits for is missing from the month");
    office.close_month(march(), "签字随后补", &|_, _| true).unwrap();
    let item = sealed(&office).items.into_iter().find(|item| item.sheet == case.sheet).unwrap();
    assert_eq!((item.number, item.set), (case.number, case.serial), "under its number, with its set");
}

/// Met once more in April: that visit belongs to a case whose set lies in March's box, and is bound there and nowhere else.
#[test]
fn a_later_visit_to_a_filed_case_goes_with_it_and_is_of_one_month() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let (case, _) = filed(&office);
    let draft = office.begin_from("revisit", &case.sheet, "").unwrap();
    let met = json!({ "fields": { "date": "2026-04-14", "visited": "本人", "relation": "本人" },
        "rows": { "attempts": [{ "attempt_at": "2026-04-14 10:00", "attempt_way": "上门", "attempt_result": "不在" }] } });
    office.fill_draft(&draft.id, &serde_json::from_value(met).unwrap(), &|_| Ok(Vec::new())).unwrap();
    let finish = crate::office::api::Finish { stage: "visit".into(), late_reason: "补录".into(), ..Default::default() };
    office.finish(&draft.id, &finish).unwrap();
    let visit = office.sheet(&draft.sheet).unwrap();
    assert!(visit.serial.starts_with("HF-A-202604-"), "a sheet of April: {}", visit.serial);

    let lies_in = |month: Month| {
        let read = |reader: &Reader<'_>| {
            let facts = office.month_facts(reader, &office.month_post(reader)?, month, &office.veil(reader)?, Way::short())?;
            assert!(month != april() || facts.sheets.iter().any(|sheet| sheet.id == visit.sheet), "April counts it all the same");
            Ok::<_, OfficeError>(Volume::of(&facts).items.into_iter().find(|item| item.sheet == visit.sheet))
        };
        office.cabinet().read(read).unwrap()
    };
    assert!(lies_in(april()).is_none(), "April does not bind it");
    let item = lies_in(march()).unwrap();
    assert_eq!(item.set, case.serial, "it is of the set that lies in March");
    let with = format!("归档后补入，随第{}件（{} {}）", case.number, case.title, case.serial);
    assert_eq!(told(&office), [(visit.serial.clone(), with.clone())], "and the supplement names what it belongs to");
    let bytes = office.export_volume(&asked(VolumeFormat::Jsonl, false), &|_, _| true).unwrap();
    assert!(String::from_utf8(bytes).unwrap().contains(&with), "so does the list that is given out");
    office.reopen_month(march(), "收入四月的回访").unwrap();
    office.close_month(march(), "重新归档", &|_, _| true).unwrap();
    let item = sealed(&office).items.into_iter().find(|item| item.sheet == visit.sheet).unwrap();
    assert!(item.note.contains(&format!("随第{}件", case.number)), "bound with it: {}", item.note);
    assert!(lies_in(april()).is_none(), "and in April still not");
}

fn april() -> Month {
    "2026-04".parse().unwrap()
}

/// Asked in February, answered and filed in March, made void in April: what lies in March's box does not wander into February's.
#[test]
fn a_filed_case_that_is_made_void_lies_where_it_was_filed() {
    let folder = tempfile::tempdir().unwrap();
    let office = super::tests::office(&folder);
    let february: Month = "2026-02".parse().unwrap();
    let asked_in_february = json!({ "fields": { "received": "2026-02-26 10:00", "way": "来访", "category": "收费", "content": "车位费怎么交？",
        "at_once": "否", "answer_due": "2026-03-05 18:00", "why_not": "须问财务", "told_at": "2026-02-26 10:05", "answer": "每月五日前",
        "answered": "2026-03-03 10:00", "closing": "已答复", "closed": "2026-03-03 10:00" }, "finish": ["register", "answer"] });
    let answers = serde_json::from_value(asked_in_february).unwrap();
    let question = office.fill("consultation", &answers, &|_| Ok(Vec::new())).unwrap().sheet;
    let lies_in = |month: Month| {
        let facts = office
            .cabinet()
            .read(|reader| office.month_facts(reader, &office.month_post(reader)?, month, &office.veil(reader)?, Way::short()));
        Volume::of(&facts.unwrap()).items.into_iter().find(|item| item.sheet == question)
    };
    assert!(lies_in(february).is_none() && lies_in(march()).is_some(), "it is of the month in which it was closed");
    office.close_month(february, "补建", &|_, _| true).unwrap();
    office.close_month(march(), "已逐项核对", &|_, _| true).unwrap();
    let filed = sealed(&office).items.into_iter().find(|item| item.sheet == question).unwrap();
    office.void_sheet(&question, "登记错误").unwrap();

    assert_eq!(told(&office), [(filed.serial.clone(), format!("第{}件已作废", filed.number))], "a supplement of March says it");
    assert_eq!(office.month(february).unwrap().supplements, [], "and February hears nothing of it");
    assert!(lies_in(february).is_none(), "it lies where it was filed");
    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    office.reopen_month(march(), "作废一件").unwrap();
    let open = office.month(march()).unwrap();
    assert!(open.carried.iter().all(|one| one.sheet != question), "it does not go on");
    office.close_month(march(), "重新归档", &|_, _| true).unwrap();
    let item = sealed(&office).items.into_iter().find(|item| item.sheet == question).unwrap();
    assert_eq!(
        (item.number, item.set, item.note.as_str()),
        (filed.number, filed.set, "作废"),
        "closed again it keeps its number"
    );
    let again = office.month_statistics(march(), &|_, _| true).unwrap();
    let count = |stats: &stats::Statistics| stats.figure("complaints.closed").unwrap().part;
    assert_eq!(count(&again), count(&stats), "no figure counts it or loses another");
    office.rebuild(&|_, _| true).unwrap();
    assert_eq!(told(&office), [], "and the log alone says the same");
}
