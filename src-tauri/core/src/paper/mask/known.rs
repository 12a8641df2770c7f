//! Private words by which people are known, found again wherever they stand: as they were entered, and with spaces between
//! their characters (`何 其`), though not over a line's end.
//!
//! The registers and a month's sheets teach thousands of words. They are kept once, in an automaton that every copy shares; what
//! a copy learns on top (the words of one row) stands beside it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};

use super::signs::gap;

/// Most words that stand beside the shared ones.
const BESIDE: usize = 64;

/// The building and the number of a room.
pub(super) type Room = (String, String);

/// Words and what stands in the place of each.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    shared: Arc<Shared>,
    beside: Vec<Word>,
}

#[derive(Debug, Clone)]
struct Word {
    /// Without what is not seen.
    bare: String,
    shown: String,
    room: Option<Room>,
}

#[derive(Debug, Clone, Default)]
struct Shared {
    /// Bare words and what is shown of each.
    words: Vec<(String, String)>,
    known: HashSet<String>,
    rooms: HashMap<String, HashSet<String>>,
    /// Made when a text is read for the first time.
    automaton: OnceLock<Option<AhoCorasick>>,
}

/// A word where it was found in a text without gaps.
struct Hit<'a> {
    start: usize,
    end: usize,
    shown: &'a str,
}

impl Words {
    /// Learns a word and, when it is one, the ends of a room.
    pub(super) fn know(&mut self, word: &str, shown: &str, room: Option<Room>) {
        let bare: String = word.chars().filter(|c| !c.is_whitespace() && !gap(*c)).collect();
        if bare.is_empty() || self.shared.known.contains(&bare) || self.beside.iter().any(|word| word.bare == bare) {
            return;
        }
        let word = Word { bare, shown: shown.to_owned(), room };
        match Arc::get_mut(&mut self.shared).filter(|shared| shared.automaton.get().is_none()) {
            Some(shared) => shared.add(word),
            None if self.beside.len() < BESIDE => self.beside.push(word),
            None => {
                let shared = Arc::make_mut(&mut self.shared);
                shared.automaton = OnceLock::new();
                self.beside.drain(..).chain([word]).for_each(|word| shared.add(word));
            }
        }
    }

    /// Whether a building and a number are a room of somebody.
    pub(super) fn has_room(&self, building: &str, number: &str) -> bool {
        let mut beside = self.beside.iter().filter_map(|word| word.room.as_ref());
        self.shared.rooms.get(building).is_some_and(|numbers| numbers.contains(number))
            || beside.any(|(of, own)| of == building && own == number)
    }

    /// The text without them. Where several overlap, the longest counts; what is shown in their place is not read again.
    pub(super) fn hidden(&self, text: &str) -> String {
        if self.shared.words.is_empty() && self.beside.is_empty() {
            return text.to_owned();
        }
        // The text without gaps, and where each byte of it stood.
        let mut bare = String::with_capacity(text.len());
        let mut from = Vec::with_capacity(text.len());
        for (at, c) in text.char_indices().filter(|(_, c)| !gap(*c)) {
            bare.push(c);
            from.extend((0..c.len_utf8()).map(|byte| at + byte));
        }
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for hit in self.longest(&bare) {
            let (Some(start), Some(last)) = (from.get(hit.start), hit.end.checked_sub(1).and_then(|last| from.get(last))) else {
                continue;
            };
            out.push_str(text.get(done..*start).unwrap_or_default());
            out.push_str(hit.shown);
            done = last + 1;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        out
    }

    /// What of them stands in a text, in its order: the longest first where they overlap.
    fn longest(&self, bare: &str) -> Vec<Hit<'_>> {
        let mut hits = self.shared.hits(bare);
        for word in &self.beside {
            let found = bare.match_indices(word.bare.as_str());
            hits.extend(found.map(|(start, own)| Hit { start, end: start + own.len(), shown: &word.shown }));
        }
        hits.sort_by_key(|hit| (std::cmp::Reverse(hit.end - hit.start), hit.start));
        let mut taken = vec![false; bare.len()];
        hits.retain(|hit| match taken.get_mut(hit.start..hit.end) {
            Some(places) if !places.contains(&true) => {
                places.fill(true);
                true
            }
            _ => false,
        });
        hits.sort_by_key(|hit| hit.start);
        hits
    }
}

