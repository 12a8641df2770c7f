//! Scheduled duties: which slots a day and a month owe, and how each stands. What was done is told by the sheets, what was owed by
//! the plan that held on the day; nothing here is kept beside them but why a slot was missed and what became of a meeting.

mod line;
mod mark;
mod meeting;
mod missed;
mod month;
mod plan;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate, NaiveDateTime, NaiveTime};

pub(super) use mark::{DutyMark, StageMark, mark_of, rounds};

use super::Office;
use super::api::{DutySlot, DutyState, SheetState};
use super::error::Result;
use super::index::{DraftBody, Extra};
use super::record::Record;
use crate::cabinet::{Reader, SheetQuery, SheetRow};
use crate::clock::{CHINA_MIN, Id, Stamp};
use crate::deadline::{Calendar, DutyPlans, OutletTarget, Unit, month_end};
use crate::form::{Cadence, Form, Stage};
use crate::paper::mask::Veil;

/// Rows of a page of sheets.
const PAGE: u32 = 200;
/// Days of the longest span that is told at once: ten years.
const LONGEST: i64 = 3660;

/// A site and the days on which duties are owed there.
#[derive(Debug, Clone)]
pub(in crate::office) struct Post {
    pub id: String,
    pub name: String,
    /// The day it was entered.
    from: NaiveDate,
    /// The day it was retired.
    until: Option<NaiveDate>,
}

impl Post {
    fn is_kept(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date < until)
    }
}

/// What slots are told by, read once for a span.
struct Terms {
    plans: DutyPlans,
    calendar: Calendar,
    now: NaiveDateTime,
    /// Of the outlets' register, entries in use, and whether there ever was one.
    outlets: u32,
    any_outlet: bool,
    veil: Veil,
}

/// A sheet of a span as far as duties go.
struct Seen {
    date: NaiveDate,
    sheet: String,
    draft: String,
    mark: DutyMark,
}

