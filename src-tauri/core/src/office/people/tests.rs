//! Everyone under their own name, and nobody past what their role allows.

use super::super::api::{
    CalendarChange, Finish, PaperSign, ProxySign, RefuseSign, RegisterInput, RuleEdit, SearchQuery, SignRequest,
};
use super::super::tests::{Department, PASSPHRASE, ink};
use super::super::{AuditAsked, Target, Wanted};
use super::*;
use std::path::Path;

use crate::cabinet::Secret;
use crate::form::Mark;
use crate::sheet::{Answers, Place};

fn person(office: &Office, name: &str) -> String {
    office.entries("person", name, false).unwrap().remove(0).id
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    result.expect_err("a refusal was expected").code()
}

const HERS: &str = "李四的示例口令 1";

#[test]
fn each_person_opens_the_cabinet_with_a_passphrase_of_their_own() {
    let department = Department::new();
    let office = department.office;
    assert_eq!(office.role(), Role::Head, "the first run makes the head of the department");
    let her = office.add_account(&person(&office, "李四"), Role::Supervisor, HERS, Cost::LIGHT).unwrap();
    assert_eq!(code(office.add_account(&person(&office, "李四"), Role::Leader, HERS, Cost::LIGHT)), "account-exists", "one each");
    assert_eq!(
        code(office.add_account(&her.person.id, Role::Leader, "短", Cost::LIGHT)),
        "passphrase-short",
        "never a short one"
    );
    let all = office.accounts().unwrap();
    assert_eq!(
        all.iter().map(|a| (a.person.text.as_str(), a.present)).collect::<Vec<_>>(),
        [("张三", true), ("李四", false)],
        "by role"
    );
    let twice = office.reset_passphrase(&her.id, PASSPHRASE, Cost::LIGHT);
    assert_eq!(code(twice), "passphrase-taken", "two with the same passphrase would be one person");
    drop(office);

    let office = department.house.unlock(HERS).unwrap();
    assert_eq!(
        (office.role(), office.desk().unwrap().person.text),
        (Role::Supervisor, "李四".to_owned()),
        "her passphrase says who she is"
    );
    let draft = office.begin_sheet("revisit").unwrap();
    assert_eq!(office.draft(&draft.id).unwrap().id, draft.id, "she fills sheets");
    assert_eq!(code(office.add_account(&her.person.id, Role::Head, HERS, Cost::LIGHT)), "not-allowed", "and makes nobody head");
    assert_eq!(code(office.set_role(&her.id, Role::Head)), "not-allowed", "least of all herself");
    office.change_passphrase(HERS, "李四的新口令 2", Cost::LIGHT).unwrap();
    assert_eq!(code(office.change_passphrase(PASSPHRASE, "别人的口令不能改", Cost::LIGHT)), "wrong-passphrase", "not another's");
    drop(office);
    assert_eq!(code(department.house.unlock(HERS)), "wrong-passphrase", "the old one opens no more");
    let office = department.house.unlock("李四的新口令 2").unwrap();
    assert_eq!(office.role(), Role::Supervisor, "the new one is hers as the old one was");
    drop(office);

    let office = department.house.unlock(PASSPHRASE).unwrap();
    assert_eq!(code(office.end_account(&office.accounts().unwrap()[0].id)), "own-account", "nobody saws off their own branch");
    assert!(office.end_account(&her.id).unwrap().left, "she leaves");
    drop(office);
    assert_eq!(code(department.house.unlock("李四的新口令 2")), "wrong-passphrase", "and opens nothing any more");
    assert!(department.house.unlock(PASSPHRASE).unwrap().verify(None, &|_, _| true).unwrap().ok, "all of it in the log");
}

#[test]
fn another_takes_over_by_pin_and_five_wrong_ones_end_it() {
    let department = Department::new();
    let office = &department.office;
    let head = office.accounts().unwrap().remove(0);
    let her = office.add_account(&person(office, "李四"), Role::Specialist, HERS, Cost::LIGHT).unwrap();
    assert_eq!(code(office.set_pin("12345", Cost::LIGHT)), "pin-short", "five digits are too few");
    office.set_pin("314159", Cost::LIGHT).unwrap();
    assert_eq!(code(office.take_over(&her.id, "271828")), "wrong-pin", "without a PIN there is no taking over");
    assert_eq!(code(office.take_over(&head.id, "271828")), "wrong-pin", "nor with a wrong one");
    assert!(office.take_over(&head.id, "314159").unwrap().present, "with the right one there is");
    for _ in 0..2 {
        assert_eq!(code(office.take_over(&head.id, "000000")), "wrong-pin", "counted, and one's own right PIN forgives none");
    }
    assert_eq!(code(office.take_over(&head.id, "000000")), "pin-locked", "the fifth wrong one");
    assert_eq!(code(office.take_over(&head.id, "314159")), "pin-locked", "now even the right one does not help");
    assert_eq!(code(office.reveal("account", &head.id, "好奇")), "not-found", "and accounts are no register to look into");
}

