//! Every use case asks for its right, and none is forgotten.

use std::path::Path;

use super::super::super::api::{
    CalendarChange, Finish, PaperSign, ProxySign, RefuseSign, RegisterInput, RuleEdit, SearchQuery, SignRequest,
};
use super::super::super::tests::{Department, ink};
use super::super::super::{AuditAsked, Files, FillAnswers, Target, Wanted};
use super::super::*;
use crate::cabinet::Secret;
use crate::form::Mark;
use crate::sheet::{Answers, Place};

fn no_file() -> CalendarChange {
    CalendarChange::File { json: String::new() }
}

fn a_month() -> crate::archive::Month {
    "2026-01".parse().unwrap()
}

fn a_volume(full: bool) -> crate::office::api::VolumeAsked {
    let format = crate::office::api::VolumeFormat::Pdf;
    crate::office::api::VolumeAsked { month: a_month(), format, full, reason: "x".into(), draft: true }
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
        inner_hours: None,
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
    ("last_check", Right::Read, |o| o.last_check().map(drop)),
    ("sheet_named", Right::Read, |o| o.sheet_named("x").map(drop)),
    // Whoever gives their own PIN or passphrase takes the device back; what they then see is for those who read.
    ("end_hand_over", Right::Read, |o| o.end_hand_over("x").map(drop)),
    ("examine", Right::Read, |o| o.examine(&|_, _| false).map(drop)),
    ("forms", Right::Read, |o| o.forms().map(drop)),
    ("sheet_lines", Right::Read, |o| o.sheet_lines(&[]).map(drop)),
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
    ("month", Right::Read, |o| o.month(a_month()).map(drop)),
    ("months", Right::Read, |o| o.months().map(drop)),
    ("month_statistics", Right::Read, |o| o.month_statistics(a_month(), &|_, _| true).map(drop)),
    ("volume_setting", Right::Read, |o| o.volume_setting().map(drop)),
    ("verify_volume", Right::Read, |o| o.verify_volume(b"x").map(drop)),
    ("volume_name", Right::Print, |o| o.volume_name(&a_volume(false)).map(drop)),
    ("export_volume", Right::Print, |o| o.export_volume(&a_volume(false), &|_, _| true).map(drop)),
    ("export_volume full", Right::Reveal, |o| o.export_volume(&a_volume(true), &|_, _| true).map(drop)),
    ("explain_gap", Right::Fill, |o| o.explain_gap(a_month(), "x", "y").map(drop)),
    ("close_month", Right::Archive, |o| o.close_month(a_month(), "x", &|_, _| true).map(drop)),
    ("reopen_month", Right::Reopen, |o| o.reopen_month(a_month(), "x").map(drop)),
    ("destruction_list", Right::Reopen, |o| o.destruction_list().map(drop)),
    ("ask_destruction", Right::Reopen, |o| o.ask_destruction("x", "y").map(drop)),
    ("destroy", Right::Reopen, |o| o.destroy("x").map(drop)),
    ("destruction_paper", Right::Reopen, |o| o.destruction_paper(Wanted::Pdf).map(drop)),
    ("set_volume_setting", Right::Settings, |o| o.set_volume_setting(&crate::office::api::VolumeSetting::default()).map(drop)),
    ("case_counts", Right::Read, |o| o.case_counts(&crate::office::api::CasesAsked::default()).map(drop)),
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
    ("route", Right::Read, |o| o.route(chrono::NaiveDate::MAX).map(drop)),
    ("ledger", Right::Read, |o| {
        o.ledger(crate::office::api::LedgerKind::Revisit, Default::default(), Default::default()).map(drop)
    }),
    ("list_paper", Right::Print, |o| {
        let asked = crate::office::api::ListAsked {
            list: crate::office::api::CaseList::Route,
            from: String::new(),
            to: "2026-03-31".into(),
        };
        o.list_paper(&asked, crate::office::Wanted::Pdf).map(drop)
    }),
    ("feed", Right::Print, |o| o.feed().map(drop)),
    ("reminders", Right::Read, |o| o.reminders(o.clock().now()).map(drop)),
    ("callers", Right::Fill, |o| o.callers("x").map(drop)),
    ("take_call", Right::Fill, |o| {
        let call = crate::office::api::Call {
            becomes: crate::form::CaseKind::Consultation,
            customer: String::new(),
            name: String::new(),
            room: String::new(),
            phone: String::new(),
            words: "x".into(),
            at: String::new(),
        };
        o.take_call(&call).map(drop)
    }),
    ("beginnings", Right::Read, |o| o.beginnings("x").map(drop)),
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
    ("fill", Right::Fill, |o| o.fill("x", &FillAnswers::default(), NO_FILES).map(drop)),
    ("fill_sheet", Right::Fill, |o| o.fill_sheet("x", &FillAnswers::default(), NO_FILES).map(drop)),
    ("fill_draft", Right::Fill, |o| o.fill_draft("x", &FillAnswers::default(), NO_FILES).map(drop)),
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
    ("file_name", Right::Print, |o| o.file_name(&["x".to_owned()], Wanted::Pdf).map(drop)),
    ("copy_text", Right::Print, |o| o.copy_text("x").map(drop)),
    ("note_copy", Right::Print, |o| o.note_copy(&["x"])),
    ("copy_picture", Right::Print, |o| o.copy_picture("x", 0).map(drop)),
    ("print_blanks", Right::Blank, |o| o.print_blanks("x", 1).map(drop)),
    ("reveal_answer", Right::Reveal, |o| o.reveal_answer(Target::Sheet("x"), &Place::new("a", "", "b"), "").map(drop)),
    ("reveal", Right::Reveal, |o| o.reveal("x", "y", "").map(drop)),
    ("void_sheet", Right::Void, |o| o.void_sheet("x", "").map(drop)),
    ("void_blank", Right::Void, |o| o.void_blank("x", "").map(drop)),
    ("back_up", Right::BackUp, |o| o.back_up(o.cabinet().folder(), &|_, _| false).map(drop)),
    ("back_up_today", Right::BackUp, |o| o.back_up_today(false, &|_, _| false).map(drop)),
    ("check_now", Right::BackUp, |o| o.check_now(&|_, _| false).map(drop)),
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
    ("save_entry person", Right::Settings, |o| {
        o.save_entry(&RegisterInput { register: "person".into(), ..RegisterInput::default() }).map(drop)
    }),
    ("retire_entry person", Right::Settings, |o| o.retire_entry("person", "x", true).map(drop)),
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

/// An answers file that names no photo.
const NO_FILES: Files<'static> = &|_| Err(std::io::ErrorKind::NotFound.into());

/// What is public of an office and asks no right, each with the reason.
const NO_RIGHT: &[(&str, &str)] = &[
    ("open", "makes the office: a secret opened the cabinet, and nobody has sat down yet"),
    ("of", "makes the office of a cabinet that is open"),
    ("with_library", "makes the office with other forms, before it is used"),
    ("library", "the forms that ship, nobody's data"),
    ("cabinet", "the room below, for tests and measurements; no face reaches through it (see the test)"),
    ("is_practice", "whether this is 练习 stands over every view"),
    ("role", "one's own role: what a right is asked by"),
    ("check_due", "whether a week went by; the check itself asks"),
    ("restored", "the words for a restore that House::restore allowed a moment before"),
    ("list_name", "a name for a file, from what the caller knows"),
    ("audit_name", "a file name made of what was asked for; the register itself asks"),
    ("blank_name", "a file name made of a form's title"),
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

/// Every file below a folder of the source, but those of tests.
fn sources(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") && !name.starts_with("tests") {
            found.push(std::fs::read_to_string(&path).unwrap());
        }
    }
    found
}

