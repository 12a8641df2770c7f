//! Cases: lists, one case, its steps, what was late.

use std::sync::Arc;

use tauri::State;
use xunfang_core::casework::Step;
use xunfang_core::office::OfficeError;
use xunfang_core::office::api::{CaseCount, CasePage, CaseView, CasesAsked, OverdueLine, StepBegun};

use crate::desktop::{Answer, Desktop, in_office};

type Held<'a> = State<'a, Arc<Desktop>>;

/// A page of cases.
#[tauri::command]
pub async fn cases(desktop: Held<'_>, asked: CasesAsked, cursor: String) -> Answer<CasePage> {
    in_office(&desktop, move |office| office.cases(&asked, &cursor)).await
}

/// How many cases stand in each state.
#[tauri::command]
pub async fn case_counts(desktop: Held<'_>, asked: CasesAsked) -> Answer<Vec<CaseCount>> {
    in_office(&desktop, move |office| office.case_counts(&asked)).await
}

/// One case.
#[tauri::command]
pub async fn case(desktop: Held<'_>, sheet: String) -> Answer<CaseView> {
    in_office(&desktop, move |office| office.case(&sheet)).await
}

/// Begins a step of a case.
#[tauri::command]
pub async fn begin_step(desktop: Held<'_>, sheet: String, step: Step) -> Answer<StepBegun> {
    in_office(&desktop, move |office| office.begin_step(&sheet, step)).await
}

/// The 超期台账 of a span of days.
#[tauri::command]
pub async fn overdue(desktop: Held<'_>, from: String, to: String) -> Answer<Vec<OverdueLine>> {
    in_office(&desktop, move |office| {
        let day = |text: &str| text.parse().map_err(|_| OfficeError::Missing("date"));
        office.overdue(day(&from)?, day(&to)?)
    })
    .await
}
