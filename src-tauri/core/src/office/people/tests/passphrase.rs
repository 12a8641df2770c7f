//! A passphrase changes while the power may go at any moment.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::super::House;
use super::super::super::tests::{Department, PASSPHRASE};
use super::super::passphrase::Step;
use super::super::*;
use crate::cabinet::CabinetError;
use crate::clock::Clock;

const HERS: &str = "李四的示例口令 1";
const NEW: &str = "新的示例口令 2";

/// The folders as a power cut would leave them.
fn keep(home: &Path, to: &Path) {
    for part in ["cabinet", "high-water"] {
        fs::create_dir_all(to.join(part)).unwrap();
        for file in fs::read_dir(home.join(part)).unwrap().map(|file| file.unwrap().path()) {
            fs::copy(&file, to.join(part).join(file.file_name().unwrap())).unwrap();
        }
    }
}

fn house(home: &Path, clock: &Arc<Clock>) -> House {
    House::new(&home.join("cabinet"), &home.join("high-water"), clock.clone(), Cost::LIGHT)
}

/// A department with 李四 as one who may see to accounts.
fn with_her() -> (Department, Account) {
    let department = Department::new();
    let her = department.office.entries("person", "李四", false).unwrap().remove(0).id;
    let her = department.office.add_account(&her, Role::Head, HERS, Cost::LIGHT).unwrap();
    (department, her)
}

/// Who opens what a cut left, by which of the passphrases, and what each may do then.
fn opened(home: &Path, clock: &Arc<Clock>) -> Vec<(&'static str, Role, String)> {
    let tried = [HERS, NEW].into_iter().filter_map(|passphrase| {
        let office = house(home, clock).unlock(passphrase).ok()?;
        let shown = office.desk().unwrap().person.text;
        Some((passphrase, office.role(), shown))
    });
    tried.collect()
}

/// Passes when at every cut exactly one of the two passphrases opens, as its owner, and the change can then be made after all.
fn cut_everywhere(change: impl Fn(&Office, &Account, &dyn Fn(Step) -> Result<()>) -> Result<()>, by: &str) {
    let (department, her) = with_her();
    let department = department.reopen(by);
    let home = department.office.cabinet().folder().parent().unwrap().to_owned();
    let aside = tempfile::tempdir().unwrap();
    let cuts: RefCell<Vec<(String, PathBuf)>> = RefCell::default();
    let cut = |name: &str| {
        let to = aside.path().join(name);
        keep(&home, &to);
        cuts.borrow_mut().push((name.to_owned(), to));
    };
    cut("before");
    let at = |step: Step| {
        cut(&format!("{step:?}"));
        Ok(())
    };
    change(&department.office, &her, &at).unwrap();
    let expected = [("before", HERS), ("Told", HERS), ("Put", NEW)];
    let cuts = cuts.into_inner();
    assert_eq!(cuts.len(), expected.len(), "every step was cut: {cuts:?}");
    for ((name, left), (step, opens)) in cuts.iter().zip(expected) {
        assert_eq!(name, step, "in this order");
        let found = opened(left, &department.clock);
        assert_eq!(found, [(opens, Role::Head, "李四".to_owned())], "cut at {step}: one of them opens, and it is hers");
        let slots = fs::read_to_string(left.join("cabinet/keyslots.json")).unwrap();
        assert_eq!(slots.matches("\"kind\": \"passphrase\"").count(), 2, "cut at {step}: no slot is anybody else's");
        if opens == HERS {
            let again = house(left, &department.clock).unlock(HERS).unwrap();
            again.change_passphrase(HERS, NEW, Cost::LIGHT).unwrap();
            drop(again);
            assert_eq!(opened(left, &department.clock)[0].0, NEW, "cut at {step}: the same passphrase is taken after all");
        }
        let office = house(left, &department.clock).unlock(NEW).unwrap();
        assert!(office.verify(None, &|_, _| true).unwrap().ok, "cut at {step}: the log is whole");
    }
}

#[test]
fn wherever_the_power_goes_while_one_changes_their_passphrase_the_old_or_the_new_one_is_theirs() {
    cut_everywhere(|office, _, at| office.change_passphrase_by(HERS, NEW, Cost::LIGHT, at), HERS);
}