impl Office {
    /// Every slot of a span at every site, in the order of the days; what a day does not owe is there as 休.
    ///
    /// # Errors
    /// `missing` for more than ten years at once.
    pub fn duties(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<DutySlot>> {
        self.may(super::people::role::Right::Read)?;
        if to.signed_duration_since(from).num_days() > LONGEST {
            return Err(super::error::OfficeError::Missing("date"));
        }
        self.cabinet.read(|reader| {
            let mut slots = Vec::new();
            for post in posts(reader)? {
                slots.extend(self.slots_between(reader, &post, from, to)?);
            }
            slots.sort_by(|a, b| a.date.cmp(&b.date));
            Ok(slots)
        })
    }

    /// The site in use.
    fn post_here(&self, reader: &Reader<'_>) -> Result<Option<Post>> {
        let site = self.text_setting(reader, "site")?;
        Ok(posts(reader)?.into_iter().find(|post| post.id == site))
    }

    /// The rounds of a form that are owed today at the site in use.
    pub(super) fn owed_today(&self, reader: &Reader<'_>, form: &Form) -> Result<Vec<String>> {
        let today = self.today_date();
        let Some(post) = self.post_here(reader)? else { return Ok(Vec::new()) };
        let mut slots = Vec::new();
        self.day_slots(reader, &post, form, &self.terms(reader)?, (today, today), &mut slots)?;
        Ok(slots.into_iter().filter(|slot| slot.state != DutyState::Rest).map(|slot| slot.stage).collect())
    }

    /// The slot of the month that ends on a day, at the site in use.
    pub(super) fn slot_of_month(&self, reader: &Reader<'_>, form: &Form, end: NaiveDate) -> Result<Option<DutySlot>> {
        let Some(post) = self.post_here(reader)? else { return Ok(None) };
        let mut slots = Vec::new();
        self.month_slots(reader, &post, form, &self.terms(reader)?, (end, end), &mut slots)?;
        Ok(slots.into_iter().next())
    }

    fn terms(&self, reader: &Reader<'_>) -> Result<Terms> {
        let all = reader.register("outlet", true)?;
        Ok(Terms {
            plans: self.plans(reader)?,
            calendar: self.counting().calendar.clone(),
            now: self.now_counted().in_china().local(),
            outlets: u32::try_from(all.iter().filter(|item| !item.retired).count()).unwrap_or(u32::MAX),
            any_outlet: !all.is_empty(),
            veil: self.veil(reader)?,
        })
    }

    /// The slots of a span at a site, in the order of the days and rounds.
    pub(in crate::office) fn slots_between(
        &self,
        reader: &Reader<'_>,
        post: &Post,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<DutySlot>> {
        let terms = self.terms(reader)?;
        let mut slots = Vec::new();
        for loaded in self.library.iter() {
            match loaded.form.cadence {
                Cadence::Daily => self.day_slots(reader, post, &loaded.form, &terms, (from, to), &mut slots)?,
                Cadence::Monthly => self.month_slots(reader, post, &loaded.form, &terms, (from, to), &mut slots)?,
                Cadence::None => {}
            }
        }
        slots.sort_by(|a, b| a.date.cmp(&b.date));
        Ok(slots)
    }

    fn day_slots(
        &self,
        reader: &Reader<'_>,
        post: &Post,
        form: &Form,
        terms: &Terms,
        (from, to): (NaiveDate, NaiveDate),
        slots: &mut Vec<DutySlot>,
    ) -> Result<()> {
        let stages = rounds(form);
        let mut seen: BTreeMap<NaiveDate, Vec<Seen>> = BTreeMap::new();
        for sheet in self.seen(reader, form, post, from, to)? {
            seen.entry(sheet.date).or_default().push(sheet);
        }
        for date in from.iter_days().take_while(|d| *d <= to) {
            let sheets = seen.get(&date).map_or(&[][..], Vec::as_slice);
            let finished = stages.iter().filter(|stage| finished_in(sheets, &stage.id).is_some()).count();
            let (rule, asked) = self.asked(Unit::PerDay, date);
            let owed = post.is_kept(date) && terms.plans.owes_round(date, &terms.calendar);
            // Fewer rounds a day than the paper has: whichever are made count.
            let mut left = if owed { asked.min(stages.len()).saturating_sub(finished) } else { 0 };
            let cut = self.cut_off(date, &terms.calendar);
            for stage in &stages {
                let mut slot = blank_slot(form, stage, post, &rule, date, cut);
                match finished_in(sheets, &stage.id) {
                    Some((sheet, mark)) => self.fill_done(&mut slot, sheet, mark, cut),
                    None => {
                        let begun = sheets.iter().find(|s| s.mark.stages.contains_key(&stage.id));
                        slot.state = state_of(left > 0, begun.is_some(), cut, terms.now);
                        left = left.saturating_sub(1);
                        let any = begun.or_else(|| sheets.first());
                        if let Some(sheet) = any.filter(|_| slot.state != DutyState::Rest || begun.is_some()) {
                            slot.on = sheet.date.to_string();
                            (slot.draft, slot.sheet) = (sheet.draft.clone(), sheet.sheet.clone());
                        }
                    }
                }
                self.explain_slot(reader, &terms.veil, &mut slot)?;
                slots.push(slot);
            }
        }
        Ok(())
    }

    fn month_slots(
        &self,
        reader: &Reader<'_>,
        post: &Post,
        form: &Form,
        terms: &Terms,
        (from, to): (NaiveDate, NaiveDate),
        slots: &mut Vec<DutySlot>,
    ) -> Result<()> {
        let Some(stage) = rounds(form).into_iter().next() else { return Ok(()) };
        let words = self.targets(reader)?;
        let mut end = month_end(from);
        while end <= to {
            let first = end.with_day(1).unwrap_or(end);
            let sheets = self.seen(reader, form, post, first, end)?;
            let (rule, asked) = self.asked(Unit::PerMonth, end);
            let cut = self.cut_off(end, &terms.calendar);
            let mut slot = blank_slot(form, stage, post, &rule, end, cut);
            let target = words.get(&rule).cloned().unwrap_or_default();
            slot.target = OutletTarget::read(&target).of(terms.outlets);
            slot.target_words = target;
            slot.drawn = Some(sheets.iter().map(|s| s.mark.drawn).sum());
            let finished = sheets.iter().filter(|s| s.mark.stages.get(&stage.id).is_some_and(|m| !m.entered.is_empty())).count();
            // From the first month that was counted whole, and where there is an outlet to look at.
            let owed = terms.any_outlet && post.is_kept(first) && terms.plans.owes_month(end);
            match finished_in(&sheets, &stage.id) {
                Some((sheet, mark)) if finished >= asked => self.fill_done(&mut slot, sheet, mark, cut),
                _ => {
                    let begun = sheets.iter().find(|s| s.mark.stages.contains_key(&stage.id));
                    slot.state = state_of(owed, begun.is_some(), cut, terms.now);
                    if let Some(sheet) = begun.or_else(|| sheets.first()) {
                        slot.on = sheet.date.to_string();
                        (slot.draft, slot.sheet) = (sheet.draft.clone(), sheet.sheet.clone());
                    }
                }
            }
            self.explain_slot(reader, &terms.veil, &mut slot)?;
            slots.push(slot);
            let Some(next) = first.checked_add_months(Months::new(1)) else { break };
            end = month_end(next);
        }
        Ok(())
    }

    /// The rule that counts occasions of this unit, and how many it asks for on a day.
    fn asked(&self, unit: Unit, date: NaiveDate) -> (String, usize) {
        let counting = self.counting();
        let Some(rule) = counting.rules.all().find(|rule| rule.unit == unit) else { return (String::new(), 1) };
        let at = Stamp::from_local(date, NaiveTime::MIN, CHINA_MIN);
        let limit = counting.rules.in_force(&rule.id, at).ok().and_then(|(_, rule)| rule.limit).unwrap_or(1);
        (rule.id.clone(), usize::try_from(limit).unwrap_or(1))
    }

    /// The first moment, local time in China, that is too late for a round of the day; none where no working day follows.
    fn cut_off(&self, date: NaiveDate, calendar: &Calendar) -> Option<NaiveDateTime> {
        self.counting().rules.late_entry().late_after(date, calendar).ok()
    }

    fn fill_done(&self, slot: &mut DutySlot, sheet: &Seen, mark: &StageMark, cut: Option<NaiveDateTime>) {
        // A sheet whose date was changed afterwards was keyed in when it was keyed in.
        let entered = Stamp::parse(&mark.entered).ok().map(|at| at.in_china().local());
        let past = entered.zip(cut).is_some_and(|(entered, cut)| entered > cut);
        slot.state = if past || !mark.late.is_empty() { DutyState::Late } else { DutyState::Done };
        slot.on = sheet.date.to_string();
        slot.entered.clone_from(&mark.entered);
        slot.late.clone_from(&mark.late);
        slot.draft.clone_from(&sheet.draft);
        slot.sheet.clone_from(&sheet.sheet);
    }

    /// The sheets and drafts of a form at a site whose day lies in a span.
    fn seen(&self, reader: &Reader<'_>, form: &Form, post: &Post, from: NaiveDate, to: NaiveDate) -> Result<Vec<Seen>> {
        let query = SheetQuery {
            form: Some(form.id.clone()),
            date_from: Some(from),
            date_to: Some(to),
            site: Some(post.id.clone()),
            ..SheetQuery::default()
        };
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = reader.search(&query, after, PAGE)?;
            for row in page.rows.iter().filter(|row| row.state != SheetState::Void.code()) {
                found.push(self.seen_in(reader, row)?);
            }
            after = page.next;
            if after.is_none() {
                // The first sheet of a day is the day's.
                found.reverse();
                return Ok(found);
            }
        }
    }

    fn seen_in(&self, reader: &Reader<'_>, row: &SheetRow) -> Result<Seen> {
        let extra: Extra = serde_json::from_str(&row.extra)?;
        let mut mark = match extra.duty {
            Some(mark) => mark,
            // A row that an older program wrote.
            None => older(reader, row)?,
        };
        let mut seen = Seen { date: row.date, sheet: String::new(), draft: extra.draft, mark: DutyMark::default() };
        if !row.draft {
            seen.sheet = row.sheet.to_string();
            // What goes on from the sheet stands in its draft: looked at only where a round is open.
            if let Some(form) = self.library.get(&row.form).map(|loaded| &loaded.form)
                && rounds(form).iter().any(|stage| mark.stages.get(&stage.id).is_none_or(|m| m.entered.is_empty()))
                && let Some(draft) = reader.drafts_of(row.sheet)?.first()
            {
                let body: DraftBody = serde_json::from_slice(&draft.answers)?;
                seen.draft = draft.id.to_string();
                let going = mark_of(form, &body.answers, &BTreeMap::new()).unwrap_or_default();
                mark.drawn = mark.drawn.max(going.drawn);
                for (stage, begun) in going.stages {
                    mark.stages.entry(stage).or_insert(begun);
                }
            }
        }
        seen.mark = mark;
        Ok(seen)
    }
}

/// The same out of the sheet itself.
fn older(reader: &Reader<'_>, row: &SheetRow) -> Result<DutyMark> {
    let record = Record::load(reader, row.sheet)?;
    Ok(record.and_then(|r| mark_of(r.form(), &r.body.answers, &r.body.stages)).unwrap_or_default())
}

/// Where a round was finished first.
fn finished_in<'a>(sheets: &'a [Seen], stage: &str) -> Option<(&'a Seen, &'a StageMark)> {
    let mut done = sheets.iter().filter_map(|s| Some((s, s.mark.stages.get(stage).filter(|m| !m.entered.is_empty())?)));
    let first = done.next()?;
    // One that was in time stands before one that was keyed in late.
    Some(std::iter::once(first).chain(done).find(|(_, mark)| mark.late.is_empty()).unwrap_or(first))
}

