//! What a month is looked at for: each round, case, sheet and number that should be there, and the gap where one is not. The list
//! of gaps and the check-list come of this one walk, so that no line of the check-list counts what another is about.

use std::collections::BTreeMap;

use super::facts::{Case, Facts, Fate, Handed, Holder, Number, Sheet, Slot, SlotState};
use super::gaps::{Gap, GapKind, GapSaid, SlotKey};
use crate::casework::{Clock, Ended, State, Step};
use crate::clock::Stamp;
use crate::form::CaseKind;

/// Something that should be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Looked {
    pub key: String,
    pub kind: GapKind,
    /// None where it is.
    pub gap: Option<Gap>,
}

impl Looked {
    fn there(key: String, kind: GapKind) -> Self {
        Self { key, kind, gap: None }
    }
}

impl From<Gap> for Looked {
    fn from(gap: Gap) -> Self {
        Self { key: gap.key.clone(), kind: gap.kind, gap: Some(gap) }
    }
}

/// Everything that should be there.
pub(super) fn looked(facts: &Facts) -> Vec<Looked> {
    let mut out: Vec<Looked> = facts.slots.iter().flat_map(of_slot).collect();
    for case in &facts.cases {
        of_case(facts, case, &mut out);
    }
    // A paper whose round was missed is told by that round.
    let missed = |sheet: &&Sheet| facts.slots.iter().any(|slot| slot.state == SlotState::Missed && slot.sheet == sheet.id);
    out.extend(facts.sheets.iter().filter(|sheet| sheet.state != "open" || !missed(sheet)).flat_map(of_sheet));
    out.extend(numbers(facts));
    out
}

fn gap(key: String, kind: GapKind, words: String) -> Gap {
    let empty = String::new;
    Gap { key, kind, words, serial: empty(), date: empty(), slot: None, sheet: empty(), draft: empty(), said: None }
}

fn of_slot(slot: &Slot) -> Vec<Looked> {
    let key = |what: &str| [what, &slot.form, &slot.site, &slot.date.to_string(), &slot.stage].join(":");
    let day = slot.date.format("%-m月%-d日").to_string();
    let said = (!slot.said.is_empty()).then(|| GapSaid { words: slot.said.clone(), ..GapSaid::default() });
    let missing = |found: Gap| {
        Looked::from(Gap {
            date: slot.date.to_string(),
            slot: (slot.state == SlotState::Missed).then(|| SlotKey {
                form: slot.form.clone(),
                site: slot.site.clone(),
                stage: slot.stage.clone(),
                label: slot.label.clone(),
            }),
            sheet: slot.sheet.clone(),
            draft: slot.draft.clone(),
            said: said.clone(),
            ..found
        })
    };
    match slot.state {
        SlotState::Missed if slot.monthly => {
            vec![missing(gap(key("missed"), GapKind::Missed, format!("本月{}未检查", slot.title)))]
        }
        SlotState::Missed => vec![missing(gap(key("missed"), GapKind::Missed, format!("{day}{}未检查", slot.label)))],
        SlotState::Begun => vec![missing(gap(key("begun"), GapKind::Unfinished, format!("{day}{}检查未完成", slot.label)))],
        SlotState::Done | SlotState::Late => {
            let mut out = vec![Looked::there(key("missed"), GapKind::Missed)];
            if let (Some(drawn), Some(target)) = (slot.drawn, slot.target) {
                out.push(if drawn < target {
                    missing(gap(key("outlets"), GapKind::Outlets, format!("应抽查{target}户，实查{drawn}户")))
                } else {
                    Looked::there(key("outlets"), GapKind::Outlets)
                });
            }
            out
        }
        SlotState::Open | SlotState::Rest => Vec::new(),
    }
}

/// Whether a case was still open at the end of what is counted.
pub(super) fn open_at(case: &Case, until: Stamp) -> bool {
    let received = case.received.is_none_or(|at| at.wall_ms() < until.wall_ms());
    received && !matches!(case.state, State::Void) && case.closed.is_none_or(|at| at.wall_ms() >= until.wall_ms())
}

