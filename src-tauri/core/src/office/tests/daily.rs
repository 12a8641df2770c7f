//! 客务部工作检查表: two rounds of one sheet by two people.

use std::time::Duration;

use super::super::api::{Finish, SheetState};
use super::{Department, text};
use crate::clock::Stamp;
use crate::form::Mark;
use crate::sheet::{Answers, ProblemCode, Standing, Value};

fn mark_all(a: &mut Answers, column: &str, mark: Mark) {
    for row in a.rows.get_mut("check").unwrap() {
        row.cells.insert(column.into(), Value::Check { mark });
    }
}

pub(super) fn round(a: &mut Answers, stage: &str, person: Value, from: &str) {
    a.fields.insert(format!("{stage}_person"), person);
    a.fields.insert(format!("{stage}_from"), text(&format!("2026-02-24T{from}:05+08:00")));
    a.fields.insert(format!("{stage}_to"), text(&format!("2026-02-24T{from}:55+08:00")));
    a.fields.insert(format!("{stage}_method"), text("全查"));
    mark_all(a, stage, Mark::Pass);
}

#[test]
fn an_afternoon_filled_by_another_person_leaves_the_morning_signed() {
    let d = Department::new();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    assert_eq!(draft.answers.list("check").len(), 48, "the item library of the eleven areas and the posts");
    assert!(draft.answers.each().all(|(_, v)| v.mark().is_none()), "no result is ever prefilled");
    let draft = d.save(&draft, |a| round(a, "am", d.person("张三"), "09"));
    d.later(60);
    let done = d.office.finish(&draft.id, &Finish { stage: "am".into(), ..Finish::default() }).unwrap();
    let sheet = done.sheet;
    assert_eq!(d.office.sheet(&sheet).unwrap().state, SheetState::Open, "the afternoon is still to come");
    d.sign(&sheet, "am_sign", "", "").unwrap();
    d.later(300);
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    assert_eq!(draft.sheet, sheet, "the day's sheet goes on; there is one a day");
    let draft = d.save(&draft, |a| {
        round(a, "pm", d.person("李四"), "14");
        a.rows.get_mut("check").unwrap()[1].cells.insert("pm".into(), Value::Check { mark: Mark::Fail });
    });
    let working = d.office.cabinet().read(|r| d.office.working(r, draft.id.parse().unwrap())).unwrap();
    assert_eq!(working.amended(), [], "nothing that stood is changed");
    assert!(!draft.needs_reason, "the afternoon is filled, the morning not touched");
    assert_eq!(draft.answers.list("fails").len(), 1, "a × opens its row in part two");
    let missing = d.office.finish(&draft.id, &Finish { stage: "pm".into(), ..Finish::default() }).unwrap_err();
    assert_eq!(missing.code(), "incomplete", "a × asks for problem, severity, person and limit");
    let draft = d.save(&draft, |a| {
        let row = &mut a.rows.get_mut("fails").unwrap()[0];
        row.cells.insert("problem".into(), text("主入口右扇有手印"));
        row.cells.insert("severity".into(), text("轻微"));
        row.cells.insert("points".into(), Value::Number(1));
        row.cells.insert("person".into(), d.person("李四"));
    });
    d.office.finish(&draft.id, &Finish { stage: "pm".into(), ..Finish::default() }).unwrap();
    let view = d.office.sheet(&sheet).unwrap();
    let am = view.seals.iter().find(|s| s.role == "am_sign").unwrap();
    assert_eq!(am.standing, Some(Standing::Valid), "the afternoon is outside the morning's scope");
    assert_eq!(view.computed["rate"], text("98.9%"), "95 of 96");
    assert_eq!(view.computed["score"], Value::Number(99), "one point off");
}

