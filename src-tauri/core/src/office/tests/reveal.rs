//! Seeing what is masked, for a reason.

use super::super::Target;
use super::super::people::role::{Right, Role};
use super::{Department, text};
use crate::cabinet::Cost;
use crate::office::lock;
use crate::sheet::{Place, Value};

#[test]
fn a_number_is_seen_for_a_reason_that_stands_in_the_log_first() {
    let d = Department::new();
    let sheet = d.revisit();
    let phone = Place::new("head", "", "phone");
    let ask = |place: &Place, reason: &str| d.office.reveal_answer(Target::Sheet(&sheet), place, reason);
    assert_eq!(ask(&phone, " ").unwrap_err().code(), "missing", "nobody looks without saying why");
    assert_eq!(
        ask(&Place::new("head", "", "date"), "核对信息").unwrap_err().code(),
        "not-found",
        "only what is masked is asked for"
    );
    let before = d.office.audit_lines(None).unwrap().len();
    assert_eq!(ask(&phone, "回访联系").unwrap().text, "13800000001", "the whole number");
    let lines = d.office.audit_lines(None).unwrap();
    let line = lines.last().unwrap();
    assert_eq!(lines.len(), before + 1, "one look, one line; those that were refused left none");
    assert_eq!(
        (line.by.as_str(), line.act_word.as_str(), line.reason.as_str()),
        ("张三", "查看完整信息", "回访联系"),
        "who, what, why"
    );
    assert_eq!(line.detail, "电话", "what was seen, by its label and not by its words");
    for role in Role::ALL {
        lock(&d.office.session).role = role;
        let allowed = ask(&phone, "核对信息").is_ok();
        assert_eq!(allowed, role.may(super::super::Right::Reveal), "{}", role.word());
    }
}

#[test]
fn a_draft_shows_the_number_that_the_register_has() {
    let d = Department::new();
    let draft = d.office.begin_sheet("revisit").unwrap();
    let customer = d.customer();
    let masked = customer.facts["phone"].clone();
    let draft = d.save(&draft, |a| drop(a.fields.insert("customer".into(), Value::Ref { reference: customer })));
    assert_eq!(draft.computed["phone"], text(&masked), "the screen has the number masked");
    let place = Place::new("head", "", "phone");
    let seen = d.office.reveal_answer(Target::Draft(&draft.id), &place, "回访联系").unwrap();
    assert_eq!((seen.label.as_str(), seen.text.as_str()), ("电话", "13800000001"), "and gives it whole for a reason");
}

#[test]
fn who_may_not_reveal_gets_no_masked_figure_back_by_searching() {
    use super::super::api::SearchQuery;
    let d = Department::new();
    let sheet = d.revisit_that("已见", |a| drop(a.fields.insert("opinion".into(), text("住户让打 139 1111 2222"))));
    let draft = d.office.begin_sheet("revisit").unwrap();
    d.save(&draft, |a| drop(a.fields.insert("summary".into(), text("另打13722223333"))));
    let person = d.person("李四").reference().unwrap().id.clone();
    d.office.add_account(&person, Role::Specialist, "李四的示例口令 1", Cost::LIGHT).unwrap();
    let serial = d.office.sheet(&sheet).unwrap().serial;
    let d = d.reopen("李四的示例口令 1");
    assert!(!d.office.desk().unwrap().rights.contains(&Right::Reveal), "客服专员 may not reveal");
    let found = |typed: &str| {
        let query = SearchQuery { text: typed.into(), ..SearchQuery::default() };
        d.office.search(&query, "").unwrap().lines.into_iter().map(|line| line.sheet).collect::<Vec<_>>()
    };
    for typed in ["13800000001", "139 1111 2222", "0001", "0801", &serial, "赵六 0001"] {
        assert_eq!(
            found(typed),
            std::slice::from_ref(&sheet),
            "{typed}: the whole number, what is shown of it, and what is no number"
        );
    }
    for typed in (0..10).map(|figure| format!("138{figure}")).chain(["1380".into(), "8000".into(), "1111".into(), "13722".into()])
    {
        assert!(found(&typed).is_empty(), "{typed} would give the number back figure by figure");
    }
    assert_eq!(found("13722223333").len(), 1, "in a draft as in a sheet");
}

