//! A durable save beside a bare commit of the same engine with the same settings, on the same disk.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use xunfang_tests::department::{self, Department, customer, text, visit_draft, visited};

use crate::department::{bench_folder, done};
use crate::measure::{Table, Times};

const ROUNDS: usize = 200;

pub fn run(table: &mut Table) {
    let folder = bench_folder().join("save");
    let _ = fs::remove_dir_all(&folder);
    let department = Department::at(&folder, 1);
    let office = done(department.first_run());
    let person = done(customer(&office, "赵六"));
    let draft = done(visit_draft(&office, &person, "3号电梯困人"));
    let mut answers = draft.answers.clone();
    let bytes = serde_json::to_vec(&answers).unwrap_or_default();
    let bare = bare(&folder, bytes.len());
    let mut times: [Vec<Duration>; 4] = Default::default();
    let mut timed = |which: usize, act: &mut dyn FnMut()| {
        let start = Instant::now();
        act();
        if let Some(times) = times.get_mut(which) {
            times.push(start.elapsed());
        }
    };
    for n in 0..ROUNDS {
        let row = vec![u8::try_from(n % 251).unwrap_or(0); bytes.len()];
        timed(0, &mut || {
            let changed = bare.execute("UPDATE draft SET bytes = ?1 WHERE id = 1", [&row]);
            changed.unwrap_or_else(|error| panic!("{error}"));
        });
        answers.fields.insert("summary".to_owned(), text(&format!("3号电梯困人，第{n}次记录")));
        timed(1, &mut || drop(done(office.save_draft(&draft.id, answers.clone()))));
        let next = done(visit_draft(&office, &person, "大堂漏水"));
        let mut sheet = String::new();
        timed(2, &mut || sheet = done(office.finish(&next.id, &visited())).sheet);
        timed(3, &mut || done(office.sign(&department::signature(&sheet, "赵六"))));
    }
    let [bare, save, finish, sign] = times.map(Times::from);
    let against = |times: &Times| format!("bare commit {:.2} ms · {:.1} ×", bare.median(), times.median() / bare.median());
    for (what, times, how) in [
        ("durable save: Office::save_draft", &save, "form settled, checked, indexed for search, one commit"),
        (
            "durable 完成: Office::finish",
            &finish,
            "frozen, hashed, signed with the device's key, indexed, one commit, high-water file",
        ),
        ("durable signature: Office::sign", &sign, "choice, scope, strokes, signature in one commit, high-water file"),
    ] {
        let figure = format!("{:.2} ms (p95 {:.2})", times.median(), times.hundredth(95));
        table.line(what, figure, against(times), format!("{how}; median of {}", times.count()));
    }
    drop(office);
    let _ = fs::remove_dir_all(&folder);
}

/// One row in an encrypted file with the cabinet's own settings.
fn bare(folder: &Path, size: usize) -> Connection {
    let open = || -> rusqlite::Result<Connection> {
        let conn = Connection::open(folder.join("bare.db"))?;
        conn.execute_batch(&format!("PRAGMA key = \"x'{}'\";", "5a".repeat(48)))?;
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA secure_delete = ON;
             PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;
             CREATE TABLE draft (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;",
        )?;
        conn.execute("INSERT INTO draft (id, bytes) VALUES (1, ?1)", [vec![0_u8; size]])?;
        Ok(conn)
    };
    open().unwrap_or_else(|error| panic!("{error}"))
}
