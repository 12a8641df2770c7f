//! `case` with its ledgers, `due`, `overdue`: a complaint in the terminal, and what it is told.

use serde_json::json;

use crate::Place;

fn answers(place: &Place, name: &str, said: &serde_json::Value) -> String {
    let file = place.path(name);
    std::fs::write(&file, said.to_string()).unwrap();
    file.to_string_lossy().into_owned()
}

#[test]
fn a_complaint_is_registered_worked_on_listed_and_told_when_it_is_late() {
    let place = Place::demo();
    let told = json!({ "fields": {
        "received": "2026-02-13T18:30+08:00", "way": "来电", "customer": "钱㛃", "confidential": "否", "category": "工程",
        "grade": "重大", "urgency": "紧急", "grade_reason": "影响出行", "content": "电梯困人", "validity": "有效"
    }, "finish": ["register"], "late_reason": "补录" });
    let new = place.json(&["case", "new", "complaint", "--answers", &answers(&place, "new.json", &told)]);
    assert_eq!(new["state"], "待首次响应", "it waits for its first step");
    let serial = new["serial"].as_str().unwrap();
    assert!(serial.starts_with("TS-A-202602-"), "its number is the sheet's: {serial}");

    let shown = place.json(&["case", "show", serial]);
    let clock = |id: &str| shown["clocks"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap().clone();
    assert_eq!(clock("respond")["due"], "2026-02-13T19:00+08:00", "half an hour");
    assert_eq!(clock("rectify.1")["due"], "2026-02-14", "a make-up Saturday is worked");

    let late = json!({ "fields": { "responded": "2026-02-13T19:30+08:00", "response": "已致歉" }, "finish": ["respond"] });
    let refused = place.refused(&["case", "step", serial, "--answers", &answers(&place, "late.json", &late)]);
    assert!(refused.starts_with("case-late-reason: “首次响应”超期了"), "a late step asks why: {refused}");

    let listed = place.json(&["case", "list"]);
    assert!(listed.as_array().unwrap().iter().any(|line| line["serial"] == serial), "an open case is listed");
    let overdue = place.json(&["overdue", "--from", "2026-02-01", "--to", "2026-02-28"]);
    let steps: Vec<&str> = overdue.as_array().unwrap().iter().map(|line| line["step"].as_str().unwrap()).collect();
    assert_eq!(steps, ["首次响应", "整改"], "both limits are over and open");
    assert_eq!(overdue[0]["actual"], "", "an open one has no end yet");
    let limits: Vec<&str> = overdue.as_array().unwrap().iter().map(|line| line["rule"].as_str().unwrap()).collect();
    assert_eq!(limits, ["RSP-1", "CPL-1"], "each by its limit");
    let due = place.json(&["due", "--on", "2026-02-28"]);
    assert_eq!(due.as_array().unwrap().len(), 2, "the same by day");

    let (pdf, xlsx, ics) = (place.path("late.pdf"), place.path("late.xlsx"), place.path("limits.ics"));
    let file = |path: &std::path::Path| path.to_string_lossy().into_owned();
    let month = ["overdue", "--from", "2026-02-01", "--to", "2026-02-28", "--out"];
    let made = place.json(&[&month[..], &[&file(&pdf)]].concat());
    assert_eq!(made["lines"], 2, "the paper has what the screen has");
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"), "as a PDF");
    place.json(&[&month[..], &[&file(&xlsx)]].concat());
    assert!(std::fs::read(&xlsx).unwrap().starts_with(b"PK"), "and as a workbook");
    place.json(&["due", "--ics", &file(&ics)]);
    let feed = std::fs::read_to_string(&ics).unwrap();
    assert!(feed.contains(serial) && !feed.contains("钱㛃"), "the deadlines for a calendar name no customer: {feed}");
    let days = ["case", "ledger", "complaint", "--from", "2026-02-13", "--to", "2026-02-13"];
    let ledger = place.json(&days);
    let own = ledger.as_array().unwrap().iter().find(|line| line["编号"] == serial).unwrap();
    assert_eq!(own["受理时间"], "2026-02-13T18:30+08:00", "each column by its head, as in the month's JSON Lines");
    assert_eq!((&own["级别"], &own["状态"]), (&json!("重大"), &json!("待首次响应")), "with how it stands");
    assert!(place.run(&days).out.contains(serial), "and the same to whoever reads");
    let (pdf, xlsx) = (place.path("ledger.pdf"), place.path("ledger.xlsx"));
    let made = place.json(&[&days[..], &["--out", &file(&pdf)]].concat());
    assert_eq!(made["lines"], ledger.as_array().unwrap().len(), "the paper has the lines of the list");
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"), "as a PDF");
    place.json(&[&days[..], &["--out", &file(&xlsx)]].concat());
    assert!(std::fs::read(&xlsx).unwrap().starts_with(b"PK"), "and as a workbook");
    let visits = place.json(&["case", "ledger", "revisit", "--from", "2026-01-01", "--to", "2026-02-28"]);
    assert!(visits.as_array().unwrap().iter().all(|line| line["回访日期"].is_string()), "revisits by their day: {visits}");
    let turned = place.run(&["case", "ledger", "complaint", "--from", "2026-02-14", "--to", "2026-02-13"]);
    assert!(turned.code != 0 && turned.err.contains("--from"), "days the wrong way round are no span: {}", turned.err);
    let stops = place.json(&["route", "--to", "2026-03-31"]);
    assert!(stops.as_array().unwrap().iter().all(|s| s["serial"] != serial), "what is not rechecked waits for no revisit");
}

#[test]
fn what_was_late_by_minutes_is_late_on_the_day_itself() {
    let place = Place::demo();
    let told = json!({ "fields": {
        "received": "2026-02-13T09:30+08:00", "way": "来电", "customer": "钱㛃", "confidential": "否", "category": "工程",
        "grade": "重大", "urgency": "紧急", "grade_reason": "影响出行", "content": "电梯困人", "validity": "有效"
    }, "finish": ["register"], "late_reason": "补录" });
    let new = place.json(&["case", "new", "complaint", "--answers", &answers(&place, "new.json", &told)]);
    let serial = new["serial"].as_str().unwrap();
    let late = json!({
        "fields": { "responded": "2026-02-13T10:30+08:00", "response": "已致歉" },
        "rows": { "lates": [{ "late_step": "首次响应", "late_kind": "客服部门", "late_reason": "电话占线", "late_department": "客务部" }] },
        "finish": ["respond"], "late_reason": "补录",
    });
    place.json(&["case", "step", serial, "--answers", &answers(&place, "late.json", &late)]);
    let days = ["overdue", "--from", "2026-02-13", "--to", "2026-02-13"];
    let lines = place.json(&days);
    let line = lines.as_array().unwrap().iter().find(|line| line["serial"] == serial).unwrap();
    assert_eq!((&line["days_late"], &line["step"]), (&json!(0), &json!("首次响应")), "half an hour is no day, to whoever counts");
    let said = place.run(&days).out;
    let told = said.lines().find(|line| line.starts_with(serial)).unwrap();
    assert!(told.contains("当天") && !told.contains("0天"), "to whoever reads, it was on that day: {told}");
}

/// The columns of a table in words: two spaces and more stand between them.
fn columns(line: &str) -> Vec<&str> {
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn the_overdue_list_has_every_column_in_words_and_says_which_limit_a_line_is() {
    let place = Place::demo();
    let told = json!({ "fields": {
        "received": "2026-02-13T09:30+08:00", "way": "来电", "customer": "钱㛃", "confidential": "否", "category": "工程",
        "grade": "一般", "urgency": "紧急", "grade_reason": "影响出行", "content": "走道照明不亮", "validity": "有效",
        "own_due": "2026-02-13T15:00+08:00", "outside_number": "12345-1", "outside_due": "2026-02-13T18:00+08:00"
    }, "finish": ["register"], "late_reason": "补录" });
    let new = place.json(&["case", "new", "complaint", "--answers", &answers(&place, "new.json", &told)]);
    let serial = new["serial"].as_str().unwrap();
    let late = json!({
        "fields": { "responded": "2026-02-13T14:30+08:00", "response": "已致歉" },
        "rows": { "lates": [{ "late_step": "首次响应", "late_kind": "客服部门", "late_reason": "电话占线", "late_department": "客务部", "remedy": "加一部电话" }] },
        "finish": ["respond"], "late_reason": "补录",
    });
    place.json(&["case", "step", serial, "--answers", &answers(&place, "late.json", &late)]);
    let days = ["overdue", "--from", "2026-02-13", "--to", "2026-02-13"];
    let said = place.run(&days).out;
    let head = columns(said.lines().next().unwrap());
    let names = [
        "编号",
        "级别",
        "环节",
        "时限",
        "责任部门",
        "受理时间",
        "应完成",
        "实际完成",
        "超期天数",
        "标记",
        "延期至",
        "超期原因",
        "补救措施",
    ];
    assert_eq!(head, names, "a head for each column");
    let lines: Vec<Vec<&str>> = said.lines().filter(|line| line.starts_with(serial)).map(columns).collect();
    assert!(lines.iter().all(|line| line.len() == names.len()), "no line leaves one out: {lines:?}");
    let of = |limit: &str| lines.iter().find(|line| line[3] == limit).unwrap_or_else(|| panic!("{limit}: {said}"));
    let response = of("RSP-1");
    assert_eq!(
        (response[2], response[5], response[7]),
        ("首次响应", "2026-02-13 周五 09:30", "2026-02-13 周五 14:30"),
        "received, and when it was done"
    );
    assert_eq!((response[10], response[12]), ("—", "加一部电话"), "no extension, and what was done about it");
    assert!(response[11].contains("电话占线"), "why: {response:?}");
    assert_eq!((of("内控时限")[2], of("外部时限")[2]), ("整改", "整改"), "two limits of one step are told apart");
    let told = place.json(&days);
    let line = told.as_array().unwrap().iter().find(|line| line["serial"] == serial && line["rule"] == "OUTSIDE").unwrap();
    assert_eq!(line["limit"], json!({ "zh": "外部时限", "en": "outside limit" }), "and to a script");
    let keys: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "sheet",
        "serial",
        "kind",
        "level",
        "step",
        "rule",
        "limit",
        "received",
        "due",
        "actual",
        "open",
        "days_late",
        "mark",
        "note",
        "extension",
        "reason",
        "measures",
        "department",
    ];
    expected.sort_unstable();
    let mut keys = keys;
    keys.sort_unstable();
    assert_eq!(keys, expected, "what is read by scripts");
}

#[test]
fn limits_that_no_rule_gives_are_called_by_the_offices_words() {
    let place = Place::demo();
    let told = json!({ "fields": {
        "received": "2026-02-13T09:30+08:00", "way": "来电", "customer": "钱㛃", "confidential": "否", "category": "工程",
        "grade": "一般", "urgency": "紧急", "grade_reason": "影响出行", "content": "走道照明不亮", "validity": "有效",
        "own_due": "2026-02-13T15:00+08:00", "outside_number": "12345-1", "outside_due": "2026-02-24T18:00+08:00"
    }, "finish": ["register"], "late_reason": "补录" });
    let question = json!({ "fields": {
        "received": "2026-02-13T09:30+08:00", "way": "来电", "customer": "钱㛃", "category": "收费", "content": "可否按季度缴费？",
        "at_once": "否", "department": "工程部", "why_not": "需核对", "told_at": "2026-02-13T09:40+08:00", "answer_due": "2026-02-14T18:00+08:00"
    }, "finish": ["register"], "late_reason": "补录" });
    for (kind, told, words) in
        [("complaint", told, &["内控时限", "外部时限", "CPL-3"][..]), ("consultation", question, &["约定时限"])]
    {
        let new = place.json(&["case", "new", kind, "--answers", &answers(&place, "new.json", &told)]);
        let said = place.run(&["case", "show", new["serial"].as_str().unwrap()]).out;
        for word in words {
            assert!(said.contains(word), "{kind}: {word} is what people call it: {said}");
        }
        for inner in ["OWN", "OUTSIDE", "ASKED"] {
            assert!(!said.contains(inner), "{kind}: {inner} is a name of the program alone: {said}");
        }
    }
}

#[test]
fn a_step_behind_a_receipt_that_nobody_signed_says_that_the_signature_is_missing() {
    let place = Place::demo();
    let told = json!({ "fields": {
        "received": "2026-02-13T09:30+08:00", "way": "来电", "customer": "钱㛃", "confidential": "否", "category": "工程",
        "grade": "一般", "urgency": "紧急", "grade_reason": "影响出行", "content": "走道照明不亮", "validity": "有效"
    }, "finish": ["register"], "late_reason": "补录" });
    let new = place.json(&["case", "new", "complaint", "--answers", &answers(&place, "new.json", &told)]);
    let serial = new["serial"].as_str().unwrap();
    let received = json!({
        "fields": { "responded": "2026-02-13T09:50+08:00", "response": "已致歉" },
        "rows": { "deliveries": [{ "department": "工程部", "delivered": "2026-02-13T10:00+08:00", "receipt": "签收", "taken": "2026-02-13T10:05+08:00" }] },
        "finish": ["respond", "deliver", "receive"], "late_reason": "补录",
    });
    place.json(&["case", "step", serial, "--answers", &answers(&place, "received.json", &received)]);
    let rectified = json!({
        "rows": { "rounds": [{ "cause": "灯管老化", "measures": "更换灯管", "rectified": "2026-02-13T11:00+08:00" }] },
        "finish": ["rectify"], "late_reason": "补录",
    });
    let refused = place.refused(&["case", "step", serial, "--answers", &answers(&place, "rectified.json", &rectified)]);
    assert!(refused.starts_with("case-receipt-unsigned: 还缺签收人签字，请在窗口里签"), "the receipt is recorded: {refused}");
}

#[test]
fn a_sheet_that_is_no_case_is_told_as_what_it_is_and_left_alone() {
    let place = Place::demo();
    let revisit =
        place.list(&["--form", "revisit"]).into_iter().find_map(|line| line["serial"].as_str().map(str::to_owned)).unwrap();
    let before = place.json(&["doctor"])["entries"].clone();
    let step = answers(&place, "step.json", &json!({ "fields": { "promise": "再检查一次" }, "change_reason": "补记" }));
    for words in [&["case", "show", &revisit][..], &["case", "step", &revisit, "--answers", &step]] {
        let refused = place.refused(words);
        assert!(refused.starts_with(&format!("not-a-case: {revisit} 是回访记录表，不是事项")), "what it is: {refused}");
    }
    assert_eq!(place.json(&["doctor"])["entries"], before, "a step that is none is not written into it");
}
