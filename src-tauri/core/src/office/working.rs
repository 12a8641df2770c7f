//! A draft in hand: read with its form and the sheet it amends, and stored again.

use super::error::{OfficeError, Result};
use super::index::{DraftBody, Index};
use super::record::{Record, row_by_row};
use super::{Office, bytes};
use crate::cabinet::{self, CabinetError, Hash, Projector as _, Reader, SaveDraft, Tx};
use crate::clock::Id;
use crate::form::{FieldKind, Form, LoadedForm};
use crate::sheet::{Answers, differences, shown};

/// A draft in hand, with its form read.
pub(super) struct Working {
    pub draft: cabinet::Draft,
    pub form: LoadedForm,
    pub body: DraftBody,
    /// The sheet it amends.
    pub base: Option<Record>,
}

impl Working {
    pub fn form(&self) -> &Form {
        &self.form.form
    }

    /// The answers of the sheet it amends.
    pub fn base_answers(&self) -> Option<&Answers> {
        self.base.as_ref().map(|r| &r.body.answers)
    }

    /// Whether the sheet has moved on since the draft was begun.
    pub fn conflict(&self) -> bool {
        let newest = self.base.as_ref().and_then(|r| r.newest()).map(|e| e.hash);
        self.draft.base != newest
    }

    /// Places whose change turns the draft into an amendment: answers given before, and those of finished stages.
    pub fn amended(&self) -> Vec<crate::sheet::ChangeItem> {
        let Some(base) = &self.base else { return Vec::new() };
        let mut items = differences(self.form(), &base.body.answers, &self.body.answers);
        // A cell that the program filled read as it was computed before a hand put it right.
        for item in items.iter_mut().filter(|i| i.was_value.is_none() && i.place.row.is_empty()) {
            let Some((_, field)) = self.form().field(&item.place.field).filter(|(_, f)| f.kind == FieldKind::Auto) else {
                continue;
            };
            item.was_value = base.body.computed.get(&field.id).cloned();
            item.was = item.was_value.as_ref().map(|v| shown(field, v)).unwrap_or_default();
        }
        items.retain(|item| {
            let given = item.was_value.as_ref().is_some_and(|v| !v.is_empty());
            let (section, field) = match self.form().field(&item.place.field) {
                Some(found) => found,
                None => return given,
            };
            let row_stage = self.body.answers.row(&section.id, &item.place.row).and_then(|r| r.facts.get("stage"));
            let stage = field.stage.as_ref().or(row_stage);
            let own = stage.and_then(|s| row_by_row(self.form(), s)).filter(|r| section.fields.iter().any(|f| f.id == r.field));
            // Work that goes row by row is open in every row that nobody has signed.
            let open = own.is_some_and(|role| base.seal(&role.field, &item.place.row).is_none());
            given || !section.grows && !open && stage.is_some_and(|s| base.body.stages.contains_key(s))
        });
        items
    }

    /// Whether a stage goes row by row and some row of it is not signed: 完成 keeps what was filled and leaves it open.
    pub fn open_rows(&self, stage: &str) -> bool {
        let Some(role) = row_by_row(self.form(), stage) else { return false };
        let Some((section, _)) = self.form().field(&role.field) else { return false };
        let signed = |row: &str| self.base.as_ref().is_some_and(|base| base.seal(&role.field, row).is_some());
        self.body.answers.list(&section.id).iter().any(|row| !signed(&row.id))
    }
}

impl Office {
    pub(super) fn working(&self, reader: &Reader<'_>, id: Id) -> Result<Working> {
        let draft = reader.draft(id)?.ok_or(CabinetError::DraftMissing(id))?;
        let form_bytes = reader.content(&draft.form.hash)?.ok_or_else(|| OfficeError::NotFound("form".to_owned()))?;
        let form = LoadedForm::read(&draft.form.id, &form_bytes)?;
        let body: DraftBody = serde_json::from_slice(&draft.answers)?;
        let base = Record::load(reader, draft.sheet)?;
        Ok(Working { draft, form, body, base })
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a draft row; each caller has them apart")]
    pub(super) fn store(
        &self,
        tx: &mut Tx<'_>,
        form: &LoadedForm,
        body: &DraftBody,
        id: Id,
        sheet: Id,
        base: Option<Hash>,
        seen: u64,
    ) -> Result<cabinet::Draft> {
        let answers = bytes(body)?;
        let blobs = body.answers.blobs().map(str::parse).collect::<Result<Vec<Hash>, _>>()?;
        let title = form.form.full_title();
        let form = cabinet_ref(form)?;
        let draft = tx.save_draft(&SaveDraft { id, sheet, form, base, title: &title, answers: &answers, blobs: &blobs, seen })?;
        Index.draft(tx, &draft)?;
        Ok(draft)
    }
}

/// The cabinet's name of a form edition.
pub(super) fn cabinet_ref(form: &LoadedForm) -> Result<cabinet::FormRef> {
    Ok(cabinet::FormRef { id: form.form.id.clone(), edition: form.form.edition.clone(), hash: form.hash.parse()? })
}
