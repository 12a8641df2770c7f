//! The projections: what lists and look-ups show, made from entries alone. Writing and rebuilding go through the same code.

use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::cabinet::{Draft, Entry, Kind, Number, NumberState, Projection, Projector, RegisterItem, SheetRow};
use crate::clock::Stamp;
use crate::form::{FieldKind, Form, LoadedForm, Mark, Orientation, Private};
use crate::paper::mask::figures_of;
use crate::sheet::{Answers, Value};

use super::api::{SealTally, SheetState};
use super::duties::{DutyMark, mark_of};
use super::error::{OfficeError, Result};
use super::record::Record;

/// The body of a register entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RegisterBody {
    pub v: u32,
    pub salt: String,
    pub register: String,
    pub name: String,
    #[serde(default)]
    pub facts: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    pub retired: bool,
    #[serde(default)]
    pub position: i64,
    #[serde(flatten)]
    pub other: Map<String, Json>,
}

/// The body of a setting entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SettingBody {
    pub v: u32,
    pub salt: String,
    pub key: String,
    pub value: Json,
    /// Why it was changed; mostly empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Clocks that a change of the calendar or of a rule moved, with their old and new ends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recounts: Vec<crate::deadline::Recounted>,
}

/// The body of an audit entry: who did what with which record. It names a customer only by record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AuditBody {
    pub v: u32,
    pub salt: String,
    /// print, export, copy, reveal, blank, void-blank, delete-draft.
    pub act: String,
    pub by: String,
    pub at: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub detail: String,
    /// Serial of a blank whose life this entry changes.
    #[serde(default)]
    pub blank: String,
    /// The site at which it was given, by id; empty in entries from before that was kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub site: String,
    /// When the backup was made that this is about, `2026-11-24T18:00+08:00`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub made: String,
    /// What a restore could not bring back: places of entries, hashes of content and photos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<String>,
}

/// What a draft row of the cabinet holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DraftBody {
    pub answers: Answers,
    /// The printed blank whose number it takes; empty otherwise.
    #[serde(default)]
    pub blank: String,
}

/// What the list needs beside the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Extra {
    pub landscape: bool,
    #[serde(default)]
    pub draft: String,
    #[serde(default)]
    pub next_role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tally: Option<SealTally>,
    /// Of a form that falls due by itself, how far its rounds are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<DutyMark>,
}

/// Makes projections from entries.
#[derive(Debug)]
pub(super) struct Index;

impl Projector for Index {
    type Error = OfficeError;

    fn entry(&self, to: &Projection<'_>, entry: &Entry, body: Option<&[u8]>) -> Result<()> {
        match entry.head.kind {
            Kind::Revision | Kind::Signature => {
                if let Some(record) = Record::load(to, entry.head.record)? {
                    project_record(to, &record)?;
                    super::cases::project(to, &record)?;
                }
            }
            Kind::Register => {
                if let Some(body) = body {
                    project_register(to, entry, &serde_json::from_slice(body)?, body)?;
                }
            }
            Kind::Setting => {
                if let Some(body) = body {
                    let body: SettingBody = serde_json::from_slice(body)?;
                    to.project_setting(&body.key, &body.value.to_string())?;
                    let sure = !entry.head.clock_suspect;
                    super::cases::recount(to, &body.recounts, entry.head.stamp(), sure, &body.reason)?;
                }
            }
            Kind::Audit => {
                if let Some(body) = body {
                    let body: AuditBody = serde_json::from_slice(body)?;
                    if body.act == "void-blank" && !body.blank.is_empty() {
                        to.project_number(&Number { serial: body.blank, state: NumberState::Void, sheet: None })?;
                    } else if !body.made.is_empty() {
                        super::proven::project(to, &body)?;
                    }
                }
            }
            Kind::Closing => {
                if let Some(body) = body {
                    super::month::project(to, entry, body)?;
                }
            }
            Kind::Destruction => {}
        }
        Ok(())
    }

