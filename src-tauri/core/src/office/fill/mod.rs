//! Filling from a file: answers as people would write them down, with names for references and words for marks, read
//! against the form and the registers and finished in one transaction. What is refused leaves nothing behind.

mod read;

use std::collections::BTreeMap;
use std::str::FromStr as _;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value as Json;

use super::Office;
use super::api::{DraftChange, Finish, Finished};
use super::error::{OfficeError, Result};
use super::index::date_in;
use super::people::role::Right;
use super::photo::store_photo;
use super::working::Working;
use crate::cabinet::{Reader, Tx};
use crate::clock::Id;
use crate::form::{FieldKind, Form, LoadedForm, RowSource, Section};
use crate::sheet::{Answers, Photo, Place, Row, Value, new_row, photo, settle};

/// Answers as a file holds them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FillAnswers {
    /// Single fields by id. Empty text or `null` clears an answer.
    pub fields: BTreeMap<String, Json>,
    /// List → column of checks → `pass` or `undrawn`: every cell that has no mark of its own gets this one, area by area.
    pub all: BTreeMap<String, BTreeMap<String, String>>,
    /// List → rows. A row of a fixed list names itself by `id` or by what is printed in it (code, name, area and item);
    /// other keys are its answers. Rows of a list that people add to are added, unless they name one that is there by its
    /// `id`; `@last` is the last of them.
    pub rows: BTreeMap<String, Vec<BTreeMap<String, Json>>>,
    /// List → group → answers of the group; a column of checks marks the group's cells that have no mark of their own.
    pub groups: BTreeMap<String, BTreeMap<String, BTreeMap<String, Json>>>,
    /// Stages to finish, in order; all that have begun when empty.
    pub finish: Vec<String>,
    /// Reason of 补录.
    pub late_reason: String,
    /// Reason of a change to a finished sheet.
    pub change_reason: String,
    /// Make the change by a 更正页.
    pub correction: bool,
}

/// An answers file that does not fit the form or the registers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// No such field, list or group in the form.
    #[error("no field or list {0:?} in this form")]
    UnknownField(String),
    /// No row of the list is called so, or several are.
    #[error("no single row {row:?} in {section:?}")]
    UnknownRow {
        /// List.
        section: String,
        /// As named.
        row: String,
    },
    /// The register has no such name.
    #[error("no {register} is called {name:?}")]
    UnknownName {
        /// Register in Chinese: 人员.
        register: String,
        /// As given.
        name: String,
    },
    /// The register has several of that name: the id must be given.
    #[error("{count} {register} are called {name:?}: name one by its id")]
    AmbiguousName {
        /// Register in Chinese.
        register: String,
        /// As given.
        name: String,
        /// How many.
        count: usize,
    },
    /// An answer of the wrong kind.
    #[error("{field:?} wants {wanted}")]
    WrongValue {
        /// Field id.
        field: String,
        /// What it takes.
        wanted: &'static str,
    },
    /// Computed cells, printed facts and signatures are not filled.
    #[error("{0:?} is not filled by hand")]
    NotFillable(String),
    /// A photo that the file names cannot be read.
    #[error("{name}: {why}")]
    File {
        /// As named.
        name: String,
        /// Why.
        why: String,
    },
}

impl FillError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownField(_) => "unknown-field",
            Self::UnknownRow { .. } => "unknown-row",
            Self::UnknownName { .. } => "unknown-name",
            Self::AmbiguousName { .. } => "ambiguous-name",
            Self::WrongValue { .. } => "wrong-value",
            Self::NotFillable(_) => "not-fillable",
            Self::File { .. } => "photo-unreadable",
        }
    }
}

/// Where the photos that an answers file names are read from.
pub type Files<'a> = &'a dyn Fn(&str) -> std::io::Result<Vec<u8>>;

