//! The data of the sample department: `demo/*.toml`. Forms and fields are named there and nowhere in the code.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::super::error::{OfficeError, Result};

const DEPARTMENT: &str = include_str!("../../../demo/department.toml");
const CHECKS: &str = include_str!("../../../demo/checks.toml");
const STORIES: &str = include_str!("../../../demo/stories.toml");
const CASES: &str = include_str!("../../../demo/cases.toml");

/// Words by name, for `{name}` in templates.
pub(super) type Words = Map<String, Json>;

/// Everything.
#[derive(Debug)]
pub(super) struct Data {
    pub department: Department,
    pub checks: Vec<Check>,
    pub stories: Vec<Story>,
}

impl Data {
    pub fn shipped() -> Result<Self> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Checks {
            check: Vec<Check>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Stories {
            story: Vec<Story>,
        }
        let department = read("department.toml", DEPARTMENT)?;
        let checks: Checks = read("checks.toml", CHECKS)?;
        let mut stories: Stories = read("stories.toml", STORIES)?;
        let cases: Stories = read("cases.toml", CASES)?;
        stories.story.extend(cases.story);
        Ok(Self { department, checks: checks.check, stories: stories.story })
    }
}

fn read<T: for<'de> Deserialize<'de>>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|e| OfficeError::Unreadable(format!("demo/{name}: {}", e.message())))
}

/// The answers of the first run, and the registers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Department {
    pub organisation: String,
    pub department: String,
    pub sites: Vec<String>,
    pub taken_over: TakenOver,
    pub manager: String,
    pub passphrase: String,
    /// Name and post.
    pub people: Vec<(String, String)>,
    #[serde(rename = "register")]
    pub registers: Vec<Register>,
}

/// A site that the department takes over near the end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TakenOver {
    pub site: String,
    /// Working days before the end.
    pub days: usize,
}

impl Department {
    /// A fact of every entry of a register, in order; the name for `name`.
    pub fn column(&self, register: &str, fact: &str) -> Vec<String> {
        let registers = self.registers.iter().filter(|r| r.id == register);
        registers
            .flat_map(|r| {
                let at = r.facts.iter().position(|f| f == fact).map_or(0, |at| at + 1);
                r.rows.iter().filter_map(move |row| row.get(at).cloned())
            })
            .collect()
    }
}

/// Entries of a register: the name, then the facts in their order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Register {
    pub id: String,
    pub facts: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// How a check sheet is filled.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Check {
    pub form: String,
    pub every: Every,
    /// Working day of the month on which a monthly sheet is filled.
    #[serde(default)]
    pub day: usize,
    pub list: String,
    pub fails: String,
    /// Register whose codes name the rows.
    #[serde(default)]
    pub register: String,
    #[serde(default)]
    pub missed: Vec<(usize, String)>,
    pub late: Option<Late>,
    #[serde(default)]
    pub undrawn: Vec<String>,
    #[serde(default)]
    pub groups: Json,
    #[serde(rename = "round")]
    pub rounds: Vec<Round>,
    #[serde(default)]
    pub draw: BTreeMap<String, Vec<String>>,
    pub fail: Words,
    pub mend: Mend,
    pub review: Review,
    #[serde(rename = "problem")]
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Every {
    Day,
    Month,
    /// Every day at the site that was taken over.
    TakenOver,
}

/// A round keyed in days after it was walked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Late {
    pub day: usize,
    pub round: String,
    pub reason: String,
}

/// One walk with its signatures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Round {
    pub id: String,
    /// 09:05
    pub at: String,
    /// Minutes.
    pub takes: i32,
    pub people: Vec<String>,
    pub columns: Vec<String>,
    /// How many ×, one of these.
    pub fails: Vec<usize>,
    pub finish: String,
    pub sign: Vec<String>,
    pub seen: Option<Seen>,
    pub paper: Option<OnPaper>,
    pub refused: Option<Refused>,
    pub fields: Words,
    pub remark: Option<Remark>,
}

