//! Cases that closed without a step that the regulations ask for.

use super::facts::{Case, Facts};
use super::gaps::{Gap, GapKind, coverage, gaps};
use super::stats::Statistics;
use super::tests::{at, clock, complaint, facts, handed};
use crate::casework::{Ended, State, Step};
use crate::form::CaseKind;

fn found(facts: &Facts) -> Vec<(GapKind, String, String)> {
    let told = |gap: Gap| (gap.kind, gap.words, gap.said.map(|said| said.words).unwrap_or_default());
    gaps(facts, &Default::default()).into_iter().map(told).collect()
}

/// Closed on the ninth without anything but its receipt.
fn ended(id: &str, kind: CaseKind, closing: &str) -> Case {
    let case = complaint(id, "2026-10-02", Some("2026-10-09"));
    let (signed, revisited, rectified, answered) = (false, None, false, false);
    Case { kind, closing: closing.into(), signed, revisited, rectified, answered, effect: String::new(), ..case }
}

/// The list of what is missing is what the head signs for: a case that was ended has no receipt, answer or signature either, and
/// that it was ended is why.
#[test]
fn a_case_that_closed_without_a_step_is_missing_it_and_says_how_it_closed() {
    let mut facts = facts();
    facts.cases = vec![ended("1", CaseKind::Complaint, "终结")];
    let by = "结案方式：终结".to_owned();
    assert_eq!(
        found(&facts),
        [
            (GapKind::Overdue, "结案时没有整改完成的记录".into(), by.clone()),
            (GapKind::Revisit, "结案时没有回访到客户".into(), by.clone()),
            (GapKind::Signature, "结案时没有客户签字".into(), by.clone()),
        ],
        "each step by itself, explained by the closing that was signed"
    );
    facts.cases = vec![Case { deliveries: Vec::new(), ..ended("1", CaseKind::Opinion, "终结") }];
    assert!(
        found(&facts).contains(&(GapKind::Overdue, "结案时没有责任部门的反馈".into(), by.clone())),
        "an opinion is answered by its department (SUR-2)"
    );
    assert!(found(&facts).contains(&(GapKind::Receipt, "没有责任部门的签收".into(), by.clone())), "and taken by it");
    let two = vec![handed("工程部", "2026-10-02", Some(("2026-10-02", "11:00"))), handed("安管部", "2026-10-03", None)];
    for kind in [CaseKind::Complaint, CaseKind::Opinion, CaseKind::Rectification] {
        facts.cases = vec![Case { deliveries: two.clone(), ..ended("1", kind, "终结") }];
        let receipt = (GapKind::Receipt, "结案时尚未签收：安管部".to_owned(), by.clone());
        assert!(found(&facts).contains(&receipt), "one of two departments never took it: {kind:?} {:?}", found(&facts));
    }
    facts.cases = vec![ended("1", CaseKind::Rectification, "终结")];
    assert_eq!(
        found(&facts),
        [(GapKind::Overdue, "结案时没有整改完成的记录".into(), by.clone())],
        "a notice asks for no revisit"
    );
    let absent = Case { rectified: true, ..ended("1", CaseKind::Complaint, "多次不在") };
    facts.cases = vec![absent];
    assert_eq!(
        found(&facts).into_iter().map(|(kind, _, said)| (kind, said)).collect::<Vec<_>>(),
        [(GapKind::Revisit, "结案方式：多次不在".to_owned()), (GapKind::Signature, "结案方式：多次不在".to_owned())],
        "three attempts are no revisit"
    );
    let line = coverage(&facts, &gaps(&facts, &Default::default()));
    let line = line.iter().find(|line| line.kind == GapKind::Revisit).unwrap();
    assert_eq!((line.done, line.all, line.open, line.said), (0, 1, 0, 1), "the check-list counts it, as explained");
    facts.cases = vec![complaint("1", "2026-10-02", Some("2026-10-09"))];
    assert_eq!(found(&facts), [], "one that came to its end by its steps misses nothing");
}

#[test]
fn a_service_asks_for_its_call_once_it_was_done_and_a_question_for_its_answer() {
    let mut facts = facts();
    facts.cases = vec![ended("1", CaseKind::Service, "客户取消")];
    assert_eq!(found(&facts), [], "what was cancelled before it was done asks for nothing");
    facts.cases = vec![Case { served: true, ..ended("1", CaseKind::Service, "三次未接") }];
    assert_eq!(
        found(&facts),
        [(GapKind::Revisit, "结案时没有回访到客户".into(), "结案方式：三次未接".into())],
        "three calls in vain are no revisit (SVC-2)"
    );
    facts.cases = vec![ended("1", CaseKind::Consultation, "转为投诉")];
    assert_eq!(
        found(&facts),
        [(GapKind::Consultation, "结案时没有答复".into(), "结案方式：转为投诉".into())],
        "it goes on elsewhere: nobody answered it here"
    );
    facts.cases = vec![Case { answered: true, ..ended("1", CaseKind::Consultation, "已答复") }];
    assert_eq!(found(&facts), [], "answered");
    facts.cases = vec![Case { closed: Some(at("2026-09-30", "10:00")), ..ended("1", CaseKind::Complaint, "终结") }];
    assert_eq!(found(&facts), [], "what closed in another month is missing there");
}

/// Of closed cases alone nearly every one was revisited, since that is how cases close: the other share is over what was owed.
#[test]
fn the_share_of_revisits_is_told_of_all_that_fell_due_too() {
    let mut facts = facts();
    let visit =
        |due: &str, ended: Option<Ended>| clock(Step::Revisit, "CPL-4", due, ended.map(|how| (at("2026-10-09", "17:00"), how)));
    let case = |id: &str, made: bool, of: crate::casework::Clock| Case {
        clocks: vec![of],
        ..if made { complaint(id, "2026-10-02", Some("2026-10-09")) } else { ended(id, CaseKind::Complaint, "多次不在") }
    };
    let open = |id: &str, due: &str| Case { clocks: vec![visit(due, None)], ..complaint(id, "2026-10-02", None) };
    facts.cases = vec![
        case("1", true, visit("2026-10-12", Some(Ended::Done))),
        case("2", false, visit("2026-10-12", Some(Ended::Dropped))),
        open("3", "2026-10-20"),
        open("4", "2026-11-03"),
        Case { invalid: true, ..case("5", false, visit("2026-10-12", Some(Ended::Dropped))) },
        Case { state: State::Void, ..open("6", "2026-10-20") },
        case("7", true, visit("2026-11-02", Some(Ended::Done))),
    ];
    let stats = Statistics::of(&facts);
    let figure = stats.figure("revisit.due").unwrap();
    assert_eq!(figure.words(), "33.3%（1/3）", "one was made; one was given up and one is late; the others fall due elsewhere");
    assert_eq!((figure.met.as_slice(), figure.unmet.as_slice()), (&["1".to_owned()][..], &["2".to_owned(), "3".to_owned()][..]));
    assert!(figure.basis.contains("没有回访就结案的按未回访计"), "and it says so");
    facts.until = at("2026-10-15", "00:00");
    assert_eq!(
        Statistics::of(&facts).figure("revisit.due").unwrap().words(),
        "50%（1/2）",
        "while the month runs, what is not due yet does not count"
    );
}
