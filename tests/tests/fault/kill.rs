//! kill -9 at random points while sheets are saved and signed, and at chosen ones while a backup is made.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use xunfang_core::cabinet::Secret;
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::office::OfficeError;
use xunfang_core::sheet::Answers;
use xunfang_tests::department::{self, Department, PASSPHRASE};

use crate::again::again;

/// With the closings, checkpoints, backups and migrations: 500 kills.
const ROUNDS: u64 = 400;
const NAME: &str = "kill::nothing_acknowledged_is_lost_when_the_program_is_killed";
/// Set in the process that is killed: the folder and the round.
const ROLE: &str = "XUNFANG_FAULT_SAVER";
/// Every so many rounds the whole log is walked and every projection made anew.
const WHOLE: u64 = 50;

/// What the killed process had said was done.
#[derive(Default)]
struct Acknowledged {
    /// Sheet → its draft and the number of the newest acknowledged save.
    saved: BTreeMap<String, (String, u64)>,
    /// Sheets finished.
    finished: Vec<String>,
    /// Sheets signed.
    signed: Vec<String>,
    acts: usize,
}

impl Acknowledged {
    fn line(&mut self, line: &str) {
        match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["ack", "saved", sheet, draft, number] => {
                self.saved.insert((*sheet).to_owned(), ((*draft).to_owned(), number.parse().unwrap()));
            }
            ["ack", "finished", sheet] => self.finished.push((*sheet).to_owned()),
            ["ack", "signed", sheet] => self.signed.push((*sheet).to_owned()),
            // The test runner has words of its own.
            _ => return,
        }
        self.acts += 1;
    }
}

/// Passes when after each kill at a random moment every draft that was said to be saved has at least that version, every sheet
/// said to be finished is finished and every one said to be signed is signed, and the log is whole.
#[test]
fn nothing_acknowledged_is_lost_when_the_program_is_killed() {
    if let Ok(role) = std::env::var(ROLE) {
        let (folder, round) = role.rsplit_once(' ').unwrap();
        let error = work(Path::new(folder), round.parse().unwrap()).unwrap_err();
        panic!("the one who works stops only by being killed, but: {error}");
    }
    let folder = tempfile::tempdir().unwrap();
    Department::at(folder.path(), 0).first_run().unwrap();
    let chance = Clock::seeded(2026, Stamp::new(0, 480));
    let (mut acts, mut signed, mut stages) = (0, Vec::new(), BTreeMap::new());
    for round in 1..=ROUNDS {
        let acknowledged = killed(folder.path(), round, &chance);
        acts += acknowledged.acts;
        *stages.entry(acknowledged.acts % 6).or_insert(0_u32) += 1;
        check(folder.path(), round, &acknowledged);
        signed.extend(acknowledged.signed);
    }
    let office = Department::at(folder.path(), ROUNDS * 2 + 2).open().unwrap();
    for sheet in &signed {
        assert!(office.sheet(sheet).unwrap().seals.iter().any(|seal| seal.how == "drawn"), "{sheet} is signed to the last");
    }
    assert!(stages.len() == 6, "the kill must have come after every kind of act: {stages:?}");
    println!("{ROUNDS} kills, {acts} acknowledged acts, none lost; rounds by the act they ended after: {stages:?}");
}

/// Saves and signs one sheet after the other, and says so after each act has returned.
fn work(folder: &Path, round: u64) -> Result<std::convert::Infallible, OfficeError> {
    let department = Department::at(folder, round * 2);
    department.later(round * 60);
    let office = department.open()?;
    let customer = department::customer(&office, &format!("赵六{round}"))?;
    let say = |words: String| {
        let mut out = std::io::stdout().lock();
        // A line at once: whoever reads it may count on the act. It begins one, whatever the test runner was saying.
        out.write_all(format!("\nack {words}\n").as_bytes()).and_then(|()| out.flush()).unwrap();
    };
    loop {
        department.later(1);
        let draft = department::visit_draft(&office, &customer, &words(1))?;
        say(format!("saved {} {} 1", draft.sheet, draft.id));
        let mut answers = draft.answers;
        for number in 2..=4 {
            answers.fields.insert("summary".to_owned(), department::text(&words(number)));
            let change = office.save_draft(&draft.id, answers.clone())?;
            answers.proposed = change.proposed;
            say(format!("saved {} {} {number}", draft.sheet, draft.id));
        }
        let done = office.finish(&draft.id, &department::visited())?;
        say(format!("finished {}", done.sheet));
        office.sign(&department::signature(&done.sheet, &customer.text))?;
        say(format!("signed {}", done.sheet));
    }
}

