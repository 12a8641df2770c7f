//! Long work on a month: told from its first sheet on, stopped anywhere, and beside others who write.

use std::cell::{Cell, RefCell};

use super::tests::{amended, march, office};
use super::tests_given::asked;
use super::*;
use crate::office::api::{VolumeAsked, VolumeFormat};

/// Writes something of no matter to the month: a setting.
fn written(office: &Office, fonds: &str) {
    let setting = office.volume_setting().unwrap();
    office.set_volume_setting(&crate::office::api::VolumeSetting { fonds: fonds.into(), ..setting }).unwrap();
}

fn newest(office: &Office) -> String {
    office.cabinet().read(|reader| Ok::<_, OfficeError>(reader.newest_entries(1)?[0].hash.to_string())).unwrap()
}

/// What was written while it was counted must not be sealed uncounted: the closing's place in the log would vouch for it.
#[test]
fn a_closing_counts_beside_others_and_counts_again_what_they_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let told = RefCell::new(Vec::new());
    let seal = |n: usize, _: usize| {
        // A write that waited for the counting would never end here: nobody is kept from the log.
        if told.borrow().len() == 3 {
            amended(&office, "HF-A-202603-0034", "统计时补记的话");
        }
        told.borrow_mut().push(n);
        true
    };
    let view = office.close_month(march(), "已核对", &seal).unwrap();
    assert_eq!(view.stage, MonthStage::Closed, "it is closed without anybody asking twice");
    assert_eq!(view.supplements, [], "and what was written meanwhile is in it, not beside it");
    let again = told.borrow().windows(2).filter(|two| two[1] < two[0]).count();
    assert_eq!(again, 1, "it was counted a second time, and no more");
    assert_eq!(told.borrow().last(), Some(&1000), "whoever waits hears the end");
}

#[test]
fn a_month_in_which_somebody_always_writes_stays_open_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let n = Cell::new(0);
    let busy = |done: usize, _: usize| {
        if done == 0 {
            n.set(n.get() + 1);
            written(&office, &n.get().to_string());
        }
        true
    };
    let refused = office.close_month(march(), "已核对", &busy).unwrap_err();
    assert_eq!(refused.code(), "month-moved", "it gives up after some times, in words of its own");
    let view = office.month(march()).unwrap();
    assert_eq!((view.stage, view.history.len()), (MonthStage::Open, 0), "nothing was closed");
    let view = office.close_month(march(), "已核对", &|_, _| true).unwrap();
    assert_eq!(view.stage, MonthStage::Closed, "and nothing is in the way afterwards");
}

#[test]
fn a_closing_that_is_stopped_leaves_the_log_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let before = newest(&office);
    // At the first sheet, in the middle of the year, and at the last moment before it is written.
    for end in [0, 500, 990] {
        let stop = |done: usize, _: usize| done < end;
        assert_eq!(office.close_month(march(), "已核对", &stop).unwrap_err().code(), "cancelled", "stopped at {end}");
        assert_eq!(newest(&office), before, "stopped at {end}: nothing was written");
    }
    assert_eq!(office.month(march()).unwrap().stage, MonthStage::Open, "the month stands as it stood");
}

/// Counting a year is most of the work: a bar that stood at nothing meanwhile would look like a program that hangs.
#[test]
fn exports_and_figures_are_told_and_stopped_while_they_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let draft = |format| VolumeAsked { draft: true, ..asked(format, false) };
    for format in [VolumeFormat::Xlsx, VolumeFormat::Csv, VolumeFormat::Jsonl, VolumeFormat::Pdf] {
        let told = RefCell::new(Vec::new());
        let hear = |done: usize, all: usize| {
            told.borrow_mut().push(done * 100 / all);
            true
        };
        office.export_volume(&draft(format), &hear).unwrap();
        let told = told.into_inner();
        assert!(told.is_sorted(), "{format:?}: it never goes back: {told:?}");
        assert_eq!((told.first(), told.last()), (Some(&0), Some(&100)), "{format:?}: from its beginning to its end");
        let counting: std::collections::BTreeSet<_> = told.iter().filter(|n| **n < 60).collect();
        assert!(counting.len() > 12, "{format:?}: the counting is told too: {counting:?}");
    }
    let lines = || office.audit_page(&Default::default()).unwrap().lines.len();
    let before = lines();
    for end in [0, 30] {
        let stop = |done: usize, all: usize| done * 100 / all < end;
        let error = office.export_volume(&draft(VolumeFormat::Xlsx), &stop).unwrap_err();
        assert_eq!(error.code(), "cancelled", "stopped at {end}%");
        assert_eq!(office.month_statistics(march(), &stop).unwrap_err().code(), "cancelled", "figures on the screen too");
    }
    assert_eq!(lines(), before, "what was stopped before anything could go out is no line of the register");
}
