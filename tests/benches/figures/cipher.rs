//! What encryption costs: the same work on the same rows by the same engine with the same settings, once encrypted as a cabinet
//! is, once not at all: SQLCipher without a key is SQLite as it is.

use std::fs;
use std::path::Path;
use std::time::Instant;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, params};
use xunfang_core::cabinet::{Secret, raw_key};
use xunfang_tests::department::{Department, PASSPHRASE, customer, visit_draft, visited};

use crate::department::{bench_folder, done};
use crate::measure::{Table, Times};
use crate::words::{Chance, summary};

/// Sheets in the files: five times as much as the engine's own memory of pages (8 MB) holds.
const SHEETS: usize = 10_000;
const ROUNDS: usize = 400;
/// As `cabinet/sql/connection.sql`.
const SETTINGS: &str = "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;
    PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;";

/// One of the two files.
struct File<'a> {
    path: &'a Path,
    /// `PRAGMA key`, or nothing.
    key: String,
}

impl File<'_> {
    fn open(&self) -> rusqlite::Result<Connection> {
        let conn = Connection::open(self.path)?;
        conn.execute_batch(&format!("PRAGMA cipher_log_level = NONE; {}", self.key))?;
        conn.execute_batch(SETTINGS)?;
        conn.execute_batch("PRAGMA journal_mode = WAL;")?;
        Ok(conn)
    }
}

pub fn run(table: &mut Table) {
    if let Err(error) = compare(table) {
        panic!("the two files could not be compared: {error}");
    }
}

fn compare(table: &mut Table) -> rusqlite::Result<()> {
    let folder = bench_folder().join("cipher");
    let _ = fs::remove_dir_all(&folder);
    let (sealed_path, plain_path) = (folder.join("sealed.db"), folder.join("plain.db"));
    let key = made(&folder, &sealed_path, &plain_path)?;
    let sealed = File { path: &sealed_path, key };
    let plain = File { path: &plain_path, key: String::new() };
    let both = [sealed.open()?, plain.open()?];
    let [first, _] = &both;
    let size = fs::metadata(&plain_path).map_or(0, |meta| meta.len() / 1_000_000);

    let records = column(first, "SELECT DISTINCT record_id FROM entry WHERE kind = 'revision'")?;
    first.execute_batch("CREATE VIRTUAL TABLE temp.token USING fts5vocab (main, sheet_search, row)")?;
    let tokens = column(first, "SELECT term FROM temp.token WHERE doc > 50 ORDER BY term")?;
    let keys = column(first, "SELECT CAST(order_key AS TEXT) FROM sheet")?;
    let body: usize = first.query_row("SELECT avg(length(bytes)) FROM content", [], |row| row.get::<_, f64>(0))? as usize;

    let mut line = |what: &str, how: &str, times: [Times; 2]| {
        let [sealed, plain] = &times;
        let ratio = sealed.median() / plain.median();
        let figure = format!("{:.3} ms (p95 {:.3})", sealed.median(), sealed.hundredth(95));
        let against = format!("plain SQLite {:.3} ms (p95 {:.3}) · {ratio:.2} ×", plain.median(), plain.hundredth(95));
        table.line(what, figure, against, format!("{how}; median of {}", sealed.count()));
    };
    let of = |list: &[String], n: usize| list.get(n * 7_919 % list.len().max(1)).cloned().unwrap_or_default();

    let files = [&sealed, &plain];
    line(
        &format!("encrypted: open, {SHEETS} sheets"),
        &format!("{size} MB; key, settings, newest 100 entries read"),
        each(40, |which, _| {
            let conn = at(&files, which).open()?;
            rows(&conn, "SELECT head, hash, sig FROM entry ORDER BY lamport DESC LIMIT ?1", "100")
        })?,
    );
    line(
        "encrypted: durable commit",
        &format!("one row of a body's size ({body} bytes), one commit"),
        each(ROUNDS, |which, n| {
            let mut hash = [0_u8; 32];
            hash.iter_mut().zip(n.to_le_bytes()).for_each(|(at, byte)| *at = byte);
            let bytes: Vec<u8> = (0..body).map(|k| (k * 31 + n) as u8).collect();
            at(&both, which).execute("INSERT INTO content (hash, bytes) VALUES (?1, ?2)", params![hash, bytes])
        })?,
    );
    line(
        "encrypted: read a sheet",
        "all entries of a record with their bodies",
        each(ROUNDS, |which, n| {
            let sql =
                "SELECT entry.head, content.bytes FROM entry JOIN content ON content.hash = entry.body_hash WHERE record_id = ?1";
            rows(at(&both, which), sql, &of(&records, n))
        })?,
    );
    line(
        "encrypted: a page of the list",
        "50 lines from anywhere",
        each(ROUNDS, |which, n| {
            let sql = "SELECT * FROM sheet WHERE order_key < CAST(?1 AS INTEGER) ORDER BY order_key DESC LIMIT 50";
            rows(at(&both, which), sql, &of(&keys, n))
        })?,
    );
    line(
        "encrypted: search by the index",
        "newest 50 that hold two tokens",
        each(ROUNDS, |which, n| {
            let sql = "SELECT sheet.* FROM sheet_search CROSS JOIN sheet ON sheet.order_key = sheet_search.rowid \
                       WHERE sheet_search MATCH ?1 ORDER BY sheet_search.rowid DESC LIMIT 51";
            rows(at(&both, which), sql, &format!("{} {}", of(&tokens, n), of(&tokens, n * 3 + 1)))
        })?,
    );
    line(
        "encrypted: everything read once",
        "every body looked through: the most that decryption can cost",
        each(12, |which, _| rows(at(&both, which), "SELECT count(*) FROM content WHERE instr(bytes, ?1) > 0", "无此字样"))?,
    );
    drop(both);
    let _ = fs::remove_dir_all(&folder);
    Ok(())
}