#[test]
fn the_recovery_code_gives_the_head_a_new_passphrase_and_wrong_ones_wait() {
    let department = Department::new();
    let recovery = department.office.new_recovery_code(Cost::LIGHT).unwrap();
    let above = person(&department.office, "李四");
    department.office.add_account(&above, Role::ProjectManager, HERS, Cost::LIGHT).unwrap();
    drop(department.office);
    for _ in 0..5 {
        assert_eq!(code(department.house.unlock("不是这个口令")), "wrong-passphrase", "guessing");
    }
    assert_eq!(code(department.house.unlock(PASSPHRASE)), "wait", "the sixth must wait, right or wrong");
    assert_eq!(department.house.door().wait_s, 30, "and the door says how long");
    department.clock.advance(std::time::Duration::from_secs(30));
    let office = department.house.recover(recovery.as_str(), "找回后的口令 1").unwrap();
    assert_eq!((office.role(), office.desk().unwrap().person.text), (Role::Head, "张三".to_owned()), "it speaks for the head");
    drop(office);
    assert_eq!(code(department.house.unlock(PASSPHRASE)), "wrong-passphrase", "the forgotten one opens no more");
    assert_eq!(department.house.unlock("找回后的口令 1").unwrap().role(), Role::Head, "the new one does");
    assert_eq!(department.house.unlock(HERS).unwrap().role(), Role::ProjectManager, "the project manager's own is untouched");
}

#[test]
fn after_somebody_left_the_data_key_is_changed_and_their_copy_of_the_slots_opens_nothing() {
    let department = Department::new();
    let office = department.office;
    let her = office.add_account(&person(&office, "李四"), Role::Supervisor, HERS, Cost::LIGHT).unwrap();
    let folder = office.cabinet().folder().to_owned();
    let slots = std::fs::read(folder.join("keyslots.json")).unwrap();
    office.back_up_today(false, &|_, _| true).unwrap();
    office.end_account(&her.id).unwrap();
    let before = office.key_change().unwrap();
    assert_eq!((before.waiting.as_slice(), before.code), ([].as_slice(), false), "nobody is waited for");
    assert_eq!(before.backups.len(), 1, "the backup that her passphrase still opens is named");
    office.change_data_key(&|_, _| true).unwrap();
    assert!(office.audit_lines(None).unwrap().iter().any(|line| line.act == "data-key"), "it stands in the log");
    office.begin_sheet("revisit").unwrap();
    drop(office);
    assert_eq!(department.house.unlock(PASSPHRASE).unwrap().role(), Role::Head, "nobody else notices");
    std::fs::write(folder.join("keyslots.json"), slots).unwrap();
    assert_eq!(code(department.house.unlock(HERS)), "cabinet-damaged", "the slots she kept hold a key of the past");
}

#[test]
fn the_device_comes_back_by_pin_and_five_wrong_ones_leave_the_passphrase() {
    let department = Department::new();
    let office = &department.office;
    office.set_pin("314159", Cost::LIGHT).unwrap();
    let sheet = department.revisit();
    office.begin_hand_over(&sheet, "customer_sign", "").unwrap();
    assert_eq!(code(office.desk()), "handed-over", "the customer reaches nothing else");
    assert_eq!(code(office.take_over("x", "314159")), "handed-over", "nor changes who works");
    assert_eq!(code(office.end_hand_over("271828")), "wrong-pin", "a wrong PIN");
    office.end_hand_over("314159").unwrap();
    office.begin_hand_over(&sheet, "customer_sign", "").unwrap();
    for _ in 0..3 {
        assert_eq!(code(office.end_hand_over("000000")), "wrong-pin", "the earlier one stays counted");
    }
    assert_eq!(code(office.end_hand_over("000000")), "pin-locked", "the fifth");
    assert_eq!(code(office.end_hand_over("314159")), "pin-locked", "now even the right one does not help");
    assert_eq!(code(office.end_hand_over("不是这个口令")), "wrong-passphrase", "a wrong passphrase is told apart");
    office.end_hand_over(PASSPHRASE).unwrap();
    office.add_account(&person(office, "李四"), Role::Specialist, HERS, Cost::LIGHT).unwrap();
    office.begin_hand_over(&sheet, "customer_sign", "").unwrap();
    assert_eq!(code(office.end_hand_over(HERS)), "wrong-passphrase", "another's opens the cabinet, not this desk");
    office.end_hand_over(PASSPHRASE).unwrap();
}

