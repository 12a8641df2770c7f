//! Backups as the department makes them.

use std::fs;
use std::sync::Arc;

use super::{Department, PASSPHRASE};
use crate::cabinet::{Cost, Secret};
use crate::clock::{Clock, Stamp};
use crate::office::House;
use crate::office::api::FirstRun;

pub(super) fn on(_: u64, _: u64) -> bool {
    true
}

#[test]
fn a_day_has_one_backup_and_a_second_place_gets_its_own() {
    let department = Department::new();
    let office = &department.office;
    let first = office.back_up_today(false, &on).unwrap().expect("the first of the day");
    assert!(first.name.starts_with("2026-02-24_09"), "named by its time: {}", first.name);
    assert_eq!(office.back_up_today(false, &on).unwrap(), None, "nothing was written since");
    department.revisit();
    assert_eq!(office.back_up_today(false, &on).unwrap(), None, "one a day is enough while working");
    assert!(office.back_up_today(true, &on).unwrap().is_some(), "at closing the day's work is taken along");
    assert_eq!(office.back_up_today(true, &on).unwrap(), None, "and once is enough");

    let stick = tempfile::tempdir().unwrap();
    let state = office.set_second_place(stick.path(), &on).unwrap();
    assert_eq!(
        (state.own.len(), state.second.len(), state.days, state.at_hand),
        (1, 1, Some(0), true),
        "each place keeps the newest of the day"
    );
    let inside = office.cabinet().folder().with_file_name("backups");
    assert_eq!(
        office.set_second_place(&inside, &on).unwrap_err().code(),
        "second-place-same",
        "the same disk corner protects nothing"
    );
    department.revisit();
    department.later(24 * 60);
    office.back_up_today(false, &on).unwrap();
    assert_eq!(office.backups().unwrap().second.len(), 2, "the second place is kept up while it is at hand");
    let folder = stick.path().to_owned();
    drop(stick);
    department.later(10 * 24 * 60);
    department.revisit();
    assert!(office.back_up_today(false, &on).unwrap().is_some(), "a stick that was pulled out stops nothing");
    let state = office.backups().unwrap();
    assert_eq!((state.days, state.at_hand, folder.exists()), (Some(10), false, false), "and is missed");
}

#[test]
fn the_time_until_it_locks_is_a_setting_of_the_department() {
    let department = Department::new();
    let office = &department.office;
    assert_eq!(office.desk().unwrap().lock_after, 10, "ten minutes when nobody said otherwise");
    assert_eq!(office.set_setting("lock.after", "5").unwrap().lock_after, 5, "and what was chosen from then on");
    for wrong in ["0", "600", "-1", "从不"] {
        assert_eq!(office.set_setting("lock.after", wrong).unwrap_err().code(), "missing", "{wrong} is no time to wait");
    }
    assert_eq!(office.desk().unwrap().lock_after, 5, "what was refused changed nothing");
}

#[test]
fn the_recovery_code_comes_as_one_page_for_an_envelope_and_is_nowhere_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(Clock::seeded(1, Stamp::parse("2026-02-24T09:00+08:00").unwrap()));
    let house = House::new(&folder.path().join("cabinet"), &folder.path().join("high-water"), clock, Cost::LIGHT);
    assert_eq!(house.recovery_page("7Q2M").unwrap_err().code(), "no-first-run", "there is no code yet");
    let answers = FirstRun {
        organisation: "示例物业".into(),
        department: "客务部".into(),
        sites: vec!["一期".into()],
        manager: "张三".into(),
        ..house.door().first_run.unwrap()
    };
    let code = house.begin_first_run(&answers, PASSPHRASE).unwrap().groups.join("-");
    assert!(house.recovery_page(&code).unwrap().starts_with(b"%PDF"), "it is printed before it is typed back");
    let other = "0".repeat(28);
    assert_eq!(house.recovery_page(&other).unwrap_err().code(), "code-differs", "no page of a code that opens nothing");
    fs::create_dir(house.prints()).unwrap();
    let page = house.prints().join(crate::office::recovery_page_name());
    fs::write(&page, house.recovery_page(&code).unwrap()).unwrap();
    assert_eq!(house.finish_first_run(&other).map(drop).unwrap_err().code(), "code-differs", "another code ends nothing");
    assert!(page.exists(), "and the page is still needed");
    let office = house.finish_first_run(&code).unwrap();
    assert!(!page.exists(), "the moment the code was typed back its page in clear is gone");
    let new = office.new_recovery_code(Cost::LIGHT).unwrap();
    assert!(office.recovery_page(new.as_str()).unwrap().starts_with(b"%PDF"), "a later code has its page as well");
    assert_eq!(office.recovery_page("7Q2M-K4TX").unwrap_err().code(), "recovery-code-mistyped", "half a code is none");
    let log = format!("{:?}", office.audit_page(&crate::office::AuditAsked::default()).unwrap());
    assert!(!log.contains(new.as_str()), "the log says that it was printed, never what");
}

