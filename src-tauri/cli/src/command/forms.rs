//! `forms`: the papers that ship, what one of them asks, and a form file checked. None needs a cabinet.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::form::{Field, FieldKind, Form, Library, LoadedForm, Mark, RowSource, Section};
use xunfang_core::office::OfficeError;

use crate::args::{Cli, FormsCommand};
use crate::refused::{Refused, Result};
use crate::told::{table, tell};

#[derive(Serialize)]
struct FormLine {
    id: String,
    edition: String,
    number: String,
    title: String,
    hash: String,
}

impl From<&LoadedForm> for FormLine {
    fn from(loaded: &LoadedForm) -> Self {
        let form = &loaded.form;
        Self {
            id: form.id.clone(),
            edition: form.edition.clone(),
            number: form.number.clone(),
            title: form.full_title(),
            hash: loaded.hash.clone(),
        }
    }
}

pub fn run(cli: &Cli, what: &FormsCommand) -> Result<ExitCode> {
    match what {
        FormsCommand::List => {
            let lines: Vec<FormLine> = Library::shipped().iter().map(|f| FormLine::from(f.as_ref())).collect();
            tell(cli.json, &lines, || {
                let row = |l: &FormLine| vec![l.id.clone(), l.number.clone(), l.edition.clone(), l.title.clone()];
                table(&lines.iter().map(row).collect::<Vec<_>>())
            })?;
        }
        FormsCommand::Show { form } => {
            let none = || OfficeError::NotFound(format!("form {form}"));
            let loaded = Library::shipped().get(form).ok_or_else(none)?;
            let shown = Shown { line: FormLine::from(loaded.as_ref()), asks: Asks::of(&loaded.form) };
            tell(cli.json, &shown, || words(&shown))?;
        }
        FormsCommand::Check { file } => {
            let line = check(file)?;
            tell(cli.json, &line, || format!("{} {} {}　没有问题", line.id, line.edition, line.title))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(file: &Path) -> Result<FormLine> {
    let bytes = std::fs::read(file).map_err(|e| Refused::file(file, &e))?;
    let loaded = LoadedForm::read(&file.display().to_string(), &bytes)?;
    Ok(FormLine::from(&loaded))
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    line: FormLine,
    #[serde(flatten)]
    asks: Asks,
}

/// What a form asks, by the names that an answers file uses.
#[derive(Serialize)]
struct Asks {
    stages: Vec<Named>,
    sections: Vec<SectionLine>,
}

#[derive(Serialize)]
struct Named {
    id: String,
    label: String,
}

#[derive(Serialize)]
struct SectionLine {
    id: String,
    caption: String,
    /// `fields`, or where the rows of a list come from: `added` by whoever fills it, `library`, `register`, `fails`.
    kind: &'static str,
    groups: Vec<Named>,
    fields: Vec<FieldLine>,
}

#[derive(Serialize)]
struct FieldLine {
    id: String,
    label: String,
    kind: FieldKind,
    /// The words to choose from.
    options: Vec<String>,
    /// Whose names it takes.
    register: Option<String>,
    stage: Option<String>,
    required: bool,
    /// Asked only under a condition.
    conditional: bool,
    /// One answer for a whole group of the list.
    per_group: bool,
    /// Written by an answers file; the others are computed, printed or signed.
    fillable: bool,
}

impl Asks {
    fn of(form: &Form) -> Self {
        let stages = form.stages.iter().map(|s| Named { id: s.id.clone(), label: s.label.clone() }).collect();
        Self { stages, sections: form.sections.iter().map(SectionLine::from).collect() }
    }
}

impl From<&Section> for SectionLine {
    fn from(section: &Section) -> Self {
        let kind = match &section.rows {
            None => "fields",
            Some(RowSource::User) => "added",
            Some(RowSource::Library) => "library",
            Some(RowSource::Register(_)) => "register",
            Some(RowSource::Fails(_)) => "fails",
        };
        Self {
            id: section.id.clone(),
            caption: section.caption.clone(),
            kind,
            groups: section.groups.iter().map(|g| Named { id: g.id.clone(), label: g.label.clone() }).collect(),
            fields: section.fields.iter().map(FieldLine::from).collect(),
        }
    }
}

impl From<&Field> for FieldLine {
    fn from(field: &Field) -> Self {
        let marks = || [Mark::Pass, Mark::Fail, Mark::Na, Mark::Undrawn].map(|mark| mark.name().to_owned()).to_vec();
        Self {
            id: field.id.clone(),
            label: field.label.clone(),
            kind: field.kind,
            options: if field.kind == FieldKind::Check { marks() } else { field.options.clone() },
            register: field.register.clone(),
            stage: field.stage.clone(),
            required: field.required,
            conditional: field.when.is_some() || field.optional.is_some(),
            per_group: field.per_group,
            fillable: !matches!(field.kind, FieldKind::Auto | FieldKind::Fact | FieldKind::Signature),
        }
    }
}

fn words(Shown { line, asks }: &Shown) -> String {
    let mut out = format!("{} {} {}\n", line.id, line.edition, line.title);
    let stages: Vec<String> = asks.stages.iter().map(|s| format!("{} {}", s.id, s.label)).collect();
    if !stages.is_empty() {
        out.push_str(&format!("环节　{}\n", stages.join("　")));
    }
    for section in &asks.sections {
        let head = [section.id.as_str(), &section.caption, source(section.kind)];
        let head: Vec<&str> = head.into_iter().filter(|word| !word.is_empty()).collect();
        out.push_str(&format!("\n{}\n", head.join("　")));
        if !section.groups.is_empty() {
            let groups: Vec<String> = section.groups.iter().map(|g| format!("{} {}", g.id, g.label)).collect();
            out.push_str(&format!("  分组　{}\n", groups.join("　")));
        }
        let row = |field: &FieldLine| {
            let asked = match (field.fillable, field.required, field.conditional) {
                (false, ..) => "不填",
                (_, true, false) => "必填",
                (_, true, true) => "视情况必填",
                _ => "",
            };
            let id = format!("  {}", field.id);
            vec![id, field.label.clone(), kind(field.kind).to_owned(), asked.to_owned(), field.options.join("／")]
        };
        out.push_str(&table(&section.fields.iter().map(row).collect::<Vec<_>>()));
    }
    out
}

fn source(kind: &str) -> &'static str {
    match kind {
        "added" => "列表，逐行添加",
        "library" => "列表，行由检查项目库来",
        "register" => "列表，行由登记资料来",
        "fails" => "列表，每个 × 一行",
        _ => "",
    }
}

fn kind(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Line => "一行文字",
        FieldKind::Text => "文字",
        FieldKind::Date => "日期",
        FieldKind::Month => "月份",
        FieldKind::Datetime => "日期时间",
        FieldKind::One => "选一个",
        FieldKind::Some => "选几个",
        FieldKind::Check => "检查结果",
        FieldKind::Number => "整数",
        FieldKind::Money => "金额（元）",
        FieldKind::Quantity => "数量",
        FieldKind::Photo => "照片",
        FieldKind::Signature => "签字",
        FieldKind::Ref => "登记资料里的名称",
        FieldKind::YesNo => "是或否",
        FieldKind::Auto => "程序计算",
        FieldKind::Fact => "印好的内容",
    }
}
