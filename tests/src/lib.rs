//! What the tests stand on: the real window under a display in memory, with hands and eyes.
//!
//! Everything here waits for a state and has a deadline; nothing waits for a time, and nothing is tried again.
#![expect(clippy::panic, reason = "a harness reports by failing the test that uses it")]

#[cfg(target_os = "linux")]
pub mod child;
pub mod department;
pub mod fuzz;
pub mod paths;
pub mod pdf;

#[cfg(target_os = "linux")]
pub mod axe;
#[cfg(target_os = "linux")]
pub mod camera;
#[cfg(target_os = "linux")]
pub mod hands;
#[cfg(target_os = "linux")]
pub mod pointer;
#[cfg(target_os = "linux")]
pub mod screen;
#[cfg(target_os = "linux")]
pub mod window;
