//! The desk: today, the papers, the calendar, the settings.

use std::collections::BTreeMap;
use std::sync::Arc;

use tauri::State;
use xunfang_core::form::English;
use xunfang_core::office::api::{DayInfo, Desk, FormCard, Today};

use crate::desktop::{Answer, Desktop, in_office};

type Held<'a> = State<'a, Arc<Desktop>>;

/// The frame of every view.
#[tauri::command]
pub async fn desk(desktop: Held<'_>) -> Answer<Desk> {
    in_office(&desktop, |office| office.desk()).await
}

/// What is to be done now.
#[tauri::command]
pub async fn today(desktop: Held<'_>) -> Answer<Today> {
    in_office(&desktop, |office| office.today()).await
}

/// The papers that can be filled.
#[tauri::command]
pub async fn forms(desktop: Held<'_>) -> Answer<Vec<FormCard>> {
    in_office(&desktop, |office| office.forms()).await
}

/// English for the words of the papers, for the window around them; it is the same before and after the door opens.
#[tauri::command]
pub async fn english() -> Answer<BTreeMap<String, String>> {
    Ok(English::shipped().words().clone())
}

/// The days of a month.
#[tauri::command]
pub async fn calendar(desktop: Held<'_>, month: String) -> Answer<Vec<DayInfo>> {
    in_office(&desktop, move |office| office.calendar(&month)).await
}

/// Changes the site in use.
#[tauri::command]
pub async fn use_site(desktop: Held<'_>, site: String) -> Answer<Desk> {
    in_office(&desktop, move |office| office.use_site(&site)).await
}

/// Changes a setting.
#[tauri::command]
pub async fn set_setting(desktop: Held<'_>, key: String, value: String) -> Answer<Desk> {
    in_office(&desktop, move |office| office.set_setting(&key, &value)).await
}

/// The user's answer that today's date is right.
#[tauri::command]
pub async fn trust_clock(desktop: Held<'_>) -> Answer<Desk> {
    in_office(&desktop, |office| office.trust_clock()).await
}
