//! Closing a month and opening it again: one entry each, so that a month is open or closed and never between.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::super::api::{ClosingLine, MonthView, Supplement};
use super::super::duties::Post;
use super::super::error::{OfficeError, Result};
use super::super::finish::printable_in;
use super::super::people::role::Right;
use super::super::{Office, bytes};
use super::beside_others::head_of;
use super::names::Names;
use super::way::Way;
use super::{MONTH, hide, record_of, said_of_month, unexplained};
use crate::archive::Month;
use crate::archive::facts::{Case, Facts, Sheet};
use crate::archive::gaps::{Coverage, Gap, GapSaid, coverage, gaps};
use crate::archive::matrix::Matrix;
use crate::archive::stats::Statistics;
use crate::archive::volume::{Carried, Volume, VolumeItem};
use crate::cabinet::{Entry, Kept, Kind, NewEntry, Projection, Reader, RegisterItem, Tx};
use crate::clock::Id;
use crate::paper::mask::{Mask, Veil};

/// The register in which lists find closed months; it is not among those that people see.
const CLOSED: &str = "closing";
/// The share of counting in a closing, in hundredths; the rest is the writing.
const COUNTED: usize = 99;

/// A sheet that goes with a case that went on, or that lies in another month: it is not in this volume.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::office) struct Beside {
    pub sheet: String,
    pub case: String,
}

/// The body of a closing entry. It holds numbers, titles and figures, and no customer: content that is destroyed in later years
/// is not kept here. What people said of the month stands in it masked; an explanation in full is an entry of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::office) struct ClosingBody {
    pub v: u32,
    pub salt: String,
    pub month: String,
    /// Site, by id.
    pub site: String,
    /// `close` or `reopen`.
    pub act: String,
    pub by: String,
    pub at: String,
    #[serde(default)]
    pub reason: String,
    /// The sheets in their order, each with what the log held of it.
    #[serde(default)]
    pub items: Vec<VolumeItem>,
    /// Numbers of the cases that go on.
    #[serde(default)]
    pub carried: Vec<String>,
    /// The same with where each stood and until when, without what it is about; none in closings from before that was kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stood: Vec<Carried>,
    /// Sheets that were counted and go with a case that went on or lies in another month, each with that case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Beside>,
    /// What was missing, and what was said of it.
    #[serde(default)]
    pub gaps: Vec<Gap>,
    /// The check-list as it read then; none in closings from before that was kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coverage: Vec<Coverage>,
    /// The rounds and the figures as they read then.
    #[serde(default)]
    pub matrix: Option<Matrix>,
    #[serde(default)]
    pub statistics: Option<Statistics>,
    /// The root hash over the items.
    #[serde(default)]
    pub root: String,
    /// Whose month it is and how its 档号 read; none in closings from before that was kept, which print as of today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<Names>,
    /// The order of the log at the closing: entries up to it were sealed. Not stored; it is that of the entry.
    #[serde(skip)]
    pub lamport: u64,
    #[serde(flatten)]
    pub other: Map<String, Json>,
}

impl ClosingBody {
    pub(super) fn is_closed(&self) -> bool {
        self.act == "close"
    }

    /// A later place in the log from which the month is read with what was sealed in sight, as if it had been closed again there.
    pub(super) fn as_of(&self, lamport: u64, at: &str) -> Self {
        Self {
            site: self.site.clone(),
            act: self.act.clone(),
            at: at.to_owned(),
            items: self.items.clone(),
            stood: self.stood.clone(),
            beside: self.beside.clone(),
            lamport,
            ..Self::default()
        }
    }

