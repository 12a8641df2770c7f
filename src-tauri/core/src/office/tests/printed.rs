//! Printed files brought back: what they name, what the cabinet says of it, and that nothing is claimed of one that was changed.

use std::ops::ControlFlow;

use lopdf::{Document, Object};

use super::super::api::RegisterInput;
use super::super::{Office, PagesProof, Target, VolumeProof, Wanted, verify_volume};
use super::brought_back::{codes, repainted};
use super::{Department, PASSPHRASE, text};
use crate::clock::Id;
use crate::office::api::Finish;
use crate::paper::NoPictures;
use crate::paper::mask::Mask;
use crate::paper::pdf::{self, PrintInfo, said};
use crate::sheet::Value;

fn printed(d: &Department, sheet: &str) -> Vec<u8> {
    d.office.export(&[sheet.to_owned()], Wanted::Pdf, &|_, _| true).unwrap()
}

fn proven(office: &Office, pdf: &[u8]) -> VolumeProof {
    office.verify_volume(pdf).unwrap()
}

/// The newest revision of a sheet.
fn revision(d: &Department, sheet: &str) -> String {
    d.office.cabinet().read(|reader| reader.heads(sheet.parse().unwrap())).unwrap().remove(0).hash.to_string()
}

/// Writes into a finished revisit and finishes it again.
fn amend(d: &Department, sheet: &str, words: &str) {
    let draft = d.office.edit_sheet(sheet).unwrap();
    let draft = d.save(&draft, |a| drop(a.fields.insert("findings".into(), text(words))));
    d.office.finish(&draft.id, &Finish { change_reason: "补记".into(), ..Finish::default() }).unwrap();
}

/// The file with words of its keywords exchanged for others of the same length, wherever they stand.
fn exchanged(pdf: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len(), "every place in the file stays where it is");
    let mut out = pdf.to_vec();
    let mut found = 0;
    for at in 0..=out.len() - from.len() {
        if out[at..].starts_with(from.as_bytes()) {
            out[at..at + to.len()].copy_from_slice(to.as_bytes());
            found += 1;
        }
    }
    assert!(found >= 2, "they stand in the document information and in the metadata: {found}");
    out
}

#[test]
fn a_printed_sheet_is_proved_byte_for_byte_and_says_how_its_revision_stands_now() {
    let d = Department::new();
    let sheet = d.revisit_that("已见", |a| drop(a.fields.insert("again".into(), Value::Flag(false))));
    d.sign(&sheet, "customer_sign", "", "满意").unwrap();
    let serial = d.office.sheet(&sheet).unwrap().serial;
    d.later(2);
    let pdf = printed(&d, &sheet);
    let names = said(&pdf).unwrap();
    assert!(names.agree && names.keywords.starts_with("XFP1 sheets mask=phones,ids at=2026-02-24T09:03"), "{}", names.keywords);
    for private in ["赵六", "13800000001", "0801", "满意", serial.as_str()] {
        assert!(!names.keywords.contains(private), "nothing that a customer could be known by: {private}");
    }

    let alone = verify_volume(&pdf).unwrap();
    assert_eq!((alone.ok, alone.compared, alone.pages), (false, false, PagesProof::NotCompared), "a file alone proves nothing");
    assert_eq!((alone.kind.as_str(), codes(&alone)), ("sheets", vec!["cabinet-wanted"]), "and says what would");
    assert_eq!((alone.sheets[0].sheet.as_str(), alone.sheets[0].state.as_str()), (sheet.as_str(), ""), "it says what it names");

    let proof = proven(&d.office, &pdf);
    assert!(proof.ok && proof.compared && proof.problems.is_empty(), "{:?}", proof.problems);
    assert_eq!(proof.pages, PagesProof::Identical, "made again from the log it is the same file");
    assert_eq!(proof.hides, ["phones", "ids"], "what everyone's prints hide");
    let by = proof.printed.unwrap();
    assert_eq!((by.by.as_str(), by.at.as_str()), ("张三", "2026-02-24T09:03+08:00"), "who took it and when, as the log has it");
    let one = &proof.sheets[0];
    assert_eq!(
        (one.serial.as_str(), one.state.as_str(), one.version, one.versions),
        (serial.as_str(), "newest", 2, 2),
        "{one:?}"
    );

    d.sign(&sheet, "visitor_sign", "", "").unwrap();
    let proof = proven(&d.office, &pdf);
    assert!(proof.ok && proof.sheets[0].message.contains("又有签字"), "what was signed since is not on it: {:?}", proof.sheets);
    d.office.void_sheet(&sheet, "填错").unwrap();
    let proof = proven(&d.office, &pdf);
    let one = &proof.sheets[0];
    assert_eq!((proof.ok, proof.pages), (true, PagesProof::Identical), "it still is the file that was handed out");
    assert_eq!((one.state.as_str(), one.version, one.versions), ("older", 2, 3), "but no longer how the sheet reads");
    assert!(one.message.contains("最新的是第3版") && one.message.contains("已作废"), "{}", one.message);
    d.later(1);
    let voided = proven(&d.office, &printed(&d, &sheet));
    assert_eq!((voided.ok, voided.sheets[0].state.as_str()), (true, "void"), "printed since");
    let d = d.reopen(PASSPHRASE);
    assert!(proven(&d.office, &pdf).ok, "opened again, the log still makes the same file");
}

