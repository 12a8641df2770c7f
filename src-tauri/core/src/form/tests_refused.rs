//! Bad form files are refused, each with its file, line and reason, and no file makes the loader panic.

use proptest::prelude::*;

use super::*;

/// A small form that is one; every case below breaks one thing in it.
const GOOD: &str = r#"schema = 1
id = "sample"
edition = "A/0"
number = "QR-KF-99"
serial = "XX"
title = "样表"
orientation = "portrait"
index = { date = "day", site = "site" }

[case]
kind = "complaint"
means = { received = "day", closing = "mood" }

[[stage]]
id = "walk"
label = "巡查"
late_after = "day"

[[section]]
id = "head"
kind = "fields"
columns = [20, 65, 20, 65]
layout = [
  { cells = ["site", "day"] },
  { cells = ["mood", "fine"] },
  { cells = ["spoken:3"] },
  { height = 15, cells = ["sign:3"] },
]
field = [
  { id = "site", label = "项目", type = "ref", register = "site" },
  { id = "day", label = "日期", type = "date", required = true },
  { id = "mood", label = "效果", type = "one", customer = true, options = ["满意", "不满意"] },
  { id = "fine", label = "不合格项", type = "auto", compute = { verb = "count", section = "list", of = "fail" } },
  { id = "spoken", label = "原话", type = "text", when = { is = { field = "mood", of = ["不满意"] } } },
  { id = "sign", label = "签字", type = "signature" },
]

[[section]]
id = "list"
kind = "rows"
rows = "library"
field = [
  { id = "item", label = "项目", type = "fact", fact = "item", width = 40 },
  { id = "mark", label = "结果", type = "check", stage = "walk", width = 20 },
]
group = [{ id = "lobby", label = "大堂", items = [["floor", "地面", "无垃圾"]] }]

[[signature]]
field = "sign"
label = "签字"
who = "customer"
choice = "mood"
scope = ["section:head", "stage:walk"]
consent = { version = "1", text = "属实。" }

[[rule]]
verb = "marked"
section = "list"
"#;

#[test]
fn the_sample_itself_is_a_form() {
    Form::load("sample.toml", GOOD).unwrap();
}

