//! `fill`: from a friendly answers file to a finished sheet, or nothing.

use std::fs;

use serde_json::{Value as Json, json};

use super::{Place, keys, write};

/// A revisit with all that its visit asks for.
fn revisit() -> Json {
    json!({
        "finish": ["visit"],
        "fields": {
            "kind": "一般投诉", "customer": "钱㛃", "visited": "钱㛃", "relation": "本人", "visitor": "吴九", "department": "工程部",
            "rectified": "2026-03-20 17:00", "summary": "阳台地漏返味，已更换水封", "timely": "√", "manner": "合格", "quality": "pass",
        },
        "rows": { "attempts": [
            { "attempt_at": "2026-03-30T10:00", "attempt_way": "电话", "attempt_result": "未接", "attempt_next": "2026-03-31" },
            { "attempt_at": "2026-03-31T10:00", "attempt_way": "上门", "attempt_result": "已见" },
        ] },
    })
}

#[test]
fn an_answers_file_becomes_a_sheet_that_is_found_again() {
    let place = Place::demo();
    let told = place.json(&["fill", "revisit", "--answers", &write(&place.path("a.json"), &revisit())]);
    assert_eq!(keys(&told), ["serial", "sheet_id"].into(), "keys are stable");
    let found = place.list(&["--search", "返味"]);
    assert_eq!(found.len(), 1, "a word typed into it finds it");
    assert_eq!((&found[0]["serial"], &found[0]["sheet_id"]), (&told["serial"], &told["sheet_id"]), "the sheet just filled");
    let sheet = place.json(&["show", told["serial"].as_str().unwrap(), "--full", "--reason", "核对"]);
    assert_eq!(sheet["answers"]["fields"]["customer"]["ref"]["facts"]["phone"], "13800000003", "the name was looked up");
    assert_eq!(sheet["answers"]["rows"]["attempts"].as_array().unwrap().len(), 2, "both attempts are there");
    let rectified = sheet["answers"]["fields"]["rectified"].as_str().unwrap();
    assert!(rectified.starts_with("2026-03-20T17:00") && rectified.len() == 22, "a local time gets its offset: {rectified}");
    assert_eq!(place.run(&["verify"]).code, 0, "and the log is whole");
}

#[test]
fn a_round_is_filled_by_one_word_for_all_and_a_row_for_each_fail() {
    let place = Place::demo();
    fs::write(place.path("floor.bmp"), picture()).unwrap();
    let morning = json!({
        "finish": ["am"], "late_reason": "照纸补录",
        "fields": { "date": "2026-03-28", "am_person": "李四", "am_from": "2026-03-28 09:00", "am_to": "2026-03-28 09:40", "am_method": "全查" },
        "all": { "check": { "am": "pass" } },
        "rows": {
            "check": [{ "area": "卫生间", "item": "地面", "am": "×" }],
            "fails": [{ "id": "toilet.floor@am", "severity": "一般", "points": 2, "problem": "积水", "person": "褚小兰", "photos": ["floor.bmp"] }],
        },
    });
    let first = place.json(&["fill", "inspection-daily", "--answers", &write(&place.path("am.json"), &morning)]);
    let afternoon = json!({
        "finish": ["pm"], "late_reason": "照纸补录",
        "fields": { "date": "2026-03-28", "pm_person": "周八", "pm_from": "2026-03-28 15:00", "pm_to": "2026-03-28 15:40", "pm_method": "全查" },
        "groups": { "check": { "lobby": { "pm": "undrawn" } } },
        "all": { "check": { "pm": "pass" } },
    });
    // An area that was not looked at at all breaks the rule of the sample.
    let refused = place.refused(&["fill", "inspection-daily", "--answers", &write(&place.path("pm.json"), &afternoon)]);
    assert!(refused.starts_with("incomplete: ") && refused.contains("大堂"), "it says which area: {refused}");
    let mut afternoon = afternoon;
    afternoon["groups"] = json!({ "check": { "lobby": { "pm": "pass" } } });
    let second = place.json(&["fill", "inspection-daily", "--answers", &write(&place.path("pm.json"), &afternoon)]);
    assert_eq!(first, second, "one sheet a day: the afternoon goes on with it");
    let sheet = place.json(&["show", first["serial"].as_str().unwrap()]);
    assert_eq!(sheet["computed"]["failed"], 1, "one × of ninety-six");
    assert_eq!(sheet["answers"]["rows"]["fails"][0]["cells"]["photos"]["photos"][0]["name"], "floor.bmp", "with its photo");
    let acts = sheet["answers"]["acts"].as_array().unwrap();
    assert!(acts.len() > 20 && acts.iter().all(|a| a["kind"] == "all_pass"), "all for an area is on record as an act");
}

