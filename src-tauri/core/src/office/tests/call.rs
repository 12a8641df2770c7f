//! 来电登记, and what is begun from a sheet.

use super::*;
use crate::form::CaseKind;
use crate::office::OfficeError;
use crate::office::api::Call;

fn call(becomes: CaseKind, customer: &str, words: &str) -> Call {
    Call {
        becomes,
        customer: customer.into(),
        words: words.into(),
        name: String::new(),
        room: String::new(),
        phone: String::new(),
        at: String::new(),
    }
}

#[test]
fn who_calls_is_found_by_telephone_room_or_name_with_what_is_open_of_theirs() {
    let d = Department::new();
    let customer = d.customer();
    for typed in ["13800000001", "0001", "0801", "赵六", "3栋 赵", "赵 13800000001"] {
        let found = d.office.callers(typed).unwrap();
        assert_eq!(found.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), [customer.id.as_str()], "found by {typed}");
    }
    let found = d.office.callers("13800000001").unwrap().remove(0);
    assert_eq!(
        (found.room.as_str(), found.phone.as_str()),
        ("3栋2单元0801", "138****0001"),
        "shown as the register shows it, masked"
    );
    for typed in ["1380", "138000", "8000", "00000001", "3栋 1380"] {
        assert!(d.office.callers(typed).unwrap().is_empty(), "{typed}: no figure of a hidden number is tried out");
        assert!(d.office.entries("customer", typed, false).unwrap().is_empty(), "{typed}: in the register neither");
    }
    assert!(found.open.is_empty() && found.closed.is_empty(), "nothing is known of theirs yet");
    assert!(d.office.callers("  ").unwrap().is_empty() && d.office.callers("9999").unwrap().is_empty(), "nobody for nothing");
}

#[test]
fn a_call_becomes_a_complaint_a_question_or_a_service_in_one_act() {
    let d = Department::new();
    let customer = d.customer();
    for (kind, form) in
        [(CaseKind::Complaint, "complaint"), (CaseKind::Consultation, "consultation"), (CaseKind::Service, "service")]
    {
        let draft = d.office.take_call(&call(kind, &customer.id, " 十二层走道照明不亮 ")).unwrap();
        let draft = d.office.draft(&draft).unwrap();
        assert_eq!(draft.form.id, form, "the sheet of what it becomes");
        let said = |field: &str| draft.answers.fields.get(field).map(Value::word).unwrap_or_default();
        assert_eq!(said("customer"), "赵六", "{form}: who");
        assert_eq!((said("way"), said("content")), ("来电".into(), "十二层走道照明不亮".into()), "{form}: how and what");
        assert_eq!(said("received"), "2026-02-24T09:00+08:00", "{form}: when");
        assert_eq!(said("receiver"), "张三", "{form}: who took it");
        assert_eq!(draft.computed.get("room").map(Value::word).as_deref(), Some("3栋2单元0801"), "{form}: what follows from who");
    }
}

#[test]
fn a_new_caller_is_entered_with_the_call_or_not_at_all() {
    let d = Department::new();
    let new = Call {
        name: "钱七".into(),
        room: "5栋0302".into(),
        phone: "13800000005".into(),
        ..call(CaseKind::Complaint, "", "渗水")
    };
    let draft = d.office.take_call(&new).unwrap();
    let entered = d.office.entries("customer", "钱七", false).unwrap();
    assert_eq!(entered.len(), 1, "the register knows them");
    assert_eq!(d.office.draft(&draft).unwrap().answers.fields["customer"].word(), "钱七", "and the sheet names them");

    let nobody = d.office.take_call(&call(CaseKind::Complaint, "", "渗水"));
    assert!(matches!(nobody, Err(OfficeError::Missing("name"))), "somebody must have called: {nobody:?}");
    let asked = d.office.take_call(&call(CaseKind::Consultation, "", "几点开门")).unwrap();
    assert!(!d.office.draft(&asked).unwrap().answers.fields.contains_key("customer"), "who only asks need not say who they are");
    let silent = d.office.take_call(&Call { words: "  ".into(), ..new.clone() });
    assert!(matches!(silent, Err(OfficeError::Missing("words"))), "and said something: {silent:?}");
    let stranger = d.office.take_call(&call(CaseKind::Opinion, "", "渗水"));
    assert!(matches!(stranger, Err(OfficeError::NotFound(_))), "an opinion comes from a survey, not by telephone: {stranger:?}");
    assert_eq!(d.office.entries("customer", "", false).unwrap().len(), 1, "what was refused entered nobody");
}
