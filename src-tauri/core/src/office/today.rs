//! 今日: what is to be done now, in the order to do it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Timelike as _};

use super::Office;
use super::api::{SheetState, Slot, Today, TodayLine};
use super::error::Result;
use super::index::Extra;
use super::people::role::Right;
use super::record::Record;
use crate::cabinet::{Reader, SheetQuery, SheetRow};
use crate::form::{Cadence, Form};
use crate::sheet::{Answers, Progress, Value, progress};

/// Lines of a group before the rest is left to the list of sheets.
const LINES: u32 = 60;

impl Office {
    /// What is to be done now.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn today(&self) -> Result<Today> {
        self.may(Right::Read)?;
        self.cabinet.read(|reader| {
            let veil = self.veil(reader)?;
            let (mut lines, rest) = self.clock_today(reader, &veil)?;
            for state in [SheetState::Resign, SheetState::AwaitCustomer, SheetState::AwaitPerson, SheetState::AwaitReview] {
                let query = SheetQuery { state: Some(state.code().to_owned()), ..SheetQuery::default() };
                for row in reader.search(&query, None, LINES)?.rows {
                    lines.push(waiting_line(&row, self.row_words(reader, &veil, &row)?, state)?);
                }
            }
            self.once(&mut lines);
            for draft in reader.drafts()? {
                let row = reader.sheet(draft.sheet)?;
                let detail = row.as_ref().map(|row| self.row_words(reader, &veil, row)).transpose()?.unwrap_or_default();
                let saved = crate::clock::Stamp::new(draft.updated_ms, self.clock().now().offset_min());
                let at = saved.local();
                let serial = row.and_then(|r| r.serial).unwrap_or_default();
                lines.push(TodayLine {
                    group: "draft".to_owned(),
                    kind: draft.title.rsplit('·').next().unwrap_or(&draft.title).to_owned(),
                    matter: if detail.is_empty() { draft.title.clone() } else { detail.clone() },
                    detail: serial.clone(),
                    limit: format!("{}月{}日 {:02}:{:02} 存", at.month(), at.day(), at.hour(), at.minute()),
                    serial,
                    on: saved.to_minute(),
                    draft: draft.id.to_string(),
                    sheet: draft.sheet.to_string(),
                    form: draft.form.id.clone(),
                    ..TodayLine::default()
                });
            }
            let mut slots = Vec::new();
            for loaded in self.library.iter() {
                match loaded.form.cadence {
                    Cadence::Daily => slots.extend(self.slots(reader, &loaded.form)?),
                    Cadence::Monthly => lines.extend(self.monthly_line(reader, &loaded.form)?),
                    Cadence::None => {}
                }
            }
            // The month's paper stands in its own line.
            let open: Vec<String> = lines.iter().filter(|l| l.group == "paper").map(|l| l.draft.clone()).collect();
            lines.retain(|l| l.group != "draft" || !open.contains(&l.draft));
            let missed = self.missed_today(reader)?;
            Ok(Today {
                slots,
                missed: missed.slots,
                missed_more: missed.more,
                meetings: self.meetings_today(reader)?,
                lines,
                rest,
            })
        })
    }

    /// Who is to sign is said once: the receipt of a department where the case waits for it, with its limit; every other signature among
    /// those, with the limit that runs beside it.
    fn once(&self, lines: &mut Vec<TodayLine>) {
        let receipt = |line: &TodayLine| {
            let form = self.library.get(&line.form);
            form.and_then(|loaded| loaded.form.meant("delivery.seal")).is_some_and(|meant| meant.field.id == line.role)
        };
        let of = |line: &TodayLine, group: &str| line.group == group;
        let limits: BTreeMap<String, TodayLine> =
            lines.iter().filter(|l| of(l, "waiting") && l.left.is_some()).map(|l| (l.sheet.clone(), l.clone())).collect();
        lines.retain(|line| !(of(line, "sign") && receipt(line) && limits.contains_key(&line.sheet)));
        let signed: BTreeSet<String> = lines.iter().filter(|l| of(l, "sign")).map(|l| l.sheet.clone()).collect();
        lines.retain(|line| !((of(line, "open") || of(line, "waiting")) && signed.contains(&line.sheet)));
        for line in lines.iter_mut().filter(|line| of(line, "sign")) {
            if let Some(runs) = limits.get(&line.sheet) {
                (line.limit, line.on, line.left) = (runs.limit.clone(), runs.on.clone(), runs.left);
            }
        }
    }

    /// The rounds of a daily form: one slot for each stage that has check cells.
    fn slots(&self, reader: &Reader<'_>, form: &Form) -> Result<Vec<Slot>> {
        let (draft, sheet) = self.begun_already(reader, form)?.unwrap_or_default();
        let mut finished = std::collections::BTreeMap::new();
        let mut answers = Answers::default();
        if !sheet.is_empty() {
            let record = Record::need(reader, sheet.parse()?)?;
            finished = record.body.stages;
            answers = record.body.answers;
        }
        if !draft.is_empty() {
            answers = self.working(reader, draft.parse()?)?.body.answers;
        } else if sheet.is_empty() {
            answers = crate::sheet::begin(form, &self.roster(reader)?, &crate::sheet::Proposals::default());
        }
        let owed = self.owed_today(reader, form)?;
        let mut slots: Vec<Slot> = Vec::new();
        for progress in progress(form, &answers).into_iter().filter(|p| !p.stage.is_empty()) {
            let Some(stage) = form.stage(&progress.stage) else { continue };
            let done = finished.contains_key(&stage.id);
            let state = if done {
                "done"
            } else if progress.marked > 0 {
                "begun"
            } else {
                "open"
            };
            slots.push(Slot {
                form: form.id.clone(),
                stage: stage.id.clone(),
                label: stage.label.clone(),
                draft: draft.clone(),
                sheet: sheet.clone(),
                person: person_of(form, &answers, &stage.id),
                since: since(form, &answers, &stage.id, &progress),
                state: state.to_owned(),
                current: false,
                owed: owed.contains(&stage.id),
                progress,
            });
        }
        // In the morning the first open round is the one to do, after noon the last one.
        let open = |s: &&mut Slot| s.state != "done";
        let afternoon = self.clock().now().local().hour() >= 12;
        let current = if afternoon { slots.iter_mut().rev().find(open) } else { slots.iter_mut().find(open) };
        if let Some(slot) = current {
            slot.current = true;
        }
        Ok(slots)
    }
}

