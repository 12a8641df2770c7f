//! Delegation: from a day to a day, by the role above; it ends by itself, and what is signed under it prints 代.

use super::super::api::{RegisterInput, SignRequest};
use super::super::index::RegisterBody;
use super::super::print::seal_faces;
use super::super::record::Record;
use super::super::{Delegate, DelegationScope as Scope, OfficeError, Right, Role, Running};
use super::{Department, ink};
use crate::cabinet::{Cost, Kind, NewEntry};
use crate::clock::Stamp;
use crate::sheet::{Answers, Value};

const HERS: &str = "李四的示例口令 1";
const HIS: &str = "钱七的示例口令 1";

struct Scene {
    d: Department,
    head: String,
    her: String,
}

fn code<T: std::fmt::Debug>(result: Result<T, OfficeError>) -> &'static str {
    result.expect_err("a refusal was expected").code()
}

/// 张三 部门负责人, 李四 主管, 钱七 项目经理, and 张三 works.
fn scene() -> Scene {
    let d = Department::new();
    let chief =
        d.office.save_entry(&RegisterInput { register: "person".into(), name: "钱七".into(), ..Default::default() }).unwrap();
    let id = d.person("李四").reference().unwrap().id.clone();
    let her = d.office.add_account(&id, Role::Supervisor, HERS, Cost::LIGHT).unwrap().id;
    d.office.add_account(&chief.id, Role::ProjectManager, HIS, Cost::LIGHT).unwrap();
    let head = d.office.accounts().unwrap().into_iter().find(|a| a.role == Role::Head).unwrap().id;
    Scene { d, head, her }
}

impl Scene {
    fn works(self, passphrase: &str) -> Self {
        let Self { d, head, her } = self;
        let d = d.reopen(passphrase);
        Self { d, head, her }
    }

    fn asked(&self, scope: Scope) -> Delegate {
        Delegate {
            of: self.head.clone(),
            to: self.her.clone(),
            from: "2026-02-25".into(),
            until: "2026-02-27".into(),
            scope: vec![scope],
        }
    }

    fn day(&self, day: &str) {
        self.d.clock.set(Stamp::parse(&format!("{day}T09:00+08:00")).unwrap());
        self.d.office.look_at_clock();
    }
}

#[test]
fn the_role_above_appoints_and_it_begins_and_ends_by_the_day() {
    let scene = scene();
    assert_eq!(code(scene.d.office.delegate(&scene.asked(Scope::All))), "not-above", "the head does not appoint for himself");
    let scene = scene.works(HERS);
    assert_eq!(code(scene.d.office.delegate(&scene.asked(Scope::All))), "not-above", "nor does who stands below");
    let scene = scene.works(HIS);
    let wrong = Delegate { until: "2026-02-24".into(), ..scene.asked(Scope::All) };
    assert_eq!(code(scene.d.office.delegate(&wrong)), "missing", "it ends after it begins");
    let same = Delegate { to: scene.head.clone(), ..scene.asked(Scope::All) };
    assert_eq!(code(scene.d.office.delegate(&same)), "missing", "nobody stands in for themselves");
    let made = scene.d.office.delegate(&scene.asked(Scope::People)).unwrap();
    assert_eq!((made.by.as_str(), made.running, made.mine), ("钱七", Running::Coming, true), "the project manager does");

    let scene = scene.works(HERS);
    let may = |right| scene.d.office.desk().unwrap().rights.contains(&right);
    assert!(!may(Right::People), "the day before it gives nothing");
    scene.day("2026-02-25");
    assert!(may(Right::People) && !may(Right::Settings), "from its day it gives what was named, and nothing else");
    assert_eq!(code(scene.d.office.revoke_delegation(&made.id)), "not-above", "a delegate appoints and revokes nobody");
    assert_eq!(code(scene.d.office.set_setting("department", "客服部")), "not-allowed", "what was not named is refused");
    scene.d.office.key_change().unwrap();
    scene.day("2026-02-27");
    assert!(may(Right::People), "its last day counts");
    scene.day("2026-02-28");
    assert!(!may(Right::People), "the day after it is over by itself");
    assert_eq!(code(scene.d.office.key_change()), "not-allowed", "and refused");
    assert_eq!(scene.d.office.delegations().unwrap()[0].running, Running::Over, "the list says so");
}

#[test]
fn what_is_revoked_gives_nothing_and_all_of_it_is_in_the_log() {
    let scene = scene().works(HIS);
    let made = scene.d.office.delegate(&Delegate { from: "2026-02-24".into(), ..scene.asked(Scope::All) }).unwrap();
    assert_eq!(made.running, Running::Now, "from today");
    assert_eq!(scene.d.office.revoke_delegation(&made.id).unwrap().running, Running::Revoked, "and revoked");
    let told: Vec<_> = scene.d.office.audit_lines(None).unwrap().into_iter().map(|line| line.detail).collect();
    assert!(told.ends_with(&["委派".to_owned(), "撤销委派".to_owned()]), "who appointed and revoked is written down: {told:?}");
    let scene = scene.works(HERS);
    assert!(!scene.d.office.desk().unwrap().rights.contains(&Right::People), "she has her own rights again");
    assert!(scene.d.office.verify(None, &|_, _| true).unwrap().ok, "the log holds");
}

