//! Files on their way in: photos and scans, as bare bytes.
//!
//! A message through the frame between views and program becomes a list of numbers, and that becomes text: a photo takes seconds that
//! way. So a command, which the frame knows, says what is to be done with a file and is given a ticket; the bytes follow under
//! the ticket, once, to an address of their own. Without a ticket nothing is taken in.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tauri::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE, ORIGIN};
use tauri::http::{Method, Request, Response};
use tauri::{Manager as _, Runtime, UriSchemeContext, UriSchemeResponder};
use xunfang_core::office::api::PhotoIn;
use xunfang_core::office::{Office, OfficeError};

use crate::desktop::{Answer, Desktop};
use crate::is_own;

/// What the addresses of files begin with.
pub const SCHEME: &str = "intake";
/// Largest file, bytes.
const LARGEST: usize = 64 * 1024 * 1024;
/// Most tickets whose files have not come; the oldest goes for a new one.
const MOST_TICKETS: usize = 64;

/// What is to be done with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    /// Into a draft's tray.
    Photo {
        /// The draft.
        draft: String,
        /// Name of the file.
        name: String,
    },
    /// A picture of the device's own camera, into a draft's tray.
    Shot {
        /// The draft.
        draft: String,
        /// Time since the shutter.
        age: Duration,
    },
    /// The scan of a signed page, or a document.
    Scan {
        /// Name of the file.
        name: String,
    },
}

/// A scan taken in, with the serials its QR codes name.
#[derive(Debug, Serialize)]
struct ScanIn {
    #[serde(flatten)]
    photo: PhotoIn,
    serials: Vec<String>,
}

/// The tickets whose files have not come yet, oldest first.
#[derive(Debug, Default)]
pub struct Tickets(Mutex<VecDeque<(String, Errand)>>);

impl Tickets {
    /// Gives out a ticket.
    pub fn give(&self, ticket: &str, errand: Errand) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST_TICKETS {
            held.pop_front();
        }
        held.push_back((ticket.to_owned(), errand));
    }

    /// Takes a ticket back for what it stands for.
    fn redeem(&self, ticket: &str) -> Option<Errand> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = held.iter().position(|(known, _)| known == ticket)?;
        held.remove(at).map(|(_, errand)| errand)
    }

    /// Makes every ticket worth nothing: whoever opens the cabinet next did not ask for them.
    pub fn void(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Answers a file that was sent to `intake:`.
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let desktop = context.app_handle().state::<Arc<Desktop>>().inner().clone();
    tauri::async_runtime::spawn_blocking(move || responder.respond(response(&desktop, request)));
}

fn response(desktop: &Desktop, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let origin = request.headers().get(ORIGIN).filter(|origin| is_own_origin(origin.to_str().unwrap_or_default())).cloned();
    let Some(origin) = origin else { return Response::default() };
    let said = taken(desktop, request);
    let mut response = Response::new(serde_json::to_vec(&said).unwrap_or_default());
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(CONTENT_TYPE, tauri::http::HeaderValue::from_static("application/json"));
    response
}

fn is_own_origin(origin: &str) -> bool {
    origin.parse().is_ok_and(|url| is_own(&url))
}

fn taken(desktop: &Desktop, request: Request<Vec<u8>>) -> Answer<Value> {
    let unknown = || OfficeError::NotFound("ticket".to_owned());
    if request.method() != Method::POST || request.body().len() > LARGEST {
        return Err(unknown().into());
    }
    let errand = desktop.tickets().redeem(request.uri().path().trim_start_matches('/')).ok_or_else(unknown)?;
    let office = desktop.office()?;
    Ok(run(&office, &errand, request.body())?)
}

fn run(office: &Office, errand: &Errand, file: &[u8]) -> Result<Value, OfficeError> {
    Ok(match errand {
        Errand::Photo { draft, name } => serde_json::to_value(office.take_in(draft, name, file)?)?,
        Errand::Shot { draft, age } => serde_json::to_value(office.take_shot(draft, *age, file)?)?,
        Errand::Scan { name } => {
            let (photo, serials) = office.take_in_scan(name, file)?;
            serde_json::to_value(ScanIn { photo, serials })?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(desktop: &Desktop, method: &str, ticket: &str, origin: Option<&str>) -> Option<Value> {
        let request = Request::builder().method(method).uri(format!("{SCHEME}://localhost/{ticket}"));
        let request = origin.into_iter().fold(request, |request, origin| request.header(ORIGIN, origin));
        serde_json::from_slice(response(desktop, request.body(vec![1, 2, 3]).unwrap()).body()).ok()
    }

    #[test]
    fn a_file_is_taken_in_once_and_only_for_a_ticket() {
        let home = tempfile::tempdir().unwrap();
        let desktop = Desktop::new(home.path());
        let own = Some("tauri://localhost");
        let code = |said: Option<Value>| said.unwrap()["Err"]["code"].as_str().unwrap().to_owned();
        let scan = || Errand::Scan { name: "扫描.jpg".to_owned() };
        desktop.tickets().give("one", scan());
        assert_eq!(code(asked(&desktop, "POST", "two", own)), "not-found", "nobody asked for this file");
        assert_eq!(code(asked(&desktop, "GET", "one", own)), "not-found", "a file is sent, not fetched");
        for origin in [None, Some("https://example.org"), Some("null")] {
            assert_eq!(asked(&desktop, "POST", "one", origin), None, "only the program's own page is answered: {origin:?}");
        }
        assert_eq!(code(asked(&desktop, "POST", "one", own)), "locked", "it goes to the office, which is shut");
        assert_eq!(code(asked(&desktop, "POST", "one", own)), "not-found", "the ticket is used up");
        desktop.tickets().give("late", scan());
        desktop.leave();
        assert_eq!(code(asked(&desktop, "POST", "late", own)), "not-found", "no ticket outlasts the lock");
        (0..=MOST_TICKETS).for_each(|n| desktop.tickets().give(&n.to_string(), scan()));
        assert_eq!((desktop.tickets().redeem("0"), desktop.tickets().redeem("1")), (None, Some(scan())), "they do not pile up");
    }
}