    /// Every sheet that was sealed, every case that went on, and what goes with it.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &str> {
        let items = self.items.iter().map(|item| item.sheet.as_str());
        let stood = self.stood.iter().map(|case| case.sheet.as_str());
        items.chain(stood).chain(self.beside.iter().map(|beside| beside.sheet.as_str()))
    }

    /// The sheets that went with a case at the closing.
    pub(super) fn of_case(&self, sheet: &str, serial: &str) -> Result<Vec<Id>> {
        let set = self.items.iter().filter(|item| item.set == serial).map(|item| &item.sheet);
        let beside = self.beside.iter().filter(|beside| beside.case == sheet).map(|beside| &beside.sheet);
        set.chain(beside).map(|sheet| Ok(sheet.parse()?)).collect()
    }

    /// The cases that went on as they stood at the closing; what each is about is taken from `cases`. `now` are those that
    /// go on as they are read, which older closings have to do with.
    pub(super) fn went_on(&self, now: Vec<Carried>, cases: &[Case]) -> Vec<Carried> {
        if self.stood.is_empty() {
            return now.into_iter().filter(|case| self.carried.contains(&case.serial)).collect();
        }
        let matter = |sheet: &str| cases.iter().find(|case| case.sheet == sheet).map(|case| case.matter.clone());
        self.stood.iter().map(|case| Carried { matter: matter(&case.sheet).unwrap_or_default(), ..case.clone() }).collect()
    }

    pub(super) fn line(&self, veil: &Veil) -> ClosingLine {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        ClosingLine {
            closed: self.is_closed(),
            by: self.by.clone(),
            at: self.at.clone(),
            reason: veil.free(&self.reason),
            items: count(self.items.len()),
            gaps: count(self.gaps.len()),
            root: self.root.clone(),
        }
    }

    /// What came to a volume behind its seal, with the case whose set it belongs to.
    fn added(&self, item: &VolumeItem) -> String {
        let case = self.items.iter().find(|sealed| sealed.serial == item.set);
        match case {
            _ if item.set.is_empty() || item.set == item.serial => "归档后补入".to_owned(),
            Some(case) => format!("归档后补入，随第{}件（{} {}）", case.number, case.title, case.serial),
            None => format!("归档后补入，随{}", item.set),
        }
    }

    /// What of a month changed since it was closed.
    pub(super) fn supplements(&self, reader: &Reader<'_>, now: &Volume) -> Result<Vec<Supplement>> {
        let line = |item: &VolumeItem, corrects: u32, words: String| Supplement {
            sheet: item.sheet.clone(),
            serial: item.serial.clone(),
            title: item.title.clone(),
            corrects,
            words,
        };
        let mut out = Vec::new();
        for item in &now.items {
            match self.items.iter().find(|sealed| sealed.sheet == item.sheet) {
                None => out.push(line(item, 0, self.added(item))),
                Some(sealed) if sealed.mark != item.mark => {
                    let n = sealed.number;
                    let void = item.is_void() && !sealed.is_void();
                    out.push(line(item, n, if void { format!("第{n}件已作废") } else { format!("更正第{n}件") }));
                }
                Some(_) => {}
            }
        }
        for sealed in self.items.iter().filter(|sealed| now.items.iter().all(|item| item.sheet != sealed.sheet)) {
            // What was destroyed by the rules is no change of the month.
            if !super::destroy::is_destroyed(reader, sealed.sheet.parse()?)? {
                let n = sealed.number;
                let words = if !sealed.set.is_empty() && now.carried.iter().any(|case| case.serial == sealed.set) {
                    format!("第{n}件所属事项重新办理，随结案月份归档")
                } else {
                    format!("第{n}件已改为不属于本月")
                };
                out.push(line(sealed, n, words));
            }
        }
        Ok(out)
    }
}

/// What of a closing its line in the lists keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ClosingRow {
    pub month: String,
    pub site: String,
    pub closed: bool,
    pub at: String,
    pub items: u32,
}

