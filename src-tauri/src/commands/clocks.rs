//! The calendar and the rules that deadlines are counted by.

use std::sync::Arc;

use tauri::State;
use xunfang_core::office::api::{CalendarChange, CalendarEffect, CalendarYear, DeadlineView, RuleEdit, RuleEffect, RuleView};

use crate::desktop::{Answer, Desktop, in_office};

type Held<'a> = State<'a, Arc<Desktop>>;

/// A year of the calendar.
#[tauri::command]
pub async fn calendar_year(desktop: Held<'_>, year: i32) -> Answer<CalendarYear> {
    in_office(&desktop, move |office| office.calendar_year(year)).await
}

/// What a change of the calendar would do.
#[tauri::command]
pub async fn preview_calendar(desktop: Held<'_>, change: CalendarChange) -> Answer<CalendarEffect> {
    in_office(&desktop, move |office| office.preview_calendar(&change)).await
}

/// Makes a change of the calendar.
#[tauri::command]
pub async fn change_calendar(desktop: Held<'_>, change: CalendarChange, reason: String) -> Answer<CalendarEffect> {
    in_office(&desktop, move |office| office.change_calendar(&change, &reason)).await
}

/// The rules with their versions.
#[tauri::command]
pub async fn rules(desktop: Held<'_>) -> Answer<Vec<RuleView>> {
    in_office(&desktop, |office| office.rules()).await
}

/// When something is due, and how that was counted.
#[tauri::command]
pub async fn count(desktop: Held<'_>, rule: String, grade: String, from: String) -> Answer<DeadlineView> {
    in_office(&desktop, move |office| office.count(&rule, &grade, &from)).await
}

/// What a change of a rule would do, with an example.
#[tauri::command]
pub async fn try_rule(desktop: Held<'_>, edit: RuleEdit, from: String) -> Answer<RuleEffect> {
    in_office(&desktop, move |office| office.try_rule(&edit, &from)).await
}

/// Changes a rule.
#[tauri::command]
pub async fn change_rule(desktop: Held<'_>, edit: RuleEdit) -> Answer<Vec<RuleView>> {
    in_office(&desktop, move |office| office.change_rule(&edit)).await
}