fn of_case(facts: &Facts, case: &Case, out: &mut Vec<Looked>) {
    let key = |what: &str| format!("case:{}:{what}", case.sheet);
    let missing = |what: &str, kind: GapKind, words: String, said: Option<GapSaid>| {
        Looked::from(Gap {
            serial: case.serial.clone(),
            sheet: case.sheet.clone(),
            date: case.received.map(|at| at.in_china().date().to_string()).unwrap_or_default(),
            said,
            ..gap(key(what), kind, words)
        })
    };
    if matches!(case.state, State::Void) || case.invalid {
        return;
    }
    let here = |at: Option<Stamp>| at.is_some_and(|at| facts.month.holds(at.in_china().date()));
    let open = open_at(case, facts.until);
    // A case is closed when everybody signed whom its paper asks: how it was closed says why a step was not taken.
    let closing = || {
        (!case.closing.is_empty()).then(|| GapSaid { words: format!("结案方式：{}", case.closing), ..GapSaid::default() })
    };
    if case.kind == CaseKind::Consultation {
        if open {
            out.push(missing("answer", GapKind::Consultation, "咨询尚未答复".to_owned(), None));
        } else if here(case.closed) && !case.answered {
            out.push(missing("answer", GapKind::Consultation, "结案时没有答复".to_owned(), closing()));
        } else if here(case.received) || here(case.closed) {
            out.push(Looked::there(key("answer"), GapKind::Consultation));
        }
        return;
    }
    let receipt = Step::order(case.kind).contains(&Step::Receive);
    let lacking = lacks_receipt(case, facts.until);
    let some_taken = case.deliveries.iter().any(|one| one.taken.is_some());
    // What has a limit of its own is told by that once it is overdue.
    let mut overdue_receipt = false;
    for clock in case.clocks.iter().filter(|clock| !clock.inner()) {
        let kind = match clock.step {
            Step::Deliver | Step::Receive => GapKind::Receipt,
            Step::Revisit => GapKind::Revisit,
            _ => GapKind::Overdue,
        };
        if open && overdue_at(clock, facts.until) {
            let reason = case.late.iter().find(|(word, _)| word == clock.step.late_word(case.kind));
            let said = reason.map(|(_, words)| GapSaid { words: words.clone(), ..GapSaid::default() });
            let words = format!("{}应于{}完成，尚未办", clock.step.word(case.kind), clock.due.words());
            out.push(missing(&clock.id, kind, words, said));
            overdue_receipt |= kind == GapKind::Receipt;
        } else if taken_by(clock, facts.until)
            && facts.month.holds(clock.due.date())
            && (kind == GapKind::Overdue || (open && kind == GapKind::Revisit))
        {
            out.push(Looked::there(key(&clock.id), kind));
        }
    }
    if open && receipt && !overdue_receipt {
        match &lacking {
            Some(words) => out.push(missing("receipt", GapKind::Receipt, words.clone(), None)),
            None if here(case.received) || case.deliveries.iter().any(|one| here(one.taken)) => {
                out.push(Looked::there(key("receipt"), GapKind::Receipt));
            }
            None => {}
        }
    }
    if open || !here(case.closed) {
        return;
    }
    if case.resign() {
        out.push(missing("resign", GapKind::Signature, "更正后结案待重新签字".to_owned(), None));
    }
    // What a case that closed here wants of 签收, 反馈, 整改, 回访 and 签字 is asked once of the case, whatever its rounds were.
    let mut asked = |what: &str, kind: GapKind, taken: bool, words: &str| {
        out.push(if taken { Looked::there(key(what), kind) } else { missing(what, kind, words.to_owned(), closing()) });
    };
    let rooted = matches!(case.kind, CaseKind::Complaint | CaseKind::Opinion);
    let mended = rooted || case.kind == CaseKind::Rectification;
    if rooted {
        asked("signature", GapKind::Signature, case.signed, "结案时没有客户签字");
    }
    // A service that was cancelled before it was done asks for no call.
    if rooted || (case.kind == CaseKind::Service && case.served) {
        asked("revisit", GapKind::Revisit, case.revisited.is_some(), "结案时没有回访到客户");
    }
    if receipt {
        let words = lacking.as_ref().filter(|_| some_taken).map(|words| format!("结案时{words}"));
        asked("receipt", GapKind::Receipt, lacking.is_none(), words.as_deref().unwrap_or("没有责任部门的签收"));
    }
    // A step that was taken was counted by its clock.
    if case.kind == CaseKind::Opinion && !case.answered {
        asked("feedback", GapKind::Overdue, false, "结案时没有责任部门的反馈");
    }
    if mended && !case.rectified {
        asked("rectified", GapKind::Overdue, false, "结案时没有整改完成的记录");
    }
}

