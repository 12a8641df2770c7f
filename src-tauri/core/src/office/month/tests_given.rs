//! A month given out: what it says, what it hides, and that it is the same whenever it is asked for.

use lopdf::{Document, Object};

use super::super::tests::brought_back::saved;
use super::super::{OfficeError, verify_volume};
use super::tests::{amended, asked_late, march, office};
use super::*;
use crate::office::api::{VolumeAsked, VolumeFormat};
use crate::paper::pdf::attached;

pub(super) fn asked(format: VolumeFormat, full: bool) -> VolumeAsked {
    let reason = if full { "移交档案室".to_owned() } else { String::new() };
    VolumeAsked { month: march(), format, full, reason, draft: false }
}

pub(super) fn closed(folder: &tempfile::TempDir) -> Office {
    let office = office(folder);
    office.close_month(march(), "已逐项核对", &|_, _| true).unwrap();
    office
}

/// Every stream of a file, unpacked, and every string of its objects, one behind the other.
pub(super) fn unpacked(pdf: &[u8]) -> Vec<u8> {
    let doc = Document::load_mem(pdf).unwrap();
    let mut out = Vec::new();
    for object in doc.objects.values() {
        if let Object::Stream(stream) = object {
            out.extend(stream.decompressed_content().unwrap_or_else(|_| stream.content.clone()));
            out.push(b'\n');
        }
        strings(object, &mut out);
    }
    out
}

fn strings(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::String(text, _) => {
            out.extend(text);
            out.push(b'\n');
        }
        Object::Array(all) => all.iter().for_each(|of| strings(of, out)),
        Object::Dictionary(dict) => dict.iter().for_each(|(_, of)| strings(of, out)),
        _ => {}
    }
}

/// Whether words stand in bytes: as UTF-8, as UTF-16 or as its figures, which is how text stands in the pages.
pub(super) fn stands(bytes: &[u8], words: &str) -> bool {
    let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let figures = |upper: bool| -> Vec<u8> {
        wide.iter().map(|byte| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") }).collect::<String>().into_bytes()
    };
    [words.as_bytes().to_vec(), wide.clone(), figures(true), figures(false)]
        .iter()
        .any(|form| bytes.windows(form.len()).any(|window| window == form.as_slice()))
}

/// Telephone numbers and names of everybody who is no colleague.
fn secrets(office: &Office) -> (Vec<String>, Vec<String>) {
    let customers = office.entries("customer", "", true).unwrap();
    let names: Vec<String> = customers.iter().map(|entry| entry.name.clone()).filter(|name| name.chars().count() > 1).collect();
    let phones = office
        .cabinet()
        .read(|reader| {
            let mut all = Vec::new();
            for register in ["customer", "outlet"] {
                for item in reader.register(register, true)? {
                    let body: RegisterBody = serde_json::from_str(&item.json)?;
                    all.extend(body.facts.get("phone").cloned());
                }
            }
            Ok::<_, OfficeError>(all)
        })
        .unwrap();
    (phones.into_iter().filter(|phone| !phone.is_empty()).collect(), names)
}

#[test]
fn the_masked_volume_holds_no_number_and_no_name_anywhere_in_its_streams() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let (phones, names) = secrets(&office);
    assert!(phones.len() > 20 && names.len() > 20, "the sample has customers: {} {}", phones.len(), names.len());
    let full = unpacked(&office.export_volume(&asked(VolumeFormat::Pdf, true), &|_, _| true).unwrap());
    let found = |bytes: &[u8], words: &[String]| words.iter().filter(|words| stands(bytes, words)).cloned().collect::<Vec<_>>();
    assert!(found(&full, &phones).len() > 5, "the complete volume says them, so that the search is one that finds");
    assert!(found(&full, &names).len() > 5, "and the names");
    let masked = office.export_volume(&asked(VolumeFormat::Pdf, false), &|_, _| true).unwrap();
    assert_eq!(attached(&masked).unwrap(), [], "a masked volume has nothing inside");
    let masked = unpacked(&masked);
    assert_eq!(found(&masked, &phones), Vec::<String>::new(), "no telephone number");
    assert_eq!(found(&masked, &names), Vec::<String>::new(), "no name of a customer");
    for format in [VolumeFormat::Csv, VolumeFormat::Jsonl] {
        let bytes = office.export_volume(&asked(format, false), &|_, _| true).unwrap();
        let bytes = if format == VolumeFormat::Csv { inflated(&bytes) } else { bytes };
        assert_eq!(found(&bytes, &phones), Vec::<String>::new(), "{format:?}: no telephone number");
        assert_eq!(found(&bytes, &names), Vec::<String>::new(), "{format:?}: no name of a customer");
    }
}

