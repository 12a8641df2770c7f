//! Reading a form file, and saying which file, which line and why when it is not one.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer};

use super::{Compute, Condition, Field, FieldKind, Form, RowSource, Rule, ScopeRef, Section, SectionKind};

/// A form file was refused. Nothing was taken from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct FormError {
    /// File name as given.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl FormError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "form-refused"
    }
}

/// Millimetres with at most two decimals, kept in hundredths.
pub(super) fn mm<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
    hundredths(f64::deserialize(from)?).map_err(serde::de::Error::custom)
}

pub(super) fn mms<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<i32>, D::Error> {
    Vec::<f64>::deserialize(from)?.into_iter().map(|v| hundredths(v).map_err(serde::de::Error::custom)).collect()
}

pub(super) fn row_height() -> i32 {
    700
}

pub(super) fn field_height() -> i32 {
    800
}

fn hundredths(mm: f64) -> Result<i32, String> {
    if (0.0..=1000.0).contains(&mm) {
        #[expect(clippy::cast_possible_truncation, reason = "0 to 100,000 after the check above")]
        let rounded = (mm * 100.0).round() as i32;
        Ok(rounded)
    } else {
        Err(format!("{mm} mm is no length on paper"))
    }
}

impl Form {
    /// Reads and checks a form file. `file` is only named in errors.
    ///
    /// # Errors
    /// When the text is no form of schema 1: with the line and the reason.
    pub fn load(file: &str, text: &str) -> Result<Self, FormError> {
        let form: Self = toml::from_str(text).map_err(|e| FormError {
            file: file.to_owned(),
            line: e.span().map_or(1, |s| line_at(text, s.start)),
            reason: e.message().to_owned(),
        })?;
        Checker { file, text, form: &form }.check()?;
        Ok(form)
    }
}

/// The line of a byte offset, from 1.
fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    form: &'a Form,
}

