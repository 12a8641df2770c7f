//! A complete volume that somebody changed with care: the sheet and the list that vouches for it together.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use serde_json::{Value as Json, json};

use super::super::verify_volume;
use super::tests::{amended, march};
use super::tests_given::{asked, closed, rewritten};
use super::*;
use crate::cabinet::Hash;
use crate::office::api::VolumeFormat;
use crate::paper::pdf::attached;

const LIST: &str = "manifest.json";

fn codes(proof: &VolumeProof) -> Vec<&str> {
    proof.problems.iter().map(|problem| problem.code.as_str()).collect()
}

/// The list of a volume, changed.
fn relisted(pdf: &[u8], change: impl FnOnce(&mut Json, &BTreeMap<String, Vec<u8>>)) -> Vec<u8> {
    let files: BTreeMap<String, Vec<u8>> = attached(pdf).unwrap().into_iter().collect();
    let mut list: Json = serde_json::from_slice(&files[LIST]).unwrap();
    change(&mut list, &files);
    rewritten(pdf, LIST, list.to_string().into_bytes())
}

fn place_of(list: &Json, serial: &str) -> usize {
    list["items"].as_array().unwrap().iter().position(|item| item["serial"] == serial).unwrap()
}

#[test]
fn a_sheet_that_was_changed_together_with_its_hash_is_found_by_the_entry_that_the_root_names() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let pdf = office.export_volume(&asked(VolumeFormat::Pdf, true), &|_, _| true).unwrap();
    let serial = "TS-A-202603-0001";
    let file = format!("{serial}.json");
    let files: BTreeMap<String, Vec<u8>> = attached(&pdf).unwrap().into_iter().collect();
    let stored: Vec<u8> = files[&file].iter().map(|byte| if *byte == b'8' { b'9' } else { *byte }).collect();
    let hash = Hash::of(&stored).to_string();
    let forged = relisted(&rewritten(&pdf, &file, stored), |list, _| {
        let n = place_of(list, serial);
        list["items"][n]["body"] = json!(hash);
    });
    let proof = verify_volume(&forged).unwrap();
    assert_eq!(codes(&proof), ["entry-differs"], "the log's own head of the entry says another hash");
    assert_eq!(proof.problems[0].serial, serial, "and of which sheet");
    // The head as well: then it is no longer the one that has the hash under the root.
    let forged = relisted(&forged, |list, _| {
        let n = place_of(list, serial);
        let head = list["items"][n]["heads"][0].as_str().unwrap().to_owned();
        let mut said: Json = serde_json::from_str(&head).unwrap();
        said["body_hash"] = json!(hash);
        list["items"][n]["heads"][0] = json!(said.to_string());
    });
    assert_eq!(codes(&verify_volume(&forged).unwrap()), ["entry-differs"], "nobody makes a head of that hash");
}

#[test]
fn what_is_left_out_added_or_exchanged_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let pdf = office.export_volume(&asked(VolumeFormat::Pdf, true), &|_, _| true).unwrap();
    let left_out = relisted(&pdf, |list, _| {
        for item in list["items"].as_array_mut().unwrap() {
            item["file"] = json!("");
        }
    });
    let alone = verify_volume(&left_out).unwrap();
    assert!(codes(&alone).iter().all(|code| *code == "file-foreign") && !alone.ok, "files that the list does not name");
    assert!(alone.notes[0].contains("没有附内容"), "and that it names none: {:?}", alone.notes);
    assert!(codes(&office.verify_volume(&left_out).unwrap()).contains(&"file-missing"), "which are here, says the cabinet");

    // One sheet in the place of another, each whole in itself.
    let exchanged = relisted(&pdf, |list, _| {
        let (a, b) = (place_of(list, "HF-A-202603-0001"), place_of(list, "HF-A-202603-0002"));
        for key in ["file", "body", "heads", "entries"] {
            let (one, other) = (list["items"][a][key].clone(), list["items"][b][key].clone());
            (list["items"][a][key], list["items"][b][key]) = (other, one);
        }
    });
    let told = verify_volume(&exchanged).unwrap();
    assert!(codes(&told).contains(&"root-differs") && codes(&told).contains(&"entry-differs"), "{:?}", told.problems);

    // Without its last signature, or with an older revision shown as the newest.
    let unsigned = relisted(&pdf, |list, _| {
        let items = list["items"].as_array_mut().unwrap();
        let signed = items.iter_mut().find(|item| item["heads"].as_array().unwrap().len() > 1).unwrap();
        signed["heads"].as_array_mut().unwrap().pop();
    });
    assert_eq!(codes(&verify_volume(&unsigned).unwrap()), ["entry-differs"], "a signature that was dropped");
    let retitled = relisted(&pdf, |list, _| list["items"][0]["title"] = json!("别的题名"));
    assert_eq!(codes(&office.verify_volume(&retitled).unwrap()), ["title-differs"], "a title, by the cabinet");
    let renamed = relisted(&pdf, |list, _| list["site"] = json!("别的项目"));
    let told = office.verify_volume(&renamed).unwrap();
    assert!(told.notes[0].contains("别的项目"), "a site may have been renamed since: it is said, not accused");
    assert_eq!(codes(&told), ["pages-differ"], "but this file is not the one that was handed out");
}

