//! Signing and the hand-over of the device.

use std::sync::Arc;

use serde::Serialize;
use tauri::State;
use tauri::ipc::{InvokeBody, Request};
use xunfang_core::office::OfficeError;
use xunfang_core::office::api::{Desk, PaperSign, PhotoIn, ProxySign, RefuseSign, SheetView, SignRequest, SigningView};
use xunfang_core::sheet::Ink;

use crate::desktop::{Answer, Desktop, in_office};

type Held<'a> = State<'a, Arc<Desktop>>;

/// A scan taken in, with the serials its QR codes name.
#[derive(Debug, Serialize)]
pub struct ScanIn {
    #[serde(flatten)]
    photo: PhotoIn,
    serials: Vec<String>,
}

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

/// Takes in the scan of a signed page or a document. The file is the request's body; `x-name` is a header.
#[tauri::command]
pub async fn take_in_scan(desktop: Held<'_>, request: Request<'_>) -> Answer<ScanIn> {
    let (name, bytes) = (header(&request, "x-name")?, bytes_of(&request)?);
    in_office(&desktop, move |office| office.take_in_scan(&name, &bytes)).await.map(|(photo, serials)| ScanIn { photo, serials })
}

/// A header of a request with a raw body; percent-encoded, because headers are ASCII.
pub(super) fn header(request: &Request<'_>, name: &str) -> Answer<String> {
    let text = request.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    Ok(percent_decoded(text))
}

/// The file in a request's body.
pub(super) fn bytes_of(request: &Request<'_>) -> Answer<Vec<u8>> {
    match request.body() {
        InvokeBody::Raw(bytes) => Ok(bytes.clone()),
        InvokeBody::Json(_) => Err(OfficeError::Missing("file").into()),
    }
}

fn percent_decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut digit = || bytes.next().and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        if byte != b'%' {
            out.push(byte);
        } else if let (Some(high), Some(low)) = (digit(), digit()) {
            out.push(high << 4 | low);
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_file_name_survives_the_header() {
        assert_eq!(percent_decoded("%E7%85%A7%E7%89%87%201.jpg"), "照片 1.jpg", "as encodeURIComponent writes it");
        assert_eq!(percent_decoded("100%"), "100", "what is cut off is left out");
    }
}
