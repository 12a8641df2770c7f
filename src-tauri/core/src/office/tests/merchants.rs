//! 商业网点: the merchants' signatures, the target of the duty, a × that was withdrawn.

use std::collections::BTreeMap;

use super::super::Target;
use super::super::api::{Finish, RefuseSign, SearchQuery, SheetState};
use super::papers::outlets;
use super::{Department, text};
use crate::form::Mark;
use crate::sheet::{Standing, Value};

fn tally(d: &Department, sheet: &str) -> (u32, u32, u32) {
    let tally = d.office.sheet(sheet).unwrap().tally.unwrap();
    (tally.signed, tally.refused, tally.of)
}

/// What is written beside a fault before its recheck is signed, on the day that it was mended.
pub(super) fn put_right(cells: &mut BTreeMap<String, Value>, mended: &str) {
    for (field, said) in [("mended", mended), ("recheck_date", &mended[..10]), ("verdict", "合格")] {
        cells.insert(field.into(), text(said));
    }
}

#[test]
fn an_outlets_sheet_is_signed_when_every_merchant_who_was_checked_has_answered() {
    let d = Department::new();
    let sheet = outlets(&d);
    assert_eq!(tally(&d, &sheet), (5, 0, 20), "25 outlets, 5 of them 未抽");
    d.sign(&sheet, "review_sign", "", "").unwrap();
    let view = d.office.sheet(&sheet).unwrap();
    assert_eq!(view.state, SheetState::AwaitCustomer, "not 已签 while merchants are missing");
    assert_eq!(view.state_words, "待商户签字 5/20", "how many of how many");
    let line = d.office.search(&SearchQuery::default(), "").unwrap().lines.remove(0);
    assert_eq!(line.tally, view.tally, "the list says the same");
    assert!(!line.signed, "and does not count it as signed");
    for n in 6..=19 {
        d.sign(&sheet, "merchant_sign", &format!("S-{n:03}"), "").unwrap();
    }
    let refusal = RefuseSign {
        sheet: sheet.clone(),
        role: "merchant_sign".into(),
        row: "S-020".into(),
        signer: "欧阳示例".into(),
        reason: "不愿签字".into(),
        witness: "周七".into(),
    };
    d.office.sign_refused(&refusal).unwrap();
    assert_eq!(tally(&d, &sheet), (19, 1, 20), "a refusal is an answer, not a signature");
    assert_eq!(d.office.sheet(&sheet).unwrap().state, SheetState::Signed, "nobody is waited for");
    let before = d.office.cabinet().dump_projections().unwrap();
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(d.office.cabinet().dump_projections().unwrap(), before, "the log alone tells it");
}

#[test]
fn the_target_of_the_spot_check_is_the_departments_and_stays_as_it_was() {
    let d = Department::new();
    let first = d.office.begin_sheet("inspection-outlets").unwrap();
    assert_eq!(first.computed["target"], text("抽查"), "the rule's own word until the department sets another");
    d.office.discard_draft(&first.id).unwrap();
    let desk = d.office.set_setting("target.INS-2", "每月不少于20户").unwrap();
    assert_eq!(desk.targets["INS-2"], "每月不少于20户", "shown where it is set");
    assert_eq!(d.office.set_setting("target.CPL-1", "x").unwrap_err().code(), "not-found", "only duties with a target have one");
    let sheet = outlets(&d);
    assert_eq!(d.office.sheet(&sheet).unwrap().computed["target"], text("每月不少于20户"), "nobody typed it");
    d.office.set_setting("target.INS-2", "全部").unwrap();
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| drop(a.rows.get_mut("check").unwrap()[0].cells.insert("remark".into(), text("已告知"))));
    d.office.finish(&draft.id, &Finish { change_reason: "补记".into(), ..Finish::default() }).unwrap();
    assert_eq!(d.office.sheet(&sheet).unwrap().computed["target"], text("每月不少于20户"), "frozen with the sheet");
}

