//! What a complete volume carries inside: the stored bytes of every sheet, and a list of hashes by which it can be verified
//! without the cabinet.

use serde::{Deserialize, Serialize};

use super::super::bytes;
use super::super::error::{OfficeError, Result};
use super::export::Given;
use crate::archive::Month;
use crate::archive::volume::VolumeItem;
use crate::cabinet::{Entry, Kept, Kind, Reader};
use crate::clock::Stamp;
use crate::paper::pdf::{Attachment, Relationship};

/// The name of the list inside the file.
pub(super) const NAME: &str = "manifest.json";
/// Version of the list.
pub(super) const VERSION: u32 = 2;
/// What the name of a supplement's file ends in, before `.json`: the sealed sheet has one of its own.
const ADDED: &str = "-补充";

/// The list of a volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub v: u32,
    pub month: Month,
    pub organisation: String,
    pub site: String,
    /// The root hash over the items.
    pub root: String,
    pub items: Vec<ManifestItem>,
    /// What was added behind the seal: not under the root, which was printed before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supplements: Vec<ManifestItem>,
}

/// A sheet of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ManifestItem {
    /// 件号; of a supplement that of the sheet it corrects, 0 for one that came later.
    pub number: u32,
    pub sheet: String,
    pub serial: String,
    pub title: String,
    /// The attachment with its stored bytes; empty where they were destroyed.
    pub file: String,
    /// SHA-256 of those bytes, as the log has it.
    pub body: String,
    /// Hashes of the sheet's revisions in their order, then of its signatures in that of their hashes: their SHA-256 is what the
    /// root names.
    pub entries: Vec<String>,
    /// The heads of the last of them as the log stores them: of the newest revision, which says the hash of the body, and of every
    /// signature. So the root, by way of these hashes, vouches for the bytes and for their being the newest.
    pub heads: Vec<String>,
}

/// Hashes of a sheet's entries as a volume keeps them: of its revisions in their order, then of its signatures in that of their
/// hashes.
pub(super) fn entries<'e>(all: impl Iterator<Item = &'e Entry> + Clone) -> Vec<String> {
    let of = |kind: Kind| all.clone().filter(move |entry| entry.head.kind == kind).map(|entry| entry.hash.to_string());
    let mut signed: Vec<String> = of(Kind::Signature).collect();
    signed.sort();
    of(Kind::Revision).chain(signed).collect()
}

fn heads(newest: &Entry, all: &[Entry]) -> Result<Vec<String>> {
    let mut signed: Vec<&Entry> = all.iter().filter(|entry| entry.head.kind == Kind::Signature).collect();
    signed.sort_by_key(|entry| entry.hash.to_string());
    std::iter::once(newest).chain(signed).map(|entry| Ok(entry.head.to_text()?)).collect()
}

/// The attachments of a volume: one a sheet and one a supplement, and the list. Of what was destroyed the entries stay, and with
/// them what the root names.
pub(super) fn attachments(reader: &Reader<'_>, given: &Given, at: Stamp) -> Result<Vec<Attachment>> {
    let mut items = Vec::with_capacity(given.items.len());
    let mut out = Vec::with_capacity(given.items.len() + given.supplements.len() + 1);
    for item in &given.items {
        items.push(attach(reader, item, given.up_to(), "", &mut out)?);
    }
    let mut supplements = Vec::with_capacity(given.supplements.len());
    for (item, _) in &given.supplements {
        let corrects = given.items.iter().find(|sealed| sealed.sheet == item.sheet).map_or(0, |sealed| sealed.number);
        supplements.push(ManifestItem { number: corrects, ..attach(reader, item, given.seen, ADDED, &mut out)? });
    }
    let list = Manifest {
        v: VERSION,
        month: given.facts.month,
        organisation: given.whose.organisation.clone(),
        site: given.whose.site.clone(),
        root: given.root.clone(),
        items,
        supplements,
    };
    out.push(Attachment {
        name: NAME.to_owned(),
        media_type: "application/json".to_owned(),
        description: "校验清单".to_owned(),
        bytes: bytes(&list)?,
        modified: at,
        relationship: Relationship::Supplement,
    });
    Ok(out)
}

/// A sheet as the log had it up to a place in its order: its line of the list, its stored bytes behind the others.
fn attach(
    reader: &Reader<'_>,
    item: &VolumeItem,
    sealed: Option<u64>,
    behind: &str,
    out: &mut Vec<Attachment>,
) -> Result<ManifestItem> {
    let mut all = reader.entries_of(item.sheet.parse()?)?;
    all.retain(|entry| sealed.is_none_or(|lamport| entry.head.lamport <= lamport));
    let newest = all.iter().rfind(|entry| entry.head.kind == Kind::Revision);
    let newest = newest.ok_or_else(|| OfficeError::NotFound("revision".to_owned()))?;
    let stored = match reader.body(newest)? {
        Kept::Here(stored) => Some(stored),
        Kept::Destroyed(_) | Kept::Missing => None,
    };
    let file = stored.as_ref().map(|_| format!("{}{behind}.json", item.serial)).unwrap_or_default();
    let line = ManifestItem {
        number: item.number,
        sheet: item.sheet.clone(),
        serial: item.serial.clone(),
        title: item.title.clone(),
        file: file.clone(),
        body: newest.head.body_hash.to_string(),
        entries: entries(all.iter()),
        heads: heads(newest, &all)?,
    };
    if let Some(stored) = stored {
        out.push(Attachment {
            name: file,
            media_type: "application/json".to_owned(),
            description: format!("{}　{}", item.serial, item.title),
            bytes: stored,
            modified: newest.head.stamp(),
            relationship: Relationship::Source,
        });
    }
    Ok(line)
}
