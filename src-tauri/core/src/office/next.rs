//! The one act that comes next on a sheet: the big button of its page, and what the terminal would say.

use super::api::{NextAct, SealView, StageView};
use crate::form::{Form, SignatureRole};
use crate::sheet::Standing;

/// The form's role of a place; none for a 更正页.
fn role_of<'a>(form: &'a Form, seal: &SealView) -> Option<&'a SignatureRole> {
    form.signatures.iter().find(|role| role.field == seal.role)
}

fn stage_of<'a>(form: &'a Form, seal: &SealView) -> Option<&'a str> {
    role_of(form, seal).and_then(|role| role.stage.as_deref())
}

/// Whether a signature comes before what is written next: one that the sheet cannot do without, and in a case that of a step
/// which is written down, for the case says that it waits for it. A check sheet whose × becomes a case is none itself.
pub(super) fn comes_first(form: &Form, seal: &SealView) -> bool {
    seal.required || (form.case.as_ref().is_some_and(|case| case.kind.is_some()) && seal.open && seal.wanted.is_empty())
}

/// The act that comes next: a signature that comes first, unless its own stage or an earlier one still wants answers (other than
/// the one that its signer gives) or something is to be written down before it is signed; then that stage. What may be left out
/// comes last, and is not waited for in a stage that was signed by whoever must: a sheet that has all it needs has no next act.
pub(super) fn next_act(form: &Form, seals: &[SealView], stages: &[StageView]) -> Option<NextAct> {
    let settled = |seal: &SealView| {
        let mut must = seals.iter().filter(|s| s.required && stage_of(form, s) == stage_of(form, seal)).peekable();
        !seal.first && must.peek().is_some() && must.all(|s| s.standing == Some(Standing::Valid))
    };
    let open = || seals.iter().filter(|s| s.open && !settled(s));
    let seal = open().find(|s| s.first).or_else(|| open().next());
    let chosen_at_the_pad = |field: &str| form.signatures.iter().any(|role| role.choice.as_deref() == Some(field));
    let stage = stages.iter().find(|s| s.finished.is_empty() && s.problems.iter().any(|p| !chosen_at_the_pad(&p.place.field)));
    let write = |stage: &StageView| Some(NextAct::Write { stage: stage.id.clone() });
    let Some(seal) = seal else { return stage.and_then(write) };
    let owner = seal.wanted.first().and_then(|p| form.field(&p.place.field)).and_then(|(_, field)| field.stage.as_deref());
    if let Some(before) = owner.and_then(|id| stages.iter().find(|s| s.id == id)) {
        return write(before);
    }
    let place = |id: Option<&str>| id.and_then(|id| form.stages.iter().position(|s| s.id == id));
    match stage {
        // A place of no stage is open when what it covers is written: nothing is waited for before it.
        Some(stage) if !seal.first || place(Some(&stage.id)) <= place(stage_of(form, seal)) => write(stage),
        _ => Some(NextAct::Sign { role: seal.role.clone(), row: seal.row.clone() }),
    }
}
