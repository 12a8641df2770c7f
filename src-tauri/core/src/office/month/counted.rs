//! What of a sheet is counted: marks, faults, a revisit, the grades of a survey.

use std::collections::BTreeMap;

use super::super::cases::value;
use super::super::duties::rounds;
use super::super::record::Record;
use super::super::veil;
use super::read::{Reading, midnight};
use crate::archive::facts::{Check, Fault, Survey, Visit};
use crate::cabinet::SheetRow;
use crate::clock::Stamp;
use crate::form::{FieldKind, Form, RowSource};
use crate::paper::mask::Veil;
use crate::sheet::{Row, Value};

/// What stands between several names.
const SEVERAL: [char; 3] = ['、', '，', ','];

impl Reading<'_> {
    pub(super) fn counted(&mut self, row: &SheetRow, record: &Record) {
        self.checks(row, record);
        self.faults(row, record);
        self.facts.visits.extend(visit_told(row, record, self.veil));
        self.survey(row, record);
    }

    /// Every mark of a paper that falls due by itself, in the rounds that were finished.
    fn checks(&mut self, row: &SheetRow, record: &Record) {
        let form = record.form();
        let monthly = match form.cadence {
            crate::form::Cadence::None => return,
            crate::form::Cadence::Daily => false,
            crate::form::Cadence::Monthly => true,
        };
        let finished: BTreeMap<&str, Vec<String>> = rounds(form)
            .iter()
            .filter_map(|stage| {
                let keyed_in = &record.body.stages.get(&stage.id)?.by.text;
                Some((stage.id.as_str(), inspectors(record, &stage.id, keyed_in)))
            })
            .collect();
        for section in form.sections.iter().filter(|section| section.is_rows()) {
            for cells in record.body.answers.list(&section.id) {
                for field in section.checks() {
                    let stage = field.stage.as_deref().unwrap_or_default();
                    let (Some(by), Some(mark)) = (finished.get(stage), cells.cells.get(&field.id).and_then(Value::mark)) else {
                        continue;
                    };
                    let item = cells.facts.get("item").cloned().unwrap_or_else(|| field.label.clone());
                    self.facts.checks.push(Check {
                        sheet: row.sheet.to_string(),
                        date: row.date,
                        monthly,
                        stage: stage.to_owned(),
                        area: group(cells),
                        item,
                        mark,
                        by: by.clone(),
                    });
                }
            }
        }
    }

    fn faults(&mut self, row: &SheetRow, record: &Record) {
        let form = record.form();
        let (Some(area), Some(item)) = (form.meant("fault.area"), form.meant("fault.item")) else { return };
        let fails = form.sections.iter().filter(|section| matches!(section.rows, Some(RowSource::Fails(_))));
        for section in fails.filter(|section| section.id == area.section.id) {
            for cells in record.body.answers.list(&section.id) {
                let told = |meaning: &str| form.meant(meaning).and_then(|meant| cells.cells.get(&meant.field.id));
                let fact = |meant: &crate::form::Meant<'_>| {
                    meant.field.fact.as_ref().and_then(|fact| cells.facts.get(fact)).cloned().unwrap_or_default()
                };
                self.facts.faults.push(Fault {
                    sheet: row.sheet.to_string(),
                    date: row.date,
                    monthly: form.cadence == crate::form::Cadence::Monthly,
                    area: fact(&area),
                    item: fact(&item),
                    due: told("fault.due").and_then(moment),
                    done: told("fault.done").and_then(moment),
                    passed: told("fault.verdict").map(Value::word).filter(|word| !word.is_empty()).map(|word| word == "合格"),
                });
            }
        }
    }

    /// A survey that somebody has begun to key in was handed out; it counts as back when it is finished.
    pub(super) fn survey_in_hand(&mut self, row: &SheetRow) {
        if self.office.library.get(&row.form).is_some_and(|loaded| is_survey(&loaded.form)) {
            let none = String::new();
            self.facts.surveys.push(Survey { sheet: row.sheet.to_string(), batch: none, returned: false, answers: Vec::new() });
        }
    }

    /// A paper whose list is one choice out of a scale for each item.
    fn survey(&mut self, row: &SheetRow, record: &Record) {
        let form = record.form();
        if !is_survey(form) {
            return;
        }
        let Some((section, field)) = scale(form) else { return };
        let answers = record.body.answers.list(&section).iter().filter_map(|cells| {
            let word = cells.cells.get(&field).map(Value::word).filter(|word| !word.is_empty())?;
            Some((cells.facts.get("item").cloned().unwrap_or_default(), word))
        });
        let answers: Vec<(String, String)> = answers.collect();
        self.facts.surveys.push(Survey {
            sheet: row.sheet.to_string(),
            batch: value(form, &record.body.answers, "batch").map(Value::word).unwrap_or_default(),
            returned: !answers.is_empty(),
            answers,
        });
    }
}

