//! A ledger as a paper.

use super::{Letterhead, widths};
use crate::archive::ledger::{Cell, Ledger};
use crate::form::Orientation;
use crate::paper::compose::listing::{Column, Listing, listing};
use crate::paper::compose::sheet_size;
use crate::paper::grid::{Align, Grid};

/// A ledger on lying pages, signed at its end.
#[must_use]
pub fn ledger(ledger: &Ledger, head: &Letterhead, signers: &[&'static str]) -> Grid {
    let room = sheet_size(Orientation::Landscape, false).room();
    let weights: Vec<u16> = ledger.columns.iter().map(|column| column.weight).collect();
    let columns: Vec<Column<'_>> = ledger
        .columns
        .iter()
        .zip(widths(&weights, room))
        .map(|(column, width)| Column {
            label: &column.label,
            width: width.0,
            align: if column.left { Align::Left } else { Align::Center },
        })
        .collect();
    let mut grid = listing(&Listing {
        title: &ledger.title,
        left: head.left.clone(),
        right: head.right.clone(),
        columns: &columns,
        rows: ledger.rows.iter().map(|row| row.iter().map(Cell::words).collect()).collect(),
        signers,
        notes: head.notes.clone(),
    });
    grid.watermark = (!head.watermark.is_empty()).then(|| head.watermark.clone());
    grid
}
