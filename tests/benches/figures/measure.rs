//! Time, memory, and the table.

use std::fs;
use std::time::{Duration, Instant};

/// Times of one thing done many times.
pub struct Times(Vec<Duration>);

impl Times {
    /// Does it `warm` times unmeasured, then `count` times.
    pub fn of(warm: usize, count: usize, mut act: impl FnMut(usize)) -> Self {
        (0..warm).for_each(&mut act);
        let mut times: Vec<Duration> = (warm..warm + count)
            .map(|n| {
                let start = Instant::now();
                act(n);
                start.elapsed()
            })
            .collect();
        times.sort();
        Self(times)
    }

    /// Times taken elsewhere.
    pub fn from(mut times: Vec<Duration>) -> Self {
        times.sort();
        Self(times)
    }

    /// The time that so many hundredths stay under, ms.
    pub fn hundredth(&self, hundredths: usize) -> f64 {
        let at = (self.0.len() * hundredths).div_ceil(100).saturating_sub(1);
        self.0.get(at).map_or(f64::NAN, |time| ms(*time))
    }

    /// The middle one, ms.
    pub fn median(&self) -> f64 {
        self.hundredth(50)
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Cost of one thing done once in this process.
pub struct Cost {
    /// By the wall clock, s.
    pub wall: f64,
    /// Of all processors, s.
    pub cpu: f64,
    /// Most memory held while it ran, MB (10⁶ bytes); 0 where the system does not say.
    pub peak: f64,
}

/// Does it once.
pub fn cost<T>(act: impl FnOnce() -> T) -> (Cost, T) {
    // Linux forgets the highest mark when 5 is written here.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let (cpu, start) = (cpu_time(), Instant::now());
    let value = act();
    (Cost { wall: start.elapsed().as_secs_f64(), cpu: cpu_time() - cpu, peak: peak_memory() }, value)
}

/// User and system time of this process, s: fields 14 and 15 of `/proc/self/stat` in hundredths.
fn cpu_time() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: f64 = after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}

fn peak_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<f64>().map_or(0.0, |kb| kb * 1_024.0 / 1e6)
}

/// What was measured.
#[derive(Default)]
pub struct Table(Vec<[String; 4]>);

impl Table {
    /// A line: what, figure, target or peer, remark.
    pub fn line(&mut self, what: &str, figure: String, against: impl Into<String>, remark: impl Into<String>) {
        let line = [what.to_owned(), figure, against.into(), remark.into()];
        // Seen at once: a later part may take minutes.
        eprintln!("  {}", line.join("  ·  "));
        self.0.push(line);
    }

    /// Prints all of it.
    pub fn print(&self) {
        let head = ["what", "measured", "target · peer in the same run", "how"].map(str::to_owned);
        let lines: Vec<&[String; 4]> = std::iter::once(&head).chain(&self.0).collect();
        let width = |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|text| columns(text)).max().unwrap_or(0);
        let widths = [0, 1, 2, 3].map(width);
        println!();
        for (n, line) in lines.iter().enumerate() {
            let cells = line.iter().zip(widths).map(|(text, wide)| format!("{text}{}", " ".repeat(wide - columns(text))));
            println!("| {} |", cells.collect::<Vec<_>>().join(" | "));
            if n == 0 {
                println!("|{}|", widths.map(|wide| "-".repeat(wide + 2)).join("|"));
            }
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let build = if cfg!(debug_assertions) { "DEBUG build: these figures mean nothing" } else { "release build" };
        println!("\n{cores} cores, {build}");
    }
}

/// Columns that a text takes on a terminal: Chinese characters take two.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if ('\u{2E80}'..'\u{FFE7}').contains(&c) { 2 } else { 1 }).sum()
}