impl Checker<'_> {
    /// Refuses with the line where `near` (quoted) last stands, or the first line.
    fn refuse(&self, near: &str, reason: impl Into<String>) -> Result<(), FormError> {
        let line = self.text.rfind(&format!("\"{near}\"")).map_or(1, |at| line_at(self.text, at));
        Err(FormError { file: self.file.to_owned(), line, reason: reason.into() })
    }

    fn check(&self) -> Result<(), FormError> {
        let form = self.form;
        if form.schema != 1 {
            return self.refuse("schema", format!("schema {} is not known here; this program reads schema 1", form.schema));
        }
        if form.serial.len() != 2 || !form.serial.bytes().all(|b| b.is_ascii_uppercase()) {
            return self.refuse(&form.serial, "serial must be two capital letters");
        }
        for (name, value) in [("id", &form.id), ("edition", &form.edition), ("number", &form.number), ("title", &form.title)] {
            if value.trim().is_empty() {
                return self.refuse(name, format!("{name} is empty"));
            }
        }
        self.check_ids()?;
        for section in &form.sections {
            self.check_section(section)?;
        }
        self.check_signatures()?;
        for rule in &form.rules {
            match rule {
                Rule::Sampled { section } | Rule::Marked { section } | Rule::SomeRow { section } => self.need_list(section)?,
                Rule::Order { first, then } => {
                    self.need_field(first)?;
                    self.need_field(then)?;
                }
            }
        }
        let index = &form.index;
        for id in [&index.date, &index.site, &index.area, &index.customer, &index.person] {
            if !id.is_empty() {
                self.need_field(id)?;
            }
        }
        Ok(())
    }

    fn check_ids(&self) -> Result<(), FormError> {
        let mut seen = BTreeSet::new();
        let ids = self
            .form
            .sections
            .iter()
            .flat_map(|s| std::iter::once(("section", &s.id)).chain(s.fields.iter().map(|f| ("field", &f.id))))
            .chain(self.form.stages.iter().map(|s| ("stage", &s.id)));
        for (what, id) in ids {
            let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            if !plain {
                return self.refuse(id, format!("{what} id {id:?} must be lower-case letters, digits and _"));
            }
            if !seen.insert((what, id)) {
                return self.refuse(id, format!("{what} id {id:?} stands twice"));
            }
        }
        Ok(())
    }

    fn check_section(&self, section: &Section) -> Result<(), FormError> {
        match (section.kind, &section.rows) {
            (SectionKind::Fields, None) => self.check_layout(section)?,
            (SectionKind::Rows, Some(rows)) => {
                self.check_rows(section, rows)?;
            }
            (SectionKind::Fields, Some(_)) => return self.refuse(&section.id, "a section of fields has no rows"),
            (SectionKind::Rows, None) => return self.refuse(&section.id, "a list says where its rows come from (rows = …)"),
        }
        for field in &section.fields {
            self.check_field(section, field)?;
        }
        Ok(())
    }

    fn check_rows(&self, section: &Section, rows: &RowSource) -> Result<(), FormError> {
        if section.fields.iter().any(|f| f.width < 500) {
            return self.refuse(&section.id, "every column of a list is at least 5 mm wide");
        }
        let width: i32 = section.fields.iter().map(|f| f.width).sum();
        self.fits(section, width)?;
        match rows {
            RowSource::Library if section.groups.is_empty() => self.refuse(&section.id, "rows = library needs groups with items"),
            RowSource::Fails(of) => self.need_list(of),
            _ => Ok(()),
        }
    }

    /// Columns must fit between the margins: 25 mm on the binding side, 15 mm on the other.
    fn fits(&self, section: &Section, width: i32) -> Result<(), FormError> {
        let lying = self.orientation_of(section) == super::Orientation::Landscape;
        let room = if lying { 25_700 } else { 17_000 };
        if width > room {
            let (width, room) = (f64::from(width) / 100.0, f64::from(room) / 100.0);
            return self.refuse(&section.id, format!("columns are {width} mm wide, between the margins are {room} mm"));
        }
        Ok(())
    }

    /// The orientation of the part a section stands in: that of the last section before it that opened one.
    fn orientation_of(&self, section: &Section) -> super::Orientation {
        let mut now = self.form.orientation;
        for s in &self.form.sections {
            if s.part.is_some() {
                now = s.orientation.unwrap_or(self.form.orientation);
            }
            if s.id == section.id {
                break;
            }
        }
        now
    }

    fn check_layout(&self, section: &Section) -> Result<(), FormError> {
        self.fits(section, section.columns.iter().sum())?;
        let mut shown = BTreeSet::new();
        for row in &section.layout {
            let mut used = 0;
            for cell in &row.cells {
                let Some(cell) = LayoutCell::parse(cell) else {
                    return self.refuse(cell, format!("layout cell {cell:?} is none of field, field:n, -field:n, =words:n"));
                };
                used += cell.columns();
                if let LayoutCell::Field { id, .. } = &cell {
                    if section.field(id).is_none() {
                        return self.refuse(id, format!("the layout names {id:?}, which is no field of this section"));
                    }
                    shown.insert((*id).to_owned());
                }
            }
            if used != section.columns.len() {
                let first = row.cells.first().map_or("", String::as_str);
                return self.refuse(first, format!("this layout row fills {used} columns of {}", section.columns.len()));
            }
        }
        let opinions: BTreeSet<_> = self.form.signatures.iter().filter_map(|s| s.opinion.as_ref()).collect();
        match section.fields.iter().find(|f| !shown.contains(&f.id) && !opinions.contains(&f.id)) {
            Some(field) => self.refuse(&field.id, format!("field {:?} has no place in the layout", field.id)),
            None => Ok(()),
        }
    }

    fn check_field(&self, section: &Section, field: &Field) -> Result<(), FormError> {
        let id = &field.id;
        let rule = match field.kind {
            FieldKind::One | FieldKind::Some if field.options.is_empty() => Some("needs options"),
            FieldKind::Ref if field.register.is_none() => Some("needs a register"),
            FieldKind::Auto if field.compute.is_none() => Some("is filled by the app and needs compute"),
            FieldKind::Fact if field.fact.is_none() => Some("needs the name of a fact"),
            FieldKind::Fact if !section.is_rows() => Some("shows a fact of a row, but stands in no list"),
            FieldKind::Check if field.propose.is_some() => Some("is a result, and a result is never proposed"),
            FieldKind::Signature if self.form.signature(id).is_none() => Some("is a signature without a role"),
            _ if field.compute.is_some() && field.kind != FieldKind::Auto => Some("has compute but is not filled by the app"),
            _ if field.per_group && !section.is_rows() => Some("is one for a group, but stands in no list"),
            _ if field.correctable && field.customer => {
                Some("is what the customer says; a 更正页 never changes that, so it cannot be correctable")
            }
            _ => None,
        };
        if let Some(reason) = rule {
            return self.refuse(id, format!("field {id:?} {reason}"));
        }
        if field.min.zip(field.max).is_some_and(|(min, max)| min > max) {
            return self.refuse(id, format!("field {id:?} has min above max"));
        }
        if let Some(stage) = &field.stage {
            self.need_stage(stage)?;
        }
        if let Some(when) = &field.when {
            self.check_condition(when)?;
        }
        match &field.compute {
            Some(Compute::Fact { field, .. }) => self.need_field(field),
            Some(Compute::Entered { stage }) => self.need_stage(stage),
            Some(Compute::Count { section, .. } | Compute::Rate { section }) => self.need_list(section),
            Some(Compute::Score { section, column, .. }) => {
                self.need_list(section)?;
                self.need_field(column)
            }
            Some(Compute::Deadline { from, by, .. }) => {
                self.need_field(from)?;
                self.need_field(by)
            }
            Some(Compute::Serial | Compute::Number | Compute::Fixed { .. }) | None => Ok(()),
        }
    }

    fn check_condition(&self, condition: &Condition) -> Result<(), FormError> {
        match condition {
            Condition::Is { field, .. } | Condition::Not { field, .. } | Condition::Filled { field } => self.need_field(field),
            Condition::Has { section, .. } | Condition::Gaps { section } => self.need_list(section),
        }
    }

    fn check_signatures(&self) -> Result<(), FormError> {
        for role in &self.form.signatures {
            match self.form.field(&role.field) {
                Some((_, field)) if field.kind == FieldKind::Signature => {}
                _ => return self.refuse(&role.field, format!("{:?} is no signature field", role.field)),
            }
            if role.scope.is_empty() {
                return self.refuse(&role.field, "a signature needs a scope: what its signer is shown");
            }
            for scope in &role.scope {
                match scope {
                    ScopeRef::Section(id) if self.form.section(id).is_none() => {
                        return self.refuse(&format!("section:{id}"), format!("no section {id:?}"));
                    }
                    ScopeRef::Field(id) => self.need_field(id)?,
                    ScopeRef::Stage(id) => self.need_stage(id)?,
                    ScopeRef::Row if !self.form.field(&role.field).is_some_and(|(s, _)| s.is_rows()) => {
                        return self.refuse(&role.field, "scope row, but the signature stands in no list");
                    }
                    _ => {}
                }
            }
            for id in [&role.choice, &role.opinion].into_iter().flatten() {
                self.need_field(id)?;
            }
            if let Some(stage) = &role.stage {
                self.need_stage(stage)?;
            }
            if let Some(when) = &role.when {
                self.check_condition(when)?;
            }
        }
        Ok(())
    }

    fn need_field(&self, id: &str) -> Result<(), FormError> {
        if self.form.field(id).is_some() { Ok(()) } else { self.refuse(id, format!("no field {id:?}")) }
    }

    fn need_stage(&self, id: &str) -> Result<(), FormError> {
        if self.form.stage(id).is_some() { Ok(()) } else { self.refuse(id, format!("no stage {id:?}")) }
    }

    fn need_list(&self, id: &str) -> Result<(), FormError> {
        if self.form.section(id).is_some_and(Section::is_rows) { Ok(()) } else { self.refuse(id, format!("no list {id:?}")) }
    }
}

/// One entry of a layout row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutCell<'a> {
    /// A field: with its label in the column before, or alone.
    Field {
        /// Field.
        id: &'a str,
        /// Whether a label column precedes it.
        label: bool,
        /// Columns of the answer.
        span: usize,
    },
    /// Fixed words.
    Words {
        /// The words.
        text: &'a str,
        /// Columns.
        span: usize,
    },
}

impl<'a> LayoutCell<'a> {
    /// Reads `field`, `field:3`, `-field:4`, `=words:2`.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let (name, span) = match text.rsplit_once(':') {
            Some((name, span)) => (name, span.parse().ok().filter(|n| (1..=40).contains(n))?),
            None => (text, 1),
        };
        Some(match name.as_bytes().first()? {
            b'-' => Self::Field { id: name.get(1..)?, label: false, span },
            b'=' => Self::Words { text: name.get(1..)?, span },
            _ => Self::Field { id: name, label: true, span },
        })
    }

    /// Columns it fills, label included.
    #[must_use]
    pub fn columns(&self) -> usize {
        match self {
            Self::Field { label, span, .. } => span + usize::from(*label),
            Self::Words { span, .. } => *span,
        }
    }
}
