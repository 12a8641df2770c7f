//! Words that are nobody's, though people type them where a name is asked for: 家属, 本人, 施工. Learnt as names, they would be
//! hidden wherever a paper prints them.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::signs::gap;
use crate::form::{Library, words};

/// What people are to each other and to the house, and what is written when nobody is known.
pub(super) const ROLES: &str = "客户 业主 住户 租户 租客 商户 商家 房东 房客 户主 访客 来访人 来访者 来电人 投诉人 报修人 联系人 经办人 负责人 \
    委托人 受托人 代理人 当事人 使用人 承租人 家属 家人 本人 他人 别人 配偶 爱人 老公 老婆 丈夫 妻子 夫妻 夫妇 父亲 母亲 父母 爸爸 妈妈 \
    儿子 女儿 子女 孩子 小孩 儿媳 媳妇 女婿 孙子 孙女 公公 婆婆 岳父 岳母 爷爷 奶奶 外公 外婆 姥姥 姥爷 老人 兄弟 姐妹 哥哥 姐姐 弟弟 妹妹 \
    叔叔 亲戚 亲属 亲友 朋友 邻居 同事 同学 保姆 月嫂 阿姨 大爷 大妈 司机 秘书 助理 前台 店员 店长 店主 老板 老板娘 经理 主管 主任 经营者 \
    法人 财务 会计 行政 人事 员工 职员 职工 工人 师傅 物业 管家 保洁 保洁员 保安 门卫 门岗 绿化 工程 工程部 客服 客务 客务部 维修 维修工 \
    装修 装修工 施工 施工方 施工队 施工员 装修公司 维保 维保单位 供应商 快递 快递员 外卖 外卖员 中介 先生 女士 小姐 太太 男士 男子 女子 \
    不详 未知 匿名 保密 暂无 没有 无人 不便透露 不愿透露 拒绝透露 未透露 未留 未填 空置 空房 同上 如上 路人 群众 公司 单位 个人 集体 多人 \
    多户 多名 全体 众人 其他 其它 测试";

/// Whether a word is a role, a relation or a word that stands on the papers themselves.
pub(super) fn is(word: &str) -> bool {
    static SHORT: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let bare: String = word.chars().filter(|c| !gap(*c)).collect();
    // Thousands of names are asked for, nearly all of them short: they are looked up instead of searched.
    let short = SHORT.get_or_init(|| {
        let parts = papers().lines().flat_map(|line| (2..=LONGEST).flat_map(move |length| parts(line, length)));
        ROLES.split_whitespace().chain(parts).collect()
    });
    short.contains(bare.as_str()) || bare.chars().count() > LONGEST && papers().contains(&bare)
}

/// Most characters of what is looked up.
const LONGEST: usize = 4;

/// All parts of a line that have so many characters.
pub(super) fn parts(line: &str, length: usize) -> impl Iterator<Item = &str> {
    let ends = line.char_indices().skip(length).map(|(at, _)| at).chain([line.len()]);
    line.char_indices().zip(ends).filter_map(move |((start, _), end)| line.get(start..end))
}

/// All that the papers say by themselves, each saying on a line of its own.
pub(super) fn papers() -> &'static str {
    static PAPERS: OnceLock<String> = OnceLock::new();
    PAPERS.get_or_init(|| {
        let forms = || Library::shipped().iter().map(|loaded| &loaded.form);
        let consents = forms().flat_map(|form| &form.signatures).map(|role| role.consent.text.as_str());
        forms().flat_map(words).chain(consents).collect::<Vec<_>>().join("\n")
    })
}

#[cfg(test)]
mod tests {
    use super::is;

    #[test]
    fn a_role_and_a_word_of_the_papers_are_no_names() {
        for word in ["家属", "施工", "客 户", "受访人", "满意"] {
            assert!(is(word), "{word} is an ordinary word");
        }
        for word in ["赵六", "欧阳示例", "施小满", "John Smith", "1栋1单元0301"] {
            assert!(!is(word), "{word} is somebody's");
        }
    }
}
