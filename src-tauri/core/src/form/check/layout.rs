//! What lists, item libraries and label–answer grids of a form file must keep to.

use std::collections::BTreeSet;

use super::super::{LayoutCell, Orientation, RowSource, Section};
use super::{Checked, Checker, MOST_ROWS, plain};

impl Checker<'_> {
    pub(super) fn check_rows(&self, section: &Section, rows: &RowSource) -> Checked {
        if section.fields.is_empty() {
            return self.refuse_id(&section.id, "a list has columns");
        }
        if !section.layout.is_empty() {
            return if *rows == RowSource::User {
                self.check_layout(section)
            } else {
                self.refuse_id(&section.id, "only rows that people add are printed as blocks")
            };
        }
        if let Some(field) = section.fields.iter().find(|f| f.width < 500) {
            return self.refuse_id(&field.id, "every column of a list is at least 5 mm wide");
        }
        self.fits(section, section.fields.iter().map(|f| i64::from(f.width)).sum())?;
        match rows {
            RowSource::Library if section.groups.is_empty() => {
                self.refuse_id(&section.id, "rows = library needs groups with items")
            }
            RowSource::Fails(of) => match self.form.section(of) {
                Some(list) if list.is_rows() && list.checks().next().is_some() => Ok(()),
                _ => self.refuse(of, format!("no list {of:?} with check cells")),
            },
            _ => Ok(()),
        }
    }

    /// Groups and items are named once each, and by what may stand in a row's id.
    pub(super) fn check_library(&self, section: &Section) -> Checked {
        let mut groups = BTreeSet::new();
        let mut count = 0;
        for group in &section.groups {
            if !plain(&group.id) || group.label.trim().is_empty() {
                return self.refuse_id(&group.id, format!("group {:?} needs a plain id and a label", group.id));
            }
            if !groups.insert(&group.id) {
                return self.refuse_id(&group.id, format!("group id {:?} stands twice", group.id));
            }
            let mut items = BTreeSet::new();
            for item in &group.items {
                if !plain(&item.0) || item.1.trim().is_empty() {
                    return self.refuse(&item.0, format!("item {:?} needs a plain id and words", item.0));
                }
                if !items.insert(&item.0) {
                    return self.refuse_id(&group.id, format!("item id {:?} stands twice in group {:?}", item.0, group.id));
                }
                count += 1;
            }
        }
        if count > MOST_ROWS {
            return self.refuse_id(&section.id, format!("an item library has at most {MOST_ROWS} items"));
        }
        Ok(())
    }

    /// Columns must fit between the margins: 25 mm on the binding side, 15 mm on the other.
    fn fits(&self, section: &Section, width: i64) -> Checked {
        let lying = self.orientation_of(section) == Orientation::Landscape;
        let room: i64 = if lying { 25_700 } else { 17_000 };
        if width > room {
            let reason = format!("columns are {} mm wide, between the margins are {} mm", words_mm(width), words_mm(room));
            return self.refuse_id(&section.id, reason);
        }
        Ok(())
    }

    /// The orientation of the part a section stands in: that of the last section before it that opened one.
    fn orientation_of(&self, section: &Section) -> Orientation {
        let mut now = self.form.orientation;
        for s in &self.form.sections {
            if s.part.is_some() {
                now = s.orientation.unwrap_or(self.form.orientation);
            }
            if s.id == section.id {
                break;
            }
        }
        now
    }

    pub(super) fn check_layout(&self, section: &Section) -> Checked {
        self.fits(section, section.columns.iter().map(|w| i64::from(*w)).sum())?;
        if section.columns.iter().any(|w| *w < 500) {
            return self.refuse_id(&section.id, "every column is at least 5 mm wide");
        }
        let mut shown = BTreeSet::new();
        for row in &section.layout {
            let mut used = 0;
            for text in &row.cells {
                let Some(cell) = LayoutCell::parse(text) else {
                    return self.refuse(text, format!("layout cell {text:?} is none of field, field:n, -field:n, =words:n"));
                };
                used += cell.columns();
                if let LayoutCell::Field { id, .. } = &cell {
                    if section.field(id).is_none() {
                        return self.refuse(text, format!("the layout names {id:?}, which is no field of this section"));
                    }
                    if !shown.insert((*id).to_owned()) {
                        return self.refuse(text, format!("the layout shows {id:?} twice"));
                    }
                }
            }
            if used != section.columns.len() {
                let first = row.cells.first().map_or("", String::as_str);
                return self.refuse(first, format!("this layout row fills {used} columns of {}", section.columns.len()));
            }
        }
        let opinions: BTreeSet<_> = self.form.signatures.iter().filter_map(|s| s.opinion.as_ref()).collect();
        match section.fields.iter().find(|f| !shown.contains(&f.id) && !opinions.contains(&f.id)) {
            Some(field) => self.refuse_id(&field.id, format!("field {:?} has no place in the layout", field.id)),
            None => Ok(()),
        }
    }
}

/// Hundredths of a millimetre as millimetres: 170, 170.5.
fn words_mm(hundredths: i64) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
