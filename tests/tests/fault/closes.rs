//! Killed while a month is closed or opened again: it is open or closed afterwards, and never between.

use xunfang_core::archive::Month;
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::office::api::MonthStage;
use xunfang_tests::department::{self, Department};

use crate::closing::killed_while;
use crate::kill::{ack, inner};

const KILLS: u64 = 20;

/// Sheets of the month: as many as give a kill something to fall into.
const SHEETS: usize = 36;
/// From the day of the sheets to when the month is over, in seconds.
const OVER: u64 = 10 * 86_400;

fn month() -> Month {
    "2026-02".parse().unwrap()
}

/// Passes when every closing and opening that was acknowledged is there, at most one more is, and the month stands as the last of
/// them says, with the log whole: whenever the process was killed. That kills came while it was at work is passed too.
#[test]
fn a_month_is_closed_or_open_whenever_the_power_goes() {
    const ROLE: &str = "XUNFANG_FAULT_CLOSES";
    if let Some((folder, round)) = inner(ROLE) {
        let department = Department::at(&folder, round * 1_000);
        department.later(OVER + round * 3600);
        let office = department.open().unwrap();
        for n in 0.. {
            department.later(1);
            ack(&format!("began {n}"));
            if office.month(month()).unwrap().stage == MonthStage::Closed {
                office.reopen_month(month(), "断电演练").unwrap();
            } else {
                office.close_month(month(), "断电演练", &|_, _| true).unwrap();
            }
            ack(&format!("done {n}"));
        }
    }
    let root = tempfile::tempdir().unwrap();
    let office = Department::at(root.path(), 0).first_run().unwrap();
    let customer = department::customer(&office, "赵六").unwrap();
    for n in 0..SHEETS {
        let draft = department::visit_draft(&office, &customer, &format!("第{n}次")).unwrap();
        office.finish(&draft.id, &department::visited()).unwrap();
    }
    drop(office);
    let chance = Clock::seeded(11, Stamp::new(0, 480));
    let (mut before, mut within) = (0, 0);
    for round in 1..=KILLS {
        let name = "closes::a_month_is_closed_or_open_whenever_the_power_goes";
        let said = killed_while(name, ROLE, root.path(), round, &chance);
        let done = said.iter().filter(|line| line.starts_with("done")).count();
        within += usize::from(said.last().is_some_and(|line| line.starts_with("began")));
        let department = Department::at(root.path(), round * 1_000 + 999);
        department.later(OVER + round * 3600 + 1800);
        let office = department.open().unwrap();
        assert!(office.verify(None, &|_, _| true).unwrap().ok, "round {round}: the log is whole");
        let view = office.month(month()).unwrap();
        let acts = view.history.len() - before;
        assert!((done..=done + 1).contains(&acts), "round {round}: {acts} acts, {done} acknowledged");
        let closed = view.history.last().is_some_and(|last| last.closed);
        let stage = if closed { MonthStage::Closed } else { MonthStage::Open };
        assert_eq!(view.stage, stage, "round {round}: it stands as its last act says");
        for (n, act) in view.history.iter().enumerate() {
            assert_eq!(act.closed, n % 2 == 0, "round {round}: closed and opened in turn");
        }
        before = view.history.len();
    }
    assert_eq!(usize::try_from(office_items(root.path())).unwrap(), SHEETS, "the month has its sheets to the last");
    assert!(before > 0 && within > 2, "something was closed at all, and kills came in the midst: {before}, {within}");
    println!("{KILLS} kills, {within} in the midst of an act, {before} acts");
}

fn office_items(root: &std::path::Path) -> u32 {
    let department = Department::at(root, 999_999);
    department.later(OVER * 2);
    department.open().unwrap().month(month()).unwrap().items
}
