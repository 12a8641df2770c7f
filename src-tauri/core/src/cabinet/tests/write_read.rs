use std::time::Duration;

use super::super::*;
use super::support::*;
use crate::clock::Stamp;

#[test]
fn what_was_written_is_read_after_a_restart() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let sheet = desk.clock.id().unwrap();
    let first = finalise(&cabinet, sheet, "大堂 玻璃门有手印").unwrap();
    assert_eq!(first.head.serial.as_deref(), Some("JC-A-202602-0001"), "the first number of the month");
    assert_eq!((first.head.seq, first.head.prev_hash), (1, Hash::ZERO), "the log begins at 1");
    let second = finalise(&cabinet, sheet, "大堂 已擦净").unwrap();
    assert_eq!(second.head.prev_hash, first.hash, "each entry names the one before");
    assert_eq!(second.head.parents, [first.hash], "a revision follows from the newest one");
    drop(cabinet);

    let cabinet = desk.open().unwrap();
    assert_eq!(cabinet.warnings(), [], "nothing happened meanwhile");
    cabinet
        .read(|reader| {
            assert_eq!(reader.entries_of(sheet)?, [first.clone(), second.clone()], "entries come back as written, in order");
            let heads = reader.heads(sheet)?;
            assert_eq!(heads, std::slice::from_ref(&second), "the newest revision is the only head");
            assert_eq!(reader.entry_by_id(first.head.id)?.as_ref(), Some(&first), "found by id");
            let body = reader.body(&first)?.bytes().unwrap();
            assert_eq!(Hash::of(&body), first.head.body_hash, "the stored bytes are the hashed ones");
            let row = reader.sheet(sheet)?.unwrap();
            assert_eq!(row.serial.as_deref(), Some("JC-A-202602-0001"), "an amended sheet keeps its number");
            Ok::<_, CabinetError>(())
        })
        .unwrap();
    let report = cabinet.verify(&|_, _| true).unwrap();
    assert!(report.is_whole() && report.checked == 2, "the chain is whole: {report:?}");
}

#[test]
fn an_act_that_fails_leaves_nothing() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let sheet = desk.clock.id().unwrap();
    let failed: Result<()> = cabinet.write(|tx| {
        tx.append(NewEntry::new(Kind::Audit, sheet, b"{}"))?;
        tx.put_blob("image/jpeg", b"photo", b"{}")?;
        Err(CabinetError::Cancelled)
    });
    assert_eq!(code(failed), "cancelled", "the caller's error comes through");
    let kept = cabinet.read(|r| Ok::<_, CabinetError>((r.entry_count()?, r.blob(&Hash::of(b"photo"))?))).unwrap();
    assert_eq!(kept, (0, None), "all of an act is kept, or nothing");
    assert_eq!(finalise(&cabinet, sheet, "次日").unwrap().head.seq, 1, "and no place in the log was used up");
}

#[test]
fn a_revision_of_an_older_base_is_refused() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let sheet = desk.clock.id().unwrap();
    let first = finalise(&cabinet, sheet, "一").unwrap();
    finalise(&cabinet, sheet, "二").unwrap();
    for parents in [vec![], vec![first.hash]] {
        let stale = cabinet.write(|tx| tx.append(NewEntry { parents, ..NewEntry::new(Kind::Revision, sheet, b"{}") }));
        assert_eq!(code(stale), "base-moved", "a sheet that moved on is never saved over");
    }
    let unknown =
        cabinet.write(|tx| tx.append(NewEntry { parents: vec![Hash::of(b"?")], ..NewEntry::new(Kind::Signature, sheet, b"{}") }));
    assert_eq!(code(unknown), "parent-unknown", "an entry follows only from what is there");
}

#[test]
fn what_an_entry_names_must_be_kept_and_named_in_its_body() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let sheet = desk.clock.id().unwrap();
    let gone = Hash::of(b"strokes");
    let body = format!("{{\"strokes\":\"{gone}\"}}");
    let append = |contents: Vec<Hash>, body: &[u8]| {
        cabinet.write(|tx| tx.append(NewEntry { contents, ..NewEntry::new(Kind::Signature, sheet, body) }))
    };
    assert_eq!(code(append(vec![gone], body.as_bytes())), "content-unknown", "strokes are kept before they are named");
    cabinet.write(|tx| tx.put_content(b"strokes")).unwrap();
    assert_eq!(code(append(vec![gone], b"{}")), "not-in-body", "the body itself says what belongs to it");
    append(vec![gone], body.as_bytes()).unwrap();
}

#[test]
fn a_clock_that_jumps_is_doubted_and_never_blocks() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let at = |text: &str| desk.clock.set(Stamp::parse(text).unwrap());
    let write = |clock_confirmed| {
        let id = desk.clock.id().unwrap();
        cabinet.write(|tx| tx.append(NewEntry { clock_confirmed, ..NewEntry::new(Kind::Audit, id, b"{}") })).unwrap()
    };
    assert!(!write(false).head.clock_suspect, "the first entry has nothing to be compared with");
    at("2026-03-30T09:00+08:00");
    assert!(!write(false).head.clock_suspect, "45 days later is believed");
    at("2026-05-15T09:00+08:00");
    assert!(write(false).head.clock_suspect, "46 days later is doubted");
    assert!(cabinet.clock_suspect(), "and 今日 asks");
    assert_eq!(cabinet.last_trusted().unwrap().date().to_string(), "2026-03-30", "counting goes from the last trusted date");
    assert!(!write(true).head.clock_suspect, "a person said that it is right");
    at("2026-05-14T09:00+08:00");
    assert!(write(false).head.clock_suspect, "earlier than the last entry is doubted");
    desk.clock.advance(Duration::from_secs(2 * 86_400));
    assert!(!write(false).head.clock_suspect, "a clock put right is believed again");
    drop(cabinet);
    let cabinet = desk.open().unwrap();
    assert_eq!(cabinet.last_trusted().unwrap().date().to_string(), "2026-05-16", "and known after a restart");
}

