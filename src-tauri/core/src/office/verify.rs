//! Verification in plain words, and making the projections anew.

use std::str::FromStr as _;

use super::Office;
use super::api::{FindingCode, SheetPart, VerifyProblem, VerifyReport, Whose};
use super::error::{OfficeError, Result};
use super::index::Index;
use super::people::role::Right;
use super::record::Record;
use crate::cabinet::{Cabinet, CabinetError, Entry, Finding, Kind, Problem, Reader};
use crate::clock::Id;
use crate::form::LoadedForm;
use crate::sheet::{Body, SignatureBody, Standing};

/// Sheets whose signatures are looked at in one snapshot.
const SHEETS: usize = 256;

impl Office {
    /// Checks a sheet with everything that belongs to it, or the whole cabinet. `progress` is told what is done and what is
    /// to do; `false` stops.
    ///
    /// # Errors
    /// `not-found`, `cancelled`, or a failure of the file.
    pub fn verify(&self, sheet: Option<&str>, progress: &dyn Fn(u64, u64) -> bool) -> Result<VerifyReport> {
        self.may(Right::Read)?;
        let whole = sheet.is_none();
        let (report, sheets) = match sheet {
            Some(id) => {
                let id = Id::from_str(id)?;
                (self.cabinet.verify_record(id)?, vec![id])
            }
            None => (self.cabinet.verify(progress)?, self.signed_sheets()),
        };
        let mut problems = Vec::new();
        for problem in &report.problems {
            problems.push(in_words(&self.cabinet, problem)?);
        }
        for some in sheets.chunks(SHEETS) {
            let all = |sheets: &[Id]| {
                self.cabinet.look(|reader| {
                    let found = sheets.iter().map(|sheet| standings(reader, *sheet)).collect::<Result<Vec<_>>>()?;
                    Ok::<_, OfficeError>(found.concat())
                })
            };
            match all(some) {
                Ok(found) => problems.extend(found),
                // One by one, so that a damaged page hides nothing but what stands on it.
                Err(_) => some.iter().for_each(|sheet| problems.extend(all(&[*sheet]).unwrap_or_default())),
            }
        }
        let ok = !report.problems.iter().any(|p| p.finding.is_damage())
            // Among all sheets a signature that waits to be given again is work, not damage.
            && problems.iter().all(|p| p.code != FindingCode::SignatureBroken && (whole || p.code != FindingCode::ScopeChanged));
        Ok(VerifyReport { ok, checked: u32::try_from(report.checked).unwrap_or(u32::MAX), problems })
    }

    /// The full check: every page of the file, then everything that [`Office::verify`] walks.
    ///
    /// # Errors
    /// `not-allowed`, `cancelled`, or a failure of the file.
    pub fn examine(&self, progress: &dyn Fn(u64, u64) -> bool) -> Result<VerifyReport> {
        self.may(Right::Read)?;
        let said = self.cabinet.integrity()?;
        let mut report = self.verify(None, progress)?;
        report.ok &= said.is_empty();
        // The walk of the log names damaged pages as well, where it came upon one.
        let known =
            |line: &String| report.problems.iter().any(|p| matches!(&p.whose, Whose::File { line: known, .. } if known == line));
        let new: Vec<String> = said.into_iter().filter(|line| !known(line)).collect();
        let damaged = |line| found(String::new(), FindingCode::Cabinet(Finding::FileDamaged), in_file(line));
        report.problems.splice(0..0, new.into_iter().map(damaged));
        if report.problems.iter().any(|p| p.code == FindingCode::Cabinet(Finding::FileDamaged)) {
            let touched = self.unreadable_sheets(&report.problems);
            report.problems.extend(touched);
        }
        Ok(report)
    }

    /// Drops every projection and makes it anew from the log.
    ///
    /// # Errors
    /// `cancelled` or a failure of the file: the old projections then stand.
    pub fn rebuild(&self, progress: &dyn Fn(u64, u64) -> bool) -> Result<u64> {
        self.may(Right::Settings)?;
        self.cabinet.rebuild(&Index, progress)
    }
}