impl Office {
    /// Fills a sheet of a form and finishes it. A daily or monthly form goes on with the sheet or draft that is there for
    /// the day the answers name.
    ///
    /// # Errors
    /// `not-found` for an unknown form, a [`FillError`], and all that [`Office::finish`] refuses; nothing is then kept.
    pub fn fill(&self, form: &str, answers: &FillAnswers, files: Files<'_>) -> Result<Finished> {
        self.may(Right::Fill)?;
        let loaded = self.library().get(form).ok_or_else(|| OfficeError::NotFound(format!("form {form}")))?.clone();
        self.cabinet().write(|tx| {
            let draft = self.draft_for(tx, &loaded, answers)?;
            self.answer_in(tx, draft, answers, files)?;
            self.finish_all(tx, draft, answers)
        })
    }

    /// Goes on with a finalised sheet, or changes it, and finishes that.
    ///
    /// # Errors
    /// `not-found`, `sheet-void`, a [`FillError`], and all that [`Office::finish`] refuses; nothing is then kept.
    pub fn fill_sheet(&self, sheet: &str, answers: &FillAnswers, files: Files<'_>) -> Result<Finished> {
        self.may(Right::Fill)?;
        let sheet = Id::from_str(sheet)?;
        self.cabinet().write(|tx| {
            let draft = self.next_draft(tx, sheet)?;
            self.answer_in(tx, draft, answers, files)?;
            self.finish_all(tx, draft, answers)
        })
    }

    /// Fills a draft and leaves it one.
    ///
    /// # Errors
    /// `not-found`, or a [`FillError`]; nothing is then kept.
    pub fn fill_draft(&self, draft: &str, answers: &FillAnswers, files: Files<'_>) -> Result<DraftChange> {
        self.may(Right::Fill)?;
        let id = Id::from_str(draft)?;
        self.cabinet().write(|tx| {
            let working = self.answer_in(tx, id, answers, files)?;
            self.change_of(&working)
        })
    }

    /// The draft to fill: that of the day and site which the answers name, or a new one.
    fn draft_for(&self, tx: &mut Tx<'_>, loaded: &LoadedForm, answers: &FillAnswers) -> Result<Id> {
        let index = &loaded.form.index;
        let given = |id: &str| answers.fields.get(id).and_then(Json::as_str).filter(|t| !t.trim().is_empty());
        let day: NaiveDate = given(&index.date).and_then(date_in).unwrap_or_else(|| self.today_date());
        let site = match answers.fields.get(&index.site).filter(|v| !v.is_null() && v.as_str() != Some("")) {
            Some(json) => read::reference(self, tx, &index.site, "site", json)?.id,
            None => self.text_setting(tx, "site")?,
        };
        match self.begun_on(tx, &loaded.form, day, site)? {
            Some((draft, _)) if !draft.is_empty() => Ok(Id::from_str(&draft)?),
            Some((_, sheet)) if !sheet.is_empty() => self.next_draft(tx, Id::from_str(&sheet)?),
            _ => self.new_draft(tx, loaded, ""),
        }
    }

    /// Finishes the stages asked for, one after the other.
    fn finish_all(&self, tx: &mut Tx<'_>, draft: Id, answers: &FillAnswers) -> Result<Finished> {
        let finish = |stage: &str| Finish {
            stage: stage.to_owned(),
            late_reason: answers.late_reason.clone(),
            change_reason: answers.change_reason.clone(),
            correction: answers.correction,
        };
        let mut stages = answers.finish.iter();
        let mut done = self.finish_in(tx, draft, &finish(stages.next().map_or("", String::as_str)))?;
        for stage in stages {
            let next = self.next_draft(tx, Id::from_str(&done.sheet)?)?;
            done = self.finish_in(tx, next, &finish(stage))?;
        }
        Ok(done)
    }

