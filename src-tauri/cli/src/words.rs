//! The office's words for what went wrong, and for days and times.

use chrono::{DateTime, Datelike as _};
use xunfang_core::cabinet::CabinetError;
use xunfang_core::office::{FillError, OfficeError};

use crate::system;

/// What went wrong; the program's own text only where there are no plain words.
pub fn of(error: &OfficeError) -> String {
    let fixed = fixed(error.code());
    if !fixed.is_empty() {
        return fixed.to_owned();
    }
    match error {
        OfficeError::NotFound(what) => not_found(what),
        OfficeError::Incomplete(problems) => {
            let told = problems.iter().take(6).map(|p| format!("{}（{}）", p.label, p.message));
            let more = if problems.len() > 6 { "；……" } else { "" };
            format!("还有{}处没有填好：{}{more}", problems.len(), told.collect::<Vec<_>>().join("；"))
        }
        OfficeError::Fill(fill) => fill_words(fill),
        OfficeError::Form(form) => form.to_string(),
        OfficeError::NotCorrectable(what) => format!("“{what}”不能用更正页改，请改用修改"),
        OfficeError::Ahead(what) => format!("“{what}”写的时间还没有到：没有发生的事不能先记，请核对日期和时间"),
        OfficeError::AnotherDay(what) => format!("“{what}”和检查日期不是同一天，请核对"),
        OfficeError::NoSerial(serial) => format!("没有编号为 {serial} 的单据，请核对编号"),
        OfficeError::BlankOut(serial) => {
            format!("{serial} 是已打印的空白表，还没有录入完成；请先照纸录入这份单据，再写它的编号；内容还在草稿里")
        }
        OfficeError::SourceKind(serial) => format!("{serial} 不是这里要写的那种单据，请核对来源和编号；内容还在草稿里"),
        OfficeError::OtherCustomer(serial) => format!("{serial} 是另一位客户的事项，请核对来源单号和客户；内容还在草稿里"),
        OfficeError::SignedEarly(day) => format!("纸上的签字日期早于受理的日子（{day}），请核对"),
        OfficeError::NotOpen(what) => format!("“{what}”现在不能签：已经签过，或前一步还没有完成"),
        OfficeError::NotABlank(what) => format!("{what} 不是这张表的空白表编号，或已用过、已作废"),
        OfficeError::Missing(what) => format!("缺少{}", noun(what)),
        OfficeError::Paper(paper) if paper.code() == "glyph-missing" => {
            format!("“{}”没有字体可以打印，请换一个写法", paper.detail())
        }
        OfficeError::GlyphIn { ch, field } => format!("“{field}”里的“{ch}”没有字体可以打印，请换一个写法"),
        OfficeError::SignerNotAccount(own) => {
            format!("审阅、审核、批准和项目经理的签字，在屏幕上只由当前账户的本人（{own}）签；换人请先换账户，纸上签的请录入纸面")
        }
        OfficeError::OwnCase { did, instead } => {
            format!("签字人是{did}，不能审阅自己经手的（回避），可由{}签", instead.join("、"))
        }
        OfficeError::Case { refused, kind } => case_words(refused.code(), &refused.detail(*kind)),
        OfficeError::Calendar(e) => calendar_words(e.code(), &e.detail()),
        OfficeError::Rule(e) => rule_words(e.code(), &e.detail()),
        OfficeError::Duty(e) => rule_words(e.code(), ""),
        OfficeError::NotAbove(role) => format!("{}的代理要由上一级委派", role.word()),
        OfficeError::NotAllowed { role, right } => format!("{}不能办这件事：{}", role.word(), right.word()),
        OfficeError::MonthGaps(open) => format!("还有{open}处缺件没有说明，没有归档；请逐条说明，或用 --reason 写一个总的原因"),
        OfficeError::Wait(seconds) => format!("口令连续输错，请等{seconds}秒再试"),
        OfficeError::PlaceTaken(folder) => {
            format!("{folder} 里有别的文件，又不是资料库，没有恢复，那里的文件未动；请用 --into 换一个空的或还没有的文件夹")
        }
        OfficeError::PlaceSynced(program) => format!(
            "这个文件夹由{program}同步，写入时会被改动，没有打开，也没有改动；请把整个文件夹移到本机不同步的文件夹，或从备份恢复到那里"
        ),
        OfficeError::Unreadable(what) => format!("内容读不出来（{}）", system::place(what)),
        OfficeError::File(what) => format!("文件读写失败（{}）", system::plain(what)),
        OfficeError::Cabinet(CabinetError::Io { path, source }) => format!("{}：{}", path.display(), system::words(source)),
        other => other.to_string(),
    }
}

