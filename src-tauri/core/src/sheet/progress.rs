//! How far a check-list has come, stage by stage and group by group.

use serde::{Deserialize, Serialize};

use super::{Answers, Value};
use crate::form::{Form, Mark};

/// How far a stage of a check-list has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Progress {
    /// Stage; empty for check columns of no stage.
    pub stage: String,
    /// List.
    pub section: String,
    /// Cells in all.
    pub total: u32,
    /// Cells with a mark of any kind.
    pub marked: u32,
    /// ×.
    pub fails: u32,
    /// Group by group in order.
    pub groups: Vec<GroupProgress>,
}

/// How far a group has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GroupProgress {
    /// Group.
    pub id: String,
    /// 大堂
    pub label: String,
    /// Cells in all.
    pub total: u32,
    /// Cells with a mark of any kind.
    pub marked: u32,
    /// ×.
    pub fails: u32,
}

/// How far every stage with check columns has come, in the form's order.
#[must_use]
pub fn progress(form: &Form, answers: &Answers) -> Vec<Progress> {
    let mut out: Vec<Progress> = Vec::new();
    for section in form.sections.iter().filter(|s| s.is_rows()) {
        for column in section.checks() {
            let stage = column.stage.clone().unwrap_or_default();
            let at = out.iter().position(|p| p.stage == stage && p.section == section.id).unwrap_or_else(|| {
                out.push(Progress { stage: stage.clone(), section: section.id.clone(), ..Progress::default() });
                out.len() - 1
            });
            let Some(progress) = out.get_mut(at) else { continue };
            for row in answers.list(&section.id) {
                count(progress, row, row.cells.get(&column.id).and_then(Value::mark));
            }
        }
    }
    out
}

fn count(progress: &mut Progress, row: &super::Row, mark: Option<Mark>) {
    let at = progress.groups.iter().position(|g| g.id == row.group).unwrap_or_else(|| {
        let label = row.facts.get("group").cloned().unwrap_or_default();
        progress.groups.push(GroupProgress { id: row.group.clone(), label, ..GroupProgress::default() });
        progress.groups.len() - 1
    });
    let marked = u32::from(mark.is_some());
    let fails = u32::from(mark == Some(Mark::Fail));
    progress.total += 1;
    progress.marked += marked;
    progress.fails += fails;
    if let Some(group) = progress.groups.get_mut(at) {
        group.total += 1;
        group.marked += marked;
        group.fails += fails;
    }
}
