//! The one act that comes next on a sheet.

use super::super::api::{Finish, NextAct, SealView, SheetView};
use super::super::next::{comes_first, next_act};
use super::{Department, daily};
use crate::sheet::{Place, Problem, ProblemCode, Standing};

fn next(view: &SheetView) -> Option<NextAct> {
    next_act(&view.form, &view.seals, &view.stages)
}

fn wanting(section: &str, row: &str, field: &str) -> Problem {
    Problem {
        place: Place { section: section.into(), row: row.into(), field: field.into() },
        code: ProblemCode::Required,
        label: String::new(),
        message: String::new(),
        params: Vec::new(),
        wrong: false,
    }
}

/// A day's sheet whose morning is finished and signed by nobody.
fn morning(d: &Department) -> SheetView {
    let draft = d.office.begin_sheet("inspection-daily").unwrap();
    let draft = d.save(&draft, |a| daily::round(a, "am", d.person("张三"), "09"));
    d.later(60);
    let done = d.office.finish(&draft.id, &Finish { stage: "am".into(), ..Finish::default() }).unwrap();
    d.office.sheet(&done.sheet).unwrap()
}

fn place<'a>(view: &'a mut SheetView, role: &str) -> &'a mut SealView {
    view.seals.iter_mut().find(|s| s.role == role).unwrap()
}

/// Which places come first, as the view says it.
fn weigh(view: &mut SheetView) {
    for seal in &mut view.seals {
        seal.first = comes_first(&view.form, seal);
    }
}

#[test]
fn the_signature_of_a_finished_round_comes_before_the_next_round() {
    let d = Department::new();
    let view = morning(&d);
    let am = Some(NextAct::Sign { role: "am_sign".into(), row: String::new() });
    assert_eq!(view.next, am, "the morning is signed before the afternoon is written");
    d.sign(&view.sheet, "am_sign", "", "").unwrap();
    let view = d.office.sheet(&view.sheet).unwrap();
    assert_eq!(view.next, Some(NextAct::Write { stage: "pm".into() }), "then the afternoon is walked");
}

#[test]
fn an_earlier_stage_that_wants_answers_comes_before_a_later_signature() {
    let d = Department::new();
    let mut view = morning(&d);
    for seal in &mut view.seals {
        seal.open = seal.role == "pm_sign";
    }
    let am = view.stages.iter_mut().find(|s| s.id == "am").unwrap();
    am.finished = String::new();
    am.problems = vec![wanting("check", "lobby.0", "am")];
    assert_eq!(next(&view), Some(NextAct::Write { stage: "am".into() }), "write the morning before the afternoon is signed");
}

#[test]
fn the_answer_that_the_signer_gives_is_no_reason_to_wait_with_the_signature() {
    let d = Department::new();
    let mut view = d.office.sheet(&d.revisit()).unwrap();
    let customer = NextAct::Sign { role: "customer_sign".into(), row: String::new() };
    let choice = view.form.signature("customer_sign").unwrap().choice.clone().unwrap();
    for stage in &mut view.stages {
        stage.finished = String::new();
        stage.problems = vec![wanting("result", "", &choice)];
    }
    assert_eq!(next(&view), Some(customer), "satisfaction is chosen at the pad");
}

#[test]
fn what_is_wanted_before_a_signature_leads_to_its_stage() {
    let d = Department::new();
    let view = d.office.sheet(&d.revisit_that("不在", |_| ())).unwrap();
    let Some(NextAct::Write { stage }) = &view.next else { panic!("nobody was met who could sign: {:?}", view.next) };
    assert_eq!(stage, "visit", "another attempt is written down where the attempts stand");
}

#[test]
fn in_a_case_the_signature_of_a_step_that_is_written_down_comes_before_the_next_step() {
    let d = Department::new();
    let mut view = morning(&d);
    let complaint = d.office.begin_sheet("complaint").unwrap();
    view.seals.retain(|s| s.role == "am_sign");
    let seal = place(&mut view, "am_sign");
    (seal.required, seal.wanted) = (false, Vec::new());
    weigh(&mut view);
    view.stages.iter_mut().find(|s| s.id == "pm").unwrap().problems = vec![wanting("check", "lobby.0", "pm")];
    assert_eq!(next(&view), Some(NextAct::Write { stage: "pm".into() }), "elsewhere one that may be left out comes last");

    view.form.case.clone_from(&complaint.form.case);
    assert!(view.form.case.as_ref().unwrap().kind.is_some(), "the form of a complaint is one of a case");
    weigh(&mut view);
    assert!(matches!(next(&view), Some(NextAct::Sign { .. })), "a case waits for it");

    place(&mut view, "am_sign").wanted = vec![wanting("check", "lobby.0", "pm")];
    weigh(&mut view);
    assert!(matches!(next(&view), Some(NextAct::Write { .. })), "and for none that cannot be given yet");
}

#[test]
fn what_may_be_signed_beside_it_is_no_reason_to_go_on_with_a_sheet_that_has_all_it_needs() {
    let d = Department::new();
    let mut view = morning(&d);
    for stage in &mut view.stages {
        (stage.finished, stage.problems) = ("2026-02-24T10:32+08:00".into(), Vec::new());
    }
    for seal in &mut view.seals {
        (seal.open, seal.standing) = (false, Some(Standing::Valid));
    }
    let role = view.form.signature("am_sign").unwrap().clone();
    view.form.signatures.push(crate::form::SignatureRole { field: "am_seen".into(), required: false, ..role });
    let beside = SealView {
        role: "am_seen".into(),
        row: "@roof".into(),
        required: false,
        open: true,
        first: false,
        standing: None,
        wanted: vec![wanting("check", "lobby.0", "pm")],
        ..place(&mut view, "am_sign").clone()
    };
    view.seals.push(beside);
    assert_eq!(next(&view), None, "the morning is signed by its inspector: nobody goes on writing it");
    place(&mut view, "am_sign").standing = Some(Standing::Changed);
    assert!(matches!(next(&view), Some(NextAct::Write { .. })), "until the inspector is asked again");
}

#[test]
fn a_void_sheet_has_no_next_act() {
    let d = Department::new();
    let view = morning(&d);
    d.office.void_sheet(&view.sheet, "写错").unwrap();
    assert_eq!(d.office.sheet(&view.sheet).unwrap().next, None, "nothing more happens to it");
}
