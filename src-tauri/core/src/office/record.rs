//! A sheet as the log tells it: its revisions, its signatures, and where each signature stands.

use crate::cabinet::{Entry, Hash, Kept, Kind, Reader};
use crate::clock::Id;
use crate::form::{Form, FormRef, LoadedForm, RowSource, ScopeRef, SignatureRole, Who};
use crate::sheet::{Body, ChangeKind, Method, SignatureBody, Standing, Value, applies, problems, signs_for};

use super::api::{SealTally, SheetState};
use super::error::{OfficeError, Result};

/// A finalised sheet with everything that belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub sheet: Id,
    pub form: LoadedForm,
    /// In the order of the log.
    pub revisions: Vec<Entry>,
    /// The newest revision's body.
    pub body: Body,
    pub signatures: Vec<Signed>,
}

/// A signature with its standing.
#[derive(Debug, Clone)]
pub(super) struct Signed {
    pub entry: Entry,
    pub body: SignatureBody,
    pub standing: Standing,
    /// Where it waits to be given again: the fields that read otherwise than they were signed.
    pub changed: Vec<String>,
}

impl Record {
    /// Reads a sheet. `None` when it has no revision, or its newest body was destroyed.
    pub fn load(reader: &Reader<'_>, sheet: Id) -> Result<Option<Self>> {
        Self::read(reader, sheet, reader.entries_of(sheet)?)
    }

    /// Reads a sheet as it was while `revision` was its newest: later revisions and what was signed under them are left out.
    /// What was written after a place in the order of the log is left out as well, where one is given.
    pub fn version(reader: &Reader<'_>, sheet: Id, revision: &Hash, sealed: Option<u64>) -> Result<Self> {
        let mut entries = reader.entries_of(sheet)?;
        entries.retain(|entry| sealed.is_none_or(|lamport| entry.head.lamport <= lamport));
        let missing = || OfficeError::NotFound("revision".to_owned());
        let is_revision = |e: &Entry| e.head.kind == Kind::Revision;
        let at = entries.iter().position(|e| is_revision(e) && e.hash == *revision).ok_or_else(missing)?;
        let end = entries.iter().skip(at + 1).position(is_revision).map_or(entries.len(), |n| at + 1 + n);
        entries.truncate(end);
        Self::read(reader, sheet, entries)?.ok_or_else(missing)
    }

    /// Reads a sheet as the log had it up to a place in its order: what was written or signed later is left out.
    fn up_to(reader: &Reader<'_>, sheet: Id, lamport: u64) -> Result<Option<Self>> {
        let mut entries = reader.entries_of(sheet)?;
        entries.retain(|entry| entry.head.lamport <= lamport);
        Self::read(reader, sheet, entries)
    }

    /// A sheet as it stands, or as the log had it up to a place in its order.
    pub fn at(reader: &Reader<'_>, sheet: Id, sealed: Option<u64>) -> Result<Option<Self>> {
        match sealed {
            Some(lamport) => Self::up_to(reader, sheet, lamport),
            None => Self::load(reader, sheet),
        }
    }

    fn read(reader: &Reader<'_>, sheet: Id, entries: Vec<Entry>) -> Result<Option<Self>> {
        let (revisions, rest): (Vec<_>, Vec<_>) = entries.into_iter().partition(|e| e.head.kind == Kind::Revision);
        let Some(newest) = revisions.last() else { return Ok(None) };
        let Kept::Here(bytes) = reader.body(newest)? else { return Ok(None) };
        let body: Body = serde_json::from_slice(&bytes)?;
        let Some(form_ref) = &newest.head.form else { return Ok(None) };
        let Some(form_bytes) = reader.content(&form_ref.hash)? else { return Ok(None) };
        let form = LoadedForm::read(&form_ref.id, &form_bytes)?;
        let mut signed = Vec::new();
        for entry in rest.into_iter().filter(|e| e.head.kind == Kind::Signature) {
            if let Kept::Here(bytes) = reader.body(&entry)? {
                signed.push((entry, serde_json::from_slice::<SignatureBody>(&bytes)?));
            }
        }
        let mut record = Self { sheet, form, revisions, body, signatures: Vec::new() };
        record.signatures = record.stand(reader, signed)?;
        Ok(Some(record))
    }

