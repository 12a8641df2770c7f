//! Cases as chance works them, of every kind: what is taken keeps every promise, and what is refused leaves no trace.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::case::over;
use super::tests::{CALENDAR, RULES, at};
use super::tests_moves::{CHANGED, Move, What, any_kind, any_move, begun, closings, elsewhere, minutes, write};
use super::*;
use crate::clock::Stamp;
use crate::deadline::{ASKED_LIMIT, Due, OUTSIDE_LIMIT, OWN_LIMIT};
use crate::form::CaseKind;

/// What one revision, or one change of another sheet, left behind.
#[derive(Debug, Clone, PartialEq)]
struct Written {
    facts: Facts,
    related: Related,
    changed_rules: bool,
    /// The steps that the revision took; none where another sheet changed.
    taken: Option<Vec<Taken>>,
    case: Case,
    clocks: Vec<Clock>,
    /// When it was written.
    at: Stamp,
}

/// A case on its way.
struct Way {
    log: Vec<Written>,
    now: Stamp,
    changed_rules: bool,
}

fn count(facts: &Facts, related: &Related, changed: bool, kept: &[Clock], at: Stamp) -> Vec<Clock> {
    let rules = if changed { &CHANGED } else { &RULES };
    let mut clocks = clocks(facts, related, rules, &CALENDAR, kept).unwrap();
    keep_on_record(kept, &mut clocks, &Cause { at, reason: "写错", entered: false, keying: None });
    clocks
}

/// The ledger of a case at a moment: which clock, by which end, how many days late.
fn ledger(clocks: &[Clock], now: Stamp) -> Vec<(String, Due, i64)> {
    let late = |clock: &Clock| {
        let until = clock.ended.map_or(now, |end| end.at);
        clock.due.is_past(until).then(|| (clock.id.clone(), clock.due, clock.due.days_late(until)))
    };
    let once = |clock: &Clock| -> Vec<_> {
        clock.corrected.iter().map(|one| (clock.id.clone(), one.due, i64::from(one.days))).collect()
    };
    clocks.iter().flat_map(|clock| late(clock).into_iter().chain(once(clock)).collect::<Vec<_>>()).collect()
}

impl Way {
    fn begin(facts: Facts) -> Self {
        let now = facts.received.unwrap();
        let related = Related::default();
        let clocks = count(&facts, &related, false, &[], now);
        let taken = Some(advance(None, &facts, &related, &clocks).unwrap());
        let case = Case::of(&facts, &related);
        Self {
            log: vec![Written { facts, related, changed_rules: false, taken, case, clocks, at: now }],
            now,
            changed_rules: false,
        }
    }

    fn last(&self) -> &Written {
        self.log.last().unwrap()
    }

    /// Makes a move; what was refused is told.
    fn make(&mut self, step: &Move, n: usize) -> Result<(), Refused> {
        self.now = minutes(self.now, step.gap);
        self.changed_rules |= matches!(step.what, What::NewRules);
        let Written { facts, mut related, clocks, .. } = self.last().clone();
        elsewhere(&step.what, n, self.now, &facts, &mut related);
        if related != self.last().related || matches!(step.what, What::NewRules) {
            let clocks = count(&facts, &related, self.changed_rules, &clocks, self.now);
            let case = Case::of(&facts, &related);
            let at = self.now;
            self.log.push(Written { facts, related, changed_rules: self.changed_rules, taken: None, case, clocks, at });
        }
        if let Some(written) = self.tried(step, n)? {
            self.log.push(written);
        }
        Ok(())
    }

    /// What a move would write on the case's own sheet; nothing where it says nothing new.
    fn tried(&self, step: &Move, n: usize) -> Result<Option<Written>, Refused> {
        let was = self.last();
        let mut facts = was.facts.clone();
        write(&step.what, n, self.now, minutes(self.now, -step.ago), &mut facts, &was.related);
        if facts == was.facts {
            return Ok(None);
        }
        let clocks = count(&facts, &was.related, self.changed_rules, &was.clocks, self.now);
        let taken = Some(advance(Some(&was.facts), &facts, &was.related, &clocks)?);
        let (related, case) = (was.related.clone(), Case::of(&facts, &was.related));
        Ok(Some(Written { facts, related, changed_rules: self.changed_rules, taken, case, clocks, at: self.now }))
    }
}

