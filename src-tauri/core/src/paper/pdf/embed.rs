//! Fonts of the file: printpdf reduces each face to the glyphs used; the dictionaries are written for codes that are
//! characters (ISO 32000-1 §9.7.4, a CIDToGIDMap from code to glyph).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use printpdf::{ParsedFont, subset_font};
use rust_fontconfig::FontBytes;
use sha2::{Digest, Sha256};

use super::{deflated, name};
use crate::paper::PaperError;
use crate::paper::font::{Face, fonts};

/// A whole face as printpdf reads it, reduced to these glyphs. It lies there as a copy of its 10 to 15 MB, so one is read at a
/// time and put away again: it is wanted only where a glyph comes that no print of this process had.
fn cut_whole(face: Face, glyphs: impl Iterator<Item = u16>) -> Result<(Vec<u8>, BTreeMap<u16, u16>), PaperError> {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    cut(&read(face.data()).ok_or_else(|| unread(face))?, glyphs)
}

fn unread(face: Face) -> PaperError {
    PaperError::Font(postscript(face).into())
}

/// A face that is looked into only where a glyph is wanted. `ParsedFont::from_bytes` would copy all outlines beside it, and the
/// whole of it once more while it reads.
fn read(data: &[u8]) -> Option<ParsedFont> {
    let bytes = Arc::new(FontBytes::Owned(Arc::from(data)));
    <ParsedFont as Deref>::Target::from_bytes_shared(bytes, 0, &mut Vec::new()).map(ParsedFont::from_azul)
}

/// The glyphs that prints of this process asked for, as a face of their own. To reduce a face, printpdf compares every
/// character of it with every glyph that is wanted: 30,000 characters in the whole face, some hundred in this one. What a file
/// gets does not depend on what was printed before it (a test holds that).
struct Working {
    /// Glyphs of the whole face, ascending, by their place here; the missing glyph stands before them.
    glyphs: Vec<u16>,
    font: ParsedFont,
}

impl Working {
    fn make(face: Face, glyphs: BTreeSet<u16>) -> Result<Self, PaperError> {
        let (bytes, _) = cut_whole(face, glyphs.iter().copied())?;
        let font = read(&bytes).ok_or_else(|| unread(face))?;
        Ok(Self { glyphs: glyphs.into_iter().collect(), font })
    }

    /// The working face's own numbers of these glyphs; none when one of them is not in it.
    fn own(&self, wanted: &BTreeSet<u16>) -> Option<Vec<u16>> {
        wanted.iter().map(|glyph| u16::try_from(self.glyphs.binary_search(glyph).ok()? + 1).ok()).collect()
    }
}

/// The face reduced to these glyphs, and the number that each has in it.
fn reduce_to(face: Face, wanted: &BTreeSet<u16>) -> Result<(Vec<u8>, BTreeMap<u16, u16>), PaperError> {
    static FACES: [Mutex<Option<Arc<Working>>>; 3] = [const { Mutex::new(None) }; 3];
    let slot =
        || FACES.get(face.index()).map(|slot| slot.lock().unwrap_or_else(PoisonError::into_inner)).ok_or_else(|| unread(face));
    let mut working = slot()?.clone();
    if working.as_ref().is_none_or(|working| working.own(wanted).is_none()) {
        let before = working.iter().flat_map(|working| &working.glyphs);
        let made = Arc::new(Working::make(face, wanted.iter().chain(before).copied().collect())?);
        *slot()? = Some(Arc::clone(&made));
        working = Some(made);
    }
    let working = working.ok_or_else(|| unread(face))?;
    let own = working.own(wanted).ok_or_else(|| unread(face))?;
    let (bytes, numbers) = cut(&working.font, own.iter().copied())?;
    let numbers = wanted.iter().zip(own).filter_map(|(glyph, own)| Some((*glyph, *numbers.get(&own)?)));
    Ok((bytes, numbers.collect()))
}

/// A font program with these glyphs alone, and their numbers in it.
fn cut(font: &ParsedFont, glyphs: impl Iterator<Item = u16>) -> Result<(Vec<u8>, BTreeMap<u16, u16>), PaperError> {
    // The text of a glyph is ours to write (`to_unicode`).
    let glyphs = glyphs.map(|glyph| (glyph, String::new())).collect();
    let subset = subset_font(font, &glyphs).map_err(PaperError::Font)?;
    Ok((subset.bytes, subset.glyph_mapping.into_iter().map(|(old, (new, _))| (old, new)).collect()))
}