#[test]
fn a_fail_withdrawn_and_set_again_keeps_its_details() {
    let d = Department::new();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let set =
        |mark| move |a: &mut Answers| drop(a.rows.get_mut("check").unwrap()[0].cells.insert("am".into(), Value::Check { mark }));
    let draft = d.save(&draft, set(Mark::Fail));
    let draft = d.save(&draft, |a| {
        a.rows.get_mut("fails").unwrap()[0].cells.insert("problem".into(), text("积水"));
    });
    let draft = d.save(&draft, set(Mark::Pass));
    assert!(draft.answers.list("fails").is_empty(), "no × no row");
    let draft = d.save(&draft, set(Mark::Fail));
    assert_eq!(draft.answers.list("fails")[0].cells["problem"], text("积水"), "a slip of the finger loses nothing");
}

#[test]
fn past_the_cut_off_an_entry_is_late_and_says_why() {
    let d = Department::new();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let draft = d.save(&draft, |a| round(a, "am", d.person("张三"), "09"));
    d.later(26 * 60);
    let error = d.office.finish(&draft.id, &Finish { stage: "am".into(), ..Finish::default() }).unwrap_err();
    assert_eq!(error.code(), "late-reason", "11:00 on the next working day is past 10:00");
    let finish = Finish { stage: "am".into(), late_reason: "纸面先填".into(), ..Finish::default() };
    let done = d.office.finish(&draft.id, &finish).unwrap();
    let history = d.office.sheet(&done.sheet).unwrap().history;
    assert!(history[0].what.starts_with("补录"), "the history says so: {}", history[0].what);
}

#[test]
fn rebuilding_the_projections_gives_the_same() {
    let d = Department::new();
    let sheet = d.revisit();
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    d.save(&draft, |a| round(a, "am", d.person("李四"), "09"));
    d.office
        .save_entry(&super::RegisterInput { register: "outlet".into(), name: "示例便利店".into(), ..Default::default() })
        .unwrap();
    let before = d.office.cabinet().dump_projections().unwrap();
    d.office.rebuild(&|_, _| true).unwrap();
    assert_eq!(d.office.cabinet().dump_projections().unwrap(), before, "the log alone tells everything lists show");
}

#[test]
fn a_discarded_draft_can_be_brought_back() {
    let d = Department::new();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let draft = d.save(&draft, |a| mark_all(a, "am", Mark::Pass));
    d.office.discard_draft(&draft.id).unwrap();
    assert_eq!(d.office.desk().unwrap().drafts, 0, "thrown away");
    d.office.restore_draft(&draft.id).unwrap();
    assert_eq!(d.office.draft(&draft.id).unwrap().answers, draft.answers, "undo brings back every mark");
}

#[test]
fn a_photo_goes_to_the_tray_and_from_there_to_its_fail() {
    let d = Department::new();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let png = include_bytes!("../../../../../icons/128x128.png");
    let taken = d.office.take_in(&draft.id, "现场.png", png).unwrap();
    assert!(!taken.photo.attachment && taken.note.is_empty(), "a picture that can be read");
    let draft = d.office.draft(&draft.id).unwrap();
    assert_eq!(draft.answers.tray.len(), 1, "it waits in the tray");
    assert!(d.office.picture(&taken.photo.blob, true).unwrap().starts_with(&[0xFF, 0xD8]), "its thumbnail is a JPEG");
    let draft = d.save(&draft, |a| {
        a.rows.get_mut("check").unwrap()[0].cells.insert("am".into(), Value::Check { mark: Mark::Fail });
    });
    let draft = d.save(&draft, |a| {
        let photos = std::mem::take(&mut a.tray);
        a.rows.get_mut("fails").unwrap()[0].cells.insert("photos".into(), Value::Photos { photos });
    });
    assert_eq!(draft.answers.list("fails")[0].cells["photos"].photos().len(), 1, "it has its place");
    assert!(draft.answers.tray.is_empty(), "and waits no longer");
}

#[test]
fn a_picture_of_the_camera_was_taken_when_the_offices_clock_says() {
    let d = Department::new();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let picture = include_bytes!("../../../../../icons/128x128.png");
    let other = include_bytes!("../../../../../icons/32x32.png");
    d.clock.set(Stamp::parse("2026-02-24T10:02+08:00").unwrap());
    d.office.take_shot(&draft.id, Duration::from_secs(90), picture).unwrap();
    d.office.take_shot(&draft.id, Duration::MAX, other).unwrap();
    let tray = d.office.draft(&draft.id).unwrap().answers.tray;
    let taken: Vec<_> = tray.iter().map(|p| (p.taken.as_str(), p.name.as_str())).collect();
    assert_eq!(
        taken,
        [("2026-02-24T09:02+08:00", "拍照-20260224-090200.jpg"), ("2026-02-24T10:00+08:00", "拍照-20260224-100030.jpg")],
        "the moment of the shutter, not of the keeping, and never further back than is believed"
    );
}