    /// Reads a sheet that must be there.
    pub fn need(reader: &Reader<'_>, sheet: Id) -> Result<Self> {
        match Self::load(reader, sheet)? {
            Some(record) => Ok(record),
            None if super::month::is_destroyed(reader, sheet)? => Err(OfficeError::Destroyed),
            None => Err(OfficeError::NotFound("sheet".to_owned())),
        }
    }

    pub fn form(&self) -> &Form {
        &self.form.form
    }

    pub fn form_ref(&self) -> FormRef {
        self.form.reference()
    }

    /// The newest revision; there is at least one.
    pub fn newest(&self) -> Option<&Entry> {
        self.revisions.last()
    }

    pub fn serial(&self) -> &str {
        self.newest().and_then(|e| e.head.serial.as_deref()).unwrap_or_default()
    }

    /// The signature that stands in a place: the newest.
    pub fn seal(&self, role: &str, row: &str) -> Option<&Signed> {
        self.signatures.iter().rev().find(|s| s.body.role == role && s.body.row == row)
    }

    /// Whether a role is asked for on this sheet.
    pub fn asks(&self, role: &SignatureRole) -> bool {
        role.when.as_ref().is_none_or(|when| applies(&self.body.answers, None, when))
    }

    /// Whether a role may sign in a place: asked for, or given there once and to be given again, though what was answered since
    /// asks for nobody's.
    pub fn open_to(&self, role: &SignatureRole, row: &str) -> bool {
        let given = |s: &Signed| s.standing == Standing::Changed && !matches!(s.body.method, Method::Refused { .. });
        self.asks(role) || self.seal(&role.field, row).is_some_and(given)
    }

    /// The rows or groups in which a role signs: `""` for a single place.
    pub fn places(&self, role: &SignatureRole) -> Vec<String> {
        let Some((section, field)) = self.form().field(&role.field) else { return Vec::new() };
        if !section.is_rows() {
            return vec![String::new()];
        }
        let rows = self.body.answers.list(&section.id);
        if field.per_group {
            let mut groups: Vec<String> = rows.iter().map(|r| format!("@{}", r.group)).collect();
            groups.dedup();
            return groups;
        }
        rows.iter().map(|r| r.id.clone()).collect()
    }

    /// Whether a signature stands in a place that the newest revision still has. With a × that was withdrawn its place for 复查人
    /// is gone: what was signed there stays in the history and with the earlier version, and nobody is to sign it again.
    pub fn has_place(&self, signed: &SignatureBody) -> bool {
        let role = self.form().signature(&signed.role);
        signed.row.starts_with("change:") || role.is_some_and(|role| self.places(role).contains(&signed.row))
    }

    /// How many rows were signed of those that a signature is wanted in, where the form has such a role.
    pub fn tally(&self) -> Option<SealTally> {
        // A list that grows is counted by nobody: its rows come about one after the other.
        let counts = |r: &&SignatureRole| r.each && self.form().field(&r.field).is_some_and(|(section, _)| !section.grows);
        self.form().signatures.iter().find(counts).map(|role| self.tally_of(role))
    }

    fn tally_of(&self, role: &SignatureRole) -> SealTally {
        let mut tally = SealTally { role: role.field.clone(), label: role.label.clone(), ..SealTally::default() };
        for row in self.places(role) {
            let seal = self.seal(&role.field, &row);
            if seal.is_none() && !signs_for(self.form(), &self.body.answers, role, &row) {
                continue;
            }
            tally.of += 1;
            match seal {
                Some(s) if matches!(s.body.method, Method::Refused { .. }) => tally.refused += 1,
                Some(s) if matches!(s.standing, Standing::Valid | Standing::Destroyed) => tally.signed += 1,
                _ => {}
            }
        }
        tally
    }

