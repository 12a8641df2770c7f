//! `month`, and `verify FILE.pdf`: the volume as other programs read it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::{Value as Json, json};
use xunfang_tests::paths;

use crate::{Place, keys};

/// Two months, so that the first of them is over on the last day of the sample.
pub fn two_months() -> Place {
    static MADE: OnceLock<Place> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let place = Place::empty();
        let said = place.json(&["demo", "--months", "2", "--seed", "7", "--until", "2026-03-31"]);
        fs::write(place.path("passphrase.txt"), said["passphrase"].as_str().unwrap()).unwrap();
        place
    });
    let copy = Place::empty();
    for part in ["cabinet", "state"] {
        fs::create_dir(copy.path(part)).unwrap();
        for file in fs::read_dir(made.path(part)).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), copy.path(part).join(file.file_name())).unwrap();
        }
    }
    fs::copy(made.path("passphrase.txt"), copy.path("passphrase.txt")).unwrap();
    fs::create_dir(copy.path("out")).unwrap();
    copy
}

/// Asks veraPDF whether a file conforms to a part of ISO 19005.
pub fn conforms(part: &str, file: &Path) {
    let script = paths::top().join("tests/pdfa/validate.sh");
    let out = Command::new("bash").arg(script).arg(part).arg(file).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success() && said.contains("compliant=true"), "PDF/A-{part}: {said}");
}

/// The text of each page, empty backs left out.
fn pages(file: &Path) -> Vec<String> {
    let out = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().unwrap();
    assert!(out.status.success(), "poppler reads it");
    let text = String::from_utf8(out.stdout).unwrap();
    text.split('\u{c}').filter(|page| !page.trim().is_empty()).map(str::to_owned).collect()
}

/// Page by page, empty backs left out, whether it bears the mark of a draft: the words in the order in which they are drawn.
fn marked(file: &Path) -> Vec<bool> {
    let out = Command::new("pdftotext").arg("-raw").arg(file).arg("-").output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    let pages = text.split('\u{c}').map(|page| page.split_whitespace().collect::<String>()).filter(|page| !page.is_empty());
    pages.map(|page| page.contains("送审稿")).collect()
}

/// Sheet by sheet where it begins in the file, from 0: the page that the catalogue names bears its number, and that of the sheet.
fn stands_where_listed(pages: &[String], sheets: &[&Json]) -> Vec<(String, usize)> {
    let front = pages.iter().take_while(|page| page.contains("卷内目录") || !page.contains("月度综述")).count();
    let catalogue = pages[..front].join("\n");
    let mut found = Vec::new();
    for sheet in sheets {
        let serial = sheet["编号"].as_str().unwrap();
        let line = catalogue.lines().find(|line| line.contains(serial)).unwrap_or_else(|| panic!("{serial} is in the catalogue"));
        let date = sheet["日期"].as_str().unwrap().replace('-', "");
        let behind = line.split(&date).nth(1).unwrap_or_else(|| panic!("{serial}: {line}"));
        let page: usize = behind.split_whitespace().next().unwrap().parse().unwrap();
        let text = &pages[front + page - 1];
        assert!(text.contains(serial), "{serial} stands on page {page}");
        assert!(text.split_whitespace().any(|word| word == page.to_string()), "which bears that number");
        found.push((serial.to_owned(), front + page - 1));
    }
    found
}

/// Words that people wrote on a sheet, by its stored bytes: the customer, and the beginning of every answer in words. A line of a
/// narrow cell may end behind that.
fn written(body: &Json) -> Vec<String> {
    let fields = body["answers"]["fields"].as_object().unwrap();
    let customer = fields.get("customer").and_then(|value| value["ref"]["text"].as_str()).map(str::to_owned);
    let typed = fields.values().filter_map(Json::as_str).filter(|text| !text.starts_with("20") && text.chars().count() > 4);
    customer.into_iter().chain(typed.map(|text| text.chars().take(5).collect())).collect()
}

