//! Printed sheets and blanks that somebody brings back as files: which revision each shows, how that one stands now, and whether
//! the file is, byte for byte, what the program hands out for that act of printing.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::Office;
use super::error::{OfficeError, Result};
use super::index::AuditBody;
use super::month::{VolumeProof, is_destroyed, problem};
use super::named::{Named, PROGRAM, Shows, second};
use super::printing::Printing;
use super::record::Record;
use crate::cabinet::{Entry, Hash, Kind, NumberState, Reader};
use crate::clock::{Id, Stamp};

/// Whether the file is the one that the program makes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PagesProof {
    /// Not looked at: no cabinet was at hand, something else is wrong already, or the file does not say what it shows.
    #[default]
    NotCompared,
    /// Made again from the log it is the same, byte for byte: pages, metadata, attachments.
    Identical,
    /// Made again it is another: the file was changed after it was handed out.
    Different,
    /// It cannot be made again as it was then: nothing is known of its pages.
    Unproven,
}

/// Who took a file, and when, as the log has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// 张三
    pub by: String,
    /// `2026-11-24T18:00+08:00`
    pub at: String,
}

/// A sheet or blank that a file names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedSheet {
    /// As the cabinet has it, or the number of the blank; empty where it is not known.
    pub serial: String,
    /// Its id; empty for a blank.
    pub sheet: String,
    /// Hash of the revision's entry, lower-case hex; empty for a blank.
    pub revision: String,
    /// Which revision it is, from 1; 0 where it is not known.
    pub version: u32,
    /// How many there are.
    pub versions: u32,
    /// `newest`, `older`, `void`, `destroyed`, `blank-reserved`, `blank-used`, `blank-void`, `unknown`; empty without a cabinet.
    pub state: String,
    /// In the words of the office.
    pub message: String,
}

/// What came of making a file again.
#[derive(Debug)]
pub(super) enum Outcome {
    Identical(Printing),
    /// The log has no such act.
    NoAct,
    Different,
    Unproven(String),
    /// Another version or build made it: in words, which.
    OtherProgram(String),
}

/// Words for a file of another version, or of another build of this one: it is not printed again as that one printed.
pub(super) fn other_program(named: &Named) -> Option<Outcome> {
    (named.program != PROGRAM).then(|| {
        let version = |program: &str| program.split('+').next().unwrap_or_default().to_owned();
        let (then, now) = (version(&named.program), version(PROGRAM));
        let by = if then == now {
            format!("文件是{then}版的另一次构建做的")
        } else {
            format!("文件是{then}版程序做的，现在是{now}版")
        };
        Outcome::OtherProgram(by)
    })
}

/// Acts of the log by which a file may have been handed out: of a record, at that second, that say this of themselves.
pub(super) fn acts(reader: &Reader<'_>, record: Id, named: &Named, is: impl Fn(&AuditBody) -> bool) -> Result<Vec<Printing>> {
    let mut out = Vec::new();
    for entry in reader.entries_of(record)? {
        if entry.head.kind == Kind::Audit
            && second(entry.head.stamp()) == named.at
            && let Some(stored) = reader.body(&entry)?.bytes()
        {
            let body: AuditBody = serde_json::from_slice(&stored)?;
            if is(&body) {
                out.push(Printing::of(&entry, body.by));
            }
        }
    }
    Ok(out)
}

