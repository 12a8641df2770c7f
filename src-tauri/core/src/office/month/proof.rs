//! A volume that was given out, verified: against its own attachments, and against the cabinet where that is at hand.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::Office;
use super::super::error::{OfficeError, Result};
use super::super::people::role::Right;
use super::manifest::{Manifest, ManifestItem, NAME, VERSION};
use super::{close, posts};
use crate::archive::Month;
use crate::archive::volume::{Volume, mark_of, root_of};
use crate::cabinet::{Hash, Head, Kept, Kind, Reader};
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
    /// What is right and should be known all the same, in the words of the office.
    pub notes: Vec<String>,
}

/// Something that is wrong with a volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeProblem {
    /// The sheet; empty when it is the volume as a whole.
    pub serial: String,
    /// `list-missing`, `list-unreadable`, `file-missing`, `file-changed`, `file-foreign`, `file-twice`, `entry-differs`,
    /// `root-differs`, `entry-unknown`, `title-differs`, `root-unknown`.
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
    let all = attached(pdf)?;
    let twice: BTreeSet<String> =
        all.windows(2).filter_map(|pair| if let [(a, _), (b, _)] = pair { (a == b).then(|| a.clone()) } else { None }).collect();
    let files: BTreeMap<String, Vec<u8>> = all.into_iter().collect();
    let none = |code: &str, message: &str| {
        let problems = vec![problem("", code, message)];
        let empty = String::new;
        let proof = VolumeProof {
            month: None,
            site: empty(),
            root: empty(),
            items: 0,
            ok: false,
            compared: false,
            problems,
            notes: Vec::new(),
        };
        Ok((proof, None))
    };
    let Some(list) = files.get(NAME) else {
        return none("list-missing", "文件里没有校验清单：只有完整件带清单，脱敏件和单张打印件没有");
    };
    let Ok(list) = serde_json::from_slice::<Manifest>(list) else {
        return none("list-unreadable", "校验清单读不出来，可能被改动");
    };
    if list.v != VERSION {
        return none("list-unreadable", "校验清单是别的版本程序做的，请用做它的那个版本核对");
    }
    let mut problems = Vec::new();
    let (mut listed, mut absent) = (BTreeSet::from([NAME]), 0_usize);
    for item in list.items.iter().chain(&list.supplements) {
        if !vouched(item) {
            problems.push(problem(&item.serial, "entry-differs", "清单上的记录互相对不上，清单被改动"));
        }
        if item.file.is_empty() {
            absent += 1;
            continue;
        }
        listed.insert(&item.file);
        match files.get(&item.file) {
            None => problems.push(problem(&item.serial, "file-missing", "附件缺失")),
            Some(stored) if Hash::of(stored).to_string() != item.body => {
                problems.push(problem(&item.serial, "file-changed", "附件和清单对不上，内容被改动"));
            }
            Some(_) => {}
        }
    }
    problems.extend(twice.iter().map(|name| problem(name, "file-twice", "这个名称的附件有两份，分不出哪一份是原来的")));
    for name in files.keys().filter(|name| !listed.contains(name.as_str())) {
        problems.push(problem(name, "file-foreign", "清单上没有的附件，是后来加进去的"));
    }
    let mut notes = Vec::new();
    if absent > 0 {
        notes.push(format!("{absent}件没有附内容：按保管期限销毁的只留记录"));
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
        notes,
    };
    Ok((proof, Some(list)))
}

