//! Accounts, the register of acts, backup and the way back.

use std::fs;

use crate::{Place, said};

#[test]
fn an_account_opens_the_cabinet_and_its_role_is_asked() {
    let place = Place::demo();
    let person = place.json(&["people", "list"])[0]["name"].as_str().unwrap().to_owned();
    let secret = place.path("hers.txt");
    fs::write(&secret, "另一位的示例口令\n").unwrap();
    let secret = secret.to_str().unwrap().to_owned();
    let twice = place.refused(&["people", "add", &person, "--role", "主管", "--new-passphrase-file", &secret]);
    assert_eq!(twice, "account-exists: 这个人已经有账户", "one account each");
    let made = place.json(&["people", "add", "李四", "--role", "客服专员", "--new-passphrase-file", &secret]);
    assert_eq!((made["role"].as_str(), made["opens"].as_bool()), (Some("specialist"), Some(true)), "hers: {made}");
    let said = place.run(&["people", "leave", &person, "--passphrase-file", &secret]);
    assert_eq!((said.code, said.err.starts_with("not-allowed: ")), (1, true), "a specialist ends nobody's account: {}", said.err);
    assert_eq!(place.json(&["people", "role", "李四", "组长"])["role_word"], "组长", "promoted");
    assert_eq!(place.json(&["people", "leave", "李四"])["left"], true, "gone");
    let said = place.run(&["list", "--passphrase-file", &secret]);
    assert!(said.err.starts_with("wrong-passphrase: "), "her passphrase opens nothing any more: {}", said.err);
    place.json(&["people", "add", "李四", "--role", "客服专员", "--new-passphrase-file", &secret]);
    let told = place.run(&["people", "leave", "李四"]).out;
    assert!(told.contains("李四") && told.contains("已离任"), "who left: {told}");
    assert!(told.contains("凭旧口令还能打开那一份"), "what they may still open: {told}");
    assert!(told.contains("xunfang people rekey"), "and what to run against it: {told}");
    place.json(&["people", "rekey"]);
    let acts = place.json(&["audit"]);
    let accounts = acts.as_array().unwrap().iter().filter(|line| line["act"] == "account").count();
    assert_eq!(accounts, 5, "each change of an account is on record");
}

#[test]
fn a_backup_comes_back_somewhere_else_with_every_sheet() {
    let place = Place::demo();
    let before = place.json(&["list"]);
    let made = place.json(&["backup", "--to", place.path("stick").to_str().unwrap()]);
    let from = made["folder"].as_str().unwrap().to_owned();
    assert!(fs::metadata(format!("{from}/cabinet.db")).unwrap().len() > 0, "the file is there: {made}");
    let into = place.path("elsewhere/cabinet");
    let into = into.to_str().unwrap();
    let restored = place.json(&["restore", &from, "--into", into]);
    assert_eq!((restored["before"].as_str(), restored["letter"].as_str()), (Some("A"), Some("B")), "a device of its own");
    let after = place.json(&["list", "--cabinet", into]);
    assert_eq!(after, before, "every sheet and draft is back");
    let full = place.json(&["doctor", "--full", "--cabinet", into]);
    assert_eq!(full["full"]["ok"], true, "and all of it verifies: {}", full["full"]);
    let lines = place.json(&["audit", "--cabinet", into]);
    assert_eq!(lines.as_array().unwrap().last().unwrap()["act"], "restore", "the restore is on record there");
    let nothing = place.refused(&["restore", place.path("stick").to_str().unwrap(), "--into", into]);
    assert!(nothing.starts_with("backup-missing: "), "a folder without a backup is said to be one: {nothing}");
}

/// Passes when 总部检查, who is shown no names, gets no customer back by name, room or number in the terminal.
#[test]
fn who_is_shown_no_names_searches_none_out_of_the_registers() {
    let place = Place::demo();
    let customer = place.json(&["registers", "customer"])[0].clone();
    let secret = place.path("theirs.txt");
    fs::write(&secret, "总部检查的示例口令\n").unwrap();
    let secret = secret.to_str().unwrap().to_owned();
    place.json(&["people", "add", "李四", "--role", "总部检查", "--new-passphrase-file", &secret]);
    let found = |typed: &str, words: &[&str]| {
        place.json(&[&["registers", "customer", "--search", typed], words].concat()).as_array().unwrap().len()
    };
    let whole = |key: &str| customer["facts"][key].as_str().unwrap().to_owned();
    for typed in [customer["name"].as_str().unwrap().to_owned(), whole("room"), whole("code")] {
        assert!(found(&typed, &[]) > 0, "{typed} is found by who works with customers");
        assert_eq!(found(&typed, &["--passphrase-file", &secret]), 0, "{typed} is hidden, and not found");
    }
    assert!(found("", &["--passphrase-file", &secret]) > 0, "the list itself is there, masked");
}

