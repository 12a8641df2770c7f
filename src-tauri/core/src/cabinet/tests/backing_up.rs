//! A backup is whole or not there; a restore loses nothing of what stood in its place.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::super::*;
use super::support::*;

pub(super) fn on(_: u64, _: u64) -> bool {
    true
}

pub(super) fn place(desk: &Desk) -> PathBuf {
    desk.root.path().join("backups")
}

pub(super) fn secret() -> Secret {
    Secret::passphrase(PASSPHRASE)
}

/// A restore that tells what was lost, as the office does.
pub(super) fn put_back(desk: &Desk, kept: &KeptBackup, secret: &Secret) -> Result<Restored> {
    put_back_with(desk, kept, secret, &on)
}

pub(super) fn put_back_with(
    desk: &Desk,
    kept: &KeptBackup,
    secret: &Secret,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Restored> {
    let (into, high_water) = (&desk.folder(), &desk.marks());
    let tell = |cabinet: Cabinet, restored: &Restored| {
        cabinet.write(|tx| {
            let record = tx.new_id()?;
            let body = serde_json::json!({ "lost": restored.lost }).to_string();
            let entry = tx.append(NewEntry::new(Kind::Audit, record, body.as_bytes()))?;
            tx.tell_lost(&entry, &restored.lost)
        })
    };
    restore(kept, &Place { into, high_water, neighbours: &[], clock: &desk.clock, secret }, &Plain, tell, progress)
}

pub(super) fn entries(cabinet: &Cabinet) -> Vec<Hash> {
    let all = cabinet.read(|reader| reader.newest_entries(1000)).unwrap();
    all.into_iter().map(|entry| entry.hash).collect()
}

#[test]
fn a_backup_restores_on_a_clean_machine_entry_by_entry_with_the_recovery_code() {
    let desk = Desk::new();
    let (cabinet, code) = desk.create();
    for n in 0..20 {
        finalise(&cabinet, desk.clock.id().unwrap(), &format!("第{n}张 {}", "内容".repeat(600))).unwrap();
    }
    let mine = place(&desk).join("unfinished-report");
    fs::create_dir_all(&mine).unwrap();
    let kept = cabinet.back_up(&place(&desk), Occasion::Asked, &on).unwrap();
    assert!(mine.is_dir(), "a folder of somebody's own is none of ours, whatever it is called");
    assert_eq!((kept.manifest.entries, kept.manifest.seq), (20, 20), "the manifest counts what is in it");
    assert_eq!(kept.folder.file_name().unwrap(), "2026-02-13_0900_A_asked", "the name says when, which device and why");
    assert_eq!(backups(&place(&desk)), std::slice::from_ref(&kept), "it is found in its place");
    assert!(verify_backup(&kept, &secret(), &on).unwrap().is_whole(), "and verifies from outside");
    let before = entries(&cabinet);
    drop(cabinet);

    let elsewhere = Desk::new();
    let restored = put_back(&elsewhere, &kept, &Secret::recovery(code.as_str())).unwrap();
    assert_eq!((restored.letter.as_str(), restored.before.as_str()), ("B", "A"), "a restored cabinet is another device");
    assert_eq!(restored.entries_missing, None, "a clean machine knows nothing of later entries");
    assert_eq!(restored.last_numbers, ["JC-A-202602-0020"], "after this one numbers may be missing");
    let cabinet = elsewhere.open().unwrap();
    assert_eq!(entries(&cabinet)[1..], before, "every entry is there, byte for byte as it was signed");
    assert!(cabinet.verify(&on).unwrap().is_whole(), "and the whole chain holds");
    let next = finalise(&cabinet, elsewhere.clock.id().unwrap(), "恢复之后").unwrap();
    assert_eq!(next.head.serial.as_deref(), Some("JC-B-202602-0001"), "its numbers never meet those of the lost machine");
    assert!(next.head.lamport > 20, "what is written now comes after everything that was restored, in the same session already");
    assert!(cabinet.verify(&on).unwrap().is_whole(), "two devices in one log");
}

#[test]
fn what_stood_there_is_kept_aside_and_its_later_numbers_are_named() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    finalise(&cabinet, desk.clock.id().unwrap(), "备份之前").unwrap();
    let kept = cabinet.back_up(&place(&desk), Occasion::Daily, &on).unwrap();
    for _ in 0..3 {
        finalise(&cabinet, desk.clock.id().unwrap(), "备份之后").unwrap();
    }
    let newer = entries(&cabinet);
    assert_eq!(code(put_back(&desk, &kept, &secret())), "cabinet-locked", "never under the hands of a program that has it open");
    assert_eq!(entries(&cabinet), newer, "and it goes on");
    drop(cabinet);

    let restored = put_back(&desk, &kept, &secret()).unwrap();
    assert_eq!((restored.entries_saved, restored.entries_missing), (3, Some(0)), "what was written since the backup comes along");
    assert_eq!(restored.numbers_missing, [""; 0], "so no number is missing");
    let aside = restored.aside.unwrap();
    let old = Cabinet::open(&aside, &desk.root.path().join("other"), desk.clock.clone(), &secret()).unwrap();
    assert_eq!(entries(&old), newer, "the cabinet that stood there lies beside it, as it was");
    let there = entries(&desk.open().unwrap());
    assert_eq!(there[1..], newer, "the restored one has all of it and the note of the restore");
}

