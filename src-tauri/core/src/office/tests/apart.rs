//! 回避: nobody reviews what they did themselves, and a department of one person is not blocked.

use super::super::api::{RegisterInput, SealView, SignRequest};
use super::super::{OfficeError, Role};
use super::{Department, ink, text};
use crate::cabinet::Cost;
use crate::sheet::Value;

const MANAGERS: &str = "李四的示例口令 1";

fn request(sheet: &str, role: &str, row: &str, signer: &str) -> SignRequest {
    SignRequest {
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
    }
}

fn sign(d: &Department, sheet: &str, role: &str, row: &str, signer: &str) -> Result<(), OfficeError> {
    d.office.sign(&request(sheet, role, row, signer))
}

fn seal(d: &Department, sheet: &str, role: &str) -> SealView {
    d.office.sheet(sheet).unwrap().seals.into_iter().find(|seal| seal.role == role).unwrap()
}

fn account(d: &Department, name: &str, role: Role, passphrase: &str) {
    let person = d.person(name);
    let id = person.reference().unwrap().id.clone();
    d.office.add_account(&id, role, passphrase, Cost::LIGHT).unwrap();
}

/// A revisit that its customer and its visitor signed.
fn visited(d: &Department, by: &str) -> String {
    let sheet = d.revisit_that("已见", |a| drop(a.fields.insert("again".into(), Value::Flag(false))));
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    sign(d, &sheet, "visitor_sign", "", by).unwrap();
    sheet
}

#[test]
fn who_visited_does_not_review_it_where_somebody_else_may() {
    let d = Department::new();
    account(&d, "李四", Role::Deputy, "李四的示例口令 1");
    let sheet = visited(&d, "张三");
    let refused = sign(&d, &sheet, "review_sign", "", "张三").unwrap_err();
    assert_eq!(refused.code(), "own-case", "张三 visited: he does not review it");
    assert_eq!(refused.detail(), "回访人　李四（部门副职）", "said is what he did, and who may instead");
    let listed = seal(&d, &sheet, "review_sign").own_case.unwrap();
    assert_eq!(
        (listed.did.as_str(), listed.instead.len()),
        ("回访人", 1),
        "the list of signatures says why before anybody tries"
    );
    let shown = d.office.signing(&sheet, "review_sign", "").unwrap();
    assert_eq!((shown.signer.as_str(), shown.fixed), ("", true), "nor is he proposed, nor can another name be written");
    let typed = sign(&d, &sheet, "review_sign", "", "李四").unwrap_err();
    assert_eq!(
        (typed.code(), typed.detail().as_str()),
        ("signer-account", "张三"),
        "writing the deputy's name is not her signature"
    );
    assert_eq!(seal(&d, &sheet, "review_sign").standing, None, "and nothing was written");
    let d = d.reopen("李四的示例口令 1");
    let shown = d.office.signing(&sheet, "review_sign", "").unwrap();
    assert_eq!((shown.signer.as_str(), shown.fixed), ("李四", true), "at her desk her name stands there");
    assert_eq!(sign(&d, &sheet, "review_sign", "", "王五").unwrap_err().code(), "signer-account", "and no other");
    sign(&d, &sheet, "review_sign", "", "李四").unwrap();
    assert_eq!(seal(&d, &sheet, "review_sign").signer, "李四", "the deputy may");
}

#[test]
fn in_the_heads_place_nobody_signs_by_a_document_under_another_name() {
    use super::super::api::ProxySign;
    let d = Department::new();
    let sheet = visited(&d, "李四");
    let (scan, _) = d.office.take_in_scan("授权书.png", &super::cases::png()).unwrap();
    let request = request(&sheet, "review_sign", "", "李四");
    let proxy = ProxySign { sign: request, proxy_for: "钱七".into(), document: scan.photo.blob };
    assert_eq!(d.office.sign_proxy(&proxy).unwrap_err().code(), "signer-account", "a document is no account");
}

#[test]
fn a_department_of_one_person_is_not_blocked_and_says_so() {
    let d = Department::new();
    let sheet = visited(&d, "张三");
    assert_eq!(seal(&d, &sheet, "review_sign").own_case, None, "nobody else could");
    sign(&d, &sheet, "review_sign", "", "张三").unwrap();
    let last = d.office.sheet(&sheet).unwrap().history.pop().unwrap();
    assert_eq!((last.by.as_str(), last.reason.as_str()), ("张三", "无他人可审，由经手人签"), "the signature carries the note");
}

/// What 李四 visited as 项目经理, signed as far as her own name.
fn visited_by_the_manager(d: &Department) -> String {
    account(d, "李四", Role::ProjectManager, MANAGERS);
    let sheet = d.revisit_that("已见", |a| drop(a.fields.insert("again".into(), Value::Flag(false))));
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    sign(d, &sheet, "visitor_sign", "", "李四").unwrap();
    sheet
}

