//! Accounts, the register of acts, backup and the way back.

use std::fs;

use crate::Place;

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
