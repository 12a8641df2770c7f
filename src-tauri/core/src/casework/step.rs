//! The steps of a case and their order.

use serde::{Deserialize, Serialize};

use crate::form::CaseKind;

/// A step that a case can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Step {
    /// 受理, 登记, 汇总, 签发: the case begins.
    Register,
    /// 首次响应
    Respond,
    /// 上报: who was told above of a 重大 complaint.
    Report,
    /// 送达 to the responsible department.
    Deliver,
    /// 签收, or 拒收 before a witness; 退回 and 转办 send it back to the delivery.
    Receive,
    /// 反馈: the department's measures; 答复 of a consultation.
    Answer,
    /// 服务 done.
    Serve,
    /// 延期 with approval.
    Extend,
    /// 改级 between 重大 and 一般.
    Regrade,
    /// 整改 done.
    Rectify,
    /// 复查
    Recheck,
    /// 缴费通知单 delivered.
    Bill,
    /// 回访 with its result.
    Revisit,
    /// 结案
    Close,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 14] = [
        Self::Register,
        Self::Respond,
        Self::Report,
        Self::Deliver,
        Self::Receive,
        Self::Answer,
        Self::Serve,
        Self::Extend,
        Self::Regrade,
        Self::Rectify,
        Self::Recheck,
        Self::Bill,
        Self::Revisit,
        Self::Close,
    ];

    /// The steps of a kind in the order in which they are taken.
    #[must_use]
    pub fn order(kind: CaseKind) -> &'static [Self] {
        use Step::{Answer, Bill, Close, Deliver, Receive, Recheck, Rectify, Register, Respond, Revisit, Serve};
        match kind {
            CaseKind::Complaint => &[Register, Respond, Deliver, Receive, Rectify, Recheck, Revisit, Close],
            CaseKind::Opinion => &[Register, Deliver, Receive, Answer, Rectify, Recheck, Revisit, Close],
            CaseKind::Service => &[Register, Serve, Bill, Revisit, Close],
            CaseKind::Consultation => &[Register, Answer, Close],
            CaseKind::Rectification => &[Register, Deliver, Receive, Rectify, Recheck, Close],
        }
    }

    /// The step without which this one is impossible. A first response and a delivery wait for nothing but the case itself.
    #[must_use]
    pub fn after(self, kind: CaseKind) -> Option<Self> {
        match self {
            Self::Register => None,
            Self::Respond | Self::Report | Self::Deliver | Self::Serve | Self::Extend | Self::Regrade => Some(Self::Register),
            // A bill is no condition of the call that asks whether the service was good.
            Self::Revisit if kind == CaseKind::Service => Some(Self::Serve),
            _ => {
                let order = Self::order(kind);
                let at = order.iter().position(|step| *step == self)?;
                order.get(at.checked_sub(1)?).copied()
            }
        }
    }

    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Respond => "respond",
            Self::Report => "report",
            Self::Deliver => "deliver",
            Self::Receive => "receive",
            Self::Answer => "answer",
            Self::Serve => "serve",
            Self::Extend => "extend",
            Self::Regrade => "regrade",
            Self::Rectify => "rectify",
            Self::Recheck => "recheck",
            Self::Bill => "bill",
            Self::Revisit => "revisit",
            Self::Close => "close",
        }
    }

    /// The step of a code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// The word of the office for the step of a kind, which is also what a late step is called on its paper.
    #[must_use]
    pub fn word(self, kind: CaseKind) -> &'static str {
        match (self, kind) {
            (Self::Register, CaseKind::Opinion) => "汇总登记",
            (Self::Register, CaseKind::Rectification) => "签发",
            (Self::Register, CaseKind::Consultation) => "登记",
            (Self::Register, _) => "受理",
            (Self::Respond, _) => "首次响应",
            (Self::Report, _) => "上报",
            (Self::Deliver, _) => "送达",
            (Self::Receive, _) => "签收",
            (Self::Answer, CaseKind::Consultation) => "答复",
            (Self::Answer, _) => "反馈",
            (Self::Serve, _) => "服务",
            (Self::Extend, _) => "延期",
            (Self::Regrade, _) => "改级",
            (Self::Rectify, _) => "整改",
            (Self::Recheck, _) => "复查",
            (Self::Bill, _) => "送达缴费通知",
            (Self::Revisit, _) => "回访",
            (Self::Close, _) => "结案",
        }
    }

    /// What a late step of this kind is called where its paper asks for the reason.
    #[must_use]
    pub fn late_word(self, kind: CaseKind) -> &'static str {
        match self {
            Self::Bill => "送达",
            _ => self.word(kind),
        }
    }
}