    /// Writes the answers into a draft. Checks come first: the rows of part two follow them.
    fn answer_in(&self, tx: &mut Tx<'_>, draft: Id, given: &FillAnswers, files: Files<'_>) -> Result<Working> {
        let mut working = self.working(tx, draft)?;
        let form = working.form().clone();
        known_names(&form, given)?;
        let photos = take_in(tx, &form, given, files)?;
        let proposals = self.proposals(tx)?;
        let mut answers = std::mem::take(&mut working.body.answers);
        let reader = Filling { office: self, reader: tx, photos: &photos };
        for (id, json) in &given.fields {
            let (section, field) = form.field(id).ok_or_else(|| FillError::UnknownField(id.clone()))?;
            let value = reader.value(field, json)?;
            answers.set(&Place::new(&section.id, "", id), value);
        }
        for (id, groups) in &given.groups {
            reader.fill_groups(section_of(&form, id)?, groups, &mut answers)?;
        }
        let derived = |s: &Section| matches!(s.rows, Some(RowSource::Fails(_)));
        for second in [false, true] {
            for (id, rows) in &given.rows {
                let section = section_of(&form, id)?;
                if derived(section) != second {
                    continue;
                }
                for cells in rows {
                    let row = match section.rows {
                        Some(RowSource::User) if !cells.contains_key("id") => {
                            let row = new_row(section, &tx.new_id()?.to_string(), &proposals);
                            let id = row.id.clone();
                            answers.rows.entry(section.id.clone()).or_default().push(row);
                            id
                        }
                        _ => named_row(section, answers.list(&section.id), cells)?,
                    };
                    reader.fill_row(section, &row, cells, &mut answers)?;
                }
            }
            if !second {
                self.mark_all(tx, &form, given, &mut answers)?;
                settle(&form, &mut answers, &proposals);
            }
        }
        working.body.answers = answers;
        let sheet = working.draft.sheet;
        working.draft = self.store(tx, &working.form, &working.body, draft, sheet, working.draft.base, working.draft.version)?;
        Ok(working)
    }

    /// `all`, and the columns of checks among `groups`: acts of their author, recorded area by area.
    fn mark_all(&self, reader: &Reader<'_>, form: &Form, given: &FillAnswers, answers: &mut Answers) -> Result<()> {
        for (id, groups) in &given.groups {
            let section = section_of(form, id)?;
            for (group, cells) in groups {
                for column in section.checks() {
                    let Some(word) = cells.get(&column.id) else { continue };
                    let mark = read::bulk(&column.id, word.as_str().unwrap_or_default())?;
                    self.mark_cells(reader, section, &|r| r.group == *group, &column.id, mark, answers)?;
                }
            }
        }
        for (id, columns) in &given.all {
            let section = section_of(form, id)?;
            for (column, word) in columns {
                let known = section.field(column).filter(|f| f.kind == FieldKind::Check);
                known.ok_or_else(|| FillError::UnknownField(column.clone()))?;
                let mark = read::bulk(column, word)?;
                let mut groups: Vec<String> = answers.list(id).iter().map(|r| r.group.clone()).collect();
                groups.dedup();
                for group in groups {
                    self.mark_cells(reader, section, &|r| r.group == group, column, mark, answers)?;
                }
            }
        }
        Ok(())
    }
}

/// What reading answers needs.
struct Filling<'a> {
    office: &'a Office,
    reader: &'a Reader<'a>,
    photos: &'a BTreeMap<String, Photo>,
}

impl Filling<'_> {
    fn value(&self, field: &crate::form::Field, json: &Json) -> Result<Option<Value>> {
        read::value(self.office, self.reader, self.photos, field, json)
    }

    fn fill_groups(
        &self,
        section: &Section,
        groups: &BTreeMap<String, BTreeMap<String, Json>>,
        answers: &mut Answers,
    ) -> Result<()> {
        for (group, cells) in groups {
            if !answers.list(&section.id).iter().any(|r| r.group == *group) {
                return Err(FillError::UnknownRow { section: section.id.clone(), row: group.clone() }.into());
            }
            for (id, json) in cells {
                let field = section.field(id).filter(|f| f.per_group || f.kind == FieldKind::Check);
                let field = field.ok_or_else(|| FillError::UnknownField(id.clone()))?;
                if field.per_group {
                    let value = self.value(field, json)?;
                    answers.set(&Place::new(&section.id, &format!("@{group}"), id), value);
                }
            }
        }
        Ok(())
    }

    fn fill_row(&self, section: &Section, row: &str, cells: &BTreeMap<String, Json>, answers: &mut Answers) -> Result<()> {
        for (id, json) in cells {
            if id == "id" || is_selector(section, id) {
                continue;
            }
            let field = section.field(id).filter(|f| !f.per_group);
            let field = field.ok_or_else(|| FillError::UnknownField(id.clone()))?;
            let value = self.value(field, json)?;
            answers.set(&Place::new(&section.id, row, id), value);
        }
        Ok(())
    }
}

