//! From one revision of a case to the next: which steps were taken, or why that cannot be.

use std::collections::BTreeSet;

use super::case::{closed, over, over_at, taken_at, visit};
use super::clocks::{Clock, Ended};
use super::closing::{closing, too_early};
use super::facts::{Delivery, Effect, Facts, Grade, Grading, Receipt, Round};
use super::order::order;
use super::step::Step;
use super::visits::Related;
use crate::clock::Stamp;
use crate::form::CaseKind;

/// A step that was taken between two revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Taken {
    /// Which.
    pub step: Step,
    /// When, as the sheet says.
    pub at: Option<Stamp>,
}

/// Why a change of a case is refused. What was there before stands, and the draft is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A closed case is not worked on; another complaint of the same is a case of its own.
    #[error("the case is closed")]
    Closed,
    /// A delivery, round, extension, grading or report that was there is gone.
    #[error("what was recorded of {} is not taken away", .0.code())]
    Gone(Step),
    /// The grade given at the beginning stands; another is given by 改级 with its reason.
    #[error("the grade is changed by a regrading, with its reason")]
    Regrade,
    /// The step it waits for is open.
    #[error("{} comes before {}", .before.code(), .step.code())]
    Before {
        /// What was wanted.
        step: Step,
        /// What comes first.
        before: Step,
    },
    /// A moment lies before that of an earlier step.
    #[error("{} cannot be earlier than {}", .step.code(), .before.code())]
    Earlier {
        /// Which step.
        step: Step,
        /// Earlier than which.
        before: Step,
    },
    /// A step came late, and no reason says why.
    #[error("{} came late: a reason is needed", .0.code())]
    LateReason(Step),
    /// A refused receipt has no witness.
    #[error("a refused receipt needs a witness")]
    Witness,
    /// A revisit is no revisit before the customer signed (or, for a special service, was reached).
    #[error("the revisit is not signed")]
    VisitUnsigned,
    /// The result is another than the revisit's.
    #[error("the revisit says otherwise")]
    VisitDiffers,
    /// Fewer than three attempts at different times after the work was done.
    #[error("three attempts are needed, and there were {0}")]
    Attempts(usize),
    /// What was served does not end as if the customer had cancelled it.
    #[error("the service was done: it ends with its call")]
    Served,
    /// What a saved row says stands; a mistake is put right by a row of its own.
    #[error("what was recorded of {} is not rewritten", .0.code())]
    Fixed(Step),
    /// Nobody recorded before a witness that the customer refused.
    #[error("no refusal before a witness is recorded")]
    NotRefused,
    /// Only what was found 无效, with approval, is closed as such.
    #[error("the complaint was not found invalid")]
    NotInvalid,
    /// The newest revisit asks for another rectification, and none answered it.
    #[error("the customer asks for another rectification")]
    Again,
    /// The bill of a service is begun and not delivered: what it lacks, by the words of its paper.
    #[error("the payment notice lacks {}", .0.join(", "))]
    BillOpen(Vec<String>),
    /// A rectification notice is not closed before those have signed it.
    #[error("not signed yet: {}", .0.join(", "))]
    Signatures(Vec<&'static str>),
    /// Nobody above was told of a 重大 complaint.
    #[error("nobody above was told")]
    Unreported,
    /// The grade that is changed is another one.
    #[error("the grade in force is {}", .0.word())]
    NotInForce(Grade),
    /// A grade is changed to itself.
    #[error("the grade is changed to itself")]
    SameGrade,
    /// The department has the paper, it is written, and its signature is missing.
    #[error("the receipt is not signed")]
    ReceiptUnsigned,
    /// A limit that is extended to an earlier day.
    #[error("an extension ends later than the limit")]
    NotLater,
}

impl Refused {
    /// Stable code that the faces translate.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Closed => "case-closed",
            Self::Gone(_) => "case-gone",
            Self::Regrade => "case-regrade",
            Self::Before { .. } => "case-before",
            Self::Earlier { .. } => "case-earlier",
            Self::LateReason(_) => "case-late-reason",
            Self::Witness => "case-witness",
            Self::VisitUnsigned => "case-visit-unsigned",
            Self::VisitDiffers => "case-visit-differs",
            Self::Attempts(_) => "case-attempts",
            Self::Served => "case-served",
            Self::Fixed(_) => "case-fixed",
            Self::NotRefused => "case-not-refused",
            Self::NotInvalid => "case-not-invalid",
            Self::NotLater => "case-not-later",
            Self::Again => "case-again",
            Self::BillOpen(_) => "case-bill-open",
            Self::Signatures(_) => "case-signatures",
            Self::Unreported => "case-unreported",
            Self::NotInForce(_) => "case-grade-now",
            Self::SameGrade => "case-grade-same",
            Self::ReceiptUnsigned => "case-receipt-unsigned",
        }
    }

    /// The words of the office for what it is about.
    #[must_use]
    pub fn detail(&self, kind: CaseKind) -> String {
        match self {
            Self::Gone(step) | Self::LateReason(step) | Self::Fixed(step) => step.word(kind).to_owned(),
            Self::Before { step, before } | Self::Earlier { step, before } => {
                format!("{}\u{3000}{}", step.word(kind), before.word(kind))
            }
            Self::Attempts(n) => n.to_string(),
            Self::BillOpen(wanted) => wanted.join("、"),
            Self::Signatures(missing) => missing.join("、"),
            Self::NotInForce(grade) => grade.word().to_owned(),
            _ => String::new(),
        }
    }
}

