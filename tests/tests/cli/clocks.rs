//! `deadline` and `calendar`, with and without a cabinet.

use std::process::Command;

use serde_json::{Value as Json, json};
use xunfang_tests::paths;

use super::Place;

/// Runs a command that names no cabinet, in another zone than China's.
fn alone(zone: &str, words: &[&str]) -> super::Said {
    let mut command = Command::new(paths::program("xunfang"));
    command.env("TZ", zone).env_remove("XUNFANG_PASSPHRASE").args(words);
    super::said(&mut command)
}

fn alone_json(words: &[&str]) -> Json {
    let said = alone("America/Los_Angeles", &[&["--json"], words].concat());
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{words:?}");
    serde_json::from_str(&said.out).unwrap()
}

#[test]
fn a_deadline_is_told_without_a_cabinet_and_in_any_zone() {
    let told = alone_json(&["deadline", "--rule", "CPL-3", "--from", "2026-02-13"]);
    for (key, value) in [
        ("rule", json!("CPL-3")),
        ("from", json!("2026-02-13")),
        ("raw", json!("2026-02-25")),
        ("due", json!("2026-02-25")),
        ("rolled", json!(false)),
        ("provisional", json!(false)),
    ] {
        assert_eq!(told[key], value, "{key}");
    }
    assert_eq!(told["explanation"].as_array().unwrap().len(), 13, "a sentence and every day");
    let rolled = alone_json(&["deadline", "--rule", "CPL-2", "--from", "2026-02-08T18:30"]);
    assert_eq!(
        (&rolled["from"], &rolled["raw"], &rolled["due"], &rolled["rolled"]),
        (&json!("2026-02-08T18:30+08:00"), &json!("2026-02-15"), &json!("2026-02-24"), &json!(true)),
        "before and after rolling"
    );
    let response = alone_json(&["deadline", "--rule", "RSP-1", "--grade", "重大", "--from", "2026-02-13T23:50"]);
    assert_eq!(response["due"], json!("2026-02-14T00:20+08:00"), "clock time");
    let open = alone_json(&["deadline", "--rule", "CPL-1", "--from", "2026-12-31"]);
    assert_eq!(open["provisional"], json!(true), "暂定");
    assert_ne!(open["due"], json!("2027-01-01"), "never 元旦");
    let late = alone_json(&["deadline", "--rule", "CPL-1", "--from", "2026-05-08T16:00+00:00"]);
    assert_eq!(
        (&late["from"], &late["due"]),
        (&json!("2026-05-09T00:00+08:00"), &json!("2026-05-11")),
        "already the 9th in China"
    );
}

