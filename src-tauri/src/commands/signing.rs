//! Signing and the hand-over of the device.

use std::sync::Arc;

use tauri::State;
use xunfang_core::office::api::{Desk, PaperSign, ProxySign, RefuseSign, SheetView, SignRequest, SigningView};
use xunfang_core::sheet::Ink;

use crate::desktop::{Answer, Desktop, in_office};
use crate::intake::Errand;

type Held<'a> = State<'a, Arc<Desktop>>;

/// What a signer is shown.
#[tauri::command]
pub async fn signing(desktop: Held<'_>, sheet: String, role: String, row: String) -> Answer<SigningView> {
    in_office(&desktop, move |office| office.signing(&sheet, &role, &row)).await
}

/// Hands the device over.
#[tauri::command]
pub async fn begin_hand_over(desktop: Held<'_>, sheet: String, role: String, row: String) -> Answer<SigningView> {
    in_office(&desktop, move |office| office.begin_hand_over(&sheet, &role, &row)).await
}

/// Takes the device back.
#[tauri::command]
pub async fn end_hand_over(desktop: Held<'_>, passphrase: String) -> Answer<Desk> {
    in_office(&desktop, move |office| office.end_hand_over(&passphrase)).await
}

/// Whether there is enough ink on the pad.
#[tauri::command(async)]
pub fn ink_enough(ink: Ink) -> bool {
    ink.is_enough()
}

/// Signs on the screen.
#[tauri::command]
pub async fn sign(desktop: Held<'_>, request: SignRequest) -> Answer<()> {
    in_office(&desktop, move |office| office.sign(&request)).await
}

/// 委托代签.
#[tauri::command]
pub async fn sign_proxy(desktop: Held<'_>, request: ProxySign) -> Answer<()> {
    in_office(&desktop, move |office| office.sign_proxy(&request)).await
}

/// 纸质签署.
#[tauri::command]
pub async fn sign_paper(desktop: Held<'_>, request: PaperSign) -> Answer<SheetView> {
    in_office(&desktop, move |office| office.sign_paper(&request)).await
}

/// 拒签.
#[tauri::command]
pub async fn sign_refused(desktop: Held<'_>, request: RefuseSign) -> Answer<SheetView> {
    in_office(&desktop, move |office| office.sign_refused(&request)).await
}

/// A ticket for the scan of a signed page or a document.
#[tauri::command(async)]
pub fn take_in_scan(desktop: Held<'_>, name: String) -> Answer<String> {
    desktop.ticket(Errand::Scan { name })
}
