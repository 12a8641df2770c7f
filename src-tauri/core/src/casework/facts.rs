//! What is known of a case: its facts, and those of the sheets that name it.

use crate::clock::Stamp;
use crate::deadline::Due;
use crate::form::CaseKind;

/// 重大 or 一般.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// 一般
    Minor,
    /// 重大
    Major,
}

impl Grade {
    /// The word on paper, which is also the grade's name in the rules.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Minor => "一般",
            Self::Major => "重大",
        }
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        [Self::Minor, Self::Major].into_iter().find(|grade| grade.word() == word)
    }
}

/// How a delivery ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Receipt {
    /// 签收
    Taken,
    /// 拒收 before a witness: it counts as delivered.
    Refused,
    /// 退回
    Returned,
    /// 转办
    PassedOn,
}

impl Receipt {
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "签收" => Self::Taken,
            "拒收" => Self::Refused,
            "退回" => Self::Returned,
            "转办" => Self::PassedOn,
            _ => return None,
        })
    }

    /// Whether the department has it now.
    #[must_use]
    pub fn arrived(self) -> bool {
        matches!(self, Self::Taken | Self::Refused)
    }
}

/// Whether the word for how a delivery ended says that the department has the paper no more: 退回, 转办.
#[must_use]
pub fn sent_back(word: &str) -> bool {
    Receipt::of(word).is_some_and(|receipt| !receipt.arrived())
}

/// A delivery to a department.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Delivery {
    /// Row.
    pub row: String,
    /// Name of the department.
    pub department: String,
    /// 送达时间
    pub at: Option<Stamp>,
    /// 签收结果
    pub receipt: Option<Receipt>,
    /// 签收时间
    pub received: Option<Stamp>,
    /// Whether somebody of the department signed; also where they are to sign again because the sheet was corrected since.
    pub signed: bool,
    /// They are to sign again, because what they signed was changed since.
    pub sign_again: bool,
    /// Whether a witness is named.
    pub witnessed: bool,
}

impl Delivery {
    /// When the department had it: with its signature on the receipt, on the screen or in ink, or refused before a witness. A
    /// moment that somebody typed is no receipt.
    #[must_use]
    pub fn taken(&self) -> Option<Stamp> {
        let proved = match self.receipt? {
            Receipt::Taken => self.signed,
            Receipt::Refused => self.witnessed,
            Receipt::Returned | Receipt::PassedOn => false,
        };
        proved.then(|| self.received.or(self.at)).flatten()
    }

    /// Whether the department has it no more, or never took it: 退回, 转办.
    #[must_use]
    pub fn sent_back(&self) -> bool {
        self.receipt.is_some_and(|receipt| !receipt.arrived())
    }

    /// The same of one that was passed on or sent back afterwards: the department had it once.
    #[must_use]
    pub fn proved(&self) -> Option<Stamp> {
        (self.signed || self.witnessed).then(|| self.received.or(self.at)).flatten()
    }
}

/// What a revisit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// 满意, 基本满意
    Satisfied,
    /// 不满意: another round begins.
    Dissatisfied,
    /// 未能回访
    Unreached,
}

impl Effect {
    /// What a word on paper says.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "满意" | "基本满意" => Self::Satisfied,
            "不满意" => Self::Dissatisfied,
            "未能回访" | "三次未接" | "拒访" => Self::Unreached,
            _ => return None,
        })
    }
}

/// A round of rectification.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Round {
    /// Row.
    pub row: String,
    /// 反馈时间
    pub answered: Option<Stamp>,
    /// 措施认可
    pub accepted: Option<bool>,
    /// 计划完成
    pub planned: Option<Due>,
    /// 整改完成
    pub rectified: Option<Stamp>,
    /// 复查结果
    pub recheck: Option<bool>,
    /// 复查时间
    pub rechecked: Option<Stamp>,
    /// 复查人 signed what it says.
    pub recheck_signed: bool,
    /// 再次期限 after a recheck that failed.
    pub next_due: Option<Due>,
    /// 回访单号
    pub visit: String,
    /// 回访结果
    pub result: Option<Effect>,
}

