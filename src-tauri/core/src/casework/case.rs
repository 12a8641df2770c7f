//! The state of a case, and what may be done next.

use serde::{Deserialize, Serialize};

use super::facts::{Closing, Delivery, Effect, Facts, Grade, Report, Round};
use super::step::Step;
use super::visits::{Related, Visit};
use crate::clock::Stamp;
use crate::form::CaseKind;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "step")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum State {
    /// It waits for a step.
    Awaiting(Step),
    /// 已结案
    Closed,
    /// 作废
    Void,
}

impl State {
    /// Stable word for the columns of lists.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Awaiting(step) => step.code(),
            Self::Closed => "closed",
            Self::Void => "void",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code {
            "void" => Self::Void,
            code => Step::of(code).map_or(Self::Closed, Self::Awaiting),
        }
    }

    /// Whether work is left.
    #[must_use]
    pub fn open(self) -> bool {
        matches!(self, Self::Awaiting(_))
    }

    /// 待首次响应, 待部门签收, 已结案.
    #[must_use]
    pub fn word(self, kind: CaseKind) -> String {
        match self {
            Self::Awaiting(Step::Receive) => "待部门签收".to_owned(),
            Self::Awaiting(Step::Serve) => "待服务".to_owned(),
            Self::Awaiting(step) => format!("待{}", step.word(kind)),
            Self::Closed => "已结案".to_owned(),
            Self::Void => "作废".to_owned(),
        }
    }
}

/// A case as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Case {
    /// Where it stands.
    pub state: State,
    /// Round in the sense of 一次解决率: 1, and one more for each time the customer was not satisfied.
    pub round: u32,
    /// The grade that counts now.
    pub grade: Option<Grade>,
    /// What may be done now; the step that it waits for is the first.
    pub next: Vec<Step>,
    /// A 重大 complaint of which nobody above was told yet.
    pub unreported: bool,
}

impl Case {
    /// Where a case stands by its facts and the sheets that name it.
    #[must_use]
    pub fn of(facts: &Facts, related: &Related) -> Self {
        let state = state(facts, related);
        let grade = facts.grade_now();
        Self {
            state,
            round: facts.round(),
            grade,
            next: next(facts, related, state),
            unreported: state.open() && grade == Some(Grade::Major) && !facts.reports.iter().any(Report::told),
        }
    }
}

fn state(facts: &Facts, related: &Related) -> State {
    if facts.void {
        return State::Void;
    }
    if closed(facts) {
        return State::Closed;
    }
    // Said to be over: only the signatures are left.
    if facts.closing.is_some() && facts.closed.is_some() {
        return State::Awaiting(Step::Close);
    }
    let order = Step::order(facts.kind);
    let owed = |step: &Step| *step != Step::Bill || !facts.no_bill;
    let waiting = order.iter().copied().filter(owed).find(|step| taken_at(facts, related, *step).is_none());
    State::Awaiting(waiting.unwrap_or(Step::Close))
}

/// Whether it is closed: said so, and signed by whom its paper asks.
#[must_use]
pub fn closed(facts: &Facts) -> bool {
    decided(facts) && !(facts.asks_head && facts.head_again) && !(asks_manager(facts) && facts.manager_again)
}

/// Whether its end was decided: said so, and signed by whom its paper asks, though a word that was corrected since may ask for
/// their signature again.
pub(super) fn decided(facts: &Facts) -> bool {
    facts.closing.is_some()
        && facts.closed.is_some()
        && (!facts.asks_head || facts.head_at.is_some())
        && (!asks_manager(facts) || facts.manager_at.is_some())
}

/// Whether it is over for good: closed, though a word of it that was corrected since may be signed again.
#[must_use]
pub fn settled(facts: &Facts) -> bool {
    !facts.void && decided(facts)
}

/// When a case was over that says how it ended and waits for signatures alone: for one that is to be given again, because a word
/// was corrected since, or for one that another way of closing asks for; `None` for every other.
#[must_use]
pub fn to_sign_again(facts: &Facts) -> Option<Stamp> {
    (!facts.void && facts.closing.is_some() && !closed(facts)).then_some(facts.closed).flatten()
}

/// 项目经理 signs the closing of what was ever 重大, and every 终结, whatever kind of case it ends. A paper on which nobody could
/// sign as 项目经理 asks for nothing.
fn asks_manager(facts: &Facts) -> bool {
    facts.asks_manager && (ever_major(facts) || facts.closing == Some(Closing::Terminated))
}

/// Whether it is or was 重大.
pub(super) fn ever_major(facts: &Facts) -> bool {
    facts.grade == Some(Grade::Major) || facts.gradings.iter().any(|g| g.to == Some(Grade::Major))
}

