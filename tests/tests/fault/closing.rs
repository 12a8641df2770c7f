//! Killed while a cabinet is closed: its write-ahead log goes into the file then (a checkpoint).

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use xunfang_core::clock::{Clock, Stamp};
use xunfang_tests::department::{self, Department};

use crate::again::again;
use crate::kill::{ack, inner};

const PAGE: usize = 4096;
/// What the system ends a program with that writes past the limit set for it: at that write, and none of its own code runs after.
const XFSZ: i32 = 25;

/// A process that does one thing over and over until it is killed, saying `ack …` after each.
pub fn killed_while(name: &str, role: &str, folder: &Path, round: u64, chance: &Clock) -> Vec<String> {
    let value = format!("{} {round}", folder.display());
    let mut worker = again(&[], name, role, &value).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(worker.stdout.take().unwrap()).lines();
    let draw = || u64::from_le_bytes(chance.random::<8>().unwrap());
    let (wanted, spins) = (usize::try_from(draw() % 3).unwrap(), draw() % 8_000_000);
    let mut said = Vec::new();
    let take = |line: String, said: &mut Vec<String>| said.extend(line.strip_prefix("ack ").map(str::to_owned));
    while said.len() < wanted {
        match lines.next() {
            Some(line) => take(line.unwrap(), &mut said),
            None => break,
        }
    }
    (0..spins).for_each(|_| std::hint::spin_loop());
    worker.kill().unwrap();
    lines.map_while(Result::ok).for_each(|line| take(line, &mut said));
    let ended = worker.wait_with_output().unwrap();
    let stopped = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.code().is_none(), "round {round}: the kill must have ended it, not an error of its own: {stopped}");
    said
}

/// Passes when every acknowledged act is there and the log is whole, killed at random around closings: before the write-ahead log
/// goes into the file, meanwhile, and when it is in there.
#[test]
fn a_kill_around_a_closing_loses_nothing() {
    const ROLE: &str = "XUNFANG_FAULT_CLOSER";
    if let Some((folder, round)) = inner(ROLE) {
        for n in 0.. {
            let department = Department::at(&folder, round * 1_000 + n);
            department.later(round * 60);
            let office = department.open().unwrap();
            for m in 0..12 {
                department::customer(&office, &format!("客户{round}-{n}-{m}")).unwrap();
            }
            ack(&format!("{round}-{n}-11"));
            drop(office);
        }
    }
    let root = tempfile::tempdir().unwrap();
    Department::at(root.path(), 0).first_run().unwrap();
    let chance = Clock::seeded(7, Stamp::new(0, 480));
    let mut all = Vec::new();
    for round in 1..=10 {
        let name = "closing::a_kill_around_a_closing_loses_nothing";
        all.extend(killed_while(name, ROLE, root.path(), round, &chance));
        let department = Department::at(root.path(), round * 1_000 + 999);
        department.later(round * 60 + 30);
        let office = department.open().unwrap();
        assert_eq!(office.cabinet().warnings(), [], "round {round}: nothing is missing");
        assert!(office.verify(None, &|_, _| true).unwrap().ok, "round {round}: the log is whole");
    }
    let office = Department::at(root.path(), 999_999).open().unwrap();
    for name in &all {
        assert_eq!(office.entries("customer", &format!("客户{name}"), false).unwrap().len(), 1, "{name} was acknowledged");
    }
    println!("10 kills around closing, {} acknowledged closings, none lost", all.len());
}

/// The pages that a write-ahead log holds, each as it was last written, by their number; as SQLite's file format lays them out: a
/// header of 32 bytes, then frames of 24 bytes and a page. What an earlier round of the log left behind bears another salt.
fn pages_of(log: &[u8]) -> BTreeMap<usize, &[u8]> {
    let salt = &log[16..24];
    let frames = log[32..].chunks_exact(24 + PAGE).take_while(|frame| &frame[8..16] == salt);
    frames.map(|frame| (u32::from_be_bytes(frame[..4].try_into().unwrap()) as usize, &frame[24..])).collect()
}

fn page(file: &[u8], number: usize) -> Option<&[u8]> {
    file.get((number - 1) * PAGE..number * PAGE)
}

