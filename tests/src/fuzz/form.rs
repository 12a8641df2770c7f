//! A form file.

use std::collections::BTreeMap;

use xunfang_core::clock::Stamp;
use xunfang_core::form::{Form, FormRef, LoadedForm};
use xunfang_core::paper::compose::{Face, FaceKind, compose};
use xunfang_core::sheet::{
    Answers, Began, Body, Moment, Proposals, Reference, Roster, RosterEntry, StageEntry, begin, computed, finishable, new_row,
    problems, progress, rebuild_scope, scope, settle, wanting,
};

use super::{LONGEST, drawn, one_in};

/// A form file is refused with its line, or a sheet of it can be begun, filled in step, printed blank and shown to a signer.
pub fn form(data: &[u8]) {
    if data.len() > LONGEST {
        return;
    }
    let loaded = match LoadedForm::read("given.toml", data) {
        Ok(loaded) => loaded,
        Err(error) => {
            assert_eq!(error.code(), "form-refused", "a form file has one code");
            let lines = data.iter().filter(|byte| **byte == b'\n').count() + 1;
            assert!((1..=lines).contains(&error.line), "line {} of {lines}", error.line);
            assert!(!error.reason.is_empty(), "it is said why");
            return;
        }
    };
    begun(&loaded.form, &loaded.reference(), one_in(8, data));
}

fn begun(form: &Form, reference: &FormRef, thorough: bool) {
    let proposals = proposals();
    let mut body = Body { v: 1, answers: begin(form, &roster(form), &proposals), ..Body::default() };
    let answers = &mut body.answers;
    for section in form.sections.iter().filter(|s| s.is_rows()) {
        // Rows that people add, whether the form lets them or not: a draft of another edition may bring them.
        let row = new_row(section, "added", &proposals);
        answers.rows.entry(section.id.clone()).or_default().push(row);
    }
    settle(form, answers, &proposals);
    let once = answers.clone();
    settle(form, answers, &proposals);
    assert_eq!(*answers, once, "what is in step stays as it is");
    let said = |stage: Option<&str>, answers: &Answers| {
        assert!(problems(form, answers, stage).iter().all(|p| !p.message.is_empty()), "it is said what a stage still wants");
    };
    said(None, answers);
    for stage in &form.stages {
        said(Some(&stage.id), answers);
        body.stages.insert(stage.id.clone(), StageEntry::default());
    }
    let known = |id: &str| form.stages.iter().any(|stage| stage.id == id);
    assert!(finishable(form, answers).iter().all(|(stage, _)| known(stage)), "only stages of the form are finished");
    assert!(
        progress(form, answers).iter().all(|p| p.fails <= p.marked && p.marked <= p.total),
        "no more is marked than there is to mark"
    );
    let moment = Moment {
        serial: "XX-A-202602-0001",
        stages: &body.stages,
        due: &|_, _| Some("2026-03-10".to_owned()),
        counted: &|_, _| Some("10天".to_owned()),
        began: &|_| Began::Written,
    };
    body.computed = computed(form, &body.answers, &moment);
    for role in &form.signatures {
        let wanted = wanting(form, &body.answers, role, "");
        assert!(wanted.iter().all(|problem| !problem.message.is_empty()), "it is said what is wanted");
        let shown = scope(form, reference, "record", &body, role, "", "5a");
        let again = rebuild_scope(form, reference, "record", &body, role, "", "5a", 0, &|_| true);
        let bytes = |scope: xunfang_core::sheet::Scope| scope.bytes().unwrap_or_else(|error| panic!("a scope is JSON: {error}"));
        assert_eq!(bytes(shown), bytes(again), "nothing has changed, so the signature stands");
    }
    for kind in [FaceKind::Blank, FaceKind::Sheet] {
        let serial = "XX-A-202602-0001";
        let face = Face { form, body: &body, serial, seals: &[], code: None, kind, notes: Vec::new() };
        drawn(&compose(&face), thorough && kind == FaceKind::Blank);
    }
}

pub(super) fn proposals() -> Proposals {
    Proposals {
        now: Some(Stamp::new(1_772_000_000_000, 480)),
        author: Some(Reference {
            id: "p".to_owned(),
            register: "person".to_owned(),
            text: "张三".to_owned(),
            facts: BTreeMap::new(),
        }),
        site: None,
        end_of_day: "2026-02-24T18:00+08:00".to_owned(),
        targets: BTreeMap::new(),
        source: BTreeMap::new(),
        items: vec![("i".to_owned(), BTreeMap::new())],
    }
}

/// One entry in every register that the form's lists could be made from.
fn roster(form: &Form) -> Roster {
    let groups = form.sections.iter().flat_map(|s| &s.groups);
    let area = |key: &str| RosterEntry {
        id: format!("area-{key}"),
        text: "一号楼大堂".to_owned(),
        facts: [("key", key), ("library", key)].map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
    };
    let areas = groups.map(|group| area(&group.id)).collect();
    let outlet = RosterEntry {
        id: "o".to_owned(),
        text: "面馆".to_owned(),
        facts: BTreeMap::from([("code".to_owned(), "01".to_owned())]),
    };
    Roster { registers: BTreeMap::from([("area".to_owned(), areas), ("outlet".to_owned(), vec![outlet])]) }
}
