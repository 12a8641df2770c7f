//! Copies of one cabinet on one machine: a rehearsal says nothing of the cabinet that people work in, and no two take one letter.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::*;
use super::backing_up::{entries, on, place, secret};
use super::support::*;
use crate::clock::Id;

/// A restore of `kept` into `into`, on the machine whose high-water files lie in `marks`.
fn into(desk: &Desk, kept: &KeptBackup, into: &Path, marks: &Path, neighbours: &[PathBuf]) -> Result<Restored> {
    let tell = |cabinet: Cabinet, _: &Restored| {
        cabinet.write(|tx| {
            let record = tx.new_id()?;
            tx.append(NewEntry::new(Kind::Audit, record, b"{}")).map(drop)
        })
    };
    let place = Place { into, high_water: marks, neighbours, clock: &desk.clock, secret: &secret() };
    restore(kept, &place, &Plain, tell, &on)
}

/// A cabinet with one sheet before its backup and three after it, closed.
fn worked() -> (Desk, KeptBackup, Id) {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    finalise(&cabinet, desk.clock.id().unwrap(), "备份之前").unwrap();
    let kept = cabinet.back_up(&place(&desk), Occasion::Daily, &on).unwrap();
    (0..3).for_each(|_| drop(finalise(&cabinet, desk.clock.id().unwrap(), "备份之后").unwrap()));
    let device = cabinet.device();
    drop(cabinet);
    (desk, kept, device)
}

#[test]
fn a_rehearsal_elsewhere_leaves_the_mark_of_the_cabinet_that_people_work_in() {
    let (desk, kept, _) = worked();
    let before = fs::read(kept.folder.join("cabinet.db")).unwrap();
    let rehearsed = into(&desk, &kept, &desk.root.path().join("rehearsal"), &desk.marks(), &[]).unwrap();
    assert_eq!(rehearsed.letter, "B", "the rehearsal is another device");
    let cabinet = desk.open().unwrap();
    assert_eq!(cabinet.warnings(), [], "the cabinet itself opens without a word");
    drop(cabinet);
    // The old copy in its place is still noticed: its mark is not the rehearsal's.
    fs::write(desk.folder().join("cabinet.db"), before).unwrap();
    let old = desk.open().unwrap();
    assert_eq!(old.warnings(), [Warning::EntriesMissing { expected: 4, found: 1 }], "what was there is remembered");
    drop(old);
    let copy = Cabinet::open(&desk.root.path().join("rehearsal"), &desk.marks(), desk.clock.clone(), &secret()).unwrap();
    assert_eq!(copy.warnings(), [], "and the rehearsal has a mark of its own");
}

#[test]
fn no_two_copies_on_one_machine_take_the_same_letter() {
    let (desk, kept, _) = worked();
    let root = desk.root.path();
    let letter = |name: &str| into(&desk, &kept, &root.join(name), &desk.marks(), &[]).unwrap().letter;
    assert_eq!([letter("one"), letter("two")], ["B", "C"], "one backup, two copies, two letters");
    let two = Cabinet::open(&root.join("two"), &desk.marks(), desk.clock.clone(), &secret()).unwrap();
    let number = finalise(&two, desk.clock.id().unwrap(), "演练").unwrap().head.serial;
    assert_eq!(number.as_deref(), Some("JC-C-202602-0001"), "so that their numbers never meet");
    drop(two);
    let live = into(&desk, &kept, &desk.folder(), &desk.marks(), &[]).unwrap();
    assert_eq!(live.letter, "D", "the cabinet itself takes none of theirs");
    assert_eq!((live.entries_saved, live.entries_missing), (3, Some(0)), "and misses nothing that was written in a rehearsal");
    assert_eq!(entries(&desk.open().unwrap()).len(), 5, "its own four and the note of the restore");

    // A folder of marks elsewhere on the machine, of the terminal for instance.
    let (other, again) = (root.join("other-marks"), root.join("three"));
    let third = into(&desk, &kept, &again, &other, &[desk.marks()]).unwrap();
    assert_eq!(third.letter, "E", "where it is known, it is looked at");
    assert_eq!(letter("four"), "F", "and told");
}

#[test]
fn a_letter_that_was_given_before_this_was_remembered_is_learnt_at_the_next_opening() {
    let (desk, kept, _) = worked();
    drop(into(&desk, &kept, &desk.folder(), &desk.marks(), &[]).unwrap());
    for file in fs::read_dir(desk.marks()).unwrap().map(|file| file.unwrap().path()) {
        if file.to_string_lossy().ends_with(".letters.json") {
            fs::remove_file(file).unwrap();
        }
    }
    assert_eq!(desk.open().unwrap().letter(), "B", "the cabinet works as B");
    let rehearsed = into(&desk, &kept, &desk.root.path().join("rehearsal"), &desk.marks(), &[]).unwrap();
    assert_eq!(rehearsed.letter, "C", "a backup that does not know of it gives another");
}

#[test]
fn a_restore_that_comes_to_nothing_gives_its_letter_back() {
    let (desk, kept, _) = worked();
    let rehearsal = desk.root.path().join("rehearsal");
    let place = Place { into: &rehearsal, high_water: &desk.marks(), neighbours: &[], clock: &desk.clock, secret: &secret() };
    let refused = restore(&kept, &place, &Plain, |_, _| Err(CabinetError::Cancelled), &on);
    assert_eq!(code(refused), "cancelled", "at the last step");
    assert_eq!(into(&desk, &kept, &rehearsal, &desk.marks(), &[]).unwrap().letter, "B", "no letter is spent on it");
}

#[test]
fn what_was_written_since_the_last_restore_is_missed_with_what_was_written_before_it() {
    let (desk, kept, _) = worked();
    fs::write(desk.folder().join("cabinet.db"), b"what a dying disk leaves").unwrap();
    assert_eq!(into(&desk, &kept, &desk.folder(), &desk.marks(), &[]).unwrap().entries_missing, Some(3), "A had three more");
    let cabinet = desk.open().unwrap();
    (0..2).for_each(|_| drop(finalise(&cabinet, desk.clock.id().unwrap(), "恢复之后").unwrap()));
    drop(cabinet);
    fs::write(desk.folder().join("cabinet.db"), b"what a dying disk leaves").unwrap();
    let again = into(&desk, &kept, &desk.folder(), &desk.marks(), &[]).unwrap();
    assert_eq!(again.entries_missing, Some(6), "three of A, and of B the note of the restore and two sheets");
}

#[test]
fn a_mark_of_the_first_releases_is_read_once_and_takes_its_name_of_today() {
    let (desk, _, device) = worked();
    let cabinet = desk.open().unwrap().id();
    let (now, before) = (format!("{cabinet}.{device}.json"), format!("{cabinet}.json"));
    fs::rename(desk.marks().join(&now), desk.marks().join(&before)).unwrap();
    assert_eq!(desk.open().unwrap().warnings(), [], "it is read");
    assert!(desk.marks().join(&now).exists() && !desk.marks().join(&before).exists(), "and moved");

    // Under the old name lay the mark of whichever device wrote last.
    fs::rename(desk.marks().join(&now), desk.marks().join(&before)).unwrap();
    let foreign = fs::read_to_string(desk.marks().join(&before)).unwrap();
    let foreign = foreign.replace(&device.to_string(), &desk.clock.id().unwrap().to_string());
    fs::write(desk.marks().join(&before), foreign).unwrap();
    assert_eq!(desk.open().unwrap().warnings(), [Warning::HighWaterAbsent], "another's is none of ours");
    assert!(desk.marks().join(&before).exists(), "and stays where it is");
}
