//! Looking for what is hidden: a number is found by the whole of it, as whoever was given it types it, or by what is shown of it;
//! never by a part of the hidden figures, which could be tried out one by one.

use unicode_normalization::UnicodeNormalization as _;

use super::numbers::{self, Read};
use super::signs::{digit, plain};
use super::spelled::numeral;
use super::{masked_text, phone};
use crate::form::Private;

/// Fewest digits of a number that its last four are asked for of.
const WHOLE: usize = 7;
/// Digits of a mobile number.
const MOBILE: usize = 11;

/// Whether a query touches figures, however they are written, so that what it finds must be looked at again.
#[must_use]
pub fn asks_figures(typed: &str) -> bool {
    typed.nfkc().any(figure)
}

/// The hidden numbers of a text in figures alone, without the country, as far as they are not written so: a search knows them by that.
#[must_use]
pub fn figures_of(private: Private, text: &str) -> Vec<String> {
    if matches!(private, Private::Name | Private::Room) || !asks_figures(text) {
        return Vec::new();
    }
    let mut found: Vec<String> = read(private, &normal(text)).numbers.iter().map(|number| own(number).to_owned()).collect();
    found.retain(|number| number.len() >= WHOLE && !text.contains(number));
    found.dedup();
    found
}

/// A query with each whole number in figures alone, as [`figures_of`] has them: `138 0013 7001` is one word then. None where there is
/// no such number, or it is typed so.
#[must_use]
pub fn as_figures(typed: &str) -> Option<String> {
    let typed = normal(typed);
    let mut out: Vec<String> = Vec::new();
    let mut parts = String::new();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let all = |word: &str| word.chars().any(figure) && word.chars().all(|c| figure(c) || !c.is_alphanumeric());
    for (at, word) in words.iter().enumerate() {
        if all(word) {
            parts.push_str(&key(word));
            if words.get(at + 1).is_some_and(|next| all(next)) && !is_mobile(&parts) {
                continue;
            }
            out.push(if parts.len() >= WHOLE { own(&parts).to_owned() } else { (*word).to_owned() });
            parts.clear();
        } else {
            out.push((*word).to_owned());
        }
    }
    let out = out.join(" ");
    (out != words.join(" ")).then_some(out)
}

fn is_mobile(number: &str) -> bool {
    number.len() == MOBILE && number.starts_with('1')
}

/// A mobile number without the country.
fn own(number: &str) -> &str {
    let less = ["0086", "086", "86"].into_iter().find_map(|country| number.strip_prefix(country));
    less.filter(|less| is_mobile(less)).unwrap_or(number)
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
    let figures = || words.iter().filter(|word| word.chars().any(figure));
    let is = |asked: &str| {
        let end = |number: &String| last_four && asked.len() == 4 && number.len() >= WHOLE && number.ends_with(asked);
        !asked.is_empty() && hidden.iter().any(|number| own(number) == own(asked) || end(number))
    };
    // 138 0013 7001 is one number in three words.
    let whole = is(&figures().map(|word| key(word)).collect::<String>());
    words.iter().all(|word| shown.contains(word) || word.chars().any(figure) && (whole || is(&key(word))))
}

/// Whether every word of a query stands in a text that is shown.
#[must_use]
pub fn stand_in(shown: &str, typed: &str) -> bool {
    let shown = normal(shown);
    normal(typed).split_whitespace().all(|word| shown.contains(word))
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

/// A figure in whatever writing, the capital numerals too.
fn figure(c: char) -> bool {
    digit(c) || numeral(c).is_some()
}

/// Figures and Latin letters alone.
fn key(text: &str) -> String {
    text.chars().map(|c| plain(numeral(c).unwrap_or(c)).to_ascii_lowercase()).filter(char::is_ascii_alphanumeric).collect()
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

    /// Passes when a number is found whole in whatever writing it was kept and is asked for, and by no part in any of them.
    #[test]
    fn whatever_a_number_is_written_in_it_is_found_whole_and_by_no_part() {
        let kept = [
            "13800137001",
            "138 0013 7001",
            "138-0013-7001",
            "+86 13800137001",
            "8613800137001",
            "１３８００１３７００１",
            "一三八零零一三七零零一",
            "壹叁捌零零壹叁柒零零壹",
        ];
        let asked = [
            "13800137001",
            "138 0013 7001",
            "+8613800137001",
            "+86 138 0013 7001",
            "008613800137001",
            "１３８００１３７００１",
            "一三八零零一三七零零一",
            "壹叁捌零零壹叁柒零零壹",
            "138.0013.7001",
        ];
        for (private, kept) in kept.iter().flat_map(|kept| [(Private::Phone, kept), (Private::None, kept)]) {
            let texts = vec![(private, (*kept).to_string())];
            for asked in asked {
                assert!(finds(asked, &texts, false), "{kept} by {asked}");
            }
            for part in ["13800", "0137", "一三八零", "壹叁捌零", "叁柒", "零零壹叁", "380013"] {
                assert!(asks_figures(part), "{part} is looked at again");
                assert!(!finds(part, &texts, false), "{kept} by {part}: figure by figure");
            }
            for asked in asked {
                let plain = as_figures(asked).unwrap_or_else(|| normal(asked));
                let known = figures_of(private, kept).into_iter().chain([normal(kept)]).any(|text| text.contains(&plain));
                assert!(known, "{kept} stands in the search by {asked}, which is {plain}");
            }
        }
        assert_eq!(as_figures("赵六 138 0013 7001 3栋").as_deref(), Some("赵六 13800137001 3栋"), "a number among words");
        assert_eq!(as_figures("2026-02-13 3栋"), Some("20260213 3栋".to_owned()), "as typed it is looked for as well");
        assert_eq!((as_figures("三楼 1702"), as_figures("13800137001")), (None, None), "no number, and one that is plain");
    }
}