#[test]
fn wherever_the_power_goes_while_anothers_is_reset_the_old_or_the_new_one_is_theirs() {
    cut_everywhere(|office, her, at| office.reset_passphrase_by(&her.id, NEW, Cost::LIGHT, at).map(drop), PASSPHRASE);
}

#[test]
fn key_slots_that_cannot_be_written_leave_the_old_passphrase_as_it_was() {
    let (department, her) = with_her();
    let department = department.reopen(HERS);
    let full = |_: Step| Err(CabinetError::DiskFull.into());
    let refused = department.office.change_passphrase_by(HERS, NEW, Cost::LIGHT, &full).unwrap_err();
    assert_eq!(refused.code(), "disk-full", "said as what it is");
    department.office.change_passphrase(HERS, NEW, Cost::LIGHT).unwrap();
    let home = department.office.cabinet().folder().parent().unwrap().to_owned();
    let head = department.reopen(PASSPHRASE);
    head.office.end_account(&her.id).unwrap();
    drop(head.office);
    let aside = tempfile::tempdir().unwrap();
    keep(&home, aside.path());
    assert_eq!(opened(aside.path(), &head.clock), [], "who leaves leaves no slot behind, whatever was tried before");
}

#[test]
fn a_slot_that_an_earlier_release_left_to_nobody_opens_nothing_of_anybodys_and_goes_with_the_next_change() {
    let (department, _) = with_her();
    department.office.cabinet().add_passphrase(NEW, Cost::LIGHT).unwrap();
    let nobody = department.reopen(NEW);
    assert_eq!(nobody.office.role(), Role::Inspector, "it is nobody's: it reads, and changes nothing");
    let refused = nobody.office.change_passphrase(NEW, "又一个示例口令 3", Cost::LIGHT).unwrap_err();
    assert_eq!(refused.code(), "not-found", "least of all itself");
    let her = nobody.reopen(HERS);
    her.office.change_passphrase(HERS, NEW, Cost::LIGHT).unwrap();
    assert_eq!(her.office.cabinet().slots().len(), 3, "two people and the recovery code: the stray one went");
    let her = her.reopen(NEW);
    assert_eq!(her.office.role(), Role::Head, "and the passphrase is hers");
}

#[test]
fn an_open_desk_is_no_place_to_guess_at_its_owners_passphrase_or_at_anothers() {
    let (department, _) = with_her();
    let department = department.reopen(HERS);
    let office = &department.office;
    let change = |old: &str, new: &str| office.change_passphrase(old, new, Cost::LIGHT).map_err(|e| e.code());
    for _ in 0..3 {
        assert_eq!(change("不是这个口令", NEW), Err("wrong-passphrase"), "whoever sits down at her desk guesses at hers");
    }
    assert_eq!(change(PASSPHRASE, NEW), Err("wrong-passphrase"), "another's is a wrong one too");
    assert_eq!(change(HERS, PASSPHRASE), Err("passphrase-taken"), "and so is what turns out to be another's: it was guessed");
    assert_eq!(change(HERS, NEW), Err("wait"), "after five in a row nothing is tried, right or wrong");
    assert_eq!(department.house.door().wait_s, 30, "the door counts with it: it is one cabinet");
    department.clock.advance(std::time::Duration::from_secs(30));
    assert_eq!(change(HERS, "短"), Err("passphrase-short"), "what is no guess");
    assert_eq!(department.house.door().wait_s, 0, "lengthens nothing");
    assert_eq!(change(HERS, PASSPHRASE), Err("passphrase-taken"), "the sixth");
    assert_eq!(department.house.door().wait_s, 60, "doubles the wait");
    department.clock.advance(std::time::Duration::from_secs(60));
    assert_eq!(change(HERS, NEW), Ok(()), "then it is hers to change");
    assert_eq!(change("不是这个口令", HERS), Err("wrong-passphrase"), "and the count begins anew");
    assert_eq!(department.house.door().wait_s, 0, "with five that cost nothing");
}