/// The character whose shape a code has. The faces have no ☑: it is only ever hidden text over a drawn box, and borrows the
/// shape of □, since even hidden text may not refer to a missing glyph.
fn shape(c: char) -> char {
    if c == '☑' { '□' } else { c }
}

fn postscript(face: Face) -> &'static str {
    match face {
        Face::Sans => "NotoSansSC-Regular",
        Face::SansBold => "NotoSansSC-Bold",
        Face::Serif => "NotoSerifSC-Bold",
    }
}

/// A face reduced to what a file uses of it.
pub(super) struct Reduced {
    face: Face,
    base: String,
    length: usize,
    program: Vec<u8>,
    map: Vec<u8>,
    unicode: Vec<u8>,
    widths: Vec<Object>,
}

/// Reduces the faces used to the codes used, each on a thread of its own.
pub(super) fn reduced(used: &[(Face, Vec<u16>)]) -> Result<Vec<Reduced>, PaperError> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = used.iter().map(|(face, codes)| scope.spawn(|| reduce(*face, codes))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(PaperError::Font("stopped".into())))).collect()
    })
}

fn reduce(face: Face, codes: &[u16]) -> Result<Reduced, PaperError> {
    let table = fonts().table(face);
    let mut glyphs = BTreeSet::new();
    let mut shown: Vec<(u16, char, u16)> = Vec::with_capacity(codes.len());
    for code in codes {
        let Some(c) = table.character(*code) else { continue };
        let Some(glyph) = table.glyph(shape(c)) else { continue };
        glyphs.insert(glyph);
        shown.push((*code, c, glyph));
    }
    let (program, numbers) = reduce_to(face, &glyphs)?;
    let mut map = vec![0_u8; codes.last().map_or(0, |last| (usize::from(*last) + 1) * 2)];
    let mut widths = Vec::new();
    let mut tag = Sha256::new();
    for (code, _, glyph) in &shown {
        let new = numbers.get(glyph).copied().filter(|new| *new > 0);
        let new = new.ok_or_else(|| PaperError::Font(format!("{}: glyph {glyph} was lost", postscript(face))))?;
        let at = usize::from(*code) * 2;
        if let Some(slot) = map.get_mut(at..at + 2) {
            slot.copy_from_slice(&new.to_be_bytes());
        }
        widths.push((*code, table.width(*glyph)));
        tag.update(glyph.to_be_bytes());
    }
    let letters: String = tag.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    let base = format!("{letters}+{}", postscript(face));
    Ok(Reduced {
        face,
        base,
        length: program.len(),
        program: deflated(&program),
        map: deflated(&map),
        unicode: deflated(to_unicode(&shown).as_bytes()),
        widths: width_array(&widths),
    })
}

/// Puts a face into the file; the id of its font dictionary.
pub(super) fn embed(doc: &mut Document, reduced: Reduced) -> ObjectId {
    let Reduced { face, base, length, program, map, unicode, widths } = reduced;
    let metrics = fonts().table(face).metrics;
    let file = packed(doc, program, Some(length));
    let mut descriptor = Dictionary::new();
    descriptor.set("Type", name("FontDescriptor"));
    descriptor.set("FontName", name(&base));
    descriptor.set("Flags", 4);
    descriptor.set("FontBBox", metrics.bounds.map(Object::Integer).to_vec());
    descriptor.set("ItalicAngle", 0);
    descriptor.set("Ascent", metrics.ascent);
    descriptor.set("Descent", metrics.descent);
    descriptor.set("CapHeight", metrics.cap_height);
    descriptor.set("StemV", if face.bold() { 140 } else { 80 });
    descriptor.set("FontFile2", file);
    let descriptor = doc.add_object(descriptor);
    let map = packed(doc, map, None);
    let mut system = Dictionary::new();
    system.set("Registry", Object::String(b"Adobe".to_vec(), StringFormat::Literal));
    system.set("Ordering", Object::String(b"Identity".to_vec(), StringFormat::Literal));
    system.set("Supplement", 0);
    let mut cid = Dictionary::new();
    cid.set("Type", name("Font"));
    cid.set("Subtype", name("CIDFontType2"));
    cid.set("BaseFont", name(&base));
    cid.set("CIDSystemInfo", system);
    cid.set("FontDescriptor", descriptor);
    cid.set("CIDToGIDMap", map);
    cid.set("DW", 1000);
    cid.set("W", widths);
    let cid = doc.add_object(cid);
    let unicode = packed(doc, unicode, None);
    let mut font = Dictionary::new();
    font.set("Type", name("Font"));
    font.set("Subtype", name("Type0"));
    font.set("BaseFont", name(&base));
    font.set("Encoding", name("Identity-H"));
    font.set("DescendantFonts", vec![Object::Reference(cid)]);
    font.set("ToUnicode", unicode);
    doc.add_object(font)
}

