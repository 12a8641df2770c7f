//! The fuzzer: libFuzzer, with the kind of input named by `XUNFANG_FUZZ`. `cargo xtask fuzz` builds it with coverage of our
//! own crates and runs it.
#![no_main]
#![expect(unsafe_code, clippy::panic, reason = "the entry point that libFuzzer calls; without a target there is nothing to do")]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use xunfang_tests::fuzz::{Holds, TARGETS};

fn target() -> Holds {
    static TARGET: OnceLock<Holds> = OnceLock::new();
    *TARGET.get_or_init(|| {
        let name = std::env::var("XUNFANG_FUZZ").unwrap_or_default();
        let found = TARGETS.iter().find(|(known, _)| *known == name);
        found.map_or_else(|| panic!("XUNFANG_FUZZ names no kind of input: {name:?}"), |(_, target)| *target)
    })
}

fuzz_target!(|data: &[u8]| target()(data));
