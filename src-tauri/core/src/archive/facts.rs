//! What is known of a month at a site: plain values, read by the office, counted here.

use chrono::NaiveDate;

use super::Month;
use crate::casework::{Clock, State};
use crate::clock::Stamp;
use crate::form::{CaseKind, Mark};

/// A month at a site.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Which month.
    pub month: Month,
    /// The moment up to which things are counted: the end of the month, or now while it runs.
    pub until: Stamp,
    /// Every day of the month.
    pub days: Vec<Day>,
    /// The areas in the order of the paper.
    pub areas: Vec<String>,
    /// Every slot of a scheduled duty.
    pub slots: Vec<Slot>,
    /// Every mark of a check sheet.
    pub checks: Vec<Check>,
    /// Every × with what became of it.
    pub faults: Vec<Fault>,
    /// Sheets whose day lies in the month, drafts too.
    pub sheets: Vec<Sheet>,
    /// Cases received, due or closed in the month, or still open at its end.
    pub cases: Vec<Case>,
    /// Revisits made in the month.
    pub visits: Vec<Visit>,
    /// Surveys of the month, item by item.
    pub surveys: Vec<Survey>,
    /// Numbers given for the month, of every site: they run through the department.
    pub numbers: Vec<Number>,
    /// Whose numbers are that nobody has.
    pub skipped: Holder,
    /// Printed blanks of survey forms that did not come back, and are in no draft: 发放, and not 回收.
    pub blank_surveys: u32,
}

impl Facts {
    /// A month of which nothing is known yet.
    #[must_use]
    pub fn none(month: Month, until: Stamp) -> Self {
        Self {
            month,
            until,
            days: Vec::new(),
            areas: Vec::new(),
            slots: Vec::new(),
            checks: Vec::new(),
            faults: Vec::new(),
            sheets: Vec::new(),
            cases: Vec::new(),
            visits: Vec::new(),
            surveys: Vec::new(),
            numbers: Vec::new(),
            skipped: Holder::default(),
            blank_surveys: 0,
        }
    }

    /// Whether a revisit is one of a case that was made void: the visit was made, what was said in it is of nothing.
    #[must_use]
    pub fn is_of_void(&self, visit: &Visit) -> bool {
        let own = |case: &Case| case.serial == visit.source && matches!(case.state, State::Void);
        !visit.source.is_empty() && self.cases.iter().any(own)
    }
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Date.
    pub date: NaiveDate,
    /// Whether it is worked.
    pub working: bool,
    /// A rest day that is worked.
    pub makeup: bool,
    /// 春节; empty on ordinary days.
    pub name: String,
}

/// How a slot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotState {
    /// 已检
    Done,
    /// 补录
    Late,
    /// A draft is in hand.
    Begun,
    /// Not yet.
    Open,
    /// 漏检
    Missed,
    /// Not owed.
    Rest,
}

/// A slot of a scheduled duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Form.
    pub form: String,
    /// 公共区域保洁
    pub title: String,
    /// Stage of the form.
    pub stage: String,
    /// 上午
    pub label: String,
    /// Site, by id.
    pub site: String,
    /// The day; of a month's duty its last.
    pub date: NaiveDate,
    /// Once a month, not every day.
    pub monthly: bool,
    /// How it stands.
    pub state: SlotState,
    /// Why it was missed, or keyed in late; empty when nobody said.
    pub said: String,
    /// The sheet that fills it; empty when none does.
    pub sheet: String,
    /// The draft in hand.
    pub draft: String,
    /// Outlets drawn, of a month's duty.
    pub drawn: Option<u32>,
    /// Outlets asked for.
    pub target: Option<u32>,
}

/// A mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Sheet.
    pub sheet: String,
    /// The day it was made.
    pub date: NaiveDate,
    /// Once a month: outlets.
    pub monthly: bool,
    /// Stage.
    pub stage: String,
    /// 大堂, or the outlet.
    pub area: String,
    /// 地面
    pub item: String,
    /// What was found.
    pub mark: Mark,
    /// Who made the round, as the sheet names them: 检查人. Several, each.
    pub by: Vec<String>,
}

/// A × and its rectification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Sheet.
    pub sheet: String,
    /// The day it was found.
    pub date: NaiveDate,
    /// Found on the monthly sheet of the outlets.
    pub monthly: bool,
    /// Area.
    pub area: String,
    /// Item.
    pub item: String,
    /// 整改期限
    pub due: Option<Stamp>,
    /// 整改完成
    pub done: Option<Stamp>,
    /// 复查结果: passed or not.
    pub passed: Option<bool>,
}

