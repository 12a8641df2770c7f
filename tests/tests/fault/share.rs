//! A share across the network, as the system itself tells of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use xunfang_core::cabinet::Secret;
use xunfang_tests::department::{Department, PASSPHRASE};

use crate::again::again;

const ROLE: &str = "XUNFANG_FAULT_SHARE";
const NAME: &str = "share::no_cabinet_is_made_opened_or_restored_on_a_mounted_share";

/// Mounts what calls itself a share of another machine by sshfs, in a mount namespace of its own. Nobody serves it: it is a share
/// whose machine is gone, which answers every question about its files with an error.
fn on_a_share(body: impl FnOnce(&Path)) {
    if let Some(share) = std::env::var_os(ROLE) {
        return body(Path::new(&share));
    }
    if fs::File::options().read(true).write(true).open("/dev/fuse").is_err() {
        let everything = std::env::var_os("CI").is_some_and(|value| value == "true");
        assert!(!everything, "where everything is to be tried, this machine must let such a share be mounted (/dev/fuse)");
        println!("not tried: this machine lets nobody mount such a share (/dev/fuse)");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let share = folder.path().to_str().unwrap();
    // The mount wants an open device; closed again, nothing waits for an answer that never comes.
    let script = format!(
        "exec 9<>/dev/fuse && mount -i -t fuse.sshfs -o fd=9,rootmode=40000,user_id=0,group_id=0 pc:/share '{share}' \
         && exec 9>&- && exec \"$@\""
    );
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut wrapper = vec!["unshare", "--mount", "--propagation", "private"];
    if !root {
        wrapper.push("--map-root-user");
    }
    wrapper.extend(["sh", "-c", &script, "sh"]);
    let done = again(&wrapper, NAME, ROLE, share).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && said.contains("1 passed"), "on a mounted share:\n{said}");
}

/// Passes when the reason is said for each way in, and not whatever a dead share answers to the first question about a file.
#[test]
fn no_cabinet_is_made_opened_or_restored_on_a_mounted_share() {
    on_a_share(|share| {
        let mounts = fs::read_to_string("/proc/self/mounts").unwrap();
        let line = format!("pc:/share {} fuse.sshfs ", share.display());
        assert!(mounts.contains(&line), "the system tells of the share: {mounts}");
        let there = Department::at(&share.join("巡访簿"), 1);
        let made = there.first_run().map(drop).unwrap_err();
        assert_eq!(made.code(), "place-network", "no first run");
        let opened = there.open().map(drop).unwrap_err();
        assert_eq!(opened.code(), "place-network", "nothing is opened");

        let own = tempfile::tempdir().unwrap();
        let office = Department::at(own.path(), 2).first_run().unwrap();
        let place = own.path().join("stick");
        let kept = place.join(office.back_up(&place, &|_, _| true).unwrap().name);
        let restored = there.house.restore(&kept, &Secret::passphrase(PASSPHRASE), &|_, _| true).map(drop).unwrap_err();
        assert_eq!(restored.code(), "place-network", "and nothing is restored there");
        let again = tempfile::tempdir().unwrap();
        let here = Department::at(again.path(), 3).house.restore(&kept, &Secret::passphrase(PASSPHRASE), &|_, _| true);
        assert!(here.is_ok(), "the same backup goes onto a disk of this machine, beside the share");
    });
}
