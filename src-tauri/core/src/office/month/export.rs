//! A month given out: what may be, under which name, and what of it is read once for every form of it.

use std::collections::BTreeMap;

use super::super::api::{VolumeAsked, VolumeFormat, VolumeSetting};
use super::super::cases::kept;
use super::super::error::{OfficeError, Result};
use super::super::index::AuditBody;
use super::super::people::role::Right;
use super::super::printing::Printing;
use super::super::record::Record;
use super::super::{Office, duties::Post};
use super::beside_others::head_of;
use super::close::{self, ClosingBody};
use super::names::Whose;
use super::reclosed::{closed_before, numbered};
use super::way::Way;
use super::{MONTH, record_of, said_of_month};
use crate::archive::facts::Facts;
use crate::archive::gaps::{Gap, gaps};
use crate::archive::matrix::Matrix;
use crate::archive::stats::Statistics;
use crate::archive::volume::{Carried, Volume, VolumeItem};
use crate::cabinet::{Hash, Reader};
use crate::casework::Clock;
use crate::paper::mask::{Mask, Veil};

/// Up to where the figures take a file that they are counted for, in hundredths.
const FIGURES: usize = 60;

/// A month as it is given out: of a closed one what was sealed, of an open one what stands now.
pub(super) struct Given {
    pub(super) post: Post,
    pub(super) facts: Facts,
    /// The newest entry of the log when it was read.
    pub(super) head: Option<Hash>,
    pub(super) closing: Option<ClosingBody>,
    /// Up to where the log was read for what came behind the seal; all of it without.
    pub(super) seen: Option<u64>,
    /// When it was closed, of a draft too: that is made of a closed month as well.
    pub(super) closed_at: Option<String>,
    /// The days on which it was closed before that.
    pub(super) closed_before: Vec<String>,
    pub(super) items: Vec<VolumeItem>,
    pub(super) carried: Vec<Carried>,
    /// The clocks of the cases of a month that is not closed, as they were when it was read, by sheet.
    pub(super) clocks: BTreeMap<String, Vec<Clock>>,
    pub(super) gaps: Vec<Gap>,
    pub(super) matrix: Matrix,
    /// As they were sealed; see [`Office::given_statistics`].
    pub(super) statistics: Option<Statistics>,
    /// The root hash over the items.
    pub(super) root: String,
    /// What changed after the closing: items as they are now, and what each does to the volume.
    pub(super) supplements: Vec<(VolumeItem, String)>,
    pub(super) setting: VolumeSetting,
    pub(super) whose: Whose,
    pub(super) mask: Mask,
    /// What the registers have that is hidden, read once for every sheet.
    pub(super) veil: Veil,
    /// The same with the private words of every sheet of the month: what people said of the month may name anyone of them.
    pub(super) said: Veil,
}

/// Words one behind the other; those that are empty are left out.
pub(super) fn joined(words: &[&str], between: &str) -> String {
    words.iter().copied().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(between)
}

