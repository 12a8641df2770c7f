//! The mask: one function of grid and what its reader may not see.
//!
//! A cell says how private it is; words of a hidden cell that stand in other cells as well (客户原话: 我是赵六) are hidden
//! there too.

use std::collections::BTreeMap;

use super::grid::{Cell, Content, Grid, Seal};
use crate::form::Private;

/// What is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "four kinds of private answers, each hidden or not")]
pub struct Mask {
    /// 赵六 → 赵*, and the signature with it.
    pub names: bool,
    /// 13800000001 → 138****0001
    pub phones: bool,
    /// 3栋1单元1702 → 3栋***
    pub rooms: bool,
    /// Numbers of identity papers.
    pub ids: bool,
}

impl Mask {
    /// Hides nothing.
    pub const NONE: Self = Self { names: false, phones: false, rooms: false, ids: false };
    /// Hides all that is private.
    pub const ALL: Self = Self { names: true, phones: true, rooms: true, ids: true };

    /// Whether answers of this kind are hidden.
    #[must_use]
    pub fn hides(self, private: Private) -> bool {
        match private {
            Private::None => false,
            Private::Name => self.names,
            Private::Phone => self.phones,
            Private::Room => self.rooms,
            Private::Id => self.ids,
        }
    }
}

/// A private text as it may be shown.
#[must_use]
pub fn masked_text(private: Private, text: &str) -> String {
    match private {
        Private::None => text.into(),
        Private::Name => each(text, name),
        Private::Phone => phone(text),
        Private::Room => each(text, room),
        Private::Id => each(text, id),
    }
}

/// Applies to each part of a text that lists several (赵六、钱七).
fn each(text: &str, mask: fn(&str) -> String) -> String {
    const BETWEEN: [char; 8] = ['、', '，', ',', '；', ';', '\n', '　', '/'];
    text.split_inclusive(BETWEEN)
        .map(|part| {
            let bare = part.trim_end_matches(BETWEEN);
            let rest = part.strip_prefix(bare).unwrap_or_default();
            format!("{}{rest}", mask(bare))
        })
        .collect()
}

fn stars(count: usize) -> String {
    "*".repeat(count)
}

/// The first character, the others as stars, at most three, so that the length says little.
fn name(text: &str) -> String {
    let mut characters = text.trim().chars();
    characters.next().map_or_else(String::new, |first| format!("{first}{}", stars(characters.count().clamp(1, 3))))
}

