//! The numbers of a month: they run through the department, and each is told at one site.

use std::collections::{BTreeMap, BTreeSet};

use super::super::error::Result;
use super::super::index::{AuditBody, DraftBody};
use super::counted::is_survey;
use super::posts;
use super::read::Reading;
use crate::archive::facts::{Fate, Holder, Number};
use crate::cabinet::NumberState;

impl Reading<'_> {
    pub(super) fn numbers(&mut self) -> Result<()> {
        let period = self.month.period();
        let mut sites: Vec<_> = posts(self.reader)?.into_iter().map(|post| (post.name, post.id)).collect();
        sites.sort();
        // What nobody knows the site of is told once: at the site that is first by name.
        let unknown = match sites.as_slice() {
            [] | [_] => Holder::Site,
            [(_, first), ..] if *first == self.post.id => Holder::Department,
            _ => Holder::Elsewhere,
        };
        let whose = |site: &str| match site {
            "" => unknown,
            site if site == self.post.id => Holder::Site,
            _ => Holder::Elsewhere,
        };
        let mut blanks: Option<BTreeMap<String, AuditBody>> = None;
        for prefix in self.reader.prefixes(&period)? {
            for number in self.reader.numbers(&prefix, &period)? {
                let Some((run, n)) = number.serial.rsplit_once('-') else { continue };
                let (fate, whose) = match number.state {
                    NumberState::Used => {
                        let row = number.sheet.map(|sheet| self.reader.sheet(sheet)).transpose()?.flatten();
                        (Fate::Used, whose(row.map(|row| row.site).unwrap_or_default().as_str()))
                    }
                    state => {
                        let known = match &mut blanks {
                            Some(known) => known,
                            none => {
                                let all = self.office.blank_entries(self.reader)?.into_iter();
                                none.insert(all.map(|(_, body)| (body.blank.clone(), body)).collect())
                            }
                        };
                        let site = known.get(&number.serial).map(|body| body.site.as_str()).unwrap_or_default();
                        (if state == NumberState::Void { Fate::Void } else { Fate::Reserved }, whose(site))
                    }
                };
                let (run, n) = (run.to_owned(), n.parse().unwrap_or(0));
                self.facts.numbers.push(Number { run, n, whose, fate, serial: number.serial.clone() });
            }
        }
        self.facts.skipped = unknown;
        self.blank_surveys(&blanks.unwrap_or_default())
    }

    /// Blanks of a survey that did not come back. One whose number a draft has is in hand, and counted as that draft.
    fn blank_surveys(&mut self, blanks: &BTreeMap<String, AuditBody>) -> Result<()> {
        let survey = |form: &str| self.office.library.get(form).is_some_and(|loaded| is_survey(&loaded.form));
        let out = self.facts.numbers.iter().filter(|number| number.fate == Fate::Reserved && number.whose != Holder::Elsewhere);
        let out: Vec<&str> = out
            .map(|number| number.serial.as_str())
            .filter(|serial| blanks.get(*serial).is_some_and(|body| survey(&body.detail)))
            .collect();
        if out.is_empty() {
            return Ok(());
        }
        let mut in_hand = BTreeSet::new();
        for draft in self.reader.drafts()? {
            in_hand.insert(serde_json::from_slice::<DraftBody>(&draft.answers)?.blank);
        }
        let count = out.iter().filter(|serial| !in_hand.contains(**serial)).count();
        self.facts.blank_surveys = u32::try_from(count).unwrap_or(u32::MAX);
        Ok(())
    }
}