/// The public functions of every `impl Office` block, as rustfmt lays them out.
fn public_functions(source: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in source.lines() {
        inside = if line.starts_with("impl Office {") { true } else { inside && !line.starts_with('}') };
        let public =
            line.strip_prefix("    pub ").filter(|_| inside).map(|rest| rest.replace("const ", "").replace("async ", ""));
        if let Some(rest) = public.as_ref().and_then(|rest| rest.strip_prefix("fn ")) {
            found.push(rest.split(['(', '<']).next().unwrap().to_owned());
        }
    }
    found
}

#[test]
fn no_use_case_is_forgotten_by_the_test_of_rights() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all: Vec<String> = sources(&root.join("src/office")).iter().flat_map(|source| public_functions(source)).collect();
    assert!(all.len() > 100, "the office has many use cases, and the scan finds them: {}", all.len());
    let tried: Vec<&str> = USE_CASES.iter().filter_map(|(name, ..)| name.split(' ').next()).collect();
    let excused: Vec<&str> = NO_RIGHT.iter().map(|(name, _)| *name).collect();
    for name in &all {
        let (tried, excused) = (tried.contains(&name.as_str()), excused.contains(&name.as_str()));
        assert!(tried || excused, "Office::{name} is public: say in USE_CASES which right it asks, or in NO_RIGHT why none");
        assert!(!(tried && excused), "Office::{name} asks a right or it does not");
    }
    for name in tried.iter().chain(&excused) {
        assert!(all.iter().any(|found| found == name), "{name} is no longer a use case");
    }
    assert!(NO_RIGHT.iter().all(|(_, reason)| reason.len() > 20), "each exception has its reason");
    for face in ["../src", "../cli/src"] {
        let through = sources(&root.join(face)).iter().filter(|source| source.contains(".cabinet()")).count();
        assert_eq!(through, 0, "a face reaches through the office to the cabinet, past every right");
    }
}
