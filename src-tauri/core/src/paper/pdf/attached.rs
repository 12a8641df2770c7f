//! Reading the files inside a file (ISO 32000-1 §7.11.4), of ours or of anybody's.

use lopdf::{Dictionary, Document, Object};

use crate::paper::PaperError;

/// A tree of names is not deeper than this in any honest file.
const DEEPEST: usize = 16;

/// The files inside a PDF, by name, in the order of their names; a name that stands there twice is given twice. Whatever hangs
/// elsewhere than in the tree of names (an annotation on a page, §12.5.6.15) is a file as well.
///
/// # Errors
/// `pdf-unreadable` for bytes that are no PDF, or one whose structure cannot be followed, or that shows one reader another file
/// under a name than the next: there is no saying then what is in it.
pub fn attached(pdf: &[u8]) -> Result<Vec<(String, Vec<u8>)>, PaperError> {
    let unreadable = |_| PaperError::Unreadable;
    let doc = Document::load_mem(pdf).map_err(unreadable)?;
    let catalog = doc.catalog().map_err(unreadable)?;
    let mut specs = Vec::new();
    if let Some(names) = dict(&doc, catalog, b"Names").and_then(|names| dict(&doc, names, b"EmbeddedFiles")) {
        walk(&doc, names, 0, &mut specs)?;
    }
    let mut elsewhere = Vec::new();
    doc.objects.values().try_for_each(|object| hanging(object, 0, &mut elsewhere))?;
    elsewhere.retain(|spec| !specs.iter().any(|known| std::ptr::eq(*known, *spec)));
    specs.append(&mut elsewhere);
    let mut out: Vec<_> =
        specs.into_iter().map(|spec| file(&doc, spec).ok_or(PaperError::Unreadable)).collect::<Result<_, _>>()?;
    out.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(out)
}

/// Every description of a file that holds one, wherever it stands.
fn hanging<'d>(object: &'d Object, depth: usize, out: &mut Vec<&'d Dictionary>) -> Result<(), PaperError> {
    if depth > DEEPEST {
        return Err(PaperError::Unreadable);
    }
    let inside = match object {
        Object::Dictionary(inside) => inside,
        Object::Stream(stream) => &stream.dict,
        Object::Array(list) => return list.iter().try_for_each(|one| hanging(one, depth + 1, out)),
        _ => return Ok(()),
    };
    if inside.has(b"EF") {
        out.push(inside);
    }
    inside.iter().try_for_each(|(_, one)| hanging(one, depth + 1, out))
}

fn dict<'d>(doc: &'d Document, of: &'d Dictionary, key: &[u8]) -> Option<&'d Dictionary> {
    doc.dereference(of.get(key).ok()?).ok()?.1.as_dict().ok()
}

fn walk<'d>(doc: &'d Document, node: &'d Dictionary, depth: usize, out: &mut Vec<&'d Dictionary>) -> Result<(), PaperError> {
    if depth > DEEPEST {
        return Err(PaperError::Unreadable);
    }
    let list = |key: &[u8]| -> &'d [Object] {
        let found = node.get(key).ok().and_then(|of| doc.dereference(of).ok());
        found.and_then(|(_, of)| of.as_array().ok()).map_or(&[], Vec::as_slice)
    };
    for kid in list(b"Kids") {
        if let Ok((_, Object::Dictionary(kid))) = doc.dereference(kid) {
            walk(doc, kid, depth + 1, out)?;
        }
    }
    for pair in list(b"Names").chunks_exact(2) {
        let [_, spec] = pair else { continue };
        if let Ok((_, Object::Dictionary(spec))) = doc.dereference(spec) {
            out.push(spec);
        }
    }
    Ok(())
}

fn file(doc: &Document, spec: &Dictionary) -> Option<(String, Vec<u8>)> {
    let name = spec.get(b"UF").or_else(|_| spec.get(b"F")).ok()?;
    let name = text(doc.dereference(name).ok()?.1.as_str().ok()?);
    let streams = dict(doc, spec, b"EF")?;
    let stored = streams.get(b"F").ok()?;
    // Readers take the one or the other.
    if streams.iter().any(|(_, other)| other != stored) {
        return None;
    }
    let stream = doc.dereference(stored).ok()?.1.as_stream().ok()?;
    let bytes = if stream.dict.has(b"Filter") { stream.decompressed_content().ok()? } else { stream.content.clone() };
    Some((name, bytes))
}

/// A text string: UTF-16 with its mark, or letters of old systems.
pub(super) fn text(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(wide) => {
            let units: Vec<u16> =
                wide.chunks_exact(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
            String::from_utf16_lossy(&units)
        }
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Stamp};
    use crate::paper::NoPictures;
    use crate::paper::pdf::{Attachment, Binding, Press, PrintInfo, Relationship};

    /// A file with two files inside and no page.
    fn file() -> Vec<u8> {
        let at = Stamp::parse("2026-11-02T09:00+08:00").unwrap();
        let one = |name: &str, bytes: &[u8]| Attachment {
            name: name.to_owned(),
            media_type: "application/json".to_owned(),
            description: name.to_owned(),
            bytes: bytes.to_vec(),
            modified: at,
            relationship: Relationship::Source,
        };
        let attachments = vec![one("单据.json", b"{\"a\":1}"), one("manifest.json", &[b'x'; 3000])];
        let info = PrintInfo { title: "样本".into(), exporter: "张三".into(), printed_at: at, keywords: String::new() };
        let press = Press::new(&NoPictures);
        let drawn = press.draw(&crate::paper::layout::sample::revisit("好")).unwrap();
        let leaves = vec![crate::paper::pdf::Leaf { drawn, numbered: true }];
        press.bind(Binding { leaves, attachments, ..Binding::default() }, &info).unwrap()
    }

    #[test]
    fn what_was_put_in_is_read_back() {
        let found = attached(&file()).unwrap();
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["manifest.json", "单据.json"], "by their names, in any language");
        assert_eq!(found[1].1, b"{\"a\":1}", "byte for byte");
    }

    #[test]
    fn a_file_of_anybodys_is_read_or_refused_and_never_more() {
        let whole = file();
        for bytes in [&b""[..], b"%PDF-1.7", b"not a pdf", &whole[..whole.len() / 2], &whole[whole.len() / 2..]] {
            // Refused or empty: nothing is made up.
            assert!(attached(bytes).map_or(true, |found| found.is_empty()), "{} bytes of something else", bytes.len());
        }
        let chance = Clock::seeded(5, Stamp::new(0, 480));
        for _ in 0..300 {
            let mut bytes = whole.clone();
            let draw = || usize::try_from(u64::from_le_bytes(chance.random::<8>().unwrap()) >> 1).unwrap();
            for _ in 0..1 + draw() % 8 {
                let at = draw() % bytes.len();
                bytes[at] ^= 1 << (draw() % 8);
            }
            // Whatever comes out, it comes out as an answer.
            let _ = attached(&bytes);
        }
    }
}