#[test]
fn a_place_that_takes_no_backup_is_told_with_what_stands_and_what_to_do() {
    let place = Place::demo();
    fs::write(place.path("file"), "x").unwrap();
    let before = (place.files(), place.json(&["doctor"])["entries"].clone());
    for (to, why) in [("file", "那里已有同名的文件"), ("file/inner", "路径中间有一个不是文件夹")] {
        let refused = place.refused(&["backup", "--to", place.path(to).to_str().unwrap()]);
        assert!(refused.starts_with("file-failed: 备份没有完成") && refused.contains(why), "why: {refused}");
        assert!(refused.contains("都没有改动") && refused.contains("再备份一次"), "what stands, and what to do: {refused}");
        assert!(!refused.contains("os error"), "in one language: {refused}");
    }
    assert_eq!((place.files(), place.json(&["doctor"])["entries"].clone()), before, "and nothing was made or written down");
}

/// Passes when a second place that is refused, by who may not name one or beside the cabinet, leaves no folder that was made for it.
#[test]
fn a_second_place_that_is_refused_leaves_nothing_behind() {
    let place = Place::demo();
    let secret = place.path("theirs.txt");
    fs::write(&secret, "总部检查的示例口令\n").unwrap();
    let secret = secret.to_str().unwrap().to_owned();
    place.json(&["people", "add", "李四", "--role", "总部检查", "--new-passphrase-file", &secret]);
    let elsewhere = tempfile::tempdir().unwrap();
    let far = elsewhere.path().join("stick/deep");
    let beside = place.path("cabinet/stick/deep");
    let theirs = ["backup", "--to", far.to_str().unwrap(), "--second-place", "--passphrase-file", &secret];
    let said = place.run(&theirs);
    assert_eq!((said.code, said.err.starts_with("not-allowed: ")), (1, true), "whose role has no backups: {}", said.err);
    let refused = place.refused(&["backup", "--to", beside.to_str().unwrap(), "--second-place"]);
    assert!(refused.starts_with("second-place-same: "), "beside the cabinet: {refused}");
    assert!(!place.path("cabinet/stick").exists(), "nothing was put into the cabinet's folder");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0, "nor elsewhere");
    place.json(&["backup", "--to", far.to_str().unwrap(), "--second-place"]);
    assert!(fs::read_dir(&far).unwrap().count() > 0, "where it is taken the folder is made");
}

#[test]
fn a_restore_with_the_recovery_code_sets_a_passphrase_that_opens() {
    let place = Place::demo();
    let report: serde_json::Value = serde_json::from_slice(&fs::read(place.path("report.json")).unwrap()).unwrap();
    let given = |name: &str, text: &str| {
        fs::write(place.path(name), text).unwrap();
        place.path(name).to_str().unwrap().to_owned()
    };
    let code = given("code.txt", report["recovery"].as_str().unwrap());
    let (new, short) = (given("new.txt", "恢复后的示例口令\n"), given("short.txt", "短"));
    let from = place.json(&["backup", "--to", place.path("stick").to_str().unwrap()])["folder"].as_str().unwrap().to_owned();
    let into = place.path("elsewhere/cabinet");
    let into = into.to_str().unwrap();
    let with_code = ["restore", &from, "--into", into, "--recovery-code-file", &code];
    let none = place.refused(&with_code);
    assert!(none.starts_with("passphrase-missing: ") && none.contains("--new-passphrase-file"), "it says what is wanted: {none}");
    let refused = place.refused(&[&with_code[..], &["--new-passphrase-file", &short]].concat());
    assert!(refused.starts_with("passphrase-short: "), "and not any: {refused}");
    assert!(!place.path("elsewhere").exists(), "nothing was restored that nobody could open");
    place.json(&[&with_code[..], &["--new-passphrase-file", &new]].concat());
    let there = |passphrase: &str| place.run(&["list", "--cabinet", into, "--passphrase-file", passphrase]);
    let opened = there(&new);
    assert_eq!(opened.code, 0, "the new passphrase opens it: {}", opened.err);
    let old = there(place.path("passphrase.txt").to_str().unwrap());
    assert!(old.err.starts_with("wrong-passphrase: "), "the forgotten one does not: {}", old.err);
    let alone = place.run(&["restore", &from, "--into", into, "--new-passphrase-file", &new]);
    assert_eq!((alone.code, alone.err.starts_with("usage: ")), (2, true), "with a passphrase none is set: {}", alone.err);
}