fn of(d: &Department, role: Role) -> String {
    let found = d.office.accounts().unwrap().into_iter().find(|account| account.role == role && !account.left);
    found.unwrap().id
}

/// The head of the department leaves: 项目经理 is the only one who reviews.
fn alone(d: Department) -> Department {
    let d = d.reopen(MANAGERS);
    d.office.end_account(&of(&d, Role::Head)).unwrap();
    d
}

#[test]
fn the_project_managers_own_work_is_theirs_to_review_only_where_nobody_below_could() {
    let d = Department::with_register();
    let sheet = visited_by_the_manager(&d);
    account(&d, "王五", Role::Deputy, "王五的示例口令 1");
    let d = d.reopen(MANAGERS);
    let refused = sign(&d, &sheet, "review_sign", "", "李四").unwrap_err();
    assert_eq!(refused.code(), "own-case", "that nobody stands above is no reason: another could review it");
    assert!(refused.detail().contains("王五（部门副职）"), "said is who: {}", refused.detail());
    assert_eq!(d.office.signing(&sheet, "review_sign", "").unwrap().signer, "", "nor is she proposed");
    let d = alone(d);
    assert_eq!(sign(&d, &sheet, "review_sign", "", "李四").unwrap_err().code(), "own-case", "the deputy is still there");
    d.office.end_account(&of(&d, Role::Deputy)).unwrap();
    assert_eq!(seal(&d, &sheet, "review_sign").own_case, None, "now nobody else could");
    sign(&d, &sheet, "review_sign", "", "李四").unwrap();
    let last = d.office.sheet(&sheet).unwrap().history.pop().unwrap();
    assert_eq!(last.reason, "无他人可审，由经手人签", "she signed what she had a hand in, and the sheet says so");
}

#[test]
fn who_stands_in_for_the_project_manager_reviews_what_they_did_before_they_do_it_themselves() {
    use super::super::{Delegate, DelegationScope};
    let d = Department::with_register();
    let sheet = visited_by_the_manager(&d);
    account(&d, "王五", Role::Supervisor, "王五的示例口令 1");
    let d = alone(d);
    let asked = Delegate {
        of: of(&d, Role::ProjectManager),
        to: of(&d, Role::Supervisor),
        from: "2026-02-24".into(),
        until: "2026-02-27".into(),
        scope: vec![DelegationScope::Review],
    };
    let made = d.office.delegate(&asked).unwrap();
    let refused = sign(&d, &sheet, "review_sign", "", "李四").unwrap_err();
    assert!(refused.detail().ends_with("　王五（代李四）"), "two people, if only in her name: {}", refused.detail());
    d.office.revoke_delegation(&made.id).unwrap();
    assert_eq!(seal(&d, &sheet, "review_sign").own_case, None, "a delegation that ended helps nobody");
    d.office.delegate(&asked).unwrap();
    let d = d.reopen("王五的示例口令 1");
    sign(&d, &sheet, "review_sign", "", "王五").unwrap();
    let last = d.office.sheet(&sheet).unwrap().history.pop().unwrap();
    assert_eq!((last.by.as_str(), last.reason.as_str()), ("王五（代李四）", ""), "it says in whose name, with no other note");
}

#[test]
fn in_their_own_place_only_another_project_manager_may_instead() {
    let d = Department::with_register();
    let sheet = super::cases::complaint_to_close(&d);
    sign(&d, &sheet, "close_sign", "", "张三").unwrap();
    account(&d, "李四", Role::ProjectManager, MANAGERS);
    let d = d.reopen(MANAGERS);
    let hers = of(&d, Role::ProjectManager);
    d.office.set_role(&of(&d, Role::Head), Role::ProjectManager).unwrap();
    let d = d.reopen(super::PASSPHRASE);
    let refused = sign(&d, &sheet, "manager_sign", "", "张三").unwrap_err();
    assert!(refused.detail().ends_with("　李四（项目经理）"), "he entered it, and there is another: {}", refused.detail());
    d.office.set_role(&hers, Role::Head).unwrap();
    assert_eq!(seal(&d, &sheet, "manager_sign").own_case, None, "a head may not sign there, so nobody else could");
    sign(&d, &sheet, "manager_sign", "", "张三").unwrap();
    let last = d.office.sheet(&sheet).unwrap().history.pop().unwrap();
    assert_eq!(last.reason, "无他人可审，由经手人签", "which the sheet says");
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
    assert!(d.office.signing(&sheet, "head", "change:0").unwrap().fixed, "nor under another name");
    let d = d.reopen("李四的示例口令 1");
    sign(&d, &sheet, "head", "change:0", "李四").unwrap();
}

