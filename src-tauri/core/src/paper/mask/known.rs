//! Private words by which people are known, found again wherever they stand: as they were entered, and with spaces between
//! their characters (`何 其`).

use super::signs::unseen;

/// Words and what stands in the place of each.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    /// The longest first.
    words: Vec<Word>,
}

#[derive(Debug, Clone)]
struct Word {
    word: String,
    /// Without what is not seen.
    bare: Vec<char>,
    shown: String,
}

impl Words {
    /// Learns a word; whether it is new.
    pub(super) fn know(&mut self, word: &str, shown: &str) -> bool {
        if self.words.iter().any(|known| known.word == word) {
            return false;
        }
        let before = self.words.partition_point(|known| known.word.len() >= word.len());
        let bare = word.chars().filter(|c| !gap(*c)).collect();
        self.words.insert(before, Word { word: word.to_owned(), bare, shown: shown.to_owned() });
        true
    }

    /// The text without them.
    pub(super) fn hidden(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for known in &self.words {
            if out.contains(known.word.as_str()) {
                out = out.replace(known.word.as_str(), &known.shown);
            }
        }
        if out.chars().any(gap) || self.words.iter().any(|known| known.word.contains(gap)) { self.spread(&out) } else { out }
    }

    /// The text without those of its words that have gaps.
    fn spread(&self, text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        for known in &self.words {
            let mut at = 0;
            while at < chars.len() {
                match end(&chars, at, &known.bare) {
                    Some(end) => {
                        chars.splice(at..end, known.shown.chars());
                        at += known.shown.chars().count();
                    }
                    None => at += 1,
                }
            }
        }
        chars.into_iter().collect()
    }
}

/// Behind a word that begins at a place.
fn end(chars: &[char], start: usize, word: &[char]) -> Option<usize> {
    let mut at = start;
    for (number, wanted) in word.iter().enumerate() {
        if number > 0 {
            at += chars.iter().skip(at).take_while(|c| gap(**c)).count();
        }
        if chars.get(at) != Some(wanted) {
            return None;
        }
        at += 1;
    }
    (at > start).then_some(at)
}

fn gap(c: char) -> bool {
    c.is_whitespace() || unseen(c)
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn a_word_is_found_with_gaps_in_it_and_without_those_it_was_entered_with() {
        let mut words = Words::default();
        assert!(words.know("何其", "何**") && !words.know("何其", "何**"), "once");
        words.know("John Smith", "J**");
        assert_eq!(words.hidden("何其、何 其和何\u{200b}其"), "何**、何**和何**");
        assert_eq!(words.hidden("JohnSmith, John  Smith"), "J**, J**");
        assert_eq!(words.hidden("其何 人"), "其何 人", "another word");
    }
}