pub(super) fn inflated(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = Vec::new();
    for n in 0..archive.len() {
        std::io::copy(&mut archive.by_index(n).unwrap(), &mut out).unwrap();
    }
    out
}

#[test]
fn the_same_month_gives_the_same_bytes_and_what_is_stopped_gives_none() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    for format in [VolumeFormat::Pdf, VolumeFormat::Xlsx, VolumeFormat::Csv, VolumeFormat::Jsonl] {
        let once = office.export_volume(&asked(format, false), &|_, _| true).unwrap();
        let again = office.export_volume(&asked(format, false), &|_, _| true).unwrap();
        assert!(once == again, "{format:?}: the same month, the same bytes");
        let steps = std::sync::atomic::AtomicUsize::new(0);
        let stop = |_: usize, _: usize| steps.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 1;
        assert_eq!(office.export_volume(&asked(format, false), &stop).unwrap_err().code(), "cancelled", "{format:?}: stopped");
    }
}

#[test]
fn a_complete_volume_proves_itself_and_tells_every_change() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let pdf = office.export_volume(&asked(VolumeFormat::Pdf, true), &|_, _| true).unwrap();
    let proof = office.verify_volume(&pdf).unwrap();
    assert_eq!((proof.ok, proof.compared, proof.problems.as_slice()), (true, true, &[][..]), "the cabinet knows it");
    let closing = office.month(march()).unwrap().closing.unwrap();
    assert_eq!((proof.root, proof.items), (closing.root.clone(), closing.items), "the root that was sealed");
    let alone = verify_volume(&pdf).unwrap();
    assert_eq!((alone.ok, alone.compared, alone.problems.as_slice()), (true, false, &[][..]), "its attachments prove themselves");
    assert!(alone.notes.iter().any(|note| note.contains("页面内容没有核对")), "and its pages do not: {:?}", alone.notes);

    // Each of its own files changed by one byte, and then the list.
    let files = attached(&pdf).unwrap();
    assert_eq!(files.len(), usize::try_from(closing.items).unwrap() + 1, "a file a sheet, and the list");
    let (name, stored) = files.iter().find(|(name, _)| name.starts_with("TS-")).unwrap();
    let changed = rewritten(&pdf, name, stored.iter().map(|byte| if *byte == b'8' { b'9' } else { *byte }).collect());
    let told: Vec<String> = verify_volume(&changed).unwrap().problems.into_iter().map(|problem| problem.code).collect();
    assert_eq!(told, ["file-changed"], "a sheet that was changed is named");
    let (name, list) = files.iter().find(|(name, _)| name == "manifest.json").unwrap();
    let list = String::from_utf8(list.clone()).unwrap().replacen("HF-A-202603-0001", "HF-A-202603-9999", 1);
    let changed = rewritten(&pdf, name, list.into_bytes());
    let told: Vec<String> = verify_volume(&changed).unwrap().problems.into_iter().map(|problem| problem.code).collect();
    assert!(told.contains(&"root-differs".to_owned()), "a list that was changed does not give the root: {told:?}");

    let masked = office.export_volume(&asked(VolumeFormat::Pdf, false), &|_, _| true).unwrap();
    assert_eq!(
        verify_volume(&masked).unwrap().problems[0].code,
        "cabinet-wanted",
        "a masked volume cannot prove itself, and says so"
    );
    assert_eq!(verify_volume(b"%PDF-1.7 nothing").unwrap_err().code(), "pdf-unreadable", "no PDF at all");
    // Another cabinet does not know it.
    let elsewhere = tempfile::tempdir().unwrap();
    let other = crate::office::tests::Department::new();
    let told: Vec<String> = other.office.verify_volume(&pdf).unwrap().problems.into_iter().map(|problem| problem.code).collect();
    assert!(told.contains(&"entry-unknown".to_owned()) && told.contains(&"root-unknown".to_owned()), "{told:?}");
    drop(elsewhere);
}