/// Brings the lists up to a closing.
pub(in crate::office) fn project(to: &Projection<'_>, entry: &Entry, body: &[u8]) -> Result<()> {
    let body: ClosingBody = serde_json::from_slice(body)?;
    let row = ClosingRow {
        month: body.month.clone(),
        site: body.site.clone(),
        closed: body.is_closed(),
        at: body.at.clone(),
        items: u32::try_from(body.items.len()).unwrap_or(u32::MAX),
    };
    to.project_register(&RegisterItem {
        kind: CLOSED.to_owned(),
        id: entry.head.record,
        name: body.month,
        retired: !row.closed,
        position: 0,
        search: String::new(),
        json: serde_json::to_string(&row)?,
    })?;
    Ok(())
}

/// The sheets that were counted and have no place in the volume, because their case goes on or lies in another month.
fn beside(facts: &Facts, items: &[VolumeItem]) -> Vec<Beside> {
    let alone = |sheet: &&Sheet| !sheet.serial.is_empty() && items.iter().all(|item| item.sheet != sheet.id);
    let beside = facts.sheets.iter().filter(alone);
    beside.map(|sheet| Beside { sheet: sheet.id.clone(), case: sheet.case.clone() }).collect()
}

/// Every closing and opening of a month, oldest first.
pub(super) fn history(reader: &Reader<'_>, post: &Post, month: Month) -> Result<Vec<ClosingBody>> {
    let mut out = Vec::new();
    for entry in reader.entries_of(record_of(post, month))? {
        if entry.head.kind != Kind::Closing {
            continue;
        }
        if let Kept::Here(stored) = reader.body(&entry)? {
            let body: ClosingBody = serde_json::from_slice(&stored)?;
            out.push(ClosingBody { lamport: entry.head.lamport, ..body });
        }
    }
    Ok(out)
}

/// The closing that holds; none for a month that is open.
pub(super) fn closed(reader: &Reader<'_>, post: &Post, month: Month) -> Result<Option<ClosingBody>> {
    Ok(history(reader, post, month)?.pop().filter(ClosingBody::is_closed))
}

/// Months of a site that were closed, and not opened again since.
pub(super) fn closed_months(reader: &Reader<'_>, post: &Post) -> Result<Vec<ClosingRow>> {
    let mut out = Vec::new();
    for item in reader.register(CLOSED, false)? {
        let row: ClosingRow = serde_json::from_str(&item.json)?;
        if row.site == post.id {
            out.push(row);
        }
    }
    Ok(out)
}

impl Office {
    /// Closes a month: its sheets get their 件号, and what the log holds of each is sealed by one hash. What is missing is kept
    /// with what was said of it; `reason` stands for those of which nothing was said. It is counted beside the work of others, and
    /// counted again where something was written meanwhile. `progress` is told what is done and what is to do; `false` stops, and
    /// the month stays open.
    ///
    /// # Errors
    /// `month-running` before it is over, `month-closed`, `month-gaps` when something is missing of which nothing was said and no
    /// reason is given, `month-empty` when it has no sheet and no reason is given, `month-moved` when there was always something
    /// new, `cancelled`, `practice`.
    pub fn close_month(&self, month: Month, reason: &str, progress: &dyn Fn(usize, usize) -> bool) -> Result<MonthView> {
        self.may(Right::Archive)?;
        let reason = reason.trim();
        printable_in("原因", reason)?;
        if month.last() >= self.today_date() {
            return Err(OfficeError::MonthRunning);
        }
        let way = Way::new(progress);
        let count = || {
            let counted = self.cabinet.read(|reader| {
                Ok::<_, OfficeError>((head_of(reader)?, self.counted_closing(reader, month, reason, way.part(0, COUNTED))?))
            })?;
            way.at(COUNTED, 100)?;
            Ok(counted)
        };
        self.beside_others(Right::Archive, count, |tx, (post, body)| self.put_closing(tx, post, month, body.clone()))?;
        // What is written can no longer be stopped.
        way.at(100, 100).ok();
        self.month(month)
    }

