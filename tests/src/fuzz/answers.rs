//! Answers of a sheet: as the window saves them, and as people write them into a file for the terminal.

use std::io;

use tempfile::TempDir;
use xunfang_core::clock::{Clock, Stamp};
use xunfang_core::office::api::{Draft, Finish};
use xunfang_core::office::{FillAnswers, Office, OfficeError, Target, Wanted};
use xunfang_core::paper::compose::{Face, FaceKind, compose};
use xunfang_core::sheet::{Answers, Began, Body, Moment, computed, differences, is_correctable, settle};

use super::form::proposals;
use super::{LONGEST, drawn, one_in};
use crate::department::{self, Department};

/// Codes that tell of a fault of the program's own: no input may lead to one.
const FAULTS: [&str; 12] = [
    "append-only",
    "cabinet-damaged",
    "database-failed",
    "entry-unreadable",
    "file-failed",
    "font-embedding",
    "form-refused",
    "grid-malformed",
    "json-unwritable",
    "parent-unknown",
    "serial-invalid",
    "unreadable",
];

/// A small picture, under the only name of a file that there is.
const PHOTO: &[u8] = include_bytes!("../../../icons/32x32.png");

/// A desk with an open cabinet, for the length of the process.
struct Desk {
    office: Office,
    _home: TempDir,
}

thread_local! {
    static DESK: Desk = Desk::open().unwrap_or_else(|error| panic!("no cabinet to fuzz in: {error}"));
}

impl Desk {
    fn open() -> Result<Self, OfficeError> {
        let home = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        // Behind everything that the kept answers tell of: what lies ahead is refused.
        let later = Stamp::parse("2026-06-30T09:00+08:00").unwrap_or_else(|error| panic!("{error}"));
        let office = Department::with_clock(home.path(), Clock::seeded(7, later)).first_run()?;
        department::customer(&office, "赵六")?;
        Ok(Self { office, _home: home })
    }
}

/// The form that the first line names, and the JSON behind it.
fn split(data: &[u8]) -> Option<(&str, &str)> {
    if data.len() > LONGEST {
        return None;
    }
    let (form, json) = std::str::from_utf8(data).ok()?.split_once('\n')?;
    Some((form.trim(), json))
}

/// Answers as the window hands them over are kept as they are, shown, and finished or refused.
pub fn answers(data: &[u8]) {
    saved(data);
}

/// Whether they came to a finished sheet.
pub(super) fn saved(data: &[u8]) -> bool {
    let Some((form, json)) = split(data) else { return false };
    let Ok(answers) = serde_json::from_str::<Answers>(json) else { return false };
    let kept = serde_json::to_vec(&answers).unwrap_or_else(|error| panic!("answers are kept as JSON: {error}"));
    let again: Answers = serde_json::from_slice(&kept).unwrap_or_else(|error| panic!("kept answers are read again: {error}"));
    assert_eq!(again, answers, "no answer is lost in the cabinet");
    DESK.with(|desk| {
        let Some(draft) = begun(&desk.office, form) else { return false };
        shown(&draft, &answers, one_in(8, data));
        let saved = desk.office.save_draft(&draft.id, answers);
        finished(&desk.office, &draft, saved.err(), one_in(8, data))
    })
}

/// An answers file is refused with a code and leaves the draft as it was, or is kept, shown, and finished or refused.
pub fn fill(data: &[u8]) {
    filled(data);
}

/// Whether it came to a finished sheet.
pub(super) fn filled(data: &[u8]) -> bool {
    let Some((form, json)) = split(data) else { return false };
    let Ok(given) = serde_json::from_str::<FillAnswers>(json.trim_start_matches('\u{feff}')) else { return false };
    let files = |name: &str| if name == "photo.png" { Ok(PHOTO.to_vec()) } else { Err(io::Error::from(io::ErrorKind::NotFound)) };
    DESK.with(|desk| {
        let Some(draft) = begun(&desk.office, form) else { return false };
        let filled = desk.office.fill_draft(&draft.id, &given, &files);
        if filled.is_err() {
            let after = accepted("a draft is still there", desk.office.draft(&draft.id));
            assert_eq!(after.answers, draft.answers, "what is refused leaves nothing behind");
        }
        finished(&desk.office, &draft, filled.err(), one_in(8, data))
    })
}

fn begun(office: &Office, form: &str) -> Option<Draft> {
    match office.begin_another(form) {
        Ok(draft) => Some(draft),
        Err(error) => {
            assert_eq!(error.code(), "not-found", "only a form that there is can be begun");
            None
        }
    }
}

/// The answers on the paper, as in the preview of a draft, without the cabinet between.
fn shown(draft: &Draft, answers: &Answers, thorough: bool) {
    let form = &draft.form;
    let mut body = Body { v: 1, answers: answers.clone(), ..Body::default() };
    settle(form, &mut body.answers, &proposals());
    let once = body.answers.clone();
    settle(form, &mut body.answers, &proposals());
    assert_eq!(body.answers, once, "what is in step stays as it is");
    let moment = Moment {
        serial: "",
        stages: &body.stages,
        due: &|_, _| Some("2026-03-10".to_owned()),
        counted: &|_, _| Some("10天".to_owned()),
        began: &|_| Began::Written,
    };
    body.computed = computed(form, &body.answers, &moment);
    let changes = differences(form, &draft.answers, &body.answers);
    assert!(!(changes.is_empty() && is_correctable(form, &changes)), "no change needs no 更正页");
    let face = Face { form, body: &body, serial: "", seals: &[], code: None, kind: FaceKind::Draft, notes: Vec::new() };
    drawn(&compose(&face), thorough);
}

/// Looks at the draft, finishes it, looks at the sheet; a draft that cannot be finished is thrown away.
fn finished(office: &Office, draft: &Draft, refused: Option<OfficeError>, thorough: bool) -> bool {
    if let Some(error) = refused {
        refusal(&error);
    }
    let after = accepted("a draft that was saved opens again", office.draft(&draft.id));
    pages(office, Target::Draft(&draft.id));
    let finish = |stage: &str| Finish { stage: stage.to_owned(), late_reason: "照纸补录".to_owned(), ..Finish::default() };
    let stages = after.stages.iter().map(|stage| stage.id.as_str()).chain([""]);
    let done = stages.map(|stage| office.finish(&draft.id, &finish(stage))).find_map(|done| match done {
        Ok(done) => Some(done),
        Err(error) => {
            refusal(&error);
            None
        }
    });
    let Some(done) = done else {
        accepted("a draft can be thrown away", office.discard_draft(&draft.id));
        return false;
    };
    let view = accepted("a sheet that was finished opens", office.sheet(&done.sheet));
    assert_eq!(view.serial, done.serial, "under its number");
    pages(office, Target::Sheet(&done.sheet));
    if thorough {
        for format in [Wanted::Pdf, Wanted::Xlsx] {
            accepted("a finished sheet is handed out", office.export(std::slice::from_ref(&done.sheet), format, &|_, _| true));
        }
    }
    true
}

fn pages(office: &Office, target: Target<'_>) {
    if let Err(error) = office.pages(target) {
        assert_eq!(error.code(), "glyph-missing", "a paper is drawn unless a character has no typeface: {error}");
    }
}

fn refusal(error: &OfficeError) {
    assert!(!FAULTS.contains(&error.code()), "a fault of the program's own: {}: {error}", error.code());
}

fn accepted<T>(why: &str, result: Result<T, OfficeError>) -> T {
    result.unwrap_or_else(|error| panic!("{why}: {}: {error}", error.code()))
}
