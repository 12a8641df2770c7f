//! Kinds of revisit, the customer's own words, someone in the customer's place, and facts put right.

use super::super::Target;
use super::super::api::{Finish, ProxySign, SheetState, SignRequest};
use super::papers::scan;
use super::{Department, ink, text};
use crate::sheet::{Answers, Standing, Value};

fn amend(
    d: &Department,
    sheet: &str,
    finish: &Finish,
    change: impl FnOnce(&mut Answers),
) -> Result<(), super::super::OfficeError> {
    let draft = d.office.edit_sheet(sheet).unwrap();
    let draft = d.save(&draft, change);
    d.office.finish(&draft.id, finish).map(|_| ())
}

fn standing(d: &Department, sheet: &str, role: &str) -> Option<Standing> {
    d.office.sheet(sheet).unwrap().seals.into_iter().find(|s| s.role == role).unwrap().standing
}

fn no_signature(d: &Department, kind: &str) -> String {
    d.revisit_that("接通", |a| {
        a.fields.insert("kind".into(), text(kind));
        a.fields.insert("no_sign".into(), text("无需签字"));
        a.fields.insert("again".into(), Value::Flag(false));
        a.fields.insert("opinion".into(), text("同意"));
    })
}

#[test]
fn a_routine_revisit_by_telephone_is_done_without_a_word_on_the_rectification() {
    let d = Department::new();
    let sheet = no_signature(&d, "日常");
    let stages = d.office.sheet(&sheet).unwrap().stages;
    let customer = stages.iter().find(|s| s.id == "customer").unwrap();
    assert_eq!(customer.problems, [], "nothing was rectified that could be judged");
    d.sign(&sheet, "visitor_sign", "", "").unwrap();
    assert_eq!(d.office.sheet(&sheet).unwrap().state, SheetState::AwaitReview, "only the review is still to come");
    d.sign(&sheet, "review_sign", "", "").unwrap();
    assert_eq!(d.office.sheet(&sheet).unwrap().state, SheetState::Signed, "no signature of the customer is needed");
}

#[test]
fn a_special_service_without_the_customers_verdict_is_not_done() {
    let d = Department::new();
    let sheet = no_signature(&d, "特约服务");
    d.sign(&sheet, "visitor_sign", "", "").unwrap();
    d.sign(&sheet, "review_sign", "", "").unwrap();
    assert_eq!(d.office.sheet(&sheet).unwrap().state, SheetState::Open, "整改效果 is what this revisit is for");
    let finish = Finish { change_reason: "补记".into(), ..Finish::default() };
    amend(&d, &sheet, &finish, |a| drop(a.fields.insert("effect".into(), text("满意")))).unwrap();
    assert_ne!(d.office.sheet(&sheet).unwrap().state, SheetState::Open, "with it the sheet is whole");
}

#[test]
fn the_customers_own_words_are_written_in_the_signing_view() {
    let d = Department::new();
    let sheet = d.revisit();
    d.sign(&sheet, "visitor_sign", "", "").unwrap();
    let view = d.office.begin_hand_over(&sheet, "customer_sign", "").unwrap();
    let choice = view.choice.unwrap();
    assert_eq!((choice.remark_field.as_str(), choice.remark_label.as_str()), ("advice", "意见建议"), "the line has a field");
    let request = SignRequest {
        sheet: sheet.clone(),
        role: "customer_sign".into(),
        row: String::new(),
        ink: ink(),
        signer: "赵六".into(),
        relation: "本人".into(),
        witness: String::new(),
        choice: "基本满意".into(),
        remark: "希望每月检修一次电梯".into(),
        revision: view.revision,
    };
    d.office.sign(&request).unwrap();
    d.office.end_hand_over(super::PASSPHRASE).unwrap();
    let after = d.office.sheet(&sheet).unwrap();
    assert_eq!(after.answers.fields["advice"], text("希望每月检修一次电梯"), "kept with the sheet");
    assert_eq!(standing(&d, &sheet, "visitor_sign"), Some(Standing::Valid), "the visitor signed for the visit alone");
    assert_eq!(standing(&d, &sheet, "customer_sign"), Some(Standing::Valid), "the customer for what he wrote");
    let paper = d.office.copy_text(&sheet).unwrap();
    assert!(paper.contains("希望每月检修一次电梯"), "and printed:\n{paper}");
    let finish = Finish { change_reason: "改写".into(), ..Finish::default() };
    amend(&d, &sheet, &finish, |a| drop(a.fields.insert("advice".into(), text("没有意见")))).unwrap();
    assert_eq!(standing(&d, &sheet, "customer_sign"), Some(Standing::Changed), "nobody else may write it");
}

