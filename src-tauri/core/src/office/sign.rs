//! Signing: on the screen, on paper, refused, or by proxy.

use std::str::FromStr as _;

use super::apart::{self, Seat};
use super::api::{PaperSign, PhotoIn, ProxySign, RefuseSign, SheetView, SignRequest, SigningView};
use super::error::{OfficeError, Result};
use super::finish::printable;
use super::people::role::Right;
use super::photo::{kept_photo, store_photo};
use super::record::Record;
use super::signing::{choice, correction_consent};
use super::{Office, bytes};
use crate::cabinet::{Hash, Kind, NewEntry, Tx};
use crate::clock::Id;
use crate::form::{Form, SignatureRole, Who};
use crate::sheet::{
    Body, Change, ChangeItem, ChangeKind, Ink, Method, Place, SignatureBody, SignatureError, StageEntry, Standing, Value, photo,
    problems, scope, shown, wanting,
};

impl Office {
    /// What a signer is shown, in full. Where that holds what is hidden elsewhere, the log says so first.
    ///
    /// # Errors
    /// `not-found`, `not-open` when the place may not be signed now, `handed-over` for another place than the one in hand.
    pub fn signing(&self, sheet: &str, role: &str, row: &str) -> Result<SigningView> {
        self.allowed(Right::Fill)?;
        self.handed_for(sheet, role, row)?;
        let (record, view) = self.cabinet.read(|reader| {
            let record = Record::need(reader, Id::from_str(sheet)?)?;
            let view = self.signing_view(reader, &record, role, row)?;
            Ok::<_, OfficeError>((record, view))
        })?;
        self.tell_signing(&record, &view)?;
        Ok(view)
    }

    /// Signs on the screen. The choice, the scope, the strokes and the signature are written in one transaction.
    ///
    /// # Errors
    /// `ink-too-little`, `signature-choice`, `signature-signer`, `signer-account`, `own-case`, `not-allowed`, `not-open`, `not-ready`, `incomplete`; nothing is then written.
    pub fn sign(&self, request: &SignRequest) -> Result<()> {
        self.allowed(Right::Fill)?;
        self.handed_for(&request.sheet, &request.role, &request.row)?;
        request.ink.check().map_err(SignatureError::from)?;
        self.cabinet.write(|tx| {
            let strokes = tx.put_content(&serde_json::to_vec(&request.ink)?)?;
            let method = Method::Drawn { strokes: strokes.to_string() };
            self.sign_with(tx, request, method, &[strokes], &[], "")
        })
    }

    /// 委托代签.
    ///
    /// # Errors
    /// As [`Office::sign`]; `signature-witness` without the document that allows it.
    pub fn sign_proxy(&self, request: &ProxySign) -> Result<()> {
        let sign = &request.sign;
        self.allowed(Right::Fill)?;
        self.handed_for(&sign.sheet, &sign.role, &sign.row)?;
        sign.ink.check().map_err(SignatureError::from)?;
        if request.document.is_empty() || request.proxy_for.trim().is_empty() {
            return Err(SignatureError::NoWitness.into());
        }
        self.cabinet.write(|tx| {
            let strokes = tx.put_content(&serde_json::to_vec(&sign.ink)?)?;
            let method = Method::Proxy { strokes: strokes.to_string(), document: request.document.clone() };
            self.sign_with(tx, sign, method, &[strokes], &[request.document.parse()?], &request.proxy_for)
        })
    }

    /// 纸质签署: the signed page is kept as a scan.
    ///
    /// # Errors
    /// `missing` without who, when, where or the scan; `not-open`.
    pub fn sign_paper(&self, request: &PaperSign) -> Result<SheetView> {
        self.may(Right::Fill)?;
        for (what, text) in [("signer", &request.signer), ("signed_on", &request.signed_on), ("place", &request.place)] {
            if text.trim().is_empty() {
                return Err(OfficeError::Missing(what));
            }
        }
        let blob: Hash = request.blob.parse().map_err(|_| OfficeError::Missing("scan"))?;
        let sign = SignRequest {
            revision: String::new(),
            sheet: request.sheet.clone(),
            role: request.role.clone(),
            row: request.row.clone(),
            ink: Ink::default(),
            signer: request.signer.clone(),
            relation: String::new(),
            witness: String::new(),
            choice: request.choice.clone(),
            remark: String::new(),
        };
        self.cabinet.write(|tx| {
            let method = Method::Paper {
                blob: request.blob.clone(),
                signed_on: request.signed_on.clone(),
                place: request.place.trim().to_owned(),
            };
            self.sign_with(tx, &sign, method, &[], &[blob], "")
        })?;
        self.sheet(&request.sheet)
    }

