//! What has been kept long enough leaves the cabinet, by two people, and nothing else does.

use super::super::people::role::Role;
use super::tests::{asked_late, march, office};
use super::tests_given::{inflated, stands, unpacked};
use super::*;
use crate::cabinet::{Cost, Hash, Kept, Kind};
use crate::office::api::{VolumeAsked, VolumeFormat};

/// Seconds of a year and a little more.
const YEAR: u64 = 366 * 86_400;

fn later(office: &Office, years: u64) {
    office.cabinet().clock().advance(std::time::Duration::from_secs(years * YEAR));
    // The clock is doubted after such a leap, until somebody says that it is right.
    office.desk().unwrap();
    office.trust_clock().unwrap();
}

#[test]
fn years_count_from_the_january_after_the_month() {
    let day = |years| destroy::expires(march(), years).map(|day| day.to_string());
    assert_eq!(day(10).as_deref(), Some("2037-01-01"), "March 2026 is kept through 2036");
    assert_eq!(day(0), None, "永久 is for ever");
}

/// The cover in the archive room says until when: a setting of later years takes nothing away before.
#[test]
fn a_term_is_the_longer_of_that_of_the_closing_and_that_of_today() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    office.close_month(march(), "已逐项核对", &|_, _| true).unwrap();
    let kept_for = |years: u32| {
        let setting = office.volume_setting().unwrap();
        office.set_volume_setting(&super::super::api::VolumeSetting { years, ..setting }).unwrap();
        office.destruction_list().unwrap().items.len()
    };
    later(&office, 5);
    assert_eq!(kept_for(1), 0, "closed for ten years, it stays for ten");
    later(&office, 7);
    assert_eq!((kept_for(30), kept_for(0)), (0, 0), "and longer where that is the rule by now");
    assert!(kept_for(1) > 0, "past both it may go");
}

/// A sheet of the thirtieth of December is found to be of January, when December is closed already.
#[test]
fn a_sheet_in_two_months_leaves_with_the_one_that_keeps_it_longer() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let month = |text: &str| text.parse::<Month>().unwrap();
    let customer = office.entries("customer", "", false).unwrap().into_iter().find(|one| one.name.chars().count() > 1).unwrap();
    let fill = |day: &str| {
        let answers = serde_json::json!({ "fields": { "date": day, "kind": "日常", "customer": customer.name, "visited": "赵六",
            "relation": "本人", "summary": "例行回访" }, "rows": { "attempts": [{ "attempt_at": format!("{day} 10:00"),
            "attempt_way": "上门", "attempt_result": "已见" }] }, "finish": ["visit"], "late_reason": "补录" });
        office.fill("revisit", &serde_json::from_value(answers).unwrap(), &|_| Ok(Vec::new())).unwrap().sheet
    };
    let (moved, stays) = (fill("2025-12-30"), fill("2025-12-30"));
    office.close_month(month("2025-12"), "补建", &|_, _| true).unwrap();
    let change = serde_json::json!({ "fields": { "date": "2026-01-02" }, "change_reason": "日期写错" });
    office.fill_sheet(&moved, &serde_json::from_value(change).unwrap(), &|_| Ok(Vec::new())).unwrap();
    let offered = || {
        let items = office.destruction_list().unwrap().items;
        items.into_iter().map(|item| (item.sheet, item.month, item.expired)).collect::<Vec<_>>()
    };
    let december = (stays, month("2025-12"), "2036-01-01".to_owned());

    later(&office, 10);
    assert_eq!(offered(), std::slice::from_ref(&december), "of an open January it is kept as one of January");
    office.close_month(month("2026-01"), "补建", &|_, _| true).unwrap();
    let holds = |of: &str| {
        let read = |reader: &Reader<'_>| close::closed(reader, &office.month_post(reader)?, month(of));
        office.cabinet().read(read).unwrap().unwrap().items.iter().any(|item| item.sheet == moved)
    };
    assert!(holds("2025-12") && holds("2026-01"), "both closings hold it");
    assert_eq!(offered(), std::slice::from_ref(&december), "December's term is over, January's is not");
    later(&office, 1);
    let january = (moved.clone(), month("2026-01"), "2037-01-01".to_owned());
    assert_eq!(offered(), [december, january], "with January it goes, and is named there");
}

