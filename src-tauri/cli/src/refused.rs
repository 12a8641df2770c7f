//! Why a command failed: one line, `code: message`, and an exit code.

use clap::error::{ContextKind, ErrorKind};
use xunfang_core::form::FormError;
use xunfang_core::office::{FillError, OfficeError};

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
        let (code, why) = match error.kind() {
            Io::NotFound => ("file-missing", "没有这个文件或文件夹".to_owned()),
            Io::PermissionDenied | Io::ReadOnlyFilesystem => ("file-refused", "没有权限".to_owned()),
            Io::StorageFull | Io::QuotaExceeded => ("disk-full", "磁盘已满".to_owned()),
            Io::IsADirectory => ("file-failed", "是一个文件夹".to_owned()),
            _ => ("file-failed", error.to_string()),
        };
        Self::new(code, format!("{}：{why}", path.display()))
    }
}

impl From<OfficeError> for Refused {
    fn from(error: OfficeError) -> Self {
        Self::new(error.code(), words(&error))
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
            ErrorKind::UnknownArgument => format!("没有选项 {arg}"),
            ErrorKind::InvalidSubcommand => format!("没有命令 {}", told(ContextKind::InvalidSubcommand)),
            ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "缺少命令".to_owned(),
            ErrorKind::ArgumentConflict => format!("{arg} 不能和 {} 一起用", told(ContextKind::PriorArg)),
            ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 缺少值"),
            ErrorKind::InvalidValue if !valid.is_empty() => format!("{arg} 不能是“{value}”，可以是 {valid}"),
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{arg} 不能是“{value}”"),
            _ => error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        };
        Self::usage(format!("{message}。用 --help 看写法"))
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What went wrong, in the office's words; the program's own text where there are none.
fn words(error: &OfficeError) -> String {
    let fixed = match error.code() {
        "cabinet-folder-missing" => "没有这个文件夹",
        "cabinet-file-missing" => "文件夹里没有资料库文件 cabinet.db，钥匙文件还在，请找回资料库文件或备份",
        "cabinet-exists" => "这里已经有东西了，没有改动；请换一个空的文件夹",
        "keyslots-missing" => "缺少钥匙文件 keyslots.json，没有它打不开资料库，请从备份找回",
        "keyslots-damaged" => "钥匙文件 keyslots.json 坏了，请从备份找回",
        "wrong-passphrase" => "口令不对",
        "passphrase-empty" => "口令是空的",
        "passphrase-short" => "口令太短，至少八个字",
        "cabinet-empty" => "资料库文件是空的，没有改动；请从备份恢复",
        "cabinet-truncated" => "资料库文件缺了一截，没有改动；请从备份恢复",
        "cabinet-damaged" => "资料库文件坏了，没有改动；请从备份恢复",
        "cabinet-newer" => "资料库是更新版本的程序做的，没有改动；请升级程序",
        "cabinet-foreign" => "这不是巡访簿的资料库，没有改动",
        "cabinet-read-only" => "资料库只能读，写不进去",
        "disk-full" => "磁盘已满，没有保存",
        "cabinet-locked" => "资料库正在别的程序里打开",
        "late-reason" => "已过补录时限，请写 late_reason",
        "change-reason" => "改动已完成的单据要写 change_reason",
        "nothing-to-finish" => "什么都没有填，没有可以完成的",
        "sheet-void" => "单据已作废",
        "cancelled" => "已停止",
        _ => "",
    };
    if !fixed.is_empty() {
        return fixed.to_owned();
    }
    match error {
        OfficeError::NotFound(what) => format!("没有找到 {what}"),
        OfficeError::Incomplete(problems) => {
            let told = problems.iter().take(6).map(|p| format!("{}（{}）", p.label, p.message));
            let more = if problems.len() > 6 { "；……" } else { "" };
            format!("还有{}处没填好：{}{more}", problems.len(), told.collect::<Vec<_>>().join("；"))
        }
        OfficeError::Fill(fill) => fill_words(fill),
        OfficeError::Form(form) => form.to_string(),
        OfficeError::NotCorrectable(what) => format!("{what} 不能用更正页改"),
        OfficeError::Missing(what) => format!("缺少 {what}"),
        OfficeError::Paper(paper) if paper.code() == "glyph-missing" => {
            format!("“{}”没有字体可以打印，请换一个写法", paper.detail())
        }
        OfficeError::Unreadable(what) => format!("读不出来：{what}"),
        other => other.to_string(),
    }
}

fn fill_words(error: &FillError) -> String {
    match error {
        FillError::UnknownField(id) => format!("这张表没有 {id}"),
        FillError::UnknownRow { section, row } => format!("{section} 里没有（或不止一个）{row}"),
        FillError::UnknownName { register, name } => format!("{register}里没有“{name}”"),
        FillError::AmbiguousName { register, name, count } => {
            format!("{register}里有{count}个“{name}”，请用 {{\"id\": …}} 指明是哪一个")
        }
        FillError::WrongValue { field, wanted } => format!("{field} 的值不合格式，应为 {wanted}"),
        FillError::NotFillable(id) => format!("{id} 由程序填写或签字，不能写在答案文件里"),
        FillError::File { name, why } => format!("照片 {name} 读不出来：{why}"),
    }
}
