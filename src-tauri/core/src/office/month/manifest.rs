//! What a complete volume carries inside: the stored bytes of every sheet, and a list of hashes by which it can be verified
//! without the cabinet.

use serde::{Deserialize, Serialize};

use super::super::error::{OfficeError, Result};
use super::super::{Office, bytes};
use super::export::Given;
use crate::archive::Month;
use crate::archive::volume::VolumeItem;
use crate::cabinet::{Kept, Kind, Reader};
use crate::clock::Stamp;
use crate::paper::pdf::{Attachment, Relationship};

/// The name of the list inside the file.
pub(super) const NAME: &str = "manifest.json";

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
}

/// A sheet of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ManifestItem {
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
}

/// The attachments of a volume: one a sheet, and the list.
pub(super) fn attachments(office: &Office, reader: &Reader<'_>, given: &Given, at: Stamp) -> Result<Vec<Attachment>> {
    let mut items = Vec::with_capacity(given.items.len());
    let mut out = Vec::with_capacity(given.items.len() + 1);
    for item in &given.items {
        let record = match office.item_record(reader, item, given.sealed()) {
            Ok(record) => record,
            // The entries of what was destroyed stay, and with them what the root names.
            Err(OfficeError::Destroyed) => {
                items.push(gone(reader, item, given.sealed())?);
                continue;
            }
            Err(error) => return Err(error),
        };
        let newest = record.newest().ok_or_else(|| OfficeError::NotFound("revision".to_owned()))?;
        let mut entries: Vec<String> = record.revisions.iter().map(|entry| entry.hash.to_string()).collect();
        let mut signed: Vec<String> = record.signatures.iter().map(|signed| signed.entry.hash.to_string()).collect();
        signed.sort();
        entries.extend(signed);
        let file = format!("{}.json", item.serial);
        let stored = match reader.body(newest)? {
            Kept::Here(stored) => Some(stored),
            Kept::Destroyed(_) | Kept::Missing => None,
        };
        items.push(ManifestItem {
            number: item.number,
            sheet: item.sheet.clone(),
            serial: item.serial.clone(),
            title: item.title.clone(),
            file: if stored.is_some() { file.clone() } else { String::new() },
            body: newest.head.body_hash.to_string(),
            entries,
        });
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
    }
    let list = Manifest {
        v: 1,
        month: given.facts.month,
        organisation: given.whose[0].clone(),
        site: given.whose[1].clone(),
        root: given.root.clone(),
        items,
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

/// A sheet whose content was destroyed: its entries, and no file.
fn gone(reader: &Reader<'_>, item: &VolumeItem, sealed: Option<u64>) -> Result<ManifestItem> {
    let mut all = reader.entries_of(item.sheet.parse()?)?;
    all.retain(|entry| sealed.is_none_or(|lamport| entry.head.lamport <= lamport));
    let of = |kind: Kind| all.iter().filter(move |entry| entry.head.kind == kind);
    let mut signed: Vec<String> = of(Kind::Signature).map(|entry| entry.hash.to_string()).collect();
    signed.sort();
    Ok(ManifestItem {
        number: item.number,
        sheet: item.sheet.clone(),
        serial: item.serial.clone(),
        title: item.title.clone(),
        file: String::new(),
        body: of(Kind::Revision).next_back().map(|entry| entry.head.body_hash.to_string()).unwrap_or_default(),
        entries: of(Kind::Revision).map(|entry| entry.hash.to_string()).chain(signed).collect(),
    })
}
