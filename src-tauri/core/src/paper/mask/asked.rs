//! Looking for what is hidden: a number is found by the whole of it, as whoever was given it types it, or by what is shown of it;
//! never by a part of the hidden figures, which could be tried out one by one.

use unicode_normalization::UnicodeNormalization as _;

use super::numbers::{self, Read};
use super::signs::{digit, plain};
use super::{masked_text, phone};
use crate::form::Private;

/// Fewest digits of a number that its last four are asked for of.
const WHOLE: usize = 7;

/// Whether a query touches figures, so that what it finds must be looked at again.
#[must_use]
pub fn asks_figures(typed: &str) -> bool {
    typed.nfkc().any(digit)
}

/// Whether every word of a query stands in what is shown of some texts, or is a whole number that is hidden in them; with
/// `last_four` its last four digits do as well, which is how people say who called.
#[must_use]
pub fn finds(typed: &str, texts: &[(Private, String)], last_four: bool) -> bool {
    let mut shown = String::new();
    let mut hidden: Vec<String> = Vec::new();
    for (private, text) in texts {
        let read = read(*private, &normal(text));
        shown.push_str(&read.shown);
        shown.push('\n');
        hidden.extend(read.numbers);
    }
    let typed = normal(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let figures = || words.iter().filter(|word| word.chars().any(digit));
    let is = |asked: &str| {
        let end = |number: &String| last_four && asked.len() == 4 && number.len() >= WHOLE && number.ends_with(asked);
        !asked.is_empty() && hidden.iter().any(|number| number == asked || end(number))
    };
    // 138 0013 7001 is one number in three words.
    let whole = is(&figures().map(|word| key(word)).collect::<String>());
    words.iter().all(|word| shown.contains(word) || word.chars().any(digit) && (whole || is(&key(word))))
}

fn read(private: Private, text: &str) -> Read {
    match private {
        Private::Phone => phone::read(text),
        Private::Id => Read { shown: masked_text(private, text), numbers: vec![key(text)] },
        Private::None | Private::Public | Private::Name | Private::Room => numbers::read(text, true, true),
    }
}

fn normal(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// Figures and Latin letters alone.
fn key(text: &str) -> String {
    text.chars().map(|c| plain(c).to_ascii_lowercase()).filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_number_is_found_whole_or_by_what_is_shown_of_it_and_by_no_part() {
        let texts = vec![
            (Private::None, "业主赵六说打 139 1111 2222".to_owned()),
            (Private::Phone, "0851-8551 2345".to_owned()),
            (Private::Id, "52010219900101123X".to_owned()),
            (Private::None, "KF-JC-202602-0031".to_owned()),
        ];
        for asked in [
            "13911112222",
            "139 1111 2222",
            "139-1111-2222",
            "2222",
            "085185512345",
            "0851",
            "52010219900101123x",
            "0031",
            "赵六",
            "１３９１１１１２２２２",
        ] {
            assert!(finds(asked, &texts, false), "{asked}");
        }
        for asked in ["1391", "1111", "139 1111", "11112222", "8551", "2345", "0851-8551", "1990", "5201021990", "赵六 1391"] {
            assert!(!finds(asked, &texts, false), "{asked} would be tried out digit by digit");
        }
        assert!(finds("2345", &texts, true) && !finds("5123", &texts, true), "the last four, where somebody calls");
        assert!(asks_figures("三栋") && asks_figures("１２") && !asks_figures("张立"), "what is looked at again");
    }
}
