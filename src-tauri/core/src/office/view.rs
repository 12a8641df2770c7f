//! A finalised sheet as the faces see it.

use std::str::FromStr as _;

use super::apart::Seat;
use super::api::{AuditAct, Event, HistoryLine, OwnCaseView, SealView, SheetView};
use super::error::Result;
use super::index::AuditBody;
use super::next::{comes_first, next_act};
use super::people::role::Right;
use super::record::{Record, Signed};
use super::signing::choice;
use super::{Office, veil};
use crate::cabinet::{Entry, Kept, Kind, Reader};
use crate::clock::Id;
use crate::form::{SignatureRole, Who};
use crate::paper::mask::Mask;
use crate::sheet::{Body, ChangeKind, Method, Standing, wanting};

impl Office {
    /// A finalised sheet, masked as the role asks.
    ///
    /// # Errors
    /// `not-found`.
    pub fn sheet(&self, id: &str) -> Result<SheetView> {
        self.may(Right::Read)?;
        let id = Id::from_str(id)?;
        let mask = self.role().mask();
        self.cabinet.read(|reader| self.sheet_view(reader, &Record::need(reader, id)?, mask))
    }

    /// A finalised sheet by its serial; unmasked for a reason that is written into the log.
    ///
    /// # Errors
    /// `not-found`, `missing` without a reason.
    pub fn sheet_by_serial(&self, serial: &str, unmask: Option<&str>) -> Result<SheetView> {
        self.may(Right::Read)?;
        let found = self.cabinet.read(|reader| reader.sheet_by_serial(serial))?;
        let id = found.ok_or_else(|| super::OfficeError::NotFound(serial.to_owned()))?.sheet;
        let Some(reason) = unmask else { return self.sheet(&id.to_string()) };
        self.may(Right::Reveal)?;
        if reason.trim().is_empty() {
            return Err(super::OfficeError::Missing("reason"));
        }
        self.cabinet.write(|tx| {
            self.audit(tx, id, "reveal", reason, serial, None)?;
            self.sheet_view(tx, &Record::need(tx, id)?, Mask::NONE)
        })
    }

    pub(super) fn sheet_view(&self, reader: &Reader<'_>, record: &Record, mask: Mask) -> Result<SheetView> {
        let form = record.form();
        let mut veil = self.veil_of(reader, mask)?;
        veil::know_record(&mut veil, record);
        let (state, _) = record.state();
        let date = record.body.answers.fields.get(&form.index.date).and_then(|v| v.text()).unwrap_or_default();
        let draft = reader.drafts_of(record.sheet)?.first().map(|d| d.id.to_string()).unwrap_or_default();
        let seals = self.seals_for(reader, record)?;
        let stages = self.stage_views(form, &record.body.answers, &record.body.stages);
        let next = if record.body.void.is_empty() { next_act(form, &seals, &stages) } else { None };
        Ok(SheetView {
            next,
            sheet: record.sheet.to_string(),
            serial: record.serial().to_owned(),
            form_ref: record.form_ref(),
            form: form.clone(),
            state,
            state_words: record.state_words(),
            tally: record.tally(),
            date: super::index::date_in(date).map(|d| d.to_string()).unwrap_or_default(),
            answers: veil::answers(&veil, form, record.body.answers.clone()),
            computed: veil::values(&veil, form, super::cases::for_paper(reader, record, true)?.computed),
            stages,
            seals: veil::seals(&veil, seals),
            changes: veil::changes(&veil, form, &record.body.changes),
            history: veil::history(&veil, history(reader, record)?),
            draft,
            void: veil.free(&record.body.void),
            check_code: check_code(record),
            case: case_of(reader, record)?,
        })
    }
}

impl Office {
    /// Every place for a signature, with why the one who works may not sign in it.
    pub(super) fn seals_for(&self, reader: &Reader<'_>, record: &Record) -> Result<Vec<SealView>> {
        let author = self.author(reader)?.text;
        let mut seals = seals(record);
        for seal in seals.iter_mut().filter(|seal| seal.open) {
            let case = self.own_case(reader, Seat { record, role: &seal.role, row: &seal.row }, &author)?;
            seal.proposed = self.proposed(reader, record, &seal.role, &seal.row)?;
            seal.choice = record.form().signature(&seal.role).and_then(|role| choice(record, role));
            seal.own_case =
                case.filter(|case| !case.instead.is_empty()).map(|case| OwnCaseView { did: case.did, instead: case.instead });
        }
        Ok(seals)
    }
}