    /// 拒签, before a witness.
    ///
    /// # Errors
    /// `signature-witness` without a witness, `missing` without a reason, `not-open`.
    pub fn sign_refused(&self, request: &RefuseSign) -> Result<SheetView> {
        self.may(Right::Fill)?;
        if request.witness.trim().is_empty() {
            return Err(SignatureError::NoWitness.into());
        }
        if request.reason.trim().is_empty() {
            return Err(OfficeError::Missing("reason"));
        }
        let sign = SignRequest {
            revision: String::new(),
            sheet: request.sheet.clone(),
            role: request.role.clone(),
            row: request.row.clone(),
            ink: Ink::default(),
            signer: request.signer.clone(),
            relation: String::new(),
            witness: request.witness.clone(),
            choice: String::new(),
            remark: String::new(),
        };
        self.cabinet.write(|tx| {
            let method = Method::Refused { reason: request.reason.trim().to_owned() };
            self.sign_with(tx, &sign, method, &[], &[], "")
        })?;
        self.sheet(&request.sheet)
    }

    /// Takes in a scan or a document that belongs to a signature, and says which serials its QR codes name.
    ///
    /// # Errors
    /// What cannot be taken in.
    pub fn take_in_scan(&self, name: &str, file: &[u8]) -> Result<(PhotoIn, Vec<String>)> {
        self.may(Right::Fill)?;
        let taken = photo::intake(file, name)?;
        let ids: Vec<Id> = photo::qr::read(file).iter().filter_map(|code| sheet_in_code(code)).collect();
        self.cabinet.write(|tx| {
            let made = store_photo(tx, taken)?;
            let mut serials = Vec::new();
            for id in ids {
                serials.extend(tx.sheet(id)?.and_then(|row| row.serial));
            }
            Ok((made, serials))
        })
    }

