//! A restore takes one place and nothing else: two at a time, folders with like names, a power cut between two names.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::making::Making;
use super::super::*;
use super::backing_up::{entries, on, place, put_back, put_back_with, secret};
use super::support::*;

fn code<T: std::fmt::Debug>(done: Result<T>) -> &'static str {
    done.unwrap_err().code()
}

/// A cabinet with an entry in a backup and one after it.
fn worked() -> (Desk, KeptBackup, Vec<Hash>) {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    finalise(&cabinet, desk.clock.id().unwrap(), "备份之前").unwrap();
    let kept = cabinet.back_up(&place(&desk), Occasion::Asked, &on).unwrap();
    finalise(&cabinet, desk.clock.id().unwrap(), "备份之后").unwrap();
    let all = entries(&cabinet);
    (desk, kept, all)
}

fn beside(desk: &Desk) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(desk.root.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

#[test]
fn folders_with_like_names_are_somebody_elses() {
    let (desk, kept, all) = worked();
    let name = desk.folder().file_name().unwrap().to_string_lossy().into_owned();
    let others = ["restoring", "new", "making-of-my-film", "making-"].map(|end| desk.root.path().join(format!("{name}.{end}")));
    for folder in &others {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("thesis.txt"), "mine").unwrap();
    }
    let before = beside(&desk);
    let wrong = Secret::passphrase("不是这个口令");
    assert_eq!(code(put_back(&desk, &kept, &wrong)), "wrong-passphrase", "what is refused");
    assert_eq!(beside(&desk), before, "leaves nothing and clears nothing");
    put_back(&desk, &kept, &secret()).unwrap();
    assert!(others.iter().all(|folder| folder.join("thesis.txt").is_file()), "and what succeeds touches nobody's folder");
    assert_eq!(entries(&desk.open().unwrap())[1..], all, "with everything in its place");
}

/// The cabinet lies under a name that an earlier release used for a restore in the making.
#[test]
fn a_cabinet_of_any_name_outlasts_a_refused_restore() {
    let (desk, kept, all) = worked();
    let odd = desk.root.path().join("y.restoring");
    fs::rename(desk.folder(), &odd).unwrap();
    let (high_water, clock) = (&desk.marks(), &desk.clock);
    for refused in [Secret::passphrase("不是这个口令"), Secret::recovery("AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA")] {
        let place = Place { into: &odd, high_water, neighbours: &[], clock, secret: &refused };
        restore(&kept, &place, &Plain, |_, _| Ok(()), &on).unwrap_err();
        let there = Cabinet::open(&odd, high_water, clock.clone(), &secret()).unwrap();
        assert_eq!(entries(&there), all, "it stands as it stood");
    }
}

#[test]
fn of_two_restores_into_an_empty_place_one_is_refused_and_the_other_whole() {
    let (desk, kept, _) = worked();
    fs::rename(desk.folder(), desk.root.path().join("moved-away")).unwrap();
    let other = RefCell::new(None);
    let meanwhile = |_, _| {
        if other.borrow().is_none() {
            other.replace(Some(Err(CabinetError::Cancelled)));
            let done = put_back(&desk, &kept, &secret());
            other.replace(Some(done));
        }
        true
    };
    assert_eq!(
        code(put_back_with(&desk, &kept, &secret(), &meanwhile)),
        "cabinet-exists",
        "the slower one finds the place taken"
    );
    let faster = other.into_inner().unwrap().unwrap();
    let there = desk.open().unwrap();
    assert_eq!(there.letter(), faster.letter, "what stands there is what the faster one made");
    assert_eq!(entries(&there).len(), 2, "the entry of the backup and the note of its restore");
    assert!(beside(&desk).iter().all(|path| !path.to_string_lossy().contains("making")), "nothing is left of the slower one");
}

#[test]
fn of_two_restores_over_a_cabinet_the_second_is_refused_at_once() {
    let (desk, kept, all) = worked();
    let tried = RefCell::new(None);
    let meanwhile = |_, _| {
        if tried.borrow().is_none() {
            tried.replace(Some(""));
            let refused = code(put_back(&desk, &kept, &secret()));
            tried.replace(Some(refused));
        }
        true
    };
    put_back_with(&desk, &kept, &secret(), &meanwhile).unwrap();
    assert_eq!(tried.into_inner(), Some("cabinet-locked"), "the place belongs to the first until it stands there");
    assert_eq!(entries(&desk.open().unwrap())[1..], all, "which brings everything along");
}

