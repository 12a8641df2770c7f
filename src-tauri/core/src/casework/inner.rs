//! 内控时限: the limit in hours that a department sets itself beside a regulation's, and its clock. It runs from the same event and ends
//! with the same step; it is the department's own affair, so that being late by it asks for no 超期原因 and spoils no rate of the
//! regulation. The limit that somebody typed on a complaint is another one: it has no regulation beside it.

use super::clocks::{Clock, given};
use crate::deadline::{ASKED_LIMIT, Deadline, Line, OUTSIDE_LIMIT, OWN_LIMIT, Rules};
use crate::form::CaseKind;

/// The rule by which the answer to a consultation is promised.
const PROMISED: &str = "CON-1";

/// Whether clocks of cases run by a rule, so that an own limit may run beside them.
#[must_use]
pub fn clocked(rule: &str) -> bool {
    rule == PROMISED || ["RSP-", "CPL-", "SUR-", "SVC-"].iter().any(|of| rule.starts_with(of))
}

/// The clock of the department itself beside one of a regulation; none where it set no limit, or one that is not tighter. A clock that
/// runs keeps the version of the rule that it started with.
pub(super) fn beside(clock: &Clock, kind: CaseKind, rules: &Rules, kept: &[Clock]) -> Option<Clock> {
    let rule = match clock.rule.as_str() {
        ASKED_LIMIT if kind == CaseKind::Consultation => PROMISED,
        OWN_LIMIT | OUTSIDE_LIMIT | ASKED_LIMIT => return None,
        rule => rule,
    };
    let id = format!("own.{}", clock.id);
    let was = kept.iter().find(|kept| kept.id == id);
    let same = was.filter(|kept| kept.from.to_minute() == clock.from.to_minute());
    let version = match same {
        Some(kept) => kept.version,
        // Of a date that somebody gave the rule has versions all the same.
        None if given(&clock.rule) => rules.in_force(rule, clock.from).ok()?.0,
        None => clock.version,
    };
    let hours = rules.version(rule, version).ok()?.inner_hours?;
    let deadline = Deadline::within_hours(clock.from, hours).ok()?;
    (deadline.due.end().wall_ms() < clock.counted.end().wall_ms()).then(|| Clock {
        id,
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
    })
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