/// The sheet of the case that a sheet is, or is of.
fn case_of(reader: &Reader<'_>, record: &Record) -> Result<String> {
    let own = reader.case(record.sheet)?.map(|case| case.sheet);
    let source = if own.is_none() { reader.source_of(record.sheet)? } else { String::new() };
    let named = if source.is_empty() { None } else { reader.sheet_by_serial(&source)? };
    let case = named.map(|row| reader.case(row.sheet)).transpose()?.flatten().map(|case| case.sheet);
    Ok(own.or(case).map(|sheet| sheet.to_string()).unwrap_or_default())
}

/// The check code people can read out: the first twelve hex digits of the newest revision's hash.
pub(super) fn check_code(record: &Record) -> String {
    let hash = record.newest().map(|e| e.hash.to_string()).unwrap_or_default().to_uppercase();
    let digits: Vec<char> = hash.chars().take(12).collect();
    digits.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join("·")
}

/// Every place for a signature, in printed order; 更正页 behind.
pub(super) fn seals(record: &Record) -> Vec<SealView> {
    let mut out = Vec::new();
    for role in record.form().signatures.iter().filter(|r| record.asks(r) || record.seal(&r.field, "").is_some()) {
        for row in record.places(role) {
            out.push(seal(record, role, &row));
        }
    }
    for (n, _) in record.body.changes.iter().enumerate().filter(|(_, c)| c.kind == ChangeKind::Correction) {
        for (role, label, who) in [("author", "更正人", Who::Person), ("head", "部门负责人", Who::Head)] {
            let row = format!("change:{n}");
            let signed = record.seal(role, &row);
            let label = format!("更正页{}\u{3000}{label}", n + 1);
            let open = signed.is_none() && record.body.void.is_empty();
            out.push(SealView { open, name: String::new(), ..seal_of(role, &row, label, who, true, signed) });
        }
    }
    for seal in &mut out {
        seal.first = comes_first(record.form(), seal);
    }
    out
}

fn seal(record: &Record, role: &SignatureRole, row: &str) -> SealView {
    let signed = record.seal(&role.field, row);
    let valid = signed.is_some_and(|s| s.standing == Standing::Valid);
    let of = row_words(record, role, row);
    let label = if of.is_empty() { role.label.clone() } else { format!("{of}\u{3000}{}", role.label) };
    let name = role.label.clone();
    let open = !valid && record.stage_ready(role) && record.open_to(role, row) && record.body.void.is_empty();
    let wanted = if open { wanting(record.form(), &record.body.answers, role, row) } else { Vec::new() };
    SealView { open, wanted, of, name, ..seal_of(&role.field, row, label, role.who, role.required, signed) }
}

fn seal_of(role: &str, row: &str, label: String, who: Who, required: bool, signed: Option<&Signed>) -> SealView {
    let (how, blob) = match signed.map(|s| &s.body.method) {
        None => ("none", ""),
        Some(Method::Drawn { .. }) => ("drawn", ""),
        Some(Method::Paper { blob, .. }) => ("paper", blob.as_str()),
        Some(Method::Refused { .. }) => ("refused", ""),
        Some(Method::Proxy { document, .. }) => ("proxy", document.as_str()),
    };
    SealView {
        role: role.to_owned(),
        row: row.to_owned(),
        label,
        of: String::new(),
        name: String::new(),
        who,
        required,
        open: false,
        first: false,
        wanted: Vec::new(),
        own_case: None,
        proposed: String::new(),
        choice: None,
        how: how.to_owned(),
        standing: signed.map(|s| s.standing),
        signer: signed.map(|s| super::apart::named(&s.body)).unwrap_or_default(),
        at: signed.map(|s| s.body.at.clone()).unwrap_or_default(),
        entry: signed.map(|s| s.entry.hash.to_string()).unwrap_or_default(),
        blob: blob.to_owned(),
    }
}

/// The words of the row a signature stands in: the outlet, the area, the area and item of a ×.
fn row_words(record: &Record, role: &SignatureRole, row: &str) -> String {
    if row.is_empty() {
        return String::new();
    }
    let Some((section, _)) = record.form().field(&role.field) else { return String::new() };
    let rows = record.body.answers.list(&section.id);
    let found = match row.strip_prefix('@') {
        Some(group) => rows.iter().find(|r| r.group == group),
        None => rows.iter().find(|r| r.id == row),
    };
    let names: &[&str] = if row.starts_with('@') { &["group"] } else { &["name", "group", "item"] };
    let facts = found.map(|r| names.iter().filter_map(|n| r.facts.get(*n).cloned()).collect::<Vec<_>>()).unwrap_or_default();
    facts.join("\u{3000}")
}

