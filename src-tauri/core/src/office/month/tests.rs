//! A month of the sample department: what it shows, closed, changed afterwards, opened again.

use std::sync::{Arc, OnceLock};

use super::*;
use crate::archive::gaps::GapKind;
use crate::archive::matrix::MatrixMark;
use crate::cabinet::Secret;
use crate::clock::{CHINA_MIN, Clock, Stamp};
use crate::office::api::{Finish, SearchQuery};
use crate::office::demo::{self, DemoPlan};
use crate::sheet::Value;

/// The sample department of March 2026, opened in the middle of April, when every cut-off of March is past. It is made once and
/// copied: making it takes a hundred times as long.
pub(super) fn office(folder: &tempfile::TempDir) -> Office {
    static MADE: OnceLock<(tempfile::TempDir, String)> = OnceLock::new();
    let (made, passphrase) = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let until = "2026-03-31".parse().unwrap();
        let plan = DemoPlan { months: 1, seed: 1, until, passphrase: None, by: None, practice: false };
        let made = demo::make(&folder.path().join("cabinet"), &folder.path().join("high-water"), &plan, &|_, _| true).unwrap();
        (folder, made.passphrase)
    });
    for part in ["cabinet", "high-water"] {
        copy(&made.path().join(part), &folder.path().join(part));
    }
    let at = Stamp::from_local("2026-04-15".parse().unwrap(), "09:00:00".parse().unwrap(), CHINA_MIN);
    let clock = Arc::new(Clock::seeded(9, at));
    let (cabinet, high_water) = (folder.path().join("cabinet"), folder.path().join("high-water"));
    Office::open(&cabinet, &high_water, clock, &Secret::passphrase(passphrase)).unwrap()
}

