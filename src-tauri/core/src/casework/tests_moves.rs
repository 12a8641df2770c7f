//! What chance does to a case of each kind: legal steps, steps out of their turn, and what nobody may do.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::tests::{RULES, late, received, visited};
use super::tests_rewrites::{limit, move_limit, move_step};
use super::*;
use crate::clock::Stamp;
use crate::deadline::{Due, RuleChange, Rules};
use crate::form::{CaseKind, Library};

/// The rules after a manager changed every count, for events of old too: a clock that runs keeps what it started with.
pub(super) static CHANGED: LazyLock<Rules> = LazyLock::new(|| {
    let since = Stamp::parse("2020-01-01T00:00+08:00").unwrap();
    let ids = ["RSP-1", "CPL-1", "CPL-2", "CPL-3", "CPL-4", "SUR-1", "SUR-2", "SUR-3", "SVC-1", "SVC-2"];
    ids.into_iter().fold(RULES.clone(), |rules, id| {
        let mut rule = rules.rule(id).unwrap().clone();
        rule.limit = rule.limit.map(|limit| limit + 3);
        rule.grades.iter_mut().for_each(|graded| graded.limit += 60);
        let change = RuleChange { version: 2, since, reason: "试行".into(), by: "张三".into(), rule };
        rules.with_change(change).unwrap()
    })
});

/// A move: so many minutes after the one before, and typed as having been so many minutes ago.
#[derive(Debug, Clone)]
pub(super) struct Move {
    pub gap: i64,
    pub ago: i64,
    pub what: What,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    /// The step that the case waits for, as it should be, with the reasons of what is late.
    Next,
    Respond,
    Deliver,
    Receive(Receipt, bool),
    /// The receipt is signed that was only typed.
    SignReceipt,
    Answer(bool),
    Rectify,
    /// Another row while one is being worked on.
    Another,
    Recheck(bool, bool),
    Serve,
    Bill,
    /// Somebody says why nothing is to be paid.
    NoBill,
    Visit {
        effect: Effect,
        signed: bool,
        attempts: usize,
        refused: bool,
        /// Every attempt in one minute.
        hurried: bool,
    },
    /// The results of the visits that are over, as the office enters them.
    Enter,
    EnterWrong,
    Regrade(Grade, bool),
    ApproveRegrade,
    Extend(i64, bool),
    Report,
    /// Who issued a notice signs it, and who rechecked.
    SignIssue,
    SignRecheck,
    Reason,
    Invalid,
    Close(Closing),
    SignHead,
    SignManager,
    /// The closing is withdrawn.
    Withdraw,
    /// Rows that stood are left out.
    Drop(usize),
    OverwriteGrade,
    BeforeReceipt,
    /// The moment of the receipt is written over with another, so many minutes later.
    MoveReceipt(i64),
    /// The moment of a step is written over with another, so many minutes later or earlier.
    MoveStep(usize, i64),
    /// A limit that a paper gives is written over with another, so many minutes from now, or cleared.
    MoveLimit(usize, Option<i64>),
    /// What a regrading says is written over.
    MoveGrade(bool, i64),
    NewRules,
}

impl What {
    /// Whether it writes over what stood.
    pub fn rewrites(&self) -> bool {
        matches!(self, Self::MoveReceipt(_) | Self::MoveStep(..) | Self::MoveLimit(..) | Self::MoveGrade(..))
    }

    /// Whether the regulations let it lead a case back to an earlier step.
    pub fn leads_back(&self) -> bool {
        use What::{Another, Answer, Deliver, Enter, Next, Receive, Recheck, Rectify, Withdraw};
        matches!(self, Deliver | Receive(..) | Answer(_) | Another | Rectify | Recheck(..) | Enter | Next | Withdraw)
    }
}

impl Move {
    /// What takes no step of the case: what is late now stays late. What is broken off (终结, 多次不在, 转为投诉) is broken off
    /// now, whatever moment is typed; but a case that came to its end by its steps ended when its paper says, and the
    /// signatures of that closing are told like any step that is entered afterwards. So is a grade that was raised earlier than
    /// it is written down, which only makes the limits tighter.
    pub fn beside(&self, facts: &Facts) -> bool {
        use What::{ApproveRegrade, Close, Extend, Invalid, NewRules, Reason, Regrade, Report, SignHead, SignManager};
        match self.what {
            Regrade(Grade::Major, _) => self.ago == 0,
            Regrade(Grade::Minor, _) | ApproveRegrade | Extend(..) | Report | Reason | Invalid | NewRules => true,
            Close(_) | SignHead | SignManager => facts.closing != Some(Closing::Done),
            _ => false,
        }
    }
}