/// Signatures row by row or group by group.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    pub role: String,
    pub count: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OnPaper {
    pub count: usize,
    pub place: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Refused {
    pub count: usize,
    pub witness: String,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Remark {
    pub field: String,
    pub rows: BTreeMap<String, String>,
}

/// How × are put right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mend {
    pub days: usize,
    pub at: String,
    pub finish: String,
    pub row: Words,
    pub sign: String,
    pub signer: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Review {
    pub days: usize,
    pub at: String,
    pub finish: String,
    #[serde(default)]
    pub gap: String,
    #[serde(default)]
    pub gaps: Vec<String>,
    /// What is written when a round was not walked.
    #[serde(default)]
    pub missed: String,
    pub fields: Words,
    #[serde(default)]
    pub opinions: Vec<String>,
    pub sign: String,
    pub signer: String,
}

/// Something that fails a check; its other words fill the row of part two.
#[derive(Debug, Deserialize)]
pub(super) struct Problem {
    #[serde(default)]
    pub row: String,
    #[serde(default)]
    pub column: String,
    /// Days from the check to the limit, at six in the evening; 0 for the same day. The next working day when absent.
    pub days: Option<u64>,
    #[serde(flatten)]
    pub words: Words,
}

/// How sheets of a form go their ways.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    pub form: String,
    pub people: Vec<String>,
    pub customers: String,
    #[serde(rename = "step")]
    pub steps: BTreeMap<String, Step>,
    #[serde(rename = "case")]
    pub cases: Vec<Case>,
    pub draw: BTreeMap<String, Vec<String>>,
    #[serde(rename = "subject")]
    pub subjects: Vec<Words>,
}

/// A step of a case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub act: Act,
    /// Minutes after the step before.
    #[serde(default)]
    pub wait: i64,
    /// Working days later, at `at`.
    #[serde(default)]
    pub days: usize,
    #[serde(default)]
    pub at: String,
    #[serde(default)]
    pub answers: Json,
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    pub row: String,
    #[serde(default)]
    pub signer: String,
    #[serde(default)]
    pub relation: String,
    #[serde(default)]
    pub choice: String,
    #[serde(default)]
    pub witness: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub place: String,
    /// What [`Act::Begin`] begins.
    #[serde(default)]
    pub form: String,
    /// On the sheet that was begun last rather than on the case itself.
    #[serde(default)]
    pub there: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Act {
    Fill,
    Draft,
    /// Another sheet that takes over what the case says: its revisit, its bill, the opinion of a survey.
    Begin,
    GoOn,
    Sign,
    Paper,
    Refuse,
    Proxy,
    Void,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    /// For people who read the file.
    #[expect(dead_code, reason = "says in the data file what the case shows")]
    pub name: String,
    pub count: usize,
    /// In the last days, so that it is still under way.
    #[serde(default)]
    pub end: bool,
    /// Working day of its month on which it begins, from 0; from its end where it is negative, -1 being the last.
    pub day: Option<i64>,
    /// In the last month only: what is still under way, or waits for something.
    #[serde(default)]
    pub last: bool,
    /// Whose it is, where that must be somebody's in particular; drawn otherwise.
    #[serde(default)]
    pub customer: String,
    /// Its own words in place of the drawn subject's.
    #[serde(default)]
    pub words: Words,
    pub steps: Vec<String>,
}

/// A template with its words filled in. A text that is one name alone becomes that word as it is; unknown names are empty.
pub(super) fn filled(template: &Json, words: &Words) -> Json {
    match template {
        Json::String(text) => filled_text(text, words),
        Json::Array(items) => Json::Array(items.iter().map(|i| filled(i, words)).collect()),
        Json::Object(map) => Json::Object(map.iter().map(|(k, v)| (k.clone(), filled(v, words))).collect()),
        other => other.clone(),
    }
}

/// A text with its words filled in.
pub(super) fn said(text: &str, words: &Words) -> String {
    match filled_text(text, words) {
        Json::String(text) => text,
        other => other.to_string(),
    }
}

fn filled_text(text: &str, words: &Words) -> Json {
    if let Some(name) = text.strip_prefix('{').and_then(|t| t.strip_suffix('}'))
        && !name.contains(['{', '}'])
    {
        return words.get(name).cloned().unwrap_or_default();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        out.push_str(words.get(name).and_then(Json::as_str).unwrap_or_default());
        rest = tail;
    }
    out.push_str(rest);
    Json::String(out)
}