/// Signatures that no longer stand for what the sheet says.
fn standings(reader: &Reader<'_>, sheet: Id) -> Result<Vec<VerifyProblem>> {
    let record = match Record::load(reader, sheet) {
        Ok(record) => record,
        Err(error) if error.code() == "cabinet-damaged" => return Err(error),
        // A sheet that cannot be read at all has been named by the walk of the chain.
        Err(_) => None,
    };
    let Some(record) = record else { return Ok(Vec::new()) };
    let serial = record.serial().to_owned();
    let problem = |signed: &super::record::Signed, code: FindingCode| {
        let role = record.form().signature(&signed.body.role);
        let part = role.map_or(SheetPart::Correction, |r| SheetPart::Signature { name: r.label.clone() });
        found(serial.clone(), code, Whose::Sheet { title: String::new(), part })
    };
    let newest =
        |s: &&super::record::Signed| record.seal(&s.body.role, &s.body.row).is_some_and(|n| n.entry.hash == s.entry.hash);
    let mut out = Vec::new();
    for signed in record.signatures.iter().filter(newest).filter(|s| record.has_place(&s.body) || s.standing == Standing::Broken)
    {
        match signed.standing {
            Standing::Valid => {}
            Standing::Changed => out.push(problem(signed, FindingCode::ScopeChanged)),
            Standing::Destroyed => out.push(problem(signed, FindingCode::Cabinet(Finding::Destroyed))),
            Standing::Broken => out.push(problem(signed, FindingCode::SignatureBroken)),
        }
    }
    Ok(out)
}

/// A finding of the cabinet with the sheet it concerns and, for a signature, its stage. Each thing is looked up by itself: what
/// stands on a damaged page takes nothing else with it.
fn in_words(cabinet: &Cabinet, problem: &Problem) -> Result<VerifyProblem> {
    let entry = problem.entry.as_ref().and_then(|hash| cabinet.look(|reader| reader.entry(hash)).ok().flatten());
    let record = match problem.record.map(|id| cabinet.look(|reader| reader.sheet(id))).transpose() {
        Ok(row) => row.flatten().map(|row| (row.serial.unwrap_or_default(), row.title)),
        // The sheet's row lies on the damaged page: the log knows it as well.
        Err(error) if error.code() == "cabinet-damaged" => problem.record.and_then(|id| by_log(cabinet, id, entry.as_ref())),
        Err(error) => return Err(error.into()),
    };
    let serial = record.as_ref().map(|(serial, _)| serial.clone()).unwrap_or_default();
    let whose = match (&record, &entry) {
        (Some((_, title)), Some(entry)) => Whose::Sheet { title: title.clone(), part: part_of(cabinet, entry) },
        (Some((_, title)), None) => Whose::Sheet { title: title.clone(), part: SheetPart::Whole },
        (None, Some(entry)) if entry.head.kind == Kind::Register => Whose::Register,
        (None, Some(entry)) if entry.head.kind == Kind::Setting => Whose::Setting,
        (None, Some(entry)) if entry.head.kind == Kind::Audit => Whose::Audit,
        (None, _) if problem.device.is_none() => in_file(problem.detail.clone()),
        (None, _) => Whose::Entry { seq: u32::try_from(problem.seq).unwrap_or(u32::MAX) },
    };
    Ok(found(serial, FindingCode::Cabinet(problem.finding), whose))
}

/// Serial and title of a sheet by what can be read of its entries: the title is that of its form, with the day of the entry. None
/// for what is no sheet, or where not even that can be read.
pub(super) fn by_log(cabinet: &Cabinet, record: Id, entry: Option<&Entry>) -> Option<(String, String)> {
    let all = cabinet.look(|reader| reader.entries_of(record)).unwrap_or_default();
    let form_of = |entry: &Entry| cabinet.look(|reader| Ok::<_, CabinetError>(form_of(reader, entry))).ok().flatten();
    let known = || all.iter().chain(entry).filter(|entry| matches!(entry.head.kind, Kind::Revision | Kind::Signature));
    let any = known().next()?;
    let serial = known().find_map(|entry| entry.head.serial.clone()).unwrap_or_default();
    let form = known().find_map(form_of).map(|loaded| loaded.form.full_title());
    let day = crate::sheet::long_date(any.head.stamp().date());
    Some((serial, [form.unwrap_or_default(), day].join(" ").trim().to_owned()))
}

/// The file itself, by what SQLCipher says of it: `HMAC verification failed for page 63`.
fn in_file(line: String) -> Whose {
    let page = line.rsplit(' ').next().filter(|_| line.contains("for page")).and_then(|page| page.parse().ok()).unwrap_or(0);
    Whose::File { page, line }
}