fn history(reader: &Reader<'_>, record: &Record) -> Result<Vec<HistoryLine>> {
    let mut lines = Vec::new();
    let mut before: Option<Body> = None;
    for entry in reader.entries_of(record.sheet)? {
        let Kept::Here(bytes) = reader.body(&entry)? else {
            let gone = line(&entry, String::new(), Event::Destroyed, String::new());
            lines.push(HistoryLine { revision: String::new(), ..gone });
            continue;
        };
        match entry.head.kind {
            Kind::Revision => {
                let body: Body = serde_json::from_slice(&bytes)?;
                lines.push(revision_line(record, &entry, &body, before.as_ref()));
                before = Some(body);
            }
            Kind::Signature => {
                if let Some(signed) = record.signatures.iter().find(|s| s.entry.hash == entry.hash) {
                    lines.push(signature_line(record, signed));
                }
            }
            Kind::Audit => {
                let body: AuditBody = serde_json::from_slice(&bytes)?;
                lines.push(line(&entry, body.by, Event::Audit { act: AuditAct::of(&body.act) }, body.reason));
            }
            Kind::Register | Kind::Setting | Kind::Closing | Kind::Destruction => {}
        }
    }
    Ok(lines)
}

fn line(entry: &Entry, by: String, event: Event, reason: String) -> HistoryLine {
    let revision = if entry.head.kind == Kind::Revision { entry.hash.to_string() } else { String::new() };
    let what = said(&event);
    // On paper the place of the original is what there is to say.
    let reason = match &event {
        Event::Signed { kept, .. } if !kept.is_empty() => format!("原件存放：{kept}"),
        _ => reason,
    };
    HistoryLine { at: entry.head.stamp().to_minute(), by, what, event, reason, revision }
}

/// An event in the words of the office.
fn said(event: &Event) -> String {
    let with = |word: &str, labels: &[String]| match labels.is_empty() {
        true => word.to_owned(),
        false => format!("{word}　{}", labels.join("、")),
    };
    match event {
        Event::Finished { stages } => with("完成", stages),
        Event::Late { stages } => with("补录", stages),
        Event::Added => "补充".to_owned(),
        Event::Amended { labels } => format!("修改　{}", labels.join("、")),
        Event::Corrected { labels } => format!("更正　{}", labels.join("、")),
        Event::Voided => "作废".to_owned(),
        Event::Destroyed => "内容已销毁".to_owned(),
        Event::Signed { name, how, .. } => {
            let how = match how.as_str() {
                "paper" => "（纸质）",
                "refused" => "（拒签）",
                "proxy" => "（委托代签）",
                _ => "",
            };
            format!("{}{how}", if name.is_empty() { "更正页" } else { name })
        }
        Event::Audit { act } => act.word().to_owned(),
    }
}

fn revision_line(record: &Record, entry: &Entry, body: &Body, before: Option<&Body>) -> HistoryLine {
    let fresh = |id: &&String| before.is_none_or(|b| !b.stages.contains_key(*id));
    let stages: Vec<String> =
        body.stages.keys().filter(fresh).filter_map(|id| record.form().stage(id).map(|s| s.label.clone())).collect();
    let entered = body.stages.iter().find(|(id, _)| fresh(id)).map(|(_, s)| s);
    let changed = body.changes.get(before.map_or(0, |b| b.changes.len())..).and_then(<[_]>::last);
    if !body.void.is_empty() {
        return line(entry, String::new(), Event::Voided, body.void.clone());
    }
    if let Some(change) = changed {
        let labels = change.items.iter().map(|i| i.label.clone()).collect();
        let event = match change.kind {
            ChangeKind::Amendment => Event::Amended { labels },
            ChangeKind::Correction => Event::Corrected { labels },
        };
        return line(entry, change.by.text.clone(), event, change.reason.clone());
    }
    let by = entered.map(|s| s.by.text.clone()).unwrap_or_default();
    let late = entered.map(|s| s.late.clone()).unwrap_or_default();
    let event = match (stages.is_empty(), late.is_empty()) {
        (true, _) if before.is_some() => Event::Added,
        (false, false) => Event::Late { stages },
        _ => Event::Finished { stages },
    };
    line(entry, by, event, late)
}

fn signature_line(record: &Record, signed: &Signed) -> HistoryLine {
    let body = &signed.body;
    let (how, kept, reason) = match &body.method {
        Method::Drawn { .. } => ("drawn", "", ""),
        Method::Paper { place, .. } => ("paper", place.as_str(), ""),
        Method::Refused { reason } => ("refused", "", reason.as_str()),
        Method::Proxy { .. } => ("proxy", "", body.proxy_for.as_str()),
    };
    let reason = match body.other.get(super::apart::OWN_CASE).and_then(serde_json::Value::as_str) {
        Some(note) if reason.is_empty() => note,
        _ => reason,
    };
    let name = record.form().signature(&body.role).map(|r| r.label.clone()).unwrap_or_default();
    let event = Event::Signed { name, how: how.to_owned(), kept: kept.to_owned() };
    line(&signed.entry, super::apart::named(body), event, reason.to_owned())
}
