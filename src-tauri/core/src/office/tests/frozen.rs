//! What a sheet froze stays as it read, whatever becomes of the registers and the forms.

use super::super::api::{Finish, RegisterInput};
use super::{Department, text};

#[test]
fn a_renamed_customer_and_a_new_area_leave_old_sheets_as_they_were() {
    let d = Department::new();
    let sheet = d.revisit();
    let before = d.office.sheet(&sheet).unwrap();
    let customer = d.office.entries("customer", "赵六", false).unwrap().remove(0);
    let renamed = RegisterInput { id: customer.id, register: "customer".into(), name: "赵六六".into(), facts: customer.facts };
    d.office.save_entry(&renamed).unwrap();
    d.office.save_entry(&RegisterInput { register: "area".into(), name: "车库".into(), ..Default::default() }).unwrap();
    let after = d.office.sheet(&sheet).unwrap();
    assert_eq!(after, before, "the sheet says what it said when it was finished");
    let draft = d.office.edit_sheet(&sheet).unwrap();
    let draft = d.save(&draft, |a| drop(a.fields.insert("findings".into(), text("已复查"))));
    let done = d.office.finish(&draft.id, &Finish { change_reason: "补记".into(), ..Finish::default() }).unwrap();
    let amended = d.office.sheet(&done.sheet).unwrap();
    assert_eq!(
        amended.answers.fields["customer"].word(),
        "赵六",
        "an amendment of something else keeps the name as it was frozen"
    );
}
