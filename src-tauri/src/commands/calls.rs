//! 来电登记.

use std::sync::Arc;

use tauri::State;
use xunfang_core::office::api::{Call, Caller};

use crate::desktop::{Answer, Desktop, in_office};

type Held<'a> = State<'a, Arc<Desktop>>;

/// The customers who may be calling, with their cases.
#[tauri::command]
pub async fn callers(desktop: Held<'_>, typed: String) -> Answer<Vec<Caller>> {
    in_office(&desktop, move |office| office.callers(&typed)).await
}

/// Writes a call down: the draft of what it becomes.
#[tauri::command]
pub async fn take_call(desktop: Held<'_>, call: Call) -> Answer<String> {
    in_office(&desktop, move |office| office.take_call(&call)).await
}
