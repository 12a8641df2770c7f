//! What the file says of itself: catalog, document information, XMP.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};

use super::{PrintInfo, deflated, icc, name};
use crate::clock::Stamp;

const PROGRAM: &str = concat!("巡访簿 ", env!("CARGO_PKG_VERSION"));

/// What the catalog of a volume names beside its pages.
#[derive(Default)]
pub(super) struct Extras {
    /// Printed on both sides.
    pub(super) duplex: bool,
    /// The root of the bookmarks.
    pub(super) outline: Option<ObjectId>,
    /// Page labels.
    pub(super) labels: Option<Dictionary>,
    /// The tree of names of the attachments, and the attachments in their order.
    pub(super) files: Option<(Dictionary, Vec<Object>)>,
}

impl Extras {
    /// The part of ISO 19005 that the file conforms to: the second knows no attachments of other formats.
    pub(super) fn part(&self) -> u8 {
        if self.files.is_some() { 3 } else { 2 }
    }
}

/// Adds the catalog, the root of the file.
pub(super) fn catalog(doc: &mut Document, pages: ObjectId, extras: Extras, info: &PrintInfo) -> ObjectId {
    let part = extras.part();
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
    let metadata = doc.add_object(Stream::new(dict, xmp(info, part).into_bytes()).with_compression(false));
    let mut viewer = Dictionary::new();
    viewer.set("DisplayDocTitle", true);
    if extras.duplex {
        viewer.set("Duplex", name("DuplexFlipLongEdge"));
    }
    let mut catalog = Dictionary::new();
    catalog.set("Type", name("Catalog"));
    catalog.set("Pages", pages);
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set("Lang", literal("zh-CN"));
    catalog.set("ViewerPreferences", viewer);
    if let Some(outline) = extras.outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", name("UseOutlines"));
    }
    if let Some(labels) = extras.labels {
        catalog.set("PageLabels", labels);
    }
    if let Some((tree, files)) = extras.files {
        let mut names = Dictionary::new();
        names.set("EmbeddedFiles", tree);
        catalog.set("Names", names);
        catalog.set("AF", files);
    }
    doc.add_object(catalog)
}

/// The document information.
pub(super) fn about(info: &PrintInfo) -> Dictionary {
    let mut dict = Dictionary::new();
    dict.set("Title", words(&info.title));
    dict.set("Author", words(&info.exporter));
    dict.set("Creator", words(PROGRAM));
    dict.set("Producer", words(PROGRAM));
    let at = Object::String(date(info.printed_at).into_bytes(), StringFormat::Literal);
    if !info.keywords.is_empty() {
        dict.set("Keywords", Object::String(info.keywords.clone().into_bytes(), StringFormat::Literal));
    }
    dict.set("CreationDate", at.clone());
    dict.set("ModDate", at);
    dict
}

/// A text string: UTF-16 with its mark.
pub(super) fn words(text: &str) -> Object {
    let bytes = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn offset(at: Stamp) -> (char, i32, i32) {
    let minutes = at.offset_min().abs();
    (if at.offset_min() < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
}

/// `D:20260213183005+08'00'`
pub(super) fn date(at: Stamp) -> String {
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

/// The metadata, as a file of this part of ISO 19005 has it.
pub(super) fn xmp(info: &PrintInfo, part: u8) -> String {
    let (sign, hours, minutes) = offset(info.printed_at);
    let at = format!("{}{sign}{hours:02}:{minutes:02}", info.printed_at.local().format("%Y-%m-%dT%H:%M:%S"));
    let (title, exporter) = (escaped(&info.title), escaped(&info.exporter));
    let keywords = match escaped(&info.keywords) {
        none if none.is_empty() => none,
        said => format!("<pdf:Keywords>{said}</pdf:Keywords>"),
    };
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\
         <pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\
         <dc:format>application/pdf</dc:format>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:creator><rdf:Seq><rdf:li>{exporter}</rdf:li></rdf:Seq></dc:creator>\
         <dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>\
         <xmp:CreatorTool>{PROGRAM}</xmp:CreatorTool><pdf:Producer>{PROGRAM}</pdf:Producer>{keywords}\
         <xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}