#[test]
fn what_is_signed_under_it_says_for_whom_and_never_their_own_case() {
    let scene = scene();
    let chief = scene.d.person("钱七");
    let again = |a: &mut Answers| drop(a.fields.insert("again".into(), Value::Flag(false)));
    let visited = scene.d.revisit_that("已见", again);
    let scene = scene.works(HIS);
    let theirs = scene.d.revisit_that("已见", |a| {
        again(a);
        a.fields.insert("visitor".into(), chief);
    });
    scene.d.office.delegate(&Delegate { from: "2026-02-24".into(), ..scene.asked(Scope::Review) }).unwrap();
    let scene = scene.works(HERS);
    let sign = |scene: &Scene, sheet: &str, signer: &str| {
        scene.d.office.sign(&SignRequest {
            revision: String::new(),
            sheet: sheet.into(),
            role: "review_sign".into(),
            row: String::new(),
            ink: ink(),
            signer: signer.into(),
            relation: String::new(),
            witness: String::new(),
            choice: String::new(),
            remark: "同意".into(),
        })
    };
    let last = |scene: &Scene, sheet: &str| scene.d.office.sheet(sheet).unwrap().history.pop().unwrap().by;
    for sheet in [&visited, &theirs] {
        scene.d.sign(sheet, "customer_sign", "", "满意").unwrap();
    }
    assert_eq!(code(sign(&scene, &visited, "李四")), "own-case", "张三 visited: nobody reviews it in his name either");
    assert_eq!(code(sign(&scene, &visited, "钱七")), "signer-account", "whose name she writes is no matter: she is at the desk");
    sign(&scene, &theirs, "李四").unwrap();
    assert_eq!(last(&scene, &theirs), "李四（代张三）", "she signs in his place, and it says so");
    let scene = scene.works(HIS);
    sign(&scene, &visited, "钱七").unwrap();
    assert_eq!(last(&scene, &visited), "钱七", "who signs by their own role signs for nobody");
    let cabinet = scene.d.office.cabinet();
    let record = cabinet.read(|reader| Record::need(reader, theirs.parse().unwrap())).unwrap();
    let faces = cabinet.read(|reader| seal_faces(reader, &record)).unwrap();
    let flag = |role: &str| faces.iter().find(|face| face.role == role).unwrap().seal.flag.clone();
    assert_eq!(
        (flag("review_sign"), flag("customer_sign")),
        ("代".to_owned(), String::new()),
        "the paper prints 代, there alone"
    );
    assert!(scene.d.office.verify(Some(&theirs), &|_, _| true).unwrap().ok, "the signature binds it");
}

#[test]
fn a_right_that_is_lent_reaches_nobody_above_and_gives_no_key_for_good() {
    let scene = scene().works(HIS);
    scene.d.office.delegate(&Delegate { from: "2026-02-24".into(), ..scene.asked(Scope::People) }).unwrap();
    let scene = scene.works(HERS);
    let office = &scene.d.office;
    let new = office.save_entry(&RegisterInput { register: "person".into(), name: "王五".into(), ..Default::default() }).unwrap();
    let try_add = |role| office.add_account(&new.id, role, "王五的示例口令 1", Cost::LIGHT);
    assert_eq!(code(try_add(Role::Head)), "not-allowed", "nobody is made what the one who stands in is not");
    assert_eq!(code(office.end_account(&scene.head)), "not-allowed", "nor does who stands in end the one they stand in for");
    assert_eq!(code(office.reset_passphrase(&scene.head, "别人的示例口令 1", Cost::LIGHT)), "not-allowed", "nor take their key");
    assert_eq!(code(office.new_recovery_code(Cost::LIGHT)), "not-allowed", "nor keep a key to everything");
    assert_eq!(code(office.change_data_key(&|_, _| true)), "not-allowed", "nor change the key under everybody's copies");
    assert_eq!(try_add(Role::Specialist).unwrap().role, Role::Specialist, "a new colleague gets an account");

    let scene = Scene { d: scene.d.reopen(super::PASSPHRASE), head: scene.head, her: scene.her };
    let chief = scene.d.office.accounts().unwrap().into_iter().find(|a| a.role == Role::ProjectManager).unwrap();
    assert_eq!(code(scene.d.office.end_account(&chief.id)), "not-allowed", "the head of the department does not end 项目经理");
    assert_eq!(code(scene.d.office.set_role(&scene.her, Role::ProjectManager)), "not-allowed", "nor appoint a second one");
}

