//! What a sheet says of the rounds of its form, as its row in the lists keeps it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::form::{Cadence, Form, RowSource, Section, Stage};
use crate::sheet::{Answers, StageEntry, begun};

/// How far the rounds of a sheet are, as its row in the lists keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::office) struct DutyMark {
    /// Rounds that are finished, or in a draft begun.
    pub stages: BTreeMap<String, StageMark>,
    /// Rows in which something was drawn, of a list out of a register.
    #[serde(default)]
    pub drawn: u32,
}

/// A round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::office) struct StageMark {
    /// When it was keyed in; empty while it is only begun.
    pub entered: String,
    /// Reason of 补录.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub late: String,
}

/// The rounds of a form: its stages that have check cells.
pub(in crate::office) fn rounds(form: &Form) -> Vec<&Stage> {
    let checked = |stage: &Stage| form.sections.iter().flat_map(Section::checks).any(|c| c.stage.as_ref() == Some(&stage.id));
    form.stages.iter().filter(|stage| checked(stage)).collect()
}

/// What a sheet says of the rounds of its form; `None` for forms that fall due by nothing but need.
pub(in crate::office) fn mark_of(form: &Form, answers: &Answers, finished: &BTreeMap<String, StageEntry>) -> Option<DutyMark> {
    if form.cadence == Cadence::None {
        return None;
    }
    let stage = |stage: &Stage| match finished.get(&stage.id) {
        Some(entry) => Some((stage.id.clone(), StageMark { entered: entry.entered.clone(), late: entry.late.clone() })),
        None => begun(form, answers, &stage.id).then(|| (stage.id.clone(), StageMark::default())),
    };
    let lists = form.sections.iter().filter(|s| matches!(s.rows, Some(RowSource::Register(_))));
    let drawn: usize = lists.map(|section| crate::sheet::drawn(form, answers, section).0).sum();
    let drawn = u32::try_from(drawn).unwrap_or(u32::MAX);
    Some(DutyMark { stages: rounds(form).into_iter().filter_map(stage).collect(), drawn })
}