fn no_file() -> CalendarChange {
    CalendarChange::File { json: String::new() }
}

fn no_rule() -> RuleEdit {
    RuleEdit {
        rule: "x".to_owned(),
        limit: None,
        grades: Vec::new(),
        unit: crate::deadline::Unit::Open,
        roll: None,
        basis: crate::deadline::Basis::Own,
        clause: String::new(),
        since: String::new(),
        reason: "x".to_owned(),
        recount: false,
    }
}

type UseCase = (&'static str, Right, fn(&Office) -> Result<()>);

/// Every use case with what it asks for. What they are called with does not exist: a role is asked before anything is read.
const USE_CASES: &[UseCase] = &[
    ("desk", Right::Read, |o| o.desk().map(drop)),
    ("today", Right::Read, |o| o.today().map(drop)),
    ("calendar", Right::Read, |o| o.calendar("x").map(drop)),
    ("calendar_year", Right::Read, |o| o.calendar_year(1).map(drop)),
    ("classify", Right::Read, |o| o.classify(&[]).map(drop)),
    ("deadline", Right::Read, |o| o.deadline("x", "", "y").map(drop)),
    ("count", Right::Read, |o| o.count("x", "", "y").map(drop)),
    ("rules", Right::Read, |o| o.rules().map(drop)),
    ("preview_calendar", Right::Settings, |o| o.preview_calendar(&no_file()).map(drop)),
    ("change_calendar", Right::Settings, |o| o.change_calendar(&no_file(), "x").map(drop)),
    ("try_rule", Right::Settings, |o| o.try_rule(&no_rule(), "x").map(drop)),
    ("change_rule", Right::Settings, |o| o.change_rule(&no_rule()).map(drop)),
    ("backups", Right::Read, |o| o.backups().map(drop)),
    ("examine", Right::Read, |o| o.examine(&|_, _| false).map(drop)),
    ("forms", Right::Read, |o| o.forms().map(drop)),
    ("search", Right::Read, |o| o.search(&SearchQuery::default(), "").map(drop)),
    ("sheet", Right::Read, |o| o.sheet("x").map(drop)),
    ("pages", Right::Read, |o| o.pages(Target::Sheet("x")).map(drop)),
    ("blanks", Right::Read, |o| o.blanks().map(drop)),
    ("verify", Right::Read, |o| o.verify(Some("x"), &|_, _| true).map(drop)),
    ("health", Right::Read, |o| o.health().map(drop)),
    ("registers", Right::Read, |o| o.registers().map(drop)),
    ("entries", Right::Read, |o| o.entries("x", "", false).map(drop)),
    ("accounts", Right::Read, |o| o.accounts().map(drop)),
    ("delegations", Right::Read, |o| o.delegations().map(drop)),
    ("picture", Right::Read, |o| o.picture("x", false).map(drop)),
    ("sheet_by_serial", Right::Read, |o| o.sheet_by_serial("x", None).map(drop)),
    ("plain_sheet", Right::Read, |o| o.plain_sheet("x", None).map(drop)),
    ("cases", Right::Read, |o| o.cases(&crate::office::api::CasesAsked::default(), "").map(drop)),
    ("case_counts", Right::Read, |o| o.case_counts().map(drop)),
    ("case", Right::Read, |o| o.case("x").map(drop)),
    ("due_by", Right::Read, |o| o.due_by(None).map(drop)),
    ("overdue", Right::Read, |o| o.overdue(Default::default(), Default::default()).map(drop)),
    ("duties", Right::Read, |o| o.duties(Default::default(), Default::default()).map(drop)),
    ("duty_month", Right::Read, |o| o.duty_month("x").map(drop)),
    ("duty_day", Right::Read, |o| o.duty_day(Default::default()).map(drop)),
    ("meetings", Right::Read, |o| o.meetings(Default::default(), Default::default()).map(drop)),
    ("duty_plans", Right::Read, |o| o.duty_plans().map(drop)),
    ("take_over", Right::Read, |o| o.take_over("x", "1").map(drop)),
    ("use_site", Right::Read, |o| o.use_site("x").map(drop)),
    ("set_setting theme", Right::Read, |o| o.set_setting("theme", "dark").map(drop)),
    ("change_passphrase", Right::Read, |o| o.change_passphrase("x", "y", Cost::LIGHT)),
    ("set_pin", Right::Read, |o| o.set_pin("1", Cost::LIGHT).map(drop)),
    ("begin_sheet", Right::Fill, |o| o.begin_sheet("x").map(drop)),
    ("begin_another", Right::Fill, |o| o.begin_another("x").map(drop)),
    ("begin_on", Right::Fill, |o| o.begin_on("x", Default::default()).map(drop)),
    ("explain_missed", Right::Fill, |o| {
        o.explain_missed("x", "y", Default::default(), "z", crate::office::api::MissedCause::Staff, "").map(drop)
    }),
    ("record_meeting", Right::Fill, |o| {
        let outcome = crate::office::api::MeetingOutcome::NotHeld { reason: "x".to_owned() };
        o.record_meeting(Default::default(), &outcome).map(drop)
    }),
    ("try_duty_plan", Right::Settings, |o| o.try_duty_plan(&crate::deadline::DutyPlan::usual(Default::default())).map(drop)),
    ("change_duty_plan", Right::Settings, |o| {
        o.change_duty_plan(&crate::deadline::DutyPlan::usual(Default::default()), "x").map(drop)
    }),
    ("begin_from_blank", Right::Fill, |o| o.begin_from_blank("x", "y").map(drop)),
    ("begin_step", Right::Fill, |o| o.begin_step("x", crate::casework::Step::Respond).map(drop)),
    ("begin_from", Right::Fill, |o| o.begin_from("x", "y", "").map(drop)),
    ("edit_sheet", Right::Fill, |o| o.edit_sheet("x").map(drop)),
    ("draft", Right::Fill, |o| o.draft("x").map(drop)),
    ("save_draft", Right::Fill, |o| o.save_draft("x", Answers::default()).map(drop)),
    ("add_row", Right::Fill, |o| o.add_row("x", "y").map(drop)),
    ("discard_draft", Right::Fill, |o| o.discard_draft("x")),
    ("restore_draft", Right::Fill, |o| o.restore_draft("x")),
    ("mark_rest", Right::Fill, |o| o.mark_rest("x", "y", "", "", Mark::Pass).map(drop)),
    ("signing", Right::Fill, |o| o.signing("x", "y", "").map(drop)),
    ("finish", Right::Fill, |o| o.finish("x", &Finish::default()).map(drop)),
    ("take_in", Right::Fill, |o| o.take_in("x", "y.jpg", b"").map(drop)),
    ("take_shot", Right::Fill, |o| o.take_shot("x", std::time::Duration::ZERO, b"").map(drop)),
    ("take_in_scan", Right::Fill, |o| o.take_in_scan("y.jpg", b"").map(drop)),
    ("begin_hand_over", Right::Fill, |o| o.begin_hand_over("x", "y", "").map(drop)),
    ("sign", Right::Fill, |o| o.sign(&signing())),
    ("sign_proxy", Right::Fill, |o| {
        o.sign_proxy(&ProxySign { sign: signing(), document: String::new(), proxy_for: String::new() })
    }),
    ("sign_paper", Right::Fill, |o| {
        let (sheet, role, place) = ("x".to_owned(), "y".to_owned(), "柜子".to_owned());
        o.sign_paper(&PaperSign { sheet, role, place, ..PaperSign::default() }).map(drop)
    }),
    ("sign_refused", Right::Fill, |o| {
        let (sheet, role, reason) = ("x".to_owned(), "y".to_owned(), "不愿签".to_owned());
        o.sign_refused(&RefuseSign { sheet, role, reason, ..RefuseSign::default() }).map(drop)
    }),
    ("trust_clock", Right::Fill, |o| o.trust_clock().map(drop)),
    ("export", Right::Print, |o| o.export(&["x".to_owned()], Wanted::Pdf, &|_, _| true).map(drop)),
    ("export_version", Right::Print, |o| o.export_version("x", "y").map(drop)),
    ("copy_text", Right::Print, |o| o.copy_text("x").map(drop)),
    ("copy_picture", Right::Print, |o| o.copy_picture("x", 0).map(drop)),
    ("print_blanks", Right::Blank, |o| o.print_blanks("x", 1).map(drop)),
    ("reveal_answer", Right::Reveal, |o| o.reveal_answer(Target::Sheet("x"), &Place::new("a", "", "b"), "").map(drop)),
    ("reveal", Right::Reveal, |o| o.reveal("x", "y", "").map(drop)),
    ("void_sheet", Right::Void, |o| o.void_sheet("x", "").map(drop)),
    ("void_blank", Right::Void, |o| o.void_blank("x", "").map(drop)),
    ("back_up", Right::BackUp, |o| o.back_up(o.cabinet().folder(), &|_, _| false).map(drop)),
    ("back_up_today", Right::BackUp, |o| o.back_up_today(false, &|_, _| false).map(drop)),
    ("set_second_place", Right::BackUp, |o| o.set_second_place(Path::new("nowhere"), &|_, _| false).map(drop)),
    ("verify_backup", Right::BackUp, |o| {
        o.verify_backup(Path::new("nowhere"), &Secret::passphrase("x"), &|_, _| false).map(drop)
    }),
    ("svg_pages", Right::Print, |o| o.svg_pages("x").map(drop)),
    ("audit_page", Right::Audit, |o| o.audit_page(&AuditAsked { from: "x".into(), ..AuditAsked::default() }).map(drop)),
    ("audit_paper", Right::Audit, |o| {
        o.audit_paper(&AuditAsked { from: "x".into(), ..AuditAsked::default() }, Wanted::Pdf).map(drop)
    }),
    ("affected", Right::People, |o| {
        o.affected(Path::new("nowhere"), &Secret::passphrase("x"), "", Wanted::Pdf, &|_, _| false).map(drop)
    }),
    ("audit_lines", Right::Audit, |o| o.audit_lines(None).map(drop)),
    ("save_entry", Right::Register, |o| o.save_entry(&RegisterInput::default()).map(drop)),
    ("retire_entry", Right::Register, |o| o.retire_entry("x", "y", true).map(drop)),
    ("recovery_page", Right::People, |o| o.recovery_page("7Q2M").map(drop)),
    ("set_setting department", Right::Settings, |o| o.set_setting("department", "").map(drop)),
    ("rebuild", Right::Settings, |o| o.rebuild(&|_, _| true).map(drop)),
    ("delegate", Right::Delegate, |o| o.delegate(&Delegate::default()).map(drop)),
    ("revoke_delegation", Right::Delegate, |o| o.revoke_delegation("x").map(drop)),
    ("add_account", Right::People, |o| o.add_account("x", Role::Head, "", Cost::LIGHT).map(drop)),
    ("set_role", Right::People, |o| o.set_role("x", Role::Head).map(drop)),
    ("end_account", Right::People, |o| o.end_account("x").map(drop)),
    ("reset_passphrase", Right::People, |o| o.reset_passphrase("x", "", Cost::LIGHT).map(drop)),
    ("key_change", Right::People, |o| o.key_change().map(drop)),
    ("change_data_key", Right::People, |o| o.change_data_key(&|_, _| false)),
    ("new_recovery_code", Right::People, |o| o.new_recovery_code(Cost::LIGHT).map(drop)),
];

fn signing() -> SignRequest {
    SignRequest {
        revision: String::new(),
        sheet: "x".into(),
        role: "y".into(),
        row: String::new(),
        ink: ink(),
        signer: String::new(),
        relation: String::new(),
        witness: String::new(),
        choice: String::new(),
        remark: String::new(),
    }
}

#[test]
fn every_use_case_asks_the_role_of_the_one_who_works() {
    let department = Department::new();
    for role in Role::ALL {
        for (name, right, call) in USE_CASES {
            lock(&department.office.session).role = role;
            let refused = call(&department.office).is_err_and(|error| error.code() == "not-allowed");
            assert_eq!(refused, !role.may(*right), "{name} by {}: {}", role.word(), right.word());
        }
    }
}
