//! The clocks of a case: what runs, since when, until when, and when it stopped.

use serde::{Deserialize, Serialize};

use super::corrected::Corrected;
use super::facts::{Facts, Grade};
use super::inner;
use super::recount::Recount;
use super::step::Step;
use super::unheeded::Unheeded;
use super::visits::Related;
use super::wanted::{Limit, Wanted, wanted};
use crate::clock::Stamp;
use crate::deadline::{ASKED_LIMIT, Calendar, Deadline, Due, Line, OUTSIDE_LIMIT, OWN_LIMIT, RuleError, Rules, Running};

/// How a clock ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Ended {
    /// The step was taken.
    Done,
    /// Another took its place (改级); an overdue that was incurred stays.
    Replaced,
    /// The case ended without it (终结, 无效, 作废).
    Dropped,
}

/// A clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Clock {
    /// Unique in its case and the same for ever: `respond`, `rectify.1`, `revisit.2`, `own`, `outside`.
    pub id: String,
    /// What it waits for.
    pub step: Step,
    /// Round; 0 for what no round concerns.
    pub round: u32,
    /// Rule; see `deadline` for those that no rule gives.
    pub rule: String,
    /// Version it started with.
    pub version: u32,
    /// 重大 or 一般 where the limit goes by grade.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub grade: String,
    /// The event, `2026-02-13T18:30+08:00`.
    #[serde(with = "minute")]
    pub from: Stamp,
    /// How many rechecks of its round had failed before its event: what is put right after another begins anew.
    #[serde(default, skip_serializing_if = "zero")]
    pub failed: u32,
    /// The end as counted, before it rolled.
    pub raw: Due,
    /// The end as counted.
    pub counted: Due,
    /// The end that counts: as counted, or as extended with approval.
    pub due: Due,
    /// A notice that is not out yet may move it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// When it was first written down here, by the machine's clock; absent in what earlier releases wrote.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::corrected::maybe")]
    pub known: Option<Stamp>,
    /// When it stopped, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<End>,
    /// Every time it was counted anew, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recounted: Vec<Recount>,
    /// A later end that does not count, because the one it has was to be kept all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unheeded: Option<Unheeded>,
    /// Overdues that it had and that what was written since took back, oldest first: they stay on record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
    /// The rule beside which the department set this limit itself (内控时限); empty for every other.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub beside: String,
    /// How a limit was counted that no paper counts itself: after the grade changed, or in a later round. Absent for every other, and
    /// in what earlier releases wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
}

/// What a count that came after the paper's own has to say of itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Again {
    /// It runs since the grade was raised, and not since the event of its rule.
    pub raised: bool,
    /// Day by day, as it was counted then: `2月24日 周二 工作日 第1日；…`. A later calendar changes nothing of what was printed.
    pub days: String,
}

impl Again {
    fn of(wanted: &Wanted, deadline: &Deadline) -> Option<Self> {
        let raised = wanted.tightens.is_some();
        let later = raised || wanted.round > 1 || wanted.id.contains(".g");
        later.then(|| Self { raised, days: deadline.day_by_day() })
    }
}

/// The end of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct End {
    /// When.
    #[serde(with = "minute")]
    pub at: Stamp,
    /// How.
    pub how: Ended,
}