/// The ways to close that the paper of a kind offers.
pub(super) fn closings(kind: CaseKind) -> Vec<Closing> {
    let form = &Library::shipped().get(kind.code()).unwrap().form;
    form.meant("closing").unwrap().field.options.iter().map(|word| Closing::of(word).unwrap()).collect()
}

pub(super) fn any_kind() -> impl Strategy<Value = CaseKind> {
    prop::sample::select(CaseKind::ALL.to_vec())
}

/// The moves that a kind has.
pub(super) fn any_move(kind: CaseKind) -> BoxedStrategy<Move> {
    let order = Step::order(kind);
    let has = |step: Step| order.contains(&step);
    let mut all: Vec<(u32, BoxedStrategy<What>)> = vec![
        (8, Just(What::Next).boxed()),
        (1, Just(What::Reason).boxed()),
        (2, prop::sample::select(closings(kind)).prop_map(What::Close).boxed()),
        (1, Just(What::SignHead).boxed()),
        (1, Just(What::SignManager).boxed()),
        (1, Just(What::Withdraw).boxed()),
        (1, Just(What::NewRules).boxed()),
        (1, (1_i64..60 * 24 * 9).prop_map(What::MoveReceipt).boxed()),
        (3, (0_usize..8, -60_i64 * 24 * 9..60 * 24).prop_map(|(which, by)| What::MoveStep(which, by)).boxed()),
        (3, (0_usize..5, limit()).prop_map(|(which, to)| What::MoveLimit(which, to)).boxed()),
    ];
    let receipt = prop::sample::select(vec![Receipt::Taken, Receipt::Refused, Receipt::Returned, Receipt::PassedOn]);
    if has(Step::Deliver) {
        all.push((1, Just(What::Deliver).boxed()));
        all.push((1, (receipt, prop::bool::weighted(0.7)).prop_map(|(r, seen)| What::Receive(r, seen)).boxed()));
        all.push((1, Just(What::SignReceipt).boxed()));
        all.push((1, (-3_i64..60, any::<bool>()).prop_map(|(days, ok)| What::Extend(days, ok)).boxed()));
        all.push((1, (0_usize..5).prop_map(What::Drop).boxed()));
    }
    if has(Step::Answer) {
        all.push((2, prop::bool::weighted(0.6).prop_map(What::Answer).boxed()));
    }
    if has(Step::Rectify) {
        all.push((2, Just(What::Rectify).boxed()));
        all.push((1, Just(What::Another).boxed()));
        all.push((2, (prop::bool::weighted(0.6), any::<bool>()).prop_map(|(ok, next)| What::Recheck(ok, next)).boxed()));
    }
    if has(Step::Serve) {
        all.push((1, Just(What::Serve).boxed()));
        all.push((1, Just(What::Bill).boxed()));
        all.push((1, Just(What::NoBill).boxed()));
    }
    if has(Step::Revisit) {
        let effect = prop::sample::select(vec![Effect::Satisfied, Effect::Satisfied, Effect::Dissatisfied]);
        let visit = (effect, prop::bool::weighted(0.7), 1_usize..5, prop::bool::weighted(0.1), prop::bool::weighted(0.3));
        let visit = visit.prop_map(|(effect, signed, attempts, refused, hurried)| What::Visit {
            effect,
            signed,
            attempts,
            refused,
            hurried,
        });
        all.push((3, visit.boxed()));
        all.push((3, Just(What::Enter).boxed()));
        all.push((1, Just(What::EnterWrong).boxed()));
    }
    if kind == CaseKind::Rectification {
        all.push((1, Just(What::SignIssue).boxed()));
        all.push((1, Just(What::SignRecheck).boxed()));
    }
    if kind == CaseKind::Complaint {
        all.push((1, Just(What::Respond).boxed()));
        let grade = prop::sample::select(vec![Grade::Major, Grade::Minor]);
        all.push((2, (grade, any::<bool>()).prop_map(|(to, ok)| What::Regrade(to, ok)).boxed()));
        all.push((1, Just(What::ApproveRegrade).boxed()));
        all.push((1, Just(What::Report).boxed()));
        all.push((1, Just(What::Invalid).boxed()));
        all.push((1, Just(What::OverwriteGrade).boxed()));
        all.push((1, (any::<bool>(), -600_i64..600).prop_map(|(lower, by)| What::MoveGrade(lower, by)).boxed()));
        all.push((1, Just(What::BeforeReceipt).boxed()));
    }
    let gap = prop_oneof![3 => 1_i64..90, 2 => 90_i64..60 * 24, 1 => 60_i64 * 24..60 * 24 * 6];
    let ago = prop_oneof![4 => Just(0_i64), 1 => 1_i64..60 * 24 * 4];
    (gap, ago, prop::strategy::Union::new_weighted(all)).prop_map(|(gap, ago, what)| Move { gap, ago, what }).boxed()
}

