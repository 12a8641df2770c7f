//! What is told about the log: findings and events as codes with what they name, so that each face words them itself.

use serde::{Deserialize, Serialize};

use crate::cabinet::Finding;

/// Something that happened to a sheet. Labels are the form's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Event {
    /// 完成: stages were finished.
    Finished {
        /// 上午, 审阅.
        stages: Vec<String>,
    },
    /// 补录: stages were finished past the cut-off.
    Late {
        /// 上午, 审阅.
        stages: Vec<String>,
    },
    /// 补充: a revision without a stage or a change of its own.
    Added,
    /// 修改
    Amended {
        /// What was changed, with the words of its row before it.
        labels: Vec<String>,
    },
    /// 更正
    Corrected {
        /// What was put right, with the words of its row before it.
        labels: Vec<String>,
    },
    /// 作废
    Voided,
    /// The content was destroyed by the rules.
    Destroyed,
    /// A place was signed, or its signer refused.
    Signed {
        /// 客户签字; empty for a 更正页.
        name: String,
        /// `drawn`, `paper`, `refused`, `proxy`.
        how: String,
        /// Where the original of a signed page lies.
        kept: String,
    },
    /// Looked at, printed, given out.
    Audit {
        /// What was done.
        act: AuditAct,
    },
}

/// What can be done with a sheet, or the cabinet, that is written into the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum AuditAct {
    /// 打印
    Print,
    /// 导出
    Export,
    /// 复制文字
    CopyText,
    /// 复制图片
    CopyPicture,
    /// 查看完整信息
    Reveal,
    /// Hidden words stood in what was to be signed or changed.
    Shown,
    /// 打印空白表
    Blank,
    /// 空白表作废
    VoidBlank,
    /// 删除草稿
    DeleteDraft,
    /// 账户
    Account,
    /// 更换恢复码
    RecoveryCode,
    /// 打印恢复码
    RecoveryPage,
    /// The data key was changed.
    DataKey,
    /// 备份
    Backup,
    /// 核验备份，完好
    BackupWhole,
    /// 核验备份，损坏
    BackupDamaged,
    /// 从备份恢复
    Restore,
    /// 打印登记表
    PrintRegister,
    /// 列出涉及的客户
    Affected,
    /// 导出月度归档
    Volume,
    /// 导出月度归档（完整件）
    VolumeFull,
    /// 重新开启归档
    ReopenMonth,
    /// 导出销毁清册
    DestructionList,
    /// 提请销毁
    DestructionAsked,
    /// 销毁
    Destruction,
    /// An act of a later version.
    Other,
}

impl AuditAct {
    /// The act of that name in the log.
    #[must_use]
    pub fn of(name: &str) -> Self {
        match name {
            "print" => Self::Print,
            "export" => Self::Export,
            "copy-text" => Self::CopyText,
            "copy-picture" => Self::CopyPicture,
            "reveal" => Self::Reveal,
            "shown" => Self::Shown,
            "blank" => Self::Blank,
            "void-blank" => Self::VoidBlank,
            "delete-draft" => Self::DeleteDraft,
            "account" => Self::Account,
            "recovery-code" => Self::RecoveryCode,
            "recovery-page" => Self::RecoveryPage,
            "data-key" => Self::DataKey,
            "backup" => Self::Backup,
            "backup-whole" => Self::BackupWhole,
            "backup-damaged" => Self::BackupDamaged,
            "restore" => Self::Restore,
            "print-register" => Self::PrintRegister,
            "affected" => Self::Affected,
            "volume" => Self::Volume,
            "volume-full" => Self::VolumeFull,
            "reopen-month" => Self::ReopenMonth,
            "destruction-list" => Self::DestructionList,
            "destruction-asked" => Self::DestructionAsked,
            "destruction" => Self::Destruction,
            _ => Self::Other,
        }
    }