/// Passes when nothing is lost by a kill in the midst of a checkpoint, and each one was there: the file holds the pages before the
/// chosen one as the log has them, and the others as they were before.
///
/// The kill comes from the system, at the write of the chosen page: the file may grow to there and no further.
#[test]
fn a_kill_while_the_log_goes_into_the_file_loses_nothing() {
    const ROLE: &str = "XUNFANG_FAULT_CHECKPOINT";
    const NAME: &str = "closing::a_kill_while_the_log_goes_into_the_file_loses_nothing";
    const ROUNDS: u64 = 30;
    if let Some((folder, round)) = inner(ROLE) {
        let department = Department::at(&folder, round * 2);
        department.later(round * 60);
        let office = department.open().unwrap();
        let customer = department::customer(&office, &format!("客户{round}")).unwrap();
        let draft = department::visit_draft(&office, &customer, &format!("第{round}次：{}", "电梯困人。".repeat(900))).unwrap();
        let sheet = office.finish(&draft.id, &department::visited()).unwrap().sheet;
        ack(&sheet);
        // The one outside looks at the files, and sets the limit.
        std::io::stdin().read_line(&mut String::new()).unwrap();
        drop(office);
        return;
    }
    let root = tempfile::tempdir().unwrap();
    Department::at(root.path(), 0).first_run().unwrap();
    let (file, log) = (root.path().join("cabinet/cabinet.db"), root.path().join("cabinet/cabinet.db-wal"));
    let (mut sheets, mut fewest) = (Vec::new(), usize::MAX);
    for round in 1..=ROUNDS {
        let value = format!("{} {round}", root.path().display());
        let mut worker = again(&[], NAME, ROLE, &value);
        let mut worker = worker.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(worker.stdout.take().unwrap()).lines().map(Result::unwrap);
        let sheet = lines.find_map(|line| line.strip_prefix("ack ").map(str::to_owned)).unwrap();

        let (before, waiting) = (fs::read(&file).unwrap(), fs::read(&log).unwrap());
        let pages = pages_of(&waiting);
        // From the second page on its way to the last one, as the round has it.
        let nth = 1 + usize::try_from(round - 1).unwrap() * (pages.len() - 2) / usize::try_from(ROUNDS - 1).unwrap();
        let cut = *pages.keys().nth(nth).unwrap();
        limit(worker.id(), (cut - 1) * PAGE);
        worker.stdin.take().unwrap().write_all(b"\n").unwrap();
        let ended = worker.wait_with_output().unwrap();
        assert_eq!(ended.status.signal(), Some(XFSZ), "round {round}: {}", String::from_utf8_lossy(&ended.stderr));

        assert!(fs::read(&log).unwrap() == waiting, "round {round}: the log is still there, whole");
        let after = fs::read(&file).unwrap();
        for (&number, &content) in &pages {
            let (expected, how) = if number < cut { (Some(content), "in the file") } else { (page(&before, number), "to come") };
            assert!(page(&after, number) == expected, "round {round}: cut at page {cut}, page {number} is {how}");
        }
        fewest = fewest.min(pages.len());

        let department = Department::at(root.path(), round * 2 + 1);
        department.later(round * 60 + 30);
        let office = department.open().unwrap();
        assert_eq!(office.cabinet().warnings(), [], "round {round}: nothing is missing");
        let report = office.verify(None, &|_, _| true).unwrap();
        assert!(report.ok && report.problems.is_empty(), "round {round}: the log is whole: {:?}", report.problems);
        sheets.push(sheet);
        for sheet in &sheets {
            assert!(office.sheet(sheet).is_ok(), "round {round}: {sheet} was acknowledged");
        }
    }
    assert!(fewest > 10, "there were pages enough to be cut among: {fewest}");
    println!("{ROUNDS} kills inside a checkpoint of at least {fewest} pages, none lost");
}

/// Sets how far any file of a running program may grow, in bytes; it leaves no picture of its memory behind when it ends by it.
fn limit(process: u32, bytes: usize) {
    let words = [format!("--pid={process}"), format!("--fsize={bytes}:{bytes}"), "--core=0:0".to_owned()];
    let done = Command::new("prlimit").args(words).output().unwrap();
    assert!(done.status.success(), "the limit is taken: {}", String::from_utf8_lossy(&done.stderr));
}
