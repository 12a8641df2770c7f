//! The command line.

mod cases;
mod clocks;
mod duties;
mod months;
mod people;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

pub use cases::{CaseArgs, CaseCommand, DueOn, Overdue, RouteTo};
pub use clocks::{CalendarArgs, CalendarCommand, Due};
pub use duties::Duties;
pub use months::{Month, MonthAct, VolumeKind};
pub use people::{Affected, Audit, Backup, People, PeopleCommand, Restore};

/// Help in Chinese, from top to bottom.
const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// The states that `list` knows, in one piece: a doc comment would put spaces where it wraps.
const STATES: &str = "状态：draft 草稿、open 未完成、await_customer 待客户签字、await_person 待签字、await_review 待审阅、\
                      resign 待重签、signed 已签、signed_paper 已签(纸质)、closed_unsigned 未签已结、done 已办结、void 作废";

/// 巡访簿的终端命令。
#[derive(Debug, Parser)]
#[command(
    name = "xunfang",
    version,
    about = "巡访簿：检查表和回访记录，填写、签字、查找、打印",
    after_help = "口令：--passphrase-file 指定的文件，或环境变量 XUNFANG_PASSPHRASE，都没有时在终端询问。\n\
                  退出码：0 完成；1 没有完成，或 verify、doctor 发现问题；2 命令写法不对。\n\
                  出错时标准错误输出一行“代码: 说明”，不留下文件。",
    help_template = TEMPLATE,
    override_usage = "xunfang --cabinet DIR [--passphrase-file FILE] [--json] <命令>",
    subcommand_help_heading = "命令",
    next_help_heading = "通用选项",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct Cli {
    /// 资料库所在的文件夹
    #[arg(long, value_name = "DIR", global = true)]
    pub cabinet: Option<PathBuf>,
    /// 存有口令的文件（第一行）
    #[arg(long, value_name = "FILE", global = true)]
    pub passphrase_file: Option<PathBuf>,
    /// 标准输出只写一份 JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// 显示说明
    #[arg(long, short, global = true, action = clap::ArgAction::Help)]
    pub help: Option<bool>,
    /// 显示版本
    #[arg(long, short = 'V', action = clap::ArgAction::Version)]
    pub version: Option<bool>,
    /// 做什么
    #[command(subcommand)]
    pub command: Command,
}

/// 命令。
#[derive(Debug, Subcommand)]
#[command(next_help_heading = "选项")]
pub enum Command {
    /// 在 DIR 里做一个示例部门（DIR 要是空的，或还不存在）
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR demo [--months N] [--seed N] [--until DATE]")]
    Demo(Demo),
    /// 列出单据，新的在前
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR list [选项]")]
    List(List),
    /// 显示一份单据
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR show SERIAL [--full --reason R]")]
    Show(Show),
    /// 按答案文件填写一份单据并完成
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR fill FORM --answers FILE.json")]
    Fill(Fill),
    /// 把一份单据存成 PDF、SVG 或 Excel 文件
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR render SERIAL --to FILE.(pdf|svg|xlsx) [--page N]")]
    Render(Render),
    /// 打印带编号的空白表
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR blank FORM --to FILE.pdf [--count N]")]
    Blank(Blank),
    /// 表单：列出，看一张有哪些项，或检查一个表单文件
    #[command(help_template = TEMPLATE, override_usage = "xunfang forms list|show FORM|check FILE.toml")]
    Forms(Forms),
    /// 时限：从一件事起，到哪一天为止，怎么数的
    #[command(help_template = TEMPLATE, override_usage = "xunfang [--cabinet DIR] deadline --rule RULE --from DATE[THH:MM] [--grade GRADE] [--english]")]
    Deadline(Due),
    /// 日历：某天上不上班；录入一年的放假安排
    #[command(help_template = TEMPLATE, override_usage = "xunfang [--cabinet DIR] calendar classify DATE…|import FILE")]
    Calendar(CalendarArgs),
    /// 事项：登记、办一步、查看、列出
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR case <命令>")]
    Case(CaseArgs),
    /// 到某一天为止到期的时限，先到期的在前
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR due [--on DATE | --ics FILE.ics]")]
    Due(DueOn),
    /// 超期台账：期限落在两天之间、超过了的
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR overdue --from DATE --to DATE [--out FILE.pdf|FILE.xlsx]")]
    Overdue(Overdue),
    /// 回访路线：要上门的，按楼宇和房号排
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR route [--to DATE] [--out FILE.pdf|FILE.xlsx]")]
    Route(RouteTo),
    /// 例行检查：每天、每月该查的，查了没有，漏检的原因
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR duties [--from DATE] [--to DATE]")]
    Duties(Duties),
    /// 月度归档：缺件、归档、装订成册
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR month MONTH --out DIR [--mask | --full --reason TEXT] [--draft] [--format LIST]\n       xunfang --cabinet DIR month status|close|reopen|explain MONTH …")]
    Month(Month),
    /// 核验一份单据、整个资料库，或一个导出的归档文件
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR verify [SERIAL]\n       xunfang verify FILE.pdf")]
    Verify(Verify),
    /// 按记录重建全部索引
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR rebuild")]
    Rebuild,
    /// 体检：版本、记录、提醒、磁盘；--full 连文件的每一页和全部记录
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR doctor [--full]")]
    Doctor(Doctor),
    /// 账户：谁能打开资料库，各有什么角色
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR people list|add|role|leave|rekey|delegate …")]
    People(People),
    /// 名册：人员、客户、区域、网点的名称，填答案文件时照着写
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR registers [REGISTER] [--search TEXT]")]
    Registers(Registers),
    /// 客户信息查阅、打印、导出登记
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR audit [--since DATE] [--out FILE]")]
    Audit(Audit),
    /// 备份到一个文件夹，备完当场核验
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR backup --to DIR [--second-place]")]
    Backup(Backup),
    /// 从备份恢复；原处如有资料库，另存在旁边
    #[command(help_template = TEMPLATE, override_usage = "xunfang restore FROM --into DIR [--recovery-code-file FILE --new-passphrase-file FILE]")]
    Restore(Restore),
    /// 失窃以后：列出一份备份里有哪些客户、哪些信息，姓名电话不遮
    #[command(help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR affected BACKUP --out FILE --reason R [--recovery-code-file FILE]")]
    Affected(Affected),
}