#[test]
fn what_is_shown_in_full_for_signing_or_for_a_change_is_a_line_in_the_log() {
    let d = Department::new();
    let plain = d.revisit();
    let phone = d.revisit_that("已见", |a| drop(a.fields.insert("summary".into(), text("住户让打 139 1111 2222"))));
    let told = || {
        let lines = d.office.audit_lines(None).unwrap().into_iter().filter(|line| line.act == "shown");
        lines.map(|line| (line.what, line.reason)).collect::<Vec<_>>()
    };
    d.office.signing(&plain, "customer_sign", "").unwrap();
    d.office.edit_sheet(&plain).unwrap();
    assert_eq!(told(), [], "where nothing is hidden there is nothing to tell");
    // Ink is brought in by the list of places alone: who signs and what is asked stand in it, and nothing of the sheet is shown.
    let places = d.office.sheet(&phone).unwrap().seals;
    let of = |role: &str| places.iter().find(|seal| seal.role == role).unwrap();
    let customer = of("customer_sign");
    assert_eq!((customer.proposed.as_str(), customer.choice.is_some()), ("赵六", true), "whom a page on paper is proposed for");
    assert_eq!(told(), [], "so that nobody is written down who saw nothing");

    let view = d.office.begin_hand_over(&phone, "customer_sign", "").unwrap();
    assert!(view.lines.iter().any(|line| line.text.contains("139 1111 2222")), "a signature binds what was shown: {view:?}");
    d.office.end_hand_over(super::PASSPHRASE).unwrap();
    let draft = d.office.edit_sheet(&phone).unwrap();
    assert_eq!(draft.answers.fields["summary"], text("住户让打 139 1111 2222"), "what is changed must be read");
    d.office.draft(&draft.id).unwrap();
    let what = told().into_iter().map(|(_, why)| why).collect::<Vec<_>>();
    assert_eq!(what, ["客户签字", "更改"], "each is told with its reason, a draft once");
    let serial = d.office.sheet(&phone).unwrap().serial;
    assert!(told().iter().all(|(sheet, _)| sheet.starts_with(&serial)), "and with the sheet");

    lock(&d.office.session).role = Role::Inspector;
    assert_eq!(
        d.office.signing(&phone, "visitor_sign", "").unwrap_err().code(),
        "not-allowed",
        "who may not fill is shown neither"
    );
    assert_eq!(d.office.edit_sheet(&phone).unwrap_err().code(), "not-allowed", "nor the draft");
    assert_eq!(d.office.draft(&draft.id).unwrap_err().code(), "not-allowed", "however it is asked for");
}

#[test]
fn what_is_picked_out_on_the_screen_is_a_line_before_it_is_copied() {
    let d = Department::new();
    let sheet = d.revisit();
    d.office.note_copy(&[sheet.as_str(), ""]).unwrap();
    let lines: Vec<_> = d.office.audit_lines(None).unwrap().into_iter().filter(|line| line.act == "copy-text").collect();
    let serial = d.office.sheet(&sheet).unwrap().serial;
    assert!(lines[0].what.contains(&serial) && lines[0].customer == "赵六", "of a sheet with whose it is: {lines:?}");
    assert_eq!((lines[1].what.as_str(), lines[1].detail.as_str()), ("", "选取的文字"), "of a list by itself");
    // Rows of a list are named by their number, what is being filled in by its draft, an entry of the customers by itself.
    let customer = d.office.entries("customer", "赵六", false).unwrap().remove(0).id;
    let draft = d.office.edit_sheet(&sheet).unwrap().id;
    for of in [&serial, &draft, &customer] {
        d.office.note_copy(&[of]).unwrap();
        let last = d.office.audit_lines(None).unwrap().pop().unwrap();
        assert_eq!(
            (last.act.as_str(), last.customer.as_str()),
            ("copy-text", "赵六"),
            "{of}: whose words went is in the register"
        );
    }
    let before = d.office.audit_lines(None).unwrap().len();
    d.office.note_copy(&[serial.as_str(); 120]).unwrap();
    assert_eq!(d.office.audit_lines(None).unwrap().len(), before + 120, "of a long list each row has its line");
    d.office.note_copy(&[""; 0]).unwrap();
    assert_eq!(d.office.audit_lines(None).unwrap().len(), before + 121, "and nothing is copied without one");
    d.office.note_copy(&[&d.person("李四").reference().unwrap().id]).unwrap();
    assert_eq!(d.office.audit_lines(None).unwrap().pop().unwrap().customer, "", "a colleague is no customer");
    d.office.begin_hand_over(&sheet, "customer_sign", "").unwrap();
    assert_eq!(d.office.note_copy(&[&sheet]).unwrap_err().code(), "handed-over", "a customer copies nothing");
}

