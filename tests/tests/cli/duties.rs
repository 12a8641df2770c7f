//! `duties`: what each day of the sample department owed.

use serde_json::{Value, json};

use crate::Place;

#[test]
fn every_slot_of_a_span_is_told_with_its_state() {
    let place = Place::demo();
    let told = place.json(&["duties", "--from", "2026-03-09", "--to", "2026-03-31"]);
    let slots = told.as_array().unwrap();
    let site = &slots[0]["site"];
    let of = |date: &str| -> Vec<&Value> {
        slots.iter().filter(|s| s["site"] == *site && s["date"] == date && s["rule"] == "INS-1").collect()
    };
    for date in ["2026-03-09", "2026-03-14", "2026-03-31"] {
        let stages: Vec<&Value> = of(date).iter().map(|s| &s["stage"]).collect();
        assert_eq!(stages, [&json!("am"), &json!("pm")], "{date}: a morning and an afternoon");
    }
    assert!(of("2026-03-14").iter().all(|s| s["state"] == "rest"), "a Saturday owes nothing");
    let keys = ["date", "site", "rule", "stage", "state", "late", "explanation"];
    assert!(slots.iter().all(|s| keys.iter().all(|key| s.get(key).is_some())), "each slot says all of it");
    let done = slots.iter().filter(|s| s["state"] == "done").count();
    assert!(done > 20, "a month of rounds was walked: {done}");
    let late: Vec<&Value> = slots.iter().filter(|s| s["late"] == true).collect();
    assert!(!late.is_empty() && late.iter().all(|s| s["late_reason"] != ""), "补录 says why: {late:?}");
    let missed: Vec<&Value> = slots.iter().filter(|s| s["state"] == "missed").collect();
    assert!(!missed.is_empty() && missed.iter().all(|s| s["explanation"].is_null()), "漏检 that nobody explained: {missed:?}");
    let month: Vec<&Value> = slots.iter().filter(|s| s["rule"] == "INS-2" && s["site"] == *site).collect();
    assert_eq!((month.len(), &month[0]["date"]), (1, &json!("2026-03-31")), "the month's slot stands on its last day");
    let words = place.run(&["duties", "--from", "2026-03-01", "--to", "2026-03-31"]);
    assert!(words.code == 0 && words.out.contains("漏检") && !words.out.contains("\t休"), "and in words: {}", words.out);
}