/// Whether anything but looking and printing was written since.
pub(super) fn written_since(reader: &Reader<'_>, lamport: u64) -> Result<bool> {
    let kinds = [Kind::Revision, Kind::Signature, Kind::Register, Kind::Setting, Kind::Closing, Kind::Destruction];
    for kind in kinds {
        if !reader.entries_of_kind(kind, lamport, 1)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether something was destroyed since.
pub(super) fn destroyed_since(reader: &Reader<'_>, lamport: u64) -> Result<bool> {
    Ok(!reader.entries_of_kind(Kind::Destruction, lamport, 1)?.is_empty())
}

/// Whether content that a file was made of is no longer there.
fn is_gone(error: &OfficeError) -> bool {
    matches!(error, OfficeError::Destroyed | OfficeError::NotFound(_))
}

impl VolumeProof {
    /// Notes what came of making the file again. Attachments that prove themselves say nothing of the pages: what could not be made
    /// again is not proved.
    pub(super) fn tell(&mut self, outcome: Outcome) {
        let (pages, code, message) = match outcome {
            Outcome::Identical(printing) => {
                self.pages = PagesProof::Identical;
                self.printed = Some(Printed { by: printing.by, at: printing.at.to_minute() });
                return;
            }
            Outcome::Different => {
                let words = "和资料库按同一次导出重新打印的不一样：文件做好以后被改动过";
                (PagesProof::Different, "pages-differ", words.to_owned())
            }
            Outcome::NoAct => {
                let words = "操作记录里没有这个时间的这次导出：文件不是从这个资料库导出的，或者写明的内容被改动";
                (PagesProof::Unproven, "print-unknown", words.to_owned())
            }
            Outcome::Unproven(words) => (PagesProof::Unproven, "pages-unproven", words),
            Outcome::OtherProgram(by) => {
                let words = format!("{by}，不能重新打印出来逐字节核对：只知道它写的是哪一份，页面内容要人工对照");
                (PagesProof::Unproven, "pages-unproven", words)
            }
        };
        self.pages = pages;
        self.problems.push(problem("", code, &message));
    }
}

/// What a file names, as far as it goes without a cabinet.
pub(super) fn named_alone(named: &Named) -> Vec<NamedSheet> {
    let sheet = |id: &Id, hash: &Hash| NamedSheet {
        sheet: id.to_string(),
        revision: hash.to_string(),
        message: format!("单据{id}，校验码{}", short(hash)),
        ..NamedSheet::default()
    };
    match &named.shows {
        Shows::Sheets(all) => all.iter().map(|(id, hash)| sheet(id, hash)).collect(),
        Shows::Version(id, hash) => vec![sheet(id, hash)],
        Shows::Blanks(all) => {
            let blank =
                |serial: &String| NamedSheet { serial: serial.clone(), message: "空白表".to_owned(), ..NamedSheet::default() };
            all.iter().map(blank).collect()
        }
        Shows::Volume(_) => Vec::new(),
    }
}

/// `ABCD·EF12·3456`, as it stands beside the code on the pages.
fn short(hash: &Hash) -> String {
    let digits: Vec<char> = hash.to_string().to_uppercase().chars().take(12).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("·")
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Office {
    /// Sheets or blanks that a file names, against the cabinet.
    pub(super) fn prove_sheets(&self, pdf: &[u8], named: &Named, proof: &mut VolumeProof) -> Result<()> {
        proof.sheets = self.cabinet.read(|reader| match &named.shows {
            Shows::Blanks(all) => all.iter().map(|serial| blank(reader, serial)).collect(),
            Shows::Sheets(all) => all.iter().map(|(id, hash)| self.named_sheet(reader, *id, hash, named)).collect(),
            Shows::Version(id, hash) => Ok(vec![self.named_sheet(reader, *id, hash, named)?]),
            Shows::Volume(_) => Ok(Vec::new()),
        })?;
        for sheet in proof.sheets.iter().filter(|sheet| sheet.state == "unknown") {
            let code = match (sheet.sheet.is_empty(), sheet.versions) {
                (true, _) => "blank-unknown",
                (false, 0) => "sheet-unknown",
                (false, _) => "revision-unknown",
            };
            proof.problems.push(problem(&sheet.serial, code, &sheet.message));
        }
        if proof.problems.is_empty() {
            let outcome = if proof.sheets.iter().any(|sheet| sheet.state == "destroyed") {
                Outcome::Unproven("内容已按保管期限销毁，页面不能再核对：只知道它写的是哪一版".to_owned())
            } else {
                self.sheets_again(pdf, named)?
            };
            proof.tell(outcome);
        }
        Ok(())
    }

    /// A revision that a file names, as it stands now.
    fn named_sheet(&self, reader: &Reader<'_>, id: Id, hash: &Hash, named: &Named) -> Result<NamedSheet> {
        let entries = reader.entries_of(id)?;
        let revisions: Vec<&Entry> = entries.iter().filter(|e| e.head.kind == Kind::Revision).collect();
        let serial = revisions.iter().rev().find_map(|entry| entry.head.serial.clone()).unwrap_or_default();
        let mut out = NamedSheet {
            serial,
            sheet: id.to_string(),
            revision: hash.to_string(),
            versions: count(revisions.len()),
            state: "unknown".to_owned(),
            ..NamedSheet::default()
        };
        let Some(newest) = revisions.last() else {
            "资料库里没有这张单据".clone_into(&mut out.message);
            return Ok(out);
        };
        let Some(at) = revisions.iter().position(|entry| entry.hash == *hash) else {
            out.message = format!("资料库里没有这张单据的这一版（校验码{}）", short(hash));
            return Ok(out);
        };
        out.version = count(at + 1);
        let which = format!("第{}版（共{}版）", out.version, out.versions);
        let void = Record::load(reader, id)?.is_some_and(|record| !record.body.void.is_empty());
        let (state, words) = if is_destroyed(reader, id)? {
            ("destroyed", "内容已按保管期限销毁".to_owned())
        } else if newest.hash != *hash {
            let now = if void { "，单据已作废" } else { "" };
            ("older", format!("不是最新的：最新的是第{}版，{}写入{now}", out.versions, day(newest.head.stamp())))
        } else if void {
            ("void", "是最新的一版，单据已作废".to_owned())
        } else {
            let printed = Stamp::parse(&named.at).map_or(i64::MAX, |at| at.wall_ms().saturating_add(999));
            let later = |e: &Entry| e.head.kind == Kind::Signature && e.head.wall_ms > printed;
            let since = if entries.iter().any(later) { "；打印以后又有签字，这份上没有" } else { "" };
            ("newest", format!("是最新的一版{since}"))
        };
        state.clone_into(&mut out.state);
        out.message = format!("{which}，{words}");
        Ok(out)
    }

    /// Makes the file again by the act of the log that it was handed out with.
    fn sheets_again(&self, pdf: &[u8], named: &Named) -> Result<Outcome> {
        if let Some(other) = other_program(named) {
            return Ok(other);
        }
        let (acts, form) = self.cabinet.read(|reader| self.acts_of(reader, named))?;
        let Some(first) = acts.first() else { return Ok(Outcome::NoAct) };
        let moves = self.cabinet.read(|reader| self.moves(reader, named, first))?;
        // A paper of a case says what is known of its limits now; what its revision knew stands in that.
        let known: &[bool] = if moves { &[true, false] } else { &[true] };
        for printing in &acts {
            for newest in known.iter().copied() {
                match self.made_again(named, printing, newest, &form) {
                    Ok(made) if made == pdf => return Ok(Outcome::Identical(printing.clone())),
                    Ok(_) => {}
                    Err(error) if is_gone(&error) => {
                        return Ok(Outcome::Unproven("当时打印的内容已经不全，页面不能再核对".to_owned()));
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        self.cabinet.read(|reader| {
            // Who is hidden is what the registers said at that act. The limits of a case, and a blank, are drawn by what is known now.
            let masked = named.mask.names || named.mask.rooms;
            let moved = moves && written_since(reader, first.lamport)? || masked && destroyed_since(reader, first.lamport)?;
            Ok(if moved {
                let words = "打印以后资料库里又写入了别的，已不能照当时的样子重新打印：只知道它写的是哪一份，页面内容要人工对照";
                Outcome::Unproven(words.to_owned())
            } else {
                Outcome::Different
            })
        })
    }

    /// The acts that a file of sheets may have been handed out with, and of blanks their form.
    fn acts_of(&self, reader: &Reader<'_>, named: &Named) -> Result<(Vec<Printing>, String)> {
        let print = |detail: String| move |body: &AuditBody| body.act == "print" && body.detail.to_lowercase() == detail;
        let found = match &named.shows {
            Shows::Sheets(all) => match all.last() {
                Some((id, _)) => acts(reader, *id, named, print(String::new()))?,
                None => Vec::new(),
            },
            Shows::Version(id, hash) => acts(reader, *id, named, print(hash.to_string()))?,
            Shows::Blanks(all) => {
                let last = all.last();
                let found = self.blank_entries(reader)?.into_iter().find(|(_, body)| Some(&body.blank) == last);
                let found = found.filter(|(entry, _)| second(entry.head.stamp()) == named.at);
                return Ok(
                    found.map_or_else(Default::default, |(entry, body)| (vec![Printing::of(&entry, body.by)], body.detail))
                );
            }
            Shows::Volume(_) => Vec::new(),
        };
        Ok((found, String::new()))
    }

    fn made_again(&self, named: &Named, printing: &Printing, newest: bool, form: &str) -> Result<Vec<u8>> {
        match &named.shows {
            Shows::Sheets(all) => {
                let sheets: Vec<String> = all.iter().map(|(id, _)| id.to_string()).collect();
                self.sheets_pdf(&sheets, named.mask, printing, newest, &|_, _| ControlFlow::Continue(()))
            }
            Shows::Version(id, hash) => self.version_pdf(&id.to_string(), hash, named.mask, printing),
            Shows::Blanks(all) => {
                let loaded = self.library.get(form).ok_or_else(|| OfficeError::NotFound("form".to_owned()))?;
                self.blanks_pdf(loaded, all.clone(), printing)
            }
            Shows::Volume(_) => Err(OfficeError::NotFound("sheet".to_owned())),
        }
    }

    /// Whether the paper shows what is not in its own revision.
    fn moves(&self, reader: &Reader<'_>, named: &Named, printing: &Printing) -> Result<bool> {
        let Shows::Sheets(all) = &named.shows else { return Ok(matches!(named.shows, Shows::Blanks(_))) };
        for (id, _) in all {
            if Record::at(reader, *id, Some(printing.lamport))?.is_some_and(|record| record.form().case_kind().is_some()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// 2026年11月24日
fn day(at: Stamp) -> String {
    crate::sheet::long_date(at.date())
}

/// A blank that a file names.
fn blank(reader: &Reader<'_>, serial: &str) -> Result<NamedSheet> {
    let number = reader.number(serial)?;
    let (state, message) = match number.map(|number| number.state) {
        Some(NumberState::Reserved) => ("blank-reserved", "空白表，还没有录入"),
        Some(NumberState::Used) => ("blank-used", "空白表，已经录入"),
        Some(NumberState::Void) => ("blank-void", "空白表，已作废"),
        None => ("unknown", "资料库里没有这个空白表编号"),
    };
    Ok(NamedSheet { serial: serial.to_owned(), state: state.to_owned(), message: message.to_owned(), ..NamedSheet::default() })
}