/// Why a step of a case is not taken; `about` names the steps.
fn case_words(code: &str, about: &str) -> String {
    let mut steps = about.split('\u{3000}');
    let (step, before) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
    match code {
        "case-closed" => "这个事项已经结案，不能再改；客户再次反映请另行登记".to_owned(),
        "case-gone" => format!("“{step}”的记录不能去掉，写错了请更正"),
        "case-regrade" => "级别要在“改级”里改，写明理由".to_owned(),
        "case-before" => format!("先办“{before}”，才能办“{step}”"),
        "case-earlier" => format!("“{step}”的时间早于“{before}”，请核对"),
        "case-late-reason" => format!("“{step}”超期了，请在超期一栏写明环节、类别和原因"),
        "case-witness" => "拒收要写见证人".to_owned(),
        "case-visit-unsigned" => "回访还没有客户签字，不能算已回访".to_owned(),
        "case-visit-differs" => "回访结果和回访记录表上的不一样".to_owned(),
        "case-attempts" => format!("多次不在要有三次不同时间、在办完之后的回访记录，现在有{step}次"),
        "case-served" => "服务已经完成，不能按客户取消结案；请电话回访后结案".to_owned(),
        "case-fixed" => format!("“{step}”的记录保存后不能改写；写错了请另加一行"),
        "case-not-refused" => "没有拒签（有见证人）的回访记录".to_owned(),
        "case-not-invalid" => "没有认定为无效，不能按无效投诉结案".to_owned(),
        "case-not-later" => "延期的新期限要晚于原来的期限".to_owned(),
        "case-again" => "最近一次回访客户不满意或要求重新整改，还没有再整改，不能这样结案".to_owned(),
        "case-bill-open" => format!("缴费通知单还没有送达，还缺：{about}"),
        "case-signatures" => format!("还缺{about}签字，不能结案，请在窗口里签"),
        "case-unreported" => "重大投诉还没有上报，不能结案；请先在“上报”里写明上报对象和时间".to_owned(),
        "case-grade-now" => format!("现在的级别是{step}，“原级别”请照此填写"),
        "case-grade-same" => "“原级别”和“改为”一样，级别没有改变".to_owned(),
        "case-receipt-unsigned" => "还缺签收人签字，请在窗口里签".to_owned(),
        other => other.to_owned(),
    }
}

