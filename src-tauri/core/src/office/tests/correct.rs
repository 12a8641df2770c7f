//! 更正页: a slip of the pen put right without a new signature.

use super::super::api::{Finish, SheetState};
use super::{Department, text};
use crate::sheet::Standing;

#[test]
fn a_correction_signed_by_author_and_head_keeps_the_customers_signature() {
    let d = Department::new();
    let sheet = d.revisit();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| drop(a.fields.insert("visited".into(), text("赵陆"))));
    assert!(draft.needs_reason && draft.correctable, "the name of the person visited is a slip of the pen");
    let finish = Finish { change_reason: "姓名写错".into(), correction: true, ..Finish::default() };
    d.office.finish(&draft.id, &finish).unwrap();
    let seal = |role: &str, row: &str| {
        let view = d.office.sheet(&sheet).unwrap();
        view.seals.into_iter().find(|s| s.role == role && s.row == row).unwrap()
    };
    assert_eq!(seal("customer_sign", "").standing, Some(Standing::Changed), "until both have signed it");
    d.sign(&sheet, "author", "change:0", "").unwrap();
    d.sign(&sheet, "head", "change:0", "").unwrap();
    assert_eq!(seal("customer_sign", "").standing, Some(Standing::Valid), "the signature stands for its own text");
    assert_ne!(d.office.sheet(&sheet).unwrap().state, SheetState::Resign, "nothing is to be signed again");
    assert_eq!(d.sign(&sheet, "head", "change:0", "").unwrap_err().code(), "not-open", "a 更正页 is signed once");
}