/// The same department opened by somebody else, years later.
pub(super) fn reopened(folder: &tempfile::TempDir, passphrase: &str, years: u64) -> Office {
    let at = Stamp::from_local("2026-04-15".parse().unwrap(), "10:00:00".parse().unwrap(), CHINA_MIN);
    let clock = Arc::new(Clock::seeded(10, at));
    clock.advance(std::time::Duration::from_secs(years * 366 * 86_400));
    let (cabinet, high_water) = (folder.path().join("cabinet"), folder.path().join("high-water"));
    Office::open(&cabinet, &high_water, clock, &Secret::passphrase(passphrase)).unwrap()
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

pub(super) fn march() -> Month {
    "2026-03".parse().unwrap()
}

/// A question of the twentieth of March that is written up now; gives the sheet.
pub(super) fn asked_late(office: &Office, answer: &str) -> String {
    let answers = serde_json::json!({ "fields": { "received": "2026-03-20 10:00", "way": "来访", "category": "收费", "content": "停车费怎么交？",
        "at_once": "是", "answer": answer, "answered": "2026-03-20 10:05", "closing": "已答复", "closed": "2026-03-20 10:05" },
        "finish": ["register", "answer"] });
    let answers: crate::office::FillAnswers = serde_json::from_value(answers).unwrap();
    office.fill("consultation", &answers, &|_| Ok(Vec::new())).unwrap().sheet
}

/// Writes into a finished revisit and finishes it again; gives its number.
pub(super) fn amended(office: &Office, serial: &str, words: &str) -> String {
    let line = office.search(&SearchQuery::default(), "").unwrap().lines.into_iter().find(|l| l.serial == serial).unwrap();
    let draft = office.edit_sheet(&line.sheet).unwrap();
    let mut answers = draft.answers.clone();
    answers.fields.insert("findings".into(), Value::Text(words.into()));
    office.save_draft(&draft.id, answers).unwrap();
    let finish = Finish { change_reason: "补记".into(), ..Finish::default() };
    office.finish(&draft.id, &finish).unwrap();
    line.serial
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    result.unwrap_err().code()
}

#[test]
fn a_month_is_closed_with_its_gaps_and_what_changes_afterwards_is_a_supplement() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let view = office.month(march()).unwrap();
    assert_eq!(view.stage, MonthStage::Open, "over, and nobody closed it");
    assert!(view.open_gaps > 0, "the sample has gaps");
    let missed = view.matrix.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.mark == MatrixMark::Missed).count();
    let rounds = view.gaps.iter().filter(|gap| gap.kind == GapKind::Missed).count();
    assert_eq!(missed, rounds * 12, "a missed round is missed in each of the twelve areas");

    assert_eq!(code(office.close_month(march(), "", &|_, _| true)), "month-gaps", "gaps of which nothing is said want a reason");
    let gap = view.gaps.iter().find(|gap| gap.kind == GapKind::Review).unwrap();
    let told = office.explain_gap(march(), &gap.key, "负责人出差，月初补审").unwrap();
    assert_eq!(told.open_gaps, view.open_gaps - 1, "an explained gap is still one, and told apart");
    assert_eq!(code(office.explain_gap(march(), "sheet:none", "x")), "not-found", "only what is missing is explained");
    assert_eq!(code(office.explain_gap(march(), &gap.key, " ")), "missing", "with words");

    let closed = office.close_month(march(), "已逐项核对，其余随四月补办", &|_, _| true).unwrap();
    let closing = closed.closing.clone().unwrap();
    assert_eq!((closed.stage, closing.items, closing.root.len()), (MonthStage::Closed, view.items, 64), "sealed by one hash");
    assert_eq!(closed.supplements, [], "nothing changed yet");
    assert_eq!(closed.open_gaps, 0, "the one reason stands for all of which nothing was said");
    let one = closed.gaps.iter().find(|of| of.key == gap.key).and_then(|of| of.said.clone()).unwrap();
    assert_eq!(one.words, "负责人出差，月初补审", "and what was said of one stays said of it");
    let told = closed.gaps.iter().filter(|of| of.said.as_ref().is_some_and(|said| said.words.starts_with("已逐项核对")));
    assert_eq!(told.count(), usize::try_from(view.open_gaps - 1).unwrap(), "as the sealed list has it");
    assert_eq!(code(office.close_month(march(), "x", &|_, _| true)), "month-closed", "once");
    assert_eq!(code(office.explain_gap(march(), &gap.key, "x")), "month-closed", "what was printed stands");

    // A sheet of March is amended in April.
    let review =
        office.search(&SearchQuery { state: Some(crate::office::api::SheetState::AwaitReview), ..SearchQuery::default() }, "");
    let line = review.unwrap().lines.into_iter().find(|line| line.serial.starts_with("HF-")).unwrap();
    let draft = office.edit_sheet(&line.sheet).unwrap();
    let mut answers = draft.answers.clone();
    answers.fields.insert("findings".into(), Value::Text("地面已拖干".into()));
    office.save_draft(&draft.id, answers).unwrap();
    let finish = Finish { change_reason: "补记现场".into(), ..Finish::default() };
    office.finish(&draft.id, &finish).unwrap();
    let after = office.month(march()).unwrap();
    assert_eq!(after.supplements.len(), 1, "the volume stands, and what was changed is named beside it");
    let supplement = &after.supplements[0];
    assert_eq!(supplement.serial, line.serial, "the sheet that was changed");
    assert_eq!(supplement.words, format!("更正第{}件", supplement.corrects), "it names what it corrects");
    assert_eq!(after.gaps, closed.gaps, "nor does the list of what is missing change behind the seal");
    let ids = [after.supplements[0].sheet.clone(), "not-an-id".to_owned()];
    let lines = office.sheet_lines(&ids).unwrap();
    assert_eq!(
        lines.iter().map(|line| line.serial.as_str()).collect::<Vec<_>>(),
        [&line.serial],
        "a sheet by its id, as the list has it"
    );
    assert_eq!(after.closing, closed.closing, "the root of the closing is the one that was printed");

    assert_eq!(code(office.reopen_month(march(), "")), "missing", "opened again with a reason");
    let open = office.reopen_month(march(), "补齐审阅").unwrap();
    assert_eq!((open.stage, open.history.len()), (MonthStage::Open, 2), "the closing stays in the history");
    let again = office.close_month(march(), "补齐后重新归档", &|_, _| true).unwrap();
    assert_ne!(again.closing.unwrap().root, closing.root, "another content has another root");
    assert_eq!(again.supplements, [], "and nothing is beside it");
    assert_eq!(
        office.months().unwrap().iter().find(|line| line.month == march()).unwrap().stage,
        MonthStage::Closed,
        "the list knows"
    );
    office.rebuild(&|_, _| true).unwrap();
    assert_eq!(office.month(march()).unwrap().stage, MonthStage::Closed, "and follows from the log alone");
}

/// An empty month is the wrong one, or one in which nobody wrote anything down: either way somebody says so.
#[test]
fn a_month_without_a_sheet_is_closed_with_a_reason_alone() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let before: Month = "2025-11".parse().unwrap();
    let view = office.month(before).unwrap();
    assert_eq!((view.items, view.open_gaps), (0, 0), "nothing is there, and nothing is missing");
    assert_eq!(code(office.close_month(before, " ", &|_, _| true)), "month-empty", "it is asked why");
    assert_eq!(office.month(before).unwrap().stage, MonthStage::Open, "and stays open");
    let closed = office.close_month(before, "当月尚未启用", &|_, _| true).unwrap();
    assert_eq!((closed.stage, closed.closing.unwrap().reason.as_str()), (MonthStage::Closed, "当月尚未启用"), "with its reason");
}