/// The steps between two revisions of one case. `clocks` are those of `after`, with the ends they came to.
///
/// # Errors
/// Why the change is impossible; nothing is written then.
pub fn advance(before: Option<&Facts>, after: &Facts, related: &Related, clocks: &[Clock]) -> Result<Vec<Taken>, Refused> {
    if let Some(before) = before {
        if closed(before) && worked_on(before, after) {
            return Err(Refused::Closed);
        }
        kept(before, after)?;
        regradings(before, after)?;
        if before.grade != after.grade && before.grade.is_some() {
            return Err(Refused::Regrade);
        }
    }
    new_gradings(before, after)?;
    order(before, after, related)?;
    receipts(after)?;
    visits(before, after, related)?;
    extensions(before, after, clocks)?;
    let taken = taken(before, after, related);
    closing(before, after, related)?;
    late(after, related, clocks)?;
    Ok(taken)
}

/// Whether anything of the case itself is another: signatures may still come to a closed case.
fn worked_on(before: &Facts, after: &Facts) -> bool {
    let plain = |facts: &Facts| Facts {
        head_at: None,
        manager_at: None,
        head_again: false,
        manager_again: false,
        entered: None,
        issued: None,
        deliveries: facts.deliveries.iter().map(|one| Delivery { sign_again: false, ..one.clone() }).collect(),
        rounds: facts.rounds.iter().map(|one| Round { recheck_signed: false, ..one.clone() }).collect(),
        ..facts.clone()
    };
    plain(before) != plain(after) && !after.void
}

fn kept(before: &Facts, after: &Facts) -> Result<(), Refused> {
    lists(before).into_iter().zip(lists(after)).try_for_each(|((step, was), (_, is))| {
        if was.iter().all(|row| is.contains(row)) { Ok(()) } else { Err(Refused::Gone(step)) }
    })
}

/// What a grade was changed from, to and when stands once it is saved: rewritten it would lower the grade without the approval
/// that lowering needs, or move its clocks. A mistake is put right by another row.
fn regradings(before: &Facts, after: &Facts) -> Result<(), Refused> {
    let same = |was: &Grading, is: &Grading| {
        (was.at.is_none() || was.at == is.at)
            && (was.from.is_none() || was.from == is.from)
            && (was.to.is_none() || was.to == is.to)
    };
    let stands = |was: &Grading| after.gradings.iter().any(|is| is.row == was.row && same(was, is));
    if before.gradings.iter().all(stands) { Ok(()) } else { Err(Refused::Fixed(Step::Regrade)) }
}

/// A grade is changed from the one in force to another: whatever else a row says would stand for ever and be no history.
fn new_gradings(before: Option<&Facts>, after: &Facts) -> Result<(), Refused> {
    // What stood is judged no more, whether its approval came or a word beside it was corrected.
    let stood = |row: &Grading| {
        let same = |was: &Grading| (&was.row, was.from, was.to) == (&row.row, row.from, row.to);
        before.is_some_and(|before| before.gradings.iter().any(same))
    };
    for (n, row) in after.gradings.iter().enumerate().filter(|(_, row)| !stood(row)) {
        // In the order of their times; of one minute, in that of their rows.
        let minute = |row: &Grading| row.at.map(|at| at.wall_ms().div_euclid(60_000));
        let earlier = |m: usize, one: &Grading| match (minute(one), minute(row)) {
            (Some(one), Some(row)) if one != row => one < row,
            _ => m < n,
        };
        let earlier = after.gradings.iter().enumerate().filter(|(m, one)| earlier(*m, one)).map(|(_, one)| one.clone());
        let until = Facts { gradings: earlier.collect(), ..after.clone() };
        let in_force = row.at.map_or_else(|| until.grade_now(), |at| until.grade_at(at));
        if let (Some(now), Some(from)) = (in_force, row.from)
            && now != from
        {
            return Err(Refused::NotInForce(now));
        }
        if row.from.is_some() && row.from == row.to {
            return Err(Refused::SameGrade);
        }
    }
    Ok(())
}

