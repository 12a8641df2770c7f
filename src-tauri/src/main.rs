//! Starts the window. Arguments are read and the display is looked for before anything of the window system wakes,
//! because that ends the process with a trace instead of a sentence.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

const HELP: &str = "\
巡访簿：检查、回访、签字、归档

用法：xunfang-desktop [--help | --version]

资料放在本机的应用数据目录；设了环境变量 XUNFANG_HOME，就放在它指的目录。
没有图形界面的机器上请用命令行程序 xunfang。
";

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--help" | "-h") => print!("{HELP}"),
            Some("--version" | "-V") => println!("xunfang-desktop {}", env!("CARGO_PKG_VERSION")),
            // Launch services of macOS may add a process serial number.
            Some(serial) if serial.starts_with("-psn_") => return open(),
            _ => {
                eprintln!("usage: 不认识的参数 {}；可用 --help 查看用法", argument.to_string_lossy());
                return ExitCode::from(2);
            }
        }
        return ExitCode::SUCCESS;
    }
    open()
}

fn open() -> ExitCode {
    xunfang_core::cabinet::leave_no_core();
    if !has_display() {
        eprintln!("no-display: 这里没有图形界面（DISPLAY 和 WAYLAND_DISPLAY 都没有设），打不开窗口；请用命令行程序 xunfang");
        return ExitCode::FAILURE;
    }
    match xunfang_window::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("window: 窗口没能打开：{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether there is a screen to draw on. Windows and macOS always have one.
fn has_display() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