    /// The role that a row waits for which somebody added: what was delivered waits for its receipt before the sheet waits for
    /// anything else.
    fn added_row_waits(&self) -> Option<&SignatureRole> {
        let grows = |r: &&SignatureRole| r.each && self.form().field(&r.field).is_some_and(|(section, _)| section.grows);
        self.form().signatures.iter().filter(grows).find(|role| self.tally_of(role).waits())
    }

    /// Whether the stage a role seals has been finished, as far as it must be.
    pub fn stage_ready(&self, role: &SignatureRole) -> bool {
        role.stage.as_ref().is_none_or(|stage| !has_checks(self.form(), stage) || self.body.stages.contains_key(stage))
    }

    /// The state of the sheet and, when a signature is awaited, its field.
    pub fn state(&self) -> (SheetState, String) {
        if !self.body.void.is_empty() {
            return (SheetState::Void, String::new());
        }
        let form = self.form();
        // A signature that was given is judged whether or not it is still asked for: an answer that takes the question away
        // must not take the signature's change away with it. A refusal says only that there is none.
        let given = |s: &Signed| !matches!(s.body.method, Method::Refused { .. });
        if let Some(changed) = form.signatures.iter().find(|role| {
            (self.asks(role) || self.seal(&role.field, "").is_some_and(given))
                && self.places(role).iter().any(|row| {
                    self.seal(&role.field, row).is_some_and(|s| matches!(s.standing, Standing::Changed | Standing::Broken))
                })
        }) {
            return (SheetState::Resign, changed.field.clone());
        }
        if form.stages.iter().any(|s| has_checks(form, &s.id) && !self.body.stages.contains_key(&s.id)) {
            return (SheetState::Open, String::new());
        }
        if let Some(role) = self.added_row_waits() {
            return (awaited(role), role.field.clone());
        }
        for role in form.signatures.iter().filter(|r| r.required) {
            if !self.asks(role) {
                // Where no signature is needed, the answers that it would have sealed are wanted all the same.
                if role.stage.as_deref().is_some_and(|stage| self.unanswered(stage)) {
                    return (SheetState::Open, String::new());
                }
            } else if self.places(role).iter().all(|row| self.seal(&role.field, row).is_none()) {
                return (awaited(role), role.field.clone());
            }
        }
        if let Some(tally) = self.tally().filter(SealTally::waits) {
            let role = form.signature(&tally.role).map_or(SheetState::AwaitPerson, awaited);
            return (role, tally.role);
        }
        if self.is_open_case() {
            return (SheetState::Open, String::new());
        }
        (self.closed_state(), String::new())
    }

    /// Whether the sheet is a case that nobody has closed: who signs its steps does not end it.
    fn is_open_case(&self) -> bool {
        let form = self.form();
        let closing = form.case_kind().and_then(|_| form.meant("closing"));
        closing.is_some_and(|m| self.body.answers.fields.get(&m.field.id).is_none_or(Value::is_empty))
    }

    /// Whether a stage that was not finished still wants answers.
    fn unanswered(&self, stage: &str) -> bool {
        !self.body.stages.contains_key(stage) && !problems(self.form(), &self.body.answers, Some(stage)).is_empty()
    }

    /// The state once nothing is awaited.
    fn closed_state(&self) -> SheetState {
        let required = || self.form().signatures.iter().filter(|r| r.required);
        // A paper that only 项目经理 could have to sign, and need not: an answered consultation is done, and nobody signed it.
        if self.form().signatures.iter().all(|role| role.manager && !self.asks(role)) {
            return SheetState::Done;
        }
        let customer = required().find(|r| r.who == Who::Customer);
        let unsigned = customer.is_some_and(|role| match self.seal(&role.field, "") {
            Some(s) => matches!(s.body.method, Method::Refused { .. }),
            None => !role.waived.as_ref().is_some_and(|when| applies(&self.body.answers, None, when)),
        });
        if unsigned {
            return SheetState::ClosedUnsigned;
        }
        let on_paper = required().any(|r| self.seal(&r.field, "").is_some_and(|s| matches!(s.body.method, Method::Paper { .. })));
        if on_paper { SheetState::SignedPaper } else { SheetState::Signed }
    }