    /// In the words of the office.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Print => "打印",
            Self::Export => "导出",
            Self::CopyText => "复制文字",
            Self::CopyPicture => "复制图片",
            Self::Reveal => "查看完整信息",
            Self::Shown => "签署、更改时显示",
            Self::Blank => "打印空白表",
            Self::VoidBlank => "空白表作废",
            Self::DeleteDraft => "删除草稿",
            Self::Account => "账户",
            Self::RecoveryCode => "更换恢复码",
            Self::RecoveryPage => "打印恢复码",
            Self::DataKey => "更换资料密钥",
            Self::Backup => "备份",
            Self::BackupWhole => "核验备份，完好",
            Self::BackupDamaged => "核验备份，损坏",
            Self::Restore => "从备份恢复",
            Self::PrintRegister => "打印登记表",
            Self::Affected => "列出涉及的客户",
            Self::Volume => "导出月度归档",
            Self::VolumeFull => "导出月度归档（完整件）",
            Self::ReopenMonth => "重新开启归档",
            Self::DestructionList => "导出销毁清册",
            Self::DestructionAsked => "提请销毁",
            Self::Destruction => "销毁",
            Self::Other => "其他",
        }
    }
}

/// One finding of a verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct VerifyProblem {
    /// The sheet; empty when it concerns the chain as a whole.
    pub serial: String,
    /// What is wrong.
    pub code: FindingCode,
    /// Where.
    pub whose: Whose,
    /// In plain words, naming sheet and stage.
    pub message: String,
}

/// What can be wrong. The names are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum FindingCode {
    /// 待重签: the text was changed after it was signed.
    ScopeChanged,
    /// What was signed and the signature do not fit.
    SignatureBroken,
    /// What the cabinet found.
    #[serde(untagged)]
    Cabinet(Finding),
}

impl FindingCode {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ScopeChanged => "scope-changed",
            Self::SignatureBroken => "signature-broken",
            Self::Cabinet(finding) => finding.code(),
        }
    }

    /// A repair is asked for: the file or what it holds is not what was written.
    #[must_use]
    pub fn is_damage(self) -> bool {
        matches!(self, Self::Cabinet(finding) if finding.is_damage())
    }
}

/// Whom a finding concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Whose {
    /// A sheet.
    Sheet {
        /// Its paper's title with subtitle; empty where the serial says enough.
        title: String,
        /// The part of it.
        part: SheetPart,
    },
    /// 登记资料
    Register,
    /// 设置
    Setting,
    /// 查阅导出登记
    Audit,
    /// An entry of which nothing else is known.
    Entry {
        /// Its place in the log.
        seq: u32,
    },
    /// The file of the cabinet.
    File {
        /// The damaged page, from 1; 0 when no single page is meant.
        page: u32,
        /// What the database says, for support.
        line: String,
    },
}

/// The part of a sheet that a finding concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum SheetPart {
    /// No part of its own.
    Whole,
    /// What a revision finished.
    Stages {
        /// 上午, 审阅.
        labels: Vec<String>,
    },
    /// A signature.
    Signature {
        /// 客户签字; empty when that cannot be read.
        name: String,
    },
    /// A 更正页.
    Correction,
    /// An entry of 查阅导出登记.
    Audit,
}

/// What the user should know before they work on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Notice {
    /// Stable.
    pub code: NoticeCode,
    /// In words.
    pub message: String,
    /// How many entries are meant, where some are.
    #[serde(default)]
    pub count: u32,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum NoticeCode {
    /// 今天是…吗?
    ClockSuspect,
    /// Entries that were there are gone.
    EntriesMissing,
    /// The log is not the one this machine remembers.
    HistoryReplaced,
    /// The newest entries do not verify.
    EntriesDamaged,
    /// The high-water file could not be written.
    HighWaterUnwritable,
    /// There is no high-water file.
    HighWaterAbsent,
    /// The high-water file cannot be read.
    HighWaterUnreadable,
    /// The full check found damage; `count` sheets are touched.
    DamageFound,
    /// No backup in a second place for seven days.
    BackupOverdue,
    /// The disk is nearly full.
    DiskLow,
    /// The department's calendar or rules could not be read.
    CalendarUnread,
}

impl NoticeCode {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ClockSuspect => "clock-suspect",
            Self::EntriesMissing => "entries-missing",
            Self::HistoryReplaced => "history-replaced",
            Self::EntriesDamaged => "entries-damaged",
            Self::HighWaterUnwritable => "high-water-unwritable",
            Self::HighWaterAbsent => "high-water-absent",
            Self::HighWaterUnreadable => "high-water-unreadable",
            Self::DamageFound => "damage-found",
            Self::BackupOverdue => "backup-overdue",
            Self::DiskLow => "disk-low",
            Self::CalendarUnread => "calendar-unread",
        }
    }
}
