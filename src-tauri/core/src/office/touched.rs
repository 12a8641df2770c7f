//! Sheets that a damaged page keeps from being shown although the log itself is whole: their rows and indexes lie on it. They are
//! named like those whose entries are damaged, from what the log knows of them.

use std::collections::{BTreeMap, BTreeSet};

use super::Office;
use super::api::{FindingCode, SheetPart, VerifyProblem, Whose};
use super::error::Result;
use super::record::Record;
use super::verify::{by_log, found};
use crate::cabinet::{Entry, Finding, Kind, Reader};
use crate::clock::Id;
use crate::paper::mask::Mask;

/// Entries and sheets that are read on one connection.
const SOME: usize = 256;
/// Where a page is damaged that every sheet needs, naming more of them says nothing more.
const MOST: usize = 100;

impl Office {
    /// A finding for every sheet that cannot be read and that `named` does not name.
    pub(super) fn unreadable_sheets(&self, named: &[VerifyProblem]) -> Vec<VerifyProblem> {
        let newest: BTreeMap<Id, Entry> =
            self.readable(Kind::Revision).into_iter().map(|entry| (entry.head.record, entry)).collect();
        let all: Vec<(&Id, &Entry)> = newest.iter().collect();
        let named: BTreeSet<&str> = named.iter().map(|problem| problem.serial.as_str()).collect();
        let mut touched = Vec::new();
        for some in all.chunks(SOME) {
            if touched.len() >= MOST {
                break;
            }
            if self.cabinet.look(|reader| some.iter().try_for_each(|(id, _)| self.reads(reader, **id))).is_ok() {
                continue;
            }
            // One by one: a damaged page hides nothing but what stands on it.
            touched.extend(some.iter().filter(|(id, _)| self.cabinet.look(|reader| self.reads(reader, **id)).is_err()));
        }
        let problem = |(id, entry): &(&Id, &Entry)| {
            let (serial, title) = by_log(&self.cabinet, **id, Some(*entry)).unwrap_or_default();
            let serial = if serial.is_empty() { entry.head.serial.clone().unwrap_or_default() } else { serial };
            found(serial, FindingCode::Cabinet(Finding::FileDamaged), Whose::Sheet { title, part: SheetPart::Whole })
        };
        touched.iter().map(problem).filter(|problem| !named.contains(problem.serial.as_str())).collect()
    }

    /// Reads all that a sheet is shown from. Where its body was destroyed by the rules there is nothing to show, and no damage.
    fn reads(&self, reader: &Reader<'_>, sheet: Id) -> Result<()> {
        reader.sheet(sheet)?;
        Record::load(reader, sheet)?.map_or(Ok(()), |record| self.sheet_view(reader, &record, Mask::NONE).map(drop))
    }

    /// The sheets that have been signed, as far as the log can be read: what cannot was named by its walk.
    pub(super) fn signed_sheets(&self) -> Vec<Id> {
        let sheets: BTreeSet<Id> = self.readable(Kind::Signature).iter().map(|entry| entry.head.record).collect();
        sheets.into_iter().collect()
    }

    /// The entries of a kind that can be read, in order. What stands on a damaged page is stepped over.
    fn readable(&self, kind: Kind) -> Vec<Entry> {
        let page = |after: u64, limit: usize| {
            let limit = u32::try_from(limit).unwrap_or(u32::MAX);
            self.cabinet.look(|reader| reader.entries_of_kind(kind, after, limit))
        };
        let end =
            self.cabinet.look(|reader| reader.newest_entries(1)).ok().and_then(|newest| newest.first().map(|e| e.head.lamport));
        let end = end.or_else(|| self.cabinet.look(|reader| reader.entry_count()).ok()).unwrap_or(0);
        let (mut all, mut after) = (Vec::new(), 0);
        while after < end {
            let Ok(mut some) = page(after, SOME).or_else(|_| page(after, 1)) else {
                after += 1;
                continue;
            };
            let Some(last) = some.last() else { break };
            after = last.head.lamport;
            all.append(&mut some);
        }
        all
    }
}
