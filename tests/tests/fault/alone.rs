//! What one flipped bit takes away, held against what a program of its own still reads from the same file, each entry alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, params};
use xunfang_core::cabinet::Secret;
use xunfang_tests::department::{self, Department, PASSPHRASE};

const PAGE: usize = 4096;
/// Pages that are tried.
const PAGES: usize = 72;

fn on(_: u64, _: u64) -> bool {
    true
}

/// A cabinet that can be opened as often as it is asked: each time by a connection that has met no damage yet.
struct Raw {
    db: PathBuf,
    key: String,
}

/// An entry: its record, head and signature, its body, and what it names, where all of that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Whole {
    record: String,
    head: Vec<u8>,
    sig: Vec<u8>,
    body: Option<Vec<u8>>,
    names: Option<Vec<Vec<u8>>>,
}

impl Raw {
    fn of(folder: &Path) -> Self {
        let key = xunfang_core::cabinet::raw_key(folder, &Secret::passphrase(PASSPHRASE)).unwrap();
        Self { db: folder.join("cabinet.db"), key: key.as_str().to_owned() }
    }

    fn fresh(&self) -> Connection {
        let conn = Connection::open(&self.db).unwrap();
        conn.execute_batch(&format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"{}\";", self.key)).unwrap();
        conn
    }

    /// Every place of the log.
    fn places(&self) -> Vec<(String, i64)> {
        let conn = self.fresh();
        let mut statement = conn.prepare("SELECT device_id, seq FROM entry ORDER BY device_id, seq").unwrap();
        let places = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        places.collect::<rusqlite::Result<_>>().unwrap()
    }

    /// The entry in one place, read by a connection that reads nothing else; none where it cannot be read.
    fn alone(&self, place: &(String, i64)) -> Option<Whole> {
        let conn = self.fresh();
        let (device, seq) = place;
        let sql = "SELECT record_id, head, sig, body_hash FROM entry WHERE device_id = ?1 AND seq = ?2";
        let columns = |row: &rusqlite::Row<'_>| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?, row.get::<_, Vec<u8>>(3)?))
        };
        let (record, head, sig, body) = conn.query_row(sql, params![device, seq], columns).ok()?;
        let sql = "SELECT bytes FROM content WHERE hash = ?1";
        let body = conn.query_row(sql, params![body], |row| row.get(0)).optional().ok()?;
        Some(Whole { record, head, sig, body, names: self.names(place) })
    }

    /// What an entry names; none where the list or something in it cannot be read.
    fn names(&self, (device, seq): &(String, i64)) -> Option<Vec<Vec<u8>>> {
        let conn = self.fresh();
        let sql = "SELECT hash FROM entry_name WHERE device_id = ?1 AND seq = ?2 ORDER BY hash";
        let mut names = conn.prepare(sql).ok()?;
        let names: Vec<Vec<u8>> =
            names.query_map(params![device, seq], |row| row.get(0)).ok()?.collect::<rusqlite::Result<_>>().ok()?;
        let sql = "SELECT bytes FROM content WHERE hash = ?1 UNION ALL SELECT bytes FROM blob WHERE hash = ?1";
        for name in &names {
            conn.query_row(sql, params![name], |row| row.get::<_, Vec<u8>>(0)).optional().ok()?;
        }
        self.sound(&conn).then_some(names)
    }

    fn sound(&self, conn: &Connection) -> bool {
        conn.query_row("PRAGMA cipher_status", [], |row| row.get::<_, String>(0)).unwrap() == "1"
    }

    /// Whether the row of a sheet in the lists can be read.
    fn listed(&self, sheet: &str) -> bool {
        let conn = self.fresh();
        let row = conn.query_row("SELECT * FROM sheet WHERE sheet_id = ?1", params![sheet], |row| row.get::<_, String>(0));
        row.is_ok() && self.sound(&conn)
    }

    fn all(&self) -> BTreeMap<(String, i64), Whole> {
        self.places().into_iter().map(|place| (place.clone(), self.alone(&place).unwrap())).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    for part in ["cabinet", "high-water"] {
        fs::create_dir(to.join(part)).unwrap();
        for file in fs::read_dir(from.join(part)).unwrap().map(Result::unwrap) {
            fs::copy(file.path(), to.join(part).join(file.file_name())).unwrap();
        }
    }
}

