//! Killed while a month is closed or opened again: it is open or closed afterwards, and never between.

use xunfang_core::archive::Month;
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::office::api::MonthStage;
use xunfang_tests::department::{self, Department};

use crate::closing::killed_while;
use crate::kill::{ack, inner};

const KILLS: u64 = 20;

fn month() -> Month {
    "2026-01".parse().unwrap()
}

/// Passes when every closing and opening that was acknowledged is there, at most one more is, and the month stands as the last of
/// them says, with the log whole: whenever the process was killed.
#[test]
fn a_month_is_closed_or_open_whenever_the_power_goes() {
    const ROLE: &str = "XUNFANG_FAULT_CLOSES";
    if let Some((folder, round)) = inner(ROLE) {
        let department = Department::at(&folder, round * 1_000);
        department.later(round * 3600);
        let office = department.open().unwrap();
        for n in 0.. {
            department.later(1);
            if office.month(month()).unwrap().stage == MonthStage::Closed {
                office.reopen_month(month(), "断电演练").unwrap();
            } else {
                office.close_month(month(), "断电演练", &|_, _| true).unwrap();
            }
            ack(&n.to_string());
        }
    }
    let root = tempfile::tempdir().unwrap();
    let office = Department::at(root.path(), 0).first_run().unwrap();
    department::customer(&office, "赵六").unwrap();
    drop(office);
    let chance = Clock::seeded(11, Stamp::new(0, 480));
    let mut before = 0;
    for round in 1..=KILLS {
        let name = "closes::a_month_is_closed_or_open_whenever_the_power_goes";
        let said = killed_while(name, ROLE, root.path(), round, &chance);
        let department = Department::at(root.path(), round * 1_000 + 999);
        department.later(round * 3600 + 1800);
        let office = department.open().unwrap();
        assert!(office.verify(None, &|_, _| true).unwrap().ok, "round {round}: the log is whole");
        let view = office.month(month()).unwrap();
        let acts = view.history.len() - before;
        assert!((said.len()..=said.len() + 1).contains(&acts), "round {round}: {acts} acts, {} acknowledged", said.len());
        let closed = view.history.last().is_some_and(|last| last.closed);
        let stage = if closed { MonthStage::Closed } else { MonthStage::Open };
        assert_eq!(view.stage, stage, "round {round}: it stands as its last act says");
        for (n, act) in view.history.iter().enumerate() {
            assert_eq!(act.closed, n % 2 == 0, "round {round}: closed and opened in turn");
        }
        before = view.history.len();
    }
    assert!(before > 0, "something was closed at all");
}
