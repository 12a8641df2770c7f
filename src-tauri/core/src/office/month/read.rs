//! What the log says of a month, as `archive` counts it.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};

use super::super::Office;
use super::super::api::{DutySlot, DutyState, SheetState};
use super::super::cases::value;
use super::super::duties::Post;
use super::super::error::Result;
use super::super::index::Extra;
use super::super::record::Record;
use super::super::veil;
use super::close::{self, ClosingBody};
use super::manifest;
use super::way::Way;
use crate::archive::Month;
use crate::archive::facts::{Day, Facts, Sheet, Slot, SlotState};
use crate::archive::volume::mark_of;
use crate::cabinet::{Reader, SheetQuery, SheetRow};
use crate::casework::State;
use crate::clock::{CHINA_MIN, Id, Stamp};
use crate::deadline::DayClass;
use crate::form::Who;
use crate::paper::mask::Veil;
use crate::sheet::Value;

/// Rows of a page of sheets.
const PAGE: u32 = 200;

/// Midnight in China before a day.
pub(in crate::office) fn midnight(day: NaiveDate) -> Stamp {
    Stamp::from_local(day, NaiveTime::MIN, CHINA_MIN)
}

impl Office {
    /// Reads a month at a site. Words of customers stand as `reader_veil` lets them stand.
    pub(super) fn month_facts(
        &self,
        reader: &Reader<'_>,
        post: &Post,
        month: Month,
        reader_veil: &Veil,
        way: Way<'_>,
    ) -> Result<Facts> {
        Ok(self.read_month(reader, post, month, (reader_veil, None), None, way)?.0)
    }

    /// The same as it was sealed, or as it is now, with a veil that knows the private words of all its sheets: by it is shown what
    /// people said of the month.
    pub(super) fn known_facts(
        &self,
        reader: &Reader<'_>,
        post: &Post,
        month: Month,
        reader_veil: &Veil,
        sealed: Option<&ClosingBody>,
        way: Way<'_>,
    ) -> Result<(Facts, Veil)> {
        let known = Some(reader_veil.clone());
        let (facts, known) = self.read_month(reader, post, month, (reader_veil, known), sealed, way)?;
        Ok((facts, known.unwrap_or_default()))
    }

    fn read_month(
        &self,
        reader: &Reader<'_>,
        post: &Post,
        month: Month,
        (reader_veil, known): (&Veil, Option<Veil>),
        sealed: Option<&ClosingBody>,
        way: Way<'_>,
    ) -> Result<(Facts, Option<Veil>)> {
        let now = self.now_counted();
        let end = midnight(month.next().first());
        let until = if now.wall_ms() < end.wall_ms() { now } else { end };
        let slots = self.slots_between(reader, post, month.first(), month.last())?;
        let facts = Facts::none(month, until);
        let mut read = Reading { office: self, reader, post, veil: reader_veil, known, month, sealed, facts };
        read.facts.days = self.month_days(month);
        read.facts.areas = self.month_areas(reader)?;
        read.facts.slots = slots.iter().map(slot).collect();
        // Before a month begins nothing is of it, and nothing is missing.
        if midnight(month.first()).wall_ms() > now.wall_ms() {
            return Ok((read.facts, read.known));
        }
        let cases = reader.cases_between(&post.id, midnight(month.first()).wall_ms(), end.wall_ms())?;
        let rows = sheets(reader, post, month.first(), month.last(), None)?;
        let all = cases.len() + rows.len();
        for (n, row) in cases.iter().enumerate() {
            way.at(n, all)?;
            read.case(row.sheet)?;
        }
        for (n, row) in rows.iter().enumerate() {
            way.at(cases.len() + n, all)?;
            read.row(row)?;
        }
        let cases: BTreeSet<Id> = cases.iter().map(|row| row.sheet).collect();
        match sealed {
            Some(closing) => read.held(closing, &cases, &rows.iter().map(|row| row.sheet).collect())?,
            None => read.voided(&cases)?,
        }
        read.sets()?;
        read.numbers()?;
        Ok((read.facts, read.known))
    }

    fn month_days(&self, month: Month) -> Vec<Day> {
        let counting = self.counting();
        let day = |date| {
            let class = counting.calendar.class(date);
            let day = counting.calendar.day(date);
            Day { date, working: day.kind.working(), makeup: class == DayClass::MakeUp, name: day.name.clone() }
        };
        month.days().map(day).collect()
    }

    /// The areas of the daily papers, as their item libraries and the register have them.
    fn month_areas(&self, reader: &Reader<'_>) -> Result<Vec<String>> {
        let kept: BTreeSet<String> = reader.register("area", false)?.into_iter().map(|area| area.name).collect();
        let daily = self.library.iter().filter(|loaded| loaded.form.cadence == crate::form::Cadence::Daily);
        let groups = daily.flat_map(|loaded| &loaded.form.sections).flat_map(|section| &section.groups);
        let used = groups.filter(|group| group.always || kept.contains(&group.label) || kept.is_empty());
        Ok(used.map(|group| group.label.clone()).collect())
    }
}