/// Passes when a flipped bit makes nothing but damage be said, of no sheet but one that something of cannot be read indeed, and
/// when each entry written after the backup that can still be read alone is in the restored cabinet, byte for byte.
#[test]
fn a_flipped_bit_accuses_nobody_and_the_restore_keeps_each_entry_that_can_be_read_alone() {
    let root = tempfile::tempdir().unwrap();
    let office = Department::at(root.path(), 1).first_run().unwrap();
    let customer = department::customer(&office, "赵六").unwrap();
    let mut sheets = BTreeMap::new();
    // Of every length, so that heads and bodies end in pages of their own as well as among others.
    let mut work = |n: usize| {
        let long = "电梯困人。".repeat(1 + n * 53 % 400);
        let draft = department::visit_draft(&office, &customer, &format!("第{n}次：{long}")).unwrap();
        let done = office.finish(&draft.id, &department::visited()).unwrap();
        office.sign(&department::signature(&done.sheet, "赵六")).unwrap();
        department::customer(&office, &format!("客户{n} {}", "名".repeat(n * 17 % 40))).unwrap();
        sheets.insert(done.serial, done.sheet);
    };
    (0..6).for_each(&mut work);
    let place = root.path().join("stick");
    let backup = office.back_up(&place, &on).unwrap();
    (6..40).for_each(&mut work);
    drop(office);
    let backup = place.join(backup.name);
    let before = Raw::of(&root.path().join("cabinet")).all();
    let file = fs::read(root.path().join("cabinet/cabinet.db")).unwrap();

    let (mut hit, mut named_some, mut shut) = (0, 0, 0);
    let count = file.len() / PAGE;
    for n in 0..PAGES {
        // Pages that the backup does not know are at the end: most of them are tried, and some of the others.
        let page = 1 + n * (count - 1) / PAGES;
        let other = tempfile::tempdir().unwrap();
        copy(root.path(), other.path());
        let mut bytes = file.clone();
        bytes[page * PAGE + 100] ^= 4;
        fs::write(other.path().join("cabinet/cabinet.db"), bytes).unwrap();
        let raw = Raw::of(&other.path().join("cabinet"));
        let read = before.keys().filter_map(|place| Some((place, raw.alone(place)?)));
        // What a page that does not verify leaves of a row is told by what it was before.
        let alone: BTreeMap<_, _> =
            read.filter(|(place, now)| (&before[*place].head, &before[*place].body) == (&now.head, &now.body)).collect();
        let unreadable = || before.iter().filter(|(place, _)| alone.get(place).is_none_or(|now| now.names.is_none()));
        hit += usize::from(alone.len() < before.len());
        match Department::at(other.path(), 2).open() {
            Err(error) => {
                assert_eq!(error.code(), "cabinet-damaged", "page {page}: refused by its name");
                shut += 1;
            }
            Ok(office) => {
                let report = office.check_now(&on).unwrap();
                assert!(!report.ok, "page {page}: found");
                for problem in &report.problems {
                    assert_eq!(problem.code.code(), "file-damaged", "page {page}: nobody changed anything: {problem:?}");
                }
                let named: BTreeSet<&String> = report.problems.iter().map(|p| &p.serial).filter(|s| !s.is_empty()).collect();
                let records: BTreeSet<&String> = unreadable().map(|(_, entry)| &entry.record).collect();
                for serial in &named {
                    let sheet = &sheets[*serial];
                    assert!(
                        records.contains(sheet) || office.sheet(sheet).is_err() || !raw.listed(sheet),
                        "page {page}: {serial} can be read in all its parts and is named: {:?}",
                        report.problems
                    );
                }
                named_some += usize::from(!named.is_empty());
            }
        }
        let house = Department::at(other.path(), 77).house;
        let (office, _) = house.restore(&backup, &Secret::passphrase(PASSPHRASE), &on).unwrap();
        drop(office);
        let after = Raw::of(&other.path().join("cabinet"));
        for (place, entry) in &alone {
            let there = after.alone(place).unwrap_or_else(|| panic!("page {page}: {place:?} could be read alone and is gone"));
            let same = (&there.head, &there.sig, &there.body) == (&entry.head, &entry.sig, &entry.body);
            assert!(same, "page {page}: {place:?} is there as it was");
            if entry.names.is_some() {
                assert_eq!(there.names, entry.names, "page {page}: {place:?} with all it names");
            }
        }
    }
    println!("{PAGES} pages of {count}: {hit} took entries away, {named_some} named sheets, {shut} shut the door");
    assert!(hit > PAGES / 4 && named_some > 0, "the bits were flipped where it matters");
}
