//! The way back from a backup: what comes along, whose secret opens it, and where it is refused.

use std::fs;
use std::sync::Arc;

use super::backup::on;
use super::{Department, PASSPHRASE};
use crate::cabinet::{Cabinet, Cost, Secret};
use crate::clock::{Clock, Stamp};
use crate::office::House;
use crate::office::OfficeError;

#[test]
fn a_restored_department_has_every_sheet_and_says_what_may_be_missing() {
    let department = Department::new();
    let sheet = department.revisit();
    department.sign(&sheet, "customer_sign", "", "满意").unwrap();
    let before = department.office.sheet(&sheet).unwrap();
    let stick = tempfile::tempdir().unwrap();
    let made = department.office.back_up(stick.path(), &on).unwrap();
    let lost = department.office.sheet(&department.revisit()).unwrap().serial;
    let folder = department.office.cabinet().folder().to_owned();
    drop(department.office);
    fs::write(folder.join("cabinet.db"), b"what a dying disk leaves").unwrap();

    let from = stick.path().join(&made.name);
    let wrong = department.house.restore(&from, &Secret::passphrase("不是这个口令"), &on);
    assert_eq!(wrong.map(drop).unwrap_err().code(), "wrong-passphrase", "nobody restores what they cannot open");
    let (office, restored) = department.house.restore(&from, &Secret::passphrase(PASSPHRASE), &on).unwrap();
    let after = office.sheet(&sheet).unwrap();
    assert_eq!(
        (after.serial, after.answers, after.state),
        (before.serial, before.answers, before.state),
        "the sheet is back as it was"
    );
    assert!(office.verify(None, &on).unwrap().ok, "with its signature");
    assert!(matches!(office.sheet_by_serial(&lost, None), Err(OfficeError::NotFound(_))), "what came later is not in it");
    assert_eq!(
        restored.last_numbers.last().map(String::as_str),
        Some("HF-A-202602-0001"),
        "and its number may be missing after this one"
    );
    assert_eq!(
        office.begin_sheet("revisit").map(|_| office.cabinet().letter().to_owned()).unwrap(),
        "B",
        "new numbers carry a new letter"
    );
    assert_eq!(
        office.back_up_today(false, &on).unwrap().map(|made| made.letter),
        Some("B".to_owned()),
        "its work is backed up at once"
    );
    assert!(restored.aside.unwrap().join("cabinet.db").exists(), "what was left of the damaged one is kept");
}

#[test]
fn with_the_recovery_code_a_restore_sets_a_passphrase_and_a_folder_tells_its_backups() {
    let department = Department::new();
    let code = department.office.new_recovery_code(Cost::LIGHT).unwrap();
    assert_eq!(department.house.backups_in(None).unwrap(), [], "none was made yet");
    let stick = tempfile::tempdir().unwrap();
    let missing = department.house.backups_in(Some(stick.path())).unwrap_err();
    assert_eq!(missing.code(), "backup-missing", "an empty stick is told from one with backups");
    let made = department.office.back_up(stick.path(), &on).unwrap();
    assert_eq!(department.house.backups_in(Some(stick.path())).unwrap(), std::slice::from_ref(&made), "the folder that holds it");
    let from = stick.path().join(&made.name);
    assert_eq!(department.house.backups_in(Some(&from)).unwrap(), [made], "and its own folder name the same one");
    drop(department.office);
    let short = department.house.restore_with_code(&from, code.as_str(), "短", &on).map(drop).unwrap_err();
    assert_eq!(short.code(), "passphrase-short", "said before anything is moved");
    let (office, _) = department.house.restore_with_code(&from, code.as_str(), "新的示例口令 2026", &on).unwrap();
    drop(office);
    assert!(department.house.unlock(PASSPHRASE).is_err(), "the forgotten passphrase opens no more");
    let (office, _) = department.house.restore_with_code(&from, code.as_str(), "新的示例口令 2026", &on).unwrap();
    assert!(office.accounts().unwrap().iter().any(|one| one.role == crate::office::Role::Head), "one's own may be kept");
}