/// 名册。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Registers {
    /// 哪一个名册，例如 customer；不写就列出有哪些名册
    #[arg(value_name = "REGISTER")]
    pub register: Option<String>,
    /// 只列含有这些字的
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub search: String,
}

/// 示例部门。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Demo {
    /// 几个月的单据，1 至 60；默认 1
    #[arg(long, value_name = "N", hide_default_value = true, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub months: u32,
    /// 同一个数和同一天做出同样的部门；默认 1
    #[arg(long, value_name = "N", hide_default_value = true, default_value_t = 1)]
    pub seed: u64,
    /// 最后一天，例如 2026-03-31；默认今天
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,
}

/// 列出单据。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct List {
    /// 单据里的任何字词，或编号的一部分
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub search: String,
    /// 表单（forms list 里的代号）
    #[arg(long, value_name = "FORM", default_value = "", hide_default_value = true)]
    pub form: String,
    /// 起始日期
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
    /// 截止日期
    #[arg(long, value_name = "DATE")]
    pub to: Option<NaiveDate>,
    /// 状态
    #[arg(long, value_name = "STATE", value_enum, hide_possible_values = true, help = STATES)]
    pub state: Option<State>,
    /// 人员
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub person: String,
    /// 区域
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub area: String,
    /// 只列有 × 的
    #[arg(long)]
    pub failed: bool,
    /// 只列已签的
    #[arg(long, conflicts_with = "unsigned")]
    pub signed: bool,
    /// 只列未签的
    #[arg(long)]
    pub unsigned: bool,
    /// 最多几份；默认全部
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// 单据的状态。
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum State {
    /// 草稿
    Draft,
    /// 未完成
    Open,
    /// 待客户签字
    AwaitCustomer,
    /// 待签字
    AwaitPerson,
    /// 待审阅
    AwaitReview,
    /// 待重签
    Resign,
    /// 已签
    Signed,
    /// 已签(纸质)
    SignedPaper,
    /// 未签已结
    ClosedUnsigned,
    /// 已办结
    Done,
    /// 作废
    Void,
}

/// 显示一份单据。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Show {
    /// 编号
    #[arg(value_name = "SERIAL", help_heading = "参数")]
    pub serial: String,
    /// 不遮盖姓名、电话、房号；要写明事由，并记入查阅登记
    #[arg(long, requires = "reason")]
    pub full: bool,
    /// 查阅的事由
    #[arg(long, value_name = "R", requires = "full")]
    pub reason: Option<String>,
}

/// 按答案文件填写。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Fill {
    /// 表单（forms list 里的代号）
    #[arg(value_name = "FORM", help_heading = "参数")]
    pub form: String,
    /// 答案文件；“-”读标准输入
    #[arg(long, value_name = "FILE.json")]
    pub answers: PathBuf,
}

/// 存成文件。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Render {
    /// 编号
    #[arg(value_name = "SERIAL", help_heading = "参数")]
    pub serial: String,
    /// 存到哪个文件；扩展名 pdf、svg 或 xlsx
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// 第几页，从 1 起（只用于 svg）
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub page: Option<u32>,
}

/// 空白表。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Blank {
    /// 表单（forms list 里的代号）
    #[arg(value_name = "FORM", help_heading = "参数")]
    pub form: String,
    /// 存到哪个 PDF 文件
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// 几份，1 至 100；默认 1
    #[arg(long, value_name = "N", hide_default_value = true, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub count: u32,
}

/// 表单。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项", subcommand_help_heading = "命令")]
pub struct Forms {
    /// 做什么
    #[command(subcommand)]
    pub what: FormsCommand,
}

/// 表单的命令。
#[derive(Debug, Subcommand)]
#[command(next_help_heading = "选项")]
pub enum FormsCommand {
    /// 列出本程序自带的表单
    #[command(help_template = TEMPLATE, override_usage = "xunfang forms list")]
    List,
    /// 一张表单的每一项：代号、写什么、可选的词
    #[command(help_template = TEMPLATE, override_usage = "xunfang forms show FORM")]
    Show {
        /// 表单（forms list 里的代号）
        #[arg(value_name = "FORM", help_heading = "参数")]
        form: String,
    },
    /// 检查一个表单文件
    #[command(help_template = TEMPLATE, override_usage = "xunfang forms check FILE.toml")]
    Check {
        /// 表单文件
        #[arg(value_name = "FILE.toml", help_heading = "参数")]
        file: PathBuf,
    },
}

/// 核验。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Verify {
    /// 编号，或导出、打印的文件（.pdf：归档、单据、空白表；完整件不用 --cabinet 也能核验）；不写时核验整个资料库
    #[arg(value_name = "SERIAL", help_heading = "参数")]
    pub serial: Option<String>,
}

/// 体检。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Doctor {
    /// 连文件的每一页、全部记录和照片一起核对
    #[arg(long)]
    pub full: bool,
}
