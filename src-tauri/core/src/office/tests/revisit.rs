//! 回访记录表 from the first word to the review.

use super::super::OfficeError;
use super::super::api::{Finish, SheetState};
use super::{Department, ink, text};
use crate::sheet::{Ink, SignatureError, Standing, Value};

#[test]
fn a_revisit_is_filled_signed_and_found_again_after_a_restart() {
    let d = Department::new();
    let sheet = d.revisit();
    let view = d.office.sheet(&sheet).unwrap();
    assert_eq!(view.serial, "HF-A-202602-0001", "the number comes with the first finalisation");
    assert_eq!(view.state, SheetState::AwaitCustomer, "the customer is the first whose signature is wanted");
    assert_eq!(view.computed["due"], text("2026年2月27日"), "two weeks after 13 February end on a working Friday");
    assert_eq!(view.computed["phone"], text("138****0001"), "phones are masked on the screen");
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    d.sign(&sheet, "visitor_sign", "", "").unwrap();
    assert_eq!(d.office.sheet(&sheet).unwrap().state, SheetState::AwaitReview, "the review comes last");
    let report = d.office.verify(Some(&sheet), &|_, _| true).unwrap();
    assert!(report.ok, "nothing was touched: {:?}", report.problems);
    let Department { office, house, .. } = &d;
    let _ = office;
    assert!(house.unlock("falsch").is_err(), "while it is open, another door stays shut");
}

#[test]
fn the_customers_signature_wants_an_answer_and_ink() {
    let d = Department::new();
    let sheet = d.revisit();
    let refused = d.sign(&sheet, "customer_sign", "", "").unwrap_err();
    assert_eq!(refused.code(), "signature-choice", "a signature without an answer says nothing");
    let mut request = super::super::api::SignRequest {
        revision: String::new(),
        sheet: sheet.clone(),
        role: "customer_sign".into(),
        row: String::new(),
        ink: Ink::default(),
        signer: "赵六".into(),
        relation: String::new(),
        witness: String::new(),
        choice: "满意".into(),
        remark: String::new(),
    };
    assert_eq!(d.office.sign(&request).unwrap_err().code(), "ink-too-little", "an empty pad is refused");
    request.ink = ink();
    request.signer = " ".into();
    let error = d.office.sign(&request).unwrap_err();
    assert!(matches!(error, OfficeError::Signature(SignatureError::NoSigner)), "a signature has a name");
    assert_eq!(d.office.sheet(&sheet).unwrap().seals[0].how, "none", "nothing was written by the refused attempts");
}

#[test]
fn a_review_leaves_the_customers_signature_standing() {
    let d = Department::new();
    let sheet = d.revisit();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    d.sign(&sheet, "visitor_sign", "", "").unwrap();
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| {
        a.fields.insert("again".into(), Value::Flag(false));
        a.fields.insert("opinion".into(), text("同意"));
    });
    assert!(!draft.needs_reason, "a stage that was open is filled, nothing is changed");
    d.office.finish(&draft.id, &Finish { stage: "review".into(), ..Finish::default() }).unwrap();
    d.sign(&sheet, "review_sign", "", "").unwrap();
    let view = d.office.sheet(&sheet).unwrap();
    assert_eq!(view.state, SheetState::Signed, "everything asked for is there");
    let customer = view.seals.iter().find(|s| s.role == "customer_sign").unwrap();
    assert_eq!(customer.standing, Some(Standing::Valid), "the review changed nothing the customer saw");
}

#[test]
fn changing_what_the_customer_chose_asks_for_a_new_signature() {
    let d = Department::new();
    let sheet = d.revisit();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| {
        a.fields.insert("effect".into(), text("不满意"));
    });
    assert!(draft.needs_reason, "an answer that stood is being changed");
    assert!(!draft.correctable, "what the customer chose is no slip of the pen");
    let finish = Finish { change_reason: "选错".into(), ..Finish::default() };
    assert_eq!(d.office.finish(&draft.id, &Finish::default()).unwrap_err().code(), "change-reason", "an amendment says why");
    let correction = Finish { correction: true, ..finish.clone() };
    assert_eq!(d.office.finish(&draft.id, &correction).unwrap_err().code(), "not-correctable", "no 更正页 for it");
    let done = d.office.finish(&draft.id, &finish).unwrap();
    assert_eq!(done.resign, ["customer_sign"], "the signature stays with the old text");
    assert_eq!(d.office.sheet(&sheet).unwrap().state, SheetState::Resign, "待重签");
    d.sign(&sheet, "customer_sign", "", "不满意").unwrap();
    let view = d.office.sheet(&sheet).unwrap();
    assert_eq!(view.seals[0].standing, Some(Standing::Valid), "signed again for the new text");
}

#[test]
fn nothing_else_answers_while_the_customer_holds_the_device() {
    let d = Department::new();
    let sheet = d.revisit();
    let view = d.office.begin_hand_over(&sheet, "customer_sign", "").unwrap();
    assert_eq!(view.choice.unwrap().options.len(), 3, "the question with its three answers");
    assert!(view.lines.iter().any(|l| l.text.contains("电梯困人")), "the whole scope is shown");
    assert_eq!(d.office.sheet(&sheet).unwrap_err().code(), "handed-over", "other use cases are refused");
    assert_eq!(d.office.signing(&sheet, "review_sign", "").unwrap_err().code(), "handed-over", "other places as well");
    d.sign(&sheet, "customer_sign", "", "基本满意").unwrap();
    assert_eq!(d.office.end_hand_over("guess").unwrap_err().code(), "wrong-passphrase", "the customer cannot leave the view");
    d.office.end_hand_over(super::PASSPHRASE).unwrap();
    assert!(d.office.sheet(&sheet).is_ok(), "the employee is back");
}
