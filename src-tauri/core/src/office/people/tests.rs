//! Everyone under their own name, and nobody past what their role allows.

use super::super::tests::{Department, PASSPHRASE};
use super::*;

fn person(office: &Office, name: &str) -> String {
    office.entries("person", name, false).unwrap().remove(0).id
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    result.expect_err("a refusal was expected").code()
}

const HERS: &str = "李四的示例口令";

#[test]
fn each_person_opens_the_cabinet_with_a_passphrase_of_their_own() {
    let department = Department::new();
    let office = department.office;
    assert_eq!(office.role(), Role::Head, "the first run makes the head of the department");
    let her = office.add_account(&person(&office, "李四"), Role::Supervisor, HERS, Cost::LIGHT).unwrap();
    assert_eq!(code(office.add_account(&person(&office, "李四"), Role::Leader, HERS, Cost::LIGHT)), "account-exists", "one each");
    assert_eq!(code(office.add_account(&her.person.id, Role::Leader, "短", Cost::LIGHT)), "passphrase-short", "never a short one");
    let all = office.accounts().unwrap();
    assert_eq!(all.iter().map(|a| (a.person.text.as_str(), a.present)).collect::<Vec<_>>(), [("张三", true), ("李四", false)], "by role");
    drop(office);

    let office = department.house.unlock(HERS).unwrap();
    assert_eq!((office.role(), office.desk().unwrap().person.text), (Role::Supervisor, "李四".to_owned()), "her passphrase says who she is");
    let draft = office.begin_sheet("revisit").unwrap();
    assert_eq!(office.draft(&draft.id).unwrap().id, draft.id, "she fills sheets");
    assert_eq!(code(office.add_account(&her.person.id, Role::Head, HERS, Cost::LIGHT)), "not-allowed", "and makes nobody head");
    assert_eq!(code(office.set_role(&her.id, Role::Head)), "not-allowed", "least of all herself");
    office.change_passphrase(HERS, "李四的新口令 2", Cost::LIGHT).unwrap();
    assert_eq!(code(office.change_passphrase(PASSPHRASE, "别人的口令不能改", Cost::LIGHT)), "wrong-passphrase", "not another's");
    drop(office);
    assert_eq!(code(department.house.unlock(HERS)), "wrong-passphrase", "the old one opens no more");
    let office = department.house.unlock("李四的新口令 2").unwrap();
    assert_eq!(office.role(), Role::Supervisor, "the new one is hers as the old one was");
    drop(office);

    let office = department.house.unlock(PASSPHRASE).unwrap();
    assert_eq!(code(office.end_account(&office.accounts().unwrap()[0].id)), "own-account", "nobody saws off their own branch");
    assert!(office.end_account(&her.id).unwrap().left, "she leaves");
    drop(office);
    assert_eq!(code(department.house.unlock("李四的新口令 2")), "wrong-passphrase", "and opens nothing any more");
    assert!(department.house.unlock(PASSPHRASE).unwrap().verify(None, &|_, _| true).unwrap().ok, "all of it in the log");
}

#[test]
fn another_takes_over_by_pin_and_five_wrong_ones_end_it() {
    let department = Department::new();
    let office = &department.office;
    let head = office.accounts().unwrap().remove(0);
    let her = office.add_account(&person(office, "李四"), Role::Specialist, HERS, Cost::LIGHT).unwrap();
    assert_eq!(code(office.set_pin("12345", Cost::LIGHT)), "pin-short", "five digits are too few");
    office.set_pin("314159", Cost::LIGHT).unwrap();
    assert_eq!(code(office.take_over(&her.id, "271828")), "wrong-pin", "without a PIN there is no taking over");
    assert_eq!(code(office.take_over(&head.id, "271828")), "wrong-pin", "nor with a wrong one");
    assert!(office.take_over(&head.id, "314159").unwrap().present, "with the right one there is");
    for _ in 0..4 {
        assert_eq!(code(office.take_over(&head.id, "000000")), "wrong-pin", "counted");
    }
    assert_eq!(code(office.take_over(&head.id, "000000")), "pin-locked", "the fifth wrong one");
    assert_eq!(code(office.take_over(&head.id, "314159")), "pin-locked", "now even the right one does not help");
}

#[test]
fn the_recovery_code_gives_the_head_a_new_passphrase_and_wrong_ones_wait() {
    let department = Department::new();
    let recovery = department.office.new_recovery_code(Cost::LIGHT).unwrap();
    drop(department.office);
    for _ in 0..5 {
        assert_eq!(code(department.house.unlock("不是这个口令")), "wrong-passphrase", "guessing");
    }
    assert_eq!(code(department.house.unlock(PASSPHRASE)), "wait", "the sixth must wait, right or wrong");
    assert_eq!(department.house.door().wait_s, 30, "and the door says how long");
    department.clock.advance(std::time::Duration::from_secs(30));
    let office = department.house.recover(recovery.as_str(), "找回后的口令 1").unwrap();
    assert_eq!((office.role(), office.desk().unwrap().person.text), (Role::Head, "张三".to_owned()), "it speaks for the head");
    drop(office);
    assert_eq!(code(department.house.unlock(PASSPHRASE)), "wrong-passphrase", "the forgotten one opens no more");
    assert_eq!(department.house.unlock("找回后的口令 1").unwrap().role(), Role::Head, "the new one does");
}
