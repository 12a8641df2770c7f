//! A month's file against the closings of the cabinet, and made again to be compared byte for byte.

use std::collections::BTreeSet;

use super::super::Office;
use super::super::api::{VolumeAsked, VolumeFormat};
use super::super::cases::value;
use super::super::duties::Post;
use super::super::error::{OfficeError, Result};
use super::super::named::{Bound, Named};
use super::super::paper_proof::{Outcome, acts, destroyed_since, other_program, written_since};
use super::super::record::Record;
use super::close::{self, ClosingBody};
use super::proof::{VolumeProof, problem};
use super::read::day_of;
use super::way::Way;
use super::{posts, record_of};
use crate::archive::Month;
use crate::cabinet::{Kind, Reader};
use crate::clock::Id;
use crate::sheet::Value;

/// Of a draft whose root no closing has.
pub(super) const DRAFT_ALONE: &str = "这是送审稿，不是归档的文件";
/// Of one that was closed with the same sheets.
pub(super) const DRAFT_SEALED: &str = "这是送审稿，件和后来归档的一样";

/// The closing that a root hash is of.
pub(super) struct Sealed {
    pub(super) post: Post,
    history: Vec<ClosingBody>,
    /// Where it stands among the closings and openings of the month.
    at: usize,
}

impl Sealed {
    /// The closing of a month with this root, at whatever site.
    pub(super) fn find(reader: &Reader<'_>, month: Month, root: &str) -> Result<Option<Self>> {
        for post in posts(reader)? {
            let history = close::history(reader, &post, month)?;
            // Of two closings with the same content the file is as good as of the later one.
            if let Some(at) = history.iter().rposition(|closing| closing.is_closed() && closing.root == root) {
                return Ok(Some(Self { post, history, at }));
            }
        }
        Ok(None)
    }

    pub(super) fn closing(&self) -> Option<&ClosingBody> {
        self.history.get(self.at)
    }

    /// Nothing came after it.
    pub(super) fn holds(&self) -> bool {
        self.history.len() == self.at + 1
    }

    /// What came after it, where something did.
    pub(super) fn words(&self) -> Option<String> {
        let now = match self.history.last().is_some_and(ClosingBody::is_closed) {
            _ if self.holds() => return None,
            true => "后来重新归档过，以后来的为准",
            false => "后来撤销了归档，还没有重新归档",
        };
        let nth = self.history.iter().take(self.at + 1).filter(|closing| closing.is_closed()).count();
        Some(format!("这是第{nth}次归档的内容，{now}"))
    }
}

impl Office {
    /// A month that a file without a list names: whose closing its root is, and whether the file is the one that was handed out.
    pub(super) fn prove_month(&self, pdf: &[u8], named: &Named, bound: &Bound, proof: &mut VolumeProof) -> Result<()> {
        let sealed = self.cabinet.read(|reader| Sealed::find(reader, bound.month, &bound.root))?;
        match &sealed {
            Some(sealed) => {
                proof.site.clone_from(&sealed.post.name);
                proof.notes.extend(sealed.words());
                if bound.draft {
                    proof.notes.push(DRAFT_SEALED.to_owned());
                }
            }
            None if bound.draft => proof.notes.push(DRAFT_ALONE.to_owned()),
            None => {
                let words = "资料库里没有这个校验值的归档：来自别的资料库，或者被改动";
                proof.problems.push(problem("", "root-unknown", words));
                return Ok(());
            }
        }
        let outcome = self.month_again(pdf, named, bound)?;
        proof.tell(outcome);
        Ok(())
    }

    /// Makes a month's file again by the act of the log that it was handed out with.
    pub(super) fn month_again(&self, pdf: &[u8], named: &Named, bound: &Bound) -> Result<Outcome> {
        if let Some(other) = other_program(named) {
            return Ok(other);
        }
        let (act, month) = (if bound.full { "volume-full" } else { "volume" }, bound.month.to_string());
        let found = self.cabinet.read(|reader| {
            let sealed = Sealed::find(reader, bound.month, &bound.root)?.filter(|_| !bound.draft);
            // A draft does not say of which site it is: its act does, be that the one in use or another.
            let at = sealed.map_or_else(|| posts(reader), |sealed| Ok(vec![sealed.post]))?;
            let mut found = Vec::new();
            for post in at {
                let acts = acts(reader, record_of(&post, bound.month), named, |body| body.act == act && body.detail == month)?;
                found.extend(acts.into_iter().map(|printing| (post.clone(), printing)));
            }
            Ok::<_, OfficeError>(found)
        })?;
        // Acts of one second: the file is of one of them.
        let acts = || found.iter().map(|(_, printing)| printing.lamport);
        let (Some(first), Some(last)) = (acts().min(), acts().max()) else { return Ok(Outcome::NoAct) };
        let asked = VolumeAsked {
            month: bound.month,
            format: VolumeFormat::Pdf,
            full: bound.full,
            reason: String::new(),
            draft: bound.draft,
        };
        for (post, printing) in found {
            // As the log was at that act: what was sealed by then, and what had come behind it.
            let given = self.given(&asked, Some(post), Some(&printing), Way::short())?;
            if given.root != bound.root || given.closing.is_some() == bound.draft {
                continue;
            }
            let statistics = self.given_statistics(&given, Way::short())?;
            if self.volume_pdf(&asked, &given, &statistics, &printing, Way::short())? == pdf {
                return Ok(Outcome::Identical(printing));
            }
        }
        let moved = self.cabinet.read(|reader| moved_since(reader, bound, (first, last)))?;
        let words = "做好以后资料库里又有变动，已不能照当时的样子重新生成：页面内容没有核对";
        Ok(if moved { Outcome::Unproven(words.to_owned()) } else { Outcome::Different })
    }
}

/// Whether a month's file cannot be made again as it was at its act. What a draft shows moves with the day. The file of a closed
/// month is made as of its act, so that only what was destroyed since is missing from it; but the lists of today may have a
/// supplement of then on another day, once that was written again, and closings of before keep less of what they print.
fn moved_since(reader: &Reader<'_>, bound: &Bound, (first, last): (u64, u64)) -> Result<bool> {
    let sealed = Sealed::find(reader, bound.month, &bound.root)?;
    let Some(closing) = sealed.as_ref().and_then(Sealed::closing).filter(|_| !bound.draft) else { return Ok(true) };
    if destroyed_since(reader, first)? {
        return Ok(true);
    }
    if closing.named.is_none() || closing.statistics.is_none() || closing.matrix.is_none() {
        return written_since(reader, first);
    }
    let sealed: BTreeSet<&str> = closing.sheets().collect();
    let cases: BTreeSet<&str> = closing.items.iter().map(|item| item.serial.as_str()).collect();
    let again: BTreeSet<Id> =
        reader.entries_of_kind(Kind::Revision, first, u32::MAX)?.into_iter().map(|e| e.head.record).collect();
    for sheet in again.into_iter().filter(|sheet| !sealed.contains(sheet.to_string().as_str())) {
        // What came first since was not in it.
        let Some(then) = Record::at(reader, sheet, Some(last))? else { continue };
        let source = value(then.form(), &then.body.answers, "source").map(Value::word).unwrap_or_default();
        if cases.contains(source.as_str()) || day_of(&then).is_some_and(|day| bound.month.holds(day)) {
            return Ok(true);
        }
    }
    Ok(false)
}