#[test]
fn a_proxys_signature_says_by_itself_why_the_customer_did_not_sign() {
    let d = Department::new();
    let sheet = d.revisit();
    let document = scan(&d);
    let sign = SignRequest {
        sheet: sheet.clone(),
        role: "customer_sign".into(),
        row: String::new(),
        ink: ink(),
        signer: "钱二".into(),
        relation: "配偶".into(),
        witness: String::new(),
        choice: "满意".into(),
        remark: String::new(),
        revision: String::new(),
    };
    d.office.sign_proxy(&ProxySign { sign, proxy_for: "赵六".into(), document: document.clone() }).unwrap();
    let view = d.office.sheet(&sheet).unwrap();
    assert_eq!(view.answers.fields["no_sign"], text("委托代签"), "未签原因");
    assert_eq!(view.answers.fields["proxy"], text("钱二，配偶"), "代签人及关系");
    assert_eq!(view.answers.fields["mandate"].photos()[0].blob, document, "委托书");
    assert!(view.stages.iter().any(|s| s.id == "customer" && !s.finished.is_empty()), "the stage is finished with it");
    assert_eq!(standing(&d, &sheet, "customer_sign"), Some(Standing::Valid), "and the signature stands");
}

#[test]
fn a_wrong_room_is_put_right_by_a_correction() {
    let d = Department::new();
    let sheet = d.revisit();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    d.sign(&sheet, "visitor_sign", "", "").unwrap();
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| {
        a.fields.insert("room".into(), text("3栋2单元0802"));
        a.fields.insert("phone".into(), text("13900000009"));
    });
    assert!(draft.needs_reason && draft.correctable, "a slip of the pen, and no more");
    assert_eq!(draft.computed["room"], text("3栋2单元0802"), "what a hand put right stands before the register");
    let boxes = d.office.pages(Target::Draft(&draft.id)).unwrap().boxes;
    assert!(boxes.iter().any(|b| b.place.field == "room"), "it is written on the paper itself");
    let finish = Finish { change_reason: "房号写错".into(), correction: true, ..Finish::default() };
    d.office.finish(&draft.id, &finish).unwrap();
    d.sign(&sheet, "author", "change:0", "").unwrap();
    d.sign(&sheet, "head", "change:0", "").unwrap();
    let view = d.office.sheet(&sheet).unwrap();
    assert_eq!(view.computed["room"], text("3栋2单元0802"), "the sheet says what is right");
    let change = &view.changes[0].items[0];
    assert_eq!((change.was.as_str(), change.is.as_str()), ("3栋2单元0801", "3栋2单元0802"), "what was, and what is");
    assert_eq!(standing(&d, &sheet, "customer_sign"), Some(Standing::Valid), "the signature stands for its own text");
    assert_eq!(standing(&d, &sheet, "visitor_sign"), Some(Standing::Valid), "the visitor's as well");
    let screen = serde_json::to_string(&view).unwrap();
    assert!(!screen.contains("13900000009") && !screen.contains("13800000001"), "phones stay masked on the screen");
    let paper = d.office.pages(Target::Sheet(&sheet)).unwrap().svg.join("");
    assert!(paper.contains("0802") && !paper.contains("13900000009"), "and on the paper");
}
