//! kill -9 at random points while sheets are saved and signed.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;

use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::office::OfficeError;
use xunfang_core::sheet::Answers;
use xunfang_tests::department::{self, Department};

use crate::again::again;

const ROUNDS: u64 = 200;
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
        // A line at once: whoever reads it may count on the act.
        out.write_all(format!("ack {words}\n").as_bytes()).and_then(|()| out.flush()).unwrap();
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
