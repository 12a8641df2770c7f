//! What must be written down before a place is signed.

use super::super::api::{Finish, RefuseSign, SealView};
use super::merchants::put_right;
use super::papers::outlets;
use super::{Department, text};
use crate::sheet::{ProblemCode, Standing};

fn seal(d: &Department, sheet: &str, role: &str, row: &str) -> SealView {
    d.office.sheet(sheet).unwrap().seals.into_iter().find(|s| s.role == role && s.row == row).unwrap()
}

#[test]
fn a_customer_nobody_met_does_not_sign() {
    let d = Department::new();
    let sheet = d.revisit_that("不在", |_| ());
    let seal = seal(&d, &sheet, "customer_sign", "");
    assert!(seal.open, "the place may still be dealt with: refused, or signed once someone was met");
    let [wanted] = &seal.wanted[..] else { panic!("one thing is wanted: {:?}", seal.wanted) };
    assert_eq!(wanted.code, ProblemCode::SignNotYet, "a stable code");
    assert!(wanted.message.contains("结果") && wanted.message.contains("已见"), "what is missing, and where: {}", wanted.message);
    assert_eq!((wanted.place.section.as_str(), wanted.place.field.as_str()), ("attempts", "attempt_result"), "the way there");
    assert!(!wanted.params[0].is_empty(), "the form says it in English as well");
    let handed = d.office.begin_hand_over(&sheet, "customer_sign", "").unwrap_err();
    assert_eq!(handed.code(), "not-ready", "the device stays with the employee");
    assert!(handed.detail().contains("已见"), "and the message names what is missing: {}", handed.detail());
    assert!(d.office.sheet(&sheet).is_ok(), "nothing was handed over");
    assert_eq!(d.sign(&sheet, "customer_sign", "", "满意").unwrap_err().code(), "not-ready", "not by another way either");

    let draft = d.office.edit_sheet(&sheet).unwrap();
    let mut row = d.office.add_row(&draft.id, "attempts").unwrap();
    row.cells.insert("attempt_way".into(), text("电话"));
    row.cells.insert("attempt_result".into(), text("接通"));
    d.save(&draft, |a| a.rows.get_mut("attempts").unwrap().push(row));
    d.office.finish(&draft.id, &Finish { change_reason: "再次回访".into(), ..Finish::default() }).unwrap();
    d.office.begin_hand_over(&sheet, "customer_sign", "").unwrap();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
}

#[test]
fn a_customer_who_refuses_need_not_have_been_met() {
    let d = Department::new();
    let sheet = d.revisit_that("拒访", |_| ());
    let refusal = RefuseSign {
        sheet: sheet.clone(),
        role: "customer_sign".into(),
        row: String::new(),
        signer: "赵六".into(),
        reason: "不愿开门".into(),
        witness: "周七".into(),
    };
    d.office.sign_refused(&refusal).unwrap();
    assert_eq!(seal(&d, &sheet, "customer_sign", "").how, "refused", "the refusal is on record");
}

#[test]
fn a_merchant_whose_shop_was_not_looked_at_has_nothing_to_sign() {
    let d = Department::new();
    let sheet = outlets(&d);
    let wanted = seal(&d, &sheet, "merchant_sign", "S-021").wanted;
    assert!(wanted.iter().any(|p| p.code == ProblemCode::SignNotYet), "未抽 is no check: {wanted:?}");
    assert_eq!(d.sign(&sheet, "merchant_sign", "S-021", "").unwrap_err().code(), "not-ready", "and is refused");
    assert_eq!(seal(&d, &sheet, "merchant_sign", "S-006").wanted, [], "a shop that was checked can be signed for");
}

#[test]
fn a_recheck_is_signed_row_by_row_each_with_its_own_answers() {
    let d = Department::new();
    let sheet = outlets(&d);
    let rows: Vec<String> = d.office.sheet(&sheet).unwrap().answers.list("fails").iter().map(|r| r.id.clone()).collect();
    assert!(rows.len() > 2, "several faults: {rows:?}");
    let wanted = seal(&d, &sheet, "recheck", &rows[0]).wanted;
    let names: Vec<&str> = wanted.iter().flat_map(|p| p.params.iter().map(String::as_str)).collect();
    assert_eq!(names, ["整改完成", "复查日期", "结果"], "each is named");
    assert!(wanted.iter().all(|p| p.place.row == rows[0]), "and stands in the row that is signed");
    assert_eq!(d.sign(&sheet, "recheck", &rows[0], "").unwrap_err().code(), "not-ready", "an empty recheck says nothing");

    let rectify = || Finish { stage: "rectify".into(), ..Finish::default() };
    for (field, said, label) in [("mended", "2026-02-25T10:00+08:00", "整改完成"), ("recheck_date", "2026-02-25", "复查日期")]
    {
        let draft = d.office.edit_sheet(&sheet).unwrap();
        let draft = d.save(&draft, |a| {
            let cells = &mut a.rows.get_mut("fails").unwrap()[0].cells;
            put_right(cells, "2026-02-24T09:00+08:00");
            cells.insert(field.into(), text(said));
        });
        let error = d.office.finish(&draft.id, &rectify()).unwrap_err();
        assert_eq!((error.code(), error.detail().as_str()), ("moment-ahead", label), "tomorrow nothing was mended yet");
        d.office.discard_draft(&draft.id).unwrap();
    }
    d.later(26 * 60);
    for (n, row) in rows.iter().enumerate() {
        let draft = d.office.edit_sheet(&sheet).unwrap();
        let draft = d.save(&draft, |a| {
            let cells = &mut a.rows.get_mut("fails").unwrap().iter_mut().find(|r| r.id == *row).unwrap().cells;
            put_right(cells, "2026-02-25T10:00+08:00");
        });
        assert!(!draft.needs_reason, "row {n} is filled for the first time, whatever became of the others");
        d.office.finish(&draft.id, &Finish { stage: "rectify".into(), ..Finish::default() }).unwrap();
        let again = d.office.edit_sheet(&sheet).unwrap();
        let nothing = d.office.finish(&again.id, &Finish { stage: "rectify".into(), ..Finish::default() }).unwrap_err();
        assert_eq!(nothing.code(), "nothing-to-finish", "完成 without a change writes nothing");
        d.office.discard_draft(&again.id).unwrap();
        d.sign(&sheet, "recheck", row, "").unwrap();
        let stage = d.office.sheet(&sheet).unwrap().stages.into_iter().find(|s| s.id == "rectify").unwrap();
        assert_eq!(!stage.finished.is_empty(), n + 1 == rows.len(), "the stage is finished with its last row ({n})");
    }
    for row in &rows {
        assert_eq!(seal(&d, &sheet, "recheck", row).standing, Some(Standing::Valid), "no row disturbed another");
    }
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| {
        a.rows.get_mut("fails").unwrap()[0].cells.insert("verdict".into(), text("不合格"));
    });
    assert!(draft.needs_reason, "what was rechecked and signed is not changed without a reason");
}