/// The rows of a case's lists: what was recorded.
fn rows(facts: &Facts) -> BTreeSet<&str> {
    let mut rows: BTreeSet<&str> = facts.deliveries.iter().map(|d| d.row.as_str()).collect();
    rows.extend(facts.rounds.iter().map(|r| r.row.as_str()));
    rows.extend(facts.extensions.iter().map(|e| e.row.as_str()));
    rows.extend(facts.gradings.iter().map(|g| g.row.as_str()));
    rows.extend(facts.reports.iter().map(|r| r.row.as_str()));
    rows
}

/// Where a case stands in the order of its kind.
fn place(kind: CaseKind, state: State) -> usize {
    let order = Step::order(kind);
    match state {
        State::Awaiting(step) => order.iter().position(|s| *s == step).unwrap(),
        State::Closed | State::Void => order.len(),
    }
}

/// The visits behind the last one that did not satisfy, as chance made them one after the other.
fn this_round<'r>(facts: &Facts, related: &'r Related) -> &'r [Visit] {
    let failed = |visit: &Visit| {
        facts.rounds.iter().any(|round| round.visit == visit.serial && round.result == Some(Effect::Dissatisfied))
    };
    let first = related.visits.iter().rposition(failed).map_or(0, |last| last + 1);
    &related.visits[first..]
}

/// Whether the ways out of department.md allow this closing, told anew from the facts and not by `advance`.
fn rightly_closed(facts: &Facts, related: &Related) -> bool {
    let satisfied = || {
        facts.rounds.last().is_some_and(|round| {
            let visit = related.visits.iter().find(|v| v.serial == round.visit);
            visit.and_then(|visit| over(facts.kind, visit)).is_some_and(|(_, effect)| effect == Effect::Satisfied)
        })
    };
    let rechecked = || facts.rounds.last().is_some_and(|round| round.recheck == Some(true));
    let signed = match facts.kind {
        CaseKind::Complaint | CaseKind::Opinion => facts.head_at.is_some(),
        CaseKind::Service | CaseKind::Consultation | CaseKind::Rectification => true,
    };
    let manager = facts.kind != CaseKind::Complaint
        || facts.manager_at.is_some()
        || facts.grade == Some(Grade::Minor) && facts.gradings.iter().all(|g| g.to == Some(Grade::Minor));
    let closing = facts.closing.unwrap();
    let way = match closing {
        Closing::Done => match facts.kind {
            CaseKind::Complaint | CaseKind::Opinion | CaseKind::Service => satisfied(),
            CaseKind::Consultation => facts.answered.is_some(),
            CaseKind::Rectification => rechecked(),
        },
        // In vain in three different minutes after the work, and not met since.
        Closing::Absent => {
            let round = facts.rounds.last().filter(|round| !round.failed()).and_then(|round| round.rectified);
            let work = if facts.kind == CaseKind::Service { facts.served } else { round };
            let minute = |at: Stamp| at.wall_ms() / 60_000;
            let calls = this_round(facts, related).iter().flat_map(|v| &v.attempts);
            let calls: BTreeMap<i64, bool> = calls.map(|a| (minute(a.at), a.reached)).collect();
            let last: Vec<bool> =
                calls.into_iter().filter(|(at, _)| work.is_some_and(|done| *at >= minute(done))).map(|(_, r)| r).collect();
            last.ends_with(&[false, false, false])
        }
        Closing::Refused => this_round(facts, related).iter().any(|visit| visit.refused.is_some()),
        Closing::Terminated => facts.manager_at.is_some(),
        Closing::Invalid => facts.invalid,
        Closing::Elsewhere => facts.kind != CaseKind::Service || facts.served.is_none(),
    };
    // Whoever was served has a bill, or it is said why not.
    let billed = facts.served.is_none() || facts.kind != CaseKind::Service || related.billed.is_some() || facts.no_bill;
    let major = facts.grade == Some(Grade::Major) || facts.gradings.iter().any(|g| g.to == Some(Grade::Major));
    let reported = !major || facts.reports.iter().any(|report| report.named && report.at.is_some());
    let notice = facts.kind != CaseKind::Rectification || closing != Closing::Done || {
        let took =
            |d: &Delivery| d.receipt == Some(Receipt::Taken) && d.signed || d.receipt == Some(Receipt::Refused) && d.witnessed;
        let rechecked = facts.rounds.last().is_some_and(|round| round.recheck == Some(true) && round.recheck_signed);
        facts.issued == Some(true) && rechecked && facts.deliveries.iter().any(took)
    };
    let by_customer = matches!(closing, Closing::Done | Closing::Absent | Closing::Refused) && facts.kind != CaseKind::Service;
    let heard = !by_customer || answered(facts, related);
    closings(facts.kind).contains(&closing) && signed && manager && way && billed && reported && notice && heard
}

