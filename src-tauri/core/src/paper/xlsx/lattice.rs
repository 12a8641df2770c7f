//! One lattice of columns for all tables of a part.

use super::{XlsxError, pixels};
use crate::paper::grid::{Mm, Table};

/// Edges nearer than this become one: tables drawn up apart miss each other by a hair, which would give columns of a pixel.
const NEAR: i32 = 60;

/// The column edges of a part, left to right, from 0.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lattice {
    edges: Vec<i32>,
}

impl Lattice {
    /// The union of the column edges of `tables`, in a part `room` wide.
    pub(super) fn new(tables: &[Table], room: Mm) -> Result<Self, XlsxError> {
        let mut all = vec![0, room.0];
        for table in tables {
            let edges = edges(table, room);
            if table.columns.len() > 200 || edges.windows(2).any(|pair| matches!(pair, [a, b] if a >= b)) {
                return Err(XlsxError::Grid(format!("{}: a column has no width", table.id)));
            }
            all.extend(edges);
        }
        all.sort_unstable();
        all.dedup();
        let near = Self { edges: clustered(&all) };
        // Columns that are themselves narrower keep their own edges.
        let apart = |table: &Table| {
            let at: Vec<u16> = edges(table, room).into_iter().map(|x| near.nearest(x)).collect();
            at.windows(2).all(|pair| matches!(pair, [a, b] if a < b))
        };
        Ok(if tables.iter().all(apart) { near } else { Self { edges: all } })
    }

    /// Number of columns.
    pub(super) fn columns(&self) -> u16 {
        u16::try_from(self.edges.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// Width of each column in whole pixels; the sums stay true to the paper.
    pub(super) fn widths(&self) -> Vec<u32> {
        self.edges
            .windows(2)
            .map(|pair| match pair {
                [from, to] => (pixels(Mm(*to)) - pixels(Mm(*from))).max(1),
                _ => 1,
            })
            .collect()
    }

    /// Where each column edge of a table stands in the lattice.
    pub(super) fn places(&self, table: &Table, room: Mm) -> Vec<u16> {
        edges(table, room).into_iter().map(|x| self.nearest(x)).collect()
    }

    /// The inner edge nearest to `x`: where a line of words over the whole width is parted.
    pub(super) fn parting(&self, x: Mm) -> u16 {
        self.nearest(x.0).clamp(1, self.columns().max(2) - 1)
    }

    /// The last inner edge not beyond `x`, or the first one.
    pub(super) fn before(&self, x: Mm) -> u16 {
        let count = self.edges.iter().filter(|edge| **edge <= x.0).count();
        u16::try_from(count.saturating_sub(1)).unwrap_or(0).clamp(1, self.columns().max(2) - 1)
    }

    /// From the left edge of column `from` to the left edge of column `to`.
    pub(super) fn width(&self, from: u16, to: u16) -> Mm {
        let at = |n: u16| self.edges.get(usize::from(n)).copied().unwrap_or(0);
        Mm(at(to) - at(from))
    }

    fn nearest(&self, x: i32) -> u16 {
        let best = self.edges.iter().enumerate().min_by_key(|(_, edge)| edge.abs_diff(x)).map_or(0, |(n, _)| n);
        u16::try_from(best).unwrap_or(0)
    }
}

/// Column edges of a table, from 0; one that is wider than the part is made to fit, as in print.
fn edges(table: &Table, room: Mm) -> Vec<i32> {
    let sum: i64 = table.columns.iter().map(|c| i64::from(c.0.max(0))).sum();
    let mut at = 0_i64;
    let mut edges = vec![0];
    for column in &table.columns {
        at += i64::from(column.0.max(0));
        let x = if sum > i64::from(room.0) { at * i64::from(room.0) / sum } else { at };
        edges.push(i32::try_from(x).unwrap_or(room.0));
    }
    edges
}

fn clustered(sorted: &[i32]) -> Vec<i32> {
    let mut out: Vec<i32> = Vec::new();
    for edge in sorted {
        if out.last().is_none_or(|last| edge - last > NEAR) {
            out.push(*edge);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::layout::sample::table;

    #[test]
    fn the_lattice_is_the_union_of_all_edges() {
        let tables = [table("a", &[5000, 12_000], 0, Vec::new()), table("b", &[3000, 2000, 6000, 6000], 0, Vec::new())];
        let lattice = Lattice::new(&tables, Mm(17_000)).unwrap();
        assert_eq!(lattice.edges, [0, 3000, 5000, 11_000, 17_000], "every edge once");
        assert_eq!(lattice.places(&tables[0], Mm(17_000)), [0, 2, 4], "a table finds its own edges again");
        let sum: u32 = lattice.widths().iter().sum();
        assert_eq!(sum, pixels(Mm(17_000)), "rounding does not add up");
    }

    #[test]
    fn edges_that_miss_by_a_hair_are_one_but_narrow_columns_stay() {
        let near = [table("a", &[5666, 5667, 5667], 0, Vec::new()), table("b", &[5700, 5620, 5680], 0, Vec::new())];
        assert_eq!(Lattice::new(&near, Mm(17_000)).unwrap().columns(), 3, "0.3 mm is no column");
        let narrow = [table("a", &[40, 5000], 0, Vec::new())];
        assert_eq!(Lattice::new(&narrow, Mm(5040)).unwrap().columns(), 2, "a column that the form wants stays");
        assert_eq!(
            Lattice::new(&[table("a", &[0, 5000], 0, Vec::new())], Mm(5000)).unwrap_err().code(),
            "grid-malformed",
            "no width"
        );
    }

    #[test]
    fn a_table_wider_than_the_page_is_made_to_fit() {
        let tables = [table("a", &[20_000, 14_000], 0, Vec::new())];
        let lattice = Lattice::new(&tables, Mm(17_000)).unwrap();
        assert_eq!(lattice.edges, [0, 10_000, 17_000], "in proportion");
    }
}
