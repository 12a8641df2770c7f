//! 内控时限: the limit in hours that a department sets itself beside a regulation's, and its clock. It runs from the same event and ends
//! with the same step; it is the department's own affair, so that being late by it asks for no 超期原因 and spoils no rate of the
//! regulation. The limit that somebody typed on a complaint is another one: it has no regulation beside it.

use super::clocks::{Clock, End, Ended, given};
use super::recount::Recount;
use crate::clock::Stamp;
use crate::deadline::{ASKED_LIMIT, Deadline, Line, OUTSIDE_LIMIT, OWN_LIMIT, Recounted, Rule, Rules};
use crate::form::CaseKind;

/// The rule by which the answer to a consultation is promised.
pub(super) const PROMISED: &str = "CON-1";

/// Whether clocks of cases run by a rule, so that an own limit may run beside them.
#[must_use]
pub fn clocked(rule: &str) -> bool {
    rule == PROMISED || ["RSP-", "CPL-", "SUR-", "SVC-"].iter().any(|of| rule.starts_with(of))
}

/// The clock of the department itself beside one of a regulation; none where it set no limit, or one that is not tighter. A clock that
/// runs keeps the version of the rule that it started with.
pub(super) fn beside(clock: &Clock, kind: CaseKind, rules: &Rules, kept: &[Clock]) -> Option<Clock> {
    let rule = rule_of(clock, kind)?;
    let was = kept.iter().find(|kept| kept.id == own_id(clock));
    let same = was.filter(|kept| kept.from.to_minute() == clock.from.to_minute());
    let version = match same {
        Some(kept) => kept.version,
        // Of a date that somebody gave the rule has versions all the same.
        None if given(&clock.rule) => rules.in_force(rule, clock.from).ok()?.0,
        None => clock.version,
    };
    let hours = rules.version(rule, version).ok()?.inner_hours?;
    let deadline = Deadline::within_hours(clock.from, hours).ok()?;
    (deadline.due.end().wall_ms() < clock.counted.end().wall_ms()).then(|| of_own(clock, rule, version, deadline, was))
}

/// The department's own clock beside one of a regulation, with what was on record of it; it ends with that.
fn of_own(clock: &Clock, rule: &str, version: u32, deadline: Deadline, was: Option<&Clock>) -> Clock {
    Clock {
        id: own_id(clock),
        step: clock.step,
        round: clock.round,
        rule: deadline.rule,
        version,
        grade: String::new(),
        from: clock.from,
        failed: clock.failed,
        raw: deadline.raw,
        counted: deadline.due,
        due: deadline.due,
        provisional: false,
        known: was.and_then(|was| was.known),
        ended: clock.ended,
        recounted: was.map(|was| was.recounted.clone()).unwrap_or_default(),
        unheeded: None,
        corrected: was.map(|was| was.corrected.clone()).unwrap_or_default(),
        beside: rule.to_owned(),
        again: None,
    }
}

/// The rule beside which a department may set its own limit for a clock.
fn rule_of(clock: &Clock, kind: CaseKind) -> Option<&str> {
    match clock.rule.as_str() {
        ASKED_LIMIT if kind == CaseKind::Consultation => Some(PROMISED),
        // Its own limit runs beside what was promised.
        OWN_LIMIT | OUTSIDE_LIMIT | ASKED_LIMIT | PROMISED => None,
        rule => Some(rule),
    }
}

fn own_id(clock: &Clock) -> String {
    format!("{OWN}{}", clock.id)
}

/// The names of the department's own clocks begin so.
const OWN: &str = "own.";