impl Round {
    /// Whether it ended without success, so that the next row goes on.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.recheck == Some(false) || self.result == Some(Effect::Dissatisfied)
    }
}

/// 延期
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Extension {
    /// Row.
    pub row: String,
    /// 新期限
    pub due: Option<Due>,
    /// When 批准人 first signed for this limit.
    pub approved: Option<Stamp>,
    /// 告知客户
    pub told: Option<Stamp>,
}

/// 改级
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Grading {
    /// Row.
    pub row: String,
    /// 改级时间
    pub at: Option<Stamp>,
    /// 原级别
    pub from: Option<Grade>,
    /// 改为
    pub to: Option<Grade>,
    /// When 批准人 first signed for this grade; only a lower one needs it.
    pub approved: Option<Stamp>,
}

impl Grading {
    /// When it took effect, and what the grade is since. A lower grade counts from its approval, whatever day was written beside
    /// it: no overdue is dated away.
    #[must_use]
    pub fn effect(&self) -> Option<(Stamp, Grade)> {
        let (to, at) = (self.to?, self.at?);
        match to {
            Grade::Major => Some((at, to)),
            Grade::Minor => {
                self.approved.map(|approved| if approved.wall_ms() > at.wall_ms() { (approved, to) } else { (at, to) })
            }
        }
    }
}

/// 上报
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Report {
    /// Row.
    pub row: String,
    /// 上报时间
    pub at: Option<Stamp>,
    /// 上报对象 is named.
    pub named: bool,
}

impl Report {
    /// Whether somebody was told: whom and when stand there.
    #[must_use]
    pub fn told(&self) -> bool {
        self.named && self.at.is_some()
    }
}

/// 超期
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Late {
    /// Row.
    pub row: String,
    /// The step's word: 整改.
    pub step: String,
    /// 超期原因
    pub reason: String,
    /// 超期类别
    pub category: String,
    /// 责任部门
    pub department: String,
    /// 补救措施
    pub remedy: String,
}

/// 结案方式
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Closing {
    /// 回访签字, 电话回访, 整改合格, 已答复: as it should.
    Done,
    /// 多次不在, 三次未接: three attempts and approval.
    Absent,
    /// 拒签, 拒访: before a witness and with approval.
    Refused,
    /// 终结, approved by 项目经理.
    Terminated,
    /// 无效投诉, approved.
    Invalid,
    /// 转为投诉, 转为服务, 客户取消: it goes on elsewhere, or nowhere.
    Elsewhere,
}

impl Closing {
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "回访签字" | "电话回访" | "整改合格" | "已答复" => Self::Done,
            "多次不在" | "三次未接" => Self::Absent,
            "拒签" | "拒访" => Self::Refused,
            "终结" => Self::Terminated,
            "无效投诉" => Self::Invalid,
            "转为投诉" | "转为服务" | "客户取消" => Self::Elsewhere,
            _ => return None,
        })
    }
}

/// A signature that stands: its field, row and time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SealAt {
    /// Field.
    pub field: String,
    /// Row; empty for a single field.
    pub row: String,
    /// When it was given, by the clock of the machine.
    pub at: Stamp,
    /// What was signed reads as it did. One that waits to be given again (待重签) still tells that it was given.
    pub stands: bool,
    /// Where it does not stand: the fields that read otherwise now. An approval of a limit goes on where only other words were
    /// corrected.
    pub changed: Vec<String>,
    /// Filed before the closing was written that the sheet has now: one that was taken back and written anew is another one.
    pub of_earlier_closing: bool,
}