pub(super) fn minutes(at: Stamp, more: i64) -> Stamp {
    Stamp::new(at.wall_ms() + more * 60_000, at.offset_min())
}

/// A case as it begins, with the limits that its paper may carry.
pub(super) fn begun(kind: CaseKind, grade: Grade, at: Stamp, limits: bool) -> Facts {
    let grade = (kind == CaseKind::Complaint).then_some(grade);
    let asked = matches!(kind, CaseKind::Consultation | CaseKind::Rectification);
    let beside = (limits && kind == CaseKind::Complaint).then(|| Due::At(minutes(at, 60 * 20)));
    Facts {
        received: Some(at),
        asked_due: asked.then(|| Due::At(minutes(at, 60 * 30))),
        own_due: beside,
        outside_due: beside.map(|_| Due::Day(minutes(at, 60 * 24 * 5).date())),
        ..received(kind, grade, "2026-02-13T18:30")
    }
}

/// What happens on other sheets, whatever becomes of the case: a visit is signed, a bill delivered.
pub(super) fn elsewhere(what: &What, n: usize, now: Stamp, facts: &Facts, related: &mut Related) {
    match what {
        What::Bill => related.billed = related.billed.or(Some(now)),
        What::Next => match Case::of(facts, related).state {
            State::Awaiting(Step::Bill) => related.billed = Some(now),
            State::Awaiting(Step::Revisit) => {
                related.visits.push(Visit {
                    signed: Some(now),
                    attempts: attempts(now, 1, true, false),
                    ..seen(n, Effect::Satisfied)
                });
            }
            _ => {}
        },
        What::Visit { effect, signed, attempts: times, refused, hurried } => related.visits.push(Visit {
            signed: signed.then_some(now),
            refused: refused.then_some(now),
            attempts: attempts(now, *times, *signed, *hurried),
            ..seen(n, *effect)
        }),
        _ => {}
    }
}

fn seen(n: usize, effect: Effect) -> Visit {
    visited(&format!("HF-A-202602-{n:04}"), "2026-02-13T19:00", effect)
}

/// Attempts minute by minute, the last one now; or all of them in this one.
fn attempts(now: Stamp, times: usize, reached: bool, hurried: bool) -> Vec<Attempt> {
    let ago = |n: usize| if hurried { 0 } else { i64::try_from(times - n).unwrap() };
    (1..=times).map(|n| Attempt { at: minutes(now, -ago(n)), reached: reached && n == times, refused: false }).collect()
}