/// The file with another content of one of its files.
pub(super) fn rewritten(pdf: &[u8], name: &str, content: Vec<u8>) -> Vec<u8> {
    let mut doc = Document::load_mem(pdf).unwrap();
    let wide: Vec<u8> = [0xFE, 0xFF].into_iter().chain(name.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let spec = doc.objects.values().find_map(|object| {
        let dict = object.as_dict().ok()?;
        (dict.get(b"UF").ok()?.as_str().ok()? == wide.as_slice()).then(|| dict.get(b"EF").unwrap().as_dict().unwrap().clone())
    });
    let id = spec.unwrap().get(b"F").unwrap().as_reference().unwrap();
    if let Some(Object::Stream(stream)) = doc.objects.get_mut(&id) {
        stream.dict.remove(b"Filter");
        stream.set_content(content);
    }
    saved(doc)
}

#[test]
fn a_complete_volume_asks_for_a_reason_and_every_export_is_a_line_of_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let code = |asked: &VolumeAsked| office.export_volume(asked, &|_, _| true).unwrap_err().code();
    assert_eq!(code(&asked(VolumeFormat::Pdf, false)), "month-open", "the volume of a month that is not closed is a draft");
    let draft = VolumeAsked { draft: true, ..asked(VolumeFormat::Jsonl, false) };
    office.export_volume(&draft, &|_, _| true).unwrap();
    office.close_month(march(), "x", &|_, _| true).unwrap();
    assert_eq!(
        code(&VolumeAsked { reason: " ".into(), ..asked(VolumeFormat::Pdf, true) }),
        "missing",
        "complete only with a reason"
    );
    office.export_volume(&asked(VolumeFormat::Jsonl, true), &|_, _| true).unwrap();
    let acts = office.audit_page(&Default::default()).unwrap().lines;
    let told: Vec<(&str, &str)> =
        acts.iter().filter(|line| line.act.starts_with("volume")).map(|line| (line.act.as_str(), line.reason.as_str())).collect();
    assert!(told.contains(&("volume-full", "移交档案室")) && told.iter().any(|(act, _)| *act == "volume"), "{told:?}");
}

