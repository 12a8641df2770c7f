//! What opening looks at, and what it leaves to the full check: it must not take longer in a cabinet of ten years.

use std::cell::RefCell;
use std::fs;

use super::super::*;
use super::support::*;

/// Entries in the log of [`department`].
const ENTRIES: u64 = 130;

/// A closed cabinet whose log is longer than what is checked at the start. The body of the third entry fills pages of its own.
fn department() -> Desk {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    for n in 1..=ENTRIES {
        let text = format!("第{n}张 {}", "内容".repeat(if n == 3 { 6_000 } else { 5 }));
        finalise(&cabinet, desk.clock.id().unwrap(), &text).unwrap();
    }
    desk
}

/// Changes the body of the entry in place `seq` past the triggers, and puts them back.
fn forge(desk: &Desk, seq: u64) {
    let sql = "SELECT sql FROM sqlite_schema WHERE type = 'trigger'";
    let raw = desk.raw();
    let triggers: Vec<String> = raw.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(|r| r.unwrap()).collect();
    drop(raw);
    let raw = desk.raw_without_triggers();
    let sql = "UPDATE content SET bytes = CAST(bytes || ' ' AS BLOB) WHERE hash = (SELECT body_hash FROM entry WHERE seq = ?1)";
    assert_eq!(raw.execute(sql, [i64::try_from(seq).unwrap()]).unwrap(), 1, "the body of entry {seq} is there to be changed");
    triggers.iter().for_each(|trigger| raw.execute_batch(trigger).unwrap());
}

/// What a full check finds, each with its place.
fn found(cabinet: &Cabinet) -> Vec<(&'static str, u64)> {
    let report = cabinet.verify(&|_, _| true).unwrap();
    report.problems.iter().map(|problem| (problem.finding.code(), problem.seq)).collect()
}

#[test]
fn opening_checks_the_last_hundred_entries_and_the_full_check_all_of_them() {
    for (seq, at_start) in [(ENTRIES, true), (ENTRIES - 99, true), (ENTRIES - 100, false), (1, false)] {
        let desk = department();
        forge(&desk, seq);
        let cabinet = desk.open().unwrap();
        let said: Vec<(&str, u64)> = cabinet
            .warnings()
            .iter()
            .flat_map(|warning| match warning {
                Warning::Problems(problems) => problems.iter().map(|p| (p.finding.code(), p.seq)).collect(),
                other => vec![(other.code(), 0)],
            })
            .collect();
        let expected = if at_start { vec![("content-changed", seq)] } else { vec![] };
        assert_eq!(said, expected, "entry {seq} of {ENTRIES}: the last hundred are looked at when it opens, and no others");
        assert_eq!(found(&cabinet), [("content-changed", seq)], "entry {seq}: the full check finds it either way");
    }
}

#[test]
fn a_bad_page_of_an_old_entry_does_not_keep_the_cabinet_shut_and_is_found_by_the_full_check() {
    let desk = department();
    let file = desk.folder().join("cabinet.db");
    let newest = desk.open().unwrap().read(|reader| reader.newest_entries(200)).unwrap();
    let (third, others): (Vec<Entry>, Vec<Entry>) = newest.into_iter().partition(|entry| entry.head.seq == 3);
    let whole = fs::read(&file).unwrap();
    let mut its_own = 0;
    for page in 1..whole.len() / 4096 {
        let mut bytes = whole.clone();
        bytes[page * 4096 + 1_234] ^= 0x10;
        fs::write(&file, bytes).unwrap();
        let Ok(cabinet) = desk.open() else { continue };
        let read = |entry: &Entry| cabinet.read(|reader| reader.content(&entry.head.body_hash)).is_ok();
        // A page of that body and of no other.
        if third.iter().any(read) || !others.iter().all(read) {
            continue;
        }
        its_own += 1;
        assert_eq!(cabinet.warnings(), [], "page {page}: nobody looked at it when the cabinet was opened");
        let found = found(&cabinet);
        assert!(found.contains(&("file-damaged", 3)), "page {page}: the full check comes to it and names the entry: {found:?}");
    }
    assert!(its_own > 5, "the long body fills pages of its own: {its_own}");
}

#[test]
fn the_full_check_tells_how_far_it_is() {
    let desk = department();
    let cabinet = desk.open().unwrap();
    let told = RefCell::new(Vec::new());
    let progress = |done: u64, all: u64| {
        told.borrow_mut().push((done, all));
        true
    };
    assert!(cabinet.verify(&progress).unwrap().is_whole(), "nothing is wrong with it");
    let told = told.into_inner();
    assert!(told.iter().all(|(_, all)| *all == ENTRIES), "all of it is the length of the log, from the first word on");
    assert!(told.is_sorted(), "it never goes back: {told:?}");
    assert_eq!((told.first(), told.last()), (Some(&(1, ENTRIES)), Some(&(ENTRIES, ENTRIES))), "from the first to the last");
    assert_eq!(told.len() as u64, ENTRIES, "after every entry, so that it can be stopped after any");
}
