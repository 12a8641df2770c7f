//! What a sheet still wants before a stage of it can be finished.

use serde::{Deserialize, Serialize};

use super::condition::{applies, field_applies};
use super::{Answers, Place, Row, Value};
use crate::clock::Stamp;
use crate::form::{Field, FieldKind, Form, Mark, RowSource, Rule, Section};

/// One thing that is missing or does not fit, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Problem {
    /// Where to go.
    pub place: Place,
    /// Stable: required, not-an-option, not-a-date, too-small, too-large, too-long, mark-missing, not-sampled, order, row-missing, not-allowed.
    pub code: String,
    /// The field's label, with the row's words before it.
    pub label: String,
    /// What is wanted, in a sentence that stands beside the field.
    pub message: String,
    /// Wrong as it stands, and not only missing.
    pub wrong: bool,
}

/// Everything that keeps the stage from being finished, in printed order. `None` asks for what belongs to no stage.
#[must_use]
pub fn problems(form: &Form, answers: &Answers, stage: Option<&str>) -> Vec<Problem> {
    let mut found = Vec::new();
    for section in &form.sections {
        if section.is_rows() {
            for row in answers.list(&section.id) {
                for field in section.fields.iter().filter(|f| !f.per_group) {
                    check_field(form, answers, section, Some(row), field, stage, &mut found);
                }
            }
            check_groups(form, answers, section, stage, &mut found);
        } else {
            for field in &section.fields {
                check_field(form, answers, section, None, field, stage, &mut found);
            }
        }
    }
    for rule in &form.rules {
        check_rule(form, answers, rule, stage, &mut found);
    }
    found
}

/// The stages in their order with whether nothing keeps them from being finished.
#[must_use]
pub fn finishable(form: &Form, answers: &Answers) -> Vec<(String, bool)> {
    form.stages.iter().map(|s| (s.id.clone(), problems(form, answers, Some(&s.id)).is_empty())).collect()
}

fn check_groups(form: &Form, answers: &Answers, section: &Section, stage: Option<&str>, found: &mut Vec<Problem>) {
    let mut last = None;
    for row in answers.list(&section.id) {
        if last == Some(&row.group) {
            continue;
        }
        last = Some(&row.group);
        let cells = answers.groups.get(&section.id).and_then(|g| g.get(&row.group)).cloned().unwrap_or_default();
        let group = Row { id: format!("@{}", row.group), cells, facts: row.facts.clone(), ..Row::default() };
        for field in section.fields.iter().filter(|f| f.per_group) {
            check_field(form, answers, section, Some(&group), field, stage, found);
        }
    }
}

/// Whether finishing `stage` asks for the field: its own stage's fields, and those of no stage. A row that belongs to a stage
/// (a × of the morning) is asked for with that stage.
fn asked(field: &Field, row: Option<&Row>, stage: Option<&str>) -> bool {
    let row_stage = row.and_then(|r| r.facts.get("stage")).map(String::as_str);
    match (field.stage.as_deref(), stage) {
        (Some(own), Some(asked)) => own == asked,
        (Some(_), None) => false,
        (None, asked) => row_stage.is_none() || asked.is_none() || row_stage == asked,
    }
}

fn check_field(
    form: &Form,
    answers: &Answers,
    section: &Section,
    row: Option<&Row>,
    field: &Field,
    stage: Option<&str>,
    found: &mut Vec<Problem>,
) {
    let skipped = matches!(field.kind, FieldKind::Auto | FieldKind::Fact | FieldKind::Signature);
    if skipped || !field_applies(answers, row, field) {
        return;
    }
    let value = match row {
        Some(row) => row.cells.get(&field.id),
        None => answers.fields.get(&field.id),
    };
    let fault = match value.filter(|v| !v.is_empty()) {
        None if field.required && asked(field, row, stage) => Some(("required", wanted(field), false)),
        None => None,
        Some(value) => wrong(field, value).map(|(code, message)| (code, message, true)),
    };
    let Some((code, message, wrong)) = fault else { return };
    // An empty row the user added asks for nothing.
    let untouched = row.is_some_and(|r| r.cells.values().all(Value::is_empty));
    if !wrong && untouched && section.rows == Some(RowSource::User) {
        return;
    }
    let place = Place::new(&section.id, row.map_or("", |r| r.id.as_str()), &field.id);
    found.push(Problem { place, code: code.to_owned(), label: label(form, section, row, field), message, wrong });
}