#[test]
fn bundles_earlier_versions_and_blanks_are_proved_as_well() {
    let d = Department::new();
    let sheets = [d.revisit(), d.revisit()];
    let first = revision(&d, &sheets[0]);
    d.later(1);
    amend(&d, &sheets[0], "又看了一次");
    d.later(1);
    let both = proven(&d.office, &d.office.export(&sheets, Wanted::Pdf, &|_, _| true).unwrap());
    let states: Vec<&str> = both.sheets.iter().map(|sheet| sheet.state.as_str()).collect();
    assert_eq!((both.ok, both.pages, states), (true, PagesProof::Identical, vec!["newest", "newest"]), "{:?}", both.problems);
    let version = d.office.export_version(&sheets[0], &first).unwrap();
    amend(&d, &sheets[0], "再看了一次");
    let proof = proven(&d.office, &version);
    assert_eq!((proof.kind.as_str(), proof.ok, proof.sheets[0].version), ("version", true, 1), "{:?}", proof.problems);
    assert_eq!(proof.sheets[0].versions, 3, "of how many there are now, whatever its pages said then");

    let blanks = d.office.print_blanks("revisit", 2).unwrap();
    let proof = proven(&d.office, &blanks);
    assert_eq!((proof.kind.as_str(), proof.ok, proof.sheets.len()), ("blanks", true, 2), "{:?}", proof.problems);
    d.office.void_blank(&proof.sheets[0].serial, "弄脏").unwrap();
    let states: Vec<String> = proven(&d.office, &blanks).sheets.into_iter().map(|sheet| sheet.state).collect();
    assert_eq!(states, ["blank-void", "blank-reserved"], "what became of each number");
    let page = d.office.pages(Target::Sheet(&sheets[0])).unwrap();
    assert!(!page.svg.is_empty(), "the screen is drawn as before");
}