#[test]
fn a_withdrawn_fault_takes_its_recheck_along_and_asks_nobody_to_sign_it_again() {
    let d = Department::new();
    let sheet = outlets(&d);
    let row = d.office.sheet(&sheet).unwrap().answers.list("fails")[0].clone();
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| {
        let cells = &mut a.rows.get_mut("fails").unwrap()[0].cells;
        put_right(cells, "2026-02-24T09:00+08:00");
    });
    d.office.finish(&draft.id, &Finish { stage: "rectify".into(), ..Finish::default() }).unwrap();
    d.sign(&sheet, "recheck", &row.id, "").unwrap();
    let (outlet, column) = (row.facts["of"].clone(), row.facts["column"].clone());
    let mark = |mark: Mark, reason: &str| {
        let draft = d.office.edit_sheet(&sheet).unwrap();
        let draft = d.save(&draft, |a| {
            let own = a.rows.get_mut("check").unwrap().iter_mut().find(|r| r.id == outlet).unwrap();
            own.cells.insert(column.clone(), Value::Check { mark });
        });
        if mark == Mark::Fail {
            d.save(&draft, |a| {
                let cells = &mut a.rows.get_mut("fails").unwrap().iter_mut().find(|r| r.id == row.id).unwrap().cells;
                cells.insert("problem".into(), text("占道摆放桌椅"));
                cells.insert("demand".into(), text("搬回店内"));
                cells.insert("limit".into(), text("2026-02-27T18:00+08:00"));
            });
        }
        d.office.finish(&draft.id, &Finish { change_reason: reason.into(), ..Finish::default() }).unwrap()
    };
    let done = mark(Mark::Pass, "误判");
    assert!(!done.resign.contains(&"recheck".to_owned()), "there is nothing left to recheck: {:?}", done.resign);
    assert!(done.resign.contains(&"inspector_sign".to_owned()), "the inspector answers for the change");
    let view = d.office.sheet(&sheet).unwrap();
    assert!(!view.seals.iter().any(|s| s.role == "recheck" && s.row == row.id), "its place is gone from the sheet");
    assert!(view.history.iter().any(|l| l.what.contains("复查人")), "what was signed stays in the history");
    let report = d.office.verify(Some(&sheet), &|_, _| true).unwrap();
    assert!(report.problems.iter().all(|p| !p.message.contains("复查人")), "and is no finding: {:?}", report.problems);
    assert_eq!(d.sign(&sheet, "recheck", &row.id, "").unwrap_err().code(), "not-open", "nor can it be signed");

    mark(Mark::Fail, "原判不误");
    let view = d.office.sheet(&sheet).unwrap();
    let seal = view.seals.iter().find(|s| s.role == "recheck" && s.row == row.id).unwrap();
    assert_eq!(seal.standing, Some(Standing::Changed), "found again, it wants its own recheck: the old one was of another text");
}

#[test]
fn a_place_to_be_signed_again_prints_empty_and_the_earlier_version_prints_as_it_was() {
    let d = Department::new();
    let sheet = d.revisit();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    let signed = d.office.pages(Target::Sheet(&sheet)).unwrap().svg;
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| drop(a.fields.insert("effect".into(), text("不满意"))));
    d.office.finish(&draft.id, &Finish { change_reason: "选错".into(), ..Finish::default() }).unwrap();
    let seal = d.office.cabinet().read(|r| {
        let record = super::super::record::Record::need(r, sheet.parse().unwrap())?;
        Ok::<_, super::super::OfficeError>(super::super::print::seal_faces(r, &record)?.remove(0).seal)
    });
    let seal = seal.unwrap();
    assert_eq!((seal.flag.as_str(), seal.ink.is_some()), ("待重签", false), "the flag, and room for new ink");
    assert!(seal.words.is_empty() && seal.date.is_empty(), "nothing of the old signature stands beside the new text");
    let versions: Vec<String> =
        d.office.sheet(&sheet).unwrap().history.into_iter().map(|l| l.revision).filter(|r| !r.is_empty()).collect();
    let old = versions.iter().rev().nth(1).unwrap();
    let pages = d.office.pages(Target::Version { sheet: &sheet, revision: old }).unwrap().svg;
    assert!(!pages.join("").contains("待重签"), "under its own text the signature stands");
    let strokes = |svg: &[String]| svg.iter().map(|p| p.matches("<path").count()).sum::<usize>();
    assert_eq!(strokes(&pages), strokes(&signed), "with its strokes");
    assert!(pages.join("").contains('版'), "and every page says that it is an earlier version");
    let pdf = d.office.export_version(&sheet, old).unwrap();
    assert!(pdf.starts_with(b"%PDF"), "it is printed like any sheet");
    let none = d.office.export_version(&sheet, &"0".repeat(64)).unwrap_err();
    assert_eq!(none.code(), "not-found", "a version there never was");
}
