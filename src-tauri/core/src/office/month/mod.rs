//! The month's archive as use cases: what is there, what is missing, the closing, and the volume on paper and in Excel.

mod beside_others;
mod binder;
mod cased;
mod close;
mod counted;
mod destroy;
mod export;
mod leaves;
mod manifest;
mod names;
mod numbered;
mod pages;
mod proof;
mod read;
mod reclosed;
mod setting;
mod tables;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_again;
#[cfg(test)]
mod tests_asof;
#[cfg(test)]
mod tests_bound;
#[cfg(test)]
mod tests_cut;
#[cfg(test)]
mod tests_destroy;
#[cfg(test)]
mod tests_forged;
#[cfg(test)]
mod tests_given;
#[cfg(test)]
mod tests_ledgers;
#[cfg(test)]
mod tests_named;
#[cfg(test)]
mod tests_pages;
#[cfg(test)]
mod tests_recount;
#[cfg(test)]
mod tests_resign;
#[cfg(test)]
mod tests_sealed;
#[cfg(test)]
mod tests_sites;
#[cfg(test)]
mod tests_stopped;
#[cfg(test)]
mod tests_tables;
#[cfg(test)]
mod tests_words;
mod way;

use std::collections::BTreeMap;

pub(super) use cased::case_told;
pub(super) use close::project;
pub(super) use counted::{of_visits, visit_told};
pub(super) use destroy::is_destroyed;
pub(super) use proof::problem;
pub use proof::{VolumeProblem, VolumeProof, verify_volume};
pub(super) use read::{midnight, sheets};

use super::Office;
use super::api::{MonthStage, MonthView};
use super::duties::{Post, posts};
use super::error::{OfficeError, Result};
use super::finish::printable_in;
use super::index::RegisterBody;
use super::people::role::Right;
use crate::archive::Month;
use crate::archive::facts::Facts;
use crate::archive::figure::Figure;
use crate::archive::gaps::{Gap, GapSaid, coverage, gaps};
use crate::archive::matrix::Matrix;
use crate::archive::stats::{self, Statistics};
use crate::archive::volume::Volume;
use crate::cabinet::{Reader, setting_record};
use crate::clock::Id;
use crate::paper::mask::Veil;
use way::Way;

/// The register in which explanations of gaps are kept; it is not among those that people see.
const SAID: &str = "month-gap";
/// Months of a trend, the one looked at included.
const TREND: u32 = 12;
/// The share of the month itself, in hundredths, where a year is read for its figures.
const MONTH: usize = 10;

impl Office {
    /// A month at the site in use: its rounds, what is missing, and how it stands.
    ///
    /// # Errors
    /// `not-found` when no site is in use.
    pub fn month(&self, month: Month) -> Result<MonthView> {
        self.may(Right::Read)?;
        self.cabinet.read(|reader| {
            let post = self.month_post(reader)?;
            self.month_view(reader, &post, month)
        })
    }

    /// A month as the one who works may read it: a closed one as it was sealed, with what changed since beside it.
    fn month_view(&self, reader: &Reader<'_>, post: &Post, month: Month) -> Result<MonthView> {
        let history = close::history(reader, post, month)?;
        let closed = history.last().filter(|closing| closing.is_closed());
        let own = self.veil(reader)?;
        let (facts, veil) = self.known_facts(reader, post, month, &own, closed, Way::short())?;
        let facts = &facts;
        let volume = Volume::of(facts);
        let supplements = match closed {
            Some(closing) => {
                let now = self.month_facts(reader, post, month, &own, Way::short())?;
                closing.supplements(reader, &Volume::of(&now))?
            }
            None => Vec::new(),
        };
        let mut gaps = match closed {
            Some(closing) => closing.gaps.clone(),
            None => gaps(facts, &said_of_month(reader, post, month)?),
        };
        hide(&mut gaps, &veil);
        let today = self.today_date();
        let stage = match closed {
            Some(_) => MonthStage::Closed,
            None if month.first() > today => MonthStage::Future,
            None if month.last() >= today => MonthStage::Running,
            None => MonthStage::Open,
        };
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(MonthView {
            month,
            site: post.name.clone(),
            stage,
            working_days: count(facts.days.iter().filter(|day| day.working).count()),
            // The rounds that were missed are explained in the list of today, and stand as they were in the closing.
            matrix: closed.and_then(|closing| closing.matrix.clone()).unwrap_or_else(|| Matrix::of(facts)),
            coverage: match closed {
                Some(closing) if !closing.coverage.is_empty() => closing.coverage.clone(),
                _ => coverage(facts, &gaps),
            },
            open_gaps: count(gaps.iter().filter(|gap| gap.said.is_none()).count()),
            gaps,
            items: count(closed.map_or(volume.items.len(), |closing| closing.items.len())),
            supplements,
            carried: match closed {
                Some(closing) => closing.went_on(volume.carried, &facts.cases),
                None => volume.carried,
            },
            closing: history.iter().rev().find(|closing| closing.is_closed()).map(|closing| closing.line(&veil)),
            history: history.iter().map(|closing| closing.line(&veil)).collect(),
        })
    }

