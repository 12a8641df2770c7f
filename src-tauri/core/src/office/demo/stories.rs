//! Sheets that go their own ways, each by the steps of its case.

use chrono::{Days, NaiveDate};
use serde_json::{Value as Json, json};

use super::data::{Act, Case, Data, Step, Story, Words, filled, said};
use super::dice::Dice;
use super::hand::{Hand, Seat};
use super::{Span, at, shifted};
use crate::clock::Stamp;
use crate::office::error::{OfficeError, Result};

/// All cases of the demo.
pub(super) struct Stories<'d> {
    cases: Vec<Going<'d>>,
    turns: Vec<(Stamp, usize, &'d Step)>,
}

/// A case under way.
struct Going<'d> {
    story: &'d Story,
    sheet: String,
    /// The sheet that was begun from it last.
    other: String,
    words: Words,
}

impl<'d> Stories<'d> {
    pub fn plan(data: &'d Data, span: &Span, dice: &Dice) -> Result<Self> {
        let mut all = Self { cases: Vec::new(), turns: Vec::new() };
        for story in &data.stories {
            let customers = data.department.column(&story.customers, "name");
            for (month, days) in span.months.iter().enumerate() {
                let last = month + 1 == span.months.len();
                let cases: Vec<&Case> =
                    story.cases.iter().filter(|c| last || !c.last).flat_map(|c| std::iter::repeat_n(c, c.count)).collect();
                let order = shuffled(cases.len(), dice)?;
                let people = shuffled(customers.len(), dice)?;
                for (n, case) in order.iter().filter_map(|n| cases.get(*n)).enumerate() {
                    // Whole ways begin early enough to end, the others in the last days of their month.
                    let room = days.len().saturating_sub(4).max(1);
                    let late = days.len().saturating_sub(2 + n % 2);
                    let at_day = match case.day {
                        Some(day) => day_of(day, days.len()),
                        None if case.end => late,
                        None => 1 + n * room / cases.len().max(1),
                    };
                    let Some(day) = days.get(at_day.min(days.len().saturating_sub(2))).copied() else { continue };
                    let customer = people.get(n % people.len().max(1)).and_then(|c| customers.get(*c)).cloned();
                    let customer = Some(case.customer.clone()).filter(|name| !name.is_empty()).or(customer);
                    all.add(story, case, span, day, customer.unwrap_or_default(), n, dice)?;
                }
            }
        }
        Ok(all)
    }

    #[expect(clippy::too_many_arguments, reason = "what a case is made of; the loop above has each apart")]
    fn add(
        &mut self,
        story: &'d Story,
        case: &'d Case,
        span: &Span,
        day: NaiveDate,
        customer: String,
        number: usize,
        dice: &Dice,
    ) -> Result<()> {
        let going = self.cases.len();
        let minutes = i64::try_from(dice.below(380)?).unwrap_or(0);
        let mut when = shifted(at(day, "09:30"), minutes);
        let (first, begun) = (when, self.turns.len());
        for name in &case.steps {
            let step = story.steps.get(name).ok_or_else(|| OfficeError::NotFound(format!("demo step {name}")))?;
            when = match step.days {
                0 => shifted(when, step.wait),
                n => at(span.later(when.date(), n), &step.at),
            };
            self.turns.push((when, going, step));
        }
        debug_assert!(self.turns.len() > begun, "a case has steps");
        let mut words = words(story, span, first, customer, number, dice)?;
        words.extend(case.words.clone());
        self.cases.push(Going { story, sheet: String::new(), other: String::new(), words });
        Ok(())
    }

    /// When each turn comes.
    pub fn turns(&self) -> impl Iterator<Item = (Stamp, usize)> + '_ {
        self.turns.iter().enumerate().map(|(n, (at, ..))| (*at, n))
    }

    pub fn act(&mut self, hand: &Hand<'_>, turn: usize) -> Result<()> {
        let Some(&(at, going, step)) = self.turns.get(turn) else { return Ok(()) };
        match self.cases.get_mut(going) {
            Some(going) => going.act(hand, step, at),
            None => Ok(()),
        }
    }
}

