//! Everyone under their own name, and nobody past what their role allows.

mod passphrase;
mod rights;

use std::path::Path;

use super::super::api::FirstRun;
use super::super::tests::{Department, PASSPHRASE};
use super::super::{House, Wanted};
use super::*;

use crate::cabinet::Secret;

fn person(office: &Office, name: &str) -> String {
    office.entries("person", name, false).unwrap().remove(0).id
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    result.expect_err("a refusal was expected").code()
}

const HERS: &str = "李四的示例口令 1";

#[test]
fn each_person_opens_the_cabinet_with_a_passphrase_of_their_own() {
    let department = Department::new();
    let office = department.office;
    assert_eq!(office.role(), Role::Head, "the first run makes the head of the department");
    let her = office.add_account(&person(&office, "李四"), Role::Supervisor, HERS, Cost::LIGHT).unwrap();
    assert_eq!(code(office.add_account(&person(&office, "李四"), Role::Leader, HERS, Cost::LIGHT)), "account-exists", "one each");
    assert_eq!(
        code(office.add_account(&her.person.id, Role::Leader, "短", Cost::LIGHT)),
        "passphrase-short",
        "never a short one"
    );
    let all = office.accounts().unwrap();
    assert_eq!(
        all.iter().map(|a| (a.person.text.as_str(), a.present)).collect::<Vec<_>>(),
        [("张三", true), ("李四", false)],
        "by role"
    );
    let twice = office.reset_passphrase(&her.id, PASSPHRASE, Cost::LIGHT);
    assert_eq!(code(twice), "passphrase-taken", "two with the same passphrase would be one person");
    let own = office.reset_passphrase(&all[0].id, "捡到的示例口令 1", Cost::LIGHT);
    assert_eq!(code(own), "own-account", "whoever finds the desk open does not take its owner's passphrase from them");
    drop(office);

    let office = department.house.unlock(HERS).unwrap();
    assert_eq!(
        (office.role(), office.desk().unwrap().person.text),
        (Role::Supervisor, "李四".to_owned()),
        "her passphrase says who she is"
    );
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
    for _ in 0..2 {
        assert_eq!(code(office.take_over(&head.id, "000000")), "wrong-pin", "counted, and one's own right PIN forgives none");
    }
    assert_eq!(code(office.take_over(&head.id, "000000")), "pin-locked", "the fifth wrong one");
    assert_eq!(code(office.take_over(&head.id, "314159")), "pin-locked", "now even the right one does not help");
    assert_eq!(code(office.reveal("account", &head.id, "好奇")), "not-found", "and accounts are no register to look into");
}

#[test]
fn the_recovery_code_gives_the_head_a_new_passphrase_and_wrong_ones_wait() {
    let department = Department::new();
    let recovery = department.office.new_recovery_code(Cost::LIGHT).unwrap();
    let above = person(&department.office, "李四");
    department.office.add_account(&above, Role::ProjectManager, HERS, Cost::LIGHT).unwrap();
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
    assert_eq!(department.house.unlock(HERS).unwrap().role(), Role::ProjectManager, "the project manager's own is untouched");
}

#[test]
fn wrong_passphrases_of_one_cabinet_hold_up_its_copies_and_no_other() {
    let department = Department::new();
    let root = department.office.cabinet().folder().parent().unwrap().to_owned();
    let state = department.office.cabinet().state_folder().to_owned();
    let backup = department.office.back_up_today(false, &|_, _| true).unwrap().unwrap();
    let house = |name: &str| House::new(&root.join(name), &state, department.clock.clone(), Cost::LIGHT);
    let other = house("another");
    let made = other.begin_first_run(&other_answers(), PASSPHRASE).unwrap();
    drop(other.finish_first_run(&made.groups.join(" ")).unwrap());
    drop(department.office);
    for _ in 0..5 {
        assert_eq!(code(department.house.unlock("不是这个口令")), "wrong-passphrase", "guessing at the one");
    }
    assert_eq!(code(department.house.unlock(PASSPHRASE)), "wait", "the one waits");
    assert_eq!(other.door().wait_s, 0, "the other on the same machine does not");
    let office = other.unlock(PASSPHRASE).unwrap();
    assert_eq!(department.house.door().wait_s, 30, "and what opens the other forgives nothing at the one");
    std::fs::create_dir(root.join("copy")).unwrap();
    for file in ["cabinet.db", "keyslots.json"] {
        std::fs::copy(root.join("cabinet").join(file), root.join("copy").join(file)).unwrap();
    }
    let copy = house("copy");
    assert_eq!((copy.door().wait_s, code(copy.unlock(PASSPHRASE))), (30, "wait"), "a copy is the same cabinet: it waits as well");
    let at = Path::new(&backup.folder);
    let secret = Secret::passphrase(PASSPHRASE);
    assert_eq!(code(house("fresh").restore(at, &secret, &|_, _| true)), "wait", "and so does a backup of it");
    assert_eq!(code(office.affected(at, &secret, "丢失", Wanted::Pdf, &|_, _| true)), "wait", "however it is opened");
    department.clock.advance(std::time::Duration::from_secs(30));
    assert!(copy.unlock(PASSPHRASE).is_ok(), "it runs out for all of them");
}