#[test]
fn a_restore_that_cannot_be_says_what_is_wrong_what_was_kept_and_what_to_do() {
    let place = Place::demo();
    let from = place.json(&["backup", "--to", place.path("stick").to_str().unwrap()])["folder"].as_str().unwrap().to_owned();
    let into = place.path("papers");
    fs::create_dir(&into).unwrap();
    fs::write(into.join("名单.txt"), "别的东西").unwrap();
    let into = into.to_str().unwrap();
    let taken = place.refused(&["restore", &from, "--into", into]);
    assert!(taken.starts_with("place-taken: ") && taken.contains(into), "which folder: {taken}");
    assert!(taken.contains("未动") && taken.contains("--into") && !taken.contains("os error"), "kept, and what to do: {taken}");
    assert_eq!(fs::read_to_string(place.path("papers/名单.txt")).unwrap(), "别的东西", "and so it is");
    assert_eq!(fs::read_dir(into).unwrap().count(), 1, "nothing was put beside it");
    fs::remove_file(place.path("papers/名单.txt")).unwrap();
    fs::write(place.path("papers/lock"), "").unwrap();
    let fine = place.json(&["restore", &from, "--into", into]);
    assert_eq!(fine["aside"], "", "a lock that was left behind is nothing: {fine}");

    let into = place.path("other");
    let into = into.to_str().unwrap();
    for name in ["cabinet.db", "keyslots.json"] {
        fs::rename(format!("{from}/{name}"), place.path("aside")).unwrap();
        let lacking = place.refused(&["restore", &from, "--into", into]);
        assert!(lacking.contains(&format!("缺少 {name}")) && lacking.contains(&from), "what it lacks, and which: {lacking}");
        assert!(
            lacking.contains("未动") && lacking.contains("请") && !lacking.contains("os error"),
            "kept, and what to do: {lacking}"
        );
        assert!(!place.path("other").exists(), "nothing is left of it");
        fs::rename(place.path("aside"), format!("{from}/{name}")).unwrap();
    }
}

/// What a power cut leaves between the two names of a restore: the old one is aside, the new one waits beside an empty place.
#[test]
fn a_restore_that_was_cut_off_at_its_end_is_ended_by_whatever_is_asked_next() {
    let place = Place::demo();
    let waiting = place.path("cabinet.making-01a22aaa-a50d-7723-9eac-c5e49708ffed");
    let before = place.json(&["list"]);
    fs::rename(place.path("cabinet"), &waiting).unwrap();
    fs::write(waiting.join("making.lock"), "").unwrap();
    let then =
        r#"{"cabinet":"01a22aaa-a50d-7723-9eac-c5e49708ffed","device":"01a22aaa-a50d-7723-9eac-c5e49708ffed","aside":null}"#;
    fs::write(waiting.join("making.ready"), then).unwrap();
    assert_eq!(place.json(&["list"]), before, "every sheet is there");
    assert!(!waiting.exists() && place.path("cabinet").is_dir(), "in its place");
}

