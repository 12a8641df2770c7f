//! A closed complaint of a closed month that is corrected: its closing is to be signed again, and it lies where it was filed.

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