/// When a case that is said to be over was over. No closing is dated before a step that is recorded; and what is broken off
/// without its steps (终结, 多次不在, 无效, 转为投诉) is over when that was decided, with the last signature that its paper asks for,
/// or when it was written down where none does, whatever moment is typed. A case that came to its end by its steps keeps the
/// moment that its paper says, though that is entered afterwards (照纸录入).
pub(super) fn over_at(facts: &Facts, related: &Related) -> Option<Stamp> {
    let typed = facts.closed?;
    let head = facts.head_at.filter(|_| facts.asks_head);
    let manager = facts.manager_at.filter(|_| asks_manager(facts));
    let decided = head.into_iter().chain(manager).max_by_key(Stamp::wall_ms).or(facts.entered);
    let decided = decided.filter(|_| facts.closing != Some(Closing::Done));
    // Whoever is met or billed after it was over moves nothing.
    let until = decided.into_iter().chain(facts.entered).map(|at| at.wall_ms()).max();
    let signed = facts.rounds.iter().filter_map(|round| visit(round, related)?.signed);
    let met = attempts(related).chain(related.billed).chain(signed).filter(|at| until.is_none_or(|until| at.wall_ms() <= until));
    recorded(facts).into_iter().chain(met).chain(decided).chain([typed]).max_by_key(Stamp::wall_ms)
}

/// Every moment at which the customer was tried for.
fn attempts(related: &Related) -> impl Iterator<Item = Stamp> {
    related.visits.iter().flat_map(|visit| visit.attempts.iter().map(|attempt| attempt.at))
}

/// Every moment that a case records beside the closing.
fn recorded(facts: &Facts) -> Vec<Stamp> {
    let mut at: Vec<Stamp> = [facts.received, facts.responded, facts.answered, facts.served].into_iter().flatten().collect();
    at.extend(facts.deliveries.iter().flat_map(|one| [one.at, one.received]).flatten());
    at.extend(facts.rounds.iter().flat_map(|one| [one.answered, one.rectified, one.rechecked]).flatten());
    at.extend(facts.gradings.iter().filter_map(|one| one.at));
    at.extend(facts.reports.iter().filter_map(|one| one.at));
    at
}

fn next(facts: &Facts, related: &Related, state: State) -> Vec<Step> {
    let State::Awaiting(first) = state else { return Vec::new() };
    let order = Step::order(facts.kind);
    let open = |step: &Step| {
        *step != first
            && taken_at(facts, related, *step).is_none()
            && step.after(facts.kind).is_none_or(|before| taken_at(facts, related, before).is_some())
    };
    let mut next = vec![first];
    next.extend(order.iter().copied().filter(open));
    // One department sent it back, and others have it.
    if facts.to_deliver_again() && !next.contains(&Step::Deliver) {
        next.push(Step::Deliver);
    }
    if facts.kind == CaseKind::Complaint {
        next.extend([Step::Report, Step::Regrade]);
    }
    if matches!(facts.kind, CaseKind::Complaint | CaseKind::Opinion | CaseKind::Rectification) {
        next.push(Step::Extend);
    }
    // Whatever it waits for, it may be ended: 终结, 无效, 转为投诉, 客户取消.
    if !next.contains(&Step::Close) {
        next.push(Step::Close);
    }
    next
}

/// When a step was taken in the round that is being worked on; `None` while it is open.
#[must_use]
pub fn taken_at(facts: &Facts, related: &Related, step: Step) -> Option<Stamp> {
    match step {
        Step::Register => facts.received,
        Step::Respond => facts.responded,
        Step::Report => facts.reports.iter().filter_map(|r| r.at).next_back(),
        // Of several departments that have it at the same time the last, and every one of them.
        Step::Deliver => of_all(facts, |one| one.at),
        Step::Receive => of_all(facts, Delivery::taken),
        Step::Answer if facts.kind == CaseKind::Consultation => facts.answered,
        Step::Answer => facts.current().filter(|round| round.accepted == Some(true)).and_then(|round| round.answered),
        Step::Serve => facts.served,
        Step::Rectify => facts.current().and_then(|round| round.rectified),
        Step::Recheck => facts.current().filter(|round| round.recheck == Some(true)).and_then(|round| round.rechecked),
        Step::Bill => related.billed,
        Step::Revisit => {
            let round = facts.current()?;
            let (at, effect) = over(facts.kind, visit(round, related)?)?;
            (effect == Effect::Satisfied).then_some(at)
        }
        Step::Close => facts.closing.and(facts.closed),
        Step::Extend | Step::Regrade => None,
    }
}

/// When the last of the deliveries that count came to a step; none while one of them has not.
fn of_all(facts: &Facts, at: impl Fn(&Delivery) -> Option<Stamp>) -> Option<Stamp> {
    facts.standing().map(at).collect::<Option<Vec<Stamp>>>()?.into_iter().max_by_key(Stamp::wall_ms)
}

/// The revisit sheet of a round.
pub(super) fn visit<'r>(round: &Round, related: &'r Related) -> Option<&'r Visit> {
    related.visits.iter().find(|visit| !visit.serial.is_empty() && visit.serial == round.visit)
}

/// When a revisit was over and what it came to: signed, or for a special service told on the telephone.
pub(super) fn over(kind: CaseKind, visit: &Visit) -> Option<(Stamp, Effect)> {
    visit.over(kind != CaseKind::Service)
}
