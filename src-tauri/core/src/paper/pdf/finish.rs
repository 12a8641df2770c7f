//! Putting the file together: pages, resources, and what PDF/A-2b asks for (ISO 19005-2).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use sha2::{Digest, Sha256};

use super::picture::Gallery;
use super::used::Used;
use super::{PrintInfo, Sheet, deflated, embed, icc, name};
use crate::clock::Stamp;
use crate::paper::PaperError;
use crate::paper::font::Face;
use crate::paper::grid::Mm;
use crate::paper::layout::POINT;

const PROGRAM: &str = concat!("巡访簿 ", env!("CARGO_PKG_VERSION"));

/// A form drawn by many pages: its name and its packed content.
pub(super) type Shared = BTreeMap<[u8; 32], Vec<u8>>;

/// Writes the whole file.
pub(super) fn finish(
    sheets: Vec<Sheet>,
    shared: Shared,
    used: &Used,
    gallery: Gallery<'_>,
    info: &PrintInfo,
) -> Result<Vec<u8>, PaperError> {
    let mut doc = Document::with_version("1.7");
    let mut digest = Sha256::new();
    digest.update(b"xunfang-pdf-1\0");
    let pages = doc.new_object_id();
    let resources = doc.new_object_id();
    let mut fonts = Dictionary::new();
    let used: Vec<_> =
        Face::ALL.map(|face| (face, used.codes(face))).into_iter().filter(|(_, codes)| !codes.is_empty()).collect();
    for (reduced, (face, _)) in embed::reduced(&used)?.into_iter().zip(&used) {
        fonts.set(format!("F{}", face.index()), embed::embed(&mut doc, reduced));
    }
    let fonts = doc.add_object(fonts);
    let mut objects = Dictionary::new();
    for (hash, content) in shared {
        digest.update(hash);
        let mut dict = Dictionary::new();
        dict.set("Type", name("XObject"));
        dict.set("Subtype", name("Form"));
        // Larger than any page: what stands on it was placed on one.
        dict.set("BBox", [0, 0, 14_400, 14_400].map(Object::Integer).to_vec());
        let mut own = Dictionary::new();
        own.set("Font", fonts);
        dict.set("Resources", own);
        dict.set("Filter", name("FlateDecode"));
        let id = doc.add_object(Stream::new(dict, content).with_compression(false));
        objects.set(form_name(&hash), id);
    }
    for (name, stream) in gallery.into_streams() {
        digest.update(&stream.content);
        let id = doc.add_object(stream);
        objects.set(name, id);
    }
    let mut kids = Vec::new();
    for page in sheets.into_iter().flat_map(|sheet| sheet.pages) {
        digest.update(&page.content);
        let mut dict = Dictionary::new();
        dict.set("Filter", name("FlateDecode"));
        let content = doc.add_object(Stream::new(dict, page.content).with_compression(false));
        let mut dict = Dictionary::new();
        dict.set("Type", name("Page"));
        dict.set("Parent", pages);
        dict.set("MediaBox", vec![0.into(), 0.into(), points(page.width), points(page.height)]);
        dict.set("Resources", resources);
        dict.set("Contents", content);
        kids.push(Object::Reference(doc.add_object(dict)));
    }
    let mut all = Dictionary::new();
    all.set("Font", fonts);
    if !objects.is_empty() {
        all.set("XObject", objects);
    }
    doc.set_object(resources, all);
    let mut root = Dictionary::new();
    root.set("Type", name("Pages"));
    root.set("Count", i64::try_from(kids.len()).unwrap_or(0));
    root.set("Kids", kids);
    doc.set_object(pages, root);
    digest.update(xmp(info));
    let catalog = catalog(&mut doc, pages, info);
    doc.trailer.set("Root", catalog);
    let about = about(info);
    let about = doc.add_object(about);
    doc.trailer.set("Info", about);
    let id: Vec<u8> = digest.finalize().iter().take(16).copied().collect();
    let id = Object::String(id, StringFormat::Hexadecimal);
    doc.trailer.set("ID", vec![id.clone(), id]);
    let mut out = Vec::new();
    doc.save_to(&mut out).map_err(|error| PaperError::Write(error.to_string()))?;
    Ok(out)
}

/// The resource name of a shared form.
pub(super) fn form_name(hash: &[u8; 32]) -> String {
    let short: String = hash.iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    format!("S{short}")
}

#[expect(clippy::cast_possible_truncation, reason = "PDF numbers of this size are exact enough in single precision")]
fn points(mm: Mm) -> Object {
    Object::Real(((mm.get() / POINT * 100.0).round() / 100.0) as f32)
}

fn catalog(doc: &mut Document, pages: ObjectId, info: &PrintInfo) -> ObjectId {
    let mut dict = Dictionary::new();
    dict.set("N", 3);
    dict.set("Filter", name("FlateDecode"));
    let profile = doc.add_object(Stream::new(dict, deflated(&icc::profile())).with_compression(false));
    let literal = |text: &str| Object::String(text.into(), StringFormat::Literal);
    let mut intent = Dictionary::new();
    intent.set("Type", name("OutputIntent"));
    intent.set("S", name("GTS_PDFA1"));
    intent.set("OutputConditionIdentifier", literal("sRGB IEC61966-2.1"));
    intent.set("Info", literal("sRGB IEC61966-2.1"));
    intent.set("DestOutputProfile", profile);
    let mut dict = Dictionary::new();
    dict.set("Type", name("Metadata"));
    dict.set("Subtype", name("XML"));
    let metadata = doc.add_object(Stream::new(dict, xmp(info).into_bytes()).with_compression(false));
    let mut viewer = Dictionary::new();
    viewer.set("DisplayDocTitle", true);
    let mut catalog = Dictionary::new();
    catalog.set("Type", name("Catalog"));
    catalog.set("Pages", pages);
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set("Lang", literal("zh-CN"));
    catalog.set("ViewerPreferences", viewer);
    doc.add_object(catalog)
}

fn about(info: &PrintInfo) -> Dictionary {
    let mut dict = Dictionary::new();
    dict.set("Title", words(&info.title));
    dict.set("Author", words(&info.exporter));
    dict.set("Creator", words(PROGRAM));
    dict.set("Producer", words(PROGRAM));
    let at = Object::String(date(info.printed_at).into_bytes(), StringFormat::Literal);
    dict.set("CreationDate", at.clone());
    dict.set("ModDate", at);
    dict
}

/// A text string: UTF-16 with its mark.
fn words(text: &str) -> Object {
    let bytes = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn offset(at: Stamp) -> (char, i32, i32) {
    let minutes = at.offset_min().abs();
    (if at.offset_min() < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
}

/// `D:20260213183005+08'00'`
fn date(at: Stamp) -> String {
    let (sign, hours, minutes) = offset(at);
    format!("D:{}{sign}{hours:02}'{minutes:02}'", at.local().format("%Y%m%d%H%M%S"))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn xmp(info: &PrintInfo) -> String {
    let (sign, hours, minutes) = offset(info.printed_at);
    let at = format!("{}{sign}{hours:02}:{minutes:02}", info.printed_at.local().format("%Y-%m-%dT%H:%M:%S"));
    let (title, exporter) = (escaped(&info.title), escaped(&info.exporter));
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\
         <pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\
         <dc:format>application/pdf</dc:format>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:creator><rdf:Seq><rdf:li>{exporter}</rdf:li></rdf:Seq></dc:creator>\
         <dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>\
         <xmp:CreatorTool>{PROGRAM}</xmp:CreatorTool><pdf:Producer>{PROGRAM}</pdf:Producer>\
         <xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}
