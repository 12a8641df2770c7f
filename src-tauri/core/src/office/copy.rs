//! Masked copies for the clipboard and pages as pictures, and what is picked out on the screen. Each says who took it and when, and stands in the log.

use std::str::FromStr as _;

use super::Office;
use super::error::{OfficeError, Result};
use super::people::role::Right;
use super::print::{Stored, Target};
use crate::cabinet::Tx;
use crate::clock::Id;
use crate::paper::mask::Mask;
use crate::paper::{layout, svg};

impl Office {
    /// A sheet's pages as SVG documents of their own; the act is written into the log.
    ///
    /// # Errors
    /// As [`Office::pages`].
    pub fn svg_pages(&self, sheet: &str) -> Result<Vec<String>> {
        self.may(Right::Print)?;
        let mask = self.role().mask();
        let pages = self.drawn(sheet, mask, "导出")?;
        self.log_copy(sheet, "print")?;
        Ok(pages)
    }

    /// Masked words of a sheet for the clipboard; the act is logged.
    ///
    /// # Errors
    /// `not-found`.
    pub fn copy_text(&self, sheet: &str) -> Result<String> {
        self.may(Right::Print)?;
        let grid = self.grid(Target::Sheet(sheet), Mask::ALL, Vec::new())?;
        let note = self.stamp("复制")?;
        self.log_copy(sheet, "copy-text")?;
        Ok(format!("{}{note}\n", crate::paper::compose::plain_text(&grid)))
    }

    /// A masked page of a sheet for the clipboard, as SVG; the act is logged.
    ///
    /// # Errors
    /// `not-found` for a page there is not.
    pub fn copy_picture(&self, sheet: &str, page: usize) -> Result<String> {
        self.may(Right::Print)?;
        let pages = self.drawn(sheet, Mask::ALL, "复制")?;
        let page = pages.into_iter().nth(page).ok_or_else(|| OfficeError::NotFound("page".to_owned()))?;
        self.log_copy(sheet, "copy-picture")?;
        Ok(page)
    }

    /// Writes down that words which somebody picked out on the screen go to the clipboard, as they are shown: before they do. Each of
    /// `of` is what they stand on: a sheet by its id or its serial, a draft or an entry of a register by its id; empty where nothing is
    /// known. It has a line each, or none has; where none is named one line says that something was copied.
    ///
    /// # Errors
    /// `not-allowed`, `handed-over`, a failure of the file: then nothing may be copied.
    pub fn note_copy(&self, of: &[impl AsRef<str>]) -> Result<()> {
        self.may(Right::Print)?;
        self.cabinet.write(|tx| match of {
            [] => self.note_copied(tx, ""),
            of => of.iter().try_for_each(|one| self.note_copied(tx, one.as_ref())),
        })
    }

    fn note_copied(&self, tx: &mut Tx<'_>, of: &str) -> Result<()> {
        let record = match Id::from_str(of) {
            Ok(id) => tx.draft(id)?.map_or(id, |draft| draft.sheet),
            Err(_) => match tx.sheet_by_serial(of)? {
                Some(row) => row.sheet,
                None => tx.new_id()?,
            },
        };
        self.audit(tx, record, "copy-text", "", "选取的文字", None)
    }

    fn drawn(&self, sheet: &str, mask: Mask, verb: &str) -> Result<Vec<String>> {
        let grid = self.grid(Target::Sheet(sheet), mask, vec![self.stamp(verb)?])?;
        Ok(layout::pages(&grid)?.iter().map(|page| svg::draw(page, &Stored(self))).collect())
    }

    fn log_copy(&self, sheet: &str, act: &str) -> Result<()> {
        self.cabinet.write(|tx| self.audit(tx, Id::from_str(sheet)?, act, "", "", None))
    }

    /// 张三 2026-11-24 18:00 导出: what everything that leaves the program says of itself.
    pub(super) fn stamp(&self, verb: &str) -> Result<String> {
        let who = self.cabinet.read(|reader| self.author(reader))?.text;
        Ok(super::printing::noted(&who, self.clock().now(), verb))
    }
}
