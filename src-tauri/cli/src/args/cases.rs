//! The arguments of `case`, `due` and `overdue`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use xunfang_core::form::CaseKind;
use xunfang_core::office::api::LedgerKind;

use super::TEMPLATE;

/// 事项。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项", subcommand_help_heading = "命令")]
pub struct CaseArgs {
    /// 做什么
    #[command(subcommand)]
    pub what: CaseCommand,
}

/// A kind by its word.
fn kind() -> impl TypedValueParser<Value = CaseKind> {
    let of = |code: String| CaseKind::ALL.into_iter().find(|kind| kind.code() == code).ok_or("unknown");
    PossibleValuesParser::new(CaseKind::ALL.map(CaseKind::code)).try_map(of)
}

/// A ledger by its word.
fn ledger_kind() -> impl TypedValueParser<Value = LedgerKind> {
    let of = |code: String| LedgerKind::ALL.into_iter().find(|kind| kind.code() == code).ok_or("unknown");
    PossibleValuesParser::new(LedgerKind::ALL.map(LedgerKind::code)).try_map(of)
}

/// 事项的命令。
#[derive(Debug, Subcommand)]
#[command(next_help_heading = "选项")]
pub enum CaseCommand {
    /// 登记一个事项：从答案文件填它的单据，到登记为止
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR case new KIND --answers FILE.json")]
    New {
        /// 种类：complaint 投诉、opinion 意见、service 特约服务、consultation 咨询、rectification 整改
        #[arg(value_name = "KIND", help_heading = "参数", value_parser = kind(), hide_possible_values = true)]
        kind: CaseKind,
        /// 答案文件；“-”读标准输入
        #[arg(long, value_name = "FILE.json")]
        answers: PathBuf,
    },
    /// 办一步：把答案文件里的填进事项的单据
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR case step SERIAL --answers FILE.json")]
    Step {
        /// 编号
        #[arg(value_name = "SERIAL", help_heading = "参数")]
        serial: String,
        /// 答案文件；“-”读标准输入
        #[arg(long, value_name = "FILE.json")]
        answers: PathBuf,
    },
    /// 看一个事项：到哪一步、时限怎样算的、有哪些单据
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR case show SERIAL")]
    Show {
        /// 编号
        #[arg(value_name = "SERIAL", help_heading = "参数")]
        serial: String,
    },
    /// 列出事项，新受理的在前
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR case list [--all] [--kind KIND]")]
    List {
        /// 已结的也列出
        #[arg(long)]
        all: bool,
        /// 只列一种
        #[arg(long, value_name = "KIND", value_parser = kind(), hide_possible_values = true)]
        kind: Option<CaseKind>,
    },
    /// 登记台账：一段日子里受理的事项，或者做过的回访
    #[command(
        next_help_heading = "选项",
        help_template = TEMPLATE,
        override_usage = "xunfang --cabinet DIR case ledger KIND --from DATE --to DATE [--out FILE.pdf|FILE.xlsx]"
    )]
    Ledger {
        /// 种类：complaint 投诉、opinion 意见、service 特约服务、consultation 咨询、rectification 整改、revisit 回访
        #[arg(value_name = "KIND", help_heading = "参数", value_parser = ledger_kind(), hide_possible_values = true)]
        kind: LedgerKind,
        /// 从哪一天受理的起；回访按回访日期
        #[arg(long, value_name = "DATE")]
        from: String,
        /// 到哪一天止（含）
        #[arg(long, value_name = "DATE")]
        to: String,
        /// 打印成文件：.pdf 或 .xlsx
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// 到期。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct DueOn {
    /// 到哪一天为止（含）；不写时是今天
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// 把全部期限另存成日历文件（.ics）：只有编号和环节，没有客户
    #[arg(long, value_name = "FILE.ics", conflicts_with = "on")]
    pub ics: Option<PathBuf>,
}

/// 超期台账。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Overdue {
    /// 期限从哪一天起
    #[arg(long, value_name = "DATE")]
    pub from: String,
    /// 到哪一天止（含）
    #[arg(long, value_name = "DATE")]
    pub to: String,
    /// 打印成文件：.pdf 或 .xlsx
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// 回访路线单。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct RouteTo {
    /// 回访截止到哪一天（含）；不写时是七天以内
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// 打印成文件：.pdf 或 .xlsx
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
