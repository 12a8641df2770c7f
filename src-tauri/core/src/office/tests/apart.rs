//! 回避: nobody reviews what they did themselves, and a department of one person is not blocked.

use super::super::api::{SealView, SignRequest};
use super::super::{OfficeError, Role};
use super::{Department, ink, text};
use crate::cabinet::Cost;
use crate::sheet::Value;

fn sign(d: &Department, sheet: &str, role: &str, row: &str, signer: &str) -> Result<(), OfficeError> {
    d.office.sign(&SignRequest {
        revision: String::new(),
        sheet: sheet.into(),
        role: role.into(),
        row: row.into(),
        ink: ink(),
        signer: signer.into(),
        relation: String::new(),
        witness: String::new(),
        choice: String::new(),
        remark: "同意".into(),
    })
}

fn seal(d: &Department, sheet: &str, role: &str) -> SealView {
    d.office.sheet(sheet).unwrap().seals.into_iter().find(|seal| seal.role == role).unwrap()
}

fn account(d: &Department, name: &str, role: Role, passphrase: &str) {
    let person = d.person(name);
    let id = person.reference().unwrap().id.clone();
    d.office.add_account(&id, role, passphrase, Cost::LIGHT).unwrap();
}

#[test]
fn who_visited_does_not_review_it_where_somebody_else_may() {
    let d = Department::new();
    account(&d, "李四", Role::Deputy, "李四的示例口令 1");
    let sheet = d.revisit_that("已见", |a| drop(a.fields.insert("again".into(), Value::Flag(false))));
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    sign(&d, &sheet, "visitor_sign", "", "张三").unwrap();
    let refused = sign(&d, &sheet, "review_sign", "", "张三").unwrap_err();
    assert_eq!(refused.code(), "own-case", "张三 visited: he does not review it");
    assert_eq!(refused.detail(), "回访人　李四（部门副职）", "said is what he did, and who may instead");
    let listed = seal(&d, &sheet, "review_sign").own_case.unwrap();
    assert_eq!(
        (listed.did.as_str(), listed.instead.len()),
        ("回访人", 1),
        "the list of signatures says why before anybody tries"
    );
    assert_eq!(d.office.signing(&sheet, "review_sign", "").unwrap().signer, "", "nor is he proposed");
    assert_eq!(seal(&d, &sheet, "review_sign").standing, None, "and nothing was written");
    sign(&d, &sheet, "review_sign", "", "李四").unwrap();
    assert_eq!(seal(&d, &sheet, "review_sign").signer, "李四", "the deputy may");
}

#[test]
fn a_department_of_one_person_is_not_blocked_and_says_so() {
    let d = Department::new();
    let sheet = d.revisit_that("已见", |a| drop(a.fields.insert("again".into(), Value::Flag(false))));
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    sign(&d, &sheet, "visitor_sign", "", "张三").unwrap();
    assert_eq!(seal(&d, &sheet, "review_sign").own_case, None, "nobody else could");
    sign(&d, &sheet, "review_sign", "", "张三").unwrap();
    let last = d.office.sheet(&sheet).unwrap().history.pop().unwrap();
    assert_eq!((last.by.as_str(), last.reason.as_str()), ("张三", "无他人可审，由经手人签"), "the signature carries the note");
}

#[test]
fn the_project_manager_has_nobody_above_and_may_with_the_note() {
    let d = Department::new();
    account(&d, "李四", Role::ProjectManager, "李四的示例口令 1");
    let sheet = d.revisit_that("已见", |a| drop(a.fields.insert("again".into(), Value::Flag(false))));
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    sign(&d, &sheet, "visitor_sign", "", "李四").unwrap();
    sign(&d, &sheet, "review_sign", "", "李四").unwrap();
    let last = d.office.sheet(&sheet).unwrap().history.pop().unwrap();
    assert_eq!(last.reason, "无他人可审，由经手人签", "he signed what he had a hand in, and the sheet says so");
}

#[test]
fn the_author_of_a_correction_page_does_not_sign_it_as_head() {
    use super::super::api::Finish;
    let d = Department::new();
    account(&d, "李四", Role::ProjectManager, "李四的示例口令 1");
    let sheet = d.revisit();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| drop(a.fields.insert("visited".into(), text("赵陆"))));
    let finish = Finish { change_reason: "姓名写错".into(), correction: true, ..Finish::default() };
    d.office.finish(&draft.id, &finish).unwrap();
    sign(&d, &sheet, "author", "change:0", "张三").unwrap();
    assert_eq!(sign(&d, &sheet, "head", "change:0", "张三").unwrap_err().code(), "own-case", "two people, as on paper");
    sign(&d, &sheet, "head", "change:0", "李四").unwrap();
}

#[test]
fn a_pad_in_the_heads_place_asks_for_an_account_of_such_a_role_and_ink_is_brought_in_by_anybody() {
    use super::super::api::PaperSign;
    let d = Department::new();
    account(&d, "李四", Role::Specialist, "李四的示例口令 1");
    let sheet = d.revisit_that("已见", |a| {
        a.fields.insert("again".into(), Value::Flag(false));
        a.fields.insert("opinion".into(), text("同意"));
    });
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    sign(&d, &sheet, "visitor_sign", "", "李四").unwrap();
    let d = d.reopen("李四的示例口令 1");
    assert_eq!(d.office.role(), Role::Specialist, "she works under her own account");
    let refused = sign(&d, &sheet, "review_sign", "", "张三").unwrap_err();
    assert_eq!(refused.code(), "not-allowed", "writing the head's name does not make her the head");
    assert_eq!(seal(&d, &sheet, "review_sign").standing, None, "nothing was written");
    let (scan, _) = d.office.take_in_scan("审阅页.png", &super::cases::png()).unwrap();
    let page = PaperSign {
        sheet: sheet.clone(),
        role: "review_sign".into(),
        row: String::new(),
        blob: scan.photo.blob,
        signer: "张三".into(),
        signed_on: "2026-02-24".into(),
        place: "档案柜".into(),
        choice: String::new(),
    };
    d.office.sign_paper(&page).unwrap();
    assert_eq!(
        seal(&d, &sheet, "review_sign").signer,
        "张三",
        "the page that the head signed in ink is brought in by whoever files it"
    );
}

#[test]
fn the_project_managers_place_asks_for_one_where_the_department_has_one() {
    let d = Department::with_register();
    let sheet = super::cases::complaint_to_close(&d);
    account(&d, "李四", Role::ProjectManager, "李四的示例口令 1");
    sign(&d, &sheet, "close_sign", "", "周七").unwrap();
    let refused = sign(&d, &sheet, "manager_sign", "", "李四").unwrap_err();
    assert_eq!(refused.code(), "not-allowed", "the head of the department does not sign for the project manager");
    let d = d.reopen("李四的示例口令 1");
    sign(&d, &sheet, "manager_sign", "", "李四").unwrap();
    assert_eq!(seal(&d, &sheet, "manager_sign").signer, "李四", "under their own account they do");
}