#[test]
fn no_way_of_writing_it_puts_a_backup_into_the_cabinets_own_folder() {
    let department = Department::new();
    let folder = department.office.cabinet().folder().to_owned();
    let round_about = folder.parent().unwrap().join("x/../cabinet/sub");
    fs::create_dir_all(folder.parent().unwrap().join("x")).unwrap();
    for place in [folder.join("sub"), round_about] {
        let refused = department.office.back_up(&place, &on).unwrap_err();
        assert_eq!(refused.code(), "second-place-same", "a copy beside the original dies with it: {}", place.display());
    }
}

/// Passes when a cabinet that was moved into a synchronised folder is refused by every way in, untouched.
#[test]
fn a_cabinet_that_was_moved_into_a_synchronised_folder_is_refused_at_every_door_and_not_touched() {
    let department = Department::new();
    let code = department.office.new_recovery_code(Cost::LIGHT).unwrap();
    let home = department.office.cabinet().folder().parent().unwrap().to_owned();
    drop(department.office);
    let cloud = home.join("OneDrive - 示例物业");
    fs::create_dir(&cloud).unwrap();
    fs::rename(home.join("cabinet"), cloud.join("cabinet")).unwrap();
    let house = House::new(&cloud.join("cabinet"), &home.join("high-water"), department.clock.clone(), Cost::LIGHT);
    let files = || -> Vec<(std::ffi::OsString, Vec<u8>)> {
        let all = [cloud.join("cabinet"), home.join("high-water")].map(|folder| fs::read_dir(folder).unwrap());
        all.into_iter().flatten().map(|e| e.unwrap()).map(|e| (e.file_name(), fs::read(e.path()).unwrap())).collect()
    };
    let before = files();
    for (way, refused) in [
        ("a passphrase", house.unlock(PASSPHRASE)),
        ("a wrong passphrase", house.unlock("不是这个口令")),
        ("the recovery code", house.recover(code.as_str(), "新的示例口令 2026")),
    ] {
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.code(), refused.detail().as_str()),
            ("place-synced", "OneDrive"),
            "{way}: and by whom it is synchronised"
        );
    }
    assert!(files() == before, "not a byte was written, no wrong passphrase counted, no lock taken");
    fs::rename(cloud.join("cabinet"), home.join("cabinet")).unwrap();
    assert_eq!(department.house.unlock(PASSPHRASE).unwrap().cabinet().warnings(), [], "moved back it opens as before");
}

#[test]
fn the_newest_backup_that_was_verified_whole_is_remembered_with_its_place() {
    let department = Department::new();
    let office = &department.office;
    assert_eq!(office.backups().unwrap().proven, None, "before the first there is none");
    office.back_up_today(false, &on).unwrap();
    let own = office.backups().unwrap();
    let first = own.proven.unwrap();
    assert_eq!(
        (first.made.as_str(), first.at.as_str(), first.name.as_str()),
        ("2026-02-24T09:00+08:00", "2026-02-24T09:00+08:00", own.own[0].name.as_str()),
        "what was made was opened and verified with it"
    );
    assert!(own.own[0].folder.starts_with(&first.place), "where it lies: {}", first.place);

    department.later(90);
    let stick = tempfile::tempdir().unwrap();
    let second = office.back_up(stick.path(), &on).unwrap();
    let told = office.backups().unwrap().proven.unwrap();
    assert_eq!((&told.name, told.place.as_str()), (&second.name, stick.path().to_str().unwrap()), "in whatever place");
    department.later(90);
    let folder = stick.path().join(&second.name);
    let own_slot = Secret::passphrase(PASSPHRASE);
    assert!(office.verify_backup(&folder, &own_slot, &on).unwrap(), "it verifies again by hand");
    let told = office.backups().unwrap().proven.unwrap();
    assert_eq!(
        (told.made.as_str(), told.at.as_str()),
        ("2026-02-24T10:30+08:00", "2026-02-24T12:00+08:00"),
        "and that is remembered"
    );
    assert!(office.verify_backup(std::path::Path::new(&own.own[0].folder), &own_slot, &on).unwrap(), "an older one as well");
    let after = office.backups().unwrap().proven.unwrap();
    assert_eq!(after.name, second.name, "but a restore would take the newer one first");

    let mut bytes = fs::read(folder.join("cabinet.db")).unwrap();
    bytes[5000] ^= 1;
    fs::write(folder.join("cabinet.db"), bytes).unwrap();
    assert_eq!(office.verify_backup(&folder, &own_slot, &on).unwrap_err().code(), "backup-damaged", "the stick went bad");
    let after = office.backups().unwrap().proven.unwrap();
    assert_eq!(after.name, own.own[0].name, "what is damaged is not counted on: the one before it is");
    let acts: Vec<String> = office.audit_lines(None).unwrap().into_iter().map(|line| line.act).collect();
    assert_eq!(
        acts,
        ["backup", "backup", "backup-whole", "backup-whole", "backup-damaged"],
        "every verification is in the register"
    );
    let lists = office.cabinet().dump_projections().unwrap();
    office.rebuild(&on).unwrap();
    assert!(office.cabinet().dump_projections().unwrap() == lists, "and follows from it");
}