/// A supplement is not under the root. One of somebody's own (its bytes, a head that says their hash, the hash of that head) agrees
/// with itself in every part.
#[test]
fn a_supplement_is_vouched_for_by_the_cabinet_alone() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let serial = amended(&office, "HF-A-202603-0034", "归档以后又看了一次");
    let pdf = office.export_volume(&asked(VolumeFormat::Pdf, true), &|_, _| true).unwrap();
    let alone = verify_volume(&pdf).unwrap();
    let unproven = vec!["supplement-unproven"];
    assert_eq!((alone.ok, codes(&alone)), (false, unproven.clone()), "a genuine one is not proved by itself");
    assert_eq!(alone.problems[0].serial, serial, "and it is said which");
    let proof = office.verify_volume(&pdf).unwrap();
    assert_eq!((proof.ok, codes(&proof)), (true, vec![]), "the log has it");

    let file = format!("{serial}-补充.json");
    let files: BTreeMap<String, Vec<u8>> = attached(&pdf).unwrap().into_iter().collect();
    let stored = String::from_utf8(files[&file].clone()).unwrap().replace("归档以后又看了一次", "一切正常");
    let body = Hash::of(stored.as_bytes()).to_string();
    let forged = relisted(&rewritten(&pdf, &file, stored.into_bytes()), |list, _| {
        let own = &mut list["supplements"][0];
        let mut head: Json = serde_json::from_str(own["heads"][0].as_str().unwrap()).unwrap();
        head["body_hash"] = json!(body);
        let head = head.to_string();
        let hash = Hash::labelled("xunfang-entry-1", head.as_bytes()).to_string();
        (own["entries"], own["body"]) = (json!([hash]), json!(body));
        own["heads"] = json!([head]);
    });
    let alone = verify_volume(&forged).unwrap();
    assert_eq!((alone.ok, codes(&alone)), (false, unproven), "nothing in the file speaks against it");
    assert_eq!(codes(&office.verify_volume(&forged).unwrap()), ["entry-unknown"], "the log does");
}

