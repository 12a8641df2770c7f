//! A round is walked before it is finished, and on its own day.

use super::super::OfficeError;
use super::super::api::{Draft, Finish, Finished};
use super::{Department, text};
use crate::form::Mark;
use crate::sheet::Value;

/// The day's sheet with one round, from and until when.
fn round(d: &Department, draft: &Draft, stage: &str, [from, to]: [&str; 2]) -> Draft {
    let moment = |at: &str| text(&format!("{}+08:00", at.replace(' ', "T")));
    d.save(draft, |a| {
        a.fields.insert(format!("{stage}_person"), d.person("李四"));
        a.fields.insert(format!("{stage}_from"), moment(from));
        a.fields.insert(format!("{stage}_to"), moment(to));
        a.fields.insert(format!("{stage}_method"), text("全查"));
        for row in a.rows.get_mut("check").unwrap() {
            row.cells.insert(stage.into(), Value::Check { mark: Mark::Pass });
        }
    })
}

fn finish(d: &Department, draft: &Draft, stage: &str) -> Result<Finished, OfficeError> {
    let finish =
        Finish { stage: stage.into(), late_reason: "次日补录".into(), change_reason: "更正".into(), ..Finish::default() };
    d.office.finish(&draft.id, &finish)
}

fn why(error: &OfficeError) -> (&'static str, String) {
    (error.code(), error.detail())
}

#[test]
fn a_round_of_another_day_or_of_the_evening_to_come_is_not_finished() {
    let d = Department::new();
    d.later(180);
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let draft = round(&d, &draft, "am", ["2026-02-24 09:05", "2026-03-07 09:55"]);
    assert_eq!(why(&finish(&d, &draft, "am").unwrap_err()), ("moment-ahead", "上午结束".into()), "eleven days after it began");
    let draft = round(&d, &draft, "am", ["2026-02-23 21:00", "2026-02-24 09:55"]);
    assert_eq!(why(&finish(&d, &draft, "am").unwrap_err()), ("another-day", "上午开始".into()), "begun the night before");
    // The afternoon is only planned: that is a draft's affair and holds up no morning.
    let draft = round(&d, &draft, "pm", ["2026-02-24 20:00", "2026-02-24 21:00"]);
    let draft = round(&d, &draft, "am", ["2026-02-24 09:05", "2026-02-24 09:55"]);
    let sheet = finish(&d, &draft, "am").unwrap().sheet;
    let next = d.office.edit_sheet(&sheet).unwrap();
    assert_eq!(why(&finish(&d, &next, "pm").unwrap_err()), ("moment-ahead", "下午开始".into()), "at noon nobody came at 20:00");
    d.later(600);
    finish(&d, &next, "pm").unwrap();
}

#[test]
fn a_round_that_was_finished_is_not_written_over_with_days_to_come() {
    let d = Department::new();
    d.later(180);
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let draft = round(&d, &draft, "am", ["2026-02-24 09:05", "2026-02-24 09:55"]);
    let sheet = finish(&d, &draft, "am").unwrap().sheet;
    let next = d.office.edit_sheet(&sheet).unwrap();
    let next = d.save(&next, |a| drop(a.fields.insert("am_to".into(), text("2026-02-24T23:00+08:00"))));
    assert_eq!(finish(&d, &next, "am").unwrap_err().code(), "moment-ahead", "what it says of the morning is looked at again");
    let next = d.save(&next, |a| {
        a.fields.insert("am_to".into(), text("2026-02-24T09:55+08:00"));
        a.fields.insert("date".into(), text("2026-02-23"));
    });
    assert_eq!(finish(&d, &next, "am").unwrap_err().code(), "another-day", "and the sheet stays of the day of its round");
}

#[test]
fn a_sheet_of_a_day_or_month_to_come_is_not_finished_and_its_draft_may_wait() {
    let d = Department::new();
    d.later(180);
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let draft = d.save(&draft, |a| drop(a.fields.insert("date".into(), text("2026-03-10"))));
    let draft = round(&d, &draft, "am", ["2026-03-10 09:05", "2026-03-10 09:55"]);
    assert_eq!(why(&finish(&d, &draft, "am").unwrap_err()), ("moment-ahead", "检查日期".into()));
    assert_eq!(d.office.draft(&draft.id).unwrap().answers.fields["date"], text("2026-03-10"), "the draft is as it was");
    let outlet = crate::office::api::RegisterInput { register: "outlet".into(), name: "便利店".into(), ..Default::default() };
    d.office.save_entry(&outlet).unwrap();
    let outlets = d.office.begin_sheet("inspection-outlets").unwrap();
    let outlets = d.save(&outlets, |a| {
        a.fields.insert("month".into(), text("2026-03"));
        for row in a.rows.get_mut("check").unwrap() {
            for column in ["order", "stall", "board", "poster", "scrawl", "poultry", "livestock", "pet"] {
                row.cells.insert(column.into(), Value::Check { mark: Mark::Pass });
            }
        }
    });
    assert_eq!(why(&finish(&d, &outlets, "inspect").unwrap_err()), ("moment-ahead", "检查月份".into()));
    let outlets = d.save(&outlets, |a| drop(a.fields.insert("month".into(), text("2026-02"))));
    finish(&d, &outlets, "inspect").unwrap();
}