    /// What a closing would say.
    fn counted_closing(&self, reader: &Reader<'_>, month: Month, reason: &str, way: Way<'_>) -> Result<(Post, ClosingBody)> {
        let post = self.month_post(reader)?;
        if closed(reader, &post, month)?.is_some() {
            return Err(OfficeError::MonthClosed);
        }
        let veil = self.veil_of(reader, Mask::ALL)?;
        let (facts, veil) = self.known_facts(reader, &post, month, &veil, None, way.part(0, MONTH))?;
        let mut gaps = gaps(&facts, &said_of_month(reader, &post, month)?);
        let open = unexplained(&gaps);
        if open > 0 && reason.is_empty() {
            return Err(OfficeError::MonthGaps(open));
        }
        let (by, at) = (self.author(reader)?.text, self.now_text());
        for gap in gaps.iter_mut().filter(|gap| gap.said.is_none()) {
            gap.said = Some(GapSaid { words: reason.to_owned(), by: by.clone(), at: at.clone() });
        }
        hide(&mut gaps, &veil);
        let volume = self.volume_of(reader, &post, &facts)?;
        // A month without a sheet is the wrong one, or one in which nobody wrote anything down: somebody says which.
        if volume.items.is_empty() && reason.is_empty() {
            return Err(OfficeError::MonthEmpty);
        }
        let body = ClosingBody {
            act: "close".to_owned(),
            reason: veil.free(reason),
            root: volume.root(),
            carried: volume.carried.iter().map(|case| case.serial.clone()).collect(),
            stood: volume.carried.into_iter().map(|case| Carried { matter: String::new(), ..case }).collect(),
            beside: beside(&facts, &volume.items),
            items: volume.items,
            coverage: coverage(&facts, &gaps),
            gaps,
            matrix: Some(Matrix::of(&facts)),
            statistics: Some(self.statistics_of(reader, &post, &facts, &veil, way.part(MONTH, 100))?),
            named: Some(self.names_now(reader, &post)?),
            ..ClosingBody::default()
        };
        Ok((post, body))
    }

    /// Opens a closed month again: the manager's act. The closing stays in the log.
    ///
    /// # Errors
    /// `missing` without a reason, `month-open` when it is not closed.
    pub fn reopen_month(&self, month: Month, reason: &str) -> Result<MonthView> {
        self.may(Right::Reopen)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(OfficeError::Missing("reason"));
        }
        printable_in("原因", reason)?;
        // Read before the log is held: it is but the veil over the reason.
        let veil = self.cabinet.read(|reader| {
            let post = self.month_post(reader)?;
            if closed(reader, &post, month)?.is_none() {
                return Err(OfficeError::MonthOpen);
            }
            Ok(self.known_facts(reader, &post, month, &self.veil_of(reader, Mask::ALL)?, None, Way::short())?.1)
        })?;
        self.cabinet.write(|tx| {
            let post = self.month_post(tx)?;
            if closed(tx, &post, month)?.is_none() {
                return Err(OfficeError::MonthOpen);
            }
            let body = ClosingBody { act: "reopen".to_owned(), reason: veil.free(reason), ..ClosingBody::default() };
            self.put_closing(tx, &post, month, body)?;
            let record = record_of(&post, month);
            self.audit(tx, record, "reopen-month", reason, &month.to_string(), None)
        })?;
        self.month(month)
    }

    /// Writes a closing or an opening into the log; whose, when and the salt are put in here.
    pub(super) fn put_closing(&self, tx: &mut Tx<'_>, post: &Post, month: Month, body: ClosingBody) -> Result<()> {
        let author = self.author(tx)?;
        let body = ClosingBody {
            v: 1,
            salt: self.salt()?,
            month: month.to_string(),
            site: post.id.clone(),
            by: author.text,
            at: self.now_text(),
            ..body
        };
        let stored = bytes(&body)?;
        let mut new = NewEntry::new(Kind::Closing, record_of(post, month), &stored);
        new.author = author.id;
        self.append(tx, new)?;
        Ok(())
    }
}