/// Passes when 总部检查, from whom names, rooms and 户号 are hidden, gets none of them back by asking the registers or the sheets for
/// it, and by no further page that would tell of one.
#[test]
fn who_is_shown_no_names_finds_nobody_by_name_room_or_number() {
    use super::super::api::{RegisterInput, SearchQuery};
    let d = Department::new();
    d.revisit();
    let shop = [("operator", "钱八"), ("room", "一层A12"), ("phone", "0851-85512345"), ("code", "W-12")];
    let facts = shop.into_iter().map(|(fact, text)| (fact.into(), text.into())).collect();
    let outlet = RegisterInput { register: "outlet".into(), name: "便利店".into(), facts, ..Default::default() };
    d.office.save_entry(&outlet).unwrap();
    let found = |register: &str, typed: &str| d.office.entries(register, typed, false).unwrap();
    let sheets = |typed: &str| d.office.search(&SearchQuery { text: typed.into(), ..SearchQuery::default() }, "").unwrap();
    let hidden = ["赵六", "六", "0801", "2单元", "H-0801", "13800000001", "138 0000 0001", "一三八零零零零零零零一"];
    assert!(hidden.iter().all(|typed| found("customer", typed).len() == 1), "whose work it is finds their customer");
    lock(&d.office.session).role = Role::Inspector;
    for typed in hidden {
        assert_eq!(found("customer", typed), [], "{typed} is hidden, and found by nobody");
        let page = sheets(typed);
        assert_eq!((page.lines.len(), page.next.as_str()), (0, ""), "{typed}: nor in a sheet");
    }
    for typed in ["钱八", "八", "85512345"] {
        assert_eq!(found("outlet", typed), [], "{typed}");
    }
    let shown = found("customer", "").remove(0);
    assert_eq!((shown.name.as_str(), shown.facts["room"].as_str()), ("赵**", "3栋***"), "what is shown");
    for typed in ["赵", "赵**", "3栋", "业主", "0001"] {
        assert_eq!(found("customer", typed).len(), 1, "{typed} stands there to be read, and finds it");
    }
    assert_eq!(found("outlet", "便利店").len(), 1, "a shop's own name is nobody's secret");
}

/// Passes when the mark of a further page stands only where something follows that is shown: with it, a hidden word would be told by
/// a page of nothing.
#[test]
fn no_further_page_is_told_of_what_is_left_out() {
    use super::super::api::SearchQuery;
    let d = Department::new();
    for n in 0..130 {
        let draft = d.office.begin_sheet("revisit").unwrap();
        let said = if n % 2 == 0 { "电话 139 1111 2222" } else { "编号 1111" };
        d.save(&draft, |a| drop(a.fields.insert("opinion".into(), text(said))));
    }
    let pages = |typed: &str| {
        let query = SearchQuery { text: typed.into(), ..SearchQuery::default() };
        let (mut all, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = d.office.search(&query, &cursor).unwrap();
            assert!(!page.lines.is_empty() || page.next.is_empty(), "{typed}: no page of nothing");
            all.push(page.lines.len());
            cursor = page.next;
            if cursor.is_empty() {
                return all;
            }
        }
    };
    let plain = pages("1111");
    assert_eq!((plain.iter().sum::<usize>(), plain.len()), (65, 1), "what is no telephone is found, all of it: {plain:?}");
    assert_eq!(pages("13911112222").iter().sum::<usize>(), 65, "and the number by the whole of it, however it is typed");
    assert_eq!(pages("391111"), [0], "of its parts nothing, and no page either");
}
