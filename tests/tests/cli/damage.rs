//! `verify`: a whole cabinet is well, a damaged one is named, and a signature that waits to be given again is told.

use rusqlite::Connection;
use serde_json::Value as Json;
use xunfang_core::cabinet::{Secret, raw_key};

use super::{Place, keys};

#[test]
fn a_fresh_department_verifies() {
    let place = Place::demo();
    let told = place.json(&["verify"]);
    assert!(keys(&told).is_superset(&["ok", "checked", "problems"].into()), "keys are stable: {told}");
    assert_eq!((&told["ok"], told["problems"].as_array().unwrap().len()), (&Json::Bool(true), 0), "nothing is damaged: {told}");
    assert!(told["checked"].as_u64().unwrap() > 300, "every entry was looked at");
    assert!(!told["resign"].as_array().unwrap().is_empty(), "signatures that wait to be given again are told apart");
    let serial = place.serial_of("revisit", "signed");
    assert_eq!(place.json(&["verify", &serial])["ok"], true, "{serial} stands");
}

#[test]
fn a_sheet_whose_signature_no_longer_fits_is_a_problem_of_that_sheet() {
    let place = Place::demo();
    let serial = place.serial_of("revisit", "resign");
    let said = place.run(&["--json", "verify", &serial]);
    assert_eq!(said.code, 1, "verify found something");
    let told: Json = serde_json::from_str(&said.out).unwrap();
    let first = &told["problems"][0];
    assert_eq!(keys(first), ["code", "message", "serial"].into(), "keys are stable");
    assert_eq!((&first["code"], &first["serial"]), (&"scope-changed".into(), &serial.as_str().into()), "which and why: {told}");
}

#[test]
fn a_changed_body_is_found_and_its_sheet_is_named() {
    let place = Place::demo();
    let line = place.list(&["--form", "revisit", "--state", "signed"]).remove(0);
    let (serial, sheet_id) = (line["serial"].as_str().unwrap().to_owned(), line["sheet_id"].as_str().unwrap());
    let passphrase = std::fs::read_to_string(place.path("passphrase.txt")).unwrap();
    let key = raw_key(&place.path("cabinet"), &Secret::passphrase(&passphrase)).unwrap();
    let raw = Connection::open(place.path("cabinet/cabinet.db")).unwrap();
    raw.execute_batch(&format!("PRAGMA key = \"{}\";", key.as_str())).unwrap();
    let names = "SELECT name FROM sqlite_master WHERE type = 'trigger'";
    let triggers: Vec<String> =
        raw.prepare(names).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    for trigger in triggers {
        raw.execute_batch(&format!("DROP TRIGGER \"{trigger}\";")).unwrap();
    }
    let body = "SELECT body_hash FROM entry WHERE record_id = ?1 AND kind = 'revision' ORDER BY seq LIMIT 1";
    let changed = raw.execute(&format!("UPDATE content SET bytes = X'7b7d' WHERE hash = ({body})"), [sheet_id]).unwrap();
    assert_eq!(changed, 1, "the body was there to be changed");
    drop(raw);
    let said = place.run(&["--json", "verify"]);
    assert_eq!(said.code, 1, "verify found something: {}", said.err);
    let told: Json = serde_json::from_str(&said.out).unwrap();
    assert_eq!(told["ok"], false, "not well");
    let problems = told["problems"].as_array().unwrap();
    assert!(
        problems.iter().any(|p| p["code"] == "content-changed" && p["serial"] == serial.as_str()),
        "{serial} is named: {told}"
    );
    let words = place.run(&["verify", &serial]);
    assert_eq!(words.code, 1, "the sheet alone as well");
    assert!(words.out.contains("内容被改动"), "in plain words: {}", words.out);
}

#[test]
fn a_cabinet_that_cannot_be_opened_says_why() {
    let place = Place::demo();
    std::fs::write(place.path("passphrase.txt"), "不是这个口令").unwrap();
    assert!(place.refused(&["list"]).starts_with("wrong-passphrase: "), "the wrong passphrase");
    std::fs::remove_file(place.path("passphrase.txt")).unwrap();
    assert!(place.refused(&["list"]).starts_with("passphrase-missing: "), "no passphrase and nobody to ask");
    let place = Place::demo();
    std::fs::rename(place.path("cabinet/keyslots.json"), place.path("keyslots.json")).unwrap();
    assert!(place.refused(&["doctor"]).starts_with("keyslots-missing: "), "no key slots");
    let place = Place::demo();
    std::fs::write(place.path("cabinet/cabinet.db"), "").unwrap();
    assert!(place.refused(&["verify"]).starts_with("cabinet-empty: "), "an emptied file is never replaced");
    let nothing = Place::empty();
    assert!(nothing.refused(&["list"]).starts_with("cabinet-folder-missing: "), "no folder");
    assert!(nothing.files().is_empty(), "and none is made");
}