impl Shared {
    fn add(&mut self, word: Word) {
        if let Some((building, number)) = word.room {
            self.rooms.entry(building).or_default().insert(number);
        }
        if self.known.insert(word.bare.clone()) {
            self.words.push((word.bare, word.shown));
        }
    }

    fn hits(&self, bare: &str) -> Vec<Hit<'_>> {
        let automaton = self.automaton.get_or_init(|| {
            let words = self.words.iter().map(|(word, _)| word);
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(words).ok()
        });
        match automaton {
            Some(automaton) => {
                let found = automaton.find_overlapping_iter(bare);
                let shown = |pattern: usize| self.words.get(pattern).map(|(_, shown)| shown.as_str());
                found
                    .filter_map(|hit| Some(Hit { start: hit.start(), end: hit.end(), shown: shown(hit.pattern().as_usize())? }))
                    .collect()
            }
            // More words than an automaton holds: nothing of them may be shown for that.
            None => {
                let each = self.words.iter().flat_map(|(word, shown)| {
                    bare.match_indices(word.as_str()).map(move |(start, own)| Hit {
                        start,
                        end: start + own.len(),
                        shown: shown.as_str(),
                    })
                });
                each.collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn of(words: &[(&str, &str)]) -> Words {
        let mut out = Words::default();
        words.iter().for_each(|(word, shown)| out.know(word, shown, None));
        out
    }

    #[test]
    fn a_word_is_found_with_gaps_in_it_and_without_those_it_was_entered_with() {
        let words = of(&[("何其", "何**"), ("何其", "何**"), ("John Smith", "J**")]);
        assert_eq!(words.hidden("何其、何 其和何\u{200b}其"), "何**、何**和何**");
        assert_eq!(words.hidden("JohnSmith, John  Smith"), "J**, J**");
        assert_eq!(words.hidden("其何 人"), "其何 人", "another word");
    }

    #[test]
    fn no_word_stands_over_the_end_of_a_line() {
        let words = of(&[("施工", "施**"), ("何其", "何**")]);
        for text in ["措施\n工程部", "措施\r\n工程部", "措施 \u{2028}工程部"] {
            assert_eq!(words.hidden(text), text, "the end of one line and the begin of another are no name");
        }
        assert_eq!(words.hidden("何\t其\n何其"), "何**\n何**", "the line's end stays where it is");
    }

    #[test]
    fn the_longest_of_several_counts_and_what_is_shown_is_not_read_again() {
        let words = of(&[("欧阳", "欧**"), ("欧阳小小", "欧阳**"), ("**", "#")]);
        assert_eq!(words.hidden("欧阳小小和欧阳"), "欧阳**和欧**");
    }

    #[test]
    fn a_copy_learns_by_itself_and_any_number_of_words_is_found() {
        let mut first = Words::default();
        let name = |number: usize| format!("人{number:04}号");
        (0..3000).for_each(|number| first.know(&name(number), "人**", None));
        assert_eq!(first.hidden("人0000号人2999号"), "人**人**", "what was learnt at large");
        let mut copy = first.clone();
        (3000..3200).for_each(|number| copy.know(&name(number), "人**", Some(("1".into(), number.to_string()))));
        assert_eq!(copy.hidden("人0001 号、人3000号、人3199号"), "人**、人**、人**", "and what came later");
        assert!(copy.has_room("1", "3000") && copy.has_room("1", "3199") && !copy.has_room("2", "3000"), "rooms too");
        assert_eq!(first.hidden("人3000号"), "人3000号", "of which the first knows nothing");
    }
}