/// What a complete volume has inside is what it prints: the words of each sheet are on its own pages, and not on others alone.
fn says_its_own(file: &Path, pages: &[String], places: &[(String, usize)]) {
    let folder = tempfile::tempdir().unwrap();
    let done = Command::new("pdfdetach").arg("-saveall").arg("-o").arg(folder.path()).arg(file).output().unwrap();
    assert!(done.status.success(), "pdfdetach takes them out: {}", String::from_utf8_lossy(&done.stderr));
    let mut begins: Vec<usize> = places.iter().map(|(_, page)| *page).collect();
    begins.sort_unstable();
    let mut looked = 0;
    for (serial, page) in places {
        let body = fs::read(folder.path().join(format!("{serial}.json"))).unwrap();
        let body: Json = serde_json::from_slice(&body).unwrap();
        let end = begins.iter().copied().find(|begin| begin > page).unwrap_or(pages.len());
        let own: String = pages[*page..end].concat().split_whitespace().collect();
        for words in written(&body) {
            let words: String = words.split_whitespace().collect();
            assert!(own.contains(&words), "{serial}: “{words}” stands on its pages from {page}");
            looked += 1;
        }
    }
    assert!(looked > places.len(), "sheets say something: {looked}");
}

/// The 备考表 of a bound volume: how many sheets and pages there are, and as a code for the phone the month with its hash.
fn closing_note(file: &Path, pages: &[String], items: usize, root: &str) {
    let front = pages.iter().take_while(|page| page.contains("卷内目录") || !page.contains("月度综述")).count();
    let at = pages.iter().rposition(|page| page.contains("卷内备考表")).unwrap();
    let text: String = pages[at].split_whitespace().collect();
    let numbered = at - front;
    assert!(
        pages[at - 1].split_whitespace().any(|word| word == numbered.to_string()),
        "the last page before it bears {numbered}"
    );
    assert!(text.contains(&format!("共{items}件{numbered}页")), "{items} sheets on {numbered} pages: {text}");
    // Empty backs are pages of the file, and have no text.
    let out = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().unwrap();
    let all = String::from_utf8(out.stdout).unwrap();
    let page = all.split('\u{c}').collect::<Vec<_>>().iter().rposition(|page| page.contains("卷内备考表")).unwrap() + 1;
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("note");
    let n = page.to_string();
    let done =
        Command::new("pdftoppm").args(["-png", "-r", "200", "-singlefile", "-f", &n, "-l", &n]).arg(file).arg(&picture).output();
    assert!(done.unwrap().status.success(), "poppler draws it");
    let codes = xunfang_core::sheet::photo::qr::read(&fs::read(picture.with_extension("png")).unwrap());
    assert_eq!(codes, [format!("XFM1:2026-02:{root}")], "the code says the hash that was sealed");
}

pub fn made(said: &Json) -> Vec<PathBuf> {
    said["files"].as_array().unwrap().iter().map(|file| PathBuf::from(file.as_str().unwrap())).collect()
}

#[test]
fn a_month_is_looked_at_explained_closed_and_opened_again() {
    let place = two_months();
    let told = place.json(&["month", "status", "2026-02"]);
    for key in ["month", "site", "stage", "matrix", "coverage", "gaps", "open_gaps", "items", "carried", "closing", "supplements"]
    {
        assert!(keys(&told).contains(key), "status says {key}");
    }
    assert_eq!((&told["month"], &told["stage"]), (&json!("2026-02"), &json!("open")), "over and open");
    assert!(place.refused(&["month", "close", "2026-03"]).starts_with("month-running"), "the month that runs is not closed");
    let gaps = told["open_gaps"].as_u64().unwrap();
    assert!(gaps > 0 && place.refused(&["month", "close", "2026-02"]).starts_with("month-gaps"), "gaps want a reason");
    let gap = told["gaps"].as_array().unwrap().iter().find(|gap| gap["said"].is_null() && gap["slot"].is_null()).unwrap();
    let key = gap["key"].as_str().unwrap();
    let refused = place.refused(&["month", "explain", "2026-02", key, "月初补办😀"]);
    assert_eq!(
        refused, "glyph-missing: “缺件说明”里的“😀”没有字体可以打印，请换一个写法",
        "what no font prints is refused when it is typed, in Chinese"
    );
    let said = place.json(&["month", "explain", "2026-02", key, "月初补办"]);
    assert_eq!(said["open_gaps"], gaps - 1, "one of them is explained");
    let closed = place.json(&["month", "close", "2026-02", "--reason", "已核对"]);
    assert_eq!((&closed["stage"], &closed["open_gaps"]), (&json!("closed"), &json!(0)), "closed, and every gap has its words");
    let words = place.run(&["month", "status", "2026-02"]);
    assert!(words.out.contains("已归档") && words.out.contains("月初补办"), "in words: {}", words.out);
    assert!(place.refused(&["month", "close", "2026-02"]).starts_with("month-closed"), "once");
    let refused = place.refused(&["month", "close", "2025-11"]);
    assert!(refused.starts_with("month-empty") && refused.contains("--reason"), "an empty month is asked about: {refused}");
    let empty = place.json(&["month", "close", "2025-11", "--reason", "当月尚未启用"]);
    assert_eq!((&empty["stage"], &empty["items"]), (&json!("closed"), &json!(0)), "and closed with a reason");
    let open = place.json(&["month", "reopen", "2026-02", "--reason", "补审阅"]);
    assert_eq!(open["stage"], "open", "opened again with a reason");
    for wrong in ["2026-13", "2026", "二月"] {
        assert_eq!(place.run(&["month", "status", wrong]).code, 2, "{wrong} is no month");
    }
}