#[test]
fn what_cannot_be_read_any_more_is_missed_by_number() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    finalise(&cabinet, desk.clock.id().unwrap(), "备份之前").unwrap();
    let kept = cabinet.back_up(&place(&desk), Occasion::Daily, &on).unwrap();
    (0..3).for_each(|_| drop(finalise(&cabinet, desk.clock.id().unwrap(), "备份之后").unwrap()));
    drop(cabinet);
    fs::write(desk.folder().join("cabinet.db"), b"what a dying disk leaves").unwrap();
    let restored = put_back(&desk, &kept, &secret()).unwrap();
    assert_eq!((restored.entries_saved, restored.entries_missing), (0, Some(3)), "this machine saw three entries more");
    assert_eq!(restored.last_numbers, ["JC-A-202602-0001"], "their numbers come after this one");
}

#[test]
fn a_backup_that_was_changed_is_refused_and_nothing_moves() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    finalise(&cabinet, desk.clock.id().unwrap(), "一").unwrap();
    let kept = cabinet.back_up(&place(&desk), Occasion::Daily, &on).unwrap();
    drop(cabinet);
    let file = kept.folder.join("cabinet.db");
    let whole = fs::read(&file).unwrap();
    for at in [0, 17, 4096, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&file, bytes).unwrap();
        assert_eq!(code(put_back(&desk, &kept, &secret())), "backup-damaged", "one bit at {at} is enough");
    }
    fs::write(&file, &whole).unwrap();
    assert_eq!(code(put_back(&desk, &kept, &Secret::passphrase("不是这个口令"))), "wrong-passphrase", "told apart from damage");
    let stop = put_back_with(&desk, &kept, &secret(), &|_, _| false);
    assert_eq!(code(stop), "cancelled", "a person may stop it");
    let there: Vec<_> = fs::read_dir(desk.root.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(there.len(), 3, "no half restore is left beside the cabinet: {there:?}");
    assert_eq!(entries(&desk.open().unwrap()).len(), 1, "and the cabinet that stood there stands");
}