#[test]
fn who_stands_in_rises_with_nobody_and_what_was_lent_ends_with_the_role() {
    // 李四 主管 appoints 王五 客服专员 for 赵立 组长, whom the head then makes head of the department.
    let scene = scene();
    let office = &scene.d.office;
    let of = |name: &str, role, passphrase: &str| {
        let new =
            office.save_entry(&RegisterInput { register: "person".into(), name: name.into(), ..Default::default() }).unwrap();
        office.add_account(&new.id, role, passphrase, Cost::LIGHT).unwrap().id
    };
    let (leader, deputy) = (of("赵立", Role::Leader, "赵立的示例口令 1"), of("王五", Role::Specialist, "王五的示例口令 1"));
    let lent = Delegate {
        of: leader.clone(),
        to: deputy.clone(),
        from: "2026-02-24".into(),
        until: "2026-02-27".into(),
        scope: vec![Scope::All],
    };
    let scene = scene.works(HERS);
    scene.d.office.delegate(&lent).unwrap();
    let scene = scene.works("王五的示例口令 1");
    let may = |scene: &Scene, right| scene.d.office.desk().unwrap().rights.contains(&right);
    assert!(may(&scene, Right::Reveal), "what a 组长 may");
    let scene = scene.works(super::PASSPHRASE);
    scene.d.office.set_role(&leader, Role::Head).unwrap();
    assert_eq!(scene.d.office.delegations().unwrap()[0].running, Running::Revoked, "the appointment was for a 组长");
    let told: Vec<_> = scene.d.office.audit_lines(None).unwrap().into_iter().map(|line| line.detail).collect();
    assert!(told.ends_with(&["撤销委派".to_owned(), "部门负责人".to_owned()]), "which the log tells: {told:?}");
    let scene = scene.works("王五的示例口令 1");
    for right in [Right::People, Right::Settings, Right::Void, Right::Audit, Right::Reveal] {
        assert!(!may(&scene, right), "{right:?} of the head is nobody's but the head's");
    }
    let scene = scene.works(super::PASSPHRASE);
    let stands =
        |to: &str| scene.d.office.delegate(&Delegate { of: deputy.clone(), to: to.to_owned(), ..lent.clone() }).unwrap().id;
    let state = |id: &str| scene.d.office.delegations().unwrap().into_iter().find(|one| one.id == id).unwrap().running;
    let first = stands(&leader);
    scene.d.office.set_role(&leader, Role::Inspector).unwrap();
    assert_eq!(state(&first), Running::Revoked, "总部检查 stands in for nobody");
    let second = stands(&scene.her);
    scene.d.office.end_account(&deputy).unwrap();
    assert_eq!(state(&second), Running::Revoked, "who leaves lends nothing");
}

/// A record of a register as it is, changed past every rule: what an earlier release left behind.
fn rewrite(d: &Department, register: &str, id: &str, change: impl FnOnce(&mut RegisterBody)) {
    let office = &d.office;
    let record: crate::clock::Id = id.parse().unwrap();
    office
        .cabinet()
        .write(|tx| {
            let item = tx.register_item(register, record)?.unwrap();
            let mut body: RegisterBody = serde_json::from_str(&item.json)?;
            change(&mut body);
            let stored = super::super::bytes(&body)?;
            office.append(tx, NewEntry::new(Kind::Register, record, &stored))
        })
        .unwrap();
}

/// Passes when a delegation that says nothing of the role lends what its lender was on that day, and shows it: who rose since lends
/// nothing of the new role.
#[test]
fn a_delegation_of_before_lends_the_role_of_its_day() {
    let scene = scene();
    let person = scene
        .d
        .office
        .save_entry(&RegisterInput { register: "person".into(), name: "王五".into(), ..Default::default() })
        .unwrap();
    let his = scene.d.office.add_account(&person.id, Role::Specialist, "王五的示例口令 1", Cost::LIGHT).unwrap().id;
    let asked = Delegate { of: scene.her.clone(), to: his, from: "2026-02-24".into(), ..scene.asked(Scope::All) };
    let made = scene.d.office.delegate(&asked).unwrap();
    rewrite(&scene.d, "delegation", &made.id, |body| drop(body.facts.remove("of_role")));
    rewrite(&scene.d, "account", &scene.her, |body| drop(body.facts.insert("role".into(), Role::Head.code().into())));
    let shown = scene.d.office.delegations().unwrap().remove(0);
    assert_eq!((shown.running, shown.of_role), (Running::Now, Role::Supervisor), "the list says what is lent");
    let scene = scene.works("王五的示例口令 1");
    let may = |right| scene.d.office.desk().unwrap().rights.contains(&right);
    assert!(may(Right::Reveal) && may(Right::Void), "of 主管, as she was");
    assert!(!may(Right::People) && !may(Right::Settings), "and nothing of 部门负责人, which she became");
}
