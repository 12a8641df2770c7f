//! Texts that no font can print are refused where they are entered, by character and field.

use super::super::api::{FirstRun, RegisterInput};
use super::Department;

#[test]
fn a_register_and_a_setting_take_only_what_can_be_printed() {
    let d = Department::new();
    let outlet = |name: &str, operator: &str| RegisterInput {
        register: "outlet".into(),
        name: name.into(),
        facts: [("operator".to_owned(), operator.to_owned())].into(),
        ..RegisterInput::default()
    };
    let error = d.office.save_entry(&outlet("示例便利店", "王𡋾")).unwrap_err();
    assert_eq!(error.code(), "glyph-missing", "a stable code");
    assert_eq!(error.detail(), "𡋾\u{3000}经营者", "the character and its field");
    let error = d.office.save_entry(&outlet("𡋾记", "王五")).unwrap_err();
    assert_eq!(error.detail(), "𡋾\u{3000}名称", "the name as well");
    assert!(d.office.entries("outlet", "", true).unwrap().is_empty(), "nothing was kept");
    let error = d.office.set_setting("organisation", "𡋾物业").unwrap_err();
    assert_eq!(error.detail(), "𡋾\u{3000}单位名称", "it heads every paper");
    assert_eq!(d.office.desk().unwrap().organisation, "示例物业", "the old name stands");
    d.office.save_entry(&outlet("㛃䶮茶饮", "王五")).unwrap();
}

#[test]
fn a_first_run_is_told_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let d = Department::new();
    let house = super::House::new(&folder.path().join("c"), &folder.path().join("h"), d.clock.clone(), super::Cost::LIGHT);
    let answers = FirstRun {
        organisation: "示例物业".into(),
        department: "客务部".into(),
        sites: vec!["一期".into()],
        manager: "张𡋾".into(),
        ..FirstRun::default()
    };
    let error = house.begin_first_run(&answers, super::PASSPHRASE).unwrap_err();
    assert_eq!(error.detail(), "𡋾\u{3000}姓名", "the manager's name");
    assert!(!folder.path().join("c").exists(), "no cabinet was made");
}