#[test]
fn the_terminal_opens_nothing_before_the_recovery_code_was_typed_back_and_leaves_the_days_backup_to_the_window() {
    let place = Place::demo();
    // A first run that was left: the cabinet lies aside until its code is typed back.
    fs::rename(place.path("cabinet"), place.path("cabinet.new")).unwrap();
    let shut = place.refused(&["list"]);
    assert!(shut.starts_with("cabinet-folder-missing: "), "there is no cabinet to work in: {shut}");
    fs::rename(place.path("cabinet.new"), place.path("cabinet")).unwrap();
    place.json(&["list"]);
    assert!(!place.path("backups").exists(), "a list in a script makes no backup: the window does, or `backup`");
    place.json(&["backup", "--to", place.path("stick").to_str().unwrap()]);
    assert_eq!(fs::read_dir(place.path("stick")).unwrap().count(), 1, "asked for, it is made");
}

#[test]
fn who_stands_in_for_whom_is_told_in_words() {
    let place = Place::demo();
    assert_eq!(place.run(&["people", "delegate"]).out, "没有代理\n", "an empty list is said to be one");
    let head = place.json(&["people", "list"])[0]["name"].as_str().unwrap().to_owned();
    let secret = place.path("hers.txt");
    fs::write(&secret, "另一位的示例口令\n").unwrap();
    place.json(&["people", "add", "李四", "--role", "主管", "--new-passphrase-file", secret.to_str().unwrap()]);
    let days = ["--from", "2020-01-02", "--until", "2020-01-03"];
    let past = place.refused(&[&["people", "delegate", "--of", &head, "--to", "李四"][..], &days].concat());
    assert!(past.starts_with("missing: 缺少截止日期"), "in the office's words: {past}");
}

#[test]
fn after_a_rehearsal_of_a_restore_the_doctor_finds_both_well() {
    let place = Place::demo();
    let from = place.json(&["backup", "--to", place.path("stick").to_str().unwrap()])["folder"].as_str().unwrap().to_owned();
    let into = place.path("rehearsal");
    let into = into.to_str().unwrap();
    place.json(&["restore", &from, "--into", into]);
    for (what, cabinet) in [("the rehearsal", into), ("the department's own", place.path("cabinet").to_str().unwrap())] {
        let told = place.json(&["doctor", "--cabinet", cabinet]);
        assert_eq!(told["ok"], true, "{what}: {told}");
        let words = place.run(&["doctor", "--cabinet", cabinet]);
        assert!(words.out.ends_with("没有发现问题\n"), "{what}: {}", words.out);
        assert!(!words.out.contains("同一资料库的另一份"), "{what} has a mark of its own: {}", words.out);
        assert!(!words.out.contains("读不出来"), "{what}: nothing is broken: {}", words.out);
    }
}

#[test]
fn two_copies_of_one_backup_on_one_machine_number_apart_and_restores_into_wrong_places_are_refused() {
    let place = Place::demo();
    let made = place.json(&["backup", "--to", place.path("stick").to_str().unwrap()]);
    let from = made["folder"].as_str().unwrap().to_owned();
    let into = |name: &str| place.path(name).to_str().unwrap().to_owned();
    let letter = |name: &str| place.json(&["restore", &from, "--into", &into(name)])["letter"].as_str().unwrap().to_owned();
    assert_eq!([letter("one/cabinet"), letter("two/cabinet")], ["B", "C"], "their numbers never meet");
    // The window keeps its high-water files in a folder of its own; what was given out here is taken there as well.
    fs::create_dir_all(place.path("window/high-water")).unwrap();
    let (window, three) = (place.path("window"), into("three/cabinet"));
    let answer = said(place.command(&["--json", "restore", &from, "--into", &three]).env("XUNFANG_HOME", &window));
    assert!(answer.out.contains("\"letter\": \"D\""), "{} {}", answer.out, answer.err);
    let told = fs::read_dir(window.join("high-water")).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(told.filter(|name| name.ends_with(".letters.json")).count(), 1, "the window will know");
    assert_eq!(place.run(&["list"]).code, 0, "the department's own cabinet opens beside them without a word");

    let inner = place.refused(&["restore", &from, "--into", &into("cabinet/inner")]);
    assert!(inner.starts_with("restore-in-cabinet: 不能恢复到一个资料库的文件夹里面"), "{inner}");
    let over = place.refused(&["restore", &from, "--into", &from]);
    assert!(over.starts_with("restore-in-backup: "), "{over}");
    fs::create_dir(place.path("backups")).unwrap();
    let within = place.refused(&["restore", &from, "--into", &into("backups/inner")]);
    assert!(within.starts_with("restore-in-backups: "), "{within}");
    assert!(!place.path("cabinet/inner").exists(), "and nothing was made");
}