#[test]
fn a_sealed_volume_prints_what_was_sealed_and_the_supplement_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let before = office.month(march()).unwrap();
    // Behind its first line, which says when it was taken.
    let volume = |office: &Office| {
        let bytes = office.export_volume(&asked(VolumeFormat::Jsonl, true), &|_, _| true).unwrap();
        bytes.splitn(2, |byte| *byte == b'\n').nth(1).unwrap().to_vec()
    };
    let sealed = volume(&office);
    amended(&office, "HF-A-202603-0034", "归档以后才写的话");
    let late = asked_late(&office, "归档以后才答复的话");
    let later = volume(&office);
    assert!(!stands(&later, "归档以后才写的话"), "what was written after the closing is not in what was sealed");
    let list = later.strip_prefix(sealed.as_slice()).expect("the ledgers are those of the closing, to the byte");
    let list: Vec<serde_json::Value> =
        list.split(|byte| *byte == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect();
    let words = |n: usize, key: &str| list[n][key].as_str().unwrap().to_owned();
    assert_eq!(list.len(), 2, "behind them the list of what changed: {list:?}");
    assert!(list.iter().all(|line| line["ledger"] == "supplements"), "under a name of its own");
    let by = |serial: &str| (0..2).find(|n| words(*n, "编号") == serial).unwrap();
    assert!(words(by("HF-A-202603-0034"), "补充的内容").starts_with("更正第"), "what corrects something says what");
    let late = office.sheet(&late).unwrap().serial;
    assert_eq!(words(by(&late), "补充的内容"), "归档后补入", "and what came later says that");
    assert_eq!(before.closing, office.month(march()).unwrap().closing, "so is the root");
    let pdf = office.export_volume(&asked(VolumeFormat::Pdf, true), &|_, _| true).unwrap();
    let pages = unpacked(&pdf);
    assert!(stands(&pages, "归档以后才写的话"), "it stands in the supplement");
    assert!(stands(&pages, "补充件目录"), "which has a list of its own");

    // A complete volume carries what it prints, each with its hash: the sealed sheet and the one that corrects it.
    let files = attached(&pdf).unwrap();
    let body = |name: &str| {
        let file = files.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("{name} is inside"));
        String::from_utf8(file.1.clone()).unwrap()
    };
    assert!(!body("HF-A-202603-0034.json").contains("归档以后才写的话"), "as it was sealed");
    assert!(body("HF-A-202603-0034-补充.json").contains("归档以后才写的话"), "and as it was corrected");
    assert!(body(&format!("{late}-补充.json")).contains("归档以后才答复的话"), "and what came later");
    let manifest: serde_json::Value = serde_json::from_str(&body("manifest.json")).unwrap();
    let of = |n: usize, key: &str| manifest["supplements"][n][key].clone();
    let corrected = (0..2).find(|n| of(*n, "serial") == "HF-A-202603-0034").unwrap();
    assert_eq!((of(corrected, "file"), of(corrected, "number").as_u64() > Some(0)), ("HF-A-202603-0034-补充.json".into(), true));
    assert_eq!(of(1 - corrected, "number"), 0, "what came later has no 件号");
    let proof = office.verify_volume(&pdf).unwrap();
    assert_eq!((proof.ok, proof.root), (true, before.closing.unwrap().root), "the root is that of what was sealed");
    let changed = body("HF-A-202603-0034-补充.json").replace("归档以后", "归档以前");
    let changed = rewritten(&pdf, "HF-A-202603-0034-补充.json", changed.into_bytes());
    let told: Vec<String> = verify_volume(&changed).unwrap().problems.into_iter().map(|problem| problem.code).collect();
    assert_eq!(told[0], "file-changed", "a supplement that was changed is named like any sheet");
    assert_eq!(told[1..], ["supplement-unproven"; 2], "and by itself none of them is proved");

    use calamine::{Reader as _, Xlsx};
    let bytes = office.export_volume(&asked(VolumeFormat::Xlsx, true), &|_, _| true).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    assert_eq!(book.worksheet_range("补充件目录").unwrap().rows().count(), 3, "the workbook lists them");
    let csv = inflated(&office.export_volume(&asked(VolumeFormat::Csv, true), &|_, _| true).unwrap());
    assert!(stands(&csv, "归档后补入"), "so does the CSV");
}

#[test]
fn the_workbook_says_what_the_statistics_say() {
    use calamine::{Data, Reader as _, Xlsx};
    let folder = tempfile::tempdir().unwrap();
    let office = closed(&folder);
    let bytes = office.export_volume(&asked(VolumeFormat::Xlsx, false), &|_, _| true).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    for wanted in ["月度综述", "月度检查汇总", "投诉登记台账", "回访台账", "目录", "缺件说明"] {
        assert!(names.iter().any(|name| name == wanted), "{wanted} is a worksheet: {names:?}");
    }
    let stats = office.month_statistics(march(), &|_, _| true).unwrap();
    let figures = book.worksheet_range("月度综述").unwrap();
    for id in ["inspection.rate", "complaints.received", "ontime.complaint.due", "revisit.signed"] {
        let figure = stats.figure(id).unwrap();
        let row = figures.rows().find(|row| row[0] == Data::String(figure.label.clone())).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(row[2], Data::Float(f64::from(figure.part)), "{id}: what it was counted from");
        if let Some(whole) = figure.whole {
            assert_eq!(row[3], Data::Float(f64::from(whole)), "{id}: of how many");
            let share = row[1].to_string().parse::<f64>().unwrap();
            assert!((share - f64::from(figure.part) / f64::from(whole)).abs() < 1e-9, "{id}: a share is a number, not words");
        }
    }
    let complaints = book.worksheet_range("投诉登记台账").unwrap();
    let received = stats.figure("complaints.received").unwrap().part;
    assert_eq!(complaints.rows().count() - 1, usize::try_from(received).unwrap(), "one line a complaint");
    assert!(complaints.rows().nth(1).unwrap().iter().any(|cell| matches!(cell, Data::DateTime(_))), "days are days, not words");
}
