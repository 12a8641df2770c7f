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
    ("云端硬盘", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("mobile documents", "iCloud"),
    ("icloud", "iCloud"),
    ("nutstore", "坚果云"),
    ("坚果云", "坚果云"),
    ("baidusyncdisk", "百度网盘"),
    ("baidunetdisk", "百度网盘"),
    ("百度网盘", "百度网盘"),
    ("百度云", "百度网盘"),
    ("wpsdrive", "WPS云盘"),
    ("wps云盘", "WPS云盘"),
    ("kingsoft cloud", "WPS云盘"),
    ("微云", "微云"),
    ("阿里云盘", "阿里云盘"),
    ("天翼云", "天翼云盘"),
    ("和彩云", "和彩云"),
    ("syncthing", "Syncthing"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("seafile", "Seafile"),
    ("pcloud", "pCloud"),
    ("megasync", "MEGA"),
    ("mega drive", "MEGA"),
    ("icloud云盘", "iCloud"),
    ("sharepoint", "SharePoint"),
    ("移动云盘", "移动云盘"),
    ("中国移动云盘", "移动云盘"),
    ("mcloud", "移动云盘"),
    ("139云盘", "移动云盘"),
    ("钉盘", "钉盘"),
    ("dingdrive", "钉盘"),
    ("联想云", "联想云盘"),
    ("联想企业网盘", "联想云盘"),
    ("联想个人云", "联想云盘"),
    ("115网盘", "115网盘"),
    ("115同步", "115网盘"),
    ("115生活", "115网盘"),
    ("夸克网盘", "夸克网盘"),
    ("迅雷云盘", "迅雷云盘"),
    ("360云盘", "360云盘"),
    ("360安全云盘", "360云盘"),
    ("城通网盘", "城通网盘"),
    ("飞书云盘", "飞书"),
    ("企业微信微盘", "企业微信"),
    ("微盘", "企业微信"),
    ("亿方云", "亿方云"),
    ("够快云库", "够快云库"),
    ("华为云空间", "华为云空间"),
    ("小米云", "小米云"),
    ("synologydrive", "Synology Drive"),
    ("synology drive", "Synology Drive"),
    ("yandex.disk", "Yandex Disk"),
    ("yandexdisk", "Yandex Disk"),
    ("box sync", "Box"),
    ("box drive", "Box"),
    ("resilio sync", "Resilio Sync"),
    ("tresorit", "Tresorit"),
    ("proton drive", "Proton Drive"),
    ("protondrive", "Proton Drive"),
    ("spideroak", "SpiderOak"),
    ("sugarsync", "SugarSync"),
    ("egnyte", "Egnyte"),
    ("koofr", "Koofr"),
    ("jottacloud", "Jottacloud"),
    // Where macOS puts whatever keeps folders in step.
    ("cloudstorage", "网盘"),
];
/// Names so short that other words begin with them.
const SHORT: &[(&str, &str)] = &[("mega", "MEGA"), ("box", "Box"), ("box-box", "Box"), ("115", "115网盘")];
/// File systems across a network, or shared with the machine that this one runs in, as Linux and macOS name them. Windows needs
/// no list: there the real path of a network drive begins with `\\?\UNC\`, by whatever letter it goes.
const NETWORK: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "afpfs",
    "webdav",
    "davfs",
    "ceph",
    "lustre",
    "beegfs",
    "vboxsf",
    "prl_fs",
    "fuse.sshfs",
    "fuse.davfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.gvfsd-fuse",
    "fuse.glusterfs",
    "fuse.vmhgfs-fuse",
    "macfuse",
    "osxfuse",
];