#[test]
fn what_is_destroyed_is_gone_from_the_file_and_named_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let passphrase = "第二位负责人的口令";
    let heads = office.entries("person", "", false).unwrap();
    let other = heads.iter().find(|person| person.name == "王五").unwrap();
    office.close_month(march(), "已逐项核对", &|_, _| true).unwrap();
    assert_eq!(office.destruction_list().unwrap().items, [], "nothing is old enough");
    let closing = office.month(march()).unwrap().closing.unwrap();
    let late = asked_late(&office, "归档以后才写的话");
    assert_eq!(office.destruction_list().unwrap().items, [], "nor is what was filed later");

    later(&office, 12);
    office.add_account(&other.id, Role::Head, passphrase, Cost::LIGHT).unwrap();
    let list = office.destruction_list().unwrap();
    assert_eq!(list.items.len(), usize::try_from(closing.items).unwrap() + 1, "every sheet of the month, and no other");
    let filed: Vec<u32> = list.items.iter().filter(|item| item.sheet == late).map(|item| item.number).collect();
    assert_eq!(filed, [0], "what was filed behind the seal is kept as long, and no longer; it has no 件号");
    assert_eq!(
        office.ask_destruction("another", "期满").unwrap_err().code(),
        "list-moved",
        "what was shown is what is asked for"
    );
    assert_eq!(office.ask_destruction(&list.list, " ").unwrap_err().code(), "missing", "with a reason");
    assert_eq!(office.destroy(&list.list).unwrap_err().code(), "list-moved", "nobody asked for it yet");
    let asked = office.ask_destruction(&list.list, "保管期满，13912345678已告知").unwrap();
    assert_eq!(asked.reason, "保管期满，139****5678已告知", "a reason outlives what is destroyed, and holds no number");
    assert!(asked.own && !asked.asked_by.is_empty(), "it waits for somebody else");
    assert_eq!(office.destroy(&list.list).unwrap_err().code(), "own-destruction", "who asks does not approve");
    assert!(office.destruction_paper(crate::office::Wanted::Pdf).unwrap().starts_with(b"%PDF"), "two people sign the list");

    let sheet: crate::clock::Id = list.items.iter().find(|item| item.serial.starts_with("TS-")).unwrap().sheet.parse().unwrap();
    let bodies = |office: &Office| {
        office.cabinet().read(|reader| {
            let entries = reader.entries_of(sheet)?;
            let own = entries.iter().filter(|entry| matches!(entry.head.kind, Kind::Revision | Kind::Signature));
            own.map(|entry| Ok((entry.head.body_hash, matches!(reader.body(entry)?, Kept::Here(_)))))
                .collect::<Result<Vec<(Hash, bool)>>>()
        })
    };
    let before = bodies(&office).unwrap();
    assert!(before.iter().all(|(_, here)| *here), "they are there");
    drop(office);
    let office = super::tests::reopened(&folder, passphrase, 12);
    office.desk().unwrap();
    office.trust_clock().unwrap();
    let gone = office.destroy(&list.list).unwrap();
    assert_eq!(gone.items, closing.items + 1, "all of the list");
    assert_eq!(office.sheet(&late).unwrap_err().code(), "sheet-destroyed", "with what was filed later");
    assert!(gone.backups_until.as_str() > "2039", "and it says until when backups may hold them: {}", gone.backups_until);
    assert_eq!(gone.backups_kept, list.backups_kept, "and how many backups there are that nobody takes away");

    let after = bodies(&office).unwrap();
    assert_eq!(before.len(), after.len(), "the entries stay as tombstones");
    assert!(after.iter().all(|(_, here)| !here), "their content is gone");
    assert_eq!(office.sheet(&sheet.to_string()).unwrap_err().code(), "sheet-destroyed", "and whoever asks is told so");
    let found = office.search(&crate::office::api::SearchQuery { text: "闭门器".into(), ..Default::default() }, "").unwrap();
    assert!(found.lines.iter().all(|line| line.sheet != sheet.to_string()), "no word of it is found any more");
    let report = office.verify(None, &|_, _| true).unwrap();
    let damage: Vec<_> = report.problems.iter().filter(|problem| problem.code.is_damage()).collect();
    assert!(damage.is_empty(), "已销毁 is no damage: {damage:?}");
    assert_eq!(office.destruction_list().unwrap().items, [], "it is not asked for again");
    let before = office.cabinet().dump_projections().unwrap();
    office.rebuild(&|_, _| true).unwrap();
    assert!(before == office.cabinet().dump_projections().unwrap(), "the lists follow from the log alone");

    // What is kept of the month still proves itself, and prints.
    let full = VolumeAsked { month: march(), format: VolumeFormat::Pdf, full: true, reason: "核对".into(), draft: false };
    let pdf = office.export_volume(&full, &|_, _| true).unwrap();
    let proof = office.verify_volume(&pdf).unwrap();
    assert_eq!((proof.ok, proof.root), (true, closing.root), "the root that was printed holds over the tombstones");
    let told = office.audit_page(&Default::default()).unwrap().lines;
    for act in ["destruction-list", "destruction-asked", "destruction"] {
        assert!(told.iter().any(|line| line.act == act), "{act} is a line of the register");
    }
}

/// A backup by hand on another disk holds what was destroyed for as long as it lies there: nobody is told that it goes by itself.
#[test]
fn backups_that_are_never_taken_away_are_counted_where_something_is_to_be_destroyed() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    office.close_month(march(), "已逐项核对", &|_, _| true).unwrap();
    later(&office, 12);
    office.back_up_today(false, &|_, _| true).unwrap();
    assert_eq!(office.destruction_list().unwrap().backups_kept, 0, "that of the day goes by its rule");
    let stick = tempfile::tempdir().unwrap();
    office.set_second_place(stick.path(), &|_, _| true).unwrap();
    office.back_up(stick.path(), &|_, _| true).unwrap();
    let list = office.destruction_list().unwrap();
    assert_eq!(list.backups_kept, 2, "those that somebody asked for stay");
    // Whoever signs the list reads on it what of this lies elsewhere.
    let paper = |format| office.destruction_paper(format).unwrap();
    let sentence = "每日备份随保留期自动删除。手工备份、迁移前和恢复前的备份不会自动删除，现有2份，请自行销毁。";
    assert!(stands(&inflated(&paper(crate::office::Wanted::Xlsx)), sentence), "the whole of it where no line is broken");
    assert!(stands(&unpacked(&paper(crate::office::Wanted::Pdf)), "每日备份随保留期自动删除"), "and on the paper that is signed");
}
