//! Registers.

use std::sync::Arc;

use tauri::State;
use xunfang_core::office::api::{RegisterEntry, RegisterInput, RegisterKind};

use crate::desktop::{Answer, Desktop, in_office};

type Held<'a> = State<'a, Arc<Desktop>>;

/// The registers and their facts.
#[tauri::command]
pub async fn registers(desktop: Held<'_>) -> Answer<Vec<RegisterKind>> {
    in_office(&desktop, |office| office.registers()).await
}

/// Entries of a register that hold every word typed.
#[tauri::command]
pub async fn entries(desktop: Held<'_>, register: String, text: String, retired: bool) -> Answer<Vec<RegisterEntry>> {
    in_office(&desktop, move |office| office.entries(&register, &text, retired)).await
}

/// Adds or changes an entry.
#[tauri::command]
pub async fn save_entry(desktop: Held<'_>, entry: RegisterInput) -> Answer<RegisterEntry> {
    in_office(&desktop, move |office| office.save_entry(&entry)).await
}

/// Retires an entry, or takes it back into use.
#[tauri::command]
pub async fn retire_entry(desktop: Held<'_>, register: String, id: String, retired: bool) -> Answer<RegisterEntry> {
    in_office(&desktop, move |office| office.retire_entry(&register, &id, retired)).await
}

/// An entry with nothing masked, for a reason.
#[tauri::command]
pub async fn reveal(desktop: Held<'_>, register: String, id: String, reason: String) -> Answer<RegisterEntry> {
    in_office(&desktop, move |office| office.reveal(&register, &id, &reason)).await
}
