//! `month`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use xunfang_core::archive::Month as OfMonth;

use super::TEMPLATE;

/// 月度归档。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项", args_conflicts_with_subcommands = true, subcommand_help_heading = "命令")]
pub struct Month {
    /// 看缺件、归档、重新开启
    #[command(subcommand)]
    pub act: Option<MonthAct>,
    /// 哪个月，如 2026-10
    #[arg(value_name = "MONTH", value_parser = month, help_heading = "参数")]
    pub month: Option<OfMonth>,
    /// 文件放到哪个文件夹
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// 脱敏件（不写时就是）
    #[arg(long, conflicts_with = "full")]
    pub mask: bool,
    /// 完整件：不遮盖，附原始数据；须写 --reason
    #[arg(long, requires = "reason")]
    pub full: bool,
    /// 要完整件的事由
    #[arg(long, value_name = "TEXT", requires = "full")]
    pub reason: Option<String>,
    /// 送审稿：没有归档的月份也能生成
    #[arg(long)]
    pub draft: bool,
    /// 要哪些文件，用逗号隔开：pdf、xlsx、csv、jsonl；默认 pdf,xlsx
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        default_value = "pdf,xlsx",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: Vec<VolumeKind>,
}

/// 文件的种类。
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VolumeKind {
    /// PDF/A
    Pdf,
    /// Excel 工作簿
    Xlsx,
    /// CSV，一本台账一个，装在一个 ZIP 里
    Csv,
    /// JSON Lines，一行一条
    Jsonl,
}

/// 对一个月做什么。
#[derive(Debug, Subcommand)]
pub enum MonthAct {
    /// 缺什么、卷内有什么、归档了没有
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR month status MONTH")]
    Status {
        /// 哪个月，如 2026-10
        #[arg(value_name = "MONTH", value_parser = month, help_heading = "参数")]
        month: OfMonth,
    },
    /// 归档：编件号，封存，此后的更改作补充件
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR month close MONTH [--reason TEXT]")]
    Close {
        /// 哪个月，如 2026-10
        #[arg(value_name = "MONTH", value_parser = month, help_heading = "参数")]
        month: OfMonth,
        /// 还有缺件没有说明时，总的原因
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        reason: String,
    },
    /// 重新开启已归档的月份
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR month reopen MONTH --reason TEXT")]
    Reopen {
        /// 哪个月，如 2026-10
        #[arg(value_name = "MONTH", value_parser = month, help_heading = "参数")]
        month: OfMonth,
        /// 为什么
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// 写明一项缺件的原因
    #[command(next_help_heading = "选项", help_template = TEMPLATE)]
    Explain {
        /// 哪个月，如 2026-10
        #[arg(value_name = "MONTH", value_parser = month, help_heading = "参数")]
        month: OfMonth,
        /// 缺件的键，见 month status --json
        #[arg(value_name = "KEY", help_heading = "参数")]
        key: String,
        /// 原因
        #[arg(value_name = "TEXT", help_heading = "参数")]
        words: String,
    },
}

fn month(text: &str) -> Result<OfMonth, String> {
    text.parse().map_err(|_| "月份写成 2026-10".to_owned())
}
