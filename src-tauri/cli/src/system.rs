//! What the system says of files, in plain words.

use std::io::{Error, ErrorKind as Io};

/// Why a file could not be read or written. What has no plain words is told by the system's own number.
pub fn words(error: &Error) -> String {
    match error.kind() {
        Io::NotFound => "没有这个文件或文件夹",
        Io::PermissionDenied => "没有权限",
        Io::ReadOnlyFilesystem => "是只读的",
        Io::StorageFull | Io::QuotaExceeded => "磁盘已满",
        Io::AlreadyExists => "那里已有同名的文件",
        Io::IsADirectory => "是一个文件夹",
        Io::NotADirectory => "路径中间有一个不是文件夹",
        Io::InvalidData => "不是 UTF-8 编码的文字文件",
        Io::InvalidFilename => "文件名不能用，可能太长",
        Io::NotConnected | Io::StaleNetworkFileHandle => "连接断了",
        Io::ResourceBusy => "正被别的程序占用",
        _ => return error.raw_os_error().map_or_else(|| "读写失败".to_owned(), |n| format!("读写失败，系统错误号 {n}")),
    }
    .to_owned()
}

/// The same where only the system's own sentence was kept: `No such file or directory (os error 2)`.
pub fn plain(told: &str) -> String {
    let number = told.rsplit_once("(os error ").and_then(|(_, rest)| rest.trim_end_matches(')').parse().ok());
    number.map_or_else(|| told.to_owned(), |number| words(&Error::from_raw_os_error(number)))
}

/// `line 2, column 5`, as what reads JSON says where it stopped.
pub fn place(told: &str) -> String {
    let numbers = told.strip_prefix("line ").and_then(|rest| rest.split_once(", column "));
    numbers.map_or_else(|| told.to_owned(), |(line, column)| format!("第{line}行第{column}列"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_sentences_are_told_in_chinese() {
        let missing = Error::from(Io::NotFound);
        assert_eq!(words(&missing), "没有这个文件或文件夹", "by what kind of failure it is");
        let kept = std::fs::read("no/such/file").expect_err("it is not there").to_string();
        assert_eq!(plain(&kept), "没有这个文件或文件夹", "and by the number at the end of a sentence: {kept}");
        assert_eq!(plain("照片太大"), "照片太大", "what is no sentence of the system's stays as it is");
        assert!(
            words(&Error::from_raw_os_error(5)).contains("系统错误号 5"),
            "a number can be looked up, English cannot be read"
        );
    }

    #[test]
    fn a_place_in_a_file_is_told_in_chinese() {
        assert_eq!(place("line 12, column 3"), "第12行第3列", "as people count");
        assert_eq!(place("元旦"), "元旦", "what is no place stays as it is");
    }
}
