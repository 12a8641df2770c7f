//! The window: start to first paint with a large cabinet in its home, to the first view after the door, and memory.

use std::fs;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;
use xunfang_tests::window::Window;

use crate::department::{Built, STANDARD};
use crate::measure::{Table, Times};

const ROUNDS: usize = 5;

pub fn run(table: &mut Table, built: &Built) {
    let runtime = tokio::runtime::Runtime::new().unwrap_or_else(|error| panic!("{error}"));
    let (mut painted, mut ready, mut opened) = (Vec::new(), Vec::new(), Vec::new());
    let (mut at_door, mut at_work) = (0, 0);
    for _ in 0..ROUNDS {
        runtime.block_on(async {
            let window = Window::open(&built.home).await;
            let ready_at = SystemTime::now();
            let home = built.home.to_string_lossy();
            let started = started(&home);
            // Milliseconds since 1970 at which something with content was first on the page.
            let script = "const paint = performance.getEntriesByName('first-contentful-paint')[0]; return paint ? performance.timeOrigin + paint.startTime : null";
            // What is in the page need not be on the screen yet.
            let painted_at_all = "return performance.getEntriesByName('first-contentful-paint').length > 0";
            window.wait_until("nothing was painted", painted_at_all, Value::Null).await;
            let paint = window.run(script, Value::Null).await;
            if let Some(at) = paint.as_f64() {
                let at = SystemTime::UNIX_EPOCH + Duration::from_secs_f64(at / 1_000.0);
                painted.push(at.duration_since(started).unwrap_or_default());
            }
            ready.push(ready_at.duration_since(started).unwrap_or_default());
            at_door = memory(&home);
            window.type_into("[data-testid=unlock-pass]", STANDARD).await;
            let start = Instant::now();
            window.click("[data-testid=unlock-go]").await;
            window.wait("[data-ready=today]").await;
            opened.push(start.elapsed());
            at_work = memory(&home);
        });
    }
    let (painted, ready, opened) = (Times::from(painted), Times::from(ready), Times::from(opened));
    let seconds = |times: &Times| format!("{:.2} s (worst {:.2})", times.median() / 1_000.0, times.hundredth(100) / 1_000.0);
    let of = format!("median of {ROUNDS}, {} sheets in the home, display in memory", built.sheets);
    table.line("window: start to first contentful paint", seconds(&painted), "< 1 s", &of);
    table.line(
        "window: start to first view usable",
        seconds(&ready),
        "",
        "[data-ready] seen by the driver, which looks every 25 ms",
    );
    table.line("window: passphrase to 今日", seconds(&opened), "", "argon2id, opening, first view; seen by the driver");
    table.line("window: memory at the door", format!("{at_door} MB"), "", "PSS of all its processes");
    table.line("window: memory at 今日", format!("{at_work} MB"), "", "PSS of all its processes");
}

/// The processes that have this home in their environment: the program and its web processes, not the driver.
fn processes(home: &str) -> Vec<u32> {
    let wanted = format!("XUNFANG_HOME={home}");
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let environment = fs::read(entry.path().join("environ")).unwrap_or_default();
        let name = fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
        if environment.split(|byte| *byte == 0).any(|word| word == wanted.as_bytes()) && !name.contains("Driver") {
            found.push(id);
        }
    }
    found
}

/// When the program began: the oldest of its processes.
fn started(home: &str) -> SystemTime {
    let uptime = fs::read_to_string("/proc/uptime").unwrap_or_default();
    let uptime: f64 = uptime.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0.0);
    let boot = SystemTime::now() - Duration::from_secs_f64(uptime);
    let ticks = processes(home).into_iter().filter_map(|id| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // Field 22, in hundredths since the machine started.
        stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse::<f64>().ok()
    });
    boot + Duration::from_secs_f64(ticks.fold(f64::INFINITY, f64::min).min(uptime * 100.0) / 100.0)
}

/// Proportional set size of all of them, MB.
fn memory(home: &str) -> u64 {
    let kilobytes = |id: u32| {
        let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:").map(str::to_owned)).unwrap_or_default();
        line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0)
    };
    processes(home).into_iter().map(kilobytes).sum::<u64>() * 1_024 / 1_000_000
}