/// The field's label with the words of its row before it: 卫生间 地面 问题描述.
pub(super) fn label(_form: &Form, section: &Section, row: Option<&Row>, field: &Field) -> String {
    let Some(row) = row else { return field.label.clone() };
    let fact = |name: &str| row.facts.get(name).map(String::as_str).filter(|t| !t.is_empty());
    let words = if row.id.starts_with('@') {
        vec![fact("group")]
    } else {
        match section.rows {
            Some(RowSource::Library | RowSource::Fails(_)) => vec![fact("group"), fact("item"), fact("round")],
            Some(RowSource::Register(_)) => vec![fact("name")],
            _ => vec![fact("number")],
        }
    };
    words.into_iter().flatten().chain(std::iter::once(field.label.as_str())).collect::<Vec<_>>().join("\u{3000}")
}

fn wanted(field: &Field) -> String {
    if !field.hint.is_empty() {
        return field.hint.clone();
    }
    match field.kind {
        FieldKind::Check | FieldKind::One | FieldKind::Some | FieldKind::YesNo => format!("请选择{}", field.label),
        FieldKind::Photo => format!("请添加{}", field.label),
        FieldKind::Ref => format!("请选择或新增{}", field.label),
        _ => format!("请填写{}", field.label),
    }
}

/// What is wrong with an answer that is there.
fn wrong(field: &Field, value: &Value) -> Option<(&'static str, String)> {
    let limit = |n: Option<i32>| n.map(i64::from);
    match (field.kind, value) {
        (FieldKind::One, Value::Text(word)) if !field.options.contains(word) => {
            Some(("not-an-option", format!("请在{}中选择", field.options.join("、"))))
        }
        (FieldKind::Some, Value::Words(words)) if words.iter().any(|w| !field.options.contains(w)) => {
            Some(("not-an-option", format!("请在{}中选择", field.options.join("、"))))
        }
        (FieldKind::Date, Value::Text(text)) if chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_err() => {
            Some(("not-a-date", "日期写不对，例如 2026-02-13".to_owned()))
        }
        (FieldKind::Month, Value::Text(text))
            if chrono::NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").is_err() =>
        {
            Some(("not-a-date", "月份写不对，例如 2026-02".to_owned()))
        }
        (FieldKind::Datetime, Value::Text(text)) if Stamp::parse(text).is_err() => {
            Some(("not-a-date", "时间写不对，例如 2026-02-13 18:30".to_owned()))
        }
        (FieldKind::Number | FieldKind::Money, Value::Number(n)) => {
            let (min, max) = (limit(field.min).unwrap_or(-(1 << 53)), limit(field.max).unwrap_or(1 << 53));
            match n {
                n if *n < min => Some(("too-small", format!("不能小于{min}"))),
                n if *n > max => Some(("too-large", format!("不能大于{max}"))),
                _ => None,
            }
        }
        (FieldKind::Line | FieldKind::Text, Value::Text(text)) => {
            let max = usize::try_from(field.max.unwrap_or(5000)).unwrap_or(5000);
            (text.chars().count() > max).then(|| ("too-long", format!("最多{max}个字")))
        }
        (FieldKind::Check, Value::Check { .. })
        | (FieldKind::One | FieldKind::Date | FieldKind::Month | FieldKind::Datetime, Value::Text(_))
        | (FieldKind::Some, Value::Words(_))
        | (FieldKind::YesNo, Value::Flag(_))
        | (FieldKind::Ref, Value::Ref { .. })
        | (FieldKind::Photo, Value::Photos { .. }) => None,
        _ => Some(("wrong-kind", format!("{}填写的内容不合格式", field.label))),
    }
}

