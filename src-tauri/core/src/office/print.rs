//! Paper out: pages for the screen, PDF and Excel files, and masked copies for the clipboard.

use std::ops::ControlFlow;
use std::str::FromStr as _;

use serde::{Deserialize, Serialize};

use super::api::{PageBox, Pages};
use super::error::{OfficeError, Result};
use super::people::role::Right;
use super::record::{Record, Signed};
use super::working::Working;
use super::{Office, veil};
use crate::cabinet::{Entry, Hash, Reader};
use crate::clock::Id;
use crate::paper::compose::{Face, FaceKind, SealFace, compose};
use crate::paper::grid::{Code, Grid, Seal};
use crate::paper::mask::{Mask, Veil};
use crate::paper::pdf::PrintInfo;
use crate::paper::{Picture, Pictures, layout, svg, xlsx};
use crate::sheet::{Body, Ink, Method, Standing};

/// What stands across a paper of 练习.
const PRACTICE: &str = "练习";

/// A draft, a finalised sheet, or a sheet as it was, by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// A draft.
    Draft(&'a str),
    /// A finalised sheet.
    Sheet(&'a str),
    /// A sheet as it was while one of its revisions was the newest, with what was signed then.
    Version {
        /// The sheet.
        sheet: &'a str,
        /// Hash of the revision's entry.
        revision: &'a str,
    },
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wanted {
    /// PDF/A-2b.
    Pdf,
    /// Excel.
    Xlsx,
}

impl Wanted {
    /// How the names of its files end.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => ".pdf",
            Self::Xlsx => ".xlsx",
        }
    }
}

/// Stored pictures, read as they are needed.
pub(super) struct Stored<'a>(pub &'a Office);

impl Pictures for Stored<'_> {
    fn picture(&self, hash: &str) -> Option<Picture> {
        let hash: Hash = hash.parse().ok()?;
        let blob = self.0.cabinet.read(|reader| Ok::<_, OfficeError>(reader.blob(&hash)?)).ok()??;
        Some(Picture { media_type: blob.media_type, bytes: blob.bytes })
    }
}

impl Office {
    /// The pages of a draft or a sheet as SVG, with the place of every answer.
    ///
    /// # Errors
    /// `not-found`, `glyph-missing`.
    pub fn pages(&self, target: Target<'_>) -> Result<Pages> {
        self.may(Right::Read)?;
        let grid = self.grid(target, self.role().mask(), Vec::new())?;
        let laid = layout::pages(&grid)?;
        let pictures = Stored(self);
        let hundredths = |page: usize| u32::try_from(page).unwrap_or(u32::MAX);
        let boxes = laid.iter().flat_map(|p| &p.boxes).map(|b| PageBox {
            page: hundredths(b.page),
            x: b.x.0,
            y: b.y.0,
            width: b.width.0,
            height: b.height.0,
            place: b.source.clone(),
        });
        Ok(Pages { boxes: boxes.collect(), svg: laid.iter().map(|page| svg::draw(page, &pictures)).collect() })
    }