#[test]
fn every_bad_file_is_refused_with_line_and_reason() {
    // What is replaced, by what, a piece of the line that is named, a piece of the reason.
    let cases = [
        ("schema = 1", "schema = 2", "schema = 2", "schema 2 is not known"),
        ("serial = \"XX\"", "serial = \"X1\"", "serial =", "two capital letters"),
        ("title = \"样表\"", "title = \"\"", "title =", "title is empty"),
        ("orientation = \"portrait\"", "orientation = \"diagonal\"", "diagonal", "unknown variant `diagonal`"),
        ("title = \"样表\"", "titel = \"样表\"", "titel", "unknown field `titel`"),
        ("title = \"样表\"", "title = \"样表", "title =", "invalid"),
        ("date = \"day\", site", "date = \"dya\", site", "index =", "no field \"dya\""),
        ("date = \"day\", site", "date = \"mood\", site", "index =", "its type does not fit"),
        ("late_after = \"day\"", "late_after = \"site\"", "late_after", "its type does not fit"),
        (
            "columns = [20, 65, 20, 65]",
            "columns = [20, 65, 20, 66]",
            "id = \"head\"",
            "171 mm wide, between the margins are 170 mm",
        ),
        ("columns = [20, 65, 20, 65]", "columns = [20, 65, 20, -1]", "columns", "-1 mm is no length"),
        ("columns = [20, 65, 20, 65]", "columns = [20, 65, 20, nan]", "columns", "no length on paper"),
        ("\"spoken:3\"", "\"spoken:2\"", "spoken:2", "fills 3 columns of 4"),
        ("\"spoken:3\"", "\"spoken:0\"", "spoken:0", "is none of field"),
        ("\"spoken:3\"", "\"spokne:3\"", "spokne:3", "no field of this section"),
        ("\"spoken:3\"", "\"site:3\"", "site:3", "twice"),
        ("  { cells = [\"spoken:3\"] },\n", "", "id = \"spoken\"", "no place in the layout"),
        ("id = \"spoken\"", "id = \"said\"", "cells = [\"spoken:3\"]", "no field of this section"),
        ("id = \"mark\"", "id = \"Mark!\"", "Mark!", "lower-case letters"),
        ("id = \"mark\"", "id = \"item\"", "type = \"check\"", "stands twice"),
        ("options = [\"满意\", \"不满意\"]", "options = []", "id = \"mood\"", "needs options"),
        ("options = [\"满意\", \"不满意\"]", "options = [\"满意\", \"满意\"]", "id = \"mood\"", "stands twice"),
        ("type = \"ref\", register = \"site\"", "type = \"ref\"", "id = \"site\"", "needs a register"),
        ("type = \"date\"", "type = \"day\"", "type = \"day\"", "unknown variant `day`"),
        (", compute = { verb = \"count\", section = \"list\", of = \"fail\" }", "", "id = \"fine\"", "needs compute"),
        ("verb = \"count\"", "verb = \"guess\"", "verb = \"guess\"", "unknown variant `guess`"),
        ("section = \"list\", of", "section = \"lost\", of", "section = \"lost\"", "no list \"lost\""),
        ("of = [\"不满意\"]", "of = [\"不满\"]", "id = \"spoken\"", "\"不满\" is no answer of \"mood\""),
        ("when = { is =", "when = { maybe =", "maybe", "unknown variant `maybe`"),
        ("customer = true,", "customer = true, correctable = true,", "id = \"mood\"", "what the customer says"),
        ("type = \"check\",", "type = \"check\", correctable = true,", "type = \"check\"", "cannot be correctable"),
        ("type = \"check\",", "type = \"check\", propose = \"now\",", "type = \"check\"", "a result is never proposed"),
        ("type = \"check\", stage = \"walk\"", "type = \"check\", stage = \"wlak\"", "wlak", "no stage \"wlak\""),
        ("width = 20", "width = 3", "type = \"check\"", "at least 5 mm"),
        ("type = \"date\", required", "type = \"date\", per_group = true, required", "type = \"date\"", "stands in no list"),
        ("rows = \"library\"\n", "", "id = \"list\"", "where its rows come from"),
        ("rows = \"library\"\n", "rows = { fails = \"head\" }\n", "rows =", "no list \"head\" with check cells"),
        ("rows = \"library\"\n", "rows = \"library\"\nmin_rows = 4000000000\n", "id = \"list\"", "min_rows is at most 500"),
        (
            "group = [{ id = \"lobby\", label = \"大堂\", items = [[\"floor\", \"地面\", \"无垃圾\"]] }]",
            "",
            "id = \"list\"",
            "needs groups",
        ),
        (
            "[\"floor\", \"地面\", \"无垃圾\"]",
            "[\"floor\", \"地面\", \"\"], [\"floor\", \"墙\", \"\"]",
            "group =",
            "stands twice in group",
        ),
        ("[\"floor\", \"地面\", \"无垃圾\"]", "[\"floor\", \"地面\"]", "group =", "invalid length"),
        ("field = \"sign\"", "field = \"mood\"", "type = \"signature\"", "without a role"),
        ("scope = [\"section:head\", \"stage:walk\"]", "scope = []", "field = \"sign\"", "needs a scope"),
        ("scope = [\"section:head\",", "scope = [\"row\",", "field = \"sign\"", "stands in no list"),
        ("scope = [\"section:head\",", "scope = [\"section:heda\",", "section:heda", "no section \"heda\""),
        ("scope = [\"section:head\",", "scope = [\"page:1\",", "page:1", "is none of section:"),
        ("choice = \"mood\"", "choice = \"spoken\"", "choice =", "its type does not fit"),
        ("choice = \"mood\"\n", "choice = \"mood\"\nneeds = [\"mark\"]\n", "mark", "nobody answers"),
        ("choice = \"mood\"\n", "choice = \"mood\"\nneeds = [\"moon\"]\n", "moon", "no field \"moon\""),
        (
            "choice = \"mood\"\n",
            "choice = \"mood\"\nready = [{ when = { filled = { field = \"mood\" } }, message = \" \" }]\n",
            "field = \"sign\"",
            "says what is missing",
        ),
        (
            "choice = \"mood\"\n",
            "choice = \"mood\"\nready = [{ when = { some = { section = \"list\", field = \"spoken\", of = [] } }, message = \"先检查\" }]\n",
            "spoken",
            "no column of \"list\"",
        ),
        (
            "choice = \"mood\"\n",
            "choice = \"mood\"\nready = [{ when = { checked = { section = \"list\", of = [\"item\"] } }, message = \"先检查\" }]\n",
            "item",
            "not a column of checks",
        ),
        ("text = \"属实。\"", "text = \" \"", "field = \"sign\"", "the sentence it is given under"),
        ("verb = \"marked\"", "verb = \"perfect\"", "verb = \"perfect\"", "unknown variant `perfect`"),
        ("kind = \"complaint\"", "kind = \"quarrel\"", "quarrel", "unknown variant `quarrel`"),
        ("received = \"day\"", "recieved = \"day\"", "means =", "no meaning that casework knows"),
        ("received = \"day\"", "received = \"dya\"", "means =", "is no field"),
        ("received = \"day\"", "received = \"list.day\"", "means =", "no column of a list"),
        ("received = \"day\"", "received = \"site\"", "means =", "its type does not fit"),
        ("received = \"day\"", "\"round.cause\" = \"spoken\"", "means =", "section.column of a list"),
        ("type = \"date\", required", "type = \"date\", propose = { source = \"wishes\" }, required", "wishes", "no meaning"),
        ("type = \"date\", required", "type = \"date\", spread = true, required", "type = \"date\"", "no choice in a list"),
        (
            "verb = \"count\", section = \"list\", of = \"fail\"",
            "verb = \"capital\", field = \"spoken\"",
            "id = \"fine\"",
            "is no money",
        ),
        (
            "verb = \"count\", section = \"list\", of = \"fail\"",
            "verb = \"total\", section = \"list\", column = \"mark\"",
            "id = \"fine\"",
            "no column of money",
        ),
        (
            "verb = \"count\", section = \"list\", of = \"fail\"",
            "verb = \"deadline\", from = \"day\"",
            "id = \"fine\"",
            "one rule",
        ),
        ("rows = \"library\"\n", "rows = \"library\"\ngrows = true\n", "id = \"list\"", "people add to"),
        ("kind = \"rows\"\n", "kind = \"rows\"\ncut = [\"客户联\"]\n", "id = \"list\"", "no cut"),
        ("orientation = \"portrait\"", "orientation = \"portrait\"\ncuts = [\"客户联\"]", "cuts =", "two parts or more"),
        ("schema = 1\n", "", "", "missing field `schema`"),
    ];
    let mut wrong = Vec::new();
    for (from, to, line, reason) in cases {
        assert_eq!(GOOD.matches(from).count(), 1, "the case breaks one thing: {from:?}");
        let bad = GOOD.replacen(from, to, 1);
        let Err(error) = Form::load("bad.toml", &bad) else {
            wrong.push(format!("{from:?} → {to:?} was not refused"));
            continue;
        };
        assert_eq!(error.code(), "form-refused", "one code for every refusal");
        assert!(error.to_string().starts_with("bad.toml:"), "the file is named: {error}");
        let named = bad.lines().nth(error.line - 1).unwrap_or_default();
        if !error.reason.contains(reason) || !named.contains(line) {
            wrong.push(format!("{from:?} → {to:?}: wanted {reason:?} at {line:?}, was {error} at {named:?}"));
        }
    }
    assert!(wrong.is_empty(), "each bad file is refused at its line and for its reason:\n{}", wrong.join("\n"));
}

#[test]
fn a_file_that_is_no_text_is_refused_at_its_line() {
    let mut bytes = b"schema = 1\nid = \"x".to_vec();
    bytes.extend([0xff, 0xfe]);
    let error = LoadedForm::read("bad.toml", &bytes).map(|_| ()).unwrap_err();
    assert_eq!((error.line, error.reason.as_str()), (2, "not UTF-8 text"), "the second line holds the bytes that are no text");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_loader_panic(text in "\\PC{0,400}") {
        let _ = Form::load("any.toml", &text);
    }

    #[test]
    fn no_mutation_of_a_paper_makes_the_loader_panic(
        form in 0usize..SHIPPED.len(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, "[ -~\n一-龥]{0,12}"), 1..5),
    ) {
        let mut text: Vec<char> = std::str::from_utf8(SHIPPED[form].1).unwrap().chars().collect();
        for (at, length, words) in cuts {
            let at = at.index(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, words.chars());
        }
        let text: String = text.into_iter().collect();
        if let Err(error) = Form::load("mutant.toml", &text) {
            prop_assert!(error.line >= 1, "a line is named");
            prop_assert!(error.line <= text.lines().count() + 1, "the line is one of the file");
        }
    }
}
