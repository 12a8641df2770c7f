//! A photo of 12 megapixels on its way from the page into the cabinet, beside what the office itself needs for it: the difference
//! is what the way costs.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};
use xunfang_core::clock::Clock;
use xunfang_tests::department::{Department, PASSPHRASE, customer, visit_draft};
use xunfang_tests::window::Window;

use crate::department::{bench_folder, done};
use crate::measure::{Table, Times};

const ROUNDS: usize = 7;

/// Draws a picture that a JPEG of about 5 MB comes of, and keeps it in the page; gives it in base64.
const DRAW: &str = "const [, done] = arguments; (async () => {
    const canvas = document.createElement('canvas'); [canvas.width, canvas.height] = [4032, 3024];
    const pen = canvas.getContext('2d'), lines = pen.createImageData(4032, 3024), data = lines.data;
    let seed = 7; for (let at = 0; at < data.length; at += 4) { seed = (seed * 1103515245 + 12345) & 0x7fffffff;
        const light = 128 + 90 * Math.sin(at / 90000) + ((seed >> 16) % 24); data[at] = light; data[at + 1] = light - 9; data[at + 2] = light - 20; data[at + 3] = 255; }
    pen.putImageData(lines, 0, 0);
    const blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.9)), shot = new Uint8Array(await blob.arrayBuffer());
    let text = ''; for (let at = 0; at < shot.length; at += 30000) text += String.fromCharCode(...shot.subarray(at, at + 30000));
    window.shot = shot; return btoa(text);
})().then(done, error => done(String(error)))";

/// Hands it over, a little different each time; gives how long that took, ms.
const HAND_OVER: &str = "const [[draft, n], done] = arguments;
    const bytes = new Uint8Array(window.shot.length + 4); bytes.set(window.shot); bytes[window.shot.length] = n;
    const start = performance.now();
    window.__TAURI_INTERNALS__.invoke('take_in', { draft, name: `${n}.jpg` })
        .then(ticket => fetch(window.__TAURI_INTERNALS__.convertFileSrc(ticket, 'intake'), { method: 'POST', body: bytes }))
        .then(response => response.json())
        .then(said => done(said.Ok ? performance.now() - start : JSON.stringify(said)), error => done(String(error)))";

pub fn run(table: &mut Table) {
    let folder = bench_folder().join("photo");
    let _ = fs::remove_dir_all(&folder);
    let draft = {
        let office = done(Department::with_clock(&folder, Clock::system()).first_run());
        let person = done(customer(&office, "赵六"));
        done(visit_draft(&office, &person, "大堂漏水")).id
    };
    let runtime = tokio::runtime::Runtime::new().unwrap_or_else(|error| panic!("{error}"));
    let (drawn, through) = runtime.block_on(async {
        let window = Window::open(&folder).await;
        window.type_into("[data-testid=unlock-pass]", PASSPHRASE).await;
        window.click("[data-testid=unlock-go]").await;
        window.wait("[data-ready=today]").await;
        let drawn = window.client().execute_async(DRAW, vec![Value::Null]).await.unwrap_or_else(|error| panic!("{error}"));
        let mut took = Vec::new();
        for n in 0..ROUNDS {
            let said = window.client().execute_async(HAND_OVER, vec![json!([draft, n])]).await;
            let said = said.unwrap_or_else(|error| panic!("{error}"));
            let ms = said.as_f64().unwrap_or_else(|| panic!("no photo was taken in: {said}"));
            took.push(Duration::from_secs_f64(ms / 1_000.0));
        }
        (drawn, Times::from(took))
    });
    let jpeg = decoded(drawn.as_str().unwrap_or_default());
    let office = done(Department::with_clock(&folder, Clock::system()).open());
    let directly = Times::of(0, ROUNDS, |n| {
        let mut file = jpeg.clone();
        file.extend([255, u8::try_from(n).unwrap_or(0), 0, 0]);
        drop(done(office.take_in(&draft, &format!("{n}.jpg"), &file)));
    });
    let ms = |times: &Times| format!("{:.0} ms (worst {:.0})", times.median(), times.hundredth(100));
    table.line(
        "photo of 12 megapixels: page to cabinet",
        ms(&through),
        format!("Office::take_in alone {}", ms(&directly)),
        format!(
            "{:.1} MB; shrunk, stripped, stored, drafted; median of {ROUNDS}",
            f64::from(u32::try_from(jpeg.len()).unwrap_or(0)) / 1e6
        ),
    );
    drop(office);
    let _ = fs::remove_dir_all(&folder);
}

/// Base64 as `btoa` writes it.
fn decoded(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        bits = bits << 6 | u32::from(digit(byte));
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).unwrap_or(0));
        }
    }
    out
}