/// A finding with its sentence, naming the sheet and the part.
pub(super) fn found(serial: String, code: FindingCode, whose: Whose) -> VerifyProblem {
    let signed = matches!(&whose, Whose::Sheet { title, .. } if title.is_empty());
    let named = match &whose {
        Whose::Sheet { title, part } => {
            let part = match part {
                SheetPart::Whole => String::new(),
                SheetPart::Stages { labels } => labels.join("、"),
                SheetPart::Signature { name } if name.is_empty() => "签名".to_owned(),
                SheetPart::Signature { name } => name.clone(),
                SheetPart::Correction => "更正页".to_owned(),
                SheetPart::Audit => "查阅导出登记".to_owned(),
            };
            [serial.as_str(), title, &part].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("\u{3000}")
        }
        Whose::Register => "登记资料".to_owned(),
        Whose::Setting => "设置".to_owned(),
        Whose::Audit => "查阅导出登记".to_owned(),
        Whose::Entry { seq } => format!("第{seq}条记录"),
        Whose::File { page: 0, .. } => "资料库文件".to_owned(),
        Whose::File { page, .. } => format!("资料库文件第{page}页"),
    };
    let words = match code {
        FindingCode::Cabinet(Finding::HeadChanged)
        | FindingCode::Cabinet(Finding::ContentChanged)
        | FindingCode::Cabinet(Finding::ColumnMismatch) => "内容被改动",
        FindingCode::Cabinet(Finding::SignatureInvalid) => "设备签名不符",
        FindingCode::Cabinet(Finding::UnknownKey) => "来自未登记的设备",
        FindingCode::Cabinet(Finding::ChainBroken) => "记录链在此断开",
        FindingCode::Cabinet(Finding::EntriesMissing) => "此处缺少记录",
        FindingCode::Cabinet(Finding::EntryUnreadable) => "记录无法读取",
        FindingCode::Cabinet(Finding::ContentMissing) => "内容缺失",
        FindingCode::Cabinet(Finding::BlobChanged) => "照片或附件被改动",
        FindingCode::Cabinet(Finding::BlobMissing) => "照片或附件缺失",
        FindingCode::Cabinet(Finding::Destroyed) if signed => "签署内容已按规定销毁",
        FindingCode::Cabinet(Finding::Destroyed) => "已销毁",
        FindingCode::Cabinet(Finding::Lost) => "损坏时丢失，已记在恢复记录里",
        FindingCode::Cabinet(Finding::GuardMissing) => "防改动的保护被去掉",
        FindingCode::Cabinet(Finding::FileDamaged) => "有损坏",
        FindingCode::ScopeChanged => "签字后内容有改动，待重签",
        FindingCode::SignatureBroken => "签署时的内容与签名对不上",
    };
    VerifyProblem { message: format!("{named}　{words}"), serial, code, whose }
}

/// The part of a sheet that an entry is: the stages that a revision finished, or whose signature it is. Bodies that were
/// tampered with are read as far as they can be.
fn part_of(cabinet: &Cabinet, entry: &Entry) -> SheetPart {
    cabinet.look(|reader| Ok::<_, CabinetError>(part(reader, entry))).unwrap_or(match entry.head.kind {
        Kind::Signature => SheetPart::Signature { name: String::new() },
        Kind::Audit => SheetPart::Audit,
        _ => SheetPart::Whole,
    })
}

fn part(reader: &Reader<'_>, entry: &Entry) -> SheetPart {
    match entry.head.kind {
        Kind::Revision => match stages_of(reader, entry).unwrap_or_default() {
            labels if labels.is_empty() => SheetPart::Whole,
            labels => SheetPart::Stages { labels },
        },
        Kind::Signature => signer_of(reader, entry).unwrap_or(SheetPart::Signature { name: String::new() }),
        Kind::Audit => SheetPart::Audit,
        Kind::Register | Kind::Setting | Kind::Closing | Kind::Destruction => SheetPart::Whole,
    }
}

/// 走访: what this revision finished and the one before had not.
fn stages_of(reader: &Reader<'_>, entry: &Entry) -> Option<Vec<String>> {
    let finished = |entry: &Entry| -> Option<Body> { serde_json::from_slice(&reader.body(entry).ok()?.bytes()?).ok() };
    let before = entry.head.parents.first().and_then(|hash| reader.entry(hash).ok().flatten());
    let before = before.and_then(|entry| finished(&entry)).map(|body| body.stages).unwrap_or_default();
    let now = finished(entry)?.stages;
    let form = form_of(reader, entry)?.form;
    let new = form.stages.iter().filter(|stage| now.contains_key(&stage.id) && !before.contains_key(&stage.id));
    Some(new.map(|stage| stage.label.clone()).collect())
}

/// 客户签字: the place that a signature stands in.
fn signer_of(reader: &Reader<'_>, entry: &Entry) -> Option<SheetPart> {
    let body: SignatureBody = serde_json::from_slice(&reader.body(entry).ok()?.bytes()?).ok()?;
    if body.row.starts_with("change:") {
        return Some(SheetPart::Correction);
    }
    let revision = entry.head.parents.first().and_then(|hash| reader.entry(hash).ok().flatten())?;
    let form = form_of(reader, &revision)?.form;
    form.signature(&body.role).map(|role| SheetPart::Signature { name: role.label.clone() })
}

fn form_of(reader: &Reader<'_>, revision: &Entry) -> Option<LoadedForm> {
    let form = revision.head.form.as_ref()?;
    LoadedForm::read(&form.id, &reader.content(&form.hash).ok()??).ok()
}
