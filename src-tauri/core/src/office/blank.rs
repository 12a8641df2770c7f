//! Numbered blanks: reserved in the log before they are printed, and what became of each number.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::Office;
use super::api::Blank;
use super::error::{OfficeError, Result};
use super::index::AuditBody;
use super::named::{Named, Shows};
use super::people::role::Right;
use super::print::Stored;
use super::printing::Printing;
use crate::cabinet::{Entry, Kind, Number, NumberState, Reader};
use crate::form::{Compute, LoadedForm};
use crate::paper::compose::{Face, FaceKind, compose};
use crate::paper::grid::{Code, Grid};
use crate::paper::mask::Mask;
use crate::paper::pdf;
use crate::sheet::{Body, Proposals, Value, begin};

/// Most blanks of one printing.
const MOST_BLANKS: u32 = 100;

impl Office {
    /// Prints numbered blanks: each number is reserved in the log before the file is handed out.
    ///
    /// # Errors
    /// `not-found` for an unknown form; `missing` when none is asked for.
    pub fn print_blanks(&self, form: &str, count: u32) -> Result<Vec<u8>> {
        self.may(Right::Blank)?;
        let loaded = self.library.get(form).ok_or_else(|| OfficeError::NotFound("form".to_owned()))?.clone();
        if count == 0 {
            return Err(OfficeError::Missing("count"));
        }
        let now = self.clock().now();
        let period = now.date().format("%Y%m").to_string();
        let (serials, printing) = self.cabinet.write(|tx| {
            let (mut serials, mut last) = (Vec::new(), None);
            let at = self.text_setting(tx, "site")?;
            for _ in 0..count.min(MOST_BLANKS) {
                let serial = tx.reserve_serial(&loaded.form.serial, &period)?;
                let record = tx.new_id()?;
                let (act, detail, blank, site) = ("blank".to_owned(), loaded.form.id.clone(), serial.clone(), at.clone());
                last = Some(self.note(
                    tx,
                    record,
                    AuditBody { act, detail, blank, site, ..AuditBody::default() },
                    Some(serial.clone()),
                )?);
                serials.push(serial);
            }
            let last = last.ok_or(OfficeError::Missing("count"))?;
            Ok::<_, OfficeError>((serials, Printing::of(&last, self.author(tx)?.text)))
        })?;
        self.blanks_pdf(&loaded, serials, &printing)
    }

    /// Numbered blanks as PDF, which names their numbers.
    pub(super) fn blanks_pdf(&self, loaded: &LoadedForm, serials: Vec<String>, printing: &Printing) -> Result<Vec<u8>> {
        let note = printing.note("打印");
        let grids = self.cabinet.read(|reader| {
            let body = self.blank_body(reader, loaded)?;
            Ok::<_, OfficeError>(serials.iter().map(|s| self.marked(blank_grid(loaded, &body, s, &note))).collect::<Vec<_>>())
        })?;
        let named = Named::new(Shows::Blanks(serials), Mask::NONE, printing.at);
        let info = printing.info(format!("{} 空白表", loaded.form.full_title()), &named);
        Ok(pdf::render(&grids, &Stored(self), &info, &|_, _| ControlFlow::Continue(()))?)
    }

    /// A file name for blanks.
    ///
    /// # Errors
    /// `not-found`.
    pub fn blank_name(&self, form: &str) -> Result<String> {
        let loaded = self.library.get(form).ok_or_else(|| OfficeError::NotFound("form".to_owned()))?;
        Ok(format!("{} 空白表.pdf", loaded.form.full_title()))
    }

    /// The numbers of printed blanks and what became of them, newest first.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn blanks(&self) -> Result<Vec<Blank>> {
        self.may(Right::Read)?;
        self.cabinet.read(|reader| {
            let mut out = Vec::new();
            for (entry, body) in self.blank_entries(reader)? {
                let number = reader.number(&body.blank)?;
                let state = match number.map(|n| n.state) {
                    Some(NumberState::Used) => "used",
                    Some(NumberState::Void) => "void",
                    _ => "reserved",
                };
                out.push(Blank {
                    serial: body.blank,
                    form: body.detail,
                    state: state.to_owned(),
                    at: entry.head.stamp().to_minute(),
                });
            }
            out.reverse();
            Ok(out)
        })
    }

    pub(super) fn blank_entries(&self, reader: &Reader<'_>) -> Result<Vec<(Entry, AuditBody)>> {
        let mut out = Vec::new();
        let mut after = 0;
        loop {
            let page = reader.entries_of_kind(Kind::Audit, after, 500)?;
            let Some(last) = page.last() else { break };
            after = last.head.lamport;
            // Only what is about a blank bears a number.
            for entry in page.into_iter().filter(|entry| entry.head.serial.is_some()) {
                if let Some(stored) = reader.body(&entry)?.bytes() {
                    let body: AuditBody = serde_json::from_slice(&stored)?;
                    if body.act == "blank" {
                        out.push((entry, body));
                    }
                }
            }
        }
        Ok(out)
    }

    /// 作废 of a blank that was spoilt or lost.
    ///
    /// # Errors
    /// `not-a-blank` when the number is not reserved, `missing` without a reason.
    pub fn void_blank(&self, serial: &str, reason: &str) -> Result<Vec<Blank>> {
        self.may(Right::Void)?;
        if reason.trim().is_empty() {
            return Err(OfficeError::Missing("reason"));
        }
        self.cabinet.write(|tx| {
            match tx.number(serial)? {
                Some(Number { state: NumberState::Reserved, .. }) => {}
                _ => return Err(OfficeError::NotABlank(serial.to_owned())),
            }
            let record = tx.new_id()?;
            self.audit(tx, record, "void-blank", reason, "", Some(serial.to_owned()))
        })?;
        self.blanks()
    }

    /// What a blank says: organisation, department, the rows of today's registers.
    fn blank_body(&self, reader: &Reader<'_>, loaded: &LoadedForm) -> Result<Body> {
        let answers = begin(&loaded.form, &self.roster(reader)?, &Proposals::default());
        Ok(Body {
            organisation: self.text_setting(reader, "organisation")?,
            department: self.text_setting(reader, "department")?,
            computed: fixed_words(loaded),
            answers,
            ..Body::default()
        })
    }
}
/// The computed cells that stand on a blank as well: words that are always the same.
fn fixed_words(loaded: &LoadedForm) -> BTreeMap<String, Value> {
    let fields = loaded.form.sections.iter().flat_map(|s| &s.fields);
    let fixed = fields.filter_map(|f| match &f.compute {
        Some(Compute::Fixed { text }) => Some((f.id.clone(), Value::Text(text.clone()))),
        _ => None,
    });
    fixed.collect()
}

fn blank_grid(loaded: &LoadedForm, body: &Body, serial: &str, note: &str) -> Grid {
    let code = Code { payload: format!("XF1:{serial}"), short: serial.to_owned(), label: "空白表编号".to_owned() };
    let notes = vec![note.to_owned()];
    compose(&Face { form: &loaded.form, body, serial, seals: &[], code: Some(code), kind: FaceKind::Blank, notes })
}
