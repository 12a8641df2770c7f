//! Cases as the department works them.

use std::sync::LazyLock;

use super::*;
use crate::clock::Stamp;
use crate::deadline::{Calendar, Due, Rules};
use crate::form::CaseKind;

pub(super) fn at(text: &str) -> Stamp {
    Stamp::parse(&format!("{text}+08:00")).unwrap()
}

pub(super) fn day(text: &str) -> Due {
    text.parse().unwrap()
}

/// A case of which nothing is known but that it was received.
pub(super) fn received(kind: CaseKind, grade: Option<Grade>, when: &str) -> Facts {
    Facts {
        kind,
        received: Some(at(when)),
        issued: (kind == CaseKind::Rectification).then_some(false),
        grade,
        invalid: false,
        responded: None,
        own_due: None,
        outside_due: None,
        asked_due: None,
        deliveries: Vec::new(),
        rounds: Vec::new(),
        extensions: Vec::new(),
        gradings: Vec::new(),
        reports: Vec::new(),
        lates: Vec::new(),
        answered: None,
        served: None,
        no_bill: false,
        closing: None,
        closed: None,
        head_at: None,
        manager_at: None,
        head_again: false,
        manager_again: false,
        entered: None,
        asks_head: matches!(kind, CaseKind::Complaint | CaseKind::Opinion),
        asks_manager: kind != CaseKind::Service,
        void: false,
    }
}

pub(super) fn delivered(row: &str, sent: &str, receipt: Receipt, taken: &str) -> Delivery {
    Delivery {
        row: row.into(),
        department: "工程部".into(),
        at: Some(at(sent)),
        receipt: Some(receipt),
        received: Some(at(taken)),
        signed: receipt == Receipt::Taken,
        sign_again: false,
        witnessed: receipt == Receipt::Refused,
    }
}

pub(super) fn rectified(row: &str, done: &str, rechecked: &str) -> Round {
    Round { row: row.into(), rectified: Some(at(done)), recheck: Some(true), rechecked: Some(at(rechecked)), ..Round::default() }
}

pub(super) fn visited(serial: &str, when: &str, effect: Effect) -> Visit {
    Visit {
        serial: serial.into(),
        attempts: vec![Attempt { at: at(when), reached: true, refused: false }],
        effect: Some(effect),
        word: if effect == Effect::Satisfied { "满意" } else { "不满意" }.into(),
        again: effect == Effect::Dissatisfied,
        signed: Some(at(when)),
        sign_again: false,
        refused: None,
        next: None,
    }
}

/// A grade that is raised.
pub(super) fn raised(row: &str, when: &str) -> Grading {
    let (from, to) = (Some(Grade::Minor), Some(Grade::Major));
    Grading { row: row.into(), at: Some(at(when)), from, to, approved: None }
}

pub(super) fn late(step: &str) -> Late {
    Late {
        row: format!("late-{step}"),
        step: step.into(),
        reason: "等配件".into(),
        category: "材料配件".into(),
        department: "工程部".into(),
        remedy: String::new(),
    }
}

pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::shipped().unwrap());
pub(super) static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::shipped().unwrap());

pub(super) fn counted(facts: &Facts, related: &Related, kept: &[Clock]) -> Vec<Clock> {
    clocks(facts, related, &RULES, &CALENDAR, kept).unwrap()
}

pub(super) fn clock<'c>(clocks: &'c [Clock], id: &str) -> &'c Clock {
    clocks.iter().find(|c| c.id == id).unwrap_or_else(|| panic!("there is no clock {id}: {clocks:?}"))
}

/// One revision after another, as the office writes them.
pub(super) struct Run {
    pub facts: Facts,
    pub related: Related,
    pub clocks: Vec<Clock>,
}

impl Run {
    pub fn begin(facts: Facts) -> Self {
        let related = Related::default();
        let clocks = counted(&facts, &related, &[]);
        advance(None, &facts, &related, &clocks).unwrap();
        Self { facts, related, clocks }
    }