/// Whether whoever was met last, and asked for more, had something put right since.
fn answered(facts: &Facts, related: &Related) -> bool {
    let made = |visit: &Visit| {
        let met = visit.attempts.iter().filter(|a| a.reached).map(|a| a.at).next_back();
        met.or(visit.refused).or(visit.signed).map(|at| at.wall_ms())
    };
    let last =
        related.visits.iter().filter_map(|visit| Some((made(visit)?, visit.again || visit.word == "不满意"))).max_by_key(|v| v.0);
    last.is_none_or(|(at, more)| {
        !more || facts.rounds.iter().any(|round| round.rectified.is_some_and(|done| done.wall_ms() > at))
    })
}

/// What is written anew was possible: a grade is changed from the one in force to another, and a paper is passed on after it was
/// brought.
fn possible(was: &Facts, is: &Facts) -> Result<(), TestCaseError> {
    for grading in is.gradings.iter().filter(|row| was.gradings.iter().all(|known| known.row != row.row)) {
        let in_force = grading.at.map_or_else(|| was.grade_now(), |at| was.grade_at(at));
        prop_assert_eq!(grading.from, in_force, "the grade that is changed is the one in force then");
        prop_assert_ne!(grading.from, grading.to, "and is changed to another");
    }
    let pairs =
        is.deliveries.iter().enumerate().flat_map(|(n, next)| is.deliveries.iter().take(n).map(move |first| [first, next]));
    for pair in pairs.filter(|[first, next]| first.department == next.department) {
        let fresh = was.deliveries.iter().all(|known| known.row != pair[1].row);
        let minute = |at: Option<Stamp>| at.map(|at| at.wall_ms() / 60_000);
        let (back, again) = (minute(pair[0].received.or(pair[0].at)), minute(pair[1].at));
        let midnight = |at: Option<Stamp>| at.is_some_and(|at| at.in_china().local().time() == chrono::NaiveTime::MIN);
        let exact = !midnight(pair[0].received.or(pair[0].at)) && !midnight(pair[1].at);
        prop_assert!(!fresh || !exact || again >= back, "no paper is passed on before it came");
    }
    Ok(())
}

