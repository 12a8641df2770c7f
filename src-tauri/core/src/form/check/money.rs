//! What cells of money that the program fills, and the cuts of a page, must keep to.

use super::super::{Compute, Field, FieldKind, Section};
use super::{Checked, Checker};

impl Checker<'_> {
    pub(super) fn check_money(&self, section: &Section, field: &Field) -> Checked {
        match &field.compute {
            Some(Compute::Product { quantity, price }) => {
                let column = |id: &str, kinds: &[FieldKind]| section.field(id).is_some_and(|f| kinds.contains(&f.kind));
                if !section.is_rows() || !column(quantity, &[FieldKind::Quantity, FieldKind::Number]) {
                    return self.refuse_id(&field.id, format!("{quantity:?} is no column of quantities beside it"));
                }
                if !column(price, &[FieldKind::Money]) {
                    return self.refuse_id(&field.id, format!("{price:?} is no column of money beside it"));
                }
                Ok(())
            }
            Some(Compute::Total { section, column, plus, less }) => {
                self.need_list(section)?;
                let listed = self.form.section(section).and_then(|s| s.field(column));
                if !listed.is_some_and(is_money) {
                    return self.refuse_id(&field.id, format!("{column:?} is no column of money of {section:?}"));
                }
                plus.iter().chain(less).try_for_each(|id| self.need_kind(id, &[FieldKind::Money], "less"))
            }
            Some(Compute::Capital { field: of }) => match self.form.field(of) {
                Some((_, money)) if is_money(money) => Ok(()),
                _ => self.refuse_id(&field.id, format!("{of:?} is no money")),
            },
            _ => Ok(()),
        }
    }

    /// A section that names a cut names one of the form's.
    pub(super) fn check_cuts(&self) -> Checked {
        let form = self.form;
        if form.cuts.iter().any(|c| c.trim().is_empty()) || form.cuts.len() == 1 {
            return self.refuse_at(self.text.find("cuts ="), "a page is cut into two parts or more, each with a name");
        }
        for section in &form.sections {
            if let Some(cut) = section.cuts.iter().find(|c| !form.cuts.contains(c)) {
                return self.refuse_id(&section.id, format!("the form has no cut {cut:?}"));
            }
        }
        Ok(())
    }
}

fn is_money(field: &Field) -> bool {
    field.kind == FieldKind::Money || matches!(field.compute, Some(Compute::Product { .. } | Compute::Total { .. }))
}
