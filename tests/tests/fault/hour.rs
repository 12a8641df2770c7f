//! A clock that is wrong, and another time zone.

use xunfang_core::clock::{Clock, Id, Stamp};
use xunfang_tests::department::{self, Department};

use crate::again::again;

fn at(root: &std::path::Path, seed: u64, when: &str) -> Department {
    Department::with_clock(root, Clock::seeded(seed, Stamp::parse(when).unwrap()))
}

/// Passes when a save is never refused, the entry says that its clock is doubted, and 今日 asks for the date.
#[test]
fn a_clock_a_day_back_or_ten_years_ahead_stops_nothing_and_is_asked_about() {
    for (when, day) in [("2026-02-23T09:00+08:00", "a day back"), ("2036-02-24T09:00+08:00", "ten years ahead")] {
        let root = tempfile::tempdir().unwrap();
        let office = Department::at(root.path(), 1).first_run().unwrap();
        let customer = department::customer(&office, "赵六").unwrap();
        let first = department::visit_draft(&office, &customer, "钟还准的时候").unwrap();
        let first = office.finish(&first.id, &department::visited()).unwrap();
        drop(office);
        let wrong = at(root.path(), 2, when);
        let office = wrong.open().unwrap();
        assert!(office.desk().unwrap().notices.iter().any(|n| n.code.code() == "clock-suspect"), "{day}: 今日 asks");
        assert_eq!(office.desk().unwrap().day.date, "2026-02-24", "{day}: and counts from the last trusted day until answered");
        let draft = department::visit_draft(&office, &customer, "钟不准的时候").unwrap();
        let done = office.finish(&draft.id, &department::visited()).unwrap();
        office.sign(&department::signature(&done.sheet, "赵六")).unwrap();
        assert_eq!(office.cabinet().sweep_blobs().unwrap(), 0, "{day}: nothing is swept by a doubted clock");
        let record: Id = done.sheet.parse().unwrap();
        let written = office.cabinet().read(|reader| reader.entries_of(record)).unwrap();
        assert!(written.iter().all(|entry| entry.head.clock_suspect), "{day}: what was written says that its clock is doubted");
        assert!(office.verify(None, &|_, _| true).unwrap().ok, "{day}: the log is whole");
        drop(office);
        let right = at(root.path(), 3, "2026-02-24T15:00+08:00");
        let office = right.open().unwrap();
        assert!(office.sheet(&first.sheet).is_ok() && office.sheet(&done.sheet).is_ok(), "{day}: every sheet is there");
        let next = department::visit_draft(&office, &customer, "钟又准了").unwrap();
        let next = office.finish(&next.id, &department::visited()).unwrap();
        assert_ne!(next.serial, done.serial, "{day}: no number is given twice");
    }
}

const ROLE: &str = "XUNFANG_FAULT_ZONE";

/// Ends at the edges of the day, where another zone has another date: known answers of the department.
const DEADLINES: [(&str, &str, &str, &str); 4] = [
    ("CPL-3", "", "2026-02-13T00:05+08:00", "2026-02-25"),
    ("CPL-3", "", "2026-02-13T23:55+08:00", "2026-02-25"),
    ("SUR-1", "", "2026-04-02T23:59+08:00", "2026-04-07"),
    ("RSP-1", "重大", "2026-02-13T23:50+08:00", "2026-02-14T00:20+08:00"),
];

/// Passes when a machine set to another zone counts the same days: the department works by Beijing time.
#[test]
fn a_machine_in_another_time_zone_counts_the_departments_days() {
    if let Some(root) = std::env::var_os(ROLE) {
        let office = Department::with_clock(std::path::Path::new(&root), Clock::system()).open().unwrap();
        let now = office.cabinet().clock().now();
        assert_eq!(now.offset_min(), 480, "the hour of the department, whatever the machine says");
        let unix = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
        let here = Stamp::new(i64::try_from(unix).unwrap(), 480);
        assert!((here.wall_ms() - now.wall_ms()).abs() < 60_000, "the same moment");
        assert!(now.to_minute().ends_with("+08:00"), "written as the department reads it: {}", now.to_minute());
        for (rule, grade, from, due) in DEADLINES {
            let counted = office.count(rule, grade, from).unwrap();
            assert_eq!(counted.due, due, "{rule} from {from}");
        }
        return;
    }
    let root = tempfile::tempdir().unwrap();
    Department::at(root.path(), 1).first_run().unwrap();
    for zone in ["America/New_York", "Pacific/Kiritimati", "UTC"] {
        let name = "hour::a_machine_in_another_time_zone_counts_the_departments_days";
        let done = again(&[], name, ROLE, root.path().to_str().unwrap()).env("TZ", zone).output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success() && said.contains("1 passed"), "{zone}: {said}");
    }
}
