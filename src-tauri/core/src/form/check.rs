//! What a form file must keep to beyond its grammar. A form that was released is never mended, so that everything that can be
//! found is found before.

mod case;
mod layout;
mod money;
mod role;

use std::collections::BTreeSet;

use super::load::line_at;
use super::{
    Compute, Condition, Field, FieldKind, Form, FormError, Mark, RowSource, Rule, RunsFrom, Section, SectionKind, SignatureRole,
};

/// Rows that a list may print at least, and rows of one item library.
const MOST_ROWS: usize = 500;

/// Checks a form that was read from `text`.
pub(super) fn check(file: &str, text: &str, form: &Form) -> Result<(), FormError> {
    Checker { file, text, form }.check()
}

struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    form: &'a Form,
}

type Checked = Result<(), FormError>;

impl Checker<'_> {
    /// Refuses with the line where `near` (quoted) last stands, or the first line.
    fn refuse(&self, near: &str, reason: impl Into<String>) -> Checked {
        self.refuse_at(self.text.rfind(&format!("\"{near}\"")), reason)
    }

    /// Refuses with the line where `id` is defined.
    fn refuse_id(&self, id: &str, reason: impl Into<String>) -> Checked {
        let defined = self.text.rfind(&format!("id = \"{id}\""));
        self.refuse_at(defined.or_else(|| self.text.rfind(&format!("\"{id}\""))), reason)
    }

    fn refuse_at(&self, at: Option<usize>, reason: impl Into<String>) -> Checked {
        let line = at.map_or(1, |at| line_at(self.text, at));
        Err(FormError { file: self.file.to_owned(), line, reason: reason.into() })
    }

    fn check(&self) -> Checked {
        let form = self.form;
        if form.schema != 1 {
            let reason = format!("schema {} is not known here; this program reads schema 1", form.schema);
            return self.refuse_at(self.text.find("schema"), reason);
        }
        if form.serial.len() != 2 || !form.serial.bytes().all(|b| b.is_ascii_uppercase()) {
            return self.refuse(&form.serial, "serial must be two capital letters");
        }
        for (name, value) in [("id", &form.id), ("edition", &form.edition), ("number", &form.number), ("title", &form.title)] {
            if value.trim().is_empty() {
                return self.refuse_at(self.text.find(&format!("{name} =")), format!("{name} is empty"));
            }
        }
        self.check_ids()?;
        for section in &form.sections {
            self.check_section(section)?;
        }
        let mut filled = BTreeSet::new();
        for role in &form.signatures {
            if !filled.insert(&role.field) {
                return self.refuse_role(&role.field, format!("two signatures fill {:?}", role.field));
            }
            self.check_signature(role)?;
        }
        for rule in &form.rules {
            self.check_rule(rule)?;
        }
        self.check_index()?;
        self.check_case()?;
        self.check_cuts()?;
        for stage in &form.stages {
            if let Some(field) = &stage.late_after {
                self.need_kind(field, &[FieldKind::Date, FieldKind::Datetime], "late_after")?;
            }
        }
        Ok(())
    }

    fn check_index(&self) -> Checked {
        let index = &self.form.index;
        let refs: &[FieldKind] = &[FieldKind::Ref];
        let dates: &[FieldKind] = &[FieldKind::Date, FieldKind::Month, FieldKind::Datetime];
        for (id, kinds, name) in [
            (&index.date, dates, "date"),
            (&index.site, refs, "site"),
            (&index.area, refs, "area"),
            (&index.customer, refs, "customer"),
            (&index.person, refs, "person"),
        ] {
            if !id.is_empty() {
                self.need_kind(id, kinds, name)?;
            }
        }
        Ok(())
    }

    fn check_ids(&self) -> Checked {
        if self.form.sections.is_empty() {
            return self.refuse_at(None, "a form has at least one section");
        }
        let mut seen = BTreeSet::new();
        let ids = self
            .form
            .sections
            .iter()
            .flat_map(|s| std::iter::once(("section", &s.id)).chain(s.fields.iter().map(|f| ("field", &f.id))))
            .chain(self.form.stages.iter().map(|s| ("stage", &s.id)));
        for (what, id) in ids {
            if !plain(id) {
                return self.refuse_id(id, format!("{what} id {id:?} must be lower-case letters, digits and _"));
            }
            if !seen.insert((what, id)) {
                return self.refuse_id(id, format!("{what} id {id:?} stands twice"));
            }
        }
        Ok(())
    }

    fn check_section(&self, section: &Section) -> Checked {
        let id = &section.id;
        if section.orientation.is_some() && section.part.is_none() {
            return self.refuse_id(id, "an orientation belongs to a part: the section has none");
        }
        if section.part.as_ref().is_some_and(|p| p.trim().is_empty()) {
            return self.refuse_id(id, "a part has a name");
        }
        if usize::try_from(section.min_rows).is_ok_and(|n| n > MOST_ROWS) {
            return self.refuse_id(id, format!("min_rows is at most {MOST_ROWS}"));
        }
        if section.grows && section.rows != Some(RowSource::User) {
            return self.refuse_id(id, "only a list that people add to grows");
        }
        match (section.kind, &section.rows) {
            (SectionKind::Fields, None) => self.check_layout(section)?,
            (SectionKind::Rows, Some(rows)) => self.check_rows(section, rows)?,
            (SectionKind::Fields, Some(_)) => return self.refuse_id(id, "a section of fields has no rows"),
            (SectionKind::Rows, None) => return self.refuse_id(id, "a list says where its rows come from (rows = …)"),
        }
        self.check_library(section)?;
        for field in &section.fields {
            self.check_field(section, field)?;
        }
        Ok(())
    }

    fn check_field(&self, section: &Section, field: &Field) -> Checked {
        let id = &field.id;
        if let Some(reason) = self.fault(section, field) {
            return self.refuse_id(id, format!("field {id:?} {reason}"));
        }
        if let Some(stage) = &field.stage {
            self.need_stage(stage)?;
        }
        [&field.when, &field.optional].into_iter().flatten().try_for_each(|when| self.check_condition(when))?;
        self.check_source(section, field)?;
        match &field.compute {
            Some(Compute::Product { .. } | Compute::Total { .. } | Compute::Capital { .. }) => self.check_money(section, field),
            Some(Compute::Fact { field, .. }) => self.need_kind(field, &[FieldKind::Ref], "field"),
            Some(Compute::Entered { stage }) => self.need_stage(stage),
            Some(Compute::Count { section, .. } | Compute::Rate { section }) => self.need_list(section),
            Some(Compute::Score { section, column, .. }) => {
                self.need_column(section, column, FieldKind::Number, "a column of numbers")
            }
            Some(
                Compute::Deadline(RunsFrom { from, by, rules, rule }) | Compute::Counted(RunsFrom { from, by, rules, rule }),
            ) => {
                let kinds = [FieldKind::Date, FieldKind::Datetime];
                match from.split_once('.') {
                    Some((list, column)) => kinds
                        .iter()
                        .map(|kind| self.need_column(list, column, *kind, "a column of dates"))
                        .find(Result::is_ok)
                        .unwrap_or_else(|| self.refuse(from, format!("{from:?} is no column of dates")))?,
                    None => self.need_kind(from, &kinds, "from")?,
                }
                if by.is_empty() == rule.is_empty() {
                    return self.refuse_id(id, "a deadline has one rule, or a field whose word chooses it (by)");
                }
                rules.keys().try_for_each(|word| self.need_word(by, word))
            }
            Some(Compute::Serial | Compute::Number | Compute::Fixed { .. } | Compute::Target { .. }) | None => Ok(()),
        }
    }

    /// What is wrong with a field by itself.
    fn fault(&self, section: &Section, field: &Field) -> Option<&'static str> {
        let choice = |r: &SignatureRole| r.choice.as_ref() == Some(&field.id);
        let words: BTreeSet<&String> = field.options.iter().collect();
        Some(match field.kind {
            _ if field.label.trim().is_empty() => "has no label",
            FieldKind::One | FieldKind::Some if field.options.is_empty() => "needs options",
            _ if words.len() != field.options.len() || field.options.iter().any(|o| o.trim().is_empty()) => {
                "has an option that is empty or stands twice"
            }
            FieldKind::Ref if field.register.is_none() => "needs a register",
            FieldKind::Auto if field.compute.is_none() => "is filled by the app and needs compute",
            FieldKind::Fact if field.fact.is_none() => "needs the name of a fact",
            FieldKind::Fact if !section.is_rows() => "shows a fact of a row, but stands in no list",
            FieldKind::Check if field.propose.is_some() => "is a result, and a result is never proposed",
            FieldKind::Signature if self.form.signature(&field.id).is_none() => "is a signature without a role",
            _ if field.compute.is_some() && field.kind != FieldKind::Auto => "has compute but is not filled by the app",
            _ if field.spread && !(field.kind == FieldKind::One && section.is_rows() && section.layout.is_empty()) => {
                "spreads its words over columns, but is no choice in a list"
            }
            _ if field.per_group && !section.is_rows() => "is one for a group, but stands in no list",
            _ if field.min.zip(field.max).is_some_and(|(min, max)| min > max) => "has min above max",
            FieldKind::Signature | FieldKind::Check | FieldKind::Photo if field.correctable => {
                "is a result, a picture or a signature, which a 更正页 never changes: it cannot be correctable"
            }
            _ if field.correctable && (field.customer || self.form.signatures.iter().any(choice)) => {
                "is what the customer says; a 更正页 never changes that, so it cannot be correctable"
            }
            _ => return None,
        })
    }

    fn check_condition(&self, condition: &Condition) -> Checked {
        match condition {
            Condition::Is { field, of } | Condition::Not { field, of } => {
                self.need_field(field)?;
                of.iter().try_for_each(|word| self.need_word(field, word))
            }
            Condition::Filled { field } => self.need_field(field),
            Condition::Some { section, field, of } => {
                self.need_list(section)?;
                if self.form.section(section).and_then(|s| s.field(field)).is_none() {
                    return self.refuse(field, format!("{field:?} is no column of {section:?}"));
                }
                of.iter().try_for_each(|word| self.need_word(field, word))
            }
            Condition::All(of) | Condition::Any(of) if of.is_empty() => self.refuse_at(None, "all and any name conditions"),
            Condition::All(of) | Condition::Any(of) => of.iter().try_for_each(|c| self.check_condition(c)),
            Condition::Has { section, .. } => self.need_list(section),
            Condition::Gaps { section, of } | Condition::Checked { section, of } => {
                of.iter().try_for_each(|column| self.need_column(section, column, FieldKind::Check, "a column of checks"))
            }
        }
    }

    fn check_rule(&self, rule: &Rule) -> Checked {
        match rule {
            Rule::Sampled { section } | Rule::Marked { section } | Rule::SomeRow { section } => self.need_list(section),
            Rule::Rows { section, when, .. } => {
                self.need_list(section)?;
                self.check_condition(when)
            }
            Rule::Allowed { field, word, when, .. } => {
                self.need_word(field, word)?;
                self.check_condition(when)
            }
            Rule::Order { first, then } => {
                let kinds = [FieldKind::Date, FieldKind::Datetime];
                self.need_kind(first, &kinds, "first")?;
                self.need_kind(then, &kinds, "then")
            }
        }
    }

    fn need_field(&self, id: &str) -> Checked {
        if self.form.field(id).is_some() { Ok(()) } else { self.refuse(id, format!("no field {id:?}")) }
    }

    /// The field that `key` names must be of one of these kinds.
    fn need_kind(&self, id: &str, kinds: &[FieldKind], key: &str) -> Checked {
        let reason = match self.form.field(id) {
            None => format!("no field {id:?}"),
            Some((_, field)) if !kinds.contains(&field.kind) => format!("{key} cannot be {id:?}: its type does not fit"),
            Some(_) => return Ok(()),
        };
        match self.text.rfind(&format!("{key} = \"{id}\"")) {
            Some(at) => self.refuse_at(Some(at), reason),
            None => self.refuse(id, reason),
        }
    }

    fn need_column(&self, section: &str, id: &str, kind: FieldKind, what: &str) -> Checked {
        self.need_list(section)?;
        match self.form.section(section).and_then(|s| s.field(id)) {
            Some(field) if field.kind == kind => Ok(()),
            _ => self.refuse(id, format!("{id:?} is not {what} of {section:?}")),
        }
    }

    /// A word that is compared with a choice, a check or a yes/no must be one that can be answered.
    fn need_word(&self, field: &str, word: &str) -> Checked {
        self.need_field(field)?;
        let Some((_, known)) = self.form.field(field) else { return Ok(()) };
        let fits = match known.kind {
            FieldKind::One | FieldKind::Some => known.options.iter().any(|o| o == word),
            FieldKind::YesNo => matches!(word, "是" | "否"),
            FieldKind::Check => [Mark::Pass, Mark::Fail, Mark::Na, Mark::Undrawn].iter().any(|m| m.name() == word),
            _ => true,
        };
        if fits { Ok(()) } else { self.refuse(word, format!("{word:?} is no answer of {field:?}")) }
    }

    fn need_stage(&self, id: &str) -> Checked {
        if self.form.stage(id).is_some() { Ok(()) } else { self.refuse(id, format!("no stage {id:?}")) }
    }

    fn need_list(&self, id: &str) -> Checked {
        if self.form.section(id).is_some_and(Section::is_rows) { Ok(()) } else { self.refuse(id, format!("no list {id:?}")) }
    }
}

/// Lower-case letters, digits and _: what an id may be made of.
fn plain(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}
