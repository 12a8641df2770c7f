//! Files that somebody brings back, changed or not.

use lopdf::{Document, Object};

use crate::office::VolumeProof;

/// What a proof finds wrong.
pub(in crate::office) fn codes(proof: &VolumeProof) -> Vec<&str> {
    proof.problems.iter().map(|problem| problem.code.as_str()).collect()
}

/// A file with the words of its last page changed by one byte, written anew so that it opens as before.
pub(in crate::office) fn repainted(pdf: &[u8]) -> Vec<u8> {
    let mut doc = Document::load_mem(pdf).unwrap();
    let page = *doc.get_pages().values().next_back().unwrap();
    let content = doc.get_object(page).unwrap().as_dict().unwrap().get(b"Contents").unwrap().as_reference().unwrap();
    let Object::Stream(stream) = doc.get_object_mut(content).unwrap() else { panic!("a page has content") };
    let mut words = stream.decompressed_content().unwrap();
    let digit = words.iter().rposition(u8::is_ascii_digit).unwrap();
    words[digit] = if words[digit] == b'9' { b'8' } else { words[digit] + 1 };
    stream.set_plain_content(words);
    saved(doc)
}

/// A file written anew.
pub(in crate::office) fn saved(mut doc: Document) -> Vec<u8> {
    let mut out = Vec::new();
    doc.save_to(&mut out).unwrap();
    out
}