/// What another version of a rule makes of the department's own limits beside clocks of one case that run: an end is another one, a limit
/// begins where there was none (till then the regulation's end was all there was), or it is withdrawn and the regulation's is left.
/// `moved` are the ends that the same version gives to the regulation's clocks.
#[must_use]
pub fn inner_moved(
    clocks: &[Clock],
    case: &str,
    kind: CaseKind,
    rule: &Rule,
    version: u32,
    moved: &[Recounted],
) -> Vec<Recounted> {
    let one = |clock: &Clock| {
        rule_of(clock, kind).filter(|of| *of == rule.id && clock.running() && !clock.inner())?;
        let id = own_id(clock);
        let counted = moved.iter().find(|one| one.case == case && one.clock == clock.id).map_or(clock.counted, |one| one.new);
        let hours = rule.inner_hours.and_then(|hours| Deadline::within_hours(clock.from, hours).ok());
        let now = hours.filter(|own| own.due.end().wall_ms() < counted.end().wall_ms());
        let was = clocks.iter().find(|own| own.id == id && own.running()).map(|own| own.due);
        let (old, raw, new) = match (was, now) {
            (None, None) => return None,
            (was, Some(now)) => (was.unwrap_or(clock.counted), now.raw, now.due),
            (Some(was), None) => (was, counted, counted),
        };
        (was != Some(new)).then(|| Recounted {
            case: case.to_owned(),
            clock: id,
            rule: rule.id.clone(),
            version,
            from: clock.from,
            old,
            raw,
            new,
            was_provisional: false,
            provisional: false,
        })
    };
    clocks.iter().filter_map(one).collect()
}

/// The department's own clock as a recount of its rule leaves it; none where the recount is of another clock, or is known already.
/// `clocks` are those of its case.
#[must_use]
pub fn inner_recounted(clocks: &[Clock], moved: &Recounted, hours: Option<u32>, at: Stamp, reason: &str) -> Option<Clock> {
    let base = clocks.iter().find(|clock| moved.clock.strip_prefix(OWN) == Some(clock.id.as_str()) && clock.running())?;
    let own = clocks.iter().find(|clock| clock.id == moved.clock);
    let running = own.filter(|own| own.running());
    if base.from.to_minute() != moved.from.to_minute() || running.is_some_and(|own| own.due != moved.old) {
        return None;
    }
    // The newest revision may know of it already.
    let told = |one: &Recount| one.at.to_minute() == at.to_minute() && one.was == moved.old;
    if own.is_some_and(|own| own.recounted.iter().any(told)) {
        return None;
    }
    let recount = Recount {
        at,
        was: moved.old,
        version: running.map_or(base.version, |own| own.version),
        provisional: false,
        from: None,
        reason: reason.to_owned(),
    };
    let within = hours.and_then(|hours| Deadline::within_hours(base.from, hours).ok()).filter(|own| own.due == moved.new);
    let Some(within) = within else {
        // Withdrawn: it is counted no more, and what it was stays.
        let ended = Some(End { at, how: Ended::Replaced });
        return running.map(|own| Clock { ended, version: moved.version, ..own.clone() });
    };
    let mut anew = of_own(base, &moved.rule, moved.version, within, own);
    anew.known = anew.known.or(own.is_none().then_some(at));
    anew.recounted.push(recount);
    Some(anew)
}

impl Clock {
    /// Whether it is the department's own beside a regulation's.
    #[must_use]
    pub fn inner(&self) -> bool {
        !self.beside.is_empty()
    }

    /// What it waits for, and whose limit it is where it is no regulation's: 整改, 整改（内控）, 整改（外部）.
    #[must_use]
    pub fn word(&self, kind: CaseKind) -> String {
        let whose = match self.rule.as_str() {
            OWN_LIMIT => "（内控）",
            OUTSIDE_LIMIT => "（外部）",
            _ => "",
        };
        format!("{}{whose}", self.step.word(kind))
    }

    /// The same in English.
    #[must_use]
    pub fn english(&self) -> String {
        let whose = match self.rule.as_str() {
            OWN_LIMIT => " (own limit)",
            OUTSIDE_LIMIT => " (outside limit)",
            _ => "",
        };
        format!("{}{whose}", self.step.code())
    }

    /// Which limit it is: CPL-3, 内控时限（CPL-3）, 外部时限, 约定时限.
    #[must_use]
    pub fn limit_name(&self) -> Line {
        let (zh, en) = (crate::deadline::rule_word(&self.rule), crate::deadline::rule_english(&self.rule));
        if self.inner() {
            return Line { zh: format!("{zh}（{}）", self.beside), en: format!("{en} ({})", self.beside) };
        }
        Line { zh: zh.to_owned(), en: en.to_owned() }
    }

    /// The hours of a limit of the department itself.
    pub(super) fn inner_hours(&self) -> Option<u32> {
        let minutes = (self.counted.end().wall_ms() - self.from.wall_ms()).div_euclid(60_000);
        u32::try_from(minutes.div_euclid(60)).ok().filter(|_| self.inner())
    }
}
