//! A slot that was missed: explained, and filled afterwards with the true time of its entry.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};

use super::{Post, posts};
use crate::cabinet::{Kind, NewEntry, Reader, Tx, setting_record};
use crate::deadline::DutyError;
use crate::form::{Cadence, FieldKind, Form, LoadedForm, Propose};
use crate::office::api::{Draft, DutySlot, DutyState, Explained, MissedCause};
use crate::office::error::{OfficeError, Result};
use crate::office::finish::printable_in;
use crate::office::index::RegisterBody;
use crate::office::people::role::Right;
use crate::office::{Office, bytes};
use crate::paper::mask::Veil;
use crate::sheet::Value;

/// The register that explanations are kept in; it is not among those that people see.
const MISSED: &str = "missed-duty";
/// Days back that 今日 names what was missed.
const LAST_DAYS: u64 = 31;
/// Days back that it is counted.
const COUNTED_DAYS: u64 = 366;
/// Most lines.
const LINES: usize = 60;

/// What 今日 says of missed slots.
#[derive(Debug, Default)]
pub(in crate::office) struct MissedToday {
    pub slots: Vec<DutySlot>,
    pub more: u32,
}

impl Office {
    /// Says why a slot was missed. It stays 漏检; a later word stands in place of an earlier one, and both stay in the log.
    ///
    /// # Errors
    /// `duty-not-missed` for a slot that is not 漏检, `missing` for 其他 without words, `not-found`.
    pub fn explain_missed(
        &self,
        form: &str,
        site: &str,
        date: NaiveDate,
        stage: &str,
        cause: MissedCause,
        words: &str,
    ) -> Result<DutySlot> {
        self.may(Right::Fill)?;
        let words = words.trim();
        if words.is_empty() && cause == MissedCause::Other {
            return Err(OfficeError::Missing("words"));
        }
        printable_in("漏检说明", words)?;
        self.cabinet.write(|tx| {
            let post = posts(tx)?.into_iter().find(|post| post.id == site);
            let post = post.ok_or_else(|| OfficeError::NotFound("site".to_owned()))?;
            let slot = self.slot_of(tx, &post, form, date, stage)?;
            if slot.state != DutyState::Missed {
                return Err(DutyError::NotMissed.into());
            }
            let facts = [("cause", cause.word()), ("words", words), ("form", form), ("site", site), ("stage", stage)];
            let mut facts: BTreeMap<String, String> = facts.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
            facts.insert("date".to_owned(), date.to_string());
            self.put_fact(tx, MISSED, &key(&slot), facts)?;
            self.slot_of(tx, &post, form, date, stage)
        })
    }

    /// Keeps what was said about a duty: who, when and the facts, under a name that is the same whenever it is said again.
    pub(in crate::office) fn put_fact(
        &self,
        tx: &mut Tx<'_>,
        register: &str,
        name: &str,
        facts: BTreeMap<String, String>,
    ) -> Result<()> {
        let author = self.author(tx)?;
        let mut body = RegisterBody { v: 1, register: register.to_owned(), facts, ..RegisterBody::default() };
        body.salt = self.salt()?;
        body.name = name.to_owned();
        body.facts.insert("by".to_owned(), author.text);
        body.facts.insert("at".to_owned(), self.now_text());
        let stored = bytes(&body)?;
        let mut new = NewEntry::new(Kind::Register, setting_record(name), &stored);
        new.author = author.id;
        self.append(tx, new)?;
        Ok(())
    }

    fn slot_of(&self, reader: &Reader<'_>, post: &Post, form: &str, date: NaiveDate, stage: &str) -> Result<DutySlot> {
        let slots = self.slots_between(reader, post, date, date)?;
        let found = slots.into_iter().find(|slot| slot.form == form && slot.stage == stage);
        found.ok_or_else(|| OfficeError::NotFound("slot".to_owned()))
    }

    /// Puts in what somebody said of a slot that was missed.
    pub(super) fn explain_slot(&self, reader: &Reader<'_>, veil: &Veil, slot: &mut DutySlot) -> Result<()> {
        if !matches!(slot.state, DutyState::Missed | DutyState::Late) {
            return Ok(());
        }
        slot.late = veil.free(&slot.late);
        let Some(item) = reader.register_item(MISSED, setting_record(&key(slot)))? else { return Ok(()) };
        let body: RegisterBody = serde_json::from_str(&item.json)?;
        let fact = |name: &str| body.facts.get(name).cloned().unwrap_or_default();
        slot.explained = MissedCause::of(&fact("cause")).map(|cause| Explained {
            cause,
            words: veil.free(&fact("words")),
            by: fact("by"),
            at: fact("at"),
        });
        Ok(())
    }