fn waiting_line(row: &SheetRow, matter: String, state: SheetState) -> Result<TodayLine> {
    let extra: Extra = serde_json::from_str(&row.extra)?;
    Ok(TodayLine {
        group: "sign".to_owned(),
        kind: row.title.rsplit('·').next().unwrap_or(&row.title).to_owned(),
        matter,
        detail: format!("{}　{}", row.serial.clone().unwrap_or_default(), state.word()),
        limit: format!("{}月{}日", row.date.month(), row.date.day()),
        serial: row.serial.clone().unwrap_or_default(),
        state: Some(state),
        on: row.date.to_string(),
        sheet: row.sheet.to_string(),
        role: extra.next_role,
        form: row.form.clone(),
        ..TodayLine::default()
    })
}

/// What tells a form from others of its title, in a few characters.
pub(super) fn short_title(form: &Form) -> &str {
    if form.subtitle.is_empty() { &form.title } else { &form.subtitle }
}

/// The first person named in a field of the stage.
fn person_of(form: &Form, answers: &Answers, stage: &str) -> String {
    let fields = form.sections.iter().filter(|s| !s.is_rows()).flat_map(|s| &s.fields);
    let people = fields.filter(|f| f.stage.as_deref() == Some(stage) && f.register.as_deref() == Some("person"));
    people.filter_map(|f| answers.fields.get(&f.id)).map(Value::word).find(|w| !w.is_empty()).unwrap_or_default()
}

/// When the stage was begun, 09:51: its first time field, once something is marked.
fn since(form: &Form, answers: &Answers, stage: &str, progress: &Progress) -> String {
    if progress.marked == 0 {
        return String::new();
    }
    let fields = form.sections.iter().filter(|s| !s.is_rows()).flat_map(|s| &s.fields);
    let times = fields.filter(|f| f.stage.as_deref() == Some(stage) && f.kind == crate::form::FieldKind::Datetime);
    let first =
        times.filter_map(|f| answers.fields.get(&f.id)).filter_map(Value::text).find_map(|t| crate::clock::Stamp::parse(t).ok());
    first.map(|s| s.local().format("%H:%M").to_string()).unwrap_or_default()
}