/// The rows of a case's lists, by the step that writes them.
fn lists(facts: &Facts) -> [(Step, Vec<&str>); 5] {
    [
        (Step::Deliver, facts.deliveries.iter().map(|one| one.row.as_str()).collect()),
        (Step::Rectify, facts.rounds.iter().map(|one| one.row.as_str()).collect()),
        (Step::Extend, facts.extensions.iter().map(|one| one.row.as_str()).collect()),
        (Step::Regrade, facts.gradings.iter().map(|one| one.row.as_str()).collect()),
        (Step::Report, facts.reports.iter().map(|one| one.row.as_str()).collect()),
    ]
}

fn receipts(facts: &Facts) -> Result<(), Refused> {
    let unseen = facts.deliveries.iter().any(|d| d.receipt == Some(Receipt::Refused) && !d.witnessed);
    if unseen { Err(Refused::Witness) } else { Ok(()) }
}

/// A result of a revisit is that of its sheet, and the sheet is over. What stood before was looked at when it came: a sheet that
/// counts no more since (its customer, or the case's, was corrected) is a step to be taken again, and bars no correction.
fn visits(before: Option<&Facts>, facts: &Facts, related: &Related) -> Result<(), Refused> {
    let stood = |round: &Round| {
        let was = before.and_then(|before| before.rounds.iter().find(|was| was.row == round.row));
        was.is_some_and(|was| was.result == round.result && was.visit == round.visit)
    };
    for round in &facts.rounds {
        let Some(result) = round.result else { continue };
        if result == Effect::Unreached || visit(round, related).is_none() && stood(round) {
            continue;
        }
        let found = visit(round, related).ok_or(Refused::VisitUnsigned)?;
        let (_, effect) = over(facts.kind, found).ok_or(Refused::VisitUnsigned)?;
        if effect != result {
            return Err(Refused::VisitDiffers);
        }
        if too_early(facts, found) {
            return Err(Refused::Earlier { step: Step::Revisit, before: Step::Serve });
        }
    }
    Ok(())
}

fn extensions(before: Option<&Facts>, after: &Facts, clocks: &[Clock]) -> Result<(), Refused> {
    // Those that were there before were looked at when they came.
    let known = before.map_or(0, |b| b.extensions.len());
    let running = clocks.iter().filter(|c| c.step == Step::Rectify && c.running());
    let Some(counted) = running.map(|c| c.counted.end().wall_ms()).min() else { return Ok(()) };
    let earlier = after.extensions.iter().skip(known).filter_map(|e| e.due).any(|due| due.end().wall_ms() <= counted);
    if earlier { Err(Refused::NotLater) } else { Ok(()) }
}

fn taken(before: Option<&Facts>, after: &Facts, related: &Related) -> Vec<Taken> {
    let was = |step| before.and_then(|b| taken_at(b, related, step));
    let grew = |n: fn(&Facts) -> usize| n(after) > before.map_or(0, n);
    let mut out = Vec::new();
    for step in Step::ALL {
        let now = taken_at(after, related, step);
        let fresh = match step {
            Step::Extend => grew(|f| f.extensions.len()),
            Step::Regrade => grew(|f| f.gradings.len()),
            Step::Report => grew(|f| f.reports.len()),
            _ => now.is_some() && now != was(step),
        };
        if fresh {
            out.push(Taken { step, at: now });
        }
    }
    out
}

/// A step that comes late asks 超期原因, once in each round, however many limits it breaks. So does a step that is not taken any
/// more when the case is said to be over after its limit.
fn late(after: &Facts, related: &Related, clocks: &[Clock]) -> Result<(), Refused> {
    let told = |word: &str| after.lates.iter().filter(|l| l.step == word && !l.reason.trim().is_empty()).count();
    let over = after.closing.and_then(|_| over_at(after, related));
    let late = |clock: &Clock| match clock.ended {
        Some(end) if end.how == Ended::Replaced => false,
        Some(end) => clock.due.is_past(end.at),
        None => over.is_some_and(|at| clock.due.is_past(at)),
    };
    for step in Step::ALL {
        // A limit beside the regulations is of no round: it is about the first.
        let late = clocks.iter().filter(|clock| clock.step == step && !clock.inner() && late(clock));
        let rounds: BTreeSet<u32> = late.map(|clock| clock.round.max(1)).collect();
        if rounds.len() > told(step.late_word(after.kind)) {
            return Err(Refused::LateReason(step));
        }
    }
    Ok(())
}
