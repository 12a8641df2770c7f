//! The arguments of `people`, `audit`, `affected`, `backup` and `restore`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::TEMPLATE;

/// 账户。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项", subcommand_help_heading = "命令")]
pub struct People {
    /// 做什么
    #[command(subcommand)]
    pub what: PeopleCommand,
}

/// 账户的命令。
#[derive(Debug, Subcommand)]
#[command(next_help_heading = "选项")]
pub enum PeopleCommand {
    /// 列出账户
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR people list")]
    List,
    /// 给登记过的人员开账户
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR people add NAME --role ROLE --new-passphrase-file FILE")]
    Add {
        /// 姓名，和人员登记里的一样
        #[arg(value_name = "NAME", help_heading = "参数")]
        name: String,
        /// 角色：项目经理、部门负责人、部门副职、主管、组长、客服专员、总部检查
        #[arg(long, value_name = "ROLE")]
        role: String,
        /// 存有新口令的文件（第一行）
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: PathBuf,
    },
    /// 换角色
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR people role NAME ROLE")]
    Role {
        /// 姓名
        #[arg(value_name = "NAME", help_heading = "参数")]
        name: String,
        /// 角色
        #[arg(value_name = "ROLE", help_heading = "参数")]
        role: String,
    },
    /// 离任：账户停用，口令不再能打开资料库
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR people leave NAME")]
    Leave {
        /// 姓名
        #[arg(value_name = "NAME", help_heading = "参数")]
        name: String,
    },
    /// 更换资料密钥：离任的人留有旧文件，也打不开今后的资料
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR people rekey")]
    Rekey,
    /// 代理：有人请假时由同事按日期代行职权，由上一级委派
    #[command(next_help_heading = "选项", help_template = TEMPLATE, override_usage = "xunfang --cabinet DIR people delegate [--of NAME --to NAME --from DATE --until DATE [--scope SCOPE]] | --revoke ID")]
    Delegate {
        /// 被代理人；不写时列出全部代理
        #[arg(long, value_name = "NAME", requires_all = ["to", "from", "until"])]
        of: Option<String>,
        /// 代理人
        #[arg(long, value_name = "NAME", requires = "of")]
        to: Option<String>,
        /// 起始日期
        #[arg(long, value_name = "DATE", requires = "of")]
        from: Option<NaiveDate>,
        /// 截止日期（含当日）
        #[arg(long, value_name = "DATE", requires = "of")]
        until: Option<NaiveDate>,
        /// 代理事项：全部、审阅签字、作废、查看完整信息（须事由）、查阅导出登记、部门设置、账户与恢复，可用代号，逗号分开
        #[arg(long, value_name = "SCOPE", value_delimiter = ',', default_value = "all", hide_default_value = true)]
        scope: Vec<String>,
        /// 撤销这一条
        #[arg(long, value_name = "ID", conflicts_with = "of")]
        revoke: Option<String>,
    },
}

/// 登记。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Audit {
    /// 起始日期
    #[arg(long, value_name = "DATE")]
    pub since: Option<NaiveDate>,
    /// 登记表存成文件，扩展名 pdf 或 xlsx
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// 涉及的客户。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Affected {
    /// 备份的文件夹
    #[arg(value_name = "BACKUP", help_heading = "参数")]
    pub backup: PathBuf,
    /// 名单存成文件，扩展名 pdf 或 xlsx
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// 事由，记入登记
    #[arg(long, value_name = "R")]
    pub reason: String,
    /// 存有恢复码的文件（第一行），用来打开备份；不写时用口令
    #[arg(long, value_name = "FILE")]
    pub recovery_code_file: Option<PathBuf>,
}

/// 备份。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Backup {
    /// 备份放到哪个文件夹；里面另建一个以时间命名的文件夹
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// 以后每天都备份到这里：DIR 作为第二处（U盘或另一块硬盘）
    #[arg(long)]
    pub second_place: bool,
}

/// 恢复。
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Restore {
    /// 备份的文件夹
    #[arg(value_name = "FROM", help_heading = "参数")]
    pub from: PathBuf,
    /// 恢复到哪里：空的或还没有的文件夹，或要换下的资料库
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
    /// 存有恢复码的文件（第一行）；不写时用口令
    #[arg(long, value_name = "FILE")]
    pub recovery_code_file: Option<PathBuf>,
    /// 用恢复码恢复后要设的新口令，存在文件里（第一行）；不写时在终端询问
    #[arg(long, value_name = "FILE", requires = "recovery_code_file")]
    pub new_passphrase_file: Option<PathBuf>,
}
