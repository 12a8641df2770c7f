//! A volume that was given out, verified: against its own attachments, and against the cabinet where that is at hand.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::Office;
use super::super::error::Result;
use super::super::named::{Named, Shows, hidden};
use super::super::paper_proof::{NamedSheet, Outcome, PagesProof, Printed, named_alone};
use super::super::people::role::Right;
use super::manifest::{Manifest, ManifestItem, NAME, VERSION};
use super::pages::{DRAFT_ALONE, DRAFT_SEALED, Sealed};
use super::way::Way;
use crate::archive::Month;
use crate::archive::volume::{Volume, mark_of, root_of};
use crate::cabinet::{Hash, Head, Kept, Kind, Reader};
use crate::paper::pdf::{attached, said};

/// What became of a file: a volume, or sheets or blanks that were printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeProof {
    /// `volume` (脱敏件), `volume-full`, `draft` (送审稿), `draft-full`, `sheets`, `version`, `blanks`; empty where the file does not
    /// say it.
    pub kind: String,
    /// Which month; absent where the file does not say.
    pub month: Option<Month>,
    /// Name of the site.
    pub site: String,
    /// The root hash that the file says, lower-case hex.
    pub root: String,
    /// Sheets in its list, or that it names.
    pub items: u32,
    /// Nothing is wrong.
    pub ok: bool,
    /// It was compared with a cabinet.
    pub compared: bool,
    /// What it says that is hidden in it: `names`, `phones`, `rooms`, `ids`.
    pub hides: Vec<String>,
    /// Whether the file is the one that the program makes.
    pub pages: PagesProof,
    /// Who took it and when, as the log has it; only of a file that is the same byte for byte.
    pub printed: Option<Printed>,
    /// The sheets or blanks that it names; none of a volume.
    pub sheets: Vec<NamedSheet>,
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
    /// `root-differs`, `entry-unknown`, `title-differs`, `root-unknown`; `names-unreadable`, `names-differ`, `cabinet-wanted`,
    /// `supplement-unproven`, `sheet-unknown`, `revision-unknown`, `blank-unknown`, `print-unknown`, `pages-differ`,
    /// `pages-unproven`.
    pub code: String,
    /// In the words of the office.
    pub message: String,
}

/// Verifies a file by what it carries: each sheet's stored bytes against the hash that the log has of them, and the list against
/// the root hash that is printed on its closing note. Of a file that carries no list it tells what it names, which only a cabinet
/// proves; so it does of supplements, which came after that hash.
///
/// # Errors
/// `pdf-unreadable`.
pub fn verify_volume(pdf: &[u8]) -> Result<VolumeProof> {
    let (mut proof, inside) = read(pdf)?;
    // The root of a draft is signed nowhere.
    let draft = matches!(&inside.named, Some(Named { shows: Shows::Volume(of), .. }) if of.draft);
    if proof.problems.is_empty() && (inside.list.is_none() || draft) {
        let words = "文件自己证明不了自己：要有资料库才能核对写明的这些和页面内容";
        proof.problems.push(problem("", "cabinet-wanted", words));
    }
    if inside.list.is_some() && proof.problems.is_empty() {
        // Its attachments prove themselves; of its pages only their number is known, and it is said that no more was looked at. A
        // file that does not say how many it has may be a part of one.
        if matches!(&inside.named, Some(Named { shows: Shows::Volume(of), .. }) if of.pages > 0) {
            proof.notes.push("没有资料库，只核对了附件和写明的页数，页面内容没有核对".to_owned());
        } else {
            let words = "没有资料库，只核对了附件：文件没有写明有几页，缺不缺页没有证明";
            proof.problems.push(problem("", "pages-unproven", words));
        }
    }
    // The root was printed before them and does not name them: anybody makes one that agrees with itself.
    for item in inside.list.iter().flat_map(|list| &list.supplements) {
        let words = "补充件没有包含在归档校验值里，要用资料库核对";
        proof.problems.push(problem(&item.serial, "supplement-unproven", words));
    }
    Ok(proof.judged())
}

impl VolumeProof {
    fn judged(mut self) -> Self {
        self.ok = self.problems.is_empty();
        self
    }
}

/// What a file carries.
#[derive(Default)]
struct Inside {
    list: Option<Manifest>,
    named: Option<Named>,
}

