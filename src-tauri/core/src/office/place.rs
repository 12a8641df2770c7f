//! Where a cabinet must not lie: a folder that another program copies about while it is written, or one across a network.

use std::path::{Path, PathBuf};

/// Why a place is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadPlace {
    /// A folder that is kept in step with a server: two machines would overwrite each other's pages.
    Synced(&'static str),
    /// A network share: its locks cannot be relied on (<https://sqlite.org/howtocorrupt.html>, 2.1).
    Network,
}

/// Names of folders that programs keep in step, and the programs.
const SYNCED: &[(&str, &str)] = &[
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("mobile documents", "iCloud"),
    ("icloud", "iCloud"),
    ("nutstore", "坚果云"),
    ("坚果云", "坚果云"),
    ("baidusyncdisk", "百度网盘"),
    ("baidunetdisk", "百度网盘"),
    ("百度网盘", "百度网盘"),
    ("wpsdrive", "WPS云盘"),
    ("wps云盘", "WPS云盘"),
    ("kingsoft cloud", "WPS云盘"),
    ("微云", "微云"),
    ("阿里云盘", "阿里云盘"),
    ("syncthing", "Syncthing"),
];
/// File systems across a network, as Linux names them.
const NETWORK: &[&str] = &["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.davfs", "davfs", "afs"];

/// Whether a cabinet may lie in `folder`; `mounts` is `/proc/self/mounts` where there is one.
pub(super) fn bad_place(folder: &Path, mounts: &str) -> Option<BadPlace> {
    let text = folder.to_string_lossy();
    if text.starts_with(r"\\") && !text.starts_with(r"\\?\") || text.starts_with(r"\\?\UNC\") || text.starts_with("//") {
        return Some(BadPlace::Network);
    }
    for part in text.split(['/', '\\']) {
        let part = part.to_lowercase();
        if let Some((_, program)) = SYNCED.iter().find(|(name, _)| part.starts_with(name)) {
            return Some(BadPlace::Synced(program));
        }
    }
    let longest = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        let (point, kind) = (words.next()?.replace(r"\040", " "), words.next()?);
        folder.starts_with(&point).then_some((point.len(), kind))
    });
    let (_, kind) = longest.max_by_key(|(length, _)| *length)?;
    NETWORK.contains(&kind).then_some(BadPlace::Network)
}

/// A folder as it really lies: links and `..` followed as far as the path is there, so that no way of writing it hides where.
pub(super) fn real(folder: &Path) -> PathBuf {
    let mut missing = Vec::new();
    for there in folder.ancestors() {
        if let Ok(found) = there.canonicalize() {
            return missing.iter().rev().fold(found, |path: PathBuf, part| path.join(part));
        }
        missing.extend(there.file_name());
    }
    folder.to_owned()
}

/// The mounts of this machine; empty where the system has no such file.
pub(super) fn mounts() -> String {
    std::fs::read_to_string("/proc/self/mounts").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_are_kept_in_step_or_across_a_network_are_refused() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\nserver:/home /home/shared nfs4 rw 0 0\n/dev/sdb1 /home/shared/disk ext4 rw 0 0\n\
                      //pc/d /mnt/our\\040share cifs rw 0 0\n";
        let bad = |path: &str| bad_place(Path::new(path), mounts);
        for (path, program) in [
            ("/Users/z/Library/Mobile Documents/xunfang", "iCloud"),
            (r"C:\Users\z\OneDrive - 示例物业\巡访簿", "OneDrive"),
            (r"D:\坚果云\我的坚果云\巡访簿", "坚果云"),
            ("/home/z/Dropbox/cabinet", "Dropbox"),
        ] {
            assert_eq!(bad(path), Some(BadPlace::Synced(program)), "{path}");
        }
        for path in [r"\\server\share\cabinet", r"\\?\UNC\server\share", "/home/shared/cabinet", "/mnt/our share/cabinet"] {
            assert_eq!(bad(path), Some(BadPlace::Network), "{path} lies across a network");
        }
        for path in ["/home/z/.local/share/app", r"C:\Users\z\AppData\Local\app", r"\\?\C:\data", "/home/shared/disk/cabinet"] {
            assert_eq!(bad(path), None, "{path} is this machine's own");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_place_is_known_however_it_is_written() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("OneDrive/c")).unwrap();
        std::os::unix::fs::symlink(root.join("OneDrive"), root.join("own")).unwrap();
        assert_eq!(real(&root.join("own/c/new")), root.join("OneDrive/c/new"), "a link leads where it leads");
        assert_eq!(real(&root.join("own/../x")), root.join("x"), "and back, from where the link led");
        assert_eq!(bad_place(&real(&root.join("own/c")), ""), Some(BadPlace::Synced("OneDrive")), "so that it is refused");
    }
}