    /// 漏检 at the site in use that nobody explained yet: those of the last month, the newest first, and how many more of a year.
    pub(in crate::office) fn missed_today(&self, reader: &Reader<'_>) -> Result<MissedToday> {
        let today = self.today_date();
        let Some(post) = self.post_here(reader)? else { return Ok(MissedToday::default()) };
        let back = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
        let mut slots = self.slots_between(reader, &post, back(COUNTED_DAYS), back(1))?;
        slots.retain(|slot| slot.state == DutyState::Missed && slot.explained.is_none());
        slots.reverse();
        let all = slots.len();
        let since = back(LAST_DAYS).to_string();
        slots.retain(|slot| slot.date >= since);
        slots.truncate(LINES);
        let more = u32::try_from(all.saturating_sub(slots.len())).unwrap_or(u32::MAX);
        Ok(MissedToday { slots, more })
    }

    /// Begins the sheet of a form for a day that is past, or goes on with the one that is there. Its date is that day; its times
    /// are left to be written down, and the entry is made when it is made.
    ///
    /// # Errors
    /// `duty-not-yet` for a day to come, `not-found` for a form that falls due by nothing but need.
    pub fn begin_on(&self, form: &str, date: NaiveDate) -> Result<Draft> {
        self.may(Right::Fill)?;
        let none = || OfficeError::NotFound("form".to_owned());
        let loaded = self.library.get(form).filter(|l| l.form.cadence != Cadence::None).ok_or_else(none)?.clone();
        let today = self.today_date();
        let ended = if loaded.form.cadence == Cadence::Monthly { date.with_day(1).unwrap_or(date) } else { date };
        if ended > today {
            return Err(DutyError::NotYet.into());
        }
        // A month that runs is walked today.
        let date = date.min(today);
        let id = self.cabinet.write(|tx| {
            let site = self.text_setting(tx, "site")?;
            match self.begun_on(tx, &loaded.form, date, site)? {
                Some((draft, _)) if !draft.is_empty() => Ok(draft),
                Some((_, sheet)) if !sheet.is_empty() => {
                    let proposals = self.proposals_for(tx, date)?;
                    Ok(self.next_draft_with(tx, sheet.parse()?, &proposals)?.to_string())
                }
                _ => self.new_draft_on(tx, &loaded, date),
            }
        })?;
        self.draft(&id)
    }

    fn new_draft_on(&self, tx: &mut Tx<'_>, loaded: &LoadedForm, date: NaiveDate) -> Result<String> {
        let proposals = self.proposals_for(tx, date)?;
        let id = self.new_draft_with(tx, loaded, "", &proposals, |answers| {
            for (field, value) in day_fields(&loaded.form, date) {
                answers.fields.insert(field, value);
            }
        })?;
        Ok(id.to_string())
    }

    /// What is proposed for a sheet of a day: nothing of the present moment when that day is past.
    fn proposals_for(&self, reader: &Reader<'_>, date: NaiveDate) -> Result<crate::sheet::Proposals> {
        let mut proposals = self.proposals(reader)?;
        if date < self.today_date() {
            proposals.now = None;
        }
        Ok(proposals)
    }
}

/// What is the same for a slot whenever it is looked at.
fn key(slot: &DutySlot) -> String {
    [MISSED, &slot.form, &slot.site, &slot.date, &slot.stage].join("\u{3000}")
}

/// The fields of a form that say its day or month.
fn day_fields(form: &Form, date: NaiveDate) -> Vec<(String, Value)> {
    let fields = form.sections.iter().filter(|s| !s.is_rows()).flat_map(|s| &s.fields);
    let day = fields.filter(|f| f.propose == Some(Propose::Today));
    day.map(|field| {
        let pattern = if field.kind == FieldKind::Month { "%Y-%m" } else { "%Y-%m-%d" };
        (field.id.clone(), Value::Text(date.format(pattern).to_string()))
    })
    .collect()
}
