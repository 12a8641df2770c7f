//! Bookmarks (ISO 32000-1 §12.3.3).

use lopdf::{Dictionary, Document, Object, ObjectId};
use sha2::{Digest, Sha256};

use super::about::words;
use super::bind::Bookmark;
use super::name;
use crate::paper::PaperError;

/// The page at a place of a leaf, and its height in points.
type Place<'a> = dyn Fn(usize, usize) -> Option<(ObjectId, Object)> + 'a;

/// A level of bookmarks that is in the file.
struct Level {
    first: ObjectId,
    last: ObjectId,
    /// How many lines it shows while its parent is open.
    lines: i64,
}

/// Adds the bookmarks; the id of their root.
pub(super) fn add(
    doc: &mut Document,
    bookmarks: &[Bookmark],
    place: &Place<'_>,
    digest: &mut Sha256,
) -> Result<Option<ObjectId>, PaperError> {
    if bookmarks.is_empty() {
        return Ok(None);
    }
    let root = doc.new_object_id();
    let mut dict = Dictionary::new();
    dict.set("Type", name("Outlines"));
    if let Some(level) = level(doc, root, bookmarks, place, digest)? {
        dict.set("First", level.first);
        dict.set("Last", level.last);
        dict.set("Count", level.lines);
    }
    doc.set_object(root, dict);
    Ok(Some(root))
}

fn level(
    doc: &mut Document,
    parent: ObjectId,
    bookmarks: &[Bookmark],
    place: &Place<'_>,
    digest: &mut Sha256,
) -> Result<Option<Level>, PaperError> {
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| doc.new_object_id()).collect();
    let mut lines = 0;
    for (n, (bookmark, id)) in bookmarks.iter().zip(&ids).enumerate() {
        let Some((page, top)) = place(bookmark.leaf, bookmark.page) else {
            return Err(PaperError::Write(format!("the bookmark {:?} names no page", bookmark.title)));
        };
        digest.update(format!("{}\0{}\0{}\0", bookmark.title, bookmark.leaf, bookmark.page));
        let mut dict = Dictionary::new();
        dict.set("Title", words(&bookmark.title));
        dict.set("Parent", parent);
        // To the top of the page, at whatever size the reader has it.
        dict.set("Dest", vec![page.into(), name("XYZ"), Object::Null, top, Object::Null]);
        if let Some(before) = n.checked_sub(1).and_then(|n| ids.get(n)) {
            dict.set("Prev", *before);
        }
        if let Some(next) = ids.get(n + 1) {
            dict.set("Next", *next);
        }
        lines += 1;
        if let Some(below) = level(doc, *id, &bookmark.children, place, digest)? {
            dict.set("First", below.first);
            dict.set("Last", below.last);
            dict.set("Count", if bookmark.open { below.lines } else { -below.lines });
            lines += if bookmark.open { below.lines } else { 0 };
        }
        doc.set_object(*id, dict);
    }
    Ok(ids.first().zip(ids.last()).map(|(first, last)| Level { first: *first, last: *last, lines }))
}
