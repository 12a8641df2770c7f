//! Tampering from outside, with the key and without the triggers, is found.

use super::super::*;
use super::support::*;

/// A cabinet of three sheets and a photo, closed.
fn department() -> Desk {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    for text in ["一", "二", "三"] {
        finalise(&cabinet, desk.clock.id().unwrap(), text).unwrap();
    }
    cabinet
        .write(|tx| {
            let photo = tx.put_blob("image/jpeg", b"photo", b"{}")?;
            let body = format!("{{\"photo\":\"{photo}\"}}");
            let record = tx.new_id()?;
            tx.append(NewEntry { blobs: vec![photo], ..NewEntry::new(Kind::Audit, record, body.as_bytes()) })
        })
        .unwrap();
    desk
}

/// The findings after `sql`, in order and without repetition; the missing triggers themselves left out.
fn findings(sql: &str) -> Vec<&'static str> {
    let desk = department();
    let raw = desk.raw_without_triggers();
    raw.execute_batch(sql).unwrap();
    drop(raw);
    let cabinet = desk.open().unwrap();
    let report = cabinet.verify(&|_, _| true).unwrap();
    let mut codes: Vec<&str> = report.problems.iter().map(|problem| problem.finding.code()).collect();
    assert!(codes.contains(&"guard-missing"), "dropped triggers are said");
    codes.retain(|code| *code != "guard-missing");
    codes.dedup();
    codes
}

#[test]
fn every_way_of_tampering_is_found() {
    for (sql, expected) in [
        ("SELECT 1", &[] as &[&str]),
        (
            "UPDATE content SET bytes = CAST(bytes || ' ' AS BLOB) WHERE hash = (SELECT body_hash FROM entry WHERE seq = 2)",
            &["content-changed"],
        ),
        ("DELETE FROM content WHERE hash = (SELECT body_hash FROM entry WHERE seq = 2)", &["content-missing"]),
        (
            "UPDATE entry SET head = CAST(replace(CAST(head AS TEXT), 'sample', 'forged') AS BLOB) WHERE seq = 2",
            &["head-changed"],
        ),
        ("UPDATE entry SET sig = zeroblob(64) WHERE seq = 2", &["signature-invalid"]),
        ("UPDATE entry SET kind = 'audit' WHERE seq = 2", &["column-mismatch"]),
        ("UPDATE entry SET clock_suspect = 1 WHERE seq = 2", &["column-mismatch"]),
        ("UPDATE entry SET head = x'00' WHERE seq = 2", &["head-changed", "entry-unreadable"]),
        ("PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE seq = 2", &["entries-missing"]),
        ("PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE seq = 4", &["entries-missing"]),
        ("PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE seq = 1", &["entries-missing"]),
        ("UPDATE blob SET bytes = x'00'", &["blob-changed"]),
        ("DELETE FROM blob", &["blob-missing"]),
        ("PRAGMA foreign_keys = OFF; UPDATE device SET device_id = 'x'; UPDATE own_device SET device_id = 'x'", &["unknown-key"]),
    ] {
        if sql.contains("device_id = 'x'") {
            // The device itself is gone: the cabinet does not even open as its own.
            let desk = department();
            desk.raw_without_triggers().execute_batch(sql).unwrap();
            assert!(desk.open().is_err(), "a device that is no id is refused");
            continue;
        }
        assert_eq!(findings(sql), expected, "after {sql}");
    }
}

#[test]
fn an_exchanged_device_key_is_found() {
    let desk = department();
    let raw = desk.raw_without_triggers();
    // The key of the RFC 8032 §7.1 test 1.
    raw.execute_batch(
        "UPDATE own_device SET seed = x'9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
         UPDATE device SET public_key = x'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'",
    )
    .unwrap();
    drop(raw);
    let cabinet = desk.open().unwrap();
    let codes: Vec<&str> = cabinet.warnings().iter().map(Warning::code).collect();
    assert_eq!(codes, ["high-water-unreadable", "entries-damaged"], "the mark and the entries were signed by another key");
    let report = cabinet.verify(&|_, _| true).unwrap();
    let bad = report.problems.iter().filter(|problem| problem.finding == Finding::SignatureInvalid).count();
    assert_eq!(bad, 4, "every entry is named");
}