/// Passes when what cannot become the new passphrase is said while everything stands as it stood.
#[test]
fn a_passphrase_that_a_colleague_has_is_refused_before_anything_moves() {
    let department = Department::new();
    let office = &department.office;
    let code = office.new_recovery_code(Cost::LIGHT).unwrap();
    let hers = "李四的示例口令 1";
    let person = office.entries("person", "李四", false).unwrap().remove(0).id;
    office.add_account(&person, crate::office::Role::Specialist, hers, Cost::LIGHT).unwrap();
    let stick = tempfile::tempdir().unwrap();
    let made = office.back_up(stick.path(), &on).unwrap();
    let later = department.revisit();
    let folder = office.cabinet().folder().to_owned();
    drop(department.office);
    let from = stick.path().join(&made.name);
    let before = fs::read(folder.join("cabinet.db")).unwrap();
    let refused = department.house.restore_with_code(&from, code.as_str(), hers, &on).map(drop).unwrap_err();
    assert_eq!(refused.code(), "passphrase-taken", "two people with one passphrase would be one");
    assert_eq!(fs::read(folder.join("cabinet.db")).unwrap(), before, "the cabinet stands as it stood");
    let beside = fs::read_dir(folder.parent().unwrap()).unwrap().filter(|e| e.as_ref().unwrap().path().is_dir()).count();
    let (office, restored) = department.house.restore_with_code(&from, code.as_str(), "新的示例口令 2026", &on).unwrap();
    assert_eq!(restored.letter, "B", "and no letter was used up by it");
    assert!(office.sheet(&later).is_ok(), "what came later is brought along");
    let now = fs::read_dir(folder.parent().unwrap()).unwrap().filter(|e| e.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(now, beside + 1, "one cabinet was put aside, once");
}

/// Passes when the cabinet stays where it lies, and not where a link to it does.
#[cfg(unix)]
#[test]
fn a_restore_through_a_link_stays_where_the_cabinet_lies() {
    let department = Department::new();
    let stick = tempfile::tempdir().unwrap();
    let made = department.office.back_up(stick.path(), &on).unwrap();
    let folder = department.office.cabinet().folder().to_owned();
    drop(department.office);
    let home = folder.parent().unwrap();
    let cloud = home.join("OneDrive");
    fs::create_dir(&cloud).unwrap();
    std::os::unix::fs::symlink(&folder, cloud.join("cabinet")).unwrap();
    let house = House::new(&cloud.join("cabinet"), &home.join("high-water"), department.clock.clone(), Cost::LIGHT);
    let (office, restored) = house.restore(&stick.path().join(&made.name), &Secret::passphrase(PASSPHRASE), &on).unwrap();
    drop(office);
    assert!(fs::symlink_metadata(cloud.join("cabinet")).unwrap().is_symlink(), "nothing was put into the synchronised folder");
    assert_eq!(fs::read_dir(&cloud).unwrap().count(), 1, "but the link that was there");
    assert_eq!(restored.aside.unwrap().parent(), folder.canonicalize().unwrap().parent(), "what stood there lies beside it");
    assert!(house.unlock(PASSPHRASE).is_ok() && folder.join("cabinet.db").is_file(), "and both ways lead to it");
}

#[test]
fn who_may_not_see_to_accounts_puts_no_backup_in_place_of_the_cabinet() {
    let department = Department::new();
    let office = &department.office;
    let hers = "李四的示例口令 1";
    let person = office.entries("person", "李四", false).unwrap().remove(0).id;
    office.add_account(&person, crate::office::Role::Inspector, hers, Cost::LIGHT).unwrap();
    let stick = tempfile::tempdir().unwrap();
    let made = office.back_up(stick.path(), &on).unwrap();
    department.revisit();
    let folder = office.cabinet().folder().to_owned();
    drop(department.office);
    let before = fs::read(folder.join("cabinet.db")).unwrap();
    let from = stick.path().join(&made.name);
    let refused = department.house.restore(&from, &Secret::passphrase(hers), &on);
    assert_eq!(refused.map(drop).unwrap_err().code(), "not-allowed", "总部检查 reads, and replaces nothing");
    assert_eq!(fs::read(folder.join("cabinet.db")).unwrap(), before, "the cabinet stands as it stood");
    let left: Vec<_> = fs::read_dir(folder.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("restor")), "and nothing lies about: {left:?}");
}

#[test]
fn lost_key_slots_take_no_work_with_them() {
    let department = Department::new();
    let stick = tempfile::tempdir().unwrap();
    let made = department.office.back_up(stick.path(), &on).unwrap();
    let later = department.revisit();
    let folder = department.office.cabinet().folder().to_owned();
    drop(department.office);
    for harm in ["lost", "damaged"] {
        let slots = folder.join("keyslots.json");
        if harm == "lost" {
            fs::remove_file(&slots).unwrap()
        } else {
            fs::write(&slots, "{").unwrap()
        }
        let from = stick.path().join(&made.name);
        let (office, restored) = department.house.restore(&from, &Secret::passphrase(PASSPHRASE), &on).unwrap();
        assert!(
            restored.entries_saved > 0 && office.sheet(&later).is_ok(),
            "{harm}: what was written after the backup came along"
        );
        assert!(office.verify(None, &on).unwrap().ok, "{harm}: and holds");
        drop(office);
    }
}