fn check_rule(form: &Form, answers: &Answers, rule: &Rule, stage: Option<&str>, found: &mut Vec<Problem>) {
    match rule {
        Rule::Marked { section } | Rule::Sampled { section } => {
            let Some(section) = form.section(section) else { return };
            for column in section.checks().filter(|c| c.stage.is_none() || c.stage.as_deref() == stage) {
                check_column(form, answers, section, column, matches!(rule, Rule::Sampled { .. }), found);
            }
        }
        Rule::Order { first, then } => {
            let (Some((section, field)), Some((_, earlier))) = (form.field(then), form.field(first)) else { return };
            let (Some(a), Some(b)) = (moment(answers, first), moment(answers, then)) else { return };
            if a > b {
                found.push(Problem {
                    place: Place::new(&section.id, "", then),
                    code: "order".to_owned(),
                    label: field.label.clone(),
                    message: format!("{}不能早于{}", field.label, earlier.label),
                    wrong: true,
                });
            }
        }
        Rule::Rows { section, least, when, message } => {
            let Some(section) = form.section(section) else { return };
            let filled = answers.list(&section.id).iter().filter(|r| r.cells.values().any(|v| !v.is_empty())).count();
            if filled < usize::try_from(*least).unwrap_or(usize::MAX) && applies(answers, None, when) {
                let field = section.fields.iter().find(|f| f.kind != FieldKind::Fact).map_or("", |f| f.id.as_str());
                found.push(Problem {
                    place: Place::new(&section.id, "", field),
                    code: "row-missing".to_owned(),
                    label: section.caption.clone(),
                    message: message.clone(),
                    wrong: false,
                });
            }
        }
        Rule::Allowed { field, word, when, message } => {
            let chosen = answers.fields.get(field).is_some_and(|v| v.word() == *word);
            if let Some((section, field)) = form.field(field)
                && chosen
                && !applies(answers, None, when)
            {
                found.push(Problem {
                    place: Place::new(&section.id, "", &field.id),
                    code: "not-allowed".to_owned(),
                    label: field.label.clone(),
                    message: message.clone(),
                    wrong: true,
                });
            }
        }
        Rule::SomeRow { section } => {
            let Some(section) = form.section(section) else { return };
            let filled = answers.list(&section.id).iter().any(|r| r.cells.values().any(|v| !v.is_empty()));
            let first = section.fields.iter().find(|f| f.kind != FieldKind::Fact);
            let own = first.is_some_and(|f| f.stage.is_none() || f.stage.as_deref() == stage);
            if !filled && own {
                let field = first.map_or("", |f| f.id.as_str());
                found.push(Problem {
                    place: Place::new(&section.id, "", field),
                    code: "row-missing".to_owned(),
                    label: section.caption.clone(),
                    message: format!("请至少填写一行{}", section.caption),
                    wrong: false,
                });
            }
        }
    }
}

/// Every cell of the column marked; with `sampled`, some cell of each group √ or × as soon as 未抽 is used in the column.
fn check_column(form: &Form, answers: &Answers, section: &Section, column: &Field, sampled: bool, found: &mut Vec<Problem>) {
    let rows = answers.list(&section.id);
    let mark = |row: &Row| row.cells.get(&column.id).and_then(Value::mark);
    if sampled {
        let drawn = rows.iter().any(|r| mark(r) == Some(Mark::Undrawn));
        let mut groups: Vec<&str> = rows.iter().map(|r| r.group.as_str()).collect();
        groups.dedup();
        for group in groups.into_iter().filter(|_| drawn) {
            let mut own = rows.iter().filter(|r| r.group == group).peekable();
            let first = own.peek().copied();
            // A group left out whole is for 漏检说明; one half drawn is a mistake only when nothing in it was looked at.
            if own.all(|r| !matches!(mark(r), Some(Mark::Pass | Mark::Fail | Mark::Na)))
                && let Some(row) = first
            {
                let group = row.facts.get("group").cloned().unwrap_or_default();
                found.push(Problem {
                    place: Place::new(&section.id, &row.id, &column.id),
                    code: "not-sampled".to_owned(),
                    label: format!("{group}\u{3000}{}", column.label),
                    message: format!("{group}至少抽查一项"),
                    wrong: false,
                });
            }
        }
        return;
    }
    for row in rows.iter().filter(|r| mark(r).is_none()) {
        found.push(Problem {
            place: Place::new(&section.id, &row.id, &column.id),
            code: "mark-missing".to_owned(),
            label: label(form, section, Some(row), column),
            message: "还没有结果".to_owned(),
            wrong: false,
        });
    }
}

/// A date or time as minutes, for comparing; a date counts from its first minute.
fn moment(answers: &Answers, field: &str) -> Option<chrono::NaiveDateTime> {
    let text = answers.fields.get(field)?.text()?;
    let date = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().and_then(|d| d.and_hms_opt(0, 0, 0));
    date.or_else(|| Some(Stamp::parse(text).ok()?.local()))
}
