use std::time::Duration;

use super::super::*;
use super::support::*;

const DAY: Duration = Duration::from_secs(86_400);

#[test]
fn a_draft_is_saved_again_and_again_and_deleted() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let (id, sheet) = (desk.clock.id().unwrap(), desk.clock.id().unwrap());
    let first = cabinet.write(|tx| save(tx, id, sheet, "未完", &[], 0)).unwrap();
    desk.clock.advance(Duration::from_secs(1));
    let second = cabinet.write(|tx| save(tx, id, sheet, "未完成", &[], first.version)).unwrap();
    assert_eq!((second.version, second.created_ms), (2, first.created_ms), "it keeps when it was begun");
    drop(cabinet);
    let cabinet = desk.open().unwrap();
    assert_eq!(cabinet.read(|r| r.drafts()).unwrap(), [second], "after a crash it is there");
    assert_eq!(cabinet.read(|r| r.entry_count()).unwrap(), 0, "a draft is no entry");
    cabinet.write(|tx| tx.delete_draft(id)).unwrap();
    assert_eq!(code(cabinet.write(|tx| tx.delete_draft(id))), "draft-missing", "it is gone");
    assert_eq!(code(cabinet.write(|tx| save(tx, id, sheet, "又来", &[], 2))), "draft-moved", "and does not come back unseen");
}

#[test]
fn a_draft_saved_elsewhere_is_not_saved_over() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let (id, sheet) = (desk.clock.id().unwrap(), desk.clock.id().unwrap());
    cabinet.write(|tx| save(tx, id, sheet, "窗口", &[], 0)).unwrap();
    cabinet.write(|tx| save(tx, id, sheet, "平板", &[], 1)).unwrap();
    assert_eq!(code(cabinet.write(|tx| save(tx, id, sheet, "窗口二", &[], 1))), "draft-moved", "the tablet was faster");
    assert_eq!(cabinet.read(|r| r.draft(id)).unwrap().unwrap().title, "平板", "what stands there was kept");
}

#[test]
fn a_draft_whose_base_moved_on_is_a_conflict() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let (id, sheet) = (desk.clock.id().unwrap(), desk.clock.id().unwrap());
    finalise(&cabinet, sheet, "一").unwrap();
    let draft = cabinet.write(|tx| save(tx, id, sheet, "改一", &[], 0)).unwrap();
    assert!(!cabinet.read(|r| r.base_moved(&draft)).unwrap(), "its base is the newest revision");
    finalise(&cabinet, sheet, "二").unwrap();
    assert!(cabinet.read(|r| r.base_moved(&draft)).unwrap(), "someone else amended the sheet");
}

#[test]
fn blobs_that_nothing_names_are_swept_after_seven_days() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let (id, sheet) = (desk.clock.id().unwrap(), desk.clock.id().unwrap());
    let put = |bytes: &'static [u8]| cabinet.write(|tx| tx.put_blob("image/jpeg", bytes, b"{}")).unwrap();
    let (idle, drafted, dropped, filed) = (put(b"idle"), put(b"drafted"), put(b"dropped"), put(b"filed"));
    cabinet.write(|tx| save(tx, id, sheet, "照片", &[drafted, dropped], 0)).unwrap();
    let body = format!("{{\"photo\":\"{filed}\"}}");
    cabinet
        .write(|tx| tx.append(NewEntry { blobs: vec![filed], ..NewEntry::new(Kind::Revision, sheet, body.as_bytes()) }))
        .unwrap();
    desk.clock.advance(6 * DAY);
    assert_eq!(cabinet.sweep_blobs().unwrap(), 0, "seven days are not over");
    cabinet.write(|tx| save(tx, id, sheet, "照片", &[drafted], 1)).unwrap();
    desk.clock.advance(2 * DAY);
    assert_eq!(cabinet.sweep_blobs().unwrap(), 1, "only what nothing names");
    let there = |hash| cabinet.read(|r| r.blob(&hash)).unwrap().is_some();
    assert_eq!(
        [idle, drafted, dropped, filed].map(there),
        [false, true, true, true],
        "the dropped one's days began when it was dropped"
    );
    cabinet.write(|tx| tx.delete_draft(id)).unwrap();
    desk.clock.advance(8 * DAY);
    assert_eq!(cabinet.sweep_blobs().unwrap(), 2, "what a deleted draft named goes later");
    assert!(there(filed), "what an entry names stays");
    desk.clock.advance(90 * DAY);
    put(b"new");
    desk.clock.advance(90 * DAY);
    assert_eq!(cabinet.sweep_blobs().unwrap(), 0, "a doubted clock sweeps nothing");
}

#[test]
fn a_blob_is_kept_once_with_what_is_known_of_it() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let put = || cabinet.write(|tx| tx.put_blob("image/jpeg", b"photo", b"{\"taken\":1}")).unwrap();
    assert_eq!(put(), put(), "the same bytes are the same blob");
    let blob = cabinet.read(|r| r.blob(&Hash::of(b"photo"))).unwrap().unwrap();
    assert_eq!((blob.media_type.as_str(), blob.meta.as_slice()), ("image/jpeg", b"{\"taken\":1}".as_slice()), "as it was put");
}

#[test]
fn a_draft_names_only_what_is_there() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let (id, sheet) = (desk.clock.id().unwrap(), desk.clock.id().unwrap());
    let missing = cabinet.write(|tx| save(tx, id, sheet, "照片", &[Hash::of(b"?")], 0));
    assert_eq!(code(missing), "content-unknown", "a photo is written with the draft that first names it");
    assert_eq!(cabinet.read(|r| r.drafts()).unwrap(), [], "and no half draft is kept");
}