#[test]
fn a_cabinet_in_a_synchronised_folder_is_refused_with_what_to_do() {
    let place = Place::demo();
    fs::create_dir(place.path("坚果云")).unwrap();
    fs::rename(place.path("cabinet"), place.path("坚果云/cabinet")).unwrap();
    let there = place.path("坚果云/cabinet").to_str().unwrap().to_owned();
    let before = place.files();
    let refused = place.refused(&["list", "--cabinet", &there]);
    assert!(refused.starts_with("place-synced: 这个文件夹由坚果云同步") && refused.contains("移到本机"), "{refused}");
    assert_eq!(place.files(), before, "nothing of it was touched");
}

#[test]
fn papers_that_a_killed_window_left_in_clear_go_when_the_terminal_opens_its_cabinet() {
    let place = Place::demo();
    for folder in ["prints", "high-water"] {
        fs::create_dir(place.path(folder)).unwrap();
    }
    fs::write(place.path("prints/HF-A-202602-0001.pdf"), "%PDF of a sample").unwrap();
    let wrong = place.path("wrong.txt");
    fs::write(&wrong, "不是这个口令\n").unwrap();
    assert_eq!(place.run(&["list", "--passphrase-file", wrong.to_str().unwrap()]).code, 1, "who cannot open it");
    assert!(place.path("prints").exists(), "takes nothing away");
    assert_eq!(place.run(&["list"]).code, 0, "who opens it");
    assert!(!place.path("prints").exists(), "clears it");

    let other = Place::demo();
    fs::create_dir(other.path("prints")).unwrap();
    fs::write(other.path("prints/mine.txt"), "mine").unwrap();
    assert_eq!(other.run(&["list"]).code, 0, "a cabinet that is not the window's");
    assert!(other.path("prints/mine.txt").exists(), "has a neighbour of that name that is somebody's own");
}

/// Passes when the doctor, who asks for the second place, is answered by a backup there alone, and a folder is that place, made
/// where it is not there yet, because somebody said so.
#[test]
fn only_a_second_place_that_was_named_answers_the_doctor() {
    let place = Place::demo();
    let asks = || {
        let told = place.json(&["doctor"]);
        told["notes"].as_array().unwrap().iter().any(|note| note["code"] == "backup-overdue")
    };
    assert!(asks(), "the sample department never had one in a second place");
    let (beside, disk) = (place.path("beside"), tempfile::tempdir().unwrap());
    let stick = disk.path().join("new/stick");
    let (beside, stick) = (beside.to_str().unwrap(), stick.to_str().unwrap());
    for once in [beside, stick] {
        place.json(&["backup", "--to", once]);
        assert!(asks(), "{once}: made once, it is no second place");
    }
    let near = place.refused(&["backup", "--to", beside, "--second-place"]);
    assert!(near.starts_with("second-place-same: "), "beside the cabinet it goes the way of the cabinet: {near}");
    let deeper = format!("{stick}/deeper");
    let made = place.json(&["backup", "--to", &deeper, "--second-place"]);
    assert!(made["folder"].as_str().unwrap().starts_with(&deeper), "there it lies: {made}");
    assert!(!asks(), "who says so is answered");
    let told = place.run(&["backup", "--to", &deeper, "--second-place"]).out;
    assert!(told.contains("以后每天也备份到这里"), "and is told what it means: {told}");
}

#[test]
fn no_part_of_a_hidden_number_is_found_in_the_list() {
    let place = Place::demo();
    let all = place.list(&["--form", "complaint"]);
    assert!(!all.is_empty(), "the sample department has complaints");
    for asked in ["1380", "13800", "8000", "138000000"] {
        let found = place.list(&["--search", asked]);
        let hidden = found.iter().filter(|line| !line["serial"].as_str().unwrap_or_default().contains(asked));
        assert_eq!(hidden.count(), 0, "{asked} would be tried out figure by figure: {found:?}");
    }
    let whole = (1..=16).map(|n| format!("138000000{n:02}"));
    let found = whole.filter(|number| !place.list(&["--search", number]).is_empty()).count();
    assert!(found > 0, "a customer's whole number finds their sheets");
}