/// The promises between two entries of the log.
fn promises(was: &Written, is: &Written, step: &Move, now: Stamp) -> Result<(), TestCaseError> {
    let kind = is.facts.kind;
    prop_assert!(rows(&was.facts).is_subset(&rows(&is.facts)), "nothing that was recorded is taken back");
    prop_assert_eq!(was.facts.grade, is.facts.grade, "the first grade stays what it was");
    let ids: BTreeSet<&str> = is.clocks.iter().map(|c| c.id.as_str()).collect();
    prop_assert_eq!(ids.len(), is.clocks.len(), "each clock has its own name");
    for clock in &is.clocks {
        // A date that somebody gives may be past already.
        let given = matches!(clock.rule.as_str(), "SUR-2B" | OWN_LIMIT | OUTSIDE_LIMIT | ASKED_LIMIT);
        prop_assert!(
            given || clock.counted.end().wall_ms() > clock.from.wall_ms(),
            "no limit ends before its event: {:?}",
            clock
        );
        prop_assert!(clock.due.end().wall_ms() >= clock.counted.end().wall_ms(), "an extension never shortens");
    }
    for before in &was.clocks {
        let Some(after) = is.clocks.iter().find(|c| c.id == before.id) else {
            return Err(TestCaseError::fail(format!("a clock that ran is lost: {before:?}")));
        };
        let frozen = |c: &Clock| (c.rule.clone(), c.version, c.grade.clone(), c.raw, c.counted);
        // The plan of a department is a date that it gives, and gives anew with other measures; any other is written over.
        if before.from == after.from && before.rule != "SUR-2B" && !step.what.rewrites() {
            prop_assert_eq!(frozen(before), frozen(after), "a clock keeps the version and the end it was counted to");
        }
        let given = matches!(before.rule.as_str(), "SUR-2B" | OWN_LIMIT | OUTSIDE_LIMIT | ASKED_LIMIT);
        let another = !given && (before.from != after.from || before.counted != after.counted);
        let from = (before.from != after.from).then_some(before.from);
        let told = after.recounted.last().is_some_and(|one| one.was == before.counted && one.from == from);
        let one = (&before.rule, &before.grade) == (&after.rule, &after.grade);
        // What a failed recheck took away begins anew.
        let chain = |id: &str| id.split(".g").next().unwrap_or_default().to_owned();
        let last = is.clocks.iter().filter(|other| chain(&other.id) == chain(&before.id)).all(|other| other.id <= before.id);
        let gone = last && before.ended.is_some_and(|end| end.how == Ended::Replaced) || before.failed != after.failed;
        prop_assert!(
            gone || !(another && one) || told,
            "an event that is corrected says what it was: {:?} became {:?}",
            before,
            after
        );
        if before.rule == after.rule {
            prop_assert_eq!(before.version, after.version, "the version it started with");
        }
        let incurred = before.late(now) && before.ended.is_some_and(|end| end.how != Ended::Dropped);
        // What the customer had signed in time was never late: only its number came to the case afterwards.
        let signed = |end: End| was.related.visits.iter().any(|visit| visit.signed == Some(end.at));
        let entered = after.step == Step::Revisit && after.ended.is_some_and(signed);
        let incurred = incurred && !entered && !step.what.rewrites();
        // Of a plan that was cleared and given anew what was late under the first stays noted.
        let noted = after.corrected.iter().any(|one| one.due == before.due);
        prop_assert!(!incurred || noted || after.late(now), "an overdue stays: {:?} became {:?}", before, after);
        let open = before.running() && before.late(now) && step.beside(&is.facts);
        prop_assert!(!open || after.late(now), "no act beside the steps takes an overdue away: {:?} became {:?}", before, after);
    }
    possible(&was.facts, &is.facts)?;
    ordered(was, is, step)?;
    if is.case.state == State::Closed {
        prop_assert!(is.clocks.iter().all(|c| !c.running()), "nothing runs in a closed case");
        prop_assert!(is.case.next.is_empty(), "and nothing is left to do");
        // A customer who is met after the closing opens nothing: it was right when it came.
        let came = was.case.state != State::Closed;
        let right = !came || rightly_closed(&is.facts, &is.related);
        prop_assert!(right, "{:?} is not closed as {:?} like this", kind, is.facts.closing);
    } else {
        prop_assert!(!is.case.next.is_empty(), "an open case says what may be done");
    }
    Ok(())
}

/// A case goes on step by step, back only where the department sends it back, and stays closed.
fn ordered(was: &Written, is: &Written, step: &Move) -> Result<(), TestCaseError> {
    let kind = is.facts.kind;
    let (from, to) = (place(kind, was.case.state), place(kind, is.case.state));
    if was.case.state == State::Closed {
        prop_assert_eq!(is.case.state, State::Closed, "closed is closed");
    } else if to < from {
        prop_assert!(
            step.what.leads_back(),
            "{:?} leads nobody back from {:?} to {:?}",
            step.what,
            was.case.state,
            is.case.state
        );
        let State::Awaiting(back) = is.case.state else { unreachable!() };
        let allowed = [Step::Deliver, Step::Receive, Step::Answer, Step::Rectify, Step::Recheck, Step::Revisit];
        let withdrawn = matches!(step.what, What::Withdraw);
        prop_assert!(withdrawn || allowed.contains(&back), "and not to {:?}", back);
    } else if is.facts.closing.is_none() {
        let taken: Vec<Step> = is.taken.iter().flatten().map(|taken| taken.step).collect();
        for passed in Step::order(kind).iter().take(to).skip(from) {
            let known = taken_at(&was.facts, &was.related, *passed).is_some() || taken.contains(passed);
            // What another sheet says is no revision of this one.
            let free = *passed == Step::Bill && is.facts.no_bill;
            prop_assert!(known || free || is.taken.is_none(), "{:?} was passed and never taken", passed);
        }
    }
    Ok(())
}

/// The log folded again, each time from the clocks as a body keeps them.
fn replayed(log: &[Written]) -> Result<(), TestCaseError> {
    let mut kept: Vec<Clock> = Vec::new();
    let mut before: Option<&Facts> = None;
    for written in log {
        let clocks = count(&written.facts, &written.related, written.changed_rules, &kept, written.at);
        prop_assert_eq!(&clocks, &written.clocks, "the same revisions give the same clocks");
        let case = Case::of(&written.facts, &written.related);
        prop_assert_eq!(&case, &written.case, "and the same state");
        prop_assert_eq!(State::of(case.state.code()), case.state, "as its column in the list says it");
        if let Some(taken) = &written.taken {
            let again = advance(before, &written.facts, &written.related, &clocks);
            prop_assert_eq!(again.as_ref(), Ok(taken), "and the same steps");
        }
        let json = serde_json::to_string(&clocks).unwrap();
        kept = serde_json::from_str(&json).unwrap();
        before = Some(&written.facts);
    }
    Ok(())
}

