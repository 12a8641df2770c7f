//! Nobody whom a backup names is left out, and nobody stands twice.

use super::super::Wanted;
use super::super::api::{Finish, ProxySign, RefuseSign, RegisterInput, SignRequest};
use super::super::tests::{Department, PASSPHRASE, ink};
use super::held::Held;
use super::said::Said;
use crate::cabinet::Secret;
use crate::sheet::{Reference, Value};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// Everyone: name, part, rooms, phones, kinds, places.
fn everyone(d: &Department) -> Vec<[String; 6]> {
    let all = d.office.cabinet().read(|reader| Said::by(reader, &|_, _| true)).unwrap();
    let line = |held: &Held| [held.name(), held.parts(), held.rooms(), held.phones(), held.kinds(), held.places()];
    all.iter().map(line).collect()
}

fn one<'a>(all: &'a [[String; 6]], name: &str) -> &'a [String; 6] {
    let found: Vec<_> = all.iter().filter(|line| line[0].contains(name)).collect();
    assert_eq!(found.len(), 1, "{name} stands once in {all:#?}");
    found[0]
}

fn register(d: &Department, id: &str, register: &str, name: &str, facts: &[(&str, &str)]) -> Reference {
    let facts = facts.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let input = RegisterInput { id: id.into(), register: register.into(), name: name.into(), facts };
    let made = d.office.save_entry(&input).unwrap();
    Reference { id: made.id, register: made.register, text: made.name, facts: made.facts }
}

fn amend(d: &Department, sheet: &str, field: &str, value: Value) {
    let draft = d.office.edit_sheet(sheet).unwrap();
    let draft = d.save(&draft, |a| drop(a.fields.insert(field.into(), value)));
    d.office.finish(&draft.id, &Finish { change_reason: "写错".into(), ..Finish::default() }).unwrap();
}

fn request(sheet: &str, signer: &str, relation: &str) -> SignRequest {
    SignRequest {
        revision: String::new(),
        sheet: sheet.into(),
        role: "customer_sign".into(),
        row: String::new(),
        ink: ink(),
        signer: signer.into(),
        relation: relation.into(),
        witness: String::new(),
        choice: "满意".into(),
        remark: String::new(),
    }
}

#[test]
fn a_name_that_only_an_earlier_revision_says_is_listed() {
    let d = Department::new();
    let sheet = d.revisit_that("已见", |a| drop(a.fields.insert("visited".into(), text("钱七"))));
    amend(&d, &sheet, "visited", text("赵六"));
    assert_eq!(d.office.sheet(&sheet).unwrap().answers.fields["visited"], text("赵六"), "the sheet says it no longer");
    let all = everyone(&d);
    let earlier = one(&all, "钱七");
    assert_eq!(
        (earlier[1].as_str(), earlier[4].as_str(), earlier[5].as_str()),
        ("受访人", "姓名", "HF-A-202602-0001"),
        "what of them, and where"
    );
    let customer = one(&all, "赵六");
    assert!(customer[1].contains("客户") && customer[1].contains("受访人"), "the customer visited is one person: {customer:?}");
    let other = register(&d, "", "customer", "吴十", &[("room", "3栋2单元0803"), ("phone", "13800000003")]);
    amend(&d, &sheet, "customer", Value::Ref { reference: other });
    let all = everyone(&d);
    assert_eq!(
        one(&all, "赵六")[5],
        "客户登记；HF-A-202602-0001",
        "the customer of an earlier revision still stands on the sheet"
    );
    assert_eq!(one(&all, "吴十")[5], "客户登记；HF-A-202602-0001", "as the one in their place does");
}

#[test]
fn a_customer_stands_once_with_every_name_and_number_the_register_ever_had() {
    let d = Department::new();
    let facts = |phone| [("room", "3栋2单元0801"), ("phone", phone), ("code", "H-0801")];
    let made = register(&d, "", "customer", "郑一", &facts("13800000001"));
    register(&d, &made.id, "customer", "郑一示例", &facts("13900000009"));
    d.office.retire_entry("customer", &made.id, true).unwrap();
    let all = everyone(&d);
    assert_eq!(
        *one(&all, "郑一"),
        ["郑一示例（曾写作 郑一）", "客户", "3栋2单元0801", "13800000001、13900000009", "姓名、房号、电话、户号", "客户登记"],
        "an earlier version of the entry counts, and that it is retired does not"
    );
}

#[test]
fn an_outlet_without_an_operator_is_listed_under_its_own_name() {
    let d = Department::new();
    register(&d, "", "outlet", "百味便利店", &[("code", "S-001"), ("phone", "13800000002"), ("room", "南门东侧")]);
    let made = register(&d, "", "outlet", "示例茶铺", &[("code", "S-002"), ("operator", "欧阳示例")]);
    register(&d, &made.id, "outlet", "示例茶铺", &[("code", "S-002"), ("operator", "")]);
    let all = everyone(&d);
    let nobody = one(&all, "百味便利店");
    assert_eq!((nobody[2].as_str(), nobody[3].as_str()), ("南门东侧", "13800000002"), "a number is somebody's: {nobody:?}");
    assert_eq!(nobody[4], "房号、电话、商户名称", "what of them");
    assert_eq!(one(&all, "示例茶铺")[0], "欧阳示例（示例茶铺）", "and an operator of before is still held");
}

