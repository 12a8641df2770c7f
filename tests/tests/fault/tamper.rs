//! Somebody with the key meddles with the file from outside: the file refuses, and where its guards were taken away
//! first, `verify` names sheet and stage in plain words.

use std::path::Path;

use rusqlite::Connection;
use xunfang_core::cabinet::{CabinetError, Hash, Kind, NewEntry, Secret, raw_key};
use xunfang_core::clock::Id;
use xunfang_core::office::Office;
use xunfang_core::office::api::{PaperSign, VerifyReport};
use xunfang_tests::department::{self, Department, PASSPHRASE};

/// A closed department with two visits: the first signed on the screen, the second on paper.
struct Scene {
    root: tempfile::TempDir,
    first: String,
    second: String,
}

const FIRST: &str = "HF-A-202602-0001";
const SECOND: &str = "HF-A-202602-0002";

impl Scene {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let department = Department::at(root.path(), 1);
        let office = department.first_run().unwrap();
        let customer = department::customer(&office, "赵六").unwrap();
        let finish = |summary: &str| {
            let draft = department::visit_draft(&office, &customer, summary).unwrap();
            office.finish(&draft.id, &department::visited()).unwrap().sheet
        };
        let (first, second) = (finish("3号电梯困人"), finish("大堂漏水"));
        office.sign(&department::signature(&first, "赵六")).unwrap();
        let (scan, _) = office.take_in_scan("签字页.bin", b"sample of a scan that no reader knows").unwrap();
        let paper = PaperSign {
            sheet: second.clone(),
            role: "customer_sign".to_owned(),
            row: String::new(),
            blob: scan.photo.blob,
            signer: "赵六".to_owned(),
            signed_on: "2026-02-24".to_owned(),
            place: "客务部档案盒3".to_owned(),
            choice: "满意".to_owned(),
        };
        office.sign_paper(&paper).unwrap();
        // Looking at what is masked is written into the log.
        office.plain_sheet(FIRST, Some("核对电话")).unwrap();
        drop(office);
        Self { root, first, second }
    }

    fn folder(&self) -> &Path {
        self.root.path()
    }

    fn open(&self) -> Office {
        Department::at(self.folder(), 9).open().unwrap()
    }

    /// The file itself, opened by another program that has the key.
    fn raw(&self) -> Connection {
        let folder = self.folder().join("cabinet");
        let key = raw_key(&folder, &Secret::passphrase(PASSPHRASE)).unwrap();
        let conn = Connection::open(folder.join("cabinet.db")).unwrap();
        conn.execute_batch(&format!("PRAGMA key = \"{}\";", key.as_str())).unwrap();
        conn
    }

    /// The same with the guards taken away.
    fn unguarded(&self) -> Connection {
        let conn = self.raw();
        let names = |conn: &Connection| -> Vec<String> {
            let mut found = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").unwrap();
            found.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        for name in names(&conn) {
            conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        conn.execute_batch("PRAGMA foreign_keys = OFF;").unwrap();
        conn
    }

    /// What `verify` says after `sql`, beside the guards that are missing.
    fn after(&self, sql: &str) -> Vec<(String, String, String)> {
        let conn = self.unguarded();
        conn.execute_batch(sql).unwrap();
        drop(conn);
        let report = self.open().verify(None, &|_, _| true).unwrap();
        assert!(!report.ok, "after {sql}");
        let (guards, rest): (Vec<_>, Vec<_>) =
            report.problems.into_iter().partition(|problem| problem.code.code() == "guard-missing");
        assert!(guards.iter().all(|guard| guard.message.contains("防改动的保护被去掉")), "missing guards are said: {guards:?}");
        assert!(!guards.is_empty(), "every dropped trigger is noticed");
        rest.into_iter().map(|problem| (problem.serial, problem.code.code().to_owned(), problem.message)).collect()
    }
}

/// A condition that picks the body of the nth entry of a kind on a record.
fn body_of(kind: &str, record: &str, nth: u32) -> String {
    format!(
        "hash = (SELECT body_hash FROM entry WHERE kind = '{kind}' AND record_id = '{record}' ORDER BY seq LIMIT 1 OFFSET {nth})"
    )
}

/// Every finding names the serial and all of these words.
fn names(found: &[(String, String, String)], serial: &str, code: &str, words: &[&str]) {
    let hit = found.iter().find(|(s, c, m)| s == serial && c == code && words.iter().all(|word| m.contains(word)));
    assert!(hit.is_some(), "wanted {serial} {code} {words:?}, found {found:#?}");
}

/// Passes when the finding names the number, the stage and what was changed.
#[test]
fn a_changed_revision_is_named_with_its_sheet_and_stage() {
    let scene = Scene::new();
    let sql = format!(
        "UPDATE content SET bytes = CAST(replace(CAST(bytes AS TEXT), '电梯困人', '一切正常') AS BLOB) WHERE {}",
        body_of("revision", &scene.first, 0)
    );
    let found = scene.after(&sql);
    names(&found, FIRST, "content-changed", &["回访记录表\u{3000}回访\u{3000}内容被改动"]);
    assert!(found.iter().all(|(serial, ..)| serial == FIRST), "no other sheet is suspected: {found:?}");
}

/// Passes when what a signer was shown, and their strokes, cannot be changed without being named.
#[test]
fn a_changed_scope_or_stroke_is_named_with_the_signature() {
    for (what, pick) in [
        (
            "scope",
            "n IN (SELECT c.n FROM content c JOIN entry_name e USING (hash) WHERE instr(c.bytes, CAST('\"lines\"' AS BLOB)) > 0)",
        ),
        ("strokes", "instr(bytes, CAST('\"strokes\":[' AS BLOB)) > 0"),
    ] {
        let scene = Scene::new();
        let conn = scene.raw();
        let changed = format!("SELECT count(*) FROM content WHERE {pick}");
        let there: i64 = conn.query_row(&changed, [], |row| row.get(0)).unwrap();
        drop(conn);
        assert!(there >= 1, "the {what} of the signature is kept");
        let found = scene.after(&format!("UPDATE content SET bytes = CAST(bytes || ' ' AS BLOB) WHERE {pick}"));
        names(&found, FIRST, "content-changed", &["回访记录表", "客户签字", "内容被改动"]);
        names(&found, FIRST, "signature-broken", &["客户签字", "签署时的内容与签名对不上"]);
    }
}

/// Passes when a scan that is not the one that was taken in is named with its signature.
#[test]
fn a_changed_scan_is_named_with_the_signature() {
    let scene = Scene::new();
    let found = scene.after("UPDATE blob SET bytes = CAST('another page' AS BLOB)");
    names(&found, SECOND, "blob-changed", &["回访记录表", "客户签字", "照片或附件被改动"]);
    let scene = Scene::new();
    let found = scene.after("DELETE FROM blob");
    names(&found, SECOND, "blob-missing", &["客户签字", "照片或附件缺失"]);
}

/// Passes when a signature and a line of 查阅导出登记 cannot be changed without being named.
#[test]
fn a_changed_signature_or_register_of_looks_is_named() {
    let scene = Scene::new();
    let sql = format!(
        "UPDATE content SET bytes = CAST(replace(CAST(bytes AS TEXT), '赵六', '钱七') AS BLOB) WHERE {}",
        body_of("signature", &scene.second, 0)
    );
    names(&scene.after(&sql), SECOND, "content-changed", &["客户签字", "内容被改动"]);

    let scene = Scene::new();
    let sql = format!("UPDATE content SET bytes = CAST('{{}}' AS BLOB) WHERE {}", body_of("audit", &scene.first, 0));
    names(&scene.after(&sql), FIRST, "content-changed", &["回访记录表", "查阅导出登记", "内容被改动"]);
}

/// Passes when an entry that was taken out, and one that was put in, are both named.
#[test]
fn missing_and_foreign_entries_are_named() {
    let scene = Scene::new();
    let pick = format!("kind = 'signature' AND record_id = '{}'", scene.first);
    let found = scene.after(&format!("DELETE FROM entry WHERE {pick}"));
    assert!(found.iter().any(|(_, code, message)| code == "entries-missing" && message.contains("此处缺少记录")), "{found:?}");

    // An entry of a device that nobody ever let in.
    let scene = Scene::new();
    let stranger = "0195a3c0-0000-7000-8000-00000000abcd";
    let last = "seq = (SELECT max(seq) FROM entry)";
    let found = scene.after(&format!(
        "INSERT INTO entry (device_id, seq, id, kind, record_id, lamport, clock_suspect, head, body_hash, prev_hash, hash, sig)
         SELECT '{stranger}', 1, '{stranger}', kind, record_id, lamport + 1, 0, head, body_hash, prev_hash, randomblob(32), sig
         FROM entry WHERE {last}"
    ));
    assert!(found.iter().any(|(_, code, message)| code == "unknown-key" && message.contains("来自未登记的设备")), "{found:?}");
}

/// Passes when the first entry that does not follow the one before is named.
#[test]
fn a_broken_chain_is_named_where_it_breaks() {
    let scene = Scene::new();
    let sql = format!(
        "UPDATE entry SET sig = zeroblob(64) WHERE kind = 'revision' AND record_id = '{}' AND seq = \
         (SELECT min(seq) FROM entry WHERE kind = 'revision' AND record_id = '{0}')",
        scene.second
    );
    names(&scene.after(&sql), SECOND, "signature-invalid", &["回访记录表", "设备签名不符"]);
    let scene = Scene::new();
    let sql = format!(
        "UPDATE entry SET prev_hash = zeroblob(32), head = CAST(replace(CAST(head AS TEXT), '\"prev_hash\":\"', '\"prev_hash\":\"00') AS BLOB) \
         WHERE kind = 'revision' AND record_id = '{}'",
        scene.second
    );
    let found = scene.after(&sql);
    assert!(found.iter().any(|(serial, ..)| serial == SECOND), "the sheet is named: {found:?}");
}

/// Passes when a destruction by the rules is said to be one, and is no finding.
#[test]
fn what_was_destroyed_by_the_rules_is_said_and_is_no_damage() {
    let scene = Scene::new();
    let office = scene.open();
    let record: Id = scene.second.parse().unwrap();
    let destroyed = office.cabinet().write(|tx| {
        let bodies: Vec<Hash> = tx.entries_of(record)?.iter().map(|entry| entry.head.body_hash).collect();
        let named: Vec<String> = bodies.iter().map(|hash| format!("\"{hash}\"")).collect();
        let body = format!("{{\"destroyed\":[{}]}}", named.join(","));
        let act = tx.new_id()?;
        let entry = tx.append(NewEntry::new(Kind::Destruction, act, body.as_bytes()))?;
        tx.destroy(&entry, &bodies)?;
        Ok::<_, CabinetError>(bodies.len())
    });
    let report: VerifyReport = office.verify(None, &|_, _| true).unwrap();
    assert!(report.ok, "已销毁 is no damage: {:?}", report.problems);
    let said =
        report.problems.iter().filter(|p| p.code.code() == "destroyed" && p.serial == SECOND && p.message.contains("已销毁"));
    assert!(said.count() >= destroyed.unwrap(), "every tombstone is said: {:?}", report.problems);
    assert_eq!(report.problems.iter().filter(|p| p.serial == FIRST).count(), 0, "the other sheet is whole");
}

/// Passes when an UPDATE or DELETE of an entry fails inside the file itself, REPLACE included.
#[test]
fn with_its_guards_the_file_refuses_even_a_stranger_with_the_key() {
    let scene = Scene::new();
    let conn = scene.raw();
    let columns = "device_id, seq, id, kind, record_id, lamport, clock_suspect, head, body_hash, prev_hash, hash, sig";
    for sql in [
        "UPDATE entry SET head = x'7b7d'".to_owned(),
        "DELETE FROM entry".to_owned(),
        format!("INSERT OR REPLACE INTO entry ({columns}) SELECT {columns} FROM entry WHERE seq = 3"),
        format!(
            "INSERT INTO entry ({columns}) SELECT {columns} FROM entry WHERE seq = 3 ON CONFLICT DO UPDATE SET head = x'7b7d'"
        ),
        "UPDATE content SET bytes = x'00'".to_owned(),
        "DELETE FROM content".to_owned(),
        "INSERT OR REPLACE INTO content (hash, bytes) SELECT hash, x'00' FROM content".to_owned(),
        "INSERT INTO content (hash, bytes) SELECT hash, x'00' FROM content WHERE true ON CONFLICT DO UPDATE SET bytes = x'00'"
            .to_owned(),
        "UPDATE blob SET bytes = x'00'".to_owned(),
        "DELETE FROM blob".to_owned(),
        "REPLACE INTO blob (hash, media_type, size, idle_ms, bytes) SELECT hash, '', 0, 0, x'00' FROM blob".to_owned(),
    ] {
        let said = conn.execute(&sql, []).unwrap_err().to_string();
        assert!(["never", "only", "leaves"].iter().any(|word| said.contains(word)), "a guard refuses {sql}: {said}");
    }
    drop(conn);
    let report = scene.open().verify(None, &|_, _| true).unwrap();
    assert!(report.ok && report.problems.is_empty(), "nothing was changed: {:?}", report.problems);
}