fn fixed(code: &str) -> &'static str {
    match code {
        "cabinet-folder-missing" => "没有这个文件夹",
        "cabinet-file-missing" => "这个文件夹里没有资料库文件 cabinet.db，请核对文件夹，或从备份找回",
        "cabinet-exists" => "这里已经有东西了，没有改动；请换一个空的文件夹",
        "keyslots-missing" => "缺少钥匙文件 keyslots.json，没有它打不开资料库，请从备份找回",
        "keyslots-damaged" => "钥匙文件 keyslots.json 损坏，请从备份找回",
        "keyslots-foreign" => {
            "钥匙文件 keyslots.json 和资料库对不上：是另一个资料库的，或是更换资料密钥以前的，也可能资料库文件开头坏了；请把原来的放回，或从备份找回"
        }
        "wrong-passphrase" => "口令不对，什么也没有改动；请再试，忘了口令可请部门负责人重设，或用恢复码恢复",
        "wrong-recovery-code" => "这不是本资料库的恢复码",
        "recovery-code-mistyped" => "恢复码有一位抄错或输错，请照着纸逐组核对",
        "passphrase-taken" => "这个口令已经有人用了，请换一个",
        "practice" => "练习里的东西不备份",
        "restored-shut" => "已经恢复，但没有打开；原来这里有资料库的，另放在",
        "keyslot-unknown" => "没有这把钥匙",
        "passphrase-empty" => "口令是空的",
        "passphrase-short" => "口令太短，至少 8 个字",
        "cabinet-empty" => "资料库文件是空的，没有改动；请从备份恢复",
        "cabinet-truncated" => "资料库文件不完整，没有改动；请从备份恢复",
        "cabinet-damaged" => "资料库文件损坏，没有改动；请从备份恢复",
        "cabinet-newer" => "资料库是新版程序写的，没有改动；请升级程序",
        "cabinet-foreign" => "这不是巡访簿的资料库，没有改动",
        "cabinet-read-only" => "文件夹或磁盘是只读的，资料库要能写入才打得开；没有改动，请换个位置或去掉只读",
        "disk-full" => "磁盘已满，没有保存",
        "cabinet-locked" => "资料库正被另一个程序打开",
        "sqlite-too-old" => "程序不完整，请重新安装",
        "entries-missing" => "记录有缺失，可能换回了旧的副本，请核验",
        "history-replaced" => "资料库被换成了另一份，请核对是否换回了旧的副本",
        "chain-broken" => "记录前后接不上，请核验",
        "draft-missing" => "这份草稿已经不在",
        "draft-moved" => "这份草稿在别处改过了，请重新打开",
        "base-moved" => "这份单据在别处有了新的一版，请看过再改",
        "serial-taken" => "编号已被用掉，请再试一次",
        "database-failed" => "资料库没有写成，请再试一次",
        "pdf-unreadable" => "这个文件不是 PDF，或已损坏，读不出来",
        "pdf-write" => "PDF 没有生成，请再试一次",
        "photo-empty" => "照片文件是空的",
        "photo-too-large" => "照片文件太大",
        "photo-too-many-pixels" => "照片的尺寸太大",
        "photo-damaged" => "照片损坏，读不出来",
        "photo-not-written" => "照片没有保存，请再试一次",
        "late-reason" => "已过补录时限，请在答案文件里写 late_reason（补录原因）",
        "change-reason" => "改动已完成的单据，请在答案文件里写 change_reason（修改原因）",
        "nothing-to-finish" => "没有新填的内容，没有可以完成的一步；已存的没有变",
        "sheet-void" => "单据已作废，不能再改",
        "account-exists" => "这个人已经有账户",
        "own-account" => "不能改自己的账户，请由另一位负责人办理",
        "pin-short" => "PIN 太短，至少 6 位数字",
        "wrong-pin" => "PIN 不对",
        "pin-locked" => "PIN 连错五次，请用口令打开",
        "keyslots-old" => "还不能更换资料密钥：有人升级后还没有用口令打开过，或恢复码还是旧的",
        "keyslot-last" => "这是最后一个口令，没有改动",
        "second-place-same" => "备份不能放在资料库的旁边或里面，没有备份；请换一个地方，最好是 U 盘",
        "place-network" => {
            "这个文件夹在网络上，断线会损坏资料库，没有打开，也没有改动；请把整个文件夹移到本机的磁盘上，或从备份恢复到那里"
        }
        "restore-in-cabinet" => "不能恢复到一个资料库的文件夹里面，没有改动；请另选一个文件夹",
        "restore-in-backup" => "不能恢复到备份自己的文件夹里，那份备份会因此作废，没有改动；请另选一个文件夹",
        "restore-in-backups" => "不能恢复到存放备份的文件夹里，旧备份会自动清理，没有改动；请另选一个文件夹",
        "backup-missing" => "这个文件夹里没有备份；请选备份自己的文件夹（名称以日期开头的那一个）",
        "backup-damaged" => "备份已损坏，没有用它，原来的内容未动",
        "letters-used-up" => "编号字母已用完，没有恢复",
        "month-running" => "这个月还没有过完，月末之后再归档；送审稿随时可以生成",
        "month-closed" => "这个月已经归档，没有改动；要改先重新开启（month reopen）",
        "month-moved" => "统计期间一直有新的记录，没有完成；请等别的操作做完再办",
        "month-empty" => "这个月一张单据也没有，没有归档；核对月份，确要归档的用 --reason 写明原因",
        "month-open" => "这个月还没有归档，没有生成；可先归档（month close），或加 --draft 生成送审稿",
        "sheet-destroyed" => "这份单据保管期满，内容已按规定销毁",
        "list-moved" => "销毁清册变了，或还没有人提请，没有销毁；请重新看过再办",
        "own-destruction" => "提请人不能批准自己的提请，请由另一位负责人批准",
        "handed-over" => "设备正在签字人手里",
        "cancelled" => "已取消，没有留下文件",
        _ => "",
    }
}

fn calendar_words(code: &str, what: &str) -> String {
    match code {
        "calendar-unreadable" => format!("日历文件读不出来（{}）", system::place(what)),
        "calendar-outside-year" => format!("{what} 不在这一年的安排里"),
        "calendar-span" => format!("“{what}”的起止日期不对：止日在起日之前，或超过16天"),
        "calendar-day-twice" => format!("{what} 写了两次"),
        "calendar-overlap" => format!("{what} 同时属于两个假期"),
        "calendar-make-up-in-holiday" => format!("{what} 既放假又补班"),
        "calendar-make-up-worked" => format!("{what} 本来就上班，不能是补班日"),
        "calendar-statutory" => format!("法定节假日 {what} 不在它的假期里"),
        "calendar-year-range" => format!("没有{what}年的放假安排"),
        "calendar-unnamed" => "缺少节日或它的名称".to_owned(),
        "calendar-no-source" => "缺少通知的名称或文号".to_owned(),
        "calendar-hours" => "作息时间前后不合".to_owned(),
        _ => "一周至少要有一天上班".to_owned(),
    }
}