/// The rows of the sheets between two days at a site, of one form or of all, drafts too, oldest first.
pub(in crate::office) fn sheets(
    reader: &Reader<'_>,
    post: &Post,
    from: NaiveDate,
    to: NaiveDate,
    form: Option<String>,
) -> Result<Vec<SheetRow>> {
    let query =
        SheetQuery { date_from: Some(from), date_to: Some(to), site: Some(post.id.clone()), form, ..SheetQuery::default() };
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = reader.search(&query, after, PAGE)?;
        found.extend(page.rows);
        after = page.next;
        if after.is_none() {
            found.reverse();
            return Ok(found);
        }
    }
}

fn slot(slot: &DutySlot) -> Slot {
    let state = match slot.state {
        DutyState::Done => SlotState::Done,
        DutyState::Late => SlotState::Late,
        DutyState::Begun => SlotState::Begun,
        DutyState::Open => SlotState::Open,
        DutyState::Missed => SlotState::Missed,
        DutyState::Rest => SlotState::Rest,
    };
    let said = slot.explained.as_ref().map(|said| {
        let words = [said.cause.word(), &said.words];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("：")
    });
    Slot {
        form: slot.form.clone(),
        title: slot.title.clone(),
        stage: slot.stage.clone(),
        label: slot.label.clone(),
        site: slot.site.clone(),
        date: slot.date.parse().unwrap_or_default(),
        monthly: slot.drawn.is_some(),
        state,
        said: said.unwrap_or_else(|| slot.late.clone()),
        sheet: slot.sheet.clone(),
        draft: slot.draft.clone(),
        drawn: slot.drawn,
        target: slot.target,
    }
}

/// A month while it is read.
pub(super) struct Reading<'a> {
    pub(super) office: &'a Office,
    pub(super) reader: &'a Reader<'a>,
    pub(super) post: &'a Post,
    pub(super) veil: &'a Veil,
    /// The veil with the private words of what was read, where it is asked for.
    pub(super) known: Option<Veil>,
    pub(super) month: Month,
    /// The closing up to which the log is read; all of it without.
    pub(super) sealed: Option<&'a ClosingBody>,
    pub(super) facts: Facts,
}