/// Each run of five digits and more: the first three and the last four of a mobile number, less of shorter ones.
fn phone(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        let (head, tail) = match run.len() {
            0..5 => (run.len(), 0),
            5..9 => (0, 2),
            9..11 => (2, 2),
            _ => (3, 4),
        };
        let hidden = run.len() - head - tail;
        out.extend(run.chars().take(head));
        out.push_str(&stars(hidden));
        out.extend(run.chars().skip(head + hidden));
        run.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// The building stays, the rest goes.
fn room(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let end = text.char_indices().find(|(_, c)| "栋幢座期".contains(*c)).map(|(at, c)| at + c.len_utf8());
    format!("{}***", end.and_then(|end| text.get(..end)).unwrap_or_default())
}

/// The first three and the last two characters.
fn id(text: &str) -> String {
    let count = text.chars().count();
    if count < 8 {
        return stars(count);
    }
    let head: String = text.chars().take(3).collect();
    let tail: String = text.chars().skip(count - 2).collect();
    format!("{head}{}{tail}", stars(count - 5))
}

/// The grid as its reader may see it.
#[must_use]
pub fn masked(grid: &Grid, mask: Mask) -> Grid {
    let mut out = grid.clone();
    if mask == Mask::NONE {
        return out;
    }
    let known = known(grid, mask);
    for row in out.parts.iter_mut().flat_map(|part| &mut part.tables).flat_map(|table| &mut table.rows) {
        for cell in &mut row.cells {
            hide(cell, mask, &known);
        }
    }
    for plate in &mut out.plates {
        plate.caption = replaced(&plate.caption, &known, mask);
    }
    out
}

/// Hidden words of at least two characters and what stands for them, the longest first.
fn known(grid: &Grid, mask: Mask) -> Vec<(String, String)> {
    let mut words: BTreeMap<String, String> = BTreeMap::new();
    let cells = grid.parts.iter().flat_map(|part| &part.tables).flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    for cell in cells.filter(|cell| mask.hides(cell.private)) {
        if let Content::Text { text } | Content::SignedText { text, .. } = &cell.content {
            for part in text.split(['、', '，', ',', '；', ';', '\n', '　', '/']).map(str::trim) {
                if part.chars().count() >= 2 {
                    words.insert(part.into(), masked_text(cell.private, part));
                }
            }
        }
    }
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
    words
}

fn replaced(text: &str, known: &[(String, String)], mask: Mask) -> String {
    let mut out = text.to_owned();
    for (word, shown) in known {
        if out.contains(word.as_str()) {
            out = out.replace(word.as_str(), shown);
        }
    }
    if mask.phones { mobiles(&out) } else { out }
}

/// Mobile numbers in free text: eleven digits that begin with 1.
fn mobiles(text: &str) -> String {
    text.split_inclusive(|c: char| !c.is_ascii_digit())
        .map(|part| {
            let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
            if digits.len() == 11 && digits.starts_with('1') { phone(part) } else { part.into() }
        })
        .collect()
}

fn hide(cell: &mut Cell, mask: Mask, known: &[(String, String)]) {
    let (private, hides) = (cell.private, mask.hides(cell.private));
    let show = |text: &str| if hides { masked_text(private, text) } else { replaced(text, known, mask) };
    match &mut cell.content {
        Content::Empty | Content::Mark { .. } => {}
        Content::Text { text } => *text = show(text),
        Content::Choice { options } => {
            for (word, _) in options {
                *word = replaced(word, known, mask);
            }
        }
        Content::Signature { seal } => hide_seal(seal, hides, known, mask),
        Content::SignedText { text, seal } => {
            *text = show(text);
            hide_seal(seal, hides, known, mask);
        }
    }
}

fn hide_seal(seal: &mut Seal, hides: bool, known: &[(String, String)], mask: Mask) {
    seal.words = replaced(&seal.words, known, mask);
    if hides && seal.ink.take().is_some() && seal.words.is_empty() {
        // A signature is a name.
        seal.words = "已签".into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::layout::sample;

    #[test]
    fn names_phones_rooms_and_ids_are_hidden_as_the_office_does() {
        assert_eq!(masked_text(Private::Name, "赵六"), "赵*", "a name keeps its first character");
        assert_eq!(masked_text(Private::Name, "赵六、欧阳小小"), "赵*、欧***", "every name of a list");
        assert_eq!(masked_text(Private::Phone, "13800000001"), "138****0001", "a mobile number");
        assert_eq!(masked_text(Private::Phone, "0851-85512345转12"), "0851-******45转12", "a fixed line");
        assert_eq!(masked_text(Private::Room, "3栋1单元1702"), "3栋***", "the building stays");
        assert_eq!(masked_text(Private::Room, "商铺B12"), "***", "without a building nothing stays");
        assert_eq!(masked_text(Private::Id, "520102199001011234"), "520*************34", "an identity number");
        assert_eq!(masked_text(Private::Name, ""), "", "nothing stays nothing");
    }

    #[test]
    fn a_masked_grid_shows_no_private_word_anywhere() {
        let grid = sample::revisit("我是赵六，电话13800000001或13911112222，住3栋1单元1702。");
        let shown = format!("{:?}", masked(&grid, Mask::ALL).parts);
        for word in ["赵六", "13800000001", "13911112222", "1702。"] {
            assert!(!shown.contains(word), "{word} can still be read");
        }
        assert!(shown.contains("我是赵*，电话138****0001或139****2222"), "words of hidden cells are hidden in free text too");
        assert!(shown.contains("已签"), "the customer's signature gives way to a word");
        assert_eq!(masked(&grid, Mask::NONE), grid, "a mask that hides nothing changes nothing");
    }

    #[test]
    fn only_what_the_mask_names_is_hidden() {
        let grid = sample::revisit("好");
        let shown = format!("{:?}", masked(&grid, Mask { phones: false, ..Mask::ALL }).parts);
        assert!(shown.contains("13800000001") && !shown.contains("赵六"), "phones stay, names go");
    }
}
