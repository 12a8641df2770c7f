//! `demo`, `list`, `doctor`, `rebuild`: the sample department is there, and what lists say has its stable shape.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value as Json;

use super::{Place, UNTIL, keys};

#[test]
fn the_demo_reports_what_it_made() {
    let place = Place::demo();
    let report: Json = serde_json::from_slice(&fs::read(place.path("report.json")).unwrap()).unwrap();
    for key in ["cabinet", "passphrase", "sheets"] {
        assert!(keys(&report).contains(key), "{key} is part of the contract");
    }
    let lines = place.list(&[]);
    assert_eq!(report["sheets"].as_u64().unwrap(), u64::try_from(lines.len()).unwrap(), "every sheet it counts is in the list");
}

#[test]
fn every_line_of_the_list_has_the_same_keys() {
    let place = Place::demo();
    let wanted = ["serial", "sheet_id", "form", "edition", "title", "state", "date", "signed", "draft_id", "has_fail"];
    for line in place.list(&[]) {
        assert_eq!(keys(&line), BTreeSet::from(wanted), "keys are stable");
        let draft = line["state"] == "draft";
        assert_eq!(line["serial"].is_null(), draft, "only drafts have no number: {line}");
        assert_eq!(line["draft_id"].is_null(), !draft, "a draft says which one it is: {line}");
        assert!(line["signed"].is_boolean(), "yes or no: {line}");
        assert_eq!(line["date"].as_str().unwrap().len(), 10, "YYYY-MM-DD: {line}");
    }
}

#[test]
fn a_month_has_rounds_outlets_and_revisits_in_every_state() {
    let place = Place::demo();
    let mut states: BTreeMap<(String, String), usize> = BTreeMap::new();
    for line in place.list(&[]) {
        let word = |key: &str| line[key].as_str().unwrap().to_owned();
        *states.entry((word("form"), word("state"))).or_default() += 1;
    }
    let count = |form: &str, state: &str| states.get(&(form.to_owned(), state.to_owned())).copied().unwrap_or(0);
    let revisits: usize = states.iter().filter(|((form, _), _)| form == "revisit").map(|(_, n)| n).sum();
    assert_eq!(revisits, 35, "thirty revisits a month, and five that cases asked for: {states:?}");
    for state in ["signed", "signed_paper", "closed_unsigned", "resign", "await_customer", "await_review", "void", "draft"] {
        assert!(count("revisit", state) > 0, "no revisit is {state}: {states:?}");
    }
    assert_eq!(
        count("inspection-daily", "open"),
        5,
        "three missed rounds, and the afternoon of the last day at both sites: {states:?}"
    );
    assert!(count("inspection-daily", "signed") >= 15, "most days are done: {states:?}");
    let outlets = place.json(&["show", &place.serial_of("inspection-outlets", "signed")]);
    assert!(outlets["answers"]["rows"]["check"].as_array().unwrap().len() >= 20, "at least twenty outlets");
    assert!(outlets.to_string().contains("\"how\":\"refused\""), "one merchant refused");
    assert!(outlets.to_string().contains("\"how\":\"paper\""), "one signed in ink");
}

#[test]
fn the_same_seed_and_day_make_the_same_department() {
    let (first, again) = (Place::demo(), Place::empty());
    let report = again.json(&["demo", "--seed", "7", "--until", UNTIL]);
    fs::write(again.path("passphrase.txt"), report["passphrase"].as_str().unwrap()).unwrap();
    assert_eq!(first.json(&["list"]), again.json(&["list"]), "ids, serials and states are a value of seed and day");
    for (form, state) in [("revisit", "signed"), ("inspection-outlets", "signed"), ("inspection-daily", "open")] {
        let serial = first.serial_of(form, state);
        let page = |place: &Place| {
            place.json(&["render", &serial, "--to", place.path("page.svg").to_str().unwrap()]);
            // Who took it out and when stands in the foot: the minute of the one and of the other need not be the same.
            let page = fs::read_to_string(place.path("page.svg")).unwrap();
            let (stamped, own): (Vec<_>, Vec<_>) = page.split("<text").partition(|text| text.contains(" 导出</tspan>"));
            assert!(!stamped.is_empty() && own.len() > 20, "the page says who took it out, and much else");
            own.concat()
        };
        assert_eq!(page(&first), page(&again), "{serial} is drawn with the same bytes");
    }
}

#[test]
fn a_demo_is_made_only_where_nothing_is() {
    let place = Place::demo();
    let before = place.files();
    assert!(place.refused(&["demo"]).starts_with("cabinet-exists: "), "a cabinet is never replaced");
    assert_eq!(place.files(), before, "and nothing is left beside it");
}

#[test]
fn the_list_narrows_by_what_is_asked() {
    let place = Place::demo();
    let all = place.list(&[]).len();
    let found = place.list(&["--search", "电梯", "--form", "revisit"]);
    assert!(!found.is_empty() && found.len() < all, "a word narrows the list");
    assert_eq!(place.list(&["--limit", "5"]).len(), 5, "no more than asked for");
    let days = place.list(&["--from", "2026-03-10", "--to", "2026-03-11"]);
    assert!(days.iter().all(|l| ["2026-03-10", "2026-03-11"].contains(&l["date"].as_str().unwrap())), "two days only");
    assert!(place.list(&["--signed"]).iter().all(|l| l["signed"] == true), "signed sheets only");
    assert!(place.list(&["--search", "没有这样的话"]).is_empty(), "nothing is an empty list and no failure");
    let words = place.run(&["list", "--limit", "3"]);
    assert!(words.out.contains("客务部工作检查表") && words.out.ends_with("共3份\n"), "people read titles: {}", words.out);
}

#[test]
fn rebuilding_changes_nothing_that_lists_say() {
    let place = Place::demo();
    let before = place.json(&["list"]);
    let rebuilt = place.json(&["rebuild"]);
    assert!(rebuilt["entries"].as_u64().unwrap() > 300, "every entry was read: {rebuilt}");
    assert_eq!(place.json(&["list"]), before, "the log alone tells what the lists show");
}

#[test]
fn the_doctor_finds_a_fresh_cabinet_well() {
    let place = Place::demo();
    let told = place.json(&["doctor"]);
    assert_eq!(told["ok"], true, "nothing is wrong: {told}");
    for key in ["program", "folder", "sqlite", "schema", "entries", "drafts", "last_entry", "free_bytes", "problems", "notes"] {
        assert!(keys(&told).contains(key), "the doctor says {key}");
    }
}

#[test]
fn a_department_made_today_is_not_ahead_of_the_clock() {
    let place = Place::empty();
    let made = place.json(&["demo", "--seed", "3"]);
    fs::write(place.path("passphrase.txt"), made["passphrase"].as_str().unwrap()).unwrap();
    let told = place.json(&["doctor"]);
    let codes: Vec<_> = told["notes"].as_array().unwrap().iter().chain(told["problems"].as_array().unwrap()).collect();
    assert!(
        !codes.iter().any(|note| note["code"] == "clock_suspect" || note["code"] == "clock-suspect"),
        "at any hour: {codes:?}"
    );
    let words = place.run(&["doctor"]);
    assert!(
        !words.out.contains("clock-suspect") && words.out.contains("没有发现问题"),
        "nobody is asked what day it is: {}",
        words.out
    );
}
