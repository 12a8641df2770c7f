//! 检查安排: from which day on, on which days, how many outlets, when the department meets.

use serde::{Deserialize, Serialize};

use super::rounds;
use crate::cabinet::{Kind, NewEntry, Reader, setting_record};
use crate::deadline::{DutyPlan, DutyPlans, Line};
use crate::form::Cadence;
use crate::office::api::{DutyPlanView, DutyPlansView};
use crate::office::error::{OfficeError, Result};
use crate::office::finish::printable_in;
use crate::office::index::SettingBody;
use crate::office::people::role::Right;
use crate::office::{Office, bytes};

/// The setting that holds the plans, each from its day on.
const PLANS: &str = "duty.plans";

/// A plan with who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    plan: DutyPlan,
    by: String,
    reason: String,
}

impl Office {
    /// The plans; until a department makes one, every working day since the first run.
    pub(in crate::office) fn plans(&self, reader: &Reader<'_>) -> Result<DutyPlans> {
        Ok(DutyPlans::new(self.kept_plans(reader)?.into_iter().map(|kept| kept.plan).collect()))
    }

    fn kept_plans(&self, reader: &Reader<'_>) -> Result<Vec<Kept>> {
        if let Some(json) = reader.setting(PLANS)? {
            return Ok(serde_json::from_str(&json)?);
        }
        let first = reader.entries_of_kind(Kind::Register, 0, 1)?;
        let from = first.first().map_or_else(|| self.today_date(), |entry| entry.head.stamp().in_china().date());
        Ok(vec![Kept { plan: DutyPlan::usual(from), by: String::new(), reason: String::new() }])
    }

    /// The plans in words, the latest first.
    ///
    /// # Errors
    /// A failure of the file.
    pub fn duty_plans(&self) -> Result<DutyPlansView> {
        self.may(Right::Read)?;
        let today = self.today_date();
        self.cabinet.read(|reader| {
            let kept = self.kept_plans(reader)?;
            let now = self.plans(reader)?.on(today).map(|plan| plan.from);
            let view = |kept: &Kept| DutyPlanView {
                lines: self.plan_lines(&kept.plan),
                now: now == Some(kept.plan.from),
                coming: kept.plan.from > today,
                plan: kept.plan.clone(),
                by: kept.by.clone(),
                reason: kept.reason.clone(),
            };
            let outlets = reader.register("outlet", false)?.len();
            Ok(DutyPlansView {
                plans: kept.iter().rev().map(view).collect(),
                outlets: u32::try_from(outlets).unwrap_or(u32::MAX),
            })
        })
    }

    /// What a plan would come to, in words; nothing is written.
    ///
    /// # Errors
    /// `not-allowed`; the `duty-plan-…` codes.
    pub fn try_duty_plan(&self, plan: &DutyPlan) -> Result<Vec<Line>> {
        self.may(Right::Settings)?;
        self.cabinet.read(|reader| Ok::<_, OfficeError>(self.plans(reader)?.with(plan.clone(), self.today_date())?))?;
        Ok(self.plan_lines(plan))
    }

    /// Makes a plan that holds from a day on, with its reason. What was owed before that day stays owed, what was missed missed.
    ///
    /// # Errors
    /// `not-allowed`; `missing` for the reason; the `duty-plan-…` codes.
    pub fn change_duty_plan(&self, plan: &DutyPlan, reason: &str) -> Result<DutyPlansView> {
        self.may(Right::Settings)?;
        if reason.trim().is_empty() {
            return Err(OfficeError::Missing("reason"));
        }
        printable_in("原因", reason)?;
        self.cabinet.write(|tx| {
            let author = self.author(tx)?;
            let plans = self.plans(tx)?.with(plan.clone(), self.today_date())?;
            let old = self.kept_plans(tx)?;
            let reason = reason.trim().to_owned();
            let keep = |one: &DutyPlan| match old.iter().find(|kept| kept.plan == *one && one != plan) {
                Some(kept) => kept.clone(),
                None => Kept { plan: one.clone(), by: author.text.clone(), reason: reason.clone() },
            };
            let kept: Vec<Kept> = plans.all().iter().map(keep).collect();
            let value = serde_json::to_value(&kept)?;
            let (salt, key) = (self.salt()?, PLANS.to_owned());
            let body = bytes(&SettingBody { v: 1, salt, key, value, reason: reason.clone(), ..SettingBody::default() })?;
            let mut new = NewEntry::new(Kind::Setting, setting_record(PLANS), &body);
            new.author.clone_from(&author.id);
            self.append(tx, new)?;
            Ok::<_, OfficeError>(())
        })?;
        self.duty_plans()
    }

    fn plan_lines(&self, plan: &DutyPlan) -> Vec<Line> {
        let daily = self.library.iter().find(|loaded| loaded.form.cadence == Cadence::Daily);
        let labels: Vec<String> =
            daily.map(|loaded| rounds(&loaded.form).iter().map(|s| s.label.clone()).collect()).unwrap_or_default();
        plan.lines(&labels, &self.counting().calendar)
    }
}
