//! `render`, `blank`, `forms`: files that are whole or not there.

use std::fs;

use serde_json::json;

use super::{Place, keys, said};

#[test]
fn a_sheet_becomes_a_pdf_an_svg_and_an_excel_file() {
    let place = Place::demo();
    let serial = place.serial_of("inspection-outlets", "signed");
    for (name, begins) in [("a.pdf", b"%PDF-".as_slice()), ("a.svg", b"<"), ("a.xlsx", b"PK\x03\x04")] {
        let to = place.path(name);
        let told = place.json(&["render", &serial.to_lowercase(), "--to", to.to_str().unwrap()]);
        assert_eq!(told["file"], to.to_str().unwrap(), "it names the file");
        assert_eq!(told["serial"], serial.as_str(), "the serial as it is printed, however it was typed");
        assert!(fs::read(&to).unwrap().starts_with(begins), "{name} is what its name says");
    }
    let second = place.path("second.svg");
    let told = place.json(&["render", &serial, "--to", second.to_str().unwrap(), "--page", "2"]);
    assert!(told["pages"].as_u64().unwrap() > 1, "it says how many pages there are: {told}");
    assert_ne!(fs::read(&second).unwrap(), fs::read(place.path("a.svg")).unwrap(), "another page is another picture");
}

#[test]
fn a_failed_command_leaves_no_file() {
    let place = Place::demo();
    let serial = place.serial_of("revisit", "signed");
    let kept = place.path("kept.svg");
    fs::write(&kept, "mine").unwrap();
    let before = place.files();
    let to = place.path("new.pdf").to_string_lossy().into_owned();
    assert!(place.refused(&["render", "HF-A-209901-0001", "--to", &to]).starts_with("not-found: "), "no such sheet");
    let page = place.refused(&["render", &serial, "--to", kept.to_str().unwrap(), "--page", "99"]);
    assert!(page.starts_with("not-found: "), "no such page: {page}");
    let nowhere = place.path("nowhere/new.pdf").to_string_lossy().into_owned();
    assert!(place.refused(&["render", &serial, "--to", &nowhere]).starts_with("file-missing: "), "no such folder");
    let form = place.refused(&["blank", "no-such-form", "--to", &to]);
    assert!(form.starts_with("not-found: ") && form.contains("表单"), "no such form, in the office's words: {form}");
    assert!(place.refused(&["blank", "revisit", "--to", &nowhere]).starts_with("file-missing: "), "no such folder");
    assert_eq!(place.files(), before, "nothing new");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "mine", "what was there stands");
    let wrong = place.run(&["--json", "render", &serial, "--to", "a.doc"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""), "a format that is not written is a wrong command");
}

#[test]
fn blanks_are_numbered_one_after_the_other() {
    let place = Place::demo();
    let to = place.path("blank.pdf");
    let told = place.json(&["blank", "revisit", "--to", to.to_str().unwrap(), "--count", "2"]);
    assert!(fs::read(&to).unwrap().starts_with(b"%PDF-"), "a file to print");
    let serials: Vec<&str> = told["serials"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    assert_eq!(serials.len(), 2, "a number each: {told}");
    assert!(serials[0] < serials[1], "in order: {serials:?}");
}

#[test]
fn a_printed_file_that_comes_back_is_proved_by_the_cabinet_or_told_apart() {
    let place = Place::demo();
    let serial = place.serial_of("revisit", "signed");
    let (sheet, blank) = (place.path("sheet.pdf"), place.path("blank.pdf"));
    place.json(&["render", &serial, "--to", sheet.to_str().unwrap()]);
    place.json(&["blank", "revisit", "--to", blank.to_str().unwrap(), "--count", "2"]);
    super::month::conforms("2b", &sheet);
    super::month::conforms("2b", &blank);
    let proof = place.json(&["verify", sheet.to_str().unwrap()]);
    assert_eq!((&proof["ok"], &proof["kind"], &proof["pages"]), (&json!(true), &json!("sheets"), &json!("identical")), "{proof}");
    let one = &proof["sheets"][0];
    assert_eq!((&one["serial"], &one["state"]), (&json!(serial), &json!("newest")), "{proof}");
    let said = place.run(&["verify", sheet.to_str().unwrap()]);
    assert!(said.code == 0 && said.out.contains(&serial) && said.out.contains("逐字节一致"), "{}", said.out);
    let proof = place.json(&["verify", blank.to_str().unwrap()]);
    assert_eq!((&proof["ok"], &proof["sheets"][1]["state"]), (&json!(true), &json!("blank-reserved")), "{proof}");

    let whole = fs::read(&sheet).unwrap();
    let mut flipped = whole.clone();
    let page = whole.windows(6).position(|six| six == b"stream").unwrap() + 40;
    flipped[page] ^= 1;
    let table: &[(&str, &[u8])] =
        &[("flipped", &flipped), ("cut", &whole[..whole.len() / 2]), ("words", b"not a pdf"), ("empty", b"")];
    for (what, bytes) in table {
        let file = place.path("changed.pdf");
        fs::write(&file, bytes).unwrap();
        let run = place.run(&["verify", file.to_str().unwrap()]);
        assert_eq!(run.code, 1, "{what}: {}{}", run.out, run.err);
        assert!(!run.out.contains("逐字节一致"), "{what}: nothing is claimed of it: {}", run.out);
    }
}

#[test]
fn forms_are_listed_and_checked_without_a_cabinet() {
    let place = Place::empty();
    let forms = |words: &[&str]| {
        let mut command = std::process::Command::new(xunfang_tests::paths::program("xunfang"));
        said(command.args(words))
    };
    let listed: serde_json::Value = serde_json::from_str(&forms(&["--json", "forms", "list"]).out).unwrap();
    let first = listed.as_array().unwrap().first().unwrap();
    assert_eq!(keys(first), ["edition", "hash", "id", "number", "title"].into(), "keys are stable");

    let own = xunfang_tests::paths::top().join("src-tauri/core/forms");
    for file in fs::read_dir(own).unwrap().map(|f| f.unwrap().path()).filter(|f| f.extension().is_some_and(|e| e == "toml")) {
        let checked = forms(&["--json", "forms", "check", file.to_str().unwrap()]);
        assert_eq!(checked.code, 0, "a form that ships is a form: {}", checked.err);
    }
    let bad = place.path("bad.toml");
    fs::write(&bad, "schema = 1\nid = \"x\"\ncolour = \"red\"\n").unwrap();
    let refused = forms(&["--json", "forms", "check", bad.to_str().unwrap()]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""), "a bad file is refused");
    assert!(refused.err.starts_with("form-refused: ") && refused.err.contains("bad.toml:"), "file and line: {}", refused.err);
}