/// The words of a save, with its number.
fn words(number: u64) -> String {
    format!("3号电梯困人，{}第{number}次记录", "经过如下；".repeat(40))
}

fn number_in(answers: &Answers) -> u64 {
    let summary = answers.fields["summary"].word();
    let number = summary.split_once('第').and_then(|(_, rest)| rest.split_once('次')).unwrap().0;
    number.parse().unwrap()
}

/// One round: somebody works, is killed after a random number of acts while the next one is under way.
fn killed(folder: &Path, round: u64, chance: &Clock) -> Acknowledged {
    let role = format!("{} {round}", folder.display());
    let mut worker = again(&[], NAME, ROLE, &role).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(worker.stdout.take().unwrap()).lines();
    let draw = || u64::from_le_bytes(chance.random::<8>().unwrap());
    let (acts, spins) = (draw() % 9, draw() % 3_000_000);
    let mut acknowledged = Acknowledged::default();
    while acknowledged.acts < usize::try_from(acts).unwrap() {
        match lines.next() {
            Some(line) => acknowledged.line(&line.unwrap()),
            None => break,
        }
    }
    for _ in 0..spins {
        std::hint::spin_loop();
    }
    worker.kill().unwrap();
    // What it had said before the kill counts as well, read or not.
    for line in lines.map_while(Result::ok) {
        acknowledged.line(&line);
    }
    let said = worker.wait_with_output().unwrap();
    let stopped = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.code().is_none(), "round {round}: the kill must have ended it, not an error of its own: {stopped}");
    acknowledged
}

/// Opens the cabinet after a kill: everything acknowledged is there, and all of it verifies.
fn check(folder: &Path, round: u64, acknowledged: &Acknowledged) {
    let department = Department::at(folder, round * 2 + 1);
    department.later(round * 60 + 30);
    let office = department.open().unwrap_or_else(|error| panic!("round {round}: the cabinet must open after a kill: {error}"));
    assert_eq!(office.cabinet().warnings(), [], "round {round}: nothing is missing after a kill");
    for (sheet, (draft, number)) in &acknowledged.saved {
        // A 完成 that was written but not acknowledged any more took the draft away.
        let kept = office.draft(draft).map(|draft| draft.answers).or_else(|_| office.sheet(sheet).map(|sheet| sheet.answers));
        let kept = kept.unwrap_or_else(|_| panic!("round {round}: sheet {sheet} was saved and is gone"));
        let there = number_in(&kept);
        assert!(
            there == *number || there == number + 1,
            "round {round}: save {number} of {sheet} was acknowledged, {there} is there: neither it nor the next one"
        );
    }
    for sheet in &acknowledged.finished {
        let view = office.sheet(sheet).unwrap_or_else(|error| panic!("round {round}: sheet {sheet} was finished: {error}"));
        assert!(!view.serial.is_empty(), "round {round}: a finished sheet has its number");
        let report = office.verify(Some(sheet), &|_, _| true).unwrap();
        assert!(report.ok, "round {round}: {:?}", report.problems);
    }
    for sheet in &acknowledged.signed {
        let seals = office.sheet(sheet).unwrap().seals;
        let seal = seals.iter().find(|seal| seal.role == "customer_sign").unwrap();
        assert_eq!(seal.how, "drawn", "round {round}: the signature on {sheet} was acknowledged");
        assert_eq!(seal.standing, Some(xunfang_core::sheet::Standing::Valid), "round {round}: and it holds");
    }
    if round.is_multiple_of(WHOLE) || round == ROUNDS {
        let report = office.verify(None, &|_, _| true).unwrap();
        assert!(report.ok && report.problems.is_empty(), "round {round}: the whole log verifies: {:?}", report.problems);
        let before = office.cabinet().dump_projections().unwrap();
        office.rebuild(&|_, _| true).unwrap();
        let after = office.cabinet().dump_projections().unwrap();
        assert!(after == before, "round {round}: the lists are those that the log gives");
    }
}

/// The folder and round of the process that is killed; none in the one that kills.
pub fn inner(role: &str) -> Option<(PathBuf, u64)> {
    let value = std::env::var(role).ok()?;
    let (folder, round) = value.rsplit_once(' ').unwrap();
    Some((PathBuf::from(folder), round.parse().unwrap()))
}

