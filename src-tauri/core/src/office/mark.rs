//! 本区域全部合格: one act of a person for all cells of an area that have no mark, recorded as such.

use std::str::FromStr as _;

use super::Office;
use super::api::MarkedRest;
use super::error::{OfficeError, Result};
use super::people::role::Right;
use crate::cabinet::Reader;
use crate::clock::Id;
use crate::form::{Mark, Section};
use crate::sheet::{Act, Answers, Row, Value, settle};

impl Office {
    /// Marks every cell without a mark: of the group `of` of a list, or of the row `of` where the list has no groups, in the
    /// columns of `stage`. A mark that is there stands. The draft is saved with the act, whose time and author are the office's.
    ///
    /// # Errors
    /// `not-found` for a list, a group or a row that is not there; `not-open` for another mark than √ and 未抽, because what
    /// failed is named one by one; `draft-missing`.
    pub fn mark_rest(&self, draft: &str, section: &str, of: &str, stage: &str, mark: Mark) -> Result<MarkedRest> {
        self.may(Right::Fill)?;
        if !matches!(mark, Mark::Pass | Mark::Undrawn) {
            return Err(OfficeError::NotOpen(mark.word().to_owned()));
        }
        let id = Id::from_str(draft)?;
        self.cabinet.write(|tx| {
            let mut working = self.working(tx, id)?;
            let form = working.form.form.clone();
            let missing = || OfficeError::NotFound("section".to_owned());
            let list = form.section(section).filter(|s| s.is_rows()).ok_or_else(missing)?;
            let answers = &mut working.body.answers;
            let own = |row: &Row| if row.group.is_empty() { row.id == of } else { row.group == of };
            if !answers.list(section).iter().any(own) {
                return Err(missing());
            }
            let before = answers.acts.len();
            for column in list.checks().filter(|c| c.stage.as_deref().is_none_or(|s| s == stage)) {
                self.mark_cells(tx, list, &own, &column.id, mark, answers)?;
            }
            let acts = answers.acts.get(before..).unwrap_or_default().to_vec();
            settle(&form, answers, &self.proposals(tx)?);
            let sheet = working.draft.sheet;
            working.draft = self.store(tx, &working.form, &working.body, id, sheet, working.draft.base, working.draft.version)?;
            Ok(MarkedRest { acts, change: self.change_of(&working)? })
        })
    }

    /// Marks the cells of a column that have none, in the rows that `own` picks, and records the act.
    pub(super) fn mark_cells(
        &self,
        reader: &Reader<'_>,
        section: &Section,
        own: &dyn Fn(&Row) -> bool,
        column: &str,
        mark: Mark,
        answers: &mut Answers,
    ) -> Result<()> {
        let mut set = Vec::new();
        let mut group = String::new();
        for row in answers.rows.get_mut(&section.id).into_iter().flatten().filter(|r| own(r)) {
            if row.cells.get(column).is_none_or(Value::is_empty) {
                row.cells.insert(column.to_owned(), Value::Check { mark });
                group.clone_from(&row.group);
                set.push(row.id.clone());
            }
        }
        if !set.is_empty() {
            answers.acts.push(Act {
                kind: format!("all_{}", mark.name()),
                section: section.id.clone(),
                group,
                column: column.to_owned(),
                at: self.now_text(),
                by: self.author(reader)?.text,
                rows: set,
            });
        }
        Ok(())
    }
}