/// The code it ends with, what it names, what is wrong with the answers.
type Case<'a> = (&'a str, &'a str, &'a dyn Fn(&mut Json));

#[test]
fn an_answers_file_that_does_not_fit_leaves_nothing() {
    let place = Place::demo();
    let before = (place.json(&["list"]), place.json(&["doctor"])["entries"].clone());
    let changed = |change: &dyn Fn(&mut Json)| {
        let mut answers = revisit();
        change(&mut answers);
        place.refused(&["fill", "revisit", "--answers", &write(&place.path("a.json"), &answers)])
    };
    let cases: [Case<'_>; 8] = [
        ("unknown-name: ", "王二麻", &|a| a["fields"]["customer"] = json!("王二麻")),
        ("unknown-field: ", "colour", &|a| a["fields"]["colour"] = json!("red")),
        ("unknown-field: ", "tries", &|a| a["rows"]["tries"] = json!([])),
        ("wrong-value: ", "timely", &|a| a["fields"]["timely"] = json!("maybe")),
        ("not-fillable: ", "phone", &|a| a["fields"]["phone"] = json!("13800000001")),
        ("photo-unreadable: ", "none.jpg", &|a| a["fields"]["mandate"] = json!(["none.jpg"])),
        ("incomplete: ", "原事项摘要", &|a| a["fields"]["summary"] = json!("")),
        ("answers-unreadable: ", "answer", &|a| a["answer"] = json!({})),
    ];
    for (code, names, change) in cases {
        let line = changed(change);
        assert!(line.starts_with(code) && line.contains(names), "{code} names {names}: {line}");
    }
    fs::write(place.path("b.json"), "{ \"fields\": ").unwrap();
    let broken = place.refused(&["fill", "revisit", "--answers", place.path("b.json").to_str().unwrap()]);
    assert!(broken.starts_with("answers-unreadable: ") && broken.contains("没有写完"), "no JSON: {broken}");
    for list in ["[]", " [{}]"] {
        fs::write(place.path("b.json"), list).unwrap();
        let refused = place.refused(&["fill", "revisit", "--answers", place.path("b.json").to_str().unwrap()]);
        assert!(refused.starts_with("answers-unreadable: ") && refused.contains("应是一个对象"), "a list is no form: {refused}");
    }
    let missing = place.refused(&["fill", "revisit", "--answers", place.path("c.json").to_str().unwrap()]);
    assert!(missing.starts_with("file-missing: "), "no file: {missing}");
    let form = place.refused(&["fill", "no-such-form", "--answers", &write(&place.path("a.json"), &revisit())]);
    assert!(form.starts_with("not-found: "), "no such form: {form}");
    assert_eq!((place.json(&["list"]), place.json(&["doctor"])["entries"].clone()), before, "no draft, no sheet, no entry");
}

/// A small picture of one colour: a bitmap, which needs no compression.
fn picture() -> Vec<u8> {
    let (width, height) = (8_u32, 8_u32);
    let pixels = width * height * 3;
    let mut file = b"BM".to_vec();
    for word in [54 + pixels, 0, 54, 40, width, height] {
        file.extend(word.to_le_bytes());
    }
    file.extend([1, 0, 24, 0]);
    for word in [0, pixels, 2835, 2835, 0, 0] {
        file.extend(word.to_le_bytes());
    }
    file.extend((0..pixels).map(|n| if n % 3 == 0 { 180 } else { 120 }));
    file
}