    /// Sheets in one file. The act is written into the log first: what could not be logged is not handed out. `progress` is
    /// told what is done and what is to do; `false` stops.
    ///
    /// # Errors
    /// `not-found`, `glyph-missing` naming the character, `cancelled`.
    pub fn export(&self, sheets: &[String], format: Wanted, progress: &dyn Fn(usize, usize) -> bool) -> Result<Vec<u8>> {
        self.may(Right::Print)?;
        if sheets.is_empty() {
            return Err(OfficeError::Missing("sheets"));
        }
        let act = match format {
            Wanted::Pdf => "print",
            Wanted::Xlsx => "export",
        };
        let records = sheets.iter().map(|sheet| Id::from_str(sheet)).collect::<std::result::Result<Vec<_>, _>>()?;
        let printing = self.log_printing(&records, act, "", "")?;
        let on = |done: usize, total: usize| {
            if progress(done, total) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let mask = self.role().mask();
        match format {
            Wanted::Pdf => self.sheets_pdf(sheets, mask, &printing, true, &on),
            Wanted::Xlsx => {
                let (title, exporter) = (self.file_title(sheets)?, printing.by.clone());
                let info = PrintInfo { title, exporter, printed_at: printing.at, keywords: String::new() };
                let veil = self.printed_veil(mask, &printing)?;
                let grid = |sheet: &String| self.printed_grid(sheet, &veil, &printing, true);
                let grids = sheets.iter().map(grid).collect::<Result<Vec<_>>>()?;
                Ok(xlsx::render(&grids, &Stored(self), &info, &on)?)
            }
        }
    }

    /// An earlier version of a sheet as PDF, with the signatures that stood then; every page says which version it is. The act
    /// is written into the log first.
    ///
    /// # Errors
    /// `not-found` when the sheet has no such revision, `glyph-missing`.
    pub fn export_version(&self, sheet: &str, revision: &str) -> Result<Vec<u8>> {
        self.may(Right::Print)?;
        let (id, hash) = (Id::from_str(sheet)?, revision.parse::<Hash>()?);
        // What there is not is not printed, and no line of the register says that it was.
        self.cabinet.read(|reader| Record::version(reader, id, &hash, None).map(drop))?;
        let printing = self.log_printing(&[id], "print", "", revision)?;
        self.version_pdf(sheet, &hash, self.role().mask(), &printing)
    }

    /// A file name for sheets: the serial, or the first serial and how many.
    ///
    /// # Errors
    /// `not-allowed`, `not-found`.
    pub fn file_name(&self, sheets: &[String], format: Wanted) -> Result<String> {
        self.may(Right::Print)?;
        let kind = match format {
            Wanted::Pdf => "pdf",
            Wanted::Xlsx => "xlsx",
        };
        Ok(format!("{}.{kind}", self.file_title(sheets)?))
    }

    pub(super) fn file_title(&self, sheets: &[String]) -> Result<String> {
        let first = sheets.first().ok_or(OfficeError::Missing("sheets"))?;
        let id = Id::from_str(first)?;
        let row = self.cabinet.read(|reader| reader.sheet(id))?.ok_or_else(|| OfficeError::NotFound("sheet".to_owned()))?;
        let serial = row.serial.unwrap_or_else(|| row.title.clone());
        Ok(match sheets.len() {
            1 => format!("{serial} {}", row.title),
            n => format!("{serial} 等{n}份"),
        })
    }

    /// The grid of a draft or a sheet, masked.
    pub(super) fn grid(&self, target: Target<'_>, mask: Mask, notes: Vec<String>) -> Result<Grid> {
        self.cabinet.read(|reader| {
            let mut veil = self.veil_of(reader, mask)?;
            let grid = match target {
                Target::Sheet(id) => {
                    let record = Record::need(reader, Id::from_str(id)?)?;
                    veil::know_record(&mut veil, &record);
                    self.sheet_grid(reader, &record, true, notes)?
                }
                Target::Version { sheet, revision } => {
                    let of = (Id::from_str(sheet)?, &revision.parse::<Hash>()?);
                    self.version_grid(reader, of, None, &mut veil, notes)?
                }
                Target::Draft(id) => {
                    let working = self.working(reader, Id::from_str(id)?)?;
                    veil::know_draft(&mut veil, &working);
                    self.draft_grid(reader, &working)?
                }
            };
            Ok(self.marked(veil.grid(&grid)))
        })
    }

    /// A sheet as it was while a revision was its newest, as far as the log went then or goes now; its notes say which version
    /// of how many it is.
    pub(super) fn version_grid(
        &self,
        reader: &Reader<'_>,
        (sheet, revision): (Id, &Hash),
        sealed: Option<u64>,
        veil: &mut Veil,
        notes: Vec<String>,
    ) -> Result<Grid> {
        let record = Record::version(reader, sheet, revision, sealed)?;
        let held = |e: &&Entry| sealed.is_none_or(|lamport| e.head.lamport <= lamport);
        let all = Record::need(reader, sheet)?.revisions.iter().filter(held).count();
        veil::know_record(veil, &record);
        let note = format!("第{}版（共{all}版）", record.revisions.len());
        self.sheet_grid(reader, &record, false, notes.into_iter().chain([note]).collect())
    }

    /// What leaves 练习 says so across every page.
    pub(super) fn marked(&self, grid: Grid) -> Grid {
        if !self.is_practice() {
            return grid;
        }
        let watermark = grid.watermark.as_ref().map_or_else(|| PRACTICE.to_owned(), |word| format!("{PRACTICE}·{word}"));
        Grid { watermark: Some(watermark), ..grid }
    }

    pub(super) fn sheet_grid(&self, reader: &Reader<'_>, record: &Record, newest: bool, notes: Vec<String>) -> Result<Grid> {
        Self::body_grid(reader, record, &super::cases::for_paper(reader, record, newest)?, notes)
    }

    /// The same of a body whose limits were said by somebody who knew them.
    pub(super) fn body_grid(reader: &Reader<'_>, record: &Record, body: &Body, notes: Vec<String>) -> Result<Grid> {
        let seals = seal_faces(reader, record)?;
        let hash = record.newest().map(|e| e.hash.to_string()).unwrap_or_default();
        let code = Code {
            payload: format!("XF1:{}:{}", record.sheet, hash.get(..12).unwrap_or_default()),
            short: super::view::check_code(record),
            label: "记录与内容校验".to_owned(),
        };
        Ok(compose(&Face {
            form: record.form(),
            body,
            serial: record.serial(),
            seals: &seals,
            code: Some(code),
            kind: FaceKind::Sheet,
            notes,
        }))
    }

    fn draft_grid(&self, reader: &Reader<'_>, working: &Working) -> Result<Grid> {
        let mut body = working.base.as_ref().map(|r| r.body.clone()).unwrap_or_default();
        let serial = working.base.as_ref().map_or(working.body.blank.as_str(), |r| r.serial());
        body.organisation = self.text_setting(reader, "organisation")?;
        body.department = self.text_setting(reader, "department")?;
        body.answers = working.body.answers.clone();
        body.computed = self.computed_after(working.form(), &body.answers, serial, &body.stages, (working.base.as_ref(), None));
        let seals = match &working.base {
            Some(record) => seal_faces(reader, record)?,
            None => Vec::new(),
        };
        let form = working.form();
        let kind = FaceKind::Draft;
        Ok(compose(&Face { form, body: &body, serial, seals: &seals, code: None, kind, notes: Vec::new() }))
    }
}

pub(super) fn seal_faces(reader: &Reader<'_>, record: &Record) -> Result<Vec<SealFace>> {
    let newest = |s: &&Signed| record.seal(&s.body.role, &s.body.row).is_some_and(|n| n.entry.hash == s.entry.hash);
    record.signatures.iter().filter(newest).map(|s| seal_face(reader, record, s)).collect()
}

fn seal_face(reader: &Reader<'_>, record: &Record, signed: &Signed) -> Result<SealFace> {
    let body = &signed.body;
    let ink = |hash: &str| -> Result<Option<Ink>> {
        let stored = reader.content(&hash.parse()?)?;
        Ok(stored.map(|b| serde_json::from_slice(&b)).transpose()?)
    };
    let (ink, words, on) = match &body.method {
        Method::Drawn { strokes } => (ink(strokes)?, String::new(), body.at.clone()),
        Method::Proxy { strokes, .. } => (ink(strokes)?, format!("{}代{}", body.signer, body.proxy_for), body.at.clone()),
        Method::Paper { signed_on, place, .. } => {
            (None, format!("已签(纸质) {}\n原件：{place}", super::apart::named(body)), signed_on.clone())
        }
        Method::Refused { reason } => (None, format!("拒签：{reason}\n见证人 {}", body.witness), body.at.clone()),
    };
    let date = super::index::date_in(&on).map(crate::sheet::long_date).unwrap_or(on);
    // Where the place is no longer asked for (拒签 since), nobody is to sign again.
    let asked = record.form().signature(&body.role).is_none_or(|role| record.asks(role));
    let proxy = matches!(body.method, Method::Proxy { .. }) || body.other.contains_key(super::apart::FOR);
    let flag = match signed.standing {
        Standing::Changed if !asked => "",
        Standing::Changed => "待重签",
        Standing::Broken => "核验不符",
        Standing::Valid | Standing::Destroyed if proxy => "代",
        Standing::Valid | Standing::Destroyed => "",
    };
    if flag == "待重签" {
        // The place waits for ink again. What was drawn stays with the version it was drawn under, which prints as such.
        let seal = Seal { dated: true, flag: flag.to_owned(), ..Seal::default() };
        return Ok(SealFace { role: body.role.clone(), row: body.row.clone(), seal });
    }
    let seal = Seal { ink, words, date, dated: true, flag: flag.to_owned() };
    Ok(SealFace { role: body.role.clone(), row: body.row.clone(), seal })
}
