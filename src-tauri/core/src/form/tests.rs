//! The shipped papers load, and released editions never change.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::*;

const LOCK: &str = include_str!("../../forms/editions.lock");

#[test]
fn every_shipped_paper_loads() {
    for (file, bytes) in SHIPPED {
        if let Err(error) = LoadedForm::read(file, bytes) {
            panic!("a shipped paper must load: {error}");
        }
    }
    assert_eq!(Library::shipped().iter().count(), SHIPPED.len(), "no shipped paper is left out");
}

#[test]
fn a_released_edition_never_changes() {
    let mut locked = BTreeMap::new();
    for line in LOCK.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [id, edition, hash] = words[..] else { panic!("a line of editions.lock is id, edition, hash: {line:?}") };
        assert!(locked.insert((id, edition), hash).is_none(), "an edition is locked once: {id} {edition}");
    }
    for (file, bytes) in SHIPPED {
        let loaded = LoadedForm::read(file, bytes).unwrap();
        let (id, edition) = (loaded.form.id.as_str(), loaded.form.edition.as_str());
        let hash: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        match locked.get(&(id, edition)) {
            Some(known) => assert_eq!(
                *known, hash,
                "forms/{file} changed, but edition {edition} of {id} is released and sheets are filled on it. Give the file a new \
                 edition (A/0 → A/1), keep every field id that keeps its meaning, and add a line to forms/editions.lock; or take \
                 the change back."
            ),
            None => panic!("edition {edition} of {id} is new: add this line to forms/editions.lock\n{id} {edition} {hash}"),
        }
    }
}

#[test]
fn serials_and_numbers_tell_the_papers_apart() {
    let forms: Vec<_> = Library::shipped().iter().collect();
    for what in [|f: &Form| f.serial.clone(), |f: &Form| f.number.clone(), |f: &Form| f.id.clone()] {
        let mut seen: Vec<String> = forms.iter().map(|f| what(&f.form)).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), forms.len(), "no two papers share a serial, a form number or an id");
    }
}

#[test]
fn the_daily_check_list_has_its_48_items_in_12_groups() {
    let form = &Library::shipped().get("inspection-daily").unwrap().form;
    let check = form.section("check").unwrap();
    let labels: Vec<&str> = check.groups.iter().map(|g| g.label.as_str()).collect();
    let areas = ["大堂", "各楼层", "天台", "电梯", "卫生间", "茶水间", "外围", "垃圾房", "空置单元", "防火通道", "步梯", "岗位"];
    assert_eq!(labels, areas, "the eleven areas of the rule and the people posted there");
    assert_eq!(check.groups.iter().map(|g| g.items.len()).sum::<usize>(), 48, "the item library of the department");
    let always: Vec<&str> = check.groups.iter().filter(|g| g.always).map(|g| g.id.as_str()).collect();
    assert_eq!(always, ["post"], "people are checked whichever areas a site has");
}

#[test]
fn every_column_is_wide_enough_for_its_head() {
    // At 9 pt a Chinese character is 3.175 mm; half a millimetre of room at each side.
    for loaded in Library::shipped().iter() {
        for field in loaded.form.sections.iter().filter(|s| s.is_rows() && s.layout.is_empty()).flat_map(|s| &s.fields) {
            let chars = i32::try_from(field.label.chars().count()).unwrap();
            let lines = if field.upright { 1 } else { (chars * 318 + 100 + field.width - 1) / field.width };
            let what = format!("{} {} in {:?}", field.label, field.width, loaded.form.id);
            assert!(lines <= 2, "a head stands in at most two lines at 9 pt: {what}");
        }
    }
}

#[test]
fn signatures_have_the_room_the_office_asks_for() {
    for loaded in Library::shipped().iter() {
        for section in loaded.form.sections.iter().filter(|s| s.is_rows() && s.layout.is_empty()) {
            for field in section.fields.iter().filter(|f| f.kind == FieldKind::Signature) {
                assert!(field.width >= 2400, "a signature in a row has at least 24 mm: {} in {}", field.label, loaded.form.id);
                let height = if field.per_group { section.row_height * 3 } else { section.row_height };
                assert!(height >= 900, "a signature in a row has at least 9 mm: {} in {}", field.label, loaded.form.id);
            }
        }
        for section in &loaded.form.sections {
            for layout in &section.layout {
                let mut column = 0;
                for cell in layout.cells.iter().filter_map(|c| LayoutCell::parse(c)) {
                    if let LayoutCell::Field { id, label, span } = cell
                        && section.field(id).is_some_and(|f| f.kind == FieldKind::Signature)
                    {
                        let first = column + usize::from(label);
                        let width: i32 = section.columns[first..first + span].iter().sum();
                        assert!(width >= 3500 && layout.height >= 1200, "a signature in the foot has 35 × 12 mm: {id}");
                    }
                    column += cell.columns();
                }
            }
        }
    }
}

#[test]
fn what_a_customer_says_chooses_or_signs_is_never_correctable() {
    let form = &Library::shipped().get("revisit").unwrap().form;
    for id in ["words", "effect", "timely", "manner", "quality", "advice", "promise", "customer_sign", "no_sign"] {
        assert!(!form.field(id).unwrap().1.correctable, "a 更正页 never touches {id}");
    }
    for id in ["visited", "room", "phone", "source"] {
        assert!(form.field(id).unwrap().1.correctable, "a slip of the pen in {id} needs no new signature");
    }
}