/// Whether the newest revision that the list names is of this sheet and has this body, and nothing but signatures stands behind
/// it. What the root names are hashes of heads; the heads say the rest.
fn vouched(item: &ManifestItem) -> bool {
    let Some(from) = item.entries.len().checked_sub(item.heads.len()) else { return false };
    let hashes = item.entries.iter().skip(from).map(|entry| entry.parse::<Hash>().ok());
    let heads: Option<Vec<Head>> =
        item.heads.iter().zip(hashes).map(|(head, hash)| Head::proven(head.as_bytes(), &hash?)).collect();
    let Some((newest, signed)) = heads.as_ref().and_then(|heads| heads.split_first()) else { return false };
    let of_sheet = |head: &Head, kind| head.kind == kind && head.record.to_string() == item.sheet;
    of_sheet(newest, Kind::Revision)
        && signed.iter().all(|head| of_sheet(head, Kind::Signature))
        && newest.body_hash.to_string() == item.body
        && newest.serial.as_ref().is_none_or(|serial| *serial == item.serial)
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
                self.compare(reader, item, &mut proof.problems)?;
            }
            let mut sealed = None;
            for post in posts(reader)? {
                let history = close::history(reader, &post, list.month)?;
                let found = history.iter().position(|closing| closing.is_closed() && closing.root == list.root);
                sealed = sealed.or(found.map(|n| (post, n, history)));
            }
            let Some((post, n, history)) = sealed else {
                proof.problems.push(problem("", "root-unknown", "资料库里没有这个校验值的归档：可能是送审稿，或来自别的资料库"));
                return Ok(());
            };
            if history.len() > n + 1 {
                let again = history.last().is_some_and(close::ClosingBody::is_closed);
                let now = if again {
                    "后来重新归档过，以后来的为准"
                } else {
                    "后来撤销了归档，还没有重新归档"
                };
                proof
                    .notes
                    .push(format!("这是第{}次归档的内容，{now}", history.iter().take(n + 1).filter(|c| c.is_closed()).count()));
            }
            if post.name != list.site {
                proof.notes.push(format!("清单上的项目叫“{}”，资料库里现在叫“{}”", list.site, post.name));
            }
            let closing = history.get(n);
            if let Some(closing) = closing.filter(|_| history.len() == n + 1) {
                let facts = self.facts_up_to(reader, &post, list.month, &self.veil(reader)?, None)?.0;
                let later = closing.supplements(reader, &Volume::of(&facts))?.into_iter();
                let known = |sheet: &str| list.supplements.iter().any(|item| item.sheet == sheet);
                let absent: Vec<String> = later.filter(|one| !known(&one.sheet)).map(|one| one.serial).collect();
                if !absent.is_empty() {
                    let (many, which) = (absent.len(), absent.join("、"));
                    proof
                        .notes
                        .push(format!("归档后补充的{many}件不在这份文件里（{which}）：做好这份文件之后才补充的，或者被去掉了"));
                }
            }
            for (item, sealed) in list.items.iter().zip(closing.into_iter().flat_map(|closing| &closing.items)) {
                if item.title != sealed.title {
                    proof.problems.push(problem(&item.serial, "title-differs", "题名和归档时的不一样，清单被改动"));
                }
            }
            Ok::<_, OfficeError>(())
        })?;
        proof.compared = true;
        proof.ok = proof.problems.is_empty();
        Ok(proof)
    }

    /// Whether the log knows every entry of a sheet, and whether what was left out is gone from here as well.
    fn compare(&self, reader: &Reader<'_>, item: &ManifestItem, problems: &mut Vec<VolumeProblem>) -> Result<()> {
        let mut newest = None;
        for entry in &item.entries {
            let known = entry.parse::<Hash>().ok().map(|hash| reader.entry(&hash)).transpose()?.flatten();
            match known.filter(|entry| entry.head.record.to_string() == item.sheet) {
                None => {
                    problems.push(problem(&item.serial, "entry-unknown", "资料库里没有清单上的这条记录"));
                    return Ok(());
                }
                Some(entry) if entry.head.kind == Kind::Revision => newest = Some(entry),
                Some(_) => {}
            }
        }
        if let Some(newest) = newest.filter(|_| item.file.is_empty())
            && matches!(reader.body(&newest)?, Kept::Here(_))
        {
            problems.push(problem(&item.serial, "file-missing", "附件缺失：资料库里有它的内容"));
        }
        Ok(())
    }
}