/// What somebody writes on the case's own sheet. `now` is the machine's clock, `when` the moment that is typed.
pub(super) fn write(what: &What, n: usize, now: Stamp, when: Stamp, facts: &mut Facts, related: &Related) {
    match what {
        What::Next => next(n, now, facts, related),
        What::Respond => facts.responded = facts.responded.or(Some(when)),
        What::Deliver => {
            let open = Delivery {
                row: format!("d{n}"),
                // Now and then it is another department, beside the first or in its place.
                department: if n.is_multiple_of(3) { "保洁部".into() } else { "工程部".into() },
                at: Some(when),
                ..super::tests::delivered("", "2026-02-13T19:00", Receipt::Taken, "2026-02-13T19:05")
            };
            facts.deliveries.push(Delivery { receipt: None, received: None, signed: false, ..open });
        }
        What::Receive(receipt, seen) => {
            if let Some(last) = facts.deliveries.iter_mut().find(|d| d.receipt.is_none()) {
                (last.receipt, last.received) = (Some(*receipt), Some(when));
                (last.signed, last.witnessed) = (*seen && *receipt == Receipt::Taken, *seen && *receipt == Receipt::Refused);
            }
        }
        What::SignReceipt => {
            facts.deliveries.iter_mut().filter(|d| d.receipt == Some(Receipt::Taken)).for_each(|d| d.signed = true);
        }
        What::Answer(accepted) if facts.kind == CaseKind::Opinion => {
            let planned = Some(Due::Day(minutes(when, 60 * 24 * 6).date()));
            let row =
                Round { row: format!("r{n}"), answered: Some(when), accepted: Some(*accepted), planned, ..Round::default() };
            facts.rounds.push(row);
        }
        What::Answer(_) => facts.answered = facts.answered.or(Some(when)),
        What::Rectify => match facts.rounds.last_mut().filter(|round| !round.failed()) {
            Some(round) => round.rectified = round.rectified.or(Some(when)),
            None => facts.rounds.push(Round { row: format!("r{n}"), rectified: Some(when), ..Round::default() }),
        },
        What::Another => facts.rounds.push(Round { row: format!("r{n}"), rectified: Some(when), ..Round::default() }),
        What::Recheck(ok, again) => {
            if let Some(round) = facts.rounds.last_mut().filter(|round| round.recheck.is_none()) {
                (round.recheck, round.rechecked) = (Some(*ok), Some(when));
                round.next_due = (!ok && *again).then(|| Due::At(minutes(when, 60 * 24)));
            }
        }
        What::NoBill => {
            facts.no_bill = true;
            facts.entered = facts.closing.map_or(Some(now), |_| facts.entered);
        }
        What::Serve => facts.served = facts.served.or(Some(when)),
        What::Enter => enter(n, facts, related),
        What::EnterWrong => {
            if let Some((round, visit)) = facts.rounds.last_mut().filter(|r| r.visit.is_empty()).zip(related.visits.last()) {
                let said = visit.over(facts.kind != CaseKind::Service).map(|(_, effect)| effect);
                let wrong = if said == Some(Effect::Satisfied) { Effect::Dissatisfied } else { Effect::Satisfied };
                (round.visit, round.result) = (visit.serial.clone(), Some(wrong));
            }
        }
        What::Regrade(to, approved) => facts.gradings.push(Grading {
            row: format!("g{n}"),
            at: Some(when),
            // Now and then somebody writes another grade down than the one that is changed.
            from: if n.is_multiple_of(7) { Some(*to) } else { facts.grade_at(when) },
            to: Some(*to),
            approved: approved.then_some(now),
        }),
        What::ApproveRegrade => {
            facts.gradings.iter_mut().for_each(|grading| grading.approved = grading.approved.or(Some(now)));
        }
        What::Extend(days, approved) => facts.extensions.push(Extension {
            row: format!("e{n}"),
            due: Some(Due::At(minutes(now, days * 60 * 24))),
            approved: approved.then_some(now),
            told: None,
        }),
        What::Report => facts.reports.push(Report { row: format!("p{n}"), at: Some(when), named: true }),
        What::SignIssue => facts.issued = facts.issued.map(|_| true),
        What::SignRecheck => {
            if let Some(round) = facts.rounds.last_mut().filter(|round| round.recheck.is_some()) {
                round.recheck_signed = true;
            }
        }
        What::Reason => reasons(facts),
        What::Invalid => facts.invalid = true,
        What::Close(closing) if facts.closing.is_none() => {
            (facts.closing, facts.closed, facts.entered) = (Some(*closing), Some(when), Some(now));
        }
        What::SignHead if facts.closing.is_some() => {
            facts.head_at = facts.head_at.or(Some(now));
        }
        What::SignManager if facts.closing.is_some() => {
            facts.manager_at = facts.manager_at.or(Some(now));
        }
        What::Withdraw => {
            (facts.closing, facts.closed, facts.entered) = (None, None, None);
            (facts.head_at, facts.manager_at) = (None, None);
        }
        // What has not happened yet is typed by nobody: the office refuses it.
        What::MoveReceipt(later) => {
            let typed = facts.received.map(|at| minutes(at, *later));
            facts.received = typed.map(|at| if at.wall_ms() > now.wall_ms() { now } else { at });
        }
        What::MoveStep(which, by) => move_step(*which, *by, now, facts),
        What::MoveLimit(which, to) => move_limit(*which, to.map(|to| Due::At(minutes(now, to))), facts),
        What::MoveGrade(lower, by) => {
            if let Some(grading) = facts.gradings.last_mut() {
                grading.at = grading.at.map(|at| minutes(at, *by));
                grading.to = if *lower { Some(Grade::Minor) } else { grading.to };
            }
        }
        What::Drop(list) => drop(match list {
            0 => facts.deliveries.pop().map(|d| d.row),
            1 => facts.rounds.pop().map(|r| r.row),
            2 => facts.extensions.pop().map(|e| e.row),
            3 => facts.gradings.pop().map(|g| g.row),
            _ => facts.reports.pop().map(|r| r.row),
        }),
        What::OverwriteGrade => {
            facts.grade = if facts.grade == Some(Grade::Major) { Some(Grade::Minor) } else { Some(Grade::Major) };
        }
        What::BeforeReceipt => {
            // Midnight reads as a day without its hour, and the receipt's own day is no day before it.
            let early = facts.received.map(|at| minutes(at, -10));
            let midnight = |at: &Stamp| at.in_china().local().time() == chrono::NaiveTime::MIN;
            facts.responded = early.map(|at| if midnight(&at) { minutes(at, -1) } else { at });
        }
        What::Close(_) | What::SignHead | What::SignManager | What::Bill | What::Visit { .. } | What::NewRules => {}
    }
}

