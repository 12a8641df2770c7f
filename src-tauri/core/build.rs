//! Names the build: a file that was printed is made again byte for byte to be proved, which only the program that drew it can do.
//! The version stays from one build to the next; this name follows everything that a page is drawn from.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What pages are drawn from, and the lock file, which names the crates that write them.
const FROM: [&str; 4] = ["src", "fonts", "forms", "../../Cargo.lock"];

fn main() -> io::Result<()> {
    let top = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut hash = Fnv::new();
    for from in FROM {
        println!("cargo::rerun-if-changed={from}");
        take(&top.join(from), from, &mut hash)?;
    }
    println!("cargo::rustc-env=XUNFANG_LAYOUT={:016x}", hash.0);
    Ok(())
}

/// Takes in a file, or a folder in the order of its names; tests draw nothing.
fn take(path: &Path, name: &str, hash: &mut Fnv) -> io::Result<()> {
    if path.is_dir() {
        let all = fs::read_dir(path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let mut all = all.collect::<io::Result<Vec<String>>>()?;
        all.retain(|own| !own.starts_with("tests"));
        all.sort();
        return all.iter().try_for_each(|own| take(&path.join(own), &format!("{name}/{own}"), hash));
    }
    // A crate by itself has no lock file beside it.
    if let Ok(bytes) = fs::read(path) {
        hash.eat(name.as_bytes());
        hash.eat(&bytes);
    }
    Ok(())
}

/// FNV-1a of 64 bits, over words of eight bytes: it tells builds apart and protects nothing.
struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn eat(&mut self, bytes: &[u8]) {
        self.word(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let mut words = bytes.chunks_exact(8);
        for word in words.by_ref() {
            self.word(word.iter().fold(0, |all, byte| (all << 8) | u64::from(*byte)));
        }
        self.word(words.remainder().iter().fold(0, |all, byte| (all << 8) | u64::from(*byte)));
    }

    fn word(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3);
        // Multiplying alone never carries a change downwards.
        self.0 ^= self.0 >> 29;
    }
}
