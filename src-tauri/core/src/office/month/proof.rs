//! A volume that was given out, verified: against its own attachments, and against the cabinet where that is at hand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::Office;
use super::super::error::Result;
use super::super::people::role::Right;
use super::manifest::{Manifest, NAME};
use super::{close, posts};
use crate::archive::Month;
use crate::archive::volume::{mark_of, root_of};
use crate::cabinet::Hash;
use crate::paper::pdf::attached;

/// What became of a volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeProof {
    /// Which month; absent where the file does not say.
    pub month: Option<Month>,
    /// Name of the site.
    pub site: String,
    /// The root hash that the file says, lower-case hex.
    pub root: String,
    /// Sheets in its list.
    pub items: u32,
    /// Nothing is wrong.
    pub ok: bool,
    /// It was compared with a cabinet.
    pub compared: bool,
    /// What is wrong.
    pub problems: Vec<VolumeProblem>,
}

/// Something that is wrong with a volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeProblem {
    /// The sheet; empty when it is the volume as a whole.
    pub serial: String,
    /// `list-missing`, `list-unreadable`, `file-missing`, `file-changed`, `root-differs`, `entry-unknown`, `root-unknown`.
    pub code: String,
    /// In the words of the office.
    pub message: String,
}

/// Verifies a file by what it carries: each sheet's stored bytes against the hash that the log has of them, and the list against
/// the root hash that is printed on its closing note.
///
/// # Errors
/// `pdf-unreadable`.
pub fn verify_volume(pdf: &[u8]) -> Result<VolumeProof> {
    Ok(read(pdf)?.0)
}

fn read(pdf: &[u8]) -> Result<(VolumeProof, Option<Manifest>)> {
    let files: BTreeMap<String, Vec<u8>> = attached(pdf)?.into_iter().collect();
    let none = |code: &str, message: &str| {
        let problems = vec![problem("", code, message)];
        let empty = String::new;
        let proof = VolumeProof { month: None, site: empty(), root: empty(), items: 0, ok: false, compared: false, problems };
        Ok((proof, None))
    };
    let Some(list) = files.get(NAME) else {
        return none("list-missing", "文件里没有校验清单：只有完整件带清单，脱敏件和单张打印件没有");
    };
    let Ok(list) = serde_json::from_slice::<Manifest>(list) else {
        return none("list-unreadable", "校验清单读不出来，可能被改动");
    };
    let mut problems = Vec::new();
    for item in list.items.iter().chain(&list.supplements).filter(|item| !item.file.is_empty()) {
        match files.get(&item.file) {
            None => problems.push(problem(&item.serial, "file-missing", "附件缺失")),
            Some(stored) if Hash::of(stored).to_string() != item.body => {
                problems.push(problem(&item.serial, "file-changed", "附件和清单对不上，内容被改动"));
            }
            Some(_) => {}
        }
    }
    let root =
        root_of(list.items.iter().map(|item| (item.number, item.sheet.as_str(), item.serial.as_str(), mark_of(&item.entries))));
    if root != list.root {
        problems.push(problem("", "root-differs", "清单和本月内容校验对不上，清单被改动"));
    }
    let proof = VolumeProof {
        month: Some(list.month),
        site: list.site.clone(),
        root: list.root.clone(),
        items: u32::try_from(list.items.len()).unwrap_or(u32::MAX),
        ok: problems.is_empty(),
        compared: false,
        problems,
    };
    Ok((proof, Some(list)))
}

fn problem(serial: &str, code: &str, message: &str) -> VolumeProblem {
    VolumeProblem { serial: serial.to_owned(), code: code.to_owned(), message: message.to_owned() }
}

impl Office {
    /// As [`verify_volume`], and whether this cabinet knows every entry that the list names and sealed that root.
    ///
    /// # Errors
    /// `pdf-unreadable`, or a failure of the file.
    pub fn verify_volume(&self, pdf: &[u8]) -> Result<VolumeProof> {
        self.may(Right::Read)?;
        let (mut proof, list) = read(pdf)?;
        let Some(list) = list else { return Ok(proof) };
        self.cabinet.read(|reader| {
            for item in list.items.iter().chain(&list.supplements) {
                for entry in &item.entries {
                    let known = match entry.parse::<Hash>() {
                        Ok(hash) => reader.entry(&hash)?.is_some(),
                        Err(_) => false,
                    };
                    if !known {
                        proof.problems.push(problem(&item.serial, "entry-unknown", "资料库里没有清单上的这条记录"));
                        break;
                    }
                }
            }
            let mut sealed = false;
            for post in posts(reader)? {
                sealed |= close::history(reader, &post, list.month)?.iter().any(|closing| closing.root == list.root);
            }
            if !sealed {
                proof.problems.push(problem("", "root-unknown", "资料库里没有这个校验值的归档：可能是送审稿，或来自别的资料库"));
            }
            Ok::<_, super::super::error::OfficeError>(())
        })?;
        proof.compared = true;
        proof.ok = proof.problems.is_empty();
        Ok(proof)
    }
}