fn reasons(facts: &mut Facts) {
    let steps = Step::order(facts.kind).iter().map(|step| step.late_word(facts.kind));
    facts.lates.extend(steps.map(late));
}

/// As `Office::enter_visits`: a visit that is over goes to the last row, and for a special service to a row of its own.
fn enter(n: usize, facts: &mut Facts, related: &Related) {
    let service = facts.kind == CaseKind::Service;
    for (m, visit) in related.visits.iter().enumerate() {
        let Some((_, effect)) = visit.over(!service) else { continue };
        if facts.rounds.iter().any(|round| round.visit == visit.serial) || too_early(facts, visit) {
            continue;
        }
        if service {
            facts.rounds.push(Round { row: format!("v{n}.{m}"), ..Round::default() });
        }
        if let Some(round) = facts.rounds.last_mut().filter(|round| round.visit.is_empty()) {
            (round.visit, round.result) = (visit.serial.clone(), Some(effect));
        }
    }
}

/// The step that the case waits for, done now and rightly.
fn next(n: usize, now: Stamp, facts: &mut Facts, related: &Related) {
    let State::Awaiting(step) = Case::of(facts, related).state else {
        return;
    };
    let mut do_it = |what: What| write(&what, n, now, now, facts, related);
    do_it(What::Reason);
    match step {
        Step::Respond => {
            do_it(What::Respond);
            do_it(What::Report);
        }
        Step::Deliver => do_it(What::Deliver),
        Step::Receive => {
            // Everybody to whom it was brought.
            for _ in 0..n {
                do_it(What::Receive(Receipt::Taken, true));
            }
            do_it(What::SignReceipt);
        }
        Step::Answer => do_it(What::Answer(true)),
        Step::Serve => do_it(What::Serve),
        Step::Rectify => do_it(What::Rectify),
        Step::Recheck => {
            do_it(What::Recheck(true, false));
            do_it(What::SignIssue);
            do_it(What::SignRecheck);
        }
        Step::Revisit => do_it(What::Enter),
        Step::Close => {
            do_it(What::Close(Closing::Done));
            do_it(What::SignHead);
            do_it(What::SignManager);
        }
        Step::Register | Step::Report | Step::Extend | Step::Regrade | Step::Bill => {}
    }
}
