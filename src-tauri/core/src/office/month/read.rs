//! What the log says of a month, as `archive` counts it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveTime;
use sha2::{Digest as _, Sha256};

use super::super::api::{DutySlot, DutyState, SheetState};
use super::super::cases::{delivered_to, facts, kept, related_up_to, value};
use super::super::duties::{Post, rounds};
use super::super::error::Result;
use super::super::index::Extra;
use super::super::record::Record;
use super::super::{Office, veil};
use crate::archive::Month;
use crate::archive::facts::{Case, Check, Day, Facts, Fate, Fault, Number, Sheet, Slot, SlotState, Survey, Visit};
use crate::cabinet::{NumberState, Reader, SheetQuery, SheetRow};
use crate::casework::{self, Step, taken_at};
use crate::clock::{CHINA_MIN, Id, Stamp};
use crate::deadline::DayClass;
use crate::form::{CaseKind, FieldKind, Form, RowSource};
use crate::paper::mask::Veil;
use crate::sheet::{Row, Value};

/// Rows of a page of sheets.
const PAGE: u32 = 200;
/// Characters of a matter in a ledger.
const BRIEF: usize = 60;

/// Midnight in China before a day.
pub(super) fn midnight(day: chrono::NaiveDate) -> Stamp {
    Stamp::from_local(day, NaiveTime::MIN, CHINA_MIN)
}

impl Office {
    /// Reads a month at a site. Words of customers stand as `reader_veil` lets them stand.
    pub(super) fn month_facts(&self, reader: &Reader<'_>, post: &Post, month: Month, reader_veil: &Veil) -> Result<Facts> {
        self.facts_up_to(reader, post, month, reader_veil, None)
    }