#[test]
fn a_backup_in_a_second_place_is_asked_for_once_seven_days_have_gone_by() {
    const DAY: u64 = 24 * 60;
    let asked = |office: &super::super::Office| {
        let notice = office.desk().unwrap().notices.iter().any(|notice| notice.code.code() == "backup-overdue");
        assert_eq!(office.backups().unwrap().overdue, notice, "今日 and 设置 say the same");
        notice
    };
    let department = Department::new();
    let office = &department.office;
    (0..40).for_each(|_| drop(department.customer()));
    assert!(!asked(office), "on the first day nobody is asked, however much was written");
    department.later(7 * DAY);
    assert!(!asked(office), "seven days to the minute are not past");
    department.later(1);
    assert!(asked(office), "a minute more is: a department that never had a second place is asked as well");
    office.back_up_today(false, &on).unwrap();
    assert!(asked(office), "a backup on the same disk does not answer it");
    let stick = tempfile::tempdir().unwrap();
    office.set_second_place(stick.path(), &on).unwrap();
    assert!(!asked(office), "one in a second place does");
    department.later(7 * DAY);
    assert!(!asked(office), "for seven days");
    department.later(1);
    assert!(asked(office), "and then it is asked for again");
    department.revisit();
    office.back_up_today(true, &on).unwrap();
    assert!(!asked(office), "which the closing backup answers while the stick is at hand");
}

#[test]
fn a_full_check_that_was_stopped_does_not_count_as_one() {
    let department = Department::new();
    department.revisit();
    let office = &department.office;
    assert!(office.check_due(), "nothing was checked yet");
    assert_eq!(office.check_now(&|done, _| done < 2).unwrap_err().code(), "cancelled", "a person may stop it");
    assert_eq!(office.last_check().unwrap(), None, "half a look says nothing of the whole");
    assert!(office.check_due(), "so it is still due");
    assert!(office.check_now(&on).unwrap().ok, "once it is left to end");
    assert!(!office.check_due(), "it counts");
    department.later(7 * 24 * 60);
    assert!(office.check_due(), "for a week");
}

#[test]
fn trying_a_secret_at_a_backup_costs_the_waits_of_the_door() {
    let department = Department::new();
    let past = department.office.new_recovery_code(Cost::LIGHT).unwrap();
    department.office.new_recovery_code(Cost::LIGHT).unwrap();
    let stick = tempfile::tempdir().unwrap();
    let made = department.office.back_up(stick.path(), &on).unwrap();
    let folder = stick.path().join(&made.name);
    let verify = |secret: &Secret| department.office.verify_backup(&folder, secret, &on);
    for n in 0..5 {
        let wrong = if n % 2 == 0 { Secret::passphrase("不是这个口令") } else { Secret::recovery(past.as_str()) };
        let refused = verify(&wrong).unwrap_err().code();
        assert!(["wrong-passphrase", "wrong-recovery-code"].contains(&refused), "guess {n}: {refused}");
    }
    assert_eq!(verify(&Secret::passphrase(PASSPHRASE)).unwrap_err().code(), "wait", "the sixth waits, right or wrong");
    assert_eq!(department.house.door().wait_s, 30, "at the door as well: it is one count");
    department.clock.advance(std::time::Duration::from_secs(30));
    assert!(verify(&Secret::passphrase(PASSPHRASE)).unwrap(), "then the right one opens it");
    assert_eq!(department.house.door().wait_s, 0, "and ends the count");
}

/// Passes when the banner, which speaks of the second place, is quieted by nothing but a backup in that place, and no folder becomes
/// it because somebody once copied a backup there.
#[test]
fn only_a_backup_in_the_second_place_answers_for_it() {
    let department = Department::new();
    let office = &department.office;
    department.later(8 * 24 * 60);
    let (stick, disk) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let beside = office.cabinet().folder().with_file_name("other");
    fs::create_dir(&beside).unwrap();
    for place in [beside.as_path(), disk.path()] {
        office.back_up(place, &on).unwrap();
        let state = office.backups().unwrap();
        assert_eq!((state.overdue, state.days), (true, None), "made once, {} is no second place", place.display());
        assert_eq!(state.place, "", "nor is it from now on");
    }
    office.set_second_place(stick.path(), &on).unwrap();
    assert!(!office.backups().unwrap().overdue, "who names the place has it");
    department.later(8 * 24 * 60);
    office.back_up(disk.path(), &on).unwrap();
    let state = office.backups().unwrap();
    assert_eq!((state.overdue, state.days), (true, Some(8)), "the stick is as old as it was");
    office.back_up(&stick.path().join("."), &on).unwrap();
    let state = office.backups().unwrap();
    assert_eq!((state.overdue, state.days), (false, Some(0)), "by hand in the place itself, however it is written, it counts");
    assert_eq!(state.place, stick.path().to_string_lossy(), "and changes nothing of what was chosen");
}
