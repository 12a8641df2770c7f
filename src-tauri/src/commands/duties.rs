//! Scheduled duties: the calendar, what was missed, meetings, the plan.

use std::sync::Arc;

use tauri::State;
use xunfang_core::deadline::{DutyPlan, Line};
use xunfang_core::office::OfficeError;
use xunfang_core::office::api::{Draft, DutyDay, DutyMonth, DutyPlansView, DutySlot, MeetingOutcome, MeetingView, MissedCause};

use crate::desktop::{Answer, Desktop, in_office};

type Held<'a> = State<'a, Arc<Desktop>>;

fn day<T: std::str::FromStr>(text: &str) -> Result<T, OfficeError> {
    text.parse().map_err(|_| OfficeError::Missing("date"))
}

/// A month of duties and deadlines.
#[tauri::command]
pub async fn duty_month(desktop: Held<'_>, month: String) -> Answer<DutyMonth> {
    in_office(&desktop, move |office| office.duty_month(&month)).await
}

/// One day of it in full.
#[tauri::command]
pub async fn duty_day(desktop: Held<'_>, date: String) -> Answer<DutyDay> {
    in_office(&desktop, move |office| office.duty_day(day(&date)?)).await
}

/// Begins the sheet of a past day, or goes on with it.
#[tauri::command]
pub async fn begin_on(desktop: Held<'_>, form: String, date: String) -> Answer<Draft> {
    in_office(&desktop, move |office| office.begin_on(&form, day(&date)?)).await
}

/// Says why a slot was missed.
#[tauri::command]
pub async fn explain_missed(
    desktop: Held<'_>,
    form: String,
    site: String,
    date: String,
    stage: String,
    cause: MissedCause,
    words: String,
) -> Answer<DutySlot> {
    in_office(&desktop, move |office| office.explain_missed(&form, &site, day(&date)?, &stage, cause, &words)).await
}

/// Says what became of a meeting.
#[tauri::command]
pub async fn record_meeting(desktop: Held<'_>, regular: String, outcome: MeetingOutcome) -> Answer<Vec<MeetingView>> {
    in_office(&desktop, move |office| office.record_meeting(day(&regular)?, &outcome)).await
}

/// The plans in words.
#[tauri::command]
pub async fn duty_plans(desktop: Held<'_>) -> Answer<DutyPlansView> {
    in_office(&desktop, |office| office.duty_plans()).await
}

/// What a plan would come to.
#[tauri::command]
pub async fn try_duty_plan(desktop: Held<'_>, plan: DutyPlan) -> Answer<Vec<Line>> {
    in_office(&desktop, move |office| office.try_duty_plan(&plan)).await
}

/// Makes a plan that holds from a day on.
#[tauri::command]
pub async fn change_duty_plan(desktop: Held<'_>, plan: DutyPlan, reason: String) -> Answer<DutyPlansView> {
    in_office(&desktop, move |office| office.change_duty_plan(&plan, &reason)).await
}