/// Whether a cabinet may lie in `folder`; `mounts` is `/proc/self/mounts` where there is one.
pub(super) fn bad_place(folder: &Path, mounts: &str) -> Option<BadPlace> {
    let text = folder.to_string_lossy();
    if text.starts_with(r"\\") && !text.starts_with(r"\\?\") || text.starts_with(r"\\?\UNC\") || text.starts_with("//") {
        return Some(BadPlace::Network);
    }
    for part in text.split(['/', '\\']) {
        let part = part.to_lowercase();
        // A Chinese name begins or ends others (百度云同步盘, 我的坚果云), and stands within names of places (翠微云庭); a Latin one
        // begins them (OneDrive - 示例物业).
        let is = |name: &str| part.starts_with(name) || !name.is_ascii() && part.ends_with(name);
        if let Some((_, program)) = SYNCED.iter().find(|(name, _)| is(name)) {
            return Some(BadPlace::Synced(program));
        }
        // Short enough to begin other words.
        if let Some((_, program)) = SHORT.iter().find(|(name, _)| part == *name) {
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

/// The mounts of this machine as `/proc/self/mounts` has them; empty on Windows, which needs none.
pub(super) fn mounts() -> String {
    if cfg!(target_os = "macos") {
        let told = std::process::Command::new("/sbin/mount").output();
        return told.map(|told| as_mounts(&String::from_utf8_lossy(&told.stdout))).unwrap_or_default();
    }
    std::fs::read_to_string("/proc/self/mounts").unwrap_or_default()
}

/// `//z@pc/share on /Volumes/our share (smbfs, nodev, nosuid)`, as macOS says it, in the words of Linux.
fn as_mounts(told: &str) -> String {
    let line = |line: &str| {
        let (rest, kind) = line.rsplit_once(" (")?;
        let (_, point) = rest.split_once(" on ")?;
        let kind = kind.split([',', ')']).next()?;
        Some(format!("- {} {kind} - 0 0\n", point.replace(' ', r"\040")))
    };
    told.lines().filter_map(line).collect()
}

/// What a folder that a backup is to be restored into lies in, where it must not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// A cabinet: it would be moved aside, backed up and cleared away together with what it belongs to.
    Cabinet,
    /// A backup, which would no longer be what was written.
    Backup,
    /// The place of backups beside a cabinet, where old ones are taken away by themselves.
    Backups,
}

/// Whether `into`, as it really lies, is inside a cabinet, a backup, or a place of backups beside a cabinet. `is_backup` tells the
/// folder of a backup.
pub(super) fn within(into: &Path, is_backup: impl Fn(&Path) -> bool) -> Option<Within> {
    let holds = |folder: &Path| ["cabinet.db", "keyslots.json"].iter().any(|name| folder.join(name).exists());
    let own = |folder: &Path| {
        let beside = folder.parent().and_then(|home| std::fs::read_dir(home).ok());
        folder.file_name().is_some_and(|name| name == "backups") && beside.is_some_and(|b| b.flatten().any(|e| holds(&e.path())))
    };
    into.ancestors().find_map(|folder| match () {
        () if is_backup(folder) => Some(Within::Backup),
        // A cabinet that stands at the very place is what a restore is for.
        () if folder != into && holds(folder) => Some(Within::Cabinet),
        () if own(folder) => Some(Within::Backups),
        () => None,
    })
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
            (r"D:\我的坚果云\巡访簿", "坚果云"),
            (r"D:\腾讯微云\巡访簿", "微云"),
            (r"D:\百度云同步盘\巡访簿", "百度网盘"),
            (r"G:\我的云端硬盘\巡访簿", "Google Drive"),
            ("/home/z/Nextcloud/cabinet", "Nextcloud"),
            ("/home/z/ownCloud/cabinet", "ownCloud"),
            ("/home/z/Seafile/cabinet", "Seafile"),
            ("/home/z/pCloud Drive/cabinet", "pCloud"),
            ("/home/z/MEGA/cabinet", "MEGA"),
            (r"D:\天翼云盘\巡访簿", "天翼云盘"),
            (r"D:\和彩云\巡访簿", "和彩云"),
            (r"C:\Users\z\SharePoint\示例物业 - 文档", "SharePoint"),
            (r"D:\中国移动云盘\巡访簿", "移动云盘"),
            (r"D:\移动云盘同步\巡访簿", "移动云盘"),
            (r"D:\钉盘\巡访簿", "钉盘"),
            (r"D:\联想云盘\巡访簿", "联想云盘"),
            (r"D:\115\巡访簿", "115网盘"),
            (r"D:\115网盘\巡访簿", "115网盘"),
            (r"D:\夸克网盘\巡访簿", "夸克网盘"),
            (r"C:\Users\z\Nutstore\1\巡访簿", "坚果云"),
            (r"C:\Users\z\iCloud Drive\巡访簿", "iCloud"),
            (r"C:\Users\z\Box\巡访簿", "Box"),
            ("/home/z/SynologyDrive/cabinet", "Synology Drive"),
        ] {
            assert_eq!(bad(path), Some(BadPlace::Synced(program)), "{path}");
        }
        for path in [r"\\server\share\cabinet", r"\\?\UNC\server\share", "/home/shared/cabinet", "/mnt/our share/cabinet"] {
            assert_eq!(bad(path), Some(BadPlace::Network), "{path} lies across a network");
        }
        for path in [
            "/home/z/.local/share/app",
            r"C:\Users\z\AppData\Local\app",
            r"\\?\C:\data",
            "/home/shared/disk/cabinet",
            "/home/z/megaphone",
            "/home/z/boxes",
            r"D:\115号楼\资料",
            r"D:\翠微云庭\资料",
        ] {
            assert_eq!(bad(path), None, "{path} is this machine's own");
        }
    }

    #[test]
    fn what_macos_says_of_its_mounts_is_read_like_the_file_of_linux() {
        let told = "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n\
                    //z@pc/share on /Volumes/our share (smbfs, nodev, nosuid, mounted by z)\n\
                    /dev/disk4s1 on /Volumes/USB (1) (exfat, local, nodev)\n";
        let bad = |path: &str| bad_place(Path::new(path), &as_mounts(told));
        assert_eq!(bad("/Volumes/our share/cabinet"), Some(BadPlace::Network), "a share of another machine");
        assert_eq!(bad("/Volumes/USB (1)/cabinet"), None, "a disk with brackets in its name is a disk");
        assert_eq!(bad("/Users/z/Library/Application Support/app"), None, "and the machine's own is its own");
        let step = bad("/Users/z/Library/CloudStorage/Box-Box/cabinet");
        assert_eq!(step, Some(BadPlace::Synced("网盘")), "where macOS puts what is kept in step, whoever does it");
    }

    #[test]
    fn a_restore_goes_into_no_cabinet_no_backup_and_no_place_of_backups() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path();
        for folder in ["cabinet/inner", "backups/2026-02-24_0900_A_daily/inner", "rehearsal", "other/backups"] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
        }
        std::fs::write(root.join("cabinet/cabinet.db"), "x").unwrap();
        let one = root.join("backups/2026-02-24_0900_A_daily");
        let of = |path: &str| within(&root.join(path), |folder| folder == one);
        assert_eq!(of("cabinet"), None, "what stands there is kept aside: that is what a restore is for");
        assert_eq!(of("cabinet/inner/deeper"), Some(Within::Cabinet), "inside it would be moved away with it");
        assert_eq!(of("backups/new"), Some(Within::Backups), "there old folders are cleared away");
        assert_eq!(of("backups/2026-02-24_0900_A_daily"), Some(Within::Backup), "a backup stays what it is");
        assert_eq!(of("backups/2026-02-24_0900_A_daily/inner"), Some(Within::Backup), "inside as well");
        assert_eq!(of("rehearsal/cabinet"), None, "beside them is room for a rehearsal");
        assert_eq!(of("other/backups/cabinet"), None, "a folder of that name beside no cabinet is somebody's own");
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
