//! Files inside the file (ISO 19005-3, 6.8; ISO 32000-1 §7.11.4).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, Stream, StringFormat};
use md5::Md5;
use sha2::{Digest, Sha256};

use super::about::{date, words};
use super::bind::{Attachment, Relationship};
use super::{Packer, name};
use crate::paper::PaperError;

/// Adds the files; the tree of their names, and the files in the order given.
pub(super) fn add(
    doc: &mut Document,
    attachments: Vec<Attachment>,
    digest: &mut Sha256,
) -> Result<(Dictionary, Vec<Object>), PaperError> {
    // In the order of their names as they are written, which is how a tree is searched.
    let mut tree: BTreeMap<Vec<u8>, Object> = BTreeMap::new();
    let mut files = Vec::with_capacity(attachments.len());
    let mut packer = Packer::new();
    for attachment in attachments {
        digest.update(attachment.name.as_bytes());
        digest.update(Sha256::digest(&attachment.bytes));
        let title = words(&attachment.name);
        let key = title.as_str().map(<[u8]>::to_vec).unwrap_or_default();
        if tree.contains_key(&key) {
            return Err(PaperError::Write(format!("two attachments are called {:?}", attachment.name)));
        }
        let file = Object::Reference(doc.add_object(stream(&attachment, &mut packer)?));
        let mut embedded = Dictionary::new();
        embedded.set("F", file.clone());
        embedded.set("UF", file);
        let mut spec = Dictionary::new();
        spec.set("Type", name("Filespec"));
        spec.set("F", plain(&attachment.name));
        spec.set("UF", title);
        spec.set("Desc", words(&attachment.description));
        spec.set("AFRelationship", name(relationship(attachment.relationship)));
        spec.set("EF", embedded);
        let spec = Object::Reference(doc.add_object(spec));
        files.push(spec.clone());
        tree.insert(key, spec);
    }
    let names = tree.into_iter().flat_map(|(key, spec)| [Object::String(key, StringFormat::Hexadecimal), spec]);
    let mut dict = Dictionary::new();
    dict.set("Names", names.collect::<Vec<_>>());
    Ok((dict, files))
}

fn stream(attachment: &Attachment, packer: &mut Packer) -> Result<Stream, PaperError> {
    let at = Object::String(date(attachment.modified).into_bytes(), StringFormat::Literal);
    let mut facts = Dictionary::new();
    facts.set("Size", i64::try_from(attachment.bytes.len()).unwrap_or(0));
    facts.set("CreationDate", at.clone());
    facts.set("ModDate", at);
    // The format asks for this sum; it guards against nothing but slips.
    facts.set("CheckSum", Object::String(Md5::digest(&attachment.bytes).to_vec(), StringFormat::Hexadecimal));
    let mut dict = Dictionary::new();
    dict.set("Type", name("EmbeddedFile"));
    dict.set("Subtype", name(&attachment.media_type));
    dict.set("Params", facts);
    dict.set("Filter", name("FlateDecode"));
    Ok(Stream::new(dict, packer.pack(&attachment.bytes)?).with_compression(false))
}

fn relationship(relationship: Relationship) -> &'static str {
    match relationship {
        Relationship::Source => "Source",
        Relationship::Data => "Data",
        Relationship::Supplement => "Supplement",
    }
}

/// A name for readers that know only the letters of old systems.
fn plain(name: &str) -> Object {
    let safe = |c: char| if c.is_ascii_graphic() || c == ' ' { c } else { '_' };
    Object::String(name.chars().map(safe).collect::<String>().into_bytes(), StringFormat::Literal)
}