/// What a case lacked of its receipts at a moment: none where every department that had been given its paper had taken it. Whoever
/// was given it later had nothing to sign for yet.
fn lacks_receipt(case: &Case, until: Stamp) -> Option<String> {
    let by_then = |at: Option<Stamp>| at.is_some_and(|at| at.wall_ms() < until.wall_ms());
    let given: Vec<&Handed> = case.deliveries.iter().filter(|one| one.at.is_none() || by_then(one.at)).collect();
    let waiting: Vec<&Handed> = given.iter().copied().filter(|one| !by_then(one.taken)).collect();
    if given.is_empty() || waiting.iter().any(|one| one.at.is_none()) {
        return Some("尚未送达".to_owned());
    }
    let departments: Vec<&str> = waiting.iter().map(|one| one.department.as_str()).filter(|name| !name.is_empty()).collect();
    (!waiting.is_empty()).then(|| match departments.as_slice() {
        [] => "尚未签收".to_owned(),
        names => format!("尚未签收：{}", names.join("、")),
    })
}

/// Whether a clock was past its end, and not stopped, at a moment.
fn overdue_at(clock: &Clock, until: Stamp) -> bool {
    let stopped = clock.ended.is_some_and(|end| end.at.wall_ms() < until.wall_ms() || end.how != Ended::Done);
    !stopped && clock.due.is_past(until)
}

/// Whether its step was taken before a moment.
fn taken_by(clock: &Clock, until: Stamp) -> bool {
    clock.ended.is_some_and(|end| end.how == Ended::Done && end.at.wall_ms() < until.wall_ms())
}

/// A sheet is finished, signed by those whom it asks, and looked through by the head, one after the other.
fn of_sheet(sheet: &Sheet) -> Vec<Looked> {
    if sheet.void || (!sheet.case.is_empty() && sheet.case == sheet.id) {
        return Vec::new();
    }
    let id = if sheet.serial.is_empty() { &sheet.draft } else { &sheet.id };
    let key = format!("sheet:{id}");
    let missing = |kind: GapKind| {
        Looked::from(Gap {
            serial: sheet.serial.clone(),
            date: sheet.date.to_string(),
            sheet: if sheet.serial.is_empty() { String::new() } else { sheet.id.clone() },
            draft: sheet.draft.clone(),
            ..gap(key.clone(), kind, format!("{}　{}", sheet.title, sheet.state_word))
        })
    };
    let there = |kind: GapKind| Looked::there(key.clone(), kind);
    let signed = || sheet.signed.then(|| there(GapKind::Signature));
    let mut out = vec![there(GapKind::Unfinished)];
    match sheet.state.as_str() {
        "open" | "draft" => out = vec![missing(GapKind::Unfinished)],
        "await_customer" | "await_person" | "resign" => out.push(missing(GapKind::Signature)),
        "await_review" => {
            out.extend(signed());
            out.push(missing(GapKind::Review));
        }
        // It was refused, and says so itself: nothing is missing, and nobody signed.
        "closed_unsigned" => out.extend(sheet.reviewed.then(|| there(GapKind::Review))),
        _ => {
            out.extend(signed());
            out.extend(sheet.reviewed.then(|| there(GapKind::Review)));
        }
    }
    out
}

/// Numbers that were given, passed over, and blanks that nobody used; of this site, for the others tell their own.
fn numbers(facts: &Facts) -> Vec<Looked> {
    let mut runs: BTreeMap<&str, BTreeMap<i64, &Number>> = BTreeMap::new();
    for number in &facts.numbers {
        runs.entry(&number.run).or_default().insert(number.n, number);
    }
    let key = |serial: &str| format!("number:{serial}");
    let missing = |serial: &str, whose: Holder, words: &str, said: Option<GapSaid>| {
        let words =
            if whose == Holder::Department { format!("{words}（本部门编号，不分项目）") } else { words.to_owned() };
        Looked::from(Gap { serial: serial.to_owned(), said, ..gap(key(serial), GapKind::Number, words) })
    };
    let mut out = Vec::new();
    for (run, given) in runs {
        let last = given.keys().next_back().copied().unwrap_or(0);
        let skipped = (1..=last).filter(|n| !given.contains_key(n) && facts.skipped != Holder::Elsewhere);
        out.extend(skipped.map(|n| missing(&format!("{run}-{n:04}"), facts.skipped, "编号没有对应的单据", None)));
        for number in given.values().filter(|number| number.whose != Holder::Elsewhere) {
            let (serial, whose) = (number.serial.as_str(), number.whose);
            out.push(match number.fate {
                Fate::Used => Looked::there(key(serial), GapKind::Number),
                Fate::Reserved => missing(serial, whose, "空白编号单未交回", None),
                Fate::Void => {
                    let said = GapSaid { words: "已作废".into(), ..GapSaid::default() };
                    missing(serial, whose, "空白编号单已作废", Some(said))
                }
            });
        }
    }
    out
}