impl Reading<'_> {
    /// A row of the list: the sheet itself, and what of it is counted.
    fn row(&mut self, row: &SheetRow) -> Result<()> {
        if row.draft {
            let extra: Extra = serde_json::from_str(&row.extra)?;
            let case = self.case_of(row.sheet)?;
            self.facts.sheets.push(Sheet {
                draft: extra.draft,
                form: row.form.clone(),
                form_number: self.office.library.get(&row.form).map(|l| l.form.number.clone()).unwrap_or_default(),
                title: row.title.clone(),
                date: row.date,
                state: SheetState::Draft.code().to_owned(),
                state_word: SheetState::Draft.word().to_owned(),
                case,
                ..blank_sheet(row.sheet)
            });
            self.survey_in_hand(row);
            return Ok(());
        }
        if let Some(record) = self.record(row.sheet)? {
            // The list knows the day of today; a month that was sealed goes by that of then.
            let row = SheetRow { date: self.sealed.and_then(|_| day_of(&record)).unwrap_or(row.date), ..row.clone() };
            if !self.month.holds(row.date) || self.elsewhere(&record) {
                return Ok(());
            }
            self.sheet(&row, &record)?;
            if record.body.void.is_empty() {
                self.counted(&row, &record);
            }
        }
        Ok(())
    }

    /// Whether a sheet was of another site when the month was sealed, whichever it is of today.
    pub(super) fn elsewhere(&self, record: &Record) -> bool {
        let said = || record.body.answers.fields.get(&record.form().index.site)?.reference();
        self.sealed.is_some_and(|closing| said().is_some_and(|site| !site.id.is_empty() && site.id != closing.site))
    }

    /// A sheet as it stands, or as it was sealed.
    pub(super) fn record(&self, sheet: Id) -> Result<Option<Record>> {
        Record::at(self.reader, sheet, self.sealed.map(|closing| closing.lamport))
    }

    /// What was sealed and is no longer found by the lists of today, whose days and cases may be others.
    fn held(&mut self, closing: &ClosingBody, cases: &BTreeSet<Id>, rows: &BTreeSet<Id>) -> Result<()> {
        let held: BTreeSet<&str> = closing.sheets().collect();
        for sheet in held {
            let id: Id = sheet.parse()?;
            if !cases.contains(&id) {
                self.case(id)?;
            }
            if let Some(row) = self.reader.sheet(id)?.filter(|row| !row.draft && !rows.contains(&id)) {
                self.row(&row)?;
            }
        }
        Ok(())
    }

    /// Cases that a closing of this month filed and that are void since: the lists of today know no day on which they were closed.
    fn voided(&mut self, cases: &BTreeSet<Id>) -> Result<()> {
        let history = close::history(self.reader, self.post, self.month)?;
        let Some(closing) = history.iter().rfind(|closing| closing.is_closed()) else { return Ok(()) };
        for item in closing.items.iter().filter(|item| !item.set.is_empty() && item.set == item.serial) {
            let id: Id = item.sheet.parse()?;
            if !cases.contains(&id) && self.reader.case(id)?.is_some_and(|row| row.state == State::Void.code()) {
                self.case(id)?;
            }
        }
        Ok(())
    }

    /// Learns the private words of a sheet.
    pub(super) fn learn(&mut self, record: &Record) {
        if let Some(known) = &mut self.known {
            veil::know_record(known, record);
        }
    }

    fn sheet(&mut self, row: &SheetRow, record: &Record) -> Result<()> {
        if self.facts.sheets.iter().any(|known| known.id == row.sheet.to_string()) {
            return Ok(());
        }
        self.learn(record);
        let form = record.form();
        let (state, _) = record.state();
        let author = record.body.answers.fields.get(&form.index.person).map(Value::word).filter(|w| !w.is_empty());
        let received = || value(form, &record.body.answers, "receiver").map(Value::word);
        let first =
            || record.revisions.first().and_then(|_| record.body.stages.values().next()).map(|stage| stage.by.text.clone());
        let case = self.case_of(row.sheet)?;
        self.facts.sheets.push(Sheet {
            serial: record.serial().to_owned(),
            form: form.id.clone(),
            form_number: form.number.clone(),
            title: form.full_title(),
            date: row.date,
            state: state.code().to_owned(),
            state_word: record.state_words(),
            signed: form.signatures.iter().any(|role| role.required && role.who != Who::Head && record.asks(role)),
            reviewed: form.signatures.iter().any(|role| role.required && role.who == Who::Head && record.asks(role)),
            void: !record.body.void.is_empty(),
            case,
            author: author.or_else(received).or_else(first).unwrap_or_else(|| record.body.department.clone()),
            mark: mark_of(&manifest::entries(
                record.revisions.iter().chain(record.signatures.iter().map(|signed| &signed.entry)),
            )),
            ..blank_sheet(row.sheet)
        });
        Ok(())
    }

    /// The case that a sheet belongs to: the one it names, else itself.
    fn case_of(&self, sheet: Id) -> Result<String> {
        let source = self.reader.source_of(sheet)?;
        if !source.is_empty()
            && let Some(row) = self.reader.sheet_by_serial(&source)?
            && self.reader.case(row.sheet)?.is_some()
        {
            return Ok(row.sheet.to_string());
        }
        Ok(if self.reader.case(sheet)?.is_some() { sheet.to_string() } else { String::new() })
    }

    /// The sheets of the cases that close in the month, whatever day they say; and the cases that sheets of the month name.
    fn sets(&mut self) -> Result<()> {
        let known: BTreeSet<String> = self.facts.cases.iter().map(|case| case.sheet.clone()).collect();
        let named: BTreeSet<String> = self
            .facts
            .sheets
            .iter()
            .map(|sheet| sheet.case.clone())
            .filter(|case| !case.is_empty() && !known.contains(case))
            .collect();
        for case in named {
            self.case(case.parse()?)?;
        }
        let month = self.month;
        let closed: Vec<(String, String)> = self
            .facts
            .cases
            .iter()
            .filter(|case| case.lies().is_some_and(|at| month.holds(at.in_china().date())))
            .map(|case| (case.sheet.clone(), case.serial.clone()))
            .collect();
        for (sheet, serial) in closed {
            let mut of: Vec<Id> = vec![sheet.parse()?];
            of.extend(self.reader.sheets_from(&serial)?);
            for id in of {
                let Some(row) = self.reader.sheet(id)?.filter(|row| !row.draft) else { continue };
                if let Some(record) = self.record(id)? {
                    self.sheet(&row, &record)?;
                }
            }
        }
        Ok(())
    }
}

/// The day that a sheet says.
pub(super) fn day_of(record: &Record) -> Option<chrono::NaiveDate> {
    let said = record.body.answers.fields.get(&record.form().index.date)?;
    super::super::index::date_in(said.text()?)
}

fn blank_sheet(id: Id) -> Sheet {
    let none = String::new;
    Sheet {
        id: id.to_string(),
        draft: none(),
        serial: none(),
        form: none(),
        title: none(),
        form_number: none(),
        date: NaiveDate::default(),
        state: none(),
        state_word: none(),
        signed: false,
        reviewed: false,
        void: false,
        case: none(),
        author: none(),
        mark: none(),
    }
}
