//! Putting the file together: pages, their running numbers, resources.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use sha2::{Digest, Sha256};

use super::about::{self, Extras};
use super::bind::{Attachment, Binding};
use super::content::Writer;
use super::label::{Label, labels};
use super::picture::Gallery;
use super::press::Packed;
use super::used::Used;
use super::{PrintInfo, attach, embed, name, outline};
use crate::paper::PaperError;
use crate::paper::font::Face;
use crate::paper::grid::Mm;
use crate::paper::layout::{Corner, INK, Item, POINT, Run, Text};
use crate::paper::line;

/// A form drawn by many pages: its name and its packed content.
type Shared = BTreeMap<[u8; 32], Vec<u8>>;

/// Size of a running number, points.
const NUMBER: f64 = 9.0;

/// A page of the file.
struct Sheet {
    /// None for an empty back.
    page: Option<Packed>,
    width: Mm,
    height: Mm,
    label: Label,
    /// The content that shows its running number.
    number: Option<Vec<u8>>,
}

/// Writes the whole file.
pub(super) fn finish(
    binding: Binding,
    mut shared: Shared,
    mut used: Used,
    gallery: Gallery<'_>,
    info: &PrintInfo,
    out: &mut impl Write,
) -> Result<(), PaperError> {
    let places = binding.places();
    let Binding { leaves, outline: bookmarks, attachments, duplex } = binding;
    let spans: Vec<(usize, usize)> = places.into_iter().zip(leaves.iter().map(|leaf| leaf.drawn.pages())).collect();
    let sheets = sheets(leaves, &spans, &mut used, &gallery)?;
    let drawn: BTreeSet<_> = sheets.iter().filter_map(|sheet| sheet.page.as_ref()?.form).collect();
    shared.retain(|hash, _| drawn.contains(hash));
    let mut doc = Document::with_version("1.7");
    let mut digest = Sha256::new();
    digest.update(b"xunfang-pdf-1\0");
    let pages = doc.new_object_id();
    let resources = doc.new_object_id();
    let fonts = faces(&mut doc, &used)?;
    let mut objects = Dictionary::new();
    for (hash, content) in shared {
        digest.update(hash);
        objects.set(form_name(&hash), doc.add_object(form(content, fonts)));
    }
    for (name, stream) in gallery.into_streams() {
        digest.update(&stream.content);
        let id = doc.add_object(stream);
        objects.set(name, id);
    }
    let page_labels = labels(sheets.iter().map(|sheet| sheet.label));
    let heights: Vec<Mm> = sheets.iter().map(|sheet| sheet.height).collect();
    let kids: Vec<ObjectId> = sheets.into_iter().map(|sheet| page(&mut doc, sheet, pages, resources, &mut digest)).collect();
    let mut all = Dictionary::new();
    all.set("Font", fonts);
    if !objects.is_empty() {
        all.set("XObject", objects);
    }
    doc.set_object(resources, all);
    let place = |leaf: usize, page: usize| {
        let (first, _) = spans.get(leaf).filter(|(_, pages)| page < *pages)?;
        Some((*kids.get(first + page)?, points(*heights.get(first + page)?)))
    };
    let outline = outline::add(&mut doc, &bookmarks, &place, &mut digest)?;
    let mut root = Dictionary::new();
    root.set("Type", name("Pages"));
    root.set("Count", i64::try_from(kids.len()).unwrap_or(0));
    root.set("Kids", kids.into_iter().map(Object::Reference).collect::<Vec<_>>());
    doc.set_object(pages, root);
    let files = attached(&mut doc, attachments, &mut digest)?;
    let extras = Extras { duplex, outline, labels: page_labels, files };
    digest.update(about::xmp(info, extras.part()));
    let catalog = about::catalog(&mut doc, pages, extras, info);
    doc.trailer.set("Root", catalog);
    let about = doc.add_object(about::about(info));
    doc.trailer.set("Info", about);
    let id: Vec<u8> = digest.finalize().iter().take(16).copied().collect();
    let id = Object::String(id, StringFormat::Hexadecimal);
    doc.trailer.set("ID", vec![id.clone(), id]);
    doc.save_to(out).map_err(|error| PaperError::Write(error.to_string()))
}