    fn draft(&self, to: &Projection<'_>, draft: &Draft) -> Result<()> {
        // A draft of a sheet that has been finalised is reached from that sheet's own row.
        if draft.base.is_some() {
            return Ok(());
        }
        let Some(bytes) = to.content(&draft.form.hash)? else { return Ok(()) };
        let form = LoadedForm::read(&draft.form.id, &bytes)?.form;
        let body: DraftBody = serde_json::from_slice(&draft.answers)?;
        let day = date_of(draft.created_ms);
        let mut row = sheet_row(&form, &body.answers, draft.sheet, day, draft.created_ms);
        row.updated_ms = draft.updated_ms;
        row.edition.clone_from(&form.edition);
        row.state = SheetState::Draft.code().to_owned();
        row.draft = true;
        row.extra = extra(Extra {
            draft: draft.id.to_string(),
            duty: mark_of(&form, &body.answers, &std::collections::BTreeMap::new()),
            ..about(&form)
        })?;
        to.project_sheet(&row, &typed_text(&form, &body.answers))?;
        Ok(())
    }
}

fn project_record(to: &Projection<'_>, record: &Record) -> Result<()> {
    let (Some(first), Some(newest)) = (record.revisions.first(), record.revisions.last()) else { return Ok(()) };
    let form = record.form();
    let mut row = sheet_row(form, &record.body.answers, record.sheet, first.head.stamp().date(), first.head.wall_ms);
    let (state, next) = record.state();
    let last_signed = record.signatures.iter().map(|s| s.entry.head.wall_ms).max().unwrap_or(i64::MIN);
    row.serial.clone_from(&newest.head.serial);
    row.updated_ms = newest.head.wall_ms.max(last_signed);
    row.state = state.code().to_owned();
    row.signed = matches!(state, SheetState::Signed | SheetState::SignedPaper);
    let duty = mark_of(form, &record.body.answers, &record.body.stages);
    row.extra = extra(Extra { next_role: next, tally: record.tally(), duty, ..about(form) })?;
    let mut text = typed_text(form, &record.body.answers);
    for signed in &record.signatures {
        text.push('\n');
        text.push_str(&signed.body.signer);
    }
    to.project_sheet(&row, &text)?;
    Ok(())
}

fn project_register(to: &Projection<'_>, entry: &Entry, body: &RegisterBody, bytes: &[u8]) -> Result<()> {
    let search = body.facts.values().cloned().collect::<Vec<_>>().join("\n");
    to.project_register(&RegisterItem {
        kind: body.register.clone(),
        id: entry.head.record,
        name: body.name.clone(),
        retired: body.retired,
        position: body.position,
        search,
        json: String::from_utf8_lossy(bytes).into_owned(),
    })?;
    Ok(())
}

fn extra(extra: Extra) -> Result<String> {
    Ok(serde_json::to_string(&extra)?)
}

fn about(form: &Form) -> Extra {
    Extra { landscape: form.orientation == Orientation::Landscape, ..Extra::default() }
}

/// The columns that follow from the answers.
fn sheet_row(form: &Form, answers: &Answers, sheet: crate::clock::Id, day: NaiveDate, created_ms: i64) -> SheetRow {
    let field = |id: &str| answers.fields.get(id).filter(|v| !v.is_empty());
    let date = field(&form.index.date).and_then(Value::text).and_then(date_in).unwrap_or(day);
    let mut row = SheetRow::new(sheet, date, created_ms);
    row.form.clone_from(&form.id);
    row.edition.clone_from(&form.edition);
    row.title = form.full_title();
    row.site = field(&form.index.site).and_then(Value::reference).map(|r| r.id.clone()).unwrap_or_default();
    let customer = field(&form.index.customer).and_then(Value::reference);
    row.customer = customer.map(|r| r.id.clone()).unwrap_or_default();
    row.areas = areas(form, answers);
    row.persons = persons(form, answers);
    row.has_fail = has_fail(answers);
    let mut words: Vec<String> = Vec::new();
    if let Some(customer) = customer {
        words.push(customer.text.clone());
        words.extend(customer.facts.get("room").cloned());
    }
    // Who took a case down is no part of what it is about: behind the customer it reads as one more of theirs.
    let person = form.case_kind().is_none().then_some(&form.index.person);
    for id in [Some(&form.index.site), person].into_iter().flatten() {
        words.extend(field(id).map(Value::word).filter(|w| !w.is_empty()));
    }
    words.extend(first_words(form, answers));
    row.snippet = words.join("\u{3000}");
    row
}

