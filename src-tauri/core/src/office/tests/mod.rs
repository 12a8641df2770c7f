//! The office as its faces use it: one department in a folder of its own.

mod apart;
mod backup;
mod call;
mod cases;
mod correct;
mod daily;
mod delegated;
mod frozen;
mod revisit;
mod rounds;

use std::sync::Arc;
use std::time::Duration;

use super::api::{Draft, Finish, FirstRun, FirstRunArea, FirstRunPerson, RegisterInput, SignRequest};
use super::{House, Office};
use crate::cabinet::Cost;
use crate::clock::{Clock, Stamp};
use crate::sheet::{Answers, Ink, Point, Pointer, Reference, Stroke, Value};

pub(super) struct Department {
    pub office: Office,
    pub clock: Arc<Clock>,
    pub house: House,
    _folder: tempfile::TempDir,
}

pub(super) const PASSPHRASE: &str = "示例口令 2026";

impl Department {
    /// A department on Tuesday 2026-02-24, 09:00.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Clock::seeded(1, Stamp::parse("2026-02-24T09:00+08:00").unwrap()));
        let house = House::new(&folder.path().join("cabinet"), &folder.path().join("high-water"), clock.clone(), Cost::LIGHT);
        let mut answers = house.door().first_run.unwrap();
        answers = FirstRun {
            organisation: "示例物业".into(),
            department: "客务部".into(),
            sites: vec!["一期".into()],
            people: vec![FirstRunPerson { name: "李四".into(), post: "保洁主管".into() }],
            manager: "张三".into(),
            areas: answers.areas.into_iter().map(|a| FirstRunArea { chosen: true, ..a }).collect(),
        };
        let code = house.begin_first_run(&answers, PASSPHRASE).unwrap();
        let office = house.finish_first_run(&code.groups.join(" ")).unwrap();
        Self { office, clock, house, _folder: folder }
    }

    /// The same department opened by somebody else.
    pub fn reopen(self, passphrase: &str) -> Self {
        let Self { office, clock, house, _folder } = self;
        drop(office);
        let office = house.unlock(passphrase).unwrap();
        Self { office, clock, house, _folder }
    }

    pub fn later(&self, minutes: u64) {
        self.clock.advance(Duration::from_secs(minutes * 60));
    }

    pub fn customer(&self) -> Reference {
        let facts = [("room", "3栋2单元0801"), ("phone", "13800000001"), ("code", "H-0801"), ("type", "业主")];
        let made = self.office.save_entry(&RegisterInput {
            register: "customer".into(),
            name: "赵六".into(),
            facts: facts.into_iter().map(|(k, v)| (k.into(), v.into())).collect(),
            ..RegisterInput::default()
        });
        let made = made.unwrap();
        Reference { id: made.id, register: made.register, text: made.name, facts: made.facts }
    }

    pub fn person(&self, name: &str) -> Value {
        let found = self.office.entries("person", name, false).unwrap().remove(0);
        Value::Ref { reference: Reference { id: found.id, register: "person".into(), text: found.name, facts: found.facts } }
    }

    /// Saves changed answers and returns the draft as it then is.
    pub fn save(&self, draft: &Draft, change: impl FnOnce(&mut Answers)) -> Draft {
        let mut answers = draft.answers.clone();
        change(&mut answers);
        self.office.save_draft(&draft.id, answers).unwrap();
        self.office.draft(&draft.id).unwrap()
    }

    /// A revisit with everything the visit asks for, finished: its sheet.
    pub fn revisit(&self) -> String {
        self.revisit_that("已见", |_| ())
    }

    /// A revisit whose one attempt came to `result`, with more answers.
    pub fn revisit_that(&self, result: &str, more: impl FnOnce(&mut Answers)) -> String {
        let draft = self.office.begin_sheet("revisit").unwrap();
        let customer = self.customer();
        let draft = self.save(&draft, |a| fill_revisit(a, customer));
        let row = self.office.add_row(&draft.id, "attempts").unwrap();
        let draft = self.save(&draft, |a| {
            let mut row = row.clone();
            row.cells.insert("attempt_way".into(), text("上门"));
            row.cells.insert("attempt_result".into(), text(result));
            a.rows.get_mut("attempts").unwrap().push(row);
            more(a);
        });
        self.office.finish(&draft.id, &Finish { stage: "visit".into(), ..Finish::default() }).unwrap().sheet
    }

    /// Signs as 赵六; in a place of approval as who works.
    pub fn sign(&self, sheet: &str, role: &str, row: &str, choice: &str) -> Result<(), super::OfficeError> {
        self.later(1);
        let own = self.office.signing(sheet, role, row).is_ok_and(|view| view.fixed);
        let signer = if own { self.office.desk()?.person.text } else { "赵六".to_owned() };
        self.office.sign(&SignRequest {
            revision: String::new(),
            sheet: sheet.into(),
            role: role.into(),
            row: row.into(),
            ink: ink(),
            signer,
            relation: "本人".into(),
            witness: String::new(),
            choice: choice.into(),
            remark: if role == "review_sign" { "同意".into() } else { String::new() },
        })
    }
}

fn fill_revisit(a: &mut Answers, customer: Reference) {
    a.fields.insert("kind".into(), text("一般投诉"));
    a.fields.insert("customer".into(), Value::Ref { reference: customer });
    a.fields.insert("visited".into(), text("赵六"));
    a.fields.insert("relation".into(), text("本人"));
    a.fields.insert("rectified".into(), text("2026-02-13T17:00+08:00"));
    a.fields.insert("summary".into(), text("3号电梯困人约20分钟"));
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// A drawn name: two strokes of some centimetres.
pub(super) fn ink() -> Ink {
    let stroke = |x: i32, t: u64| Stroke {
        pointer: Pointer::Mouse,
        points: (0..20)
            .map(|n| Point {
                x: x + n * 60,
                y: 1_500 + (n % 5) * 200,
                t: t + u64::try_from(n).unwrap() * 9_000,
                pressure: None,
                tilt: None,
            })
            .collect(),
    };
    Ink { width: 12_000, height: 5_000, strokes: vec![stroke(1_000, 0), stroke(4_000, 400_000)] }
}

pub(in crate::office) mod brought_back;
mod kinds;
mod looked;
mod merchants;
mod next;
mod paper;
mod papers;
mod printed;
mod ready;
mod restored;
mod reveal;
mod words;