    pub fn then(&mut self, change: impl FnOnce(&mut Facts, &mut Related)) -> Result<Vec<Step>, Refused> {
        let (mut facts, mut related) = (self.facts.clone(), self.related.clone());
        change(&mut facts, &mut related);
        let clocks = counted(&facts, &related, &self.clocks);
        let taken = advance(Some(&self.facts), &facts, &related, &clocks)?;
        *self = Self { facts, related, clocks };
        Ok(taken.into_iter().map(|t| t.step).collect())
    }

    pub fn state(&self) -> State {
        Case::of(&self.facts, &self.related).state
    }
}

#[test]
fn a_major_complaint_on_the_eve_of_a_make_up_weekend_runs_to_its_signed_revisit() {
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Major), "2026-02-13T18:30"));
    assert_eq!(run.state(), State::Awaiting(Step::Respond), "the customer is answered first");
    assert!(Case::of(&run.facts, &run.related).unreported, "somebody above is to be told");
    assert_eq!(clock(&run.clocks, "respond").due, day("2026-02-13T19:00+08:00"), "half an hour by the clock, in the evening too");
    assert_eq!(clock(&run.clocks, "rectify.1").due, day("2026-02-14"), "the make-up Saturday is a working day");
    let taken = run.then(|f, _| {
        f.responded = Some(at("2026-02-13T18:50"));
        f.reports.push(Report { row: "r".into(), at: Some(at("2026-02-13T18:55")), named: true });
    });
    assert_eq!(taken.unwrap(), [Step::Respond, Step::Report], "both are steps of their own");
    run.then(|f, _| f.deliveries.push(delivered("d1", "2026-02-13T19:00", Receipt::Taken, "2026-02-13T19:05"))).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Rectify), "the department has it");
    run.then(|f, _| f.rounds.push(rectified("1", "2026-02-14T10:00", "2026-02-14T11:00"))).unwrap();
    assert_eq!(clock(&run.clocks, "revisit.1").due, day("2026-02-24"), "a week ends in the holiday and rolls behind it");
    let early = run.then(|f, _| {
        f.rounds[0].visit = "HF-A-202602-0001".into();
        f.rounds[0].result = Some(Effect::Satisfied);
    });
    assert_eq!(early.unwrap_err().code(), "case-visit-unsigned", "no result before the customer signed");
    run.then(|f, r| {
        r.visits.push(visited("HF-A-202602-0001", "2026-02-16T15:00", Effect::Satisfied));
        f.rounds[0].visit = "HF-A-202602-0001".into();
        f.rounds[0].result = Some(Effect::Satisfied);
    })
    .unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Close), "only the closing is left");
    run.then(|f, _| {
        f.closing = Some(Closing::Done);
        f.closed = Some(at("2026-02-16T16:00"));
    })
    .unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Close), "it waits for the signatures");
    run.then(|f, _| {
        f.head_at = f.closed;
        f.manager_at = f.closed;
    })
    .unwrap();
    assert_eq!(run.state(), State::Closed, "closed by its signed revisit");
    assert!(run.clocks.iter().all(|c| !c.running() && !c.late(at("2026-03-01T00:00"))), "everything was in time");
    assert_eq!(run.then(|f, _| f.responded = None).unwrap_err(), Refused::Closed, "a closed case is not worked on");
}

