//! Accounts, the register of acts, backup and the way back.

use std::fs;

use crate::{Place, said};

#[test]
fn an_account_opens_the_cabinet_and_its_role_is_asked() {
    let place = Place::demo();
    let person = place.json(&["people", "list"])[0]["name"].as_str().unwrap().to_owned();
    let secret = place.path("hers.txt");
    fs::write(&secret, "另一位的示例口令\n").unwrap();
    let secret = secret.to_str().unwrap().to_owned();
    let twice = place.refused(&["people", "add", &person, "--role", "主管", "--new-passphrase-file", &secret]);
    assert_eq!(twice, "account-exists: 这个人已经有账户", "one account each");
    let made = place.json(&["people", "add", "李四", "--role", "客服专员", "--new-passphrase-file", &secret]);
    assert_eq!((made["role"].as_str(), made["opens"].as_bool()), (Some("specialist"), Some(true)), "hers: {made}");
    let said = place.run(&["people", "leave", &person, "--passphrase-file", &secret]);
    assert_eq!((said.code, said.err.starts_with("not-allowed: ")), (1, true), "a specialist ends nobody's account: {}", said.err);
    assert_eq!(place.json(&["people", "role", "李四", "组长"])["role_word"], "组长", "promoted");
    assert_eq!(place.json(&["people", "leave", "李四"])["left"], true, "gone");
    let said = place.run(&["list", "--passphrase-file", &secret]);
    assert!(said.err.starts_with("wrong-passphrase: "), "her passphrase opens nothing any more: {}", said.err);
    let acts = place.json(&["audit"]);
    let accounts = acts.as_array().unwrap().iter().filter(|line| line["act"] == "account").count();
    assert_eq!(accounts, 3, "each change of an account is on record");
}

#[test]
fn a_backup_comes_back_somewhere_else_with_every_sheet() {
    let place = Place::demo();
    let before = place.json(&["list"]);
    let made = place.json(&["backup", "--to", place.path("stick").to_str().unwrap()]);
    let from = made["folder"].as_str().unwrap().to_owned();
    assert!(fs::metadata(format!("{from}/cabinet.db")).unwrap().len() > 0, "the file is there: {made}");
    let into = place.path("elsewhere/cabinet");
    let into = into.to_str().unwrap();
    let restored = place.json(&["restore", &from, "--into", into]);
    assert_eq!((restored["before"].as_str(), restored["letter"].as_str()), (Some("A"), Some("B")), "a device of its own");
    let after = place.json(&["list", "--cabinet", into]);
    assert_eq!(after, before, "every sheet and draft is back");
    let full = place.json(&["doctor", "--full", "--cabinet", into]);
    assert_eq!(full["full"]["ok"], true, "and all of it verifies: {}", full["full"]);
    let lines = place.json(&["audit", "--cabinet", into]);
    assert_eq!(lines.as_array().unwrap().last().unwrap()["act"], "restore", "the restore is on record there");
    let nothing = place.refused(&["restore", place.path("stick").to_str().unwrap(), "--into", into]);
    assert!(nothing.starts_with("backup-missing: "), "a folder without a backup is said to be one: {nothing}");
}

#[test]
fn two_copies_of_one_backup_on_one_machine_number_apart_and_restores_into_wrong_places_are_refused() {
    let place = Place::demo();
    let made = place.json(&["backup", "--to", place.path("stick").to_str().unwrap()]);
    let from = made["folder"].as_str().unwrap().to_owned();
    let into = |name: &str| place.path(name).to_str().unwrap().to_owned();
    let letter = |name: &str| place.json(&["restore", &from, "--into", &into(name)])["letter"].as_str().unwrap().to_owned();
    assert_eq!([letter("one/cabinet"), letter("two/cabinet")], ["B", "C"], "their numbers never meet");
    // The window keeps its high-water files in a folder of its own; what was given out here is taken there as well.
    fs::create_dir_all(place.path("window/high-water")).unwrap();
    let (window, three) = (place.path("window"), into("three/cabinet"));
    let answer = said(place.command(&["--json", "restore", &from, "--into", &three]).env("XUNFANG_HOME", &window));
    assert!(answer.out.contains("\"letter\": \"D\""), "{} {}", answer.out, answer.err);
    let told = fs::read_dir(window.join("high-water")).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(told.filter(|name| name.ends_with(".letters.json")).count(), 1, "the window will know");
    assert_eq!(place.run(&["list"]).code, 0, "the department's own cabinet opens beside them without a word");

    let inner = place.refused(&["restore", &from, "--into", &into("cabinet/inner")]);
    assert!(inner.starts_with("restore-in-cabinet: 不能恢复到一个资料库的文件夹里面"), "{inner}");
    let over = place.refused(&["restore", &from, "--into", &from]);
    assert!(over.starts_with("restore-in-backup: "), "{over}");
    fs::create_dir(place.path("backups")).unwrap();
    let within = place.refused(&["restore", &from, "--into", &into("backups/inner")]);
    assert!(within.starts_with("restore-in-backups: "), "{within}");
    assert!(!place.path("cabinet/inner").exists(), "and nothing was made");
}

#[test]
fn a_cabinet_in_a_synchronised_folder_is_refused_with_what_to_do() {
    let place = Place::demo();
    fs::create_dir(place.path("坚果云")).unwrap();
    fs::rename(place.path("cabinet"), place.path("坚果云/cabinet")).unwrap();
    let there = place.path("坚果云/cabinet").to_str().unwrap().to_owned();
    let before = place.files();
    let refused = place.refused(&["list", "--cabinet", &there]);
    assert!(refused.starts_with("place-synced: 这个文件夹由坚果云同步") && refused.contains("移到本机"), "{refused}");
    assert_eq!(place.files(), before, "nothing of it was touched");
}

#[test]
fn papers_that_a_killed_window_left_in_clear_go_when_the_terminal_opens_its_cabinet() {
    let place = Place::demo();
    for folder in ["prints", "high-water"] {
        fs::create_dir(place.path(folder)).unwrap();
    }
    fs::write(place.path("prints/HF-A-202602-0001.pdf"), "%PDF of a sample").unwrap();
    let wrong = place.path("wrong.txt");
    fs::write(&wrong, "不是这个口令\n").unwrap();
    assert_eq!(place.run(&["list", "--passphrase-file", wrong.to_str().unwrap()]).code, 1, "who cannot open it");
    assert!(place.path("prints").exists(), "takes nothing away");
    assert_eq!(place.run(&["list"]).code, 0, "who opens it");
    assert!(!place.path("prints").exists(), "clears it");

    let other = Place::demo();
    fs::create_dir(other.path("prints")).unwrap();
    fs::write(other.path("prints/mine.txt"), "mine").unwrap();
    assert_eq!(other.run(&["list"]).code, 0, "a cabinet that is not the window's");
    assert!(other.path("prints/mine.txt").exists(), "has a neighbour of that name that is somebody's own");
}