#[test]
fn a_problem_names_the_record() {
    let desk = department();
    let raw = desk.raw_without_triggers();
    raw.execute_batch("UPDATE content SET bytes = x'00' WHERE hash = (SELECT body_hash FROM entry WHERE seq = 3)").unwrap();
    drop(raw);
    let cabinet = desk.open().unwrap();
    let page = cabinet.read(|r| r.search(&SheetQuery { text: "三".to_owned(), ..SheetQuery::default() }, None, 5)).unwrap();
    let third = page.rows[0].sheet;
    let report = cabinet.verify_record(third).unwrap();
    assert_eq!(report.problems.len(), 1, "one body was changed: {report:?}");
    assert_eq!((report.problems[0].finding, report.problems[0].seq), (Finding::ContentChanged, 3), "it is the third entry's");
    assert_eq!(report.problems[0].record, Some(third), "and the sheet's");
    let other = cabinet.read(|r| Ok::<_, CabinetError>(r.newest_entries(9)?.pop().unwrap())).unwrap();
    assert!(cabinet.verify_record(other.head.record).unwrap().is_whole(), "other sheets are not touched");
}

#[test]
fn a_check_can_be_stopped() {
    let desk = department();
    let cabinet = desk.open().unwrap();
    assert_eq!(code(cabinet.verify(&|done, all| done < 2 && all == 4)), "cancelled", "a person may stop it");
}

#[test]
fn an_old_copy_put_back_is_noticed_and_stays_noticed() {
    let desk = department();
    let db = desk.folder().join("cabinet.db");
    let old = std::fs::read(&db).unwrap();
    let cabinet = desk.open().unwrap();
    let lost = finalise(&cabinet, desk.clock.id().unwrap(), "丢失的一张").unwrap();
    drop(cabinet);
    std::fs::write(&db, old).unwrap();

    let cabinet = desk.open().unwrap();
    assert_eq!(cabinet.warnings(), [Warning::EntriesMissing { expected: 5, found: 4 }], "the high-water file knew one more");
    let codes = |cabinet: &Cabinet| -> Vec<&str> {
        cabinet.verify(&|_, _| true).unwrap().problems.iter().map(|problem| problem.finding.code()).collect()
    };
    assert_eq!(codes(&cabinet), ["entries-missing"], "verify says so too");
    let next = finalise(&cabinet, desk.clock.id().unwrap(), "照常工作").unwrap();
    assert_eq!(next.head.seq, lost.head.seq, "work goes on at the same place");
    drop(cabinet);
    let cabinet = desk.open().unwrap();
    assert_eq!(cabinet.warnings(), [Warning::HistoryReplaced { seq: 5 }], "the evidence outlasts further writing");
    assert_eq!(codes(&cabinet), ["chain-broken"], "in verify as well");
}

#[test]
fn a_missing_high_water_file_is_said_and_made_again() {
    let desk = department();
    std::fs::remove_dir_all(desk.marks()).unwrap();
    let cabinet = desk.open().unwrap();
    assert_eq!(cabinet.warnings(), [Warning::HighWaterAbsent], "a new machine, or someone removed it");
    finalise(&cabinet, desk.clock.id().unwrap(), "四").unwrap();
    drop(cabinet);
    assert_eq!(desk.open().unwrap().warnings(), [], "the next entry made it anew");
}

#[test]
fn an_unwritable_high_water_file_never_fails_a_save() {
    let desk = department();
    std::fs::remove_dir_all(desk.marks()).unwrap();
    std::fs::write(desk.marks(), b"in the way").unwrap();
    let cabinet = desk.open().unwrap();
    finalise(&cabinet, desk.clock.id().unwrap(), "四").unwrap();
    assert!(cabinet.warnings().contains(&Warning::HighWaterUnwritable), "it is said instead: {:?}", cabinet.warnings());
}
