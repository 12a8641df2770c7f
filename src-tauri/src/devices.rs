//! Which devices and powers of the system the views may use: the camera, and nothing else.

use tauri::webview::{PermissionKind, PermissionResponse};
use tauri::{Runtime, Webview, WebviewWindow};

use crate::is_own;

/// Answers a view that asks for a device or a power of the system.
///
/// The system is not asked for a prompt of its own: macOS and Windows have one, or a setting, for the program as a whole.
pub fn answer<R: Runtime>(webview: &Webview<R>, kind: PermissionKind) -> PermissionResponse {
    match webview.url() {
        Ok(page) if is_own(&page) => may(kind),
        _ => PermissionResponse::Deny,
    }
}

/// What the program's own page may use. Sound, place, notices, screen, clipboard and all that is yet to come stay refused.
fn may(kind: PermissionKind) -> PermissionResponse {
    match kind {
        PermissionKind::Camera => PermissionResponse::Allow,
        _ => PermissionResponse::Deny,
    }
}

/// Makes the camera known to the views where the web view has it switched off at first: WebKitGTK.
///
/// # Errors
/// When the web view is gone already.
#[cfg(target_os = "linux")]
pub fn offer_camera<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::{SettingsExt, WebViewExt};

    // Settled before the page is there, though it has been asked for: both go to the page's process in this order.
    window.with_webview(|view| {
        if let Some(settings) = view.inner().settings() {
            settings.set_enable_media_stream(true);
        }
    })
}

/// WebView2 and WKWebView know the camera without being told.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn offer_camera<R: Runtime>(_: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_camera_is_the_only_device_that_a_view_may_use() {
        use PermissionKind as Kind;
        assert_eq!(may(Kind::Camera), PermissionResponse::Allow, "photos are taken with it");
        let refused = [
            Kind::Microphone,
            Kind::DisplayCapture,
            Kind::Geolocation,
            Kind::Notifications,
            Kind::ClipboardRead,
            Kind::FileSystemAccess,
            Kind::LocalFonts,
            Kind::Midi,
            Kind::Sensors,
            Kind::PointerLock,
            Kind::WindowManagement,
            Kind::AutomaticDownloads,
            Kind::Other,
        ];
        for kind in refused {
            assert_eq!(may(kind), PermissionResponse::Deny, "nothing here needs it: {kind:?}");
        }
    }
}
