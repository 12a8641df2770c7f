//! What the office proposes for empty answers: the moment, the people, the site, the target of a duty.

use std::collections::BTreeMap;

use super::error::Result;
use super::{Office, lock};
use crate::cabinet::Reader;
use crate::clock::Stamp;
use crate::deadline::{OutletTarget, Unit};
use crate::form::Compute;
use crate::sheet::Proposals;

/// Settings that hold the targets of duties begin so; the rule follows.
pub(super) const TARGET: &str = "target.";

impl Office {
    /// What is proposed for empty answers now.
    pub(super) fn proposals(&self, reader: &Reader<'_>) -> Result<Proposals> {
        let now = self.clock().now();
        let site = self.text_setting(reader, "site")?;
        let six = chrono::NaiveTime::from_hms_opt(18, 0, 0).unwrap_or_default();
        let today = now.date();
        let calendar = &self.counting().calendar;
        let late = now.local().time() >= six || !calendar.works(today);
        let day = if late { calendar.next_working_day(today).unwrap_or(today) } else { today };
        let author = self.author(reader)?;
        Ok(Proposals {
            now: Some(now),
            author: Some(author).filter(|a| !a.id.is_empty()),
            site: if site.is_empty() { None } else { self.reference(reader, "site", &site)? },
            end_of_day: Stamp::from_local(day, six, now.offset_min()).to_minute(),
            targets: self.targets(reader)?,
            source: BTreeMap::new(),
            items: Vec::new(),
        })
    }

    /// What each duty asks for, by rule: as the department set it, else as the rule says. Only the duties that a form names.
    pub(super) fn targets(&self, reader: &Reader<'_>) -> Result<BTreeMap<String, String>> {
        let fields = self.library.iter().flat_map(|l| &l.form.sections).flat_map(|s| &s.fields);
        let named = fields.filter_map(|f| match &f.compute {
            Some(Compute::Target { rule }) => Some(rule.clone()),
            _ => None,
        });
        let counting = self.counting();
        let monthly = counting.rules.all().find(|rule| rule.unit == Unit::PerMonth).map(|rule| rule.id.clone());
        let today = self.plans(reader)?.on(self.today_date()).map(|plan| plan.outlets);
        let number = today.filter(|target| *target != OutletTarget::Sample).map(OutletTarget::words);
        let planned: BTreeMap<String, String> = monthly.zip(number).into_iter().collect();
        let of = |rule: String| {
            // The plan's number stands; where it leaves that open, the department's own words do.
            if let Some(words) = planned.get(&rule) {
                return Ok((rule, words.clone()));
            }
            let own = self.text_setting(reader, &format!("{TARGET}{rule}"))?;
            let shipped = || counting.rules.rule(&rule).map(|r| r.target.clone()).unwrap_or_default();
            let target = if own.is_empty() { shipped() } else { own };
            Ok((rule, target))
        };
        named.map(of).collect()
    }

    /// Today, or the last day that is trusted while the clock is doubted and nobody has answered.
    pub(super) fn today_date(&self) -> chrono::NaiveDate {
        self.now_counted().date()
    }

    /// Now, as deadlines count it: while the clock is doubted and nobody has answered, the moment when it was last trusted, so that
    /// no limit passes by a wrong clock, not one of hours either.
    pub(super) fn now_counted(&self) -> crate::clock::Stamp {
        let trusted = *lock(&self.counted_from);
        trusted.unwrap_or_else(|| self.clock().now())
    }

    /// Looks at the clock anew: at the door, with every look at the desk, and when somebody answered.
    pub(super) fn look_at_clock(&self) {
        *lock(&self.counted_from) = self.cabinet.clock_suspect().then(|| self.cabinet.last_trusted()).flatten();
    }
}