#[test]
fn a_customer_who_is_not_satisfied_begins_a_second_round_and_the_first_keeps_its_times() {
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-03-02T09:00"));
    run.then(|f, r| {
        f.responded = Some(at("2026-03-02T09:30"));
        f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Taken, "2026-03-02T10:10"));
        f.rounds.push(rectified("1", "2026-03-04T10:00", "2026-03-04T11:00"));
        r.visits.push(visited("HF-A-202603-0001", "2026-03-09T15:00", Effect::Dissatisfied));
        f.rounds[0].visit = "HF-A-202603-0001".into();
        f.rounds[0].result = Some(Effect::Dissatisfied);
    })
    .unwrap();
    let case = Case::of(&run.facts, &run.related);
    assert_eq!((case.round, case.state), (2, State::Awaiting(Step::Rectify)), "round 2 under the same number");
    assert_eq!(clock(&run.clocks, "rectify.1").ended.unwrap().at, at("2026-03-04T10:00"), "the first round stays as it was");
    assert_eq!(clock(&run.clocks, "rectify.2").from, at("2026-03-09T15:00"), "the second runs from that revisit");
    assert_eq!(clock(&run.clocks, "rectify.2").due, day("2026-03-12"), "three working days");
    let gone = run.then(|f, _| f.rounds.clear());
    assert_eq!(gone.unwrap_err(), Refused::Gone(Step::Rectify), "what did not satisfy is not taken away");
    run.then(|f, r| {
        f.rounds.push(rectified("2", "2026-03-11T10:00", "2026-03-11T11:00"));
        r.visits.push(visited("HF-A-202603-0002", "2026-03-12T15:00", Effect::Satisfied));
        f.rounds[1].visit = "HF-A-202603-0002".into();
        f.rounds[1].result = Some(Effect::Satisfied);
        f.closing = Some(Closing::Done);
        f.closed = Some(at("2026-03-12T16:00"));
        f.head_at = f.closed;
    })
    .unwrap();
    assert_eq!(run.state(), State::Closed, "the second satisfied");
    assert_eq!(Case::of(&run.facts, &run.related).round, 2, "and it was not solved at once");
}

#[test]
fn a_recheck_that_fails_leaves_the_clock_running() {
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-03-02T09:00"));
    run.then(|f, _| {
        f.responded = Some(at("2026-03-02T09:30"));
        f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Taken, "2026-03-02T10:10"));
        f.rounds.push(Round { recheck: Some(false), ..rectified("1", "2026-03-03T10:00", "2026-03-03T11:00") });
    })
    .unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Rectify), "it is put right again");
    assert!(clock(&run.clocks, "rectify.1").running(), "what was not put right did not stop the clock");
    assert_eq!(Case::of(&run.facts, &run.related).round, 1, "the customer never saw it: still the first round");
}

#[test]
fn grades_change_with_their_history_and_an_overdue_stays() {
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Major), "2026-03-02T09:00"));
    run.then(|f, _| f.responded = Some(at("2026-03-02T09:10"))).unwrap();
    assert_eq!(run.then(|f, _| f.grade = Some(Grade::Minor)).unwrap_err(), Refused::Regrade, "not by writing over it");
    let lower = |approved: Option<Stamp>| Grading {
        row: "g".into(),
        at: Some(at("2026-03-05T09:00")),
        from: Some(Grade::Major),
        to: Some(Grade::Minor),
        approved,
    };
    run.then(|f, _| f.gradings.push(lower(None))).unwrap();
    assert_eq!(run.facts.grade_now(), Some(Grade::Major), "a lower grade waits for its approval");
    run.then(|f, _| f.gradings[0] = lower(Some(at("2026-03-05T09:30")))).unwrap();
    let first = clock(&run.clocks, "rectify.1");
    assert_eq!(first.ended.unwrap().how, Ended::Replaced, "the first limit was replaced");
    assert!(first.late(at("2026-04-01T00:00")), "it ended on the 3rd and was replaced on the 5th: that overdue stays");
    let second = clock(&run.clocks, "rectify.1.g1");
    assert_eq!(
        (second.from, second.due),
        (at("2026-03-02T09:00"), day("2026-03-05")),
        "what the lower grade has, from the receipt"
    );

    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-03-02T09:00"));
    run.then(|f, _| {
        f.responded = Some(at("2026-03-02T09:10"));
        let higher = Grading { from: Some(Grade::Minor), to: Some(Grade::Major), ..lower(None) };
        f.gradings.push(Grading { at: Some(at("2026-03-04T09:00")), ..higher });
    })
    .unwrap();
    let raised = clock(&run.clocks, "rectify.1.g1");
    assert_eq!((raised.rule.as_str(), raised.due), ("CPL-1", day("2026-03-05")), "one working day since it was raised");
    assert_eq!(clock(&run.clocks, "respond").ended.unwrap().how, Ended::Done, "what was done in time stays done");
}