/// How a round that is not finished stands.
fn state_of(owed: bool, begun: bool, cut: Option<NaiveDateTime>, now: NaiveDateTime) -> DutyState {
    // The minute of the cut-off is still in time.
    let past = cut.is_some_and(|cut| now >= cut + chrono::TimeDelta::minutes(1));
    match (owed, begun) {
        (true, _) if past => DutyState::Missed,
        (_, true) => DutyState::Begun,
        (true, false) => DutyState::Open,
        (false, false) => DutyState::Rest,
    }
}

fn blank_slot(form: &Form, stage: &Stage, post: &Post, rule: &str, date: NaiveDate, cut: Option<NaiveDateTime>) -> DutySlot {
    let until = cut.map(|cut| Stamp::from_local(cut.date(), cut.time(), CHINA_MIN).to_minute()).unwrap_or_default();
    DutySlot {
        rule: rule.to_owned(),
        form: form.id.clone(),
        title: if form.subtitle.is_empty() { form.title.clone() } else { form.subtitle.clone() },
        english: form.english.clone(),
        stage: stage.id.clone(),
        label: stage.label.clone(),
        site: post.id.clone(),
        site_name: post.name.clone(),
        date: date.to_string(),
        state: DutyState::Rest,
        until,
        on: String::new(),
        entered: String::new(),
        late: String::new(),
        explained: None,
        draft: String::new(),
        sheet: String::new(),
        drawn: None,
        target: None,
        target_words: String::new(),
    }
}

/// The sites with the days they were in use, in the order of their register.
pub(in crate::office) fn posts(reader: &Reader<'_>) -> Result<Vec<Post>> {
    let mut posts = Vec::new();
    for item in reader.register("site", true)? {
        let days = entry_days(reader, item.id)?;
        let Some((from, last)) = days else { continue };
        posts.push(Post { id: item.id.to_string(), name: item.name, from, until: item.retired.then_some(last) });
    }
    Ok(posts)
}

/// The days of the first and of the newest entry of a record.
fn entry_days(reader: &Reader<'_>, record: Id) -> Result<Option<(NaiveDate, NaiveDate)>> {
    let entries = reader.entries_of(record)?;
    let day = |entry: &crate::cabinet::Entry| entry.head.stamp().in_china().date();
    Ok(entries.first().map(day).zip(entries.last().map(day)))
}
