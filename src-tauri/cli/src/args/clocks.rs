//! `deadline` and `calendar`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::TEMPLATE;

/// 时限。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Due {
    /// 规则，例如 CPL-3
    #[arg(long, value_name = "RULE")]
    pub rule: String,
    /// 事情发生的日期或时间，例如 2026-02-13 或 2026-02-13T18:30（北京时间）
    #[arg(long, value_name = "DATE")]
    pub from: String,
    /// 级别：重大、一般；按级别定时限的规则要写
    #[arg(long, value_name = "GRADE")]
    pub grade: Option<String>,
    /// 用英文说明怎么数的
    #[arg(long)]
    pub english: bool,
}

/// 日历。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项", subcommand_help_heading = "命令")]
pub struct CalendarArgs {
    /// 做什么
    #[command(subcommand)]
    pub what: CalendarCommand,
}

/// 日历的命令。
#[derive(Debug, Subcommand)]
#[command(next_help_heading = "选项")]
pub enum CalendarCommand {
    /// 某天是工作日、周末、放假还是补班；没有录入放假安排的年份为暂定
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang [--cabinet DIR] calendar classify DATE…")]
    Classify {
        /// 日期
        #[arg(value_name = "DATE", required = true, help_heading = "参数")]
        dates: Vec<NaiveDate>,
    },
    /// 录入一年的放假安排（JSON 文件）
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR calendar import FILE")]
    Import {
        /// 日历文件
        #[arg(value_name = "FILE", help_heading = "参数")]
        file: PathBuf,
        /// 会改动正在计算的期限时也录入；不加则只说明会改动哪些
        #[arg(long)]
        yes: bool,
    },
}