#[test]
fn what_is_stopped_or_refused_leaves_no_file_and_a_draft_stands_beside_the_complete_one() {
    let place = two_months();
    let out = place.path("out");
    let folder = out.to_str().unwrap();
    let names = || {
        let all = fs::read_dir(&out).unwrap().map(|file| file.unwrap().file_name().to_string_lossy().into_owned());
        all.collect::<std::collections::BTreeSet<String>>()
    };
    // Killed as hard as may be, as soon as the log has the act: the file is being made then.
    let mark = || {
        let all = fs::read_dir(place.path("state")).unwrap().map(|file| fs::read(file.unwrap().path()).unwrap_or_default());
        all.collect::<std::collections::BTreeSet<_>>()
    };
    let before = mark();
    let mut running = place.command(&["month", "2026-02", "--out", folder, "--draft"]).spawn().unwrap();
    while mark() == before && running.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    assert!(running.try_wait().unwrap().is_none(), "it was not done yet");
    running.kill().unwrap();
    running.wait().unwrap();
    assert_eq!(names(), [].into(), "nothing is there before its bytes are");

    let draft = ["month", "2026-02", "--out", folder, "--draft", "--format", "jsonl,csv"];
    let masked = made(&place.json(&draft));
    let complete = made(&place.json(&[&draft[..], &["--full", "--reason", "核对"]].concat()));
    assert_eq!(names().len(), 4, "a complete draft never stands in for the masked one: {:?}", names());
    assert!(complete.iter().all(|file| !masked.contains(file)), "each has its own name: {complete:?}");

    // The second cannot be put into its place: the first is not there either.
    masked.iter().chain(&complete).for_each(|file| fs::remove_file(file).unwrap());
    fs::create_dir(&masked[1]).unwrap();
    assert!(place.refused(&draft).starts_with("file-failed"), "a folder stands in its place");
    assert_eq!(names().len(), 1, "and nothing beside it: {:?}", names());
}

