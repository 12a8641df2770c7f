//! How many cases stand where, within what else is asked.

use super::*;
use crate::office::api::{CasesAsked, RegisterInput};

#[test]
fn cases_are_counted_within_the_customer_and_the_department_that_are_asked_for() {
    let d = Department::with_register();
    let entry = |register: &str, name: &str| {
        d.office.save_entry(&RegisterInput { register: register.into(), name: name.into(), ..Default::default() }).unwrap();
        let all = d.office.entries(register, name, false).unwrap();
        all.into_iter().find(|entry| entry.name == name).unwrap().id
    };
    let (other, department) = (entry("customer", "吴九"), entry("department", "机电部"));
    let told = |customer: &str| {
        json!({ "fields": {
            "received": "2026-02-24 08:55", "way": "来电", "customer": customer, "confidential": "否", "category": "工程",
            "grade": "一般", "urgency": "紧急", "grade_reason": "影响出行", "content": "走道照明不亮", "validity": "有效"
        }, "finish": ["register"], "late_reason": "次日补录" })
    };
    let sheets = ["赵六", "赵六", "吴九"].map(|customer| d.fill("complaint", told(customer)).sheet);
    d.go_on(
        &sheets[2],
        json!({ "fields": { "responded": "2026-02-24 09:00", "response": "已致歉" },
        "rows": { "deliveries": [{ "department": "机电部", "responsible": "张三", "delivered": "2026-02-24 09:00" }] },
        "finish": ["respond", "deliver"] }),
    );
    let counted = |asked: CasesAsked| -> Vec<(String, u32)> {
        let counts = d.office.case_counts(&CasesAsked { open: Some(true), ..asked }).unwrap();
        counts.into_iter().map(|count| (count.state, count.count)).collect()
    };
    let both = [("respond".to_owned(), 2), ("receive".to_owned(), 1)];
    assert_eq!(counted(CasesAsked::default()), both, "all that are open, the earlier step first");
    let asked = CasesAsked { customer: other, ..CasesAsked::default() };
    assert_eq!(counted(asked), both[1..], "those of one customer");
    let asked = CasesAsked { department, ..CasesAsked::default() };
    assert_eq!(counted(asked.clone()), both[1..], "those of one department");
    let asked = CasesAsked { state: "respond".to_owned(), ..asked };
    assert_eq!(counted(asked), [], "and every condition narrows the others");
}
