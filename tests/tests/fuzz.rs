//! Every input that is kept below `tests/fuzz/corpus`, and every form that ships: what the fuzzer holds of any bytes.
#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot go on from")]

use std::fs;
use std::path::{Path, PathBuf};

use xunfang_tests::fuzz::{TARGETS, finishes};
use xunfang_tests::paths;

fn kept(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|p| p.is_file()).collect();
    files.sort();
    files
}

fn holds_of_all(name: &str, more: &[PathBuf]) {
    let (_, holds) = TARGETS.iter().find(|(known, _)| *known == name).unwrap();
    let mut files = kept(&paths::top().join("tests/fuzz/corpus").join(name));
    assert!(!files.is_empty(), "there is something to begin from");
    files.extend_from_slice(more);
    for file in files {
        // Seen when the test fails: which input it was.
        println!("{}", file.display());
        holds(&fs::read(&file).unwrap());
    }
}

#[test]
fn every_kept_form_is_refused_or_goes_to_the_paper() {
    let shipped = kept(&paths::top().join("src-tauri/core/forms"));
    holds_of_all("form", &shipped);
}

#[test]
fn all_kept_answers_are_finished_or_refused() {
    holds_of_all("answers", &[]);
}

#[test]
fn every_kept_answers_file_is_filled_in_or_refused() {
    holds_of_all("fill", &[]);
}

#[test]
fn all_kept_ink_is_drawn_in_its_box_or_refused() {
    holds_of_all("ink", &[]);
}

#[test]
fn the_fuzzer_begins_from_answers_that_go_all_the_way() {
    for kind in ["answers", "fill"] {
        let files = kept(&paths::top().join("tests/fuzz/corpus").join(kind));
        for form in ["inspection-daily", "inspection-outlets", "revisit"] {
            let own = |file: &&PathBuf| fs::read_to_string(file).is_ok_and(|text| text.starts_with(&format!("{form}\n")));
            let deep = files.iter().filter(own).filter(|file| finishes(kind, &fs::read(file).unwrap())).count();
            assert!(deep > 0, "no kept {kind} of {form} come to a finished sheet");
        }
    }
    let files = kept(&paths::top().join("tests/fuzz/corpus/fill"));
    for case in ["complaint", "consultation", "rectification"] {
        let own = |file: &&PathBuf| fs::read_to_string(file).is_ok_and(|text| text.starts_with(&format!("{case}\n")));
        let deep = files.iter().filter(own).any(|file| finishes("fill", &fs::read(file).unwrap()));
        assert!(deep, "the kept {case} comes through casework to a finished sheet");
    }
}
