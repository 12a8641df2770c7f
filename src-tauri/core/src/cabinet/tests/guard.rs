//! Tampering on the program's own connection is refused.

use super::super::open::guard;
use super::super::*;
use super::support::*;

/// Runs SQL on the writing connection of the program itself.
fn run(cabinet: &Cabinet, sql: &str) -> Result<usize> {
    Ok(guard(&cabinet.writer).conn.execute(sql, [])?)
}

const ENTRY: &str = "(device_id, seq, id, kind, record_id, lamport, clock_suspect, head, body_hash, prev_hash, hash, sig)";
const FORGED: &str = "device_id, seq, id, kind, record_id, lamport, clock_suspect, x'7b7d', body_hash, prev_hash, hash, sig";
/// A new entry that leaves a gap before it.
const GAP: &str = "device_id, 7, 'x', kind, record_id, lamport, clock_suspect, head, body_hash, prev_hash, zeroblob(32), sig";

#[test]
fn entries_content_and_blobs_are_never_changed() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let sheet = desk.clock.id().unwrap();
    let photo = cabinet.write(|tx| tx.put_blob("image/jpeg", b"photo", b"{}")).unwrap();
    finalise(&cabinet, sheet, "一").unwrap();
    cabinet
        .write(|tx| {
            let body = format!("{{\"photo\":\"{photo}\"}}");
            tx.append(NewEntry { blobs: vec![photo], ..NewEntry::new(Kind::Signature, sheet, body.as_bytes()) })
        })
        .unwrap();
    for sql in [
        "UPDATE entry SET head = x'7b7d'".to_owned(),
        "UPDATE entry SET kind = 'audit' WHERE seq = 1".to_owned(),
        "DELETE FROM entry WHERE seq = 2".to_owned(),
        format!("INSERT OR REPLACE INTO entry {ENTRY} SELECT {FORGED} FROM entry WHERE seq = 2"),
        format!("REPLACE INTO entry {ENTRY} SELECT {FORGED} FROM entry WHERE seq = 1"),
        format!("INSERT INTO entry {ENTRY} SELECT {FORGED} FROM entry WHERE true ON CONFLICT DO UPDATE SET head = x'7b7d'"),
        format!("INSERT INTO entry {ENTRY} SELECT {GAP} FROM entry WHERE seq = 1"),
        "UPDATE content SET bytes = x'00'".to_owned(),
        "DELETE FROM content".to_owned(),
        "INSERT OR REPLACE INTO content (hash, bytes) SELECT hash, x'00' FROM content".to_owned(),
        "INSERT OR REPLACE INTO content (n, hash, bytes) SELECT n, zeroblob(32), x'00' FROM content LIMIT 1".to_owned(),
        "INSERT INTO content (hash, bytes) SELECT hash, x'00' FROM content WHERE true ON CONFLICT DO UPDATE SET bytes = x'00'"
            .to_owned(),
        "UPDATE blob SET bytes = x'00'".to_owned(),
        "UPDATE OR REPLACE blob SET meta = x'00'".to_owned(),
        "DELETE FROM blob".to_owned(),
        "REPLACE INTO blob (hash, media_type, size, idle_ms, bytes) SELECT hash, '', 0, 0, x'00' FROM blob".to_owned(),
        "DELETE FROM entry_name".to_owned(),
        "UPDATE entry_name SET store = 'content'".to_owned(),
        "INSERT INTO destroyed (hash, entry_hash) SELECT body_hash, hash FROM entry WHERE seq = 1".to_owned(),
        "DELETE FROM device".to_owned(),
        "UPDATE device SET public_key = zeroblob(32)".to_owned(),
    ] {
        assert_eq!(code(run(&cabinet, &sql)), "append-only", "refused: {sql}");
    }
    assert!(run(&cabinet, "UPDATE sheet_search_data SET block = x'00'").is_err(), "the index's own tables are out of reach");
    assert!(cabinet.verify(&|_, _| true).unwrap().is_whole(), "and nothing was changed");
}

#[test]
fn readers_cannot_write() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let refused = cabinet.read(|r| Ok::<_, CabinetError>(r.conn.execute("DELETE FROM setting", [])?));
    assert_eq!(code(refused), "cabinet-read-only", "only the writer writes");
}

#[test]
fn content_leaves_only_through_a_destruction_entry() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let (sheet, act) = (desk.clock.id().unwrap(), desk.clock.id().unwrap());
    let entry = finalise(&cabinet, sheet, "到期销毁").unwrap();
    let body = entry.head.body_hash;
    let destroy = |kind, named: &[u8]| {
        cabinet.write(|tx| {
            let by = tx.append(NewEntry::new(kind, act, named))?;
            tx.destroy(&by, &[body])
        })
    };
    let naming = format!("{{\"destroyed\":[\"{body}\"]}}");
    assert_eq!(code(destroy(Kind::Audit, naming.as_bytes())), "append-only", "an audit entry destroys nothing");
    assert_eq!(code(destroy(Kind::Destruction, b"{}")), "append-only", "an entry destroys only what it names");
    destroy(Kind::Destruction, naming.as_bytes()).unwrap();
    let kept = cabinet.read(|r| r.body(&entry)).unwrap();
    assert!(matches!(kept, Kept::Destroyed(_)), "the entry stays as a tombstone");
    let report = cabinet.verify(&|_, _| true).unwrap();
    assert!(report.is_whole(), "已销毁 is no damage: {report:?}");
    assert_eq!(report.problems[0].finding.code(), "destroyed", "but it is said");
    assert_eq!(report.problems[0].record, Some(sheet), "with the sheet that it was");
}