/// A sheet of the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Sheet.
    pub id: String,
    /// A draft that was never finalised.
    pub draft: String,
    /// Its number; empty for a draft.
    pub serial: String,
    /// Form.
    pub form: String,
    /// Its title.
    pub title: String,
    /// QR-KF-01
    pub form_number: String,
    /// Its day.
    pub date: NaiveDate,
    /// The stable word of its state.
    pub state: String,
    /// The same in the words of the office: 待审阅.
    pub state_word: String,
    /// Whether it asks for the signature of a customer or of somebody else beside the head.
    pub signed: bool,
    /// Whether it asks for the review of the head.
    pub reviewed: bool,
    /// 作废
    pub void: bool,
    /// The case that it belongs to, by sheet; empty for none. A case belongs to itself.
    pub case: String,
    /// Who made it, or whose it is: 责任者.
    pub author: String,
    /// SHA-256 over everything the log holds of it: what a closing freezes.
    pub mark: String,
}

/// A case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its sheet.
    pub sheet: String,
    /// Its number.
    pub serial: String,
    /// Kind.
    pub kind: CaseKind,
    /// 重大 or 一般; empty for kinds without.
    pub grade: String,
    /// 类别
    pub category: String,
    /// 原因类别; empty while nobody said.
    pub cause: String,
    /// Responsible department.
    pub department: String,
    /// Who received it.
    pub person: String,
    /// The customer, for ledgers; masked where they are masked.
    pub customer: String,
    /// Room.
    pub room: String,
    /// First words of what it is about.
    pub matter: String,
    /// When it was received.
    pub received: Option<Stamp>,
    /// When it was closed.
    pub closed: Option<Stamp>,
    /// When it was closed where its closing is only to be signed, again or by one more. Once it was filed so, it is closed still.
    pub again: Option<Stamp>,
    /// When it had been closed where it was filed as closed and is 作废 since: it lies there with its set, and is counted nowhere.
    pub filed: Option<Stamp>,
    /// 结案方式 as the paper words it.
    pub closing: String,
    /// Where it stands.
    pub state: State,
    /// How often it was worked on: 1 where the first round satisfied.
    pub round: u32,
    /// 无效, with approval.
    pub invalid: bool,
    /// The deliveries that count now: of each department its last, but for what it sent back or passed on.
    pub deliveries: Vec<Handed>,
    /// The department answered: 反馈 with its measures; 答复 of a consultation.
    pub answered: bool,
    /// 整改 was done in some round.
    pub rectified: bool,
    /// 特约服务 was done.
    pub served: bool,
    /// When it was rectified, answered or served.
    pub settled: Option<Stamp>,
    /// When the revisit that ended it was made.
    pub revisited: Option<Stamp>,
    /// What the last revisit came to, as the paper words it.
    pub effect: String,
    /// The customer signed that revisit.
    pub signed: bool,
    /// Its clocks.
    pub clocks: Vec<Clock>,
    /// 超期原因 by step word: what was said of a late step.
    pub late: Vec<(String, String)>,
}

/// A delivery of a case's paper to a department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// Department.
    pub department: String,
    /// 送达
    pub at: Option<Stamp>,
    /// 签收, or a witnessed refusal.
    pub taken: Option<Stamp>,
}

impl Case {
    /// Whether it lies where it was filed as closed, though its closing is to be signed again.
    #[must_use]
    pub fn resign(&self) -> bool {
        self.closed.is_some() && self.again.is_some()
    }

    /// The moment by which its set lies in a month.
    #[must_use]
    pub fn lies(&self) -> Option<Stamp> {
        self.closed.or(self.filed)
    }
}

/// A revisit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Sheet.
    pub sheet: String,
    /// Its number.
    pub serial: String,
    /// Number of the case.
    pub source: String,
    /// Day.
    pub date: NaiveDate,
    /// 回访类型
    pub kind: String,
    /// Customer and room, for ledgers.
    pub customer: String,
    /// Room.
    pub room: String,
    /// Who visited.
    pub person: String,
    /// 满意, 基本满意, 不满意; empty when nobody was reached.
    pub effect: String,
    /// Somebody was reached.
    pub reached: bool,
    /// Attempts.
    pub attempts: u32,
    /// The customer signed.
    pub signed: bool,
    /// 未签原因
    pub unsigned: String,
    /// 及时性, 态度, 质量
    pub marks: Vec<(String, Mark)>,
}

/// A survey that was handed out: a finished sheet, or a draft, of which nothing is counted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Sheet.
    pub sheet: String,
    /// Batch.
    pub batch: String,
    /// Something was answered: 回收.
    pub returned: bool,
    /// Item and the word chosen; items left empty are absent.
    pub answers: Vec<(String, String)>,
}

/// A number that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The whole number.
    pub serial: String,
    /// `JC-A-202610`: what is counted through.
    pub run: String,
    /// Place in the run, from 1.
    pub n: i64,
    /// Whose it is.
    pub whose: Holder,
    /// What became of it.
    pub fate: Fate,
}

/// Where a number is told: numbers run through the department, and each is told at one site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Holder {
    /// Of this site: a sheet of it has it, or it was given here.
    #[default]
    Site,
    /// Nobody knows of which site. It is told here, as the department's.
    Department,
    /// Of another site, or told there.
    Elsewhere,
}

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// A sheet has it.
    Used,
    /// A blank that nobody used yet.
    Reserved,
    /// 作废
    Void,
}