#[test]
fn an_extension_counts_when_it_is_approved_and_only_forward() {
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-03-02T09:00"));
    let extension = |due: &str, approved: Option<Stamp>| Extension { row: "e".into(), due: Some(day(due)), approved, told: None };
    run.then(|f, _| f.extensions.push(extension("2026-03-10T18:00+08:00", None))).unwrap();
    assert_eq!(clock(&run.clocks, "rectify.1").due, day("2026-03-05"), "asked for is not approved");
    run.then(|f, _| f.extensions[0].approved = Some(at("2026-03-05T23:50"))).unwrap();
    let extended = clock(&run.clocks, "rectify.1");
    assert_eq!((extended.counted, extended.due), (day("2026-03-05"), day("2026-03-10T18:00+08:00")), "old and new are kept");
    let lines = extended.explain(&RULES, &CALENDAR).unwrap();
    assert!(lines[0].zh.contains("经批准延期至"), "and it says so: {lines:?}");
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-03-02T09:00"));
    let back = run.then(|f, _| f.extensions.push(extension("2026-03-04", None)));
    assert_eq!(back.unwrap_err(), Refused::NotLater, "nobody extends backwards");
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-03-02T09:00"));
    let late = Some(at("2026-03-06T08:00"));
    run.then(|f, _| f.extensions.push(extension("2026-03-10T18:00+08:00", late))).unwrap();
    let still = clock(&run.clocks, "rectify.1").due;
    assert_eq!(still, day("2026-03-05"), "an approval that comes after the end takes back no overdue");
}

#[test]
fn an_extension_of_the_second_round_leaves_the_first_as_late_as_it_was() {
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-03-02T09:00"));
    run.then(|f, r| {
        f.responded = Some(at("2026-03-02T09:30"));
        f.deliveries.push(delivered("d1", "2026-03-02T10:00", Receipt::Taken, "2026-03-02T10:10"));
        f.rounds.push(rectified("1", "2026-03-06T10:00", "2026-03-06T11:00"));
        f.lates.push(late("整改"));
        r.visits.push(visited("HF-A-202603-0001", "2026-03-09T15:00", Effect::Dissatisfied));
        f.rounds[0].visit = "HF-A-202603-0001".into();
        f.rounds[0].result = Some(Effect::Dissatisfied);
    })
    .unwrap();
    run.then(|f, _| {
        let approved = Some(at("2026-03-10T09:00"));
        f.extensions.push(Extension { row: "e".into(), due: Some(day("2026-03-20")), approved, told: None });
    })
    .unwrap();
    assert_eq!(clock(&run.clocks, "rectify.2").due, day("2026-03-20"), "the round that runs is extended");
    let first = clock(&run.clocks, "rectify.1");
    assert_eq!((first.due, first.late(at("2026-04-01T00:00"))), (day("2026-03-05"), true), "the first keeps its times");
}

#[test]
fn a_step_that_comes_late_asks_for_its_reason() {
    let mut run = Run::begin(received(CaseKind::Complaint, Some(Grade::Minor), "2026-03-02T09:00"));
    let response = run.then(|f, _| f.responded = Some(at("2026-03-02T11:01")));
    assert_eq!(response.unwrap_err(), Refused::LateReason(Step::Respond), "two hours and a minute");
    run.then(|f, _| {
        f.responded = Some(at("2026-03-02T11:01"));
        f.lates.push(late("首次响应"));
    })
    .unwrap();
    run.then(|f, _| f.deliveries.push(delivered("d1", "2026-03-02T12:00", Receipt::Taken, "2026-03-02T12:10"))).unwrap();
    let rectify = run.then(|f, _| f.rounds.push(rectified("1", "2026-03-06T09:00", "2026-03-06T10:00")));
    assert_eq!(rectify.unwrap_err(), Refused::LateReason(Step::Rectify), "the reason of one step is not that of another");
}