    /// The same with sheets as the log had them up to a place in its order.
    pub(super) fn facts_up_to(
        &self,
        reader: &Reader<'_>,
        post: &Post,
        month: Month,
        reader_veil: &Veil,
        sealed: Option<u64>,
    ) -> Result<Facts> {
        let now = self.now_counted();
        let end = midnight(month.next().first());
        let until = if now.wall_ms() < end.wall_ms() { now } else { end };
        let slots = self.slots_between(reader, post, month.first(), month.last())?;
        let mut read = Reading { office: self, reader, veil: reader_veil, month, sealed, facts: empty(month, until, now) };
        read.facts.days = self.month_days(month);
        read.facts.areas = self.month_areas(reader)?;
        read.facts.slots = slots.iter().map(slot).collect();
        // Before a month begins nothing is of it, and nothing is missing.
        if midnight(month.first()).wall_ms() > now.wall_ms() {
            return Ok(read.facts);
        }
        for row in reader.cases_between(&post.id, midnight(month.first()).wall_ms(), end.wall_ms())? {
            read.case(row.sheet)?;
        }
        for row in sheets(reader, post, month)? {
            read.row(&row)?;
        }
        read.sets()?;
        read.numbers()?;
        Ok(read.facts)
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

/// The rows of a month's sheets at a site, drafts too, oldest first.
fn sheets(reader: &Reader<'_>, post: &Post, month: Month) -> Result<Vec<SheetRow>> {
    let query = SheetQuery {
        date_from: Some(month.first()),
        date_to: Some(month.last()),
        site: Some(post.id.clone()),
        ..SheetQuery::default()
    };
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

fn empty(month: Month, until: Stamp, now: Stamp) -> Facts {
    Facts {
        month,
        until,
        now,
        days: Vec::new(),
        areas: Vec::new(),
        slots: Vec::new(),
        checks: Vec::new(),
        faults: Vec::new(),
        sheets: Vec::new(),
        cases: Vec::new(),
        visits: Vec::new(),
        surveys: Vec::new(),
        numbers: Vec::new(),
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
struct Reading<'a> {
    office: &'a Office,
    reader: &'a Reader<'a>,
    veil: &'a Veil,
    month: Month,
    /// Up to where the log is read; all of it without.
    sealed: Option<u64>,
    facts: Facts,
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
            return Ok(());
        }
        if let Some(record) = Record::at(self.reader, row.sheet, self.sealed)? {
            self.sheet(row, &record)?;
            if record.body.void.is_empty() {
                self.counted(row, &record);
            }
        }
        Ok(())
    }

    fn sheet(&mut self, row: &SheetRow, record: &Record) -> Result<()> {
        if self.facts.sheets.iter().any(|known| known.id == row.sheet.to_string()) {
            return Ok(());
        }
        let form = record.form();
        let (state, _) = record.state();
        let settled = matches!(
            state,
            SheetState::Signed | SheetState::SignedPaper | SheetState::ClosedUnsigned | SheetState::Done | SheetState::Void
        );
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
            void: !record.body.void.is_empty(),
            settled,
            case,
            author: author.or_else(received).or_else(first).unwrap_or_else(|| record.body.department.clone()),
            mark: mark(record),
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
            .filter(|case| case.closed.is_some_and(|at| month.holds(at.in_china().date())))
            .map(|case| (case.sheet.clone(), case.serial.clone()))
            .collect();
        for (sheet, serial) in closed {
            let mut of: Vec<Id> = vec![sheet.parse()?];
            of.extend(self.reader.sheets_from(&serial)?);
            for id in of {
                let Some(row) = self.reader.sheet(id)?.filter(|row| !row.draft) else { continue };
                if let Some(record) = Record::at(self.reader, id, self.sealed)? {
                    self.sheet(&row, &record)?;
                }
            }
        }
        Ok(())
    }

    fn case(&mut self, sheet: Id) -> Result<()> {
        let Some(record) = Record::at(self.reader, sheet, self.sealed)? else { return Ok(()) };
        let Some(facts) = facts(&record) else { return Ok(()) };
        let related = related_up_to(self.reader, record.serial(), self.sealed)?;
        let clocks = kept(self.reader, &record)?;
        let case = casework::Case::of(&facts, &related);
        let (form, answers) = (record.form(), &record.body.answers);
        let mut veil = self.veil.clone();
        veil::know_record(&mut veil, &record);
        let said = |meaning: &str| value(form, answers, meaning);
        let word = |meaning: &str| said(meaning).map(Value::word).unwrap_or_default();
        let private = |meaning: &str| {
            let own = form.meant(meaning).map(|meant| meant.field.private).unwrap_or_default();
            let auto = form
                .meant(meaning)
                .filter(|m| m.field.kind == FieldKind::Auto)
                .and_then(|m| record.body.computed.get(&m.field.id));
            veil.text(own, &auto.or_else(|| said(meaning)).map(Value::word).unwrap_or_default())
        };
        let last = |meaning: &str| {
            let meant = form.meant(meaning)?;
            let rows = answers.list(&meant.section.id).iter().rev();
            rows.filter_map(|row| row.cells.get(&meant.field.id)).map(Value::word).find(|word| !word.is_empty())
        };
        let over = related.visits.iter().rfind(|visit| visit.over(facts.kind != CaseKind::Service).is_some());
        let reached = related.visits.iter().rev().find_map(|visit| visit.attempts.iter().rev().find(|a| a.reached).map(|a| a.at));
        let department = said("department").and_then(Value::reference).cloned().or_else(|| delivered_to(&record));
        let rectified = facts.rounds.iter().rev().find_map(|round| round.rectified);
        let late = facts.lates.iter().map(|late| {
            let words = [late.category.as_str(), &late.reason].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>();
            (late.step.clone(), words.join("："))
        });
        self.facts.cases.push(Case {
            sheet: sheet.to_string(),
            serial: record.serial().to_owned(),
            kind: facts.kind,
            grade: case.grade.map(casework::Grade::word).unwrap_or_default().to_owned(),
            category: word("category"),
            cause: last("round.cause_kind").unwrap_or_default(),
            department: department.map(|d| d.text).unwrap_or_default(),
            person: word("receiver"),
            customer: private("customer"),
            room: private("room"),
            matter: veil.free(&brief(&word("content"))),
            received: facts.received,
            closed: (case.state == casework::State::Closed).then_some(facts.closed).flatten(),
            closing: word("closing"),
            state: case.state,
            round: case.round,
            invalid: facts.invalid,
            delivered: facts.arrived().is_some(),
            settled: rectified.or_else(|| taken_at(&facts, &related, Step::Answer)).or(facts.answered).or(facts.served),
            revisited: over.and_then(|visit| visit.signed).or(reached),
            effect: over.map(|visit| visit.word.clone()).unwrap_or_default(),
            signed: over.is_some_and(|visit| visit.signed.is_some()),
            clocks,
            late: late.collect(),
        });
        Ok(())
    }

    fn counted(&mut self, row: &SheetRow, record: &Record) {
        let form = record.form();
        self.checks(row, record);
        self.faults(row, record);
        if form.meant("effect").is_some() && form.case_kind().is_none() {
            self.visit(row, record);
        }
        self.survey(row, record);
    }

    /// Every mark of a paper that falls due by itself, in the rounds that were finished.
    fn checks(&mut self, row: &SheetRow, record: &Record) {
        let form = record.form();
        let monthly = match form.cadence {
            crate::form::Cadence::None => return,
            crate::form::Cadence::Daily => false,
            crate::form::Cadence::Monthly => true,
        };
        let finished: BTreeMap<&str, &str> = rounds(form)
            .iter()
            .filter_map(|stage| Some((stage.id.as_str(), record.body.stages.get(&stage.id)?.by.text.as_str())))
            .collect();
        for section in form.sections.iter().filter(|section| section.is_rows()) {
            for cells in record.body.answers.list(&section.id) {
                for field in section.checks() {
                    let stage = field.stage.as_deref().unwrap_or_default();
                    let (Some(by), Some(mark)) = (finished.get(stage), cells.cells.get(&field.id).and_then(Value::mark)) else {
                        continue;
                    };
                    let item = cells.facts.get("item").cloned().unwrap_or_else(|| field.label.clone());
                    self.facts.checks.push(Check {
                        sheet: row.sheet.to_string(),
                        date: row.date,
                        monthly,
                        stage: stage.to_owned(),
                        area: group(cells),
                        item,
                        mark,
                        by: (*by).to_owned(),
                    });
                }
            }
        }
    }

    fn faults(&mut self, row: &SheetRow, record: &Record) {
        let form = record.form();
        let (Some(area), Some(item)) = (form.meant("fault.area"), form.meant("fault.item")) else { return };
        let fails = form.sections.iter().filter(|section| matches!(section.rows, Some(RowSource::Fails(_))));
        for section in fails.filter(|section| section.id == area.section.id) {
            for cells in record.body.answers.list(&section.id) {
                let told = |meaning: &str| form.meant(meaning).and_then(|meant| cells.cells.get(&meant.field.id));
                let fact = |meant: &crate::form::Meant<'_>| {
                    meant.field.fact.as_ref().and_then(|fact| cells.facts.get(fact)).cloned().unwrap_or_default()
                };
                self.facts.faults.push(Fault {
                    sheet: row.sheet.to_string(),
                    date: row.date,
                    area: fact(&area),
                    item: fact(&item),
                    due: told("fault.due").and_then(moment),
                    done: told("fault.done").and_then(moment),
                    passed: told("fault.verdict").map(Value::word).filter(|word| !word.is_empty()).map(|word| word == "合格"),
                });
            }
        }
    }

    fn visit(&mut self, row: &SheetRow, record: &Record) {
        let (form, answers) = (record.form(), &record.body.answers);
        let mut veil = self.veil.clone();
        veil::know_record(&mut veil, record);
        let word = |meaning: &str| value(form, answers, meaning).map(Value::word).unwrap_or_default();
        let customer = answers.fields.get(&form.index.customer).and_then(Value::reference);
        let attempts = form.meant("attempt.result").map(|meant| {
            let rows = answers.list(&meant.section.id).iter();
            rows.filter_map(|row| row.cells.get(&meant.field.id)).map(Value::word).filter(|w| !w.is_empty()).collect::<Vec<_>>()
        });
        let attempts = attempts.unwrap_or_default();
        let seal = form.meant("customer_seal").map(|meant| meant.field.id.clone()).unwrap_or_default();
        let signed = record.seal(&seal, "").is_some_and(|signed| {
            signed.standing == crate::sheet::Standing::Valid
                && !matches!(signed.body.method, crate::sheet::Method::Refused { .. })
        });
        let marks = form.sections.iter().filter(|section| !section.is_rows()).flat_map(crate::form::Section::checks);
        let marks = marks.filter_map(|field| Some((field.label.clone(), answers.fields.get(&field.id)?.mark()?)));
        self.facts.visits.push(Visit {
            sheet: row.sheet.to_string(),
            serial: record.serial().to_owned(),
            source: word("source"),
            date: row.date,
            kind: word("source_kind"),
            customer: veil.text(crate::form::Private::Name, &customer.map(|c| c.text.clone()).unwrap_or_default()),
            room: veil.text(crate::form::Private::Room, customer.and_then(|c| c.facts.get("room")).map_or("", String::as_str)),
            person: answers.fields.get(&form.index.person).map(Value::word).unwrap_or_default(),
            effect: word("effect"),
            reached: attempts.iter().any(|result| matches!(result.as_str(), "已见" | "接通")),
            attempts: u32::try_from(attempts.len()).unwrap_or(u32::MAX),
            signed,
            unsigned: word("unsigned"),
            marks: marks.collect(),
        });
    }

    /// A paper whose list is one choice out of a scale for each item.
    fn survey(&mut self, row: &SheetRow, record: &Record) {
        let form = record.form();
        if form.case_kind().is_some() || form.meant("batch").is_none() {
            return;
        }
        let Some((section, field)) = scale(form) else { return };
        let answers = record.body.answers.list(&section).iter().filter_map(|cells| {
            let word = cells.cells.get(&field).map(Value::word).filter(|word| !word.is_empty())?;
            Some((cells.facts.get("item").cloned().unwrap_or_default(), word))
        });
        let answers: Vec<(String, String)> = answers.collect();
        self.facts.surveys.push(Survey {
            sheet: row.sheet.to_string(),
            batch: value(form, &record.body.answers, "batch").map(Value::word).unwrap_or_default(),
            returned: !answers.is_empty(),
            answers,
        });
    }

    fn numbers(&mut self) -> Result<()> {
        let period = self.month.period();
        for prefix in self.reader.prefixes(&period)? {
            for number in self.reader.numbers(&prefix, &period)? {
                let Some((run, n)) = number.serial.rsplit_once('-') else { continue };
                self.facts.numbers.push(Number {
                    run: run.to_owned(),
                    n: n.parse().unwrap_or(0),
                    fate: match number.state {
                        NumberState::Used => Fate::Used,
                        NumberState::Reserved => Fate::Reserved,
                        NumberState::Void => Fate::Void,
                    },
                    serial: number.serial.clone(),
                });
            }
        }
        Ok(())
    }
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
        date: chrono::NaiveDate::default(),
        state: none(),
        state_word: none(),
        void: false,
        settled: false,
        case: none(),
        author: none(),
        mark: none(),
    }
}

/// SHA-256 over the entries of a sheet in their order: what a closing freezes, and by which a later change shows.
fn mark(record: &Record) -> String {
    let mut hash = Sha256::new();
    for entry in &record.revisions {
        hash.update(entry.hash.to_string());
    }
    let mut signed: Vec<String> = record.signatures.iter().map(|signed| signed.entry.hash.to_string()).collect();
    signed.sort();
    signed.iter().for_each(|entry| hash.update(entry));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn group(cells: &Row) -> String {
    ["group", "name"].iter().find_map(|fact| cells.facts.get(*fact)).cloned().unwrap_or_default()
}

fn scale(form: &Form) -> Option<(String, String)> {
    form.sections.iter().filter(|section| section.is_rows()).find_map(|section| {
        let field = section.fields.iter().find(|field| field.kind == FieldKind::One && field.spread)?;
        Some((section.id.clone(), field.id.clone()))
    })
}

fn moment(value: &Value) -> Option<Stamp> {
    let text = value.text()?;
    text.parse().map(midnight).ok().or_else(|| Stamp::parse(text).ok())
}

/// The first words of a matter.
fn brief(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    let cut: String = first.chars().take(BRIEF).collect();
    if cut == text { cut } else { cut + "…" }
}
