//! English for the words of the shipped papers.
//!
//! A paper is a Chinese document: what is printed, signed and frozen never changes with the language of the window. The
//! English words are only for finding one's way around it, so they lie beside the forms, in `forms/words/english.toml`, and not in
//! them: a better translation needs no new edition, and the locked bytes of an edition, its prints and its scopes cannot be
//! touched by one. They belong to words and not to places: a sheet of an older edition whose label read otherwise shows
//! that label in Chinese and never the translation of another; and an area, item or choice that was frozen into a sheet is
//! found by the words it carries. Two papers that use one word share its translation.
//!
//! Sentences that are signed under (consent) are never translated; what a rule says when it is broken is worded by its code.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::load::line_at;
use super::{Compute, Form, FormError, LayoutCell, Library};

/// The file's name, for errors.
const FILE: &str = "english.toml";
const SHIPPED: &str = include_str!("../../forms/words/english.toml");

/// Chinese words of papers with their English.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct English {
    words: BTreeMap<String, String>,
}

impl English {
    /// Reads translations of the words of `forms`: tables of `"Chinese" = "English"`, whose names only help the reader.
    ///
    /// # Errors
    /// When a word is missing, doubled, on none of the papers, or has no English: with the line and the reason.
    pub fn read<'a>(file: &str, text: &str, forms: impl IntoIterator<Item = &'a Form>) -> Result<Self, FormError> {
        let refuse = |line, reason| FormError { file: file.to_owned(), line, reason };
        let tables: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(text).map_err(|e| refuse(e.span().map_or(1, |s| line_at(text, s.start)), e.message().to_owned()))?;
        let mut wanted: BTreeSet<&str> = forms.into_iter().flat_map(words).filter(|w| is_chinese(w)).collect();
        let at = |word: &str| text.rfind(&format!("\"{word}\" =")).map_or(1, |found| line_at(text, found));
        let mut read = BTreeMap::new();
        for (word, english) in tables.into_values().flatten() {
            if english.trim().is_empty() || is_chinese(&english) {
                return Err(refuse(at(&word), format!("{word:?} has no English")));
            }
            if !wanted.remove(word.as_str()) {
                let twice = read.contains_key(&word);
                let reason = if twice { "stands here twice" } else { "is a word of none of the papers" };
                return Err(refuse(at(&word), format!("{word:?} {reason}")));
            }
            read.insert(word, english);
        }
        match wanted.into_iter().collect::<Vec<_>>() {
            missing if missing.is_empty() => Ok(Self { words: read }),
            missing => Err(refuse(1, format!("these words have no English: {}", missing.join("\u{3000}")))),
        }
    }

    /// English for the forms that ship. It is read once; a test keeps it complete, and one that is not would be left out.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static ENGLISH: OnceLock<English> = OnceLock::new();
        ENGLISH.get_or_init(|| Self::read(FILE, SHIPPED, Library::shipped().iter().map(|f| &f.form)).unwrap_or_default())
    }

    /// Chinese → English.
    #[must_use]
    pub fn words(&self) -> &BTreeMap<String, String> {
        &self.words
    }
}

/// Words of a form that the window shows around a sheet.
pub(crate) fn words(form: &Form) -> Vec<&str> {
    let mut out = vec![form.title.as_str(), form.subtitle.as_str()];
    out.extend(form.cuts.iter().map(String::as_str));
    out.extend(form.stages.iter().map(|s| s.label.as_str()));
    out.extend(form.signatures.iter().map(|s| s.label.as_str()));
    out.extend(form.signatures.iter().flat_map(|s| &s.ready).map(|r| r.message.as_str()));
    for section in &form.sections {
        out.extend([section.caption.as_str(), section.part.as_deref().unwrap_or_default()]);
        out.extend(section.layout.iter().flat_map(|row| &row.cells).filter_map(|cell| match LayoutCell::parse(cell)? {
            LayoutCell::Words { text, .. } => Some(text),
            LayoutCell::Field { .. } => None,
        }));
        for field in &section.fields {
            out.extend([field.label.as_str(), &field.hint, &field.head, &field.unit]);
            out.extend(field.options.iter().map(String::as_str));
            if let Some(Compute::Fixed { text }) = &field.compute {
                out.push(text);
            }
        }
        for group in &section.groups {
            out.push(&group.label);
            out.extend(group.items.iter().flat_map(|item| [item.1.as_str(), item.2.as_str()]));
        }
    }
    out
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<English, FormError> {
        English::read("t.toml", text, Library::shipped().iter().map(|f| &f.form))
    }

    #[test]
    fn every_word_of_a_shipped_paper_has_its_english() {
        let english = read(SHIPPED).unwrap_or_else(|error| panic!("the translations must be complete: {error}"));
        assert_eq!(english.words().get("受访人").map(String::as_str), Some("Person spoken to"), "a label is found by its words");
        assert_eq!(&english, English::shipped(), "the program uses what the test has read");
    }

    #[test]
    fn a_missing_doubled_unknown_or_empty_translation_is_refused() {
        let without = SHIPPED.replace("\"受访人\" = \"Person spoken to\"\n", "");
        for (text, said) in [
            (without, "no English: 受访人"),
            (format!("{SHIPPED}\n[more]\n\"受访人\" = \"Somebody\"\n"), "twice"),
            (format!("{SHIPPED}\n\"闻所未闻\" = \"Unheard of\"\n"), "none of the papers"),
            (SHIPPED.replace("Person spoken to", "受访人"), "has no English"),
            (SHIPPED.replace("Person spoken to", " "), "has no English"),
            (SHIPPED.replace("\"Person spoken to\"", "1"), "string"),
        ] {
            let refused = read(&text).unwrap_err().to_string();
            assert!(refused.contains(said), "the reason names it: wanted {said:?}, said {refused:?}");
        }
    }
}