/// The keys of an object, in the order of the alphabet.
fn keys(told: &Json) -> Vec<&str> {
    let mut keys: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn the_answers_have_exactly_the_keys_that_scripts_read() {
    let place = Place::demo();
    let due = ["deadline", "--rule", "RSP-1", "--grade", "重大", "--from", "2026-02-13T23:50"];
    let days = ["calendar", "classify", "2026-02-14"];
    for (told, days) in [(alone_json(&due), alone_json(&days)), (place.json(&due), place.json(&days))] {
        assert_eq!(keys(&told), ["due", "explanation", "from", "provisional", "raw", "rolled", "rule"], "no more and no fewer");
        assert_eq!(keys(&days[0]), ["date", "kind", "working"], "of a day too");
    }
}

#[test]
fn the_answer_is_the_same_in_every_zone() {
    let words = ["--json", "deadline", "--rule", "CPL-4", "--from", "2025-09-18T23:59"];
    let first = alone("Asia/Shanghai", &words).out;
    for zone in ["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu"] {
        assert_eq!(alone(zone, &words).out, first, "{zone}: a laptop set to another zone gives the same deadline");
    }
}

#[test]
fn days_are_classified_in_the_order_they_are_named() {
    let told = alone_json(&[
        "calendar",
        "classify",
        "2026-02-13",
        "2026-02-14",
        "2026-02-15",
        "2026-02-17",
        "2026-03-07",
        "2027-03-03",
        "2026-12-31",
    ]);
    let expected = json!([
        {"date": "2026-02-13", "working": true, "kind": "workday"},
        {"date": "2026-02-14", "working": true, "kind": "makeup"},
        {"date": "2026-02-15", "working": false, "kind": "holiday"},
        {"date": "2026-02-17", "working": false, "kind": "holiday"},
        {"date": "2026-03-07", "working": false, "kind": "weekend"},
        {"date": "2027-03-03", "working": true, "kind": "provisional"},
        {"date": "2026-12-31", "working": true, "kind": "workday"},
    ]);
    assert_eq!(told, expected, "as the notices say");
}

#[test]
fn what_cannot_be_counted_is_refused_in_one_line() {
    for (words, code, begins) in [
        (&["deadline", "--rule", "XXX-9", "--from", "2026-02-13"][..], 1, "rule-unknown: "),
        (&["deadline", "--rule", "RSP-1", "--grade", "重大", "--from", "2026-02-13"], 1, "rule-needs-time: "),
        (&["deadline", "--rule", "RSP-1", "--from", "2026-02-13T09:00"], 1, "rule-grade: "),
        (&["deadline", "--rule", "MTG-1", "--from", "2026-02-13"], 1, "rule-other-unit: "),
        (&["deadline", "--rule", "CPL-3", "--from", "2026-02-30"], 2, "usage: "),
        (&["calendar", "classify"], 2, "usage: "),
        (&["calendar", "classify", "2026-02-30"], 2, "usage: "),
        (&["calendar", "import", "no-such.json"], 1, "file-missing: "),
    ] {
        let said = alone("UTC", &[&["--json"], words].concat());
        assert_eq!((said.code, said.out.as_str()), (code, ""), "{words:?}: {}", said.err);
        assert!(said.err.starts_with(begins) && said.err.lines().count() == 1, "{words:?}: {}", said.err);
    }
}

#[test]
fn an_imported_notice_counts_in_its_cabinet_and_nowhere_else() {
    let place = Place::demo();
    let file = place.path("2027.json");
    let notice = json!({
        "year": 2027,
        "source": {"title": "样", "number": "样〔2026〕1号", "date": "2026-11-02"},
        "holidays": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-02", "statutory": ["2027-01-01"], "make_up": ["2027-01-03"]}],
    });
    std::fs::write(&file, notice.to_string()).unwrap();
    let file = file.to_str().unwrap();
    let taken = place.json(&["calendar", "import", file]);
    assert_eq!(taken["year"], json!(2027), "which year it was");
    assert!(taken["days"].as_u64().unwrap() > 300, "the year is not 暂定 any more");
    assert!(taken["left_out"].to_string().contains("端午节"), "what the file leaves out is told");
    let asked = ["deadline", "--rule", "CPL-1", "--from", "2026-12-31"];
    let told = place.json(&asked);
    assert_eq!((&told["due"], &told["provisional"]), (&json!("2027-01-03"), &json!(false)), "counted by the cabinet");
    assert_eq!(alone_json(&asked)["provisional"], json!(true), "what ships with the program is as it was");
    let days = place.json(&["calendar", "classify", "2027-01-03"]);
    assert_eq!(days[0]["kind"], json!("makeup"), "the made-up Sunday");
    std::fs::write(file, notice.to_string().replace("2027-01-03", "2027-01-02")).unwrap();
    assert!(place.refused(&["calendar", "import", file]).starts_with("calendar-make-up-in-holiday: "), "both off and worked");
}

#[test]
fn a_notice_that_moves_deadlines_is_taken_in_when_that_was_agreed_to_and_not_by_halves() {
    let place = Place::demo();
    let file = place.path("2026.json");
    // 清明 begins three days earlier than it does: whatever ends on those days rolls behind them.
    let shipped = include_str!("../../../src-tauri/core/calendars/2026.json");
    let moved = shipped.replace(r#""from": "2026-04-04""#, r#""from": "2026-04-01""#);
    assert_ne!(moved, shipped, "the notice is another one");
    std::fs::write(&file, moved).unwrap();
    let file = file.to_str().unwrap();
    let due = || place.json(&["due", "--on", "2026-12-31"]);
    let day = || place.json(&["calendar", "classify", "2026-04-02"]);
    let (stood, before) = (due(), day());
    let refused = place.refused(&["calendar", "import", file]);
    assert!(refused.starts_with("calendar-moves: ") && refused.contains("个日期改动：TS-A-"), "by their numbers: {refused}");
    assert!(refused.ends_with("加 --yes 录入；日历没有改动"), "and what to do: {refused}");
    assert_eq!((due(), day()), (stood.clone(), before), "without it nothing is written");
    let taken = place.json(&["calendar", "import", file, "--yes"]);
    assert!(refused.contains(&format!("{}个正在计算的期限会重新计算", taken["moved"])), "as many as was said: {taken}");
    assert_eq!(day()[0]["kind"], json!("holiday"), "with it the days are others");
    assert_ne!(due(), stood, "and the deadlines too");
}

#[test]
fn a_calendar_file_that_cannot_be_read_is_told_with_the_place_in_it() {
    let place = Place::demo();
    let file = place.path("2027.json");
    for (text, why) in [
        ("{\n  \"year\": 2027,\n  \"source\"", "第3行第10列：内容没有写完"),
        ("{\"year\": 2027 \"source\": {}}", "第1行第15列：不合 JSON 的写法"),
        ("{\"yeer\": 2027}", "第1行第7列：没有“yeer”这一项"),
    ] {
        std::fs::write(&file, text).unwrap();
        let refused = place.refused(&["calendar", "import", file.to_str().unwrap()]);
        let begins = format!("calendar-unreadable: {}：{why}", file.display());
        assert!(refused.starts_with(&begins) && refused.ends_with("日历没有改动"), "which file, where, what is wrong: {refused}");
    }
}