#[test]
fn nothing_is_claimed_of_a_file_that_was_changed() {
    let d = Department::new();
    let (sheet, other) = (d.revisit(), d.revisit());
    let (mine, others) = (revision(&d, &sheet), revision(&d, &other));
    let pdf = printed(&d, &sheet);
    assert!(proven(&d.office, &pdf).ok, "the file itself");
    let foreign = {
        let at = d.clock.now();
        let info = PrintInfo { title: "别的文件".into(), exporter: "别人".into(), printed_at: at, keywords: String::new() };
        let grid = crate::paper::layout::sample::revisit("好");
        pdf::render(&[grid], &NoPictures, &info, &|_, _| ControlFlow::Continue(())).unwrap()
    };
    let info_only = {
        let mut doc = Document::load_mem(&pdf).unwrap();
        let info = doc.trailer.get(b"Info").and_then(Object::as_reference).unwrap();
        let line = said(&pdf).unwrap().keywords.replace(&sheet, &other);
        doc.get_object_mut(info).unwrap().as_dict_mut().unwrap().set("Keywords", Object::string_literal(line));
        let mut out = Vec::new();
        doc.save_to(&mut out).unwrap();
        out
    };
    let swapped = exchanged(&exchanged(&pdf, &sheet, &other), &mine, &others);
    let appended = [&pdf[..], b"\n% more"].concat();
    let nobody = "0".repeat(64);
    let table: &[(&str, Vec<u8>, &str)] = &[
        ("a figure on a page", repainted(&pdf), "pages-differ"),
        ("something behind the end", appended, "pages-differ"),
        ("the names of another sheet", swapped, "print-unknown"),
        ("the other sheet's id alone", exchanged(&pdf, &sheet, &other), "revision-unknown"),
        ("a sheet of nowhere", exchanged(&pdf, &sheet, "019c5678-0000-7000-8000-000000000001"), "sheet-unknown"),
        ("a revision of nowhere", exchanged(&pdf, &mine, &nobody), "revision-unknown"),
        ("a mask that was not", exchanged(&pdf, "mask=phones,ids", "mask=phones,idz"), "names-unreadable"),
        ("less masked than it says", exchanged(&pdf, "mask=phones,ids", "mask=ids,phones"), "pages-differ"),
        ("printed at another time", exchanged(&pdf, "at=2026-02-24T09:00:00", "at=2026-02-24T08:00:00"), "print-unknown"),
        ("by another version", exchanged(&pdf, "program=0.", "program=7."), "pages-unproven"),
        ("of another kind", exchanged(&pdf, "XFP1 sheets", "XFP1 blanks"), "names-unreadable"),
        ("names that only one reader sees", info_only, "names-differ"),
        ("a paper that names nothing", foreign, "list-missing"),
    ];
    for (what, file, code) in table {
        let proof = proven(&d.office, file);
        assert!(!proof.ok && proof.pages != PagesProof::Identical, "{what} is not vouched for");
        assert_eq!(codes(&proof), [*code], "{what}");
        assert_eq!(proof.printed, None, "{what}: who printed is told of the file that they printed alone");
        assert!(!verify_volume(file).unwrap().ok, "{what}, without a cabinet");
    }
    for bytes in [&b""[..], b"not a pdf", b"%PDF-1.7\n", &pdf[..pdf.len() / 2], &pdf[pdf.len() / 2..], &pdf[..40]] {
        let code = d.office.verify_volume(bytes).map_or_else(|error| error.code().to_owned(), |proof| codes(&proof).join(","));
        assert!(["pdf-unreadable", "list-missing"].contains(&code.as_str()), "{} bytes of it: {code}", bytes.len());
    }
    for n in 1..24 {
        let mut flipped = pdf.clone();
        let at = pdf.len() * n / 24;
        flipped[at] ^= 0x10;
        assert!(d.office.verify_volume(&flipped).map_or(true, |proof| !proof.ok), "one bit at byte {at}");
    }
    assert_eq!(codes(&proven(&Department::new().office, &pdf)), ["sheet-unknown"], "another department never had it");
}

#[test]
fn a_masked_print_is_proved_and_told_as_altered_whoever_was_entered_since() {
    let d = Department::new();
    let sheet = d.revisit();
    let printing = d.office.log_printing(&[sheet.parse::<Id>().unwrap()], "print", "", "").unwrap();
    let go = |_: usize, _: usize| ControlFlow::Continue(());
    let pdf = d.office.sheets_pdf(&[sheet], Mask::ALL, &printing, true, &go).unwrap();
    assert_eq!(proven(&d.office, &pdf).pages, PagesProof::Identical, "a masked print is proved too");
    let changed = repainted(&pdf);
    assert_eq!(codes(&proven(&d.office, &changed)), ["pages-differ"], "a changed one differs");
    let input = RegisterInput { register: "customer".into(), name: "困人".into(), ..RegisterInput::default() };
    d.office.save_entry(&input).unwrap();
    assert_eq!(proven(&d.office, &pdf).pages, PagesProof::Identical, "it is made again with whom the registers named then");
    assert_eq!(codes(&proven(&d.office, &changed)), ["pages-differ"], "so what differs is still told");
}
