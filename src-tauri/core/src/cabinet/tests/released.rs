//! A cabinet of every released schema is kept under `tests/fixtures` and must open for ever.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::*;
use super::support::*;
use crate::clock::{Clock, Stamp};

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/cabinet-v1")
}

/// Everything that the first schema can hold, from a seeded clock.
fn fill(desk: &Desk, cabinet: &Cabinet) {
    let sheets: Vec<_> = (0..3).map(|_| desk.clock.id().unwrap()).collect();
    finalise(cabinet, sheets[0], "样本 大堂 玻璃门有手印 ×").unwrap();
    finalise(cabinet, sheets[1], "样本 㛃䶮𬭚 回访").unwrap();
    finalise(cabinet, sheets[0], "样本 大堂 已擦净").unwrap();
    let filed = finalise(cabinet, sheets[2], "样本 到期销毁").unwrap();
    cabinet
        .write(|tx| {
            let (photo, strokes) = (tx.put_blob("image/jpeg", b"sample photo", b"{}")?, tx.put_content(b"sample strokes")?);
            let parents = tx.heads(sheets[1])?.iter().map(|entry| entry.hash).collect();
            let body = serde_json::json!({"photo": photo, "strokes": strokes}).to_string();
            tx.append(NewEntry {
                parents,
                contents: vec![strokes],
                blobs: vec![photo],
                ..NewEntry::new(Kind::Signature, sheets[1], body.as_bytes())
            })?;
            for (kind, record, text) in
                [(Kind::Register, tx.new_id()?, "样本客户"), (Kind::Setting, setting_record("department"), "客务部")]
            {
                let body = serde_json::json!({"text": text}).to_string();
                let entry = tx.append(NewEntry::new(kind, record, body.as_bytes()))?;
                Plain.entry(tx, &entry, Some(body.as_bytes()))?;
            }
            let serial = tx.reserve_serial("HF", "202602")?;
            let blank = tx.new_id()?;
            tx.append(NewEntry { serial: Some(serial), ..NewEntry::new(Kind::Audit, blank, b"{\"act\":\"blank\"}") })?;
            let body = format!("{{\"destroyed\":[\"{}\"]}}", filed.head.body_hash);
            let act = tx.new_id()?;
            let entry = tx.append(NewEntry::new(Kind::Destruction, act, body.as_bytes()))?;
            tx.destroy(&entry, &[filed.head.body_hash])?;
            Plain.entry(tx, &filed, None)?;
            let (draft, sheet) = (tx.new_id()?, tx.new_id()?);
            let photo = tx.put_blob("image/jpeg", b"sample photo of a draft", b"{}")?;
            save(tx, draft, sheet, "样本草稿", &[photo], 0)
        })
        .unwrap();
}

/// With `XUNFANG_KEEP_CABINET=1` the cabinet made here is kept as the fixture of a new schema; one that is there stays.
#[test]
fn a_cabinet_of_today_holds_everything_a_fixture_shows() {
    let clock = Arc::new(Clock::seeded(1, Stamp::parse("2026-02-13T09:00+08:00").unwrap()));
    let desk = Desk { clock, root: tempfile::TempDir::new().unwrap() };
    let (cabinet, _) = desk.create();
    fill(&desk, &cabinet);
    assert!(cabinet.verify(&|_, _| true).unwrap().is_whole(), "what is kept must be whole");
    drop(cabinet);
    if std::env::var_os("XUNFANG_KEEP_CABINET").is_some() && !fixture().exists() {
        fs::create_dir_all(fixture()).unwrap();
        for name in ["cabinet.db", "keyslots.json"] {
            fs::copy(desk.folder().join(name), fixture().join(name)).unwrap();
        }
    }
}

#[test]
fn a_cabinet_of_the_first_version_opens() {
    let clock = Arc::new(Clock::seeded(2, Stamp::parse("2026-02-20T09:00+08:00").unwrap()));
    let desk = Desk { clock, root: tempfile::TempDir::new().unwrap() };
    fs::create_dir_all(desk.folder()).unwrap();
    for name in ["cabinet.db", "keyslots.json"] {
        fs::copy(fixture().join(name), desk.folder().join(name)).unwrap();
    }
    let cabinet = desk.open().unwrap();
    assert_eq!(cabinet.warnings(), [Warning::HighWaterAbsent], "this machine has not seen it before");
    let report = cabinet.verify(&|_, _| true).unwrap();
    assert!(report.is_whole() && report.checked == 9, "every entry verifies: {report:?}");
    let before = cabinet.dump_projections().unwrap();
    cabinet.rebuild(&Plain, &|_, _| true).unwrap();
    assert_eq!(cabinet.dump_projections().unwrap(), before, "its lists follow from its log");
    let query = SheetQuery { text: "䶮".to_owned(), ..SheetQuery::default() };
    let found = cabinet.read(|r| r.search(&query, None, 9)).unwrap().rows;
    assert_eq!(found.len(), 1, "its sheets are found");
    assert_eq!(cabinet.read(|r| r.drafts()).unwrap().len(), 1, "its draft is offered");
    let next = finalise(&cabinet, desk.clock.id().unwrap(), "新的一张").unwrap();
    assert_eq!(next.head.serial.as_deref(), Some("JC-A-202602-0004"), "and its numbers go on");
}

#[test]
fn a_cabinet_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Cabinet>();
}
