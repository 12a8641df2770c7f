//! Reading what a file says of itself for a program: its keywords (ISO 32000-1 §14.3), of ours or of anybody's.

use lopdf::{Document, Object};

use super::attached::text;
use crate::paper::PaperError;

/// Between these the metadata have the keywords, as this program writes them.
const OPENS: &str = "<pdf:Keywords>";
const CLOSES: &str = "</pdf:Keywords>";

/// Keywords of a file, and how long it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Those of the document information; empty where it has none.
    pub keywords: String,
    /// The metadata (XMP) have the same: what one reader shows and what another shows is one thing.
    pub agree: bool,
    /// Pages of the file.
    pub pages: u32,
}

/// The keywords of a PDF.
///
/// # Errors
/// `pdf-unreadable` for bytes that are no PDF, or one without a catalog.
pub fn said(pdf: &[u8]) -> Result<Said, PaperError> {
    let unreadable = |_| PaperError::Unreadable;
    let doc = Document::load_mem(pdf).map_err(unreadable)?;
    let catalog = doc.catalog().map_err(unreadable)?;
    let get = |object: Option<&Object>| object.and_then(|of| doc.dereference(of).ok()).map(|(_, of)| of.clone());
    let info = get(doc.trailer.get(b"Info").ok());
    let own = info.as_ref().and_then(|info| get(info.as_dict().ok()?.get(b"Keywords").ok()));
    let keywords = own.as_ref().and_then(|words| words.as_str().ok()).map(text).unwrap_or_default();
    let metadata = get(catalog.get(b"Metadata").ok());
    let xmp = metadata.as_ref().and_then(|of| of.as_stream().ok()).and_then(|stream| {
        if stream.dict.has(b"Filter") { stream.decompressed_content().ok() } else { Some(stream.content.clone()) }
    });
    let xmp = String::from_utf8_lossy(xmp.as_deref().unwrap_or_default()).into_owned();
    let mut told = xmp.split(OPENS).skip(1).map(|rest| rest.split(CLOSES).next().unwrap_or_default());
    let first = told.next().unwrap_or_default();
    let pages = u32::try_from(doc.get_pages().len()).unwrap_or(u32::MAX);
    Ok(Said { pages, agree: first == keywords && told.all(|other| other == first), keywords })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::NoPictures;
    use crate::paper::pdf::{PrintInfo, render, tests::info};

    fn file(keywords: &str) -> Vec<u8> {
        let info = PrintInfo { keywords: keywords.to_owned(), ..info() };
        let go = |_: usize, _: usize| std::ops::ControlFlow::Continue(());
        render(&[crate::paper::layout::sample::revisit("好")], &NoPictures, &info, &go).unwrap()
    }

    #[test]
    fn keywords_stand_in_both_places_and_are_read_back() {
        for words in ["", "XFP1 sheets XF1:a:b", "a(b)\\c"] {
            let found = said(&file(words)).unwrap();
            assert_eq!(found.keywords, words, "of the document information");
            assert!(found.agree, "and of the metadata: {words:?}");
            assert_eq!(found.pages, 1, "with the pages that it has");
        }
        assert_eq!(said(b"%PDF-1.7").unwrap_err().code(), "pdf-unreadable", "no PDF has none to tell");
    }

    #[test]
    fn keywords_that_one_reader_sees_and_another_does_not_are_told() {
        let mut doc = Document::load_mem(&file("XFP1 sheets XF1:a:b")).unwrap();
        let info = doc.trailer.get(b"Info").and_then(Object::as_reference).unwrap();
        doc.get_object_mut(info).unwrap().as_dict_mut().unwrap().set("Keywords", Object::string_literal("XFP1 sheets XF1:c:d"));
        let mut out = Vec::new();
        doc.save_to(&mut out).unwrap();
        let found = said(&out).unwrap();
        assert_eq!((found.keywords.as_str(), found.agree), ("XFP1 sheets XF1:c:d", false), "the metadata still say the other");
    }
}