#[test]
fn a_month_that_runs_is_not_closed_and_one_to_come_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let april: Month = "2026-04".parse().unwrap();
    assert_eq!(office.month(april).unwrap().stage, MonthStage::Running, "today lies in it");
    assert_eq!(code(office.close_month(april, "x", &|_, _| true)), "month-running", "it is closed when it is over");
    let future = office.month("2026-06".parse().unwrap()).unwrap();
    assert_eq!((future.stage, future.items, future.gaps.len()), (MonthStage::Future, 0, 0), "nothing is missing before its time");
    assert_eq!(code(office.reopen_month(april, "x")), "month-open", "what is not closed is not opened");
}

/// The figures of a month beside counts made without them: over the bodies of the revisions as they are stored.
#[test]
fn figures_are_those_of_the_stored_revisions() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    // One complaint of the month was written down by mistake.
    let voided = office.search(&SearchQuery::default(), "").unwrap().lines;
    let voided = voided.into_iter().find(|line| line.serial.starts_with("TS-A-202603-")).unwrap();
    office.void_sheet(&voided.sheet, "登记错误").unwrap();
    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    let (mut pass, mut fail, mut complaints) = (0_u32, 0_u32, 0_u32);
    let mut rounds: BTreeMap<String, u32> = BTreeMap::new();
    let mut keyed_in = std::collections::BTreeSet::new();
    office
        .cabinet()
        .read(|reader| {
            // The site in use; the sample department has another.
            let site = Some(office.text_setting(reader, "site")?);
            for row in reader.search(&crate::cabinet::SheetQuery { site, ..Default::default() }, None, 1000)?.rows {
                if row.draft || !march().holds(row.date) || row.state == "void" {
                    continue;
                }
                let newest = reader.heads(row.sheet)?.pop().unwrap();
                let body = reader.body(&newest)?.bytes().unwrap();
                let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
                if row.serial.as_deref().is_some_and(|serial| serial.starts_with("TS-")) {
                    complaints += 1;
                }
                let is_daily = row.form == "inspection-daily";
                let named = [("inspection-daily", "am", "am_person"), ("inspection-daily", "pm", "pm_person")];
                let named = named.into_iter().chain([("inspection-outlets", "inspect", "inspector")]);
                for (_, stage, field) in named.filter(|(form, ..)| *form == row.form) {
                    let Some(by) = body["stages"].get(stage).and_then(|done| done["by"]["text"].as_str()) else { continue };
                    keyed_in.insert(by.to_owned());
                    let name = body["answers"]["fields"][field]["ref"]["text"].as_str();
                    *rounds.entry(name.unwrap().to_owned()).or_default() += 1;
                }
                for cells in body["answers"]["rows"]["check"].as_array().filter(|_| is_daily).into_iter().flatten() {
                    for stage in ["am", "pm"] {
                        if body["stages"].get(stage).is_none() {
                            continue;
                        }
                        match cells["cells"][stage]["mark"].as_str() {
                            Some("pass") => pass += 1,
                            Some("fail") => fail += 1,
                            _ => {}
                        }
                    }
                }
            }
            Ok::<_, OfficeError>(())
        })
        .unwrap();
    let rate = stats.figure("inspection.rate").unwrap();
    assert!(pass > 1000, "the sample walks every day: {pass}");
    assert_eq!((rate.part, rate.whole), (pass, Some(pass + fail)), "√ and × as the bodies hold them");
    assert_eq!(stats.figure("complaints.received").unwrap().part, complaints, "complaints by their sheets");
    let counted = |name: &String| stats.figure(&format!("people.rounds.{name}")).map_or(0, |figure| figure.part);
    let told: BTreeMap<String, u32> = rounds.keys().map(|name| (name.clone(), counted(name))).collect();
    assert_eq!(told, rounds, "rounds are counted for the 检查人 on the sheet");
    assert!(rounds.len() > keyed_in.len(), "and not for the account that keyed them in: {keyed_in:?}");
    assert_eq!(stats.trends.len(), stats::HEADLINES.len(), "each headline has its course");
    assert!(stats.trends.iter().all(|trend| trend.points.len() == 12), "over twelve months");
}
