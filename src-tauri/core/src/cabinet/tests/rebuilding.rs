use std::time::Duration;

use super::super::*;
use super::support::*;

/// A department with everything that projections hold.
fn busy(desk: &Desk) -> Cabinet {
    let (cabinet, _) = desk.create();
    let sheets: Vec<_> = (0..30).map(|_| desk.clock.id().unwrap()).collect();
    for (n, sheet) in sheets.iter().enumerate() {
        if n % 7 == 0 {
            desk.clock.advance(Duration::from_secs(40_000));
        }
        if n % 3 == 0 {
            cabinet.write(|tx| save(tx, *sheet, *sheet, &format!("草稿 {n}"), &[], 0)).unwrap();
        }
        if n % 4 != 0 {
            finalise(&cabinet, *sheet, &format!("大堂 电梯 第{n}张 ×")).unwrap();
        }
        if n % 5 == 1 {
            finalise(&cabinet, *sheet, &format!("更正 {n}")).unwrap();
        }
    }
    for name in ["王晓明", "㛃䶮𬭚"] {
        let id = desk.clock.id().unwrap();
        let body = serde_json::json!({"text": name}).to_string();
        cabinet
            .write(|tx| {
                let entry = tx.append(NewEntry::new(Kind::Register, id, body.as_bytes()))?;
                Plain.entry(tx, &entry, Some(body.as_bytes()))
            })
            .unwrap();
    }
    cabinet
        .write(|tx| {
            let body = br#"{"text":"department"}"#;
            let entry = tx.append(NewEntry::new(Kind::Setting, setting_record("department"), body))?;
            Plain.entry(tx, &entry, Some(body))?;
            let serial = tx.reserve_serial("HF", "202602")?;
            let record = tx.new_id()?;
            tx.append(NewEntry { serial: Some(serial), ..NewEntry::new(Kind::Audit, record, b"{}") })
        })
        .unwrap();
    cabinet
}

#[test]
fn a_rebuild_gives_the_same() {
    let desk = Desk::new();
    let cabinet = busy(&desk);
    let before = cabinet.dump_projections().unwrap();
    assert!(!before.contains("incomplete"), "the search index knows every token of every sheet");
    for table in ["sheet ", "sheet_text ", "register_item ", "setting ", "number "] {
        assert!(before.contains(&format!("\n{table}")) || before.starts_with(table), "the dump tells of {table}");
    }
    let done = cabinet.rebuild(&Plain, &|_, _| true).unwrap();
    assert_eq!(done, cabinet.read(|r| r.entry_count()).unwrap(), "every entry was replayed");
    assert_eq!(cabinet.dump_projections().unwrap(), before, "projections follow from the log and the drafts alone");
}

#[test]
fn a_damaged_projection_is_healed_by_a_rebuild() {
    let desk = Desk::new();
    let cabinet = busy(&desk);
    let before = cabinet.dump_projections().unwrap();
    drop(cabinet);
    desk.raw()
        .execute_batch("DELETE FROM sheet WHERE order_key % 2 = 0; DELETE FROM number; UPDATE setting SET json = ''")
        .unwrap();
    let cabinet = desk.open().unwrap();
    assert_ne!(cabinet.dump_projections().unwrap(), before, "someone meddled with the lists");
    cabinet.rebuild(&Plain, &|_, _| true).unwrap();
    assert_eq!(cabinet.dump_projections().unwrap(), before, "the log knows better");
}

#[test]
fn a_stopped_rebuild_keeps_the_old() {
    let desk = Desk::new();
    let cabinet = busy(&desk);
    let before = cabinet.dump_projections().unwrap();
    assert_eq!(code(cabinet.rebuild(&Plain, &|done, _| done < 5)), "cancelled", "a person may stop it");
    assert_eq!(cabinet.dump_projections().unwrap(), before, "half a rebuild is no rebuild");
}

#[test]
fn the_same_seed_gives_the_same_log() {
    let heads = || {
        let desk = Desk::new();
        let cabinet = busy(&desk);
        cabinet.read(|r| r.newest_entries(1)).unwrap()[0].hash
    };
    assert_eq!(heads(), heads(), "a demo is a value");
}

#[test]
fn registers_are_picked_as_one_types() {
    let desk = Desk::new();
    let (cabinet, _) = desk.create();
    let add = |name: &str, search: &str, retired, position| {
        let id = desk.clock.id().unwrap();
        let (name, search) = (name.to_owned(), search.to_owned());
        let item = RegisterItem { kind: "customer".to_owned(), id, name, retired, position, search, json: "{}".to_owned() };
        cabinet.write(|tx| tx.project_register(&item)).unwrap();
    };
    add("小王超市", "1-101", false, 1);
    add("王晓明", "2-202\n13800001111", false, 2);
    add("李四", "王府路\n3-303", false, 3);
    add("王旧", "", true, 4);
    add("Ｗａｎｇ", "", false, 5);
    let names = |typed: &str, limit| -> Vec<String> {
        cabinet.read(|r| r.lookup_register("customer", typed, limit)).unwrap().into_iter().map(|item| item.name).collect()
    };
    assert_eq!(names("王", 9), ["王晓明", "李四", "小王超市"], "beginnings first, then words' beginnings, then anywhere");
    assert_eq!(names("王 1111", 9), ["王晓明"], "every word must be there");
    assert_eq!(names("wang", 9), ["Ｗａｎｇ"], "width and case do not matter");
    assert_eq!(names("", 2).len(), 2, "nothing typed offers the first ones");
    assert_eq!(names("没有", 9), [] as [&str; 0], "nobody");
    let listed = cabinet.read(|r| r.register("customer", true)).unwrap();
    assert_eq!((listed.len(), listed[1].search.as_str()), (5, "2-202\n13800001111"), "the list has the retired as well");
    assert_eq!(cabinet.read(|r| r.register("customer", false)).unwrap().len(), 4, "or not");
}