fn read(pdf: &[u8]) -> Result<(VolumeProof, Inside)> {
    let all = attached(pdf)?;
    let twice: BTreeSet<String> =
        all.windows(2).filter_map(|pair| if let [(a, _), (b, _)] = pair { (a == b).then(|| a.clone()) } else { None }).collect();
    let files: BTreeMap<String, Vec<u8>> = all.into_iter().collect();
    let said = said(pdf)?;
    let named = Named::read(&said.keywords);
    let mut proof = VolumeProof::default();
    if !said.agree && (named.is_some() || Named::is_ours(&said.keywords)) {
        proof.problems.push(problem("", "names-differ", "文件属性和元数据里写明的内容不一样，文件被改动"));
    } else if named.is_none() && Named::is_ours(&said.keywords) {
        let words = "文件里写明内容的那一行读不出来：被改动，或者是更新版本的程序做的";
        proof.problems.push(problem("", "names-unreadable", words));
    }
    if let Some(named) = &named {
        named.kind().clone_into(&mut proof.kind);
        proof.hides = hidden(named.mask).into_iter().map(str::to_owned).collect();
        proof.sheets = named_alone(named);
        proof.items = u32::try_from(proof.sheets.len()).unwrap_or(u32::MAX);
        if let Shows::Volume(of) = &named.shows {
            if of.pages > 0 && of.pages != said.pages {
                let words = format!("文件写明共{}页，现有{}页：做好以后被删去或者加进了页", of.pages, said.pages);
                proof.problems.push(problem("", "pages-differ", &words));
            }
            (proof.month, proof.root, proof.items) = (Some(of.month), of.root.clone(), of.items);
        }
    }
    let full = matches!(&named, Some(Named { shows: Shows::Volume(of), .. }) if of.full);
    let failed = |mut proof: VolumeProof, code: &str, words: &str| {
        proof.problems.push(problem("", code, words));
        Ok((proof.judged(), Inside::default()))
    };
    let Some(list) = files.get(NAME) else {
        if named.is_none() || full {
            let words = "文件里没有校验清单，也没有写明是哪张单据、哪个月，没有可以核对的：是台账或清单，别的程序或早先的版本做的，或者被改动";
            let words = if full { "文件写明是完整件，却没有校验清单，被改动" } else { words };
            return if proof.problems.is_empty() { failed(proof, "list-missing", words) } else { Ok((proof, Inside::default())) };
        }
        let foreign = files.keys().map(|name| problem(name, "file-foreign", "这种文件不带附件，是后来加进去的"));
        proof.problems.extend(foreign);
        return Ok((proof.judged(), Inside { list: None, named }));
    };
    let Ok(list) = serde_json::from_slice::<Manifest>(list) else {
        return failed(proof, "list-unreadable", "校验清单读不出来，可能被改动");
    };
    if list.v != VERSION {
        return failed(proof, "list-unreadable", "校验清单是别的版本程序做的，请用做它的那个版本核对");
    }
    if let Some(named) = &named
        && !matches!(&named.shows, Shows::Volume(of) if of.full && of.month == list.month && of.root == list.root)
    {
        proof.problems.push(problem("", "names-differ", "文件属性里写明的内容和校验清单不一样，文件被改动"));
    }
    let mut problems = std::mem::take(&mut proof.problems);
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
        problems,
        notes,
        ..proof
    };
    Ok((proof.judged(), Inside { list: Some(list), named }))
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

pub(in crate::office) fn problem(serial: &str, code: &str, message: &str) -> VolumeProblem {
    VolumeProblem { serial: serial.to_owned(), code: code.to_owned(), message: message.to_owned() }
}

impl Office {
    /// As [`verify_volume`], and whether this cabinet knows every entry that the list names and sealed that root. Of a file that
    /// names sheets or a month it says how those stand here, and whether the file is the one that was handed out, byte for byte.
    ///
    /// # Errors
    /// `pdf-unreadable`, or a failure of the file.
    pub fn verify_volume(&self, pdf: &[u8]) -> Result<VolumeProof> {
        self.may(Right::Read)?;
        let (mut proof, inside) = read(pdf)?;
        match inside {
            Inside { list: Some(list), named } => {
                let bound = named.as_ref().and_then(Named::month);
                self.prove_list(&list, bound.is_some_and(|(_, bound)| bound.draft), &mut proof)?;
                match bound.filter(|_| proof.problems.is_empty()) {
                    // The root of a draft is that of its own list: where no closing has it, the making alone proves the file.
                    Some((named, bound)) => match self.month_again(pdf, named, bound)? {
                        // That another build made it the file alone says: whoever exchanges a page can write that too.
                        Outcome::OtherProgram(by) if !bound.draft => {
                            let words = "附件已和资料库核对，没有发现问题；页面不能重新打印出来逐字节核对，没有证明";
                            proof.tell(Outcome::Unproven(format!("按文件自己写的，{by}。{words}")));
                        }
                        outcome => proof.tell(outcome),
                    },
                    None if proof.problems.is_empty() => {
                        proof.tell(Outcome::Unproven("文件没有写明是哪一次导出：附件已核对，页面内容没有核对".to_owned()));
                    }
                    None => {}
                }
            }
            Inside { list: None, named: Some(named) } if proof.problems.is_empty() => match named.month() {
                Some((named, bound)) => self.prove_month(pdf, named, bound, &mut proof)?,
                None => self.prove_sheets(pdf, &named, &mut proof)?,
            },
            Inside { .. } => return Ok(proof.judged()),
        }
        proof.compared = true;
        Ok(proof.judged())
    }

    /// The list of a complete volume against the cabinet. No closing need have the root of a draft.
    fn prove_list(&self, list: &Manifest, draft: bool, proof: &mut VolumeProof) -> Result<()> {
        self.cabinet.read(|reader| {
            for item in list.items.iter().chain(&list.supplements) {
                self.compare(reader, item, &mut proof.problems)?;
            }
            let Some(sealed) = Sealed::find(reader, list.month, &list.root)? else {
                if draft {
                    proof.notes.push(DRAFT_ALONE.to_owned());
                } else {
                    let words = "资料库里没有这个校验值的归档：来自别的资料库，或者被改动";
                    proof.problems.push(problem("", "root-unknown", words));
                }
                return Ok(());
            };
            proof.notes.extend(sealed.words());
            if draft {
                proof.notes.push(DRAFT_SEALED.to_owned());
            }
            if sealed.post.name != list.site {
                proof.notes.push(format!("清单上的项目叫“{}”，资料库里现在叫“{}”", list.site, sealed.post.name));
            }
            if let Some(closing) = sealed.closing().filter(|_| sealed.holds()) {
                let facts = self.month_facts(reader, &sealed.post, list.month, &self.veil(reader)?, Way::short())?;
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
            for (item, sealed) in list.items.iter().zip(sealed.closing().into_iter().flat_map(|closing| &closing.items)) {
                if item.title != sealed.title {
                    proof.problems.push(problem(&item.serial, "title-differs", "题名和归档时的不一样，清单被改动"));
                }
            }
            Ok(())
        })
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