impl Office {
    /// The name of a month's file.
    ///
    /// # Errors
    /// `not-allowed`, `not-found` when no site is in use.
    pub fn volume_name(&self, asked: &VolumeAsked) -> Result<String> {
        self.may(Right::Print)?;
        self.cabinet.read(|reader| {
            let post = self.month_post(reader)?;
            let kind = kind(asked);
            let ending = match asked.format {
                VolumeFormat::Pdf => "pdf",
                VolumeFormat::Xlsx => "xlsx",
                VolumeFormat::Csv => "zip",
                VolumeFormat::Jsonl => "jsonl",
            };
            let department = self.text_setting(reader, "department")?;
            let safe = |text: &str| text.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "");
            Ok(format!("{} {}{}归档 {kind}.{ending}", safe(&post.name), safe(&department), asked.month.words()))
        })
    }

    /// A month in one file. The act is written into the log first: what could not be logged is not handed out. `progress` is told
    /// what is done and what is to do; `false` stops, and nothing is made.
    ///
    /// # Errors
    /// `missing` when it is wanted complete without a reason, `not-allowed`, `month-open` for the volume of a month that is not
    /// closed (a draft is made at any time), `glyph-missing`, `cancelled`.
    pub fn export_volume(&self, asked: &VolumeAsked, progress: &dyn Fn(usize, usize) -> bool) -> Result<Vec<u8>> {
        self.may(Right::Print)?;
        let reason = asked.reason.trim();
        if asked.full {
            self.may(Right::Reveal)?;
            if reason.is_empty() {
                return Err(OfficeError::Missing("reason"));
            }
        }
        let way = Way::new(progress);
        let ((mut given, statistics, counted), printing) = self.given_and_logged(asked, way)?;
        // What is drawn from here on is what the log held at that act, whatever is written meanwhile.
        given.seen = Some(printing.lamport);
        let way = way.part(counted, 100);
        match asked.format {
            VolumeFormat::Pdf => self.volume_pdf(asked, &given, &statistics, &printing, way),
            VolumeFormat::Xlsx => self.volume_workbook(&given, &statistics, &printing, way),
            VolumeFormat::Csv => self.volume_csv(asked, &given, &statistics, &printing, way),
            VolumeFormat::Jsonl => self.volume_lines(asked, &given, &statistics, &printing, way),
        }
    }

    /// A month with its figures and the act of giving it out, which stands in the log right behind what was read: what somebody
    /// writes meanwhile is read too. The last of what was read is how far the way is then, in hundredths.
    fn given_and_logged(&self, asked: &VolumeAsked, way: Way<'_>) -> Result<((Given, Statistics, usize), Printing)> {
        let read = || {
            let given = self.given(asked, None, None, way.part(0, MONTH))?;
            if given.closing.is_none() && !asked.draft {
                return Err(OfficeError::MonthOpen);
            }
            // Of a closed month the figures are there; of an open one they take most of the time.
            let counted = if given.statistics.is_some() { MONTH } else { FIGURES };
            let statistics = self.given_statistics(&given, way.part(MONTH, counted))?;
            Ok((given.head, (given, statistics, counted)))
        };
        let (act, right) = if asked.full { ("volume-full", Right::Reveal) } else { ("volume", Right::Print) };
        self.beside_others(right, read, |tx, (given, ..)| {
            let body = AuditBody {
                act: act.to_owned(),
                reason: asked.reason.trim().to_owned(),
                detail: asked.month.to_string(),
                ..AuditBody::default()
            };
            let entry = self.note(tx, record_of(&given.post, asked.month), body, None)?;
            Ok(Printing::of(&entry, self.author(tx)?.text))
        })
    }

    /// A month at a site, or at the one in use; with `seen` as it was given out by that act of the log, which of a closed month is
    /// what was sealed by then and what had come behind it.
    pub(super) fn given(&self, asked: &VolumeAsked, at: Option<Post>, seen: Option<&Printing>, way: Way<'_>) -> Result<Given> {
        let mask = if asked.full { Mask::NONE } else { Mask::ALL };
        self.cabinet.read(|reader| {
            let post = at.map_or_else(|| self.month_post(reader), Ok)?;
            // Who is hidden and how it is bound is what the registers and the setting said then.
            let up_to = seen.map(|act| act.lamport);
            let veil = self.veil_at(reader, mask, up_to)?;
            let mut history = close::history(reader, &post, asked.month)?;
            history.retain(|closing| seen.is_none_or(|act| closing.lamport <= act.lamport));
            let closing = history.last().filter(|closing| closing.is_closed() && !asked.draft).cloned();
            let (facts, said) = self.known_facts(reader, &post, asked.month, &veil, closing.as_ref(), way)?;
            let volume = numbered(&history, &facts);
            let given = Given {
                head: head_of(reader)?,
                closed_at: history.last().filter(|closing| closing.is_closed()).map(|closing| closing.at.clone()),
                closed_before: closed_before(&history),
                gaps: gaps(&facts, &said_of_month(reader, &post, asked.month)?),
                matrix: Matrix::of(&facts),
                statistics: None,
                root: volume.root(),
                supplements: Vec::new(),
                clocks: if closing.is_none() { clocks_of(reader, &volume)? } else { BTreeMap::new() },
                items: volume.items,
                carried: volume.carried,
                closing: None,
                seen: up_to,
                setting: self.volume_set_at(reader, up_to)?,
                whose: self.whose_month(reader, &post)?,
                post,
                facts,
                mask,
                veil,
                said,
            };
            match closing {
                Some(closing) => {
                    let by_then = seen.map(|act| closing.as_of(act.lamport, &act.at.to_minute()));
                    let (now, _) =
                        self.known_facts(reader, &given.post, asked.month, &given.veil, by_then.as_ref(), Way::short())?;
                    sealed_as(reader, given, closing, &Volume::of(&now))
                }
                None => Ok(given),
            }
        })
    }

    /// The figures of a month that is given out: as they were sealed, else counted now, which reads a year of sheets.
    pub(super) fn given_statistics(&self, given: &Given, way: Way<'_>) -> Result<Statistics> {
        let counted = match &given.statistics {
            Some(sealed) => sealed.clone(),
            None => self.cabinet.read(|reader| self.statistics_of(reader, &given.post, &given.facts, &given.veil, way))?,
        };
        Ok(counted.shown(&given.said))
    }

    /// The sheet of an item, of a closed month as it was sealed; none where its content was destroyed by the rules.
    pub(super) fn item_record(&self, reader: &Reader<'_>, item: &VolumeItem, sealed: Option<u64>) -> Result<Option<Record>> {
        let sheet = item.sheet.parse()?;
        match Record::at(reader, sheet, sealed)? {
            None if !super::is_destroyed(reader, sheet)? => Err(OfficeError::NotFound("sheet".to_owned())),
            found => Ok(found),
        }
    }
}

