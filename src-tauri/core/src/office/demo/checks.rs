//! Check sheets: rounds walked, × put right on a later day, and the review.

use chrono::{Datelike as _, Days, NaiveDate};
use serde_json::{Map, Value as Json, json};

use super::data::{Check, Data, Every, Round, Words, filled, said};
use super::hand::{Hand, Seat};
use super::{Span, at, shifted};
use crate::clock::Stamp;
use crate::form::Mark;
use crate::office::error::{OfficeError, Result};

/// All check sheets of the demo.
pub(super) struct Checks<'d> {
    data: &'d Data,
    sheets: Vec<Sheet<'d>>,
    turns: Vec<(Stamp, usize, What)>,
}

/// One sheet as far as it has come.
struct Sheet<'d> {
    check: &'d Check,
    day: NaiveDate,
    next_day: NaiveDate,
    id: String,
    /// Rows of part two.
    fails: Vec<String>,
    /// Something was left out of the sample.
    gap: bool,
    /// A round was not walked at all.
    missed: bool,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Round(usize),
    Mend,
    Review,
}

/// Minutes between the end of a round and its being keyed in.
const KEYED_AFTER: i64 = 18;

impl<'d> Checks<'d> {
    pub fn plan(data: &'d Data, span: &Span) -> Self {
        let mut all = Self { data, sheets: Vec::new(), turns: Vec::new() };
        for check in &data.checks {
            match check.every {
                Every::Day => {
                    for days in &span.months {
                        days.iter().enumerate().for_each(|(n, day)| all.add(check, span, *day, n + 1));
                    }
                }
                Every::TakenOver => {
                    let days = span.last_days(data.department.taken_over.days);
                    days.iter().enumerate().for_each(|(n, day)| all.add(check, span, *day, n + 1));
                }
                Every::Month => month_days(span, check.day).into_iter().for_each(|day| all.add(check, span, day, check.day)),
            }
        }
        all
    }

    fn add(&mut self, check: &'d Check, span: &Span, day: NaiveDate, number: usize) {
        let sheet = self.sheets.len();
        let (mut behind, mut missed) = (0, false);
        for (n, round) in check.rounds.iter().enumerate() {
            if check.missed.iter().any(|(d, r)| *d == number && *r == round.id) {
                missed = true;
                continue;
            }
            let walked = shifted(at(day, &round.at), i64::from(round.takes) + KEYED_AFTER);
            let late = check.late.as_ref().is_some_and(|l| l.day == number && l.round == round.id);
            let keyed = if late { at(span.later(day, 2), "10:40") } else { walked };
            behind = behind.max(if late { 2 } else { 0 });
            self.turns.push((keyed, sheet, What::Round(n)));
        }
        let (mend, review) = (&check.mend, &check.review);
        self.turns.push((at(span.later(day, mend.days + behind), &mend.at), sheet, What::Mend));
        self.turns.push((at(span.later(day, review.days + behind), &review.at), sheet, What::Review));
        self.sheets.push(Sheet {
            check,
            day,
            next_day: span.later(day, 1),
            id: String::new(),
            fails: Vec::new(),
            gap: false,
            missed,
        });
    }

    /// When each turn comes.
    pub fn turns(&self) -> impl Iterator<Item = (Stamp, usize)> + '_ {
        self.turns.iter().enumerate().map(|(n, (at, ..))| (*at, n))
    }

    pub fn act(&mut self, hand: &Hand<'_>, turn: usize) -> Result<()> {
        let Some(&(_, sheet, what)) = self.turns.get(turn) else { return Ok(()) };
        let data = self.data;
        let Some(sheet) = self.sheets.get_mut(sheet) else { return Ok(()) };
        match what {
            What::Round(n) => match sheet.check.rounds.get(n) {
                Some(round) => sheet.walk(hand, data, round),
                None => Ok(()),
            },
            What::Mend => sheet.mend(hand),
            What::Review => sheet.review(hand),
        }
    }
}

/// A day for the sheet of each month of the span: about the `n`-th working day of a calendar month that has no such sheet
/// yet. The last day is left out, for its work ends at noon.
pub(super) fn month_days(span: &Span, n: usize) -> Vec<NaiveDate> {
    let month = |day: &NaiveDate| (day.year(), day.month());
    let mut chosen: Vec<NaiveDate> = Vec::new();
    for days in span.months.iter().rev() {
        let mut months: Vec<(i32, u32)> = days.iter().rev().map(month).collect();
        months.dedup();
        let day = months.into_iter().filter(|m| !chosen.iter().any(|d| month(d) == *m)).find_map(|m| {
            let own: Vec<NaiveDate> = days.iter().copied().filter(|d| month(d) == m && *d < span.until).collect();
            own.get(n.min(own.len()).checked_sub(1)?).copied()
        });
        chosen.extend(day);
    }
    chosen
}