/// Whether a form is a survey of what customers think: it is of a batch and has a list of choices out of one scale.
pub(super) fn is_survey(form: &Form) -> bool {
    form.case_kind().is_none() && form.meant("batch").is_some() && scale(form).is_some()
}

/// Whether revisits are written on a form.
pub(in crate::office) fn of_visits(form: &Form) -> bool {
    form.meant("effect").is_some() && form.case_kind().is_none()
}

/// A revisit as its sheet tells it; none where it is no revisit.
pub(in crate::office) fn visit_told(row: &SheetRow, record: &Record, veil: &Veil) -> Option<Visit> {
    if !of_visits(record.form()) {
        return None;
    }
    let (form, answers) = (record.form(), &record.body.answers);
    let mut veil = veil.clone();
    veil::know_record(&mut veil, record);
    let word = |meaning: &str| value(form, answers, meaning).map(Value::word).unwrap_or_default();
    let customer = answers.fields.get(&form.index.customer).and_then(Value::reference);
    let attempts = form.meant("attempt.result").map(|meant| {
        let rows = answers.list(&meant.section.id).iter();
        rows.filter_map(|row| row.cells.get(&meant.field.id)).map(Value::word).filter(|w| !w.is_empty()).collect::<Vec<_>>()
    });
    let attempts = attempts.unwrap_or_default();
    let seal = form.meant("customer_seal").map(|meant| meant.field.id.clone()).unwrap_or_default();
    let signed = record.seal(&seal, "").is_some_and(|signed| {
        signed.standing == crate::sheet::Standing::Valid && !matches!(signed.body.method, crate::sheet::Method::Refused { .. })
    });
    let marks = form.sections.iter().filter(|section| !section.is_rows()).flat_map(crate::form::Section::checks);
    let marks = marks.filter_map(|field| Some((field.label.clone(), answers.fields.get(&field.id)?.mark()?)));
    Some(Visit {
        sheet: row.sheet.to_string(),
        serial: record.serial().to_owned(),
        source: word("source"),
        date: row.date,
        kind: word("source_kind"),
        customer: veil.text(crate::form::Private::Name, &customer.map(|c| c.text.clone()).unwrap_or_default()),
        room: veil.text(crate::form::Private::Room, customer.and_then(|c| c.facts.get("room")).map_or("", String::as_str)),
        person: answers.fields.get(&form.index.person).map(Value::word).unwrap_or_default(),
        effect: word("effect"),
        reached: attempts.iter().any(|result| matches!(result.as_str(), "已见" | "接通")),
        attempts: u32::try_from(attempts.len()).unwrap_or(u32::MAX),
        signed,
        unsigned: word("unsigned"),
        marks: marks.collect(),
    })
}

/// Who made a round: the people whom the sheet names for it (检查人), and who keyed it in only where it names nobody.
fn inspectors(record: &Record, stage: &str, keyed_in: &str) -> Vec<String> {
    let heads = record.form().sections.iter().filter(|section| !section.is_rows()).flat_map(|section| &section.fields);
    let person = heads.filter(|field| {
        let register = field.register.as_deref() == Some("person");
        field.kind == FieldKind::Ref && register && field.stage.as_deref() == Some(stage)
    });
    let named = person.filter_map(|field| record.body.answers.fields.get(&field.id)).map(Value::word);
    let mut out: Vec<String> = Vec::new();
    for name in named.flat_map(|word| word.split(SEVERAL).map(|name| name.trim().to_owned()).collect::<Vec<_>>()) {
        if !name.is_empty() && !out.contains(&name) {
            out.push(name);
        }
    }
    if out.is_empty() { vec![keyed_in.to_owned()] } else { out }
}

fn group(cells: &Row) -> String {
    ["group", "name"].iter().find_map(|fact| cells.facts.get(*fact)).cloned().unwrap_or_default()
}

fn scale(form: &Form) -> Option<(String, String)> {
    form.sections.iter().filter(|section| section.is_rows()).find_map(|section| {
        let field = section.fields.iter().find(|field| field.kind == FieldKind::One && field.spread)?;
        Some((section.id.clone(), field.id.clone()))
    })
}

fn moment(value: &Value) -> Option<Stamp> {
    let text = value.text()?;
    text.parse().map(midnight).ok().or_else(|| Stamp::parse(text).ok())
}
