//! Page labels: viewers show the running number that stands on the page (ISO 32000-1 §12.4.2).

use lopdf::{Dictionary, Object};

use super::name;

/// What a page is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Its running number.
    Number(u32),
    /// Pages without one count for themselves, in small Roman figures.
    Front(u32),
    /// An empty back has no name.
    None,
}

impl Label {
    /// Whether this one goes on from the one before, so that no new range begins.
    fn follows(self, before: Self) -> bool {
        match (before, self) {
            (Self::Number(a), Self::Number(b)) | (Self::Front(a), Self::Front(b)) => a.checked_add(1) == Some(b),
            (Self::None, Self::None) => true,
            _ => false,
        }
    }

    fn range(self) -> Dictionary {
        let mut dict = Dictionary::new();
        let (style, first) = match self {
            Self::Number(first) => ("D", first),
            Self::Front(first) => ("r", first),
            Self::None => return dict,
        };
        dict.set("S", name(style));
        if first > 1 {
            dict.set("St", i64::from(first));
        }
        dict
    }
}

/// The number tree of a file's labels; none where no page has a running number.
pub(super) fn labels(pages: impl Iterator<Item = Label>) -> Option<Dictionary> {
    let mut ranges = Vec::new();
    let mut before = None;
    let mut numbered = false;
    for (n, label) in pages.enumerate() {
        numbered |= matches!(label, Label::Number(_));
        if before.is_none_or(|before| !label.follows(before)) {
            ranges.push(Object::Integer(i64::try_from(n).unwrap_or(0)));
            ranges.push(Object::Dictionary(label.range()));
        }
        before = Some(label);
    }
    let mut tree = Dictionary::new();
    tree.set("Nums", ranges);
    numbered.then_some(tree)
}
