//! The ledgers of any days beside those that a month's volume holds.

use serde_json::{Map, Value as Json};

use super::tests::{march, office};
use super::tests_given::asked;
use super::*;
use crate::office::api::{LedgerKind, VolumeFormat};

/// The lines of a month's ledger as its JSON Lines have them, without the name of the ledger.
fn of_volume(office: &Office, ledger: &str) -> Vec<Map<String, Json>> {
    let draft = crate::office::api::VolumeAsked { draft: true, ..asked(VolumeFormat::Jsonl, true) };
    let bytes = office.export_volume(&draft, &|_, _| true).unwrap();
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let lines = lines.map(|line| serde_json::from_slice::<Map<String, Json>>(line).unwrap());
    let lines = lines.filter(|line| line.get("ledger").is_some_and(|name| name == ledger));
    lines
        .map(|mut line| {
            line.remove("ledger");
            line
        })
        .collect()
}

/// The same of the ledger that is asked for by its days.
fn of_days(office: &Office, kind: LedgerKind) -> Vec<Map<String, Json>> {
    let view = office.ledger(kind, march().first(), march().last()).unwrap();
    let line = |cells: &[crate::archive::ledger::Cell]| {
        view.columns.iter().map(|column| column.label.clone()).zip(cells.iter().map(crate::archive::ledger::Cell::json)).collect()
    };
    view.lines.iter().map(|l| line(&l.cells)).collect()
}

#[test]
fn the_ledger_of_the_days_of_a_month_says_what_its_volume_says() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let mut compared = 0;
    for kind in LedgerKind::ALL {
        let Some(cases) = kind.cases() else { continue };
        let here = |line: &Map<String, Json>| line["受理时间"].as_str().is_some_and(|at| at.starts_with("2026-03"));
        let bare = |lines: Vec<Map<String, Json>>| -> Vec<Map<String, Json>> {
            let lines = lines.into_iter().filter(here);
            lines
                .map(|mut line| {
                    // The volume counts on through what was received before and closed in the month.
                    line.remove("序号");
                    line
                })
                .collect()
        };
        let volume = bare(of_volume(&office, &format!("{}-register", cases.code())));
        assert_eq!(bare(of_days(&office, kind)), volume, "{kind:?}: the same columns with the same cells");
        compared += volume.len();
    }
    assert!(compared > 5, "the sample has cases to compare: {compared}");
    let visits = of_volume(&office, "visits");
    assert!(visits.len() > 3, "and revisits: {}", visits.len());
    assert_eq!(of_days(&office, LedgerKind::Revisit), visits, "the revisits line by line");
}