/// What the sheet of a case says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Facts {
    /// Kind.
    pub kind: CaseKind,
    /// 受理, 汇总, 签发: what starts the first clocks.
    pub received: Option<Stamp>,
    /// Whether who issued the paper signed it; none where it says nothing of that, as editions before 整改通知单 A/1.
    pub issued: Option<bool>,
    /// The grade given at the beginning.
    pub grade: Option<Grade>,
    /// 无效, and approved as such.
    pub invalid: bool,
    /// 首次响应
    pub responded: Option<Stamp>,
    /// 内控时限
    pub own_due: Option<Due>,
    /// 外部期限
    pub outside_due: Option<Due>,
    /// A limit that the paper itself asks for: 整改通知单's, a promised answer's.
    pub asked_due: Option<Due>,
    /// 送达
    pub deliveries: Vec<Delivery>,
    /// 整改
    pub rounds: Vec<Round>,
    /// 延期
    pub extensions: Vec<Extension>,
    /// 改级
    pub gradings: Vec<Grading>,
    /// 上报
    pub reports: Vec<Report>,
    /// 超期
    pub lates: Vec<Late>,
    /// 答复 of a consultation.
    pub answered: Option<Stamp>,
    /// 服务完成
    pub served: Option<Stamp>,
    /// 无需缴费, with its reason: no 缴费通知单 is owed.
    pub no_bill: bool,
    /// 结案方式
    pub closing: Option<Closing>,
    /// 结案时间
    pub closed: Option<Stamp>,
    /// When 部门负责人 first signed this closing, by the machine's clock or on the day that the page says; none while they did
    /// not.
    pub head_at: Option<Stamp>,
    /// When 项目经理 first signed it.
    pub manager_at: Option<Stamp>,
    /// What 部门负责人 signed as closed was corrected since: it is not closed until it is signed again. When it was decided stays.
    pub head_again: bool,
    /// The same of 项目经理.
    pub manager_again: bool,
    /// When the closing was written down, by the machine's clock.
    pub entered: Option<Stamp>,
    /// The paper asks the head of the department to sign the closing.
    pub asks_head: bool,
    /// The paper has a place for 项目经理 to sign the closing.
    pub asks_manager: bool,
    /// 作废
    pub void: bool,
}

impl Facts {
    /// The grade that counts: the last that took effect.
    #[must_use]
    pub fn grade_now(&self) -> Option<Grade> {
        self.effects().last().map(|(_, grade)| *grade).or(self.grade)
    }

    /// The changes of the grade that took effect, in the order of their times, whatever rows they stand in. A lowering that was
    /// approved only when one that was decided after it had taken effect has none: what was decided after it stands.
    pub(super) fn effects(&self) -> Vec<(Stamp, Grade)> {
        let one = |(n, row): (usize, &Grading)| Some(((row.at?.wall_ms(), n), row.effect()?));
        let all: Vec<((i64, usize), (Stamp, Grade))> = self.gradings.iter().enumerate().filter_map(one).collect();
        let overtaken = |decided: (i64, usize), at: Stamp| {
            all.iter().any(|(later, (effect, _))| *later > decided && effect.wall_ms() < at.wall_ms())
        };
        let stands = |(decided, (at, to)): &&((i64, usize), (Stamp, Grade))| *to == Grade::Major || !overtaken(*decided, *at);
        let mut effects: Vec<(Stamp, Grade)> = all.iter().filter(stands).map(|(_, effect)| *effect).collect();
        effects.sort_by_key(|(at, _)| at.wall_ms());
        effects
    }

    /// The grade in force at a moment, that minute included.
    pub(super) fn grade_at(&self, at: Stamp) -> Option<Grade> {
        let minute = |at: Stamp| at.wall_ms().div_euclid(60_000);
        let effects = self.effects().into_iter();
        effects.take_while(|(from, _)| minute(*from) <= minute(at)).last().map(|(_, grade)| grade).or(self.grade)
    }

    /// The round that is being worked on: the last one, unless it failed, and then one that has not begun.
    #[must_use]
    pub fn current(&self) -> Option<&Round> {
        self.rounds.last().filter(|round| !round.failed())
    }

    /// Rounds in the sense of 一次解决率: how often the customer was not satisfied, and one.
    #[must_use]
    pub fn round(&self) -> u32 {
        let again = self.rounds.iter().filter(|round| round.result == Some(Effect::Dissatisfied)).count();
        u32::try_from(again).unwrap_or(u32::MAX).saturating_add(1)
    }
}