    fn sign_with(
        &self,
        tx: &mut Tx<'_>,
        request: &SignRequest,
        method: Method,
        contents: &[Hash],
        blobs: &[Hash],
        proxy_for: &str,
    ) -> Result<()> {
        if request.signer.trim().is_empty() {
            return Err(SignatureError::NoSigner.into());
        }
        for text in [&request.signer, &request.relation, &request.witness, &request.remark] {
            printable(text)?;
        }
        printable(proxy_for)?;
        if let Method::Paper { place, .. } | Method::Refused { reason: place } = &method {
            printable(place)?;
        }
        let sheet = Id::from_str(&request.sheet)?;
        let mut record = Record::need(tx, sheet)?;
        if !record.body.void.is_empty() {
            return Err(OfficeError::Void);
        }
        // What was shown must still be what stands there.
        let newest = record.newest().map(|e| e.hash.to_string()).unwrap_or_default();
        if !request.revision.is_empty() && request.revision != newest {
            return Err(crate::cabinet::CabinetError::BaseMoved(sheet).into());
        }
        // Only a customer refuses: a place of the department's own that nobody signs stays open.
        let customer = || record.form().signature(&request.role).is_some_and(|role| role.who == Who::Customer);
        if matches!(method, Method::Refused { .. }) && (request.row.starts_with("change:") || !customer()) {
            return Err(OfficeError::NotOpen(request.role.clone()));
        }
        if let Method::Paper { signed_on, .. } = &method {
            self.ink_day(tx, &record, &request.role, signed_on)?;
        }
        let place = Seat { record: &record, role: &request.role, row: &request.row };
        // Whoever stands in for the head is known by their account; a page that was signed in ink is only brought in.
        let signer = match method {
            Method::Drawn { .. } | Method::Proxy { .. } => self.signs_here(tx, place, &request.signer)?,
            Method::Paper { .. } | Method::Refused { .. } => request.signer.trim().to_owned(),
        };
        let own_case = match &method {
            Method::Refused { .. } => None,
            _ => self.not_own_case(tx, place, &signer)?,
        };
        let away = match &method {
            Method::Drawn { .. } | Method::Paper { .. } => self.delegate_for(tx, place, &signer)?,
            Method::Refused { .. } | Method::Proxy { .. } => None,
        };
        let (scope, consent) = if let Some(n) = request.row.strip_prefix("change:") {
            (self.correction_scope(&record, &request.role, n)?, correction_consent())
        } else {
            let role = seat(&record, &request.role, &request.row)?.clone();
            // Who refuses need not have been met; everyone else signs for what is written.
            let wanted = wanting(record.form(), &record.body.answers, &role, &request.row);
            if !matches!(method, Method::Refused { .. }) && !wanted.is_empty() {
                return Err(OfficeError::NotReady(wanted));
            }
            record = self.answer_and_enter(tx, record, &role, request, &method)?;
            let salt = self.salt()?;
            let id = sheet.to_string();
            let shown = scope(record.form(), &record.form_ref(), &id, &record.body, &role, &request.row, &salt);
            (shown, role.consent.clone())
        };
        let scope_hash = tx.put_content(&scope.bytes()?)?;
        let newest = record.newest().map(|e| e.hash).ok_or_else(|| OfficeError::NotFound("sheet".to_owned()))?;
        let body = SignatureBody {
            v: 1,
            salt: self.salt()?,
            sheet: sheet.to_string(),
            revision: newest.to_string(),
            role: request.role.clone(),
            row: request.row.clone(),
            scope: scope_hash.to_string(),
            changes: u32::try_from(record.body.changes.len()).unwrap_or(u32::MAX),
            method,
            consent,
            signer,
            relation: request.relation.trim().to_owned(),
            witness: request.witness.trim().to_owned(),
            proxy_for: proxy_for.trim().to_owned(),
            device: self.cabinet.device().to_string(),
            at: self.now_text(),
            other: [(apart::OWN_CASE, own_case.map(str::to_owned)), (apart::FOR, away)]
                .into_iter()
                .filter_map(|(key, value)| Some((key.to_owned(), value?.into())))
                .collect(),
        };
        let stored = bytes(&body)?;
        let mut new = NewEntry::new(Kind::Signature, sheet, &stored);
        new.parents = vec![newest];
        new.author = self.author(tx)?.id;
        new.contents = contents.iter().copied().chain([scope_hash]).collect();
        new.blobs = blobs.to_vec();
        let own = self.own_case_clocks(tx, &record)?;
        let around = self.case_around(tx, record.form(), &record.body.answers)?;
        self.append(tx, new)?;
        self.follow(tx, own, "")?;
        self.follow(tx, around, "")
    }