/// The pages of the file in order, empty backs among them.
fn sheets(
    leaves: Vec<super::Leaf>,
    spans: &[(usize, usize)],
    used: &mut Used,
    gallery: &Gallery<'_>,
) -> Result<Vec<Sheet>, PaperError> {
    let mut out: Vec<Sheet> = Vec::new();
    let (mut next, mut front) = (1_u32, 1_u32);
    for (leaf, (first, _)) in leaves.into_iter().zip(spans) {
        if let Some(last) = out.last().filter(|_| out.len() < *first) {
            let (width, height) = (last.width, last.height);
            out.push(Sheet { page: None, width, height, label: Label::None, number: None });
        }
        for page in leaf.drawn.pages {
            let (width, height) = (page.width, page.height);
            let (label, number) = if leaf.numbered {
                let number = running(next, page.corner, height, used, gallery)?;
                (Label::Number(next), Some(number))
            } else {
                (Label::Front(front), None)
            };
            *(if leaf.numbered { &mut next } else { &mut front }) += 1;
            out.push(Sheet { page: Some(page), width, height, label, number });
        }
    }
    Ok(out)
}

/// The content that shows a running number.
fn running(number: u32, corner: Corner, height: Mm, used: &mut Used, gallery: &Gallery<'_>) -> Result<Vec<u8>, PaperError> {
    let em = NUMBER * POINT;
    let line = line::single(&number.to_string(), Face::Sans)?;
    let (sin, cos) = corner.turned.to_radians().sin_cos();
    let back = if corner.ends { line.width * em } else { 0.0 };
    let run = |p: line::Piece| Run { face: p.face, text: p.text, x: p.x * em, width: p.width * em };
    let text = Text {
        x: corner.x - back * cos,
        y: corner.y + back * sin,
        size: NUMBER,
        tint: INK,
        hidden: false,
        spacing: 0.0,
        turned: corner.turned,
        runs: line.pieces.into_iter().map(run).collect(),
    };
    let mut writer = Writer::after(height, used, gallery);
    writer.items(&[Item::Text(text)])?;
    Ok(writer.finish())
}

/// Embeds the faces used; the dictionary of fonts.
fn faces(doc: &mut Document, used: &Used) -> Result<ObjectId, PaperError> {
    let mut fonts = Dictionary::new();
    let used: Vec<_> =
        Face::ALL.map(|face| (face, used.codes(face))).into_iter().filter(|(_, codes)| !codes.is_empty()).collect();
    for (reduced, (face, _)) in embed::reduced(&used)?.into_iter().zip(&used) {
        fonts.set(format!("F{}", face.index()), embed::embed(doc, reduced));
    }
    Ok(doc.add_object(fonts))
}

fn form(content: Vec<u8>, fonts: ObjectId) -> Stream {
    let mut dict = Dictionary::new();
    dict.set("Type", name("XObject"));
    dict.set("Subtype", name("Form"));
    // Larger than any page: what stands on it was placed on one.
    dict.set("BBox", [0, 0, 14_400, 14_400].map(Object::Integer).to_vec());
    let mut own = Dictionary::new();
    own.set("Font", fonts);
    dict.set("Resources", own);
    dict.set("Filter", name("FlateDecode"));
    Stream::new(dict, content).with_compression(false)
}

fn page(doc: &mut Document, sheet: Sheet, pages: ObjectId, resources: ObjectId, digest: &mut Sha256) -> ObjectId {
    let mut contents = Vec::new();
    if let Some(page) = sheet.page {
        digest.update(&page.content);
        let mut dict = Dictionary::new();
        dict.set("Filter", name("FlateDecode"));
        contents.push(Object::Reference(doc.add_object(Stream::new(dict, page.content).with_compression(false))));
    } else {
        digest.update(b"empty");
    }
    if let Some(number) = sheet.number {
        digest.update(&number);
        contents.push(Object::Reference(doc.add_object(Stream::new(Dictionary::new(), number).with_compression(false))));
    }
    let mut dict = Dictionary::new();
    dict.set("Type", name("Page"));
    dict.set("Parent", pages);
    dict.set("MediaBox", vec![0.into(), 0.into(), points(sheet.width), points(sheet.height)]);
    dict.set("Resources", resources);
    match contents.as_slice() {
        [] => {}
        [one] => dict.set("Contents", one.clone()),
        _ => dict.set("Contents", contents),
    }
    doc.add_object(dict)
}

fn attached(
    doc: &mut Document,
    attachments: Vec<Attachment>,
    digest: &mut Sha256,
) -> Result<Option<(Dictionary, Vec<Object>)>, PaperError> {
    if attachments.is_empty() { Ok(None) } else { attach::add(doc, attachments, digest).map(Some) }
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