pub fn ack(words: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\nack {words}\n").as_bytes()).and_then(|()| out.flush()).unwrap();
}

/// Starts the test `name` once more, waits until it says that it is `inside`, looks at what it left half done, and kills it there.
/// Gives what it had acknowledged before.
pub fn killed_inside(name: &str, role: &str, value: &str, half_done: impl FnOnce()) -> Vec<String> {
    let mut worker = again(&[], name, role, value).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(worker.stdout.take().unwrap()).lines();
    let mut said = Vec::new();
    let inside = loop {
        match lines.next().map(Result::unwrap) {
            Some(line) if line == "ack inside" => break true,
            Some(line) => said.extend(line.strip_prefix("ack ").map(str::to_owned)),
            None => break false,
        }
    };
    if inside {
        half_done();
    }
    worker.kill().unwrap();
    let ended = worker.wait_with_output().unwrap();
    let stopped = String::from_utf8_lossy(&ended.stderr);
    assert!(inside && ended.status.code().is_none(), "{value}: it must be killed inside, and was not: {stopped}");
    said
}

/// Says that it is inside, and waits there to be killed.
pub fn inside() -> ! {
    ack("inside");
    loop {
        std::thread::park();
    }
}

/// Passes when a place of backups holds nothing but whole ones, and the cabinet is as it was, wherever a backup was cut off.
#[test]
fn a_kill_during_a_backup_leaves_whole_backups_and_nothing_that_looks_like_one() {
    const ROLE: &str = "XUNFANG_FAULT_KEEPER";
    const NAME: &str = "kill::a_kill_during_a_backup_leaves_whole_backups_and_nothing_that_looks_like_one";
    const ROUNDS: u64 = 30;
    if let Some((folder, round)) = inner(ROLE) {
        let department = Department::at(&folder, round * 2);
        department.later(round * 60);
        let office = department.open().unwrap();
        let place = folder.join("stick");
        let looks = std::cell::Cell::new(0);
        let count = |_: u64, _: u64| {
            looks.set(looks.get() + 1);
            true
        };
        ack(&office.back_up(&place, &count).unwrap().name);
        // The second one is cut: at its first page, at its last entry, and in between, as the round has it.
        let at = round * (looks.replace(0) - 1) / ROUNDS;
        let cut = |_: u64, _: u64| {
            looks.set(looks.get() + 1);
            if looks.get() > at { inside() } else { true }
        };
        office.back_up(&place, &cut).unwrap();
    }
    let root = tempfile::tempdir().unwrap();
    let office = Department::at(root.path(), 0).first_run().unwrap();
    for n in 0..40 {
        department::customer(&office, &format!("客户{n}")).unwrap();
    }
    drop(office);
    let (place, secret) = (root.path().join("stick"), Secret::passphrase(PASSPHRASE));
    let unfinished = || {
        let names = fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path());
        names.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("unfinished-")).collect::<Vec<_>>()
    };
    let halves = std::cell::Cell::new(0);
    for round in 1..=ROUNDS {
        let said = killed_inside(NAME, ROLE, &format!("{} {round}", root.path().display()), || {
            let half = unfinished();
            assert!(half.len() == 1 && half[0].join("cabinet.db").exists(), "round {round}: a copy without its name: {half:?}");
            assert!(!half[0].join("manifest.json").exists(), "round {round}: and without what would make it a backup");
            halves.set(halves.get() + 1);
        });
        assert_eq!(unfinished().len(), 1, "round {round}: the half copy lies there");
        let department = Department::at(root.path(), round * 2 + 1);
        department.later(round * 60 + 30);
        let office = department.open().unwrap();
        assert_eq!(office.cabinet().warnings(), [], "round {round}: the cabinet is as it was");
        let there = xunfang_core::cabinet::backups(&place);
        assert_eq!(there.len(), 1, "round {round}: the one that was acknowledged, and no half one: {said:?}");
        assert!(there[0].folder.ends_with(&said[0]), "round {round}: by its name");
        let report = xunfang_core::cabinet::verify_backup(&there[0], &secret, &|_, _| true).unwrap();
        assert!(report.is_whole(), "round {round}: and it is whole");
        department.later(25 * 3600);
        office.back_up(&place, &|_, _| true).unwrap();
        assert_eq!(unfinished().len(), 0, "round {round}: a day later the next backup clears the half one away");
        // Keeps the next rounds quick.
        fs::remove_dir_all(&place).unwrap();
    }
    assert_eq!(halves.get(), ROUNDS, "every kill fell inside a backup");
}