/// The clocks of the cases whose own sheets a volume has.
fn clocks_of(reader: &Reader<'_>, volume: &Volume) -> Result<BTreeMap<String, Vec<Clock>>> {
    let mut out = BTreeMap::new();
    for item in &volume.items {
        let sheet = item.sheet.parse()?;
        if reader.case(sheet)?.is_some()
            && let Some(record) = Record::load(reader, sheet)?
        {
            out.insert(item.sheet.clone(), kept(reader, &record)?);
        }
    }
    Ok(out)
}

/// What a file of a month is, in the words of the office.
pub(super) fn kind(asked: &VolumeAsked) -> &'static str {
    match (asked.draft, asked.full) {
        (true, true) => "送审稿（完整）",
        (true, false) => "送审稿",
        (false, true) => "完整件",
        (false, false) => "脱敏件",
    }
}

/// A month as it was closed, and what became of it since.
fn sealed_as(reader: &Reader<'_>, given: Given, closing: ClosingBody, now: &Volume) -> Result<Given> {
    // A sheet that the month has lost to another is still a change of what was sealed.
    let item_of = |sheet: &str| now.items.iter().chain(&closing.items).find(|item| item.sheet == sheet).cloned();
    let changed = closing.supplements(reader, now)?.into_iter();
    let supplements = changed.filter_map(|line| Some((item_of(&line.sheet)?, line.words))).collect();
    let carried = closing.went_on(given.carried, &given.facts.cases);
    let (whose, setting) = match closing.named.clone() {
        Some(named) => (named.whose.clone(), named.over(given.setting)),
        None => (given.whose, given.setting),
    };
    Ok(Given {
        whose,
        setting,
        items: closing.items.clone(),
        carried,
        gaps: closing.gaps.clone(),
        matrix: closing.matrix.clone().unwrap_or(given.matrix),
        statistics: closing.statistics.clone(),
        root: closing.root.clone(),
        supplements,
        closing: Some(closing),
        ..given
    })
}

impl Given {
    /// Up to where the log is read for the sheets: where it was sealed, else where it was given out.
    pub(super) fn up_to(&self) -> Option<u64> {
        self.closing.as_ref().map(|closing| closing.lamport).or(self.seen)
    }
}