    /// Writes the signer's choice and opinion into a revision, and finishes the stage that the signature seals.
    fn answer_and_enter(
        &self,
        tx: &mut Tx<'_>,
        record: Record,
        role: &SignatureRole,
        request: &SignRequest,
        method: &Method,
    ) -> Result<Record> {
        let form = record.form().clone();
        let mut body = record.body.clone();
        let mut items = Vec::new();
        let asked = choice(&record, role);
        if let Some(asked) = asked.as_ref().filter(|_| !matches!(method, Method::Refused { .. })) {
            let given = if request.choice.is_empty() { asked.chosen.clone() } else { request.choice.clone() };
            if given.is_empty() {
                return Err(SignatureError::NoChoice.into());
            }
            answer(&form, &mut body, &asked.field, &given, &mut items);
        }
        if let Some(given) = role.refused.as_ref().filter(|_| matches!(method, Method::Refused { .. })) {
            answer(&form, &mut body, &given.field, &given.word, &mut items);
        }
        if let (Some(given), Method::Proxy { document, .. }) = (&role.proxied, method) {
            answer(&form, &mut body, &given.field, &given.word, &mut items);
            let empty = |body: &Body, field: &str| body.answers.fields.get(field).is_none_or(Value::is_empty);
            if empty(&body, &given.signer) {
                let (signer, relation) = (request.signer.trim(), request.relation.trim());
                let who = if relation.is_empty() { signer.to_owned() } else { format!("{signer}，{relation}") };
                answer(&form, &mut body, &given.signer, &who, &mut items);
            }
            if empty(&body, &given.document)
                && let Some(photo) = kept_photo(tx, document)?
            {
                body.answers.fields.insert(given.document.clone(), Value::Photos { photos: vec![photo] });
            }
        }
        let remark = request.remark.trim();
        let remark_field = role.opinion.clone().or_else(|| asked.map(|c| c.remark_field)).filter(|f| !f.is_empty());
        if let Some(field) = remark_field.filter(|_| !remark.is_empty()) {
            answer(&form, &mut body, &field, remark, &mut items);
        }
        let stage = role.stage.clone().filter(|s| !body.stages.contains_key(s));
        if let Some(stage) = &stage
            && !matches!(method, Method::Refused { .. })
        {
            // In a list each row is answered for by itself; the stage is finished with the last of them.
            let own = &request.row;
            let mut wanted = problems(&form, &body.answers, Some(stage));
            wanted.retain(|p| own.is_empty() || p.place.row == *own);
            if !wanted.is_empty() {
                return Err(OfficeError::Incomplete(wanted));
            }
            if !record.places(role).iter().all(|place| place == own || record.seal(&role.field, place).is_some()) {
                return self.written(tx, record, body, items, role);
            }
            self.round_was(tx, &form, std::slice::from_ref(stage), Some(&record.body), &body.answers)?;
            let by = self.author(tx)?;
            body.stages.insert(stage.clone(), StageEntry { entered: self.now_text(), by, late: String::new() });
        }
        self.written(tx, record, body, items, role)
    }

    /// The revision that holds what was answered in the signing view; none where nothing was.
    fn written(
        &self,
        tx: &mut Tx<'_>,
        record: Record,
        mut body: Body,
        mut items: Vec<ChangeItem>,
        role: &SignatureRole,
    ) -> Result<Record> {
        items.retain(|i| !i.was.is_empty());
        if !items.is_empty() {
            let by = self.author(tx)?;
            let reason = format!("{}签字时填写", role.label);
            body.changes.push(Change { kind: ChangeKind::Amendment, reason, by, at: self.now_text(), items });
        }
        if body == record.body {
            return Ok(record);
        }
        let (base, serial) = (record.newest().map(|e| e.hash), record.serial().to_owned());
        self.append_revision(tx, &record.form, record.sheet, base, serial, body)
    }
}

/// Sets an answer given in the signing view and notes what changed.
fn answer(form: &Form, body: &mut Body, field: &str, text: &str, items: &mut Vec<ChangeItem>) {
    let was_value = body.answers.fields.get(field).cloned();
    let is_value = Some(Value::Text(text.to_owned()));
    if was_value == is_value {
        return;
    }
    let Some((section, found)) = form.field(field) else { return };
    let words = |v: &Option<Value>| v.as_ref().map(|v| shown(found, v)).unwrap_or_default();
    items.push(ChangeItem {
        place: Place::new(&section.id, "", field),
        label: found.label.clone(),
        was: words(&was_value),
        is: words(&is_value),
        was_value,
        is_value: is_value.clone(),
    });
    body.answers.fields.insert(field.to_owned(), Value::Text(text.to_owned()));
}

/// A place for a signature that may be signed now: its stage is finished as far as it must be, and no standing signature is
/// there.
pub(super) fn seat<'a>(record: &'a Record, role: &str, row: &str) -> Result<&'a SignatureRole> {
    let role = record.form().signature(role).ok_or_else(|| SignatureError::NoRole(role.to_owned()))?;
    let there = record.places(role).iter().any(|p| p == row);
    let signed = record.seal(&role.field, row).is_some_and(|s| s.standing == Standing::Valid);
    if !there || signed || !record.stage_ready(role) || !record.open_to(role, row) {
        return Err(OfficeError::NotOpen(role.label.clone()));
    }
    Ok(role)
}

/// The sheet that a page's QR code names: `XF1:{sheet id}:{hash}`.
fn sheet_in_code(code: &str) -> Option<Id> {
    let mut parts = code.split(':');
    (parts.next() == Some("XF1")).then(|| parts.next()?.parse().ok()).flatten()
}