/// What the sheet is about: what its form calls the content, else the first paragraph that was typed; the first line of it.
fn first_words(form: &Form, answers: &Answers) -> Option<String> {
    let line = |text: &str| text.lines().next().unwrap_or_default().chars().take(60).collect();
    if let Some(content) = super::cases::value(form, answers, "content").and_then(Value::text) {
        return Some(line(content));
    }
    let paragraphs =
        form.sections.iter().flat_map(|s| s.fields.iter().filter(|f| f.kind == FieldKind::Text).map(move |f| (s, f)));
    for (section, field) in paragraphs {
        let value = match section.is_rows() {
            true => answers.list(&section.id).iter().find_map(|r| r.cells.get(&field.id)),
            false => answers.fields.get(&field.id),
        };
        if let Some(text) = value.and_then(Value::text).filter(|t| !t.trim().is_empty()) {
            return Some(line(text));
        }
    }
    None
}

fn areas(form: &Form, answers: &Answers) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(area) = answers.fields.get(&form.index.area).and_then(Value::reference) {
        out.extend([area.id.clone(), area.text.clone()]);
    }
    for row in answers.rows.values().flatten() {
        let marked = row.cells.values().any(|v| matches!(v.mark(), Some(Mark::Pass | Mark::Fail)));
        if let Some(group) = row.facts.get("group").filter(|g| marked && !out.contains(g)) {
            out.push(group.clone());
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

/// Every person named in a reference, by id and by name.
fn persons(form: &Form, answers: &Answers) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (place, value) in answers.each() {
        let reference = value.reference().filter(|r| r.register == "person");
        let indexed = place.field == form.index.person;
        if let Some(person) = reference {
            out.extend([person.id.clone(), person.text.clone()]);
        } else if indexed {
            out.push(value.word());
        }
    }
    out.retain(|w| !w.is_empty());
    out.sort();
    out.dedup();
    out
}

pub(super) fn has_fail(answers: &Answers) -> bool {
    answers.each().any(|(_, v)| v.mark() == Some(Mark::Fail))
}

/// What people typed and chose, fields separated by line ends. The form's own words are left out: they would be found on
/// every sheet.
fn typed_text(form: &Form, answers: &Answers) -> String {
    let typed = typed(form, answers);
    // A number is asked for in other writings than it was typed in.
    let figures: Vec<String> = typed.iter().flat_map(|(private, text)| figures_of(*private, text)).collect();
    let mut out: Vec<String> = typed.into_iter().map(|(_, text)| text).chain(figures).collect();
    out.retain(|t| !t.trim().is_empty());
    out.dedup();
    out.join("\n")
}

/// The same field by field, each with how private it is.
pub(super) fn typed(form: &Form, answers: &Answers) -> Vec<(Private, String)> {
    let mut out: Vec<(Private, String)> = Vec::new();
    for section in &form.sections {
        for field in &section.fields {
            let mut values: Vec<&Value> = Vec::new();
            if section.is_rows() {
                values.extend(answers.list(&section.id).iter().filter_map(|r| r.cells.get(&field.id)));
                values.extend(
                    answers.groups.get(&section.id).into_iter().flat_map(|g| g.values()).filter_map(|c| c.get(&field.id)),
                );
            } else {
                values.extend(answers.fields.get(&field.id));
            }
            for value in values {
                match value {
                    Value::Text(text) => out.push((field.private, text.clone())),
                    Value::Words(words) => out.push((Private::None, words.join("\n"))),
                    Value::Ref { reference } => {
                        out.push((field.private, reference.text.clone()));
                        let told = reference.facts.iter().filter(|(k, _)| matches!(k.as_str(), "room" | "phone" | "code"));
                        out.extend(told.map(|(k, v)| (super::veil::private(&reference.register, k), v.clone())));
                    }
                    Value::Flag(_) | Value::Number(_) | Value::Check { .. } | Value::Photos { .. } => {}
                }
            }
        }
    }
    // Outlets are typed once, in their register, but stand on the sheet as its rows.
    for row in answers.rows.values().flatten() {
        for fact in ["name", "operator"] {
            out.extend(row.facts.get(fact).map(|text| (Private::None, text.clone())));
        }
    }
    out.push((Private::None, form.full_title()));
    out
}

/// The date of `2026-02-13`, `2026-02` (its first day) or a time.
pub(super) fn date_in(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d"))
        .ok()
        .or_else(|| Stamp::parse(text).ok().map(|s| s.date()))
}

/// The date in China of a moment in UTC: rows are ordered by it when the paper says no date.
fn date_of(wall_ms: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(wall_ms.saturating_add(8 * 3_600_000)).unwrap_or_default().date_naive()
}
