//! `duties`.

use chrono::NaiveDate;
use clap::Args;

/// 例行检查。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Duties {
    /// 从哪一天起；不写时是本月一日
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
    /// 到哪一天止（含）；不写时是今天
    #[arg(long, value_name = "DATE")]
    pub to: Option<NaiveDate>,
}