/// The five answers of another department.
fn other_answers() -> FirstRun {
    FirstRun {
        organisation: "另一物业".into(),
        department: "客服部".into(),
        sites: vec!["二期".into()],
        manager: "王五".into(),
        ..FirstRun::default()
    }
}

#[test]
fn after_somebody_left_the_data_key_is_changed_and_their_copy_of_the_slots_opens_nothing() {
    let department = Department::new();
    let office = department.office;
    let her = office.add_account(&person(&office, "李四"), Role::Supervisor, HERS, Cost::LIGHT).unwrap();
    let folder = office.cabinet().folder().to_owned();
    let slots = std::fs::read(folder.join("keyslots.json")).unwrap();
    office.back_up_today(false, &|_, _| true).unwrap();
    office.end_account(&her.id).unwrap();
    let before = office.key_change().unwrap();
    assert_eq!((before.waiting.as_slice(), before.code), ([].as_slice(), false), "nobody is waited for");
    assert_eq!(before.backups.len(), 1, "the backup that her passphrase still opens is named");
    office.change_data_key(&|_, _| true).unwrap();
    assert!(office.audit_lines(None).unwrap().iter().any(|line| line.act == "data-key"), "it stands in the log");
    office.begin_sheet("revisit").unwrap();
    drop(office);
    assert_eq!(department.house.unlock(PASSPHRASE).unwrap().role(), Role::Head, "nobody else notices");
    std::fs::write(folder.join("keyslots.json"), slots).unwrap();
    assert_eq!(code(department.house.unlock(HERS)), "keyslots-foreign", "the slots she kept hold a key of the past");
}

#[test]
fn the_device_comes_back_by_pin_and_five_wrong_ones_leave_the_passphrase() {
    let department = Department::new();
    let office = &department.office;
    office.set_pin("314159", Cost::LIGHT).unwrap();
    let sheet = department.revisit();
    office.begin_hand_over(&sheet, "customer_sign", "").unwrap();
    assert_eq!(code(office.desk()), "handed-over", "the customer reaches nothing else");
    assert_eq!(code(office.take_over("x", "314159")), "handed-over", "nor changes who works");
    assert_eq!(code(office.end_hand_over("271828")), "wrong-pin", "a wrong PIN");
    office.end_hand_over("314159").unwrap();
    office.begin_hand_over(&sheet, "customer_sign", "").unwrap();
    for _ in 0..3 {
        assert_eq!(code(office.end_hand_over("000000")), "wrong-pin", "the earlier one stays counted");
    }
    assert_eq!(code(office.end_hand_over("000000")), "pin-locked", "the fifth");
    assert_eq!(code(office.end_hand_over("314159")), "pin-locked", "now even the right one does not help");
    assert_eq!(code(office.end_hand_over("不是这个口令")), "wrong-passphrase", "a wrong passphrase is told apart");
    office.end_hand_over(PASSPHRASE).unwrap();
    office.add_account(&person(office, "李四"), Role::Specialist, HERS, Cost::LIGHT).unwrap();
    office.begin_hand_over(&sheet, "customer_sign", "").unwrap();
    assert_eq!(code(office.end_hand_over(HERS)), "wrong-passphrase", "another's opens the cabinet, not this desk");
    office.end_hand_over(PASSPHRASE).unwrap();
}

#[test]
fn who_leaves_is_written_down_before_their_slot_goes_and_opens_nothing_in_between() {
    let department = Department::new();
    let office = department.office;
    let her = office.add_account(&person(&office, "李四"), Role::Specialist, HERS, Cost::LIGHT).unwrap();
    let cut = office.end_account_by(&her.id, &|| Err(OfficeError::File("the power goes".to_owned())));
    assert_eq!(code(cut), "file-failed", "after the entry and before the slot");
    let told = office.audit_lines(None).unwrap().pop().unwrap();
    assert_eq!((told.act.as_str(), told.detail.as_str()), ("account", "离任"), "it stands in the log");
    assert!(office.accounts().unwrap().iter().any(|one| one.left && !one.opens), "and in the list");
    let slots = office.cabinet().slots().len();
    drop(office);
    assert_eq!(code(department.house.unlock(HERS)), "wrong-passphrase", "her slot is there and opens nothing");
    let office = department.house.unlock(PASSPHRASE).unwrap();
    assert_eq!(office.cabinet().slots().len(), slots - 1, "and went when she tried");
    office.add_account(&her.person.id, Role::Specialist, HERS, Cost::LIGHT).unwrap();
    drop(office);
    assert_eq!(department.house.unlock(HERS).unwrap().role(), Role::Specialist, "who comes back gets one of their own");
}

#[test]
fn a_change_of_the_data_key_is_written_down_before_it_is_tried() {
    let department = Department::new();
    let office = &department.office;
    assert_eq!(code(office.change_data_key(&|_, _| false)), "cancelled", "it was stopped");
    let told: Vec<_> = office.audit_lines(None).unwrap().into_iter().filter(|line| line.act == "data-key").collect();
    let told: Vec<&str> = told.iter().map(|line| line.detail.as_str()).collect();
    assert_eq!(told, ["", "没有完成，原来的仍在用"], "that it was begun, and that nothing came of it");
}