    /// The words for the state: the role's own 待客户签字 where one is awaited.
    pub fn state_words(&self) -> String {
        let (state, role) = self.state();
        match self.form().signature(&role) {
            Some(role) if state != SheetState::Resign && !role.pending.is_empty() => match self.tally() {
                Some(tally) if tally.role == role.field => {
                    format!("{} {}/{}", role.pending, tally.signed, tally.of)
                }
                _ => role.pending.clone(),
            },
            _ => state.word().to_owned(),
        }
    }
}

/// The state of a sheet that waits for a role.
fn awaited(role: &SignatureRole) -> SheetState {
    match role.who {
        Who::Customer => SheetState::AwaitCustomer,
        Who::Head => SheetState::AwaitReview,
        Who::Person | Who::Witness => SheetState::AwaitPerson,
    }
}

/// Whether a stage has check cells of the form's own lists: it then must be finished before the sheet is.
fn has_checks(form: &Form, stage: &str) -> bool {
    form.sections
        .iter()
        .filter(|s| matches!(s.rows, Some(RowSource::Library | RowSource::Register(_))))
        .flat_map(|s| s.checks())
        .any(|c| c.stage.as_deref() == Some(stage))
}

/// The role that answers for a stage row by row: a list without checks of the stage in which each row has its own signature
/// (复查人 of each ×). Such a stage is finished with its last row, and a row is open until it is signed.
pub(super) fn row_by_row<'f>(form: &'f Form, stage: &str) -> Option<&'f SignatureRole> {
    form.signatures.iter().filter(|r| r.stage.as_deref() == Some(stage) && !has_checks(form, stage)).find(|r| {
        form.field(&r.field).is_some_and(|(section, field)| section.is_rows() && !section.grows && !field.per_group)
            && r.scope.contains(&ScopeRef::Row)
    })
}

impl Record {
    /// The 更正页 that still want a signature, with the roles missing.
    pub fn open_corrections(&self) -> Vec<(usize, Vec<&'static str>)> {
        let changes = self.body.changes.iter().enumerate().filter(|(_, c)| c.kind == ChangeKind::Correction);
        changes
            .map(|(n, _)| {
                let row = format!("change:{n}");
                let missing = |role: &&str| !self.signatures.iter().any(|s| s.body.row == row && s.body.role == **role);
                (n, ["author", "head"].into_iter().filter(missing).collect::<Vec<_>>())
            })
            .filter(|(_, missing)| !missing.is_empty())
            .collect()
    }
}

impl SheetState {
    /// 草稿, 待客户签字, …
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Open => "未完成",
            Self::AwaitCustomer => "待客户签字",
            Self::AwaitPerson => "待签字",
            Self::AwaitReview => "待审阅",
            Self::Resign => "待重签",
            Self::Signed => "已签",
            Self::SignedPaper => "已签(纸质)",
            Self::ClosedUnsigned => "未签已结",
            Self::Done => "已办结",
            Self::Void => "作废",
        }
    }

    /// The stable word that the index and the terminal hold.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::AwaitCustomer => "await_customer",
            Self::AwaitPerson => "await_person",
            Self::AwaitReview => "await_review",
            Self::Resign => "resign",
            Self::Signed => "signed",
            Self::SignedPaper => "signed_paper",
            Self::ClosedUnsigned => "closed_unsigned",
            Self::Done => "done",
            Self::Void => "void",
        }
    }

    /// The state of a stable word.
    #[must_use]
    pub fn of(code: &str) -> Self {
        const ALL: [SheetState; 11] = [
            SheetState::Draft,
            SheetState::Open,
            SheetState::AwaitCustomer,
            SheetState::AwaitPerson,
            SheetState::AwaitReview,
            SheetState::Resign,
            SheetState::Signed,
            SheetState::SignedPaper,
            SheetState::ClosedUnsigned,
            SheetState::Done,
            SheetState::Void,
        ];
        ALL.into_iter().find(|s| s.code() == code).unwrap_or(Self::Open)
    }
}
