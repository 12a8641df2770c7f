//! Reading the sheet of a case by meaning. Nothing here knows the name of a field.

use std::str::FromStr as _;

use chrono::NaiveDate;

use super::facts::{Closing, Delivery, Effect, Extension, Facts, Grade, Grading, Late, Receipt, Report, Round, SealAt};
use crate::clock::{CHINA_MIN, Stamp};
use crate::deadline::Due;
use crate::form::{CaseKind, Form};
use crate::sheet::{Answers, Row, Value};

/// The deliveries of a paper, whether or not it is a case: the opinions of one survey for one department are none.
#[must_use]
pub fn deliveries(form: &Form, answers: &Answers, seals: &[SealAt]) -> Vec<Delivery> {
    Said { form, answers, seals }.deliveries()
}

impl Facts {
    /// Reads the sheet of a case. `None` for a form that is none.
    #[must_use]
    pub fn read(form: &Form, answers: &Answers, seals: &[SealAt], void: bool) -> Option<Self> {
        let kind = form.case_kind()?;
        let said = Said { form, answers, seals };
        let asked = if kind == CaseKind::Consultation { "answer_due" } else { "due" };
        let typed = form.meant(asked).is_some_and(|m| m.field.compute.is_none());
        Some(Self {
            kind,
            received: said.moment("received"),
            issued: form.meant("issue_seal").map(|_| said.given("issue_seal", "").is_some_and(|seal| seal.stands)),
            grade: said.word("grade").as_deref().and_then(Grade::of),
            invalid: said.word("validity").as_deref() == Some("无效")
                && said.approved("validity_seal", "", &["validity"]).is_some(),
            responded: said.moment("responded"),
            own_due: said.due("own_due"),
            outside_due: said.due("outside_due"),
            asked_due: if typed { said.due(asked) } else { None },
            deliveries: said.deliveries(),
            rounds: said.list("round.", |row| Round {
                row: row.id.clone(),
                answered: said.cell_moment(row, "round.answered"),
                accepted: said.cell(row, "round.accepted").map(|v| v.word() == "认可"),
                planned: said.cell(row, "round.planned").and_then(due),
                rectified: said.cell_moment(row, "round.rectified"),
                recheck: said.cell(row, "round.recheck").map(|v| v.word() == "合格"),
                rechecked: said.cell_moment(row, "round.rechecked"),
                // An edition that has no place for the signature asks for none.
                recheck_signed: form.meant("round.recheck_seal").is_none()
                    || said.given("round.recheck_seal", &row.id).is_some_and(|seal| seal.stands),
                next_due: said.cell(row, "round.next_due").and_then(due),
                visit: said.cell(row, "round.revisit").map(|v| v.word()).unwrap_or_default(),
                result: said.cell(row, "round.result").and_then(|v| Effect::of(&v.word())),
            }),
            extensions: said.list("extension.", |row| Extension {
                row: row.id.clone(),
                due: said.cell(row, "extension.due").and_then(due),
                approved: said.approved("extension.seal", &row.id, &["extension.due"]),
                told: said.cell_moment(row, "extension.told"),
            }),
            gradings: said.list("grading.", |row| Grading {
                row: row.id.clone(),
                at: said.cell_moment(row, "grading.at"),
                from: said.cell(row, "grading.from").and_then(|v| Grade::of(&v.word())),
                to: said.cell(row, "grading.to").and_then(|v| Grade::of(&v.word())),
                approved: said.approved("grading.seal", &row.id, &["grading.from", "grading.to"]),
            }),
            reports: said.list("report.", |row| Report {
                row: row.id.clone(),
                at: said.cell_moment(row, "report.at"),
                named: said.cell(row, "report.to").is_some(),
            }),
            lates: said.list("late.", |row| {
                let word = |meaning| said.cell(row, meaning).map(|v| v.word()).unwrap_or_default();
                Late {
                    row: row.id.clone(),
                    step: word("late.step"),
                    reason: word("late.reason"),
                    category: word("late.category"),
                    department: word("late.department"),
                    remedy: word("late.remedy"),
                }
            }),
            answered: said.moment("answered"),
            served: said.moment("done"),
            no_bill: said.word("no_bill").is_some_and(|reason| !reason.trim().is_empty()),
            closing: said.word("closing").as_deref().and_then(Closing::of),
            closed: said.moment("closed"),
            head_at: said.closing_approved("close_seal"),
            manager_at: said.closing_approved("manager_seal"),
            head_again: said.given("close_seal", "").is_some_and(|seal| !seal.stands),
            manager_again: said.given("manager_seal", "").is_some_and(|seal| !seal.stands),
            entered: None,
            asks_head: form.meant("close_seal").is_some(),
            asks_manager: form.meant("manager_seal").is_some(),
            void,
        })
    }
}

