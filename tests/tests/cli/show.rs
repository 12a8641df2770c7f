//! `show`: private answers are masked unless a reason is given, and the reason is kept.

use super::Place;

#[test]
fn a_sheet_is_shown_masked_and_in_full_only_for_a_reason() {
    let place = Place::demo();
    let serial = place.serial_of("revisit", "signed");
    let masked = place.json(&["show", &serial]);
    let full = place.json(&["show", &serial, "--full", "--reason", "核对电话"]);
    let customer = full["answers"]["fields"]["customer"]["ref"].clone();
    let (name, phone, room) = (
        customer["text"].as_str().unwrap(),
        customer["facts"]["phone"].as_str().unwrap(),
        customer["facts"]["room"].as_str().unwrap(),
    );
    for private in [name, phone, room] {
        assert!(full.to_string().contains(private), "in full {private} is there");
        assert!(!masked.to_string().contains(private), "masked {private} is nowhere: {masked}");
    }
    assert_eq!((masked["masked"].clone(), full["masked"].clone()), (true.into(), false.into()), "it says which it is");
    assert_eq!(masked["serial"], serial.as_str(), "the sheet asked for");
    let history = place.json(&["show", &serial])["history"].to_string();
    assert!(history.contains("查看完整信息") && history.contains("核对电话"), "the look and its reason are on record: {history}");
}

#[test]
fn the_words_for_people_are_masked_as_well() {
    let place = Place::demo();
    let serial = place.serial_of("revisit", "signed");
    let full = place.json(&["show", &serial, "--full", "--reason", "核对"]);
    let words = place.run(&["show", &serial]);
    assert_eq!(words.code, 0, "{}", words.err);
    assert!(words.out.contains(&serial) && words.out.contains("【签字】"), "title and parts: {}", words.out);
    let signed = full["history"][0]["at"].as_str().unwrap();
    assert!(signed.contains('T') && !words.out.contains(signed), "scripts read {signed}, people do not: {}", words.out);
    assert!(words.out.contains(&format!("{} 周", &signed[..10])), "people read the weekday: {}", words.out);
    let phone = full["answers"]["fields"]["customer"]["ref"]["facts"]["phone"].as_str().unwrap();
    assert!(!words.out.contains(phone), "no telephone number on the terminal");
}

#[test]
fn a_full_look_without_a_reason_is_a_wrong_command() {
    let place = Place::demo();
    let said = place.run(&["--json", "show", "HF-A-202603-0001", "--full"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""), "a usage error with nothing on standard output");
    assert!(said.err.starts_with("usage: ") && said.err.contains("--reason"), "it says what is missing: {}", said.err);
    let empty = place.refused(&["show", &place.serial_of("revisit", "signed"), "--full", "--reason", ""]);
    assert_eq!(empty, "missing: 缺少原因", "named as the office names it");
    assert!(place.refused(&["show", "HF-A-209901-0001"]).starts_with("not-found: "), "no such sheet");
}