/// Passes when an older copy of the key slots beside the cabinet bars nobody who knows the passphrase of the backup, and a passphrase
/// that was changed since, or is of somebody who left, puts no old backup in place.
#[test]
fn stale_key_slots_bar_no_restore_and_an_old_passphrase_makes_none() {
    const NEW: &str = "换过的示例口令 2026";
    const HERS: &str = "李四的示例口令 1";
    let department = Department::new();
    let office = &department.office;
    let person = office.entries("person", "李四", false).unwrap().remove(0).id;
    let her = office.add_account(&person, crate::office::Role::ProjectManager, HERS, Cost::LIGHT).unwrap().id;
    let stick = tempfile::tempdir().unwrap();
    let early = office.back_up(stick.path(), &on).unwrap().name;
    let folder = office.cabinet().folder().to_owned();
    let stale = fs::read(folder.join("keyslots.json")).unwrap();
    office.change_passphrase(PASSPHRASE, NEW, Cost::LIGHT).unwrap();
    department.later(1);
    let late = office.back_up(stick.path(), &on).unwrap().name;
    drop(department.office);
    let department = Department { office: department.house.unlock(HERS).unwrap(), ..department };
    let his = department.office.accounts().unwrap().into_iter().find(|one| one.id != her).unwrap().id;
    department.office.set_role(&his, crate::office::Role::ProjectManager).unwrap();
    drop(department.office);
    let department = Department { office: department.house.unlock(NEW).unwrap(), ..department };
    department.office.end_account(&her).unwrap();
    let sheet = department.revisit();
    drop(department.office);
    let try_it =
        |name: &str, passphrase: &str| department.house.restore(&stick.path().join(name), &Secret::passphrase(passphrase), &on);
    for (name, old, whose) in [(&early, PASSPHRASE, "changed since"), (&early, HERS, "of who left"), (&late, HERS, "of who left")]
    {
        let before = fs::read(folder.join("cabinet.db")).unwrap();
        assert_eq!(try_it(name, old).map(drop).unwrap_err().code(), "wrong-passphrase", "{whose}, though a backup knows it");
        assert_eq!(fs::read(folder.join("cabinet.db")).unwrap(), before, "and nothing moved");
    }
    fs::write(folder.join("keyslots.json"), stale).unwrap();
    assert_eq!(department.house.unlock(NEW).map(drop).unwrap_err().code(), "wrong-passphrase", "the copy is of before");
    let (office, restored) = try_it(&late, NEW).unwrap();
    assert!(restored.entries_saved > 0 && office.sheet(&sheet).is_ok(), "what was written after the backup came along");
    assert!(office.verify(None, &on).unwrap().ok, "and holds");
    drop(office);
    assert!(department.house.unlock(NEW).is_ok(), "and it opens");
}

/// Passes when an older copy of the key slots bars nobody who holds the recovery code of the backup either, and a code that was replaced
/// after a backup puts it into no place.
#[test]
fn stale_key_slots_bar_no_recovery_code_and_a_replaced_code_restores_nothing() {
    const NEW: &str = "恢复后的示例口令 2026";
    let department = Department::new();
    let office = &department.office;
    let stick = tempfile::tempdir().unwrap();
    let folder = office.cabinet().folder().to_owned();
    let stale = fs::read(folder.join("keyslots.json")).unwrap();
    let first = office.new_recovery_code(Cost::LIGHT).unwrap();
    let early = office.back_up(stick.path(), &on).unwrap().name;
    let second = office.new_recovery_code(Cost::LIGHT).unwrap();
    department.later(1);
    let late = office.back_up(stick.path(), &on).unwrap().name;
    let sheet = department.revisit();
    drop(department.office);
    let try_it = |name: &str, code: &crate::cabinet::RecoveryCode| {
        department.house.restore_with_code(&stick.path().join(name), code.as_str(), NEW, &on)
    };
    let before = fs::read(folder.join("cabinet.db")).unwrap();
    for slots in ["present", "stale"] {
        let refused = try_it(&early, &first).map(drop).unwrap_err().code();
        assert_eq!(refused, "wrong-recovery-code", "replaced since, though the backup knows it, beside {slots} slots");
        assert_eq!(fs::read(folder.join("cabinet.db")).unwrap(), before, "and nothing moved");
        fs::write(folder.join("keyslots.json"), &stale).unwrap();
    }
    let (office, restored) = try_it(&late, &second).unwrap();
    assert!(restored.entries_saved > 0 && office.sheet(&sheet).is_ok(), "what was written after the backup came along");
    assert!(office.verify(None, &on).unwrap().ok, "and holds");
    drop(office);
    assert!(department.house.unlock(NEW).is_ok(), "and the new passphrase opens it");
}