impl Sheet<'_> {
    fn walk(&mut self, hand: &Hand<'_>, data: &Data, round: &Round) -> Result<()> {
        let check = self.check;
        let from = shifted(at(self.day, &round.at), i64::from(hand.dice.about(12)?));
        let to = shifted(from, i64::from(round.takes + hand.dice.about(3)?));
        let person = hand.dice.one(&round.people)?.cloned().unwrap_or_default();
        let mut words: Words = Map::new();
        let mut put = |name: &str, text: String| words.insert(name.to_owned(), Json::String(text));
        put("person", person.clone());
        put("from", from.to_minute());
        put("to", to.to_minute());
        for (name, choices) in &check.draw {
            put(name, hand.dice.one(choices)?.cloned().unwrap_or_default());
        }
        let sampled = check.draw.values().all(|c| c.is_empty()) || words.values().any(|w| w == "随机抽查");
        let mut rows = self.undrawn(hand, round, sampled)?;
        let mut fails = Vec::new();
        self.fail(hand, data, round, from, &mut rows, &mut fails)?;
        if let Some(remark) = &round.remark {
            rows.extend(remark.rows.iter().map(|(row, text)| json!({ "id": row, &remark.field: text })));
        }
        let mut fields = filled(&Json::Object(round.fields.clone()), &words);
        let date =
            &hand.office.library().get(&check.form).ok_or_else(|| OfficeError::NotFound(check.form.clone()))?.form.index.date;
        if let Some(fields) = fields.as_object_mut() {
            fields.insert(date.clone(), Json::String(self.day.to_string()));
        }
        let all: Words = round.columns.iter().map(|c| (c.clone(), json!(Mark::Pass.name()))).collect();
        let late = check.late.as_ref().map(|l| l.reason.clone()).unwrap_or_default();
        let groups = if check.groups.is_null() { json!({}) } else { json!({ &check.list: check.groups }) };
        let answers = json!({
            "fields": fields, "all": { &check.list: all }, "rows": { &check.list: rows, &check.fails: fails },
            "groups": groups, "finish": [round.finish], "late_reason": late,
        });
        self.id = match check.every {
            Every::TakenOver => hand.at_site(&data.department.taken_over.site, || hand.fill(&check.form, answers))?,
            Every::Day | Every::Month => hand.fill(&check.form, answers)?,
        };
        self.sign_round(hand, round, &person)
    }

    /// Rows that the sample leaves out.
    fn undrawn(&mut self, hand: &Hand<'_>, round: &Round, sampled: bool) -> Result<Vec<Json>> {
        if !sampled {
            return Ok(Vec::new());
        }
        self.gap = true;
        let left = hand.dice.some(&self.check.undrawn, self.check.undrawn.len().min(6))?;
        let row = |id: String| {
            let mut row: Words = round.columns.iter().map(|c| (c.clone(), json!(Mark::Undrawn.name()))).collect();
            row.insert("id".to_owned(), Json::String(id));
            Json::Object(row)
        };
        Ok(left.into_iter().map(row).collect())
    }

    /// × with what part two asks of them.
    fn fail(
        &mut self,
        hand: &Hand<'_>,
        data: &Data,
        round: &Round,
        from: Stamp,
        rows: &mut Vec<Json>,
        fails: &mut Vec<Json>,
    ) -> Result<()> {
        let check = self.check;
        let count = hand.dice.one(&round.fails)?.copied().unwrap_or(0);
        let picked = hand.dice.some(&(0..check.problems.len()).collect::<Vec<_>>(), count)?;
        let codes = data.department.column(&check.register, "code");
        for problem in picked.into_iter().filter_map(|n| check.problems.get(n)) {
            let row = match problem.row.as_str() {
                "" => hand.dice.one(&codes)?.cloned().unwrap_or_default(),
                row => row.to_owned(),
            };
            let column = match problem.column.as_str() {
                "" => round.columns.first().cloned().unwrap_or_default(),
                column => column.to_owned(),
            };
            // What the sample left out, or what has failed already, is not looked at again.
            if rows.iter().any(|r| r.get("id").and_then(Json::as_str) == Some(&row)) {
                continue;
            }
            let mut words = problem.words.clone();
            if let Some(subject) = problem.words.get("photo").and_then(Json::as_str) {
                let name = hand.photo(subject, shifted(from, 5 + i64::from(hand.dice.about(4)?)))?;
                words.insert("photos".to_owned(), json!([name]));
            }
            let limit = problem.days.and_then(|n| self.day.checked_add_days(Days::new(n))).unwrap_or(self.next_day);
            words.insert("limit".to_owned(), json!(at(limit, "18:00").to_minute()));
            rows.push(json!({ "id": row, &column: Mark::Fail.name() }));
            let id = format!("{row}@{column}");
            let mut fail = filled(&Json::Object(check.fail.clone()), &words);
            if let Some(fail) = fail.as_object_mut() {
                fail.insert("id".to_owned(), Json::String(id.clone()));
            }
            fails.push(fail);
            self.fails.push(id);
        }
        Ok(())
    }

    fn sign_round(&self, hand: &Hand<'_>, round: &Round, person: &str) -> Result<()> {
        for role in &round.sign {
            hand.sign(&Seat { sheet: self.id.clone(), role: role.clone(), signer: person.to_owned(), ..Seat::default() })?;
        }
        let Some(seen) = &round.seen else { return Ok(()) };
        let on_paper = round.paper.as_ref().map_or(0, |p| p.count);
        let refused = round.refused.as_ref().map_or(0, |r| r.count);
        let mut open: Vec<String> = hand.open(&self.id, &seen.role)?.into_iter().map(|s| s.row).collect();
        open.retain(|row| !self.check.undrawn.contains(row));
        let rows = hand.dice.some(&open, seen.count + on_paper + refused)?;
        let mut rows =
            rows.into_iter().map(|row| Seat { sheet: self.id.clone(), role: seen.role.clone(), row, ..Seat::default() });
        for seat in rows.by_ref().take(seen.count) {
            hand.sign(&seat)?;
        }
        if let Some(paper) = &round.paper {
            rows.by_ref().take(paper.count).try_for_each(|seat| hand.sign_paper(&seat, &paper.place))?;
        }
        if let Some(refused) = &round.refused {
            rows.take(refused.count).try_for_each(|seat| hand.refuse(&seat, &refused.witness, &refused.reason))?;
        }
        Ok(())
    }

    fn mend(&self, hand: &Hand<'_>) -> Result<()> {
        let mend = &self.check.mend;
        if self.id.is_empty() || self.fails.is_empty() {
            return Ok(());
        }
        let mut rows = Vec::new();
        for (n, id) in self.fails.iter().enumerate() {
            let now = hand.clock.now();
            let mut words: Words = Map::new();
            words.insert("time".to_owned(), Json::String(shifted(now, -20).to_minute()));
            words.insert("date".to_owned(), Json::String(now.date().to_string()));
            if n % 2 == 0 {
                words.insert("photos".to_owned(), json!([hand.photo("mended", shifted(now, -15))?]));
            }
            let mut row = filled(&Json::Object(mend.row.clone()), &words);
            if let Some(row) = row.as_object_mut() {
                row.insert("id".to_owned(), Json::String(id.clone()));
            }
            rows.push(row);
        }
        hand.go_on(&self.id, json!({ "rows": { &self.check.fails: rows }, "finish": [mend.finish] }))?;
        for seal in hand.open(&self.id, &mend.sign)? {
            let (sheet, role, signer) = (self.id.clone(), mend.sign.clone(), mend.signer.clone());
            hand.sign(&Seat { sheet, role, row: seal.row, signer, ..Seat::default() })?;
        }
        Ok(())
    }

    fn review(&self, hand: &Hand<'_>) -> Result<()> {
        let review = &self.check.review;
        if self.id.is_empty() {
            return Ok(());
        }
        if !review.finish.is_empty() {
            let mut words: Words = Map::new();
            words.insert("opinion".to_owned(), json!(hand.dice.one(&review.opinions)?));
            let mut fields: Words = review.fields.iter().map(|(k, v)| (k.clone(), filled(v, &words))).collect();
            if (self.gap || self.missed) && !review.gap.is_empty() {
                let gap = if self.missed { Some(&review.missed) } else { hand.dice.one(&review.gaps)? };
                let gap = gap.cloned().unwrap_or_default();
                fields.insert(review.gap.clone(), Json::String(said(&gap, &words)));
            }
            hand.go_on(&self.id, json!({ "fields": fields, "finish": [review.finish] }))?;
        }
        let (sheet, role, signer) = (self.id.clone(), review.sign.clone(), review.signer.clone());
        hand.sign(&Seat { sheet, role, signer, ..Seat::default() })
    }
}