/// What is known of a case from its start.
fn words(story: &Story, span: &Span, first: Stamp, customer: String, number: usize, dice: &Dice) -> Result<Words> {
    let day = first.date();
    let mut words = Words::new();
    let mut put = |name: &str, text: String| drop(words.insert(name.to_owned(), Json::String(text)));
    let (before, before2) = (span.earlier(day, 1), span.earlier(day, 2));
    put("customer", customer);
    put("person", dice.one(&story.people)?.cloned().unwrap_or_default());
    put("time", first.to_minute());
    put("date", day.to_string());
    put("before", at(before, "10:20").to_minute());
    put("before2", at(before2, "18:40").to_minute());
    put("before_date", before.to_string());
    put("before2_date", before2.to_string());
    let later = day.checked_add_days(Days::new(7)).unwrap_or(day);
    put("next_due", at(span.later(day, 1), "18:00").to_minute());
    put("later", span.later(later.pred_opt().unwrap_or(later), 1).to_string());
    let ago = 6 + u64::try_from(dice.below(5)?).unwrap_or(0);
    let rectified = before2.checked_sub_days(Days::new(ago.saturating_sub(5))).unwrap_or(before2);
    // A subject that was nobody's complaint clears `rectified`; a step that fixes the kind takes the other.
    put("rectified", at(rectified, "16:30").to_minute());
    put("rectified_at", at(rectified, "16:30").to_minute());
    put("source", format!("示例-{}-{:04}", day.format("%Y%m"), number + 1));
    for (name, choices) in &story.draw {
        put(name, dice.one(choices)?.cloned().unwrap_or_default());
    }
    words.insert("again".to_owned(), Json::Bool(false));
    if let Some(subject) = story.subjects.get(number % story.subjects.len().max(1)) {
        words.extend(subject.clone());
    }
    Ok(words)
}

/// The place of a day in its month, from the front or from the back.
fn day_of(day: i64, days: usize) -> usize {
    let from = if day < 0 { i64::try_from(days).unwrap_or(0) } else { 0 };
    usize::try_from(from + day).unwrap_or(0)
}

/// The numbers below `n` in an order that the dice give.
fn shuffled(n: usize, dice: &Dice) -> Result<Vec<usize>> {
    let mut left: Vec<usize> = (0..n).collect();
    let mut out = Vec::with_capacity(n);
    while !left.is_empty() {
        out.push(left.swap_remove(dice.below(left.len())?));
    }
    Ok(out)
}

impl Going<'_> {
    fn act(&mut self, hand: &Hand<'_>, step: &Step, at: Stamp) -> Result<()> {
        self.words.insert("now".to_owned(), Json::String(at.to_minute()));
        let say = |text: &str| said(text, &self.words);
        let sheet = if step.there { &self.other } else { &self.sheet };
        // The row that was written last is the one that is signed.
        let row = match step.row.as_str() {
            "@last" => hand.open(sheet, &step.role)?.pop().map(|seal| seal.row).unwrap_or_default(),
            row => row.to_owned(),
        };
        let seat = Seat {
            sheet: sheet.clone(),
            role: step.role.clone(),
            row,
            signer: say(&step.signer),
            relation: say(&step.relation),
            choice: say(&step.choice),
        };
        match step.act {
            Act::Fill => self.sheet = hand.fill(&self.story.form, filled(&step.answers, &self.words))?,
            Act::Draft => hand.draft(&self.story.form, filled(&step.answers, &self.words))?,
            Act::Begin => self.other = hand.begin(&step.form, &self.sheet, filled(&step.answers, &self.words))?,
            Act::GoOn => {
                if step.answers.to_string().contains("{document}") {
                    let name = hand.document(&say("{customer}"))?;
                    self.words.insert("document".to_owned(), json!([name]));
                }
                hand.go_on(&seat.sheet, filled(&step.answers, &self.words))?;
            }
            Act::Sign => hand.sign(&seat)?,
            Act::Paper => hand.sign_paper(&seat, &step.place)?,
            Act::Refuse => hand.refuse(&seat, &step.witness, &step.reason)?,
            Act::Proxy => hand.sign_proxy(&seat, &say("{customer}"))?,
            Act::Void => drop(hand.office.void_sheet(&self.sheet, &step.reason)?),
        }
        Ok(())
    }
}