#[test]
fn only_a_customer_refuses_and_a_specialist_signs_the_correction_that_they_wrote() {
    use super::super::api::{Finish, RefuseSign};
    let d = Department::new();
    account(&d, "李四", Role::Specialist, "李四的示例口令 1");
    let d = d.reopen("李四的示例口令 1");
    let sheet = d.revisit();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| drop(a.fields.insert("visited".into(), text("赵陆"))));
    let finish = Finish { change_reason: "姓名写错".into(), correction: true, ..Finish::default() };
    d.office.finish(&draft.id, &finish).unwrap();
    for (role, row) in [("head", "change:0"), ("author", "change:0"), ("review_sign", ""), ("visitor_sign", "")] {
        let refusal = RefuseSign {
            sheet: sheet.clone(),
            role: role.into(),
            row: row.into(),
            signer: "张三".into(),
            reason: "不签".into(),
            witness: "王五".into(),
        };
        assert_eq!(
            d.office.sign_refused(&refusal).unwrap_err().code(),
            "not-open",
            "{role}: nobody's refusal stands for a review"
        );
    }
    sign(&d, &sheet, "author", "change:0", "李四").unwrap();
    assert_eq!(sign(&d, &sheet, "head", "change:0", "李四").unwrap_err().code(), "not-allowed", "the head's is the head's");
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
    sign(&d, &sheet, "close_sign", "", "张三").unwrap();
    account(&d, "李四", Role::ProjectManager, "李四的示例口令 1");
    let refused = sign(&d, &sheet, "manager_sign", "", "李四").unwrap_err();
    assert_eq!(refused.code(), "not-allowed", "the head of the department does not sign for the project manager");
    let d = d.reopen("李四的示例口令 1");
    sign(&d, &sheet, "manager_sign", "", "李四").unwrap();
    assert_eq!(seal(&d, &sheet, "manager_sign").signer, "李四", "under their own account they do");
}

/// An entry of the people with another name.
fn rename(d: &Department, name: &str, new: &str) {
    let entry = d.office.entries("person", name, false).unwrap().remove(0);
    let input = RegisterInput { id: entry.id, register: "person".into(), name: new.into(), facts: entry.facts };
    d.office.save_entry(&input).unwrap();
}

/// Passes when another name in the register makes nobody another person: neither who is named on the sheet by their entry, nor who
/// signed it under the earlier name.
#[test]
fn a_name_that_is_changed_in_the_register_makes_nobody_another_person() {
    let d = Department::new();
    account(&d, "李四", Role::Deputy, MANAGERS);
    d.office.save_entry(&RegisterInput { register: "person".into(), name: "钱七".into(), ..Default::default() }).unwrap();
    account(&d, "钱七", Role::ProjectManager, "钱七的示例口令 1");
    let (his, hers) = (visited(&d, "张三"), visited(&d, "李四"));
    rename(&d, "张三", "章三");
    let refused = sign(&d, &his, "review_sign", "", "章三").unwrap_err();
    assert_eq!(refused.code(), "own-case", "he is who visited, whatever the register calls him now: {}", refused.detail());
    rename(&d, "李四", "李肆");
    let d = d.reopen(MANAGERS);
    let refused = sign(&d, &hers, "review_sign", "", "李肆").unwrap_err();
    assert_eq!(refused.code(), "own-case", "what she signed carries the name that was hers then");
    sign(&d, &his, "review_sign", "", "李肆").unwrap();
    assert_eq!(seal(&d, &his, "review_sign").signer, "李肆", "what he did is hers to review");
}

#[test]
fn two_people_of_one_name_are_two_and_a_second_entry_of_one_is_the_same() {
    let d = Department::new();
    let namesake = RegisterInput { register: "person".into(), name: "张三".into(), ..Default::default() };
    let other = d.office.save_entry(&namesake).unwrap().id;
    // A second entry of the same name, which is nobody's account, stands on the sheet as who visited.
    let twice = d.office.entries("person", "张三", false).unwrap().into_iter().find(|entry| entry.id == other).unwrap();
    let reference = crate::sheet::Reference { id: twice.id, register: "person".into(), text: twice.name, facts: twice.facts };
    let sheet = d.revisit_that("已见", |a| {
        a.fields.insert("again".into(), Value::Flag(false));
        a.fields.insert("visitor".into(), Value::Ref { reference });
    });
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    sign(&d, &sheet, "visitor_sign", "", "王芳").unwrap();
    account(&d, "李四", Role::Deputy, MANAGERS);
    let refused = sign(&d, &sheet, "review_sign", "", "张三").unwrap_err();
    assert_eq!(refused.code(), "own-case", "an entry that was made besides is no way around it");
    d.office.add_account(&other, Role::Head, "另一位张三的口令", Cost::LIGHT).unwrap();
    let own = d.revisit_that("已见", |a| drop(a.fields.insert("again".into(), Value::Flag(false))));
    d.sign(&own, "customer_sign", "", "满意").unwrap();
    sign(&d, &own, "visitor_sign", "", "王芳").unwrap();
    let d = d.reopen("另一位张三的口令");
    sign(&d, &own, "review_sign", "", "张三").unwrap();
    assert_eq!(seal(&d, &own, "review_sign").standing, Some(crate::sheet::Standing::Valid), "his namesake did nothing of it");
}