fn rule_words(code: &str, what: &str) -> String {
    match code {
        "rule-unknown" => format!("没有规则“{what}”"),
        "rule-no-version" => format!("规则“{what}”没有这一版"),
        "rule-version" => format!("规则“{what}”的版次接不上"),
        "rule-limit" => format!("规则“{what}”的时限不合适"),
        "rule-unit-fixed" => format!("规则“{what}”不能换成这种单位"),
        "rule-other-unit" => format!("规则“{what}”不是从一件事起计算到期的"),
        "rule-needs-time" => format!("规则“{what}”按分钟计算，--from 要写时间，如 2026-02-13T18:30"),
        "duty-plan-past" => "检查安排从今天起才能改，以前该查的照旧".to_owned(),
        "duty-plan-no-day" => "检查安排至少要选一天".to_owned(),
        "duty-plan-outlets" => "抽查目标写大于零的户数，或 1 至 100 的百分数".to_owned(),
        "duty-plan-meeting" => "没有这样的例会日子".to_owned(),
        "duty-not-missed" => "这一次没有漏检，不用说明".to_owned(),
        "duty-not-yet" => "这一天还没有到".to_owned(),
        "rule-grade" => format!("规则“{what}”按级别定时限，请写 --grade 重大 或 一般"),
        "extension-not-later" => format!("{what} 不晚于现在的期限"),
        "limit-out-of-range" => "时限太短或太长".to_owned(),
        "no-working-day-follows" => "以后没有工作日".to_owned(),
        _ => "规则读不出来".to_owned(),
    }
}

fn not_found(what: &str) -> String {
    let (kind, name) = what.split_once(' ').unwrap_or((what, ""));
    match (kind, name) {
        ("form", "") => "没有这张表单，用 forms list 看代号".to_owned(),
        ("form", id) => format!("没有表单“{id}”，用 forms list 看代号"),
        (known, "") if noun(known) != known => format!("没有找到这个{}", noun(known)),
        _ => format!("没有找到“{what}”"),
    }
}

/// What the office calls a thing that the program names.
fn noun(what: &str) -> &str {
    match what {
        "form" => "表单",
        "sheet" => "单据",
        "sheets" => "单据",
        "stage" => "环节",
        "section" => "栏目",
        "page" => "页",
        "picture" => "照片",
        "file" => "文件",
        "scan" => "扫描件",
        "correction" => "更正",
        "setting" => "设置项",
        "value" => "设置的内容",
        "month" => "月份",
        "years" => "保管年限",
        "gap" => "缺件",
        "year" => "年份",
        "date" => "日期",
        "rule" => "规则",
        "count" => "份数",
        "reason" => "原因",
        "name" => "名称",
        "words" => "内容",
        "time" => "时间",
        "signer" => "签字人",
        "signed_on" => "签字日期",
        "place" => "原件存放处",
        "organisation" => "公司名称",
        "department" => "部门名称",
        "minutes" => "分钟数",
        "scope" => "代理事项",
        "to" => "代理人（不能是本人，也不能是只查阅的人）",
        "from" => "起始日期",
        "until" => "截止日期（不早于起始日期，也不早于今天）",
        "site" => "项目",
        "manager" => "部门负责人",
        other => other,
    }
}

fn fill_words(error: &FillError) -> String {
    match error {
        FillError::UnknownField(id) => format!("这张表没有“{id}”这一项"),
        FillError::UnknownRow { section, row } if row.is_empty() => format!("“{section}”里有一行没有写明是哪一行"),
        FillError::UnknownRow { section, row } => format!("“{section}”里没有“{row}”这一行，或不止一行"),
        FillError::UnknownName { register, name } => format!("{register}名册里没有“{name}”；名册里有谁，用 registers 看"),
        FillError::AmbiguousName { register, name, count } => {
            format!("{register}名册里有{count}个“{name}”，请用 {{\"id\": \"…\"}} 指明是哪一个")
        }
        FillError::WrongValue { field, wanted } => format!("“{field}”的写法不对，应写{}", wanted_words(wanted)),
        FillError::NotFillable(id) => format!("“{id}”由程序填写或由人签字，不能写在答案文件里"),
        FillError::File { name, why } => format!("照片 {name} 读不出来（{}）", system::plain(why)),
    }
}