/// What a power cut leaves when the cabinet that stood there has its new name and the restored one not yet its own.
fn cut_between_the_names(desk: &Desk, kept: &KeptBackup) -> PathBuf {
    let restored = put_back(desk, kept, &secret()).unwrap();
    let making = Making::begin(&desk.folder()).unwrap();
    let waiting = making.path().to_owned();
    for file in fs::read_dir(desk.folder()).unwrap().map(std::result::Result::unwrap) {
        fs::rename(file.path(), waiting.join(file.file_name())).unwrap();
    }
    let device: String = fs::read_dir(desk.marks())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .find_map(|name| {
            let (cabinet, rest) = name.split_once('.')?;
            (cabinet == kept.manifest.cabinet.to_string()
                && rest != "letters.json"
                && !rest.starts_with(&kept.manifest.device.to_string()))
            .then(|| rest.trim_end_matches(".json").to_owned())
        })
        .unwrap();
    let mark = format!("{}.{device}.json", kept.manifest.cabinet);
    fs::create_dir(waiting.join("marks")).unwrap();
    fs::rename(desk.marks().join(&mark), waiting.join("marks").join(&mark)).unwrap();
    fs::remove_dir(desk.folder()).unwrap();
    let aside = restored.aside.unwrap();
    let name = aside.file_name().unwrap().to_string_lossy().into_owned();
    let then = serde_json::json!({ "cabinet": kept.manifest.cabinet, "device": device, "aside": name });
    making.ready(then.to_string().as_bytes()).unwrap();
    making.cut_off();
    assert!(!desk.folder().exists() && aside.is_dir(), "two cabinets lie beside an empty place");
    waiting
}

#[test]
fn a_restore_that_was_cut_off_between_its_two_names_is_ended() {
    let (desk, kept, all) = worked();
    let waiting = cut_between_the_names(&desk, &kept);
    end_restore(&desk.folder(), &desk.marks()).unwrap();
    let there = desk.open().unwrap();
    assert_eq!(there.warnings(), [], "its mark is where it belongs");
    assert_eq!(entries(&there)[1..], all, "it stands in its place, whole");
    assert!(!waiting.exists(), "and nowhere else");
    let mut inside: Vec<String> =
        fs::read_dir(desk.folder()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    inside.sort();
    assert!(inside.iter().all(|name| !name.starts_with("making")), "without a trace of the making: {inside:?}");
    drop(there);
    end_restore(&desk.folder(), &desk.marks()).unwrap();
    assert_eq!(entries(&desk.open().unwrap())[1..], all, "once more changes nothing");
}

#[test]
fn what_was_cut_off_never_takes_the_place_of_something() {
    let (desk, kept, _) = worked();
    let waiting = cut_between_the_names(&desk, &kept);
    fs::create_dir(desk.folder()).unwrap();
    fs::write(desk.folder().join("thesis.txt"), "mine").unwrap();
    end_restore(&desk.folder(), &desk.marks()).unwrap();
    assert!(desk.folder().join("thesis.txt").is_file() && waiting.is_dir(), "both stand as they stood");
    // Nor is it cleared by another that is made in the same place.
    drop(Making::begin(&desk.folder()).unwrap());
    assert!(is_whole(&waiting), "what is finished is nobody's left-over");
}

#[test]
fn a_restore_that_was_cut_off_before_its_first_name_is_forgotten() {
    let (desk, kept, all) = worked();
    let stale = cut_between_the_names(&desk, &kept);
    let beside = beside(&desk).into_iter().find(|path| is_whole(path) && *path != stale).unwrap();
    // The cabinet has not been moved yet, and people go on working in it.
    fs::rename(&beside, desk.folder()).unwrap();
    end_restore(&desk.folder(), &desk.marks()).unwrap();
    assert!(!stale.exists(), "what was made for it is cleared");
    assert_eq!(entries(&desk.open().unwrap()), all, "and they have what they wrote");
    // Moved away by hand later, nothing comes up in its place by itself.
    fs::rename(desk.folder(), desk.root.path().join("elsewhere")).unwrap();
    end_restore(&desk.folder(), &desk.marks()).unwrap();
    assert!(!desk.folder().exists(), "the place stays empty");
}

fn is_whole(folder: &Path) -> bool {
    folder.join("cabinet.db").is_file() && folder.join("keyslots.json").is_file()
}