/// Passes when a cabinet of the first release, which has no accounts that say whose passphrase it is, is restored beside older slots too.
#[test]
fn stale_key_slots_bar_no_restore_where_there_are_no_accounts() {
    const NEW: &str = "换过的示例口令 2026";
    let home = tempfile::tempdir().unwrap();
    let (folder, marks) = (home.path().join("cabinet"), home.path().join("high-water"));
    let clock = Arc::new(Clock::seeded(1, Stamp::parse("2026-02-24T09:00+08:00").unwrap()));
    let purpose = crate::cabinet::Purpose::Work;
    let (cabinet, _) = Cabinet::create(&folder, &marks, clock.clone(), PASSPHRASE, Cost::LIGHT, purpose).unwrap();
    drop(cabinet);
    let house = House::new(&folder, &marks, clock, Cost::LIGHT);
    let office = house.unlock(PASSPHRASE).unwrap();
    assert_eq!(office.accounts().unwrap(), [], "as the first release made it");
    let stale = fs::read(folder.join("keyslots.json")).unwrap();
    office.change_passphrase(PASSPHRASE, NEW, Cost::LIGHT).unwrap();
    let stick = tempfile::tempdir().unwrap();
    let from = stick.path().join(office.back_up(stick.path(), &on).unwrap().name);
    drop(office);
    fs::write(folder.join("keyslots.json"), stale).unwrap();
    assert_eq!(house.unlock(NEW).map(drop).unwrap_err().code(), "wrong-passphrase", "the copy is of before");
    let (office, restored) = house.restore(&from, &Secret::passphrase(NEW), &on).unwrap();
    assert!(restored.refused_here && office.verify(None, &on).unwrap().ok, "and yet it is restored, whole");
    drop(office);
    assert!(house.unlock(NEW).is_ok(), "and opens");
}

#[test]
fn a_restore_into_a_cabinet_a_backup_or_their_place_is_refused_in_its_own_words() {
    let department = Department::new();
    let office = &department.office;
    office.back_up_today(false, &on).unwrap();
    let own = office.backups().unwrap().own.remove(0);
    let home = office.cabinet().folder().parent().unwrap().to_owned();
    let from = std::path::PathBuf::from(&own.folder);
    let bytes = fs::read(from.join("cabinet.db")).unwrap();
    for (into, code) in [
        (home.join("cabinet/inner"), "restore-in-cabinet"),
        (home.join("backups/rehearsal"), "restore-in-backups"),
        (from.clone(), "restore-in-backup"),
        (from.join("inner"), "restore-in-backup"),
        (home.join("cabinet/../backups/rehearsal"), "restore-in-backups"),
    ] {
        let house = House::new(&into, &home.join("high-water"), department.clock.clone(), Cost::LIGHT);
        let refused = house.restore(&from, &Secret::passphrase(PASSPHRASE), &on).map(drop).unwrap_err();
        assert_eq!(refused.code(), code, "{}", into.display());
    }
    assert_eq!(fs::read(from.join("cabinet.db")).unwrap(), bytes, "the backup is what it was");
    assert!(!home.join("cabinet/inner").exists() && !home.join("backups/rehearsal").exists(), "and nothing was made");
    let beside = House::new(&home.join("rehearsal"), &home.join("high-water"), department.clock.clone(), Cost::LIGHT);
    assert!(beside.restore(&from, &Secret::passphrase(PASSPHRASE), &on).is_ok(), "beside them there is room");
    assert_eq!(office.cabinet().warnings(), [], "while the cabinet is open");
}

#[test]
fn where_no_number_was_given_before_the_backup_letter_and_month_are_named() {
    let department = Department::new();
    let stick = tempfile::tempdir().unwrap();
    let made = department.office.back_up(stick.path(), &on).unwrap();
    let lost = department.office.sheet(&department.revisit()).unwrap().serial;
    let folder = department.office.cabinet().folder().to_owned();
    drop(department.office);
    fs::write(folder.join("cabinet.db"), b"what a dying disk leaves").unwrap();
    let from = stick.path().join(&made.name);
    let (office, restored) = department.house.restore(&from, &Secret::passphrase(PASSPHRASE), &on).unwrap();
    assert!(restored.last_numbers.is_empty(), "the backup has no number");
    let shown = office.restored(&restored).unwrap();
    assert_eq!(shown.numbers_from, "A-202602", "but {lost} was given after it");
    assert!(lost.contains(&shown.numbers_from), "which that names");
    let told = office.audit_lines(None).unwrap().pop().unwrap().detail;
    assert!(told.contains("A-202602 起可能缺号"), "the log says it too: {told}");
}
