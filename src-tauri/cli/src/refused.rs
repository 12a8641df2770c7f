//! Why a command failed: one line, `code: message`, and an exit code.

use clap::error::{ContextKind, ErrorKind};
use xunfang_core::form::FormError;
use xunfang_core::office::OfficeError;

use crate::{system, words};

/// A failed command.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Refused {
    /// Stable.
    pub code: String,
    /// In Chinese, one line.
    pub message: String,
    /// 1, or 2 for a command that was written wrong.
    pub exit: u8,
}

/// A result of a command.
pub type Result<T> = std::result::Result<T, Refused>;

impl Refused {
    /// A failure.
    pub fn new(code: &str, message: impl AsRef<str>) -> Self {
        Self { code: code.to_owned(), message: one_line(message.as_ref()), exit: 1 }
    }

    /// A command that was written wrong.
    pub fn usage(message: impl AsRef<str>) -> Self {
        Self { exit: 2, ..Self::new("usage", message) }
    }

    /// A file that could not be read or written.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let code = match error.kind() {
            Io::NotFound => "file-missing",
            Io::PermissionDenied | Io::ReadOnlyFilesystem => "file-refused",
            Io::StorageFull | Io::QuotaExceeded => "disk-full",
            _ => "file-failed",
        };
        Self::new(code, format!("{}：{}", path.display(), system::words(error)))
    }
}

impl From<OfficeError> for Refused {
    fn from(error: OfficeError) -> Self {
        Self::new(error.code(), words::of(&error))
    }
}

impl From<FormError> for Refused {
    fn from(error: FormError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Self {
        Self::new("json-unwritable", error.to_string())
    }
}

/// The usage line of a clap error, in Chinese.
impl From<clap::Error> for Refused {
    fn from(error: clap::Error) -> Self {
        let told = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
        let (arg, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
        let valid = told(ContextKind::ValidValue);
        let message = match error.kind() {
            ErrorKind::UnknownArgument if !arg.starts_with('-') => format!("多余的“{arg}”"),
            ErrorKind::UnknownArgument => format!("没有选项 {arg}"),
            ErrorKind::InvalidSubcommand => format!("没有命令 {}", told(ContextKind::InvalidSubcommand)),
            ErrorKind::MissingRequiredArgument => format!("缺少 {}", arg.replace(", ", "、")),
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "缺少命令".to_owned(),
            ErrorKind::ArgumentConflict => format!("{arg} 不能和 {} 一起用", told(ContextKind::PriorArg)),
            ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 缺少值"),
            ErrorKind::InvalidValue if !valid.is_empty() => format!("{arg} 不能是“{value}”，可以是 {valid}"),
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{arg} 不能是“{value}”{}", wanted(&arg, &error)),
            ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => format!("{arg} 的值个数不对"),
            ErrorKind::InvalidUtf8 => "命令里有不能识别的字符".to_owned(),
            _ => error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        };
        Self::usage(format!("{message}。用 --help 看写法"))
    }
}

/// How a value is written, by the name of its place.
fn wanted(arg: &str, error: &clap::Error) -> String {
    if arg.contains("<DATE>") {
        return "，日期写作 2026-02-13".to_owned();
    }
    if arg.contains("MONTH") {
        return "，月份写作 2026-02".to_owned();
    }
    // clap says of a number: `200 is not in 1..=99`.
    let span = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let span = span.split(" is not in ").nth(1).and_then(|span| span.split_once("..="));
    span.map_or_else(String::new, |(least, most)| format!("，要在 {least} 至 {most} 之间"))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