impl Clock {
    /// Whether it runs.
    #[must_use]
    pub fn running(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether it was or is late: at its end, or now.
    #[must_use]
    pub fn late(&self, now: Stamp) -> bool {
        self.due.is_past(self.ended.map_or(now, |end| end.at))
    }

    /// How it stopped without its step; none where it runs, or the step was taken.
    #[must_use]
    pub fn untaken(&self) -> Option<Line> {
        let end = self.ended.filter(|end| end.how != Ended::Done)?;
        let at = end.at.in_china().local();
        let (zh, en) = if end.how == Ended::Replaced && (self.rule.starts_with("CPL") || self.rule.starts_with("RSP")) {
            ("改级，此期限至此为止", "when the grade changed, and this limit ended")
        } else if end.how == Ended::Replaced {
            ("不再计，此期限至此为止", "when it was counted no more")
        } else if self.step == Step::Bill {
            ("无需再送达，本步未做", "when no notice was owed any more")
        } else {
            ("事项终止，本步未做", "when the case ended without the step")
        };
        Some(Line {
            zh: format!("{}{zh}。", at.format("%Y年%-m月%-d日%H:%M")),
            en: format!("Until {}, {en}.", at.format("%Y-%m-%d %H:%M")),
        })
    }

    /// Whether its end was extended.
    #[must_use]
    pub fn extended(&self) -> bool {
        self.due != self.counted
    }

    /// Every later count in one line, for a paper: 2026年2月24日10:00重新计算为2026年2月26日（周四）24:00，原因：…。
    #[must_use]
    pub fn recounts(&self) -> String {
        let gave = self.recounted.iter().skip(1).map(|next| next.was).chain([self.counted]);
        self.recounted.iter().zip(gave).map(|(recount, end)| recount.gave(end)).collect()
    }

    /// As a change of the calendar or of its rule sees it; `None` for one that no count moves: ended, extended or given.
    #[must_use]
    pub fn as_running(&self, case: &str) -> Option<Running> {
        let counted = self.running() && !self.extended() && !given(&self.rule) && self.unheeded.is_none();
        counted.then(|| Running {
            case: case.to_owned(),
            clock: self.id.clone(),
            rule: self.rule.clone(),
            version: self.version,
            grade: self.grade.clone(),
            from: self.from,
            due: self.due,
            provisional: self.provisional,
        })
    }

    /// For a paper, after the grade changed: 改级后按CPL-1自2026年11月30日15:00起计至…, and day by day.
    #[must_use]
    pub fn regraded(&self) -> String {
        let end = self.unheeded.map_or(self.counted, |later| later.due);
        let days = self.again.as_ref().map(|again| again.days.as_str()).filter(|days| !days.is_empty());
        let days = days.map(|days| format!("逐日：{days}。")).unwrap_or_default();
        let from = self.from.in_china().local().format("%Y年%-m月%-d日%H:%M");
        format!("改级后按{}自{from}起，至{}。{days}", self.rule, end.words())
    }

    /// The later end that does not count, in words; empty where there is none.
    #[must_use]
    pub fn put_off(&self) -> String {
        self.unheeded.map(|later| later.words(self.counted).zh).unwrap_or_default()
    }

    /// How its end was counted, line by line.
    ///
    /// # Errors
    /// The codes of `deadline`.
    pub fn explain(&self, rules: &Rules, calendar: &Calendar) -> Result<Vec<Line>, RuleError> {
        let deadline = if let Some(hours) = self.inner_hours() {
            Deadline::within_hours(self.from, hours)?.beside(&self.beside, self.version)
        } else if given(&self.rule) {
            Deadline::given(&self.rule, self.from, self.counted)
        } else {
            rules.deadline_under(&self.rule, self.version, &self.grade, self.from, calendar)?
        };
        // What was kept to an earlier end than its count may be extended to one that the count has already.
        let extends = self.extended() && self.due.end().wall_ms() > deadline.due.end().wall_ms();
        let deadline = if extends { deadline.extended(self.due)? } else { deadline };
        let raised = self.again.as_ref().is_some_and(|again| again.raised);
        let mut lines = if raised { deadline.since_raised().explain() } else { deadline.explain() };
        lines.extend(self.unheeded.map(|later| later.words(self.counted)));
        if self.extended() && !extends {
            let (zh, en) = (self.due.words(), self.due.english());
            lines.push(Line { zh: format!("经批准延期至{zh}。"), en: format!("Extended with approval to {en}.") });
        }
        lines.extend(self.recounted.iter().map(Recount::words));
        lines.extend(self.corrected.iter().map(Corrected::words));
        Ok(lines)
    }
}

/// Whether an end is a date that somebody gave rather than a count.
pub(super) fn given(rule: &str) -> bool {
    matches!(rule, OWN_LIMIT | OUTSIDE_LIMIT | ASKED_LIMIT | PLANNED)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde calls")]
fn zero(failed: &u32) -> bool {
    *failed == 0
}

/// The department's own planned completion.
pub(super) const PLANNED: &str = "SUR-2B";

/// The clocks of a case. `kept` are those that its newest revision froze: what runs there keeps the version it started with
/// and the end it was counted to; what is new is counted by the rules in force at its event.
///
/// # Errors
/// The codes of `deadline`: a rule that is unknown or that does not fit.
pub fn clocks(
    facts: &Facts,
    related: &Related,
    rules: &Rules,
    calendar: &Calendar,
    kept: &[Clock],
) -> Result<Vec<Clock>, RuleError> {
    let over = end_of_case(facts, related);
    let mut clocks: Vec<Clock> = Vec::new();
    for wanted in wanted(facts, related, kept) {
        let same = kept.iter().find(|clock| clock.id == wanted.id);
        // A rule for which the department set no limit has no clock.
        if same.is_none() && !wanted.limit.is_set(rules, wanted.from) {
            continue;
        }
        let before = clocks.iter().find(|one| Some(&one.id) == wanted.tightens.as_ref());
        // What tightens another limit goes by what that says now.
        let moved = before.is_some_and(|now| kept.iter().any(|was| was.id == now.id && was.due != now.due));
        let mut clock = started(&wanted, same, moved, rules, calendar)?;
        let fresh = moved || same.is_none_or(|kept| kept.from != clock.from || kept.grade != clock.grade);
        if let Some(before) = before.filter(|_| fresh) {
            clock = no_later(clock, before);
        }
        // A step that was taken was taken under the grade of then.
        let taken = same.and_then(|kept| kept.ended).filter(|end| end.how == Ended::Done);
        let replaced = wanted.ended.is_some_and(|end| end.how == Ended::Replaced);
        // What the closing dropped before the case was made void was dropped then.
        let dropped = same.and_then(|kept| kept.ended).filter(|end| facts.void && end.how == Ended::Dropped);
        clock.ended = taken.filter(|_| replaced).or(wanted.ended).or(dropped).or(over);
        clock.due = if wanted.extends { extended(facts, &clock) } else { clock.counted };
        clock.corrected = same.map(|kept| kept.corrected.clone()).unwrap_or_default();
        clock.recounted = same.map(|kept| kept.recounted.clone()).unwrap_or_default();
        clock.known = same.and_then(|kept| kept.known);
        clocks.push(clock);
    }
    let own: Vec<Clock> = clocks.iter().filter_map(|clock| inner::beside(clock, facts.kind, rules, kept)).collect();
    clocks.extend(own);
    // What ran once and is not wanted any more stays with its end: an overdue that was incurred is not lost.
    let gone: Vec<Clock> = kept.iter().filter(|kept| clocks.iter().all(|clock| clock.id != kept.id)).cloned().collect();
    let changed = last_change(facts);
    let replaced = |clock: &Clock| {
        let at = if changed.wall_ms() < clock.from.wall_ms() { clock.from } else { changed };
        Some(End { at, how: Ended::Replaced })
    };
    clocks.extend(gone.into_iter().map(|clock| Clock { ended: clock.ended.or(replaced(&clock)), ..clock }));
    Ok(clocks)
}

/// When the grade changed last, or the receipt where that is later or the grade never changed.
fn last_change(facts: &Facts) -> Stamp {
    let changed = facts.effects().into_iter().map(|(at, _)| at);
    changed.chain(facts.received).max_by_key(Stamp::wall_ms).unwrap_or_else(|| Stamp::new(0, crate::clock::CHINA_MIN))
}

/// A grade that is raised tightens: its limit never ends later than the one that ran till then. A limit that was past already
/// is no measure for the next; that overdue stays with its own clock.
fn no_later(clock: Clock, before: &Clock) -> Clock {
    let (ran, counted) = (before.due.end().wall_ms(), clock.counted.end().wall_ms());
    if ran >= counted || before.due.is_past(clock.from) {
        return clock;
    }
    let unheeded = Unheeded { due: clock.counted, from: clock.from };
    Clock { counted: before.due, due: before.due, unheeded: Some(unheeded), ..clock }
}

/// A clock as it was kept, or counted: where it is new, where its event or its grade is another, and `again`.
fn started(wanted: &Wanted, kept: Option<&Clock>, again: bool, rules: &Rules, calendar: &Calendar) -> Result<Clock, RuleError> {
    let grade = wanted.grade.map(Grade::word).unwrap_or_default();
    if let Some(kept) = kept.filter(|kept| !again && kept.from.to_minute() == wanted.from.to_minute() && kept.grade == grade)
        && !matches!(&wanted.limit, Limit::Given(_, due) if *due != kept.counted)
    {
        return Ok(Clock { failed: wanted.failed, ..kept.clone() });
    }
    let deadline = match &wanted.limit {
        Limit::Given(rule, due) => Deadline::given(rule, wanted.from, *due),
        Limit::Rule(rule) => match kept {
            Some(kept) if kept.rule == *rule => rules.deadline_under(rule, kept.version, grade, wanted.from, calendar)?,
            _ => rules.deadline(rule, grade, wanted.from, calendar)?,
        },
    };
    Ok(Clock {
        id: wanted.id.clone(),
        step: wanted.step,
        round: wanted.round,
        rule: deadline.rule.clone(),
        version: deadline.version,
        grade: grade.to_owned(),
        from: wanted.from,
        failed: wanted.failed,
        raw: deadline.raw,
        counted: deadline.due,
        due: deadline.due,
        provisional: deadline.provisional,
        known: None,
        ended: None,
        recounted: Vec::new(),
        unheeded: None,
        corrected: Vec::new(),
        beside: String::new(),
        again: Again::of(wanted, &deadline),
    })
}

/// The latest extension that was approved while the limit still ran. One that came afterwards takes back no overdue, and what
/// is approved in a later round leaves the rounds before as they were.
fn extended(facts: &Facts, clock: &Clock) -> Due {
    let mut due = clock.counted;
    let mut extensions: Vec<(Stamp, Due)> = facts.extensions.iter().filter_map(|e| Some((e.approved?, e.due?))).collect();
    extensions.sort_by_key(|(approved, _)| approved.wall_ms());
    for (approved, to) in extensions {
        let running =
            approved.wall_ms() >= clock.from.wall_ms() && clock.ended.is_none_or(|end| approved.wall_ms() <= end.at.wall_ms());
        if running && !due.is_past(approved) && to.end().wall_ms() > due.end().wall_ms() {
            due = to;
        }
    }
    due
}

/// The end of everything, when the case ended before its steps did.
fn end_of_case(facts: &Facts, related: &Related) -> Option<End> {
    let at = if facts.void {
        facts.entered.or(facts.closed).or(facts.received)
    } else if super::case::decided(facts) {
        super::case::over_at(facts, related)
    } else {
        None
    };
    at.map(|at| End { at, how: Ended::Dropped })
}

/// Moments in bodies: to the minute.
pub(super) mod minute {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::clock::Stamp;

    pub fn serialize<S: Serializer>(at: &Stamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&at.to_minute())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Stamp, D::Error> {
        Stamp::parse(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}