/// The specification of a file inside, by its name.
fn spec_of(doc: &Document, name: &str) -> ObjectId {
    let wide: Vec<u8> = [0xFE, 0xFF].into_iter().chain(name.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let own = |object: &Object| object.as_dict().is_ok_and(|d| d.get(b"UF").is_ok_and(|uf| uf.as_str().is_ok_and(|s| s == wide)));
    doc.objects.iter().find(|(_, object)| own(object)).map(|(id, _)| *id).unwrap()
}

#[test]
fn a_file_that_readers_see_differently_is_not_vouched_for() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let pdf = office.export_volume(&asked(VolumeFormat::Pdf, true), &|_, _| true).unwrap();
    let saved = |mut doc: Document| {
        let mut out = Vec::new();
        doc.save_to(&mut out).unwrap();
        out
    };
    // The genuine bytes for one reader, others for the next.
    let mut doc = Document::load_mem(&pdf).unwrap();
    let spec = spec_of(&doc, "TS-A-202603-0001.json");
    let forged = doc.add_object(Stream::new(Dictionary::new(), b"{}".to_vec()));
    let streams = doc.get_object_mut(spec).unwrap().as_dict_mut().unwrap().get_mut(b"EF").unwrap().as_dict_mut().unwrap();
    streams.set("UF", Object::Reference(forged));
    assert_eq!(verify_volume(&saved(doc)).unwrap_err().code(), "pdf-unreadable", "there is no saying what is in it");

    // Two files of one name.
    let mut doc = Document::load_mem(&pdf).unwrap();
    let spec = spec_of(&doc, "TS-A-202603-0001.json");
    let mut double = doc.get_object(spec).unwrap().as_dict().unwrap().clone();
    let forged = doc.add_object(Stream::new(Dictionary::new(), b"{}".to_vec()));
    let mut streams = Dictionary::new();
    streams.set("F", Object::Reference(forged));
    double.set("EF", Object::Dictionary(streams));
    let double = doc.add_object(Object::Dictionary(double));
    let key = Object::string_literal("TS-A-202603-0001.json");
    let root = doc.trailer.get(b"Root").and_then(Object::as_reference).unwrap();
    let mut inside = doc.get_object_mut(root).and_then(Object::as_dict_mut).unwrap();
    for key in [&b"Names"[..], b"EmbeddedFiles"] {
        inside = inside.get_mut(key).and_then(Object::as_dict_mut).unwrap();
    }
    inside.get_mut(b"Names").and_then(Object::as_array_mut).unwrap().splice(0..0, [key, Object::Reference(double)]);
    assert!(codes(&verify_volume(&saved(doc)).unwrap()).contains(&"file-twice"), "whichever stands first");

    // A file that hangs on a page, which readers show like the others.
    for (name, code) in [("TS-A-202603-0001.json", "file-twice"), ("补充说明.json", "file-foreign")] {
        let mut doc = Document::load_mem(&pdf).unwrap();
        let page = *doc.get_pages().values().next().unwrap();
        let forged = doc.add_object(Stream::new(Dictionary::new(), b"{}".to_vec()));
        let utf16 = [0xFEFF].into_iter().chain(name.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        let streams = Dictionary::from_iter([("F", Object::Reference(forged))]);
        let spec = Dictionary::from_iter([("UF", Object::String(utf16, lopdf::StringFormat::Literal)), ("EF", streams.into())]);
        let note = Dictionary::from_iter([("Subtype", Object::Name(b"FileAttachment".to_vec())), ("FS", spec.into())]);
        doc.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Annots", vec![Object::Dictionary(note)]);
        assert!(codes(&verify_volume(&saved(doc)).unwrap()).contains(&code), "{name} on a page");
    }
}

#[test]
fn a_supplement_that_was_cut_out_of_a_volume_is_told_where_the_cabinet_is_at_hand() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let volume = || office.export_volume(&asked(VolumeFormat::Pdf, true), &|_, _| true).unwrap();
    let before = volume();
    let sheet = office.month(march()).unwrap();
    assert!(sheet.supplements.is_empty(), "nothing was added yet");
    let complaint = office.cabinet().read(|reader| reader.sheet_by_serial("TS-A-202603-0001")).unwrap().unwrap();
    let change = serde_json::from_value(
        serde_json::json!({ "fields": { "content": "闭门器坏了，关门声很大，后来又坏一次" }, "change_reason": "补记" }),
    );
    office.fill_sheet(&complaint.sheet.to_string(), &change.unwrap(), &|_| Ok(Vec::new())).unwrap();
    let told = office.verify_volume(&before).unwrap();
    let absent = |note: &String| note.contains("不在这份文件里") && note.contains("TS-A-202603-0001");
    assert!(told.ok && told.notes.iter().any(absent), "{:?}", told.notes);
    assert!(office.verify_volume(&volume()).unwrap().notes.is_empty(), "one made since has it");
}

#[test]
fn a_volume_of_an_earlier_closing_says_that_it_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let pdf = office.export_volume(&asked(VolumeFormat::Pdf, true), &|_, _| true).unwrap();
    assert_eq!(office.verify_volume(&pdf).unwrap().notes, Vec::<String>::new(), "nothing to add while it holds");
    office.reopen_month(march(), "漏了一张").unwrap();
    let opened = office.verify_volume(&pdf).unwrap();
    assert!(opened.ok && opened.notes[0].contains("撤销了归档"), "{:?}", opened.notes);
}
