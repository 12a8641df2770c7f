//! The register of looking and printing, and the customers of a backup, as files.

use std::fs;
use std::process::Stdio;

use xunfang_tests::pdf;

use crate::Place;

#[test]
fn the_register_is_printed_and_printing_it_is_a_line_of_it() {
    let place = Place::demo();
    let serial = place.serial_of("revisit", "signed");
    place.json(&["show", &serial, "--full", "--reason", "核对信息"]);
    let out = place.path("登记.pdf");
    let out = out.to_str().unwrap();
    assert_eq!(place.json(&["audit", "--out", out])["file"].as_str(), Some(out), "it says where it lies");
    let words = pdf::text(&fs::read(out).unwrap());
    for said in
        ["客户信息查阅/导出登记", "QR-KF-22", "时间", "人员", "客户", "动作", "事由", "批准", "查看完整信息", "核对信息", "导出"]
    {
        assert!(words.contains(said), "the paper says {said}:\n{words}");
    }
    assert!(words.contains(&serial), "and which sheet it was");
    let acts = place.json(&["audit"]);
    assert_eq!(acts.as_array().unwrap().last().unwrap()["act"], "print-register", "printing it is a line");
    let book = place.path("register.xlsx");
    place.json(&["audit", "--since", "2026-01-01", "--out", book.to_str().unwrap()]);
    assert!(fs::read(book).unwrap().starts_with(b"PK\x03\x04"), "and as a workbook");
    let said = place.run(&["audit", "--out", place.path("x.txt").to_str().unwrap()]);
    assert_eq!((said.code, said.err.starts_with("usage: ")), (2, true), "nothing else: {}", said.err);
}

#[test]
fn after_a_theft_a_backup_says_whose_data_it_holds() {
    let place = Place::demo();
    let serial = place.serial_of("revisit", "signed");
    let full = place.json(&["show", &serial, "--full", "--reason", "核对"]);
    let customer = full["answers"]["fields"]["customer"]["ref"].clone();
    let made = place.json(&["backup", "--to", place.path("stick").to_str().unwrap()]);
    let backup = made["folder"].as_str().unwrap().to_owned();
    let files = || {
        let mut names: Vec<_> = fs::read_dir(&backup).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = (files(), fs::read(format!("{backup}/cabinet.db")).unwrap());
    let out = place.path("名单.pdf");
    let out = out.to_str().unwrap();
    let listed = place.json(&["affected", &backup, "--out", out, "--reason", "前台电脑被盗"]);
    assert!(listed["customers"].as_u64().unwrap() > 5, "every customer: {listed}");
    assert!(before == (files(), fs::read(format!("{backup}/cabinet.db")).unwrap()), "the backup lies as it lay");
    let words: String = pdf::text(&fs::read(out).unwrap()).split_whitespace().collect();
    for said in [&customer["text"], &customer["facts"]["room"], &customer["facts"]["phone"]] {
        let said = said.as_str().unwrap();
        assert!(words.contains(said), "the list says {said}: {words}");
    }
    for said in ["涉及客户名单", "前台电脑被盗", "姓名、房号、电话", "签名", "告知时间"] {
        assert!(words.contains(said), "the list says {said}: {words}");
    }
    let acts = place.json(&["audit"]);
    let last = acts.as_array().unwrap().last().unwrap();
    assert_eq!((last["act"].as_str(), last["reason"].as_str()), (Some("affected"), Some("前台电脑被盗")), "it is on record");
    let none = place.refused(&["affected", &backup, "--out", place.path("y.xlsx").to_str().unwrap(), "--reason", " "]);
    assert!(none.starts_with("missing: "), "not without a reason: {none}");
    assert!(!place.path("y.xlsx").exists(), "and no file is left");
}

/// The hard limit is down as well: nothing that the program starts, and nobody who asks it later, gets it up again.
#[cfg(target_os = "linux")]
#[test]
fn a_crash_would_leave_no_picture_of_the_memory() {
    let place = Place::empty();
    // Long enough at work to be looked at; it is stopped as soon as it was.
    let mut child = place.command(&["demo", "--months", "60"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let limits = format!("/proc/{}/limits", child.id());
    let none = loop {
        let now = fs::read_to_string(&limits).unwrap_or_default();
        let core: Vec<String> =
            now.lines().filter(|line| line.starts_with("Max core")).map(|l| l.split_whitespace().collect()).collect();
        if core == ["Maxcorefilesize00bytes"] || child.try_wait().unwrap().is_some() {
            break core;
        }
    };
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(none, ["Maxcorefilesize00bytes"], "no core file, and no way back to one");
}