#[test]
fn a_draft_that_names_somebody_unknown_is_counted() {
    let d = Department::new();
    let draft = d.office.begin_sheet("revisit").unwrap();
    let unknown = Reference { register: "customer".into(), text: "孙八".into(), ..Reference::default() };
    d.save(&draft, |a| {
        a.fields.insert("customer".into(), Value::Ref { reference: unknown });
        a.fields.insert("visited".into(), text("孙八"));
        a.fields.insert("phone".into(), text("13700000008"));
    });
    d.office.take_in(&draft.id, "门口.png", include_bytes!("../../../../../icons/128x128.png")).unwrap();
    let all = everyone(&d);
    let unknown = one(&all, "孙八");
    assert_eq!((unknown[3].as_str(), unknown[5].as_str()), ("13700000008", "草稿1份"), "with the number that was typed");
    assert_eq!(unknown[4], "姓名、电话、照片", "and a photo that has no place yet");
}

#[test]
fn the_people_of_a_list_are_told_row_by_row() {
    let d = Department::new();
    let draft = d.office.begin_sheet("delivery").unwrap();
    for (who, room) in [("郑一", "3栋0801"), ("王二", "3栋0802")] {
        let mut row = d.office.add_row(&draft.id, "opinions").unwrap();
        for (field, said) in [("who", who), ("room", room), ("keeper", "李四")] {
            row.cells.insert(field.into(), text(said));
        }
        d.save(&d.office.draft(&draft.id).unwrap(), |a| a.rows.entry("opinions".into()).or_default().push(row));
    }
    let typed = Reference { text: "某部门".into(), ..Reference::default() };
    d.save(&d.office.draft(&draft.id).unwrap(), |a| drop(a.fields.insert("department".into(), Value::Ref { reference: typed })));
    let all = everyone(&d);
    for (who, room) in [("郑一", "3栋0801"), ("王二", "3栋0802")] {
        assert_eq!(
            (one(&all, who)[2].as_str(), one(&all, who)[4].as_str()),
            (room, "姓名、房号"),
            "{who} with the room of the row"
        );
    }
    assert_eq!(one(&all, "李四")[1], "员工、责任人", "one of the department's own in a field of names is marked as such");
    assert_eq!(all.len(), 3, "a department is nobody: {all:#?}");
}

#[test]
fn witnesses_and_proxies_and_whoever_signed_are_listed() {
    let d = Department::new();
    let refused = d.revisit();
    let (sheet, role) = (refused, "customer_sign".to_owned());
    let refusal = RefuseSign {
        sheet,
        role,
        signer: "赵六".into(),
        reason: "不同意整改结果".into(),
        witness: "周七".into(),
        row: String::new(),
    };
    d.office.sign_refused(&refusal).unwrap();
    let signed = d.revisit();
    d.office.sign(&request(&signed, "赵女儿", "女儿")).unwrap();
    let proxied = d.revisit();
    let scan = include_bytes!("../../../../../icons/128x128.png");
    let document = d.office.take_in_scan("委托书.png", scan).unwrap().0.photo.blob;
    let sign = request(&proxied, "钱二", "配偶");
    d.office.sign_proxy(&ProxySign { sign, proxy_for: "赵六".into(), document }).unwrap();
    let all = everyone(&d);
    let witness = one(&all, "周七");
    assert_eq!((witness[1].as_str(), witness[4].as_str()), ("见证人", "姓名"), "who stood by a refusal");
    let daughter = one(&all, "赵女儿");
    assert_eq!((daughter[1].as_str(), daughter[4].as_str()), ("签字人", "姓名、签名"), "who signed for the household");
    let proxy = one(&all, "钱二");
    assert_eq!(proxy[4], "姓名、签名、签字原件影像", "a proxy, with the paper that allows it");
    assert!(proxy[1].contains("代签人") && proxy[1].contains("配偶"), "as what: {proxy:?}");
    assert!(all.iter().all(|line| line[0] != "张三"), "whoever did the department's work is none of them: {all:#?}");
}

#[test]
fn the_list_of_a_backup_has_all_of_them_and_the_log_says_who_asked() {
    let d = Department::new();
    let sheet = d.revisit_that("已见", |a| drop(a.fields.insert("visited".into(), text("钱七"))));
    amend(&d, &sheet, "visited", text("赵六"));
    let place = tempfile::tempdir().unwrap();
    let made = d.office.back_up(place.path(), &|_, _| true).unwrap();
    let list = |reason: &str| {
        let secret = Secret::passphrase(PASSPHRASE);
        d.office.affected(std::path::Path::new(&made.folder), &secret, reason, Wanted::Xlsx, &|_, _| true)
    };
    assert_eq!(list(" ").unwrap_err().code(), "missing", "not without a reason");
    assert_eq!(list("前台电脑被盗").unwrap().customers, 2, "the customer, and whom only the earlier revision names");
    assert_eq!(d.office.audit_lines(None).unwrap().last().unwrap().reason, "前台电脑被盗", "it is on record");
}