fn section_of<'f>(form: &'f Form, id: &str) -> Result<&'f Section> {
    form.section(id).filter(|s| s.is_rows()).ok_or_else(|| FillError::UnknownField(id.to_owned()).into())
}

/// Refuses names that the form does not have before anything is taken in.
fn known_names(form: &Form, given: &FillAnswers) -> Result<()> {
    for section in given.rows.keys().chain(given.groups.keys()).chain(given.all.keys()) {
        section_of(form, section)?;
    }
    match given.fields.keys().find(|id| form.field(id).is_none_or(|(s, _)| s.is_rows())) {
        Some(id) => Err(FillError::UnknownField(id.clone()).into()),
        None => Ok(()),
    }
}

/// Whether a key of a row names the row: a printed fact of it.
fn is_selector(section: &Section, key: &str) -> bool {
    section.field(key).is_some_and(|f| f.kind == FieldKind::Fact)
}

/// The `id` by which answers name the last row of a list: a file that is written beforehand knows no ids.
const LAST: &str = "@last";

/// The one row of a list that the keys name.
fn named_row(section: &Section, rows: &[Row], cells: &BTreeMap<String, Json>) -> Result<String> {
    if cells.get("id").and_then(Json::as_str) == Some(LAST) {
        let none = || FillError::UnknownRow { section: section.id.clone(), row: LAST.to_owned() };
        return Ok(rows.last().ok_or_else(none)?.id.clone());
    }
    let mut wanted: Vec<(String, String)> = Vec::new();
    for (key, json) in cells {
        let word = || json.as_str().map_or_else(|| json.to_string(), str::to_owned);
        if key == "id" {
            wanted.push(("id".to_owned(), word()));
        } else if let Some(field) = section.field(key).filter(|f| f.kind == FieldKind::Fact) {
            wanted.push((field.fact.clone().unwrap_or_default(), word()));
        }
    }
    let fits = |row: &&Row| {
        wanted.iter().all(|(fact, word)| {
            let facts: &[&str] = if fact == "column" { &["column", "round"] } else { &[fact] };
            if fact == "id" { row.id == *word } else { facts.iter().any(|f| row.facts.get(*f) == Some(word)) }
        })
    };
    let mut found = rows.iter().filter(fits);
    match (wanted.is_empty(), found.next(), found.next()) {
        (false, Some(row), None) => Ok(row.id.clone()),
        _ => {
            let row = wanted.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" ");
            Err(FillError::UnknownRow { section: section.id.clone(), row }.into())
        }
    }
}

/// Stores the photos that the answers name.
fn take_in(tx: &mut Tx<'_>, form: &Form, given: &FillAnswers, files: Files<'_>) -> Result<BTreeMap<String, Photo>> {
    let in_rows = given.rows.values().flatten().flatten();
    let in_groups = given.groups.values().flat_map(|g| g.values()).flatten();
    let mut taken = BTreeMap::new();
    for (id, json) in given.fields.iter().chain(in_rows).chain(in_groups) {
        if form.field(id).is_none_or(|(_, f)| f.kind != FieldKind::Photo) {
            continue;
        }
        for name in read::words(json) {
            if !taken.contains_key(name) {
                let bytes = files(name).map_err(|e| FillError::File { name: name.to_owned(), why: e.to_string() })?;
                let kept = store_photo(tx, photo::intake(&bytes, name)?)?;
                taken.insert(name.to_owned(), kept.photo);
            }
        }
    }
    Ok(taken)
}