#[test]
fn an_opinion_runs_by_its_three_clocks_and_the_plan_of_the_department() {
    let mut run = Run::begin(received(CaseKind::Opinion, None, "2026-04-02T09:00"));
    assert_eq!(clock(&run.clocks, "deliver").due, day("2026-04-07"), "two days end in 清明 and roll");
    let returned =
        Delivery { receipt: Some(Receipt::Returned), ..delivered("d1", "2026-04-03T09:00", Receipt::Taken, "2026-04-03T10:00") };
    run.then(|f, _| f.deliveries.push(returned)).unwrap();
    assert_eq!(run.state(), State::Awaiting(Step::Deliver), "sent back, it is delivered again");
    assert!(clock(&run.clocks, "deliver").running(), "and the clock with its history runs on");
    let unseen = Delivery { witnessed: false, ..delivered("d2", "2026-04-03T14:00", Receipt::Refused, "2026-04-03T14:10") };
    assert_eq!(run.then(|f, _| f.deliveries.push(unseen)).unwrap_err(), Refused::Witness, "a refusal has a witness");
    run.then(|f, _| f.deliveries.push(delivered("d2", "2026-04-03T14:00", Receipt::Refused, "2026-04-03T14:10"))).unwrap();
    assert_eq!(clock(&run.clocks, "answer").due, day("2026-04-07"), "three days from the delivery, rolled");
    run.then(|f, _| {
        f.rounds.push(Round {
            row: "1".into(),
            answered: Some(at("2026-04-07T10:00")),
            accepted: Some(true),
            planned: Some(day("2026-04-20")),
            ..Round::default()
        });
    })
    .unwrap();
    let plan = clock(&run.clocks, "rectify.1");
    assert_eq!((plan.rule.as_str(), plan.due), ("SUR-2B", day("2026-04-20")), "their own plan is a clock");
    run.then(|f, _| {
        f.rounds[0].rectified = Some(at("2026-04-17T10:00"));
        f.rounds[0].recheck = Some(true);
        f.rounds[0].rechecked = Some(at("2026-04-17T11:00"));
    })
    .unwrap();
    assert_eq!(clock(&run.clocks, "revisit.1").due, day("2026-05-06"), "two weeks end in the May holiday and roll");
}

#[test]
fn a_special_service_is_revisited_by_telephone_and_a_notice_has_its_own_limit() {
    let mut run = Run::begin(received(CaseKind::Service, None, "2026-03-02T09:00"));
    run.then(|f, _| f.served = Some(at("2026-03-03T15:00"))).unwrap();
    assert_eq!(clock(&run.clocks, "bill").due, day("2026-03-06"), "three days proposed for the bill");
    run.then(|f, r| {
        r.visits.push(Visit { signed: None, ..visited("HF-A-202603-0003", "2026-03-05T10:00", Effect::Satisfied) });
        f.rounds.push(Round {
            row: "1".into(),
            visit: "HF-A-202603-0003".into(),
            result: Some(Effect::Satisfied),
            ..Round::default()
        });
    })
    .unwrap();
    assert!(!clock(&run.clocks, "revisit.1").running(), "a call is enough");
    let notice =
        Facts { asked_due: Some(day("2026-03-06T18:00+08:00")), ..received(CaseKind::Rectification, None, "2026-03-02T09:00") };
    let run = Run::begin(notice);
    assert_eq!(clock(&run.clocks, "rectify.1").due, day("2026-03-06T18:00+08:00"), "as the notice asks");
}