    /// The statistics of a month, with the course of the headlines over a year: of a closed one as they were sealed. `progress` is told what is done and what is to
    /// do; `false` stops.
    ///
    /// # Errors
    /// `not-found` when no site is in use, `cancelled`.
    pub fn month_statistics(&self, month: Month, progress: &dyn Fn(usize, usize) -> bool) -> Result<Statistics> {
        self.may(Right::Read)?;
        let way = Way::new(progress);
        self.cabinet.read(|reader| {
            let post = self.month_post(reader)?;
            let veil = self.veil(reader)?;
            if let Some(sealed) = close::closed(reader, &post, month)?.and_then(|closing| closing.statistics) {
                return Ok(sealed.shown(&veil));
            }
            let facts = self.month_facts(reader, &post, month, &veil, way.part(0, MONTH))?;
            Ok(self.statistics_of(reader, &post, &facts, &veil, way.part(MONTH, 100))?.shown(&veil))
        })
    }

    /// The figures of a month that was read, over the year that is read for them.
    fn statistics_of(&self, reader: &Reader<'_>, post: &Post, facts: &Facts, veil: &Veil, way: Way<'_>) -> Result<Statistics> {
        let mut out = Statistics::of(facts);
        let mut months: Vec<(Month, Vec<Figure>)> = Vec::new();
        let share = |n: u32| usize::try_from(n * 100 / (TREND - 1)).unwrap_or(100);
        for back in (1..TREND).rev() {
            let month = facts.month.back(back);
            let part = way.part(share(TREND - 1 - back), share(TREND - back));
            part.at(0, 1)?;
            let before = self.month_facts(reader, post, month, veil, part)?;
            months.push((month, stats::headlines(&before)));
        }
        months.push((facts.month, stats::headlines(facts)));
        out.trends = stats::trends(&months);
        Ok(out)
    }

    /// Says why something is missing from a month (缺件说明). A later word stands in place of an earlier one, and both stay in the
    /// log. A 漏检 is explained by [`Office::explain_missed`].
    ///
    /// # Errors
    /// `not-found` for what is not missing, `missing` without words, `month-closed`.
    pub fn explain_gap(&self, month: Month, key: &str, words: &str) -> Result<MonthView> {
        self.may(Right::Fill)?;
        let words = words.trim();
        if words.is_empty() {
            return Err(OfficeError::Missing("words"));
        }
        printable_in("缺件说明", words)?;
        // A month is read beside the work of others; the write alone keeps them waiting.
        let post = self.cabinet.read(|reader| {
            let post = self.month_post(reader)?;
            if close::closed(reader, &post, month)?.is_some() {
                return Err(OfficeError::MonthClosed);
            }
            let facts = self.month_facts(reader, &post, month, &self.veil(reader)?, Way::short())?;
            let known = gaps(&facts, &BTreeMap::new()).into_iter().any(|gap| gap.key == key);
            if known { Ok(post) } else { Err(OfficeError::NotFound("gap".to_owned())) }
        })?;
        self.cabinet.write(|tx| {
            // It may have been closed meanwhile: what was printed stands.
            if close::closed(tx, &post, month)?.is_some() {
                return Err(OfficeError::MonthClosed);
            }
            let facts_said = [("key", key), ("words", words), ("month", &month.to_string()), ("site", &post.id)];
            let facts_said = facts_said.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
            self.put_fact(tx, SAID, &name_of(&post, month, key), facts_said)
        })?;
        self.cabinet.read(|reader| self.month_view(reader, &post, month))
    }

    /// A veil that knows the private words of every sheet of a month, where the record is that of the month.
    pub(super) fn veil_of_month(&self, reader: &Reader<'_>, veil: Veil, record: Id, month: Month) -> Result<Veil> {
        match posts(reader)?.into_iter().find(|post| record_of(post, month) == record) {
            Some(post) => Ok(self.known_facts(reader, &post, month, &veil, None, Way::short())?.1),
            None => Ok(veil),
        }
    }

    /// The site in use.
    pub(super) fn month_post(&self, reader: &Reader<'_>) -> Result<Post> {
        let site = self.text_setting(reader, "site")?;
        posts(reader)?.into_iter().find(|post| post.id == site).ok_or_else(|| OfficeError::NotFound("site".to_owned()))
    }
}

fn name_of(post: &Post, month: Month, key: &str) -> String {
    [SAID, &post.id, &month.to_string(), key].join("\u{3000}")
}

/// What was said of the gaps of a month, by their keys.
fn said_of_month(reader: &Reader<'_>, post: &Post, month: Month) -> Result<BTreeMap<String, GapSaid>> {
    let mut out = BTreeMap::new();
    for item in reader.register(SAID, true)? {
        let body: RegisterBody = serde_json::from_str(&item.json)?;
        let fact = |name: &str| body.facts.get(name).cloned().unwrap_or_default();
        if fact("month") == month.to_string() && fact("site") == post.id {
            out.insert(fact("key"), GapSaid { words: fact("words"), by: fact("by"), at: fact("at") });
        }
    }
    Ok(out)
}

/// The record under which a month's closings are kept.
fn record_of(post: &Post, month: Month) -> Id {
    setting_record(&["month", &post.id, &month.to_string()].join("\u{3000}"))
}

/// Hides in what was said of gaps what a veil hides.
fn hide(gaps: &mut [Gap], veil: &Veil) {
    gaps.iter_mut().filter_map(|gap| gap.said.as_mut()).for_each(|said| said.words = veil.free(&said.words));
}

/// Gaps that nobody explained.
fn unexplained(gaps: &[Gap]) -> usize {
    gaps.iter().filter(|gap| gap.said.is_none()).count()
}
