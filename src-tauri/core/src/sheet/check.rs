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
    /// What kind of thing is missing or wrong.
    pub code: ProblemCode,
    /// The field's label, with the row's words before it.
    pub label: String,
    /// What is wanted, in a sentence that stands beside the field.
    pub message: String,
    /// What the sentence names, in its order, so that another language can say it: a label, the words to choose from, a limit.
    #[serde(default)]
    pub params: Vec<String>,
    /// Wrong as it stands, and not only missing.
    pub wrong: bool,
}

/// What is missing or wrong, as a stable word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum ProblemCode {
    /// An answer is missing. Names the label.
    Required,
    /// None of the words to choose from. Names them.
    NotAnOption,
    /// No date or time. Names `date`, `month` or `datetime`.
    NotADate,
    /// Below the least number. Names it.
    TooSmall,
    /// Above the greatest number. Names it.
    TooLarge,
    /// No quantity with at most three decimals. Names an example.
    NotAQuantity,
    /// Longer than so many characters. Names them.
    TooLong,
    /// An answer of another type. Names the label.
    WrongKind,
    /// A check cell without a mark.
    MarkMissing,
    /// A group of which nothing was drawn. Names it.
    NotSampled,
    /// Later than what follows it. Names both labels.
    Order,
    /// No row filled. Names the list.
    RowMissing,
    /// Fewer rows than the case asks for. Names how many.
    RowsFew,
    /// A word that may not be chosen here. Names it.
    NotAllowed,
    /// An answer that a signature needs. Names the label.
    SignNeeds,
    /// What a form asks for before a signature. Names the form's English sentence.
    SignNotYet,
    /// Photos without a place. Names how many.
    Tray,
    /// Characters that no font can print. Names them.
    GlyphMissing,
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

/// Of several departments that have a paper at the same time each answers for itself: what one has not said yet keeps nobody from
/// writing down what another did.
fn others_spoke(form: &Form, answers: &Answers, section: &Section, row: Option<&Row>, field: &Field) -> bool {
    let Some(row) = row.filter(|_| form.meant("delivery.result").is_some_and(|meant| meant.section.id == section.id)) else {
        return false;
    };
    let spoke = |row: &Row| {
        let mut own = section.fields.iter().filter(|one| one.stage.is_some() && one.stage == field.stage);
        own.any(|one| row.cells.get(&one.id).is_some_and(|value| !value.is_empty()))
    };
    let first = section.fields.iter().find_map(|one| one.stage.as_ref()) == field.stage.as_ref();
    !first && !spoke(row) && answers.list(&section.id).iter().any(spoke)
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
        None if field.required
            && asked(field, row, stage)
            && !others_spoke(form, answers, section, row, field)
            && !field.optional.as_ref().is_some_and(|o| applies(answers, row, o)) =>
        {
            Some(((ProblemCode::Required, wanted(field), vec![field.label.clone()]), false))
        }
        None => None,
        Some(value) => wrong(field, value).map(|fault| (fault, true)),
    };
    let Some(((code, message, params), wrong)) = fault else { return };
    // An empty row the user added asks for nothing.
    let untouched = row.is_some_and(|r| r.cells.values().all(Value::is_empty));
    if !wrong && untouched && section.rows == Some(RowSource::User) {
        return;
    }
    let place = Place::new(&section.id, row.map_or("", |r| r.id.as_str()), &field.id);
    found.push(Problem { place, code, label: label(form, section, row, field), message, params, wrong });
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

/// A code, the sentence and what it names.
type Fault = (ProblemCode, String, Vec<String>);