#[test]
fn a_character_that_no_font_has_is_named_while_it_is_typed() {
    let d = Department::new();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let draft = d.save(&draft, |a| drop(a.fields.insert("am_spots".into(), text("3层𡋾厅"))));
    let wrong = draft.wrong.iter().find(|p| p.code == ProblemCode::GlyphMissing).unwrap();
    assert!(wrong.message.contains('𡋾'), "the character is named: {}", wrong.message);
    assert_eq!(wrong.place.field, "am_spots", "beside the field it stands in");
    let finish = Finish { stage: "am".into(), ..Finish::default() };
    let missing = d.office.finish(&draft.id, &finish).unwrap_err();
    assert_eq!(missing.code(), "incomplete", "and it stops 完成, not only the print");
}

#[test]
fn all_of_an_area_is_one_act_with_the_offices_time_and_author() {
    let d = Department::new();
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let first = draft.answers.list("check")[0].clone();
    let draft = d
        .save(&draft, |a| drop(a.rows.get_mut("check").unwrap()[0].cells.insert("am".into(), Value::Check { mark: Mark::Fail })));
    d.later(5);
    let done = d.office.mark_rest(&draft.id, "check", &first.group, "am", Mark::Pass).unwrap();
    let [act] = &done.acts[..] else { panic!("one column, one act: {:?}", done.acts) };
    assert_eq!(
        (act.kind.as_str(), act.column.as_str(), act.group.as_str()),
        ("all_pass", "am", first.group.as_str()),
        "what was done"
    );
    assert_eq!(
        (act.at.as_str(), act.by.as_str()),
        ("2026-02-24T09:05+08:00", "张三"),
        "when and by whom, as the office knows it"
    );
    assert!(!act.rows.contains(&first.id), "what had a mark is not among them");
    let kept = d.office.draft(&draft.id).unwrap();
    assert_eq!(kept.answers.acts, done.acts, "the draft holds the act");
    let marks: Vec<_> = kept.answers.list("check").iter().filter(|r| r.group == first.group).map(|r| &r.cells["am"]).collect();
    assert_eq!(marks.iter().filter(|v| v.mark() == Some(Mark::Fail)).count(), 1, "a × is never overwritten");
    assert!(kept.answers.list("check").iter().all(|r| !r.cells.contains_key("pm")), "the other round is not touched");
    assert_eq!(done.change.progress[0].marked, u32::try_from(marks.len()).unwrap(), "the counts follow");
    let again = d.office.mark_rest(&draft.id, "check", &first.group, "am", Mark::Pass).unwrap();
    assert!(again.acts.is_empty(), "nothing was left to mark, so nothing is recorded");
    let fail = d.office.mark_rest(&draft.id, "check", &first.group, "am", Mark::Fail).unwrap_err();
    assert_eq!(fail.code(), "not-open", "what failed is named one by one");
    let none = d.office.mark_rest(&draft.id, "check", "nowhere", "am", Mark::Pass).unwrap_err();
    assert_eq!(none.code(), "not-found", "an area there is not");
}

#[test]
fn a_round_of_another_day_is_one_more_sheet_beside_todays() {
    let department = Department::new();
    let office = &department.office;
    let today = office.begin_sheet("inspection-daily").unwrap();
    assert_eq!(office.begin_sheet("inspection-daily").unwrap().id, today.id, "the day has one sheet, which is gone on with");
    let another = office.begin_another("inspection-daily").unwrap();
    assert_ne!(another.id, today.id, "yesterday's paper is keyed in on a sheet of its own");
    assert_eq!(office.desk().unwrap().drafts, 2, "and both wait");
}
