//! What the developer sees while a step works: its name, a sign of life, the time taken, and on failure what it said.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::{Outcome, target_dir};

/// How often a long step shows a sign of life where lines cannot be rewritten (a log).
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);
/// How many of its last lines a failed step shows; the whole is in its log.
const LINES_ON_FAILURE: usize = 150;

/// What a finished step left.
pub struct Said {
    /// Whether it ended well.
    pub success: bool,
    /// Everything it wrote, in the order of arrival.
    pub text: String,
}

/// The terminal, or the log that stands for it.
pub struct Console {
    live: bool,
}

impl Console {
    pub fn new() -> Self {
        Self { live: io::stdout().is_terminal() }
    }

    /// Runs a child with the terminal handed to it, for steps whose own progress is the best there is.
    pub fn follow(&self, name: &str, command: &mut Command) -> Outcome {
        if !self.live {
            let said = self.watch(name, command)?;
            return if said.success { Ok(()) } else { Err(format!("{name}: failed")) };
        }
        println!("▸ {name}");
        let started = Instant::now();
        let status = command.stdin(Stdio::null()).status().map_err(|error| cannot_start(command, &error))?;
        self.close(name, status.success(), started);
        if status.success() { Ok(()) } else { Err(format!("{name}: failed ({status})")) }
    }

    /// Runs a child and keeps what it says in `target/xtask/NAME.log`; shows its last lines when it fails.
    pub fn watch(&self, name: &str, command: &mut Command) -> Outcome<Said> {
        if !self.live {
            println!("▸ {name}");
        }
        let started = Instant::now();
        let (status, text) = self.drive(name, command, started)?;
        let log = keep(name, &text)?;
        self.close(name, status.success(), started);
        if !status.success() {
            let lines: Vec<&str> = text.lines().collect();
            let skipped = lines.len().saturating_sub(LINES_ON_FAILURE);
            for line in lines.iter().skip(skipped) {
                println!("    {line}");
            }
            println!("    ({status}; all of it: {})", log.display());
        }
        Ok(Said { success: status.success(), text })
    }

    /// Reports a step that was done in this process.
    pub fn close(&self, name: &str, success: bool, started: Instant) {
        let sign = if success { '✓' } else { '✗' };
        println!("{}{sign} {name}  {}", self.clear(), seconds(started.elapsed()));
    }

    fn drive(&self, name: &str, command: &mut Command, started: Instant) -> Outcome<(ExitStatus, String)> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| cannot_start(command, &error))?;
        let (sender, lines) = mpsc::channel();
        for stream in [
            child.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>),
            child.stderr.take().map(|pipe| Box::new(pipe) as _),
        ]
        .into_iter()
        .flatten()
        {
            let sender = sender.clone();
            thread::spawn(move || pass_on(stream, &sender));
        }
        drop(sender);

        let every = if self.live { Duration::from_secs(1) } else { SIGN_OF_LIFE };
        let (mut text, mut last, mut shown) = (String::new(), String::new(), Instant::now());
        loop {
            match lines.recv_timeout(every) {
                Ok(line) => {
                    text.push_str(&line);
                    text.push('\n');
                    if !line.trim().is_empty() {
                        last = line;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if shown.elapsed() >= every {
                self.sign_of_life(name, &last, started);
                shown = Instant::now();
            }
        }
        let status = child.wait().map_err(|error| format!("{name}: {error}"))?;
        Ok((status, text))
    }

    fn sign_of_life(&self, name: &str, last: &str, started: Instant) {
        let line: String = last.trim().chars().take(90).collect();
        if self.live {
            print!("{}▸ {name}  {}  {line}", self.clear(), seconds(started.elapsed()));
            let _ = io::stdout().flush();
        } else {
            println!("  … {}  {line}", seconds(started.elapsed()));
        }
    }

    fn clear(&self) -> &'static str {
        if self.live { "\r\x1b[K" } else { "" }
    }
}

fn pass_on(stream: Box<dyn Read + Send>, sender: &Sender<String>) {
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let text = String::from_utf8_lossy(&line);
        if sender.send(text.trim_end_matches(['\n', '\r']).to_owned()).is_err() {
            return;
        }
        line.clear();
    }
}

fn keep(name: &str, text: &str) -> Outcome<PathBuf> {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let log = target_dir().join("xtask").join(format!("{}.log", plain.trim_matches('-')));
    let written = log.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(&log)?.write_all(text.as_bytes()));
    written.map_err(|error| format!("{}: {error}", log.display()))?;
    Ok(log)
}

fn cannot_start(command: &Command, error: &io::Error) -> String {
    format!("{} did not start: {error}", command.get_program().to_string_lossy())
}

fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole < 60 { format!("{:.1} s", time.as_secs_f64()) } else { format!("{} min {:02} s", whole / 60, whole % 60) }
}