/// What is wrong with an answer that is there.
fn wrong(field: &Field, value: &Value) -> Option<Fault> {
    let limit = |n: Option<i32>| n.map(i64::from);
    let options = || {
        let words = field.options.join("、");
        Some((ProblemCode::NotAnOption, format!("请在{words}中选择"), vec![words]))
    };
    let date = |message: &str, kind: &str| Some((ProblemCode::NotADate, message.to_owned(), vec![kind.to_owned()]));
    match (field.kind, value) {
        (FieldKind::One, Value::Text(word)) if !field.options.contains(word) => options(),
        (FieldKind::Some, Value::Words(words)) if words.iter().any(|w| !field.options.contains(w)) => options(),
        (FieldKind::Date, Value::Text(text)) if chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_err() => {
            date("日期写不对，例如 2026-02-13", "date")
        }
        (FieldKind::Month, Value::Text(text))
            if chrono::NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").is_err() =>
        {
            date("月份写不对，例如 2026-02", "month")
        }
        (FieldKind::Datetime, Value::Text(text)) if Stamp::parse(text).is_err() => {
            date("时间写不对，例如 2026-02-13 18:30", "datetime")
        }
        (FieldKind::Quantity, Value::Text(text)) => super::money::thousandths(text).is_none().then(|| {
            let example = "2.5".to_owned();
            (ProblemCode::NotAQuantity, format!("数量写不对，例如 {example}"), vec![example])
        }),
        (FieldKind::Money, Value::Number(n)) if !(0..=super::money::MOST_FEN).contains(n) => {
            let most = super::money::yuan(super::money::MOST_FEN);
            Some(if *n < 0 {
                (ProblemCode::TooSmall, "不能小于0".to_owned(), vec!["0".to_owned()])
            } else {
                (ProblemCode::TooLarge, format!("不能大于{most}"), vec![most])
            })
        }
        (FieldKind::Number | FieldKind::Money, Value::Number(n)) => {
            let (min, max) = (limit(field.min).unwrap_or(-(1 << 53)), limit(field.max).unwrap_or(1 << 53));
            match n {
                n if *n < min => Some((ProblemCode::TooSmall, format!("不能小于{min}"), vec![min.to_string()])),
                n if *n > max => Some((ProblemCode::TooLarge, format!("不能大于{max}"), vec![max.to_string()])),
                _ => None,
            }
        }
        (FieldKind::Line | FieldKind::Text, Value::Text(text)) => {
            let max = usize::try_from(field.max.unwrap_or(5000)).unwrap_or(5000);
            (text.chars().count() > max).then(|| (ProblemCode::TooLong, format!("最多{max}个字"), vec![max.to_string()]))
        }
        (FieldKind::Check, Value::Check { .. })
        | (FieldKind::One | FieldKind::Date | FieldKind::Month | FieldKind::Datetime, Value::Text(_))
        | (FieldKind::Some, Value::Words(_))
        | (FieldKind::YesNo, Value::Flag(_))
        | (FieldKind::Ref, Value::Ref { .. })
        | (FieldKind::Photo, Value::Photos { .. }) => None,
        _ => Some((ProblemCode::WrongKind, format!("{}填写的内容不合格式", field.label), vec![field.label.clone()])),
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
            // A date has no time of day: beside one a moment is compared by its day.
            if a.0 > b.0 || a.0 == b.0 && a.1.zip(b.1).is_some_and(|(a, b)| a > b) {
                found.push(Problem {
                    place: Place::new(&section.id, "", then),
                    code: ProblemCode::Order,
                    label: field.label.clone(),
                    message: format!("{}不能早于{}", field.label, earlier.label),
                    params: vec![field.label.clone(), earlier.label.clone()],
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
                    code: ProblemCode::RowsFew,
                    label: section.caption.clone(),
                    message: message.clone(),
                    params: vec![least.to_string()],
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
                    code: ProblemCode::NotAllowed,
                    label: field.label.clone(),
                    message: message.clone(),
                    params: vec![word.clone()],
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
                    code: ProblemCode::RowMissing,
                    label: named(section),
                    message: format!("请至少填写一行{}", named(section)),
                    params: vec![named(section)],
                    wrong: false,
                });
            }
        }
    }
}

/// What a list is called: its caption, else its first question.
fn named(section: &Section) -> String {
    let first =
        || section.fields.iter().find(|field| field.kind != FieldKind::Fact).map_or_else(String::new, |f| f.label.clone());
    if section.caption.is_empty() { first() } else { section.caption.clone() }
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
                    code: ProblemCode::NotSampled,
                    label: format!("{group}\u{3000}{}", column.label),
                    message: format!("{group}至少抽查一项"),
                    params: vec![group],
                    wrong: false,
                });
            }
        }
        return;
    }
    for row in rows.iter().filter(|r| mark(r).is_none()) {
        found.push(Problem {
            place: Place::new(&section.id, &row.id, &column.id),
            code: ProblemCode::MarkMissing,
            label: label(form, section, Some(row), column),
            message: "还没有结果".to_owned(),
            params: Vec::new(),
            wrong: false,
        });
    }
}

/// A date or time as minutes, for comparing; a date counts from its first minute.
fn moment(answers: &Answers, field: &str) -> Option<(chrono::NaiveDate, Option<chrono::NaiveTime>)> {
    let text = answers.fields.get(field)?.text()?;
    if let Ok(date) = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some((date, None));
    }
    let at = Stamp::parse(text).ok()?.local();
    Some((at.date(), Some(at.time())))
}