/// A department's cabinet, copied row by row into an encrypted and a plain file; the key of the first.
fn made(folder: &Path, sealed: &Path, plain: &Path) -> rusqlite::Result<String> {
    let department = Department::at(&folder.join("department"), 3);
    let office = done(department.first_run());
    let person = done(customer(&office, "赵六"));
    let mut chance = Chance(5);
    for _ in 0..SHEETS {
        let draft = done(visit_draft(&office, &person, &summary(&mut chance)));
        done(office.finish(&draft.id, &visited()));
    }
    drop(office);
    let cabinet = department.folder();
    let key = raw_key(&cabinet, &Secret::passphrase(PASSPHRASE)).unwrap_or_else(|error| panic!("{error}"));
    let conn = Connection::open(cabinet.join("cabinet.db"))?;
    let keyed = format!("PRAGMA key = \"{}\";", key.as_str());
    conn.execute_batch(&keyed)?;
    for (path, key) in [(sealed, format!("\"{}\"", key.as_str())), (plain, "''".to_owned())] {
        conn.execute_batch(&format!("ATTACH DATABASE '{}' AS copy KEY {key};", path.display()))?;
        conn.query_row("SELECT sqlcipher_export('copy')", [], |_| Ok(())).optional()?;
        conn.execute_batch("DETACH DATABASE copy;")?;
    }
    Ok(keyed)
}

/// Does it to both files in turn, so that what else the machine does falls on both.
fn each<T>(count: usize, mut act: impl FnMut(usize, usize) -> rusqlite::Result<T>) -> rusqlite::Result<[Times; 2]> {
    let (mut sealed, mut plain) = (Vec::new(), Vec::new());
    for n in 0..count + 3 {
        // Whoever comes second finds the machine warm: each is that every other time.
        let mut turns = [(0, &mut sealed), (1, &mut plain)];
        if n % 2 == 1 {
            turns.reverse();
        }
        for (which, times) in turns {
            let start = Instant::now();
            act(which, n)?;
            if n >= 3 {
                times.push(start.elapsed());
            }
        }
    }
    Ok([Times::from(sealed), Times::from(plain)])
}

fn at<T>(of: &[T; 2], which: usize) -> &T {
    let [sealed, plain] = of;
    if which == 0 { sealed } else { plain }
}

/// Reads every column of every row.
fn rows(conn: &Connection, sql: &str, value: &str) -> rusqlite::Result<usize> {
    let mut statement = conn.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut found = statement.query([value])?;
    let mut bytes = 0;
    while let Some(row) = found.next()? {
        for column in 0..columns {
            bytes += match row.get_ref(column)? {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len(),
                ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => 8,
            };
        }
    }
    Ok(bytes)
}

fn column(conn: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    conn.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}