#[test]
fn numbers_have_a_life() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let lost: Result<String> = cabinet.write(|tx| tx.reserve_serial("JC", "202602"));
    assert_eq!(code(lost), "serial-not-logged", "a number that no entry names would be lost at a rebuild");
    let blank = desk.clock.id().unwrap();
    let serial = cabinet
        .write(|tx| {
            let serial = tx.reserve_serial("JC", "202602")?;
            tx.append(NewEntry { serial: Some(serial.clone()), ..NewEntry::new(Kind::Audit, blank, b"{}") })?;
            Ok::<_, CabinetError>(serial)
        })
        .unwrap();
    let number = |serial: &str| cabinet.read(|r| r.number(serial)).unwrap().unwrap();
    assert_eq!(number(&serial).state, NumberState::Reserved, "a printed blank reserves its number");
    let sheet = desk.clock.id().unwrap();
    let take = |sheet| {
        cabinet.write(|tx| tx.append(NewEntry { serial: Some(serial.clone()), ..NewEntry::new(Kind::Revision, sheet, b"{}") }))
    };
    take(sheet).unwrap();
    assert_eq!(number(&serial).sheet, Some(sheet), "已用 by the sheet that was filled on it");
    assert_eq!(code(take(blank)), "serial-taken", "no second sheet takes the same number");
    assert_eq!(finalise(&cabinet, blank, "下一张").unwrap().head.serial.as_deref(), Some("JC-A-202602-0002"), "the next one");
    for (prefix, period) in [("jc", "202602"), ("JC", "2026"), ("J", "202602")] {
        let drawn: Result<String> = cabinet.write(|tx| tx.reserve_serial(prefix, period));
        assert_eq!(code(drawn), "serial-invalid", "{prefix}-{period} would be no safe file name");
    }
}

#[test]
fn a_full_disk_is_said_and_costs_nothing_that_was_saved() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let (id, sheet) = (desk.clock.id().unwrap(), desk.clock.id().unwrap());
    cabinet.write(|tx| save(tx, id, sheet, "照片还没存", &[], 0)).unwrap();
    let limit = |pages: i64| {
        let writer = super::super::open::guard(&cabinet.writer);
        writer.conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| row.get::<_, i64>(0)).unwrap()
    };
    // As much as there is now: SQLite answers as it does on a full disk.
    limit(1);
    let put = |bytes: &[u8]| cabinet.write(|tx| tx.put_blob("image/jpeg", bytes, b"{}"));
    assert_eq!(code(put(&[7; 2_000_000])), "disk-full", "a plain word for it");
    assert_eq!(cabinet.read(|r| r.draft(id)).unwrap().unwrap().title, "照片还没存", "the draft is kept");
    limit(1_000_000);
    put(&[7; 2_000_000]).unwrap();
    assert!(cabinet.verify(&|_, _| true).unwrap().is_whole(), "and work goes on when there is room again");
}

#[test]
fn readers_read_while_one_writes() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    finalise(&cabinet, desk.clock.id().unwrap(), "一").unwrap();
    cabinet
        .write(|tx| {
            let record = tx.new_id()?;
            tx.append(NewEntry::new(Kind::Audit, record, b"{}"))?;
            assert_eq!(tx.entry_count()?, 2, "a transaction sees what it wrote");
            std::thread::scope(|scope| {
                let beside = scope.spawn(|| cabinet.read(|r| r.entry_count()).unwrap());
                assert_eq!(beside.join().unwrap(), 1, "nobody else does before it is kept");
            });
            Ok::<_, CabinetError>(())
        })
        .unwrap();
    assert_eq!(cabinet.read(|r| r.entry_count()).unwrap(), 2, "then everybody does");
}

#[test]
fn the_head_is_canonical_and_its_hash_is_the_published_one() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let sheet = desk.clock.id().unwrap();
    let entry = finalise(&cabinet, sheet, "一").unwrap();
    let head: Vec<u8> =
        cabinet.read(|r| Ok::<_, CabinetError>(r.conn.query_row("SELECT head FROM entry", [], |row| row.get(0))?)).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&head).unwrap();
    let names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    let wanted = "author body_hash clock_suspect device form id kind lamport parents prev_hash record seq serial \
                  utc_offset_min version wall_ms";
    assert_eq!(names.join(" "), wanted, "every field, in the order of RFC 8785");
    assert_eq!(serde_json_canonicalizer::to_vec(&value).unwrap(), head, "canonical bytes are stored");
    let labelled = [b"xunfang-entry-1\0".as_slice(), &head].concat();
    assert_eq!(Hash::of(&labelled), entry.hash, "anyone can compute it again");
}
