//! What the `[case]` block of a form file, and what it proposes from another sheet, must keep to.

use super::super::case::MEANINGS;
use super::super::{Field, Propose, Section};
use super::{Checked, Checker};

/// What every source sheet can give beside the meanings of its `[case]` block.
const OF_EVERY_SHEET: &[&str] = &["serial", "revisit_kind", "origin", "summary", "story", "in_charge", "ended"];

impl Checker<'_> {
    pub(super) fn check_case(&self) -> Checked {
        let Some(case) = &self.form.case else { return Ok(()) };
        for (meaning, path) in &case.means {
            let line = self.text.rfind(&format!("{path:?}")).filter(|_| !path.is_empty());
            let at = self.text.rfind(&format!("{meaning} =")).or_else(|| self.text.rfind(&format!("{meaning:?} ="))).or(line);
            let Some((_, kinds, listed)) = MEANINGS.iter().find(|(known, ..)| known == meaning) else {
                return self.refuse_at(at, format!("{meaning:?} is no meaning that casework knows"));
            };
            let Some(meant) = self.form.meant(meaning) else {
                return self.refuse_at(at, format!("{meaning} is {path:?}, which is no field, and no column of a list"));
            };
            if meant.section.is_rows() != *listed {
                let wanted = if *listed { "section.column of a list" } else { "a field that stands once" };
                return self.refuse_at(at, format!("{meaning} wants {wanted}, and is {path:?}"));
            }
            if !kinds.contains(&meant.field.kind) {
                return self.refuse_at(at, format!("{meaning} cannot be {path:?}: its type does not fit"));
            }
        }
        Ok(())
    }

    /// What is proposed from the source sheet is asked for by a meaning.
    pub(super) fn check_source(&self, section: &Section, field: &Field) -> Checked {
        let Some(Propose::Source(meaning)) = &field.propose else { return Ok(()) };
        let known = MEANINGS.iter().find(|(known, ..)| known == meaning);
        if known.is_none() && !OF_EVERY_SHEET.contains(&meaning.as_str()) {
            return self.refuse(meaning, format!("{meaning:?} is no meaning that casework knows"));
        }
        // The items of a bill are rows on both sides; of other lists the row that counts is meant.
        if meaning.starts_with("item.") && !section.is_rows() {
            return self.refuse_id(&field.id, format!("{meaning:?} stands in rows, and {:?} stands once", field.id));
        }
        Ok(())
    }
}