/// The answers as they are asked by meaning.
struct Said<'a> {
    form: &'a Form,
    answers: &'a Answers,
    seals: &'a [SealAt],
}

impl<'a> Said<'a> {
    fn value(&self, meaning: &str) -> Option<&'a Value> {
        let meant = self.form.meant(meaning)?;
        self.answers.fields.get(&meant.field.id).filter(|v| !v.is_empty())
    }

    fn word(&self, meaning: &str) -> Option<String> {
        self.value(meaning).map(Value::word)
    }

    fn moment(&self, meaning: &str) -> Option<Stamp> {
        self.value(meaning).and_then(moment)
    }

    fn due(&self, meaning: &str) -> Option<Due> {
        self.value(meaning).and_then(due)
    }

    fn cell<'r>(&self, row: &'r Row, meaning: &str) -> Option<&'r Value> {
        row.cells.get(&self.form.meant(meaning)?.field.id).filter(|v| !v.is_empty())
    }

    fn cell_moment(&self, row: &Row, meaning: &str) -> Option<Stamp> {
        self.cell(row, meaning).and_then(moment)
    }

    /// When somebody first approved what a place says now. `what` are the meanings that the approval is about: where only other
    /// words of the page were corrected since, it was given then, though the page waits to be signed again.
    fn approved(&self, meaning: &str, row: &str, what: &[&str]) -> Option<Stamp> {
        self.seals_of(meaning, row).find(|seal| self.reads_as(seal, what)).map(|seal| seal.at)
    }

    /// The same of the closing: what was signed for one that was taken back is no approval of the next, unless it reads the same.
    fn closing_approved(&self, meaning: &str) -> Option<Stamp> {
        let of_this = |seal: &&SealAt| seal.stands || (!seal.of_earlier_closing && self.reads_as(seal, &["closing"]));
        self.seals_of(meaning, "").find(of_this).map(|seal| seal.at)
    }

    fn reads_as(&self, seal: &SealAt, what: &[&str]) -> bool {
        let mut about = what.iter().filter_map(|meaning| self.form.meant(meaning));
        about.all(|meant| !seal.changed.contains(&meant.field.id))
    }

    fn deliveries(&self) -> Vec<Delivery> {
        let sealed = self.form.meant("delivery.seal").is_some();
        let result = |row: &Row| self.cell(row, "delivery.result").and_then(|v| Receipt::of(&v.word()));
        self.list("delivery.", |row| Delivery {
            row: row.id.clone(),
            department: self.cell(row, "delivery.department").map(|v| v.word()).unwrap_or_default(),
            at: self.cell_moment(row, "delivery.at"),
            receipt: result(row),
            received: self.cell_moment(row, "delivery.received"),
            // An edition that has no place for the signature goes by what was written.
            signed: self.given("delivery.seal", &row.id).is_some() || !sealed && result(row) == Some(Receipt::Taken),
            sign_again: self.given("delivery.seal", &row.id).is_some_and(|seal| !seal.stands),
            witnessed: self.cell(row, "delivery.witness").is_some(),
        })
    }

    /// A signature that was given, whether or not what was signed was corrected since.
    fn given(&self, meaning: &str, row: &str) -> Option<&'a SealAt> {
        self.seals_of(meaning, row).last()
    }

    /// Every signature that was given in a place, oldest first: one that was given again stands behind the other.
    fn seals_of(&self, meaning: &str, row: &str) -> impl Iterator<Item = &'a SealAt> {
        let field = self.form.meant(meaning).map(|meant| meant.field.id.clone());
        let row = row.to_owned();
        self.seals.iter().filter(move |seal| field.as_ref() == Some(&seal.field) && seal.row == row)
    }

    /// The rows of the list in which meanings of this beginning stand, but for those that say nothing.
    fn list<T>(&self, beginning: &str, read: impl Fn(&Row) -> T) -> Vec<T> {
        let Some(means) = self.form.case.as_ref().map(|case| &case.means) else { return Vec::new() };
        let Some(section) = means.keys().find(|m| m.starts_with(beginning)).and_then(|m| self.form.meant(m)) else {
            return Vec::new();
        };
        let says = |row: &&Row| row.cells.values().any(|value| !value.is_empty());
        self.answers.list(&section.section.id).iter().filter(says).map(read).collect()
    }
}

/// A moment; of a date its beginning, in the time of China.
fn moment(value: &Value) -> Option<Stamp> {
    let text = value.text()?;
    match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(date) => Some(Stamp::from_local(date, chrono::NaiveTime::MIN, CHINA_MIN)),
        Err(_) => Stamp::parse(text).ok(),
    }
}

/// The end of a limit: a whole day, or a moment.
fn due(value: &Value) -> Option<Due> {
    Due::from_str(value.text()?).ok()
}