#[test]
fn a_backup_that_is_stopped_or_finds_damage_leaves_the_place_as_it_was() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let first = finalise(&cabinet, desk.clock.id().unwrap(), "一").unwrap();
    assert_eq!(code(cabinet.back_up(&place(&desk), Occasion::Daily, &|_, _| false)), "cancelled", "a person may stop it");
    assert_eq!(fs::read_dir(place(&desk)).unwrap().count(), 0, "nothing half is left");
    drop(cabinet);
    let raw = desk.raw_without_triggers();
    raw.execute("UPDATE content SET bytes = x'00' WHERE hash = ?1", [first.head.body_hash]).unwrap();
    raw.close().unwrap();
    let cabinet = desk.open().unwrap();
    assert_eq!(
        code(cabinet.back_up(&place(&desk), Occasion::Daily, &on)),
        "backup-damaged",
        "a copy of a damaged cabinet must not push out a good one"
    );
    assert_eq!(fs::read_dir(place(&desk)).unwrap().count(), 0, "and is not kept");
}

#[test]
fn fourteen_days_and_twelve_months_are_kept_and_all_that_was_asked_for() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let asked = cabinet.back_up(&place(&desk), Occasion::Asked, &on).unwrap();
    // What a place looks like after 500 days, without making 500 copies of the same file.
    let mut all: Vec<KeptBackup> = (0..500_i64)
        .flat_map(|day| {
            [(0, Occasion::Closing), (1, Occasion::Daily)].map(|(hour, occasion)| {
                let mut kept = asked.clone();
                kept.manifest.made_ms -= (day * 24 + hour) * 3_600_000;
                kept.manifest.occasion = occasion;
                kept.folder = place(&desk).join(format!("{day}-{hour}"));
                kept
            })
        })
        .collect();
    let mut old = asked;
    old.manifest.made_ms -= 900 * 86_400_000;
    all.push(old);
    let gone = superfluous(&all, cabinet.id(), 480);
    assert_eq!(
        all.len() - gone.len(),
        14 + 12 - 2 + 1,
        "14 days, 12 months (the newest of two are among the days), the one asked for"
    );
    assert!(!gone.contains(&all[0].folder), "the newest always stays");
    let other = desk.clock.id().unwrap();
    assert_eq!(
        superfluous(&all, other, 480),
        Vec::<PathBuf>::new(),
        "another cabinet's backups on the same stick are not touched"
    );
    desk.clock.advance(Duration::from_secs(60));
    let second = cabinet.back_up(&place(&desk), Occasion::Asked, &on).unwrap();
    assert_eq!(backups(&place(&desk))[0], second, "newest first");
}

/// The calls themselves are what is looked at: whether the disk keeps what it says it has is not for a test.
#[test]
fn a_backup_is_verified_then_sent_to_the_disk_and_only_then_named() {
    use super::super::acts;
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    finalise(&cabinet, desk.clock.id().unwrap(), "一").unwrap();
    acts::take();
    let look = |done: u64, all: u64| {
        acts::note(if done * 2 > all { "verified" } else { "copied" }, std::path::Path::new("cabinet.db"));
        true
    };
    let kept = cabinet.back_up(&place(&desk), Occasion::Asked, &look).unwrap();
    let name = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("unfinished-") { "unfinished".to_owned() } else { name }
    };
    let done: Vec<(&str, String)> = acts::take().into_iter().map(|(act, path)| (act, name(path))).collect();
    let done: Vec<(&str, &str)> = done.iter().map(|(act, name)| (*act, name.as_str())).collect();
    let folder = kept.folder.file_name().unwrap().to_str().unwrap();
    let expected = [
        ("synced", "keyslots.tmp"),
        ("named", "keyslots.json"),
        ("folder synced", "unfinished"),
        ("copied", "cabinet.db"),
        ("verified", "cabinet.db"),
        ("synced", "cabinet.db"),
        ("synced", "manifest.tmp"),
        ("named", "manifest.json"),
        ("folder synced", "unfinished"),
        ("folder synced", "unfinished"),
        ("named", folder),
        ("folder synced", "backups"),
    ];
    let expected: Vec<(&str, &str)> = expected.into_iter().filter(|(act, _)| cfg!(unix) || *act != "folder synced").collect();
    assert_eq!(done, expected, "a power cut at any of these leaves the old state or the new one");
}