fn worked() -> impl Strategy<Value = (Facts, Vec<Move>)> {
    let begin = (any_kind(), any::<bool>(), any::<bool>(), 0_i64..60 * 24 * 500);
    begin.prop_flat_map(|(kind, major, limits, start)| {
        let grade = if major { Grade::Major } else { Grade::Minor };
        let facts = begun(kind, grade, minutes(at("2024-12-01T08:00"), start), limits);
        (Just(facts), prop::collection::vec(any_move(kind), 1..40))
    })
}

/// The same cases at every run, so that a failure is the fault of a change; `XUNFANG_CHANCE` walks others.
fn seed() -> RngSeed {
    RngSeed::Fixed(std::env::var("XUNFANG_CHANCE").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_130))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        rng_seed: seed(),
        ..ProptestConfig::default()
    })]
    /// Whatever is tried on a case of whatever kind.
    #[test]
    fn a_case_keeps_its_promises_whatever_is_tried((facts, moves) in worked()) {
        let mut way = Way::begin(facts);
        // Whatever stood in the ledger of overdues once.
        let mut seen: std::collections::HashSet<(String, Due, i64)> = std::collections::HashSet::new();
        for (n, step) in moves.iter().enumerate() {
            let (stood, entries) = (way.last().clone(), way.log.len());
            seen.extend(ledger(&stood.clocks, minutes(way.now, step.gap)));
            let made = way.make(step, n);
            let lines = ledger(&way.last().clocks, way.now);
            for (id, due, days) in &seen {
                let still = |line: &&(String, Due, i64)| {
                    line.0 == *id && line.1.end().wall_ms() <= due.end().wall_ms() && line.2 >= *days
                };
                // A grade that is raised in hindsight: the step is late on by the limits of both grades.
                let chain = |id: &str| id.split(".g").next().unwrap_or_default().to_owned();
                let after = |line: &&(String, Due, i64)| chain(&line.0) == chain(id) && line.0 >= *id;
                let on: i64 = lines.iter().filter(after).map(|line| line.2).sum();
                let goes_on = lines.iter().any(|line| after(&line)) && on >= *days;
                prop_assert!(
                    goes_on || lines.iter().any(|line| still(&line)),
                    "{id} by {due} left the ledger with {step:?}: {lines:?}"
                );
            }
            seen.extend(lines);
            for pair in way.log[entries - 1..].windows(2) {
                promises(&pair[0], &pair[1], step, way.now)?;
            }
            if let Err(refused) = made {
                prop_assert!(refused.code().starts_with("case-"), "every refusal has its code");
                let is = way.last();
                prop_assert_eq!(&is.facts, &stood.facts, "what is refused changes nothing of the sheet");
                // Looked at anew, not taken from what was put down before the attempt.
                let counted = count(&is.facts, &is.related, is.changed_rules, &is.clocks, way.now);
                prop_assert_eq!(&counted, &is.clocks, "its clocks are those it had");
                prop_assert_eq!(&Case::of(&is.facts, &is.related), &is.case, "it stands where it stood");
                let elsewhere = is.related != stood.related || is.changed_rules != stood.changed_rules;
                prop_assert!(elsewhere || (is.clocks == stood.clocks && is.case == stood.case), "and nothing else moved it");
                prop_assert_eq!(way.tried(step, n).map(drop), Err(refused), "asked again, it is refused again, for the same reason");
            }
        }
        replayed(&way.log)?;
    }
}

#[test]
fn a_case_of_each_kind_comes_to_its_end_by_its_own_steps() {
    for kind in CaseKind::ALL {
        let mut way = Way::begin(begun(kind, Grade::Major, at("2026-03-02T09:00"), true));
        let mut states = vec![way.last().case.state];
        for n in 1..20 {
            way.make(&Move { gap: 20, ago: 0, what: What::Next }, n).unwrap();
            states.push(way.last().case.state);
        }
        states.dedup();
        let order = Step::order(kind).iter().skip(1).map(|step| State::Awaiting(*step)).chain([State::Closed]);
        assert_eq!(states, order.collect::<Vec<_>>(), "{kind:?}: one step after the other, none left out");
    }
}