fn wanted_words(wanted: &str) -> &str {
    match wanted {
        "text" => "文字",
        "one of its words" => "表上的一个选项",
        "a date such as 2026-02-13" => "日期，如 2026-02-13",
        "a month such as 2026-02" => "月份，如 2026-02",
        "a time such as 2026-02-13T18:30" => "时间，如 2026-02-13 18:30",
        "a whole number (money in 分)" => "整数（金额以分为单位）",
        "true or false" => " true 或 false",
        "pass or undrawn" => " pass 或 undrawn",
        "pass, fail, na or undrawn (√ × / ○)" => " pass、fail、na 或 undrawn（√ × / ○）",
        "a name or {\"id\": …}" => "姓名、名称，或 {\"id\": \"…\"}",
        other => other,
    }
}

/// Why an answers file is no answers file.
pub fn unreadable(error: &serde_json::Error) -> String {
    let place = format!("第{}行第{}列", error.line(), error.column());
    let told = error.to_string();
    let named = |before: &str| told.strip_prefix(before).and_then(|rest| rest.split('`').next()).map(str::to_owned);
    match error.classify() {
        serde_json::error::Category::Eof => format!("{place}：内容没有写完"),
        serde_json::error::Category::Syntax => format!("{place}：不合 JSON 的写法"),
        serde_json::error::Category::Io => format!("读不出来（{}）", system::plain(&told)),
        serde_json::error::Category::Data => match (named("unknown field `"), named("missing field `")) {
            (Some(name), _) => format!("{place}：没有“{name}”这一项"),
            (_, Some(name)) => format!("{place}：缺少“{name}”这一项"),
            _ => format!("{place}：这里的写法不对，格式见说明"),
        },
    }
}

/// `2026-11-24T08:30+08:00` as people read it: `2026-11-24 周二 08:30`, in the time where it was written. What is no time is left as it is.
pub fn moment(iso: &str) -> String {
    // A body's time has no seconds, which the standard wants.
    let whole = match (iso.get(..16), iso.get(16..)) {
        (Some(minute), Some(offset)) if offset.starts_with(['+', '-', 'Z']) => format!("{minute}:00{offset}"),
        _ => iso.to_owned(),
    };
    let Ok(at) = DateTime::parse_from_rfc3339(&whole) else { return iso.to_owned() };
    let day = ["一", "二", "三", "四", "五", "六", "日"];
    let day = usize::try_from(at.weekday().num_days_from_monday()).ok().and_then(|n| day.get(n)).copied().unwrap_or_default();
    at.format(&format!("%Y-%m-%d 周{day} %H:%M")).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_with_its_weekday() {
        assert_eq!(moment("2026-11-24T08:30+08:00"), "2026-11-24 周二 08:30", "as bodies hold it");
        assert_eq!(moment("2026-03-01T23:59:08.120+08:00"), "2026-03-01 周日 23:59", "with seconds");
        assert_eq!(moment("昨天"), "昨天", "what is no time is left alone");
        assert_eq!(moment(""), "", "nothing stays nothing");
    }

    /// Everything that the core says is missing, by its own source; what it names through a variable is told here.
    fn missing_keys() -> Vec<String> {
        let mut keys: Vec<String> =
            ["signer", "signed_on", "place", "organisation", "department", "site", "manager", "from", "until"]
                .map(Into::into)
                .into();
        let mut open = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../core/src"))];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).expect("the source of the core") {
                let path = entry.expect("an entry of it").path();
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    let text = std::fs::read_to_string(&path).expect("a file of it");
                    // What stands before the first of them is no name.
                    let named = text.split("OfficeError::Missing(\"").skip(1).filter_map(|rest| rest.split('"').next());
                    keys.extend(named.map(str::to_owned));
                }
            }
        }
        assert!(keys.len() > 20, "the scan finds them: {keys:?}");
        keys
    }

    #[test]
    fn what_is_missing_or_not_found_is_named_as_the_office_names_it() {
        for what in missing_keys() {
            let told = of(&OfficeError::Missing(what.leak()));
            assert!(!told.contains(|c: char| c.is_ascii_alphabetic()), "it has a Chinese word: {told}");
        }
        for what in ["sheet", "stage", "section", "picture", "page", "setting", "site", "month", "correction"] {
            let told = of(&OfficeError::NotFound(what.to_owned()));
            assert!(!told.contains(|c: char| c.is_ascii_alphabetic()), "{what} has a Chinese word: {told}");
        }
        let told = of(&OfficeError::NotFound("form no-such".to_owned()));
        assert!(told.contains("表单“no-such”") && told.contains("forms list"), "which one, and where to look: {told}");
        assert_eq!(of(&OfficeError::NotFound("HF-A-209901-0001".to_owned())), "没有找到“HF-A-209901-0001”", "as it was typed");
    }
}