#[test]
fn a_form_tells_what_it_asks_by_the_names_that_an_answers_file_uses() {
    let place = Place::empty();
    let forms = |words: &[&str]| {
        let mut command = std::process::Command::new(xunfang_tests::paths::program("xunfang"));
        said(command.args([&["--json", "forms"], words].concat()))
    };
    let listed: serde_json::Value = serde_json::from_str(&forms(&["list"]).out).unwrap();
    for form in listed.as_array().unwrap() {
        let shown = forms(&["show", form["id"].as_str().unwrap()]);
        let shown: serde_json::Value = serde_json::from_str(&shown.out).unwrap();
        assert_eq!(
            keys(&shown),
            ["edition", "hash", "id", "number", "sections", "stages", "title"].into(),
            "keys are stable, and those of the list are among them"
        );
        for section in shown["sections"].as_array().unwrap() {
            assert_eq!(keys(section), ["caption", "fields", "groups", "id", "kind"].into(), "so are those of a section");
            for field in section["fields"].as_array().unwrap() {
                let choice = ["one", "some", "check"].contains(&field["kind"].as_str().unwrap());
                assert_eq!(choice, !field["options"].as_array().unwrap().is_empty(), "a choice has its words: {field}");
            }
        }
    }
    let shown: serde_json::Value = serde_json::from_str(&forms(&["show", "revisit"]).out).unwrap();
    let field = |id: &str| {
        let sections = shown["sections"].as_array().unwrap();
        sections.iter().flat_map(|s| s["fields"].as_array().unwrap()).find(|f| f["id"] == id).unwrap().clone()
    };
    assert_eq!(
        field("attempt_way"),
        serde_json::json!({
            "id": "attempt_way", "label": "方式", "kind": "one", "options": ["上门", "电话", "来访", "微信"], "register": null,
            "stage": "visit", "required": true, "conditional": false, "per_group": false, "fillable": true
        }),
        "everything that whoever writes the file must know"
    );
    assert_eq!(field("customer")["register"], "customer", "whose names are looked up");
    assert_eq!(field("timely")["options"], serde_json::json!(["pass", "fail", "na", "undrawn"]), "marks by their names");
    assert_eq!((&field("phone")["fillable"], &field("customer_sign")["fillable"]), (&false.into(), &false.into()), "not by hand");
    let unknown = forms(&["show", "no-such-form"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (1, ""), "{}", unknown.err);
    assert!(unknown.err.starts_with("not-found: 没有表单“no-such-form”"), "which one, and where to look: {}", unknown.err);
    let said = super::said(
        std::process::Command::new(xunfang_tests::paths::program("xunfang"))
            .args(["forms", "show", "revisit"])
            .current_dir(place.path("")),
    );
    assert!(said.out.contains("attempt_way") && said.out.contains("上门／电话／来访／微信"), "and in words: {}", said.out);
}
