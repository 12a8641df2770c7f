//! How text is cut for the search index: every character, every neighbouring pair, one token for each filter.
//!
//! Tokens are ASCII, so that no tokenizer's table of characters (which ends before the rare names of later Unicode
//! extensions) decides what can be found.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use unicode_normalization::UnicodeNormalization as _;

use super::hash::{Hash, hex};
use crate::clock::Id;

/// Search's own copy of a text: NFKC, lower case. Records keep what was typed.
pub(super) fn normal(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// One character.
pub(super) fn single(a: char) -> String {
    format!("u{:x}", u32::from(a))
}

/// Two neighbours. `z` parts them: it is no hexadecimal digit.
pub(super) fn pair(a: char, b: char) -> String {
    format!("b{:x}z{:x}", u32::from(a), u32::from(b))
}

/// The tokens of a normalised text. Space parts words; no token crosses it.
pub(super) fn of_text(text: &str) -> BTreeSet<String> {
    let mut cut = BTreeSet::new();
    for word in text.split_whitespace() {
        let mut before = None;
        for c in word.chars() {
            cut.insert(single(c));
            if let Some(before) = before.replace(c) {
                cut.insert(pair(before, c));
            }
        }
    }
    cut
}

/// The token of a filter's value.
pub(super) fn filter(key: &str, value: &str) -> String {
    let hash = Hash::labelled(key, value.as_bytes());
    format!("k{}", hex(hash.as_bytes().first_chunk::<8>().map_or(&[], |start| start.as_slice())))
}

/// The token of a yes or no.
pub(super) fn flag(key: &str, value: bool) -> String {
    filter(key, if value { "yes" } else { "no" })
}

/// Bits of the order key below the day: 30 for seconds, 12 for the tie.
const DAY_SHIFT: u32 = 42;
/// Seconds are counted from 2020-01-01T00:00Z; 30 bits last until 2054, after which sheets of one day go by their tie.
const SECONDS_FROM: i64 = 1_577_836_800;

/// The least order key of a day.
pub(super) fn day_key(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce().clamp(0, (1 << 20) - 1)) << DAY_SHIFT
}

/// Where a sheet stands among all: day, then second of its making, then a tie that depends on its id alone.
pub(super) fn order_key(date: NaiveDate, created_ms: i64, sheet: Id) -> i64 {
    let seconds = (created_ms / 1000 - SECONDS_FROM).clamp(0, (1 << 30) - 1);
    let hash = Hash::of(&sheet.bytes());
    let tie = hash.as_bytes().first_chunk::<2>().map_or(0, |two| i64::from(u16::from_be_bytes(*two) >> 4));
    day_key(date) + (seconds << 12) + tie
}