fn packed(doc: &mut Document, packed: Vec<u8>, length1: Option<usize>) -> ObjectId {
    let mut dict = Dictionary::new();
    dict.set("Filter", name("FlateDecode"));
    if let Some(length) = length1 {
        dict.set("Length1", i64::try_from(length).unwrap_or(0));
    }
    doc.add_object(Stream::new(dict, packed).with_compression(false))
}

/// `W` for the codes that are not one em wide.
fn width_array(widths: &[(u16, u16)]) -> Vec<Object> {
    let mut out = Vec::new();
    let mut run: Option<(u16, u16, Vec<Object>)> = None;
    for (code, width) in widths.iter().filter(|(_, width)| *width != 1000) {
        match &mut run {
            Some((_, last, list)) if last.checked_add(1) == Some(*code) => {
                *last = *code;
                list.push(i64::from(*width).into());
            }
            _ => {
                if let Some((first, _, list)) = run.replace((*code, *code, vec![i64::from(*width).into()])) {
                    out.extend([i64::from(first).into(), Object::Array(list)]);
                }
            }
        }
    }
    if let Some((first, _, list)) = run {
        out.extend([i64::from(first).into(), Object::Array(list)]);
    }
    out
}

/// Codes of the first plane are their characters, row by row; the slots of the others are named one by one.
fn to_unicode(shown: &[(u16, char, u16)]) -> String {
    let mut rows: Vec<u16> = Vec::new();
    let mut single: Vec<(u16, char)> = Vec::new();
    for (code, c, _) in shown {
        if u32::from(*code) == *c as u32 {
            if rows.last() != Some(&(code >> 8)) {
                rows.push(code >> 8);
            }
        } else {
            single.push((*code, *c));
        }
    }
    let mut out = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) \
         /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\n\
         endcodespacerange\n",
    );
    for rows in rows.chunks(100) {
        out.push_str(&format!("{} beginbfrange\n", rows.len()));
        for row in rows {
            out.push_str(&format!("<{row:02X}00> <{row:02X}FF> <{row:02X}00>\n"));
        }
        out.push_str("endbfrange\n");
    }
    for single in single.chunks(100) {
        out.push_str(&format!("{} beginbfchar\n", single.len()));
        for (code, c) in single {
            let utf16: String = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
            out.push_str(&format!("<{code:04X}> <{utf16}>\n"));
        }
        out.push_str("endbfchar\n");
    }
    out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(face: Face, text: impl Iterator<Item = char>) -> BTreeSet<u16> {
        text.filter_map(|c| fonts().table(face).glyph(c)).collect()
    }

    #[test]
    fn what_was_printed_before_does_not_show_in_the_bytes() {
        for face in [Face::Sans, Face::SansBold, Face::Serif] {
            // Letters with accents are drawn from others, which a font keeps as glyphs of their own.
            let wanted = glyphs(face, "客务部工作检查表 2026-11-24 √×○é㐂".chars());
            let (alone, numbers) = cut_whole(face, wanted.iter().copied()).unwrap();
            let wide = glyphs(face, ('\u{4E00}'..'\u{4F00}').chain('\u{C0}'..'\u{17F}'));
            for before in [&wanted, &wide, &wanted] {
                reduce_to(face, before).unwrap();
                let (bytes, own) = reduce_to(face, &wanted).unwrap();
                assert!(bytes == alone, "{face:?}: the same characters give the same font, whatever the face had to draw before");
                assert_eq!(own, numbers, "{face:?}: and the same numbers of glyphs");
            }
        }
    }
}