#[test]
fn the_volume_conforms_and_each_sheet_stands_where_the_catalogue_says() {
    let place = two_months();
    let out = place.path("out");
    let folder = out.to_str().unwrap();
    assert!(place.refused(&["month", "2026-02", "--out", folder]).starts_with("month-open"), "a volume is of a closed month");
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0, "what was refused leaves no file");
    // Asked in February, to be answered in April.
    let open = json!({ "fields": { "received": "2026-02-26 10:00", "way": "来访", "category": "收费", "content": "车位费怎么交？", "at_once": "否",
        "answer_due": "2026-04-20 18:00", "why_not": "须问财务", "told_at": "2026-02-26 10:05" }, "finish": ["register"] });
    fs::write(place.path("open.json"), open.to_string()).unwrap();
    place.json(&["fill", "consultation", "--answers", place.path("open.json").to_str().unwrap()]);
    let draft = made(&place.json(&["month", "2026-02", "--out", folder, "--draft", "--format", "pdf"]));
    let pages_of_draft = marked(&draft[0]);
    assert!(pages_of_draft.len() > 60, "a month of pages: {}", pages_of_draft.len());
    let bare: Vec<usize> = (0..pages_of_draft.len()).filter(|n| !pages_of_draft[*n]).collect();
    assert_eq!(bare, [0_usize; 0], "a leaf of a draft that lies on a desk by itself is known for one");
    place.json(&["month", "close", "2026-02", "--reason", "已核对"]);
    let masked = made(&place.json(&["month", "2026-02", "--out", folder, "--format", "pdf,xlsx,csv,jsonl"]));
    assert_eq!(masked.len(), 4, "each that was asked for: {masked:?}");
    assert!(masked.iter().all(|file| file.to_string_lossy().contains("脱敏件")), "masked unless asked otherwise");
    conforms("2b", &masked[0]);
    let lines = fs::read_to_string(&masked[3]).unwrap();
    let rows: Vec<Json> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let sheets: Vec<&Json> = rows.iter().filter(|row| row["ledger"] == "catalogue").collect();
    assert!(sheets.len() > 40, "a month of sheets: {}", sheets.len());

    stands_where_listed(&pages(&masked[0]), &sheets);
    assert!(marked(&masked[0]).iter().all(|mark| !mark), "a closed month is no draft, on none of its pages");

    let refused = place.run(&["month", "2026-02", "--out", folder, "--full"]);
    assert_eq!(refused.code, 2, "complete only with a reason");
    let refused = place.run(&["month", "2026-02", "--out", folder, "--reason", "移交"]);
    assert_eq!(refused.code, 2, "and a reason that nothing would keep is not taken");
    let full = made(&place.json(&["month", "2026-02", "--out", folder, "--full", "--reason", "移交", "--format", "pdf"]));
    conforms("3b", &full[0]);
    let pages = pages(&full[0]);
    says_its_own(&full[0], &pages, &stands_where_listed(&pages, &sheets));
    let file = full[0].to_str().unwrap();
    let with = place.json(&["verify", file]);
    assert_eq!((&with["ok"], &with["compared"]), (&json!(true), &json!(true)), "against the cabinet");
    let alone = Command::new(paths::program("xunfang")).args(["--json", "verify", file]).output().unwrap();
    let alone: Json = serde_json::from_slice(&alone.stdout).unwrap();
    assert_eq!((&alone["ok"], &alone["compared"], &alone["root"]), (&json!(true), &json!(false), &with["root"]), "by itself");
    let alone = Command::new(paths::program("xunfang")).args(["verify", file]).output().unwrap();
    let said = String::from_utf8_lossy(&alone.stdout);
    assert_eq!(alone.status.code(), Some(0), "its attachments prove themselves: {said}");
    assert!(
        said.contains("页面内容没有核对") && said.contains("没有和资料库核对"),
        "and it is said what was not looked at: {said}"
    );
    closing_note(&full[0], &pages, sheets.len(), with["root"].as_str().unwrap());
    // What went on over the end of the month is in the volume's own list.
    let status = place.json(&["month", "status", "2026-02"]);
    let carried: Vec<&str> = status["carried"].as_array().unwrap().iter().map(|case| case["serial"].as_str().unwrap()).collect();
    assert!(!carried.is_empty(), "the question goes on");
    let list: String = pages.iter().filter(|page| page.contains("未办结结转表") && page.contains("待办")).cloned().collect();
    for serial in carried {
        assert!(list.contains(serial), "{serial} is carried over on paper: {list}");
    }
    assert_eq!(with["pages"], "identical", "and its pages, made again in another process");
    let file = masked[0].to_str().unwrap();
    let none = Command::new(paths::program("xunfang")).args(["verify", file]).output().unwrap();
    let said = String::from_utf8_lossy(&none.stdout);
    assert!(
        !none.status.success() && said.contains("要有资料库") && said.contains("没有证明"),
        "by itself it proves nothing: {said}"
    );
    let proof = place.json(&["verify", file]);
    assert_eq!((&proof["ok"], &proof["kind"], &proof["pages"]), (&json!(true), &json!("volume"), &json!("identical")), "{proof}");
    assert_eq!(proof["root"], with["root"], "it names the same hash");
    let acts = place.json(&["audit"]);
    let of = |act: &str| acts.as_array().unwrap().iter().filter(|line| line["act"] == act).count();
    assert_eq!((of("volume"), of("volume-full")), (5, 1), "each file is a line of the log, the draft too");
}
