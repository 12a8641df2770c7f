//! How drawn sheets become one volume: their order, their running numbers, bookmarks and attachments.

use super::press::Drawn;
use crate::clock::Stamp;

/// What goes into a file, in order.
#[derive(Debug, Clone, Default)]
pub struct Binding {
    /// In the order of the file.
    pub leaves: Vec<Leaf>,
    /// Nested bookmarks; none, and the file opens without them.
    pub outline: Vec<Bookmark>,
    /// Files inside the file. With any it is PDF/A-3b, without PDF/A-2b.
    pub attachments: Vec<Attachment>,
    /// Printed on both sides: each leaf begins on a front page, and where the one before ended on a front, its empty back is
    /// put in. The grids themselves have their margins for it by [`bound`](crate::paper::grid::bound).
    pub duplex: bool,
}

/// A sheet in its place in the volume.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// Its pages.
    pub drawn: Drawn,
    /// Its pages carry running numbers. Covers, catalogues and closing notes do not.
    pub numbered: bool,
}

/// A bookmark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bookmark {
    /// TS-A-202610-0031 投诉处理单
    pub title: String,
    /// Which leaf, from 0.
    pub leaf: usize,
    /// Which page of the leaf, from 0.
    pub page: usize,
    /// Those below it are shown when the file is opened.
    pub open: bool,
    /// Below it.
    pub children: Vec<Bookmark>,
}

/// A file inside the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The name of the file; of each only one.
    pub name: String,
    /// `application/json`
    pub media_type: String,
    /// What it is, in words.
    pub description: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// When it last changed.
    pub modified: Stamp,
    /// What it is to the pages.
    pub relationship: Relationship,
}

/// What an attachment is to the pages (ISO 19005-3, 6.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relationship {
    /// The pages were made from it.
    Source,
    /// The figures behind the pages.
    Data,
    /// Goes beside the pages: a list of hashes.
    Supplement,
}

/// The first running number of each leaf, given as its number of pages and whether it is numbered. Empty backs are not
/// counted, so that a catalogue can be printed before the file is bound.
#[must_use]
pub fn numbers(leaves: impl IntoIterator<Item = (usize, bool)>) -> Vec<Option<u32>> {
    let mut next = 1_u32;
    let number = |(pages, numbered): (usize, bool)| {
        let first = next;
        if numbered {
            next = next.saturating_add(u32::try_from(pages).unwrap_or(u32::MAX));
        }
        numbered.then_some(first)
    };
    leaves.into_iter().map(number).collect()
}

impl Binding {
    /// The first running number of each leaf; none where it is not numbered.
    #[must_use]
    pub fn numbers(&self) -> Vec<Option<u32>> {
        numbers(self.leaves.iter().map(|leaf| (leaf.drawn.pages(), leaf.numbered)))
    }

    /// The place of each leaf's first page in the file, from 0, empty backs counted.
    #[must_use]
    pub fn places(&self) -> Vec<usize> {
        let mut next = 0_usize;
        let place = |leaf: &Leaf| {
            if self.duplex {
                next = next.next_multiple_of(2);
            }
            let first = next;
            next += leaf.drawn.pages();
            first
        };
        self.leaves.iter().map(place).collect()
    }

    /// Pages of the file, empty backs counted.
    #[must_use]
    pub fn pages(&self) -> usize {
        let last = self.places().last().copied().unwrap_or_default();
        last + self.leaves.last().map_or(0, |leaf| leaf.drawn.pages())
    }
}
